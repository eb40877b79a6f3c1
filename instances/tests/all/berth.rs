//! Readers of berth-allocation files: the two layouts, what is wrong with a file and where, and that no bytes make them
//! panic.

use regauge_instances::berth::{BerthError, BerthProblem, read};
use regauge_model::Language;
use regauge_model::format::InstanceFile;
use regauge_model::validate::instance_from_file;
use std::collections::BTreeSet;
use std::fmt::Write;

/// Two ships, three berths: `ships berths`, rows by berth.
const BY_BERTH: &str = "  2 3\n 10 20\n 12 0\n 0 24\n 5 100\n 0 90\n 7 200\n 3 8\n 50 60\n";
/// The same by ship.
const BY_SHIP: &str = "2\n3\n3 8\n5 0 7\n10 12 99999\n20 99999 24\n100 90 200\n50 60\n";

fn problem(text: &str) -> BerthProblem {
    read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}"))
}

fn error(text: &str) -> BerthError {
    read(text.as_bytes()).expect_err("it is refused")
}

fn instance(problem: &BerthProblem) -> InstanceFile {
    let file = problem.instance("two ships").expect("a sane problem");
    if let Err(problems) = instance_from_file(&file) {
        panic!("{problems}");
    }
    file
}

#[test]
fn both_layouts_hold_the_same() {
    let read = problem(BY_BERTH);
    assert_eq!(read, problem(BY_SHIP));
    assert_eq!(read.ships[0].handling, [Some(10), Some(12), None]);
    assert_eq!(read.ships[1].handling, [Some(20), None, Some(24)]);
    assert_eq!(
        (read.ships[1].arrival, read.ships[1].latest_departure),
        (8, 60)
    );
    assert_eq!((read.berths[2].opens, read.berths[2].closes), (7, 200));
    assert_eq!(read, problem(&BY_BERTH.replace('\n', "\r\n")));
}

#[test]
fn a_problem_is_a_valid_instance() {
    let file = instance(&problem(BY_SHIP));
    assert_eq!(file.trains.len(), 2);
    let train = &file.trains[1];
    assert_eq!(train.handling.len(), 2);
    assert_eq!(train.handling[1].spot, "berth-3");
    let minute = |at: regauge_model::format::DateTimeFile| (at - file.horizon.start).num_minutes();
    assert_eq!(minute(train.earliest_entry), 8);
    // Both would be through by minute 44: no latest departure within the horizon is in the way.
    assert_eq!(file.horizon.planning_hours, 1);
    let spots = &file.system.stations[0].sheds[0].spots;
    let closed = |spot: usize| -> Vec<(i64, i64)> {
        let spans = spots[spot].closed.iter();
        spans
            .map(|span| (minute(span.from), minute(span.to)))
            .collect()
    };
    assert_eq!(
        (closed(0), closed(1), closed(2)),
        (vec![(0, 5)], vec![], vec![(0, 7)])
    );
    let pinned = file.trains[0]
        .pins
        .exit
        .clone()
        .expect("its latest departure");
    assert_eq!((minute(pinned.from), minute(pinned.to)), (3, 51));
    assert!(train.pins.exit.is_none());
}

#[test]
fn berths_that_close_early_or_never_open_are_closed() {
    let file = instance(&problem(
        "1 3\n 5\n 5\n 5\n 0 20\n 30 10\n 70 90\n 3\n 80\n",
    ));
    let spots = &file.system.stations[0].sheds[0].spots;
    let hours = i64::from(file.horizon.planning_hours);
    let minute = |at: regauge_model::format::DateTimeFile| (at - file.horizon.start).num_minutes();
    let closed = |spot: usize| -> i64 {
        let spans = spots[spot].closed.iter();
        spans.map(|span| minute(span.to) - minute(span.from)).sum()
    };
    assert_eq!(closed(0), hours * 60 - 20);
    assert_eq!(closed(1), hours * 60);
}

#[test]
fn weights_follow_and_leftovers_do_not() {
    let weighted = problem(&format!("{BY_SHIP} 3 1\n"));
    assert_eq!((weighted.ships[0].weight, weighted.ships[1].weight), (3, 1));
    let file = instance(&weighted);
    assert_eq!(file.system.classes.len(), 2);
    assert_eq!(file.trains[0].class, "weight-3");
    assert_eq!(problem(&format!("{BY_SHIP} 60 60 60\n")), problem(BY_SHIP));
    assert_eq!(problem(&format!("{BY_SHIP} 60 60\n")), problem(BY_SHIP));
    let surplus = error(&format!("{BY_SHIP} 60 60 61\n"));
    let expected = BerthError::Surplus {
        line: 9,
        count: 3,
        ships: 2,
    };
    assert_eq!(surplus, expected);
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    let text = |error: BerthError| error.to_string();
    assert_eq!(
        text(error("")),
        "B0103 (line 1): the text ends before the number of ships. Compare the numbers of ships and berths with the rows."
    );
    assert!(text(error("2\n3\n1 x\n")).starts_with("B0102 (line 3): `x` is not"));
    assert!(text(error("2\n3\n1 -1\n")).starts_with("B0102 (line 3): `-1`"));
    assert!(text(error("2\n3\n1 1.5\n")).starts_with("B0102 (line 3): `1.5`"));
    assert!(text(error("2\n3\n1 100000000\n")).starts_with("B0102 (line 3)"));
    assert!(
        text(error("2\n3\n1 1\n0 0 0\n1 1 1\n"))
            .contains("ends before the handling times of ship 2")
    );
    assert!(text(error("2 3\n1 1\n1 1\n")).contains("ends before the handling times of berth 3"));
    assert!(text(error("0\n3\n")).starts_with("B0201 (line 1): the number of ships is 0"));
    assert!(text(error("1\n3000\n")).starts_with("B0201 (line 2): the number of berths is 3000"));
    assert!(
        text(error("1 1\n20000\n0 9\n0\n9\n"))
            .starts_with("B0201 (line 2): a handling time is 20000")
    );
    assert!(text(error("1 1\n0\n0 9\n0\n9\n")).starts_with("B0202: ship 1 has no"));
    assert!(
        text(error("1 1\n5\n0 9\n0\n9\n3000\n")).starts_with("B0201 (line 6): a weight is 3000")
    );
    let not_text = read(b"2 3\n\xff\n").expect_err("no UTF-8");
    assert_eq!(not_text, BerthError::NotText { line: 2 });
    let first = problem("1 1\n5\n0 99\n10\n9\n")
        .instance("late")
        .expect_err("it leaves first");
    assert!(
        first
            .to_string()
            .starts_with("B0203: ship 1 must leave at 9, before")
    );
    let long = problem("1 1\n5\n0 9999999\n9999990\n9999999\n").instance("long");
    assert!(long.expect_err("too long").to_string().starts_with("B0204"));
}

/// The same codes and lines, in the words of the reader.
#[test]
fn what_is_wrong_is_told_in_both_languages() {
    let of_file = [
        "",
        "2\n3\n1 x\n",
        "2 3\n1 1\n1 1\n",
        "0\n3\n",
        "1 1\n0\n0 9\n0\n9\n",
    ];
    let mut errors: Vec<BerthError> = of_file.into_iter().map(error).collect();
    errors.push(error(&format!("{BY_SHIP} 60 60 61\n")));
    errors.push(read(b"2 3\n\xff\n").expect_err("no UTF-8"));
    for text in [
        "1 1\n5\n0 99\n10\n9\n",
        "1 1\n5\n0 9999999\n9999990\n9999999\n",
    ] {
        errors.push(
            problem(text)
                .instance("late")
                .expect_err("it cannot be planned"),
        );
    }
    let all: BTreeSet<&str> = errors.iter().map(|error| error.problem().code).collect();
    assert_eq!(all.len(), 8, "every code once: {all:?}");
    let mut said = String::new();
    for error in &errors {
        let chinese = error.problem().in_language(Language::Chinese);
        let _ = writeln!(said, "{error}\n{chinese}");
        let (_, words) = chinese.split_once('：').expect("a code and what is wrong");
        let words = words.replace("UTF-8", "").replace("`x`", "");
        assert!(
            !words.contains(|c: char| c.is_ascii_alphabetic()),
            "{chinese}"
        );
    }
    insta::assert_snapshot!(said);
}

#[test]
fn no_bytes_make_the_reader_panic() {
    let mut state = 1_u64;
    let mut next = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for text in [BY_BERTH, BY_SHIP] {
        for length in 0..text.len() {
            let _ = read(&text.as_bytes()[..length]);
        }
        for _ in 0..4000 {
            let mut bytes = text.as_bytes().to_vec();
            for _ in 0..=next(4) {
                let at = next(bytes.len());
                match next(4) {
                    0 => bytes[at] = b"0123456789 \n-.x\xff\r\t"[next(18)],
                    1 => drop(bytes.remove(at)),
                    2 => bytes.insert(at, b'9'),
                    _ => bytes.insert(at, next(256) as u8),
                }
            }
            if let Ok(problem) = read(&bytes)
                && let Ok(file) = problem.instance("damaged")
                && let Err(problems) = instance_from_file(&file)
            {
                panic!("{}\n{problems}", String::from_utf8_lossy(&bytes));
            }
        }
    }
    for _ in 0..2000 {
        let bytes: Vec<u8> = (0..next(60))
            .map(|_| b"0123456789 \n\n  "[next(15)])
            .collect();
        let _ = read(&bytes).map(|problem| problem.instance("random"));
    }
}
