//! `show`: a plan on the terminal.

use super::error::CommandError;
use super::source::PairArgs;
use super::view::{STAGE, SectionArgs, StageArgs, ViewArgs};
use super::{Console, Verdict};
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
    stage: StageArgs,
    #[command(flatten)]
    view: ViewArgs,
}

/// Runs the command.
pub fn run(args: &ShowArgs, console: &mut Console<'_>) -> Result<Verdict, CommandError> {
    let (instance, plan) = args.source.read(console)?;
    let window = args.stage.window(&instance)?;
    // A time that is none is told also where it says nothing.
    args.stage.now(&instance)?;
    let usual = if args.stage.is_given() {
        STAGE
    } else {
        ViewSection::WHOLE
    };
    let sections = args.sections.or(usual);
    args.view
        .show(&instance, &plan, sections, window, console)?;
    Ok(Verdict::Clean)
}
