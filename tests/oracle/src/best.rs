//! The two questions: the cheapest journey of one train alone, and the best plan of all.

use crate::branch::{Found, cheapest};
use crate::decode;
use crate::parts::{Edge, Hold, Parts, Place};
use crate::rank::Rank;
use crate::tasks::World;
use regauge_model::ids::{StoreId, TrainId};
use regauge_model::instance::{BusyWhat, Rake, RakePlace, Train, TrainKind, TrainState, WorkState};
use regauge_model::objective::Term;
use regauge_model::plan::{CostParts, Plan, Reason, ReasonCode, Status, TrainPlan};
use regauge_model::{Instance, Minute, kpi};

/// How many nodes the search may look at.
#[derive(Clone, Copy, Debug)]
pub struct Limit(pub usize);

impl Default for Limit {
    fn default() -> Limit {
        Limit(200_000)
    }
}

/// The cheapest journey of one train when no other train is there, and its cost (minutes and lateness, combined where the
/// objective has levels); `None` when it
/// has no journey. Things busy at the start, paths given away and all closures stay; the stores hold what they hold at
/// the start.
///
/// # Panics
/// When the search takes too many nodes: the instance is not tiny.
pub fn cheapest_journey(instance: &Instance, train: TrainId) -> Option<(i64, TrainPlan)> {
    let data = instance.train(train);
    let ways = (0..data.ways.len().max(1)).filter(|&way| is_open(data, way));
    let found = ways.filter_map(|way| {
        let on_way = instance.on_ways(|one| if one == train { way } else { 0 });
        cheapest_on_way(&on_way, train)
    });
    found.min_by_key(|(cost, _)| *cost)
}

/// Whether the pins leave a train a way.
fn is_open(train: &Train, way: usize) -> bool {
    let port = train.ways.get(way).map(|way| way.port);
    train.pins.port.is_none_or(|pinned| port == Some(pinned))
}

fn cheapest_on_way(instance: &Instance, train: TrainId) -> Option<(i64, TrainPlan)> {
    let world = World::new(instance);
    let mut best: Option<(Rank, TrainPlan, Option<Minute>)> = None;
    let mut nodes = Limit::default().0;
    for journey in world.journeys(train) {
        let mut parts = busy(&world);
        parts.append(&journey);
        let below = best.as_ref().map_or(Rank::MAX, |(cost, ..)| *cost);
        match cheapest(&world, &parts, true, below, &mut nodes) {
            Found::Best(cost, schedule) => {
                let decoded = decode::decode(&world, &parts, &schedule);
                let plan = decoded.train(train).clone();
                let emptied = decoded.rakes.iter().find(|rake| rake.train == train);
                best = Some((cost, plan, emptied.map(|rake| rake.at)));
            }
            Found::None => {}
            Found::Unknown => panic!("train {} has too many journeys", train.index()),
        }
    }
    let (_, plan, emptied) = best?;
    let mut parts = instance.planned_cost(train, plan.exit()?, emptied);
    parts.changes += world.change_of(train, &plan);
    Some((instance.objective().value(&parts), plan))
}

/// What is busy at the start with no train.
fn busy(world: &World) -> Parts {
    let mut parts = Parts::default();
    for busy in world.instance.busy() {
        let mut number = None;
        let place = match busy.what {
            BusyWhat::Team(stage) => Place::Team(stage),
            BusyWhat::Locomotive(pool) => Place::Locomotive(pool),
            BusyWhat::Crane(crane) => Place::Crane(crane),
            BusyWhat::Side(spot, gauge_mm) => Place::Side(spot, gauge_mm),
            BusyWhat::Track(yard, track) => {
                number = Some(track);
                let group = world.system().yard(yard).group_of(track);
                Place::Track(yard, group.unwrap_or(0))
            }
        };
        parts.holds.push(Hold {
            place,
            from: Edge::Fixed(0),
            to: Edge::Fixed(busy.until.0),
            train: None,
            rake: Rake::Arriving,
            task: None,
            number,
        });
    }
    for train in world.instance.trains() {
        if let Some(state) = &train.state {
            goes_on(world, state, &mut parts);
        }
    }
    parts
}

/// The step of interrupted work that still goes on.
fn goes_on(world: &World, state: &TrainState, parts: &mut Parts) {
    let (WorkState::Interrupted(Some((mode, until))), RakePlace::Spot(spot)) =
        (state.work, state.arriving)
    else {
        return;
    };
    let step = &world.system().mode(mode).steps[state.step];
    let (from, to) = (Edge::Fixed(0), Edge::Fixed(until.0));
    parts.steps.push(world.step_at(spot, step, from, to));
    for &crane in &step.cranes {
        parts.holds.push(Hold {
            place: Place::Crane(crane),
            from,
            to,
            train: None,
            rake: Rake::Arriving,
            task: None,
            number: None,
        });
    }
}

/// A way to treat one train.
struct Choice {
    parts: Parts,
    /// Cost if it is not planned; else 0, its cost is that of its exit.
    postponed: Rank,
    /// Least cost whatever the others do.
    least: Rank,
}

struct Search<'a> {
    world: &'a World<'a>,
    choices: Vec<Vec<Choice>>,
    /// Sum of the least costs of this train and all behind it.
    rest: Vec<Rank>,
    nodes: usize,
    best: Rank,
    plan: Option<Plan>,
    unknown: bool,
}

/// A plan of least value, with every number given away and its key figures; `None` when `limit` is used up before it
/// is proven. Where trains may go over several ports, every combination of their ways is looked at by itself, with that limit.
/// Possessions of choice are put at every start that they may have.
pub fn best_plan(instance: &Instance, limit: Limit) -> Option<Plan> {
    let mut best: Option<Plan> = None;
    for starts in crate::windows::placements(instance) {
        let plan = best_placed(&instance.placed(&starts), limit)?;
        if best.as_ref().is_none_or(|best| plan.value < best.value) {
            best = Some(plan);
        }
    }
    best
}

/// The same for possessions that are decided.
fn best_placed(instance: &Instance, limit: Limit) -> Option<Plan> {
    let mut combinations: Vec<Vec<usize>> = vec![Vec::new()];
    for train in instance.trains() {
        let ways = (0..train.ways.len().max(1)).filter(|&way| is_open(train, way));
        let longer = ways.flat_map(|way| {
            combinations.iter().map(move |chosen| {
                let mut chosen = chosen.clone();
                chosen.push(way);
                chosen
            })
        });
        combinations = longer.collect();
    }
    let mut best: Option<Plan> = None;
    for ways in combinations {
        let plan = best_on_ways(&instance.on_ways(|train| ways[train.index()]), limit)?;
        if best.as_ref().is_none_or(|best| plan.value < best.value) {
            best = Some(plan);
        }
    }
    best
}

/// The same for ways that are decided.
fn best_on_ways(instance: &Instance, limit: Limit) -> Option<Plan> {
    let world = World::new(instance);
    let mut search = Search {
        world: &world,
        choices: Vec::new(),
        rest: Vec::new(),
        nodes: limit.0,
        best: Rank::MAX,
        plan: None,
        unknown: false,
    };
    for index in 0..instance.trains().len() {
        let choices = search.choices_of(TrainId::from_index(index))?;
        search.choices.push(choices);
    }
    let least = |choices: &Vec<Choice>| choices.iter().map(|choice| choice.least).min();
    let mut rest = vec![0];
    for choices in search.choices.iter().rev() {
        rest.push(rest[rest.len() - 1] + least(choices).unwrap_or(0));
    }
    rest.reverse();
    search.rest = rest;
    let start = busy(&world);
    search.explore(0, &start, 0);
    search.plan.filter(|_| !search.unknown)
}

impl Search<'_> {
    /// Every choice of a train with its least cost, cheapest first; `None` when the nodes are used up.
    fn choices_of(&mut self, train: TrainId) -> Option<Vec<Choice>> {
        let mut choices = Vec::new();
        for journey in self.world.journeys(train) {
            let mut parts = busy(self.world);
            parts.append(&journey);
            // Another train may bring the rake this one takes, so the stores do not count here.
            match cheapest(self.world, &parts, false, Rank::MAX, &mut self.nodes) {
                Found::Best(least, _) => choices.push(Choice {
                    parts: journey,
                    postponed: 0,
                    least,
                }),
                Found::None => {}
                Found::Unknown => return None,
            }
        }
        let postponed = self.world.rank_postponed(train);
        choices.push(Choice {
            parts: self.world.postponed(train),
            postponed,
            least: postponed,
        });
        choices.sort_by_key(|choice| choice.least);
        Some(choices)
    }

    /// Every choice of the trains from `train` on, beside the parts chosen before.
    fn explore(&mut self, train: usize, chosen: &Parts, postponed: Rank) {
        let last = train + 1 == self.choices.len();
        if train == self.choices.len() {
            self.leaf(chosen, postponed);
            return;
        }
        for index in 0..self.choices[train].len() {
            let choice = &self.choices[train][index];
            let mut parts = chosen.clone();
            parts.append(&choice.parts);
            let postponed = postponed + choice.postponed;
            if last {
                self.leaf(&parts, postponed);
                continue;
            }
            // What has been chosen costs at least this much, and the others at least their least.
            let below = self.best.saturating_sub(postponed + self.rest[train + 1]);
            match cheapest(self.world, &parts, false, below, &mut self.nodes) {
                Found::Best(..) => self.explore(train + 1, &parts, postponed),
                Found::None => {}
                Found::Unknown => self.unknown = true,
            }
            if self.unknown {
                return;
            }
        }
    }

    fn leaf(&mut self, parts: &Parts, postponed: Rank) {
        let missing = missing_cost(self.world, parts);
        let missing_rank = self.world.rank(Term::MissingEmpties, missing);
        let below = self.best.saturating_sub(postponed + missing_rank);
        match cheapest(self.world, parts, true, below, &mut self.nodes) {
            Found::Best(cost, schedule) => {
                self.best = cost + postponed + missing_rank;
                let decoded = decode::decode(self.world, parts, &schedule);
                self.plan = Some(complete(self.world, decoded, missing));
            }
            Found::None => {}
            Found::Unknown => self.unknown = true,
        }
    }
}

/// Cost of the rakes missing in the stores at the end: what goes in and out is known once the decisions are made.
fn missing_cost(world: &World, parts: &Parts) -> i64 {
    let stores = world.system().stores().iter().enumerate();
    let costs = stores.flat_map(|(index, store)| {
        let id = StoreId::from_index(index);
        let stocks = store.stocks.iter().enumerate();
        stocks.map(move |(kind, stock)| {
            let moved = parts.stocks.iter().filter(|moved| moved.store == id);
            let units = moved.map(|moved| {
                let units = moved.of(kind);
                if moved.inward { units } else { -units }
            });
            let inspecting = stock.inspecting.iter().map(|(_, count)| i64::from(*count));
            let left = i64::from(stock.count) + inspecting.sum::<i64>() + units.sum::<i64>();
            (i64::from(stock.end_at_least) - left).max(0) * stock.end_price
        })
    });
    costs.sum()
}

/// The plan of what was decoded, with everything that stands beside the events.
fn complete(world: &World, decoded: decode::Decoded, missing_empties: i64) -> Plan {
    let instance = world.instance;
    let mut parts = CostParts {
        missing_empties,
        ..CostParts::default()
    };
    let mut trains = Vec::new();
    let mut alone = 0;
    for (index, plan) in decoded.trains.into_iter().enumerate() {
        let train = TrainId::from_index(index);
        let own = cheapest_journey(instance, train);
        alone += cost_alone(instance, train, own.as_ref().map(|(cost, _)| *cost));
        let plan = plan.unwrap_or_else(|| TrainPlan::Postponed {
            reason: reason(own.is_some()),
        });
        match plan.exit() {
            Some(exit) => {
                let emptied = decoded.rakes.iter().find(|rake| rake.train == train);
                let emptied = emptied.map(|rake| rake.at);
                parts.add(&instance.planned_cost(train, exit, emptied));
                parts.changes += world.change_of(train, &plan);
            }
            None => parts.add(&instance.postponed_cost(train)),
        }
        trains.push(plan);
    }
    let windows = instance.system().windows().iter();
    parts.changes += instance.change_of_orders(&trains);
    Plan {
        made_by: "regauge-oracle".to_owned(),
        possessions: windows.map_while(|window| window.start).collect(),
        status: Status::Optimal,
        value: instance.objective().value(&parts),
        bound: instance.objective().value(&parts),
        alone,
        parts,
        kpis: kpi::kpis(instance, &trains),
        trains,
        crane_slots: decoded.crane_slots,
        rakes: decoded.rakes,
    }
}

/// What a train costs alone, so that no plan can cost less. Others may bring a rake or make room for one that a store keeps
/// waiting; how much that would help is not worked out here, so it is said to cost nothing.
fn cost_alone(instance: &Instance, train: TrainId, cheapest: Option<i64>) -> i64 {
    let out = left_out(instance, train);
    match instance.train(train).kind {
        TrainKind::Passing | TrainKind::Handled(_) => cheapest.map_or(out, |cost| cost.min(out)),
        TrainKind::IntoStore(_) | TrainKind::FromStore(_) | TrainKind::Transshipped(_) => 0,
    }
}

/// The combined cost of a train left out.
fn left_out(instance: &Instance, train: TrainId) -> i64 {
    instance.objective().value(&instance.postponed_cost(train))
}

fn reason(alone: bool) -> Reason {
    let (code, text) = if alone {
        (ReasonCode::NoRoom, "The others leave no room for it.")
    } else {
        (ReasonCode::NoJourneyAlone, "It has no journey even alone.")
    };
    Reason {
        code,
        blocked_by: Vec::new(),
        text: text.to_owned(),
    }
}
