//! How many trains a day the parts of a station carry, by the occupation of each (利用率计算法): N = (1440·m − Σ t_fixed) / t_occupation + n_fixed.
//!
//! *m* units; *t_fixed* the minutes that they are taken whatever trains are planned (closures, wind, what is busy at the start, trains that call at a
//! given yard); *t_occupation* the mean minutes of one of the other trains in the plan; *n_fixed* the trains among what is fixed. Beside it
//! the share used, K = (Σ t − Σ t_fixed) / (1440·m − Σ t_fixed). `docs/capacity.md` has the definitions in full and their sources.
//! What is deliberately not here: how the parts get in each other's way. A train that waits on a track for a spot makes the track's occupation
//! longer, and so its capacity smaller: the figures are those of this plan.

use super::Pool;
use super::spans::{Blocked, first};
use regauge_model::Span;
use regauge_model::ids::{LocomotiveId, ShedId, SpotId, StageId, TrainId, YardId};
use regauge_model::resource::Resource;
use regauge_model::timeline::{Kind, Timeline, Use};
use std::collections::{BTreeMap, BTreeSet};

/// Share of the arriving and departing tracks, in percent, above which stations in China add tracks.
pub const STRAINED_TRACKS: f64 = 85.0;

/// What a pool of equal units carries.
#[derive(Clone, Debug, PartialEq)]
pub struct PoolCapacity {
    /// The pool.
    pub pool: Pool,
    /// Gauge in millimetres of the side of the spots that is taken longer, of a shed.
    pub gauge_mm: Option<u32>,
    /// Units, *m*.
    pub units: u32,
    /// Minutes of the planning part.
    pub minutes: i32,
    /// Minutes in it that units are taken whatever trains are planned, Σ *t_fixed*.
    pub fixed_minutes: i64,
    /// Trains among what is fixed, *n_fixed*.
    pub fixed_trains: u32,
    /// The other trains that use it in the planning part.
    pub trains: u32,
    /// Minutes they take in it.
    pub used_minutes: i64,
    /// Mean minutes of one of them, *t_occupation*; `None` without any.
    pub mean_minutes: Option<f64>,
    /// Trains a day, *N*; `None` without a mean.
    pub capacity_per_day: Option<f64>,
    /// Share used, *K*, in percent; `None` where nothing is left to use.
    pub percent: Option<f64>,
    /// Tracks of which more is used than [`STRAINED_TRACKS`].
    pub is_strained: bool,
}

impl PoolCapacity {
    fn new((pool, gauge_mm): (Pool, Option<u32>), counted: &Counted, minutes: i32) -> PoolCapacity {
        let left = i64::from(minutes) * i64::from(counted.units) - counted.fixed;
        let mean = (counted.whole.1 > 0)
            .then(|| counted.whole.0 as f64 / f64::from(counted.whole.1))
            .filter(|mean| *mean > 0.0);
        let per_day = 1440.0 / f64::from(minutes.max(1));
        let percent = (left > 0).then(|| 100.0 * counted.used as f64 / left as f64);
        PoolCapacity {
            pool,
            gauge_mm,
            units: counted.units,
            minutes,
            fixed_minutes: counted.fixed,
            fixed_trains: counted.fixed_trains,
            trains: counted.trains,
            used_minutes: counted.used,
            mean_minutes: mean,
            capacity_per_day: mean.map(|mean| {
                per_day * (left.max(0) as f64 / mean + f64::from(counted.fixed_trains))
            }),
            percent,
            is_strained: matches!(pool, Pool::Tracks(_))
                && percent.is_some_and(|percent| percent > STRAINED_TRACKS),
        }
    }
}

/// What is counted of a pool.
#[derive(Clone, Debug, Default)]
struct Counted {
    units: u32,
    fixed: i64,
    fixed_trains: u32,
    trains: u32,
    used: i64,
    /// Minutes and number of trains that are seen as a whole.
    whole: (i64, u32),
}

/// The capacity of every yard, shed, stage with teams and locomotive pool, in the order of the instance. Complexity: O(u · n) in units and uses.
pub fn capacities(timeline: &Timeline<'_>) -> Vec<PoolCapacity> {
    let system = timeline.instance().system();
    let day = timeline.instance().horizon().planning_end.0;
    let mut found = Vec::new();
    for index in 0..system.yards().len() {
        let yard = YardId::from_index(index);
        let counted = tracks(timeline, yard);
        found.push(PoolCapacity::new((Pool::Tracks(yard), None), &counted, day));
    }
    for index in 0..system.sheds().len() {
        let shed = ShedId::from_index(index);
        if let Some((gauge_mm, counted)) = spots(timeline, shed) {
            let pool = (Pool::Spots(shed), Some(gauge_mm));
            found.push(PoolCapacity::new(pool, &counted, day));
        }
    }
    for (index, stage) in system.stages().iter().enumerate() {
        let id = StageId::from_index(index);
        if let Some(teams) = stage.teams {
            let counted = count(timeline, teams, &stage.closed, |number| {
                Resource::Team(id, number)
            });
            found.push(PoolCapacity::new((Pool::Teams(id), None), &counted, day));
        }
    }
    for (index, pool) in system.locomotives().iter().enumerate() {
        let id = LocomotiveId::from_index(index);
        let stops = timeline.stops(Resource::Shunting(pool.station));
        let counted = count(timeline, pool.count, stops, |number| {
            Resource::Locomotive(id, number)
        });
        let pool = (Pool::Locomotives(id), None);
        found.push(PoolCapacity::new(pool, &counted, day));
    }
    found
}

/// Tracks of a yard. Trains that call there although others use it, too, are fixed.
fn tracks(timeline: &Timeline<'_>, yard: YardId) -> Counted {
    let instance = timeline.instance();
    let data = instance.system().yard(yard);
    let calls = |train: TrainId| {
        let mut calls = instance.train(train).calls.iter();
        !data.by_call_only && calls.any(|call| call.yard == Some(yard))
    };
    let units: Vec<Unit> = (1..=data.n_tracks())
        .map(|track| Unit::new(timeline, Resource::Track(yard, track), &[], calls))
        .collect();
    counted(timeline, &units)
}

/// Spots of a shed, on the side that is taken longer. Trains that are handled take both.
fn spots(timeline: &Timeline<'_>, shed: ShedId) -> Option<(u32, Counted)> {
    let system = timeline.instance().system();
    let data = system.shed(shed);
    let stops = timeline.stops(Resource::Shed(shed));
    let gauges: BTreeSet<u32> = (data.spots.iter())
        .flat_map(|spot| system.spot(*spot).gauges_mm)
        .collect();
    let of_gauge = |gauge_mm: u32| {
        let side = |spot: SpotId| {
            let gauges = system.spot(spot).gauges_mm;
            (0..2_u8).find(|side| gauges[usize::from(*side)] == gauge_mm)
        };
        let sides = data
            .spots
            .iter()
            .filter_map(|&spot| Some((spot, side(spot)?)));
        let units: Vec<Unit> = sides
            .map(|(spot, side)| {
                let closed: Vec<Span> = (system.spot(spot).closed.iter().chain(stops))
                    .copied()
                    .collect();
                Unit::new(timeline, Resource::SpotSide(spot, side), &closed, |_| false)
            })
            .collect();
        (gauge_mm, counted(timeline, &units))
    };
    // the smaller gauge where both are the same
    let sides = gauges.into_iter().map(of_gauge);
    sides.max_by_key(|(gauge_mm, counted)| (counted.used, std::cmp::Reverse(*gauge_mm)))
}

/// Units numbered from 1, all of them closed in the same spans.
fn count(
    timeline: &Timeline<'_>,
    units: u32,
    closed: &[Span],
    resource: impl Fn(u32) -> Resource,
) -> Counted {
    let units: Vec<Unit> = (1..=units)
        .map(|number| Unit::new(timeline, resource(number), closed, |_| false))
        .collect();
    counted(timeline, &units)
}

/// A unit of a pool with who uses it.
struct Unit<'t> {
    blocked: Blocked,
    uses: Vec<&'t Use<'t>>,
    fixed: BTreeSet<TrainId>,
}

impl<'t> Unit<'t> {
    /// The unit that a resource is, closed in spans; trains that are fixed close it.
    fn new(
        timeline: &'t Timeline<'t>,
        resource: Resource,
        closed: &[Span],
        is_fixed: impl Fn(TrainId) -> bool,
    ) -> Unit<'t> {
        let day = first(timeline.instance().horizon().planning_end.0);
        let mut unit = Unit {
            blocked: Blocked::none(timeline.plan().end(timeline.instance()).0),
            uses: Vec::new(),
            fixed: BTreeSet::new(),
        };
        for &span in closed {
            unit.blocked.add(span);
        }
        for busy in timeline
            .busy()
            .iter()
            .filter(|busy| busy.resource == resource)
        {
            unit.blocked.add(busy.span);
        }
        // movements hold what they lead to as well
        let stands = matches!(resource, Resource::SpotSide(..) | Resource::Track(..));
        for one in timeline.of_resource(resource) {
            let is_postponed = one.kind == Kind::Postponed;
            if stands && !one.is_hold() && !is_postponed {
                continue;
            }
            if is_postponed {
                unit.blocked.add(one.span);
            } else if is_fixed(one.train) {
                unit.blocked.add(one.span);
                if one.span.overlaps(day) {
                    unit.fixed.insert(one.train);
                }
            } else {
                unit.uses.push(one);
            }
        }
        unit
    }
}

/// Sums over the units of a pool.
fn counted(timeline: &Timeline<'_>, units: &[Unit<'_>]) -> Counted {
    let instance = timeline.instance();
    let day = first(instance.horizon().planning_end.0);
    let mut counted = Counted {
        units: units.len() as u32,
        ..Counted::default()
    };
    let mut fixed: BTreeSet<TrainId> = BTreeSet::new();
    // of each train: its first use, and the minutes of all
    let mut whole: BTreeMap<TrainId, (Span, i64)> = BTreeMap::new();
    let mut seen: BTreeSet<TrainId> = BTreeSet::new();
    for unit in units {
        counted.fixed += i64::from(unit.blocked.within(day));
        fixed.extend(&unit.fixed);
        for one in &unit.uses {
            let inside = one.span.intersection(day);
            if !inside.is_empty() {
                seen.insert(one.train);
                counted.used += i64::from(unit.blocked.left_of(inside));
            }
            let minutes = i64::from(unit.blocked.left_of(one.span));
            let (begin, sum) = whole.entry(one.train).or_insert((one.span, 0));
            *begin = (*begin).min(one.span);
            *sum += minutes;
        }
    }
    // what a train under way did before the start is not known
    let is_whole = |train: TrainId, begin: Span| {
        instance.train(train).state.is_none() && day.contains(begin.from)
    };
    for (train, (begin, minutes)) in whole {
        if is_whole(train, begin) {
            counted.whole.0 += minutes;
            counted.whole.1 += 1;
        }
    }
    counted.trains = seen.len() as u32;
    counted.fixed_trains = fixed.len() as u32;
    counted
}
