//! Ports small enough for brute force: every order of the ships, every choice of a berth or none.

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use regauge_instances::berth::{Berth, BerthProblem, Ship};
use regauge_model::format::TrainFile;
use regauge_model::instance::PINNED_FACTOR;

/// Minutes that a ship left out costs beyond those to the end of the horizon, as the instances have it; with a pin many times as much.
const LEFT_OUT: u64 = 100_000;

/// What each ship costs when it is left out: a latest departure is a pin of the exit, where it lies before the end.
fn left_out(problem: &BerthProblem) -> Vec<u64> {
    let file = problem.instance("port").expect("a sane problem");
    let end = u64::from(file.horizon.planning_hours) * 60;
    let ships = problem.ships.iter().zip(&file.trains);
    let cost = |(ship, train): (&Ship, &TrainFile)| {
        let pinned = train.pins.exit.is_some();
        let times = if pinned { PINNED_FACTOR as u64 } else { 1 };
        let to_the_end = end.saturating_sub(ship.arrival.into());
        u64::from(ship.weight) * (to_the_end + LEFT_OUT * times)
    };
    ships.map(cost).collect()
}

/// The best objective there is. Complexity: orders × choices of berths, less what is more expensive than the best so far; for up to
/// seven ships.
pub fn best_objective(problem: &BerthProblem) -> u64 {
    let free: Vec<u32> = problem.berths.iter().map(|berth| berth.opens).collect();
    let left: Vec<usize> = (0..problem.ships.len()).collect();
    let mut best = u64::MAX;
    best_from(problem, &left_out(problem), &free, &left, 0, &mut best);
    best
}

/// The same with some ships left, the next of which is handled after all before it in its berth.
fn best_from(
    problem: &BerthProblem,
    out: &[u64],
    free: &[u32],
    left: &[usize],
    spent: u64,
    best: &mut u64,
) {
    if spent >= *best {
        return;
    }
    if left.is_empty() {
        *best = spent;
        return;
    }
    for (position, &index) in left.iter().enumerate() {
        let ship = &problem.ships[index];
        let weight = u64::from(ship.weight);
        let mut rest = left.to_vec();
        rest.remove(position);
        for (berth, minutes) in ship.handling.iter().enumerate() {
            let Some(minutes) = minutes else { continue };
            let done = free[berth].max(ship.arrival) + minutes;
            if done > problem.berths[berth].closes || done > ship.latest_departure {
                continue;
            }
            let mut free = free.to_vec();
            free[berth] = done;
            let cost = weight * u64::from(done - ship.arrival);
            best_from(problem, out, &free, &rest, spent + cost, best);
        }
        best_from(problem, out, free, &rest, spent + out[index], best);
    }
}

/// Seven ships that come within two hours to two or three berths, each as fast in one as it may be slow in another.
pub fn crowded_port(seed: u64) -> BerthProblem {
    let mut random = Pcg64Mcg::seed_from_u64(seed);
    let mut roll = |least: u32, most: u32| random.random_range(least..=most);
    let n_berths = roll(2, 3) as usize;
    let ships = (0..7).map(|_| Ship {
        arrival: roll(0, 119),
        latest_departure: 2_000,
        weight: roll(1, 3),
        handling: (0..n_berths).map(|_| Some(roll(20, 99))).collect(),
    });
    let ships = ships.collect();
    let berth = Berth {
        opens: 0,
        closes: 2_000,
    };
    BerthProblem {
        ships,
        berths: vec![berth; n_berths],
    }
}
