//! The figures of the sheds and outdoor modules.

use crate::config::{DailySpan, ShedConfig};
use regauge_model::filled;
use regauge_model::format::{ModeFile, StepFile, StretchFile, WindRuleFile};

/// A mode of one step on the whole spot.
fn whole(id: &str, prefix: &str, letters: &[&str], rate_percent: u32) -> ModeFile {
    ModeFile::new(
        id,
        vec![filled!(
            StepFile::new(letters.iter().map(|l| format!("{prefix}-{l}")).collect());
            rate_percent,
        )],
    )
}

/// A shed like No. 23: one pair, four cranes of which three are active; the fourth is in maintenance, by night D, by day A.
pub(super) fn single_shed(number: &str) -> ShedConfig {
    let span = |from, to| Some(DailySpan { from, to });
    ShedConfig {
        id: format!("shed-{number}"),
        prefix: number.to_owned(),
        name: format!("第{number}换装库"),
        indoor: true,
        pairs: 1,
        length_m: 800,
        spot_minutes: [20, 45, 15],
        closed: None,
        lifts_per_hour: 30,
        cranes: vec![
            ("A".to_owned(), span(780, 1440)),
            ("B".to_owned(), None),
            ("C".to_owned(), None),
            ("D".to_owned(), span(0, 660)),
        ],
        modes: vec![
            whole("abc", number, &["A", "B", "C"], 100),
            whole("bcd", number, &["B", "C", "D"], 100),
        ],
        crane_rule: None,
        ground_work_in_stops: false,
        moving_minutes: 30,
    }
}

/// A shed like No. 22: two pairs under one runway; three cranes on one train, or two trains at once by halves.
pub(super) fn double_shed(number: &str) -> ShedConfig {
    let half = |letters: [&str; 2], from_m, to_m| {
        filled!(
            StepFile::new(letters.iter().map(|l| format!("{number}-{l}")).collect());
            share_percent: 50,
            stretch: Some(StretchFile { from_m, to_m }),
        )
    };
    let halves = |id: &str, steps| {
        filled!(
            whole(id, number, &[], 100);
            steps,
        )
    };
    let (west, east) = (half(["A", "B"], 0, 400), half(["C", "D"], 400, 800));
    ShedConfig {
        pairs: 2,
        cranes: vec![
            ("A".to_owned(), None),
            ("B".to_owned(), None),
            ("C".to_owned(), None),
            (
                "D".to_owned(),
                Some(DailySpan {
                    from: 1140,
                    to: 1320,
                }),
            ),
        ],
        modes: vec![
            whole("abc", number, &["A", "B", "C"], 100),
            halves("west-east", vec![west.clone(), east.clone()]),
            halves("east-west", vec![east, west]),
        ],
        ..single_shed(number)
    }
}

/// An outdoor module: one pair, two slower cranes, closed by night.
pub(super) fn outdoor(number: u32) -> ShedConfig {
    let prefix = format!("o{number}");
    ShedConfig {
        id: format!("outdoor-{number}"),
        name: format!("露天换装{number}线"),
        indoor: false,
        pairs: 1,
        length_m: 800,
        spot_minutes: [30, 60, 15],
        closed: Some(DailySpan { from: 300, to: 840 }),
        lifts_per_hour: 20,
        cranes: vec![("A".to_owned(), None), ("B".to_owned(), None)],
        modes: vec![whole("ab", &prefix, &["A", "B"], 90)],
        crane_rule: Some(filled!(
            WindRuleFile::default();
            stop_mean_mps: Some(10.8),
            stop_gust_mps: Some(17.0),
            resume_delay_minutes: 30,
        )),
        ground_work_in_stops: false,
        moving_minutes: 45,
        prefix,
    }
}
