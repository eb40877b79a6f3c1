//! The warm start: trains in the station and in the border section when the horizon begins.

use super::names::Numbers;
use super::system::{BORDER_BROAD, loops};
use super::trains::{self, EUROPE};
use crate::clock::Clock;
use crate::config::{Draws, GeneratorConfig, SectionConfig, WarmPlace};
use crate::rng::Random;
use regauge_model::filled;
use regauge_model::format::{
    DirectionFile, RakePlaceFile, StageProgressFile, StateFile, TrainFile, TrainStateFile, WorkFile,
};
use std::collections::BTreeMap;

/// Stream of random numbers of the warm start.
const STREAM: u64 = 8;

/// Yards of the border station that the warm start uses.
pub(super) const BROAD_YARD: &str = "broad";
const STANDARD_YARD: &str = "standard";
const SIDINGS: &str = "bulk-sidings";

/// The warm start.
pub(super) struct Warm {
    pub(super) trains: Vec<TrainFile>,
    pub(super) state: Option<StateFile>,
    /// Trains whose onward rake is still in the store.
    pub(super) waiting: u32,
}

/// Makes the trains under way and their state.
pub(super) fn warm_start(
    config: &GeneratorConfig,
    clock: &Clock,
    seed: u64,
    numbers: &mut Numbers,
) -> Warm {
    let mut maker = Maker {
        config,
        clock,
        numbers,
        random: Random::new(seed, STREAM),
        broad: 0,
        standard: 0,
        sidings: 0,
        loops: BTreeMap::new(),
    };
    let (mut trains, mut states) = (Vec::new(), Vec::new());
    for (number, place) in (0..).zip(&config.warm) {
        if config.draws == Draws::ByTrain {
            maker.random = Random::of_one(seed, STREAM, number);
        }
        let (train, state) = maker.train(place);
        trains.push(train);
        states.push(state);
    }
    let waiting =
        trains
            .iter()
            .zip(&states)
            .filter(|(train, state): &(&TrainFile, &TrainStateFile)| {
                train.onward.is_some() && state.onward.is_none()
            });
    Warm {
        waiting: waiting.count() as u32,
        state: (!states.is_empty()).then(|| {
            filled!(
                StateFile::default();
                trains: states,
            )
        }),
        trains,
    }
}

struct Maker<'a> {
    config: &'a GeneratorConfig,
    clock: &'a Clock,
    numbers: &'a mut Numbers,
    random: Random,
    broad: u32,
    standard: u32,
    sidings: u32,
    /// Loops taken, by station.
    loops: BTreeMap<&'a str, u32>,
}

/// Minute since which trains stand in loops.
const STANDING_SINCE: i32 = -4;
/// Stages of an inbound train before its placing.
const CHECKS: [&str; 2] = ["inspection-broad", "customs-border"];
/// Those and the waybill.
const ALL_CHECKS: [&str; 3] = ["inspection-broad", "customs-border", "waybill"];

impl<'a> Maker<'a> {
    /// One train and where it is.
    fn train(&mut self, place: &'a WarmPlace) -> (TrainFile, TrainStateFile) {
        match place {
            WarmPlace::InBorderSection => {
                let section = RakePlaceFile::Section {
                    section: BORDER_BROAD.to_owned(),
                    direction: DirectionFile::Up,
                    entered: self.clock.at(-10),
                    leaves: self.clock.at(15),
                    passes: false,
                };
                self.inbound(-10, None, section, None, Vec::new(), None)
            }
            WarmPlace::Checking => {
                let stages = vec![
                    self.under_way("inspection-broad", 20),
                    self.under_way("customs-border", 25),
                    self.under_way("waybill", 45),
                ];
                let track = self.broad_track();
                self.inbound(-40, Some(-15), track, None, stages, None)
            }
            WarmPlace::Checked => {
                let mut stages = done(&CHECKS);
                stages.push(self.under_way("waybill", 10));
                let track = self.broad_track();
                self.inbound(-75, Some(-50), track, None, stages, None)
            }
            WarmPlace::Placing(spot) => {
                self.broad += 1;
                let placing = |yard: Option<(&str, u32)>, until| RakePlaceFile::Placing {
                    yard: yard.map(|(yard, _)| yard.to_owned()),
                    track: yard.map(|(_, track)| track),
                    spot: spot.clone(),
                    until: self.clock.at(until),
                };
                let arriving = placing(Some((BROAD_YARD, self.broad)), 20);
                let onward = placing(None, 25);
                self.inbound(
                    -130,
                    Some(-105),
                    arriving,
                    Some(onward),
                    done(&ALL_CHECKS),
                    None,
                )
            }
            WarmPlace::Preparing(spot, mode) => {
                let work = filled!(
                    work(mode);
                    preparation_minutes_left: Some(12),
                );
                self.in_spot(-165, spot, work)
            }
            WarmPlace::Lifting(spot, mode) => {
                let work = filled!(
                    work(mode);
                    lifts_left: Some(24),
                );
                self.in_spot(-190, spot, work)
            }
            WarmPlace::Finishing(spot, mode) => {
                let work = filled!(
                    work(mode);
                    finishing_minutes_left: Some(25),
                );
                self.in_spot(-230, spot, work)
            }
            WarmPlace::Pulling(spot) => {
                self.broad += 1;
                let arriving = RakePlaceFile::Pulling {
                    spot: spot.clone(),
                    yard: Some(BROAD_YARD.to_owned()),
                    track: Some(self.broad),
                    until: self.clock.at(15),
                };
                let onward = RakePlaceFile::Spot { spot: spot.clone() };
                let stages = done(&ALL_CHECKS);
                self.inbound(
                    -290,
                    Some(-265),
                    arriving,
                    Some(onward),
                    stages,
                    Some(work_done()),
                )
            }
            WarmPlace::Departing => {
                let onward = self.standard_track();
                let mut stages = done(&ALL_CHECKS);
                stages.push(self.under_way("inspection-standard", 15));
                let gone = RakePlaceFile::Gone;
                self.inbound(
                    -380,
                    Some(-355),
                    gone,
                    Some(onward),
                    stages,
                    Some(work_done()),
                )
            }
            WarmPlace::Outbound => {
                let config = self.config;
                let random = &mut self.random;
                let train =
                    trains::outbound_train(config, self.clock, self.numbers, EUROPE, -95, random);
                let track = self.standard_track();
                let stages = vec![self.under_way("customs-export", 20)];
                let state = self.state(&train, Some(-20), track, stages);
                (train, state)
            }
            WarmPlace::OnSidings => {
                self.sidings += 1;
                let config = self.config;
                let random = &mut self.random;
                let train = trains::bulk_train(config, self.clock, self.numbers, -265, random);
                let track = RakePlaceFile::Track {
                    yard: SIDINGS.to_owned(),
                    track: self.sidings,
                };
                let state = self.state(&train, Some(-240), track, done(&CHECKS));
                (train, state)
            }
            WarmPlace::EmptiedWaiting => {
                let config = self.config;
                let random = &mut self.random;
                let train = trains::empty_out(config, self.clock, self.numbers, -30, false, random);
                let track = self.broad_track();
                let state = self.state(&train, Some(-420), track, done(&["inspection-back"]));
                (train, state)
            }
            WarmPlace::OutboundInSection(section) => self.outbound_on_line(section, false),
            WarmPlace::OutboundBehind(section) => self.outbound_on_line(section, true),
            WarmPlace::OnwardInSection(section) => self.onward_on_line(section, false),
            WarmPlace::OnwardBehind(section) => self.onward_on_line(section, true),
        }
    }

    /// An outbound train on the line: in this main section, or in a loop behind it.
    fn outbound_on_line(&mut self, section: &str, behind: bool) -> (TrainFile, TrainStateFile) {
        let (place, entered) = self.on_line(section, DirectionFile::Down, behind);
        let main = self.config.line.main();
        let before = main.into_iter().take_while(|one| one.id != section);
        let entry = entered - minutes_on_line(before);
        let (config, random) = (self.config, &mut self.random);
        let train = trains::outbound_train(config, self.clock, self.numbers, EUROPE, entry, random);
        let arrived = behind.then_some(STANDING_SINCE);
        let state = self.state(&train, arrived, place, Vec::new());
        (train, state)
    }

    /// An inbound train whose onward rake is on the line, in this main section or in a loop behind it.
    fn onward_on_line(&mut self, section: &str, behind: bool) -> (TrainFile, TrainStateFile) {
        let (place, entered) = self.on_line(section, DirectionFile::Up, behind);
        let main = self.config.line.main();
        let before = main.into_iter().rev().take_while(|one| one.id != section);
        let departed = entered - minutes_on_line(before);
        let mut stages = done(&ALL_CHECKS);
        stages.extend(done(&["inspection-standard"]));
        self.inbound(
            departed - 400,
            Some(departed - 375),
            RakePlaceFile::Gone,
            Some(place),
            stages,
            Some(work_done()),
        )
    }

    /// A place on the line and when the train there entered this section.
    fn on_line(
        &mut self,
        section: &str,
        direction: DirectionFile,
        behind: bool,
    ) -> (RakePlaceFile, i32) {
        let main = self.config.line.main();
        let section = main.into_iter().find(|one| one.id == section);
        let section = section.expect("the warm start names a main section");
        let minutes = (section.loaded_minutes + section.stop_minutes) as i32;
        if behind {
            let station = match direction {
                DirectionFile::Down => &section.to,
                DirectionFile::Up => &section.from,
            };
            let track = self.loops.entry(station).or_default();
            *track += 1;
            let place = RakePlaceFile::Track {
                yard: loops(station),
                track: *track,
            };
            return (place, STANDING_SINCE - minutes);
        }
        let entered = -(minutes / 2);
        let place = RakePlaceFile::Section {
            section: section.id.clone(),
            direction,
            entered: self.clock.at(entered),
            leaves: self.clock.at(entered + minutes),
            passes: false,
        };
        (place, entered)
    }

    /// An inbound train under way.
    fn inbound(
        &mut self,
        entry: i32,
        arrived: Option<i32>,
        arriving: RakePlaceFile,
        onward: Option<RakePlaceFile>,
        stages: Vec<StageProgressFile>,
        work: Option<WorkFile>,
    ) -> (TrainFile, TrainStateFile) {
        let config = self.config;
        let random = &mut self.random;
        let mut train =
            trains::inbound_train(config, self.clock, self.numbers, EUROPE, entry, random);
        train.stage_minutes.clear();
        let mut state = self.state(&train, arrived, arriving, stages);
        state.onward = onward;
        state.work = work;
        (train, state)
    }

    /// An inbound train with both rakes in a spot.
    fn in_spot(&mut self, entry: i32, spot: &str, work: WorkFile) -> (TrainFile, TrainStateFile) {
        let place = || RakePlaceFile::Spot {
            spot: spot.to_owned(),
        };
        let stages = done(&ALL_CHECKS);
        self.inbound(
            entry,
            Some(entry + 25),
            place(),
            Some(place()),
            stages,
            Some(work),
        )
    }

    fn state(
        &self,
        train: &TrainFile,
        arrived: Option<i32>,
        arriving: RakePlaceFile,
        stages: Vec<StageProgressFile>,
    ) -> TrainStateFile {
        filled!(
            TrainStateFile::new(train.id.clone(), arriving);
            arrived: arrived.map(|minute| self.clock.at(minute)),
            stages,
        )
    }

    fn broad_track(&mut self) -> RakePlaceFile {
        self.broad += 1;
        RakePlaceFile::Track {
            yard: BROAD_YARD.to_owned(),
            track: self.broad,
        }
    }

    fn standard_track(&mut self) -> RakePlaceFile {
        self.standard += 1;
        RakePlaceFile::Track {
            yard: STANDARD_YARD.to_owned(),
            track: self.standard,
        }
    }

    fn under_way(&self, stage: &str, until: i32) -> StageProgressFile {
        filled!(
            StageProgressFile::new(stage);
            until: Some(self.clock.at(until)),
        )
    }
}

/// Minutes over sections, stops on the way included: a quarter of the running time.
fn minutes_on_line<'a>(sections: impl Iterator<Item = &'a SectionConfig>) -> i32 {
    let minutes: u32 = sections.map(|section| section.loaded_minutes).sum();
    (minutes * 5 / 4) as i32
}

fn done(stages: &[&str]) -> Vec<StageProgressFile> {
    let done = |stage: &&str| StageProgressFile::new(*stage);
    stages.iter().map(done).collect()
}

/// Crane work in a mode, with no figure yet.
fn work(mode: &str) -> WorkFile {
    filled!(
        WorkFile::default();
        mode: Some(mode.to_owned()),
        preparation_minutes_left: None,
        lifts_left: None,
        finishing_minutes_left: None,
        done: false,
    )
}

fn work_done() -> WorkFile {
    filled!(
        WorkFile::default();
        mode: None,
        preparation_minutes_left: None,
        lifts_left: None,
        finishing_minutes_left: None,
        done: true,
    )
}
