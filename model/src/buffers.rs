//! Buffers: the slack wanted between one use of a thing and the next, and what is missing of it in a plan.
//!
//! A delay that is no longer than the buffer behind it stays with its train. `docs/rules.md` says between which uses a buffer is
//! counted; what is missing is never a violation.

use crate::ids::{LocomotiveId, SpotId, TrainId};
use crate::instance::{Instance, Rake, Train};
use crate::plan::{Activity, CostParts, Event, TrainPlan, decided};
use crate::system::{Direction, Section};
use crate::time::{Minute, Span};
use std::collections::BTreeMap;

/// Minutes missing of the buffers of a plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MissingBuffers {
    /// Between runs in a section.
    pub sections: i64,
    /// Between rakes on one side of a spot.
    pub spots: i64,
    /// Between movements of a locomotive.
    pub locomotives: i64,
}

impl MissingBuffers {
    /// All of them.
    pub fn total(&self) -> i64 {
        self.sections + self.spots + self.locomotives
    }

    /// What they cost.
    pub fn cost(&self, instance: &Instance) -> CostParts {
        CostParts {
            missing_buffers: instance.buffer_cost(self.total()),
            ..CostParts::default()
        }
    }
}

/// Whether an instance asks for any buffer.
pub fn are_asked_for(instance: &Instance) -> bool {
    let system = instance.system();
    let sections = system.sections().iter().map(|section| section.buffer);
    let spots = system.spots().iter().map(|spot| spot.buffer);
    let pools = system.locomotives().iter().map(|pool| pool.buffer);
    sections.chain(spots).chain(pools).any(|buffer| buffer > 0)
}

/// Minutes missing of the buffers in a plan (`trains` indexed by train id). Complexity: O(e log e) in the number of events.
pub fn missing(instance: &Instance, trains: &[TrainPlan]) -> MissingBuffers {
    if !are_asked_for(instance) {
        return MissingBuffers::default();
    }
    let instance = &*decided(instance, trains);
    MissingBuffers {
        sections: sections(instance, trains),
        spots: spots(instance, trains),
        locomotives: locomotives(instance, trains),
    }
}

/// What a slack lacks of a buffer.
fn lack(buffer: i32, slack: i32) -> i64 {
    i64::from((buffer - slack).clamp(0, buffer))
}

/// A run in a section.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Run {
    span: Span,
    direction: Direction,
    is_given: bool,
}

fn sections(instance: &Instance, trains: &[TrainPlan]) -> i64 {
    let system = instance.system();
    let mut runs: Vec<Vec<Run>> = vec![Vec::new(); system.sections().len()];
    for path in system.given_paths() {
        runs[path.section.index()].push(Run {
            span: path.span,
            direction: path.direction,
            is_given: true,
        });
    }
    for event in trains.iter().flat_map(TrainPlan::events) {
        if let Activity::Run {
            section, direction, ..
        } = event.what
            && let Some(of_section) = runs.get_mut(section.index())
        {
            of_section.push(Run {
                span: event.span,
                direction,
                is_given: false,
            });
        }
    }
    let sections = system.sections().iter().zip(&mut runs);
    let sections = sections.filter(|(section, _)| section.buffer > 0);
    let lacks = sections.map(|(section, runs)| {
        runs.sort_unstable();
        if section.single_track {
            return lack_of_runs(section, runs);
        }
        let of = |direction: Direction| {
            let runs: Vec<Run> = runs
                .iter()
                .copied()
                .filter(|run| run.direction == direction)
                .collect();
            lack_of_runs(section, &runs)
        };
        of(Direction::Down) + of(Direction::Up)
    });
    lacks.sum()
}

/// Of runs that follow each other on one track, in order.
fn lack_of_runs(section: &Section, runs: &[Run]) -> i64 {
    let pairs = runs
        .windows(2)
        .filter(|pair| !(pair[0].is_given && pair[1].is_given));
    let lacks = pairs.map(|pair| {
        let (first, next) = (pair[0], pair[1]);
        let slack = if first.direction == next.direction {
            let apart = (next.span.from - first.span.from).min(next.span.to - first.span.to);
            let follows = (section.following())
                .map_or(i32::MAX, |minutes| next.span.from - first.span.to - minutes);
            follows.min(apart - section.headway.get(next.direction))
        } else {
            next.span.from - first.span.to - section.clearing_behind(first.direction)
        };
        lack(section.buffer, slack)
    });
    lacks.sum()
}

/// Per thing its uses, each with who uses it.
type Uses<K> = BTreeMap<K, Vec<(Span, TrainId)>>;

/// Every event of a plan with its train.
fn events<'a>(
    instance: &'a Instance,
    trains: &'a [TrainPlan],
) -> impl Iterator<Item = (TrainId, &'a Train, &'a Event)> {
    let trains = instance.trains().iter().zip(trains).enumerate();
    trains.flat_map(|(index, (train, plan))| {
        let events = plan.events().iter();
        events.map(move |event| (TrainId::from_index(index), train, event))
    })
}

fn spots(instance: &Instance, trains: &[TrainPlan]) -> i64 {
    let system = instance.system();
    let mut sides: Uses<(SpotId, u32)> = Uses::new();
    for (id, train, event) in events(instance, trains) {
        let Activity::Spot { spot } = event.what else {
            continue;
        };
        let data = system.spot(spot);
        for gauge_mm in data.gauges_mm {
            // who is handled has the whole spot
            if !train.handling().is_empty() || gauge_mm == gauge(instance, train, event.rake) {
                let holds = sides.entry((spot, gauge_mm)).or_default();
                holds.push((event.span, id));
            }
        }
    }
    let lacks = sides.iter_mut().map(|((spot, _), holds)| {
        holds.sort_unstable();
        let pairs = holds.windows(2).filter(|pair| pair[0].1 != pair[1].1);
        let lacks =
            pairs.map(|pair| lack(system.spot(*spot).buffer, pair[1].0.from - pair[0].0.to));
        lacks.sum::<i64>()
    });
    lacks.sum()
}

fn gauge(instance: &Instance, train: &Train, rake: Rake) -> u32 {
    let class = match (rake, train.transshipment()) {
        (Rake::Onward, Some(transshipment)) => transshipment.onward_class,
        _ => train.class,
    };
    instance.system().class(class).gauge_mm
}

fn locomotives(instance: &Instance, trains: &[TrainPlan]) -> i64 {
    let system = instance.system();
    let mut units: Uses<(LocomotiveId, u32)> = Uses::new();
    for (id, train, event) in events(instance, trains) {
        for (rake, number) in moved_by(event) {
            let station = match event.what {
                Activity::IntoStore { store, .. } | Activity::FromStore { store, .. } => {
                    system.store(store).station
                }
                Activity::Placing { spot, .. }
                | Activity::Pulling { spot, .. }
                | Activity::Exchange { spot, .. } => system.shed(system.spot(spot).shed).station,
                _ => continue,
            };
            let pool = system.locomotives_at(station, gauge(instance, train, rake));
            if let Some(pool) = pool {
                // a rake made up at the start has its locomotive there
                let state = instance.train(id).state.as_ref();
                let made_up = state.and_then(|state| state.place(rake)?.made_up_at());
                let is_there = made_up.is_some() && moves_out(event);
                let light_run = system.locomotive_pool(pool).light_run;
                let from = event.span.from - if is_there { 0 } else { light_run };
                let used = Span::new(from.max(Minute(0)), event.span.to);
                units.entry((pool, number)).or_default().push((used, id));
            }
        }
    }
    let lacks = units.iter_mut().map(|((pool, _), uses)| {
        uses.sort_unstable();
        let buffer = system.locomotive_pool(*pool).buffer;
        let pairs = uses.windows(2);
        let lacks = pairs.map(|pair| lack(buffer, pair[1].0.from - pair[0].0.to));
        lacks.sum::<i64>()
    });
    lacks.sum()
}

/// Whether an event brings a rake out of a store.
fn moves_out(event: &Event) -> bool {
    matches!(
        event.what,
        Activity::FromStore { .. } | Activity::Placing { store: Some(_), .. }
    )
}

/// The locomotives of an event, each with the rake of whose gauge it is.
fn moved_by(event: &Event) -> Vec<(Rake, u32)> {
    match event.what {
        Activity::Placing { locomotive, .. }
        | Activity::Pulling { locomotive, .. }
        | Activity::IntoStore { locomotive, .. }
        | Activity::FromStore { locomotive, .. } => vec![(event.rake, locomotive)],
        Activity::Exchange {
            locomotive_arriving,
            locomotive_onward,
            ..
        } => vec![
            (Rake::Arriving, locomotive_arriving),
            (Rake::Onward, locomotive_onward),
        ],
        _ => Vec::new(),
    }
}

/// More minutes than can be missing of the buffers of any plan of an instance.
pub(crate) fn at_most(instance: &Instance) -> i64 {
    let system = instance.system();
    let longest = |buffers: &mut dyn Iterator<Item = i32>| i64::from(buffers.max().unwrap_or(0));
    let sections = longest(&mut system.sections().iter().map(|section| section.buffer));
    let spots = longest(&mut system.spots().iter().map(|spot| spot.buffer));
    let pools = longest(&mut system.locomotives().iter().map(|pool| pool.buffer));
    let (mut runs, mut holds, mut moves) = (system.given_paths().len(), 0_usize, 0_usize);
    for train in instance.trains() {
        let mut stations = train.route.len();
        if let Some(transshipment) = train.transshipment() {
            stations += transshipment.onward_route.len();
            stations += transshipment.emptied_route.as_ref().map_or(0, Vec::len);
        }
        runs += stations;
        // two sides; two in, two out, two at each exchange
        holds += 2;
        moves += 2 + 2 * train.parts as usize;
    }
    runs as i64 * sections + holds as i64 * spots + moves as i64 * pools
}
