//! What is found, as tables for people.

use super::{Found, Promised, number, part_name, promised, verdict};
use crate::commands::words;
use regauge::text::visible;
use regauge::{Language, Message, Minute};
use regauge_model::system::Direction;
use regauge_study::capacity::Pool;
use regauge_study::capacity::lp::Bottleneck;
use regauge_study::capacity::promise::Part;
use regauge_study::capacity::sections::Band;
use regauge_study::capacity::station::STRAINED_TRACKS;
use regauge_study::statistics::Estimate;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr;

fn percent(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| number(value, 0))
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

    pub(super) fn text(&self, language: Language) -> String {
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
                self.unit(one).in_language(language),
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

    /// What one more of a pool is.
    fn unit(&self, one: &Bottleneck) -> Message {
        let of_wagons = |store| self.instance.system().store(store).holds_wagons();
        match one.pool {
            Pool::Tracks(_) => words::unit_track(),
            Pool::Spots(_) => words::unit_spot(),
            Pool::Cranes(_) => words::unit_crane(),
            Pool::Teams(_) => words::unit_team(),
            Pool::Locomotives(_) => words::unit_locomotive(),
            Pool::Paths(..) | Pool::Cap(..) => words::unit_path(),
            Pool::Empties(store) | Pool::Room(store) if of_wagons(store) => words::unit_wagon(),
            Pool::Empties(_) | Pool::Room(_) => words::unit_rake(),
        }
    }
}

impl Promised<'_> {
    pub(super) fn write(&self, language: Language, text: &mut String) {
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
}
