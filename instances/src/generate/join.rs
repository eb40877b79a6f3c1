//! Two ports behind one line end as one problem: what both have under one id gets another at the second, and trains that
//! come from outside may go over either.

use super::station::{BROAD_STORE, STANDARD_STORE};
use crate::config::{ChoiceConfig, GeneratorConfig, SecondPortConfig};
use crate::rng::Random;
use regauge_model::filled;
use regauge_model::format::{EmptiedFile, InstanceFile, TrainFile, WayFile};
use serde_json::Value;
use std::collections::BTreeSet;

/// Stream of random numbers that say which trains may choose.
const STREAM: u64 = 40;

/// Kinds of things with ids: their list, and the fields that name one or several of them.
const KINDS: [(&str, &[&str]); 8] = [
    ("sections", &["section"]),
    ("zones", &["zone"]),
    ("yards", &["yard"]),
    ("stages", &["stage"]),
    ("stores", &["store", "from_store", "into_store"]),
    ("sheds", &["shed"]),
    ("spots", &["spot", "behind"]),
    ("cranes", &["crane"]),
];

/// The problem of both ports.
pub(super) fn join(
    first: (&GeneratorConfig, InstanceFile),
    second: (&SecondPortConfig, InstanceFile),
    seed: u64,
) -> InstanceFile {
    let ((config, mut file), (other, joined)) = (first, second);
    let joined = renamed(&file, joined, &other.id_prefix);
    let choice = &other.choice;
    let ports = [
        Port::new(config, [STANDARD_STORE, BROAD_STORE].map(str::to_owned)),
        Port::new(
            &other.config(config),
            [STANDARD_STORE, BROAD_STORE].map(|id| format!("{}{id}", other.id_prefix)),
        ),
    ];
    let mut random = Random::new(seed, STREAM);
    let states = |file: &InstanceFile| -> BTreeSet<String> {
        let states = file.state.iter().flat_map(|state| &state.trains);
        states.map(|state| state.train.clone()).collect()
    };
    let mut trains = Vec::new();
    for (file, [home, away]) in [
        (&file, [&ports[0], &ports[1]]),
        (&joined, [&ports[1], &ports[0]]),
    ] {
        let under_way = states(file);
        for train in &file.trains {
            let mut train = train.clone();
            if !under_way.contains(&train.id) && random.chance(choice.percent) {
                home.let_choose(away, choice, &mut train);
            }
            trains.push(train);
        }
    }
    // those under way stand in front, as in either file
    let under_way: BTreeSet<String> = states(&file).union(&states(&joined)).cloned().collect();
    trains.sort_by_key(|train| (!under_way.contains(&train.id), train.earliest_entry));
    file.trains = trains;
    file.name.clone_from(&other.name);
    let known: BTreeSet<String> = ids(&file.system.stations, |station| &station.id);
    let stations = joined.system.stations.into_iter();
    let stations = stations.filter(|station| !known.contains(&station.id));
    file.system.stations.extend(stations);
    let known: BTreeSet<String> = ids(&file.system.classes, |class| &class.id);
    let classes = joined.system.classes.into_iter();
    let classes = classes.filter(|class| !known.contains(&class.id));
    file.system.classes.extend(classes);
    file.system.zones.extend(joined.system.zones);
    file.system.sections.extend(joined.system.sections);
    file.system.given_paths.extend(joined.system.given_paths);
    if let (Some(wind), Some(more)) = (&mut file.wind, joined.wind) {
        wind.series.extend(more.series);
        wind.closures.extend(more.closures);
    }
    match (&mut file.state, joined.state) {
        (Some(state), Some(more)) => {
            state.trains.extend(more.trains);
            state.busy.extend(more.busy);
            state.caps_used.extend(more.caps_used);
            state.passed.extend(more.passed);
        }
        (none @ None, more) => *none = more,
        (Some(_), None) => {}
    }
    match (&mut file.end, joined.end) {
        (Some(end), Some(more)) => end.stocks.extend(more.stocks),
        (none @ None, more) => *none = more,
        (Some(_), None) => {}
    }
    file
}

fn ids<T>(list: &[T], id: impl Fn(&T) -> &String) -> BTreeSet<String> {
    list.iter().map(|one| id(one).clone()).collect()
}

/// The second file with another id, everywhere it stands, for whatever the first one has under the same.
fn renamed(first: &InstanceFile, second: InstanceFile, prefix: &str) -> InstanceFile {
    let tree = |file: &InstanceFile| serde_json::to_value(file).unwrap_or_default();
    let (taken, mut value) = (tree(first), tree(&second));
    let mut both: Vec<BTreeSet<String>> = vec![BTreeSet::new(); KINDS.len()];
    let mut own = both.clone();
    collect(&taken, &mut both);
    collect(&value, &mut own);
    for (both, own) in both.iter_mut().zip(own) {
        *both = both.intersection(&own).cloned().collect();
    }
    rename(&mut value, None, &both, prefix);
    serde_json::from_value(value).unwrap_or(second)
}

/// The ids of every kind.
fn collect(value: &Value, found: &mut [BTreeSet<String>]) {
    match value {
        Value::Object(fields) => {
            for (field, value) in fields {
                let kind = KINDS.iter().position(|(list, _)| list == field);
                if let (Some(kind), Value::Array(list)) = (kind, value) {
                    let ids = list.iter().filter_map(|one| one.get("id")?.as_str());
                    found[kind].extend(ids.map(str::to_owned));
                }
                collect(value, found);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| collect(value, found)),
        _ => {}
    }
}

/// Gives things of some ids others; `kind` is that of the list or of the field at hand.
fn rename(value: &mut Value, kind: Option<usize>, both: &[BTreeSet<String>], prefix: &str) {
    match value {
        Value::String(id) if kind.is_some_and(|kind| both[kind].contains(id)) => {
            id.insert_str(0, prefix);
        }
        Value::Array(list) => {
            for value in list {
                rename(value, kind, both, prefix);
            }
        }
        Value::Object(fields) => {
            for (field, value) in fields.iter_mut() {
                let names = |(list, fields): &(&str, &[&str])| {
                    list == field || fields.contains(&field.as_str())
                };
                let own = KINDS.iter().position(names);
                let own = if field == "id" { kind } else { own };
                rename(value, own, both, prefix);
            }
            if let Some(Value::Object(minutes)) = fields.get_mut("stage_minutes") {
                let stages = KINDS.iter().position(|(list, _)| *list == "stages");
                let old = std::mem::take(minutes);
                let new = old.into_iter().map(|(id, minutes)| {
                    let mut id = Value::String(id);
                    rename(&mut id, stages, both, prefix);
                    (id.as_str().unwrap_or_default().to_owned(), minutes)
                });
                minutes.extend(new);
            }
        }
        _ => {}
    }
}

/// A port as trains name it.
struct Port {
    border: String,
    abroad: String,
    standard_store: String,
    broad_store: String,
    /// What its stages have in front that the other's have not.
    customs: String,
}

impl Port {
    fn new(config: &GeneratorConfig, [standard_store, broad_store]: [String; 2]) -> Port {
        let prefix = standard_store.trim_end_matches(STANDARD_STORE);
        Port {
            customs: format!("{prefix}{}", super::trains::CUSTOMS),
            border: config.place.border.id.clone(),
            abroad: config.place.abroad.id.clone(),
            standard_store,
            broad_store,
        }
    }

    /// Gives a train that comes to this port, or leaves by it, a way over another one.
    fn let_choose(&self, away: &Port, choice: &ChoiceConfig, train: &mut TrainFile) {
        let enters = train.from.as_deref() == Some(&*self.abroad);
        let leaves = train.to.as_deref() == Some(&*self.abroad);
        let is_local = train.into_store.is_some() || train.from_store.is_some();
        if enters == leaves || is_local {
            return;
        }
        let mut way = filled!(
            WayFile::new(away.border.clone());
            notice_minutes: choice.notice_minutes,
        );
        let there = Some(away.abroad.clone());
        if enters {
            let later = chrono::TimeDelta::minutes(choice.inbound_later_minutes.into());
            way.from = there;
            way.earliest_entry = Some(train.earliest_entry + later);
        } else {
            way.to = there;
            way.way_minutes = choice.outbound_minutes;
        }
        way.onward = train.onward.clone().map(|mut onward| {
            onward.from_store.clone_from(&away.standard_store);
            onward
        });
        way.emptied = train.emptied.as_ref().map(|emptied| {
            filled!(
                EmptiedFile::new(emptied.class.clone());
                return_to: emptied.return_to.as_ref().map(|_| away.abroad.clone()),
                into_store: emptied.into_store.as_ref().map(|_| away.broad_store.clone()),
            )
        });
        if let Some(&minutes) = train.stage_minutes.get(&self.customs) {
            train.stage_minutes.insert(away.customs.clone(), minutes);
        }
        if train.transship_at.is_empty() {
            train.port = Some(self.border.clone());
        }
        train.ways = vec![way];
    }
}
