//! A small valid file becomes the instance it describes.

use regauge_model::system::Direction;
use regauge_model::validate::instance_from_json;
use regauge_model::{Instance, Minute};

fn small() -> Instance {
    let text = include_bytes!("common/small.json");
    match instance_from_json(text) {
        Ok(instance) => instance,
        Err(problems) => panic!("{problems}"),
    }
}

fn stations(instance: &Instance, route: &[regauge_model::ids::StationId]) -> Vec<String> {
    let names = route
        .iter()
        .map(|id| instance.system().station(*id).name.clone());
    names.collect()
}

#[test]
fn the_small_file_is_valid() {
    let instance = small();
    assert_eq!(instance.trains().len(), 6);
    assert_eq!(instance.sha256().len(), 64);
    assert_eq!(instance.horizon().planning_end, Minute(1440));
    assert_eq!(instance.horizon().end, Minute(36 * 60));
    assert_eq!(instance.horizon().day_start, Minute(0));
}

#[test]
fn routes_lead_over_calls_and_back() {
    let instance = small();
    let trains = instance.trains();
    assert_eq!(
        stations(&instance, &trains[0].route),
        ["dostyk", "alashankou"]
    );
    let work = trains[0].transshipment().unwrap();
    assert_eq!(
        stations(&instance, &work.onward_route),
        ["alashankou", "jinghe"]
    );
    let back = work.emptied_route.as_ref().unwrap();
    assert_eq!(stations(&instance, back), ["alashankou", "dostyk"]);
    assert_eq!(stations(&instance, &trains[1].route), ["alashankou"]);
    assert_eq!(
        stations(&instance, &trains[2].route),
        ["jinghe", "alashankou", "dostyk"]
    );
    assert_eq!(
        stations(&instance, &trains[3].route),
        ["dostyk", "alashankou", "dostyk"]
    );
    assert_eq!(
        stations(&instance, &trains[4].route),
        ["dostyk", "alashankou"]
    );
    assert_eq!(
        stations(&instance, &trains[5].route),
        ["alashankou", "dostyk"]
    );
}

#[test]
fn weights_prices_and_caps_are_counted() {
    let instance = small();
    let trains = instance.trains();
    assert_eq!(trains[0].weight_centi, 200);
    assert_eq!(
        trains[2].weight_centi, 100,
        "a train of the look-ahead counts half"
    );
    assert_eq!(trains[3].weight_centi, 50);
    let cap = &instance.system().sections()[0].caps[0];
    assert_eq!((cap.used, cap.on_day(0), cap.on_day(1)), (3, 16, 12));
    assert_eq!(cap.direction, Direction::Down);
    let store = &instance.system().stores()[1];
    assert_eq!(
        (store.stocks[0].end_at_least, store.stocks[0].end_price),
        (2, 48_000)
    );
}
