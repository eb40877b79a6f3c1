//! All journeys that plans below a value may consist of, where these are few: then the best plan is the best combination of them.
//!
//! By reduced costs: a journey dearer than the cheapest of its train by more than what is left below the value is in no such plan.
//! The others are followed back from every exit, as far as the cheapest ways in leave room. Trains with crane work, stages or a
//! rake to leave behind are not listed: waiting elsewhere costs them nothing, so their journeys are beyond number.

use super::engine::Engine;
use super::price::{DualPricer, Question};
use super::windows::Windows;
use crate::backend::{Backend, Limits};
use crate::exact::packing::{Candidates, Proving};
use crate::network::{Tick, TrainNetwork};
use crate::pricing::{Choices, Journey};
use petgraph::Direction::Incoming;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use std::sync::Arc;

/// Journeys of a train on average, journeys of all trains, and terms in the rows of their master, up to which they are put together:
/// with more, prices still say more than they cost, or a linear program takes seconds.
const JOURNEYS_EACH: usize = 200;
const JOURNEYS: usize = 6_000;
const TERMS: usize = 150_000;

/// A term of a linear program takes about as long as so many ticks priced here, and one at least as long as so many terms.
const TERM: u64 = 400;
const LEAST: u64 = 1_000;

/// The plans of a part, put together from lists of all journeys that they may have.
#[derive(Debug)]
pub struct Listed<'n> {
    proving: Proving<'n>,
    limits: Limits,
    terms: u64,
}

impl<'n> Listed<'n> {
    /// For plans below `upper` (cost units) within windows that [`Engine::narrow`] has just narrowed; `slack` is what that returned.
    /// `None` where the journeys are too many.
    pub fn new(
        engine: &Engine<'n>,
        windows: &[Arc<Windows>],
        slack: i64,
        upper: i64,
    ) -> Option<Listed<'n>> {
        let most = JOURNEYS.min(JOURNEYS_EACH * engine.network.trains.len());
        let journeys = engine.journeys_within(windows, slack, most)?;
        let lists = journeys.iter().map(|list| list.iter().collect());
        let lists: Vec<Vec<&Journey>> = lists.collect();
        let may_be_left_out: Vec<bool> = windows.iter().map(|one| one.may_stay).collect();
        let candidates = Candidates {
            journeys: &lists,
            may_be_left_out: &may_be_left_out,
            complete: true,
            reduced: None,
        };
        let proving = Proving::new(engine.network, &candidates, upper)?;
        (proving.terms_of_all() <= TERMS).then(|| Listed {
            proving,
            limits: Limits::default(),
            terms: 0,
        })
    }

    /// One more linear program, as long as anything is left to look at; `upper` as known by now.
    pub fn round(&mut self, engine: &mut Engine<'n>, upper: i64) -> bool {
        self.proving.beat(upper);
        let more = self.proving.round(Backend::continuous(), &self.limits);
        let terms = self.proving.terms() - self.terms;
        self.terms += terms;
        engine.effort += TERM * terms.max(LEAST);
        more
    }

    /// The lists put together.
    pub fn proving(&self) -> &Proving<'n> {
        &self.proving
    }
}

/// Whether a train does one thing after the other, and waits for nothing but room.
fn is_listed(train: &TrainNetwork) -> bool {
    let no_stages = || {
        let mut stands = train.graph.node_weights();
        stands.all(|stand| stand.stages.is_empty())
    };
    train.works.is_empty() && train.emptied_exits.is_empty() && no_stages()
}

impl Engine<'_> {
    /// By train all journeys within the windows that cost at most `slack` more than its cheapest one, by the prices of the
    /// last round; `None` where these are more than `most` altogether, or beyond number.
    fn journeys_within(
        &self,
        windows: &[Arc<Windows>],
        slack: i64,
        most: usize,
    ) -> Option<Vec<Vec<Journey>>> {
        let mut trains = self.network.trains.iter().zip(windows);
        if !trains.all(|(train, windows)| !windows.may_go || is_listed(train)) {
            return None;
        }
        let mut pricer = DualPricer::default();
        let mut left = most;
        let trains = self.network.trains.iter().enumerate();
        trains
            .map(|(index, train)| {
                let question = self.question(index, &windows[index]);
                let dearest = self.choices[index].bound.saturating_add(slack);
                let all = question.choices_within(&mut pricer, dearest, left)?;
                left -= all.len();
                let journeys = all.iter().map(|choices| {
                    // what is no journey is in no plan
                    Journey::of_choices(train, self.network, choices).ok()
                });
                Some(journeys.flatten().collect())
            })
            .collect()
    }
}

/// Ways back from the exits of a train.
struct Walk<'w> {
    pricer: &'w DualPricer,
    dearest: i64,
    most: usize,
    /// Operations and their starts, the last one first.
    behind: Vec<(usize, Tick)>,
    found: Vec<Choices>,
}

impl Question<'_> {
    /// All journeys that cost at most so much; `None` where there are more than `most`.
    fn choices_within(
        &self,
        pricer: &mut DualPricer,
        dearest: i64,
        most: usize,
    ) -> Option<Vec<Choices>> {
        if self.best(pricer).is_none_or(|(best, _)| best > dearest) {
            return Some(Vec::new());
        }
        let mut walk = Walk {
            pricer,
            dearest,
            most,
            behind: Vec::new(),
            found: Vec::new(),
        };
        for &exit in &self.train.exits {
            let costs = &walk.pricer.arrive[exit.index()];
            let (first, last) = (costs.low.max(self.windows.exit.0), costs.high());
            for at in first..=last {
                self.walk_back(&mut walk, exit, at, self.exit_cost(at))?;
            }
        }
        Some(walk.found)
    }

    /// All ways to a stand that leave room for what is behind it; `None` where these are too many. Every way followed leads to
    /// a journey, since costs of arrivals are those of the cheapest ways.
    fn walk_back(&self, walk: &mut Walk<'_>, stand: NodeIndex, at: Tick, cost: i64) -> Option<()> {
        let pricer = walk.pricer;
        let has_room = |before: i64| before.saturating_add(cost) <= walk.dearest;
        if !has_room(pricer.arrive[stand.index()].at(at)) {
            return Some(());
        }
        let begins = self.shape.begins.iter().any(|&(begin, tick, hold)| {
            let held = hold.map_or(0, |array| -self.hold_at(array, tick));
            begin == stand && tick == at && has_room(held)
        });
        if begins {
            if walk.found.len() == walk.most {
                return None;
            }
            walk.found.push(Choices {
                operations: walk.behind.clone(),
                ..Choices::default()
            });
        }
        let lead = self.priced.rows.lead;
        for edge in self.train.graph.edges_directed(stand, Incoming) {
            let (operation, from) = (edge.weight(), edge.source());
            let (ready, arrive) = (&pricer.ready[from.index()], &pricer.arrive[from.index()]);
            if ready.of.is_empty() {
                continue;
            }
            let function = self.function(edge.id());
            let first = operation.end.first_reaching(at).max(ready.low);
            let last = (operation.end.first_reaching(at + 1) - 1).min(ready.high());
            let mut starts = Vec::new();
            self.for_starts(edge.id(), (first, last), |from, until| {
                starts.extend((from..=until).filter(|&start| operation.end.at(start) == at));
            });
            for start in starts {
                let cost = cost.saturating_add(function[(start + lead) as usize]);
                if ready.at(start).saturating_add(cost) > walk.dearest {
                    continue;
                }
                walk.behind.push((edge.id().index(), start));
                let done = &self.shape.stands[from.index()].stages.done;
                for arrival in arrive.low..=arrive.high().min(start) {
                    if done.at(arrival, lead) <= start {
                        self.walk_back(walk, from, arrival, cost)?;
                    }
                }
                walk.behind.pop();
            }
        }
        Some(())
    }
}
