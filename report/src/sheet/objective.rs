//! The objective by parts, and by levels where it has some.

use super::{Row, Sheet};
use crate::text::Text;
use crate::wording::{Wording, cost, percent};
use regauge_model::objective::{Level, Term};
use regauge_model::plan::Plan;

/// The parts, and a second sheet of levels for an objective that has some.
pub(crate) fn sheets(words: &Wording<'_>, plan: &Plan) -> Vec<Sheet> {
    let lexicographic = words.instance.objective().is_lexicographic();
    let mut sheets = vec![parts(words, plan, lexicographic)];
    if lexicographic {
        sheets.push(levels(words, plan));
    }
    sheets
}

fn parts(words: &Wording<'_>, plan: &Plan, lexicographic: bool) -> Sheet {
    let share = |units: i64| {
        if plan.value == 0 {
            words.none()
        } else {
            percent(units as f64 / plan.value as f64, 1)
        }
    };
    let mut rows = vec![
        (Text::PartMinutes, plan.parts.minutes),
        (Text::PartLateness, plan.parts.lateness),
        (Text::PartPostponed, plan.parts.postponed),
        (Text::PartEmpties, plan.parts.missing_empties),
    ];
    if plan.parts.missing_buffers > 0 {
        rows.push((Text::PartBuffers, plan.parts.missing_buffers));
    }
    if plan.parts.changes > 0 {
        rows.push((Text::PartChanges, plan.parts.changes));
    }
    if !lexicographic {
        rows.extend([
            (Text::Total, plan.value),
            (Text::Alone, plan.alone),
            (Text::Avoidable, plan.avoidable()),
        ]);
    }
    let mut sheet = Sheet::new(words.text(Text::Objective))
        .names("")
        .figures(words.text(Text::Value));
    if !lexicographic {
        sheet = sheet.figures(words.text(Text::Share));
    }
    for (text, units) in rows {
        let mut cells = vec![words.text(text).into(), cost(units).into()];
        if !lexicographic {
            cells.push(share(units).into());
        }
        sheet.row(Row::new(cells));
    }
    sheet
}

/// Value, bound and cost alone of each level.
fn levels(words: &Wording<'_>, plan: &Plan) -> Sheet {
    let mut sheet = Sheet::new(words.text(Text::ObjectiveLevels))
        .names(words.text(Text::LevelTerms))
        .figures(words.text(Text::Value))
        .figures(words.text(Text::Bound))
        .figures(words.text(Text::LevelAlone));
    let levels = words.instance.objective().levels().iter();
    for (number, (level, standing)) in levels.zip(plan.standings(words.instance)).enumerate() {
        sheet.row(Row::new(vec![
            format!("{}. {}", number + 1, terms(words, level)).into(),
            cost(standing.value).into(),
            standing.bound.map_or_else(|| words.none(), cost).into(),
            cost(standing.alone).into(),
        ]));
    }
    sheet
}

/// The terms of a level.
pub(crate) fn terms(words: &Wording<'_>, level: &Level) -> String {
    let terms = level.terms.iter().map(|term| {
        words.text(match term {
            Term::Postponed => Text::TermPostponed,
            Term::Lateness => Text::TermLateness,
            Term::Minutes => Text::TermMinutes,
            Term::MissingEmpties => Text::TermEmpties,
            Term::MissingBuffers => Text::TermBuffers,
            Term::Changes => Text::TermChanges,
        })
    });
    terms.collect::<Vec<_>>().join(words.text(Text::TermAnd))
}
