//! Answers as tables: all runs as CSV, the answers as Markdown.

use super::{Answers, FIGURES, Worth};
use crate::runs::Row;
use crate::statistics::Estimate;
use std::collections::BTreeMap;
use std::fmt::Write;

/// All runs, one a line, in the order of scenario, world and planner: a header, then figures with dots and commas. Texts are quoted.
pub fn csv(rows: &[Row]) -> String {
    let mut rows: Vec<&Row> = rows.iter().collect();
    rows.sort_by_key(|row| (&row.scenario, row.seed, row.planner_seed));
    let mut text =
        String::from("scenario,scenario_hash,replication,seed,planner_seed,version,failed");
    for kind in FIGURES {
        let _ = write!(text, ",{}", kind.name.replace('-', "_"));
        let unit = match kind.unit {
            "h" => "_h",
            "%" => "_percent",
            _ => "",
        };
        text += unit;
    }
    text += ",came,left,queue_max,untangled,stuck\n";
    for row in rows {
        let failed = row.failed.as_deref().unwrap_or("");
        let _ = write!(
            text,
            "{},{},{},{},{},{},{}",
            quoted(&row.scenario),
            row.scenario_hash,
            row.replication,
            row.seed,
            row.planner_seed,
            row.version,
            quoted(failed)
        );
        for kind in FIGURES {
            text.push(',');
            if let Some(value) = row.figures.as_ref().and_then(|run| (kind.of)(run)) {
                let _ = write!(text, "{value:.4}");
            }
        }
        match &row.figures {
            Some(run) => {
                _ = write!(
                    text,
                    ",{},{},{},{},{}",
                    run.came, run.left, run.queue_max, run.untangled, run.stuck
                );
            }
            None => text += ",,,,,",
        }
        text.push('\n');
    }
    text
}

/// A text as a field; what a spreadsheet would take for a formula is led by an apostrophe.
fn quoted(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@']) {
        "'"
    } else {
        ""
    };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

/// A figure with as many digits as its error allows.
pub(crate) fn told(estimate: &Estimate) -> String {
    let digits = estimate.digits();
    match estimate.half_width {
        Some(half) => format!("{:.digits$} ± {half:.digits$}", estimate.mean),
        None => format!("{:.digits$}", estimate.mean),
    }
}

/// The answers in a page of Markdown.
pub fn markdown(answers: &Answers) -> String {
    let mut text = format!("# {}\n\n", answers.question[0]);
    let _ = writeln!(
        text,
        "Study `{}`, regauge {}, {} days behind {} of warm-up. Figures are means over worlds with their 95 % intervals; differences are within worlds.\n",
        answers.name, answers.version, answers.days[0], answers.days[1]
    );
    for premise in &answers.premises {
        let _ = writeln!(text, "- {premise}");
    }
    if !answers.premises.is_empty() {
        text.push('\n');
    }
    let scenarios = answers.scenarios.iter();
    let own = scenarios.map(|one| (one.name.clone(), one.replications, &one.figures));
    table(&mut text, answers, own, false);
    if answers.scenarios.len() > 1 {
        text += "\n## Differences from the reference\n\n";
        let others = answers.scenarios.iter().skip(1);
        let others = others.map(|one| (one.name.clone(), one.replications, &one.differences));
        table(&mut text, answers, others, true);
    }
    let beside = answers.scenarios.iter().filter_map(|one| {
        let beside = one.beside.as_ref()?;
        let name = format!("{} against {}", one.name, beside.of);
        Some((name, one.replications, &beside.differences))
    });
    if beside.clone().next().is_some() {
        text += "\n## What levers change where the rest is not as in the reference\n\n";
        table(&mut text, answers, beside, true);
    }
    if let Some(reference) = answers
        .scenarios
        .first()
        .filter(|one| !one.works.is_empty())
    {
        text += "\n## Trains and crane work by shed, reference\n\n| shed | trains a day | crane work (min) | of it lifting (min) |\n|---|--:|--:|--:|\n";
        for (shed, [whole, lifting]) in &reference.works {
            let trains = reference.sheds.get(shed).map_or("–".to_owned(), told);
            let _ = writeln!(
                text,
                "| {shed} | {trains} | {} | {} |",
                told(whole),
                told(lifting)
            );
        }
    }
    if !answers.worths.is_empty() {
        worths(&mut text, answers);
    } else if answers.scenarios.len() > 2 {
        text += "\n## What changes the time from coming to leaving\n\n";
        for (place, (scenario, change)) in super::ranking(answers).into_iter().enumerate() {
            let sure = if change.is_real() {
                ""
            } else {
                " (not told apart from 0)"
            };
            let _ = writeln!(
                text,
                "{}. {}: {} h a train{sure}",
                place + 1,
                scenario.name,
                told(&change)
            );
        }
    }
    if let Some(noise) = &answers.noise {
        let _ = writeln!(
            text,
            "\nAnother seed of the planner in the same worlds moves the mean dwell of the reference by {} h: the noise of planning, of which no effect is free.",
            told(noise)
        );
    }
    for curve in &answers.curves {
        if let Some([low, high]) = curve.knee {
            let of = if curve.name.is_empty() {
                "the reference"
            } else {
                &curve.name
            };
            let _ = writeln!(
                text,
                "\nWith {of} the time from coming to leaving bends at {low:.1} to {high:.1} trains a day."
            );
        }
    }
    if !answers.proven.is_empty() {
        text += "\n## What bounds prove\n\n| scenario | day | costs at least | at most |\n|---|--:|--:|--:|\n";
        for day in &answers.proven {
            let [least, most] = day.effect();
            let _ = writeln!(
                text,
                "| {} | {} | {least:+.0} | {most:+.0} |",
                day.scenario, day.day
            );
        }
        text += "\nWeighted train-minutes more than the reference on the same day, whatever plans there are.\n";
    }
    for scenario in &answers.scenarios {
        if let (count @ 1.., Some(reason)) = (scenario.failed.0, &scenario.failed.1) {
            let _ = writeln!(
                text,
                "\n{count} runs of `{}` failed: {reason}",
                scenario.name
            );
        }
    }
    text
}

/// A row: a scenario, its worlds and figures or differences.
type Line<'a> = (String, usize, &'a BTreeMap<&'static str, Estimate>);

fn table<'a>(
    text: &mut String,
    answers: &Answers,
    lines: impl Iterator<Item = Line<'a>>,
    differences: bool,
) {
    let kinds: Vec<_> = FIGURES
        .iter()
        .filter(|kind| {
            answers
                .scenarios
                .iter()
                .any(|scenario| scenario.figures.contains_key(kind.name))
        })
        .collect();
    *text += "| scenario | worlds |";
    for kind in &kinds {
        let _ = write!(text, " {} ({}) |", kind.en, kind.unit);
    }
    *text += "\n|---|--:|";
    *text += &"--:|".repeat(kinds.len());
    text.push('\n');
    for (name, worlds, figures) in lines {
        let _ = write!(text, "| {name} | {worlds} |");
        for kind in &kinds {
            match figures.get(kind.name) {
                Some(estimate) if differences && !estimate.is_real() => {
                    _ = write!(text, " ({}) |", told(estimate));
                }
                Some(estimate) if differences => {
                    let sign = if estimate.mean > 0.0 { "+" } else { "" };
                    let _ = write!(text, " {sign}{} |", told(estimate));
                }
                Some(estimate) => _ = write!(text, " {} |", told(estimate)),
                None => *text += " – |",
            }
        }
        text.push('\n');
    }
    if differences {
        *text += "\nIn brackets: not told apart from 0.\n";
    }
}

/// What one more of each thing is worth.
fn worths(text: &mut String, answers: &Answers) {
    *text += "\n## What one more is worth\n\n| scenario | from coming to leaving (h a train) | trains a day more in the flow | dual | used in the flow (%) | the two |\n|---|--:|--:|--:|--:|---|\n";
    for worth in &answers.worths {
        let change = told(&worth.changes);
        let change = if worth.changes.is_real() {
            change
        } else {
            format!("({change})")
        };
        let [gain, dual, percent] = worth.flow_figures();
        let verdict = worth.verdict.to_string();
        let _ = writeln!(
            text,
            "| {} | {change} | {gain} | {dual} | {percent} | {verdict} |",
            worth.scenario
        );
    }
}

impl Worth {
    /// Gain, dual and share used of the flow, as they are written; a dash where there is none.
    pub(crate) fn flow_figures(&self) -> [String; 3] {
        let written = |value: Option<f64>, digits: usize| {
            value.map_or_else(|| "–".to_owned(), |value| format!("{value:.digits$}"))
        };
        let flow = self.flow;
        [
            written(flow.map(|flow| flow.gain), 2),
            written(flow.map(|flow| flow.dual), 2),
            written(flow.and_then(|flow| flow.percent), 0),
        ]
    }
}
