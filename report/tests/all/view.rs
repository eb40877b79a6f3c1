//! The view as people see it: snapshots at two widths and in both languages, and what must hold at every width.

use crate::fixture;
use chrono::TimeDelta;
use regauge_model::check::{Report, Violation};
use regauge_model::ids::{
    CraneId, LocomotiveId, SectionId, ShedId, SpotId, StageId, StationId, StoreId, TrainId, YardId,
    ZoneId,
};
use regauge_model::instance::Rake;
use regauge_model::message::{Message, Template};
use regauge_model::plan::{Activity, Closure, ClosureKind, Event, TrainPlan};
use regauge_model::resource::{Resource, Task};
use regauge_model::{Instance, Minute, Plan, Span};
use regauge_report::{Language, ViewConfig, ViewSection, show, show_violations};
use unicode_width::UnicodeWidthStr;

fn view(instance: &Instance, plan: &Plan, config: &ViewConfig) -> String {
    let mut out = Vec::new();
    show(instance, plan, config, &mut out).expect("writing into memory");
    String::from_utf8(out).expect("the view is text")
}

fn config(width: usize, language: Language) -> ViewConfig {
    ViewConfig {
        width,
        language,
        ..ViewConfig::default()
    }
}

fn fixture_view(config: &ViewConfig) -> String {
    let instance = fixture::instance();
    let plan = fixture::plan(&instance);
    view(&instance, &plan, config)
}

fn assert_fits(text: &str, width: usize) {
    for line in text.lines() {
        assert!(line.width() <= width, "{} > {width}: {line}", line.width());
        assert_eq!(line, line.trim_end(), "no blanks at the end");
    }
}

#[test]
fn english_80() {
    insta::assert_snapshot!(fixture_view(&config(80, Language::English)));
}

#[test]
fn english_160() {
    insta::assert_snapshot!(fixture_view(&config(160, Language::English)));
}

#[test]
fn chinese_80() {
    insta::assert_snapshot!(fixture_view(&config(80, Language::Chinese)));
}

#[test]
fn chinese_160() {
    insta::assert_snapshot!(fixture_view(&config(160, Language::Chinese)));
}

#[test]
fn ascii_80() {
    let config = ViewConfig {
        ascii: true,
        sections: vec![ViewSection::Header, ViewSection::Board, ViewSection::Gantt],
        look_ahead: false,
        ..config(80, Language::English)
    };
    insta::assert_snapshot!(fixture_view(&config));
}

#[test]
fn no_line_is_wider_than_asked() {
    let instance = fixture::instance();
    let plan = fixture::plan(&instance);
    for width in (0..=60).chain([72, 79, 80, 81, 100, 120, 132, 160, 200, 400]) {
        for language in [Language::Chinese, Language::English] {
            for ascii in [false, true] {
                let config = ViewConfig {
                    ascii,
                    ..config(width, language)
                };
                assert_fits(&view(&instance, &plan, &config), width);
            }
        }
    }
}

#[test]
fn nothing_is_cut_at_80_columns() {
    for language in [Language::Chinese, Language::English] {
        let text = fixture_view(&config(80, language));
        assert!(!text.contains('…'), "{text}");
    }
}

#[test]
fn ascii_of_ascii_is_ascii() {
    let mut file = fixture::instance_file();
    file.name = "two days".to_owned();
    for station in &mut file.system.stations {
        station.name = None;
        station.yards.iter_mut().for_each(|yard| yard.name = None);
        station
            .stores
            .iter_mut()
            .for_each(|store| store.name = None);
        station.sheds.iter_mut().for_each(|shed| shed.name = None);
    }
    let instance = fixture::checked(&file);
    let plan = fixture::plan(&instance);
    let config = ViewConfig {
        ascii: true,
        ..config(80, Language::English)
    };
    let text = view(&instance, &plan, &config);
    assert!(text.is_ascii(), "{text}");
}

/// Names that would steer a terminal, overflow every column, or turn the direction of writing.
const HOSTILE: [&str; 6] = [
    "\u{1b}[2J\u{1b}]0;owned\u{7}X8040",
    "X\u{9b}31m\r\nX8042\t\u{8}",
    "\u{202e}4408X\u{202c}\u{2066}\u{200f}",
    "换装列车八千零四十六次",
    "قطار ٨٠٤٨ רכבת",
    "a\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}👩\u{200d}🚂",
];

#[test]
fn hostile_names_stay_names() {
    let mut file = fixture::instance_file();
    let long = "N".repeat(200);
    let names: Vec<&str> = HOSTILE.into_iter().chain([long.as_str()]).collect();
    // Ids with control characters, or longer than 100, are no valid ids; titles and free text may be anything.
    let valid = |name: &&&str| !name.chars().any(char::is_control) && name.len() < 100;
    for (index, name) in names.iter().filter(valid).enumerate() {
        let old = std::mem::replace(&mut file.trains[index].id, (*name).to_owned());
        for state in file.state.iter_mut().flat_map(|state| &mut state.trains) {
            if state.train == old {
                (*name).clone_into(&mut state.train);
            }
        }
    }
    file.name = format!("{}{}", HOSTILE[0], HOSTILE[2]);
    for (index, station) in file.system.stations.iter_mut().enumerate() {
        station.name = Some(names[index].to_owned());
        for shed in &mut station.sheds {
            shed.name = Some(format!("{}{}", HOSTILE[0], "库".repeat(80)));
            for (crane, name) in shed.cranes.iter_mut().zip(&names) {
                crane.name = Some((*name).to_owned());
            }
        }
    }
    let instance = fixture::checked(&file);
    let mut plan = fixture::plan(&instance);
    plan.made_by = HOSTILE.join("\n");
    for (index, train) in plan.trains.iter_mut().enumerate() {
        let hostile = names[index % names.len()];
        match train {
            TrainPlan::Planned { waits, .. } => {
                for wait in waits {
                    wait.before = Task::Stage(StageId(0));
                    wait.for_what = Resource::Crane(CraneId(index as u32 % 3));
                    wait.closure = Some(Closure {
                        why: ClosureKind::GivenPath,
                        span: None,
                        train: Some(hostile.to_owned()),
                        zone: None,
                    });
                }
            }
            TrainPlan::Postponed { reason } => {
                hostile.clone_into(&mut reason.text);
                let cranes = (0..3).map(|crane| Resource::Crane(CraneId(crane)));
                reason.blocked_by = cranes.chain([Resource::Shed(ShedId(0))]).collect();
            }
        }
    }
    for width in [40, 80, 160] {
        for language in [Language::Chinese, Language::English] {
            let text = view(&instance, &plan, &config(width, language));
            assert_fits(&text, width);
            for c in text.chars() {
                let steers = (c.is_control() && c != '\n')
                    || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
                assert!(!steers, "{c:?} in the view");
            }
        }
    }
}

#[test]
fn the_same_plan_gives_the_same_view() {
    let config = config(80, Language::English);
    assert_eq!(fixture_view(&config), fixture_view(&config));
}

#[test]
fn only_the_sections_asked_for_are_printed() {
    let config = ViewConfig {
        sections: vec![ViewSection::Objective],
        ..config(80, Language::English)
    };
    let text = fixture_view(&config);
    assert!(text.starts_with("── Objective by parts"), "{text}");
    assert_eq!(text.matches("── ").count(), 1);
}

#[test]
fn sections_are_found_by_name() {
    for section in ViewSection::ALL {
        assert_eq!(ViewSection::from_name(section.name()), Some(section));
    }
    assert_eq!(ViewSection::from_name("nothing"), None);
}

#[test]
fn an_empty_plan_has_a_view() {
    let (instance, mut plan) = fixture::empty();
    plan.value = 0;
    plan.bound = 0;
    plan.alone = 0;
    let text = view(&instance, &plan, &config(80, Language::English));
    assert_fits(&text, 80);
    assert!(text.contains("0 planned, 0 postponed"), "{text}");
    assert!(text.contains("(none)"), "{text}");
}

#[test]
fn every_movement_is_listed() {
    let instance = fixture::instance();
    let mut plan = fixture::plan(&instance);
    let TrainPlan::Planned { events, .. } = &mut plan.trains[1] else {
        unreachable!("the fixture plans this train");
    };
    let at = |from, to, what| Event {
        span: Span::new(Minute(from), Minute(to)),
        rake: Rake::Arriving,
        what,
    };
    // It still holds its track at 20:15; the part exchanged comes from there.
    let exchange = Activity::Exchange {
        spot: SpotId(0),
        part: 2,
        locomotive_arriving: 1,
        locomotive_onward: 2,
    };
    let from_store = Activity::FromStore {
        store: StoreId(0),
        locomotive: 2,
    };
    events.push(at(135, 139, exchange));
    events.push(at(0, 30, from_store));
    let config = ViewConfig {
        sections: vec![ViewSection::Shunting],
        ..config(100, Language::English)
    };
    let text = view(&instance, &plan, &config);
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let lines: Vec<String> = text.lines().map(words).collect();
    for wanted in [
        "18:00–18:30 from store X8042 arriving flats broad track 2 1520-2",
        "20:15–20:19 exchange X8042 both broad track 2 23-1 (2) 1520-1 + 1435-2",
        "22:02–22:32 pulling X8042 emptied 23-1 broad track 2 1520-2",
    ] {
        assert!(lines.iter().any(|line| line == wanted), "{wanted}\n{text}");
    }
}

#[test]
fn panels_begin_with_a_full_hour() {
    let mut file = fixture::instance_file();
    file.horizon.start += TimeDelta::minutes(30);
    let instance = fixture::checked(&file);
    let plan = fixture::plan(&instance);
    let config = ViewConfig {
        sections: vec![ViewSection::Gantt],
        ..config(80, Language::English)
    };
    let text = view(&instance, &plan, &config);
    assert_fits(&text, 80);
    let line = |start: &str| {
        let found = text.lines().find(|line| line.starts_with(start));
        found.unwrap_or_else(|| panic!("{start} in {text}"))
    };
    assert!(line("11-15 18:00").contains("11-16 06:00"), "{text}");
    // 18:30 is two and a half characters of 12 minutes behind 18:00.
    assert!(
        line("23-1 1520").starts_with("23-1 1520 ·  █X8040"),
        "{text}"
    );
}

/// The fixture with no train planned.
fn all_postponed() -> (Instance, Plan) {
    let instance = fixture::instance();
    let mut plan = fixture::plan(&instance);
    let reason = match &plan.trains[9] {
        TrainPlan::Postponed { reason } => reason.clone(),
        TrainPlan::Planned { .. } => unreachable!("the fixture does not plan its last train"),
    };
    for train in &mut plan.trains {
        *train = TrainPlan::Postponed {
            reason: reason.clone(),
        };
    }
    plan.crane_slots.clear();
    (instance, plan)
}

#[test]
fn a_postponed_train_under_way_keeps_its_places() {
    let (instance, plan) = all_postponed();
    let config = ViewConfig {
        sections: vec![ViewSection::Gantt],
        ..config(160, Language::English)
    };
    insta::assert_snapshot!(view(&instance, &plan, &config));
}

/// The stage plan says of it what the chart shows, for every place in which it stands.
#[test]
fn a_postponed_train_under_way_is_in_the_stage_plan() {
    let (instance, plan) = all_postponed();
    for (language, told) in [
        (Language::Chinese, "顺延"),
        (Language::English, "postponed"),
    ] {
        let config = ViewConfig {
            sections: vec![ViewSection::Stage],
            ..config(160, language)
        };
        let text = view(&instance, &plan, &config);
        for (place, train) in [("23-1", "X8040"), ("23-A", "X8040"), ("2", "X8042")] {
            let mut lines = text.lines().filter(|line| line.contains(told));
            assert!(
                lines.any(|line| line.contains(place) && line.contains(train)),
                "{train} on {place} in\n{text}"
            );
        }
    }
}

fn report(violations: Vec<Violation>) -> Report {
    let instance = fixture::instance();
    let plan = fixture::plan(&instance);
    Report {
        violations,
        value: plan.value,
        objective: plan.parts,
        levels: vec![plan.value],
        kpis: plan.kpis,
        on_trust: regauge_model::check::OnTrust {
            bound: plan.bound,
            is_called_optimal: false,
            alone: plan.alone,
        },
    }
}

fn violations_view(report: &Report, config: &ViewConfig) -> String {
    let mut out = Vec::new();
    show_violations(&fixture::instance(), report, config, &mut out).expect("writing into memory");
    String::from_utf8(out).expect("the view is text")
}

#[test]
fn a_clean_plan_is_said_to_be_so_with_what_is_taken_on_trust() {
    for language in [Language::Chinese, Language::English] {
        let text = violations_view(&report(Vec::new()), &config(80, language));
        assert_fits(&text, 80);
        insta::assert_snapshot!(format!("clean_{language:?}"), text);
    }
}

const fn words(chinese: &'static str, english: &'static str) -> Template {
    Template {
        fields: &[],
        chinese,
        english,
    }
}

#[test]
fn violations_are_grouped_by_rule() {
    static HEADWAY: Template = words(
        "X8046 比 X8044 晚 4 分钟进入，追踪间隔为 10 分钟。",
        "X8046 enters 4 min after X8044; the headway is 10 min.",
    );
    static CLOSED: Template = words(
        "换装线封锁时仍在占用；足够长的信息会折行，由此可见折行后的样子，而且各行都不超过终端的宽度。",
        "Stands in the spot while it is closed; a message that is long enough to be wrapped shows how it goes on.",
    );
    static ESCAPED: Template = words(
        "\u{1b}[31m信息中也没有控制字符。",
        "\u{1b}[31mNo control characters from messages either.",
    );
    static VALUE: Template = words(
        "计划所写的目标值为 1.00，重算为 2.00。",
        "The value stated is 1.00, recomputed 2.00.",
    );
    let violation = |rule, train, resource, span: Option<(i32, i32)>, other, message| Violation {
        rule,
        train,
        resource,
        span: span.map(|(from, to)| Span::new(Minute(from), Minute(to))),
        other,
        message: Message::from(message),
    };
    let report = report(vec![
        violation(
            "headway",
            Some(TrainId(2)),
            Some(Resource::Section(SectionId(0))),
            Some((40, 65)),
            Some(TrainId(3)),
            &HEADWAY,
        ),
        violation(
            "spots",
            Some(TrainId(4)),
            Some(Resource::Spot(SpotId(0))),
            Some((625, 790)),
            None,
            &CLOSED,
        ),
        violation(
            "headway",
            Some(TrainId(6)),
            Some(Resource::Section(SectionId(2))),
            None,
            None,
            &ESCAPED,
        ),
        violation("objective", None, None, None, None, &VALUE),
    ]);
    for language in [Language::Chinese, Language::English] {
        let text = violations_view(&report, &config(80, language));
        assert_fits(&text, 80);
        insta::assert_snapshot!(format!("violations_{language:?}"), text);
    }
    for width in 0..40 {
        assert_fits(
            &violations_view(&report, &config(width, Language::Chinese)),
            width,
        );
    }
}

/// The chart shows a pause in finishing, too, unless work on the ground goes on in stops.
#[test]
fn a_pause_is_shown_where_the_work_stands_still() {
    let paused = |on_the_ground: bool| {
        let mut file = fixture::instance_file();
        let stations = file.system.stations.iter_mut();
        let sheds = stations.flat_map(|station| &mut station.sheds);
        for shed in sheds.filter(|shed| !shed.indoor) {
            shed.ground_work_in_stops = on_the_ground;
        }
        let instance = fixture::checked(&file);
        let config = ViewConfig {
            sections: vec![ViewSection::Gantt],
            ..config(200, Language::English)
        };
        let text = view(&instance, &fixture::plan(&instance), &config);
        text.chars().filter(|c| *c == '░').count()
    };
    let (everywhere, in_lifting) = (paused(false), paused(true));
    assert!(in_lifting > 10, "{in_lifting}");
    assert!(everywhere > in_lifting, "{everywhere}, {in_lifting}");
}

#[test]
fn a_wait_for_wind_names_the_zone_and_the_stop() {
    let mut file = fixture::instance_file();
    file.system.zones[0].name = Some("达坂城".to_owned());
    let instance = fixture::checked(&file);
    let mut plan = fixture::plan(&instance);
    let TrainPlan::Planned { waits, .. } = &mut plan.trains[1] else {
        unreachable!("the fixture plans this train");
    };
    waits[0].closure = Some(Closure {
        why: ClosureKind::CraneWind,
        span: Some(Span::new(Minute(60), Minute(150))),
        train: None,
        zone: Some(ZoneId::from_index(0)),
    });
    let said = |language| {
        let config = ViewConfig {
            sections: vec![ViewSection::Waits],
            ..config(200, language)
        };
        view(&instance, &plan, &config)
    };
    let (chinese, english) = (said(Language::Chinese), said(Language::English));
    // Who reads English is given the id: the name is in another script.
    let id = &file.system.zones[0].id;
    assert!(chinese.contains("大风停吊 达坂城 "), "{chinese}");
    let words = format!("cranes stopped by wind {id} ");
    assert!(english.contains(&words), "{english}");
}

/// Letters of a Chinese view belong to ids and names of the file, and to nothing else.
#[test]
fn a_chinese_view_has_no_english_words() {
    let file = fixture::instance_file();
    let ids = serde_json::to_string(&file).expect("the file is JSON");
    let config = ViewConfig {
        sections: vec![
            ViewSection::Closures,
            ViewSection::Board,
            ViewSection::Gantt,
            ViewSection::Shunting,
            ViewSection::Kpis,
            ViewSection::Waits,
            ViewSection::Postponed,
            ViewSection::Objective,
        ],
        ..config(200, Language::Chinese)
    };
    let instance = fixture::checked(&file);
    let mut plan = fixture::plan(&instance);
    // Of every kind of cause one.
    let kinds = [
        ClosureKind::Possession,
        ClosureKind::GivenPath,
        ClosureKind::LineWind,
        ClosureKind::ShuntingWind,
        ClosureKind::CraneWind,
        ClosureKind::Maintenance,
        ClosureKind::SpotClosed,
        ClosureKind::NotWorking,
        ClosureKind::Busy,
        ClosureKind::Hold,
        ClosureKind::Pin,
        ClosureKind::Buffer,
    ];
    let resources = [
        Resource::Tracks(YardId(0)),
        Resource::Teams(StageId(0)),
        Resource::Locomotives(LocomotiveId(0)),
        Resource::Crane(CraneId(0)),
        Resource::Empties(StoreId(0)),
        Resource::Room(StoreId(0)),
        Resource::Cap(SectionId(0)),
        Resource::Shunting(StationId(1)),
        Resource::OwnStages,
        Resource::OnwardRake,
        Resource::Runway(ShedId(0)),
        Resource::Shed(ShedId(0)),
        Resource::Ahead,
    ];
    let TrainPlan::Planned { waits, .. } = &mut plan.trains[1] else {
        unreachable!("the fixture plans this train");
    };
    let pattern = waits[0].clone();
    for (index, resource) in resources.into_iter().enumerate() {
        let mut wait = pattern.clone();
        wait.for_what = resource;
        wait.closure = kinds.get(index).map(|why| Closure {
            why: *why,
            span: None,
            train: None,
            zone: None,
        });
        waits.push(wait);
    }
    let text = view(&instance, &plan, &config);
    let words = text.split(|c: char| !c.is_ascii_alphabetic());
    for word in words.filter(|word| word.len() > 2 && *word != "UTC") {
        assert!(ids.contains(word), "{word} in\n{text}");
    }
}

/// A text without ANSI sequences.
fn plain(text: &str) -> String {
    let mut result = String::new();
    let mut pieces = text.split("\u{1b}[");
    result.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (_, rest) = piece.split_once('m').expect("a colour ends in m");
        result.push_str(rest);
    }
    result
}

#[test]
fn colours_change_nothing_else() {
    for (width, language) in [
        (80, Language::Chinese),
        (80, Language::English),
        (160, Language::Chinese),
    ] {
        let without = config(width, language);
        let with = ViewConfig {
            color: true,
            ..without.clone()
        };
        let coloured = fixture_view(&with);
        assert!(coloured.contains("\u{1b}[1;36m"), "headings have a colour");
        assert_eq!(plain(&coloured), fixture_view(&without));
        for line in coloured.lines() {
            // No colour reaches into the next line.
            assert_eq!(
                line.matches("\u{1b}[0m").count() * 2,
                line.matches("\u{1b}[").count()
            );
        }
    }
    assert!(!fixture_view(&config(80, Language::English)).contains('\u{1b}'));
}

#[test]
fn hostile_names_bring_no_colours() {
    let mut file = fixture::instance_file();
    file.name = "\u{1b}[31mred".to_owned();
    let instance = fixture::checked(&file);
    let plan = fixture::plan(&instance);
    let config = ViewConfig {
        color: true,
        sections: vec![ViewSection::Header],
        ..config(80, Language::English)
    };
    assert!(!view(&instance, &plan, &config).contains("\u{1b}[31mred"));
}

fn stage(width: usize, language: Language) -> String {
    fixture_view(&ViewConfig {
        window: Some(Span::new(Minute(120), Minute(300))),
        sections: vec![ViewSection::Gantt, ViewSection::Stage],
        ..config(width, language)
    })
}

#[test]
fn stage_english_80() {
    insta::assert_snapshot!(stage(80, Language::English));
}

#[test]
fn stage_chinese_160() {
    insta::assert_snapshot!(stage(160, Language::Chinese));
}

#[test]
fn a_stage_plan_fits_at_every_width() {
    for width in [40, 60, 80, 100, 160] {
        for language in [Language::Chinese, Language::English] {
            assert_fits(&stage(width, language), width);
        }
    }
}

#[test]
fn a_stage_plan_has_only_what_shares_its_hours() {
    let instance = fixture::instance();
    let plan = fixture::plan(&instance);
    // X8040 is worked until 19:01, then pulled; X8050 comes at 04:10 of the next day.
    let in_window = |from, to| {
        let config = ViewConfig {
            window: Some(Span::new(Minute(from), Minute(to))),
            sections: vec![ViewSection::Stage],
            ..config(120, Language::English)
        };
        view(&instance, &plan, &config)
    };
    assert!(in_window(0, 60).contains("X8040"));
    assert!(!in_window(600, 700).contains("X8040"));
    assert!(!in_window(0, 60).contains("X8050"));
    assert!(in_window(600, 700).contains("X8050"));
}
