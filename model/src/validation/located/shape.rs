//! The shape of a file, from the JSON Schema that is generated from its type.

use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// What a value may be.
#[derive(Debug)]
pub(super) enum Shape {
    Any,
    Text,
    DateTime,
    Whole {
        min: i128,
        max: i128,
    },
    Real,
    Bool,
    Choice(Vec<String>),
    List {
        item: Box<Shape>,
        /// Of a pair and the like.
        count: Option<usize>,
    },
    /// A list of so many values, each with a shape of its own.
    Tuple(Vec<Shape>),
    Map(Box<Shape>),
    Object(Record),
    Tagged {
        tag: String,
        variants: Vec<(String, Record)>,
    },
    OrNull(Box<Shape>),
    /// A figure, or an object with one for each of several things.
    OrObject(Box<Shape>, Box<Shape>),
    Named(String),
}

/// The fields of an object.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) fields: BTreeMap<String, Shape>,
    pub(super) required: Vec<String>,
}

/// A shape with those it names.
#[derive(Debug)]
pub(super) struct Shapes {
    pub(super) root: Shape,
    pub(super) named: BTreeMap<String, Shape>,
}

/// The shape of a type; worked out once per type.
pub(super) fn shapes<T: JsonSchema>() -> Arc<Shapes> {
    static KNOWN: OnceLock<Mutex<BTreeMap<String, Arc<Shapes>>>> = OnceLock::new();
    let known = KNOWN.get_or_init(Mutex::default);
    let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
    let entry = known.entry(T::schema_id().into_owned());
    Arc::clone(entry.or_insert_with(|| Arc::new(work_out::<T>())))
}

fn work_out<T: JsonSchema>() -> Shapes {
    let schema = SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<T>();
    let schema = schema.to_value();
    let named = schema.get("$defs").and_then(Value::as_object);
    let named = named.into_iter().flatten();
    Shapes {
        root: shape(&schema),
        named: named
            .map(|(name, schema)| (name.clone(), shape(schema)))
            .collect(),
    }
}

fn shape(schema: &Value) -> Shape {
    if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        let name = name.strip_prefix("#/$defs/").unwrap_or(name);
        return Shape::Named(name.to_owned());
    }
    if let Some([one, Value::Object(other)]) = list(schema, "anyOf")
        && other.get("type").and_then(Value::as_str) == Some("null")
    {
        return Shape::OrNull(Box::new(shape(one)));
    }
    if let Some([one, other]) = list(schema, "anyOf") {
        return Shape::OrObject(Box::new(shape(one)), Box::new(shape(other)));
    }
    if let Some(variants) = list(schema, "oneOf") {
        return choice(variants);
    }
    if let Some(choices) = list(schema, "enum") {
        // Numbers to choose from are for the rules of their field.
        let choices: Option<Vec<&str>> = choices.iter().map(Value::as_str).collect();
        if let Some(choices) = choices {
            return Shape::Choice(choices.into_iter().map(str::to_owned).collect());
        }
    }
    match schema.get("type") {
        Some(Value::String(name)) => simple(schema, name),
        Some(Value::Array(names)) => match names.as_slice() {
            [Value::String(name), Value::String(null)] if null == "null" => {
                Shape::OrNull(Box::new(simple(schema, name)))
            }
            _ => Shape::Any,
        },
        _ => Shape::Any,
    }
}

fn list<'s>(schema: &'s Value, key: &str) -> Option<&'s [Value]> {
    schema.get(key)?.as_array().map(Vec::as_slice)
}

fn simple(schema: &Value, name: &str) -> Shape {
    let format = schema.get("format").and_then(Value::as_str);
    let count = |key: &str| {
        schema
            .get(key)
            .and_then(Value::as_u64)
            .map(|count| count as usize)
    };
    match name {
        "string" if format == Some("date-time") => Shape::DateTime,
        "string" => Shape::Text,
        "integer" => match format {
            Some("uint32") => Shape::Whole {
                min: 0,
                max: i128::from(u32::MAX),
            },
            _ => Shape::Whole {
                min: i128::from(i64::MIN),
                max: i128::from(i64::MAX),
            },
        },
        "number" => Shape::Real,
        "boolean" => Shape::Bool,
        "array" if schema.get("prefixItems").is_some() => {
            let items = list(schema, "prefixItems").unwrap_or_default();
            Shape::Tuple(items.iter().map(shape).collect())
        }
        "array" => {
            let (min, max) = (count("minItems"), count("maxItems"));
            Shape::List {
                item: Box::new(schema.get("items").map_or(Shape::Any, shape)),
                // Other limits are for the rules of their field.
                count: min.filter(|_| min == max),
            }
        }
        "object" => match schema.get("additionalProperties") {
            Some(values @ Value::Object(_)) => Shape::Map(Box::new(shape(values))),
            _ => Shape::Object(record(schema)),
        },
        _ => Shape::Any,
    }
}

fn record(schema: &Value) -> Record {
    let fields = schema.get("properties").and_then(Value::as_object);
    let fields = fields.into_iter().flatten();
    let required = list(schema, "required").unwrap_or_default();
    Record {
        fields: fields
            .map(|(name, schema)| (name.clone(), shape(schema)))
            .collect(),
        required: required
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
    }
}

/// Words to choose from, or objects told apart by a tag or by their only field.
fn choice(variants: &[Value]) -> Shape {
    let word = |schema: &Value| {
        schema
            .get("const")
            .and_then(Value::as_str)
            .map(str::to_owned)
    };
    let mut words = Vec::new();
    let mut tag_found = None;
    let mut tagged = Vec::new();
    let mut named = Record {
        fields: BTreeMap::new(),
        required: Vec::new(),
    };
    for variant in variants {
        if let Some(word) = word(variant) {
            words.push(word);
            continue;
        }
        let more = list(variant, "enum").unwrap_or_default();
        words.extend(more.iter().filter_map(Value::as_str).map(str::to_owned));
        let fields = variant.get("properties").and_then(Value::as_object);
        let tag = fields
            .into_iter()
            .flatten()
            .find_map(|(name, schema)| Some((name, word(schema)?)));
        if let Some((name, value)) = tag {
            tag_found = Some(name.clone());
            tagged.push((value, record(variant)));
        } else {
            named.fields.extend(record(variant).fields);
        }
    }
    if !named.fields.is_empty() {
        let word = Box::new(Shape::Choice(words));
        return Shape::OrObject(word, Box::new(Shape::Object(named)));
    }
    match tag_found {
        Some(tag) => Shape::Tagged {
            tag,
            variants: tagged,
        },
        None if words.is_empty() => Shape::Any,
        None => Shape::Choice(words),
    }
}
