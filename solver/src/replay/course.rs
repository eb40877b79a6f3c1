//! What one train does, with its starts still open: operations and stages, what each waits for, and what is taken from when to when.

use crate::journey::{Choices, Journey, OperationRef, WorkChoice};
use crate::network::{
    Anchor, CapIndex, LONG_AGO, LineIndex, Movement, Network, Operation, OperationWhat, PoolIndex,
    StageOperation, StagePhase, StandWhat, Start, StockIndex, Tick, Ticks, TrainNetwork,
};
use crate::occupancy::Occupancy;
use petgraph::Direction::Outgoing;
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use regauge_model::system::Direction;
use std::collections::BTreeMap;

/// Something with a start.
#[derive(Clone, Copy, Debug)]
pub(super) enum Act<'n> {
    Edge(EdgeIndex, &'n Operation),
    Chain(&'n Operation),
    Stage(NodeIndex, usize, &'n StageOperation),
}

/// An instant that follows from a start, or is given.
#[derive(Clone, Copy, Debug)]
pub(super) enum Point<'n> {
    Fixed(Tick),
    Start(usize),
    Of(usize, &'n Anchor),
    Behind(usize, Ticks),
}

impl Point<'_> {
    /// What it follows from.
    pub fn act(self) -> Option<usize> {
        match self {
            Point::Fixed(_) => None,
            Point::Start(act) | Point::Of(act, _) | Point::Behind(act, _) => Some(act),
        }
    }

    /// When it is if that starts at a tick.
    fn at_start(self, start: Tick) -> Tick {
        match self {
            Point::Fixed(at) => at,
            Point::Start(_) => start,
            Point::Of(_, anchor) => anchor.at(start),
            Point::Behind(_, ticks) => start.saturating_add(ticks),
        }
    }

    /// The first start for which it is no earlier than a tick.
    fn start_reaching(self, at: Tick) -> Tick {
        match self {
            Point::Fixed(_) | Point::Start(_) => at,
            Point::Of(_, anchor) => anchor.first_reaching(at),
            Point::Behind(_, ticks) => at.saturating_sub(ticks),
        }
    }
}

/// The end of something, and ticks behind it.
pub(super) type After = (Source, Ticks);

#[derive(Clone, Copy, Debug)]
pub(super) enum Source {
    Fixed(Tick),
    End(usize),
}

/// A unit of a pool, from one instant to another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Taken<'n> {
    pub pool: PoolIndex,
    pub from: Point<'n>,
    pub to: Point<'n>,
    /// The stand that is held, if it is one.
    stand: Option<NodeIndex>,
}

/// A movement through a section.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moved<'n> {
    pub line: LineIndex,
    pub direction: Direction,
    pub enter: Point<'n>,
    pub exit: Point<'n>,
}

/// A train with its starts.
#[derive(Clone, Debug)]
pub(super) struct Course<'n> {
    train: &'n TrainNetwork,
    work: Option<usize>,
    acts: Vec<Act<'n>>,
    pub after: Vec<Vec<After>>,
    pub starts: Vec<Tick>,
    pub uses: Vec<Taken<'n>>,
    pub movements: Vec<Moved<'n>>,
    pub stocks: Vec<(StockIndex, i32, Point<'n>)>,
    pub caps: Vec<(CapIndex, Point<'n>)>,
    /// What the acts wait for of others, as far as is known.
    bounds: Vec<Tick>,
}

/// A rake on its way.
struct Rake<'n> {
    stand: NodeIndex,
    take: Point<'n>,
    arrive: Source,
    lag: Vec<After>,
    ready: Vec<After>,
}

impl<'n> Course<'n> {
    /// The course in a network of a train that makes, in the network of the plan, a journey; `None` where it has no such course here.
    pub fn new(
        train: &'n TrainNetwork,
        (planned_in, planned): (&TrainNetwork, &Journey),
    ) -> Option<Course<'n>> {
        let course = Course {
            train,
            work: None,
            acts: Vec::new(),
            after: Vec::new(),
            starts: Vec::new(),
            uses: Vec::new(),
            movements: Vec::new(),
            stocks: Vec::new(),
            caps: Vec::new(),
            bounds: Vec::new(),
        };
        let mut left = BTreeMap::new();
        let mut work = None;
        for done in &planned.operations {
            match done.operation {
                OperationRef::Edge(edge) => {
                    let (from, _) = planned_in.graph.edge_endpoints(edge)?;
                    left.insert(from, edge);
                }
                OperationRef::Chain(index, _) => work = Some(index),
            }
        }
        let mut builder = Builder {
            course,
            planned_in,
            left,
        };
        builder.build(work)?;
        let mut course = builder.course;
        course.starts = vec![LONG_AGO; course.acts.len()];
        course.bounds = course.starts.clone();
        Some(course)
    }

    /// Whether another course takes the same things, place by place.
    pub fn is_like(&self, other: &Course<'_>) -> bool {
        let pools =
            |course: &Course<'_>| course.uses.iter().map(|one| one.pool).collect::<Vec<_>>();
        let stocks = |course: &Course<'_>| {
            let all = course.stocks.iter();
            all.map(|one| (one.0, one.1)).collect::<Vec<_>>()
        };
        pools(self) == pools(other)
            && stocks(self) == stocks(other)
            && self.movements.len() == other.movements.len()
            && self.caps.len() == other.caps.len()
    }

    /// Sets the starts to those of a journey in the same network.
    pub fn set_starts(&mut self, planned: &Choices) -> Option<()> {
        let mut chain = planned.work.iter().flat_map(|work| &work.starts);
        for (act, start) in self.acts.iter().zip(&mut self.starts) {
            *start = match *act {
                Act::Edge(edge, _) => {
                    let mut all = planned.operations.iter();
                    all.find(|one| one.0 == edge.index())?.1
                }
                Act::Chain(_) => *chain.next()?,
                Act::Stage(stand, index, _) => {
                    let mut all = planned.stages.iter();
                    all.find(|one| one.0 == stand.index() && one.1 == index)?.2
                }
            };
        }
        Some(())
    }

    /// An instant as the starts are now.
    pub fn at(&self, point: Point<'_>) -> Tick {
        let start = point.act().map_or(LONG_AGO, |act| self.starts[act]);
        point.at_start(start)
    }

    /// Lets an instant be no earlier than a tick; whether that changes anything.
    pub fn hold_back(&mut self, point: Point<'_>, at: Tick) -> bool {
        let Some(act) = point.act() else { return false };
        let start = point.start_reaching(at);
        let is_later = start > self.bounds[act];
        self.bounds[act] = self.bounds[act].max(start);
        is_later
    }

    /// Lets everything start at its earliest behind what it waits for, beside what no order decides. `None` where something finds no start in the horizon;
    /// else whether a start has changed.
    pub fn settle(&mut self, fixed: &Occupancy<'_>) -> Option<bool> {
        let mut is_changed = false;
        loop {
            is_changed |= self.start_all(fixed)?;
            let mut is_held = false;
            for index in 0..self.uses.len() {
                let taken = self.uses[index];
                let Some(stand) = taken.stand else { continue };
                if matches!(taken.from, Point::Fixed(_)) {
                    continue;
                }
                let (from, to) = (self.at(taken.from), self.at(taken.to));
                if from >= to {
                    continue;
                }
                let stand = &self.train.graph[stand];
                let mut free = fixed.free_for(stand, taken.pool, from);
                let (begin, _) = free.find(|span| span.1 >= to)?;
                if begin > from {
                    is_held |= self.hold_back(taken.from, begin);
                }
            }
            if !is_held {
                return Some(is_changed);
            }
        }
    }

    fn start_all(&mut self, fixed: &Occupancy<'_>) -> Option<bool> {
        let mut is_changed = false;
        let mut steps = 0;
        // the chain stands first in the list and behind others in time
        loop {
            let mut is_settled = true;
            for index in 0..self.acts.len() {
                let ready = self.after[index].iter().map(|&(source, ticks)| {
                    let at = match source {
                        Source::Fixed(at) => at,
                        Source::End(act) => self.end(act),
                    };
                    at.saturating_add(ticks)
                });
                let ready = ready.max().unwrap_or(LONG_AGO);
                let from = ready.max(self.bounds[index]).max(self.starts[index]);
                let start = match self.acts[index] {
                    Act::Edge(_, operation) | Act::Chain(operation) => {
                        let end = fixed.network().end;
                        let start = fixed.earliest_start(operation, from, end, &mut steps)?;
                        let is_within = operation.end.at(start) <= end;
                        is_within.then_some(start)?
                    }
                    Act::Stage(_, _, stage) => fixed.earliest_stage(stage, from)?,
                };
                if start != self.starts[index] {
                    self.starts[index] = start;
                    is_changed = true;
                    is_settled = false;
                }
            }
            if is_settled {
                return Some(is_changed);
            }
        }
    }

    pub fn end(&self, act: usize) -> Tick {
        let start = self.starts[act];
        match self.acts[act] {
            Act::Edge(_, operation) | Act::Chain(operation) => operation.end.at(start),
            Act::Stage(_, _, stage) => start.saturating_add(stage.ticks),
        }
    }

    /// When something begins at the earliest that waits for nothing of other trains and is ready at a tick, beside what no order decides.
    pub fn first_start(&self, act: usize, ready: Tick, fixed: &Occupancy<'_>) -> Option<Tick> {
        let end = fixed.network().end;
        let mut steps = 0;
        let mut from = ready;
        loop {
            let start = match self.acts[act] {
                Act::Edge(_, operation) | Act::Chain(operation) => {
                    fixed.earliest_start(operation, from, end, &mut steps)?
                }
                Act::Stage(_, _, stage) => fixed.earliest_stage(stage, from)?,
            };
            let mut later = start;
            for taken in self.uses.iter().filter(|one| one.from.act() == Some(act)) {
                let Some(stand) = taken.stand else { continue };
                let (at, to) = (taken.from.at_start(start), self.at(taken.to));
                if at >= to {
                    continue;
                }
                let mut free = fixed.free_for(&self.train.graph[stand], taken.pool, at);
                let (begin, _) = free.find(|span| span.1 >= to)?;
                if begin > at {
                    later = later.max(taken.from.start_reaching(begin));
                }
            }
            if later <= start {
                return Some(start);
            }
            from = later;
        }
    }

    /// A movement as the starts are now.
    pub fn movement(&self, network: &Network, moved: &Moved<'_>) -> Movement {
        let (enter, exit) = (self.at(moved.enter), self.at(moved.exit));
        let line = &network[moved.line];
        Movement {
            line: moved.line,
            enter,
            exit,
            direction: moved.direction,
            diverted: line.diversion(moved.direction, enter).is_some(),
        }
    }

    /// The journey with these starts.
    pub fn journey(&self, network: &Network) -> Option<Journey> {
        let mut choices = Choices::default();
        for (act, &start) in self.acts.iter().zip(&self.starts) {
            match *act {
                Act::Edge(edge, _) => choices.operations.push((edge.index(), start)),
                Act::Chain(_) => {
                    let work = choices.work.get_or_insert(WorkChoice {
                        index: self.work?,
                        starts: Vec::new(),
                    });
                    work.starts.push(start);
                }
                Act::Stage(stand, index, _) => choices.stages.push((stand.index(), index, start)),
            }
        }
        Journey::of_choices(self.train, network, &choices).ok()
    }
}

struct Builder<'n, 'p> {
    course: Course<'n>,
    planned_in: &'p TrainNetwork,
    left: BTreeMap<NodeIndex, EdgeIndex>,
}

impl<'n> Builder<'n, '_> {
    fn build(&mut self, work: Option<usize>) -> Option<()> {
        let (train, planned) = (self.course.train, self.planned_in);
        let arriving = (&planned.arriving_start, &train.arriving_start);
        let onward = (&planned.onward_start, &train.onward_start);
        if !train.transshipped {
            let at = self.begin(arriving, None);
            let (begin, rake) = at.or_else(|| self.begin(onward, None))?;
            self.follow(begin, rake, (None, None))?;
            return Some(());
        }
        let Some(planned_index) = work else {
            let (begin, rake) = self.begin(onward, None)?;
            self.follow(begin, rake, (None, None))?;
            // the emptied rake may be where it ends, or gone
            if let Some((begin, rake)) = self.begin(arriving, None) {
                self.follow(begin, rake, (None, None))?;
            }
            return Some(());
        };
        let own = &planned.works[planned_index];
        let is_same = |work: &&crate::network::Work| {
            (work.spot, work.mode) == (own.spot, own.mode) && work.chain.len() == own.chain.len()
        };
        let before = planned.works[..planned_index].iter().filter(is_same);
        let place = before.count();
        let here = train.works.iter().enumerate();
        let (index, work) = here.filter(|(_, work)| is_same(work)).nth(place)?;
        self.course.work = Some(index);
        let mut carried = Point::Start(0);
        let mut parts_out = None;
        for (position, operation) in work.chain.iter().enumerate() {
            let waits = match position {
                0 => Vec::new(),
                _ => vec![(Source::End(position - 1), 0)],
            };
            let act = self.act(Act::Chain(operation), waits);
            self.take_all(act, operation, None);
            if matches!(operation.what, OperationWhat::Exchange(..)) {
                carried = Point::Of(act, &operation.end);
            }
            if work.parts_out == Some(position) {
                parts_out = Some(Point::Of(act, &operation.takes));
            }
        }
        let last = work.chain.len().checked_sub(1)?;
        let (begin, rake) = self.begin(onward, Some(own.onward.0))?;
        let mut onward = self.follow(begin, rake, (None, None))?;
        let (begin, rake) = self.begin(arriving, Some(own.arriving.0))?;
        let mut arriving = self.follow(begin, rake, (Some(carried), None))?;
        if (onward.stand, arriving.stand) != (work.onward.0, work.arriving.0) {
            return None;
        }
        self.course.after[0].extend(onward.ready.iter().chain(&arriving.ready));
        onward.lag.append(&mut arriving.lag);
        let behind = |rake: Rake<'n>, stand| Rake {
            stand,
            arrive: Source::End(last),
            ready: Vec::new(),
            ..rake
        };
        let onward = behind(onward, work.onward.1);
        self.follow(own.onward.1, onward, (None, parts_out))?;
        let arriving = behind(arriving, work.arriving.1);
        self.follow(own.arriving.1, arriving, (None, parts_out))?;
        Some(())
    }

    /// Where a rake begins: in the network of the plan, and here.
    fn begin(
        &self,
        (planned, here): (&Vec<Start>, &Vec<Start>),
        goal: Option<NodeIndex>,
    ) -> Option<(NodeIndex, Rake<'n>)> {
        let left = planned
            .iter()
            .find(|start| self.left.contains_key(&start.stand));
        let begin = left.or_else(|| planned.iter().find(|start| Some(start.stand) == goal))?;
        let what = self.what(begin.stand);
        let start = here.iter().find(|start| {
            let stand = &self.course.train.graph[start.stand];
            (stand.what, stand.rake) == what
        })?;
        Some((
            begin.stand,
            Rake {
                stand: start.stand,
                take: Point::Fixed(start.at),
                arrive: Source::Fixed(start.at),
                lag: Vec::new(),
                ready: Vec::new(),
            },
        ))
    }

    fn what(&self, planned: NodeIndex) -> (StandWhat, regauge_model::instance::Rake) {
        let stand = &self.planned_in.graph[planned];
        (stand.what, stand.rake)
    }

    /// Goes the way of the plan from a stand of its network on. `carried`: when holds that no operation ends are over; `parts_out`:
    /// since when worked parts stand where the first operation goes.
    fn follow(
        &mut self,
        mut planned: NodeIndex,
        mut rake: Rake<'n>,
        (carried, mut parts_out): (Option<Point<'n>>, Option<Point<'n>>),
    ) -> Option<Rake<'n>> {
        let train = self.course.train;
        self.stand(&mut rake);
        while let Some(edge) = self.left.remove(&planned) {
            let own = &self.planned_in.graph[edge];
            planned = self.planned_in.graph.edge_endpoints(edge)?.1;
            let what = self.what(planned);
            let here = train.graph.edges_directed(rake.stand, Outgoing);
            let found = here.into_iter().find(|edge| {
                let to = &train.graph[edge.target()];
                (to.what, to.rake) == what && is_like(own, edge.weight())
            })?;
            let operation = found.weight();
            let mut waits = rake.ready.clone();
            if operation.departure {
                waits.extend(&rake.lag);
                waits.push((rake.arrive, 0));
            }
            let act = self.act(Act::Edge(found.id(), operation), waits);
            if let Some(pool) = train.graph[rake.stand].hold {
                let to = match &operation.leaves {
                    Some(leaves) => Point::Of(act, leaves),
                    None => carried.unwrap_or(Point::Start(act)),
                };
                self.course.uses.push(Taken {
                    pool,
                    from: rake.take,
                    to,
                    stand: Some(rake.stand),
                });
            }
            let parts_out = parts_out.take();
            self.take_all(act, operation, parts_out);
            rake = Rake {
                stand: found.target(),
                take: parts_out.unwrap_or(Point::Of(act, &operation.takes)),
                arrive: Source::End(act),
                lag: rake.lag,
                ready: Vec::new(),
            };
            self.stand(&mut rake);
        }
        Some(rake)
    }

    /// The stages of a stand.
    fn stand(&mut self, rake: &mut Rake<'n>) {
        let stand = &self.course.train.graph[rake.stand];
        rake.ready.push((rake.arrive, stand.dwell));
        let mut first = vec![(rake.arrive, 0)];
        for second in [false, true] {
            for (index, stage) in stand.stages.iter().enumerate() {
                if (stage.phase == StagePhase::Second) != second {
                    continue;
                }
                let waits = if second {
                    first.clone()
                } else {
                    vec![(rake.arrive, 0)]
                };
                let act = self.act(Act::Stage(rake.stand, index, stage), waits);
                if let Some(pool) = stage.team {
                    self.course.uses.push(Taken {
                        pool,
                        from: Point::Start(act),
                        to: Point::Behind(act, stage.ticks),
                        stand: None,
                    });
                }
                let end = (Source::End(act), 0);
                match stage.phase {
                    StagePhase::First => {
                        first.push(end);
                        rake.ready.push(end);
                    }
                    StagePhase::Second | StagePhase::Begun => rake.ready.push(end),
                    StagePhase::Parallel => rake.lag.push(end),
                }
            }
        }
    }

    fn act(&mut self, act: Act<'n>, after: Vec<After>) -> usize {
        self.course.acts.push(act);
        self.course.after.push(after);
        self.course.acts.len() - 1
    }

    fn take_all(&mut self, act: usize, operation: &'n Operation, parts_out: Option<Point<'n>>) {
        let course = &mut self.course;
        for (pool, from, to) in &operation.pools {
            course.uses.push(Taken {
                pool: *pool,
                from: Point::Of(act, from),
                to: Point::Of(act, to),
                stand: None,
            });
        }
        for (line, direction, enter, exit) in &operation.lines {
            course.movements.push(Moved {
                line: *line,
                direction: *direction,
                enter: Point::Of(act, enter),
                exit: Point::Of(act, exit),
            });
        }
        for (stock, change, at) in &operation.stocks {
            let at = parts_out
                .filter(|_| *change < 0)
                .unwrap_or(Point::Of(act, at));
            course.stocks.push((*stock, *change, at));
        }
        for (cap, at) in &operation.caps {
            course.caps.push((*cap, Point::Of(act, at)));
        }
    }
}

/// Whether two operations are the same thing done in two networks.
fn is_like(one: &Operation, other: &Operation) -> bool {
    use OperationWhat as What;
    let is_same = match (&one.what, &other.what) {
        (
            What::Run { starts, stops },
            What::Run {
                starts: from_stop,
                stops: to_stop,
            },
        ) => (starts, stops) == (from_stop, to_stop),
        (What::Placing(spot, store), What::Placing(at, of))
        | (What::Pulling(spot, store), What::Pulling(at, of)) => (spot, store) == (at, of),
        (What::IntoStore(store), What::IntoStore(of))
        | (What::FromStore(store), What::FromStore(of)) => store == of,
        (What::Begins(at), What::Begins(of)) | (What::Ends(at), What::Ends(of)) => at == of,
        (What::Handling(spot), What::Handling(at)) => spot == at,
        _ => false,
    };
    let ways = |operation: &Operation| -> Vec<(LineIndex, Direction)> {
        let lines = operation.lines.iter();
        lines
            .map(|&(line, direction, _, _)| (line, direction))
            .collect()
    };
    is_same && ways(one) == ways(other) && one.pools.len() == other.pools.len()
}
