//! Good plans are clean.

use super::fixture::*;

#[test]
fn the_good_plan_breaks_no_rule() {
    let (instance, plan) = good();
    clean(&instance, &plan);
}
