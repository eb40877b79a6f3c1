//! `study day`: a day of a run as a page.

use super::read_study;
use crate::commands::error::CommandError;
use crate::commands::{Console, Verdict, outputs, words};
use clap::Args;
use regauge::Instance;
use regauge_report::{PageConfig, html};
use regauge_study::roll::Roll;
use regauge_study::world::World;
use std::path::PathBuf;

/// Write the page of a day of a run: what was planned then, or what happened
#[derive(Args)]
pub struct DayArgs {
    /// The study file.
    #[arg(value_name = "STUDY")]
    study: PathBuf,
    /// The scenario, by its name in the answers [default: the reference].
    #[arg(
        long,
        value_name = "NAME",
        default_value = "reference",
        hide_default_value = true
    )]
    scenario: String,
    /// Which of its runs, from 0.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    replication: u32,
    /// The day, from 1, warm-up included.
    #[arg(long, value_name = "NUMBER")]
    day: u32,
    /// What happened, and not what was planned.
    #[arg(long)]
    happened: bool,
    /// File for the page (default: standard output).
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: &DayArgs, console: &mut Console<'_>) -> Result<Verdict, CommandError> {
    outputs::check(
        &[&args.study],
        &outputs::named("--output", args.output.as_deref()),
    )?;
    let study = read_study(&args.study, false, console)?;
    let Some(scenario) = study
        .scenarios
        .iter()
        .find(|scenario| scenario.name == args.scenario)
    else {
        let names: Vec<&str> = study
            .scenarios
            .iter()
            .map(|scenario| scenario.name.as_str())
            .collect();
        return Err(CommandError::Usage {
            message: words::no_scenario(&args.scenario),
            advice: words::scenarios_are(names.join("; ")),
        });
    };
    let days = scenario.run.warm_up_days + scenario.run.days;
    if args.day == 0 || args.day > days {
        return Err(CommandError::Usage {
            message: words::no_day(args.day),
            advice: words::days_are(days),
        });
    }
    let seed = study
        .file
        .replications
        .seed
        .wrapping_add(args.replication.into());
    let world = World::new(
        &scenario.base,
        &scenario.world,
        seed,
        Roll::days_needed(&scenario.run),
    );
    let mut roll = Roll::new(&world, &scenario.run, 1);
    let begins = i64::from(args.day - 1) * 1440;
    let shift = loop {
        let is_it = roll.minute() >= begins;
        let shift = roll.shift().map_err(|error| CommandError::Usage {
            message: words::run_failed(error.to_string()),
            advice: words::other_day(),
        })?;
        if is_it {
            break shift;
        }
    };
    let (file, plan) = match shift.planned {
        Some(planned) if !args.happened => planned,
        _ => (shift.instance, shift.plan),
    };
    let instance = Instance::from_file(&file)
        .map_err(|problems| CommandError::Internal(words::first_of(&problems)))?;
    let config = PageConfig {
        language: console.language,
        ..PageConfig::default()
    };
    let page = html(&instance, &plan, &config).map_err(CommandError::foreign)?;
    outputs::deliver(args.output.as_deref(), &page, console)
}
