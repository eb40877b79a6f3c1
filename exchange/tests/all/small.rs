//! Small instances whose best solution is known.

use crate::brute_force::least_cost;
use regauge_exchange::displib::{Instance, PlanConfig, Planned, plan, read_instance, verify};

fn planned(instance: &Instance) -> Planned {
    let run = PlanConfig { work: 1.0, seed: 1 };
    let planned = plan(instance, run, &|| false);
    if let Some(solution) = &planned.solution {
        let verified = verify(instance, solution);
        assert!(verified.is_valid(), "{:?}", verified.violations);
    }
    planned
}

fn read(text: &str) -> Instance {
    read_instance(text.as_bytes()).unwrap_or_else(|problems| panic!("{problems}"))
}

/// What a solution costs, proven to be least: here and by trying all.
fn best(text: &str) -> Option<i64> {
    let instance = read(text);
    let planned = planned(&instance);
    let value = planned
        .solution
        .and_then(|solution| solution.objective_value);
    assert_eq!(planned.bound, value);
    assert_eq!(least_cost(&instance), value);
    value
}

/// Two trains against each other on a single track with a loop in the middle: one of them waits there for 7.
#[test]
fn opposing_trains_meet_where_there_are_two_tracks() {
    let train = |first: &str, last: &str, duration: i64| {
        format!(
            r#"[{{"start_ub":0,"min_duration":{duration},"resources":[{{"resource":"{first}"}}],"successors":[1,2]}},
            {{"min_duration":0,"resources":[{{"resource":"loop1"}}],"successors":[3]}},
            {{"min_duration":0,"resources":[{{"resource":"loop2"}}],"successors":[3]}},
            {{"min_duration":10,"resources":[{{"resource":"{last}"}}],"successors":[4]}},
            {{"min_duration":0,"successors":[]}}]"#
        )
    };
    let delay = |train: usize| {
        format!(r#"{{"type":"op_delay","train":{train},"operation":4,"threshold":10,"coeff":1}}"#)
    };
    let text = |tracks: &str| {
        let file = format!(
            r#"{{"trains":[{},{}],"objective":[{},{}]}}"#,
            train("west", "east", 3),
            train("east", "west", 10),
            delay(0),
            delay(1)
        );
        file.replace("loop2", tracks)
    };
    // train 0 is at the loop at 3 and waits until 10; it leaves at 20, the other one as well
    assert_eq!(best(&text("loop2")), Some(10 + 10));
    // with one track in the middle they can never pass each other
    assert_eq!(best(&text("loop1")), None);
}

/// Two trains that would have to change places in the same moment.
#[test]
fn trains_do_not_change_places_in_no_time() {
    let train = |first: &str, second: &str| {
        format!(
            r#"[{{"start_ub":0,"min_duration":5,"resources":[{{"resource":"{first}"}}],"successors":[1]}},
            {{"min_duration":5,"resources":[{{"resource":"{second}"}}],"successors":[2]}},
            {{"min_duration":0,"successors":[]}}]"#
        )
    };
    let text = |trains: &[String]| format!(r#"{{"trains":[{}],"objective":[]}}"#, trains.join(","));
    assert_eq!(best(&text(&[train("a", "b"), train("b", "a")])), None);
    // three in a ring, likewise
    let ring = [train("a", "b"), train("b", "c"), train("c", "a")];
    assert_eq!(best(&text(&ring)), None);
    let row = [train("a", "b"), train("b", "c"), train("c", "d")];
    assert_eq!(best(&text(&row)), Some(0));
}

#[test]
fn a_release_time_holds_for_other_trains_alone() {
    let train = |threshold: i64, number: usize| {
        let operations = r#"[{"min_duration":4,"resources":[{"resource":"r","release_time":3}],"successors":[1]},
            {"min_duration":2,"resources":[{"resource":"r","release_time":1}],"successors":[2]},
            {"min_duration":0,"successors":[]}]"#;
        let delay = format!(
            r#"{{"type":"op_delay","train":{number},"operation":2,"threshold":{threshold},"coeff":1}}"#
        );
        (operations, delay)
    };
    let ((first, one), (second, other)) = (train(6, 0), train(6, 1));
    let text = format!(r#"{{"trains":[{first},{second}],"objective":[{one},{other}]}}"#);
    // the second train begins at 7: behind the later of 4 + 3 and 6 + 1
    assert_eq!(best(&text), Some(7));
}

#[test]
fn a_cost_on_the_way_can_be_avoided_by_another_way() {
    let text = |increment: i64| {
        format!(
            r#"{{"trains":[[{{"min_duration":0,"successors":[1,2]}},{{"min_duration":1,"successors":[3]}},
            {{"min_duration":9,"successors":[3]}},{{"min_duration":0,"successors":[]}}]],
            "objective":[{{"type":"op_delay","train":0,"operation":1,"threshold":0,"increment":{increment}}},
            {{"type":"op_delay","train":0,"operation":3,"threshold":2,"coeff":1}}]}}"#
        )
    };
    assert_eq!(best(&text(4)), Some(4));
    assert_eq!(best(&text(40)), Some(7));
}

#[test]
fn a_way_may_leave_a_resource_and_come_back() {
    let first = r#"[{"min_duration":2,"resources":[{"resource":"r"}],"successors":[1]},
        {"min_duration":6,"successors":[2]},
        {"min_duration":2,"resources":[{"resource":"r"}],"successors":[3]},
        {"min_duration":0,"successors":[]}]"#;
    let second = r#"[{"min_duration":2,"successors":[1]},
        {"min_duration":3,"resources":[{"resource":"r"}],"successors":[2]},
        {"min_duration":0,"successors":[]}]"#;
    let delay = |train: usize, operation: usize, threshold: i64| {
        format!(
            r#"{{"type":"op_delay","train":{train},"operation":{operation},"threshold":{threshold},"coeff":1}}"#
        )
    };
    let (one, other) = (delay(0, 3, 10), delay(1, 2, 5));
    let text = format!(r#"{{"trains":[{first},{second}],"objective":[{one},{other}]}}"#);
    assert_eq!(best(&text), Some(0));
}

#[test]
fn the_same_seed_and_work_give_the_same_solution_and_no_work_none() {
    let text = r#"{"trains":[[{"min_duration":2,"resources":[{"resource":"r"}],"successors":[1]},{"min_duration":0,"successors":[]}],
        [{"min_duration":2,"resources":[{"resource":"r"}],"successors":[1]},{"min_duration":0,"successors":[]}]],
        "objective":[{"type":"op_delay","train":0,"operation":1,"threshold":2,"coeff":1}]}"#;
    let instance = read(text);
    assert_eq!(planned(&instance), planned(&instance));
    let none = PlanConfig { work: 0.0, seed: 1 };
    let nothing = plan(&instance, none, &|| false);
    assert_eq!((nothing.solution, nothing.bound), (None, Some(0)));
    let run = PlanConfig { work: 1.0, seed: 1 };
    let ended = plan(&instance, run, &|| true);
    assert_eq!((ended.solution, ended.bound), (None, Some(0)));
}
