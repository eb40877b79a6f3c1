//! The structs of an instance with what must be given: everything else is as in a file that leaves it out.
//!
//! Programs that make instances without a text begin with these and set the fields they need. The structs may get more fields,
//! which are then left out, too.

use super::{
    ActualFile, BlockFile, BusyFile, CallFile, CapFile, ClassFile, ClosedFile, CraneFile,
    DateTimeFile, DirectionFile, DirectionMinutesFile, EmptiedFile, EndStockFile, ExtraMinutesFile,
    FORMAT_VERSION, HoldFile, HorizonFile, InstanceFile, LocomotiveFile, ModeFile, ObjectiveFile,
    OnwardFile, PinsFile, PossessionFile, PublishedFile, RakePlaceFile, SectionFile, ShedFile,
    SpotFile, StageFile, StageProgressFile, StationFile, StepFile, StoreFile, SystemFile,
    ThroatFile, ThroatMovementFile, ThroughFile, TrackGroupFile, TrainFile, TrainStateFile,
    WagonsFile, WayFile, WhenFile, YardFile, ZoneFile,
};
use super::{WorkedPartsFile, instance, station};
use std::collections::BTreeMap;

impl InstanceFile {
    /// A problem in this version of the format, without trains.
    pub fn new(name: impl Into<String>, horizon: HorizonFile, system: SystemFile) -> InstanceFile {
        InstanceFile {
            format_version: FORMAT_VERSION.to_owned(),
            name: name.into(),
            note: None,
            horizon,
            system,
            wind: None,
            trains: Vec::new(),
            holds: Vec::new(),
            orders: Vec::new(),
            state: None,
            end: None,
            objective: ObjectiveFile::default(),
            history: Vec::new(),
        }
    }
}

impl HorizonFile {
    /// So many hours from a date-time on, without a look-ahead; railway days begin at 18:00.
    pub fn new(start: DateTimeFile, planning_hours: u32) -> HorizonFile {
        HorizonFile {
            start,
            planning_hours,
            look_ahead_hours: 0,
            planning_end: None,
            end: None,
            railway_day_start: instance::default_day_start(),
        }
    }
}

impl SystemFile {
    /// Classes and stations, without a line between them.
    pub fn new(classes: Vec<ClassFile>, stations: Vec<StationFile>) -> SystemFile {
        SystemFile {
            classes,
            zones: Vec::new(),
            stations,
            sections: Vec::new(),
            given_paths: Vec::new(),
        }
    }
}

impl ClassFile {
    /// A class by its id and its track gauge in millimetres.
    pub fn new(id: impl Into<String>, gauge_mm: u32) -> ClassFile {
        ClassFile {
            id: id.into(),
            name: None,
            gauge_mm,
            weight: None,
            cargo: None,
        }
    }
}

impl ZoneFile {
    /// A wind zone by its id.
    pub fn new(id: impl Into<String>) -> ZoneFile {
        ZoneFile {
            id: id.into(),
            name: None,
        }
    }
}

impl StationFile {
    /// A boundary point: a station without yards.
    pub fn new(id: impl Into<String>) -> StationFile {
        StationFile {
            id: id.into(),
            name: None,
            timezone: None,
            zone: None,
            yards: Vec::new(),
            track_setting_minutes: station::three(),
            track_clearing_minutes: station::three(),
            meeting_minutes: 0,
            through: Vec::new(),
            stages: Vec::new(),
            locomotives: Vec::new(),
            stores: Vec::new(),
            shunting_rule: None,
            throats: Vec::new(),
            sheds: Vec::new(),
        }
    }
}

impl ThroughFile {
    /// The first group of tracks of a yard.
    pub fn new(yard: impl Into<String>) -> ThroughFile {
        ThroughFile {
            yard: yard.into(),
            group: station::one(),
        }
    }
}

impl ThroatFile {
    /// A throat of one gauge in millimetres and the movements that use it.
    pub fn new(
        id: impl Into<String>,
        gauge_mm: u32,
        movements: Vec<ThroatMovementFile>,
    ) -> ThroatFile {
        ThroatFile {
            id: id.into(),
            name: None,
            gauge_mm,
            movements,
        }
    }
}

impl ThroatMovementFile {
    /// Arrivals over some sections and departures into others.
    pub fn of_trains(arrivals: Vec<String>, departures: Vec<String>) -> ThroatMovementFile {
        ThroatMovementFile {
            arrivals,
            departures,
            ..ThroatMovementFile::default()
        }
    }

    /// Shunting at some spots, from so many minutes after the start of a movement, for so many.
    pub fn of_spots(spots: Vec<String>, from_minute: u32, minutes: u32) -> ThroatMovementFile {
        ThroatMovementFile {
            spots,
            from_minute,
            minutes: Some(minutes),
            ..ThroatMovementFile::default()
        }
    }
}

impl YardFile {
    /// A yard of one gauge in millimetres.
    pub fn new(id: impl Into<String>, gauge_mm: u32, tracks: Vec<TrackGroupFile>) -> YardFile {
        YardFile {
            id: id.into(),
            name: None,
            gauge_mm,
            tracks,
            by_call_only: false,
        }
    }
}

impl StageFile {
    /// A stage of so many minutes for rakes of some classes, without teams.
    pub fn new(
        id: impl Into<String>,
        when: WhenFile,
        minutes: u32,
        classes: Vec<String>,
    ) -> StageFile {
        StageFile {
            id: id.into(),
            name: None,
            minutes,
            teams: None,
            when,
            before: super::BeforeFile::default(),
            classes,
            closed: Vec::new(),
        }
    }
}

impl LocomotiveFile {
    /// So many locomotives of a gauge in millimetres.
    pub fn new(gauge_mm: u32, count: u32) -> LocomotiveFile {
        LocomotiveFile {
            gauge_mm,
            count,
            light_run_minutes: 0,
            buffer_minutes: 0,
        }
    }
}

impl StoreFile {
    /// A store of empty rakes of a gauge in millimetres: how many stand in it, how many it holds.
    pub fn new(id: impl Into<String>, gauge_mm: u32, rakes: u32, capacity: u32) -> StoreFile {
        StoreFile {
            id: id.into(),
            name: None,
            gauge_mm,
            rakes: Some(rakes),
            capacity: Some(capacity),
            wagons: Vec::new(),
            capacity_m: None,
            making_up_minutes: 0,
            breaking_up_minutes: 0,
            inspection_minutes: 0,
            moving_minutes: station::thirty(),
        }
    }

    /// A store of empty wagons of a gauge in millimetres: which stand in it, and how many metres its tracks have.
    pub fn of_wagons(
        id: impl Into<String>,
        gauge_mm: u32,
        wagons: Vec<WagonsFile>,
        capacity_m: u32,
    ) -> StoreFile {
        StoreFile {
            rakes: None,
            capacity: None,
            wagons,
            capacity_m: Some(capacity_m),
            ..StoreFile::new(id, gauge_mm, 0, 1)
        }
    }
}

impl OnwardFile {
    /// An onward rake: its class, the store that it is taken from, its metres and wagons.
    pub fn new(
        class: impl Into<String>,
        from_store: impl Into<String>,
        length_m: u32,
        wagons: u32,
    ) -> OnwardFile {
        OnwardFile {
            class: class.into(),
            from_store: from_store.into(),
            length_m,
            wagons,
            wagons_of: Vec::new(),
        }
    }
}

impl EndStockFile {
    /// What is wanted in a store at the end, and what each one missing costs in weighted train-minutes.
    pub fn new(store: impl Into<String>, at_least: u32, price_per_missing: f64) -> EndStockFile {
        EndStockFile {
            store: store.into(),
            kind: None,
            at_least,
            price_per_missing,
        }
    }
}

impl WagonsFile {
    /// So many wagons of a kind, each so many metres long.
    pub fn new(kind: impl Into<String>, length_m: f64, count: u32) -> WagonsFile {
        WagonsFile {
            kind: kind.into(),
            length_m,
            count,
            inspecting: Vec::new(),
        }
    }
}

impl ShedFile {
    /// A shed, or an outdoor module, with its spots.
    pub fn new(id: impl Into<String>, indoor: bool, spots: Vec<SpotFile>) -> ShedFile {
        ShedFile {
            id: id.into(),
            name: None,
            indoor,
            zone: None,
            accepts: Vec::new(),
            spots,
            cranes: Vec::new(),
            modes: Vec::new(),
            crane_rule: None,
            ground_work_in_stops: false,
            placing_minutes: None,
            pulling_minutes: None,
            worked_parts: WorkedPartsFile::default(),
        }
    }
}

impl SpotFile {
    /// A spot with its two gauges in millimetres and its length in metres.
    pub fn new(id: impl Into<String>, gauges_mm: [u32; 2], length_m: u32) -> SpotFile {
        SpotFile {
            id: id.into(),
            gauges_mm,
            length_m,
            at_m: 0,
            behind: Vec::new(),
            preparation_minutes: None,
            finishing_minutes: None,
            clearing_minutes: None,
            buffer_minutes: 0,
            closed: Vec::new(),
        }
    }
}

impl CraneFile {
    /// A crane.
    pub fn new(id: impl Into<String>, lifts_per_hour: u32) -> CraneFile {
        CraneFile {
            id: id.into(),
            name: None,
            lifts_per_hour,
            closed: Vec::new(),
        }
    }
}

impl ModeFile {
    /// A crane mode of these steps.
    pub fn new(id: impl Into<String>, steps: Vec<StepFile>) -> ModeFile {
        ModeFile {
            id: id.into(),
            spots: Vec::new(),
            min_length_m: None,
            max_length_m: None,
            steps,
        }
    }
}

impl StepFile {
    /// A step that does all lifts with these cranes at their full rate.
    pub fn new(cranes: Vec<String>) -> StepFile {
        StepFile {
            cranes,
            share_percent: station::hundred(),
            rate_percent: station::hundred(),
            stretch: None,
        }
    }
}

impl HoldFile {
    /// A hold at a station until a minute, of nobody yet.
    pub fn new(station: impl Into<String>, until: DateTimeFile) -> HoldFile {
        HoldFile {
            station: station.into(),
            trains: Vec::new(),
            classes: Vec::new(),
            yard: None,
            until,
            earliest: None,
            latest: None,
        }
    }
}

impl SectionFile {
    /// A section between two stations, of a gauge in millimetres and with one track or two, on which no class runs yet.
    pub fn new(
        id: impl Into<String>,
        (from, to): (impl Into<String>, impl Into<String>),
        gauge_mm: u32,
        tracks: u32,
        headway_minutes: DirectionMinutesFile,
    ) -> SectionFile {
        SectionFile {
            id: id.into(),
            name: None,
            from: from.into(),
            to: to.into(),
            gauge_mm,
            tracks,
            length_km: None,
            zone: None,
            run_minutes: BTreeMap::new(),
            start_minutes: ExtraMinutesFile::default(),
            stop_minutes: ExtraMinutesFile::default(),
            headway_minutes,
            clearing_minutes: 0,
            block: BlockFile::default(),
            buffer_minutes: 0,
            possessions: Vec::new(),
            wind_rule: None,
            caps: Vec::new(),
        }
    }
}

impl PossessionFile {
    /// A possession of all tracks.
    pub fn new(from: DateTimeFile, to: DateTimeFile) -> PossessionFile {
        PossessionFile {
            track: None,
            from,
            to,
            minutes: None,
            single_track_working: false,
        }
    }
}

impl CapFile {
    /// So many trains of any class a day.
    pub fn new(direction: DirectionFile, per_day: u32) -> CapFile {
        CapFile {
            direction,
            classes: Vec::new(),
            per_day,
            per_hour: None,
            from: None,
            to: None,
            days: Vec::new(),
            spans: Vec::new(),
        }
    }
}

impl TrainFile {
    /// A train: its number, its class, when it may enter, the metres and the wagons of its arriving rake.
    pub fn new(
        id: impl Into<String>,
        class: impl Into<String>,
        earliest_entry: DateTimeFile,
        length_m: u32,
        wagons: u32,
    ) -> TrainFile {
        TrainFile {
            id: id.into(),
            class: class.into(),
            from: None,
            to: None,
            earliest_entry,
            due_exit: None,
            length_m,
            wagons,
            wagons_of: Vec::new(),
            boxes: Vec::new(),
            transship_at: Vec::new(),
            onward: None,
            emptied: None,
            parts: 1,
            into_store: None,
            from_store: None,
            handling: Vec::new(),
            calls: Vec::new(),
            stage_minutes: BTreeMap::new(),
            port: None,
            way_minutes: 0,
            ways: Vec::new(),
            pins: PinsFile::default(),
            published: PublishedFile::default(),
        }
    }
}

impl WayFile {
    /// A way over a port that differs in nothing else.
    pub fn new(port: impl Into<String>) -> WayFile {
        WayFile {
            port: port.into(),
            from: None,
            to: None,
            transship_at: None,
            onward: None,
            emptied: None,
            into_store: None,
            from_store: None,
            calls: Vec::new(),
            earliest_entry: None,
            notice_minutes: 0,
            way_minutes: 0,
        }
    }
}

impl EmptiedFile {
    /// An emptied rake by its class; one of `return_to` and `into_store` is still to be set.
    pub fn new(class: impl Into<String>) -> EmptiedFile {
        EmptiedFile {
            class: class.into(),
            return_to: None,
            into_store: None,
        }
    }
}

impl CallFile {
    /// A stay at a station for at least so many minutes.
    pub fn new(station: impl Into<String>, minutes: u32) -> CallFile {
        CallFile {
            station: station.into(),
            minutes,
            yard: None,
        }
    }
}

impl TrainStateFile {
    /// A train under way, and where its arriving rake is.
    pub fn new(train: impl Into<String>, arriving: RakePlaceFile) -> TrainStateFile {
        TrainStateFile {
            train: train.into(),
            arrived: None,
            arriving,
            onward: None,
            stages: Vec::new(),
            work: None,
            parts_on: None,
            worked_on: None,
        }
    }
}

impl StageProgressFile {
    /// A stage that is done.
    pub fn new(stage: impl Into<String>) -> StageProgressFile {
        StageProgressFile {
            stage: stage.into(),
            until: None,
            rake: None,
        }
    }
}

impl BusyFile {
    /// Something of a station that is busy until a minute; what it is is still to be set.
    pub fn new(station: impl Into<String>, until: DateTimeFile) -> BusyFile {
        BusyFile {
            station: station.into(),
            stage: None,
            locomotive_gauge_mm: None,
            crane: None,
            yard: None,
            track: None,
            spot: None,
            gauge_mm: None,
            until,
        }
    }
}

impl ActualFile {
    /// Nothing happened otherwise than planned, in this version of the format.
    pub fn new() -> ActualFile {
        ActualFile {
            format_version: FORMAT_VERSION.to_owned(),
            ..ActualFile::default()
        }
    }
}

impl ClosedFile {
    /// A span in which something is closed; what it is is still to be set.
    pub fn new(from: DateTimeFile, to: DateTimeFile) -> ClosedFile {
        ClosedFile {
            spot: None,
            crane: None,
            stage: None,
            section: None,
            from,
            to: Some(to),
        }
    }
}

/// A struct of the format with some of its fields set: `filled!(TrainFile::new(…); due_exit: Some(at), wagons)`. For the crates of
/// this workspace, which make many of them.
#[doc(hidden)]
#[macro_export]
macro_rules! filled {
    (@set $it:ident $field:ident) => {
        $it.$field = $field;
    };
    (@set $it:ident $field:ident $value:expr) => {
        $it.$field = $value;
    };
    ($new:expr; $($field:ident $(: $value:expr)?),+ $(,)?) => {{
        let mut it = $new;
        $($crate::filled!(@set it $field $($value)?);)+
        it
    }};
}
