//! Answers follow from rows.

use crate::study;
use regauge_study::VERSION;
use regauge_study::answers::{answers, csv, markdown};
use regauge_study::file::Study;
use regauge_study::runs::{Job, Row, Rows, RunFigures};

fn question() -> Study {
    let text = r#"
name = "made up"
question = "What is a crane worth?"
[base]
demo = "s"
[replications]
least = 3
most = 3
[promise]
mean_dwell_hours = 6
[levers.cranes]
lever = "cranes"
shed = "shed-23"
values = [4, 5]
[uncertainties.trains]
lever = "trains-per-day"
values = [10, 12, 14, 16]
"#;
    study(text).unwrap_or_else(|problems| panic!("{problems}"))
}

/// A dwell that is the same in both but for what the worlds and the crane do.
fn rows(study: &Study) -> Vec<Row> {
    let mut rows = Vec::new();
    for (place, scenario) in study.scenarios.iter().enumerate() {
        for replication in 0..3_u32 {
            let trains = match &scenario.settings["trains"] {
                regauge_study::file::Setting::Number(trains) => *trains,
                _ => 0.0,
            };
            let is_more = scenario.name.contains("cranes = 5");
            let world = [0.0, 60.0, 200.0][replication as usize];
            let busy = (trains - 14.0).max(0.0) * 90.0;
            let dwell = 300.0 + world + busy
                - if is_more {
                    12.0 + f64::from(replication)
                } else {
                    0.0
                };
            rows.push(Row {
                scenario: scenario.name.clone(),
                scenario_hash: scenario.hash.clone(),
                replication,
                seed: 1 + u64::from(replication),
                planner_seed: 1,
                version: VERSION.to_owned(),
                failed: None,
                figures: Some(RunFigures {
                    days: 10,
                    came: 100,
                    left: 98,
                    throughput: 9.8,
                    dwell_mean: Some(dwell),
                    dwell_p90: Some(dwell * 1.5),
                    through_mean: Some(dwell + 30.0),
                    ..RunFigures::default()
                }),
            });
            let job = Job {
                replication,
                scenario: place,
                is_noise: false,
            };
            assert!(Rows::new(&rows).find(study, job).is_some());
        }
    }
    rows
}

#[test]
fn effects_are_differences_within_worlds() {
    let study = question();
    let answers = answers(&study, &rows(&study), &[]);
    let crane = answers
        .scenarios
        .iter()
        .find(|scenario| scenario.name == "cranes = 5")
        .unwrap();
    let difference = crane.differences["dwell"];
    // 12, 13 and 14 minutes; worlds differ by hours
    assert!(
        (difference.mean + 13.0 / 60.0).abs() < 1e-9,
        "{difference:?}"
    );
    assert!((difference.half_width.unwrap() - 4.303 * 1.0 / f64::sqrt(3.0) / 60.0).abs() < 1e-4);
    assert!(difference.is_real());
    assert!(
        crane.figures["dwell"].half_width.unwrap() > 2.0,
        "unpaired nothing could be told"
    );
    assert_eq!(crane.kept, Some(1 + 1));
    assert_eq!(answers.scenarios[0].kept, Some(2));
}

#[test]
fn a_curve_bends_where_the_station_is_full() {
    let study = question();
    let answers = answers(&study, &rows(&study), &[]);
    assert_eq!(answers.curves.len(), 2);
    assert_eq!(answers.curves[0].points.len(), 4);
    assert_eq!(answers.curves[0].knee, Some([14.0, 14.0]));
}

#[test]
fn tables_tell_them_all() {
    let study = question();
    let mut rows = rows(&study);
    rows[4].failed = Some("no, \"that\" went wrong".to_owned());
    rows[4].figures = None;
    rows[4].scenario = "=1+1".to_owned();
    let table = csv(&rows);
    assert_eq!(table.lines().count(), rows.len() + 1);
    assert!(table.contains("\"'=1+1\"") && table.contains("\"no, \"\"that\"\" went wrong\""));
    let columns = table.lines().next().unwrap().split(',').count();
    assert!(
        table
            .lines()
            .filter(|line| !line.contains("went wrong"))
            .all(|line| line.replace("\", \"", "").split(',').count() >= columns)
    );
    insta::assert_snapshot!(markdown(&answers(&study, &rows, &[])));
}
