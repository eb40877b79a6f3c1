//! What every rule may look at: instance, plan, journeys, weather; and words for messages.

use super::Violation;
use super::facts::facts;
use super::journey::Journey;
use super::wind::{Weather, crane_weather, line_weather, shunting_weather};
use crate::ids::{ClassId, SpotId, StageId, StationId, StoreId, TrainId, YardId};
use crate::instance::{Rake, RakePlace, Train, TrainKind, WorkState};
use crate::message::{Message, Value};
use crate::plan::{Activity, Event, Plan};
use crate::resource::Resource;
use crate::system::{Direction, Lot, System};
use crate::words::resources::{self, named, thing};
use crate::words::violations as words;
use crate::{Instance, Minute, Span};

pub(super) struct Context<'a> {
    pub instance: &'a Instance,
    pub system: &'a System,
    pub plan: &'a Plan,
    /// Per train what it must do, matched with its events; empty for trains not planned, and for all until they are walked.
    pub journeys: Vec<Journey>,
    /// Per section.
    pub line_weather: Vec<Weather>,
    /// Per shed.
    pub crane_weather: Vec<Weather>,
    /// Stops on the line per section.
    pub line_stops: Vec<Vec<Span>>,
    /// Stops of the shunting per station.
    pub shunting_stops: Vec<Vec<Span>>,
    /// Per train and event: under way at the start, so that the state says when it ends.
    pub facts: Vec<Vec<bool>>,
    /// Per train: start of the pulling of the arriving rake, from which on it is the emptied one.
    emptied_from: Vec<Option<Minute>>,
}

impl<'a> Context<'a> {
    /// All but the journeys, which [`super::context`] has walked.
    pub fn new(instance: &'a Instance, plan: &'a Plan) -> Context<'a> {
        let system = instance.system();
        let mut context = Context {
            instance,
            system,
            plan,
            journeys: Vec::new(),
            line_weather: system
                .sections()
                .iter()
                .map(|s| line_weather(instance, s))
                .collect(),
            crane_weather: system
                .sheds()
                .iter()
                .map(|s| crane_weather(instance, s))
                .collect(),
            line_stops: Vec::new(),
            shunting_stops: system
                .stations()
                .iter()
                .map(|s| shunting_weather(instance, s).stops())
                .collect(),
            facts: Vec::new(),
            emptied_from: Vec::new(),
        };
        context.line_stops = context.line_weather.iter().map(Weather::stops).collect();
        context.facts = context
            .trains()
            .map(|(id, train)| facts(train, context.events(id)))
            .collect();
        context.emptied_from = context
            .trains()
            .map(|(id, train)| train.emptied_from(context.events(id)))
            .collect();
        context
    }

    /// Trains with their ids.
    pub fn trains(&self) -> impl Iterator<Item = (TrainId, &'a Train)> + use<'a> {
        let trains = self.instance.trains().iter().enumerate();
        trains.map(|(index, train)| (TrainId::from_index(index), train))
    }

    /// Events of a train; none when it is not planned (or the plan is too short).
    pub fn events(&self, train: TrainId) -> &'a [Event] {
        self.plan
            .trains
            .get(train.index())
            .map_or(&[], |plan| plan.events())
    }

    /// Whether a train is planned.
    pub fn is_planned(&self, train: TrainId) -> bool {
        self.plan
            .trains
            .get(train.index())
            .is_some_and(|plan| plan.exit().is_some())
    }

    /// Every event of every train, with the train and the position among its events.
    pub fn all_events(&self) -> impl Iterator<Item = (TrainId, usize, &'a Event)> {
        self.trains().flat_map(|(id, _)| {
            let events = self.events(id).iter().enumerate();
            events.map(move |(index, event)| (id, index, event))
        })
    }

    /// Trains that are not planned and hold their places of the start to the end of the horizon.
    pub fn standing(&self) -> impl Iterator<Item = (TrainId, &'a Train, Rake, RakePlace)> {
        self.trains()
            .filter(|(id, _)| !self.is_planned(*id))
            .flat_map(|(id, train)| {
                let state = train.state.as_ref();
                let arriving = state.map(|state| (id, train, Rake::Arriving, state.arriving));
                let onward = state.and_then(|state| state.onward);
                arriving
                    .into_iter()
                    .chain(onward.map(|place| (id, train, Rake::Onward, place)))
            })
    }

    /// Whether an event was under way at the start.
    pub fn is_fact(&self, train: TrainId, event: usize) -> bool {
        self.facts[train.index()][event]
    }

    /// From minute 0 to the last one in which anything may be planned: so long is held what a train not planned holds.
    pub fn until_all_ends(&self) -> Span {
        Span::new(Minute(0), self.instance.run_on_end())
    }

    /// The last minute of a train.
    pub fn end_of(&self, train: TrainId) -> Minute {
        self.instance.latest_end(train)
    }

    /// The class a rake has at a minute.
    pub fn class_at(&self, train: TrainId, rake: Rake, at: Minute) -> ClassId {
        let data = self.instance.train(train);
        match (data.transshipment(), rake) {
            (None, _) => data.class,
            (Some(transshipment), Rake::Onward) => transshipment.onward_class,
            (Some(transshipment), Rake::Arriving) => {
                if self.is_emptied(train, at) {
                    transshipment.emptied_class
                } else {
                    data.class
                }
            }
        }
    }

    /// From when on the arriving rake is the emptied one.
    pub fn emptied_from(&self, train: TrainId) -> Option<Minute> {
        self.emptied_from[train.index()]
    }

    /// Whether the arriving rake is the emptied one at a minute.
    pub fn is_emptied(&self, train: TrainId, at: Minute) -> bool {
        self.emptied_from[train.index()].is_some_and(|from| from <= at)
    }

    /// Gauge of a rake, which no crane work changes.
    pub fn gauge(&self, train: TrainId, rake: Rake) -> u32 {
        let data = self.instance.train(train);
        let class = match (data.transshipment(), rake) {
            (Some(transshipment), Rake::Onward) => transshipment.onward_class,
            _ => data.class,
        };
        self.system.class(class).gauge_mm
    }

    /// The store that an event takes a rake from, or brings one into (true).
    pub fn store_of(&self, event: &Event) -> Option<(StoreId, bool)> {
        match event.what {
            Activity::IntoStore { store, .. }
            | Activity::Pulling {
                store: Some(store), ..
            } => Some((store, true)),
            Activity::FromStore { store, .. }
            | Activity::Placing {
                store: Some(store), ..
            } => Some((store, false)),
            _ => None,
        }
    }

    /// What an event takes from its store or brings into it. Where it is none that the train names, a rake counts as one, and of its
    /// wagons nothing is known.
    pub fn lots(&self, train: TrainId, event: &Event) -> Vec<Lot> {
        let Some((store, is_in)) = self.store_of(event) else {
            return Vec::new();
        };
        let data = self.instance.train(train);
        let named = match (&data.kind, is_in) {
            (TrainKind::IntoStore(own), true) | (TrainKind::FromStore(own), false) => {
                Some((*own, &data.lots))
            }
            (TrainKind::Transshipped(work), true) => {
                work.emptied_store.map(|own| (own, &data.lots))
            }
            (TrainKind::Transshipped(work), false) => Some((work.onward_store, &work.onward_lots)),
            _ => None,
        };
        match named.filter(|(own, _)| *own == store) {
            Some((_, lots)) => lots.clone(),
            None if self.system.store(store).holds_wagons() => Vec::new(),
            None => vec![Lot { stock: 0, count: 1 }],
        }
    }

    /// From when on a rake may move that is made up at the start.
    pub fn made_up_at(&self, train: TrainId, rake: Rake) -> Option<Minute> {
        let state = self.instance.train(train).state.as_ref()?;
        state.place(rake)?.made_up_at()
    }

    /// The span of a movement itself: behind the making up and before the breaking up that are of it.
    pub fn moving(&self, train: TrainId, index: usize, event: &Event) -> Span {
        let Span { from, to } = event.span;
        match self.store_of(event) {
            Some((store, true)) => {
                let broken_up = self.system.store(store).breaking_up;
                Span::new(from, from.max(to - broken_up))
            }
            // what moves at the start has been made up
            Some((store, false)) if !self.is_fact(train, index) => {
                let is_made_up = self.made_up_at(train, event.rake).is_some();
                let making_up = self.system.store(store).making_up;
                let made_up = from + if is_made_up { 0 } else { making_up };
                Span::new(made_up.min(to), to)
            }
            _ => event.span,
        }
    }

    /// Station of a spot.
    pub fn station_of(&self, spot: SpotId) -> StationId {
        self.system.shed(self.system.spot(spot).shed).station
    }

    /// Number of a train.
    pub fn name(&self, train: TrainId) -> &'a str {
        &self.instance.train(train).name
    }

    /// A minute on the clock of the instance, with the day when it is not the one on which the horizon starts.
    pub fn clock(&self, minute: Minute) -> String {
        let horizon = self.instance.horizon();
        let at = horizon.date_time(minute);
        if at.date_naive() == horizon.start.date_naive() {
            at.format("%H:%M").to_string()
        } else {
            at.format("%m-%d %H:%M").to_string()
        }
    }

    /// A span on the clock of the instance.
    pub fn clocks(&self, span: Span) -> String {
        format!("{}–{}", self.clock(span.from), self.clock(span.to))
    }

    /// A resource in words.
    pub fn say(&self, resource: Resource) -> Message {
        resource.words(self.instance).message()
    }

    /// The name of a station.
    pub fn station(&self, id: StationId) -> Value {
        let station = self.system.station(id);
        named(&station.name, &station.title)
    }

    /// The name of a stage.
    pub fn stage(&self, id: StageId) -> Value {
        let stage = self.system.stage(id);
        named(&stage.name, &stage.title)
    }

    /// A yard in words.
    pub fn yard(&self, id: YardId) -> Message {
        let yard = self.system.yard(id);
        thing(resources::yard(&yard.name), &yard.name, &yard.title)
    }

    /// A rake in words.
    pub fn rake_words(&self, train: TrainId, rake: Rake) -> Message {
        let name = self.name(train);
        match (self.instance.train(train).transshipment(), rake) {
            (None, _) => words::rake_of_train(name),
            (_, Rake::Arriving) => words::arriving_rake_of(name),
            (_, Rake::Onward) => words::onward_rake_of(name),
        }
    }

    /// A rake in words that begin a sentence.
    pub fn first_rake_words(&self, train: TrainId, rake: Rake) -> Message {
        let name = self.name(train);
        match (self.instance.train(train).transshipment(), rake) {
            (None, _) => words::first_rake_of_train(name),
            (_, Rake::Arriving) => words::first_arriving_rake_of(name),
            (_, Rake::Onward) => words::first_onward_rake_of(name),
        }
    }

    /// Whose event it is and what, when: the beginning of a sentence.
    pub fn who_and_what(&self, train: TrainId, event: &Event) -> Message {
        let rake = self.first_rake_words(train, event.rake);
        words::event_of(rake, self.words(event), self.clocks(event.span))
    }

    /// A sentence about an event: what is wrong with it.
    pub fn wrong_event(&self, train: TrainId, event: &Event, wrong: Message) -> Message {
        words::wrong_event(self.who_and_what(train, event), wrong)
    }

    /// What an event is, in words.
    pub fn words(&self, event: &Event) -> Message {
        let place = self.say(event.what.place());
        match &event.what {
            Activity::Run { direction, .. } => match direction {
                Direction::Down => words::run_down(place),
                Direction::Up => words::run_up(place),
            },
            Activity::Track { .. } | Activity::Stage { .. } | Activity::Spot { .. } => place,
            Activity::Placing { .. } => words::placing_into(place),
            Activity::CraneWork { part, .. } => words::crane_work_on(*part, place),
            Activity::Handling { .. } => words::handling_in(place),
            Activity::Exchange { part, .. } => words::exchange_for(*part, place),
            Activity::Pulling { .. } => words::pulling_from(place),
            Activity::IntoStore { .. } => words::moving_into(place),
            Activity::FromStore { .. } => words::moving_from(place),
        }
    }
}

/// A violation of a rule by a train.
pub(super) fn broken(
    rule: &'static str,
    train: TrainId,
    span: Span,
    resource: impl Into<Option<Resource>>,
    message: Message,
) -> Violation {
    debug_assert!(super::RULES.contains(&rule), "{rule} is in no list");
    Violation {
        rule,
        train: Some(train),
        resource: resource.into(),
        span: Some(span),
        other: None,
        message,
    }
}

impl Violation {
    /// With the other party.
    pub(super) fn against(mut self, other: Option<TrainId>) -> Violation {
        self.other = other;
        self
    }
}

/// Whether the crane work of a train is over at the start, so that its arriving rake is the emptied one.
pub(super) fn is_emptied_at_start(train: &Train) -> bool {
    train
        .state
        .as_ref()
        .is_some_and(|state| state.work == WorkState::Done)
}
