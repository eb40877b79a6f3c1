//! From the events of one train, or from where it stands when it is not planned, to what it uses.

use super::{CraneWork, Kind, Movement, Role, Use};
use crate::ids::{SectionId, SpotId, StationId, StoreId, TrainId};
use crate::instance::{Instance, Rake, RakePlace, Train, TrainKind, WorkState};
use crate::plan::{Activity, Event, Plan, TrainPlan};
use crate::resource::{Resource, Task};
use crate::system::{Direction, System};
use crate::time::{Minute, Span};
use std::collections::BTreeSet;

/// Reads one train.
pub(super) struct Reader<'a, 'b> {
    pub instance: &'a Instance,
    pub id: TrainId,
    pub train: &'a Train,
    pub events: &'a [Event],
    pub uses: &'b mut Vec<Use<'a>>,
    pub work: Work,
}

impl<'a> Reader<'a, '_> {
    fn system(&self) -> &'a System {
        self.instance.system()
    }

    /// A use by a rake, of the event at a position where there is one.
    fn add(
        &mut self,
        event: Option<usize>,
        rake: Rake,
        (resource, span, kind): (Resource, Span, Kind<'a>),
    ) {
        let is_of_both = match kind {
            Kind::CraneWork(_) | Kind::Lifts { .. } => true,
            Kind::Movement(movement) => movement.what == Task::Exchange,
            _ => false,
        };
        // worked parts are on the track of their rake before the last one is
        let on_track = matches!(resource, Resource::Track(..));
        let at = if on_track { span.to } else { span.from };
        let role = match self.work.role(self.train, rake, at) {
            Role::Own => Role::Own,
            _ if is_of_both => Role::Both,
            role => role,
        };
        let before = self.uses.last();
        let is_main = event.is_none()
            || before.is_none_or(|last| last.train != self.id || last.event != event);
        self.uses.push(Use {
            resource,
            span,
            train: self.id,
            rake,
            role,
            is_loaded: self
                .work
                .is_loaded(self.instance.system(), self.train, rake, at),
            kind,
            event,
            is_main,
        });
    }

    pub(super) fn planned(&mut self, plan: &Plan) {
        for (number, event) in self.events.iter().enumerate() {
            self.event(number, event);
        }
        let id = self.id;
        for slot in plan.crane_slots.iter().filter(|slot| slot.train == id) {
            let kind = Kind::Lifts {
                wagons: slot.wagons,
                lifts: slot.lifts,
            };
            let crane = Resource::Crane(slot.crane);
            self.add(None, Rake::Arriving, (crane, slot.span, kind));
        }
    }

    fn event(&mut self, number: usize, event: &'a Event) {
        let (span, rake) = (event.span, event.rake);
        let mut add = |resource, kind| self.add(Some(number), rake, (resource, span, kind));
        match event.what {
            Activity::Run {
                section,
                direction,
                starts,
                stops,
                track,
            } => {
                let kind = Kind::Run {
                    direction,
                    starts,
                    stops,
                };
                add(Resource::Section(section), kind);
                if let Some(track) = track {
                    self.pass(number, event, (section, direction), track);
                }
            }
            Activity::Track { yard, track } => {
                let kind = Kind::Hold {
                    left: None,
                    turns: None,
                };
                add(Resource::Track(yard, track), kind);
            }
            Activity::Stage { stage, team } => {
                let unit = team.map_or(Resource::Stage(stage), |team| Resource::Team(stage, team));
                add(unit, Kind::Stage(stage));
            }
            Activity::Spot { spot } => self.hold(number, event, spot),
            Activity::CraneWork { spot, .. } => {
                if let Some(work) = crane_work(event) {
                    for side in [0, 1] {
                        add(Resource::SpotSide(spot, side), Kind::CraneWork(work));
                    }
                }
            }
            Activity::Handling { spot } => {
                for side in [0, 1] {
                    let side = Resource::SpotSide(spot, side);
                    self.add(Some(number), rake, (side, span, Kind::Handling));
                    self.clearing(number, event, side);
                }
            }
            Activity::Placing { .. }
            | Activity::Pulling { .. }
            | Activity::Exchange { .. }
            | Activity::IntoStore { .. }
            | Activity::FromStore { .. } => self.movement(number, event),
        }
    }

    /// The track on which a rake passes at the end of a run, from setting to clearing.
    fn pass(
        &mut self,
        number: usize,
        event: &Event,
        (section, direction): (SectionId, Direction),
        track: u32,
    ) {
        let system = self.system();
        let here = system.section(section).ends(direction).1;
        let gauge = gauge_of(system, self.train, event.rake);
        if let Some((yard, _)) = system.through_at(here, gauge) {
            let station = system.station(here);
            let from = (event.span.to - station.track_setting).max(Minute(0));
            let span = Span::new(from, event.span.to + station.track_clearing);
            let track = Resource::Track(yard, track);
            self.add(Some(number), event.rake, (track, span, Kind::Pass));
        }
    }

    /// The sides of a spot that a rake holds: its own; of a train that is handled both.
    fn hold(&mut self, number: usize, event: &Event, spot: SpotId) {
        let turns = self.train.transshipment().and(self.work.lifting);
        let turns = turns.map(|lifting| lifting.to);
        let kind = Kind::Hold {
            left: self.left_at(event.rake, spot),
            turns: turns.filter(|at| *at > event.span.from),
        };
        let own = self.side(event.rake, spot);
        let is_handled = !self.train.handling().is_empty();
        for side in [0, 1].map(|side| Resource::SpotSide(spot, side)) {
            if is_handled || side == own {
                self.add(Some(number), event.rake, (side, event.span, kind));
            }
        }
    }

    /// The side of a spot on which a rake stands.
    fn side(&self, rake: Rake, spot: SpotId) -> Resource {
        let gauge = gauge_of(self.system(), self.train, rake);
        let is_second = self.system().spot(spot).gauges_mm[0] != gauge;
        Resource::SpotSide(spot, u8::from(is_second))
    }

    /// When a rake has left a spot.
    fn left_at(&self, rake: Rake, at: SpotId) -> Option<Minute> {
        let pulled = self.events.iter().filter(|event| match event.what {
            Activity::Pulling { spot, .. } => event.rake == rake && spot == at,
            _ => false,
        });
        pulled.map(|event| self.moving(event).to).max()
    }

    /// The track that a rake holds during a span.
    fn track(&self, rake: Rake, span: Span) -> Option<Resource> {
        self.events.iter().find_map(|event| match event.what {
            Activity::Track { yard, track } if event.rake == rake && event.span.overlaps(span) => {
                Some(Resource::Track(yard, track))
            }
            _ => None,
        })
    }

    /// From the end of an event in a side of a spot to the end of the hold.
    fn clearing(&mut self, number: usize, event: &Event, side: Resource) {
        let from = self.moving(event).to;
        let hold = self.events.iter().find(|other| {
            let is_here = matches!(other.what, Activity::Spot { spot } if matches!(side, Resource::SpotSide(at, _) if at == spot));
            is_here && other.rake == event.rake && other.span.from <= from && from < other.span.to
        });
        if let Some(hold) = hold {
            let span = Span::new(from, hold.span.to);
            self.add(Some(number), event.rake, (side, span, Kind::Clearing));
        }
    }

    /// A movement where it takes place, and the locomotives that do it.
    fn movement(&mut self, number: usize, event: &Event) {
        let track = self.track(event.rake, event.span);
        let other_end = |store: Option<StoreId>| store.map(Resource::Store).or(track);
        let simple = |what, from, to| Movement {
            what,
            part: None,
            from,
            to,
        };
        let rake = event.rake;
        let (movement, moved): (Movement, &[(Rake, u32)]) = match event.what {
            Activity::Placing {
                spot,
                store,
                locomotive,
            } => {
                let to = Some(Resource::Spot(spot));
                (
                    simple(Task::Placing, other_end(store), to),
                    &[(rake, locomotive)],
                )
            }
            Activity::Pulling {
                spot,
                store,
                locomotive,
            } => {
                let from = Some(Resource::Spot(spot));
                (
                    simple(Task::Pulling, from, other_end(store)),
                    &[(rake, locomotive)],
                )
            }
            Activity::Exchange {
                spot,
                part,
                locomotive_arriving,
                locomotive_onward,
            } => (
                Movement {
                    part: Some(part),
                    ..simple(Task::Exchange, track, Some(Resource::Spot(spot)))
                },
                &[
                    (Rake::Arriving, locomotive_arriving),
                    (Rake::Onward, locomotive_onward),
                ],
            ),
            Activity::IntoStore { store, locomotive } => (
                simple(Task::IntoStore, track, Some(Resource::Store(store))),
                &[(rake, locomotive)],
            ),
            Activity::FromStore { store, locomotive } => (
                simple(Task::FromStore, Some(Resource::Store(store)), track),
                &[(rake, locomotive)],
            ),
            _ => return,
        };
        let kind = Kind::Movement(movement);
        for &(rake, locomotive) in moved {
            let (at, station) = match event.what.place() {
                Resource::Spot(spot) => {
                    let station = self.system().shed(self.system().spot(spot).shed).station;
                    (self.side(rake, spot), station)
                }
                Resource::Store(store) => {
                    (Resource::Store(store), self.system().store(store).station)
                }
                _ => return,
            };
            // on the spot nothing moves while the rake is made up or broken up in its store
            let seen = match at {
                Resource::SpotSide(..) => self.moving(event),
                _ => event.span,
            };
            self.add(Some(number), rake, (at, seen, kind));
            if movement.what == Task::Pulling {
                self.clearing(number, event, at);
            }
            self.shunted(number, rake, (station, locomotive), (event.span, kind));
        }
    }

    /// The span of a movement itself, without making up and breaking up in a store.
    fn moving(&self, event: &Event) -> Span {
        let Span { from, to } = event.span;
        match event.what {
            Activity::Placing {
                store: Some(store), ..
            } if !self.is_taken(event) => {
                Span::new(to.min(from + self.system().store(store).making_up), to)
            }
            Activity::Pulling {
                store: Some(store), ..
            } => Span::new(from, from.max(to - self.system().store(store).breaking_up)),
            _ => event.span,
        }
    }

    /// Whether a rake was being made up at the start, or moved from its store.
    fn is_taken(&self, event: &Event) -> bool {
        let at_start = place(self.train, event.rake);
        let is_moving = matches!(at_start, Some(RakePlace::Placing(None, ..)));
        is_moving || at_start.is_some_and(|place| place.made_up_at().is_some())
    }

    /// A movement of a locomotive, behind the light run to it.
    fn shunted(
        &mut self,
        number: usize,
        rake: Rake,
        (station, locomotive): (StationId, u32),
        (span, kind): (Span, Kind<'a>),
    ) {
        let gauge = gauge_of(self.system(), self.train, rake);
        let Some(pool) = self.system().locomotives_at(station, gauge) else {
            // A plan that is wrong: it is told for the station as a whole.
            let shunting = Resource::Shunting(station);
            return self.add(Some(number), rake, (shunting, span, kind));
        };
        let unit = Resource::Locomotive(pool, locomotive);
        let light_run = self.system().locomotive_pool(pool).light_run;
        let begins = span.from - light_run;
        // Movements under way at the start had theirs before, and so had those of rakes made up then.
        let is_made_up = place(self.train, rake).is_some_and(|place| place.made_up_at().is_some());
        let is_there = is_made_up && moves_out(&kind);
        if light_run > 0 && !is_there && begins >= Minute(0) {
            let light = Span::new(begins, span.from);
            self.add(Some(number), rake, (unit, light, Kind::LightRun));
        }
        self.add(Some(number), rake, (unit, span, kind));
    }

    /// Where a train under way that is not planned stands, from the start to the end of the horizon.
    pub(super) fn postponed(&mut self) {
        let end = self.instance.horizon().end;
        let whole = Span::new(Minute(0), end);
        for rake in [Rake::Arriving, Rake::Onward] {
            let Some(place) = place(self.train, rake) else {
                continue;
            };
            let state = self.train.state.as_ref();
            let parts_on = state.and_then(|state| state.parts_on);
            let parts_on = parts_on.filter(|_| rake == Rake::Arriving);
            if let RakePlace::Section(section, _, run, _) = place {
                let runs = Span::new(run.from, end);
                let section = Resource::Section(section);
                self.add(None, rake, (section, runs, Kind::Postponed));
            }
            let sides: Vec<Resource> = match (place.spot(), place) {
                // who is handled has the whole spot
                (Some(spot), RakePlace::Handling(..)) => {
                    [0, 1].map(|side| Resource::SpotSide(spot, side)).to_vec()
                }
                (Some(spot), _) => vec![self.side(rake, spot)],
                (None, _) => Vec::new(),
            };
            let worked_on = state.and_then(|state| state.worked(rake).track());
            let tracks = place.track().or(parts_on).into_iter().chain(worked_on);
            let tracks = tracks.map(|(yard, track)| Resource::Track(yard, track));
            for resource in sides.into_iter().chain(tracks) {
                self.add(None, rake, (resource, whole, Kind::Postponed));
            }
        }
        if let Some(state) = &self.train.state
            && let WorkState::Lifting(mode, _) = state.work
        {
            let step = self.system().mode(mode).steps.get(state.step);
            let cranes: BTreeSet<_> = step
                .into_iter()
                .flat_map(|step| step.cranes.iter().copied())
                .collect();
            for crane in cranes {
                let crane = Resource::Crane(crane);
                self.add(None, Rake::Arriving, (crane, whole, Kind::Postponed));
            }
        }
    }
}

/// Whether a movement leads out of a store.
fn moves_out(kind: &Kind<'_>) -> bool {
    matches!(kind, Kind::Movement(movement) if matches!(movement.from, Some(Resource::Store(_))))
}

/// Track gauge of a rake in millimetres; no crane work changes it.
pub(super) fn gauge_of(system: &System, train: &Train, rake: Rake) -> u32 {
    let class = match (rake, train.transshipment()) {
        (Rake::Onward, Some(transshipment)) => transshipment.onward_class,
        _ => train.class,
    };
    system.class(class).gauge_mm
}

/// Where a rake is at the start.
pub(super) fn place(train: &Train, rake: Rake) -> Option<RakePlace> {
    let state = train.state.as_ref()?;
    match rake {
        Rake::Arriving => Some(state.arriving),
        Rake::Onward => state.onward,
    }
}

/// What the crane work of a train changes.
#[derive(Clone, Copy)]
pub(super) struct Work {
    /// The lifting of all parts; an empty span at the start of the horizon where it was done before.
    lifting: Option<Span>,
    /// The end of all crane work, finishing included.
    end: Option<Minute>,
}

impl Work {
    pub(super) fn of(train: &Train, planned: &TrainPlan) -> Work {
        let mut lifting: Option<Span> = None;
        let mut end: Option<Minute> = None;
        for event in planned.events() {
            if let Some(work) = crane_work(event) {
                let own = work.lifting();
                lifting = Some(lifting.map_or(own, |whole| {
                    Span::new(whole.from.min(own.from), whole.to.max(own.to))
                }));
                end = end.max(Some(event.span.to));
            }
        }
        let state = train.state.as_ref();
        if lifting.is_none() && state.is_some_and(|state| state.work == WorkState::Done) {
            lifting = Some(Span::new(Minute(0), Minute(0)));
            end = Some(Minute(i32::MIN));
        }
        Work { lifting, end }
    }

    pub(super) fn role(self, train: &Train, rake: Rake, at: Minute) -> Role {
        let is_worked = self.end.is_some_and(|end| end <= at);
        match (train.transshipment(), rake) {
            (None, _) => Role::Own,
            (Some(_), Rake::Onward) if is_worked => Role::Onward,
            (Some(_), Rake::Onward) => Role::ToLoad,
            (Some(_), Rake::Arriving) if is_worked => Role::Emptied,
            (Some(_), Rake::Arriving) => Role::Arriving,
        }
    }

    fn is_loaded(self, system: &System, train: &Train, rake: Rake, at: Minute) -> bool {
        match &train.kind {
            TrainKind::Transshipped(_) => {
                let worked = self.lifting.is_some_and(|lifting| lifting.to <= at);
                (rake == Rake::Arriving) != worked
            }
            TrainKind::IntoStore(_) | TrainKind::FromStore(_) => false,
            TrainKind::Handled(_) => true,
            TrainKind::Passing => train.lifts > 0 || system.class(train.class).cargo.is_some(),
        }
    }
}

fn crane_work(event: &Event) -> Option<CraneWork<'_>> {
    match &event.what {
        Activity::CraneWork {
            mode,
            part,
            lifting_from,
            steps,
            ..
        } => Some(CraneWork {
            mode: *mode,
            part: *part,
            lifting_from: *lifting_from,
            steps,
        }),
        _ => None,
    }
}
