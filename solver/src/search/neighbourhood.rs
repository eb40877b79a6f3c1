//! Which trains a move removes: related ones.

use super::acceptance::Heat;
use super::kinds::Kind;
use super::chain::Chain;

use crate::network::{Tick, Use};
use crate::pricing::{Journey, Wishes};
use regauge_model::ids::SpotId;

/// The order in which removed trains come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// Any.
    Any,
    /// The train from which the neighbourhood grew, then as they left before.
    FirstThenExit,
    /// As they left before.
    Exit,
    /// By release, with noise.
    Release,
    /// The heaviest first, with noise.
    Weight,
    /// By due exit, with noise.
    Due,
    /// Those first that cost most beyond what they cost alone.
    Dearest,
    /// Whoever would lose most by coming later, asked before each (see `regret`).
    Regret,
    /// As they were chosen.
    Given,
}

/// What a move removes and how it comes back.
#[derive(Debug)]
pub(super) struct Choice {
    /// The trains, the one first from which the neighbourhood grew.
    pub(super) trains: Vec<usize>,
    pub(super) turn: Turn,
    /// Spots to which they come back, by place; none, or beyond the end of the list: wherever.
    pub(super) spots: Vec<Option<SpotId>>,
    /// Whether it was reckoned ahead what this leads to, so that nothing is left to chance.
    pub(super) is_reckoned: bool,
}

impl Choice {
    fn of(trains: Vec<usize>, turn: Turn) -> Choice {
        Choice {
            trains,
            turn,
            spots: Vec::new(),
            is_reckoned: false,
        }
    }
}

const TURNS: [Turn; 9] = [
    Turn::Any,
    Turn::Any,
    Turn::Any,
    Turn::FirstThenExit,
    Turn::Exit,
    Turn::Release,
    Turn::Weight,
    Turn::Due,
    Turn::Dearest,
];

/// Trains removed at a time at most (without those that lived on them).
const MOST_REMOVED: u64 = 8;

/// A stretch of a queue is at most as long as one of these, and two.
const LONGEST_STRETCH: [u64; 6] = [4, 6, 8, 12, 16, 24];

/// Of a hundred moves so many change the order of a queue.
const QUEUES: u64 = 15;

/// Of a hundred moves so many come back by regret.
const REGRET: u64 = 8;

impl Chain<'_> {
    /// What the next move removes: of the kind wanted, or related trains where no change of queues is promising.
    pub(super) fn neighbourhood(&mut self, kind: Kind, heat: Heat) -> (Kind, Choice) {
        if kind == Kind::Tails
            && let Some(choice) = self.tails(heat)
        {
            return (kind, choice);
        }
        (Kind::Related, self.related())
    }

    /// Related trains, or a stretch of a queue.
    fn related(&mut self) -> Choice {
        let n = self.network.trains.len() as u64;
        let first = self.first();
        let size = 2 + self.below_small(MOST_REMOVED.min(n)) as usize;
        let mut chosen = vec![first];
        let mut turn = self.dice.one_of(&TURNS);
        if self.dice.below(100) < REGRET {
            turn = Turn::Regret;
        }
        if self.dice.below(100) < QUEUES {
            return self.queue(first);
        }
        match self.dice.below(10) {
            0..3 => self.add_at_one_time(&mut chosen, size),
            3..7 => self.add_neighbours(&mut chosen, size),
            7..9 => {
                self.add_in_the_way(&mut chosen, size);
                if self.dice.below(2) == 0 {
                    turn = Turn::FirstThenExit;
                }
            }
            _ => self.add_any(&mut chosen, size),
        }
        Choice::of(chosen, turn)
    }

    /// A train that comes back last if at all, and perhaps one that was left out to come in its stead.
    pub(super) fn one_to_hold_back(&mut self) -> Option<Choice> {
        let n = self.order.len() as u64;
        let mut chosen = vec![self.first()];
        for _ in 0..8 {
            let train = &self.network.trains[chosen[0]];
            if !train.under_way && self.current.journeys[chosen[0]].is_some() {
                break;
            }
            chosen[0] = self.order[self.dice.below(n) as usize];
        }
        if self.network.trains[chosen[0]].under_way {
            return None;
        }
        if self.dice.below(2) == 0 {
            let left_out = self.order.iter().copied();
            let left_out = left_out.filter(|&index| self.current.journeys[index].is_none());
            let left_out: Vec<usize> = left_out.collect();
            if !left_out.is_empty() {
                let other = self.dice.one_of(&left_out);
                if other != chosen[0] {
                    chosen.push(other);
                }
            }
        }
        Some(Choice::of(chosen, Turn::Given))
    }

    /// A number below a bound, small ones likelier.
    fn below_small(&mut self, bound: u64) -> u64 {
        self.dice.below(bound).min(self.dice.below(bound))
    }

    /// A train drawn in proportion to what it costs more than alone; sometimes any.
    pub(super) fn first(&mut self) -> usize {
        self.scan();
        let n = self.network.trains.len();
        let over = |chain: &Self, index: usize| (chain.cost(index) - chain.alone[index]).max(0) as u64;
        if self.dice.below(3) > 0 {
            let sum: u64 = (0..n).map(|index| over(self, index)).sum();
            if sum > 0 {
                let mut at = self.dice.below(sum);
                for &index in &self.order {
                    let cost = over(self, index);
                    if at < cost {
                        return index;
                    }
                    at -= cost;
                }
            }
        }
        self.order[self.dice.below(n as u64) as usize]
    }

    /// Trains that hold what the first might have used, at about the time it would have used it.
    fn add_at_one_time(&mut self, chosen: &mut Vec<usize>, size: usize) {
        let first = chosen[0];
        let window = 60 + self.dice.below(360) as Tick;
        let centre = self.span(first);
        let resources = self.resources(first);
        self.scan();
        let mut others: Vec<(u64, usize)> = Vec::new();
        for place in 0..self.order.len() {
            let index = self.order[place];
            if index == first {
                continue;
            }
            let span = self.span(index);
            let apart = (span.0 - centre.1).max(centre.0 - span.1).max(0);
            if apart > window {
                continue;
            }
            let shared = (self.resources(index) & resources).count_ones();
            if shared == 0 && self.current.journeys[index].is_some() {
                continue;
            }
            // closer in time and with more in common is likelier to go
            let score = self.dice.below(1000) + 120 * u64::from(shared.min(6));
            others.push((u64::MAX - score, place));
        }
        others.sort_unstable();
        let others = others.into_iter().take(size - 1);
        chosen.extend(others.map(|(_, place)| self.order[place]));
    }

    /// Trains that use the same things shortly before or after: strings of users of a few resources of the first.
    fn add_neighbours(&mut self, chosen: &mut Vec<usize>, size: usize) {
        let first = chosen[0];
        let journeys = (&self.current.journeys[first], &self.alone_journeys[first]);
        let Some(journey) = journeys.0.as_ref().or(journeys.1.as_ref()) else {
            self.add_any(chosen, size);
            return;
        };
        let n_uses = journey.uses.len();
        let n_all = (n_uses + journey.movements.len()) as u64;
        let strings = 1 + self.dice.below(3);
        let mut left = size - 1;
        for string in (1..=strings).rev() {
            let draw = self.dice.below(n_all.max(1)) as usize;
            let journey = self.current.journeys[first]
                .as_ref()
                .or(self.alone_journeys[first].as_ref());
            let Some(journey) = journey else { return };
            self.scanned += self.order.len() as u64;
            let near = if let Some(&taken) = journey.uses.get(draw) {
                self.users_near(taken)
            } else if let Some(run) = journey.movements.get(draw - n_uses) {
                self.runs_near(run.line, run.enter)
            } else {
                return;
            };
            let take = left.div_ceil(string as usize);
            let mut taken = 0;
            for (_, rank) in near {
                let index = self.order[rank];
                if taken < take && !chosen.contains(&index) && self.dice.below(8) > 0 {
                    chosen.push(index);
                    taken += 1;
                }
            }
            left -= taken;
            if left == 0 {
                return;
            }
        }
    }

    /// A stretch of the queue for what a train holds longest, in a changed order: one further ahead, one behind all others (so
    /// that it may be left out), two changed over, one let in that was left out. The queue is the one in which the first
    /// train stands, the one in which it would rather stand, or any other, in which it is then put.
    fn queue(&mut self, first: usize) -> Choice {
        let n = self.order.len() as u64;
        let other = self.order[self.dice.below(n) as usize];
        let journey = match self.dice.below(4) {
            0 => self.alone_journeys[first].as_ref(),
            1 => self.current.journeys[other].as_ref(),
            _ => None,
        };
        let own = self.current.journeys[first].as_ref();
        let journey = journey.or(own).or(self.alone_journeys[first].as_ref());
        let Some(journey) = journey else {
            return Choice::of(vec![first], Turn::Any);
        };
        let pools = &self.network.pools;
        let mut scarcest: Option<(u64, Use)> = None;
        for &taken in &journey.uses {
            let ticks = (taken.to - taken.from).max(1) as u64;
            let share = 1000 * ticks / u64::from(pools[taken.pool as usize].capacity.max(1));
            let score = share * (1 + self.dice.below(8));
            if scarcest.is_none_or(|best| score > best.0) {
                scarcest = Some((score, taken));
            }
        }
        let spot = self.spot_of(journey);
        let Some((_, wanted)) = scarcest else {
            return Choice::of(vec![first], Turn::Any);
        };
        self.scan();
        let mut queue: Vec<(Tick, usize)> = Vec::new();
        for (index, journey) in self.current.journeys.iter().enumerate() {
            let Some(journey) = journey else { continue };
            let uses = journey
                .uses
                .iter()
                .filter(|other| other.pool == wanted.pool);
            if let Some(from) = uses.map(|other| other.from).min() {
                queue.push((from, self.rank[index]));
            }
        }
        queue.sort_unstable();
        let at = queue.partition_point(|&(from, _)| from < wanted.from);
        let longest = self.dice.one_of(&LONGEST_STRETCH);
        let length = 2 + self.dice.below(longest) as usize;
        let before = self.dice.below(length as u64 / 2 + 1) as usize;
        let begin = at.saturating_sub(before);
        let end = (begin + length).min(queue.len());
        let stretch = queue[begin..end].iter();
        let mut stretch: Vec<usize> = stretch.map(|&(_, rank)| self.order[rank]).collect();
        let is_new = !stretch.contains(&first);
        if is_new {
            stretch.insert((at - begin).min(stretch.len()), first);
        }
        let n = stretch.len();
        let (a, b) = (
            self.dice.below(n as u64) as usize,
            self.dice.below(n as u64) as usize,
        );
        let mut last_is_free = false;
        match self.dice.below(if is_new { 9 } else { 6 }) {
            0 => {
                let train = stretch.remove(a);
                stretch.insert(b, train);
            }
            1 => {
                let train = stretch.remove(a);
                stretch.push(train);
                last_is_free = true;
            }
            2 => stretch.swap(a, b),
            3 => {
                let train = stretch.remove(a);
                stretch.insert(0, train);
            }
            4 => stretch[a.min(b)..=a.max(b)].rotate_left(1),
            5 => {
                let left_out = self.order.iter().copied().filter(|&index| {
                    self.current.journeys[index].is_none() && !stretch.contains(&index)
                });
                let left_out: Vec<usize> = left_out.collect();
                if left_out.is_empty() {
                    stretch.swap(a, (a + 1).min(n - 1));
                } else {
                    let train = self.dice.one_of(&left_out);
                    let out = stretch.remove(a);
                    stretch.insert(b.min(stretch.len()), train);
                    stretch.push(out);
                    last_is_free = true;
                }
            }
            // the first in this queue is change enough
            _ => {}
        }
        let stay = spot.filter(|_| self.dice.below(2) == 0);
        Choice {
            spots: stay.map_or(Vec::new(), |spot| {
                vec![Some(spot); stretch.len() - usize::from(last_is_free)]
            }),
            trains: stretch,
            turn: Turn::Given,
            is_reckoned: false,
        }
    }

    /// The spot in which a train is worked or handled.
    pub(super) fn spot_of(&self, journey: &Journey) -> Option<SpotId> {
        let train = &self.network.trains[journey.train];
        let mut operations = journey.operations.iter();
        operations.find_map(|done| done.operation.of(train).what.work_spot())
    }

    /// Trains that use a pool, by how far from a use in time: distance and rank.
    fn users_near(&self, taken: Use) -> Vec<(Tick, usize)> {
        let mut near: Vec<(Tick, usize)> = Vec::new();
        for (index, journey) in self.current.journeys.iter().enumerate() {
            let Some(journey) = journey else { continue };
            let uses = journey.uses.iter().filter(|other| other.pool == taken.pool);
            let apart = uses.map(|other| (other.from - taken.to).max(taken.from - other.to).max(0));
            if let Some(apart) = apart.min() {
                near.push((apart, self.rank[index]));
            }
        }
        near.sort_unstable();
        near
    }

    /// Trains that run through a section, by how far from an entry in time: distance and rank.
    fn runs_near(&self, line: u32, enter: Tick) -> Vec<(Tick, usize)> {
        let mut near: Vec<(Tick, usize)> = Vec::new();
        for (index, journey) in self.current.journeys.iter().enumerate() {
            let Some(journey) = journey else { continue };
            let runs = journey.movements.iter().filter(|run| run.line == line);
            let apart = runs.map(|run| (run.enter - enter).abs());
            if let Some(apart) = apart.min() {
                near.push((apart, self.rank[index]));
            }
        }
        near.sort_unstable();
        near
    }

    /// A chain of trains in each other's way: those that hold what the first would take if it were alone (with some spots left
    /// out at random, so not always the same), those that hold what one of them would then take, and so on.
    fn add_in_the_way(&mut self, chosen: &mut Vec<usize>, size: usize) {
        let mut at = chosen[0];
        while chosen.len() < size {
            let shunned = self.dice.one_of(&[false, true, true]);
            let wishes = Wishes {
                shunned: if shunned { self.dice.bits() } else { 0 },
                ..Wishes::default()
            };
            let train = &self.network.trains[at];
            let Some(wanted) = self.pricer.insert(train, &mut self.empty, &wishes) else {
                break;
            };
            self.empty.remove(&wanted);
            self.scan();
            let mut found: Vec<(u64, usize)> = Vec::new();
            for (rank, &index) in self.order.iter().enumerate() {
                let journey = self.current.journeys[index].as_ref();
                let Some(journey) = journey.filter(|_| !chosen.contains(&index)) else {
                    continue;
                };
                let count = self.conflicts(&wanted, journey);
                if count > 0 {
                    found.push((count, rank));
                }
            }
            for entry in &mut found {
                entry.0 = u64::MAX - entry.0 * (1 + self.dice.below(1000));
            }
            found.sort_unstable();
            let Some(&(_, rank)) = found.first() else {
                break;
            };
            let found = found.iter().take(3.min(size - chosen.len()));
            chosen.extend(found.map(|&(_, rank)| self.order[rank]));
            at = self.order[rank];
        }
        if chosen.len() < size.min(3) {
            self.add_neighbours(chosen, size);
        }
    }

    /// In how many places a journey takes what another wants and cannot have beside all others.
    fn conflicts(&self, wanted: &Journey, other: &Journey) -> u64 {
        let mut count = 0;
        for want in &wanted.uses {
            for taken in &other.uses {
                if taken.pool == want.pool
                    && taken.from < want.to
                    && want.from < taken.to
                    && self.occupancy().is_full(*want)
                {
                    count += 1;
                }
            }
        }
        for want in &wanted.movements {
            let headway = self.network.lines[want.line as usize].headway[want.direction as usize];
            for run in &other.movements {
                if run.line == want.line
                    && run.direction == want.direction
                    && (run.enter - want.enter).abs() < headway
                {
                    count += 1;
                }
            }
        }
        count
    }

    fn add_any(&mut self, chosen: &mut Vec<usize>, size: usize) {
        let n = self.order.len();
        for _ in 0..size - 1 {
            let index = self.order[self.dice.below(n as u64) as usize];
            if !chosen.contains(&index) {
                chosen.push(index);
            }
        }
    }

    /// When a train is in the system (for one not planned: when it would come).
    pub(super) fn span(&self, index: usize) -> (Tick, Tick) {
        let release = self.network.trains[index].cost.release;
        let journeys = (&self.current.journeys[index], &self.alone_journeys[index]);
        match journeys.0.as_ref().or(journeys.1.as_ref()) {
            Some(journey) => (release, journey.exit),
            None => (release, release + 480),
        }
    }

    /// Groups of resources a journey uses, one bit each (groups beyond 128 share bits).
    fn resources(&self, index: usize) -> u128 {
        let Some(journey) = &self.current.journeys[index] else {
            return u128::MAX;
        };
        let network = self.network;
        let bit = |group: u32| 1_u128 << (group % 128);
        let pools = journey
            .uses
            .iter()
            .map(|taken| network.pools[taken.pool as usize].group);
        let lines = journey
            .movements
            .iter()
            .map(|run| network.lines[run.line as usize].group);
        let stocks = journey
            .stock_changes
            .iter()
            .map(|s| network.stocks[s.0 as usize].group);
        let all = pools.chain(lines).chain(stocks);
        all.fold(0, |all, group| all | bit(group))
    }
}
