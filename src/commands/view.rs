//! How a plan is shown: arguments that several commands share.

use super::Console;
use super::error::CommandError;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use regauge::{Instance, Plan, Report};
use regauge_report::{Language, ViewConfig, ViewSection};

/// What a run prints that puts its plan into a file.
pub const SUMMARY: &[ViewSection] = &[ViewSection::Header, ViewSection::Unplanned];

/// What a run prints otherwise: the day at a glance.
pub const DAY: &[ViewSection] = &[
    ViewSection::Header,
    ViewSection::Board,
    ViewSection::Gantt,
    ViewSection::Kpis,
    ViewSection::Unplanned,
    ViewSection::Objective,
];

/// What a plan is worth.
pub const WORTH: &[ViewSection] = &[ViewSection::Objective, ViewSection::Kpis];

/// Columns where no terminal says.
const WIDTH: usize = 100;

/// How a plan is shown.
#[derive(Args)]
pub struct ViewArgs {
    /// Language of what is shown.
    #[arg(
        long,
        env = "REGAUGE_LANG",
        hide_env_values = true,
        value_enum,
        value_name = "LANGUAGE",
        default_value_t
    )]
    lang: Lang,
    /// Columns of what is shown (default: those of the terminal, else 100).
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=1000))]
    width: Option<u16>,
    /// Plain ASCII for bars and lines.
    #[arg(long)]
    ascii: bool,
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

#[derive(Clone, Copy, Default, ValueEnum)]
enum Lang {
    /// English.
    #[default]
    En,
    /// Chinese.
    Zh,
}

impl ViewArgs {
    fn config(&self, sections: &[ViewSection], console: &Console<'_>) -> ViewConfig {
        let width = self.width.map(usize::from);
        ViewConfig {
            width: width.or(console.out_width).unwrap_or(WIDTH),
            language: match self.lang {
                Lang::En => Language::English,
                Lang::Zh => Language::Chinese,
            },
            ascii: self.ascii,
            sections: sections.to_vec(),
            ..ViewConfig::default()
        }
    }

    /// Shows sections of a plan.
    pub fn show(
        &self,
        instance: &Instance,
        plan: &Plan,
        sections: &[ViewSection],
        console: &mut Console<'_>,
    ) -> Result<(), CommandError> {
        let config = self.config(sections, console);
        regauge_report::show(instance, plan, &config, console.out)?;
        Ok(())
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
