//! What can go wrong in a command, how it is told, and with which exit code the process ends.

use super::paths::{name, shown};
use super::{Format, paths, words};
use regauge::plan::ForeignPlan;
use regauge::text::visible_json;
use regauge::{Language, Message, Problem, Problems};
use regauge_model::message::Value;
use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Why a command could not do its work.
#[derive(Debug)]
pub enum CommandError {
    /// An input file is not there.
    NoSuchFile(PathBuf),
    /// A directory where a file is needed.
    IsDirectory(PathBuf),
    /// An input file cannot be read.
    Unreadable(PathBuf, io::Error),
    /// An input file is too large.
    TooLarge(PathBuf),
    /// The directory of an output file is not there.
    NoDirectory(PathBuf, PathBuf),
    /// An output file cannot be written.
    Unwritable(PathBuf, io::Error),
    /// Some outputs were written, another was not.
    PartlyWritten {
        /// The output that failed.
        path: PathBuf,
        /// Why.
        error: io::Error,
        /// Outputs written before it.
        written: Vec<PathBuf>,
        /// Outputs that were left as they were.
        unwritten: Vec<PathBuf>,
    },
    /// An output would take the place of an input or of another output.
    SameFile {
        /// The option that names the output.
        option: &'static str,
        /// The output.
        path: PathBuf,
        /// What else the file is.
        what: Message,
    },
    /// Standard output cannot be written.
    Output(io::Error),
    /// Standard output cannot be written when the files have been.
    OutputAfter {
        /// Why.
        error: io::Error,
        /// The files.
        written: Vec<PathBuf>,
    },
    /// Arguments that do not fit together.
    Usage {
        /// What is wrong.
        message: Message,
        /// What to do about it.
        advice: Message,
    },
    /// An input file is wrong.
    Invalid {
        /// The file.
        file: PathBuf,
        /// Everything wrong with it.
        problems: Problems,
    },
    /// The program's own work is wrong.
    Internal(Message),
}

impl From<io::Error> for CommandError {
    fn from(error: io::Error) -> CommandError {
        CommandError::Output(error)
    }
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (_, problems) = self.problems();
        Problems(problems).fmt(f)
    }
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
        CommandError::Internal(error.message())
    }

    /// The first of its problems, to be said inside another message.
    pub fn message(&self) -> Message {
        words::first_of(&Problems(self.problems().1))
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
    pub fn print(&self, format: Format, language: Language, err: &mut dyn Write) {
        if self.exit_code() == 0 {
            return;
        }
        let (file, problems) = self.problems();
        // Nobody is left to be told when standard error fails as well.
        let _ = match (format, self) {
            (Format::Json, _) => print_json(file, &problems, language, err),
            (Format::Text, CommandError::Invalid { .. }) => {
                print_text(file, &problems, language, err)
            }
            // Its message names the file.
            (Format::Text, _) => print_text(None, &problems, language, err),
        };
    }

    fn problems(&self) -> (Option<&Path>, Vec<Problem>) {
        let (code, file, message, advice) = match self {
            CommandError::Invalid { file, problems } => return (Some(file), problems.0.clone()),
            CommandError::NoSuchFile(file) => (
                "C0001",
                Some(file),
                words::no_such_file(shown(file)),
                words::misspelt(),
            ),
            CommandError::IsDirectory(file) => (
                "C0002",
                Some(file),
                words::is_directory(shown(file)),
                words::file_inside(),
            ),
            CommandError::Unreadable(file, error) => (
                "C0003",
                Some(file),
                words::unreadable(name(file), system(error)),
                words::right_to_read(),
            ),
            CommandError::TooLarge(file) => (
                "C0004",
                Some(file),
                words::too_large(name(file), paths::LARGEST_INPUT >> 20),
                words::other_file(),
            ),
            CommandError::NoDirectory(file, directory) => (
                "C0005",
                Some(file),
                words::no_directory(shown(file), shown(directory)),
                words::make_directory(),
            ),
            CommandError::Unwritable(file, error) => (
                "C0006",
                Some(file),
                words::unwritable(shown(file), system(error)),
                words::nothing_written(),
            ),
            CommandError::PartlyWritten {
                path,
                error,
                written,
                unwritten,
            } => (
                "C0011",
                Some(path),
                words::partly_written(
                    shown(path),
                    system(error),
                    what_was_written(written, unwritten),
                ),
                words::right_to_write(),
            ),
            CommandError::SameFile { option, path, what } => (
                "C0010",
                Some(path),
                words::same_file(*option, shown(path), what),
                words::name_another(),
            ),
            CommandError::Output(error) => (
                "C0007",
                None,
                words::output(system(error)),
                words::no_file_written(),
            ),
            CommandError::OutputAfter { error, written } => (
                "C0012",
                None,
                words::output_after(system(error), what_was_written(written, &[])),
                words::disk_full(),
            ),
            CommandError::Usage { message, advice } => {
                ("C0008", None, message.clone(), advice.clone())
            }
            CommandError::Internal(what) => {
                ("C0099", None, words::internal(what), words::is_a_bug())
            }
        };
        let problem = Problem {
            code,
            path: String::new(),
            line: None,
            value: String::new(),
            message,
            advice,
        };
        (file.map(PathBuf::as_path), vec![problem])
    }
}

/// What the system says of a failure: in English its own words, which are that.
fn system(error: &io::Error) -> Message {
    let english = error.to_string();
    if let Some(message) = error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<Message>())
    {
        return message.clone();
    }
    match error.kind() {
        io::ErrorKind::PermissionDenied => words::denied(english),
        io::ErrorKind::StorageFull => words::full(english),
        io::ErrorKind::NotFound => words::not_there(english),
        io::ErrorKind::ReadOnlyFilesystem => words::read_only(english),
        io::ErrorKind::IsADirectory => words::directory(english),
        _ => words::system(english),
    }
}

/// What became of several outputs.
fn what_was_written(written: &[PathBuf], unwritten: &[PathBuf]) -> Message {
    let list = |paths: &[PathBuf]| {
        if paths.is_empty() {
            words::none().into()
        } else {
            Value::list(paths.iter().map(|path| shown(path)))
        }
    };
    if unwritten.is_empty() {
        words::written(list(written))
    } else {
        words::written_and_left(list(written), list(unwritten))
    }
}

pub(super) fn print_text(
    file: Option<&Path>,
    problems: &[Problem],
    language: Language,
    err: &mut dyn Write,
) -> io::Result<()> {
    for problem in problems {
        let problem = problem.in_language(language);
        match file {
            Some(file) => {
                let line = words::in_file(name(file), problem);
                writeln!(err, "{}", line.in_language(language))?;
            }
            None => writeln!(err, "{problem}")?,
        }
    }
    Ok(())
}

pub(super) fn print_json(
    file: Option<&Path>,
    problems: &[Problem],
    language: Language,
    err: &mut dyn Write,
) -> io::Result<()> {
    let problems: Vec<_> = problems
        .iter()
        .map(|problem| {
            serde_json::json!({
                "code": problem.code,
                "file": file.map(|file| name(file).in_language(Language::English)),
                "path": problem.path,
                "line": problem.line,
                "value": problem.value,
                "message": problem.message.in_language(language),
                "advice": problem.advice.in_language(language),
            })
        })
        .collect();
    let text = format!("{:#}", serde_json::Value::Array(problems));
    writeln!(err, "{}", visible_json(text))
}
