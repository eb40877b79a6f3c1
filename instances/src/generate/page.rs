//! The page about the configuration: every field in words, from its schema.

use crate::config::GeneratorConfig;
use serde_json::Value;
use std::fmt::Write as _;

/// The page `docs/generate.md`.
pub fn generate_page() -> String {
    let schema = schemars::generate::SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<GeneratorConfig>()
        .to_value();
    let mut page = String::from(
        "# The configuration of the generator\n\n\
         `regauge generate m --print-config` writes the configuration of a ready-made day, and `regauge generate --config FILE` makes an \
         instance from a configuration. The same file and seed give the same instance on every platform; the output of `--print-config` \
         gives the ready-made day again, byte for byte. The result is a valid instance, or the configuration is refused with place, value \
         and advice ([the codes](problems.md)).\n\n\
         Minutes of day count from the start of the horizon (18:00 in the ready-made days). A pair of figures is a minimum and a maximum. \
         Draws by train (`by-train`) are independent of each other: an additional bulk train leaves all other trains unchanged. The \
         ready-made days were drawn in sequence; in your own configuration, set `\"draws\": \"by-train\"`.\n\n\
         This page is generated from the code of the configuration: `UPDATE_DOCS=1 cargo test -p regauge-instances --test all config`.\n",
    );
    table(&mut page, "The file", &schema);
    let named = schema.get("$defs").and_then(Value::as_object);
    for (name, schema) in named.into_iter().flatten() {
        // What belongs to the instance file is explained there.
        if !name.ends_with("File") {
            table(&mut page, name, schema);
        }
    }
    page += "\nTypes that end in `File` are those of the [instance file](format.md).\n";
    page
}

fn table(page: &mut String, name: &str, schema: &Value) {
    let text = |schema: &Value| {
        let text = schema.get("description").and_then(Value::as_str);
        text.unwrap_or_default().replace('\n', " ")
    };
    let _ = writeln!(page, "\n## {name}\n\n{}", text(schema));
    if let Some(fields) = schema.get("properties").and_then(Value::as_object) {
        *page += "\n| field | value | meaning |\n|---|---|---|\n";
        for (field, schema) in fields {
            let _ = writeln!(page, "| `{field}` | {} | {} |", kind(schema), text(schema));
        }
    }
    if let Some(choices) = schema.get("oneOf").and_then(Value::as_array) {
        *page += "\n| value | meaning |\n|---|---|\n";
        for choice in choices {
            let fields = choice.get("properties").and_then(Value::as_object);
            let field = fields.and_then(|fields| fields.iter().next());
            let value = match (choice.get("const").and_then(Value::as_str), field) {
                (Some(word), _) => format!("`\"{word}\"`"),
                (None, Some((name, schema))) => format!("`{{\"{name}\": …}}` ({})", kind(schema)),
                (None, None) => String::new(),
            };
            let _ = writeln!(page, "| {value} | {} |", text(choice));
        }
    }
}

/// What may stand in a field.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        let name = name.rsplit('/').next().unwrap_or_default();
        return if name.ends_with("File") {
            format!("{name} of the instance file")
        } else {
            format!("[{name}](#{})", name.to_lowercase())
        };
    }
    if let Some(choices) = schema.get("anyOf").and_then(Value::as_array) {
        let choices: Vec<String> = choices.iter().map(kind).collect();
        return choices.join(" or ");
    }
    let is_date = schema.get("format").and_then(Value::as_str) == Some("date-time");
    match schema.get("type") {
        Some(Value::String(name)) => match &**name {
            "integer" => "whole number".to_owned(),
            "string" if is_date => "date-time".to_owned(),
            "string" => "text".to_owned(),
            "boolean" => "true or false".to_owned(),
            "array" => list(schema),
            "null" => "null".to_owned(),
            other => other.to_owned(),
        },
        Some(Value::Array(names)) => {
            let mut kinds = names.iter().map(|name| {
                let mut one = schema.clone();
                one["type"] = name.clone();
                kind(&one)
            });
            let first = kinds.next().unwrap_or_default();
            kinds.fold(first, |all, next| format!("{all} or {next}"))
        }
        _ => "value".to_owned(),
    }
}

fn list(schema: &Value) -> String {
    if let Some(items) = schema.get("prefixItems").and_then(Value::as_array) {
        let items: Vec<String> = items.iter().map(kind).collect();
        return format!("list of {}", items.join(" and "));
    }
    let item = schema.get("items").map_or_else(String::new, kind);
    match schema.get("maxItems").and_then(Value::as_u64) {
        Some(count) => format!("{count} × {item}"),
        None => format!("list of {item}"),
    }
}
