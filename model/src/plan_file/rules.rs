//! Every kind of problem that a plan file can have beside those of its text and shape: its code, what it means, what to do about it.

use crate::validation::rules::{Rule, rules};

rules! {
    /// Every rule of plan files, by code.
    PLAN_RULES;
    BAD_VERSION = "P0101", "The plan is of a format version that this program does not read.", "Maybe another version of the program wrote it; plan again with this one.", "也许它由另一版本的程序写出；请用本版本重新计划。";
    OTHER_INSTANCE = "P0102", "The plan is of another instance: the hash of the content that it names is not that of the instance given.", "Maybe the instance was changed after the plan was made; plan it again.", "也许算例在计划编制之后改动过；请重新计划。";

    UNKNOWN_NAME = "P0201", "The instance has nothing of this name.", "Correct the name, or name the instance that the plan was made for.", "请改正名称，或指定编制该计划所用的算例。";
    BAD_TIME = "P0202", "The time is no whole minute, or is absurdly far from the horizon.", "Maybe give it without seconds.", "也许应去掉秒。";
    BAD_WORD = "P0203", "The word is none of those possible here, or contradicts what stands beside it.", "Write one of those named.", "请填写所列的值之一。";
    TRAIN_MISSING = "P0204", "The plan says nothing of a train of the instance.", "A train that is not planned stands there with `planned: false`.", "未安排的列车也应列出，并写明 `planned: false`。";
    TRAIN_TWICE = "P0205", "A train stands twice in the plan.", "Leave one out.", "请删去其一。";
    CONTRADICTION = "P0206", "What is said of one thing contradicts itself: a planned train has an exit and no reason, a postponed one a reason and nothing else; a closure has both ends or none.", "Add or remove what is named.", "请补上或删去所指的内容。";
    OUT_OF_ORDER = "P0207", "Trains do not stand in the order of the instance.", "Sort the list: people read plan and instance side by side.", "计划与算例是对照着看的，请按次序排列。";

    DOES_NOT_FOLLOW = "P0301", "A figure does not follow from the others of the file.", "Correct the figure, or the ones it follows from.", "请改正该值，或它所依据的值。";
}
