//! Insertion by regret: first whoever would lose most by coming later.
//!
//! Insertion at the earliest, whatever the order, takes from a train what it needs and gives it to one that could as well do with
//! another place. So every train that waits is asked what it costs now and what it would cost in another spot; the one for which that differs
//! most comes first (Potvin and Rousseau 1993 call the difference regret). A train without a choice of spots loses what it costs
//! beyond what it costs alone.

use super::chain::Chain;
use crate::network::Tick;
use crate::pricing::{Journey, Wishes};

/// What a waiting train could do.
#[derive(Clone, Debug)]
struct Offer {
    journey: Journey,
    /// How much more it would cost elsewhere.
    regret: i64,
}

/// A waiting train.
#[derive(Clone, Debug)]
struct Waiting {
    index: usize,
    /// `None`: it has no journey beside what is taken.
    offer: Option<Offer>,
    /// Whether the offer has to be asked for again.
    is_old: bool,
}

impl Chain<'_> {
    /// Inserts removed trains again by regret, for at most `budget`; what they cost, or `None` when that is more or one under way
    /// finds no journey. Complexity: two journeys priced per train and insertion that is in its way.
    pub(super) fn insert_by_regret(
        &mut self,
        removed: &[(usize, Option<Journey>)],
        budget: i64,
        reach: Tick,
    ) -> Option<i64> {
        let waiting = removed.iter().map(|&(index, _)| Waiting {
            index,
            offer: None,
            is_old: true,
        });
        let mut waiting: Vec<Waiting> = waiting.collect();
        // places in the list decide between equals, so it must not depend on where trains stand in the file
        waiting.sort_by_key(|train| self.rank[train.index]);
        let mut spent = 0;
        let mut least: i64 = waiting.iter().map(|train| self.alone[train.index]).sum();
        while !waiting.is_empty() {
            if spent + least > budget {
                return None;
            }
            for train in &mut waiting {
                if train.is_old {
                    let most = budget - spent - least + self.alone[train.index];
                    train.offer = self.offer(train.index, most, reach);
                    train.is_old = false;
                }
            }
            let places = waiting.iter().enumerate();
            let regrets = places.filter_map(|(place, train)| {
                let offer = train.offer.as_ref()?;
                Some((offer.regret, place))
            });
            let noise = |regret: i64, dice: u64| regret / 8 * (6 + dice as i64);
            let mut first: Option<(i64, usize)> = None;
            for (regret, place) in regrets {
                let regret = noise(regret, self.dice.below(4));
                if first.is_none_or(|first| regret > first.0) {
                    first = Some((regret, place));
                }
            }
            let Some((_, place)) = first else { break };
            let chosen = waiting.remove(place);
            let Some(Offer { journey, .. }) = chosen.offer else {
                break;
            };
            spent += journey.cost;
            least -= self.alone[chosen.index];
            self.current.occupancy.insert(&journey);
            self.current.journeys[chosen.index] = Some(journey);
            self.ask_again(&mut waiting);
        }
        for train in waiting {
            let data = &self.network.trains[train.index];
            if data.under_way {
                return None;
            }
            spent += data.cost.postponed;
        }
        (spent <= budget).then_some(spent)
    }

    /// Marks offers that do not fit any more, or that stocks may have changed.
    fn ask_again(&mut self, waiting: &mut [Waiting]) {
        for train in waiting {
            train.is_old = match &train.offer {
                Some(offer) if !self.takes_stock[train.index] => {
                    let fits = self.current.occupancy.try_insert(&offer.journey);
                    if fits {
                        self.current.occupancy.remove(&offer.journey);
                    }
                    !fits
                }
                // nobody gives anything back but to a stock
                None => self.takes_stock[train.index],
                Some(_) => true,
            };
        }
    }

    /// The cheapest journey of a train for at most so much, and how much more another spot would cost.
    fn offer(&mut self, index: usize, most: i64, reach: Tick) -> Option<Offer> {
        let cost = &self.network.trains[index].cost;
        let (postponed, under_way) = (cost.postponed, self.network.trains[index].under_way);
        let most = if under_way { most } else { most.min(postponed) };
        let journey = self.priced(index, most, 0, reach)?;
        let spot = self.spot_of(&journey).filter(|spot| spot.0 < 64);
        let regret = match spot {
            Some(spot) => {
                let elsewhere = self.priced(index, most, 1 << spot.0, reach);
                elsewhere.map_or(most, |other| other.cost) - journey.cost
            }
            None => journey.cost - self.alone[index],
        };
        Some(Offer { journey, regret })
    }

    /// The cheapest journey of a train for at most so much, some spots left out; nothing is taken.
    fn priced(&mut self, index: usize, most: i64, shunned: u64, reach: Tick) -> Option<Journey> {
        let train = &self.network.trains[index];
        let latest = train.cost.latest_exit(most, self.network.end)?.min(reach);
        let wishes = Wishes {
            shunned,
            latest,
            most,
            rough: true,
            ..Wishes::default()
        };
        let occupancy = &mut self.current.occupancy;
        let journey = self.pricer.insert(train, occupancy, &wishes)?;
        occupancy.remove(&journey);
        Some(journey)
    }
}
