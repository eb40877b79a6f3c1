//! Clocks that are changed during a plan: every time with the offset that holds then, in both languages, on board, sheets and
//! charts.

use regauge::{Instance, Plan, Planner};
use regauge_report::{ChartConfig, Language, ViewConfig, ViewSection, charts, show};

/// Kazakhstan puts its clocks back at midnight, from UTC+6 to UTC+5.
const ALMATY: &str = include_str!("../data/clock-change-almaty.json");
/// Poland puts its clocks forward at two o'clock, to UTC+2; the plan is written in the winter's offset.
const WARSAW: &str = include_str!("../data/clock-change-warsaw.json");

fn planned(text: &str) -> (Instance, Plan) {
    let instance = Instance::from_json(text).unwrap_or_else(|problems| panic!("{problems}"));
    let plan = Planner::new(&instance).work(0.0).run().plan;
    (instance, plan)
}

fn shown(instance: &Instance, plan: &Plan, language: Language) -> String {
    let config = ViewConfig {
        width: 150,
        language,
        sections: vec![ViewSection::Board, ViewSection::Rakes],
        ..ViewConfig::default()
    };
    let mut out = Vec::new();
    show(instance, plan, &config, &mut out).expect("a vector takes everything");
    String::from_utf8(out).expect("text")
}

#[test]
fn a_clock_put_back_on_board_and_sheets() {
    let (instance, plan) = planned(ALMATY);
    insta::assert_snapshot!(shown(&instance, &plan, Language::English));
    insta::assert_snapshot!(shown(&instance, &plan, Language::Chinese));
}

#[test]
fn a_clock_put_forward_on_board_and_sheets() {
    let (instance, plan) = planned(WARSAW);
    insta::assert_snapshot!(shown(&instance, &plan, Language::English));
    insta::assert_snapshot!(shown(&instance, &plan, Language::Chinese));
}

/// The texts of the axis of the first chart.
fn axis(text: &str) -> Vec<String> {
    let (instance, plan) = planned(text);
    let config = ChartConfig {
        language: Some(Language::English),
        ..ChartConfig::default()
    };
    let charts = charts(&instance, &plan, &config).expect("the plan is of the instance");
    let xml = roxmltree::Document::parse(&charts[0].svg).expect("a chart is XML");
    let axis = xml
        .descendants()
        .find(|node| node.attribute("class") == Some("axis"))
        .expect("a chart has an axis");
    let texts = axis.descendants().filter(|node| node.has_tag_name("text"));
    texts
        .filter_map(|node| node.text().map(str::to_owned))
        .collect()
}

#[test]
fn rows_of_a_chart_show_the_clock_on_both_sides_of_the_change() {
    let almaty = axis(ALMATY);
    assert!(
        almaty.iter().any(|text| text.ends_with("UTC+6 *UTC+5")),
        "{almaty:?}"
    );
    // 23:00 comes twice.
    let at = |text: &str| almaty.iter().position(|label| label == text);
    let (first, second) = (at("23:00"), at("23:00*"));
    assert!(first.is_some() || second.is_some(), "{almaty:?}");
    // The plan's own clock and that of Warsaw are alike in the evening, and have a row each all the same; Minsk has a third.
    let warsaw = axis(WARSAW);
    assert!(
        warsaw.iter().any(|text| text.ends_with("UTC+1 *UTC+2")),
        "{warsaw:?}"
    );
    assert!(warsaw.iter().any(|text| text.ends_with("UTC+3")));
    // From two to three there is nothing.
    assert!(!warsaw.iter().any(|text| text.starts_with("02:00*")));
}

/// Two stations with one offset at the beginning and another at the end are two clocks.
#[test]
fn clocks_alike_at_first_are_not_one() {
    let text = WARSAW.replacen("Europe/Minsk", "Africa/Algiers", 1);
    let text = text.replacen("+01:00\"", "+02:00\"", 1);
    let clocks: Vec<String> = axis(&text)
        .into_iter()
        .filter(|text| text.contains("UTC") && text.contains(' '))
        .collect();
    // The plan, Algiers (UTC+1 throughout), Warsaw.
    assert!(
        clocks.iter().any(|text| text.ends_with(" UTC+1")),
        "{clocks:?}"
    );
    assert!(
        clocks.iter().any(|text| text.ends_with("UTC+1 *UTC+2")),
        "{clocks:?}"
    );
}
