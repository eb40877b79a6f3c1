//! `study`: a question, its runs, its answers. `run` makes the runs and keeps them, `report` and `merge` read them, `day` shows one day of one; `base` finds the station.

mod base;
mod day;
mod merge;
mod report;
mod run;

pub use base::base_of;
pub use run::progress_bar;

use super::capacity::cannot_flow;
use super::error::CommandError;
use super::source::invalid;
use super::{Console, Verdict, files, words};
use clap::{Args, Subcommand};
use regauge_study::answers::{Answers, answers};
use regauge_study::file::Study;
use regauge_study::runs::Log;
use std::path::{Path, PathBuf};

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
    Run(run::RunArgs),
    Report(report::ReportArgs),
    Merge(merge::MergeArgs),
    Day(day::DayArgs),
}

/// Runs the command.
pub fn run(args: &StudyArgs, console: &mut Console<'_>) -> Result<Verdict, CommandError> {
    match &args.what {
        What::Run(args) => run::run(args, console),
        What::Report(args) => report::run(args, console),
        What::Merge(args) => merge::run(args, console),
        What::Day(args) => day::run(args, console),
    }
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

fn text_of(path: &Path, console: &mut Console<'_>) -> Result<String, CommandError> {
    let bytes = files::read(path, console)?;
    String::from_utf8(bytes).map_err(|_| CommandError::Usage {
        message: words::not_text(files::name(path)),
        advice: words::save_as_utf8(),
    })
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
