//! Many random events in a row: what the shift costs in the end beside a plan that knew of all of them, and how often decisions were taken back.

use crate::days::{Day, WORK, of_train, replanned, right};
use regauge_model::Instance;
use regauge_model::advance::AdvanceError;
use regauge_model::diff::{Count, nervousness};
use regauge_model::format::{ActualFile, ClosedFile};
use regauge_model::plan::TrainPlan;
use regauge_replan::{Replan, ReplanError, Replanned};
use std::collections::BTreeMap;

/// Numbers that are the same for the same seed (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below.max(1) as u64) as usize
    }
}

/// Trains late, cranes and spots out: of a day with what is known at a minute.
fn event(day: &Day, now: i32, dice: &mut Dice) -> Option<ActualFile> {
    let system = &day.file.system;
    let sheds = system.stations.iter().flat_map(|station| &station.sheds);
    let horizon = day.instance.horizon().end.0;
    let from = now + 60 + dice.roll(120) as i32;
    let closed = (from + 120 < horizon)
        .then(|| ClosedFile::new(day.at(from), day.at(from + 30 + dice.roll(90) as i32)));
    let mut actual = ActualFile::new();
    match (dice.roll(4), closed) {
        (0, Some(mut closed)) => {
            let cranes: Vec<&String> = sheds
                .flat_map(|shed| &shed.cranes)
                .map(|crane| &crane.id)
                .collect();
            closed.crane = Some(cranes[dice.roll(cranes.len())].clone());
            actual.closed.push(closed);
        }
        (1, Some(mut closed)) => {
            let stages: Vec<&String> = system
                .stations
                .iter()
                .flat_map(|station| &station.stages)
                .map(|stage| &stage.id)
                .collect();
            closed.stage = Some(stages[dice.roll(stages.len())].clone());
            actual.closed.push(closed);
        }
        _ => {
            let to_come = day.to_come(now);
            let (name, entry) = to_come.get(dice.roll(to_come.len()))?;
            let (mut late, mut told) = of_train(name);
            let entry = entry + 10 + dice.roll(110) as i32;
            if entry >= horizon {
                return None;
            }
            told.earliest_entry = Some(day.at(entry));
            late.trains.push(told);
            actual = late;
        }
    }
    Some(actual)
}

/// Events that came true one after the other, as they are told of the day as it was planned first.
fn together(all: &[ActualFile]) -> ActualFile {
    let mut actual = ActualFile::new();
    let mut late = BTreeMap::new();
    for one in all {
        actual.closed.extend(one.closed.iter().cloned());
        for told in &one.trains {
            late.insert(told.train.clone(), told.clone());
        }
    }
    actual.trains = late.into_values().collect();
    actual
}

/// When trains leave, by name: of those that have not left; of one that has the emptied rake may be there, and the plan tells no exit of its own.
fn exits(instance: &Instance, plan: &regauge_model::Plan) -> BTreeMap<String, i64> {
    let trains = instance.trains().iter().zip(&plan.trains);
    let planned = trains.filter_map(|(train, plan)| match plan {
        TrainPlan::Planned { exit, .. } if !train.has_left() => {
            let exit = instance.horizon().date_time(*exit);
            Some((train.name.clone(), exit.timestamp() / 60))
        }
        TrainPlan::Planned { .. } | TrainPlan::Postponed { .. } => None,
    });
    planned.collect()
}

/// What trains of a day cost that leave so: minutes and lateness; those that do not leave are postponed.
fn cost(of: &Replanned, exits: &BTreeMap<String, i64>) -> i64 {
    let start = of.instance.horizon().date_time(regauge_model::Minute(0));
    let trains = of.instance.trains().iter().enumerate();
    let costs = trains.map(|(index, train)| {
        let id = regauge_model::ids::TrainId::from_index(index);
        let parts = match exits.get(&train.name) {
            Some(exit) => {
                let exit = (exit - start.timestamp() / 60) as i32;
                of.instance
                    .planned_cost(id, regauge_model::Minute(exit), None)
            }
            None => of.instance.postponed_cost(id),
        };
        parts.minutes + parts.lateness + parts.postponed
    });
    costs.sum()
}

/// Replans a day after so many random events. What had happened stays, every plan is right; gives what it cost beside hindsight, in per cent,
/// and how many decisions were taken back.
fn shift(name: &str, events: usize, work: f64) -> (f64, u32, u32) {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15 ^ name.len() as u64);
    let first = Day::of(name);
    let mut day = first.clone();
    let end = day.instance.horizon().end.0;
    let step = (end / 2 / events as i32).clamp(1, 25);
    let mut left: BTreeMap<String, i64> = BTreeMap::new();
    let mut told = Vec::new();
    let mut plans: Vec<(Instance, regauge_model::Plan)> = Vec::new();
    for _ in 0..events {
        let Some(actual) = event(&day, step, &mut dice) else {
            continue;
        };
        let before = exits(&day.instance, &day.plan);
        let mut replan = day.replan(step);
        replan.actual = actual.clone();
        replan.work = work;
        let next = match replan.run(None) {
            Ok(next) => right(&replan, next),
            // not every draw can happen: two works under way would need one crane, or a stage is at work
            Err(ReplanError::Advance(AdvanceError::Contradiction(_) | AdvanceError::Actual(_))) => {
                continue;
            }
            Err(error) => panic!("{error}: {error:?}"),
        };
        let after = exits(&next.instance, &next.plan);
        let now = day.at(step).timestamp() / 60;
        for (train, exit) in before {
            if exit <= now {
                assert!(
                    left.get(&train).is_none_or(|known| *known == exit),
                    "{train} leaves twice"
                );
                let again = after.get(&train);
                assert!(
                    again.is_none_or(|again| *again <= exit),
                    "{name}, event {happened}: {train} has left at {exit}, before {now}, and leaves again at {again:?}; {actual:?}",
                    happened = told.len()
                );
                left.insert(train, exit);
            }
        }
        told.push(actual);
        plans.push((day.instance.clone(), day.plan.clone()));
        day = Day::next(next);
    }
    let happened = told.len();
    let mut realised = exits(&day.instance, &day.plan);
    realised.extend(left);
    let hindsight = Replan {
        work: 4.0 * work,
        threads: 1,
        actual: together(&told),
        ..Replan::new(
            &first.file,
            &first.instance,
            &first.plan,
            regauge_model::Minute(0),
        )
    };
    let hindsight = replanned(&hindsight);
    let known = exits(&hindsight.instance, &hindsight.plan);
    let (paid, least) = (cost(&hindsight, &realised), cost(&hindsight, &known));
    let over = 100.0 * (paid - least) as f64 / least as f64;
    plans.push((day.instance.clone(), day.plan.clone()));
    let chain: Vec<_> = plans
        .iter()
        .map(|(instance, plan)| (instance, plan))
        .collect();
    let report = nervousness(&chain).expect("they are plans of these days");
    let sum = |of: fn(&Count) -> u32| report.kinds.iter().map(of).sum::<u32>();
    let (changed, back) = (sum(|count| count.changes), sum(|count| count.returns));
    println!(
        "{name}: {happened} events, {over:+.1} % beside hindsight, {back} of {changed} changes taken back"
    );
    (over, changed, back)
}

/// So many events in a row; `REGAUGE_EVENTS` asks for more, and for larger days.
#[test]
fn events_in_a_row_cost_little_more_than_hindsight() {
    let asked = std::env::var("REGAUGE_EVENTS").ok();
    let asked = asked.and_then(|text| text.parse().ok());
    let (over, changed, _) = shift("m", asked.unwrap_or(8), WORK);
    assert!(over < 25.0, "{over}");
    assert!(changed > 0);
    if let Some(events) = asked {
        for name in ["l", "l+"] {
            let (over, _, _) = shift(name, events, 0.3);
            assert!(over < 25.0, "{name}: {over}");
        }
    }
}
