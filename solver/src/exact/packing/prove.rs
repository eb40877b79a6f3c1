//! Branch and bound over lists of journeys, with bounds of our own.
//!
//! A node is priced ([`super::node`]). A choice whose reduced cost leaves no room below the value to beat is dropped, and the
//! node priced again while that helps; then sets of journeys of which any two exclude each other are looked for that its shares break
//! ([`super::conflicts`]), and it is priced with these. A node without room is closed; any other is tried for a plan along
//! its shares and divided on a train: only the journey with the greatest share, or all but that. So a wrong answer of a backend costs
//! time, never truth.

use super::conflicts::{Conflicts, Id};
use super::node::{Node, Priced, SCALE};
use super::{Candidates, Kept, Master, Packing, PackingStatus, Proof};
use crate::backend::{Backend, Limits};
use crate::construct::Solution;
use crate::network::Network;
use num_integer::gcd;
use std::sync::Arc;

/// A node is priced again when this part of its choices was dropped.
const AGAIN: usize = 8;

/// Times that sets are looked for: at the first node, at every other one.
const SETS_FIRST: u32 = 20;
const SETS: u32 = 3;

/// The best combination, with a proof of our own. `limits.nodes` counts nodes; the others bound each linear program.
///
/// With complete lists [`Packing::bound`] is there even when the nodes run out: the least bound of what was left open.
pub fn prove<'n>(
    network: &'n Network,
    candidates: &Candidates<'_>,
    upper: i64,
    backend: Backend,
    limits: &Limits,
) -> Packing<'n> {
    match Proving::new(network, candidates, upper) {
        Some(proving) => proving.ended(backend, limits),
        None => Packing::nothing(PackingStatus::Refused),
    }
}

/// The same node by node, for somebody who has other things to do as well.
#[derive(Clone, Debug)]
pub struct Proving<'n> {
    network: &'n Network,
    kept: Kept,
    complete: bool,
    /// Every value is a multiple of this.
    step: i64,
    /// The value to beat, as told and as known by now.
    told: i64,
    upper: i64,
    best: Option<(Vec<Option<usize>>, Solution<'n>)>,
    open: Vec<Node>,
    /// The node that is looked at, and how often sets may still be looked for.
    current: Option<(Node, u32)>,
    nodes: u32,
    terms: u64,
    /// The rows of all that is kept.
    master: Master,
    conflicts: Option<Conflicts>,
}

impl<'n> Proving<'n> {
    /// Nothing looked at yet; `None` when the lists are not one per train.
    pub fn new(
        network: &'n Network,
        candidates: &Candidates<'_>,
        upper: i64,
    ) -> Option<Proving<'n>> {
        let kept = Kept::new(network, candidates, upper)?;
        Some(Proving::of_kept(network, kept, candidates.complete, upper))
    }

    /// `complete` as [`Candidates::complete`].
    pub(super) fn of_kept(
        network: &'n Network,
        kept: Kept,
        complete: bool,
        upper: i64,
    ) -> Proving<'n> {
        Proving {
            step: step(network, &kept),
            told: upper,
            // above every combination; more would only cost digits
            upper: upper.min(above_all(network, &kept)),
            best: None,
            current: None,
            open: vec![Node::all(&kept)],
            nodes: 0,
            terms: 0,
            master: Master::new(network, &kept.lists(), &kept.may_be_left_out),
            conflicts: None,
            network,
            kept,
            complete,
        }
    }

    /// One more linear program; whether there was anything left to look at. `limits` bound it.
    pub fn round(&mut self, backend: Backend, limits: &Limits) -> bool {
        if self.current.is_none() {
            self.current = self.next();
        }
        let Some((node, sets_left)) = self.current.take() else {
            return false;
        };
        self.current = self.look(node, sets_left, backend, limits);
        true
    }

    /// The next node to be looked at.
    fn next(&mut self) -> Option<(Node, u32)> {
        let mut open = std::mem::take(&mut self.open);
        open.retain(|node| !self.is_closed(node.bound));
        // the lowest one lifts the bound, the last one comes soon to a plan
        let place = if self.nodes.is_multiple_of(2) {
            open.len().checked_sub(1)
        } else {
            let nodes = open.iter().enumerate();
            let lowest = nodes.min_by_key(|(place, node)| (node.bound, usize::MAX - place));
            lowest.map(|(place, _)| place)
        };
        self.open = open;
        let node = self.open.remove(place?);
        self.nodes += 1;
        let sets = if self.nodes == 1 { SETS_FIRST } else { SETS };
        Some((node, sets))
    }

    /// Only plans below `upper` are wanted from now on, if that is less than what was told before.
    pub fn beat(&mut self, upper: i64) {
        if upper < self.upper {
            self.upper = upper;
            self.told = upper;
            self.best = None;
        }
    }

    /// No plan costs less (cost units), if the lists are complete; `None` before anything is known.
    pub fn bound(&self) -> Option<i64> {
        match self.least_open() {
            None => Some(self.best.as_ref().map_or(self.told, |best| best.1.value)),
            Some(i128::MIN) => None,
            // whole numbers, so the next one above
            Some(bound) => i64::try_from(-((-bound).div_euclid(SCALE))).ok(),
        }
    }

    /// The best plan met that costs less than the value to beat.
    pub fn plan(&self) -> Option<&Solution<'n>> {
        self.best.as_ref().map(|best| &best.1)
    }

    /// Terms in the rows of a linear program of all that may be of use: later ones have less, but for sets.
    pub fn terms_of_all(&self) -> usize {
        self.master.model().n_terms()
    }

    /// Terms in the rows of all linear programs so far, which their work grows with.
    pub fn terms(&self) -> u64 {
        self.terms
    }

    /// The least bound of what is open.
    fn least_open(&self) -> Option<i128> {
        let current = self.current.iter().map(|(node, _)| node.bound);
        let open = self.open.iter().map(|node| node.bound);
        open.chain(current)
            .min()
            .filter(|&bound| !self.is_closed(bound))
    }

    /// What comes of it in so many nodes.
    pub(super) fn ended(mut self, backend: Backend, limits: &Limits) -> Packing<'n> {
        while (self.current.is_some() || self.nodes < limits.nodes) && self.round(backend, limits) {
        }
        let bound = self.bound().filter(|_| self.complete);
        let is_open = self.least_open().is_some();
        let status = match (&self.best, is_open) {
            (Some(_), false) => PackingStatus::Best,
            (Some(_), true) => PackingStatus::Better,
            (None, false) => PackingStatus::NoneBetter,
            (None, true) => PackingStatus::Unfinished,
        };
        let (chosen, solution) = match self.best {
            Some((chosen, solution)) => (self.kept.positions(&chosen), Some(solution)),
            None => (Vec::new(), None),
        };
        Packing {
            status,
            chosen,
            solution,
            bound,
            proof: if !is_open || bound.is_some() {
                Proof::Own
            } else {
                Proof::None
            },
            nodes: self.nodes,
        }
    }

    /// Whether nothing below the value to beat has room over a bound.
    fn is_closed(&self, bound: i128) -> bool {
        let below = (self.upper - 1).div_euclid(self.step) * self.step;
        bound > i128::from(below) * SCALE
    }

    /// Prices a node once; what is still to be looked at of it.
    fn look(
        &mut self,
        mut node: Node,
        sets_left: u32,
        backend: Backend,
        limits: &Limits,
    ) -> Option<(Node, u32)> {
        if node.is_empty() {
            return None;
        }
        let to_price = node.to_price(
            self.network,
            &self.kept,
            self.conflicts.as_ref(),
            self.upper,
        );
        self.terms += to_price.terms();
        let priced = to_price.priced(backend, limits);
        node.bound = node.bound.max(priced.bound);
        if self.is_closed(node.bound) {
            return None;
        }
        self.follow(&node, &priced);
        if self.is_closed(node.bound) {
            return None;
        }
        let before = node.n_choices();
        let priced = self.drop_choices(&mut node, priced);
        let dropped = before - node.n_choices();
        if dropped > 0 && dropped * AGAIN >= before {
            return Some((node, sets_left));
        }
        if sets_left > 0 && self.add_sets(&mut node, &priced) {
            return Some((node, sets_left - 1));
        }
        self.divide(node, &priced);
        None
    }

    /// Adds the sets that the shares of a node break, in the stead of those without a price; whether there are new ones.
    fn add_sets(&mut self, node: &mut Node, priced: &Priced) -> bool {
        let master = &self.master;
        let conflicts = self.conflicts.get_or_insert_with(|| Conflicts::new(master));
        let mut shares: Vec<(Id, f64)> = Vec::new();
        let mut by_cost: Vec<(i128, Id)> = Vec::new();
        for (train, list) in node.lists.iter().enumerate() {
            for (position, &index) in list.iter().enumerate() {
                let id = conflicts.id(train, index);
                shares.push((id, priced.shares[train][position]));
                by_cost.push((priced.over[train][position], id));
            }
        }
        // what is cheap may have a share next
        by_cost.sort_unstable();
        let by_cost: Vec<Id> = by_cost.into_iter().map(|one| one.1).collect();
        let mut has_price = priced.has_price.iter();
        node.sets.retain(|_| has_price.next() == Some(&true));
        let before = node.sets.len();
        for set in conflicts.broken(shares, &by_cost) {
            if !node.sets.iter().any(|known| **known == set) {
                node.sets.push(Arc::new(set));
            }
        }
        node.sets.len() > before
    }

    /// Tries the choices with the greatest shares as a plan.
    fn follow(&mut self, node: &Node, priced: &Priced) {
        let mut chosen = Vec::with_capacity(node.lists.len());
        for (train, list) in node.lists.iter().enumerate() {
            let (index, share) = greatest(&priced.shares[train]);
            let out = node.may_be_left_out[train]
                && (list.is_empty() || priced.left_out_share[train] > share);
            chosen.push((!out).then(|| list[index]));
        }
        if let Some(solution) = self.kept.solution(self.network, &chosen)
            && solution.value < self.upper
        {
            self.upper = solution.value;
            self.best = Some((chosen, solution));
        }
    }

    /// Drops the choices that leave no room; keeps what was seen of the others.
    fn drop_choices(&self, node: &mut Node, priced: Priced) -> Priced {
        let mut left = Priced {
            over: Vec::new(),
            shares: Vec::new(),
            ..priced
        };
        for (train, list) in node.lists.iter_mut().enumerate() {
            let stays = |index: usize| !self.is_closed(priced.bound + priced.over[train][index]);
            let kept: Vec<usize> = (0..list.len()).filter(|&index| stays(index)).collect();
            left.over.push(
                kept.iter()
                    .map(|&index| priced.over[train][index])
                    .collect(),
            );
            left.shares.push(
                kept.iter()
                    .map(|&index| priced.shares[train][index])
                    .collect(),
            );
            *list = kept.iter().map(|&index| list[index]).collect();
            let out = &mut node.may_be_left_out[train];
            let over = left.left_out_over[train];
            *out = *out && over.is_some_and(|over| !self.is_closed(priced.bound + over));
        }
        left
    }

    /// Divides a node on the train that is least decided.
    fn divide(&mut self, node: Node, priced: &Priced) {
        let mut least: Option<(f64, usize)> = None;
        for (train, list) in node.lists.iter().enumerate() {
            if list.len() + usize::from(node.may_be_left_out[train]) < 2 {
                continue;
            }
            let share = greatest(&priced.shares[train]).1;
            let share = if node.may_be_left_out[train] {
                share.max(priced.left_out_share[train])
            } else {
                share
            };
            if least.is_none_or(|(other, _)| share < other) {
                least = Some((share, train));
            }
        }
        let Some((_, train)) = least else {
            // one plan is left; the one tried before may have been another
            if !node.is_empty() {
                self.follow(&node, priced);
            }
            return;
        };
        let (first, second) = self.split(&node, priced, train);
        let part = |choices: &[Option<usize>]| {
            let mut part = node.clone();
            part.lists[train] = choices.iter().copied().flatten().collect();
            part.may_be_left_out[train] = choices.contains(&None);
            part
        };
        let (first, second) = (part(&first), part(&second));
        self.open.push(second);
        self.open.push(first);
    }

    /// The choices of a train (`None`: left out) in two parts, the one with more share first: cheap ones and dear ones, so that
    /// each part has about half the share, if there is such a cost; else one choice and all others.
    fn split(&self, node: &Node, priced: &Priced, train: usize) -> (Choices, Choices) {
        let journeys = node.lists[train].iter().zip(&priced.shares[train]);
        let mut choices: Vec<(i64, f64, Option<usize>)> = journeys
            .map(|(&index, &share)| (self.kept.journeys[train][index].cost, share, Some(index)))
            .collect();
        if node.may_be_left_out[train] {
            let cost = self.network.trains[train].cost.postponed;
            choices.push((cost, priced.left_out_share[train], None));
        }
        choices.sort_by_key(|choice| (choice.0, choice.2));
        let (mut before, mut evenness, mut at) = (0.0, EVEN, 0);
        for (index, pair) in choices.windows(2).enumerate() {
            before += pair[0].1;
            let even = f64::min(before, 1.0 - before);
            if pair[0].0 < pair[1].0 && even > evenness {
                (evenness, at) = (even, index + 1);
            }
        }
        if at == 0 {
            let shares: Vec<f64> = choices.iter().map(|choice| choice.1).collect();
            choices.swap(0, greatest(&shares).0);
            at = 1;
        }
        let share = |part: &[(i64, f64, Option<usize>)]| part.iter().map(|c| c.1).sum::<f64>();
        let of = |part: &[(i64, f64, Option<usize>)]| part.iter().map(|c| c.2).collect();
        let (cheap, dear) = choices.split_at(at);
        if share(cheap) >= share(dear) {
            (of(cheap), of(dear))
        } else {
            (of(dear), of(cheap))
        }
    }
}

/// A value that every combination stays below.
fn above_all(network: &Network, kept: &Kept) -> i64 {
    let trains = network.trains.iter().zip(&kept.journeys);
    let costs = trains.map(|(train, list)| {
        let costs = list.iter().map(|journey| journey.cost);
        costs.fold(train.cost.postponed, i64::max)
    });
    let takers = kept.journeys.iter().flatten();
    let takers = takers.flat_map(|journey| &journey.stock_changes).count() as i64;
    let missing = network.stocks.iter().map(|stock| {
        let most = i64::from(stock.end_at_least.max(0) - stock.initial.min(0)) + takers;
        most * stock.end_price.max(0)
    });
    costs.chain(missing).fold(1, i64::saturating_add)
}

/// Every value is a multiple of this.
fn step(network: &Network, kept: &Kept) -> i64 {
    let journeys = kept.journeys.iter().flatten().map(|journey| journey.cost);
    let postponed = network.trains.iter().map(|train| train.cost.postponed);
    let missing = network.stocks.iter().map(|stock| stock.end_price);
    journeys.chain(postponed).chain(missing).fold(0, gcd).max(1)
}

/// Choices of a train: positions in its list, `None` for leaving it out.
type Choices = Vec<Option<usize>>;

/// A cost divides the choices of a train when more than this share is on both sides.
const EVEN: f64 = 0.1;

/// The first of the greatest shares.
fn greatest(shares: &[f64]) -> (usize, f64) {
    let mut best = (0, 0.0);
    for (index, &share) in shares.iter().enumerate() {
        if index == 0 || share > best.1 {
            best = (index, share);
        }
    }
    best
}
