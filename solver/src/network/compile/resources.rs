//! Pools, lines, stocks, caps; and what takes them whatever is decided.

use super::{Compiler, StockIndices};
use crate::network::{
    CapIndex, Cost, DayCap, FOREVER, Group, GroupIndex, Line, Movement, Pool, PoolIndex, PoolWhat,
    Rule, Stock, StockIndex, Tick, Ticks, Use, in_ticks,
};
use regauge_model::ids::{
    CraneId, LocomotiveId, ModeId, SectionId, ShedId, SpotId, StageId, StoreId, YardId,
};
use regauge_model::instance::{BusyWhat, DAY, RakePlace, WorkState};
use regauge_model::objective::Term;
use regauge_model::resource::Resource;
use regauge_model::system::{Cap, Direction, Mode, Spot, System};
use regauge_model::{Minute, Span};
use std::collections::BTreeSet;

/// Units of a pool whose rule is left out.
const PLENTY: u32 = 1_000_000;

impl Compiler<'_> {
    pub(super) fn add_resources(&mut self) {
        let system = self.instance.system();
        self.add_yards(system);
        self.add_stages(system);
        self.add_locomotives(system);
        self.add_sheds(system);
        self.add_stores(system);
        self.add_lines(system);
        self.add_throats();
        self.add_busy();
        self.add_going_on();
    }

    fn words(&self, resource: Resource) -> String {
        resource.words(self.instance).to_string()
    }

    pub(super) fn group(&mut self, resource: Resource) -> GroupIndex {
        let name = self.words(resource);
        self.network.groups.push(Group { resource, name });
        GroupIndex::from_index(self.network.groups.len() - 1)
    }

    pub(super) fn pool(
        &mut self,
        (what, resource): (PoolWhat, Resource),
        count: u32,
        rule: Rule,
        group: GroupIndex,
    ) -> PoolIndex {
        let capacity = if self.in_force(rule) { count } else { PLENTY };
        let system = self.instance.system();
        let buffer = match what {
            PoolWhat::SpotSide(spot, _) => system.spot(spot).buffer,
            PoolWhat::Locomotives(pool) => system.locomotive_pool(pool).buffer,
            PoolWhat::Tracks(..)
            | PoolWhat::Teams(_)
            | PoolWhat::Crane(_)
            | PoolWhat::Crossing
            | PoolWhat::Throat(_) => 0,
        };
        self.network.pools.push(Pool {
            what,
            resource,
            name: self.words(resource),
            capacity,
            closed: Vec::new(),
            units: count,
            group,
            buffer,
        });
        PoolIndex::from_index(self.network.pools.len() - 1)
    }

    fn add_yards(&mut self, system: &System) {
        for (index, yard) in system.yards().iter().enumerate() {
            let id = YardId::from_index(index);
            let resource = Resource::Tracks(id);
            let group = self.group(resource);
            let pools = yard.groups.iter().enumerate().map(|(g, tracks)| {
                let what = (PoolWhat::Tracks(id, g as u32), resource);
                self.pool(what, tracks.count, Rule::Tracks, group)
            });
            let pools = pools.collect();
            self.track_pools.push(pools);
        }
    }

    fn add_stages(&mut self, system: &System) {
        for (index, stage) in system.stages().iter().enumerate() {
            let pool = stage.teams.map(|teams| {
                let id = StageId::from_index(index);
                let resource = Resource::Teams(id);
                let group = self.group(resource);
                self.pool((PoolWhat::Teams(id), resource), teams, Rule::Teams, group)
            });
            self.team_pools.push(pool);
        }
    }

    fn add_locomotives(&mut self, system: &System) {
        for (index, pool) in system.locomotives().iter().enumerate() {
            let id = LocomotiveId::from_index(index);
            let resource = Resource::Locomotives(id);
            let group = self.group(resource);
            let what = (PoolWhat::Locomotives(id), resource);
            let pool = self.pool(what, pool.count, Rule::Locomotives, group);
            self.locomotive_pools.push(pool);
        }
    }

    fn add_sheds(&mut self, system: &System) {
        let sheds = (0..system.sheds().len()).map(ShedId::from_index);
        let groups: Vec<GroupIndex> = sheds.map(|shed| self.group(Resource::Shed(shed))).collect();
        for (index, spot) in system.spots().iter().enumerate() {
            let id = SpotId::from_index(index);
            let group = groups[spot.shed.index()];
            let sides = [0, 1].map(|side| {
                let what = (PoolWhat::SpotSide(id, side), Resource::Spot(id));
                self.pool(what, 1, Rule::Spots, group)
            });
            if self.in_force(Rule::Spots) {
                let closed = spot.closed.iter().map(|span| in_ticks(*span));
                let closed = crate::network::closures::merged(closed.collect());
                for pool in sides {
                    self.network.pools[pool.index()].closed.clone_from(&closed);
                }
            }
            self.side_pools.push(sides);
        }
        for (index, crane) in system.cranes().iter().enumerate() {
            let id = CraneId::from_index(index);
            let what = (PoolWhat::Crane(id), Resource::Crane(id));
            let pool = self.pool(what, 1, Rule::Cranes, groups[crane.shed.index()]);
            if self.in_force(Rule::Cranes) {
                let closed = crane.closed.iter().map(|span| Use {
                    pool,
                    from: span.from.into(),
                    to: span.to.into(),
                });
                self.network.fixed_uses.extend(closed);
            }
            self.crane_pools.push(pool);
        }
        if self.in_force(Rule::Crossing) {
            for (index, &group) in groups.iter().enumerate() {
                self.add_crossings(system, ShedId::from_index(index), group);
            }
        }
    }

    /// Pools of one unit for kinds of lifting step that have different cranes and yet cannot go on at the same time. (Steps with
    /// a crane in common exclude each other by that crane.)
    ///
    /// Not one for every two: a pool holds as many kinds as all exclude each other, those with a crane in common among them. To
    /// whoever plans, that is the same; the relaxation knows more, for of three kinds that exclude each other by twos it would
    /// let half of each go on at a time. Steps that can go on side by side stand in an order along the runway, so these sets
    /// (antichains) are all that there is to know about one instant (Dilworth 1950; comparability graphs are perfect).
    fn add_crossings(&mut self, system: &System, shed: ShedId, group: GroupIndex) {
        let mut kinds = Vec::new();
        for (index, mode) in system
            .modes()
            .iter()
            .enumerate()
            .filter(|(_, mode)| mode.shed == shed)
        {
            for &spot in &mode.spots {
                kinds.extend(
                    (0..mode.steps.len()).map(|step| (ModeId::from_index(index), spot, step)),
                );
            }
        }
        let cranes = |kind: StepKind| &system.mode(kind.0).steps[kind.2].cranes;
        let share = |a: StepKind, b: StepKind| cranes(a).iter().any(|c| cranes(b).contains(c));
        let reach = |(mode, spot, step): StepKind| {
            step_reach(system, system.mode(mode), system.spot(spot), step)
        };
        let cross = |a: StepKind, b: StepKind| {
            let (a_reach, b_reach) = (reach(a), reach(b));
            let apart = |x: Reach, y: Reach| x.last_crane < y.first_crane && x.to_m <= y.from_m;
            !share(a, b) && !apart(a_reach, b_reach) && !apart(b_reach, a_reach)
        };
        // where the rule of the cranes is left out, a crane in common excludes nothing
        let with_shared = self.in_force(Rule::Cranes);
        let excludes = |a: StepKind, b: StepKind| cross(a, b) || with_shared && share(a, b);
        let mut is_covered = BTreeSet::new();
        for (i, &a) in kinds.iter().enumerate() {
            for (j, &b) in kinds.iter().enumerate().skip(i + 1) {
                if !cross(a, b) || is_covered.contains(&(i, j)) {
                    continue;
                }
                let mut together = vec![i, j];
                for (k, &c) in kinds.iter().enumerate() {
                    let others = together.iter();
                    if k != i && k != j && others.copied().all(|other| excludes(kinds[other], c)) {
                        together.push(k);
                    }
                }
                together.sort_unstable();
                let what = (PoolWhat::Crossing, Resource::Runway(shed));
                let pool = self.pool(what, 1, Rule::Crossing, group);
                for (place, &k) in together.iter().enumerate() {
                    self.crossing_pools.entry(kinds[k]).or_default().push(pool);
                    let later = together[place + 1..].iter();
                    is_covered.extend(later.map(|&other| (k, other)));
                }
            }
        }
    }

    fn add_stores(&mut self, system: &System) {
        let objective = self.instance.objective();
        for (index, store) in system.stores().iter().enumerate() {
            let id = StoreId::from_index(index);
            let group = self.group(Resource::Store(id));
            let (empties, room) = (Resource::Empties(id), Resource::Room(id));
            let first = self.network.stocks.len();
            for stock in &store.stocks {
                let name = self.words(empties);
                self.network.stocks.push(Stock {
                    store: id,
                    resource: empties,
                    name: match &stock.kind {
                        Some(kind) => format!("{name}, {kind}"),
                        None => name,
                    },
                    initial: stock.count as i32,
                    arrivals: arrivals(stock),
                    held: 0,
                    end_at_least: stock.end_at_least as i32,
                    end_price: Cost::new(objective.combined(Term::MissingEmpties, stock.end_price)),
                    group,
                });
            }
            let room_index = self.network.stocks.len();
            // whatever moves takes a multiple of it, so it is the smallest room that says anything
            let unit = store.stocks.iter().map(|stock| i64::from(stock.takes));
            let unit = unit.fold(0, num_integer::gcd).max(1);
            let left = i64::from(store.capacity) - store.room_at_start();
            self.network.stocks.push(Stock {
                store: id,
                resource: room,
                name: self.words(room),
                initial: left.div_euclid(unit) as i32,
                arrivals: Vec::new(),
                held: 0,
                end_at_least: 0,
                end_price: Cost::ZERO,
                group,
            });
            self.stocks.push(StockIndices {
                kinds: (first..room_index).map(StockIndex::from_index).collect(),
                room: StockIndex::from_index(room_index),
                unit,
            });
        }
    }

    fn add_lines(&mut self, system: &System) {
        let headway_kept = self.in_force(Rule::Headway);
        let block_kept = self.in_force(Rule::Block);
        let keeps_opposing = self.in_force(Rule::Opposing);
        let possessions_kept = self.in_force(Rule::Possession);
        for (index, section) in system.sections().iter().enumerate() {
            let id = SectionId::from_index(index);
            let (line, cap) = (Resource::Section(id), Resource::Cap(id));
            let group = self.group(line);
            let diverted = [Direction::Down, Direction::Up].map(|direction| {
                let possessions = section.possessions.iter().filter(|possession| {
                    possessions_kept
                        && possession.single_track_working
                        && possession.track.is_none_or(|track| track == direction)
                });
                possessions
                    .map(|possession| in_ticks(possession.span))
                    .collect()
            });
            // far below zero nothing is too close to anything
            let headway = |minutes: Ticks| if headway_kept { minutes } else { -FOREVER };
            self.network.lines.push(Line {
                section: id,
                name: self.words(line),
                headway: [headway(section.headway.down), headway(section.headway.up)],
                clearing: section.clearing,
                meeting: [section.meeting.down, section.meeting.up],
                following: section.following().filter(|_| block_kept),
                single_track: section.single_track,
                diverted,
                keeps_opposing,
                group,
                buffer: section.buffer,
            });
            let caps = section.caps.iter().map(|one| {
                let first = self.network.caps.len();
                let day_caps = self.day_caps(one).into_iter();
                let (resource, name) = (cap, self.words(cap));
                self.network.caps.extend(day_caps.map(|days| DayCap {
                    resource,
                    name: name.clone(),
                    day_start: days.start,
                    day: days.ticks,
                    capacity: days.room,
                    only: days.only,
                    group,
                }));
                (first..self.network.caps.len())
                    .map(CapIndex::from_index)
                    .collect()
            });
            let caps = caps.collect();
            self.caps.push(caps);
        }
        for path in system.given_paths() {
            let line = Self::line_of(path.section);
            let (enter, exit) = in_ticks(path.span);
            let diverted = self.network[line]
                .diversion(path.direction, enter)
                .is_some();
            self.network.fixed_movements.push(Movement {
                line,
                enter,
                exit,
                direction: path.direction,
                diverted,
            });
        }
    }

    /// What a cap says of days, of hours and of spans.
    fn day_caps(&self, cap: &Cap) -> Vec<Days> {
        let horizon = self.instance.horizon();
        let (day_start, end) = (horizon.day_start, self.instance.run_on_end());
        let always = Span::new(Minute(i32::MIN), Minute(i32::MAX));
        let only = Some(in_ticks(cap.within)).filter(|_| cap.within != always);
        let is_left_out = self.left_out.contains(&Rule::Caps);
        let room = |most: u32, used: u32| {
            if is_left_out {
                PLENTY
            } else {
                most.saturating_sub(used)
            }
        };
        let days = 0..=horizon.day_of(end);
        let days = days.map(|day| room(cap.on_day(day), if day == 0 { cap.used } else { 0 }));
        let mut all = vec![Days {
            start: day_start.into(),
            ticks: DAY,
            room: days.collect(),
            only,
        }];
        if let Some(most) = cap.per_hour {
            // the hour that is running at the start, counted from the beginning of the railway day
            let first = Minute(0) - (Minute(0) - day_start).rem_euclid(HOUR);
            let hours = 0..=(end - first).div_euclid(HOUR);
            let hours = hours.map(|hour| {
                let from = first + hour * HOUR;
                let span = Span::new(from, from + HOUR).intersection(cap.within);
                room(most, cap.entered_in(span))
            });
            all.push(Days {
                start: first.into(),
                ticks: HOUR,
                room: hours.collect(),
                only,
            });
        }
        for &(span, most) in &cap.spans {
            let counted = span.intersection(cap.within);
            if counted.is_empty() || counted.to <= Minute(0) {
                continue;
            }
            all.push(Days {
                start: counted.from.into(),
                ticks: counted.minutes(),
                room: vec![room(most, cap.entered_in(counted))],
                only: Some(in_ticks(counted)),
            });
        }
        all
    }

    fn add_busy(&mut self) {
        for busy in self.instance.busy() {
            let pool = match busy.what {
                BusyWhat::Team(stage) => self.team_pools[stage.index()],
                BusyWhat::Locomotive(pool) => Some(self.locomotive_pools[pool.index()]),
                BusyWhat::Crane(crane) => Some(self.crane_pools[crane.index()]),
                BusyWhat::Side(spot, gauge_mm) => Some(self.side(spot, gauge_mm)),
                BusyWhat::Track(yard, track) => {
                    let group = self.instance.system().yard(yard).group_of(track);
                    let pool = group.map(|group| self.track_pools[yard.index()][group]);
                    let known = pool.map(|pool| (pool, track, busy.until.into()));
                    self.network.busy_tracks.extend(known);
                    pool
                }
            };
            if let Some(pool) = pool {
                self.network.fixed_uses.push(Use {
                    pool,
                    from: Tick::ZERO,
                    to: busy.until.into(),
                });
            }
        }
    }
}

impl Compiler<'_> {
    /// The step of interrupted work that still goes on has its cranes and its stretch of the runway, whatever is decided of its train.
    fn add_going_on(&mut self) {
        let system = self.instance.system();
        for train in self.instance.trains() {
            let Some(state) = &train.state else { continue };
            let (WorkState::Interrupted(Some((mode, until))), RakePlace::Spot(spot)) =
                (state.work, state.arriving)
            else {
                continue;
            };
            let cranes = system.mode(mode).steps.get(state.step);
            let cranes = cranes.into_iter().flat_map(|step| &step.cranes);
            let cranes = cranes.map(|crane| self.crane_pools[crane.index()]);
            let crossings = self.crossing_pools.get(&(mode, spot, state.step));
            let pools: BTreeSet<PoolIndex> = cranes
                .chain(crossings.into_iter().flatten().copied())
                .collect();
            self.network
                .fixed_uses
                .extend(pools.iter().map(|&pool| Use {
                    pool,
                    from: Tick::ZERO,
                    to: until.into(),
                }));
        }
    }
}

/// When wagons come out of inspection that are in it at the start.
fn arrivals(stock: &regauge_model::system::Stock) -> Vec<(Tick, i32)> {
    let inspecting = stock.inspecting.iter();
    inspecting
        .map(|&(until, count)| (until.into(), count as i32))
        .collect()
}

/// Minutes of an hour.
const HOUR: i32 = 60;

/// Days of one kind, with the room in each.
struct Days {
    start: Tick,
    ticks: Ticks,
    room: Vec<u32>,
    only: Option<(Tick, Tick)>,
}

/// A kind of lifting step: mode, spot, which step.
type StepKind = (ModeId, SpotId, usize);

/// What a lifting step reaches: cranes by position on the runway, stretch in metres.
#[derive(Clone, Copy)]
struct Reach {
    first_crane: u32,
    last_crane: u32,
    from_m: u32,
    to_m: u32,
}

fn step_reach(system: &System, mode: &Mode, spot: &Spot, step: usize) -> Reach {
    let step = &mode.steps[step];
    let positions = || {
        step.cranes
            .iter()
            .map(|&crane| system.crane(crane).position)
    };
    let (from_m, to_m) = step
        .stretch
        .unwrap_or((spot.at_m, spot.at_m + spot.length_m));
    Reach {
        first_crane: positions().min().unwrap_or(0),
        last_crane: positions().max().unwrap_or(0),
        from_m,
        to_m,
    }
}
