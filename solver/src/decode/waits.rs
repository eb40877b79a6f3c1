//! Waits and what each of them waits for.

use crate::construct::Solution;
use crate::network::{Movement, Network, Operation, OperationWhat, PoolWhat, Tick, Use};
use crate::occupancy::{Obstacle, Occupancy};
use crate::pricing::{Done, Journey};
use regauge_model::ids::TrainId;
use regauge_model::instance::Rake;
use regauge_model::plan::Wait;
use regauge_model::{Instance, Minute, Span};

/// Who holds what, to name holders.
pub struct Held {
    /// Per pool: uses with their train.
    pools: Vec<Vec<(Use, TrainId)>>,
    /// Movements with their train, sorted.
    movements: Vec<(Movement, TrainId)>,
}

/// The cause of a wait.
struct Cause {
    for_what: String,
    held_by: Vec<TrainId>,
    closure: Option<String>,
}

impl Held {
    /// Of a solution.
    pub fn new(network: &Network, solution: &Solution<'_>) -> Held {
        let mut pools: Vec<Vec<(Use, TrainId)>> = vec![Vec::new(); network.pools.len()];
        let mut movements = Vec::new();
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
            for &taken in uses {
                pools[taken.pool as usize].push((taken, TrainId::from_index(index)));
            }
        }
        movements.sort_unstable();
        Held { pools, movements }
    }

    /// Trains other than `but` that hold a unit of a pool in a span, by number.
    fn holders(&self, pool: u32, span: (Tick, Tick), but: usize) -> Vec<TrainId> {
        let of_pool = self.pools[pool as usize].iter();
        let mut holders: Vec<TrainId> = of_pool
            .filter(|(taken, train)| {
                taken.from < span.1 && taken.to > span.0 && train.index() != but
            })
            .map(|(_, train)| *train)
            .collect();
        holders.sort_unstable();
        holders.dedup();
        holders
    }

    /// The train whose movement it is.
    fn of_movement(&self, movement: Movement) -> Vec<TrainId> {
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

/// The waits of a journey; `occupancy` is without it.
pub fn waits(
    instance: &Instance,
    network: &Network,
    occupancy: &Occupancy<'_>,
    held: &Held,
    journey: &Journey,
) -> Vec<Wait> {
    let train = &network.trains[journey.train];
    let mut waits = Vec::new();
    let mut push = |rake: Rake, before: String, from: Tick, to: Tick, cause: Cause| {
        waits.push(Wait {
            rake,
            before,
            span: Span::new(Minute(from), Minute(to)),
            for_what: cause.for_what,
            held_by: cause.held_by,
            closure: cause.closure,
        });
    };
    for done in &journey.stages {
        let stage = &train.graph[done.stand].stages[done.index];
        if done.start <= done.ready {
            continue;
        }
        let name = instance.system().stage(stage.stage).title.clone();
        let cause = match (occupancy.stage_conflict(stage, done.start - 1), stage.team) {
            (Some(full), Some(pool)) => Cause {
                for_what: network.pools[pool as usize].name.clone(),
                held_by: held.holders(pool, full, journey.train),
                closure: None,
            },
            _ => Cause {
                for_what: format!("teams {name}"),
                held_by: Vec::new(),
                closure: Some("not working".to_owned()),
            },
        };
        push(
            train.graph[done.stand].rake,
            name,
            done.ready,
            done.start,
            cause,
        );
    }
    for done in &journey.operations {
        let operation = done.operation.of(train);
        let before = before(network, operation);
        if done.joined > done.ready {
            let for_what = match operation.what {
                OperationWhat::CraneWork { .. } => "own onward rake",
                _ => "own stages",
            };
            let cause = Cause {
                for_what: for_what.to_owned(),
                held_by: Vec::new(),
                closure: None,
            };
            push(
                done.rake,
                before.clone(),
                done.ready,
                done.joined.min(done.start),
                cause,
            );
        }
        // what stands at the start outside the horizon is no wait of this plan
        let from = done.joined.max(0);
        if done.start > from && !is_retimed(done, operation) {
            let cause = cause(instance, network, occupancy, held, journey.train, done);
            push(done.rake, before, from, done.start, cause);
        }
    }
    waits.sort_by_key(|wait| (wait.span.from, wait.span.to, wait.rake));
    waits
}

/// A rake that leaves its store just in time does not wait there.
fn is_retimed(done: &Done, operation: &Operation) -> bool {
    matches!(operation.what, OperationWhat::Placing(_, Some(_))) && done.rake == Rake::Onward
}

fn before(network: &Network, operation: &Operation) -> String {
    match &operation.what {
        OperationWhat::Run { .. } => {
            let line = operation
                .lines
                .first()
                .map(|line| &network.lines[line.0 as usize].name);
            format!(
                "run {}",
                line.map_or("", |name| name.trim_start_matches("section "))
            )
        }
        OperationWhat::Placing(..) => "placing".to_owned(),
        OperationWhat::Pulling(..) => "pulling".to_owned(),
        OperationWhat::IntoStore(_) => "into-store".to_owned(),
        OperationWhat::FromStore(_) => "from-store".to_owned(),
        OperationWhat::CraneWork { .. } => "crane-work".to_owned(),
        OperationWhat::Exchange(..) => "exchange".to_owned(),
        OperationWhat::Handling(_) => "handling".to_owned(),
    }
}

/// What kept an operation from starting a tick earlier than it did.
fn cause(
    instance: &Instance,
    network: &Network,
    occupancy: &Occupancy<'_>,
    held: &Held,
    train: usize,
    done: &Done,
) -> Cause {
    let operation = done.operation.of(&network.trains[train]);
    let earlier = done.start - 1;
    match occupancy.obstacle(operation, earlier) {
        Some(Obstacle::Closed) => closed(instance, network, operation, earlier),
        Some(Obstacle::Pool(pool, from, to)) => {
            let uses = operation.pools.iter().find(|(of, _, _)| *of == pool);
            let span = uses.map_or((from, to), |(_, a, b)| {
                (a.at(earlier).max(from), b.at(earlier).min(to))
            });
            of_pool(network, held, pool, span, train)
        }
        Some(Obstacle::Line(line, movement)) => {
            let name = network.lines[line as usize].name.clone();
            let owner = given_path(instance, network, line, movement);
            let (held_by, closure) = match owner {
                Some(given) => (Vec::new(), Some(format!("path of {given}"))),
                None => (held.of_movement(movement), None),
            };
            Cause {
                for_what: name,
                held_by,
                closure,
            }
        }
        Some(Obstacle::Stock(stock)) => Cause {
            for_what: network.stocks[stock as usize].name.clone(),
            held_by: Vec::new(),
            closure: None,
        },
        Some(Obstacle::Cap(cap)) => Cause {
            for_what: network.caps[cap as usize].name.clone(),
            held_by: Vec::new(),
            closure: None,
        },
        None => match network.trains[train].graph[done.to].hold {
            Some(pool) => {
                let take = operation.takes.at(earlier);
                let next_full = occupancy
                    .free(pool)
                    .find(|&(from, to)| to > take && from <= take);
                let span = match next_full {
                    Some((_, to)) => (to, to + 1),
                    None => (take, operation.end.at(earlier)),
                };
                of_pool(network, held, pool, span, train)
            }
            None => Cause {
                for_what: "a later place".to_owned(),
                held_by: Vec::new(),
                closure: None,
            },
        },
    }
}

fn of_pool(network: &Network, held: &Held, pool: u32, span: (Tick, Tick), train: usize) -> Cause {
    let data = &network.pools[pool as usize];
    let held_by = held.holders(pool, span, train);
    let fixed = network
        .fixed_uses
        .iter()
        .any(|taken| taken.pool == pool && taken.from < span.1 && taken.to > span.0);
    let closure = (fixed && held_by.is_empty()).then(|| match data.what {
        PoolWhat::Crane(_) => "maintenance".to_owned(),
        _ => "closed".to_owned(),
    });
    Cause {
        for_what: data.name.clone(),
        held_by,
        closure,
    }
}

/// The given path that a movement is, if it is one.
fn given_path(
    instance: &Instance,
    network: &Network,
    line: u32,
    movement: Movement,
) -> Option<String> {
    let section = network.lines[line as usize].section;
    let paths = instance.system().given_paths().iter();
    let given =
        paths.filter(|path| path.section == section && path.direction == movement.direction);
    given
        .clone()
        .find(|path| path.span.from.0 == movement.enter)
        .map(|path| path.train.clone())
}

/// Which closure keeps an operation from starting.
fn closed(instance: &Instance, network: &Network, operation: &Operation, start: Tick) -> Cause {
    let system = instance.system();
    let overlaps = |span: &Span, from: Tick, to: Tick| span.from.0 < to && from < span.to.0;
    for (line, _, enter, exit) in &operation.lines {
        let line = &network.lines[*line as usize];
        let (enter, exit) = (enter.at(start), exit.at(start));
        let section = system.section(line.section);
        let possessed = section
            .possessions
            .iter()
            .find(|possession| overlaps(&possession.span, enter, exit));
        if let Some(possession) = possessed {
            return Cause {
                for_what: line.name.clone(),
                held_by: Vec::new(),
                closure: Some(format!("possession {}", clock(instance, possession.span))),
            };
        }
    }
    let (for_what, closure) = match (&operation.what, operation.lines.first()) {
        (OperationWhat::Run { .. }, Some(line)) => (
            network.lines[line.0 as usize].name.clone(),
            "wind on the line, or a pin",
        ),
        (OperationWhat::CraneWork { .. }, _) => ("crane work".to_owned(), "a pin"),
        (OperationWhat::Handling(_), _) => ("handling".to_owned(), "a pin"),
        _ => ("shunting".to_owned(), "wind stops shunting"),
    };
    Cause {
        for_what,
        held_by: Vec::new(),
        closure: Some(closure.to_owned()),
    }
}

fn clock(instance: &Instance, span: Span) -> String {
    let at = |minute: Minute| {
        instance
            .horizon()
            .date_time(minute)
            .format("%d. %H:%M")
            .to_string()
    };
    format!("{}–{}", at(span.from), at(span.to))
}
