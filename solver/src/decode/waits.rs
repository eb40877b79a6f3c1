//! Waits and what each of them waits for.

use crate::construct::Solution;
use crate::network::{
    Asset, Movement, Network, Operation, OperationWhat, PoolWhat, Tick, Use, WindEffect,
};
use crate::occupancy::{Obstacle, Occupancy};
use crate::pricing::{Done, Journey};
use regauge_model::ids::{SpotId, StoreId, TrainId};
use regauge_model::instance::Rake;
use regauge_model::plan::{Closure, ClosureKind, Wait};
use regauge_model::system::System;
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
    closure: Option<Closure>,
}

impl Cause {
    /// Nothing but a resource is known.
    fn of(for_what: String) -> Cause {
        Cause {
            for_what,
            held_by: Vec::new(),
            closure: None,
        }
    }

    fn closed(for_what: String, why: ClosureKind, span: Option<Span>) -> Cause {
        Cause {
            for_what,
            held_by: Vec::new(),
            closure: Some(Closure {
                why,
                span,
                train: None,
            }),
        }
    }
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
        let data = instance.system().stage(stage.stage);
        let full = occupancy.stage_conflict(stage, done.start - 1);
        let cause = if let (Some(full), Some(pool)) = (full, stage.team) {
            Cause {
                for_what: network.pools[pool as usize].name.clone(),
                held_by: held.holders(pool, full, journey.train),
                closure: None,
            }
        } else {
            let closed = covering(&data.closed, done.start - 1);
            let team = format!("team {}", data.name);
            Cause::closed(team, ClosureKind::NotWorking, closed)
        };
        push(
            train.graph[done.stand].rake,
            format!("stage {}", data.name),
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
            let cause = Cause::of(for_what.to_owned());
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
        OperationWhat::Begins(_) => "entry".to_owned(),
        OperationWhat::Ends(_) => "exit".to_owned(),
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
    let system = instance.system();
    let operation = done.operation.of(&network.trains[train]);
    let earlier = done.start - 1;
    match occupancy.obstacle(operation, earlier) {
        Some(Obstacle::Closed) => closed(instance, network, operation, earlier),
        Some(Obstacle::Pool(pool, from, to)) => {
            let uses = operation.pools.iter().find(|(of, _, _)| *of == pool);
            let span = uses.map_or((from, to), |(_, a, b)| {
                (a.at(earlier).max(from), b.at(earlier).min(to))
            });
            of_pool(system, network, held, pool, span, train)
        }
        Some(Obstacle::Line(line, movement)) => {
            let name = network.lines[line as usize].name.clone();
            let owner = given_path(instance, network, line, movement);
            let (held_by, closure) = match owner {
                Some(given) => (Vec::new(), Some(given)),
                None => (held.of_movement(movement), None),
            };
            Cause {
                for_what: name,
                held_by,
                closure,
            }
        }
        Some(Obstacle::Stock(stock)) => Cause::of(network.stocks[stock as usize].name.clone()),
        Some(Obstacle::Cap(cap)) => Cause::of(network.caps[cap as usize].name.clone()),
        None => match network.trains[train].graph[done.to].hold {
            Some(pool) => {
                let take = operation.takes.at(earlier);
                let next_full = occupancy
                    .free(pool, 0)
                    .find(|&(from, to)| to > take && from <= take);
                let span = match next_full {
                    Some((_, to)) => (to, to + 1),
                    None => (take, operation.end.at(earlier)),
                };
                of_pool(system, network, held, pool, span, train)
            }
            None => Cause::of("ahead".to_owned()),
        },
    }
}

fn of_pool(
    system: &System,
    network: &Network,
    held: &Held,
    pool: u32,
    span: (Tick, Tick),
    train: usize,
) -> Cause {
    let data = &network.pools[pool as usize];
    let held_by = held.holders(pool, span, train);
    let fixed = network
        .fixed_uses
        .iter()
        .find(|taken| taken.pool == pool && taken.from < span.1 && taken.to > span.0);
    let closure = fixed.filter(|_| held_by.is_empty()).map(|taken| {
        let taken = Span::new(Minute(taken.from), Minute(taken.to));
        let is_one_of = |closed: &[Span]| closed.contains(&taken);
        // What is no closure of the thing itself is something else's at the start.
        let why = match data.what {
            PoolWhat::Crane(crane) if is_one_of(&system.crane(crane).closed) => {
                ClosureKind::Maintenance
            }
            PoolWhat::SpotSide(spot, _) if is_one_of(&system.spot(spot).closed) => {
                ClosureKind::SpotClosed
            }
            _ => ClosureKind::Busy,
        };
        Closure {
            why,
            span: Some(taken),
            train: None,
        }
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
) -> Option<Closure> {
    let section = network.lines[line as usize].section;
    let mut paths = instance.system().given_paths().iter();
    let given = paths.find(|path| {
        path.section == section
            && path.direction == movement.direction
            && path.span.from.0 == movement.enter
    })?;
    Some(Closure {
        why: ClosureKind::GivenPath,
        span: Some(given.span),
        train: Some(given.train.clone()),
    })
}

/// Which closure keeps an operation from starting: for a run the first possession or stop for wind in its way, for a
/// movement the stop of shunting; when there is none, a pin.
fn closed(instance: &Instance, network: &Network, operation: &Operation, start: Tick) -> Cause {
    let system = instance.system();
    for (line, direction, enter, exit) in &operation.lines {
        let line = &network.lines[*line as usize];
        let run = Span::new(Minute(enter.at(start)), Minute(exit.at(start)));
        let section = system.section(line.section);
        let possession = |is_own: bool| {
            section.possessions.iter().find(|possession| {
                possession.track.is_none_or(|track| track == *direction) == is_own
                    && possession.span.overlaps(run)
            })
        };
        let rule = section.wind_rule.as_ref();
        let wind = WindEffect::new(instance, section.zone, rule, Asset::Line);
        let found = possession(true)
            .map(|possession| (ClosureKind::Possession, possession.span))
            .or_else(|| Some((ClosureKind::LineWind, overlapping(&wind, run)?)))
            // The other track matters only to a run that is diverted to it.
            .or_else(|| Some((ClosureKind::Possession, possession(false)?.span)));
        if let Some((why, span)) = found {
            return Cause::closed(line.name.clone(), why, Some(span));
        }
    }
    if let OperationWhat::Begins(at) | OperationWhat::Ends(at) = operation.what {
        let name = format!("station {}", system.station(at).name);
        return Cause::closed(name, ClosureKind::Pin, None);
    }
    let store = |store: StoreId| system.store(store).station;
    let spot = |spot: SpotId| system.shed(system.spot(spot).shed).station;
    let station = match operation.what {
        OperationWhat::Begins(at) | OperationWhat::Ends(at) => at,
        OperationWhat::Run { .. } => {
            let line = operation.lines.first();
            let name = line.map_or("", |line| &network.lines[line.0 as usize].name);
            return Cause::closed(name.to_owned(), ClosureKind::Pin, None);
        }
        OperationWhat::Handling(spot) | OperationWhat::CraneWork { spot, .. } => {
            let name = format!("spot {}", system.spot(spot).name);
            return Cause::closed(name, ClosureKind::Pin, None);
        }
        OperationWhat::Placing(at, _)
        | OperationWhat::Pulling(at, _)
        | OperationWhat::Exchange(at, _) => spot(at),
        OperationWhat::IntoStore(at) | OperationWhat::FromStore(at) => store(at),
    };
    let data = system.station(station);
    let rule = data.shunting_rule.as_ref();
    let wind = WindEffect::new(instance, data.zone, rule, Asset::Shunting);
    // The locomotive sets out before the movement.
    let pools = operation.pools.iter().map(|(_, from, _)| from.at(start));
    let from = pools.fold(start, Tick::min);
    let movement = Span::new(Minute(from), Minute(operation.end.at(start)));
    let stop = overlapping(&wind, movement);
    let why = match stop {
        Some(_) => ClosureKind::ShuntingWind,
        None => ClosureKind::Pin,
    };
    Cause::closed(format!("shunting {}", data.name), why, stop)
}

/// The last stop of an asset that shares a minute with a span: the one that ends the wait.
fn overlapping(wind: &WindEffect, span: Span) -> Option<Span> {
    let stops = wind.stops.iter().rev();
    let mut stops = stops.map(|&(from, to)| Span::new(Minute(from), Minute(to)));
    stops.find(|stop| stop.overlaps(span))
}

/// The closure that holds a minute.
fn covering(closed: &[Span], minute: Tick) -> Option<Span> {
    closed
        .iter()
        .copied()
        .find(|span| span.contains(Minute(minute)))
}
