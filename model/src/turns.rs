//! When turns come in a plan, and what it costs that some are out of their published order.

use crate::Instance;
use crate::ids::TrainId;
use crate::instance::{OrderedAt, Rake, Turn, WorkState};
use crate::plan::{Activity, Event, TrainPlan};
use crate::time::Minute;
use std::collections::BTreeMap;

impl Instance {
    /// When turns come that lie ahead: the first entry of a rake into a section (of an emptied one there is no turn), the start of a train's crane work or handling in a spot. What
    /// had begun before the start is no decision any more. Linear in the events.
    pub fn turns(&self, trains: &[TrainPlan]) -> BTreeMap<(OrderedAt, Turn), Minute> {
        let mut turns = BTreeMap::new();
        for (index, plan) in trains.iter().enumerate() {
            let train = TrainId::from_index(index);
            let state = self.train(train).state.as_ref();
            let begun = state.is_some_and(|state| state.work != WorkState::NotBegun);
            let emptied = self.train(train).emptied_from(plan.events());
            let is_emptied = |event: &Event| {
                event.rake == Rake::Arriving
                    && emptied.is_some_and(|emptied| emptied <= event.span.from)
            };
            for event in plan.events() {
                let (at, rake) = match event.what {
                    Activity::Run { section, .. } if !is_emptied(event) => {
                        (OrderedAt::Section(section), event.rake)
                    }
                    Activity::CraneWork { spot, .. } if !begun => {
                        (OrderedAt::Spot(spot), Rake::Arriving)
                    }
                    Activity::Handling { spot } => (OrderedAt::Spot(spot), Rake::Arriving),
                    _ => continue,
                };
                if event.span.from >= Minute(0) {
                    let turn = turns.entry((at, Turn { train, rake }));
                    let first = turn.or_insert(event.span.from);
                    *first = event.span.from.min(*first);
                }
            }
        }
        turns
    }

    /// Cost units of published orders in which the two have changed places.
    pub fn change_of_orders(&self, trains: &[TrainPlan]) -> i64 {
        if self.orders().is_empty() {
            return 0;
        }
        let turns = self.turns(trains);
        let published = self.orders().iter().filter(|order| !order.pinned);
        let changed = published.filter(|order| {
            let at = |turn: Turn| turns.get(&(order.at, turn));
            at(order.first)
                .zip(at(order.then))
                .is_some_and(|(first, then)| then < first)
        });
        changed.count() as i64 * self.changes.order
    }
}
