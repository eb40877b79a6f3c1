//! The objective by parts, and by levels where it has some.

use super::page::Page;
use super::table::Table;
use crate::text::Text;
use crate::wording::{cost, percent};
use regauge_model::objective::{Level, Term};
use regauge_model::plan::Plan;
use std::io;

pub(crate) fn show(page: &mut Page<'_>, plan: &Plan) -> io::Result<()> {
    page.heading(page.text(Text::Objective))?;
    let lexicographic = page.instance.objective().is_lexicographic();
    let share = |units: i64| {
        if plan.value == 0 {
            page.none()
        } else {
            percent(units as f64 / plan.value as f64, 1)
        }
    };
    let mut rows = vec![
        (Text::PartMinutes, plan.parts.minutes),
        (Text::PartLateness, plan.parts.lateness),
        (Text::PartUnplanned, plan.parts.unplanned),
        (Text::PartEmpties, plan.parts.missing_empties),
    ];
    if !lexicographic {
        rows.extend([
            (Text::Total, plan.value),
            (Text::Alone, plan.alone),
            (Text::Avoidable, plan.avoidable()),
        ]);
    }
    let mut table = Table::new().names("").figures(page.text(Text::Value));
    if !lexicographic {
        table = table.figures(page.text(Text::Share));
    }
    for (text, units) in rows {
        let mut cells = vec![page.text(text).to_owned(), cost(units)];
        if !lexicographic {
            cells.push(share(units));
        }
        table.row(cells);
    }
    table.print(page)?;
    if lexicographic {
        levels(page, plan)?;
    }
    Ok(())
}

/// Value, bound and cost alone of each level.
fn levels(page: &mut Page<'_>, plan: &Plan) -> io::Result<()> {
    let mut table = Table::new()
        .names(page.text(Text::LevelTerms))
        .figures(page.text(Text::Value))
        .figures(page.text(Text::Bound))
        .figures(page.text(Text::LevelAlone));
    let levels = page.instance.objective().levels().iter();
    for (number, (level, standing)) in levels.zip(plan.standings(page.instance)).enumerate() {
        table.row(vec![
            format!("{}. {}", number + 1, terms(page, level)),
            cost(standing.value),
            standing.bound.map_or_else(|| page.none(), cost),
            cost(standing.alone),
        ]);
    }
    page.line("")?;
    table.print(page)
}

/// The terms of a level.
pub(crate) fn terms(page: &Page<'_>, level: &Level) -> String {
    let words = level.terms.iter().map(|term| {
        page.text(match term {
            Term::Unplanned => Text::TermUnplanned,
            Term::Lateness => Text::TermLateness,
            Term::Minutes => Text::TermMinutes,
            Term::MissingEmpties => Text::TermEmpties,
        })
    });
    words.collect::<Vec<_>>().join(page.text(Text::TermAnd))
}
