//! The header: what is planned, for when, and how good the plan is.

use super::objective;
use super::page::Page;
use crate::text::Text;
use crate::wording::{cost, name, percent};
use regauge_model::objective::{Level, Standing};
use regauge_model::plan::{Plan, Status};
use regauge_model::{Minute, Span};
use std::io;

/// Railway days named one by one; of more the first and the last.
const MOST_DAYS: i32 = 3;

pub(crate) fn show(page: &mut Page<'_>, plan: &Plan) -> io::Result<()> {
    let title = format!("{} {}", page.text(Text::PlanOf), name(page.instance.name()));
    page.heading(&title)?;
    let mut entries = Vec::new();
    let mut entry = |label: Text, value: String| entries.push((page.text(label).to_owned(), value));

    let horizon = page.instance.horizon();
    let planning = Span::new(Minute(0), horizon.planning_end);
    let from = page.clock.date_time(planning.from);
    let to = page.clock.date_time(planning.to);
    let offset = page.clock.own_offset();
    let dash = page.signs.dash;
    entry(Text::PlanningPart, format!("{from} {dash} {to} ({offset})"));
    entry(Text::RailwayDay, railway_days(page, planning));
    if horizon.end > horizon.planning_end {
        let until = page.clock.date_time(horizon.end);
        entry(Text::LookAhead, page.fill(Text::UntilTime, &[&until]));
    }
    entry(Text::StatusLabel, page.text(status(plan.status)).to_owned());
    let worth = if page.instance.objective().is_lexicographic() {
        levels(page, plan)
    } else {
        worth(page, plan)
    };
    entries.extend(worth);
    let mut entry = |label: Text, value: String| entries.push((page.text(label).to_owned(), value));
    let planned = plan.trains.iter().filter(|t| t.exit().is_some()).count();
    let unplanned = plan.trains.len() - planned;
    entry(
        Text::Trains,
        page.fill(
            Text::TrainsPlanned,
            &[&planned.to_string(), &unplanned.to_string()],
        ),
    );
    if !plan.made_by.is_empty() {
        entry(Text::MadeBy, name(&plan.made_by));
    }
    page.entries(&entries)
}

/// Value, bound and gap.
fn worth(page: &Page<'_>, plan: &Plan) -> Vec<(String, String)> {
    let avoidable = cost(plan.avoidable());
    let gaps = [
        &percent(plan.gap(), 2),
        &avoidable,
        &percent(plan.avoidable_gap(), 2),
    ];
    let entries = [
        (
            Text::Value,
            page.fill(Text::TrainMinutes, &[&cost(plan.value)]),
        ),
        (Text::Bound, cost(plan.bound)),
        (Text::Gap, page.fill(Text::GapOf, &gaps.map(String::as_str))),
    ];
    let entries = entries.into_iter();
    entries
        .map(|(label, value)| (page.text(label).to_owned(), value))
        .collect()
}

/// The levels of the objective, each with its value and what is proven of it.
fn levels(page: &Page<'_>, plan: &Plan) -> Vec<(String, String)> {
    let standings = plan.standings(page.instance);
    let levels = page.instance.objective().levels().iter();
    let entry = |(number, (level, standing)): (usize, (&Level, Standing))| {
        let terms = objective::terms(page, level);
        let value = cost(standing.value);
        let text = match (standing.bound, standing.avoidable_gap()) {
            _ if standing.is_closed() => page.fill(Text::LevelClosed, &[&terms, &value]),
            (Some(bound), Some(gap)) => {
                let values = [&terms, &value, &cost(bound), &percent(gap, 2)];
                page.fill(Text::LevelOpen, &values.map(String::as_str))
            }
            _ => page.fill(Text::LevelWaits, &[&terms, &value]),
        };
        (
            page.fill(Text::LevelNumber, &[&(number + 1).to_string()]),
            text,
        )
    };
    levels.zip(standings).enumerate().map(entry).collect()
}

fn railway_days(page: &Page<'_>, planning: Span) -> String {
    let (first, last) = page.clock.railway_days(planning);
    let one = |day: i32| {
        let (named, from, to) = page.clock.railway_day(day);
        page.fill(Text::RailwayDaySpan, &[&named, &from, page.signs.dash, &to])
    };
    if last - first < MOST_DAYS {
        let days: Vec<String> = (first..=last).map(one).collect();
        return days.join(", ");
    }
    let (last_named, _, _) = page.clock.railway_day(last);
    let count = (last - first + 1).to_string();
    let more = page.fill(Text::RailwayDaysMore, &[&last_named, &count]);
    format!("{} {more}", one(first))
}

fn status(status: Status) -> Text {
    match status {
        Status::Optimal => Text::StatusOptimal,
        Status::WithinGap => Text::StatusWithinGap,
        Status::Feasible => Text::StatusFeasible,
        Status::Interrupted => Text::StatusInterrupted,
    }
}
