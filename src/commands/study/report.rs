//! `study report`: the answers that the runs give.

use super::{answers_of, log_path, read_study, text_of, verdict};
use crate::commands::error::CommandError;
use crate::commands::source::invalid;
use crate::commands::{Console, Verdict, files, outputs, words};
use clap::Args;
use regauge_study::answers::{csv, markdown};
use regauge_study::runs::read_log;
use std::path::PathBuf;

/// Write the answers that the runs of the log give
#[derive(Args)]
pub struct ReportArgs {
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

/// Runs the command.
pub fn run(args: &ReportArgs, console: &mut Console<'_>) -> Result<Verdict, CommandError> {
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
