//! Key figures of a plan.
//!
//! What a dispatcher and a planner are judged by, from the events alone. Work under way at the start is left out of
//! means over whole pieces of work, because the plan holds only the rest of it.

use crate::buffers;
use crate::ids::{SpotId, StationId, TrainId};
use crate::instance::{Instance, Rake, RakePlace, Train, TrainKind, TrainState, WorkState};
use crate::objective::round6;
pub use crate::plan::Kpis;
use crate::plan::{Activity, Event, Paths, Queue, TrainPlan, WaitSum, decided};
use crate::resource::Resource;
use crate::system::Direction;
use crate::time::{Minute, Span};
use std::collections::BTreeMap;

/// The key figures of a plan of an instance (`trains` indexed by train id).
///
/// Fulfilment and punctuality are 1 when no train is asked for or due in the planning part, means are 0 when there is nothing to take the mean of;
/// the 90th percentile is the nearest rank. Complexity: O(e log e) in the number of events.
pub fn kpis(instance: &Instance, trains: &[TrainPlan]) -> Kpis {
    let instance = &*decided(instance, trains);
    let mut kpis = Kpis::default();
    counts(&mut kpis, instance, trains);
    means(&mut kpis, instance, trains);
    uses(&mut kpis, instance, trains);
    if buffers::are_asked_for(instance) {
        let missing = buffers::missing(instance, trains);
        let of_kind = [
            ("sections", missing.sections),
            ("spots", missing.spots),
            ("locomotives", missing.locomotives),
        ];
        let of_kind = of_kind.map(|(kind, minutes)| {
            let minutes = u32::try_from(minutes).unwrap_or(u32::MAX);
            (kind.to_owned(), minutes)
        });
        kpis.missing_buffer_minutes = of_kind.into();
    }
    if !instance.holds().is_empty() {
        kpis.outside = outside(instance, trains);
    }
    kpis.waits = waits(trains);
    kpis
}

/// Trains waiting to enter, per entry point: the most at a time, from their earliest entry on, and those still there at the end.
fn outside(instance: &Instance, trains: &[TrainPlan]) -> BTreeMap<String, Queue> {
    let end = instance.horizon().end;
    // by entry point when one comes (1) and goes (−1); who goes makes room for who comes in the same minute
    let mut changes: BTreeMap<StationId, Vec<(Minute, i32)>> = BTreeMap::new();
    for (train, plan) in instance.trains().iter().zip(trains) {
        let is_outside = train.state.as_ref().is_none_or(TrainState::is_outside);
        let from_store = matches!(train.kind, TrainKind::FromStore(_));
        let Some(&station) = train.route.first().filter(|_| is_outside && !from_store) else {
            continue;
        };
        let of_station = changes.entry(station).or_default();
        let comes = train.earliest_entry.max(Minute(0));
        let goes = plan.exit().and_then(|_| entry(plan.events()));
        if goes.is_some_and(|goes| goes <= comes) {
            continue;
        }
        of_station.push((comes, 1));
        of_station.extend(goes.map(|goes| (goes, -1)));
    }
    let queues = changes.into_iter().map(|(station, mut changes)| {
        changes.sort_unstable();
        let (mut now, mut queue) = (0, Queue::default());
        for (at, change) in changes {
            if at < end {
                now += change;
            }
            queue.most = queue.most.max(u32::try_from(now).unwrap_or(0));
        }
        queue.at_end = u32::try_from(now).unwrap_or(0);
        (instance.system().station(station).name.clone(), queue)
    });
    queues.collect()
}

/// Minutes waited per resource, in the order of [`Resource`].
fn waits(trains: &[TrainPlan]) -> Vec<WaitSum> {
    let mut sums: BTreeMap<Resource, u32> = BTreeMap::new();
    for wait in trains.iter().flat_map(TrainPlan::waits) {
        let sum = sums.entry(wait.for_what).or_default();
        *sum = sum.saturating_add(wait.span.minutes() as u32);
    }
    let sums = sums.into_iter();
    sums.map(|(for_what, minutes)| WaitSum { for_what, minutes })
        .collect()
}

/// The planning part of the horizon.
fn planning_part(instance: &Instance) -> Span {
    Span::new(Minute(0), instance.horizon().planning_end.max(Minute(0)))
}

/// A share; 1 of nothing.
fn rate(part: u32, whole: u32) -> f64 {
    if whole == 0 {
        1.0
    } else {
        round6(f64::from(part) / f64::from(whole))
    }
}

/// Trains planned, late and in time, and those outside.
fn counts(kpis: &mut Kpis, instance: &Instance, trains: &[TrainPlan]) {
    let part = planning_part(instance);
    let (mut asked, mut taken) = (0_u32, 0_u32);
    let (mut due, mut in_time) = (0_u32, 0_u32);
    let mut entry_waits = Vec::new();
    for (train, plan) in instance.trains().iter().zip(trains) {
        let exit = plan.exit();
        let late = exit
            .zip(train.due_exit)
            .is_some_and(|(exit, due)| exit > due);
        kpis.planned += u32::from(exit.is_some());
        kpis.postponed += u32::from(exit.is_none());
        kpis.late += u32::from(late);
        if train.earliest_entry < part.to {
            asked += 1;
            taken += u32::from(exit.is_some());
        }
        if train.due_exit.is_some_and(|at| part.contains(at)) {
            due += 1;
            in_time += u32::from(exit.is_some() && !late);
        }
        if train.state.as_ref().is_none_or(TrainState::is_outside) {
            let outside = exit.is_none();
            kpis.outside_at_end += u32::from(outside);
            let entry = if outside {
                Some(instance.horizon().end)
            } else {
                entry(plan.events())
            };
            entry_waits.extend(entry.map(|at| i64::from((at - train.earliest_entry).max(0))));
        }
    }
    kpis.fulfilment = rate(taken, asked);
    kpis.punctuality = rate(in_time, due);
    kpis.entry_wait_mean = mean(&entry_waits);
}

/// Start of the first run, movement from a store or handling.
fn entry(events: &[Event]) -> Option<Minute> {
    let enters = |event: &&Event| {
        let entry = matches!(
            event.what,
            Activity::Run { .. } | Activity::FromStore { .. } | Activity::Handling { .. }
        );
        entry && event.rake == Rake::Arriving
    };
    events.iter().filter(enters).map(|e| e.span.from).min()
}

/// Minutes of the handling.
fn handling(events: &[Event]) -> Option<i64> {
    let mut handlings = events
        .iter()
        .filter(|e| matches!(e.what, Activity::Handling { .. }));
    handlings.next().map(|e| i64::from(e.span.minutes()))
}

/// Dwell, crane work and slot cycle.
fn means(kpis: &mut Kpis, instance: &Instance, trains: &[TrainPlan]) {
    let (mut transshipped, mut passing) = (Vec::new(), Vec::new());
    let (mut work, mut cycle, mut handled) = (Vec::new(), Vec::new(), Vec::new());
    for (index, (train, plan)) in instance.trains().iter().zip(trains).enumerate() {
        if plan.exit().is_none() {
            continue;
        }
        let events = plan.events();
        let dwell = dwell(instance, TrainId::from_index(index), plan).map(i64::from);
        match &train.kind {
            TrainKind::Transshipped(_) => {
                transshipped.extend(dwell);
                if begins_work(train) {
                    work.extend(crane_work(instance, events));
                    cycle.extend(slot_cycle(train, events));
                }
            }
            TrainKind::Passing => passing.extend(dwell),
            TrainKind::Handled(_) => handled.extend(dwell),
            TrainKind::IntoStore(_) | TrainKind::FromStore(_) => {}
        }
    }
    kpis.dwell_transshipped_mean = mean(&transshipped);
    kpis.dwell_transshipped_p90 = percentile90(&mut transshipped);
    kpis.dwell_passing_mean = mean(&passing);
    kpis.dwell_handled_mean = mean(&handled);
    kpis.crane_work_mean = mean(&work);
    kpis.slot_cycle_mean = mean(&cycle);
}

/// Minutes of dwell of a planned train: transshipped, from the arrival at the station to the first run of the onward rake; handled, of
/// its handling; passing, of standing at stations. `None` for others, and where the plan holds no end of it.
pub fn dwell(instance: &Instance, train: TrainId, plan: &TrainPlan) -> Option<i32> {
    plan.exit()?;
    let train = instance.train(train);
    let on_its_way;
    let train = if train.way == plan.way() {
        train
    } else {
        on_its_way = train.on_way(plan.way());
        &on_its_way
    };
    let minutes = match &train.kind {
        TrainKind::Transshipped(transshipment) => {
            dwell_transshipped(instance, train, transshipment.station, plan.events())
        }
        TrainKind::Passing => Some(dwell_passing(train, plan.events())),
        TrainKind::Handled(_) => handling(plan.events()),
        TrainKind::IntoStore(_) | TrainKind::FromStore(_) => None,
    };
    minutes.and_then(|minutes| i32::try_from(minutes).ok())
}

/// Whether the plan holds the whole crane work of a train.
fn begins_work(train: &Train) -> bool {
    train
        .state
        .as_ref()
        .is_none_or(|state| state.work == WorkState::NotBegun && state.part == 1)
}

/// Minutes from the arrival at the station to the first run of the onward rake.
fn dwell_transshipped(
    instance: &Instance,
    train: &Train,
    station: StationId,
    events: &[Event],
) -> Option<i64> {
    let system = instance.system();
    let arrives = |event: &Event| match event.what {
        Activity::Run {
            section,
            direction,
            stops: true,
            ..
        } if event.rake == Rake::Arriving => {
            let section = system.section(section);
            let end = if direction == Direction::Down {
                section.to
            } else {
                section.from
            };
            end == station
        }
        _ => false,
    };
    let known = train.state.as_ref().and_then(|state| state.arrived);
    let arrived = known.or_else(|| events.iter().find(|e| arrives(e)).map(|e| e.span.to))?;
    let runs = events
        .iter()
        .filter(|e| e.rake == Rake::Onward && matches!(e.what, Activity::Run { .. }));
    let departs = runs.map(|event| event.span.from).min()?;
    Some(i64::from(departs - arrived))
}

/// Minutes standing at stations: gaps between runs, and before the first one for a train standing at the start.
fn dwell_passing(train: &Train, events: &[Event]) -> i64 {
    let mut runs: Vec<Span> = events
        .iter()
        .filter(|event| matches!(event.what, Activity::Run { .. }))
        .map(|event| event.span)
        .collect();
    runs.sort();
    let gaps = runs
        .windows(2)
        .map(|pair| i64::from(pair[1].from - pair[0].to));
    let standing = train
        .state
        .as_ref()
        .filter(|s| matches!(s.arriving, RakePlace::Track(..)));
    let first = standing.zip(runs.first()).map_or(0, |(state, run)| {
        i64::from(run.from - state.arrived.unwrap_or(Minute(0)))
    });
    gaps.sum::<i64>() + first
}

/// Minutes of preparation and lifting, pauses left out. Of work that begins in the plan.
fn crane_work(instance: &Instance, events: &[Event]) -> Option<i64> {
    let mut sum = None;
    for event in events {
        if let Activity::CraneWork { spot, steps, .. } = &event.what {
            let steps = steps.iter();
            let worked =
                steps.map(|(span, paused)| i64::from(span.to - span.from) - i64::from(*paused));
            let preparation = i64::from(instance.system().spot(*spot).preparation);
            *sum.get_or_insert(0) += preparation + worked.sum::<i64>();
        }
    }
    sum
}

/// Minutes from the first placing to the spot cleared, when the plan holds both placings.
fn slot_cycle(train: &Train, events: &[Event]) -> Option<i64> {
    let before = |place: RakePlace| {
        matches!(
            place,
            RakePlace::Section(..) | RakePlace::Track(..) | RakePlace::Outside
        )
    };
    if let Some(state) = &train.state
        && (!before(state.arriving) || state.onward.is_some())
    {
        return None;
    }
    let placings = events
        .iter()
        .filter(|e| matches!(e.what, Activity::Placing { .. }));
    let holds = events
        .iter()
        .filter(|e| matches!(e.what, Activity::Spot { .. }));
    let first = placings.map(|event| event.span.from).min()?;
    let last = holds.map(|event| event.span.to).max()?;
    Some(i64::from(last - first))
}

/// Use of spots and cranes, and paths.
fn uses(kpis: &mut Kpis, instance: &Instance, trains: &[TrainPlan]) {
    let system = instance.system();
    let part = planning_part(instance);
    let mut held: Vec<Vec<Span>> = vec![Vec::new(); system.spots().len()];
    let mut allotted = vec![0_i64; system.cranes().len()];
    let mut works = vec![0_u32; system.spots().len()];
    let mut entries = vec![[0_u32; 2]; system.sections().len()];
    for (index, plan) in trains.iter().enumerate().take(instance.trains().len()) {
        let train = instance.train(TrainId::from_index(index));
        if plan.exit().is_none() {
            for spot in spots_at_start(train) {
                held[spot.index()].push(part);
            }
        }
        for event in plan.events() {
            match &event.what {
                Activity::Spot { spot } => held[spot.index()].push(event.span),
                Activity::Handling { spot } if part.contains(event.span.from) => {
                    works[spot.index()] += 1;
                }
                Activity::CraneWork {
                    spot,
                    mode,
                    part: number,
                    steps,
                    ..
                } => {
                    let begins =
                        *number == 1 && begins_work(train) && part.contains(event.span.from);
                    works[spot.index()] += u32::from(begins);
                    for ((span, _), step) in steps.iter().zip(&system.mode(*mode).steps) {
                        for crane in &step.cranes {
                            allotted[crane.index()] += i64::from(span.intersection(part).minutes());
                        }
                    }
                }
                Activity::Run {
                    section, direction, ..
                } if part.contains(event.span.from) => {
                    entries[section.index()][usize::from(*direction == Direction::Up)] += 1;
                }
                _ => {}
            }
        }
    }
    let share = |minutes: i64| {
        let whole = f64::from(part.minutes());
        if whole == 0.0 {
            0.0
        } else {
            round6(minutes as f64 / whole)
        }
    };
    for ((spot, spans), works) in system.spots().iter().zip(held).zip(works) {
        kpis.trains_per_spot.insert(spot.name.clone(), works);
        kpis.spot_use
            .insert(spot.name.clone(), share(covered(spans, part)));
    }
    for (crane, minutes) in system.cranes().iter().zip(allotted) {
        kpis.crane_use.insert(crane.name.clone(), share(minutes));
    }
    for (section, [down, up]) in system.sections().iter().zip(entries) {
        kpis.paths.insert(section.name.clone(), Paths { down, up });
    }
}

/// Spots of which a train holds a side at the start.
fn spots_at_start(train: &Train) -> impl Iterator<Item = SpotId> + '_ {
    let places = train
        .state
        .iter()
        .flat_map(|state| [Some(state.arriving), state.onward]);
    places.flatten().filter_map(RakePlace::spot)
}

/// Minutes of `within` that lie in at least one span.
fn covered(mut spans: Vec<Span>, within: Span) -> i64 {
    spans.sort();
    let (mut sum, mut done) = (0, within.from);
    for span in spans {
        let fresh = Span::new(span.from.max(done), span.to.min(within.to));
        sum += i64::from(fresh.minutes());
        done = done.max(span.to);
    }
    sum
}

fn mean(minutes: &[i64]) -> f64 {
    if minutes.is_empty() {
        return 0.0;
    }
    round6(minutes.iter().sum::<i64>() as f64 / minutes.len() as f64)
}

/// The least figure that nine tenths of them do not exceed (nearest rank).
fn percentile90(minutes: &mut [i64]) -> f64 {
    minutes.sort_unstable();
    let rank = (minutes.len() * 9).div_ceil(10);
    rank.checked_sub(1)
        .map_or(0.0, |index| minutes[index] as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_count_a_minute_once() {
        let span = |from, to| Span::new(Minute(from), Minute(to));
        assert_eq!(
            covered(vec![span(5, 20), span(-5, 10), span(30, 60)], span(0, 40)),
            30
        );
        assert_eq!(covered(vec![span(9, 3), span(50, 60)], span(0, 40)), 0);
    }

    #[test]
    fn the_percentile_is_the_nearest_rank() {
        let percentile = |last: i64| percentile90(&mut (1..=last).collect::<Vec<_>>()) as i64;
        assert_eq!([0, 1, 10, 11].map(percentile), [0, 1, 9, 10]);
    }
}
