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

use crate::words;
use regauge_model::Problem;
use regauge_model::message::Message;
use std::fmt;

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BerthError {
    /// It is not UTF-8.
    NotText {
        /// Line, from 1.
        line: usize,
    },
    /// A word is not a number.
    NotANumber {
        /// Line, from 1.
        line: usize,
        /// The word, shortened where long.
        word: String,
    },
    /// The text ends too early.
    TooShort {
        /// Last line.
        line: usize,
        /// What comes next.
        wanted: Message,
    },
    /// Numbers are left over.
    Surplus {
        /// Line of the first, from 1.
        line: usize,
        /// How many.
        count: usize,
        /// Number of ships.
        ships: usize,
    },
    /// A number is outside what can be planned.
    OutOfRange {
        /// Line, from 1.
        line: usize,
        /// What it is.
        what: Message,
        /// The number.
        value: u32,
        /// Least possible.
        min: u32,
        /// Most possible.
        max: u32,
    },
    /// A ship may go to no berth.
    NoBerth {
        /// Number of the ship, from 1.
        ship: usize,
    },
    /// A ship must leave before it comes.
    LeavesFirst {
        /// Number of the ship, from 1.
        ship: usize,
        /// Latest departure.
        latest: u32,
        /// Arrival.
        arrival: u32,
    },
    /// The times span more than a horizon may.
    TooLong {
        /// Units of time.
        units: u64,
        /// Most units.
        max: u64,
    },
}

impl BerthError {
    /// The same as a problem of the file, with code, line and advice, in every language.
    pub fn problem(&self) -> Problem {
        let (code, line, message, advice) = match self {
            BerthError::NotText { line } => {
                ("B0101", Some(*line), words::not_utf8(), words::save_text())
            }
            BerthError::NotANumber { line, word } => {
                let (message, advice) = (words::no_number(word), words::correct_word());
                ("B0102", Some(*line), message, advice)
            }
            BerthError::TooShort { line, wanted } => {
                let (message, advice) = (words::ends_before(wanted), words::compare_rows());
                ("B0103", Some(*line), message, advice)
            }
            BerthError::Surplus { line, count, ships } => {
                let message = words::left_over(*count, *ships);
                ("B0104", Some(*line), message, words::remove_them())
            }
            BerthError::OutOfRange {
                line,
                what,
                value,
                min,
                max,
            } => {
                let message = words::out_of_range(what, *value, *min, *max);
                ("B0201", Some(*line), message, words::check_the_figure())
            }
            BerthError::NoBerth { ship } => (
                "B0202",
                None,
                words::no_berth(*ship),
                words::leave_ship_out(),
            ),
            BerthError::LeavesFirst {
                ship,
                latest,
                arrival,
            } => {
                let message = words::leaves_first(*ship, *latest, *arrival);
                ("B0203", None, message, words::correct_one())
            }
            BerthError::TooLong { units, max } => {
                let message = words::spans_too_much(*units, *max);
                ("B0204", None, message, words::split_problem())
            }
        };
        Problem {
            code,
            path: String::new(),
            line,
            value: String::new(),
            message,
            advice,
        }
    }
}

/// In English.
impl fmt::Display for BerthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.problem().fmt(f)
    }
}

impl std::error::Error for BerthError {}
