//! The best combination of known journeys against trying all of them.

use regauge_instances::demo;
use regauge_instances::small::random_small;
use regauge_model::ids::SpotId;
use regauge_model::validate::instance_from_file;
use regauge_oracle::{how_many, seeds, tiny_instance};
use regauge_solver::backend::{Backend, Limits};
use regauge_solver::construct::{self, Alone, Order, TogetherError, together};
use regauge_solver::heuristics::master::{Combined, Master, best_combination};
use regauge_solver::journey::Journey;
use regauge_solver::network::{Cost, Network};
use regauge_solver::occupancy::Occupancy;
use regauge_solver::pricing::{Pricer, Shunned, Wishes};

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
        let list: &mut Vec<Journey> = &mut lists[journey.train.index()];
        let known = list
            .iter()
            .any(|other| other.choices() == journey.choices());
        if !known && list.len() < most {
            list.push(journey);
        }
    };
    let mut pricer = Pricer::new();
    let mut occupancy = Occupancy::new(network);
    let (first, second) = (SpotId::from_index(0), SpotId::from_index(1));
    for shunned in [
        Shunned::None,
        Shunned::One(first),
        Shunned::One(second),
        Shunned::OneIn(2, 5),
    ] {
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
        if let Ok(solution) = together(network, journeys.collect()) {
            best = Some(best.map_or(solution.value.units(), |best| {
                best.min(solution.value.units())
            }));
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

/// What is found, as its value; `None`: nothing better.
fn found(
    network: &Network,
    lists: &[Vec<&Journey>],
    incumbent: i64,
    with: (Backend, &Limits),
) -> Option<i64> {
    let out = vec![true; lists.len()];
    match best_combination(network, lists, &out, Cost::new(incumbent), with) {
        Combined::Better(plan) => Some(plan.value.units()),
        Combined::NoneBetter => None,
        Combined::Refused => panic!("refused"),
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
    let (mut tried, mut shared, mut failed) = (0, 0, 0);
    for seed in seeds(40) {
        let network = network(seed);
        let lists = lists(&network, few(&network));
        let lists = borrowed(&lists);
        let combinations: usize = lists.iter().map(|list| list.len() + 1).product();
        if combinations > 3_000 {
            continue;
        }
        let best = brute_force(&network, &lists);
        let master = Master::new(&network, &lists, &vec![true; lists.len()]);
        shared += u64::from(master.rows().len() > lists.len());
        for backend in backends() {
            let value = found(&network, &lists, ANY, (backend, &limits));
            // a backend that fails finds nothing; it must never find anything else
            assert!(value == best || value.is_none(), "{seed} {backend:?}");
            failed += u64::from(value != best);
            if let Some(best) = best {
                // nothing better than the best
                let none = found(&network, &lists, best, (backend, &limits));
                assert_eq!(none, None, "{seed} {backend:?}");
                let one = found(&network, &lists, best + 1, (backend, &limits));
                failed += u64::from(one != Some(best));
            }
        }
        tried += 1;
    }
    println!("{tried} of {n} tried, {shared} with shared rows, {failed} backends failed");
    assert!(tried * 2 >= n && shared * 2 >= tried, "{tried} {shared}");
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
        let best = brute_force(&network, &lists);
        for backend in backends() {
            let value = found(&network, &lists, ANY, (backend, &Limits::default()));
            assert_eq!(value, best, "{seed}");
        }
    }
}

#[test]
fn order_repetition_and_more_journeys_do_no_harm() {
    let limits = Limits::default();
    for seed in seeds(20) {
        let network = network(seed);
        let lists = lists(&network, 5);
        let lists = borrowed(&lists);
        let value = |lists: &[Vec<&Journey>]| {
            found(&network, lists, ANY, (Backend::Microlp, &limits)).unwrap_or(ANY)
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
fn too_many_columns_are_refused_and_without_nodes_nothing_is_found() {
    let network = network(2);
    let lists = lists(&network, 4);
    let lists = borrowed(&lists);
    let out = vec![true; lists.len()];
    let refused = Limits {
        columns: 1,
        ..Limits::default()
    };
    let with = (Backend::Microlp, &refused);
    let combined = best_combination(&network, &lists, &out, Cost::new(ANY), with);
    assert!(matches!(combined, Combined::Refused));
}

#[test]
fn journeys_that_are_no_plan_say_why() {
    let instance = instance_from_file(&demo("m").expect("it is there")).expect("it is valid");
    let network = Network::compile(&instance);
    let alone = Alone::new(&network, &mut Pricer::new(), || true).journeys;
    let right = network.trains.len();
    let said = |journeys: Vec<Option<Journey>>| together(&network, journeys).map(|plan| plan.value);
    let too_few = TogetherError::Trains { given: 1, right };
    assert_eq!(said(vec![None]), Err(too_few));
    // a journey twice: nobody can be where the train is already
    let journey = alone.iter().flatten().next().expect("one has a journey");
    let mut twice = vec![None; right];
    twice[..2].fill(Some(journey.clone()));
    let no_room = TogetherError::NoRoom {
        train: journey.train,
    };
    assert_eq!(said(twice), Err(no_room));
    // what all would do alone takes more than there is
    let crowded = said(alone);
    assert!(
        matches!(crowded, Err(TogetherError::NoRoom { .. })),
        "{crowded:?}"
    );
}
