//! Trains that are handled in the spots of a tiny border station, among all the others: oracle, engines and checker.

use regauge_model::Instance;
use regauge_model::check::check;
use regauge_model::ids::TrainId;
use regauge_model::validate::instance_from_file;
use regauge_oracle::{Limit, best_plan, cheapest_journey, seeds, with_handled};
use regauge_solver::{Planner, cheapest_alone};

fn instances(default: u64) -> impl Iterator<Item = Instance> {
    let files = seeds(default).filter_map(with_handled);
    files.map(|file| match instance_from_file(&file) {
        Ok(instance) => instance,
        Err(problems) => panic!("{}:\n{problems}", file.name),
    })
}

#[test]
fn the_cheapest_handling_is_priced() {
    let mut handled = 0;
    for instance in instances(200) {
        for index in 0..instance.trains().len() {
            let id = TrainId::from_index(index);
            let expected = cheapest_journey(&instance, id).map(|(cost, _)| cost);
            let name = instance.name();
            assert_eq!(
                cheapest_alone(&instance, id),
                expected,
                "{name}, train {index}"
            );
            handled += u32::from(!instance.train(id).handling().is_empty());
        }
    }
    assert!(handled > 50, "{handled}");
}

#[test]
fn plans_with_handled_trains_are_right() {
    let (mut compared, mut costlier) = (0, 0);
    for instance in instances(200) {
        let name = instance.name();
        let plan = Planner::new(&instance).work(0.05).run().plan;
        let report = check(&instance, &plan);
        assert!(report.is_clean(), "{name}: {:#?}", report.violations);
        let Some(exact) = best_plan(&instance, Limit(20_000)) else {
            continue;
        };
        let report = check(&instance, &exact);
        assert!(report.is_clean(), "{name}: {:#?}", report.violations);
        assert!(exact.value <= plan.value, "{name}");
        compared += 1;
        costlier += u32::from(exact.value < plan.value);
    }
    println!("costlier than the best in {costlier} of {compared}");
    assert!(compared > 30, "{compared}");
}
