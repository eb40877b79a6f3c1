//! The system as the engines see it: stations, sections, sheds, with indexed ids and every name resolved.
//!
//! All lists are flat and indexed by the id of their kind; a thing names what it belongs to. Only validation
//! builds a [`System`], so every id in it is valid and every figure is in its allowed range.

use crate::ids::{
    ClassId, CraneId, LocomotiveId, ModeId, SectionId, ShedId, SpotId, StageId, StationId, StoreId,
    ThroatId, YardId, ZoneId,
};
use crate::time::{Minute, Span};

/// Line, stations and sheds.
#[derive(Clone, Debug, PartialEq)]
pub struct System {
    pub(crate) classes: Vec<Class>,
    pub(crate) zones: Vec<Zone>,
    pub(crate) stations: Vec<Station>,
    pub(crate) sections: Vec<Section>,
    pub(crate) given_paths: Vec<GivenPath>,
    pub(crate) windows: Vec<PossessionWindow>,
    pub(crate) yards: Vec<Yard>,
    pub(crate) stages: Vec<Stage>,
    pub(crate) locomotives: Vec<LocomotivePool>,
    pub(crate) stores: Vec<Store>,
    pub(crate) throats: Vec<Throat>,
    pub(crate) sheds: Vec<Shed>,
    pub(crate) spots: Vec<Spot>,
    pub(crate) cranes: Vec<Crane>,
    pub(crate) modes: Vec<Mode>,
}

macro_rules! lists {
    ($($(#[$doc:meta])* $many:ident, $one:ident, $id:ty => $item:ty;)*) => {
        impl System {$(
            $(#[$doc])*
            pub fn $many(&self) -> &[$item] {
                &self.$many
            }

            /// One of them.
            pub fn $one(&self, id: $id) -> &$item {
                &self.$many[id.index()]
            }
        )*}
    };
}

lists! {
    /// Train classes.
    classes, class, ClassId => Class;
    /// Wind zones.
    zones, zone, ZoneId => Zone;
    /// Stations and boundary points.
    stations, station, StationId => Station;
    /// Open-line sections.
    sections, section, SectionId => Section;
    /// Yards of all stations.
    yards, yard, YardId => Yard;
    /// Stages of all stations.
    stages, stage, StageId => Stage;
    /// Locomotive pools of all stations.
    locomotives, locomotive_pool, LocomotiveId => LocomotivePool;
    /// Stores of all stations.
    stores, store, StoreId => Store;
    /// Throats of all stations.
    throats, throat, ThroatId => Throat;
    /// Sheds and outdoor modules of all stations.
    sheds, shed, ShedId => Shed;
    /// Spots of all sheds.
    spots, spot, SpotId => Spot;
    /// Cranes of all sheds.
    cranes, crane, CraneId => Crane;
    /// Crane modes of all sheds.
    modes, mode, ModeId => Mode;
}

impl System {
    /// One with nothing in it, for validation to fill.
    pub(crate) fn empty() -> System {
        System {
            classes: Vec::new(),
            zones: Vec::new(),
            stations: Vec::new(),
            sections: Vec::new(),
            given_paths: Vec::new(),
            windows: Vec::new(),
            yards: Vec::new(),
            stages: Vec::new(),
            locomotives: Vec::new(),
            stores: Vec::new(),
            throats: Vec::new(),
            sheds: Vec::new(),
            spots: Vec::new(),
            cranes: Vec::new(),
            modes: Vec::new(),
        }
    }

    /// Paths already given away.
    pub fn given_paths(&self) -> &[GivenPath] {
        &self.given_paths
    }

    /// Possessions that may be put at some time of a window, by section and then in the order of the file.
    pub fn windows(&self) -> &[PossessionWindow] {
        &self.windows
    }

    /// When its possessions of choice begin, as far as that is decided.
    pub fn placed(&self) -> Vec<Minute> {
        let windows = self.windows.iter();
        windows.map_while(|window| window.start).collect()
    }

    /// Whether that of all of them is decided.
    pub fn is_placed(&self) -> bool {
        self.windows.iter().all(|window| window.start.is_some())
    }

    /// Puts the first windows at these starts: each closes its section from then on for its minutes.
    pub(crate) fn place(&mut self, starts: &[Minute]) {
        for section in &mut self.sections {
            section.possessions.retain(|possession| !possession.placed);
        }
        for (index, window) in self.windows.iter_mut().enumerate() {
            window.start = starts.get(index).copied();
            if let Some(start) = window.start {
                let section = &mut self.sections[window.section.index()];
                section.possessions.push(Possession {
                    track: window.track,
                    span: Span::new(start, start + window.minutes),
                    single_track_working: window.single_track_working,
                    placed: true,
                });
            }
        }
    }

    /// The locomotive pool of a gauge at a station.
    pub fn locomotives_at(&self, station: StationId, gauge_mm: u32) -> Option<LocomotiveId> {
        let found = self
            .locomotives
            .iter()
            .position(|pool| pool.station == station && pool.gauge_mm == gauge_mm);
        found.map(LocomotiveId::from_index)
    }

    /// The tracks of which a train of a gauge holds one while it passes at a station: yard and group.
    pub fn through_at(&self, station: StationId, gauge_mm: u32) -> Option<(YardId, usize)> {
        let through = self.station(station).through.iter().copied();
        let mut of_gauge = through.filter(|(yard, _)| self.yard(*yard).gauge_mm == gauge_mm);
        of_gauge.next()
    }

    /// The sections on which a class runs from one station straight to another, with the direction.
    pub fn sections_between(
        &self,
        from: StationId,
        to: StationId,
        class: ClassId,
    ) -> impl Iterator<Item = (SectionId, Direction)> + '_ {
        let gauge = self.class(class).gauge_mm;
        self.sections
            .iter()
            .enumerate()
            .filter_map(move |(index, section)| {
                let direction = if (section.from, section.to) == (from, to) {
                    Direction::Down
                } else if (section.to, section.from) == (from, to) {
                    Direction::Up
                } else {
                    return None;
                };
                let runs =
                    section.gauge_mm == gauge && section.run_minutes[class.index()].is_some();
                runs.then_some((SectionId::from_index(index), direction))
            })
    }

    /// Whether a train of the class has a stage to do at the station and so must stop there.
    pub fn has_stage_at(&self, station: StationId, class: ClassId) -> bool {
        self.stages
            .iter()
            .any(|stage| stage.station == station && stage.classes.contains(&class))
    }
}

/// A train class.
#[derive(Clone, Debug, PartialEq)]
pub struct Class {
    /// Its id in the file.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// Track gauge in millimetres.
    pub gauge_mm: u32,
    /// Weight in hundredths.
    pub weight_centi: i64,
    /// Kind of cargo.
    pub cargo: Option<String>,
}

/// A wind zone.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    /// Its id in the file.
    pub name: String,
    /// Its name for people.
    pub title: String,
}

/// A station or boundary point.
#[derive(Clone, Debug, PartialEq)]
pub struct Station {
    /// Its id in the file.
    pub name: String,
    /// Its name for people (the id where none is given).
    pub title: String,
    /// IANA time zone printed beside the plan's own.
    pub timezone: Option<chrono_tz::Tz>,
    /// Wind zone.
    pub zone: Option<ZoneId>,
    /// Its yards; none: a boundary point.
    pub yards: Vec<YardId>,
    /// Minutes for which a track is held before an arrival from the line; at least 1.
    pub track_setting: i32,
    /// Minutes for which a track is held after a departure to the line.
    pub track_clearing: i32,
    /// Minutes between an arrival over a section and a departure into it on the same track, where the section asks for fewer.
    pub meeting: i32,
    /// Groups of tracks of which a train holds one that passes, at most one group per gauge.
    pub through: Vec<(YardId, usize)>,
    /// Its stages.
    pub stages: Vec<StageId>,
    /// Its stores.
    pub stores: Vec<StoreId>,
    /// Its sheds.
    pub sheds: Vec<ShedId>,
    /// How the wind acts on shunting.
    pub shunting_rule: Option<WindRule>,
}

/// Direction on a section.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// 下行, from the section's `from` to its `to`.
    Down,
    /// 上行, the other way.
    Up,
}

impl Direction {
    /// The other one.
    #[must_use]
    pub fn opposite(self) -> Direction {
        match self {
            Direction::Down => Direction::Up,
            Direction::Up => Direction::Down,
        }
    }
}

/// A value per direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PerDirection<T> {
    /// For [`Direction::Down`].
    pub down: T,
    /// For [`Direction::Up`].
    pub up: T,
}

impl<T: Copy> PerDirection<T> {
    /// The value for a direction.
    pub fn get(&self, direction: Direction) -> T {
        match direction {
            Direction::Down => self.down,
            Direction::Up => self.up,
        }
    }
}

/// An open-line section.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// Its id in the file.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// Where direction down begins.
    pub from: StationId,
    /// Where direction down ends.
    pub to: StationId,
    /// Track gauge in millimetres.
    pub gauge_mm: u32,
    /// One track for both directions.
    pub single_track: bool,
    /// Length in kilometres.
    pub length_km: Option<f64>,
    /// Wind zone.
    pub zone: Option<ZoneId>,
    /// Running minutes without stops per class (indexed by [`ClassId`]).
    pub run_minutes: Vec<Option<PerDirection<i32>>>,
    /// Minutes more when starting from a stop.
    pub start_minutes: PerDirection<i32>,
    /// Minutes more when stopping at the exit.
    pub stop_minutes: PerDirection<i32>,
    /// Headway per direction.
    pub headway: PerDirection<i32>,
    /// Minutes between the exit of a train and the entry of an opposing one on the same track; at least 1 where the line
    /// goes on at a point without yards of its gauge.
    pub clearing: i32,
    /// Minutes more behind a run of each direction, where the station at which it ends asks for them.
    pub meeting: PerDirection<i32>,
    /// How trains of one direction follow each other.
    pub block: Block,
    /// Minutes of slack wanted beyond headway and clearing.
    pub buffer: i32,
    /// Possessions of its tracks, in the order of the file; behind them those of [`System::windows`] that have a start.
    pub possessions: Vec<Possession>,
    /// How the wind acts.
    pub wind_rule: Option<WindRule>,
    /// Caps per direction and railway day.
    pub caps: Vec<Cap>,
}

impl Section {
    /// Where a run of a direction begins and where it ends.
    pub fn ends(&self, direction: Direction) -> (StationId, StationId) {
        match direction {
            Direction::Down => (self.from, self.to),
            Direction::Up => (self.to, self.from),
        }
    }

    /// Minutes between the exit of a run of a direction and the entry of an opposing one on the same track.
    pub fn clearing_behind(&self, direction: Direction) -> i32 {
        self.clearing + self.meeting.get(direction)
    }

    /// Minutes between the exit of a train and the entry of the next one of its direction; `None` where several are in the
    /// section at a time.
    pub fn following(&self) -> Option<i32> {
        (self.block == Block::StationToStation).then_some(self.clearing)
    }
}

/// How trains of one direction follow each other in a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block {
    /// Several at a time, a headway apart.
    Automatic,
    /// One at a time.
    StationToStation,
}

/// A maintenance closure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Possession {
    /// Track closed, named by its direction; `None`: every track.
    pub track: Option<Direction>,
    /// When.
    pub span: Span,
    /// Trains of the closed track run on the other one meanwhile.
    pub single_track_working: bool,
    /// When it is was decided by a plan, inside a window.
    pub placed: bool,
}

/// A possession that may be put anywhere in a window: when is a decision of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PossessionWindow {
    /// Its section.
    pub section: SectionId,
    /// Track closed, named by its direction; `None`: every track.
    pub track: Option<Direction>,
    /// Where it lies, from end to end.
    pub within: Span,
    /// The starts that it may have: from the start of the horizon on, when no train of that time is in its way any more, and no
    /// path given away runs on its track. Spans of minutes, in their order.
    pub starts: Vec<Span>,
    /// How long it takes.
    pub minutes: i32,
    /// Trains of the closed track run on the other one meanwhile.
    pub single_track_working: bool,
    /// First minute closed; `None` while that is not decided.
    pub start: Option<Minute>,
}

/// Most trains of a direction per railway day, per hour and in spans.
#[derive(Clone, Debug, PartialEq)]
pub struct Cap {
    /// Direction counted.
    pub direction: Direction,
    /// Whether a class counts (indexed by [`ClassId`]).
    pub counts: Vec<bool>,
    /// Trains per railway day.
    pub per_day: u32,
    /// Railway days (0 is the one running at the start of the horizon) with another figure.
    pub days: Vec<(i32, u32)>,
    /// Trains per hour; hours are counted from the beginning of a railway day.
    pub per_hour: Option<u32>,
    /// Spans with the trains that may enter in them.
    pub spans: Vec<(Span, u32)>,
    /// Only entries in this span are counted.
    pub within: Span,
    /// Trains already counted on day 0 before the start of the horizon.
    pub used: u32,
    /// Minutes before the start in which trains have entered, as far as they are known.
    pub entered: Vec<Minute>,
}

impl Cap {
    /// Entries before the start in a span, as far as they are known.
    pub fn entered_in(&self, span: Span) -> u32 {
        let entered = self.entered.iter();
        entered.filter(|&&at| span.contains(at)).count() as u32
    }

    /// Most trains on a railway day.
    pub fn on_day(&self, day: i32) -> u32 {
        self.days
            .iter()
            .find(|(d, _)| *d == day)
            .map_or(self.per_day, |(_, count)| *count)
    }
}

/// A path already given away.
#[derive(Clone, Debug, PartialEq)]
pub struct GivenPath {
    /// Number of the train that has it.
    pub train: String,
    /// Section.
    pub section: SectionId,
    /// Direction.
    pub direction: Direction,
    /// From entry to exit.
    pub span: Span,
    /// It is a run of a train that ended before the start; headway and clearing count from it as from any path.
    pub is_past: bool,
}

/// A yard.
#[derive(Clone, Debug, PartialEq)]
pub struct Yard {
    /// Its id in the file.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// Its station.
    pub station: StationId,
    /// Track gauge in millimetres.
    pub gauge_mm: u32,
    /// Groups of equal tracks; tracks are numbered through from 1 in this order.
    pub groups: Vec<TrackGroup>,
    /// Only trains that name it in a call stand here.
    pub by_call_only: bool,
}

impl Yard {
    /// Number of tracks.
    pub fn n_tracks(&self) -> u32 {
        self.groups.iter().map(|group| group.count).sum()
    }

    /// Usable length of a track (numbered from 1); `None` when there is no such track.
    pub fn track_length_m(&self, track: u32) -> Option<u32> {
        self.group_of(track)
            .map(|group| self.groups[group].length_m)
    }

    /// The group a track (numbered from 1) belongs to.
    pub fn group_of(&self, track: u32) -> Option<usize> {
        let mut last = 0;
        self.groups.iter().position(|group| {
            last += group.count;
            track >= 1 && track <= last
        })
    }
}

/// Equal tracks of a yard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrackGroup {
    /// How many.
    pub count: u32,
    /// Usable length in metres.
    pub length_m: u32,
}

/// On which side of the stay a stage is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StageSide {
    /// After the arrival; a transshipped train is placed only after it.
    Arrival,
    /// After the arrival of a transshipped train, and its onward rake departs only after it. For a train that only
    /// passes it is like [`StageSide::Arrival`].
    ArrivalBeforeDeparture,
    /// Before the departure.
    Departure,
}

/// A stage of the stay.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// Its id in the file.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// Its station.
    pub station: StationId,
    /// Duration in minutes.
    pub minutes: i32,
    /// Teams; `None`: as many as needed.
    pub teams: Option<u32>,
    /// On which side of the stay.
    pub side: StageSide,
    /// Classes it applies to.
    pub classes: Vec<ClassId>,
    /// Spans it does not overlap.
    pub closed: Vec<Span>,
}

/// Shunting locomotives of one gauge at one station.
#[derive(Clone, Debug, PartialEq)]
pub struct LocomotivePool {
    /// Its station.
    pub station: StationId,
    /// Track gauge in millimetres.
    pub gauge_mm: u32,
    /// How many.
    pub count: u32,
    /// Minutes of running light before each movement.
    pub light_run: i32,
    /// Minutes of slack wanted between one movement of a locomotive and the light run before the next.
    pub buffer: i32,
}

/// A throat (咽喉): movements over the same switches, of which one goes on at a time.
#[derive(Clone, Debug, PartialEq)]
pub struct Throat {
    /// Its id in the file.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// Its station.
    pub station: StationId,
    /// Track gauge in millimetres; only rakes of this gauge use it.
    pub gauge_mm: u32,
    /// What uses it, each movement once for every time that it is named.
    pub uses: Vec<ThroatUse>,
}

/// When a movement uses a throat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThroatUse {
    /// The movement.
    pub by: ThroatMovement,
    /// Minutes of a shunting movement before it comes to the throat; 0 for trains of the line.
    pub from: i32,
    /// Minutes before an arrival, from a departure on, or of a shunting movement (`None`: to its end).
    pub minutes: Option<i32>,
}

/// A movement that may use a throat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThroatMovement {
    /// An arrival over a section, to stop or to pass.
    Arrival(SectionId),
    /// A departure into a section, from a stop or passing.
    Departure(SectionId),
    /// Placing into, pulling from or exchanging in a spot.
    Spot(SpotId),
    /// A movement into or from a store.
    Store(StoreId),
}

/// A store of empty rakes, or of empty wagons.
#[derive(Clone, Debug, PartialEq)]
pub struct Store {
    /// Its id in the file.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// Its station.
    pub station: StationId,
    /// Track gauge in millimetres.
    pub gauge_mm: u32,
    /// What it holds, kind by kind; a store that counts rakes has one stock without a kind.
    pub stocks: Vec<Stock>,
    /// Room of its tracks: most rakes, or centimetres.
    pub capacity: u32,
    /// Minutes of a movement between it and a yard track.
    pub moving: i32,
    /// Minutes of making up a rake, before its movement out.
    pub making_up: i32,
    /// Minutes of breaking up a rake, behind its movement in.
    pub breaking_up: i32,
    /// Minutes from then on until its wagons may be used again.
    pub inspection: i32,
}

impl Store {
    /// Whether it counts wagons, and not rakes.
    pub fn holds_wagons(&self) -> bool {
        self.stocks.iter().any(|stock| stock.kind.is_some())
    }

    /// The room that some of what it holds takes.
    pub fn room_of(&self, lots: &[Lot]) -> i64 {
        let rooms = lots.iter().filter_map(|lot| {
            let stock = self.stocks.get(lot.stock)?;
            Some(i64::from(lot.count) * i64::from(stock.takes))
        });
        rooms.sum()
    }

    /// The room that what stands in it at the start takes.
    pub fn room_at_start(&self) -> i64 {
        let rooms = self.stocks.iter().map(|stock| {
            let inspecting = stock.inspecting.iter().map(|(_, count)| i64::from(*count));
            (i64::from(stock.count) + inspecting.sum::<i64>()) * i64::from(stock.takes)
        });
        rooms.sum()
    }
}

/// What a store holds of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Stock {
    /// Kind of wagon; `None`: whole rakes.
    pub kind: Option<String>,
    /// Rakes or wagons that may be used from the start on.
    pub count: u32,
    /// Those that stand there too and may be used from a minute on.
    pub inspecting: Vec<(Minute, u32)>,
    /// Room that one takes: 1 rake, or its centimetres.
    pub takes: u32,
    /// Rakes or wagons wanted at the end of the horizon.
    pub end_at_least: u32,
    /// Cost units per rake or wagon missing then.
    pub end_price: i64,
}

/// So many of one kind: what a rake takes from a store or brings into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lot {
    /// Position among the stocks of the store.
    pub stock: usize,
    /// How many.
    pub count: u32,
}

/// An indoor shed or an outdoor module.
#[derive(Clone, Debug, PartialEq)]
pub struct Shed {
    /// Its id in the file.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// Its station.
    pub station: StationId,
    /// Roofed.
    pub indoor: bool,
    /// Wind zone.
    pub zone: Option<ZoneId>,
    /// Kinds of cargo accepted; empty: all.
    pub accepts: Vec<String>,
    /// Its spots.
    pub spots: Vec<SpotId>,
    /// Its cranes in runway order.
    pub cranes: Vec<CraneId>,
    /// Its crane modes.
    pub modes: Vec<ModeId>,
    /// How the wind acts on its cranes.
    pub crane_rule: Option<WindRule>,
    /// Preparation and finishing go on in stops of its cranes, and work may begin in one.
    pub ground_work_in_stops: bool,
    /// Minutes of placing one rake.
    pub placing: i32,
    /// Minutes of pulling one rake.
    pub pulling: i32,
    /// Worked parts of a train in parts stand where their rake goes behind the work, not at the end of the shed.
    pub parts_on_track: bool,
}

/// A spot.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// Its id in the file.
    pub name: String,
    /// Its shed.
    pub shed: ShedId,
    /// The gauges of its two tracks.
    pub gauges_mm: [u32; 2],
    /// Usable length in metres.
    pub length_m: u32,
    /// Where on the runway it begins.
    pub at_m: u32,
    /// Spots whose track of the same gauge must be free for a movement.
    pub behind: Vec<SpotId>,
    /// Minutes of preparation.
    pub preparation: i32,
    /// Minutes of finishing.
    pub finishing: i32,
    /// Minutes of clearing after pulling.
    pub clearing: i32,
    /// Minutes of slack wanted between one hold of a side and the next.
    pub buffer: i32,
    /// Spans in which no rake may stand here.
    pub closed: Vec<Span>,
}

/// A gantry crane.
#[derive(Clone, Debug, PartialEq)]
pub struct Crane {
    /// Its id in the file.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// Its shed.
    pub shed: ShedId,
    /// Position in runway order.
    pub position: u32,
    /// Lifts per hour.
    pub lifts_per_hour: u32,
    /// Maintenance.
    pub closed: Vec<Span>,
}

/// A way to work a train.
#[derive(Clone, Debug, PartialEq)]
pub struct Mode {
    /// Its id in the file (unique in its shed).
    pub name: String,
    /// Its shed.
    pub shed: ShedId,
    /// Spots it works.
    pub spots: Vec<SpotId>,
    /// Shortest rake in metres.
    pub min_length_m: u32,
    /// Longest rake in metres.
    pub max_length_m: u32,
    /// Steps in order.
    pub steps: Vec<Step>,
}

/// A lifting step.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Its cranes in runway order.
    pub cranes: Vec<CraneId>,
    /// Share of the lifts in percent.
    pub share_percent: u32,
    /// Rate in percent of the sum of the cranes' rates.
    pub rate_percent: u32,
    /// Stretch of the runway needed, `[from, to)` in metres; `None`: the whole spot.
    pub stretch: Option<(u32, u32)>,
}

/// An operating rule under wind; thresholds in metres per second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WindRule {
    /// Stops when the mean reaches this.
    pub stop_mean: Option<f64>,
    /// Stops when gusts reach this.
    pub stop_gust: Option<f64>,
    /// Resumes when the mean stays below this.
    pub resume_mean: Option<f64>,
    /// Resumes when gusts stay below this.
    pub resume_gust: Option<f64>,
    /// Minutes from then to the first movement.
    pub resume_delay: i32,
    /// Slows in hours whose gusts reach the first, to the second in percent of the speed.
    pub slow: Option<(f64, u32)>,
}

/// Wind of one zone and closures ordered there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ZoneWind {
    /// Beginning of the first hour, then per hour mean and gust in metres per second; calm outside.
    pub series: Option<(Minute, Vec<(f64, f64)>)>,
    /// Crane stops ordered.
    pub crane_stops: Vec<Span>,
    /// Shunting stops ordered.
    pub shunting_stops: Vec<Span>,
    /// Line stops ordered.
    pub line_stops: Vec<Span>,
}
