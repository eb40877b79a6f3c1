//! Any trains.

use super::super::chain::Chain;
use super::super::removal::Removal;
use super::{Operator, Temperature};
use crate::network::TrainIndex;

/// The operator.
#[derive(Debug)]
pub(super) struct Random;

impl Operator for Random {
    fn name(&self) -> &'static str {
        "random"
    }

    fn share(&self) -> u64 {
        48
    }

    fn propose(&self, chain: &mut Chain<'_>, _: Temperature) -> Option<Removal> {
        Some(chain.related(Chain::add_any))
    }
}

impl Chain<'_> {
    /// Any others.
    pub(super) fn add_any(&mut self, chosen: &mut Vec<TrainIndex>, size: usize) {
        let n = self.order.len();
        for _ in 0..size - 1 {
            let index = self.order[self.rng.below(n as u64) as usize];
            if !chosen.contains(&index) {
                chosen.push(index);
            }
        }
    }
}
