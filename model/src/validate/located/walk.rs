//! Comparing a tree with a shape: unknown and missing fields, wrong types, choices, date-times, sizes of numbers.

use super::super::report::{At, Report, shortened};
use super::super::rules::{
    BAD_DATE_TIME, MISSING_FIELD, NO_OFFSET, NOT_A_CHOICE, NOT_WHOLE, OUT_OF_RANGE, Rule,
    UNKNOWN_FIELD, WRONG_TYPE,
};
use super::shape::{Record, Shape, Shapes};
use super::tree::{Kind, Value};
use chrono::{DateTime, NaiveDate, NaiveDateTime};

/// Reports everything in a tree that has not the shape.
pub(super) fn walk(tree: &Value, shapes: &Shapes, report: &mut Report) {
    Walk { shapes, report }.value(tree, &shapes.root, &At::ROOT);
}

struct Walk<'a, 'l> {
    shapes: &'a Shapes,
    report: &'a mut Report<'l>,
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
            (Shape::Whole { least, most }, Kind::Number(text)) => {
                self.whole(value, text, (*least, *most), at);
            }
            (Shape::Real, Kind::Number(text)) => {
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
            (Shape::List { item, least, most }, Kind::List(items)) => {
                if !(*least..=*most).contains(&items.len()) {
                    let message = format!("the list has {} entries, not {least}", items.len());
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

    fn whole(&mut self, value: &Value, text: &str, (least, most): (i128, i128), at: &At) {
        match text.parse::<i128>() {
            Ok(number) if (least..=most).contains(&number) => {}
            Ok(_) => {
                let message = format!("the number is not between {least} and {most}");
                self.problem(NOT_WHOLE, at, value, message, NOT_WHOLE.advice);
            }
            Err(_) => {
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
        Kind::Number(_) => "a number",
        Kind::Text(_) => "a text",
        Kind::List(_) => "a list",
        Kind::Object(_) => "an object",
    }
}

fn shown(value: &Value) -> String {
    match &value.kind {
        Kind::Number(text) => shortened(text),
        Kind::Text(text) => shortened(text),
        Kind::Null | Kind::Bool | Kind::List(_) | Kind::Object(_) => String::new(),
    }
}
