//! Numbers for the equal units of a pool.

use crate::construct::Solution;
use crate::network::{Network, Pool, PoolIndex, PoolWhat, Tick};
use regauge_model::ids::TrainId;

/// The unit (from 1) of every use of every journey.
pub struct Numbers {
    /// By train and position in its uses.
    of_use: Vec<Vec<u32>>,
}

/// A use to be numbered.
struct Item {
    from: Tick,
    to: Tick,
    /// A number it has already.
    fixed: Option<u32>,
    /// Train and position of its use; `None` for what only takes a unit.
    whose: Option<(usize, usize)>,
}

impl Numbers {
    /// Colours the intervals of every pool: by start, each the lowest free number; where slack is wanted between uses, the unit that has
    /// rested longest. A pool never has more intervals at a
    /// time than units, so this always succeeds. Ties are broken by `names`, those of the trains, for the order in which
    /// the file has them must not matter.
    pub fn assign(network: &Network, solution: &Solution<'_>, names: &[&str]) -> Numbers {
        let mut items: Vec<Vec<Item>> = network.pools.iter().map(|_| Vec::new()).collect();
        let first = first_tracks(network);
        for taken in &network.fixed_uses {
            if !matches!(network[taken.pool].what, PoolWhat::Tracks(..)) {
                items[taken.pool.index()].push(Item {
                    from: taken.from,
                    to: taken.to,
                    fixed: None,
                    whose: None,
                });
            }
        }
        // which track is busy is known
        for &(pool, track, until) in &network.busy_tracks {
            items[pool.index()].push(Item {
                from: Tick::ZERO,
                to: until,
                fixed: Some(track - first[pool.index()] - 1),
                whose: None,
            });
        }
        for (index, journey) in solution.journeys.iter().enumerate() {
            let train = &network.trains[index];
            // of several tracks of one yard in the order in which the journey holds them
            let mut known = train.start_tracks.clone();
            let mut number = |pool: PoolIndex| {
                let place = known.iter().position(|(of, _)| *of == pool)?;
                let (_, track) = known.remove(place);
                Some(track - first[pool.index()] - 1)
            };
            match journey {
                Some(journey) => {
                    for (position, taken) in journey.uses.iter().enumerate() {
                        let fixed = if taken.from == Tick::ZERO {
                            number(taken.pool)
                        } else {
                            None
                        };
                        let whose = Some((index, position));
                        items[taken.pool.index()].push(Item {
                            from: taken.from,
                            to: taken.to,
                            fixed,
                            whose,
                        });
                    }
                }
                None => {
                    for taken in &train.stay_uses {
                        let fixed = number(taken.pool);
                        items[taken.pool.index()].push(Item {
                            from: taken.from,
                            to: taken.to,
                            fixed,
                            whose: None,
                        });
                    }
                }
            }
        }
        let uses = solution
            .journeys
            .iter()
            .map(|journey| journey.as_ref().map_or(0, |j| j.uses.len()));
        let mut numbers = Numbers {
            of_use: uses.map(|n| vec![0; n]).collect(),
        };
        for (pool, items) in items.iter_mut().enumerate() {
            numbers.colour(items, first[pool], &network.pools[pool], names);
        }
        numbers
    }

    fn colour(&mut self, items: &mut [Item], offset: u32, pool: &Pool, names: &[&str]) {
        let units = pool.units;
        items.sort_by_key(|item| {
            (
                item.from,
                item.fixed.is_none(),
                item.fixed,
                item.to,
                item.whose.map(|(train, position)| (names[train], position)),
            )
        });
        let mut busy_until: Vec<Tick> = Vec::new();
        for item in items {
            let mut free = (0..busy_until.len()).filter(|&unit| busy_until[unit] <= item.from);
            let free = if pool.buffer > 0 {
                // a new one first, then the one that has rested longest
                let fresh = busy_until.len() < units as usize;
                let rested = free.min_by_key(|&unit| busy_until[unit]);
                rested.filter(|_| !fresh)
            } else {
                free.next()
            };
            let unit = match item.fixed {
                Some(number) => number as usize,
                None => free.unwrap_or(busy_until.len()),
            };
            if busy_until.len() <= unit {
                busy_until.resize(unit + 1, Tick::MIN);
            }
            busy_until[unit] = busy_until[unit].max(item.to);
            if let Some((train, position)) = item.whose {
                // where a rule is left out a pool may seem larger than it is
                self.of_use[train][position] = offset + (unit as u32) % units.max(1) + 1;
            }
        }
    }

    /// The number of a use.
    pub fn of(&self, train: TrainId, position: usize) -> u32 {
        self.of_use[train.index()][position]
    }
}

/// Per pool: how many tracks of its yard come before it, so that tracks are numbered through.
fn first_tracks(network: &Network) -> Vec<u32> {
    let mut first = vec![0; network.pools.len()];
    for (index, pool) in network.pools.iter().enumerate() {
        if let PoolWhat::Tracks(yard, group) = pool.what {
            let before = network.pools.iter().filter(
                |other| matches!(other.what, PoolWhat::Tracks(other_yard, other_group) if other_yard == yard && other_group < group),
            );
            first[index] = before.map(|other| other.units).sum();
        }
    }
    first
}
