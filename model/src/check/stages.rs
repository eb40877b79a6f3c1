//! Rules `stages` (when a stage may be done, and what waits for it and for the minutes of a call) and `teams`.

use super::Violation;
use super::context::{Context, broken};
use super::overlap::{busy_units, overlaps};
use crate::ids::{StageId, TrainId};
use crate::instance::BusyWhat;
use crate::message::Message;
use crate::plan::Activity;
use crate::resource::Resource;
use crate::words::violations as words;
use crate::{Minute, Span};
use std::collections::BTreeMap;

pub(super) fn check(context: &Context) -> Vec<Violation> {
    let mut found = gates(context);
    found.extend(closed(context));
    found.extend(teams(context));
    found
}

/// What comes before a stage and what waits for it.
fn gates(context: &Context) -> Vec<Violation> {
    let mut found = Vec::new();
    for ((id, _), journey) in context.trains().zip(&context.journeys) {
        for duty in &journey.duties {
            let Some(number) = duty.event else {
                continue;
            };
            let event = &context.events(id)[number];
            let rake = context.rake_words(id, duty.rake);
            let name = context.stage(duty.stage);
            let mut report = |message: Message| {
                found.push(broken(
                    "stages",
                    id,
                    event.span,
                    Resource::Stage(duty.stage),
                    message,
                ));
            };
            // one that is under way at the start has begun, whatever was not done before it
            if event.span.from < duty.not_before && !context.is_fact(id, number) {
                report(words::stage_early(
                    &name,
                    &rake,
                    context.clock(event.span.from),
                    context.clock(duty.not_before),
                ));
            }
            if let Some((by, what)) = duty.by
                && event.span.to > by
            {
                report(words::stage_late(
                    &name,
                    &rake,
                    context.clock(event.span.to),
                    what(),
                    context.clock(by),
                ));
            }
        }
        for stay in &journey.stays {
            if stay.leaves < stay.ready {
                let message = words::call_short(
                    context.rake_words(id, stay.rake),
                    context.station(stay.station),
                    context.clock(stay.ready),
                    context.clock(stay.leaves),
                );
                let span = Span::new(stay.leaves, stay.ready);
                found.push(broken(
                    "stages",
                    id,
                    span,
                    Resource::Station(stay.station),
                    message,
                ));
            }
        }
    }
    found
}

/// No stage while its teams do not work.
fn closed(context: &Context) -> Vec<Violation> {
    let mut found = Vec::new();
    for (id, index, event) in context.all_events() {
        let Activity::Stage { stage, .. } = event.what else {
            continue;
        };
        let data = context.system.stage(stage);
        let closed = data
            .closed
            .iter()
            .find(|closed| closed.overlaps(event.span));
        if let Some(closed) = closed.filter(|_| !context.is_fact(id, index)) {
            let message = words::stage_closed(
                context.stage(stage),
                context.name(id),
                context.clocks(event.span),
                context.clocks(*closed),
            );
            found.push(broken(
                "stages",
                id,
                event.span,
                Resource::Stage(stage),
                message,
            ));
        }
    }
    found
}

/// One train at a time per team.
fn teams(context: &Context) -> Vec<Violation> {
    let system = context.system;
    let mut found = Vec::new();
    let mut uses: BTreeMap<StageId, BTreeMap<u32, Vec<(Span, TrainId)>>> = BTreeMap::new();
    for (id, _, event) in context.all_events() {
        let Activity::Stage { stage, team } = event.what else {
            continue;
        };
        let data = system.stage(stage);
        let teams = data.teams.unwrap_or(0);
        let (name, of_train) = (context.stage(stage), context.name(id));
        let message = match team {
            Some(team) if (1..=teams).contains(&team) => {
                uses.entry(stage)
                    .or_default()
                    .entry(team)
                    .or_default()
                    .push((event.span, id));
                continue;
            }
            Some(team) => words::no_such_team(name, of_train, team, teams),
            None if data.teams.is_none() => continue,
            None => words::no_team(name, of_train),
        };
        found.push(broken(
            "teams",
            id,
            event.span,
            Resource::Stage(stage),
            message,
        ));
    }
    for (stage, teams) in &uses {
        let name = context.stage(*stage);
        let resource = |team: u32| Resource::Team(*stage, team);
        let mut first_uses = Vec::new();
        for (team, uses) in teams {
            let spans: Vec<Span> = uses.iter().map(|(span, _)| *span).collect();
            for (later, earlier) in overlaps(&spans) {
                let ((span, id), (held, other)) = (uses[later], uses[earlier]);
                let message = words::team_taken(
                    *team,
                    &name,
                    context.name(id),
                    context.clock(span.from),
                    context.name(other),
                    context.clocks(held),
                );
                found
                    .push(broken("teams", id, span, resource(*team), message).against(Some(other)));
            }
            first_uses.extend(
                spans
                    .iter()
                    .filter(|s| !s.is_empty())
                    .map(|s| s.from)
                    .min()
                    .map(|from| (from, *team)),
            );
        }
        let positions: Vec<(Minute, usize)> =
            first_uses.iter().map(|(from, _)| *from).zip(0..).collect();
        let units = system.stage(*stage).teams.unwrap_or(0);
        for (position, until) in busy_units(units, positions, busy_teams(context, *stage)) {
            let team = first_uses[position].1;
            let Some((span, id)) = teams[&team].iter().min().copied() else {
                continue;
            };
            let message = words::team_busy(
                &name,
                context.name(id),
                context.clock(span.from),
                context.clock(until),
            );
            found.push(broken("teams", id, span, resource(team), message));
        }
    }
    found
}

/// Until when teams are busy at the start, with something else or with a train that is not planned.
fn busy_teams(context: &Context, stage: StageId) -> Vec<Minute> {
    let busy = context.instance.busy().iter();
    let others = busy
        .filter(|busy| busy.what == BusyWhat::Team(stage))
        .map(|busy| busy.until);
    let standing = context.trains().filter(|(id, _)| !context.is_planned(*id));
    let states = standing.filter_map(|(_, train)| train.state.as_ref());
    let stages = states.flat_map(|state| &state.stages);
    let own = stages
        .filter(|progress| progress.stage == stage)
        .filter_map(|progress| progress.until);
    others.chain(own).collect()
}
