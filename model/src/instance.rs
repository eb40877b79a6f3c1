//! The planning problem as the engines see it: horizon, system, wind, trains, state.
//!
//! Only validation builds an [`Instance`]; holding one means that the file was right.

use crate::Problem;
use crate::cost::CostParts;
use crate::ids::{
    ClassId, CraneId, LocomotiveId, ModeId, SectionId, ShedId, SpotId, StageId, StationId, StoreId,
    TrainId, YardId, ZoneId,
};
use crate::objective::Objective;
use crate::system::{Direction, System, ZoneWind};
use crate::time::{Minute, Span};
use chrono::{DateTime, FixedOffset, TimeDelta};
use std::borrow::Cow;
use std::sync::Arc;

/// Cost units per weighted train-minute.
pub const COST_UNITS: i64 = 100;

/// How many times as much it costs to postpone a train with a pin: more than any dozens of others that it may be in the way of.
pub const PINNED_FACTOR: i64 = 100;

/// Minutes of a railway day.
pub const DAY: i32 = 24 * 60;

/// A planning problem, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Instance {
    pub(crate) name: String,
    pub(crate) sha256: String,
    pub(crate) horizon: Horizon,
    pub(crate) system: System,
    pub(crate) wind: Vec<ZoneWind>,
    pub(crate) trains: Vec<Train>,
    pub(crate) busy: Vec<Busy>,
    pub(crate) holds: Vec<Hold>,
    pub(crate) late_minute_centi: i64,
    pub(crate) postponed_minutes: i64,
    pub(crate) missing_buffer_centi: i64,
    pub(crate) objective: Objective,
    pub(crate) warnings: Vec<Problem>,
}

impl Instance {
    /// One without stations and trains, for a file that cannot be read any further.
    pub(crate) fn empty(name: String, horizon: Horizon) -> Instance {
        Instance {
            name,
            sha256: String::new(),
            horizon,
            system: System::empty(),
            wind: Vec::new(),
            trains: Vec::new(),
            busy: Vec::new(),
            holds: Vec::new(),
            late_minute_centi: 0,
            postponed_minutes: 0,
            missing_buffer_centi: 0,
            objective: Objective::weighted(),
            warnings: Vec::new(),
        }
    }

    /// Whether another instance differs from this one in nothing but its trains, name and warnings aside.
    pub fn is_same_but_for_trains(&self, other: &Instance) -> bool {
        self.horizon == other.horizon
            && self.run_on_end() == other.run_on_end()
            && self.system == other.system
            && self.wind == other.wind
            && self.busy == other.busy
            && self.holds == other.holds
            && self.objective == other.objective
            && self.late_minute_centi == other.late_minute_centi
            && self.postponed_minutes == other.postponed_minutes
            && self.missing_buffer_centi == other.missing_buffer_centi
    }

    /// What in the file is valid but probably not what was meant, in the order of the file: each with code (`W…`), place,
    /// line, value and advice. The list of codes is [`crate::validate::WARNINGS`].
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }

    /// Name for people.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// SHA-256 of the content of the file, in hexadecimal.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// The span of time planned.
    pub fn horizon(&self) -> &Horizon {
        &self.horizon
    }

    /// Line, stations and sheds.
    pub fn system(&self) -> &System {
        &self.system
    }

    /// Wind of a zone.
    pub fn wind(&self, zone: ZoneId) -> &ZoneWind {
        &self.wind[zone.index()]
    }

    /// Trains, in the order of the file.
    pub fn trains(&self) -> &[Train] {
        &self.trains
    }

    /// One train.
    pub fn train(&self, id: TrainId) -> &Train {
        &self.trains[id.index()]
    }

    /// Things busy at the start with no train of this instance.
    pub fn busy(&self) -> &[Busy] {
        &self.busy
    }

    /// The same problem with the ways of its trains decided: each as it is on a way of its own ([`Train::ways`]). This one, where
    /// that changes nothing.
    pub fn on_ways(&self, way: impl Fn(TrainId) -> usize) -> Cow<'_, Instance> {
        let changed = |id: &TrainId| self.train(*id).way != way(*id);
        let ids = (0..self.trains.len()).map(TrainId::from_index);
        let changed: Vec<TrainId> = ids.filter(changed).collect();
        if changed.is_empty() {
            return Cow::Borrowed(self);
        }
        let mut decided = self.clone();
        for id in changed {
            let train = &mut decided.trains[id.index()];
            *train = train.on_way(way(id));
        }
        Cow::Owned(decided)
    }

    /// Trains held at stations, in the order of the file.
    pub fn holds(&self) -> &[Hold] {
        &self.holds
    }

    /// The holds that a rake meets at a station; `comes_with`: it is the rake with which the train comes, before its crane work.
    pub fn holds_at(
        &self,
        station: StationId,
        (train, class): (TrainId, ClassId),
        comes_with: bool,
    ) -> impl Iterator<Item = &Hold> {
        let holds = self
            .holds
            .iter()
            .filter(move |hold| hold.station == station);
        holds.filter(move |hold| {
            hold.classes.contains(&class) || comes_with && hold.trains.contains(&train)
        })
    }

    /// How the terms of the objective count.
    pub fn objective(&self) -> &Objective {
        &self.objective
    }

    /// Whether a minute late may cost parts of a cost unit, so that lateness is rounded down.
    pub(crate) fn late_is_rounded(&self) -> bool {
        let late = self.trains.iter().filter(|train| train.due_exit.is_some());
        let mut costs = late.map(|train| train.weight_centi * self.late_minute_centi);
        costs.any(|cost| cost % 100 != 0)
    }

    /// Cost units of a train that leaves the system at `exit`: `(minutes, lateness)`.
    pub fn exit_cost(&self, train: TrainId, exit: Minute) -> (i64, i64) {
        let train = self.train(train);
        let minutes = i64::from(exit - train.earliest_entry) + i64::from(train.way_minutes);
        let minutes = minutes * train.weight_centi;
        let late = train
            .due_exit
            .map_or(0, |due| i64::from((exit - due).max(0)));
        (
            minutes,
            late * train.weight_centi * self.late_minute_centi / 100,
        )
    }

    /// Cost units of an emptied rake that has left, or is in its store, at `end`; 0 for a train without one.
    pub fn emptied_cost(&self, train: TrainId, end: Minute) -> i64 {
        let train = self.train(train);
        i64::from(end - train.earliest_entry) * train.emptied_weight_centi
    }

    /// The same problem with so many percent of every buffer of sections, spots and locomotives as a rule: headways, clearings and light runs are longer by them. A plan
    /// of it is one of this instance that lacks nothing of such buffers.
    #[must_use]
    pub fn with_buffers_as_rules(&self, percent: [i32; 3]) -> Instance {
        let mut harder = self.clone();
        let part = |kind: usize, buffer: &mut i32| std::mem::take(buffer) * percent[kind] / 100;
        for section in &mut harder.system.sections {
            let buffer = part(0, &mut section.buffer);
            section.headway.down += buffer;
            section.headway.up += buffer;
            section.clearing += buffer;
        }
        for spot in &mut harder.system.spots {
            spot.clearing += part(1, &mut spot.buffer);
        }
        for pool in &mut harder.system.locomotives {
            pool.light_run += part(2, &mut pool.buffer);
        }
        harder
    }

    /// Cost units of so many minutes missing of buffers.
    pub fn buffer_cost(&self, minutes: i64) -> i64 {
        minutes.saturating_mul(self.missing_buffer_centi)
    }

    /// What a planned train costs whose rakes leave then; `emptied`: the end of the emptied one's life, where it has one.
    pub fn planned_cost(&self, train: TrainId, exit: Minute, emptied: Option<Minute>) -> CostParts {
        let (minutes, lateness) = self.exit_cost(train, exit);
        let emptied = emptied.map_or(0, |end| self.emptied_cost(train, end));
        CostParts {
            minutes: minutes.saturating_add(emptied),
            lateness,
            ..CostParts::default()
        }
    }

    /// The latest minute in which something of a planned train may end. Trains under way are there whatever is decided, and
    /// all that one holds would be held for good if it had no journey: so one that does not get through a short horizon runs
    /// on behind it.
    pub fn latest_end(&self, train: TrainId) -> Minute {
        if self.train(train).state.is_some() {
            self.run_on_end()
        } else {
            self.horizon.end
        }
    }

    /// The last minute of all that may be planned: the end of the horizon; or, with trains under way at the start of one
    /// shorter than a day, so many minutes later as being postponed counts, up to a whole day from the start.
    pub fn run_on_end(&self) -> Minute {
        let under_way = self.trains.iter().any(|train| train.state.is_some());
        let end = self.horizon.end.0;
        let behind = (DAY - end)
            .clamp(0, DAY)
            .min(self.postponed_minutes.clamp(0, i64::from(DAY)) as i32);
        Minute(end + if under_way { behind } else { 0 })
    }

    /// What a postponed train costs: as if all its rakes left in the last minute they may, on its dearest way, and the minutes of
    /// being postponed.
    /// So what it has waited already counts in either case, and whoever can be planned is never cheaper to postpone.
    pub fn postponed_cost(&self, train: TrainId) -> CostParts {
        let data = self.train(train);
        let end = self.latest_end(train).max(data.earliest_entry);
        // where only the emptied rake is left, it is that rake which is not taken
        let weight = if data.has_left() {
            data.emptied_weight_centi
        } else {
            data.weight_centi
        };
        let dearest = data.ways.iter().map(|way| way.train.way_minutes).max();
        let dearer = dearest.map_or(0, |dearest| i64::from(dearest - data.way_minutes));
        let mut parts = self.planned_cost(train, end, Some(end));
        parts.minutes += dearer * data.weight_centi;
        parts.postponed = weight * self.postponed_minutes * self.pin_factor(train);
        parts
    }

    /// How many times as much it costs to postpone a train: a decision that was made is not weighed against trains about
    /// which none was. A factor in the objective, and not a rule beside it, so that bound, levels and every engine know it,
    /// and a plan that breaks a promise says so in its value. It is not endless, so that a train whose pins nobody can keep
    /// leaves the figures readable.
    fn pin_factor(&self, train: TrainId) -> i64 {
        if self.train(train).pins.is_any() {
            PINNED_FACTOR
        } else {
            1
        }
    }
}

/// The span of time planned: minutes 0 to `end`.
#[derive(Clone, Debug, PartialEq)]
pub struct Horizon {
    /// Date-time of minute 0.
    pub start: DateTime<FixedOffset>,
    /// End of the planning part.
    pub planning_end: Minute,
    /// End of the horizon; everything planned ends here at the latest, but what is under way ([`Instance::latest_end`]).
    pub end: Minute,
    /// Start of railway day 0, the one running at minute 0 (so at most 0, more than −1440).
    pub day_start: Minute,
}

impl Horizon {
    /// The date-time of a minute.
    pub fn date_time(&self, minute: Minute) -> DateTime<FixedOffset> {
        self.start + TimeDelta::minutes(i64::from(minute.0))
    }

    /// The minute of a date-time; `None` when it is not a whole minute or absurdly far away.
    pub fn minute(&self, at: DateTime<FixedOffset>) -> Option<Minute> {
        let delta = at.signed_duration_since(self.start);
        let minutes = delta.num_minutes();
        let whole = TimeDelta::minutes(minutes) == delta;
        (whole && minutes.abs() < 100_000_000).then_some(Minute(minutes as i32))
    }

    /// The railway day of a minute; day 0 is running at minute 0.
    pub fn day_of(&self, minute: Minute) -> i32 {
        (minute - self.day_start).div_euclid(DAY)
    }
}

/// A train.
#[derive(Clone, Debug, PartialEq)]
pub struct Train {
    /// Train number.
    pub name: String,
    /// Class as it arrives.
    pub class: ClassId,
    /// Stations of the arriving rake from entry to exit; for a transshipped train to its transshipment station; for a
    /// handled train the station of its spots.
    /// A train that ends in or comes from a store has that station as its last or first.
    pub route: Vec<StationId>,
    /// Earliest entry, from which its minutes count; may lie before the start.
    pub earliest_entry: Minute,
    /// Earliest entry on the way it takes: this or later.
    pub opens: Minute,
    /// Due exit.
    pub due_exit: Option<Minute>,
    /// Weight in hundredths; already reduced when the train belongs to the look-ahead.
    pub weight_centi: i64,
    /// Weight of its emptied rake in hundredths, reduced likewise; 0 where there is none, or it was gone at the start.
    pub emptied_weight_centi: i64,
    /// Length of the arriving rake in metres.
    pub length_m: u32,
    /// Wagons of the arriving rake.
    pub wagons: u32,
    /// Boxes to move: feet and count.
    pub boxes: Vec<(u32, u32)>,
    /// Lifts: the sum of the boxes.
    pub lifts: u32,
    /// Parts in which it is worked.
    pub parts: u32,
    /// What it does at the border station.
    pub kind: TrainKind,
    /// Stays: station, least minutes from arrival, yard.
    pub calls: Vec<Call>,
    /// Stage durations that differ from the stage's own.
    pub stage_minutes: Vec<(StageId, i32)>,
    /// Decisions already made.
    pub pins: Pins,
    /// Where it is at the start, when it is under way.
    pub state: Option<TrainState>,
    /// What the way it takes costs beside its minutes, in minutes of the train.
    pub way_minutes: i32,
    /// Which of `ways` it takes; 0 while that is not decided.
    pub way: usize,
    /// All ways it may take, the one that the train is described with in front; empty where there is no other.
    pub ways: Arc<[Way]>,
}

/// A way that a train may take.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// The port that it leads over.
    pub port: StationId,
    /// The train as it is on this way, without the others.
    pub train: Train,
}

impl Train {
    /// The train as it is on one of its ways; as it is where it has no other.
    #[must_use]
    pub fn on_way(&self, way: usize) -> Train {
        self.ways.get(way).map_or_else(
            || self.clone(),
            |chosen| Train {
                way,
                ways: Arc::clone(&self.ways),
                ..chosen.train.clone()
            },
        )
    }

    /// The port that its way leads over, where it has others.
    pub fn port(&self) -> Option<StationId> {
        self.ways.get(self.way).map(|way| way.port)
    }

    /// Minutes of a stage for this train.
    pub fn minutes_of(&self, stage: StageId, system: &System) -> i32 {
        let own = self.stage_minutes.iter().find(|(id, _)| *id == stage);
        own.map_or(system.stage(stage).minutes, |(_, minutes)| *minutes)
    }

    /// The call at a station.
    pub fn call_at(&self, station: StationId) -> Option<&Call> {
        self.calls.iter().find(|call| call.station == station)
    }

    /// Length in metres of one part of a rake of the given length.
    pub fn part_length_m(&self, length_m: u32) -> u32 {
        length_m.div_ceil(self.parts)
    }

    /// Lifts of a part (from 0): `⌊(part + 1) · lifts / parts⌋ − ⌊part · lifts / parts⌋`.
    pub fn part_lifts(&self, part: u32) -> u32 {
        (part + 1) * self.lifts / self.parts - part * self.lifts / self.parts
    }

    /// Whether its arriving rake begins by standing on a track, at a station with yards: it neither comes from outside nor
    /// from a store, and is not under way.
    pub fn begins_on_track(&self, system: &System) -> bool {
        let kind = !matches!(self.kind, TrainKind::FromStore(_) | TrainKind::Handled(_));
        let first = self.route.first();
        let yards = first.is_some_and(|station| !system.station(*station).yards.is_empty());
        let outside = self.state.as_ref().is_none_or(TrainState::is_outside);
        kind && yards && outside
    }

    /// Whether its onward rake has left, so that only its emptied rake is still there.
    pub fn has_left(&self) -> bool {
        let state = self.state.as_ref();
        state.is_some_and(|state| state.onward == Some(RakePlace::Gone))
    }

    /// The spots in which it may be handled; none for a train of another kind.
    pub fn handling(&self) -> &[Handling] {
        match &self.kind {
            TrainKind::Handled(handling) => handling,
            _ => &[],
        }
    }

    /// The transshipment, when it has one.
    pub fn transshipment(&self) -> Option<&Transshipment> {
        match &self.kind {
            TrainKind::Transshipped(transshipment) => Some(transshipment),
            _ => None,
        }
    }
}

/// Trains held at a station until a minute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// Where.
    pub station: StationId,
    /// Trains held, with the rake they come with.
    pub trains: Vec<TrainId>,
    /// Classes held.
    pub classes: Vec<ClassId>,
    /// The yard in which they stand until then.
    pub yard: Option<YardId>,
    /// First minute in which they move on.
    pub until: Minute,
    /// Earliest and latest release, where it is uncertain; `until` is the one expected.
    pub between: Option<(Minute, Minute)>,
}

/// A stay at a station.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Call {
    /// Station.
    pub station: StationId,
    /// Least minutes from arrival to departure.
    pub minutes: i32,
    /// Yard it must stand in.
    pub yard: Option<YardId>,
}

/// What a train does at the border station.
#[derive(Clone, Debug, PartialEq)]
pub enum TrainKind {
    /// It runs its route and leaves.
    Passing,
    /// It ends in a store at the last station of its route.
    IntoStore(StoreId),
    /// It is taken from a store at the first station of its route.
    FromStore(StoreId),
    /// Its boxes change to a rake of the other gauge at the last station of its route.
    Transshipped(Transshipment),
    /// It comes straight to one of these spots (at the only station of its route), is handled there and leaves.
    Handled(Vec<Handling>),
}

/// A spot in which a train may be handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handling {
    /// The spot.
    pub spot: SpotId,
    /// Minutes of handling there.
    pub minutes: i32,
}

/// A change of gauge.
#[derive(Clone, Debug, PartialEq)]
pub struct Transshipment {
    /// Where.
    pub station: StationId,
    /// Class of the onward rake.
    pub onward_class: ClassId,
    /// Length of the onward rake in metres.
    pub onward_length_m: u32,
    /// Wagons of the onward rake.
    pub onward_wagons: u32,
    /// Stations of the onward rake from `station` to the exit.
    pub onward_route: Vec<StationId>,
    /// Store of the onward rake.
    pub onward_store: StoreId,
    /// Class of the emptied rake.
    pub emptied_class: ClassId,
    /// Stations of the emptied rake from `station` to its exit, when it may return.
    pub emptied_route: Option<Vec<StationId>>,
    /// Store that may take the emptied rake.
    pub emptied_store: Option<StoreId>,
}

/// Decisions already made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pins {
    /// Port.
    pub port: Option<StationId>,
    /// Shed.
    pub shed: Option<ShedId>,
    /// Spot.
    pub spot: Option<SpotId>,
    /// Crane mode.
    pub mode: Option<ModeId>,
    /// Span of the entry into the system.
    pub entry: Option<Span>,
    /// Span of the start of crane work.
    pub crane_work: Option<Span>,
    /// Span of the exit (its minute lies inside).
    pub exit: Option<Span>,
}

impl Pins {
    /// Whether anything is pinned.
    pub fn is_any(&self) -> bool {
        let places = self.shed.is_some() || self.spot.is_some() || self.mode.is_some();
        places
            || self.port.is_some()
            || self.entry.is_some()
            || self.crane_work.is_some()
            || self.exit.is_some()
    }
}

/// Which rake of a transshipped train; a train that only passes has the arriving one.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Rake {
    /// The wagons it comes with; emptied by the crane work.
    Arriving,
    /// The wagons of the other gauge; loaded by the crane work.
    Onward,
}

/// Where a train is at the start.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainState {
    /// When it came to its station.
    pub arrived: Option<Minute>,
    /// Where the arriving rake is.
    pub arriving: RakePlace,
    /// Where the onward rake is; `None`: in its store, or there is none.
    pub onward: Option<RakePlace>,
    /// Stages done or under way.
    pub stages: Vec<StageProgress>,
    /// Crane work under way or done.
    pub work: WorkState,
    /// Part that `work` speaks of, from 1.
    pub part: u32,
    /// First lifting step that is not done, from 0, of work in preparation or lifting.
    pub step: usize,
    /// What the step under way has left at full speed, in hundredths of a minute; `None`: as many lifts take.
    pub left_centi: Option<i64>,
    /// The mode in which the parts before were worked.
    pub mode: Option<ModeId>,
    /// Track held for the parts to come, of an arriving rake in its spot.
    pub parts_on: Option<(YardId, u32)>,
}

impl TrainState {
    /// Whether nothing of the train is in the system yet but its onward rake.
    pub fn is_outside(&self) -> bool {
        self.arriving == RakePlace::Outside
    }

    /// How far a stage of a rake has come.
    pub fn stage(&self, rake: Rake, stage: StageId) -> Option<&StageProgress> {
        let mut stages = self.stages.iter();
        stages.find(|progress| (progress.rake, progress.stage) == (rake, stage))
    }
}

/// A stage done or under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StageProgress {
    /// The stage.
    pub stage: StageId,
    /// The rake that undergoes it.
    pub rake: Rake,
    /// Minute it ends; `None`: done.
    pub until: Option<Minute>,
}

/// Where a rake is at the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RakePlace {
    /// Not in the system yet.
    Outside,
    /// Running in a section; entered and leaves; whether it passes at the end.
    Section(SectionId, Direction, Span, bool),
    /// Standing on a track (from 1) of a yard.
    Track(YardId, u32),
    /// Being placed from a track (`None`: its store) until a minute.
    Placing(Option<(YardId, u32)>, SpotId, Minute),
    /// Standing in a spot.
    Spot(SpotId),
    /// Being pulled to a track (`None`: its store) until a minute.
    Pulling(SpotId, Option<(YardId, u32)>, Minute),
    /// Exchanging the part worked for the next one, both rakes, until a minute.
    Exchange(SpotId, Minute),
    /// Moving from a track into its store until a minute.
    IntoStore((YardId, u32), Minute),
    /// Moving from its store onto a track until a minute.
    FromStore((YardId, u32), Minute),
    /// Handled in a spot until a minute.
    Handling(SpotId, Minute),
    /// Left the system, or counted in its store.
    Gone,
}

impl RakePlace {
    /// The spot of which it holds a side.
    pub fn spot(self) -> Option<SpotId> {
        match self {
            RakePlace::Placing(_, spot, _)
            | RakePlace::Spot(spot)
            | RakePlace::Pulling(spot, ..)
            | RakePlace::Exchange(spot, _)
            | RakePlace::Handling(spot, _) => Some(spot),
            _ => None,
        }
    }

    /// The track it holds.
    pub fn track(self) -> Option<(YardId, u32)> {
        match self {
            RakePlace::Track(yard, track) => Some((yard, track)),
            RakePlace::Placing(track, ..) | RakePlace::Pulling(_, track, _) => track,
            RakePlace::IntoStore(track, _) | RakePlace::FromStore(track, _) => Some(track),
            _ => None,
        }
    }

    /// Until when it moves, where it does.
    pub fn moves_until(self) -> Option<Minute> {
        match self {
            RakePlace::Placing(_, _, until)
            | RakePlace::Pulling(_, _, until)
            | RakePlace::Exchange(_, until)
            | RakePlace::IntoStore(_, until)
            | RakePlace::FromStore(_, until) => Some(until),
            _ => None,
        }
    }
}

/// Crane work at the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkState {
    /// Not begun.
    NotBegun,
    /// Minutes of preparation left.
    Preparation(ModeId, i32),
    /// Lifts left (modes of one step).
    Lifting(ModeId, u32),
    /// Minutes of finishing left.
    Finishing(ModeId, i32),
    /// A part that is not the last is done.
    PartDone,
    /// Done.
    Done,
}

/// Something busy from the start until a minute with no train of this instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Busy {
    /// What.
    pub what: BusyWhat,
    /// First minute free.
    pub until: Minute,
}

/// What is busy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BusyWhat {
    /// One team of a stage.
    Team(StageId),
    /// One locomotive of a pool.
    Locomotive(LocomotiveId),
    /// A crane.
    Crane(CraneId),
    /// A track (from 1) of a yard.
    Track(YardId, u32),
    /// The side of a spot that has a gauge.
    Side(SpotId, u32),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn horizon() -> Horizon {
        let start = DateTime::parse_from_rfc3339("2025-03-01T20:00:00+08:00");
        Horizon {
            start: start.expect("a date-time"),
            planning_end: Minute(DAY),
            end: Minute(2 * DAY),
            // the railway day began two hours ago, at 18:00
            day_start: Minute(-120),
        }
    }

    #[test]
    fn minutes_and_date_times_are_each_other() {
        let horizon = horizon();
        for minute in [-1441, -1, 0, 59, DAY, 100_000] {
            let at = horizon.date_time(Minute(minute));
            assert_eq!(horizon.minute(at), Some(Minute(minute)));
        }
        let start = horizon.date_time(Minute(0));
        assert_eq!(horizon.minute(start + TimeDelta::seconds(30)), None);
        assert_eq!(horizon.minute(start + TimeDelta::days(1_000_000)), None);
    }

    #[test]
    fn railway_days_begin_where_the_file_says() {
        let days = [-121, -120, 0, DAY - 121, DAY - 120, 2 * DAY];
        let days = days.map(|minute| horizon().day_of(Minute(minute)));
        assert_eq!(days, [-1, 0, 0, 0, 1, 2]);
    }
}
