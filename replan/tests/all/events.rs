//! Every kind of event alone, and what contradicts the plan or the past.

use crate::days::{Day, exit_of, of_train, replanned};
use chrono::TimeDelta;
use regauge_model::advance::AdvanceError;
use regauge_model::format::{
    ActualFile, BusyFile, ChangedCapFile, ChangedPossessionFile, ClosedFile, CountedStoreFile,
    FreezeFile, GivenPathFile, LostPathFile, PossessionFile, WindSeriesFile,
};
use regauge_model::plan::{Activity, TrainPlan};
use regauge_replan::ReplanError;

const NOW: i32 = 240;

fn with(day: &Day, actual: ActualFile) -> regauge_replan::Replanned {
    let replan = regauge_replan::Replan {
        actual,
        ..day.replan(NOW)
    };
    replanned(&replan)
}

fn codes(day: &Day, actual: ActualFile) -> Vec<String> {
    let replan = regauge_replan::Replan {
        actual,
        ..day.replan(NOW)
    };
    match replan.run(None) {
        Err(ReplanError::Advance(AdvanceError::Actual(problems))) => problems
            .0
            .iter()
            .map(|problem| format!("{} {}", problem.code, problem.path))
            .collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn nothing_happened_and_nothing_changes() {
    let day = Day::of("s");
    let replanned = with(&day, ActualFile::new());
    assert_eq!((replanned.next.changes, replanned.nothing.changes), (0, 0));
    assert_eq!(replanned.next.touched, 0);
    for (name, _) in day.to_come(NOW) {
        let then = exit_of(&day.instance, &day.plan, &name).unwrap();
        let now = exit_of(&replanned.instance, &replanned.plan, &name).unwrap();
        assert!(now <= then, "{name} leaves at {now}, published was {then}");
    }
}

#[test]
fn a_plan_is_set_against_what_happened() {
    let day = Day::of("m");
    let now = 720;
    let exits = day.plan.trains.iter().filter_map(TrainPlan::exit);
    let due = exits.filter(|exit| exit.0 <= now).count() as u32;
    let replan = day.replan(now);
    let fulfilled = replanned(&replan).fulfilled;
    assert_eq!((fulfilled.planned, fulfilled.left), (due, due));
    // one that was to leave by then has not entered
    let exit = |name: &str| exit_of(&day.instance, &day.plan, name);
    let mut to_come = day.to_come(0).into_iter();
    let late = to_come.find(|(name, _)| exit(name).is_some_and(|exit| exit <= day.at(now)));
    let (mut actual, mut told) = of_train(&late.unwrap().0);
    told.earliest_entry = Some(day.at(now + 60));
    actual.trains.push(told);
    let replan = regauge_replan::Replan { actual, ..replan };
    let fulfilled = replanned(&replan).fulfilled;
    assert_eq!(fulfilled.planned, due);
    assert!(due > 3 && fulfilled.left < due, "{fulfilled:?}");
}

#[test]
fn a_late_train_moves_few_others() {
    let day = Day::of("m");
    let (late, _) = day.to_come(NOW)[2].clone();
    let (mut actual, mut told) = of_train(&late);
    told.earliest_entry = Some(day.at(NOW + 180));
    actual.trains.push(told);
    let mut replan = day.replan(NOW);
    replan.actual = actual;
    replan.anew = true;
    let replanned = replanned(&replan);
    let (_, anew) = replanned.anew.unwrap();
    println!("{:?} {:?} {anew:?}", replanned.next, replanned.nothing);
    assert!(replanned.next.touched <= anew.touched);
    assert!(2 * replanned.next.changes < anew.changes);
}

#[test]
fn a_crane_fails_in_the_middle_of_its_work() {
    let day = Day::of("m");
    let system = day.instance.system();
    let trains = day.instance.trains().iter().zip(&day.plan.trains);
    let works = trains.flat_map(|(train, plan)| {
        let works = plan.events().iter();
        works.filter_map(move |event| match &event.what {
            Activity::CraneWork { mode, steps, .. } => Some((train, *mode, steps)),
            _ => None,
        })
    });
    let mut moved_to_another_mode = 0;
    let long = works.filter(|(_, _, steps)| steps[0].0.minutes() > 40 && steps[0].0.from.0 > 60);
    for (train, mode, steps) in long.step_by(7).take(3) {
        let now = steps[0].0.from.0 + 15;
        let crane = &system.crane(system.mode(mode).steps[0].cranes[0]).name;
        let mut actual = ActualFile::new();
        let mut closed = ClosedFile::new(day.at(now), day.at(now + 300));
        closed.crane = Some(crane.clone());
        actual.closed.push(closed);
        let replan = regauge_replan::Replan {
            actual,
            ..day.replan(now)
        };
        let replanned = replanned(&replan);
        let trains = &replanned.file.trains;
        let file = trains.iter().find(|file| file.id == train.name).unwrap();
        // what was published is the mode in which it was being worked
        assert_eq!(file.published.mode.as_ref(), Some(&system.mode(mode).name));
        let new = replanned.instance.trains();
        let id = new.iter().position(|one| one.name == train.name).unwrap();
        assert!(new[id].state.as_ref().unwrap().rest.is_some());
        let (_, _, next) = replanned.plan.trains[id].crane_work().unwrap();
        let next = &replanned.instance.system().mode(next).name;
        moved_to_another_mode += usize::from(*next != system.mode(mode).name);
        // doing nothing is waiting for the crane
        let nothing = replanned.pushed_back.trains[id].crane_work();
        let (begins, _, same) = nothing.expect("it is planned");
        let same = &replanned.instance.system().mode(same).name;
        assert!(
            *same != system.mode(mode).name || begins.0 + 60 >= 300,
            "{begins:?}"
        );
        // and the next crane that fails meets the work that was taken up again
        let next = Day::next(replanned);
        let (begins, ..) = next.plan.trains[id].crane_work().unwrap();
        let again = regauge_replan::Replan {
            actual: {
                let mut actual = ActualFile::new();
                let at = begins.0 + 25;
                for crane in next.instance.system().cranes() {
                    let mut closed = ClosedFile::new(next.at(at), next.at(at + 60));
                    closed.crane = Some(crane.name.clone());
                    actual.closed.push(closed);
                }
                actual
            },
            ..next.replan(begins.0 + 20)
        };
        crate::days::replanned(&again);
    }
    println!("{moved_to_another_mode} in another mode");
}

#[test]
fn a_train_is_late_beyond_its_due_exit() {
    let day = Day::of("m");
    let to_come = day.to_come(NOW);
    let due = |name: &str| {
        let mut trains = day.instance.trains().iter();
        trains
            .find(|train| train.name == name)
            .and_then(|train| train.due_exit)
    };
    let mut with_due = to_come.iter().filter(|(name, _)| due(name).is_some());
    let (late, _) = with_due.next().expect("one is due");
    let entry = due(late).unwrap().0 + 90;
    let (mut actual, mut told) = of_train(late);
    told.earliest_entry = Some(day.at(entry));
    actual.trains.push(told);
    let replanned = with(&day, actual);
    let exit = exit_of(&replanned.instance, &replanned.plan, late).expect("it is planned");
    assert!(exit > day.at(entry));
    let mut trains = replanned.instance.trains().iter();
    let index = trains.position(|train| train.name == *late).unwrap();
    let train = &replanned.instance.trains()[index];
    assert!(train.due_exit.unwrap() < train.earliest_entry);
    // the whole time since then counts as lateness
    let minutes = (exit - day.at(due(late).unwrap().0)).num_minutes();
    let id = regauge_model::ids::TrainId::from_index(index);
    let exit = replanned.plan.trains[index].exit().unwrap();
    let (_, lateness) = replanned.instance.exit_cost(id, exit);
    let (_, of_one) = replanned
        .instance
        .exit_cost(id, train.due_exit.unwrap() + 100);
    assert_eq!(lateness, of_one * minutes / 100);
    assert!(lateness > 0);
}

#[test]
fn a_train_is_cancelled_another_one_comes() {
    let day = Day::of("s");
    let to_come = day.to_come(NOW);
    let gone = &to_come[0].0;
    let mut more = day
        .file
        .trains
        .iter()
        .find(|train| train.id == to_come[1].0)
        .unwrap()
        .clone();
    more.id = "X9999".to_owned();
    let mut actual = ActualFile::new();
    actual.cancelled.push(gone.clone());
    actual.new_trains.push(more);
    let replanned = with(&day, actual);
    let names: Vec<&str> = replanned
        .file
        .trains
        .iter()
        .map(|train| &*train.id)
        .collect();
    assert!(!names.contains(&&**gone) && names.contains(&"X9999"));
    assert!(exit_of(&replanned.instance, &replanned.plan, "X9999").is_some());
    // what was published of a train that nobody knew of
    let new = replanned
        .file
        .trains
        .iter()
        .find(|train| train.id == "X9999")
        .unwrap();
    assert!(new.published.is_empty());
}

#[test]
fn a_train_is_other_than_expected() {
    let day = Day::of("s");
    let file = &day.file;
    let to_come = day.to_come(NOW);
    let trains = to_come.iter().filter_map(|(name, _)| {
        file.trains
            .iter()
            .find(|train| train.id == *name && !train.boxes.is_empty())
    });
    let train = trains.into_iter().next().unwrap();
    let (mut actual, mut told) = of_train(&train.id);
    told.length_m = Some(train.length_m - 40);
    told.wagons = Some(train.wagons - 2);
    let mut boxes = train.boxes.clone();
    boxes[0].count += 3;
    told.boxes = Some(boxes.clone());
    told.due_exit = train.due_exit.map(|due| due + TimeDelta::minutes(60));
    actual.trains.push(told);
    let replanned = with(&day, actual);
    let now = replanned
        .file
        .trains
        .iter()
        .find(|now| now.id == train.id)
        .unwrap();
    assert_eq!(
        (now.length_m, now.wagons, &now.boxes),
        (train.length_m - 40, train.wagons - 2, &boxes)
    );
    assert_ne!(now.due_exit, train.due_exit);
}

#[test]
fn the_station_and_the_line_change() {
    let day = Day::of("m");
    let system = &day.file.system;
    let station = system
        .stations
        .iter()
        .find(|station| !station.sheds.is_empty())
        .unwrap();
    let shed = station
        .sheds
        .iter()
        .find(|shed| !shed.cranes.is_empty())
        .unwrap();
    let section = system
        .sections
        .iter()
        .find(|section| section.gauge_mm == 1435)
        .unwrap();
    let mut actual = ActualFile::new();
    // a crane is out, nobody knows until when; a spot for three hours
    let mut crane = ClosedFile::new(day.at(NOW + 200), day.at(NOW + 201));
    (crane.crane, crane.to) = (Some(shed.cranes[0].id.clone()), None);
    let mut spot = ClosedFile::new(day.at(NOW + 240), day.at(NOW + 420));
    spot.spot = Some(shed.spots[0].id.clone());
    actual.closed = vec![crane, spot];
    // another one is busy with something else, in the middle of its work or not
    let mut busy = BusyFile::new(&station.id, day.at(NOW + 90));
    busy.crane = Some(shed.cranes[1].id.clone());
    actual.busy.push(busy.clone());
    if let Some(store) = station.stores.first() {
        actual.stores.push(CountedStoreFile {
            store: store.id.clone(),
            rakes: store.rakes.map(|rakes| rakes.min(1)),
            wagons: Vec::new(),
        });
    }
    let mut possession = PossessionFile::new(day.at(NOW + 500), day.at(NOW + 560));
    possession.minutes = Some(30);
    actual.possessions.push(ChangedPossessionFile {
        section: section.id.clone(),
        given: Some(possession),
        lost: None,
    });
    actual.given_paths.push(GivenPathFile {
        train: "K77".to_owned(),
        section: section.id.clone(),
        direction: regauge_model::format::DirectionFile::Down,
        enter: day.at(NOW + 300),
        exit: day.at(NOW + 320),
    });
    let mut cap =
        regauge_model::format::CapFile::new(regauge_model::format::DirectionFile::Down, 40);
    cap.per_hour = Some(4);
    actual.caps.push(ChangedCapFile {
        section: section.id.clone(),
        cap,
    });
    if let Some(zone) = system.zones.first() {
        actual.wind.push(WindSeriesFile {
            zone: zone.id.clone(),
            hourly_from: day.at(NOW),
            mean_mps: vec![18.0; 3],
            gust_mps: vec![27.0; 3],
        });
    }
    let replanned = with(&day, actual);
    let closed = |crane: &str| {
        let cranes = replanned.instance.system().cranes().iter();
        let crane = cranes.into_iter().find(|one| one.name == crane).unwrap();
        crane.closed.last().map(|span| span.to)
    };
    assert_eq!(
        closed(&shed.cranes[0].id),
        Some(replanned.instance.horizon().end)
    );
    assert!(replanned.file.state.unwrap().busy.contains(&busy));
    assert_eq!(replanned.plan.possessions.len(), 1);
    assert!(
        replanned
            .file
            .system
            .given_paths
            .iter()
            .any(|path| path.train == "K77")
    );
}

#[test]
fn what_contradicts_the_past_is_named() {
    let day = Day::of("s");
    let trains = day.instance.trains().iter().zip(&day.plan.trains);
    let gone = trains
        .clone()
        .find(|(_, plan)| plan.exit().is_some_and(|exit| exit.0 < NOW - 60));
    let under_way = trains.clone().find(|(train, plan)| {
        let first = plan.events().iter().map(|event| event.span.from.0).min();
        train.state.is_none()
            && first.is_some_and(|first| first < NOW)
            && plan.exit().is_some_and(|exit| exit.0 > NOW)
    });
    let under_way = under_way.expect("somebody is under way").0.name.clone();
    let known = day.to_come(NOW)[0].0.clone();
    let mut actual = ActualFile::new();
    actual.cancelled.extend(["X0".to_owned(), under_way]);
    if let Some((gone, _)) = gone {
        actual.cancelled.push(gone.name.clone());
    }
    let twin = day
        .file
        .trains
        .iter()
        .find(|train| train.id == known)
        .unwrap()
        .clone();
    actual.new_trains.push(twin);
    actual.stores.push(CountedStoreFile {
        store: "nowhere".to_owned(),
        rakes: Some(1),
        wagons: Vec::new(),
    });
    actual.lost_paths.push(LostPathFile {
        train: "K0".to_owned(),
        section: None,
    });
    let found = codes(&day, actual);
    assert_eq!(found[0], "A0202 new_trains[0].id");
    assert!(
        found.contains(&"A0201 cancelled[0]".to_owned()),
        "{found:?}"
    );
    assert!(
        found.contains(&"A0301 cancelled[1]".to_owned()),
        "{found:?}"
    );
    assert!(
        found.contains(&"A0201 lost_paths[0].train".to_owned()),
        "{found:?}"
    );
    assert!(
        found.contains(&"A0201 stores[0].store".to_owned()),
        "{found:?}"
    );
}

/// The order in which a file tells of things does not matter.
#[test]
fn events_in_another_order_give_the_same_plan() {
    let day = Day::of("s");
    let to_come = day.to_come(NOW);
    let told = |index: usize, minutes: i32| {
        let (_, mut told) = of_train(&to_come[index].0);
        told.earliest_entry = Some(day.at(to_come[index].1 + minutes));
        told
    };
    let (one, other) = (told(0, 50), told(1, 25));
    let plans = [vec![one.clone(), other.clone()], vec![other, one]].map(|trains| {
        let mut actual = ActualFile::new();
        actual.trains = trains;
        with(&day, actual).plan
    });
    assert_eq!(plans[0], plans[1]);
}

/// Nobody moves what is frozen; without a frozen stage the plan is no dearer.
#[test]
fn the_current_stage_stays() {
    let day = Day::of("m");
    let (late, entry) = day.to_come(NOW)[0].clone();
    let (mut actual, mut told) = of_train(&late);
    told.earliest_entry = Some(day.at(entry + 120));
    actual.trains.push(told);
    let mut replan = day.replan(NOW);
    replan.actual = actual;
    replan.freeze.spot_hours = 6;
    replan.freeze.mode_hours = 6;
    let frozen = replanned(&replan);
    let pinned = frozen
        .file
        .trains
        .iter()
        .filter(|train| train.pins.spot.is_some());
    let pinned: Vec<&str> = pinned.map(|train| &*train.id).collect();
    println!("pinned: {pinned:?}");
    assert!(!pinned.is_empty());
    replan.freeze = FreezeFile::nothing();
    let free = replanned(&replan);
    assert!(free.file.trains.iter().all(|train| train.pins.is_empty()));
}

/// Whatever starts near keeps its minute, its track and its fate: in the published plan pushed back and in the next one.
#[test]
fn everything_that_is_near_stays() {
    let day = Day::of("m");
    let (late, entry) = day.to_come(NOW)[0].clone();
    let (mut actual, mut told) = of_train(&late);
    told.earliest_entry = Some(day.at(entry + 120));
    actual.trains.push(told);
    for actual in [ActualFile::new(), actual] {
        let is_late = !actual.trains.is_empty();
        let mut replan = day.replan(NOW);
        replan.actual = actual;
        replan.freeze.times_hours = 4;
        replan.freeze.track_hours = 4;
        replan.freeze.emptied_hours = 4;
        replan.freeze.give_minutes = 0;
        let frozen = replanned(&replan);
        let pins = frozen.file.trains.iter().map(|train| &train.pins);
        let count =
            |of: fn(&regauge_model::format::PinsFile) -> usize| pins.clone().map(of).sum::<usize>();
        let counts = [
            count(|pins| pins.times.len()),
            count(|pins| pins.tracks.len()),
            count(|pins| usize::from(pins.emptied.is_some())),
        ];
        println!("late: {is_late}; times, tracks, fates pinned: {counts:?}");
        assert!(counts.iter().all(|count| *count > 0), "{counts:?}");
        for plan in [&frozen.pushed_back, &frozen.plan] {
            let report = regauge_model::check::check(&frozen.instance, plan);
            assert!(report.is_clean(), "{:#?}", report.violations);
            let planned = plan.trains.iter().filter(|train| train.exit().is_some());
            let pinned = frozen.instance.trains().iter().zip(&plan.trains);
            let mut pinned = pinned.filter(|(train, _)| train.pins.is_any());
            assert!(pinned.all(|(_, train)| train.exit().is_some()));
            assert!(planned.count() > 0);
        }
        // all that the published plan lets start in these hours is pinned where nothing has happened
        if !is_late {
            let decided = frozen.pushed_back.decided(&frozen.instance);
            let all = regauge_model::check::pinnable(&decided, &frozen.pushed_back);
            let starts = all.iter().flat_map(|train| &train.starts);
            let near = starts.filter(|(_, at)| at.0 < 4 * 60).count();
            println!("{near} events in these hours");
            assert_eq!(counts[0], near);
        }
    }
}
