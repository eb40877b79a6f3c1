//! Runs: none is lost, none is made twice, and it does not matter who makes them.

use crate::study;
use regauge_study::file::Study;
use regauge_study::runs::{
    Progress, Row, header_line, make, make_all, merged, missing, read_log, row_line,
};
use std::sync::Mutex;

fn small() -> Study {
    let text = r#"
name = "small"
question = "Is it worth to plan twice as often?"
[base]
demo = "s"
[run]
days = 2
warm_up_days = 1
work = 0.002
[replications]
least = 2
most = 4
half_width_minutes = 1
[levers.hours]
lever = "replanning"
values = [12, 6]
"#;
    study(text).unwrap_or_else(|problems| panic!("{problems}"))
}

fn run(study: &Study, threads: usize, partition: Option<[u32; 2]>) -> String {
    let mut rows: Vec<Row> = Vec::new();
    let mut log = header_line(&study.file.name);
    loop {
        let jobs = missing(study, &rows, partition);
        if jobs.is_empty() {
            break;
        }
        let made = Mutex::new(Vec::new());
        let progress = Progress::default();
        make_all(
            threads,
            &jobs,
            |job| make(study, job, &progress),
            |row| {
                made.lock().unwrap().push(row);
                Ok::<_, String>(())
            },
        )
        .unwrap();
        let made = made.into_inner().unwrap();
        assert_eq!(made.len(), jobs.len());
        log.extend(made.iter().map(row_line));
        rows.extend(made);
    }
    log
}

#[test]
fn merged_results_are_the_same_for_any_threads_and_partitions() {
    let study = small();
    let whole = merged(&[run(&study, 1, Some([1, 1]))]).unwrap();
    assert_eq!(whole, merged(&[run(&study, 2, Some([1, 1]))]).unwrap());
    let parts: Vec<String> = (1..=3)
        .rev()
        .map(|own| run(&study, 1, Some([own, 3])))
        .collect();
    assert_eq!(whole, merged(&parts).unwrap());
    // what a study asks for by its rule is among all it could ask for, and tells the same
    let adaptive = read_log(&run(&study, 2, None), Some("small")).unwrap();
    let all = read_log(&whole, Some("small")).unwrap();
    assert!(adaptive.rows.iter().all(|row| all.rows.contains(row)));
    let told = |rows: &[Row]| {
        regauge_study::answers::markdown(&regauge_study::answers::answers(&study, rows, &[]))
    };
    assert_eq!(told(&adaptive.rows), told(&all.rows));
    assert!(missing(&study, &all.rows, None).is_empty());
}

#[test]
fn a_log_that_ends_anywhere_loses_no_finished_run() {
    let study = small();
    let whole = run(&study, 2, None);
    let rows = read_log(&whole, Some("small")).unwrap().rows;
    let lines: Vec<&str> = whole.split_inclusive('\n').collect();
    for place in 0..20 {
        let end = whole.len() * (2 * place + 1) / 40;
        let log = read_log(&whole[..end], Some("small")).unwrap();
        let finished = whole[..end].matches('\n').count().saturating_sub(1);
        assert_eq!(log.rows, rows[..finished]);
        assert_eq!(
            log.complete,
            lines[..(finished + 1).min(whole[..end].matches('\n').count())]
                .iter()
                .map(|line| line.len())
                .sum::<usize>()
        );
        let jobs = missing(&study, &log.rows, None);
        // those that are left are made, and no other
        let again: Vec<Row> = jobs
            .iter()
            .filter_map(|&job| make_one(&study, job))
            .collect();
        assert!(again.iter().all(|row| !log.rows.contains(row)));
        if place > 16 {
            assert!(again.iter().all(|row| rows.contains(row)));
        }
    }
}

fn make_one(study: &Study, job: regauge_study::runs::Job) -> Option<Row> {
    // the last few alone: the others were made above already
    (job.replication > 0)
        .then(|| make(study, job, &Progress::default()))
        .flatten()
}

#[test]
fn a_run_that_is_given_up_leaves_no_row() {
    let study = small();
    let progress = Progress::default();
    progress
        .stop
        .store(true, std::sync::atomic::Ordering::Relaxed);
    let job = missing(&study, &[], None)[0];
    assert_eq!(make(&study, job, &progress), None);
}

#[test]
fn logs_of_others_are_refused() {
    let study = small();
    let log = run(&study, 2, Some([1, 8]));
    let refused = |text: &str| read_log(text, Some("small")).expect_err("refused").0[0].to_string();
    let all = [
        refused(&log.replacen("\"study\":\"small\"", "\"study\":\"other\"", 1)),
        refused(&log.replacen("\"version\":\"", "\"version\":\"0", 1)),
        refused("a,b,c\n1,2,3\n"),
        refused(&format!("{log}{{}}\n")),
    ];
    insta::assert_snapshot!(all.join("\n"));
}
