//! `generate`: ready-made instances as files.

use super::error::CommandError;
use super::{Console, Done, files};
use clap::Args;
use std::path::PathBuf;

/// Write a ready-made instance
#[derive(Args)]
pub struct GenerateArgs {
    /// Its name: s, m, l, xl …
    name: String,
    /// File for the instance (default: standard output).
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: &GenerateArgs, console: &mut Console<'_>) -> Result<Done, CommandError> {
    let Some(text) = regauge_instances::demo_json(&args.name) else {
        return Err(super::source::unknown_ladder_name(&args.name));
    };
    files::deliver(args.output.as_deref(), text, console)
}
