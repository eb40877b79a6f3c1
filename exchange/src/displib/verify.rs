//! Which of the published rules a solution breaks. Written from the rules: a sweep over the events in the order of the file.

use super::format::{Event, Instance, Solution};
use crate::words;
use regauge_model::message::Message;
use std::collections::BTreeMap;

/// A published rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// An event is of a train and an operation that are there.
    Reference,
    /// No event is earlier than the one before it.
    Order,
    /// The first operation of a train is its entry.
    Entry,
    /// An operation is a successor of the one before it.
    Successor,
    /// The last operation of every train is its exit.
    Exit,
    /// No operation starts before its lower bound.
    LowerBound,
    /// No operation starts after its upper bound.
    UpperBound,
    /// An operation lasts at least its minimum duration.
    Duration,
    /// A train uses a resource only when others have ended theirs, earlier in the order of events, and the release time is over.
    Resource,
    /// The solution costs what it says.
    Value,
}

impl Rule {
    /// All of them.
    pub const ALL: [Rule; 10] = [
        Rule::Reference,
        Rule::Order,
        Rule::Entry,
        Rule::Successor,
        Rule::Exit,
        Rule::LowerBound,
        Rule::UpperBound,
        Rule::Duration,
        Rule::Resource,
        Rule::Value,
    ];

    /// Its name for programs.
    pub fn name(self) -> &'static str {
        match self {
            Rule::Reference => "reference",
            Rule::Order => "order",
            Rule::Entry => "entry",
            Rule::Successor => "successor",
            Rule::Exit => "exit",
            Rule::LowerBound => "lower-bound",
            Rule::UpperBound => "upper-bound",
            Rule::Duration => "duration",
            Rule::Resource => "resource",
            Rule::Value => "value",
        }
    }
}

/// A rule that is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The rule.
    pub rule: Rule,
    /// The event that breaks it, where it is one.
    pub event: Option<usize>,
    /// How.
    pub message: Message,
}

/// What the verifier says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The value of the objective.
    pub value: i64,
    /// In the order of the events.
    pub violations: Vec<Violation>,
}

impl Verified {
    /// Whether all rules are kept.
    pub fn is_valid(&self) -> bool {
        self.violations.is_empty()
    }
}

/// What a train has of a resource.
#[derive(Clone, Copy, Debug, Default)]
struct Hold {
    /// It is used by the operation under way, begun with this event.
    since: Option<usize>,
    /// Others may use it from then on.
    free_at: i64,
}

/// Verifies a solution. Complexity: of every event the resources it uses, each times the trains that have used it before.
pub fn verify(instance: &Instance, solution: &Solution) -> Verified {
    let mut sweep = Sweep {
        instance,
        violations: Vec::new(),
        last: vec![None; instance.trains.len()],
        holds: BTreeMap::new(),
        is_successor: instance
            .trains
            .iter()
            .map(|train| successors(train))
            .collect(),
        value: 0,
    };
    let mut before: Option<Event> = None;
    for (index, &event) in solution.events.iter().enumerate() {
        if let Some(earlier) = before.filter(|earlier| earlier.time > event.time) {
            let message = words::earlier_than_before(event.time, earlier.time);
            sweep.breaks(Rule::Order, index, message);
        }
        before = Some(event);
        sweep.take(index, event);
    }
    sweep.end();
    let Sweep {
        mut violations,
        value,
        ..
    } = sweep;
    if let Some(said) = solution.objective_value.filter(|said| *said != value) {
        violations.push(Violation {
            rule: Rule::Value,
            event: None,
            message: words::costs_otherwise(said, value),
        });
    }
    Verified { value, violations }
}

/// Whether each operation is a successor of another one.
fn successors(train: &[super::Operation]) -> Vec<bool> {
    let mut is_successor = vec![false; train.len()];
    for next in train.iter().flat_map(|operation| &operation.successors) {
        if let Some(is_successor) = is_successor.get_mut(*next) {
            *is_successor = true;
        }
    }
    is_successor
}

struct Sweep<'i> {
    instance: &'i Instance,
    violations: Vec<Violation>,
    /// Of each train the last event.
    last: Vec<Option<Event>>,
    /// By resource and train.
    holds: BTreeMap<&'i str, BTreeMap<usize, Hold>>,
    is_successor: Vec<Vec<bool>>,
    value: i64,
}

impl Sweep<'_> {
    fn breaks(&mut self, rule: Rule, event: usize, message: Message) {
        self.violations.push(Violation {
            rule,
            event: Some(event),
            message,
        });
    }

    fn take(&mut self, index: usize, event: Event) {
        let Event {
            time,
            train,
            operation,
        } = event;
        let Some(operations) = self.instance.trains.get(train) else {
            self.breaks(Rule::Reference, index, words::no_such_train(train));
            return;
        };
        let Some(own) = operations.get(operation) else {
            self.breaks(
                Rule::Reference,
                index,
                words::no_such_operation(train, operation),
            );
            return;
        };
        if time < own.start_lb {
            let message = words::before_lower_bound(train, operation, time, own.start_lb);
            self.breaks(Rule::LowerBound, index, message);
        }
        if let Some(bound) = own.start_ub.filter(|bound| time > *bound) {
            let message = words::after_upper_bound(train, operation, time, bound);
            self.breaks(Rule::UpperBound, index, message);
        }
        match self.last[train].replace(event) {
            None => {
                if self.is_successor[train][operation] {
                    self.breaks(Rule::Entry, index, words::no_entry(train, operation));
                }
            }
            Some(before) => self.end_of(before, index, event),
        }
        for usage in &own.resources {
            let holds = self.holds.entry(&usage.resource).or_default();
            let others = holds.iter().filter(|(other, _)| **other != train);
            let taken = others.filter(|(_, hold)| hold.since.is_some() || hold.free_at > time);
            let found: Vec<usize> = taken.map(|(other, _)| *other).collect();
            let hold = holds.entry(train).or_default();
            hold.since = Some(index);
            for other in found {
                let name = usage.resource.clone();
                let message = words::resource_taken(train, operation, name, other);
                self.breaks(Rule::Resource, index, message);
            }
        }
        let delays = self.instance.objective.iter();
        for delay in delays.filter(|delay| (delay.train, delay.operation) == (train, operation)) {
            if time >= delay.threshold {
                let late = time.saturating_sub(delay.threshold);
                let cost = delay.coeff.saturating_mul(late);
                self.value = self
                    .value
                    .saturating_add(cost.saturating_add(delay.increment));
            }
        }
    }

    /// The start of an operation is the end of the one before it.
    fn end_of(&mut self, before: Event, index: usize, event: Event) {
        let ended = &self.instance.trains[event.train][before.operation];
        if !ended.successors.contains(&event.operation) {
            let message = words::no_successor(event.train, event.operation, before.operation);
            self.breaks(Rule::Successor, index, message);
        }
        let lasted = event.time.saturating_sub(before.time);
        if lasted < ended.min_duration {
            let message =
                words::too_short(event.train, before.operation, lasted, ended.min_duration);
            self.breaks(Rule::Duration, index, message);
        }
        for usage in &ended.resources {
            let holds = self.holds.entry(&usage.resource).or_default();
            let hold = holds.entry(event.train).or_default();
            hold.since = None;
            let free_at = event.time.saturating_add(usage.release_time);
            hold.free_at = hold.free_at.max(free_at);
        }
    }

    /// Every train has left.
    fn end(&mut self) {
        for (train, last) in self.last.iter().enumerate() {
            let message = match last {
                None => words::no_event(train),
                Some(last)
                    if !self.instance.trains[train][last.operation]
                        .successors
                        .is_empty() =>
                {
                    words::no_exit(train, last.operation)
                }
                Some(_) => continue,
            };
            self.violations.push(Violation {
                rule: Rule::Exit,
                event: None,
                message,
            });
        }
    }
}
