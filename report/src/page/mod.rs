//! The page: one self-contained HTML file in Chinese and English, for the screen and for paper.
//!
//! Facts come from the sheets (`crate::sheet`) and the charts (`crate::chart`), in both languages; a switch shows one of
//! them. What is on paper is laid out here, in leaves of A3 whose number is known beforehand: `leaf` fills them, `table`
//! sets a sheet in two languages, `figures` shows the charts, `top` the bar and the head, `data` gives the script the
//! times of every train. Look and behaviour are in `style.css` and `script.js`.
//! What is deliberately not here: any fact that the terminal does not know too, any network, any framework.

mod both;
mod data;
mod figures;
mod leaf;
mod sheets;
mod table;
mod top;

use crate::before::{Before, Beside};
use crate::chart::{CHANGES, PAST, chart_style};
use crate::text::Text;
use both::Both;
pub use both::Words;
use leaf::Leaf;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use regauge_model::plan::ForeignPlan;
use regauge_model::timeline::Timeline;
use regauge_model::{Instance, Language, Minute, Plan, Span};

/// How the page is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PageConfig {
    /// Language shown first; the reader may switch.
    pub language: Language,
    /// Only these hours: a stage plan (阶段计划). `None`: the whole horizon.
    pub window: Option<Span>,
    /// Where the now-line of the charts stands.
    pub now: Option<Minute>,
    /// Hours that the charts show before, as [`ChartConfig`](crate::ChartConfig) has them.
    pub past: Option<u16>,
}

/// A page and how it prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageFile {
    /// The file, in UTF-8.
    pub html: String,
    /// A3 leaves on which it prints.
    pub leaves: usize,
}

/// The page of a plan of an instance: the same input gives the same bytes.
///
/// # Errors
/// A plan of another instance.
pub fn html(instance: &Instance, plan: &Plan, config: &PageConfig) -> Result<String, ForeignPlan> {
    html_since(instance, plan, None, config)
}

/// The same with what changed since the plan before: a part of its own at the top, and the old plan behind the new one in the charts.
///
/// # Errors
/// A plan of another instance.
pub fn html_since(
    instance: &Instance,
    plan: &Plan,
    before: Option<&Before<'_>>,
    config: &PageConfig,
) -> Result<String, ForeignPlan> {
    Ok(page_since(instance, plan, before, config)?.html)
}

/// The same with all that may stand beside a plan.
///
/// # Errors
/// A plan of another instance.
pub fn html_with(
    instance: &Instance,
    plan: &Plan,
    beside: &Beside<'_>,
    config: &PageConfig,
) -> Result<String, ForeignPlan> {
    Ok(page_with(instance, plan, beside, config)?.html)
}

/// The same, with the number of leaves on which it prints.
///
/// # Errors
/// A plan of another instance.
pub fn page(
    instance: &Instance,
    plan: &Plan,
    config: &PageConfig,
) -> Result<PageFile, ForeignPlan> {
    page_since(instance, plan, None, config)
}

/// The same with what changed since the plan before.
///
/// # Errors
/// A plan of another instance.
pub fn page_since(
    instance: &Instance,
    plan: &Plan,
    before: Option<&Before<'_>>,
    config: &PageConfig,
) -> Result<PageFile, ForeignPlan> {
    let delays = &[];
    page_with(instance, plan, &Beside { before, delays }, config)
}

/// The same with all that may stand beside a plan.
///
/// # Errors
/// A plan of another instance.
pub fn page_with(
    instance: &Instance,
    plan: &Plan,
    &Beside { before, delays }: &Beside<'_>,
    config: &PageConfig,
) -> Result<PageFile, ForeignPlan> {
    plan.belongs_to(instance)?;
    let instance = &*plan.decided(instance);
    let timeline = Timeline::new(instance, plan);
    let both = Both::new(instance, config.language);
    let figures = figures::figures(&both, &timeline, before, config);
    let changes = before.map(|before| sheets::changes(&both, before));
    let parts = sheets::parts(&both, &timeline, delays, config);
    let of_parts = changes.iter().chain(&parts).map(|part| part.leaves.len());
    let leaves = figures.leaves.len() + of_parts.sum::<usize>();
    let mut number = 0;
    let mut numbered = |leaf: &Leaf| {
        number += 1;
        leaf.markup(&both, plan, config, number, leaves)
    };
    let mut parts = parts.iter();
    let cover = parts.next();
    let body = html! {
        (top::bar(&both, plan, config, changes.is_some()))
        main id="main" {
            (top::head(&both, plan, config))
            @if let Some(changes) = &changes {
                (section(&both, changes, &mut numbered))
            }
            (figures.screen)
            @if let Some(cover) = cover {
                (section(&both, cover, &mut numbered))
            }
            div.paper { @for leaf in &figures.leaves { (numbered(leaf)) } }
            @for part in parts {
                (section(&both, part, &mut numbered))
            }
        }
        div #box role="status" aria-live="polite" hidden {}
        script type="application/json" #plan { (PreEscaped(data::json(&both, &timeline, delays))) }
        script { (PreEscaped(include_str!("script.js"))) }
    };
    let language = match config.language {
        Language::Chinese => "zh-CN",
        Language::English => "en",
    };
    let title = both.of(crate::sheet::summary::title);
    let shown = both.shown(&title);
    let html = html! {
        (DOCTYPE)
        html lang=(language) data-leaves=(leaves) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy"
                    content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";
                meta name="viewport" content="width=device-width,initial-scale=1";
                meta name="generator" content=(format!("regauge {}", env!("CARGO_PKG_VERSION")));
                // Keeps browsers from asking a server for an icon.
                link rel="icon" href="data:,";
                title data-zh=(title.zh) data-en=(title.en) { (shown) }
                style { (PreEscaped(chart_style())) @if !instance.history().is_empty() { (PreEscaped(PAST)) } @if before.is_some() { (PreEscaped(CHANGES)) } (PreEscaped(include_str!("style.css"))) }
            }
            body { (body) }
        }
    };
    Ok(PageFile {
        html: html.into_string(),
        leaves,
    })
}

/// A part of the page: a heading for the screen and its leaves.
fn section(
    both: &Both<'_>,
    part: &sheets::Part,
    numbered: &mut dyn FnMut(&Leaf) -> Markup,
) -> Markup {
    html! {
        section.part id=(part.id) aria-labelledby=(format!("{}-title", part.id)) {
            h2 id=(format!("{}-title", part.id)) tabindex="-1" { (both.text(part.title)) }
            @if part.is_empty {
                p.none { (both.text(Text::None)) }
            }
            @for leaf in &part.leaves { (numbered(leaf)) }
        }
    }
}
