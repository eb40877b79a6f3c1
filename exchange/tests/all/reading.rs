//! What is wrong with a file is told with code, place, value and advice; no file makes the reader panic.

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use regauge_exchange::displib::{PROBLEMS, PlanConfig, plan, read_instance, read_solution, verify};
use regauge_model::{Language, Problems};

const INSTANCE: &str = r#"{"trains":[[{"start_lb":1,"start_ub":5,"min_duration":2,"resources":[{"resource":"r","release_time":1}],"successors":[1]},{"min_duration":0,"successors":[]}]],"objective":[{"type":"op_delay","train":0,"operation":1,"threshold":2,"increment":1,"coeff":1}]}"#;
const SOLUTION: &str = r#"{"objective_value":1,"events":[{"time":1,"train":0,"operation":0},{"time":3,"train":0,"operation":1}]}"#;

/// Code, place and value of every problem.
fn told<T>(read: Result<T, Problems>) -> Vec<(&'static str, String, String)> {
    let problems = read.err().map_or(Vec::new(), |problems| problems.0);
    let all = problems.iter().map(|problem| {
        assert!(!problem.message.is_empty() && !problem.advice.is_empty());
        assert!(PROBLEMS.iter().any(|(code, _)| *code == problem.code));
        let chinese = problem.in_language(Language::Chinese);
        assert!(!chinese.is_ascii(), "{chinese}");
        (problem.code, problem.path.clone(), problem.value.clone())
    });
    all.collect()
}

fn with(from: &str, to: &str) -> Vec<(&'static str, String, String)> {
    assert!(INSTANCE.contains(from), "{from}");
    told(read_instance(INSTANCE.replace(from, to).as_bytes()))
}

fn one(code: &'static str, path: &str, value: &str) -> Vec<(&'static str, String, String)> {
    vec![(code, path.to_owned(), value.to_owned())]
}

#[test]
fn sound_files_are_read() {
    assert_eq!(told(read_instance(INSTANCE.as_bytes())), []);
    assert_eq!(told(read_solution(SOLUTION.as_bytes())), []);
    // what is left out is nothing
    let text = r#"{"trains":[[{"successors":[]}]],"objective":[]}"#;
    let instance = read_instance(text.as_bytes()).expect("sound");
    assert_eq!(instance.trains[0][0].min_duration, 0);
    // a bound far off is none
    assert_eq!(with(r#""start_ub":5"#, r#""start_ub":9000000000"#), []);
    // files of others use a resource twice
    assert_eq!(
        with(
            r#"[{"resource":"r""#,
            r#"[{"resource":"r"},{"resource":"r""#
        ),
        []
    );
}

#[test]
fn every_problem_has_its_code_place_and_value() {
    let first = "trains[0][0]";
    assert_eq!(told(read_instance(b"{")), one("D0101", "", ""));
    assert_eq!(told(read_instance(b"\xff\xfe")), one("D0101", "", ""));
    assert_eq!(told(read_instance(b"[]")), one("D0102", "", "[]"));
    assert_eq!(
        with(r#""start_lb":1"#, r#""start_lb":1.5"#),
        one("D0102", &format!("{first}.start_lb"), "1.5")
    );
    assert_eq!(
        with(r#"{"resource":"r""#, r#"{"resource":7"#),
        one("D0102", &format!("{first}.resources[0].resource"), "7")
    );
    assert_eq!(
        with(r#""start_lb""#, r#""start""#),
        one("D0103", &format!("{first}.start"), "1")
    );
    assert_eq!(
        with(r#","successors":[1]"#, ""),
        [
            ("D0104", format!("{first}.successors"), String::new()),
            ("D0202", format!("{first}.successors"), String::new()),
            ("D0202", "trains[0][1]".to_owned(), String::new()),
        ]
    );
    assert_eq!(
        with(r#""min_duration":2"#, r#""min_duration":-2"#),
        one("D0201", &format!("{first}.min_duration"), "-2")
    );
    assert_eq!(
        with(r#""coeff":1"#, r#""coeff":99999999999999999999"#),
        one("D0102", "objective[0].coeff", "1e+20")
    );
    assert_eq!(
        with(r#""successors":[1]"#, r#""successors":[1,0]"#),
        one("D0202", &format!("{first}.successors[1]"), "0")
    );
    assert_eq!(
        with(r#""successors":[1]"#, r#""successors":[1,9]"#),
        one("D0203", &format!("{first}.successors[1]"), "9")
    );
    assert_eq!(
        with(r#""trains":["#, r#""trains":[[],"#)
            .first()
            .map(|own| own.0),
        Some("D0202")
    );
    assert_eq!(
        with(r#""train":0,"operation":1"#, r#""train":1,"operation":1"#),
        one("D0203", "objective[0].train", "1")
    );
    assert_eq!(
        with(r#""train":0,"operation":1"#, r#""train":0,"operation":2"#),
        one("D0203", "objective[0].operation", "2")
    );
    assert_eq!(
        with("op_delay", "op_early"),
        one("D0204", "objective[0].type", r#""op_early""#)
    );
    assert_eq!(
        with(r#""start_ub":5"#, r#""start_ub":0"#),
        one("D0205", &format!("{first}.start_ub"), "0")
    );
    let operations: Vec<String> = (1..=6)
        .map(|next| format!(r#"{{"min_duration":100000000,"successors":[{next}]}},"#))
        .collect();
    let long = format!(
        r#"{{"trains":[[{}{{"successors":[]}}]],"objective":[]}}"#,
        operations.concat()
    );
    assert_eq!(
        told(read_instance(long.as_bytes())),
        one("D0206", "trains", "")
    );
    let solution = SOLUTION.replace(r#""time":1"#, r#""time":-1"#);
    assert_eq!(
        told(read_solution(solution.as_bytes())),
        one("D0201", "events[0].time", "-1")
    );
    let solution = SOLUTION.replace(r#""time":1"#, r#""at":1"#);
    assert_eq!(
        told(read_solution(solution.as_bytes())),
        [
            ("D0103", "events[0].at".to_owned(), "1".to_owned()),
            ("D0104", "events[0].time".to_owned(), String::new()),
        ]
    );
}

#[test]
fn all_problems_are_told_at_once_but_not_thousands() {
    let text = INSTANCE.replace(r#""start_lb":1"#, r#""start_lb":-1"#);
    let text = text.replace(r#""coeff":1"#, r#""coeff":-1"#);
    assert_eq!(told(read_instance(text.as_bytes())).len(), 2);
    let many = vec!["7"; 5000].join(",");
    let text = format!(r#"{{"trains":[{many}],"objective":[]}}"#);
    assert_eq!(told(read_instance(text.as_bytes())).len(), 100);
}

#[test]
fn long_values_are_shortened() {
    let text = INSTANCE.replace("op_delay", &"ö".repeat(5000));
    let told = told(read_instance(text.as_bytes()));
    assert!(told[0].2.chars().count() < 80, "{}", told[0].2);
}

#[test]
fn damaged_files_are_refused_or_planned_and_verified() {
    let mut random = Pcg64Mcg::seed_from_u64(7);
    let pieces: [&[u8]; 10] = [
        b"9",
        b"-",
        b"[",
        b"]",
        b"{}",
        b"null",
        b"1e9",
        b"\"r\"",
        b"\xf0",
        b"99999999999999999999",
    ];
    let (mut n_read, mut n_refused) = (0, 0);
    for _ in 0..4000 {
        let damaged = |text: &str, random: &mut Pcg64Mcg| {
            let mut bytes = text.as_bytes().to_vec();
            for _ in 0..random.random_range(0..3) {
                let at = random.random_range(0..bytes.len());
                let to = (at + random.random_range(0..4)).min(bytes.len());
                let piece = pieces[random.random_range(0..pieces.len())];
                bytes.splice(at..to, piece.iter().copied());
            }
            bytes
        };
        let instance = read_instance(&damaged(INSTANCE, &mut random));
        let solution = read_solution(&damaged(SOLUTION, &mut random));
        let Ok(instance) = instance else {
            n_refused += 1;
            continue;
        };
        n_read += 1;
        if let Ok(solution) = solution {
            verify(&instance, &solution);
        }
        let run = PlanConfig {
            work: 0.003,
            seed: 1,
        };
        if let Some(solution) = plan(&instance, run, &|| false).solution {
            assert!(
                verify(&instance, &solution).is_valid(),
                "{}",
                instance.to_json()
            );
        }
    }
    assert!(n_read > 500 && n_refused > 500, "{n_read} {n_refused}");
    // deep nesting is no way to overflow a stack
    let deep = "[".repeat(100_000);
    assert!(read_instance(deep.as_bytes()).is_err());
}
