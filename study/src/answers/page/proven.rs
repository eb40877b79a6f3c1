//! What bounds prove of each scenario, day by day.

use super::canvas::{Anchor, Canvas, Head, LABEL, Lines, NAMES, Stack, WIDTH, pages};
use super::say::{both, same, settings, whole};
use super::scale::Scale;
use super::{entry, part, remark, words};
use crate::answers::{Answers, ProvenDay};
use maud::{Markup, html};
use regauge_model::Language;

const PLOT: [f64; 2] = [NAMES + 90.0, 850.0];

pub(super) fn section(answers: &Answers, first: Language) -> Markup {
    if answers.proven.is_empty() {
        return html! {};
    }
    let body = html! {
        figure {
            ul.legend {
                @for (class, text) in [("proof", words::key_proven()), ("unproven", words::key_not_proven())] {
                    (entry(html! { rect class=(class) x="2" y="4" width="30" height="8" {} }, &both(&text)))
                }
            }
            (charts(answers, first))
        }
        (remark(words::proven_means()))
        (table(answers))
    };
    part("proven", words::proven_title(), body)
}

/// Days by scenario, in the order of the scenarios.
fn ordered(answers: &Answers) -> Vec<&ProvenDay> {
    let place = |day: &ProvenDay| {
        answers
            .scenarios
            .iter()
            .position(|one| one.name == day.scenario)
    };
    let mut days: Vec<&ProvenDay> = answers.proven.iter().collect();
    days.sort_by_key(|day| (place(day).unwrap_or(usize::MAX), day.day));
    days
}

/// The effect in whole minutes that hold it.
fn effect(day: &ProvenDay) -> [f64; 2] {
    let [least, most] = day.effect();
    [least.floor(), most.ceil()]
}

struct Row<'a> {
    day: &'a ProvenDay,
    /// Of the first day of a scenario.
    name: Option<Lines>,
    height: f64,
}

fn charts(answers: &Answers, first: Language) -> Stack {
    let days = ordered(answers);
    let mut rows: Vec<Row<'_>> = Vec::new();
    for (place, day) in days.iter().enumerate() {
        let is_first = place == 0 || days[place - 1].scenario != day.scenario;
        let name = is_first.then(|| Lines::new(&settings(&day.scenario), NAMES, LABEL));
        rows.push(Row {
            day,
            name,
            height: 22.0,
        });
    }
    // a name of many lines needs the days below it, or more room
    for place in 0..rows.len() {
        let Some(name) = &rows[place].name else {
            continue;
        };
        let needed = name.height() + 8.0;
        let below = rows[place + 1..]
            .iter()
            .take_while(|row| row.name.is_none());
        let count = below.count() + 1;
        let height = (needed / count as f64).max(22.0);
        for row in &mut rows[place..place + count] {
            row.height = height;
        }
    }
    let ends = rows.iter().flat_map(|row| effect(row.day));
    let scale = Scale::new(ends.chain([0.0]), PLOT, 6);
    let heads = [
        Head::new(0.0, Anchor::Start, NAMES, &both(&words::scenario())),
        Head::new(NAMES + 16.0, Anchor::Start, 70.0, &both(&words::day())),
        Head::new(
            PLOT[0],
            Anchor::Start,
            PLOT[1] - PLOT[0],
            &both(&words::weighted()),
        ),
        Head::new(WIDTH - 90.0, Anchor::End, 86.0, &both(&words::at_least())),
        Head::new(WIDTH - 2.0, Anchor::End, 86.0, &both(&words::at_most())),
    ];
    let label = both(&words::proven_label(rows.len()));
    let heights: Vec<f64> = rows.iter().map(|row| row.height).collect();
    let charts = pages(&heights).into_iter().map(|page| {
        let rows = &rows[page];
        let mut canvas = Canvas::default();
        let top = Head::height(&heads) + 6.0;
        let bottom = top + rows.iter().map(|row| row.height).sum::<f64>();
        canvas.heads(&heads, top - 9.0);
        canvas.axis(&scale, [top, bottom]);
        canvas.line("zero", (scale.at(0.0), top), (scale.at(0.0), bottom));
        let mut y = top;
        for row in rows {
            if let Some(name) = &row.name {
                canvas.line("rule", (0.0, y), (WIDTH, y));
                canvas.lines("", (0.0, y + 16.0), Anchor::Start, LABEL, name);
            }
            let middle = y + row.height / 2.0;
            let day = both(&words::day_of(row.day.day));
            canvas.text("", (NAMES + 16.0, middle + 4.0), Anchor::Start, LABEL, &day);
            let [least, most] = effect(row.day);
            let is_proven = least > 0.0 || most < 0.0;
            let class = if is_proven { "proof" } else { "unproven" };
            canvas.bar(
                class,
                (scale.at(least), middle - 5.0),
                (scale.at(most), middle + 5.0),
            );
            let ink = if is_proven { "" } else { "soft" };
            for (x, end) in [(WIDTH - 90.0, least), (WIDTH - 2.0, most)] {
                canvas.text(
                    ink,
                    (x, middle + 4.0),
                    Anchor::End,
                    LABEL,
                    &same(whole(end)),
                );
            }
            y += row.height;
        }
        canvas.chart(bottom + 22.0, &label, first)
    });
    Stack(charts.collect())
}

fn table(answers: &Answers) -> Markup {
    let heads = [
        words::at_least(),
        words::at_most(),
        words::value_own(),
        words::bound_own(),
        words::value_reference(),
        words::bound_reference(),
    ];
    let unsigned = |value: f64| whole(value).trim_start_matches('+').to_owned();
    html! {
        details {
            summary { (both(&words::figures_in_table())) }
            div.wide {
                table {
                    thead { tr {
                        th scope="col" { (both(&words::scenario())) }
                        th.f scope="col" { (both(&words::day())) }
                        @for head in &heads { th.f scope="col" { (both(head)) } }
                    } }
                    tbody {
                        @for day in ordered(answers) {
                            tr {
                                th scope="row" { (settings(&day.scenario)) }
                                td.f { (day.day) }
                                @for end in effect(day) { td.f { (whole(end)) } }
                                @for value in [day.own[0].ceil(), day.own[1].floor(), day.reference[0].ceil(), day.reference[1].floor()] {
                                    td.f { (unsigned(value)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
