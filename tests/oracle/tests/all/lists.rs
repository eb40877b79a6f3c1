//! The bound where all plans left are put together from lists of journeys: against brute force, whatever value is told.

use regauge_instances::to_json;
use regauge_model::Instance;
use regauge_model::instance::COST_UNITS;
use regauge_oracle::berth::{best_objective, crowded_port};
use regauge_oracle::{how_many, seeds};
use regauge_solver::bound::{Bound, cost_step, round_up};
use regauge_solver::exact::value_together;
use regauge_solver::network::Network;

/// Rounds of bundle and branch and bound after which a port of seven ships is long done.
const ROUNDS: u32 = 6_000;

#[test]
fn ports_are_proven_by_lists_and_no_better_plan_is_lost() {
    let n = how_many(10);
    let (mut joined, mut found, mut spans) = (0, 0, 0);
    for seed in seeds(10) {
        let problem = crowded_port(seed);
        let file = problem.instance("port").expect("the ships fit in");
        let instance = Instance::from_json(to_json(&file)).expect("it is valid");
        let network = Network::compile(&instance);
        let step = cost_step(&network);
        let best = best_objective(&problem) as i64 * COST_UNITS;
        // what no plan reaches, the best value, the next one, one far above
        for upper in [best - COST_UNITS, best, best + 1, best + 40 * COST_UNITS] {
            let mut bound = Bound::new(&network);
            let (mut joins, mut better) = (false, None);
            let mut told = upper;
            for _ in 0..ROUNDS {
                if !bound.may_rise() || round_up(bound.value(), step) >= told {
                    break;
                }
                bound.improve(told, 1);
                assert!(bound.value() <= best, "port {seed}, {upper}");
                joins |= bound.joins();
                if let Some(plan) = bound.found() {
                    let again = value_together(&network, plan.journeys);
                    assert_eq!(again.map(|plan| plan.value), Some(plan.value));
                    assert!(
                        plan.value >= best && plan.value < told,
                        "port {seed}, {upper}"
                    );
                    told = plan.value;
                    better = Some(plan.value);
                }
            }
            // no plan costs less than the best, and none was wanted that costs more than what was told
            let proven = round_up(bound.value(), step).min(told);
            assert_eq!(proven, told.min(best), "port {seed}, {upper}");
            spans += u32::from(bound.overlaps() > 0);
            joined += u32::from(joins);
            found += u32::from(joins && better == Some(best));
        }
    }
    println!(
        "{joined} joined, {found} found the best plan, {spans} had rows over spans, of {}",
        4 * n
    );
    assert!(u64::from(joined) >= n / 2, "{joined}");
    assert!(u64::from(spans) >= n / 10, "{spans}");
    assert!(u64::from(found) >= n / 10, "{found}");
}
