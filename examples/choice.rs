//! What the choice of port is worth: a day with free choice, with every train at its own port, and by the rule that whoever would
//! be late by six hours there goes over the other one.
//!
//! `cargo run --release --example choice -- duo 4`: a ready-made day of several ports, and the units of work of each plan.

use regauge::format::InstanceFile;
use regauge::{Instance, Plan, Planner, check};
use std::error::Error;
use std::io::Write;

/// Minutes late at its own port from which the rule sends a train over the other one.
const LATE: i32 = 360;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_else(|| "duo".to_owned());
    let work = arguments.next().as_deref().unwrap_or("1").parse()?;
    run(&name, work, &mut std::io::stdout())
}

/// The example, into a writer so that a test can look at it.
pub fn run(name: &str, work: f64, out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let text = regauge_instances::demo_json(name).ok_or("a ready-made instance")?;
    let file: InstanceFile = serde_json::from_str(text)?;
    let mut show = |what: &str, file: &InstanceFile| -> Result<(Instance, Plan), Box<dyn Error>> {
        let instance = Instance::from_file(file)?;
        let plan = Planner::new(&instance).work(work).run().plan;
        assert!(
            check(&instance, &plan).is_clean(),
            "a plan of ours is right"
        );
        let over = plan.trains.iter().filter(|train| train.way() > 0).count();
        writeln!(
            out,
            "{what}: value {}, bound {}, {} late, {} postponed, {over} over the other port",
            plan.value, plan.bound, plan.kpis.late, plan.kpis.postponed,
        )?;
        Ok((instance, plan))
    };

    let mut own = file.clone();
    for train in &mut own.trains {
        *train = train.on_way(0);
    }
    let (instance, plan) = show("own port", &own)?;

    let mut ruled = own;
    for (index, train) in instance.trains().iter().enumerate() {
        let exit = plan.trains[index].exit();
        let is_late = train
            .due_exit
            .is_some_and(|due| exit.is_none_or(|exit| exit - due >= LATE));
        let other = file.trains[index].other_ways().into_iter().next();
        if let Some(other) = other.filter(|_| is_late) {
            ruled.trains[index] = file.trains[index].clone();
            ruled.trains[index].pins.port = Some(other.port);
        }
    }
    show("whoever is late by 6 h over the other", &ruled)?;

    show("free choice", &file)?;
    Ok(())
}
