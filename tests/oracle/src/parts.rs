//! What plans are made of: tasks with free starts, links between instants, and who holds what between which instants.

use regauge_model::ids::{
    ClassId, CraneId, LocomotiveId, ModeId, SectionId, ShedId, SpotId, StageId, StoreId, TrainId,
    YardId,
};
use regauge_model::instance::Rake;
use regauge_model::system::{Direction, Lot};
use std::rc::Rc;

/// An instant of a task, `plus` minutes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Point {
    pub(crate) task: usize,
    pub(crate) instant: usize,
    pub(crate) plus: i32,
}

/// An instant: of a task, or known.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Edge {
    At(Point),
    Fixed(i32),
}

impl Edge {
    /// So many minutes later.
    pub(crate) fn plus(self, minutes: i32) -> Edge {
        match self {
            Edge::At(point) => Edge::At(Point {
                plus: point.plus + minutes,
                ..point
            }),
            Edge::Fixed(at) => Edge::Fixed(at + minutes),
        }
    }

    fn shifted(self, tasks: usize) -> Edge {
        match self {
            Edge::At(point) => Edge::At(Point {
                task: point.task + tasks,
                ..point
            }),
            fixed @ Edge::Fixed(_) => fixed,
        }
    }
}

/// `later` is at or after `earlier`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link {
    pub(crate) earlier: Edge,
    pub(crate) later: Edge,
}

/// One run of a non-stop ride.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Leg {
    pub(crate) section: SectionId,
    pub(crate) direction: Direction,
    pub(crate) starts: bool,
    pub(crate) stops: bool,
}

/// What a task is.
#[derive(Clone, Debug)]
pub(crate) enum What {
    /// Runs without a stop in between; an instant per entry and the last exit.
    Ride(Vec<Leg>),
    Stage(StageId),
    Placing(SpotId, Option<StoreId>),
    /// Instants: start, end of the preparation, begin and end of every step, end. With the lifts of every step.
    Work(SpotId, ModeId, u32, Vec<u32>),
    Exchange(SpotId, u32),
    Pulling(SpotId, Option<StoreId>),
    IntoStore(StoreId),
    FromStore(StoreId),
    Handling(SpotId),
    /// Beginning on a track.
    Beginning,
    /// Being gone from a track.
    Ending,
}

/// Instants of a task by its start minute; `None` where it must not start.
pub(crate) type Table = Vec<Option<Vec<i32>>>;

/// A task with one free start.
#[derive(Clone, Debug)]
pub(crate) struct Task {
    pub(crate) train: TrainId,
    pub(crate) rake: Rake,
    pub(crate) what: What,
    pub(crate) table: Rc<Table>,
}

/// Something of which there are so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// Tracks of a group of a yard.
    Track(YardId, usize),
    Team(StageId),
    Locomotive(LocomotiveId),
    /// The track of a gauge of a spot.
    Side(SpotId, u32),
    Crane(CraneId),
}

/// One of a place, held from one instant to another.
#[derive(Clone, Debug)]
pub(crate) struct Hold {
    pub(crate) place: Place,
    pub(crate) from: Edge,
    pub(crate) to: Edge,
    /// Whose; `None`: no planned train's.
    pub(crate) train: Option<TrainId>,
    pub(crate) rake: Rake,
    /// Task it belongs to (teams, locomotives).
    pub(crate) task: Option<usize>,
    /// Number known from the start.
    pub(crate) number: Option<u32>,
}

/// A run seen by the line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RunAt {
    pub(crate) section: SectionId,
    pub(crate) direction: Direction,
    /// `None`: a path given away.
    pub(crate) class: Option<ClassId>,
    pub(crate) entry: Edge,
    pub(crate) exit: Edge,
}

/// A movement at a spot on the side of one gauge.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MoveAt {
    pub(crate) spot: SpotId,
    pub(crate) gauge_mm: u32,
    pub(crate) from: Edge,
    pub(crate) to: Edge,
    /// Under way at the start.
    pub(crate) is_fact: bool,
}

/// A lifting step seen by the runway.
#[derive(Clone, Debug)]
pub(crate) struct StepAt {
    pub(crate) shed: ShedId,
    /// Positions of its cranes.
    pub(crate) positions: Vec<u32>,
    pub(crate) stretch: (u32, u32),
    pub(crate) from: Edge,
    pub(crate) to: Edge,
}

/// A movement into or out of a store.
#[derive(Clone, Debug)]
pub(crate) struct StockAt {
    pub(crate) store: StoreId,
    pub(crate) inward: bool,
    /// From here on it takes what it moves: out of the stock, or the room for it.
    pub(crate) from: Edge,
    /// From here on others have it: in the stock, or the room that it leaves.
    pub(crate) to: Edge,
    pub(crate) lots: Vec<Lot>,
}

impl StockAt {
    /// What it moves of one kind.
    pub(crate) fn of(&self, stock: usize) -> i64 {
        let lots = self.lots.iter().filter(|lot| lot.stock == stock);
        lots.map(|lot| i64::from(lot.count)).sum()
    }
}

/// Room of a store that a rake under way at the start, or made up then, holds from then on.
#[derive(Clone, Debug)]
pub(crate) struct RoomAt {
    pub(crate) store: StoreId,
    pub(crate) to: Edge,
    pub(crate) lots: Vec<Lot>,
}

/// A throat in use at the start, whatever is planned.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FactAt {
    pub(crate) throat: usize,
    pub(crate) from: Edge,
    pub(crate) to: Edge,
}

/// A journey with all its decisions made and its starts open; or several together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parts {
    pub(crate) tasks: Vec<Task>,
    pub(crate) links: Vec<Link>,
    pub(crate) holds: Vec<Hold>,
    pub(crate) runs: Vec<RunAt>,
    pub(crate) moves: Vec<MoveAt>,
    pub(crate) steps: Vec<StepAt>,
    pub(crate) stocks: Vec<StockAt>,
    pub(crate) rooms: Vec<RoomAt>,
    /// What movements of its trains that are under way at the start use of throats.
    pub(crate) facts: Vec<FactAt>,
    /// Planned trains and their exits.
    pub(crate) exits: Vec<(TrainId, Edge)>,
    /// Ends of the lives of their emptied rakes.
    pub(crate) emptied: Vec<(TrainId, Edge)>,
    /// Cost units of crane work elsewhere, or otherwise, than was published.
    pub(crate) changes: i64,
}

impl Parts {
    /// Adds a task; its number.
    pub(crate) fn add(&mut self, task: Task) -> usize {
        self.tasks.push(task);
        self.tasks.len() - 1
    }

    /// An instant of a task (from its first).
    pub(crate) fn instant(task: usize, instant: usize) -> Edge {
        Edge::At(Point {
            task,
            instant,
            plus: 0,
        })
    }

    /// The start of a task.
    pub(crate) fn start(task: usize) -> Edge {
        Parts::instant(task, 0)
    }

    /// The end of a task: its last instant.
    pub(crate) fn end(&self, task: usize) -> Edge {
        let n_instants = match &self.tasks[task].what {
            What::Ride(legs) => legs.len() + 1,
            What::Work(_, _, _, lifts) => 2 * lifts.len() + 3,
            _ => 2,
        };
        Parts::instant(task, n_instants - 1)
    }

    /// Links `later` behind `earlier`.
    pub(crate) fn link(&mut self, earlier: Edge, later: Edge) {
        self.links.push(Link { earlier, later });
    }

    /// Forbids the starts of a task at which its instants are not as wanted.
    pub(crate) fn restrict(&mut self, task: usize, wanted: impl Fn(&[i32]) -> bool) {
        for entry in Rc::make_mut(&mut self.tasks[task].table) {
            if entry.as_ref().is_some_and(|instants| !wanted(instants)) {
                *entry = None;
            }
        }
    }

    /// Puts other parts beside these.
    pub(crate) fn append(&mut self, other: &Parts) {
        let n = self.tasks.len();
        self.changes += other.changes;
        self.tasks.extend(other.tasks.iter().cloned());
        self.links.extend(other.links.iter().map(|link| Link {
            earlier: link.earlier.shifted(n),
            later: link.later.shifted(n),
        }));
        self.holds.extend(other.holds.iter().map(|hold| Hold {
            from: hold.from.shifted(n),
            to: hold.to.shifted(n),
            task: hold.task.map(|task| task + n),
            ..hold.clone()
        }));
        self.runs.extend(other.runs.iter().map(|run| RunAt {
            entry: run.entry.shifted(n),
            exit: run.exit.shifted(n),
            ..*run
        }));
        self.moves.extend(other.moves.iter().map(|movement| MoveAt {
            from: movement.from.shifted(n),
            to: movement.to.shifted(n),
            ..*movement
        }));
        self.steps.extend(other.steps.iter().map(|step| StepAt {
            from: step.from.shifted(n),
            to: step.to.shifted(n),
            ..step.clone()
        }));
        self.stocks.extend(other.stocks.iter().map(|stock| StockAt {
            from: stock.from.shifted(n),
            to: stock.to.shifted(n),
            ..stock.clone()
        }));
        self.rooms.extend(other.rooms.iter().map(|room| RoomAt {
            to: room.to.shifted(n),
            ..room.clone()
        }));
        // known beforehand, so of no task
        self.facts.extend(&other.facts);
        let exits = other.exits.iter();
        self.exits
            .extend(exits.map(|(train, exit)| (*train, exit.shifted(n))));
        let emptied = other.emptied.iter();
        self.emptied
            .extend(emptied.map(|(train, end)| (*train, end.shifted(n))));
    }
}
