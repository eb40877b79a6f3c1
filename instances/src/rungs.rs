//! The ladder: which knobs make which rung. Sources and confidence of every figure: `README.md` of this crate.

use crate::config::{
    DailySpan, GeneratorConfig, LineConfig, PassengerConfig, PossessionConfig, SectionConfig,
    ShedConfig, SpellConfig, StockConfig, TrafficConfig, WarmPlace, WindConfig,
};
use crate::generate::generate;
use regauge_model::format::{
    BeforeFile, DateTimeFile, DirectionFile, InstanceFile, LocomotiveFile, ModeFile, StageFile,
    StepFile, StretchFile, TrackGroupFile, WhenFile, WindRuleFile, YardFile,
};

/// The rungs, easy first; `+` marks the pressed twin with 40 % more inbound trains.
pub const LADDER: [&str; 8] = ["S", "M", "L", "XL", "S+", "M+", "L+", "XL+"];

/// Generates a rung of the ladder by its name (upper or lower case); `None` when there is none of that name.
pub fn ladder(name: &str) -> Option<InstanceFile> {
    rung_config(name).map(|(config, seed)| generate(&config, seed))
}

/// Knobs and seed of a rung of the ladder.
pub fn rung_config(name: &str) -> Option<(GeneratorConfig, u64)> {
    let name = name.to_ascii_uppercase();
    let (mut config, seed) = match name.trim_end_matches('+') {
        "S" => (small_day(), 23),
        "M" => (base_day(), 2023),
        "L" => (record_day(), 2025),
        "XL" => (storm(), 12),
        _ => return None,
    };
    if name.ends_with('+') {
        if name.ends_with("++") {
            return None;
        }
        config.traffic.inbound_per_day = (config.traffic.inbound_per_day * 14 + 5) / 10;
        config.name.push_str(", pressed");
    }
    Some((config, seed))
}

/// S: 6 inbound and 6 outbound trains, shed No. 23 alone, no wind.
fn small_day() -> GeneratorConfig {
    let base = base_day();
    GeneratorConfig {
        name: "Alashankou, easy day".to_owned(),
        traffic: TrafficConfig {
            inbound_per_day: 6,
            outbound_per_day: 6,
            bulk_per_day: 0,
            broad_from_store_per_day: 0,
            ..base.traffic
        },
        line: LineConfig {
            possessions: Vec::new(),
            ..base.line
        },
        sheds: vec![shed_23()],
        wind: None,
        warm: vec![
            WarmPlace::Departing,
            WarmPlace::Lifting("23-1".to_owned(), "abc".to_owned()),
            WarmPlace::Checked,
            WarmPlace::InBorderSection,
        ],
        ..base
    }
}

/// M: the base day of 2023.
fn base_day() -> GeneratorConfig {
    GeneratorConfig {
        name: "Alashankou, base day".to_owned(),
        note: "Generated. Figures, their sources and how sure they are: README of the instances. Tracks per shed, \
               stage times, teams and locomotives are assumptions that a station replaces with its own."
            .to_owned(),
        start: start("2023-11-15T18:00:00+08:00"),
        planning_hours: 24,
        look_ahead_hours: 24,
        traffic: traffic(),
        line: line(),
        yards: yards(),
        stages: stages(),
        locomotives: vec![locomotives(1520, 2), locomotives(1435, 3)],
        shunting_rule: WindRuleFile {
            stop_gust_mps: Some(20.0),
            ..WindRuleFile::default()
        },
        standard_stock: StockConfig {
            rakes: 4,
            capacity: 8,
            at_least: 3,
            price_per_missing: 720.0,
        },
        broad_stock: StockConfig {
            rakes: 1,
            capacity: 3,
            at_least: 0,
            price_per_missing: 0.0,
        },
        sheds: vec![shed_23(), outdoor(1), outdoor(2)],
        wind: Some(wind(vec![SpellConfig {
            from_hour: 15,
            hours: vec![[12.6, 17.6], [13.0, 18.0], [13.2, 18.0], [12.4, 17.4]],
        }])),
        warm: vec![
            WarmPlace::EmptiedWaiting,
            WarmPlace::OnSidings,
            WarmPlace::Departing,
            WarmPlace::Pulling("o2-1".to_owned()),
            WarmPlace::Lifting("23-1".to_owned(), "abc".to_owned()),
            WarmPlace::Placing("o1-1".to_owned()),
            WarmPlace::Checking,
            WarmPlace::InBorderSection,
        ],
    }
}

/// L: the record day of 2025, both sheds and the outdoor modules, a spell of ten hours.
fn record_day() -> GeneratorConfig {
    let mut config = base_day();
    "Alashankou, record day".clone_into(&mut config.name);
    config.start = start("2025-11-12T18:00:00+08:00");
    config.traffic.inbound_per_day = 15;
    config.traffic.outbound_per_day = 15;
    config.traffic.bulk_per_day = 8;
    config.line.loaded_in_per_day = 28;
    config.line.possessions.push(PossessionConfig {
        section: "jinghe-mogutan".to_owned(),
        track: Some(DirectionFile::Down),
        daily: DailySpan {
            from: 960,
            to: 1080,
        },
        single_track_working: false,
    });
    config.standard_stock.rakes = 6;
    config.standard_stock.capacity = 10;
    config.standard_stock.at_least = 4;
    config.sheds = vec![shed_23(), shed_22(), outdoor(1), outdoor(2)];
    let gusts = [18.0, 18.4, 19.0, 19.2, 21.0, 22.0, 19.4, 19.0, 18.6, 18.0];
    config.wind = Some(wind(vec![SpellConfig {
        from_hour: 11,
        hours: gusts.map(|gust| [gust - 5.0, gust]).to_vec(),
    }]));
    config.warm = vec![
        WarmPlace::OnSidings,
        WarmPlace::Departing,
        WarmPlace::Finishing("22-2".to_owned(), "abc".to_owned()),
        WarmPlace::Preparing("22-1".to_owned(), "abc".to_owned()),
        WarmPlace::Lifting("23-1".to_owned(), "abc".to_owned()),
        WarmPlace::Placing("o1-1".to_owned()),
        WarmPlace::Checked,
        WarmPlace::InBorderSection,
    ];
    config
}

/// XL: three days with a storm like that of December 2023, and the recovery from it.
fn storm() -> GeneratorConfig {
    let mut config = base_day();
    "Alashankou, storm and recovery".clone_into(&mut config.name);
    config.start = start("2023-12-13T18:00:00+08:00");
    config.planning_hours = 72;
    config.traffic.inbound_per_day = 9;
    config.traffic.outbound_per_day = 10;
    config.traffic.bulk_per_day = 4;
    config.line.loaded_in_days = vec![[1, 3], [3, 20]];
    config.wind = Some(wind(vec![storm_spell(26, 10), storm_spell(44, 8)]));
    config
}

/// Two hours of rising wind, hours in which trains on the line stand, two hours of falling wind.
fn storm_spell(from_hour: u32, standing: u32) -> SpellConfig {
    let core = (0..standing).map(|hour| if hour % 3 == 1 { 32.0 } else { 30.6 });
    let gusts = [21.0, 26.0].into_iter().chain(core).chain([26.0, 20.4]);
    SpellConfig {
        from_hour,
        hours: gusts.map(|gust| [tenths(gust * 0.7), gust]).collect(),
    }
}

fn tenths(value: f64) -> f64 {
    libm::round(value * 10.0) / 10.0
}

fn start(text: &str) -> DateTimeFile {
    DateTimeFile::parse_from_rfc3339(text).expect("a literal date-time of this file")
}

fn traffic() -> TrafficConfig {
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
    }
}

fn line() -> LineConfig {
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
        wind_rule: WindRuleFile {
            stop_gust_mps: Some(30.0),
            resume_gust_mps: Some(28.0),
            slow_gust_mps: Some(25.0),
            slow_speed_percent: Some(60),
            ..WindRuleFile::default()
        },
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
    }
}

fn yards() -> Vec<YardFile> {
    let yard = |id: &str, name: &str, gauge_mm, count, by_call_only| YardFile {
        id: id.to_owned(),
        name: Some(name.to_owned()),
        gauge_mm,
        tracks: vec![TrackGroupFile {
            count,
            length_m: 850,
        }],
        by_call_only,
    };
    vec![
        yard("broad", "宽轨到发场", 1520, 10, false),
        yard("standard", "准轨到发场", 1435, 14, false),
        yard("bulk-sidings", "散货线", 1520, 5, true),
    ]
}

fn stages() -> Vec<StageFile> {
    let containers = |gauge: &str| -> Vec<String> {
        ["-timetabled", "", "-ca"]
            .map(|rank| format!("container-{gauge}{rank}"))
            .to_vec()
    };
    let broad = containers("broad");
    let standard = containers("standard");
    let with = |classes: &[String], more: &str| [classes, &[more.to_owned()]].concat();
    let stage = |id: &str, name: &str, minutes, teams, when, classes: Vec<String>| StageFile {
        id: id.to_owned(),
        name: Some(name.to_owned()),
        minutes,
        teams: Some(teams),
        when,
        before: BeforeFile::Placing,
        classes,
        closed: Vec::new(),
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
        StageFile {
            before: BeforeFile::Departure,
            ..stage("waybill", "运单翻制", 60, 4, Arrival, broad)
        },
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

fn locomotives(gauge_mm: u32, count: u32) -> LocomotiveFile {
    LocomotiveFile {
        gauge_mm,
        count,
        light_run_minutes: 5,
    }
}

/// A mode of one step on the whole spot.
fn whole(id: &str, prefix: &str, letters: &[&str], rate_percent: u32) -> ModeFile {
    ModeFile {
        id: id.to_owned(),
        spots: Vec::new(),
        min_length_m: None,
        max_length_m: None,
        steps: vec![StepFile {
            cranes: letters.iter().map(|l| format!("{prefix}-{l}")).collect(),
            share_percent: 100,
            rate_percent,
            stretch: None,
        }],
    }
}

/// Shed No. 23: one pair, four cranes of which three are active; the fourth is in maintenance, by night D, by day A.
fn shed_23() -> ShedConfig {
    let span = |from, to| Some(DailySpan { from, to });
    ShedConfig {
        id: "shed-23".to_owned(),
        prefix: "23".to_owned(),
        name: "第23换装库".to_owned(),
        indoor: true,
        pairs: 1,
        length_m: 800,
        spot_minutes: [20, 45, 15],
        closed: None,
        lifts_per_hour: 30,
        cranes: vec![
            ("A".to_owned(), span(780, 1440)),
            ("B".to_owned(), None),
            ("C".to_owned(), None),
            ("D".to_owned(), span(0, 660)),
        ],
        modes: vec![
            whole("abc", "23", &["A", "B", "C"], 100),
            whole("bcd", "23", &["B", "C", "D"], 100),
        ],
        crane_rule: None,
        moving_minutes: 30,
    }
}

/// Shed No. 22: two pairs under one runway; three cranes on one train, or two trains at once by halves.
fn shed_22() -> ShedConfig {
    let half = |letters: [&str; 2], from_m, to_m| StepFile {
        cranes: letters.iter().map(|l| format!("22-{l}")).collect(),
        share_percent: 50,
        rate_percent: 100,
        stretch: Some(StretchFile { from_m, to_m }),
    };
    let halves = |id: &str, steps| ModeFile {
        steps,
        ..whole(id, "22", &[], 100)
    };
    let (west, east) = (half(["A", "B"], 0, 400), half(["C", "D"], 400, 800));
    ShedConfig {
        id: "shed-22".to_owned(),
        prefix: "22".to_owned(),
        name: "第22换装库".to_owned(),
        pairs: 2,
        cranes: vec![
            ("A".to_owned(), None),
            ("B".to_owned(), None),
            ("C".to_owned(), None),
            (
                "D".to_owned(),
                Some(DailySpan {
                    from: 1140,
                    to: 1320,
                }),
            ),
        ],
        modes: vec![
            whole("abc", "22", &["A", "B", "C"], 100),
            halves("west-east", vec![west.clone(), east.clone()]),
            halves("east-west", vec![east, west]),
        ],
        ..shed_23()
    }
}

/// An outdoor module: one pair, two slower cranes, closed by night.
fn outdoor(number: u32) -> ShedConfig {
    let prefix = format!("o{number}");
    ShedConfig {
        id: format!("outdoor-{number}"),
        name: format!("露天换装{number}线"),
        indoor: false,
        pairs: 1,
        length_m: 800,
        spot_minutes: [30, 60, 15],
        closed: Some(DailySpan { from: 300, to: 840 }),
        lifts_per_hour: 20,
        cranes: vec![("A".to_owned(), None), ("B".to_owned(), None)],
        modes: vec![whole("ab", &prefix, &["A", "B"], 90)],
        crane_rule: Some(WindRuleFile {
            stop_mean_mps: Some(10.8),
            stop_gust_mps: Some(17.0),
            resume_delay_minutes: 30,
            ..WindRuleFile::default()
        }),
        moving_minutes: 45,
        prefix,
    }
}

fn wind(spells: Vec<SpellConfig>) -> WindConfig {
    WindConfig {
        shape: 1.5,
        scale_mps: 4.5,
        memory: 0.95,
        gust_factor: [1.45, 0.10],
        background_cap_mps: 9.0,
        valley_percent: 70,
        spells,
    }
}
