//! A day carried out by a rule: trains are taken one after another, each on the journey that gets it through earliest beside those before it.
//!
//! Two rules come of it. *First come, first served*: trains in the order in which they come, each on its cheapest free journey. *As planned*: in the
//! order of a plan, each in the spot of that plan, whatever has become of the minutes since; so trains that come late lose their place to
//! those that are there, and nobody waits for them. What is deliberately not here: any look at what a choice costs others. That is what a planner is for.

use crate::compiled::CompiledProblem;
use crate::construct::{Kept, insert_keeping};
use crate::decode;
use crate::network::{Cost, TrainIndex};
use crate::pricing::Pricer;
use regauge_model::Plan;
use regauge_model::ids::{SpotId, TrainId};
use std::collections::BTreeMap;

/// A train whose turn it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The train.
    pub train: TrainId,
    /// The spot that it keeps to, wherever it can.
    pub spot: Option<SpotId>,
    /// The way that it keeps to, wherever it can ([`regauge_model::instance::Train::ways`]).
    pub way: Option<usize>,
}

/// The plan in which trains are taken in turn. Those that are named twice are taken once, those not named are postponed; trains under way
/// come first, whatever their turn, for they hold their places. Possessions of choice that are not decided begin as early
/// as they may. Nothing is proven of it: its bound is 0. Complexity: that of pricing every train once.
///
/// # Panics
/// For a train that the problem does not have.
pub fn dispatch(problem: &CompiledProblem, turns: &[Turn], made_by: String) -> Plan {
    let problem = &problem.decided();
    let (instance, network) = (problem.instance(), problem.network());
    let mut kept = BTreeMap::new();
    let mut order = Vec::with_capacity(turns.len());
    for turn in turns {
        let index = TrainIndex::from_index(turn.train.index());
        let own = Kept {
            spot: turn.spot,
            way: turn.way,
        };
        if kept.insert(index.index(), own).is_none() {
            order.push(index);
        }
    }
    let mut pricer = Pricer::new();
    let kept = |index: TrainIndex| kept.get(&index.index()).copied().unwrap_or_default();
    let mut solution = insert_keeping(network, &mut pricer, &order, || true, kept);
    let nothing = (Cost::ZERO, Cost::ZERO);
    decode::plan(
        instance,
        network,
        &mut solution,
        nothing,
        made_by,
        decode::NOT_EXPLAINED,
    )
}
