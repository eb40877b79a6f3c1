//! Hostile inputs: whatever the bytes, problems are told and nothing panics.
//!
//! `REGAUGE_HOSTILE` sets how many are tried.

use crate::common::{code, regauge, run_with_input, small_instance};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use regauge::{Instance, Planner, Problems, check};
use std::panic::AssertUnwindSafe;

/// Inputs tried where the environment does not say.
const TRIED: usize = 300;

/// Moves with which what is accepted is planned: every part of a run has its say, and many inputs are tried.
const WORK: f64 = 0.05;

fn tried() -> usize {
    let asked = std::env::var("REGAUGE_HOSTILE").ok();
    asked.and_then(|text| text.parse().ok()).unwrap_or(TRIED)
}

/// Problems are never an empty list: whoever is refused learns why. What is accepted can be planned.
fn told(result: Result<Instance, Problems>, input: &[u8]) {
    match result {
        Ok(instance) => {
            let run = || Planner::new(&instance).work(WORK).run().plan;
            let plan = std::panic::catch_unwind(AssertUnwindSafe(run))
                .unwrap_or_else(|_| panic!("no plan, a panic: {}", shown(input)));
            let violations = check(&instance, &plan).violations;
            assert!(violations.is_empty(), "{}: {violations:#?}", shown(input));
        }
        Err(Problems(problems)) => {
            assert!(
                !problems.is_empty(),
                "refused without a reason: {}",
                shown(input)
            );
        }
    }
}

fn shown(input: &[u8]) -> String {
    String::from_utf8_lossy(input).chars().take(400).collect()
}

#[test]
fn random_bytes_are_told_about() {
    let mut random = Pcg64Mcg::seed_from_u64(1);
    for _ in 0..tried() {
        let length = random.random_range(0..400);
        let bytes: Vec<u8> = (0..length).map(|_| random.random()).collect();
        told(Instance::from_json(&bytes), &bytes);
    }
}

#[test]
fn damaged_instances_are_told_about() {
    let whole = small_instance().as_bytes();
    let mut random = Pcg64Mcg::seed_from_u64(2);
    for _ in 0..tried() {
        let mut bytes = whole.to_vec();
        for _ in 0..random.random_range(1..4) {
            if bytes.is_empty() {
                break;
            }
            let at = random.random_range(0..bytes.len());
            match random.random_range(0..4) {
                0 => bytes[at] = random.random(),
                1 => bytes[at] = b"0123456789-.eE\"[]{},:"[random.random_range(0..21)],
                2 => {
                    let end = bytes.len().min(at + random.random_range(1..40));
                    bytes.drain(at..end);
                }
                _ => bytes.truncate(at.max(1)),
            }
        }
        told(Instance::from_json(&bytes), &bytes);
    }
}

#[test]
fn numbers_at_the_edges_are_told_about() {
    let whole: serde_json::Value = serde_json::from_str(small_instance()).unwrap();
    let mut pointers = Vec::new();
    numbers(&whole, String::new(), &mut pointers);
    let mut random = Pcg64Mcg::seed_from_u64(3);
    let edges = [
        "0",
        "-1",
        "1",
        "4294967295",
        "4294967296",
        "2147483647",
        "-2147483648",
        "9223372036854775807",
        "18446744073709551615",
        "1e308",
        "-1e308",
        "0.5",
        "1e-308",
    ];
    for _ in 0..tried() {
        let mut changed = whole.clone();
        let pointer = &pointers[random.random_range(0..pointers.len())];
        let edge = edges[random.random_range(0..edges.len())];
        *changed.pointer_mut(pointer).unwrap() = serde_json::from_str(edge).unwrap();
        let text = changed.to_string();
        told(
            Instance::from_json(&text),
            format!("{pointer} = {edge}").as_bytes(),
        );
    }
}

#[test]
fn the_command_survives_what_is_no_instance() {
    let deep = "[".repeat(1_000_000);
    let inputs: [&[u8]; 8] = [
        b"",
        b"\0",
        b"\xff\xfe",
        b"null",
        b"[]",
        b"{\"a\":1,\"a\":2}",
        b"1e999999",
        deep.as_bytes(),
    ];
    for input in inputs {
        let output = run_with_input(&mut regauge(["plan", "-"]), input);
        assert_eq!(
            code(&output),
            2,
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(!output.stderr.is_empty());
    }
}

/// JSON pointers of every number of a value.
fn numbers(value: &serde_json::Value, pointer: String, found: &mut Vec<String>) {
    match value {
        serde_json::Value::Number(_) => found.push(pointer),
        serde_json::Value::Array(items) => {
            for (position, item) in items.iter().enumerate() {
                numbers(item, format!("{pointer}/{position}"), found);
            }
        }
        serde_json::Value::Object(fields) => {
            for (name, item) in fields {
                let name = name.replace('~', "~0").replace('/', "~1");
                numbers(item, format!("{pointer}/{name}"), found);
            }
        }
        _ => {}
    }
}
