//! The log of a study: a line that says what it is, then a line for each run, in the order in which they ended.

use super::Row;
use crate::file::{BAD_LOG, OTHER_LOG, Places, StudyRule};
use crate::proof::ProvenDay;
use crate::version::VERSION;
use crate::words;
use regauge_model::Problems;
use regauge_model::message::Message;
use serde::{Deserialize, Serialize};

/// The first line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogHeader {
    /// What the file is.
    pub log: String,
    /// The study, by name.
    pub study: String,
    /// Version of the program.
    pub version: String,
}

/// The word by which a log is known.
const KIND: &str = "regauge study runs";

/// A log that was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Log {
    /// Its study; `None` of an empty file.
    pub study: Option<String>,
    /// Its runs.
    pub rows: Vec<Row>,
    /// Its bounds.
    pub proven: Vec<ProvenDay>,
    /// Bytes that count: behind them is a line that was not written to its end.
    pub complete: usize,
}

/// The first line of the log of a study, with its end.
pub fn header_line(study: &str) -> String {
    let header = LogHeader {
        log: KIND.to_owned(),
        study: study.to_owned(),
        version: VERSION.to_owned(),
    };
    serde_json::to_string(&header).unwrap_or_default() + "\n"
}

/// The line of a row, or of a bound, with its end.
pub fn row_line(row: &impl Serialize) -> String {
    serde_json::to_string(row).unwrap_or_default() + "\n"
}

/// Reads a log; `study`, where it is given, is the one that it must be of. A last line without its end was being written when its run was killed, and does not count.
///
/// # Errors
/// A log of another study or version, and a line that is no run.
pub fn read_log(text: &str, study: Option<&str>) -> Result<Log, Problems> {
    let refuse =
        |rule: StudyRule, line: usize, value: String, message: Message, advice: Message| {
            let mut problem = Places::default().problem(rule, "", value, message, advice);
            problem.line = Some(line);
            Err(Problems(vec![problem]))
        };
    let complete = text.rfind('\n').map_or(0, |end| end + 1);
    let mut log = Log {
        complete,
        ..Log::default()
    };
    for (number, line) in text[..complete].lines().enumerate() {
        if number == 0 {
            let Ok(header) = serde_json::from_str::<LogHeader>(line) else {
                return refuse(
                    BAD_LOG,
                    1,
                    line.to_owned(),
                    words::not_log(),
                    words::other_log(),
                );
            };
            if header.log != KIND {
                return refuse(BAD_LOG, 1, header.log, words::not_log(), words::other_log());
            }
            if study.is_some_and(|study| study != header.study) {
                return refuse(
                    OTHER_LOG,
                    1,
                    header.study.clone(),
                    words::other_study(header.study),
                    words::other_log(),
                );
            }
            if header.version != VERSION {
                return refuse(
                    OTHER_LOG,
                    1,
                    header.version.clone(),
                    words::other_version(header.version),
                    words::delete_log(),
                );
            }
            log.study = Some(header.study);
            continue;
        }
        if let Ok(proven) = serde_json::from_str::<ProvenDay>(line) {
            log.proven.push(proven);
            continue;
        }
        match serde_json::from_str::<Row>(line) {
            Ok(row) if row.version == VERSION => log.rows.push(row),
            Ok(row) => {
                return refuse(
                    OTHER_LOG,
                    number + 1,
                    row.version.clone(),
                    words::other_version(row.version),
                    words::delete_log(),
                );
            }
            Err(error) => {
                return refuse(
                    BAD_LOG,
                    number + 1,
                    line.to_owned(),
                    words::bad_row(error.to_string()),
                    words::remove_row(),
                );
            }
        }
    }
    Ok(log)
}

/// Logs of one study as one: the same bytes whoever made which run, and in whatever order.
///
/// # Errors
/// Logs of different studies or versions.
pub fn merged(texts: &[String]) -> Result<String, Problems> {
    let mut study: Option<String> = None;
    let mut rows: Vec<Row> = Vec::new();
    let mut proven: Vec<ProvenDay> = Vec::new();
    for text in texts {
        let log = read_log(text, study.as_deref())?;
        study = study.or(log.study);
        rows.extend(log.rows);
        proven.extend(log.proven);
    }
    let key = |row: &Row| {
        (
            row.scenario.clone(),
            row.scenario_hash.clone(),
            row.seed,
            row.planner_seed,
        )
    };
    rows.sort_by_key(|row| (key(row), row.failed.is_some()));
    rows.dedup_by_key(|row| key(row));
    let of_day = |one: &ProvenDay| {
        (
            one.scenario.clone(),
            one.hashes.clone(),
            one.seed,
            one.work.to_bits(),
            one.day,
        )
    };
    proven.sort_by_key(of_day);
    proven.dedup_by_key(|one| of_day(one));
    let lines = rows.iter().map(row_line).chain(proven.iter().map(row_line));
    let header = header_line(study.as_deref().unwrap_or_default());
    Ok(std::iter::once(header).chain(lines).collect())
}
