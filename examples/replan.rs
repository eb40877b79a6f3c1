//! Replanning: a plan is taken up, one train is asked about, one comes two hours later, and the rest of the plan is kept where it
//! can be.
//!
//! `cargo run --release --example replan`

use regauge::advance::instance_file;
use regauge::chrono::TimeDelta;
use regauge::problem::ids::TrainId;
use regauge::{CompiledProblem, Instance, Planner, Session, check};
use std::error::Error;
use std::io::Write;

fn main() -> Result<(), Box<dyn Error>> {
    run(&mut std::io::stdout())
}

/// The example, into a writer so that a test can look at it.
pub fn run(out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let text = regauge_instances::demo_json("s").ok_or("a ready-made instance")?;
    let mut file = instance_file(text.as_bytes())?;

    // Compiled once; runs, sessions and changed instances share it.
    let problem = CompiledProblem::new(Instance::from_file(&file)?);
    let plan = Planner::of(&problem).work(0.1).run().plan;
    writeln!(out, "first plan: {}", plan.value)?;

    // What would one train do beside all others as they are planned?
    let session = Session::from_plan(&problem, &plan)?;
    let train = TrainId(0);
    let name = &problem.instance().train(train).name;
    let clock = |minute| {
        problem
            .instance()
            .horizon()
            .date_time(minute)
            .format("%H:%M")
    };
    if let Ok(quote) = session.price(train) {
        let (exit, cost) = (clock(quote.exit), quote.cost.total());
        writeln!(
            out,
            "{name} beside all others: leaves at {exit}, costs {cost}"
        )?;
    }

    // It comes later than it was announced. Trains that are the same in both keep their networks.
    file.name += ", one train late";
    let later = file.trains[0].earliest_entry + TimeDelta::hours(2);
    file.trains[0].enters_from(later);
    let changed = problem.patched(Instance::from_file(&file)?);
    let again = Planner::of(&changed).work(0.1).run().plan;
    let report = check(changed.instance(), &again);
    writeln!(
        out,
        "{}: {}, {} violations",
        changed.instance().name(),
        again.value,
        report.violations.len()
    )?;

    // More work on a plan that is there: never worse than it.
    let session = Session::from_plan(&changed, &again)?;
    let better = Planner::from_session(&session).seed(2).work(0.2).run().plan;
    writeln!(
        out,
        "planned on: not worse: {}",
        better.value <= again.value
    )?;
    Ok(())
}
