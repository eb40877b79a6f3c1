//! Between the plan and its file.
//!
//! `read`, `events`, `resources` and `figures` resolve names and times, `vocabulary` puts one word for another, `write` gives them back in a fixed order, `names` finds an id by its name and the
//! nearest one when there is none; `history` does both for events before the start. Whether a plan is right is not asked here: that is for [`crate::check`].

mod events;
mod figures;
mod history;
mod names;
mod pins;
mod read;
mod resources;
mod rules;
mod vocabulary;
mod write;

pub use figures::kpis_to_file;
pub(crate) use history::{history, history_to_file};
pub use pins::{pinned_emptied_to_file, pinned_time_to_file, pinned_track_to_file};
pub use resources::resource_to_file;
pub(crate) use resources::task_to_file;
pub use rules::PLAN_RULES;
pub use vocabulary::parts_to_file;

use crate::format::{LevelFile, PlanFile};
use crate::objective::{Level, Standing};
use crate::plan::{ForeignPlan, Plan};
use crate::text::visible_json;
use crate::validation::{FileKind, located};
use crate::{Instance, Problems};

/// Reads a plan file of an instance.
///
/// # Errors
/// Every problem of the file; a plan that reads well may still break rules, which is for [`crate::check`].
pub fn plan_from_json(instance: &Instance, text: &[u8]) -> Result<Plan, Problems> {
    let (file, lines) = located::parse::<PlanFile>(text, FileKind::Plan)?;
    plan_from_file(instance, &file).map_err(|mut problems| {
        for problem in &mut problems.0 {
            problem.line = Some(lines.line(&problem.path));
        }
        problems
    })
}

/// Resolves the names of a plan file.
///
/// # Errors
/// Every name or time that does not belong to the instance, every train missing, given twice, out of order or unknown, a wrong
/// `format_version`, a plan of another instance, and figures that contradict each other within the file.
pub fn plan_from_file(instance: &Instance, file: &PlanFile) -> Result<Plan, Problems> {
    read::read(instance, file)
}

/// The file of a plan: events by start, end, kind and rake; crane slots by crane and time; rakes by train.
///
/// # Errors
/// A plan of another instance.
pub fn plan_to_file(instance: &Instance, plan: &Plan) -> Result<PlanFile, ForeignPlan> {
    plan.belongs_to(instance)?;
    Ok(write::write(instance, plan))
}

/// The file of a plan as JSON text, indented, ending in a newline.
///
/// # Errors
/// A plan of another instance.
pub fn plan_to_json(instance: &Instance, plan: &Plan) -> Result<String, ForeignPlan> {
    Ok(text_of(&plan_to_file(instance, plan)?))
}

/// A plan file as JSON text, indented, ending in a newline.
pub(crate) fn text_of(file: &PlanFile) -> String {
    let text = serde_json::to_string_pretty(file);
    visible_json(text.unwrap_or_default()) + "\n"
}

/// What the file says of each level; nothing for an objective without levels.
fn levels(instance: &Instance, plan: &Plan) -> Vec<LevelFile> {
    let objective = instance.objective();
    if !objective.is_lexicographic() {
        return Vec::new();
    }
    let standings = plan.standings(instance).into_iter();
    let levels = objective.levels().iter().zip(standings);
    let file = |(level, standing): (&Level, Standing)| LevelFile {
        terms: level
            .terms
            .iter()
            .map(|&term| vocabulary::term_to_file(term))
            .collect(),
        value: standing.value,
        bound: standing.bound,
        alone: standing.alone,
    };
    levels.map(file).collect()
}
