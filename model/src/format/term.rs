//! A term of the objective.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A term of the objective.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TermFile {
    /// What postponed trains cost beyond leaving at the end of the horizon.
    Postponed,
    /// Weighted lateness at the exit; of postponed trains at the end of the horizon.
    Lateness,
    /// Weighted minutes from earliest entry to the exit, and until the emptied rake has left or is in its store; of postponed
    /// trains to the end of the horizon.
    Minutes,
    /// Empty rakes missing at the end.
    MissingEmpties,
    /// Minutes missing of buffers.
    MissingBuffers,
    /// What is other than was published.
    Changes,
}
