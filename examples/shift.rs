//! A shift with one event after another, each plan made from the one before: how long a replan takes, how many trains it moves, how often a decision is
//! taken back.
//!
//! `cargo run --release --example shift -- l+ 30 0.1`: a ready-made day, the number of events, the units of work of each replan.

use chrono::TimeDelta;
use regauge::format::{ActualFile, ActualTrainFile, ClosedFile, InstanceFile};
use regauge::plan::{Activity, TrainPlan};
use regauge::replan::Replan;
use regauge::{Instance, Minute, Plan, Planner, check};
use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_else(|| "s".to_owned());
    let events = arguments.next().as_deref().unwrap_or("5").parse()?;
    let work = arguments.next().as_deref().unwrap_or("0.1").parse()?;
    run(&name, events, work, &mut std::io::stdout())
}

/// A number drawn from others (SplitMix64: Steele, Lea and Flood 2014).
fn drawn(of: u64, below: usize) -> usize {
    let mut z = of.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) % below.max(1) as u64) as usize
}

/// The spot of every train whose crane work has not begun.
fn places(instance: &Instance, plan: &Plan) -> BTreeMap<String, String> {
    let trains = instance.trains().iter().zip(&plan.trains);
    let places = trains.filter_map(|(train, plan)| {
        let spot = plan.events().iter().find_map(|event| match event.what {
            Activity::CraneWork { spot, .. } if event.span.from > Minute(0) => Some(spot),
            _ => None,
        })?;
        let spot = instance.system().spot(spot).name.clone();
        Some((train.name.clone(), spot))
    });
    places.collect()
}

/// What happens: a train is late, a crane is out, or a train does not come.
fn event(
    number: u64,
    now: Minute,
    file: &InstanceFile,
    instance: &Instance,
    plan: &Plan,
) -> (String, ActualFile) {
    let mut actual = ActualFile::new();
    let at = |minute: i32| instance.horizon().date_time(Minute(minute));
    let trains = instance.trains().iter().zip(&plan.trains);
    let to_come = trains.filter_map(|(train, plan)| {
        let entry = plan.events().iter().map(|event| event.span.from).min()?;
        (train.state.is_none() && entry > now + 10).then_some((&train.name, entry))
    });
    let to_come: Vec<(&String, Minute)> = to_come.collect();
    let cranes = file
        .system
        .stations
        .iter()
        .flat_map(|station| &station.sheds);
    let cranes: Vec<&String> = cranes
        .flat_map(|shed| &shed.cranes)
        .map(|crane| &crane.id)
        .collect();
    let kind = drawn(number, 10);
    if kind < 7 && !to_come.is_empty() {
        let (train, entry) = to_come[drawn(number + 1000, to_come.len().min(12))];
        let late = 20 + drawn(number + 2000, 160) as i32;
        let mut told = ActualTrainFile::default();
        (told.train, told.earliest_entry) = (train.clone(), Some(at(entry.0 + late)));
        actual.trains.push(told);
        (format!("{train} {late} min late"), actual)
    } else if kind < 9 || to_come.is_empty() {
        let crane = cranes[drawn(number + 3000, cranes.len())];
        // it fails, in the middle of its work or not, or will be out in an hour
        let from = now + [0, 60][drawn(number + 5000, 2)];
        let mut out = ClosedFile::new(at(from.0), at(from.0) + TimeDelta::minutes(90));
        out.crane = Some(crane.clone());
        actual.closed.push(out);
        let when = if from == now { "fails" } else { "will be out" };
        (format!("crane {crane} {when} for 90 min"), actual)
    } else {
        let (train, _) = to_come[drawn(number + 4000, to_come.len())];
        actual.cancelled.push(train.clone());
        (format!("{train} does not come"), actual)
    }
}

/// The example, into a writer so that a test can look at it.
pub fn run(name: &str, events: u64, work: f64, out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let text = regauge_instances::demo_json(name).ok_or("a ready-made instance")?;
    let mut file: InstanceFile = serde_json::from_str(text)?;
    let mut instance = Instance::from_file(&file)?;
    let mut plan = Planner::new(&instance).work(4.0 * work).run().plan;
    let mut history: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut seconds = Vec::new();
    let mut moved = 0;
    for number in 0..events {
        // a quarter of an hour from one event to the next, as long as the day lasts
        let now = Minute(if number == 0 { 60 } else { 15 });
        if now + 120 >= instance.horizon().planning_end {
            break;
        }
        let (what, actual) = event(number, now, &file, &instance, &plan);
        let begun = Instant::now();
        let replan = Replan {
            actual,
            work,
            threads: 1,
            ..Replan::new(&file, &instance, &plan, now)
        };
        let replanned = match replan.run(None) {
            Ok(replanned) => replanned,
            Err(error) => {
                writeln!(out, "{what}: {error}")?;
                continue;
            }
        };
        seconds.push(begun.elapsed().as_secs_f64());
        let report = check(&replanned.instance, &replanned.plan);
        assert!(
            report.is_clean(),
            "a plan of ours is right: {:#?}",
            report.violations
        );
        writeln!(
            out,
            "{what}: {} trains moved, do nothing {}, next {}",
            replanned.next.touched, replanned.nothing.value, replanned.next.value
        )?;
        moved += replanned.next.touched;
        (file, instance, plan) = (replanned.file, replanned.instance, replanned.plan);
        for (train, spot) in places(&instance, &plan) {
            let spots = history.entry(train).or_default();
            if spots.last() != Some(&spot) {
                spots.push(spot);
            }
        }
    }
    let back = history.values().flat_map(|spots| spots.windows(3));
    let back = back.filter(|three| three[0] == three[2]).count();
    let changes: usize = history.values().map(|spots| spots.len() - 1).sum();
    seconds.sort_by(f64::total_cmp);
    let postponed = plan
        .trains
        .iter()
        .filter(|train| matches!(train, TrainPlan::Postponed { .. }));
    writeln!(
        out,
        "{} replans, {moved} trains moved, {changes} spots changed, {back} of them back again, {} postponed at the end; median {:.2} s, longest {:.2} s",
        seconds.len(),
        postponed.count(),
        seconds.get(seconds.len() / 2).copied().unwrap_or(0.0),
        seconds.last().copied().unwrap_or(0.0),
    )?;
    Ok(())
}
