//! Between the history of an instance and its file, in the words of plan events.

use super::read::Reader;
use super::rules as plan_rules;
use super::write::Writer;
use crate::format::{CraneSlotFile, EventFile, PastFile, PastTrainFile};
use crate::history::{Past, PastSlot, PastTrain};
use crate::ids::{ClassId, CraneId};
use crate::message::Message;
use crate::plan::Event;
use crate::validation::rules::{BAD_HISTORY, BAD_ID, NOT_A_CHOICE, OUT_OF_RANGE, Rule, UNKNOWN_ID};
use crate::{Instance, Minute, Problem, words};

/// Most things of one kind in a piece, and of events of a train in it.
const MOST: usize = 100_000;
const MOST_EVENTS: usize = 10_000;

/// Reads the history of an instance that is right otherwise; beside it the problems, whose codes are those of instance files.
pub(crate) fn history(instance: &Instance, files: &[PastFile]) -> (Vec<Past>, Vec<Problem>) {
    if files.is_empty() {
        return Default::default();
    }
    let mut reader = PastReader {
        reader: Reader::new(instance),
        instance,
    };
    let mut pieces = Vec::with_capacity(files.len());
    let mut latest = None;
    for (index, file) in files.iter().enumerate() {
        let path = format!("history[{index}]");
        let at = format!("{path}.until");
        if let Some(until) = reader.reader.minute(&at, file.until) {
            if until > Minute(0) || latest.is_some_and(|before| until < before) {
                let message = words::history_in_order();
                reader.wrong(BAD_HISTORY, &at, &file.until.to_rfc3339(), message);
            }
            latest = Some(until);
            pieces.push(reader.piece(&path, until, file));
        }
    }
    let mut problems = reader.reader.into_problems();
    for problem in &mut problems {
        renamed(problem);
    }
    (pieces, problems)
}

/// A problem of a plan's events, as one of an instance.
fn renamed(problem: &mut Problem) {
    let pairs: [(&Rule, &Rule); 3] = [
        (plan_rules::UNKNOWN_NAME, UNKNOWN_ID),
        (plan_rules::BAD_TIME, BAD_HISTORY),
        (plan_rules::BAD_WORD, NOT_A_CHOICE),
    ];
    for (plan, instance) in pairs {
        if problem.code == plan.code {
            problem.code = instance.code;
            if problem.advice == plan.advice.into() {
                problem.advice = instance.advice.into();
            }
        }
    }
}

struct PastReader<'a> {
    reader: Reader<'a>,
    instance: &'a Instance,
}

impl PastReader<'_> {
    fn wrong(&mut self, rule: &'static Rule, path: &str, value: &str, message: Message) {
        self.reader.problem(rule, path, value, message, None);
    }

    fn few(&mut self, path: &str, count: usize, most: usize, what: Message) {
        if count > most {
            let message = words::too_many(count, what, most);
            self.wrong(OUT_OF_RANGE, path, &count.to_string(), message);
        }
    }

    fn piece(&mut self, path: &str, until: Minute, file: &PastFile) -> Past {
        let at = |field: &str| format!("{path}.{field}");
        self.few(&at("trains"), file.trains.len(), MOST, words::trains());
        let mut trains = Vec::with_capacity(file.trains.len());
        for (index, train) in file.trains.iter().enumerate() {
            let path = format!("{path}.trains[{index}]");
            trains.extend(self.train(&path, until, train));
        }
        Past {
            until,
            trains,
            crane_slots: self.slots(&at("crane_slots"), &file.crane_slots, Some(until)),
            begun_slots: self.slots(&at("begun_slots"), &file.begun_slots, None),
        }
    }

    fn class(&mut self, path: &str, name: &str) -> Option<ClassId> {
        let mut classes = self.instance.system().classes().iter();
        let found = classes.position(|class| class.name == name);
        if found.is_none() {
            let message = words::no_thing(words::class());
            self.wrong(UNKNOWN_ID, path, name, message);
        }
        found.map(ClassId::from_index)
    }

    fn train(&mut self, path: &str, until: Minute, file: &PastTrainFile) -> Option<PastTrain> {
        let at = |field: &str| format!("{path}.{field}");
        if !crate::validation::is_id(&file.id) {
            let message = words::bad_id(words::train());
            self.wrong(BAD_ID, &at("id"), &file.id, message);
        }
        let class = self.class(&at("class"), &file.class);
        let onward_class = match &file.onward_class {
            Some(name) => Some(self.class(&at("onward_class"), name)?),
            None => None,
        };
        let left = match file.left {
            Some(left) => {
                let minute = self.reader.minute(&at("left"), left)?;
                if minute > until {
                    let message = words::behind_history();
                    self.wrong(BAD_HISTORY, &at("left"), &left.to_rfc3339(), message);
                }
                Some(minute)
            }
            None => None,
        };
        let due = match file.due_exit {
            Some(due) => Some(self.reader.minute(&at("due_exit"), due)?),
            None => None,
        };
        let events = self.events(&at("events"), &file.events, Some(until));
        let begun = self.events(&at("begun"), &file.begun, None);
        Some(PastTrain {
            name: file.id.clone(),
            class: class?,
            onward_class,
            due,
            left,
            events,
            begun,
        })
    }

    /// A span is in order, and over by a minute where one is given.
    fn in_order(&mut self, path: &str, span: crate::Span, until: Option<Minute>) {
        let (field, message) = if span.to < span.from {
            ("to", words::ends_before_it_begins())
        } else if until.is_some_and(|until| span.to > until) {
            ("to", words::behind_history())
        } else if span.from > Minute(0) {
            ("from", words::behind_history())
        } else {
            return;
        };
        let at = if field == "to" { span.to } else { span.from };
        let value = self.instance.horizon().date_time(at).to_rfc3339();
        self.wrong(BAD_HISTORY, &format!("{path}.{field}"), &value, message);
    }

    fn events(&mut self, path: &str, files: &[EventFile], until: Option<Minute>) -> Vec<Event> {
        self.few(path, files.len(), MOST_EVENTS, words::entries());
        let mut events = Vec::with_capacity(files.len());
        for (index, file) in files.iter().enumerate() {
            let path = format!("{path}[{index}]");
            for (field, number) in numbers(file) {
                if number == Some(0) {
                    let message = words::counted_from_one();
                    self.wrong(OUT_OF_RANGE, &format!("{path}.{field}"), "0", message);
                }
            }
            if let Some(event) = self.reader.event(&path, file) {
                self.in_order(&path, event.span, until);
                events.push(event);
            }
        }
        events
    }

    fn slots(
        &mut self,
        path: &str,
        files: &[CraneSlotFile],
        until: Option<Minute>,
    ) -> Vec<PastSlot> {
        self.few(path, files.len(), MOST, words::entries());
        let mut slots = Vec::with_capacity(files.len());
        for (index, file) in files.iter().enumerate() {
            let path = format!("{path}[{index}]");
            let at = format!("{path}.crane");
            let crane = self.reader.name(|names| &names.cranes, &at, &file.crane);
            let span = self.reader.span(&path, file.from, file.to);
            if let (Some(crane), Some(span)) = (crane, span) {
                self.in_order(&path, span, until);
                slots.push(PastSlot {
                    crane: CraneId(crane),
                    train: file.train.clone(),
                    span,
                    wagons: (file.wagons[0], file.wagons[1]),
                    lifts: file.lifts,
                });
            }
        }
        slots
    }
}

/// Numbers of an event that count from 1.
fn numbers(file: &EventFile) -> [(&'static str, Option<u32>); 3] {
    let one = |field, number| [(field, number), ("", None), ("", None)];
    match *file {
        EventFile::Run { track, .. } => one("track", track),
        EventFile::Track { track, .. } => one("track", Some(track)),
        EventFile::Stage { team, .. } => one("team", team),
        EventFile::Placing { locomotive, .. }
        | EventFile::Pulling { locomotive, .. }
        | EventFile::IntoStore { locomotive, .. }
        | EventFile::FromStore { locomotive, .. } => one("locomotive", Some(locomotive)),
        EventFile::CraneWork { part, .. } => one("part", Some(part)),
        EventFile::Exchange {
            part,
            locomotive_arriving,
            locomotive_onward,
            ..
        } => [
            ("part", Some(part)),
            ("locomotive_arriving", Some(locomotive_arriving)),
            ("locomotive_onward", Some(locomotive_onward)),
        ],
        EventFile::Spot { .. } | EventFile::Handling { .. } => one("", None),
    }
}

/// The file of a piece of history.
pub(crate) fn history_to_file(instance: &Instance, past: &Past) -> PastFile {
    let writer = Writer { instance };
    let at = |minute: Minute| instance.horizon().date_time(minute);
    let class = |id: ClassId| instance.system().class(id).name.clone();
    let slot = |slot: &PastSlot| CraneSlotFile {
        crane: instance.system().crane(slot.crane).name.clone(),
        train: slot.train.clone(),
        from: at(slot.span.from),
        to: at(slot.span.to),
        wagons: [slot.wagons.0, slot.wagons.1],
        lifts: slot.lifts,
    };
    let trains = past.trains.iter().map(|train| PastTrainFile {
        id: train.name.clone(),
        class: class(train.class),
        onward_class: train.onward_class.map(class),
        due_exit: train.due.map(at),
        left: train.left.map(at),
        events: writer.events(&train.events),
        begun: writer.events(&train.begun),
    });
    PastFile {
        until: at(past.until),
        trains: trains.collect(),
        crane_slots: past.crane_slots.iter().map(slot).collect(),
        begun_slots: past.begun_slots.iter().map(slot).collect(),
    }
}
