//! Differences from the reference within worlds: what is real, what is not, and beside them the noise of planning.

use super::canvas::{Anchor, Canvas, Head, LABEL, LINE, Lines, NAMES, Stack, WIDTH, pages};
use super::say::{both, difference, joined, same, scenario, settings};
use super::scale::Scale;
use super::{entry, part, remark, words};
use crate::answers::Answers;
use crate::statistics::Estimate;
use maud::{Markup, html};
use regauge_model::Language;
use regauge_model::message::Message;
use regauge_report::Words;
use std::collections::BTreeMap;

/// Panels: figure, where it lies.
const DWELL: [f64; 2] = [NAMES + 16.0, 520.0];
const TOLD: f64 = 624.0;
const BESIDE: [(&str, [f64; 2]); 2] = [("throughput", [652.0, 782.0]), ("queue", [814.0, 944.0])];

pub(super) fn section(answers: &Answers, first: Language) -> Markup {
    let body = if answers.scenarios.len() < 2 {
        html! { p.none { (both(&words::no_others())) } }
    } else {
        html! {
            figure { (legend(answers)) (charts(answers, from_reference(answers), first)) }
            @let beside = from_beside(answers);
            @if !beside.is_empty() {
                h3 { (both(&words::beside_title())) }
                figure { (charts(answers, beside, first)) }
            }
            @if let Some(noise) = &answers.noise {
                p.remark { (joined(&told(answers, noise))) }
            }
            (remark(words::by_chance()))
        }
    };
    part("differences", words::differences_title(), body)
}

/// The noise of planning, and how many worlds it takes to see it.
fn told(answers: &Answers, noise: &Estimate) -> Vec<Message> {
    if noise.mean == 0.0 && noise.half_width == Some(0.0) {
        return vec![words::no_noise()];
    }
    let mut told = vec![words::noise(difference(noise))];
    match answers.noise_replications {
        Some(count) => told.push(words::noise_worlds(count)),
        // of one pair nothing can be said
        None if noise.count > 1 => told.push(words::noise_never()),
        None => {}
    }
    told
}

/// How far the noise of planning goes to either side.
fn noise(answers: &Answers) -> Option<f64> {
    let noise = answers.noise.as_ref()?;
    Some(noise.mean.abs() + noise.half_width.unwrap_or(0.0))
}

fn legend(answers: &Answers) -> Markup {
    html! {
        ul.legend {
            @for (class, text) in [("real", words::key_real()), ("unreal", words::key_not_real())] {
                (entry(html! {
                    line class=(class) x1="3" y1="8" x2="31" y2="8" {}
                    line class=(class) x1="3" y1="4" x2="3" y2="12" {} line class=(class) x1="31" y1="4" x2="31" y2="12" {}
                    circle class=(class) cx="17" cy="8" r="4" {}
                }, &both(&text)))
            }
            @if noise(answers).is_some_and(|noise| noise > 0.0) {
                (entry(html! { rect.noise x="4" y="0" width="26" height="16" {} }, &both(&words::key_noise())))
            }
        }
    }
}

/// What a row shows: a scenario less another.
struct Effect<'a> {
    name: Words,
    differences: &'a BTreeMap<&'static str, Estimate>,
}

/// Every scenario less the reference.
fn from_reference(answers: &Answers) -> Vec<Effect<'_>> {
    let others = answers.scenarios.iter().enumerate().skip(1);
    let effects = others.map(|(place, answer)| Effect {
        name: scenario(place, answer),
        differences: &answer.differences,
    });
    effects.collect()
}

/// What levers do where uncertainties are not those of the reference.
fn from_beside(answers: &Answers) -> Vec<Effect<'_>> {
    let effects = answers.scenarios.iter().filter_map(|answer| {
        let beside = answer.beside.as_ref()?;
        Some(Effect {
            name: against(&answer.name, &beside.of),
            differences: &beside.differences,
        })
    });
    effects.collect()
}

/// A scenario, and what it is compared with.
pub(super) fn against(name: &str, of: &str) -> Words {
    let [name, of] = [name, of].map(|name| settings(name).en);
    both(&words::against_of(name, of))
}

struct Row<'a> {
    name: Lines,
    effect: Effect<'a>,
    height: f64,
}

fn charts(answers: &Answers, effects: Vec<Effect<'_>>, first: Language) -> Stack {
    let rows: Vec<Row<'_>> = effects
        .into_iter()
        .map(|effect| {
            let name = Lines::new(&effect.name, NAMES, LABEL);
            let height = (name.height() + 10.0).max(32.0);
            Row {
                name,
                effect,
                height,
            }
        })
        .collect();
    let noise = noise(answers);
    let scale_of = |name: &str, pixels: [f64; 2], steps: usize, more: Option<f64>| {
        let seen = rows
            .iter()
            .filter_map(|row| row.effect.differences.get(name));
        let ends = seen.flat_map(|one| one.interval().unwrap_or([one.mean; 2]));
        let more = more.into_iter().flat_map(|ends| [-ends, ends]);
        Scale::new(ends.chain(more).chain([0.0]), pixels, steps)
    };
    let mut panels = vec![("dwell", scale_of("dwell", DWELL, 6, noise))];
    for (name, pixels) in BESIDE {
        panels.push((name, scale_of(name, pixels, 3, None)));
    }
    let width = |[from, to]: [f64; 2]| to - from + 6.0;
    let heads = [
        Head::new(0.0, Anchor::Start, NAMES, &both(&words::scenario())),
        Head::new(
            DWELL[0],
            Anchor::Start,
            width(DWELL),
            &both(&words::difference_dwell()),
        ),
        Head::new(TOLD, Anchor::End, 98.0, &both(&words::difference_told())),
        Head::new(
            BESIDE[0].1[0],
            Anchor::Start,
            width(BESIDE[0].1),
            &both(&words::difference_throughput()),
        ),
        Head::new(
            BESIDE[1].1[0],
            Anchor::Start,
            width(BESIDE[1].1),
            &both(&words::difference_queue()),
        ),
        Head::new(WIDTH - 2.0, Anchor::End, 78.0, &both(&words::to_see())),
    ];
    let label = both(&words::differences_label(rows.len()));
    let heights: Vec<f64> = rows.iter().map(|row| row.height).collect();
    let charts = pages(&heights).into_iter().map(|page| {
        let rows = &rows[page];
        let mut canvas = Canvas::default();
        let top = Head::height(&heads) + 6.0;
        let bottom = top + rows.iter().map(|row| row.height).sum::<f64>();
        canvas.heads(&heads, top - 9.0);
        if let Some(noise) = noise.filter(|noise| *noise > 0.0) {
            let [low, high] = [-noise, noise].map(|end| panels[0].1.at(end));
            canvas.bar("noise", (low, top), (high, bottom));
        }
        for (_, scale) in &panels {
            canvas.axis(scale, [top, bottom]);
            let zero = scale.at(0.0);
            canvas.line("zero", (zero, top), (zero, bottom));
        }
        let mut y = top;
        for row in rows {
            canvas.line("rule", (0.0, y), (WIDTH, y));
            let middle = y + row.height / 2.0;
            let base = middle - row.name.height() / 2.0 + 11.0;
            canvas.lines("", (0.0, base), Anchor::Start, LABEL, &row.name);
            for (name, scale) in &panels {
                if let Some(estimate) = row.effect.differences.get(name) {
                    draw(&mut canvas, estimate, scale, middle);
                }
            }
            beside(&mut canvas, &row.effect, middle + LINE / 2.0 - 3.5);
            y += row.height;
        }
        canvas.chart(bottom + 22.0, &label, first)
    });
    Stack(charts.collect())
}

fn draw(canvas: &mut Canvas, estimate: &Estimate, scale: &Scale, y: f64) {
    let class = if estimate.is_real() { "real" } else { "unreal" };
    if let Some(interval) = estimate.interval() {
        canvas.across(class, interval.map(|end| scale.at(end)), y);
    }
    canvas.dot(class, (scale.at(estimate.mean), y));
}

fn beside(canvas: &mut Canvas, effect: &Effect<'_>, base: f64) {
    if let Some(dwell) = effect.differences.get("dwell") {
        let class = if dwell.is_real() { "" } else { "soft" };
        canvas.text(
            class,
            (TOLD, base),
            Anchor::End,
            LABEL,
            &same(difference(dwell)),
        );
    }
    let is_spread = |dwell: &Estimate| dwell.count > 1 && dwell.mean != 0.0;
    let to_see = effect.differences.get("dwell").map_or_else(
        || "–".to_owned(),
        |dwell| match dwell.worlds_to_see() {
            Some(count) => count.to_string(),
            None if is_spread(dwell) => "> 1000".to_owned(),
            None => "–".to_owned(),
        },
    );
    canvas.text("", (WIDTH - 2.0, base), Anchor::End, LABEL, &same(to_see));
}
