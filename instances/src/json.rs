//! How instance files are written, byte for byte the same everywhere.

use regauge_model::format::InstanceFile;

/// The text of an instance file: indented JSON with a newline at its end.
///
/// # Panics
/// Never: every value of an instance file has a form in JSON.
pub fn to_json(instance: &InstanceFile) -> String {
    let mut text =
        serde_json::to_string_pretty(instance).expect("instance files have a form in JSON");
    text.push('\n');
    text
}
