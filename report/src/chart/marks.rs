//! What stands in the rows of the operation charts: every event and wait of the plan as marks.

use super::ink::Ink;
use super::rooms::{self, Stuck, lanes_of};
use super::rows::Key;
use super::told::title;
use super::voices::{Saying, Voices};
use super::words::{self, Word};
use regauge_model::ids::{ShedId, SpotId, StationId};
use regauge_model::instance::{Rake, Train};
use regauge_model::plan::{Activity, Event, Plan, TrainPlan};
use regauge_model::system::{StageSide, System};
use regauge_model::{Instance, Minute, Span};
use std::collections::BTreeMap;

/// Something in a row.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    pub key: Key,
    pub span: Span,
    pub ink: Ink,
    /// Index in the plan.
    pub train: usize,
    /// In a chart of one language.
    pub title: Option<String>,
    /// What stands behind the number, the first of these for which there is room: wagons and lifts of a crane, the
    /// cause of a wait.
    pub more: Vec<Saying>,
    /// Its beginning (`Some(true)`) or its end is pinned.
    pub pinned: Option<bool>,
}

/// Makes the marks of a plan.
pub(super) struct Marks<'a, 'b> {
    pub instance: &'a Instance,
    pub plan: &'a Plan,
    pub voices: &'b Voices<'a>,
    /// Lanes of stages without teams, by train and event.
    lanes: BTreeMap<(usize, usize), u32>,
    /// Rows of the waits of trains that are handled, by train and wait.
    pub waiting: BTreeMap<(usize, usize), Key>,
    pub found: Vec<Mark>,
}

/// Every mark of a plan, by train and, within a train, in the order in which they are painted.
pub(super) fn marks<'a>(instance: &'a Instance, plan: &'a Plan, voices: &Voices<'a>) -> Vec<Mark> {
    let stages = 0..instance.system().stages().len();
    let lanes = stages.flat_map(|index| {
        lanes_of(plan, regauge_model::ids::StageId::from_index(index))
            .into_iter()
            .map(|lane| ((lane.train, lane.event), lane.number))
    });
    let sheds = (0..instance.system().sheds().len()).map(ShedId::from_index);
    let waiting = sheds.flat_map(|shed| {
        let lanes = rooms::waiting_for(instance, plan, shed).into_iter();
        lanes.map(move |lane| ((lane.train, lane.event), Key::Waiting(shed, lane.number)))
    });
    let mut marks = Marks {
        instance,
        plan,
        voices,
        lanes: lanes.collect(),
        waiting: waiting.collect(),
        found: Vec::new(),
    };
    for (index, (train, planned)) in instance.trains().iter().zip(&plan.trains).enumerate() {
        marks.train(index, train, planned);
    }
    marks.found
}

impl Marks<'_, '_> {
    pub(super) fn system(&self) -> &System {
        self.instance.system()
    }

    pub(super) fn add(&mut self, train: usize, key: Key, span: Span, ink: Ink, what: Word) {
        let title = self.voices.title(|names| {
            let what = what.in_language(names.language);
            title(names, train, key, what, span)
        });
        self.found.push(Mark {
            key,
            span,
            ink,
            train,
            title,
            more: Vec::new(),
            pinned: None,
        });
    }

    fn train(&mut self, index: usize, train: &Train, planned: &TrainPlan) {
        let TrainPlan::Planned {
            events,
            waits,
            exit,
        } = planned
        else {
            let span = Span::new(Minute(0), self.instance.horizon().end);
            for place in rooms::stuck(self.system(), train) {
                let key = match place {
                    Stuck::Track(yard, track) => Key::Track(yard, track),
                    Stuck::Side(spot, side) => Key::Side(spot, side),
                    Stuck::Crane(crane) => Key::Crane(crane),
                };
                self.add(index, key, span, Ink::Stuck, words::POSTPONED);
            }
            return;
        };
        let first = self.found.len();
        // What stands is below what is done to it.
        for event in events {
            self.stand(index, train, planned, event);
        }
        for (number, event) in events.iter().enumerate() {
            self.work(index, train, events, number, event);
        }
        self.slots(index);
        for (number, wait) in waits.iter().enumerate() {
            self.wait(index, train, events, (number, wait));
        }
        self.pin(first, train, *exit);
    }

    pub(super) fn sides(&self, train: &Train, rake: Rake, spot: SpotId) -> Vec<usize> {
        if train.handling().is_empty() {
            vec![rooms::side_of(self.system(), train, rake, spot)]
        } else {
            vec![0, 1]
        }
    }

    fn stand(&mut self, index: usize, train: &Train, planned: &TrainPlan, event: &Event) {
        let at = event.span.from;
        let loaded = rooms::is_loaded(self.system(), train, planned, event.rake, at);
        let word = |loaded| if loaded { words::LOADED } else { words::EMPTY };
        match event.what {
            Activity::Track { yard, track } => {
                let key = Key::Track(yard, track);
                self.add(index, key, event.span, Ink::Track(loaded), word(loaded));
            }
            Activity::Spot { spot } => {
                for side in self.sides(train, event.rake, spot) {
                    let key = Key::Side(spot, side);
                    self.add(index, key, event.span, Ink::Side(loaded), word(loaded));
                    let turns = train.transshipment().and(rooms::work_of(train, planned));
                    if let Some(work) = turns
                        && work.to > event.span.from
                    {
                        let rest = Span::new(work.to, event.span.to);
                        self.add(index, key, rest, Ink::Turned(!loaded), word(!loaded));
                    }
                }
            }
            _ => {}
        }
    }

    fn work(
        &mut self,
        index: usize,
        train: &Train,
        events: &[Event],
        number: usize,
        event: &Event,
    ) {
        let span = event.span;
        let rake = event.rake;
        match &event.what {
            Activity::Placing {
                spot, locomotive, ..
            } => {
                let side = rooms::side_of(self.system(), train, rake, *spot);
                self.add(
                    index,
                    Key::Side(*spot, side),
                    span,
                    Ink::Placing,
                    words::PLACING,
                );
                let station = self.station_of_spot(*spot);
                self.moved(
                    index,
                    train,
                    rake,
                    station,
                    *locomotive,
                    (span, Ink::Placing, words::PLACING),
                );
            }
            Activity::Pulling {
                spot, locomotive, ..
            } => {
                let side = rooms::side_of(self.system(), train, rake, *spot);
                let key = Key::Side(*spot, side);
                self.add(index, key, span, Ink::Pulling, words::PULLING);
                self.clearing(index, key, events, (*spot, rake, span.to));
                let station = self.station_of_spot(*spot);
                self.moved(
                    index,
                    train,
                    rake,
                    station,
                    *locomotive,
                    (span, Ink::Pulling, words::PULLING),
                );
            }
            Activity::Exchange {
                spot,
                locomotive_arriving,
                locomotive_onward,
                ..
            } => {
                let station = self.station_of_spot(*spot);
                let rakes = [
                    (Rake::Arriving, *locomotive_arriving),
                    (Rake::Onward, *locomotive_onward),
                ];
                for (rake, locomotive) in rakes {
                    let side = rooms::side_of(self.system(), train, rake, *spot);
                    self.add(
                        index,
                        Key::Side(*spot, side),
                        span,
                        Ink::Exchange,
                        words::EXCHANGE,
                    );
                    self.moved(
                        index,
                        train,
                        rake,
                        station,
                        locomotive,
                        (span, Ink::Exchange, words::EXCHANGE),
                    );
                }
            }
            Activity::IntoStore { store, locomotive } => {
                let station = self.system().store(*store).station;
                self.moved(
                    index,
                    train,
                    rake,
                    station,
                    *locomotive,
                    (span, Ink::IntoStore, words::INTO_STORE),
                );
            }
            Activity::FromStore { store, locomotive } => {
                let station = self.system().store(*store).station;
                self.moved(
                    index,
                    train,
                    rake,
                    station,
                    *locomotive,
                    (span, Ink::FromStore, words::FROM_STORE),
                );
            }
            Activity::Stage { stage, team } => {
                let lane = self.lanes.get(&(index, number)).copied();
                let key = Key::Team(*stage, team.or(lane).unwrap_or(1));
                let side = self.system().stage(*stage).side;
                let word = stage_word(side);
                self.add(index, key, span, Ink::Stage(side), word);
            }
            Activity::CraneWork {
                spot,
                lifting_from,
                steps,
                ..
            } => {
                self.crane_work(index, *spot, span, *lifting_from, steps);
            }
            Activity::Handling { spot } => {
                for side in [0, 1] {
                    let key = Key::Side(*spot, side);
                    self.add(index, key, span, Ink::Handling, words::HANDLING);
                    self.clearing(index, key, events, (*spot, rake, span.to));
                }
            }
            Activity::Run { .. } | Activity::Track { .. } | Activity::Spot { .. } => {}
        }
    }

    fn station_of_spot(&self, spot: SpotId) -> StationId {
        let system = self.system();
        system.shed(system.spot(spot).shed).station
    }

    /// A movement in the row of its locomotive, behind the light run to it.
    fn moved(
        &mut self,
        index: usize,
        train: &Train,
        rake: Rake,
        station: StationId,
        number: u32,
        (span, ink, word): (Span, Ink, Word),
    ) {
        let gauge = rooms::gauge(self.system(), train, rake);
        let Some(pool) = self.system().locomotives_at(station, gauge) else {
            return;
        };
        let key = Key::Locomotive(pool, number);
        let light_run = self.system().locomotive_pool(pool).light_run;
        let begins = span.from - light_run;
        // Movements under way at the start had theirs before.
        if light_run > 0 && begins >= Minute(0) {
            let light = Span::new(begins, span.from);
            self.add(index, key, light, Ink::LightRun, words::LIGHT_RUN);
        }
        self.add(index, key, span, ink, word);
    }

    /// From the end of the last movement out of a spot to the end of the hold.
    fn clearing(
        &mut self,
        index: usize,
        key: Key,
        events: &[Event],
        (spot, rake, from): (SpotId, Rake, Minute),
    ) {
        let hold = events.iter().find(|event| {
            let holds = matches!(event.what, Activity::Spot { spot: at } if at == spot);
            holds && event.rake == rake && event.span.from <= from && from < event.span.to
        });
        if let Some(hold) = hold {
            let span = Span::new(from, hold.span.to);
            self.add(index, key, span, Ink::Clearing, words::CLEARING);
        }
    }

    /// Marks the beginning or the end of what a pin of the train fixes.
    fn pin(&mut self, first: usize, train: &Train, exit: Minute) {
        let pins = &train.pins;
        let is_worked = pins.shed.is_some() || pins.spot.is_some() || pins.mode.is_some();
        let mut starts = pins.crane_work.is_some();
        for mark in &mut self.found[first..] {
            match mark.ink {
                Ink::Side(_) if is_worked => mark.pinned = Some(true),
                Ink::Preparation | Ink::Lifting if starts => {
                    mark.pinned = Some(true);
                    starts = false;
                }
                Ink::Track(_) if pins.exit.is_some() && mark.span.to >= exit => {
                    mark.pinned = Some(false);
                }
                _ => {}
            }
        }
    }
}

fn stage_word(side: StageSide) -> Word {
    match side {
        StageSide::Arrival => words::ON_ARRIVAL,
        StageSide::ArrivalBeforeDeparture => words::BEFORE_DEPARTURE,
        StageSide::Departure => words::ON_DEPARTURE,
    }
}
