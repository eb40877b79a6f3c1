//! Letters of ids that nobody sees, and offsets that the clock of a named time zone does not have.

use super::Context;
use crate::message::Message;
use crate::validation::diagnostics::{At, Diagnostics};
use crate::validation::rules::{FOREIGN_OFFSET, HIDDEN_LETTERS};
use crate::words;
use chrono::{DateTime, Datelike, FixedOffset, Offset, TimeZone, Utc};
use chrono_tz::Tz;
use serde_json::Value;
use std::collections::BTreeMap;

/// Fields that hold what people call things; they are never date-times.
const TEXTS: [&str; 4] = ["id", "name", "note", "train"];

pub(super) fn check(context: Context, diagnostics: &mut Diagnostics) {
    let file = serde_json::to_value(context.file).unwrap_or_default();
    let stations = context.instance.system().stations().iter();
    let mut zones: Vec<Tz> = stations.filter_map(|station| station.timezone).collect();
    zones.sort_by_key(|zone| zone.name());
    zones.dedup();
    let mut offsets = Offsets {
        own: *context.instance.horizon().start.offset(),
        zones,
        foreign: BTreeMap::new(),
    };
    walk(&file, &At::ROOT, "", &mut offsets, diagnostics);
    offsets.tell(diagnostics);
}

/// Goes through every text of a file.
fn walk(value: &Value, at: &At, field: &str, offsets: &mut Offsets, diagnostics: &mut Diagnostics) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                walk(value, &at.field(name), name, offsets, diagnostics);
            }
        }
        Value::Array(items) => {
            for (i, value) in items.iter().enumerate() {
                walk(value, &at.index(i), field, offsets, diagnostics);
            }
        }
        Value::String(text) if field == "id" || (field == "train" && is_path(at)) => {
            letters(text, at, diagnostics);
        }
        Value::String(text) if !TEXTS.contains(&field) => offsets.look(text, at),
        _ => {}
    }
}

/// Whether a train is named that stands nowhere else: by a path already given away.
fn is_path(at: &At) -> bool {
    at.to_string().starts_with("system.given_paths")
}

/// Tells the first letter of an id that cannot be seen.
fn letters(id: &str, at: &At, diagnostics: &mut Diagnostics) {
    let mut hidden = id.chars().filter_map(|c| Some((c, what_is_hidden(c)?)));
    let message = if let Some((letter, what)) = hidden.next() {
        words::hidden_letter(format!("U+{:04X}", u32::from(letter)), what)
    } else if id.trim() != id {
        words::outer_space()
    } else {
        return;
    };
    let shown: String = id
        .chars()
        .flat_map(|c| match what_is_hidden(c) {
            Some(_) => c.escape_unicode().collect::<Vec<_>>(),
            None => vec![c],
        })
        .collect();
    diagnostics.add(HIDDEN_LETTERS, at, shown, message);
}

/// What is wrong with a letter in an id: Unicode's format characters (Cf), fillers, selectors, and spaces that look like another.
fn what_is_hidden(letter: char) -> Option<Message> {
    match letter {
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            Some(words::turns_writing())
        }
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' => {
            Some(words::odd_space())
        }
        '\u{ad}'
        | '\u{34f}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200d}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{2060}'..='\u{2065}'
        | '\u{206a}'..='\u{206f}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}' => Some(words::invisible()),
        _ => None,
    }
}

/// Date-times whose offset a named zone has at other times, but not then.
struct Offsets {
    /// The offset of the plan, in which any time may be written.
    own: FixedOffset,
    zones: Vec<Tz>,
    /// The first place of every such offset, the text there, the zone, and how many there are.
    foreign: BTreeMap<i32, (String, String, Tz, usize)>,
}

impl Offsets {
    fn look(&mut self, text: &str, at: &At) {
        let is_long = text.len() >= "2025-03-01T18:00:00Z".len();
        if !is_long || text.as_bytes().get(10) != Some(&b'T') || self.zones.is_empty() {
            return;
        }
        let Ok(time) = DateTime::parse_from_rfc3339(text) else {
            return;
        };
        let seconds = time.offset().local_minus_utc();
        let path = at.to_string();
        // The offset of the plan is any; only that of its start may be wrong.
        let allowed = seconds == 0 || (*time.offset() == self.own && path != "horizon.start");
        if allowed || self.zones.iter().any(|zone| offset(*zone, time) == seconds) {
            return;
        }
        let Some(zone) = self.zones.iter().find(|zone| had(**zone, seconds, time)) else {
            return;
        };
        let first = (path, text.to_owned(), *zone, 0);
        self.foreign.entry(seconds).or_insert(first).3 += 1;
    }

    fn tell(self, diagnostics: &mut Diagnostics) {
        for (path, text, zone, count) in self.foreign.into_values() {
            let then = DateTime::parse_from_rfc3339(&text).map(|time| {
                let offset = zone.offset_from_utc_datetime(&time.naive_utc()).fix();
                offset.to_string()
            });
            let then = then.unwrap_or_default();
            let more = match count {
                1 => words::nothing_more(),
                many => words::and_more(many - 1),
            };
            let message = words::offset_then(zone.name(), &then, &more);
            diagnostics.add_path(FOREIGN_OFFSET, &path, text, message);
        }
    }
}

/// Offset of a zone at an instant, in seconds.
fn offset(zone: Tz, at: DateTime<FixedOffset>) -> i32 {
    let found = zone.offset_from_utc_datetime(&at.naive_utc());
    found.fix().local_minus_utc()
}

/// Whether a zone had an offset in one of the ten years before an instant, or has it in the year after.
fn had(zone: Tz, seconds: i32, at: DateTime<FixedOffset>) -> bool {
    (at.year() - 10..=at.year() + 1).any(|year| {
        [1, 7].into_iter().any(|month| {
            let time = Utc.with_ymd_and_hms(year, month, 1, 0, 0, 0).single();
            time.is_some_and(|time| offset(zone, time.fixed_offset()) == seconds)
        })
    })
}
