//! A plan in the order of the mixture: prices say who comes when, insertion how.
//!
//! The mixture of a bundle has every train at several journeys, each with its weight, and takes about as much of everything as there
//! is. The mean of the ticks at which a train is worked in it is where it stands in the queues of a good plan (list scheduling by
//! mean points of a relaxation: Phillips, Stein and Wein 1998). One insertion per train, so it costs little beside a dive, and is
//! there much earlier; where a train needs much beside its spot, dives lead further.

use super::bundle::Seen;

/// Parts of a tick to which means are rounded, so that the last digits decide nothing.
const PARTS: f64 = 16.0;

/// Weight from which a train is in the mixture rather than left out.
const GOES: f64 = 0.5;

/// Trains by the mean tick at which they are first worked in a mixture, those last that it rather leaves out; of equals the first.
pub(super) fn in_mean_order(n_trains: usize, seen: &Seen) -> Vec<usize> {
    let mut trains: Vec<usize> = (0..n_trains).collect();
    trains.sort_by_key(|&index| mean(seen, index));
    trains
}

fn mean(seen: &Seen, index: usize) -> i64 {
    let (mut sum, mut weights) = (0.0, 0.0);
    for (weight, choices) in seen {
        let Some(choice) = &choices[index] else {
            continue;
        };
        let work = choice.choices.work.as_ref();
        let work = work.and_then(|work| work.starts.first().copied());
        let last = choice.choices.operations.last().map(|&(_, start)| start);
        let at = work.or(last).unwrap_or(choice.exit);
        sum += weight * f64::from(at);
        weights += weight;
    }
    if weights < GOES {
        return i64::MAX;
    }
    (PARTS * sum / weights) as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bound::price::Choice;
    use crate::pricing::Choices;
    use std::sync::Arc;

    fn leaves_at(exits: &[Option<i32>]) -> Arc<[Option<Choice>]> {
        let choice = |exit: &Option<i32>| {
            exit.map(|exit| Choice {
                exit,
                choices: Choices::default(),
            })
        };
        exits.iter().map(choice).collect()
    }

    #[test]
    fn who_comes_first_on_average_is_first() {
        // the second train comes later than the first in one round and much earlier in the other
        let seen = vec![
            (0.6, leaves_at(&[Some(10), Some(20), None, Some(5)])),
            (0.4, leaves_at(&[Some(30), Some(0), Some(1), Some(5)])),
        ];
        // means: 18, 12, left out more often than not, 5
        assert_eq!(in_mean_order(4, &seen), [3, 1, 0, 2]);
    }
}
