//! `explain`: why a train leaves when it does, or not at all, and what would help.

use super::columns::columns;
use super::error::CommandError;
use super::source::{PairArgs, invalid};
use super::{Console, Format, Verdict, outputs, words};
use clap::Args;
use regauge::advance::instance_file;
use regauge::chrono::{DateTime, FixedOffset};
use regauge::delays::{DelayCause, TrainDelays, delayed, lost, train_delayed};
use regauge::plan::{Resource, TrainPlan, Wait};
use regauge::problem::ids::{
    CraneId, SectionId, ShedId, StageId, StationId, StoreId, TrainId, YardId,
};
use regauge::replan::{Change, Remedies, remedies};
use regauge::{Instance, Language, Message, Minute, Plan};
use regauge_report::{closure_name, cost, resource_name, time_name, train_name};
use serde_json::{Value, json};

/// Names of trains in a line of a table.
const MOST_NAMED: usize = 6;

/// Say why trains leave when they do, and what would help
///
/// Without a train: every train that is late or postponed, with what it waits for longest, and where the minutes of all went. With one: all it waits for, and remedies: one thing
/// changed at a time (another locomotive, team, track, rake; a possession, closure or pin dropped; another train giving way), the train planned
/// again beside all others as they are planned, the best remedy first.
#[derive(Args)]
#[command(override_usage = "\
regauge explain [OPTIONS] <INSTANCE> <PLAN>
       regauge explain [OPTIONS] --train <TRAIN> <INSTANCE> <PLAN>
       regauge explain [OPTIONS] --train <TRAIN> --demo <NAME> <PLAN>")]
pub struct ExplainArgs {
    #[command(flatten)]
    source: PairArgs,
    /// The train.
    #[arg(long, value_name = "TRAIN")]
    train: Option<String>,
    /// Who reads the result.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Runs the command.
pub fn run(args: &ExplainArgs, console: &mut Console<'_>) -> Result<Verdict, CommandError> {
    let (text, file, instance, plan) = args.source.read_with_text(console)?;
    let data = instance_file(&text).map_err(invalid(&file))?;
    let shown = match &args.train {
        None => match args.format {
            Format::Text => trains(&instance, &plan, console.language),
            Format::Json => outputs::json(&trains_as_json(&instance, &plan))?,
        },
        Some(name) => {
            let train = train(&instance, name)?;
            let found =
                remedies(&data, &instance, &plan, train).map_err(|error| CommandError::Usage {
                    message: words::not_taken_up(error.to_string()),
                    advice: words::check_first(),
                })?;
            match args.format {
                Format::Text => one(&instance, &plan, train, &found, console.language),
                Format::Json => outputs::json(&one_as_json(&instance, &plan, train, &found))?,
            }
        }
    };
    outputs::deliver(None, &shown, console)?;
    Ok(Verdict::Clean)
}

/// The train with a name.
pub(super) fn train(instance: &Instance, name: &str) -> Result<TrainId, CommandError> {
    let mut trains = instance.trains().iter();
    let found = trains.position(|train| train.name == name);
    found
        .map(TrainId::from_index)
        .ok_or_else(|| CommandError::Usage {
            message: words::no_such_train(name),
            advice: words::name_a_train(),
        })
}

/// Minutes late, of a train that is due.
fn late(instance: &Instance, plan: &Plan, train: TrainId) -> Option<i32> {
    let due = instance.train(train).due_exit?;
    let exit = plan.trains[train.index()].exit()?;
    Some((exit - due).max(0))
}

/// The waits of a train, the longest first.
fn waits(plan: &Plan, train: TrainId) -> Vec<&Wait> {
    let mut waits: Vec<&Wait> = plan.trains[train.index()].waits().iter().collect();
    waits.sort_by_key(|wait| (std::cmp::Reverse(wait.span.minutes()), wait.span));
    waits
}

/// Trains that are late or postponed.
fn concerned<'p>(instance: &'p Instance, plan: &'p Plan) -> impl Iterator<Item = TrainId> + 'p {
    let trains = (0..instance.trains().len()).map(TrainId::from_index);
    trains.filter(|&id| {
        plan.trains[id.index()].exit().is_none() || late(instance, plan, id).unwrap_or(0) > 0
    })
}

/// Who holds what is waited for.
fn holders(instance: &Instance, wait: &Wait) -> String {
    let names = wait.held_by.iter();
    let names = names.map(|id| train_name(&instance.train(*id).name));
    names.collect::<Vec<_>>().join(" ")
}

/// A line for every train that is late or postponed.
fn trains(instance: &Instance, plan: &Plan, language: Language) -> String {
    let say = |message: Message| message.in_language(language);
    let mut rows = vec![[
        say(words::train_head()),
        say(words::exit_head()),
        say(words::late_head()),
        say(words::waits_head()),
        say(words::longest_head()),
    ]];
    for id in concerned(instance, plan) {
        let planned = &plan.trains[id.index()];
        let waits = waits(plan, id);
        let sum: i32 = waits.iter().map(|wait| wait.span.minutes()).sum();
        let longest = match planned {
            TrainPlan::Postponed { reason } => {
                let causes = reason.blocked_by.iter().take(3);
                let causes = causes.map(|cause| resource_name(instance, *cause, language));
                causes.collect::<Vec<_>>().join(", ")
            }
            TrainPlan::Planned { .. } => waits.first().map_or_else(String::new, |wait| {
                let what = resource_name(instance, wait.for_what, language);
                format!(
                    "{what} {} min {}",
                    wait.span.minutes(),
                    holders(instance, wait)
                )
            }),
        };
        let exit = planned.exit();
        rows.push([
            train_name(&instance.train(id).name),
            exit.map_or_else(
                || say(words::postponed_cell()),
                |exit| time_name(instance, exit, language),
            ),
            late(instance, plan, id).map_or_else(String::new, |late| late.to_string()),
            sum.to_string(),
            longest.trim_end().to_owned(),
        ]);
    }
    let went = minutes_went(instance, plan, language);
    if rows.len() == 1 {
        return say(words::nobody_late()) + "\n" + &went;
    }
    columns(&rows) + &went
}

fn one(
    instance: &Instance,
    plan: &Plan,
    train: TrainId,
    found: &Remedies,
    language: Language,
) -> String {
    let say = |message: Message| message.in_language(language);
    let name = train_name(&instance.train(train).name);
    let time = |at: Minute| time_name(instance, at, language);
    let planned = &plan.trains[train.index()];
    let mut shown = match planned {
        TrainPlan::Planned { exit, .. } => {
            let late = late(instance, plan, train).unwrap_or(0);
            say(words::train_leaves(&name, time(*exit), late))
        }
        TrainPlan::Postponed { reason } => {
            let causes = reason
                .blocked_by
                .iter()
                .map(|cause| resource_name(instance, *cause, language));
            say(words::train_postponed(
                &name,
                causes.collect::<Vec<_>>().join(", "),
            ))
        }
    };
    shown.push('\n');
    let waits = waits(plan, train);
    if !waits.is_empty() {
        let mut rows = vec![[
            say(words::waits_for_head()),
            say(words::from_head()),
            say(words::waits_head()),
            say(words::held_by_head()),
        ]];
        for wait in waits {
            rows.push([
                resource_name(instance, wait.for_what, language),
                time(wait.span.from),
                wait.span.minutes().to_string(),
                holders(instance, wait),
            ]);
        }
        shown = shown + "\n" + &columns(&rows);
    }
    shown += &later(instance, plan, train, language);
    let mut rows = vec![[
        say(words::remedy_head()),
        say(words::exit_head()),
        say(words::gain_head()),
        say(words::others_head()),
    ]];
    for remedy in &found.found {
        rows.push([
            say(change(instance, &remedy.change, language)),
            time(remedy.exit),
            cost(remedy.gain),
            cost(remedy.others),
        ]);
    }
    shown.push('\n');
    if found.found.is_empty() {
        shown += &(say(words::nothing_helps()) + "\n");
    } else {
        shown += &columns(&rows);
    }
    if !found.tried.is_empty() {
        shown += &in_vain(instance, &found.tried, language);
    }
    shown
}

/// What was tried in vain, a line each; trains that would give way on one.
fn in_vain(instance: &Instance, tried: &[Change], language: Language) -> String {
    let say = |message: Message| message.in_language(language);
    let mut lines: Vec<String> = Vec::new();
    let mut trains: Vec<String> = Vec::new();
    for one in tried {
        match one {
            Change::GivesWay { train } => trains.push(train_name(train)),
            other => lines.push(say(change(instance, other, language))),
        }
    }
    if !trains.is_empty() {
        lines.push(say(words::others_give_way(trains.join(" "))));
    }
    let mut shown = format!("\n{}\n", say(words::tried_in_vain(tried.len())));
    for line in lines {
        shown.extend(["  ", &*line, "\n"]);
    }
    shown
}

/// Why it leaves later than alone, minute by minute.
fn later(instance: &Instance, plan: &Plan, train: TrainId, language: Language) -> String {
    let say = |message: Message| message.in_language(language);
    let Some(TrainDelays { alone, delays, .. }) = train_delayed(instance, plan, train) else {
        return String::new();
    };
    let sum: i32 = delays.iter().map(|delay| delay.minutes).sum();
    let exit = time_name(instance, alone, language);
    let mut shown = format!("\n{}\n", say(words::later_than_alone(sum, exit)));
    if delays.is_empty() {
        return shown;
    }
    let mut rows = vec![[
        say(words::cause_head()),
        say(words::minutes_head()),
        say(words::held_by_head()),
    ]];
    for delay in delays {
        let names = delay.held_by.iter();
        let names = names.map(|id| train_name(&instance.train(*id).name));
        let cause = cause(instance, delay.cause, language);
        let mut held_by = names.collect::<Vec<_>>().join(" ");
        if !delay.behind.is_empty() {
            let names = delay.behind.iter();
            let names = names.map(|id| train_name(&instance.train(*id).name));
            let names = names.collect::<Vec<_>>().join(" ");
            held_by = say(words::behind_others(held_by, names));
        }
        rows.push([cause, delay.minutes.to_string(), held_by]);
    }
    shown += &columns(&rows);
    shown
}

/// A cause in words.
fn cause(instance: &Instance, cause: DelayCause, language: Language) -> String {
    match cause {
        DelayCause::Choice => words::other_choice().in_language(language),
        DelayCause::Wait(what, why) => {
            let what = resource_name(instance, what, language);
            match why {
                Some(why) => format!("{what} ({})", closure_name(why, language)),
                None => what,
            }
        }
    }
}

/// A cause in a document.
fn cause_as_json(instance: &Instance, cause: DelayCause) -> (Value, Value) {
    let (what, why) = match cause {
        DelayCause::Choice => (None, None),
        DelayCause::Wait(what, why) => (Some(what), why),
    };
    let what = what.map(|what| regauge::plan::resource_to_file(instance, what));
    let why = why.map(regauge::format::ClosureKindFile::from);
    (json!(what), json!(why))
}

/// Where the minutes of all trains went.
fn minutes_went(instance: &Instance, plan: &Plan, language: Language) -> String {
    let say = |message: Message| message.in_language(language);
    let lost = lost(&delayed(instance, plan));
    if lost.is_empty() {
        return String::new();
    }
    let mut rows = vec![[
        say(words::cause_head()),
        say(words::minutes_head()),
        say(words::trains_head()),
    ]];
    for one in &lost {
        let trains = one.trains.iter().take(MOST_NAMED);
        let mut trains: Vec<String> = trains
            .map(|id| train_name(&instance.train(*id).name))
            .collect();
        if one.trains.len() > MOST_NAMED {
            trains.push(format!("+{}", one.trains.len() - MOST_NAMED));
        }
        rows.push([
            cause(instance, one.cause, language),
            one.minutes.to_string(),
            trains.join(" "),
        ]);
    }
    let sum: i64 = lost.iter().map(|one| one.minutes).sum();
    format!("\n{}\n{}", say(words::minutes_went(sum)), columns(&rows))
}

/// A change in words, with things called as everywhere else.
fn change(instance: &Instance, change: &Change, language: Language) -> Message {
    let system = instance.system();
    let at = |at: &DateTime<FixedOffset>| at.format("%m-%d %H:%M").to_string();
    let say = |resource: Option<Resource>, id: &str| {
        resource.map_or_else(
            || id.to_owned(),
            |resource| resource_name(instance, resource, language),
        )
    };
    let station = |id: &str| {
        let mut all = system.stations().iter();
        let found = all.position(|one| one.name == id);
        say(
            found.map(|at| Resource::Station(StationId::from_index(at))),
            id,
        )
    };
    let stage = |id: &str| {
        let mut all = system.stages().iter();
        let found = all.position(|one| one.name == id);
        say(found.map(|at| Resource::Stage(StageId::from_index(at))), id)
    };
    let yard = |id: &str| {
        let mut all = system.yards().iter();
        let found = all.position(|one| one.name == id);
        say(found.map(|at| Resource::Tracks(YardId::from_index(at))), id)
    };
    let store = |id: &str| {
        let mut all = system.stores().iter();
        let found = all.position(|one| one.name == id);
        say(found.map(|at| Resource::Store(StoreId::from_index(at))), id)
    };
    let section = |id: &str| {
        let mut all = system.sections().iter();
        let found = all.position(|one| one.name == id);
        say(
            found.map(|at| Resource::Section(SectionId::from_index(at))),
            id,
        )
    };
    let crane = |id: &str| {
        let mut all = system.cranes().iter();
        let found = all.position(|one| one.name == id);
        say(found.map(|at| Resource::Crane(CraneId::from_index(at))), id)
    };
    let shed = |id: &str| {
        let mut all = system.sheds().iter();
        let found = all.position(|one| one.name == id);
        say(found.map(|at| Resource::Shed(ShedId::from_index(at))), id)
    };
    match change {
        Change::Locomotive {
            station: id,
            gauge_mm,
        } => words::one_more_locomotive(station(id), *gauge_mm),
        Change::Team { stage: id, .. } => words::one_more_team(stage(id)),
        Change::Track { yard: id, .. } => words::one_more_track(yard(id)),
        Change::Rake { store: id } => words::one_more_rake(store(id)),
        Change::Shed { shed: id } => words::one_more_shed(shed(id)),
        Change::Possession { section: id, from } => words::no_possession(section(id), at(from)),
        Change::PossessionAt { section: id, from } => words::possession_at(section(id), at(from)),
        Change::Due { to } => words::due_later(at(to)),
        Change::Wind { zone, to } => words::wind_over_sooner(zone, at(to)),
        Change::Crane { crane: id } => words::no_maintenance(crane(id)),
        Change::Cap { section: id } => words::one_more_path(section(id)),
        Change::Hold { station: id } => words::released_sooner(station(id)),
        Change::Pins => words::without_pins(),
        Change::GivesWay { train } => words::gives_way_to_it(train_name(train)),
    }
}

fn wait_as_json(instance: &Instance, wait: &Wait) -> Value {
    let names = wait.held_by.iter();
    let names: Vec<&str> = names.map(|id| &*instance.train(*id).name).collect();
    json!({
        "for": regauge::plan::resource_to_file(instance, wait.for_what),
        "from": instance.horizon().date_time(wait.span.from),
        "minutes": wait.span.minutes(),
        "held_by": names,
    })
}

fn train_as_json(instance: &Instance, plan: &Plan, id: TrainId) -> Value {
    let waits = waits(plan, id);
    let waits: Vec<Value> = waits
        .iter()
        .map(|wait| wait_as_json(instance, wait))
        .collect();
    let exit = plan.trains[id.index()].exit();
    json!({
        "train": instance.train(id).name,
        "exit": exit.map(|exit| instance.horizon().date_time(exit)),
        "late": late(instance, plan, id),
        "waits": waits,
    })
}

fn trains_as_json(instance: &Instance, plan: &Plan) -> Value {
    let trains = concerned(instance, plan).map(|id| train_as_json(instance, plan, id));
    let lost = lost(&delayed(instance, plan)).into_iter().map(|one| {
        let names = one.trains.iter();
        let names: Vec<&str> = names.map(|id| &*instance.train(*id).name).collect();
        let (what, why) = cause_as_json(instance, one.cause);
        json!({ "for": what, "closure": why, "minutes": one.minutes, "trains": names })
    });
    json!({ "trains": trains.collect::<Vec<_>>(), "minutes": lost.collect::<Vec<_>>() })
}

fn one_as_json(instance: &Instance, plan: &Plan, train: TrainId, found: &Remedies) -> Value {
    let mut document = train_as_json(instance, plan, train);
    let in_words =
        |one: &Change| change(instance, one, Language::English).in_language(Language::English);
    let remedies = found.found.iter().map(|remedy| {
        json!({
            "change": in_words(&remedy.change),
            "exit": instance.horizon().date_time(remedy.exit),
            "gain": remedy.gain,
            "others": remedy.others,
        })
    });
    if let Some(TrainDelays { alone, delays, .. }) = train_delayed(instance, plan, train) {
        let delays = delays.iter().map(|delay| {
            let names = delay.held_by.iter();
            let names: Vec<&str> = names.map(|id| &*instance.train(*id).name).collect();
            let (what, why) = cause_as_json(instance, delay.cause);
            json!({
                "for": what,
                "closure": why,
                "minutes": delay.minutes,
                "held_by": names,
                "behind": delay.behind.iter().map(|id| &*instance.train(*id).name).collect::<Vec<_>>(),
            })
        });
        document["alone"] = json!(instance.horizon().date_time(alone));
        document["delays"] = delays.collect::<Vec<_>>().into();
    }
    document["remedies"] = remedies.collect::<Vec<_>>().into();
    document["tried"] = found.tried.iter().map(in_words).collect::<Vec<_>>().into();
    document
}
