//! The stage plan (阶段计划): what every resource does in the few hours that matter now, and who waits meanwhile.

use super::{Cell, Row, Sheet, Tone, rake, shunting, touches, waits};
use crate::names::name;
use crate::text::Text;
use crate::wording::Wording;
use regauge_model::Span;
use regauge_model::ids::TrainId;
use regauge_model::journey::Run;
use regauge_model::plan::{Closure, ClosureKind, Wait};
use regauge_model::resource::Resource;
use regauge_model::timeline::{Kind, Timeline, Use};

/// What a resource does at a time, in words. The order of the fields is that of the sheet.
struct Entry {
    part: Text,
    /// The place of the resource among those of its part.
    order: (usize, u32),
    span: Span,
    train: TrainId,
    resource: String,
    rake: Text,
    what: String,
    detail: String,
    tone: Tone,
}

/// Everything that begins or goes on in a window, by resource.
pub(crate) fn sheet(words: &Wording<'_>, timeline: &Timeline<'_>, window: Span) -> Sheet {
    let now = timeline.uses().iter();
    let now = now.filter(|one| one.is_main && touches(one.span, window));
    let mut entries: Vec<Entry> = now.filter_map(|one| of_use(words, one)).collect();
    of_locomotives(words, timeline, window, &mut entries);
    of_waits(words, timeline, window, &mut entries);
    // Stable: what is equal stays in the order of trains and events.
    entries.sort_by(|a, b| {
        let key = |one: &Entry| (one.part, one.order, one.span, one.train);
        key(a).cmp(&key(b)).then_with(|| a.what.cmp(&b.what))
    });
    both_rakes(&mut entries);
    let title = words.fill(
        Text::StagePlan,
        &[&words.clock.date_time(window.from), words.signs.dash, &{
            words.clock.on_day_of(window.from).time(window.to)
        }],
    );
    let mut sheet = Sheet::new(&title)
        .names(words.text(Text::ResourceHead))
        .figures(words.text(Text::Time))
        .names(words.text(Text::Train))
        .names(words.text(Text::RakeLabel))
        .names(words.text(Text::Operation))
        .sentences(words.text(Text::Detail));
    let mut last = None;
    let clock = words.clock.on_day_of(window.from);
    for one in entries {
        let key = (one.part, one.order);
        let again = last.replace(key) == Some(key);
        let resource = Cell {
            again,
            ..Cell::from(one.resource)
        };
        let cells = vec![
            resource,
            clock.span(one.span, words.signs.dash).into(),
            words.train(one.train).into(),
            words.text(one.rake).into(),
            Cell::toned(one.what, one.tone),
            one.detail.into(),
        ];
        let row = Row::new(cells).of(one.train).at(one.span);
        sheet.row(row.part(words.text(one.part).to_owned()));
    }
    sheet
}

/// What both rakes of a train do alike at one place is said once.
fn both_rakes(entries: &mut Vec<Entry>) {
    entries.dedup_by(|later, first| {
        let alike = (later.part, later.order, later.span, later.train)
            == (first.part, first.order, first.span, first.train)
            && (&later.what, &later.detail) == (&first.what, &first.detail)
            && later.part == Text::PartSpots;
        if alike {
            first.rake = Text::BothRakes;
        }
        alike
    });
}

/// What a train does with a resource; locomotives have a list of their own.
fn of_use(words: &Wording<'_>, one: &Use<'_>) -> Option<Entry> {
    let system = words.instance.system();
    let (part, order, resource) = match one.resource {
        Resource::Section(id) => (Text::PartLine, (id.index(), 0), words.section(id)),
        Resource::Track(yard, track) => {
            let order = (yard.index(), track);
            (Text::PartTracks, order, words.track(yard, track))
        }
        Resource::Stage(id) => (Text::PartStages, (id.index(), 0), words.stage(id)),
        Resource::Team(id, team) => {
            let resource = format!("{} {team}", words.stage(id));
            (Text::PartStages, (id.index(), team), resource)
        }
        Resource::SpotSide(id, _) => (Text::PartSpots, (id.index(), 0), words.spot(id)),
        Resource::Crane(id) => (Text::PartCranes, (id.index(), 0), words.crane(id)),
        _ => return None,
    };
    let mut detail = String::new();
    let what = match one.kind {
        Kind::Run { .. } => {
            let run = Run::of(system, one)?;
            let (from, to) = (words.station(run.from), words.station(run.to));
            detail = format!("{from} {} {to}", words.signs.arrow);
            Text::WordRun
        }
        // Its handling is all it does there.
        Kind::Hold { .. } if one.spot().is_some() && is_handled(words, one.train) => return None,
        Kind::Hold { .. } => Text::LegendStanding,
        Kind::Stage(id) => {
            return Some(row(one, (part, order, resource), words.stage(id), detail));
        }
        Kind::Movement(movement) => {
            let what = words.task(movement.what);
            return Some(row(one, (part, order, resource), what, detail));
        }
        Kind::CraneWork(work) => {
            let clock = words.clock.on_day_of(one.span.from);
            let lifting = clock.span(work.lifting(), words.signs.dash);
            detail = words.fill(Text::LiftingAt, &[&lifting]);
            Text::WordCraneWork
        }
        Kind::Handling => Text::Handling,
        Kind::Lifts { wagons, lifts } => {
            let wagons = format!("{}{}{}", wagons.0, words.signs.dash, wagons.1);
            detail = words.fill(Text::WagonsAndLifts, &[&wagons, &lifts.to_string()]);
            Text::Lifting
        }
        Kind::Postponed => Text::NotPlanned,
        Kind::LightRun | Kind::Clearing | Kind::Pass | Kind::Throat(_) => return None,
    };
    let what = words.text(what).to_owned();
    Some(row(one, (part, order, resource), what, detail))
}

fn row(
    one: &Use<'_>,
    (part, order, resource): (Text, (usize, u32), String),
    what: String,
    detail: String,
) -> Entry {
    Entry {
        part,
        order,
        span: one.span,
        train: one.train,
        resource,
        rake: rake(one.role),
        what,
        detail,
        tone: match one.kind {
            Kind::Postponed => Tone::Bad,
            _ => Tone::Plain,
        },
    }
}

fn is_handled(words: &Wording<'_>, train: TrainId) -> bool {
    !words.instance.train(train).handling().is_empty()
}

fn of_locomotives(
    words: &Wording<'_>,
    timeline: &Timeline<'_>,
    window: Span,
    entries: &mut Vec<Entry>,
) {
    let movements = shunting::movements(words, timeline);
    let mut names: Vec<String> = movements.iter().map(|one| one.locomotive.clone()).collect();
    // 1520-2 before 1520-10.
    names.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
    names.dedup();
    for one in movements {
        if !touches(one.span, window) {
            continue;
        }
        let order = names.iter().position(|name| *name == one.locomotive);
        entries.push(Entry {
            part: Text::PartLocomotives,
            order: (order.unwrap_or(0), 0),
            span: one.span,
            train: one.train,
            resource: one.locomotive,
            rake: one.rake,
            what: one.what,
            detail: format!("{} {} {}", one.from, words.signs.arrow, one.to),
            tone: Tone::Plain,
        });
    }
}

/// A movement that waits because shunting is stopped by wind has a word of its own in Chinese.
fn waits_before(wait: &Wait) -> Text {
    let in_wind = |closure: &Closure| closure.why == ClosureKind::ShuntingWind;
    if wait.closure.as_ref().is_some_and(in_wind) {
        Text::WaitsShuntingWind
    } else {
        Text::WaitsBefore
    }
}

fn of_waits(words: &Wording<'_>, timeline: &Timeline<'_>, window: Span, entries: &mut Vec<Entry>) {
    let now: Vec<_> = waits::all(words, timeline.plan())
        .into_iter()
        .filter(|(_, wait)| touches(wait.span, window))
        .collect();
    let mut resources: Vec<Resource> = now.iter().map(|(_, wait)| wait.for_what).collect();
    resources.sort_unstable();
    resources.dedup();
    // The same order in every language.
    resources.sort_by_cached_key(|what| what.words(words.instance).to_string());
    for (train, wait) in now {
        let order = resources.iter().position(|what| *what == wait.for_what);
        let held = waits::held_by(words, wait);
        entries.push(Entry {
            part: Text::PartWaits,
            order: (order.unwrap_or(0), 0),
            span: wait.span,
            train,
            resource: words.resource(wait.for_what),
            rake: waits::rake(timeline, train, wait),
            what: words.fill(waits_before(wait), &[&waits::before(words, wait)]),
            detail: if held.is_empty() {
                String::new()
            } else {
                name(&held)
            },
            tone: Tone::Caution,
        });
    }
}
