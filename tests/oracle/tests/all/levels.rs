//! Objectives in levels against the oracle, which compares level by level and knows nothing of scales.

use regauge_model::Instance;
use regauge_model::check::check;
use regauge_model::format::TermFile;
use regauge_model::objective::Term::{
    self, Changes, Lateness, Minutes, MissingBuffers, MissingEmpties, Postponed,
};
use regauge_model::plan::{CostParts, Plan, Status};
use regauge_model::validate::instance_from_file;
use regauge_oracle::{Limit, best_plan, how_many, seeds, tiny_instance};
use regauge_solver::Planner;

/// Ways to put terms into levels; what is not named is the last level.
fn levels(seed: u64) -> Vec<Vec<Term>> {
    match seed % 6 {
        0 => vec![vec![Postponed]],
        1 => vec![vec![Postponed], vec![Lateness]],
        2 => vec![vec![Lateness], vec![Postponed, Minutes]],
        3 => vec![
            vec![MissingEmpties],
            vec![Postponed],
            vec![Lateness],
            vec![Minutes],
        ],
        4 => vec![vec![Postponed, Lateness], vec![MissingEmpties]],
        _ => vec![vec![Minutes], vec![Postponed]],
    }
}

fn as_in_file(term: Term) -> TermFile {
    match term {
        Postponed => TermFile::Postponed,
        Lateness => TermFile::Lateness,
        Minutes => TermFile::Minutes,
        MissingEmpties => TermFile::MissingEmpties,
        MissingBuffers => TermFile::MissingBuffers,
        Changes => TermFile::Changes,
    }
}

fn tiny(seed: u64) -> Instance {
    let mut file = tiny_instance(seed);
    let named = levels(seed / 4).into_iter();
    let in_file = |terms: Vec<Term>| terms.into_iter().map(as_in_file).collect();
    file.objective.levels = named.map(in_file).collect();
    instance_from_file(&file).unwrap_or_else(|problems| panic!("seed {seed}:\n{problems}"))
}

/// Cost units of each level, added up here.
fn vector(seed: u64, parts: &CostParts) -> Vec<i64> {
    let mut left = vec![Postponed, Lateness, Minutes, MissingEmpties];
    let mut levels = levels(seed / 4);
    left.retain(|term| !levels.iter().flatten().any(|named| named == term));
    if !left.is_empty() {
        levels.push(left);
    }
    let cost = |term: &Term| match term {
        Postponed => parts.postponed,
        Lateness => parts.lateness,
        Minutes => parts.minutes,
        MissingEmpties => parts.missing_empties,
        MissingBuffers => parts.missing_buffers,
        Changes => parts.changes,
    };
    levels
        .iter()
        .map(|terms| terms.iter().map(cost).sum())
        .collect()
}

/// What is wrong with what a plan says of its levels, beside an exact one.
fn wrong(seed: u64, instance: &Instance, plan: &Plan, exact: &Plan) -> Vec<String> {
    let (mine, best) = (vector(seed, &plan.parts), vector(seed, &exact.parts));
    let mut wrong = Vec::new();
    if mine < best {
        wrong.push(format!(
            "seed {seed}: {mine:?} is better than the best, {best:?}"
        ));
    }
    if (plan.value < exact.value) != (mine < best) || (plan.value == exact.value) != (mine == best)
    {
        wrong.push(format!(
            "seed {seed}: the combined cost compares otherwise than {mine:?} and {best:?}"
        ));
    }
    if plan.status == Status::Optimal && mine != best {
        wrong.push(format!(
            "seed {seed}: {mine:?} calls itself optimal, but {best:?} is"
        ));
    }
    if plan.bound > exact.value {
        wrong.push(format!("seed {seed}: the bound is above the best"));
    }
    let mut closed = true;
    for (level, standing) in plan.standings(instance).iter().enumerate() {
        if standing.value != mine[level] {
            wrong.push(format!(
                "seed {seed}: level {level} is {}, not {standing:?}",
                mine[level]
            ));
        }
        match standing.bound {
            // above it everything is proven, so the best plan is the same there
            Some(bound) if !closed || bound > best[level] || mine[..level] != best[..level] => {
                wrong.push(format!(
                    "seed {seed}: level {level}, best {best:?}: {standing:?}"
                ));
            }
            None if closed => wrong.push(format!("seed {seed}: level {level} has no bound")),
            _ => {}
        }
        closed &= standing.is_closed();
    }
    if closed != (plan.status == Status::Optimal) {
        wrong.push(format!(
            "seed {seed}: all levels closed: {closed}, but {:?}",
            plan.status
        ));
    }
    wrong
}

#[test]
fn levels_of_tiny_instances_are_right_and_their_bounds_hold() {
    let (mut found, mut compared, mut optimal, mut worse) = (Vec::new(), 0, 0, 0);
    for seed in seeds(400) {
        let instance = tiny(seed);
        let plan = Planner::new(&instance).work(0.05).run().plan;
        let report = check(&instance, &plan);
        found.extend(
            report
                .violations
                .iter()
                .map(|v| format!("seed {seed}: {}", v.message)),
        );
        assert_eq!(report.levels, vector(seed, &plan.parts), "seed {seed}");
        let Some(exact) = best_plan(&instance, Limit::default()) else {
            continue;
        };
        compared += 1;
        optimal += usize::from(plan.status == Status::Optimal);
        worse += usize::from(plan.value > exact.value);
        found.extend(wrong(seed, &instance, &plan, &exact));
        // the best plan said to be no more than that is never refuted
        for bound in [plan.bound, exact.value - 1, exact.value] {
            let mut stated = exact.clone();
            stated.bound = bound.min(exact.value);
            stated.status = if stated.bound == stated.value {
                Status::Optimal
            } else {
                Status::Feasible
            };
            found.extend(wrong(seed, &instance, &stated, &exact));
        }
    }
    println!("{compared} compared, {optimal} proven optimal, {worse} worse than the best");
    assert!(
        found.is_empty(),
        "{} wrong:\n{}",
        found.len(),
        found.join("\n")
    );
    assert!(compared * 10 > how_many(400) as usize * 9 && optimal > 0);
}

#[test]
fn levels_change_the_best_plan_somewhere() {
    let mut differ = 0;
    for seed in seeds(200) {
        let weighted = tiny_instance(seed);
        let weighted = instance_from_file(&weighted).expect("tiny instances are valid");
        let plans = (
            best_plan(&weighted, Limit::default()),
            best_plan(&tiny(seed), Limit::default()),
        );
        if let (Some(weighted), Some(levels)) = plans {
            let (sum, first) = (vector(seed, &weighted.parts), vector(seed, &levels.parts));
            assert!(
                first <= sum,
                "seed {seed}: {first:?} is worse in levels than {sum:?}"
            );
            assert!(weighted.value <= levels.parts.total(), "seed {seed}");
            differ += usize::from(first < sum);
        }
    }
    println!("{differ} differ");
    assert!(differ > 0);
}
