//! Ready-made instances of break-of-gauge border stations, and the seeded generator behind most of them.
//!
//! What is here: the *ladder* [`LADDER`] of Alashankou-like days, from an easy one (`S`) to a three-day storm (`XL`),
//! each with a pressed twin (`+`), and of days at Khorgos behind a long single-track line (`K`, `K+`); the generator ([`generate`], knobs in [`GeneratorConfig`]); ready-made files
//! ([`demo_json`]) including a hand-made station elsewhere; random small problems for tests ([`small`]); and readers
//! of public berth-allocation benchmarks ([`berth`]).
//! Figures, their sources and how sure they are stand in the `README.md` of this crate.
//!
//! What is deliberately not here: any rule. Whether a file is right is `regauge-model`'s business.
//!
//! A part of regauge: programs embed the façade `regauge`, which alone keeps the promises of semantic versioning. What is public here
//! may change with any version.
//!
//! ```
//! let easy = regauge_instances::ladder("s").expect("a rung of the ladder");
//! assert_eq!(easy.horizon.planning_hours, 24);
//! assert!(regauge_instances::demo_json("irun").is_some());
//! ```

pub mod berth;
mod blank;
mod clock;
mod config;
mod generate;
mod json;
mod rng;
mod rungs;
pub mod small;
mod words;

pub use config::{
    ChoiceConfig, ClassCapConfig, DailySpan, Draws, GeneratorConfig, HoldConfig, LineConfig,
    LocalConfig, PassengerConfig, PlaceConfig, PointConfig, PossessionConfig, RolesConfig,
    SecondPortConfig, SectionConfig, ShedConfig, SpellConfig, StockConfig, TrafficConfig,
    WarmPlace, WayStationConfig, WindConfig, ZoneConfig,
};
pub use generate::{config_from_json, generate, generate_from_json, generate_page, try_generate};
pub use json::to_json;
pub use rungs::{LADDER, ladder, rung_config};

use regauge_model::format::InstanceFile;

/// The stations made by hand.
const BY_HAND: [&str; 2] = ["IRUN", "BREST"];

/// Names of the ready-made files: the ladder and the stations made by hand.
pub const DEMOS: [&str; LADDER.len() + BY_HAND.len()] = {
    let mut all = [""; LADDER.len() + BY_HAND.len()];
    all.split_at_mut(LADDER.len()).0.copy_from_slice(&LADDER);
    all.split_at_mut(LADDER.len()).1.copy_from_slice(&BY_HAND);
    all
};

/// The text of a ready-made file by its name (see [`DEMOS`]; upper or lower case), `None` when there is none.
pub fn demo_json(name: &str) -> Option<&'static str> {
    let text = match name.to_ascii_uppercase().as_str() {
        "S" => include_str!("../files/s.json"),
        "M" => include_str!("../files/m.json"),
        "L" => include_str!("../files/l.json"),
        "XL" => include_str!("../files/xl.json"),
        "S+" => include_str!("../files/s-plus.json"),
        "M+" => include_str!("../files/m-plus.json"),
        "L+" => include_str!("../files/l-plus.json"),
        "XL+" => include_str!("../files/xl-plus.json"),
        "K" => include_str!("../files/k.json"),
        "K+" => include_str!("../files/k-plus.json"),
        "M-SINGLE" => include_str!("../files/m-single.json"),
        "DUO" => include_str!("../files/duo.json"),
        "DUO+" => include_str!("../files/duo-plus.json"),
        "DUO-STORM" => include_str!("../files/duo-storm.json"),
        "DUO-HOLD" => include_str!("../files/duo-hold.json"),
        "BREST" => include_str!("../files/brest.json"),
        "IRUN" => include_str!("../files/irun.json"),
        _ => return None,
    };
    Some(text)
}

/// Name of the file of a rung of the ladder, for example `m-plus.json` for `M+`.
pub fn file_name(rung: &str) -> String {
    format!("{}.json", rung.to_ascii_lowercase().replace('+', "-plus"))
}

/// A ready-made instance by its name, parsed; `None` when there is none.
///
/// # Panics
/// Never for the files that come with this crate: its tests parse every one of them.
pub fn demo(name: &str) -> Option<InstanceFile> {
    demo_json(name).map(|text| serde_json::from_str(text).expect("ready-made files parse"))
}
