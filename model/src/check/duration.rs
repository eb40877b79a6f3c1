//! Rule `duration`: runs, stages, handling and shunting take as long as they take. Crane work has a rule of its own.

use super::Violation;
use super::context::{Context, broken};
use crate::Minute;
use crate::ids::TrainId;
use crate::plan::{Activity, Event};
use crate::words::violations as words;

pub(super) fn check(context: &Context) -> Vec<Violation> {
    let mut found = Vec::new();
    for (id, index, event) in context.all_events() {
        // What was under way at the start ends when the state says.
        if context.is_fact(id, index) {
            continue;
        }
        let Some(end) = end_of(context, id, event).filter(|end| *end != event.span.to) else {
            continue;
        };
        let message = context.wrong_event(id, event, words::takes_until(context.clock(end)));
        found.push(broken(
            "duration",
            id,
            event.span,
            event.what.place(),
            message,
        ));
    }
    found
}

/// When an event ends that begins when it does; `None` where its length follows from others.
fn end_of(context: &Context, id: TrainId, event: &Event) -> Option<Minute> {
    let system = context.system;
    let from = event.span.from;
    let shed = |spot| system.shed(system.spot(spot).shed);
    let in_store = in_store(context, id, event);
    Some(match event.what {
        Activity::Run {
            section: number,
            direction,
            starts,
            stops,
            ..
        } => {
            let section = system.section(number);
            let class = context.class_at(id, event.rake, from);
            // Whether the class may run here at all is asked by `sequence`.
            let run = section.run_minutes[class.index()]?.get(direction);
            let start = if starts {
                section.start_minutes.get(direction)
            } else {
                0
            };
            let stop = if stops {
                section.stop_minutes.get(direction)
            } else {
                0
            };
            let minutes = i64::from(run) + i64::from(start) + i64::from(stop);
            context.line_weather[number.index()].run(from, minutes)
        }
        Activity::Stage { stage, .. } => {
            from + context.instance.train(id).minutes_of(stage, system)
        }
        // Whether the train names the spot at all is asked by `handling`.
        Activity::Handling { spot } => {
            let handling = context.instance.train(id).handling();
            from + handling.iter().find(|one| one.spot == spot)?.minutes
        }
        Activity::Placing { spot, .. } => from + (in_store + shed(spot).placing),
        Activity::Pulling { spot, .. } => from + (shed(spot).pulling + in_store),
        Activity::Exchange { spot, .. } => from + (shed(spot).pulling + shed(spot).placing),
        Activity::IntoStore { store, .. } | Activity::FromStore { store, .. } => {
            from + (system.store(store).moving + in_store)
        }
        Activity::Track { .. } | Activity::Spot { .. } | Activity::CraneWork { .. } => return None,
    })
}

/// Minutes of a movement in which its rake is made up or broken up in a store.
fn in_store(context: &Context, id: TrainId, event: &Event) -> i32 {
    match context.store_of(event) {
        Some((store, true)) => context.system.store(store).breaking_up,
        Some((store, false)) if context.made_up_at(id, event.rake).is_none() => {
            context.system.store(store).making_up
        }
        _ => 0,
    }
}
