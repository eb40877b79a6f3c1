//! Every rule of the network binds: a plan made without it breaks it often enough for tests to notice, and one made
//! with all rules breaks none.

use regauge_instances::small::random_small;
use regauge_model::Instance;
use regauge_model::check::check;
use regauge_model::validate::instance_from_file;
use regauge_oracle::seeds;
use regauge_solver::Planner;
use regauge_solver::network::Rule;

/// The names under which the checker reports that a rule is broken.
fn reported_as(rule: Rule) -> &'static [&'static str] {
    match rule {
        Rule::Tracks | Rule::TrackLength => &["tracks"],
        Rule::Teams => &["teams"],
        Rule::StageCalendar => &["stages"],
        Rule::Locomotives => &["locomotives"],
        Rule::ShuntingWind => &["shunting-wind"],
        Rule::Spots => &["spots"],
        Rule::Access => &["access"],
        Rule::Cranes => &["cranes"],
        Rule::Crossing => &["crossing"],
        Rule::CraneWind => &["crane-work", "duration"],
        Rule::Stores => &["stores"],
        Rule::Headway => &["headway"],
        Rule::Block => &["block"],
        Rule::Opposing => &["opposing"],
        Rule::Possession => &["possession"],
        Rule::LineWind => &["line-wind", "duration"],
        Rule::Caps => &["caps"],
        Rule::Throats => &["throats"],
        Rule::Holds => &["holds"],
        Rule::Pins => &["pins"],
    }
}

/// Units of work: few, for there are many plans to make.
const WORK: f64 = 0.01;

fn instances(default: u64) -> Vec<Instance> {
    let seeds = seeds(default);
    let files = seeds.map(random_small);
    let instances = files.map(|file| match instance_from_file(&file) {
        Ok(instance) => instance,
        Err(problems) => panic!("{}:\n{problems}", file.name),
    });
    instances.collect()
}

#[test]
fn a_plan_without_a_rule_breaks_it() {
    let instances = instances(80);
    let mut rare = Vec::new();
    for rule in Rule::ALL {
        let breaks = |instance: &&Instance| {
            // it binds when a plan made without it breaks it: the first that is found, or a better one
            [0.0, WORK].into_iter().any(|work| {
                let planner = Planner::new(instance).work(work);
                let plan = planner.without(&[rule]).run().plan;
                let report = check(instance, &plan);
                let names = reported_as(rule);
                let mut violations = report.violations.iter();
                violations.any(|violation| names.contains(&violation.rule))
            })
        };
        let broken = instances.iter().filter(breaks).count();
        let percent = broken as f64 * 100.0 / instances.len().max(1) as f64;
        println!(
            "{rule:?}: broken in {broken} of {} ({percent:.0} %)",
            instances.len()
        );
        if percent < 5.0 {
            rare.push(rule);
        }
    }
    assert!(rare.is_empty(), "hardly ever broken: {rare:?}");
}

#[test]
fn a_plan_with_all_rules_breaks_none() {
    let (mut postponed, mut all) = (0, 0);
    for instance in instances(10) {
        let plan = Planner::new(&instance).work(0.1).run().plan;
        let report = check(&instance, &plan);
        assert_eq!(report.violations, [], "{}", instance.name());
        postponed += plan
            .trains
            .iter()
            .filter(|train| train.exit().is_none())
            .count();
        all += plan.trains.len();
    }
    println!("{postponed} of {all} trains not planned");
    assert!(
        postponed * 10 <= all * 3,
        "{postponed} of {all} trains not planned"
    );
}
