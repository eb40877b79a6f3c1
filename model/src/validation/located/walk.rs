//! Comparing a tree with a shape: unknown and missing fields, wrong types, choices, date-times, sizes of numbers.

use super::super::diagnostics::{At, Diagnostics, shortened};
use super::super::lines::{Kind, Value};
use super::super::rules::{
    BAD_DATE_TIME, MISSING_FIELD, NO_OFFSET, NOT_A_CHOICE, NOT_WHOLE, OUT_OF_RANGE, Rule,
    UNKNOWN_FIELD, WRONG_TYPE,
};
use super::shape::{Record, Shape, Shapes};
use crate::message::{self, Message};
use crate::words;
use chrono::{DateTime, NaiveDate, NaiveDateTime};
use std::ops::Range;

/// A whole number that is written with a point or an exponent, and how it is written without.
pub(super) struct Respelling {
    pub(super) place: Range<usize>,
    pub(super) number: i128,
}

/// Reports everything in a tree that has not the shape; gives the whole numbers that are not written as digits alone, in the order
/// of the text.
pub(super) fn walk(
    tree: &Value,
    shapes: &Shapes,
    diagnostics: &mut Diagnostics,
) -> Vec<Respelling> {
    let mut walk = Walk {
        shapes,
        diagnostics,
        respelt: Vec::new(),
    };
    walk.value(tree, &shapes.root, &At::ROOT);
    walk.respelt
}

struct Walk<'a, 'l> {
    shapes: &'a Shapes,
    diagnostics: &'a mut Diagnostics<'l>,
    respelt: Vec<Respelling>,
}

impl Walk<'_, '_> {
    fn problem(
        &mut self,
        rule: &'static Rule,
        at: &At,
        value: &Value,
        message: impl Into<Message>,
        advice: impl Into<Message>,
    ) {
        let line = Some(value.line as usize);
        self.diagnostics
            .add_at(rule, at.to_string(), line, shown(value), message, advice);
    }

    fn value(&mut self, value: &Value, shape: &Shape, at: &At) {
        if self.diagnostics.is_full() {
            return;
        }
        match (shape, &value.kind) {
            (Shape::OrNull(_), Kind::Null)
            | (Shape::Any, _)
            | (Shape::Text, Kind::Text(_))
            | (Shape::Bool, Kind::Bool) => {}
            (Shape::OrNull(shape), _) => self.value(value, shape, at),
            (Shape::OrObject(_, object), Kind::Object(_)) => self.value(value, object, at),
            (Shape::OrObject(figure, _), _) => self.value(value, figure, at),
            (Shape::Named(name), _) => {
                let shapes = self.shapes;
                if let Some(shape) = shapes.named.get(name) {
                    self.value(value, shape, at);
                }
            }
            (Shape::DateTime, Kind::Text(text)) => self.date_time(value, text, at),
            (Shape::Whole { min, max }, Kind::Number(text, start)) => {
                self.whole(value, (text, *start as usize), (*min, *max), at);
            }
            (Shape::Real, Kind::Number(text, _)) => {
                if !text.parse::<f64>().is_ok_and(f64::is_finite) {
                    let message = words::number_too_large();
                    self.problem(OUT_OF_RANGE, at, value, message, OUT_OF_RANGE.advice);
                }
            }
            (Shape::Choice(words), Kind::Text(text)) => {
                if !words.iter().any(|word| word == text) {
                    self.not_a_choice(value, text, words.iter().map(String::as_str), at);
                }
            }
            (Shape::List { item, count }, Kind::List(items)) => {
                if let Some(count) = count.filter(|count| *count != items.len()) {
                    let message = words::list_length(items.len(), count);
                    self.problem(WRONG_TYPE, at, value, message, WRONG_TYPE.advice);
                }
                for (i, value) in items.iter().enumerate() {
                    self.value(value, item, &at.index(i));
                }
            }
            (Shape::Tuple(shapes), Kind::List(items)) => {
                if items.len() != shapes.len() {
                    let (given, wanted) = (items.len(), shapes.len());
                    let message = words::list_length(given, wanted);
                    self.problem(WRONG_TYPE, at, value, message, WRONG_TYPE.advice);
                }
                for (i, (value, shape)) in items.iter().zip(shapes).enumerate() {
                    self.value(value, shape, &at.index(i));
                }
            }
            (Shape::Map(shape), Kind::Object(fields)) => {
                for (name, value) in fields {
                    self.value(value, shape, &at.field(name));
                }
            }
            (Shape::Object(record), Kind::Object(_)) => self.record(value, record, at),
            (Shape::Tagged { tag, variants }, Kind::Object(fields)) => {
                let given = fields.iter().find(|(name, _)| name == tag);
                let Some((_, given)) = given else {
                    let names = variants.iter().map(|(name, _)| format!("`{name}`"));
                    let message = words::missing_field(tag);
                    let advice = words::add_one_of(message::Value::list(names));
                    self.problem(MISSING_FIELD, &at.field(tag), value, message, advice);
                    return;
                };
                let at_tag = at.field(tag);
                let Kind::Text(word) = &given.kind else {
                    self.wrong_type(given, words::a_text(), &at_tag);
                    return;
                };
                if let Some((_, record)) = variants.iter().find(|(name, _)| name == word) {
                    self.record(value, record, at);
                } else {
                    let words = variants.iter().map(|(name, _)| name.as_str());
                    self.not_a_choice(given, word, words, &at_tag);
                }
            }
            _ => self.wrong_type(value, expected(shape, self.shapes), at),
        }
    }

    fn wrong_type(&mut self, value: &Value, expected: Message, at: &At) {
        let message = words::wrong_type(&expected, found(value));
        self.problem(WRONG_TYPE, at, value, message, WRONG_TYPE.advice);
    }

    fn not_a_choice<'w>(
        &mut self,
        value: &Value,
        text: &str,
        words: impl Iterator<Item = &'w str> + Clone,
        at: &At,
    ) {
        let all = message::Value::list(words.clone().map(|word| format!("`{word}`")));
        let otherwise = words::write_one_of(&all);
        let advice = self.diagnostics.nearest(text, words, otherwise);
        let message = words::none_of(shortened(text), &all);
        self.problem(NOT_A_CHOICE, at, value, message, advice);
    }

    fn record(&mut self, value: &Value, record: &Record, at: &At) {
        let Kind::Object(fields) = &value.kind else {
            return;
        };
        for (name, value) in fields {
            if self.diagnostics.is_full() {
                return;
            }
            let at = at.field(name);
            if let Some(shape) = record.fields.get(&**name) {
                self.value(value, shape, &at);
                continue;
            }
            let known = record.fields.keys().map(String::as_str);
            let advice = self.diagnostics.nearest(name, known, UNKNOWN_FIELD.advice);
            let message = words::no_such_field(shortened(name));
            self.problem(UNKNOWN_FIELD, &at, value, message, advice);
        }
        for name in &record.required {
            if !fields.iter().any(|(given, _)| given == name) {
                let message = words::missing_field(name);
                self.problem(
                    MISSING_FIELD,
                    &at.field(name),
                    value,
                    message,
                    MISSING_FIELD.advice,
                );
            }
        }
    }

    fn whole(
        &mut self,
        value: &Value,
        (text, start): (&str, usize),
        (min, max): (i128, i128),
        at: &At,
    ) {
        match whole_number(text) {
            Some(number) if (min..=max).contains(&number) => {
                if number.to_string() != text {
                    let place = start..start + text.len();
                    self.respelt.push(Respelling { place, number });
                }
            }
            Some(_) => {
                let message = words::number_between(min, max);
                self.problem(NOT_WHOLE, at, value, message, NOT_WHOLE.advice);
            }
            None => {
                let message = words::whole_number_expected();
                self.problem(NOT_WHOLE, at, value, message, NOT_WHOLE.advice);
            }
        }
    }

    fn date_time(&mut self, value: &Value, text: &str, at: &At) {
        if DateTime::parse_from_rfc3339(text).is_ok() {
            return;
        }
        let local = [
            "%Y-%m-%dT%H:%M:%S",
            "%Y-%m-%d %H:%M:%S",
            "%Y-%m-%dT%H:%M",
            "%Y-%m-%d %H:%M",
        ];
        let without_offset = local
            .iter()
            .any(|form| NaiveDateTime::parse_from_str(text, form).is_ok())
            || NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok();
        if without_offset {
            let message = words::no_offset();
            self.problem(NO_OFFSET, at, value, message, NO_OFFSET.advice);
        } else {
            let message = words::no_date_time();
            self.problem(BAD_DATE_TIME, at, value, message, BAD_DATE_TIME.advice);
        }
    }
}

/// The whole number that a JSON number is, if it is one: `300`, and as well `300.0` and `3e2`, as the schema has it. What is too large
/// to be anything counts as the largest.
fn whole_number(text: &str) -> Option<i128> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent),
        None => (text, "0"),
    };
    let (negative, mantissa) = match mantissa.strip_prefix('-') {
        Some(mantissa) => (true, mantissa),
        None => (false, mantissa),
    };
    let (before, after) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mut digits = format!("{before}{after}");
    // An exponent of more digits than fit is as good as the largest.
    let small = exponent.starts_with('-');
    let exponent = exponent.trim_start_matches(['+', '-']);
    let exponent = exponent.parse::<i64>().unwrap_or(i64::MAX);
    let exponent = if small { -exponent } else { exponent };
    let mut zeros = exponent.saturating_sub(after.len() as i64);
    digits.drain(..digits.len() - digits.trim_start_matches('0').len());
    if digits.is_empty() {
        return Some(0);
    }
    while zeros < 0 && digits.ends_with('0') {
        digits.pop();
        zeros += 1;
    }
    if zeros < 0 {
        return None;
    }
    if digits.len() as i64 > 38 - zeros.min(38) {
        return Some(if negative { i128::MIN } else { i128::MAX });
    }
    digits.extend(std::iter::repeat_n('0', zeros as usize));
    let number = digits.parse::<i128>().ok()?;
    Some(if negative { -number } else { number })
}

fn expected(shape: &Shape, shapes: &Shapes) -> Message {
    match shape {
        Shape::Any => words::a_value(),
        Shape::Text | Shape::Choice(_) => words::a_text(),
        Shape::DateTime => words::a_date_time(),
        Shape::Whole { .. } => words::a_whole_number(),
        Shape::Real => words::a_number(),
        Shape::Bool => words::a_bool(),
        Shape::List { .. } | Shape::Tuple(_) => words::a_list(),
        Shape::Map(_) | Shape::Object(_) | Shape::Tagged { .. } => words::an_object(),
        Shape::OrNull(shape) | Shape::OrObject(shape, _) => expected(shape, shapes),
        Shape::Named(name) => match shapes.named.get(name) {
            // Names of names do not occur; a value is still a true description.
            None | Some(Shape::Named(_)) => words::a_value(),
            Some(shape) => expected(shape, shapes),
        },
    }
}

fn found(value: &Value) -> Message {
    match value.kind {
        Kind::Null => words::null(),
        Kind::Bool => words::a_bool(),
        Kind::Number(..) => words::a_number(),
        Kind::Text(_) => words::a_text(),
        Kind::List(_) => words::a_list(),
        Kind::Object(_) => words::an_object(),
    }
}

fn shown(value: &Value) -> String {
    match &value.kind {
        Kind::Number(text, _) => shortened(text),
        Kind::Text(text) => shortened(text),
        Kind::Null | Kind::Bool | Kind::List(_) | Kind::Object(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::whole_number;

    #[test]
    fn whole_numbers_are_read_however_they_are_written() {
        for (text, number) in [
            ("0", Some(0)),
            ("-0", Some(0)),
            ("-0.0", Some(0)),
            ("0e999999999999999999999", Some(0)),
            ("300", Some(300)),
            ("300.0", Some(300)),
            ("3e2", Some(300)),
            ("3.00e+2", Some(300)),
            ("30000e-2", Some(300)),
            ("-12.50e1", Some(-125)),
            ("12.5", None),
            ("1e-1", None),
            ("1e-999999999999999999999", None),
            ("9223372036854775807", Some(i128::from(i64::MAX))),
            ("1e999999999999999999999", Some(i128::MAX)),
            ("-1e99", Some(i128::MIN)),
        ] {
            assert_eq!(whole_number(text), number, "{text}");
        }
    }
}
