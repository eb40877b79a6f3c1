//! Any figure of base, world and run by its path: `base.system.stations[alashankou].sheds[shed-22].placing_minutes`, `world.arrivals.sd_minutes`.

use super::{Setting, nearest};
use crate::words;
use regauge_model::message::Message;
use serde_json::Value;

/// Why a path leads nowhere, or a value does not fit there: what was found, what is said of it, and advice.
pub(super) type Refusal = (String, Message, Message);

/// Sets what a path leads to.
///
/// # Errors
/// A step that is not there, with the nearest one that is; a value of another kind than the present one.
pub(super) fn set(root: &mut Value, path: &str, setting: &Setting) -> Result<(), Refusal> {
    let mut at = root;
    let mut rest = path;
    while !rest.is_empty() {
        let (step, after) = step(rest);
        rest = after;
        at = enter(at, step)?;
    }
    let new = match (&*at, setting) {
        (Value::Bool(_), Setting::Is(is)) => Value::Bool(*is),
        (Value::Number(old), Setting::Number(number)) => as_number(old.is_f64(), *number),
        (Value::Null, Setting::Number(number)) => as_number(true, *number),
        (Value::String(_), Setting::Word(word)) => Value::String(word.clone()),
        (old, _) => {
            let message = words::wrong_value(words::a_value_like(old.to_string()));
            return Err((setting.to_string(), message, words::correct_value()));
        }
    };
    *at = new;
    Ok(())
}

fn as_number(is_decimal: bool, number: f64) -> Value {
    if !is_decimal && number.fract() == 0.0 && number.abs() < 9e15 {
        Value::from(number as i64)
    } else {
        Value::from(number)
    }
}

/// The first step of a path and what is behind it: a field, or what stands in brackets.
fn step(path: &str) -> (&str, &str) {
    if let Some(inner) = path.strip_prefix('[') {
        let (step, after) = inner.split_once(']').unwrap_or((inner, ""));
        return (step, after.strip_prefix('.').unwrap_or(after));
    }
    let end = path.find(['.', '[']).unwrap_or(path.len());
    let (step, after) = path.split_at(end);
    (step, after.strip_prefix('.').unwrap_or(after))
}

fn enter<'v>(at: &'v mut Value, step: &str) -> Result<&'v mut Value, Refusal> {
    let known: Vec<String> = match at {
        Value::Object(fields) => fields.keys().cloned().collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(place, item)| id_of(item).unwrap_or_else(|| place.to_string()))
            .collect(),
        _ => Vec::new(),
    };
    let place = known.iter().position(|name| name == step);
    let place = place.or_else(|| {
        step.parse()
            .ok()
            .filter(|place| at.is_array() && *place < known.len())
    });
    let Some(place) = place else {
        let names = known.iter().map(String::as_str);
        let advice = match nearest(step, names.clone()) {
            Some(name) => words::meant(name),
            None if known.is_empty() => words::nothing_to_name(),
            None => words::name_one_of(regauge_model::message::Value::list(names.take(12))),
        };
        return Err((step.to_owned(), words::no_thing(words::field()), advice));
    };
    match at {
        Value::Object(fields) => fields.get_mut(&known[place]),
        Value::Array(items) => items.get_mut(place),
        _ => None,
    }
    .ok_or_else(|| {
        (
            step.to_owned(),
            words::no_thing(words::field()),
            words::nothing_to_name(),
        )
    })
}

/// What elements of a list are called: by their id, or else by what the file tells them apart by.
fn id_of(item: &Value) -> Option<String> {
    let name = item
        .get("id")
        .or_else(|| item.get("name"))
        .or_else(|| item.get("gauge_mm"))?;
    match name {
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}
