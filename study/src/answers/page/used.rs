//! What is used how much, as a table whose colours show it; and what each shed does.

use super::say::{both, clean, figure, same, scenario, used_name};
use super::{part, remark, words};
use crate::answers::{Answers, ScenarioAnswer};
use crate::statistics::Estimate;
use maud::{Markup, html};
use regauge_model::message::Message;
use regauge_report::Words;
use std::collections::{BTreeMap, BTreeSet};

/// Most columns of figures: a table with more goes on in another.
const COLUMNS: usize = 10;

pub(super) fn section(answers: &Answers) -> Markup {
    let body = html! {
        (tables(answers, &words::used_caption(), &words::resource(), used_name, |answer| &answer.used, true))
        (remark(words::used_means()))
        (tables(answers, &words::sheds_caption(), &words::shed(), |name| same(clean(name)), |answer| &answer.sheds, false))
    };
    part("used", words::used_title(), body)
}

/// A thing, and its estimate in each scenario.
struct Thing<'a> {
    name: Words,
    of: Vec<Option<&'a Estimate>>,
}

fn tables(
    answers: &Answers,
    caption: &Message,
    kind: &Message,
    name: impl Fn(&str) -> Words,
    of: impl Fn(&ScenarioAnswer) -> &BTreeMap<String, Estimate>,
    is_share: bool,
) -> Markup {
    let names: BTreeSet<&String> = answers
        .scenarios
        .iter()
        .flat_map(|answer| of(answer).keys())
        .collect();
    let things: Vec<Thing<'_>> = names
        .into_iter()
        .map(|key| Thing {
            name: name(key),
            of: answers
                .scenarios
                .iter()
                .map(|answer| of(answer).get(key))
                .collect(),
        })
        .collect();
    if things.is_empty() {
        return html! {};
    }
    let scenarios: Vec<Words> = answers
        .scenarios
        .iter()
        .enumerate()
        .map(|(place, answer)| scenario(place, answer))
        .collect();
    let resources: Vec<Words> = things.iter().map(|thing| thing.name.clone()).collect();
    // the longer list goes down
    let is_turned = resources.len() > scenarios.len();
    let (rows, columns, corner) = if is_turned {
        (&resources, &scenarios, both(kind))
    } else {
        (&scenarios, &resources, both(&words::scenario()))
    };
    let cell = |row: usize, column: usize| {
        let (thing, answer) = if is_turned {
            (row, column)
        } else {
            (column, row)
        };
        let estimate = things[thing].of[answer];
        html! {
            @match estimate {
                Some(estimate) if is_share => (share(estimate)),
                Some(estimate) => td.f { (figure(estimate)) },
                None => td.f { "–" },
            }
        }
    };
    html! {
        @for page in (0..columns.len()).collect::<Vec<usize>>().chunks(COLUMNS) {
            div.wide {
                table.heat {
                    caption { (both(caption)) }
                    thead { tr {
                        th scope="col" { (corner) }
                        @for &column in page { th.f scope="col" { (columns[column]) } }
                    } }
                    tbody {
                        @for (row, name) in rows.iter().enumerate() {
                            tr { th scope="row" { (name) } @for &column in page { (cell(row, column)) } }
                        }
                    }
                }
            }
        }
    }
}

/// A share in percent, on its colour.
fn share(estimate: &Estimate) -> Markup {
    let percent = Estimate {
        mean: 100.0 * estimate.mean,
        half_width: estimate.half_width.map(|half| 100.0 * half),
        count: estimate.count,
    };
    let (ground, ink) = colours(estimate.mean);
    html! {
        td.f.share style=(format!("background:{ground};color:{ink}")) { (figure(&percent)) }
    }
}

/// The colour of a share, and that of text on it: black or white, whichever is read better.
fn colours(share: f64) -> (String, &'static str) {
    // light to dark in one hue, so that it is read without colours too
    const STOPS: [[f64; 3]; 4] = [
        [247.0, 251.0, 255.0],
        [171.0, 207.0, 230.0],
        [55.0, 135.0, 192.0],
        [8.0, 48.0, 107.0],
    ];
    let place = share.clamp(0.0, 1.0) * (STOPS.len() - 1) as f64;
    let first = (place as usize).min(STOPS.len() - 2);
    let part = place - first as f64;
    let colour: Vec<f64> = (0..3)
        .map(|at| libm::round(STOPS[first][at] + part * (STOPS[first + 1][at] - STOPS[first][at])))
        .collect();
    let ground = format!(
        "#{:02x}{:02x}{:02x}",
        colour[0] as u8, colour[1] as u8, colour[2] as u8
    );
    // with this luminance black and white are read equally well, at 4.58 to 1
    let ink = if luminance(&colour) > 0.179 {
        "#000"
    } else {
        "#fff"
    };
    (ground, ink)
}

/// Relative luminance (WCAG 2.2).
pub(super) fn luminance(colour: &[f64]) -> f64 {
    let weights = [0.2126, 0.7152, 0.0722];
    let parts = colour.iter().zip(weights).map(|(part, weight)| {
        let part = part / 255.0;
        let linear = if part <= 0.04045 {
            part / 12.92
        } else {
            libm::pow((part + 0.055) / 1.055, 2.4)
        };
        weight * linear
    });
    parts.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_share_can_be_read_on_its_colour() {
        let mut last = f64::MAX;
        for percent in 0..=100 {
            let (ground, ink) = colours(f64::from(percent) / 100.0);
            let part = |at: usize| f64::from(u8::from_str_radix(&ground[at..at + 2], 16).unwrap());
            let ground = luminance(&[part(1), part(3), part(5)]);
            let ink = if ink == "#000" { 0.0 } else { 1.0 };
            let (light, dark) = (ground.max(ink), ground.min(ink));
            assert!((light + 0.05) / (dark + 0.05) >= 4.5, "{percent}");
            assert!(ground <= last, "darker with every percent: {percent}");
            last = ground;
        }
    }
}
