//! What is known now that was not when the plan was made, and changes what is to come: trains cancelled, new or other than expected, paths,
//! possessions and caps given or taken, what stores hold, another forecast.
//!
//! It changes the file of what is left, so the past stays as it was; whether the file is then a problem that can be is asked by validation.

use super::rules::{BAD_TIME, HAS_ENTERED, TWICE, UNKNOWN_NAME};
use crate::format::{
    ActualFile, ActualTrainFile, CountedStoreFile, DateTimeFile, InstanceFile, WindFile,
};
use crate::message::Message;
use crate::validation::diagnostics::{At, Diagnostics};
use crate::validation::rules::Rule;
use crate::{Instance, words};

/// Puts it into the file of what is left at a date-time.
pub(super) fn change(
    old: &Instance,
    now: DateTimeFile,
    actual: &ActualFile,
    file: &mut InstanceFile,
    diagnostics: &mut Diagnostics,
) {
    let mut changes = Changes {
        old,
        now,
        file,
        diagnostics,
    };
    changes.trains(actual);
    changes.line(actual);
    let list = At::ROOT.field("stores");
    for (i, told) in actual.stores.iter().enumerate() {
        changes.store(told, &list.index(i));
    }
    if !actual.wind.is_empty() {
        let wind = changes.file.wind.get_or_insert_with(WindFile::default);
        for series in &actual.wind {
            wind.series.retain(|old| old.zone != series.zone);
            wind.series.push(series.clone());
        }
    }
}

struct Changes<'a, 'd> {
    old: &'a Instance,
    now: DateTimeFile,
    file: &'a mut InstanceFile,
    diagnostics: &'a mut Diagnostics<'d>,
}

impl Changes<'_, '_> {
    fn wrong(&mut self, rule: &'static Rule, at: &At, value: &str, message: Message) {
        self.diagnostics.add(rule, at, value, message);
    }

    fn unknown(&mut self, at: &At, kind: Message, name: &str) {
        self.wrong(UNKNOWN_NAME, at, name, words::no_such(kind, name));
    }

    /// Where a train of the old instance stands in what is left; `None`, told, where it does not.
    fn train(&mut self, name: &str, at: &At) -> Option<usize> {
        let mut left = self.file.trains.iter();
        let found = left.position(|train| train.id == name);
        if found.is_none() {
            let mut old = self.old.trains().iter();
            if old.any(|train| train.name == name) {
                self.wrong(HAS_ENTERED, at, name, words::is_gone(name));
            } else {
                self.unknown(at, words::train(), name);
            }
        }
        found
    }

    fn is_under_way(&self, name: &str) -> bool {
        let states = self.file.state.iter().flat_map(|state| &state.trains);
        let mut states = states.map(|state| &state.train);
        states.any(|train| train == name)
    }

    /// A store with what was counted in it.
    fn store(&mut self, told: &CountedStoreFile, at: &At) {
        let stations = self.file.system.stations.iter_mut();
        let mut stores = stations.flat_map(|station| &mut station.stores);
        let Some(store) = stores.find(|store| store.id == told.store) else {
            self.unknown(&at.field("store"), words::store(), &told.store);
            return;
        };
        if told.rakes.is_some() {
            store.rakes = told.rakes;
        }
        let mut unknown = Vec::new();
        for (k, wagons) in told.wagons.iter().enumerate() {
            match store.wagons.iter_mut().find(|own| own.kind == wagons.kind) {
                Some(own) => own.count = wagons.count,
                None => unknown.push((k, &wagons.kind)),
            }
        }
        for (k, kind) in unknown {
            let at = at.field("wagons");
            let at = at.index(k);
            self.unknown(&at.field("kind"), words::kind_of_wagons(), kind);
        }
    }

    fn trains(&mut self, actual: &ActualFile) {
        let list = At::ROOT.field("trains");
        for (i, told) in actual.trains.iter().enumerate() {
            if told.changes_nothing() {
                continue;
            }
            let at = list.index(i);
            if let Some(index) = self.train(&told.train, &at.field("train")) {
                self.other(index, told);
            }
        }
        let list = At::ROOT.field("new_trains");
        for (i, train) in actual.new_trains.iter().enumerate() {
            let at = list.index(i);
            let at = at.field("id");
            let mut known = self.file.trains.iter().map(|train| &train.id);
            let mut old = self.old.trains().iter().map(|train| &train.name);
            if known.any(|id| *id == train.id) || old.any(|name| *name == train.id) {
                self.wrong(TWICE, &at, &train.id, words::is_there_already(&train.id));
                continue;
            }
            self.file.trains.push(train.clone());
        }
        let list = At::ROOT.field("cancelled");
        for (i, name) in actual.cancelled.iter().enumerate() {
            let at = list.index(i);
            let Some(index) = self.train(name, &at) else {
                continue;
            };
            if self.is_under_way(name) {
                self.wrong(HAS_ENTERED, &at, name, words::is_under_way(name));
                continue;
            }
            self.file.trains.remove(index);
            for hold in &mut self.file.holds {
                hold.trains.retain(|train| train != name);
            }
            let empty =
                |hold: &crate::format::HoldFile| hold.trains.is_empty() && hold.classes.is_empty();
            self.file.holds.retain(|hold| !empty(hold));
            self.file.forget_orders_of_others();
        }
    }

    /// A train that is due at another time, or another one than expected.
    fn other(&mut self, index: usize, told: &ActualTrainFile) {
        let train = &mut self.file.trains[index];
        if told.due_exit.is_some() {
            train.due_exit = told.due_exit;
        }
        train.length_m = told.length_m.unwrap_or(train.length_m);
        train.wagons = told.wagons.unwrap_or(train.wagons);
        if let Some(boxes) = &told.boxes {
            train.boxes.clone_from(boxes);
        }
    }

    /// Possessions, paths and caps.
    fn line(&mut self, actual: &ActualFile) {
        let list = At::ROOT.field("possessions");
        for (i, told) in actual.possessions.iter().enumerate() {
            let at = list.index(i);
            let Some(section) = self.section(&told.section, &at.field("section")) else {
                continue;
            };
            let possessions = &mut self.file.system.sections[section].possessions;
            if let Some(given) = &told.given {
                possessions.push(given.clone());
            }
            if let Some(lost) = told.lost {
                let count = possessions.len();
                possessions.retain(|possession| possession.from != lost);
                if possessions.len() == count {
                    let (at, lost) = (at.field("lost"), lost.to_rfc3339());
                    let message = words::no_possession_then(&told.section);
                    self.wrong(BAD_TIME, &at, &lost, message);
                }
            }
        }
        let list = At::ROOT.field("given_paths");
        for (i, path) in actual.given_paths.iter().enumerate() {
            if path.exit <= self.now {
                let (at, exit) = (list.index(i), path.exit.to_rfc3339());
                self.wrong(BAD_TIME, &at.field("exit"), &exit, words::path_is_over());
            }
            self.file.system.given_paths.push(path.clone());
        }
        let list = At::ROOT.field("lost_paths");
        for (i, lost) in actual.lost_paths.iter().enumerate() {
            let paths = &mut self.file.system.given_paths;
            let count = paths.len();
            let is_it = |path: &crate::format::GivenPathFile| {
                path.train == lost.train
                    && lost
                        .section
                        .as_ref()
                        .is_none_or(|section| path.section == *section)
            };
            paths.retain(|path| !is_it(path));
            if paths.len() == count {
                let at = list.index(i);
                self.unknown(&at.field("train"), words::given_path(), &lost.train);
            }
        }
        let list = At::ROOT.field("caps");
        for (i, told) in actual.caps.iter().enumerate() {
            let at = list.index(i);
            let Some(section) = self.section(&told.section, &at.field("section")) else {
                continue;
            };
            let caps = &mut self.file.system.sections[section].caps;
            let same = |cap: &crate::format::CapFile| {
                (cap.direction, &cap.classes) == (told.cap.direction, &told.cap.classes)
            };
            caps.retain(|cap| !same(cap));
            caps.push(told.cap.clone());
        }
    }

    fn section(&mut self, name: &str, at: &At) -> Option<usize> {
        let mut sections = self.file.system.sections.iter();
        let found = sections.position(|section| section.id == name);
        if found.is_none() {
            self.unknown(at, words::section(), name);
        }
        found
    }
}
