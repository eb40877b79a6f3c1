//! Who uses what when: a plan and its instance, read once for all who show or explain a plan.
//!
//! A planned train uses what its events say, with what follows from them: both rakes of crane work, both sides of a spot that is
//! handled in, light runs of locomotives, the clearing behind a movement. A train under way that is not planned uses the place
//! where it stands to the end. What is busy at the start with no train of the instance, and what the wind stops, stands beside them.
//! `read` has what events mean, `throats` which switches that leads over, `held` who is held meanwhile, `capped` when a cap is used up; here is what may be asked.
//! What is deliberately not here: whether any of it is allowed. [`crate::check`] reads the plan by itself and never this.

mod capped;
mod held;
mod read;
mod throats;

pub use capped::Capped;
pub use held::Held;

use crate::check::{Weather, crane_weather, line_weather, shunting_weather};
use crate::ids::{ModeId, SectionId, ShedId, SpotId, StageId, StationId, StoreId, TrainId};
use crate::instance::{BusyWhat, Instance, Rake, RakePlace, WorkState};
use crate::plan::Plan;
use crate::resource::{Resource, Task};
use crate::system::{Direction, Lot, ThroatMovement};
use crate::time::{Minute, Span};
use read::{Reader, Work, place};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Every use of every resource by the trains of a plan.
#[derive(Clone, Debug)]
pub struct Timeline<'a> {
    instance: &'a Instance,
    plan: &'a Plan,
    uses: Vec<Use<'a>>,
    /// Of each train the position of its first use, and the number of all.
    first: Vec<usize>,
    /// What the wind does to sections, to shunting, and to the cranes of sheds: stops and slow spans.
    wind: BTreeMap<Resource, [Vec<Span>; 2]>,
}

/// A train has or uses something for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Use<'a> {
    /// What: a section, a track, a side of a spot, a crane, a team (a stage, where it has no teams), a locomotive (all shunting of
    /// the station, where it has none of the gauge), a store, a throat.
    pub resource: Resource,
    /// When.
    pub span: Span,
    /// The train.
    pub train: TrainId,
    /// Its rake; where both take part the one whose side or locomotive it is, [`Rake::Arriving`] for a crane.
    pub rake: Rake,
    /// What that rake is then.
    pub role: Role,
    /// Whether the rake bears load when it begins.
    pub is_loaded: bool,
    /// For what.
    pub kind: Kind<'a>,
    /// The position of the event among those of its train; `None` where no event says it.
    pub event: Option<usize>,
    /// The first of the uses that its event makes.
    pub is_main: bool,
}

/// What a rake is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The only one of a train that is not transshipped.
    Own,
    /// The wagons a train comes with, before they are emptied.
    Arriving,
    /// The same behind the crane work.
    Emptied,
    /// The wagons of the other gauge, before they are loaded.
    ToLoad,
    /// The same behind the crane work.
    Onward,
    /// The arriving and the onward one.
    Both,
}

/// For what a train uses something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind<'a> {
    /// Runs through a section.
    Run {
        /// Direction.
        direction: Direction,
        /// Starts from a stop at the entry.
        starts: bool,
        /// Stops at the exit.
        stops: bool,
    },
    /// Holds a track or a side of a spot.
    Hold {
        /// When its rake has been pulled out of the spot, if it has.
        left: Option<Minute>,
        /// When the rake has got or given its load there (the end of the lifting), if not before.
        turns: Option<Minute>,
    },
    /// Passes on a track.
    Pass,
    /// Undergoes a stage.
    Stage(StageId),
    /// Is moved: in a spot or store, and by a locomotive.
    Movement(Movement),
    /// A locomotive runs light to a movement.
    LightRun,
    /// Is worked by cranes.
    CraneWork(CraneWork<'a>),
    /// Is handled.
    Handling,
    /// A side of a spot is cleared behind it.
    Clearing,
    /// A crane lifts.
    Lifts {
        /// First and last wagon of the arriving rake, from 1.
        wagons: (u32, u32),
        /// Lifts.
        lifts: u32,
    },
    /// Moves over the switches of a throat: a part of a run or of a shunting movement, which is told by itself as well.
    Throat(ThroatMovement),
    /// Is not planned, and stands where it stood at the start.
    Postponed,
}

/// A shunting movement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Movement {
    /// [`Task::Placing`], [`Task::Pulling`], [`Task::Exchange`], [`Task::IntoStore`] or [`Task::FromStore`].
    pub what: Task,
    /// Part brought in by an exchange, from 2.
    pub part: Option<u32>,
    /// A track, spot or store; `None` where the rake holds no track meanwhile.
    pub from: Option<Resource>,
    /// The same.
    pub to: Option<Resource>,
}

/// Crane work on one part of a train.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CraneWork<'a> {
    /// Mode.
    pub mode: ModeId,
    /// Part, from 1.
    pub part: u32,
    /// End of the preparation.
    pub lifting_from: Minute,
    /// Lifting steps and the minutes in each in which the cranes stood still.
    pub steps: &'a [(Span, u32)],
}

impl CraneWork<'_> {
    /// The end of the last lifting step.
    pub fn lifted(&self) -> Minute {
        self.steps
            .last()
            .map_or(self.lifting_from, |(step, _)| step.to)
    }

    /// From the begin of the first lifting step that has work to the end of the last: a stop may keep the first one waiting
    /// behind the preparation.
    pub fn lifting(&self) -> Span {
        let first = self.steps.iter().find(|(step, _)| !step.is_empty());
        let from = first.map_or(self.lifting_from, |(step, _)| step.from);
        Span::new(from, self.steps.last().map_or(from, |(step, _)| step.to))
    }
}

impl Use<'_> {
    /// Whether a rake stands in or on it: it holds a track or a side of a spot.
    pub fn is_hold(&self) -> bool {
        matches!(self.kind, Kind::Hold { .. })
    }

    /// The spot of which it is a side.
    pub fn spot(&self) -> Option<SpotId> {
        match self.resource {
            Resource::SpotSide(spot, _) => Some(spot),
            _ => None,
        }
    }

    /// The movement, in a row of its spot or store or in that of a locomotive.
    pub fn movement(&self) -> Option<Movement> {
        match self.kind {
            Kind::Movement(movement) => Some(movement),
            _ => None,
        }
    }
}

/// What is busy at the start with no train of the instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Busy {
    /// A crane, or a locomotive or team that has nothing else to do meanwhile.
    pub resource: Resource,
    /// From the start of the horizon to the first minute free.
    pub span: Span,
}

impl<'a> Timeline<'a> {
    /// Reads a plan of the instance ([`Plan::belongs_to`]), each train as it is on the way that the plan gives it ([`Plan::decided`]). Complexity: O(e²) in the number of events of a train, which are few.
    pub fn new(instance: &'a Instance, plan: &'a Plan) -> Timeline<'a> {
        let mut uses = Vec::new();
        let mut first = Vec::with_capacity(plan.trains.len() + 1);
        for (index, (data, planned)) in instance.trains().iter().zip(&plan.trains).enumerate() {
            first.push(uses.len());
            let mut reader = Reader {
                instance,
                id: TrainId::from_index(index),
                train: data,
                events: planned.events(),
                uses: &mut uses,
                work: Work::of(data, planned),
            };
            if planned.exit().is_some() {
                reader.planned(plan);
            } else {
                reader.postponed();
            }
            let id = TrainId::from_index(index);
            throats::add(instance, id, first[index], &mut uses);
        }
        first.push(uses.len());
        Timeline {
            instance,
            plan,
            uses,
            first,
            wind: wind(instance),
        }
    }

    /// The instance.
    pub fn instance(&self) -> &'a Instance {
        self.instance
    }

    /// The plan.
    pub fn plan(&self) -> &'a Plan {
        self.plan
    }

    /// Every use, train by train; of a train in the order of its events, then its cranes in the order of the plan, then throats.
    pub fn uses(&self) -> &[Use<'a>] {
        &self.uses
    }

    /// The uses of a train.
    pub fn of_train(&self, train: TrainId) -> &[Use<'a>] {
        &self.uses[self.first[train.index()]..self.first[train.index() + 1]]
    }

    /// The uses that the event of a use makes, itself among them.
    pub fn of_event(&self, one: &Use<'_>) -> impl Iterator<Item = &Use<'a>> {
        let event = one.event;
        let uses = self.of_train(one.train).iter();
        uses.filter(move |other| event.is_some() && other.event == event)
    }

    /// The uses of a resource, train by train.
    pub fn of_resource(&self, resource: Resource) -> impl Iterator<Item = &Use<'a>> {
        self.uses.iter().filter(move |one| one.resource == resource)
    }

    /// The span of the event of a use: of a movement from or into a store of wagons it holds the making up or breaking up, too.
    pub fn whole(&self, one: &Use<'_>) -> Span {
        let events = self.plan.trains[one.train.index()].events();
        let event = one.event.and_then(|event| events.get(event));
        event.map_or(one.span, |event| event.span)
    }

    /// The locomotives that do the movement of a use, one for each rake that is moved.
    pub fn locomotives(&self, one: &Use<'_>) -> impl Iterator<Item = Resource> {
        let moves = self.of_event(one).filter(|one| one.movement().is_some());
        let by = moves.filter(|one| {
            let resource = one.resource;
            matches!(resource, Resource::Locomotive(..) | Resource::Shunting(_))
        });
        by.map(|one| one.resource)
    }

    /// What a rake of a planned train is at a minute.
    pub fn role(&self, train: TrainId, rake: Rake, at: Minute) -> Role {
        let data = self.instance.train(train);
        Work::of(data, &self.plan.trains[train.index()]).role(data, rake, at)
    }

    /// Rakes in a store (of a store that counts wagons: all wagons) from a minute on, beginning with the start of the horizon. What
    /// goes in is there at the end of its movement; what comes out is gone from the start of its movement, and what was on its way out
    /// at the start was not counted.
    pub fn levels(&self, store: StoreId) -> Vec<(Minute, i32)> {
        let stocks = 0..self.instance.system().store(store).stocks.len();
        self.levels_of(store, stocks)
    }

    /// The same of one of its stocks.
    pub fn levels_of_stock(&self, store: StoreId, stock: usize) -> Vec<(Minute, i32)> {
        self.levels_of(store, stock..stock + 1)
    }

    fn levels_of(&self, store: StoreId, stocks: Range<usize>) -> Vec<(Minute, i32)> {
        let data = self.instance.system().store(store);
        let count = |lots: &[Lot]| {
            let own = lots.iter().filter(|lot| stocks.contains(&lot.stock));
            own.map(|lot| lot.count as i32).sum::<i32>()
        };
        let mut changes: Vec<(Minute, i32)> = Vec::new();
        let here = Some(Resource::Store(store));
        for one in self.uses.iter().filter(|one| one.is_main) {
            let Some(movement) = one.movement() else {
                continue;
            };
            let train = self.instance.train(one.train);
            if movement.to == here {
                changes.push((self.whole(one).to, count(&train.lots)));
            }
            // what began before the start was not counted
            let begun = match place(train, one.rake) {
                Some(RakePlace::Placing(None, ..) | RakePlace::FromStore(..)) => {
                    self.whole(one).from <= Minute(0)
                }
                Some(RakePlace::MakingUp(_)) => true,
                _ => false,
            };
            if movement.from == here && !begun {
                let onward = train.transshipment().map(|work| &work.onward_lots);
                changes.push((self.whole(one).from, -count(onward.unwrap_or(&train.lots))));
            }
        }
        changes.sort_unstable();
        let at_start = data.stocks[stocks.clone()].iter().map(|stock| {
            let inspecting = stock.inspecting.iter().map(|(_, count)| *count);
            (stock.count + inspecting.sum::<u32>()) as i32
        });
        let mut level = at_start.sum();
        let mut levels = vec![(Minute(0), level)];
        for (at, change) in changes {
            level += change;
            match levels.last_mut() {
                Some(last) if last.0 == at => last.1 = level,
                _ => levels.push((at, level)),
            }
        }
        levels
    }

    /// Spans in which the wind, or an order for wind, stops a section, the shunting at a station, or the cranes of a shed; from the
    /// instance alone.
    pub fn stops(&self, resource: Resource) -> &[Span] {
        self.wind.get(&resource).map_or(&[], |[stops, _]| stops)
    }

    /// Spans in which the wind makes trains in a section or the cranes of a shed slow.
    pub fn slow(&self, resource: Resource) -> &[Span] {
        self.wind.get(&resource).map_or(&[], |[_, slow]| slow)
    }

    /// When the wind lets work stand still: a crane in every stop; crane work in a spot, too, or, where work on the ground goes on, in
    /// stops between preparation and finishing.
    pub fn pauses(&self, one: &Use<'_>) -> Vec<Span> {
        let system = self.instance.system();
        let (shed, felt) = match (one.resource, one.kind) {
            (Resource::Crane(crane), Kind::Lifts { .. }) => (system.crane(crane).shed, one.span),
            (Resource::SpotSide(spot, _), Kind::CraneWork(work)) => {
                let shed = system.spot(spot).shed;
                if system.shed(shed).ground_work_in_stops {
                    (shed, Span::new(work.lifting_from, work.lifted()))
                } else {
                    (shed, one.span)
                }
            }
            _ => return Vec::new(),
        };
        let stops = self.stops(Resource::Shed(shed)).iter();
        let pauses = stops.map(|stop| stop.intersection(felt));
        pauses.filter(|pause| !pause.is_empty()).collect()
    }

    /// What is busy at the start, in the order of the instance, and the cranes of steps that go on in interrupted work: of a pool some unit that has nothing else to do until then; left
    /// out where no unit has.
    pub fn busy(&self) -> Vec<Busy> {
        let system = self.instance.system();
        let mut found: Vec<Busy> = Vec::new();
        for busy in self.instance.busy() {
            let span = Span::new(Minute(0), busy.until);
            let units: Vec<Resource> = match busy.what {
                BusyWhat::Crane(crane) => {
                    let resource = Resource::Crane(crane);
                    found.push(Busy { resource, span });
                    continue;
                }
                BusyWhat::Track(yard, track) => {
                    let resource = Resource::Track(yard, track);
                    found.push(Busy { resource, span });
                    continue;
                }
                BusyWhat::Side(spot, gauge_mm) => {
                    let side = u8::from(system.spot(spot).gauges_mm[0] != gauge_mm);
                    let resource = Resource::SpotSide(spot, side);
                    found.push(Busy { resource, span });
                    continue;
                }
                BusyWhat::Team(stage) => match system.stage(stage).teams {
                    Some(teams) => (1..=teams)
                        .map(|team| Resource::Team(stage, team))
                        .collect(),
                    None => vec![Resource::Stage(stage)],
                },
                BusyWhat::Locomotive(pool) => {
                    let units = 1..=system.locomotive_pool(pool).count;
                    units.map(|unit| Resource::Locomotive(pool, unit)).collect()
                }
            };
            let is_free = |unit: &Resource| {
                let mut uses = self.of_resource(*unit);
                found.iter().all(|other| other.resource != *unit)
                    && uses.all(|one| !one.span.overlaps(span))
            };
            if let Some(resource) = units.into_iter().find(is_free) {
                found.push(Busy { resource, span });
            }
        }
        found.extend(self.going_on());
        found
    }

    /// The cranes of steps that go on in interrupted work: no event says so.
    fn going_on(&self) -> Vec<Busy> {
        let system = self.instance.system();
        let trains = self.instance.trains().iter();
        let states = trains.filter_map(|train| train.state.as_ref());
        let cranes = states.flat_map(|state| {
            let WorkState::Interrupted(Some((mode, until))) = state.work else {
                return Vec::new();
            };
            let step = system.mode(mode).steps.get(state.step);
            let cranes = step.into_iter().flat_map(|step| &step.cranes);
            let busy = cranes.map(|&crane| Busy {
                resource: Resource::Crane(crane),
                span: Span::new(Minute(0), until),
            });
            busy.collect()
        });
        cranes.collect()
    }

    /// The stations at which a train of the plan stands on a track.
    pub fn stood_at(&self) -> BTreeSet<StationId> {
        let system = self.instance.system();
        let tracks = self.uses.iter().filter_map(|one| match one.resource {
            Resource::Track(yard, _) => Some(system.yard(yard).station),
            _ => None,
        });
        tracks.collect()
    }

    /// The shed in whose spots a train is handled.
    pub fn handled_in(&self, train: TrainId) -> Option<ShedId> {
        let uses = self.of_train(train).iter();
        let handling = uses.filter(|one| one.kind == Kind::Handling);
        let mut spots = handling.filter_map(|one| one.spot());
        spots
            .next()
            .map(|spot| self.instance.system().spot(spot).shed)
    }
}

/// What the wind does: the reading of the checker, for what people see is what it judges by.
fn wind(instance: &Instance) -> BTreeMap<Resource, [Vec<Span>; 2]> {
    let system = instance.system();
    let sections = (0..).zip(system.sections()).map(|(id, section)| {
        let weather = line_weather(instance, section);
        (Resource::Section(SectionId(id)), weather)
    });
    let stations = (0..).zip(system.stations()).map(|(id, station)| {
        let weather = shunting_weather(instance, station);
        (Resource::Shunting(StationId(id)), weather)
    });
    let sheds = (0..).zip(system.sheds()).map(|(id, shed)| {
        let weather = crane_weather(instance, shed);
        (Resource::Shed(ShedId(id)), weather)
    });
    let all = sections.chain(stations).chain(sheds);
    let spans = |weather: Weather| [weather.stops(), weather.slow()];
    all.map(|(resource, weather)| (resource, spans(weather)))
        .collect()
}
