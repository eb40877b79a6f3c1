//! The compiled problem: ways as arcs between operations, and visits, the parts of ways during which a train keeps one resource.

use super::Traffic;
use crate::network::{Cost, NEVER, Tick, Ticks};

/// The compiled problem.
#[derive(Debug)]
pub(super) struct Compiled<'t> {
    pub traffic: &'t Traffic,
    pub trains: Vec<Ways>,
    pub visits: Vec<Visit>,
    pub n_resources: usize,
}

/// The ways of a train: arcs between its operations, in the order of where they begin.
#[derive(Debug)]
pub(super) struct Ways {
    /// First arc out of each operation, and the number of arcs behind the last.
    pub first_out: Vec<u32>,
    /// Where each arc begins and ends.
    pub arcs: Vec<(u32, u32)>,
    /// Arcs into each operation, one operation after the other, as `first_in` divides them.
    pub into: Vec<u32>,
    pub first_in: Vec<u32>,
    pub duration: Vec<Ticks>,
    pub latest: Vec<Tick>,
    /// Visits that each operation is part of, with the release of its use.
    pub visits: Vec<Vec<(u32, Ticks)>>,
    /// Operations whose start costs something.
    pub is_priced: Vec<bool>,
}

impl Ways {
    pub fn n_operations(&self) -> usize {
        self.duration.len()
    }

    /// Arcs out of an operation.
    pub fn out(&self, operation: usize) -> std::ops::Range<usize> {
        self.first_out[operation] as usize..self.first_out[operation + 1] as usize
    }

    /// Arcs into an operation.
    pub fn into(&self, operation: usize) -> &[u32] {
        &self.into[self.first_in[operation] as usize..self.first_in[operation + 1] as usize]
    }
}

/// Operations of one train that use one resource, and that no way leaves and comes back to: whoever is among them has the resource from
/// the first of them on its way until it leaves the last.
#[derive(Debug)]
pub(super) struct Visit {
    pub train: u32,
    pub resource: u32,
    /// In the order of their positions, with the release of the use.
    pub operations: Vec<(u32, Ticks)>,
}

impl Visit {
    pub fn has(&self, operation: u32) -> bool {
        let found = self
            .operations
            .binary_search_by_key(&operation, |own| own.0);
        found.is_ok()
    }
}

impl<'t> Compiled<'t> {
    pub fn new(traffic: &'t Traffic) -> Compiled<'t> {
        let mut trains: Vec<Ways> = traffic.trains().iter().map(|own| ways(own)).collect();
        let mut visits = Vec::new();
        for (train, ways) in trains.iter_mut().enumerate() {
            for visit in visits_of(traffic, train, ways) {
                let number = visits.len() as u32;
                for &(operation, release) in &visit.operations {
                    ways.visits[operation as usize].push((number, release));
                }
                visits.push(visit);
            }
        }
        Compiled {
            traffic,
            trains,
            visits,
            n_resources: traffic.n_resources(),
        }
    }

    /// A tick at which everything can be over: behind the last start that a file asks for, all operations of all trains one after
    /// the other. Every start has a chain of events before it that begins with one that is held back by nobody.
    pub fn horizon(&self) -> Tick {
        let all = self.traffic.trains().iter().flatten();
        let latest = all.clone().map(|one| one.earliest).max();
        let releases = |one: &super::TrainOperation| {
            let all = one.uses.iter().map(|own| own.release);
            all.max().unwrap_or(0)
        };
        let ticks = all.fold(0, |sum: Ticks, one| {
            sum.saturating_add(one.duration)
                .saturating_add(releases(one))
        });
        let horizon = latest.unwrap_or(Tick::ZERO).saturating_add(ticks);
        horizon.min(NEVER.saturating_sub(1))
    }

    /// What the start of an operation costs.
    pub fn cost(&self, train: usize, operation: usize, start: Tick) -> Cost {
        if self.trains[train].is_priced[operation] {
            self.traffic.trains()[train][operation].cost(start)
        } else {
            Cost::ZERO
        }
    }

    /// The last start of an operation that costs at most so much.
    pub fn latest_for(&self, train: usize, operation: usize, most: Cost) -> Tick {
        let delays = &self.traffic.trains()[train][operation].delays;
        let latest = delays.iter().map(|delay| {
            let before = delay.threshold.saturating_sub(1);
            if delay.increment > most {
                return before;
            }
            if delay.per_tick <= Cost::ZERO {
                return Tick::MAX;
            }
            let ticks = (most.units() - delay.increment.units()) / delay.per_tick.units();
            let ticks = Ticks::try_from(ticks).unwrap_or(Ticks::MAX);
            delay.threshold.saturating_add(ticks)
        });
        latest.min().unwrap_or(Tick::MAX)
    }
}

fn ways(operations: &[super::TrainOperation]) -> Ways {
    let n = operations.len();
    let mut first_out = vec![0_u32];
    let mut arcs = Vec::new();
    let mut n_into = vec![0_u32; n];
    for (index, operation) in operations.iter().enumerate() {
        for &next in &operation.successors {
            arcs.push((index as u32, next as u32));
            n_into[next] += 1;
        }
        first_out.push(arcs.len() as u32);
    }
    let mut first_in = vec![0_u32];
    for count in n_into {
        first_in.push(first_in[first_in.len() - 1] + count);
    }
    let mut next_place = first_in.clone();
    let mut into = vec![0_u32; arcs.len()];
    for (arc, &(_, to)) in arcs.iter().enumerate() {
        let place = &mut next_place[to as usize];
        into[*place as usize] = arc as u32;
        *place += 1;
    }
    Ways {
        first_out,
        arcs,
        into,
        first_in,
        duration: operations.iter().map(|one| one.duration).collect(),
        latest: operations.iter().map(|one| one.latest).collect(),
        visits: vec![Vec::new(); n],
        is_priced: operations
            .iter()
            .map(|one| !one.delays.is_empty())
            .collect(),
    }
}

/// The visits of a train: of each resource the operations that hang together over arcs among them. Where a way leaves such a part and comes
/// back to it, every operation is a visit of its own.
fn visits_of(traffic: &Traffic, train: usize, ways: &Ways) -> Vec<Visit> {
    let operations = &traffic.trains()[train];
    let mut by_resource: Vec<(usize, u32, Ticks)> = Vec::new();
    for (index, operation) in operations.iter().enumerate() {
        for own in &operation.uses {
            by_resource.push((own.resource, index as u32, own.release));
        }
    }
    by_resource.sort_unstable();
    let mut found = Vec::new();
    for uses in by_resource.chunk_by(|one, other| one.0 == other.0) {
        let position = |operation: u32| uses.binary_search_by_key(&operation, |own| own.1).ok();
        let mut part: Vec<usize> = (0..uses.len()).collect();
        for (place, own) in uses.iter().enumerate() {
            for arc in ways.out(own.1 as usize) {
                if let Some(next) = position(ways.arcs[arc].1) {
                    let (one, other) = (root(&part, place), root(&part, next));
                    part[one.max(other)] = one.min(other);
                }
            }
        }
        let roots: Vec<usize> = (0..uses.len()).map(|place| root(&part, place)).collect();
        for own_root in 0..uses.len() {
            if roots[own_root] != own_root {
                continue;
            }
            let members = (0..uses.len()).filter(|place| roots[*place] == own_root);
            let members: Vec<(u32, Ticks)> = members
                .map(|place| (uses[place].1, uses[place].2))
                .collect();
            let visit = |operations| Visit {
                train: train as u32,
                resource: uses[0].0 as u32,
                operations,
            };
            let whole = visit(members);
            if is_left_for_good(&whole, ways) {
                found.push(whole);
            } else {
                found.extend(whole.operations.iter().map(|&one| visit(vec![one])));
            }
        }
    }
    found
}

fn root(part: &[usize], mut place: usize) -> usize {
    while part[place] != place {
        place = part[place];
    }
    place
}

/// Whether no way that leaves the visit comes back to it.
fn is_left_for_good(visit: &Visit, ways: &Ways) -> bool {
    let first = visit.operations[0].0 as usize;
    let last = visit.operations[visit.operations.len() - 1].0 as usize;
    let mut has_left = vec![false; last - first + 1];
    for operation in first..last {
        let is_in = visit.has(operation as u32);
        if !is_in && !has_left[operation - first] {
            continue;
        }
        for arc in ways.out(operation) {
            let to = ways.arcs[arc].1;
            if to as usize > last {
                continue;
            }
            if visit.has(to) {
                if !is_in {
                    return false;
                }
            } else {
                has_left[to as usize - first] = true;
            }
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::super::{ResourceUse, TrainOperation};
    use super::*;

    fn visits(operations: &[(&[usize], &[usize])]) -> Vec<Vec<u32>> {
        let train = operations.iter().map(|(resources, successors)| {
            let uses = resources.iter().map(|&resource| ResourceUse {
                resource,
                release: 0,
            });
            TrainOperation {
                earliest: Tick::ZERO,
                latest: Tick::MAX,
                duration: 1,
                uses: uses.collect(),
                successors: successors.to_vec(),
                delays: Vec::new(),
            }
        });
        let traffic = Traffic::new(vec![train.collect()], 2).expect("a graph");
        let visits = Compiled::new(&traffic).visits;
        let operations = |visit: &Visit| visit.operations.iter().map(|own| own.0).collect();
        visits.iter().map(operations).collect()
    }

    #[test]
    fn operations_that_follow_each_other_on_a_resource_are_one_visit() {
        let way: [(&[usize], &[usize]); 4] =
            [(&[0], &[1]), (&[0, 1], &[2]), (&[1], &[3]), (&[], &[])];
        assert_eq!(visits(&way), [vec![0, 1], vec![1, 2]]);
    }

    #[test]
    fn a_resource_that_is_left_and_come_back_to_is_visited_twice() {
        let way: [(&[usize], &[usize]); 4] = [(&[0], &[1]), (&[], &[2]), (&[0], &[3]), (&[], &[])];
        assert_eq!(visits(&way), [vec![0], vec![2]]);
        // where another way keeps it all the time, visits are as short as they can be
        let ways: [(&[usize], &[usize]); 4] =
            [(&[0], &[1, 2]), (&[], &[2]), (&[0], &[3]), (&[], &[])];
        assert_eq!(visits(&ways), [vec![0], vec![2]]);
    }
}
