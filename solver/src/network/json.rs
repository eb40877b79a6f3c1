//! The compiled problem as JSON.

use super::Network;
use regauge_model::Instance;
use regauge_model::text::visible_json;
use serde::Serialize;

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    instance: &'a str,
    sha256: &'a str,
    trains: Vec<&'a str>,
    network: &'a Network,
}

/// The compiled problem as JSON text, ending in a newline.
pub fn to_json(network: &Network, instance: &Instance) -> String {
    let document = Document {
        format: "regauge compiled problem 1",
        instance: instance.name(),
        sha256: instance.sha256(),
        trains: instance
            .trains()
            .iter()
            .map(|train| train.name.as_str())
            .collect(),
        network,
    };
    // plain data without maps keyed by anything but strings always serializes
    visible_json(serde_json::to_string(&document).unwrap_or_default()) + "\n"
}
