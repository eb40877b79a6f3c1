//! The network of one train: strands, where they meet, where they begin at the start of the horizon.

use super::Compiler;
use super::graph::{Graph, RakeRun, Role, RouteEnd, left, plain};
use super::shed::{OfStore, Shunt};
use crate::network::closures::intersect;
use crate::network::fan::fans;
use crate::network::{
    Anchor, Cost, Early, ExitCost, FOREVER, LONG_AGO, Movement, NEVER, Operation, OperationWhat,
    PoolIndex, Rule, StagePhase, StandWhat, Start, Tick, Ticks, TrainNetwork, Use, WayEnd, Work,
    in_ticks,
};
use petgraph::Direction::{Incoming, Outgoing};
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use regauge_model::ids::{SpotId, StationId, TrainId, YardId};
use regauge_model::instance::{Handling, Rake, RakePlace, Train, TrainKind, TrainState};
use regauge_model::objective::Term;
use regauge_model::resource::Task;
use regauge_model::time::Span;

/// A train network being built.
pub(super) struct Draft {
    pub(super) graph: Graph,
    pub(super) arriving_start: Vec<Start>,
    pub(super) onward_start: Vec<Start>,
    pub(super) works: Vec<Work>,
    pub(super) exits: Vec<NodeIndex>,
    /// By way that is in the network: which one, and how many exits there were before it.
    pub(super) ways: Vec<(usize, usize)>,
    pub(super) emptied_exits: Vec<NodeIndex>,
    pub(super) start_tracks: Vec<(PoolIndex, u32)>,
    /// Tracks on which worked parts stand at the start.
    pub(super) worked_tracks: Vec<(PoolIndex, u32)>,
    pub(super) stay_uses: Vec<Use>,
    pub(super) stay_movements: Vec<Movement>,
}

impl Compiler<'_> {
    pub(super) fn train(&mut self, id: TrainId) -> TrainNetwork {
        let train = self.home.train(id);
        let mut draft = Draft {
            ways: Vec::new(),
            graph: Graph::new(),
            arriving_start: Vec::new(),
            onward_start: Vec::new(),
            works: Vec::new(),
            exits: Vec::new(),
            emptied_exits: Vec::new(),
            start_tracks: Vec::new(),
            worked_tracks: Vec::new(),
            stay_uses: Vec::new(),
            stay_movements: Vec::new(),
        };
        let pinned = train.pins.port.filter(|_| self.in_force(Rule::Pins));
        for way in 0..train.ways.len().max(1) {
            let port = train.ways.get(way).map(|way| way.port);
            if pinned.is_some() && port != pinned {
                continue;
            }
            draft.ways.push((way, draft.exits.len()));
            self.instance = self.on_ways.get(way).unwrap_or(self.home);
            self.look_for_pins();
            let first = draft.exits.len();
            self.on_way(&mut draft, id);
            self.close_without_pins(&mut draft.graph, train, &draft.exits[first..]);
            self.instance = self.home;
        }
        self.finish(id, train, draft)
    }

    /// Adds all that the train may do on its way in the instance at hand.
    fn on_way(&mut self, draft: &mut Draft, id: TrainId) {
        let instance = self.instance;
        let train = instance.train(id);
        let run = RakeRun {
            train: id,
            rake: Rake::Arriving,
            class: train.class,
            length_m: train.length_m,
            calls: true,
        };
        let place = train.state.as_ref().map(|state| state.arriving);
        match &train.kind {
            TrainKind::Passing => {
                let last = train.route.last();
                let ends = last.is_some_and(|station| self.has_yards(*station));
                let role = if ends { Role::Ends } else { Role::Passing };
                let from = self.arriving_from(draft, train, run, role);
                let exits = self.strand(draft, train, run, &train.route, from, &RouteEnd::Leaves);
                draft.exits.extend(exits);
            }
            TrainKind::IntoStore(store) if place.and_then(into_store).is_some() => {
                if let Some(movement) = place.and_then(into_store) {
                    self.moving_into_store(draft, run, *store, movement);
                }
            }
            TrainKind::IntoStore(store) => {
                let from = self.arriving_from(draft, train, run, Role::IntoStore);
                let end = RouteEnd::Stops(Role::IntoStore);
                let stands = self.strand(draft, train, run, &train.route, from, &end);
                let exit = draft
                    .graph
                    .add_node(plain(StandWhat::Store(*store), Rake::Arriving));
                let store_data = instance.system().store(*store);
                for stand in stands {
                    let mut shunt = self.shunt(Shunt {
                        what: OperationWhat::IntoStore(*store),
                        station: store_data.station,
                        gauge_mm: store_data.gauge_mm,
                        minutes: store_data.moving,
                        under_way: false,
                        spot: None,
                        clearing: Some(0),
                        store: Some(OfStore::of(train, Rake::Arriving, *store, true)),
                    });
                    self.pin_movement(&mut shunt, run, Task::IntoStore);
                    draft.graph.add_edge(stand, exit, shunt);
                }
                draft.exits.push(exit);
            }
            TrainKind::FromStore(store) => {
                let from = if let Some(RakePlace::FromStore(to, until)) = place {
                    let movement = (to, until.into());
                    vec![self.moving_from_store(draft, run, *store, movement)]
                } else {
                    let store_data = instance.system().store(*store);
                    if place.is_some_and(|place| place.made_up_at().is_some()) {
                        self.hold_room(&OfStore::of(train, Rake::Arriving, *store, false));
                    }
                    let begin = draft
                        .graph
                        .add_node(plain(StandWhat::Store(*store), Rake::Arriving));
                    draft.arriving_start.push(Start {
                        stand: begin,
                        at: Tick::from(train.opens).max(Tick::ZERO),
                    });
                    let stands = self.track_stands(
                        &mut draft.graph,
                        run,
                        store_data.station,
                        Some(Role::Outbound),
                    );
                    for &stand in &stands {
                        let mut shunt = self.shunt(Shunt {
                            what: OperationWhat::FromStore(*store),
                            station: store_data.station,
                            gauge_mm: store_data.gauge_mm,
                            minutes: store_data.moving,
                            under_way: false,
                            spot: None,
                            clearing: Some(0),
                            store: Some(OfStore::of(train, Rake::Arriving, *store, false)),
                        });
                        self.pin_starts(&mut shunt, train.pins.entry);
                        self.pin_movement(&mut shunt, run, Task::FromStore);
                        draft.graph.add_edge(begin, stand, shunt);
                    }
                    stands
                };
                let exits = self.strand(draft, train, run, &train.route, from, &RouteEnd::Leaves);
                draft.exits.extend(exits);
            }
            TrainKind::Transshipped(transshipment) => {
                self.transshipped(draft, train, transshipment, run);
            }
            TrainKind::Handled(handling) => self.handled(draft, train, handling, run),
        }
    }

    /// One operation per spot, from outside to having left.
    fn handled(&mut self, draft: &mut Draft, train: &Train, handling: &[Handling], run: RakeRun) {
        let outside = draft
            .graph
            .add_node(plain(StandWhat::Outside, Rake::Arriving));
        draft.arriving_start.push(Start {
            stand: outside,
            at: Tick::from(train.opens).max(Tick::ZERO),
        });
        let left = draft.graph.add_node(left(Rake::Arriving));
        for &one in handling {
            let mut operation = self.handling(one);
            let state = train.state.as_ref().map(|state| state.arriving);
            if let Some(RakePlace::Handling(spot, until)) = state {
                if spot == one.spot {
                    let operation = self.handling_left(spot, until.into());
                    for (pool, _, _) in &operation.pools {
                        self.stay(draft, *pool, None);
                    }
                    draft.graph.add_edge(outside, left, operation);
                }
            } else if self.keeps_pins(train, one.spot) {
                self.pin_starts(&mut operation, train.pins.entry);
                self.pin_movement(&mut operation, run, Task::Handling);
                draft.graph.add_edge(outside, left, operation);
            }
        }
        draft.exits.push(left);
    }

    /// Whether shed and spot pinned are those of a spot.
    fn keeps_pins(&self, train: &Train, spot: SpotId) -> bool {
        let pins = &train.pins;
        let shed = self.instance.system().spot(spot).shed;
        !self.in_force(Rule::Pins)
            || (pins.shed.is_none_or(|pinned| pinned == shed)
                && pins.spot.is_none_or(|pinned| pinned == spot))
    }

    pub(super) fn strand(
        &mut self,
        draft: &mut Draft,
        train: &Train,
        run: RakeRun,
        route: &[StationId],
        from: Vec<NodeIndex>,
        end: &RouteEnd,
    ) -> Vec<NodeIndex> {
        // only the entry of a train that comes from outside can be pinned
        let state = train.state.as_ref();
        let enters = run.rake == Rake::Arriving && state.is_none_or(TrainState::is_outside);
        // and whoever begins on a track or in a store has entered before its first run
        let inside = matches!(train.kind, TrainKind::FromStore(_))
            || train.begins_on_track(self.instance.system());
        let pin = train
            .pins
            .entry
            .filter(|_| enters && !inside && self.in_force(Rule::Pins));
        let goes_on = Self::goes_on_at(train, run.rake);
        let allowed = goes_on.or(pin.map(in_ticks));
        self.route(&mut draft.graph, run, route, from, end, allowed)
    }

    pub(super) fn pin_starts(&self, operation: &mut Operation, pin: Option<Span>) {
        if let Some(span) = pin.filter(|_| self.in_force(Rule::Pins)) {
            let inside = [in_ticks(span)];
            operation.starts = intersect(&operation.starts, &inside).into();
        }
    }

    pub(super) fn finish(&mut self, id: TrainId, train: &Train, draft: Draft) -> TrainNetwork {
        let mut draft = draft;
        self.keep_holds(&mut draft, id);
        self.keep_turns(&mut draft, id, train);
        let order = petgraph::algo::toposort(&draft.graph, None).unwrap_or_default();
        let min_rest = min_rest(&draft, &order);
        let fans = fans(&draft.graph, &self.network.lines);
        let late = train.due_exit.map_or(0, |due| {
            // cost of 100 ticks late, so that hundredths stay exact
            self.instance.exit_cost(id, due + 100).1
        });
        let objective = self.instance.objective();
        let minutes = |minutes: i64| Cost::new(objective.combined(Term::Minutes, minutes));
        let way_cost = |way: usize| {
            let on_way = train.ways.get(way).map_or(train, |way| &way.train);
            let other = train.published.port.zip(train.ways.get(way));
            let other = other.is_some_and(|(port, way)| port != way.port);
            let change = i64::from(other) * self.instance.change_prices().port;
            minutes(i64::from(on_way.way_minutes) * train.weight_centi)
                + Cost::new(objective.combined(Term::Changes, change))
        };
        let least_way = draft.ways.iter().map(|&(way, _)| way_cost(way)).min();
        let least_way = least_way.unwrap_or(Cost::ZERO);
        let starts = draft.ways.iter().map(|&(_, first)| first);
        let ends = starts.skip(1).chain([draft.exits.len()]);
        let ways = draft.ways.iter().zip(ends);
        let ways: Vec<WayEnd> = ways
            .map(|(&(way, first), end)| WayEnd {
                way,
                exits: first..end,
                cost: way_cost(way) - least_way,
            })
            .collect();
        let late = if objective.is_lexicographic() {
            // with levels a tick late costs whole units
            objective.combined(Term::Lateness, late / 100) * 100
        } else {
            late
        };
        let emptied = minutes(train.emptied_weight_centi);
        let release = Tick::from(train.earliest_entry);
        let earliest = earliest_emptied(&draft, &order).unwrap_or(release);
        if let Some(pin) = train.pins.exit.filter(|_| self.in_force(Rule::Pins)) {
            let (from, to) = in_ticks(pin);
            keep_ends(&mut draft.graph, &draft.exits, [from, to]);
        }
        let end = Tick::from(self.instance.latest_end(id));
        if end < self.end {
            let ends = [LONG_AGO, end + 1];
            keep_ends(&mut draft.graph, &draft.exits, ends);
            keep_ends(&mut draft.graph, &draft.emptied_exits, ends);
        }
        let postponed_uses = Self::under_way_stages(&draft);
        draft.stay_uses.extend(postponed_uses);
        let chains = draft.works.iter().flat_map(|work| &work.chain);
        let mut operations = chains.chain(draft.graph.edge_weights());
        let has_turns = operations.any(|operation| !operation.turns.is_empty());
        TrainNetwork {
            train: id,
            name: train.name.clone(),
            order,
            arriving_start: draft.arriving_start,
            onward_start: draft.onward_start,
            works: draft.works,
            exits: draft.exits,
            ways,
            emptied_exits: draft.emptied_exits,
            transshipped: train.transshipment().is_some(),
            fans,
            min_rest,
            stay_uses: draft.stay_uses,
            stay_movements: draft.stay_movements,
            under_way: train.state.is_some(),
            end,
            pinned: train.pins.is_any(),
            has_turns,
            start_tracks: draft.start_tracks,
            cost: ExitCost {
                least_way,
                weight: minutes(train.weight_centi),
                release,
                due: train.due_exit.map(Tick::from),
                late_centi: late,
                published: train.published.exit.map(|told| {
                    let prices = self.instance.change_prices();
                    let step = objective.combined(Term::Changes, prices.step);
                    (Tick::from(told + prices.tolerance), Cost::new(step))
                }),
                early: train.published.exit.and_then(|told| {
                    let prices = self.instance.change_prices();
                    let step = Cost::new(objective.combined(Term::Changes, prices.step));
                    (step > Cost::ZERO).then(|| Early {
                        free: Tick::from(told - prices.tolerance),
                        step,
                        falls: step > minutes(train.weight_centi),
                    })
                }),
                emptied,
                min_emptied: emptied * i64::from(earliest - release),
                postponed: Cost::new(objective.value(&self.instance.postponed_cost(id))),
            },
            graph: draft.graph,
        }
    }
}

/// The track and the last minute of a movement into the store that is under way.
fn into_store(place: RakePlace) -> Option<((YardId, u32), Tick)> {
    match place {
        RakePlace::IntoStore(from, until) => Some((from, until.into())),
        _ => None,
    }
}

/// Keeps the operations into some exits to those that end from the first tick on and before the second.
pub(super) fn keep_ends(graph: &mut Graph, exits: &[NodeIndex], ends: [Tick; 2]) {
    let into = |&exit: &NodeIndex| graph.edges_directed(exit, Incoming).map(|edge| edge.id());
    let edges: Vec<_> = exits.iter().flat_map(into).collect();
    for edge in edges {
        let operation = &mut graph[edge];
        let [first, behind] = ends.map(|end| operation.end.first_reaching(end));
        operation.starts = intersect(&operation.starts, &[(first, behind)]).into();
    }
}

/// No life of an emptied rake ends earlier; `None` when there is none.
fn earliest_emptied(draft: &Draft, order: &[NodeIndex]) -> Option<Tick> {
    let mut rest = vec![FOREVER; draft.graph.node_count()];
    for &exit in &draft.emptied_exits {
        rest[exit.index()] = 0;
    }
    carry_back(draft, order, &mut rest);
    for work in &draft.works {
        let behind = rest[work.arriving.1.index()];
        if behind < FOREVER {
            let chain: Ticks = work.chain.iter().map(|step| least(&step.end)).sum();
            let own = &mut rest[work.arriving.0.index()];
            *own = (*own).min(chain + behind);
        }
    }
    carry_back(draft, order, &mut rest);
    let starts = draft.arriving_start.iter();
    let ends = starts.map(|start| start.at.saturating_add(rest[start.stand.index()]));
    ends.filter(|&end| end < NEVER).min()
}

/// Least ticks from each stand, its own stages done, to an exit; before the crane work that is the exit of the onward rake.
fn min_rest(draft: &Draft, order: &[NodeIndex]) -> Vec<Ticks> {
    let mut rest = vec![FOREVER; draft.graph.node_count()];
    for &exit in draft.exits.iter().chain(&draft.emptied_exits) {
        rest[exit.index()] = 0;
    }
    carry_back(draft, order, &mut rest);
    for work in &draft.works {
        let behind = rest[work.onward.1.index()];
        if behind < FOREVER {
            let chain: Ticks = work.chain.iter().map(|step| least(&step.end)).sum();
            for before in [work.arriving.0, work.onward.0] {
                rest[before.index()] = rest[before.index()].min(chain + behind);
            }
        }
    }
    carry_back(draft, order, &mut rest);
    rest
}

/// From each stand the least over its operations, the stages of the stand they lead to included.
fn carry_back(draft: &Draft, order: &[NodeIndex], rest: &mut [Ticks]) {
    for &node in order.iter().rev() {
        for edge in draft.graph.edges_directed(node, Outgoing) {
            let behind = rest[edge.target().index()];
            if behind < FOREVER {
                let stand = &draft.graph[edge.target()];
                let stages = |phase| {
                    let stages = stand
                        .stages
                        .iter()
                        .filter(move |stage| stage.phase == phase);
                    stages.map(|stage| stage.ticks).max().unwrap_or(0)
                };
                let in_turn = stages(StagePhase::First) + stages(StagePhase::Second);
                let stay = in_turn.max(stages(StagePhase::Begun));
                let through = least(&edge.weight().end) + stay.max(stand.dwell) + behind;
                rest[node.index()] = rest[node.index()].min(through);
            }
        }
    }
}

/// The least ticks from a start to an instant.
fn least(anchor: &Anchor) -> Ticks {
    anchor.map.min_delay() + anchor.offset
}
