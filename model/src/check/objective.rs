//! Rules `objective`, `kpis` and `rakes`: what the plan says of itself follows from its events.

use super::Violation;
use super::context::{Context, broken};
use super::stores::final_stocks;
use crate::Span;
use crate::buffers;
use crate::ids::TrainId;
use crate::kpi::{Kpis, kpis};
use crate::message::{Message, Value as Figure};
use crate::plan::{CostParts, RakeFate, Status, WaitSum};
use crate::resource::Resource;
use crate::words::violations as words;
use serde_json::{Map, Value};

/// The objective from the events. Where a journey breaks off, the stated exit has to do.
pub(super) fn recomputed(context: &Context) -> CostParts {
    let mut parts = CostParts::default();
    for (id, _) in context.trains() {
        let stated = context
            .plan
            .trains
            .get(id.index())
            .and_then(|plan| plan.exit());
        let cost = if let Some(exit) = stated {
            let journey = &context.journeys[id.index()];
            let emptied = journey.emptied.map(|(_, at)| at);
            let exit = journey.exit.unwrap_or(exit);
            let mut cost = context.instance.planned_cost(id, exit, emptied);
            let planned = context.plan.trains.get(id.index());
            cost.changes += planned.map_or(0, |plan| plan.change_of_place(context.instance, id));
            cost
        } else {
            context.instance.postponed_cost(id)
        };
        parts.add(&cost);
    }
    for (store, levels) in context.system.stores().iter().zip(final_stocks(context)) {
        for (stock, level) in store.stocks.iter().zip(levels) {
            let missing = (i64::from(stock.end_at_least) - level).max(0);
            parts.missing_empties += missing * stock.end_price;
        }
    }
    parts.changes += context.instance.change_of_orders(&context.plan.trains);
    parts.add(&buffers::missing(context.instance, &context.plan.trains).cost(context.instance));
    parts
}

pub(super) fn check(context: &Context) -> Vec<Violation> {
    let mut found = exits(context);
    found.extend(
        value(context)
            .into_iter()
            .map(|message| of_plan("objective", message)),
    );
    found.extend(figures(context));
    found.extend(rakes(context));
    found
}

/// A violation that is no single train's.
pub(super) fn of_plan(rule: &'static str, message: Message) -> Violation {
    debug_assert!(super::RULES.contains(&rule), "{rule} is in no list");
    Violation {
        rule,
        train: None,
        resource: None,
        span: None,
        other: None,
        message,
    }
}

/// The stated exits.
fn exits(context: &Context) -> Vec<Violation> {
    let mut found = Vec::new();
    for (id, train) in context.trains() {
        let stated = context
            .plan
            .trains
            .get(id.index())
            .and_then(|plan| plan.exit());
        let (Some(stated), Some(exit)) = (stated, context.journeys[id.index()].exit) else {
            continue;
        };
        if stated != exit {
            let message =
                words::exit_differs(&train.name, context.clock(exit), context.clock(stated));
            found.push(broken(
                "objective",
                id,
                Span::new(exit, exit),
                None,
                message,
            ));
        }
    }
    found
}

/// Value, parts, levels, bound and status.
fn value(context: &Context) -> Vec<Message> {
    let plan = context.plan;
    let right = recomputed(context);
    let objective = context.instance.objective();
    let mut found = Vec::new();
    for (what, stated, right) in [
        (words::value(), plan.value, objective.value(&right)),
        (words::part_minutes(), plan.parts.minutes, right.minutes),
        (words::part_lateness(), plan.parts.lateness, right.lateness),
        (
            words::part_postponed(),
            plan.parts.postponed,
            right.postponed,
        ),
        (
            words::part_missing_empties(),
            plan.parts.missing_empties,
            right.missing_empties,
        ),
        (
            words::part_missing_buffers(),
            plan.parts.missing_buffers,
            right.missing_buffers,
        ),
        (words::part_changes(), plan.parts.changes, right.changes),
    ] {
        if stated != right {
            found.push(words::sum_differs(what, right, stated));
        }
    }
    if plan.bound > plan.value {
        found.push(words::bound_above_value(plan.bound, plan.value));
    } else if plan.status == Status::Optimal && plan.bound != plan.value {
        found.push(words::not_optimal(plan.bound, plan.value));
    } else if plan.status != Status::Optimal && plan.bound == plan.value {
        found.push(words::optimal_untold());
    }
    if objective.is_lexicographic() {
        let stated = plan.standings(context.instance);
        let stated = stated.iter().map(|standing| standing.value);
        for (number, (stated, right)) in stated.zip(objective.values(&right)).enumerate() {
            if stated != right {
                let level = number + 1;
                found.push(words::level_differs(level, right, stated));
            }
        }
    }
    found
}

/// The key figures, every one that there is: they are compared as they are written.
fn figures(context: &Context) -> Vec<Violation> {
    let fields = |kpis: &Kpis| match serde_json::to_value(kpis) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    };
    let right = kpis(context.instance, &context.plan.trains);
    let waits = waits(context, &context.plan.kpis, &right);
    let stated = fields(&context.plan.kpis);
    let right = fields(&right);
    let report = |(name, right): (&String, &Value)| {
        let stated = stated.get(name).unwrap_or(&Value::Null);
        let (of, stated, right) = difference(stated, right)?;
        let message = if of.is_empty() {
            words::kpi_differs(name, right, stated)
        } else {
            words::kpi_of_differs(name, of.join(" "), right, stated)
        };
        Some(of_plan("kpis", message))
    };
    right.iter().filter_map(report).chain(waits).collect()
}

/// The first sum of waits that is another one.
fn waits(context: &Context, stated: &Kpis, right: &Kpis) -> Option<Violation> {
    let mut places = 0..stated.waits.len().max(right.waits.len());
    let differs = places.find(|at| stated.waits.get(*at) != right.waits.get(*at))?;
    let words = |sum: Option<&WaitSum>| {
        sum.map_or_else(words::nothing, |sum| {
            words::wait_sum(sum.minutes, context.say(sum.for_what))
        })
    };
    let (stated, right) = (stated.waits.get(differs), right.waits.get(differs));
    let message = words::waits_differ(differs + 1, words(right), words(stated));
    Some(of_plan("kpis", message))
}

/// Where two figures differ, if they do: of which thing (where there is one per thing), the stated one, the right one.
fn difference(stated: &Value, right: &Value) -> Option<(Vec<String>, Figure, Figure)> {
    let whole = |value: Option<&Value>| {
        value.map_or_else(|| words::nothing().into(), |value| value.to_string().into())
    };
    match (stated, right) {
        (Value::Object(stated), Value::Object(right)) => {
            let mut things = right.keys().chain(stated.keys());
            things.find_map(|thing| match (stated.get(thing), right.get(thing)) {
                (Some(stated), Some(right)) => {
                    let (mut of, stated, right) = difference(stated, right)?;
                    of.insert(0, thing.clone());
                    Some((of, stated, right))
                }
                (stated, right) => Some((vec![thing.clone()], whole(stated), whole(right))),
            })
        }
        (Value::Array(stated), Value::Array(right)) => {
            let mut places = 0..stated.len().max(right.len());
            let differs = places.find(|at| stated.get(*at) != right.get(*at))?;
            let (stated, right) = (stated.get(differs), right.get(differs));
            Some((Vec::new(), whole(stated), whole(right)))
        }
        _ => {
            // A program in between may have rounded the last decimal.
            let same = match (stated.as_f64(), right.as_f64()) {
                (Some(stated), Some(right)) => (stated - right).abs() <= 2e-6,
                _ => stated == right,
            };
            (!same).then(|| {
                (
                    Vec::new(),
                    stated.to_string().into(),
                    right.to_string().into(),
                )
            })
        }
    }
}

/// What becomes of the emptied rakes.
fn rakes(context: &Context) -> Vec<Violation> {
    let mut found = Vec::new();
    let mut stated: Vec<Vec<&RakeFate>> = vec![Vec::new(); context.instance.trains().len()];
    for fate in &context.plan.rakes {
        stated[fate.train.index()].push(fate);
    }
    for ((id, _), stated) in context.trains().zip(&stated) {
        let journey = &context.journeys[id.index()];
        // Where the journey breaks off nobody knows.
        if journey.emptied.is_none() && !journey.problems.is_empty() {
            continue;
        }
        let right = journey.emptied.map(|(store, at)| RakeFate {
            train: id,
            store,
            at,
        });
        if stated.iter().copied().ne(right.iter()) {
            found.push(wrong_fate(context, id, right.as_ref()));
        }
    }
    found
}

fn wrong_fate(context: &Context, id: TrainId, right: Option<&RakeFate>) -> Violation {
    let name = context.name(id);
    let message = match right {
        None => words::no_emptied_rake(name),
        Some(RakeFate {
            store: Some(store),
            at,
            ..
        }) => words::rake_is_stored(
            name,
            context.say(Resource::Store(*store)),
            context.clock(*at),
        ),
        Some(RakeFate { at, .. }) => words::rake_returns(name, context.clock(*at)),
    };
    let at = right.map(|fate| fate.at).unwrap_or_default();
    broken(
        "rakes",
        id,
        Span::new(at, at),
        Resource::EmptiedRake,
        message,
    )
}
