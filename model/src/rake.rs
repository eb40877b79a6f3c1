//! The rakes of a train.

/// Which rake of a transshipped train; a train that only passes has the arriving one.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Rake {
    /// The wagons it comes with; emptied by the crane work.
    Arriving,
    /// The wagons of the other gauge; loaded by the crane work.
    Onward,
}
