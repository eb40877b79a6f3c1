//! Journeys that somebody else chose: another solver, a test, a planner by hand.
//!
//! Choices say which operations and stages of a train's network are done and when they start; everything else of a
//! [`Journey`] follows. What is checked is what the train alone must keep: positions, spans of starts, order,
//! completeness. Not here: whether there is room beside other trains ([`crate::occupancy`]).

use super::{Journey, OperationRef};
use crate::network::next_in;
use crate::network::{
    Cost, Network, Operation, OperationWhat, StagePhase, StandWhat, Start, Tick, TrainNetwork,
};
use petgraph::graph::{EdgeIndex, NodeIndex};
use thiserror::Error;

/// What one train does, by positions in its [`TrainNetwork`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// Operations between stands, of both rakes, in any order: position of the edge in the graph, and start.
    pub operations: Vec<(usize, Tick)>,
    /// The crane work, where rakes still have to meet.
    pub work: Option<WorkChoice>,
    /// Every stage of every stand on the way: position of the stand, of the stage at it, and start.
    pub stages: Vec<(usize, usize, Tick)>,
}

/// The crane work of a train.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkChoice {
    /// Position in [`TrainNetwork::works`].
    pub index: usize,
    /// Start of each operation of its chain.
    pub starts: Vec<Tick>,
}

/// Which of the choices is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChoicePlace {
    /// All of them together.
    Train,
    /// Position in [`Choices::operations`].
    Operation(usize),
    /// The crane work as a whole.
    Work,
    /// Position in [`WorkChoice::starts`].
    WorkStart(usize),
    /// Position in [`Choices::stages`].
    Stage(usize),
}

/// Why choices are no journey.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ChoiceError {
    /// The network of the train has no such operation, stand, stage or work.
    #[error("the network of the train has no {what} {index}")]
    Unknown {
        /// Which of the choices.
        place: ChoicePlace,
        /// What was looked for.
        what: &'static str,
        /// The position given.
        index: usize,
    },
    /// It stands in the choices twice, or two operations leave one stand.
    #[error("it is chosen twice, or another operation leaves the same stand")]
    Twice {
        /// The second of them.
        place: ChoicePlace,
    },
    /// No rake comes to where it begins.
    #[error("no rake of the train comes to where it begins")]
    Unreached {
        /// Which of the choices.
        place: ChoicePlace,
    },
    /// A strand does not lead from where a rake begins to where it must end.
    #[error("the chosen operations do not lead the {rake} rake to {goal}")]
    Broken {
        /// `arriving` or `onward`.
        rake: &'static str,
        /// What it must come to.
        goal: &'static str,
    },
    /// A train whose rakes have to meet has no crane work.
    #[error("the rakes of the train have to meet, and no crane work is chosen")]
    NoWork,
    /// The crane work has another number of operations.
    #[error("the chain of this crane work has {right} operations, and there are {given} starts")]
    ChainLength {
        /// Starts given.
        given: usize,
        /// Operations of the chain.
        right: usize,
    },
    /// It cannot start then, whatever others do.
    #[error("it cannot start at tick {start}, whatever other trains do")]
    Closed {
        /// Which of the choices.
        place: ChoicePlace,
        /// The start given.
        start: Tick,
    },
    /// It starts before what it waits for.
    #[error("it starts at tick {start}, and what it waits for is done at {ready}")]
    Early {
        /// Which of the choices.
        place: ChoicePlace,
        /// The start given.
        start: Tick,
        /// The first tick at which it may start.
        ready: Tick,
    },
    /// It ends behind the horizon.
    #[error("begun at tick {start} it does not end within the horizon")]
    Late {
        /// Which of the choices.
        place: ChoicePlace,
        /// The start given.
        start: Tick,
    },
    /// A stage of a stand on the way is not among the choices.
    #[error("stage {index} of stand {stand} is on its way and has no start")]
    StageMissing {
        /// The stand.
        stand: usize,
        /// The stage.
        index: usize,
    },
}

impl ChoiceError {
    /// Which of the choices is meant.
    pub fn place(&self) -> ChoicePlace {
        match *self {
            ChoiceError::Unknown { place, .. }
            | ChoiceError::Twice { place }
            | ChoiceError::Unreached { place }
            | ChoiceError::Closed { place, .. }
            | ChoiceError::Early { place, .. }
            | ChoiceError::Late { place, .. } => place,
            ChoiceError::NoWork | ChoiceError::ChainLength { .. } => ChoicePlace::Work,
            ChoiceError::Broken { .. } | ChoiceError::StageMissing { .. } => ChoicePlace::Train,
        }
    }
}

impl Journey {
    /// The journey of a train that makes these choices. Linear in the network of the train.
    ///
    /// # Errors
    /// Any [`ChoiceError`], the first that is met; never panics, whatever the choices are.
    pub fn of_choices(
        train: &TrainNetwork,
        network: &Network,
        choices: &Choices,
    ) -> Result<Journey, ChoiceError> {
        let builder = Builder::new(train, network, choices)?;
        builder.build()
    }

    /// The choices that make this journey.
    pub fn choices(&self) -> Choices {
        let mut choices = Choices::default();
        for done in &self.operations {
            match done.operation {
                OperationRef::Edge(edge) => choices.operations.push((edge.index(), done.start)),
                OperationRef::Chain(index, _) => {
                    let work = choices.work.get_or_insert(WorkChoice {
                        index,
                        starts: Vec::new(),
                    });
                    work.starts.push(done.start);
                }
            }
        }
        let stages = self.stages.iter();
        let stages = stages.map(|done| (done.stand.index(), done.index, done.start));
        choices.stages = stages.collect();
        choices
    }
}

/// A chosen operation: its position in the choices, the edge and the start.
type Chosen = (usize, EdgeIndex, Tick);

/// Stands of a rake in order, each with the operation by which it leaves.
struct Strand {
    begin: Start,
    leaving: Vec<Chosen>,
}

/// A rake somewhere on its way.
#[derive(Clone, Copy)]
struct Rake {
    stand: NodeIndex,
    /// It holds the stand from here.
    take: Tick,
    /// It is there.
    arrive: Tick,
    /// Parallel stages so far are done.
    lag: Tick,
}

/// When the stages of a stand are done.
#[derive(Clone, Copy)]
struct Ready {
    /// The next operation may start.
    ready: Tick,
    /// A departure may start.
    lag: Tick,
}

struct Builder<'a> {
    train: &'a TrainNetwork,
    network: &'a Network,
    choices: &'a Choices,
    /// Per stand, the operation chosen by which a rake leaves.
    leaving: Vec<Option<Chosen>>,
    /// Per stand and stage, the position in the choices.
    stages: Vec<Vec<Option<usize>>>,
    stages_used: Vec<bool>,
}

impl<'a> Builder<'a> {
    fn new(
        train: &'a TrainNetwork,
        network: &'a Network,
        choices: &'a Choices,
    ) -> Result<Builder<'a>, ChoiceError> {
        let mut leaving: Vec<Option<Chosen>> = vec![None; train.graph.node_count()];
        for (position, &(index, start)) in choices.operations.iter().enumerate() {
            let place = ChoicePlace::Operation(position);
            let edge = EdgeIndex::new(index.min(train.graph.edge_count()));
            let Some((from, _)) = train.graph.edge_endpoints(edge) else {
                return Err(ChoiceError::Unknown {
                    place,
                    what: "operation",
                    index,
                });
            };
            let slot = &mut leaving[from.index()];
            if slot.is_some() {
                return Err(ChoiceError::Twice { place });
            }
            *slot = Some((position, edge, start));
        }
        let stands = train.graph.node_weights();
        let mut stages: Vec<Vec<Option<usize>>> =
            stands.map(|stand| vec![None; stand.stages.len()]).collect();
        for (position, &(stand, index, _)) in choices.stages.iter().enumerate() {
            let place = ChoicePlace::Stage(position);
            let unknown = |what, index| ChoiceError::Unknown { place, what, index };
            let of_stand = stages.get_mut(stand).ok_or(unknown("stand", stand))?;
            let slot = of_stand.get_mut(index).ok_or(unknown("stage", index))?;
            if slot.is_some() {
                return Err(ChoiceError::Twice { place });
            }
            *slot = Some(position);
        }
        Ok(Builder {
            train,
            network,
            choices,
            leaving,
            stages,
            stages_used: vec![false; choices.stages.len()],
        })
    }

    fn build(mut self) -> Result<Journey, ChoiceError> {
        let train = self.train;
        let first = train.exits.first().copied().unwrap_or_default();
        let mut journey = Journey::new(train, first, Tick::ZERO);
        let exit = if !train.transshipped {
            let exit = ("arriving", &train.exits[..], "an exit");
            let strand =
                self.strand(train.arriving_start.iter().chain(&train.onward_start), exit)?;
            self.whole(&mut journey, &strand)?
        } else if train.works.is_empty() {
            let exit = ("onward", &train.exits[..], "an exit");
            let strand = self.strand(train.onward_start.iter(), exit)?;
            let exit = self.whole(&mut journey, &strand)?;
            let end = ("arriving", &train.emptied_exits[..], "an end of its life");
            let strand = self.strand(train.arriving_start.iter(), end)?;
            let emptied = self.whole(&mut journey, &strand)?;
            journey.emptied = Some((emptied.stand, emptied.arrive));
            exit
        } else {
            self.meeting(&mut journey)?
        };
        self.all_used()?;
        journey.exit = exit.arrive;
        let emptied = journey
            .emptied
            .map_or(Cost::ZERO, |(_, end)| train.cost.of_emptied(end));
        let change = self.choices.work.as_ref();
        let change = change.map_or(Cost::ZERO, |work| train.works[work.index].change);
        journey.cost = train.cost_at(exit.stand, exit.arrive) + emptied + change;
        journey.way = train.way_of(exit.stand).way;
        Ok(journey)
    }

    /// Two rakes in, the crane work, two rakes out; in the order of [`crate::pricing::Pricer`].
    fn meeting(&mut self, journey: &mut Journey) -> Result<Rake, ChoiceError> {
        let (train, choices) = (self.train, self.choices);
        let choice = choices.work.as_ref().ok_or(ChoiceError::NoWork)?;
        let work = train.works.get(choice.index).ok_or(ChoiceError::Unknown {
            place: ChoicePlace::Work,
            what: "work",
            index: choice.index,
        })?;
        if choice.starts.len() != work.chain.len() {
            return Err(ChoiceError::ChainLength {
                given: choice.starts.len(),
                right: work.chain.len(),
            });
        }
        let mut at = None;
        let mut carried = None;
        for (position, (operation, &start)) in work.chain.iter().zip(&choice.starts).enumerate() {
            let place = ChoicePlace::WorkStart(position);
            let end = self.starts_at(place, operation, start, at.unwrap_or(start))?;
            if matches!(operation.what, OperationWhat::Exchange(..)) {
                carried = Some(end);
            }
            at = Some(end);
        }
        let first = choice.starts.first().copied().unwrap_or(Tick::ZERO);
        let (carried, end) = (carried.unwrap_or(first), at.unwrap_or(first));

        let onward_goal = [work.onward.0];
        let arriving_goal = [work.arriving.0];
        let goal = ("onward", &onward_goal[..], "its side of the spot");
        let strand = self.strand(train.onward_start.iter(), goal)?;
        let (onward, onward_ready) = self.follow(journey, &strand, None, (None, None))?;
        let goal = ("arriving", &arriving_goal[..], "its side of the spot");
        let strand = self.strand(train.arriving_start.iter(), goal)?;
        let (arriving, arriving_ready) =
            self.follow(journey, &strand, None, (Some(carried), None))?;
        let ready = arriving_ready.ready.max(onward_ready.ready);
        if first < ready {
            return Err(ChoiceError::Early {
                place: ChoicePlace::WorkStart(0),
                start: first,
                ready,
            });
        }
        journey.add_chain_of_work(
            train,
            choice.index,
            work,
            &choice.starts,
            (arriving_ready.ready, ready),
        );

        let lag = arriving_ready.lag.max(onward_ready.lag);
        let behind = |stand, take, lag| Rake {
            stand,
            take,
            arrive: end,
            lag,
        };
        let onward = behind(work.onward.1, onward.take, lag);
        let arriving = behind(work.arriving.1, arriving.take, Tick::ZERO);
        let parts_out = work.parts_out_at(&choice.starts);
        let goal = ("onward", &train.exits[..], "an exit");
        let exit = self.outbound(journey, (onward, parts_out), goal)?;
        let goal = ("arriving", &train.emptied_exits[..], "an end of its life");
        let emptied = self.outbound(journey, (arriving, parts_out), goal)?;
        journey.emptied = Some((emptied.stand, emptied.arrive));
        Ok(exit)
    }

    fn outbound(
        &mut self,
        journey: &mut Journey,
        (from, parts_out): (Rake, Option<Tick>),
        goal: (&'static str, &[NodeIndex], &'static str),
    ) -> Result<Rake, ChoiceError> {
        let begin = Start {
            stand: from.stand,
            at: from.arrive,
        };
        let strand = self.strand(std::iter::once(&begin), goal)?;
        let (end, _) = self.follow(journey, &strand, Some(from), (None, parts_out))?;
        Ok(end)
    }

    fn whole(&mut self, journey: &mut Journey, strand: &Strand) -> Result<Rake, ChoiceError> {
        let (end, _) = self.follow(journey, strand, None, (None, None))?;
        Ok(end)
    }

    /// The chosen operations from one of the starts to one of the goals.
    fn strand<'s>(
        &mut self,
        starts: impl Iterator<Item = &'s Start> + Clone,
        (rake, goals, goal): (&'static str, &[NodeIndex], &'static str),
    ) -> Result<Strand, ChoiceError> {
        let left = |start: &&Start| self.leaving[start.stand.index()].is_some();
        let begin = starts.clone().find(left);
        let begin = begin.or_else(|| starts.clone().find(|start| goals.contains(&start.stand)));
        let begin = *begin.ok_or(ChoiceError::Broken { rake, goal })?;
        let mut at = begin.stand;
        let mut leaving = Vec::new();
        // taken out, so that even a circle would end
        while let Some(chosen) = self.leaving[at.index()].take() {
            leaving.push(chosen);
            let ends = self.train.graph.edge_endpoints(chosen.1);
            at = ends.map_or(at, |(_, to)| to);
        }
        if goals.contains(&at) {
            Ok(Strand { begin, leaving })
        } else {
            Err(ChoiceError::Broken { rake, goal })
        }
    }

    /// Does a strand; returns where the rake is then, and from when it could move on. `carried` is when holds that an
    /// operation does not end are over; since `parts_out` worked parts of the rake stand where its first operation goes. The hold
    /// of the last stand is left to the caller.
    fn follow(
        &mut self,
        journey: &mut Journey,
        strand: &Strand,
        behind_work: Option<Rake>,
        (carried, parts_out): (Option<Tick>, Option<Tick>),
    ) -> Result<(Rake, Ready), ChoiceError> {
        let (train, network) = (self.train, self.network);
        let mut rake = behind_work.unwrap_or(Rake {
            stand: strand.begin.stand,
            take: strand.begin.at,
            arrive: strand.begin.at,
            lag: Tick::ZERO,
        });
        for (position, &(place, edge, start)) in strand.leaving.iter().enumerate() {
            let done = self.stand(journey, rake)?;
            let operation = &train.graph[edge];
            let joined = if operation.departure {
                done.ready.max(done.lag)
            } else {
                done.ready
            };
            let end = self.starts_at(ChoicePlace::Operation(place), operation, start, joined)?;
            let Some((_, to)) = train.graph.edge_endpoints(edge) else {
                continue;
            };
            if let Some(pool) = train.graph[rake.stand].hold {
                let until = operation
                    .leaves
                    .as_ref()
                    .map_or(carried.unwrap_or(start), |leaves| leaves.at(start));
                journey.add_hold(network, (rake.stand, pool), (rake.take, until));
            }
            // A rake that comes straight from its store does not wait there.
            let retimed = position == 0
                && strand.leaving.len() == 1
                && matches!(operation.what, OperationWhat::Placing(_, Some(_)))
                && matches!(train.graph[rake.stand].what, StandWhat::Store(_))
                && train.graph[rake.stand].hold.is_none()
                && train.graph[to].rake == regauge_model::instance::Rake::Onward;
            let times = if retimed {
                (start, start)
            } else {
                (done.ready, joined)
            };
            let parts_out = parts_out.filter(|_| position == 0);
            let reference = OperationRef::Edge(edge);
            journey.add_operation(train, network, reference, times, start, to, parts_out);
            self.in_days(ChoicePlace::Operation(place), operation, start)?;
            rake = Rake {
                stand: to,
                take: parts_out.unwrap_or(operation.takes.at(start)),
                arrive: end,
                lag: done.lag,
            };
        }
        let done = self.stand(journey, rake)?;
        rake.lag = done.lag;
        Ok((rake, done))
    }

    /// The stages of a stand, in the order of the network within each phase.
    fn stand(&mut self, journey: &mut Journey, rake: Rake) -> Result<Ready, ChoiceError> {
        let stand = &self.train.graph[rake.stand];
        let mut done = Ready {
            ready: rake.arrive.saturating_add(stand.dwell),
            lag: rake.lag.max(rake.arrive),
        };
        let mut first_done = rake.arrive;
        for second in [false, true] {
            for (index, stage) in stand.stages.iter().enumerate() {
                if (stage.phase == StagePhase::Second) != second {
                    continue;
                }
                let missing = ChoiceError::StageMissing {
                    stand: rake.stand.index(),
                    index,
                };
                let position = self.stages[rake.stand.index()][index].ok_or(missing)?;
                let place = ChoicePlace::Stage(position);
                let (_, _, start) = self.choices.stages[position];
                self.stages_used[position] = true;
                let ready = if second { first_done } else { rake.arrive };
                may_start(place, &stage.starts, start, ready)?;
                let end = start.saturating_add(stage.ticks);
                match stage.phase {
                    StagePhase::First => {
                        first_done = first_done.max(end);
                        done.ready = done.ready.max(end);
                    }
                    StagePhase::Second | StagePhase::Begun => {
                        done.ready = done.ready.max(end);
                    }
                    StagePhase::Parallel => done.lag = done.lag.max(end),
                }
                journey.add_stage(rake.stand, (index, stage), ready, start);
            }
        }
        Ok(done)
    }

    /// Whether an operation may start then; its end.
    fn starts_at(
        &self,
        place: ChoicePlace,
        operation: &Operation,
        start: Tick,
        ready: Tick,
    ) -> Result<Tick, ChoiceError> {
        may_start(place, &operation.starts, start, ready)?;
        let end = operation.end.at(start);
        if end > self.network.end {
            return Err(ChoiceError::Late { place, start });
        }
        Ok(end)
    }

    /// Entries are counted in days that there are.
    fn in_days(
        &self,
        place: ChoicePlace,
        operation: &Operation,
        start: Tick,
    ) -> Result<(), ChoiceError> {
        let counted = operation.caps.iter().all(|(cap, at)| {
            let cap = &self.network[*cap];
            let day = cap.day_of(at.at(start));
            day.is_none_or(|day| day < cap.capacity.len())
        });
        if counted {
            Ok(())
        } else {
            Err(ChoiceError::Late { place, start })
        }
    }

    /// Nothing is chosen that is on nobody's way.
    fn all_used(&self) -> Result<(), ChoiceError> {
        if let Some(&(position, _, _)) = self.leaving.iter().flatten().next() {
            let place = ChoicePlace::Operation(position);
            return Err(ChoiceError::Unreached { place });
        }
        if let Some(position) = self.stages_used.iter().position(|used| !used) {
            let place = ChoicePlace::Stage(position);
            return Err(ChoiceError::Unreached { place });
        }
        if self.choices.work.is_some() && self.train.works.is_empty() {
            let place = ChoicePlace::Work;
            return Err(ChoiceError::Unreached { place });
        }
        Ok(())
    }
}

/// Whether something may start then: inside its spans, and not before what it waits for.
fn may_start(
    place: ChoicePlace,
    starts: &[(Tick, Tick)],
    start: Tick,
    ready: Tick,
) -> Result<(), ChoiceError> {
    if next_in(starts, start) != Some(start) {
        return Err(ChoiceError::Closed { place, start });
    }
    if start < ready {
        return Err(ChoiceError::Early {
            place,
            start,
            ready,
        });
    }
    Ok(())
}
