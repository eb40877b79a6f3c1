//! What people see of a plan: the terminal view, the charts, the page.
//!
//! [`show`] writes a plan of an instance as text of a given width, [`show_violations`] what the checker found in it;
//! [`charts`] draws it as SVG; [`html()`] makes one page of all for screen and paper. All speak Chinese and English
//! ([`Language`]). [`show_diff`] writes what changed between two plans; charts and page show it with the plan before ([`Before`])
//! behind this one. Facts are in `sheet`, names and words in `names`, `wording`, `text` and `clock`;
//! layout is in `terminal/`, `chart/` and `page/`.
//! What is deliberately not here: anything that judges or changes a plan, anything that reads a clock, a terminal or
//! an environment (width, colours and language are asked for by the caller), and any printing other than into the writer
//! given.
//!
//! A part of regauge: programs embed the façade `regauge`, which alone keeps the promises of semantic versioning. What is public here
//! may change with any version.
//!
//! ```
//! use regauge_model::{Instance, Plan};
//! use regauge_report::{Language, ViewConfig, ViewSection, show};
//!
//! /// The board and the chart in English, 120 columns wide.
//! fn board(instance: &Instance, plan: &Plan) -> std::io::Result<Vec<u8>> {
//!     let config = ViewConfig {
//!         width: 120,
//!         language: Language::English,
//!         sections: vec![ViewSection::Board, ViewSection::Gantt],
//!         ..ViewConfig::default()
//!     };
//!     let mut text = Vec::new();
//!     show(instance, plan, &config, &mut text)?;
//!     Ok(text)
//! }
//! ```

mod before;
mod chart;
mod clean;
mod clock;
mod names;
mod page;
#[cfg(feature = "png")]
mod png;
mod sheet;
mod terminal;
mod text;
mod wording;

pub use before::{Before, Beside};
pub use chart::{Chart, ChartConfig, chart_style, charts, charts_since, text_width};
pub use clean::clean;
pub use names::{closure_name, resource_name, time_name, train_name};
pub use page::{
    PageConfig, PageFile, Words, html, html_since, html_with, page, page_since, page_with,
};
#[cfg(feature = "png")]
pub use png::{Fonts, PngError, png};
pub use regauge_model::Language;
pub use terminal::{ViewConfig, ViewSection, show, show_diff, show_nervousness, show_violations};
pub use wording::{cost, percent};
