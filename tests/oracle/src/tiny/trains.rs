//! The trains of a tiny instance.

use super::line::gauge_of;
use super::{BROAD, Dice, Theme, at, span};
use regauge_model::filled;
use regauge_model::format::{BoxFile, CallFile, EmptiedFile, OnwardFile, PinsFile, TrainFile};

/// One to three trains of the theme.
pub(super) fn trains(dice: &mut Dice, theme: Theme) -> Vec<TrainFile> {
    let mut trains = Vec::new();
    match theme {
        Theme::Line => {
            for _ in 0..dice.roll(2, 4) {
                let ends = if dice.chance(50) {
                    ("west", "north")
                } else {
                    ("north", "west")
                };
                let class = broad_class(dice);
                let mut train = train(dice, class, ends);
                if dice.chance(30) {
                    train.calls.push(filled!(
                        CallFile::new("junction", dice.roll(0, 6));
                        yard: dice.chance(30).then(|| "junction-yard".to_owned()),
                    ));
                }
                trains.push(train);
            }
        }
        Theme::Border => {
            trains.push(transshipped(dice));
            match dice.roll(0, 3) {
                0 => {}
                1 => trains.push(other(dice)),
                _ => trains.push(transshipped(dice)),
            }
            if dice.chance(30) {
                trains.push(other(dice));
            }
        }
        Theme::Both => {
            trains.push(transshipped(dice));
            let class = broad_class(dice);
            let passing = if dice.chance(50) {
                train(dice, class, ("west", "north"))
            } else {
                other(dice)
            };
            trains.push(passing);
        }
    }
    for (index, train) in trains.iter_mut().enumerate() {
        train.id = format!("T{}", index + 1);
    }
    trains
}

fn broad_class(dice: &mut Dice) -> &'static str {
    if dice.chance(50) {
        "loaded-broad"
    } else {
        "empty-broad"
    }
}

fn train(dice: &mut Dice, class: &str, (from, to): (&str, &str)) -> TrainFile {
    let entry = dice.roll(0, 12);
    let due = dice.chance(60).then(|| {
        let after = i64::from(dice.roll(10, 35));
        // a few come when they should have left
        i64::from(entry) + if after < 13 { -after } else { after }
    });
    let mut pins = PinsFile::default();
    if dice.chance(10) {
        pins.entry = Some(span(entry + dice.roll(0, 5), dice.roll(5, 30)));
    }
    if dice.chance(10) {
        pins.exit = Some(span(entry + dice.roll(10, 25), dice.roll(10, 30)));
    }
    let length_m = if dice.chance(50) { 200 } else { 280 };
    filled!(
        TrainFile::new("", class, at(entry.into()), length_m, 10);
        from: Some(from.to_owned()),
        to: Some(to.to_owned()),
        due_exit: due.map(at),
        pins,
    )
}

/// A transshipped train from either side.
pub(super) fn transshipped(dice: &mut Dice) -> TrainFile {
    let west = dice.chance(65);
    let (class, empty, onward, store, own_store, ends) = if west {
        (
            "loaded-broad",
            "empty-broad",
            "loaded-standard",
            "standard-rakes",
            "broad-rakes",
            ("west", "east"),
        )
    } else {
        (
            "loaded-standard",
            "empty-standard",
            "loaded-broad",
            "broad-rakes",
            "standard-rakes",
            ("east", "west"),
        )
    };
    let mut train = train(dice, class, ends);
    train.boxes = vec![BoxFile {
        feet: 40,
        count: dice.roll(2, 8),
    }];
    train.transship_at = vec!["border".to_owned()];
    let length_m = if dice.chance(50) { 200 } else { 260 };
    train.onward = Some(OnwardFile::new(onward, store, length_m, 10));
    let fate = dice.roll(0, 2);
    train.emptied = Some(filled!(
        EmptiedFile::new(empty);
        return_to: (fate != 0).then(|| ends.0.to_owned()),
        into_store: (fate != 1).then(|| own_store.to_owned()),
    ));
    if dice.chance(15) {
        train.parts = 2;
    }
    if dice.chance(20) {
        train.calls.push(CallFile::new("border", dice.roll(0, 6)));
    }
    if dice.chance(10) {
        train.pins.crane_work = Some(span(dice.roll(5, 20), dice.roll(5, 30)));
    }
    if dice.chance(10) {
        train.pins.spot = Some("spot-1".to_owned());
    }
    train
}

/// A train that passes the border station, ends in a store or comes from one.
pub(super) fn other(dice: &mut Dice) -> TrainFile {
    let kind = dice.roll(0, 3);
    let broad = dice.chance(60);
    let class = if broad {
        "empty-broad"
    } else {
        "empty-standard"
    };
    let far = if broad { "west" } else { "east" };
    let store = if gauge_of(class) == BROAD {
        "broad-rakes"
    } else {
        "standard-rakes"
    };
    match kind {
        0 => train(dice, "loaded-standard", ("east", "south")),
        1 | 2 => {
            let mut train = train(dice, class, (far, "border"));
            train.into_store = Some(store.to_owned());
            train
        }
        _ => {
            let mut train = train(dice, class, ("border", far));
            train.from_store = Some(store.to_owned());
            train
        }
    }
}
