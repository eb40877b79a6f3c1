//! Configurations that no right instance can be made of, refused with place, value and advice.
//!
//! First the figures that the generator itself reckons with; then the instance made is read like any other file, and what is
//! wrong with it is told at the place of the configuration that it comes from.

use super::generate;
use crate::config::{ChoiceConfig, DailySpan, GeneratorConfig, SectionConfig, WarmPlace};
use crate::words;
use chrono::Datelike;
use regauge_model::format::InstanceFile;
use regauge_model::message::{Message, Value};
use regauge_model::validate::{FileKind, Lines, instance_from_file, parse_located};
use regauge_model::{Problem, Problems};
use std::ops::RangeInclusive;

/// Longest horizon in hours.
const MAX_HOURS: u32 = 400 * 24;
/// Most trains of an instance.
const MAX_TRAINS: u64 = 20_000;
/// Longest duration in minutes.
const MINUTES: RangeInclusive<u32> = 0..=14_400;
/// Trains of a kind per day.
const PER_DAY: RangeInclusive<u32> = 0..=500;
const PERCENT: RangeInclusive<u32> = 0..=100;

/// Reads a configuration.
///
/// # Errors
/// Everything wrong with its shape, each with place, line and advice.
pub fn config_from_json(text: &[u8]) -> Result<GeneratorConfig, Problems> {
    parse_located(text, FileKind::Config).map(|(config, _)| config)
}

/// Makes an instance of a configuration in JSON; of its own seed, or 1, where none is given.
///
/// # Errors
/// Everything wrong with the configuration, each with place, line and advice.
pub fn generate_from_json(text: &[u8], seed: Option<u64>) -> Result<InstanceFile, Problems> {
    let (config, lines): (GeneratorConfig, Lines<'_>) = parse_located(text, FileKind::Config)?;
    let seed = seed.unwrap_or(config.seed.unwrap_or(1).into());
    try_generate(&config, seed).map_err(|mut problems| {
        for problem in &mut problems.0 {
            problem.line = Some(lines.line(&problem.path));
        }
        problems
    })
}

/// Makes an instance that is valid.
///
/// # Errors
/// What is wrong with the configuration, by its own places.
pub fn try_generate(config: &GeneratorConfig, seed: u64) -> Result<InstanceFile, Problems> {
    let mut found = Found::default();
    found.port(config);
    if let Some(second) = &config.second_port {
        let mut of_second = Found::default();
        of_second.port(&second.config(config));
        of_second.choice(&second.choice);
        // what the second port has of the first one is told there
        let own = |problem: &Problem| !found.0.contains(problem);
        let mut own: Vec<Problem> = of_second.0.into_iter().filter(own).collect();
        for problem in &mut own {
            problem.path.insert_str(0, "second_port.");
        }
        found.0.extend(own);
    }
    if found.0.is_empty() {
        let file = generate(config, seed);
        match instance_from_file(&file) {
            Ok(_) => return Ok(file),
            Err(problems) => found.0.extend(problems.0.into_iter().map(of_instance)),
        }
    }
    Err(Problems(found.0))
}

/// A problem of the instance made, at the place of the configuration that it comes from.
fn of_instance(problem: Problem) -> Problem {
    let message = words::instance_wrong(&problem.path, &problem.message);
    Problem {
        path: place_of(&problem.path),
        line: None,
        message,
        ..problem
    }
}

/// The place of a configuration that a place of an instance comes from.
fn place_of(path: &str) -> String {
    let index = |rest: &str| {
        let index = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
        index.map(|(index, _)| index.to_owned())
    };
    let with_index = |list: &str, rest: &str| match index(rest) {
        Some(index) => format!("{list}[{index}]"),
        None => list.to_owned(),
    };
    for (prefix, list) in [
        ("system.classes", "place.classes"),
        ("system.zones", "place.zones"),
        ("system.sections", "line.sections"),
    ] {
        if let Some(rest) = path.strip_prefix(prefix) {
            return with_index(list, rest);
        }
    }
    // The border station is the second one.
    if let Some(rest) = path.strip_prefix("system.stations[1].") {
        for (field, list) in [
            ("sheds", "sheds"),
            ("yards", "yards"),
            ("stages", "stages"),
            ("locomotives", "locomotives"),
        ] {
            if let Some(rest) = rest.strip_prefix(field) {
                return with_index(list, rest);
            }
        }
        let own = [
            ("stores[0]", "standard_stock"),
            ("stores[1]", "broad_stock"),
            ("shunting_rule", "shunting_rule"),
        ];
        let own = own.iter().find(|(field, _)| rest.starts_with(field));
        return own.map_or("place.border", |(_, place)| place).to_owned();
    }
    let places = [
        ("system.given_paths", "line.passengers"),
        ("system.stations", "place"),
        ("horizon.start", "start"),
        ("horizon.look_ahead_hours", "look_ahead_hours"),
        ("horizon", "planning_hours"),
        ("trains", "traffic"),
        ("state", "warm"),
        ("wind", "wind"),
        ("end", "standard_stock"),
    ];
    let found = places.iter().find(|(prefix, _)| path.starts_with(prefix));
    found.map_or("name", |(_, place)| place).to_owned()
}

/// The problems found so far.
#[derive(Default)]
struct Found(Vec<Problem>);

impl Found {
    fn add(&mut self, path: &str, value: impl ToString, message: Message, advice: Message) {
        self.0.push(Problem {
            code: "E0405",
            path: path.to_owned(),
            line: None,
            value: value.to_string(),
            message,
            advice,
        });
    }

    fn within(&mut self, path: &str, value: u32, limits: &RangeInclusive<u32>) {
        if !limits.contains(&value) {
            let (least, most) = (limits.start(), limits.end());
            let message = words::outside(value, least, most);
            self.add(path, value, message, words::check_figure());
        }
    }

    fn real(&mut self, path: &str, value: f64, limits: RangeInclusive<f64>) {
        if !limits.contains(&value) {
            let (least, most) = (limits.start(), limits.end());
            let message = words::outside(value, least, most);
            self.add(path, value, message, words::check_figure());
        }
    }

    /// The fewest and the most of something.
    fn range(&mut self, path: &str, [from, to]: [u32; 2], limits: &RangeInclusive<u32>) {
        self.within(&format!("{path}[0]"), from, limits);
        self.within(&format!("{path}[1]"), to, limits);
        if to < from {
            let message = words::max_below_min(to, from);
            self.add(path, to, message, words::swap());
        }
    }

    fn daily(&mut self, path: &str, span: DailySpan) {
        self.within(&format!("{path}.from"), span.from, &(0..=1440));
        self.within(&format!("{path}.to"), span.to, &(0..=2880));
        if span.to <= span.from {
            let message = words::empty_span();
            let advice = words::end_later();
            self.add(path, span.to, message, advice);
        }
    }

    /// One port by itself.
    fn port(&mut self, config: &GeneratorConfig) {
        self.horizon(config);
        self.traffic(config);
        self.line(config);
        self.station(config);
        self.wind(config);
        self.warm(config);
    }

    fn choice(&mut self, choice: &ChoiceConfig) {
        self.within("choice.percent", choice.percent, &PERCENT);
        for (path, minutes) in [
            ("choice.notice_minutes", choice.notice_minutes),
            ("choice.inbound_later_minutes", choice.inbound_later_minutes),
            ("choice.outbound_minutes", choice.outbound_minutes),
        ] {
            self.within(path, minutes, &MINUTES);
        }
    }

    fn horizon(&mut self, config: &GeneratorConfig) {
        let year = config.start.year();
        if !(1970..=2200).contains(&year) {
            let message = words::bad_year(year);
            let value = config.start.to_rfc3339();
            self.add("start", value, message, words::check_year());
        }
        let ahead = config.look_ahead_hours;
        if let Some(buffers) = &config.buffers {
            for (path, minutes) in [
                ("buffers.sections", buffers.sections),
                ("buffers.spots", buffers.spots),
                ("buffers.locomotives", buffers.locomotives),
            ] {
                self.within(path, minutes, &MINUTES);
            }
            self.real(
                "buffers.missing_minute",
                buffers.missing_minute,
                0.0..=100.0,
            );
        }
        self.within("planning_hours", config.planning_hours, &(1..=MAX_HOURS));
        self.within("look_ahead_hours", ahead, &(0..=MAX_HOURS));
        let most = &(0..=ahead.min(MAX_HOURS));
        let arrivals = config.traffic.look_ahead_arrival_hours;
        self.within("traffic.look_ahead_arrival_hours", arrivals, most);
        if config.planning_hours.saturating_add(ahead) > MAX_HOURS {
            let message = words::too_long();
            let advice = words::fewer_hours();
            self.add("planning_hours", config.planning_hours, message, advice);
        }
    }

    fn traffic(&mut self, config: &GeneratorConfig) {
        let traffic = &config.traffic;
        let mut all: u64 = 0;
        let mut per_day = |found: &mut Found, path: &str, value: u32| {
            found.within(path, value, &PER_DAY);
            all += u64::from(value);
        };
        per_day(self, "traffic.inbound_per_day", traffic.inbound_per_day);
        per_day(self, "traffic.outbound_per_day", traffic.outbound_per_day);
        per_day(self, "traffic.bulk_per_day", traffic.bulk_per_day);
        let from_store = traffic.broad_from_store_per_day;
        per_day(self, "traffic.broad_from_store_per_day", from_store);
        self.within(
            "traffic.timetabled_per_day",
            traffic.timetabled_per_day,
            &PER_DAY,
        );
        for (path, value) in [
            ("traffic.central_asia_percent", traffic.central_asia_percent),
            (
                "traffic.full_inspection_percent",
                traffic.full_inspection_percent,
            ),
            ("traffic.twenty_foot_percent", traffic.twenty_foot_percent),
        ] {
            self.within(path, value, &PERCENT);
        }
        self.within(
            "traffic.full_inspection_minutes",
            traffic.full_inspection_minutes,
            &(1..=*MINUTES.end()),
        );
        let sd = traffic.deviation_sd_minutes;
        self.real("traffic.deviation_sd_minutes", sd, 0.0..=14_400.0);
        let cap = traffic.deviation_cap_minutes;
        self.within("traffic.deviation_cap_minutes", cap, &MINUTES);
        self.range("traffic.lifts", traffic.lifts, &(2..=1000));
        self.range("traffic.bulk_minutes", traffic.bulk_minutes, &MINUTES);
        for (i, due) in traffic.due_minutes.iter().enumerate() {
            let path = format!("traffic.due_minutes[{i}]");
            self.range(&path, *due, &(0..=100_000));
        }
        for (i, hours) in traffic.hours_needed.iter().enumerate() {
            let path = format!("traffic.hours_needed[{i}]");
            self.within(&path, *hours, &(0..=MAX_HOURS));
        }
        for (i, local) in traffic.locals.iter().enumerate() {
            let path = |field: &str| format!("traffic.locals[{i}].{field}");
            per_day(self, &path("per_day"), local.per_day);
            per_day(self, &path("per_day"), local.per_day);
            self.range(&path("wagons"), local.wagons, &(1..=1000));
            self.range(&path("due_minutes"), local.due_minutes, &(0..=100_000));
            self.within(&path("hours_needed"), local.hours_needed, &(0..=MAX_HOURS));
            for (k, number) in local.numbers.iter().enumerate() {
                let path = path(&format!("numbers[{k}]"));
                self.within(&path, *number, &(1..=900_000));
            }
        }
        let days = u64::from(config.planning_hours.min(MAX_HOURS) / 24 + 2);
        let days = days + u64::from(traffic.look_ahead_arrival_hours.min(MAX_HOURS) / 24);
        if all.saturating_mul(days) > MAX_TRAINS {
            let message = words::too_many_trains(all, days, MAX_TRAINS);
            let advice = words::fewer_trains();
            self.add("traffic", all, message, advice);
        }
    }

    fn line(&mut self, config: &GeneratorConfig) {
        let line = &config.line;
        for (i, section) in line.sections.iter().enumerate() {
            let path = |field: &str| format!("line.sections[{i}].{field}");
            for (field, minutes) in [
                ("loaded_minutes", section.loaded_minutes),
                ("empty_minutes", section.empty_minutes),
                ("start_minutes", section.start_minutes),
                ("stop_minutes", section.stop_minutes),
            ] {
                self.within(&path(field), minutes, &MINUTES);
            }
        }
        for (i, id) in line.main_sections.iter().enumerate() {
            self.known(&format!("line.main_sections[{i}]"), id, &line.sections);
        }
        for (i, possession) in line.possessions.iter().enumerate() {
            let path = format!("line.possessions[{i}]");
            self.daily(&format!("{path}.daily"), possession.daily);
            self.known(
                &format!("{path}.section"),
                &possession.section,
                &line.sections,
            );
        }
        for (i, train) in line.passengers.iter().enumerate() {
            let path = |field: &str| format!("line.passengers[{i}].{field}");
            self.within(&path("enters"), train.enters, &(0..=1439));
            self.within(&path("stop_minutes"), train.stop_minutes, &(0..=1440));
        }
        for (i, [day, trains]) in line.loaded_in_days.iter().enumerate() {
            let path = |k: usize| format!("line.loaded_in_days[{i}][{k}]");
            self.within(&path(0), *day, &(0..=400));
            self.within(&path(1), *trains, &(0..=10_000));
        }
    }

    /// A section that there is.
    fn known(&mut self, path: &str, id: &str, sections: &[SectionConfig]) {
        if sections.iter().any(|section| section.id == *id) {
            return;
        }
        let known: Vec<&str> = sections.iter().map(|section| &*section.id).collect();
        self.0.push(Problem {
            code: "E0301",
            path: path.to_owned(),
            line: None,
            value: id.to_owned(),
            message: words::no_section(id),
            advice: words::name_one_of(Value::list(known)),
        });
    }

    fn station(&mut self, config: &GeneratorConfig) {
        for (i, shed) in config.sheds.iter().enumerate() {
            let path = |field: &str| format!("sheds[{i}].{field}");
            self.within(&path("pairs"), shed.pairs, &(1..=100));
            if let Some(span) = shed.closed {
                self.daily(&path("closed"), span);
            }
            for (k, (_, maintenance)) in shed.cranes.iter().enumerate() {
                if let Some(span) = maintenance {
                    self.daily(&path(&format!("cranes[{k}][1]")), *span);
                }
            }
        }
        for (path, stock) in [
            ("standard_stock", &config.standard_stock),
            ("broad_stock", &config.broad_stock),
        ] {
            let most = stock.capacity.min(1000);
            self.within(&format!("{path}.rakes"), stock.rakes, &(0..=most));
            self.within(&format!("{path}.at_least"), stock.at_least, &(0..=most));
        }
        for (i, zone) in config.place.zones.iter().enumerate() {
            let path = format!("place.zones[{i}].wind_percent");
            self.within(&path, zone.wind_percent, &(0..=1000));
        }
    }

    fn wind(&mut self, config: &GeneratorConfig) {
        let Some(wind) = &config.wind else { return };
        self.real("wind.shape", wind.shape, 0.1..=100.0);
        self.real("wind.scale_mps", wind.scale_mps, 0.0..=100.0);
        self.real("wind.memory", wind.memory, 0.0..=1.0);
        let cap = wind.background_cap_mps;
        self.real("wind.background_cap_mps", cap, 0.0..=100.0);
        let [middle, half] = wind.gust_factor;
        self.real("wind.gust_factor[0]", middle, 1.0..=5.0);
        self.real("wind.gust_factor[1]", half, 0.0..=1.0);
        for (i, spell) in wind.spells.iter().enumerate() {
            let path = format!("wind.spells[{i}]");
            let from = &(0..=MAX_HOURS);
            self.within(&format!("{path}.from_hour"), spell.from_hour, from);
            for (k, hour) in spell.hours.iter().enumerate() {
                for (j, mps) in hour.iter().enumerate() {
                    self.real(&format!("{path}.hours[{k}][{j}]"), *mps, 0.0..=100.0);
                }
            }
        }
    }

    fn warm(&mut self, config: &GeneratorConfig) {
        let main: Vec<SectionConfig> = config.line.main().into_iter().cloned().collect();
        for (i, place) in config.warm.iter().enumerate() {
            if let WarmPlace::OutboundInSection(section)
            | WarmPlace::OutboundBehind(section)
            | WarmPlace::OnwardInSection(section)
            | WarmPlace::OnwardBehind(section) = place
            {
                self.known(&format!("warm[{i}]"), section, &main);
            }
        }
    }
}
