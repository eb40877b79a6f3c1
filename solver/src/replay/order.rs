//! Who comes before whom, and what follows from it for times.

use super::Connection;
use super::course::{Course, Moved, Point};
use crate::network::{
    LineIndex, Movement, Network, PoolIndex, PoolWhat, StockIndex, Tick, Ticks, in_ticks,
};
use crate::occupancy::Occupancy;
use regauge_model::ids::TrainId;
use regauge_model::instance::Rake;
use regauge_model::plan::Event;
use regauge_model::resource::Resource;
use regauge_model::time::Span;
use regauge_model::{Instance, Plan};
use std::collections::{BTreeMap, BTreeSet};

/// A train has something behind another one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arc {
    /// Position of the trains.
    pub before: usize,
    pub after: usize,
    what: What,
    pub connection: Option<Connection>,
}

/// What it is, by positions in the courses.
#[derive(Clone, Copy, Debug)]
enum What {
    /// Uses of a unit.
    Unit(usize, usize),
    /// Movements through a section.
    Line(usize, usize),
    /// Something taken out of a stock that the other has brought.
    Stock(usize, usize),
    /// Something is taken out of a stock to which nobody brings it.
    Nothing,
}

impl Arc {
    /// The earliest instants of the second train (entry and exit of a section; else the same twice), as the first one is, with the points they are of.
    fn least<'n>(
        &self,
        network: &Network,
        first: &Course<'n>,
        second: &Course<'n>,
    ) -> Option<[(Point<'n>, Tick); 2]> {
        match self.what {
            What::Unit(one, other) => {
                let free = first.at(first.uses[one].to);
                Some([(second.uses[other].from, free); 2])
            }
            What::Stock(one, other) => {
                let there = first.at(first.stocks[one].2);
                Some([(second.stocks[other].2, there); 2])
            }
            What::Line(one, other) => {
                let moved = &second.movements[other];
                let before = first.movement(network, &first.movements[one]);
                let own = second.movement(network, moved);
                let (enter, exit) = behind(network, before, own)?;
                Some([
                    (moved.enter, enter),
                    (moved.exit, exit.unwrap_or(crate::network::LONG_AGO)),
                ])
            }
            What::Nothing => None,
        }
    }

    /// What of the second train is behind what of the first one, and before which tick it is not.
    pub fn bounds<'n>(
        &self,
        network: &Network,
        first: &Course<'n>,
        second: &Course<'n>,
    ) -> Vec<(Point<'n>, Point<'n>, Tick)> {
        let Some([own, other]) = self.least(network, first, second) else {
            return Vec::new();
        };
        match self.what {
            What::Unit(one, _) => vec![(first.uses[one].to, own.0, own.1)],
            What::Stock(one, _) => vec![(first.stocks[one].2, own.0, own.1)],
            What::Line(one, _) => {
                let moved = &first.movements[one];
                let is_out = own.1 >= first.at(moved.exit);
                let from = if is_out { moved.exit } else { moved.enter };
                let mut bounds = vec![(from, own.0, own.1), (moved.exit, other.0, other.1)];
                bounds.retain(|bound| bound.2 > crate::network::LONG_AGO);
                bounds
            }
            What::Nothing => Vec::new(),
        }
    }

    /// What it is that both have.
    pub fn resource(&self, network: &Network, first: &Course<'_>) -> Option<Resource> {
        let own = match self.what {
            What::Unit(one, _) => network[first.uses[one].pool].resource,
            What::Line(one, _) => Resource::Section(network[first.movements[one].line].section),
            What::Stock(one, _) => network[first.stocks[one].0].resource,
            What::Nothing => return None,
        };
        Some(
            self.connection
                .map_or(own, |connection| connection.resource),
        )
    }

    /// By how much what the first train has is free later than the second was planned to begin.
    pub fn late(
        &self,
        planned_in: &Network,
        network: &Network,
        planned: &[Option<Course<'_>>],
        kept: &[Option<Course<'_>>],
    ) -> Option<i32> {
        let (first, second) = (kept[self.before].as_ref()?, kept[self.after].as_ref()?);
        let as_planned = planned[self.after].as_ref()?;
        let own = self.least(network, first, second)?;
        let was = self.least(planned_in, planned[self.before].as_ref()?, as_planned)?;
        let both = own.iter().zip(&was);
        let told = both.filter(|(own, _)| own.1 > crate::network::LONG_AGO);
        let late = told.map(|(own, was)| own.1 - as_planned.at(was.0));
        late.max()
    }
}

/// When a movement behind another one may enter, and leave, at the earliest; `None` where the two never meet.
fn behind(network: &Network, first: Movement, second: Movement) -> Option<(Tick, Option<Tick>)> {
    let line = &network[first.line];
    if first.direction == second.direction {
        let headway = line.headway[second.direction as usize];
        let left = (line.following).map_or(crate::network::LONG_AGO, |ticks| first.exit + ticks);
        let enter = (first.enter + headway).max(left);
        return Some((enter, Some(first.exit + headway)));
    }
    let is_one_track = line.single_track || first.diverted || second.diverted;
    (line.keeps_opposing && is_one_track)
        .then(|| (first.exit + line.clearing_behind(first.direction), None))
}

/// The order in which trains have what they share, as their starts are.
pub(super) fn arcs(
    network: &Network,
    courses: &[Option<Course<'_>>],
    units: &[Vec<Resource>],
) -> Vec<Arc> {
    let mut found = of_units(network, courses, units);
    found.extend(of_lines(network, courses));
    found.extend(of_stocks(network, courses));
    found
}

/// A use from one tick to another, by train and place in its course.
type Placed = (Tick, Tick, usize, usize);

/// A change of a stock at a tick, by train and place in its course.
type Change = (Tick, usize, usize);

/// One use after another of the same unit.
fn of_units(
    network: &Network,
    courses: &[Option<Course<'_>>],
    units: &[Vec<Resource>],
) -> Vec<Arc> {
    let mut by_unit: BTreeMap<(PoolIndex, Resource), Vec<Placed>> = BTreeMap::new();
    for (train, course) in present(courses) {
        for (place, taken) in course.uses.iter().enumerate() {
            let (from, to) = (course.at(taken.from), course.at(taken.to));
            if from < to {
                let unit = (taken.pool, units[train][place]);
                by_unit
                    .entry(unit)
                    .or_default()
                    .push((from, to, train, place));
            }
        }
    }
    let mut found = Vec::new();
    for ((pool, unit), mut uses) in by_unit {
        uses.sort_unstable();
        for pair in uses.windows(2) {
            let ((_, to, before, one), (from, _, after, other)) = (pair[0], pair[1]);
            // a plan that is wrong, or units that are not told apart
            if to > from {
                continue;
            }
            let what = network[pool].what;
            let resource = if matches!(what, PoolWhat::Crossing | PoolWhat::Throat(_)) {
                network[pool].resource
            } else {
                unit
            };
            found.push(arc(
                What::Unit(one, other),
                (before, after),
                resource,
                (to, from),
            ));
        }
    }
    found
}

/// One movement after another through a section, as far as they must be kept apart.
fn of_lines(network: &Network, courses: &[Option<Course<'_>>]) -> Vec<Arc> {
    let mut by_line: BTreeMap<LineIndex, Vec<(Movement, usize, usize)>> = BTreeMap::new();
    for (train, course) in present(courses) {
        for (place, moved) in course.movements.iter().enumerate() {
            let moved: &Moved<'_> = moved;
            let movement = course.movement(network, moved);
            by_line
                .entry(moved.line)
                .or_default()
                .push((movement, train, place));
        }
    }
    let mut found = Vec::new();
    for (line, mut all) in by_line {
        all.sort_by_key(|&(movement, train, place)| (movement.enter, movement.exit, train, place));
        let is_plain = network[line].is_plain();
        for (position, &(second, after, other)) in all.iter().enumerate() {
            let mut looked = [false; 2];
            for &(first, before, one) in all[..position].iter().rev() {
                // on a section that is never worked otherwise, the last one of each direction speaks for those before
                let way = first.direction as usize;
                if is_plain && looked[way] {
                    continue;
                }
                if before == after {
                    continue;
                }
                looked[way] = true;
                let Some((enter, exit)) = behind(network, first, second) else {
                    // it may be diverted when it comes at another time
                    if !is_plain {
                        found.push(Arc {
                            before,
                            after,
                            what: What::Line(one, other),
                            connection: None,
                        });
                    }
                    continue;
                };
                if enter > second.enter || exit.is_some_and(|exit| exit > second.exit) {
                    continue;
                }
                let slack = exit.map_or(Ticks::MAX, |exit| second.exit - exit);
                let slack = slack.min(second.enter - enter);
                let resource = Resource::Section(network[line].section);
                let times = (second.enter - slack, second.enter);
                found.push(arc(
                    What::Line(one, other),
                    (before, after),
                    resource,
                    times,
                ));
            }
        }
    }
    found
}

/// No train at all.
const NOBODY: usize = usize::MAX;

/// What is taken out of a stock behind what was brought, one by one.
fn of_stocks(network: &Network, courses: &[Option<Course<'_>>]) -> Vec<Arc> {
    let mut by_stock: BTreeMap<StockIndex, [Vec<Change>; 2]> = BTreeMap::new();
    for (train, course) in present(courses) {
        for (place, &(stock, change, at)) in course.stocks.iter().enumerate() {
            let own = (course.at(at), train, place);
            let list = &mut by_stock.entry(stock).or_default()[usize::from(change < 0)];
            list.extend((0..change.abs()).map(|_| own));
        }
    }
    let mut found = Vec::new();
    for (stock, [mut brought, mut taken]) in by_stock {
        // what comes in whatever is decided no train has brought
        let arrivals = network[stock].arrivals.iter();
        brought.extend(arrivals.flat_map(|&(at, units)| (0..units).map(move |_| (at, NOBODY, 0))));
        brought.sort_unstable();
        taken.sort_unstable();
        let initial = network[stock].initial.max(0) as usize;
        let mut last = None;
        for (number, &(from, after, other)) in taken.iter().enumerate().skip(initial) {
            let source = brought.get(number - initial);
            // the wagons of one rake that another one has brought are taken together
            let pair = Some((source, after, other));
            if last == pair || source.is_some_and(|source| source.1 == NOBODY) {
                continue;
            }
            last = pair;
            let Some(&(to, before, one)) = source else {
                found.push(Arc {
                    before: after,
                    after,
                    what: What::Nothing,
                    connection: None,
                });
                continue;
            };
            // without those that give way it may have to wait for one that was planned behind it
            let resource = network[stock].resource;
            let what = What::Stock(one, other);
            let mut arc = arc(what, (before, after), resource, (to, from));
            arc.connection = arc.connection.filter(|_| to <= from);
            found.push(arc);
        }
    }
    found
}

fn arc(
    what: What,
    (before, after): (usize, usize),
    resource: Resource,
    (released, begins): (Tick, Tick),
) -> Arc {
    let connection = (before != after).then(|| Connection {
        resource,
        before: TrainId::from_index(before),
        after: TrainId::from_index(after),
        released: released.into(),
        begins: begins.into(),
    });
    Arc {
        before,
        after,
        what,
        connection,
    }
}

fn present<'c, 'n>(
    courses: &'c [Option<Course<'n>>],
) -> impl Iterator<Item = (usize, &'c Course<'n>)> {
    let all = courses.iter().enumerate();
    all.filter_map(|(train, course)| Some((train, course.as_ref()?)))
}

/// Sets all starts to the earliest behind those before them. The least solution is found by going over the trains until nothing changes any more: starts only
/// rise. An error is the train that finds no way.
pub(super) fn keep(
    network: &Network,
    base: &Occupancy<'_>,
    courses: &mut [Option<Course<'_>>],
    planned: &[Option<Course<'_>>],
    arcs: &[Arc],
) -> Result<(), usize> {
    if let Some(arc) = arcs.iter().find(|arc| matches!(arc.what, What::Nothing)) {
        return Err(arc.after);
    }
    let mut into: Vec<Vec<&Arc>> = vec![Vec::new(); courses.len()];
    for arc in arcs {
        into[arc.after].push(arc);
    }
    let mut turns: Vec<(Tick, usize)> = present(planned)
        .filter(|(train, _)| courses[*train].is_some())
        .filter_map(|(train, course)| Some((course.starts.iter().copied().min()?, train)))
        .collect();
    turns.sort_unstable();
    // who is to be looked at again
    let mut stale: BTreeSet<usize> = turns.iter().map(|turn| turn.1).collect();
    while !stale.is_empty() {
        for &(_, train) in &turns {
            if !stale.remove(&train) {
                continue;
            }
            let Some(mut course) = courses[train].take() else {
                continue;
            };
            loop {
                let is_changed = course.settle(base).ok_or(train)?;
                if is_changed {
                    let behind = arcs.iter().filter(|arc| arc.before == train);
                    stale.extend(behind.map(|arc| arc.after).filter(|after| *after != train));
                }
                let mut is_held = false;
                for arc in &into[train] {
                    let least = if arc.before == train {
                        arc.least(network, &course, &course)
                    } else {
                        let first = courses[arc.before].as_ref();
                        first.and_then(|first| arc.least(network, first, &course))
                    };
                    for (point, at) in least.into_iter().flatten() {
                        is_held |= course.hold_back(point, at);
                    }
                }
                is_held |= under_caps(network, &mut course, train, courses, planned);
                if !is_held {
                    break;
                }
            }
            courses[train] = Some(course);
        }
    }
    Ok(())
}

/// Holds entries back to a day whose cap is not used up by those planned before them.
fn under_caps(
    network: &Network,
    course: &mut Course<'_>,
    own: usize,
    courses: &[Option<Course<'_>>],
    planned: &[Option<Course<'_>>],
) -> bool {
    let mut is_held = false;
    for place in 0..course.caps.len() {
        let (cap, at) = course.caps[place];
        let Some(was) = planned[own].as_ref() else {
            continue;
        };
        let turn = (was.at(was.caps[place].1), own, place);
        let data = &network[cap];
        let Some(day) = data.day_of(course.at(at)) else {
            continue;
        };
        let before = present(courses).filter(|(train, _)| *train != own);
        let before = before.map(|(train, other)| {
            let caps = other.caps.iter().enumerate();
            let counted = caps.filter(|(number, (of, at))| {
                let first = planned[train].as_ref();
                *of == cap
                    && data.day_of(other.at(*at)) == Some(day)
                    && first.is_some_and(|first| {
                        (first.at(first.caps[*number].1), train, *number) < turn
                    })
            });
            counted.count() as u32
        });
        let used: u32 = before.sum();
        if used >= data.capacity.get(day).copied().unwrap_or(0) {
            is_held |= course.hold_back(at, data.behind(day));
        }
    }
    is_held
}

/// The unit of every use, as the plan has it; of uses that it does not tell, some unit that is free.
pub(super) fn units(
    instance: &Instance,
    network: &Network,
    plan: &Plan,
    courses: &[Option<Course<'_>>],
) -> Vec<Vec<Resource>> {
    let mut found = Vec::with_capacity(courses.len());
    for (train, course) in courses.iter().enumerate() {
        let Some(course) = course else {
            found.push(Vec::new());
            continue;
        };
        let events = plan.trains[train].events().iter();
        let uses: Vec<(Resource, Span)> = events
            .flat_map(|event| told(instance, TrainId::from_index(train), event))
            .collect();
        let mut is_told = vec![false; uses.len()];
        let own = course.uses.iter().map(|taken| {
            let pool = &network[taken.pool];
            let (from, to) = (course.at(taken.from), course.at(taken.to));
            if pool.capacity <= 1 {
                if let PoolWhat::SpotSide(spot, side) = pool.what {
                    return Resource::SpotSide(spot, side as u8);
                }
                if let PoolWhat::Crane(crane) = pool.what {
                    return Resource::Crane(crane);
                }
            }
            let is_it = |place: usize| {
                let (unit, span) = uses[place];
                let (begin, end) = in_ticks(span);
                is_in(instance, pool.what, unit) && begin < to && from < end
            };
            let first = (0..uses.len()).find(|&place| !is_told[place] && is_it(place));
            let unit = first.map_or(pool.resource, |first| uses[first].0);
            for place in 0..uses.len() {
                if uses[place].0 == unit && is_it(place) {
                    is_told[place] = true;
                }
            }
            unit
        });
        let own: Vec<Resource> = own.collect();
        found.push(own);
    }
    found
}

/// The units of pools that an event names, with its span.
fn told(instance: &Instance, train: TrainId, event: &Event) -> Vec<(Resource, Span)> {
    let system = instance.system();
    let data = instance.train(train);
    let units = regauge_model::units::units(system, event, |rake| {
        let class = match (rake, data.transshipment()) {
            (Rake::Onward, Some(transshipment)) => transshipment.onward_class,
            _ => data.class,
        };
        system.class(class).gauge_mm
    });
    let units = units.into_iter().flatten();
    units.map(|unit| (unit, event.span)).collect()
}

/// Whether a unit is one of a pool.
fn is_in(instance: &Instance, pool: PoolWhat, unit: Resource) -> bool {
    match (pool, unit) {
        (PoolWhat::Tracks(yard, group), Resource::Track(of, track)) => {
            let groups = instance.system().yard(of);
            yard == of && groups.group_of(track).map(|group| group as u32) == Some(group)
        }
        (PoolWhat::Teams(stage), Resource::Team(of, _)) => stage == of,
        (PoolWhat::Locomotives(pool), Resource::Locomotive(of, _)) => pool == of,
        _ => false,
    }
}
