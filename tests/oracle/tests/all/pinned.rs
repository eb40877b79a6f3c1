//! Pins of events, tracks and emptied rakes: whatever a plan does can be pinned, and the cheapest journeys and best plans that keep
//! the pins are found.

use chrono::TimeDelta;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use regauge_instances::small::{random_small, with_second_port};
use regauge_model::check::{check, pinnable};
use regauge_model::format::{InstanceFile, SpanFile};
use regauge_model::ids::TrainId;
use regauge_model::plan_file::{pinned_emptied_to_file, pinned_time_to_file, pinned_track_to_file};
use regauge_model::validate::instance_from_file;
use regauge_model::{Instance, Minute, Plan};
use regauge_oracle::{Limit, best_plan, cheapest_journey, how_many, seeds, tiny_instance};
use regauge_solver::network::Rule;
use regauge_solver::{Planner, cheapest_alone};

pub(crate) fn instance(file: &InstanceFile) -> Instance {
    match instance_from_file(file) {
        Ok(instance) => instance,
        Err(problems) => panic!("{}:\n{problems}", file.name),
    }
}

pub(crate) fn tiny(seed: u64) -> InstanceFile {
    match seed % 3 {
        0 => with_second_port(&tiny_instance(seed), "border", seed),
        _ => tiny_instance(seed),
    }
}

/// Pins so many percent of what a plan does; with a shift to spans that begin up to so many minutes beside the starts.
pub(crate) fn pin_some(
    file: &mut InstanceFile,
    plan: &Plan,
    seed: u64,
    percent: u32,
    shift: i32,
) -> usize {
    let home = instance(file);
    let decided = plan.decided(&home);
    let mut dice = Pcg64Mcg::seed_from_u64(seed);
    let at = |minute: Minute| decided.horizon().date_time(minute);
    let system = decided.system();
    let mut n_pins = 0;
    for (train, all) in file.trains.iter_mut().zip(pinnable(&decided, plan)) {
        let pins = &mut train.pins;
        for (event, start) in all.starts {
            if start <= decided.horizon().end && dice.random_range(0..100) < percent {
                let from = Minute((start.0 + dice.random_range(-shift..=shift)).max(0));
                let minutes = dice.random_range(1..=1 + 3 * shift);
                let span = SpanFile {
                    from: at(from),
                    to: at(from) + TimeDelta::minutes(minutes.into()),
                };
                pins.times
                    .extend(pinned_time_to_file(&decided, event, span));
            }
        }
        for (track, _) in all.tracks {
            let yard = system.yard(track.1);
            let through = &system.station(yard.station).through;
            // tracks for trains that pass are not told apart
            let may_be = !through.iter().any(|(of, _)| *of == track.1);
            if may_be && dice.random_range(0..100) < percent {
                pins.tracks.push(pinned_track_to_file(&decided, track));
            }
        }
        if let Some((store, _)) = all.emptied
            && dice.random_range(0..100) < percent
        {
            pins.emptied = Some(pinned_emptied_to_file(&decided, store));
        }
        n_pins += pins.times.len() + pins.tracks.len() + usize::from(pins.emptied.is_some());
    }
    n_pins
}

#[test]
fn what_a_plan_does_can_be_pinned_and_is_kept() {
    let mut n_pins = 0;
    for seed in seeds(80) {
        let mut file = if seed % 2 == 0 {
            tiny(seed)
        } else {
            random_small(seed)
        };
        let plan = Planner::new(&instance(&file)).work(0.02).run().plan;
        n_pins += pin_some(&mut file, &plan, seed, 100, 0);
        let pinned = instance(&file);
        let kept = Planner::new(&pinned).work(0.02).run().plan;
        let report = check(&pinned, &kept);
        assert!(report.is_clean(), "seed {seed}: {:#?}", report.violations);
        // every event is where it was
        for (index, (then, now)) in plan.trains.iter().zip(&kept.trains).enumerate() {
            let starts = |plan: &Plan, instance: &Instance| {
                pinnable(&plan.decided(instance), plan).swap_remove(index)
            };
            if then.exit().is_some() && now.exit().is_some() {
                let (then, now) = (starts(&plan, &pinned), starts(&kept, &pinned));
                assert_eq!(then.starts, now.starts, "seed {seed}, train {index}");
            }
        }
        let n_planned = |plan: &Plan| {
            plan.trains
                .iter()
                .filter(|train| train.exit().is_some())
                .count()
        };
        assert!(n_planned(&kept) >= n_planned(&plan), "seed {seed}");
    }
    assert!(n_pins > 500, "{n_pins}");
}

#[test]
fn cheapest_journeys_keep_what_is_pinned() {
    let (mut with, mut without) = (0, 0);
    for seed in seeds(120) {
        let mut file = tiny(seed);
        let plan = Planner::new(&instance(&file)).work(0.0).run().plan;
        pin_some(&mut file, &plan, seed, 30, 4);
        let pinned = instance(&file);
        for index in 0..pinned.trains().len() {
            let id = TrainId::from_index(index);
            let exact = cheapest_journey(&pinned, id).map(|(cost, _)| cost);
            let (name, train) = (pinned.name(), &pinned.train(id).name);
            assert_eq!(cheapest_alone(&pinned, id), exact, "{name}, {train}");
            with += usize::from(exact.is_some());
            without += usize::from(exact.is_none());
        }
    }
    assert!(with > 30 && without > 10, "{with} and {without}");
}

#[test]
fn best_plans_keep_what_is_pinned() {
    let (mut compared, mut best_found, mut binding) = (0, 0, 0);
    for seed in seeds(50) {
        let mut file = tiny(seed);
        let plan = Planner::new(&instance(&file)).work(0.0).run().plan;
        pin_some(&mut file, &plan, seed, 20, 3);
        let pinned = instance(&file);
        let free = Planner::new(&pinned)
            .work(0.0)
            .without(&[Rule::Pins])
            .run()
            .plan;
        let broken = check(&pinned, &free).violations;
        binding += usize::from(broken.iter().any(|violation| violation.rule == "pins"));
        let plan = Planner::new(&pinned).work(0.1).run().plan;
        let report = check(&pinned, &plan);
        assert!(report.is_clean(), "seed {seed}: {:#?}", report.violations);
        let Some(best) = best_plan(&pinned, Limit(20_000)) else {
            continue;
        };
        let report = check(&pinned, &best);
        assert!(report.is_clean(), "seed {seed}: {:#?}", report.violations);
        assert!(
            plan.bound <= best.value && best.value <= plan.value,
            "seed {seed}"
        );
        compared += 1;
        best_found += usize::from(plan.value == best.value);
    }
    println!("{best_found} of {compared} best plans found, pins bind in {binding}");
    let n = how_many(50) as usize;
    assert!(compared * 2 > n && best_found * 10 > compared * 8 && binding * 5 > n);
}
