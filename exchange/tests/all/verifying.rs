//! A solution that keeps all rules but one, for each of them.

use regauge_exchange::displib::{Rule, Verified, read_instance, read_solution, verify};
use regauge_model::Language;

/// Two trains one behind the other: `r` is released 2 after it is left, and `s` by the next event.
const INSTANCE: &str = r#"{"trains":[
    [{"start_lb":1,"start_ub":3,"min_duration":5,"resources":[{"resource":"r","release_time":2}],"successors":[1,2]},
     {"min_duration":4,"resources":[{"resource":"s"}],"successors":[3]},
     {"min_duration":9,"successors":[3]},
     {"min_duration":0,"successors":[]}],
    [{"min_duration":1,"successors":[1]},
     {"min_duration":5,"resources":[{"resource":"r"}],"successors":[2]},
     {"min_duration":4,"resources":[{"resource":"s"}],"successors":[3]},
     {"min_duration":0,"successors":[]}]],
    "objective":[{"type":"op_delay","train":0,"operation":3,"threshold":8,"coeff":3},
     {"type":"op_delay","train":0,"operation":3,"threshold":10,"increment":100},
     {"type":"op_delay","train":1,"operation":3,"threshold":17,"coeff":2,"increment":5},
     {"type":"op_delay","train":1,"operation":2,"threshold":99,"coeff":2}]}"#;

/// Time, train, operation.
const EVENTS: [[i64; 3]; 7] = [
    [1, 0, 0],
    [1, 1, 0],
    [6, 0, 1],
    [8, 1, 1],
    [10, 0, 3],
    [13, 1, 2],
    [17, 1, 3],
];

/// 3 · (10 − 8) + 100 + 5.
const VALUE: i64 = 111;

fn verified(events: &[[i64; 3]], value: i64) -> Verified {
    let instance = read_instance(INSTANCE.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    let events: Vec<String> = events
        .iter()
        .map(|[time, train, operation]| {
            format!(r#"{{"time":{time},"train":{train},"operation":{operation}}}"#)
        })
        .collect();
    let text = format!(
        r#"{{"objective_value":{value},"events":[{}]}}"#,
        events.join(",")
    );
    let solution = read_solution(text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    verify(&instance, &solution)
}

fn broken(events: &[[i64; 3]]) -> Vec<(Rule, Option<usize>)> {
    let value = verified(events, 0).value;
    let violations = verified(events, value).violations;
    for violation in &violations {
        let chinese = violation.message.in_language(Language::Chinese);
        assert!(
            !chinese.chars().any(|c| c.is_ascii_uppercase()),
            "{chinese}"
        );
    }
    violations.iter().map(|own| (own.rule, own.event)).collect()
}

fn with(index: usize, event: [i64; 3]) -> Vec<[i64; 3]> {
    let mut events = EVENTS.to_vec();
    events[index] = event;
    events
}

#[test]
fn a_solution_that_keeps_the_rules_is_valid() {
    let verified = verified(&EVENTS, VALUE);
    assert!(verified.is_valid(), "{:?}", verified.violations);
    assert_eq!(verified.value, VALUE);
}

#[test]
fn a_train_or_operation_that_is_not_there_is_refused() {
    let mut events = EVENTS.to_vec();
    events.push([17, 2, 0]);
    events.push([17, 1, 4]);
    assert_eq!(
        broken(&events),
        [(Rule::Reference, Some(7)), (Rule::Reference, Some(8))]
    );
}

#[test]
fn events_out_of_the_order_of_time_are_refused() {
    let mut events = EVENTS.to_vec();
    events.swap(2, 3);
    // and the train that comes first in the file has what the other one has not left
    assert_eq!(
        broken(&events),
        [(Rule::Resource, Some(2)), (Rule::Order, Some(3))]
    );
}

#[test]
fn a_train_that_does_not_begin_at_its_entry_is_refused() {
    let mut events = EVENTS.to_vec();
    events.remove(1);
    assert_eq!(broken(&events), [(Rule::Entry, Some(2))]);
}

#[test]
fn an_operation_that_is_no_successor_is_refused() {
    let mut events = EVENTS.to_vec();
    events.remove(2);
    // and what the operation left out would have ended is not free
    assert_eq!(
        broken(&events),
        [(Rule::Resource, Some(2)), (Rule::Successor, Some(3))]
    );
}

#[test]
fn a_train_that_does_not_leave_is_refused() {
    assert_eq!(broken(&EVENTS[..6]), [(Rule::Exit, None)]);
    let one: Vec<[i64; 3]> = EVENTS.into_iter().filter(|event| event[1] == 0).collect();
    assert_eq!(broken(&one), [(Rule::Exit, None)]);
}

#[test]
fn starts_outside_their_bounds_are_refused() {
    assert_eq!(broken(&with(0, [0, 0, 0])), [(Rule::LowerBound, Some(0))]);
    let mut late = EVENTS.map(|[time, train, operation]| [time + 3, train, operation]);
    assert_eq!(broken(&late), [(Rule::UpperBound, Some(0))]);
    late[0][0] = 3;
    assert_eq!(broken(&late), []);
}

#[test]
fn an_operation_that_is_too_short_is_refused() {
    assert_eq!(broken(&with(6, [16, 1, 3])), [(Rule::Duration, Some(6))]);
}

#[test]
fn a_resource_that_is_not_released_is_refused() {
    // still in use
    let mut events = EVENTS.to_vec();
    events[3] = [5, 1, 1];
    events.swap(2, 3);
    assert_eq!(broken(&events), [(Rule::Resource, Some(2))]);
    // left, and its release time is not over
    assert_eq!(broken(&with(3, [7, 1, 1])), [(Rule::Resource, Some(3))]);
}

#[test]
fn who_comes_first_in_a_moment_is_told_by_the_order_of_events() {
    let text = r#"{"trains":[
        [{"min_duration":5,"resources":[{"resource":"a"}],"successors":[1]},{"min_duration":5,"resources":[{"resource":"b"}],"successors":[2]},{"min_duration":0,"successors":[]}],
        [{"min_duration":5,"resources":[{"resource":"b"}],"successors":[1]},{"min_duration":5,"successors":[2]},{"min_duration":0,"successors":[]}]],
        "objective":[]}"#;
    let instance = read_instance(text.as_bytes()).expect("an instance");
    let valid = |events: [[usize; 3]; 6]| {
        let events = events.map(|[time, train, operation]| {
            format!(r#"{{"time":{time},"train":{train},"operation":{operation}}}"#)
        });
        let text = format!(r#"{{"events":[{}]}}"#, events.join(","));
        let solution = read_solution(text.as_bytes()).expect("a solution");
        verify(&instance, &solution).is_valid()
    };
    let start = [[0, 0, 0], [0, 1, 0]];
    let end = [[10, 0, 2], [10, 1, 2]];
    assert!(valid([
        start[0],
        start[1],
        [5, 1, 1],
        [5, 0, 1],
        end[0],
        end[1]
    ]));
    assert!(!valid([
        start[0],
        start[1],
        [5, 0, 1],
        [5, 1, 1],
        end[0],
        end[1]
    ]));
}

#[test]
fn what_stands_on_a_resource_at_its_exit_stays_there() {
    let text = r#"{"trains":[[{"min_duration":0,"resources":[{"resource":"a"}],"successors":[]}],
        [{"min_duration":0,"successors":[1]},{"min_duration":0,"resources":[{"resource":"a"}],"successors":[]}]],"objective":[]}"#;
    let instance = read_instance(text.as_bytes()).expect("an instance");
    let text = r#"{"events":[{"time":0,"train":0,"operation":0},{"time":0,"train":1,"operation":0},{"time":9,"train":1,"operation":1}]}"#;
    let solution = read_solution(text.as_bytes()).expect("a solution");
    let rules: Vec<Rule> = verify(&instance, &solution)
        .violations
        .iter()
        .map(|own| own.rule)
        .collect();
    assert_eq!(rules, [Rule::Resource]);
}

#[test]
fn a_solution_that_says_another_value_is_refused() {
    let verified = verified(&EVENTS, VALUE - 1);
    let rules: Vec<Rule> = verified.violations.iter().map(|own| own.rule).collect();
    assert_eq!(rules, [Rule::Value]);
    let message = verified.violations[0].message.to_string();
    assert!(
        message.contains("110") && message.contains("111"),
        "{message}"
    );
}
