//! The charts of the fixture: a snapshot of a small one, and what the page about them says.

use crate::fixture;
use regauge_model::{Minute, Span};
use regauge_report::{Chart, ChartConfig, Language, chart_style, charts};
use std::collections::BTreeSet;

const PAGE: &str = include_str!("../../../docs/charts.md");

fn drawn(language: Option<Language>, window: Option<(i32, i32)>) -> Vec<Chart> {
    let instance = fixture::instance();
    let plan = fixture::plan(&instance);
    let config = ChartConfig {
        language,
        window: window.map(|(from, to)| Span::new(Minute(from), Minute(to))),
        now: Some(Minute(190)),
        past: None,
    };
    charts(&instance, &plan, &config).expect("a plan of the instance")
}

/// An element a line, for a snapshot that people can compare.
fn lines(svg: &str) -> String {
    svg.replace(chart_style(), "…").replace("><", ">\n<")
}

#[test]
fn a_small_chart() {
    let charts = drawn(Some(Language::English), Some((120, 240)));
    let named: Vec<&str> = charts.iter().map(|chart| chart.id.as_str()).collect();
    insta::assert_snapshot!("chart_ids", named.join(" "));
    insta::assert_snapshot!("chart_operations", lines(&charts[0].svg));
    let diagram = charts
        .iter()
        .find(|chart| chart.id.starts_with("diagram"))
        .expect("a diagram");
    insta::assert_snapshot!("chart_diagram", lines(&diagram.svg));
}

#[test]
fn every_word_of_a_legend_is_explained() {
    for language in [Language::Chinese, Language::English] {
        let mut words = BTreeSet::new();
        for chart in drawn(Some(language), None) {
            let xml = roxmltree::Document::parse(&chart.svg).expect("XML");
            let texts = xml
                .descendants()
                .filter(|node| node.attribute("class") == Some("lt"));
            words.extend(texts.filter_map(|node| node.text().map(str::to_owned)));
        }
        assert!(words.len() > 15, "{words:?}");
        for word in words {
            assert!(
                PAGE.contains(&word),
                "docs/charts.md does not explain `{word}`"
            );
        }
    }
}

#[test]
fn a_train_that_is_not_planned_shows_where_it_stands() {
    let mut file = fixture::instance_file();
    let charts_of = |file: &regauge_model::format::InstanceFile| {
        let instance = fixture::checked(file);
        let mut plan = fixture::plan(&instance);
        let reason = plan.trains[9].clone();
        plan.trains[0] = reason;
        let config = ChartConfig::default();
        charts(&instance, &plan, &config).expect("a plan of the instance")
    };
    let found = charts_of(&file);
    let stuck = found[0].svg.matches("class=\"n\"").count();
    // Both sides of the spot, the cranes that lift, and the legend.
    assert!(stuck > 3, "{stuck}");
    file.name = String::from("another");
    assert_eq!(found, charts_of(&file));
}

/// Every class that a chart uses has a look.
#[test]
fn every_class_has_a_style() {
    let style = chart_style();
    for window in [None, Some((120, 240))] {
        for chart in drawn(None, window) {
            let xml = roxmltree::Document::parse(&chart.svg).expect("XML");
            let drawn = xml
                .descendants()
                .filter(|node| node.has_tag_name("path") || node.has_tag_name("text"));
            for node in drawn {
                let mut classes = node.attribute("class").unwrap_or("").split(' ');
                let is_styled = classes.any(|class| {
                    let ends = [".", "{", ",", " "].map(|end| format!(".{class}{end}"));
                    ends.iter()
                        .any(|selector| style.contains(selector.as_str()))
                });
                assert!(is_styled, "{:?}", node.attribute("class"));
            }
        }
    }
}

#[cfg(feature = "png")]
mod png {
    use super::drawn;
    use regauge_report::{Fonts, Language, PngError, png};

    #[test]
    fn a_chart_without_fonts_is_no_picture() {
        let chart = &drawn(Some(Language::Chinese), None)[0];
        assert_eq!(png(&chart.svg, 1.0, &Fonts::new()), Err(PngError::NoFont));
        assert_eq!(
            Fonts::new().add(b"no font".to_vec()),
            Err(PngError::NotAFont)
        );
        assert!(matches!(
            png("<svg", 1.0, &Fonts::new()),
            Err(PngError::Svg(_))
        ));
    }

    #[test]
    fn a_character_that_no_font_has_is_named() {
        let fonts = Fonts::of_system();
        if fonts.is_empty() {
            return;
        }
        // Private use: nobody draws it.
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"90\" height=\"20\">\
                   <text x=\"0\" y=\"15\">X80\u{10fffd}12</text></svg>";
        let missing = PngError::MissingGlyph {
            character: '\u{10fffd}',
            text: "X80\u{10fffd}12".to_owned(),
        };
        assert_eq!(png(svg, 1.0, &fonts), Err(missing.clone()));
        assert!(missing.to_string().contains("U+10FFFD"), "{missing}");
        let plain = svg.replace('\u{10fffd}', "");
        let picture = png(&plain, 2.0, &fonts).expect("a picture");
        assert!(picture.starts_with(b"\x89PNG"));
        let size = PngError::Size {
            width: 0,
            height: 0,
        };
        assert_eq!(png(&plain, 0.0, &fonts), Err(size));
    }
}
