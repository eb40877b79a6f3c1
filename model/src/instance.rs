//! The planning problem as the engines see it: horizon, system, wind, trains, state.
//!
//! Only validation builds an [`Instance`]; holding one means that the file was right.

mod order;
mod state;
mod train;

pub(crate) use order::Orders;
pub use order::{Order, OrderedAt, Turn};
pub use state::{
    Busy, BusyWhat, Rake, RakePlace, StageProgress, TrainState, WorkState, WorkedParts,
};
pub use train::{Call, Handling, Pins, Published, Train, TrainKind, Transshipment, Way};

use crate::Problem;
use crate::cost::CostParts;
use crate::ids::{ClassId, ModeId, SpotId, StationId, TrainId, YardId, ZoneId};
use crate::objective::Objective;
use crate::past::Past;
use crate::pinned::Pinned;
use crate::system::{System, ZoneWind};
use crate::time::Minute;
use chrono::{DateTime, FixedOffset, TimeDelta};
use std::borrow::Cow;
use std::sync::Arc;

/// Cost units per weighted train-minute.
pub const COST_UNITS: i64 = 100;

/// How many times as much it costs to postpone a train with a pin: more than any dozens of others that it may be in the way of.
pub const PINNED_FACTOR: i64 = 100;

/// Minutes of a railway day.
pub const DAY: i32 = 24 * 60;

/// What changes of what was published cost, in cost units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChangePrices {
    /// Another port.
    pub port: i64,
    /// Another shed.
    pub shed: i64,
    /// Another spot of the shed.
    pub spot: i64,
    /// Another crane mode of the shed.
    pub mode: i64,
    /// Every step begun by which a train leaves later, or earlier.
    pub step: i64,
    /// Two trains that followed each other and change places.
    pub order: i64,
    /// Minutes later, or earlier, that cost nothing.
    pub tolerance: i32,
}

/// Minutes of a step by which a train leaves later, or earlier.
pub const CHANGE_STEP: i32 = 10;

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
    pub(crate) orders: Orders,
    pub(crate) late_minute_centi: i64,
    pub(crate) postponed_minutes: i64,
    pub(crate) missing_buffer_centi: i64,
    pub(crate) changes: ChangePrices,
    pub(crate) objective: Objective,
    pub(crate) warnings: Vec<Problem>,
    pub(crate) history: Arc<[Past]>,
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
            orders: Orders::default(),
            late_minute_centi: 0,
            postponed_minutes: 0,
            missing_buffer_centi: 0,
            changes: ChangePrices::default(),
            objective: Objective::weighted(),
            warnings: Vec::new(),
            history: Arc::from([]),
        }
    }

    /// Whether another instance differs from this one in nothing but its trains; name, warnings and history aside.
    pub fn is_same_but_for_trains(&self, other: &Instance) -> bool {
        self.horizon == other.horizon
            && self.run_on_end() == other.run_on_end()
            && self.system == other.system
            && self.wind == other.wind
            && self.busy == other.busy
            && self.holds == other.holds
            && self.orders == other.orders
            && self.changes == other.changes
            && self.objective == other.objective
            && self.late_minute_centi == other.late_minute_centi
            && self.postponed_minutes == other.postponed_minutes
            && self.missing_buffer_centi == other.missing_buffer_centi
    }

    /// What in the file is valid but probably not what was meant, in the order of the file: each with code (`W…`), place,
    /// line, value and advice. The list of codes is [`crate::validation::WARNINGS`].
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }

    /// What happened before the start, from one planning to the next: for people, and of no account for a plan.
    pub fn history(&self) -> &[Past] {
        &self.history
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

    /// The same problem with some of the pins of a train, on all of its ways, and none of the others.
    #[must_use]
    pub fn with_pins(&self, train: TrainId, kept: &[Pinned]) -> Instance {
        let mut other = self.clone();
        let data = &mut other.trains[train.index()];
        let dropped = data.pins.all().into_iter();
        let dropped = dropped.filter(|pinned| !kept.contains(pinned));
        data.pins = dropped.fold(data.pins.clone(), |pins, pinned| pins.without(pinned));
        let pins = &data.pins;
        let ways = data.ways.iter().map(|way| {
            let mut way = way.clone();
            way.train.pins = pins.clone();
            way
        });
        data.ways = ways.collect();
        other
    }

    /// The same problem with the groups of tracks of another one of the same station, in which pinned tracks are told apart; `None`
    /// where its own are the same already.
    pub fn with_groups_of(&self, other: &Instance) -> Option<Instance> {
        let own = self.system.yards.iter().zip(&other.system.yards);
        let mut differing = own.filter(|(own, other)| own.groups != other.groups);
        differing.next()?;
        let mut cut = self.clone();
        for (own, other) in cut.system.yards.iter_mut().zip(&other.system.yards) {
            if own.name == other.name && own.n_tracks() == other.n_tracks() {
                own.groups.clone_from(&other.groups);
            }
        }
        let stations = cut.system.stations.iter_mut();
        for (own, other) in stations.zip(&other.system.stations) {
            if own.name == other.name {
                own.through.clone_from(&other.through);
            }
        }
        Some(cut)
    }

    /// The same problem with its possessions of choice ([`System::windows`]) at these starts, in their order; those behind the last
    /// start stay undecided. This one, where that changes nothing.
    pub fn placed(&self, starts: &[Minute]) -> Cow<'_, Instance> {
        let windows = self.system.windows().iter().enumerate();
        let mut windows = windows.map(|(index, window)| window.start == starts.get(index).copied());
        if windows.all(|is_same| is_same) {
            return Cow::Borrowed(self);
        }
        let mut decided = self.clone();
        decided.system.place(starts);
        Cow::Owned(decided)
    }

    /// The same problem with its possessions of choice that are not decided at the first start that they may have.
    pub fn placed_early(&self) -> Cow<'_, Instance> {
        let windows = self.system.windows().iter();
        let starts = windows.map_while(|window| {
            let first = window.starts.first().map(|span| span.from);
            window.start.or(first)
        });
        self.placed(&starts.collect::<Vec<Minute>>())
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
            changes: self.change_of_port(train) + self.change_of_exit(train, exit),
            ..CostParts::default()
        }
    }

    /// What changes of what was published cost.
    pub fn change_prices(&self) -> &ChangePrices {
        &self.changes
    }

    /// Whether anything was published.
    pub fn is_published(&self) -> bool {
        let mut trains = self.trains.iter();
        let orders = self.orders().iter().any(|order| !order.pinned);
        orders || trains.any(|train| train.published != Published::default())
    }

    /// Whether the way that a train takes leads over another port than was published.
    fn changes_port(&self, train: TrainId) -> bool {
        let train = self.train(train);
        let ports = train.published.port.zip(train.port());
        ports.is_some_and(|(published, port)| published != port)
    }

    /// Cost units of going over another port than was published, on the way that the train takes.
    pub fn change_of_port(&self, train: TrainId) -> i64 {
        if self.changes_port(train) {
            self.changes.port
        } else {
            0
        }
    }

    /// Cost units of leaving later, or earlier, than was published: for every step begun beyond the tolerance.
    pub fn change_of_exit(&self, train: TrainId, exit: Minute) -> i64 {
        let published = self.train(train).published.exit;
        let off = published.map_or(0, |told| (exit - told).abs() - self.changes.tolerance);
        let steps = (i64::from(off.max(0)) + i64::from(CHANGE_STEP) - 1) / i64::from(CHANGE_STEP);
        steps * self.changes.step
    }

    /// Cost units of crane work in another place or mode than was published, on the way that the train takes; over another port the place
    /// is another one anyway.
    pub fn change_of_place(&self, train: TrainId, spot: SpotId, mode: ModeId) -> i64 {
        if self.changes_port(train) {
            return 0;
        }
        let (prices, published) = (&self.changes, &self.train(train).published);
        let shed = self.system.spot(spot).shed;
        if published.spot.is_some_and(|(own, _)| own != shed) {
            return prices.shed;
        }
        let other_spot = published.spot.is_some_and(|(_, own)| own != spot);
        let other_mode = published.mode.is_some_and(|own| own != mode);
        i64::from(other_spot) * prices.spot + i64::from(other_mode) * prices.mode
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
        // as if everything were another one
        let (prices, published) = (&self.changes, &data.published);
        let of_port = if published.port.is_some() {
            prices.port
        } else {
            0
        };
        let of_place = if published.spot.is_some() || published.mode.is_some() {
            prices.shed.max(prices.spot + prices.mode)
        } else {
            0
        };
        let first = data.earliest_entry.max(Minute(0));
        let of_exit = [first, end].map(|exit| self.change_of_exit(train, exit));
        let of_orders = i64::from(self.orders.of(train)) * prices.order;
        parts.changes = of_exit[0].max(of_exit[1]) + of_port.max(of_place) + of_orders;
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
