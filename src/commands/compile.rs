//! `compile`: writes the compiled problem, so that any solver or test reads the same problem.

use super::error::CommandError;
use super::source::InstanceArgs;
use super::{Console, Verdict, outputs};
use clap::Args;
use regauge::CompiledProblem;
use regauge::network::compiled_problem_to_json;
use std::path::PathBuf;

/// Write the compiled problem of an instance as JSON
#[derive(Args)]
pub struct CompileArgs {
    #[command(flatten)]
    source: InstanceArgs,
    /// File for the compiled problem (default: standard output).
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: &CompileArgs, console: &mut Console<'_>) -> Result<Verdict, CommandError> {
    outputs::check(
        &args.source.files(),
        &outputs::named("--output", args.output.as_deref()),
    )?;
    let instance = args.source.read(console)?;
    let text = compiled_problem_to_json(&CompiledProblem::new(instance).decided());
    outputs::deliver(args.output.as_deref(), &text, console)
}
