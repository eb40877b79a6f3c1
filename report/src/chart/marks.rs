//! What stands in the rows of the operation charts: every event and wait of the plan as marks.

use super::ink::Ink;
use super::localizer::{Localized, Localizer};
use super::rooms::{lanes_of, waiting_for};
use super::rows::Key;
use super::tooltip::title;
use super::words::{self, Word};
use regauge_model::ids::{ShedId, StageId, TrainId};
use regauge_model::instance::Train;
use regauge_model::plan::TrainPlan;
use regauge_model::resource::{Resource, Task};
use regauge_model::system::{StageSide, System, ThroatMovement};
use regauge_model::timeline::{Kind, Timeline, Use};
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
    pub more: Vec<Localized>,
    /// Its beginning (`Some(true)`) or its end is pinned.
    pub pinned: Option<bool>,
}

/// Makes the marks of a plan.
pub(super) struct Marks<'a, 'b> {
    pub instance: &'a Instance,
    pub timeline: &'b Timeline<'a>,
    pub localizer: &'b Localizer<'a>,
    /// Lanes of stages without teams, by train and event.
    lanes: BTreeMap<(usize, usize), u32>,
    /// Rows of the waits of trains that are handled, by train and wait.
    pub waiting: BTreeMap<(usize, usize), Key>,
    pub found: Vec<Mark>,
}

/// Every mark of a plan, by train and, within a train, in the order in which they are painted.
pub(super) fn marks<'a>(timeline: &Timeline<'a>, localizer: &Localizer<'a>) -> Vec<Mark> {
    let instance = timeline.instance();
    let stages = (0..instance.system().stages().len()).map(StageId::from_index);
    let lanes = stages.flat_map(|stage| {
        let lanes = lanes_of(timeline, stage).into_iter();
        lanes.map(|lane| ((lane.train, lane.event), lane.number))
    });
    let sheds = (0..instance.system().sheds().len()).map(ShedId::from_index);
    let waiting = sheds.flat_map(|shed| {
        let lanes = waiting_for(timeline, shed).into_iter();
        lanes.map(move |lane| ((lane.train, lane.event), Key::Waiting(shed, lane.number)))
    });
    let mut marks = Marks {
        instance,
        timeline,
        localizer,
        lanes: lanes.collect(),
        waiting: waiting.collect(),
        found: Vec::new(),
    };
    let trains = instance.trains().iter().zip(&timeline.plan().trains);
    for (index, (train, planned)) in trains.enumerate() {
        marks.train(index, train, planned);
    }
    marks.found
}

impl Marks<'_, '_> {
    pub(super) fn system(&self) -> &System {
        self.instance.system()
    }

    pub(super) fn add(&mut self, train: usize, key: Key, span: Span, ink: Ink, what: Word) {
        let title = self.localizer.title(|names| {
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
        let first = self.found.len();
        let uses = self.timeline.of_train(TrainId::from_index(index));
        // What stands is below what is done to it.
        for one in uses {
            self.stand(one);
        }
        for one in uses {
            self.work(one);
        }
        for (number, wait) in planned.waits().iter().enumerate() {
            self.wait(index, train, uses, (number, wait));
        }
        if let Some(exit) = planned.exit() {
            self.pin(first, train, exit);
        }
    }

    fn stand(&mut self, one: &Use<'_>) {
        let (Kind::Hold { turns, .. }, Some(key)) = (one.kind, Key::of(one.resource)) else {
            return;
        };
        let word = |loaded| if loaded { words::LOADED } else { words::EMPTY };
        let (index, loaded) = (one.train.index(), one.is_loaded);
        let ink = match key {
            Key::Track(..) => Ink::Track(loaded),
            _ => Ink::Side(loaded),
        };
        self.add(index, key, one.span, ink, word(loaded));
        if let Some(turns) = turns {
            let rest = Span::new(turns, one.span.to);
            self.add(index, key, rest, Ink::Turned(!loaded), word(!loaded));
        }
    }

    fn work(&mut self, one: &Use<'_>) {
        let index = one.train.index();
        let key = match one.resource {
            Resource::Stage(id) => {
                let lane = one.event.and_then(|event| self.lanes.get(&(index, event)));
                Key::Team(id, lane.copied().unwrap_or(1))
            }
            // The row of a store shows how many rakes are there, that of a section has lines.
            Resource::Store(_) | Resource::Section(_) => return,
            other => match Key::of(other) {
                Some(key) => key,
                None => return,
            },
        };
        let (ink, word) = match one.kind {
            Kind::Movement(movement) => match movement.what {
                Task::Placing => (Ink::Placing, words::PLACING),
                Task::Pulling => (Ink::Pulling, words::PULLING),
                Task::Exchange => (Ink::Exchange, words::EXCHANGE),
                Task::IntoStore => (Ink::IntoStore, words::INTO_STORE),
                _ => (Ink::FromStore, words::FROM_STORE),
            },
            Kind::LightRun => (Ink::LightRun, words::LIGHT_RUN),
            Kind::Clearing => (Ink::Clearing, words::CLEARING),
            Kind::Handling => (Ink::Handling, words::HANDLING),
            Kind::Postponed => (Ink::HeldAtStart, words::POSTPONED),
            Kind::Stage(id) => {
                let side = self.system().stage(id).side;
                (Ink::Stage(side), stage_word(side))
            }
            Kind::Pass => (Ink::Pass, words::PASSING),
            Kind::Throat(ThroatMovement::Arrival(_)) => (Ink::Arriving, words::ARRIVING),
            Kind::Throat(ThroatMovement::Departure(_)) => (Ink::Departing, words::DEPARTING),
            Kind::Throat(_) => (Ink::Shunting, words::SHUNTING),
            Kind::CraneWork(work) => return self.crane_work(one, key, &work),
            Kind::Lifts { wagons, lifts } => return self.slot(one, key, wagons, lifts),
            Kind::Hold { .. } | Kind::Run { .. } => return,
        };
        self.add(index, key, one.span, ink, word);
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
