//! What journeys have taken of the shared resources, and when an operation can start beside them.
//!
//! Every resource answers one question: given an operation that cannot start at a tick because of it, which is the first
//! later tick at which it no longer stands in the way? All of them forbid *intervals* of starts (maps are monotone), so
//! leaping from conflict to conflict finds the earliest start exactly.
//! Not here: which operations a train needs ([`crate::network`]) and which of its starts is best ([`crate::pricing`]).

mod fits;
mod lines;
mod pools;
mod stocks;
mod turns;

use crate::journey::{Extent, Journey};
use crate::network::{
    CapIndex, Cost, GroupIndex, LineIndex, Movement, Network, Operation, PoolIndex, StageOperation,
    Stand, Stock, StockIndex, Tick, TrainIndex, TurnIndex, Use, next_in,
};
pub use fits::are_apart;
use lines::LineTraffic;
use pools::PoolProfile;
use stocks::StockLevel;
use turns::Turns;

/// The shared resources of a network and what is taken of them.
#[derive(Clone, Debug)]
pub struct Occupancy<'n> {
    network: &'n Network,
    pools: Vec<PoolProfile>,
    lines: Vec<LineTraffic>,
    stocks: Vec<StockLevel>,
    caps: Vec<Vec<u32>>,
    turns: Turns<'n>,
    ignored: Option<GroupIndex>,
}

/// Steps of work of a look whether an operation can start at a tick, and more for everything that it uses.
const CHECK: u64 = 1;
const CHECKED: u64 = 1;

/// What keeps an operation from starting at a tick.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// A closure, pin or the end of the horizon.
    Closed,
    /// No unit of the pool is free then.
    Pool(PoolIndex, Tick, Tick),
    /// Another movement on the line, from entry to exit.
    Line(LineIndex, Movement),
    /// The stock would run dry.
    Stock(StockIndex),
    /// The cap of that railway day is used up.
    Cap(CapIndex),
    /// The turn of another train that is pinned to come before, or behind.
    Turn(TurnIndex),
}

impl<'n> Occupancy<'n> {
    /// What journeys take, by train, and trains under way without one where they stand.
    pub fn of(network: &'n Network, journeys: &[Option<Journey>]) -> Occupancy<'n> {
        let mut occupancy = Occupancy::new(network);
        for (index, journey) in network.train_indices().zip(journeys) {
            match journey {
                Some(journey) => occupancy.insert(journey),
                None if network[index].under_way => occupancy.add_stay(index),
                None => {}
            }
        }
        occupancy
    }

    /// Nothing taken but what no decision changes.
    pub fn new(network: &'n Network) -> Occupancy<'n> {
        let mut occupancy = Occupancy {
            network,
            pools: network
                .pools
                .iter()
                .map(|pool| PoolProfile::new(pool.capacity, &pool.closed))
                .collect(),
            lines: network
                .lines
                .iter()
                .map(|_| LineTraffic::default())
                .collect(),
            stocks: network
                .stocks
                .iter()
                .map(|stock| level(stock, stock.initial))
                .collect(),
            caps: network
                .caps
                .iter()
                .map(|cap| vec![0; cap.capacity.len()])
                .collect(),
            turns: Turns::new(&network.turns),
            ignored: None,
        };
        for &fixed in &network.fixed_uses {
            occupancy.add_use(fixed);
        }
        for &movement in &network.fixed_movements {
            occupancy.add_movement(movement);
        }
        occupancy
    }

    /// What a train finds taken that has the system to itself: in the stores no rake of another one is on its way.
    pub fn alone(network: &'n Network) -> Occupancy<'n> {
        let mut occupancy = Occupancy::new(network);
        let stocks = network.stocks.iter();
        occupancy.stocks = stocks
            .map(|stock| level(stock, stock.initial + stock.held))
            .collect();
        occupancy.leave_out_others();
        occupancy
    }

    /// Nothing that other trains do at the start.
    fn leave_out_others(&mut self) {
        for &taken in &self.network.under_way_uses {
            self.remove_use(taken);
        }
    }

    /// The same where stores are never empty and never full.
    pub fn without_stores(network: &'n Network) -> Occupancy<'n> {
        let mut occupancy = Occupancy::new(network);
        occupancy.stocks.fill_with(|| StockLevel::new(i32::MAX / 2));
        occupancy.leave_out_others();
        occupancy
    }

    /// The network it is of.
    pub fn network(&self) -> &'n Network {
        self.network
    }

    /// Leaves out one group of resources, to ask what would be possible without it.
    pub fn ignore(&mut self, group: Option<GroupIndex>) {
        self.ignored = group;
    }

    /// Takes a unit of a pool.
    pub fn add_use(&mut self, taken: Use) {
        self.pools[taken.pool.index()].change(taken.from, taken.to, 1);
    }

    /// Gives back a unit of a pool.
    pub fn remove_use(&mut self, taken: Use) {
        self.pools[taken.pool.index()].change(taken.from, taken.to, -1);
    }

    /// Adds a movement.
    pub fn add_movement(&mut self, movement: Movement) {
        self.lines[movement.line.index()].add(movement);
    }

    /// Removes a movement.
    pub fn remove_movement(&mut self, movement: Movement) {
        self.lines[movement.line.index()].remove(movement);
    }

    /// Takes all that a journey takes.
    pub fn insert(&mut self, journey: &Journey) {
        self.insert_behind(journey, Extent::default());
    }

    /// Takes what a journey takes beyond what was taken before.
    pub fn insert_behind(&mut self, journey: &Journey, before: Extent) {
        for &taken in &journey.uses[before.uses..] {
            self.add_use(taken);
        }
        for &movement in &journey.movements[before.movements..] {
            self.add_movement(movement);
        }
        for &(stock, at, change) in &journey.stock_changes[before.stock_changes..] {
            self.stocks[stock.index()].add(at, change);
        }
        for &(cap, day) in &journey.cap_entries[before.cap_entries..] {
            self.caps[cap.index()][day] += 1;
        }
        for &(turn, at) in &journey.turns[before.turns..] {
            self.turns.add(turn, at);
        }
    }

    /// Gives back all that a journey takes.
    pub fn remove(&mut self, journey: &Journey) {
        for &taken in &journey.uses {
            self.remove_use(taken);
        }
        for &movement in &journey.movements {
            self.remove_movement(movement);
        }
        for &(stock, at, change) in &journey.stock_changes {
            self.stocks[stock.index()].remove(at, change);
        }
        for &(cap, day) in &journey.cap_entries {
            self.caps[cap.index()][day] -= 1;
        }
        for &(turn, at) in &journey.turns {
            self.turns.remove(turn, at);
        }
    }

    /// Takes what a train under way holds while it is not planned.
    pub fn add_stay(&mut self, train: TrainIndex) {
        let network = self.network;
        for &taken in &network[train].stay_uses {
            self.add_use(taken);
        }
        for &movement in &network[train].stay_movements {
            self.add_movement(movement);
        }
    }

    /// Gives it back.
    pub fn remove_stay(&mut self, train: TrainIndex) {
        let network = self.network;
        for &taken in &network[train].stay_uses {
            self.remove_use(taken);
        }
        for &movement in &network[train].stay_movements {
            self.remove_movement(movement);
        }
    }

    /// Cost units of what the stocks miss at the end.
    pub fn missing_cost(&self) -> Cost {
        let stocks = self.network.stocks.iter().zip(&self.stocks);
        stocks
            .map(|(stock, level)| {
                stock.end_price * i64::from((stock.end_at_least - level.at_end()).max(0))
            })
            .sum()
    }

    /// Cost units of what is no single train's: what the stocks miss at the end, and turns that are out of their order.
    pub fn shared_cost(&self) -> Cost {
        self.missing_cost() + self.turns.cost()
    }

    /// Cost units of the turns of a journey out of their order, beside the turns of others.
    pub fn order_cost(&self, journey: &Journey) -> Cost {
        let turns = journey.turns.iter();
        turns.map(|&(turn, at)| self.turns.cost_at(turn, at)).sum()
    }

    /// Whether nothing was to come in an order: asked where it is hot, for an operation need not be looked at then.
    #[inline]
    fn has_no_turns(&self) -> bool {
        self.network.turns.is_empty()
    }

    /// Cost units of the turns of an operation out of their order, where it starts at a tick.
    #[inline]
    pub fn order_cost_at(&self, operation: &Operation, start: Tick) -> Cost {
        if self.has_no_turns() {
            return Cost::ZERO;
        }
        self.turns.cost_of(operation, start)
    }

    /// The turn that was to be first for which an operation has waited from a tick to its start, and the first start behind it.
    pub fn awaited(
        &self,
        operation: &Operation,
        at: Tick,
        start: Tick,
    ) -> Option<(Obstacle, Tick)> {
        let (turn, behind) = self.turns.awaited(operation, (at, start))?;
        Some((Obstacle::Turn(turn), behind))
    }

    /// Adds the starts of an operation from which on that is less than before.
    #[inline]
    pub fn order_falls(&self, operation: &Operation, falls: &mut Vec<Tick>) {
        if !self.has_no_turns() {
            self.turns.falls(operation, falls);
        }
    }

    /// Cost units that one more (or one fewer) unit of a stock at the end would change the missing cost by.
    pub fn stock_change_cost(&self, stock: StockIndex, change: i32) -> Cost {
        let (data, level) = (&self.network[stock], &self.stocks[stock.index()]);
        let missing = |end: i32| data.end_price * i64::from((data.end_at_least - end).max(0));
        missing(level.at_end() + change) - missing(level.at_end())
    }

    /// A stock that falls below zero, if any, and when first: something that filled it was removed.
    pub fn short_stock(&self) -> Option<(StockIndex, Tick)> {
        let mut stocks = self.stocks.iter().enumerate();
        stocks.find_map(|(index, stock)| Some((StockIndex::from_index(index), stock.short_at()?)))
    }

    fn is_ignored(&self, group: GroupIndex) -> bool {
        self.ignored == Some(group)
    }

    /// Whether a unit of a pool is not free throughout a span.
    pub fn is_full(&self, wanted: Use) -> bool {
        let pool = &self.pools[wanted.pool.index()];
        pool.full_within(wanted.from, wanted.to).is_some()
    }

    /// The spans in which a unit of a pool is free throughout and that end after a tick, in order.
    #[inline]
    pub fn free(&self, pool: PoolIndex, after: Tick) -> impl Iterator<Item = (Tick, Tick)> + '_ {
        let ignored = self.is_ignored(self.network[pool].group);
        self.pools[pool.index()].free(ignored, false, after, self.network.end)
    }

    /// The spans in which a stand can hold its unit of a pool: who has held it since before the start does so through its closures.
    #[inline]
    pub fn free_for(
        &self,
        stand: &Stand,
        pool: PoolIndex,
        after: Tick,
    ) -> impl Iterator<Item = (Tick, Tick)> + '_ {
        let ignored = self.is_ignored(self.network[pool].group);
        self.pools[pool.index()].free(ignored, stand.through, after, self.network.end)
    }

    /// Until when a stand that holds its unit of a pool at a tick may hold it; `None`: it may not then.
    pub fn free_through(&self, stand: &Stand, pool: PoolIndex, at: Tick) -> Option<Tick> {
        let mut free = self.free_for(stand, pool, at);
        let span = free.find(|&(from, to)| from <= at && at < to);
        span.map(|(_, to)| to)
    }

    /// Ticks at which a unit of a pool is given back; linear in what is taken of it.
    pub fn given_back(&self, pool: PoolIndex) -> impl Iterator<Item = Tick> + '_ {
        self.pools[pool.index()].given_back()
    }

    /// The stock, of those that an operation takes from, that has enough for it last, and from when on it has.
    pub fn last_stock(&self, operation: &Operation) -> Option<(StockIndex, Tick)> {
        let taken = operation.stocks.iter().filter(|(_, change, _)| *change < 0);
        let counted = taken.filter(|(stock, ..)| !self.is_ignored(self.network[*stock].group));
        let from = counted
            .map(|(stock, change, _)| (*stock, self.stocks[stock.index()].first_to_take(-change)));
        from.max_by_key(|(_, from)| *from)
    }

    /// The earliest start of an operation in `[from, to]`, and the steps of work that it took; complexity: the number of conflicts
    /// leapt over times the logarithm of what is taken of the resources it uses (linear in the movements around it on lines).
    pub fn earliest_start(
        &self,
        operation: &Operation,
        from: Tick,
        to: Tick,
        steps: &mut u64,
    ) -> Option<Tick> {
        self.earliest_behind(operation, 0, &[(Tick::MIN, Tick::MAX)], (from, to), steps)
    }

    /// The same for a run whose first sections need no look: they are free where the start lies in one of the spans `within`.
    pub(crate) fn earliest_behind(
        &self,
        operation: &Operation,
        sections: usize,
        within: &[(Tick, Tick)],
        (from, to): (Tick, Tick),
        steps: &mut u64,
    ) -> Option<Tick> {
        let mut start = from;
        let checks = operation.pools.len() + operation.lines.len() - sections;
        let check = CHECK + CHECKED * checks as u64;
        loop {
            *steps += check;
            let open = next_in(&operation.starts, start)?;
            start = next_in(within, open)?;
            if start > to {
                return None;
            }
            if start > open {
                continue;
            }
            match self.conflict_behind(operation, sections, start) {
                None => return Some(start),
                Some((_, next)) => start = next.max(start + 1),
            }
        }
    }

    /// Leaves of spans of starts those in which a run through the section at this place of an operation conflicts with nothing there;
    /// linear in the spans and in the movements around them.
    pub(crate) fn keep_free(
        &self,
        operation: &Operation,
        place: usize,
        spans: &mut Vec<(Tick, Tick)>,
        steps: &mut u64,
    ) {
        let (index, direction, enter, exit) = &operation.lines[place];
        let line = &self.network[*index];
        if !self.is_ignored(line.group) {
            let traffic = &self.lines[index.index()];
            *steps += traffic.keep_free(line, *direction, (enter, exit), spans);
        }
    }

    /// The latest start of an operation in `[from, to]`; linear in the span.
    pub fn latest_start(&self, operation: &Operation, from: Tick, to: Tick) -> Option<Tick> {
        let mut start = to;
        while start >= from {
            if next_in(&operation.starts, start) == Some(start)
                && self.conflict(operation, start).is_none()
            {
                return Some(start);
            }
            start -= 1;
        }
        None
    }

    /// The earliest start of a stage at or after a tick.
    pub fn earliest_stage(&self, stage: &StageOperation, from: Tick) -> Option<Tick> {
        let mut start = from;
        loop {
            start = next_in(&stage.starts, start)?;
            match self.stage_conflict(stage, start) {
                None => return Some(start),
                Some((_, end)) => start = end.max(start + 1),
            }
        }
    }

    /// The full span of the team pool that is in the way of a stage at a start.
    pub fn stage_conflict(&self, stage: &StageOperation, start: Tick) -> Option<(Tick, Tick)> {
        let pool = stage.team?;
        if self.is_ignored(self.network[pool].group) {
            return None;
        }
        self.pools[pool.index()].full_within(start, start + stage.ticks)
    }

    /// The first obstacle to a start, and a later start before which it does not go away.
    fn conflict(&self, operation: &Operation, start: Tick) -> Option<(Obstacle, Tick)> {
        self.conflict_behind(operation, 0, start)
    }

    /// The same without a look at its first sections.
    fn conflict_behind(
        &self,
        operation: &Operation,
        sections: usize,
        start: Tick,
    ) -> Option<(Obstacle, Tick)> {
        (0..operation.pools.len())
            .find_map(|place| self.of_pool(operation, place, start))
            .or_else(|| {
                let mut places = sections..operation.lines.len();
                places.find_map(|place| self.of_line(operation, place, start))
            })
            .or_else(|| self.of_caps(operation, start))
            .or_else(|| self.of_stocks(operation, start))
            .or_else(|| self.of_turns(operation, start))
    }

    /// The pool at this place of an operation, if it is full.
    fn of_pool(
        &self,
        operation: &Operation,
        place: usize,
        start: Tick,
    ) -> Option<(Obstacle, Tick)> {
        let (pool, from, to) = &operation.pools[place];
        let (a, b) = (from.at(start).max(Tick::ZERO), to.at(start));
        let (x, y) = self.pools[pool.index()].full_within(a, b)?;
        let ignored = self.is_ignored(self.network[*pool].group);
        (!ignored).then(|| (Obstacle::Pool(*pool, x, y), from.first_reaching(y)))
    }

    /// A movement in the section at this place of an operation.
    fn of_line(
        &self,
        operation: &Operation,
        place: usize,
        start: Tick,
    ) -> Option<(Obstacle, Tick)> {
        let (index, direction, enter, exit) = &operation.lines[place];
        let line = &self.network[*index];
        if self.is_ignored(line.group) {
            return None;
        }
        let (a, b) = (enter.at(start), exit.at(start));
        let diversion = line.diversion(*direction, a);
        let new = Movement {
            line: *index,
            enter: a,
            exit: b,
            direction: *direction,
            diverted: diversion.is_some(),
        };
        let (other, clear) = self.lines[index.index()].conflict(line, new)?;
        let mut next = enter
            .first_reaching(clear.enter)
            .max(exit.first_reaching(clear.exit));
        if let Some((_, until)) = diversion {
            // behind the diversion it has a track of its own
            next = next.min(enter.first_reaching(until));
        }
        Some((Obstacle::Line(*index, other), next))
    }

    fn of_caps(&self, operation: &Operation, start: Tick) -> Option<(Obstacle, Tick)> {
        operation.caps.iter().find_map(|(index, at)| {
            let cap = &self.network[*index];
            let day = cap.day_of(at.at(start))?;
            let used = self.caps[index.index()].get(day).copied().unwrap_or(0);
            let room = cap.capacity.get(day).copied().unwrap_or(0);
            (used >= room && !self.is_ignored(cap.group))
                .then(|| (Obstacle::Cap(*index), at.first_reaching(cap.behind(day))))
        })
    }

    fn of_stocks(&self, operation: &Operation, start: Tick) -> Option<(Obstacle, Tick)> {
        operation.stocks.iter().find_map(|(index, change, at)| {
            let stock = &self.network[*index];
            if *change >= 0 || self.is_ignored(stock.group) {
                return None;
            }
            let first = self.stocks[index.index()].first_to_take(-change);
            let is_short = at.at(start) < first;
            is_short.then(|| (Obstacle::Stock(*index), at.first_reaching(first)))
        })
    }

    fn of_turns(&self, operation: &Operation, start: Tick) -> Option<(Obstacle, Tick)> {
        if self.has_no_turns() {
            return None;
        }
        let (turn, next) = self.turns.conflict(operation, start)?;
        Some((Obstacle::Turn(turn), next))
    }

    /// All that keeps an operation from starting at a tick, each with a later start before which it does not go away; nothing when
    /// nothing does.
    pub fn obstacles(&self, operation: &Operation, start: Tick) -> Vec<(Obstacle, Tick)> {
        let mut obstacles = Vec::new();
        let opens = next_in(&operation.starts, start).unwrap_or(crate::network::NEVER);
        if opens > start {
            obstacles.push((Obstacle::Closed, opens));
        }
        let places = operation.pools.len();
        obstacles.extend((0..places).filter_map(|place| self.of_pool(operation, place, start)));
        let sections = operation.lines.len();
        obstacles.extend((0..sections).filter_map(|place| self.of_line(operation, place, start)));
        obstacles.extend(self.of_caps(operation, start));
        obstacles.extend(self.of_stocks(operation, start));
        obstacles.extend(self.of_turns(operation, start));
        obstacles
    }
}

/// A stock that begins with so much, and what comes in whatever is decided.
fn level(stock: &Stock, initial: i32) -> StockLevel {
    let mut level = StockLevel::new(initial);
    for &(at, units) in &stock.arrivals {
        level.add(at, units);
    }
    level
}
