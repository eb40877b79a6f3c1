//! `displib`: plans a problem of the library DISPLIB, or verifies a solution of one.

use super::error::CommandError;
use super::source::invalid;
use super::{Console, Format, Verdict, files, outputs, words};
use clap::Args;
use regauge::text::visible_json;
use regauge::{CancelToken, Language, Message};
use regauge_exchange::displib::{
    Instance, PlanConfig, Planned, Solution, Verified, plan, read_instance, read_solution, verify,
};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Plan a train rescheduling problem in the format DISPLIB, or verify a solution
///
/// Trains run through graphs of operations over exclusive resources; ways and orders are found that cost least. The solution is verified by the
/// published rules before it is written. See docs/displib.md.
#[derive(Args)]
#[command(override_usage = "\
regauge displib [OPTIONS] <INSTANCE>
       regauge displib --check <SOLUTION> <INSTANCE>")]
pub struct DisplibArgs {
    /// Instance file; `-` for standard input.
    instance: PathBuf,
    /// File for the solution, written completely or not at all; a summary then goes to standard output (default: the solution to standard
    /// output, the summary to standard error).
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Verify this solution instead of planning: its value, and every rule that it breaks, with exit code 1.
    #[arg(long, value_name = "SOLUTION", conflicts_with_all = ["output", "work", "seed", "time_limit"])]
    check: Option<PathBuf>,
    /// Units of work at most, each about a second of one core; planning ends before where the best solution is proven.
    #[arg(long, value_name = "UNITS", default_value_t = PlanConfig::default().work, value_parser = super::plan::units)]
    work: f64,
    /// Seed of everything random: the same instance, seed and work give the same solution, byte for byte.
    #[arg(long, value_name = "NUMBER", default_value_t = PlanConfig::default().seed)]
    seed: u64,
    /// End after so many seconds with what has been found.
    #[arg(long, value_name = "SECONDS", value_parser = super::plan::seconds)]
    time_limit: Option<Duration>,
    /// Who reads the summary and the messages.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Runs the command.
pub fn run(args: &DisplibArgs, console: &mut Console<'_>) -> Result<Verdict, CommandError> {
    match &args.check {
        Some(solution) => check(args, solution, console),
        None => make(args, console),
    }
}

fn make(args: &DisplibArgs, console: &mut Console<'_>) -> Result<Verdict, CommandError> {
    let begun = Instant::now();
    outputs::check(
        &[&args.instance],
        &outputs::named("--output", args.output.as_deref()),
    )?;
    let instance = read(args, console)?;
    let token = CancelToken::new();
    (console.on_interrupt)(token.clone());
    let limit = args.time_limit;
    let is_enough = || token.is_cancelled() || limit.is_some_and(|limit| begun.elapsed() >= limit);
    let config = PlanConfig {
        work: args.work,
        seed: args.seed,
    };
    let planned = plan(&instance, config, &is_enough);
    let is_shown = args
        .output
        .as_deref()
        .is_some_and(|path| !files::is_standard(path));
    if let Some(solution) = &planned.solution {
        valid(&instance, solution)?;
        outputs::deliver(args.output.as_deref(), &solution.to_json(), console)?;
    }
    let summary = match args.format {
        Format::Text => {
            let message = summary(&instance, &planned);
            message.in_language(console.language)
        }
        Format::Json => visible_json(format!("{:#}", summary_json(&instance, &planned))),
    };
    if is_shown && planned.solution.is_some() {
        writeln!(console.out, "{summary}")?;
    } else {
        // nobody is left to be told when standard error fails
        let _ = writeln!(console.err, "{summary}");
    }
    Ok(match planned.solution {
        Some(_) => Verdict::Clean,
        None => Verdict::WithFindings,
    })
}

fn read(args: &DisplibArgs, console: &mut Console<'_>) -> Result<Instance, CommandError> {
    let text = files::read(&args.instance, console)?;
    read_instance(&text).map_err(invalid(&args.instance))
}

/// No solution leaves that breaks a rule.
fn valid(instance: &Instance, solution: &Solution) -> Result<(), CommandError> {
    let verified = verify(instance, solution);
    match verified.violations.first() {
        None => Ok(()),
        Some(first) => Err(CommandError::Internal(words::displib_breaks_rule(
            first.rule.name(),
            first.message.clone(),
        ))),
    }
}

/// Cost, bound and work in a line.
fn summary(instance: &Instance, planned: &Planned) -> Message {
    let n_operations: usize = instance.trains.iter().map(Vec::len).sum();
    let size = words::displib_size(instance.trains.len(), n_operations);
    let work = format!("{:.3}", planned.work);
    let value = planned
        .solution
        .as_ref()
        .and_then(|solution| solution.objective_value);
    match (value, planned.bound) {
        (Some(value), Some(bound)) if bound < value => {
            let gap = (value - bound) as f64 / value as f64 * 100.0;
            words::displib_bounded(size, value, bound, format!("{gap:.1}"), work)
        }
        (Some(value), _) => words::displib_proven(size, value, work),
        (None, Some(bound)) => words::displib_not_found(size, bound, work),
        (None, None) => words::displib_impossible(size, work),
    }
}

fn summary_json(instance: &Instance, planned: &Planned) -> serde_json::Value {
    let n_operations: usize = instance.trains.iter().map(Vec::len).sum();
    let value = planned
        .solution
        .as_ref()
        .and_then(|solution| solution.objective_value);
    serde_json::json!({
        "trains": instance.trains.len(),
        "operations": n_operations,
        "value": value,
        "bound": planned.bound,
        "proven": value == planned.bound,
        "work": planned.work,
        "decisions": planned.decisions,
    })
}

fn check(
    args: &DisplibArgs,
    path: &Path,
    console: &mut Console<'_>,
) -> Result<Verdict, CommandError> {
    if files::is_standard(path) && files::is_standard(&args.instance) {
        return Err(CommandError::Usage {
            message: words::input_twice(words::displib_solution()),
            advice: words::one_as_file(),
        });
    }
    let instance = read(args, console)?;
    let text = files::read(path, console)?;
    let solution = read_solution(&text).map_err(invalid(path))?;
    let verified = verify(&instance, &solution);
    let language = console.language;
    match args.format {
        Format::Text => write!(console.out, "{}", verified_text(&verified, language))?,
        Format::Json => {
            let text = format!("{:#}", verified_json(&verified, language));
            writeln!(console.out, "{}", visible_json(text))?;
        }
    }
    Ok(if verified.is_valid() {
        Verdict::Clean
    } else {
        Verdict::WithFindings
    })
}

fn verified_text(verified: &Verified, language: Language) -> String {
    let mut text = String::new();
    for violation in &verified.violations {
        let message = violation.message.in_language(language);
        let place = violation.event.map(|event| format!("events[{event}] "));
        let place = place.unwrap_or_default();
        let line = format!("{place}{}: {message}", violation.rule.name());
        text += &regauge::text::visible(&line);
        text.push('\n');
    }
    let last = match verified.violations.len() {
        0 => words::displib_valid(verified.value),
        count => words::displib_broken(count),
    };
    text + &last.in_language(language) + "\n"
}

fn verified_json(verified: &Verified, language: Language) -> serde_json::Value {
    let violations = verified.violations.iter().map(|violation| {
        serde_json::json!({
            "rule": violation.rule.name(),
            "event": violation.event,
            "message": violation.message.in_language(language),
        })
    });
    serde_json::json!({
        "valid": verified.is_valid(),
        "value": verified.value,
        "violations": violations.collect::<Vec<_>>(),
    })
}
