//! Trains held at a station until they are released.

use super::DateTimeFile;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A hold: some trains do not move on from a station before they are released (by customs, a laboratory, the other side of the border).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct HoldFile {
    /// The station, one with yards.
    pub station: String,
    /// Trains held there, with the rake they come with (up to its crane work).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trains: Vec<String>,
    /// Classes held there: every rake that is of one of them there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<String>,
    /// The yard in which they stand until then; absent: any that they may stand in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yard: Option<String>,
    /// Release: they move on in this minute or later. Of an uncertain one the minute expected; plans are made for it.
    pub until: DateTimeFile,
    /// The earliest minute in which they may be released, where that is uncertain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earliest: Option<DateTimeFile>,
    /// The latest one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest: Option<DateTimeFile>,
}
