//! `capacity`: what the station and its line carry, in four ways (`docs/capacity.md`).

mod json;
mod tables;

use super::error::CommandError;
use super::source::{CheckedArgs, invalid};
use super::{Console, Format, Verdict, files, words};
use clap::{ArgGroup, Args};
use regauge::advance::instance_file;
use regauge::text::visible_json;
use regauge::{CancelToken, Instance, Message, Plan, Planner, Stop, check};
use regauge_model::timeline::Timeline;
use regauge_study::base::Base;
use regauge_study::capacity::lp::{FluidCapacity, LpError, fluid_capacity};
use regauge_study::capacity::promise::{Level, Part, PromiseAnswer, PromiseConfig, most_trains};
use regauge_study::capacity::sections::{TrackOccupation, occupation};
use regauge_study::capacity::station::{PoolCapacity, capacities};
use regauge_study::promise::Promise;
use regauge_study::roll::RollConfig;
use regauge_study::world::WorldConfig;
use std::path::Path;

/// Days counted of each world.
const DAYS: u32 = 14;
/// Days before them.
const WARM_UP_DAYS: u32 = 3;
/// Worlds of each level.
const REPLICATIONS: u32 = 4;
/// Levels run first, in parts of what flows through.
const LEVELS: [f64; 5] = [0.3, 0.6, 0.8, 1.0, 1.2];
/// Trains a day to which the ends of the answer are narrowed down, in parts of what flows through.
const RESOLUTION: f64 = 0.025;
/// Most hours of a promise.
const MOST_HOURS: f64 = 1000.0;

/// Say what the station and its line carry: occupation, capacity, bottlenecks, a promise
///
/// Without a plan one is made. Sections by compression (UIC 406), pools of the station by the formula of their occupation, the flow of a day by
/// a linear program; with a promise the station is run day after day for the most trains a day that it holds for. See docs/capacity.md.
#[derive(Args)]
#[command(override_usage = "\
regauge capacity [OPTIONS] <INSTANCE> [PLAN]
       regauge capacity [OPTIONS] --demo <NAME> [PLAN]")]
#[command(group(ArgGroup::new("promise").args(["promise_mean_hours", "promise_p90_hours"]).multiple(true)))]
pub struct CapacityArgs {
    #[command(flatten)]
    source: CheckedArgs,
    /// Hours of dwell promised on the mean; with a promise the most trains a day are looked for that it holds for.
    #[arg(long, value_name = "HOURS", value_parser = hours)]
    promise_mean_hours: Option<f64>,
    /// Hours of dwell promised to nine trains in ten; likewise.
    #[arg(long, value_name = "HOURS", value_parser = hours)]
    promise_p90_hours: Option<f64>,
    /// Days counted of each run [default: 14].
    #[arg(long, value_name = "NUMBER", requires = "promise", value_parser = clap::value_parser!(u32).range(1..=3660))]
    days: Option<u32>,
    /// Worlds in which each level is run, at least 2 [default: 4].
    #[arg(long, value_name = "NUMBER", requires = "promise", value_parser = clap::value_parser!(u32).range(2..=1000))]
    replications: Option<u32>,
    /// Seed of the first world [default: 1].
    #[arg(long, value_name = "NUMBER", requires = "promise")]
    seed: Option<u64>,
    /// Who reads the result.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

impl CapacityArgs {
    /// What is run for a promise, where there is one.
    fn promise(&self, flow: &FluidCapacity) -> Option<PromiseConfig> {
        let promise = Promise {
            mean_dwell_hours: self.promise_mean_hours,
            p90_dwell_hours: self.promise_p90_hours,
        };
        if promise == Promise::default() {
            return None;
        }
        Some(PromiseConfig {
            promise,
            roll: RollConfig {
                days: self.days.unwrap_or(DAYS),
                warm_up_days: WARM_UP_DAYS,
                ..RollConfig::default()
            },
            world: WorldConfig::default(),
            replications: self.replications.unwrap_or(REPLICATIONS),
            seed: self.seed.unwrap_or(1),
            levels: LEVELS.iter().map(|part| part * flow.per_day).collect(),
            resolution: RESOLUTION * flow.per_day,
        })
    }
}

/// Reads hours of a promise.
fn hours(text: &str) -> Result<f64, Message> {
    let hours: f64 = text.parse().map_err(|_| words::not_a_number())?;
    if hours > 0.0 && hours <= MOST_HOURS {
        Ok(hours)
    } else {
        Err(words::not_positive_hours(MOST_HOURS))
    }
}

/// All that is found.
struct Found<'a> {
    instance: &'a Instance,
    plan: &'a Plan,
    sections: Vec<TrackOccupation>,
    pools: Vec<PoolCapacity>,
    flow: FluidCapacity,
    promise: Option<(PromiseConfig, PromiseAnswer)>,
}

/// Runs the command.
pub fn run(args: &CapacityArgs, console: &mut Console<'_>) -> Result<Verdict, CommandError> {
    let (text, instance, plan) = args.source.read_with_text(console)?;
    let name = args.source.instance();
    let plan = match plan {
        Some(plan) => right(&instance, plan, args.source.plan())?,
        None => planned(&instance, console),
    };
    let file = instance_file(&text).map_err(invalid(name))?;
    let base = Base::new(&file, None).map_err(invalid(name))?;
    let flow = fluid_capacity(&base).map_err(|error| cannot_flow(error, name))?;
    let promise = match args.promise(&flow) {
        Some(config) => {
            possible(&config.promise, flow.dwell_alone)?;
            let answer = kept(&base, &config, console)?;
            Some((config, answer))
        }
        None => None,
    };
    let instance = plan.decided(&instance);
    let timeline = Timeline::new(&instance, &plan);
    let found = Found {
        instance: &instance,
        plan: &plan,
        sections: occupation(&timeline),
        pools: capacities(&timeline),
        flow,
        promise,
    };
    let text = match args.format {
        Format::Text => found.text(console.language),
        Format::Json => visible_json(format!("{:#}", found.json())) + "\n",
    };
    console.out.write_all(text.as_bytes())?;
    Ok(Verdict::Clean)
}

/// A plan that keeps the rules.
fn right(instance: &Instance, plan: Plan, file: Option<&Path>) -> Result<Plan, CommandError> {
    let violations = check(instance, &plan).violations.len();
    if violations == 0 {
        return Ok(plan);
    }
    let file = files::name(file.unwrap_or(Path::new("-")));
    Err(CommandError::Usage {
        message: words::breaks_rules(file, violations),
        advice: words::check_says_plan(),
    })
}

/// The plan of the usual work.
fn planned(instance: &Instance, console: &mut Console<'_>) -> Plan {
    let token = CancelToken::new();
    (console.on_interrupt)(token.clone());
    let planner = Planner::new(instance).seed(1);
    planner.stop(Stop::cancelled(&token)).run().plan
}

pub(super) fn cannot_flow(error: LpError, name: &Path) -> CommandError {
    match error {
        LpError::Station(problems) => invalid(name)(problems),
        LpError::NoTrains => CommandError::Usage {
            message: words::no_train_alone(),
            advice: words::what_keeps_them(),
        },
        LpError::Solver(_) => CommandError::Internal(words::no_flow(error.to_string())),
    }
}

/// No promise of a mean is less than trains dwell that have the station to themselves.
fn possible(promise: &Promise, alone: Option<f64>) -> Result<(), CommandError> {
    let Some(alone) = alone.map(|minutes| minutes / 60.0) else {
        return Err(CommandError::Usage {
            message: words::nothing_dwells(),
            advice: words::leave_out_promise(),
        });
    };
    match promise.mean_dwell_hours.filter(|hours| *hours < alone) {
        Some(hours) => Err(CommandError::Usage {
            message: words::promise_below_alone(hours, number(alone, 1)),
            advice: words::promise_more_hours(),
        }),
        None => Ok(()),
    }
}

/// For how many trains a day the promise is kept; an error where it is not even at the first level.
fn kept(
    base: &Base,
    config: &PromiseConfig,
    console: &mut Console<'_>,
) -> Result<PromiseAnswer, CommandError> {
    let (shows, language) = (console.shows_progress(), console.language);
    let answer = most_trains(base, config, |level| {
        if shows {
            let line = words::level_done(number(level.per_day, 1), verdict(level));
            // nobody is left to be told when standard error fails
            let _ = writeln!(console.err, "{}", line.in_language(language));
        }
    });
    let answer = answer.map_err(|error| CommandError::Usage {
        message: words::cannot_be_run(error.to_string()),
        advice: words::plan_and_look(),
    })?;
    let lowest = answer.levels.first();
    let broken = lowest.and_then(|level| {
        let part = level.parts.iter().find(|part| !part.may_hold())?;
        Some((level, part))
    });
    let Some((level, broken)) = broken else {
        return Ok(answer);
    };
    let per_day = number(level.per_day, 1);
    let hours = number(broken.estimate.mean, 1);
    Err(CommandError::Usage {
        message: match broken.part {
            Part::Queue => words::queue_from_the_start(per_day),
            part => words::promise_impossible(per_day, part_name(part), hours, broken.most),
        },
        advice: words::promise_more_hours(),
    })
}

fn number(value: f64, digits: usize) -> String {
    format!("{value:.digits$}")
}

fn part_name(part: Part) -> Message {
    match part {
        Part::Mean => words::part_mean(),
        Part::P90 => words::part_p90(),
        Part::Queue => words::part_queue(),
    }
}

fn verdict(level: &Level) -> Message {
    match (level.may_hold(), level.may_fail()) {
        (true, false) => words::holds(),
        (false, _) => words::fails(),
        (true, true) => words::is_open(),
    }
}

/// The promise and what came of it.
struct Promised<'a> {
    config: &'a PromiseConfig,
    answer: &'a PromiseAnswer,
}

fn promised<'a>(config: &'a PromiseConfig, answer: &'a PromiseAnswer) -> Promised<'a> {
    Promised { config, answer }
}
