//! A plan speaks of its instance alone (`instance`).

use super::Violation;
use crate::Instance;
use crate::plan::{ForeignPlan, Plan};
use crate::words::violations as words;

/// A violation for everything that the instance does not have. Looked at before any other rule, for those look things up.
pub(super) fn check(instance: &Instance, plan: &Plan) -> Vec<Violation> {
    let violation = |foreign: ForeignPlan| Violation {
        rule: "instance",
        train: foreign.train,
        resource: None,
        span: foreign.span,
        other: None,
        message: words::is_of_other_instance(foreign.what()),
    };
    plan.foreign(instance).into_iter().map(violation).collect()
}
