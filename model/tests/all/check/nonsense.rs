//! Whatever a plan says, the checker answers, and the same each time.

use super::fixture::*;
use regauge_model::check::check;
use regauge_model::ids::TrainId;
use regauge_model::plan::{Activity, Event, TrainPlan};
use regauge_model::{Minute, Plan};

/// A small generator, so that the test needs no other crate.
struct Random(u64);

impl Random {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    fn minute(&mut self) -> Minute {
        match self.next(12) {
            0 => Minute(i32::MIN),
            1 => Minute(i32::MAX),
            2 => Minute(-99_999_999),
            3 => Minute(99_999_999),
            _ => Minute(self.next(2600) as i32 - 200),
        }
    }
}

fn distort(random: &mut Random, event: &mut Event) {
    match random.next(6) {
        0 => event.span.from = random.minute(),
        1 => event.span.to = random.minute(),
        2 => std::mem::swap(&mut event.span.from, &mut event.span.to),
        3 => {
            let by = random.next(200) as i32 - 100;
            shift(event, by, by);
        }
        _ => match &mut event.what {
            Activity::CraneWork {
                lifting_from,
                steps,
                part,
                ..
            } => match random.next(4) {
                0 => *lifting_from = random.minute(),
                1 => steps.clear(),
                2 => steps.extend(steps.clone()),
                _ => *part = [0, 1, 2, u32::MAX][random.next(4) as usize],
            },
            Activity::Track { track, .. } => *track = random.next(9) as u32,
            Activity::Stage { team, .. } => *team = Some(random.next(4) as u32),
            Activity::Run { starts, .. } => *starts = !*starts,
            _ => {}
        },
    }
}

#[test]
fn distorted_plans_are_answered() {
    let (instance, good) = good();
    let mut random = Random(7);
    for _ in 0..400 {
        let mut plan = good.clone();
        for _ in 0..=random.next(6) {
            let id = TrainId(random.next(5) as u32);
            let TrainPlan::Planned { events, exit, .. } = &mut plan.trains[id.index()] else {
                continue;
            };
            let index = random.next(events.len() as u64) as usize;
            match random.next(8) {
                0 => drop(events.remove(index)),
                1 => events.push(events[index].clone()),
                2 => *exit = random.minute(),
                3 => events[index].rake = regauge_model::instance::Rake::Onward,
                _ => distort(&mut random, &mut events[index]),
            }
            if events.is_empty() {
                break;
            }
        }
        assert_eq!(check(&instance, &plan), check(&instance, &plan));
    }
}

#[test]
fn thousands_of_events_bring_no_more_violations_than_so_many_each() {
    let (instance, mut plan) = good();
    let mut n_events = 0;
    for train in &mut plan.trains {
        if let TrainPlan::Planned { events, .. } = train {
            let some = events.clone();
            for _ in 0..300 {
                events.extend(some.clone());
            }
            n_events += events.len();
        }
    }
    let n_violations = check(&instance, &plan).violations.len();
    println!("{n_violations} violations of {n_events} events");
    // not one for every pair of them
    assert!(0 < n_violations && n_violations <= 4 * n_events);
}

#[test]
fn a_plan_without_its_trains_is_answered() {
    let (instance, good) = good();
    let none = Plan {
        trains: Vec::new(),
        ..good
    };
    assert!(!check(&instance, &none).is_clean());
}
