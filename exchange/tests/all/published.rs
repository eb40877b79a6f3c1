//! The published files in the folder named by `REGAUGE_BENCHMARKS`, which are other people's and not here.

use regauge_exchange::displib::{PlanConfig, plan, read_instance, read_solution, verify};
use std::path::Path;

/// Least costs known, and whether they are proven: here or by others.
const KNOWN: [(&str, i64, bool); 9] = [
    ("smi_close_0", 679, true),
    ("smi_close_1", 4316, true),
    ("smi_close_2", 1331, true),
    ("smi_close_3", 1860, true),
    ("smi_close_4", 24225, true),
    ("smi_close_5", 314, true),
    ("smi_close_6", 21034, true),
    ("smi_close_7", 582, true),
    ("smi_close_8", 3413, true),
];

#[test]
fn published_files_are_planned_by_the_rules_and_as_well_as_anybody_has() {
    let Some(folder) = std::env::var_os("REGAUGE_BENCHMARKS") else {
        println!("REGAUGE_BENCHMARKS is not set: no published file is planned.");
        return;
    };
    for (name, known, is_proven) in KNOWN {
        let path = Path::new(&folder).join("displib").join(name);
        let Ok(text) = std::fs::read(path.with_extension("json")) else {
            continue;
        };
        let instance = read_instance(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let run = PlanConfig { work: 8.0, seed: 1 };
        let planned = plan(&instance, run, &|| false);
        let solution = planned
            .solution
            .unwrap_or_else(|| panic!("{name}: no solution"));
        // as others read it
        let solution = read_solution(solution.to_json().as_bytes()).expect("what is written");
        let verified = verify(&instance, &solution);
        assert!(verified.is_valid(), "{name}: {:?}", verified.violations);
        let bound = planned.bound.unwrap_or(i64::MAX);
        assert!(bound <= known, "{name}: a bound of {bound}");
        if is_proven {
            assert_eq!((verified.value, bound), (known, known), "{name}");
        } else {
            assert!(
                verified.value * 10 <= known * 11,
                "{name}: {}",
                verified.value
            );
        }
    }
}
