//! A journey: what one train does, and all it takes of the shared resources.
//!
//! [`Journey`] is what engines put into an occupancy and take out again; [`Choices`] say the same by positions in the train's
//! network, as somebody else may have chosen them. Not here: which journey is cheapest ([`crate::pricing`]), what is taken already
//! ([`crate::occupancy`]).

mod choices;

pub use choices::{ChoiceError, ChoicePlace, Choices, WorkChoice};

use crate::network::{
    CapIndex, Cost, Movement, Network, Operation, PoolIndex, StageOperation, StockIndex, Tick,
    TrainNetwork, TurnIndex, Use, Work,
};
use petgraph::graph::{EdgeIndex, NodeIndex};
use regauge_model::ids::TrainId;
use regauge_model::instance::Rake;

/// Steps of work of taking a unit of a pool, or a path.
const TAKEN: u64 = 2;

/// What one train does, and all it takes of the shared resources.
#[derive(Clone, Debug)]
pub struct Journey {
    /// The train.
    pub train: TrainId,
    /// Cost units of its exit and of the emptied rake.
    pub cost: Cost,
    /// Which of the ways of the train it takes ([`regauge_model::instance::Train::ways`]).
    pub way: usize,
    /// It leaves the system or reaches its store.
    pub exit: Tick,
    /// Operations in the order of each rake.
    pub operations: Vec<OperationDone>,
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
    /// Turns that were to come in an order, and when they come. What that costs is no part of its cost: it hangs on others.
    pub turns: Vec<(TurnIndex, Tick)>,
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
pub struct OperationDone {
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
    pub(crate) turns: usize,
}

impl Journey {
    pub(crate) fn new(train: &TrainNetwork, stand: NodeIndex, exit: Tick) -> Journey {
        Journey {
            train: train.train,
            cost: train.cost_at(stand, exit),
            way: train.way_of(stand).way,
            exit,
            operations: Vec::new(),
            stages: Vec::new(),
            holds: Vec::new(),
            emptied: None,
            uses: Vec::new(),
            movements: Vec::new(),
            stock_changes: Vec::new(),
            cap_entries: Vec::new(),
            turns: Vec::new(),
        }
    }

    /// Steps of work ([`crate::work`]) of taking all that it takes, or of giving it back.
    pub fn steps(&self) -> u64 {
        TAKEN * (self.uses.len() + self.movements.len()) as u64
    }

    /// How much it takes: uses, movements, changes of stocks, entries counted by caps.
    pub(crate) fn extent(&self) -> Extent {
        Extent {
            uses: self.uses.len(),
            movements: self.movements.len(),
            stock_changes: self.stock_changes.len(),
            cap_entries: self.cap_entries.len(),
            turns: self.turns.len(),
        }
    }

    /// The operations of a work, from when the arriving rake, and both, could have begun.
    pub(crate) fn add_chain_of_work(
        &mut self,
        train: &TrainNetwork,
        position: usize,
        work: &Work,
        starts: &[Tick],
        (mut ready, mut joined): (Tick, Tick),
    ) {
        for (index, &start) in starts.iter().enumerate() {
            let reference = OperationRef::Chain(position, index);
            self.take_all(reference.of(train), start, None);
            let first_use = self.uses.len() - reference.of(train).pools.len();
            let to = work.arriving.1;
            self.operations.push(OperationDone {
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

    /// Holds a stand from the one instant to the other, as far as they lie within the horizon.
    pub(crate) fn add_hold(
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
            from: from.clamp(Tick::ZERO, network.end),
            to: to.clamp(Tick::ZERO, network.end),
        });
    }

    pub(crate) fn add_stage(
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

    /// Does an operation that goes to a stand. `parts_out`: worked parts of its rake have been there since.
    #[allow(clippy::too_many_arguments)] // all that is known of what is done
    pub(crate) fn add_operation(
        &mut self,
        train: &TrainNetwork,
        network: &Network,
        reference: OperationRef,
        (ready, joined): (Tick, Tick),
        start: Tick,
        to: NodeIndex,
        parts_out: Option<Tick>,
    ) {
        let operation = reference.of(train);
        let first_use = self.uses.len();
        self.take_all(operation, start, parts_out);
        for (cap, at) in &operation.caps {
            let day = network[*cap].day_of(at.at(start));
            self.cap_entries.extend(day.map(|day| (*cap, day)));
        }
        for (line, direction, enter, exit) in &operation.lines {
            let (enter, exit) = (enter.at(start), exit.at(start));
            let diverted = network[*line].diversion(*direction, enter).is_some();
            self.movements.push(Movement {
                line: *line,
                enter,
                exit,
                direction: *direction,
                diverted,
            });
        }
        let rake = train.graph[to].rake;
        self.operations.push(OperationDone {
            rake,
            operation: reference,
            ready,
            joined,
            start,
            first_use,
            to,
        });
    }

    fn take_all(&mut self, operation: &Operation, start: Tick, parts_out: Option<Tick>) {
        for (pool, from, to) in &operation.pools {
            self.uses.push(Use {
                pool: *pool,
                from: from.at(start).max(Tick::ZERO),
                to: to.at(start),
            });
        }
        for (stock, change, at) in &operation.stocks {
            // worked parts take the room of their rake
            let at = parts_out.filter(|_| *change < 0).unwrap_or(at.at(start));
            self.stock_changes.push((*stock, at, *change));
        }
        // what had begun before the start is no decision any more
        let ahead = operation
            .turns
            .iter()
            .map(|(turn, at)| (*turn, at.at(start)));
        self.turns.extend(ahead.filter(|(_, at)| *at >= Tick::ZERO));
    }
}
