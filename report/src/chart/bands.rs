//! Stations by distance down: the chain of a line as one panel, sections beside others as panels of their own.

use super::line::{Line, minutes};
use regauge_model::ids::{SectionId, StationId};
use regauge_model::system::{Section, System};

/// Pixels of the chain of a line.
const CHAIN: f64 = 430.0;
/// A band is never lower: numbers must fit along its lines.
const LEAST: i32 = 46;
/// And never higher.
const MOST: i32 = 220;
/// Above each panel after the first one.
const GAP: i32 = 36;

/// A section as a band between two station lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Band {
    pub section: SectionId,
    pub upper: StationId,
    pub lower: StationId,
    pub top: i32,
    pub bottom: i32,
}

impl Band {
    /// Where a station of the section is.
    pub(super) fn y(&self, station: StationId) -> i32 {
        if station == self.upper {
            self.top
        } else {
            self.bottom
        }
    }
}

/// A station line, with the distance from the first one of its panel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct StationLine {
    pub station: StationId,
    pub y: i32,
    pub distance: f64,
}

/// The bands of a line.
pub(super) struct Bands {
    pub all: Vec<Band>,
    pub stations: Vec<StationLine>,
    /// Upper and lower edges of the panels.
    pub panels: Vec<(i32, i32)>,
    /// Distances are kilometres (else running minutes).
    pub in_kilometres: bool,
}

impl Bands {
    /// The bands of a line from a pixel on.
    pub(super) fn new(system: &System, line: &Line, top: i32) -> Bands {
        let all = line.links.iter().flatten().map(|id| system.section(*id));
        let in_kilometres = all.clone().all(|section| section.length_km.is_some());
        let distance = |section: &Section| match section.length_km {
            Some(length) if in_kilometres => length,
            _ => f64::from(minutes(section)),
        };
        let mut gauge = None;
        let mut chain: Vec<SectionId> = Vec::new();
        let mut beside: Vec<(usize, SectionId)> = Vec::new();
        for (at, sections) in line.links.iter().enumerate() {
            // The chain goes on in the gauge in which it came.
            let goes_on = sections
                .iter()
                .find(|id| Some(system.section(**id).gauge_mm) == gauge);
            let main = *goes_on.unwrap_or(&sections[0]);
            gauge = Some(system.section(main).gauge_mm);
            chain.push(main);
            beside.extend(
                sections
                    .iter()
                    .filter(|id| **id != main)
                    .map(|id| (at, *id)),
            );
        }
        let total: f64 = chain.iter().map(|id| distance(system.section(*id))).sum();
        let pixels = CHAIN / total.max(1.0);
        let height = |id: SectionId| {
            let wanted = (distance(system.section(id)) * pixels).round() as i32;
            wanted.clamp(LEAST, MOST)
        };
        let mut bands = Bands {
            all: Vec::new(),
            stations: Vec::new(),
            panels: Vec::new(),
            in_kilometres,
        };
        let mut y = top;
        let mut so_far = 0.0;
        bands.station(line.stations[0], y, so_far);
        for (at, id) in chain.iter().enumerate() {
            so_far += distance(system.section(*id));
            let bottom = y + height(*id);
            bands.band(*id, (line.stations[at], line.stations[at + 1]), (y, bottom));
            bands.station(line.stations[at + 1], bottom, so_far);
            y = bottom;
        }
        bands.panels.push((top, y));
        for (at, id) in beside {
            let (upper, lower) = (line.stations[at], line.stations[at + 1]);
            let top = y + GAP;
            // As high as its neighbour of the chain, so that the slopes compare.
            let bottom = top + height(id).max(LEAST + 14);
            bands.station(upper, top, 0.0);
            bands.band(id, (upper, lower), (top, bottom));
            bands.station(lower, bottom, distance(system.section(id)));
            bands.panels.push((top, bottom));
            y = bottom;
        }
        bands
    }

    fn station(&mut self, station: StationId, y: i32, distance: f64) {
        self.stations.push(StationLine {
            station,
            y,
            distance,
        });
    }

    fn band(
        &mut self,
        section: SectionId,
        (upper, lower): (StationId, StationId),
        (top, bottom): (i32, i32),
    ) {
        self.all.push(Band {
            section,
            upper,
            lower,
            top,
            bottom,
        });
    }

    /// Bands that stand alone, each a panel of its own.
    pub(super) fn alone(bands: Vec<Band>) -> Bands {
        Bands {
            panels: bands.iter().map(|band| (band.top, band.bottom)).collect(),
            all: bands,
            stations: Vec::new(),
            in_kilometres: false,
        }
    }

    /// The band of a section.
    pub(super) fn of(&self, section: SectionId) -> Option<&Band> {
        self.all.iter().find(|band| band.section == section)
    }

    /// The panel in which a band lies.
    pub(super) fn panel_of(&self, band: &Band) -> usize {
        let holds = |(top, bottom): &(i32, i32)| *top <= band.top && band.bottom <= *bottom;
        self.panels.iter().position(holds).unwrap_or(0)
    }

    pub(super) fn bottom(&self) -> i32 {
        self.panels.last().map_or(0, |(_, bottom)| *bottom)
    }
}
