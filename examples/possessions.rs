//! What it is worth to choose when a possession is: a day with its possessions at their times, and with each of them anywhere within some
//! hours of that.
//!
//! `cargo run --release --example possessions -- m-single 4 3`: a ready-made day, the units of work of each plan, the hours.

use chrono::TimeDelta;
use regauge::format::InstanceFile;
use regauge::{Instance, Planner, check};
use std::error::Error;
use std::io::Write;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_else(|| "m-single".to_owned());
    let work = arguments.next().as_deref().unwrap_or("1").parse()?;
    let hours = arguments.next().as_deref().unwrap_or("3").parse()?;
    run(&name, work, hours, &mut std::io::stdout())
}

/// The example, into a writer so that a test can look at it.
pub fn run(name: &str, work: f64, hours: u32, out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let text = regauge_instances::demo_json(name).ok_or("a ready-made instance")?;
    let file: InstanceFile = serde_json::from_str(text)?;
    let mut moved = file.clone();
    let by = TimeDelta::hours(i64::from(hours));
    let sections = moved.system.sections.iter_mut();
    for possession in sections.flat_map(|section| &mut section.possessions) {
        let minutes = (possession.to - possession.from).num_minutes();
        possession.minutes = Some(u32::try_from(minutes)?);
        possession.from -= by;
        possession.to += by;
    }
    for (what, file) in [("as they are", &file), ("chosen", &moved)] {
        let instance = Instance::from_file(file)?;
        let plan = Planner::new(&instance).work(work).run().plan;
        assert!(
            check(&instance, &plan).is_clean(),
            "a plan of ours is right"
        );
        writeln!(
            out,
            "{what}: value {}, bound {}, {} postponed",
            plan.value, plan.bound, plan.kpis.postponed,
        )?;
        let system = instance.system();
        let horizon = instance.horizon();
        for (window, start) in system.windows().iter().zip(&plan.possessions) {
            let clock = |minute| horizon.date_time(minute).format("%d. %H:%M").to_string();
            writeln!(
                out,
                "  {}: {}–{} of {}–{}",
                system.section(window.section).name,
                clock(*start),
                clock(*start + window.minutes),
                clock(window.within.from),
                clock(window.within.to),
            )?;
        }
    }
    Ok(())
}
