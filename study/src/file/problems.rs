//! What is wrong with a study, with place, line, value and advice.

use regauge_model::message::Message;
use regauge_model::{Problem, Problems};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A problem that a study or its log can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StudyRule {
    /// Its code.
    pub code: &'static str,
    /// What it says, in one line.
    pub summary: &'static str,
}

macro_rules! rules {
    ($($name:ident = $code:literal, $summary:literal;)*) => {
        $(pub(crate) const $name: StudyRule = StudyRule { code: $code, summary: $summary };)*
        /// Every problem, in the order of the codes.
        pub const STUDY_RULES: &[StudyRule] = &[$($name),*];
    };
}

rules! {
    NOT_TOML = "S0001", "The file is no TOML.";
    BAD_SHAPE = "S0002", "A field is unknown, missing or of another type.";
    BAD_BASE = "S0003", "The base is not named, is not there, or is no valid instance.";
    HITS_NOTHING = "S0004", "A factor names something that the base does not have.";
    BAD_SETTING = "S0005", "A value that a factor cannot take, or none.";
    BAD_DESIGN = "S0006", "The design names no factor or value of the study, or makes too many scenarios.";
    BAD_REPLICATIONS = "S0007", "Replications that are none, or contradict each other.";
    BAD_PROMISE = "S0008", "A promise that nothing can keep.";
    BAD_SCENARIO = "S0009", "The instance of a scenario is not valid.";
    BAD_FIGURE = "S0010", "A figure of world or run outside its limits.";
    OTHER_LOG = "S0011", "The log is that of another study or version.";
    BAD_LOG = "S0012", "The log holds something that is no run.";
}

/// The text of a file, to find the line of a place.
#[derive(Default)]
pub(crate) struct Places<'t> {
    text: &'t str,
    table: Option<Spanned<DeTable<'t>>>,
}

impl<'t> Places<'t> {
    pub(crate) fn new(text: &'t str) -> Places<'t> {
        Places {
            text,
            table: DeTable::parse(text).ok(),
        }
    }

    /// The line of a byte, from 1.
    pub(crate) fn line_of_byte(&self, byte: usize) -> usize {
        let before = self.text.as_bytes().iter().take(byte);
        1 + before.filter(|&&letter| letter == b'\n').count()
    }

    /// The line of a place such as `levers.cranes.values[2]`, or of what is nearest around it.
    fn line(&self, path: &str) -> Option<usize> {
        let table = self.table.as_ref()?;
        let mut line = None;
        let mut at: Option<&DeValue<'_>> = None;
        for step in path.split(['.', '[']) {
            let step = step.trim_end_matches(']');
            let next = match (at, step.parse::<usize>()) {
                (Some(DeValue::Array(array)), Ok(place)) => array
                    .get(place)
                    .map(|one| (one.span().start, one.get_ref())),
                (Some(DeValue::Table(inner)), _) => inner
                    .get_key_value(step)
                    .map(|(key, value)| (key.span().start, value.get_ref())),
                (None, _) => table
                    .get_ref()
                    .get_key_value(step)
                    .map(|(key, value)| (key.span().start, value.get_ref())),
                _ => None,
            };
            let Some((byte, value)) = next else { break };
            line = Some(self.line_of_byte(byte));
            at = Some(value);
        }
        line
    }

    pub(crate) fn problem(
        &self,
        rule: StudyRule,
        path: &str,
        value: impl ToString,
        message: Message,
        advice: Message,
    ) -> Problem {
        let value: String = value.to_string().chars().take(80).collect();
        Problem {
            code: rule.code,
            path: path.to_owned(),
            line: self.line(path),
            value,
            message,
            advice,
        }
    }

    pub(crate) fn refuse<T>(
        &self,
        rule: StudyRule,
        path: &str,
        value: impl ToString,
        message: Message,
        advice: Message,
    ) -> Result<T, Problems> {
        Err(Problems(vec![
            self.problem(rule, path, value, message, advice),
        ]))
    }
}

/// The name that was probably meant.
pub(crate) fn nearest<'n>(name: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let likeness = |other: &&str| strsim::normalized_damerau_levenshtein(name, other);
    let likely = names.into_iter().filter(|other| likeness(other) >= 0.5);
    likely.max_by(|a, b| likeness(a).total_cmp(&likeness(b)))
}
