//! Journeys from labels: what a search found, followed back.

use super::labels::{Labels, Origin, stage_times};
use crate::journey::{Journey, OperationRef};
use crate::network::{Tick, TrainNetwork, Work};
use crate::occupancy::Occupancy;

impl Journey {
    /// A whole strand from where a rake begins to an exit.
    pub(super) fn add_strand(
        &mut self,
        train: &TrainNetwork,
        labels: &Labels,
        occupancy: &Occupancy<'_>,
        exit: u32,
    ) {
        let chain = chain_to(labels, exit);
        let first = labels.all[chain[0] as usize].take;
        self.add_chain(train, labels, occupancy, &chain, first, None);
    }

    /// The emptied rake of a train whose work was done at the start.
    pub(super) fn add_emptied(
        &mut self,
        train: &TrainNetwork,
        labels: &Labels,
        occupancy: &Occupancy<'_>,
        emptied: u32,
    ) {
        self.add_strand(train, labels, occupancy, emptied);
        self.set_emptied(train, labels, emptied);
    }

    /// Where and when the emptied rake's life ends, with its cost.
    pub(super) fn set_emptied(&mut self, train: &TrainNetwork, labels: &Labels, emptied: u32) {
        let label = &labels.all[emptied as usize];
        self.emptied = Some((label.stand, label.arrive));
        self.cost += train.cost.of_emptied(label.arrive);
    }

    /// A rake up to its place in the spot; returns from when it holds its side. A rake that comes straight from its store
    /// is placed as late as the work allows: earlier it would only be in the way.
    #[allow(clippy::too_many_arguments)] // what is known at the meeting
    pub(super) fn add_inbound(
        &mut self,
        train: &TrainNetwork,
        labels: &Labels,
        occupancy: &Occupancy<'_>,
        work: &Work,
        label: u32,
        work_start: Tick,
        carried: Option<Tick>,
    ) -> Tick {
        let chain = chain_to(labels, label);
        let data = &labels.all[label as usize];
        let take = data.take;
        if let Origin::Edge { edge, from, start } = data.origin
            && data.stand == work.onward.0
            && chain.len() == 2
            && train.graph[labels.all[from as usize].stand].hold.is_none()
        {
            let operation = &train.graph[edge];
            let last = operation.end.first_reaching(work_start + 1) - 1;
            let late = occupancy
                .latest_start(operation, start, last)
                .unwrap_or(start);
            self.add_stages(train, occupancy, &labels.all[from as usize]);
            self.add_operation(
                train,
                occupancy.network(),
                OperationRef::Edge(edge),
                (late, late),
                late,
                data.stand,
                None,
            );
            return operation.takes.at(late);
        }
        let first = labels.all[chain[0] as usize].take;
        self.add_chain(train, labels, occupancy, &chain, first, carried);
        take
    }

    /// The crane work and the exchanges of parts.
    pub(super) fn add_work(
        &mut self,
        train: &TrainNetwork,
        labels: &Labels,
        work: usize,
        rakes: (u32, u32),
        starts: &[Tick],
    ) {
        let arriving = labels.all[rakes.0 as usize].ready;
        let onward = labels.all[rakes.1 as usize].ready;
        let ready = (arriving, arriving.max(onward));
        self.cost += train.works[work].change;
        self.add_chain_of_work(train, work, &train.works[work], starts, ready);
    }

    /// A rake on its way out of the spot whose side it has held since `take`.
    pub(super) fn add_outbound(
        &mut self,
        train: &TrainNetwork,
        labels: &Labels,
        occupancy: &Occupancy<'_>,
        exit: u32,
        take: Tick,
    ) {
        let chain = chain_to(labels, exit);
        self.add_chain(train, labels, occupancy, &chain, take, None);
    }

    /// Labels in order: holds, stages, operations. `take` is when the first stand is held from; `carried` when holds that an
    /// operation does not end are over. The hold of the last stand is left to the caller.
    fn add_chain(
        &mut self,
        train: &TrainNetwork,
        labels: &Labels,
        occupancy: &Occupancy<'_>,
        chain: &[u32],
        take: Tick,
        carried: Option<Tick>,
    ) {
        for (position, &index) in chain.iter().enumerate() {
            let label = labels.all[index as usize];
            self.add_stages(train, occupancy, &label);
            let Some(&next) = chain.get(position + 1) else {
                break;
            };
            let next = labels.all[next as usize];
            let Origin::Edge { edge, start, .. } = next.origin else {
                continue;
            };
            let operation = &train.graph[edge];
            if let Some(pool) = train.graph[label.stand].hold {
                let from = if position == 0 { take } else { label.take };
                let to = operation
                    .leaves
                    .as_ref()
                    .map_or(carried.unwrap_or(start), |leaves| leaves.at(start));
                self.add_hold(occupancy.network(), (label.stand, pool), (from, to));
            }
            let joined = if operation.departure {
                label.ready.max(label.lag)
            } else {
                label.ready
            };
            self.add_operation(
                train,
                occupancy.network(),
                OperationRef::Edge(edge),
                (label.ready, joined),
                start,
                next.stand,
                label.parts_out,
            );
        }
    }

    fn add_stages(
        &mut self,
        train: &TrainNetwork,
        occupancy: &Occupancy<'_>,
        label: &super::labels::Label,
    ) {
        let stand = &train.graph[label.stand];
        if stand.stages.is_empty() {
            return;
        }
        for (index, stage, start, ready) in stage_times(stand, occupancy, label.arrive) {
            let Some(start) = start else { continue };
            self.add_stage(label.stand, (index, stage), ready, start);
        }
    }
}

/// The labels that lead to a label, first to last.
fn chain_to(labels: &Labels, label: u32) -> Vec<u32> {
    let mut chain = vec![label];
    let mut at = label;
    while let Origin::Edge { from, .. } = labels.all[at as usize].origin {
        chain.push(from);
        at = from;
    }
    chain.reverse();
    chain
}
