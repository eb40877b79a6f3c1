//! The examples of embedding say what they should; `.ci/run` runs them as programs, too.

use std::error::Error;
use std::io::Write;

#[allow(dead_code, reason = "the example has a main of its own")]
#[path = "../../examples/background.rs"]
mod background;
#[allow(dead_code, reason = "the example has a main of its own")]
#[path = "../../examples/choice.rs"]
mod choice;
#[allow(dead_code, reason = "the example has a main of its own")]
#[path = "../../examples/journeys.rs"]
mod journeys;
#[allow(dead_code, reason = "the example has a main of its own")]
#[path = "../../examples/replan.rs"]
mod replan;
#[allow(dead_code, reason = "the example has a main of its own")]
#[path = "../../examples/structs.rs"]
mod structs;

type Example = fn(&mut dyn Write) -> Result<(), Box<dyn Error>>;

fn said(run: Example) -> String {
    let mut out = Vec::new();
    run(&mut out).expect("the example ends well");
    String::from_utf8(out).expect("a text")
}

/// Another version may find another plan that is as good: every figure as `#`.
fn without_figures(text: &str) -> String {
    let mut without = String::new();
    for letter in text.chars() {
        if !letter.is_ascii_digit() {
            without.push(letter);
        } else if !without.ends_with('#') {
            without.push('#');
        }
    }
    without
}

#[test]
fn an_instance_is_made_from_structs() {
    insta::assert_snapshot!(said(structs::run));
}

#[test]
fn a_run_is_watched_and_cancelled_from_another_thread() {
    insta::assert_snapshot!(said(background::run));
}

#[test]
fn a_plan_is_taken_up_again() {
    insta::assert_snapshot!(without_figures(&said(replan::run)));
}

#[test]
fn a_plan_is_read_by_train() {
    insta::assert_snapshot!(without_figures(&said(journeys::run)));
}

/// Where grain is held at one port, trains that may go over the other one are better off, and the rule of six hours finds some of it.
#[test]
fn choice_of_port_is_worth_something() {
    let mut out = Vec::new();
    choice::run("duo-hold", 0.05, &mut out).expect("the example ends well");
    let text = String::from_utf8(out).expect("a text");
    let values: Vec<i64> = text
        .lines()
        .map(|line| {
            let (_, rest) = line.split_once("value ").expect("a value");
            let (value, _) = rest.split_once(',').expect("and more");
            value.parse().expect("a number")
        })
        .collect();
    let [own, ruled, free] = values[..] else {
        panic!("{text}");
    };
    assert!(free < ruled && ruled < own, "{text}");
    let last = text.lines().last().expect("three lines");
    assert!(!last.contains(" 0 over the other port"), "{last}");
}
