//! What really happened.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What happened otherwise than a plan says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActualFile {}
