//! Every kind of problem that a plan file can have beside those of its text and shape: its code, what it means, what to do about it.

use crate::validate::rules::{Rule, rules};

rules! {
    /// Every rule of plan files, by code.
    PLAN_RULES;
    BAD_VERSION = "P0101", "The plan is of a format version that this program does not read.", "Maybe another version of the program wrote it; plan again with this one.";
    OTHER_INSTANCE = "P0102", "The plan is of another instance: the hash of the content that it names is not that of the instance given.", "Maybe the instance was changed after the plan was made; plan it again.";

    UNKNOWN_NAME = "P0201", "The instance has nothing of this name.", "Correct the name, or name the instance that the plan was made for.";
    BAD_TIME = "P0202", "The time is no whole minute, or is absurdly far from the horizon.", "Maybe give it without seconds.";
    BAD_WORD = "P0203", "The word is none of those possible here, or contradicts what stands beside it.", "Write one of those named.";
    TRAIN_MISSING = "P0204", "The plan says nothing of a train of the instance.", "A train that is not planned stands there with `planned: false`.";
    TRAIN_TWICE = "P0205", "A train stands twice in the plan.", "Leave one out.";
    CONTRADICTION = "P0206", "What is said of one thing contradicts itself: a planned train has an exit and no reason, a postponed one a reason and nothing else; a closure has both ends or none.", "Add or remove what is named.";
    OUT_OF_ORDER = "P0207", "Trains do not stand in the order of the instance.", "Sort the list: people read plan and instance side by side.";

    DOES_NOT_FOLLOW = "P0301", "A figure does not follow from the others of the file.", "Correct the figure, or the ones it follows from.";
}
