//! The page of small made-up answers: everything is on it once in each language, nothing is cut off, nothing of a file is markup.

use super::canvas::{LABEL, SMALL};
use super::page;
use super::say::{difference, figure};
use crate::answers::{
    Answers, Beside, Curve, FIGURES, FlowWorth, ProvenDay, ScenarioAnswer, Worth,
};
use crate::file::{Setting, StudyFile};
use crate::statistics::Estimate;
use regauge_model::Language;
use regauge_report::text_width;
use std::collections::{BTreeMap, BTreeSet};

/// Markup, scripts, and what would end the places in which a page may put a text.
const HOSTILE: &str = "</script></title></style>--> <script>hack()</script><img src=x onerror=hack()> \"'`&lt;&amp;]]>{name}\u{202e}\u{1b}[31m";

fn file() -> StudyFile {
    let text = r#"
        name = "shed-22"
        question = "What does shed 22 add?"
        question_zh = "22 库能增加多少能力？"
        premises = ["The wind is that of the station after 2001."]
        base.demo = "m"
        promise = { mean_dwell_hours = 8, p90_dwell_hours = 12.5 }
        run = { days = 120, warm_up_days = 7 }
        replications = { least = 4, most = 8, seed = 11 }
    "#;
    toml::from_str(text).expect("it is a study file")
}

fn estimate(mean: f64, half: f64, count: usize) -> Estimate {
    Estimate {
        mean,
        half_width: (count > 1).then_some(half),
        count,
    }
}

/// A scenario whose figures are those of the reference moved by some part.
fn scenario(name: &str, moved: f64, half: f64, worlds: usize) -> ScenarioAnswer {
    let figures: [f64; 12] = [
        19.83, 7.412, 4.2, 7.05, 11.37, 1.24, 8.66, 6.3, 99.4, 1.72, 0.004, 0.31,
    ];
    let of = |mean: fn(f64, f64) -> f64| {
        let each = FIGURES.iter().zip(figures);
        each.map(move |(kind, value)| {
            let error = half * value.abs().max(0.1) + 0.003;
            // what dwells less lets more through
            let moved = match kind.name {
                "throughput" | "fulfilment" => -moved / 4.0,
                _ => moved,
            };
            (kind.name, estimate(mean(value, moved), error, worlds))
        })
    };
    let used = [
        "spots 21",
        "cranes 21",
        "tracks std",
        "teams customs",
        "section border",
    ];
    let shares = used.iter().enumerate().map(|(place, name)| {
        let share = (0.2 + 0.17 * place as f64) * (1.0 + moved / 4.0);
        ((*name).to_owned(), estimate(share, 0.02, worlds))
    });
    ScenarioAnswer {
        works: BTreeMap::new(),
        name: name.to_owned(),
        settings: BTreeMap::new(),
        replications: worlds,
        failed: (0, None),
        figures: of(|value, moved| value * (1.0 + moved)).collect(),
        differences: if name == "reference" {
            BTreeMap::new()
        } else {
            of(|value, moved| value * moved).collect()
        },
        beside: None,
        day_dwell: Some([6.1 * (1.0 + moved), 9.3 * (1.0 + moved)]),
        used: shares.collect(),
        sheds: BTreeMap::from([
            ("21".to_owned(), estimate(9.13, 0.22, worlds)),
            ("23".to_owned(), estimate(10.4, 0.31, worlds)),
        ]),
        kept: Some(if moved < 0.0 { worlds } else { worlds / 2 }),
    }
}

fn answers() -> Answers {
    let mut failing = scenario(
        "cranes = 5, locomotives at the border yard = 3",
        0.012,
        0.05,
        7,
    );
    failing.failed = (
        1,
        Some("the station of minute 4320 is no instance".to_owned()),
    );
    let curve = |name: &str, more: f64| Curve {
        name: name.to_owned(),
        points: (0..5)
            .map(|at| {
                let trains = 14.0 + 2.0 * f64::from(at);
                let dwell = 400.0 + more + 9.0 * f64::from(at * at);
                let p90 = estimate(1.5 * dwell, 31.0, 8);
                let queue = estimate(0.3 * f64::from(at * at), 0.2, 8);
                (trains, estimate(dwell, 12.0, 8), p90, queue)
            })
            .collect(),
        knee: Some([18.0, 20.0]),
    };
    let proven = |scenario: &str, day: i64, own: [f64; 2]| ProvenDay {
        hashes: [String::new(), String::new()],
        work: 1.0,
        seed: 1,
        version: crate::version::VERSION.to_owned(),
        scenario: scenario.to_owned(),
        day,
        own,
        reference: [31_402.4, 30_120.2],
    };
    Answers {
        name: "shed-22".to_owned(),
        question: ["What does shed 22 add?", "22 库能增加多少能力？"].map(str::to_owned),
        premises: vec!["The wind is that of the station after 2001.".to_owned()],
        reference_hash: "5f1c09e2a7".repeat(6),
        version: "0.1.0".to_owned(),
        days: [120, 7],
        scenarios: vec![
            scenario("reference", 0.0, 0.02, 8),
            scenario("shed 22 = yes", -0.134, 0.02, 8),
            failing,
        ],
        noise: Some(estimate(0.021, 0.063, 4)),
        noise_replications: Some(9),
        curves: vec![curve("", 0.0), curve("shed 22 = yes", -50.0)],
        proven: vec![
            proven("shed 22 = yes", 18, [27_610.8, 26_490.1]),
            proven(
                "cranes = 5, locomotives at the border yard = 3",
                18,
                [31_700.0, 30_004.5],
            ),
            proven("shed 22 = yes", 54, [28_110.0, 27_004.0]),
        ],
        worths: Vec::new(),
    }
}

/// Many scenarios with long names and many things, of one world each for some.
fn many() -> Answers {
    let mut answers = answers();
    for number in 0..30 {
        let name = format!(
            "trains a day = {number}, a_very_long_name_of_a_factor_without_blanks = planned, 第二十二换装库 = yes, wind = {HOSTILE}"
        );
        let worlds = if number % 7 == 0 { 1 } else { 4 };
        let mut one = scenario(&name, f64::from(number) * 0.08 - 0.7, 0.06, worlds);
        for place in 0..14 {
            one.used.insert(
                format!("tracks {place} of a yard"),
                estimate(0.07 * f64::from(place), 0.01, worlds),
            );
        }
        one.beside = (number > 20).then(|| Beside {
            of: HOSTILE.to_owned(),
            differences: one.differences.clone(),
        });
        answers.scenarios.push(one);
        let day = ProvenDay {
            scenario: name,
            ..answers.proven[0].clone()
        };
        answers.proven.push(day);
    }
    let curve = answers.curves[0].clone();
    for number in 0..7 {
        let name = format!("cranes = {number}");
        answers.curves.push(Curve {
            name,
            ..curve.clone()
        });
    }
    answers
}

fn html_of(answers: &Answers) -> String {
    page(
        answers,
        &file(),
        "scenario,failed\n\"a, b\",\n",
        Language::English,
    )
}

/// What a reader of a language sees: texts with a line for each element that holds some. Styles and scripts are left out.
fn text_of(html: &str, language: &str) -> String {
    let other = if language == "en" { "zh" } else { "en" };
    let body = html.split_once("<body>").expect("a body").1;
    let body = body.split_once("<script>").expect("a script").0;
    let body = closed(&format!("<body>{body}</body>"));
    let xml = roxmltree::Document::parse(&body).expect("elements are closed");
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for node in xml.descendants() {
        let has = |name: &str| {
            node.ancestors()
                .any(|one| classes(&one).any(|class| class == name))
        };
        if !is_inline(&node) && !line.trim().is_empty() {
            lines.push(std::mem::take(&mut line).trim().to_owned());
        }
        if let (true, Some(text), false) = (node.is_text(), node.text(), has(other)) {
            line += text;
        }
    }
    lines.push(line.trim().to_owned());
    lines.join("\n").replace('\u{a0}', " ")
}

fn is_inline(node: &roxmltree::Node<'_, '_>) -> bool {
    node.is_text() || node.has_tag_name("span")
}

fn classes<'a>(node: &roxmltree::Node<'a, '_>) -> std::str::SplitWhitespace<'a> {
    node.attribute("class").unwrap_or("").split_whitespace()
}

/// As XML: attributes without a value have none there.
fn closed(body: &str) -> String {
    body.replace("<details open>", "<details>")
}

/// The charts of a page.
fn charts(html: &str) -> Vec<String> {
    let parts = html.split("<svg class=\"chart\"").skip(1);
    let inner = parts.map(|part| part.split_once("</svg>").expect("an end").0);
    inner
        .map(|inner| format!("<svg class=\"chart\"{inner}</svg>"))
        .collect()
}

/// A box around each text of a chart, with its language.
fn boxes(svg: &str) -> Vec<([f64; 4], String, &'static str)> {
    let xml = roxmltree::Document::parse(svg).expect("a chart is XML");
    let texts = xml.descendants().filter(|node| node.has_tag_name("text"));
    let boxes = texts.map(|node| {
        let number = |name: &str| -> f64 {
            let value = node.attribute(name).expect("it has a place");
            value.parse().expect("a number")
        };
        let (x, y, size) = (number("x"), number("y"), number("font-size"));
        assert!(
            size >= f64::from(SMALL.min(LABEL)) && size >= 11.0,
            "{size}"
        );
        let text = node.text().unwrap_or("").to_owned();
        let width = f64::from(text_width(&text, size as i32 * 10));
        let left = match node.attribute("text-anchor") {
            Some("end") => x - width,
            Some("middle") => x - width / 2.0,
            _ => x,
        };
        let language = match classes(&node).find(|class| ["zh", "en"].contains(class)) {
            Some("zh") => "zh",
            Some(_) => "en",
            None => "",
        };
        (
            [left, y - 0.8 * size, left + width, y + 0.2 * size],
            text,
            language,
        )
    });
    boxes.collect()
}

#[test]
fn every_scenario_and_every_figure_is_there_in_both_languages() {
    let answers = answers();
    let html = html_of(&answers);
    for language in ["zh", "en"] {
        let text = text_of(&html, language);
        for answer in &answers.scenarios[1..] {
            assert!(text.contains(&answer.name), "{language}: {}", answer.name);
        }
        for answer in &answers.scenarios {
            for (name, estimate) in &answer.figures {
                let figure = figure(estimate);
                assert!(
                    text.contains(&figure),
                    "{language}: {} {name} {figure}",
                    answer.name
                );
            }
            for (name, estimate) in &answer.differences {
                let told = difference(estimate);
                assert!(
                    text.contains(&told),
                    "{language}: {} {name} {told}",
                    answer.name
                );
            }
            for estimate in answer.sheds.values() {
                assert!(text.contains(&figure(estimate)), "{language}");
            }
        }
        // days of the study and of bounds, knees, noise, hash, why a run failed, the promise and where it is kept
        for told in [
            "120",
            "18–20",
            "+0.02 ± 0.06",
            &answers.reference_hash,
            "the station of minute 4320",
            "12.5",
            "+1,580",
            "−4,913",
            "−2,509",
        ] {
            assert!(text.contains(told), "{language}: {told}\n{text}");
        }
        assert!(text.contains(if language == "en" { "8 of 8" } else { "8 / 8" }));
    }
}

#[test]
fn the_answer_is_made_of_what_is_real() {
    let mut answers = answers();
    let sentence = |answers: &Answers| {
        let sentences: Vec<String> = super::head::sentences(answers, &file())
            .iter()
            .map(ToString::to_string)
            .collect();
        sentences.join(" ").replace('\u{a0}', " ")
    };
    insta::assert_snapshot!(sentence(&answers), @"Against the reference, the largest differences that can be told apart from 0 are all those of shed 22 = yes: mean dwell −1.0 ± 0.2 h, trains a day +0.7 ± 0.4, trains outside at the end of a day −0.23 ± 0.04.");
    // another is better in one figure
    let throughput = estimate(1.9, 0.2, 7);
    answers.scenarios[2]
        .differences
        .insert("throughput", throughput);
    let two = sentence(&answers);
    assert!(
        two.contains("h (shed 22 = yes), trains a day +1.9 ± 0.2 (cranes = 5,"),
        "{two}"
    );
    for answer in &mut answers.scenarios {
        answer.differences.remove("queue");
    }
    assert!(
        sentence(&answers).ends_with("Not told apart from 0: trains outside at the end of a day.")
    );
    for answer in &mut answers.scenarios {
        for estimate in answer.differences.values_mut() {
            estimate.half_width = Some(1e3);
        }
    }
    assert!(
        sentence(&answers).contains("no scenario can be told apart"),
        "{}",
        sentence(&answers)
    );
    for answer in &mut answers.scenarios {
        for estimate in answer.differences.values_mut() {
            estimate.half_width = None;
        }
    }
    assert!(
        sentence(&answers).contains("no error is known"),
        "{}",
        sentence(&answers)
    );
    answers.scenarios.truncate(1);
    assert_eq!(
        sentence(&answers),
        "The study has the reference alone: its mean dwell is 7.4 ± 0.2 h."
    );
    answers.scenarios.clear();
    assert_eq!(sentence(&answers), "No runs count yet.");
}

#[test]
fn what_cannot_be_decided_is_no_answer() {
    let mut file = file();
    let factor = toml::from_str("lever = \"trains-per-day\"\nvalues = [20, 22]");
    file.uncertainties
        .insert("trains".to_owned(), factor.expect("a factor"));
    let mut answers = answers();
    let trains = |answer: &mut ScenarioAnswer, number: f64| {
        let setting = Setting::Number(number);
        answer.settings.insert("trains".to_owned(), setting);
    };
    for answer in &mut answers.scenarios {
        trains(answer, 20.0);
    }
    let mut more = scenario("trains = 22", 0.9, 0.02, 8);
    trains(&mut more, 22.0);
    answers.scenarios.push(more);
    let sentences = super::head::sentences(&answers, &file);
    let text = sentences[0].to_string().replace('\u{a0}', " ");
    assert!(
        text.starts_with("Against the reference, with no change in what is uncertain,"),
        "{text}"
    );
    assert!(
        text.contains("shed 22 = yes") && !text.contains("trains = 22"),
        "{text}"
    );
    // where nothing else is asked for it is the answer
    answers.scenarios.drain(1..3);
    let sentences = super::head::sentences(&answers, &file);
    assert!(sentences[0].to_string().contains("trains\u{a0}=\u{a0}22"));
}

/// All numbers of a text, in their order.
fn numbers(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !(c.is_ascii_digit() || c == '.' || c == ','));
    let numbers = parts.map(|part| part.trim_matches(|c| c == '.' || c == ','));
    let mut numbers: Vec<String> = numbers
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect();
    numbers.sort();
    numbers
}

#[test]
fn both_languages_carry_the_same_numbers() {
    let answers = answers();
    let html = html_of(&answers);
    // words spell some of them: 1 of 10, 90 %
    let told = |language: &str| -> BTreeSet<String> {
        let text = text_of(&html, language);
        numbers(&text)
            .into_iter()
            .filter(|number| !["10", "90", "9", "1", "0"].contains(&number.as_str()))
            .collect()
    };
    assert_eq!(told("zh"), told("en"));
}

#[test]
fn no_english_is_left_in_chinese() {
    for (fields, chinese, english) in super::words::ALL {
        assert!(!chinese.is_empty() && !english.is_empty());
        let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        assert!(!english.chars().any(is_han), "{english}");
        let bare = fields.iter().fold((*chinese).to_owned(), |text, field| {
            text.replace(&format!("{{{field}}}"), "")
        });
        let bare = bare
            .replace("CSV", "")
            .replace(" h", "")
            .replace("（h）", "");
        assert!(!bare.chars().any(|c| c.is_ascii_alphabetic()), "{chinese}");
    }
}

#[test]
fn whatever_a_text_carries_is_text() {
    let mut answers = many();
    answers.name += HOSTILE;
    answers.version += HOSTILE;
    answers.reference_hash += HOSTILE;
    answers.premises.push(HOSTILE.to_owned());
    answers.question = [HOSTILE, HOSTILE].map(str::to_owned);
    answers.scenarios[2].failed.1 = Some(HOSTILE.to_owned());
    answers.curves[1].name += HOSTILE;
    let estimate = *answers.scenarios[0].used.values().next().expect("one");
    answers.scenarios[0]
        .used
        .insert(format!("spots {HOSTILE}"), estimate);
    answers.scenarios[0]
        .used
        .insert(HOSTILE.to_owned(), estimate);
    answers.scenarios[0]
        .sheds
        .insert(HOSTILE.to_owned(), estimate);
    let html = page(&answers, &file(), HOSTILE, Language::Chinese);
    assert!(html.contains("hack()"), "the names are on the page");
    let lower = html.to_lowercase();
    for (tag, count) in [
        ("<script", 1),
        ("</script", 1),
        ("<img", 0),
        ("</title", 1),
        ("</style", 1),
    ] {
        assert_eq!(lower.matches(tag).count(), count, "{tag}");
    }
    assert!(!html.contains(['\u{202e}', '\u{1b}']));
    // nothing but what the page of harmless names has
    let tags = |html: &str| -> BTreeSet<String> {
        let tags = html
            .split('<')
            .skip(1)
            .map(|tag| tag.split([' ', '>']).next().unwrap_or("").to_owned());
        tags.collect()
    };
    assert_eq!(tags(&html), tags(&html_of(&many_harmless())));
}

fn many_harmless() -> Answers {
    let mut answers = many();
    let harmless = |name: &str| name.replace(HOSTILE, "x");
    for one in &mut answers.scenarios {
        one.name = harmless(&one.name);
        if let Some(beside) = &mut one.beside {
            beside.of = harmless(&beside.of);
        }
    }
    for one in &mut answers.proven {
        one.scenario = harmless(&one.scenario);
    }
    answers
}

#[test]
fn no_text_of_a_chart_lies_outside_it_or_on_another() {
    for answers in [answers(), many()] {
        let charts = charts(&html_of(&answers));
        assert!(charts.len() >= 4, "{}", charts.len());
        for svg in charts {
            let xml = roxmltree::Document::parse(&svg).expect("a chart is XML");
            let root = xml.root_element();
            assert!(!root.attribute("aria-label").unwrap_or("").is_empty());
            let view: Vec<f64> = root
                .attribute("viewBox")
                .expect("a frame")
                .split(' ')
                .map(|part| part.parse().expect("a number"))
                .collect();
            let boxes = boxes(&svg);
            for (at, (own, text, language)) in boxes.iter().enumerate() {
                assert!(
                    own[0] >= -0.5 && own[1] >= 0.0 && own[2] <= view[2] + 0.5 && own[3] <= view[3],
                    "{text} at {own:?} of {view:?}"
                );
                for (other, another, its) in &boxes[at + 1..] {
                    let is_apart = own[2] <= other[0]
                        || other[2] <= own[0]
                        || own[3] <= other[1]
                        || other[3] <= own[1];
                    let is_seen_alone = language != its && !language.is_empty() && !its.is_empty();
                    assert!(
                        is_apart || is_seen_alone || text.is_empty(),
                        "{text} on {another}: {own:?} {other:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn every_class_of_a_chart_has_a_style() {
    let style = include_str!("style.css");
    for svg in charts(&html_of(&many())) {
        let xml = roxmltree::Document::parse(&svg).expect("a chart is XML");
        for node in xml
            .descendants()
            .filter(|node| node.is_element() && !node.has_tag_name("text"))
        {
            for class in classes(&node) {
                let ends = ["{", ",", ".", " "].map(|end| format!(".{class}{end}"));
                assert!(
                    ends.iter()
                        .any(|selector| style.contains(selector.as_str())),
                    "{class}"
                );
            }
        }
    }
}

/// What colours of text have to white, in the style sheet: at least 4.5 to 1 (WCAG 2.2); those of lines alone at least 3 to 1.
#[test]
fn text_is_dark_enough() {
    let style = include_str!("style.css");
    let contrast = |colour: &str| {
        let part =
            |at: usize| f64::from(u8::from_str_radix(&colour[at..at + 2], 16).expect("a colour"));
        1.05 / (super::used::luminance(&[part(1), part(3), part(5)]) + 0.05)
    };
    let mut found = 0;
    for (name, least) in [
        ("--c:", 4.5),
        ("--ink:", 4.5),
        ("--soft:", 4.5),
        ("--accent:", 4.5),
        ("--bad:", 4.5),
        ("--caution:", 4.5),
        (".unreal{color:", 4.5),
        (".unreal{stroke:", 3.0),
        (".median{stroke:", 3.0),
    ] {
        for rest in style.split(name).skip(1) {
            found += 1;
            assert!(contrast(&rest[..7]) >= least, "{name}{}", &rest[..7]);
        }
    }
    assert_eq!(found, 15);
}

#[test]
fn no_number_has_more_digits_than_its_error_allows() {
    let answers = answers();
    for language in ["zh", "en"] {
        let text = text_of(&html_of(&answers), language);
        let parts: Vec<&str> = text.split([' ', '\n', '(', ')']).collect();
        let mut found = 0;
        for (at, _) in parts.iter().enumerate().filter(|(_, part)| **part == "±") {
            let digits = |part: &str| {
                part.split_once('.').map_or(0, |(_, digits)| {
                    digits.chars().take_while(char::is_ascii_digit).count()
                })
            };
            let (mean, half) = (parts[at - 1], parts[at + 1]);
            if half.starts_with('?') {
                continue;
            }
            found += 1;
            assert_eq!(digits(mean), digits(half), "{mean} ± {half}");
            let counts: String = half.chars().filter(char::is_ascii_digit).collect();
            let counts = counts.trim_start_matches('0');
            assert!(
                digits(half) == 0 || counts.len() <= 1 || counts == "10",
                "{mean} ± {half}"
            );
        }
        assert!(found > 100, "{found}");
    }
}

#[test]
fn the_runs_are_in_the_page() {
    let html = html_of(&answers());
    let link = html
        .split("href=\"data:text/csv;charset=utf-8,")
        .nth(1)
        .expect("a link");
    let link = link.split('"').next().expect("an end");
    assert_eq!(link, "scenario,failed%0A%22a,%20b%22,%0A");
    assert!(html.contains("download=\"shed-22-runs.csv\""));
    // nothing is asked of any server: what refers to anything refers to the page or is inside it
    for reference in html.split("href=\"").skip(1) {
        assert!(
            reference.starts_with('#') || reference.starts_with("data:"),
            "{reference:.40}"
        );
    }
    assert!(!html.contains("src="));
    assert!(!html.contains("url("));
}

#[test]
fn a_saturated_station_is_not_shown_as_a_good_one() {
    let mut answers = answers();
    let caution = super::words::queue_grows().to_string();
    assert!(!html_of(&answers).contains(&caution));
    answers.scenarios[1]
        .figures
        .insert("queue-growth", estimate(0.31, 0.04, 8));
    let html = html_of(&answers);
    assert!(html.contains(&caution));
    assert!(charts(&html)[0].contains("▲"));
}

#[test]
fn what_levers_do_at_other_traffic_is_told() {
    let mut answers = answers();
    assert!(!text_of(&html_of(&answers), "en").contains("with the same uncertainties"));
    let mut more = scenario("shed 22 = yes, trains = 26", 0.4, 0.02, 8);
    more.beside = Some(Beside {
        of: "trains = 26".to_owned(),
        differences: BTreeMap::from([
            ("dwell", estimate(-3.21, 0.42, 7)),
            ("queue", estimate(-2.1, 3.4, 7)),
        ]),
    });
    answers.scenarios.push(more);
    for (language, name) in [
        ("en", "shed 22 = yes, trains = 26 (against trains = 26)"),
        ("zh", "shed 22 = yes, trains = 26（对比 trains = 26）"),
    ] {
        let text = text_of(&html_of(&answers), language);
        assert!(
            text.contains(&format!("{name}\n7\n−3.2 ± 0.4\n(−2 ± 3)")),
            "{text}"
        );
    }
    assert_eq!(
        charts(&html_of(&answers)).len(),
        charts(&html_of(&self::answers())).len() + 1
    );
}

#[test]
fn the_noise_of_planning_is_told() {
    let mut answers = answers();
    let text = |answers: &Answers| text_of(&html_of(answers), "en");
    let band = |answers: &Answers| charts(&html_of(answers))[1].contains("class=\"noise\"");
    assert!(
        text(&answers).contains("by +0.02 ± 0.06 h")
            && text(&answers).contains("It takes 9 worlds")
    );
    assert!(band(&answers));
    answers.noise_replications = None;
    assert!(text(&answers).contains("cannot be seen in 1000 worlds"));
    answers.noise = Some(estimate(0.0, 0.0, 4));
    assert!(text(&answers).contains("there is no noise of planning"));
    assert!(!band(&answers));
}

#[test]
fn the_same_answers_give_the_same_bytes() {
    assert_eq!(html_of(&answers()), html_of(&answers()));
}

#[test]
fn the_page_in_english() {
    insta::assert_snapshot!(text_of(&html_of(&answers()), "en"));
}

#[test]
fn what_one_more_is_worth_stands_beside_the_flow() {
    let mut answers = answers();
    assert!(!html_of(&answers).contains("id=\"worth\""));
    answers.worths = vec![
        Worth {
            scenario: "cranes = 5".to_owned(),
            changes: estimate(-1.24, 0.31, 8),
            flow: Some(FlowWorth {
                gain: 0.0,
                dual: 0.0,
                percent: Some(41.3),
            }),
            verdict: crate::words::faster_work(),
        },
        Worth {
            scenario: "<b>locomotives</b>".to_owned(),
            changes: estimate(0.1, 0.4, 8),
            flow: None,
            verdict: crate::words::no_flow_of_it(),
        },
    ];
    let html = html_of(&answers);
    assert!(html.contains("id=\"worth\"") && !html.contains("<b>locomotives"));
    for (language, verdict) in [("en", "work goes faster with it"), ("zh", "作业更快")] {
        let text = text_of(&html, language);
        for told in ["−1.2 ± 0.3", "0.00", "41", verdict] {
            assert!(text.contains(told), "{told}: {language}");
        }
    }
    assert!(
        super::super::markdown(&answers)
            .contains("| cranes = 5 | -1.2 ± 0.3 | 0.00 | 0.00 | 41 | work goes faster")
    );
}
