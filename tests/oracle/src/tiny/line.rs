//! The line of a tiny instance: boundary points, a junction station, sections.

use super::{BROAD, Dice, STANDARD, Theme, at, closures};
use regauge_model::filled;
use regauge_model::format::{
    BeforeFile, CapFile, DirectionFile, DirectionMinutesFile, ExtraByDirectionFile,
    ExtraMinutesFile, GivenPathFile, LocomotiveFile, PossessionFile, SectionFile, StageFile,
    StationFile, TrackGroupFile, WhenFile, WindRuleFile, YardFile,
};

/// A station with nothing.
pub(super) fn boundary(id: &str) -> StationFile {
    filled!(
        StationFile::new(id);
        track_setting_minutes: 0,
        track_clearing_minutes: 0,
        locomotives: Vec::<LocomotiveFile>::new(),
    )
}

/// A yard of one or two groups of tracks; the first takes every rake.
pub(super) fn yard(dice: &mut Dice, id: &str, gauge_mm: u32) -> YardFile {
    let mut tracks = vec![TrackGroupFile {
        count: dice.roll(1, 2),
        length_m: 400,
    }];
    if dice.chance(30) {
        tracks.push(TrackGroupFile {
            count: 1,
            length_m: 250,
        });
    }
    YardFile::new(id, gauge_mm, tracks)
}

/// A stage for some classes.
pub(super) fn stage(
    dice: &mut Dice,
    id: &str,
    classes: &[&str],
    (when, before): (WhenFile, BeforeFile),
) -> StageFile {
    let classes = classes.iter().map(|class| (*class).to_owned());
    filled!(
        StageFile::new(id, when, dice.roll(1, 5), classes.collect());
        teams: dice.chance(70).then_some(1),
        before,
        closed: closures(dice, 25),
    )
}

/// Boundary points and the junction.
pub(super) fn stations(dice: &mut Dice, theme: Theme) -> Vec<StationFile> {
    let mut stations = vec![boundary("west")];
    if theme != Theme::Border {
        let mut junction = boundary("junction");
        junction.track_setting_minutes = dice.roll(0, 2);
        junction.track_clearing_minutes = dice.roll(0, 2);
        junction.yards.push(yard(dice, "junction-yard", BROAD));
        if dice.chance(30) {
            let side = (WhenFile::Arrival, BeforeFile::Placing);
            junction
                .stages
                .push(stage(dice, "crew", &["empty-broad"], side));
            if dice.chance(50) {
                let side = (WhenFile::Departure, BeforeFile::Placing);
                junction
                    .stages
                    .push(stage(dice, "brakes", &["empty-broad"], side));
            }
        }
        stations.push(junction);
        stations.push(boundary("north"));
    }
    if theme != Theme::Line {
        stations.push(boundary("east"));
        stations.push(boundary("south"));
    }
    stations
}

/// The sections between them.
pub(super) fn sections(dice: &mut Dice, theme: Theme) -> Vec<SectionFile> {
    let mut sections = Vec::new();
    let ends: &[(&str, &str, u32)] = match theme {
        Theme::Line => &[("west", "junction", BROAD), ("junction", "north", BROAD)],
        Theme::Border => &[
            ("west", "border", BROAD),
            ("border", "east", STANDARD),
            ("border", "south", STANDARD),
        ],
        Theme::Both => &[
            ("west", "junction", BROAD),
            ("junction", "north", BROAD),
            ("junction", "border", BROAD),
            ("border", "east", STANDARD),
            ("border", "south", STANDARD),
        ],
    };
    for (from, to, gauge_mm) in ends {
        let one = section(dice, from, to, *gauge_mm, "");
        // Now and then a second way between the same stations.
        if dice.chance(10) {
            sections.push(section(dice, from, to, *gauge_mm, "-2"));
        }
        sections.push(one);
    }
    sections
}

fn minutes(down: u32, up: u32) -> DirectionMinutesFile {
    DirectionMinutesFile { down, up }
}

fn section(dice: &mut Dice, from: &str, to: &str, gauge_mm: u32, suffix: &str) -> SectionFile {
    let single = dice.chance(60);
    let classes = match gauge_mm {
        BROAD => ["loaded-broad", "empty-broad"],
        _ => ["loaded-standard", "empty-standard"],
    };
    let mut run = |class: &str| {
        let minutes = minutes(dice.roll(2, 6), dice.roll(2, 6));
        (class.to_owned(), minutes)
    };
    let run_minutes = classes.into_iter().map(&mut run).collect();
    let mut possessions = Vec::new();
    for closed in closures(dice, 30) {
        let track = match dice.roll(0, 2) {
            0 => None,
            1 => Some(DirectionFile::Down),
            _ => Some(DirectionFile::Up),
        };
        let track = track.filter(|_| !single);
        possessions.push(filled!(
            PossessionFile::new(closed.from, closed.to);
            track,
            single_track_working: track.is_some() && dice.chance(70),
        ));
    }
    let mut caps = Vec::new();
    if dice.chance(25) {
        let direction = if dice.chance(50) {
            DirectionFile::Down
        } else {
            DirectionFile::Up
        };
        caps.push(CapFile::new(direction, dice.roll(1, 2)));
    }
    let wind_rule = dice.chance(30).then(|| {
        filled!(
            WindRuleFile::default();
            stop_gust_mps: dice.chance(50).then_some(22.0),
            slow_gust_mps: Some(14.0),
            slow_speed_percent: Some(dice.roll(3, 8) * 10),
        )
    });
    let tracks = if single { 1 } else { 2 };
    let start_minutes = ExtraMinutesFile::Each(ExtraByDirectionFile {
        down: dice.roll(0, 2),
        up: 1,
    });
    let stop_minutes = dice.roll(0, 1).into();
    let headway = minutes(dice.roll(1, 6), dice.roll(1, 6));
    filled!(
        SectionFile::new(format!("{from}-{to}{suffix}"), (from, to), gauge_mm, tracks, headway);
        zone: Some("pass".to_owned()),
        run_minutes,
        start_minutes,
        stop_minutes,
        clearing_minutes: dice.roll(0, 2),
        possessions,
        wind_rule,
        caps,
    )
}

/// A path given away now and then.
pub(super) fn given_paths(dice: &mut Dice, sections: &[SectionFile]) -> Vec<GivenPathFile> {
    let mut paths = Vec::new();
    for section in sections {
        if !dice.chance(20) {
            continue;
        }
        let (enter, run) = (dice.roll(2, 40), dice.roll(2, 5));
        let direction = if dice.chance(50) {
            DirectionFile::Down
        } else {
            DirectionFile::Up
        };
        paths.push(GivenPathFile {
            train: format!("K{}", paths.len() + 1),
            section: section.id.clone(),
            direction,
            enter: at(enter.into()),
            exit: at((enter + run).into()),
        });
    }
    paths
}

/// Gauge of a class.
pub(super) fn gauge_of(class: &str) -> u32 {
    if class.ends_with("broad") {
        BROAD
    } else {
        STANDARD
    }
}
