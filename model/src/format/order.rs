//! In which order trains use a section or a spot.

use super::RakeFile;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The order of trains on a section or in a spot, as it was published: each two that follow each other here and change places cost `order`
/// of the changes. Or as it is pinned: then none may come before the one in front of it. Only what is still to come counts. Exactly one of
/// `section` and `spot` is given.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct OrderFile {
    /// Section, ordered by entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Spot, ordered by the start of crane work, or of handling.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spot: Option<String>,
    /// Who, in order.
    #[schemars(length(min = 2))]
    pub trains: Vec<OrderedFile>,
    /// It is a pin.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pinned: bool,
}

/// A train in an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderedFile {
    /// The train.
    pub train: String,
    /// On a section: which of its rakes.
    #[serde(default, skip_serializing_if = "is_arriving")]
    pub rake: RakeFile,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde asks for a reference
fn is_arriving(rake: &RakeFile) -> bool {
    *rake == RakeFile::Arriving
}
