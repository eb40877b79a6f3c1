//! `stress`: how fragile a plan is.

use super::error::CommandError;
use super::source::PairArgs;
use super::{Console, Format, Verdict, words};
use clap::Args;
use indicatif::ProgressBar;
use regauge::text::visible_json;
use regauge::{Instance, Language, Message, check};
use regauge_report::{cost, resource_name, time_name, train_name};
use regauge_study::statistics::Estimate;
use regauge_study::stress::{
    BufferStress, Stress, StressConfig, StressError, buffer_stress, stress,
};
use regauge_study::world::Arrivals;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr;

/// Carry a plan out many times: who will be late, which connections break
///
/// Trains come at other times than announced, stages and cranes take other times than planned; every train keeps what was planned for it, and on
/// everything that trains share the one planned first comes first, as early as that allows.
#[derive(Args)]
#[command(override_usage = "\
regauge stress [OPTIONS] <INSTANCE> <PLAN>
       regauge stress [OPTIONS] --demo <NAME> <PLAN>")]
pub struct StressArgs {
    #[command(flatten)]
    source: PairArgs,
    /// How often the plan is carried out.
    #[arg(long, value_name = "NUMBER", default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    runs: u32,
    /// Seed of what is drawn: the same instance, plan and seed give the same figures.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// Deviations in percent of the usual ones: trains 90 minutes (and one in twenty 6 to 12 hours late), stages 15 %, cranes 10 %.
    #[arg(long, value_name = "PERCENT", default_value_t = 100, value_parser = clap::value_parser!(u32).range(0..=500))]
    deviations: u32,
    /// A train that falls more than so many minutes behind the plan gives way to the others, and then goes as it can.
    #[arg(long, value_name = "MINUTES", default_value_t = 120, value_parser = clap::value_parser!(u32).range(0..=14_400))]
    gives_way: u32,
    /// Minutes of slack on the border and in spots, separated by commas, whose cost and use are to be found.
    #[arg(long, value_name = "MINUTES", value_delimiter = ',', value_parser = clap::value_parser!(u32).range(1..=240))]
    buffers: Vec<u32>,
    /// Units of work for planning again with buffers.
    #[arg(long, value_name = "UNITS", default_value_t = 1.0, value_parser = super::plan::units)]
    work: f64,
    /// Trains and connections shown.
    #[arg(long, value_name = "NUMBER", default_value_t = 10)]
    top: usize,
    /// Threads (default: one per core); they change no figure.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Who reads the result.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Show no progress.
    #[arg(short, long)]
    quiet: bool,
}

impl StressArgs {
    fn config(&self) -> StressConfig {
        let usual = StressConfig::default();
        let times = f64::from(self.deviations) / 100.0;
        StressConfig {
            runs: self.runs,
            seed: self.seed,
            arrivals: Arrivals {
                sd_minutes: usual.arrivals.sd_minutes * times,
                tail_percent: (usual.arrivals.tail_percent * times).min(100.0),
                ..usual.arrivals
            },
            stages_sd_percent: usual.stages_sd_percent * times,
            cranes_sd_percent: usual.cranes_sd_percent * times,
            gives_way_minutes: self.gives_way,
            threads: self.threads.map_or(0, usize::from),
        }
    }
}

/// Runs the command.
pub fn run(args: &StressArgs, console: &mut Console<'_>) -> Result<Verdict, CommandError> {
    let (text, path, instance, plan) = args.source.read_with_text(console)?;
    let file = regauge::advance::instance_file(&text).map_err(super::source::invalid(&path))?;
    let broken = check(&instance, &plan).violations.len();
    if broken > 0 {
        return Err(CommandError::Usage {
            message: words::stress_broken(broken),
            advice: words::check_it(),
        });
    }
    let config = args.config();
    let is_shown = console.shows_progress() && !args.quiet;
    let plans = if args.buffers.is_empty() {
        1
    } else {
        args.buffers.len() as u64 + 2
    };
    let bar = super::study::progress_bar(is_shown, console.language);
    bar.set_length(plans * u64::from(args.runs));
    let done = figures(args, (&file, &instance, &plan), &config, &bar);
    bar.finish_and_clear();
    let (stressed, buffers) = done.map_err(|error| wrong(&error))?;
    let text = match args.format {
        Format::Json => {
            let value = serde_json::json!({
                "config": {
                    "runs": config.runs,
                    "seed": config.seed,
                    "arrivals": config.arrivals,
                    "stages_sd_percent": config.stages_sd_percent,
                    "cranes_sd_percent": config.cranes_sd_percent,
                    "gives_way_minutes": config.gives_way_minutes,
                },
                "plan": stressed,
                "buffers": buffers,
            });
            visible_json(format!("{value:#}")) + "\n"
        }
        Format::Text => {
            let view = View {
                instance: &instance,
                language: console.language,
                top: args.top,
            };
            view.all(&config, &stressed, &buffers)
        }
    };
    console.out.write_all(text.as_bytes())?;
    Ok(Verdict::Clean)
}

/// What is read, and the plan of it.
type Planned<'a> = (
    &'a regauge_model::format::InstanceFile,
    &'a Instance,
    &'a regauge::Plan,
);

fn figures(
    args: &StressArgs,
    (file, instance, plan): Planned<'_>,
    config: &StressConfig,
    bar: &ProgressBar,
) -> Result<(Stress, Vec<BufferStress>), StressError> {
    let on_run = || bar.inc(1);
    let stressed = stress(file, instance, plan, config, on_run)?;
    if args.buffers.is_empty() {
        return Ok((stressed, Vec::new()));
    }
    let asked = (args.buffers.as_slice(), args.work);
    let buffers = buffer_stress(file, instance, plan, config, asked, on_run)?;
    Ok((stressed, buffers))
}

fn wrong(error: &StressError) -> CommandError {
    let (message, advice) = match error {
        StressError::Plan(what) => (words::stress_no_plan(what), words::check_it()),
        StressError::Empty => (words::stress_empty(), words::plan_first()),
        StressError::Truth { run, problems } => {
            let first = words::first_of(problems);
            (words::stress_truth(*run, first), words::fewer_deviations())
        }
        StressError::Threads(what) => {
            return CommandError::Internal(words::no_threads(what.clone()));
        }
    };
    CommandError::Usage { message, advice }
}

/// The figures for people.
struct View<'a> {
    instance: &'a Instance,
    language: Language,
    top: usize,
}

impl View<'_> {
    fn word(&self, message: Message) -> String {
        message.in_language(self.language)
    }

    fn all(&self, config: &StressConfig, found: &Stress, buffers: &[BufferStress]) -> String {
        let mut text = String::new();
        let arrivals = &config.arrivals;
        let drawn = words::stress_drawn(
            found.runs,
            format!("{:.0}", arrivals.sd_minutes),
            format!("{:.0}", arrivals.tail_percent),
            format!("{:.0}", arrivals.tail_hours[0]),
            format!("{:.0}", arrivals.tail_hours[1]),
            format!("{:.0}", config.stages_sd_percent),
            format!("{:.0}", config.cranes_sd_percent),
        );
        text += &self.word(drawn);
        text.push('\n');
        if found.cranes_as_planned > 0 {
            text += &self.word(words::stress_cranes(found.cranes_as_planned));
            text.push('\n');
        }
        text += &self.titled(words::stress_plan(found.n_trains));
        text += &table(&[
            vec![self.word(words::stress_delay()), number(&found.mean_delay)],
            vec![
                self.word(words::stress_in_time()),
                share(&found.all_in_time),
            ],
            vec![
                self.word(words::stress_broken_mean()),
                number(&found.broken_connections),
            ],
        ]);
        text += &self.trains(found);
        text += &self.connections(found);
        if !buffers.is_empty() {
            text += &self.buffers(buffers);
        }
        text
    }

    fn titled(&self, title: Message) -> String {
        format!("\n{}\n", self.word(title))
    }

    /// Trains, the latest first.
    fn trains(&self, found: &Stress) -> String {
        let mut trains: Vec<_> = found.trains.iter().collect();
        trains.sort_by(|one, other| {
            let by_no_way = other.no_way.total_cmp(&one.no_way);
            let mean = |delay: Option<f64>| delay.unwrap_or(f64::MAX);
            by_no_way.then(mean(other.mean_delay).total_cmp(&mean(one.mean_delay)))
        });
        let head = [
            words::stress_train(),
            words::stress_later(0),
            words::stress_later(30),
            words::stress_later(60),
            words::stress_mean(),
            words::stress_p90(),
            words::stress_past_due(),
            words::stress_gave_way(),
            words::stress_no_way(),
        ];
        let mut rows = vec![head.map(|word| self.word(word)).to_vec()];
        for train in trains.iter().take(self.top) {
            let mut row = vec![train_name(&train.train)];
            row.extend(train.later_than.map(percent));
            row.push(
                train
                    .mean_delay
                    .map_or_else(dash, |mean| format!("{mean:.0}")),
            );
            row.push(train.p90_delay.map_or_else(dash, |delay| delay.to_string()));
            row.push(train.past_due.map_or_else(dash, percent));
            row.extend([percent(train.gave_way), percent(train.no_way)]);
            rows.push(row);
        }
        let title = words::stress_trains(rows.len() - 1, trains.len());
        self.titled(title) + &table(&rows)
    }

    /// Connections, those first that break most often.
    fn connections(&self, found: &Stress) -> String {
        let head = [
            words::stress_thing(),
            words::stress_before(),
            words::stress_after(),
            words::stress_begins(),
            words::stress_slack(),
            words::stress_breaks(),
            words::stress_handed_on(),
        ];
        let mut rows = vec![head.map(|word| self.word(word)).to_vec()];
        for connection in found.connections.iter().take(self.top) {
            let begins = regauge::Minute(connection.begins);
            rows.push(vec![
                resource_name(self.instance, connection.of, self.language),
                train_name(&connection.before),
                train_name(&connection.after),
                time_name(self.instance, begins, self.language),
                connection.slack.to_string(),
                percent(connection.breaks),
                connection
                    .mean_handed_on
                    .map_or_else(dash, |mean| format!("{mean:.0}")),
            ]);
        }
        let title = words::stress_connections(rows.len() - 1, found.connections.len());
        self.titled(title) + &table(&rows)
    }

    fn buffers(&self, buffers: &[BufferStress]) -> String {
        let head = [
            words::stress_minutes(),
            words::stress_cost(),
            words::stress_n_trains(),
            words::stress_without(),
            words::stress_with(),
            words::stress_saved(),
            words::stress_broken_without(),
            words::stress_broken_with(),
        ];
        let mut rows = vec![head.map(|word| self.word(word)).to_vec()];
        for row in buffers {
            rows.push(vec![
                row.minutes.to_string(),
                cost(row.cost_units),
                row.n_trains.to_string(),
                number(&row.delay_without),
                number(&row.delay_with),
                number(&row.saved),
                number(&row.broken_without),
                number(&row.broken_with),
            ]);
        }
        self.titled(words::stress_buffers()) + &table(&rows)
    }
}

fn dash() -> String {
    "-".to_owned()
}

fn percent(share: f64) -> String {
    regauge_report::percent(share, 0)
}

/// A mean with half its interval, to the digits that its error allows.
fn number(estimate: &Estimate) -> String {
    let digits = estimate.digits();
    let half = estimate.half_width;
    let half = half.map_or_else(String::new, |half| format!(" ± {half:.digits$}"));
    format!("{:.digits$}{half}", estimate.mean)
}

fn share(estimate: &Estimate) -> String {
    let half = estimate.half_width;
    let half = half.map_or_else(String::new, |half| format!(" ± {:.0}", 100.0 * half));
    format!("{:.0}{half} %", 100.0 * estimate.mean)
}

/// Rows in columns: the first to the left, figures to the right.
fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let is_figure =
        |cell: &str| cell.starts_with(|first: char| first.is_ascii_digit() || first == '-');
    let widths: Vec<(usize, bool)> = (0..columns)
        .map(|column| {
            let cells = || rows.iter().filter_map(|row| row.get(column));
            let widest = cells().map(|cell| cell.width()).max().unwrap_or(0);
            let right = column > 0 && cells().skip(1).all(|cell| is_figure(cell));
            (widest, right && rows.len() > 1)
        })
        .collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::from(" ");
        for (cell, &(width, right)) in row.iter().zip(&widths) {
            let blank = " ".repeat(width - cell.width());
            let _ = if right {
                write!(line, " {blank}{cell} ")
            } else {
                write!(line, " {cell}{blank} ")
            };
        }
        text += line.trim_end();
        text.push('\n');
    }
    text
}
