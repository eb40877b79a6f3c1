//! The page: whatever a name carries is text, the figures are the plan's, both languages are whole, the same bytes again.

use crate::fixture;
use regauge_model::format::InstanceFile;
use regauge_model::ids::CraneId;
use regauge_model::plan::Paths;
use regauge_model::plan::{Closure, ClosureKind, TrainPlan};
use regauge_model::resource::Resource;
use regauge_model::{Instance, Minute, Plan, Span};
use regauge_report::{Language, PageConfig, cost, html, page, percent};
use serde_json::Value;
use std::collections::BTreeSet;

fn fixture_page() -> (Instance, Plan, String) {
    let instance = fixture::instance();
    let plan = fixture::plan(&instance);
    let page = html(&instance, &plan, &PageConfig::default()).expect("a plan of the instance");
    (instance, plan, page)
}

/// Markup, scripts, and what would end the places in which a page may put a text.
const HOSTILE: &str = "</script></title></style>--> <script>hack()</script><img src=x onerror=hack()> \"'`&lt;&amp;]]>{}";

/// An instance file with something added to every id and name, wherever it stands.
fn hostile_file() -> InstanceFile {
    fn ids(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(fields) => {
                for (key, field) in fields {
                    if let (true, Value::String(id)) = (key == "id", field) {
                        found.insert(id.clone());
                    }
                    ids(field, found);
                }
            }
            Value::Array(list) => list.iter().for_each(|one| ids(one, found)),
            _ => {}
        }
    }
    fn spoil(value: &mut Value, known: &BTreeSet<String>) {
        // An id has at most 100 letters.
        let short: String = HOSTILE.chars().take(80).collect();
        match value {
            Value::Object(fields) => {
                for (key, mut field) in std::mem::take(fields) {
                    match &mut field {
                        Value::String(name) if key == "name" => *name += HOSTILE,
                        other => spoil(other, known),
                    }
                    let key = if known.contains(&key) {
                        key + &short
                    } else {
                        key
                    };
                    fields.insert(key, field);
                }
            }
            Value::Array(list) => list.iter_mut().for_each(|one| spoil(one, known)),
            Value::String(text) if known.contains(text) => *text += &short,
            _ => {}
        }
    }
    let mut value = serde_json::to_value(fixture::instance_file()).expect("the file is JSON");
    let mut known = BTreeSet::new();
    ids(&value, &mut known);
    spoil(&mut value, &known);
    serde_json::from_value(value).expect("it is an instance file still")
}

#[test]
fn whatever_a_text_carries_is_text() {
    let instance = fixture::checked(&hostile_file());
    let mut plan = fixture::plan(&instance);
    plan.made_by = HOSTILE.to_owned();
    for train in &mut plan.trains {
        match train {
            TrainPlan::Planned { waits, .. } => {
                for wait in waits {
                    wait.closure = Some(Closure {
                        why: ClosureKind::GivenPath,
                        span: None,
                        train: Some(HOSTILE.to_owned()),
                        zone: None,
                    });
                }
            }
            TrainPlan::Postponed { reason } => {
                reason.text = HOSTILE.to_owned();
                reason.blocked_by = vec![Resource::Crane(CraneId(0))];
            }
        }
    }
    plan.kpis.spot_use.insert(HOSTILE.to_owned(), 0.5);
    plan.kpis.crane_use.insert(HOSTILE.to_owned(), 0.5);
    plan.kpis
        .paths
        .insert(HOSTILE.to_owned(), Paths { down: 5, up: 0 });
    let window = Some(Span::new(Minute(60), Minute(300)));
    for window in [None, window] {
        let config = PageConfig {
            window,
            ..PageConfig::default()
        };
        let page = html(&instance, &plan, &config).expect("a plan of the instance");
        assert!(page.contains("hack()"), "the names are on the page");
        let lower = page.to_lowercase();
        // The data and the script of the page itself.
        for (tag, count) in [
            ("<script", 2),
            ("</script", 2),
            ("<img", 0),
            ("</title", 1),
            ("</style", 1),
        ] {
            assert_eq!(lower.matches(tag).count(), count, "{tag}");
        }
        let (_, _, harmless) = fixture_page();
        let strangers: Vec<_> = markup(&page)
            .difference(&markup(&harmless))
            .cloned()
            .collect();
        assert_eq!(
            strangers,
            Vec::<String>::new(),
            "tags or attributes that a name has brought"
        );
    }
}

/// Names of tags and attributes of a page, outside of its scripts and styles.
fn markup(page: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut rest = page;
    while let Some((_, after)) = rest.split_once('<') {
        let (mut name, mut in_value, mut end) = (String::new(), false, after.len());
        for (at, c) in after.char_indices() {
            match c {
                '"' => in_value = !in_value,
                _ if in_value => {}
                '>' => {
                    end = at;
                    break;
                }
                ' ' | '=' | '\n' => {
                    found.insert(std::mem::take(&mut name));
                }
                _ => name.push(c),
            }
        }
        found.insert(name.clone());
        rest = &after[end..];
        for tag in ["script", "style"] {
            if after.starts_with(tag) {
                let close = format!("</{tag}>");
                rest = rest.split_once(&close).expect("the element ends").1;
            }
        }
    }
    found
}

#[test]
fn the_same_plan_gives_the_same_bytes() {
    let (_, _, first) = fixture_page();
    let (_, _, second) = fixture_page();
    assert_eq!(first, second);
}

/// The data for the script.
fn data(page: &str) -> Value {
    let (_, element) = page.split_once(" id=\"plan\"").expect("the page has data");
    let (_, after) = element.split_once('>').expect("the tag ends");
    let (json, _) = after.split_once("</script>").expect("it ends");
    serde_json::from_str(json).expect("it is JSON")
}

#[test]
fn the_script_knows_every_time_of_the_plan() {
    let (instance, plan, page) = fixture_page();
    let data = data(&page);
    let spans = |list: &Value| {
        let list = list.as_array().expect("a list").iter();
        list.map(|one| {
            (
                one[0].as_i64().expect("a minute"),
                one[1].as_i64().expect("a minute"),
            )
        })
        .collect::<Vec<_>>()
    };
    let of = |span: Span| (i64::from(span.from.0), i64::from(span.to.0));
    for (index, (train, planned)) in instance.trains().iter().zip(&plan.trains).enumerate() {
        let told = &data["trains"][index];
        assert_eq!(told[0], train.name);
        let events: Vec<_> = planned
            .events()
            .iter()
            .map(|event| of(event.span))
            .collect();
        assert_eq!(spans(&told[2]), events, "{}", train.name);
        let waits: Vec<_> = match planned {
            TrainPlan::Planned { waits, .. } => waits.iter().map(|wait| of(wait.span)).collect(),
            TrainPlan::Postponed { .. } => Vec::new(),
        };
        assert_eq!(spans(&told[3]), waits, "{}", train.name);
        assert_eq!(told[4].is_null(), planned.exit().is_some());
    }
    assert_eq!(data["start"], instance.horizon().start.timestamp());
}

#[test]
fn the_figures_are_those_of_the_plan() {
    let (instance, plan, page) = fixture_page();
    let figures = [
        cost(plan.value),
        cost(plan.bound),
        cost(plan.alone),
        cost(plan.avoidable()),
        percent(plan.avoidable_gap(), 2),
        percent(plan.kpis.fulfilment, 1),
        percent(plan.kpis.punctuality, 1),
        instance.sha256()[..16].to_owned(),
    ];
    for figure in figures {
        assert!(page.contains(&figure), "{figure}");
    }
    for slot in &plan.crane_slots {
        let wagons = format!("<td class=\"f\">{}–{}</td>", slot.wagons.0, slot.wagons.1);
        assert!(page.contains(&wagons), "{wagons}");
    }
}

/// The page without scripts, styles and the elements of one language.
fn without(page: &str, language: &str) -> String {
    let mut rest = page.to_owned();
    for tag in ["script", "style", "svg", "title"] {
        while let Some(from) = rest.find(&format!("<{tag}")) {
            let end = format!("</{tag}>");
            let to = from + rest[from..].find(&end).expect("the element ends") + end.len();
            rest.replace_range(from..to, " ");
        }
    }
    for tag in ["span", "tr"] {
        for class in [language.to_owned(), format!("note {language}")] {
            let open = format!("<{tag} class=\"{class}\"");
            while let Some(from) = rest.find(&open) {
                let end = format!("</{tag}>");
                let to = from + rest[from..].find(&end).expect("the element ends") + end.len();
                rest.replace_range(from..to, " ");
            }
        }
    }
    let mut text = String::new();
    let mut in_tag = false;
    for c in rest.chars() {
        match c {
            '<' => in_tag = true,
            '>' => {
                in_tag = false;
                text.push(' ');
            }
            _ if !in_tag => text.push(c),
            _ => {}
        }
    }
    text
}

/// Letters of the page in Chinese belong to ids and names of the file and to who made the plan, and to nothing else.
#[test]
fn the_page_in_chinese_has_no_english_words() {
    let (instance, plan, page) = fixture_page();
    let known = serde_json::to_string(&fixture::instance_file()).expect("JSON")
        + &plan.made_by
        + instance.sha256();
    let text = without(&page, "en");
    // What stays in the head of the file, and the button that leads to English.
    for word in text.split(|c: char| !c.is_ascii_alphabetic()) {
        let ours = ["UTC", "English", "Esc", "doctype", "DOCTYPE"].contains(&word);
        assert!(word.len() <= 2 || ours || known.contains(word), "{word}");
    }
}

#[test]
fn both_languages_are_whole() {
    let (_, _, page) = fixture_page();
    let (zh, en) = ("<span class=\"zh\"", "<span class=\"en\"");
    assert_eq!(page.matches(zh).count(), page.matches(en).count());
    assert!(page.matches(zh).count() > 100);
    assert!(!page.contains("<span class=\"zh\"></span>"));
    for attribute in ["aria", "hint"] {
        let count = |language: &str| {
            page.matches(&format!("data-{attribute}-{language}="))
                .count()
        };
        assert_eq!(count("zh"), count("en"));
    }
    // Labels say themselves what they are only in the language of the reader: in no other place is any.
    assert_eq!(page.matches(" title=").count(), 0);
    let english = without(&page, "zh");
    let names = serde_json::to_string(&fixture::instance_file()).expect("JSON");
    let strangers: Vec<char> = english
        .chars()
        .filter(|c| {
            ('\u{4e00}'..'\u{a000}').contains(c) && !names.contains(*c) && !"中文".contains(*c)
        })
        .collect();
    assert_eq!(strangers, Vec::<char>::new());
}

#[test]
fn every_leaf_is_numbered() {
    let instance = fixture::instance();
    let plan = fixture::plan(&instance);
    let file = page(&instance, &plan, &PageConfig::default()).expect("a plan of the instance");
    assert_eq!(
        file.html.matches("<section class=\"leaf\">").count(),
        file.leaves
    );
    for number in 1..=file.leaves {
        let sign = format!("<span class=\"number\">{number} / {}</span>", file.leaves);
        assert_eq!(file.html.matches(&sign).count(), 1, "{sign}");
    }
}

#[test]
fn nothing_is_asked_of_a_network() {
    let (_, _, page) = fixture_page();
    for word in [
        "http://", "https://", "url(", "@import", "src=", "fetch(", "XMLHttp",
    ] {
        let allowed = page.matches("http://www.w3.org/2000/svg").count();
        let found = page.matches(word).count();
        let expected = if word == "http://" { allowed } else { 0 };
        assert_eq!(found, expected, "{word}");
    }
}

#[test]
fn a_stage_plan_has_its_hours_alone() {
    let instance = fixture::instance();
    let plan = fixture::plan(&instance);
    let config = PageConfig {
        window: Some(Span::new(Minute(120), Minute(300))),
        language: Language::English,
        now: Some(Minute(120)),
        past: None,
    };
    let stage = html(&instance, &plan, &config).expect("a plan of the instance");
    assert!(
        stage.contains("2024-11-15 20:00 – 2024-11-15 23:00"),
        "the hours are named"
    );
    assert!(
        stage.len()
            < html(&instance, &plan, &PageConfig::default())
                .expect("a plan of the instance")
                .len()
    );
    assert!(stage.contains("<html lang=\"en\""));
}

#[test]
fn an_empty_plan_has_a_page() {
    let (instance, plan) = fixture::empty();
    let page = html(&instance, &plan, &PageConfig::default()).expect("a plan of the instance");
    assert!(page.contains("(none)"));
}
