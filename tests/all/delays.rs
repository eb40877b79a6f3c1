//! Why a train leaves later than it would alone: the minutes add up, and the steps are its way.

use regauge::delays::{
    DelayCause, StepWhat, delayed, delays, lost, planned_alone, steps, train_delayed,
};
use regauge::plan::{Activity, TrainPlan};
use regauge::problem::ids::TrainId;
use regauge::{Instance, Minute, Plan, Planner};
use regauge_instances::demo;
use regauge_instances::demo_json;
use regauge_instances::small::random_small;
use regauge_oracle::{how_many, seeds};
use regauge_report::{Beside, PageConfig, html_with};
use serde_json::Value;
use std::collections::BTreeMap;

/// The steps cover the minutes of a train once, are what the plan says, and add up to the minutes by which it is later than alone.
fn add_up(instance: &Instance, plan: &Plan, id: TrainId) -> Option<BTreeMap<DelayCause, i32>> {
    let planned = &plan.trains[id.index()];
    let exit = planned.exit()?;
    let decided = plan.decided(instance);
    let train = decided.train(id);
    let name = format!("{}, {}", instance.name(), train.name);
    let of = |planned: &TrainPlan| {
        let steps = steps(&decided, id, planned);
        let first = train.earliest_entry.max(Minute(0));
        let mut at = first;
        let mut stands = 0;
        for step in &steps {
            assert_eq!(step.span.from, at, "{name}: {steps:#?}");
            assert!(step.span.to > step.span.from, "{name}");
            at = step.span.to;
            match step.what {
                StepWhat::Done(event) => {
                    assert_eq!(event.span.to, step.span.to, "{name}");
                    let is_hold =
                        matches!(event.what, Activity::Track { .. } | Activity::Spot { .. });
                    assert!(!is_hold, "{name}");
                }
                StepWhat::Waits(wait) => {
                    assert!(wait.span.to == step.span.to && planned.waits().contains(wait));
                }
                StepWhat::Stands => stands += step.span.minutes(),
            }
        }
        assert_eq!(at, planned.exit().unwrap().max(first), "{name}: {steps:#?}");
        // who stands does so for a call, or has not been let in
        let calls: i32 = train.calls.iter().map(|call| call.minutes).sum();
        let opens = (train.opens - first).max(0);
        assert!(
            stands <= calls + opens,
            "{name}: stands {stands}: {steps:#?}"
        );
        steps.len()
    };
    of(planned);
    let alone = planned_alone(instance, id)?;
    if alone.exit()? < train.earliest_entry.max(Minute(0)) {
        return None;
    }
    let found = delays(&decided, id, planned, &alone);
    let sum: i32 = found.iter().map(|delay| delay.minutes).sum();
    assert_eq!(sum, exit - alone.exit()?, "{name}: {found:#?}");
    Some(found.iter().map(|one| (one.cause, one.minutes)).collect())
}

fn all(instance: &Instance, plan: &Plan) -> Vec<BTreeMap<DelayCause, i32>> {
    let trains = (0..instance.trains().len()).map(TrainId::from_index);
    trains.filter_map(|id| add_up(instance, plan, id)).collect()
}

#[test]
fn causes_add_up_in_random_instances() {
    let (mut trains, mut waits, mut choices) = (0, 0, 0);
    for seed in seeds(60) {
        let Ok(instance) = Instance::from_file(&random_small(seed)) else {
            continue;
        };
        let plan = Planner::new(&instance).work(0.01).run().plan;
        for found in all(&instance, &plan) {
            trains += 1;
            choices += usize::from(found.contains_key(&DelayCause::Choice));
            let is_wait = |cause: &&DelayCause| matches!(cause, DelayCause::Wait(..));
            waits += found.keys().filter(is_wait).count();
        }
    }
    println!("{trains} trains, {waits} causes of waits, {choices} take longer by what they do");
    let few = how_many(60) as usize;
    assert!(trains > few && waits > few / 2 && choices > few / 20);
}

#[test]
fn causes_add_up_in_ready_made_instances() {
    for name in ["m", "m-single", "duo", "irun", "brest"] {
        let instance = Instance::from_json(demo_json(name).unwrap().as_bytes()).unwrap();
        let plan = Planner::new(&instance).work(0.1).run().plan;
        let found = all(&instance, &plan);
        let later = found.iter().filter(|causes| !causes.is_empty()).count();
        assert!(
            later * 4 > found.len(),
            "{name}: {later} of {}",
            found.len()
        );
    }
}

/// Of all trains at once it is what each train says by itself, and by cause it adds up to the same minutes.
#[test]
fn over_all_trains_the_minutes_add_up_too() {
    let mut seen = 0;
    let small = seeds(20).map(random_small);
    let files: Vec<_> = small.chain(regauge_instances::demo("m")).collect();
    for file in files {
        let instance = Instance::from_file(&file).expect("a valid instance");
        let plan = Planner::new(&instance).work(0.02).run().plan;
        let all = delayed(&instance, &plan);
        // but for trains that find no empty rake where nobody else brings one
        let planned = plan.trains.iter().filter(|train| train.exit().is_some());
        assert!(all.len() <= planned.count());
        let mut sum = 0;
        for one in all.iter().take(5) {
            let alone = train_delayed(&instance, &plan, one.train);
            assert_eq!(alone.as_ref(), Some(one));
        }
        for one in &all {
            let exit = plan.trains[one.train.index()]
                .exit()
                .expect("a planned train");
            sum += i64::from(exit - one.alone);
        }
        let lost = lost(&all);
        assert_eq!(lost.iter().map(|one| one.minutes).sum::<i64>(), sum);
        assert!(lost.is_sorted_by_key(|one| std::cmp::Reverse(one.minutes)));
        seen += lost.len();
    }
    assert!(seen > 20);
}

/// The page says where the minutes went, and of every train why; they are those of the library.
#[test]
fn the_page_says_where_the_minutes_went() {
    let instance = Instance::from_file(&demo("m").expect("a ready-made instance")).expect("valid");
    let plan = Planner::new(&instance).work(0.02).run().plan;
    let all = delayed(&instance, &plan);
    let beside = Beside {
        delays: &all,
        ..Beside::default()
    };
    let page = html_with(&instance, &plan, &beside, &PageConfig::default()).expect("a page");
    let sum: i64 = lost(&all).iter().map(|one| one.minutes).sum();
    assert!(page.contains(&format!("Together {sum} min")) && page.contains("延误分钟去向"));
    let (_, data) = page.split_once("application/json").expect("the data");
    let (_, data) = data.split_once('>').expect("its beginning");
    let (data, _) = data.split_once("</script>").expect("its end");
    let data: Value = serde_json::from_str(data).expect("JSON");
    for one in &all {
        let told = data["trains"][one.train.index()][5]
            .as_array()
            .expect("causes");
        let told: Vec<i64> = told.iter().filter_map(|cause| cause[0].as_i64()).collect();
        let own = one.delays.iter().map(|delay| i64::from(delay.minutes));
        assert_eq!(told, own.collect::<Vec<_>>());
    }
}
