//! `capacity`: what the station and its line carry, in four ways (`docs/capacity.md`).

use super::error::CommandError;
use super::source::{CheckedArgs, invalid};
use super::{Console, Format, Verdict, files, words};
use clap::{ArgGroup, Args};
use regauge::advance::instance_file;
use regauge::text::{visible, visible_json};
use regauge::{CancelToken, Instance, Language, Message, Minute, Plan, Planner, Stop, check};
use regauge_model::system::Direction;
use regauge_model::timeline::Timeline;
use regauge_study::base::Base;
use regauge_study::capacity::Pool;
use regauge_study::capacity::lp::{Bottleneck, FluidCapacity, LpError, fluid_capacity};
use regauge_study::capacity::promise::{Level, Part, PromiseAnswer, PromiseConfig, most_trains};
use regauge_study::capacity::sections::{Band, Occupation, TrackOccupation, occupation};
use regauge_study::capacity::station::{PoolCapacity, STRAINED_TRACKS, capacities};
use regauge_study::promise::Promise;
use regauge_study::roll::RollConfig;
use regauge_study::statistics::Estimate;
use regauge_study::world::WorldConfig;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::Path;
use unicode_width::UnicodeWidthStr;

/// Days counted of each world.
const DAYS: u32 = 14;
/// Days before them.
const WARM_UP_DAYS: u32 = 3;
/// Worlds of each level.
const REPLICATIONS: u32 = 4;
/// Levels run first, in parts of what flows through.
const LEVELS: [f64; 5] = [0.3, 0.6, 0.8, 1.0, 1.2];
/// Trains a day to which the ends of the answer are narrowed down, in parts of what flows through.
const RESOLUTION: f64 = 0.025;
/// Most hours of a promise.
const MOST_HOURS: f64 = 1000.0;

/// Say what the station and its line carry: occupation, capacity, bottlenecks, a promise
///
/// Without a plan one is made. Sections by compression (UIC 406), pools of the station by the formula of their occupation, the flow of a day by
/// a linear program; with a promise the station is run day after day for the most trains a day that it holds for. See docs/capacity.md.
#[derive(Args)]
#[command(override_usage = "\
regauge capacity [OPTIONS] <INSTANCE> [PLAN]
       regauge capacity [OPTIONS] --demo <NAME> [PLAN]")]
#[command(group(ArgGroup::new("promise").args(["promise_mean_hours", "promise_p90_hours"]).multiple(true)))]
pub struct CapacityArgs {
    #[command(flatten)]
    source: CheckedArgs,
    /// Hours of dwell promised on the mean; with a promise the most trains a day are looked for that it holds for.
    #[arg(long, value_name = "HOURS", value_parser = hours)]
    promise_mean_hours: Option<f64>,
    /// Hours of dwell promised to nine trains in ten; likewise.
    #[arg(long, value_name = "HOURS", value_parser = hours)]
    promise_p90_hours: Option<f64>,
    /// Days counted of each run [default: 14].
    #[arg(long, value_name = "NUMBER", requires = "promise", value_parser = clap::value_parser!(u32).range(1..=3660))]
    days: Option<u32>,
    /// Worlds in which each level is run, at least 2 [default: 4].
    #[arg(long, value_name = "NUMBER", requires = "promise", value_parser = clap::value_parser!(u32).range(2..=1000))]
    replications: Option<u32>,
    /// Seed of the first world [default: 1].
    #[arg(long, value_name = "NUMBER", requires = "promise")]
    seed: Option<u64>,
    /// Who reads the result.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

impl CapacityArgs {
    /// What is run for a promise, where there is one.
    fn promise(&self, flow: &FluidCapacity) -> Option<PromiseConfig> {
        let promise = Promise {
            mean_dwell_hours: self.promise_mean_hours,
            p90_dwell_hours: self.promise_p90_hours,
        };
        if promise == Promise::default() {
            return None;
        }
        Some(PromiseConfig {
            promise,
            roll: RollConfig {
                days: self.days.unwrap_or(DAYS),
                warm_up_days: WARM_UP_DAYS,
                ..RollConfig::default()
            },
            world: WorldConfig::default(),
            replications: self.replications.unwrap_or(REPLICATIONS),
            seed: self.seed.unwrap_or(1),
            levels: LEVELS.iter().map(|part| part * flow.per_day).collect(),
            resolution: RESOLUTION * flow.per_day,
        })
    }
}

/// Reads hours of a promise.
fn hours(text: &str) -> Result<f64, Message> {
    let hours: f64 = text.parse().map_err(|_| words::not_a_number())?;
    if hours > 0.0 && hours <= MOST_HOURS {
        Ok(hours)
    } else {
        Err(words::not_positive_hours(MOST_HOURS))
    }
}

/// All that is found.
struct Found<'a> {
    instance: &'a Instance,
    plan: &'a Plan,
    sections: Vec<TrackOccupation>,
    pools: Vec<PoolCapacity>,
    flow: FluidCapacity,
    promise: Option<(PromiseConfig, PromiseAnswer)>,
}

/// Runs the command.
pub fn run(args: &CapacityArgs, console: &mut Console<'_>) -> Result<Verdict, CommandError> {
    let (text, instance, plan) = args.source.read_with_text(console)?;
    let name = args.source.instance();
    let plan = match plan {
        Some(plan) => right(&instance, plan, args.source.plan())?,
        None => planned(&instance, console),
    };
    let file = instance_file(&text).map_err(invalid(name))?;
    let base = Base::new(&file, None).map_err(invalid(name))?;
    let flow = fluid_capacity(&base).map_err(|error| cannot_flow(error, name))?;
    let promise = match args.promise(&flow) {
        Some(config) => {
            possible(&config.promise, flow.dwell_alone)?;
            let answer = kept(&base, &config, console)?;
            Some((config, answer))
        }
        None => None,
    };
    let timeline = Timeline::new(&instance, &plan);
    let found = Found {
        instance: &instance,
        plan: &plan,
        sections: occupation(&timeline),
        pools: capacities(&timeline),
        flow,
        promise,
    };
    let text = match args.format {
        Format::Text => found.text(console.language),
        Format::Json => visible_json(format!("{:#}", found.json())) + "\n",
    };
    console.out.write_all(text.as_bytes())?;
    Ok(Verdict::Clean)
}

/// A plan that keeps the rules.
fn right(instance: &Instance, plan: Plan, file: Option<&Path>) -> Result<Plan, CommandError> {
    let violations = check(instance, &plan).violations.len();
    if violations == 0 {
        return Ok(plan);
    }
    let file = files::name(file.unwrap_or(Path::new("-")));
    Err(CommandError::Usage {
        message: words::breaks_rules(file, violations),
        advice: words::check_says_plan(),
    })
}

/// The plan of the usual work.
fn planned(instance: &Instance, console: &mut Console<'_>) -> Plan {
    let token = CancelToken::new();
    (console.on_interrupt)(token.clone());
    let planner = Planner::new(instance).seed(1);
    planner.stop(Stop::cancelled(&token)).run().plan
}

pub(super) fn cannot_flow(error: LpError, name: &Path) -> CommandError {
    match error {
        LpError::Station(problems) => invalid(name)(problems),
        LpError::NoTrains => CommandError::Usage {
            message: words::no_train_alone(),
            advice: words::what_keeps_them(),
        },
        LpError::Solver(_) => CommandError::Internal(words::no_flow(error.to_string())),
    }
}

/// No promise of a mean is less than trains dwell that have the station to themselves.
fn possible(promise: &Promise, alone: Option<f64>) -> Result<(), CommandError> {
    let Some(alone) = alone.map(|minutes| minutes / 60.0) else {
        return Err(CommandError::Usage {
            message: words::nothing_dwells(),
            advice: words::leave_out_promise(),
        });
    };
    match promise.mean_dwell_hours.filter(|hours| *hours < alone) {
        Some(hours) => Err(CommandError::Usage {
            message: words::promise_below_alone(hours, number(alone, 1)),
            advice: words::promise_more_hours(),
        }),
        None => Ok(()),
    }
}

/// For how many trains a day the promise is kept; an error where it is not even at the first level.
fn kept(
    base: &Base,
    config: &PromiseConfig,
    console: &mut Console<'_>,
) -> Result<PromiseAnswer, CommandError> {
    let (shows, language) = (console.shows_progress(), console.language);
    let answer = most_trains(base, config, |level| {
        if shows {
            let line = words::level_done(number(level.per_day, 1), verdict(level));
            // nobody is left to be told when standard error fails
            let _ = writeln!(console.err, "{}", line.in_language(language));
        }
    });
    let answer = answer.map_err(|error| CommandError::Usage {
        message: words::cannot_be_run(error.to_string()),
        advice: words::plan_and_look(),
    })?;
    let lowest = answer.levels.first();
    let broken = lowest.and_then(|level| {
        let part = level.parts.iter().find(|part| !part.may_hold())?;
        Some((level, part))
    });
    let Some((level, broken)) = broken else {
        return Ok(answer);
    };
    let per_day = number(level.per_day, 1);
    let hours = number(broken.estimate.mean, 1);
    Err(CommandError::Usage {
        message: match broken.part {
            Part::Queue => words::queue_from_the_start(per_day),
            part => words::promise_impossible(per_day, part_name(part), hours, broken.most),
        },
        advice: words::promise_more_hours(),
    })
}

fn number(value: f64, digits: usize) -> String {
    format!("{value:.digits$}")
}

fn percent(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| number(value, 0))
}

fn part_name(part: Part) -> Message {
    match part {
        Part::Mean => words::part_mean(),
        Part::P90 => words::part_p90(),
        Part::Queue => words::part_queue(),
    }
}

fn verdict(level: &Level) -> Message {
    match (level.may_hold(), level.may_fail()) {
        (true, false) => words::holds(),
        (false, _) => words::fails(),
        (true, true) => words::is_open(),
    }
}

fn band(band: Band) -> &'static str {
    match band {
        Band::UpTo60 => "≤ 60",
        Band::UpTo80 => "61–80",
        Band::UpTo100 => "81–100",
        Band::Over => "> 100",
    }
}

/// The name for people, or the id for readers of English where that name is in another script.
fn titled(id: &str, title: &str, language: Language) -> String {
    let is_wide = || title.chars().count() < title.width();
    visible(if language == Language::English && is_wide() {
        id
    } else {
        title
    })
}

/// A table with its heads: text to the left, figures to the right.
struct Table {
    rows: Vec<Vec<String>>,
    n_text: usize,
}

impl Table {
    fn new(language: Language, n_text: usize, heads: &[Message]) -> Table {
        let heads = heads.iter().map(|head| head.in_language(language));
        Table {
            rows: vec![heads.collect()],
            n_text,
        }
    }

    fn write(&self, text: &mut String) {
        let columns = self.rows[0].len();
        let width = |column: usize| self.rows.iter().map(|row| row[column].width()).max();
        let widths: Vec<usize> = (0..columns).map(|one| width(one).unwrap_or(0)).collect();
        for row in &self.rows {
            let mut line = "  ".to_owned();
            for (column, cell) in row.iter().enumerate() {
                let blanks = " ".repeat(widths[column] - cell.width());
                let (before, behind) = if column < self.n_text {
                    ("", blanks.as_str())
                } else {
                    (blanks.as_str(), "")
                };
                let _ = write!(line, "{before}{cell}{behind}  ");
            }
            let _ = writeln!(text, "{}", line.trim_end());
        }
    }
}

impl Found<'_> {
    /// What a section, shed, store … is called, by id and name.
    fn titled(&self, (id, title): (&str, &str), language: Language) -> String {
        titled(id, title, language)
    }

    fn pool(&self, pool: Pool, language: Language) -> String {
        let system = self.instance.system();
        let said = |id: &str, title: &str| self.titled((id, title), language);
        let section = |id| {
            let section = system.section(id);
            said(&section.name, &section.title)
        };
        let shed = |id| {
            let shed = system.shed(id);
            said(&shed.name, &shed.title)
        };
        let store = |id| {
            let store = system.store(id);
            said(&store.name, &store.title)
        };
        let message = match pool {
            Pool::Tracks(id) => {
                let yard = system.yard(id);
                words::pool_tracks(said(&yard.name, &yard.title))
            }
            Pool::Spots(id) => words::pool_spots(shed(id)),
            Pool::Cranes(id) => words::pool_cranes(shed(id)),
            Pool::Teams(id) => {
                let stage = system.stage(id);
                words::pool_teams(said(&stage.name, &stage.title))
            }
            Pool::Locomotives(id) => {
                let pool = system.locomotive_pool(id);
                let station = system.station(pool.station);
                words::pool_locomotives(said(&station.name, &station.title), pool.gauge_mm)
            }
            Pool::Paths(id, None) => words::pool_paths(section(id)),
            Pool::Paths(id, Some(Direction::Down)) => words::pool_down_paths(section(id)),
            Pool::Paths(id, Some(Direction::Up)) => words::pool_up_paths(section(id)),
            Pool::Cap(id, _) => words::pool_cap(section(id)),
            Pool::Empties(id) => words::pool_empties(store(id)),
            Pool::Room(id) => words::pool_room(store(id)),
        };
        message.in_language(language)
    }

    fn clock(&self, minute: Minute) -> String {
        let at = self.instance.horizon().date_time(minute);
        at.format("%H:%M").to_string()
    }

    fn text(&self, language: Language) -> String {
        let mut text = String::new();
        let horizon = self.instance.horizon();
        let from = horizon.start.format("%Y-%m-%d %H:%M").to_string();
        let hours = f64::from(horizon.planning_end.0) / 60.0;
        let say = |text: &mut String, message: Message| {
            let _ = writeln!(text, "{}", message.in_language(language));
        };
        let name = visible(self.instance.name());
        say(&mut text, words::capacity_of(name, hours, from));
        let postponed = self.plan.trains.iter();
        let postponed = postponed.filter(|train| train.exit().is_none()).count();
        if postponed > 0 {
            say(&mut text, words::capacity_postponed(postponed));
        }
        text.push('\n');
        say(&mut text, words::capacity_sections());
        self.sections(language).write(&mut text);
        text.push('\n');
        say(&mut text, words::capacity_station());
        self.station(language).write(&mut text);
        if self.pools.iter().any(|pool| pool.is_strained) {
            say(&mut text, words::strained_tracks(STRAINED_TRACKS));
        }
        text.push('\n');
        say(&mut text, words::capacity_fluid());
        self.flow(language, &mut text);
        if let Some((config, answer)) = &self.promise {
            text.push('\n');
            say(&mut text, words::capacity_promise());
            promised(config, answer).write(language, &mut text);
        }
        text
    }

    fn sections(&self, language: Language) -> Table {
        let heads = [
            words::head_section(),
            words::head_track(),
            words::head_runs(),
            words::head_compressed(),
            words::head_available(),
            words::head_occupation(),
            words::head_band(),
            words::head_busiest(),
            words::head_occupation(),
            words::head_band(),
        ];
        let mut table = Table::new(language, 2, &heads);
        for one in &self.sections {
            let section = self.instance.system().section(one.section);
            let track = match one.track {
                None => words::single_track(),
                Some(Direction::Down) => words::down_track(),
                Some(Direction::Up) => words::up_track(),
            };
            let mut row = vec![
                self.titled((&section.name, &section.title), language),
                track.in_language(language),
                one.day.runs.to_string(),
                one.day.compressed.to_string(),
                one.day.available.to_string(),
                percent(one.day.percent),
                band(one.day.band).to_owned(),
            ];
            match one.busiest {
                Some(busiest) => row.extend([
                    format!("{}–{}", self.clock(busiest.from), self.clock(busiest.to)),
                    percent(busiest.percent),
                    band(busiest.band).to_owned(),
                ]),
                None => row.extend(["–", "–", "–"].map(str::to_owned)),
            }
            table.rows.push(row);
        }
        table
    }

    fn station(&self, language: Language) -> Table {
        let heads = [
            words::head_place(),
            words::head_units(),
            words::head_fixed(),
            words::head_fixed_trains(),
            words::head_trains(),
            words::head_mean(),
            words::head_capacity(),
            words::head_used(),
        ];
        let mut table = Table::new(language, 1, &heads);
        for one in &self.pools {
            let digit =
                |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| number(value, 1));
            let mark = if one.is_strained { " *" } else { "" };
            table.rows.push(vec![
                self.pool(one.pool, language),
                one.units.to_string(),
                one.fixed_minutes.to_string(),
                one.fixed_trains.to_string(),
                one.trains.to_string(),
                digit(one.mean_minutes),
                digit(one.capacity_per_day),
                percent(one.percent) + mark,
            ]);
        }
        table
    }

    fn flow(&self, language: Language, text: &mut String) {
        let flow = &self.flow;
        let figures = [flow.per_day, flow.factor, flow.base_per_day];
        let [per_day, factor, base] = figures.map(|figure| number(figure, 2));
        let mut say = |message: Message| {
            let _ = writeln!(text, "{}", message.in_language(language));
        };
        say(words::flows_through(per_day, factor, base));
        for (kind, percent) in &flow.left_out {
            say(words::left_out_of_flow(visible(kind), number(*percent, 0)));
        }
        let system = self.instance.system();
        for &store in &flow.one_sided_stores {
            let store = system.store(store);
            let name = self.titled((&store.name, &store.title), language);
            say(words::one_sided_store(name));
        }
        let heads = [
            words::head_place(),
            words::head_unit(),
            words::head_gain(),
            words::head_dual(),
            words::head_used(),
        ];
        let mut table = Table::new(language, 2, &heads);
        let shown = |one: &&Bottleneck| one.binds() || one.percent.is_some();
        for one in flow.pools.iter().filter(shown) {
            let figure = |value: f64| {
                if one.binds() {
                    number(value, 2)
                } else {
                    "–".to_owned()
                }
            };
            table.rows.push(vec![
                self.pool(one.pool, language),
                unit(one).in_language(language),
                figure(one.gain),
                figure(one.dual),
                percent(one.percent),
            ]);
        }
        table.write(text);
        let _ = writeln!(
            text,
            "{}",
            words::nothing_binds_more().in_language(language)
        );
        let heads = [
            words::head_kind(),
            words::head_shed(),
            words::head_emptied(),
            words::head_per_day(),
        ];
        let mut table = Table::new(language, 3, &heads);
        for way in &flow.ways {
            let Some(shed) = way.shed else { continue };
            let shed = system.shed(shed);
            let emptied = match way.into_store {
                Some(store) => {
                    let store = system.store(store);
                    words::goes_into(self.titled((&store.name, &store.title), language))
                }
                None => words::goes_back(),
            };
            table.rows.push(vec![
                visible(&way.kind),
                self.titled((&shed.name, &shed.title), language),
                emptied.in_language(language),
                number(way.per_day.max(0.0), 2),
            ]);
        }
        if table.rows.len() > 1 {
            let _ = writeln!(text, "{}", words::capacity_ways().in_language(language));
            table.write(text);
        }
    }

    fn json(&self) -> Value {
        let time = |minute: Minute| self.instance.horizon().date_time(minute).to_rfc3339();
        let occupied = |one: &Occupation| {
            json!({
                "from": time(one.from), "to": time(one.to), "runs": one.runs, "compressed_minutes": one.compressed,
                "available_minutes": one.available, "percent": one.percent.map(rounded), "band": one.band,
            })
        };
        let system = self.instance.system();
        let sections = self.sections.iter().map(|one| {
            json!({
                "section": system.section(one.section).name, "track": one.track,
                "day": occupied(&one.day), "busiest": one.busiest.as_ref().map(occupied),
            })
        });
        let pools = self.pools.iter().map(|one| {
            json!({
                "pool": one.pool.name(self.instance), "gauge_mm": one.gauge_mm, "units": one.units, "minutes": one.minutes,
                "fixed_minutes": one.fixed_minutes, "fixed_trains": one.fixed_trains, "trains": one.trains,
                "used_minutes": one.used_minutes, "mean_minutes": one.mean_minutes.map(rounded),
                "trains_per_day": one.capacity_per_day.map(rounded), "percent": one.percent.map(rounded),
                "is_strained": one.is_strained,
            })
        });
        let flow = &self.flow;
        let bottlenecks = flow.pools.iter().map(|one| {
            json!({
                "pool": one.pool.name(self.instance), "available": rounded(one.available), "used": rounded(one.used),
                "percent": one.percent.map(rounded), "unit": rounded(one.unit), "binds": one.binds(),
                "trains_per_day_for_one_more": rounded(one.gain),
                "dual_trains_per_day": if one.binds() { rounded(one.dual) } else { 0.0 },
            })
        });
        let ways = flow.ways.iter().map(|way| {
            json!({
                "kind": way.kind, "shed": way.shed.map(|shed| &system.shed(shed).name),
                "into_store": way.into_store.map(|store| &system.store(store).name),
                "trains_per_day": rounded(way.per_day.max(0.0)),
            })
        });
        let left_out = flow.left_out.iter();
        let left_out = left_out.map(|(kind, percent)| json!({ "kind": kind, "percent": percent }));
        let stores = flow.one_sided_stores.iter();
        json!({
            "instance": self.instance.name(),
            "instance_sha256": self.instance.sha256(),
            "plan": self.plan.made_by,
            "sections": sections.collect::<Vec<_>>(),
            "station": pools.collect::<Vec<_>>(),
            "flow": {
                "factor": rounded(flow.factor),
                "base_trains_per_day": rounded(flow.base_per_day),
                "trains_per_day": rounded(flow.per_day),
                "pools": bottlenecks.collect::<Vec<_>>(),
                "ways": ways.collect::<Vec<_>>(),
                "left_out": left_out.collect::<Vec<_>>(),
                "one_sided_stores": stores.map(|store| &system.store(*store).name).collect::<Vec<_>>(),
            },
            "promise": self.promise.as_ref().map(|(config, answer)| promised(config, answer).json()),
        })
    }
}

/// Figures of floating point as programs get them: no digits that hang on the machine.
fn rounded(value: f64) -> f64 {
    let rounded = (value * 1000.0).round() / 1000.0;
    rounded + 0.0
}

/// What one more of a pool is.
fn unit(one: &Bottleneck) -> Message {
    match one.pool {
        Pool::Tracks(_) => words::unit_track(),
        Pool::Spots(_) => words::unit_spot(),
        Pool::Cranes(_) => words::unit_crane(),
        Pool::Teams(_) => words::unit_team(),
        Pool::Locomotives(_) => words::unit_locomotive(),
        Pool::Paths(..) | Pool::Cap(..) => words::unit_path(),
        Pool::Empties(_) | Pool::Room(_) => words::unit_rake(),
    }
}

/// The promise and what came of it.
struct Promised<'a> {
    config: &'a PromiseConfig,
    answer: &'a PromiseAnswer,
}

fn promised<'a>(config: &'a PromiseConfig, answer: &'a PromiseAnswer) -> Promised<'a> {
    Promised { config, answer }
}

impl Promised<'_> {
    fn write(&self, language: Language, text: &mut String) {
        let config = self.config;
        let mut say = |message: Message| {
            let _ = writeln!(text, "{}", message.in_language(language));
        };
        let trains = |per_day: f64| number(per_day, 1);
        say(match self.answer.trains_per_day {
            [Some(low), Some(high)] => words::promise_between(trains(low), trains(high)),
            [Some(most), None] if self.answer.fails_first.is_none() => {
                words::promise_always(trains(most))
            }
            [low, _] => words::promise_open_above(trains(low.unwrap_or(0.0))),
        });
        if let Some(part) = self.answer.fails_first {
            say(words::promise_first(part_name(part)));
        }
        let (days, replications) = (config.roll.days, config.replications);
        say(words::promise_terms(days, replications, config.seed));
        let failed = self.answer.levels.iter();
        let failed: usize = failed.map(|level| level.failed.len()).sum();
        if failed > 0 {
            say(words::worlds_failed(failed));
        }
        let parts = self.answer.levels.first().map(|level| &level.parts);
        let parts: Vec<Part> = parts.into_iter().flatten().map(|part| part.part).collect();
        let mut heads = vec![words::head_per_day(), words::head_throughput()];
        heads.extend(parts.iter().map(|part| match part {
            Part::Mean => words::head_mean_dwell(),
            Part::P90 => words::head_p90_dwell(),
            Part::Queue => words::head_growth(),
        }));
        heads.push(words::head_verdict());
        let mut table = Table::new(language, 0, &heads);
        let figure = |estimate: &Estimate, digits: usize| {
            // there are at least two worlds, and so an interval
            let half = estimate.half_width.unwrap_or(f64::INFINITY);
            format!("{:.digits$} ± {half:.digits$}", estimate.mean + 0.0)
        };
        for level in &self.answer.levels {
            let mut row = vec![trains(level.per_day), figure(&level.throughput, 1)];
            row.extend(level.parts.iter().map(|part| match part.part {
                Part::Queue => figure(&part.estimate, 2),
                _ => figure(&part.estimate, 1),
            }));
            row.push(verdict(level).in_language(language));
            table.rows.push(row);
        }
        table.write(text);
    }

    fn json(&self) -> Value {
        let estimate = |one: &Estimate| json!({ "mean": rounded(one.mean), "interval": one.interval().map(|ends| ends.map(rounded)) });
        let part_id = |part: Part| match part {
            Part::Mean => "mean-hours",
            Part::P90 => "p90-hours",
            Part::Queue => "queue-growth",
        };
        let levels = self.answer.levels.iter().map(|level| {
            let parts = level.parts.iter().map(|part| {
                json!({
                    "part": part_id(part.part), "most": rounded(part.most), "estimate": estimate(&part.estimate),
                    "may_hold": part.may_hold(), "may_fail": part.may_fail(),
                })
            });
            json!({
                "trains_per_day": rounded(level.per_day), "throughput": estimate(&level.throughput),
                "parts": parts.collect::<Vec<_>>(),
                "may_hold": level.may_hold(), "may_fail": level.may_fail(),
                "failed": level.failed.iter().map(|(seed, why)| json!({ "seed": seed, "why": why })).collect::<Vec<_>>(),
            })
        });
        json!({
            "mean_hours": self.config.promise.mean_dwell_hours, "p90_hours": self.config.promise.p90_dwell_hours,
            "days": self.config.roll.days, "replications": self.config.replications, "seed": self.config.seed,
            "confidence_percent": 90,
            "trains_per_day": self.answer.trains_per_day.map(|end| end.map(rounded)),
            "fails_first": self.answer.fails_first.map(part_id),
            "levels": levels.collect::<Vec<_>>(),
        })
    }
}
