//! `plan`: from an instance to a plan, checked once more before anybody sees it.

use super::error::CommandError;
use super::journeys::Journeys;
use super::source::{InstanceArgs, invalid};
use super::view::{DAY, SUMMARY, SectionArgs, ViewArgs};
use super::{Console, Format, Verdict, files, outputs, pins, stats, warnings, words};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use regauge::contradictions;
use regauge::delays::delayed;
use regauge::plan::Standing;
use regauge::{
    BoundShare, CancelToken, CompiledProblem, DEFAULT_WORK, Effort, Instance, Language, Message,
    Plan, Planner, Progress, Report, Session, SessionError, Stop, plan_from_json, plan_to_json,
};
use regauge_model::message::Value;
use regauge_report::{Beside, PageConfig, cost, html_with, percent};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Units of work at most: about a year.
const MAX_WORK: f64 = 3e7;

/// Violations named in an internal error; the rest are counted.
const VIOLATIONS_NAMED: usize = 3;

/// Plan an instance
///
/// Without --output the day is shown on standard output, or with --format json the plan file is written there. With
/// --output the plan file goes to that file and a summary to standard output.
#[derive(Args)]
pub struct PlanArgs {
    #[command(flatten)]
    source: InstanceArgs,
    /// File for the plan, written completely or not at all; `-` for standard output, as for every output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Start from this plan of the instance instead of constructing first plans, and never end with a more expensive one: yesterday
    /// evening's plan, the rest of a plan being carried out (`regauge advance --rest`), or one made by hand.
    #[arg(long, value_name = "PLAN")]
    from: Option<PathBuf>,
    /// File for the journeys by positions in the compiled problem, as `regauge decode` reads them.
    #[arg(long, value_name = "FILE")]
    journeys: Option<PathBuf>,
    /// File for the plan as a page for screen and paper, as `regauge report` writes it.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Seed of everything random: the same instance, seed and work give the same plan, byte for byte.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// Units of work, each about a second of one core (default: 1): more find better plans, 0 constructs only the first plans. Counted, not
    /// timed, so that the same input gives the same plan.
    #[arg(long, value_name = "UNITS", value_parser = units)]
    work: Option<f64>,
    /// Work by name.
    #[arg(long, value_enum, conflicts_with = "work")]
    effort: Option<EffortArg>,
    /// Share of the work that goes into the lower bound: `growing` with the work, `off`, or a percentage up to 99.
    #[arg(long, value_name = "SHARE", default_value = "growing", value_parser = bound_share)]
    bound: BoundShare,
    /// Stop when the gap of the avoidable cost, (value - bound) / (value - cost if every train were alone), is at most this.
    #[arg(long, value_name = "PERCENT", value_parser = a_percentage)]
    gap: Option<f64>,
    /// Run for this many seconds, or for the work given, whichever is less. The summary reports how much work that was: the same
    /// `--work` reproduces the plan, unless the run was interrupted.
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    time_limit: Option<Duration>,
    /// Threads (default: one per core); the plan is the same for any number.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Who reads standard output and the messages.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Show the day also when the plan goes to a file.
    #[arg(long)]
    show: bool,
    /// Show what the pins of each pinned train cost: the plan is planned on without them, with a tenth of the work each.
    #[arg(long)]
    price_pins: bool,
    /// Tell on standard error what every operator of the search and every finder of plans beside it has done.
    #[arg(long)]
    stats: bool,
    /// No progress, no summary, no warnings about the instance.
    #[arg(long, short)]
    quiet: bool,
    #[command(flatten)]
    sections: SectionArgs,
    #[command(flatten)]
    view: ViewArgs,
}

impl PlanArgs {
    /// Where the plan goes, when it is written and not only shown.
    fn plan_file(&self) -> Option<&Path> {
        let asked_for = self.format == Format::Json;
        let output = self.output.as_deref();
        output.or(asked_for.then_some(Path::new("-")))
    }

    /// Everything written, with the option that asks for it.
    fn outputs(&self) -> Vec<outputs::Named<'_>> {
        let option = match self.output {
            Some(_) => "--output",
            None => "--format json",
        };
        let plan = self.plan_file().map(|path| (option, path));
        let journeys = outputs::named("--journeys", self.journeys.as_deref());
        let html = outputs::named("--html", self.html.as_deref());
        plan.into_iter().chain(journeys).chain(html).collect()
    }

    /// Whether the day is asked for.
    fn wants_to_see(&self) -> bool {
        self.show || self.price_pins || self.sections.are_given()
    }

    /// Whether standard output takes one of the outputs, so that nothing is shown there.
    fn gives_to_standard_output(&self) -> Result<bool, CommandError> {
        let outputs = self.outputs();
        let taken = outputs.iter().find(|(_, path)| files::is_standard(path));
        match taken {
            Some((option, _)) if self.wants_to_see() => Err(CommandError::Usage {
                message: words::takes_output(*option),
                advice: words::output_a_file(),
            }),
            taken => Ok(taken.is_some()),
        }
    }

    /// Seed, work and threads of runs beside that of the plan.
    fn small_runs(&self) -> (u64, f64, usize) {
        let work = self.work.or(self.effort.map(EffortArg::work));
        let threads = self.threads.map_or(0, usize::from);
        (self.seed, work.unwrap_or(DEFAULT_WORK), threads)
    }

    /// What ends the run, the interrupt key included. Here alone a clock is read.
    fn stop(&self, begun: Instant, token: &CancelToken) -> Stop {
        let mut stop = Stop::cancelled(token);
        if let Some(units) = self.work.or(self.effort.map(EffortArg::work)) {
            stop = stop.or(Stop::work(units));
        }
        if let Some(percent) = self.gap {
            stop = stop.or(Stop::gap(percent));
        }
        if let Some(limit) = self.time_limit {
            // the first plan is made even in no time at all
            let limit = limit.as_secs_f64().max(1e-9);
            stop = stop.or(Stop::time(move || begun.elapsed().as_secs_f64() / limit));
        }
        stop
    }
}

/// Work by name.
#[derive(Clone, Copy, clap::ValueEnum)]
enum EffortArg {
    /// 0.1 units: a plan to look at.
    Quick,
    /// 1 unit.
    Normal,
    /// 30 units: the best plans and bounds.
    Thorough,
}

impl EffortArg {
    fn work(self) -> f64 {
        match self {
            EffortArg::Quick => Effort::Quick,
            EffortArg::Normal => Effort::Normal,
            EffortArg::Thorough => Effort::Thorough,
        }
        .work()
    }
}

/// Reads units of work.
pub fn units(text: &str) -> Result<f64, Message> {
    let units: f64 = text.parse().map_err(|_| words::not_a_number())?;
    if (0.0..=MAX_WORK).contains(&units) {
        Ok(units)
    } else {
        Err(words::not_between(0, MAX_WORK))
    }
}

/// Reads the share of the bound.
fn bound_share(text: &str) -> Result<BoundShare, Message> {
    match text {
        "growing" => Ok(BoundShare::Growing),
        "off" => Ok(BoundShare::Off),
        _ => match text.trim_end_matches('%').parse() {
            Ok(percent @ 0..=99) => Ok(BoundShare::Percent(percent)),
            _ => Err(words::bad_share()),
        },
    }
}

/// Reads a percentage.
fn a_percentage(text: &str) -> Result<f64, Message> {
    let percent: f64 = text.parse().map_err(|_| words::not_a_number())?;
    if (0.0..=100.0).contains(&percent) {
        Ok(percent)
    } else {
        Err(words::not_between(0, 100))
    }
}

/// Reads a span of seconds.
pub fn seconds(text: &str) -> Result<Duration, Message> {
    let seconds: f64 = text.parse().map_err(|_| words::not_a_number())?;
    Duration::try_from_secs_f64(seconds).map_err(|error| words::bad_seconds(error.to_string()))
}

/// Runs the command.
pub fn run(args: &PlanArgs, console: &mut Console<'_>) -> Result<Verdict, CommandError> {
    let begun = Instant::now();
    let is_shown = !args.gives_to_standard_output()?;
    let mut inputs = args.source.files();
    inputs.extend(args.from.as_deref());
    outputs::check(&inputs, &args.outputs())?;
    let instance = args.source.read(console)?;
    let problem = CompiledProblem::new(instance.clone());
    let session = match &args.from {
        Some(path) => Some(taken_up(path, &problem, console)?),
        None => None,
    };
    if !args.quiet {
        warnings::tell(&instance, args.source.name(), args.format, console)?;
        pins::warn(&instance, &contradictions(&problem), console)?;
    }
    let language = console.language;
    let token = CancelToken::new();
    (console.on_interrupt)(token.clone());
    let bar = progress_bar(console.shows_progress() && !args.quiet);
    let planner = match &session {
        Some(session) => Planner::from_session(session),
        None => Planner::of(&problem),
    };
    let outcome = planner
        .seed(args.seed)
        .stop(args.stop(begun, &token))
        .bound(args.bound)
        .threads(args.threads.map_or(0, usize::from))
        .on_progress(|progress| show_progress(&bar, &instance, progress, language))
        .run();
    bar.finish_and_clear();
    let plan = outcome.plan;
    passed(&outcome.report)?;
    let mut files: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    if let Some(path) = args.plan_file() {
        let text = plan_to_json(&instance, &plan).map_err(CommandError::foreign)?;
        files.push((path.to_owned(), text.into_bytes()));
    }
    if let Some(path) = &args.journeys {
        let journeys = Journeys {
            made_by: plan.made_by.clone(),
            choices: outcome.choices,
        };
        let text = journeys.to_json(&instance);
        files.push((path.clone(), text.into_bytes()));
    }
    if let Some(path) = &args.html {
        let config = PageConfig {
            language,
            ..PageConfig::default()
        };
        let beside = Beside {
            delays: &delayed(&instance, &plan),
            ..Beside::default()
        };
        let page = html_with(&instance, &plan, &beside, &config).map_err(CommandError::foreign)?;
        files.push((path.clone(), page.into_bytes()));
    }
    outputs::write_all(files, console)?;
    if is_shown {
        show(args, &instance, &plan, console)?;
        if args.price_pins {
            let prices = pins::prices(&instance, &plan, args.small_runs())?;
            let shown = pins::table(&instance, &prices, language);
            outputs::deliver(None, &shown, console)?;
        }
    }
    if args.stats {
        let _ = console
            .err
            .write_all(stats::table(&outcome.statistics).as_bytes());
    }
    Ok(Verdict::of(&plan))
}

/// The plan to begin with.
fn taken_up(
    path: &Path,
    problem: &CompiledProblem,
    console: &mut Console<'_>,
) -> Result<Session, CommandError> {
    let text = files::read(path, console)?;
    let plan = plan_from_json(problem.instance(), &text).map_err(invalid(path))?;
    Session::from_plan(problem, &plan).map_err(|error| CommandError::Usage {
        message: match &error {
            SessionError::Violations(report) => {
                words::breaks_rules(files::name(path), report.violations.len())
            }
            SessionError::Plan(_) => words::cannot_begin(files::name(path), error.to_string()),
        },
        advice: words::check_says(),
    })
}

/// Shows what is to be shown: a summary beside a file of the plan, else the day.
fn show(
    args: &PlanArgs,
    instance: &Instance,
    plan: &Plan,
    console: &mut Console<'_>,
) -> Result<(), CommandError> {
    let is_written = args.output.is_some();
    let usual = if is_written && !args.show {
        SUMMARY
    } else {
        DAY
    };
    let asked_for = args.wants_to_see() || !is_written;
    if asked_for || (args.format == Format::Text && !args.quiet) {
        let sections = args.sections.or(usual);
        args.view.show(instance, plan, sections, None, console)?;
    }
    Ok(())
}

/// No plan leaves the program that has not passed the checker.
fn passed(report: &Report) -> Result<(), CommandError> {
    let violations = &report.violations;
    if violations.is_empty() {
        return Ok(());
    }
    let named = violations
        .iter()
        .take(VIOLATIONS_NAMED)
        .map(|violation| words::broken_rule(violation.rule, &violation.message))
        .reduce(words::and_then);
    Err(CommandError::Internal(words::plan_breaks_rules(
        violations.len(),
        Value::list(named),
    )))
}

fn progress_bar(visible: bool) -> ProgressBar {
    if !visible {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(1);
    // Only a mistake in the template is an error, and then the usual style will do.
    if let Ok(style) = ProgressStyle::with_template("{prefix:9} {wide_bar} {pos}/{len} {msg}") {
        bar.set_style(style);
    }
    bar
}

fn show_progress(bar: &ProgressBar, instance: &Instance, progress: &Progress, language: Language) {
    bar.set_prefix(words::engine(progress.stage).in_language(language));
    // as long as nobody knows how much there is to do, a bar shows nothing
    let is_known = progress.total < u64::MAX;
    bar.set_length(if is_known { progress.total } else { 1 });
    bar.set_position(if is_known { progress.done } else { 0 });
    let Some(value) = progress.value else { return };
    bar.set_message(worth(instance, progress, value).in_language(language));
}

/// Value, bound and gap; with levels those of each.
fn worth(instance: &Instance, progress: &Progress, value: i64) -> Message {
    let objective = instance.objective();
    if let (true, Some(bound), Some(alone)) =
        (objective.is_lexicographic(), progress.bound, progress.alone)
    {
        let standings = objective.standings(value, bound, alone).into_iter();
        let level = |standing: Standing| match standing.bound {
            _ if standing.is_closed() => words::level_proven(cost(standing.value)),
            Some(bound) => words::level_bound(cost(standing.value), cost(bound)),
            None => words::level(cost(standing.value)),
        };
        return words::levels(Value::list(standings.map(level)));
    }
    let bound = progress.bound.map(|bound| words::bound(cost(bound)));
    let gap = progress.avoidable_gap();
    let gap = gap.map(|gap| words::gap(percent(gap, 2)));
    let figures = [Some(words::value(cost(value))), bound, gap];
    words::figures(Value::list(figures.into_iter().flatten()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use regauge::Violation;
    use regauge::plan::{CostParts, Kpis};

    fn said(report: &Report, language: Language) -> String {
        let error = passed(report).expect_err("it breaks rules");
        assert_eq!(error.exit_code(), 3);
        let mut err = Vec::new();
        error.print(Format::Text, language, &mut err);
        String::from_utf8(err).expect("messages are text")
    }

    /// A plan of the program's own that breaks rules is told in the language of the reader, violations and all.
    #[test]
    fn an_internal_error_speaks_the_language_of_the_reader() {
        let violation = |rule| Violation {
            rule,
            train: None,
            resource: None,
            span: None,
            other: None,
            message: words::disk_full(),
        };
        let on_trust = regauge::OnTrust {
            bound: 0,
            is_called_optimal: false,
            alone: 0,
        };
        let report = Report {
            violations: vec![violation("spots"), violation("tracks")],
            value: 0,
            objective: CostParts::default(),
            levels: vec![0],
            kpis: Kpis::default(),
            on_trust,
        };
        assert_eq!(
            said(&report, Language::English),
            "C0099: internal error: the plan made breaks rules in 2 places and was not written. spots: Maybe the disk is full. \
             tracks: Maybe the disk is full. This is a bug of regauge. Please report it together with the input.\n"
        );
        assert_eq!(
            said(&report, Language::Chinese),
            "C0099：内部错误：所编计划违反规则 2 处，未写入文件。spots：也许磁盘已满。tracks：也许磁盘已满。\
             这是 regauge 的程序错误。请连同输入一起报告。\n"
        );
    }
}
