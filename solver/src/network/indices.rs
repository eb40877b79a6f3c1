//! Places in the lists of a [`Network`]: one kind of number for each list, so that none is taken for another's.
//!
//! Ids of the model name what a station has; these name what it was compiled to.

use super::{DayCap, Group, Line, Network, Pool, Stock, TrainNetwork};
use std::ops::Index;

macro_rules! indices {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize,
        )]
        #[serde(transparent)]
        #[repr(transparent)]
        pub struct $name(u32);

        impl $name {
            /// The position in its list.
            #[inline]
            pub const fn index(self) -> usize {
                self.0 as usize
            }

            /// The index of a position of its list.
            #[inline]
            pub const fn from_index(index: usize) -> Self {
                Self(index as u32)
            }
        }
    )*};
}
pub(crate) use indices;

indices! {
    /// Position in [`Network::pools`].
    PoolIndex,
    /// Position in [`Network::lines`].
    LineIndex,
    /// Position in [`Network::stocks`].
    StockIndex,
    /// Position in [`Network::caps`].
    CapIndex,
    /// Position in [`Network::turns`].
    TurnIndex,
    /// Position in [`Network::groups`].
    GroupIndex,
    /// Position in [`Network::trains`]. Where these stand in the order of the file it is that of the train's id; in
    /// [`Network::in_order`] it is not.
    TrainIndex,
}

macro_rules! lists {
    ($($list:ident: $index:ty => $item:ty),* $(,)?) => {$(
        impl Index<$index> for Network {
            type Output = $item;

            #[inline]
            fn index(&self, index: $index) -> &$item {
                &self.$list[index.index()]
            }
        }
    )*};
}

lists! {
    pools: PoolIndex => Pool,
    lines: LineIndex => Line,
    stocks: StockIndex => Stock,
    caps: CapIndex => DayCap,
    groups: GroupIndex => Group,
    trains: TrainIndex => TrainNetwork,
}
