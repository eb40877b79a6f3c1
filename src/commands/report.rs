//! `report`: a plan as one page for screen and paper, and its charts as pictures.

use super::error::CommandError;
use super::pictures::PictureArgs;
use super::source::PairArgs;
use super::view::StageArgs;
use super::{Console, Verdict, outputs};
use clap::Args;
use regauge_report::{ChartConfig, PageConfig, charts, html};
use std::path::PathBuf;

/// Write a plan as a page: charts, boards and sheets, for screen and paper
///
/// One self-contained HTML file with a switch between Chinese and English; it prints on A3 landscape.
#[derive(Args)]
#[command(override_usage = "\
regauge report [OPTIONS] <INSTANCE> <PLAN>
       regauge report [OPTIONS] --demo <NAME> <PLAN>")]
pub struct ReportArgs {
    #[command(flatten)]
    source: PairArgs,
    /// File for the page, written completely or not at all (default: standard output).
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    pictures: PictureArgs,
    #[command(flatten)]
    stage: StageArgs,
}

/// Runs the command.
pub fn run(args: &ReportArgs, console: &mut Console<'_>) -> Result<Verdict, CommandError> {
    let mut inputs = args.source.files();
    inputs.extend(args.pictures.files());
    let page = outputs::named("--output", args.output.as_deref());
    outputs::check(&inputs, &page)?;
    let (instance, plan) = args.source.read(console)?;
    let now = args.stage.now(&instance)?;
    let window = args.stage.window(&instance)?;
    let config = PageConfig {
        language: console.language,
        window,
        now,
    };
    let mut all: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    if args.pictures.are_wanted() {
        let config = ChartConfig {
            language: Some(console.language),
            window,
            now,
        };
        let charts = charts(&instance, &plan, &config).map_err(CommandError::foreign)?;
        let pictures = args.pictures.draw(&charts, console)?;
        let names = pictures
            .iter()
            .map(|(option, path, _)| (*option, path.as_path()));
        outputs::check(&inputs, &page.into_iter().chain(names).collect::<Vec<_>>())?;
        all.extend(pictures.into_iter().map(|(_, path, bytes)| (path, bytes)));
    }
    // Pictures alone when nothing else is asked for.
    if !args.pictures.are_wanted() || args.output.is_some() {
        let page = html(&instance, &plan, &config).map_err(CommandError::foreign)?;
        let path = args.output.clone().unwrap_or_else(|| "-".into());
        all.push((path, page.into_bytes()));
    }
    outputs::write_all(all, console)?;
    Ok(Verdict::of(&plan))
}
