//! How a plan is shown: arguments that several commands share.

use super::error::CommandError;
use super::{Console, words};
use chrono::{DateTime, NaiveDateTime, NaiveTime, Timelike};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use regauge::diff::{Nervousness, PlanDiff};
use regauge::problem::instance::{DAY as DAY_MINUTES, Horizon};
use regauge::{Instance, Minute, Plan, Report, Span};
use regauge_report::{ViewConfig, ViewSection};

/// What a run prints that puts its plan into a file.
pub const SUMMARY: &[ViewSection] = &[ViewSection::Header, ViewSection::Postponed];

/// What a run prints otherwise: the day at a glance.
pub const DAY: &[ViewSection] = &[
    ViewSection::Header,
    ViewSection::Board,
    ViewSection::Ports,
    ViewSection::Gantt,
    ViewSection::Kpis,
    ViewSection::Postponed,
    ViewSection::Objective,
];

/// A stage plan: who does what where in the few hours that matter now.
pub const STAGE: &[ViewSection] = &[
    ViewSection::Gantt,
    ViewSection::Stage,
    ViewSection::Postponed,
];

/// What a plan is worth.
pub const WORTH: &[ViewSection] = &[ViewSection::Objective, ViewSection::Kpis];

/// Columns where no terminal says.
const WIDTH: usize = 100;

/// How a plan is shown.
#[derive(Args)]
pub struct ViewArgs {
    /// Columns of what is shown (default: those of the terminal, else 100).
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=1000))]
    width: Option<u16>,
    /// Plain ASCII for bars and lines.
    #[arg(long)]
    ascii: bool,
}

/// The few hours that matter now.
#[derive(Args, Default)]
pub struct StageArgs {
    /// Only so many hours: a stage plan.
    #[arg(long, value_name = "HOURS", value_parser = clap::value_parser!(u16).range(1..=48))]
    stage: Option<u16>,
    /// Now: begin of the stage plan, and the now-line of charts. A time such as 03:10 (the first one of the plan) or a
    /// date-time such as 2023-11-16T03:10, on the clock of the instance [default for --stage: the beginning].
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
}

impl StageArgs {
    /// Whether a stage plan is asked for.
    pub fn is_given(&self) -> bool {
        self.stage.is_some()
    }

    /// The minute that is now.
    pub fn now(&self, instance: &Instance) -> Result<Option<Minute>, CommandError> {
        let text = self.from.as_ref();
        text.map(|text| minute_of(instance, text)).transpose()
    }

    /// The hours of the stage plan.
    pub fn window(&self, instance: &Instance) -> Result<Option<Span>, CommandError> {
        let Some(hours) = self.stage else {
            return Ok(None);
        };
        let from = self.now(instance)?.unwrap_or(Minute(0));
        let to = from + i32::from(hours) * 60;
        Ok(Some(Span::new(from, to.min(instance.horizon().end))))
    }
}

/// The minute of a time of day or a date-time.
pub fn minute_of(instance: &Instance, text: &str) -> Result<Minute, CommandError> {
    let horizon = instance.horizon();
    minute(horizon, text).ok_or_else(|| {
        let (from, to) = (horizon.start, horizon.date_time(horizon.end));
        CommandError::Usage {
            message: words::no_time(text),
            advice: words::name_a_time(
                horizon.start.format("%Y-%m-%dT%H:%M").to_string(),
                from.format("%Y-%m-%d %H:%M").to_string(),
                to.format("%Y-%m-%d %H:%M").to_string(),
            ),
        }
    })
}

/// The minute of a time of day or a date-time; `None` when the horizon has none of it.
fn minute(horizon: &Horizon, text: &str) -> Option<Minute> {
    let minute = if let Ok(time) = NaiveTime::parse_from_str(text, "%H:%M") {
        let of_day = |time: NaiveTime| (time.hour() * 60 + time.minute()) as i32;
        let start = of_day(horizon.start.time());
        Minute((of_day(time) - start).rem_euclid(DAY_MINUTES))
    } else if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        horizon.minute(at)?
    } else {
        let formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"];
        let mut local = formats
            .iter()
            .filter_map(|f| NaiveDateTime::parse_from_str(text, f).ok());
        let local = local.next()?;
        let at = local.and_local_timezone(*horizon.start.offset()).single()?;
        horizon.minute(at)?
    };
    (Minute(0) <= minute && minute < horizon.end).then_some(minute)
}

/// Which sections are shown.
#[derive(Args)]
pub struct SectionArgs {
    /// Sections shown, separated by commas.
    #[arg(
        long = "section",
        value_name = "SECTIONS",
        value_delimiter = ',',
        value_parser = section_parser()
    )]
    sections: Option<Vec<ViewSection>>,
}

impl SectionArgs {
    /// The sections asked for, else those given.
    pub fn or<'a>(&'a self, usual: &'a [ViewSection]) -> &'a [ViewSection] {
        self.sections.as_deref().unwrap_or(usual)
    }

    /// Whether sections are asked for.
    pub fn are_given(&self) -> bool {
        self.sections.is_some()
    }
}

fn section_parser() -> impl TypedValueParser<Value = ViewSection> {
    let names = ViewSection::ALL.map(ViewSection::name);
    PossibleValuesParser::new(names)
        .try_map(|name| ViewSection::from_name(&name).ok_or("no section of the view"))
}

impl ViewArgs {
    fn config(&self, sections: &[ViewSection], console: &Console<'_>) -> ViewConfig {
        let width = self.width.map(usize::from);
        ViewConfig {
            width: width.or(console.out_width).unwrap_or(WIDTH),
            language: console.language,
            color: console.colors_out(),
            ascii: self.ascii,
            sections: sections.to_vec(),
            ..ViewConfig::default()
        }
    }

    /// Shows sections of a plan; of a window of it, where one is given.
    pub fn show(
        &self,
        instance: &Instance,
        plan: &Plan,
        sections: &[ViewSection],
        window: Option<Span>,
        console: &mut Console<'_>,
    ) -> Result<(), CommandError> {
        let config = ViewConfig {
            window,
            ..self.config(sections, console)
        };
        regauge_report::show(instance, plan, &config, console.out)?;
        Ok(())
    }

    /// What changed between two plans, each of its own instance.
    pub fn difference(
        &self,
        instances: (&Instance, &Instance),
        diff: &PlanDiff,
        console: &Console<'_>,
    ) -> Result<String, CommandError> {
        let mut text = Vec::new();
        let config = self.config(&[], console);
        regauge_report::show_diff(instances, diff, &config, &mut text)?;
        Ok(String::from_utf8_lossy(&text).into_owned())
    }

    /// How often decisions were taken back.
    pub fn nervousness(
        &self,
        instance: &Instance,
        found: &Nervousness,
        console: &Console<'_>,
    ) -> Result<String, CommandError> {
        let mut text = Vec::new();
        let config = self.config(&[], console);
        regauge_report::show_nervousness(instance, found, &config, &mut text)?;
        Ok(String::from_utf8_lossy(&text).into_owned())
    }

    /// Shows what the checker found.
    pub fn show_violations(
        &self,
        instance: &Instance,
        report: &Report,
        console: &mut Console<'_>,
    ) -> Result<(), CommandError> {
        let config = self.config(&[], console);
        regauge_report::show_violations(instance, report, &config, console.out)?;
        Ok(())
    }
}
