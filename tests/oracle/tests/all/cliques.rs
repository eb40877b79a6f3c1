//! Rows over spans that the bound adds: every plan keeps them, in whatever order its trains were put in.

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_pcg::Pcg64Mcg;
use regauge_instances::demo;
use regauge_instances::small::random_small;
use regauge_model::format::InstanceFile;
use regauge_model::validate::instance_from_file;
use regauge_oracle::{how_many, seeds};
use regauge_solver::construct::insert_all;
use regauge_solver::dual::Dual;
use regauge_solver::network::{Network, TrainIndex};
use regauge_solver::pricing::Pricer;

/// Rounds in which rows are looked for several times.
const ROUNDS: u32 = 200;

/// Plans tried for each instance.
const PLANS: usize = 40;

/// Rows of the instance; fails where a plan breaks one.
fn rows(file: &InstanceFile) -> usize {
    let instance = instance_from_file(file).expect("it is valid");
    let network = Network::compile(&instance);
    let mut order: Vec<TrainIndex> = network.train_indices().collect();
    let mut pricer = Pricer::new();
    let value = insert_all(&network, &mut pricer, &order).value.units();
    let mut dual = Dual::new(&network);
    dual.improve(value, ROUNDS);
    let rows = dual.cliques();
    let mut random = Pcg64Mcg::seed_from_u64(7);
    for _ in 0..if rows > 0 { PLANS } else { 0 } {
        order.shuffle(&mut random);
        let plan = insert_all(&network, &mut pricer, &order);
        assert!(dual.keeps_cliques(&plan), "{}: {order:?}", file.name);
    }
    rows
}

#[test]
fn every_plan_keeps_them() {
    let demos = ["s", "s+", "m"].map(|name| demo(name).expect("it is there"));
    for file in demos {
        let n = rows(&file);
        println!("{}: {n} rows", file.name);
        assert!(n >= 10, "{}: {n} rows", file.name);
    }
    let n = how_many(40);
    let with_rows = seeds(40)
        .filter(|&seed| rows(&random_small(seed)) > 0)
        .count();
    println!("rows in {with_rows} of {n} small instances");
    assert!(with_rows as u64 * 20 >= n, "{with_rows} of {n}");
}
