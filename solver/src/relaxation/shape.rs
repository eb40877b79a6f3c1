//! What of a train's network the relaxation needs beside its graph: cost functions of its operations, and when it can
//! be where at the earliest and, for a given exit, at the latest.

use super::cost_functions::{FunctionIndex, Functions};
use super::rows::{ArrayIndex, Rows, Term};
use super::stand_shape::{
    DoneMap, StageShape, StageShapes, StandShape, longest, min_ticks, start_itself,
};
use crate::network::next_in;
use crate::network::{
    FOREVER, LONG_AGO, NEVER, Operation, PoolIndex, StageOperation, StagePhase, Stand, Tick, Ticks,
    TrainNetwork,
};
use petgraph::Direction::Outgoing;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

/// A train as the relaxation sees it.
#[derive(Debug)]
pub struct TrainShape {
    /// Cost function of every operation (by edge), holds of the stands at both ends included.
    pub edges: Vec<FunctionIndex>,
    /// Cost functions of the chain of every crane work.
    pub works: Vec<Vec<FunctionIndex>>,
    /// Step of every operation (by edge): a rake does at most one operation of a step.
    pub steps: Vec<usize>,
    /// Steps there are.
    pub n_steps: usize,
    /// Stands, by node.
    pub stands: Vec<StandShape>,
    /// Where rakes begin, from when, and the array by which they hold their place.
    pub begins: Vec<(NodeIndex, Tick, Option<ArrayIndex>)>,
    /// No departure that waits for parallel stages is earlier.
    pub departure: Tick,
    /// Stocks that it may fill, and by how many units at most.
    pub brings: Vec<(ArrayIndex, i64)>,
    /// Pools it holds once and for long, and ticks that this lasts at least.
    pub holds: Vec<(PoolIndex, Ticks)>,
    /// What it holds when it is not planned: series and span.
    pub stay: Vec<(ArrayIndex, Tick, Tick)>,
}

impl StageShapes {
    fn new(stand: &Stand, rows: &Rows, functions: &mut Functions) -> StageShapes {
        let of = |phase: StagePhase| -> Vec<&StageOperation> {
            stand
                .stages
                .iter()
                .filter(|stage| stage.phase == phase)
                .collect()
        };
        let (first, second) = (of(StagePhase::First), of(StagePhase::Second));
        let begun = of(StagePhase::Begun);
        let all = stand.stages.iter().enumerate();
        let all = all.filter(|(_, stage)| stage.phase != StagePhase::Parallel);
        let tail = longest(&second);
        StageShapes {
            done: DoneMap::new([&first, &second], &begun, stand.dwell, rows),
            first_done: DoneMap::new([&first, &[]], &[], 0, rows),
            least: (longest(&first) + tail)
                .max(longest(&begun))
                .max(stand.dwell),
            all: all
                .map(|(position, stage)| StageShape {
                    position,
                    function: functions.add_stage(stage),
                    second: stage.phase == StagePhase::Second,
                    tail: if stage.phase == StagePhase::First {
                        tail
                    } else {
                        0
                    },
                })
                .collect(),
        }
    }

    /// First tick at which a stage may begin after an arrival.
    #[inline]
    pub fn begin(&self, stage: &StageShape, arrival: Tick, lead: Ticks) -> Tick {
        if stage.second {
            self.first_done.at(arrival, lead)
        } else {
            arrival
        }
    }
}

fn stand_shape(stand: &Stand, rows: &Rows, functions: &mut Functions) -> StandShape {
    let parallel = stand.stages.iter().enumerate();
    let parallel = parallel.filter(|(_, stage)| stage.phase == StagePhase::Parallel);
    StandShape {
        parallel: parallel
            .map(|(index, stage)| (index, functions.add_stage(stage)))
            .collect(),
        stages: StageShapes::new(stand, rows, functions),
        outbound: false,
        free: false,
        arrive: NEVER,
        ready: NEVER,
        rest_arrive: FOREVER,
        rest_ready: FOREVER,
    }
}

impl TrainShape {
    /// The shape of a train.
    pub fn new(train: &TrainNetwork, rows: &Rows, functions: &mut Functions) -> TrainShape {
        let hold = |stand: NodeIndex| {
            let stand = &train.graph[stand];
            let through = stand.through;
            stand.hold.map(|pool| {
                if through {
                    ArrayIndex::of_pool(pool)
                } else {
                    rows.hold(pool)
                }
            })
        };
        let edges = train.graph.edge_references().map(|edge| {
            let operation = edge.weight();
            let mut terms = rows.terms(operation);
            if let Some(array) = hold(edge.source()) {
                let at = operation.leaves.clone().unwrap_or_else(start_itself);
                terms.push(Term {
                    array,
                    sign: 1,
                    at,
                    only: None,
                });
            }
            if let Some(array) = hold(edge.target()) {
                let at = operation.takes.clone();
                terms.push(Term {
                    array,
                    sign: -1,
                    at,
                    only: None,
                });
            }
            functions.add(terms)
        });
        let edges = edges.collect();
        let works = train.works.iter().map(|work| {
            let chain = work
                .chain
                .iter()
                .map(|operation| functions.add(rows.terms(operation)));
            chain.collect()
        });
        let works = works.collect();
        let stands = train
            .graph
            .node_weights()
            .map(|stand| stand_shape(stand, rows, functions));
        let begins = train.arriving_start.iter().chain(&train.onward_start);
        let mut shape = TrainShape {
            edges,
            steps: Vec::new(),
            n_steps: 0,
            works,
            stands: stands.collect(),
            begins: begins
                .map(|start| (start.stand, start.at, hold(start.stand)))
                .collect(),
            departure: LONG_AGO,
            brings: brings(train, rows),
            holds: Vec::new(),
            stay: rows.of_stay(&train.stay_uses, &train.stay_movements),
        };
        shape.set_outbound(train);
        shape.set_steps(train);
        shape.set_earliest(train, rows);
        shape.set_rest(train);
        shape.price_ends(train, rows, functions);
        shape
    }

    /// Long holds are priced at their ends, too.
    fn price_ends(&mut self, train: &TrainNetwork, rows: &Rows, functions: &mut Functions) {
        let mut ends: Vec<(usize, Term)> = Vec::new();
        for hold in super::holds::holds(train, &self.stands) {
            self.holds.push((hold.pool, hold.least));
            let [comes, goes] = rows.ends(hold.pool);
            let all = [(comes, hold.comes), (goes, hold.goes)];
            for (array, instants) in all {
                ends.extend(instants.into_iter().map(|(edge, at)| {
                    let term = Term {
                        array,
                        sign: 1,
                        at,
                        only: None,
                    };
                    (edge.index(), term)
                }));
            }
        }
        ends.sort_by_key(|(edge, _)| *edge);
        for all in ends.chunk_by(|a, b| a.0 == b.0) {
            let edge = &mut self.edges[all[0].0];
            let mut terms = functions.all[edge.index()].terms.clone();
            terms.extend(all.iter().map(|(_, term)| term.clone()));
            *edge = functions.add(terms);
        }
    }

    /// From now on the ends of the train's holds of a pool cost what is in this array as well.
    pub fn pay_own(
        &mut self,
        pool: PoolIndex,
        array: ArrayIndex,
        rows: &Rows,
        functions: &mut Functions,
    ) {
        let ends = rows.ends(pool);
        for edge in &mut self.edges {
            let mut terms = functions.all[edge.index()].terms.clone();
            let own = terms.iter().filter(|term| ends.contains(&term.array));
            let own: Vec<Term> = own
                .map(|term| Term {
                    array,
                    ..term.clone()
                })
                .collect();
            if !own.is_empty() {
                terms.extend(own);
                *edge = functions.add(terms);
            }
        }
    }

    fn set_outbound(&mut self, train: &TrainNetwork) {
        for work in &train.works {
            for stand in [work.arriving.1, work.onward.1] {
                self.stands[stand.index()].outbound = true;
            }
        }
        for &stand in &train.order {
            if self.stands[stand.index()].outbound {
                for to in train.graph.neighbors(stand) {
                    self.stands[to.index()].outbound = true;
                }
            }
        }
        for &exit in &train.emptied_exits {
            self.stands[exit.index()].free = true;
        }
        for &stand in train.order.iter().rev() {
            if train
                .graph
                .neighbors(stand)
                .any(|to| self.stands[to.index()].free)
            {
                self.stands[stand.index()].free = true;
            }
        }
    }

    /// Operations of one rake, in or out, as many operations behind its beginning, are one step.
    fn set_steps(&mut self, train: &TrainNetwork) {
        let mut hops = vec![0_usize; self.stands.len()];
        for &stand in &train.order {
            for to in train.graph.neighbors(stand) {
                hops[to.index()] = hops[to.index()].max(hops[stand.index()] + 1);
            }
        }
        let mut known: Vec<(bool, regauge_model::instance::Rake, usize)> = Vec::new();
        for edge in train.graph.edge_references() {
            let (from, to) = (edge.source().index(), edge.target());
            let key = (self.stands[from].outbound, train.graph[to].rake, hops[from]);
            let step = known.iter().position(|other| *other == key);
            self.steps.push(step.unwrap_or_else(|| {
                known.push(key);
                known.len() - 1
            }));
        }
        self.n_steps = known.len();
    }

    /// The operations of a step, by edge.
    pub fn edges_of(&self, step: usize) -> Vec<usize> {
        let steps = self.steps.iter().enumerate();
        steps
            .filter(|(_, of)| **of == step)
            .map(|(edge, _)| edge)
            .collect()
    }

    fn set_earliest(&mut self, train: &TrainNetwork, rows: &Rows) {
        let mut lag = vec![NEVER; self.stands.len()];
        for &(stand, at, _) in &self.begins {
            let shape = &mut self.stands[stand.index()];
            shape.arrive = shape.arrive.min(at);
            lag[stand.index()] = at;
        }
        for outbound in [false, true] {
            if outbound {
                self.departure = NEVER;
                for work in &train.works {
                    let (a, b) = (work.arriving.0.index(), work.onward.0.index());
                    let mut at = self.stands[a].ready.max(self.stands[b].ready);
                    for operation in &work.chain {
                        at = earliest_end(operation, at, rows.end);
                    }
                    if at >= NEVER {
                        continue;
                    }
                    self.departure = self.departure.min(lag[a].max(lag[b]));
                    for stand in [work.arriving.1, work.onward.1] {
                        let shape = &mut self.stands[stand.index()];
                        shape.arrive = shape.arrive.min(at);
                    }
                }
                if train.works.is_empty() {
                    self.departure = LONG_AGO;
                }
            }
            for &stand in &train.order {
                let shape = &mut self.stands[stand.index()];
                if shape.outbound != outbound || shape.arrive >= NEVER {
                    continue;
                }
                shape.ready = shape.stages.done.at(shape.arrive, rows.lead);
                let (ready, arrive) = (shape.ready, shape.arrive);
                let own_lag = shape.parallel.iter().fold(arrive, |lag, &(index, _)| {
                    let stage = &train.graph[stand].stages[index];
                    next_in(&stage.starts, arrive)
                        .map_or(NEVER, |start| lag.max(start + stage.ticks))
                });
                let here = lag[stand.index()].min(NEVER).max(own_lag);
                if ready > rows.end {
                    continue;
                }
                for edge in train.graph.edges_directed(stand, Outgoing) {
                    let to = edge.target().index();
                    let end = earliest_end(edge.weight(), ready, rows.end);
                    if end < NEVER {
                        self.stands[to].arrive = self.stands[to].arrive.min(end);
                        lag[to] = lag[to].min(here);
                    }
                }
                lag[stand.index()] = here;
            }
        }
    }

    fn set_rest(&mut self, train: &TrainNetwork) {
        for &exit in train.exits.iter().chain(&train.emptied_exits) {
            self.stands[exit.index()].rest_ready = 0;
        }
        for outbound in [true, false] {
            if !outbound {
                for work in &train.works {
                    let chain: Ticks = work.chain.iter().map(min_ticks).sum();
                    let rest = self.stands[work.onward.1.index()].rest_arrive;
                    if rest >= FOREVER {
                        continue;
                    }
                    for stand in [work.arriving.0, work.onward.0] {
                        let shape = &mut self.stands[stand.index()];
                        shape.rest_ready = shape.rest_ready.min(chain + rest);
                    }
                }
            }
            for &stand in train.order.iter().rev() {
                if self.stands[stand.index()].outbound != outbound {
                    continue;
                }
                let mut rest = self.stands[stand.index()].rest_ready;
                for edge in train.graph.edges_directed(stand, Outgoing) {
                    let behind = self.stands[edge.target().index()].rest_arrive;
                    if behind < FOREVER {
                        rest = rest.min(min_ticks(edge.weight()) + behind);
                    }
                }
                let shape = &mut self.stands[stand.index()];
                shape.rest_ready = rest;
                if rest < FOREVER {
                    shape.rest_arrive = rest + shape.stages.least;
                }
            }
        }
    }
}

fn earliest_end(operation: &Operation, from: Tick, horizon: Tick) -> Tick {
    let Some(start) = next_in(&operation.starts, from) else {
        return NEVER;
    };
    let end = operation.end.at(start);
    if end > horizon { NEVER } else { end }
}

/// What of each stock is brought at most, by both rakes together.
fn brings(train: &TrainNetwork, rows: &Rows) -> Vec<(ArrayIndex, i64)> {
    let mut brings: Vec<(ArrayIndex, i64)> = Vec::new();
    for edge in train.graph.edge_references() {
        for &(stock, change, _) in &edge.weight().stocks {
            if change <= 0 {
                continue;
            }
            let array = rows.first_stock.plus(2 * stock.index() + 1);
            // an operation that brings is done once by each of the two rakes at most
            let units = 2 * rows.stock_change(stock, change);
            match brings.iter_mut().find(|(known, _)| *known == array) {
                Some((_, most)) => *most = (*most).max(units),
                None => brings.push((array, units)),
            }
        }
    }
    brings
}
