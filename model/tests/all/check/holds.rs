//! Rule `holds`.

use super::fixture::*;
use regauge_model::instance::Rake;
use regauge_model::plan::Activity;
use regauge_model::system::Direction;
use regauge_model::{Instance, Plan};
use serde_json::{Value, json};

fn held(hold: Value) -> (Instance, Plan) {
    good_in(|file| file["holds"] = json!([hold]))
}

fn of(whom: &str, names: &[&str], until: i64) -> Value {
    json!({ "station": "A", whom: names, "until": at(until) })
}

#[test]
fn nobody_moves_on_before_the_release() {
    // P1 departs at 92, T1 is placed at 62, E1 moves into its store at 157, F1 departs at 300
    for (name, leaves) in [("P1", 92), ("T1", 62), ("E1", 157), ("F1", 300)] {
        let (instance, plan) = held(of("trains", &[name], leaves));
        clean(&instance, &plan);
        let (instance, plan) = held(of("trains", &[name], leaves + 1));
        broken(&instance, &plan, &["holds"]);
    }
}

#[test]
fn a_class_is_held_as_the_rake_is_there() {
    // onward rakes of T1 and T2 depart at 253 and 293, the emptied one of T1 at 223
    for (class, leaves) in [("import", 253), ("broad-empty", 223), ("broad-loaded", 62)] {
        let (instance, plan) = held(of("classes", &[class], leaves));
        clean(&instance, &plan);
        let (instance, plan) = held(of("classes", &[class], leaves + 1));
        broken(&instance, &plan, &["holds"]);
    }
    // a train is held with the rake it comes with, and not with the others
    let (instance, plan) = held(of("trains", &["T1"], 62));
    clean(&instance, &plan);
}

#[test]
fn who_passes_does_so_after_the_release() {
    let passing = |until: i64| {
        let mut file = file();
        for stage in [3, 4] {
            file["system"]["stations"][1]["stages"][stage]["classes"] = json!(["import"]);
        }
        file["trains"] = json!([file["trains"][2]]);
        file["holds"] = json!([of("trains", &["P1"], until)]);
        let instance = instance(&file);
        let mut events = Events::new(&instance);
        let up = Direction::Up;
        events
            .run(Rake::Arriving, (0, 60), "line", up, false, false)
            .run(
                Rake::Arriving,
                (60, 85),
                "border-standard",
                up,
                false,
                false,
            );
        let plan = plan(&instance, vec![("P1", events.list)]);
        (instance, plan)
    };
    let (instance, plan) = passing(60);
    clean(&instance, &plan);
    let (instance, plan) = passing(61);
    broken(&instance, &plan, &["holds"]);
}

#[test]
fn until_then_it_stands_in_the_yard_named() {
    let in_sidings = |until: i64| {
        let mut hold = of("trains", &["T1"], until);
        hold["yard"] = json!("sidings");
        hold
    };
    let move_to_sidings = |instance: &Instance, plan: &mut Plan| {
        let sidings = yard(instance, "sidings");
        for event in events(instance, plan, "T1") {
            if let (Rake::Arriving, Activity::Track { yard, track }, true) =
                (event.rake, &mut event.what, event.span.from.0 < 62)
            {
                (*yard, *track) = (sidings, 1);
            }
        }
    };
    // it comes at 27
    let (instance, mut plan) = held(in_sidings(62));
    broken(&instance, &plan, &["holds"]);
    move_to_sidings(&instance, &mut plan);
    clean(&instance, &plan);
    // released before it comes, it stands where it likes, and not on tracks for others
    let (instance, mut plan) = held(in_sidings(27));
    clean(&instance, &plan);
    move_to_sidings(&instance, &mut plan);
    broken(&instance, &plan, &["tracks"]);
}

/// Who waits at the border is counted there: at most at a time, and at the end.
#[test]
fn queues_outside_are_counted_per_entry_point() {
    let (instance, plan) = good_in(|file| {
        file["holds"] = json!([of("trains", &["T1"], 0)]);
        // E1 enters at 130 and would have come at 100, T2 enters at 40 and would have come at 20
        file["trains"][3]["earliest_entry"] = json!(at(100));
        file["trains"][1]["earliest_entry"] = json!(at(20));
    });
    clean(&instance, &plan);
    let queue = |station: &str| {
        let queue = plan.kpis.outside.get(station).copied();
        queue.map(|queue| [queue.most, queue.at_end])
    };
    assert_eq!(queue("D"), Some([1, 0]));
    assert_eq!(queue("J"), Some([0, 0]));
    let mut wrong = plan.clone();
    wrong.kpis.outside.clear();
    broken(&instance, &wrong, &["kpis"]);
}
