//! A plan as a graph of events: no event is earlier than the longest path to it, and in a plan pushed to the left every one is exactly there.

use regauge::delays::delayed;
use regauge::problem::ids::TrainId;
use regauge::{CompiledProblem, Instance, Plan, Planner};
use regauge_instances::small::random_small;
use regauge_instances::{DEMOS, demo};
use regauge_oracle::{part, seeds};
use regauge_solver::{EventGraph, InstantWhat, Lag, PlanOrder};
use std::collections::BTreeSet;

/// Nobody falls so far behind that others go on without it.
const NEVER: i32 = 1_000_000;

/// Of the graph of a plan: how many instants there are, and how many are later than the longest path to them; none is earlier.
fn late(graph: &EventGraph, name: &str) -> (usize, Vec<String>) {
    let longest = graph.longest_paths();
    let all = graph.graph();
    let mut late = Vec::new();
    for node in all.node_indices() {
        let instant = all[node];
        let reached = longest[node.index()];
        assert!(
            reached.is_none_or(|reached| reached <= instant.tick()),
            "{name}: {instant:?} is before {reached:?}"
        );
        if reached != Some(instant.tick()) {
            late.push(format!("{instant:?}, longest path {reached:?}"));
        }
    }
    (all.node_count(), late)
}

fn graph(problem: &CompiledProblem, plan: &Plan) -> EventGraph {
    let order = PlanOrder::new(problem, plan).expect("a plan of the problem");
    order.event_graph()
}

/// The plan as early as it goes, when everybody does what he does in the same order.
fn pushed_left(problem: &CompiledProblem, plan: &Plan) -> Option<Plan> {
    let order = PlanOrder::new(problem, plan).expect("a plan of the problem");
    let carried = order.carry_out(problem, (&[], NEVER), String::new());
    carried.gave_way.is_empty().then_some(carried.plan)
}

#[test]
fn no_event_is_earlier_than_its_longest_path_and_pushed_left_none_is_later() {
    let mut kinds = BTreeSet::new();
    let mut pushed = 0;
    let random = seeds(120).map(|seed| (format!("seed {seed}"), random_small(seed)));
    let ready = part(DEMOS.len() as u64).map(|at| DEMOS[at as usize]);
    let ready = ready.filter(|name| ["s", "m", "khorgos"].contains(name));
    let ready = ready.map(|name| (name.to_owned(), demo(name).expect("a ready-made instance")));
    for (name, file) in random.chain(ready) {
        let instance = Instance::from_file(&file).expect("a valid instance");
        let problem = CompiledProblem::new(instance);
        let plan = Planner::new(problem.instance()).work(0.01).run().plan;
        let found = graph(&problem, &plan);
        late(&found, &name);
        for arc in found.graph().edge_weights() {
            kinds.insert(match arc.0 {
                Lag::Duration => "duration",
                Lag::Sequence => "sequence",
                Lag::Order(_) => "order",
                Lag::Opening => "opening",
            });
        }
        let Some(left) = pushed_left(&problem, &plan) else {
            continue;
        };
        let (instants, late) = late(&graph(&problem, &left), &name);
        assert!(
            late.is_empty(),
            "{name}: {} of {instants}: {late:#?}",
            late.len()
        );
        pushed += instants;
    }
    assert_eq!(kinds.len(), 4, "{kinds:?}");
    assert!(pushed > 1000, "{pushed}");
}

/// Every start and every end of what a plan does is an instant of its graph.
#[test]
fn every_event_of_a_plan_is_in_its_graph() {
    let instance = Instance::from_file(&demo("m").expect("a ready-made instance")).expect("valid");
    let problem = CompiledProblem::new(instance.clone());
    let plan = Planner::new(&instance).work(0.05).run().plan;
    let found = graph(&problem, &plan);
    let all = found.graph();
    let there: BTreeSet<_> = all
        .node_weights()
        .filter_map(|instant| Some((instant.train?, instant.planned())))
        .collect();
    for (index, planned) in plan.trains.iter().enumerate() {
        let train = TrainId::from_index(index);
        let is_under_way = instance.train(train).state.is_some();
        for event in planned.events().iter().filter(|_| !is_under_way) {
            for at in [event.span.from, event.span.to] {
                assert!(there.contains(&(train, at)), "{train:?}: {event:?}");
            }
        }
    }
    assert!(
        all.node_weights()
            .any(|one| one.what == InstantWhat::Shared)
    );
}

/// Who waits behind a queue is told all of it: each of it had the same thing before the next one.
#[test]
fn a_queue_is_told_to_its_first() {
    let instance = Instance::from_file(&demo("m").expect("a ready-made instance")).expect("valid");
    let plan = Planner::new(&instance).work(0.05).run().plan;
    let all = delayed(&instance, &plan);
    let delays = || {
        all.iter()
            .flat_map(|one| one.delays.iter().map(move |it| (one.train, it)))
    };
    for (train, delay) in delays() {
        assert!(!delay.behind.contains(&train));
        assert!(
            delay
                .behind
                .iter()
                .all(|other| !delay.held_by.contains(other))
        );
    }
    assert!(delays().any(|(_, delay)| !delay.behind.is_empty()));
}
