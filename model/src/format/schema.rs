//! The published JSON Schemas of the files, generated from their types.

use super::{ActualFile, DiffFile, FORMAT_VERSION, InstanceFile, PlanFile};
use schemars::generate::SchemaSettings;
use schemars::transform::transform_subschemas;
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value};

/// The schema of instance files (JSON Schema 2020-12), indented, ending in a newline.
pub fn instance_schema() -> String {
    schema::<InstanceFile>("instance")
}

/// The schema of files of what happened (JSON Schema 2020-12), indented, ending in a newline.
pub fn actual_schema() -> String {
    schema::<ActualFile>("actual")
}

/// The schema of files of differences between two plans (JSON Schema 2020-12), indented, ending in a newline.
pub fn diff_schema() -> String {
    schema::<DiffFile>("diff")
}

/// The schema of plan files (JSON Schema 2020-12), indented, ending in a newline.
pub fn plan_schema() -> String {
    schema::<PlanFile>("plan")
}

fn schema<T: JsonSchema>(what: &str) -> String {
    let mut schema = SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<T>();
    let id = format!("https://github.com/regauge/regauge/schemas/{what}-{FORMAT_VERSION}.json");
    schema.insert("$id".to_owned(), id.into());
    schema.insert(
        "title".to_owned(),
        format!("regauge {what} {FORMAT_VERSION}").into(),
    );
    limits(&mut schema);
    let text = serde_json::to_string_pretty(&sorted(schema.to_value()));
    text.unwrap_or_default() + "\n"
}

/// Whole numbers have the size of their type where no narrower limit is given.
fn limits(schema: &mut Schema) {
    transform_subschemas(&mut limits, schema);
    let (least, most) = match schema.get("format").and_then(Value::as_str) {
        Some("uint32") => (0, i64::from(u32::MAX)),
        Some("int64") => (i64::MIN, i64::MAX),
        _ => return,
    };
    for (key, limit) in [("minimum", least), ("maximum", most)] {
        if schema.get(key).is_none() {
            schema.insert(key.to_owned(), limit.into());
        }
    }
}

/// With the keys of every object sorted, so that the text is the same however serde_json keeps its maps.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<(String, Value)> = fields.into_iter().collect();
            fields.sort_by(|(one, _), (other, _)| one.cmp(other));
            let fields = fields
                .into_iter()
                .map(|(name, value)| (name, sorted(value)));
            Value::Object(fields.collect::<Map<String, Value>>())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
        other => other,
    }
}
