//! The files as structs. Times are whole units from an origin of the file's own, seconds in the published ones.

use serde::Serialize;

/// A problem: trains as graphs of operations, and what their delays cost.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Instance {
    /// Operations by train.
    pub trains: Vec<Vec<Operation>>,
    /// The sum of these is to be least.
    pub objective: Vec<ObjectiveComponent>,
}

/// What a train does at one place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Operation {
    /// It starts at this time or later.
    pub start_lb: i64,
    /// It starts at this time or earlier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_ub: Option<i64>,
    /// Least time from its start to the start of the next one.
    pub min_duration: i64,
    /// What it holds from its start to the start of the next one.
    pub resources: Vec<ResourceUsage>,
    /// Operations of which one comes next; none for the exit.
    pub successors: Vec<usize>,
}

/// A resource that no other train may use meanwhile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ResourceUsage {
    /// Its name.
    pub resource: String,
    /// Time from the end of the operation until another train may use it.
    pub release_time: i64,
}

/// A cost of the start of one operation, where the train's way leads through it: `coeff · max(0, start − threshold)`, and `increment` from the threshold on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ObjectiveComponent {
    /// What it is; there is one type.
    #[serde(rename = "type")]
    pub kind: ComponentType,
    /// Position of the train.
    pub train: usize,
    /// Position of the operation.
    pub operation: usize,
    /// A start before this costs nothing.
    pub threshold: i64,
    /// Cost of a start at the threshold or later.
    pub increment: i64,
    /// Cost of each unit of time behind the threshold.
    pub coeff: i64,
}

/// The types of components there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum ComponentType {
    /// Delay of an operation.
    #[default]
    #[serde(rename = "op_delay")]
    OperationDelay,
}

/// A solution: the starts of all operations in the order in which they happen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Solution {
    /// What it says that it costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub objective_value: Option<i64>,
    /// The starts.
    pub events: Vec<Event>,
}

/// The start of an operation, and the end of the one before it of the same train.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Event {
    /// When.
    pub time: i64,
    /// Position of the train.
    pub train: usize,
    /// Position of the operation.
    pub operation: usize,
}

impl Instance {
    /// The file of the problem.
    pub fn to_json(&self) -> String {
        json(self)
    }
}

impl Solution {
    /// The file of the solution.
    pub fn to_json(&self) -> String {
        json(self)
    }
}

/// Whole numbers, names and lists are always written.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default() + "\n"
}
