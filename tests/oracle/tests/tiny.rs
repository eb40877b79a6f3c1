//! Tiny instances are valid, and the oracle answers them.

use regauge_model::validate::instance_from_file;
use regauge_oracle::tiny_instance;

#[test]
fn every_tiny_instance_is_valid() {
    let mut bad = 0;
    for seed in 0..2000 {
        if let Err(problems) = instance_from_file(&tiny_instance(seed)) {
            println!("seed {seed}:\n{problems}");
            bad += 1;
        }
    }
    assert_eq!(bad, 0);
}

#[test]
fn timing() {
    use regauge_model::ids::TrainId;
    let n: u64 = std::env::var("REGAUGE_RANDOM").ok().and_then(|t| t.parse().ok()).unwrap_or(100);
    for seed in 0..n {
        let Ok(instance) = instance_from_file(&tiny_instance(seed)) else { continue };
        let t = std::time::Instant::now();
        let alone: Vec<Option<i64>> = (0..instance.trains().len()).map(|i| regauge_oracle::cheapest_journey(&instance, TrainId::from_index(i)).map(|x| x.0)).collect();
        let t1 = t.elapsed();
        let plan = regauge_oracle::best_plan(&instance, regauge_oracle::Limit::default());
        println!("{seed} {alone:?} {:?} {:?} {t1:?} {:?}", plan.as_ref().map(|p| (p.alone, p.value, p.parts.unplanned, p.parts.missing_empties)), plan.as_ref().map(|p| p.trains.iter().filter(|t| t.exit().is_some()).count()), t.elapsed());
    }
}
