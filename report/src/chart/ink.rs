//! How marks are drawn: their classes in the style sheet, their shape, their word.

use super::rows::Key;
use super::words::{self, Word};
use regauge_model::system::StageSide;

/// How a mark is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    /// A hold of a track, loaded or empty.
    Track(bool),
    /// A train that passes on a track.
    Pass,
    /// A hold of a side of a spot, loaded or empty at first.
    Side(bool),
    /// What is left of it after the lifting, loaded or empty.
    Turned(bool),
    Placing,
    Pulling,
    Exchange,
    FromStore,
    IntoStore,
    LightRun,
    Preparation,
    Lifting,
    Pause,
    Finishing,
    Handling,
    Clearing,
    /// A crane on a train.
    Slot,
    Stage(StageSide),
    /// An arrival over a throat.
    Arriving,
    /// A departure over a throat.
    Departing,
    /// A shunting movement over a throat.
    Shunting,
    /// A train in the way that is not planned.
    HeldAtStart,
    Wait,
    /// A wait where the train holds nothing.
    Outside,
}

/// Where in its row a mark is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Full,
    /// A line in the middle.
    Line,
    /// A strip at the lower edge.
    Strip,
}

impl Ink {
    /// The classes of the style sheet. The first one is the mark's own, and tests count by it.
    pub(super) fn class(self) -> &'static str {
        match self {
            Ink::Track(true) => "k l",
            Ink::Track(false) => "k e",
            Ink::Pass => "kp",
            Ink::Side(true) => "h l",
            Ink::Side(false) => "h e",
            Ink::Turned(true) => "l",
            Ink::Turned(false) => "e",
            Ink::Placing => "p",
            Ink::Pulling => "q",
            Ink::Exchange => "x",
            Ink::FromStore => "f",
            Ink::IntoStore => "i",
            Ink::LightRun => "z",
            Ink::Preparation => "a",
            Ink::Lifting => "b",
            Ink::Slot => "c b",
            Ink::Handling => "j b",
            Ink::Pause => "u",
            Ink::Finishing => "d",
            Ink::Clearing => "g",
            Ink::Stage(StageSide::Arrival) => "s s1",
            Ink::Stage(StageSide::ArrivalBeforeDeparture) => "s s2",
            Ink::Stage(StageSide::Departure) => "s s3",
            Ink::Arriving => "o o1",
            Ink::Departing => "o o2",
            Ink::Shunting => "o o3",
            Ink::HeldAtStart => "n",
            Ink::Wait => "w",
            Ink::Outside => "w0",
        }
    }

    pub(super) fn shape(self) -> Shape {
        match self {
            Ink::LightRun => Shape::Line,
            Ink::Wait => Shape::Strip,
            _ => Shape::Full,
        }
    }

    /// What is done to a rake in a spot, in a word.
    pub(super) fn word(self) -> Option<Word> {
        Some(match self {
            Ink::Placing => words::PLACING,
            Ink::Pulling => words::PULLING,
            Ink::Exchange => words::EXCHANGE,
            Ink::Preparation => words::PREPARATION,
            Ink::Lifting => words::LIFTING,
            Ink::Finishing => words::FINISHING,
            Ink::Handling => words::HANDLING,
            Ink::Clearing => words::CLEARING,
            _ => return None,
        })
    }

    /// Whether the train's number belongs on it.
    pub(super) fn bears_number(self, key: Key) -> bool {
        match self {
            Ink::Track(_)
            | Ink::Pass
            | Ink::Side(_)
            | Ink::Stage(_)
            | Ink::Slot
            | Ink::Arriving
            | Ink::Departing
            | Ink::Shunting
            | Ink::HeldAtStart
            | Ink::Outside => true,
            Ink::Placing | Ink::Pulling | Ink::Exchange | Ink::FromStore | Ink::IntoStore => {
                matches!(key, Key::Locomotive(..))
            }
            _ => false,
        }
    }
}
