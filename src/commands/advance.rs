//! `advance`: the instance as of a minute of its plan, and the rest of the plan.

use super::error::CommandError;
use super::source::{PairArgs, invalid};
use super::view::minute_of;
use super::{Console, Verdict, outputs, words};
use clap::Args;
use regauge::advance::{AdvanceError, actual_from_json, advance_with, instance_file};
use regauge::format::ActualFile;
use regauge::plan_to_json;
use std::path::{Path, PathBuf};

/// Write the instance as of now, without what its plan has completed by then
///
/// Trains that have left are omitted, trains under way have their state, and only the remaining part of the horizon, of closures and
/// of paths is kept. Carrying out the rest of the plan gives exactly the old plan; planning again gives the next one.
#[derive(Args)]
#[command(override_usage = "\
regauge advance [OPTIONS] --now <TIME> <INSTANCE> <PLAN>
       regauge advance [OPTIONS] --now <TIME> --demo <NAME> <PLAN>")]
pub struct AdvanceArgs {
    #[command(flatten)]
    source: PairArgs,
    /// Now: a time such as 03:10 (the first one of the plan) or a date-time such as 2023-11-16T03:10, on the clock of the
    /// instance.
    #[arg(long, value_name = "TIME")]
    now: String,
    /// What happened otherwise than planned; `-` for standard input.
    #[arg(long, value_name = "FILE")]
    actual: Option<PathBuf>,
    /// File for the new instance, written completely or not at all (default: standard output).
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// File for the rest of the plan, a plan of the new instance; there is none if something happened otherwise.
    #[arg(long, value_name = "FILE", conflicts_with = "actual")]
    rest: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: &AdvanceArgs, console: &mut Console<'_>) -> Result<Verdict, CommandError> {
    let output = args.output.as_deref().unwrap_or(Path::new("-"));
    let mut named = outputs::named("--output", Some(output));
    named.extend(outputs::named("--rest", args.rest.as_deref()));
    let mut inputs = args.source.files();
    inputs.extend(args.actual.as_deref());
    outputs::check(&inputs, &named)?;
    let (text, file, instance, plan) = args.source.read_with_text(console)?;
    let now = minute_of(&instance, &args.now)?;
    let data = instance_file(&text).map_err(invalid(&file))?;
    let actual = match &args.actual {
        Some(path) => {
            let text = super::files::read(path, console)?;
            actual_from_json(&text).map_err(invalid(path))?
        }
        None => ActualFile::new(),
    };
    let advanced =
        advance_with(&data, &instance, &plan, now, &actual).map_err(|error| match error {
            AdvanceError::Actual(problems) => {
                invalid(args.actual.as_deref().unwrap_or(Path::new("-")))(problems)
            }
            AdvanceError::Contradiction(problems) => CommandError::Usage {
                message: words::nothing_left(&args.now, words::first_of(&problems)),
                advice: words::check_first(),
            },
            AdvanceError::OtherPlan(foreign) => CommandError::foreign(foreign),
            AdvanceError::OtherInstance => CommandError::Internal(words::instance_differs()),
            AdvanceError::OutsideHorizon { now, end } => {
                CommandError::Internal(words::outside_horizon(now.0, end.0))
            }
        })?;
    let mut files = vec![(
        output.to_owned(),
        outputs::json(&advanced.file)?.into_bytes(),
    )];
    if let (Some(path), Some(rest)) = (&args.rest, &advanced.rest) {
        let text = plan_to_json(&advanced.instance, rest).map_err(CommandError::foreign)?;
        files.push((path.clone(), text.into_bytes()));
    }
    outputs::write_all(files, console)?;
    Ok(Verdict::Clean)
}
