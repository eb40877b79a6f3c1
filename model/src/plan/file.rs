//! Between the plan and its file.
//!
//! `read` and `events` resolve names and times, `write` gives them back in a fixed order, `names` finds an id by its name and the
//! nearest one when there is none. Whether a plan is right is not asked here: that is for [`crate::check`].

mod events;
mod names;
mod read;
mod write;

use super::Plan;
use crate::format::PlanFile;
use crate::{Instance, Problem, Problems};

/// Reads a plan file of an instance.
///
/// # Errors
/// Every problem of the file; a plan that reads well may still break rules, which is for [`crate::check`].
pub fn plan_from_json(instance: &Instance, text: &[u8]) -> Result<Plan, Problems> {
    plan_from_file(instance, &parse(text)?)
}

/// The one place that turns text into the structs of the file.
fn parse(text: &[u8]) -> Result<PlanFile, Problems> {
    serde_json::from_slice(text).map_err(|error| {
        Problems(vec![Problem {
            code: "P0001",
            path: String::new(),
            line: Some(error.line()),
            value: String::new(),
            message: format!("The plan file cannot be read: {error}."),
            advice: "Maybe it is no plan file, or was cut off.".to_owned(),
        }])
    })
}

/// Resolves the names of a plan file.
///
/// # Errors
/// Every name or time that does not belong to the instance, every train missing, given twice or unknown, a wrong
/// `format_version`, a plan of another instance, and figures that contradict each other within the file.
pub fn plan_from_file(instance: &Instance, file: &PlanFile) -> Result<Plan, Problems> {
    read::read(instance, file)
}

/// The file of a plan: events by start, end, kind and rake; crane slots by crane and time; rakes by train.
pub fn plan_to_file(instance: &Instance, plan: &Plan) -> PlanFile {
    write::write(instance, plan)
}

/// The file of a plan as JSON text, indented, ending in a newline.
pub fn plan_to_json(instance: &Instance, plan: &Plan) -> String {
    let text = serde_json::to_string_pretty(&plan_to_file(instance, plan));
    text.unwrap_or_default() + "\n"
}
