//! Rule `stores`: never fewer rakes than none, never more than the tracks hold.

use super::Violation;
use super::context::{Context, broken};
use crate::ids::{StoreId, TrainId};
use crate::instance::{Rake, RakePlace, TrainKind};
use crate::plan::Activity;
use crate::resource::Resource;
use crate::words::violations as words;
use crate::{Minute, Span};
use std::collections::BTreeMap;

/// A movement into or out of a store.
#[derive(Clone, Copy)]
struct Movement {
    train: TrainId,
    span: Span,
    is_in: bool,
    is_fact: bool,
}

pub(super) fn check(context: &Context) -> Vec<Violation> {
    let mut found = Vec::new();
    for (store, movements) in &movements(context) {
        found.extend(stock(context, *store, movements));
        found.extend(room(context, *store, movements));
    }
    found
}

/// Rakes in each store at the end of the horizon.
pub(super) fn final_stocks(context: &Context) -> Vec<i64> {
    let stores = context.system.stores().iter();
    let mut stocks: Vec<i64> = stores.map(|store| i64::from(store.rakes)).collect();
    for (store, movements) in movements(context) {
        for movement in movements {
            stocks[store.index()] += stock_change(movement);
        }
    }
    stocks
}

fn movements(context: &Context) -> BTreeMap<StoreId, Vec<Movement>> {
    let mut movements: BTreeMap<StoreId, Vec<Movement>> = BTreeMap::new();
    for (train, index, event) in context.all_events() {
        let (store, is_in) = match event.what {
            Activity::IntoStore { store, .. }
            | Activity::Pulling {
                store: Some(store), ..
            } => (store, true),
            Activity::FromStore { store, .. }
            | Activity::Placing {
                store: Some(store), ..
            } => (store, false),
            _ => continue,
        };
        movements.entry(store).or_default().push(Movement {
            train,
            span: event.span,
            is_in,
            is_fact: context.is_fact(train, index),
        });
    }
    movements
}

/// What a movement changes in the rakes of the start. One taken out before it is not among them.
fn stock_change(movement: Movement) -> i64 {
    match (movement.is_in, movement.is_fact) {
        (true, _) => 1,
        (false, true) => 0,
        (false, false) => -1,
    }
}

/// A rake is there from the end of its movement in to the start of its movement out.
fn stock(context: &Context, store: StoreId, movements: &[Movement]) -> Vec<Violation> {
    let data = context.system.store(store);
    let mut changes: Vec<(Minute, bool, Movement)> = movements
        .iter()
        .filter(|movement| stock_change(**movement) != 0)
        // Who comes in at a minute can be taken at it.
        .map(|movement| {
            (
                if movement.is_in {
                    movement.span.to
                } else {
                    movement.span.from
                },
                !movement.is_in,
                *movement,
            )
        })
        .collect();
    changes.sort_by_key(|(at, is_out, movement)| (*at, *is_out, movement.train));
    let mut rakes = i64::from(data.rakes);
    let mut found = Vec::new();
    for (at, is_out, movement) in changes {
        rakes += stock_change(movement);
        if is_out && rakes < 0 {
            let message = words::store_empty(
                context.name(movement.train),
                context.say(Resource::Store(store)),
                context.clock(at),
            );
            found.push(broken(
                "stores",
                movement.train,
                movement.span,
                Resource::Store(store),
                message,
            ));
        }
    }
    found
}

/// Rakes of trains that are not planned and were on their way into the store or out of it at the start: like all their places their
/// room is held for good.
fn kept(context: &Context, store: StoreId) -> i64 {
    let standing = context.standing();
    let rakes = standing.filter(|(_, train, rake, place)| match (rake, place) {
        (Rake::Onward, RakePlace::Placing(None, ..)) => {
            let work = train.transshipment();
            work.is_some_and(|work| work.onward_store == store)
        }
        (Rake::Arriving, RakePlace::Pulling(_, None, _)) => {
            let work = train.transshipment();
            work.is_some_and(|work| work.emptied_store == Some(store))
        }
        (_, RakePlace::IntoStore(..)) => {
            matches!(train.kind, TrainKind::IntoStore(own) if own == store)
        }
        (_, RakePlace::FromStore(..)) => {
            matches!(train.kind, TrainKind::FromStore(own) if own == store)
        }
        _ => false,
    });
    rakes.count() as i64
}

/// A rake takes room from the start of its movement in to the end of its movement out.
fn room(context: &Context, store: StoreId, movements: &[Movement]) -> Vec<Violation> {
    let data = context.system.store(store);
    let leaving = movements
        .iter()
        .filter(|movement| movement.is_fact && !movement.is_in)
        .count();
    let mut changes: Vec<(Minute, bool, Movement)> = movements
        .iter()
        // Room that is free from a minute on can be taken at it.
        .map(|movement| {
            (
                if movement.is_in {
                    movement.span.from
                } else {
                    movement.span.to
                },
                movement.is_in,
                *movement,
            )
        })
        .collect();
    changes.sort_by_key(|(at, is_in, movement)| (*at, *is_in, !movement.is_fact, movement.train));
    let mut rakes = i64::from(data.rakes) + leaving as i64 + kept(context, store);
    let mut found = Vec::new();
    for (at, is_in, movement) in changes {
        rakes += if is_in { 1 } else { -1 };
        if is_in && rakes > i64::from(data.capacity) && !movement.is_fact {
            let message = words::store_full(
                context.name(movement.train),
                context.say(Resource::Store(store)),
                context.clock(at),
                data.capacity,
            );
            found.push(broken(
                "stores",
                movement.train,
                movement.span,
                Resource::Store(store),
                message,
            ));
        }
    }
    found
}
