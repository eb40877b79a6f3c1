//! `study merge`: logs of one study as one.

use super::text_of;
use crate::commands::error::CommandError;
use crate::commands::source::invalid;
use crate::commands::{Console, Verdict, outputs};
use clap::Args;
use regauge_study::runs::{merged, read_log};
use std::path::{Path, PathBuf};

/// Put the logs of several machines together
#[derive(Args)]
pub struct MergeArgs {
    /// The logs.
    #[arg(value_name = "LOG", required = true)]
    logs: Vec<PathBuf>,
    /// File for the one log (default: standard output).
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: &MergeArgs, console: &mut Console<'_>) -> Result<Verdict, CommandError> {
    let inputs: Vec<&Path> = args.logs.iter().map(PathBuf::as_path).collect();
    outputs::check(&inputs, &outputs::named("--output", args.output.as_deref()))?;
    let mut texts = Vec::new();
    for path in &args.logs {
        let text = text_of(path, console)?;
        // which of them is wrong is told here, what does not fit together below
        read_log(&text, None).map_err(invalid(path))?;
        texts.push(text);
    }
    let last = args.logs.last().map_or(Path::new("-"), PathBuf::as_path);
    let merged = merged(&texts).map_err(invalid(last))?;
    outputs::deliver(args.output.as_deref(), &merged, console)
}
