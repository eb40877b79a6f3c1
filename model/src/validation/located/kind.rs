//! Which file a text is, where it is another than the one needed: one problem that says so instead of hundreds about its fields.

use super::super::lines::{Kind, Value};
use super::tree;
use crate::message::Message;
use crate::validation::diagnostics::{At, Diagnostics};
use crate::validation::rules::{EMPTY_FILE, NOT_UTF8, OTHER_FILE, OTHER_TEXT, PACKED, Rule};
use crate::{Problem, words};

/// The files of this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A planning problem.
    Instance,
    /// A plan of an instance.
    Plan,
    /// What happened beside a plan.
    Actual,
    /// What stays as published.
    Freeze,
    /// What changed between two plans.
    Diff,
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
    fn name(self) -> Message {
        match self {
            FileKind::Instance => words::an_instance(),
            FileKind::Plan => words::a_plan(),
            FileKind::Actual => words::a_file_of_what_happened(),
            FileKind::Freeze => words::a_file_of_what_stays(),
            FileKind::Diff => words::a_difference(),
            FileKind::Config => words::a_configuration(),
            FileKind::Compiled => words::a_compiled_problem(),
            FileKind::Journeys => words::a_document_of_journeys(),
            FileKind::Schema => words::a_schema(),
            FileKind::Report => words::a_report(),
            FileKind::Problems => words::a_list_of_problems(),
        }
    }

    /// What to do where a file of this kind is given for another.
    fn advice(self, wanted: FileKind) -> Message {
        match (self, wanted) {
            (FileKind::Instance | FileKind::Plan, FileKind::Instance | FileKind::Plan) => {
                words::name_the_other()
            }
            (FileKind::Actual, _) => words::advance_reads_it(),
            (FileKind::Freeze, _) => words::replan_reads_it(),
            (FileKind::Diff, _) => words::diff_applies_it(),
            (FileKind::Config, _) => words::generate_reads_it(),
            (FileKind::Journeys, _) => words::decode_reads_it(),
            (FileKind::Compiled, _) => words::name_its_instance(),
            (FileKind::Schema, _) => words::schema_describes(),
            _ => OTHER_FILE.advice.into(),
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
        let marks: [(FileKind, &[&str]); 6] = [
            (FileKind::Schema, &["$schema", "properties"]),
            (FileKind::Instance, &["horizon", "system"]),
            (FileKind::Plan, &["instance", "made_by", "trains"]),
            (FileKind::Diff, &["before", "after", "patch"]),
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
    let mut diagnostics = Diagnostics::new(None);
    if !bytes(text, &mut diagnostics)
        && let Ok(text) = std::str::from_utf8(text)
        && !other_text(text, &mut diagnostics)
    {
        // What is no JSON is told by whoever asks.
        let tree = tree::read(without_mark(text), &mut Diagnostics::new(None));
        if let Some(tree) = tree {
            other_kind(&tree, wanted, &mut diagnostics);
        }
    }
    diagnostics.finish().err()?.0.into_iter().next()
}

/// The text without the mark by which some editors say that it is UTF-8.
pub(super) fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// Reports a document of another kind.
pub(super) fn other_kind(root: &Value, wanted: FileKind, diagnostics: &mut Diagnostics) -> bool {
    let Some(kind) = FileKind::of(root).filter(|kind| *kind != wanted) else {
        return false;
    };
    let message = words::other_kind(kind.name(), wanted.name());
    say(OTHER_FILE, message, kind.advice(wanted), diagnostics)
}

/// How a file begins, what it is then, and what to do about it.
type Beginning = (&'static [u8], fn() -> Message, fn() -> Message);

/// Beginnings of files that are no text.
const BEGINNINGS: [Beginning; 10] = [
    (b"\x1f\x8b", words::gzip, words::gunzip),
    (b"PK\x03\x04", words::zip, words::unzip),
    (b"\xfd7zXZ\0", words::xz, words::unxz),
    (b"\x28\xb5\x2f\xfd", words::zstd, words::unzstd),
    (b"BZh", words::bzip2, words::bunzip2),
    (b"7z\xbc\xaf\x27\x1c", words::seven_zip, words::unpack),
    (b"%PDF", words::pdf, words::name_the_json),
    (b"\x89PNG", words::picture, words::name_the_json),
    (b"\xd0\xcf\x11\xe0", words::office, words::write_json),
    (b"SQLite format 3", words::database, words::write_json),
];

/// Reports bytes that are no text of ours: nothing at all, packed, of two or four bytes a character.
pub(super) fn bytes(text: &[u8], diagnostics: &mut Diagnostics) -> bool {
    let rest = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    if rest.iter().all(u8::is_ascii_whitespace) {
        return say(EMPTY_FILE, words::empty(), EMPTY_FILE.advice, diagnostics);
    }
    if let Some((_, what, advice)) = BEGINNINGS
        .iter()
        .find(|(begin, ..)| text.starts_with(begin))
    {
        return say(PACKED, words::packed(what()), advice(), diagnostics);
    }
    let wide = match text {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Some("UTF-32"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("UTF-16"),
        // Without a mark: what JSON begins with, and half of it nothing.
        [first, 0, ..] | [0, first, ..] if b"{[ \t\r\n\"".contains(first) => Some("UTF-16"),
        _ => None,
    };
    let Some(wide) = wide else { return false };
    let message = words::wide(wide);
    let advice = words::save_as_utf8();
    say(NOT_UTF8, message, advice, diagnostics)
}

/// Reports a text of another kind than JSON.
pub(super) fn other_text(text: &str, diagnostics: &mut Diagnostics) -> bool {
    let text = without_mark(text).trim_start();
    let line = text.lines().next().unwrap_or_default();
    let is_json = text.starts_with(['{', '[', '/', '#']);
    let what = if text.starts_with('<') {
        words::markup()
    } else if !is_json && is_yaml(line) {
        words::yaml()
    } else if !is_json && is_row(line) {
        words::table()
    } else {
        return false;
    };
    say(
        OTHER_TEXT,
        words::not_json(&what),
        OTHER_TEXT.advice,
        diagnostics,
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

fn say(
    rule: &'static Rule,
    message: Message,
    advice: impl Into<Message>,
    diagnostics: &mut Diagnostics,
) -> bool {
    let line = (rule == OTHER_FILE || rule == OTHER_TEXT).then_some(1);
    diagnostics.add_at(rule, At::ROOT.to_string(), line, "", message, advice);
    true
}
