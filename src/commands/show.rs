//! `show`: a plan on the terminal.

use super::error::CommandError;
use super::source::PairArgs;
use super::view::{SectionArgs, ViewArgs};
use super::{Console, Done};
use clap::Args;
use regauge_report::ViewSection;

/// Show a plan: the day, its sheds and cranes, its waits
#[derive(Args)]
#[command(override_usage = "\
regauge show [OPTIONS] <INSTANCE> <PLAN>
       regauge show [OPTIONS] --demo <NAME> <PLAN>")]
pub struct ShowArgs {
    #[command(flatten)]
    source: PairArgs,
    #[command(flatten)]
    sections: SectionArgs,
    #[command(flatten)]
    view: ViewArgs,
}

/// Runs the command.
pub fn run(args: &ShowArgs, console: &mut Console<'_>) -> Result<Done, CommandError> {
    let (instance, plan) = args.source.read(console)?;
    let sections = args.sections.or(&ViewSection::ALL);
    args.view.show(&instance, &plan, sections, console)?;
    Ok(Done::Well)
}
