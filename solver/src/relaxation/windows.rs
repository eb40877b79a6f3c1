//! What a train may still do: windows of parts of all plans.

use super::shape::TrainShape;
use crate::network::{LONG_AGO, NEVER, Tick};

/// Before a window that nothing is in yet.
pub(super) const NOWHERE: (Tick, Tick) = (NEVER, LONG_AGO);

/// What a train may do in a part of all plans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Windows {
    /// Ticks of its exit, first and last.
    pub exit: (Tick, Tick),
    /// By crane work: ticks of its start; none when the last is before the first.
    pub works: Vec<(Tick, Tick)>,
    /// By operation (edge): ticks of its start; none when the last is before the first.
    pub edges: Vec<(Tick, Tick)>,
    /// It may be planned.
    pub may_go: bool,
    /// It may be left out.
    pub may_stay: bool,
}

impl Windows {
    /// Everything.
    pub fn all(shape: &TrainShape) -> Windows {
        let always = (LONG_AGO, NEVER);
        Windows {
            exit: always,
            works: vec![always; shape.works.len()],
            edges: vec![always; shape.edges.len()],
            may_go: true,
            may_stay: true,
        }
    }

    /// Whether it can do nothing at all, as far as its windows tell.
    pub fn is_impossible(&self) -> bool {
        let no_work = || self.works.iter().all(|work| work.0 > work.1);
        let no_exit = self.exit.0 > self.exit.1 || (!self.works.is_empty() && no_work());
        !self.may_stay && (!self.may_go || no_exit)
    }
}
