//! Days at Khorgos: a border station behind 286 km of single track, on which trains meet in loops.

use super::figures::{BUFFERS, line_wind, locomotives, stages, traffic, yards};
use super::place::{classes, point, roles, zone};
use super::sheds::{double_shed, single_shed};
use super::{base_day, start};
use crate::config::{
    DailySpan, GeneratorConfig, LineConfig, LocalConfig, PassengerConfig, PlaceConfig, PointConfig,
    PossessionConfig, SectionConfig, StockConfig, TrafficConfig, WarmPlace, WayStationConfig,
};
use regauge_model::filled;
use regauge_model::format::{ClassFile, DirectionFile};

/// A station of the line.
struct Station {
    id: &'static str,
    name: &'static str,
    /// Kilometres from Jinghe.
    km: u32,
    loops: u32,
    /// Zone of the station and of the section to it from Jinghe.
    zone: &'static str,
}

/// The 21 stations from Jinghe, an end of the system, to Khorgos. Those whose names are not known to us are loops with their number
/// on the line.
const LINE: [Station; 21] = [
    station("jinghe", "精河", 0, 0, BASIN),
    station("jinghe-south", "精河南", 9, 4, BASIN),
    station("loop-3", "会让站3", 23, 2, BASIN),
    station("loop-4", "会让站4", 38, 2, MOUNTAINS),
    station("loop-5", "会让站5", 53, 2, MOUNTAINS),
    station("loop-6", "会让站6", 67, 2, MOUNTAINS),
    station("loop-7", "会让站7", 84, 2, MOUNTAINS),
    station("loop-8", "会让站8", 98, 2, MOUNTAINS),
    station("nilka", "尼勒克", 112, 3, MOUNTAINS),
    station("loop-10", "会让站10", 126, 2, VALLEY),
    station("buliekai", "布列开", 140, 3, VALLEY),
    station("loop-12", "会让站12", 154, 2, VALLEY),
    station("loop-13", "会让站13", 168, 2, VALLEY),
    station("loop-14", "会让站14", 182, 2, VALLEY),
    station("yining-east", "伊宁东", 195, 6, VALLEY),
    station("yining", "伊宁", 205, 5, VALLEY),
    station("loop-17", "会让站17", 220, 2, VALLEY),
    station("loop-18", "会让站18", 237, 2, VALLEY),
    station("loop-19", "会让站19", 254, 2, VALLEY),
    station("loop-20", "会让站20", 270, 2, VALLEY),
    station("khorgos", "霍尔果斯", 286, 0, VALLEY),
];
const BASIN: &str = "basin";
const MOUNTAINS: &str = "mountains";
const VALLEY: &str = "valley";
/// Loading tracks of the coal trains, behind Yining East.
const LOADING: &str = "yining-east-loading";

const fn station(
    id: &'static str,
    name: &'static str,
    km: u32,
    loops: u32,
    zone: &'static str,
) -> Station {
    Station {
        id,
        name,
        km,
        loops,
        zone,
    }
}

/// K: six trains in and six out over the whole line, one shed, no wind. Those under way in sections all run west.
pub(super) fn twelve_trains() -> GeneratorConfig {
    let sections: Vec<SectionConfig> = main_sections().chain(border()).collect();
    GeneratorConfig {
        name: "Khorgos, twelve trains over a long line".to_owned(),
        start: start("2025-09-16T18:00:00+08:00"),
        place: khorgos(),
        traffic: TrafficConfig {
            inbound_per_day: 6,
            outbound_per_day: 6,
            bulk_per_day: 0,
            broad_from_store_per_day: 0,
            due_minutes: [[720, 960], [620, 740], [480, 600], [840, 1020]],
            hours_needed: [18, 15],
            ..traffic()
        },
        line: LineConfig {
            sections,
            main_sections: main_sections().map(|section| section.id).collect(),
            wind_rule: line_wind(),
            possessions: vec![possession("loop-12-loop-13", 990)],
            passengers: vec![
                passenger("K9789", DirectionFile::Down, 150),
                passenger("K9790", DirectionFile::Up, 620),
            ],
            loaded_in_per_day: 14,
            loaded_in_days: Vec::new(),
            class_caps: Vec::new(),
        },
        yards: (yards().into_iter())
            .filter(|yard| !yard.by_call_only)
            .collect(),
        stages: stages(),
        locomotives: vec![locomotives(1520, 2), locomotives(1435, 3)],
        sheds: vec![single_shed("1")],
        buffers: Some(BUFFERS),
        wind: None,
        warm: vec![
            WarmPlace::OnwardInSection("nilka-loop-10".to_owned()),
            WarmPlace::Departing,
            WarmPlace::Lifting("1-1".to_owned(), "abc".to_owned()),
            WarmPlace::Checked,
            WarmPlace::InBorderSection,
            WarmPlace::OutboundInSection("loop-19-loop-20".to_owned()),
            WarmPlace::OutboundInSection("loop-12-loop-13".to_owned()),
            WarmPlace::OutboundInSection("loop-5-loop-6".to_owned()),
        ],
        ..base_day()
    }
}

/// So many trains in and out a day, with both sheds, and trains under way as on a full line.
pub(super) fn inbound_and_outbound(inbound: u32, outbound: u32) -> GeneratorConfig {
    let mut config = full_line();
    config.traffic.inbound_per_day = inbound;
    config.traffic.outbound_per_day = outbound;
    config.traffic.locals = Vec::new();
    config.place.branch_ends = Vec::new();
    config.line.sections.retain(|section| section.to != LOADING);
    config
}

/// K+: twelve trains in and thirteen out, and fourteen coal trains each way between Jinghe and Yining East: a full line.
pub(super) fn full_line() -> GeneratorConfig {
    let mut config = twelve_trains();
    "Khorgos, a full line".clone_into(&mut config.name);
    config.place.classes.push(filled!(
        ClassFile::new("coal-standard", 1435);
        name: Some("煤炭列车（准轨）".to_owned()),
        weight: Some(0.5),
        cargo: Some("bulk".to_owned()),
    ));
    config.place.branch_ends = vec![point(LOADING, "伊宁东装车线")];
    config.traffic.inbound_per_day = 12;
    config.traffic.outbound_per_day = 13;
    config.traffic.hours_needed = [20, 15];
    config.traffic.due_minutes = [[720, 960], [640, 760], [600, 720], [840, 1020]];
    config.traffic.locals = vec![LocalConfig {
        branch_end: LOADING.to_owned(),
        per_day: 14,
        loaded_class: "coal-standard".to_owned(),
        empty_class: "empty-standard".to_owned(),
        numbers: [26002, 46001],
        wagons: [48, 52],
        due_minutes: [390, 510],
        hours_needed: 12,
    }];
    let spur = section(
        ("yining-east-spur", "伊宁东–装车线"),
        ("yining-east", LOADING),
        6,
        VALLEY,
        (12, 12),
    );
    config.line.sections.push(spur);
    let second = possession("loop-18-loop-19", 900);
    config.line.possessions.push(second);
    config.standard_stock = StockConfig {
        rakes: 6,
        capacity: 10,
        at_least: 4,
        ..config.standard_stock
    };
    config.sheds = vec![single_shed("1"), double_shed("2")];
    config.warm = vec![
        WarmPlace::OnwardInSection("loop-14-yining-east".to_owned()),
        WarmPlace::OnwardInSection("loop-4-loop-5".to_owned()),
        WarmPlace::Departing,
        WarmPlace::Finishing("2-2".to_owned(), "abc".to_owned()),
        WarmPlace::Lifting("1-1".to_owned(), "abc".to_owned()),
        WarmPlace::InBorderSection,
        WarmPlace::OutboundBehind("loop-17-loop-18".to_owned()),
        WarmPlace::OutboundBehind("nilka-loop-10".to_owned()),
    ];
    config
}

/// Khorgos, with Altynkol behind the border.
fn khorgos() -> PlaceConfig {
    let [end, between @ .., border] = &LINE;
    let way_stations = between.iter().rev().map(|station| WayStationConfig {
        id: station.id.to_owned(),
        name: station.name.to_owned(),
        loops: station.loops,
        loops_name: Some(format!("{}到发线", station.name)),
        length_m: 850,
        zone: Some(station.zone.to_owned()),
    });
    PlaceConfig {
        classes: classes(),
        roles: roles(),
        zones: vec![
            zone(BASIN, "准噶尔盆地", 80),
            zone(MOUNTAINS, "北天山", 100),
            zone(VALLEY, "伊犁河谷", 60),
        ],
        abroad: PointConfig {
            timezone: Some("Asia/Almaty".to_owned()),
            ..point("altynkol", "阿腾科里")
        },
        border: PointConfig {
            zone: Some(border.zone.to_owned()),
            ..point(border.id, border.name)
        },
        way_stations: way_stations.collect(),
        line_end: point(end.id, end.name),
        branch_ends: Vec::new(),
    }
}

/// The sections between the stations, from Jinghe.
fn main_sections() -> impl Iterator<Item = SectionConfig> {
    LINE.windows(2).map(|pair| {
        let (from, to) = (&pair[0], &pair[1]);
        let km = to.km - from.km;
        let (loaded, empty) = if to.zone == MOUNTAINS {
            (55, 65)
        } else {
            (66, 76)
        };
        section(
            (
                &format!("{}-{}", from.id, to.id),
                &format!("{}–{}", from.name, to.name),
            ),
            (from.id, to.id),
            km,
            to.zone,
            (minutes(km, loaded), minutes(km, empty)),
        )
    })
}

/// Minutes of some kilometres, rounded.
fn minutes(km: u32, km_per_hour: u32) -> u32 {
    (km * 60 + km_per_hour / 2) / km_per_hour
}

/// A single-track section.
fn section(
    (id, name): (&str, &str),
    (from, to): (&str, &str),
    km: u32,
    zone: &str,
    (loaded_minutes, empty_minutes): (u32, u32),
) -> SectionConfig {
    SectionConfig {
        id: id.to_owned(),
        name: name.to_owned(),
        from: from.to_owned(),
        to: to.to_owned(),
        gauge_mm: 1435,
        tracks: 1,
        length_km: f64::from(km),
        zone: zone.to_owned(),
        loaded_minutes,
        empty_minutes,
        start_minutes: 3,
        stop_minutes: 2,
        headway_minutes: 10,
        clearing_minutes: 2,
    }
}

/// The border sections, one per gauge.
fn border() -> [SectionConfig; 2] {
    let track = |id, name, gauge_mm| SectionConfig {
        gauge_mm,
        start_minutes: 0,
        stop_minutes: 0,
        headway_minutes: 27,
        ..section((id, name), ("khorgos", "altynkol"), 12, VALLEY, (25, 25))
    };
    [
        track("border-standard", "霍尔果斯–阿腾科里(准轨)", 1435),
        track("border-broad", "霍尔果斯–阿腾科里(宽轨)", 1520),
    ]
}

/// Ninety minutes a day without any train in a section.
fn possession(section: &str, from: u32) -> PossessionConfig {
    PossessionConfig {
        section: section.to_owned(),
        track: None,
        daily: DailySpan {
            from,
            to: from + 90,
        },
        single_track_working: false,
    }
}

/// A passenger train over the whole line.
fn passenger(train: &str, direction: DirectionFile, enters: u32) -> PassengerConfig {
    let stops = ["jinghe-south", "nilka", "yining-east", "yining", "khorgos"];
    PassengerConfig {
        train: train.to_owned(),
        direction,
        enters,
        stops: Some(stops.map(str::to_owned).to_vec()),
        stop_minutes: 4,
    }
}
