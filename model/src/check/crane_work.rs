//! Rule `crane-work`: when it starts, how it is made up, how long each piece takes.

use super::Violation;
use super::context::{Context, broken};
use super::wind::{Weather, crane_weather};
use crate::ids::{ModeId, SpotId, TrainId};
use crate::instance::{Rake, Train, WorkState};
use crate::message::Message;
use crate::plan::{Activity, Event};
use crate::system::{Mode, Shed, System};
use crate::words::violations as words;
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
            let mut report = |wrong: Message| {
                let message = context.wrong_event(id, event, wrong);
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
                report(words::before_rakes_stand(ready));
            }
            if let Activity::CraneWork { spot, mode, .. } = event.what
                && !context.is_fact(id, work.event)
            {
                let shed = context.system.spot(spot).shed;
                let waits = !context.system.shed(shed).ground_work_in_stops;
                if waits && context.crane_weather[shed.index()].is_stopped(event.span.from) {
                    report(words::begins_in_stop());
                }
                let name = &context.system.mode(mode).name;
                if !is_for_spot(context.system, mode, spot) {
                    report(words::mode_not_for_spot(name));
                } else if !is_for_length(context.system.mode(mode), train) {
                    report(words::mode_not_for_length(name));
                }
            }
            // Which mode a train is worked in is decided once, for all its parts.
            let first = journey.works.first();
            let modes = first.and_then(|first| Some((mode_of(first.event)?, mode_of(work.event)?)));
            if let Some((first, this)) = modes.filter(|(first, this)| first != this) {
                report(words::mode_changes(
                    &context.system.mode(this).name,
                    &context.system.mode(first).name,
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

/// A lifting step of a part: its lifts, and what they take at full speed in hundredths of a minute.
#[derive(Clone, Copy)]
pub(crate) struct Piece {
    pub lifts: u32,
    pub centi: i64,
}

/// The crane work of a part as it is to be done: minutes of preparation, lifting steps, minutes of finishing; of a part under way
/// at the start what is left.
pub(crate) struct Pieces {
    pub preparation: i32,
    pub steps: Vec<Piece>,
    pub finishing: i32,
    /// Steps that were done before the start; `steps` has them, without lifts.
    pub done: usize,
    /// The first step that is not done has begun.
    pub has_begun: bool,
}

pub(crate) fn pieces(
    system: &System,
    train: &Train,
    (spot, mode): (SpotId, ModeId),
    part: u32,
) -> Pieces {
    let (spot, mode) = (system.spot(spot), system.mode(mode));
    let lifts = step_lifts(mode, train.work_lifts(part - 1));
    let piece = |(number, lifts): (usize, u32)| Piece {
        lifts,
        centi: step_minutes(system, mode, number, lifts) * 100,
    };
    let mut pieces = Pieces {
        preparation: spot.preparation,
        steps: lifts.into_iter().enumerate().map(piece).collect(),
        finishing: spot.finishing,
        done: 0,
        has_begun: false,
    };
    let Some(state) = train.state.as_ref().filter(|state| state.part == part) else {
        return pieces;
    };
    match state.work {
        WorkState::Preparation(_, left) => {
            pieces.preparation = left;
            pieces.done = state.step;
        }
        WorkState::Lifting(_, left) => {
            pieces.preparation = 0;
            pieces.done = state.step;
            pieces.has_begun = true;
            if let Some(step) = pieces.steps.get_mut(state.step) {
                *step = piece((state.step, left));
                step.centi = state.left_centi.unwrap_or(step.centi);
            }
        }
        WorkState::Finishing(_, left) => {
            pieces.preparation = 0;
            pieces.finishing = left;
            pieces.done = pieces.steps.len();
        }
        // what is left of interrupted work is prepared and finished like any other
        WorkState::NotBegun | WorkState::PartDone | WorkState::Interrupted(_) | WorkState::Done => {
        }
    }
    for step in pieces.steps.iter_mut().take(pieces.done) {
        *step = Piece { lifts: 0, centi: 0 };
    }
    pieces
}

/// Minutes of work on the ground that a span has room for: those in which it goes on.
pub(crate) fn ground_minutes(weather: &Weather, shed: &Shed, span: Span) -> i32 {
    let minutes = (span.from.0..span.to.0).map(Minute);
    let works = |minute: &Minute| shed.ground_work_in_stops || !weather.is_stopped(*minute);
    minutes.filter(works).count() as i32
}

/// A crane work in time: end of the preparation, lifting steps with the minutes in each in which the cranes stood still, end.
pub(super) struct Timed {
    pub lifting_from: Minute,
    pub steps: Vec<(Span, u32)>,
    pub end: Minute,
}

/// When the pieces of a crane work are done that begins at a minute.
pub(super) fn timed(weather: &Weather, in_stops: bool, pieces: &Pieces, from: Minute) -> Timed {
    let ground_work = |from: Minute, minutes: i32| {
        if in_stops {
            from + minutes
        } else {
            weather.ground_work(from, minutes)
        }
    };
    let lifting_from = ground_work(from, pieces.preparation);
    let mut now = lifting_from;
    let mut steps = Vec::new();
    for (number, piece) in pieces.steps.iter().enumerate() {
        // a step that is under way has begun, in a stop or not
        let has_begun = pieces.has_begun && number == pieces.done;
        if piece.centi > 0 && !has_begun {
            now = weather.resumes(now);
        }
        let (end, paused) = weather.work(now, piece.centi);
        steps.push((Span::new(now, end), paused));
        now = end;
    }
    Timed {
        lifting_from,
        steps,
        end: ground_work(now, pieces.finishing),
    }
}

/// The event of crane work under way at the start. There is no choice in it, for the work goes on without a break but for stops.
pub(crate) fn work_under_way(instance: &Instance, id: TrainId) -> Option<Event> {
    let (system, train) = (instance.system(), instance.train(id));
    let state = train.state.as_ref()?;
    let (WorkState::Preparation(mode, _)
    | WorkState::Lifting(mode, _)
    | WorkState::Finishing(mode, _)) = state.work
    else {
        return None;
    };
    let spot = state.arriving.spot()?;
    let shed = system.shed(system.spot(spot).shed);
    let pieces = pieces(system, train, (spot, mode), state.part);
    let weather = crane_weather(instance, shed);
    let timed = timed(&weather, shed.ground_work_in_stops, &pieces, Minute(0));
    Some(Event {
        span: Span::new(Minute(0), timed.end),
        rake: Rake::Arriving,
        what: Activity::CraneWork {
            spot,
            mode,
            part: state.part,
            lifting_from: timed.lifting_from,
            steps: timed.steps,
        },
    })
}

/// The lifting steps left of crane work under way at the start: mode, number and span of each.
pub(super) fn steps_under_way(instance: &Instance, id: TrainId) -> Vec<(ModeId, usize, Span)> {
    let Some(event) = work_under_way(instance, id) else {
        return Vec::new();
    };
    let Activity::CraneWork { mode, steps, .. } = event.what else {
        return Vec::new();
    };
    let steps = steps.into_iter().enumerate();
    steps
        .map(|(number, (span, _))| (mode, number, span))
        .collect()
}

/// The first piece of a crane work that does not end when it must; later ones follow from where it really ends.
fn first_wrong_piece(
    context: &Context,
    id: TrainId,
    train: &Train,
    index: usize,
    part: u32,
) -> Option<Message> {
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
    let in_stops = context.system.shed(spot.shed).ground_work_in_stops;
    let pieces = pieces(context.system, train, (spot_id, mode_id), part);
    let right = timed(weather, in_stops, &pieces, event.span.from);
    if lifting_from != right.lifting_from {
        let right = context.clock(right.lifting_from);
        return Some(words::must_lift_at(right));
    }
    // Work in its finishing may leave its steps out, for none of them has a length.
    let all_done = pieces.done == mode.steps.len();
    if steps.len() != mode.steps.len() && !(all_done && steps.is_empty()) {
        return Some(words::wrong_steps(
            steps.len(),
            &mode.name,
            mode.steps.len(),
        ));
    }
    for (number, ((span, paused), (right, pause))) in steps.iter().zip(&right.steps).enumerate() {
        if span != right {
            return Some(words::wrong_step(
                number + 1,
                context.clocks(*right),
                context.clocks(*span),
            ));
        }
        if paused != pause {
            return Some(words::wrong_pause(*pause, number + 1, *paused));
        }
    }
    (event.span.to != right.end).then(|| words::must_finish_at(context.clock(right.end)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{CraneId, ShedId};
    use crate::system::{Crane, Step};

    /// Two cranes of 30 and 20 lifts an hour; steps with shares of the lifts, the second at 90 percent of its rate.
    fn shed(shares: [u32; 2]) -> (System, Mode) {
        let mut system = System::empty();
        for (position, lifts_per_hour) in [(0, 30), (1, 20)] {
            system.cranes.push(Crane {
                name: format!("c{position}"),
                title: String::new(),
                shed: ShedId(0),
                position,
                lifts_per_hour,
                closed: Vec::new(),
            });
        }
        let step = |cranes: &[u32], share_percent, rate_percent| Step {
            cranes: cranes.iter().copied().map(CraneId).collect(),
            share_percent,
            rate_percent,
            stretch: None,
        };
        let mode = Mode {
            name: "both".to_owned(),
            shed: ShedId(0),
            spots: Vec::new(),
            min_length_m: 0,
            max_length_m: 1000,
            steps: vec![step(&[0], shares[0], 100), step(&[0, 1], shares[1], 90)],
        };
        (system, mode)
    }

    #[test]
    fn steps_share_all_lifts_and_round_what_is_done_so_far() {
        for (shares, lifts, right) in [
            ([50, 50], 7, [3, 4]),
            ([33, 67], 10, [3, 7]),
            ([1, 99], 50, [0, 50]),
            ([50, 50], 0, [0, 0]),
        ] {
            assert_eq!(step_lifts(&shed(shares).1, lifts), right);
        }
    }

    #[test]
    fn minutes_of_a_step_are_rounded_up() {
        let (system, mode) = shed([50, 50]);
        // 30 an hour: two minutes each; 50 an hour at 90 percent: four thirds of a minute each
        assert_eq!(step_minutes(&system, &mode, 0, 7), 14);
        assert_eq!(step_minutes(&system, &mode, 1, 7), 10);
        assert_eq!(step_minutes(&system, &mode, 1, 0), 0);
        assert_eq!(lifting_minutes(&system, &mode, 14), 24);
    }
}
