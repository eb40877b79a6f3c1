//! `schema`: the published schemas of the file formats.

use super::error::CommandError;
use super::{Console, Verdict, outputs};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Write the JSON schema of a file format
#[derive(Args)]
pub struct SchemaArgs {
    /// The format.
    #[arg(value_name = "FORMAT", default_value = "instance")]
    which: Which,
    /// File for the schema (default: standard output).
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Which {
    /// What is to be planned.
    Instance,
    /// The plan.
    Plan,
    /// What happened beside a plan.
    Actual,
    /// What changed between two plans.
    Diff,
    /// A study.
    Study,
}

/// Runs the command.
pub fn run(args: &SchemaArgs, console: &mut Console<'_>) -> Result<Verdict, CommandError> {
    outputs::check(&[], &outputs::named("--output", args.output.as_deref()))?;
    let text = match args.which {
        Which::Instance => regauge::format::instance_schema(),
        Which::Plan => regauge::format::plan_schema(),
        Which::Actual => regauge::format::actual_schema(),
        Which::Diff => regauge::format::diff_schema(),
        Which::Study => regauge_study::file::study_schema_text(),
    };
    outputs::deliver(args.output.as_deref(), &text, console)
}
