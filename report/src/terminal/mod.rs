//! The terminal view of a plan: sections one below the other, no line wider than asked.
//!
//! The facts are those of the sheets (`crate::sheet`); here they get columns, widths and colours: `page` writes lines,
//! `table` sets columns, `tint` colours what is finished, `words` measures, cuts and wraps text.

mod board;
mod changes;
mod gantt;
mod page;
mod sheet;
mod table;
mod tint;
mod violations;
mod words;

pub use changes::{show_diff, show_nervousness};

use crate::sheet as facts;
use crate::text::Text;
use page::Page;
use regauge_model::check::Report;
use regauge_model::timeline::Timeline;
use regauge_model::{Instance, Language, Minute, Plan, Span};
use std::io;

/// Trains named per resource waited for.
const MAX_NAMES: usize = 6;

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
    /// Only what is or happens in these hours (阶段计划).
    pub window: Option<Span>,
    /// Colours by ANSI sequences.
    pub color: bool,
}

impl Default for ViewConfig {
    /// 80 columns, Chinese, block characters, the whole plan without colours.
    fn default() -> Self {
        ViewConfig {
            width: 80,
            language: Language::default(),
            ascii: false,
            sections: ViewSection::WHOLE.to_vec(),
            look_ahead: true,
            top_waits: 10,
            window: None,
            color: false,
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
    /// Trains that may go over several ports, and what the others would mean; nothing where no train has a choice.
    Ports,
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
    Postponed,
    /// The objective by parts.
    Objective,
    /// The stage plan: what every resource does in the window, or in the whole horizon.
    Stage,
}

impl ViewSection {
    /// Every section, in the usual order.
    pub const ALL: [ViewSection; 13] = [
        ViewSection::Header,
        ViewSection::Closures,
        ViewSection::Board,
        ViewSection::Ports,
        ViewSection::Gantt,
        ViewSection::CraneSheet,
        ViewSection::Rakes,
        ViewSection::Shunting,
        ViewSection::Kpis,
        ViewSection::Waits,
        ViewSection::Postponed,
        ViewSection::Objective,
        ViewSection::Stage,
    ];

    /// The sections of a whole plan: every one but the stage plan, which says the same by resource.
    pub const WHOLE: &'static [ViewSection] = Self::ALL.split_at(12).0;

    /// Its name on a command line.
    pub fn name(self) -> &'static str {
        match self {
            ViewSection::Header => "header",
            ViewSection::Closures => "closures",
            ViewSection::Board => "board",
            ViewSection::Ports => "ports",
            ViewSection::Gantt => "gantt",
            ViewSection::CraneSheet => "cranes",
            ViewSection::Rakes => "rakes",
            ViewSection::Shunting => "shunting",
            ViewSection::Kpis => "kpis",
            ViewSection::Waits => "waits",
            ViewSection::Postponed => "postponed",
            ViewSection::Objective => "objective",
            ViewSection::Stage => "stage",
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
    let foreign = |error| io::Error::new(io::ErrorKind::InvalidInput, error);
    plan.belongs_to(instance).map_err(foreign)?;
    let instance = &*plan.decided(instance);
    let timeline = Timeline::new(instance, plan);
    let mut page = Page::new(instance, config, out);
    let window = config.window;
    for section in &config.sections {
        match section {
            ViewSection::Header => header(&mut page, plan)?,
            ViewSection::Closures => {
                let sheet = facts::closures::sheet(&page.words, &timeline).within(window);
                sheet::show(&mut page, &sheet)?;
            }
            ViewSection::Board => {
                board::show(&mut page, &timeline, window)?;
                let words = page.words;
                happened(&mut page, facts::past::board(&words), window)?;
            }
            ViewSection::Ports => {
                if let Some(sheet) = facts::ports::sheet(&page.words, &timeline) {
                    sheet::show(&mut page, &sheet.within(window))?;
                }
            }
            ViewSection::Gantt => gantt::show(&mut page, &timeline, config)?,
            ViewSection::CraneSheet => {
                let sheet = facts::cranes::sheet(&page.words, &timeline).within(window);
                sheet::show_flowing(&mut page, &sheet)?;
                let words = page.words;
                happened(&mut page, facts::past::cranes(&words), window)?;
            }
            ViewSection::Rakes => {
                let sheet = facts::rakes::sheet(&page.words, plan).within(window);
                sheet::show(&mut page, &sheet)?;
            }
            ViewSection::Shunting => {
                let sheet = facts::shunting::sheet(&page.words, &timeline).within(window);
                sheet::show(&mut page, &sheet)?;
            }
            ViewSection::Kpis => kpis(&mut page, plan)?,
            ViewSection::Waits => {
                let words = page.words;
                let top = config.top_waits;
                let sheet = facts::waits::by_resource(&words, plan, top, MAX_NAMES, window);
                sheet::show(&mut page, &sheet)?;
                let sheet = facts::waits::by_train(&words, &timeline).within(window);
                sheet::show(&mut page, &sheet)?;
            }
            ViewSection::Postponed => {
                let sheet = facts::postponed::sheet(&page.words, plan);
                sheet::show(&mut page, &sheet)?;
            }
            ViewSection::Objective => {
                let mut sheets = facts::objective::sheets(&page.words, plan).into_iter();
                if let Some(parts) = sheets.next() {
                    sheet::show(&mut page, &parts)?;
                }
                for levels in sheets {
                    sheet::show_below(&mut page, &levels)?;
                }
            }
            ViewSection::Stage => {
                let horizon = instance.horizon();
                let whole = Span::new(Minute(0), horizon.end);
                let sheet = facts::stage::sheet(&page.words, &timeline, window.unwrap_or(whole));
                sheet::show(&mut page, &sheet)?;
            }
        }
    }
    Ok(())
}

/// What has happened, where there is something of it in the window.
fn happened(
    page: &mut Page<'_>,
    sheet: Option<facts::Sheet>,
    window: Option<Span>,
) -> io::Result<()> {
    match sheet.map(|sheet| sheet.within(window)) {
        Some(sheet) if !sheet.rows.is_empty() => sheet::show(page, &sheet),
        _ => Ok(()),
    }
}

/// What is planned, and how good the plan is.
fn header(page: &mut Page<'_>, plan: &Plan) -> io::Result<()> {
    page.heading(&facts::summary::title(&page.words))?;
    page.entries(&facts::summary::entries(&page.words, plan))
}

/// Key figures, and below them the use of spots, cranes and sections.
fn kpis(page: &mut Page<'_>, plan: &Plan) -> io::Result<()> {
    page.heading(page.text(Text::Kpis))?;
    page.entries(&facts::kpis::figures(&page.words, plan))?;
    for sheet in facts::kpis::sheets(&page.words, plan) {
        sheet::show_below(page, &sheet)?;
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
