//! `completions` and `man`: what a package of the program installs beside it.

use super::error::CommandError;
use super::{Cli, Console, Verdict, words};
use clap::{Args, CommandFactory};
use clap_complete::Shell;

/// Of the program: every page says which one it belongs to.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Write completions for a shell
#[derive(Args)]
pub struct CompletionsArgs {
    /// The shell.
    shell: Shell,
}

/// Write the manual page, of the program or of one of its commands
#[derive(Args)]
pub struct ManArgs {
    /// The command.
    command: Option<String>,
}

/// Writes the completions of a shell.
pub fn completions(
    args: &CompletionsArgs,
    console: &mut Console<'_>,
) -> Result<Verdict, CommandError> {
    // Into memory first: the generator panics where its writer fails.
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "regauge", &mut text);
    console.out.write_all(&text)?;
    Ok(Verdict::Clean)
}

/// Writes a manual page.
pub fn man(args: &ManArgs, console: &mut Console<'_>) -> Result<Verdict, CommandError> {
    let mut program = Cli::command();
    program.build();
    let command = match &args.command {
        None => program,
        Some(name) => match program.find_subcommand(name) {
            Some(command) => (command.clone())
                .name(format!("regauge-{name}"))
                .version(VERSION),
            None => {
                return Err(CommandError::Usage {
                    message: words::no_command(name),
                    advice: words::see_help(),
                });
            }
        },
    };
    let source = format!("regauge {VERSION}");
    clap_mangen::Man::new(command)
        .source(source)
        .manual("regauge")
        .render(&mut console.out)?;
    Ok(Verdict::Clean)
}
