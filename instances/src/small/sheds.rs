//! Sheds and outdoor modules in four shapes.

use super::setting::Setting;
use crate::rng::Random;
use regauge_model::filled;
use regauge_model::format::{
    CraneFile, ModeFile, ShedFile, SpotFile, StepFile, StretchFile, WindRuleFile,
};

/// One shed or two; the second may refuse reefers.
pub(super) fn sheds(setting: &Setting, random: &mut Random) -> Vec<ShedFile> {
    let n_sheds = if random.chance(65) { 1 } else { 2 };
    (1..=n_sheds)
        .map(|number| {
            let mut shed = shed(setting, &format!("h{number}"), random);
            if number == 2 && random.chance(60) {
                shed.accepts = vec!["container".to_owned(), "bulk".to_owned()];
            }
            shed
        })
        .collect()
}

fn shed(setting: &Setting, id: &str, random: &mut Random) -> ShedFile {
    let indoor = random.chance(55);
    let length_m = *random.pick(&[50, 100, 100]);
    let (spots, cranes, modes) = match random.below(100) {
        0..=5 => (vec![(0, length_m)], 2, one_pair(id, length_m)),
        6..=17 => (vec![(0, 100), (0, 100)], 2, two_pairs(id)),
        18..=69 => (vec![(0, 100), (0, 100)], 3, two_pairs_in_order(id)),
        _ => (
            vec![(0, length_m), (length_m, length_m)],
            2,
            inner_and_outer(id),
        ),
    };
    let in_line = spots.len() == 2 && spots[1].0 > 0;
    let mut spots: Vec<SpotFile> = spots
        .into_iter()
        .zip(1..)
        .map(|((at_m, length_m), number)| spot(setting, id, number, at_m, length_m, random))
        .collect();
    if in_line {
        spots[1].behind = vec![spots[0].id.clone()];
    }
    let cranes: Vec<CraneFile> = (0..cranes)
        .map(|number| {
            // Three share their work badly: slow enough that trains meet under them.
            let (least, most) = if cranes == 3 { (5, 12) } else { (20, 60) };
            filled!(
                CraneFile::new(crane(id, number), random.figure(least, most));
                closed: setting.closures(30, random),
            )
        })
        .collect();
    let crane_rule = filled!(
        WindRuleFile::default();
        stop_mean_mps: random.chance(50).then_some(10.8),
        stop_gust_mps: Some(17.0),
        resume_delay_minutes: random.figure(0, 30),
        slow_gust_mps: random.chance(40).then_some(13.0),
    );
    filled!(
        ShedFile::new(id, indoor, spots);
        zone: (!indoor && random.chance(30)).then(|| "z2".to_owned()),
        cranes,
        modes,
        crane_rule: (!indoor && random.chance(80)).then(|| filled!(
            crane_rule.clone();
            slow_speed_percent: crane_rule.slow_gust_mps.map(|_| 60),
        )),
        placing_minutes: Some(random.figure(4, 12)),
        pulling_minutes: Some(random.figure(4, 12)),
    )
}

fn crane(shed: &str, number: usize) -> String {
    format!("{shed}-{}", ["A", "B", "C"][number])
}

fn spot(
    setting: &Setting,
    shed: &str,
    number: u32,
    at_m: u32,
    length_m: u32,
    random: &mut Random,
) -> SpotFile {
    filled!(
        SpotFile::new(format!("{shed}-{number}"), [1520, 1435], length_m);
        at_m,
        preparation_minutes: Some(random.figure(3, 8)),
        finishing_minutes: Some(random.figure(3, 10)),
        clearing_minutes: Some(random.figure(0, 5)),
        closed: setting.closures(25, random),
    )
}

/// A step of the cranes with these numbers.
fn step(shed: &str, cranes: &[usize], share_percent: u32, stretch: Option<[u32; 2]>) -> StepFile {
    filled!(
        StepFile::new(cranes.iter().map(|&number| crane(shed, number)).collect());
        share_percent,
        rate_percent: if cranes.len() > 1 { 85 } else { 100 },
        stretch: stretch.map(|[from_m, to_m]| StretchFile { from_m, to_m }),
    )
}

fn mode(id: &str, steps: Vec<StepFile>) -> ModeFile {
    ModeFile::new(id, steps)
}

/// One pair: both cranes, or one of them for short rakes.
fn one_pair(shed: &str, length_m: u32) -> Vec<ModeFile> {
    vec![
        mode("both", vec![step(shed, &[0, 1], 100, None)]),
        filled!(
            mode("one", vec![step(shed, &[1], 100, None)]);
            max_length_m: Some(length_m * 7 / 10),
        ),
    ]
}

/// Two pairs under two cranes: both on one train, or by halves in either order.
fn two_pairs(shed: &str) -> Vec<ModeFile> {
    let west = |share| step(shed, &[0], share, Some([0, 50]));
    let east = |share| step(shed, &[1], share, Some([50, 100]));
    vec![
        filled!(
            mode("both", vec![step(shed, &[0, 1], 100, None)]);
            min_length_m: Some(55),
        ),
        mode("west-east", vec![west(50), east(50)]),
        mode("east-west", vec![east(40), west(60)]),
    ]
}

/// Two pairs under three cranes: the cranes of the one reach into the stretch of the other, unless a short rake takes fewer.
fn two_pairs_in_order(shed: &str) -> Vec<ModeFile> {
    vec![
        filled!(
            mode("ab", vec![step(shed, &[0, 1], 100, Some([0, 70]))]);
            spots: vec![format!("{shed}-1")],
        ),
        filled!(
            mode("c", vec![step(shed, &[2], 100, Some([50, 100]))]);
            spots: vec![format!("{shed}-2")],
        ),
        filled!(
            mode("a", vec![step(shed, &[0], 100, Some([0, 50]))]);
            spots: vec![format!("{shed}-1")],
            max_length_m: Some(50),
        ),
        filled!(
            mode("bc", vec![step(shed, &[1, 2], 100, Some([30, 100]))]);
            spots: vec![format!("{shed}-2")],
            min_length_m: Some(80),
        ),
    ]
}

/// One pair with an outer and an inner spot: a crane each, or both on one of them.
fn inner_and_outer(shed: &str) -> Vec<ModeFile> {
    vec![
        filled!(
            mode("outer", vec![step(shed, &[0], 100, None)]);
            spots: vec![format!("{shed}-1")],
        ),
        filled!(
            mode("inner", vec![step(shed, &[1], 100, None)]);
            spots: vec![format!("{shed}-2")],
        ),
        mode("both", vec![step(shed, &[0, 1], 100, None)]),
    ]
}
