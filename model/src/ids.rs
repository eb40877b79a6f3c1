//! Indexed ids: small numbers that name a thing of one kind, valid within one [`crate::Instance`].
//!
//! The station's own names (strings) stay with the things; engines carry ids only.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl $name {
            /// The position in the list of its kind.
            pub fn index(self) -> usize {
                self.0 as usize
            }

            /// The id at a position of the list of its kind.
            pub fn from_index(index: usize) -> Self {
                Self(index as u32)
            }
        }
    )*};
}

ids! {
    /// A train class (gauge, cargo, weight, running times).
    ClassId,
    /// A wind zone.
    ZoneId,
    /// A station or boundary point of the line.
    StationId,
    /// An open-line section between two stations.
    SectionId,
    /// A yard: receiving/departure tracks (到发线) of one gauge.
    YardId,
    /// A stage: inspection, customs, waybill … with its teams.
    StageId,
    /// A pool of shunting locomotives of one gauge at one station.
    LocomotiveId,
    /// A store of empty rakes.
    StoreId,
    /// A throat (咽喉): movements over the same switches.
    ThroatId,
    /// An indoor shed (换装库) or outdoor module.
    ShedId,
    /// A spot: a stretch of a track pair that one rake of each gauge fills.
    SpotId,
    /// A gantry crane (门吊).
    CraneId,
    /// A crane mode of a shed.
    ModeId,
    /// A train.
    TrainId,
}
