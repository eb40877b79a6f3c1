//! The header: what is planned, for when, and how good the plan is.

use super::page::{Page, cost, name, percent};
use crate::text::Text;
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
    entry(
        Text::Value,
        page.fill(Text::TrainMinutes, &[&cost(plan.value)]),
    );
    entry(Text::Bound, cost(plan.bound));
    let avoidable = cost(plan.avoidable());
    entry(
        Text::Gap,
        page.fill(
            Text::GapOf,
            &[
                &percent(plan.gap(), 2),
                &avoidable,
                &percent(plan.avoidable_gap(), 2),
            ],
        ),
    );
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
