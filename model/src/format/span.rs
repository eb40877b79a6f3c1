//! A span of time.

use super::DateTimeFile;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A half-open span of time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpanFile {
    /// First minute inside.
    pub from: DateTimeFile,
    /// First minute after.
    pub to: DateTimeFile,
}
