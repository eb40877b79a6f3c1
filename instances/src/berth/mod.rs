//! Readers of public benchmarks of the discrete dynamic berth-allocation problem: a ship is a train that is handled, a
//! berth is a spot.
//!
//! What is here: the two plain-text layouts in use ([`read()`]), the problem they hold ([`BerthProblem`]) and its form as
//! an instance ([`BerthProblem::instance`]). The layouts are told apart by their first line; names of files say nothing.
//! * Cordeau, Laporte, Legato, Moccia, *Models and Tabu Search Heuristics for the Berth-Allocation Problem*,
//!   Transportation Science 39(4) 2005: `ships berths` in one line, handling times by berth, `open close` per berth,
//!   arrivals, latest departures.
//! * Lalla-Ruiz, Melián-Batista, Moreno-Vega, *Artificial intelligence hybrid heuristic based on tabu search for the
//!   dynamic berth allocation problem*, Engineering Applications of Artificial Intelligence 25(6) 2012; and the larger
//!   files of Kramer, Lalla-Ruiz, Iori, Voß, *Novel formulations and modeling enhancements for the dynamic berth
//!   allocation problem*, European Journal of Operational Research 278(1) 2019: ships, berths, arrivals, openings,
//!   handling times by ship, closings, latest departures, in the second also weights.
//!
//! Values known for public files stand in [`KNOWN`].
//!
//! What is deliberately not here: the files themselves, which are other people's.

mod instance;
mod known;
mod read;

pub use known::{KNOWN, Known};
pub use read::read;

/// A problem of berth allocation. Times are whole units from an origin of the file's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BerthProblem {
    /// The ships.
    pub ships: Vec<Ship>,
    /// The berths.
    pub berths: Vec<Berth>,
}

/// A ship.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ship {
    /// Its handling starts at or after this.
    pub arrival: u32,
    /// Its handling ends at or before this.
    pub latest_departure: u32,
    /// Service priority: what a unit of time from the arrival to the end of the handling costs.
    pub weight: u32,
    /// Handling time per berth; `None`: it may not go there.
    pub handling: Vec<Option<u32>>,
}

/// A berth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Berth {
    /// Handling starts at or after this.
    pub opens: u32,
    /// Handling ends at or before this.
    pub closes: u32,
}

/// Why a text is no problem of berth allocation.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BerthError {
    /// It is not UTF-8.
    #[error("B0101 (line {line}): the text is not UTF-8. Save the file as plain text.")]
    NotText {
        /// Line, from 1.
        line: usize,
    },
    /// A word is not a number.
    #[error(
        "B0102 (line {line}): `{word}` is not a whole number below 100 million. Remove or correct it."
    )]
    NotANumber {
        /// Line, from 1.
        line: usize,
        /// The word, shortened where long.
        word: String,
    },
    /// The text ends too early.
    #[error(
        "B0103 (line {line}): the text ends before {wanted}. Compare the numbers of ships and berths with the rows."
    )]
    TooShort {
        /// Last line.
        line: usize,
        /// What comes next.
        wanted: String,
    },
    /// Numbers are left over.
    #[error(
        "B0104 (line {line}): {count} numbers follow the latest departures; {ships} would be weights. Remove them."
    )]
    Surplus {
        /// Line of the first, from 1.
        line: usize,
        /// How many.
        count: usize,
        /// Number of ships.
        ships: usize,
    },
    /// A number is outside what can be planned.
    #[error(
        "B0201 (line {line}): {what} is {value}, not between {min} and {max}. Check the figure."
    )]
    OutOfRange {
        /// Line, from 1.
        line: usize,
        /// What it is.
        what: String,
        /// The number.
        value: u32,
        /// Least possible.
        min: u32,
        /// Most possible.
        max: u32,
    },
    /// A ship may go to no berth.
    #[error("B0202: ship {ship} has no handling time at any berth. Leave the ship out.")]
    NoBerth {
        /// Number of the ship, from 1.
        ship: usize,
    },
    /// A ship must leave before it comes.
    #[error(
        "B0203: ship {ship} must leave at {latest}, before it arrives at {arrival}. Correct one of them."
    )]
    LeavesFirst {
        /// Number of the ship, from 1.
        ship: usize,
        /// Latest departure.
        latest: u32,
        /// Arrival.
        arrival: u32,
    },
    /// The times span more than a horizon may.
    #[error(
        "B0204: the times span {units} units, more than the {max} that can be planned. Split the problem."
    )]
    TooLong {
        /// Units of time.
        units: u64,
        /// Most units.
        max: u64,
    },
}
