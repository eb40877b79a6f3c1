//! `roll`: a station run day after day.

use super::error::CommandError;
use super::source::invalid;
use super::study::base_of;
use super::{Console, Format, Verdict, files, outputs, words};
use clap::{Args, ValueEnum};
use regauge::CancelToken;
use regauge_study::base::Base;
use regauge_study::file::{BaseFile, hash_of};
use regauge_study::roll::{Roll, RollConfig, Rule, SavedRoll};
use regauge_study::runs::RunFigures;
use regauge_study::world::{WindClimate, World, WorldConfig};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Run a station day after day: plan, carry out what really happens, carry over
///
/// Trains, delays, stage times, crane pace and wind are drawn, each by the seed; of each day what left, the mean dwell, who waits outside and who is inside is
/// shown. The instance is one day: its trains are what trains of the days to come are like.
#[derive(Args)]
#[command(override_usage = "\
regauge roll [OPTIONS] <INSTANCE>
       regauge roll [OPTIONS] --demo <NAME>")]
pub struct RollArgs {
    /// Instance file; `-` for standard input.
    #[arg(
        value_name = "INSTANCE",
        required_unless_present = "demo",
        conflicts_with = "demo"
    )]
    instance: Option<PathBuf>,
    /// A ready-made instance: s, m, l, xl …
    #[arg(long, value_name = "NAME")]
    demo: Option<String>,
    /// Days counted.
    #[arg(long, value_name = "DAYS", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=3660))]
    days: u32,
    /// Days before them, which begin with an empty station and are not counted.
    #[arg(long, value_name = "DAYS", default_value_t = 3, value_parser = clap::value_parser!(u32).range(0..=366))]
    warm_up: u32,
    /// Trains a day that carry what is transshipped here, both directions [default: as the instance has].
    #[arg(long, value_name = "TRAINS", value_parser = trains)]
    trains_per_day: Option<f64>,
    /// How trains are dispatched.
    #[arg(long, value_name = "RULE", value_enum, default_value_t)]
    rule: RuleArg,
    /// Hours from one plan to the next.
    #[arg(long, value_name = "HOURS", default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=24))]
    replan: u32,
    /// No wind.
    #[arg(long)]
    calm: bool,
    /// Seed of everything that is drawn.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// File to go on from: one that --save wrote, of the same instance and options but for --days.
    #[arg(long, value_name = "FILE")]
    resume: Option<PathBuf>,
    /// File for the run as it stands at the end, or when it is interrupted.
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// Who reads it.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: Format,
    /// File for what is shown (default: standard output).
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// A rule, by its name.
#[derive(Clone, Copy, Default, ValueEnum)]
enum RuleArg {
    /// Planned every shift; carried out in the order of the plan.
    #[default]
    Planned,
    /// First come, first served.
    FirstCome,
}

/// Reads trains a day.
fn trains(text: &str) -> Result<f64, regauge::Message> {
    let trains: f64 = text.parse().map_err(|_| words::not_a_number())?;
    if (0.0..=500.0).contains(&trains) {
        Ok(trains)
    } else {
        Err(words::not_between(0, 500))
    }
}

/// Runs the command.
pub fn run(args: &RollArgs, console: &mut Console<'_>) -> Result<Verdict, CommandError> {
    let output = args.output.as_deref().unwrap_or(Path::new("-"));
    let mut named = outputs::named("--output", Some(output));
    named.extend(outputs::named("--save", args.save.as_deref()));
    let inputs = [&args.instance, &args.resume].into_iter().flatten();
    let inputs: Vec<&Path> = inputs.map(PathBuf::as_path).collect();
    outputs::check(&inputs, &named)?;
    let base = base(args, console)?;
    let config = RollConfig {
        days: args.days,
        warm_up_days: args.warm_up,
        replan_hours: args.replan,
        rule: match args.rule {
            RuleArg::Planned => Rule::Planned,
            RuleArg::FirstCome => Rule::FirstCome,
        },
        ..RollConfig::default()
    };
    let world_config = WorldConfig {
        trains_per_day: args.trains_per_day,
        wind: (!args.calm).then(WindClimate::default),
        ..WorldConfig::default()
    };
    // a run may go on for longer than it was begun for
    let same = RollConfig {
        days: 1,
        ..config.clone()
    };
    let key = format!(
        "{}, seed {}",
        hash_of(&base, &world_config, &same),
        args.seed
    );
    let world = World::new(&base, &world_config, args.seed, Roll::days_needed(&config));
    let mut roll = match &args.resume {
        Some(path) => Roll::resume(&world, &config, 1, saved(path, &key, console)?),
        None => Roll::new(&world, &config, 1),
    };
    let token = CancelToken::new();
    (console.on_interrupt)(token.clone());
    let mut failed = None;
    while !roll.is_over() && !token.is_cancelled() && failed.is_none() {
        failed = roll.shift().err();
    }
    let text = match args.format {
        Format::Json => json(&roll, &world)?,
        Format::Text => table(&roll, &world, console),
    };
    let mut all = vec![(output.to_owned(), text.into_bytes())];
    if let (Some(path), None) = (&args.save, &failed) {
        let text = serde_json::to_string(&roll.save(key));
        let text = text.map_err(|error| {
            CommandError::Internal(words::not_written_as_json(error.to_string()))
        })?;
        all.push((path.clone(), (text + "\n").into_bytes()));
    }
    outputs::write_all(all, console)?;
    match failed {
        Some(error) => Err(CommandError::Usage {
            message: words::run_failed(error.to_string()),
            advice: words::other_seed(),
        }),
        None => Ok(Verdict::Clean),
    }
}

fn base(args: &RollArgs, console: &mut Console<'_>) -> Result<Base, CommandError> {
    let named = BaseFile {
        demo: args.demo.clone(),
        ..BaseFile::default()
    };
    let (mut file, more, path) = if let Some(path) = &args.instance {
        let text = files::read(path, console)?;
        let file = regauge::advance::instance_file(&text).map_err(invalid(path))?;
        (file, None, path.clone())
    } else {
        let missing = |message| CommandError::Usage {
            message,
            advice: words::name_a_demo(),
        };
        let (file, more) = base_of(&named, Path::new("."), console).map_err(missing)?;
        let name = args.demo.as_deref().unwrap_or("-");
        (file, more, PathBuf::from(name))
    };
    regauge_study::base::empty(&mut file);
    let base = Base::new(&file, more.as_ref()).map_err(invalid(&path))?;
    if base.kinds.iter().any(|kind| kind.is_counted) {
        Ok(base)
    } else {
        Err(CommandError::Usage {
            message: words::no_trains_worked(files::name(&path)),
            advice: words::name_another_instance(),
        })
    }
}

/// A saved run of the same station, world and seed.
fn saved(path: &Path, key: &str, console: &mut Console<'_>) -> Result<SavedRoll, CommandError> {
    let refuse = |message| CommandError::Usage {
        message,
        advice: words::begin_anew(),
    };
    let text = files::read(path, console)?;
    let saved: SavedRoll = serde_json::from_slice(&text)
        .map_err(|_| refuse(words::not_a_saved_run(files::name(path))))?;
    if saved.version != regauge_study::VERSION {
        return Err(refuse(words::saved_by_other_version(
            files::name(path),
            &saved.version,
        )));
    }
    if saved.key != key {
        return Err(refuse(words::saved_of_other_run(files::name(path))));
    }
    Ok(saved)
}

fn json(roll: &Roll<'_>, world: &World<'_>) -> Result<String, CommandError> {
    let figures = roll.figures();
    let all = serde_json::json!({
        "summary": RunFigures::of(figures, world.climate()),
        "days": figures.days,
    });
    outputs::json(&all)
}

fn table(roll: &Roll<'_>, world: &World<'_>, console: &Console<'_>) -> String {
    let language = console.language;
    let said = |message: regauge::Message| message.in_language(language);
    let mut text = format!("{}\n", said(words::roll_columns()));
    let figures = roll.figures();
    for (number, day) in figures.days.iter().enumerate() {
        let dwell = match day.dwell {
            (0, _) => "–".to_owned(),
            (trains, minutes) => format!("{:.1}", minutes as f64 / f64::from(trains) / 60.0),
        };
        let _ = writeln!(
            text,
            "{:>5} {:>6} {:>7} {:>7} {:>7} {:>7}",
            number + 1,
            day.departed,
            dwell,
            day.queue,
            day.held,
            day.inside
        );
    }
    let summary = RunFigures::of(figures, world.climate());
    let hours = |minutes: Option<f64>| {
        minutes.map_or("–".to_owned(), |minutes| format!("{:.1}", minutes / 60.0))
    };
    let line = words::roll_summary(
        format!("{:.1}", summary.throughput),
        hours(summary.dwell_mean),
        hours(summary.dwell_p10),
        hours(summary.dwell_p50),
        hours(summary.dwell_p90),
        format!("{:.1}", summary.queue_mean),
        format!("{:.0}", 100.0 * summary.late),
    );
    let _ = writeln!(text, "\n{}", said(line));
    text
}
