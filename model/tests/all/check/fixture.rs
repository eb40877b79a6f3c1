//! A small station with one train of each kind, a good plan of it, and ways to break one thing.

use chrono::{DateTime, TimeDelta};
use regauge_model::check::{Report, check};
use regauge_model::ids::{CraneId, ModeId, SectionId, SpotId, StageId, StoreId, TrainId, YardId};
use regauge_model::instance::{Rake, TrainKind};
use regauge_model::message::{Language, Message};
use regauge_model::plan::{Activity, CostParts, CraneSlot, Event, RakeFate, Status, TrainPlan};
use regauge_model::system::Direction;
use regauge_model::validate::instance_from_json;
use regauge_model::{Instance, Minute, Plan, Span};
use serde_json::{Value, json};

/// The date-time of a minute, as files write it.
pub fn at(minute: i64) -> String {
    let start = DateTime::parse_from_rfc3339("2025-03-01T18:00:00+08:00").unwrap();
    (start + TimeDelta::minutes(minute)).to_rfc3339()
}

/// A span in a file.
pub fn span_file(from: i64, to: i64) -> Value {
    json!({ "from": at(from), "to": at(to) })
}

pub fn span(from: i32, to: i32) -> Span {
    Span::new(Minute(from), Minute(to))
}

/// The file of the station.
pub fn file() -> Value {
    let both = |minutes: u32| json!({ "down": minutes, "up": minutes });
    json!({
        "format_version": "1.0",
        "name": "small station",
        "horizon": { "start": at(0), "planning_hours": 24, "look_ahead_hours": 12 },
        "system": {
            "classes": [
                { "id": "broad-loaded", "gauge_mm": 1520, "weight": 2, "cargo": "container" },
                { "id": "broad-empty", "gauge_mm": 1520 },
                { "id": "import", "gauge_mm": 1435, "weight": 2, "cargo": "container" },
                { "id": "export", "gauge_mm": 1435, "weight": 2, "cargo": "container" },
                { "id": "standard-empty", "gauge_mm": 1435 }
            ],
            "zones": [{ "id": "pass" }],
            "stations": [
                { "id": "D" },
                {
                    "id": "A", "zone": "pass",
                    "yards": [
                        { "id": "broad", "gauge_mm": 1520, "tracks": [{ "count": 4, "length_m": 850 }] },
                        { "id": "standard", "gauge_mm": 1435, "tracks": [{ "count": 4, "length_m": 850 }, { "count": 1, "length_m": 500 }] },
                        { "id": "sidings", "gauge_mm": 1520, "tracks": [{ "count": 1, "length_m": 850 }], "by_call_only": true }
                    ],
                    "stages": [
                        { "id": "inspection", "minutes": 35, "teams": 2, "when": "arrival", "classes": ["broad-loaded"] },
                        { "id": "waybill", "minutes": 60, "when": "arrival", "before": "departure", "classes": ["broad-loaded"] },
                        { "id": "import-check", "minutes": 30, "teams": 1, "when": "departure", "classes": ["import"] },
                        { "id": "customs", "minutes": 20, "when": "arrival", "classes": ["export"] },
                        { "id": "export-check", "minutes": 10, "when": "departure", "classes": ["export"] }
                    ],
                    "locomotives": [
                        { "gauge_mm": 1520, "count": 2, "light_run_minutes": 10 },
                        { "gauge_mm": 1435, "count": 2, "light_run_minutes": 10 }
                    ],
                    "stores": [
                        { "id": "store-broad", "gauge_mm": 1520, "rakes": 1, "capacity": 3 },
                        { "id": "store-standard", "gauge_mm": 1435, "rakes": 3, "capacity": 4 }
                    ],
                    "sheds": [
                        {
                            "id": "hall", "indoor": true, "accepts": ["container"],
                            "spots": [
                                { "id": "h1", "gauges_mm": [1520, 1435], "length_m": 800, "preparation_minutes": 20, "finishing_minutes": 45, "clearing_minutes": 15 },
                                { "id": "h2", "gauges_mm": [1520, 1435], "length_m": 800, "preparation_minutes": 20, "finishing_minutes": 45, "clearing_minutes": 15 }
                            ],
                            "cranes": [
                                { "id": "a", "lifts_per_hour": 30 }, { "id": "b", "lifts_per_hour": 30 },
                                { "id": "c", "lifts_per_hour": 30 }, { "id": "d", "lifts_per_hour": 30 }
                            ],
                            "modes": [
                                { "id": "all", "steps": [{ "cranes": ["a", "b", "c"] }] },
                                { "id": "two", "steps": [
                                    { "cranes": ["a", "b"], "share_percent": 50, "stretch": { "from_m": 0, "to_m": 400 } },
                                    { "cranes": ["c", "d"], "share_percent": 50, "stretch": { "from_m": 400, "to_m": 800 } }
                                ] },
                                { "id": "low", "steps": [{ "cranes": ["a"] }] },
                                { "id": "high", "steps": [{ "cranes": ["d"] }] },
                                { "id": "short", "max_length_m": 600, "steps": [{ "cranes": ["a", "b", "c"] }] }
                            ],
                            "placing_minutes": 30, "pulling_minutes": 30
                        },
                        {
                            "id": "field", "indoor": false,
                            "spots": [
                                { "id": "f1", "gauges_mm": [1520, 1435], "length_m": 800, "preparation_minutes": 20, "finishing_minutes": 45, "clearing_minutes": 15 },
                                { "id": "f2", "gauges_mm": [1520, 1435], "length_m": 800, "at_m": 800, "behind": ["f1"], "preparation_minutes": 20, "finishing_minutes": 45, "clearing_minutes": 15 }
                            ],
                            "cranes": [{ "id": "x", "lifts_per_hour": 30 }, { "id": "y", "lifts_per_hour": 30 }],
                            "modes": [
                                { "id": "first", "spots": ["f1"], "steps": [{ "cranes": ["x"] }] },
                                { "id": "second", "spots": ["f2"], "steps": [{ "cranes": ["y"] }] }
                            ],
                            "placing_minutes": 30, "pulling_minutes": 30
                        }
                    ]
                },
                { "id": "J" }
            ],
            "sections": [
                {
                    "id": "border-broad", "from": "D", "to": "A", "gauge_mm": 1520, "tracks": 1, "zone": "pass",
                    "run_minutes": { "broad-loaded": both(25), "broad-empty": both(25) },
                    "start_minutes": 2, "stop_minutes": 2, "headway_minutes": both(10), "clearing_minutes": 2,
                    "caps": [{ "direction": "down", "classes": ["broad-loaded"], "per_day": 16 }]
                },
                {
                    "id": "border-standard", "from": "D", "to": "A", "gauge_mm": 1435, "tracks": 1,
                    "run_minutes": { "export": both(25), "standard-empty": both(25) },
                    "start_minutes": 2, "stop_minutes": 2, "headway_minutes": both(10), "clearing_minutes": 2
                },
                {
                    "id": "line", "from": "A", "to": "J", "gauge_mm": 1435, "tracks": 2, "zone": "pass",
                    "run_minutes": { "import": both(60), "export": both(60) },
                    "start_minutes": 3, "stop_minutes": 2, "headway_minutes": both(10), "clearing_minutes": 2
                }
            ]
        },
        "trains": [
            import("T1", 0), import("T2", 40),
            { "id": "P1", "class": "export", "from": "J", "to": "D", "earliest_entry": at(0), "length_m": 700, "wagons": 50 },
            { "id": "E1", "class": "standard-empty", "from": "D", "to": "A", "into_store": "store-standard", "earliest_entry": at(130), "length_m": 700, "wagons": 50 },
            { "id": "F1", "class": "broad-empty", "from": "A", "to": "D", "from_store": "store-broad", "earliest_entry": at(270), "length_m": 700, "wagons": 50 }
        ]
    })
}

/// A transshipped train.
pub fn import(id: &str, earliest_entry: i64) -> Value {
    json!({
        "id": id, "class": "broad-loaded", "from": "D", "to": "J", "earliest_entry": at(earliest_entry),
        "length_m": 760, "wagons": 55, "boxes": [{ "feet": 40, "count": 54 }], "transship_at": ["A"],
        "onward": { "class": "import", "from_store": "store-standard", "length_m": 720, "wagons": 52 },
        "emptied": { "class": "broad-empty", "return_to": "D", "into_store": "store-broad" }
    })
}

pub fn instance(file: &Value) -> Instance {
    instance_from_json(file.to_string().as_bytes()).unwrap_or_else(|problems| panic!("{problems}"))
}

macro_rules! by_name {
    ($($name:ident, $list:ident, $id:ident;)*) => {$(
        pub fn $name(instance: &Instance, name: &str) -> $id {
            let found = instance.system().$list().iter().position(|item| item.name == name);
            $id::from_index(found.unwrap())
        }
    )*};
}

by_name! {
    section, sections, SectionId;
    yard, yards, YardId;
    stage, stages, StageId;
    store, stores, StoreId;
    spot, spots, SpotId;
    crane, cranes, CraneId;
    mode, modes, ModeId;
}

pub fn train(instance: &Instance, name: &str) -> TrainId {
    let found = instance
        .trains()
        .iter()
        .position(|train| train.name == name);
    TrainId::from_index(found.unwrap())
}

/// Events of one train, by names.
pub struct Events<'a> {
    pub instance: &'a Instance,
    pub list: Vec<Event>,
}

impl<'a> Events<'a> {
    pub fn new(instance: &'a Instance) -> Events<'a> {
        Events {
            instance,
            list: Vec::new(),
        }
    }

    pub fn add(&mut self, rake: Rake, (from, to): (i32, i32), what: Activity) -> &mut Self {
        self.list.push(Event {
            span: span(from, to),
            rake,
            what,
        });
        self
    }

    pub fn run(
        &mut self,
        rake: Rake,
        when: (i32, i32),
        name: &str,
        direction: Direction,
        starts: bool,
        stops: bool,
    ) -> &mut Self {
        let section = section(self.instance, name);
        self.add(
            rake,
            when,
            Activity::Run {
                section,
                direction,
                starts,
                stops,
                track: None,
            },
        )
    }

    pub fn track(&mut self, rake: Rake, when: (i32, i32), name: &str, track: u32) -> &mut Self {
        let yard = yard(self.instance, name);
        self.add(rake, when, Activity::Track { yard, track })
    }

    pub fn stage(
        &mut self,
        rake: Rake,
        when: (i32, i32),
        name: &str,
        team: Option<u32>,
    ) -> &mut Self {
        let stage = stage(self.instance, name);
        self.add(rake, when, Activity::Stage { stage, team })
    }

    pub fn placing(&mut self, rake: Rake, from: i32, name: &str, locomotive: u32) -> &mut Self {
        let spot = spot(self.instance, name);
        let store = (rake == Rake::Onward).then(|| store(self.instance, "store-standard"));
        self.add(
            rake,
            (from, from + 30),
            Activity::Placing {
                spot,
                store,
                locomotive,
            },
        )
    }

    pub fn pulling(
        &mut self,
        rake: Rake,
        from: i32,
        name: &str,
        locomotive: u32,
        into: Option<&str>,
    ) -> &mut Self {
        let spot = spot(self.instance, name);
        let store = into.map(|into| store(self.instance, into));
        self.add(
            rake,
            (from, from + 30),
            Activity::Pulling {
                spot,
                store,
                locomotive,
            },
        )
    }

    pub fn hold(&mut self, rake: Rake, when: (i32, i32), name: &str) -> &mut Self {
        let spot = spot(self.instance, name);
        self.add(rake, when, Activity::Spot { spot })
    }

    /// Crane work of preparation, lifting steps that last so long, and finishing.
    pub fn work(
        &mut self,
        from: i32,
        names: (&str, &str),
        part: u32,
        (preparation, lifting, finishing): (i32, &[i32], i32),
    ) -> &mut Self {
        let (spot, mode) = (spot(self.instance, names.0), mode(self.instance, names.1));
        let lifting_from = Minute(from + preparation);
        let mut now = lifting_from;
        let mut steps = Vec::new();
        for minutes in lifting {
            steps.push((Span::new(now, now + *minutes), 0));
            now = now + *minutes;
        }
        let what = Activity::CraneWork {
            spot,
            mode,
            part,
            lifting_from,
            steps,
        };
        self.add(Rake::Arriving, (from, now.0 + finishing), what)
    }
}

/// How a transshipped train goes through the station.
#[derive(Clone, Copy)]
pub struct Through<'a> {
    pub enters: i32,
    pub spot: &'a str,
    pub mode: &'a str,
    pub lifting: &'a [i32],
    /// Number of its tracks and locomotives.
    pub number: u32,
    /// Start of the placings.
    pub placed: i32,
    /// Its emptied rake goes into the store.
    pub stored: bool,
}

/// A transshipped train without a wait after its placing.
pub fn through(instance: &Instance, how: Through) -> Vec<Event> {
    let (arriving, onward) = (Rake::Arriving, Rake::Onward);
    let mut events = Events::new(instance);
    let Through {
        enters,
        spot,
        number,
        placed,
        ..
    } = how;
    let arrives = enters + 27;
    events
        .run(
            arriving,
            (enters, arrives),
            "border-broad",
            Direction::Down,
            false,
            true,
        )
        .track(arriving, (arrives - 3, placed + 30), "broad", number)
        .stage(
            arriving,
            (arrives, arrives + 35),
            "inspection",
            Some(number),
        )
        .stage(arriving, (arrives, arrives + 60), "waybill", None)
        .placing(arriving, placed, spot, number)
        .placing(onward, placed, spot, number)
        .work(placed + 30, (spot, how.mode), 1, (20, how.lifting, 45));
    let worked = placed + 30 + 65 + how.lifting.iter().sum::<i32>();
    out(&mut events, worked, spot, number, how.stored);
    events
        .hold(arriving, (placed, worked + 45), spot)
        .hold(onward, (placed, worked + 45), spot);
    events.list
}

/// Both rakes out of the spot and on their ways.
pub fn out(events: &mut Events, worked: i32, spot: &str, number: u32, stored: bool) {
    let (arriving, onward) = (Rake::Arriving, Rake::Onward);
    let there = worked + 30;
    events
        .pulling(
            arriving,
            worked,
            spot,
            number,
            stored.then_some("store-broad"),
        )
        .pulling(onward, worked, spot, number, None)
        .track(onward, (worked, there + 33), "standard", number)
        .stage(onward, (there, there + 30), "import-check", Some(1))
        .run(
            onward,
            (there + 30, there + 93),
            "line",
            Direction::Down,
            true,
            false,
        );
    if !stored {
        events
            .track(arriving, (worked, there + 3), "broad", number)
            .run(
                arriving,
                (there, there + 27),
                "border-broad",
                Direction::Up,
                true,
                false,
            );
    }
}

pub const T1: Through = Through {
    enters: 0,
    spot: "h1",
    mode: "all",
    lifting: &[36],
    number: 1,
    placed: 62,
    stored: false,
};

pub const T2: Through = Through {
    enters: 40,
    spot: "h2",
    mode: "all",
    lifting: &[36],
    number: 2,
    placed: 102,
    stored: true,
};

/// The events of the good plan, by train.
pub fn good_events(instance: &Instance) -> Vec<(&'static str, Vec<Event>)> {
    let arriving = Rake::Arriving;
    let mut passing = Events::new(instance);
    passing
        .run(arriving, (0, 62), "line", Direction::Up, false, true)
        .track(arriving, (59, 95), "standard", 3)
        .stage(arriving, (62, 82), "customs", None)
        .stage(arriving, (82, 92), "export-check", None)
        .run(
            arriving,
            (92, 119),
            "border-standard",
            Direction::Up,
            true,
            false,
        );
    let mut into = Events::new(instance);
    let store_standard = store(instance, "store-standard");
    into.run(
        arriving,
        (130, 157),
        "border-standard",
        Direction::Down,
        false,
        true,
    )
    .track(arriving, (154, 187), "standard", 3)
    .add(
        arriving,
        (157, 187),
        Activity::IntoStore {
            store: store_standard,
            locomotive: 2,
        },
    );
    let mut from = Events::new(instance);
    let store_broad = store(instance, "store-broad");
    from.add(
        arriving,
        (270, 300),
        Activity::FromStore {
            store: store_broad,
            locomotive: 1,
        },
    )
    .track(arriving, (270, 303), "broad", 3)
    .run(
        arriving,
        (300, 327),
        "border-broad",
        Direction::Up,
        true,
        false,
    );
    vec![
        ("T1", through(instance, T1)),
        ("T2", through(instance, T2)),
        ("P1", passing.list),
        ("E1", into.list),
        ("F1", from.list),
    ]
}

/// A plan with the events given; other trains are not planned.
pub fn plan(instance: &Instance, events: Vec<(&str, Vec<Event>)>) -> Plan {
    let postponed = TrainPlan::Postponed {
        reason: regauge_model::plan::Reason {
            code: regauge_model::plan::ReasonCode::NoRoom,
            blocked_by: Vec::new(),
            text: "Left out.".to_owned(),
        },
    };
    let mut trains = vec![postponed; instance.trains().len()];
    for (name, mut events) in events {
        events.sort_by_key(|event| event.span);
        trains[train(instance, name).index()] = TrainPlan::Planned {
            way: 0,
            exit: Minute(0),
            events,
            waits: Vec::new(),
            other_ways: Vec::new(),
        };
    }
    let mut plan = Plan {
        made_by: "by hand".to_owned(),
        status: Status::Feasible,
        value: 0,
        bound: 0,
        alone: 0,
        parts: CostParts::default(),
        trains,
        crane_slots: Vec::new(),
        possessions: Vec::new(),
        rakes: Vec::new(),
        kpis: regauge_model::kpi::Kpis::default(),
    };
    restate(instance, &mut plan);
    plan
}

pub fn good() -> (Instance, Plan) {
    let instance = instance(&file());
    let plan = plan(&instance, good_events(&instance));
    (instance, plan)
}

/// Makes everything that a plan says of itself follow from its events.
pub fn restate(instance: &Instance, plan: &mut Plan) {
    plan.crane_slots.clear();
    plan.rakes.clear();
    for (index, train) in instance.trains().iter().enumerate() {
        let id = TrainId::from_index(index);
        let TrainPlan::Planned { exit, events, .. } = &mut plan.trains[index] else {
            continue;
        };
        events.sort_by_key(|event| event.span);
        let last = |is_it: &dyn Fn(&&Event) -> bool| {
            events.iter().filter(is_it).map(|event| event.span.to).max()
        };
        let is_run =
            |rake: Rake| move |e: &&Event| e.rake == rake && matches!(e.what, Activity::Run { .. });
        let into = |e: &&Event| {
            matches!(
                e.what,
                Activity::IntoStore { .. } | Activity::Pulling { store: Some(_), .. }
            )
        };
        let end = match &train.kind {
            TrainKind::Passing | TrainKind::FromStore(_) => {
                let yards = |station| !instance.system().station(station).yards.is_empty();
                if train.route.last().copied().is_some_and(yards) {
                    last(&|e| matches!(e.what, Activity::Track { .. }))
                } else {
                    last(&is_run(Rake::Arriving))
                }
            }
            TrainKind::IntoStore(_) => last(&into),
            TrainKind::Handled(_) => last(&|e| matches!(e.what, Activity::Handling { .. })),
            TrainKind::Transshipped(work) => {
                let fate = match (last(&into), last(&is_run(Rake::Arriving))) {
                    (Some(at), _) => Some((work.emptied_store, at)),
                    (None, Some(at)) => Some((None, at)),
                    _ => None,
                };
                plan.rakes.extend(fate.map(|(store, at)| RakeFate {
                    train: id,
                    store,
                    at,
                }));
                last(&is_run(Rake::Onward))
            }
        };
        *exit = end.unwrap_or(*exit);
        slots(instance, id, events, &mut plan.crane_slots);
    }
    let report = check(instance, plan);
    plan.parts = report.objective;
    plan.value = report.value;
    plan.bound = plan.bound.min(plan.value);
    plan.kpis = report.kpis;
}

/// Slots of work in which no step has more cranes than wagons: by rate within a step, wagons along the runway.
fn slots(instance: &Instance, id: TrainId, events: &[Event], slots: &mut Vec<CraneSlot>) {
    let (train, system) = (instance.train(id), instance.system());
    for event in events {
        let Activity::CraneWork {
            mode, part, steps, ..
        } = &event.what
        else {
            continue;
        };
        let lifts = match train.state.as_ref().map(|state| state.work) {
            Some(regauge_model::instance::WorkState::Lifting(_, left)) => left,
            Some(regauge_model::instance::WorkState::Finishing(..)) => return,
            _ => train.work_lifts(part - 1),
        };
        let first = (part - 1) * train.wagons / train.parts;
        let wagons = part * train.wagons / train.parts - first;
        let mode = system.mode(*mode);
        let mut nearest_first: Vec<usize> = (0..mode.steps.len()).collect();
        nearest_first.sort_by_key(|step| mode.steps[*step].stretch);
        for (number, (span, _)) in steps.iter().enumerate().take(mode.steps.len()) {
            let share = |steps: &[usize]| -> u32 {
                steps
                    .iter()
                    .map(|step| mode.steps[*step].share_percent)
                    .sum()
            };
            let place = nearest_first
                .iter()
                .position(|step| *step == number)
                .unwrap();
            let nearer = share(&nearest_first[..place]);
            let done: Vec<usize> = (0..=number).collect();
            let of_step = share(&done) * lifts / 100 - share(&done[..number]) * lifts / 100;
            let cranes = &mode.steps[number].cranes;
            let rate = |crane: &CraneId| system.crane(*crane).lifts_per_hour;
            let total: u32 = cranes.iter().map(rate).sum();
            let wagon = |rates: u32| {
                let dealt = nearer * total + mode.steps[number].share_percent * rates;
                first + wagons * dealt / (100 * total)
            };
            let mut before = 0;
            for crane in cranes {
                let rates = before + rate(crane);
                slots.push(CraneSlot {
                    crane: *crane,
                    train: id,
                    span: *span,
                    wagons: (wagon(before) + 1, wagon(rates)),
                    lifts: of_step * rates / total - of_step * before / total,
                });
                before = rates;
            }
        }
    }
    slots.sort_by_key(|slot| (slot.crane, slot.span));
}

/// The event of a train that is meant.
pub fn event<'p>(
    instance: &Instance,
    plan: &'p mut Plan,
    name: &str,
    is_meant: impl Fn(&Event) -> bool,
) -> &'p mut Event {
    let events = events(instance, plan, name);
    events.iter_mut().find(|event| is_meant(event)).unwrap()
}

/// The events of a train.
pub fn events<'p>(instance: &Instance, plan: &'p mut Plan, name: &str) -> &'p mut Vec<Event> {
    match &mut plan.trains[train(instance, name).index()] {
        TrainPlan::Planned { events, .. } => events,
        TrainPlan::Postponed { .. } => panic!("{name} is not planned"),
    }
}

/// Moves the start and end of an event.
pub fn shift(event: &mut Event, from: i32, to: i32) {
    event.span = Span::new(event.span.from + from, event.span.to + to);
}

fn all(report: &Report) -> String {
    let lines = report
        .violations
        .iter()
        .map(|v| format!("{}: {}\n", v.rule, v.message));
    lines.collect()
}

/// Sees no violation.
#[track_caller]
pub fn clean(instance: &Instance, plan: &Plan) {
    let report = check(instance, plan);
    assert!(report.is_clean(), "{}", all(&report));
}

/// Sees exactly these rules broken, each as often as it is named.
#[track_caller]
pub fn broken(instance: &Instance, plan: &Plan, rules: &[&str]) {
    let report = check(instance, plan);
    let found: Vec<&str> = report
        .violations
        .iter()
        .map(|violation| violation.rule)
        .collect();
    assert_eq!(found, rules, "{}", all(&report));
    for violation in &report.violations {
        in_both_languages(&violation.message);
    }
}

/// Sees that a sentence of the checker is one in Chinese, too, and that nothing is left in English there but names.
#[track_caller]
pub fn in_both_languages(message: &Message) {
    let english = message.to_string();
    assert!(
        english.ends_with('.') && english.is_char_boundary(1),
        "{english}"
    );
    assert!(!english.starts_with(char::is_lowercase), "{english}");
    let chinese = message.in_language(Language::Chinese);
    assert!(
        chinese.ends_with('。') && !chinese.contains("。。"),
        "{chinese}"
    );
    // What stands in backticks is a field of the plan file.
    let words: String = chinese.split('`').step_by(2).collect();
    for half in [", ", ". ", "; ", ": ", "(", ")"] {
        assert!(!words.contains(half), "{half} in {chinese}");
    }
    let mut braces = words.split('{').skip(1);
    let unfilled = braces.any(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()));
    assert!(!unfilled, "{chinese}");
    let is_word = |word: &&str| word.len() > 1 && word.bytes().all(|b| b.is_ascii_lowercase());
    let pieces: Vec<&str> = words
        .split(|c: char| c != ' ' && !c.is_ascii_alphanumeric())
        .collect();
    for piece in pieces {
        let count = piece.split(' ').filter(is_word).count();
        assert!(count < 2, "`{piece}` in {chinese}");
    }
}

/// Sees exactly these rules broken once the plan says of itself what follows from its events.
#[track_caller]
pub fn broken_restated(instance: &Instance, plan: &mut Plan, rules: &[&str]) {
    restate(instance, plan);
    broken(instance, plan, rules);
}

/// The good plan in an instance that was changed.
pub fn good_in(change: impl FnOnce(&mut Value)) -> (Instance, Plan) {
    let mut file = file();
    change(&mut file);
    let instance = instance(&file);
    let plan = plan(&instance, good_events(&instance));
    (instance, plan)
}
