//! Berth allocation: a benchmark file read, planned and checked, its value beside the best known.
//!
//! `cargo run --release --example berth [-- FILE [BEST]]`; without a file a table of every benchmark file with a known
//! value that the folder named by `REGAUGE_BENCHMARKS` holds.

use regauge::{Instance, Planner, Problems, check};
use regauge_instances::berth::{BerthProblem, KNOWN, read};
use std::error::Error;
use std::path::Path;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    println!("| file | ships | berths | value | best known | gap % | seconds |");
    println!("|---|---|---|---|---|---|---|");
    let mut arguments = std::env::args().skip(1);
    if let Some(path) = arguments.next() {
        let best = arguments.next().map(|best| best.parse()).transpose()?;
        return row(&path, Path::new(&path), best, false);
    }
    let Some(folder) = std::env::var_os("REGAUGE_BENCHMARKS") else {
        println!(
            "REGAUGE_BENCHMARKS is not set; name a file, or set it to the folder of the benchmark files."
        );
        return Ok(());
    };
    for known in KNOWN {
        let path = Path::new(&folder).join(known.file).with_extension("txt");
        if path.exists() {
            row(known.file, &path, Some(known.value), known.optimal)?;
        }
    }
    Ok(())
}

/// Plans a file and prints its row; a proven value is marked.
fn row(name: &str, path: &Path, best: Option<i64>, proven: bool) -> Result<(), Box<dyn Error>> {
    let problem = read(&std::fs::read(path)?)?;
    let file = problem.instance(name)?;
    let instance = Instance::from_json(regauge_instances::to_json(&file)).inspect_err(
        |Problems(problems)| {
            for problem in problems {
                eprintln!("{problem}");
            }
        },
    )?;
    let start = Instant::now();
    let plan = Planner::new(&instance).run().plan;
    let seconds = start.elapsed().as_secs_f64();
    let report = check(&instance, &plan);
    assert!(report.is_clean(), "every plan passes the checker");
    let (ships, berths) = (problem.ships.len(), problem.berths.len());
    let value = BerthProblem::objective(plan.value);
    let known = best.map_or(String::new(), |best| {
        format!("{best}{}", if proven { "*" } else { "" })
    });
    let gap = best.map_or(String::new(), |best| {
        format!("{:.2}", (value - best) as f64 / best as f64 * 100.0)
    });
    let left_out = match plan.kpis.postponed {
        0 => String::new(),
        count => format!(" ({count} left out)"),
    };
    println!(
        "| {name} | {ships} | {berths} | {value}{left_out} | {known} | {gap} | {seconds:.1} |"
    );
    Ok(())
}
