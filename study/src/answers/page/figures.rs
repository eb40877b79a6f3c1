//! All figures: the full tables, the promise, runs that failed, and the runs to download.

use super::differences::against;
use super::head::{named, promise};
use super::say::{both, clean, difference, figure, joined, kind_name, scenario, unit};
use super::{part, remark, words};
use crate::answers::{Answers, FIGURES, FigureKind, ScenarioAnswer};
use crate::file::StudyFile;
use crate::statistics::Estimate;
use maud::{Markup, html};
use regauge_model::message::{Message, Value};
use regauge_report::Words;
use std::collections::BTreeMap;
use std::fmt::Write;

pub(super) fn section(answers: &Answers, file: &StudyFile, runs_csv: &str) -> Markup {
    let body = html! {
        (table(words::figures_caption(), &scenarios(answers), false))
        @if answers.scenarios.len() > 1 {
            (table(words::differences_caption(), &differences(answers), true))
            @let beside = beside(answers);
            @if !beside.is_empty() { (table(words::beside_title(), &beside, true)) }
            (remark(words::in_grey()))
        }
        (kept(answers, file))
        (failed(answers))
        p {
            a.button download=(file_name(&answers.name)) href=(data_uri(runs_csv)) { (both(&words::download())) }
        }
    };
    part("figures", words::figures_title(), body)
}

/// A row of a table.
struct Row<'a> {
    name: Words,
    worlds: usize,
    figures: &'a BTreeMap<&'static str, Estimate>,
    kept: Option<Message>,
}

fn scenarios(answers: &Answers) -> Vec<Row<'_>> {
    let rows = answers.scenarios.iter().enumerate();
    let rows = rows.map(|(place, answer)| Row {
        name: scenario(place, answer),
        worlds: answer.replications,
        figures: &answer.figures,
        kept: share(answer),
    });
    rows.collect()
}

fn differences(answers: &Answers) -> Vec<Row<'_>> {
    let rows = answers.scenarios.iter().enumerate().skip(1);
    let rows =
        rows.map(|(place, answer)| of_differences(scenario(place, answer), &answer.differences));
    rows.collect()
}

fn beside(answers: &Answers) -> Vec<Row<'_>> {
    let rows = answers.scenarios.iter().filter_map(|answer| {
        let beside = answer.beside.as_ref()?;
        let name = against(&answer.name, &beside.of);
        Some(of_differences(name, &beside.differences))
    });
    rows.collect()
}

fn of_differences<'a>(name: Words, figures: &'a BTreeMap<&'static str, Estimate>) -> Row<'a> {
    let counts = figures.values().map(|estimate| estimate.count);
    Row {
        name,
        worlds: counts.max().unwrap_or(0),
        figures,
        kept: None,
    }
}

/// `is_signed`: of differences, those not told apart from 0 in brackets.
fn table(caption: Message, rows: &[Row<'_>], is_signed: bool) -> Markup {
    let kinds: Vec<&FigureKind> = FIGURES
        .iter()
        .filter(|kind| rows.iter().any(|row| row.figures.contains_key(kind.name)))
        .collect();
    let is_kept = rows.iter().any(|row| row.kept.is_some());
    html! {
        div.wide {
            table.all {
                caption { (both(&caption)) }
                thead { tr {
                    th scope="col" { (both(&words::scenario())) }
                    th.f scope="col" { (both(&words::worlds())) }
                    @for kind in &kinds { th.f scope="col" { (kind_name(kind)) " " span.unit { "(" (unit(kind)) ")" } } }
                    @if is_kept { th.f scope="col" { (both(&words::kept_head())) } }
                } }
                tbody {
                    @for row in rows {
                        tr {
                            th scope="row" { (row.name) }
                            td.f { (row.worlds) }
                            @for kind in &kinds {
                                @match row.figures.get(kind.name) {
                                    Some(estimate) if is_signed && !estimate.is_real() => td.f.unreal { "(" (difference(estimate)) ")" },
                                    Some(estimate) if is_signed => td.f { (difference(estimate)) },
                                    Some(estimate) => td.f { (figure(estimate)) },
                                    None => td.f { "–" },
                                }
                            }
                            @if is_kept { td.f { @if let Some(kept) = &row.kept { (both(kept)) } @else { "–" } } }
                        }
                    }
                }
            }
        }
    }
}

/// In how many of its worlds a scenario keeps the promise.
fn share(answer: &ScenarioAnswer) -> Option<Message> {
    let kept = answer.kept?;
    (answer.replications > 0).then(|| words::kept_of(kept, answer.replications))
}

fn kept(answers: &Answers, file: &StudyFile) -> Markup {
    let Some(promise) = promise(file) else {
        return html! {};
    };
    let [mut always, mut sometimes, mut never] = [Vec::new(), Vec::new(), Vec::new()];
    for (place, answer) in answers.scenarios.iter().enumerate() {
        let (Some(kept), Some(share)) = (answer.kept, share(answer)) else {
            continue;
        };
        let name = named(&scenario(place, answer));
        match kept {
            0 => never.push(name),
            _ if kept == answer.replications => always.push(name),
            _ => sometimes.push(words::promise_share(name, share)),
        }
    }
    let sentences = [
        (words::promise_always as fn(Value) -> Message, always),
        (words::promise_sometimes, sometimes),
        (words::promise_never, never),
    ];
    let mut told = vec![words::promise_is(promise)];
    for (sentence, names) in sentences {
        if !names.is_empty() {
            told.push(sentence(Value::list(names)));
        }
    }
    html! {
        h3 { (both(&words::promise())) }
        p {
            (joined(&told))
        }
    }
}

fn failed(answers: &Answers) -> Markup {
    let failed: Vec<Message> = answers
        .scenarios
        .iter()
        .enumerate()
        .filter_map(|(place, answer)| {
            let (count, reason) = &answer.failed;
            let reason = clean(reason.as_deref().unwrap_or("?"));
            let name = named(&scenario(place, answer));
            match count {
                0 => None,
                1 => Some(words::failed_one(name, reason)),
                _ => Some(words::failed_many(name, *count, reason)),
            }
        })
        .collect();
    html! {
        @if failed.is_empty() {
            p.none { (both(&words::none_failed())) }
        } @else {
            h3 { (both(&words::failed_title())) }
            ul { @for one in &failed { li.bad { (both(one)) } } }
        }
    }
}

/// A name for the file of runs that every system takes.
fn file_name(name: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let name: String = name
        .chars()
        .map(|c| if is_plain(c) { c } else { '-' })
        .collect();
    format!("{name}-runs.csv")
}

/// A file inside the page.
fn data_uri(csv: &str) -> String {
    let mut uri = String::from("data:text/csv;charset=utf-8,");
    for byte in csv.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b',' | b';' => {
                uri.push(char::from(byte));
            }
            _ => _ = write!(uri, "%{byte:02X}"),
        }
    }
    uri
}
