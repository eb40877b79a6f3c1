//! `decode`: what another solver chose in the compiled problem becomes a plan, and the checker says what it is worth.

use super::error::CommandError;
use super::source::{JourneysArgs, invalid};
use super::view::{ViewArgs, WORTH};
use super::{Console, Format, Verdict, files, outputs};
use clap::Args;
use regauge::network::plan_of_choices;
use regauge::text::visible;
use regauge::{Problems, plan_to_json};
use std::path::PathBuf;

/// Turn a solution of the compiled problem into a plan, and check it
///
/// The counterpart of `compile`. The plan is written even if it breaks rules, so that it can be inspected; every violation is
/// reported, and the exit code is 1.
#[derive(Args)]
#[command(override_usage = "\
regauge decode [OPTIONS] <INSTANCE> <JOURNEYS>
       regauge decode [OPTIONS] --demo <NAME> <JOURNEYS>")]
pub struct DecodeArgs {
    #[command(flatten)]
    source: JourneysArgs,
    /// File for the plan, written completely or not at all; violations and objective then go to standard output
    /// (default: the plan to standard output, violations to standard error).
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Who reads the messages.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    #[command(flatten)]
    view: ViewArgs,
}

/// Runs the command.
pub fn run(args: &DecodeArgs, console: &mut Console<'_>) -> Result<Verdict, CommandError> {
    outputs::check(
        &args.source.files(),
        &outputs::named("--output", args.output.as_deref()),
    )?;
    let (instance, journeys, file) = args.source.read(console)?;
    let outcome = plan_of_choices(&instance, &journeys.choices, journeys.made_by)
        .map_err(|error| invalid(file)(Problems(vec![super::journeys::problem(&error)])))?;
    let (plan, report) = (outcome.plan, outcome.report);
    let text = plan_to_json(&instance, &plan).map_err(CommandError::foreign)?;
    match args.output.as_deref() {
        Some(path) if !files::is_standard(path) => {
            outputs::deliver(Some(path), &text, console)?;
            args.view.show_violations(&instance, &report, console)?;
            args.view.show(&instance, &plan, WORTH, None, console)?;
        }
        _ => {
            console.out.write_all(text.as_bytes())?;
            for violation in &report.violations {
                // Nobody is left to be told when standard error fails.
                let message = visible(&violation.message.in_language(console.language));
                let _ = writeln!(console.err, "{}: {message}", violation.rule);
            }
        }
    }
    let postponed = plan.trains.iter().any(|train| train.exit().is_none());
    if report.violations.is_empty() && !postponed {
        Ok(Verdict::Clean)
    } else {
        Ok(Verdict::WithFindings)
    }
}
