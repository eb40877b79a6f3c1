//! Every kind of problem that a file of differences can have beside those of its text and shape.

use crate::validation::rules::{Rule, rules};

rules! {
    /// Every rule of files of differences, by code.
    DIFF_RULES;
    OTHER_PLAN = "D0101", "The difference is one from another plan: the hash of the plan that it names is not that of the plan given.", "Name the plan that stood first when the difference was made.", "请指定生成该差异文件时列在前面的计划。";
    DAMAGED = "D0102", "What comes out is not the new plan: its hash is not the one that the difference names.", "The file was changed after it was made; make it again from both plans.", "该文件生成后被改动过；请由两个计划重新生成。";

    UNKNOWN_TRAIN = "D0201", "The new plan has a train of which neither the difference nor the old plan says what it does.", "Make the difference again from both plans.", "请由两个计划重新生成差异文件。";
}
