//! What changed between two plans, with pairs of plans made by hand: one spot, one order, one time, one train.

use crate::check::fixture::{
    T1, T2, Through, good, good_events, good_in, plan, spot, through, train,
};
use regauge_model::diff::{
    Aspect, Choice, DiffConfig, Group, Moment, PlanDiff, TrainChange, TrainDiff, diff_to_file,
    diff_to_json, ghosts,
};
use regauge_model::format::{FORMAT_VERSION, diff_schema};
use regauge_model::instance::Rake;
use regauge_model::plan::{Activity, Event};
use regauge_model::resource::{Resource, Task};
use regauge_model::{Instance, Minute, Plan};
use serde_json::{Value, json};

fn between(instance: &Instance, old: &Plan, new: &Plan) -> PlanDiff {
    let (old, new) = ((instance, old), (instance, new));
    PlanDiff::between(old, new, &DiffConfig::default()).expect("plans of the instance")
}

fn of<'d>(diff: &'d PlanDiff, instance: &Instance, name: &str) -> &'d TrainDiff {
    diff.of(train(instance, name)).expect("a train of the plan")
}

/// The good plan with the events of one train put in the place of its own.
fn with(
    name: &'static str,
    change: impl Fn(&Instance) -> Option<Vec<Event>>,
) -> (Instance, Plan, Plan) {
    let (instance, old) = good();
    let mut events = good_events(&instance);
    let changed = change(&instance);
    events.retain(|(train, _)| *train != name);
    events.extend(changed.map(|events| (name, events)));
    let new = plan(&instance, events);
    (instance, old, new)
}

fn later(events: &mut [Event], from: i32, minutes: i32) {
    for event in events.iter_mut().filter(|event| event.span.from.0 >= from) {
        event.span.from = event.span.from + minutes;
        event.span.to = event.span.to + minutes;
    }
}

#[test]
fn one_spot_is_all_that_is_told() {
    let (instance, old, new) = with("T1", |instance| {
        Some(through(instance, Through { spot: "h2", ..T1 }))
    });
    let diff = between(&instance, &old, &new);
    let changed: Vec<_> = diff
        .trains
        .iter()
        .filter(|it| it.change != TrainChange::Same)
        .collect();
    assert_eq!(changed.len(), 1, "{changed:#?}");
    assert_eq!(changed[0], of(&diff, &instance, "T1"));
    let spots = [spot(&instance, "h1"), spot(&instance, "h2")]
        .map(|id| Choice::Things(vec![Resource::Spot(id)]));
    assert_eq!(changed[0].choices.len(), 1, "{:#?}", changed[0].choices);
    let choice = &changed[0].choices[0];
    assert_eq!(choice.aspect, Aspect::Spot);
    assert_eq!([choice.before.clone(), choice.after.clone()], spots);
    assert!(changed[0].times.is_empty() && diff.orders.is_empty());
    assert_eq!(diff.group(changed[0]), Group::Place);
}

#[test]
fn one_time_is_told_and_those_behind_it_are_one() {
    // The train departs and leaves five minutes later.
    let (instance, old, new) = with("P1", |instance| {
        let mut events = good_events(instance);
        let (_, mut events) = events.remove(2);
        later(&mut events, 92, 5);
        events[1].span.to = events[1].span.to + 5;
        Some(events)
    });
    let diff = between(&instance, &old, &new);
    let passing = of(&diff, &instance, "P1");
    assert!(passing.choices.is_empty(), "{passing:#?}");
    let moments: Vec<Moment> = passing.times.iter().map(|time| time.moment).collect();
    assert_eq!(moments, [Moment::Departure, Moment::Exit]);
    assert!(passing.times.iter().all(|time| time.minutes == 5));
    assert_eq!(passing.shifts.len(), 1);
    let shift = passing.shifts[0];
    assert_eq!((shift.first, shift.last), (Moment::Departure, Moment::Exit));
    assert_eq!((shift.minutes, shift.is_all), (5, false));
    assert_eq!(passing.exit_minutes(diff.ahead), 5);
    assert_eq!(diff.group(passing), Group::Times);
    let others = diff.trains.iter().filter(|other| *other != passing);
    assert!(
        others
            .into_iter()
            .all(|other| other.change == TrainChange::Same)
    );
    let config = DiffConfig {
        tolerance: 5,
        now: None,
    };
    let within = PlanDiff::between((&instance, &old), (&instance, &new), &config).unwrap();
    assert!(within.is_empty());
    // Up to its departure nothing else is to come that changed: from the end of its new stay on nothing is compared.
    let config = DiffConfig {
        tolerance: 0,
        now: Some(Minute(130)),
    };
    let later = PlanDiff::between((&instance, &old), (&instance, &new), &config).unwrap();
    assert!(later.of(train(&instance, "P1")).is_none());
}

/// Behind the second train through the section and into the shed, the first one changes places with it: one pair.
#[test]
fn one_order_is_told_once_with_all_on_which_it_changed() {
    let (instance, old, new) = with("T1", |instance| {
        let mut events = through(instance, T1);
        later(&mut events, i32::MIN, 300);
        Some(events)
    });
    let diff = between(&instance, &old, &new);
    let (first, second) = (train(&instance, "T1"), train(&instance, "T2"));
    let pairs: Vec<_> = diff.orders.iter().filter(|it| it.first == second).collect();
    assert_eq!(pairs.len(), 1, "{:#?}", diff.orders);
    assert_eq!(pairs[0].second, first);
    let is_section = |it: &&(Resource, _)| matches!(it.0, Resource::Section(_));
    assert!(pairs[0].on.iter().any(|it| is_section(&it)));
    // They stand in different spots.
    assert!(
        !pairs[0]
            .on
            .iter()
            .any(|it| matches!(it.0, Resource::Spot(_)))
    );
    let moved = of(&diff, &instance, "T1");
    assert_eq!(diff.group(moved), Group::Order);
    assert!(
        moved.shifts.len() == 1 && moved.shifts[0].is_all,
        "{moved:#?}"
    );
    // The other one did not move.
    assert_eq!(of(&diff, &instance, "T2").change, TrainChange::Same);
}

/// Over a throat the train that comes first is the one whose first movement comes first; what is shunted elsewhere does not count.
#[test]
fn the_order_over_a_throat_is_told() {
    let with_throat = |uses: Value| {
        let (instance, old) = good_in(|file| {
            file["system"]["stations"][1]["throats"] =
                json!([{ "id": "ladder", "gauge_mm": 1520, "movements": uses }]);
        });
        let mut events = good_events(&instance);
        later(&mut events[0].1, i32::MIN, 300);
        let new = plan(&instance, events);
        let diff = between(&instance, &old, &new);
        let pair = (train(&instance, "T2"), train(&instance, "T1"));
        let of_pair = diff
            .orders
            .iter()
            .filter(|it| (it.first, it.second) == pair);
        let on: Vec<Resource> = of_pair.flat_map(|it| it.on.iter().map(|on| on.0)).collect();
        on.into_iter().any(|on| matches!(on, Resource::Throat(_)))
    };
    assert!(with_throat(
        json!([{ "arrivals": ["border-broad"], "minutes": 6 }])
    ));
    assert!(with_throat(
        json!([{ "spots": ["h1", "h2"], "minutes": 6 }])
    ));
    // Only one of the two comes there: the emptied rake of T2 goes into the store.
    assert!(!with_throat(
        json!([{ "departures": ["border-broad"], "minutes": 6 }])
    ));
    assert!(!with_throat(json!([{ "spots": ["h1"], "minutes": 6 }])));
    assert!(!with_throat(json!([{ "sheds": ["field"] }])));
}

#[test]
fn a_train_left_out_is_postponed_and_planned_the_other_way_round() {
    let (instance, old, new) = with("T2", |_| None);
    let there = between(&instance, &old, &new);
    let back = between(&instance, &new, &old);
    assert_eq!(of(&there, &instance, "T2").change, TrainChange::Postponed);
    assert_eq!(of(&back, &instance, "T2").change, TrainChange::Planned);
    assert_eq!(there.in_group(Group::Postponed).len(), 1);
    assert_eq!(back.in_group(Group::Planned).len(), 1);
    // All that it did is a ghost behind the new plan, and nothing else.
    let ghosts = ghosts((&instance, &old), (&instance, &new), &there).unwrap();
    let n_slots = old
        .crane_slots
        .iter()
        .filter(|slot| slot.train == train(&instance, "T2"));
    let events = old.trains[train(&instance, "T2").index()].events().len();
    assert_eq!(ghosts.len(), events + n_slots.count());
}

/// A ghost for every event that moved, in the minutes of the new plan.
#[test]
fn every_event_that_moved_has_a_ghost() {
    let (instance, old, new) = with("P1", |instance| {
        let (_, mut events) = good_events(instance).remove(2);
        later(&mut events, 92, 5);
        events[1].span.to = events[1].span.to + 5;
        Some(events)
    });
    let diff = between(&instance, &old, &new);
    let ghosts = ghosts((&instance, &old), (&instance, &new), &diff).unwrap();
    // Its stay on the track ended earlier, and its run out began earlier.
    assert_eq!(ghosts.len(), 2, "{ghosts:#?}");
    assert!(
        ghosts
            .iter()
            .all(|ghost| ghost.train == Some(train(&instance, "P1")))
    );
    let starts: Vec<i32> = ghosts.iter().map(|ghost| ghost.span.from.0).collect();
    assert_eq!(starts, [59, 92]);
}

/// Another crane mode, fate and store are told with their names in the file, which keeps its schema.
#[test]
fn the_file_keeps_its_schema() {
    let validator = serde_json::from_str(&diff_schema()).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&validator).expect("the schema is one");
    for (name, change) in [
        ("T1", Through { stored: true, ..T1 }),
        ("T2", Through { spot: "h1", ..T2 }),
    ] {
        let (instance, old, new) = with(name, |instance| Some(through(instance, change)));
        let config = DiffConfig::default();
        let (old, new) = ((&instance, &old), (&instance, &new));
        let text = diff_to_json(old, new, &config).unwrap();
        let value: Value = serde_json::from_str(&text).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&value)
            .map(|e| e.to_string())
            .collect();
        assert!(errors.is_empty(), "{errors:?}");
        let file = diff_to_file(old, new, &config).unwrap();
        assert_eq!(file.format_version, FORMAT_VERSION);
        assert_eq!(file.trains.len(), 1);
        assert_eq!(file.patch.trains.len(), 1);
        assert_eq!(file.patch.order.len(), instance.trains().len());
        assert!(file.counts.same as usize == instance.trains().len() - 1);
    }
}

/// What the emptied rake becomes is a choice, and that it takes other times to get there too.
#[test]
fn the_fate_of_an_emptied_rake_is_told() {
    let (instance, old, new) = with("T1", |instance| {
        Some(through(instance, Through { stored: true, ..T1 }))
    });
    let diff = between(&instance, &old, &new);
    let train = of(&diff, &instance, "T1");
    let fate = train.choices.iter().find(|it| it.aspect == Aspect::Fate);
    let fate = fate.expect("another fate");
    assert_eq!(fate.before, Choice::Things(Vec::new()));
    assert_ne!(fate.after, fate.before);
}

/// A plan of another instance is refused, whichever it is.
#[test]
fn plans_of_other_instances_are_refused() {
    let (instance, old, _) = with("T1", |_| None);
    let mut other = old.clone();
    other.trains.pop();
    let config = DiffConfig::default();
    let whole = (&instance, &old);
    assert!(PlanDiff::between((&instance, &other), whole, &config).is_err());
    assert!(PlanDiff::between(whole, (&instance, &other), &config).is_err());
    let diff = PlanDiff::between(whole, whole, &config).unwrap();
    assert!(ghosts(whole, (&instance, &other), &diff).is_err());
}

/// Crane work that begins later in the same stay is told as such.
#[test]
fn crane_work_alone_may_move() {
    let (instance, old, new) = with("T1", |instance| {
        let mut events = through(instance, T1);
        for event in &mut events {
            if let Activity::CraneWork {
                lifting_from,
                steps,
                ..
            } = &mut event.what
            {
                event.span.from = event.span.from + 1;
                event.span.to = event.span.to + 1;
                *lifting_from = *lifting_from + 1;
                for (span, _) in steps {
                    span.from = span.from + 1;
                    span.to = span.to + 1;
                }
            }
        }
        Some(events)
    });
    let diff = between(&instance, &old, &new);
    let train = of(&diff, &instance, "T1");
    let moments: Vec<Moment> = train.times.iter().map(|time| time.moment).collect();
    assert_eq!(
        moments,
        [
            Moment::Starts(Rake::Arriving, Task::CraneWork),
            Moment::Ends(Rake::Arriving, Task::CraneWork)
        ]
    );
    assert!(train.shifts.len() == 1 && train.shifts[0].minutes == 1);
}
