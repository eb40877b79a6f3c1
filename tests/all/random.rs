//! Random small instances through plan and check. `REGAUGE_RANDOM` sets how many, `REGAUGE_SHARD` which part of them.

use regauge::{DEFAULT_WORK, Instance, Plan, Planner, check, plan_from_json, plan_to_json};
use regauge_model::ids::ThroatId;
use regauge_model::resource::Resource;
use regauge_model::timeline::Timeline;
use regauge_oracle::seeds;

/// Instances tried where the environment does not say.
const TRIED: u64 = 120;

/// Beyond those, one per error that was found: 428, room in a store taken that was promised at the start; 1113, lifts lost of a
/// part with fewer wagons than steps.
const REGRESSIONS: [u64; 2] = [428, 1113];

/// Moves of the search, in turn: what a plan must keep it must keep however long it was searched for.
const WORK: [f64; 8] = [0.01, 0.0, 0.05, 0.01, 0.1, 0.01, 0.05, 0.2];

/// Instances between two lines that say how far it is.
const TOLD: u64 = 1000;

#[test]
fn every_plan_passes_the_checker_and_survives_its_file() {
    let in_turn = seeds(TRIED).map(|seed| (seed, WORK[(seed % WORK.len() as u64) as usize]));
    // what was found by long runs is looked for by long runs
    let (mut throats, mut passes) = (0, 0);
    let again = REGRESSIONS.map(|seed| (seed, DEFAULT_WORK));
    for (seed, work) in in_turn.chain(again) {
        if seed > 0 && seed % TOLD == 0 {
            println!("{seed} tried");
        }
        let text = regauge_instances::to_json(&regauge_instances::small::random_small(seed));
        let instance =
            Instance::from_json(&text).unwrap_or_else(|problems| panic!("seed {seed}: {problems}"));
        let plan = Planner::new(&instance).work(work).run().plan;
        let report = check(&instance, &plan);
        assert!(
            report.violations.is_empty(),
            "seed {seed}: {:#?}",
            report.violations
        );
        passes += plan
            .trains
            .iter()
            .flat_map(regauge_model::plan::TrainPlan::events)
            .filter(|event| {
                matches!(
                    event.what,
                    regauge_model::plan::Activity::Run { track: Some(_), .. }
                )
            })
            .count();
        throats += one_at_a_time_over_throats(&instance, &plan, seed);
        assert!(
            plan.bound <= plan.value,
            "seed {seed}: {} > {}",
            plan.bound,
            plan.value
        );
        let file = plan_to_json(&instance, &plan).unwrap();
        let read = plan_from_json(&instance, file.as_bytes())
            .unwrap_or_else(|problems| panic!("seed {seed}: {problems}"));
        assert_eq!(plan_to_json(&instance, &read).unwrap(), file, "seed {seed}");
    }
    assert!(throats > 0, "no throat was used");
    assert!(passes > 0, "no train passed on a track");
}

/// What the timeline tells of throats beside what the checker lets pass: of two trains that use one at the same time both are under way at the start. How many uses
/// there are.
fn one_at_a_time_over_throats(instance: &Instance, plan: &Plan, seed: u64) -> usize {
    let instance = &*plan.decided(instance);
    let timeline = Timeline::new(instance, plan);
    let under_way = |train| instance.train(train).state.is_some();
    let mut count = 0;
    for id in (0..instance.system().throats().len()).map(ThroatId::from_index) {
        let uses: Vec<_> = timeline.of_resource(Resource::Throat(id)).collect();
        count += uses.len();
        for (place, one) in uses.iter().enumerate() {
            for other in &uses[..place] {
                let is_excused =
                    one.train == other.train || under_way(one.train) && under_way(other.train);
                assert!(
                    is_excused || !one.span.overlaps(other.span),
                    "seed {seed}: {one:?} beside {other:?}"
                );
            }
            for (path, span) in timeline.given_through(id) {
                let is_free = under_way(one.train) || !one.span.overlaps(span);
                assert!(is_free, "seed {seed}: {one:?} beside {path:?}");
            }
        }
    }
    count
}
