//! `report`: a plan as one page for screen and paper, and its charts as pictures.

use super::error::CommandError;
use super::pictures::PictureArgs;
use super::source::PairArgs;
use super::view::{StageArgs, ViewLang};
use super::{Console, Done, files};
use clap::Args;
use regauge_report::{ChartConfig, PageConfig, charts, html};
use std::path::PathBuf;

/// Write a plan as a page: charts, boards and sheets, for screen and paper
///
/// One HTML file without anything outside it, in Chinese and English at a switch; it prints on A3 landscape.
#[derive(Args)]
#[command(override_usage = "\
regauge report [OPTIONS] <INSTANCE> <PLAN>
       regauge report [OPTIONS] --demo <NAME> <PLAN>")]
pub struct ReportArgs {
    #[command(flatten)]
    source: PairArgs,
    /// File for the page, written whole or not at all (default: standard output).
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    pictures: PictureArgs,
    #[command(flatten)]
    language: ViewLang,
    #[command(flatten)]
    stage: StageArgs,
}

/// Runs the command.
pub fn run(args: &ReportArgs, console: &mut Console<'_>) -> Result<Done, CommandError> {
    let (instance, plan) = args.source.read(console)?;
    if let Some(path) = args
        .output
        .as_deref()
        .filter(|path| !files::is_standard(path))
    {
        files::check_target(path)?;
    }
    let now = args.stage.now(&instance)?;
    let window = args.stage.window(&instance)?;
    let config = PageConfig {
        language: args.language.language(),
        window,
        now,
    };
    if args.pictures.are_wanted() {
        let config = ChartConfig {
            language: Some(args.language.language()),
            window,
            now,
        };
        let charts = charts(&instance, &plan, &config);
        args.pictures.write(&charts, console)?;
    }
    // Pictures alone when nothing else is asked for.
    if !args.pictures.are_wanted() || args.output.is_some() {
        let page = html(&instance, &plan, &config);
        files::deliver(args.output.as_deref(), &page, console)?;
    }
    Ok(Done::of(&plan))
}
