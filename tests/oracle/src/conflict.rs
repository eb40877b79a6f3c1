//! Rules with a choice: the first one a schedule breaks, and the sets of links of which every plan keeps one.
//!
//! The schedule given is the least one under the links decided so far, so a plan that keeps them has no instant
//! earlier than the schedule has it. Where two things exclude each other, one of them is first in every plan. Where
//! more than `n` things hold the `n` of a place at one instant, among any `n + 1` of them two do not overlap in every
//! plan. A run known beforehand that something comes into conflict with cannot be followed by it and then be
//! preceded: links into known instants simply fail.

use crate::parts::{Edge, Link, Parts, Place, RunAt, StockAt};
use crate::schedule::Schedule;
use crate::tasks::World;
use regauge_model::ids::StoreId;
use regauge_model::instance::DAY;
use regauge_model::system::{Block, Cap, Direction};

type Repairs = Vec<Vec<Link>>;

/// The ways to repair the first broken rule; `None` when the schedule breaks none.
pub(crate) fn first(
    world: &World,
    parts: &Parts,
    schedule: &Schedule,
    stores: bool,
) -> Option<Repairs> {
    places(world, parts, schedule)
        .or_else(|| line(world, parts, schedule))
        .or_else(|| caps(world, parts, schedule))
        .or_else(|| crate::throats::first(world, parts, schedule))
        .or_else(|| access(world, parts, schedule))
        .or_else(|| crossing(parts, schedule))
        .or_else(|| stocks(world, parts, schedule).filter(|_| stores))
}

fn then(earlier: Edge, later: Edge) -> Link {
    Link { earlier, later }
}

/// How many of a place there are.
fn count(world: &World, place: Place) -> usize {
    let system = world.system();
    let count = match place {
        Place::Track(yard, group) => system.yard(yard).groups[group].count,
        Place::Team(stage) => system.stage(stage).teams.unwrap_or(u32::MAX),
        Place::Locomotive(pool) => system.locomotive_pool(pool).count,
        Place::Side(..) | Place::Crane(_) => 1,
    };
    count as usize
}

/// Tracks, teams, locomotives, spot sides (with their closed spans) and cranes.
fn places(world: &World, parts: &Parts, schedule: &Schedule) -> Option<Repairs> {
    let span = |index: usize| {
        let hold = &parts.holds[index];
        let (from, to) = (schedule.at(hold.from), schedule.at(hold.to));
        (from.max(0), to.min(world.end))
    };
    for (index, hold) in parts.holds.iter().enumerate() {
        let (from, to) = span(index);
        if from >= to {
            continue;
        }
        // The end of a hold is nowhere earlier than here, so a hold that runs into a closed span starts after it; who was there
        // before stays.
        let comes = matches!(hold.from, Edge::At(_));
        if let (Place::Side(spot, _), Some(_), true) = (hold.place, hold.train, comes) {
            let closed = world.system().spot(spot).closed.iter();
            for closed in closed {
                if closed.from.0 < to && from < closed.to.0 {
                    return Some(vec![vec![then(Edge::Fixed(closed.to.0), hold.from)]]);
                }
            }
        }
        let mut inside = Vec::new();
        for (other, second) in parts.holds.iter().enumerate() {
            let (start, end) = span(other);
            if second.place == hold.place && start <= from && from < end {
                inside.push(second);
            }
        }
        let count = count(world, hold.place);
        if inside.len() <= count {
            continue;
        }
        inside.truncate(count + 1);
        let mut repairs = Vec::new();
        for (i, a) in inside.iter().enumerate() {
            for (j, b) in inside.iter().enumerate() {
                if i != j {
                    repairs.push(vec![then(a.to, b.from)]);
                }
            }
        }
        return Some(repairs);
    }
    None
}

/// Headway and opposing runs, paths given away included.
fn line(world: &World, parts: &Parts, schedule: &Schedule) -> Option<Repairs> {
    let given = world.system().given_paths().iter().map(|path| RunAt {
        section: path.section,
        direction: path.direction,
        class: None,
        entry: Edge::Fixed(path.span.from.0),
        exit: Edge::Fixed(path.span.to.0),
    });
    let runs: Vec<RunAt> = parts.runs.iter().copied().chain(given).collect();
    for (index, a) in runs.iter().enumerate() {
        for b in &runs[index + 1..] {
            let known =
                |run: &RunAt| matches!((run.entry, run.exit), (Edge::Fixed(_), Edge::Fixed(_)));
            if a.section != b.section || (known(a) && known(b)) {
                continue;
            }
            let repairs = if a.direction == b.direction {
                headway(world, schedule, a, b)
            } else {
                opposing(world, schedule, a, b)
            };
            if repairs.is_some() {
                return repairs;
            }
        }
    }
    None
}

fn headway(world: &World, schedule: &Schedule, a: &RunAt, b: &RunAt) -> Option<Repairs> {
    let minutes = world.system().section(a.section).headway.get(a.direction);
    let section = world.system().section(a.section);
    let order = |first: &RunAt, second: &RunAt| {
        let mut links = vec![
            then(first.entry.plus(minutes), second.entry),
            then(first.exit.plus(minutes), second.exit),
        ];
        if section.block == Block::StationToStation {
            links.push(then(first.exit.plus(section.clearing), second.entry));
        }
        links
    };
    choose(schedule, vec![order(a, b), order(b, a)])
}

fn opposing(world: &World, schedule: &Schedule, a: &RunAt, b: &RunAt) -> Option<Repairs> {
    let section = world.system().section(a.section);
    // the station at which a run ends may ask for more than the section
    let behind = |run: &RunAt| {
        let end = match run.direction {
            Direction::Down => section.to,
            Direction::Up => section.from,
        };
        section.clearing.max(world.system().station(end).meeting)
    };
    let mut repairs = vec![
        vec![then(a.exit.plus(behind(a)), b.entry)],
        vec![then(b.exit.plus(behind(b)), a.entry)],
    ];
    if !section.single_track {
        let mut shared = false;
        for run in [a, b] {
            let entry = schedule.at(run.entry);
            if let Some(possession) = world.diverting(run.section, run.direction, entry) {
                shared = true;
                // Entering after the possession the run is diverted no more.
                repairs.push(vec![then(Edge::Fixed(possession.to.0), run.entry)]);
            }
        }
        if !shared {
            return None;
        }
    }
    choose(schedule, repairs)
}

/// The choices, unless the schedule keeps one of them already.
fn choose(schedule: &Schedule, repairs: Repairs) -> Option<Repairs> {
    let kept = |links: &Vec<Link>| {
        let holds = |link: &Link| schedule.at(link.later) >= schedule.at(link.earlier);
        links.iter().all(holds)
    };
    (!repairs.iter().any(kept)).then_some(repairs)
}

/// Caps per railway day: of too many runs of a day one enters on a later day.
fn caps(world: &World, parts: &Parts, schedule: &Schedule) -> Option<Repairs> {
    for (index, section) in world.system().sections().iter().enumerate() {
        for cap in &section.caps {
            let counted = |run: &&RunAt| {
                run.section.index() == index && counts(cap, run) && schedule.at(run.entry) >= 0
            };
            let runs: Vec<&RunAt> = parts.runs.iter().filter(counted).collect();
            for (from, to, most) in limits(world, cap) {
                let inside = |run: &&&RunAt| (from..to).contains(&schedule.at(run.entry));
                let same: Vec<_> = runs.iter().filter(inside).collect();
                if same.len() as u32 > most {
                    let later = same
                        .iter()
                        .map(|run| vec![then(Edge::Fixed(to), run.entry)]);
                    return Some(later.collect());
                }
            }
        }
    }
    None
}

/// What a cap allows: from, to, how many may still enter. Days of the railway, hours counted from its beginning, spans; each as far as the cap
/// counts at all.
fn limits(world: &World, cap: &Cap) -> Vec<(i32, i32, u32)> {
    let begin = world.instance.horizon().day_start.0;
    let mut limits = Vec::new();
    for day in 0..=world.end / DAY + 1 {
        let used = if day == 0 { cap.used } else { 0 };
        let most = cap.on_day(day).saturating_sub(used);
        limits.push((begin + day * DAY, begin + (day + 1) * DAY, most));
    }
    let mut known = |from: i32, to: i32, most: u32| {
        let before = cap.entered.iter().map(|at| at.0).filter(|at| {
            (from..to).contains(at) && cap.within.from.0 <= *at && *at < cap.within.to.0
        });
        let before = before.count() as u32;
        limits.push((from, to, most.saturating_sub(before)));
    };
    if let Some(most) = cap.per_hour {
        let mut from = begin;
        while from < world.end {
            known(from, from + 60, most);
            from += 60;
        }
    }
    for (span, most) in &cap.spans {
        known(span.from.0, span.to.0, *most);
    }
    let dated = limits
        .into_iter()
        .map(|(from, to, most)| (from.max(cap.within.from.0), to.min(cap.within.to.0), most));
    dated.filter(|(from, to, _)| from < to).collect()
}

fn counts(cap: &Cap, run: &RunAt) -> bool {
    let direction: Direction = cap.direction;
    run.direction == direction && run.class.is_some_and(|class| cap.counts[class.index()])
}

/// A movement needs the spots in front of its own free on its side.
fn access(world: &World, parts: &Parts, schedule: &Schedule) -> Option<Repairs> {
    for movement in &parts.moves {
        let (from, to) = (schedule.at(movement.from), schedule.at(movement.to));
        let mut closed = world.system().spot(movement.spot).closed.iter();
        let in_the_way = closed.find(|closed| closed.from.0 < to && from < closed.to.0);
        if let Some(closed) = in_the_way.filter(|_| !movement.is_fact) {
            return Some(vec![vec![then(Edge::Fixed(closed.to.0), movement.from)]]);
        }
        for hold in &parts.holds {
            let Place::Side(spot, gauge) = hold.place else {
                continue;
            };
            let behind = &world.system().spot(movement.spot).behind;
            if gauge != movement.gauge_mm || !behind.contains(&spot) {
                continue;
            }
            if schedule.at(hold.from) < to && from < schedule.at(hold.to) {
                return Some(vec![
                    vec![then(movement.to, hold.from)],
                    vec![then(hold.to, movement.from)],
                ]);
            }
        }
    }
    None
}

/// Steps of one shed at one time do not cross.
fn crossing(parts: &Parts, schedule: &Schedule) -> Option<Repairs> {
    for (index, a) in parts.steps.iter().enumerate() {
        for b in &parts.steps[index + 1..] {
            let overlap = schedule.at(a.from).max(schedule.at(b.from))
                < schedule.at(a.to).min(schedule.at(b.to));
            let before = |a: &crate::parts::StepAt, b: &crate::parts::StepAt| {
                a.positions.iter().max() < b.positions.iter().min() && a.stretch.1 <= b.stretch.0
            };
            if overlap && a.shed == b.shed && !before(a, b) && !before(b, a) {
                return Some(vec![vec![then(a.to, b.from)], vec![then(b.to, a.from)]]);
            }
        }
    }
    None
}

/// Stores: of too many taken of a kind, the last is taken after more has come in; of too many on their way in, the last sets off
/// after more has gone out.
fn stocks(world: &World, parts: &Parts, schedule: &Schedule) -> Option<Repairs> {
    for (index, store) in world.system().stores().iter().enumerate() {
        let id = StoreId::from_index(index);
        let movements = parts.stocks.iter().filter(|stock| stock.store == id);
        let movements: Vec<&StockAt> = movements.collect();
        for (kind, stock) in store.stocks.iter().enumerate() {
            let inspecting = stock.inspecting.iter();
            let others = inspecting.map(|(until, count)| {
                let free = Edge::Fixed(until.0);
                (free, i64::from(*count))
            });
            let free = Free {
                at_start: i64::from(stock.count),
                others: others.collect(),
            };
            let short = free.short(schedule, &movements, false, |moved| moved.of(kind));
            if short.is_some() {
                return short;
            }
        }
        let rooms = parts.rooms.iter().filter(|room| room.store == id);
        let held: Vec<(Edge, i64)> = rooms
            .map(|room| (room.to, store.room_of(&room.lots)))
            .collect();
        let all_held: i64 = held.iter().map(|(_, room)| room).sum();
        let free = Free {
            at_start: i64::from(store.capacity) - store.room_at_start() - all_held,
            others: held,
        };
        let room = |moved: &StockAt| store.room_of(&moved.lots);
        let short = free.short(schedule, &movements, true, room);
        if short.is_some() {
            return short;
        }
    }
    None
}

/// When how much of something is there.
type Sources = Vec<(Edge, i64)>;

/// What may be taken of something, whatever is decided: at the start, and later.
struct Free {
    at_start: i64,
    others: Vec<(Edge, i64)>,
}

impl Free {
    /// The ways to repair the first movement that takes more than there is.
    fn short(
        &self,
        schedule: &Schedule,
        movements: &[&StockAt],
        inward: bool,
        units: impl Fn(&StockAt) -> i64,
    ) -> Option<Repairs> {
        let moved = movements.iter().filter(|moved| units(moved) > 0);
        let (takes, gives): (Vec<&StockAt>, Vec<&StockAt>) =
            moved.copied().partition(|moved| moved.inward == inward);
        let given = gives.iter().map(|moved| (moved.to, units(moved)));
        let sources: Vec<(Edge, i64)> = given.chain(self.others.iter().copied()).collect();
        for movement in &takes {
            let now = schedule.at(movement.from);
            let begun = takes.iter().filter(|one| schedule.at(one.from) <= now);
            let begun: Vec<&&StockAt> = begun.collect();
            let (there, later): (Sources, Sources) = sources
                .iter()
                .copied()
                .partition(|(at, _)| schedule.at(*at) <= now);
            let there: i64 = there.iter().map(|(_, units)| units).sum();
            let taken: i64 = begun.iter().map(|one| units(one)).sum();
            if taken <= self.at_start + there {
                continue;
            }
            let mut repairs = Vec::new();
            for (end, _) in later {
                repairs.extend(begun.iter().map(|one| vec![then(end, one.from)]));
            }
            return Some(repairs);
        }
        None
    }
}
