//! The ways that a train does not take: what it would do there beside the others, and what it would wait for.

use super::held::Held;
use super::waits::{Others, waits};
use crate::journey::Journey;
use crate::occupancy::Occupancy;
use crate::pricing::{Pricer, Wishes};
use regauge_model::Instance;
use regauge_model::plan::{OtherJourney, OtherWay};

/// The other ways of a train beside the others, which do not need it.
pub fn other_ways(
    instance: &Instance,
    occupancy: &mut Occupancy<'_>,
    held: &Held,
    taken: &Journey,
    pricer: &mut Pricer,
) -> Vec<OtherWay> {
    let network = occupancy.network();
    let train = &network.trains[taken.train.index()];
    if train.ways.len() < 2 || occupancy.short_stock().is_some() {
        return Vec::new();
    }
    let others = train.ways.iter().enumerate();
    let others = others.filter(|(_, way)| way.way != taken.way);
    let others = others.map(|(position, way)| {
        let wishes = Wishes {
            way: Some(position),
            ..Wishes::default()
        };
        let journey = pricer.insert(train, occupancy, &wishes);
        let journey = journey.map(|journey| {
            occupancy.remove(&journey);
            let there = instance.on_ways(|id| {
                if id == taken.train {
                    way.way
                } else {
                    instance.train(id).way
                }
            });
            let beside = Others {
                occupancy,
                slack: None,
                held,
            };
            let waits = waits(&there, &beside, &journey);
            OtherJourney {
                exit: journey.exit.into(),
                dearer: (journey.cost - taken.cost).units(),
                wait: waits
                    .into_iter()
                    .max_by_key(|wait| (wait.span.minutes(), std::cmp::Reverse(wait.span.from))),
            }
        });
        OtherWay {
            way: way.way,
            journey,
        }
    });
    others.collect()
}
