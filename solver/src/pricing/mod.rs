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
//! Complexity per train: labels × operations out of a stand × conflicts leapt over.

mod choices;
mod journey;
mod labels;

pub use choices::{ChoiceError, ChoicePlace, Choices, WorkChoice};
pub use journey::{Done, Hold, Journey, OperationRef, StageDone};

use crate::network::{NEVER, Operation, StandWhat, Tick, TrainNetwork, Work};
use crate::occupancy::Occupancy;
use labels::{Labels, Origin};
use petgraph::graph::NodeIndex;
use regauge_model::ids::SpotId;

/// Finds cheapest journeys; keeps its buffers from one train to the next.
#[derive(Debug, Default)]
pub struct Pricer {
    labels: Labels,
    /// Spots not to be used this time, one bit each (of the lowest 64).
    shunned: u64,
}

/// Two rakes that can meet: where, how, when.
struct Meeting {
    work: usize,
    arriving: u32,
    onward: u32,
    /// Start of each operation of the chain.
    starts: Vec<Tick>,
    end: Tick,
    /// The carried hold of the yard track ends here (parts).
    carried_until: Tick,
}

impl Pricer {
    /// A pricer.
    pub fn new() -> Pricer {
        Pricer::default()
    }

    /// Leaves out spots (one bit each of the lowest 64) in the next calls: search uses it to leave local optima.
    pub fn shun(&mut self, spots: u64) {
        self.shunned = spots;
    }

    /// The cheapest journey of a train beside what is taken; `None` when it has none. What is taken is the same
    /// afterwards as before.
    pub fn price(
        &mut self,
        train: &TrainNetwork,
        occupancy: &mut Occupancy<'_>,
    ) -> Option<Journey> {
        let labels = &mut self.labels;
        labels.clear(train.graph.node_count());
        labels.shunned = self.shunned;
        for start in train.arriving_start.iter().chain(&train.onward_start) {
            labels.begin(train, occupancy, start.stand, start.at, 0);
        }
        labels.spread(train, occupancy);
        if !train.transshipped {
            let exit = best_exit(labels, &train.exits)?;
            let mut journey = Journey::new(train, labels.all[exit as usize].arrive);
            journey.add_strand(train, labels, occupancy, exit);
            return Some(journey);
        }
        if train.works.is_empty() {
            return price_outbound(labels, train, occupancy);
        }
        price_meetings(labels, train, occupancy, self.shunned)
    }
}

/// A train whose crane work was done at the start.
fn price_outbound(
    labels: &mut Labels,
    train: &TrainNetwork,
    occupancy: &mut Occupancy<'_>,
) -> Option<Journey> {
    let exit = best_exit(labels, &train.exits)?;
    let mut journey = Journey::new(train, labels.all[exit as usize].arrive);
    journey.add_strand(train, labels, occupancy, exit);
    occupancy.insert(&journey);
    labels.clear(train.graph.node_count());
    for start in &train.arriving_start {
        labels.begin(train, occupancy, start.stand, start.at, 0);
    }
    labels.spread(train, occupancy);
    let emptied = best_emptied(labels, train, occupancy);
    occupancy.remove(&journey);
    journey.add_emptied(train, labels, occupancy, emptied?);
    Some(journey)
}

/// Whether a spot is left out.
fn is_shunned(shunned: u64, spot: SpotId) -> bool {
    spot.0 < 64 && shunned >> spot.0 & 1 == 1
}

fn price_meetings(
    labels: &mut Labels,
    train: &TrainNetwork,
    occupancy: &mut Occupancy<'_>,
    shunned: u64,
) -> Option<Journey> {
    let mut meetings = Vec::new();
    for (index, work) in train.works.iter().enumerate() {
        if is_shunned(shunned, work.spot) {
            continue;
        }
        meet(labels, occupancy, index, work, &mut meetings);
    }
    meetings.sort_by_key(|meeting| (meeting.end, meeting.work));
    let mut best: Option<Journey> = None;
    let mark = labels.all.len();
    for meeting in &meetings {
        let work = &train.works[meeting.work];
        let rest = train.least_rest[work.onward.1.index()];
        if rest >= NEVER
            || best
                .as_ref()
                .is_some_and(|best| meeting.end + rest >= best.exit)
        {
            continue;
        }
        labels.forget_from(mark);
        let lag = labels.all[meeting.arriving as usize]
            .lag
            .max(labels.all[meeting.onward as usize].lag);
        let until = labels.all[meeting.onward as usize].until;
        labels.resume(work.onward.1, meeting.end, until, lag);
        labels.spread(train, occupancy);
        let Some(exit) = best_exit(labels, &train.exits) else {
            continue;
        };
        let exit_time = labels.all[exit as usize].arrive;
        if best.as_ref().is_some_and(|best| exit_time >= best.exit) {
            continue;
        }
        let mut journey = Journey::new(train, exit_time);
        let onward_take = journey.add_inbound(
            train,
            labels,
            occupancy,
            work,
            meeting.onward,
            meeting.starts[0],
            None,
        );
        let arriving_take = journey.add_inbound(
            train,
            labels,
            occupancy,
            work,
            meeting.arriving,
            meeting.starts[0],
            Some(meeting),
        );
        journey.add_work(train, labels, work, meeting);
        journey.add_outbound(train, labels, occupancy, exit, onward_take);
        labels.forget_from(mark);
        occupancy.insert(&journey);
        let until = labels.all[meeting.arriving as usize].until;
        labels.resume(work.arriving.1, meeting.end, until, 0);
        labels.spread(train, occupancy);
        let emptied = best_emptied(labels, train, occupancy);
        occupancy.remove(&journey);
        if let Some(emptied) = emptied {
            journey.add_outbound(train, labels, occupancy, emptied, arriving_take);
            journey.set_emptied(labels, emptied);
            best = Some(journey);
        }
    }
    best
}

/// Adds the meetings at one spot under one mode: the earliest for every pair of labels of the two rakes.
fn meet(
    labels: &Labels,
    occupancy: &Occupancy<'_>,
    index: usize,
    work: &Work,
    meetings: &mut Vec<Meeting>,
) {
    for &arriving in labels.of(work.arriving.0) {
        for &onward in labels.of(work.onward.0) {
            let (a, b) = (&labels.all[arriving as usize], &labels.all[onward as usize]);
            let until = a.until.min(b.until);
            let from = a.ready.max(b.ready);
            if from >= until {
                continue;
            }
            if let Some((starts, end, carried_until)) =
                chain(occupancy, &work.chain, from, until, a.carried_limit)
            {
                meetings.push(Meeting {
                    work: index,
                    arriving,
                    onward,
                    starts,
                    end,
                    carried_until,
                });
            }
        }
    }
}

/// The earliest starts of a chain of operations from `from`, all ended by `until`, exchanges by `carried_limit`.
fn chain(
    occupancy: &Occupancy<'_>,
    operations: &[Operation],
    from: Tick,
    until: Tick,
    carried_limit: Tick,
) -> Option<(Vec<Tick>, Tick, Tick)> {
    let mut starts = Vec::with_capacity(operations.len());
    let mut at = from;
    let mut carried_until = from;
    for operation in operations {
        let start = occupancy.earliest_start(operation, at, until)?;
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
    Some((starts, at, carried_until))
}

/// The label at the earliest exit.
fn best_exit(labels: &Labels, exits: &[NodeIndex]) -> Option<u32> {
    let all = exits
        .iter()
        .flat_map(|&exit| labels.of(exit).iter().copied());
    all.min_by_key(|&label| (labels.all[label as usize].arrive, label))
}

/// The label at the cheapest end of the emptied rake's life; at equal cost it rather leaves than fills a store.
fn best_emptied(labels: &Labels, train: &TrainNetwork, occupancy: &Occupancy<'_>) -> Option<u32> {
    let all = train
        .emptied_exits
        .iter()
        .flat_map(|&exit| labels.of(exit).iter().copied());
    all.min_by_key(|&label| {
        let data = &labels.all[label as usize];
        let stored = matches!(train.graph[data.stand].what, StandWhat::Store(_));
        let stock_cost = match data.origin {
            Origin::Edge { edge, .. } => {
                let stocks = train.graph[edge].stocks.iter();
                stocks
                    .map(|&(stock, change, _)| occupancy.stock_change_cost(stock, change))
                    .sum::<i64>()
            }
            Origin::Begin => 0,
        };
        (stock_cost, stored, data.arrive, label)
    })
}
