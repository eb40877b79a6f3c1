//! Stores, what is wanted in them at the end, and the wagons that rakes take from them or bring into them.

use super::context::{Building, Context};
use super::diagnostics::{At, Diagnostics};
use super::figures::{COUNTS, centi, gauge, minute, minutes, some_minutes, within};
use super::names::is_id;
use super::rules::{
    BAD_ID, DUPLICATE_ID, EMPTY_LIST, MISSING_FIELD, RAKE_WAGONS, REPEATED, STATE_TIMES,
    STORE_FORM, STORE_OVERFULL, UNKNOWN_ID,
};
use crate::format::{EndStockFile, StoreFile, WagonsFile, WagonsOfFile};
use crate::ids::{StationId, StoreId};
use crate::message::Message;
use crate::system::{Lot, Stock, Store, System};
use crate::time::Minute;
use crate::words;
use std::ops::RangeInclusive;

/// Limits of the price of a missing rake or wagon, in weighted train-minutes.
const PRICES: RangeInclusive<f64> = 0.0..=1_000_000.0;
/// Metres of the tracks of a store.
const METRES: RangeInclusive<u32> = 1..=100_000;
/// Metres of a wagon.
const WAGON_LENGTHS: RangeInclusive<f64> = 1.0..=100.0;
/// Wagons of one kind in a store.
const WAGONS: RangeInclusive<u32> = 0..=10_000;
/// Of those the ones that are being inspected together.
const INSPECTING: RangeInclusive<u32> = 1..=10_000;
/// Lists of those.
const ENTRIES: RangeInclusive<u32> = 0..=1000;
/// Wagons of one kind in a rake.
const OF_RAKE: RangeInclusive<u32> = 1..=1000;

/// A store.
pub(super) fn store(
    station: StationId,
    context: Building,
    file: &StoreFile,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Store {
    let of_wagons = !file.wagons.is_empty() || file.capacity_m.is_some();
    form(file, of_wagons, at, diagnostics);
    let (stocks, capacity) = if of_wagons {
        let list = at.field("wagons");
        let stocks = file.wagons.iter().enumerate();
        let stocks = stocks.map(|(i, wagons)| {
            let is_twice = file.wagons[..i].iter().any(|one| one.kind == wagons.kind);
            if is_twice {
                let message = words::kind_twice(&wagons.kind);
                let at = list.index(i);
                diagnostics.add(DUPLICATE_ID, &at.field("kind"), &wagons.kind, message);
            }
            self::wagons(context, wagons, &list.index(i), diagnostics)
        });
        let stocks: Vec<Stock> = stocks.collect();
        if let Some(metres) = file.capacity_m {
            within(metres, &METRES, "m", &at.field("capacity_m"), diagnostics);
        }
        let metres = file.capacity_m.unwrap_or(*METRES.end());
        (stocks, metres.clamp(*METRES.start(), *METRES.end()) * 100)
    } else {
        let (rakes, capacity) = (file.rakes.unwrap_or(0), file.capacity.unwrap_or(1));
        within(
            capacity,
            &COUNTS,
            words::rakes(),
            &at.field("capacity"),
            diagnostics,
        );
        if rakes > capacity {
            let message = words::store_overfull(rakes, capacity);
            diagnostics.add(STORE_OVERFULL, &at.field("rakes"), rakes, message);
        }
        let stock = Stock {
            kind: None,
            count: rakes,
            inspecting: Vec::new(),
            takes: 1,
            end_at_least: 0,
            end_price: 0,
        };
        (vec![stock], capacity)
    };
    let mut some = |value: u32, field: &str| minutes(value, &at.field(field), diagnostics);
    let making_up = some(file.making_up_minutes, "making_up_minutes");
    let breaking_up = some(file.breaking_up_minutes, "breaking_up_minutes");
    let inspection = some(file.inspection_minutes, "inspection_minutes");
    let store = Store {
        name: file.id.clone(),
        title: file.name.clone().unwrap_or_else(|| file.id.clone()),
        station,
        gauge_mm: gauge(file.gauge_mm, &at.field("gauge_mm"), diagnostics),
        stocks,
        capacity,
        moving: some_minutes(
            file.moving_minutes,
            &at.field("moving_minutes"),
            diagnostics,
        ),
        making_up,
        breaking_up,
        inspection,
    };
    let room = store.room_at_start();
    if of_wagons && room > i64::from(capacity) {
        let message = words::store_too_short(metres(room), capacity / 100);
        diagnostics.add(STORE_OVERFULL, &at.field("wagons"), metres(room), message);
    }
    store
}

/// Exactly one of the two forms, and all of it.
fn form(file: &StoreFile, of_wagons: bool, at: &At, diagnostics: &mut Diagnostics) {
    let of_rakes = file.rakes.is_some() || file.capacity.is_some();
    let mut missing = |field: &str| {
        let message = words::store_needs(field);
        diagnostics.add(MISSING_FIELD, &at.field(field), "", message);
    };
    if of_wagons {
        if file.wagons.is_empty() && !of_rakes {
            diagnostics.add(EMPTY_LIST, &at.field("wagons"), "", words::store_no_kind());
        } else if file.capacity_m.is_none() {
            missing("capacity_m");
        }
    } else {
        if file.rakes.is_none() {
            missing("rakes");
        }
        if file.capacity.is_none() {
            missing("capacity");
        }
    }
    let only_other: &[(&str, bool)] = if of_wagons {
        &[
            ("rakes", file.rakes.is_some()),
            ("capacity", file.capacity.is_some()),
        ]
    } else {
        &[
            ("making_up_minutes", file.making_up_minutes > 0),
            ("breaking_up_minutes", file.breaking_up_minutes > 0),
            ("inspection_minutes", file.inspection_minutes > 0),
        ]
    };
    for (field, _) in only_other.iter().filter(|(_, given)| *given) {
        let message = if of_wagons {
            words::not_with_wagons(field)
        } else {
            words::only_with_wagons(field)
        };
        diagnostics.add(STORE_FORM, &at.field(field), &file.id, message);
    }
}

fn wagons(context: Building, file: &WagonsFile, at: &At, diagnostics: &mut Diagnostics) -> Stock {
    if !is_id(&file.kind) {
        let message = words::bad_id(words::wagon_kind());
        diagnostics.add(BAD_ID, &at.field("kind"), &file.kind, message);
    }
    let list = at.field("inspecting");
    let entries = u32::try_from(file.inspecting.len()).unwrap_or(u32::MAX);
    within(entries, &ENTRIES, words::entries(), &list, diagnostics);
    let mut inspecting = Vec::new();
    for (i, one) in file.inspecting.iter().enumerate() {
        let at = list.index(i);
        let count_at = at.field("count");
        let count = within(
            one.count,
            &INSPECTING,
            words::wagons(),
            &count_at,
            diagnostics,
        );
        let at = at.field("until");
        let until = minute(context.horizon, &one.until, &at, diagnostics);
        let Some(until) = until else { continue };
        if until <= Minute(0) {
            let message = words::ends_after_start();
            diagnostics.add(STATE_TIMES, &at, one.until.to_rfc3339(), message);
        }
        inspecting.push((until, count));
    }
    inspecting.sort_unstable();
    let length_at = at.field("length_m");
    let length = centi(file.length_m, &WAGON_LENGTHS, "m", &length_at, diagnostics);
    Stock {
        kind: Some(file.kind.clone()),
        count: within(
            file.count,
            &WAGONS,
            words::wagons(),
            &at.field("count"),
            diagnostics,
        ),
        inspecting,
        takes: length.max(1) as u32,
        end_at_least: 0,
        end_price: 0,
    }
}

/// Centimetres as metres, rounded up.
fn metres(centimetres: i64) -> i64 {
    (centimetres + 99) / 100
}

/// The floors of stores at the end.
pub(super) fn end_stocks(system: &mut System, context: Building, diagnostics: &mut Diagnostics) {
    let stocks: &[EndStockFile] = context.file.end.as_ref().map_or(&[], |end| &end.stocks);
    let at = At::ROOT.field("end");
    let list = at.field("stocks");
    let mut seen = Vec::new();
    for (i, file) in stocks.iter().enumerate() {
        let at = list.index(i);
        let found = context
            .names
            .stores
            .find(&file.store, &at.field("store"), diagnostics);
        let price_at = at.field("price_per_missing");
        let price = centi(
            file.price_per_missing,
            &PRICES,
            words::as_a_price(),
            &price_at,
            diagnostics,
        );
        let Some(number) = found else { continue };
        let store = &system.stores[number];
        let kind_at = at.field("kind");
        let stock = match &file.kind {
            Some(kind) => self::kind(store, kind, &kind_at, diagnostics),
            None if store.stocks.len() == 1 => Some(0),
            None => {
                let message = words::end_needs_kind(&file.store);
                diagnostics.add(MISSING_FIELD, &kind_at, "", message);
                None
            }
        };
        let Some(stock) = stock else { continue };
        if seen.contains(&(number, stock)) {
            let message = words::store_twice(&file.store);
            diagnostics.add(REPEATED, &at.field("store"), &file.store, message);
        }
        seen.push((number, stock));
        let takes = store.stocks[stock].takes;
        let wanted = u64::from(file.at_least) * u64::from(takes);
        if wanted > u64::from(store.capacity) {
            let message = if store.holds_wagons() {
                let room = metres(wanted.min(1 << 40) as i64);
                words::store_too_short(room, store.capacity / 100)
            } else {
                words::store_overfull(file.at_least, store.capacity)
            };
            diagnostics.add(
                STORE_OVERFULL,
                &at.field("at_least"),
                file.at_least,
                message,
            );
        }
        let stock = &mut system.stores[number].stocks[stock];
        stock.end_at_least = file.at_least.min(1_000_000);
        stock.end_price = price;
    }
}

/// The stock of a kind of wagon in a store.
fn kind(store: &Store, kind: &str, at: &At, diagnostics: &mut Diagnostics) -> Option<usize> {
    let kinds = || {
        store
            .stocks
            .iter()
            .filter_map(|stock| stock.kind.as_deref())
    };
    let found = kinds().position(|known| known == kind);
    if found.is_none() {
        let message = if store.holds_wagons() {
            words::no_such_kind(&store.name, kind)
        } else {
            words::store_counts_rakes(&store.name)
        };
        let advice = diagnostics.nearest(kind, kinds(), UNKNOWN_ID.advice);
        diagnostics.add_with(UNKNOWN_ID, at, kind, message, advice);
    }
    found
}

/// A rake that comes from a store or goes into one.
pub(super) struct RakeOf<'f> {
    pub(super) length_m: u32,
    pub(super) wagons: u32,
    pub(super) wagons_of: &'f [WagonsOfFile],
}

impl RakeOf<'_> {
    /// What it takes from a store, or brings into it.
    pub(super) fn lots(
        &self,
        context: Context,
        store: Option<StoreId>,
        at: &At,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Lot> {
        let list = at.field("wagons_of");
        self.adds_up(&list, diagnostics);
        let Some(store) = store.map(|store| context.system.store(store)) else {
            return Vec::new();
        };
        if !store.holds_wagons() {
            return vec![Lot { stock: 0, count: 1 }];
        }
        let mut lots: Vec<Lot> = Vec::new();
        if self.wagons_of.is_empty() {
            if store.stocks.len() > 1 {
                let message = words::rake_needs_kinds(&store.name);
                diagnostics.add(MISSING_FIELD, &list, "", message);
                return lots;
            }
            let count = self.wagons;
            lots.push(Lot { stock: 0, count });
        }
        for (i, of) in self.wagons_of.iter().enumerate() {
            let at = list.index(i);
            let at = at.field("kind");
            if let Some(stock) = kind(store, &of.kind, &at, diagnostics) {
                let count = of.count;
                lots.push(Lot { stock, count });
            }
        }
        lots.sort_unstable_by_key(|lot| lot.stock);
        self.fits(store, &lots, at, diagnostics);
        lots
    }

    /// The wagons of all kinds are those of the rake, each kind once.
    fn adds_up(&self, list: &At, diagnostics: &mut Diagnostics) {
        let mut sum = 0_u64;
        for (i, of) in self.wagons_of.iter().enumerate() {
            let at = list.index(i);
            let count_at = at.field("count");
            within(of.count, &OF_RAKE, words::wagons(), &count_at, diagnostics);
            sum += u64::from(of.count);
            if self.wagons_of[..i].iter().any(|one| one.kind == of.kind) {
                let message = words::kind_twice(&of.kind);
                diagnostics.add(REPEATED, &at.field("kind"), &of.kind, message);
            }
        }
        if !self.wagons_of.is_empty() && sum != u64::from(self.wagons) {
            let message = words::rake_adds_up(self.wagons, sum);
            diagnostics.add(RAKE_WAGONS, list, sum, message);
        }
    }

    /// A rake is at least as long as its wagons, and its store could hold them.
    fn fits(&self, store: &Store, lots: &[Lot], at: &At, diagnostics: &mut Diagnostics) {
        let room = store.room_of(lots);
        let at = at.field("length_m");
        let mut add = |rule, message: Message| diagnostics.add(rule, &at, self.length_m, message);
        if room > i64::from(self.length_m) * 100 {
            let message = words::rake_too_short(self.length_m, metres(room));
            add(RAKE_WAGONS, message);
        }
        if room > i64::from(store.capacity) {
            let message = words::store_too_short(metres(room), store.capacity / 100);
            add(STORE_OVERFULL, message);
        }
    }
}
