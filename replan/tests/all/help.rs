//! What would help a train, and where one more could go.

use crate::days::{Day, WORK};
use regauge_model::check::check;
use regauge_model::ids::TrainId;
use regauge_model::plan::{Reason, ReasonCode, TrainPlan};
use regauge_replan::{Change, ReplanError, helped, offers, remedies};
use regauge_solver::Stop;
use std::collections::BTreeSet;

/// A day with one locomotive of each gauge: somebody waits for them.
fn short_of_locomotives() -> Day {
    let mut file = Day::of("s").file;
    for station in &mut file.system.stations {
        for pool in &mut station.locomotives {
            pool.count = 1;
        }
    }
    file.state = None;
    Day::new(file)
}

#[test]
fn one_more_locomotive_helps_who_waits_for_one() {
    let day = short_of_locomotives();
    let (mut by_locomotive, mut asked) = (0, 0);
    for index in 0..day.plan.trains.len() {
        let id = TrainId::from_index(index);
        let waits = day.plan.trains[index].waits();
        let waits_long = waits.iter().any(|wait| wait.span.minutes() > 20);
        if !waits_long || asked > 5 {
            continue;
        }
        asked += 1;
        let found = remedies(&day.file, &day.instance, &day.plan, id).unwrap();
        for pair in found.found.windows(2) {
            assert!(pair[0].gain - pair[0].others >= pair[1].gain - pair[1].others);
        }
        for remedy in &found.found {
            assert!(remedy.gain > remedy.others, "{remedy:?}");
            let gives_way = matches!(remedy.change, Change::GivesWay { .. });
            assert!(gives_way || remedy.others == 0, "{remedy:?}");
            let earlier = day.plan.trains[index]
                .exit()
                .is_none_or(|exit| remedy.exit <= exit);
            assert!(earlier || gives_way, "{remedy:?}");
        }
        let locomotives = found.found.iter();
        let mut locomotives = locomotives.map(|remedy| &remedy.change);
        by_locomotive +=
            usize::from(locomotives.any(|change| matches!(change, Change::Locomotive { .. })));
        // every change is told once, whether it helps or not
        let all: Vec<&Change> = found
            .found
            .iter()
            .map(|remedy| &remedy.change)
            .chain(&found.tried)
            .collect();
        let once: BTreeSet<&Change> = all.iter().copied().collect();
        assert_eq!(all.len(), once.len());
    }
    println!("{by_locomotive} of {asked}");
    assert!(by_locomotive > 0, "of {asked}");
}

#[test]
fn one_more_train_is_offered_places() {
    let day = Day::of("m");
    let to_come = day.to_come(300);
    let boxes = |name: &String| {
        let mut trains = day.file.trains.iter();
        trains.find(|train| train.id == *name && !train.boxes.is_empty())
    };
    let train = to_come.iter().find_map(|(name, _)| boxes(name)).unwrap();
    let mut more = train.clone();
    more.id = "X9998".to_owned();
    let found = offers(
        &day.file,
        &day.instance,
        &day.plan,
        more,
        (1, Stop::work(WORK)),
    )
    .unwrap();
    assert!(found.offers.len() > 1);
    let mut places = BTreeSet::new();
    for offer in &found.offers {
        let report = check(&found.instance, &offer.plan);
        let statements = ["objective", "kpis", "rakes"];
        let right = report
            .violations
            .iter()
            .all(|violation| statements.contains(&violation.rule));
        assert!(right, "{:#?}", report.violations);
        assert_eq!(report.value, found.without + offer.own + offer.others);
        assert!(places.insert((offer.port, offer.spot)));
        assert!(matches!(
            offer.plan.trains[found.train.index()],
            TrainPlan::Planned { .. }
        ));
    }
    for pair in found.offers.windows(2) {
        assert!(pair[0].compared.value <= pair[1].compared.value);
    }
    // the others were published: what is planned of them stands in the file
    let published = found
        .file
        .trains
        .iter()
        .filter(|train| !train.published.is_empty());
    assert!(published.count() > 10);
}

#[test]
fn a_train_to_be_helped_is_offered_earlier_exits() {
    let day = Day::of("m");
    let exits = day.plan.trains.iter().map(TrainPlan::exit);
    let due = day.instance.trains().iter().map(|train| train.due_exit);
    let late = exits
        .zip(due)
        .enumerate()
        .filter_map(|(index, (exit, due))| {
            let late = exit? - due?;
            (late > 60).then(|| (late, TrainId::from_index(index)))
        });
    let (_, train) = late.max().unwrap();
    let now = day.plan.trains[train.index()].exit().unwrap();
    let found = |seed| {
        helped(
            &day.file,
            &day.instance,
            &day.plan,
            train,
            (seed, Stop::work(WORK)),
        )
    };
    let found = found(1).unwrap();
    assert!(found.offers.len() > 1, "{:#?}", found.offers.len());
    for offer in &found.offers {
        let report = check(&found.instance, &offer.plan);
        assert!(report.is_clean(), "{:#?}", report.violations);
        assert!(offer.exit < now);
        assert_eq!(report.value, found.without + offer.own + offer.others);
    }
    // leaving earlier is what others pay for
    let mut by_exit = found.offers.clone();
    by_exit.sort_by_key(|offer| std::cmp::Reverse(offer.exit));
    assert!(by_exit.windows(2).all(|pair| pair[0].own > pair[1].own));
    assert!(found.offers.iter().any(|offer| offer.others > 0));
    // who is not in the plan is nobody to be helped
    let mut plan = day.plan.clone();
    plan.trains[train.index()] = TrainPlan::Postponed {
        reason: Reason {
            code: ReasonCode::NoTime,
            blocked_by: Vec::new(),
            text: String::new(),
        },
    };
    let stop = Stop::work(WORK);
    let refused = helped(&day.file, &day.instance, &plan, train, (1, stop));
    assert!(matches!(refused, Err(ReplanError::NotPlanned)));
}
