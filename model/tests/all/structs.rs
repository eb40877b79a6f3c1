//! Instances from structs, without a text: constructors, and problems with places that a program can follow.

use crate::common::{SMALL, set, small};
use regauge_model::format::{
    ActualFile, BusyFile, CallFile, CapFile, ClassFile, ClosedFile, CraneFile, DateTimeFile,
    DirectionFile, DirectionMinutesFile, EmptiedFile, HorizonFile, InstanceFile, LocomotiveFile,
    ModeFile, PossessionFile, RakePlaceFile, SectionFile, ShedFile, SpotFile, StageFile,
    StageProgressFile, StationFile, StepFile, StoreFile, SystemFile, TrackGroupFile, TrainFile,
    TrainStateFile, WhenFile, YardFile, ZoneFile,
};
use regauge_model::{Instance, Problems};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

const START: &str = "2025-03-01T18:00:00+08:00";

fn start() -> DateTimeFile {
    DateTimeFile::parse_from_rfc3339(START).expect("a date-time")
}

#[track_caller]
fn same<T: DeserializeOwned + PartialEq + std::fmt::Debug>(made: T, written: Value) {
    let read: T = serde_json::from_value(written).expect("what must be given is there");
    assert_eq!(made, read);
}

/// Whatever a constructor does not ask for is as in a file that leaves it out.
#[test]
fn constructors_leave_out_what_files_may() {
    let text = |text: &str| text.to_owned();
    let both = DirectionMinutesFile { down: 8, up: 9 };
    let tracks = TrackGroupFile {
        count: 2,
        length_m: 850,
    };
    same(
        HorizonFile::new(start(), 24),
        json!({ "start": START, "planning_hours": 24 }),
    );
    same(
        ClassFile::new("c", 1520),
        json!({ "id": "c", "gauge_mm": 1520 }),
    );
    same(ZoneFile::new("z"), json!({ "id": "z" }));
    same(StationFile::new("s"), json!({ "id": "s" }));
    same(
        YardFile::new("y", 1435, vec![tracks]),
        json!({ "id": "y", "gauge_mm": 1435, "tracks": [{ "count": 2, "length_m": 850 }] }),
    );
    same(
        StageFile::new("s", WhenFile::Departure, 20, vec![text("c")]),
        json!({ "id": "s", "minutes": 20, "when": "departure", "classes": ["c"] }),
    );
    same(
        LocomotiveFile::new(1520, 2),
        json!({ "gauge_mm": 1520, "count": 2 }),
    );
    same(
        StoreFile::new("s", 1520, 1, 4),
        json!({ "id": "s", "gauge_mm": 1520, "rakes": 1, "capacity": 4 }),
    );
    same(
        ShedFile::new("s", true, Vec::new()),
        json!({ "id": "s", "indoor": true, "spots": [] }),
    );
    same(
        SpotFile::new("s", [1520, 1435], 800),
        json!({ "id": "s", "gauges_mm": [1520, 1435], "length_m": 800 }),
    );
    same(
        CraneFile::new("c", 30),
        json!({ "id": "c", "lifts_per_hour": 30 }),
    );
    same(
        ModeFile::new("m", vec![StepFile::new(vec![text("c")])]),
        json!({ "id": "m", "steps": [{ "cranes": ["c"] }] }),
    );
    same(
        SectionFile::new("s", ("a", "b"), 1520, 2, both),
        json!({
            "id": "s", "from": "a", "to": "b", "gauge_mm": 1520, "tracks": 2, "run_minutes": {},
            "headway_minutes": { "down": 8, "up": 9 },
        }),
    );
    same(
        PossessionFile::new(start(), start()),
        json!({ "from": START, "to": START }),
    );
    same(
        CapFile::new(DirectionFile::Up, 3),
        json!({ "direction": "up", "per_day": 3 }),
    );
    same(
        TrainFile::new("X1", "c", start(), 800, 50),
        json!({ "id": "X1", "class": "c", "earliest_entry": START, "length_m": 800, "wagons": 50 }),
    );
    same(EmptiedFile::new("c"), json!({ "class": "c" }));
    same(
        CallFile::new("s", 10),
        json!({ "station": "s", "minutes": 10 }),
    );
    same(
        TrainStateFile::new("X1", RakePlaceFile::Outside),
        json!({ "train": "X1", "arriving": { "at": "outside" } }),
    );
    same(StageProgressFile::new("s"), json!({ "stage": "s" }));
    same(
        BusyFile::new("s", start()),
        json!({ "station": "s", "until": START }),
    );
    same(
        ClosedFile::new(start(), start()),
        json!({ "from": START, "to": START }),
    );
    same(ActualFile::new(), json!({ "format_version": "1.0" }));
    let system = SystemFile::new(vec![ClassFile::new("c", 1520)], vec![StationFile::new("s")]);
    same(
        InstanceFile::new("n", HorizonFile::new(start(), 24), system),
        json!({
            "format_version": "1.0", "name": "n",
            "horizon": { "start": START, "planning_hours": 24 },
            "system": { "classes": [{ "id": "c", "gauge_mm": 1520 }], "stations": [{ "id": "s" }] },
            "trains": [],
        }),
    );
}

fn refused(file: &InstanceFile) -> Problems {
    Instance::from_file(file).expect_err("it is wrong")
}

/// Structs are told what a text is told, without lines, and every place is a JSON pointer to what serde writes of them.
#[test]
fn problems_of_structs_point_into_them() {
    let damages: [(&str, Value); 12] = [
        ("/trains/0/class", json!("nobody")),
        ("/trains/0/length_m", json!(0)),
        ("/trains/0/onward/from_store", json!("nowhere")),
        ("/trains/0/boxes/0/count", json!(9999)),
        ("/system/sections/0/from", json!("nowhere")),
        (
            "/system/sections/2/run_minutes/standard-loaded/up",
            json!(99_999),
        ),
        ("/system/sections/0/caps/0/per_day", json!(99_999)),
        ("/system/stations/1/sheds/0/spots/0/length_m", json!(0)),
        (
            "/system/stations/1/sheds/0/modes/1/steps/0/share_percent",
            json!(1),
        ),
        ("/system/stations/1/yards/0/tracks/0/count", json!(0)),
        ("/wind/series/0/zone", json!("nowhere")),
        ("/objective", json!({ "levels": [["lateness"], []] })),
    ];
    for (place, value) in damages {
        let mut written = small();
        set(&mut written, place, value);
        let text = written.to_string();
        let file: InstanceFile = serde_json::from_value(written).expect("its shape is right");
        let of_structs = refused(&file).0;
        let of_text = Instance::from_json(&text).expect_err("it is wrong").0;
        let codes = |problems: &[regauge_model::Problem]| -> Vec<(&str, String)> {
            let codes = problems.iter();
            let mut codes: Vec<_> = codes.map(|p| (p.code, p.path.clone())).collect();
            codes.sort();
            codes
        };
        assert_eq!(codes(&of_structs), codes(&of_text), "{place}");
        let again = serde_json::to_value(&file).expect("it is written");
        let mut points_there = false;
        for problem in &of_structs {
            assert_eq!(problem.line, None);
            let pointer = problem.pointer();
            assert!(again.pointer(&pointer).is_some(), "{problem}: {pointer}");
            points_there |= pointer.starts_with(place) || place.starts_with(&pointer);
        }
        assert!(points_there, "{place}: {of_structs:?}");
    }
}

/// Ids may hold what a place is written with.
#[test]
fn pointers_find_ids_with_points_and_slashes() {
    for id in ["a.b", "a/b", "a[0]", "a~b.down"] {
        let text = SMALL.replace("standard-loaded", id);
        let mut file: InstanceFile = serde_json::from_str(&text).expect("its shape is right");
        let minutes = file.system.sections[2].run_minutes.get_mut(id);
        minutes.expect("the class runs there").down = 99_999;
        let problems = refused(&file);
        let pointer = problems.0[0].pointer();
        let written = serde_json::to_value(&file).expect("it is written");
        assert_eq!(written.pointer(&pointer), Some(&json!(99_999)), "{pointer}");
    }
}
