//! The bound against exact answers: it never lies above the optimum, whatever it is told and however long it works.

use crate::time_indexed::TimeIndexed;
use rayon::ThreadPoolBuilder;
use regauge_instances::small::random_small;
use regauge_model::Instance;
use regauge_model::check::check;
use regauge_model::format::InstanceFile;
use regauge_model::ids::TrainId;
use regauge_model::plan::Status;
use regauge_model::validate::instance_from_file;
use regauge_oracle::change::{forget_trains_left_out, loosened, reversed};
use regauge_oracle::{Limit, best_plan, cheapest_journey, seeds, tiny_instance, with_handled};
use regauge_solver::Planner;
use regauge_solver::backend::{Backend, Limits, Status as Answer};
use regauge_solver::construct::{Alone, Order, insert_all, ordered, together};
use regauge_solver::dual::{Dual, Prices};
use regauge_solver::heuristics::{Finders, Incumbent};
use regauge_solver::journey::Journey;
use regauge_solver::network::{Cost, Network};
use regauge_solver::parts::Parts;
use regauge_solver::pricing::Pricer;
use regauge_solver::relaxation::{granularity, round_up};

fn instance(file: &InstanceFile) -> Instance {
    match instance_from_file(file) {
        Ok(instance) => instance,
        Err(problems) => panic!("{}:\n{problems}", file.name),
    }
}

/// Rounds after which the bound is looked at: the last by far in branch and bound, where there is a gap.
const ROUNDS: [u32; 5] = [0, 1, 5, 50, 1000];

/// What the bound says after each of [`ROUNDS`]; fails where it falls.
fn bounds(network: &Network, upper: i64, name: &str) -> Vec<i64> {
    bounds_and_end(network, upper, name).0
}

/// The same, and whether prices were not enough: plans were split.
fn bounds_and_end(network: &Network, upper: i64, name: &str) -> (Vec<i64>, bool) {
    let step = granularity(network);
    let mut bound = Dual::new(network);
    let mut values = Vec::new();
    for rounds in ROUNDS {
        for _ in bound.rounds()..u64::from(rounds) {
            bound.improve(upper, 1);
        }
        // up to the next value that a plan may have, as the planner tells it
        let value = bound.value();
        values.push(if rounds == 0 {
            value
        } else {
            round_up(value, step)
        });
    }
    assert!(values.is_sorted(), "{name}: {values:?} falls");
    (values, bound.parts() > 1)
}

/// Values that may be told to the bound as that of the best plan: right, far too low, far too high.
fn uppers(best: i64) -> [i64; 5] {
    [best, best / 10, -1, 10 * best + 1000, i64::MAX / 2]
}

/// What is wrong with the bound beside an optimum, in words.
fn above(network: &Network, best: i64, name: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for upper in uppers(best) {
        let values = bounds(network, upper, name);
        if values.iter().any(|&value| value > best) {
            wrong.push(format!("{name}, told {upper}: {values:?} above {best}"));
        }
    }
    wrong
}

fn assert_none(wrong: &[String]) {
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// Tiny instances with their optimum, handled trains among some of them.
fn solved(default: u64) -> impl Iterator<Item = (Instance, i64)> {
    let files = seeds(default).flat_map(|seed| {
        let handled = with_handled(seed).filter(|_| seed % 2 == 0);
        handled.into_iter().chain([tiny_instance(seed)])
    });
    files.filter_map(|file| {
        // a few handled trains are refused for what else is in the file
        let instance = instance_from_file(&file).ok()?;
        let best = best_plan(&instance, Limit::default())?.value;
        Some((instance, best))
    })
}

#[test]
fn it_is_never_above_the_optimum_of_tiny_instances() {
    let mut wrong = Vec::new();
    let (mut n, mut met, mut split, mut negative) = (0, 0, 0, 0);
    for (instance, best) in solved(100) {
        let network = Network::compile(&instance);
        wrong.extend(above(&network, best, instance.name()));
        n += 1;
        let (values, was_split) = bounds_and_end(&network, best, instance.name());
        met += u32::from(values[4] == best);
        split += u32::from(was_split);
        negative += u32::from(values[4] < 0);
    }
    println!("{n} compared: the optimum in {met}, below nothing in {negative}; {split} split");
    assert_none(&wrong);
    assert!(n > 0 && met * 2 > n, "{met} of {n}");
    assert!(split * 20 > n, "{split} of {n}");
    assert_eq!(negative, 0);
}

#[test]
fn it_is_never_above_the_optimum_of_the_complete_problem() {
    let backend = Backend::integral();
    let limits = Limits {
        terms: 24_000,
        ..Limits::default()
    };
    let (mut wrong, mut n) = (Vec::new(), 0);
    for seed in seeds(24) {
        let mut file = random_small(seed);
        file.trains.truncate(1 + seed as usize % 2);
        forget_trains_left_out(&mut file);
        let instance = instance(&file);
        let network = Network::compile(&instance);
        let value = Planner::new(&instance).work(0.05).run().plan.value;
        let answer = TimeIndexed::new(&network, Some(value)).solve(backend, &limits);
        if answer.status != Answer::Optimal {
            continue;
        }
        let best = answer
            .solution
            .map_or(value, |solution| solution.value.units());
        wrong.extend(above(&network, best, &file.name));
        n += 1;
    }
    println!("{n} compared");
    assert_none(&wrong);
    assert!(n > 0);
}

/// Prices of a problem with other trains, and of one that began two hours and a half earlier: they make no bound wrong, nor do absurd ones.
#[test]
fn it_is_never_above_the_optimum_whatever_prices_it_begins_with() {
    let mut wrong = Vec::new();
    let mut last: Option<Prices> = None;
    for (instance, best) in solved(60) {
        let network = Network::compile(&instance);
        if let Some(prices) = &last {
            let absurd = absurd(prices);
            for (prices, begins) in [(prices, 0), (prices, 150), (&absurd, 0)] {
                let mut bound = Dual::new(&network).warm_start(prices, begins);
                for rounds in [1, 5, 50, 400] {
                    bound.improve(best, rounds);
                    if bound.value() > best {
                        let name = instance.name();
                        wrong.push(format!("{name}: {} above {best}", bound.value()));
                    }
                }
            }
        }
        let mut bound = Dual::new(&network);
        bound.improve(best, 60);
        let prices = bound.prices(0);
        if !prices.is_empty() {
            last = Some(prices);
        }
    }
    assert!(last.is_some(), "nothing ever had a price");
    assert_none(&wrong);
}

/// The same, a million times as expensive.
fn absurd(prices: &Prices) -> Prices {
    let mut value = serde_json::to_value(prices).unwrap();
    let all = value["of"].as_object_mut().unwrap();
    for pair in all.values_mut().flat_map(|of| of.as_array_mut().unwrap()) {
        pair[1] = serde_json::json!(pair[1].as_f64().unwrap() * 1e6);
    }
    let spans = value
        .get_mut("spans")
        .and_then(|spans| spans.as_array_mut());
    for span in spans.into_iter().flatten() {
        span["price"] = serde_json::json!(span["price"].as_f64().unwrap() * 1e6);
    }
    serde_json::from_value(value).unwrap()
}

#[test]
fn threads_change_nothing() {
    for seed in seeds(12) {
        let file = match seed % 2 {
            0 => tiny_instance(seed),
            _ => random_small(seed),
        };
        let instance = instance(&file);
        let network = Network::compile(&instance);
        let upper = Planner::new(&instance).work(0.01).run().plan.value;
        let [one, two] = [1, 2].map(|threads| {
            let pool = ThreadPoolBuilder::new().num_threads(threads).build();
            let pool = pool.expect("threads");
            pool.install(|| bounds(&network, upper, &file.name))
        });
        assert_eq!(one, two, "{}", file.name);
    }
}

/// The file with one of its trains only, and no state of others.
fn alone(file: &InstanceFile, index: usize) -> InstanceFile {
    let mut file = file.clone();
    file.trains = vec![file.trains[index].clone()];
    forget_trains_left_out(&mut file);
    file
}

#[test]
fn of_one_train_alone_it_is_what_the_train_costs() {
    let (mut n, mut below) = (0, 0);
    for seed in seeds(200) {
        let file = tiny_instance(seed);
        for index in 0..file.trains.len() {
            let Ok(instance) = instance_from_file(&alone(&file, index)) else {
                continue;
            };
            let network = Network::compile(&instance);
            let name = instance.name();
            let Some(best) = best_plan(&instance, Limit::default()) else {
                continue;
            };
            let values = bounds(&network, best.value, name);
            assert!(values[4] <= best.value, "{name}: {values:?}");
            // what a train finds in a store, and what is missing there at the end, is not its own affair
            if !network.stocks.is_empty() {
                continue;
            }
            n += 1;
            if values[4] < best.value {
                below += 1;
                let own = cheapest_journey(&instance, TrainId::from_index(0));
                let own = own.map(|(cost, _)| cost);
                println!("{name} {index}: {values:?} below {} ({own:?})", best.value);
            }
        }
    }
    println!("below the cost of the train in {below} of {n}");
    assert!(n > 0 && below * 20 <= n, "{below} of {n}");
}

#[test]
fn what_is_told_may_rise_and_fall() {
    let (mut split, mut found) = (0, 0);
    for (instance, best) in solved(60) {
        let network = Network::compile(&instance);
        let start = insert_all(
            &network,
            &mut Pricer::new(),
            &network.train_indices().collect::<Vec<_>>(),
        );
        let mut dual = Dual::new(&network);
        let mut finders = Finders::new(&Parts::default());
        // late in branch and bound a value that no plan reaches, then others again
        for value in [10 * best + 1000, best, best / 2, best, 10 * best + 1000] {
            let incumbent = Incumbent {
                value: Cost::new(value),
                journeys: Some(&start.journeys),
            };
            let mut plans = Vec::new();
            for _ in 0..400 {
                if dual.is_closed(value) {
                    break;
                }
                plans.extend(finders.round(&mut dual, incumbent));
            }
            plans.extend(finders.finish(&mut dual, incumbent));
            assert!(dual.value() <= best, "{}", instance.name());
            for plan in plans {
                let again = together(&network, plan.journeys);
                let again = again.map(|plan| plan.value);
                assert_eq!(again, Ok(plan.value), "{}", instance.name());
                assert!(
                    plan.value.units() >= best && plan.value.units() < value,
                    "{}",
                    instance.name()
                );
                found += 1;
            }
        }
        split += usize::from(dual.parts() > 0);
    }
    println!("{split} split, {found} plans");
    assert!(found > 0, "no combination led to a plan");
    assert!(split > 0, "branch and bound was never reached");
}

#[test]
fn what_trains_choose_are_journeys() {
    let (mut n, mut refused, mut other) = (0, 0, 0);
    for seed in seeds(200) {
        let file = match seed % 4 {
            0 => random_small(seed),
            _ => tiny_instance(seed),
        };
        let instance = instance(&file);
        let network = Network::compile(&instance);
        let upper = Planner::new(&instance).work(0.01).run().plan.value;
        let mut bound = Dual::new(&network);
        for _ in 0..12 {
            bound.improve(upper, 1);
            let chosen = bound.choices().enumerate();
            for (index, choice) in chosen.filter_map(|(at, (_, choice))| Some((at, choice?))) {
                let train = &network.trains[index];
                n += 1;
                match Journey::of_choices(train, &network, &choice.choices) {
                    Ok(journey) => {
                        if journey.exit != choice.exit {
                            other += 1;
                            let (is, said) = (journey.exit, choice.exit);
                            println!("{}, train {index}: {is}, said {said}", file.name);
                        }
                    }
                    Err(error) => {
                        refused += 1;
                        println!("{}, train {index}: {error}", file.name);
                    }
                }
            }
        }
    }
    println!("{n} choices: {refused} are no journey, {other} of another exit");
    assert!(n > 0 && refused * 20 <= n, "{refused} of {n}");
    assert_eq!(other, 0);
}

#[test]
fn plans_say_no_more_than_is_true() {
    let mut wrong = Vec::new();
    let (mut n, mut optimal) = (0, 0);
    for (instance, best) in solved(150) {
        let plan = Planner::new(&instance).work(0.2).run().plan;
        let (name, value, bound) = (instance.name(), plan.value, plan.bound);
        let report = check(&instance, &plan);
        if !report.is_clean() {
            wrong.push(format!("{name}: {:?}", report.violations));
        }
        if bound > best || best > value {
            wrong.push(format!("{name}: bound {bound}, best {best}, value {value}"));
        }
        if (plan.status == Status::Optimal) != (value == bound) {
            wrong.push(format!("{name}: {:?} at {bound}, {value}", plan.status));
        }
        n += 1;
        optimal += u32::from(plan.status == Status::Optimal);
    }
    println!("{n} compared, {optimal} proven optimal");
    assert_none(&wrong);
    assert!(n > 0);
}

/// Half tiny, half small.
fn files(default: u64) -> impl Iterator<Item = InstanceFile> {
    let seeds = seeds(default);
    seeds.map(|seed| match seed % 2 {
        0 => tiny_instance(seed),
        _ => random_small(seed),
    })
}

#[test]
fn less_in_the_way_never_worsens_a_proven_optimum() {
    let mut proven = 0;
    for file in files(24) {
        let before = Planner::new(&instance(&file)).work(0.1).run().plan;
        if before.status != Status::Optimal {
            continue;
        }
        for (what, changed) in loosened(&file) {
            let Ok(after) = instance_from_file(&changed) else {
                continue;
            };
            let after = Planner::new(&after).work(0.1).run().plan;
            let name = &file.name;
            assert!(
                after.bound <= before.value,
                "{name}, {what}: no plan below {}, but before there was one of {}",
                after.bound,
                before.value
            );
            if after.status == Status::Optimal {
                proven += 1;
                assert!(after.value <= before.value, "{name}, {what}");
            }
        }
    }
    println!("{proven} pairs of optima");
    assert!(proven > 0);
}

#[test]
fn the_order_of_the_trains_changes_nothing() {
    for file in files(24) {
        let upper = Planner::new(&instance(&file)).work(0.01).run().plan.value;
        let said = |file: &InstanceFile| {
            let instance = instance(file);
            let network = Network::compile(&instance);
            // as the planner does: of equal choices the engine takes the first train's
            let alone = Alone::new(&network, &mut Pricer::new(), || true).journeys;
            let trains = instance.trains().iter();
            let names: Vec<&str> = trains.map(|train| train.name.as_str()).collect();
            let order = ordered(&network, &alone, &names, Order::Release);
            bounds(&network.in_order(&order), upper, &file.name)
        };
        assert_eq!(said(&file), said(&reversed(&file)), "{}", file.name);
    }
}
