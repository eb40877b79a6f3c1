//! Pins of single events, of tracks, and of what becomes of the emptied rake: only ways on which all of them are kept stay in the
//! network. Those of places, entry and exit stand where what they are about is compiled.
//!
//! An event that is pinned must be there. Most events are on every way of the train or on none; where there is a choice (parallel
//! sections, stopping or passing, the fate of the emptied rake) the other choices are left out. What was found is noted, and a way
//! on which something pinned is not found is closed.

use super::Compiler;
use super::graph::{Graph, RakeRun};
use super::train::keep_ends;
use crate::network::closures::{Spans, intersect};
use crate::network::{Operation, Rule, Tick, in_ticks};
use petgraph::graph::NodeIndex;
use regauge_model::ids::{SectionId, StageId, StationId, StoreId, YardId};
use regauge_model::instance::{Rake, Train, Transshipment};
use regauge_model::resource::{Pinned, PinnedEvent, PinnedRake, Task};
use regauge_model::system::Direction;

impl RakeRun {
    /// The rake as pins name it.
    pub(super) fn pinned_rake(&self) -> PinnedRake {
        match (self.rake, self.calls) {
            (Rake::Onward, _) => PinnedRake::Onward,
            (Rake::Arriving, true) => PinnedRake::Arriving,
            (Rake::Arriving, false) => PinnedRake::Emptied,
        }
    }

    fn event(&self, task: Task) -> PinnedEvent {
        PinnedEvent {
            rake: self.pinned_rake(),
            task,
            part: 0,
        }
    }
}

impl Compiler<'_> {
    /// Begins to look for what is pinned on a way.
    pub(super) fn look_for_pins(&self) {
        self.found_pins.borrow_mut().clear();
    }

    /// Closes the way just compiled where something pinned is not on it.
    pub(super) fn close_without_pins(&self, graph: &mut Graph, train: &Train, exits: &[NodeIndex]) {
        if !self.in_force(Rule::Pins) {
            return;
        }
        let found = self.found_pins.borrow();
        let is_about_events = |pin: &Pinned| {
            matches!(
                pin,
                Pinned::Start(_) | Pinned::Track(..) | Pinned::Emptied(_)
            )
        };
        let mut pins = train.pins.all().into_iter().filter(is_about_events);
        if pins.any(|pin| !found.contains(&pin)) {
            keep_ends(graph, exits, [Tick::ZERO, Tick::ZERO]);
        }
    }

    fn note(&self, pinned: Pinned) {
        self.found_pins.borrow_mut().insert(pinned);
    }

    /// The ticks in which an event starts, where that is pinned.
    fn pinned(&self, train: &Train, event: PinnedEvent) -> Option<(Tick, Tick)> {
        let span = train.pins.start(event);
        let span = span.filter(|_| self.in_force(Rule::Pins))?;
        self.note(Pinned::Start(event));
        Some(in_ticks(span))
    }

    /// Keeps an operation to the span in which its event is pinned to start.
    pub(super) fn pin_event(&self, operation: &mut Operation, train: &Train, event: PinnedEvent) {
        if let Some(span) = self.pinned(train, event) {
            operation.starts = intersect(&operation.starts, &[span]).into();
        }
    }

    /// The same for a movement of a rake.
    pub(super) fn pin_movement(&self, operation: &mut Operation, run: RakeRun, task: Task) {
        let train = self.instance.train(run.train);
        self.pin_event(operation, train, run.event(task));
    }

    /// The same for a stage.
    pub(super) fn pin_stage(&self, starts: Spans, run: RakeRun, stage: StageId) -> Spans {
        let train = self.instance.train(run.train);
        match self.pinned(train, run.event(Task::Stage(stage))) {
            Some(span) => intersect(&starts, &[span]),
            None => starts,
        }
    }

    /// The same for the sections of a run: each is entered by a start of the whole run.
    pub(super) fn pin_sections(&self, operation: &mut Operation, run: RakeRun) {
        let train = self.instance.train(run.train);
        if train.pins.times.is_empty() {
            return;
        }
        for (line, _, enter, _) in &operation.lines {
            let section = self.network[*line].section;
            if let Some((from, to)) = self.pinned(train, run.event(Task::Run(section))) {
                let inside = [(enter.first_reaching(from), enter.first_reaching(to))];
                operation.starts = intersect(&operation.starts, &inside).into();
            }
        }
    }

    /// Of parallel sections the one through which a run is pinned.
    pub(super) fn keep_pinned_section(
        &self,
        sections: &mut Vec<(SectionId, Direction)>,
        run: RakeRun,
    ) {
        let train = self.instance.train(run.train);
        let is_pinned = |section: SectionId| {
            let event = run.event(Task::Run(section));
            self.in_force(Rule::Pins) && train.pins.start(event).is_some()
        };
        let pinned: Vec<_> = sections
            .iter()
            .filter(|one| is_pinned(one.0))
            .copied()
            .collect();
        if !pinned.is_empty() {
            // of two that are pinned at once neither way keeps both
            *sections = if pinned.len() == 1 {
                pinned
            } else {
                Vec::new()
            };
        }
    }

    /// The track of a station on which a rake is pinned to stand.
    pub(super) fn pinned_track(&self, run: RakeRun, station: StationId) -> Option<(YardId, u32)> {
        if !self.in_force(Rule::Pins) {
            return None;
        }
        let system = self.instance.system();
        let rake = run.pinned_rake();
        let mut tracks = self.instance.train(run.train).pins.tracks.iter();
        let pinned =
            tracks.find(|(of, yard, _)| *of == rake && system.yard(*yard).station == station);
        pinned.map(|&(_, yard, track)| (yard, track))
    }

    /// Of the groups of tracks on which a rake may stand at a station the one that is the track to which it is pinned.
    pub(super) fn keep_pinned_track(
        &self,
        groups: &mut Vec<(YardId, usize)>,
        run: RakeRun,
        station: StationId,
    ) {
        let Some((yard, track)) = self.pinned_track(run, station) else {
            return;
        };
        // validation has made it a group by itself
        let group = self.instance.system().yard(yard).group_of(track);
        groups.retain(|one| Some(*one) == group.map(|group| (yard, group)));
        if !groups.is_empty() {
            self.note(Pinned::Track(run.pinned_rake(), yard, track));
        }
    }

    /// Whether the emptied rake may leave, and the store into which it may go.
    pub(super) fn open_fates(
        &self,
        train: &Train,
        transshipment: &Transshipment,
    ) -> (bool, Option<StoreId>) {
        let leaves = transshipment.emptied_route.is_some();
        let store = transshipment.emptied_store;
        if !self.in_force(Rule::Pins) {
            return (leaves, store);
        }
        // what it does on its way out, it does only where it leaves
        let does_something = train.pins.times.iter().any(|(event, _)| {
            event.rake == PinnedRake::Emptied && matches!(event.task, Task::Run(_) | Task::Stage(_))
        });
        let stands = train.pins.tracks.iter();
        let stands = stands
            .clone()
            .any(|(rake, ..)| *rake == PinnedRake::Emptied);
        let pinned = train.pins.emptied;
        let leaves = leaves && pinned.is_none_or(|pinned| pinned.is_none());
        let store = store.filter(|store| {
            pinned.is_none_or(|pinned| pinned == Some(*store)) && !does_something && !stands
        });
        if let Some(pinned) = pinned
            && (leaves || store.is_some())
        {
            self.note(Pinned::Emptied(pinned));
        }
        (leaves, store)
    }
}
