//! What the script knows: of every train its name and all its times, from the plan's own events.
//!
//! Texts are in one list of pairs, Chinese and English, and events name them by number, so that a large plan stays small.

use super::both::{Both, Words};
use crate::journey::ends_of;
use crate::sheet::stage::rake_of;
use crate::sheet::{board, waits};
use crate::text::Text;
use crate::wording::Wording;
use regauge_model::ids::TrainId;
use regauge_model::plan::{Activity, Event, Plan, TrainPlan};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Texts, each once.
#[derive(Default)]
struct Texts {
    numbers: BTreeMap<Words, usize>,
    list: Vec<Value>,
}

impl Texts {
    fn number(&mut self, words: Words) -> usize {
        if let Some(number) = self.numbers.get(&words) {
            return *number;
        }
        let number = self.list.len();
        self.list.push(if words.zh == words.en {
            json!(words.en)
        } else {
            json!([words.zh, words.en])
        });
        self.numbers.insert(words, number);
        number
    }
}

/// JSON that may stand in a script element.
pub(super) fn json(both: &Both<'_>, plan: &Plan) -> String {
    let mut texts = Texts::default();
    let lines = |words: &Wording<'_>| {
        let mut lines = board::lines(words, plan);
        lines.sort_by_key(|line| line.id);
        lines
    };
    let lines: Vec<_> = lines(&both.zh).into_iter().zip(lines(&both.en)).collect();
    let mut trains = Vec::new();
    for (zh, en) in lines {
        let train = en.id;
        let planned = &plan.trains[train.index()];
        let text = Words {
            zh: format!("{} · {}", zh.class, zh.route),
            en: format!("{} · {}", en.class, en.route),
        };
        let text = texts.number(text);
        let events: Vec<Value> = planned
            .events()
            .iter()
            .map(|event| {
                let rake = texts.number(both.text(rake_of(&both.en, plan, train, event)));
                let what = texts.number(both.of(|words| what(words, event)));
                json!([event.span.from.0, event.span.to.0, rake, what])
            })
            .collect();
        let waits = match planned {
            TrainPlan::Planned { waits, .. } => waits.as_slice(),
            TrainPlan::Postponed { .. } => &[],
        };
        let waits: Vec<Value> = waits
            .iter()
            .map(|wait| {
                let rake = texts.number(both.text(waits::rake(&both.en, plan, train, wait)));
                let cause = texts.number(both.of(|words| cause(words, wait)));
                json!([wait.span.from.0, wait.span.to.0, rake, cause])
            })
            .collect();
        let reason = postponed(both, plan, train).map(|words| texts.number(words));
        trains.push(json!([en.train, text, events, waits, reason]));
    }
    let start = both.instance.horizon().start;
    let data = json!({
        "start": start.timestamp(),
        "offset": start.offset().local_minus_utc(),
        "texts": texts.list,
        "trains": trains,
        "words": words(both),
    });
    // So that no text ends the element it stands in.
    data.to_string().replace('<', "\\u003c")
}

/// Words of the script itself.
fn words(both: &Both<'_>) -> Value {
    let pair = |text: Text| {
        let words = both.text(text);
        json!([words.zh, words.en])
    };
    json!({
        "hits": pair(Text::Hits),
        "noHits": pair(Text::NoHits),
        "follow": pair(Text::FollowHint),
        "following": pair(Text::FollowingHint),
        "notPlanned": pair(Text::NotPlanned),
    })
}

/// What an event is and where.
fn what(words: &Wording<'_>, event: &Event) -> String {
    let system = words.instance.system();
    let at = |text: Text, place: String| format!("{} {place}", words.text(text));
    let loco = |text: Text, place: String, locomotive: u32| {
        let numbered = format!("{} {locomotive}", words.text(Text::WordLocomotive));
        format!("{} {place}, {numbered}", words.text(text))
    };
    match &event.what {
        Activity::Run {
            section, direction, ..
        } => {
            let (from, to) = ends_of(system, *section, *direction);
            let (from, to) = (words.station(from), words.station(to));
            format!(
                "{} {from} {} {to}",
                words.text(Text::WordRun),
                words.signs.arrow
            )
        }
        Activity::Track { yard, track } => words.track(*yard, *track),
        Activity::Stage { stage, team } => {
            let data = system.stage(*stage);
            let title = words.titled(&data.name, &data.title);
            match team {
                Some(team) => format!("{title} ({} {team})", words.text(Text::WordTeam)),
                None => title,
            }
        }
        Activity::Placing {
            spot, locomotive, ..
        } => loco(Text::Placing, words.spot(*spot), *locomotive),
        Activity::Spot { spot } => at(Text::WordSpot, words.spot(*spot)),
        Activity::CraneWork { spot, .. } => at(Text::WordCraneWork, words.spot(*spot)),
        Activity::Handling { spot } => at(Text::Handling, words.spot(*spot)),
        Activity::Exchange { spot, part, .. } => {
            at(Text::Exchange, format!("{} ({part})", words.spot(*spot)))
        }
        Activity::Pulling {
            spot, locomotive, ..
        } => loco(Text::Pulling, words.spot(*spot), *locomotive),
        Activity::IntoStore { store, locomotive } => {
            loco(Text::IntoStore, words.store(*store), *locomotive)
        }
        Activity::FromStore { store, locomotive } => {
            loco(Text::FromStore, words.store(*store), *locomotive)
        }
    }
}

/// What a wait is for, and who is in the way.
fn cause(words: &Wording<'_>, wait: &regauge_model::plan::Wait) -> String {
    let cause = words.fill(Text::WaitsFor, &[&words.resource(wait.for_what)]);
    let held = waits::held_by(words, wait);
    if held.is_empty() {
        cause
    } else {
        format!("{cause} ({held})")
    }
}

fn postponed(both: &Both<'_>, plan: &Plan, train: TrainId) -> Option<Words> {
    let TrainPlan::Postponed { reason } = &plan.trains[train.index()] else {
        return None;
    };
    Some(both.of(|words| {
        let blocked: Vec<String> = reason
            .blocked_by
            .iter()
            .map(|one| words.resource(*one))
            .collect();
        let code = crate::sheet::postponed::code_in_words(words, reason);
        if blocked.is_empty() {
            code
        } else {
            format!("{code}: {}", words.list(&blocked))
        }
    }))
}
