//! What keeps trains back, as charts show it: throats, sections worked block by block, holds, caps that are used up.

use crate::fixture;
use regauge_model::ids::StationId;
use regauge_model::plan::{Activity, TrainPlan};
use regauge_model::{Instance, Minute, Span};
use regauge_report::{Chart, ChartConfig, Language, PageConfig, charts, html};
use roxmltree::{Document, Node};
use serde_json::{Value, json};

/// The fixture with all of them. X8044 comes at 65 and is placed at 290; four trains come over the broad border.
fn instance() -> Instance {
    let mut file = serde_json::to_value(fixture::instance_file()).unwrap();
    let at = |minute: i64| {
        let start = chrono::DateTime::parse_from_rfc3339("2024-11-15T18:00:00+08:00").unwrap();
        Value::from((start + chrono::TimeDelta::minutes(minute)).to_rfc3339())
    };
    let system = &mut file["system"];
    system["stations"][1]["throats"] = json!([{ "id": "ladder", "name": "东咽喉", "gauge_mm": 1520, "movements": [
        { "arrivals": ["border-broad"], "departures": ["border-broad"], "minutes": 6 },
        { "spots": ["23-1"], "from_minute": 5, "minutes": 10 },
        { "stores": ["broad-empties"], "from_minute": 20 },
    ] }]);
    system["sections"][0]["caps"] = json!([{ "direction": "down", "per_day": 4 }]);
    system["sections"][2]["block"] = "station-to-station".into();
    system["sections"][2]["clearing_minutes"] = 3.into();
    system["given_paths"] = json!([{ "train": "K1", "section": "border-broad", "direction": "down", "enter": at(900), "exit": at(925) }]);
    file["holds"] = json!([{ "station": "alashankou", "trains": ["X8044"], "until": at(280), "earliest": at(240), "latest": at(400) }]);
    let text = file.to_string();
    regauge_model::validate::instance_from_json(text.as_bytes())
        .unwrap_or_else(|problems| panic!("{problems}"))
}

fn drawn(language: Option<Language>) -> Vec<Chart> {
    let instance = instance();
    let plan = fixture::plan(&instance);
    let config = ChartConfig {
        language,
        window: Some(Span::new(Minute(0), Minute(1440))),
        now: None,
        past: None,
    };
    charts(&instance, &plan, &config).expect("a plan of the instance")
}

fn chart<'a>(charts: &'a [Chart], id: &str) -> Document<'a> {
    let chart = charts.iter().find(|chart| chart.id == id).expect("a chart");
    Document::parse(&chart.svg).expect("XML")
}

/// The paths of a class in the body, with the train they belong to (`None`: none), minutes, and what they say when asked.
fn paths(document: &Document<'_>, class: &str) -> Vec<(Option<usize>, (i32, i32), String)> {
    let svg = document.root_element();
    let number = |name: &str| svg.attribute(name).unwrap().parse::<f64>().unwrap();
    let (from, to) = (number("data-from"), number("data-to"));
    let (left, right) = (number("data-left"), number("data-right"));
    let minute = |x: f64| (from + (x - left) / (right - left) * (to - from)).round() as i32;
    let in_body = |node: &Node<'_, '_>| {
        node.ancestors()
            .any(|node| node.attribute("class") == Some("body"))
    };
    let nodes = document
        .descendants()
        .filter(|node| node.has_tag_name("path") && node.attribute("class") == Some(class));
    let told = nodes.filter(in_body).map(|node| {
        let d = node.attribute("d").unwrap();
        let (x, rest) = d[1..].split_once(' ').unwrap();
        let x: f64 = x.parse().unwrap();
        let width = rest.split('h').nth(1).unwrap();
        let digits = width.find(|c: char| !c.is_ascii_digit() && c != '.');
        let width: f64 = width[..digits.unwrap_or(width.len())].parse().unwrap();
        let train = node
            .ancestors()
            .find_map(|node| node.attribute("data-t"))
            .map(|index| index.parse().unwrap());
        let title = node
            .children()
            .find(|node| node.has_tag_name("title"))
            .and_then(|node| node.text());
        (
            train,
            (minute(x), minute(x + width)),
            title.unwrap_or("").to_owned(),
        )
    });
    told.collect()
}

/// Where pixels are told in whole ones a minute more or less is none.
fn near((from, to): (i32, i32), (wanted_from, wanted_to): (i32, i32)) -> bool {
    (from - wanted_from).abs() <= 1 && (to - wanted_to).abs() <= 1
}

#[test]
fn a_throat_has_a_row_with_its_uses() {
    let charts = drawn(Some(Language::English));
    let chart = chart(&charts, "operations-1");
    let arriving = paths(&chart, "o o1");
    let wanted = [
        (2, (59, 65)),
        (3, (209, 215)),
        (4, (409, 415)),
        (5, (629, 635)),
    ];
    assert_eq!(arriving.len(), wanted.len(), "{arriving:?}");
    for ((train, span, title), (index, minutes)) in arriving.iter().zip(wanted) {
        assert_eq!(*train, Some(index));
        assert!(near(*span, minutes), "{title}: {span:?}");
        assert!(title.contains("arriving · ladder"), "{title}");
    }
    assert!(arriving[0].2.contains("18:59–19:05"), "{}", arriving[0].2);
    // X8040 and X8042 go back over the border at 120 and at 330, X8048 at 830
    let departing = paths(&chart, "o o2");
    let left: Vec<Option<usize>> = departing.iter().map(|(train, ..)| *train).collect();
    assert_eq!(left, [Some(0), Some(1), Some(4)]);
    assert!(near(departing[0].1, (120, 126)), "{departing:?}");
    // placing at the spot for ten minutes; X8044 goes into the store for the last ten of its pulling, at the spot for ten as well
    let shunted = paths(&chart, "o o3");
    let of_train = |index: usize| {
        let own = shunted.iter().filter(|(train, ..)| *train == Some(index));
        own.map(|(_, span, _)| *span).collect::<Vec<_>>()
    };
    let own = of_train(2);
    assert_eq!(own.len(), 3, "{own:?}");
    assert!(near(own[0], (295, 305)), "{own:?}");
    // nothing of it over the throat of the other gauge, or outdoors
    assert!(
        of_train(3).iter().all(|span| span.0 >= 676),
        "{:?}",
        of_train(3)
    );
    // the path already given away
    let given = paths(&chart, "y5");
    assert_eq!(given.len(), 1);
    assert!(near(given[0].1, (919, 925)), "{given:?}");
}

/// X8101 as a train that passes at 122 on the third track of its yard.
#[test]
fn a_train_that_passes_on_a_track_stands_in_its_row() {
    let mut file = serde_json::to_value(fixture::instance_file()).unwrap();
    file["system"]["stations"][1]["through"] = json!([{ "yard": "standard" }]);
    let instance = regauge_model::validate::instance_from_json(file.to_string().as_bytes())
        .unwrap_or_else(|problems| panic!("{problems}"));
    let mut plan = fixture::plan(&instance);
    let TrainPlan::Planned { events, .. } = &mut plan.trains[6] else {
        panic!("it is planned");
    };
    events.retain(|event| !matches!(event.what, Activity::Track { .. }));
    if let Activity::Run { stops, track, .. } = &mut events[0].what {
        (*stops, *track) = (false, Some(3));
    }
    let config = ChartConfig {
        language: Some(Language::English),
        window: Some(Span::new(Minute(0), Minute(1440))),
        now: None,
        past: None,
    };
    let charts = charts(&instance, &plan, &config).expect("a plan of the instance");
    let chart = chart(&charts, "operations-1");
    let passing = paths(&chart, "kp");
    assert_eq!(passing.len(), 1, "{passing:?}");
    let (train, span, title) = &passing[0];
    assert_eq!(*train, Some(6));
    let station = instance.system().station(StationId(1));
    let held = (122 - station.track_setting, 122 + station.track_clearing);
    assert!(near(*span, held), "{span:?} {held:?}");
    assert!(title.contains("passing · standard 3"), "{title}");
    let page = html(&instance, &plan, &PageConfig::default()).expect("a plan of the instance");
    assert!(
        page.contains("passing on standard track 3"),
        "the box tells it"
    );
}

#[test]
fn a_train_that_is_held_shows_until_when() {
    let charts = drawn(Some(Language::English));
    let chart = chart(&charts, "diagram-1");
    let held = paths(&chart, "hd");
    assert_eq!(held.len(), 1, "{held:?}");
    let (train, span, title) = &held[0];
    assert_eq!(*train, Some(2));
    assert!(near(*span, (65, 280)), "{span:?}");
    assert!(
        title.contains("held until 22:40 (22:00 at the earliest, "),
        "{title}"
    );
    assert!(title.contains("00:40"), "{title}");
    let unsure = paths(&chart, "hu");
    assert_eq!(unsure.len(), 1);
    assert!(near(unsure[0].1, (240, 400)), "{unsure:?}");
}

/// A page has no titles on its bars: what a train does stands in one box.
#[test]
fn the_box_of_a_train_tells_throats_and_holds() {
    let instance = instance();
    let plan = fixture::plan(&instance);
    let page = html(&instance, &plan, &PageConfig::default()).expect("a plan of the instance");
    for told in [
        "arriving over ladder",
        "接车进路 东咽喉",
        "departing over ladder",
        "shunting over ladder",
        "held at alashankou, release between 22:00 and ",
        "扣留于阿拉山口，放行最早22:00，最晚",
    ] {
        assert!(page.contains(told), "{told}");
    }
}

#[test]
fn a_cap_shows_from_when_it_is_used_up() {
    let charts = drawn(Some(Language::English));
    let diagrams = charts
        .iter()
        .filter(|chart| chart.id.starts_with("diagram"));
    let all = diagrams.flat_map(|chart| paths(&Document::parse(&chart.svg).unwrap(), "cp"));
    let found: Vec<_> = all.collect();
    assert_eq!(found.len(), 1, "{found:?}");
    let (train, span, title) = &found[0];
    assert_eq!(*train, None);
    // the fourth enters at 610
    assert!(near(*span, (610, 1440)), "{span:?}");
    assert!(title.starts_with("cap of 4 reached"), "{title}");
}

#[test]
fn sections_worked_block_by_block_are_told() {
    for (language, word) in [
        (Language::Chinese, "站间闭塞"),
        (Language::English, "station to station"),
    ] {
        let charts = drawn(Some(language));
        let chart = chart(&charts, "diagram-1");
        let frame = chart
            .descendants()
            .find(|node| node.attribute("class") == Some("frame"))
            .unwrap();
        let texts = frame.descendants().filter(|node| node.text() == Some(word));
        assert_eq!(texts.filter(|node| node.has_tag_name("text")).count(), 1);
        let brackets = frame
            .descendants()
            .filter(|node| node.attribute("class") == Some("bk"));
        assert_eq!(brackets.count(), 1);
    }
}

#[test]
fn their_words_are_explained() {
    const PAGE: &str = include_str!("../../../docs/charts.md");
    for language in [Language::Chinese, Language::English] {
        for chart in drawn(Some(language)) {
            let document = Document::parse(&chart.svg).expect("XML");
            let words = document
                .descendants()
                .filter(|node| node.attribute("class") == Some("lt"));
            for word in words.filter_map(|node| node.text()) {
                assert!(
                    PAGE.contains(word),
                    "docs/charts.md does not explain `{word}`"
                );
            }
        }
    }
}
