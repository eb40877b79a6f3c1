//! `study`: a question, its runs, its answers.

use super::capacity::cannot_flow;
use super::error::CommandError;
use super::source::invalid;
use super::{Console, Verdict, files, outputs, words};
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use regauge::{CancelToken, Instance, Language, Message, Problems};
use regauge_instances::{DEMOS, Draws, demo, rung_config, try_generate};
use regauge_model::format::InstanceFile;
use regauge_report::{PageConfig, html};
use regauge_study::answers::{Answers, answers, csv, markdown};
use regauge_study::file::{BaseFile, Study};
use regauge_study::proof::{prove, unproven};
use regauge_study::roll::Roll;
use regauge_study::runs::{
    Log, Progress, RunsError, header_line, make, make_all, merged, missing, read_log, row_line,
    shifts_of,
};
use regauge_study::world::World;
use std::fs::{File, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError};

/// Days of traffic from which the trains of a study are taken, where the base can be generated.
const TEMPLATE_DAYS: u32 = 14;

/// Answer a what-if question about capacity with intervals
///
/// A study file states the question; its scenarios are run over years of drawn trains, delays and wind, in the same worlds.
#[derive(Args)]
pub struct StudyArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    Run(RunArgs),
    Report(ReportArgs),
    Merge(MergeArgs),
    Day(DayArgs),
}

/// Make the runs that are still missing, keep each in the log when it is done, and write the answers
///
/// Interrupted, it goes on where it was when it is called again; of a changed study only what has changed is run.
#[derive(Args)]
struct RunArgs {
    /// The study file.
    #[arg(value_name = "STUDY")]
    study: PathBuf,
    /// File of the runs, which grows [default: NAME.runs.jsonl here, NAME being that of the study].
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
    /// Instead of its own factors: what one more of each thing of its base is worth.
    #[arg(long)]
    bottlenecks: bool,
    /// The share of this machine, such as 2/8: all runs that the study could ask for, of which it takes every eighth. No answers are written; `study merge` puts the logs together.
    #[arg(long, value_name = "PART")]
    partition: Option<String>,
    /// Runs at a time [default: one per core].
    #[arg(
        long,
        value_name = "NUMBER",
        default_value_t = 0,
        hide_default_value = true
    )]
    threads: usize,
    /// File for the page with the answers [default: NAME.html here].
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Show no progress.
    #[arg(short, long)]
    quiet: bool,
}

/// Write the answers that the runs of the log give
#[derive(Args)]
struct ReportArgs {
    /// The study file.
    #[arg(value_name = "STUDY")]
    study: PathBuf,
    /// File of the runs [default: NAME.runs.jsonl here].
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
    /// Of the runs with `study run --bottlenecks`.
    #[arg(long)]
    bottlenecks: bool,
    /// File for the page with the answers.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// File for all runs as CSV.
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// File for the summary in Markdown [default: standard output, where nothing else is asked for].
    #[arg(long, value_name = "FILE")]
    markdown: Option<PathBuf>,
}

/// Put the logs of several machines together
#[derive(Args)]
struct MergeArgs {
    /// The logs.
    #[arg(value_name = "LOG", required = true)]
    logs: Vec<PathBuf>,
    /// File for the one log (default: standard output).
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Write the page of a day of a run: what was planned then, or what happened
#[derive(Args)]
struct DayArgs {
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
pub fn run(args: &StudyArgs, console: &mut Console<'_>) -> Result<Verdict, CommandError> {
    match &args.what {
        What::Run(args) => run_all(args, console),
        What::Report(args) => report(args, console),
        What::Merge(args) => merge(args, console),
        What::Day(args) => day(args, console),
    }
}

/// Why the base of a study is not there; said inside a problem of the study file.
pub fn base_of(
    base: &BaseFile,
    beside: &Path,
    console: &mut Console<'_>,
) -> Result<(InstanceFile, Option<InstanceFile>), Message> {
    let longer = |mut config: regauge_instances::GeneratorConfig, seed: u64| {
        config.planning_hours = 24 * TEMPLATE_DAYS;
        config.draws = Draws::ByTrain;
        config.warm.clear();
        try_generate(&config, seed).ok()
    };
    if let Some(name) = &base.demo {
        let Some(file) = demo(name) else {
            let names = DEMOS.map(|name| name.to_ascii_lowercase()).join(", ");
            return Err(words::demo_unknown(name, names));
        };
        let more = rung_config(name).and_then(|(config, seed)| longer(config, seed));
        return Ok((file, more));
    }
    let (path, is_instance) = match (&base.instance, &base.generator) {
        (Some(path), _) => (path, true),
        (_, Some(path)) => (path, false),
        (None, None) => return Err(words::no_instance()),
    };
    let path = beside.join(path);
    let text = files::read(&path, console).map_err(|error| error.message())?;
    let first = |problems: Problems| words::first_of(&problems);
    if is_instance {
        return Ok((regauge::advance::instance_file(&text).map_err(first)?, None));
    }
    let config = regauge_instances::config_from_json(&text).map_err(first)?;
    let seed = config.seed.unwrap_or(1).into();
    let file = try_generate(&config, seed).map_err(first)?;
    Ok((file, longer(config, seed)))
}

/// The study of a file.
fn read_study(
    path: &Path,
    bottlenecks: bool,
    console: &mut Console<'_>,
) -> Result<Study, CommandError> {
    let bytes = files::read(path, console)?;
    let text = String::from_utf8(bytes).map_err(|_| CommandError::Usage {
        message: words::not_text(files::name(path)),
        advice: words::save_as_utf8(),
    })?;
    let beside = path
        .parent()
        .map_or_else(|| PathBuf::from("."), Path::to_owned);
    let study = Study::from_toml(&text, |base| base_of(base, &beside, console));
    let study = study.map_err(invalid(path))?;
    if bottlenecks {
        regauge_study::bottlenecks::bottlenecks(study).map_err(invalid(path))
    } else {
        Ok(study)
    }
}

/// The file of the runs, of the study's name where none is given.
fn log_path(given: Option<&PathBuf>, study: &Study) -> PathBuf {
    given
        .cloned()
        .unwrap_or_else(|| PathBuf::from(file_name(study, "runs.jsonl")))
}

/// A file in the current directory that is called as the study, as far as names of files allow.
fn file_name(study: &Study, end: &str) -> String {
    let safe = |letter: char| {
        if letter.is_alphanumeric() || "-_".contains(letter) {
            letter
        } else {
            '-'
        }
    };
    let name: String = study.file.name.chars().map(safe).collect();
    format!("{name}.{end}")
}

/// The log as it is; empty where there is none.
fn log_of(path: &Path, study: &Study, console: &mut Console<'_>) -> Result<Log, CommandError> {
    if !path.exists() {
        return Ok(Log::default());
    }
    let text = text_of(path, console)?;
    read_log(&text, Some(&study.file.name)).map_err(invalid(path))
}

fn text_of(path: &Path, console: &mut Console<'_>) -> Result<String, CommandError> {
    let bytes = files::read(path, console)?;
    String::from_utf8(bytes).map_err(|_| CommandError::Usage {
        message: words::not_text(files::name(path)),
        advice: words::save_as_utf8(),
    })
}

/// The log, held open: every row is on the disk before the next one is counted as done.
struct Growing {
    file: Mutex<File>,
    path: PathBuf,
}

impl Growing {
    fn open(path: &Path, log: &Log, study: &Study) -> Result<Growing, CommandError> {
        let wrong = |error| CommandError::Unwritable(path.to_owned(), error);
        let options = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path);
        let mut file = options.map_err(wrong)?;
        // a line that was being written when its run was killed goes
        file.set_len(log.complete as u64).map_err(wrong)?;
        file.seek(SeekFrom::End(0)).map_err(wrong)?;
        if log.complete == 0 {
            file.write_all(header_line(&study.file.name).as_bytes())
                .map_err(wrong)?;
        }
        Ok(Growing {
            file: Mutex::new(file),
            path: path.to_owned(),
        })
    }

    fn add(&self, line: &str) -> Result<(), CommandError> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let written = file
            .write_all(line.as_bytes())
            .and_then(|()| file.sync_data());
        written.map_err(|error| CommandError::Unwritable(self.path.clone(), error))
    }
}

fn run_all(args: &RunArgs, console: &mut Console<'_>) -> Result<Verdict, CommandError> {
    let partition = args.partition.as_deref().map(partition_of).transpose()?;
    let study = read_study(&args.study, args.bottlenecks, console)?;
    let path = log_path(args.log.as_ref(), &study);
    let page = args
        .output
        .clone()
        .unwrap_or_else(|| PathBuf::from(file_name(&study, "html")));
    let named = [("--log", path.as_path()), ("--output", page.as_path())];
    let named = if partition.is_some() {
        &named[..1]
    } else {
        &named[..]
    };
    outputs::check(&[&args.study], named)?;
    let mut log = log_of(&path, &study, console)?;
    let growing = Growing::open(&path, &log, &study)?;
    let token = CancelToken::new();
    (console.on_interrupt)(token.clone());
    let bar = progress_bar(console.shows_progress() && !args.quiet, console.language);
    loop {
        let jobs = missing(&study, &log.rows, partition);
        if jobs.is_empty() || token.is_cancelled() {
            break;
        }
        let progress = Progress::default();
        let shifts: u64 = jobs
            .iter()
            .map(|job| shifts_of(&study.scenarios[job.scenario]))
            .sum();
        bar.set_length(shifts);
        bar.set_position(0);
        let rows = Mutex::new(Vec::new());
        let is_watched = std::sync::atomic::AtomicBool::new(true);
        let made = std::thread::scope(|scope| {
            scope.spawn(|| {
                while is_watched.load(Ordering::Relaxed) {
                    if token.is_cancelled() {
                        progress.stop.store(true, Ordering::Relaxed);
                    }
                    bar.set_position(progress.shifts.load(Ordering::Relaxed));
                    std::thread::sleep(std::time::Duration::from_millis(100));
                }
            });
            let made = make_all(
                args.threads,
                &jobs,
                |job| make(&study, job, &progress),
                |row| {
                    growing.add(&row_line(&row))?;
                    rows.lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .push(row);
                    Ok(())
                },
            );
            is_watched.store(false, Ordering::Relaxed);
            made
        });
        made.map_err(|error: RunsError<CommandError>| match error {
            RunsError::Keep(error) => error,
            threads @ RunsError::Threads(_) => {
                CommandError::Internal(words::no_threads(threads.to_string()))
            }
        })?;
        log.rows
            .extend(rows.into_inner().unwrap_or_else(PoisonError::into_inner));
    }
    if partition.is_none_or(|[own, _]| own == 1) {
        for job in unproven(&study, &log.proven) {
            if token.is_cancelled() {
                break;
            }
            if let Some(proven) = prove(&study, job) {
                growing.add(&row_line(&proven))?;
                log.proven.push(proven);
            }
        }
    }
    bar.finish_and_clear();
    if token.is_cancelled() {
        return Err(CommandError::Usage {
            message: words::study_interrupted(files::name(&path)),
            advice: words::call_again(),
        });
    }
    if partition.is_some() {
        return Ok(Verdict::Clean);
    }
    let answers = answers_of(&study, &log, args.bottlenecks, &args.study)?;
    let text =
        regauge_study::answers::page(&answers, &study.file, &csv(&log.rows), console.language);
    let summary = markdown(&answers);
    let files = vec![
        (page, text.into_bytes()),
        (PathBuf::from("-"), summary.into_bytes()),
    ];
    outputs::write_all(files, console)?;
    Ok(verdict(&log))
}

/// What the log says; of bottlenecks with what the flow of a day says beside it.
fn answers_of(
    study: &Study,
    log: &Log,
    bottlenecks: bool,
    file: &Path,
) -> Result<Answers, CommandError> {
    let mut answers = answers(study, &log.rows, &log.proven);
    if bottlenecks {
        let worths = regauge_study::bottlenecks::worths(study, &answers);
        answers.worths = worths.map_err(|error| cannot_flow(error, file))?;
    }
    Ok(answers)
}

/// Runs that failed are findings.
fn verdict(log: &Log) -> Verdict {
    if log.rows.iter().any(|row| row.failed.is_some()) {
        Verdict::WithFindings
    } else {
        Verdict::Clean
    }
}

fn report(args: &ReportArgs, console: &mut Console<'_>) -> Result<Verdict, CommandError> {
    let named: Vec<outputs::Named<'_>> = [
        ("--output", &args.output),
        ("--csv", &args.csv),
        ("--markdown", &args.markdown),
    ]
    .into_iter()
    .flat_map(|(option, path)| outputs::named(option, path.as_deref()))
    .collect();
    let study = read_study(&args.study, args.bottlenecks, console)?;
    let path = log_path(args.log.as_ref(), &study);
    outputs::check(&[&args.study, &path], &named)?;
    let text = text_of(&path, console)?;
    let log = read_log(&text, Some(&study.file.name)).map_err(invalid(&path))?;
    let answers = answers_of(&study, &log, args.bottlenecks, &args.study)?;
    if answers
        .scenarios
        .iter()
        .all(|scenario| scenario.replications == 0)
    {
        return Err(CommandError::Usage {
            message: words::nothing_run(files::name(&path)),
            advice: words::run_study_first(),
        });
    }
    let mut all = Vec::new();
    if let Some(path) = &args.output {
        let page =
            regauge_study::answers::page(&answers, &study.file, &csv(&log.rows), console.language);
        all.push((path.clone(), page.into_bytes()));
    }
    if let Some(path) = &args.csv {
        all.push((path.clone(), csv(&log.rows).into_bytes()));
    }
    let summary = match &args.markdown {
        Some(path) => Some(path.clone()),
        None => all.is_empty().then(|| PathBuf::from("-")),
    };
    all.extend(summary.map(|path| (path, markdown(&answers).into_bytes())));
    outputs::write_all(all, console)?;
    Ok(verdict(&log))
}

fn merge(args: &MergeArgs, console: &mut Console<'_>) -> Result<Verdict, CommandError> {
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

fn day(args: &DayArgs, console: &mut Console<'_>) -> Result<Verdict, CommandError> {
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

/// A partition such as `2/8`.
fn partition_of(text: &str) -> Result<[u32; 2], CommandError> {
    let parts = text
        .split_once('/')
        .and_then(|(own, of)| Some([own.parse().ok()?, of.parse().ok()?]));
    match parts {
        Some([own, of]) if (1..=of).contains(&own) && of <= 1000 => Ok([own, of]),
        _ => Err(CommandError::Usage {
            message: words::bad_partition(text),
            advice: words::like_two_of_eight(),
        }),
    }
}

/// A bar with the time left; hidden where nobody looks.
pub fn progress_bar(visible: bool, language: Language) -> ProgressBar {
    if !visible {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(1);
    let left = match language {
        Language::Chinese => "剩余 {eta}",
        Language::English => "{eta} left",
    };
    if let Ok(style) = ProgressStyle::with_template(&format!("{{wide_bar}} {{percent}} % {left}")) {
        bar.set_style(style);
    }
    bar
}
