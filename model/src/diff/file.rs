//! The difference as a file: what changed in words of the file, and what makes the new plan of the old one.

use super::{Aspect, Choice, Group, Moment, PlanDiff, TrainChange, TrainDiff};
use super::{ChoiceChange, DiffConfig, OrderChange, TimeChange};
use crate::digest::sha256;
use crate::format::{
    AspectFile, ChoiceChangeFile, DiffCountsFile, DiffFile, DirectionFile, FORMAT_VERSION,
    MomentFile, OrderChangeFile, PatchFile, PlanFile, PlanRefFile, RakeFile, TimeChangeFile,
    TrainChangeFile, TrainDiffFile, UsedInTurnFile,
};
use crate::instance::Rake;
use crate::plan::{ForeignPlan, Plan};
use crate::plan_file::{plan_to_file, resource_to_file, task_to_file, text_of};
use crate::resource::{Pinned, Resource};
use crate::system::Direction;
use crate::text::visible_json;
use crate::validation::{FileKind, located};
use crate::{Instance, Problems};
use std::collections::BTreeMap;

/// Reads a file of differences.
///
/// # Errors
/// Everything wrong with its text and shape. Whether it fits an old plan is asked by [`super::apply()`].
pub fn diff_from_json(text: &[u8]) -> Result<DiffFile, Problems> {
    let (file, _) = located::parse(text, FileKind::Diff)?;
    Ok(file)
}

/// What changed between two plans as JSON text, indented, ending in a newline.
///
/// # Errors
/// A plan of another instance.
pub fn diff_to_json(
    before: (&Instance, &Plan),
    after: (&Instance, &Plan),
    config: &DiffConfig,
) -> Result<String, ForeignPlan> {
    let text = serde_json::to_string_pretty(&diff_to_file(before, after, config)?);
    Ok(visible_json(text.unwrap_or_default()) + "\n")
}

/// What changed between two plans, as its file.
///
/// # Errors
/// A plan of another instance.
pub fn diff_to_file(
    (old, old_plan): (&Instance, &Plan),
    (new, new_plan): (&Instance, &Plan),
    config: &DiffConfig,
) -> Result<DiffFile, ForeignPlan> {
    let diff = PlanDiff::between((old, old_plan), (new, new_plan), config)?;
    let (before, after) = (plan_to_file(old, old_plan)?, plan_to_file(new, new_plan)?);
    let writer = Writer { old, new };
    let changed = |train: &&TrainDiff| train.change != TrainChange::Same;
    let trains = diff.trains.iter().filter(changed);
    Ok(DiffFile {
        format_version: FORMAT_VERSION.to_owned(),
        before: plan_ref(&before),
        after: plan_ref(&after),
        from: new.horizon().date_time(diff.now),
        tolerance_minutes: diff.tolerance,
        counts: counts(&diff),
        trains: trains.map(|train| writer.train(train)).collect(),
        orders: diff
            .orders
            .iter()
            .map(|order| writer.order(order))
            .collect(),
        patch: patch(&before, after),
    })
}

fn plan_ref(file: &PlanFile) -> PlanRefFile {
    PlanRefFile {
        instance: file.instance.clone(),
        made_by: file.made_by.clone(),
        sha256: sha256(text_of(file).as_bytes()),
    }
}

fn counts(diff: &PlanDiff) -> DiffCountsFile {
    let mut counts = DiffCountsFile::default();
    for train in &diff.trains {
        *match diff.group(train) {
            Group::Postponed => &mut counts.postponed,
            Group::Planned => &mut counts.planned,
            Group::Gone => &mut counts.gone,
            Group::New => &mut counts.new,
            Group::Place => &mut counts.place,
            Group::Order => &mut counts.order,
            Group::Times => &mut counts.times,
            Group::Units => &mut counts.units,
            Group::Same => &mut counts.same,
        } += 1;
    }
    counts
}

/// The new plan without what the old one has exactly so.
fn patch(before: &PlanFile, after: PlanFile) -> PatchFile {
    let known: BTreeMap<&str, _> = before
        .trains
        .iter()
        .map(|train| (train.id.as_str(), train))
        .collect();
    let order = after.trains.iter().map(|train| train.id.clone()).collect();
    let mut trains = after.trains;
    trains.retain(|train| known.get(train.id.as_str()) != Some(&train));
    let slots = after.crane_slots;
    PatchFile {
        status: after.status,
        value: after.value,
        bound: after.bound,
        gap: after.gap,
        avoidable: after.avoidable,
        parts: after.parts,
        levels: after.levels,
        possessions: after.possessions,
        order,
        trains,
        crane_slots: (slots != before.crane_slots).then_some(slots),
        rakes: (after.rakes != before.rakes).then_some(after.rakes),
        kpis: (after.kpis != before.kpis).then_some(after.kpis),
    }
}

struct Writer<'a> {
    old: &'a Instance,
    new: &'a Instance,
}

impl Writer<'_> {
    fn train(&self, train: &TrainDiff) -> TrainDiffFile {
        let old = train.before.map(|id| &self.old.train(id).name);
        let new = train.after.map(|id| &self.new.train(id).name);
        let exit_before = train.exit_before;
        let exit_after = train.exit_after;
        TrainDiffFile {
            id: new.or(old).cloned().unwrap_or_default(),
            change: change(train.change),
            exit_before: exit_before.map(|exit| self.old.horizon().date_time(exit)),
            exit_after: exit_after.map(|exit| self.new.horizon().date_time(exit)),
            choices: train.choices.iter().map(|it| self.choice(it)).collect(),
            times: train.times.iter().map(|it| self.time(it)).collect(),
        }
    }

    fn choice(&self, change: &ChoiceChange) -> ChoiceChangeFile {
        let mut file = ChoiceChangeFile {
            what: aspect(change.aspect),
            rake: change.rake.map(rake),
            before: Vec::new(),
            after: Vec::new(),
            modes_before: Vec::new(),
            modes_after: Vec::new(),
            parts_before: None,
            parts_after: None,
        };
        let sides = [
            (
                self.old,
                &change.before,
                (
                    &mut file.before,
                    &mut file.modes_before,
                    &mut file.parts_before,
                ),
            ),
            (
                self.new,
                &change.after,
                (
                    &mut file.after,
                    &mut file.modes_after,
                    &mut file.parts_after,
                ),
            ),
        ];
        for (instance, choice, (things, modes, parts)) in sides {
            match choice {
                Choice::Parts(count) => *parts = Some(*count),
                Choice::Things(chosen) => {
                    for thing in chosen {
                        match thing {
                            Resource::Pin(Pinned::Mode(id)) => {
                                modes.push(instance.system().mode(*id).name.clone());
                            }
                            other => things.push(resource_to_file(instance, *other)),
                        }
                    }
                }
            }
        }
        file
    }

    fn time(&self, change: &TimeChange) -> TimeChangeFile {
        let (moment, of) = match change.moment {
            Moment::Entry => (MomentFile::Entry, None),
            Moment::Arrival => (MomentFile::Arrival, None),
            Moment::Starts(rake, task) => (MomentFile::Starts, Some((rake, task))),
            Moment::Ends(rake, task) => (MomentFile::Ends, Some((rake, task))),
            Moment::Departure => (MomentFile::Departure, None),
            Moment::Exit => (MomentFile::Exit, None),
        };
        TimeChangeFile {
            moment,
            task: of.map(|(_, task)| task_to_file(self.new, task)),
            rake: of.map(|(of, _)| rake(of)),
            before: self.old.horizon().date_time(change.before),
            after: self.new.horizon().date_time(change.after),
            minutes: i64::from(change.minutes),
        }
    }

    fn order(&self, order: &OrderChange) -> OrderChangeFile {
        let queue = |(resource, direction): &(Resource, Option<Direction>)| UsedInTurnFile {
            resource: resource_to_file(self.new, *resource),
            direction: direction.map(|direction| match direction {
                Direction::Down => DirectionFile::Down,
                Direction::Up => DirectionFile::Up,
            }),
        };
        OrderChangeFile {
            first: self.new.train(order.first).name.clone(),
            second: self.new.train(order.second).name.clone(),
            on: order.on.iter().map(queue).collect(),
        }
    }
}

fn rake(rake: Rake) -> RakeFile {
    match rake {
        Rake::Arriving => RakeFile::Arriving,
        Rake::Onward => RakeFile::Onward,
    }
}

/// What became of a train that is not the same.
fn change(change: TrainChange) -> TrainChangeFile {
    match change {
        TrainChange::Postponed => TrainChangeFile::Postponed,
        TrainChange::Planned => TrainChangeFile::Planned,
        TrainChange::Gone => TrainChangeFile::Gone,
        TrainChange::New => TrainChangeFile::New,
        TrainChange::Moved | TrainChange::Same => TrainChangeFile::Moved,
    }
}

fn aspect(aspect: Aspect) -> AspectFile {
    match aspect {
        Aspect::Port => AspectFile::Port,
        Aspect::Shed => AspectFile::Shed,
        Aspect::Spot => AspectFile::Spot,
        Aspect::Mode => AspectFile::Mode,
        Aspect::Cranes => AspectFile::Cranes,
        Aspect::Parts => AspectFile::Parts,
        Aspect::Empties => AspectFile::Empties,
        Aspect::Fate => AspectFile::Fate,
        Aspect::Sections => AspectFile::Sections,
        Aspect::Yards => AspectFile::Yards,
        Aspect::Tracks => AspectFile::Tracks,
        Aspect::Teams => AspectFile::Teams,
        Aspect::Locomotives => AspectFile::Locomotives,
    }
}
