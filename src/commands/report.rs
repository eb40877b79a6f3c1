//! `report`: a plan as one page for screen and paper, and its charts as pictures.

use super::error::CommandError;
use super::pictures::PictureArgs;
use super::source::PairArgs;
use super::source::invalid;
use super::view::StageArgs;
use super::{Console, Verdict, files, outputs, words};
use clap::Args;
use regauge::delays::delayed;
use regauge::diff::DiffConfig;
use regauge::{Instance, Plan, plan_from_json};
use regauge_report::{Before, Beside, ChartConfig, PageConfig, charts_since, html_with};
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
    /// Hours that the charts show before the beginning, of an instance with a history (default: 3, and none before a stage plan).
    #[arg(long, value_name = "HOURS", value_parser = clap::value_parser!(u16).range(0..=48))]
    past: Option<u16>,
    /// The plan before this one: what changed stands at the top, and the old plan light and dashed behind the new one in the charts.
    #[arg(long, value_name = "PLAN")]
    before: Option<PathBuf>,
    /// Instance file of the plan before, where it is another one.
    #[arg(long, value_name = "INSTANCE", requires = "before")]
    before_instance: Option<PathBuf>,
    /// Times that moved by no more minutes since the plan before are the same.
    #[arg(long, value_name = "MINUTES", default_value_t = 0, requires = "before", value_parser = clap::value_parser!(u32).range(0..=1440))]
    tolerance: u32,
}

impl ReportArgs {
    /// The plan before, with its instance.
    fn old(
        &self,
        instance: &Instance,
        console: &mut Console<'_>,
    ) -> Result<Option<(Instance, Plan)>, CommandError> {
        let Some(path) = &self.before else {
            return Ok(None);
        };
        let instance = match &self.before_instance {
            Some(file) => {
                let text = files::read(file, console)?;
                Instance::from_json(&text).map_err(invalid(file))?
            }
            None => instance.clone(),
        };
        let text = files::read(path, console)?;
        let plan = plan_from_json(&instance, &text).map_err(invalid(path))?;
        Ok(Some((instance, plan)))
    }
}

/// Runs the command.
pub fn run(args: &ReportArgs, console: &mut Console<'_>) -> Result<Verdict, CommandError> {
    let mut inputs = args.source.files();
    inputs.extend(args.pictures.files());
    inputs.extend(args.before.as_deref());
    inputs.extend(args.before_instance.as_deref());
    if inputs
        .iter()
        .filter(|path| files::is_standard(path))
        .count()
        > 1
    {
        return Err(CommandError::Usage {
            message: words::input_once(),
            advice: words::one_as_file(),
        });
    }
    let page = outputs::named("--output", args.output.as_deref());
    outputs::check(&inputs, &page)?;
    let (instance, plan) = args.source.read(console)?;
    let now = args.stage.now(&instance)?;
    let window = args.stage.window(&instance)?;
    let old = args.old(&instance, console)?;
    let before = old.as_ref().map(|(old, old_plan)| {
        let config = DiffConfig {
            tolerance: args.tolerance,
            now: None,
        };
        Before::new((old, old_plan), (&instance, &plan), &config)
    });
    let before = before.transpose().map_err(CommandError::foreign)?;
    let before = before.as_ref();
    let config = PageConfig {
        language: console.language,
        window,
        now,
        past: args.past,
    };
    let mut all: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    if args.pictures.are_wanted() {
        let config = ChartConfig {
            language: Some(console.language),
            window,
            now,
            past: args.past,
        };
        let charts =
            charts_since(&instance, &plan, before, &config).map_err(CommandError::foreign)?;
        let pictures = args.pictures.draw(&charts, console)?;
        let names = pictures
            .iter()
            .map(|(option, path, _)| (*option, path.as_path()));
        outputs::check(&inputs, &page.into_iter().chain(names).collect::<Vec<_>>())?;
        all.extend(pictures.into_iter().map(|(_, path, bytes)| (path, bytes)));
    }
    // Pictures alone when nothing else is asked for.
    if !args.pictures.are_wanted() || args.output.is_some() {
        let delays = delayed(&instance, &plan);
        let beside = Beside {
            before,
            delays: &delays,
        };
        let page = html_with(&instance, &plan, &beside, &config).map_err(CommandError::foreign)?;
        let path = args.output.clone().unwrap_or_else(|| "-".into());
        all.push((path, page.into_bytes()));
    }
    outputs::write_all(all, console)?;
    Ok(Verdict::of(&plan))
}
