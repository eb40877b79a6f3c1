//! A train's cheapest journey beside what is taken already.
//!
//! There are no prices, and but for two things costs never fall with time: so labels per (stand, free interval of what it holds) suffice, since within one
//! interval an earlier label can wait and do whatever a later one does. The two are a turn that comes behind one that was to be first, and an
//! exit less early than was published ([`crate::network::Turn`], [`crate::network::Early`]): there labels carry time and cost, neither of two is
//! dropped that is later and cheaper, and an operation, and a meeting, has one more start behind every tick at which it becomes cheaper. The two rakes of a transshipped train are separate
//! searches that meet at the crane work: for every pair of free intervals of the two sides of a spot the earliest meeting
//! dominates, and behind it the two ways out are separate searches again. The join is exact as long as the rakes of one
//! train do not want the last unit of one pool at one time. Before the work they never do (locomotives are per gauge,
//! stages only on the arriving rake). Behind it they can share the teams of a departure stage: the emptied rake is priced
//! beside the onward rake's stages, and a meeting for which that leaves it no way out is passed over; meetings are compared by
//! what the two cost if they did not want the same team ([`Pricer::least`], which no journey undercuts).
//!
//! Where worked parts of a train stand on the track to which its rake goes, an earlier meeting is not always better: the track may
//! be free later only. Behind every tick at which such a place is given back there is a meeting of its own; of two
//! between the same such ticks the earlier one can do whatever the later one does.
//!
//! A label from which the limit on the exit cannot be reached is dropped, so a search first tries a near limit and then a
//! farther one; what it finds is the same.
//!
//! Complexity per train: labels × operations out of a stand × conflicts leapt over.

mod emptied;
mod labels;
mod parts;
mod recovery;
mod shunned;

use crate::journey::Journey;
use crate::network::{Cost, FOREVER, NEVER, Tick, Ticks, TrainNetwork, Work};
use crate::occupancy::Occupancy;
use emptied::{EmptiedEnd, best_emptied_by, min_end};
pub use labels::Blinks;
use labels::Labels;
use parts::PartsOut;
pub use shunned::Shunned;

/// Finds cheapest journeys; keeps its buffers from one train to the next.
#[derive(Debug, Default)]
pub struct Pricer {
    labels: Labels,
    meetings: Vec<Meeting>,
    starts: Vec<Tick>,
    begins: Vec<Tick>,
    /// No emptied rake of the meetings looked at last ends its life earlier, nor one of those too late to be looked at.
    earliest_emptied: Tick,
    least: Cost,
}

/// When no exit is found by a limit, the next limit is later by the least time of the journey over this, then by ever more.
const FIRST_STEP: Ticks = 8;

/// How much wider each step of the limit is than the one before.
const LATER: Ticks = 3;

/// What a journey is wanted to be like, beside cheap.
#[derive(Clone, Copy, Debug)]
pub struct Wishes {
    /// Spots not to be used.
    pub shunned: Shunned,
    /// The exit is at this tick or earlier; [`NEVER`]: whenever.
    pub latest: Tick,
    /// It costs at most this.
    pub most: Cost,
    /// An exit that will probably do: looked at before later ones. It changes no result.
    pub likely: Tick,
    /// Places in time passed over.
    pub blinks: Blinks,
    /// Of crane works that cost the same the one that begins first, not the one that ends first: nobody then waits for cranes while
    /// others stand idle.
    pub work_early: bool,
    /// The emptied rake takes its cheapest way behind the crane work that is best for the onward one, with the least that the
    /// emptied one can cost: not always the cheapest journey, but found in little more than half of the time.
    pub rough: bool,
    /// The position of the only way that is looked at ([`TrainNetwork::ways`]); `None`: all.
    pub way: Option<usize>,
}

impl Default for Wishes {
    fn default() -> Self {
        Wishes {
            shunned: Shunned::None,
            latest: NEVER,
            most: Cost::MAX,
            likely: NEVER,
            blinks: Blinks::default(),
            work_early: false,
            rough: false,
            way: None,
        }
    }
}

/// Two rakes that can meet: where, how, when.
#[derive(Clone, Copy, Debug)]
struct Meeting {
    work: usize,
    arriving: u32,
    onward: u32,
    from: Tick,
    /// The crane work begins.
    start: Tick,
    until: Tick,
    end: Tick,
    /// The carried hold of the yard track ends here (parts).
    carried_until: Tick,
    /// No worked parts leave the spot earlier.
    parts_from: Tick,
    /// They begin to stand where the rakes go.
    parts_out: Option<Tick>,
    /// No exit is earlier.
    least: Tick,
    /// Turns out of their order on the way to it and with it.
    turns: Cost,
    /// The emptied rake, and the way, cost no less; with the turns.
    min_beside: Cost,
}

/// A meeting as the best one was found: its place, and the limit and the blinks with which [`way_out`] finds its exit again.
struct BestMeeting {
    place: usize,
    exit_limit: Tick,
    blinks: Blinks,
    /// What its journey costs if the two rakes on their ways out do not want the same.
    cost: Cost,
}

impl Pricer {
    /// A pricer.
    pub fn new() -> Pricer {
        Pricer::default()
    }

    /// What the journey inserted last costs at least, however its two rakes give way to each other behind the work: its cost
    /// unless they want the same team.
    pub fn least(&self) -> Cost {
        self.least
    }

    /// Work done so far, in steps ([`crate::work`]).
    pub fn steps(&self) -> u64 {
        self.labels.steps
    }

    /// The cheapest journey of a train beside what is taken; `None` when it has none. What is taken is the same
    /// afterwards as before.
    pub fn price(
        &mut self,
        train: &TrainNetwork,
        occupancy: &mut Occupancy<'_>,
    ) -> Option<Journey> {
        let journey = self.insert(train, occupancy, &Wishes::default())?;
        occupancy.remove(&journey);
        self.labels.steps += journey.steps();
        Some(journey)
    }

    /// Finds the cheapest journey of a train beside what is taken, as wished, and takes all it needs; `None`, and nothing
    /// taken, when it has none.
    pub fn insert(
        &mut self,
        train: &TrainNetwork,
        occupancy: &mut Occupancy<'_>,
        wishes: &Wishes,
    ) -> Option<Journey> {
        self.labels.shunned = wishes.shunned;
        self.labels.blinks = wishes.blinks;
        let earliest = earliest_exit(train);
        if earliest > wishes.latest {
            return None;
        }
        let likely = if wishes.likely < NEVER {
            wishes.likely
        } else {
            earliest.saturating_add((earliest - train.cost.release).max(0) / 8)
        };
        let mut limit = likely.max(earliest);
        let mut step = (earliest - train.cost.release).max(0) / FIRST_STEP + 1;
        let mut found = None;
        while found.is_none() && limit < wishes.latest && limit < occupancy.network().end {
            found = self.insert_by(train, occupancy, wishes, limit);
            if let Some(journey) = found.as_ref().filter(|_| !wishes.rough) {
                // an emptied rake that waits may be worth a later exit
                let cost = journey.cost + occupancy.order_cost(journey);
                let most = (cost - Cost::new(1))
                    .saturating_sub(self.emptied_behind(train) - train.cost.min_emptied);
                let end = occupancy.network().end.min(wishes.latest);
                let further = train.cost.latest_exit(most, end);
                if let Some(further) = further.filter(|&further| further > limit) {
                    occupancy.remove(journey);
                    self.labels.steps += journey.steps();
                    found = self.insert_by(train, occupancy, wishes, further);
                }
            }
            limit = limit.saturating_add(step);
            step = step.saturating_mul(LATER);
        }
        let journey = found.or_else(|| self.insert_by(train, occupancy, wishes, wishes.latest))?;
        self.labels.steps += journey.steps();
        if journey.cost > wishes.most {
            occupancy.remove(&journey);
            return None;
        }
        Some(journey)
    }

    /// What the emptied rake costs at least in a journey whose exit is behind the limit looked at last.
    fn emptied_behind(&self, train: &TrainNetwork) -> Cost {
        if train.works.is_empty() && (train.has_dear_ways() || train.may_fall()) {
            // a later exit may be cheaper
            return train.cost.min_emptied;
        }
        if train.works.is_empty() {
            // its way does not hang on the exit
            return Cost::new(i64::MAX / 4);
        }
        let earliest = self.earliest_emptied;
        train.cost.of_emptied(earliest).max(train.cost.min_emptied)
    }

    /// The same among the journeys with an exit by a limit.
    fn insert_by(
        &mut self,
        train: &TrainNetwork,
        occupancy: &mut Occupancy<'_>,
        wishes: &Wishes,
        limit: Tick,
    ) -> Option<Journey> {
        let labels = &mut self.labels;
        labels.clear(train.graph.node_count());
        labels.limit = limit;
        for start in train.arriving_start.iter().chain(&train.onward_start) {
            labels.begin(train, occupancy, start.stand, start.at, Tick::ZERO);
        }
        labels.spread(train, occupancy);
        if train.transshipped && !train.works.is_empty() {
            return self.insert_meeting(train, occupancy, wishes, limit);
        }
        let exit = best_exit(labels, train, wishes.way)?;
        let end = &labels.all[exit as usize];
        let mut journey = Journey::new(train, end.stand, end.arrive);
        journey.add_strand(train, labels, occupancy, exit);
        self.least = journey.cost;
        if !train.transshipped {
            occupancy.insert(&journey);
            return Some(journey);
        }
        // its crane work was done at the start
        let begin = |labels: &mut Labels, occupancy: &Occupancy<'_>, limit| {
            labels.clear(train.graph.node_count());
            labels.limit = limit;
            for start in &train.arriving_start {
                labels.begin(train, occupancy, start.stand, start.at, Tick::ZERO);
            }
            labels.spread(train, occupancy);
        };
        if train.cost.emptied > Cost::ZERO && !wishes.rough {
            let apart = best_emptied_by(labels, train, occupancy, None, begin)?;
            self.least += train
                .cost
                .of_emptied(labels.all[apart.label as usize].arrive);
        }
        occupancy.insert(&journey);
        let Some(emptied) = best_emptied_by(labels, train, occupancy, None, begin) else {
            occupancy.remove(&journey);
            return None;
        };
        let taken = journey.extent();
        journey.add_emptied(train, labels, occupancy, emptied.label);
        occupancy.insert_behind(&journey, taken);
        Some(journey)
    }

    /// The best meeting of the two rakes, with a way out for both.
    fn insert_meeting(
        &mut self,
        train: &TrainNetwork,
        occupancy: &mut Occupancy<'_>,
        wishes: &Wishes,
        limit: Tick,
    ) -> Option<Journey> {
        let (labels, meetings, starts) = (&mut self.labels, &mut self.meetings, &mut self.starts);
        let begins = &mut self.begins;
        meetings.clear();
        let mut steps = 0;
        let min_stored = min_end(train, occupancy).cost;
        self.earliest_emptied = NEVER;
        for (index, work) in train.works.iter().enumerate() {
            let rest = train.min_rest[work.onward.1.index()];
            let rest_emptied = train.min_rest[work.arriving.1.index()];
            let is_open = wishes.way.is_none_or(|way| way == work.way);
            if !is_open
                || wishes.shunned.has(work.spot)
                || rest >= FOREVER
                || rest_emptied >= FOREVER
            {
                continue;
            }
            let mut seen = |end: Tick| {
                let emptied = end.saturating_add(rest_emptied);
                self.earliest_emptied = self.earliest_emptied.min(emptied);
            };
            // whoever is too late to be looked at ends its work later than this
            seen(limit.saturating_sub(rest));
            let parts = PartsOut::new(train, work, occupancy);
            for &arriving in labels.of(work.arriving.0) {
                for &onward in labels.of(work.onward.0) {
                    let (a, b) = (&labels.all[arriving as usize], &labels.all[onward as usize]);
                    let until = a.until.min(b.until);
                    let from = a.ready.max(b.ready);
                    if from >= until {
                        continue;
                    }
                    let limits = (until, a.carried_limit);
                    let carried = a.cost + b.cost;
                    begins.clear();
                    begins.push(from);
                    if let Some(first) = work.chain.first() {
                        occupancy.order_falls(first, begins);
                    }
                    begins.retain(|&begin| from <= begin && begin < until);
                    for &begin in &*begins {
                        let mut parts_were = Tick::MIN;
                        for parts_from in parts.behind(begin, until) {
                            if Tick::MIN < parts_from && parts_from <= parts_were {
                                // they leave the spot later anyway: the same meeting
                                continue;
                            }
                            let wanted = (begin, parts_from);
                            let found = chain(occupancy, work, wanted, limits, starts, &mut steps);
                            let Some((end, carried_until)) = found else {
                                break;
                            };
                            seen(end);
                            if limit < NEVER && end + rest > limit {
                                break;
                            }
                            let parts_out = work.parts_out_at(starts);
                            parts_were = parts_out.unwrap_or(Tick::MIN);
                            if !parts.may_stand(train, occupancy, parts_out) {
                                continue;
                            }
                            let own = work.chain.first().map_or(Cost::ZERO, |first| {
                                occupancy.order_cost_at(first, starts[0])
                            });
                            meetings.push(Meeting {
                                work: index,
                                arriving,
                                onward,
                                from: begin,
                                start: starts[0],
                                until,
                                end,
                                carried_until,
                                parts_from,
                                parts_out,
                                least: end + rest,
                                turns: carried + own,
                                min_beside: train.cost.of_emptied(end + rest_emptied)
                                    + min_stored
                                    + train.cost_of_work(work)
                                    + carried
                                    + own,
                            });
                        }
                    }
                }
            }
        }
        labels.steps += steps;
        let min_cost = |meeting: &Meeting| train.cost.of(meeting.least) + meeting.min_beside;
        meetings.sort_by_key(|meeting| {
            let cost = min_cost(meeting);
            (cost, meeting.least, meeting.end, meeting.work)
        });
        let mark = labels.all.len();
        self.least = Cost::MAX;
        loop {
            let best = best_meeting(labels, train, occupancy, meetings, limit, wishes)?;
            self.least = self.least.min(best.cost);
            let meeting = meetings.remove(best.place);
            let work = &train.works[meeting.work];
            labels.blinks = best.blinks;
            let exit = way_out(labels, train, occupancy, &meeting, mark, best.exit_limit)?;
            let carried_limit = labels.all[meeting.arriving as usize].carried_limit;
            let limits = (meeting.until, carried_limit);
            chain(
                occupancy,
                work,
                (meeting.from, meeting.parts_from),
                limits,
                starts,
                &mut labels.steps,
            )?;
            let end = &labels.all[exit as usize];
            let mut journey = Journey::new(train, end.stand, end.arrive);
            let onward_take = journey.add_inbound(
                train,
                labels,
                occupancy,
                work,
                meeting.onward,
                starts[0],
                None,
            );
            let arriving_take = journey.add_inbound(
                train,
                labels,
                occupancy,
                work,
                meeting.arriving,
                starts[0],
                Some(meeting.carried_until),
            );
            let rakes = (meeting.arriving, meeting.onward);
            journey.add_work(train, labels, meeting.work, rakes, starts);
            journey.add_outbound(train, labels, occupancy, exit, onward_take);
            occupancy.insert(&journey);
            if let Some(emptied) = emptied_way(labels, train, occupancy, &meeting, mark, None) {
                let taken = journey.extent();
                journey.add_outbound(train, labels, occupancy, emptied.label, arriving_take);
                journey.set_emptied(train, labels, emptied.label);
                occupancy.insert_behind(&journey, taken);
                return Some(journey);
            }
            occupancy.remove(&journey);
        }
    }
}

/// The earliest exit that could be if nothing were taken, or earlier.
fn earliest_exit(train: &TrainNetwork) -> Tick {
    let of = |starts: &[crate::network::Start]| {
        let exits = starts
            .iter()
            .map(|start| start.at.saturating_add(train.min_rest[start.stand.index()]));
        exits.min()
    };
    let arriving =
        of(&train.arriving_start).filter(|_| !train.transshipped || !train.works.is_empty());
    let onward = of(&train.onward_start);
    arriving.max(onward).unwrap_or(Tick::ZERO)
}

/// The first of the cheapest meetings.
fn best_meeting(
    labels: &mut Labels,
    train: &TrainNetwork,
    occupancy: &Occupancy<'_>,
    meetings: &[Meeting],
    limit: Tick,
    wishes: &Wishes,
) -> Option<BestMeeting> {
    let mark = labels.all.len();
    let (cost, early) = (&train.cost, wishes.work_early);
    let mut best: Option<BestMeeting> = None;
    for (place, meeting) in meetings.iter().enumerate() {
        let mut exit_limit = limit;
        let is_earlier = |best: &BestMeeting| early && meeting.start < meetings[best.place].start;
        let less = |best: &BestMeeting| best.cost - Cost::new(i64::from(!is_earlier(best)));
        if let Some(best) = &best {
            if cost.of(meeting.least) + meeting.min_beside
                > best.cost - Cost::new(i64::from(!early))
            {
                break;
            }
            let most = less(best) - meeting.min_beside;
            if cost.of(meeting.least) > most {
                continue;
            }
            let latest = cost.latest_exit(most.saturating_add(cost.min_emptied), NEVER);
            exit_limit = exit_limit.min(latest?);
        }
        let blinks = labels.blinks;
        let exit = way_out(labels, train, occupancy, meeting, mark, exit_limit);
        if let Some(exit) = exit {
            let end = &labels.all[exit as usize];
            let mut own = cost.of(end.arrive) + end.cost + meeting.min_beside;
            let mut is_possible = true;
            if cost.emptied > Cost::ZERO && !wishes.rough {
                let beside = train.cost_of_work(&train.works[meeting.work]) + meeting.turns
                    - meeting.min_beside;
                let most = best.as_ref().map(less);
                let most = most.map(|most| most - own - beside);
                let emptied = emptied_way(labels, train, occupancy, meeting, mark, most);
                is_possible = emptied.is_some();
                own += emptied.map_or(Cost::ZERO, |end| end.cost + beside);
            }
            if is_possible && best.as_ref().is_none_or(|best| own <= less(best)) {
                best = Some(BestMeeting {
                    place,
                    exit_limit,
                    blinks,
                    cost: own,
                });
            }
        }
        labels.forget_from(mark);
    }
    best
}

/// The onward rake's earliest exit behind a meeting, by a limit. Its labels are left behind the mark.
fn way_out(
    labels: &mut Labels,
    train: &TrainNetwork,
    occupancy: &Occupancy<'_>,
    meeting: &Meeting,
    mark: usize,
    limit: Tick,
) -> Option<u32> {
    labels.forget_from(mark);
    labels.limit = limit;
    let (a, b) = (
        &labels.all[meeting.arriving as usize],
        &labels.all[meeting.onward as usize],
    );
    let (lag, until) = (a.lag.max(b.lag), b.until);
    let stand = train.works[meeting.work].onward.1;
    labels.resume(stand, (meeting.end, until, lag), meeting.parts_out);
    labels.spread_from(train, occupancy, stand);
    best_exit(labels, train, None)
}

/// The end of the emptied rake's life behind a meeting that costs least, and at most so much. Its labels are left behind the
/// mark.
fn emptied_way(
    labels: &mut Labels,
    train: &TrainNetwork,
    occupancy: &Occupancy<'_>,
    meeting: &Meeting,
    mark: usize,
    most: Option<Cost>,
) -> Option<EmptiedEnd> {
    let stand = train.works[meeting.work].arriving.1;
    let until = labels.all[meeting.arriving as usize].until;
    let begin = |labels: &mut Labels, occupancy: &Occupancy<'_>, limit| {
        labels.forget_from(mark);
        labels.limit = limit;
        labels.resume(stand, (meeting.end, until, Tick::ZERO), meeting.parts_out);
        labels.spread_from(train, occupancy, stand);
    };
    let nearest = meeting.end.saturating_add(train.min_rest[stand.index()]);
    let found = best_emptied_by(labels, train, occupancy, Some(nearest), begin)?;
    most.is_none_or(|most| found.cost <= most).then_some(found)
}

/// The earliest starts of the operations of a work from `from`, into `starts`: all ended by the first limit, exchanges by the
/// second, and no worked parts outside before `parts_from`. Gives the end, and the end of the last exchange.
fn chain(
    occupancy: &Occupancy<'_>,
    work: &Work,
    (from, parts_from): (Tick, Tick),
    (until, carried_limit): (Tick, Tick),
    starts: &mut Vec<Tick>,
    steps: &mut u64,
) -> Option<(Tick, Tick)> {
    starts.clear();
    let mut at = from;
    let mut carried_until = from;
    for (position, operation) in work.chain.iter().enumerate() {
        if work.parts_out == Some(position) && parts_from > Tick::MIN {
            at = at.max(operation.takes.first_reaching(parts_from));
        }
        let start = occupancy.earliest_start(operation, at, until, steps)?;
        at = operation.end.at(start);
        if at > until {
            return None;
        }
        if matches!(operation.what, crate::network::OperationWhat::Exchange(..)) {
            carried_until = at;
            if at > carried_limit {
                return None;
            }
        }
        starts.push(start);
    }
    Some((at, carried_until))
}

/// The label at the cheapest exit, of one way or of all: the earliest one, unless its way or what it did on it costs more.
fn best_exit(labels: &Labels, train: &TrainNetwork, way: Option<usize>) -> Option<u32> {
    let exits = match way {
        Some(way) => train.exits.get(train.ways[way].exits.clone())?,
        None => &train.exits,
    };
    let exits = exits.iter();
    let all = exits.flat_map(|&exit| labels.of(exit).iter().copied());
    let of = |label: u32| &labels.all[label as usize];
    all.min_by_key(|&label| {
        let end = of(label);
        let cost = train.cost.of(end.arrive) + train.way_of(end.stand).cost + end.cost;
        (cost, end.arrive, label)
    })
}
