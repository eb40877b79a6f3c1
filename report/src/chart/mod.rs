//! Charts of a plan as SVG: the technical operation chart (车站技术作业图表) and the train diagram (运行图).
//!
//! `marks` (with `cranes`, `waits`, `ink`) reads events and waits out of the plan, `shade` closures out of the instance;
//! `rows` says which rows there are, `sheet` where they lie, `scale` where a minute is. `operations` paints a station
//! (with `strip`, `stock`, `labels`); `diagram` a line (with `line`, `bands`, `paths`, `obstacles`, `restraints`, `piece`); `ghosts` the plan before, behind both; `past` what happened before the start; `axis` and
//! `legend` serve both. Words are in `words`, in one language or both by `localizer`; what a mark says when asked in `tooltip`;
//! colours in `style`. What is deliberately not here: anything that judges a plan, and anything that reads a font (the table of
//! widths in `measure` stands for it).

mod axis;
mod bands;
mod cranes;
mod diagram;
mod ghosts;
mod ink;
mod labels;
mod legend;
mod line;
mod localizer;
mod marks;
mod measure;
mod obstacles;
mod operations;
mod past;
mod paths;
mod patterns;
mod piece;
mod restraints;
mod rooms;
mod rows;
mod scale;
mod shade;
mod sheet;
mod stock;
mod strip;
mod style;
mod svg;
mod tooltip;
mod waits;
mod words;

pub use measure::width as text_width;
pub(crate) use past::shown;
pub use style::chart_style;
pub(crate) use style::{CHANGES, PAST};

use crate::before::Before;
use crate::names::Names;
use crate::text::fill;
use diagram::Diagram;
use labels::Numbers;
use localizer::Localizer;
use operations::Operations;
use rows::Rows;
use scale::Scale;

use regauge_model::plan::{ForeignPlan, Plan};
use regauge_model::timeline::Timeline;
use regauge_model::{Instance, Language, Minute, Span};

/// Charts of a plan.
#[derive(Clone, Copy, Debug, Default)]
pub struct ChartConfig {
    /// `Some(language)` for a file in one language; `None`: both, texts that differ twice, as elements of class `zh`
    /// and `en`, for a page with a switch.
    pub language: Option<Language>,
    /// Minutes shown; `None`: the whole horizon.
    pub window: Option<Span>,
    /// A now-line; `None`: at the start of the horizon, where something of the time before is shown.
    pub now: Option<Minute>,
    /// Hours shown before that, as far as the instance has a history of them. `None`: three before the whole horizon, none before a window.
    pub past: Option<u16>,
}

/// A chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// Unique among the charts of a plan; safe in a file name and as an XML id.
    pub id: String,
    /// Title in English.
    pub title_en: String,
    /// Title in Chinese.
    pub title_zh: String,
    /// A whole `<svg …>…</svg>` element without XML declaration.
    pub svg: String,
}

/// The technical operation chart of every station that works trains, one more for the tracks of the other stations
/// where trains stand, then the train diagram of every line.
///
/// # Errors
/// A plan of another instance.
pub fn charts(
    instance: &Instance,
    plan: &Plan,
    config: &ChartConfig,
) -> Result<Vec<Chart>, ForeignPlan> {
    charts_since(instance, plan, None, config)
}

/// The same with the plan before behind it, and trains that changed marked.
///
/// # Errors
/// A plan of another instance.
pub fn charts_since(
    instance: &Instance,
    plan: &Plan,
    before: Option<&Before<'_>>,
    config: &ChartConfig,
) -> Result<Vec<Chart>, ForeignPlan> {
    plan.belongs_to(instance)?;
    let decided = plan.decided(instance);
    Ok(draw(&Timeline::new(&decided, plan), before, config))
}

/// The same of a plan that is known to be of the instance.
pub(crate) fn draw(
    timeline: &Timeline<'_>,
    before: Option<&Before<'_>>,
    config: &ChartConfig,
) -> Vec<Chart> {
    let (instance, plan) = (timeline.instance(), timeline.plan());
    let horizon = Span::new(Minute(0), plan.end(instance));
    let window = config.window.filter(|window| !window.is_empty());
    let past = regauge_model::history::uses(instance);
    let window = past::shown(&past, (window, config.past), horizon);
    let now = config
        .now
        .or((window.from < Minute(0)).then_some(Minute(0)));
    let localizer = Localizer::new(instance, config.language);
    let chinese = Localizer::new(instance, Some(Language::Chinese));
    let english = Localizer::new(instance, Some(Language::English));
    let titles = |title: &dyn Fn(&Names<'_>) -> String| {
        let of = |localizer: &Localizer<'_>| title(localizer.any());
        (of(&chinese), of(&english))
    };
    let moved = before.map(Before::moved).unwrap_or_default();
    let numbers = Numbers::new(instance, &localizer, moved);
    let marks = marks::marks(timeline, &localizer);
    let shades = shade::shades(timeline);
    let operations = Operations {
        instance,
        timeline,
        localizer: &localizer,
        numbers: &numbers,
        marks: &marks,
        shades: &shades,
        window,
        now,
        past: &past,
        before,
    };
    let rows = Rows {
        instance,
        timeline,
        localizer: &localizer,
        is_large: Scale::new(operations.window, 0).is_large(),
    };
    let mut charts = Vec::new();
    let mut add =
        |id: String, (title_zh, title_en): (String, String), svg: &dyn Fn(&str) -> String| {
            let title = match config.language {
                Some(Language::English) => &title_en,
                _ => &title_zh,
            };
            let svg = svg(title);
            charts.push(Chart {
                id,
                title_en,
                title_zh,
                svg,
            });
        };
    let working = rows::working_stations(instance.system());
    for (station, number) in working.iter().zip(1..) {
        let titles = titles(&|names| {
            let chart = words::OPERATIONS.in_language(names.language);
            format!("{} · {chart}", names.station(*station))
        });
        add(format!("operations-{number}"), titles, &|title| {
            operations.chart(rows.of_station(*station), Some(*station), title)
        });
    }
    let wayside = rows::wayside_stations(instance, &timeline.stood_at());
    if !wayside.is_empty() {
        let titles = titles(&|names| {
            let (chart, of) = (words::OPERATIONS, words::WAYSIDE);
            let language = names.language;
            format!(
                "{} · {}",
                of.in_language(language),
                chart.in_language(language)
            )
        });
        add(
            format!("operations-{}", working.len() + 1),
            titles,
            &|title| operations.chart(rows.of_wayside(&wayside), None, title),
        );
    }
    for (line, number) in line::lines(instance.system()).iter().zip(1..) {
        let titles = titles(&|names| {
            let chart = words::DIAGRAM.in_language(names.language);
            let ends = [line.stations.first(), line.stations.last()];
            let ends = ends.map(|end| end.map_or(String::new(), |id| names.station(*id)));
            let line = fill(
                words::LINE.in_language(names.language),
                &[&ends[0], &ends[1]],
            );
            format!("{line} · {chart}")
        });
        let diagram = Diagram {
            instance,
            timeline,
            localizer: &localizer,
            numbers: &numbers,
            window: operations.window,
            now,
            past: &past,
            is_approach: false,
            before,
        };
        add(format!("diagram-{number}"), titles, &|title| {
            diagram.chart(line, title)
        });
    }
    charts
}
