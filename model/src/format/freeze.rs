//! What stays as it is published when a day is planned anew.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// For how many hours from now decisions of each kind stay as published, unless what has happened breaks them. A decision counts by the time
/// at which it begins: the port by the entry, spot and mode by the crane work, a track by the arrival on it, what becomes of an emptied rake by its pulling.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct FreezeFile {
    /// Version of this format: `"1.0"`.
    #[schemars(extend("const" = super::FORMAT_VERSION))]
    pub format_version: String,
    /// Ports.
    #[schemars(range(max = 48))]
    pub port_hours: u32,
    /// Spots.
    #[schemars(range(max = 48))]
    pub spot_hours: u32,
    /// Crane modes.
    #[schemars(range(max = 48))]
    pub mode_hours: u32,
    /// Minutes of the entry.
    #[schemars(range(max = 48))]
    pub entry_hours: u32,
    /// Minutes in which crane work begins.
    #[schemars(range(max = 48))]
    pub crane_work_hours: u32,
    /// Minutes of the exit.
    #[schemars(range(max = 48))]
    pub exit_hours: u32,
    /// Tracks on which rakes stand.
    #[serde(skip_serializing_if = "super::is_zero")]
    #[schemars(range(max = 48))]
    pub track_hours: u32,
    /// What becomes of emptied rakes.
    #[serde(skip_serializing_if = "super::is_zero")]
    #[schemars(range(max = 48))]
    pub emptied_hours: u32,
    /// Minutes in which events of any kind start.
    #[serde(skip_serializing_if = "super::is_zero")]
    #[schemars(range(max = 48))]
    pub times_hours: u32,
    /// By so many minutes a frozen time may come earlier or later.
    #[schemars(range(max = 1440))]
    pub give_minutes: u32,
}

impl Default for FreezeFile {
    /// The current stage (阶段) of three hours: places stay, times follow.
    fn default() -> Self {
        FreezeFile {
            format_version: super::FORMAT_VERSION.to_owned(),
            port_hours: 3,
            spot_hours: 3,
            mode_hours: 3,
            entry_hours: 0,
            crane_work_hours: 0,
            exit_hours: 0,
            track_hours: 0,
            emptied_hours: 0,
            times_hours: 0,
            give_minutes: 5,
        }
    }
}

impl FreezeFile {
    /// Nothing stays but what has begun.
    pub fn nothing() -> FreezeFile {
        FreezeFile {
            port_hours: 0,
            spot_hours: 0,
            mode_hours: 0,
            ..FreezeFile::default()
        }
    }
}
