//! The rules of the objective's levels, and how levels become one cost.

use crate::common::{accepted, problems, refused, set, small};
use regauge_model::Instance;
use regauge_model::objective::{Objective, Term};
use regauge_model::plan::CostParts;
use serde_json::{Value, json};

fn with_levels(levels: Value) -> Instance {
    let mut file = small();
    set(&mut file, "/objective/levels", levels);
    Instance::from_json(file.to_string()).unwrap_or_else(|problems| panic!("{problems}"))
}

#[test]
fn levels_are_lists_of_terms() {
    accepted(&[(
        "/objective/levels",
        json!([["postponed"], ["lateness", "minutes"]]),
    )]);
    accepted(&[("/objective/levels", json!([]))]);
    let at = "objective.levels[1]";
    refused(
        &[("/objective/levels", json!([["postponed"], []]))],
        "E0510",
        at,
    );
    let unknown = [("/objective/levels", json!([["postponned"]]))];
    let problem = refused(&unknown, "E0204", "objective.levels[0][0]");
    assert_eq!(problem.advice.to_string(), "Maybe you meant `postponed`.");
    let twice = [(
        "/objective/levels",
        json!([["minutes"], ["postponed", "minutes"]]),
    )];
    refused(&twice, "E0304", "objective.levels[1][1]");
    let twice = [("/objective/levels", json!([["minutes", "minutes"]]))];
    refused(&twice, "E0304", "objective.levels[0][1]");
    // what later versions may know is refused today
    refused(
        &[("/objective/levels", json!([["stability"]]))],
        "E0204",
        "objective.levels[0][0]",
    );
}

#[test]
fn with_levels_a_late_minute_costs_whole_hundredths() {
    let late = [
        ("/objective/late_minute", json!(0.01)),
        ("/system/classes/0/weight", json!(0.5)),
        ("/objective/levels", json!([["lateness"]])),
    ];
    accepted(&late[..2]);
    refused(&late, "E0406", "objective.late_minute");
}

#[test]
fn levels_that_take_too_large_numbers_are_refused() {
    let four = json!([["postponed"], ["lateness"], ["minutes"]]);
    let long = [
        ("/horizon/planning_hours", json!(9000)),
        ("/system/classes/0/weight", json!(1.99)),
        ("/objective/levels", four),
    ];
    let problem = refused(&long, "E0408", "objective.levels");
    assert!(problem.message.to_string().contains("bits"), "{problem}");
    assert_eq!(problems(&long[..2]), []);
}

#[test]
fn terms_not_named_are_the_last_level() {
    let terms = |instance: &Instance| -> Vec<Vec<Term>> {
        let levels = instance.objective().levels().iter();
        levels.map(|level| level.terms.clone()).collect()
    };
    let instance = with_levels(json!([["lateness"]]));
    let rest = vec![Term::Postponed, Term::Minutes, Term::MissingEmpties];
    assert_eq!(terms(&instance), [vec![Term::Lateness], rest]);
    let all = json!([["lateness", "minutes"], ["missing-empties", "postponed"]]);
    assert_eq!(with_levels(all).objective().levels().len(), 2);
    for sum in [
        json!([]),
        json!([["postponed", "minutes", "lateness", "missing-empties"]]),
    ] {
        assert_eq!(*with_levels(sum).objective(), Objective::weighted());
    }
}

/// Costs that plans of an instance may have: each a number of steps of its level.
fn costs(objective: &Objective) -> Vec<CostParts> {
    let step = |term| {
        let level = objective
            .levels()
            .iter()
            .find(|level| level.terms.contains(&term));
        level.expect("every term is in a level").step
    };
    let mut costs = Vec::new();
    for number in 0..81 {
        let times = |place: i64| [0, 1, 40][(number / place % 3) as usize];
        costs.push(CostParts {
            postponed: step(Term::Postponed) * times(1).min(2),
            lateness: step(Term::Lateness) * times(3),
            minutes: step(Term::Minutes) * times(9),
            missing_empties: step(Term::MissingEmpties) * times(27).min(1),
            missing_buffers: 0,
            changes: 0,
        });
    }
    costs
}

#[test]
fn combined_costs_compare_level_by_level_and_split_again() {
    for levels in [
        json!([["postponed"]]),
        json!([["lateness"], ["postponed"]]),
        json!([["missing-empties"], ["lateness", "minutes"]]),
    ] {
        let instance = with_levels(levels);
        let objective = instance.objective();
        let costs = costs(objective);
        for one in &costs {
            let (value, levels) = (objective.value(one), objective.values(one));
            for other in &costs {
                let compared = (
                    value.cmp(&objective.value(other)),
                    levels.cmp(&objective.values(other)),
                );
                assert_eq!(compared.0, compared.1, "{one:?} {other:?}");
                // a bound of the combined cost never says more of a level than is true
                let bound = value.min(objective.value(other));
                let standings = objective.standings(value, bound, bound);
                let best = objective.values(if bound == value { one } else { other });
                for (level, standing) in standings.iter().enumerate() {
                    assert_eq!(standing.value, levels[level]);
                    assert_eq!(standing.alone, best[level]);
                    assert!(standing.bound.is_none_or(|bound| bound <= best[level]));
                    let above = standings[..level].iter().all(|s| s.is_closed());
                    assert_eq!(standing.bound.is_some(), above);
                }
                assert_eq!(standings.iter().all(|s| s.is_closed()), bound == value);
            }
            for term in Term::ALL {
                let cost = one.of(term);
                assert_eq!(
                    objective.cost_units(term, objective.combined(term, cost)),
                    cost
                );
            }
        }
    }
}

#[test]
fn no_statement_of_a_plan_is_too_absurd() {
    let instance = with_levels(json!([["postponed"], ["lateness"]]));
    for value in [i64::MIN, -1, 0, i64::MAX] {
        for bound in [i64::MIN, 7, i64::MAX] {
            let standings = instance.objective().standings(value, bound, value);
            assert_eq!(standings.len(), 3);
            assert!(
                standings
                    .iter()
                    .all(|s| s.avoidable_gap().is_none_or(f64::is_finite))
            );
        }
    }
    let absurd = CostParts {
        minutes: i64::MAX,
        postponed: i64::MIN,
        ..CostParts::default()
    };
    instance.objective().value(&absurd);
    instance.objective().values(&absurd);
}
