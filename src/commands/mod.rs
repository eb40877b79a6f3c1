//! The commands: they parse and print only, into writers that they are given, so that tests capture what they say.
//!
//! One file per command, beside [`codes`] (of messages), [`console`] (what a command talks to), [`error`] (what can go wrong, and the exit
//! codes), [`files`] (reading), [`paths`] (what files are called), [`outputs`] (files told apart, and written all or none), [`journeys`] (the document in which other
//! solvers say what they chose), [`pictures`] (charts as files), [`source`] (where instances and
//! plans come from) and [`view`] (how plans are shown).
//! What is deliberately not here: any decision about trains.

mod advance;
mod check;
mod codes;
mod compile;
mod console;
mod decode;
mod error;
mod files;
mod generate;
mod journeys;
mod outputs;
mod paths;
mod pictures;
mod plan;
mod report;
mod schema;
mod shell;
mod show;
mod source;
mod stats;
mod view;
mod warnings;

pub use console::Console;
pub use outputs::leave;

use clap::{ColorChoice, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use regauge::text::visible;

/// Plans break-of-gauge border stations: sheds, crane slots, line paths and the timetable.
#[derive(Parser)]
#[command(version, bin_name = "regauge", max_term_width = 100, after_help = EXIT_CODES)]
pub struct Cli {
    /// Colours in what is shown, help and messages (NO_COLOR is respected).
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: ColorChoice,
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
    Schema(schema::SchemaArgs),
    Generate(generate::GenerateArgs),
    Completions(shell::CompletionsArgs),
    Man(shell::ManArgs),
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
pub enum Done {
    /// All is well.
    Well,
    /// Trains are postponed, or a plan has violations.
    WithFindings,
}

impl Done {
    /// How a command ends that hands on a plan.
    pub fn of(plan: &regauge::Plan) -> Done {
        if plan.trains.iter().any(|train| train.exit().is_none()) {
            Done::WithFindings
        } else {
            Done::Well
        }
    }
}

impl Cli {
    /// Parses the arguments of the process; leaves with a message when they are wrong or ask for help.
    pub fn from_arguments() -> Cli {
        let color = color_of(std::env::args_os());
        let matches = Cli::command().color(color).try_get_matches();
        let matches = matches.unwrap_or_else(|error| leave_with(&error));
        Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
    }

    /// Runs the command and gives the exit code.
    pub fn run(self, console: &mut Console<'_>) -> u8 {
        if self.color == ColorChoice::Never {
            console.color = Some(false);
        } else if self.color == ColorChoice::Always {
            console.color = Some(true);
        }
        let (format, done) = match self.command {
            Command::Plan(args) => (args.format, plan::run(&args, console)),
            Command::Check(args) => (args.format, check::run(&args, console)),
            Command::Show(args) => (Format::Text, show::run(&args, console)),
            Command::Report(args) => (Format::Text, report::run(&args, console)),
            Command::Compile(args) => (Format::Text, compile::run(&args, console)),
            Command::Decode(args) => (args.format, decode::run(&args, console)),
            Command::Advance(args) => (Format::Text, advance::run(&args, console)),
            Command::Schema(args) => (Format::Text, schema::run(&args, console)),
            Command::Generate(args) => (Format::Text, generate::run(&args, console)),
            Command::Completions(args) => (Format::Text, shell::completions(&args, console)),
            Command::Man(args) => (Format::Text, shell::man(&args, console)),
        };
        let done = done.and_then(|done| console.out.flush().map(|()| done).map_err(Into::into));
        let done = done.map_err(|error| error.after(std::mem::take(&mut console.written)));
        match done {
            Ok(Done::Well) => 0,
            Ok(Done::WithFindings) => 1,
            Err(error) => {
                error.print(format, console.err);
                error.exit_code()
            }
        }
    }
}

/// Tells what is wrong with the arguments, or the help asked for, and leaves. Arguments are often names of files, which nobody has
/// looked at: what would steer the terminal is made visible, and colours are given up for it.
fn leave_with(error: &clap::Error) -> ! {
    let is_hostile = |argument: std::ffi::OsString| {
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
fn color_of(arguments: impl Iterator<Item = std::ffi::OsString>) -> ColorChoice {
    let mut after_color = false;
    for argument in arguments {
        let Some(argument) = argument.to_str() else {
            continue;
        };
        let value = argument.strip_prefix("--color=");
        if let Some(value) = value.or(after_color.then_some(argument)) {
            return ColorChoice::from_str(value, true).unwrap_or_default();
        }
        after_color = argument == "--color";
    }
    ColorChoice::Auto
}

#[cfg(test)]
mod tests;
