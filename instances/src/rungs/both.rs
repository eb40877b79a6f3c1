//! Days at both ports: Alashankou and Khorgos, whose lines meet in Jinghe.

use super::khorgos::inbound_and_outbound;
use super::{base_day, record_day, storm_spell};
use crate::config::{
    ChoiceConfig, ClassCapConfig, GeneratorConfig, HoldConfig, SecondPortConfig, SpellConfig,
};
use crate::rungs::figures::wind;
use regauge_model::filled;
use regauge_model::format::{ClassFile, StageFile};

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

/// DUO-HOLD: grain at Khorgos waits for its laboratory, for a day or longer, and three trains of it a day may come there.
pub(super) fn hold() -> GeneratorConfig {
    let mut config = day();
    let grain = "container-broad-grain";
    let class = filled!(
        ClassFile::new(grain, 1520);
        name: Some("粮食集装箱班列（宽轨）".to_owned()),
        weight: Some(1.0),
        cargo: Some("container".to_owned()),
    );
    // it may come to either port, and undergoes there what other container trains do
    let like = &base_day().place.roles.container_broad[2];
    let undergo = |stages: &mut Vec<StageFile>| {
        for stage in stages
            .iter_mut()
            .filter(|stage| stage.classes.contains(like))
        {
            stage.classes.push(grain.to_owned());
        }
    };
    config.place.classes.push(class.clone());
    undergo(&mut config.stages);
    if let Some(second) = &mut config.second_port {
        second.place.classes.push(class);
        undergo(&mut second.stages);
        grain.clone_into(&mut second.place.roles.container_broad[2]);
        second.traffic.central_asia_percent = 40;
        second.line.class_caps = vec![ClassCapConfig {
            classes: vec![grain.to_owned()],
            per_day: 3,
        }];
    }
    config.holds = vec![HoldConfig {
        station: "khorgos".to_owned(),
        classes: vec![grain.to_owned()],
        until: 1800,
        between: Some([1440, 2520]),
    }];
    named(config, "Alashankou and Khorgos, grain held")
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
        // a light breeze, in which nothing stops
        wind: Some(wind(Vec::new())),
        warm: config.warm,
    }
}
