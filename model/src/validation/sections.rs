//! Open-line sections, possessions, caps, paths already given away.

use super::context::{Building, zone};
use super::diagnostics::{At, Diagnostics};
use super::figures::{
    MINUTES, gauge, minute, minutes, same_gauge, some_minutes, span_between, within,
};
use super::names::Names;
use super::rules::{
    BAD_CAP_DAY, BAD_POSSESSION, BAD_TRACKS, CAPS_USED, EMPTY_LIST, EMPTY_SPAN, REPEATED,
    SAME_ENDS, STATE_TIMES,
};
use super::winds;
use crate::format::{
    BlockFile, CapFile, DateTimeFile, DirectionFile, DirectionMinutesFile, ExtraMinutesFile,
    GivenPathFile, InstanceFile, PossessionFile, SectionFile,
};
use crate::ids::{ClassId, SectionId, StationId};
use crate::instance::{RakePlace, Train};
use crate::system::{
    Block, Cap, Direction, GivenPath, PerDirection, Possession, PossessionWindow, Section, System,
};
use crate::words;
use crate::{Minute, Span};
use chrono::{TimeDelta, Timelike};
use std::ops::RangeInclusive;

/// Trains per railway day.
const TRAINS_PER_DAY: RangeInclusive<u32> = 0..=10_000;
/// Length of a section in kilometres.
const KILOMETRES: RangeInclusive<f64> = 0.0..=10_000.0;
/// A station that does not exist: of a section with a problem.
const NOWHERE: StationId = StationId(u32::MAX);

/// Builds all sections and given paths.
pub(super) fn sections(system: &mut System, context: Building, diagnostics: &mut Diagnostics) {
    let at = At::ROOT.field("system");
    let list = at.field("sections");
    for (i, file) in context.file.system.sections.iter().enumerate() {
        let section = section(system, context, file, &list.index(i), diagnostics);
        system.sections.push(section);
        windows(system, context, file, &list.index(i), diagnostics);
    }
    clear_points(system);
    meetings(system);
    caps_used(system, context, diagnostics);
    let list = at.field("given_paths");
    for (i, file) in context.file.system.given_paths.iter().enumerate() {
        if let Some(path) = given_path(context, file, &list.index(i), diagnostics) {
            system.given_paths.push(path);
        }
    }
    passed(system, context, diagnostics);
}

/// Runs that ended before the start count like given paths: what comes behind them keeps its distance.
fn passed(system: &mut System, context: Building, diagnostics: &mut Diagnostics) {
    let state = At::ROOT.field("state");
    let list = state.field("passed");
    let files = context.file.state.iter().flat_map(|state| &state.passed);
    for (i, file) in files.enumerate() {
        let at = list.index(i);
        let section = context
            .names
            .sections
            .find(&file.section, &at.field("section"), diagnostics);
        let (entered, left) = ((&file.entered, "entered"), (&file.left, "left"));
        let span = span_between(context.horizon, entered, left, &at, diagnostics);
        if span.is_some_and(|span| span.to > crate::Minute(0)) {
            let message = words::passed_late();
            diagnostics.add(
                STATE_TIMES,
                &at.field("left"),
                file.left.to_rfc3339(),
                message,
            );
        }
        if let (Some(section), Some(span)) = (section, span) {
            system.given_paths.push(GivenPath {
                train: file.train.clone(),
                section: SectionId::from_index(section),
                direction: direction(file.direction),
                span,
                is_past: true,
            });
        }
    }
}

/// Clearing where the line goes on at a point without yards of its gauge: never none.
///
/// Nobody stands at such a point, so whoever leaves a section there is in the next one at the same minute. Were an opposing
/// train let in at that minute too, two trains could change places on two single tracks: each leaves the section that the
/// other enters. With a minute between, each section says who comes first, both must say the same, and so along the
/// line from one station with tracks to the next.
fn clear_points(system: &mut System) {
    let sections = &system.sections;
    let goes_on = |section: &Section, point: StationId| {
        let mut yards = system.yards.iter();
        let has_yards = yards.any(|y| (y.station, y.gauge_mm) == (point, section.gauge_mm));
        let ends = |section: &Section| [section.from, section.to];
        let leads_on = |other: &Section| {
            other.gauge_mm == section.gauge_mm
                && ends(other).contains(&point)
                && !ends(other).iter().all(|end| ends(section).contains(end))
        };
        !has_yards && sections.iter().any(leads_on)
    };
    let needed: Vec<bool> = sections
        .iter()
        .map(|section| goes_on(section, section.from) || goes_on(section, section.to))
        .collect();
    for (section, _) in system
        .sections
        .iter_mut()
        .zip(needed)
        .filter(|(_, needed)| *needed)
    {
        section.clearing = section.clearing.max(1);
    }
}

/// What stations ask for beyond the clearing of their sections.
fn meetings(system: &mut System) {
    let stations = &system.stations;
    for section in &mut system.sections {
        let more = |end: StationId| {
            let station = stations.get(end.index());
            station.map_or(0, |station| (station.meeting - section.clearing).max(0))
        };
        section.meeting = PerDirection {
            down: more(section.to),
            up: more(section.from),
        };
    }
}

/// The engine's direction.
pub(super) fn direction(file: DirectionFile) -> Direction {
    match file {
        DirectionFile::Down => Direction::Down,
        DirectionFile::Up => Direction::Up,
    }
}

fn section(
    system: &System,
    context: Building,
    file: &SectionFile,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Section {
    let names: &Names = context.names;
    let mut end = |name: &str, field: &str| {
        let number = names.stations.find(name, &at.field(field), diagnostics);
        number.map_or(NOWHERE, StationId::from_index)
    };
    let from = end(&file.from, "from");
    let to = end(&file.to, "to");
    if file.from == file.to {
        let message = words::same_ends(&file.id, &file.to);
        diagnostics.add(SAME_ENDS, &at.field("to"), &file.to, message);
    }
    if !(1..=2).contains(&file.tracks) {
        let message = words::bad_tracks(&file.id, file.tracks);
        diagnostics.add(BAD_TRACKS, &at.field("tracks"), file.tracks, message);
    }
    if let Some(length) = file.length_km {
        super::figures::real(
            length,
            &KILOMETRES,
            "km",
            &at.field("length_km"),
            diagnostics,
        );
    }
    let gauge_mm = gauge(file.gauge_mm, &at.field("gauge_mm"), diagnostics);
    let zone = zone(file.zone.as_ref(), names, at, diagnostics);
    let single_track = file.tracks == 1;
    let possessions = file
        .possessions
        .iter()
        .enumerate()
        .filter(|(_, possession)| possession.minutes.is_none())
        .filter_map(|(i, possession)| {
            let list = at.field("possessions");
            self::possession(
                context,
                single_track,
                possession,
                &list.index(i),
                diagnostics,
            )
        });
    let possessions = possessions.collect();
    let caps = file.caps.iter().enumerate().map(|(i, cap)| {
        let list = at.field("caps");
        self::cap(system, context, cap, &list.index(i), diagnostics)
    });
    let caps = caps.collect();
    let wind_rule = file.wind_rule.as_ref();
    Section {
        name: file.id.clone(),
        title: file.name.clone().unwrap_or_else(|| file.id.clone()),
        from,
        to,
        gauge_mm,
        single_track,
        length_km: file.length_km,
        zone,
        run_minutes: run_minutes(system, context, file, at, diagnostics),
        start_minutes: extra(file.start_minutes, &at.field("start_minutes"), diagnostics),
        stop_minutes: extra(file.stop_minutes, &at.field("stop_minutes"), diagnostics),
        headway: per_direction(
            file.headway_minutes,
            &at.field("headway_minutes"),
            diagnostics,
        ),
        clearing: minutes(
            file.clearing_minutes,
            &at.field("clearing_minutes"),
            diagnostics,
        ),
        meeting: PerDirection { down: 0, up: 0 },
        block: match file.block {
            BlockFile::Automatic => Block::Automatic,
            BlockFile::StationToStation => Block::StationToStation,
        },
        buffer: minutes(
            file.buffer_minutes,
            &at.field("buffer_minutes"),
            diagnostics,
        ),
        possessions,
        wind_rule: wind_rule
            .map(|rule| winds::rule(rule, zone, &at.field("wind_rule"), diagnostics)),
        caps,
    }
}

fn per_direction(
    file: DirectionMinutesFile,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> PerDirection<i32> {
    PerDirection {
        down: some_minutes(file.down, &at.field("down"), diagnostics),
        up: some_minutes(file.up, &at.field("up"), diagnostics),
    }
}

/// Minutes more for both directions or each.
fn extra(file: ExtraMinutesFile, at: &At, diagnostics: &mut Diagnostics) -> PerDirection<i32> {
    match file {
        ExtraMinutesFile::Both(both) => {
            let both = minutes(both, at, diagnostics);
            PerDirection {
                down: both,
                up: both,
            }
        }
        ExtraMinutesFile::Each(each) => PerDirection {
            down: minutes(each.down, &at.field("down"), diagnostics),
            up: minutes(each.up, &at.field("up"), diagnostics),
        },
    }
}

fn run_minutes(
    system: &System,
    context: Building,
    file: &SectionFile,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Vec<Option<PerDirection<i32>>> {
    let at = at.field("run_minutes");
    let mut runs = vec![None; system.classes.len()];
    if file.run_minutes.is_empty() {
        diagnostics.add(EMPTY_LIST, &at, "", words::no_class_runs());
    }
    for (name, times) in &file.run_minutes {
        let at = at.field(name);
        let times = per_direction(*times, &at, diagnostics);
        let Some(number) = context.names.classes.find(name, &at, diagnostics) else {
            continue;
        };
        let class = (words::the_class(), system.classes[number].gauge_mm);
        if same_gauge(
            class,
            (words::the_section(), file.gauge_mm),
            &at,
            name,
            diagnostics,
        ) {
            runs[number] = Some(times);
        }
    }
    runs
}

fn possession(
    context: Building,
    single_track: bool,
    file: &PossessionFile,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Option<Possession> {
    let ends = ((&file.from, "from"), (&file.to, "to"));
    let span = span_between(context.horizon, ends.0, ends.1, at, diagnostics);
    if single_track && file.single_track_working {
        let message = words::needs_second_track();
        diagnostics.add(
            BAD_POSSESSION,
            &at.field("single_track_working"),
            true,
            message,
        );
    } else if single_track && file.track.is_some() {
        let message = words::single_track_direction();
        diagnostics.add(BAD_POSSESSION, &at.field("track"), "", message);
    } else if file.single_track_working && file.track.is_none() {
        let message = words::every_track_closed();
        diagnostics.add(
            BAD_POSSESSION,
            &at.field("single_track_working"),
            true,
            message,
        );
    }
    Some(Possession {
        track: file.track.map(direction),
        span: span?,
        single_track_working: file.single_track_working,
        placed: false,
    })
}

/// The possessions of the section last built that may be anywhere in a window.
fn windows(
    system: &mut System,
    context: Building,
    file: &SectionFile,
    at: &At,
    diagnostics: &mut Diagnostics,
) {
    let section = SectionId::from_index(system.sections.len() - 1);
    for (i, file) in file.possessions.iter().enumerate() {
        let Some(minutes) = file.minutes else {
            continue;
        };
        let list = at.field("possessions");
        let at = list.index(i);
        let minutes = some_minutes(minutes, &at.field("minutes"), diagnostics);
        let single_track = system.section(section).single_track;
        let Some(possession) = possession(context, single_track, file, &at, diagnostics) else {
            continue;
        };
        let length = possession.span.to - possession.span.from;
        if minutes > length {
            let message = words::window_too_short(length);
            diagnostics.add(BAD_POSSESSION, &at.field("minutes"), minutes, message);
        }
        system.windows.push(PossessionWindow {
            section,
            track: possession.track,
            within: possession.span,
            minutes,
            single_track_working: possession.single_track_working,
            starts: Vec::new(),
            start: None,
        });
    }
}

/// When the possessions of choice may begin: no earlier than the plan, and no earlier than the trains that are in the way at the start
/// have come out; never over a path given away.
pub(super) fn starts_of_windows(
    file: &InstanceFile,
    system: &mut System,
    trains: &[Option<Train>],
    diagnostics: &mut Diagnostics,
) {
    let states = trains
        .iter()
        .flatten()
        .filter_map(|train| train.state.as_ref());
    let places = states.flat_map(|state| [Some(state.arriving), state.onward]);
    let running: Vec<(SectionId, Direction, Minute)> = places
        .flatten()
        .filter_map(|place| match place {
            RakePlace::Section(section, direction, span, _) => Some((section, direction, span.to)),
            _ => None,
        })
        .collect();
    for window in &mut system.windows {
        let mine = |section: SectionId, direction: Direction| {
            section == window.section && window.track.is_none_or(|track| track == direction)
        };
        let in_the_way = running
            .iter()
            .filter(|(section, direction, _)| mine(*section, *direction));
        let out = in_the_way.map(|(.., out)| *out).max().unwrap_or(Minute(0));
        let first = window.within.from.max(out).max(Minute(0));
        let mut starts = vec![Span::new(first, window.within.to - window.minutes + 1)];
        // trains of the closed track run on the other one
        let given = system
            .given_paths
            .iter()
            .filter(|_| !window.single_track_working);
        for path in given.filter(|path| !path.is_past && mine(path.section, path.direction)) {
            let barred = Span::new(path.span.from - window.minutes + 1, path.span.to);
            let left = starts.iter().flat_map(|span| {
                [
                    Span::new(span.from, span.to.min(barred.from)),
                    Span::new(span.from.max(barred.to), span.to),
                ]
            });
            starts = left.collect();
        }
        starts.retain(|span| span.from < span.to);
        window.starts = starts;
    }
    let list = At::ROOT.field("system");
    let list = list.field("sections");
    let mut windows = system.windows.iter();
    for (i, section) in file.system.sections.iter().enumerate() {
        let of_choice = section.possessions.iter().enumerate();
        for (k, possession) in of_choice.filter(|(_, one)| one.minutes.is_some()) {
            if windows
                .next()
                .is_some_and(|window| window.starts.is_empty())
            {
                let at = list.index(i);
                let at = at.field("possessions");
                let at = at.index(k);
                let message = words::no_room_in_window(&section.id);
                let to = possession.to.to_rfc3339();
                diagnostics.add(BAD_POSSESSION, &at.field("to"), to, message);
            }
        }
    }
}

fn cap(
    system: &System,
    context: Building,
    file: &CapFile,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Cap {
    let horizon = context.horizon;
    let mut counts = vec![file.classes.is_empty(); system.classes.len()];
    for number in context
        .names
        .classes
        .find_all(&file.classes, &at.field("classes"), diagnostics)
    {
        counts[number] = true;
    }
    let per_day_at = at.field("per_day");
    within(
        file.per_day,
        &TRAINS_PER_DAY,
        words::trains_per_day(),
        &per_day_at,
        diagnostics,
    );
    let mut days: Vec<(i32, u32)> = Vec::new();
    let list = at.field("days");
    for (i, day) in file.days.iter().enumerate() {
        let at = list.index(i);
        within(
            day.count,
            &TRAINS_PER_DAY,
            words::trains_per_day(),
            &at.field("count"),
            diagnostics,
        );
        let day_at = at.field("day");
        let Some(minute) = minute(horizon, &day.day, &day_at, diagnostics) else {
            continue;
        };
        let number = horizon.day_of(minute);
        if number < 0 || number > horizon.day_of(horizon.end - 1) {
            let message = words::day_outside();
            diagnostics.add(BAD_CAP_DAY, &day_at, day.day.to_rfc3339(), message);
        } else if days.iter().any(|(other, _)| *other == number) {
            let message = words::day_twice();
            diagnostics.add(BAD_CAP_DAY, &day_at, day.day.to_rfc3339(), message);
        }
        days.push((number, day.count));
    }
    if let Some(per_hour) = file.per_hour {
        let at = at.field("per_hour");
        let unit = words::trains_per_hour();
        within(per_hour, &TRAINS_PER_DAY, unit, &at, diagnostics);
    }
    let mut spans = Vec::new();
    let list = at.field("spans");
    for (i, span) in file.spans.iter().enumerate() {
        let at = list.index(i);
        let count_at = at.field("count");
        let unit = words::trains();
        within(span.count, &TRAINS_PER_DAY, unit, &count_at, diagnostics);
        let ends = ((&span.from, "from"), (&span.to, "to"));
        let found = span_between(horizon, ends.0, ends.1, &at, diagnostics);
        spans.extend(found.map(|found| (found, span.count)));
    }
    let mut dated = Span::new(Minute(i32::MIN), Minute(i32::MAX));
    if let Some(from) = &file.from {
        let from = minute(horizon, from, &at.field("from"), diagnostics);
        dated.from = from.unwrap_or(dated.from);
    }
    if let Some(to) = &file.to {
        let to_at = at.field("to");
        let last = minute(horizon, to, &to_at, diagnostics);
        dated.to = last.unwrap_or(dated.to);
        if dated.to <= dated.from {
            let message = words::cap_ends_first();
            diagnostics.add(EMPTY_SPAN, &to_at, to.to_rfc3339(), message);
        }
    }
    Cap {
        direction: direction(file.direction),
        counts,
        per_day: file.per_day,
        days,
        per_hour: file.per_hour,
        spans,
        within: dated,
        used: 0,
        entered: Vec::new(),
    }
}

/// Entries counted before the start go to every cap of their section and direction.
fn caps_used(system: &mut System, context: Building, diagnostics: &mut Diagnostics) {
    let Some(state) = &context.file.state else {
        return;
    };
    let at = At::ROOT.field("state");
    let list = at.field("caps_used");
    let mut seen = Vec::new();
    for (i, file) in state.caps_used.iter().enumerate() {
        let at = list.index(i);
        within(
            file.count,
            &TRAINS_PER_DAY,
            words::trains(),
            &at.field("count"),
            diagnostics,
        );
        let found = context
            .names
            .sections
            .find(&file.section, &at.field("section"), diagnostics);
        let Some(number) = found else { continue };
        let direction = direction(file.direction);
        let mut class = None;
        if let Some(name) = &file.class {
            let found = context
                .names
                .classes
                .find(name, &at.field("class"), diagnostics);
            let Some(found) = found else { continue };
            class = Some(found);
        }
        if seen.contains(&(number, direction, class)) {
            let message = words::counted_already();
            diagnostics.add(REPEATED, &at.field("section"), &file.section, message);
        }
        seen.push((number, direction, class));
        let mut entered = Vec::new();
        let list = at.field("entered");
        for (i, time) in file.entered.iter().enumerate() {
            let at = list.index(i);
            let Some(minute) = minute(context.horizon, time, &at, diagnostics) else {
                continue;
            };
            if minute >= Minute(0) {
                let message = words::entered_late();
                diagnostics.add(CAPS_USED, &at, time.to_rfc3339(), message);
            }
            entered.push(minute);
        }
        let day_start = context.horizon.day_start;
        let mut capped = false;
        let caps = system.sections[number].caps.iter_mut();
        let counts = |cap: &Cap| class.is_none_or(|class| cap.counts[class]);
        for cap in caps.filter(|cap| cap.direction == direction && counts(cap)) {
            capped = true;
            cap.entered.extend(&entered);
            // of a cap that began within the day, only the minutes say what it has counted
            let today = Span::new(day_start, Minute(0));
            let counted = if cap.within.from <= day_start {
                file.count
            } else {
                let in_force = Span::new(cap.within.from.max(today.from), today.to);
                let minutes = entered.iter().filter(|&&at| in_force.contains(at));
                minutes.count() as u32
            };
            cap.used = cap.used.saturating_add(counted);
            if cap.used > cap.on_day(0) && cap.within.contains(Minute(0)) {
                let message = words::cap_exceeded(cap.used, cap.on_day(0));
                diagnostics.add(CAPS_USED, &at.field("count"), file.count, message);
            }
        }
        if !capped {
            let message = words::no_such_cap();
            diagnostics.add(CAPS_USED, &at.field("section"), &file.section, message);
        }
    }
}

fn given_path(
    context: Building,
    file: &GivenPathFile,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Option<GivenPath> {
    let section = context
        .names
        .sections
        .find(&file.section, &at.field("section"), diagnostics);
    // A path of seconds never takes less of the line than it does.
    let (enter, exit) = (minute_down(&file.enter), minute_up(&file.exit));
    let span = if file.exit > file.enter {
        span_between(
            context.horizon,
            (&enter, "enter"),
            (&exit, "exit"),
            at,
            diagnostics,
        )
    } else {
        let message = words::path_empty();
        diagnostics.add(
            EMPTY_SPAN,
            &at.field("exit"),
            file.exit.to_rfc3339(),
            message,
        );
        None
    };
    if let Some(span) = span {
        let minutes = span.minutes().unsigned_abs();
        within(
            minutes,
            &MINUTES,
            words::minutes_in_section(),
            &at.field("exit"),
            diagnostics,
        );
    }
    Some(GivenPath {
        train: file.train.clone(),
        section: SectionId::from_index(section?),
        direction: direction(file.direction),
        span: span?,
        is_past: false,
    })
}

/// The minute in which a time lies.
fn minute_down(time: &DateTimeFile) -> DateTimeFile {
    let whole = time.with_nanosecond(0).unwrap_or(*time);
    whole - TimeDelta::seconds(i64::from(whole.second()))
}

/// The first whole minute at or after a time.
fn minute_up(time: &DateTimeFile) -> DateTimeFile {
    let down = minute_down(time);
    if down == *time {
        down
    } else {
        down + TimeDelta::minutes(1)
    }
}

/// Whether a class runs in a section.
pub(super) fn runs(section: &Section, class: ClassId) -> bool {
    section
        .run_minutes
        .get(class.index())
        .is_some_and(Option::is_some)
}
