//! Trains that begin or end at a station with yards, beside those that come from outside and leave.

use super::setting::{BORDER, EAST, MID, Setting, WEST};
use crate::blank;
use crate::rng::Random;
use regauge_model::filled;
use regauge_model::format::{CallFile, InstanceFile, PinsFile, TrainFile};

/// In a share of the instances one or two such trains more, and other ends of some that are there.
pub(super) fn add(setting: &Setting, file: &mut InstanceFile, random: &mut Random) {
    if !random.chance(40) {
        return;
    }
    let states = file.state.iter().flat_map(|state| &state.trains);
    let under_way: Vec<String> = states.map(|state| state.train.clone()).collect();
    for train in &mut file.trains {
        let is_free = !under_way.contains(&train.id);
        if setting.mid && is_free && random.chance(35) {
            end_at_mid(train);
        }
    }
    for number in 1..=random.figure(1, 2) {
        let train = train(setting, number, random);
        file.trains.push(train);
    }
}

/// Lets whatever goes on to the east end on the way there: an onward rake, an emptied one, a train from a store.
fn end_at_mid(train: &mut TrainFile) {
    let goes_east = train.to.as_deref() == Some(EAST);
    let is_west = train.from.as_deref() == Some(WEST);
    if goes_east && (!is_west || train.onward.is_some()) {
        train.to = Some(MID.to_owned());
    } else if let Some(emptied) = &mut train.emptied
        && emptied.return_to.as_deref() == Some(EAST)
    {
        emptied.return_to = Some(MID.to_owned());
    }
}

fn train(setting: &Setting, number: u32, random: &mut Random) -> TrainFile {
    let ways: &[(&str, &str, &str)] = if setting.mid {
        &[
            ("cs", MID, EAST),
            ("es", EAST, MID),
            ("es", MID, BORDER),
            ("cs", BORDER, MID),
            ("es", BORDER, EAST),
            ("eb", WEST, BORDER),
            ("cb", BORDER, WEST),
        ]
    } else {
        &[
            ("es", BORDER, EAST),
            ("cs", EAST, BORDER),
            ("eb", WEST, BORDER),
            ("cb", BORDER, WEST),
        ]
    };
    let &(class, from, to) = random.pick(ways);
    let entry = random.within(-10, 130);
    let clock = &setting.clock;
    let mut train = blank::train(format!("L{number}"), class, (from, to), clock.at(entry));
    train.wagons = random.figure(2, 5);
    train.length_m = train.wagons * 12;
    if to == BORDER && class == "es" && random.chance(40) {
        train.into_store = Some("ss".to_owned());
    }
    for station in [from, to] {
        if station != EAST && station != WEST && random.chance(30) {
            train
                .calls
                .push(CallFile::new(station, random.figure(1, 40)));
        }
    }
    if random.chance(60) {
        train.due_exit = Some(clock.at(entry.max(0) + random.within(20, 150)));
    }
    if random.chance(20) {
        let late = entry.max(0) + random.within(0, 40);
        train.pins = filled!(
            PinsFile::default();
            entry: Some(clock.span(late, late + random.within(5, 40))),
        );
    }
    train
}
