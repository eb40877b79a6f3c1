//! Waits, reasons and violations beside ids that look like words: `spot`, `track 1`, `a b`. Nobody reads words back, so each
//! thing is told as what it is, in both languages, and a file gives back what it was written from.

use crate::fixture;
use regauge_model::check::{Violation, check};
use regauge_model::ids::{
    CraneId, LocomotiveId, ModeId, SectionId, ShedId, SpotId, StageId, StationId, StoreId,
    ThroatId, TrainId, YardId,
};
use regauge_model::plan::TrainPlan;
use regauge_model::plan_file::{plan_from_json, plan_to_json};
use regauge_model::resource::{Pinned, Resource, Rule, Task};
use regauge_model::{Instance, Minute, Plan, Span, validate};
use regauge_report::{Language, PageConfig, ViewConfig, ViewSection, html, show, show_violations};
use serde_json::Value;

/// Ids of the fixture, and what they are called here.
const CALLED: [(&str, &str); 13] = [
    ("alashankou", "shunting at track 1"),
    ("broad", "track 1"),
    ("standard", "1520 track 1"),
    ("inspection", "team 2 of stage"),
    ("brake-test", "stage"),
    ("flats", "room"),
    ("broad-empties", "empties room"),
    ("shed-23", "shed"),
    ("23-1", "spot"),
    ("13-1", "a b"),
    ("23-A", "crane"),
    ("border-broad", "run down"),
    ("X8042", "own onward rake"),
];

/// With other ids, wherever they stand, and without names for people.
fn renamed(value: &Value) -> Value {
    let called = |id: &String| {
        let found = CALLED.iter().find(|(was, _)| was == id);
        found.map_or_else(|| id.clone(), |(_, is)| (*is).to_owned())
    };
    match value {
        Value::Object(fields) => {
            let fields = fields.iter().filter(|(key, _)| *key != "name");
            let fields = fields.map(|(key, field)| (called(key), renamed(field)));
            Value::Object(fields.collect())
        }
        Value::Array(list) => list.iter().map(renamed).collect(),
        Value::String(text) => Value::String(called(text)),
        other => other.clone(),
    }
}

fn instance() -> Instance {
    let mut file = renamed(&serde_json::to_value(fixture::instance_file()).unwrap());
    file["name"] = "odd ids".into();
    let movements = serde_json::json!([{ "arrivals": ["run down"], "minutes": 4 }]);
    file["system"]["stations"][1]["throats"] =
        serde_json::json!([{ "id": "track 9", "gauge_mm": 1520, "movements": movements }]);
    let text = file.to_string();
    validate::instance_from_json(text.as_bytes()).unwrap_or_else(|problems| panic!("{problems}"))
}

/// A resource of every kind, and how it is told in Chinese and in English.
const RESOURCES: [(Resource, &str, &str); 33] = [
    (
        Resource::Section(SectionId(0)),
        "区间 run down",
        "section run down",
    ),
    (
        Resource::Cap(SectionId(0)),
        "列数限额 run down",
        "cap run down",
    ),
    (
        Resource::Station(StationId(1)),
        "车站 shunting at track 1",
        "station shunting at track 1",
    ),
    (
        Resource::Shunting(StationId(1)),
        "shunting at track 1",
        "shunting at track 1",
    ),
    (Resource::Tracks(YardId(0)), "股道 track 1", "track track 1"),
    (
        Resource::Track(YardId(0), 3),
        "track 13道",
        "track 1 track 3",
    ),
    (
        Resource::Track(YardId(1), 2),
        "1520 track 12道",
        "1520 track 1 track 2",
    ),
    (
        Resource::Stage(StageId(0)),
        "作业环节 team 2 of stage",
        "stage team 2 of stage",
    ),
    (Resource::Stage(StageId(1)), "作业环节 stage", "stage stage"),
    (Resource::Teams(StageId(1)), "班组 stage", "team stage"),
    (
        Resource::Team(StageId(1), 2),
        "班组 stage 2",
        "team stage 2",
    ),
    (
        Resource::Locomotives(LocomotiveId(0)),
        "调机 1520",
        "locomotive 1520",
    ),
    (
        Resource::Locomotive(LocomotiveId(1), 2),
        "调机 1435-2",
        "locomotive 1435-2",
    ),
    (Resource::Store(StoreId(0)), "存车线 room", "store room"),
    (
        Resource::Empties(StoreId(0)),
        "空车底 room",
        "empty rakes in room",
    ),
    (
        Resource::Room(StoreId(0)),
        "存车线空位 room",
        "room in room",
    ),
    (
        Resource::Room(StoreId(1)),
        "存车线空位 empties room",
        "room in empties room",
    ),
    (Resource::Shed(ShedId(0)), "换装库 shed", "shed shed"),
    (
        Resource::Runway(ShedId(0)),
        "门吊走行线 shed",
        "runway shed",
    ),
    (Resource::Spot(SpotId(0)), "换装线 spot", "spot spot"),
    (Resource::Spot(SpotId(1)), "换装线 a b", "spot a b"),
    (
        Resource::SpotSide(SpotId(1), 1),
        "换装线 a b 1435",
        "spot a b 1435",
    ),
    (Resource::Crane(CraneId(0)), "门吊 crane", "crane crane"),
    (
        Resource::Train(TrainId(1)),
        "列车 own onward rake",
        "train own onward rake",
    ),
    (Resource::OnwardRake, "本列换装后重车列", "own onward rake"),
    (Resource::EmptiedRake, "本列空车底", "own emptied rake"),
    (Resource::OwnStages, "本列作业环节", "own stages"),
    (Resource::Ahead, "前方无空闲", "room ahead"),
    (
        Resource::Pin(Pinned::Spot(SpotId(1))),
        "固定换装线 a b",
        "pinned spot a b",
    ),
    (
        Resource::Pin(Pinned::Mode(ModeId(0))),
        "固定作业方式",
        "pinned mode",
    ),
    (Resource::Pin(Pinned::Exit), "固定离开", "pinned exit"),
    (
        Resource::Rule(Rule::Opposing),
        "对向列车",
        "opposing trains",
    ),
    (
        Resource::Throat(ThroatId(0)),
        "咽喉 track 9",
        "throat track 9",
    ),
];

/// A plan in which a train waits for each of them, before a task of every kind, and each keeps another one out.
fn plan(instance: &Instance) -> Plan {
    let mut plan = fixture::plan(instance);
    let tasks = [
        Task::Run(SectionId(0)),
        Task::Stage(StageId(0)),
        Task::Placing,
        Task::CraneWork,
        Task::Exchange,
        Task::Pulling,
        Task::Handling,
        Task::IntoStore,
        Task::FromStore,
        Task::Entry,
        Task::Exit,
    ];
    for train in &mut plan.trains {
        match train {
            TrainPlan::Planned { waits, .. } => {
                let Some(pattern) = waits.pop() else { continue };
                waits.clear();
                for (index, (resource, ..)) in RESOURCES.iter().enumerate() {
                    let mut wait = pattern.clone();
                    wait.for_what = *resource;
                    wait.before = tasks[index % tasks.len()];
                    wait.closure = None;
                    waits.push(wait);
                }
            }
            TrainPlan::Postponed { reason } => {
                reason.blocked_by = RESOURCES.iter().map(|(resource, ..)| *resource).collect();
            }
        }
    }
    plan
}

/// How often a text stands in another as a whole, not as a part of a longer word.
fn is_told(text: &str, what: &str) -> bool {
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '-');
    text.match_indices(what).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + what.len()..]);
        !is_part(before.chars().next_back()) && !is_part(after.chars().next())
    })
}

#[test]
fn every_resource_is_told_as_what_it_is() {
    let instance = instance();
    let plan = plan(&instance);
    let page = html(&instance, &plan, &PageConfig::default()).expect("a plan of the instance");
    for section in [ViewSection::Waits, ViewSection::Postponed] {
        for language in [Language::Chinese, Language::English] {
            let config = ViewConfig {
                sections: vec![section],
                width: 2000,
                language,
                ..ViewConfig::default()
            };
            let mut out = Vec::new();
            show(&instance, &plan, &config, &mut out).unwrap();
            let text = String::from_utf8(out).unwrap();
            for (resource, chinese, english) in RESOURCES {
                let told = match language {
                    Language::Chinese => chinese,
                    Language::English => english,
                };
                assert!(is_told(&text, told), "{resource:?} as {told} in\n{text}");
                assert!(is_told(&page, told), "{resource:?} as {told} on the page");
            }
        }
    }
}

#[test]
fn a_task_is_told_in_the_language_of_the_reader() {
    let instance = instance();
    let plan = plan(&instance);
    let tasks = [
        "运行",
        "作业环节 team 2 of stage",
        "送车",
        "换装作业",
        "换送",
        "取车",
        "到站作业",
        "入存车线",
        "出存车线",
        "进入",
        "离开",
    ];
    let config = ViewConfig {
        sections: vec![ViewSection::Waits],
        width: 2000,
        language: Language::Chinese,
        ..ViewConfig::default()
    };
    let mut out = Vec::new();
    show(&instance, &plan, &config, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    for task in tasks {
        assert!(is_told(&text, task), "{task} in\n{text}");
    }
}

#[test]
fn violations_tell_the_same_and_in_words_for_messages() {
    let instance = instance();
    let mut report = check(&instance, &fixture::plan(&instance));
    let violation = |(resource, ..): &(Resource, &str, &str)| Violation {
        rule: "spots",
        train: None,
        resource: Some(*resource),
        span: Some(Span::new(Minute(0), Minute(1))),
        other: None,
        message: resource.words(&instance).message(),
    };
    report.violations = RESOURCES.iter().map(violation).collect();
    for language in [Language::Chinese, Language::English] {
        let config = ViewConfig {
            width: 2000,
            language,
            ..ViewConfig::default()
        };
        let mut out = Vec::new();
        show_violations(&instance, &report, &config, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        for (resource, chinese, english) in RESOURCES {
            let told = match language {
                Language::Chinese => chinese,
                Language::English => english,
            };
            assert!(is_told(&text, told), "{resource:?} as {told} in\n{text}");
        }
        let messages = match language {
            Language::Chinese => [
                "换装线 a b 1435 mm 侧",
                "车场 track 1 3 道",
                "作业环节 stage 班组 2",
                "规则：对向列车",
            ],
            Language::English => [
                "spot a b, 1435 mm",
                "track 3 of yard track 1",
                "team 2 of stage stage",
                "rule opposing",
            ],
        };
        for words in messages {
            assert!(is_told(&text, words), "{words} in\n{text}");
        }
    }
}

#[test]
fn a_file_gives_back_what_it_was_written_from() {
    let instance = instance();
    let plan = plan(&instance);
    let text = plan_to_json(&instance, &plan).expect("a plan of the instance");
    let file: Value = serde_json::from_str(&text).expect("it is JSON");
    let side = &file["trains"][1]["waits"][21]["for_what"];
    let expected = serde_json::json!({ "kind": "spot-side", "spot": "a b", "gauge_mm": 1435 });
    assert_eq!(*side, expected);
    let read = plan_from_json(&instance, text.as_bytes()).unwrap_or_else(|problems| {
        panic!("{problems}");
    });
    for (read, plan) in read.trains.iter().zip(&plan.trains) {
        assert_eq!(read.waits(), plan.waits());
        if let (TrainPlan::Postponed { reason: read }, TrainPlan::Postponed { reason }) =
            (read, plan)
        {
            assert_eq!(read, reason);
        }
    }
    assert_eq!(plan_to_json(&instance, &read).as_ref(), Ok(&text));
}

/// What the instance does not have is told with its place, and the nearest name.
#[test]
fn an_unknown_resource_in_a_file_is_a_problem_with_its_place() {
    let instance = instance();
    let text = plan_to_json(&instance, &plan(&instance)).expect("a plan of the instance");
    let mut file: Value = serde_json::from_str(&text).expect("it is JSON");
    let waits = &mut file["trains"][1]["waits"];
    waits[20]["for_what"]["spot"] = "a c".into();
    waits[21]["for_what"]["gauge_mm"] = 1000.into();
    waits[0]["before"]["section"] = "run up".into();
    file["trains"][9]["reason"]["blocked_by"][11]["gauge_mm"] = 1000.into();
    let problems = plan_from_json(&instance, file.to_string().as_bytes()).unwrap_err();
    let found: Vec<(&str, &str)> = problems
        .0
        .iter()
        .map(|problem| (problem.code, problem.path.as_str()))
        .collect();
    let expected = [
        ("P0201", "trains[1].waits[0].before.section"),
        ("P0201", "trains[1].waits[20].for_what.spot"),
        ("P0201", "trains[1].waits[21].for_what.gauge_mm"),
        ("P0201", "trains[9].reason.blocked_by[11].gauge_mm"),
    ];
    assert_eq!(found, expected);
    assert_eq!(problems.0[1].advice.to_string(), "Maybe `a b` is meant.");
    file["trains"][1]["waits"][20]["for_what"] = "spot a b".into();
    assert!(plan_from_json(&instance, file.to_string().as_bytes()).is_err());
}
