//! Probe.
use std::time::Instant;
fn main() {
    for path in std::env::args().skip(1) {
        let text = std::fs::read(&path).unwrap();
        let t0 = Instant::now();
        let instance = match regauge_model::validate::instance_from_json(&text) {
            Ok(i) => i,
            Err(p) => {
                println!("{path}: {p}");
                continue;
            }
        };
        let t1 = Instant::now();
        let network = regauge_solver::network::Network::compile(&instance);
        let t2 = Instant::now();
        let mut pricer = regauge_solver::pricing::Pricer::new();
        let alone = regauge_solver::construct::alone(&network, &mut pricer);
        let t3 = Instant::now();
        let outcome = regauge_solver::Planner::new(&instance).run();
        let t4 = Instant::now();
        println!(
            "{path}: {} trains, read {:?} compile {:?} alone {:?} ({} none) plan {:?}: value {} alone {} parts {:?}",
            instance.trains().len(),
            t1 - t0,
            t2 - t1,
            t3 - t2,
            alone.iter().filter(|j| j.is_none()).count(),
            t4 - t3,
            outcome.plan.value,
            outcome.plan.alone,
            outcome.plan.parts
        );
        for (i, t) in outcome.plan.trains.iter().enumerate() {
            if let regauge_model::plan::TrainPlan::Unplanned { reason } = t {
                println!(
                    "   {} unplanned: {} {}",
                    instance.trains()[i].name,
                    reason.code,
                    reason.text
                );
            }
        }
        println!("   json {} kB", network.to_json(&instance).len() / 1000);
        println!("   violations {}", outcome.report.violations.len());
        for v in outcome.report.violations.iter().take(10) {
            println!("      {v:?}");
        }
    }
}
