//! Trains under way at the start, in every state the format knows.

mod busy;
mod places;
mod progress;

use super::setting::{BORDER, Setting};
use super::trains::{self, Kind};
use crate::rng::Random;
use busy::caps_used;
use chrono::TimeDelta;
use places::{Places, standing as on_track};
use regauge_model::filled;
use regauge_model::format::{
    DateTimeFile, DirectionFile, ModeFile, RakePlaceFile, SectionFile, SpanFile, StateFile,
    StationFile, TrainFile, TrainStateFile, WorkFile,
};

/// States of a train, by what its rakes are doing.
#[derive(Clone, Copy)]
enum Stand {
    /// Transshipped, running in.
    RunningIn,
    /// Transshipped, on its track.
    Arrived,
    /// Transshipped, one or both rakes being placed.
    Placing,
    /// Transshipped, both rakes in the spot, crane work not begun or under way.
    InSpot,
    /// Transshipped, work done, rakes on their way out.
    Out,
    /// A train of the other kinds, on a track.
    Other,
}

/// One to three trains under way. They come first among the trains; what they stand on stays open until they are gone.
pub(super) fn under_way(
    setting: &Setting,
    station: &mut StationFile,
    sections: &[SectionFile],
    trains: &mut Vec<TrainFile>,
    random: &mut Random,
) -> StateFile {
    let mut maker = Maker {
        setting,
        places: Places::new(station),
        station,
        random,
    };
    let mut found: Vec<(TrainFile, TrainStateFile)> = Vec::new();
    for number in 1..=maker.random.figure(1, 3) {
        let stand = *maker.random.pick(&[
            Stand::RunningIn,
            Stand::Arrived,
            Stand::Placing,
            Stand::InSpot,
            Stand::InSpot,
            Stand::Out,
            Stand::Out,
            Stand::Other,
        ]);
        if let Some((mut train, mut state)) = maker.stand(stand) {
            train.id = format!("W{number}");
            state.train.clone_from(&train.id);
            found.push((train, state));
        }
    }
    let busy = maker.busy();
    let caps_used = caps_used(setting, sections, maker.random);
    let (first, states): (Vec<_>, Vec<_>) = found.into_iter().unzip();
    trains.splice(0..0, first);
    filled!(
        StateFile::default();
        trains: states,
        busy,
        caps_used,
    )
}

struct Maker<'a> {
    setting: &'a Setting,
    station: &'a mut StationFile,
    places: Places,
    random: &'a mut Random,
}

impl Maker<'_> {
    /// A train in such a state; `None` where there is no room for it.
    fn stand(&mut self, stand: Stand) -> Option<(TrainFile, TrainStateFile)> {
        match stand {
            Stand::RunningIn => self.running_in(),
            Stand::Arrived => self.arrived(),
            Stand::Placing => self.placing(),
            Stand::InSpot => self.in_spot(),
            Stand::Out => self.out(),
            Stand::Other => self.other(),
        }
    }

    /// A transshipped train, due in some time ago.
    fn transshipped(&mut self) -> TrainFile {
        let kind = if self.setting.both_ways && self.random.chance(30) {
            Kind::Westward
        } else {
            Kind::Eastward
        };
        self.train(kind)
    }

    fn train(&mut self, kind: Kind) -> TrainFile {
        let entry = -self.random.within(10, 90);
        let mut train = trains::train(self.setting, self.station, kind, 0, entry, self.random);
        train
            .calls
            .retain(|call| kind == Kind::Bulk && call.station == BORDER);
        train
    }

    fn running_in(&mut self) -> Option<(TrainFile, TrainStateFile)> {
        let train = self.transshipped();
        let broad = train.class != "cs";
        let direction = if broad {
            DirectionFile::Up
        } else {
            DirectionFile::Down
        };
        let place = self.in_section(broad, direction)?;
        Some((train, bare(place, None)))
    }

    fn arrived(&mut self) -> Option<(TrainFile, TrainStateFile)> {
        let train = self.transshipped();
        let track = self.places.track(yard_of(&train.class))?;
        let mut progress = self.progress();
        progress.arrival(&train, false);
        let stages = progress.stages;
        let mut state = bare(on_track(track), Some(self.setting.clock.at(-8)));
        state.stages = stages;
        Some((train, state))
    }

    fn placing(&mut self) -> Option<(TrainFile, TrainStateFile)> {
        let mut train = self.transshipped();
        let spot = self.spot_for(&mut train)?;
        let broad = train.class != "cs";
        let track = self.places.track(yard_of(&train.class))?;
        let arriving = if self.random.chance(70) && self.places.locomotive(broad) {
            self.moving_in(Some(track), &spot)
        } else {
            on_track(track)
        };
        let standing = RakePlaceFile::Spot { spot: spot.clone() };
        let onward = match self.random.below(3) {
            0 => None,
            1 if self.places.locomotive(!broad) => Some(self.moving_in(None, &spot)),
            _ => Some(standing),
        };
        let mut progress = self.progress();
        progress.arrival(&train, true);
        let stages = progress.stages;
        let mut state = bare(arriving, Some(self.setting.clock.at(-30)));
        state.stages = stages;
        state.onward = onward;
        Some((train, state))
    }

    fn in_spot(&mut self) -> Option<(TrainFile, TrainStateFile)> {
        let mut train = self.transshipped();
        let spot = self.spot_for(&mut train)?;
        let standing = || RakePlaceFile::Spot { spot: spot.clone() };
        let work = self.work(&train, &spot);
        if let Some(work) = work.as_ref().filter(|work| work.interrupted) {
            self.crane_out(&spot, work.until);
        }
        let mut progress = self.progress();
        progress.arrival(&train, true);
        let stages = progress.stages;
        let mut state = bare(standing(), Some(self.setting.clock.at(-45)));
        state.stages = stages;
        state.onward = Some(standing());
        state.work = work;
        Some((train, state))
    }

    /// Crane work under way in a mode that may work the train, or not begun.
    fn work(&mut self, train: &TrainFile, spot: &str) -> Option<WorkFile> {
        let shed = self
            .station
            .sheds
            .iter()
            .find(|shed| shed.spots.iter().any(|s| s.id == spot))?;
        let own = shed.spots.iter().find(|s| s.id == spot)?;
        let length = train.length_m.max(train.onward.as_ref()?.length_m);
        let fits = |mode: &&regauge_model::format::ModeFile| {
            (mode.spots.is_empty() || mode.spots.iter().any(|s| s == spot))
                && mode.min_length_m.is_none_or(|least| least <= length)
                && mode.max_length_m.is_none_or(|most| most >= length)
        };
        let modes: Vec<_> = shed.modes.iter().filter(fits).collect();
        if modes.is_empty() {
            return None;
        }
        let mode = *self.random.pick(&modes);
        let mut work = filled!(
            WorkFile::default();
            mode: Some(mode.id.clone()),
            preparation_minutes_left: None,
            lifts_left: None,
            finishing_minutes_left: None,
            done: false,
        );
        let lifts: u32 = train.boxes.iter().map(|boxes| boxes.count).sum();
        // What is interrupted, or was, follows from the figure drawn, so that all else is drawn as it would be without.
        let some = |figure: u32| (figure * 5 % lifts.max(1)).max(1);
        match self.random.below(4) {
            0 => return None,
            1 => {
                let most = own.preparation_minutes.unwrap_or(1);
                let left = self.random.figure(1, most);
                work.preparation_minutes_left = Some(left);
                work.resumed_lifts = (left % 3 == 1).then(|| some(left));
            }
            2 if mode.steps.len() == 1 => {
                let left = self.random.figure(1, lifts);
                work.lifts_left = Some(left);
                match left % 4 {
                    0 => self.interrupt(&mut work, mode, left),
                    1 => work.resumed_lifts = Some(left.max(some(left))),
                    _ => {}
                }
            }
            _ => {
                let most = own.finishing_minutes.unwrap_or(1);
                let left = self.random.figure(1, most);
                if left.is_multiple_of(2) {
                    work.lifts_left = Some(some(left));
                    self.interrupt(&mut work, mode, left);
                } else {
                    work.finishing_minutes_left = Some(left);
                }
            }
        }
        Some(work)
    }

    /// Interrupts work with lifts left; in every other case a step still goes on.
    fn interrupt(&self, work: &mut WorkFile, mode: &ModeFile, figure: u32) {
        work.interrupted = true;
        if figure.is_multiple_of(4) {
            let until = 2 + (figure * 7 % 25) as i32;
            work.until = Some(self.setting.clock.at(until));
            let steps = mode.steps.len() as u32;
            work.step = (steps > 1).then_some(1 + figure / 4 % steps);
        } else {
            work.mode = None;
        }
    }

    /// A crane of interrupted work is out: the first one of the shed, for an hour from when nobody lifts any more.
    fn crane_out(&mut self, spot: &str, until: Option<DateTimeFile>) {
        let from = until.unwrap_or_else(|| self.setting.clock.at(0));
        let mut sheds = self.station.sheds.iter_mut();
        let shed = sheds.find(|shed| shed.spots.iter().any(|own| own.id == spot));
        if let Some(crane) = shed.and_then(|shed| shed.cranes.first_mut()) {
            let to = from + TimeDelta::minutes(60);
            crane.closed.push(SpanFile { from, to });
        }
    }

    fn out(&mut self) -> Option<(TrainFile, TrainStateFile)> {
        let mut train = self.transshipped();
        let spot = self.spot_for(&mut train)?;
        let broad = train.class != "cs";
        let standing = || RakePlaceFile::Spot { spot: spot.clone() };
        let emptied = train.emptied.clone()?;
        let (home, away) = if broad {
            (DirectionFile::Down, DirectionFile::Up)
        } else {
            (DirectionFile::Up, DirectionFile::Down)
        };
        let onward_class = train.onward.as_ref()?.class.clone();
        let (emptied_yard, onward_yard) = (yard_of(&emptied.class), yard_of(&onward_class));
        let arriving = match (self.random.below(5), &emptied.into_store) {
            (1, Some(store)) if self.places.locomotive(broad) => {
                self.room(store);
                Some(self.moving_out(&spot, None))
            }
            (1, None) => self.pulling(broad, &spot, emptied_yard),
            (2, None) => self.places.track(emptied_yard).map(on_track),
            (3, None) => self.in_section(broad, home),
            (4, _) => Some(RakePlaceFile::Gone),
            _ => None,
        };
        let arriving = arriving.unwrap_or_else(standing);
        let onward = match self.random.below(4) {
            1 => self.pulling(!broad, &spot, onward_yard),
            2 => self.places.track(onward_yard).map(on_track),
            3 => self.in_section(!broad, away),
            _ => None,
        };
        let onward = onward.unwrap_or_else(standing);
        let mut progress = self.progress();
        progress.arrival(&train, true);
        progress.departure(&emptied.class, &arriving);
        progress.departure(&onward_class, &onward);
        if matches!(onward, RakePlaceFile::Section { .. }) {
            progress.all_done(&train.class);
        }
        let stages = progress.stages;
        let mut state = bare(arriving, Some(self.setting.clock.at(-70)));
        state.stages = stages;
        state.onward = Some(onward);
        state.work = Some(filled!(
            WorkFile::default();
            mode: None,
            preparation_minutes_left: None,
            lifts_left: None,
            finishing_minutes_left: None,
            done: true,
        ));
        Some((train, state))
    }

    /// A train of another kind, or the emptied rake of an earlier one, on a track.
    fn other(&mut self) -> Option<(TrainFile, TrainStateFile)> {
        let kinds = [Kind::Bulk, Kind::IntoStore, Kind::FromStore, Kind::Through];
        let n_kinds = if self.setting.border_standard { 4 } else { 3 };
        let kind = *self.random.pick(&kinds[..n_kinds]);
        let mut train = self.train(kind);
        // An empty rake on a track is a train that starts there.
        let waiting = train.from_store.take().is_some();
        let yard = train.calls.first().and_then(|call| call.yard.clone());
        let yard = yard.unwrap_or_else(|| yard_of(&train.class).to_owned());
        let place = on_track(self.places.track(&yard)?);
        let mut progress = self.progress();
        if waiting {
            progress.departure(&train.class, &place);
        } else {
            progress.arrival(&train, false);
        }
        let stages = progress.stages;
        let mut state = bare(place, Some(self.setting.clock.at(-12)));
        state.stages = stages;
        Some((train, state))
    }
}

/// A state with one rake somewhere.
fn bare(
    arriving: RakePlaceFile,
    arrived: Option<regauge_model::format::DateTimeFile>,
) -> TrainStateFile {
    filled!(
        TrainStateFile::new(String::new(), arriving);
        arrived,
    )
}

/// The yard of a class at the border station.
fn yard_of(class: &str) -> &'static str {
    if class.ends_with('b') { "yb" } else { "ys" }
}
