//! `generate`: ready-made and generated instances as files.

use super::error::CommandError;
use super::source::{invalid, unknown_demo};
use super::{Console, Verdict, files, outputs, words};
use clap::Args;
use regauge::text::visible_json;
use regauge_instances::{
    GeneratorConfig, demo_json, generate, generate_from_json, rung_config, to_json,
};
use std::path::{Path, PathBuf};

/// Write a ready-made instance, or a generated one
///
/// A name alone gives that ready-made instance; with a seed another day of the same kind. --print-config gives the
/// generator's configuration of that kind, to be changed and given back with --config.
#[derive(Args)]
pub struct GenerateArgs {
    #[command(flatten)]
    kind: KindArgs,
    /// Seed of the generator [default with --config: the one it names, else 1].
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
    /// The configuration instead of the instance.
    #[arg(long, conflicts_with_all = ["config", "seed"])]
    print_config: bool,
    /// File for the instance (default: standard output).
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// The kind of instance.
#[derive(Args)]
#[group(required = true, multiple = false)]
struct KindArgs {
    /// A ready-made instance: s, m, l, xl …
    name: Option<String>,
    /// Configuration of the generator; `-` for standard input.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: &GenerateArgs, console: &mut Console<'_>) -> Result<Verdict, CommandError> {
    let config: Vec<&Path> = args.kind.config.as_deref().into_iter().collect();
    outputs::check(&config, &outputs::named("--output", args.output.as_deref()))?;
    let text = match (&args.kind.name, &args.kind.config) {
        (_, Some(path)) => {
            let text = files::read(path, console)?;
            let made = generate_from_json(&text, args.seed);
            to_json(&made.map_err(invalid(path))?)
        }
        (Some(name), None) if args.print_config => config_text(&config_of(name)?)?,
        (Some(name), None) => match args.seed {
            Some(seed) => to_json(&generate(&config_of(name)?, seed)),
            None => demo_json(name)
                .ok_or_else(|| unknown_demo(name))?
                .to_owned(),
        },
        (None, None) => {
            return Err(CommandError::Usage {
                message: words::nothing_to_generate(),
                advice: words::name_a_demo(),
            });
        }
    };
    let text = visible_json(text);
    outputs::deliver(args.output.as_deref(), &text, console)
}

fn config_of(name: &str) -> Result<GeneratorConfig, CommandError> {
    let rung = rung_config(name).map(|(config, _)| config);
    rung.ok_or_else(|| match demo_json(name) {
        Some(_) => CommandError::Usage {
            message: words::made_by_hand(name),
            advice: words::without_seed(),
        },
        None => unknown_demo(name),
    })
}

fn config_text(config: &GeneratorConfig) -> Result<String, CommandError> {
    outputs::json(config)
}
