//! Is a plan right, and what is it worth? Independent of everything that makes plans.
//!
//! A file per family of rules; the names that violations carry are those of `docs/rules.md`. Rules about *shape*
//! (what a train must do, how long it takes, what it holds meanwhile) look at a train's `journey`, which is walked
//! once and matched with the events of the plan; rules about *resources* (who holds what at the same time) look at the
//! events as they are stated. So one broken duration is one violation and not ten.
//! Closures, running times and crane work are derived here from the instance, minute by minute (`wind`).
//! What is deliberately not here: anything of the engines. Nothing is looked up that a program other than this one
//! has computed, and nothing is fast at the price of being less obviously right.

mod block;
mod caps;
mod closures;
mod context;
mod crane_work;
mod cranes;
mod duration;
mod earliest;
mod facts;
mod foreign;
mod handling;
mod holds;
mod horizon;
mod journey;
mod kinds;
mod line;
mod locomotives;
mod objective;
mod order;
mod overlap;
mod pins;
mod slots;
mod spots;
mod stages;
mod state;
mod stores;
mod throats;
mod tracks;
mod travel;
mod walk;
mod wind;

pub(crate) use crane_work::{ground_minutes, pieces, step_lifts, step_minutes, work_under_way};
pub(crate) use cranes::{Hindrance, breaks_off, hindrances};
pub(crate) use line::is_diverted;
pub use pins::Pinnable;
pub(crate) use wind::{Weather, crane_weather, line_weather, shunting_weather};

use crate::ids::TrainId;
use crate::kpi::Kpis;
use crate::message::Message;
use crate::plan::{CostParts, CraneSlot, Plan, RakeFate, Status};
use crate::resource::Resource;
use crate::{Instance, Span};
use context::Context;

/// What the rules look at, with every train's journey walked.
fn context<'a>(instance: &'a Instance, plan: &'a Plan) -> Context<'a> {
    let mut context = Context::new(instance, plan);
    context.journeys = context
        .trains()
        .map(|(id, _)| walk::walk(&context, id))
        .collect();
    context
}

/// What of a plan could be pinned, by train. The instance is as the plan decides it ([`Plan::decided`]); what the start fixes is left out.
///
/// Complexity: that of walking through the events once.
pub fn pinnable(instance: &Instance, plan: &Plan) -> Vec<Pinnable> {
    pins::pinnable(&context(instance, plan))
}

/// Name of every rule that a violation may carry; all of them are explained in `docs/rules.md`.
pub const RULES: [&str; 32] = [
    "access",
    "block",
    "caps",
    "crane-slots",
    "crane-work",
    "cranes",
    "crossing",
    "duration",
    "entry",
    "handling",
    "headway",
    "holds",
    "horizon",
    "instance",
    "kpis",
    "line-wind",
    "locomotives",
    "objective",
    "opposing",
    "order",
    "pins",
    "possession",
    "rakes",
    "sequence",
    "shunting-wind",
    "spots",
    "stages",
    "state",
    "stores",
    "teams",
    "throats",
    "tracks",
];

/// What the checker found.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Every violation, in order of rule, train and time.
    pub violations: Vec<Violation>,
    /// Value recomputed from the events; with levels the combined cost ([`crate::objective`]).
    pub value: i64,
    /// Its parts.
    pub objective: CostParts,
    /// Its levels, in cost units; one for an objective without levels.
    pub levels: Vec<i64>,
    /// Key figures recomputed from the events.
    pub kpis: Kpis,
    /// What the plan says of itself and no events can prove.
    pub on_trust: OnTrust,
}

/// Statements of a plan that the checker takes on trust.
///
/// A clean report proves that the plan can be carried out and what it is worth. It does not prove that no other plan is better:
/// that would take the whole search again. Of the bound it proves that it does not contradict the value, no more; a bound that
/// somebody has raised to the value, and the word `optimal` with it, pass. `docs/rules.md` says it in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OnTrust {
    /// The bound stated: that no plan costs less.
    pub bound: i64,
    /// Whether the plan is called optimal, which rests on the bound alone.
    pub is_called_optimal: bool,
    /// What the trains are said to cost if each were alone; the avoidable cost follows from it.
    pub alone: i64,
}

impl Report {
    /// Whether no rule is broken.
    pub fn is_clean(&self) -> bool {
        self.violations.is_empty()
    }
}

/// A broken rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// Name of the rule, as in `docs/rules.md`.
    pub rule: &'static str,
    /// Train that breaks it.
    pub train: Option<TrainId>,
    /// Resource concerned; `None` where it is about the plan's statements or the train's journey as a whole.
    pub resource: Option<Resource>,
    /// When.
    pub span: Option<Span>,
    /// The other party.
    pub other: Option<TrainId>,
    /// In a sentence, in the language of the reader.
    pub message: Message,
}

/// What follows from the events of a plan.
pub(crate) struct Derived {
    pub crane_slots: Vec<CraneSlot>,
    pub rakes: Vec<RakeFate>,
    pub parts: CostParts,
}

/// What follows from the events of a plan of this instance, whatever it says beside them.
pub(crate) fn derived(instance: &Instance, plan: &Plan) -> Derived {
    let decided = plan.decided(instance);
    let context = context(&decided, plan);
    let slots = context
        .trains()
        .flat_map(|(id, train)| slots::right(&context, id, train));
    let mut crane_slots: Vec<CraneSlot> = slots.collect();
    crane_slots.sort_by_key(|slot| (slot.crane, slot.span, slot.train, slot.wagons));
    let journeys = context.trains().zip(&context.journeys);
    let rakes = journeys.filter_map(|((train, _), journey)| {
        let (store, at) = journey.emptied?;
        Some(RakeFate { train, store, at })
    });
    Derived {
        crane_slots,
        rakes: rakes.collect(),
        parts: objective::recomputed(&context),
    }
}

/// Checks a plan against its instance; complete, so every violation is reported. Where many hold one thing at once,
/// each of them is reported against one of the others and not against all.
///
/// Never panics, whatever the plan says: what it names and the instance does not have is a violation (`instance`), and the rest is
/// checked without it. The same plan gives the same report. Complexity: O(e log e) in the number of events, and once the minutes of the horizon per wind rule.
pub fn check(instance: &Instance, plan: &Plan) -> Report {
    let foreign = foreign::check(instance, plan);
    let at_home;
    let plan = if foreign.is_empty() {
        plan
    } else {
        at_home = plan.at_home(instance);
        &at_home
    };
    let decided = plan.decided(instance);
    let context = context(&decided, plan);
    let rules = [
        walk::sequence,
        horizon::check,
        duration::check,
        stages::check,
        tracks::check,
        locomotives::check,
        spots::check,
        handling::check,
        crane_work::check,
        cranes::check,
        slots::check,
        stores::check,
        line::check,
        block::check,
        closures::check,
        caps::check,
        throats::check,
        holds::check,
        state::check,
        pins::check,
        objective::check,
        order::check,
    ];
    let mut violations = foreign;
    violations.extend(rules.iter().flat_map(|rule| rule(&context)));
    if violations.is_empty() {
        violations = earliest::check(&context);
    }
    violations.sort_by(|a, b| {
        let key = |v: &Violation| (v.rule, v.train, v.span);
        key(a).cmp(&key(b)).then_with(|| a.cmp(b))
    });
    // A train given the same event twice breaks the same rule twice in the same words.
    violations.dedup();
    let objective = objective::recomputed(&context);
    Report {
        violations,
        value: instance.objective().value(&objective),
        objective,
        levels: instance.objective().values(&objective),
        kpis: crate::kpi::kpis(instance, &plan.trains),
        on_trust: OnTrust {
            bound: plan.bound,
            is_called_optimal: plan.status == Status::Optimal,
            alone: plan.alone,
        },
    }
}
