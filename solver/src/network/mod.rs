//! The compiled problem: one small operation network per train over shared resources, and nothing else.
//!
//! A train's network is a directed acyclic graph (petgraph) of **stands** (where a rake waits, and what it holds
//! there) and **operations** (what moves it on, when it may start, how long it takes, what it uses). Rakes of a
//! transshipped train have strands of their own that meet at a [`Work`] and part again behind it. Time is counted
//! in ticks; how long one is nobody here knows.
//! Not here: which resources are taken ([`crate::occupancy`]), which journey is cheapest ([`crate::pricing`]).

mod closures;
mod compile;
mod cost;
mod exit_cost;
mod fan;
mod holds;
mod indices;
mod json;
mod tick;
mod time_map;
mod turns;

pub use closures::{Asset, WindEffect, subtract};
pub use cost::Cost;
pub use exit_cost::{Early, ExitCost};
pub(crate) use holds::Held;
pub(crate) use indices::indices;
pub use indices::{CapIndex, GroupIndex, LineIndex, PoolIndex, StockIndex, TrainIndex, TurnIndex};
pub use regauge_model::resource::Rule;
pub use tick::{FOREVER, LONG_AGO, NEVER, Tick, Ticks, in_minutes, in_ticks};
pub use time_map::{SpeedProfile, TimeMap};
pub use turns::Turn;

use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use regauge_model::Instance;
use regauge_model::ids::{
    LocomotiveId, ModeId, SectionId, SpotId, StageId, StationId, StoreId, ThroatId, TrainId, YardId,
};
use regauge_model::instance::Rake;
use regauge_model::resource::Resource;
use regauge_model::system::Direction;
use serde::Serialize;
use std::sync::Arc;

/// The compiled problem.
#[derive(Debug, Serialize)]
pub struct Network {
    /// Last tick of the horizon; every operation ends at or before it.
    pub end: Tick,
    /// Pools of equal units.
    pub pools: Vec<Pool>,
    /// Open-line sections.
    pub lines: Vec<Line>,
    /// Stocks that must never fall below zero.
    pub stocks: Vec<Stock>,
    /// Caps on entries per railway day.
    pub caps: Vec<DayCap>,
    /// Turns of trains on sections and in spots that were to come in an order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub turns: Vec<Turn>,
    /// Uses of pools that no decision changes (closures, things busy at the start).
    pub fixed_uses: Vec<Use>,
    /// Of those, what movements under way use of throats, planned or not; a train alone would not meet the others.
    #[serde(skip)]
    pub under_way_uses: Vec<Use>,
    /// Of those, tracks busy at the start: pool, number in the yard, until.
    pub busy_tracks: Vec<(PoolIndex, u32, Tick)>,
    /// Movements already given away.
    pub fixed_movements: Vec<Movement>,
    /// Stops of the cranes of each shed, by shed id.
    pub crane_stops: Vec<Vec<(Tick, Tick)>>,
    /// Cost units of a tick missing of a buffer.
    #[serde(skip)]
    pub buffer_price: Cost,
    /// Groups of resources that a person would name together.
    pub groups: Vec<Group>,
    /// One network per train, by train id.
    pub trains: Vec<Arc<TrainNetwork>>,
}

impl Stock {
    /// What may be taken of it at a tick when nothing has been taken or brought.
    pub fn at_first(&self, tick: Tick) -> i32 {
        let arrived = self.arrivals.iter().filter(|(at, _)| *at <= tick);
        self.initial + arrived.map(|(_, units)| units).sum::<i32>()
    }

    /// The same at the end.
    pub fn at_last(&self) -> i32 {
        self.at_first(NEVER)
    }
}

impl Network {
    /// Compiles an instance.
    pub fn compile(instance: &Instance) -> Network {
        compile::compile(instance, &[])
    }

    /// Compiles an instance with some rules left out.
    pub fn compile_without(instance: &Instance, left_out: &[Rule]) -> Network {
        compile::compile(instance, left_out)
    }

    /// Compiles an instance with some rules left out and all trains but one: that one has its journeys as if it were alone.
    pub fn compile_one(instance: &Instance, left_out: &[Rule], train: TrainId) -> Network {
        compile::compile_one(instance, left_out, train)
    }

    /// Compiles an instance that is like another one: networks of trains that are the same in both, at the same place, are shared where
    /// everything else is the same.
    pub fn compile_like(
        instance: &Instance,
        left_out: &[Rule],
        known: (&Instance, &Network),
    ) -> Network {
        compile::compile_like(instance, left_out, known)
    }

    /// The same problem with its trains in another order, given by their places in this one.
    #[must_use]
    pub fn in_order(&self, order: &[TrainIndex]) -> Network {
        let trains = order
            .iter()
            .map(|&index| Arc::clone(&self.trains[index.index()]));
        Network {
            trains: trains.collect(),
            pools: self.pools.clone(),
            lines: self.lines.clone(),
            stocks: self.stocks.clone(),
            caps: self.caps.clone(),
            turns: self.turns.clone(),
            fixed_uses: self.fixed_uses.clone(),
            under_way_uses: self.under_way_uses.clone(),
            busy_tracks: self.busy_tracks.clone(),
            fixed_movements: self.fixed_movements.clone(),
            crane_stops: self.crane_stops.clone(),
            groups: self.groups.clone(),
            ..*self
        }
    }

    /// The places of its trains, in their order.
    pub fn train_indices(&self) -> impl Iterator<Item = TrainIndex> + use<> {
        (0..self.trains.len()).map(TrainIndex::from_index)
    }

    /// Whether slack is wanted anywhere.
    pub fn asks_for_buffers(&self) -> bool {
        let pools = self.pools.iter().map(|pool| pool.buffer);
        let mut buffers = pools.chain(self.lines.iter().map(|line| line.buffer));
        buffers.any(|buffer| buffer > 0)
    }

    /// Spans in which a unit of a pool is taken whatever is decided.
    pub fn fixed_spans(&self, pool: PoolIndex) -> Vec<(Tick, Tick)> {
        let fixed = self.fixed_uses.iter();
        let of_pool = fixed.filter(|fixed| fixed.pool == pool);
        of_pool.map(|fixed| (fixed.from, fixed.to)).collect()
    }

    /// The compiled problem as JSON, as documented in `docs/compiled-problem.md`.
    pub fn to_json(&self, instance: &Instance) -> String {
        json::to_json(self, instance)
    }
}

/// A group of resources that a person would name together: a yard, a shed, a section …
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Group {
    /// What they are together.
    #[serde(skip)]
    pub resource: Resource,
    /// Its name, for example `section border-broad`.
    pub name: String,
}

/// A pool of equal units.
#[derive(Clone, Debug, Serialize)]
pub struct Pool {
    /// What it is.
    pub what: PoolWhat,
    /// What a train waits for that waits for a unit.
    #[serde(skip)]
    pub resource: Resource,
    /// Name for people.
    pub name: String,
    /// Units that may be taken at a time.
    pub capacity: u32,
    /// Spans in which no stand may hold a unit, sorted and disjoint. An operation that only needs the place to be empty (a
    /// rake on its way past it) is not hindered.
    pub closed: Vec<(Tick, Tick)>,
    /// Units there are; fewer than the capacity only when the rule is left out.
    pub units: u32,
    /// Group it belongs to.
    pub group: GroupIndex,
    /// Ticks of slack wanted between one use of a unit and the next.
    #[serde(skip)]
    pub buffer: Ticks,
}

/// What a pool stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PoolWhat {
    /// Equal tracks (group index) of a yard.
    Tracks(YardId, u32),
    /// Teams of a stage.
    Teams(StageId),
    /// Locomotives.
    Locomotives(LocomotiveId),
    /// The side of a spot (0 or 1, as its gauges).
    SpotSide(SpotId, u32),
    /// A crane.
    Crane(regauge_model::ids::CraneId),
    /// Kinds of lifting step that all exclude each other, for their cranes would cross or are the same.
    Crossing,
    /// A throat: movements over the same switches.
    Throat(ThroatId),
}

/// A unit of a pool for a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Use {
    /// The pool.
    pub pool: PoolIndex,
    /// First tick.
    pub from: Tick,
    /// First tick after.
    pub to: Tick,
}

/// A section: movements on it are kept apart.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// The section.
    pub section: SectionId,
    /// Name for people.
    pub name: String,
    /// Least ticks between entries and between exits of one direction: down, up.
    pub headway: [Ticks; 2],
    /// Least ticks between an exit and an opposing entry on the same track.
    pub clearing: Ticks,
    /// Ticks more behind a movement of that direction (down, up), where the station at which it leaves asks for them.
    #[serde(skip_serializing_if = "is_nothing")]
    pub meeting: [Ticks; 2],
    /// Least ticks between an exit and the next entry of the same direction; `None` where several are there at a time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub following: Option<Ticks>,
    /// One track for both directions.
    pub single_track: bool,
    /// Spans in which a movement of that direction (down, up) that enters uses the other track.
    pub diverted: [Vec<(Tick, Tick)>; 2],
    /// Whether opposing movements on one track are kept apart.
    pub keeps_opposing: bool,
    /// Group it belongs to.
    pub group: GroupIndex,
    /// Ticks of slack wanted beyond headway and clearing.
    #[serde(skip)]
    pub buffer: Ticks,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde asks for a reference
fn is_nothing(ticks: &[Ticks; 2]) -> bool {
    *ticks == [0; 2]
}

impl Line {
    /// Least ticks between the exit of a movement of a direction and an opposing entry on the same track.
    #[inline]
    pub fn clearing_behind(&self, direction: Direction) -> Ticks {
        self.clearing + self.meeting[direction as usize]
    }

    /// Whether nobody is ever diverted to the other track.
    pub fn is_plain(&self) -> bool {
        self.diverted.iter().all(Vec::is_empty)
    }

    /// The span of single-track working in which a movement enters, if it is diverted.
    pub fn diversion(&self, direction: Direction, enter: Tick) -> Option<(Tick, Tick)> {
        let spans = &self.diverted[direction as usize];
        spans
            .iter()
            .copied()
            .find(|&(from, to)| from <= enter && enter < to)
    }
}

/// A movement through a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Movement {
    /// The section.
    pub line: LineIndex,
    /// Entry.
    pub enter: Tick,
    /// Exit.
    pub exit: Tick,
    /// Direction.
    pub direction: Direction,
    /// On the other track of a double-track section.
    pub diverted: bool,
}

/// A level that must never fall below zero.
#[derive(Clone, Debug, Serialize)]
pub struct Stock {
    /// The store.
    pub store: StoreId,
    /// What a train waits for while the level is too low: rakes or wagons in the store, or room there.
    #[serde(skip)]
    pub resource: Resource,
    /// Name for people.
    pub name: String,
    /// Level at the start.
    pub initial: i32,
    /// What comes in whatever is decided: wagons whose inspection ends. By time.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub arrivals: Vec<(Tick, i32)>,
    /// What of it trains under way hold until their movement ends, or for good while they are not planned; a train alone
    /// would find it free.
    #[serde(skip)]
    pub held: i32,
    /// Level wanted at the end.
    pub end_at_least: i32,
    /// Cost units per unit missing then.
    pub end_price: Cost,
    /// Group it belongs to.
    pub group: GroupIndex,
}

/// A cap on entries into a section per railway day, or per hour, or in one span: each is called a day here.
#[derive(Clone, Debug, Serialize)]
pub struct DayCap {
    /// The cap.
    #[serde(skip)]
    pub resource: Resource,
    /// Name for people.
    pub name: String,
    /// Tick at which day 0 begins (at most 0).
    pub day_start: Tick,
    /// Length of a day in ticks.
    pub day: Ticks,
    /// Room left per day, from day 0.
    pub capacity: Vec<u32>,
    /// Entries outside this span are not counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub only: Option<(Tick, Tick)>,
    /// Group it belongs to.
    pub group: GroupIndex,
}

impl DayCap {
    /// The day in which an instant counts; `None` where it does not.
    #[inline]
    pub fn day_of(&self, at: Tick) -> Option<usize> {
        let counts = self.only.is_none_or(|(from, to)| from <= at && at < to);
        counts.then(|| (at - self.day_start).div_euclid(self.day.max(1)).max(0) as usize)
    }

    /// The first instant behind a day that does not count in it.
    pub fn behind(&self, day: usize) -> Tick {
        let next = self.day_start + (day as Ticks + 1) * self.day;
        self.only.map_or(next, |(_, to)| next.min(to))
    }
}

/// An instant of an operation: a map of its start, and an offset.
#[derive(Clone, Debug, Serialize)]
pub struct Anchor {
    /// Map of the start.
    pub map: Arc<TimeMap>,
    /// Ticks added.
    pub offset: Ticks,
}

impl Anchor {
    /// The instant for a start.
    #[inline]
    pub fn at(&self, start: Tick) -> Tick {
        self.map.at(start).saturating_add(self.offset)
    }

    /// The first start whose instant is `instant` or later.
    #[inline]
    pub fn first_reaching(&self, instant: Tick) -> Tick {
        self.map.first_reaching(instant.saturating_sub(self.offset))
    }
}

/// The network of one train.
#[derive(Clone, Debug, Serialize)]
pub struct TrainNetwork {
    /// The train.
    pub train: TrainId,
    /// Its id in the instance file.
    #[serde(skip)]
    pub name: String,
    /// Stands and operations.
    pub graph: DiGraph<Stand, Operation>,
    /// Stands in topological order.
    pub order: Vec<NodeIndex>,
    /// Where the arriving rake is to begin with.
    pub arriving_start: Vec<Start>,
    /// Where the onward rake is to begin with; empty for a train that only passes.
    pub onward_start: Vec<Start>,
    /// Crane work to choose among; empty for a train that only passes or whose work is done.
    pub works: Vec<Work>,
    /// Stands that end the journey of the train (it has left, or is in its store).
    pub exits: Vec<NodeIndex>,
    /// The ways it may take; one where its port is no decision. The stands of one are not those of another.
    pub ways: Vec<WayEnd>,
    /// Stands that end the life of the emptied rake; empty when there is none.
    pub emptied_exits: Vec<NodeIndex>,
    /// Whether it is transshipped (two rakes to account for).
    pub transshipped: bool,
    /// Runs that only differ in where they stop next, by stand.
    #[serde(skip)]
    pub fans: Vec<Fan>,
    /// Least ticks from each stand, its stages done, to an exit (before the crane work: of the onward rake), [`FOREVER`] when
    /// none is reached.
    pub min_rest: Vec<Ticks>,
    /// What it holds when it is not planned (trains under way only).
    pub stay_uses: Vec<Use>,
    /// Movements it holds when it is not planned.
    pub stay_movements: Vec<Movement>,
    /// Under way at the start.
    pub under_way: bool,
    /// Last tick of its journeys: trains under way may run on behind the horizon of the others.
    pub end: Tick,
    /// Something of it is pinned, so that it comes before those about which nothing is decided.
    #[serde(skip)]
    pub pinned: bool,
    /// Track numbers it stands on at the start: pool and number in the yard.
    pub start_tracks: Vec<(PoolIndex, u32)>,
    /// Some of its operations come with turns.
    #[serde(skip)]
    pub has_turns: bool,
    /// Cost of the journey by its exit.
    pub cost: ExitCost,
}

impl TrainNetwork {
    /// The way that leads to an exit.
    pub fn way_of(&self, exit: NodeIndex) -> &WayEnd {
        let leads = |way: &&WayEnd| self.exits[way.exits.clone()].contains(&exit);
        let (last, others) = self.ways.split_last().expect("a train has a way");
        others.iter().find(leads).unwrap_or(last)
    }

    /// What leaving by an exit at a tick costs.
    pub fn cost_at(&self, exit: NodeIndex, at: Tick) -> Cost {
        let early = self.cost.early.map_or(Cost::ZERO, |early| early.cost(at));
        self.cost.of(at) + self.way_of(exit).cost + early
    }

    /// What crane work of one costs beside its times: that of its way, and of changes.
    pub fn cost_of_work(&self, work: &Work) -> Cost {
        self.ways[work.way].cost + work.change
    }

    /// Whether a later exit may cost less: by itself, or for a turn behind another train's.
    pub fn may_fall(&self) -> bool {
        self.has_turns || self.cost.early.is_some_and(|early| early.falls)
    }

    /// Whether one of its ways costs more than another.
    pub fn has_dear_ways(&self) -> bool {
        self.ways.iter().any(|way| way.cost > Cost::ZERO)
    }

    /// Whether it takes from a stock on any of its ways: it may find its journey when others have brought something.
    pub fn takes_stock(&self) -> bool {
        let takes =
            |operation: &Operation| operation.stocks.iter().any(|&(_, change, _)| change < 0);
        self.graph.edge_weights().any(takes)
    }
}

/// A way that a train may take.
#[derive(Clone, Debug, Serialize)]
pub struct WayEnd {
    /// Which of [`Train::ways`](regauge_model::instance::Train::ways) it is.
    pub way: usize,
    /// Positions in [`TrainNetwork::exits`] of those on it.
    pub exits: std::ops::Range<usize>,
    /// What it costs more than the cheapest one.
    pub cost: Cost,
}

/// Operations out of a stand that run through the same sections, one as far as another or further: up to where it stops, a run
/// through the same sections enters and leaves each of them at the same times wherever it stops next. So a look at the first
/// sections of the longest run says all of them for the others.
#[derive(Clone, Debug, Default)]
pub struct Fan {
    /// The runs, the shortest first. None where there is nothing to gain.
    pub runs: Vec<EdgeIndex>,
    /// All other operations.
    pub others: Vec<EdgeIndex>,
}

/// Where a rake begins.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Start {
    /// The stand.
    pub stand: NodeIndex,
    /// Tick from which it is there.
    pub at: Tick,
}

/// Where a rake waits.
#[derive(Clone, Debug, Serialize)]
pub struct Stand {
    /// What it is.
    pub what: StandWhat,
    /// The rake.
    pub rake: Rake,
    /// A unit of this pool is held while it waits.
    pub hold: Option<PoolIndex>,
    /// It has held it since before the start: closures of the pool keep nobody out who is in.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub through: bool,
    /// Stages to do before it moves on.
    pub stages: Vec<StageOperation>,
    /// Ticks it stays at least from its arrival.
    pub dwell: Ticks,
}

/// What a stand is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StandWhat {
    /// Outside the system, before the entry.
    Outside,
    /// In a store.
    Store(StoreId),
    /// On a track of a group of a yard.
    Track(YardId, u32),
    /// In a spot before the crane work.
    SpotBefore(SpotId),
    /// In a spot after the crane work.
    SpotAfter(SpotId),
    /// Left the system.
    Left,
}

/// When a stage of a stand is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StagePhase {
    /// From the arrival; the next operation waits for it.
    First,
    /// After all stages of the first phase; the next operation waits for it.
    Second,
    /// It would be of the second phase but is under way at the start, which is a fact whatever else is not done yet: the next
    /// operation waits for it, and it for nothing.
    Begun,
    /// From the arrival; only the departure of the onward rake waits for it.
    Parallel,
}

/// A stage of a stand.
#[derive(Clone, Debug, Serialize)]
pub struct StageOperation {
    /// The stage.
    pub stage: StageId,
    /// When.
    pub phase: StagePhase,
    /// Ticks it takes.
    pub ticks: Ticks,
    /// A unit of this pool is used meanwhile.
    pub team: Option<PoolIndex>,
    /// Spans in which it may start, sorted.
    pub starts: Vec<(Tick, Tick)>,
}

/// What moves a rake on.
#[derive(Clone, Debug, Serialize)]
pub struct Operation {
    /// What it is.
    pub what: OperationWhat,
    /// Spans in which it may start, sorted and disjoint.
    pub starts: Arc<[(Tick, Tick)]>,
    /// Its end.
    pub end: Anchor,
    /// Pools used: from, to.
    pub pools: Vec<(PoolIndex, Anchor, Anchor)>,
    /// Sections run through: direction, entry, exit.
    pub lines: Vec<(LineIndex, Direction, Anchor, Anchor)>,
    /// Caps counted, at the instant.
    pub caps: Vec<(CapIndex, Anchor)>,
    /// Changes of stocks, at the instant.
    pub stocks: Vec<(StockIndex, i32, Anchor)>,
    /// Turns that come with it, at the instant.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub turns: Vec<(TurnIndex, Anchor)>,
    /// The hold of the stand it leaves ends here; `None`: it goes on until the last exchange of parts.
    pub leaves: Option<Anchor>,
    /// The hold of the stand it goes to begins here.
    pub takes: Anchor,
    /// It waits for the parallel stages ([`StagePhase::Parallel`]).
    pub departure: bool,
}

/// What an operation is.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OperationWhat {
    /// Runs through sections without a stop in between.
    Run {
        /// Starts from a stop.
        starts: bool,
        /// Stops at the end.
        stops: bool,
    },
    /// From a track or store into a spot.
    Placing(SpotId, Option<StoreId>),
    /// From a spot to a track or store.
    Pulling(SpotId, Option<StoreId>),
    /// From a track into a store.
    IntoStore(StoreId),
    /// From a store onto a track.
    FromStore(StoreId),
    /// Begins on a track, where it stands from the start of this; takes no time.
    Begins(StationId),
    /// Ends on its track and is gone; takes no time.
    Ends(StationId),
    /// Crane work of a part (from 0).
    CraneWork {
        /// The spot.
        spot: SpotId,
        /// Its shed.
        shed: regauge_model::ids::ShedId,
        /// The mode.
        mode: ModeId,
        /// Part, from 0.
        part: u32,
        /// End of the preparation.
        lifting: Anchor,
        /// Begin and end of each step.
        steps: Vec<[Anchor; 2]>,
    },
    /// Handling in a spot, to which the train comes straight: both sides are its own for the span of their pools.
    Handling(SpotId),
    /// Exchange of parts; brings in the part (from 0).
    Exchange(SpotId, u32),
}

impl OperationWhat {
    /// The spot in which a train is worked or handled by it.
    pub fn work_spot(&self) -> Option<SpotId> {
        match *self {
            OperationWhat::Handling(spot) | OperationWhat::CraneWork { spot, .. } => Some(spot),
            _ => None,
        }
    }
}

/// Crane work: where two rakes meet.
#[derive(Clone, Debug, Serialize)]
pub struct Work {
    /// The spot.
    pub spot: SpotId,
    /// The mode.
    pub mode: ModeId,
    /// Position of its way in [`TrainNetwork::ways`].
    pub way: usize,
    /// What it costs that this is not the place or the mode that was published.
    pub change: Cost,
    /// Where the arriving rake stands before and after.
    pub arriving: (NodeIndex, NodeIndex),
    /// Where the onward rake stands before and after.
    pub onward: (NodeIndex, NodeIndex),
    /// Operations in order: crane work, exchange, crane work …
    pub chain: Vec<Operation>,
    /// The exchange (by its position in the chain) with which worked parts begin to stand where the rakes go behind the work:
    /// what the operations there take, they take from then on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parts_out: Option<usize>,
}

impl Work {
    /// When worked parts begin to stand where the rakes go, by the starts of the chain.
    pub fn parts_out_at(&self, starts: &[Tick]) -> Option<Tick> {
        let position = self.parts_out?;
        Some(self.chain[position].takes.at(*starts.get(position)?))
    }
}

/// The first tick at or after `start` inside one of the spans.
pub fn next_in(spans: &[(Tick, Tick)], start: Tick) -> Option<Tick> {
    let index = spans.partition_point(|span| span.1 <= start);
    spans.get(index).map(|span| span.0.max(start))
}
