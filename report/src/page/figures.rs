//! The charts: one of the whole time for the screen, to zoom and pan, and one per railway day for paper.

use super::PageConfig;
use super::both::{Both, Words};
use super::leaf::Leaf;
use crate::before::Before;
use crate::chart::{Chart, ChartConfig, draw, shown};
use crate::text::Text;
use maud::{Markup, PreEscaped, html};
use regauge_model::instance::DAY;
use regauge_model::plan::Plan;
use regauge_model::timeline::Timeline;
use regauge_model::{Minute, Span};

/// The charts in both forms.
pub(super) struct Figures {
    pub screen: Markup,
    pub leaves: Vec<Leaf>,
}

pub(super) fn figures(
    both: &Both<'_>,
    timeline: &Timeline<'_>,
    before: Option<&Before<'_>>,
    config: &PageConfig,
) -> Figures {
    let whole = draw(timeline, before, &of(config, config.window));
    let screen = html! {
        section.part #charts aria-labelledby="charts-title" {
            h2 #charts-title tabindex="-1" { (both.text(Text::Charts)) }
            @for chart in &whole { (figure(both, chart)) }
        }
    };
    let mut leaves = Vec::new();
    let mut by_chart: Vec<Vec<Leaf>> = Vec::new();
    for day in days(both, timeline.plan(), config) {
        // the day on paper begins where it is said to
        let of_day = draw(
            timeline,
            before,
            &ChartConfig {
                past: Some(0),
                ..of(config, Some(day))
            },
        );
        for (index, chart) in of_day.iter().enumerate() {
            if by_chart.len() <= index {
                by_chart.push(Vec::new());
            }
            by_chart[index].push(leaf(both, chart, day));
        }
    }
    leaves.extend(by_chart.into_iter().flatten());
    Figures { screen, leaves }
}

fn of(config: &PageConfig, window: Option<Span>) -> ChartConfig {
    ChartConfig {
        language: None,
        window,
        now: config.now,
        past: config.past,
    }
}

/// The railway days of what is shown, cut to the horizon; none after the last event.
fn days(both: &Both<'_>, plan: &Plan, config: &PageConfig) -> Vec<Span> {
    let horizon = both.instance.horizon();
    let past = regauge_model::history::uses(both.instance);
    let whole = Span::new(Minute(0), horizon.end);
    let shown = shown(&past, (config.window, config.past), whole);
    if config.window.is_some() {
        return vec![shown];
    }
    let ends = plan.trains.iter().flat_map(|train| train.events());
    let last = ends.map(|event| event.span.to).max();
    let end = last.map_or(horizon.planning_end, |last| last.min(horizon.end));
    let end = end.max(horizon.planning_end);
    let mut days = Vec::new();
    let mut from = horizon.day_start;
    while from > shown.from {
        from = from - DAY;
    }
    while from < end {
        let day = Span::new(from.max(shown.from), (from + DAY).min(horizon.end));
        if !day.is_empty() {
            days.push(day);
        }
        from = from + DAY;
    }
    days
}

fn title(chart: &Chart) -> Words {
    Words {
        zh: chart.title_zh.clone(),
        en: chart.title_en.clone(),
    }
}

/// A chart with its buttons.
fn figure(both: &Both<'_>, chart: &Chart) -> Markup {
    let id = format!("chart-{}", chart.id);
    let button = |sign: &str, action: &str, text: Text| {
        let words = both.text(text);
        html! {
            button type="button" data-do=(action) aria-label=(both.shown(&words)) data-aria-zh=(words.zh) data-aria-en=(words.en) { (sign) }
        }
    };
    let keys = both.text(Text::ChartKeys);
    let label = Words {
        zh: format!("{}：{}", chart.title_zh, keys.zh),
        en: format!("{}: {}", chart.title_en, keys.en),
    };
    html! {
        figure.fig id=(id) {
            figcaption {
                h3 { (title(chart)) }
                span.tools {
                    (button("−", "out", Text::ZoomOut))
                    (button("＋", "in", Text::ZoomIn))
                    (button("↔", "fit", Text::ZoomFit))
                    (button("1:1", "one", Text::ZoomOne))
                }
            }
            div.view tabindex="0" role="group" aria-label=(both.shown(&label))
                data-aria-zh=(label.zh) data-aria-en=(label.en) {
                (PreEscaped(&chart.svg))
            }
        }
    }
}

fn leaf(both: &Both<'_>, chart: &Chart, day: Span) -> Leaf {
    let day = both.of(|words| {
        let (from, to) = (
            words.clock.short_date_time(day.from),
            words.clock.short_date_time(day.to),
        );
        format!("{from} {} {to}", words.signs.dash)
    });
    Leaf {
        title: Words {
            zh: format!("{} {}", chart.title_zh, day.zh),
            en: format!("{} {}", chart.title_en, day.en),
        },
        body: html! { div.sheet-chart { (PreEscaped(&chart.svg)) } },
    }
}
