//! The oracle: exact answers for tiny instances, for tests of the engines and of the checker.
//!
//! It knows the instance and `docs/rules.md`, nothing of the engines and nothing of the checker, and shares no code
//! with either. [`cheapest_journey`] prices one train alone, [`best_plan`] plans up to three trains together,
//! [`tiny_instance`] makes instances small enough for both. [`berth::best_objective`] is
//! for ships and berths.
//!
//! # Why it is exact
//! A plan is a set of *decisions* (sections, stops, tracks by group, spot, mode, fate of the emptied rake; or not
//! planned) and a start minute for every *task* (a non-stop ride, a stage, a movement, crane work). All decisions are
//! enumerated, nothing is left out (`journey`). For given decisions every rule is one of these:
//!
//! 1. it concerns the start of one task alone (closures, wind, possessions, pins, horizon): a table per task says for
//!    every minute whether it may start then, and when it then ends;
//! 2. it says that one instant is at or after another (a *link*); instants never get earlier when a start gets later;
//! 3. it says that one of several sets of links must hold (who is first on a track, in a section, under a crane …).
//!
//! Two solutions of rules 1 and 2 have a solution in the componentwise smaller of their starts, so there is a least
//! one, found by moving starts up until everything holds (`schedule`). The cost never falls with a later exit, so
//! the least solution is the cheapest one. Where it breaks a rule of kind 3, one of finitely many sets of links repairs
//! it in *every* plan (`conflict` argues it rule by rule); branching over them, cheapest first, ends with the optimum.

mod away;
pub mod berth;
mod best;
mod branch;
mod calendar;
pub mod change;
mod conflict;
mod decode;
mod handled;
mod holds;
mod idle;
mod journey;
mod orders;
mod parts;
mod pins;
#[cfg(test)]
mod plain;
mod rank;
mod schedule;
mod slots;
mod stores;
mod tasks;
mod throats;
pub mod tiny;
mod transship;
mod travel;
mod windows;
mod work;

pub use best::{Limit, best_plan, cheapest_journey};
pub use tiny::{tiny_instance, with_handled};

use std::ops::Range;

/// Seeds of the random instances that a test tries: `0..REGAUGE_RANDOM` of the environment, or so many by default. With
/// `REGAUGE_SHARD=2/3` the second of three parts of them, so that several processes share them.
///
/// # Panics
/// Where the environment says something else than a number, or a part of parts.
pub fn seeds(default: u64) -> Range<u64> {
    let set = std::env::var("REGAUGE_RANDOM").ok();
    let all = set.map_or(default, |text| {
        text.parse()
            .unwrap_or_else(|_| panic!("REGAUGE_RANDOM={text}: how many? Maybe 400"))
    });
    part(all)
}

/// The part of `0..all` that `REGAUGE_SHARD` names; all where it names none.
///
/// # Panics
/// Where it is no part of parts.
pub fn part(all: u64) -> Range<u64> {
    let set = std::env::var("REGAUGE_SHARD").ok();
    set.map_or(0..all, |text| {
        shard(all, &text)
            .unwrap_or_else(|| panic!("REGAUGE_SHARD={text}: which part of how many? Maybe 1/2"))
    })
}

/// How many [`seeds`] there are.
pub fn how_many(default: u64) -> u64 {
    let seeds = seeds(default);
    seeds.end - seeds.start
}

/// The part of `0..all` that `which/parts` names.
fn shard(all: u64, text: &str) -> Option<Range<u64>> {
    let (which, parts) = text.split_once('/')?;
    let (which, parts): (u64, u64) = (which.parse().ok()?, parts.parse().ok()?);
    let is_one_of_them = 0 < which && which <= parts;
    is_one_of_them.then(|| all * (which - 1) / parts..all * which / parts)
}

#[cfg(test)]
mod tests {
    use super::shard;

    #[test]
    fn shards_are_all_seeds_once() {
        let parts = ["1/3", "2/3", "3/3"].map(|text| shard(10, text).expect("a part"));
        assert!(parts.into_iter().flatten().eq(0..10));
        assert_eq!(shard(10, "1/1"), Some(0..10));
        for wrong in ["", "1", "0/2", "3/2", "a/b", "-1/2"] {
            assert_eq!(shard(10, wrong), None, "{wrong}");
        }
    }
}
