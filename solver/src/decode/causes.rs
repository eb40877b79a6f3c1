//! What a rake waits for, and how long for each.
//!
//! From the first minute at which it could have moved on, whatever is in the way then and stays so longest is the cause until it
//! is gone; then whatever is in the way there; up to the minute at which it did. So a wait for a slot that a locomotive's short
//! errand ended is one for the slot, and everyone who was let in before is named.

use super::held::Held;
use crate::journey::{Journey, OperationDone, OperationRef};
use crate::network::{
    Asset, LineIndex, Movement, NEVER, Network, Operation, OperationWhat, PoolIndex, PoolWhat,
    StageOperation, Stand, StockIndex, Tick, WindEffect, in_minutes,
};
use crate::network::{Held as HoldsOf, next_in};
use crate::occupancy::{Obstacle, Occupancy};
use petgraph::visit::EdgeRef;
use regauge_model::ids::{SectionId, SpotId, StoreId, TrainId, ZoneId};
use regauge_model::instance::{OrderedAt, Rake};
use regauge_model::plan::{Closure, ClosureKind};
use regauge_model::resource::Resource;
use regauge_model::system::System;
use regauge_model::{Instance, Span};

/// The cause of a wait.
#[derive(Clone)]
pub(super) struct Cause {
    pub(super) for_what: Resource,
    pub(super) held_by: Vec<TrainId>,
    pub(super) closure: Option<Closure>,
}

impl Cause {
    /// Whether it is the same thing, whoever holds it.
    fn is_same_as(&self, other: &Cause) -> bool {
        self.for_what == other.for_what && self.closure == other.closure
    }

    /// Nothing but a resource is known.
    fn of(for_what: Resource) -> Cause {
        Cause {
            for_what,
            held_by: Vec::new(),
            closure: None,
        }
    }

    fn closed(for_what: Resource, why: ClosureKind, span: Option<Span>) -> Cause {
        Cause {
            for_what,
            held_by: Vec::new(),
            closure: Some(Closure {
                why,
                span,
                train: None,
                zone: None,
            }),
        }
    }

    /// A stop for wind in a zone.
    fn wind(for_what: Resource, why: ClosureKind, span: Span, zone: Option<ZoneId>) -> Cause {
        let mut cause = Cause::closed(for_what, why, Some(span));
        if let Some(closure) = &mut cause.closure {
            closure.zone = zone;
        }
        cause
    }
}

/// Part of a wait, with its cause.
pub(super) struct Piece {
    pub(super) from: Tick,
    pub(super) to: Tick,
    pub(super) cause: Cause,
}

impl Piece {
    /// A wait for one thing of which nothing else is known.
    pub(super) fn of(for_what: Resource, (from, to): (Tick, Tick)) -> Piece {
        let cause = Cause::of(for_what);
        Piece { from, to, cause }
    }
}

/// Where worked parts stand.
#[derive(Clone, Copy)]
enum PartsPlace {
    Track(PoolIndex),
    Store(StockIndex),
}

/// A train of a plan, and all others beside it.
pub(super) struct Looking<'a> {
    pub(super) instance: &'a Instance,
    pub(super) network: &'a Network,
    /// Without the train.
    pub(super) occupancy: &'a Occupancy<'a>,
    pub(super) held: &'a Held,
    pub(super) train: TrainId,
    /// The same as if buffers were rules.
    pub(super) slack: Option<&'a Looking<'a>>,
}

impl Looking<'_> {
    /// The wait before an operation that could have started at `from`.
    pub(super) fn before(
        &self,
        journey: &Journey,
        operation: &Operation,
        done: &OperationDone,
        from: Tick,
    ) -> Vec<Piece> {
        let stand = &self.network.trains[self.train.index()].graph[done.to];
        let free = self.free(stand, operation.takes.at(done.start));
        let parts = self.for_worked_parts(journey, done);
        self.pieces((from, done.start), |at| {
            let own = self.in_the_way(operation, free, at, done.start);
            // of all that is in the way what stays longest
            let outside = parts.iter().filter_map(|(place, from)| {
                let until = operation.takes.first_reaching(*from);
                let is_longer = own.as_ref().is_none_or(|(_, own)| until > *own);
                (operation.takes.at(at) < *from && is_longer).then_some((place, until, *from))
            });
            let outside = outside.max_by_key(|(_, until, _)| *until);
            let outside = outside.map(|(place, until, from)| {
                let cause = match *place {
                    PartsPlace::Track(pool) => self.of_pool(pool, (operation.takes.at(at), from)),
                    PartsPlace::Store(stock) => Cause {
                        held_by: self.held.bringers(stock, from),
                        ..Cause::of(self.network[stock].resource)
                    },
                };
                (cause, until.min(done.start))
            });
            outside.or(own).or_else(|| self.for_slack(done, at))
        })
    }

    /// Where worked parts stand from an exchange on, and from when each place was free without a break then.
    fn for_worked_parts(&self, journey: &Journey, done: &OperationDone) -> Vec<(PartsPlace, Tick)> {
        let train = &self.network.trains[self.train.index()];
        let OperationRef::Chain(work, position) = done.operation else {
            return Vec::new();
        };
        if train.works[work].parts_out != Some(position) {
            return Vec::new();
        }
        let since = done.operation.of(train).takes.at(done.start);
        let pulls = journey
            .operations
            .iter()
            .filter(|done| matches!(done.operation.of(train).what, OperationWhat::Pulling(..)));
        let places = pulls.filter_map(|pull| {
            if let Some((pool, from)) = self.free(&train.graph[pull.to], since) {
                return Some((PartsPlace::Track(pool), from));
            }
            let (stock, from) = self.occupancy.last_stock(pull.operation.of(train))?;
            Some((PartsPlace::Store(stock), from))
        });
        places.collect()
    }

    /// What would be in the way of an operation at a tick if buffers were rules, where nothing else is.
    fn for_slack(&self, done: &OperationDone, at: Tick) -> Option<(Cause, Tick)> {
        let slack = self.slack?;
        let train = &slack.network.trains[self.train.index()];
        let operation = done.operation.of(train);
        let free = slack.free(&train.graph[done.to], operation.takes.at(done.start));
        let (mut cause, until) = slack.in_the_way(operation, free, at, done.start)?;
        cause.closure = Some(Closure {
            why: ClosureKind::Buffer,
            span: None,
            train: cause.closure.and_then(|closure| closure.train),
            zone: None,
        });
        Some((cause, until))
    }

    /// The wait before a stage that could have started at `from`.
    pub(super) fn before_stage(&self, stage: &StageOperation, from: Tick, to: Tick) -> Vec<Piece> {
        let data = self.instance.system().stage(stage.stage);
        self.pieces((from, to), |at| {
            let opens = next_in(&stage.starts, at).unwrap_or(NEVER);
            if opens > at {
                let closed = covering(&data.closed, at);
                let team = Resource::Teams(stage.stage);
                let lasts = in_minutes((at, at + stage.ticks.max(1)));
                let kind = if data.closed.iter().any(|span| span.overlaps(lasts)) {
                    ClosureKind::NotWorking
                } else {
                    ClosureKind::Pin
                };
                return Some((Cause::closed(team, kind, closed), opens));
            }
            let (pool, full) = (stage.team?, self.occupancy.stage_conflict(stage, at)?);
            let span = (full.0.max(at), full.1);
            let cause = self.of_pool(pool, span);
            Some((cause, full.1))
        })
    }

    /// The wait of the arriving rake for the onward one: that is brought from its store as late as the work allows, so what counts
    /// is what kept it from coming when the arriving rake was ready; and where nothing did, what kept the work from beginning then.
    pub(super) fn for_onward_rake(
        &self,
        journey: &Journey,
        span: (Tick, Tick),
        (work, start): (&Operation, Tick),
    ) -> Vec<Piece> {
        let train = &self.network.trains[self.train.index()];
        let placing = journey.operations.iter().find(|done| {
            let what = &done.operation.of(train).what;
            done.rake == Rake::Onward && matches!(what, OperationWhat::Placing(..))
        });
        let own = |span| vec![Piece::of(Resource::OnwardRake, span)];
        let Some(placing) = placing else {
            return own(span);
        };
        let operation = placing.operation.of(train);
        let first = operation.end.first_reaching(span.0).max(Tick::ZERO);
        let last = operation.end.first_reaching(span.1).min(placing.start);
        let stand = &train.graph[placing.to];
        let free = self.free(stand, operation.takes.at(last));
        let mut pieces = self.pieces((first, last), |at| {
            self.in_the_way(operation, free, at, last).or_else(|| {
                let (cause, until) = self.in_the_way(work, None, operation.end.at(at), start)?;
                Some((cause, operation.end.first_reaching(until)))
            })
        });
        // from when it could have left to when it could have been there
        for piece in &mut pieces {
            piece.from = operation.end.at(piece.from).clamp(span.0, span.1);
            piece.to = operation.end.at(piece.to).clamp(span.0, span.1);
        }
        pieces.retain(|piece| piece.from < piece.to);
        let begin = pieces.first().map_or(span.1, |piece| piece.from);
        if begin > span.0 {
            pieces.splice(0..0, own((span.0, begin)));
        }
        let end = pieces.last().map_or(span.1, |piece| piece.to);
        if end < span.1 {
            pieces.extend(own((end, span.1)));
        }
        pieces
    }

    /// Pieces of a span: `look` tells what is in the way at a tick and until when.
    fn pieces(
        &self,
        (from, to): (Tick, Tick),
        look: impl Fn(Tick) -> Option<(Cause, Tick)>,
    ) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut at = from;
        while at < to {
            let (cause, until) = look(at).unwrap_or_else(|| {
                // nothing here is in the way: what comes behind would be
                (Cause::of(Resource::Ahead), at + 1)
            });
            let until = until.clamp(at + 1, to);
            match pieces.last_mut() {
                Some(last) if last.cause.is_same_as(&cause) => {
                    last.to = until;
                    for train in cause.held_by {
                        if !last.cause.held_by.contains(&train) {
                            last.cause.held_by.push(train);
                        }
                    }
                }
                _ => pieces.push(Piece {
                    from: at,
                    to: until,
                    cause,
                }),
            }
            at = until;
        }
        pieces
    }

    /// The place of a stand that is taken at a tick, and from when it was free without a break.
    fn free(&self, stand: &Stand, at: Tick) -> Option<(PoolIndex, Tick)> {
        let pool = stand.hold?;
        let mut free = self.occupancy.free_for(stand, pool, at);
        let free = free.find(|&(from, to)| from <= at && at < to);
        Some((pool, free.map_or(at, |(from, _)| from)))
    }

    /// Of all that keeps an operation from starting at a tick, what stays longest; with the start at which it is gone. `free`: the
    /// place it goes to, and from when it is free for good.
    fn in_the_way(
        &self,
        operation: &Operation,
        free: Option<(PoolIndex, Tick)>,
        at: Tick,
        start: Tick,
    ) -> Option<(Cause, Tick)> {
        let mut longest: Option<(Tick, Option<Obstacle>)> = None;
        for (obstacle, until) in self.occupancy.obstacles(operation, at) {
            if longest.as_ref().is_none_or(|longest| until > longest.0) {
                longest = Some((until, Some(obstacle)));
            }
        }
        if let Some((_, from)) = free
            && operation.takes.at(at) < from
        {
            let until = operation.takes.first_reaching(from);
            if longest.as_ref().is_none_or(|longest| until > longest.0) {
                longest = Some((until, None));
            }
        }
        let awaited = self.occupancy.awaited(operation, at, start);
        let awaited = awaited.map(|(obstacle, until)| (until, Some(obstacle)));
        let (until, obstacle) = longest.or(awaited)?;
        let until = until.min(start);
        let cause = if let Some(obstacle) = obstacle {
            self.cause(operation, obstacle, at, until)
        } else {
            let (pool, from) = free?;
            let span = (operation.takes.at(at), from);
            self.of_pool(pool, span)
        };
        Some((cause, until))
    }

    fn cause(&self, operation: &Operation, obstacle: Obstacle, at: Tick, until: Tick) -> Cause {
        let (instance, network) = (self.instance, self.network);
        match obstacle {
            Obstacle::Closed => self
                .held_back(operation, at)
                .unwrap_or_else(|| closed(instance, network, operation, at)),
            Obstacle::Pool(pool, from, to) => {
                let uses = operation.pools.iter().find(|(of, _, _)| *of == pool);
                let span = uses.map_or((from, to), |(_, a, b)| {
                    (a.at(at).max(from), b.at(until - 1).min(to).max(from + 1))
                });
                self.of_pool(pool, span)
            }
            Obstacle::Line(line, movement) => {
                let owner = given_path(instance, network, line, movement);
                let (held_by, closure) = match owner {
                    Some(given) => (Vec::new(), Some(given)),
                    None => (self.held.of_movement(movement), None),
                };
                Cause {
                    for_what: Resource::Section(network[line].section),
                    held_by,
                    closure,
                }
            }
            Obstacle::Stock(stock) => {
                let change = operation.stocks.iter().find(|change| change.0 == stock);
                let taken = change.map_or(until, |change| change.2.at(until));
                Cause {
                    held_by: self.held.bringers(stock, taken),
                    ..Cause::of(network[stock].resource)
                }
            }
            Obstacle::Cap(cap) => Cause::of(network[cap].resource),
            Obstacle::Turn(turn) => {
                let turn = &network[turn];
                let for_what = match turn.at {
                    OrderedAt::Section(section) => Resource::Section(section),
                    OrderedAt::Spot(spot) => Resource::Spot(spot),
                };
                Cause {
                    held_by: vec![turn.whose.train],
                    ..Cause::of(for_what)
                }
            }
        }
    }

    /// The hold that keeps a rake on its track at a tick.
    fn held_back(&self, operation: &Operation, at: Tick) -> Option<Cause> {
        if self.instance.holds().is_empty() {
            return None;
        }
        let train = &self.network.trains[self.train.index()];
        let mut edges = train.graph.edge_references();
        let own = edges.find(|edge| std::ptr::eq(edge.weight(), operation))?;
        let mut starts = train.arriving_start.iter().chain(&train.onward_start);
        let is_first = starts.any(|start| start.stand == own.source());
        let held = HoldsOf::new(self.instance, self.train, &train.graph);
        let (first, hold) =
            held.leaving(&self.network.lines, &train.graph, (own.id(), is_first))?;
        let opens = next_in(&operation.starts, at).unwrap_or(NEVER);
        (first > at && opens >= first).then(|| {
            let span = Span::new(regauge_model::Minute(0), hold.until);
            let station = Resource::Station(hold.station);
            Cause::closed(station, ClosureKind::Hold, Some(span))
        })
    }

    /// A wait for a unit of a pool that others hold in a span.
    fn of_pool(&self, pool: PoolIndex, span: (Tick, Tick)) -> Cause {
        let system = self.instance.system();
        let data = &self.network[pool];
        let held_by = self.held.holders(pool, span, self.train);
        let fixed = self
            .network
            .fixed_uses
            .iter()
            .find(|taken| taken.pool == pool && taken.from < span.1 && taken.to > span.0);
        let closure = fixed.filter(|_| held_by.is_empty()).map(|taken| {
            let taken = in_minutes((taken.from, taken.to));
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
                zone: None,
            }
        });
        Cause {
            for_what: data.resource,
            held_by,
            closure,
        }
    }
}

/// The given path that a movement is, if it is one.
fn given_path(
    instance: &Instance,
    network: &Network,
    line: LineIndex,
    movement: Movement,
) -> Option<Closure> {
    let section = network[line].section;
    let mut paths = instance.system().given_paths().iter();
    let given = paths.find(|path| {
        path.section == section
            && path.direction == movement.direction
            && Tick::from(path.span.from) == movement.enter
    })?;
    Some(Closure {
        why: ClosureKind::GivenPath,
        span: Some(given.span),
        train: Some(given.train.clone()),
        zone: None,
    })
}

/// The section that a run enters first.
pub(super) fn section_of(network: &Network, run: &Operation) -> Option<SectionId> {
    let (line, ..) = run.lines.first()?;
    Some(network[*line].section)
}

/// Which closure keeps an operation from starting: for a run the first possession or stop for wind in its way, for a
/// movement the stop of shunting; when there is none, a pin.
fn closed(instance: &Instance, network: &Network, operation: &Operation, start: Tick) -> Cause {
    let system = instance.system();
    for (line, direction, enter, exit) in &operation.lines {
        let line = &network[*line];
        let run = in_minutes((enter.at(start), exit.at(start)));
        let section = system.section(line.section);
        let possession = |is_own: bool| {
            section.possessions.iter().find(|possession| {
                possession.track.is_none_or(|track| track == *direction) == is_own
                    && possession.span.overlaps(run)
            })
        };
        let rule = section.wind_rule.as_ref();
        let wind = WindEffect::new(instance, section.zone, rule, Asset::Line);
        let name = Resource::Section(line.section);
        let possessed = |is_own: bool| {
            let found = possession(is_own)?;
            let span = Some(found.span);
            Some(Cause::closed(name, ClosureKind::Possession, span))
        };
        let stopped = || {
            let stop = overlapping(&wind, run)?;
            Some(Cause::wind(name, ClosureKind::LineWind, stop, section.zone))
        };
        // The other track matters only to a run that is diverted to it.
        let found = possessed(true)
            .or_else(stopped)
            .or_else(|| possessed(false));
        if let Some(cause) = found {
            return cause;
        }
    }
    if let OperationWhat::Begins(at) | OperationWhat::Ends(at) = operation.what {
        return Cause::closed(Resource::Station(at), ClosureKind::Pin, None);
    }
    let store = |store: StoreId| system.store(store).station;
    let spot = |spot: SpotId| system.shed(system.spot(spot).shed).station;
    let pinned = |spot: SpotId| Cause::closed(Resource::Spot(spot), ClosureKind::Pin, None);
    if let OperationWhat::Placing(at, _)
    | OperationWhat::Pulling(at, _)
    | OperationWhat::Exchange(at, _) = operation.what
    {
        // the spot is not concerned while the rake is made up or broken up in a store
        let behind = match operation.what {
            OperationWhat::Pulling(_, Some(into)) => system.store(into).breaking_up,
            _ => 0,
        };
        let moved = (operation.takes.at(start), operation.end.at(start) - behind);
        let moved = in_minutes(moved);
        let mut closures = system.spot(at).closed.iter();
        if let Some(closed) = closures.find(|closed| closed.overlaps(moved)) {
            return Cause::closed(Resource::Spot(at), ClosureKind::SpotClosed, Some(*closed));
        }
    }
    let station = match operation.what {
        OperationWhat::Begins(at) | OperationWhat::Ends(at) => at,
        OperationWhat::Run { .. } => {
            let section = section_of(network, operation).map_or(Resource::Ahead, Resource::Section);
            return Cause::closed(section, ClosureKind::Pin, None);
        }
        OperationWhat::CraneWork { spot, shed, .. } => {
            let data = system.shed(shed);
            let stops = network.crane_stops[shed.index()].iter();
            let stop = stops
                .map(|&stop| in_minutes(stop))
                .find(|stop| stop.contains(start.into()))
                .filter(|_| !data.ground_work_in_stops);
            if let Some(stop) = stop {
                return Cause::wind(
                    Resource::Shed(shed),
                    ClosureKind::CraneWind,
                    stop,
                    data.zone,
                );
            }
            return pinned(spot);
        }
        OperationWhat::Handling(spot) => return pinned(spot),
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
    let movement = in_minutes((from, operation.end.at(start)));
    let name = Resource::Shunting(station);
    if let Some((store, until)) = being_made_up(system, operation).filter(|made| start < made.1) {
        let span = in_minutes((Tick::ZERO, until));
        return Cause::closed(Resource::Store(store), ClosureKind::Busy, Some(span));
    }
    match overlapping(&wind, movement) {
        Some(stop) => Cause::wind(name, ClosureKind::ShuntingWind, stop, data.zone),
        None => Cause::closed(name, ClosureKind::Pin, None),
    }
}

/// The store in which the rake of a movement is being made up at the start, and until when: of its wagons none is taken any more.
fn being_made_up(system: &System, operation: &Operation) -> Option<(StoreId, Tick)> {
    let (OperationWhat::Placing(_, Some(store)) | OperationWhat::FromStore(store)) = operation.what
    else {
        return None;
    };
    let takes = operation.stocks.iter().any(|(_, change, _)| *change < 0);
    let until = operation.starts.first()?.0;
    let is_it = system.store(store).holds_wagons() && !takes;
    is_it.then_some((store, until))
}

/// The last stop of an asset that shares a minute with a span: the one that ends the wait.
fn overlapping(wind: &WindEffect, span: Span) -> Option<Span> {
    let stops = wind.stops.iter().rev();
    let mut stops = stops.map(|&stop| in_minutes(stop));
    stops.find(|stop| stop.overlaps(span))
}

/// The closure that holds a minute.
fn covering(closed: &[Span], minute: Tick) -> Option<Span> {
    closed
        .iter()
        .copied()
        .find(|span| span.contains(minute.into()))
}
