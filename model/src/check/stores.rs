//! Rule `stores`: never fewer rakes or wagons than none, never more than the tracks hold.

use super::Violation;
use super::context::{Context, broken};
use crate::ids::{StoreId, TrainId};
use crate::instance::{Rake, RakePlace, Train, TrainKind, WorkedParts};
use crate::plan::{Activity, Event};
use crate::resource::Resource;
use crate::system::Lot;
use crate::words::violations as words;
use crate::{Minute, Span};
use std::collections::BTreeMap;

/// A movement into or out of a store.
#[derive(Clone)]
struct Movement {
    train: TrainId,
    span: Span,
    /// A rake that comes in takes room from this minute on.
    room_from: Minute,
    is_in: bool,
    /// Under way at the start.
    is_fact: bool,
    /// Taken out of the stock before the start: moved out or made up then.
    is_taken: bool,
    lots: Vec<Lot>,
}

pub(super) fn check(context: &Context) -> Vec<Violation> {
    let mut found = Vec::new();
    for (store, movements) in &movements(context) {
        for stock in 0..context.system.store(*store).stocks.len() {
            found.extend(self::stock(context, *store, stock, movements));
        }
        found.extend(room(context, *store, movements));
    }
    found
}

/// What is in each store at the end of the horizon, stock by stock; what is still being inspected is there.
pub(super) fn final_stocks(context: &Context) -> Vec<Vec<i64>> {
    let stores = context.system.stores().iter();
    let at_start = stores.map(|store| {
        let stocks = store.stocks.iter().map(|stock| {
            let inspecting = stock.inspecting.iter().map(|(_, count)| i64::from(*count));
            i64::from(stock.count) + inspecting.sum::<i64>()
        });
        stocks.collect()
    });
    let mut stocks: Vec<Vec<i64>> = at_start.collect();
    for (store, movements) in movements(context) {
        for (stock, level) in stocks[store.index()].iter_mut().enumerate() {
            *level += movements.iter().map(|one| change(one, stock)).sum::<i64>();
        }
    }
    stocks
}

fn movements(context: &Context) -> BTreeMap<StoreId, Vec<Movement>> {
    let mut movements: BTreeMap<StoreId, Vec<Movement>> = BTreeMap::new();
    for (train, index, event) in context.all_events() {
        let Some((store, is_in)) = context.store_of(event) else {
            continue;
        };
        let is_partly_in = is_in && is_partly_in_store(context.instance.train(train));
        let is_partly_in = is_partly_in && event.rake == Rake::Arriving;
        let is_fact = context.is_fact(train, index) || is_partly_in;
        let is_made_up = context.made_up_at(train, event.rake).is_some();
        movements.entry(store).or_default().push(Movement {
            train,
            span: event.span,
            room_from: worked_parts_from(context, train, event).unwrap_or(event.span.from),
            is_in,
            is_fact,
            is_taken: !is_in && (is_fact || is_made_up),
            lots: context.lots(train, event),
        });
    }
    movements
}

/// From when worked parts of a rake stand in the store into which the rest is pulled: from the first exchange on, where they do not
/// wait in the shed.
fn worked_parts_from(context: &Context, train: TrainId, pulling: &Event) -> Option<Minute> {
    let Activity::Pulling {
        spot,
        store: Some(_),
        ..
    } = pulling.what
    else {
        return None;
    };
    let shed = context.system.shed(context.system.spot(spot).shed);
    if !shed.parts_on_track {
        return None;
    }
    if is_partly_in_store(context.instance.train(train)) {
        return Some(Minute(0));
    }
    let events = context.events(train).iter();
    let exchanges = events.filter(|event| matches!(event.what, Activity::Exchange { .. }));
    exchanges.map(|event| event.span.from).min()
}

/// What a movement changes in a stock of the start. What was taken out before it is not in there.
fn change(movement: &Movement, stock: usize) -> i64 {
    let lots = movement.lots.iter().filter(|lot| lot.stock == stock);
    let count: i64 = lots.map(|lot| i64::from(lot.count)).sum();
    match (movement.is_in, movement.is_taken) {
        (true, _) => count,
        (false, true) => 0,
        (false, false) => -count,
    }
}

/// What comes in is there from the end of its movement and inspection on; what goes out is gone from the start of its movement.
fn stock(
    context: &Context,
    store: StoreId,
    stock: usize,
    movements: &[Movement],
) -> Vec<Violation> {
    let data = context.system.store(store);
    let of_kind = &data.stocks[stock];
    let inspecting = of_kind.inspecting.iter();
    let mut changes: Vec<(Minute, bool, i64, Option<&Movement>)> = inspecting
        .map(|(until, count)| (*until, false, i64::from(*count), None))
        .collect();
    let moved = movements
        .iter()
        .map(|movement| (change(movement, stock), movement));
    // What comes in at a minute can be taken at it.
    changes.extend(moved.filter(|(by, _)| *by != 0).map(|(by, movement)| {
        let at = if movement.is_in {
            movement.span.to + data.inspection
        } else {
            movement.span.from
        };
        (at, !movement.is_in, by, Some(movement))
    }));
    changes.sort_by_key(|(at, is_out, _, movement)| {
        (*at, *is_out, movement.map(|movement| movement.train))
    });
    let mut level = i64::from(of_kind.count);
    let mut found = Vec::new();
    for (at, is_out, by, movement) in changes {
        level += by;
        let Some(movement) = movement.filter(|_| is_out && level < 0) else {
            continue;
        };
        let train = context.name(movement.train);
        let (place, at) = (context.say(Resource::Store(store)), context.clock(at));
        let message = match &of_kind.kind {
            None => words::store_empty(train, place, at),
            Some(kind) => words::wagons_missing(train, -by, kind, place, at, (level - by).max(0)),
        };
        found.push(broken(
            "stores",
            movement.train,
            movement.span,
            Resource::Store(store),
            message,
        ));
    }
    found
}

/// Room for rakes of trains that are not planned and were on their way into the store or out of it at the start, or made up in it:
/// like all their places it is held for good.
fn kept(context: &Context, store: StoreId) -> i64 {
    let data = context.system.store(store);
    let standing = context.standing();
    let rooms = standing.map(|(_, train, rake, place)| {
        let work = train.transshipment();
        let lots = match (rake, place, &train.kind) {
            (Rake::Onward, RakePlace::Placing(None, ..) | RakePlace::MakingUp(_), _) => {
                let work = work.filter(|work| work.onward_store == store);
                work.map(|work| &work.onward_lots)
            }
            (Rake::Arriving, place, _)
                if matches!(place, RakePlace::Pulling(_, None, _)) || is_partly_in_store(train) =>
            {
                let work = work.filter(|work| work.emptied_store == Some(store));
                work.map(|_| &train.lots)
            }
            (_, RakePlace::IntoStore(..), TrainKind::IntoStore(own))
            | (
                Rake::Arriving,
                RakePlace::FromStore(..) | RakePlace::MakingUp(_),
                TrainKind::FromStore(own),
            ) => Some(&train.lots).filter(|_| *own == store),
            _ => None,
        };
        lots.map_or(0, |lots| data.room_of(lots))
    });
    rooms.sum()
}

/// Whether worked parts of the arriving rake were in its store at the start.
fn is_partly_in_store(train: &Train) -> bool {
    train.worked_at_start(Rake::Arriving) == WorkedParts::InStore
}

/// A rake takes room from the start of its movement in to the end of its movement out.
fn room(context: &Context, store: StoreId, movements: &[Movement]) -> Vec<Violation> {
    let data = context.system.store(store);
    let leaving = movements.iter().filter(|movement| movement.is_taken);
    let leaving: i64 = leaving.map(|one| data.room_of(&one.lots)).sum();
    let mut changes: Vec<(Minute, bool, &Movement)> = movements
        .iter()
        // Room that is free from a minute on can be taken at it.
        .map(|movement| {
            (
                if movement.is_in {
                    movement.room_from
                } else {
                    movement.span.to
                },
                movement.is_in,
                movement,
            )
        })
        .collect();
    changes.sort_by_key(|(at, is_in, movement)| (*at, *is_in, !movement.is_fact, movement.train));
    let mut taken = data.room_at_start() + leaving + kept(context, store);
    let mut found = Vec::new();
    for (at, is_in, movement) in changes {
        let room = data.room_of(&movement.lots);
        taken += if is_in { room } else { -room };
        if is_in && taken > i64::from(data.capacity) && !movement.is_fact {
            let train = context.name(movement.train);
            let (place, at) = (context.say(Resource::Store(store)), context.clock(at));
            let message = if data.holds_wagons() {
                let left = (i64::from(data.capacity) - (taken - room)).max(0) / 100;
                words::wagons_too_long(train, (room + 99) / 100, place, at, left)
            } else {
                words::store_full(train, place, at, data.capacity)
            };
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
