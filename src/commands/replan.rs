//! `replan`: the plan that changes least of a published one, after what has happened.

use super::columns::columns;
use super::error::CommandError;
use super::plan::{seconds, units};
use super::source::{PairArgs, invalid};
use super::view::minute_of;
use super::{Console, Format, Verdict, files, outputs, pins, words};
use clap::Args;
use regauge::advance::{
    AdvanceError, Fulfilled, actual_from_json, freeze_from_json, instance_file,
};
use regauge::format::{ActualFile, FreezeFile};
use regauge::replan::{Compared, PinPrice, Replan, ReplanError, Replanned};
use regauge::{CancelToken, DEFAULT_WORK, Language, Message, Stop, plan_to_json};
use regauge_report::{cost, train_name};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Plan on from a published plan, changing as little as is worth it
///
/// What has begun stays as it is; what is near is frozen; further on a change of what was published costs what `changes` of the objective
/// says, and is made where it brings more. The new plan is one of the instance as of now, which is written with --instance-output, and is
/// compared with doing nothing: the published plan pushed back as it stands.
#[derive(Args)]
#[command(override_usage = "\
regauge replan [OPTIONS] --now <TIME> <INSTANCE> <PLAN>
       regauge replan [OPTIONS] --now <TIME> --demo <NAME> <PLAN>")]
pub struct ReplanArgs {
    #[command(flatten)]
    source: PairArgs,
    /// Now: a time such as 03:10 (the first one of the plan) or a date-time such as 2023-11-16T03:10, on the clock of the
    /// instance.
    #[arg(long, value_name = "TIME")]
    now: String,
    /// What has happened otherwise than published, and what has changed; `-` for standard input.
    #[arg(long, value_name = "FILE")]
    events: Option<PathBuf>,
    /// What stays as published, and for how many hours (default: port, spot and mode for three).
    #[arg(long, value_name = "FILE")]
    freeze: Option<PathBuf>,
    /// Also plan as if nothing had been published, to see what changing less costs.
    #[arg(long)]
    anew: bool,
    /// Show what the pins of each pinned train cost, those of the frozen stage included: the new plan is planned on without them, with a
    /// tenth of the work each.
    #[arg(long)]
    price_pins: bool,
    /// File for the new plan, written completely or not at all.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// File for the instance as of now, of which the new plan is one; later commands on the plan need it.
    #[arg(long, value_name = "FILE")]
    instance_output: Option<PathBuf>,
    /// Seed of everything random.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// Units of work, each about a second of one core (default: 1).
    #[arg(long, value_name = "UNITS", value_parser = units)]
    work: Option<f64>,
    /// Run for this many seconds, or for the work given, whichever is less.
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    time_limit: Option<Duration>,
    /// Threads (default: one per core); the plan is the same for any number.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Who reads standard output and the messages.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

impl ReplanArgs {
    /// What ends the run, the interrupt key included.
    fn stop(&self, begun: Instant, token: &CancelToken) -> Stop {
        let mut stop = Stop::cancelled(token);
        if let Some(limit) = self.time_limit {
            let limit = limit.as_secs_f64().max(1e-9);
            stop = stop.or(Stop::time(move || begun.elapsed().as_secs_f64() / limit));
        }
        match (self.work, self.time_limit) {
            (Some(units), _) => stop.or(Stop::work(units)),
            (None, None) => stop.or(Stop::work(DEFAULT_WORK)),
            (None, Some(_)) => stop,
        }
    }
}

/// Runs the command.
pub fn run(args: &ReplanArgs, console: &mut Console<'_>) -> Result<Verdict, CommandError> {
    let begun = Instant::now();
    let mut named = outputs::named("--output", args.output.as_deref());
    named.extend(outputs::named(
        "--instance-output",
        args.instance_output.as_deref(),
    ));
    let mut inputs = args.source.files();
    inputs.extend(args.events.as_deref());
    inputs.extend(args.freeze.as_deref());
    outputs::check(&inputs, &named)?;
    let (text, file, instance, plan) = args.source.read_with_text(console)?;
    let now = minute_of(&instance, &args.now)?;
    let data = instance_file(&text).map_err(invalid(&file))?;
    let actual = match &args.events {
        Some(path) => {
            let text = files::read(path, console)?;
            actual_from_json(&text).map_err(invalid(path))?
        }
        None => ActualFile::new(),
    };
    let freeze = match &args.freeze {
        Some(path) => {
            let text = files::read(path, console)?;
            freeze_from_json(&text).map_err(invalid(path))?
        }
        None => FreezeFile::default(),
    };
    let token = CancelToken::new();
    (console.on_interrupt)(token.clone());
    let replan = Replan {
        actual,
        freeze,
        seed: args.seed,
        threads: args.threads.map_or(0, usize::from),
        anew: args.anew,
        ..Replan::new(&data, &instance, &plan, now)
    };
    let stop = args.stop(begun, &token);
    let replanned = replan
        .run(Some(stop))
        .map_err(|error| refused(args, error))?;
    let mut written = Vec::new();
    if let Some(path) = &args.instance_output {
        written.push((path.clone(), outputs::json(&replanned.file)?.into_bytes()));
    }
    if let Some(path) = &args.output {
        let text = plan_to_json(&replanned.instance, &replanned.plan);
        let text = text.map_err(CommandError::foreign)?;
        written.push((path.clone(), text.into_bytes()));
    }
    let is_shown = !named.iter().any(|(_, path)| files::is_standard(path));
    outputs::write_all(written, console)?;
    pins::warn(&replanned.instance, &replanned.contradictions, console)?;
    if is_shown {
        let prices = if args.price_pins {
            let work = args.work.unwrap_or(DEFAULT_WORK);
            let run = (args.seed, work, args.threads.map_or(0, usize::from));
            Some(pins::prices(&replanned.instance, &replanned.plan, run)?)
        } else {
            None
        };
        let prices = prices.as_deref();
        let shown = match args.format {
            Format::Text => table(&replanned, prices, console.language),
            Format::Json => as_json(&replanned, prices)?,
        };
        outputs::deliver(None, &shown, console)?;
    }
    Ok(Verdict::of(&replanned.plan))
}

/// Why there is no plan, by whoever has to mend it.
fn refused(args: &ReplanArgs, error: ReplanError) -> CommandError {
    let events = args.events.as_deref().unwrap_or(Path::new("-"));
    match error {
        ReplanError::Advance(AdvanceError::Actual(problems)) => invalid(events)(problems),
        ReplanError::Advance(AdvanceError::Contradiction(problems))
        | ReplanError::Instance(problems) => CommandError::Usage {
            message: words::nothing_left(&args.now, words::first_of(&problems)),
            advice: words::check_first(),
        },
        ReplanError::Advance(AdvanceError::OtherPlan(foreign)) => CommandError::foreign(foreign),
        ReplanError::Advance(AdvanceError::OtherInstance) => {
            CommandError::Internal(words::instance_differs())
        }
        ReplanError::Advance(AdvanceError::OutsideHorizon { now, end }) => {
            CommandError::Internal(words::outside_horizon(now.0, end.0))
        }
        error @ (ReplanError::Session(_) | ReplanError::NotPlanned) => {
            CommandError::Internal(words::not_taken_up(error.to_string()))
        }
    }
}

/// The plans that could be next, a line each.
fn table(replanned: &Replanned, prices: Option<&[PinPrice]>, language: Language) -> String {
    let say = |message: Message| message.in_language(language);
    let mut rows = vec![
        (say(words::do_nothing()), replanned.nothing),
        (say(words::next_plan()), replanned.next),
    ];
    if let Some((_, anew)) = &replanned.anew {
        rows.push((say(words::plan_anew()), *anew));
    }
    let heads = [
        String::new(),
        say(words::cost_of_plan()),
        say(words::cost_of_changes()),
        say(words::together()),
        say(words::trains_moved()),
        say(words::trains_postponed()),
    ];
    let mut lines: Vec<[String; 6]> = vec![heads];
    for (
        what,
        Compared {
            value,
            changes,
            postponed,
            touched,
        },
    ) in rows
    {
        lines.push([
            what,
            cost(value - changes),
            cost(changes),
            cost(value),
            touched.to_string(),
            postponed.to_string(),
        ]);
    }
    let mut shown = columns(&lines);
    let Fulfilled { planned, left } = replanned.fulfilled;
    if planned > 0 {
        let line = say(words::plan_fulfilled(planned, left));
        shown.extend([&*line, "\n"]);
    }
    for (train, lifts) in interrupted(replanned) {
        let line = say(words::work_interrupted(train_name(train), lifts));
        shown.extend([&*line, "\n"]);
    }
    if let Some(prices) = prices {
        shown += "\n";
        shown += &pins::table(&replanned.instance, prices, language);
    }
    shown
}

/// Trains whose crane work is interrupted, with the lifts that are left.
fn interrupted(replanned: &Replanned) -> impl Iterator<Item = (&str, u32)> {
    let states = replanned.file.state.iter().flat_map(|state| &state.trains);
    states.filter_map(|state| {
        let work = state.work.as_ref().filter(|work| work.interrupted)?;
        Some((&*state.train, work.lifts_left?))
    })
}

fn as_json(replanned: &Replanned, prices: Option<&[PinPrice]>) -> Result<String, CommandError> {
    let of = |compared: &Compared| {
        json!({
            "value": compared.value,
            "changes": compared.changes,
            "touched": compared.touched,
            "postponed": compared.postponed,
        })
    };
    let mut document = json!({
        "format_version": regauge::format::FORMAT_VERSION,
        "nothing": of(&replanned.nothing),
        "next": of(&replanned.next),
        "fulfilled": { "planned": replanned.fulfilled.planned, "left": replanned.fulfilled.left },
    });
    if let Some((_, anew)) = &replanned.anew {
        document["anew"] = of(anew);
    }
    let interrupted = interrupted(replanned);
    let interrupted =
        interrupted.map(|(train, lifts)| json!({ "train": train, "lifts_left": lifts }));
    let interrupted: Vec<Value> = interrupted.collect();
    if !interrupted.is_empty() {
        document["interrupted"] = interrupted.into();
    }
    if let Some(prices) = prices {
        document["pins"] = pins::as_json(&replanned.instance, prices);
    }
    outputs::json(&document)
}
