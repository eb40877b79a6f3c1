//! The rules of horizon, system, wind and objective: one test per rule, each asserting code and path.

use crate::common::{self, accepted, refused};
use serde_json::{Value, json};

const STATION: &str = "/system/stations/1";
const AT: &str = "system.stations[1]";
const SHED: &str = "/system/stations/1/sheds/0";

/// A change at the station with yards.
fn station(below: &str, value: Value, code: &str) -> regauge_model::Problem {
    refused_there(STATION, AT, below, value, code, below)
}

/// A change in the indoor shed.
fn shed(below: &str, value: Value, code: &str) -> regauge_model::Problem {
    refused_there(
        SHED,
        "system.stations[1].sheds[0]",
        below,
        value,
        code,
        below,
    )
}

/// A change in the first section.
fn section(below: &str, value: Value, code: &str) -> regauge_model::Problem {
    refused_there(
        "/system/sections/0",
        "system.sections[0]",
        below,
        value,
        code,
        below,
    )
}

#[track_caller]
fn refused_there(
    pointer: &str,
    at: &str,
    below: &str,
    value: Value,
    code: &str,
    path: &str,
) -> regauge_model::Problem {
    let pointer = format!("{pointer}/{below}");
    let path = path
        .split('/')
        .fold(at.to_owned(), |path, step| match step.parse::<usize>() {
            Ok(index) => format!("{path}[{index}]"),
            Err(_) => format!("{path}.{step}"),
        });
    refused(&[(&pointer, value)], code, &path)
}

#[test]
fn horizon() {
    refused(
        &[("/horizon/planning_hours", json!(0))],
        "E0404",
        "horizon.planning_hours",
    );
    refused(
        &[("/horizon/planning_hours", json!(9601))],
        "E0404",
        "horizon.planning_hours",
    );
    refused(
        &[("/horizon/look_ahead_hours", json!(9600))],
        "E0404",
        "horizon.look_ahead_hours",
    );
    refused(
        &[("/horizon/railway_day_start", json!("6pm"))],
        "E0407",
        "horizon.railway_day_start",
    );
    refused(
        &[("/horizon/railway_day_start", json!("24:00"))],
        "E0407",
        "horizon.railway_day_start",
    );
    let start = json!("2025-03-01T18:00:30+08:00");
    refused(&[("/horizon/start", start)], "E0402", "horizon.start");
}

/// Given paths come with the seconds of another system; the path that is read never takes less of the line.
#[test]
fn seconds_of_given_paths_are_rounded_outwards() {
    let read = |enter: &str, exit: &str| {
        let mut file = crate::common::small();
        let path = "/system/given_paths/0";
        let at = |time: &str| json!(format!("2025-03-02T{time}+08:00"));
        crate::common::set(&mut file, &format!("{path}/enter"), at(enter));
        crate::common::set(&mut file, &format!("{path}/exit"), at(exit));
        let text = file.to_string();
        let instance = regauge_model::validate::instance_from_json(text.as_bytes())?;
        let span = instance.system().given_paths()[0].span;
        Ok::<_, regauge_model::Problems>((span.from.0 - 14 * 60, span.to.0 - 14 * 60))
    };
    assert_eq!(read("08:00:00", "08:50:00").unwrap(), (0, 50));
    assert_eq!(read("08:00:59", "08:50:01").unwrap(), (0, 51));
    assert_eq!(read("08:00:20", "08:00:40").unwrap(), (0, 1));
    assert_eq!(read("08:00:00.5", "08:50:00.5").unwrap(), (0, 51));
    let wrong = read("08:00:40", "08:00:20").unwrap_err();
    assert_eq!(wrong.0[0].code, "E0401");
    assert_eq!(wrong.0[0].path, "system.given_paths[0].exit");
}

#[test]
fn whole_minutes_near_the_horizon() {
    let path = "trains[0].earliest_entry";
    let entry = "/trains/0/earliest_entry";
    refused(
        &[(entry, json!("2025-03-01T19:00:30+08:00"))],
        "E0402",
        path,
    );
    refused(
        &[(entry, json!("2025-03-01T19:00:00.5+08:00"))],
        "E0402",
        path,
    );
    refused(
        &[(entry, json!("2052-03-01T19:00:00+08:00"))],
        "E0403",
        path,
    );
}

#[test]
fn the_railway_day_runs_at_the_start() {
    let mut file = common::small();
    common::set(&mut file, "/horizon/railway_day_start", json!("20:30"));
    common::set(&mut file, "/system/sections/0/caps/0/days", json!([]));
    let text = file.to_string();
    let instance =
        regauge_model::validate::instance_from_json(text.as_bytes()).expect("it is valid");
    assert_eq!(
        instance.horizon().day_start,
        regauge_model::Minute(-(21 * 60 + 30))
    );
    assert_eq!(instance.horizon().day_of(regauge_model::Minute(149)), 0);
    assert_eq!(instance.horizon().day_of(regauge_model::Minute(150)), 1);
}

#[test]
fn ids_are_unique_and_printable() {
    refused(
        &[("/system/classes/1/id", json!("broad-loaded"))],
        "E0302",
        "system.classes[1].id",
    );
    refused(
        &[("/system/stations/2/id", json!("dostyk"))],
        "E0302",
        "system.stations[2].id",
    );
    refused(
        &[("/system/sections/1/id", json!("line"))],
        "E0302",
        "system.sections[2].id",
    );
    refused(&[("/trains/1/id", json!("X8001"))], "E0302", "trains[1].id");
    station("yards/1/id", json!("yard-broad"), "E0302");
    station("stages/1/id", json!("inspection"), "E0302");
    station("stores/1/id", json!("store-broad"), "E0302");
    station("sheds/1/id", json!("shed-23"), "E0302");
    station("sheds/1/spots/0/id", json!("23-1"), "E0302");
    station("sheds/1/cranes/0/id", json!("23-a"), "E0302");
    shed("modes/1/id", json!("all"), "E0302");
    refused(
        &[("/system/zones/0/id", json!(" "))],
        "E0303",
        "system.zones[0].id",
    );
    refused(
        &[("/system/zones/0/id", json!("a\nb"))],
        "E0303",
        "system.zones[0].id",
    );
    refused(
        &[("/trains/0/id", json!("x".repeat(101)))],
        "E0303",
        "trains[0].id",
    );
}

#[test]
fn classes() {
    refused(
        &[("/system/classes/0/gauge_mm", json!(15))],
        "E0405",
        "system.classes[0].gauge_mm",
    );
    for weight in [json!(-1), json!(1000.5), json!(1e300)] {
        refused(
            &[("/system/classes/0/weight", weight)],
            "E0405",
            "system.classes[0].weight",
        );
    }
    refused(
        &[("/system/classes/0/weight", json!(0.125))],
        "E0406",
        "system.classes[0].weight",
    );
    accepted(&[("/system/classes/0/weight", json!(0.29))]);
}

#[test]
fn stations() {
    let problem = station("timezone", json!("Asia/Almati"), "E0501");
    assert!(
        problem.advice.to_string().contains("Asia/Almaty"),
        "{problem}"
    );
    let problem = station("zone", json!("pas"), "E0301");
    assert!(problem.advice.to_string().contains("`pass`"), "{problem}");
    let stores = json!([{ "id": "s", "gauge_mm": 1520, "rakes": 0, "capacity": 1 }]);
    refused(
        &[("/system/stations/0/stores", stores)],
        "E0502",
        "system.stations[0].stores",
    );
    let rule = json!({ "stop_gust_mps": 20 });
    refused(
        &[("/system/stations/0/shunting_rule", rule)],
        "E0502",
        "system.stations[0].shunting_rule",
    );
    let pool = json!([{ "gauge_mm": 1520, "count": 1 }]);
    refused(
        &[("/system/stations/0/locomotives", pool)],
        "E0502",
        "system.stations[0].locomotives",
    );
    station("track_setting_minutes", json!(14_401), "E0405");
}

#[test]
fn yards() {
    station("yards/0/tracks", json!([]), "E0510");
    station("yards/0/tracks/0/count", json!(1001), "E0405");
    station("yards/0/tracks/0/count", json!(0), "E0405");
    station("yards/0/tracks/0/length_m", json!(0), "E0405");
    station("yards/0/gauge_mm", json!(4_000), "E0405");
}

#[test]
fn stages() {
    let problem = station("stages/0/classes/0", json!("broad-load"), "E0301");
    assert!(
        problem.advice.to_string().contains("`broad-loaded`"),
        "{problem}"
    );
    station("stages/0/classes/1", json!("broad-loaded"), "E0304");
    station("stages/0/classes", json!([]), "E0510");
    station("stages/0/minutes", json!(0), "E0405");
    station("stages/0/teams", json!(0), "E0405");
    station("stages/2/before", json!("departure"), "E0210");
    let closed =
        json!([{ "from": "2025-03-01T20:00:00+08:00", "to": "2025-03-01T20:00:00+08:00" }]);
    refused_there(
        STATION,
        AT,
        "stages/0/closed",
        closed,
        "E0401",
        "stages/0/closed/0/to",
    );
}

#[test]
fn locomotives_where_rakes_are_shunted() {
    let one = json!([{ "gauge_mm": 1520, "count": 1 }]);
    station("locomotives", one, "E0508");
    station("locomotives/0/count", json!(0), "E0405");
    refused_there(
        STATION,
        AT,
        "locomotives/1/gauge_mm",
        json!(1520),
        "E0511",
        "locomotives/1/gauge_mm",
    );
    let spot = "sheds/0/spots/0/preparation_minutes";
    refused_there(
        STATION,
        AT,
        "locomotives/0/light_run_minutes",
        json!(22),
        "E0509",
        spot,
    );
    accepted(&[(
        "/system/stations/1/locomotives/0/light_run_minutes",
        json!(21),
    )]);
}

#[test]
fn stores_and_end() {
    station("stores/0/rakes", json!(5), "E0512");
    station("stores/0/capacity", json!(1_000_000_000), "E0405");
    station("stores/0/moving_minutes", json!(0), "E0405");
    let problem = refused(
        &[("/end/stocks/0/store", json!("store-standart"))],
        "E0301",
        "end.stocks[0].store",
    );
    assert!(
        problem.advice.to_string().contains("`store-standard`"),
        "{problem}"
    );
    refused(
        &[("/end/stocks/0/at_least", json!(6))],
        "E0512",
        "end.stocks[0].at_least",
    );
    refused(
        &[("/end/stocks/0/price_per_missing", json!(-1))],
        "E0405",
        "end.stocks[0].price_per_missing",
    );
    refused(
        &[("/end/stocks/0/price_per_missing", json!(0.001))],
        "E0406",
        "end.stocks[0].price_per_missing",
    );
    let twice = json!({ "store": "store-standard", "at_least": 1, "price_per_missing": 1 });
    refused(&[("/end/stocks/-", twice)], "E0304", "end.stocks[1].store");
}

#[test]
fn sheds() {
    shed("spots", json!([]), "E0510");
    shed("cranes", json!([]), "E0510");
    shed("modes", json!([]), "E0510");
    shed("placing_minutes", json!(0), "E0405");
    shed("pulling_minutes", json!(1_000_000_000), "E0405");
    let problem = shed("accepts/0", json!("containers"), "E0301");
    assert!(
        problem.advice.to_string().contains("`container`"),
        "{problem}"
    );
    shed("crane_rule", json!({ "stop_gust_mps": 17 }), "E0606");
    shed("ground_work_in_stops", json!(true), "E0606");
}

#[test]
fn spots() {
    shed("spots/0/gauges_mm", json!([1520, 1520]), "E0601");
    shed("spots/0/length_m", json!(1_000_000_000), "E0405");
    shed("spots/0/at_m", json!(1_000_000_000), "E0405");
    let behind = |value: Value, code: &str| {
        refused_there(
            SHED,
            "system.stations[1].sheds[0]",
            "spots/0/behind",
            value,
            code,
            "spots/0/behind/0",
        )
    };
    behind(json!(["23-1"]), "E0602");
    behind(json!(["east-1"]), "E0602");
    let problem = behind(json!(["23-3"]), "E0301");
    assert!(problem.advice.to_string().contains("`23-"), "{problem}");
    refused(
        &[(
            "/system/stations/1/sheds/1/spots/0/behind",
            json!(["east-2"]),
        )],
        "E0602",
        "system.stations[1].sheds[1].spots",
    );
    let other = json!([1520, 1067]);
    refused(
        &[("/system/stations/1/sheds/1/spots/0/gauges_mm", other)],
        "E0602",
        "system.stations[1].sheds[1].spots[1].behind[0]",
    );
}

#[test]
fn cranes_and_modes() {
    shed("cranes/0/lifts_per_hour", json!(0), "E0405");
    shed("modes/0/steps", json!([]), "E0510");
    let problem = shed("modes/0/steps/0/cranes/0", json!("23-d"), "E0301");
    assert!(problem.advice.to_string().contains("`23-"), "{problem}");
    shed("modes/0/steps/0/cranes/0", json!("east-a"), "E0301");
    shed("modes/0/steps/0/cranes", json!([]), "E0510");
    shed("modes/0/steps/0/cranes", json!(["23-a", "23-c"]), "E0604");
    shed("modes/0/steps/0/cranes", json!(["23-b", "23-a"]), "E0604");
    refused_there(
        SHED,
        "system.stations[1].sheds[0]",
        "modes/1/steps/0/share_percent",
        json!(49),
        "E0603",
        "modes/1/steps",
    );
    shed("modes/1/steps/0/share_percent", json!(0), "E0405");
    shed("modes/1/steps/0/rate_percent", json!(0), "E0405");
    shed(
        "modes/1/steps/0/stretch",
        json!({ "from_m": 400, "to_m": 400 }),
        "E0605",
    );
    shed(
        "modes/1/steps/0/stretch",
        json!({ "from_m": 400, "to_m": 801 }),
        "E0605",
    );
    shed("modes/1/max_length_m", json!(399), "E0607");
    let problem = shed("modes/1/spots/0", json!("23-7"), "E0301");
    assert!(problem.advice.to_string().contains("`23-"), "{problem}");
}

#[test]
fn sections() {
    section("to", json!("dostyk"), "E0503");
    let problem = section("from", json!("dostik"), "E0301");
    assert!(problem.advice.to_string().contains("`dostyk`"), "{problem}");
    section("tracks", json!(3), "E0504");
    section("length_km", json!(-1), "E0405");
    section("headway_minutes/down", json!(0), "E0405");
    section("run_minutes", json!({}), "E0510");
    let times = json!({ "down": 20, "up": 20 });
    let problem = section("run_minutes/broad-loadet", times.clone(), "E0301");
    assert!(
        problem.advice.to_string().contains("`broad-loaded`"),
        "{problem}"
    );
    section("run_minutes/standard-loaded", times, "E0505");
    section("run_minutes/broad-empty/up", json!(0), "E0405");
    section("start_minutes", json!(1_000_000_000), "E0405");
    let half = [("/system/sections/0/start_minutes", json!({ "down": 1 }))];
    refused(&half, "E0202", "system.sections[0].start_minutes.up");
    section("stop_minutes", json!("two"), "E0203");
    let large = [(
        "/system/sections/0/stop_minutes",
        json!({ "down": 1, "up": 1_000_000_000 }),
    )];
    refused(&large, "E0405", "system.sections[0].stop_minutes.up");
    let each = json!({ "down": 1, "up": 4 });
    accepted(&[("/system/sections/0/start_minutes", each)]);
}

#[test]
fn possessions() {
    let span = |mut more: Value| {
        more["from"] = json!("2025-03-02T10:00:00+08:00");
        more["to"] = json!("2025-03-02T12:00:00+08:00");
        json!([more])
    };
    let at = "system.sections[0]";
    let single = |value: Value, path: &str| {
        refused_there(
            "/system/sections/0",
            at,
            "possessions",
            span(value),
            "E0506",
            path,
        )
    };
    single(
        json!({ "single_track_working": true }),
        "possessions/0/single_track_working",
    );
    single(json!({ "track": "up" }), "possessions/0/track");
    accepted(&[("/system/sections/0/possessions", span(json!({})))]);
    let reversed = json!("2025-03-02T09:00:00+08:00");
    refused(
        &[("/system/sections/2/possessions/0/to", reversed)],
        "E0401",
        "system.sections[2].possessions[0].to",
    );
    refused(
        &[("/system/sections/2/possessions/0/track", Value::Null)],
        "E0506",
        "system.sections[2].possessions[0].single_track_working",
    );
}

#[test]
fn caps() {
    section("caps/0/per_day", json!(1_000_000_000), "E0405");
    let problem = section("caps/0/classes/0", json!("broad"), "E0301");
    assert!(!problem.advice.is_empty());
    section(
        "caps/0/days/0/day",
        json!("2025-03-04T19:00:00+08:00"),
        "E0507",
    );
    section(
        "caps/0/days/0/day",
        json!("2025-02-28T19:00:00+08:00"),
        "E0507",
    );
    section("caps/0/per_hour", json!(10_001), "E0405");
    let day = "2025-03-03T04:00:00+08:00";
    let never = json!([{ "from": day, "to": day, "count": 1 }]);
    refused_there(
        "/system/sections/0",
        "system.sections[0]",
        "caps/0/spans",
        never,
        "E0401",
        "caps/0/spans/0/to",
    );
    refused(
        &[
            ("/system/sections/0/caps/0/from", json!(day)),
            ("/system/sections/0/caps/0/to", json!(day)),
        ],
        "E0401",
        "system.sections[0].caps[0].to",
    );
    refused(
        &[("/state/caps_used/0/entered", json!([day]))],
        "E1011",
        "state.caps_used[0].entered[0]",
    );
    let again = json!({ "day": "2025-03-03T04:00:00+08:00", "count": 9 });
    refused_there(
        "/system/sections/0",
        "system.sections[0]",
        "caps/0/days/-",
        again,
        "E0507",
        "caps/0/days/1/day",
    );
    refused(
        &[("/state/caps_used/0/count", json!(17))],
        "E1011",
        "state.caps_used[0].count",
    );
    refused(
        &[("/state/caps_used/0/direction", json!("up"))],
        "E1011",
        "state.caps_used[0].section",
    );
    let twice = json!({ "section": "border-broad", "direction": "down", "count": 1 });
    refused(
        &[("/state/caps_used/-", twice)],
        "E0304",
        "state.caps_used[1].section",
    );
}

#[test]
fn given_paths() {
    let path = "/system/given_paths/0";
    let problem = refused(
        &[(&format!("{path}/section"), json!("lin"))],
        "E0301",
        "system.given_paths[0].section",
    );
    assert!(problem.advice.to_string().contains("`line`"), "{problem}");
    let exit = json!("2025-03-02T08:00:00+08:00");
    refused(
        &[(&format!("{path}/exit"), exit)],
        "E0401",
        "system.given_paths[0].exit",
    );
    let exit = json!("2025-03-22T08:00:00+08:00");
    refused(
        &[(&format!("{path}/exit"), exit)],
        "E0405",
        "system.given_paths[0].exit",
    );
}

#[test]
fn wind_rules() {
    refused_there(
        "/system/sections/0",
        "system.sections[0]",
        "wind_rule/slow_gust_mps",
        Value::Null,
        "E0701",
        "wind_rule/slow_speed_percent",
    );
    refused_there(
        "/system/sections/0",
        "system.sections[0]",
        "wind_rule/slow_speed_percent",
        Value::Null,
        "E0701",
        "wind_rule/slow_gust_mps",
    );
    section("wind_rule/slow_speed_percent", json!(0), "E0405");
    section("wind_rule/stop_gust_mps", json!(201), "E0405");
    section("wind_rule/resume_gust_mps", json!(31), "E0701");
    section("wind_rule", json!({}), "E0701");
    refused_there(
        "/system/sections/0",
        "system.sections[0]",
        "wind_rule",
        json!({ "resume_delay_minutes": 30 }),
        "E0701",
        "wind_rule/resume_delay_minutes",
    );
    station("shunting_rule/slow_gust_mps", json!(15), "E0210");
    refused_there(
        "/system/sections/0",
        "system.sections[0]",
        "zone",
        Value::Null,
        "E0703",
        "wind_rule",
    );
}

#[test]
fn wind_series_and_closures() {
    refused(
        &[("/wind/series/0/gust_mps", json!([1, 2]))],
        "E0702",
        "wind.series[0].gust_mps",
    );
    let none = [
        ("/wind/series/0/gust_mps", json!([])),
        ("/wind/series/0/mean_mps", json!([])),
    ];
    refused(&none, "E0702", "wind.series[0].mean_mps");
    refused(
        &[("/wind/series/0/mean_mps/1", json!(-1))],
        "E0405",
        "wind.series[0].mean_mps[1]",
    );
    refused(
        &[("/wind/series/0/mean_mps/1", json!(1e99))],
        "E0405",
        "wind.series[0].mean_mps[1]",
    );
    let problem = refused(
        &[("/wind/series/0/zone", json!("pas"))],
        "E0301",
        "wind.series[0].zone",
    );
    assert!(problem.advice.to_string().contains("`pass`"), "{problem}");
    let twice = json!({ "zone": "pass", "hourly_from": "2025-03-01T18:00:00+08:00", "mean_mps": [1], "gust_mps": [1] });
    refused(&[("/wind/series/-", twice)], "E0304", "wind.series[1].zone");
    refused(
        &[("/wind/closures/0/zone", json!("x"))],
        "E0301",
        "wind.closures[0].zone",
    );
    let before = json!("2025-03-02T02:00:00+08:00");
    refused(
        &[("/wind/closures/0/to", before)],
        "E0401",
        "wind.closures[0].to",
    );
}

#[test]
fn objective() {
    refused(
        &[("/objective/late_minute", json!(-1))],
        "E0405",
        "objective.late_minute",
    );
    refused(
        &[("/objective/late_minute", json!(0.333))],
        "E0406",
        "objective.late_minute",
    );
    refused(
        &[("/objective/postponed", json!(0.5))],
        "E0406",
        "objective.postponed",
    );
    refused(
        &[("/objective/postponed", json!(1e9))],
        "E0405",
        "objective.postponed",
    );
    refused(
        &[("/objective/look_ahead_weight_percent", json!(101))],
        "E0405",
        "objective.look_ahead_weight_percent",
    );
}

#[test]
fn throats() {
    let throat = |gauge_mm: u32, movement: Value| json!([{ "id": "east", "gauge_mm": gauge_mm, "movements": [movement] }]);
    let here = "/system/stations/1/throats";
    let movement = "system.stations[1].throats[0].movements[0]";
    let all = json!({
        "arrivals": ["line"], "departures": ["line", "border-standard"], "sheds": ["shed-23"], "spots": ["east-1"],
        "stores": ["store-standard"], "minutes": 5
    });
    accepted(&[(here, throat(1435, all.clone()))]);
    let refused_movement = |gauge_mm, change: Value, code, below: &str| {
        let changes = [(here, throat(gauge_mm, change))];
        refused(&changes, code, &format!("{movement}{below}"))
    };
    // names
    let unknown = json!({ "arrivals": ["lime"] });
    refused_movement(1435, unknown, "E0301", ".arrivals[0]");
    let twice = json!({ "departures": ["line", "line"] });
    refused_movement(1435, twice, "E0304", ".departures[1]");
    refused_movement(1520, all, "E0505", ".arrivals[0]");
    let standard = json!({ "stores": ["store-standard"] });
    refused_movement(1520, standard, "E0505", ".stores[0]");
    refused_movement(1000, json!({ "spots": ["23-1"] }), "E0505", ".spots[0]");
    refused_movement(1000, json!({ "sheds": ["shed-23"] }), "E0505", ".sheds[0]");
    let two = json!([
        { "id": "east", "gauge_mm": 1435, "movements": [{ "sheds": ["shed-23"] }] },
        { "id": "east", "gauge_mm": 1435, "movements": [{ "sheds": ["shed-23"] }] }
    ]);
    let id = "system.stations[1].throats[1].id";
    refused(&[(here, two)], "E0302", id);
    // what is elsewhere
    let yards =
        json!([{ "id": "y", "gauge_mm": 1435, "tracks": [{ "count": 1, "length_m": 800 }] }]);
    for (named, below) in [
        (json!({ "departures": ["border-standard"] }), "departures"),
        (json!({ "sheds": ["shed-23"] }), "sheds"),
        (json!({ "spots": ["23-1"] }), "spots"),
        (json!({ "stores": ["store-standard"] }), "stores"),
    ] {
        let changes = [
            ("/system/stations/2/yards", yards.clone()),
            ("/system/stations/2/throats", throat(1435, named)),
        ];
        let path = format!("system.stations[2].throats[0].movements[0].{below}[0]");
        refused(&changes, "E0513", &path);
    }
    let arrivals = json!({ "arrivals": ["line"] });
    let changes = [("/system/stations/2/throats", throat(1435, arrivals.clone()))];
    refused(&changes, "E0502", "system.stations[2].throats");
    // movements and minutes
    let none = json!([{ "id": "east", "gauge_mm": 1435, "movements": [] }]);
    let list = "system.stations[1].throats[0].movements";
    refused(&[(here, none)], "E0510", list);
    refused_movement(1435, json!({ "minutes": 5 }), "E0510", "");
    let late = json!({ "arrivals": ["line"], "from_minute": 2 });
    refused_movement(1435, late, "E0210", ".from_minute");
    let over = json!({ "sheds": ["shed-23"], "from_minute": 14_400 });
    refused_movement(1435, over, "E0514", ".from_minute");
    let nothing = json!({ "sheds": ["shed-23"], "minutes": 0 });
    refused_movement(1435, nothing, "E0405", ".minutes");
    let zero = "/system/stations/1/track_clearing_minutes";
    let departures = throat(1435, json!({ "departures": ["line"] }));
    let changes = [(zero, json!(0)), (here, departures)];
    refused(&changes, "E0514", &format!("{movement}.minutes"));
    station("meeting_minutes", json!(14_401), "E0405");
}

#[test]
fn tracks_for_trains_that_pass() {
    let here = "/system/stations/1/through";
    let at = |below: &str| format!("system.stations[1].through{below}");
    let yard = |yard: &str| json!({ "yard": yard });
    let both = json!([yard("yard-broad"), yard("yard-standard")]);
    accepted(&[(here, both)]);
    refused(
        &[(here, json!([yard("yard-bread")]))],
        "E0301",
        &at("[0].yard"),
    );
    let twice = json!([yard("yard-broad"), yard("sidings")]);
    refused(&[(here, twice)], "E0515", &at("[1].yard"));
    let beyond = json!([{ "yard": "yard-broad", "group": 9 }]);
    refused(&[(here, beyond)], "E0516", &at("[0].group"));
    let none = json!([{ "yard": "yard-broad", "group": 0 }]);
    refused(&[(here, none)], "E0405", &at("[0].group"));
    let elsewhere = json!([yard("yard-broad")]);
    let changes = [("/system/stations/2/through", elsewhere)];
    refused(&changes, "E0513", "system.stations[2].through[0].yard");
}
