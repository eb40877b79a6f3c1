//! An instance from structs, without a file: a small border station, what is wrong with it told by JSON pointers, and its plan.
//!
//! `cargo run --release --example structs`
//!
//! The structs of [`regauge::format`] have `new` with what must be given, or `Default`; everything else is set field by field, so
//! that fields which come later change nothing here.

use regauge::chrono::{DateTime, TimeDelta};
use regauge::format::{
    BoxFile, ClassFile, CraneFile, DirectionMinutesFile, EmptiedFile, HorizonFile, InstanceFile,
    LocomotiveFile, ModeFile, OnwardFile, SectionFile, ShedFile, SpotFile, StageFile, StationFile,
    StepFile, StoreFile, SystemFile, TrackGroupFile, TrainFile, WhenFile, YardFile,
};
use regauge::{Instance, Planner, check};
use std::error::Error;
use std::io::Write;

const BROAD: u32 = 1520;
const STANDARD: u32 = 1435;

fn main() -> Result<(), Box<dyn Error>> {
    run(&mut std::io::stdout())
}

/// The example, into a writer so that a test can look at it.
pub fn run(out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let mut file = station()?;

    // A mistake is told by its place in the structs.
    file.trains[1].class = String::from("standrad");
    if let Err(problems) = Instance::from_file(&file) {
        for problem in problems.0 {
            let pointer = problem.pointer();
            writeln!(out, "{} {pointer}: {}", problem.code, problem.message)?;
        }
    }
    file.trains[1].class = String::from("broad");

    let instance = Instance::from_file(&file)?;
    let plan = Planner::new(&instance).work(0.1).run().plan;
    let report = check(&instance, &plan);
    writeln!(
        out,
        "{}: {} of {} trains planned, {} violations, value {}, bound {}",
        instance.name(),
        plan.kpis.planned,
        instance.trains().len(),
        report.violations.len(),
        plan.value,
        plan.bound
    )?;
    Ok(())
}

/// Trains of broad gauge come from the west, change at the border, and go on to the east on standard gauge.
fn station() -> Result<InstanceFile, Box<dyn Error>> {
    let start = DateTime::parse_from_rfc3339("2025-03-01T18:00:00+08:00")?;
    let classes = vec![
        ClassFile::new("broad", BROAD),
        ClassFile::new("broad-empty", BROAD),
        ClassFile::new("standard", STANDARD),
    ];
    let stations = vec![StationFile::new("west"), border(), StationFile::new("east")];
    let mut system = SystemFile::new(classes, stations);
    system.sections = vec![
        section(
            "border",
            ("west", "border"),
            BROAD,
            &["broad", "broad-empty"],
        ),
        section("line", ("border", "east"), STANDARD, &["standard"]),
    ];
    let mut file = InstanceFile::new("from structs", HorizonFile::new(start, 12), system);
    for number in 0..3 {
        let entry = start + TimeDelta::minutes(40 * number);
        file.trains
            .push(train(&format!("X{}", 8001 + number), entry));
    }
    Ok(file)
}

fn border() -> StationFile {
    let mut border = StationFile::new("border");
    for (id, gauge_mm) in [("broad-yard", BROAD), ("standard-yard", STANDARD)] {
        let tracks = TrackGroupFile {
            count: 3,
            length_m: 850,
        };
        border.yards.push(YardFile::new(id, gauge_mm, vec![tracks]));
        let mut pool = LocomotiveFile::new(gauge_mm, 1);
        pool.light_run_minutes = 5;
        border.locomotives.push(pool);
    }
    let mut customs = StageFile::new("customs", WhenFile::Arrival, 30, vec!["broad".to_owned()]);
    customs.teams = Some(1);
    border.stages.push(customs);
    border.stores = vec![
        StoreFile::new("broad-rakes", BROAD, 0, 5),
        StoreFile::new("standard-rakes", STANDARD, 3, 5),
    ];
    let mut spot = SpotFile::new("spot", [BROAD, STANDARD], 800);
    spot.preparation_minutes = Some(10);
    spot.finishing_minutes = Some(10);
    spot.clearing_minutes = Some(5);
    let mut shed = ShedFile::new("shed", true, vec![spot]);
    shed.cranes = vec![CraneFile::new("crane", 40)];
    let all = StepFile::new(vec!["crane".to_owned()]);
    shed.modes = vec![ModeFile::new("all", vec![all])];
    shed.placing_minutes = Some(15);
    shed.pulling_minutes = Some(15);
    border.sheds.push(shed);
    border
}

fn section(id: &str, ends: (&str, &str), gauge_mm: u32, classes: &[&str]) -> SectionFile {
    let headway = DirectionMinutesFile { down: 10, up: 10 };
    let mut section = SectionFile::new(id, ends, gauge_mm, 1, headway);
    for class in classes {
        let run = DirectionMinutesFile { down: 25, up: 25 };
        section.run_minutes.insert((*class).to_owned(), run);
    }
    section
}

fn train(id: &str, entry: regauge::format::DateTimeFile) -> TrainFile {
    let mut train = TrainFile::new(id, "broad", entry, 700, 40);
    train.from = Some("west".to_owned());
    train.to = Some("east".to_owned());
    train.due_exit = Some(entry + TimeDelta::hours(5));
    train.transship_at = vec!["border".to_owned()];
    train.boxes = vec![BoxFile {
        feet: 40,
        count: 40,
    }];
    train.onward = Some(OnwardFile::new("standard", "standard-rakes", 700, 40));
    let mut emptied = EmptiedFile::new("broad-empty");
    emptied.into_store = Some("broad-rakes".to_owned());
    train.emptied = Some(emptied);
    train
}
