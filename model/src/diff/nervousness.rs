//! Nervousness: how often a decision was taken back, in plans published one after the other.
//!
//! A decision goes A→B→A where a plan decides as the one before the last that decided otherwise. Who is told of A makes
//! arrangements for it, those are undone for B and made again: so this counts and not how much changed.

use super::facts::Facts;
use super::orders::queues;
use super::{Aspect, Moment};
use crate::Instance;
use crate::ids::TrainId;
use crate::plan::{ForeignPlan, Plan};
use crate::resource::Resource;
use crate::system::Direction;
use crate::time::Minute;
use crate::timeline::Timeline;
use std::collections::BTreeMap;

/// Minutes within which a time counts as the same.
const STEP: i64 = 10;

/// A kind of decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    /// Whether a train is planned or postponed.
    Planned,
    /// The port that it goes over.
    Port,
    /// The shed.
    Shed,
    /// The spot.
    Spot,
    /// The crane mode.
    Mode,
    /// Which of two trains goes first through a section, into a spot, under a crane, over a throat.
    Order,
    /// When it enters, arrives, is worked, departs, leaves: in steps of ten minutes.
    Times,
}

impl Decision {
    /// Every kind.
    pub const ALL: [Decision; 7] = [
        Decision::Planned,
        Decision::Port,
        Decision::Shed,
        Decision::Spot,
        Decision::Mode,
        Decision::Order,
        Decision::Times,
    ];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Decision::Planned => "planned",
            Decision::Port => "port",
            Decision::Shed => "shed",
            Decision::Spot => "spot",
            Decision::Mode => "mode",
            Decision::Order => "order",
            Decision::Times => "times",
        }
    }
}

/// How often decisions changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Decisions that at least two of the plans take.
    pub decisions: u32,
    /// How often a plan decides otherwise than the one before it.
    pub changes: u32,
    /// How often one went A→B→A.
    pub returns: u32,
}

/// The decisions of a train.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrainCounts {
    /// Train number.
    pub train: String,
    /// By kind, in the order of [`Decision::ALL`]; an order counts for both trains.
    pub counts: [Count; 7],
}

impl TrainCounts {
    /// How often any of its decisions was taken back.
    pub fn returns(&self) -> u32 {
        self.counts.iter().map(|count| count.returns).sum()
    }
}

/// How often decisions were taken back in a chain of plans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nervousness {
    /// How many plans.
    pub plans: usize,
    /// By kind, in the order of [`Decision::ALL`].
    pub kinds: [Count; 7],
    /// Trains of which a decision changed, those first that were taken back most often.
    pub trains: Vec<TrainCounts>,
}

/// What is decided of whom: one train, or two and what they both use.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    kind: Decision,
    train: String,
    other: String,
    /// What the decision is about, where a kind has several.
    about: String,
}

/// Counts what was decided otherwise in plans published one after the other, each beside its instance. A plan is compared from
/// the start of its horizon on: what has happened by then is no decision any more.
///
/// # Errors
/// A plan of another instance.
pub fn nervousness(chain: &[(&Instance, &Plan)]) -> Result<Nervousness, ForeignPlan> {
    let mut decided: BTreeMap<Key, Vec<String>> = BTreeMap::new();
    for (instance, plan) in chain {
        plan.belongs_to(instance)?;
        let instance = &*plan.decided(instance);
        let timeline = Timeline::new(instance, plan);
        decisions(&timeline, &mut |key, value| {
            decided.entry(key).or_default().push(value);
        });
    }
    let mut kinds = [Count::default(); 7];
    let mut trains: BTreeMap<String, [Count; 7]> = BTreeMap::new();
    for (key, mut values) in decided {
        if values.len() < 2 {
            continue;
        }
        values.dedup();
        let returns = values.windows(3).filter(|window| window[0] == window[2]);
        let count = Count {
            decisions: 1,
            changes: values.len() as u32 - 1,
            returns: returns.count() as u32,
        };
        let kind = key.kind as usize;
        add(&mut kinds[kind], count);
        for train in [key.train, key.other] {
            if !train.is_empty() {
                add(&mut trains.entry(train).or_default()[kind], count);
            }
        }
    }
    let of_train = |(train, counts)| TrainCounts { train, counts };
    let mut trains: Vec<TrainCounts> = trains.into_iter().map(of_train).collect();
    trains.retain(|train| train.counts.iter().any(|count| count.changes > 0));
    trains.sort_by_key(|train| std::cmp::Reverse(train.returns()));
    Ok(Nervousness {
        plans: chain.len(),
        kinds,
        trains,
    })
}

fn add(sum: &mut Count, one: Count) {
    sum.decisions += one.decisions;
    sum.changes += one.changes;
    sum.returns += one.returns;
}

/// Tells every decision of a plan.
fn decisions(timeline: &Timeline<'_>, tell: &mut dyn FnMut(Key, String)) {
    let instance = timeline.instance();
    let start = instance.horizon().start.timestamp() / 60;
    let step = |at: Minute| (start + i64::from(at.0)).div_euclid(STEP).to_string();
    let name = |id: TrainId| instance.train(id).name.clone();
    let words = |resource: Resource| resource.words(instance).to_string();
    let key = |kind, train: TrainId, about: &str| Key {
        kind,
        train: name(train),
        other: String::new(),
        about: about.to_owned(),
    };
    for index in 0..instance.trains().len() {
        let id = TrainId::from_index(index);
        let facts = Facts::new(timeline, id, Minute(0));
        let is_planned = facts.exit.is_some();
        tell(key(Decision::Planned, id, ""), is_planned.to_string());
        for (kind, aspect) in [
            (Decision::Port, Aspect::Port),
            (Decision::Shed, Aspect::Shed),
            (Decision::Spot, Aspect::Spot),
            (Decision::Mode, Aspect::Mode),
        ] {
            if let Some(things) = facts.chosen(aspect) {
                let things: Vec<String> = things.iter().map(|thing| words(*thing)).collect();
                tell(key(kind, id, ""), things.join(", "));
            }
        }
        for (moment, at) in facts.left() {
            let about = match moment {
                Moment::Entry => "entry",
                Moment::Arrival => "arrival",
                Moment::Departure => "departure",
                Moment::Exit => "exit",
                Moment::Starts(..) => "starts",
                Moment::Ends(..) => "ends",
            };
            tell(key(Decision::Times, id, about), step(at));
        }
    }
    for ((resource, direction), trains) in queues(timeline, Minute(0)) {
        let way = direction.map_or("", |direction| match direction {
            Direction::Down => " down",
            Direction::Up => " up",
        });
        let about = words(resource) + way;
        let trains: Vec<(TrainId, Minute)> = trains.into_iter().collect();
        for (index, (one, one_at)) in trains.iter().enumerate() {
            for (other, other_at) in &trains[index + 1..] {
                let (one_name, other_name) = (name(*one), name(*other));
                let first = if one_at <= other_at {
                    &one_name
                } else {
                    &other_name
                };
                let first = first.clone();
                let (train, other) = if one_name < other_name {
                    (one_name, other_name)
                } else {
                    (other_name, one_name)
                };
                let key = Key {
                    kind: Decision::Order,
                    train,
                    other,
                    about: about.clone(),
                };
                tell(key, first);
            }
        }
    }
}
