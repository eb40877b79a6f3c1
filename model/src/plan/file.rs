//! Between the plan and its file.

use super::Plan;
use crate::format::PlanFile;
use crate::{Instance, Problems};

/// Reads a plan file of an instance.
///
/// # Errors
/// Every problem of the file; a plan that reads well may still break rules, which is for [`crate::check`].
pub fn plan_from_json(_instance: &Instance, _text: &[u8]) -> Result<Plan, Problems> {
    Err(Problems(Vec::new()))
}

/// Resolves the names of a plan file.
///
/// # Errors
/// Every name or time that does not belong to the instance.
pub fn plan_from_file(_instance: &Instance, _file: &PlanFile) -> Result<Plan, Problems> {
    Err(Problems(Vec::new()))
}

/// The file of a plan.
pub fn plan_to_file(_instance: &Instance, _plan: &Plan) -> PlanFile {
    unimplemented!()
}

/// The file of a plan as JSON text, indented, ending in a newline.
pub fn plan_to_json(instance: &Instance, plan: &Plan) -> String {
    let text = serde_json::to_string_pretty(&plan_to_file(instance, plan));
    text.unwrap_or_default() + "\n"
}
