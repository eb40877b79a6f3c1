//! Days at both ports: Alashankou and Khorgos, whose lines meet in Jinghe.

use super::khorgos::inbound_and_outbound;
use super::{base_day, record_day, storm_spell};
use crate::config::{ChoiceConfig, GeneratorConfig, SecondPortConfig, SpellConfig};
use crate::rungs::figures::wind;

/// Trains a day at Khorgos, in and out.
const KHORGOS: [u32; 2] = [13, 14];

/// DUO: 27 trains at each port.
pub(super) fn day() -> GeneratorConfig {
    let mut config = record_day();
    "Alashankou".clone_into(&mut config.name);
    let traffic = &mut config.traffic;
    traffic.inbound_per_day = 12;
    traffic.outbound_per_day = 13;
    traffic.bulk_per_day = 2;
    traffic.broad_from_store_per_day = 1;
    config.wind = base_day().wind;
    config.second_port = Some(khorgos(KHORGOS));
    named(config, "Alashankou and Khorgos")
}

/// DUO+: 40 % more inbound trains.
pub(super) fn pressed() -> GeneratorConfig {
    let mut config = day();
    config.traffic.inbound_per_day = 17;
    config.second_port = Some(khorgos([18, KHORGOS[1]]));
    named(config, "Alashankou and Khorgos, pressed")
}

/// DUO-STORM: at Alashankou the wind stops the outdoor modules for ten hours and later the line.
pub(super) fn storm() -> GeneratorConfig {
    let mut config = day();
    let outdoors = SpellConfig {
        from_hour: 2,
        hours: vec![[13.4, 18.4]; 8],
    };
    config.wind = Some(wind(vec![outdoors, storm_spell(13, 6)]));
    named(config, "Alashankou and Khorgos, storm")
}

fn named(mut config: GeneratorConfig, name: &str) -> GeneratorConfig {
    if let Some(second) = &mut config.second_port {
        name.clone_into(&mut second.name);
    }
    config
}

/// Khorgos beside Alashankou.
fn khorgos([inbound, outbound]: [u32; 2]) -> SecondPortConfig {
    let config = inbound_and_outbound(inbound, outbound);
    SecondPortConfig {
        name: String::new(),
        id_prefix: "khorgos-".to_owned(),
        numbers_higher: 400,
        choice: ChoiceConfig {
            percent: 60,
            notice_minutes: 240,
            inbound_later_minutes: 300,
            outbound_minutes: 180,
        },
        place: config.place,
        traffic: config.traffic,
        line: config.line,
        yards: config.yards,
        stages: config.stages,
        locomotives: config.locomotives,
        shunting_rule: config.shunting_rule,
        standard_stock: config.standard_stock,
        broad_stock: config.broad_stock,
        sheds: config.sheds,
        wind: config.wind,
        warm: config.warm,
    }
}
