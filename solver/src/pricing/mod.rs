//! A train's cheapest journey beside what is taken already.
//!
//! Costs never fall with time and there are no prices, so labels per (stand, free interval of what it holds) suffice: within one
//! interval an earlier label can wait and do whatever a later one does. The two rakes of a transshipped train are separate
//! searches that meet at the crane work: for every pair of free intervals of the two sides of a spot the earliest meeting
//! dominates, and behind it the two ways out are separate searches again. The join is exact as long as the rakes of one
//! train do not want the last unit of one pool at one time. Before the work they never do (locomotives are per gauge,
//! stages only on the arriving rake). Behind it they can share the teams of a departure stage: the emptied rake is priced
//! beside the onward rake's stages, and a meeting for which that leaves it no way out is passed over.
//!
//! A label from which the limit on the exit cannot be reached is dropped, so a search first tries a near limit and then a
//! farther one; what it finds is the same.
//!
//! Complexity per train: labels × operations out of a stand × conflicts leapt over.

mod choices;
mod journey;
mod labels;

pub use choices::{ChoiceError, ChoicePlace, Choices, WorkChoice};
pub use journey::{Done, Extent, Hold, Journey, OperationRef, StageDone};

use crate::network::{NEVER, Operation, StandWhat, Tick, TrainNetwork};
use crate::occupancy::Occupancy;
pub use labels::Blinks;
use labels::{Labels, Origin};
use petgraph::Direction::Incoming;
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use regauge_model::ids::SpotId;

/// Finds cheapest journeys; keeps its buffers from one train to the next.
#[derive(Debug, Default)]
pub struct Pricer {
    labels: Labels,
    meetings: Vec<Meeting>,
    starts: Vec<Tick>,
}

/// When no exit is found by a limit, the next limit is later by the least time of the journey over this, then by ever more.
const FIRST_STEP: Tick = 8;

/// How much wider each step of the limit is than the one before.
const LATER: Tick = 3;

/// What a journey is wanted to be like, beside cheap.
#[derive(Clone, Copy, Debug)]
pub struct Wishes {
    /// Spots not to be used, one bit each (of the lowest 64).
    pub shunned: u64,
    /// The exit is at this tick or earlier; [`NEVER`]: whenever.
    pub latest: Tick,
    /// An exit that will probably do: looked at before later ones. It changes no result.
    pub likely: Tick,
    /// Places in time passed over.
    pub blinks: Blinks,
}

impl Default for Wishes {
    fn default() -> Self {
        Wishes {
            shunned: 0,
            latest: NEVER,
            likely: NEVER,
            blinks: Blinks::default(),
        }
    }
}

/// Two rakes that can meet: where, how, when.
#[derive(Clone, Copy, Debug)]
struct Meeting {
    work: usize,
    arriving: u32,
    onward: u32,
    from: Tick,
    until: Tick,
    end: Tick,
    /// The carried hold of the yard track ends here (parts).
    carried_until: Tick,
    /// No exit is earlier.
    least: Tick,
}

impl Pricer {
    /// A pricer.
    pub fn new() -> Pricer {
        Pricer::default()
    }

    /// Work done so far, in steps ([`crate::work`]).
    pub fn steps(&self) -> u64 {
        self.labels.steps
    }

    /// The cheapest journey of a train beside what is taken; `None` when it has none. What is taken is the same
    /// afterwards as before.
    pub fn price(
        &mut self,
        train: &TrainNetwork,
        occupancy: &mut Occupancy<'_>,
    ) -> Option<Journey> {
        let journey = self.insert(train, occupancy, &Wishes::default())?;
        occupancy.remove(&journey);
        self.labels.steps += journey.steps();
        Some(journey)
    }

    /// Finds the cheapest journey of a train beside what is taken, as wished, and takes all it needs; `None`, and nothing
    /// taken, when it has none.
    pub fn insert(
        &mut self,
        train: &TrainNetwork,
        occupancy: &mut Occupancy<'_>,
        wishes: &Wishes,
    ) -> Option<Journey> {
        self.labels.shunned = wishes.shunned;
        self.labels.blinks = wishes.blinks;
        let earliest = earliest_exit(train);
        if earliest > wishes.latest {
            return None;
        }
        let likely = if wishes.likely < NEVER {
            wishes.likely
        } else {
            earliest.saturating_add((earliest - train.cost.release).max(0) / 8)
        };
        let mut limit = likely.max(earliest);
        let mut step = (earliest - train.cost.release).max(0) / FIRST_STEP + 1;
        let mut found = None;
        while found.is_none() && limit < wishes.latest && limit < occupancy.network().end {
            found = self.insert_by(train, occupancy, wishes, limit);
            limit = limit.saturating_add(step);
            step = step.saturating_mul(LATER);
        }
        let journey = found.or_else(|| self.insert_by(train, occupancy, wishes, wishes.latest))?;
        self.labels.steps += journey.steps();
        Some(journey)
    }

    /// The same among the journeys with an exit by a limit.
    fn insert_by(
        &mut self,
        train: &TrainNetwork,
        occupancy: &mut Occupancy<'_>,
        wishes: &Wishes,
        limit: Tick,
    ) -> Option<Journey> {
        let labels = &mut self.labels;
        labels.clear(train.graph.node_count());
        labels.limit = limit;
        for start in train.arriving_start.iter().chain(&train.onward_start) {
            labels.begin(train, occupancy, start.stand, start.at, 0);
        }
        labels.spread(train, occupancy);
        if train.transshipped && !train.works.is_empty() {
            return self.insert_meeting(train, occupancy, wishes, limit);
        }
        let exit = best_exit(labels, &train.exits)?;
        let mut journey = Journey::new(train, labels.all[exit as usize].arrive);
        journey.add_strand(train, labels, occupancy, exit);
        occupancy.insert(&journey);
        if !train.transshipped {
            return Some(journey);
        }
        // its crane work was done at the start
        labels.clear(train.graph.node_count());
        labels.limit = NEVER;
        for start in &train.arriving_start {
            labels.begin(train, occupancy, start.stand, start.at, 0);
        }
        labels.spread(train, occupancy);
        let Some((_, emptied)) = best_emptied(labels, train, occupancy) else {
            occupancy.remove(&journey);
            return None;
        };
        let taken = journey.extent();
        journey.add_emptied(train, labels, occupancy, emptied);
        occupancy.insert_behind(&journey, taken);
        Some(journey)
    }

    /// The best meeting of the two rakes, with a way out for both.
    fn insert_meeting(
        &mut self,
        train: &TrainNetwork,
        occupancy: &mut Occupancy<'_>,
        wishes: &Wishes,
        limit: Tick,
    ) -> Option<Journey> {
        let (labels, meetings, starts) = (&mut self.labels, &mut self.meetings, &mut self.starts);
        meetings.clear();
        let mut steps = 0;
        for (index, work) in train.works.iter().enumerate() {
            let rest = train.least_rest[work.onward.1.index()];
            if is_shunned(wishes.shunned, work.spot) || rest >= NEVER {
                continue;
            }
            for &arriving in labels.of(work.arriving.0) {
                for &onward in labels.of(work.onward.0) {
                    let (a, b) = (&labels.all[arriving as usize], &labels.all[onward as usize]);
                    let until = a.until.min(b.until);
                    let from = a.ready.max(b.ready);
                    if from >= until {
                        continue;
                    }
                    let limits = (until, a.carried_limit);
                    let found = chain(occupancy, &work.chain, from, limits, starts, &mut steps);
                    let Some((end, carried_until)) = found else {
                        continue;
                    };
                    if limit < NEVER && end + rest > limit {
                        continue;
                    }
                    meetings.push(Meeting {
                        work: index,
                        arriving,
                        onward,
                        from,
                        until,
                        end,
                        carried_until,
                        least: end + rest,
                    });
                }
            }
        }
        labels.steps += steps;
        meetings.sort_by_key(|meeting| (meeting.least, meeting.end, meeting.work));
        let mark = labels.all.len();
        loop {
            let (place, exit_limit, blinks) =
                best_meeting(labels, train, occupancy, meetings, limit)?;
            let meeting = meetings.remove(place);
            let work = &train.works[meeting.work];
            labels.blinks = blinks;
            let exit = way_out(labels, train, occupancy, &meeting, mark, exit_limit)?;
            let carried_limit = labels.all[meeting.arriving as usize].carried_limit;
            let limits = (meeting.until, carried_limit);
            chain(occupancy, &work.chain, meeting.from, limits, starts, &mut labels.steps)?;
            let mut journey = Journey::new(train, labels.all[exit as usize].arrive);
            let onward_take = journey.add_inbound(
                train,
                labels,
                occupancy,
                work,
                meeting.onward,
                starts[0],
                None,
            );
            let arriving_take = journey.add_inbound(
                train,
                labels,
                occupancy,
                work,
                meeting.arriving,
                starts[0],
                Some(meeting.carried_until),
            );
            let rakes = (meeting.arriving, meeting.onward);
            journey.add_work(train, labels, meeting.work, rakes, starts);
            journey.add_outbound(train, labels, occupancy, exit, onward_take);
            occupancy.insert(&journey);
            labels.forget_from(mark);
            if let Some(emptied) = emptied_way(labels, train, occupancy, &meeting, mark) {
                let taken = journey.extent();
                journey.add_outbound(train, labels, occupancy, emptied, arriving_take);
                journey.set_emptied(labels, emptied);
                occupancy.insert_behind(&journey, taken);
                return Some(journey);
            }
            occupancy.remove(&journey);
        }
    }
}

/// The earliest exit that could be if nothing were taken, or earlier.
fn earliest_exit(train: &TrainNetwork) -> Tick {
    let of = |starts: &[crate::network::Start]| {
        let exits = starts.iter().map(|start| {
            start
                .at
                .saturating_add(train.least_rest[start.stand.index()])
        });
        exits.min()
    };
    let arriving =
        of(&train.arriving_start).filter(|_| !train.transshipped || !train.works.is_empty());
    let onward = of(&train.onward_start);
    arriving.max(onward).unwrap_or(0)
}

/// Whether a spot is left out.
fn is_shunned(shunned: u64, spot: SpotId) -> bool {
    spot.0 < 64 && shunned >> spot.0 & 1 == 1
}

/// The first meeting with the earliest exit of the onward rake: its place, and the limit and the blinks with which
/// [`way_out`] finds that exit again.
fn best_meeting(
    labels: &mut Labels,
    train: &TrainNetwork,
    occupancy: &Occupancy<'_>,
    meetings: &[Meeting],
    limit: Tick,
) -> Option<(usize, Tick, Blinks)> {
    let mark = labels.all.len();
    let mut best: Option<(Tick, usize, Tick, Blinks)> = None;
    for (place, meeting) in meetings.iter().enumerate() {
        let mut exit_limit = limit;
        if let Some((earliest, ..)) = best {
            if meeting.least >= earliest {
                break;
            }
            exit_limit = exit_limit.min(earliest - 1);
        }
        let blinks = labels.blinks;
        let exit = way_out(labels, train, occupancy, meeting, mark, exit_limit);
        if let Some(exit) = exit {
            let arrive = labels.all[exit as usize].arrive;
            if best.is_none_or(|best| arrive < best.0) {
                best = Some((arrive, place, exit_limit, blinks));
            }
        }
        labels.forget_from(mark);
    }
    best.map(|(_, place, exit_limit, blinks)| (place, exit_limit, blinks))
}

/// The onward rake's earliest exit behind a meeting, by a limit. Its labels are left behind the mark.
fn way_out(
    labels: &mut Labels,
    train: &TrainNetwork,
    occupancy: &Occupancy<'_>,
    meeting: &Meeting,
    mark: usize,
    limit: Tick,
) -> Option<u32> {
    labels.forget_from(mark);
    labels.limit = limit;
    let (a, b) = (
        &labels.all[meeting.arriving as usize],
        &labels.all[meeting.onward as usize],
    );
    let (lag, until) = (a.lag.max(b.lag), b.until);
    let stand = train.works[meeting.work].onward.1;
    labels.resume(stand, meeting.end, until, lag);
    labels.spread_from(train, occupancy, stand);
    best_exit(labels, &train.exits)
}

/// The end of the emptied rake's life behind a meeting, what the rest of the train takes being taken.
fn emptied_way(
    labels: &mut Labels,
    train: &TrainNetwork,
    occupancy: &Occupancy<'_>,
    meeting: &Meeting,
    mark: usize,
) -> Option<u32> {
    let stand = train.works[meeting.work].arriving.1;
    let until = labels.all[meeting.arriving as usize].until;
    let rest = train.least_rest[stand.index()];
    // of the ends that cost least the first is the best: it need not be looked for to the end of time at once
    let least = least_end(train, occupancy);
    let end = occupancy.network().end;
    let nearer = (0..).map(|step: u32| {
        let more = (rest / 2 + 1).saturating_mul(LATER.saturating_pow(step));
        meeting.end.saturating_add(rest).saturating_add(more)
    });
    let nearer = nearer.take_while(|&limit| limit < end);
    let blinks = [
        Some((NEVER, true)),
        (labels.blinks.chance > 0).then_some((NEVER, false)),
    ];
    let tries = nearer.map(|limit| (limit, true)).chain(blinks.into_iter().flatten());
    for (limit, may_blink) in tries {
        labels.forget_from(mark);
        labels.limit = limit;
        if !may_blink {
            labels.blinks.chance = 0;
        }
        labels.resume(stand, meeting.end, until, 0);
        labels.spread_from(train, occupancy, stand);
        let found = best_emptied(labels, train, occupancy);
        if let Some((end, label)) = found
            && (limit == NEVER || end <= least)
        {
            return Some(label);
        }
    }
    None
}

/// The earliest starts of a chain of operations from `from`, into `starts`: all ended by the first limit, exchanges by the
/// second. Gives the end, and the end of the last exchange.
fn chain(
    occupancy: &Occupancy<'_>,
    operations: &[Operation],
    from: Tick,
    (until, carried_limit): (Tick, Tick),
    starts: &mut Vec<Tick>,
    steps: &mut u64,
) -> Option<(Tick, Tick)> {
    starts.clear();
    let mut at = from;
    let mut carried_until = from;
    for operation in operations {
        let start = occupancy.earliest_start(operation, at, until, steps)?;
        at = operation.end.at(start);
        if at > until {
            return None;
        }
        if matches!(operation.what, crate::network::OperationWhat::Exchange(..)) {
            carried_until = at;
            if at > carried_limit {
                return None;
            }
        }
        starts.push(start);
    }
    Some((at, carried_until))
}

/// The label at the earliest exit.
fn best_exit(labels: &Labels, exits: &[NodeIndex]) -> Option<u32> {
    let all = exits
        .iter()
        .flat_map(|&exit| labels.of(exit).iter().copied());
    all.min_by_key(|&label| (labels.all[label as usize].arrive, label))
}

/// What an end of an emptied rake's life costs by what it changes in stores, and whether it is one: it rather leaves than fills a store.
type EmptiedEnd = (i64, bool);

/// The end by an operation.
fn end_by(train: &TrainNetwork, occupancy: &Occupancy<'_>, edge: EdgeIndex) -> EmptiedEnd {
    let stocks = train.graph[edge].stocks.iter();
    let costs = stocks.map(|&(stock, change, _)| occupancy.stock_change_cost(stock, change));
    let target = train.graph.edge_endpoints(edge).map(|ends| train.graph[ends.1].what);
    (costs.sum(), matches!(target, Some(StandWhat::Store(_))))
}

/// The cheapest end that there is, at whatever time.
fn least_end(train: &TrainNetwork, occupancy: &Occupancy<'_>) -> EmptiedEnd {
    let exits = train.emptied_exits.iter();
    let edges = exits.flat_map(|&exit| train.graph.edges_directed(exit, Incoming));
    let ends = edges.map(|edge| end_by(train, occupancy, edge.id()));
    ends.min().unwrap_or((0, false))
}

/// The label at the cheapest end of the emptied rake's life, of equals the first in time; and that end.
fn best_emptied(
    labels: &Labels,
    train: &TrainNetwork,
    occupancy: &Occupancy<'_>,
) -> Option<(EmptiedEnd, u32)> {
    let all = train
        .emptied_exits
        .iter()
        .flat_map(|&exit| labels.of(exit).iter().copied());
    let all = all.map(|label| {
        let data = &labels.all[label as usize];
        let end = match data.origin {
            Origin::Edge { edge, .. } => end_by(train, occupancy, edge),
            Origin::Begin => {
                let stored = matches!(train.graph[data.stand].what, StandWhat::Store(_));
                (0, stored)
            }
        };
        (end, data.arrive, label)
    });
    all.min().map(|(end, _, label)| (end, label))
}
