//! The trains of a world: a master year of places for trains, of which a world takes the first ones of each day.

use super::{Arrivals, World, WorldConfig};
use crate::base::{Base, DAY};
use crate::draws::{Draws, Purpose, named};
use chrono::Datelike;
use regauge_model::format::{DateTimeFile, TrainFile};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A train of a world. Minutes count from the start of the world.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WorldTrain {
    /// As it is announced: entry at its announced time, stages as planned.
    pub file: TrainFile,
    /// Its kind, in the order of [`Base::kinds`].
    pub kind: usize,
    /// What its own draws hang on.
    pub key: u64,
    /// When it is announced for.
    pub announced: i64,
    /// When it really comes.
    pub comes: i64,
    /// Minutes of that for which it is held.
    pub held: i64,
    /// Stations at which it is held if it comes there, and for how many minutes from when it comes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub held_at: Vec<(String, i64)>,
}

impl WorldTrain {
    /// When it is expected, as far as is known at a minute. Once it has come that is when it came.
    pub fn expected(&self, now: i64, firm_minutes: i64) -> i64 {
        if self.comes <= now + firm_minutes {
            self.comes
        } else {
            self.announced.max(now + firm_minutes)
        }
    }
}

/// Trains a day of each kind. Kinds that feed a store come from what is taken there and have none of their own.
pub(super) fn rates(base: &Base, config: &WorldConfig) -> Vec<f64> {
    let counted: f64 = base
        .kinds
        .iter()
        .filter(|kind| kind.is_counted)
        .map(|kind| kind.per_day)
        .sum();
    let scale = match config.trains_per_day {
        Some(wanted) if counted > 0.0 => wanted / counted,
        _ => 1.0,
    };
    let rates = base.kinds.iter().map(|kind| {
        let percent = config
            .kinds_percent
            .get(&kind.name)
            .copied()
            .unwrap_or(100.0);
        kind.per_day * scale * percent / 100.0
    });
    rates.collect()
}

/// How full each day is, beside 1: season, weekday and what stays from the day before.
pub(super) fn fullness(
    config: &WorldConfig,
    draws: Draws,
    start: DateTimeFile,
    days: i64,
) -> Vec<f64> {
    let bunching = &config.bunching;
    let sd = bunching.day_sd_percent / 100.0;
    let fresh = libm::sqrt(1.0 - bunching.memory * bunching.memory);
    let mut left = draws.of(Purpose::Bunching, u64::MAX).normal();
    let of_day = |day: i64| {
        left = bunching.memory * left + fresh * draws.of(Purpose::Bunching, day as u64).normal();
        let date = start + chrono::TimeDelta::days(day);
        let phase = f64::from(date.ordinal()) - f64::from(config.season_peak_day);
        let season =
            config.season_percent / 100.0 * libm::cos(2.0 * std::f64::consts::PI * phase / 365.25);
        let weekday =
            config.weekdays_percent[date.weekday().num_days_from_monday() as usize] / 100.0;
        ((1.0 + season) * weekday * libm::exp(sd * left - sd * sd / 2.0)).max(0.0)
    };
    (0..days).map(of_day).collect()
}

impl World<'_> {
    /// Days it was made for.
    pub fn days(&self) -> i64 {
        self.days.len() as i64
    }

    /// The trains announced for a day, by kind and place. Complexity: linear in their number.
    pub fn trains_of_day(&self, day: i64) -> Vec<WorldTrain> {
        let mut trains = Vec::new();
        for (kind, data) in self.base.kinds.iter().enumerate() {
            let count = match &data.feeds {
                Some(store) => self.taken_from(store, day, kind),
                None => self.count(kind, day),
            };
            trains.extend((0..count).map(|place| self.train(kind, day, place)));
        }
        trains
    }

    /// Trains of a kind on a day: more of them only add to those that are there.
    fn count(&self, kind: usize, day: i64) -> usize {
        let full = self.days.get(day as usize).copied().unwrap_or(1.0);
        let thing = named(&self.base.kinds[kind].name) ^ day as u64;
        let left_over = self.draws.of(Purpose::Count, thing).unit();
        (self.rates[kind] * full + left_over) as usize
    }

    /// Empties that a kind brings on a day: its share of what trains announced for the day take from its store.
    fn taken_from(&self, store: &str, day: i64, own: usize) -> usize {
        let kinds = self.base.kinds.iter().enumerate();
        let takes = |train: &TrainFile| {
            train
                .onward
                .as_ref()
                .is_some_and(|onward| onward.from_store == store)
        };
        let taken = kinds
            .clone()
            .filter(|(_, kind)| kind.templates.iter().any(takes));
        let taken = taken.map(|(kind, data)| {
            let count = self.count(kind, day) as f64;
            count
                * self.wagons(store, &data.templates, |train| {
                    let onward = train.onward.as_ref();
                    onward.filter(|_| takes(train)).map(|one| one.wagons)
                })
        });
        let taken: f64 = taken.sum();
        let brought = self.wagons(store, &self.base.kinds[own].templates, |train| {
            Some(train.wagons)
        });
        let taken = libm::ceil(taken / brought.max(1.0)) as usize;
        let feeding = kinds.filter(|(_, kind)| kind.feeds.as_deref() == Some(store));
        let feeding: Vec<usize> = feeding.map(|(kind, _)| kind).collect();
        let place = feeding.iter().position(|&kind| kind == own).unwrap_or(0);
        (taken + feeding.len() - 1 - place) / feeding.len().max(1)
    }

    /// What a rake of some templates is in a store: its wagons in the mean where the store counts wagons, else one.
    fn wagons(
        &self,
        store: &str,
        templates: &[TrainFile],
        of: impl Fn(&TrainFile) -> Option<u32>,
    ) -> f64 {
        let stations = self.base.file.system.stations.iter();
        let mut stores = stations.flat_map(|station| &station.stores);
        let counts_wagons = stores.any(|one| one.id == store && !one.wagons.is_empty());
        let wagons: Vec<u32> = templates.iter().filter_map(of).collect();
        if counts_wagons && !wagons.is_empty() {
            f64::from(wagons.iter().sum::<u32>()) / wagons.len() as f64
        } else {
            1.0
        }
    }

    fn train(&self, kind: usize, day: i64, place: usize) -> WorldTrain {
        let data = &self.base.kinds[kind];
        let key = named(&data.name)
            ^ ((day as u64) << 20 | place as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let config = self.config;
        let template = self
            .draws
            .of(Purpose::Template, key)
            .below(data.templates.len());
        let template = &data.templates[template];
        // even places whatever their number, turned by the day
        let turned = self
            .draws
            .of(Purpose::TimeOfDay, named(&data.name) ^ day as u64)
            .unit();
        let even = (radical_inverse(place as u64) + turned) % 1.0;
        let jitter =
            self.draws.of(Purpose::TimeOfDay, key).normal() * config.bunching.within_day_minutes;
        let announced =
            (day * DAY + (even * DAY as f64) as i64 + libm::round(jitter) as i64).max(0);
        let deviation = if has_no_way_here(template) {
            0
        } else {
            self.config.arrivals.deviation(self.draws, key)
        };
        let (held, held_at) = self.held(&template.class, key, announced);
        let mut file = template.clone();
        file.id = format!("{}/{:03}.{:02}", template.id, day + 1, place + 1);
        file.enters_from(self.base.at(announced));
        file.due_exit = template
            .due_exit
            .map(|due| file.earliest_entry + (due - template.earliest_entry));
        WorldTrain {
            file,
            kind,
            key,
            announced,
            comes: (announced + deviation).max(0) + held,
            held,
            held_at,
        }
    }

    /// Minutes for which a train announced for a minute is held before it comes, and those at stations.
    fn held(&self, class: &String, key: u64, announced: i64) -> (i64, Vec<(String, i64)>) {
        let mut most = 0;
        let mut stations: BTreeMap<String, i64> = BTreeMap::new();
        for (number, hold) in self.config.holds.iter().enumerate() {
            if hold.classes.contains(class) && hold.covers(announced.div_euclid(DAY)) {
                let mut draw = self.draws.of(Purpose::Hold, key ^ number as u64);
                let (is_held, days) = (
                    100.0 * draw.unit() < hold.percent,
                    draw.between(hold.hold_days),
                );
                let minutes = libm::round(days * DAY as f64) as i64;
                match &hold.station {
                    _ if !is_held => {}
                    None => most = most.max(minutes),
                    Some(station) => {
                        let own = stations.entry(station.clone()).or_default();
                        *own = (*own).max(minutes);
                    }
                }
            }
        }
        (most, stations.into_iter().collect())
    }
}

/// Whether a train does not come from elsewhere, and so cannot come at another time.
pub(crate) fn has_no_way_here(train: &TrainFile) -> bool {
    train.from_store.is_some() || train.handling.is_empty() && train.from.is_none()
}

impl Arrivals {
    /// Minutes by which a train comes later than announced.
    pub(crate) fn deviation(&self, draws: Draws, train: u64) -> i64 {
        let mut arrival = draws.of(Purpose::Arrival, train);
        let (normal, is_tail, tail) = (
            arrival.normal(),
            100.0 * arrival.unit() < self.tail_percent,
            arrival.between(self.tail_hours) * 60.0,
        );
        let minutes = if is_tail {
            tail
        } else {
            normal * self.sd_minutes
        };
        libm::round(minutes) as i64
    }
}

/// The digits of a number in base 2 behind the point, in reverse (van der Corput): the first `n` are spread evenly for every `n`.
fn radical_inverse(number: u64) -> f64 {
    (number.reverse_bits() >> 11) as f64 / 9_007_199_254_740_992.0
}
