//! Buffers: a last pass over a plan that gives trains other times where the slack between one use of a thing and the next is
//! short of what is wanted.
//!
//! What is missing is priced by pairs of trains, which no journey sees alone. So the pass takes each train that is short of slack out and
//! prices it beside the others in a *harder* problem, in which buffers are rules
//! ([`regauge_model::Instance::with_buffers_as_rules`]); its journey there is one here. It stays where the plan then costs less, or as much with
//! less missing. A second round asks for half of every buffer. Trains that come late in a queue are asked first: they make room
//! for those before them. The bound leaves buffers out, for what is missing never costs less than nothing.

use crate::compiled::CompiledProblem;
use crate::construct::Solution;
use crate::journey::Journey;
use crate::network::{
    Cost, Line, LineIndex, Movement, Network, OperationWhat, PoolIndex, PoolWhat, StandWhat, Tick,
    Ticks, TrainIndex,
};
use crate::occupancy::Occupancy;
use crate::pricing::{Pricer, Wishes};
use regauge_model::ids::TrainId;
use regauge_model::system::Direction;

/// Parts of the buffers of sections, spots and locomotives asked for in turn, in percent: of all together, of each kind, half.
const PARTS: [[i32; 3]; 5] = [
    [100, 100, 100],
    [0, 100, 0],
    [100, 0, 0],
    [0, 0, 100],
    [50, 50, 50],
];

/// Times over all trains at most, for each of them.
const ROUNDS: usize = 3;

/// Gives trains other times where slack is missing; `order`: the trains, for equals. The value of the solution stays that without
/// what is missing. Ends early behind `most` steps, or when `go_on` says no.
pub fn keep(
    problem: &CompiledProblem,
    order: &[TrainIndex],
    solution: &mut Solution<'_>,
    (most, go_on): (u64, impl Fn() -> bool),
) {
    let network = solution.occupancy.network();
    if !network.asks_for_buffers() {
        return;
    }
    let mut pricer = Pricer::new();
    for part in PARTS {
        if pricer.steps() >= most {
            return;
        }
        let harder = problem.instance().with_buffers_as_rules(part);
        let harder = Network::compile_without(&harder, problem.left_out());
        let mut pass = Pass {
            network,
            harder: &harder,
            beside: beside(&harder, &solution.journeys),
            missing: Missing::of(network, &solution.journeys),
            solution,
            pricer: &mut pricer,
        };
        let go_on = |pass: &Pass| pass.pricer.steps() < most && go_on();
        for _ in 0..ROUNDS {
            if !pass.over_all(order, &go_on) {
                break;
            }
        }
    }
}

/// What a plan costs with what is missing of buffers.
pub fn total(solution: &Solution<'_>) -> Cost {
    let network = solution.occupancy.network();
    let missing = Missing::of(network, &solution.journeys).all;
    let price = network.buffer_price;
    solution.value.saturating_add(price.saturating_mul(missing))
}

/// The journeys of a plan as those of the harder problem: what is held is held for longer, whoever is too near then.
pub(crate) fn beside<'h>(harder: &'h Network, journeys: &[Option<Journey>]) -> Occupancy<'h> {
    let journeys = journeys.iter().map(|journey| {
        let journey = journey.as_ref()?;
        Some(harder_journey(harder, journey))
    });
    let journeys: Vec<Option<Journey>> = journeys.collect();
    Occupancy::of(harder, &journeys)
}

/// The same journey in the harder problem, where it is one.
pub(crate) fn harder_journey(harder: &Network, journey: &Journey) -> Journey {
    let train = &harder.trains[journey.train.index()];
    Journey::of_choices(train, harder, &journey.choices()).unwrap_or_else(|_| journey.clone())
}

struct Pass<'a, 'n, 'h> {
    network: &'n Network,
    harder: &'h Network,
    /// All journeys, in the harder problem.
    beside: Occupancy<'h>,
    missing: Missing,
    solution: &'a mut Solution<'n>,
    pricer: &'a mut Pricer,
}

impl Pass<'_, '_, '_> {
    /// Asks every train that is short of slack, the last one first. Whether that helped.
    fn over_all(&mut self, order: &[TrainIndex], go_on: &impl Fn(&Self) -> bool) -> bool {
        let exit = |&&index: &&TrainIndex| {
            let journey = self.solution.journeys[index.index()].as_ref();
            std::cmp::Reverse(journey.map_or(Tick::ZERO, |journey| journey.exit))
        };
        let mut trains: Vec<&TrainIndex> = order.iter().collect();
        trains.sort_by_key(exit);
        let mut better = false;
        for &index in trains {
            if !go_on(self) {
                return false;
            }
            better |= self.missing.by_train[index.index()] > 0 && self.ask(index);
        }
        better
    }

    /// What counts: cost with what is missing, and of equals what is missing.
    fn standing(&self, cost: Cost, missing: i64) -> (Cost, i64) {
        let price = self.network.buffer_price;
        (cost.saturating_add(price.saturating_mul(missing)), missing)
    }

    /// Looks for a journey with more slack; whether the plan is better with it.
    fn ask(&mut self, index: TrainIndex) -> bool {
        let Some(old) = self.solution.journeys[index.index()].take() else {
            return false;
        };
        let before = self.solution.occupancy.shared_cost() + old.cost;
        let standing = self.standing(before, self.missing.all);
        self.solution.occupancy.remove(&old);
        let old_beside = harder_journey(self.harder, &old);
        self.beside.remove(&old_beside);
        let found = self.other(index, standing.0 - before + old.cost);
        if let Some((journey, of_harder)) = found {
            self.solution.occupancy.insert(&journey);
            let after = self.solution.occupancy.shared_cost() + journey.cost;
            self.solution.journeys[index.index()] = Some(journey);
            let missing = Missing::of(self.network, &self.solution.journeys);
            if self.standing(after, missing.all) < standing {
                self.solution.value += after - before;
                self.missing = missing;
                return true;
            }
            self.beside.remove(&of_harder);
            if let Some(journey) = self.solution.journeys[index.index()].take() {
                self.solution.occupancy.remove(&journey);
            }
        }
        self.beside.insert(&old_beside);
        self.solution.occupancy.insert(&old);
        self.solution.journeys[index.index()] = Some(old);
        false
    }

    /// A journey with all the slack asked for, here and in the harder problem, where it is put beside the others.
    fn other(&mut self, index: TrainIndex, most: Cost) -> Option<(Journey, Journey)> {
        if self.solution.occupancy.short_stock().is_some() {
            // others live on what it brings
            return None;
        }
        let wishes = Wishes {
            most,
            ..Wishes::default()
        };
        let train = &self.harder[index];
        let found = self.pricer.insert(train, &mut self.beside, &wishes)?;
        let here = Journey::of_choices(&self.network[index], self.network, &found.choices());
        if let Ok(here) = here {
            Some((here, found))
        } else {
            self.beside.remove(&found);
            None
        }
    }
}

/// Ticks missing of the buffers of a plan: of all, and of those pairs that a train is in.
pub struct Missing {
    /// Of all pairs.
    pub all: i64,
    by_train: Vec<i64>,
}

/// A use with the train, if it is one.
type Taken = (Tick, Tick, Option<TrainId>);

impl Missing {
    /// Of the journeys of a plan.
    pub fn of(network: &Network, journeys: &[Option<Journey>]) -> Missing {
        let mut missing = Missing {
            all: 0,
            by_train: vec![0; journeys.len()],
        };
        for (index, line) in network.lines.iter().enumerate() {
            if line.buffer > 0 {
                let index = LineIndex::from_index(index);
                missing.in_line(line, movements(network, journeys, index));
            }
        }
        for (index, pool) in network.pools.iter().enumerate() {
            if pool.buffer == 0 {
                continue;
            }
            let index = PoolIndex::from_index(index);
            match pool.what {
                PoolWhat::SpotSide(..) => {
                    let mut holds = holds(network, journeys, index);
                    holds.sort_unstable();
                    missing.in_turn(pool.buffer, &holds, true);
                }
                _ => missing.of_units(pool.buffer, pool.units, uses(network, journeys, index)),
            }
        }
        missing
    }

    fn add(&mut self, buffer: Ticks, slack: Ticks, pair: [Option<TrainId>; 2]) {
        let lack = i64::from((buffer - slack).clamp(0, buffer));
        self.all += lack;
        for train in pair.into_iter().flatten() {
            self.by_train[train.index()] += lack;
        }
    }

    fn in_line(&mut self, line: &Line, mut runs: Vec<(Movement, Option<TrainId>)>) {
        runs.sort_unstable_by_key(|(run, train)| (run.enter, run.exit, run.direction, *train));
        let (down, up): (Vec<_>, Vec<_>) = if line.single_track {
            (runs, Vec::new())
        } else {
            let is_down = |(run, _): &(Movement, _)| run.direction == Direction::Down;
            runs.into_iter().partition(is_down)
        };
        for pair in down.windows(2).chain(up.windows(2)) {
            let ((first, one), (next, other)) = (pair[0], pair[1]);
            let slack = if first.direction == next.direction {
                let apart = (next.enter - first.enter).min(next.exit - first.exit);
                let follows =
                    (line.following).map_or(Ticks::MAX, |ticks| next.enter - first.exit - ticks);
                follows.min(apart - line.headway[next.direction as usize])
            } else {
                next.enter - first.exit - line.clearing_behind(first.direction)
            };
            if one.or(other).is_some() {
                self.add(line.buffer, slack, [one, other]);
            }
        }
    }

    /// One use after the other of one thing.
    fn in_turn(&mut self, buffer: Ticks, uses: &[Taken], own_apart: bool) {
        for pair in uses.windows(2) {
            let ((_, until, one), (from, _, other)) = (pair[0], pair[1]);
            if !own_apart || one != other {
                self.add(buffer, from - until, [one, other]);
            }
        }
    }

    /// Of units that are all alike: whoever comes takes a new one, and then the one that has rested longest.
    fn of_units(&mut self, buffer: Ticks, units: u32, mut uses: Vec<Taken>) {
        uses.sort_unstable();
        let mut last: Vec<Taken> = Vec::new();
        for taken in uses {
            let free = (0..last.len()).filter(|&unit| last[unit].1 <= taken.0);
            let rested = free.min_by_key(|&unit| last[unit].1);
            match rested.filter(|_| last.len() >= units as usize) {
                Some(unit) => {
                    let (_, until, one) = std::mem::replace(&mut last[unit], taken);
                    if one.is_some() && taken.2.is_some() {
                        self.add(buffer, taken.0 - until, [one, taken.2]);
                    }
                }
                None => last.push(taken),
            }
        }
    }
}

/// The movements in a section, those of given paths without a train.
fn movements(
    network: &Network,
    journeys: &[Option<Journey>],
    line: LineIndex,
) -> Vec<(Movement, Option<TrainId>)> {
    let fixed = network.fixed_movements.iter().map(|run| (*run, None));
    let own = journeys.iter().flatten().flat_map(|journey| {
        let runs = journey.movements.iter();
        runs.map(|run| (*run, Some(journey.train)))
    });
    let all = fixed.chain(own);
    all.filter(|(run, _)| run.line == line).collect()
}

/// What rakes hold of a side of a spot, who passes by it on the way to another left out.
fn holds(network: &Network, journeys: &[Option<Journey>], pool: PoolIndex) -> Vec<Taken> {
    let mut all = Vec::new();
    for journey in journeys.iter().flatten() {
        let train = &network.trains[journey.train.index()];
        let stands = journey.holds.iter().filter(|hold| {
            let what = train.graph[hold.stand].what;
            matches!(what, StandWhat::SpotBefore(_) | StandWhat::SpotAfter(_))
        });
        let stands = stands.map(|hold| hold.taken..hold.taken + 1);
        let handled = journey.operations.iter().filter_map(|done| {
            let operation = done.operation.of(train);
            let is_it = matches!(operation.what, OperationWhat::Handling(_));
            is_it.then(|| done.first_use..done.first_use + operation.pools.len())
        });
        let uses = stands
            .chain(handled)
            .flatten()
            .map(|place| journey.uses[place]);
        let of_pool = uses.filter(|taken| taken.pool == pool);
        all.extend(of_pool.map(|taken| (taken.from, taken.to.min(train.end), Some(journey.train))));
    }
    all
}

/// All uses of a pool, those of nobody's too.
fn uses(network: &Network, journeys: &[Option<Journey>], pool: PoolIndex) -> Vec<Taken> {
    let fixed = network.fixed_uses.iter().map(|taken| (*taken, None));
    let trains = network.trains.iter().zip(journeys);
    let stays = trains.filter(|(_, journey)| journey.is_none());
    let stays = stays.flat_map(|(train, _)| train.stay_uses.iter().map(|taken| (*taken, None)));
    let own = journeys.iter().flatten().flat_map(|journey| {
        let uses = journey.uses.iter();
        uses.map(|taken| (*taken, Some(journey.train)))
    });
    let all = fixed.chain(stays).chain(own);
    let of_pool = all.filter(|(taken, _)| taken.pool == pool);
    of_pool
        .map(|(taken, train)| (taken.from, taken.to, train))
        .collect()
}
