//! What every value of a plan is a multiple of: a bound may be rounded up to it.

use crate::network::{ExitCost, Network};
use num_integer::gcd;

/// The greatest common divisor of everything a plan may cost: the value of every plan is a multiple of it. 1 where costs
/// are rounded. 0 where no plan costs anything.
pub fn granularity(network: &Network) -> i64 {
    let trains = network.trains.iter().map(|train| {
        let ways = train.ways.iter().map(|way| way.cost.units());
        let changes = train.works.iter().map(|work| work.change.units());
        ways.chain(changes).fold(step_of(&train.cost), gcd)
    });
    let wanted = network.stocks.iter().filter(|stock| stock.end_at_least > 0);
    trains
        .chain(wanted.map(|stock| stock.end_price.units()))
        .fold(0, gcd)
}

/// The greatest common divisor of what one train may cost.
fn step_of(cost: &ExitCost) -> i64 {
    let late = match cost.due {
        None => 0,
        Some(_) if cost.late_centi % 100 == 0 => cost.late_centi / 100,
        // rounded down to a whole unit, so any multiple may come out
        Some(_) => 1,
    };
    let change = cost.published.map_or(0, |(_, step)| step.units());
    let way = gcd(cost.least_way.units(), change);
    gcd(
        gcd(gcd(cost.weight.units(), cost.emptied.units()), way),
        gcd(cost.postponed.units(), late),
    )
}

/// A bound rounded up to the next value that a plan may have.
pub fn round_up(bound: i64, step: i64) -> i64 {
    if step < 2 {
        return bound;
    }
    let over = bound.rem_euclid(step);
    if over == 0 {
        bound
    } else {
        bound.saturating_add(step - over)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::{Cost, Tick};

    fn cost(weight: i64, due: Option<i32>, late_centi: i64, postponed: i64) -> ExitCost {
        ExitCost {
            least_way: Cost::ZERO,
            weight: Cost::new(weight),
            release: Tick(10),
            due: due.map(Tick),
            late_centi,
            published: None,
            early: None,
            emptied: Cost::ZERO,
            min_emptied: Cost::ZERO,
            postponed: Cost::new(postponed),
        }
    }

    #[test]
    fn every_cost_of_a_train_is_a_multiple_of_its_step() {
        let costs = [
            cost(50, Some(20), 15_000, 144_000),
            cost(100, Some(20), 7_500, 60_000),
            cost(100, None, 7_550, 60_000),
            cost(60, Some(20), 1_530, 90_000),
            cost(0, Some(20), 0, 0),
        ];
        let steps = costs.map(|cost| step_of(&cost));
        let with_rake = ExitCost {
            emptied: Cost::new(20),
            ..costs[0]
        };
        assert_eq!(step_of(&with_rake), 10);
        assert_eq!(steps, [50, 25, 100, 1, 0]);
        for (cost, step) in costs.iter().zip(steps).filter(|(_, step)| *step > 0) {
            for exit in Tick(10).until(Tick(60)) {
                assert_eq!(cost.of(exit).units() % step, 0, "{cost:?} at {exit}");
            }
        }
    }

    #[test]
    fn a_bound_is_rounded_up_to_what_a_plan_may_cost() {
        assert_eq!(
            [0, 1, 49, 50, 51].map(|b| round_up(b, 50)),
            [0, 50, 50, 50, 100]
        );
        assert_eq!([-51, -50, -1].map(|b| round_up(b, 50)), [-50, -50, 0]);
        assert_eq!([7, 8].map(|b| round_up(b, 1)), [7, 8]);
        assert_eq!(round_up(7, 0), 7);
        assert_eq!(round_up(i64::MAX - 1, 50), i64::MAX);
    }
}
