//! `study run`: makes what is missing, and keeps each run when it is done.

use super::{answers_of, file_name, log_path, read_study, text_of, verdict};
use crate::commands::error::CommandError;
use crate::commands::source::invalid;
use crate::commands::{Console, Verdict, files, outputs, words};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use regauge::{CancelToken, Language};
use regauge_study::answers::{csv, markdown};
use regauge_study::file::Study;
use regauge_study::proof::{prove, unproven};
use regauge_study::runs::{
    Log, Progress, RunsError, header_line, make, make_all, missing, read_log, row_line, shifts_of,
};
use std::fs::{File, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError};

/// Make the runs that are still missing, keep each in the log when it is done, and write the answers
///
/// Interrupted, it goes on where it was when it is called again; of a changed study only what has changed is run.
#[derive(Args)]
pub struct RunArgs {
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

/// Runs the command.
pub fn run(args: &RunArgs, console: &mut Console<'_>) -> Result<Verdict, CommandError> {
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

/// The log as it is; empty where there is none.
fn log_of(path: &Path, study: &Study, console: &mut Console<'_>) -> Result<Log, CommandError> {
    if !path.exists() {
        return Ok(Log::default());
    }
    let text = text_of(path, console)?;
    read_log(&text, Some(&study.file.name)).map_err(invalid(path))
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
