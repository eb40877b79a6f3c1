//! How figures and names are written, for both readers.

use super::words;
use crate::answers::tables::told;
use crate::answers::{FIGURES, FigureKind, ScenarioAnswer};
use crate::statistics::Estimate;
use regauge_model::Language;
use regauge_model::message::Message;
use regauge_report::Words;

/// A message for both readers.
pub(super) fn both(message: &Message) -> Words {
    Words {
        zh: message.in_language(Language::Chinese),
        en: message.in_language(Language::English),
    }
}

/// Sentences behind each other; only English has blanks between them.
pub(super) fn joined(messages: &[Message]) -> Words {
    let all = messages.iter().map(both);
    let (zh, en): (Vec<String>, Vec<String>) = all.map(|words| (words.zh, words.en)).unzip();
    Words {
        zh: zh.concat(),
        en: en.join(" "),
    }
}

/// The same for both.
pub(super) fn same(text: impl Into<String>) -> Words {
    let text = text.into();
    Words {
        zh: text.clone(),
        en: text,
    }
}

/// A text of a file, without what could steer a page.
pub(super) fn clean(text: &str) -> String {
    regauge_report::clean(text)
}

/// A figure with as many digits as its error allows; `± ?` where nothing says what the error is.
pub(super) fn figure(estimate: &Estimate) -> String {
    let text = told(estimate).replace('-', "−");
    let text = match text.strip_prefix('−') {
        // what is rounded to 0 is not below it
        Some(rest) if is_zero(rest) => rest.to_owned(),
        _ => text,
    };
    match estimate.half_width {
        Some(_) => text,
        None => format!("{text} ± ?"),
    }
}

/// A difference, with its sign.
pub(super) fn difference(estimate: &Estimate) -> String {
    let text = figure(estimate);
    if estimate.mean > 0.0 && !is_zero(&text) {
        format!("+{text}")
    } else {
        text
    }
}

fn is_zero(text: &str) -> bool {
    let mean = text.split(' ').next().unwrap_or("");
    mean.chars().all(|c| c == '0' || c == '.')
}

/// A whole figure with its sign and commas.
pub(super) fn whole(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let text = grouped(&digits);
    let sign = if digits == "0" {
        ""
    } else if value < 0.0 {
        "−"
    } else {
        "+"
    };
    format!("{sign}{text}")
}

/// Digits with commas.
pub(super) fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A figure of the file, without zeros that say nothing.
pub(super) fn plain(value: f64) -> String {
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").map_or(text.clone(), str::to_owned);
    text.replace('-', "−")
}

/// Two ends; one where they are the same.
pub(super) fn range(low: f64, high: f64) -> String {
    let (low, high) = (plain(low), plain(high));
    if low == high {
        low
    } else {
        format!("{low}–{high}")
    }
}

/// The name of a scenario. The first is the reference.
pub(super) fn scenario(place: usize, answer: &ScenarioAnswer) -> Words {
    match (place, answer.name.as_str()) {
        (0, "reference") => both(&words::reference()),
        _ => settings(&answer.name),
    }
}

/// Factors and their values: `cranes = 5` stays in one line.
pub(super) fn settings(name: &str) -> Words {
    same(clean(name).replace(" = ", "\u{a0}=\u{a0}"))
}

/// A kind of figure by its name.
pub(super) fn kind(name: &str) -> FigureKind {
    let found = FIGURES.iter().find(|kind| kind.name == name);
    *found.expect("the names are those of the table")
}

/// What a figure is called.
pub(super) fn kind_name(kind: &FigureKind) -> Words {
    Words {
        zh: kind.zh.to_owned(),
        en: kind.en.to_owned(),
    }
}

/// Its unit.
pub(super) fn unit(kind: &FigureKind) -> Words {
    let zh = match kind.unit {
        "trains/day" => "列/日",
        "trains" => "列",
        other => other,
    };
    Words {
        zh: zh.to_owned(),
        en: kind.unit.to_owned(),
    }
}

/// Name and unit.
pub(super) fn heading(kind: &FigureKind) -> Words {
    let (name, unit) = (kind_name(kind), unit(kind));
    Words {
        zh: format!("{}（{}）", name.zh, unit.zh),
        en: format!("{} ({})", name.en, unit.en),
    }
}

/// What is used: `spots 23`, as the runs name it, in the words of a reader.
pub(super) fn used_name(name: &str) -> Words {
    let name = clean(name);
    let (kind, of) = name.split_once(' ').unwrap_or((name.as_str(), ""));
    let message = match kind {
        "spots" => words::spots_of(of),
        "tracks" => words::tracks_of(of),
        "teams" => words::teams_of(of),
        "locomotives" => words::locomotives_of(of),
        "section" => words::section_of(of),
        "cranes" => words::cranes_of(of),
        _ => return same(name),
    };
    both(&message)
}
