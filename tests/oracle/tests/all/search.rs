//! What search promises: the same plan for any number of threads, moves undone exactly, nobody waiting without a cause.

use regauge_instances::berth::BerthProblem;
use regauge_instances::small::random_small;
use regauge_instances::{demo_json, to_json};
use regauge_model::Instance;
use regauge_oracle::berth::{best_objective, crowded_port};
use regauge_solver::construct::{self, Alone, Order, Solution};
use regauge_solver::journey::Journey;
use regauge_solver::network::Network;
use regauge_solver::occupancy::Occupancy;
use regauge_solver::parts::Parts;
use regauge_solver::pricing::Pricer;
use regauge_solver::search::Search;
use regauge_solver::work::{UNIT, steps};
use regauge_solver::{Planner, part_names};

fn small(seed: u64) -> Instance {
    Instance::from_json(to_json(&random_small(seed))).expect("small instances are valid")
}

/// A search of so many units of work, in slices of so many steps, from the plan by insertion in the order of release; and the value of
/// that plan.
fn search(
    instance: &Instance,
    network: &Network,
    seed: u64,
    (work, slice): (f64, u64),
) -> (i64, Vec<Option<Journey>>, i64) {
    let mut pricer = Pricer::new();
    let alone = Alone::new(network, &mut pricer, || true);
    let names = instance.trains().iter().map(|train| train.name.as_str());
    let names: Vec<&str> = names.collect();
    let order = construct::ordered(network, &alone.journeys, &names, Order::Release);
    let start = construct::insert_all(network, &mut pricer, &order);
    let before = start.value;
    let mut search = Search::new(network, &alone, order, start, seed);
    let all = steps(work);
    while search.done() < all {
        let until = (search.done() + slice).min(all);
        if !search.advance(until, |done| done as f64 / all as f64) {
            break;
        }
    }
    let solution = search.finish(u64::MAX, || true);
    assert_eq!(solution.value, construct::total(network, &solution));
    assert_as_if_inserted(network, &solution);
    (before.units(), solution.journeys, solution.value.units())
}

/// What is taken is what the journeys of the plan take, whatever moves were made and undone before: every train finds the
/// same journey beside it as beside the same journeys inserted afresh.
fn assert_as_if_inserted(network: &Network, solution: &Solution<'_>) {
    let mut kept = solution.occupancy.clone();
    let mut afresh = Occupancy::new(network);
    for (index, journey) in network.train_indices().zip(&solution.journeys) {
        match journey {
            Some(journey) => afresh.insert(journey),
            None if network[index].under_way => afresh.add_stay(index),
            None => {}
        }
    }
    let mut pricer = Pricer::new();
    for train in &network.trains {
        let found = [&mut kept, &mut afresh].map(|taken| {
            let journey = pricer.price(train, taken);
            format!("{journey:?}")
        });
        assert_eq!(found[0], found[1]);
    }
    for (index, journey) in network.train_indices().zip(&solution.journeys) {
        match journey {
            Some(journey) => kept.remove(journey),
            None if network[index].under_way => kept.remove_stay(index),
            None => {}
        }
    }
    let mut empty = Occupancy::new(network);
    for train in &network.trains {
        let found = [&mut kept, &mut empty].map(|taken| {
            let journey = pricer.price(train, taken);
            format!("{journey:?}")
        });
        assert_eq!(found[0], found[1]);
    }
}

#[test]
fn any_number_of_threads_gives_the_same_plan() {
    let instance = Instance::from_json(demo_json("m").expect("a rung")).expect("it is valid");
    let network = Network::compile(&instance);
    let plans = [1, 2, 8].map(|threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let pool = pool.expect("a pool of threads");
        let run = || search(&instance, &network, 7, (0.05, UNIT));
        format!("{:?}", pool.install(run))
    });
    assert_eq!(plans[0], plans[1]);
    assert_eq!(plans[0], plans[2]);
}

#[test]
fn slices_make_no_difference() {
    let instance = small(11);
    let network = Network::compile(&instance);
    let plans = [1, 700, 64_000, UNIT]
        .map(|slice| format!("{:?}", search(&instance, &network, 3, (0.02, slice))));
    assert!(plans.iter().all(|plan| *plan == plans[0]));
}

#[test]
fn a_plan_never_gets_worse_and_moves_are_undone_exactly() {
    let mut improved = 0;
    for seed in 0..30 {
        let instance = small(seed);
        let network = Network::compile(&instance);
        for work in [0.0, 0.001, 0.01] {
            let (before, _, value) = search(&instance, &network, seed, (work, UNIT));
            assert!(value <= before, "small {seed}: {value} after {before}");
            improved += usize::from(value < before);
        }
    }
    assert!(improved > 0);
}

/// What a train stands at, for comparison: its cost with what stocks miss, the end of its emptied rake, the sum of its starts.
fn standing(journey: &Journey, taken: &mut Occupancy<'_>) -> (i64, i64, i64) {
    taken.insert(journey);
    let missing = taken.shared_cost();
    taken.remove(journey);
    let starts = journey
        .operations
        .iter()
        .map(|done| i64::from(done.start.0));
    let emptied = journey.emptied.map_or(0, |(_, end)| i64::from(end.0));
    ((journey.cost + missing).units(), emptied, starts.sum())
}

#[test]
fn nobody_waits_without_a_cause() {
    let mut asked = 0;
    let texts = (0..30).map(|seed| to_json(&random_small(seed)));
    let rungs = ["s", "m"].map(|name| demo_json(name).expect("a rung").to_owned());
    for text in texts.chain(rungs) {
        let instance = Instance::from_json(text).expect("it is valid");
        let network = Network::compile(&instance);
        let (_, journeys, _) = search(&instance, &network, 1, (0.01, UNIT));
        let mut taken = Occupancy::new(&network);
        for (index, journey) in network.train_indices().zip(&journeys) {
            match journey {
                Some(journey) => taken.insert(journey),
                None if network[index].under_way => taken.add_stay(index),
                None => {}
            }
        }
        let mut pricer = Pricer::new();
        for journey in journeys.iter().flatten() {
            taken.remove(journey);
            if taken.short_stock().is_none() {
                let found = pricer.price(&network.trains[journey.train.index()], &mut taken);
                let found = found.expect("it has one journey at least");
                let (now, other) = (standing(journey, &mut taken), standing(&found, &mut taken));
                assert!(now <= other, "{now:?} could be {other:?}");
                asked += 1;
            }
            taken.insert(journey);
        }
    }
    assert!(asked > 100);
}

#[test]
fn the_search_alone_finds_the_best_plan_of_crowded_ports() {
    let mut better = 0;
    for seed in 0..24 {
        let problem = crowded_port(seed);
        let file = problem.instance("port").expect("the ships fit in");
        let instance = Instance::from_json(to_json(&file)).expect("it is valid");
        let network = Network::compile(&instance);
        let (before, _, value) = search(&instance, &network, seed, (0.1, UNIT));
        let found = BerthProblem::objective(value) as u64;
        assert_eq!(found, best_objective(&problem), "port {seed}");
        better += usize::from(value < before);
    }
    // by release they come in badly
    assert!(better > 12);
}

/// Parts of the engines left out one by one: plans are plans all the same, and each name is one of a part.
#[test]
fn without_any_part_plans_keep_every_rule() {
    let instance = Instance::from_json(demo_json("s").expect("a rung")).expect("it is valid");
    let value = |parts: Parts| {
        let outcome = Planner::new(&instance).work(0.3).parts(parts).run();
        assert!(outcome.report.violations.is_empty());
        assert!(outcome.plan.bound <= outcome.plan.value);
        (outcome.plan.value, outcome.statistics)
    };
    let (whole, statistics) = value(Parts::default());
    let named = statistics.operators.iter().map(|counts| counts.name);
    let names: Vec<&str> = part_names().collect();
    assert!(named.clone().all(|name| names.contains(&name)));
    let mut changed = 0;
    for name in names {
        let (other, statistics) = value(Parts::without([name]));
        let left = statistics.operators.iter().map(|counts| counts.name);
        assert!(left.clone().all(|other| other != name), "{name} moved");
        changed += u32::from(other != whole || left.count() < named.clone().count());
    }
    assert!(changed > 0, "nothing makes a difference");
}
