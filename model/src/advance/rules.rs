//! Every kind of problem that a file of what happened can have beside those of its text and shape.

use crate::validation::rules::{Rule, rules};

rules! {
    /// Every rule of files of what happened, by code.
    ACTUAL_RULES;
    BAD_VERSION = "A0101", "The file is of a format version that this program does not read.", "Write the format_version named.", "请填写所示的 format_version。";

    UNKNOWN_NAME = "A0201", "The instance has nothing of this name.", "Correct the name.", "请改正名称。";
    TWICE = "A0202", "What happened to a train is told twice.", "Tell it in one place.", "请只在一处说明。";
    NOT_EXACTLY_ONE = "A0203", "Exactly one of spot, crane, stage and section is closed.", "Name one of them.", "请只填其中之一。";

    TOO_MUCH = "A0204", "The figure is larger than this program reads.", "Give a smaller one.", "请填写较小的值。";

    HAS_ENTERED = "A0301", "The train has entered already, or was under way at the start.", "Say what it did since; or, if it did not enter as planned, that its run has not begun.", "请说明此后的情况；如未按计划进入，请说明其运行尚未开始。";
    NOTHING_BEGUN = "A0302", "By the plan nothing of this kind has begun by now.", "Name what has begun by the plan; what has not needs no word, and what began earlier is planned again.", "请填写按计划已开始的作业；未开始的不必说明，更早开始的将重新计划。";
    BAD_TIME = "A0303", "The time contradicts what it is about, or now.", "What has ended did so after it began; what has not entered or begun does so after now.", "已结束的须在开始之后结束；尚未进入或开始的须在当前时刻之后。";
}
