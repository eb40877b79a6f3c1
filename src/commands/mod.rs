//! The commands: they parse and print only, into writers that they are given, so that tests capture what they say.
//!
//! One file per command, beside [`codes`] (of messages), [`columns`] (cells under each other), [`console`] (what a command talks to), [`words`] and [`chinese`] (messages and help in both languages), [`error`] (what can go wrong, and the exit
//! codes), [`files`] (reading), [`paths`] (what files are called), [`outputs`] (files told apart, and written all or none), [`journeys`] (the document in which other
//! solvers say what they chose), [`pictures`] (charts as files), [`source`] (where instances and
//! plans come from) and [`view`] (how plans are shown).
//! What is deliberately not here: any decision about trains.

mod advance;
mod capacity;
mod check;
mod chinese;
mod codes;
mod columns;
mod compile;
mod console;
mod decode;
mod diff;
mod displib;
mod error;
mod explain;
mod files;
mod generate;
mod insert;
mod journeys;
mod outputs;
mod paths;
mod pictures;
mod pins;
mod plan;
mod replan;
mod report;
mod roll;
mod schema;
mod shell;
mod show;
mod source;
mod stats;
mod stress;
mod study;
mod view;
mod warnings;
mod words;

pub use console::Console;
pub use outputs::leave;
pub use words::panicked;

use clap::{ColorChoice, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use regauge::Language;
use regauge::text::visible;
use std::ffi::OsString;

/// Plans break-of-gauge border stations: sheds, crane slots, line paths and the timetable.
#[derive(Parser)]
#[command(version, bin_name = "regauge", max_term_width = 100, after_help = EXIT_CODES)]
pub struct Cli {
    /// Colours in what is shown, help and messages (NO_COLOR is respected).
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: ColorChoice,
    /// Language of what is shown, help and messages.
    #[arg(
        long,
        global = true,
        env = "REGAUGE_LANG",
        hide_env_values = true,
        value_enum,
        value_name = "LANGUAGE",
        default_value_t
    )]
    lang: Lang,
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  done, but the plan has violations, or trains are postponed (check: with --all-planned)
  2  invalid input or usage
  3  internal error

First plan: regauge plan --demo m";

#[derive(Subcommand)]
enum Command {
    Plan(plan::PlanArgs),
    Check(check::CheckArgs),
    Show(show::ShowArgs),
    Report(report::ReportArgs),
    Compile(compile::CompileArgs),
    Decode(decode::DecodeArgs),
    Advance(advance::AdvanceArgs),
    Replan(replan::ReplanArgs),
    Insert(insert::InsertArgs),
    Offer(insert::OfferArgs),
    Explain(explain::ExplainArgs),
    Diff(diff::DiffArgs),
    Capacity(capacity::CapacityArgs),
    Roll(roll::RollArgs),
    Stress(stress::StressArgs),
    Study(study::StudyArgs),
    Displib(displib::DisplibArgs),
    Schema(schema::SchemaArgs),
    Generate(generate::GenerateArgs),
    Completions(shell::CompletionsArgs),
    Man(shell::ManArgs),
}

/// A language, by its tag.
#[derive(Clone, Copy, Default, ValueEnum)]
enum Lang {
    /// English.
    #[default]
    En,
    /// Chinese.
    Zh,
}

impl Lang {
    fn language(self) -> Language {
        match self {
            Lang::En => Language::English,
            Lang::Zh => Language::Chinese,
        }
    }
}

/// Who reads what a command says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// People.
    #[default]
    Text,
    /// Programs.
    Json,
}

/// How a command that did its work ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// All is well.
    Clean,
    /// Trains are postponed, or a plan has violations.
    WithFindings,
}

impl Verdict {
    /// How a command ends that hands on a plan.
    pub fn of(plan: &regauge::Plan) -> Verdict {
        if plan.trains.iter().any(|train| train.exit().is_none()) {
            Verdict::WithFindings
        } else {
            Verdict::Clean
        }
    }
}

impl Cli {
    /// Parses the arguments of the process; leaves with a message when they are wrong or ask for help.
    pub fn from_arguments() -> Cli {
        let color = color_of(std::env::args_os());
        let language = language();
        let matches = Cli::in_language(language).color(color).try_get_matches();
        let parsed = matches.and_then(|matches| Cli::from_arg_matches(&matches));
        parsed.unwrap_or_else(|error| leave_with(&error, language))
    }

    /// The command line with its help in a language.
    fn in_language(language: Language) -> clap::Command {
        match language {
            Language::English => Cli::command(),
            Language::Chinese => chinese::command(Cli::command()),
        }
    }

    /// Runs the command and gives the exit code.
    pub fn run(self, console: &mut Console<'_>) -> u8 {
        if self.color == ColorChoice::Never {
            console.color = Some(false);
        } else if self.color == ColorChoice::Always {
            console.color = Some(true);
        }
        console.language = self.lang.language();
        let (format, done) = match self.command {
            Command::Plan(args) => (args.format, plan::run(&args, console)),
            Command::Check(args) => (args.format, check::run(&args, console)),
            Command::Show(args) => (Format::Text, show::run(&args, console)),
            Command::Report(args) => (Format::Text, report::run(&args, console)),
            Command::Compile(args) => (Format::Text, compile::run(&args, console)),
            Command::Decode(args) => (args.format, decode::run(&args, console)),
            Command::Advance(args) => (Format::Text, advance::run(&args, console)),
            Command::Replan(args) => (args.format, replan::run(&args, console)),
            Command::Insert(args) => (args.format(), insert::run(&args, console)),
            Command::Offer(args) => (args.format(), insert::run_offer(&args, console)),
            Command::Explain(args) => (args.format, explain::run(&args, console)),
            Command::Diff(args) => (args.format, diff::run(&args, console)),
            Command::Capacity(args) => (args.format, capacity::run(&args, console)),
            Command::Roll(args) => (args.format, roll::run(&args, console)),
            Command::Stress(args) => (args.format, stress::run(&args, console)),
            Command::Study(args) => (Format::Text, study::run(&args, console)),
            Command::Displib(args) => (args.format, displib::run(&args, console)),
            Command::Schema(args) => (Format::Text, schema::run(&args, console)),
            Command::Generate(args) => (Format::Text, generate::run(&args, console)),
            Command::Completions(args) => (Format::Text, shell::completions(&args, console)),
            Command::Man(args) => (Format::Text, shell::man(&args, console)),
        };
        let done = done.and_then(|done| console.out.flush().map(|()| done).map_err(Into::into));
        let done = done.map_err(|error| error.after(std::mem::take(&mut console.written)));
        match done {
            Ok(Verdict::Clean) => 0,
            Ok(Verdict::WithFindings) => 1,
            Err(error) => {
                error.print(format, console.language, console.err);
                error.exit_code()
            }
        }
    }
}

/// Tells what is wrong with the arguments, or the help asked for, and leaves. Arguments are often names of files, which nobody has
/// looked at: what would steer the terminal is made visible, and colours are given up for it.
fn leave_with(error: &clap::Error, language: Language) -> ! {
    if language == Language::Chinese && error.use_stderr() {
        for line in chinese::error(error).lines() {
            eprintln!("{}", visible(line));
        }
        std::process::exit(error.exit_code());
    }
    let is_hostile = |argument: OsString| {
        let text = argument.to_string_lossy().into_owned();
        visible(&text) != text
    };
    if !std::env::args_os().any(is_hostile) {
        error.exit();
    }
    for line in error.render().to_string().lines() {
        eprintln!("{}", visible(line));
    }
    std::process::exit(error.exit_code());
}

/// The value of `--color`, needed before parsing because it says how to print what parsing finds.
fn color_of(arguments: impl Iterator<Item = OsString>) -> ColorChoice {
    let value = value_of("--color", arguments);
    value.map_or(ColorChoice::Auto, |value| {
        ColorChoice::from_str(&value, true).unwrap_or_default()
    })
}

/// The language of the process, needed before parsing for help and for what parsing finds: as `--lang` and the environment say.
pub fn language() -> Language {
    let asked_for = value_of("--lang", std::env::args_os());
    language_of(asked_for.or_else(|| std::env::var("REGAUGE_LANG").ok()))
}

fn language_of(tag: Option<String>) -> Language {
    let lang = tag.and_then(|tag| Lang::from_str(&tag, false).ok());
    lang.unwrap_or_default().language()
}

/// The value of an option in arguments that nobody has parsed.
fn value_of(option: &str, arguments: impl Iterator<Item = OsString>) -> Option<String> {
    let mut is_next = false;
    for argument in arguments {
        let Some(argument) = argument.to_str() else {
            is_next = false;
            continue;
        };
        if is_next {
            return Some(argument.to_owned());
        }
        let rest = argument.strip_prefix(option);
        if let Some(value) = rest.and_then(|rest| rest.strip_prefix('=')) {
            return Some(value.to_owned());
        }
        is_next = argument == option;
    }
    None
}

#[cfg(test)]
mod tests;
