//! The terminal view of a plan: sections one below the other, no line wider than asked.
//!
//! A file per section; `page` writes lines, `table` sets columns, `words` measures, cuts and wraps text.

mod board;
mod closures;
mod crane_sheet;
mod gantt;
mod header;
mod kpis;
mod objective;
mod page;
mod rakes;
mod shunting;
mod table;
mod unplanned;
mod violations;
mod waits;
mod words;

use crate::language::Language;
use page::Page;
use regauge_model::check::Report;
use regauge_model::{Instance, Plan};
use std::io;

/// How the view looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewConfig {
    /// Columns of the terminal; no line is wider. Made for 80 and more; below 40 lines are cut.
    pub width: usize,
    /// Language of every label.
    pub language: Language,
    /// Draws with ASCII only: for terminals and printers without the block characters, or that draw them two columns
    /// wide. (Names and Chinese labels stay as they are.)
    pub ascii: bool,
    /// Sections, in the order in which they are printed.
    pub sections: Vec<ViewSection>,
    /// Whether the Gantt goes on through the look-ahead, or ends with the planning part.
    pub look_ahead: bool,
    /// Most lines in the list of waits by resource.
    pub top_waits: usize,
}

impl Default for ViewConfig {
    /// 80 columns, Chinese, block characters, every section.
    fn default() -> Self {
        ViewConfig {
            width: 80,
            language: Language::default(),
            ascii: false,
            sections: ViewSection::ALL.to_vec(),
            look_ahead: true,
            top_waits: 10,
        }
    }
}

/// A section of the view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ViewSection {
    /// What is planned, and how good the plan is.
    Header,
    /// Possessions, stops for wind, maintenance.
    Closures,
    /// Arrivals and departures.
    Board,
    /// The chart of spots and cranes.
    Gantt,
    /// Crane slots (作业时段).
    CraneSheet,
    /// What becomes of the emptied rakes.
    Rakes,
    /// Placing (送车), pulling (取车) and the other shunting movements.
    Shunting,
    /// Key figures.
    Kpis,
    /// Who waits for what.
    Waits,
    /// Trains not planned, and why.
    Unplanned,
    /// The objective by parts.
    Objective,
}

impl ViewSection {
    /// Every section, in the usual order.
    pub const ALL: [ViewSection; 11] = [
        ViewSection::Header,
        ViewSection::Closures,
        ViewSection::Board,
        ViewSection::Gantt,
        ViewSection::CraneSheet,
        ViewSection::Rakes,
        ViewSection::Shunting,
        ViewSection::Kpis,
        ViewSection::Waits,
        ViewSection::Unplanned,
        ViewSection::Objective,
    ];

    /// Its name on a command line.
    pub fn name(self) -> &'static str {
        match self {
            ViewSection::Header => "header",
            ViewSection::Closures => "closures",
            ViewSection::Board => "board",
            ViewSection::Gantt => "gantt",
            ViewSection::CraneSheet => "cranes",
            ViewSection::Rakes => "rakes",
            ViewSection::Shunting => "shunting",
            ViewSection::Kpis => "kpis",
            ViewSection::Waits => "waits",
            ViewSection::Unplanned => "unplanned",
            ViewSection::Objective => "objective",
        }
    }

    /// The section of a name.
    pub fn from_name(name: &str) -> Option<ViewSection> {
        Self::ALL.into_iter().find(|section| section.name() == name)
    }
}

/// Writes the view of a plan of an instance.
///
/// # Errors
/// Those of the writer.
pub fn show(
    instance: &Instance,
    plan: &Plan,
    config: &ViewConfig,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut page = Page::new(instance, config, out);
    for section in &config.sections {
        match section {
            ViewSection::Header => header::show(&mut page, plan)?,
            ViewSection::Closures => closures::show(&mut page)?,
            ViewSection::Board => board::show(&mut page, plan)?,
            ViewSection::Gantt => gantt::show(&mut page, plan, config.look_ahead)?,
            ViewSection::CraneSheet => crane_sheet::show(&mut page, plan)?,
            ViewSection::Rakes => rakes::show(&mut page, plan)?,
            ViewSection::Shunting => shunting::show(&mut page, plan)?,
            ViewSection::Kpis => kpis::show(&mut page, plan)?,
            ViewSection::Waits => waits::show(&mut page, plan, config.top_waits)?,
            ViewSection::Unplanned => unplanned::show(&mut page, plan)?,
            ViewSection::Objective => objective::show(&mut page, plan)?,
        }
    }
    Ok(())
}

/// Writes what the checker found in a plan of an instance: one line for a plan without violations, else the
/// violations by rule.
///
/// # Errors
/// Those of the writer.
pub fn show_violations(
    instance: &Instance,
    report: &Report,
    config: &ViewConfig,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut page = Page::new(instance, config, out);
    violations::show(&mut page, report)
}
