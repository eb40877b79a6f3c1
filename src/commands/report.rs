//! `report`: a plan as one page for screen and paper, and its charts as pictures.

use super::error::CommandError;
use super::source::PairArgs;
use super::view::{StageArgs, ViewLang};
use super::{Console, Done, files};
use clap::Args;
use regauge_report::{Chart, ChartConfig, PageConfig, charts, html};
use std::path::{Path, PathBuf};

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
    /// Directory for the charts as SVG, a file each; it must exist.
    #[arg(long, value_name = "DIR")]
    svg: Option<PathBuf>,
    /// Directory for the charts as PNG, a file each; it must exist. A character that no font of the system has is an error.
    #[cfg(feature = "png")]
    #[arg(long, value_name = "DIR")]
    png: Option<PathBuf>,
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
    let mut pictures = Vec::new();
    if args.wants_pictures() {
        let config = ChartConfig {
            language: Some(args.language.language()),
            window,
            now,
        };
        let charts = charts(&instance, &plan, &config);
        if let Some(directory) = &args.svg {
            pictures.extend(svg(directory, &charts));
        }
        #[cfg(feature = "png")]
        if let Some(directory) = &args.png {
            pictures.extend(png(directory, &charts)?);
        }
    }
    // Nothing is written where one of them could not be.
    for (path, _) in &pictures {
        files::check_target(path)?;
    }
    for (path, bytes) in &pictures {
        files::write_whole(path, bytes)?;
    }
    // Pictures alone where nothing else is asked for.
    if pictures.is_empty() || args.output.is_some() {
        let page = html(&instance, &plan, &config);
        files::deliver(args.output.as_deref(), &page, console)?;
    }
    Ok(Done::of(&plan))
}

impl ReportArgs {
    fn wants_pictures(&self) -> bool {
        #[cfg(feature = "png")]
        let png = self.png.is_some();
        #[cfg(not(feature = "png"))]
        let png = false;
        png || self.svg.is_some()
    }
}

/// The charts as files of their own.
fn svg(directory: &Path, charts: &[Chart]) -> Vec<(PathBuf, Vec<u8>)> {
    let file = |chart: &Chart| {
        let path = directory.join(format!("{}.svg", chart.id));
        (path, chart.svg.clone().into_bytes())
    };
    charts.iter().map(file).collect()
}

/// The charts drawn with the fonts of the system, at twice their size: sharp on a screen of today, about 150 dots per inch on A3.
#[cfg(feature = "png")]
fn png(directory: &Path, charts: &[Chart]) -> Result<Vec<(PathBuf, Vec<u8>)>, CommandError> {
    const SCALE: f32 = 2.0;
    let fonts = regauge_report::Fonts::of_system();
    let file = |chart: &Chart| {
        let path = directory.join(format!("{}.png", chart.id));
        let drawn = regauge_report::png(&chart.svg, SCALE, &fonts);
        let bytes = drawn.map_err(|error| CommandError::Usage {
            message: format!("chart {} cannot be drawn: {error}", chart.id),
            advice: "Maybe install a font with all characters of the names, such as Noto Sans CJK; --svg needs none.".to_owned(),
        })?;
        Ok((path, bytes))
    };
    charts.iter().map(file).collect()
}
