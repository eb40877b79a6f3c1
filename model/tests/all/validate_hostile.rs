//! Hostile files: whatever the bytes, the answer is an instance or problems, without a panic, and without work that
//! grows with the square of the file.

use crate::common::{SMALL, small};
use regauge_model::validate::instance_from_json;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Far longer than any of these files takes, however busy the machine: seconds, where work grows with the file. With its
/// square it is hours.
const HANGS: Duration = Duration::from_secs(1800);
const MEGABYTE: usize = 1024 * 1024;

/// A small generator (splitmix64), so that the bytes are the same every time.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }
}

fn compact() -> String {
    small().to_string()
}

/// Pointers to every value of the small file.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                pointers(value, &format!("{at}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (i, value) in items.iter().enumerate() {
                pointers(value, &format!("{at}/{i}"), found);
            }
        }
        _ => {}
    }
}

fn all_pointers() -> Vec<String> {
    let mut found = Vec::new();
    pointers(&small(), "", &mut found);
    found
}

#[test]
fn truncated_at_every_byte() {
    let text = compact();
    for end in 0..text.len() {
        assert!(
            instance_from_json(&text.as_bytes()[..end]).is_err(),
            "cut at {end}"
        );
    }
}

#[test]
fn random_bytes_and_flipped_bytes() {
    let mut random = Random(1);
    for _ in 0..2000 {
        let length = random.below(200);
        let bytes: Vec<u8> = (0..length).map(|_| random.next() as u8).collect();
        let _ = instance_from_json(&bytes);
    }
    let text = compact().into_bytes();
    for _ in 0..600 {
        let mut bytes = text.clone();
        for _ in 0..=random.below(3) {
            let position = random.below(bytes.len());
            bytes[position] = b"{}[]\",:0123456789.eE-+ntf\\u\xff"[random.below(28)];
        }
        let _ = instance_from_json(&bytes);
    }
}

#[test]
fn wrong_types_everywhere() {
    let others = [
        Value::Null,
        json!(true),
        json!(-1),
        json!(0),
        json!(1_000_000_000),
        json!(1e300),
        json!(0.5),
        json!(""),
        json!("2025-03-01T18:00:00"),
        json!("9999-12-31T23:59:00-23:59"),
        json!("0000-01-01T00:00:00+23:59"),
        json!("2016-12-31T23:59:60Z"),
        json!([]),
        json!({}),
        json!([[]]),
        json!({ "a": 1 }),
    ];
    for pointer in all_pointers() {
        for other in &others {
            let mut file = small();
            *file.pointer_mut(&pointer).expect("a pointer of the file") = other.clone();
            if let Err(problems) = instance_from_json(file.to_string().as_bytes()) {
                assert!(!problems.0.is_empty(), "{pointer} {other}");
            }
        }
    }
}

#[test]
fn anything_left_out_or_doubled() {
    for pointer in all_pointers() {
        let Some((parent, last)) = pointer.rsplit_once('/') else {
            continue;
        };
        let mut without = small();
        let mut twice = small();
        match (without.pointer_mut(parent), twice.pointer_mut(parent)) {
            (Some(Value::Object(fields)), _) => {
                fields.remove(last);
            }
            (Some(Value::Array(items)), Some(Value::Array(more))) => {
                let position: usize = last.parse().expect("a position");
                items.remove(position);
                more.push(more[position].clone());
            }
            _ => {}
        }
        for file in [without, twice] {
            if let Err(problems) = instance_from_json(file.to_string().as_bytes()) {
                assert!(!problems.0.is_empty(), "{pointer}");
            }
        }
    }
}

#[test]
fn every_number_is_huge_or_zero() {
    for pointer in all_pointers() {
        if pointer.is_empty() {
            continue;
        }
        for number in [json!(1_000_000_000), json!(u32::MAX), json!(0), json!(1)] {
            let mut file = small();
            let value = file.pointer_mut(&pointer).expect("a pointer of the file");
            if value.is_number() {
                *value = number;
                let _ = instance_from_json(file.to_string().as_bytes());
            }
        }
    }
    for pointer in [
        "/trains/0/wagons",
        "/trains/0/boxes/0/count",
        "/system/stations/1/yards/0/tracks/0/count",
    ] {
        let mut file = small();
        *file.pointer_mut(pointer).expect("a pointer of the file") = json!(1_000_000_000);
        assert!(
            instance_from_json(file.to_string().as_bytes()).is_err(),
            "{pointer}"
        );
    }
}

#[test]
fn deep_nesting() {
    for (open, code) in [
        ("[", "E0103"),
        ("{\"a\":", "E0103"),
        ("{\"trains\":[", "E0103"),
    ] {
        let text = open.repeat(100_000);
        let problems = instance_from_json(text.as_bytes()).expect_err("it is too deep");
        assert!(
            problems.0.iter().any(|problem| problem.code == code),
            "{problems}"
        );
    }
}

fn refused(text: &[u8]) -> Vec<&'static str> {
    let start = Instant::now();
    let problems = instance_from_json(text).expect_err("it is wrong");
    assert!(start.elapsed() < HANGS, "took {:?}", start.elapsed());
    assert!(problems.0.len() <= 501, "{} problems", problems.0.len());
    problems.0.iter().map(|problem| problem.code).collect()
}

#[test]
fn fifty_megabytes_of_brackets() {
    assert_eq!(refused(&vec![b'['; 50 * MEGABYTE]), ["E0103"]);
}

#[test]
fn fifty_megabytes_of_zeros() {
    let text = format!("[{}0]", "0,".repeat(25 * MEGABYTE));
    assert_eq!(refused(text.as_bytes()), ["E0106"]);
    assert_eq!(refused(&vec![0; 50 * MEGABYTE]), ["E0101"]);
    assert_eq!(refused(&vec![b'0'; 50 * MEGABYTE]), ["E0101"]);
    assert_eq!(refused(&vec![b'7'; 50 * MEGABYTE]), ["E0203"]);
}

#[test]
fn fifty_megabytes_of_one_text_or_key() {
    let long = "x".repeat(50 * MEGABYTE);
    assert!(refused(format!("\"{long}\"").as_bytes()).contains(&"E0203"));
    assert!(refused(format!("{{\"{long}\":1}}").as_bytes()).contains(&"E0201"));
    let text = SMALL.replace("\"X8001\"", &format!("\"{long}\""));
    assert!(refused(text.as_bytes()).contains(&"E0303"));
}

#[test]
fn fifty_megabytes_of_unknown_fields() {
    let fields: Vec<String> = (0..2_500_000).map(|i| format!("\"field{i}\":0")).collect();
    let codes = refused(format!("{{{}}}", fields.join(",")).as_bytes());
    assert!(codes.contains(&"E0201") && codes.contains(&"E0107"));
}

#[test]
fn fifty_megabytes_of_garbage_trains() {
    let train = "{\"id\":\"X1\",\"class\":\"none\",\"from\":7,\"boxes\":[[]],\"parts\":-1}";
    let trains = format!("{train},").repeat(50 * MEGABYTE / (train.len() + 1));
    let text = SMALL.replace("\"trains\": [\n", &format!("\"trains\": [{trains}"));
    assert_ne!(text.len(), SMALL.len());
    refused(text.as_bytes());
}

/// The small file with many trains through to the border, of one length.
fn with_trains(count: usize, to: &str, length_m: u32) -> String {
    let train = |i: usize| {
        format!(
            "{{\"id\":\"T{i}\",\"class\":\"standard-loaded\",\"from\":\"jinghe\",\"to\":\"{to}\",\
             \"earliest_entry\":\"2025-03-02T20:00:00+08:00\",\"length_m\":{length_m},\"wagons\":52}}"
        )
    };
    let trains: Vec<String> = (0..count).map(train).collect();
    let mut file = small();
    // Without the list of trains in the state there is one list of trains.
    file["state"] = json!({});
    let text = file.to_string();
    let list = "\"trains\":[";
    let start = text.find(list).expect("the file has trains") + list.len();
    let (before, after) = text.split_at(start);
    format!("{before}{},{after}", trains.join(","))
}

#[test]
fn a_hundred_thousand_well_formed_trains() {
    assert!(refused(with_trains(100_000, "dostyk", 720).as_bytes()).contains(&"E0405"));
    assert!(refused(with_trains(90_000, "dostik", 720).as_bytes()).contains(&"E0301"));
    assert!(refused(with_trains(90_000, "dostyk", 5000).as_bytes()).contains(&"E0903"));
}

#[test]
fn larger_than_any_file() {
    assert_eq!(refused(&vec![b' '; 65 * MEGABYTE]), ["E0102"]);
}
