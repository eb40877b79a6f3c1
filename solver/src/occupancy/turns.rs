//! Which turns have come when, and what it costs that some come before those that were to be first.

use crate::network::{Cost, NEVER, Operation, Tick, Turn, TurnIndex};

/// The turns of a network.
#[derive(Clone, Debug)]
pub(super) struct Turns<'n> {
    list: &'n [Turn],
    /// By turn; [`NEVER`] where it does not come.
    at: Vec<Tick>,
    /// What all that are out of order cost.
    cost: Cost,
}

impl<'n> Turns<'n> {
    pub(super) fn new(turns: &'n [Turn]) -> Turns<'n> {
        Turns {
            list: turns,
            at: vec![NEVER; turns.len()],
            cost: Cost::ZERO,
        }
    }

    pub(super) fn cost(&self) -> Cost {
        self.cost
    }

    /// A rake that comes by twice has its turn the first time.
    pub(super) fn add(&mut self, turn: TurnIndex, at: Tick) {
        if self.at[turn.index()] == NEVER {
            self.cost += self.cost_at(turn, at);
            self.at[turn.index()] = at;
        }
    }

    pub(super) fn remove(&mut self, turn: TurnIndex, at: Tick) {
        if self.at[turn.index()] == at {
            self.at[turn.index()] = NEVER;
            self.cost -= self.cost_at(turn, at);
        }
    }

    fn others(
        &self,
        list: &'n [(TurnIndex, Option<Cost>)],
    ) -> impl Iterator<Item = (TurnIndex, Tick, Option<Cost>)> + '_ {
        let all = list.iter();
        let all = all.map(|&(turn, price)| (turn, self.at[turn.index()], price));
        all.filter(|(_, at, _)| *at < NEVER)
    }

    /// What a turn at a tick costs beside those of others.
    pub(super) fn cost_at(&self, turn: TurnIndex, at: Tick) -> Cost {
        let turn = &self.list[turn.index()];
        let behind = self
            .others(&turn.behind)
            .filter(|(_, first, _)| at < *first);
        let before = self.others(&turn.before).filter(|(_, then, _)| *then < at);
        behind.chain(before).filter_map(|(.., price)| price).sum()
    }

    /// What the turns of an operation cost that starts at a tick.
    pub(super) fn cost_of(&self, operation: &Operation, start: Tick) -> Cost {
        let turns = operation.turns.iter();
        let turns = turns.map(|(turn, anchor)| (turn, anchor.at(start)));
        let ahead = turns.filter(|(_, at)| *at >= Tick::ZERO);
        ahead.map(|(turn, at)| self.cost_at(*turn, at)).sum()
    }

    /// Starts of an operation from which on it costs less than before: behind a turn that was to be first.
    pub(super) fn falls(&self, operation: &Operation, falls: &mut Vec<Tick>) {
        for (turn, anchor) in &operation.turns {
            let turn = &self.list[turn.index()];
            for (_, first, price) in self.others(&turn.behind) {
                if price.is_some() {
                    falls.push(anchor.first_reaching(first));
                }
            }
        }
    }

    /// The turn of another train that is pinned to come before one of an operation, or behind it, and does not where that starts at a tick;
    /// and from which start on that is over.
    pub(super) fn conflict(&self, operation: &Operation, start: Tick) -> Option<(TurnIndex, Tick)> {
        operation.turns.iter().find_map(|(turn, anchor)| {
            let at = anchor.at(start);
            let turn = &self.list[turn.index()];
            let mut behind = self.others(&turn.behind);
            let mut before = self.others(&turn.before);
            let too_early = behind.find(|(_, first, price)| price.is_none() && at < *first);
            let too_late = before.find(|(_, then, price)| price.is_none() && *then < at);
            too_early
                .map(|(other, first, _)| (other, anchor.first_reaching(first)))
                .or_else(|| too_late.map(|(other, ..)| (other, NEVER)))
                .filter(|_| at >= Tick::ZERO)
        })
    }

    /// The turn that was to be first, and comes between two starts of an operation; and the first start behind it.
    pub(super) fn awaited(
        &self,
        operation: &Operation,
        (at, start): (Tick, Tick),
    ) -> Option<(TurnIndex, Tick)> {
        let turns = operation.turns.iter();
        let firsts = turns.flat_map(|(turn, anchor)| {
            let others = self.others(&self.list[turn.index()].behind);
            others.map(|(other, first, _)| (other, anchor.first_reaching(first)))
        });
        let between = firsts.filter(|(_, behind)| at < *behind && *behind <= start);
        between.max_by_key(|(other, behind)| (*behind, *other))
    }

    /// Whether a turn at a tick keeps what is pinned.
    pub(super) fn is_kept(&self, turn: TurnIndex, at: Tick) -> bool {
        let turn = &self.list[turn.index()];
        let mut behind = self.others(&turn.behind);
        let mut before = self.others(&turn.before);
        behind.all(|(_, first, price)| price.is_some() || first <= at)
            && before.all(|(_, then, price)| price.is_some() || at <= then)
    }
}
