//! `displib` as people and programs read it, and what it refuses.

use crate::common::{code, regauge, said};
use insta::assert_snapshot;
use std::path::{Path, PathBuf};
use std::process::Output;
use tempfile::{TempDir, tempdir};

/// Two trains that meet on a single track with a loop of two tracks, one of which waits there.
const INSTANCE: &str = r#"{"trains":[
[{"start_ub":0,"min_duration":3,"resources":[{"resource":"west"}],"successors":[1,2]},
 {"min_duration":0,"resources":[{"resource":"loop 1"}],"successors":[3]},
 {"min_duration":0,"resources":[{"resource":"loop 2"}],"successors":[3]},
 {"min_duration":10,"resources":[{"resource":"east"}],"successors":[4]},
 {"min_duration":0,"successors":[]}],
[{"start_ub":0,"min_duration":10,"resources":[{"resource":"east"}],"successors":[1,2]},
 {"min_duration":0,"resources":[{"resource":"loop 1"}],"successors":[3]},
 {"min_duration":0,"resources":[{"resource":"loop 2"}],"successors":[3]},
 {"min_duration":10,"resources":[{"resource":"west"}],"successors":[4]},
 {"min_duration":0,"successors":[]}]],
"objective":[{"type":"op_delay","train":0,"operation":4,"threshold":10,"coeff":1},
 {"type":"op_delay","train":1,"operation":4,"threshold":10,"coeff":1}]}"#;

struct Folder(TempDir);

impl Folder {
    fn with(files: &[(&str, &str)]) -> Folder {
        let folder = tempdir().expect("a folder");
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).expect("a file");
        }
        Folder(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, line: &str) -> Output {
        let mut command = regauge(line.split(' '));
        command.current_dir(&self.0).output().expect("it runs")
    }

    fn said(&self, line: &str) -> String {
        let mut command = regauge(line.split(' '));
        said(command.current_dir(&self.0))
    }
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).expect("a text")
}

#[test]
fn a_problem_is_planned_and_its_solution_is_valid() {
    let folder = Folder::with(&[("meet.json", INSTANCE)]);
    assert_snapshot!("displib_solution", folder.said("displib meet.json"));
    let planned = folder.said("displib meet.json -o solution.json");
    assert_snapshot!("displib_summary", planned);
    let checked = folder.said("displib --check solution.json meet.json");
    assert_snapshot!("displib_checked", checked);
    let again = folder.run("displib meet.json --work 0.5");
    assert_eq!(
        again.stdout,
        read(&folder.path("solution.json")).into_bytes()
    );
    let chinese = folder.said("displib meet.json -o other.json --lang zh");
    assert_snapshot!("displib_summary_in_chinese", chinese);
}

#[test]
fn help_is_there_in_both_languages() {
    assert_snapshot!("help_of_displib", said(&mut regauge(["displib", "--help"])));
    let chinese = ["displib", "--help", "--lang", "zh"];
    assert_snapshot!("help_of_displib_in_chinese", said(&mut regauge(chinese)));
}

#[test]
fn a_solution_that_breaks_rules_is_a_finding() {
    let solution = r#"{"objective_value":7,"events":[{"time":0,"train":0,"operation":0},{"time":3,"train":0,"operation":1},
        {"time":4,"train":0,"operation":3},{"time":4,"train":1,"operation":0},{"time":14,"train":0,"operation":4}]}"#;
    let folder = Folder::with(&[("meet.json", INSTANCE), ("bad.json", solution)]);
    let line = "displib --check bad.json meet.json";
    assert_eq!(code(&folder.run(line)), 1);
    assert_snapshot!("displib_broken", folder.said(line));
    assert_snapshot!(
        "displib_broken_in_chinese",
        folder.said(&format!("{line} --lang zh"))
    );
    assert_snapshot!(
        "displib_broken_for_programs",
        folder.said(&format!("{line} --format json"))
    );
}

#[test]
fn a_problem_without_a_solution_is_a_finding_and_nothing_is_written() {
    let one_track = INSTANCE.replace("loop 2", "loop 1");
    let folder = Folder::with(&[("meet.json", &one_track)]);
    let done = folder.run("displib meet.json -o solution.json");
    assert_eq!(code(&done), 1);
    assert!(done.stdout.is_empty() && !folder.path("solution.json").exists());
    assert_snapshot!("displib_impossible", folder.said("displib meet.json"));
    let none = folder.said("displib meet.json --work 0 --format json");
    assert_snapshot!("displib_without_work", none);
}

#[test]
fn bad_files_are_refused_with_place_and_advice() {
    let bad = INSTANCE.replace(r#""min_duration":3"#, r#""min_duration":-3,"colour":"red""#);
    let folder = Folder::with(&[
        ("meet.json", &bad),
        ("good.json", INSTANCE),
        ("no.json", "{"),
    ]);
    assert_eq!(code(&folder.run("displib meet.json")), 2);
    assert_snapshot!("displib_refused", folder.said("displib meet.json"));
    assert_snapshot!(
        "displib_refused_in_chinese",
        folder.said("displib meet.json --lang zh")
    );
    for line in [
        "displib no.json",
        "displib nowhere.json",
        "displib --check no.json good.json",
        "displib --check good.json good.json",
        "displib --check - -",
        "displib --check good.json good.json --seed 2",
        "displib good.json -o good.json",
        "displib good.json --work -1",
    ] {
        assert_eq!(code(&folder.run(line)), 2, "{line}");
    }
    assert_eq!(read(&folder.path("good.json")), INSTANCE);
}
