//! Labels: the earliest a rake can be at a stand within one free interval of what it holds there.

use super::Shunned;
use super::parts::has_room;
use crate::network::{
    Cost, NEVER, Operation, OperationWhat, StageOperation, StagePhase, Stand, Tick, Ticks,
    TrainNetwork,
};
use crate::occupancy::Occupancy;
use petgraph::graph::{EdgeIndex, NodeIndex};

/// Whatever the start.
const EVER: [(Tick, Tick); 1] = [(Tick::MIN, Tick::MAX)];

/// How a label came to be.
#[derive(Clone, Copy, Debug)]
pub(super) enum Origin {
    /// Where the rake begins.
    Begin,
    /// By an operation from another label.
    Edge {
        edge: EdgeIndex,
        from: u32,
        start: Tick,
    },
}

/// The earliest a rake can be at a stand within one free interval.
#[derive(Clone, Copy, Debug)]
pub(super) struct Label {
    pub(super) stand: NodeIndex,
    pub(super) origin: Origin,
    /// It holds from here …
    pub(super) take: Tick,
    /// … at the latest to here.
    pub(super) until: Tick,
    /// It stands there.
    pub(super) arrive: Tick,
    /// Its stages and dwell are done: it may move on.
    pub(super) ready: Tick,
    /// Parallel stages are done: it may depart.
    pub(super) lag: Tick,
    /// A track of an earlier stand is still held and free to here at the latest.
    pub(super) carried_limit: Tick,
    /// Worked parts of its rake stand where it goes next, since then.
    pub(super) parts_out: Option<Tick>,
    /// What turns out of their order cost on the way here, and at an exit leaving early.
    pub(super) cost: Cost,
}

/// All labels of one train.
#[derive(Debug, Default)]
pub(super) struct Labels {
    pub(super) all: Vec<Label>,
    /// Spots in which no train is handled this time, one bit each (of the lowest 64).
    pub(super) shunned: Shunned,
    /// No label from which an exit by then cannot be reached is kept; [`NEVER`] keeps all.
    pub(super) limit: Tick,
    /// Chances to be passed over.
    pub(super) blinks: Blinks,
    /// By stand, in the order of the ends of their free intervals.
    at: Vec<Vec<u32>>,
    /// Labels of the stand whose operations are looked at.
    here: Vec<u32>,
    /// Starts of a run with which its first sections are free.
    free: Vec<(Tick, Tick)>,
    /// Starts from which on an operation costs less than before.
    falls: Vec<Tick>,
    /// Work done so far, in steps.
    pub(super) steps: u64,
}

/// Steps of work of carrying a label along an operation, beside looking when that may start.
const CARRIED: u64 = 4;

/// Places in time that are passed over at random, so that a journey takes the next one: insertion at the earliest never
/// leaves a gap to a train that comes later (Christiaens and Vanden Berghe 2020 call it blinks).
#[derive(Clone, Copy, Debug, Default)]
pub struct Blinks {
    /// Chance of each place, of 1024; 0 passes nothing over.
    pub chance: u32,
    /// What the chances are drawn from.
    pub state: u64,
}

impl Blinks {
    /// Whether a place is passed over.
    #[inline]
    fn pass(&mut self) -> bool {
        if self.chance == 0 {
            return false;
        }
        // xorshift64 with multiplier (Vigna 2016): cheap, and good enough to pass over places
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        let high = self.state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 54;
        (high as u32) < self.chance
    }
}

impl Labels {
    pub(super) fn clear(&mut self, n_stands: usize) {
        self.all.clear();
        for list in &mut self.at {
            list.clear();
        }
        if self.at.len() < n_stands {
            self.at.resize_with(n_stands, Vec::new);
        }
    }

    /// Labels at a stand.
    pub(super) fn of(&self, stand: NodeIndex) -> &[u32] {
        &self.at[stand.index()]
    }

    /// Forgets labels from an index of [`Labels::all`] on.
    pub(super) fn forget_from(&mut self, mark: usize) {
        for index in mark..self.all.len() {
            self.at[self.all[index].stand.index()].retain(|&label| (label as usize) < mark);
        }
        self.all.truncate(mark);
    }

    /// A rake that begins at a stand; it holds its place from then on.
    pub(super) fn begin(
        &mut self,
        train: &TrainNetwork,
        occupancy: &Occupancy<'_>,
        stand: NodeIndex,
        at: Tick,
        lag: Tick,
    ) {
        let data = &train.graph[stand];
        let until = match data.hold {
            None => NEVER,
            Some(pool) => match occupancy
                .free_for(data, pool, at)
                .find(|&(from, to)| from <= at && at < to)
            {
                Some((_, to)) => to,
                None => return,
            },
        };
        let label = Label {
            stand,
            origin: Origin::Begin,
            take: at,
            until,
            arrive: at,
            ready: at,
            lag,
            carried_limit: NEVER,
            parts_out: None,
            cost: Cost::ZERO,
        };
        let rest = train.min_rest[stand.index()];
        self.push(data, occupancy, rest, label);
    }

    /// A rake that goes on behind the crane work at a stand whose hold it has had since before.
    pub(super) fn resume(
        &mut self,
        stand: NodeIndex,
        (at, until, lag): (Tick, Tick, Tick),
        parts_out: Option<Tick>,
    ) {
        let label = Label {
            stand,
            origin: Origin::Begin,
            take: at,
            until,
            arrive: at,
            ready: at,
            lag,
            carried_limit: NEVER,
            parts_out,
            cost: Cost::ZERO,
        };
        let list = &mut self.at[stand.index()];
        let place = list.partition_point(|&other| self.all[other as usize].until <= until);
        list.insert(place, self.all.len() as u32);
        self.all.push(label);
    }

    /// Whether an exit by the limit is out of reach.
    #[inline]
    fn is_too_late(&self, ready: Tick, rest: Ticks) -> bool {
        self.limit < NEVER && ready.saturating_add(rest) > self.limit
    }

    /// Completes a label by its stages and keeps it unless another is as good.
    fn push(&mut self, stand: &Stand, occupancy: &Occupancy<'_>, rest: Ticks, mut label: Label) {
        let Some((ready, lag)) = stages_done(stand, occupancy, label.arrive) else {
            return;
        };
        label.ready = ready;
        label.lag = label.lag.max(lag);
        if label.ready > label.until || self.is_too_late(label.ready, rest) {
            return;
        }
        let list = &mut self.at[label.stand.index()];
        let all = &self.all;
        let as_good = |a: &Label, b: &Label| {
            a.ready <= b.ready
                && a.lag <= b.lag
                && a.carried_limit >= b.carried_limit
                && a.cost <= b.cost
        };
        // of one free interval: those with the same end
        let first = list.partition_point(|&other| all[other as usize].until < label.until);
        let mut place = first;
        while let Some(&other) = list.get(place) {
            let other = &all[other as usize];
            if other.until != label.until {
                break;
            }
            if as_good(other, &label) {
                return;
            }
            if as_good(&label, other) {
                list.remove(place);
            } else {
                place += 1;
            }
        }
        list.insert(place, self.all.len() as u32);
        self.all.push(label);
    }

    /// Carries the labels there are along all operations.
    pub(super) fn spread(&mut self, train: &TrainNetwork, occupancy: &Occupancy<'_>) {
        self.spread_over(train, occupancy, &train.order);
    }

    /// Carries the labels at a stand, and those that come of them, along all operations.
    pub(super) fn spread_from(
        &mut self,
        train: &TrainNetwork,
        occupancy: &Occupancy<'_>,
        from: NodeIndex,
    ) {
        let place = train.order.iter().position(|&stand| stand == from);
        self.spread_over(train, occupancy, &train.order[place.unwrap_or(0)..]);
    }

    fn spread_over(
        &mut self,
        train: &TrainNetwork,
        occupancy: &Occupancy<'_>,
        stands: &[NodeIndex],
    ) {
        let mut here = std::mem::take(&mut self.here);
        for &stand in stands {
            if self.at[stand.index()].is_empty() {
                continue;
            }
            here.clear();
            here.extend_from_slice(&self.at[stand.index()]);
            let fan = &train.fans[stand.index()];
            for &edge in &fan.others {
                let operation = &train.graph[edge];
                if let OperationWhat::Handling(spot) = operation.what
                    && self.shunned.has(spot)
                {
                    continue;
                }
                for &from in &here {
                    self.extend(train, occupancy, from, edge, (0, &EVER));
                }
            }
            if !fan.runs.is_empty() {
                for &from in &here {
                    self.extend_along(train, occupancy, from, &fan.runs);
                }
            }
        }
        self.here = here;
    }

    /// Extends a label by runs of a [`crate::network::Fan`]: what the first sections leave is looked up once for all of them.
    fn extend_along(
        &mut self,
        train: &TrainNetwork,
        occupancy: &Occupancy<'_>,
        from: u32,
        runs: &[EdgeIndex],
    ) {
        let Some(&longest) = runs.last() else { return };
        let longest = &train.graph[longest];
        let label = &self.all[from as usize];
        let latest = self
            .latest_start(train, label.stand)
            .min(label.until)
            .min(occupancy.network().end);
        let mut free = std::mem::take(&mut self.free);
        free.clear();
        if label.ready <= latest {
            free.push((label.ready, latest + 1));
        }
        let mut sections = 0;
        for &run in runs {
            while sections + 1 < train.graph[run].lines.len() {
                occupancy.keep_free(longest, sections, &mut free, &mut self.steps);
                sections += 1;
            }
            if free.is_empty() {
                break;
            }
            self.extend(train, occupancy, from, run, (sections, &free));
        }
        self.free = free;
    }

    /// The latest start from a stand from which an exit by the limit can be reached.
    fn latest_start(&self, train: &TrainNetwork, stand: NodeIndex) -> Tick {
        if self.limit < NEVER {
            self.limit - train.min_rest[stand.index()]
        } else {
            NEVER
        }
    }

    /// Extends a label by an operation; of a run, the first sections are free where its start lies in one of the spans given.
    fn extend(
        &mut self,
        train: &TrainNetwork,
        occupancy: &Occupancy<'_>,
        from: u32,
        edge: EdgeIndex,
        (sections, within): (usize, &[(Tick, Tick)]),
    ) {
        self.steps += CARRIED;
        let operation: &Operation = &train.graph[edge];
        let Some((_, target)) = train.graph.edge_endpoints(edge) else {
            return;
        };
        let to = &train.graph[target];
        let rest = train.min_rest[target.index()];
        let label = self.all[from as usize];
        let earliest = if operation.departure {
            label.ready.max(label.lag)
        } else {
            label.ready
        };
        // the hold of the stand it leaves lasts to the end of the movement or the clearing behind the departure
        let held = train.graph[label.stand].hold.is_some();
        let latest = match &operation.leaves {
            Some(leaves) if held => leaves
                .first_reaching(label.until.saturating_add(1))
                .saturating_sub(1),
            _ => NEVER,
        };
        let latest = latest.min(self.latest_start(train, label.stand));
        let earliest_start = |from: Tick, steps: &mut u64| {
            occupancy.earliest_behind(operation, sections, within, (from, latest), steps)
        };
        let carried_limit = if operation.leaves.is_none() && held {
            label.until
        } else {
            label.carried_limit
        };
        let early = train.cost.early.filter(|_| train.exits.contains(&target));
        let cost = |start: Tick| {
            let end = operation.end.at(start);
            let early = early.map_or(Cost::ZERO, |early| early.cost(end));
            label.cost + occupancy.order_cost_at(operation, start) + early
        };
        let make = |start: Tick, take: Tick, until: Tick| Label {
            stand: target,
            origin: Origin::Edge { edge, from, start },
            take,
            until,
            arrive: operation.end.at(start),
            ready: Tick::ZERO,
            lag: label.lag,
            carried_limit,
            parts_out: None,
            cost: cost(start),
        };
        let Some(first) = earliest_start(earliest, &mut self.steps) else {
            return;
        };
        let mut falls = std::mem::take(&mut self.falls);
        falls.clear();
        occupancy.order_falls(operation, &mut falls);
        if let Some(early) = early.filter(|early| early.falls) {
            let exits = early.falls(operation.end.at(first));
            falls.extend(exits.map(|exit| operation.end.first_reaching(exit)));
        }
        let keep = |labels: &mut Labels, start: Tick, (take, until): (Tick, Tick)| {
            let end = operation.end.at(start);
            if take < until && end <= until && !labels.is_too_late(end, rest) {
                labels.push(to, occupancy, rest, make(start, take, until));
            }
        };
        // starts behind one from which on it costs less
        let keep_cheaper = |labels: &mut Labels, start, place: &dyn Fn(Tick) -> (Tick, Tick)| {
            for &fall in falls.iter().filter(|&&fall| fall > start) {
                if let Some(later) = earliest_start(fall, &mut labels.steps) {
                    keep(labels, later, place(later));
                }
            }
        };
        match (label.parts_out, to.hold) {
            (Some(since), hold) => {
                let until = match hold {
                    Some(pool) => occupancy.free_through(to, pool, since),
                    None => has_room(occupancy, operation, since).then_some(NEVER),
                };
                if let Some(until) = until {
                    keep(self, first, (since, until));
                    keep_cheaper(self, first, &|_| (since, until));
                }
            }
            (None, None) => {
                let mut start = first;
                if self.blinks.pass() {
                    // about the time of another one that runs in between
                    let later = start + 1 + (operation.end.at(start) - start) / 4;
                    start = earliest_start(later, &mut self.steps).unwrap_or(start);
                }
                keep(self, start, (operation.takes.at(start), NEVER));
                keep_cheaper(self, start, &|start| (operation.takes.at(start), NEVER));
            }
            (None, Some(pool)) => {
                let mut start = first;
                for (free_from, free_to) in occupancy.free_for(to, pool, operation.takes.at(start))
                {
                    if free_to <= operation.takes.at(start) {
                        continue;
                    }
                    if free_from > operation.takes.at(start) {
                        let first = operation.takes.first_reaching(free_from).max(start);
                        if self.is_too_late(operation.end.at(first), rest) {
                            break;
                        }
                        match earliest_start(first, &mut self.steps) {
                            Some(next) => start = next,
                            None => break,
                        }
                    }
                    let (take, end) = (operation.takes.at(start), operation.end.at(start));
                    if self.is_too_late(end, rest) {
                        break;
                    }
                    if take < free_to && end <= free_to && !self.blinks.pass() {
                        keep(self, start, (take, free_to));
                    }
                    keep_cheaper(self, start, &|start| (operation.takes.at(start), free_to));
                }
            }
        }
        self.falls = falls;
    }
}

/// When the stages of a stand are done after an arrival: to move on, and to depart.
fn stages_done(stand: &Stand, occupancy: &Occupancy<'_>, arrive: Tick) -> Option<(Tick, Tick)> {
    let mut ready = arrive + stand.dwell;
    let mut lag = arrive;
    if stand.stages.is_empty() {
        return Some((ready, lag));
    }
    let mut first_done = arrive;
    for stage in &stand.stages {
        if stage.phase == StagePhase::Second {
            continue;
        }
        let end = occupancy.earliest_stage(stage, arrive)? + stage.ticks;
        match stage.phase {
            StagePhase::Parallel => lag = lag.max(end),
            StagePhase::Begun => ready = ready.max(end),
            StagePhase::First | StagePhase::Second => first_done = first_done.max(end),
        }
    }
    ready = ready.max(first_done);
    for stage in &stand.stages {
        if stage.phase == StagePhase::Second {
            let end = occupancy.earliest_stage(stage, first_done)? + stage.ticks;
            ready = ready.max(end);
        }
    }
    Some((ready, lag))
}

/// Stages of a stand with the earliest start of each and from when it could have started.
pub(super) fn stage_times<'a>(
    stand: &'a Stand,
    occupancy: &Occupancy<'_>,
    arrive: Tick,
) -> Vec<(usize, &'a StageOperation, Option<Tick>, Tick)> {
    let mut times = Vec::with_capacity(stand.stages.len());
    let mut first_done = Some(arrive);
    for (index, stage) in stand.stages.iter().enumerate() {
        if stage.phase != StagePhase::Second {
            let start = occupancy.earliest_stage(stage, arrive);
            if stage.phase == StagePhase::First {
                first_done = first_done
                    .zip(start)
                    .map(|(done, start)| done.max(start + stage.ticks));
            }
            times.push((index, stage, start, arrive));
        }
    }
    for (index, stage) in stand.stages.iter().enumerate() {
        if stage.phase == StagePhase::Second {
            let from = first_done.unwrap_or(NEVER);
            times.push((
                index,
                stage,
                first_done.and_then(|done| occupancy.earliest_stage(stage, done)),
                from,
            ));
        }
    }
    times
}
