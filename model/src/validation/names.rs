//! From the station's own names to indexed ids: one table per kind, numbered in the order of the file.

use super::diagnostics::{At, Diagnostics, shortened};
use super::rules::{BAD_ID, DUPLICATE_ID, REPEATED, UNKNOWN_ID};
use crate::format::InstanceFile;
use crate::message::Message;
use crate::words;
use std::collections::HashMap;

/// Most letters of an id.
const LONGEST_ID: usize = 100;

/// The names of one kind.
pub(super) struct Table<'f> {
    /// What one of them is called, and several.
    kind: [Message; 2],
    list: Vec<&'f str>,
    by_name: HashMap<&'f str, usize>,
}

/// Whether a text may be an id.
pub(crate) fn is_id(name: &str) -> bool {
    let is_long = name.chars().nth(LONGEST_ID).is_some();
    !(name.trim().is_empty() || is_long || name.chars().any(char::is_control))
}

impl<'f> Table<'f> {
    pub(super) fn new(one: Message, several: Message) -> Table<'f> {
        Table {
            kind: [one, several],
            list: Vec::new(),
            by_name: HashMap::new(),
        }
    }

    /// Takes the next name of the kind; its number is its position.
    pub(super) fn add(&mut self, name: &'f str, at: &At, diagnostics: &mut Diagnostics) {
        if !is_id(name) {
            let message = words::bad_id(&self.kind[0]);
            diagnostics.add(BAD_ID, &at.field("id"), name, message);
        }
        let number = self.list.len();
        self.list.push(name);
        if *self.by_name.entry(name).or_insert(number) != number {
            let message = words::same_id(&self.kind[1], shortened(name));
            diagnostics.add(DUPLICATE_ID, &at.field("id"), name, message);
        }
    }

    /// The number of a name.
    pub(super) fn get(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// The number of a name; a problem when there is none.
    pub(super) fn find(&self, name: &str, at: &At, diagnostics: &mut Diagnostics) -> Option<usize> {
        let found = self.get(name);
        if found.is_none() {
            let advice = diagnostics.nearest(name, self.list.iter().copied(), UNKNOWN_ID.advice);
            let message = words::no_such(&self.kind[0], shortened(name));
            diagnostics.add_with(UNKNOWN_ID, at, name, message, advice);
        }
        found
    }

    /// The numbers of a list of names, each at most once.
    pub(super) fn find_all(
        &self,
        names: &[String],
        at: &At,
        diagnostics: &mut Diagnostics,
    ) -> Vec<usize> {
        let mut found = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for (index, name) in names.iter().enumerate() {
            if let Some(number) = self.find(name, &at.index(index), diagnostics) {
                if seen.insert(number) {
                    found.push(number);
                } else {
                    let message = words::named_twice(&self.kind[0], shortened(name));
                    diagnostics.add(REPEATED, &at.index(index), name, message);
                }
            }
        }
        found
    }
}

/// The tables of a file. Sheds, yards … are numbered through all stations.
pub(super) struct Names<'f> {
    pub(super) classes: Table<'f>,
    pub(super) zones: Table<'f>,
    pub(super) stations: Table<'f>,
    pub(super) sections: Table<'f>,
    pub(super) yards: Table<'f>,
    pub(super) stages: Table<'f>,
    pub(super) stores: Table<'f>,
    pub(super) throats: Table<'f>,
    pub(super) sheds: Table<'f>,
    pub(super) spots: Table<'f>,
    pub(super) cranes: Table<'f>,
    /// Crane modes, one table per shed.
    pub(super) modes: Vec<Table<'f>>,
    /// Number of the first mode of each shed.
    pub(super) first_mode: Vec<usize>,
    pub(super) trains: Table<'f>,
}

impl<'f> Names<'f> {
    /// Reads every id of a file.
    pub(super) fn of(file: &'f InstanceFile, diagnostics: &mut Diagnostics) -> Names<'f> {
        let mut names = Names {
            classes: Table::new(words::class(), words::classes()),
            zones: Table::new(words::zone(), words::zones()),
            stations: Table::new(words::station(), words::stations()),
            sections: Table::new(words::section(), words::sections()),
            yards: Table::new(words::yard(), words::yards()),
            stages: Table::new(words::stage(), words::stages()),
            stores: Table::new(words::store(), words::stores()),
            throats: Table::new(words::throat(), words::throats()),
            sheds: Table::new(words::shed(), words::sheds()),
            spots: Table::new(words::spot(), words::spots()),
            cranes: Table::new(words::crane(), words::cranes()),
            modes: Vec::new(),
            first_mode: Vec::new(),
            trains: Table::new(words::train(), words::trains()),
        };
        let at = At::ROOT.field("system");
        for (i, class) in file.system.classes.iter().enumerate() {
            let list = at.field("classes");
            names.classes.add(&class.id, &list.index(i), diagnostics);
        }
        for (i, zone) in file.system.zones.iter().enumerate() {
            let list = at.field("zones");
            names.zones.add(&zone.id, &list.index(i), diagnostics);
        }
        let mut modes_so_far = 0;
        for (s, station) in file.system.stations.iter().enumerate() {
            let list = at.field("stations");
            let at = list.index(s);
            names.stations.add(&station.id, &at, diagnostics);
            for (i, yard) in station.yards.iter().enumerate() {
                names
                    .yards
                    .add(&yard.id, &at.field("yards").index(i), diagnostics);
            }
            for (i, stage) in station.stages.iter().enumerate() {
                names
                    .stages
                    .add(&stage.id, &at.field("stages").index(i), diagnostics);
            }
            for (i, store) in station.stores.iter().enumerate() {
                names
                    .stores
                    .add(&store.id, &at.field("stores").index(i), diagnostics);
            }
            for (i, throat) in station.throats.iter().enumerate() {
                names
                    .throats
                    .add(&throat.id, &at.field("throats").index(i), diagnostics);
            }
            for (k, shed) in station.sheds.iter().enumerate() {
                let list = at.field("sheds");
                let at = list.index(k);
                names.sheds.add(&shed.id, &at, diagnostics);
                for (i, spot) in shed.spots.iter().enumerate() {
                    names
                        .spots
                        .add(&spot.id, &at.field("spots").index(i), diagnostics);
                }
                for (i, crane) in shed.cranes.iter().enumerate() {
                    names
                        .cranes
                        .add(&crane.id, &at.field("cranes").index(i), diagnostics);
                }
                let mut table = Table::new(words::crane_mode(), words::crane_modes());
                for (i, mode) in shed.modes.iter().enumerate() {
                    table.add(&mode.id, &at.field("modes").index(i), diagnostics);
                }
                names.modes.push(table);
                names.first_mode.push(modes_so_far);
                modes_so_far += shed.modes.len();
            }
        }
        for (i, section) in file.system.sections.iter().enumerate() {
            let list = at.field("sections");
            names.sections.add(&section.id, &list.index(i), diagnostics);
        }
        for (i, train) in file.trains.iter().enumerate() {
            let list = At::ROOT.field("trains");
            names.trains.add(&train.id, &list.index(i), diagnostics);
        }
        names
    }
}
