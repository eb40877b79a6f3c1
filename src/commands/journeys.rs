//! The document in which another solver says what it chose in the compiled problem: `regauge journeys 1`.
//!
//! It is read by hand rather than by derive, so that every problem has its place (`journeys[3].operations[5]`).
//! What a choice means and whether it is one is not decided here but by the solver's crate.

use super::words;
use regauge::files::{FileKind, other_file};
use regauge::network::{ChoiceError, ChoicePlace, Choices, GivenError, Tick, WorkChoice};
use regauge::text::visible_json;
use regauge::{Instance, Message, Problem, Problems};
use serde_json::{Value, json};

/// The `format` of the document.
const FORMAT: &str = "regauge journeys 1";

/// Characters of a value that a message shows.
const VALUE_SHOWN: usize = 60;

/// What was chosen for every train, and by whom.
pub struct Journeys {
    /// Program and settings.
    pub made_by: String,
    /// By train, in the order of the instance; `None`: not planned.
    pub choices: Vec<Option<Choices>>,
}

impl Journeys {
    /// Reads a document made for an instance.
    ///
    /// # Errors
    /// Everything that is wrong with its shape, each with code, place, value and advice.
    pub fn from_json(instance: &Instance, text: &[u8]) -> Result<Journeys, Problems> {
        let mut reader = Reader::default();
        if let Some(problem) = other_file(text, FileKind::Journeys) {
            return Err(Problems(vec![problem]));
        }
        let value: Value = serde_json::from_slice(text).map_err(|error| {
            let message = words::no_json(error.to_string(), error.line(), error.column());
            reader.add("J0101", "", "", message);
            reader.problems()
        })?;
        reader.expect("J0102", "format", &value["format"], &json!(FORMAT));
        reader.expect(
            "J0103",
            "sha256",
            &value["sha256"],
            &json!(instance.sha256()),
        );
        let made_by = match &value["made_by"] {
            Value::Null => "another solver".to_owned(),
            Value::String(text) if text.chars().count() <= 200 => text.clone(),
            other => {
                reader.wrong("made_by", other, words::short_text());
                String::new()
            }
        };
        let choices = reader.list("journeys", &value["journeys"], Reader::journey);
        if reader.found.is_empty() {
            Ok(Journeys { made_by, choices })
        } else {
            Err(reader.problems())
        }
    }

    /// The document, ending in a newline.
    pub fn to_json(&self, instance: &Instance) -> String {
        let journey = |choices: &Option<Choices>| {
            choices.as_ref().map(|choices| {
                json!({
                    "operations": choices.operations,
                    "work": choices.work.as_ref().map(|work| {
                        json!({ "index": work.index, "starts": work.starts })
                    }),
                    "stages": choices.stages,
                })
            })
        };
        let document = json!({
            "format": FORMAT,
            "sha256": instance.sha256(),
            "made_by": self.made_by,
            "journeys": self.choices.iter().map(journey).collect::<Vec<_>>(),
        });
        visible_json(document.to_string()) + "\n"
    }
}

/// What the solver's crate says of choices, as a problem of the document.
pub fn problem(error: &GivenError) -> Problem {
    let (code, path, value) = match *error {
        GivenError::Trains { given, .. } => ("J0201", "journeys".to_owned(), given.to_string()),
        GivenError::Train { index, error } => {
            let place = match error.place() {
                ChoicePlace::Train => String::new(),
                ChoicePlace::Operation(at) => format!(".operations[{at}]"),
                ChoicePlace::Work => ".work".to_owned(),
                ChoicePlace::WorkStart(at) => format!(".work.starts[{at}]"),
                ChoicePlace::Stage(at) => format!(".stages[{at}]"),
            };
            let (code, value) = match error {
                ChoiceError::Unknown { index, .. } => ("J0202", index.to_string()),
                ChoiceError::Twice { .. } => ("J0203", String::new()),
                ChoiceError::Unreached { .. } => ("J0204", String::new()),
                ChoiceError::Broken { rake, .. } => ("J0205", rake.to_owned()),
                ChoiceError::NoWork => ("J0206", "null".to_owned()),
                ChoiceError::ChainLength { given, .. } => ("J0207", given.to_string()),
                ChoiceError::Closed { start, .. } => ("J0208", start.to_string()),
                ChoiceError::Early { start, .. } => ("J0209", start.to_string()),
                ChoiceError::Late { start, .. } => ("J0210", start.to_string()),
                ChoiceError::StageMissing { stand, index } => {
                    ("J0211", format!("[{stand}, {index}]"))
                }
            };
            (code, format!("journeys[{index}]{place}"), value)
        }
    };
    Problem {
        code,
        path,
        line: None,
        value,
        message: message(error),
        advice: advice(code),
    }
}

/// What the solver's crate says, in its own English words and in Chinese.
fn message(error: &GivenError) -> Message {
    let error = match *error {
        GivenError::Trains { given, right } => return words::wrong_count(right, given),
        GivenError::Train { error, .. } => error,
    };
    match error {
        ChoiceError::Unknown { what, index, .. } => words::unknown(thing(what), index),
        ChoiceError::Twice { .. } => words::twice(),
        ChoiceError::Unreached { .. } => words::unreached(),
        ChoiceError::Broken { rake, goal } => words::broken(thing(rake), thing(goal)),
        ChoiceError::NoWork => words::no_work(),
        ChoiceError::ChainLength { given, right } => words::chain_length(right, given),
        ChoiceError::Closed { start, .. } => words::closed(start.0),
        ChoiceError::Early { start, ready, .. } => words::early(start.0, ready.0),
        ChoiceError::Late { start, .. } => words::late(start.0),
        ChoiceError::StageMissing { stand, index } => words::stage_missing(index, stand),
    }
}

/// What the solver's crate calls a thing.
fn thing(what: &'static str) -> Message {
    match what {
        "operation" => words::operation(),
        "work" => words::work(),
        "stand" => words::stand(),
        "stage" => words::stage(),
        "arriving" => words::arriving(),
        "onward" => words::onward(),
        "its side of the spot" => words::its_side(),
        "an exit" => words::an_exit(),
        _ => words::an_end(),
    }
}

/// What to do about a problem.
fn advice(code: &str) -> Message {
    match code {
        "J0101" => words::repair_line(),
        "J0102" => words::write_format(),
        "J0103" => words::solve_this(),
        "J0104" => words::write_what_is_named(),
        "J0201" => words::one_per_train(),
        "J0202" => words::positions_from_zero(),
        "J0203" => words::choose_once(),
        "J0204" => words::choose_what_leads(),
        "J0205" => words::choose_a_way(),
        "J0206" => words::choose_a_work(),
        "J0207" => words::one_start_each(),
        "J0208" => words::start_inside(),
        "J0209" => words::start_later(),
        "J0210" => words::start_earlier(),
        _ => words::start_every_stage(),
    }
}

/// Collects what is wrong with the shape of a document.
#[derive(Default)]
struct Reader {
    found: Vec<Problem>,
}

impl Reader {
    fn problems(&mut self) -> Problems {
        Problems(std::mem::take(&mut self.found))
    }

    fn add(&mut self, code: &'static str, path: &str, value: &str, message: Message) {
        self.found.push(Problem {
            code,
            path: path.to_owned(),
            line: None,
            value: value.to_owned(),
            message,
            advice: advice(code),
        });
    }

    fn wrong(&mut self, path: &str, value: &Value, wanted: Message) {
        let shown: String = value.to_string().chars().take(VALUE_SHOWN).collect();
        self.add("J0104", path, &shown, words::here_belongs(wanted));
    }

    fn expect(&mut self, code: &'static str, path: &str, value: &Value, wanted: &Value) {
        if value != wanted {
            let shown: String = value.to_string().chars().take(VALUE_SHOWN).collect();
            self.add(code, path, &shown, words::is_not(wanted.to_string()));
        }
    }

    fn list<T>(
        &mut self,
        path: &str,
        value: &Value,
        item: impl Fn(&mut Reader, &str, &Value) -> T,
    ) -> Vec<T> {
        let Some(items) = value.as_array() else {
            self.wrong(path, value, words::a_list());
            return Vec::new();
        };
        let items = items.iter().enumerate();
        items
            .map(|(index, value)| item(self, &format!("{path}[{index}]"), value))
            .collect()
    }

    fn journey(&mut self, path: &str, value: &Value) -> Option<Choices> {
        if value.is_null() {
            return None;
        }
        if !value.is_object() {
            self.wrong(path, value, words::a_journey());
            return None;
        }
        let at = |field: &str| format!("{path}.{field}");
        let operations = self.list(
            &at("operations"),
            &value["operations"],
            |reader, path, value| {
                let [edge, start] = reader.numbers(path, value, words::operation_start());
                (position(edge), tick(start))
            },
        );
        let stages = self.list(&at("stages"), &value["stages"], |reader, path, value| {
            let [stand, index, start] = reader.numbers(path, value, words::stand_stage_start());
            (position(stand), position(index), tick(start))
        });
        let work = match &value["work"] {
            Value::Null => None,
            work => {
                let place = at("work");
                let index = self.number(&format!("{place}.index"), &work["index"]);
                let starts = self.list(
                    &format!("{place}.starts"),
                    &work["starts"],
                    |reader, path, value| tick(reader.number(path, value)),
                );
                Some(WorkChoice {
                    index: position(index),
                    starts,
                })
            }
        };
        Some(Choices {
            operations,
            work,
            stages,
        })
    }

    fn number(&mut self, path: &str, value: &Value) -> i64 {
        value.as_i64().unwrap_or_else(|| {
            self.wrong(path, value, words::a_whole_number());
            0
        })
    }

    fn numbers<const N: usize>(&mut self, path: &str, value: &Value, wanted: Message) -> [i64; N] {
        let mut numbers = [0; N];
        let items = value.as_array().filter(|items| items.len() == N);
        let read = items.is_some_and(|items| {
            let mut pairs = numbers.iter_mut().zip(items);
            pairs.all(|(number, item)| item.as_i64().map(|read| *number = read).is_some())
        });
        if !read {
            self.wrong(path, value, words::whole_numbers(wanted));
        }
        numbers
    }
}

/// A position; a negative one is none of any list.
fn position(number: i64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// An instant; what is out of range is out of every span.
fn tick(number: i64) -> Tick {
    let out_of_range = if number < 0 { Tick::MIN } else { Tick::MAX };
    i32::try_from(number).map_or(out_of_range, Tick)
}
