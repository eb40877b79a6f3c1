//! Colours of a terminal: what a piece of a line is, and the ANSI sequence for it.
//!
//! Only the eight old colours, which every terminal lets its owner choose, and never colour alone: whatever is coloured
//! is also said by a word or a sign.

use crate::sheet::Tone;

/// What a piece of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tint {
    Plain,
    /// A heading of a section.
    Heading,
    /// Heads of columns and headings of parts.
    Head,
    Caution,
    Bad,
    Moving,
    Standing,
    Work,
    Paused,
    Wind,
    Closed,
}

/// A piece of a line.
pub(crate) type Piece = (Tint, String);

impl From<Tone> for Tint {
    fn from(tone: Tone) -> Tint {
        match tone {
            Tone::Plain => Tint::Plain,
            Tone::Caution => Tint::Caution,
            Tone::Bad => Tint::Bad,
        }
    }
}

/// A piece in its colour.
pub(crate) fn tinted((tint, text): &Piece) -> String {
    let code = match tint {
        Tint::Plain => return text.clone(),
        Tint::Heading => "1;36",
        Tint::Head => "1",
        Tint::Bad => "1;31",
        Tint::Caution | Tint::Moving => "33",
        Tint::Standing => "90",
        Tint::Work => "32",
        Tint::Paused => "36",
        Tint::Wind => "34",
        Tint::Closed => "31",
    };
    if text.trim().is_empty() {
        return text.clone();
    }
    format!("\u{1b}[{code}m{text}\u{1b}[0m")
}
