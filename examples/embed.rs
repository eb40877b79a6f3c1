//! Embedding: read an instance, plan it, watch the run, check the plan, use it.
//!
//! `cargo run --release --example embed [INSTANCE]`

use regauge::{CancelToken, Instance, Planner, Problems, check};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let text = match std::env::args().nth(1) {
        Some(path) => std::fs::read_to_string(path)?,
        None => regauge_instances::demo_json("s")
            .unwrap_or_default()
            .to_owned(),
    };
    let instance = Instance::from_json(&text).inspect_err(|Problems(problems)| {
        for problem in problems {
            eprintln!("{problem}");
        }
    })?;

    // Another thread may keep a clone of the token and cancel the run with it.
    let token = CancelToken::new();
    let outcome = Planner::new(&instance)
        .seed(1)
        .cancel(token.clone())
        .on_progress(|progress| {
            if progress.done == progress.total {
                println!("{}: {} steps", progress.stage, progress.total);
            }
        })
        .run();

    let plan = &outcome.plan;
    let report = check(&instance, plan);
    assert!(
        report.violations.is_empty(),
        "every plan passes the checker"
    );
    println!("{}: {:?}", instance.name(), plan.status);
    println!("value {}, bound {}", plan.value, plan.bound);
    for (train, planned) in instance.trains().iter().zip(&plan.trains) {
        match planned.exit() {
            Some(exit) => println!(
                "{} leaves {}",
                train.name,
                instance.horizon().date_time(exit)
            ),
            None => println!("{} is not planned", train.name),
        }
    }
    Ok(())
}
