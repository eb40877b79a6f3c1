//! Every kind of problem that a file of what happened can have beside those of its text and shape.

use crate::validate::rules::{Rule, rules};

rules! {
    /// Every rule of files of what happened, by code.
    ACTUAL_RULES;
    BAD_VERSION = "A0101", "The file is of a format version that this program does not read.", "Write the format_version named.";

    UNKNOWN_NAME = "A0201", "The instance has nothing of this name.", "Correct the name.";
    TWICE = "A0202", "What happened to a train is told twice.", "Tell it in one place.";
    NOT_EXACTLY_ONE = "A0203", "Exactly one of spot, crane, stage and section is closed.", "Name one of them.";

    HAS_ENTERED = "A0301", "The train has entered already, or was under way at the start.", "Say what it did since; or, if it did not enter as planned, that its run has not begun.";
    NOTHING_BEGUN = "A0302", "By the plan nothing of this kind has begun by now.", "Name what has begun by the plan; what has not needs no word, and what began earlier is planned again.";
    BAD_TIME = "A0303", "The time contradicts what it is about, or now.", "What has ended did so after it began; what has not entered or begun does so after now.";
}
