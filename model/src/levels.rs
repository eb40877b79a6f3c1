//! The levels of an objective: what a level may cost in an instance, and from that its step and its scale
//! ([`crate::objective`]).

use crate::buffers;
use crate::cost::{CostParts, Term};
use crate::ids::TrainId;
use crate::instance::Instance;
use crate::objective::{Level, Objective};
use crate::time::Minute;
use num_integer::gcd;
use std::ops::RangeInclusive;

/// The combined cost of any plan is below this. Engines multiply costs, so they are given room: `i64` holds 2¹² times as
/// much.
const MOST: i128 = 1 << 51;

/// Why levels cannot be combined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// A minute late costs parts of a cost unit.
    LateInParts,
    /// The combined cost may need so many bits.
    TooLarge(u32),
}

/// An objective of terms in levels, those not named together in a last one. Needs the trains and stores of the instance.
pub(crate) fn in_levels(instance: &Instance, named: &[Vec<Term>]) -> Result<Objective, Refusal> {
    let mut levels: Vec<Vec<Term>> = named.to_vec();
    let rest = Term::ALL.into_iter();
    // what nobody asks for makes no level of its own
    let counts = |term: &Term| match term {
        Term::MissingBuffers => buffers::are_asked_for(instance),
        Term::Changes => instance.is_published(),
        _ => true,
    };
    let rest: Vec<Term> = rest
        .filter(|term| !named.iter().any(|terms| terms.contains(term)))
        .filter(counts)
        .collect();
    if !rest.is_empty() {
        levels.push(rest);
    }
    if levels.len() < 2 {
        return Ok(Objective::weighted());
    }
    if instance.late_is_rounded() {
        return Err(Refusal::LateInParts);
    }
    let mut objective = Objective { levels: Vec::new() };
    // from the last level up: what all lower ones can sum up to
    let mut below = 0_i128;
    let mut highest = 0_i128;
    for terms in levels.into_iter().rev() {
        let step = step_of(instance, &terms).max(1);
        let range = range_of(instance, &terms);
        let range = (
            range.start().div_euclid(step.into()),
            range.end().div_euclid(step.into()),
        );
        let scale = below.saturating_add(1);
        below = below.saturating_add(scale.saturating_mul(range.1 - range.0));
        highest = highest.saturating_add(scale.saturating_mul(range.1.max(-range.0)));
        objective.levels.push(Level {
            terms,
            step,
            scale: i64::try_from(scale).unwrap_or(i64::MAX),
            range: (
                i64::try_from(range.0).unwrap_or(i64::MIN),
                i64::try_from(range.1).unwrap_or(i64::MAX),
            ),
        });
    }
    if highest >= MOST {
        return Err(Refusal::TooLarge(i128::BITS - highest.leading_zeros()));
    }
    objective.levels.reverse();
    Ok(objective)
}

/// What the trains of an instance may cost in some terms, at least and at most, in cost units.
fn range_of(instance: &Instance, terms: &[Term]) -> RangeInclusive<i128> {
    let (mut least, mut most) = (0_i128, 0_i128);
    let counts =
        |costs: &CostParts| -> i128 { terms.iter().map(|&term| i128::from(costs.of(term))).sum() };
    for (index, train) in instance.trains().iter().enumerate() {
        let id = TrainId::from_index(index);
        // costs never fall with time, and being postponed costs what leaving at the end does, and more
        most += counts(&instance.postponed_cost(id));
        if train.state.is_some() {
            // under way it may be earlier than it was expected
            let now = Minute(0);
            least += counts(&instance.planned_cost(id, now, Some(now))).min(0);
        }
    }
    for stock in instance.system().stores().iter().flat_map(|s| &s.stocks) {
        let missing = i64::from(stock.end_at_least).saturating_mul(stock.end_price);
        most += counts(&CostParts {
            missing_empties: missing,
            ..CostParts::default()
        });
    }
    most += counts(&CostParts {
        missing_buffers: instance.buffer_cost(buffers::at_most(instance)),
        ..CostParts::default()
    });
    least..=most
}

/// The greatest common divisor of all that may be paid in some terms; 0 where nothing may.
fn step_of(instance: &Instance, terms: &[Term]) -> i64 {
    let mut step = 0;
    let mut add = |term: Term, cost: i64| {
        if terms.contains(&term) {
            step = gcd(step, cost);
        }
    };
    for (index, train) in instance.trains().iter().enumerate() {
        let id = TrainId::from_index(index);
        add(Term::Minutes, train.weight_centi);
        add(Term::Minutes, train.emptied_weight_centi);
        add(Term::Postponed, instance.postponed_cost(id).postponed);
        if let Some(due) = train.due_exit {
            add(Term::Lateness, instance.exit_cost(id, due + 1).1);
        }
    }
    let stocks = instance.system().stores().iter().flat_map(|s| &s.stocks);
    for stock in stocks.filter(|stock| stock.end_at_least > 0) {
        add(Term::MissingEmpties, stock.end_price);
    }
    if instance.is_published() {
        let prices = instance.change_prices();
        for price in [
            prices.port,
            prices.shed,
            prices.spot,
            prices.mode,
            prices.step,
            prices.order,
        ] {
            add(Term::Changes, price);
        }
    }
    if buffers::are_asked_for(instance) {
        add(Term::MissingBuffers, instance.buffer_cost(1));
    }
    step
}
