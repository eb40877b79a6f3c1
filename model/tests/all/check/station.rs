//! Rules `stages`, `teams`, `tracks`, `locomotives`, `shunting-wind`.

use super::fixture::*;
use regauge_model::instance::Rake;
use regauge_model::plan::{Activity, Event};
use serde_json::json;

fn is_stage(name: u32) -> impl Fn(&Event) -> bool {
    move |event| matches!(event.what, Activity::Stage { stage, .. } if stage.0 == name)
}

const INSPECTION: u32 = 0;
const WAYBILL: u32 = 1;
const EXPORT_CHECK: u32 = 4;

#[test]
fn stages_begin_after_the_arrival() {
    let (instance, mut plan) = good();
    shift(
        event(&instance, &mut plan, "T1", is_stage(INSPECTION)),
        -1,
        -1,
    );
    broken_restated(&instance, &mut plan, &["stages"]);
}

#[test]
fn stages_placing_waits_for_them() {
    let (instance, mut plan) = good();
    shift(
        event(&instance, &mut plan, "T1", is_stage(INSPECTION)),
        1,
        1,
    );
    broken_restated(&instance, &mut plan, &["stages"]);
}

#[test]
fn stages_departure_waits_for_those_before_it() {
    let (instance, mut plan) = good();
    let waybill = event(&instance, &mut plan, "T1", is_stage(WAYBILL));
    waybill.span = span(193, 253);
    restate(&instance, &mut plan);
    clean(&instance, &plan);
    shift(event(&instance, &mut plan, "T1", is_stage(WAYBILL)), 1, 1);
    broken_restated(&instance, &mut plan, &["stages"]);
}

#[test]
fn stages_of_departure_come_after_those_of_arrival() {
    let (instance, mut plan) = good();
    shift(
        event(&instance, &mut plan, "P1", is_stage(EXPORT_CHECK)),
        -1,
        -1,
    );
    broken_restated(&instance, &mut plan, &["stages"]);
}

#[test]
fn stages_the_run_waits_for_them() {
    let (instance, mut plan) = good();
    shift(
        event(&instance, &mut plan, "P1", is_stage(EXPORT_CHECK)),
        1,
        1,
    );
    broken_restated(&instance, &mut plan, &["stages"]);
}

#[test]
fn stages_do_not_overlap_closed_spans() {
    let closed = |from, to| {
        move |file: &mut serde_json::Value| {
            file["system"]["stations"][1]["stages"][4]["closed"] = json!([span_file(from, to)]);
        }
    };
    let (instance, plan) = good_in(closed(91, 100));
    broken(&instance, &plan, &["stages"]);
    let (instance, plan) = good_in(closed(92, 100));
    clean(&instance, &plan);
}

#[test]
fn stages_the_minutes_of_a_call_are_kept() {
    let call = |minutes: u32| {
        move |file: &mut serde_json::Value| {
            file["trains"][2]["calls"] = json!([{ "station": "A", "minutes": minutes }]);
        }
    };
    let (instance, plan) = good_in(call(30));
    clean(&instance, &plan);
    let (instance, plan) = good_in(call(31));
    broken(&instance, &plan, &["stages"]);
}

#[test]
fn teams_have_one_train_at_a_time() {
    let (instance, mut plan) = good();
    let second = event(&instance, &mut plan, "T2", is_stage(INSPECTION));
    // T1 has team 1 from 27 to 62, T2 comes at 67; so T1 goes later instead, and is placed too early for it.
    second.span = span(67, 102);
    let first = event(&instance, &mut plan, "T1", is_stage(INSPECTION));
    if let Activity::Stage { team, .. } = &mut first.what {
        *team = Some(2);
    }
    restate(&instance, &mut plan);
    clean(&instance, &plan);
    let (instance, plan) = good_in(|file| {
        file["trains"][1]["earliest_entry"] = json!(at(0));
        file["trains"][1]["stage_minutes"] = json!({ "inspection": 75 });
    });
    let mut plan = plan;
    // Enters at 20, stands there at 47, is inspected by team 1 of T1 until 102 and a minute over.
    let list = events(&instance, &mut plan, "T2");
    for event in list.iter_mut() {
        match &mut event.what {
            Activity::Run { .. } if event.rake == Rake::Arriving => event.span = span(12, 39),
            Activity::Track { .. } if event.rake == Rake::Arriving => event.span = span(36, 132),
            Activity::Stage { team, .. } if event.span.to.0 == 102 => {
                *team = Some(1);
                event.span = span(39, 114);
            }
            Activity::Stage { .. } if event.span.from.0 == 67 => event.span = span(39, 99),
            _ => {}
        }
    }
    // The placing at 102 is too early for such an inspection.
    broken_restated(&instance, &mut plan, &["stages", "teams"]);
}

#[test]
fn teams_are_those_of_the_stage() {
    let (instance, good) = good();
    for wrong in [None, Some(0), Some(3)] {
        let mut plan = good.clone();
        let inspection = event(&instance, &mut plan, "T1", is_stage(INSPECTION));
        if let Activity::Stage { team, .. } = &mut inspection.what {
            *team = wrong;
        }
        broken_restated(&instance, &mut plan, &["teams"]);
    }
}

#[test]
fn teams_busy_at_the_start_are_missing() {
    let busy = |until: i64| {
        move |file: &mut serde_json::Value| {
            file["state"] = json!({ "busy": [{ "station": "A", "stage": "import-check", "until": at(until) }] });
        }
    };
    let (instance, plan) = good_in(busy(223));
    clean(&instance, &plan);
    let (instance, plan) = good_in(busy(224));
    broken(&instance, &plan, &["teams"]);
}

fn is_track(event: &Event) -> bool {
    matches!(event.what, Activity::Track { .. })
}

#[test]
fn tracks_are_held_from_setting_to_clearing() {
    let (instance, good) = good();
    for (from, to) in [(1, 0), (-1, 0), (0, 1), (0, -1)] {
        for name in ["T1", "P1", "E1", "F1"] {
            let mut plan = good.clone();
            shift(event(&instance, &mut plan, name, is_track), from, to);
            broken_restated(&instance, &mut plan, &["tracks"]);
        }
    }
}

#[test]
fn tracks_hold_one_rake() {
    let (instance, mut plan) = good();
    // T1 is on track 1 from 24 to 92, T2 from 64.
    if let Activity::Track { track, .. } = &mut event(&instance, &mut plan, "T2", is_track).what {
        *track = 1;
    }
    broken_restated(&instance, &mut plan, &["tracks"]);
}

#[test]
fn tracks_are_long_enough_and_there() {
    let (instance, good) = good();
    for wrong in [5, 6, 0] {
        let mut plan = good.clone();
        if let Activity::Track { track, .. } = &mut event(&instance, &mut plan, "P1", is_track).what
        {
            *track = wrong;
        }
        broken_restated(&instance, &mut plan, &["tracks"]);
    }
}

#[test]
fn tracks_have_the_gauge_of_the_rake() {
    let (instance, mut plan) = good();
    let broad = yard(&instance, "broad");
    if let Activity::Track { yard, .. } = &mut event(&instance, &mut plan, "P1", is_track).what {
        *yard = broad;
    }
    broken_restated(&instance, &mut plan, &["tracks"]);
}

#[test]
fn tracks_are_in_the_yard_of_the_call() {
    let (instance, mut plan) = good();
    let sidings = yard(&instance, "sidings");
    let to_sidings = |plan: &mut _, instance| {
        let what = &mut event(instance, plan, "T1", is_track).what;
        *what = Activity::Track {
            yard: sidings,
            track: 1,
        };
    };
    to_sidings(&mut plan, &instance);
    broken_restated(&instance, &mut plan, &["tracks"]);
    let (instance, mut plan) = good_in(|file| {
        file["trains"][0]["calls"] = json!([{ "station": "A", "yard": "sidings" }]);
    });
    broken(&instance, &plan, &["tracks"]);
    to_sidings(&mut plan, &instance);
    restate(&instance, &mut plan);
    clean(&instance, &plan);
}

#[test]
fn locomotives_do_one_movement_at_a_time() {
    // Between the placings of T1 (to 92) and T2 (from 102) one locomotive has just time to run light.
    let (instance, mut plan) = good();
    let is_placing =
        |e: &Event| e.rake == Rake::Arriving && matches!(e.what, Activity::Placing { .. });
    if let Activity::Placing { locomotive, .. } =
        &mut event(&instance, &mut plan, "T2", is_placing).what
    {
        *locomotive = 1;
    }
    restate(&instance, &mut plan);
    clean(&instance, &plan);
    let (instance, mut plan) = good_in(|file| {
        file["system"]["stations"][1]["locomotives"][0]["light_run_minutes"] = json!(11);
    });
    if let Activity::Placing { locomotive, .. } =
        &mut event(&instance, &mut plan, "T2", is_placing).what
    {
        *locomotive = 1;
    }
    broken_restated(&instance, &mut plan, &["locomotives"]);
}

#[test]
fn locomotives_are_those_of_the_pool() {
    let (instance, good) = good();
    for wrong in [0, 3] {
        let mut plan = good.clone();
        let what = &mut event(&instance, &mut plan, "F1", |e| {
            matches!(e.what, Activity::FromStore { .. })
        })
        .what;
        if let Activity::FromStore { locomotive, .. } = what {
            *locomotive = wrong;
        }
        broken_restated(&instance, &mut plan, &["locomotives"]);
    }
}

#[test]
fn locomotives_busy_at_the_start_are_missing() {
    let busy = |until: i64| {
        move |file: &mut serde_json::Value| {
            let entry = json!({ "station": "A", "locomotive_gauge_mm": 1520, "until": at(until) });
            file["state"] = json!({ "busy": [entry, entry] });
        }
    };
    // T1 needs the first at 52, T2 the second at 92.
    let (instance, plan) = good_in(busy(52));
    clean(&instance, &plan);
    let (instance, plan) = good_in(busy(53));
    broken(&instance, &plan, &["locomotives"]);
}

#[test]
fn shunting_stops_in_the_wind() {
    let closure = |from, to| {
        move |file: &mut serde_json::Value| {
            let mut closure = span_file(from, to);
            closure["zone"] = json!("pass");
            closure["stops"] = json!("shunting");
            file["wind"] = json!({ "closures": [closure] });
        }
    };
    // F1 moves from 270 to 300 and runs light from 260.
    let (instance, plan) = good_in(closure(263, 264));
    broken(&instance, &plan, &["shunting-wind"]);
    let (instance, plan) = good_in(closure(300, 900));
    clean(&instance, &plan);
}

#[test]
fn shunting_stops_by_its_rule() {
    let (instance, plan) = good_in(|file| {
        file["wind"] = json!({ "series": [{ "zone": "pass", "hourly_from": at(180), "mean_mps": [5, 12], "gust_mps": [5, 22] }] });
        file["system"]["stations"][1]["shunting_rule"] =
            json!({ "stop_gust_mps": 20, "resume_delay_minutes": 30 });
    });
    // Stopped from 240 to 330: T2 is being pulled (233 to 263, both rakes), F1 moves.
    broken(&instance, &plan, &["shunting-wind"; 3]);
}
