//! The border station of a tiny instance.

use super::line::{boundary, stage, yard};
use super::{BROAD, Dice, STANDARD, closures};
use regauge_model::filled;
use regauge_model::format::{
    BeforeFile, CraneFile, LocomotiveFile, ModeFile, ShedFile, SpotFile, StationFile, StepFile,
    StoreFile, StretchFile, WhenFile, WindRuleFile,
};

/// Yards of both gauges, stages, locomotives, stores and one shed.
pub(super) fn border(dice: &mut Dice) -> StationFile {
    let preparation = dice.roll(0, 2);
    let mut station = boundary("border");
    station.zone = Some("pass".to_owned());
    station.track_setting_minutes = dice.roll(0, 2);
    station.track_clearing_minutes = dice.roll(0, 2);
    station.yards = vec![
        yard(dice, "broad-yard", BROAD),
        yard(dice, "standard-yard", STANDARD),
    ];
    let loaded = ["loaded-broad", "loaded-standard"];
    let sides = [
        ("customs", WhenFile::Arrival, BeforeFile::Placing, 50),
        ("papers", WhenFile::Arrival, BeforeFile::Departure, 35),
        ("brakes", WhenFile::Departure, BeforeFile::Placing, 40),
    ];
    for (id, when, before, percent) in sides {
        if dice.chance(percent) {
            let id = if id == "brakes" { "border-brakes" } else { id };
            station
                .stages
                .push(stage(dice, id, &loaded, (when, before)));
        }
    }
    if dice.chance(30) {
        let empty = ["empty-broad", "empty-standard"];
        let (when, before) = if dice.chance(50) {
            (WhenFile::Departure, BeforeFile::Placing)
        } else {
            (WhenFile::Arrival, BeforeFile::Placing)
        };
        station
            .stages
            .push(stage(dice, "empties", &empty, (when, before)));
    }
    for gauge_mm in [BROAD, STANDARD] {
        station.locomotives.push(filled!(
            LocomotiveFile::new(gauge_mm, dice.roll(1, 2));
            light_run_minutes: dice.roll(0, preparation + 1),
        ));
    }
    for (id, gauge_mm) in [("broad-rakes", BROAD), ("standard-rakes", STANDARD)] {
        let capacity = dice.roll(2, 3);
        let rakes = if dice.chance(25) {
            dice.roll(0, capacity)
        } else {
            1
        };
        station.stores.push(filled!(
            StoreFile::new(id, gauge_mm, rakes, capacity);
            moving_minutes: dice.roll(1, 4),
        ));
    }
    if dice.chance(30) {
        station.shunting_rule = Some(filled!(
            WindRuleFile::default();
            stop_gust_mps: Some(20.0),
            resume_gust_mps: Some(17.0),
            resume_delay_minutes: dice.roll(0, 5),
        ));
    }
    station.sheds = vec![shed(dice, preparation)];
    station
}

fn shed(dice: &mut Dice, preparation: u32) -> ShedFile {
    let indoor = dice.chance(50);
    let n_spots = dice.roll(1, 2);
    let nested = dice.chance(40);
    let mut spots = Vec::new();
    for index in 0..n_spots {
        spots.push(filled!(
            SpotFile::new(format!("spot-{}", index + 1), [BROAD, STANDARD], 300);
            // Side by side on one stretch, or one behind the other.
            at_m: if nested { index * 300 } else { 0 },
            behind: if nested && index > 0 {
                vec!["spot-1".to_owned()]
            } else {
                Vec::new()
            },
            preparation_minutes: Some(preparation),
            finishing_minutes: Some(dice.roll(0, 2)),
            clearing_minutes: Some(dice.roll(0, 2)),
            closed: closures(dice, 15),
        ));
    }
    let crane = |id: &str, dice: &mut Dice| {
        filled!(
            CraneFile::new(id, dice.roll(1, 3) * 30);
            closed: closures(dice, 20),
        )
    };
    let cranes = vec![crane("A", dice), crane("B", dice)];
    filled!(
        ShedFile::new("shed", indoor, spots);
        modes: modes(dice),
        cranes,
        crane_rule: (!indoor && dice.chance(60)).then(|| filled!(
            WindRuleFile::default();
            stop_gust_mps: Some(18.0),
            resume_gust_mps: Some(15.0),
            resume_delay_minutes: dice.roll(0, 5),
            slow_gust_mps: Some(13.0),
            slow_speed_percent: Some(dice.roll(4, 9) * 10),
        )),
        placing_minutes: Some(dice.roll(1, 3)),
        pulling_minutes: Some(dice.roll(1, 3)),
    )
}

fn step(cranes: &[&str], share_percent: u32) -> StepFile {
    filled!(
        StepFile::new(cranes.iter().map(|id| (*id).to_owned()).collect());
        share_percent,
    )
}

fn modes(dice: &mut Dice) -> Vec<ModeFile> {
    let mode = |id: &str, steps: Vec<StepFile>| ModeFile::new(id, steps);
    let mut both = step(&["A", "B"], 100);
    both.rate_percent = dice.roll(8, 10) * 10;
    match dice.roll(0, 4) {
        0 => vec![mode("both", vec![both])],
        1 => vec![
            mode("both", vec![both]),
            mode("alone", vec![step(&["B"], 100)]),
        ],
        2 => vec![
            mode("a", vec![step(&["A"], 100)]),
            mode("b", vec![step(&["B"], 100)]),
        ],
        3 => {
            let share = dice.roll(3, 7) * 10;
            vec![mode(
                "relay",
                vec![step(&["A"], share), step(&["B"], 100 - share)],
            )]
        }
        _ => {
            let mut left = step(&["A"], 50);
            left.stretch = Some(StretchFile {
                from_m: 0,
                to_m: 150,
            });
            let mut all = mode("left-then-both", vec![left, step(&["A", "B"], 50)]);
            all.spots = vec!["spot-1".to_owned()];
            vec![all, mode("both", vec![both])]
        }
    }
}
