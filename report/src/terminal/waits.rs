//! Who waits for what: first by what is waited for, then train by train with the cause.

use super::page::Page;
use super::table::Table;
use crate::text::Text;
use regauge_model::ids::TrainId;
use regauge_model::instance::Rake;
use regauge_model::plan::{Activity, Event, Plan, TrainPlan, Wait};
use std::collections::BTreeMap;
use std::io;

/// Trains named per resource.
const MOST_NAMES: usize = 6;

pub(crate) fn show(page: &mut Page<'_>, plan: &Plan, top: usize) -> io::Result<()> {
    let trains = page.instance.trains().len();
    let mut waits: Vec<(TrainId, &Wait)> = Vec::new();
    for (index, train) in plan.trains.iter().take(trains).enumerate() {
        if let TrainPlan::Planned { waits: of, .. } = train {
            waits.extend(of.iter().map(|wait| (TrainId::from_index(index), wait)));
        }
    }
    waits.sort_by_key(|(train, wait)| (*train, wait.span));
    page.heading(page.text(Text::WaitsByResource))?;
    by_resource(page, &waits, top)?;
    page.heading(page.text(Text::WaitsByTrain))?;
    by_train(page, plan, &waits)
}

fn by_resource(page: &mut Page<'_>, waits: &[(TrainId, &Wait)], top: usize) -> io::Result<()> {
    let mut resources: BTreeMap<&str, (i32, Vec<TrainId>)> = BTreeMap::new();
    for (train, wait) in waits {
        let entry = resources.entry(wait.for_what.as_str()).or_default();
        entry.0 += wait.span.minutes();
        entry.1.push(*train);
    }
    let mut resources: Vec<_> = resources.into_iter().collect();
    // Stable, so that equal ones stay in order of their names.
    resources.sort_by_key(|(_, (minutes, _))| std::cmp::Reverse(*minutes));
    let mut table = Table::new()
        .names(page.text(Text::Resource))
        .figures(page.text(Text::Minutes))
        .figures(page.text(Text::Times))
        .sentences(page.text(Text::WhoWaited));
    for (what, (minutes, trains)) in resources.iter().take(top) {
        table.row(vec![
            page.phrase(what),
            minutes.to_string(),
            trains.len().to_string(),
            who(page, trains),
        ]);
    }
    if table.is_empty() {
        return page.line(page.text(Text::None));
    }
    table.print(page)?;
    let rest = resources.get(top..).unwrap_or_default();
    if rest.is_empty() {
        return Ok(());
    }
    let minutes: i32 = rest.iter().map(|(_, (minutes, _))| minutes).sum();
    let (count, minutes) = (rest.len().to_string(), minutes.to_string());
    page.line(&page.fill(Text::MoreResources, &[&count, &minutes]))
}

/// The trains, each once, the first few by name.
fn who(page: &Page<'_>, trains: &[TrainId]) -> String {
    let mut once: Vec<TrainId> = Vec::new();
    for train in trains {
        if !once.contains(train) {
            once.push(*train);
        }
    }
    let mut names: Vec<String> = once
        .iter()
        .take(MOST_NAMES)
        .map(|train| page.train(*train))
        .collect();
    if once.len() > MOST_NAMES {
        names.push(format!("+{}", once.len() - MOST_NAMES));
    }
    names.join(" ")
}

fn by_train(page: &mut Page<'_>, plan: &Plan, waits: &[(TrainId, &Wait)]) -> io::Result<()> {
    let mut table = Table::new()
        .names(page.text(Text::Train))
        .names(page.text(Text::RakeLabel))
        .names(page.text(Text::Before))
        .figures(page.text(Text::Time))
        .figures(page.text(Text::MinutesShort))
        .names(page.text(Text::Resource))
        .sentences(page.text(Text::HeldBy));
    for (train, wait) in waits {
        let rake = rake(page, plan, *train, wait);
        // What stands in the way of a run names the section already.
        let before = match wait.before.split_once(' ') {
            Some(("run", _)) => "run",
            _ => &wait.before,
        };
        let mut held: Vec<String> = wait.held_by.iter().map(|id| page.train(*id)).collect();
        held.extend(
            wait.closure
                .as_ref()
                .map(|closure| page.closure(closure, wait.span.from)),
        );
        table.row(vec![
            page.train(*train),
            page.text(rake).to_owned(),
            page.phrase(before),
            page.span(wait.span),
            wait.span.minutes().to_string(),
            page.phrase(&wait.for_what),
            held.join(" "),
        ]);
    }
    if table.is_empty() {
        return page.line(page.text(Text::None));
    }
    table.print(page)
}

/// Which rake waits: of a transshipped train the arriving one, the emptied one after the work, or the onward one.
fn rake(page: &Page<'_>, plan: &Plan, train: TrainId, wait: &Wait) -> Text {
    if page.instance.train(train).transshipment().is_none() {
        return Text::OwnRake;
    }
    let events = plan.trains[train.index()].events().iter();
    let is_work = |event: &&Event| matches!(event.what, Activity::CraneWork { .. });
    let worked = events.filter(is_work).map(|event| event.span.to).max();
    let is_going = wait.before == "pulling" || wait.before.starts_with("run ");
    match wait.rake {
        Rake::Onward => Text::OnwardRake,
        Rake::Arriving if is_going && worked.is_none_or(|worked| worked <= wait.span.from) => {
            Text::EmptiedRake
        }
        Rake::Arriving => Text::ArrivingRake,
    }
}
