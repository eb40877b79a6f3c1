//! The best combination of known journeys against trying all of them.

use regauge_instances::small::random_small;
use regauge_model::validate::instance_from_file;
use regauge_oracle::{how_many, seeds, tiny_instance};
use regauge_solver::backend::{self, Backend, Integral, Limits, Model, Status};
use regauge_solver::construct::{self, Alone, Order};
use regauge_solver::exact::packing::{
    Candidates, Master, PackingStatus, Proof, ReducedCosts, RowWhat, best_combination,
    best_combination_with, prove,
};
use regauge_solver::exact::value_together;
use regauge_solver::network::Network;
use regauge_solver::occupancy::Occupancy;
use regauge_solver::pricing::{Journey, Pricer, Wishes};

/// Far above every value.
const ANY: i64 = i64::MAX / 8;

fn network(seed: u64) -> Network {
    let file = if seed % 4 == 3 {
        tiny_instance(seed)
    } else {
        random_small(seed)
    };
    match instance_from_file(&file) {
        Ok(instance) => Network::compile(&instance),
        Err(problems) => panic!("{}:\n{problems}", file.name),
    }
}

/// A few journeys per train: alone, with spots left out, and as insertion in several orders finds them.
fn lists(network: &Network, most: usize) -> Vec<Vec<Journey>> {
    let mut lists: Vec<Vec<Journey>> = network.trains.iter().map(|_| Vec::new()).collect();
    let mut add = |journey: Option<Journey>| {
        let Some(journey) = journey else { return };
        let list: &mut Vec<Journey> = &mut lists[journey.train];
        let known = list
            .iter()
            .any(|other| other.choices() == journey.choices());
        if !known && list.len() < most {
            list.push(journey);
        }
    };
    let mut pricer = Pricer::new();
    let mut occupancy = Occupancy::new(network);
    for shunned in [0, 0b01, 0b10, 0b0101] {
        let wishes = Wishes {
            shunned,
            ..Wishes::default()
        };
        for train in &network.trains {
            let journey = pricer.insert(train, &mut occupancy, &wishes);
            if let Some(journey) = &journey {
                occupancy.remove(journey);
            }
            add(journey);
        }
    }
    let alone = Alone::new(network, &mut pricer, || true).journeys;
    let names = vec![""; network.trains.len()];
    for order in Order::ALL {
        let mut order = construct::ordered(network, &alone, &names, order);
        for _ in 0..2 {
            for journey in construct::insert_all(network, &mut pricer, &order).journeys {
                add(journey);
            }
            order.rotate_left(1);
        }
    }
    lists
}

fn borrowed(lists: &[Vec<Journey>]) -> Vec<Vec<&Journey>> {
    lists.iter().map(|list| list.iter().collect()).collect()
}

/// How many journeys per train leave few enough combinations to try all.
fn few(network: &Network) -> usize {
    match network.trains.len() {
        0..=4 => 5,
        5..=6 => 2,
        _ => 1,
    }
}

/// The best value of all combinations, by trying all.
fn brute_force(network: &Network, lists: &[Vec<&Journey>]) -> Option<i64> {
    let mut at = vec![0; lists.len()];
    let mut best: Option<i64> = None;
    loop {
        let journeys = at
            .iter()
            .zip(lists)
            .map(|(&index, list)| list.get(index).map(|&journey| journey.clone()));
        if let Some(solution) = value_together(network, journeys.collect()) {
            best = Some(best.map_or(solution.value, |best| best.min(solution.value)));
        }
        let mut train = 0;
        loop {
            let Some(index) = at.get_mut(train) else {
                return best;
            };
            if *index < lists[train].len() {
                *index += 1;
                break;
            }
            *index = 0;
            train += 1;
        }
    }
}

fn all<'a>(lists: &'a [Vec<&'a Journey>], out: &'a [bool]) -> Candidates<'a> {
    Candidates {
        journeys: lists,
        may_be_left_out: out,
        complete: true,
        reduced: None,
    }
}

fn backends() -> Vec<Backend> {
    vec![
        Backend::Microlp,
        #[cfg(feature = "highs")]
        Backend::Highs,
    ]
}

#[test]
fn the_best_combination_is_that_of_trying_all() {
    let n = how_many(40);
    let limits = Limits::default();
    let (mut tried, mut shared, mut proven_at_root, mut failed) = (0, 0, 0, 0);
    for seed in seeds(40) {
        let network = network(seed);
        let lists = lists(&network, few(&network));
        let lists = borrowed(&lists);
        let combinations: usize = lists.iter().map(|list| list.len() + 1).product();
        if combinations > 3_000 {
            continue;
        }
        let out = vec![true; lists.len()];
        let best = brute_force(&network, &lists);
        let candidates = all(&lists, &out);
        let master = Master::new(&network, &lists, &out);
        shared += u64::from(master.rows().len() > lists.len());
        for backend in backends() {
            let found = best_combination(&network, &candidates, ANY, backend, &limits);
            assert_eq!(found.value(), best, "{seed} {backend:?} {:?}", found.status);
            assert_eq!(found.bound, best.or(Some(ANY)), "{seed} {backend:?}");
            failed += u64::from(found.proof == Proof::Own);
        }
        let proven = prove(&network, &candidates, ANY, Backend::continuous(), &limits);
        assert_eq!(proven.value(), best, "{seed} {:?}", proven.status);
        assert_eq!(proven.proof, Proof::Own);
        if let Some(best) = best {
            proven_at_root += u64::from(proven.nodes == 1);
            assert_eq!(proven.bound, Some(best));
            // nothing better than the best, something better than one more
            for (upper, status) in [
                (best, PackingStatus::NoneBetter),
                (best + 1, PackingStatus::Best),
            ] {
                let backend = Backend::Microlp;
                let found = best_combination(&network, &candidates, upper, backend, &limits);
                assert_eq!(found.status, status, "{seed}");
                assert_eq!(found.bound, Some(best), "{seed}");
                let proven = prove(&network, &candidates, upper, Backend::continuous(), &limits);
                assert_eq!(proven.status, status, "{seed}");
                assert_eq!(proven.bound, Some(best), "{seed}");
            }
            let priced = master.relax(Backend::continuous(), &limits);
            assert_eq!(priced.status, Status::Optimal);
            assert!(priced.value <= best as f64 + 1e-3 * (1.0 + best.abs() as f64 * 1e-3));
            for row in &priced.prices {
                match row.what {
                    RowWhat::Pool(..)
                    | RowWhat::Line(..)
                    | RowWhat::Cap(..)
                    | RowWhat::Exclusive => {
                        assert!(row.price <= 1e-3, "{seed} {row:?}");
                    }
                    RowWhat::Stock(..) | RowWhat::Missing(_) => {
                        assert!(row.price >= -1e-3, "{seed} {row:?}");
                    }
                    RowWhat::Train(_) => {}
                }
            }
        }
        tried += 1;
    }
    println!(
        "{tried} of {n} tried, {shared} with shared rows, {proven_at_root} proven at the root, {failed} backends failed"
    );
    assert!(tried * 2 >= n && shared * 2 >= tried, "{tried} {shared}");
    // else the answers would be our own, not those of the backends
    assert!(failed * 1_000 <= tried, "{failed} of {tried} failed");
}

/// Movements under way may hold more than there is of a room or of a pool while their trains are left out: these rows have to
/// say no less than the occupancy, or the combination that is best by them is no plan.
#[test]
fn the_rows_say_all_where_trains_under_way_hold_more_than_there_is() {
    for seed in [428, 476, 1517] {
        let network = network(seed);
        let lists = lists(&network, few(&network));
        let lists = borrowed(&lists);
        let out = vec![true; lists.len()];
        let candidates = all(&lists, &out);
        let best = brute_force(&network, &lists);
        for backend in backends() {
            let found = best_combination(&network, &candidates, ANY, backend, &Limits::default());
            assert_eq!((found.value(), found.bound), (best, best), "{seed}");
            assert_eq!(found.proof, Proof::Backend, "{seed}");
        }
    }
}

#[test]
fn where_the_backend_fails_own_nodes_answer() {
    let network = network(2);
    let lists = lists(&network, few(&network));
    let lists = borrowed(&lists);
    let out = vec![true; lists.len()];
    let candidates = all(&lists, &out);
    let best = brute_force(&network, &lists);
    assert!(best.is_some());
    let limits = Limits::default();
    let solve = |model: &Model| backend::solve(model, Backend::Microlp, &limits);
    let optimum = solve(Master::new(&network, &lists, &out).model());
    let wrong = [
        ("it says so", Status::Failed, optimum.values.clone(), 0),
        ("no values", Status::Optimal, Vec::new(), 0),
        (
            "no choice",
            Status::Optimal,
            vec![0; optimum.values.len()],
            0,
        ),
        (
            "all choices",
            Status::Feasible,
            vec![1; optimum.values.len()],
            optimum.value,
        ),
        (
            "another value",
            Status::Optimal,
            optimum.values.clone(),
            optimum.value - 1,
        ),
    ];
    for (name, status, values, value) in wrong {
        let answer = Integral {
            status,
            value,
            values,
        };
        let find = |limits| {
            let answer = answer.clone();
            best_combination_with(&network, &candidates, ANY, |_| answer, &limits)
        };
        let found = find(limits);
        assert_eq!(found.status, PackingStatus::Best, "{name}");
        assert_eq!((found.value(), found.bound), (best, best), "{name}");
        assert_eq!(found.proof, Proof::Own, "{name}");
        let found = find(Limits { nodes: 0, ..limits });
        assert_eq!(found.status, PackingStatus::Unfinished, "{name}");
    }
    let found = best_combination_with(&network, &candidates, ANY, solve, &limits);
    assert_eq!((found.value(), found.proof), (best, Proof::Backend));
}

#[test]
fn order_repetition_and_more_journeys_do_no_harm() {
    let limits = Limits::default();
    for seed in seeds(20) {
        let network = network(seed);
        let lists = lists(&network, 5);
        let lists = borrowed(&lists);
        let out = vec![true; lists.len()];
        let value = |lists: &[Vec<&Journey>]| {
            let packing = prove(
                &network,
                &all(lists, &out),
                ANY,
                Backend::continuous(),
                &limits,
            );
            assert_eq!(packing.status, PackingStatus::Best, "{seed}");
            packing.value().unwrap_or(ANY)
        };
        let own = value(&lists);
        let mut changed = lists.clone();
        for list in &mut changed {
            list.reverse();
            let again = list.clone();
            list.extend(again);
        }
        assert_eq!(value(&changed), own, "{seed}: reversed and repeated");
        let mut fewer = lists.clone();
        for list in &mut fewer {
            list.truncate(3);
        }
        assert!(value(&fewer) >= own, "{seed}: fewer");
    }
}

#[test]
fn reduced_costs_leave_out_what_cannot_be_better_and_no_more() {
    let limits = Limits::default();
    for seed in seeds(40) {
        let network = network(seed);
        let lists = lists(&network, 4);
        let lists = borrowed(&lists);
        let out = vec![true; lists.len()];
        let candidates = all(&lists, &out);
        let best = prove(&network, &candidates, ANY, Backend::continuous(), &limits);
        let Some(value) = best.value() else { continue };
        // without prices: a bound is the sum of the least costs
        let least: Vec<i64> = (0..lists.len())
            .map(|train| {
                let costs = lists[train].iter().map(|journey| journey.cost);
                let postponed = network.trains[train].cost.postponed;
                costs.chain([postponed]).min().unwrap_or(postponed)
            })
            .collect();
        let journeys: Vec<Vec<i64>> = lists
            .iter()
            .zip(&least)
            .map(|(list, least)| list.iter().map(|journey| journey.cost - least).collect())
            .collect();
        let left_out: Vec<i64> = network
            .trains
            .iter()
            .zip(&least)
            .map(|(train, least)| train.cost.postponed - least)
            .collect();
        let reduced = ReducedCosts {
            lower: least.iter().sum(),
            journeys: &journeys,
            left_out: &left_out,
        };
        let filtered = Candidates {
            reduced: Some(reduced),
            ..candidates
        };
        let found = best_combination(&network, &filtered, value + 1, Backend::Microlp, &limits);
        assert_eq!(found.value(), Some(value), "{seed}");
        // a bound at the value to beat leaves nothing
        let none = Candidates {
            reduced: Some(ReducedCosts {
                lower: value + 1,
                ..reduced
            }),
            ..candidates
        };
        let found = best_combination(&network, &none, value + 1, Backend::Microlp, &limits);
        assert_eq!(found.status, PackingStatus::NoneBetter, "{seed}");
    }
}

#[test]
fn without_nodes_nothing_is_proven_and_nothing_wrong_is_said() {
    let limits = Limits {
        nodes: 0,
        ..Limits::default()
    };
    let network = network(2);
    let lists = lists(&network, 4);
    let lists = borrowed(&lists);
    let out = vec![true; lists.len()];
    let packing = prove(
        &network,
        &all(&lists, &out),
        ANY,
        Backend::continuous(),
        &limits,
    );
    assert_eq!(packing.status, PackingStatus::Unfinished);
    assert_eq!((packing.bound, packing.proof), (None, Proof::None));
    let refused = Limits {
        columns: 1,
        ..Limits::default()
    };
    let packing = best_combination(
        &network,
        &all(&lists, &out),
        ANY,
        Backend::Microlp,
        &refused,
    );
    assert_eq!(packing.status, PackingStatus::Refused);
}
