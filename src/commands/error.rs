//! What can go wrong in a command, how it is told, and with which exit code the process ends.

use super::{Format, paths};
use regauge::plan::ForeignPlan;
use regauge::text::visible_json;
use regauge::{Problem, Problems};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Why a command could not do its work.
#[derive(Debug, Error)]
pub enum CommandError {
    /// An input file is not there.
    #[error("there is no file {}", paths::shown(.0))]
    NoSuchFile(PathBuf),
    /// A directory where a file is needed.
    #[error("{} is a directory, a file is needed", paths::shown(.0))]
    IsDirectory(PathBuf),
    /// An input file cannot be read.
    #[error("{} cannot be read: {}", paths::name(.0), .1)]
    Unreadable(PathBuf, #[source] io::Error),
    /// An input file is too large.
    #[error("{} is larger than {} MiB, and so than any instance or plan", paths::name(.0), paths::LARGEST_INPUT >> 20)]
    TooLarge(PathBuf),
    /// The directory of an output file is not there.
    #[error("{} cannot be written: there is no directory {}", paths::shown(.0), paths::shown(.1))]
    NoDirectory(PathBuf, PathBuf),
    /// An output file cannot be written.
    #[error("{} cannot be written: {}", paths::shown(.0), .1)]
    Unwritable(PathBuf, #[source] io::Error),
    /// Some outputs were written, another was not.
    #[error(
        "{} cannot be written: {error}; {}",
        paths::shown(path),
        what_was_written(written, unwritten)
    )]
    PartlyWritten {
        /// The output that failed.
        path: PathBuf,
        /// Why.
        #[source]
        error: io::Error,
        /// Outputs written before it.
        written: Vec<PathBuf>,
        /// Outputs that were left as they were.
        unwritten: Vec<PathBuf>,
    },
    /// An output would take the place of an input or of another output.
    #[error("{option} {} is the same file as {what}", paths::shown(path))]
    SameFile {
        /// The option that names the output.
        option: &'static str,
        /// The output.
        path: PathBuf,
        /// What else the file is.
        what: String,
    },
    /// Standard output cannot be written.
    #[error("standard output cannot be written: {0}")]
    Output(#[from] io::Error),
    /// Standard output cannot be written when the files have been.
    #[error("standard output cannot be written: {error}; {}", what_was_written(written, &[]))]
    OutputAfter {
        /// Why.
        #[source]
        error: io::Error,
        /// The files.
        written: Vec<PathBuf>,
    },
    /// Arguments that do not fit together.
    #[error("{message}")]
    Usage {
        /// What is wrong.
        message: String,
        /// What to do about it.
        advice: String,
    },
    /// An input file is wrong.
    #[error("{} is not valid:\n{problems}", paths::name(file))]
    Invalid {
        /// The file.
        file: PathBuf,
        /// Everything wrong with it.
        problems: Problems,
    },
    /// The program's own work is wrong.
    #[error("internal error: {0}")]
    Internal(String),
}

impl CommandError {
    /// The exit code: 2 for what the caller can mend, 3 for what only the program's makers can.
    pub fn exit_code(&self) -> u8 {
        match self {
            CommandError::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => 0,
            CommandError::Internal(_) => 3,
            _ => 2,
        }
    }

    /// A plan that has been read or made for the instance at hand is of another one.
    pub fn foreign(error: ForeignPlan) -> CommandError {
        CommandError::Internal(error.to_string())
    }

    /// With the files that a failing standard output comes after.
    pub fn after(self, written: Vec<PathBuf>) -> CommandError {
        match self {
            CommandError::Output(error)
                if !written.is_empty() && error.kind() != io::ErrorKind::BrokenPipe =>
            {
                CommandError::OutputAfter { error, written }
            }
            other => other,
        }
    }

    /// Tells it: one problem a line, or a JSON array of problems. A reader who has left is no problem.
    pub fn print(&self, format: Format, err: &mut dyn Write) {
        if self.exit_code() == 0 {
            return;
        }
        let (file, problems) = self.problems();
        // Nobody is left to be told when standard error fails as well.
        let _ = match (format, self) {
            (Format::Json, _) => print_json(file, &problems, err),
            (Format::Text, CommandError::Invalid { .. }) => print_text(file, &problems, err),
            // Its message names the file.
            (Format::Text, _) => print_text(None, &problems, err),
        };
    }

    fn problems(&self) -> (Option<&Path>, Vec<Problem>) {
        let (code, file, advice) = match self {
            CommandError::Invalid { file, problems } => return (Some(file), problems.0.clone()),
            CommandError::NoSuchFile(file) => (
                "C0001",
                Some(file),
                "Maybe the name is misspelt, or the directory is another one.",
            ),
            CommandError::IsDirectory(file) => {
                ("C0002", Some(file), "Maybe name a file inside it.")
            }
            CommandError::Unreadable(file, _) => {
                ("C0003", Some(file), "Maybe you lack the right to read it.")
            }
            CommandError::TooLarge(file) => (
                "C0004",
                Some(file),
                "Maybe it is another file, or holds many instances in one.",
            ),
            CommandError::NoDirectory(file, _) => {
                ("C0005", Some(file), "Maybe make the directory first.")
            }
            CommandError::Unwritable(file, _) => (
                "C0006",
                Some(file),
                "Nothing was written. Maybe you lack the right to write there, or the disk is full.",
            ),
            CommandError::PartlyWritten { path, .. } => (
                "C0011",
                Some(path),
                "Maybe you lack the right to write there, or the disk is full.",
            ),
            CommandError::SameFile { path, .. } => (
                "C0010",
                Some(path),
                "Nothing was read or written. Name another file for it.",
            ),
            CommandError::Output(_) => (
                "C0007",
                None,
                "No file was written. Maybe the disk is full.",
            ),
            CommandError::OutputAfter { .. } => ("C0012", None, "Maybe the disk is full."),
            CommandError::Usage { advice, .. } => ("C0008", None, advice.as_str()),
            CommandError::Internal(_) => (
                "C0099",
                None,
                "This is a bug of regauge. Please report it together with the input.",
            ),
        };
        let problem = Problem {
            code,
            path: String::new(),
            line: None,
            value: String::new(),
            message: self.to_string(),
            advice: advice.to_owned(),
        };
        (file.map(PathBuf::as_path), vec![problem])
    }
}

/// What became of several outputs.
fn what_was_written(written: &[PathBuf], unwritten: &[PathBuf]) -> String {
    let list = |paths: &[PathBuf]| {
        let names: Vec<String> = paths.iter().map(|path| paths::shown(path)).collect();
        if names.is_empty() {
            "none".to_owned()
        } else {
            names.join(", ")
        }
    };
    let left = format!("; left as they were: {}", list(unwritten));
    let left = if unwritten.is_empty() { "" } else { &left };
    format!("written: {}{left}", list(written))
}

pub(super) fn print_text(
    file: Option<&Path>,
    problems: &[Problem],
    err: &mut dyn Write,
) -> io::Result<()> {
    for problem in problems {
        match file {
            Some(file) => writeln!(err, "{}: {problem}", paths::name(file))?,
            None => writeln!(err, "{problem}")?,
        }
    }
    Ok(())
}

pub(super) fn print_json(
    file: Option<&Path>,
    problems: &[Problem],
    err: &mut dyn Write,
) -> io::Result<()> {
    let problems: Vec<_> = problems
        .iter()
        .map(|problem| {
            serde_json::json!({
                "code": problem.code,
                "file": file.map(paths::name),
                "path": problem.path,
                "line": problem.line,
                "value": problem.value,
                "message": problem.message,
                "advice": problem.advice,
            })
        })
        .collect();
    let text = format!("{:#}", serde_json::Value::Array(problems));
    writeln!(err, "{}", visible_json(text))
}
