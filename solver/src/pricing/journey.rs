//! A journey: what one train does, and all it takes of the shared resources.

use super::labels::{Labels, Origin, stage_times};
use crate::network::{
    CapIndex, Movement, Network, Operation, PoolIndex, StageOperation, StockIndex, Tick,
    TrainNetwork, Use, Work,
};
use crate::occupancy::Occupancy;
use petgraph::graph::{EdgeIndex, NodeIndex};
use regauge_model::instance::Rake;

/// Steps of work of taking a unit of a pool, or a path.
const TAKEN: u64 = 2;

/// What one train does, and all it takes of the shared resources.
#[derive(Clone, Debug)]
pub struct Journey {
    /// Position of the train in the network.
    pub train: usize,
    /// Cost units of its exit and of the emptied rake.
    pub cost: i64,
    /// It leaves the system or reaches its store.
    pub exit: Tick,
    /// Operations in the order of each rake.
    pub operations: Vec<Done>,
    /// Stages.
    pub stages: Vec<StageDone>,
    /// Holds of stands.
    pub holds: Vec<Hold>,
    /// Where the emptied rake ends and when.
    pub emptied: Option<(NodeIndex, Tick)>,
    /// Units of pools.
    pub uses: Vec<Use>,
    /// Movements on lines.
    pub movements: Vec<Movement>,
    /// Changes of stocks.
    pub stock_changes: Vec<(StockIndex, Tick, i32)>,
    /// Entries counted by caps: cap and railway day.
    pub cap_entries: Vec<(CapIndex, usize)>,
}

/// Which operation of a train's network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperationRef {
    /// An operation between stands.
    Edge(EdgeIndex),
    /// An operation of the chain of a crane work.
    Chain(usize, usize),
}

impl OperationRef {
    /// The operation.
    pub fn of(self, train: &TrainNetwork) -> &Operation {
        match self {
            OperationRef::Edge(edge) => &train.graph[edge],
            OperationRef::Chain(work, index) => &train.works[work].chain[index],
        }
    }
}

/// An operation done.
#[derive(Clone, Copy, Debug)]
pub struct Done {
    /// The rake (the arriving one where both take part).
    pub rake: Rake,
    /// Which operation.
    pub operation: OperationRef,
    /// The rake could have moved on from here.
    pub ready: Tick,
    /// It waited for the other rake until here (crane work), for parallel stages until here (departure).
    pub joined: Tick,
    /// Start.
    pub start: Tick,
    /// Position in [`Journey::uses`] of its first pool.
    pub first_use: usize,
    /// Stand it goes to.
    pub to: NodeIndex,
}

/// A stage done.
#[derive(Clone, Copy, Debug)]
pub struct StageDone {
    /// The stand.
    pub stand: NodeIndex,
    /// Position among its stages.
    pub index: usize,
    /// It could have started here.
    pub ready: Tick,
    /// Start.
    pub start: Tick,
    /// Position in [`Journey::uses`] of its team.
    pub team: Option<usize>,
}

/// A hold of a stand.
#[derive(Clone, Copy, Debug)]
pub struct Hold {
    /// The stand.
    pub stand: NodeIndex,
    /// Position in [`Journey::uses`].
    pub taken: usize,
}

/// How much a journey took so far, while it is being made.
#[derive(Clone, Copy, Debug, Default)]
pub struct Extent {
    pub(crate) uses: usize,
    pub(crate) movements: usize,
    pub(crate) stock_changes: usize,
    pub(crate) cap_entries: usize,
}

impl Journey {
    pub(super) fn new(train: &TrainNetwork, exit: Tick) -> Journey {
        Journey {
            train: train.train.index(),
            cost: train.cost.of(exit),
            exit,
            operations: Vec::new(),
            stages: Vec::new(),
            holds: Vec::new(),
            emptied: None,
            uses: Vec::new(),
            movements: Vec::new(),
            stock_changes: Vec::new(),
            cap_entries: Vec::new(),
        }
    }

    /// Steps of work ([`crate::work`]) of taking all that it takes, or of giving it back.
    pub fn steps(&self) -> u64 {
        TAKEN * (self.uses.len() + self.movements.len()) as u64
    }

    /// How much it takes: uses, movements, changes of stocks, entries counted by caps.
    pub(super) fn extent(&self) -> Extent {
        Extent {
            uses: self.uses.len(),
            movements: self.movements.len(),
            stock_changes: self.stock_changes.len(),
            cap_entries: self.cap_entries.len(),
        }
    }

    /// A whole strand from where a rake begins to an exit.
    pub(super) fn add_strand(
        &mut self,
        train: &TrainNetwork,
        labels: &Labels,
        occupancy: &Occupancy<'_>,
        exit: u32,
    ) {
        let chain = chain_to(labels, exit);
        let first = labels.all[chain[0] as usize].take;
        self.add_chain(train, labels, occupancy, &chain, first, None);
    }

    /// The emptied rake of a train whose work was done at the start.
    pub(super) fn add_emptied(
        &mut self,
        train: &TrainNetwork,
        labels: &Labels,
        occupancy: &Occupancy<'_>,
        emptied: u32,
    ) {
        self.add_strand(train, labels, occupancy, emptied);
        self.set_emptied(train, labels, emptied);
    }

    /// Where and when the emptied rake's life ends, with its cost.
    pub(super) fn set_emptied(&mut self, train: &TrainNetwork, labels: &Labels, emptied: u32) {
        let label = &labels.all[emptied as usize];
        self.emptied = Some((label.stand, label.arrive));
        self.cost += train.cost.of_emptied(label.arrive);
    }

    /// A rake up to its place in the spot; returns from when it holds its side. A rake that comes straight from its store
    /// is placed as late as the work allows: earlier it would only be in the way.
    #[allow(clippy::too_many_arguments)] // what is known at the meeting
    pub(super) fn add_inbound(
        &mut self,
        train: &TrainNetwork,
        labels: &Labels,
        occupancy: &Occupancy<'_>,
        work: &Work,
        label: u32,
        work_start: Tick,
        carried: Option<Tick>,
    ) -> Tick {
        let chain = chain_to(labels, label);
        let data = &labels.all[label as usize];
        let take = data.take;
        if let Origin::Edge { edge, from, start } = data.origin
            && data.stand == work.onward.0
            && chain.len() == 2
            && train.graph[labels.all[from as usize].stand].hold.is_none()
        {
            let operation = &train.graph[edge];
            let last = operation.end.first_reaching(work_start + 1) - 1;
            let late = occupancy
                .latest_start(operation, start, last)
                .unwrap_or(start);
            self.add_stages(train, occupancy, &labels.all[from as usize]);
            self.add_operation(
                train,
                occupancy.network(),
                OperationRef::Edge(edge),
                (late, late),
                late,
                data.stand,
            );
            return operation.takes.at(late);
        }
        let first = labels.all[chain[0] as usize].take;
        self.add_chain(train, labels, occupancy, &chain, first, carried);
        take
    }

    /// The crane work and the exchanges of parts.
    pub(super) fn add_work(
        &mut self,
        train: &TrainNetwork,
        labels: &Labels,
        work: usize,
        rakes: (u32, u32),
        starts: &[Tick],
    ) {
        let arriving = labels.all[rakes.0 as usize].ready;
        let onward = labels.all[rakes.1 as usize].ready;
        let ready = (arriving, arriving.max(onward));
        self.add_chain_of_work(train, work, &train.works[work], starts, ready);
    }

    /// The operations of a work, from when the arriving rake, and both, could have begun.
    pub(super) fn add_chain_of_work(
        &mut self,
        train: &TrainNetwork,
        position: usize,
        work: &Work,
        starts: &[Tick],
        (mut ready, mut joined): (Tick, Tick),
    ) {
        for (index, &start) in starts.iter().enumerate() {
            let reference = OperationRef::Chain(position, index);
            self.take_all(reference.of(train), start);
            let first_use = self.uses.len() - reference.of(train).pools.len();
            let to = work.arriving.1;
            self.operations.push(Done {
                rake: Rake::Arriving,
                operation: reference,
                ready,
                joined,
                start,
                first_use,
                to,
            });
            ready = reference.of(train).end.at(start);
            joined = ready;
        }
    }

    /// A rake on its way out of the spot whose side it has held since `take`.
    pub(super) fn add_outbound(
        &mut self,
        train: &TrainNetwork,
        labels: &Labels,
        occupancy: &Occupancy<'_>,
        exit: u32,
        take: Tick,
    ) {
        let chain = chain_to(labels, exit);
        self.add_chain(train, labels, occupancy, &chain, take, None);
    }

    /// Labels in order: holds, stages, operations. `take` is when the first stand is held from; `carried` when holds that an
    /// operation does not end are over. The hold of the last stand is left to the caller.
    fn add_chain(
        &mut self,
        train: &TrainNetwork,
        labels: &Labels,
        occupancy: &Occupancy<'_>,
        chain: &[u32],
        take: Tick,
        carried: Option<Tick>,
    ) {
        for (position, &index) in chain.iter().enumerate() {
            let label = labels.all[index as usize];
            self.add_stages(train, occupancy, &label);
            let Some(&next) = chain.get(position + 1) else {
                break;
            };
            let next = labels.all[next as usize];
            let Origin::Edge { edge, start, .. } = next.origin else {
                continue;
            };
            let operation = &train.graph[edge];
            if let Some(pool) = train.graph[label.stand].hold {
                let from = if position == 0 { take } else { label.take };
                let to = operation
                    .leaves
                    .as_ref()
                    .map_or(carried.unwrap_or(start), |leaves| leaves.at(start));
                self.add_hold(occupancy.network(), (label.stand, pool), (from, to));
            }
            let joined = if operation.departure {
                label.ready.max(label.lag)
            } else {
                label.ready
            };
            self.add_operation(
                train,
                occupancy.network(),
                OperationRef::Edge(edge),
                (label.ready, joined),
                start,
                next.stand,
            );
        }
    }

    /// Holds a stand from the one instant to the other, as far as they lie within the horizon.
    pub(super) fn add_hold(
        &mut self,
        network: &Network,
        (stand, pool): (NodeIndex, PoolIndex),
        (from, to): (Tick, Tick),
    ) {
        self.holds.push(Hold {
            stand,
            taken: self.uses.len(),
        });
        self.uses.push(Use {
            pool,
            from: from.clamp(0, network.end),
            to: to.clamp(0, network.end),
        });
    }

    fn add_stages(
        &mut self,
        train: &TrainNetwork,
        occupancy: &Occupancy<'_>,
        label: &super::labels::Label,
    ) {
        let stand = &train.graph[label.stand];
        if stand.stages.is_empty() {
            return;
        }
        for (index, stage, start, ready) in stage_times(stand, occupancy, label.arrive) {
            let Some(start) = start else { continue };
            self.add_stage(label.stand, (index, stage), ready, start);
        }
    }

    pub(super) fn add_stage(
        &mut self,
        stand: NodeIndex,
        (index, stage): (usize, &StageOperation),
        ready: Tick,
        start: Tick,
    ) {
        let team = stage.team.map(|pool| {
            self.uses.push(Use {
                pool,
                from: start,
                to: start + stage.ticks,
            });
            self.uses.len() - 1
        });
        self.stages.push(StageDone {
            stand,
            index,
            ready,
            start,
            team,
        });
    }

    pub(super) fn add_operation(
        &mut self,
        train: &TrainNetwork,
        network: &Network,
        reference: OperationRef,
        (ready, joined): (Tick, Tick),
        start: Tick,
        to: NodeIndex,
    ) {
        let operation = reference.of(train);
        let first_use = self.uses.len();
        self.take_all(operation, start);
        for (cap, at) in &operation.caps {
            let day = network.caps[*cap as usize].day_of(at.at(start));
            self.cap_entries.push((*cap, day));
        }
        for (line, direction, enter, exit) in &operation.lines {
            let (enter, exit) = (enter.at(start), exit.at(start));
            let diverted = network.lines[*line as usize]
                .diversion(*direction, enter)
                .is_some();
            self.movements.push(Movement {
                line: *line,
                enter,
                exit,
                direction: *direction,
                diverted,
            });
        }
        let rake = train.graph[to].rake;
        self.operations.push(Done {
            rake,
            operation: reference,
            ready,
            joined,
            start,
            first_use,
            to,
        });
    }

    fn take_all(&mut self, operation: &Operation, start: Tick) {
        for (pool, from, to) in &operation.pools {
            self.uses.push(Use {
                pool: *pool,
                from: from.at(start).max(0),
                to: to.at(start),
            });
        }
        for (stock, change, at) in &operation.stocks {
            self.stock_changes.push((*stock, at.at(start), *change));
        }
    }
}

/// The labels that lead to a label, first to last.
fn chain_to(labels: &Labels, label: u32) -> Vec<u32> {
    let mut chain = vec![label];
    let mut at = label;
    while let Origin::Edge { from, .. } = labels.all[at as usize].origin {
        chain.push(from);
        at = from;
    }
    chain.reverse();
    chain
}
