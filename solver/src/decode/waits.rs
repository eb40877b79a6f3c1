//! Waits: every span in which a rake could have moved on and did not, with what it waited for ([`super::causes`]).

use super::causes::{Looking, Piece, section_of};
use super::held::Held;
use crate::journey::{Journey, OperationDone};
use crate::network::in_minutes;
use crate::network::{Network, Operation, OperationWhat, Tick};
use crate::occupancy::Occupancy;
use regauge_model::Instance;
use regauge_model::instance::Rake;
use regauge_model::plan::Wait;
use regauge_model::resource::{Resource, Task};

/// The plan without a train.
pub struct Others<'a> {
    /// What the others take.
    pub occupancy: &'a Occupancy<'a>,
    /// The same if buffers were rules, where they are asked for.
    pub slack: Option<&'a Occupancy<'a>>,
    /// Who takes it, the train included.
    pub held: &'a Held,
}

/// The waits of a journey, each split by what was in the way.
pub fn waits(instance: &Instance, beside: &Others<'_>, journey: &Journey) -> Vec<Wait> {
    let network = beside.occupancy.network();
    let train = &network.trains[journey.train.index()];
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
                span: in_minutes((from, to)),
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
            let span = (done.ready.max(Tick::ZERO), done.joined.min(done.start));
            let pieces = match operation.what {
                OperationWhat::CraneWork { .. } => {
                    looking.for_onward_rake(journey, span, (operation, done.start))
                }
                _ => vec![Piece::of(Resource::OwnStages, span)],
            };
            push(done.rake, before, pieces);
        }
        // what stands at the start outside the horizon is no wait of this plan
        let from = done.joined.max(Tick::ZERO);
        if done.start > from && !is_retimed(done, operation) {
            push(
                done.rake,
                before,
                looking.before(journey, operation, done, from),
            );
        }
    }
    waits.sort_by_key(|wait| (wait.span.from, wait.span.to, wait.rake));
    waits
}

/// A rake that leaves its store just in time does not wait there.
fn is_retimed(done: &OperationDone, operation: &Operation) -> bool {
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
