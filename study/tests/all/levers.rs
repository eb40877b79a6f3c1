//! Levers change what must change along.

use crate::study;
use regauge_model::format::InstanceFile;
use regauge_study::file::{Scenario, Study};

/// The scenarios of one factor on a ready-made instance, the reference first.
fn scenarios(demo: &str, factor: &str) -> Vec<Scenario> {
    let text = format!(
        "name = \"t\"\nquestion = \"?\"\n[base]\ndemo = \"{demo}\"\n[world.wind]\n[levers.it]\n{factor}"
    );
    study(&text)
        .unwrap_or_else(|problems| panic!("{problems}"))
        .scenarios
}

fn file(scenario: &Scenario) -> &InstanceFile {
    &scenario.base.file
}

#[test]
fn a_crane_more_works_wherever_the_last_one_does() {
    let all = scenarios(
        "s",
        "lever = \"cranes\"\nshed = \"shed-23\"\nvalues = [4, 5, 2]",
    );
    let shed = |scenario: usize| {
        file(&all[scenario])
            .system
            .stations
            .iter()
            .flat_map(|station| &station.sheds)
            .find(|shed| shed.id == "shed-23")
            .unwrap()
    };
    let (base, more, fewer) = (shed(0), shed(1), shed(2));
    assert_eq!(
        [base.cranes.len(), more.cranes.len(), fewer.cranes.len()],
        [4, 5, 2]
    );
    let last = &base.cranes[3].id;
    for (before, after) in base.modes.iter().zip(&more.modes) {
        for (before, after) in before.steps.iter().zip(&after.steps) {
            let wanted = before.cranes.len() + usize::from(before.cranes.contains(last));
            assert_eq!(after.cranes.len(), wanted);
        }
    }
    let known: Vec<&String> = fewer.cranes.iter().map(|crane| &crane.id).collect();
    for step in fewer.modes.iter().flat_map(|mode| &mode.steps) {
        assert!(!step.cranes.is_empty() && step.cranes.iter().all(|crane| known.contains(&crane)));
    }
    // another station is another run
    assert_ne!(all[0].hash, all[1].hash);
    assert_eq!(all[1].name, "it = 5");
}

#[test]
fn a_shed_that_is_not_there_is_not_there() {
    let all = scenarios(
        "l",
        "lever = \"shed\"\nshed = \"shed-22\"\nvalues = [true, false]",
    );
    let has = |scenario: &Scenario| {
        file(scenario)
            .system
            .stations
            .iter()
            .flat_map(|station| &station.sheds)
            .any(|shed| shed.id == "shed-22")
    };
    assert!(has(&all[0]) && !has(&all[1]));
}

#[test]
fn figures_of_every_lever_arrive() {
    let system = |scenario: &Scenario| file(scenario).system.clone();
    let station = |scenario: &Scenario| {
        system(scenario)
            .stations
            .into_iter()
            .find(|station| !station.sheds.is_empty())
            .unwrap()
    };
    let two = |factor: &str| {
        let mut all = scenarios("m", factor);
        assert_eq!(all.len(), 2, "{factor}");
        (all.remove(0), all.remove(0))
    };
    let (_, more) = two("lever = \"pairs\"\nshed = \"shed-23\"\nvalues = [1, 2]");
    assert_eq!(
        station(&more)
            .sheds
            .iter()
            .find(|shed| shed.id == "shed-23")
            .unwrap()
            .spots
            .len(),
        2
    );
    let (base, fast) = two("lever = \"crane-rate\"\nvalues = [100, 150]");
    let lifts = |scenario: &Scenario| station(scenario).sheds[0].cranes[0].lifts_per_hour;
    assert_eq!(lifts(&fast) * 2, lifts(&base) * 3);
    let (_, more) = two("lever = \"locomotives\"\ngauge_mm = 1435\nvalues = [3, 4]");
    assert_eq!(
        station(&more)
            .locomotives
            .iter()
            .find(|pool| pool.gauge_mm == 1435)
            .unwrap()
            .count,
        4
    );
    let (base, quick) =
        two("lever = \"stage-minutes\"\nstage = \"customs-border\"\nvalues = [100, 80]");
    let minutes = |scenario: &Scenario| {
        station(scenario)
            .stages
            .iter()
            .find(|stage| stage.id == "customs-border")
            .unwrap()
            .minutes
    };
    assert_eq!(minutes(&quick) * 10, minutes(&base) * 8);
    let (_, more) = two("lever = \"tracks\"\nyard = \"standard\"\nvalues = [14, 16]");
    assert_eq!(
        station(&more)
            .yards
            .iter()
            .find(|yard| yard.id == "standard")
            .unwrap()
            .tracks
            .iter()
            .map(|group| group.count)
            .sum::<u32>(),
        16
    );
    let sections = r#"sections = ["jinghe-mogutan", "mogutan-bole", "bole-alashankou"]"#;
    let (_, single) = two(&format!(
        "lever = \"line-tracks\"\n{sections}\nvalues = [2, 1]"
    ));
    assert!(
        system(&single)
            .sections
            .iter()
            .filter(|section| section.id.contains("bole"))
            .all(|section| section.tracks == 1)
    );
    let (base, calm) = two("lever = \"wind\"\nvalues = [100, 0]");
    assert!(
        (base.world.wind.unwrap().percent - 100.0).abs() < 1e-9
            && calm.world.wind.unwrap().percent.abs() < 1e-9
    );
    let (_, often) = two("lever = \"replanning\"\nvalues = [12, 6]");
    assert_eq!(often.run.replan_hours, 6);
    let (_, path) = two(
        "lever = \"path\"\npath = \"base.system.stations[alashankou].sheds[shed-23].placing_minutes\"\nvalues = [30, 20]",
    );
    assert_eq!(
        station(&path)
            .sheds
            .iter()
            .find(|shed| shed.id == "shed-23")
            .unwrap()
            .placing_minutes,
        Some(20)
    );
    let (_, path) =
        two("lever = \"path\"\npath = \"world.arrivals.sd_minutes\"\nvalues = [90, 45]");
    assert!((path.world.arrivals.sd_minutes - 45.0).abs() < 1e-9);
}

#[test]
fn designs_make_their_scenarios() {
    let text = |kind: &str| {
        format!(
            "name = \"t\"\nquestion = \"?\"\n[base]\ndemo = \"m\"\n[design]\nkind = \"{kind}\"\n{}[levers.a]\nlever = \"replanning\"\nvalues = [12, 6, 8]\n[uncertainties.b]\nlever = \"trains-per-day\"\nvalues = [18, 20]\n",
            if kind == "list" {
                "list = [{ a = 6 }, { a = 8, b = 20 }]\n"
            } else {
                ""
            }
        )
    };
    let names = |kind: &str| -> Vec<String> {
        study(&text(kind))
            .unwrap()
            .scenarios
            .into_iter()
            .map(|scenario| scenario.name)
            .collect()
    };
    assert_eq!(
        names("grid"),
        [
            "reference",
            "b = 20",
            "a = 6",
            "a = 6, b = 20",
            "a = 8",
            "a = 8, b = 20"
        ]
    );
    assert_eq!(
        names("one-at-a-time"),
        ["reference", "a = 6", "a = 8", "b = 20"]
    );
    assert_eq!(names("list"), ["reference", "a = 6", "a = 8, b = 20"]);
}

#[test]
fn one_more_of_everything_is_a_study_of_its_own() {
    let own = study(
        "name = \"t\"\nquestion = \"?\"\n[base]\ndemo = \"m\"\n[world]\ntrains_per_day = 18\n",
    )
    .unwrap();
    let all = regauge_study::bottlenecks::bottlenecks(own.clone());
    let all = all.unwrap_or_else(|problems| panic!("{problems}"));
    let names: Vec<&str> = all
        .scenarios
        .iter()
        .map(|scenario| scenario.name.as_str())
        .collect();
    for wanted in [
        "cranes shed-23 = 5",
        "pairs shed-23 = 2",
        "locomotives alashankou 1435 = 4",
        "tracks broad = 11",
        "cap border-broad = 17",
    ] {
        assert!(names.contains(&wanted), "{wanted} of {names:?}");
    }
    // each differs from the reference
    let mut hashes: Vec<&str> = all
        .scenarios
        .iter()
        .map(|scenario| scenario.hash.as_str())
        .collect();
    hashes.sort_unstable();
    hashes.dedup();
    assert_eq!(hashes.len(), all.scenarios.len());
    assert_eq!(all.reference().world, own.reference().world);
}

/// Also those of the longer instance whose trains are templates: they are nearly all that come.
#[test]
fn with_ports_of_their_own_no_train_may_go_elsewhere() {
    let text = "name = \"t\"\nquestion = \"?\"\n[base]\ndemo = \"duo\"\n[levers.ports]\nlever = \"ports\"\nvalues = [\"free\", \"own\"]\n[uncertainties.papers]\nlever = \"path\"\npath = \"base.system.stations[khorgos].stages[khorgos-waybill].minutes\"\nvalues = [60, 50]\n";
    let file = regauge_instances::demo("duo").expect("a ready-made instance");
    let mut more = file.clone();
    for train in &mut more.trains {
        train.id = format!("more-{}", train.id);
    }
    let study = Study::from_toml(text, |_| Ok((file, Some(more))));
    let study = study.unwrap_or_else(|problems| panic!("{problems}"));
    let may_choose = |scenario: &Scenario| {
        let kinds = scenario.base.kinds.iter();
        let templates = kinds.flat_map(|kind| &kind.templates);
        let choose = templates.filter(|train| !train.other_ways().is_empty());
        let (more, own): (Vec<_>, Vec<_>) = choose.partition(|train| train.id.starts_with("more-"));
        (own.len(), more.len())
    };
    for scenario in &study.scenarios {
        let (own, more) = may_choose(scenario);
        if scenario.name.contains("ports = own") {
            assert_eq!((own, more), (0, 0), "{}", scenario.name);
        } else {
            assert!(own > 10 && more > 10, "{}: {own} {more}", scenario.name);
        }
    }
}
