//! What is under way or busy at the start of a tiny instance.

use super::{Dice, Theme, at};
use regauge_model::filled;
use regauge_model::format::{
    BusyFile, DirectionFile, InstanceFile, RakePlaceFile, StageProgressFile, StateFile,
    TrainStateFile, WhenFile, WorkFile,
};

/// Puts the first train under way.
pub(super) fn under_way(
    dice: &mut Dice,
    theme: Theme,
    file: &mut InstanceFile,
    state: &mut StateFile,
) {
    let train = &file.trains[0];
    let mut progress = filled!(
        TrainStateFile::new(train.id.clone(), RakePlaceFile::Gone);
        arrived: Some(at(-i64::from(dice.roll(1, 9)))),
    );
    let broad = train.class.ends_with("broad");
    let name = |kind: &str| format!("{}-{kind}", if broad { "broad" } else { "standard" });
    let other = |kind: &str| format!("{}-{kind}", if broad { "standard" } else { "broad" });
    if theme == Theme::Line {
        progress.arriving = if dice.chance(60) {
            section(dice, "west-junction", train.from.as_deref() == Some("west"))
        } else {
            track("junction-yard")
        };
        if matches!(progress.arriving, RakePlaceFile::Section { .. }) {
            progress.arrived = None;
            if train.from.as_deref() != Some("west") {
                progress.arriving = section(dice, "junction-north", false);
            }
        }
    } else {
        let done = || {
            filled!(
                work();
                done: true,
            )
        };
        let spot = || RakePlaceFile::Spot {
            spot: "spot-1".to_owned(),
        };
        let mode = match file.system.stations.last() {
            Some(station) => &station.sheds[0].modes[0],
            None => return,
        };
        let mode_id = Some(mode.id.clone());
        let one_step = mode.steps.len() == 1;
        let preparation = file.system.stations[file.system.stations.len() - 1].sheds[0].spots[0]
            .preparation_minutes
            .unwrap_or(0);
        let lifts = train.boxes.first().map_or(1, |boxes| boxes.count);
        let mut placed = true;
        // A train in several parts cannot be under way in a spot.
        let last = if train.parts == 1 { 8 } else { 0 };
        match dice.roll(0, last) {
            0 => {
                progress.arriving = track(&name("yard"));
                placed = false;
            }
            1 => progress.arriving = spot(),
            2 => {
                progress.arriving = RakePlaceFile::Placing {
                    yard: Some(name("yard")),
                    track: Some(1),
                    spot: "spot-1".to_owned(),
                    until: at(dice.roll(1, 3).into()),
                };
            }
            3 => {
                (progress.arriving, progress.onward) = (spot(), Some(spot()));
                progress.work = Some(filled!(
                    work();
                    mode: mode_id,
                    preparation_minutes_left: Some(dice.roll(0, preparation)),
                ));
            }
            4 if one_step => {
                (progress.arriving, progress.onward) = (spot(), Some(spot()));
                let left = dice.roll(1, lifts);
                progress.work = Some(filled!(
                    work();
                    mode: mode_id.filter(|_| !left.is_multiple_of(3)),
                    lifts_left: Some(left),
                    interrupted: left.is_multiple_of(3),
                    resumed_lifts: (left % 3 == 1).then_some(left),
                ));
            }
            5 => {
                (progress.arriving, progress.onward) = (spot(), Some(spot()));
                progress.work = Some(done());
            }
            6 => {
                progress.arriving = spot();
                progress.onward = Some(track(&other("yard")));
                progress.work = Some(done());
            }
            7 => {
                progress.onward = Some(RakePlaceFile::Pulling {
                    spot: "spot-1".to_owned(),
                    yard: Some(other("yard")),
                    track: Some(1),
                    until: at(dice.roll(1, 3).into()),
                });
                progress.work = Some(done());
            }
            _ => {
                (progress.arriving, progress.onward) = (spot(), Some(spot()));
            }
        }
        for stage in file
            .system
            .stations
            .iter()
            .flat_map(|station| &station.stages)
        {
            if placed && stage.id == "customs" && stage.when == WhenFile::Arrival {
                progress
                    .stages
                    .push(StageProgressFile::new(stage.id.clone()));
            }
            if stage.id == "papers" && dice.chance(50) {
                progress.stages.push(filled!(
                    StageProgressFile::new(stage.id.clone());
                    until: dice.chance(50).then(|| at(dice.roll(1, 3).into())),
                ));
            }
        }
    }
    let entry = i64::from(dice.roll(10, 20));
    let first = &mut file.trains[0];
    first.earliest_entry = at(-entry);
    first.pins.entry = None;
    first.pins.crane_work = None;
    first.pins.spot = None;
    state.trains.push(progress);
}

fn work() -> WorkFile {
    filled!(
        WorkFile::default();
        mode: None,
        preparation_minutes_left: None,
        lifts_left: None,
        finishing_minutes_left: None,
        done: false,
    )
}

fn track(yard: &str) -> RakePlaceFile {
    RakePlaceFile::Track {
        yard: yard.to_owned(),
        track: 1,
    }
}

fn section(dice: &mut Dice, section: &str, down: bool) -> RakePlaceFile {
    RakePlaceFile::Section {
        section: section.to_owned(),
        direction: if down {
            DirectionFile::Down
        } else {
            DirectionFile::Up
        },
        entered: at(-i64::from(dice.roll(0, 3))),
        leaves: at(dice.roll(1, 3).into()),
        passes: false,
    }
}

/// Something busy with no train.
pub(super) fn busy(dice: &mut Dice, theme: Theme, file: &InstanceFile, state: &mut StateFile) {
    // One locomotive may already be needed by what is under way.
    if theme == Theme::Line || !state.trains.is_empty() {
        return;
    }
    let mut add = |stage: Option<String>, locomotive_gauge_mm, crane, until: u32| {
        state.busy.push(filled!(
            BusyFile::new("border", at(until.into()));
            stage,
            locomotive_gauge_mm,
            crane,
        ));
    };
    if dice.chance(15) {
        add(None, Some(super::BROAD), None, dice.roll(2, 15));
    }
    if dice.chance(15) {
        add(None, None, Some("A".to_owned()), dice.roll(2, 20));
    }
    let stages = file
        .system
        .stations
        .iter()
        .flat_map(|station| &station.stages);
    let with_teams = stages.filter(|stage| stage.teams.is_some() && stage.id == "customs");
    for stage in with_teams {
        if dice.chance(20) {
            add(Some(stage.id.clone()), None, None, dice.roll(2, 15));
        }
    }
}
