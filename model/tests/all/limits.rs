//! The published schema and the reader agree on every limit: of each field of an instance the reader takes what the schema allows
//! and refuses what lies beyond, and says so there.

use crate::common::{SMALL, set};
use regauge_model::format::instance_schema;
use regauge_model::validate::instance_from_json;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Codes by which the reader says that a figure, a text or a list has not the size it may have.
const SIZE: [&str; 6] = ["E0207", "E0303", "E0404", "E0405", "E0407", "E0510"];

/// Fields that may be so by themselves, and not beside the others of the files here: the hours of the horizon are limited together, and a
/// shed has cranes and modes or none of both.
const TOGETHER: [&str; 3] = [
    "HorizonFile.look_ahead_hours",
    "ShedFile.cranes",
    "ShedFile.modes",
];

/// How often a field of one kind is tried: in different places of the files.
const TRIES: usize = 1;

/// Lists longer than this are tried beyond their limit alone.
const LONG: usize = 5000;

/// A field to try: the kind of object and the name of the field, where it stands, and what the schema says.
struct Field {
    name: String,
    pointer: String,
    schema: Map<String, Value>,
}

/// Every field of a file with a limit to try, whether it is there or not.
struct Walk<'s> {
    schema: &'s Value,
    fields: Vec<Field>,
    /// Every object that the schema knows and the file has.
    seen: BTreeSet<String>,
}

impl Walk<'_> {
    /// The schema behind names and `null`, and the name; of several the one for a value like this.
    fn resolved(&self, schema: &Value, value: &Value, name: &str) -> (Map<String, Value>, String) {
        if let Some(target) = schema["$ref"].as_str() {
            let name = target.trim_start_matches("#/$defs/");
            return self.resolved(&self.schema["$defs"][name], value, name);
        }
        if let Some(all) = schema["anyOf"].as_array() {
            let mut all = all.iter().map(|one| self.resolved(one, value, name));
            let first = all.next().expect("one of them");
            let is_like = |one: &(Map<String, Value>, String)| {
                one.0.contains_key("properties") == value.is_object()
            };
            return if is_like(&first) {
                first
            } else {
                all.find(is_like).unwrap_or(first)
            };
        }
        (
            schema.as_object().expect("a schema").clone(),
            name.to_owned(),
        )
    }

    fn value(&mut self, value: &Value, schema: &Value, pointer: &str, name: &str) {
        let (schema, name) = self.resolved(schema, value, name);
        self.fields.push(Field {
            name: name.clone(),
            pointer: pointer.to_owned(),
            schema: schema.clone(),
        });
        match value {
            Value::Object(fields) => {
                if let Some(each) = schema.get("additionalProperties").filter(|s| s.is_object()) {
                    for (key, value) in fields {
                        self.value(value, each, &format!("{pointer}/{key}"), &name);
                    }
                    return;
                }
                let variants = schema.get("oneOf").and_then(Value::as_array);
                let variant = variants.into_iter().flatten().find(|variant| {
                    let is = |tag: &str| variant["properties"][tag]["const"] == value[tag];
                    is("at") && is("what")
                });
                let tag = if value["at"].is_null() { "what" } else { "at" };
                let variant_name = format!("{name} {}", value[tag]);
                let (schema, name) = match variant {
                    Some(variant) => (variant.as_object().expect("a schema"), &variant_name),
                    None => (&schema, &name),
                };
                self.seen.insert(name.clone());
                let properties = schema["properties"].as_object().expect("fields");
                for (field, schema) in properties {
                    let place = format!("{pointer}/{field}");
                    let absent = Value::Null;
                    let value = fields.get(field).unwrap_or(&absent);
                    self.value(value, schema, &place, &format!("{name}.{field}"));
                }
            }
            Value::Array(items) => {
                for (index, value) in items.iter().enumerate() {
                    let each = &schema["items"];
                    let name = format!("{name}[]");
                    self.value(value, each, &format!("{pointer}/{index}"), &name);
                }
            }
            _ => {}
        }
    }
}

/// `/trains/3/due_exit` as a problem names it.
fn path(pointer: &str) -> String {
    let mut path = String::new();
    for step in pointer.split('/').skip(1) {
        match step.parse::<usize>() {
            Ok(_) => path += &["[", step, "]"].concat(),
            Err(_) if path.is_empty() => path += step,
            Err(_) => path += &[".", step].concat(),
        }
    }
    path
}

/// Codes that the reader gives at a place when a value stands there.
fn codes_at(file: &Value, pointer: &str, value: &Value) -> Vec<&'static str> {
    let mut file = file.clone();
    if let Some((work, _)) = pointer.split_once("/work/") {
        // Only one figure of the work is given.
        let work = format!("{work}/work");
        let mode = file.pointer(&work).expect("the work")["mode"].clone();
        set(&mut file, &work, json!({ "mode": mode }));
    }
    set(&mut file, pointer, value.clone());
    let text = serde_json::to_vec(&file).expect("JSON");
    let path = path(pointer);
    match instance_from_json(&text) {
        Ok(_) => Vec::new(),
        Err(problems) => {
            let here = problems.0.iter().filter(|problem| problem.path == path);
            here.map(|problem| problem.code).collect()
        }
    }
}

/// Values that the schema allows at its limits, and values just beyond.
fn probes(field: &Field, now: Option<&Value>) -> (Vec<Value>, Vec<Value>) {
    let schema = &field.schema;
    let (mut inside, mut beyond) = (Vec::new(), Vec::new());
    let number = |key: &str| schema.get(key).and_then(Value::as_f64);
    let kind = match &schema.get("type") {
        Some(Value::Array(kinds)) => kinds[0].as_str(),
        Some(kind) => kind.as_str(),
        None => None,
    };
    if schema.contains_key("enum") || schema.contains_key("const") {
        return (inside, beyond);
    }
    match kind {
        Some("integer") => {
            let (least, most) = (number("minimum").unwrap(), number("maximum").unwrap());
            for value in [least, most] {
                inside.push(json!(value as i64));
                // An integer in JSON is a number without a fraction, however it is written.
                inside.push(json!(value));
            }
            beyond.extend([json!(least as i64 - 1), json!(most as i64 + 1)]);
            beyond.extend([json!(least + 0.5), json!(1e30)]);
        }
        Some("number") => {
            let (least, most) = (number("minimum"), number("maximum"));
            inside.push(json!(least.unwrap_or(-1e12)));
            inside.push(json!(most.unwrap_or(1e12)));
            beyond.extend(least.map(|least| json!(least - 1.0)));
            beyond.extend(most.map(|most| json!(most + 1.0)));
        }
        Some("string") if schema.get("format").is_none() => {
            let length = |key: &str| schema.get(key).and_then(Value::as_u64).map(|l| l as usize);
            match length("maxLength") {
                Some(most) => {
                    inside.push(json!("п".repeat(most)));
                    beyond.push(json!("x".repeat(most + 1)));
                    beyond.push(json!("п".repeat(most + 1)));
                }
                None if !schema.contains_key("pattern") => inside.push(json!("x".repeat(5000))),
                None => {}
            }
            if length("minLength").is_some_and(|least| least > 0) {
                beyond.extend([json!(""), json!(" "), json!("a\u{7}"), json!("\u{9b}1")]);
            }
            if schema.contains_key("pattern") && length("maxLength").is_none() {
                inside.push(json!("23:59"));
                beyond.extend([json!("24:00"), json!("8:00"), json!("08:60")]);
            }
        }
        Some("array") => {
            let count = |key: &str| schema.get(key).and_then(Value::as_u64).map(|c| c as usize);
            match count("minItems") {
                None | Some(0) => inside.push(json!([])),
                Some(_) => beyond.push(json!([])),
            }
            let first = now.and_then(|now| now.get(0));
            if let (Some(most), Some(first)) = (count("maxItems"), first) {
                let list = |count: usize| Value::Array(vec![first.clone(); count]);
                if most <= LONG {
                    inside.push(list(most));
                }
                beyond.push(list(most + 1));
            }
        }
        _ => {}
    }
    (inside, beyond)
}

#[test]
fn the_reader_takes_what_the_schema_allows_and_refuses_what_lies_beyond() {
    let schema: Value = serde_json::from_str(&instance_schema()).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    let mut tried: BTreeMap<String, usize> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut wrong = BTreeSet::new();
    let read = |text: &str| -> Value { serde_json::from_str(text).expect("JSON") };
    let mut rest = read(SMALL);
    let span = json!([{ "from": "2025-03-01T20:00:00+08:00", "to": "2025-03-01T21:00:00+08:00" }]);
    set(&mut rest, "/system/stations/1/stages/0/closed", span);
    let spot = rest["system"]["stations"][1]["sheds"][0]["spots"][0]["id"].clone();
    let shed = rest["system"]["stations"][1]["sheds"][0]["id"].clone();
    let store = rest["system"]["stations"][1]["stores"][0]["id"].clone();
    let mode = rest["system"]["stations"][1]["sheds"][0]["modes"][0]["id"].clone();
    let crane = rest["system"]["stations"][1]["sheds"][0]["cranes"][0]["id"].clone();
    let handling = json!([{ "spot": spot, "minutes": 60 }]);
    set(&mut rest, "/trains/0/handling", handling);
    let extra = json!({ "down": 2, "up": 1 });
    set(&mut rest, "/system/sections/0/start_minutes", extra);
    let throat = json!([{ "id": "west", "name": "west end", "gauge_mm": 1520, "movements": [{
        "arrivals": ["border-broad"], "departures": ["border-broad"], "sheds": [shed], "spots": [spot], "stores": [store],
        "from_minute": 0, "minutes": 5,
    }] }]);
    set(&mut rest, "/system/stations/1/throats", throat);
    set(&mut rest, "/system/stations/1/meeting_minutes", json!(3));
    let through = json!([{ "yard": "yard-broad", "group": 1 }]);
    set(&mut rest, "/system/stations/1/through", through);
    let track = json!({ "yard": "yard-broad", "track": 2 });
    set(&mut rest, "/state/trains/0/parts_on", track);
    let track = json!({ "yard": "yard-broad", "track": 3 });
    let worked = json!({ "arriving": track, "onward": { "yard": "yard-standard", "track": 1 } });
    set(&mut rest, "/state/trains/0/worked_on", worked);
    set(
        &mut rest,
        "/system/stations/1/sheds/0/worked_parts",
        json!("on-track"),
    );
    let passed = json!([{
        "train": "8009", "section": "border-broad", "direction": "down",
        "entered": "2025-03-01T17:20:00+08:00", "left": "2025-03-01T17:50:00+08:00",
    }]);
    set(&mut rest, "/state/passed", passed);
    let spans = json!([{ "from": "2025-03-01T20:00:00+08:00", "to": "2025-03-01T21:00:00+08:00", "count": 2 }]);
    set(&mut rest, "/system/sections/0/caps/0/spans", spans);
    let holds = json!([{
        "station": "alashankou", "classes": ["broad-loaded"], "until": "2025-03-01T20:00:00+08:00"
    }]);
    set(&mut rest, "/holds", holds);
    let name = |train: usize| rest["trains"][train]["id"].clone();
    let row = json!([{ "train": name(0) }, { "train": name(1), "rake": "onward" }]);
    let orders = json!([{ "section": "border-broad", "trains": row }]);
    set(&mut rest, "/orders", orders);
    let published =
        json!({ "port": "alashankou", "spot": spot, "exit": "2025-03-02T01:00:00+08:00" });
    set(&mut rest, "/trains/1/published", published);
    set(&mut rest, "/objective/changes", json!({ "port": 500 }));
    let (from, to) = ("2025-03-01T20:00:00+08:00", "2025-03-01T21:00:00+08:00");
    let pins = json!({
        "times": [
            { "what": "run", "section": "border-broad", "from": from, "to": to },
            { "what": "stage", "stage": "inspection", "from": from, "to": to },
            { "what": "movement", "movement": "exchange", "part": 2, "from": from, "to": to },
            { "what": "work", "part": 1, "from": from, "to": to },
        ],
        "tracks": [{ "rake": "emptied", "yard": "yard-broad", "track": 1 }],
        "emptied": { "what": "into-store", "store": "store-broad" },
    });
    set(&mut rest, "/trains/1/pins", pins);
    // ways are looked at where nothing else is wrong
    let mut ways = read(SMALL);
    set(&mut ways, "/trains/2/port", json!("alashankou"));
    let way = json!([{ "port": "jinghe", "calls": [{ "station": "alashankou" }] }]);
    set(&mut ways, "/trains/2/ways", way);
    let mut wagons = read(SMALL);
    let store = json!({
        "id": "store-broad", "gauge_mm": 1520, "capacity_m": 3000,
        "wagons": [{ "kind": "flat", "length_m": 12.5, "count": 60, "inspecting": [
            { "count": 4, "until": "2025-03-01T20:00:00+08:00" }
        ] }],
        "making_up_minutes": 20, "breaking_up_minutes": 15, "inspection_minutes": 30
    });
    set(&mut wagons, "/system/stations/1/stores/0", store);
    let of = json!([{ "kind": "flat", "count": 55 }]);
    set(&mut wagons, "/trains/0/wagons_of", of);
    // so is history
    let mut past = read(SMALL);
    let (from, to) = ("2025-03-01T15:00:00+08:00", "2025-03-01T16:00:00+08:00");
    let mut events = json!([
        { "what": "run", "rake": "arriving", "section": "border-broad", "direction": "down",
          "starts": false, "stops": true, "track": 1 },
        { "what": "track", "rake": "arriving", "yard": "yard-broad", "track": 1 },
        { "what": "crane-work", "spot": spot, "mode": mode, "part": 1, "lifting_from": from,
          "steps": [{ "from": from, "to": to, "paused_minutes": 0 }] },
        { "what": "exchange", "spot": spot, "part": 2, "locomotive_arriving": 1, "locomotive_onward": 1 },
    ]);
    for event in events.as_array_mut().expect("a list") {
        (event["from"], event["to"]) = (json!(from), json!(to));
    }
    let slot = json!({ "crane": crane, "train": "8001", "from": from, "to": to, "wagons": [1, 2], "lifts": 3 });
    let train = json!({ "id": "8001", "class": "broad-loaded", "onward_class": "broad-loaded",
        "due_exit": to, "left": to, "events": [events[0]] });
    // a hundred thousand like the first are still a file that is read
    let other =
        json!({ "id": "8003", "class": "broad-loaded", "events": events, "begun": [events[0]] });
    let slots = [&slot];
    let piece = json!([{ "until": to, "trains": [train, other], "crane_slots": slots, "begun_slots": slots }]);
    set(&mut past, "/history", piece);
    for file in [
        read(SMALL),
        read(crate::docs::example()),
        rest,
        ways,
        wagons,
        past,
    ] {
        let mut walk = Walk {
            schema: &schema,
            fields: Vec::new(),
            seen: BTreeSet::new(),
        };
        walk.value(&file, &schema, "", "InstanceFile");
        seen.append(&mut walk.seen);
        for field in walk.fields {
            let count = tried.entry(field.name.clone()).or_default();
            if *count == TRIES || field.pointer.is_empty() {
                continue;
            }
            *count += 1;
            let (inside, beyond) = probes(&field, file.pointer(&field.pointer));
            let mut say = |value: &Value, what: String| {
                let value: String = value.to_string().chars().take(40).collect();
                wrong.insert(format!("{} = {value}: {what}", field.name));
            };
            for value in inside {
                let codes = codes_at(&file, &field.pointer, &value);
                let is_alone = !TOGETHER.contains(&field.name.as_str());
                if is_alone && codes.iter().any(|code| SIZE.contains(code)) {
                    say(
                        &value,
                        format!("the schema allows it, the reader says {codes:?}"),
                    );
                }
            }
            for value in beyond {
                let mut changed = file.clone();
                set(&mut changed, &field.pointer, value.clone());
                if validator.is_valid(&changed) {
                    say(
                        &value,
                        "the schema allows it, and this test thought it did not".to_owned(),
                    );
                }
                if codes_at(&file, &field.pointer, &value).is_empty() {
                    say(
                        &value,
                        "the schema refuses it, the reader does not".to_owned(),
                    );
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    // Every kind of object has been looked at.
    let kinds = schema["$defs"].as_object().expect("definitions");
    let objects = kinds
        .iter()
        .filter(|(_, schema)| schema.get("properties").is_some());
    let missing: Vec<&String> = objects
        .map(|(name, _)| name)
        .filter(|name| !seen.contains(*name))
        .collect();
    assert!(missing.is_empty(), "no file here has {missing:?}");
}
