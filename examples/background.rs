//! A plan in the background: one thread plans, another one watches the run and ends it when it has seen enough.
//!
//! `cargo run --release --example background`
//!
//! A run that is cancelled gives its best plan so far. Where two runs must give the same plan, end them by work or by gap: when a
//! cancel comes depends on the machine.

use regauge::{CancelToken, Instance, Planner, check};
use std::error::Error;
use std::io::Write;
use std::sync::mpsc::channel;
use std::thread;

fn main() -> Result<(), Box<dyn Error>> {
    run(&mut std::io::stdout())
}

/// The example, into a writer so that a test can look at it.
pub fn run(out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let text = regauge_instances::demo_json("m").ok_or("a ready-made instance")?;
    let instance = Instance::from_json(text)?;
    let token = CancelToken::new();
    let (told, heard) = channel();
    let outcome = thread::scope(|scope| {
        let planning = scope.spawn(|| {
            Planner::new(&instance)
                // far more than it will be given
                .work(10_000.0)
                .cancel(token.clone())
                .on_progress(move |progress| {
                    // Nobody listens any more after the cancel.
                    let _ = told.send(progress.clone());
                })
                .run()
        });
        for progress in heard {
            if progress.stage == "search" && progress.value.is_some() {
                token.cancel();
                break;
            }
        }
        planning.join()
    });
    let outcome = outcome.map_err(|_| "the planner panicked")?;
    let report = check(&instance, &outcome.plan);
    writeln!(out, "{}: {:?}", instance.name(), outcome.plan.status)?;
    writeln!(out, "{} violations", report.violations.len())?;
    Ok(())
}
