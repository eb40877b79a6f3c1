//! Trains over exclusive resources: which way each takes, and who comes before whom, so that the cost of delays is least.
//!
//! The problem of train rescheduling as an alternative graph (Mascis and Pacciarelli, *Job-shop scheduling with blocking and no-wait
//! constraints*, European Journal of Operational Research 143(3) 2002): a train runs through a directed acyclic graph of operations, holds
//! the resources of an operation until it starts the next one, and may wait anywhere. With ways and orders decided, earliest times are a longest
//! way in the graph of events, as in `crate::replay`; what is searched are the decisions.
//!
//! Decisions are made about conflicts that occur and no others: all trains run as early as the decisions so far allow, and of the first two
//! that are in each other's way one of them comes first, or takes another way. `visits` compiles the problem, `progress` has the earliest
//! times, `conflicts` finds what is in the way of what, `circles` orders that contradict each other, `tree` is the branch and bound, `neighbourhoods` the search that frees a few trains
//! of the best timetable at a time. Without ways left to decide this is the branching of D'Ariano, Pacciarelli and Pranzo, *A branch and bound algorithm
//! for scheduling trains in a railway network*, European Journal of Operational Research 183(2) 2007, with ways beside orders.
//!
//! Not here: stations that transship, which have stocks, teams and cranes ([`crate::network`]); files.

mod circles;
mod conflicts;
mod neighbourhoods;
mod progress;
mod tree;
mod visits;

use crate::network::{Cost, Tick, Ticks};
pub use neighbourhoods::{Rescheduled, Rescheduling};

/// Trains over exclusive resources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Traffic {
    trains: Vec<Vec<TrainOperation>>,
    n_resources: usize,
}

/// What a train does at one place of its graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrainOperation {
    /// It starts at this tick or later.
    pub earliest: Tick,
    /// It starts at this tick or earlier.
    pub latest: Tick,
    /// Least ticks from its start to the start of the next one.
    pub duration: Ticks,
    /// What it holds from its start to the start of the next one.
    pub uses: Vec<ResourceUse>,
    /// Operations of which one comes next, by position; none for the exit.
    pub successors: Vec<usize>,
    /// What its start costs.
    pub delays: Vec<DelayCost>,
}

/// A resource that an operation holds; no other train may use it meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResourceUse {
    /// Position of the resource.
    pub resource: usize,
    /// Ticks from the end of the operation until another train may use it.
    pub release: Ticks,
}

/// What a start costs: `per_tick · max(0, start − threshold)`, and the increment from the threshold on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DelayCost {
    /// Starts before this cost nothing.
    pub threshold: Tick,
    /// Cost of a start at the threshold or later.
    pub increment: Cost,
    /// Cost of each tick beyond the threshold.
    pub per_tick: Cost,
}

impl DelayCost {
    /// The cost of a start.
    pub fn of(&self, start: Tick) -> Cost {
        if start < self.threshold {
            return Cost::ZERO;
        }
        let late = i64::from(start.0) - i64::from(self.threshold.0);
        let by_ticks = self.per_tick.saturating_mul(late);
        self.increment.saturating_add(by_ticks)
    }
}

impl TrainOperation {
    /// The cost of a start.
    pub fn cost(&self, start: Tick) -> Cost {
        let costs = self.delays.iter().map(|delay| delay.of(start));
        costs.fold(Cost::ZERO, Cost::saturating_add)
    }
}

impl Traffic {
    /// A problem of trains as graphs of operations over so many resources. `None` where a graph is none: operations stand before their
    /// successors, only the first has no predecessor and only the last no successor; nothing lasts less than no time or uses a resource
    /// that is not there. A resource that an operation uses twice it uses once, for as long as the longer use.
    pub fn new(mut trains: Vec<Vec<TrainOperation>>, n_resources: usize) -> Option<Traffic> {
        for operation in trains.iter_mut().flatten() {
            operation
                .uses
                .sort_by_key(|own| (own.resource, -own.release));
            operation.uses.dedup_by_key(|own| own.resource);
        }
        let is_sound = trains
            .iter()
            .all(|operations| is_graph(operations, n_resources));
        is_sound.then_some(Traffic {
            trains,
            n_resources,
        })
    }

    /// Operations by train.
    pub fn trains(&self) -> &[Vec<TrainOperation>] {
        &self.trains
    }

    /// How many resources there are.
    pub fn n_resources(&self) -> usize {
        self.n_resources
    }
}

fn is_graph(operations: &[TrainOperation], n_resources: usize) -> bool {
    let Some(last) = operations.len().checked_sub(1) else {
        return false;
    };
    let mut is_reached = vec![false; operations.len()];
    is_reached[0] = true;
    for (index, operation) in operations.iter().enumerate() {
        for &next in &operation.successors {
            if next <= index || next > last {
                return false;
            }
            is_reached[next] = true;
        }
        let is_sound = operation.successors.is_empty() == (index == last)
            && operation.duration >= 0
            && operation
                .uses
                .iter()
                .all(|one| one.release >= 0 && one.resource < n_resources);
        if !is_sound {
            return false;
        }
    }
    is_reached.iter().all(|is_reached| *is_reached)
}

/// The start of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    /// When.
    pub at: Tick,
    /// Position of the train.
    pub train: usize,
    /// Position of the operation in its graph.
    pub operation: usize,
}

/// Ways and times of all trains, without a conflict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timetable {
    /// Starts in the order in which they happen; of two at the same tick the first comes first.
    pub starts: Vec<Start>,
    /// What it costs.
    pub cost: Cost,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operation(duration: Ticks, resources: &[usize], successors: &[usize]) -> TrainOperation {
        let uses = resources.iter().map(|&resource| ResourceUse {
            resource,
            release: 0,
        });
        TrainOperation {
            earliest: Tick::ZERO,
            latest: Tick::MAX,
            duration,
            uses: uses.collect(),
            successors: successors.to_vec(),
            delays: Vec::new(),
        }
    }

    /// A train that runs through resources one after the other; it is in the first one at the start.
    pub(super) fn train(resources: &[usize], due: i32) -> Vec<TrainOperation> {
        let all = resources.iter().enumerate();
        let all = all.map(|(place, &resource)| operation(10, &[resource], &[place + 1]));
        let mut operations: Vec<TrainOperation> = all.collect();
        operations[0].latest = Tick::ZERO;
        let mut exit = operation(0, &[], &[]);
        exit.delays.push(DelayCost {
            threshold: Tick(due),
            increment: Cost::ZERO,
            per_tick: Cost::new(1),
        });
        operations.push(exit);
        operations
    }

    fn run(trains: Vec<Vec<TrainOperation>>) -> Rescheduled {
        let traffic = Traffic::new(trains, 9).expect("graphs");
        let run = Rescheduling {
            steps: 1_000_000,
            seed: 1,
        };
        run.run(&traffic, &|| false)
    }

    #[test]
    fn graphs_that_are_none_are_refused() {
        let good = || vec![operation(1, &[0], &[1]), operation(0, &[], &[])];
        let is_refused = |operations| Traffic::new(vec![operations], 1).is_none();
        assert!(!is_refused(good()));
        assert!(is_refused(Vec::new()));
        let changes: [fn(&mut Vec<TrainOperation>); 7] = [
            |own| own[0].successors = vec![0],
            |own| own[0].successors = vec![2],
            |own| own[0].successors = Vec::new(),
            |own| own[1].successors = vec![1],
            |own| own[0].duration = -1,
            |own| own[0].uses[0].resource = 1,
            |own| own[0].uses[0].release = -1,
        ];
        for change in changes {
            let mut changed = good();
            change(&mut changed);
            assert!(is_refused(changed));
        }
        // one to which nothing leads
        let lost = vec![
            operation(1, &[], &[2]),
            operation(1, &[], &[2]),
            operation(0, &[], &[]),
        ];
        assert!(is_refused(lost));
    }

    #[test]
    fn who_comes_second_waits_and_it_is_proven() {
        // both want resource 2; the second has more to lose
        let mut second = train(&[1, 2, 4], 30);
        second[3].delays[0].per_tick = Cost::new(3);
        let found = run(vec![train(&[0, 2, 3], 30), second]);
        let timetable = found.timetable.expect("a timetable");
        assert_eq!(
            (timetable.cost, found.bound),
            (Cost::new(10), Cost::new(10))
        );
        let at = |train, operation| {
            let mut starts = timetable.starts.iter();
            let start = starts.find(|own| (own.train, own.operation) == (train, operation));
            start.map(|own| own.at)
        };
        assert_eq!((at(0, 1), at(1, 1)), (Some(Tick(20)), Some(Tick(10))));
    }

    #[test]
    fn trains_against_each_other_have_no_timetable_and_that_is_seen_at_once() {
        let long: Vec<usize> = (0..9).collect();
        let back: Vec<usize> = (0..9).rev().collect();
        let found = run(vec![train(&long, 1_000_000), train(&back, 1_000_000)]);
        assert_eq!((found.timetable, found.bound), (None, Cost::MAX));
        // late trains cost nothing here: times alone would have to rise to the horizon
        assert!(found.steps < 20_000, "{}", found.steps);
    }
}
