//! The station of a study, and trains like those that come to it.

use crate::commands::{Console, files, words};
use regauge::{Message, Problems};
use regauge_instances::{DEMOS, Draws, demo, rung_config, try_generate};
use regauge_model::format::InstanceFile;
use regauge_study::file::BaseFile;
use std::path::Path;

/// Days of traffic from which the trains of a study are taken, where the base can be generated.
const TEMPLATE_DAYS: u32 = 14;

/// Why the base of a study is not there; said inside a problem of the study file.
pub fn base_of(
    base: &BaseFile,
    beside: &Path,
    console: &mut Console<'_>,
) -> Result<(InstanceFile, Option<InstanceFile>), Message> {
    let longer = |mut config: regauge_instances::GeneratorConfig, seed: u64| {
        config.planning_hours = 24 * TEMPLATE_DAYS;
        config.draws = Draws::ByTrain;
        config.warm.clear();
        try_generate(&config, seed).ok()
    };
    if let Some(name) = &base.demo {
        let Some(file) = demo(name) else {
            let names = DEMOS.map(|name| name.to_ascii_lowercase()).join(", ");
            return Err(words::demo_unknown(name, names));
        };
        let more = rung_config(name).and_then(|(config, seed)| longer(config, seed));
        return Ok((file, more));
    }
    let (path, is_instance) = match (&base.instance, &base.generator) {
        (Some(path), _) => (path, true),
        (_, Some(path)) => (path, false),
        (None, None) => return Err(words::no_instance()),
    };
    let path = beside.join(path);
    let text = files::read(&path, console).map_err(|error| error.message())?;
    let first = |problems: Problems| words::first_of(&problems);
    if is_instance {
        return Ok((regauge::advance::instance_file(&text).map_err(first)?, None));
    }
    let config = regauge_instances::config_from_json(&text).map_err(first)?;
    let seed = config.seed.unwrap_or(1).into();
    let file = try_generate(&config, seed).map_err(first)?;
    Ok((file, longer(config, seed)))
}
