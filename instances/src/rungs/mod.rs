//! The ladder: which knobs make which rung. Sources and confidence of every figure: `README.md` of this crate.

mod both;
mod figures;
mod khorgos;
mod place;
mod sheds;

use crate::config::{
    DailySpan, Draws, GeneratorConfig, LineConfig, PossessionConfig, SpellConfig, StockConfig,
    TrafficConfig, WarmPlace,
};
use crate::generate::generate;
use figures::{BUFFERS, line, locomotives, stages, traffic, wind, yards};
use regauge_model::filled;
use regauge_model::format::{DateTimeFile, DirectionFile, InstanceFile, WindRuleFile};
use sheds::{double_shed, outdoor, single_shed};

/// The rungs: days at Alashankou, easy first, each with a pressed twin (`+`) that has 40 % more inbound trains; and days
/// at Khorgos, behind which there is a long single-track line: twelve trains (`K`), and a full line (`K+`). `M-SINGLE` is M before the second
/// track, the `DUO` days are of both ports.
pub const LADDER: [&str; 15] = [
    "S",
    "M",
    "L",
    "XL",
    "S+",
    "M+",
    "L+",
    "XL+",
    "K",
    "K+",
    "M-SINGLE",
    "DUO",
    "DUO+",
    "DUO-STORM",
    "DUO-HOLD",
];

/// Generates a rung of the ladder by its name (upper or lower case); `None` when there is none of that name.
pub fn ladder(name: &str) -> Option<InstanceFile> {
    rung_config(name).map(|(config, seed)| generate(&config, seed))
}

/// Knobs and seed of a rung of the ladder; the seed stands in the knobs too.
pub fn rung_config(name: &str) -> Option<(GeneratorConfig, u64)> {
    let (mut config, seed) = rung(name)?;
    config.seed = Some(seed);
    Some((config, seed.into()))
}

fn rung(name: &str) -> Option<(GeneratorConfig, u32)> {
    let name = name.to_ascii_uppercase();
    match name.as_str() {
        "K" => return Some((khorgos::twelve_trains(), 21)),
        "K+" => return Some((khorgos::full_line(), 286)),
        "M-SINGLE" => return Some((single_track(), 2023)),
        "DUO" => return Some((both::day(), 2)),
        "DUO+" => return Some((both::pressed(), 2)),
        "DUO-HOLD" => return Some((both::hold(), 2)),
        "DUO-STORM" => return Some((both::storm(), 2)),
        _ => {}
    }
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
        sheds: vec![single_shed("23")],
        buffers: Some(BUFFERS),
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
        place: place::alashankou(),
        traffic: traffic(),
        line: line(),
        yards: yards(),
        stages: stages(),
        locomotives: vec![locomotives(1520, 2), locomotives(1435, 3)],
        shunting_rule: filled!(
            WindRuleFile::default();
            stop_gust_mps: Some(20.0),
        ),
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
        sheds: vec![single_shed("23"), outdoor(1), outdoor(2)],
        buffers: Some(BUFFERS),
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
        draws: Draws::InSequence,
        holds: Vec::new(),
        second_port: None,
        seed: None,
    }
}

/// M as it was before November 2023, when the line to Jinghe had one track.
fn single_track() -> GeneratorConfig {
    let mut config = base_day();
    "Alashankou, base day on a single track".clone_into(&mut config.name);
    let main = config.line.main_sections.clone();
    for section in &mut config.line.sections {
        if main.contains(&section.id) {
            section.tracks = 1;
        }
    }
    for possession in &mut config.line.possessions {
        // on one track nobody runs meanwhile, so it is shorter
        possession.track = None;
        possession.single_track_working = false;
        possession.daily.to = possession.daily.to.min(possession.daily.from + 90);
    }
    config
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
    config.sheds = vec![single_shed("23"), double_shed("22"), outdoor(1), outdoor(2)];
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
    config.traffic.look_ahead_arrival_hours = 6;
    config.line.loaded_in_days = vec![[1, 3], [3, 24]];
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
