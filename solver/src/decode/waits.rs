//! Waits: every span in which a rake could have moved on and did not, with what it waited for ([`super::causes`]).

use super::causes::{Looking, Piece, section_of};
use crate::construct::Solution;
use crate::network::{Movement, Network, Operation, OperationWhat, StockIndex, Tick, Use};
use crate::occupancy::Occupancy;
use crate::pricing::{Done, Journey};
use regauge_model::ids::TrainId;
use regauge_model::instance::Rake;
use regauge_model::plan::Wait;
use regauge_model::resource::{Resource, Task};
use regauge_model::{Instance, Minute, Span};

/// Who holds what, to name holders.
pub struct Held {
    /// Per pool: uses with their train.
    pools: Vec<Vec<(Use, TrainId)>>,
    /// Movements with their train, sorted.
    movements: Vec<(Movement, TrainId)>,
    /// Per stock: when who brings to it.
    brought: Vec<Vec<(Tick, TrainId)>>,
}

impl Held {
    /// Of a solution.
    pub fn new(network: &Network, solution: &Solution<'_>) -> Held {
        let mut pools: Vec<Vec<(Use, TrainId)>> = vec![Vec::new(); network.pools.len()];
        let mut movements = Vec::new();
        let mut brought = vec![Vec::new(); network.stocks.len()];
        for (index, journey) in solution.journeys.iter().enumerate() {
            let train = &network.trains[index];
            let (uses, runs) = match journey {
                Some(journey) => (&journey.uses, &journey.movements),
                None => (&train.stay_uses, &train.stay_movements),
            };
            movements.extend(
                runs.iter()
                    .map(|&movement| (movement, TrainId::from_index(index))),
            );
            let changes = journey.iter().flat_map(|journey| &journey.stock_changes);
            for &(stock, at, _) in changes.filter(|change| change.2 > 0) {
                brought[stock as usize].push((at, TrainId::from_index(index)));
            }
            for &taken in uses {
                pools[taken.pool as usize].push((taken, TrainId::from_index(index)));
            }
        }
        movements.sort_unstable();
        Held {
            pools,
            movements,
            brought,
        }
    }

    /// Trains other than `but` that hold a unit of a pool in a span, in the order in which they come to it.
    pub(super) fn holders(&self, pool: u32, span: (Tick, Tick), but: usize) -> Vec<TrainId> {
        let of_pool = self.pools[pool as usize].iter();
        let mut holders: Vec<(Tick, TrainId)> = of_pool
            .filter(|(taken, train)| {
                taken.from < span.1 && taken.to > span.0 && train.index() != but
            })
            .map(|(taken, train)| (taken.from, *train))
            .collect();
        holders.sort_unstable();
        holders.into_iter().map(|(_, train)| train).collect()
    }

    /// Who brings to a stock at a tick.
    pub(super) fn bringers(&self, stock: StockIndex, at: Tick) -> Vec<TrainId> {
        let of_stock = self.brought[stock as usize].iter();
        of_stock
            .filter(|(tick, _)| *tick == at)
            .map(|(_, train)| *train)
            .collect()
    }

    /// The train whose movement it is.
    pub(super) fn of_movement(&self, movement: Movement) -> Vec<TrainId> {
        let first = self
            .movements
            .partition_point(|(other, _)| *other < movement);
        let found = self
            .movements
            .get(first)
            .filter(|(other, _)| *other == movement);
        found.map(|(_, train)| *train).into_iter().collect()
    }
}

/// The plan without a train.
pub struct Beside<'a> {
    /// What the others take.
    pub occupancy: &'a Occupancy<'a>,
    /// The same if buffers were rules, where they are asked for.
    pub slack: Option<&'a Occupancy<'a>>,
    /// Who takes it, the train included.
    pub held: &'a Held,
}

/// The waits of a journey, each split by what was in the way.
pub fn waits(instance: &Instance, beside: &Beside<'_>, journey: &Journey) -> Vec<Wait> {
    let network = beside.occupancy.network();
    let train = &network.trains[journey.train];
    let looking = |occupancy| Looking {
        instance,
        network,
        occupancy,
        held: beside.held,
        train: journey.train,
        slack: None,
    };
    let slack = beside.slack.map(|occupancy| Looking {
        network: occupancy.network(),
        ..looking(occupancy)
    });
    let looking = Looking {
        slack: slack.as_ref(),
        ..looking(beside.occupancy)
    };
    let mut waits = Vec::new();
    let mut push = |rake: Rake, before: Task, pieces: Vec<Piece>| {
        for Piece { from, to, cause } in pieces {
            waits.push(Wait {
                rake,
                before,
                span: Span::new(Minute(from), Minute(to)),
                for_what: cause.for_what,
                held_by: cause.held_by,
                closure: cause.closure,
            });
        }
    };
    for done in &journey.stages {
        if done.start > done.ready {
            let stand = &train.graph[done.stand];
            let stage = &stand.stages[done.index];
            let pieces = looking.before_stage(stage, done.ready, done.start);
            push(stand.rake, Task::Stage(stage.stage), pieces);
        }
    }
    for done in &journey.operations {
        let operation = done.operation.of(train);
        let before = before(network, operation);
        if done.joined > done.ready {
            let span = (done.ready.max(0), done.joined.min(done.start));
            let pieces = match operation.what {
                OperationWhat::CraneWork { .. } => {
                    looking.for_onward_rake(journey, span, (operation, done.start))
                }
                _ => vec![Piece::of(Resource::OwnStages, span)],
            };
            push(done.rake, before, pieces);
        }
        // what stands at the start outside the horizon is no wait of this plan
        let from = done.joined.max(0);
        if done.start > from && !is_retimed(done, operation) {
            push(done.rake, before, looking.before(operation, done, from));
        }
    }
    waits.sort_by_key(|wait| (wait.span.from, wait.span.to, wait.rake));
    waits
}

/// A rake that leaves its store just in time does not wait there.
fn is_retimed(done: &Done, operation: &Operation) -> bool {
    matches!(operation.what, OperationWhat::Placing(_, Some(_))) && done.rake == Rake::Onward
}

fn before(network: &Network, operation: &Operation) -> Task {
    match operation.what {
        // a run through no section would end the journey where it begins
        OperationWhat::Run { .. } => section_of(network, operation).map_or(Task::Exit, Task::Run),
        OperationWhat::Placing(..) => Task::Placing,
        OperationWhat::Pulling(..) => Task::Pulling,
        OperationWhat::IntoStore(_) => Task::IntoStore,
        OperationWhat::FromStore(_) => Task::FromStore,
        OperationWhat::CraneWork { .. } => Task::CraneWork,
        OperationWhat::Exchange(..) => Task::Exchange,
        OperationWhat::Handling(_) => Task::Handling,
        OperationWhat::Begins(_) => Task::Entry,
        OperationWhat::Ends(_) => Task::Exit,
    }
}
