//! A plan carried out when things do not go as planned: everybody keeps to what the plan has him do, and to its order.
//!
//! A plan decides two things that stay decided when times change: what each train does (its spot, mode, tracks, runs), and on everything that trains
//! share who comes before whom. With both kept, the earliest times follow from what is true (when trains come, how long things take) as a longest way in
//! a graph of events: the max-plus model of the stability of timetables (Goverde, *Punctuality of Railway Operations and Timetable Stability
//! Analysis*, 2005). So what goes as planned happens no later than planned, and more delay never makes anything earlier.
//!
//! Trains that the caller names give way, and so do those that fall too far behind, or find no way in time like that: the others go on without them, in the order
//! that is left, and they then take the first way beside the others. `course` has what one train does, `graph` all of it as one graph of events.
//! What is deliberately not here: any choice of a better order. That is what a planner is for.

mod course;
mod graph;
mod order;

use crate::compiled::CompiledProblem;
use crate::construct::{Kept, Solution, insert_beside};
use crate::decode;
use crate::encode::{self, EncodeError};
use crate::journey::Journey;
use crate::network::{Cost, Ticks, TrainIndex};
use crate::occupancy::Occupancy;
use course::Course;
pub use graph::{EventGraph, Instant, InstantWhat, Lag};
use order::{Arc, arcs, keep};
use regauge_model::Plan;
use regauge_model::ids::TrainId;
use regauge_model::resource::Resource;
use regauge_model::time::Minute;

/// A plan as what it decides: what trains do, and in which order.
#[derive(Debug)]
pub struct PlanOrder {
    planned: CompiledProblem,
    journeys: Vec<Option<Journey>>,
    /// Of each use of a pool the unit, by train and use.
    units: Vec<Vec<Resource>>,
    /// Who comes behind whom where all keep the order.
    arcs: Vec<Arc>,
    connections: Vec<Connection>,
}

/// Two trains that use one thing one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connection {
    /// What they use.
    pub resource: Resource,
    /// The train that has it first.
    pub before: TrainId,
    /// The one that has it next.
    pub after: TrainId,
    /// When it is free for the second, headway and clearing included, in the plan.
    pub released: Minute,
    /// When the second begins to use it in the plan.
    pub begins: Minute,
}

impl Connection {
    /// Minutes by which the first may be late without any harm to the second.
    pub fn slack(&self) -> i32 {
        self.begins.0 - self.released.0
    }
}

/// How a plan was carried out.
#[derive(Clone, Debug)]
pub struct CarriedOut {
    /// As a plan of what was true.
    pub plan: Plan,
    /// Trains that did not keep their order, in that of the instance.
    pub gave_way: Vec<TrainId>,
    /// For each of [`PlanOrder::connections`], by how many minutes what the first has used was free later than the second was planned to begin: none or less where it held.
    /// `None` where one of the two gave way.
    pub late: Vec<Option<i32>>,
}

impl PlanOrder {
    /// What a plan of a problem decides.
    ///
    /// # Errors
    /// [`EncodeError`] for a plan that is none of the problem.
    pub fn new(planned: &CompiledProblem, plan: &Plan) -> Result<PlanOrder, EncodeError> {
        let planned = planned.placed(&plan.possessions);
        let (instance, network) = (planned.instance(), planned.network());
        let journeys = encode::journeys(instance, network, plan)?;
        let courses = as_planned(&planned, &journeys);
        let units = order::units(&plan.decided(instance), network, plan, &courses);
        let arcs = arcs(network, &courses, &units);
        let connections = arcs.iter().filter_map(|arc| arc.connection).collect();
        drop(courses);
        Ok(PlanOrder {
            planned,
            journeys,
            units,
            arcs,
            connections,
        })
    }

    /// Its connections, by resource and time.
    pub fn connections(&self) -> &[Connection] {
        &self.connections
    }

    /// All that the plan does as one graph of events. Complexity: linear in events and connections, but for what opens at a time of its own.
    pub fn event_graph(&self) -> EventGraph {
        graph::Builder {
            network: self.planned.network(),
            courses: &as_planned(&self.planned, &self.journeys),
            arcs: &self.arcs,
        }
        .build()
    }

    /// Trains that the plan lets run.
    pub fn trains(&self) -> impl Iterator<Item = TrainId> + '_ {
        let all = self.journeys.iter().flatten();
        all.map(|journey| journey.train)
    }

    /// The plan carried out in what is true: an instance with the trains, and the station, of the plan. Trains that are named give way, and who is more than so many minutes
    /// behind the plan anywhere. Complexity: that of so many sweeps over the events as delays
    /// pass from train to train, and that of pricing each train that gives way.
    ///
    /// # Panics
    /// For an instance with other trains.
    pub fn carry_out(
        &self,
        truth: &CompiledProblem,
        (gives_way, most_behind): (&[TrainId], Ticks),
        made_by: String,
    ) -> CarriedOut {
        // what closes when was decided with the plan
        let truth = &if truth.instance().system().is_placed() {
            truth.clone()
        } else {
            truth.placed(&self.planned.instance().system().placed())
        };
        let (instance, network) = (truth.instance(), truth.network());
        let planned = as_planned(&self.planned, &self.journeys);
        let of_true = network.trains.iter().zip(&self.planned.network().trains);
        let courses = of_true.zip(&self.journeys).map(|((train, own), journey)| {
            let course = Course::new(train, (own, journey.as_ref()?));
            // who cannot do what was planned finds another way
            course.filter(|course| {
                let own = planned[own.train.index()].as_ref();
                own.is_some_and(|own| own.is_like(course))
            })
        });
        let courses: Vec<Option<Course<'_>>> = courses.collect();
        let mut keeps: Vec<bool> = courses.iter().map(Option::is_some).collect();
        for train in gives_way {
            keeps[train.index()] = false;
        }
        let (kept, journeys, occupancy) = loop {
            let mut base = Occupancy::new(network);
            for index in network.train_indices() {
                if network[index].under_way && !keeps[index.index()] {
                    base.add_stay(index);
                }
            }
            let mut kept = courses.clone();
            for (course, keeps) in kept.iter_mut().zip(&keeps) {
                if !keeps {
                    *course = None;
                }
            }
            let arcs: Vec<Arc> = if keeps.iter().all(|keeps| *keeps) {
                self.arcs.clone()
            } else {
                let others: Vec<Option<Course<'_>>> = planned
                    .iter()
                    .zip(&keeps)
                    .map(|(course, keeps)| course.clone().filter(|_| *keeps))
                    .collect();
                order::arcs(self.planned.network(), &others, &self.units)
            };
            if let Err(stuck) = keep(network, &base, &mut kept, &planned, &arcs) {
                keeps[stuck] = false;
                continue;
            }
            // one after another: behind the first others may be in time again
            if let Some(train) = first_behind(&planned, &kept, most_behind) {
                keeps[train] = false;
                continue;
            }
            match together(network, base, &kept) {
                Ok((journeys, occupancy)) => break (kept, journeys, occupancy),
                Err(stuck) => keeps[stuck] = false,
            }
        };
        let late = self
            .arcs
            .iter()
            .filter_map(|arc| arc.connection.map(|_| arc));
        let late = late.map(|arc| arc.late(self.planned.network(), network, &planned, &kept));
        let late = late.collect();
        let mut solution = Solution {
            journeys,
            value: Cost::ZERO,
            occupancy,
        };
        let gave_way: Vec<TrainId> = self
            .trains()
            .filter(|train| !keeps[train.index()])
            .collect();
        let mut waiting: Vec<TrainIndex> = gave_way
            .iter()
            .map(|train| TrainIndex::from_index(train.index()))
            .collect();
        waiting.sort_by_key(|&index| (!network[index].under_way, network[index].cost.release));
        insert_beside(network, &mut solution, &waiting, |index| self.kept(index));
        let nothing = (Cost::ZERO, Cost::ZERO);
        let plan = decode::plan(
            instance,
            network,
            &mut solution,
            nothing,
            made_by,
            decode::NOT_EXPLAINED,
        );
        CarriedOut {
            plan,
            gave_way,
            late,
        }
    }

    /// The spot and the way of a train in the plan.
    fn kept(&self, index: TrainIndex) -> Kept {
        let train = &self.planned.network()[index];
        let journey = self.journeys[index.index()].as_ref();
        journey.map_or_else(Kept::default, |journey| {
            let mut done = journey.operations.iter();
            Kept {
                spot: done.find_map(|done| done.operation.of(train).what.work_spot()),
                way: Some(journey.way),
            }
        })
    }
}

/// The courses of all trains in their own networks, as planned.
fn as_planned<'n>(
    planned: &'n CompiledProblem,
    journeys: &[Option<Journey>],
) -> Vec<Option<Course<'n>>> {
    let trains = planned.network().trains.iter().zip(journeys);
    let courses = trains.map(|(train, journey)| {
        let journey = journey.as_ref()?;
        let mut course = Course::new(train, (train, journey))?;
        course.set_starts(&journey.choices())?;
        Some(course)
    });
    courses.collect()
}

/// Of the trains that are further behind the plan than that, the one that is it first.
fn first_behind(
    planned: &[Option<Course<'_>>],
    kept: &[Option<Course<'_>>],
    most: Ticks,
) -> Option<usize> {
    let trains = planned.iter().zip(kept).enumerate();
    let behind = trains.filter_map(|(train, (planned, kept))| {
        let starts = planned.as_ref()?.starts.iter().zip(&kept.as_ref()?.starts);
        let behind = starts.filter(|(planned, start)| **start - **planned > most);
        Some((behind.map(|(planned, _)| *planned).min()?, train))
    });
    behind.min().map(|(_, train)| train)
}

/// The journeys of all courses, put into an occupancy, or the first that finds no room there.
fn together<'n>(
    network: &'n crate::network::Network,
    mut occupancy: Occupancy<'n>,
    courses: &[Option<Course<'n>>],
) -> Result<(Vec<Option<Journey>>, Occupancy<'n>), usize> {
    let mut journeys = vec![None; courses.len()];
    let mut turns: Vec<(crate::network::Tick, usize)> = Vec::new();
    for (index, course) in courses.iter().enumerate() {
        if let Some(course) = course {
            let journey = course.journey(network).ok_or(index)?;
            turns.push((journey.exit, index));
            journeys[index] = Some(journey);
        }
    }
    // under way first, for they cannot but be where they are
    turns.sort_by_key(|&(exit, index)| (!network.trains[index].under_way, exit));
    for (_, index) in turns {
        let fits = journeys[index]
            .as_ref()
            .is_some_and(|journey| occupancy.try_insert(journey));
        if !fits {
            return Err(index);
        }
    }
    if let Some((stock, at)) = occupancy.short_stock() {
        let takes = journeys.iter().position(|journey| {
            let changes = journey.iter().flat_map(|journey| &journey.stock_changes);
            let mut changes = changes.filter(|one| one.0 == stock && one.1 == at);
            changes.any(|one| one.2 < 0)
        });
        return takes.map_or(Ok((journeys, occupancy)), Err);
    }
    Ok((journeys, occupancy))
}
