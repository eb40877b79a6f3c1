//! The most trains a day that flow through: a linear program over one day, and what one more unit of everything is worth in it.
//!
//! Trains of every kind come in the proportions of the base, λ times as many; λ is what is maximised. Trains of empties run as the stores need them. Those that are transshipped are dealt out over spots
//! and crane modes, and their emptied rakes over store and way back. What a train takes of everything is what it takes when it is
//! [alone](super::alone) there. A day has so many minutes of each pool; closures,
//! possessions and given paths take theirs.
//!
//! It is fluid: trains come in parts, and nothing waits for anything. So it knows no peaks, no wind and no order, and no plan carries more in the long run
//! with runs that alternate on single tracks. `docs/capacity.md` says the rest.

use super::Pool;
use super::alone::{Group, LeastDwell, RowKey, Takes, groups_of, horizon, path_minutes};
use crate::base::{Base, DAY, Kind};
use regauge_model::ids::{SectionId, ShedId, StageId, StoreId};
use regauge_model::system::Direction;
use regauge_model::{Instance, Problems, Span};
use regauge_solver::backend::{Linear, Sense, Status, maximise};
use std::collections::BTreeMap;

/// A price below which a pool does not bind, in trains a day for a unit.
const NOTHING: f64 = 1e-4;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum LpError {
    /// The station is no instance.
    #[error("the station is no instance: {0}")]
    Station(Problems),
    /// No train of the base finds a way through when it is alone.
    #[error("no train of the base finds a way through the station when it is alone")]
    NoTrains,
    /// The linear program has no answer that can be believed.
    #[error("the linear program has no answer: {0:?}")]
    Solver(Status),
}

/// What flows through.
#[derive(Clone, Debug, PartialEq)]
pub struct FluidCapacity {
    /// How many times the traffic of the base.
    pub factor: f64,
    /// Trains of the trade a day in the base, without those that find no way.
    pub base_per_day: f64,
    /// Trains of the trade a day that flow through.
    pub per_day: f64,
    /// Every pool: those that bind first, by what a unit more brings; then the fullest first.
    pub pools: Vec<Bottleneck>,
    /// How trains that have a choice are dealt out, by kind.
    pub ways: Vec<Share>,
    /// Kinds of which some trains find no way even if they are alone: these trains are left out. With their share in percent.
    pub left_out: Vec<(String, f64)>,
    /// Mean of the least minutes for which trains that are transshipped dwell when they are alone; `None` without any. No mean dwell is less.
    pub dwell_alone: Option<f64>,
    /// Stores that nothing fills, or nothing empties: they are taken to be filled, or emptied, from outside.
    pub one_sided_stores: Vec<StoreId>,
}

/// A pool in the fluid day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bottleneck {
    /// The pool.
    pub pool: Pool,
    /// Minutes of a day that there are; paths of a cap; rakes of a store that come in.
    pub available: f64,
    /// Those that are used; rakes that go out.
    pub used: f64,
    /// The one in percent of the other; `None` where there are none, and of stores.
    pub percent: Option<f64>,
    /// Minutes that one unit more brings a day: of a section those of one path; 1 for caps and stores.
    pub unit: f64,
    /// Trains a day more for one unit more at the margin: the dual of its row, from minutes to units. Where less of it would cost more than more of it brings, it is
    /// between the two.
    pub dual: f64,
    /// Trains a day more for one whole unit more, solved again; at most the dual, for behind some part of the unit something else binds.
    pub gain: f64,
}

impl Bottleneck {
    /// Whether it keeps more trains away.
    pub fn binds(&self) -> bool {
        self.dual > NOTHING
    }
}

/// Trains of a kind that go one way.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// The kind, as in [`Base::kinds`].
    pub kind: String,
    /// Its shed, where it has one.
    pub shed: Option<ShedId>,
    /// The store that its emptied rake goes to; `None`: it returns, or there is none.
    pub into_store: Option<StoreId>,
    /// Trains a day.
    pub per_day: f64,
}

/// The trains a day that flow through the station of a base. Complexity: a journey alone for every template on every of its ways (most of the time), and a linear
/// program with a column each for kinds and ways.
pub fn fluid_capacity(base: &Base) -> Result<FluidCapacity, LpError> {
    let period = base.period_days * DAY;
    let mut whole = base.file.clone();
    base.add_recurring(&mut whole, [-1, 2 * period]);
    whole.horizon = horizon(base, base.period_days as u32 * 24);
    let whole = Instance::from_file(&whole).map_err(LpError::Station)?;
    let mut left_out = Vec::new();
    let mut kinds: Vec<Vec<Group>> = Vec::new();
    for kind in &base.kinds {
        let (groups, without) = groups_of(base, &kind.templates);
        if without > 0 {
            let percent = 100.0 * without as f64 / kind.templates.len() as f64;
            left_out.push((kind.name.clone(), percent));
        }
        kinds.push(groups);
    }
    let unused = leave_out_ways_into_unused_stores(&mut kinds);
    let mut program = Program::new(base, &whole, &kinds);
    program.one_sided.extend(unused);
    if program.base_per_day <= 0.0 {
        return Err(LpError::NoTrains);
    }
    let answer = maximise(&program.linear);
    if answer.status != Status::Optimal {
        return Err(LpError::Solver(answer.status));
    }
    let factor = answer.values[program.factor];
    let mut pools = program.pools(&whole, &answer.values, &answer.prices);
    for one in pools.iter_mut().filter(|one| one.binds()) {
        let more = maximise(&program.with_one_more(one));
        if more.status != Status::Optimal {
            return Err(LpError::Solver(more.status));
        }
        let gain = (more.values[program.factor] - factor) * program.base_per_day;
        one.gain = if gain > NOTHING { gain } else { 0.0 };
    }
    let rank = |one: &Bottleneck| if one.binds() { one.gain } else { -1.0 };
    pools.sort_by(|one, other| {
        let full = |one: &Bottleneck| one.percent.unwrap_or(0.0);
        let worth = rank(other).total_cmp(&rank(one));
        worth
            .then(full(other).total_cmp(&full(one)))
            .then(one.pool.cmp(&other.pool))
    });
    Ok(FluidCapacity {
        factor,
        base_per_day: program.base_per_day,
        per_day: factor * program.base_per_day,
        pools,
        ways: program.shares(base, &answer.values),
        left_out,
        dwell_alone: LeastDwell::of(kinds.iter().flatten()).map(|least| least.mean),
        one_sided_stores: program.one_sided,
    })
}

/// A store of which nobody takes fills up and is then no way any more: who has another one goes it, and empties do not come. Those stores are told into which
/// trains have no other way.
fn leave_out_ways_into_unused_stores(kinds: &mut [Vec<Group>]) -> Vec<StoreId> {
    let ways = kinds.iter().flatten().flat_map(|group| &group.ways);
    let balance = |takes: &Takes| -> Vec<(StoreId, f64)> {
        let rows = takes.rows.iter();
        rows.filter_map(|(row, by)| match row.0 {
            Pool::Empties(store) => Some((store, *by)),
            _ => None,
        })
        .collect()
    };
    let all: Vec<(StoreId, f64)> = ways.flat_map(balance).collect();
    let is_unused = |store: StoreId| all.iter().all(|(own, by)| *own != store || *by < 0.0);
    let leads_there = |takes: &Takes| {
        let mut stores = balance(takes).into_iter();
        stores.find(|(store, _)| is_unused(*store)).map(|one| one.0)
    };
    let mut forced = Vec::new();
    for group in kinds.iter_mut().flatten() {
        let first = group.ways.first().and_then(leads_there);
        if group.ways.iter().all(|way| leads_there(way).is_some()) {
            forced.extend(first.filter(|store| !forced.contains(store)));
        } else {
            group.ways.retain(|way| leads_there(way).is_none());
        }
    }
    forced
}

/// The linear program with what its columns and rows are.
struct Program {
    linear: Linear,
    factor: usize,
    base_per_day: f64,
    rows: Vec<(RowKey, usize, f64)>,
    /// Kind, way and what it takes, by column.
    columns: Vec<(usize, usize, Takes)>,
    one_sided: Vec<StoreId>,
}

/// Whether trains of a kind come in proportion. Trains of empties do not: they run as often as stores need it, in and out.
fn is_tied(kind: &Kind) -> bool {
    kind.feeds.is_none()
        && kind
            .templates
            .iter()
            .all(|train| train.from_store.is_none())
}

impl Program {
    fn new(base: &Base, whole: &Instance, kinds: &[Vec<Group>]) -> Program {
        let per_day: Vec<f64> = base
            .kinds
            .iter()
            .zip(kinds)
            .map(|(kind, groups)| {
                let seen: usize = groups.iter().map(|group| group.trains).sum();
                kind.per_day * seen as f64 / kind.templates.len().max(1) as f64
            })
            .collect();
        let any = base
            .kinds
            .iter()
            .any(|kind| kind.is_counted && is_tied(kind));
        let counted = base.kinds.iter().zip(&per_day);
        let counted = counted.filter(|(kind, _)| is_tied(kind) && (kind.is_counted || !any));
        let base_per_day: f64 = counted.map(|(_, per_day)| per_day).sum();
        let mut program = Program {
            linear: Linear::new(),
            factor: 0,
            base_per_day,
            rows: Vec::new(),
            columns: Vec::new(),
            one_sided: Vec::new(),
        };
        program.factor = program.linear.add_column(base_per_day);
        for (number, (kind, groups)) in base.kinds.iter().zip(kinds).enumerate() {
            let trains: usize = groups.iter().map(|group| group.trains).sum();
            for group in groups {
                let mut terms = Vec::new();
                for way in &group.ways {
                    let column = program.linear.add_column(0.0);
                    program.columns.push((number, column, way.clone()));
                    terms.push((column, 1.0));
                }
                if is_tied(kind) {
                    let share = group.trains as f64 / trains as f64;
                    terms.push((program.factor, -per_day[number] * share));
                    program.linear.add_row(terms, Sense::Equal, 0.0);
                }
            }
        }
        program.add_pools(base, whole);
        program
    }

    /// A row for every pool that anything takes of.
    fn add_pools(&mut self, base: &Base, whole: &Instance) {
        let mut terms: BTreeMap<RowKey, Vec<(usize, f64)>> = BTreeMap::new();
        for (_, column, takes) in &self.columns {
            for (&row, &by) in &takes.rows {
                terms.entry(row).or_default().push((*column, by));
            }
        }
        for (row, terms) in terms {
            let mut sense = Sense::AtMost;
            if let Pool::Empties(store) = row.0 {
                // as many go out as come in, for days on end
                sense = Sense::Equal;
                let is_used = terms.iter().any(|(_, by)| *by > 0.0);
                if !is_used || terms.iter().all(|(_, by)| *by > 0.0) {
                    self.one_sided.extend(is_used.then_some(store));
                    continue;
                }
            }
            let bound = available(base, whole, row);
            let index = self.linear.add_row(terms, sense, bound);
            self.rows.push((row, index, bound));
        }
    }

    /// The pools with what is used of them and what a unit more is worth; of spots the side that is used more.
    fn pools(&self, whole: &Instance, values: &[f64], prices: &[f64]) -> Vec<Bottleneck> {
        let mut found: BTreeMap<Pool, Bottleneck> = BTreeMap::new();
        for &(row, index, bound) in &self.rows {
            let (mut used, mut runs) = (0.0, 0.0);
            for (_, column, takes) in &self.columns {
                if let Some(by) = takes.rows.get(&row) {
                    let is_counted = !matches!(row.0, Pool::Empties(_)) || *by > 0.0;
                    used += by * values[*column] * f64::from(u8::from(is_counted));
                }
                if let Some(by) = takes.runs.get(&row.0) {
                    runs += by * values[*column];
                }
            }
            let unit = match row.0 {
                Pool::Paths(..) if runs > 0.0 => used / runs,
                _ => unit_minutes(whole, row.0),
            };
            // a rake less to be brought is worth what a rake more to be taken costs
            let pool = match row.0 {
                Pool::Empties(store) if prices[index] < 0.0 => Pool::Room(store),
                pool => pool,
            };
            let price = prices[index].abs();
            let one = found.entry(pool).or_insert(Bottleneck {
                pool,
                available: bound,
                used,
                percent: None,
                unit,
                dual: 0.0,
                gain: 0.0,
            });
            one.dual += price * unit;
            if used > one.used {
                (one.used, one.available) = (used, bound);
            }
        }
        for one in found.values_mut() {
            let is_balance = matches!(one.pool, Pool::Empties(_) | Pool::Room(_));
            one.percent =
                (one.available > 0.0 && !is_balance).then(|| 100.0 * one.used / one.available);
        }
        found.into_values().collect()
    }

    /// The same with one unit more of a pool.
    fn with_one_more(&self, of: &Bottleneck) -> Linear {
        let mut linear = self.linear.clone();
        for &((pool, _), index, bound) in &self.rows {
            let rakes = match (pool, of.pool) {
                (Pool::Empties(own), Pool::Empties(store)) if own == store => -1.0,
                (Pool::Empties(own), Pool::Room(store)) if own == store => 1.0,
                (own, pool) => {
                    if own == pool {
                        linear.set_bound(index, bound + of.unit);
                    }
                    continue;
                }
            };
            // up to one rake a day that comes from outside, or goes there
            let rake = linear.add_column(0.0);
            linear.add_term(index, rake, rakes);
            linear.add_row(vec![(rake, 1.0)], Sense::AtMost, of.unit);
        }
        linear
    }

    /// How trains of the kinds that have a choice are dealt out.
    fn shares(&self, base: &Base, values: &[f64]) -> Vec<Share> {
        let mut sums: BTreeMap<(usize, Option<ShedId>, Option<StoreId>), f64> = BTreeMap::new();
        for (kind, column, takes) in &self.columns {
            let key = (*kind, takes.shed, takes.into_store);
            *sums.entry(key).or_insert(0.0) += values[*column];
        }
        let ways = sums.into_iter();
        ways.map(|((kind, shed, into_store), per_day)| Share {
            kind: base.kinds[kind].name.clone(),
            shed,
            into_store,
            per_day,
        })
        .collect()
    }
}

/// Minutes a day of a pool, of all its units; paths of a cap; no more rakes than come.
fn available(base: &Base, whole: &Instance, (pool, gauge_mm): RowKey) -> f64 {
    let system = whole.system();
    let per_day = |minutes: i64| minutes as f64 / base.period_days as f64;
    match pool {
        Pool::Tracks(yard) => f64::from(system.yard(yard).n_tracks()) * DAY as f64,
        Pool::Spots(shed) => {
            let spots = system
                .shed(shed)
                .spots
                .iter()
                .map(|&spot| system.spot(spot));
            let spots = spots.filter(|spot| spot.gauges_mm.contains(&gauge_mm));
            spots.map(|spot| open(base, &spot.closed)).sum()
        }
        Pool::Cranes(shed) => {
            let cranes = system.shed(shed).cranes.iter();
            cranes
                .map(|&crane| open(base, &system.crane(crane).closed))
                .sum()
        }
        Pool::Teams(stage) => {
            f64::from(system.stage(stage).teams.unwrap_or(1)) * stage_minutes(base, whole, stage)
        }
        Pool::Locomotives(pool) => f64::from(system.locomotive_pool(pool).count) * DAY as f64,
        Pool::Paths(section, track) => path_time(base, whole, section, track),
        Pool::Cap(section, number) => {
            let cap = &system.section(section).caps[number];
            let days = 0..base.period_days;
            per_day(days.map(|day| i64::from(cap.on_day(day as i32))).sum())
        }
        Pool::Empties(_) | Pool::Room(_) => 0.0,
    }
}

fn stage_minutes(base: &Base, whole: &Instance, stage: StageId) -> f64 {
    open(base, &whole.system().stage(stage).closed)
}

/// Minutes a day that a unit is not closed.
fn open(base: &Base, closed: &[Span]) -> f64 {
    let period = (base.period_days * DAY) as i32;
    let mut blocked = super::spans::Blocked::none(period);
    for &span in closed {
        blocked.add(span);
    }
    f64::from(blocked.left_of(super::spans::first(period))) / base.period_days as f64
}

/// Minutes a day of a track: without its possessions, and without given paths.
fn path_time(base: &Base, whole: &Instance, id: SectionId, track: Option<Direction>) -> f64 {
    let section = whole.system().section(id);
    let closed = section.possessions.iter().filter(|possession| {
        track.is_none() || possession.track.is_none() || possession.track == track
    });
    let mut closed: Vec<Span> = closed.map(|possession| possession.span).collect();
    // when it is does not matter to a day as a whole
    let windows = whole.system().windows().iter().filter(|window| {
        let mine = track.is_none() || window.track.is_none() || window.track == track;
        window.section == id && window.start.is_none() && mine
    });
    closed.extend(windows.map(|window| {
        let from = window.within.from;
        Span::new(from, from + window.minutes)
    }));
    let period = super::spans::first((base.period_days * DAY) as i32);
    let given = whole.system().given_paths().iter().filter(|path| {
        path.section == id
            && track.is_none_or(|track| track == path.direction)
            && period.contains(path.span.from)
    });
    let given: i32 = given
        .map(|path| path_minutes(section, path.direction, path.span))
        .sum();
    open(base, &closed) - f64::from(given) / base.period_days as f64
}

/// Minutes a day that one unit more brings, closed as the others are.
fn unit_minutes(whole: &Instance, pool: Pool) -> f64 {
    let system = whole.system();
    let day = DAY as f64;
    let end = whole.horizon().planning_end.0;
    let mean = |closed: &mut dyn Iterator<Item = &Vec<Span>>| {
        let open = closed.map(|closed| {
            let mut blocked = super::spans::Blocked::none(end);
            for &span in closed {
                blocked.add(span);
            }
            f64::from(blocked.left_of(super::spans::first(end))) / f64::from(end.max(1)) * day
        });
        let open: Vec<f64> = open.collect();
        open.iter().sum::<f64>() / open.len().max(1) as f64
    };
    match pool {
        Pool::Tracks(_) | Pool::Locomotives(_) => day,
        Pool::Spots(shed) => {
            let spots = system.shed(shed).spots.iter();
            mean(&mut spots.map(|&spot| &system.spot(spot).closed))
        }
        Pool::Cranes(shed) => {
            let cranes = system.shed(shed).cranes.iter();
            mean(&mut cranes.map(|&crane| &system.crane(crane).closed))
        }
        Pool::Teams(stage) => mean(&mut std::iter::once(&system.stage(stage).closed)),
        Pool::Paths(section, _) => {
            let section = system.section(section);
            f64::from(section.headway.down.max(section.headway.up))
        }
        Pool::Cap(..) | Pool::Empties(_) | Pool::Room(_) => 1.0,
    }
}
