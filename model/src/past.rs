//! What an instance keeps of the time before its start.

use crate::event::Event;
use crate::ids::{ClassId, CraneId};
use crate::time::{Minute, Span};

/// What happened from one planning to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// When it was written.
    pub until: Minute,
    /// Trains that did something.
    pub trains: Vec<PastTrain>,
    /// Crane slots that are over.
    pub crane_slots: Vec<PastSlot>,
    /// Those that had begun and were not over, with the ends planned then.
    pub begun_slots: Vec<PastSlot>,
}

/// What a train did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastTrain {
    /// Its number.
    pub name: String,
    /// Class of the rake it comes with.
    pub class: ClassId,
    /// Class of its onward rake.
    pub onward_class: Option<ClassId>,
    /// When it was due out.
    pub due: Option<Minute>,
    /// When it left.
    pub left: Option<Minute>,
    /// What is over.
    pub events: Vec<Event>,
    /// What had begun and was not over, with the ends planned then.
    pub begun: Vec<Event>,
}

/// A crane at a train.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastSlot {
    /// Crane.
    pub crane: CraneId,
    /// Number of the train.
    pub train: String,
    /// When.
    pub span: Span,
    /// First and last wagon of the arriving rake, from 1.
    pub wagons: (u32, u32),
    /// Lifts.
    pub lifts: u32,
}
