//! Rule `crane-work`: when it starts, how it is made up, how long each piece takes.

use super::Violation;
use super::context::{Context, broken};
use super::facts::is_work_under_way;
use super::wind::crane_weather;
use crate::ids::{ModeId, SpotId, TrainId};
use crate::instance::{Train, WorkState};
use crate::plan::Activity;
use crate::system::{Mode, System};
use crate::{Instance, Minute, Span};

pub(super) fn check(context: &Context) -> Vec<Violation> {
    let mut found = Vec::new();
    for ((id, train), journey) in context.trains().zip(&context.journeys) {
        let mode_of = |event: usize| match context.events(id)[event].what {
            Activity::CraneWork { mode, .. } => Some(mode),
            _ => None,
        };
        for work in &journey.works {
            let event = &context.events(id)[work.event];
            let mut report = |wrong: String| {
                let message = format!("{} {wrong}.", context.who_and_what(id, event));
                found.push(broken(
                    "crane-work",
                    id,
                    event.span,
                    event.what.place(),
                    message,
                ));
            };
            if event.span.from < work.ready && !context.is_fact(id, work.event) {
                let ready = context.clock(work.ready);
                report(format!(
                    "begins before both rakes stand in the spot at {ready}"
                ));
            }
            if let Activity::CraneWork { spot, mode, .. } = event.what
                && !context.is_fact(id, work.event)
            {
                let shed = context.system.spot(spot).shed;
                let waits = !context.system.shed(shed).ground_work_in_stops;
                if waits && context.crane_weather[shed.index()].is_stopped(event.span.from) {
                    report("begins while the wind stops its cranes".to_owned());
                }
                let name = &context.system.mode(mode).name;
                if !is_for_spot(context.system, mode, spot) {
                    report(format!("uses mode {name}, which is not for this spot"));
                } else if !is_for_length(context.system.mode(mode), train) {
                    report(format!(
                        "uses mode {name}, which is not for rakes of this length"
                    ));
                }
            }
            // Which mode a train is worked in is decided once, for all its parts.
            let first = journey.works.first();
            let modes = first.and_then(|first| Some((mode_of(first.event)?, mode_of(work.event)?)));
            if let Some((first, this)) = modes.filter(|(first, this)| first != this) {
                report(format!(
                    "uses mode {}, but the parts before it mode {}",
                    context.system.mode(this).name,
                    context.system.mode(first).name
                ));
            }
            if let Some(wrong) = first_wrong_piece(context, id, train, work.event, work.part) {
                report(wrong);
            }
        }
    }
    found
}

fn is_for_spot(system: &System, mode: ModeId, spot: SpotId) -> bool {
    let mode = system.mode(mode);
    mode.shed == system.spot(spot).shed && mode.spots.contains(&spot)
}

pub(super) fn is_for_length(mode: &Mode, train: &Train) -> bool {
    let onward = train
        .transshipment()
        .map_or(0, |transshipment| transshipment.onward_length_m);
    let length = train
        .part_length_m(train.length_m)
        .max(train.part_length_m(onward));
    (mode.min_length_m..=mode.max_length_m).contains(&length)
}

/// Lifts of each step of a mode: shares of the sum, rounded so that they add up.
pub(crate) fn step_lifts(mode: &Mode, lifts: u32) -> Vec<u32> {
    let mut share = 0_u64;
    let mut before = 0_u64;
    let upto = |share: u64| share * u64::from(lifts) / 100;
    let each = mode.steps.iter().map(|step| {
        share += u64::from(step.share_percent);
        let now = upto(share);
        let lifts = now - before;
        before = now;
        lifts as u32
    });
    each.collect()
}

/// Minutes at full speed of a number of lifts in a step: `⌈lifts · 60 · 100 / (Σ lifts per hour · rate)⌉`.
pub(crate) fn step_minutes(system: &System, mode: &Mode, step: usize, lifts: u32) -> i64 {
    let step = &mode.steps[step];
    let per_hour: u64 = step
        .cranes
        .iter()
        .map(|crane| u64::from(system.crane(*crane).lifts_per_hour))
        .sum();
    let rate = (per_hour * u64::from(step.rate_percent)).max(1);
    (u64::from(lifts) * 6000).div_ceil(rate) as i64
}

/// Minutes at full speed of so many lifts in all steps of a mode.
pub(super) fn lifting_minutes(system: &System, mode: &Mode, lifts: u32) -> i64 {
    let lifts = step_lifts(mode, lifts).into_iter().enumerate();
    lifts
        .map(|(step, lifts)| step_minutes(system, mode, step, lifts))
        .sum()
}

/// The lifting steps left of crane work under way at the start, in a spot: mode, number and span of each. There is no choice
/// in them, for the work goes on without a break but for stops.
pub(super) fn steps_under_way(
    instance: &Instance,
    id: TrainId,
    spot: SpotId,
) -> Vec<(ModeId, usize, Span)> {
    let (system, train) = (instance.system(), instance.train(id));
    let state = train.state.as_ref().map(|state| state.work);
    let (mode, left, lifts) = match state {
        Some(WorkState::Preparation(mode, left)) => (mode, left, train.part_lifts(0)),
        Some(WorkState::Lifting(mode, lifts)) => (mode, 0, lifts),
        _ => return Vec::new(),
    };
    let shed = system.shed(system.spot(spot).shed);
    let weather = crane_weather(instance, shed);
    let mut now = if shed.ground_work_in_stops {
        Minute(0) + left
    } else {
        weather.ground_work(Minute(0), left)
    };
    // a step that is under way has begun, in a stop or not
    let begun = matches!(state, Some(WorkState::Lifting(..))).then_some(0);
    let lifts = step_lifts(system.mode(mode), lifts).into_iter().enumerate();
    let steps = lifts.map(|(number, lifts)| {
        let minutes = step_minutes(system, system.mode(mode), number, lifts);
        if minutes > 0 && begun != Some(number) {
            now = weather.resumes(now);
        }
        let span = Span::new(now, weather.work(now, minutes).0);
        now = span.to;
        (mode, number, span)
    });
    steps.collect()
}

/// The first piece of a crane work that does not end when it must; later ones follow from where it really ends.
fn first_wrong_piece(
    context: &Context,
    id: TrainId,
    train: &Train,
    index: usize,
    part: u32,
) -> Option<String> {
    let event = &context.events(id)[index];
    let Activity::CraneWork {
        spot: spot_id,
        mode: mode_id,
        lifting_from,
        ref steps,
        ..
    } = event.what
    else {
        return None;
    };
    let (spot, mode) = (context.system.spot(spot_id), context.system.mode(mode_id));
    let weather = &context.crane_weather[spot.shed.index()];
    let state = train
        .state
        .as_ref()
        .map_or(WorkState::NotBegun, |state| state.work);
    let (preparation, lifts, finishing) = match state {
        WorkState::Preparation(_, left) => (left, train.part_lifts(part - 1), spot.finishing),
        WorkState::Lifting(_, left) => (0, left, spot.finishing),
        WorkState::Finishing(_, left) => (0, 0, left),
        _ => (spot.preparation, train.part_lifts(part - 1), spot.finishing),
    };
    let in_stops = context.system.shed(spot.shed).ground_work_in_stops;
    let ground_work = |from: Minute, minutes: i32| {
        if in_stops {
            from + minutes
        } else {
            weather.ground_work(from, minutes)
        }
    };
    let mut now = ground_work(event.span.from, preparation);
    if lifting_from != now {
        return Some(format!("must begin to lift at {}", context.clock(now)));
    }
    // Work in its finishing may leave its steps out, for none of them has a length.
    let may_be_empty = matches!(state, WorkState::Finishing(..)) && is_work_under_way(state);
    if steps.len() != mode.steps.len() && !(may_be_empty && steps.is_empty()) {
        return Some(format!(
            "has {} steps, but mode {} has {}",
            steps.len(),
            mode.name,
            mode.steps.len()
        ));
    }
    // Lifting under way goes on where it is, stopped or not.
    let mut under_way = matches!(state, WorkState::Lifting(..)) && is_work_under_way(state);
    for (number, ((span, paused), lifts)) in steps.iter().zip(step_lifts(mode, lifts)).enumerate() {
        let minutes = step_minutes(context.system, mode, number, lifts);
        if minutes > 0 && !std::mem::take(&mut under_way) {
            now = weather.resumes(now);
        }
        let (end, pause) = weather.work(now, minutes);
        if (span.from, span.to) != (now, end) {
            return Some(format!(
                "must do step {} {}, not {}",
                number + 1,
                context.clocks(Span::new(now, end)),
                context.clocks(*span)
            ));
        }
        if *paused != pause {
            return Some(format!(
                "stands still {pause} minutes in step {}, not {paused}",
                number + 1
            ));
        }
        now = end;
    }
    now = ground_work(now, finishing);
    (event.span.to != now).then(|| format!("must be finished at {}", context.clock(now)))
}
