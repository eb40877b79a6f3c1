//! Strands: chains of stands along a route, with the runs between them.

use super::runs::{RunTemplate, longer};
use super::{AT_START, Compiler, SectionPath};
use crate::network::closures::subtract;
use crate::network::{
    Anchor, Operation, OperationWhat, Rule, StageOperation, StagePhase, Stand, StandWhat, Tick,
    in_ticks,
};
use petgraph::graph::{DiGraph, NodeIndex};
use regauge_model::ids::{ClassId, StageId, StationId, TrainId, YardId};
use regauge_model::instance::Rake;
use regauge_model::system::StageSide;
use std::sync::Arc;

pub(super) type Graph = DiGraph<Stand, Operation>;

/// Which stages a rake does at a station.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It passes: arrival stages, then departure stages.
    Passing,
    /// It came to be transshipped: arrival stages.
    Transshipped,
    /// It ends in a store: arrival stages.
    IntoStore,
    /// It was pulled or taken from a store: departure stages.
    Outbound,
    /// It begins on its track: departure stages, and the minutes and yard of its call.
    Begins,
    /// It ends on its track: arrival stages.
    Ends,
}

/// A rake of a train as it runs and stands.
#[derive(Clone, Copy)]
pub(super) struct RakeRun {
    pub(super) train: TrainId,
    pub(super) rake: Rake,
    pub(super) class: ClassId,
    pub(super) length_m: u32,
    /// On its way in, so that the train's calls are its own.
    pub(super) calls: bool,
}

/// Where a strand along a route ends.
pub(super) enum RouteEnd {
    /// It leaves the system at the last station.
    Leaves,
    /// It stops at the last station in this role.
    Stops(Role),
}

impl Compiler<'_> {
    /// Stages of a rake at a station; stages done at the start are left out, those under way are fixed.
    pub(super) fn stages_at(
        &self,
        run: RakeRun,
        station: StationId,
        role: Role,
    ) -> Vec<StageOperation> {
        let system = self.instance.system();
        let mut stages = Vec::new();
        for &id in &system.station(station).stages {
            let stage = system.stage(id);
            if !stage.classes.contains(&run.class) {
                continue;
            }
            let phase = match (role, stage.side) {
                (Role::Passing | Role::Outbound | Role::Begins, StageSide::Departure) => {
                    if role == Role::Passing {
                        StagePhase::Second
                    } else {
                        StagePhase::First
                    }
                }
                (Role::Outbound | Role::Begins, _)
                | (Role::Transshipped | Role::IntoStore | Role::Ends, StageSide::Departure) => {
                    continue;
                }
                (Role::Transshipped, StageSide::ArrivalBeforeDeparture) => StagePhase::Parallel,
                _ => StagePhase::First,
            };
            stages.extend(self.stage_operation(run, id, phase));
        }
        stages
    }

    fn stage_operation(
        &self,
        run: RakeRun,
        id: StageId,
        phase: StagePhase,
    ) -> Option<StageOperation> {
        let train = self.instance.train(run.train);
        let system = self.instance.system();
        let state = train.state.as_ref();
        let progress = state.and_then(|state| state.stage(run.rake, id));
        let team = self.team_pools[id.index()];
        if let Some(progress) = progress {
            let until = progress.until?;
            let phase = match phase {
                StagePhase::Second => StagePhase::Begun,
                other => other,
            };
            return Some(StageOperation {
                stage: id,
                phase,
                ticks: until.0,
                team,
                starts: vec![AT_START],
            });
        }
        let ticks = train.minutes_of(id, system);
        let mut starts = vec![(Tick::ZERO, self.end + 1 - ticks)];
        if self.in_force(Rule::StageCalendar) {
            let closed: Vec<(Tick, Tick)> = system
                .stage(id)
                .closed
                .iter()
                .map(|&span| in_ticks(span))
                .map(|(from, to)| (from - ticks + 1, to))
                .collect();
            starts = subtract(&starts, &crate::network::closures::merged(closed));
        }
        let starts = self.pin_stage(starts, run, id);
        Some(StageOperation {
            stage: id,
            phase,
            ticks,
            team,
            starts,
        })
    }

    /// Yards in which a rake may stand at a station, with their groups of tracks that are long enough.
    fn track_groups(
        &self,
        run: RakeRun,
        station: StationId,
        by_call: bool,
    ) -> Vec<(YardId, usize)> {
        let system = self.instance.system();
        let call = self
            .instance
            .train(run.train)
            .call_at(station)
            .filter(|_| by_call);
        let named = call.and_then(|call| call.yard);
        let gauge = system.class(run.class).gauge_mm;
        let held = self.yards_of_holds(run, station);
        let mut groups = Vec::new();
        for &id in &system.station(station).yards {
            let yard = system.yard(id);
            let allowed = named.map_or(!yard.by_call_only, |named| named == id);
            let held_here = named.is_none() && held.contains(&id);
            if !(allowed || held_here) || yard.gauge_mm != gauge {
                continue;
            }
            let fits =
                |length_m: u32| length_m >= run.length_m || !self.in_force(Rule::TrackLength);
            let long_enough = yard
                .groups
                .iter()
                .enumerate()
                .filter(|(_, group)| fits(group.length_m));
            groups.extend(long_enough.map(|(index, _)| (id, index)));
        }
        self.keep_pinned_track(&mut groups, run, station);
        groups
    }

    /// Stands on the tracks of a station, one per group of equal tracks.
    pub(super) fn track_stands(
        &self,
        graph: &mut Graph,
        run: RakeRun,
        station: StationId,
        role: Option<Role>,
    ) -> Vec<NodeIndex> {
        let by_call = run.calls && role != Some(Role::Outbound);
        let groups = self.track_groups(run, station, by_call);
        let stands = groups.into_iter().map(|(yard, group)| {
            let stand = self.track_stand(run, station, yard, group, role);
            graph.add_node(stand)
        });
        stands.collect()
    }

    /// A stand on a track of a group.
    pub(super) fn track_stand(
        &self,
        run: RakeRun,
        station: StationId,
        yard: YardId,
        group: usize,
        role: Option<Role>,
    ) -> Stand {
        let inbound = run.calls && role.is_some_and(|role| role != Role::Outbound);
        let call = self
            .instance
            .train(run.train)
            .call_at(station)
            .filter(|_| inbound);
        Stand {
            what: StandWhat::Track(yard, group as u32),
            rake: run.rake,
            hold: Some(self.track_pools[yard.index()][group]),
            through: false,
            stages: role.map_or(Vec::new(), |role| self.stages_at(run, station, role)),
            dwell: call.map_or(0, |call| call.minutes),
        }
    }

    /// Stands along a route and the runs between them. `from` are the stands at its first station. Returns the stands at
    /// its end.
    pub(super) fn route(
        &mut self,
        graph: &mut Graph,
        run: RakeRun,
        route: &[StationId],
        from: Vec<NodeIndex>,
        end: &RouteEnd,
        allowed: Option<(Tick, Tick)>,
    ) -> Vec<NodeIndex> {
        let instance = self.instance;
        let system = instance.system();
        let train = instance.train(run.train);
        let last = route.len() - 1;
        // On a track at its last station its way ends when it has done its stages there.
        let on_track = matches!(end, RouteEnd::Leaves) && self.has_yards(route[last]);
        if last == 0 {
            return if on_track {
                self.ending(graph, run, route[last], &from)
            } else {
                from
            };
        }
        let mut at: Vec<(Vec<NodeIndex>, bool)> = vec![(from, true)];
        for (position, &station) in route.iter().enumerate().skip(1) {
            if position == last {
                let stands = match end {
                    RouteEnd::Leaves if on_track => {
                        self.track_stands(graph, run, station, Some(Role::Ends))
                    }
                    RouteEnd::Leaves => vec![graph.add_node(left(run.rake))],
                    RouteEnd::Stops(role) => self.track_stands(graph, run, station, Some(*role)),
                };
                at.push((stands, true));
                continue;
            }
            let called = run.calls && train.call_at(station).is_some();
            let must_stop = called
                || system.has_stage_at(station, run.class)
                || self.pinned_track(run, station).is_some();
            let role = must_stop.then_some(Role::Passing);
            let stands = self.track_stands(graph, run, station, role);
            at.push((stands, must_stop));
        }
        // Along a line of many loops there are many pairs of stations, and ways between them grow section by section.
        let hops = route.windows(2);
        let hops: Vec<Vec<_>> = hops
            .map(|hop| {
                let sections = system.sections_between(hop[0], hop[1], run.class);
                let mut sections: Vec<_> = sections.collect();
                self.keep_pinned_section(&mut sections, run);
                sections
            })
            .collect();
        for i in 0..last {
            let mut paths: Vec<SectionPath> = vec![Vec::new()];
            for j in i + 1..=last {
                paths = longer(&paths, &hops[j - 1]);
                self.runs_between(
                    graph,
                    run,
                    (route[i], route[j]),
                    &paths,
                    (&at[i].0, &at[j].0),
                    if i == 0 { allowed } else { None },
                );
                if at[j].1 {
                    break;
                }
            }
        }
        let stands = at.pop().map(|(stands, _)| stands).unwrap_or_default();
        if on_track {
            self.ending(graph, run, route[last], &stands)
        } else {
            stands
        }
    }

    /// Whether rakes may stand at a station.
    pub(super) fn has_yards(&self, station: StationId) -> bool {
        !self.instance.system().station(station).yards.is_empty()
    }

    /// From the tracks on which a way ends to where the rake is gone.
    fn ending(
        &self,
        graph: &mut Graph,
        run: RakeRun,
        station: StationId,
        stands: &[NodeIndex],
    ) -> Vec<NodeIndex> {
        let gone = graph.add_node(left(run.rake));
        for &stand in stands {
            let ends = self.at_once(OperationWhat::Ends(station));
            graph.add_edge(stand, gone, ends);
        }
        vec![gone]
    }

    /// An operation that takes no time and nothing but the places at both ends.
    pub(super) fn at_once(&self, what: OperationWhat) -> Operation {
        let now = || Anchor {
            map: Arc::clone(&self.now),
            offset: 0,
        };
        Operation {
            what,
            starts: Arc::from([(Tick::ZERO, self.end + 1)]),
            end: now(),
            pools: Vec::new(),
            lines: Vec::new(),
            caps: Vec::new(),
            stocks: Vec::new(),
            turns: Vec::new(),
            leaves: Some(now()),
            takes: now(),
            departure: false,
        }
    }

    fn runs_between(
        &mut self,
        graph: &mut Graph,
        run: RakeRun,
        (first, last): (StationId, StationId),
        paths: &[SectionPath],
        (from, to): (&[NodeIndex], &[NodeIndex]),
        allowed: Option<(Tick, Tick)>,
    ) {
        if from.is_empty() || to.is_empty() {
            return;
        }
        let instance = self.instance;
        let system = instance.system();
        let clearing = system.station(first).track_clearing;
        let setting = system.station(last).track_setting;
        for path in paths {
            // Looked up once for all stands at both ends.
            let mut templates: [Option<Arc<RunTemplate>>; 4] = [const { None }; 4];
            for &u in from {
                let from_stop = matches!(graph[u].what, StandWhat::Track(..));
                for &v in to {
                    let to_stop = matches!(graph[v].what, StandWhat::Track(..));
                    let ends = (
                        if from_stop { clearing } else { 0 },
                        if to_stop { setting } else { 0 },
                    );
                    let template =
                        &mut templates[2 * usize::from(from_stop) + usize::from(to_stop)];
                    let template = template.get_or_insert_with(|| {
                        self.run_template(path, run.class, (from_stop, to_stop))
                    });
                    let stops = (from_stop, to_stop);
                    let mut operation =
                        self.run_operation((path, template), run.class, stops, ends, allowed);
                    self.pin_sections(&mut operation, run);
                    graph.add_edge(u, v, operation);
                }
            }
        }
    }
}

/// The stand of a rake that has left the system.
pub(super) fn left(rake: Rake) -> Stand {
    plain(StandWhat::Left, rake)
}

/// A stand that holds nothing.
pub(super) fn plain(what: StandWhat, rake: Rake) -> Stand {
    Stand {
        what,
        rake,
        hold: None,
        through: false,
        stages: Vec::new(),
        dwell: 0,
    }
}
