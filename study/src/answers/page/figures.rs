//! All figures: the full tables, the promise, runs that failed, and the runs to download.

use super::head::{named, promise};
use super::say::{both, clean, difference, figure, joined, kind_name, scenario, unit};
use super::{part, remark, words};
use crate::answers::{Answers, FIGURES, FigureKind, ScenarioAnswer};
use crate::file::StudyFile;
use maud::{Markup, html};
use regauge_model::message::{Message, Value};
use std::fmt::Write;

pub(super) fn section(answers: &Answers, file: &StudyFile, runs_csv: &str) -> Markup {
    let body = html! {
        (table(answers, false))
        @if answers.scenarios.len() > 1 {
            (table(answers, true))
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

fn table(answers: &Answers, is_differences: bool) -> Markup {
    let of = |answer: &ScenarioAnswer, kind: &FigureKind| {
        let figures = if is_differences {
            &answer.differences
        } else {
            &answer.figures
        };
        figures.get(kind.name).copied()
    };
    let kinds: Vec<&FigureKind> = FIGURES
        .iter()
        .filter(|kind| {
            answers
                .scenarios
                .iter()
                .any(|answer| of(answer, kind).is_some())
        })
        .collect();
    let caption = if is_differences {
        words::differences_caption()
    } else {
        words::figures_caption()
    };
    let is_kept = !is_differences && answers.scenarios.iter().any(|answer| answer.kept.is_some());
    let scenarios = answers
        .scenarios
        .iter()
        .enumerate()
        .skip(usize::from(is_differences));
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
                    @for (place, answer) in scenarios {
                        tr {
                            th scope="row" { (scenario(place, answer)) }
                            td.f { (answer.replications) }
                            @for kind in &kinds {
                                @match of(answer, kind) {
                                    Some(estimate) if is_differences && !estimate.is_real() => td.f.unreal { "(" (difference(&estimate)) ")" },
                                    Some(estimate) if is_differences => td.f { (difference(&estimate)) },
                                    Some(estimate) => td.f { (figure(&estimate)) },
                                    None => td.f { "–" },
                                }
                            }
                            @if is_kept { td.f { @if let Some(share) = share(answer) { (both(&share)) } @else { "–" } } }
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
