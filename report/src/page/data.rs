//! What the script knows: of every train its name and all its times, from the plan's own events.
//!
//! Texts are in one list of pairs, Chinese and English, and events name them by number, so that a large plan stays small.

use super::both::{Both, Words};
use crate::sheet::{self, board, rake, waits};
use crate::text::Text;
use crate::wording::Wording;
use regauge_model::delays::TrainDelays;
use regauge_model::ids::TrainId;
use regauge_model::journey::Run;
use regauge_model::plan::{Plan, TrainPlan};
use regauge_model::resource::Resource;
use regauge_model::system::ThroatMovement;
use regauge_model::timeline::{Held, Kind, Timeline, Use};
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
pub(super) fn json(both: &Both<'_>, timeline: &Timeline<'_>, delays: &[TrainDelays]) -> String {
    let plan = timeline.plan();
    let mut texts = Texts::default();
    let lines = |words: &Wording<'_>| {
        let mut lines = board::lines(words, timeline);
        lines.sort_by_key(|line| line.id);
        lines
    };
    let lines: Vec<_> = lines(&both.zh).into_iter().zip(lines(&both.en)).collect();
    let held = timeline.held();
    let mut trains = Vec::new();
    for (zh, en) in lines {
        let train = en.id;
        let planned = &plan.trains[train.index()];
        let text = Words {
            zh: format!("{} · {}", zh.class, zh.route),
            en: format!("{} · {}", en.class, en.route),
        };
        let text = texts.number(text);
        let uses = timeline.of_train(train).iter();
        let is_told = |one: &&Use<'_>| {
            one.is_main && one.event.is_some() || matches!(one.kind, Kind::Pass | Kind::Throat(_))
        };
        let events = uses.filter(is_told);
        let mut events: Vec<Value> = events
            .map(|one| {
                let rake = texts.number(both.text(rake(one.role)));
                let what = texts.number(both.of(|words| what(words, timeline, one)));
                // making up and breaking up of a rake are part of its movement
                let event = one.event.and_then(|at| planned.events().get(at));
                let whole = event.filter(|_| matches!(one.kind, Kind::Movement(_)));
                let span = whole.map_or(one.span, |event| event.span);
                json!([span.from.0, span.to.0, rake, what])
            })
            .collect();
        events.extend(held.iter().filter(|held| held.train == train).map(|held| {
            let rake = texts.number(both.text(rake(held.role)));
            let what = texts.number(both.of(|words| held_at(words, held)));
            json!([held.span.from.0, held.span.to.0, rake, what])
        }));
        let waits: Vec<Value> = planned
            .waits()
            .iter()
            .map(|wait| {
                let rake = texts.number(both.text(waits::rake(timeline, train, wait)));
                let cause = texts.number(both.of(|words| cause(words, wait)));
                json!([wait.span.from.0, wait.span.to.0, rake, cause])
            })
            .collect();
        let mut later = delays.iter().filter(|one| one.train == train);
        let later = later.next().map_or(&[][..], |one| &one.delays);
        let later: Vec<Value> = later
            .iter()
            .map(|delay| {
                let cause = both.of(|words| sheet::delays::cause(words, delay.cause));
                json!([delay.minutes, texts.number(cause)])
            })
            .collect();
        let reason = postponed(both, plan, train).map(|words| texts.number(words));
        trains.push(json!([en.train, text, events, waits, reason, later]));
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
        "laterBy": pair(Text::LaterBy),
        "notPlanned": pair(Text::NotPlanned),
    })
}

/// What a train does and where.
fn what(words: &Wording<'_>, timeline: &Timeline<'_>, one: &Use<'_>) -> String {
    let system = words.instance.system();
    if let Some(run) = Run::of(system, one) {
        let (from, to) = (words.station(run.from), words.station(run.to));
        let run = words.text(Text::WordRun);
        return format!("{run} {from} {} {to}", words.signs.arrow);
    }
    if let (Resource::Throat(id), Kind::Throat(by)) = (one.resource, one.kind) {
        let text = match by {
            ThroatMovement::Arrival(_) => Text::OverThroatArriving,
            ThroatMovement::Departure(_) => Text::OverThroatDeparting,
            ThroatMovement::Spot(_) | ThroatMovement::Store(_) => Text::OverThroatShunting,
        };
        return words.fill(text, &[&words.throat(id)]);
    }
    if let (Resource::Track(yard, track), Kind::Pass) = (one.resource, one.kind) {
        return words.fill(Text::PassingOn, &[&words.track(yard, track)]);
    }
    let place = match one.resource {
        Resource::Track(yard, track) => return words.track(yard, track),
        Resource::Stage(id) => return words.stage(id),
        Resource::Team(id, team) => {
            return format!(
                "{} ({} {team})",
                words.stage(id),
                words.text(Text::WordTeam)
            );
        }
        Resource::SpotSide(spot, _) => words.spot(spot),
        Resource::Store(store) => words.store(store),
        other => words.resource(other),
    };
    let Kind::Movement(movement) = one.kind else {
        let what = match one.kind {
            Kind::CraneWork(_) => Text::WordCraneWork,
            Kind::Handling => Text::Handling,
            _ => Text::WordSpot,
        };
        return format!("{} {place}", words.text(what));
    };
    let moved = format!("{} {place}", words.task(movement.what));
    if let Some(part) = movement.part {
        return format!("{moved} ({part})");
    }
    match timeline.locomotives(one).next() {
        Some(Resource::Locomotive(_, number)) => {
            format!("{moved}, {} {number}", words.text(Text::WordLocomotive))
        }
        _ => moved,
    }
}

/// Where a train is held; and between which minutes it may be released, where that is uncertain.
fn held_at(words: &Wording<'_>, held: &Held<'_>) -> String {
    let station = words.station(held.hold.station);
    match held.hold.between {
        Some((from, to)) => {
            let clock = words.clock.on_day_of(held.span.from);
            let (from, to) = (clock.time(from), clock.time(to));
            words.fill(Text::HeldAtBetween, &[&station, &from, &to])
        }
        None => words.fill(Text::HeldAt, &[&station]),
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
