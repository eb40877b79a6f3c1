//! What changed between two plans: the trains by kind of change, the largest first, and who comes before whom now.

use super::{Cell, Row, Sheet, Tone};
use crate::names::Names;
use crate::text::Text;
use crate::wording::Wording;
use regauge_model::Minute;
use regauge_model::diff::{
    Aspect, Choice, ChoiceChange, Decision, Group, Moment, Nervousness, PlanDiff, Shift,
    TrainChange, TrainDiff,
};
use regauge_model::ids::TrainId;
use regauge_model::instance::Rake;
use regauge_model::resource::{Pinned, Resource, Task};
use regauge_model::system::Direction;
use std::collections::{BTreeMap, BTreeSet};

/// Things named of one choice before the rest is counted.
const MOST: usize = 4;

/// Moves told of one train before only those that count most are.
const MOST_SHIFTS: usize = 2;

/// The difference of two plans for one reader: the words of the old instance, those of the new one.
pub(crate) struct Changes<'w, 'a> {
    pub old: &'w Wording<'a>,
    pub new: &'w Wording<'a>,
    pub diff: &'w PlanDiff,
}

/// The words for a group.
fn group(group: Group) -> Text {
    match group {
        Group::Postponed => Text::GroupPostponed,
        Group::Planned => Text::GroupPlanned,
        Group::Gone => Text::GroupGone,
        Group::New => Text::GroupNew,
        Group::Place => Text::GroupPlace,
        Group::Order => Text::GroupOrder,
        Group::Times => Text::GroupTimes,
        Group::Units => Text::GroupUnits,
        Group::Same => Text::GroupSame,
    }
}

impl Changes<'_, '_> {
    /// How many trains of each kind; kinds without any are left out, but for those that are the same.
    pub(crate) fn counts(&self) -> Vec<(String, String)> {
        let mut entries = Vec::new();
        for kind in Group::ALL {
            let trains = self.diff.trains.iter();
            let count = trains
                .filter(|train| self.diff.group(train) == kind)
                .count();
            if count > 0 || kind == Group::Same {
                entries.push((self.new.text(group(kind)).to_owned(), count.to_string()));
            }
        }
        let pairs = self.diff.orders.len();
        if pairs > 0 {
            let label = self.new.text(Text::PairsSwapped).to_owned();
            entries.push((label, pairs.to_string()));
        }
        let possessions = self.diff.possessions.len();
        if possessions > 0 {
            let label = self.new.text(Text::PossessionsMoved).to_owned();
            entries.push((label, possessions.to_string()));
        }
        entries
    }

    /// From when on the plans are compared, and what counts as the same.
    pub(crate) fn remark(&self) -> String {
        let from = self.new.clock.date_time(self.diff.now);
        let minutes = self.diff.tolerance.to_string();
        if self.diff.tolerance == 0 {
            self.new.fill(Text::ComparedFrom, &[&from])
        } else {
            self.new.fill(Text::ComparedFromWithin, &[&from, &minutes])
        }
    }

    /// The trains that are not the same.
    pub(crate) fn trains(&self) -> Sheet {
        let words = self.new;
        let mut sheet = Sheet::new(words.text(Text::WhatChanged))
            .names(words.text(Text::Train))
            .sentences(words.text(Text::Change))
            .figures(words.text(Text::ExitBefore))
            .figures(words.text(Text::ExitAfter))
            .figures(words.text(Text::LaterMinutes));
        for kind in Group::ALL.into_iter().filter(|kind| *kind != Group::Same) {
            let trains = self.diff.in_group(kind);
            let part = format!("{} · {}", words.text(group(kind)), trains.len());
            for train in trains {
                let row = Row::new(self.cells(train)).part(part.clone());
                sheet.row(match train.after {
                    Some(id) => row.of(id),
                    None => row,
                });
            }
        }
        sheet
    }

    fn cells(&self, train: &TrainDiff) -> Vec<Cell> {
        let name = self.named(train);
        let tone = match train.change {
            TrainChange::Postponed | TrainChange::Gone => Tone::Bad,
            _ => Tone::Plain,
        };
        let exit = |minute: Option<Minute>| match minute {
            Some(minute) => self.new.time(minute).into(),
            None => Cell::from(self.new.none()),
        };
        let moved = train.exit_minutes(self.diff.ahead);
        let is_planned = train.exit_before.is_some() && train.exit_after.is_some();
        let moved = if is_planned && moved != 0 {
            let tone = if moved > 0 {
                Tone::Caution
            } else {
                Tone::Plain
            };
            Cell::toned(signed(moved), tone)
        } else {
            Cell::from(String::new())
        };
        vec![
            Cell::toned(name, tone),
            self.sentence(train).into(),
            // On the clock of the new plan, whose days are counted from another start.
            exit(train.exit_before.map(|exit| exit - self.diff.ahead)),
            exit(train.exit_after),
            moved,
        ]
    }

    /// The number of a train.
    fn named(&self, train: &TrainDiff) -> String {
        match (train.after, train.before) {
            (Some(id), _) => self.new.train(id),
            (None, Some(id)) => self.old.train(id),
            (None, None) => self.new.none(),
        }
    }

    /// What changed of a train, in the words of the trade.
    pub(crate) fn sentence(&self, train: &TrainDiff) -> String {
        let words = self.new;
        match train.change {
            TrainChange::Gone => return words.text(Text::OnlyBefore).to_owned(),
            TrainChange::New if train.exit_after.is_none() => {
                return words.text(Text::OnlyAfterPostponed).to_owned();
            }
            TrainChange::New => return words.text(Text::OnlyAfter).to_owned(),
            TrainChange::Postponed => return words.text(Text::PostponedNow).to_owned(),
            TrainChange::Planned => return words.text(Text::PlannedNow).to_owned(),
            TrainChange::Moved | TrainChange::Same => {}
        }
        let has = |aspect: Aspect| train.choices.iter().any(|it| it.aspect == aspect);
        let is_elsewhere = train.choices.iter().any(|it| !it.aspect.is_unit());
        let mut told: Vec<String> = Vec::new();
        let mut units: Vec<String> = Vec::new();
        for change in &train.choices {
            match change.aspect {
                // Sheds are told with the spots in them.
                Aspect::Spot if has(Aspect::Shed) => {}
                Aspect::Shed => told.push(self.shed(change, &train.choices)),
                // Who goes elsewhere stands on other tracks.
                Aspect::Tracks if is_elsewhere => {}
                Aspect::Teams | Aspect::Locomotives => units.push(self.choice(change)),
                _ => told.push(self.choice(change)),
            }
        }
        told.extend(self.shifts(train));
        // Which team or locomotive it is interests only where nothing else changed.
        if told.is_empty() {
            told = units;
        }
        told.join(words.text(Text::ChangesApart))
    }

    /// The times that moved. Where they moved in many ways, when it comes and when its work begins; the exit stands beside it.
    fn shifts(&self, train: &TrainDiff) -> Vec<String> {
        let all = &train.shifts;
        let is_core = |shift: &&Shift| {
            let (first, last) = (rank(shift.first), rank(shift.last));
            first <= RANK_OF_ARRIVAL || (first <= RANK_OF_WORK && RANK_OF_WORK <= last)
        };
        let core: Vec<&Shift> = all.iter().filter(is_core).collect();
        let told = if all.len() > MOST_SHIFTS && !core.is_empty() {
            core
        } else {
            all.iter().collect()
        };
        told.into_iter().map(|shift| self.shift(shift)).collect()
    }

    /// Another shed, with the spots in them.
    fn shed(&self, shed: &ChoiceChange, all: &[ChoiceChange]) -> String {
        let sheds = self.choice(shed);
        let Some(spot) = all.iter().find(|it| it.aspect == Aspect::Spot) else {
            return sheds;
        };
        self.new
            .fill(Text::Bracketed, &[&sheds, &self.choice(spot)])
    }

    /// Another choice: `spot 23-1 → 24-2`.
    fn choice(&self, change: &ChoiceChange) -> String {
        let values = self.values(change);
        let label = match change.aspect {
            // These are named with the word for their kind.
            Aspect::Port | Aspect::Shed | Aspect::Sections | Aspect::Yards | Aspect::Tracks => None,
            Aspect::Spot => Some(Text::WordSpot),
            Aspect::Mode => Some(Text::WordMode),
            Aspect::Cranes => Some(Text::WordCrane),
            Aspect::Parts => Some(Text::WordParts),
            Aspect::Empties => Some(Text::WordEmptiesFrom),
            Aspect::Fate => Some(Text::EmptiedRakeOf),
            Aspect::Teams => Some(Text::WordTeam),
            Aspect::Locomotives => Some(Text::WordLocomotive),
        };
        let said = match label {
            Some(label) => format!("{} {values}", self.new.text(label)),
            None => values,
        };
        let of_rake = [Aspect::Sections, Aspect::Yards, Aspect::Tracks];
        if change.rake == Some(Rake::Onward) && of_rake.contains(&change.aspect) {
            return format!("{} {said}", self.new.text(Text::OnwardRakeOf));
        }
        said
    }

    /// What it was and what it is: `23-1 → 24-2`.
    fn values(&self, change: &ChoiceChange) -> String {
        let (before, after) = match (&change.before, &change.after) {
            (Choice::Parts(before), Choice::Parts(after)) => {
                (before.to_string(), after.to_string())
            }
            (before, after) => {
                let mut before = named(self.old, before);
                let mut after = named(self.new, after);
                if is_way(change.aspect) {
                    apart(&mut before, &mut after);
                }
                (self.listed(change, before), self.listed(change, after))
            }
        };
        format!("{before} {} {after}", self.new.signs.arrow)
    }

    /// Names of what is chosen, or what it means that there are none.
    fn listed(&self, change: &ChoiceChange, names: Vec<String>) -> String {
        if names.is_empty() {
            let none = match change.aspect {
                Aspect::Fate => Text::FateReturned,
                Aspect::Empties => Text::EmptiesOtherwise,
                Aspect::Tracks | Aspect::Yards => Text::NoTrack,
                _ => return self.new.none(),
            };
            return self.new.text(none).to_owned();
        }
        let mut listed: Vec<String> = Vec::new();
        for name in names {
            if !listed.contains(&name) {
                listed.push(name);
            }
        }
        if listed.len() > MOST {
            let more = listed.len() - MOST;
            listed.truncate(MOST);
            listed.push(format!("+{more}"));
        }
        self.new.list(&listed)
    }

    /// Times that moved alike: `arrival to exit +12 min`.
    fn shift(&self, shift: &Shift) -> String {
        let minutes = signed(shift.minutes);
        let words = self.new;
        let first = moment(words, shift.first);
        if shift.is_all {
            words.fill(Text::AllMoved, &[&minutes])
        } else if shift.first == shift.last {
            words.fill(Text::OneMoved, &[&first, &minutes])
        } else if let Some(task) = one_task(shift) {
            words.fill(Text::OneMoved, &[&task_name(words, task), &minutes])
        } else {
            let last = moment(words, shift.last);
            words.fill(Text::SomeMoved, &[&first, &last, &minutes])
        }
    }

    /// Possessions whose time is a choice, at another time.
    pub(crate) fn possessions(&self) -> Sheet {
        let words = self.new;
        let mut sheet = Sheet::new(words.text(Text::PossessionsMoved))
            .names(words.text(Text::Section))
            .figures(words.text(Text::BeganBefore))
            .figures(words.text(Text::BeginsNow))
            .figures(words.text(Text::LaterMinutes));
        for moved in &self.diff.possessions {
            let section = words.section(moved.section);
            let track = moved.track.map(|track| match track {
                Direction::Down => Text::DownTrack,
                Direction::Up => Text::UpTrack,
            });
            let place = match track {
                Some(track) => format!("{section} {}", words.text(track)),
                None => section,
            };
            sheet.row(Row::new(vec![
                place.into(),
                words.time(moved.before - self.diff.ahead).into(),
                words.time(moved.after).into(),
                signed(moved.minutes).into(),
            ]));
        }
        sheet
    }

    /// Who comes before whom now: each pair once, told of the train that changed places with most others.
    pub(crate) fn orders(&self) -> Sheet {
        let words = self.new;
        let mut sheet = Sheet::new(words.text(Text::OrderChanged))
            .names(words.text(Text::Train))
            .labels("")
            .sentences(words.text(Text::Trains))
            .sentences(words.text(Text::OnWhat));
        let mut left: BTreeSet<usize> = (0..self.diff.orders.len()).collect();
        while let Some(mover) = self.mover(&left) {
            let of_mover: Vec<usize> = left
                .iter()
                .copied()
                .filter(|at| {
                    let order = &self.diff.orders[*at];
                    order.first == mover || order.second == mover
                })
                .collect();
            for is_first in [true, false] {
                let mut others: Vec<String> = Vec::new();
                let mut on: BTreeSet<(Resource, Option<Direction>)> = BTreeSet::new();
                for order in of_mover.iter().map(|at| &self.diff.orders[*at]) {
                    if (order.first == mover) == is_first {
                        let other = if is_first { order.second } else { order.first };
                        others.push(words.train(other));
                        on.extend(order.on.iter().copied());
                    }
                }
                if others.is_empty() {
                    continue;
                }
                let way = if is_first {
                    Text::NowAhead
                } else {
                    Text::NowBehind
                };
                let on: Vec<String> = on.iter().map(|queue| self.queue(queue)).collect();
                let cells = vec![
                    words.train(mover).into(),
                    words.text(way).into(),
                    words.list(&others).into(),
                    words.list(&on).into(),
                ];
                sheet.row(Row::new(cells).of(mover));
            }
            for at in of_mover {
                left.remove(&at);
            }
        }
        sheet
    }

    /// The train in most of the pairs that are left; of equal ones that which moved farther.
    fn mover(&self, left: &BTreeSet<usize>) -> Option<TrainId> {
        let mut counts: BTreeMap<TrainId, usize> = BTreeMap::new();
        for order in left.iter().map(|at| &self.diff.orders[*at]) {
            *counts.entry(order.first).or_default() += 1;
            *counts.entry(order.second).or_default() += 1;
        }
        let moved = |id: TrainId| self.diff.of(id).map_or(0, TrainDiff::largest_move);
        let most = counts
            .into_iter()
            .max_by_key(|(id, count)| (*count, moved(*id), std::cmp::Reverse(*id)));
        most.map(|(id, _)| id)
    }

    fn queue(&self, (resource, direction): &(Resource, Option<Direction>)) -> String {
        let named = self.new.resource(*resource);
        match direction {
            None => named,
            Some(Direction::Down) => format!("{named} {}", self.new.text(Text::Down)),
            Some(Direction::Up) => format!("{named} {}", self.new.text(Text::Up)),
        }
    }
}

/// Whether the things of a choice follow each other, so that those are told alone that differ.
fn is_way(aspect: Aspect) -> bool {
    matches!(
        aspect,
        Aspect::Sections | Aspect::Yards | Aspect::Tracks | Aspect::Teams | Aspect::Locomotives
    )
}

/// The names of what is chosen.
fn named(words: &Wording<'_>, choice: &Choice) -> Vec<String> {
    match choice {
        Choice::Parts(_) => Vec::new(),
        Choice::Things(things) => things.iter().map(|it| thing_name(words, *it)).collect(),
    }
}

/// Leaves out what two lists begin and end with alike; nothing where all of one list is in the other.
fn apart(before: &mut Vec<String>, after: &mut Vec<String>) {
    let whole = (before.clone(), after.clone());
    let common = before.iter().zip(after.iter());
    let common = common.take_while(|(one, other)| one == other).count();
    before.drain(..common);
    after.drain(..common);
    while !before.is_empty() && before.last() == after.last() {
        before.pop();
        after.pop();
    }
    if before.is_empty() || after.is_empty() {
        (*before, *after) = whole;
    }
}

/// The name of a chosen thing: of a spot, mode, crane, locomotive or store without the word for its kind.
fn thing_name(words: &Wording<'_>, thing: Resource) -> String {
    if thing.unknown_to(words.instance).is_some() {
        return "?".to_owned();
    }
    let system = words.instance.system();
    match thing {
        Resource::Station(id) => words.station(id),
        Resource::Spot(id) => words.spot(id),
        Resource::Crane(id) => words.crane(id),
        Resource::Store(id) => words.store(id),
        Resource::Tracks(id) => words.yard(id),
        Resource::Pin(Pinned::Mode(id)) => crate::names::name(&system.mode(id).name),
        Resource::Team(id, team) => format!("{} {team}", words.stage(id)),
        Resource::Locomotive(id, unit) => {
            let pool = system.locomotive_pool(id);
            words.locomotive(pool.station, pool.gauge_mm, unit)
        }
        other => words.resource(other),
    }
}

/// The order of the instants that people go by.
fn rank(moment: Moment) -> u8 {
    match moment {
        Moment::Entry => 0,
        Moment::Arrival => RANK_OF_ARRIVAL,
        Moment::Starts(_, Task::CraneWork | Task::Handling) => RANK_OF_WORK,
        Moment::Starts(..) => 2,
        Moment::Ends(..) => 4,
        Moment::Departure => 5,
        Moment::Exit => 6,
    }
}

const RANK_OF_ARRIVAL: u8 = 1;
const RANK_OF_WORK: u8 = 3;

/// The one task that begins and ends otherwise.
fn one_task(shift: &Shift) -> Option<Task> {
    match (shift.first, shift.last) {
        (Moment::Starts(rake, task), Moment::Ends(of, other)) if (rake, task) == (of, other) => {
            Some(task)
        }
        _ => None,
    }
}

/// What an instant is called.
fn moment(words: &Names<'_>, moment: Moment) -> String {
    let text = match moment {
        Moment::Entry => Text::WordEntry,
        Moment::Arrival => Text::WordArrival,
        Moment::Departure => Text::WordDeparture,
        Moment::Exit => Text::WordExit,
        Moment::Starts(_, task) => return words.fill(Text::TaskBegins, &[&task_name(words, task)]),
        Moment::Ends(_, task) => return words.fill(Text::TaskEnds, &[&task_name(words, task)]),
    };
    words.text(text).to_owned()
}

fn task_name(words: &Names<'_>, task: Task) -> String {
    match task {
        Task::Run(section)
            if Resource::Section(section)
                .unknown_to(words.instance)
                .is_none() =>
        {
            words.resource(Resource::Section(section))
        }
        other => words.task(other),
    }
}

/// `+12`, `-5`.
fn signed(minutes: i32) -> String {
    format!("{minutes:+}")
}

/// How often decisions were taken back: by kind, then by train.
pub(crate) fn nervousness(words: &Wording<'_>, found: &Nervousness) -> Vec<Sheet> {
    let kind = |decision: Decision| match decision {
        Decision::Planned => Text::DecisionPlanned,
        Decision::Port => Text::Port,
        Decision::Shed => Text::DecisionShed,
        Decision::Spot => Text::Spot,
        Decision::Mode => Text::DecisionMode,
        Decision::Order => Text::DecisionOrder,
        Decision::Times => Text::DecisionTimes,
    };
    let plans = found.plans.to_string();
    let mut kinds = Sheet::new(&words.fill(Text::NervousnessOf, &[&plans]))
        .names(words.text(Text::DecisionHead))
        .figures(words.text(Text::DecisionCount))
        .figures(words.text(Text::DecisionChanges))
        .figures(words.text(Text::DecisionReturns));
    for (decision, count) in Decision::ALL.into_iter().zip(found.kinds) {
        if count.decisions == 0 {
            continue;
        }
        let tone = if count.returns > 0 {
            Tone::Caution
        } else {
            Tone::Plain
        };
        kinds.row(Row::new(vec![
            words.text(kind(decision)).into(),
            count.decisions.to_string().into(),
            count.changes.to_string().into(),
            Cell::toned(count.returns.to_string(), tone),
        ]));
    }
    kinds.remark = Some(words.text(Text::NervousnessRemark).to_owned());
    let shown: Vec<usize> = (0..Decision::ALL.len())
        .filter(|at| found.kinds[*at].changes > 0)
        .collect();
    let mut trains =
        Sheet::new(words.text(Text::NervousnessByTrain)).names(words.text(Text::Train));
    for at in &shown {
        trains = trains.figures(words.text(kind(Decision::ALL[*at])));
    }
    for train in &found.trains {
        let mut cells = vec![Cell::from(crate::names::name(&train.train))];
        for at in &shown {
            let count = train.counts[*at];
            let (text, tone) = match (count.changes, count.returns) {
                (0, _) => (String::new(), Tone::Plain),
                (changes, 0) => (changes.to_string(), Tone::Plain),
                (changes, returns) => (format!("{changes} ({returns})"), Tone::Caution),
            };
            cells.push(Cell::toned(text, tone));
        }
        trains.row(Row::new(cells));
    }
    trains.remark = Some(words.text(Text::NervousnessTrainRemark).to_owned());
    vec![kinds, trains]
}
