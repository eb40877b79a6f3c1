//! From the old plan and the difference to the new plan, and nothing but that: both are told by their hashes.

use super::rules::{DAMAGED, OTHER_PLAN, UNKNOWN_TRAIN};
use crate::digest::sha256;
use crate::format::{DiffFile, PlanFile, PlanTrainFile};
use crate::message::Message;
use crate::plan_file::text_of;
use crate::validation::diagnostics::shortened;
use crate::validation::rules::Rule;
use crate::validation::{FileKind, located};
use crate::{Problem, Problems, words};
use std::collections::BTreeMap;

/// Reads a plan file by itself, without its instance: its text and its shape.
///
/// # Errors
/// Everything wrong with them. Names, times and figures are looked at beside the instance alone
/// ([`crate::plan_file::plan_from_json`]).
pub fn plan_file(text: &[u8]) -> Result<PlanFile, Problems> {
    let (file, _) = located::parse(text, FileKind::Plan)?;
    Ok(file)
}

/// The text of the new plan, from the old plan and the text of a difference: the bytes that the program wrote it in.
///
/// # Errors
/// What is wrong with the difference, or that it does not fit the plan.
pub fn apply_json(old: &PlanFile, text: &[u8]) -> Result<String, Problems> {
    let (file, lines) = located::parse::<DiffFile>(text, FileKind::Diff)?;
    let new = apply(old, &file).map_err(|mut problems| {
        for problem in &mut problems.0 {
            problem.line = Some(lines.line(&problem.path));
        }
        problems
    })?;
    Ok(text_of(&new))
}

/// The new plan, from the old plan and a difference.
///
/// # Errors
/// A difference from another plan, a train of which nothing is known, and a plan that is not the one the difference was made of.
pub fn apply(old: &PlanFile, diff: &DiffFile) -> Result<PlanFile, Problems> {
    let from = sha256(text_of(old).as_bytes());
    if from != diff.before.sha256 {
        let message = words::made_from(shortened(&diff.before.sha256));
        return Err(problem(OTHER_PLAN, "before.sha256", &from, message));
    }
    let patch = &diff.patch;
    let list = |trains: &[PlanTrainFile]| -> BTreeMap<String, PlanTrainFile> {
        let named = trains.iter().map(|train| (train.id.clone(), train.clone()));
        named.collect()
    };
    let mut known = list(&old.trains);
    known.extend(list(&patch.trains));
    let mut trains = Vec::with_capacity(patch.order.len());
    for (index, id) in patch.order.iter().enumerate() {
        // Each but once: a list of one name a million times is no plan.
        let Some(train) = known.remove(id) else {
            let path = format!("patch.order[{index}]");
            return Err(problem(
                UNKNOWN_TRAIN,
                &path,
                id,
                words::nothing_known_of_train(),
            ));
        };
        trains.push(train);
    }
    let new = PlanFile {
        format_version: old.format_version.clone(),
        instance: diff.after.instance.clone(),
        made_by: diff.after.made_by.clone(),
        status: patch.status,
        value: patch.value,
        bound: patch.bound,
        gap: patch.gap,
        avoidable: patch.avoidable.clone(),
        parts: patch.parts.clone(),
        levels: patch.levels.clone(),
        possessions: patch.possessions.clone(),
        trains,
        crane_slots: patch
            .crane_slots
            .clone()
            .unwrap_or_else(|| old.crane_slots.clone()),
        rakes: patch.rakes.clone().unwrap_or_else(|| old.rakes.clone()),
        kpis: patch.kpis.clone().unwrap_or_else(|| old.kpis.clone()),
    };
    let to = sha256(text_of(&new).as_bytes());
    if to != diff.after.sha256 {
        let value = &diff.after.sha256;
        return Err(problem(
            DAMAGED,
            "after.sha256",
            value,
            words::comes_out(&to),
        ));
    }
    Ok(new)
}

fn problem(rule: &'static Rule, path: &str, value: &str, message: Message) -> Problems {
    Problems(vec![Problem {
        code: rule.code,
        path: path.to_owned(),
        line: None,
        value: shortened(value),
        message,
        advice: rule.advice.into(),
    }])
}
