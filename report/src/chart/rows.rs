//! Which rows the operation chart of a station has: only those that the instance has, in blocks and groups.

use super::localizer::{Localized, Localizer};
use super::rooms::{lanes_of, waiting_for};
use super::words::{self, Word};
use crate::text::{Text, fill};
use regauge_model::Instance;
use regauge_model::ids::{
    CraneId, LocomotiveId, SectionId, ShedId, SpotId, StageId, StationId, StoreId, ThroatId,
    YardId, ZoneId,
};
use regauge_model::resource::Resource;
use regauge_model::system::{Stock, System};
use regauge_model::timeline::Timeline;
use std::collections::BTreeSet;

/// What a row is for. Tracks, locomotives and teams are numbered from 1, lanes of a stage without teams too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    /// The wind of a zone.
    Wind(ZoneId),
    /// A section that ends at the station.
    Section(SectionId),
    /// A throat.
    Throat(ThroatId),
    /// One side of a spot: the first or the second of its gauges.
    Side(SpotId, usize),
    /// Trains that wait to be handled in a shed.
    Waiting(ShedId, u32),
    /// A crane.
    Crane(CraneId),
    /// A track of a yard.
    Track(YardId, u32),
    /// A locomotive of a pool.
    Locomotive(LocomotiveId, u32),
    /// A team of a stage.
    Team(StageId, u32),
    /// What goes on in a store, with one of its stocks.
    Store(StoreId, usize),
    /// The rows of a group that are left out because nothing happens in them.
    Idle(u32),
}

impl Key {
    /// The row of what a train uses, of a stage without teams the first one; all shunting of a station has none.
    pub(super) fn of(resource: Resource) -> Option<Key> {
        Some(match resource {
            Resource::Section(id) => Key::Section(id),
            Resource::Throat(id) => Key::Throat(id),
            Resource::SpotSide(id, side) => Key::Side(id, usize::from(side)),
            Resource::Crane(id) => Key::Crane(id),
            Resource::Track(id, track) => Key::Track(id, track),
            Resource::Locomotive(id, number) => Key::Locomotive(id, number),
            Resource::Team(id, team) => Key::Team(id, team),
            Resource::Stage(id) => Key::Team(id, 1),
            Resource::Store(id) => Key::Store(id, 0),
            _ => return None,
        })
    }
}

/// A row.
pub(super) struct Row {
    pub key: Key,
    pub label: Localized,
    /// Behind the label, in small type.
    pub note: Localized,
    pub height: i32,
}

/// Rows with one title: a shed, a yard, a stage.
pub(super) struct Group {
    pub title: Localized,
    pub rows: Vec<Row>,
}

/// Groups of one kind.
pub(super) struct Block {
    pub title: Localized,
    pub groups: Vec<Group>,
}

/// Heights of rows: on a sheet of a day, on one of a stage plan.
struct Heights {
    wind: i32,
    section: i32,
    work: i32,
    plain: i32,
    stock: i32,
}

const DAY: Heights = Heights {
    wind: 84,
    section: 36,
    work: 17,
    plain: 14,
    stock: 28,
};

const STAGE_PLAN: Heights = Heights {
    wind: 84,
    section: 48,
    work: 26,
    plain: 21,
    stock: 32,
};

/// Makes the rows of stations.
pub(super) struct Rows<'a, 'b> {
    pub instance: &'a Instance,
    pub timeline: &'b Timeline<'a>,
    pub localizer: &'b Localizer<'a>,
    pub is_large: bool,
}

impl Rows<'_, '_> {
    fn system(&self) -> &System {
        self.instance.system()
    }

    fn heights(&self) -> &'static Heights {
        if self.is_large { &STAGE_PLAN } else { &DAY }
    }

    /// The blocks of a station that works trains.
    pub(super) fn of_station(&self, id: StationId) -> Vec<Block> {
        let station = self.system().station(id);
        let mut blocks = vec![
            self.block(words::WIND, self.wind(id)),
            self.block(words::LINE_BLOCK, self.sections(id)),
            self.block(words::THROATS, self.throats(id)),
            self.block(self.work_title(id), self.sheds(&station.sheds)),
            self.block(words::TRACKS, self.yards(id, &station.yards)),
            self.block(words::LOCOMOTIVES, self.locomotives(id)),
            self.block(words::TEAMS, self.stages(&station.stages)),
            self.block(words::STORES, self.stores(&station.stores)),
        ];
        blocks.retain(|block| !block.groups.is_empty());
        blocks
    }

    /// The blocks of stations that have tracks, and throats to them, alone.
    pub(super) fn of_wayside(&self, ids: &[StationId]) -> Vec<Block> {
        let block = |id: &StationId| {
            let station = self.system().station(*id);
            let mut groups = self.throats(*id);
            for group in &mut groups {
                group.title = self.localizer.word(words::THROATS);
            }
            groups.extend(self.yards(*id, &station.yards));
            let title = self.localizer.localize(|names| names.station(*id));
            Block { title, groups }
        };
        ids.iter().map(block).collect()
    }

    fn block(&self, title: Word, groups: Vec<Group>) -> Block {
        Block {
            title: self.localizer.word(title),
            groups,
        }
    }

    /// A harbour has no cranes of its own to show.
    fn work_title(&self, id: StationId) -> Word {
        let sheds = &self.system().station(id).sheds;
        if sheds.iter().any(|shed| self.has_two_sides(*shed)) {
            words::TRANSSHIPMENT
        } else {
            words::SPOTS
        }
    }

    fn row(&self, key: Key, label: Localized, note: Localized, height: i32) -> Row {
        Row {
            key,
            label,
            note,
            height,
        }
    }

    fn numbered(&self, word: Word, number: u32) -> Localized {
        let number = number.to_string();
        self.localizer
            .localize(|names| fill(word.in_language(names.language), &[&number]))
    }

    fn wind(&self, station: StationId) -> Vec<Group> {
        let zones = zones_of(self.system(), station);
        let has_series = |zone: &ZoneId| self.instance.wind(*zone).series.is_some();
        let group = |zone: ZoneId| {
            let height = self.heights().wind;
            let row = self.row(
                Key::Wind(zone),
                Localized::default(),
                Localized::default(),
                height,
            );
            Group {
                title: self.localizer.word(words::METRES_PER_SECOND),
                rows: vec![row],
            }
        };
        zones.into_iter().filter(has_series).map(group).collect()
    }

    /// The sections around a station, by the station at their other end.
    fn sections(&self, id: StationId) -> Vec<Group> {
        let system = self.system();
        let mut groups: Vec<(StationId, Vec<Row>)> = Vec::new();
        for (index, section) in system.sections().iter().enumerate() {
            let other = match (section.from == id, section.to == id) {
                (true, false) => section.to,
                (false, true) => section.from,
                _ => continue,
            };
            let note = self.localizer.localize(|names| {
                let tracks = if section.single_track {
                    words::SINGLE_TRACK
                } else {
                    words::DOUBLE_TRACK
                };
                tracks.in_language(names.language).to_owned()
            });
            let label = Localized::plain(section.gauge_mm.to_string());
            let key = Key::Section(SectionId::from_index(index));
            let row = self.row(key, label, note, self.heights().section);
            match groups.iter_mut().find(|(at, _)| *at == other) {
                Some((_, rows)) => rows.push(row),
                None => groups.push((other, vec![row])),
            }
        }
        let group = |(other, rows)| Group {
            title: self.localizer.localize(|names| names.station(other)),
            rows,
        };
        groups.into_iter().map(group).collect()
    }

    /// The throats of a station, by gauge.
    fn throats(&self, station: StationId) -> Vec<Group> {
        /// One row alone has room for the title along its edge.
        const ALONE: i32 = 28;
        let mut groups: Vec<(u32, Vec<Row>)> = Vec::new();
        let throats = self.system().throats().iter().enumerate();
        let throats: Vec<_> = throats
            .filter(|(_, throat)| throat.station == station)
            .collect();
        let height = if throats.len() == 1 {
            ALONE
        } else {
            self.heights().plain
        };
        for (index, throat) in throats {
            let id = ThroatId::from_index(index);
            let label = self.localizer.localize(|names| names.throat(id));
            let row = self.row(Key::Throat(id), label, Localized::default(), height);
            match groups
                .iter_mut()
                .find(|(gauge, _)| *gauge == throat.gauge_mm)
            {
                Some((_, rows)) => rows.push(row),
                None => groups.push((throat.gauge_mm, vec![row])),
            }
        }
        let group = |(gauge, rows): (u32, Vec<Row>)| Group {
            title: Localized::plain(gauge.to_string()),
            rows,
        };
        groups.into_iter().map(group).collect()
    }

    /// Whether rakes of two gauges stand beside each other in a shed; where trains are only handled they do not.
    fn has_two_sides(&self, shed: ShedId) -> bool {
        !self.system().shed(shed).modes.is_empty()
    }

    fn sheds(&self, sheds: &[ShedId]) -> Vec<Group> {
        let height = self.heights().work;
        let group = |id: &ShedId| {
            let shed = self.system().shed(*id);
            let mut rows = Vec::new();
            for spot in &shed.spots {
                let sides = if self.has_two_sides(*id) { 2 } else { 1 };
                for side in 0..sides {
                    let gauge = self.system().spot(*spot).gauges_mm[side];
                    let note = if sides == 2 {
                        Localized::plain(gauge.to_string())
                    } else {
                        Localized::default()
                    };
                    let label = self.localizer.localize(|names| names.spot(*spot));
                    rows.push(self.row(Key::Side(*spot, side), label, note, height));
                }
            }
            let lanes = waiting_for(self.timeline, *id);
            for lane in 1..=lanes.iter().map(|lane| lane.number).max().unwrap_or(0) {
                let label = if lane == 1 {
                    self.localizer.word(words::WAITING)
                } else {
                    Localized::default()
                };
                let key = Key::Waiting(*id, lane);
                rows.push(self.row(key, label, Localized::default(), self.heights().plain));
            }
            for crane in &shed.cranes {
                let label = self.localizer.localize(|names| names.crane(*crane));
                let note = self.localizer.word(words::CRANE);
                rows.push(self.row(Key::Crane(*crane), label, note, height));
            }
            let title = self.localizer.localize(|names| {
                let kind = if shed.indoor {
                    Text::Indoor
                } else {
                    Text::Outdoor
                };
                let title = names.titled(&shed.name, &shed.title);
                if shed.modes.is_empty() {
                    return title;
                }
                names.fill(Text::ShedTitle, &[&title, names.text(kind)])
            });
            Group { title, rows }
        };
        let groups = sheds.iter().map(group);
        groups.filter(|group| !group.rows.is_empty()).collect()
    }

    fn yards(&self, station: StationId, yards: &[YardId]) -> Vec<Group> {
        let height = self.heights().plain;
        let group = |id: &YardId| {
            let yard = self.system().yard(*id);
            let row = |number: u32| {
                let length = yard.track_length_m(number).unwrap_or_default();
                let label = self.numbered(words::TRACK_NUMBER, number);
                let note = Localized::plain(format!("{length} m"));
                self.row(Key::Track(*id, number), label, note, height)
            };
            let title = self.localizer.localize(|names| {
                let title = names.yard(*id);
                let gauge = yard.gauge_mm.to_string();
                let mut yards = self.system().station(station).yards.iter();
                let is_only = yards.all(|other| other == id);
                if title.contains(&gauge) || is_only {
                    title
                } else {
                    format!("{title} {gauge}")
                }
            });
            Group {
                title,
                rows: (1..=yard.n_tracks()).map(row).collect(),
            }
        };
        yards.iter().map(group).collect()
    }

    fn locomotives(&self, station: StationId) -> Vec<Group> {
        let height = self.heights().plain;
        let pools = self.system().locomotives().iter().enumerate();
        let pools = pools.filter(|(_, pool)| pool.station == station && pool.count > 0);
        let group = |(index, pool): (usize, &regauge_model::system::LocomotivePool)| {
            let id = LocomotiveId::from_index(index);
            let row = |number: u32| {
                let label = self.numbered(words::LOCOMOTIVE_NUMBER, number);
                self.row(
                    Key::Locomotive(id, number),
                    label,
                    Localized::default(),
                    height,
                )
            };
            Group {
                title: Localized::plain(pool.gauge_mm.to_string()),
                rows: (1..=pool.count).map(row).collect(),
            }
        };
        pools.map(group).collect()
    }

    fn stages(&self, stages: &[StageId]) -> Vec<Group> {
        let height = self.heights().plain;
        let group = |id: &StageId| {
            let stage = self.system().stage(*id);
            let teams = match stage.teams {
                Some(teams) => teams,
                None => lanes_of(self.timeline, *id)
                    .iter()
                    .map(|lane| lane.number)
                    .max()
                    .unwrap_or(1),
            };
            let row = |number: u32| {
                let label = match stage.teams {
                    Some(_) => self.numbered(words::TEAM_NUMBER, number),
                    None if number == 1 => self.localizer.word(words::UNLIMITED),
                    None => Localized::default(),
                };
                self.row(Key::Team(*id, number), label, Localized::default(), height)
            };
            let title = self
                .localizer
                .localize(|names| names.titled(&stage.name, &stage.title));
            Group {
                title,
                rows: (1..=teams).map(row).collect(),
            }
        };
        stages.iter().map(group).collect()
    }

    fn stores(&self, stores: &[StoreId]) -> Vec<Group> {
        let group = |id: &StoreId| {
            let store = self.system().store(*id);
            let of_wagons = store.holds_wagons();
            let capacity = if of_wagons {
                store.capacity / 100
            } else {
                store.capacity
            };
            let note = self.localizer.localize(|names| {
                if of_wagons {
                    format!("≤ {capacity} m")
                } else {
                    format!("≤ {capacity} {}", words::RAKES.in_language(names.language))
                }
            });
            let title = self.localizer.localize(|names| names.store(*id));
            let height = self.heights().stock;
            let row = |(number, stock): (usize, &Stock)| {
                let label = stock.kind.clone();
                let label = label.unwrap_or_else(|| store.gauge_mm.to_string());
                let note = if number == 0 {
                    note.clone()
                } else {
                    Localized::default()
                };
                self.row(
                    Key::Store(*id, number),
                    Localized::plain(label),
                    note,
                    height,
                )
            };
            let rows = store.stocks.iter().enumerate().map(row).collect();
            Group { title, rows }
        };
        stores.iter().map(group).collect()
    }
}

/// Stations with a chart of their own, in order: they have sheds, stages, locomotives or stores.
pub(super) fn working_stations(system: &System) -> Vec<StationId> {
    let stations = system.stations().iter().enumerate();
    let works = |(index, station): (usize, &regauge_model::system::Station)| {
        let id = StationId::from_index(index);
        let shunts = system.locomotives().iter().any(|pool| pool.station == id);
        let works = shunts
            || !station.sheds.is_empty()
            || !station.stages.is_empty()
            || !station.stores.is_empty();
        works.then_some(id)
    };
    stations.filter_map(works).collect()
}

/// Stations that have tracks alone, and on which a train of the plan stands or stood.
pub(super) fn wayside_stations(instance: &Instance, stood: &BTreeSet<StationId>) -> Vec<StationId> {
    let system = instance.system();
    let working = working_stations(system);
    let ids = (0..system.stations().len()).map(StationId::from_index);
    ids.filter(|id| !working.contains(id) && stood.contains(id))
        .collect()
}

/// The zones whose wind acts on a station: on its sheds, its shunting, the sections that end there.
pub(super) fn zones_of(system: &System, station: StationId) -> Vec<ZoneId> {
    let data = system.station(station);
    let sheds = data.sheds.iter();
    let outdoors = sheds.filter_map(|id| {
        let shed = system.shed(*id);
        shed.zone.filter(|_| !shed.indoor)
    });
    let sections = system.sections().iter();
    let around = sections
        .filter(|section| section.from == station || section.to == station)
        .filter_map(|section| section.zone);
    let zones: BTreeSet<ZoneId> = data
        .zone
        .into_iter()
        .chain(outdoors)
        .chain(around)
        .collect();
    zones.into_iter().collect()
}
