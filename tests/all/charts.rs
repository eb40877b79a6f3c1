//! The charts of real plans (every demo, the day laid out by hand, a harbour): they are XML, show everything once,
//! inside their frame, and no text runs into another.

#[allow(dead_code, reason = "the example has a main and captions of its own")]
#[path = "../../examples/gallery.rs"]
mod gallery;

use regauge::plan::{Activity, TrainPlan};
use regauge::{Instance, Minute, Plan, Planner, Span};
use regauge_instances::berth::{Berth, BerthProblem, Ship};
use regauge_instances::{demo_json, to_json};
use regauge_report::{Chart, ChartConfig, Language, charts};
use roxmltree::{Document, Node};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const DEMOS: [&str; 5] = ["s", "m", "l+", "xl", "irun"];

fn planned(name: &str) -> (Instance, Plan) {
    let text = demo_json(name).expect("a ready-made instance");
    let instance = Instance::from_json(text).unwrap_or_else(|problems| panic!("{problems}"));
    let plan = Planner::new(&instance).work(0.02).run().plan;
    (instance, plan)
}

fn harbour() -> (Instance, Plan) {
    let berth = |opens, closes| Berth { opens, closes };
    let ship = |n: u32| Ship {
        arrival: n * 17,
        latest_departure: n * 17 + 400,
        weight: 1 + n % 3,
        handling: vec![Some(30 + n * 5 % 40), Some(45 + n * 7 % 30), None],
    };
    let problem = BerthProblem {
        ships: (0..12).map(ship).collect(),
        berths: vec![berth(10, 500), berth(0, 400), berth(30, 420)],
    };
    let file = problem.instance("harbour").expect("a sane problem");
    let instance =
        Instance::from_json(to_json(&file)).unwrap_or_else(|problems| panic!("{problems}"));
    let plan = Planner::new(&instance).work(0.02).run().plan;
    (instance, plan)
}

fn cases() -> Vec<(String, Instance, Plan)> {
    let mut cases: Vec<(String, Instance, Plan)> = Vec::new();
    for name in DEMOS {
        let (instance, plan) = planned(name);
        cases.push((name.to_owned(), instance, plan));
    }
    let (instance, plan) = gallery::by_hand().expect("the files are there");
    cases.push(("hand".to_owned(), instance, plan));
    let (instance, plan) = harbour();
    cases.push(("harbour".to_owned(), instance, plan));
    cases
}

fn drawn(
    instance: &Instance,
    plan: &Plan,
    language: Option<Language>,
    window: Option<(i32, i32)>,
) -> Vec<Chart> {
    let config = ChartConfig {
        language,
        window: window.map(|(from, to)| Span::new(Minute(from), Minute(to))),
        now: Some(Minute(190)),
        past: None,
    };
    charts(instance, plan, &config).expect("a plan of the instance")
}

/// The index of the train that an element belongs to.
fn train_of(node: Node<'_, '_>) -> Option<usize> {
    node.ancestors()
        .find_map(|node| node.attribute("data-t"))
        .map(|index| index.parse().expect("an index"))
}

fn first_class<'a>(node: Node<'a, '_>) -> &'a str {
    node.attribute("class")
        .and_then(|class| class.split(' ').next())
        .unwrap_or("")
}

/// Whether an element is in the group of a class.
fn is_in(node: Node<'_, '_>, class: &str) -> bool {
    node.ancestors()
        .any(|node| node.attribute("class") == Some(class))
}

fn number(node: Node<'_, '_>, attribute: &str) -> i32 {
    let value = node
        .attribute(attribute)
        .unwrap_or_else(|| panic!("{attribute}"));
    value
        .parse()
        .unwrap_or_else(|_| panic!("{attribute}: {value}"))
}

#[test]
fn every_chart_is_xml_with_what_a_page_relies_on() {
    for (name, instance, plan) in cases() {
        for language in [None, Some(Language::Chinese), Some(Language::English)] {
            for window in [None, Some((120, 360))] {
                let charts = drawn(&instance, &plan, language, window);
                let ids: BTreeSet<&str> = charts.iter().map(|chart| chart.id.as_str()).collect();
                assert_eq!(ids.len(), charts.len(), "{name}");
                assert!(!charts.is_empty(), "{name}");
                for chart in &charts {
                    let place = format!("{name} {} {language:?} {window:?}", chart.id);
                    assert!(
                        chart
                            .id
                            .chars()
                            .all(|c| c.is_ascii_alphanumeric() || c == '-'),
                        "{place}"
                    );
                    let xml = Document::parse(&chart.svg)
                        .unwrap_or_else(|error| panic!("{place}: {error}"));
                    let svg = xml.root_element();
                    for attribute in [
                        "data-from",
                        "data-to",
                        "data-left",
                        "data-right",
                        "data-top",
                        "data-bottom",
                    ] {
                        number(svg, attribute);
                    }
                    for class in ["frame", "axis", "body"] {
                        let mut groups = svg.children().filter(|node| node.is_element());
                        assert!(
                            groups.any(|node| node.attribute("class") == Some(class)),
                            "{place}: {class}"
                        );
                    }
                    // A page brings its own boxes and switches languages; a file stands by itself.
                    let titles = svg
                        .descendants()
                        .filter(|node| node.has_tag_name("title"))
                        .count();
                    let switched = svg.descendants().filter(|node| {
                        let mut classes = node.attribute("class").unwrap_or("").split(' ');
                        node.has_tag_name("text")
                            && classes.any(|class| class == "zh" || class == "en")
                    });
                    assert_eq!(titles == 0, language.is_none(), "{place}");
                    assert_eq!(switched.count() == 0, language.is_some(), "{place}");
                }
            }
        }
    }
}

/// How often a plan's events and slots must be drawn, by train and class.
fn expected(instance: &Instance, plan: &Plan) -> BTreeMap<(usize, &'static str), usize> {
    let mut counts = BTreeMap::new();
    let system = instance.system();
    for (train, planned) in plan.trains.iter().enumerate() {
        let mut add = |class: &'static str, count: usize| {
            if count > 0 {
                *counts.entry((train, class)).or_default() += count;
            }
        };
        // Both sides of a spot have a row, unless trains are only handled there.
        let sides = |spot| {
            let shed = system.spot(spot).shed;
            if system.shed(shed).modes.is_empty() {
                1
            } else {
                2
            }
        };
        for event in planned.events() {
            match &event.what {
                Activity::Run { .. } => add("tr", 1),
                Activity::Track { .. } => add("k", 1),
                Activity::Stage { .. } => add("s", 1),
                // In the spot and under the locomotive.
                Activity::Placing { .. } => add("p", 2),
                Activity::Pulling { .. } => add("q", 2),
                Activity::Exchange { .. } => add("x", 4),
                Activity::IntoStore { .. } => add("i", 1),
                Activity::FromStore { .. } => add("f", 1),
                Activity::Spot { spot } => {
                    let is_handled = !instance.trains()[train].handling().is_empty();
                    add("h", if is_handled { sides(*spot) } else { 1 });
                }
                Activity::Handling { spot } => add("j", sides(*spot)),
                Activity::CraneWork { steps, .. } => {
                    add(
                        "b",
                        2 * steps.iter().filter(|(step, _)| !step.is_empty()).count(),
                    );
                }
            }
        }
        add(
            "c",
            plan.crane_slots
                .iter()
                .filter(|slot| slot.train.index() == train)
                .count(),
        );
        // Waits are told where the rake stands, or where it comes from.
        if let TrainPlan::Planned { waits, .. } = planned {
            add("wait", usize::from(!waits.is_empty()));
        }
    }
    counts
}

#[test]
fn every_event_of_the_plan_is_drawn_once() {
    for (name, instance, plan) in cases() {
        let mut found: BTreeMap<(usize, &str), usize> = BTreeMap::new();
        let charts = drawn(&instance, &plan, None, None);
        let documents: Vec<Document<'_>> = charts
            .iter()
            .map(|chart| Document::parse(&chart.svg).expect("XML"))
            .collect();
        let expected = expected(&instance, &plan);
        let classes: BTreeSet<&str> = expected.keys().map(|(_, class)| *class).collect();
        for node in documents.iter().flat_map(Document::descendants) {
            let Some(train) = train_of(node).filter(|_| node.has_tag_name("path")) else {
                continue;
            };
            let class = first_class(node);
            if ["w", "w0", "wo"].contains(&class) {
                found.insert((train, "wait"), 1);
            } else if classes.contains(class) {
                *found
                    .entry((train, classes.get(class).expect("it is in")))
                    .or_default() += 1;
            }
        }
        for (key, count) in &expected {
            assert_eq!(found.get(key), Some(count), "{name}: {key:?}");
        }
        assert_eq!(
            found.values().sum::<usize>(),
            expected.values().sum::<usize>(),
            "{name}"
        );
    }
}

/// The corners of a path that is written as rectangles and lines (`M x y h w v h`, `L`).
fn corners(d: &str) -> Vec<(f64, f64)> {
    let mut corners = Vec::new();
    let (mut x, mut y) = (0.0, 0.0);
    let mut rest = d;
    while let Some(command) = rest.chars().next() {
        let end = rest[1..]
            .find(|c: char| c.is_ascii_alphabetic())
            .map_or(rest.len(), |at| at + 1);
        let text = rest[1..end].replace('-', " -");
        let figures: Vec<f64> = text
            .split_whitespace()
            .map(|figure| figure.parse().expect("a figure"))
            .collect();
        for pair in figures.chunks(2) {
            match (command, pair) {
                ('M' | 'L', [to_x, to_y]) => (x, y) = (*to_x, *to_y),
                ('l', [by_x, by_y]) => (x, y) = (x + by_x, y + by_y),
                _ => {}
            }
        }
        for figure in &figures {
            match command {
                'h' => x += figure,
                'v' => y += figure,
                'H' => x = *figure,
                'V' => y = *figure,
                _ => {}
            }
        }
        corners.push((x, y));
        rest = &rest[end..];
    }
    corners
}

#[test]
fn what_belongs_to_a_train_lies_inside_the_frame() {
    for (name, instance, plan) in cases() {
        for window in [None, Some((0, 1440)), Some((200, 440))] {
            for chart in drawn(&instance, &plan, Some(Language::Chinese), window) {
                let xml = Document::parse(&chart.svg).expect("XML");
                let svg = xml.root_element();
                let edge = |attribute| f64::from(number(svg, attribute));
                let (left, right) = (edge("data-left"), edge("data-right"));
                let (top, bottom) = (edge("data-top"), edge("data-bottom"));
                let paths = svg
                    .descendants()
                    .filter(|node| node.has_tag_name("path") && train_of(*node).is_some());
                for path in paths.filter(|path| first_class(*path) != "pn") {
                    for (x, y) in corners(path.attribute("d").expect("a path has data")) {
                        let inside = left <= x && x <= right && top <= y && y <= bottom;
                        assert!(
                            inside,
                            "{name} {} {window:?}: {x} {y} in {:?}",
                            chart.id,
                            path.attribute("d")
                        );
                    }
                }
            }
        }
    }
}

/// Pixels of a text by the widths of Arial, on average per kind of character; a table of its own.
fn width(text: &str, size: f64) -> f64 {
    let of = |c: char| match c {
        '0'..='9' | 'a'..='z' => 0.54,
        'A'..='Z' => 0.66,
        ' ' | '.' | ':' | '·' | '-' | '(' | ')' => 0.3,
        c if u32::from(c) >= 0x2e80 => 1.0,
        _ => 0.56,
    };
    text.chars().map(of).sum::<f64>() * size
}

#[test]
fn texts_of_trains_stay_apart_and_inside() {
    for (name, instance, plan) in cases() {
        for window in [None, Some((0, 1440)), Some((200, 440))] {
            for language in [Language::Chinese, Language::English] {
                for chart in drawn(&instance, &plan, Some(language), window) {
                    let xml = Document::parse(&chart.svg).expect("XML");
                    let svg = xml.root_element();
                    let mut rows: BTreeMap<i32, Vec<(f64, f64, &str)>> = BTreeMap::new();
                    let sizes = match svg.attribute("class") {
                        Some("chart lg") => (12.0, 10.0),
                        Some("chart md") => (10.0, 8.5),
                        _ => (8.5, 7.5),
                    };
                    for node in svg
                        .descendants()
                        .filter(|node| node.has_tag_name("text") && is_in(*node, "body"))
                    {
                        let size = match first_class(node) {
                            "no" => sizes.0,
                            "mo" | "wt" => sizes.1,
                            _ => continue,
                        };
                        let text = node.text().unwrap_or("");
                        let x = f64::from(number(node, "x"));
                        let end = x + width(text, size);
                        rows.entry(number(node, "y"))
                            .or_default()
                            .push((x, end, text));
                    }
                    let right = f64::from(number(svg, "data-right"));
                    for row in rows.values_mut() {
                        row.sort_by(|a, b| a.0.total_cmp(&b.0));
                        for pair in row.windows(2) {
                            let apart = pair[0].1 <= pair[1].0 + 1.0;
                            assert!(
                                apart,
                                "{name} {} {window:?} {language:?}: {pair:?}",
                                chart.id
                            );
                        }
                        assert!(
                            row.iter().all(|(_, end, _)| *end <= right + 1.0),
                            "{name} {}: {row:?}",
                            chart.id
                        );
                    }
                }
            }
        }
    }
}

/// An instance with markup in every name and id.
fn with_markup(name: &str) -> Value {
    const MARKUP: &str = "<script>alert(\"1\")</script>&'\u{202e}";
    fn ids(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(fields) => {
                found.extend(fields.get("id").and_then(Value::as_str).map(str::to_owned));
                fields.values().for_each(|value| ids(value, found));
            }
            Value::Array(values) => values.iter().for_each(|value| ids(value, found)),
            _ => {}
        }
    }
    fn marked(value: &Value, key: &str, ids: &BTreeSet<String>) -> Value {
        match value {
            Value::String(text)
                if ids.contains(text) || matches!(key, "name" | "note" | "train") =>
            {
                Value::String(format!("{text}{MARKUP}"))
            }
            Value::Array(values) => values.iter().map(|value| marked(value, key, ids)).collect(),
            Value::Object(fields) => {
                let fields = fields.iter().map(|(key, value)| {
                    let named = if ids.contains(key) {
                        format!("{key}{MARKUP}")
                    } else {
                        key.clone()
                    };
                    (named, marked(value, key, ids))
                });
                Value::Object(fields.collect())
            }
            other => other.clone(),
        }
    }
    let text = demo_json(name).expect("a ready-made instance");
    let value: Value = serde_json::from_str(text).expect("JSON");
    let mut found = BTreeSet::new();
    ids(&value, &mut found);
    marked(&value, "", &found)
}

#[test]
fn markup_in_any_name_is_text() {
    for name in ["irun", "s"] {
        let file = with_markup(name);
        let instance =
            Instance::from_json(file.to_string()).unwrap_or_else(|problems| panic!("{problems}"));
        let plan = Planner::new(&instance).work(0.02).run().plan;
        for language in [None, Some(Language::Chinese), Some(Language::English)] {
            for window in [None, Some((60, 300))] {
                for chart in drawn(&instance, &plan, language, window) {
                    assert!(
                        !chart.svg.contains("<script") && !chart.svg.contains('\u{202e}'),
                        "{name}"
                    );
                    let xml = Document::parse(&chart.svg).expect("XML");
                    let tags: BTreeSet<&str> = xml
                        .descendants()
                        .filter(|node| node.is_element())
                        .map(|node| node.tag_name().name())
                        .collect();
                    let known = BTreeSet::from(["g", "path", "style", "svg", "text", "title"]);
                    assert!(tags.is_subset(&known), "{name}: {tags:?}");
                    let texts = xml.descendants().filter(|node| node.has_tag_name("text"));
                    assert!(texts.count() > 0, "{name}");
                }
            }
        }
    }
}

#[test]
fn the_same_plan_gives_the_same_bytes_and_not_too_many() {
    let (instance, plan) = planned("xl");
    let charts = drawn(&instance, &plan, None, None);
    assert_eq!(charts, drawn(&instance, &plan, None, None));
    let bytes: usize = charts.iter().map(|chart| chart.svg.len()).sum();
    assert!(bytes < 700_000, "{bytes}");
}

#[test]
fn the_gallery_is_what_the_code_makes() {
    let docs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let remedy = "make it again: cargo run --release --example gallery";
    let (instance, plan) = gallery::by_hand().expect("the files are there");
    for picture in gallery::PICTURES {
        for language in picture.languages {
            let path = docs.join("gallery").join(picture.file(*language));
            let file = std::fs::read_to_string(&path)
                .unwrap_or_else(|error| panic!("{}: {error}; {remedy}", path.display()));
            if picture.instance == "hand" {
                let svg = picture
                    .svg(&instance, &plan, *language)
                    .expect("a chart of the plan");
                assert!(file == svg, "{} is stale; {remedy}", path.display());
            }
        }
    }
    let page = std::fs::read_to_string(docs.join("gallery.md")).expect("the page is there");
    assert!(
        page == gallery::page(),
        "docs/gallery.md is stale; {remedy}"
    );
    let files = std::fs::read_dir(docs.join("gallery")).expect("the gallery is there");
    let bytes: u64 = files
        .map(|file| {
            file.and_then(|file| file.metadata())
                .map_or(0, |data| data.len())
        })
        .sum();
    assert!(bytes < 3_000_000, "{bytes} bytes");
}
