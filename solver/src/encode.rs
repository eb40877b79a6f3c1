//! From a plan back to the choices that make it: [`crate::decode`] the other way round.
//!
//! The events of a train say what its rakes do and when; here they are found again in the network of the train, as a way through its
//! stands. What comes out is checked like the choices of anybody ([`Journey::of_choices`]), so a plan of another instance, or one
//! edited by hand, is an error and never a wrong journey. Numbers of tracks, teams and locomotives say only which group is meant:
//! equal units are one pool.

use crate::journey::{ChoiceError, Choices, Journey, WorkChoice};
use crate::network::{
    Network, Operation, OperationWhat, StagePhase, StandWhat, Tick, TrainNetwork, Work, in_ticks,
};
use petgraph::Direction::Outgoing;
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use regauge_model::instance::Rake;
use regauge_model::plan::{Activity, Event, ForeignPlan};
use regauge_model::{Instance, Plan};
use thiserror::Error;

/// Why a plan cannot be taken up by the engines.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EncodeError {
    /// It is a plan of another instance.
    #[error(transparent)]
    Foreign(#[from] ForeignPlan),
    /// The events of a train are no way through its network: something is missing, out of place or of another length.
    #[error("the events of train {train} are none of its journeys")]
    NoWay {
        /// Its id in the instance file.
        train: String,
    },
    /// They are one, but break a rule that the train alone must keep.
    #[error("the journey of train {train} cannot be: {error}")]
    Broken {
        /// Its id in the instance file.
        train: String,
        /// Which.
        error: ChoiceError,
    },
}

/// The journeys of a plan, by train; `None` where it is not planned. Whether they have room beside each other is not asked.
/// Complexity: linear in the events, for each train times the operations out of a stand.
///
/// # Errors
/// [`EncodeError`], for the first train whose events are no journey.
pub fn journeys(
    instance: &Instance,
    network: &Network,
    plan: &Plan,
) -> Result<Vec<Option<Journey>>, EncodeError> {
    plan.belongs_to(instance)?;
    let trains = network.trains.iter().zip(&plan.trains);
    let journeys = trains.map(|(train, planned)| {
        if planned.exit().is_none() {
            return Ok(None);
        }
        let name = || instance.train(train.train).name.clone();
        let reading = Reading {
            instance,
            network,
            train,
            events: planned.events(),
            way: planned.way(),
        };
        let choices = reading.choices();
        let choices = choices.ok_or_else(|| EncodeError::NoWay { train: name() })?;
        let journey = Journey::of_choices(train, network, &choices);
        let journey = journey.map_err(|error| EncodeError::Broken {
            train: name(),
            error,
        });
        journey.map(Some)
    });
    journeys.collect()
}

/// A way: edges with their starts, and the stands in order.
#[derive(Clone, Default)]
struct Way {
    operations: Vec<(usize, Tick)>,
    stands: Vec<NodeIndex>,
}

struct Reading<'a> {
    instance: &'a Instance,
    network: &'a Network,
    train: &'a TrainNetwork,
    events: &'a [Event],
    /// Which of its ways the plan says it takes.
    way: usize,
}

impl Reading<'_> {
    fn choices(&self) -> Option<Choices> {
        let train = self.train;
        let arriving = train.arriving_start.iter().map(|start| start.stand);
        let onward = train.onward_start.iter().map(|start| start.stand);
        let mut ways = train.ways.iter();
        let taken = ways.position(|way| way.way == self.way)?;
        let exits = train.exits.get(train.ways[taken].exits.clone())?;
        let ways = if !train.transshipped {
            vec![self.way(arriving.chain(onward), exits)?]
        } else if train.works.is_empty() {
            let onward = self.way(onward, exits)?;
            vec![onward, self.way(arriving, &train.emptied_exits)?]
        } else {
            let works = train.works.iter().enumerate();
            let mut works = works.filter(|(_, work)| work.way == taken);
            let met = works.find_map(|(index, work)| {
                let starts = self.work(work)?;
                let ways = [
                    self.way(onward.clone(), &[work.onward.0])?,
                    self.way(arriving.clone(), &[work.arriving.0])?,
                    self.way([work.onward.1], exits)?,
                    self.way([work.arriving.1], &train.emptied_exits)?,
                ];
                Some((WorkChoice { index, starts }, ways))
            });
            let (work, ways) = met?;
            let mut choices = self.of_ways(&ways)?;
            choices.work = Some(work);
            return Some(choices);
        };
        self.of_ways(&ways)
    }

    /// The operations of some ways, and the stages of the stands on them.
    fn of_ways(&self, ways: &[Way]) -> Option<Choices> {
        let mut choices = Choices::default();
        let mut used = vec![false; self.events.len()];
        for way in ways {
            choices.operations.extend(&way.operations);
            for &stand in &way.stands {
                let data = &self.train.graph[stand];
                for (index, stage) in data.stages.iter().enumerate() {
                    // stages beside the work are the arriving rake's, whatever carries them
                    let rake = if stage.phase == StagePhase::Parallel {
                        Rake::Arriving
                    } else {
                        data.rake
                    };
                    let place = self.events.iter().enumerate().position(|(place, event)| {
                        let is_it = matches!(event.what, Activity::Stage { stage: of, .. } if of == stage.stage);
                        is_it && event.rake == rake && !used[place]
                    })?;
                    used[place] = true;
                    let start = self.events[place].span.from.into();
                    choices.stages.push((stand.index(), index, start));
                }
            }
        }
        Some(choices)
    }

    /// The starts of a crane work, if the events are of it.
    fn work(&self, work: &Work) -> Option<Vec<Tick>> {
        let starts = work.chain.iter().map(|operation| {
            let starts = self.starts(operation, Rake::Arriving, None);
            starts.first().copied()
        });
        starts.collect()
    }

    /// The way that the events tell from one of some stands to one of the others.
    fn way(&self, from: impl IntoIterator<Item = NodeIndex>, to: &[NodeIndex]) -> Option<Way> {
        from.into_iter().find_map(|stand| {
            let mut way = Way::default();
            way.stands.push(stand);
            self.go_on(&mut way, to).then_some(way)
        })
    }

    /// Lengthens a way to one of some stands; leaves it as it is where that is not possible.
    fn go_on(&self, way: &mut Way, to: &[NodeIndex]) -> bool {
        let Some(&stand) = way.stands.last() else {
            return false;
        };
        if to.contains(&stand) {
            return true;
        }
        let graph = &self.train.graph;
        // a rake may come to one station twice, and what it does there the first time is not what it does the second
        let last = way.operations.last();
        let ended = last.map_or(Tick::MIN, |&(edge, start)| {
            graph[EdgeIndex::new(edge)].end.at(start)
        });
        for edge in graph.edges_directed(stand, Outgoing) {
            let next = edge.target();
            let rake = graph[stand].rake;
            let starts = self.starts(edge.weight(), rake, Some((stand, next)));
            for start in starts.into_iter().filter(|&start| start >= ended) {
                way.operations.push((edge.id().index(), start));
                way.stands.push(next);
                if self.go_on(way, to) {
                    return true;
                }
                way.stands.pop();
                way.operations.pop();
            }
        }
        false
    }

    /// The starts of an operation that events of a rake tell, between two stands.
    fn starts(
        &self,
        operation: &Operation,
        rake: Rake,
        between: Option<(NodeIndex, NodeIndex)>,
    ) -> Vec<Tick> {
        let of_rake = self.events.iter().filter(|event| event.rake == rake);
        let told = of_rake.filter_map(|event| {
            let (from, to) = in_ticks(event.span);
            let start = match (&operation.what, &event.what) {
                (OperationWhat::Run { .. }, Activity::Run { .. }) => {
                    let first = operation.lines.first()?;
                    // the first section is entered when the run starts
                    first.2.first_reaching(from)
                }
                (OperationWhat::Begins(_), Activity::Track { .. }) => from,
                (OperationWhat::Ends(_), Activity::Track { .. }) => to,
                (
                    OperationWhat::Placing(at, store),
                    Activity::Placing {
                        spot,
                        store: from_store,
                        ..
                    },
                ) if at == spot && store == from_store => from,
                (
                    OperationWhat::Pulling(at, store),
                    Activity::Pulling {
                        spot,
                        store: to_store,
                        ..
                    },
                ) if at == spot && store == to_store => from,
                (OperationWhat::IntoStore(at), Activity::IntoStore { store, .. })
                | (OperationWhat::FromStore(at), Activity::FromStore { store, .. })
                    if at == store =>
                {
                    from
                }
                (OperationWhat::Handling(at), Activity::Handling { spot }) if at == spot => from,
                (OperationWhat::Exchange(at, brought), Activity::Exchange { spot, part, .. })
                    if at == spot && brought + 1 == *part =>
                {
                    from
                }
                (
                    OperationWhat::CraneWork {
                        spot: at,
                        mode: by,
                        part: number,
                        ..
                    },
                    Activity::CraneWork {
                        spot, mode, part, ..
                    },
                ) if at == spot && by == mode && number + 1 == *part => from,
                _ => return None,
            };
            let fits = self.is_told(operation, rake, start)
                && between.is_none_or(|stands| self.stands_fit(operation, stands, rake, start));
            fits.then_some(start)
        });
        let mut starts: Vec<Tick> = told.collect();
        starts.dedup();
        starts
    }

    /// Whether the events tell this operation with this start: all its runs, or its span.
    fn is_told(&self, operation: &Operation, rake: Rake, start: Tick) -> bool {
        let OperationWhat::Run { starts, stops } = operation.what else {
            let told = |event: &&Event| in_ticks(event.span) == (start, operation.end.at(start));
            let is_instant = matches!(
                operation.what,
                OperationWhat::Begins(_) | OperationWhat::Ends(_)
            );
            let of_rake = self.events.iter().filter(|event| event.rake == rake);
            return is_instant || of_rake.clone().any(|event| told(&event));
        };
        let last = operation.lines.len() - 1;
        let mut lines = operation.lines.iter().enumerate();
        lines.all(|(position, (line, direction, enter, exit))| {
            let of_line = self.network[*line].section;
            self.events.iter().any(|event| {
                let Activity::Run {
                    section,
                    direction: towards,
                    starts: from_stop,
                    stops: to_stop,
                    ..
                } = event.what
                else {
                    return false;
                };
                event.rake == rake
                    && section == of_line
                    && towards == *direction
                    && in_ticks(event.span) == (enter.at(start), exit.at(start))
                    && from_stop == (starts && position == 0)
                    && to_stop == (stops && position == last)
            })
        })
    }

    /// Whether the tracks at both ends are held as the operation has it.
    fn stands_fit(
        &self,
        operation: &Operation,
        (from, to): (NodeIndex, NodeIndex),
        rake: Rake,
        start: Tick,
    ) -> bool {
        let graph = &self.train.graph;
        let held = |stand: NodeIndex, fits: &dyn Fn(&Event) -> bool| {
            let StandWhat::Track(of_yard, of_group) = graph[stand].what else {
                return true;
            };
            let yard = self.instance.system().yard(of_yard);
            self.events.iter().any(|event| {
                let Activity::Track { yard: at, track } = event.what else {
                    return false;
                };
                let group = yard.group_of(track).map(|group| group as u32);
                event.rake == rake && at == of_yard && group == Some(of_group) && fits(event)
            })
        };
        let end = self.train.end;
        let takes = self.parts_out(from).unwrap_or(operation.takes.at(start));
        let takes = takes.clamp(Tick::ZERO, end);
        let leaves = operation.leaves.as_ref();
        let leaves = leaves.map(|leaves| leaves.at(start).clamp(Tick::ZERO, end));
        held(to, &|event| in_ticks(event.span).0 == takes)
            && leaves.is_none_or(|leaves| held(from, &|event| in_ticks(event.span).1 == leaves))
    }

    /// From when worked parts stand where a rake goes from a spot, as the events tell.
    fn parts_out(&self, from: NodeIndex) -> Option<Tick> {
        let mut works = self.train.works.iter();
        let work = works.find(|work| [work.arriving.1, work.onward.1].contains(&from))?;
        let exchange = &work.chain[work.parts_out?];
        let starts = self.starts(exchange, Rake::Arriving, None);
        starts.first().map(|&start| exchange.takes.at(start))
    }
}
