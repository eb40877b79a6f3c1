//! Branch and bound over lists of journeys, with bounds of our own.
//!
//! At a node a backend proposes prices for the rows of the master. Whatever they are, rounded to the right sign and to fractions of a cost
//! unit they make a bound in whole numbers: the sum over trains of the cheapest choice under the prices, and what
//! the rows are worth. A choice whose reduced cost leaves no room below the value to beat is dropped, and the
//! node solved again while that helps. A node without room is closed; any other is tried for a plan along its shares and divided on a
//! train: only the journey with the greatest share, or all but that. So a wrong answer of a backend costs time, never truth.

use super::{Candidates, Kept, Master, Packing, PackingStatus, Proof};
use crate::backend::{Backend, Limits, Sense};
use crate::construct::Solution;
use crate::network::Network;
use crate::pricing::Journey;

/// Fractions of a cost unit that prices are rounded to.
const SCALE: i128 = 1024;

/// A node is solved again when this part of its choices was dropped.
const AGAIN: usize = 8;

/// Part of the combinations: choices of each train, as positions in the lists kept at the root.
#[derive(Clone, Debug)]
struct Node {
    lists: Vec<Vec<usize>>,
    may_be_left_out: Vec<bool>,
    /// No plan in it costs less, times [`SCALE`].
    bound: i128,
}

/// What solving a node says.
struct Looked {
    bound: i128,
    /// By train: reduced cost of each choice over the cheapest of the train, and of leaving it out.
    over: Vec<Vec<i128>>,
    left_out_over: Vec<Option<i128>>,
    /// By train: share of each choice.
    shares: Vec<Vec<f64>>,
    left_out_share: Vec<f64>,
}

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
    let Some(kept) = Kept::new(network, candidates, upper) else {
        return Packing::nothing(PackingStatus::Refused);
    };
    by_nodes(network, &kept, candidates.complete, upper, backend, limits)
}

/// [`prove`] over what was kept of the candidates; `complete` as [`Candidates::complete`].
pub(super) fn by_nodes<'n>(
    network: &'n Network,
    kept: &Kept<'_>,
    complete: bool,
    upper: i64,
    backend: Backend,
    limits: &Limits,
) -> Packing<'n> {
    let root = Node {
        lists: kept
            .journeys
            .iter()
            .map(|list| (0..list.len()).collect())
            .collect(),
        may_be_left_out: kept.may_be_left_out.clone(),
        bound: i128::MIN,
    };
    let mut search = Search {
        network,
        kept,
        step: step(network, kept),
        // above every combination; more would only cost digits
        upper: upper.min(above_all(network, kept)),
        best: None,
        backend,
        limits,
    };
    let mut stack = vec![root];
    let mut nodes = 0;
    while let Some(node) = stack.pop() {
        if search.is_closed(node.bound) {
            continue;
        }
        if nodes >= limits.nodes {
            stack.push(node);
            break;
        }
        nodes += 1;
        search.look(node, &mut stack);
    }
    let open = stack.iter().map(|node| node.bound).min();
    let open = open.filter(|&bound| !search.is_closed(bound));
    let bound = match open {
        None => Some(search.best.as_ref().map_or(upper, |best| best.1.value)),
        Some(i128::MIN) => None,
        // whole numbers, so the next one above
        Some(bound) => i64::try_from(-((-bound).div_euclid(SCALE))).ok(),
    };
    let status = match (&search.best, open) {
        (Some(_), None) => PackingStatus::Best,
        (Some(_), Some(_)) => PackingStatus::Better,
        (None, None) => PackingStatus::NoneBetter,
        (None, Some(_)) => PackingStatus::Unfinished,
    };
    let (chosen, solution) = match search.best {
        Some((chosen, solution)) => (kept.positions(&chosen), Some(solution)),
        None => (Vec::new(), None),
    };
    let bound = bound.filter(|_| complete);
    Packing {
        status,
        chosen,
        solution,
        bound,
        proof: if open.is_none() || bound.is_some() {
            Proof::Own
        } else {
            Proof::None
        },
        nodes,
    }
}

/// A value that every combination stays below.
fn above_all(network: &Network, kept: &Kept<'_>) -> i64 {
    let trains = network.trains.iter().zip(&kept.journeys);
    let costs = trains.map(|(train, list)| {
        let costs = list.iter().map(|journey| journey.cost);
        costs.fold(train.cost.unplanned, i64::max)
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
fn step(network: &Network, kept: &Kept<'_>) -> i64 {
    let journeys = kept.journeys.iter().flatten().map(|journey| journey.cost);
    let unplanned = network.trains.iter().map(|train| train.cost.unplanned);
    let missing = network.stocks.iter().map(|stock| stock.end_price);
    journeys.chain(unplanned).chain(missing).fold(0, gcd).max(1)
}

fn gcd(a: i64, b: i64) -> i64 {
    let (mut a, mut b) = (a.abs(), b.abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

struct Search<'n, 'k, 'a> {
    network: &'n Network,
    kept: &'k Kept<'a>,
    step: i64,
    upper: i64,
    best: Option<(Vec<Option<usize>>, Solution<'n>)>,
    backend: Backend,
    limits: &'k Limits,
}

impl<'a> Search<'_, '_, 'a> {
    /// Whether nothing below the value to beat has room over a bound.
    fn is_closed(&self, bound: i128) -> bool {
        let below = (self.upper - 1).div_euclid(self.step) * self.step;
        bound > i128::from(below) * SCALE
    }

    fn look(&mut self, mut node: Node, stack: &mut Vec<Node>) {
        let looked = loop {
            if is_empty(&node) {
                return;
            }
            let looked = self.solve(&node);
            node.bound = node.bound.max(looked.bound);
            if self.is_closed(node.bound) {
                return;
            }
            self.follow(&node, &looked);
            if self.is_closed(node.bound) {
                return;
            }
            let before = n_choices(&node);
            let looked = self.drop_choices(&mut node, looked);
            let dropped = before - n_choices(&node);
            if dropped * AGAIN < before.max(1) || dropped == 0 {
                break looked;
            }
        };
        self.divide(node, &looked, stack);
    }

    /// Prices, and the bound that they make.
    fn solve(&self, node: &Node) -> Looked {
        let lists: Vec<Vec<&'a Journey>> = node
            .lists
            .iter()
            .zip(&self.kept.journeys)
            .map(|(list, all)| list.iter().map(|&index| all[index]).collect())
            .collect();
        let master = Master::elastic(self.network, &lists, &node.may_be_left_out, self.upper);
        let model = master.model();
        let answer = master.relaxed(self.backend, self.limits);
        let mut reduced: Vec<i128> = model
            .columns()
            .iter()
            .map(|column| i128::from(column.cost) * SCALE)
            .collect();
        let mut bound = i128::from(master.constant()) * SCALE;
        // the first rows are the choices of the trains: what they are worth is the least choice, below
        let is_choice = |row: usize| matches!(master.rows()[row], super::RowWhat::Train(_));
        for (index, (row, &price)) in model.rows().iter().zip(&answer.prices).enumerate() {
            if is_choice(index) {
                continue;
            }
            let price = (price * SCALE as f64).round().clamp(-1e15, 1e15) as i128;
            let price = match row.sense {
                Sense::AtMost => price.min(0),
                Sense::AtLeast => price.max(0),
                Sense::Equal => price,
            };
            if price == 0 {
                continue;
            }
            bound += price * i128::from(row.bound);
            for &(column, by) in &row.terms {
                reduced[column] -= price * i128::from(by);
            }
        }
        for (column, &reduced) in model.columns().iter().zip(&reduced) {
            if Master::is_shared(column) {
                let (least, greatest) = (i128::from(column.least), i128::from(column.greatest));
                bound += (reduced * least).min(reduced * greatest);
            }
        }
        let share = |column: usize| answer.values.get(column).copied().unwrap_or(0.0);
        let mut looked = Looked {
            bound: 0,
            over: Vec::new(),
            left_out_over: Vec::new(),
            shares: Vec::new(),
            left_out_share: Vec::new(),
        };
        for (own, &out) in master.columns().iter().zip(master.left_out()) {
            // the choice that is no gain is in no plan below the value to beat, so it does not count
            let costs = own.iter().copied().chain(out).map(|column| reduced[column]);
            let least = costs.min().unwrap_or(0);
            bound += least;
            looked
                .over
                .push(own.iter().map(|&column| reduced[column] - least).collect());
            looked
                .left_out_over
                .push(out.map(|column| reduced[column] - least));
            looked
                .shares
                .push(own.iter().map(|&column| share(column)).collect());
            looked.left_out_share.push(out.map_or(0.0, share));
        }
        looked.bound = bound;
        looked
    }

    /// Tries the choices with the greatest shares as a plan.
    fn follow(&mut self, node: &Node, looked: &Looked) {
        let mut chosen = Vec::with_capacity(node.lists.len());
        for (train, list) in node.lists.iter().enumerate() {
            let (index, share) = greatest(&looked.shares[train]);
            let out = node.may_be_left_out[train]
                && (list.is_empty() || looked.left_out_share[train] > share);
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
    fn drop_choices(&self, node: &mut Node, looked: Looked) -> Looked {
        let mut left = Looked {
            over: Vec::new(),
            shares: Vec::new(),
            ..looked
        };
        for (train, list) in node.lists.iter_mut().enumerate() {
            let stays = |index: usize| !self.is_closed(looked.bound + looked.over[train][index]);
            let kept: Vec<usize> = (0..list.len()).filter(|&index| stays(index)).collect();
            left.over.push(
                kept.iter()
                    .map(|&index| looked.over[train][index])
                    .collect(),
            );
            left.shares.push(
                kept.iter()
                    .map(|&index| looked.shares[train][index])
                    .collect(),
            );
            *list = kept.iter().map(|&index| list[index]).collect();
            let out = &mut node.may_be_left_out[train];
            let over = left.left_out_over[train];
            *out = *out && over.is_some_and(|over| !self.is_closed(looked.bound + over));
        }
        left
    }

    /// Divides a node on the train that is least decided.
    fn divide(&mut self, node: Node, looked: &Looked, stack: &mut Vec<Node>) {
        let mut least: Option<(f64, usize)> = None;
        for (train, list) in node.lists.iter().enumerate() {
            if list.len() + usize::from(node.may_be_left_out[train]) < 2 {
                continue;
            }
            let share = greatest(&looked.shares[train]).1;
            let share = if node.may_be_left_out[train] {
                share.max(looked.left_out_share[train])
            } else {
                share
            };
            if least.is_none_or(|(other, _)| share < other) {
                least = Some((share, train));
            }
        }
        let Some((_, train)) = least else {
            // one plan is left; the one tried before may have been another
            if !is_empty(&node) {
                self.follow(&node, looked);
            }
            return;
        };
        let (first, second) = self.split(&node, looked, train);
        let part = |choices: &[Option<usize>]| {
            let mut part = node.clone();
            part.lists[train] = choices.iter().copied().flatten().collect();
            part.may_be_left_out[train] = choices.contains(&None);
            part
        };
        let (first, second) = (part(&first), part(&second));
        stack.push(second);
        stack.push(first);
    }

    /// The choices of a train (`None`: left out) in two parts, the one with more share first: cheap ones and dear ones, so that
    /// each part has about half the share, if there is such a cost; else one choice and all others.
    fn split(&self, node: &Node, looked: &Looked, train: usize) -> (Choices, Choices) {
        let journeys = node.lists[train].iter().zip(&looked.shares[train]);
        let mut choices: Vec<(i64, f64, Option<usize>)> = journeys
            .map(|(&index, &share)| (self.kept.journeys[train][index].cost, share, Some(index)))
            .collect();
        if node.may_be_left_out[train] {
            let cost = self.network.trains[train].cost.unplanned;
            choices.push((cost, looked.left_out_share[train], None));
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

/// Choices of a train: positions in its list, `None` for leaving it out.
type Choices = Vec<Option<usize>>;

/// A cost divides the choices of a train when more than this share is on both sides.
const EVEN: f64 = 0.1;

/// Whether a train has no choice.
fn is_empty(node: &Node) -> bool {
    let mut trains = node.lists.iter().zip(&node.may_be_left_out);
    trains.any(|(list, &may)| list.is_empty() && !may)
}

fn n_choices(node: &Node) -> usize {
    let lists = node.lists.iter().map(Vec::len).sum::<usize>();
    lists + node.may_be_left_out.iter().filter(|&&may| may).count()
}

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
