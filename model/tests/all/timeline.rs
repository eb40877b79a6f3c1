//! The timeline: what plans mean for every resource, beside the plans of the tests of the checker.

use crate::check::fixture::*;
use regauge_model::ids::{
    CraneId, LocomotiveId, SectionId, SpotId, StageId, StoreId, ThroatId, YardId,
};
use regauge_model::instance::Rake;
use regauge_model::plan::{Activity, TrainPlan};
use regauge_model::resource::{Resource, Task};
use regauge_model::system::Direction;
use regauge_model::timeline::{Kind, Role, Timeline, Use};
use regauge_model::{Instance, Minute, Plan, Span};
use serde_json::json;
use std::collections::BTreeMap;

/// What a train has of a resource: kinds by name, with their spans.
fn of<'a>(timeline: &'a Timeline<'_>, name: &str, resource: Resource) -> Vec<&'a Use<'a>> {
    let id = train(timeline.instance(), name);
    let uses = timeline.of_resource(resource);
    uses.filter(|one| one.train == id).collect()
}

fn side(spot: u32, side: u8) -> Resource {
    Resource::SpotSide(SpotId(spot), side)
}

/// Each event has one main use, in the order of the events, at its time and place.
#[test]
fn every_event_is_told_once() {
    let (instance, plan) = good();
    let timeline = Timeline::new(&instance, &plan);
    for (index, planned) in plan.trains.iter().enumerate() {
        let id = regauge_model::ids::TrainId::from_index(index);
        let main = timeline.of_train(id).iter();
        let main = main.filter(|one| one.is_main && one.event.is_some());
        let main: Vec<_> = main.collect();
        assert_eq!(main.len(), planned.events().len());
        for (number, (one, event)) in main.into_iter().zip(planned.events()).enumerate() {
            assert_eq!((one.event, one.span), (Some(number), event.span));
            let is_there = match (one.resource, event.what.place()) {
                (Resource::SpotSide(at, _), Resource::Spot(spot)) => at == spot,
                (Resource::Team(at, _), Resource::Stage(stage)) => at == stage,
                (at, place) => at == place,
            };
            assert!(is_there, "{one:?} of {event:?}");
        }
    }
}

/// T1 comes with a load on the broad side, and leaves with it on the other.
#[test]
fn rakes_turn_in_the_spot() {
    let (instance, plan) = good();
    let timeline = Timeline::new(&instance, &plan);
    let told = |resource| {
        let uses = of(&timeline, "T1", resource).into_iter();
        let told = uses.map(|one| {
            let what = match one.kind {
                Kind::Hold { .. } => "hold",
                Kind::CraneWork(_) => "work",
                Kind::Movement(movement) => match movement.what {
                    Task::Placing => "placing",
                    _ => "pulling",
                },
                Kind::Clearing => "clearing",
                _ => "?",
            };
            (what, one.span, one.role, one.is_loaded)
        });
        told.collect::<Vec<_>>()
    };
    let (placed, worked) = (62, 62 + 30 + 65 + 36);
    assert_eq!(
        told(side(0, 0)),
        [
            ("placing", span(placed, placed + 30), Role::Arriving, true),
            ("hold", span(placed, worked + 45), Role::Arriving, true),
            ("work", span(placed + 30, worked), Role::Both, true),
            ("pulling", span(worked, worked + 30), Role::Emptied, false),
            (
                "clearing",
                span(worked + 30, worked + 45),
                Role::Emptied,
                false
            ),
        ]
    );
    let onward = told(side(0, 1));
    assert_eq!(onward[0].2, Role::ToLoad);
    assert_eq!(onward.last().unwrap().2, Role::Onward);
    assert!(!onward[0].3, "{onward:?}");
    assert!(onward.last().unwrap().3, "{onward:?}");
    let hold = of(&timeline, "T1", side(0, 0));
    let hold = hold.into_iter().find(|one| one.is_hold()).unwrap();
    let lifted = Minute(placed + 30 + 20 + 36);
    let (left, turns) = (Some(Minute(worked + 30)), Some(lifted));
    assert_eq!(hold.kind, Kind::Hold { left, turns });
    let arrives = of(&timeline, "T1", Resource::Track(YardId(0), 1));
    let roles: Vec<Role> = arrives.iter().map(|one| one.role).collect();
    assert_eq!(roles, [Role::Arriving, Role::Emptied]);
}

#[test]
fn a_movement_says_from_where_to_where_and_who_does_it() {
    let (instance, plan) = good();
    let timeline = Timeline::new(&instance, &plan);
    let moved = |name: &str, what: Task, rake: Rake| {
        let id = train(&instance, name);
        let uses = timeline.of_train(id).iter().filter(|one| one.is_main);
        let mut found = uses.filter_map(|one| Some((one, one.movement()?)));
        let found = found.find(|(one, movement)| movement.what == what && one.rake == rake);
        let (one, movement) = found.expect("it is moved so");
        let by: Vec<Resource> = timeline.locomotives(one).collect();
        (movement.from, movement.to, by)
    };
    let (broad, standard) = (YardId(0), YardId(1));
    let spot = Some(Resource::Spot(SpotId(0)));
    let of_broad = |number| vec![Resource::Locomotive(LocomotiveId(0), number)];
    let of_standard = |number| vec![Resource::Locomotive(LocomotiveId(1), number)];
    assert_eq!(
        moved("T1", Task::Placing, Rake::Arriving),
        (Some(Resource::Track(broad, 1)), spot, of_broad(1))
    );
    assert_eq!(
        moved("T1", Task::Placing, Rake::Onward),
        (Some(Resource::Store(StoreId(1))), spot, of_standard(1))
    );
    assert_eq!(
        moved("T1", Task::Pulling, Rake::Onward),
        (spot, Some(Resource::Track(standard, 1)), of_standard(1))
    );
    assert_eq!(
        moved("E1", Task::IntoStore, Rake::Arriving),
        (
            Some(Resource::Track(standard, 3)),
            Some(Resource::Store(StoreId(1))),
            of_standard(2)
        )
    );
    assert_eq!(
        moved("F1", Task::FromStore, Rake::Arriving),
        (
            Some(Resource::Store(StoreId(0))),
            Some(Resource::Track(broad, 3)),
            of_broad(1)
        )
    );
    // It runs light before.
    let light = of(&timeline, "F1", Resource::Locomotive(LocomotiveId(0), 1));
    assert_eq!(
        (light[0].kind, light[0].span),
        (Kind::LightRun, span(260, 270))
    );
}

#[test]
fn an_exchange_moves_both_rakes() {
    let (instance, mut plan) = good();
    let TrainPlan::Planned { events, .. } = &mut plan.trains[0] else {
        unreachable!("T1 is planned");
    };
    let what = Activity::Exchange {
        spot: SpotId(0),
        part: 2,
        locomotive_arriving: 1,
        locomotive_onward: 2,
    };
    events.push(regauge_model::plan::Event {
        span: span(130, 140),
        rake: Rake::Arriving,
        what,
    });
    let timeline = Timeline::new(&instance, &plan);
    let uses = timeline.uses().iter();
    let exchange: Vec<_> = uses
        .filter(|one| {
            one.movement()
                .is_some_and(|movement| movement.part == Some(2))
        })
        .map(|one| (one.resource, one.role, one.is_main))
        .collect();
    let unit = |pool, number| Resource::Locomotive(LocomotiveId(pool), number);
    assert_eq!(
        exchange,
        [
            (side(0, 0), Role::Both, true),
            (unit(0, 1), Role::Both, false),
            (side(0, 1), Role::Both, false),
            (unit(1, 2), Role::Both, false),
        ]
    );
}

#[test]
fn stores_fill_and_empty_at_the_ends_of_movements() {
    let (instance, plan) = good();
    let timeline = Timeline::new(&instance, &plan);
    // T2's emptied rake comes, F1 goes.
    let stored = 102 + 30 + 65 + 36 + 30;
    let levels = [(0, 1), (stored, 2), (270, 1)].map(|(at, level)| (Minute(at), level));
    assert_eq!(timeline.levels(StoreId(0)), levels);
    // Two onward rakes go, E1 comes.
    let levels = [(0, 3), (62, 2), (102, 1), (187, 2)].map(|(at, level)| (Minute(at), level));
    assert_eq!(timeline.levels(StoreId(1)), levels);
}

/// Nothing that only one may have has two at a time in a plan without violations.
#[test]
fn no_unit_has_two_users_in_a_good_plan() {
    let (instance, plan) = good();
    clean(&instance, &plan);
    let timeline = Timeline::new(&instance, &plan);
    let mut by_unit: BTreeMap<Resource, Vec<&Use<'_>>> = BTreeMap::new();
    for one in timeline.uses() {
        let is_held = match one.resource {
            Resource::Track(..) | Resource::SpotSide(..) => one.is_hold(),
            Resource::Locomotive(..) | Resource::Team(..) | Resource::Crane(_) => true,
            _ => false,
        };
        if is_held {
            by_unit.entry(one.resource).or_default().push(one);
        }
    }
    assert!(by_unit.len() > 15, "{by_unit:?}");
    for (unit, mut uses) in by_unit {
        uses.sort_by_key(|one| one.span);
        for pair in uses.windows(2) {
            assert!(!pair[0].span.overlaps(pair[1].span), "{unit:?}: {pair:?}");
        }
    }
}

/// A train under way whose crane work goes on, not planned.
fn postponed() -> (Instance, Plan) {
    let mut file = file();
    file["trains"] = json!([file["trains"][0], file["trains"][1]]);
    file["trains"][0]["earliest_entry"] = json!(at(-200));
    let spot = json!({ "at": "spot", "spot": "h1" });
    file["state"] = json!({
        "trains": [{
            "train": "T1", "arrived": at(-150), "arriving": spot, "onward": spot,
            "stages": [{ "stage": "inspection" }, { "stage": "waybill" }],
            "work": { "mode": "all", "lifts_left": 10 }
        }],
        "busy": [
            { "station": "A", "crane": "d", "until": at(30) },
            { "station": "A", "locomotive_gauge_mm": 1520, "until": at(40) },
            { "station": "A", "stage": "inspection", "until": at(20) }
        ]
    });
    let instance = instance(&file);
    let plan = plan(&instance, Vec::new());
    (instance, plan)
}

#[test]
fn a_train_that_is_not_planned_stands_to_the_end() {
    let (instance, plan) = postponed();
    let timeline = Timeline::new(&instance, &plan);
    let whole = span(0, instance.horizon().end.0);
    let id = train(&instance, "T1");
    let stands: Vec<_> = timeline
        .of_train(id)
        .iter()
        .map(|one| (one.resource, one.kind, one.span))
        .collect();
    let crane = |number| Resource::Crane(CraneId(number));
    let expected = [side(0, 0), side(0, 1), crane(0), crane(1), crane(2)];
    assert_eq!(
        stands,
        expected.map(|resource| (resource, Kind::Postponed, whole))
    );
    // One from outside stands nowhere.
    assert_eq!(timeline.of_train(train(&instance, "T2")), []);
    assert!(timeline.stood_at().is_empty());
}

#[test]
fn what_is_busy_at_the_start_has_a_unit() {
    let (instance, mut plan) = postponed();
    let busy = |plan: &Plan| {
        let timeline = Timeline::new(&instance, plan);
        let busy = timeline.busy().into_iter();
        busy.map(|busy| (busy.resource, busy.span))
            .collect::<Vec<_>>()
    };
    let locomotive = |number| Resource::Locomotive(LocomotiveId(0), number);
    let crane = (Resource::Crane(CraneId(3)), span(0, 30));
    let team = (Resource::Team(StageId(0), 1), span(0, 20));
    assert_eq!(busy(&plan), [crane, (locomotive(1), span(0, 40)), team]);
    // The first one is at work meanwhile.
    let spot = SpotId(1);
    let what = Activity::Pulling {
        spot,
        store: None,
        locomotive: 1,
    };
    plan.trains[1] = TrainPlan::Planned {
        way: 0,
        exit: Minute(60),
        events: vec![regauge_model::plan::Event {
            span: span(30, 60),
            rake: Rake::Arriving,
            what,
        }],
        waits: Vec::new(),
        other_ways: Vec::new(),
    };
    let second = (locomotive(2), span(0, 40));
    assert_eq!(busy(&plan), [crane, second, team]);
}

/// An order for wind stops everything that feels it; crane work stands still meanwhile, and on the ground only where it must.
#[test]
fn the_wind_stops_and_work_pauses() {
    let told = |on_the_ground: bool| {
        let mut file = file();
        let stop = |what: &str, from: i64, to: i64| json!({ "zone": "pass", "stops": what, "from": at(from), "to": at(to) });
        file["wind"]["closures"] = json!([
            stop("cranes", 50, 70),
            stop("line", 10, 15),
            stop("shunting", 20, 25)
        ]);
        file["system"]["stations"][1]["sheds"][1]["ground_work_in_stops"] = json!(on_the_ground);
        let instance = instance(&file);
        let mut events = Events::new(&instance);
        events.work(40, ("f1", "first"), 1, (20, &[30], 45));
        let plan = plan(&instance, vec![("T1", events.list)]);
        let timeline = Timeline::new(&instance, &plan);
        let field = Resource::Shed(regauge_model::ids::ShedId(1));
        assert_eq!(timeline.stops(field), [span(50, 70)]);
        let hall = Resource::Shed(regauge_model::ids::ShedId(0));
        assert_eq!(timeline.stops(hall), [], "a roof keeps it out");
        let sections = 0..instance.system().sections().len();
        for section in sections.map(regauge_model::ids::SectionId::from_index) {
            let stops = instance.line_stops(section);
            assert_eq!(timeline.stops(Resource::Section(section)), stops);
        }
        let station = regauge_model::ids::StationId(1);
        assert_eq!(timeline.stops(Resource::Shunting(station)), [span(20, 25)]);
        let works = of(&timeline, "T1", side(2, 0));
        works
            .into_iter()
            .flat_map(|one| timeline.pauses(one))
            .collect::<Vec<_>>()
    };
    assert_eq!(told(false), [span(50, 70)]);
    assert_eq!(told(true), [span(60, 70)]);
}

/// The checker reads plans by itself: what shows a plan and what judges it must not share a reading of it.
#[test]
fn the_checker_does_not_read_the_timeline() {
    let rules = concat!(env!("CARGO_MANIFEST_DIR"), "/src/check");
    for file in std::fs::read_dir(rules).expect("the rules are there") {
        let path = file.expect("a file").path();
        let text = std::fs::read_to_string(&path).expect("it is text");
        assert!(!text.contains("timeline"), "{}", path.display());
    }
}

/// A throat of station A, as the checker's tests have it: T2 arrives at 67, T1 is placed from 62 to 92 and pulled from 193 to 223, E1 goes into its store from 157 to 187.
fn with_throat(gauge_mm: u32, movements: &serde_json::Value) -> (Instance, Plan) {
    good_in(|file| {
        file["system"]["stations"][1]["throats"] =
            json!([{ "id": "ladder", "gauge_mm": gauge_mm, "movements": movements }]);
        file["system"]["given_paths"] = json!([{ "train": "K1", "section": "border-broad", "direction": "down", "enter": at(500), "exit": at(525) }]);
    })
}

#[test]
fn a_throat_is_used_for_the_minutes_that_it_names() {
    let movements = json!([
        { "arrivals": ["border-broad"], "minutes": 6 },
        { "sheds": ["hall"], "from_minute": 5, "minutes": 10 },
        { "spots": ["h1"], "from_minute": 28, "minutes": 60 },
    ]);
    let (instance, plan) = with_throat(1520, &movements);
    let timeline = Timeline::new(&instance, &plan);
    let throat = Resource::Throat(ThroatId(0));
    let spans = |name: &str| {
        let uses = of(&timeline, name, throat).into_iter();
        uses.map(|one| one.span).collect::<Vec<_>>()
    };
    // its arrival at 25, its placing from 62 to 92, twice, and its pulling from 193 to 223, to the end of it
    let own = spans("T1");
    assert_eq!(own[1..3], [span(67, 77), span(90, 92)], "{own:?}");
    assert_eq!(own[3..], [span(198, 208), span(221, 223)], "{own:?}");
    assert_eq!(own[0].minutes(), 6);
    assert!(spans("T2").contains(&span(61, 67)), "{:?}", spans("T2"));
    let given = timeline.given_through(ThroatId(0));
    let given: Vec<_> = given.iter().map(|(_, span)| *span).collect();
    assert_eq!(given, [span(519, 525)]);
    for one in timeline.of_resource(throat) {
        assert!(!one.is_main && matches!(one.kind, Kind::Throat(_)));
        // the movement itself is told as well
        assert!(timeline.of_event(one).any(|other| other.is_main));
    }
    // rakes of the other gauge use other switches
    let (instance, plan) = with_throat(
        1435,
        &json!([{ "stores": ["store-standard"], "from_minute": 13, "minutes": 2 }]),
    );
    let timeline = Timeline::new(&instance, &plan);
    let uses = timeline.of_resource(throat);
    let own: Vec<_> = uses.map(|one| one.span).collect();
    assert!(own.contains(&span(170, 172)), "{own:?}");
}

/// T1 arrives at 25 and is placed at 62.
#[test]
fn a_train_is_held_from_its_arrival_to_its_release() {
    let (instance, plan) = good_in(|file| {
        file["holds"] = json!([
            { "station": "A", "trains": ["T1"], "until": at(40) },
            { "station": "A", "trains": ["T1"], "until": at(60), "earliest": at(50), "latest": at(90) },
            { "station": "A", "trains": ["T2"], "until": at(10) },
        ]);
    });
    let timeline = Timeline::new(&instance, &plan);
    let held = timeline.held();
    assert_eq!(
        held.len(),
        1,
        "the longer hold counts, and who comes later is not held"
    );
    assert_eq!(held[0].train, train(&instance, "T1"));
    let arrived = of(&timeline, "T1", Resource::Section(SectionId(0)))[0]
        .span
        .to;
    assert_eq!((held[0].span.from, held[0].span.to), (arrived, Minute(60)));
    assert_eq!(held[0].hold.between, Some((Minute(50), Minute(90))));
}

/// Two trains enter the broad border section downwards.
#[test]
fn a_cap_is_used_up_from_its_last_entry_on() {
    let with = |cap: serde_json::Value| {
        good_in(|file| file["system"]["sections"][0]["caps"] = json!([cap]))
    };
    let spans = |cap: serde_json::Value| {
        let (instance, plan) = with(cap);
        let timeline = Timeline::new(&instance, &plan);
        let capped = timeline.capped();
        capped.iter().map(|one| one.span).collect::<Vec<_>>()
    };
    let (instance, plan) = good();
    let timeline = Timeline::new(&instance, &plan);
    let downwards = |one: &&Use<'_>| {
        matches!(
            one.kind,
            Kind::Run {
                direction: Direction::Down,
                ..
            }
        )
    };
    let runs = timeline
        .of_resource(Resource::Section(SectionId(0)))
        .filter(downwards);
    let mut entries: Vec<Minute> = runs.map(|one| one.span.from).collect();
    entries.sort_unstable();
    let last = *entries.last().unwrap();
    let count = entries.len();
    let used = spans(json!({ "direction": "down", "per_day": count }));
    assert_eq!(used[0].from, last);
    assert!(spans(json!({ "direction": "down", "per_day": count + 1 })).is_empty());
    let none_up = spans(json!({ "direction": "up", "per_day": 100 }));
    assert!(none_up.is_empty());
    // in a span of its own
    let used = spans(
        json!({ "direction": "down", "per_day": 100, "spans": [{ "from": at(i64::from(last.0)), "to": at(i64::from(last.0) + 30), "count": 1 }] }),
    );
    assert_eq!(used, [Span::new(last, last + 30)]);
}
