//! What counts how much, and in which order.

use super::diagnostics::{At, Diagnostics};
use super::figures::{centi, within};
use super::rules::{EMPTY_LIST, LEVELS_TOO_LARGE, REPEATED, TOO_MANY_DECIMALS};
use crate::format::{ObjectiveFile, TermFile};
use crate::instance::{COST_UNITS, ChangePrices};
use crate::levels::{Refusal, in_levels};
use crate::objective::{Objective, Term};
use crate::{Instance, words};
use std::ops::RangeInclusive;

/// Cost of a late minute.
const LATE: RangeInclusive<f64> = 0.0..=100.0;
/// Cost of a postponed train, in train-minutes.
const POSTPONED: RangeInclusive<f64> = 0.0..=1_000_000.0;
/// Cost of a minute missing of a buffer.
const MISSING_BUFFER: RangeInclusive<f64> = 0.0..=100.0;
/// Weight of the look-ahead.
const PERCENT: RangeInclusive<u32> = 0..=100;

/// Cost of a late minute in hundredths, of a postponed train in minutes, and of a minute missing of a buffer in hundredths.
pub(super) fn costs(file: &ObjectiveFile, diagnostics: &mut Diagnostics) -> (i64, i64, i64) {
    let at = At::ROOT.field("objective");
    let late = centi(
        file.late_minute,
        &LATE,
        words::per_minute(),
        &at.field("late_minute"),
        diagnostics,
    );
    let postponed_at = at.field("postponed");
    let postponed = centi(
        file.postponed,
        &POSTPONED,
        words::train_minutes(),
        &postponed_at,
        diagnostics,
    );
    if postponed % 100 != 0 {
        let message = words::postponed_whole();
        diagnostics.add(TOO_MANY_DECIMALS, &postponed_at, file.postponed, message);
    }
    let percent_at = at.field("look_ahead_weight_percent");
    within(
        file.look_ahead_weight_percent,
        &PERCENT,
        words::percent(),
        &percent_at,
        diagnostics,
    );
    let buffer = centi(
        file.missing_buffer_minute,
        &MISSING_BUFFER,
        words::per_minute(),
        &at.field("missing_buffer_minute"),
        diagnostics,
    );
    (late, postponed / 100, buffer)
}

/// Most that a change may cost, in train-minutes.
const CHANGE: RangeInclusive<u32> = 0..=1_000_000;
/// Minutes of tolerance.
const TOLERANCE: RangeInclusive<u32> = 0..=1440;

/// What changes cost, in cost units.
pub(super) fn changes(file: &ObjectiveFile, diagnostics: &mut Diagnostics) -> ChangePrices {
    let at = At::ROOT.field("objective");
    let at = at.field("changes");
    let file = &file.changes;
    let mut price = |figure: u32, field: &str| {
        within(
            figure,
            &CHANGE,
            words::train_minutes(),
            &at.field(field),
            diagnostics,
        );
        i64::from(figure) * COST_UNITS
    };
    let (port, shed) = (price(file.port, "port"), price(file.shed, "shed"));
    let (spot, mode) = (price(file.spot, "spot"), price(file.mode, "mode"));
    let step = price(file.ten_minutes, "ten_minutes");
    let order = price(file.order, "order");
    let tolerance = at.field("tolerance_minutes");
    within(
        file.tolerance_minutes,
        &TOLERANCE,
        words::minutes(),
        &tolerance,
        diagnostics,
    );
    ChangePrices {
        port,
        shed,
        spot,
        mode,
        step,
        order,
        tolerance: file.tolerance_minutes as i32,
    }
}

/// No level is empty, no term stands twice.
pub(super) fn terms(file: &ObjectiveFile, diagnostics: &mut Diagnostics) {
    let at = At::ROOT.field("objective");
    let at = at.field("levels");
    let mut seen: Vec<Term> = Vec::new();
    for (number, level) in file.levels.iter().enumerate() {
        let at = at.index(number);
        if level.is_empty() {
            diagnostics.add(EMPTY_LIST, &at, "", words::empty_level());
        }
        for (index, term) in level.iter().copied().map(term_of).enumerate() {
            if seen.contains(&term) {
                let name = term.name();
                let message = words::term_twice(name);
                diagnostics.add(REPEATED, &at.index(index), name, message);
            }
            seen.push(term);
        }
    }
}

/// The levels of an instance that is right otherwise.
pub(super) fn levels(
    file: &ObjectiveFile,
    instance: &Instance,
    diagnostics: &mut Diagnostics,
) -> Objective {
    let at = At::ROOT.field("objective");
    let named = file
        .levels
        .iter()
        .map(|level| level.iter().copied().map(term_of).collect());
    match in_levels(instance, &named.collect::<Vec<_>>()) {
        Ok(objective) => return objective,
        Err(Refusal::LateInParts) => {
            let message = words::late_in_parts();
            diagnostics.add(
                TOO_MANY_DECIMALS,
                &at.field("late_minute"),
                file.late_minute,
                message,
            );
        }
        Err(Refusal::TooLarge(bits)) => {
            let message = words::too_many_bits(bits);
            diagnostics.add(LEVELS_TOO_LARGE, &at.field("levels"), "", message);
        }
    }
    Objective::weighted()
}

/// The term that a file names.
fn term_of(file: TermFile) -> Term {
    match file {
        TermFile::Postponed => Term::Postponed,
        TermFile::Lateness => Term::Lateness,
        TermFile::Minutes => Term::Minutes,
        TermFile::MissingEmpties => Term::MissingEmpties,
        TermFile::MissingBuffers => Term::MissingBuffers,
        TermFile::Changes => Term::Changes,
    }
}
