//! The stage plan (阶段计划): what every resource does in the few hours that matter now, and who waits meanwhile.

use super::{Cell, Row, Sheet, Tone, shunting, touches, waits};
use crate::journey::{self, ends_of};
use crate::names::name;
use crate::text::Text;
use crate::wording::Wording;
use regauge_model::Span;
use regauge_model::ids::TrainId;
use regauge_model::instance::Rake;
use regauge_model::plan::{Activity, Event, Plan};
use regauge_model::resource::Resource;

/// What a resource does at a time. The order of the fields is that of the sheet.
struct Use {
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
pub(crate) fn sheet(words: &Wording<'_>, plan: &Plan, window: Span) -> Sheet {
    let mut uses = Vec::new();
    let trains = words.instance.trains().len();
    for (index, train) in plan.trains.iter().take(trains).enumerate() {
        let id = TrainId::from_index(index);
        let events = train.events().iter();
        let now = events.filter(|event| touches(event.span, window));
        uses.extend(now.filter_map(|event| of_event(words, plan, id, event)));
    }
    of_cranes(words, plan, window, &mut uses);
    of_locomotives(words, plan, window, &mut uses);
    of_waits(words, plan, window, &mut uses);
    // Stable: what is equal stays in the order of trains and events.
    uses.sort_by(|a, b| {
        let key = |one: &Use| (one.part, one.order, one.span, one.train);
        key(a).cmp(&key(b)).then_with(|| a.what.cmp(&b.what))
    });
    both_rakes(&mut uses);
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
    for one in uses {
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
fn both_rakes(uses: &mut Vec<Use>) {
    uses.dedup_by(|later, first| {
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

/// Runs, tracks, stages and spots; locomotives and cranes have lists of their own.
fn of_event(words: &Wording<'_>, plan: &Plan, train: TrainId, event: &Event) -> Option<Use> {
    let system = words.instance.system();
    let (part, order, resource, what, detail) = match &event.what {
        // Its handling is all it does there.
        Activity::Spot { .. } if !words.instance.train(train).handling().is_empty() => return None,
        Activity::Run {
            section, direction, ..
        } => {
            let (from, to) = ends_of(system, *section, *direction);
            let (from, to) = (words.station(from), words.station(to));
            (
                Text::PartLine,
                (section.index(), 0),
                words.section(*section),
                words.text(Text::WordRun).to_owned(),
                format!("{from} {} {to}", words.signs.arrow),
            )
        }
        Activity::Track { yard, track } => (
            Text::PartTracks,
            (yard.index(), *track),
            words.track(*yard, *track),
            words.text(Text::LegendStanding).to_owned(),
            String::new(),
        ),
        Activity::Stage { stage, team } => {
            let data = system.stage(*stage);
            let title = words.titled(&data.name, &data.title);
            let team = team.unwrap_or(0);
            let resource = if team == 0 {
                title.clone()
            } else {
                format!("{title} {team}")
            };
            let order = (stage.index(), team);
            (Text::PartStages, order, resource, title, String::new())
        }
        Activity::Spot { spot }
        | Activity::CraneWork { spot, .. }
        | Activity::Handling { spot }
        | Activity::Placing { spot, .. }
        | Activity::Exchange { spot, .. }
        | Activity::Pulling { spot, .. } => {
            let what = match &event.what {
                Activity::Placing { .. } => Text::Placing,
                Activity::Pulling { .. } => Text::Pulling,
                Activity::Exchange { .. } => Text::Exchange,
                Activity::CraneWork { .. } => Text::WordCraneWork,
                Activity::Handling { .. } => Text::Handling,
                _ => Text::LegendStanding,
            };
            let detail = match &event.what {
                Activity::CraneWork {
                    lifting_from,
                    steps,
                    ..
                } => lifting(words, event.span, *lifting_from, steps),
                _ => String::new(),
            };
            (
                Text::PartSpots,
                (spot.index(), 0),
                words.spot(*spot),
                words.text(what).to_owned(),
                detail,
            )
        }
        Activity::IntoStore { .. } | Activity::FromStore { .. } => return None,
    };
    Some(Use {
        part,
        order,
        span: event.span,
        train,
        resource,
        rake: rake_of(words, plan, train, event),
        what,
        detail,
        tone: Tone::Plain,
    })
}

/// When the lifting begins and ends.
fn lifting(
    words: &Wording<'_>,
    work: Span,
    from: regauge_model::Minute,
    steps: &[(Span, u32)],
) -> String {
    let clock = words.clock.on_day_of(work.from);
    let lifting = clock.span(journey::lifting(from, steps), words.signs.dash);
    words.fill(Text::LiftingAt, &[&lifting])
}

/// Which rake of the train an event is about.
pub(crate) fn rake_of(words: &Wording<'_>, plan: &Plan, train: TrainId, event: &Event) -> Text {
    if words.instance.train(train).transshipment().is_none() {
        return Text::OwnRake;
    }
    let worked = plan.trains[train.index()]
        .events()
        .iter()
        .any(|e| matches!(e.what, Activity::CraneWork { .. }) && e.span.to <= event.span.from);
    match (event.rake, &event.what) {
        (_, Activity::CraneWork { .. } | Activity::Exchange { .. }) => Text::BothRakes,
        (Rake::Onward, _) => Text::OnwardRake,
        (Rake::Arriving, _) if worked => Text::EmptiedRake,
        (Rake::Arriving, _) => Text::ArrivingRake,
    }
}

fn of_cranes(words: &Wording<'_>, plan: &Plan, window: Span, uses: &mut Vec<Use>) {
    let slots = plan.crane_slots.iter();
    for slot in slots.filter(|slot| touches(slot.span, window)) {
        let (first, last) = slot.wagons;
        let wagons = format!("{first}{}{last}", words.signs.dash);
        uses.push(Use {
            part: Text::PartCranes,
            order: (slot.crane.index(), 0),
            span: slot.span,
            train: slot.train,
            resource: words.crane(slot.crane),
            rake: Text::BothRakes,
            what: words.text(Text::Lifting).to_owned(),
            detail: words.fill(Text::WagonsAndLifts, &[&wagons, &slot.lifts.to_string()]),
            tone: Tone::Plain,
        });
    }
}

fn of_locomotives(words: &Wording<'_>, plan: &Plan, window: Span, uses: &mut Vec<Use>) {
    let movements = shunting::movements(words, plan);
    let mut names: Vec<String> = movements.iter().map(|one| one.locomotive.clone()).collect();
    // 1520-2 before 1520-10.
    names.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
    names.dedup();
    for one in movements {
        if !touches(one.span, window) {
            continue;
        }
        let order = names.iter().position(|name| *name == one.locomotive);
        uses.push(Use {
            part: Text::PartLocomotives,
            order: (order.unwrap_or(0), 0),
            span: one.span,
            train: one.train,
            resource: one.locomotive,
            rake: one.rake,
            what: words.text(one.what).to_owned(),
            detail: format!("{} {} {}", one.from, words.signs.arrow, one.to),
            tone: Tone::Plain,
        });
    }
}

fn of_waits(words: &Wording<'_>, plan: &Plan, window: Span, uses: &mut Vec<Use>) {
    let now: Vec<_> = waits::all(words, plan)
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
        uses.push(Use {
            part: Text::PartWaits,
            order: (order.unwrap_or(0), 0),
            span: wait.span,
            train,
            resource: words.resource(wait.for_what),
            rake: waits::rake(words, plan, train, wait),
            what: words.fill(Text::WaitsBefore, &[&waits::before(words, wait)]),
            detail: if held.is_empty() {
                String::new()
            } else {
                name(&held)
            },
            tone: Tone::Caution,
        });
    }
}
