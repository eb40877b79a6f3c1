//! The figures of the base day: trains, line, yards, stages, locomotives, wind.

use crate::config::{
    BufferConfig, DailySpan, LineConfig, PassengerConfig, PossessionConfig, SectionConfig,
    SpellConfig, TrafficConfig, WindConfig,
};
use regauge_model::filled;
use regauge_model::format::{
    BeforeFile, DirectionFile, LocomotiveFile, StageFile, TrackGroupFile, WhenFile, WindRuleFile,
    YardFile,
};

/// Trains of the base day.
pub(super) fn traffic() -> TrafficConfig {
    TrafficConfig {
        inbound_per_day: 10,
        outbound_per_day: 11,
        bulk_per_day: 5,
        timetabled_per_day: 1,
        broad_from_store_per_day: 1,
        central_asia_percent: 20,
        full_inspection_percent: 5,
        full_inspection_minutes: 220,
        look_ahead_arrival_hours: 12,
        deviation_sd_minutes: 90.0,
        deviation_cap_minutes: 240,
        lifts: [45, 58],
        twenty_foot_percent: 10,
        longest_broad_m: 795,
        bulk_minutes: [480, 600],
        due_minutes: [[600, 840], [480, 600], [330, 450], [840, 1020]],
        hours_needed: [12, 15],
        locals: Vec::new(),
    }
}

/// When wind slows and stops trains on the line.
pub(super) fn line_wind() -> WindRuleFile {
    filled!(
        WindRuleFile::default();
        stop_gust_mps: Some(30.0),
        resume_gust_mps: Some(28.0),
        slow_gust_mps: Some(25.0),
        slow_speed_percent: Some(60),
    )
}

/// Line and border of the base day.
pub(super) fn line() -> LineConfig {
    let track = |id: &str, name: &str, ends: (&str, &str), km, zone: &str, minutes: (u32, u32)| {
        SectionConfig {
            id: id.to_owned(),
            name: name.to_owned(),
            from: ends.0.to_owned(),
            to: ends.1.to_owned(),
            gauge_mm: 1435,
            tracks: 2,
            length_km: km,
            zone: zone.to_owned(),
            loaded_minutes: minutes.0,
            empty_minutes: minutes.1,
            start_minutes: 3,
            stop_minutes: 2,
            headway_minutes: 10,
            clearing_minutes: 2,
        }
    };
    let border = |id: &str, name: &str, gauge_mm| SectionConfig {
        gauge_mm,
        tracks: 1,
        start_minutes: 0,
        stop_minutes: 0,
        headway_minutes: 27,
        ..track(id, name, ("alashankou", "dostyk"), 12.0, "pass", (25, 25))
    };
    let passenger = |train: &str, direction, enters| PassengerConfig {
        train: train.to_owned(),
        direction,
        enters,
        stops: None,
        stop_minutes: 3,
    };
    LineConfig {
        sections: vec![
            track(
                "jinghe-mogutan",
                "精河–蘑菇滩",
                ("jinghe", "mogutan"),
                22.0,
                "valley",
                (18, 16),
            ),
            track(
                "mogutan-bole",
                "蘑菇滩–博乐东",
                ("mogutan", "bole-east"),
                28.0,
                "valley",
                (24, 21),
            ),
            track(
                "bole-alashankou",
                "博乐东–阿拉山口",
                ("bole-east", "alashankou"),
                24.0,
                "pass",
                (20, 18),
            ),
            border("border-standard", "阿拉山口–多斯特克(准轨)", 1435),
            border("border-broad", "阿拉山口–多斯特克(宽轨)", 1520),
        ],
        main_sections: ["jinghe-mogutan", "mogutan-bole", "bole-alashankou"]
            .map(str::to_owned)
            .to_vec(),
        wind_rule: line_wind(),
        possessions: vec![PossessionConfig {
            section: "bole-alashankou".to_owned(),
            track: Some(DirectionFile::Up),
            daily: DailySpan {
                from: 1080,
                to: 1200,
            },
            single_track_working: true,
        }],
        passengers: vec![
            passenger("K9797", DirectionFile::Down, 130),
            passenger("K9798", DirectionFile::Up, 270),
            passenger("K9795", DirectionFile::Down, 870),
            passenger("K9796", DirectionFile::Up, 1000),
        ],
        loaded_in_per_day: 16,
        loaded_in_days: Vec::new(),
        class_caps: Vec::new(),
    }
}

/// Yards of the border station.
pub(super) fn yards() -> Vec<YardFile> {
    let yard = |id: &str, name: &str, gauge_mm, count, by_call_only| {
        let length_m = 850;
        filled!(
            YardFile::new(id, gauge_mm, vec![TrackGroupFile { count, length_m }]);
            name: Some(name.to_owned()),
            by_call_only,
        )
    };
    vec![
        yard("broad", "宽轨到发场", 1520, 10, false),
        yard("standard", "准轨到发场", 1435, 14, false),
        yard("bulk-sidings", "散货线", 1520, 5, true),
    ]
}

/// Stages of the border station.
pub(super) fn stages() -> Vec<StageFile> {
    let containers = |gauge: &str| -> Vec<String> {
        ["-timetabled", "", "-ca"]
            .map(|rank| format!("container-{gauge}{rank}"))
            .to_vec()
    };
    let broad = containers("broad");
    let standard = containers("standard");
    let with = |classes: &[String], more: &str| [classes, &[more.to_owned()]].concat();
    let stage = |id: &str, name: &str, minutes, teams, when, classes: Vec<String>| {
        filled!(
            StageFile::new(id, when, minutes, classes);
            name: Some(name.to_owned()),
            teams: Some(teams),
        )
    };
    use WhenFile::{Arrival, Departure};
    let loaded = with(&broad, "bulk-broad");
    let back = vec!["bulk-broad".to_owned(), "empty-broad".to_owned()];
    vec![
        stage(
            "inspection-broad",
            "宽轨到达技检",
            35,
            3,
            Arrival,
            loaded.clone(),
        ),
        stage("customs-border", "进境海关边检", 40, 4, Arrival, loaded),
        filled!(
            stage("waybill", "运单翻制", 60, 4, Arrival, broad);
            before: BeforeFile::Departure,
        ),
        stage(
            "customs-export",
            "出境海关边检",
            40,
            3,
            Arrival,
            standard.clone(),
        ),
        stage(
            "inspection-standard",
            "准轨出发技检",
            35,
            4,
            Departure,
            standard,
        ),
        stage("inspection-back", "宽轨出发技检", 25, 2, Departure, back),
        stage(
            "inspection-empty",
            "准轨空车技检",
            25,
            2,
            Arrival,
            vec!["empty-standard".to_owned()],
        ),
    ]
}

/// Some slack wherever it costs nothing.
pub(super) const BUFFERS: BufferConfig = BufferConfig {
    sections: 3,
    spots: 10,
    locomotives: 5,
    missing_minute: 0.0,
};

/// A pool of locomotives.
pub(super) fn locomotives(gauge_mm: u32, count: u32) -> LocomotiveFile {
    filled!(
        LocomotiveFile::new(gauge_mm, count);
        light_run_minutes: 5,
    )
}

/// A calm background with spells.
pub(super) fn wind(spells: Vec<SpellConfig>) -> WindConfig {
    WindConfig {
        shape: 1.5,
        scale_mps: 4.5,
        memory: 0.95,
        gust_factor: [1.45, 0.10],
        background_cap_mps: 9.0,
        spells,
    }
}
