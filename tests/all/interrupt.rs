//! The interrupt key: the first one ends a run with the best plan so far, the second one at once.
//!
//! Linux alone: there `/proc` tells when the command has begun to listen, so that no test waits by the clock.

use crate::common::{code, regauge};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::tempdir;

/// More work than any test waits for.
const ENDLESS: &str = "1000000";

/// After this long the command hangs, however busy the machine.
const HANGS: Duration = Duration::from_secs(1800);

/// The signals heeded: the end of the terminal, Ctrl-C, the request to end.
const SIGNALS: [u32; 3] = [1, 2, 15];

/// Begins a run that does not end by itself.
fn endless(output: &Path) -> Child {
    regauge(["plan", "--demo", "xl", "--work", ENDLESS, "-o"])
        .arg(output)
        // nobody reads it before the command ends, and what it says of trains left out may be more than a pipe holds
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Waits until the process handles the interrupt key by itself.
fn wait_until_it_listens(child: &mut Child) {
    let begun = Instant::now();
    loop {
        let heeded = mask(child.id(), "SigCgt:") | mask(child.id(), "SigIgn:");
        if SIGNALS
            .iter()
            .all(|signal| heeded & (1 << (signal - 1)) != 0)
        {
            return;
        }
        assert!(child.try_wait().unwrap().is_none(), "it left at once");
        assert!(begun.elapsed() < HANGS, "it never listens");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn interrupt(child: &Child) {
    let sent = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(sent.success());
}

fn end(mut child: Child) -> Output {
    let begun = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if begun.elapsed() > HANGS {
            child.kill().unwrap();
            panic!("it does not end");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    child.wait_with_output().unwrap()
}

#[test]
fn the_first_interrupt_gives_the_best_plan_so_far() {
    let directory = tempdir().unwrap();
    let path = directory.path().join("plan.json");
    let mut child = endless(&path);
    wait_until_it_listens(&mut child);
    interrupt(&child);
    let output = end(child);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(code(&output) <= 1, "{said}");
    assert_eq!(said, "", "no terminal, so no progress");

    let plan: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    assert_eq!(plan["status"], "interrupted");
    let check = regauge(["check", "--format", "json", "--demo", "xl"])
        .arg(&path)
        .output()
        .unwrap();
    assert_eq!(code(&check), 0);
    let report: serde_json::Value = serde_json::from_slice(&check.stdout).unwrap();
    assert_eq!(report["violations"].as_array().unwrap().len(), 0);
    assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 1);
}

/// A mask of signals of a process, as `/proc` shows it.
fn mask(process: u32, name: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let mask = status.lines().find_map(|line| line.strip_prefix(name));
    u64::from_str_radix(mask.unwrap().trim(), 16).unwrap()
}

/// What the caller has ignored stays so: `nohup` with the end of the terminal, a shell with Ctrl-C for what it runs behind itself.
#[test]
fn a_signal_that_the_caller_ignores_stays_ignored() {
    let directory = tempdir().unwrap();
    let path = directory.path().join("plan.json");
    let mut child = Command::new("sh")
        .args(["-c", r#"trap "" HUP; exec "$0" "$@""#])
        .arg(env!("CARGO_BIN_EXE_regauge"))
        .args(["plan", "--demo", "xl", "--work", ENDLESS, "-o"])
        .arg(&path)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    wait_until_it_listens(&mut child);
    let hangup = 1;
    assert_ne!(mask(child.id(), "SigIgn:") & hangup, 0);
    assert_eq!(mask(child.id(), "SigCgt:") & hangup, 0);
    interrupt(&child);
    assert!(code(&end(child)) <= 1);

    if mask(std::process::id(), "SigIgn:") & hangup != 0 {
        println!(
            "skipped: these tests run under `nohup` themselves, and what is ignored is inherited"
        );
        return;
    }
    // Where nobody ignores it, it ends the run as Ctrl-C does.
    let mut child = endless(&path);
    wait_until_it_listens(&mut child);
    assert_eq!(mask(child.id(), "SigIgn:") & hangup, 0);
    let id = child.id().to_string();
    let sent = Command::new("kill").args(["-HUP", &id]).status().unwrap();
    assert!(sent.success());
    let output = end(child);
    assert!(code(&output) <= 1);
    let plan: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    assert_eq!(plan["status"], "interrupted");
}

#[test]
fn the_second_interrupt_leaves_at_once() {
    let directory = tempdir().unwrap();
    // Nobody reads this pipe, so the command can never finish by itself.
    let pipe = directory.path().join("pipe");
    let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    let mut child = endless(&pipe);
    wait_until_it_listens(&mut child);
    // Two of one kind may arrive as one, so they are sent until the process is gone.
    let begun = Instant::now();
    while child.try_wait().unwrap().is_none() {
        assert!(begun.elapsed() < HANGS, "it does not leave");
        interrupt(&child);
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(code(&child.wait_with_output().unwrap()), 130);
}

/// Files that wait for their names are taken away with whoever leaves at once.
#[test]
fn the_second_interrupt_leaves_no_passing_files() {
    let directory = tempdir().unwrap();
    let inside = |name: &str| directory.path().join(name);
    // Nobody reads this pipe: the command waits there, when the plan is already in its passing file.
    let made = Command::new("mkfifo").arg(inside("pipe")).status().unwrap();
    assert!(made.success());
    let mut child = regauge(["plan", "--demo", "s", "--work", "0", "-o", "plan.json"])
        .args(["--html", "pipe"])
        .current_dir(directory.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    wait_until_it_listens(&mut child);
    let files = || std::fs::read_dir(directory.path()).unwrap().count();
    let begun = Instant::now();
    while files() < 2 {
        assert!(begun.elapsed() < HANGS, "it writes nothing");
        std::thread::sleep(Duration::from_millis(5));
    }
    while child.try_wait().unwrap().is_none() {
        assert!(begun.elapsed() < HANGS, "it does not leave");
        interrupt(&child);
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(code(&child.wait_with_output().unwrap()), 130);
    assert_eq!(files(), 1);
}
