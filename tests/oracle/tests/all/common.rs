//! What several tests ask of a plan.

use regauge_model::check::check;
use regauge_model::{Instance, Plan};
use regauge_oracle::{Limit, best_plan};

/// The best plan there is, where it is found: it is right, no dearer than a plan of the engines, and not below the bound of that.
pub fn best_beside(instance: &Instance, plan: &Plan, seed: u64) -> Option<Plan> {
    let best = best_plan(instance, Limit(20_000))?;
    let report = check(instance, &best);
    assert!(report.is_clean(), "seed {seed}: {:#?}", report.violations);
    let values = (plan.bound, best.value, plan.value);
    assert!(
        values.0 <= values.1 && values.1 <= values.2,
        "seed {seed}: {values:?}"
    );
    Some(best)
}
