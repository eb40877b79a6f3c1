//! Comparing a tree with a shape: unknown and missing fields, wrong types, choices, date-times, sizes of numbers.

use super::super::lines::{Kind, Value};
use super::super::report::{At, Report, shortened};
use super::super::rules::{
    BAD_DATE_TIME, MISSING_FIELD, NO_OFFSET, NOT_A_CHOICE, NOT_WHOLE, OUT_OF_RANGE, Rule,
    UNKNOWN_FIELD, WRONG_TYPE,
};
use super::shape::{Record, Shape, Shapes};
use chrono::{DateTime, NaiveDate, NaiveDateTime};
use std::ops::Range;

/// A whole number that is written with a point or an exponent, and how it is written without.
pub(super) struct Respelling {
    pub(super) place: Range<usize>,
    pub(super) number: i128,
}

/// Reports everything in a tree that has not the shape; gives the whole numbers that are not written as digits alone, in the order
/// of the text.
pub(super) fn walk(tree: &Value, shapes: &Shapes, report: &mut Report) -> Vec<Respelling> {
    let mut walk = Walk {
        shapes,
        report,
        respelt: Vec::new(),
    };
    walk.value(tree, &shapes.root, &At::ROOT);
    walk.respelt
}

struct Walk<'a, 'l> {
    shapes: &'a Shapes,
    report: &'a mut Report<'l>,
    respelt: Vec<Respelling>,
}

impl Walk<'_, '_> {
    fn problem(
        &mut self,
        rule: &'static Rule,
        at: &At,
        value: &Value,
        message: impl Into<String>,
        advice: impl Into<String>,
    ) {
        let line = Some(value.line as usize);
        self.report
            .add_at(rule, at.to_string(), line, shown(value), message, advice);
    }

    fn value(&mut self, value: &Value, shape: &Shape, at: &At) {
        if self.report.is_full() {
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
            (Shape::Whole { least, most }, Kind::Number(text, start)) => {
                self.whole(value, (text, *start as usize), (*least, *most), at);
            }
            (Shape::Real, Kind::Number(text, _)) => {
                if !text.parse::<f64>().is_ok_and(f64::is_finite) {
                    let message = "the number is too large to be read";
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
                    let message = format!("the list has {} entries, not {count}", items.len());
                    self.problem(WRONG_TYPE, at, value, message, WRONG_TYPE.advice);
                }
                for (i, value) in items.iter().enumerate() {
                    self.value(value, item, &at.index(i));
                }
            }
            (Shape::Tuple(shapes), Kind::List(items)) => {
                if items.len() != shapes.len() {
                    let (given, wanted) = (items.len(), shapes.len());
                    let message = format!("the list has {given} entries, not {wanted}");
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
                    let names: Vec<String> = names.collect();
                    let message = format!("the field `{tag}` is missing");
                    let advice = format!("Add it; it is one of {}.", names.join(", "));
                    self.problem(MISSING_FIELD, &at.field(tag), value, message, advice);
                    return;
                };
                let at_tag = at.field(tag);
                let Kind::Text(word) = &given.kind else {
                    self.wrong_type(given, "a text", &at_tag);
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

    fn wrong_type(&mut self, value: &Value, expected: &str, at: &At) {
        let message = format!("{expected} is expected here, not {}", found(value));
        self.problem(WRONG_TYPE, at, value, message, WRONG_TYPE.advice);
    }

    fn not_a_choice<'w>(
        &mut self,
        value: &Value,
        text: &str,
        words: impl Iterator<Item = &'w str> + Clone,
        at: &At,
    ) {
        let all: Vec<String> = words.clone().map(|word| format!("`{word}`")).collect();
        let otherwise = format!("Write one of {}.", all.join(", "));
        let advice = self.report.nearest(text, words, &otherwise);
        let message = format!("`{}` is none of {}", shortened(text), all.join(", "));
        self.problem(NOT_A_CHOICE, at, value, message, advice);
    }

    fn record(&mut self, value: &Value, record: &Record, at: &At) {
        let Kind::Object(fields) = &value.kind else {
            return;
        };
        for (name, value) in fields {
            if self.report.is_full() {
                return;
            }
            let at = at.field(name);
            if let Some(shape) = record.fields.get(&**name) {
                self.value(value, shape, &at);
                continue;
            }
            let known = record.fields.keys().map(String::as_str);
            let advice = self.report.nearest(name, known, UNKNOWN_FIELD.advice);
            let message = format!("there is no field `{}` here", shortened(name));
            self.problem(UNKNOWN_FIELD, &at, value, message, advice);
        }
        for name in &record.required {
            if !fields.iter().any(|(given, _)| given == name) {
                let message = format!("the field `{name}` is missing");
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
        (least, most): (i128, i128),
        at: &At,
    ) {
        match whole_number(text) {
            Some(number) if (least..=most).contains(&number) => {
                if number.to_string() != text {
                    let place = start..start + text.len();
                    self.respelt.push(Respelling { place, number });
                }
            }
            Some(_) => {
                let message = format!("the number is not between {least} and {most}");
                self.problem(NOT_WHOLE, at, value, message, NOT_WHOLE.advice);
            }
            None => {
                let message = "a whole number is expected here";
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
            let message = "the date-time has no offset, so it may mean Beijing or Astana time";
            self.problem(NO_OFFSET, at, value, message, NO_OFFSET.advice);
        } else {
            let message = "this is not a date-time";
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

fn expected(shape: &Shape, shapes: &Shapes) -> &'static str {
    match shape {
        Shape::Any => "a value",
        Shape::Text | Shape::Choice(_) => "a text",
        Shape::DateTime => "a date-time in quotes",
        Shape::Whole { .. } => "a whole number",
        Shape::Real => "a number",
        Shape::Bool => "true or false",
        Shape::List { .. } | Shape::Tuple(_) => "a list",
        Shape::Map(_) | Shape::Object(_) | Shape::Tagged { .. } => "an object",
        Shape::OrNull(shape) | Shape::OrObject(shape, _) => expected(shape, shapes),
        Shape::Named(name) => match shapes.named.get(name) {
            // Names of names do not occur; a value is still a true description.
            None | Some(Shape::Named(_)) => "a value",
            Some(shape) => expected(shape, shapes),
        },
    }
}

fn found(value: &Value) -> &'static str {
    match value.kind {
        Kind::Null => "null",
        Kind::Bool => "true or false",
        Kind::Number(..) => "a number",
        Kind::Text(_) => "a text",
        Kind::List(_) => "a list",
        Kind::Object(_) => "an object",
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
