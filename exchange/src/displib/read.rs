//! Reads the files. Everything wrong is told, each with its place; hostile text costs no more than its length.

use super::format::{
    ComponentType, Event, Instance, ObjectiveComponent, Operation, ResourceUsage, Solution,
};
use crate::words;
use regauge_model::message::Message;
use regauge_model::{Problem, Problems};
use serde_json::{Map, Value};

/// Latest time, and longest duration, that is read: of seconds more than three years.
const MAX_TIME: i64 = 100_000_000;
/// Most that a unit of delay may cost, or a delay at all.
const MAX_COST: i64 = 1_000_000_000;
/// Most time that all operations may take one after the other, behind the last lower bound: the engines count it in ticks.
const MAX_SPAN: i64 = 500_000_000;
/// Letters of a value that are shown.
const MAX_SHOWN: usize = 60;
/// After so many problems no more are told.
const MAX_PROBLEMS: usize = 100;

/// Every code, and what it means.
pub const PROBLEMS: [(&str, &str); 10] = [
    (NO_JSON, "The text is no JSON."),
    (WRONG_TYPE, "A value is not of the type that stands there."),
    (UNKNOWN_KEY, "A key that the format does not have."),
    (MISSING_KEY, "A key is missing."),
    (OUT_OF_RANGE, "A figure is out of range."),
    (
        NO_GRAPH,
        "The operations of a train are no graph from one entry to one exit, in topological order.",
    ),
    (
        NO_REFERENCE,
        "A reference to a train or an operation that is not there.",
    ),
    (NO_TYPE, "An objective component of an unknown type."),
    (
        EMPTY_SPAN,
        "The upper bound of a start is below its lower bound.",
    ),
    (
        TOO_LONG,
        "All operations one after the other take longer than can be planned.",
    ),
];

const NO_JSON: &str = "D0101";
const WRONG_TYPE: &str = "D0102";
const UNKNOWN_KEY: &str = "D0103";
const MISSING_KEY: &str = "D0104";
const OUT_OF_RANGE: &str = "D0201";
const NO_GRAPH: &str = "D0202";
const NO_REFERENCE: &str = "D0203";
const NO_TYPE: &str = "D0204";
const EMPTY_SPAN: &str = "D0205";
const TOO_LONG: &str = "D0206";

/// Reads an instance.
///
/// # Errors
/// Everything wrong with it, at most a hundred problems.
pub fn read_instance(text: &[u8]) -> Result<Instance, Problems> {
    let mut reader = Reader::default();
    let root = parse(text)?;
    let instance = reader.instance(&root);
    reader.finish(instance)
}

/// Reads a solution. What its events mean is for [`super::verify()`].
///
/// # Errors
/// Everything wrong with it, at most a hundred problems.
pub fn read_solution(text: &[u8]) -> Result<Solution, Problems> {
    let mut reader = Reader::default();
    let root = parse(text)?;
    let solution = reader.solution(&root);
    reader.finish(solution)
}

fn parse(text: &[u8]) -> Result<Value, Problems> {
    serde_json::from_slice(text).map_err(|error| {
        Problems(vec![Problem {
            code: NO_JSON,
            path: String::new(),
            line: (error.line() > 0).then(|| error.line()),
            value: String::new(),
            message: words::no_json(error.to_string()),
            advice: words::correct_text(),
        }])
    })
}

/// Collects what is wrong.
#[derive(Default)]
struct Reader {
    problems: Vec<Problem>,
}

impl Reader {
    fn finish<T>(self, value: T) -> Result<T, Problems> {
        if self.problems.is_empty() {
            Ok(value)
        } else {
            Err(Problems(self.problems))
        }
    }

    fn wrong(
        &mut self,
        code: &'static str,
        path: impl Into<String>,
        value: Option<&Value>,
        (message, advice): (Message, Message),
    ) {
        if self.problems.len() < MAX_PROBLEMS {
            let value = value.map(|value| shortened(&value.to_string()));
            self.problems.push(Problem {
                code,
                path: path.into(),
                line: None,
                value: value.unwrap_or_default(),
                message,
                advice,
            });
        }
    }

    /// An object with known keys, of which some must be there.
    fn object<'v>(
        &mut self,
        value: &'v Value,
        path: &str,
        keys: &[&str],
        needed: &[&str],
    ) -> Option<&'v Map<String, Value>> {
        let Some(object) = value.as_object() else {
            let wanted = words::an_object();
            self.wrong(
                WRONG_TYPE,
                path,
                Some(value),
                (words::is_not(wanted), words::see_format()),
            );
            return None;
        };
        for (key, value) in object {
            if !keys.contains(&key.as_str()) {
                let says = (words::unknown_key(), words::known_keys(keys.join(", ")));
                self.wrong(UNKNOWN_KEY, join(path, key), Some(value), says);
            }
        }
        for key in needed {
            if !object.contains_key(*key) {
                let says = (words::missing_key(), words::add_it());
                self.wrong(MISSING_KEY, join(path, key), None, says);
            }
        }
        Some(object)
    }

    fn list<'v>(&mut self, value: Option<&'v Value>, path: &str) -> &'v [Value] {
        match value {
            None => &[],
            Some(Value::Array(all)) => all,
            Some(value) => {
                let says = (words::is_not(words::a_list()), words::see_format());
                self.wrong(WRONG_TYPE, path, Some(value), says);
                &[]
            }
        }
    }

    fn number(&mut self, value: Option<&Value>, path: &str, most: i64) -> Option<i64> {
        let value = value?;
        let Some(number) = value.as_i64().or_else(|| value.as_u64().map(|_| i64::MAX)) else {
            let says = (words::is_not(words::a_whole_number()), words::see_format());
            self.wrong(WRONG_TYPE, path, Some(value), says);
            return None;
        };
        if !(0..=most).contains(&number) {
            let says = (words::out_of_range(0, most), words::check_figure());
            self.wrong(OUT_OF_RANGE, path, Some(value), says);
            return None;
        }
        Some(number)
    }

    fn position(&mut self, value: Option<&Value>, path: &str) -> Option<usize> {
        let number = self.number(value, path, i64::MAX)?;
        usize::try_from(number).ok()
    }

    fn instance(&mut self, root: &Value) -> Instance {
        let keys = ["trains", "objective"];
        let Some(object) = self.object(root, "", &keys, &keys) else {
            return Instance::default();
        };
        let mut instance = Instance::default();
        for (index, train) in self.list(object.get("trains"), "trains").iter().enumerate() {
            let path = format!("trains[{index}]");
            let mut operations = Vec::new();
            for (number, value) in self.list(Some(train), &path).iter().enumerate() {
                operations.push(self.operation(value, &format!("{path}[{number}]")));
            }
            self.graph(&operations, &path);
            instance.trains.push(operations);
        }
        let span = span(&instance.trains);
        if span > MAX_SPAN {
            let says = (words::too_long(span, MAX_SPAN), words::split_it());
            self.wrong(TOO_LONG, "trains", None, says);
        }
        let components = self.list(object.get("objective"), "objective");
        for (index, value) in components.iter().enumerate() {
            let path = format!("objective[{index}]");
            let component = self.component(value, &path, &instance.trains);
            instance.objective.extend(component);
        }
        instance
    }

    fn operation(&mut self, value: &Value, path: &str) -> Operation {
        let keys = [
            "start_lb",
            "start_ub",
            "min_duration",
            "resources",
            "successors",
        ];
        let needed = ["successors"];
        let Some(object) = self.object(value, path, &keys, &needed) else {
            return Operation::default();
        };
        let at = |key: &str| join(path, key);
        let mut time = |key: &str| self.number(object.get(key), &at(key), MAX_TIME);
        let start_lb = time("start_lb").unwrap_or(0);
        let min_duration = time("min_duration").unwrap_or(0);
        // any later one says nothing more
        let start_ub = self.number(object.get("start_ub"), &at("start_ub"), i64::MAX);
        if let Some(bound) = start_ub.filter(|bound| *bound < start_lb) {
            let says = (words::empty_span(bound, start_lb), words::correct_one());
            self.wrong(EMPTY_SPAN, at("start_ub"), object.get("start_ub"), says);
        }
        let mut operation = Operation {
            start_lb,
            start_ub,
            min_duration,
            ..Operation::default()
        };
        let resources = self.list(object.get("resources"), &at("resources"));
        for (index, value) in resources.iter().enumerate() {
            let path = format!("{path}.resources[{index}]");
            operation.resources.extend(self.usage(value, &path));
        }
        let successors = self.list(object.get("successors"), &at("successors"));
        for (index, value) in successors.iter().enumerate() {
            let path = format!("{path}.successors[{index}]");
            operation
                .successors
                .extend(self.position(Some(value), &path));
        }
        operation
    }

    fn usage(&mut self, value: &Value, path: &str) -> Option<ResourceUsage> {
        let object = self.object(value, path, &["resource", "release_time"], &["resource"])?;
        let release = join(path, "release_time");
        let release_time = self.number(object.get("release_time"), &release, MAX_TIME);
        let Some(name) = object.get("resource")?.as_str() else {
            let says = (words::is_not(words::a_text()), words::see_format());
            self.wrong(
                WRONG_TYPE,
                join(path, "resource"),
                object.get("resource"),
                says,
            );
            return None;
        };
        Some(ResourceUsage {
            resource: name.to_owned(),
            release_time: release_time.unwrap_or(0),
        })
    }

    /// Operations stand before their successors; only the first is no successor, and only the last has none.
    fn graph(&mut self, operations: &[Operation], path: &str) {
        if operations.is_empty() {
            self.wrong(
                NO_GRAPH,
                path,
                None,
                (words::no_operations(), words::leave_train_out()),
            );
            return;
        }
        let mut is_successor = vec![false; operations.len()];
        for (number, operation) in operations.iter().enumerate() {
            for (index, &next) in operation.successors.iter().enumerate() {
                let place = || format!("{path}[{number}].successors[{index}]");
                let value = Value::from(next);
                if next >= operations.len() {
                    let says = (
                        words::no_operation(),
                        words::operations_up_to(operations.len() - 1),
                    );
                    self.wrong(NO_REFERENCE, place(), Some(&value), says);
                } else if next <= number {
                    let says = (words::not_later(), words::sort_operations());
                    self.wrong(NO_GRAPH, place(), Some(&value), says);
                } else {
                    is_successor[next] = true;
                }
            }
            if operation.successors.is_empty() && number + 1 < operations.len() {
                let place = format!("{path}[{number}].successors");
                self.wrong(
                    NO_GRAPH,
                    place,
                    None,
                    (words::second_exit(), words::one_exit()),
                );
            }
        }
        for (number, is_successor) in is_successor.iter().enumerate().skip(1) {
            if !is_successor {
                let place = format!("{path}[{number}]");
                self.wrong(
                    NO_GRAPH,
                    place,
                    None,
                    (words::second_entry(), words::one_entry()),
                );
            }
        }
    }

    fn component(
        &mut self,
        value: &Value,
        path: &str,
        trains: &[Vec<Operation>],
    ) -> Option<ObjectiveComponent> {
        let keys = [
            "type",
            "train",
            "operation",
            "threshold",
            "increment",
            "coeff",
        ];
        let object = self.object(value, path, &keys, &["type", "train", "operation"])?;
        let at = |key: &str| join(path, key);
        if let Some(kind) = object.get("type").filter(|kind| **kind != "op_delay") {
            let says = (words::unknown_type(), words::only_type());
            self.wrong(NO_TYPE, at("type"), Some(kind), says);
        }
        let threshold = self.number(object.get("threshold"), &at("threshold"), MAX_TIME);
        let increment = self.number(object.get("increment"), &at("increment"), MAX_COST);
        let coeff = self.number(object.get("coeff"), &at("coeff"), MAX_COST);
        let train = self.position(object.get("train"), &at("train"))?;
        let operation = self.position(object.get("operation"), &at("operation"))?;
        let Some(operations) = trains.get(train) else {
            let says = (words::no_train(), words::trains_are(trains.len()));
            self.wrong(NO_REFERENCE, at("train"), object.get("train"), says);
            return None;
        };
        if operation >= operations.len() {
            let last = operations.len().saturating_sub(1);
            let says = (words::no_operation(), words::operations_up_to(last));
            self.wrong(NO_REFERENCE, at("operation"), object.get("operation"), says);
            return None;
        }
        Some(ObjectiveComponent {
            kind: ComponentType::OperationDelay,
            train,
            operation,
            threshold: threshold.unwrap_or(0),
            increment: increment.unwrap_or(0),
            coeff: coeff.unwrap_or(0),
        })
    }

    fn solution(&mut self, root: &Value) -> Solution {
        let mut solution = Solution::default();
        let keys = ["objective_value", "events"];
        let Some(object) = self.object(root, "", &keys, &["events"]) else {
            return solution;
        };
        let value = object.get("objective_value");
        solution.objective_value = self.number(value, "objective_value", i64::MAX);
        for (index, value) in self.list(object.get("events"), "events").iter().enumerate() {
            let path = format!("events[{index}]");
            let event = self.event(value, &path);
            solution.events.extend(event);
        }
        solution
    }

    fn event(&mut self, value: &Value, path: &str) -> Option<Event> {
        let keys = ["time", "train", "operation"];
        let object = self.object(value, path, &keys, &keys)?;
        let time = self.number(object.get("time"), &join(path, "time"), i64::MAX);
        let train = self.position(object.get("train"), &join(path, "train"));
        let operation = self.position(object.get("operation"), &join(path, "operation"));
        Some(Event {
            time: time?,
            train: train?,
            operation: operation?,
        })
    }
}

fn join(path: &str, key: &str) -> String {
    let key = shortened(key);
    if path.is_empty() {
        key
    } else {
        format!("{path}.{key}")
    }
}

/// The last lower bound, and behind it all operations one after the other.
fn span(trains: &[Vec<Operation>]) -> i64 {
    let all = trains.iter().flatten();
    let last = all.clone().map(|operation| operation.start_lb).max();
    let lasting = all.map(|operation| {
        let releases = operation.resources.iter().map(|usage| usage.release_time);
        operation.min_duration + releases.max().unwrap_or(0)
    });
    lasting.fold(last.unwrap_or(0), i64::saturating_add)
}

fn shortened(text: &str) -> String {
    let mut letters = text.chars();
    let mut short: String = letters.by_ref().take(MAX_SHOWN).collect();
    if letters.next().is_some() {
        short.push('…');
    }
    short
}
