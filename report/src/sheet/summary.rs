//! The summary: what is planned, for when, and how good the plan is.

use super::objective;
use crate::names::name;
use crate::text::Text;
use crate::wording::{Wording, cost, percent};
use chrono::Timelike;
use regauge_model::objective::{Level, Standing};
use regauge_model::plan::{Plan, Status};
use regauge_model::system::Station;
use regauge_model::{Minute, Span};

/// Railway days named one by one; of more the first and the last.
const MAX_DAYS: i32 = 3;

/// `作业计划 Alashankou, base day`.
pub(crate) fn title(words: &Wording<'_>) -> String {
    format!(
        "{} {}",
        words.text(Text::PlanOf),
        name(words.instance.name())
    )
}

/// The stations that work trains; where none has sheds, those that have yards.
pub(crate) fn stations(words: &Wording<'_>) -> String {
    let stations = words.instance.system().stations();
    let of = |works: fn(&Station) -> bool| -> Vec<String> {
        let found = stations.iter().filter(|station| works(station));
        found
            .map(|station| words.titled(&station.name, &station.title))
            .collect()
    };
    let mut found = of(|station| !station.sheds.is_empty());
    if found.is_empty() {
        found = of(|station| !station.yards.is_empty());
    }
    words.list(&found)
}

/// Labels and what stands behind them.
pub(crate) fn entries(words: &Wording<'_>, plan: &Plan) -> Vec<(String, String)> {
    let mut entries = Vec::new();
    let mut entry =
        |label: Text, value: String| entries.push((words.text(label).to_owned(), value));
    let horizon = words.instance.horizon();
    let planning = Span::new(Minute(0), horizon.planning_end);
    let from = words.clock.date_time(planning.from);
    let to = words.clock.date_time(planning.to);
    let offset = words.clock.own_offset();
    let dash = words.signs.dash;
    entry(Text::PlanningPart, format!("{from} {dash} {to} ({offset})"));
    entry(railway_day(words), railway_days(words, planning));
    if horizon.end > horizon.planning_end {
        let until = words.clock.date_time(horizon.end);
        entry(Text::LookAhead, words.fill(Text::UntilTime, &[&until]));
    }
    entry(
        Text::StatusLabel,
        words.text(status(plan.status)).to_owned(),
    );
    let worth = if words.instance.objective().is_lexicographic() {
        levels(words, plan)
    } else {
        worth(words, plan)
    };
    entries.extend(worth);
    let mut entry =
        |label: Text, value: String| entries.push((words.text(label).to_owned(), value));
    let planned = plan.trains.iter().filter(|t| t.exit().is_some()).count();
    let postponed = plan.trains.len() - planned;
    entry(
        Text::Trains,
        words.fill(
            Text::TrainsPlanned,
            &[&planned.to_string(), &postponed.to_string()],
        ),
    );
    if !plan.made_by.is_empty() {
        entry(Text::MadeBy, name(&plan.made_by));
    }
    entries
}

/// Value, bound and gap.
fn worth(words: &Wording<'_>, plan: &Plan) -> Vec<(String, String)> {
    let avoidable = cost(plan.avoidable());
    let gaps = [
        &percent(plan.gap(), 2),
        &avoidable,
        &percent(plan.avoidable_gap(), 2),
    ];
    let entries = [
        (
            Text::Value,
            words.fill(Text::TrainMinutes, &[&cost(plan.value)]),
        ),
        (Text::Bound, cost(plan.bound)),
        (
            Text::Gap,
            words.fill(Text::GapOf, &gaps.map(String::as_str)),
        ),
    ];
    let entries = entries.into_iter();
    entries
        .map(|(label, value)| (words.text(label).to_owned(), value))
        .collect()
}

/// The levels of the objective, each with its value and what is proven of it.
fn levels(words: &Wording<'_>, plan: &Plan) -> Vec<(String, String)> {
    let standings = plan.standings(words.instance);
    let levels = words.instance.objective().levels().iter();
    let entry = |(number, (level, standing)): (usize, (&Level, Standing))| {
        let terms = objective::terms(words, level);
        let value = cost(standing.value);
        let text = match (standing.bound, standing.avoidable_gap()) {
            _ if standing.is_closed() => words.fill(Text::LevelClosed, &[&terms, &value]),
            (Some(bound), Some(gap)) => {
                let values = [&terms, &value, &cost(bound), &percent(gap, 2)];
                words.fill(Text::LevelOpen, &values.map(String::as_str))
            }
            _ => words.fill(Text::LevelWaits, &[&terms, &value]),
        };
        (
            words.fill(Text::LevelNumber, &[&(number + 1).to_string()]),
            text,
        )
    };
    levels.zip(standings).enumerate().map(entry).collect()
}

/// What the railway day is called; one that begins at 18:00 says so in Chinese.
fn railway_day(words: &Wording<'_>) -> Text {
    let horizon = words.instance.horizon();
    let begins = horizon.date_time(horizon.day_start).time();
    if begins.hour() == 18 && begins.minute() == 0 {
        Text::RailwayDayAt18
    } else {
        Text::RailwayDay
    }
}

fn railway_days(words: &Wording<'_>, planning: Span) -> String {
    let (first, last) = words.clock.railway_days(planning);
    let one = |day: i32| {
        let (named, from, to) = words.clock.railway_day(day);
        words.fill(
            Text::RailwayDaySpan,
            &[&named, &from, words.signs.dash, &to],
        )
    };
    if last - first < MAX_DAYS {
        let days: Vec<String> = (first..=last).map(one).collect();
        return days.join(", ");
    }
    let (last_named, _, _) = words.clock.railway_day(last);
    let count = (last - first + 1).to_string();
    let more = words.fill(Text::RailwayDaysMore, &[&last_named, &count]);
    format!("{} {more}", one(first))
}

pub(crate) fn status(status: Status) -> Text {
    match status {
        Status::Optimal => Text::StatusOptimal,
        Status::WithinGap => Text::StatusWithinGap,
        Status::Feasible => Text::StatusFeasible,
        Status::Interrupted => Text::StatusInterrupted,
    }
}
