//! Which file a text is, where it is another than the one needed: one problem that says so instead of hundreds about its fields.

use super::super::lines::{Kind, Value};
use super::tree;
use crate::Problem;
use crate::validate::report::{At, Report};
use crate::validate::rules::{EMPTY_FILE, NOT_UTF8, OTHER_FILE, OTHER_TEXT, PACKED, Rule};

/// The files of this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A planning problem.
    Instance,
    /// A plan of an instance.
    Plan,
    /// What happened beside a plan.
    Actual,
    /// A configuration of the generator.
    Config,
    /// A compiled problem.
    Compiled,
    /// What another solver chose in a compiled problem.
    Journeys,
    /// The schema of a file.
    Schema,
    /// What the checker found.
    Report,
    /// Problems of a file.
    Problems,
}

impl FileKind {
    /// With its article.
    fn name(self) -> &'static str {
        match self {
            FileKind::Instance => "an instance",
            FileKind::Plan => "a plan",
            FileKind::Actual => "a file of what happened",
            FileKind::Config => "a configuration of the generator",
            FileKind::Compiled => "a compiled problem",
            FileKind::Journeys => "a document of journeys",
            FileKind::Schema => "a JSON schema",
            FileKind::Report => "a report of the checker",
            FileKind::Problems => "a list of problems",
        }
    }

    /// What to do where a file of this kind is given for another.
    fn advice(self, wanted: FileKind) -> &'static str {
        match (self, wanted) {
            (FileKind::Instance | FileKind::Plan, FileKind::Instance | FileKind::Plan) => {
                "Name the other file; where both are named the instance comes first and the plan second."
            }
            (FileKind::Actual, _) => "`regauge advance --actual` reads it.",
            (FileKind::Config, _) => "`regauge generate --config FILE` makes an instance of it.",
            (FileKind::Journeys, _) => "`regauge decode` makes a plan of it.",
            (FileKind::Compiled, _) => "Name the instance that it was compiled from.",
            (FileKind::Schema, _) => "It describes such files; name one of them.",
            _ => OTHER_FILE.advice,
        }
    }

    /// The kind of a document by its fields, where they leave no doubt.
    fn of(root: &Value) -> Option<FileKind> {
        let fields = match &root.kind {
            Kind::Object(fields) => fields,
            Kind::List(items) => {
                let Some(Kind::Object(first)) = items.first().map(|item| &item.kind) else {
                    return None;
                };
                let has = |name: &str| first.iter().any(|(field, _)| field == name);
                let is_list = has("code") && has("message") && has("advice");
                return is_list.then_some(FileKind::Problems);
            }
            _ => return None,
        };
        let has = |name: &str| fields.iter().any(|(field, _)| field == name);
        let text = |name: &str| {
            let value = fields.iter().find(|(field, _)| field == name);
            value.and_then(|(_, value)| match &value.kind {
                Kind::Text(text) => Some(text.as_ref()),
                _ => None,
            })
        };
        let format = text("format").unwrap_or_default();
        if format.starts_with("regauge compiled problem") {
            return Some(FileKind::Compiled);
        }
        if format.starts_with("regauge journeys") {
            return Some(FileKind::Journeys);
        }
        let marks: [(FileKind, &[&str]); 5] = [
            (FileKind::Schema, &["$schema", "properties"]),
            (FileKind::Instance, &["horizon", "system"]),
            (FileKind::Plan, &["instance", "made_by", "trains"]),
            (FileKind::Config, &["place", "traffic", "line"]),
            (FileKind::Report, &["violations", "kpis"]),
        ];
        let found = marks
            .iter()
            .find(|(_, fields)| fields.iter().all(|field| has(field)));
        found.map(|(kind, _)| *kind)
    }
}

/// What a text is, where it is nothing that this program reads or another file than the one needed: one problem, or none.
///
/// For readers of their own of files beside the instance and the plan, which ask this by themselves.
pub fn other_file(text: &[u8], wanted: FileKind) -> Option<Problem> {
    let mut report = Report::new(None);
    if !bytes(text, &mut report)
        && let Ok(text) = std::str::from_utf8(text)
        && !other_text(text, &mut report)
    {
        // What is no JSON is told by whoever asks.
        let tree = tree::read(without_mark(text), &mut Report::new(None));
        if let Some(tree) = tree {
            other_kind(&tree, wanted, &mut report);
        }
    }
    report.finish().err()?.0.into_iter().next()
}

/// The text without the mark by which some editors say that it is UTF-8.
pub(super) fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// Reports a document of another kind.
pub(super) fn other_kind(root: &Value, wanted: FileKind, report: &mut Report) -> bool {
    let Some(kind) = FileKind::of(root).filter(|kind| *kind != wanted) else {
        return false;
    };
    let message = format!(
        "this is {}, and {} is needed here",
        kind.name(),
        wanted.name()
    );
    say(OTHER_FILE, message, kind.advice(wanted), report)
}

/// Beginnings of files that are no text.
const BEGINNINGS: [(&[u8], &str, &str); 10] = [
    (
        b"\x1f\x8b",
        "packed with gzip",
        "Unpack it first, with gunzip.",
    ),
    (
        b"PK\x03\x04",
        "a zip archive (as a workbook .xlsx is one)",
        "Unpack it first; a workbook has to be written as JSON.",
    ),
    (
        b"\xfd7zXZ\0",
        "packed with xz",
        "Unpack it first, with unxz.",
    ),
    (
        b"\x28\xb5\x2f\xfd",
        "packed with zstd",
        "Unpack it first, with unzstd.",
    ),
    (
        b"BZh",
        "packed with bzip2",
        "Unpack it first, with bunzip2.",
    ),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "Unpack it first."),
    (b"%PDF", "a PDF", "Name the JSON file."),
    (b"\x89PNG", "a picture", "Name the JSON file."),
    (
        b"\xd0\xcf\x11\xe0",
        "a document of an office program",
        "Write it as JSON.",
    ),
    (b"SQLite format 3", "a database", "Write it as JSON."),
];

/// Reports bytes that are no text of ours: nothing at all, packed, of two or four bytes a character.
pub(super) fn bytes(text: &[u8], report: &mut Report) -> bool {
    let rest = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    if rest.iter().all(u8::is_ascii_whitespace) {
        return say(
            EMPTY_FILE,
            "the file is empty".to_owned(),
            EMPTY_FILE.advice,
            report,
        );
    }
    if let Some((_, what, advice)) = BEGINNINGS
        .iter()
        .find(|(begin, ..)| text.starts_with(begin))
    {
        return say(PACKED, format!("the file is {what}"), advice, report);
    }
    let wide = match text {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Some("UTF-32"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("UTF-16"),
        // Without a mark: what JSON begins with, and half of it nothing.
        [first, 0, ..] | [0, first, ..] if b"{[ \t\r\n\"".contains(first) => Some("UTF-16"),
        _ => None,
    };
    let Some(wide) = wide else { return false };
    let message = format!("the text is {wide}, not UTF-8");
    let advice = "Save the file as UTF-8 (in a Windows editor or shell this is the encoding; in PowerShell -Encoding utf8).";
    say(NOT_UTF8, message, advice, report)
}

/// Reports a text of another kind than JSON.
pub(super) fn other_text(text: &str, report: &mut Report) -> bool {
    let text = without_mark(text).trim_start();
    let line = text.lines().next().unwrap_or_default();
    let is_json = text.starts_with(['{', '[', '/', '#']);
    let what = if text.starts_with('<') {
        "XML or HTML"
    } else if !is_json && is_yaml(line) {
        "YAML"
    } else if !is_json && is_row(line) {
        "a table with separators (CSV)"
    } else {
        return false;
    };
    say(
        OTHER_TEXT,
        format!("this is {what}, not JSON"),
        OTHER_TEXT.advice,
        report,
    )
}

/// `key: value`, or the beginning of a document.
fn is_yaml(line: &str) -> bool {
    let key = line.split_once(':');
    let is_key = |key: &str| {
        !key.is_empty()
            && key
                .chars()
                .all(|c| c.is_alphanumeric() || "_- ".contains(c))
    };
    line.trim_end() == "---"
        || key
            .is_some_and(|(key, value)| is_key(key) && (value.is_empty() || value.starts_with(' ')))
}

/// Several fields, with separators between them.
fn is_row(line: &str) -> bool {
    [',', ';', '\t']
        .iter()
        .any(|separator| line.contains(*separator))
}

fn say(rule: &'static Rule, message: String, advice: &str, report: &mut Report) -> bool {
    let line = (rule == OTHER_FILE || rule == OTHER_TEXT).then_some(1);
    report.add_at(rule, At::ROOT.to_string(), line, "", message, advice);
    true
}
