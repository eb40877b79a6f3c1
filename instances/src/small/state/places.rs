//! What is taken already: tracks, sheds, sections, locomotives, teams; and the places made of what is free.

use super::Maker;
use regauge_model::format::{DirectionFile, RakePlaceFile, StageFile, StationFile, TrainFile};
use std::collections::BTreeMap;

/// A yard and the number of a track in it.
pub(super) type Track = (String, u32);

/// Standing on a track.
pub(super) fn standing((yard, track): Track) -> RakePlaceFile {
    RakePlaceFile::Track { yard, track }
}

/// What is free and what is taken.
pub(super) struct Places {
    /// Free tracks on which every rake fits, per yard: the next and the last.
    tracks: BTreeMap<String, (u32, u32)>,
    /// Sheds with a train in a spot.
    pub(super) sheds: Vec<String>,
    /// Sections with a train.
    sections: Vec<String>,
    /// Free locomotives, broad and standard.
    locomotives: [u32; 2],
    /// Busy teams per stage.
    teams: BTreeMap<String, u32>,
}

impl Places {
    pub(super) fn new(station: &StationFile) -> Places {
        let yards = station.yards.iter();
        Places {
            tracks: yards
                .map(|yard| (yard.id.clone(), (1, yard.tracks[0].count)))
                .collect(),
            sheds: Vec::new(),
            sections: Vec::new(),
            locomotives: [station.locomotives[0].count, station.locomotives[1].count],
            teams: BTreeMap::new(),
        }
    }

    /// A free track of a yard.
    pub(super) fn track(&mut self, yard: &str) -> Option<Track> {
        let (next, last) = self.tracks.get_mut(yard)?;
        if next > last {
            return None;
        }
        let track = *next;
        *next += 1;
        Some((yard.to_owned(), track))
    }

    /// Takes a locomotive of a gauge where one is free.
    pub(super) fn locomotive(&mut self, broad: bool) -> bool {
        let free = &mut self.locomotives[usize::from(!broad)];
        let taken = *free > 0;
        *free = free.saturating_sub(1);
        taken
    }

    /// Frees a locomotive taken in vain.
    pub(super) fn give_back(&mut self, broad: bool) {
        self.locomotives[usize::from(!broad)] += 1;
    }

    /// Takes a team of a stage where one is free.
    pub(super) fn team(&mut self, stage: &StageFile) -> bool {
        let busy = self.teams.entry(stage.id.clone()).or_default();
        let free = stage.teams.is_none_or(|teams| *busy < teams);
        *busy += u32::from(free);
        free
    }
}

impl Maker<'_> {
    /// A spot for a train, in a shed without trains so far; the rakes are cut to its length, and neither the spot
    /// nor the cranes have closures any more. A train under way is worked in one part.
    pub(super) fn spot_for(&mut self, train: &mut TrainFile) -> Option<String> {
        let free =
            |shed: &&mut regauge_model::format::ShedFile| !self.places.sheds.contains(&shed.id);
        let shed = self.station.sheds.iter_mut().find(free)?;
        self.places.sheds.push(shed.id.clone());
        if !shed.accepts.is_empty() && train.class == "rb" {
            "cb".clone_into(&mut train.class);
        }
        for crane in &mut shed.cranes {
            crane.closed.clear();
        }
        let number = self.random.below(shed.spots.len() as u32) as usize;
        let spot = &mut shed.spots[number];
        spot.closed.clear();
        train.parts = 1;
        train.length_m = train.length_m.min(spot.length_m - 2);
        if let Some(onward) = &mut train.onward {
            onward.length_m = onward.length_m.min(spot.length_m);
        }
        Some(spot.id.clone())
    }

    /// In the section next to the border station, in which no other train is.
    pub(super) fn in_section(
        &mut self,
        broad: bool,
        direction: DirectionFile,
    ) -> Option<RakePlaceFile> {
        let section = match (broad, self.setting.mid) {
            (true, _) => "broad",
            (false, true) => "line-2",
            (false, false) => "line",
        };
        if self.places.sections.iter().any(|taken| taken == section) {
            return None;
        }
        self.places.sections.push(section.to_owned());
        Some(RakePlaceFile::Section {
            section: section.to_owned(),
            direction,
            entered: self.setting.clock.at(-self.random.within(1, 5)),
            leaves: self.setting.clock.at(self.random.within(3, 10)),
            passes: false,
        })
    }

    /// Being placed, for some minutes yet.
    pub(super) fn moving_in(&mut self, from: Option<Track>, spot: &str) -> RakePlaceFile {
        let (yard, track) = from.unzip();
        RakePlaceFile::Placing {
            yard,
            track,
            spot: spot.to_owned(),
            until: self.setting.clock.at(self.random.within(1, 8)),
        }
    }

    /// Being pulled, for some minutes yet.
    pub(super) fn moving_out(&mut self, spot: &str, to: Option<Track>) -> RakePlaceFile {
        let (yard, track) = to.unzip();
        RakePlaceFile::Pulling {
            spot: spot.to_owned(),
            yard,
            track,
            until: self.setting.clock.at(self.random.within(1, 8)),
        }
    }

    /// Being pulled onto a free track of a yard; `None` where a locomotive or a track is missing.
    pub(super) fn pulling(&mut self, broad: bool, spot: &str, yard: &str) -> Option<RakePlaceFile> {
        if !self.places.locomotive(broad) {
            return None;
        }
        let Some(track) = self.places.track(yard) else {
            self.places.give_back(broad);
            return None;
        };
        Some(self.moving_out(spot, Some(track)))
    }

    /// Makes room for a rake on its way into a store.
    pub(super) fn room(&mut self, store: &str) {
        for own in &mut self.station.stores {
            if own.id == store {
                own.capacity = own.capacity.map(|capacity| capacity + 1);
            }
        }
    }
}
