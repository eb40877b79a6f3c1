//! The trains expected: two to seven of every kind.

use super::setting::{BORDER, EAST, MID, Setting, WEST};
use crate::blank;
use crate::rng::Random;
use regauge_model::filled;
use regauge_model::format::{
    BoxFile, CallFile, EmptiedFile, OnwardFile, PinsFile, StationFile, TrainFile,
};

/// Kinds of trains.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Broad in, standard on.
    Eastward,
    /// Standard in, broad on.
    Westward,
    /// Standard over the border, both ways.
    Through,
    /// Broad, to a yard of the border station and back.
    Bulk,
    /// Empties into a store.
    IntoStore,
    /// Empties from a store.
    FromStore,
}

/// Two to seven trains, in the order of entry.
pub(super) fn expected(
    setting: &Setting,
    station: &StationFile,
    random: &mut Random,
) -> Vec<TrainFile> {
    let n_trains = random.figure(2, 7);
    let mut entries: Vec<i32> = (0..n_trains)
        .map(|_| {
            if random.chance(12) {
                random.within(0, setting.clock.end - 90)
            } else {
                random.within(0, 130)
            }
        })
        .collect();
    entries.sort_unstable();
    let entries = entries.into_iter().zip(1..);
    entries
        .map(|(entry, number)| {
            let kind = draw(setting, random);
            let mut train = train(setting, station, kind, number, entry, random);
            if random.chance(20) {
                train.pins = pins(setting, station, &train, entry, random);
            }
            train
        })
        .collect()
}

fn draw(setting: &Setting, random: &mut Random) -> Kind {
    match random.below(100) {
        0..=17 if setting.both_ways => Kind::Westward,
        18..=31 if setting.border_standard => Kind::Through,
        32..=41 => Kind::Bulk,
        42..=53 => Kind::IntoStore,
        54..=63 => Kind::FromStore,
        _ => Kind::Eastward,
    }
}

/// A train of a kind, under number `number`, from minute `entry`.
pub(super) fn train(
    setting: &Setting,
    station: &StationFile,
    kind: Kind,
    number: u32,
    entry: i32,
    random: &mut Random,
) -> TrainFile {
    let at = setting.clock.at(entry);
    let id = format!("T{number}");
    let mut train = match kind {
        Kind::Eastward => {
            let class = if random.chance(15) { "rb" } else { "cb" };
            let mut train = blank::train(id, class, (WEST, EAST), at);
            transshipped(&mut train, ("cs", "ss"), ("eb", WEST, "sb"), random);
            train
        }
        Kind::Westward => {
            let mut train = blank::train(id, "cs", (EAST, WEST), at);
            transshipped(&mut train, ("cb", "sb"), ("es", EAST, "ss"), random);
            train
        }
        Kind::Through if random.chance(60) => blank::train(id, "cs", (EAST, WEST), at),
        Kind::Through => blank::train(id, "cs", (WEST, EAST), at),
        Kind::Bulk => {
            let mut train = blank::train(id, "bb", (WEST, WEST), at);
            train.calls.push(filled!(
                CallFile::new(BORDER, random.figure(10, 60));
                yard: random.chance(70).then(|| "sidings".to_owned()),
            ));
            train
        }
        Kind::IntoStore => {
            let ways: &[(&str, &str, &str)] = if setting.border_standard {
                &[("es", EAST, "ss"), ("es", WEST, "ss"), ("eb", WEST, "sb")]
            } else {
                &[("es", EAST, "ss"), ("eb", WEST, "sb")]
            };
            let &(class, from, store) = random.pick(ways);
            let mut train = blank::train(id, class, (from, BORDER), at);
            train.into_store = Some(store.to_owned());
            train
        }
        Kind::FromStore => {
            let ways = [("es", EAST, "ss"), ("eb", WEST, "sb")];
            let &(class, to, store) = random.pick(&ways);
            let mut train = blank::train(id, class, (BORDER, to), at);
            train.from_store = Some(store.to_owned());
            train
        }
    };
    if train.length_m == 0 {
        (train.wagons, train.length_m) = rake(random);
    }
    let runs_through_mid =
        setting.mid && train.class == "cs" && train.from.as_deref() == Some(EAST);
    if runs_through_mid && train.length_m <= 65 && random.chance(30) {
        train.calls.push(CallFile::new(MID, random.figure(3, 20)));
    }
    if random.chance(65) {
        let after = random.within(50, 220);
        // a few come when they should have left long ago
        let due = entry + if after < 62 { -after } else { after };
        train.due_exit = Some(setting.clock.at(due));
    }
    stage_minutes(&mut train, station, random);
    parts(&mut train, station, random);
    train
}

/// Wagons and length of a rake that fits on a long track.
fn rake(random: &mut Random) -> (u32, u32) {
    let wagons = random.figure(3, 7);
    (wagons, wagons * 12 + random.figure(2, 11))
}

fn transshipped(
    train: &mut TrainFile,
    (class, from_store): (&str, &str),
    (emptied, return_to, into_store): (&str, &str, &str),
    random: &mut Random,
) {
    (train.wagons, train.length_m) = rake(random);
    let (wagons, length_m) = rake(random);
    let fewer = wagons.min(train.wagons);
    let big = random.figure(1, fewer);
    train.boxes = vec![BoxFile {
        feet: *random.pick(&[40, 45]),
        count: big,
    }];
    if fewer > big && random.chance(60) {
        train.boxes.push(BoxFile {
            feet: 20,
            count: random.figure(1, 2 * (fewer - big)),
        });
    }
    train.transship_at = vec![BORDER.to_owned()];
    train.onward = Some(OnwardFile::new(class, from_store, length_m, wagons));
    let (returns, stays) = match random.below(4) {
        0 => (true, true),
        1 => (false, true),
        _ => (true, false),
    };
    train.emptied = Some(filled!(
        EmptiedFile::new(emptied);
        return_to: returns.then(|| return_to.to_owned()),
        into_store: stays.then(|| into_store.to_owned()),
    ));
}

/// Now and then one stage takes longer than usual.
fn stage_minutes(train: &mut TrainFile, station: &StationFile, random: &mut Random) {
    let own = station
        .stages
        .iter()
        .find(|stage| stage.classes.contains(&train.class) && applies(train, stage));
    if let Some(stage) = own
        && random.chance(15)
    {
        let minutes = stage.minutes + random.figure(5, 40);
        train.stage_minutes.insert(stage.id.clone(), minutes);
    }
}

/// Whether a stage is on the side of its stay that the arriving class has.
fn applies(train: &TrainFile, stage: &regauge_model::format::StageFile) -> bool {
    let arrival = stage.when == regauge_model::format::WhenFile::Arrival;
    if train.onward.is_some() || train.into_store.is_some() {
        arrival
    } else {
        train.from_store.is_none() || !arrival
    }
}

/// The longest spot that may work the train, in metres.
fn longest_spot(train: &TrainFile, station: &StationFile) -> u32 {
    let cargo = if train.class == "rb" {
        "reefer"
    } else {
        "container"
    };
    let sheds = station
        .sheds
        .iter()
        .filter(|shed| shed.accepts.is_empty() || shed.accepts.iter().any(|kind| kind == cargo));
    let spots = sheds.flat_map(|shed| &shed.spots);
    spots.map(|spot| spot.length_m).max().unwrap_or(0)
}

/// As many parts as it needs, and now and then one more.
fn parts(train: &mut TrainFile, station: &StationFile, random: &mut Random) {
    let Some(onward) = &train.onward else {
        return;
    };
    let longest = train.length_m.max(onward.length_m);
    let needed = longest.div_ceil(longest_spot(train, station).max(1));
    let lifts: u32 = train.boxes.iter().map(|boxes| boxes.count).sum();
    let more = u32::from(random.chance(12));
    train.parts = (needed + more).min(lifts).max(1);
    if needed > train.parts {
        // One lift cannot be worked in two parts.
        train.boxes[0].count += needed - lifts;
        train.parts = needed;
    }
}

/// One decision already made.
fn pins(
    setting: &Setting,
    station: &StationFile,
    train: &TrainFile,
    entry: i32,
    random: &mut Random,
) -> PinsFile {
    let mut pins = PinsFile::default();
    let span = |from: i32, to: i32| setting.clock.span(from, to.min(setting.clock.end));
    let transshipped = train.onward.is_some();
    // Shed 1 takes every cargo, but its spots may be too short for the train.
    let shed = &station.sheds[0];
    let onward = train.onward.as_ref().map_or(0, |onward| onward.length_m);
    let part = train.length_m.max(onward).div_ceil(train.parts);
    let fits = shed.spots.iter().find(|spot| spot.length_m >= part);
    match random.below(if transshipped { 5 } else { 2 }) {
        0 => {
            let late = random.within(0, 40);
            pins.entry = Some(span(entry + late, entry + late + random.within(10, 40)));
        }
        1 => pins.exit = Some(span(entry + random.within(60, 85), entry + 260)),
        2 => {
            let from = entry + random.within(30, 80);
            pins.crane_work = Some(span(from, from + random.within(20, 90)));
        }
        3 => pins.shed = fits.map(|_| shed.id.clone()),
        _ => pins.spot = fits.map(|spot| spot.id.clone()),
    }
    pins
}
