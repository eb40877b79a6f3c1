//! Rules `objective`, `kpis` and `rakes`: what the plan says of itself follows from its events.

use super::Violation;
use super::context::{Context, broken};
use super::stores::final_stocks;
use crate::Span;
use crate::buffers;
use crate::ids::TrainId;
use crate::kpi::{Kpis, kpis};
use crate::plan::{CostParts, RakeFate, Status, WaitSum};
use crate::resource::Resource;
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
            context.instance.planned_cost(id, exit, emptied)
        } else {
            context.instance.postponed_cost(id)
        };
        parts.add(&cost);
    }
    for (store, stock) in context.system.stores().iter().zip(final_stocks(context)) {
        let missing = (i64::from(store.end_at_least) - stock).max(0);
        parts.missing_empties += missing * store.end_price;
    }
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
pub(super) fn of_plan(rule: &'static str, message: String) -> Violation {
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
            let message = format!(
                "Train {} leaves at {}, but the plan says {}.",
                train.name,
                context.clock(exit),
                context.clock(stated)
            );
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
fn value(context: &Context) -> Vec<String> {
    let plan = context.plan;
    let right = recomputed(context);
    let objective = context.instance.objective();
    let mut found = Vec::new();
    for (what, stated, right) in [
        ("value", plan.value, objective.value(&right)),
        ("part for minutes", plan.parts.minutes, right.minutes),
        ("part for lateness", plan.parts.lateness, right.lateness),
        (
            "part for postponed trains",
            plan.parts.postponed,
            right.postponed,
        ),
        (
            "part for missing empties",
            plan.parts.missing_empties,
            right.missing_empties,
        ),
        (
            "part for missing buffers",
            plan.parts.missing_buffers,
            right.missing_buffers,
        ),
    ] {
        if stated != right {
            found.push(format!(
                "The {what} is {right}, but the plan says {stated}."
            ));
        }
    }
    if plan.bound > plan.value {
        found.push(format!(
            "The bound {} is above the value {}.",
            plan.bound, plan.value
        ));
    } else if plan.status == Status::Optimal && plan.bound != plan.value {
        found.push(format!(
            "The plan calls itself optimal, but its bound {} is below its value {}.",
            plan.bound, plan.value
        ));
    } else if plan.status != Status::Optimal && plan.bound == plan.value {
        found.push(
            "The bound equals the value, but the plan does not call itself optimal.".to_owned(),
        );
    }
    if objective.is_lexicographic() {
        let stated = plan.standings(context.instance);
        let stated = stated.iter().map(|standing| standing.value);
        for (number, (stated, right)) in stated.zip(objective.values(&right)).enumerate() {
            if stated != right {
                let level = number + 1;
                found.push(format!(
                    "The value of level {level} is {right}, but that of the plan means {stated}."
                ));
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
        let of = if of.is_empty() {
            String::new()
        } else {
            format!(" of {}", of.join(" "))
        };
        let message = format!("The key figure {name}{of} is {right}, but the plan says {stated}.");
        Some(of_plan("kpis", message))
    };
    right.iter().filter_map(report).chain(waits).collect()
}

/// The first sum of waits that is another one.
fn waits(context: &Context, stated: &Kpis, right: &Kpis) -> Option<Violation> {
    let mut places = 0..stated.waits.len().max(right.waits.len());
    let differs = places.find(|at| stated.waits.get(*at) != right.waits.get(*at))?;
    let words = |sum: Option<&WaitSum>| {
        sum.map_or_else(
            || "nothing".to_owned(),
            |sum| {
                let what = sum.for_what.words(context.instance);
                format!("{} minutes for {what}", sum.minutes)
            },
        )
    };
    let (stated, right) = (stated.waits.get(differs), right.waits.get(differs));
    let message = format!(
        "The key figure waits is {} at place {}, but the plan says {}.",
        words(right),
        differs + 1,
        words(stated)
    );
    Some(of_plan("kpis", message))
}

/// Where two figures differ, if they do: of which thing (where there is one per thing), the stated one, the right one.
fn difference(stated: &Value, right: &Value) -> Option<(Vec<String>, String, String)> {
    let whole =
        |value: Option<&Value>| value.map_or_else(|| "nothing".to_owned(), Value::to_string);
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
            (!same).then(|| (Vec::new(), stated.to_string(), right.to_string()))
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
    let words = match right {
        None => format!("Train {name} has no emptied rake to tell of."),
        Some(RakeFate {
            store: Some(store),
            at,
            ..
        }) => format!(
            "The emptied rake of train {name} is in store {} at {}, and nothing else is to be told of it.",
            context.system.store(*store).name,
            context.clock(*at)
        ),
        Some(RakeFate { at, .. }) => {
            format!(
                "The emptied rake of train {name} leaves at {}, and nothing else is to be told of it.",
                context.clock(*at)
            )
        }
    };
    let at = right.map(|fate| fate.at).unwrap_or_default();
    broken("rakes", id, Span::new(at, at), Resource::EmptiedRake, words)
}
