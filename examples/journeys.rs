//! A plan train by train: entry, spot, crane work, exit, dwell, and why a train is postponed.
//!
//! `cargo run --release --example journeys`

use regauge::plan::{Journey, Timeline, TrainPlan};
use regauge::problem::ids::TrainId;
use regauge::{Instance, Minute, Planner};
use std::error::Error;
use std::io::Write;

fn main() -> Result<(), Box<dyn Error>> {
    run(&mut std::io::stdout())
}

/// The example, into a writer so that a test can look at it.
pub fn run(out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let text = regauge_instances::demo_json("s").ok_or("a ready-made instance")?;
    let instance = Instance::from_json(text)?;
    let plan = Planner::new(&instance).work(0.1).run().plan;

    // Minutes count from the start of the horizon.
    let clock = |minute: Minute| instance.horizon().date_time(minute).format("%d %H:%M");
    let clock = |minute: Option<Minute>| minute.map_or("-".to_owned(), |m| clock(m).to_string());
    let instance = plan.decided(&instance);
    let timeline = Timeline::new(&instance, &plan);
    for (index, train) in instance.trains().iter().enumerate() {
        let id = TrainId::from_index(index);
        if let TrainPlan::Postponed { reason } = &plan.trains[id.index()] {
            writeln!(out, "{}: postponed. {}", train.name, reason.text)?;
            continue;
        }
        let journey = Journey::new(&timeline, id);
        let spot = journey.spot.map(|spot| &*instance.system().spot(spot).name);
        let work = journey.crane_work;
        writeln!(
            out,
            "{}: in {}, spot {}, worked {} to {}, out {}, dwell {} min, late {} min",
            train.name,
            clock(journey.entry),
            spot.unwrap_or("-"),
            clock(work.map(|span| span.from)),
            clock(work.map(|span| span.to)),
            clock(journey.exit),
            journey
                .dwell
                .map_or("-".to_owned(), |minutes| minutes.to_string()),
            journey
                .late
                .map_or("-".to_owned(), |minutes| minutes.to_string()),
        )?;
    }
    Ok(())
}
