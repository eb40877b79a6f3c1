//! An alarm: no train leaves before it conceivably can.
//!
//! Every rule is checked on its own, and the earliest exit follows from them. Here it is derived once more, from the figures of
//! the instance alone: running times at full speed, stages, movements, crane work in the quickest mode, nobody in the way. A
//! plan that keeps every rule and yet has an earlier exit has found a hole in the rules, and a value below what the trains
//! alone would cost. So this is asked only where nothing else is wrong.

use super::Violation;
use super::context::{Context, broken};
use super::crane_work::{is_for_length, lifting_minutes};
use crate::ids::{ClassId, StationId};
use crate::instance::{Train, TrainKind, Transshipment};
use crate::message::Message;
use crate::system::StageSide::{self, Arrival, ArrivalBeforeDeparture, Departure};
use crate::system::System;
use crate::words::violations as words;
use crate::{Minute, Span};

pub(super) fn check(context: &Context) -> Vec<Violation> {
    let mut found = Vec::new();
    for ((id, train), journey) in context.trains().zip(&context.journeys) {
        let Some(exit) = journey.exit.filter(|_| context.is_planned(id)) else {
            continue;
        };
        let earliest = earliest_exit(context.system, train);
        if exit < earliest {
            let message =
                words::leaves_too_early(&train.name, context.clock(exit), context.clock(earliest));
            let span = Span::new(exit, exit);
            found.push(broken("objective", id, span, None, message));
        }
    }
    found.extend(alone(context).map(|message| super::objective::of_plan("objective", message)));
    found
}

/// No plan costs less than its trains would if each were alone.
fn alone(context: &Context) -> Option<Message> {
    let (value, alone) = (context.plan.value, context.plan.alone);
    (alone > value).then(|| words::value_below_alone(value, alone))
}

/// A minute before which a train does not leave, whatever is decided. For a train under way at the start it is minute 0, after
/// which everything under way ends.
fn earliest_exit(system: &System, train: &Train) -> Minute {
    if train.state.is_some() {
        return Minute(0);
    }
    let route = train.route.as_slice();
    let way = |train: &Train| {
        running(system, route, train.class) + stays(system, train, route, train.class)
    };
    let call = |station: StationId| train.call_at(station).map_or(0, |call| call.minutes);
    let arrival = |station: StationId, sides: &[StageSide]| {
        stages(system, train, station, train.class, sides).max(call(station))
    };
    let minutes = match &train.kind {
        TrainKind::Passing => way(train),
        TrainKind::Handled(handling) => handling.iter().map(|h| h.minutes).min().unwrap_or(0),
        TrainKind::IntoStore(store) => {
            let store = system.store(*store);
            let done = arrival(store.station, &[Arrival, ArrivalBeforeDeparture]);
            way(train) + done + store.moving + store.breaking_up
        }
        TrainKind::FromStore(store) => {
            let store = system.store(*store);
            let before = stages(system, train, store.station, train.class, &[Departure]);
            store.making_up + store.moving + before + way(train)
        }
        TrainKind::Transshipped(work) => {
            let arrives = way(train);
            let placed = arrives + arrival(work.station, &[Arrival]);
            let out = placed
                + worked(system, train, work)
                + stages(system, train, work.station, work.onward_class, &[Departure]);
            let after = [ArrivalBeforeDeparture];
            let papers = arrives + stages(system, train, work.station, train.class, &after);
            let route = work.onward_route.as_slice();
            out.max(papers)
                + running(system, route, work.onward_class)
                + stays(system, train, route, work.onward_class)
        }
    };
    train.opens + minutes
}

/// Minutes along a route at full speed without a stop.
fn running(system: &System, route: &[StationId], class: ClassId) -> i32 {
    let leg = |pair: &[StationId]| {
        let sections = system.sections_between(pair[0], pair[1], class);
        let minutes = sections.filter_map(|(section, direction)| {
            let minutes = system.section(section).run_minutes[class.index()];
            minutes.map(|minutes| minutes.get(direction))
        });
        minutes.min().unwrap_or(0)
    };
    route.windows(2).map(leg).sum()
}

/// Minutes standing at the stations between the ends of a route.
fn stays(system: &System, train: &Train, route: &[StationId], class: ClassId) -> i32 {
    let between = route
        .get(1..route.len().saturating_sub(1))
        .unwrap_or_default();
    let stay = |station: &StationId| {
        let done = stages(
            system,
            train,
            *station,
            class,
            &[Arrival, ArrivalBeforeDeparture],
        ) + stages(system, train, *station, class, &[Departure]);
        // Calls are those of the class in which it arrives.
        let called = (class == train.class).then(|| train.call_at(*station));
        done.max(called.flatten().map_or(0, |call| call.minutes))
    };
    between.iter().map(stay).sum()
}

/// Minutes of the longest stage of some sides; stages of one side go on side by side.
fn stages(
    system: &System,
    train: &Train,
    station: StationId,
    class: ClassId,
    sides: &[StageSide],
) -> i32 {
    let stages = system.station(station).stages.iter();
    let applying = stages.filter(|id| {
        let stage = system.stage(**id);
        sides.contains(&stage.side) && stage.classes.contains(&class)
    });
    let minutes = applying.map(|id| train.minutes_of(*id, system));
    minutes.max().unwrap_or(0)
}

/// Minutes from the placing to the end of the pulling, in the quickest spot and mode; one mode for all parts.
fn worked(system: &System, train: &Train, work: &Transshipment) -> i32 {
    let modes = system.modes().iter().enumerate();
    let here = modes.filter(|(_, mode)| {
        system.shed(mode.shed).station == work.station && is_for_length(mode, train)
    });
    let minutes = here.flat_map(|(_, mode)| {
        let shed = system.shed(mode.shed);
        let lifting: i64 = (0..train.parts)
            .map(|part| lifting_minutes(system, mode, train.part_lifts(part)))
            .sum();
        let parts = i64::from(train.parts);
        let moved = i64::from(shed.placing + shed.pulling);
        mode.spots.iter().map(move |spot| {
            let spot = system.spot(*spot);
            let around = i64::from(spot.preparation + spot.finishing);
            // every exchange is a pulling and a placing
            parts * (moved + around) + lifting
        })
    });
    minutes
        .min()
        .map_or(0, |minutes| minutes.min(1_000_000) as i32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Instance;
    use crate::ids::TrainId;
    use crate::instance::Rake;
    use crate::kpi::Kpis;
    use crate::plan::{Activity, CostParts, Event, Plan, Reason, Status, TrainPlan};
    use crate::system::Direction;

    /// A line of one section, and a train that passes it in 20 minutes from minute 10.
    fn instance() -> Instance {
        let file = serde_json::json!({
            "format_version": "1.0", "name": "a line",
            "horizon": { "start": "2025-03-01T18:00:00+08:00", "planning_hours": 6 },
            "system": {
                "classes": [{ "id": "c", "gauge_mm": 1435 }],
                "stations": [{ "id": "A" }, { "id": "B" }],
                "sections": [{
                    "id": "ab", "from": "A", "to": "B", "gauge_mm": 1435, "tracks": 1,
                    "run_minutes": { "c": { "down": 20, "up": 25 } },
                    "headway_minutes": { "down": 5, "up": 5 }
                }]
            },
            "trains": [{
                "id": "T", "class": "c", "from": "A", "to": "B", "length_m": 700, "wagons": 50,
                "earliest_entry": "2025-03-01T18:10:00+08:00"
            }]
        });
        Instance::from_json(file.to_string()).expect("the file is right")
    }

    fn plan(instance: &Instance, to: i32) -> Plan {
        let span = Span::new(Minute(10), Minute(to));
        let (section, _) = instance
            .system()
            .sections_between(
                instance.train(TrainId(0)).route[0],
                instance.train(TrainId(0)).route[1],
                ClassId(0),
            )
            .next()
            .expect("there is a section");
        let what = Activity::Run {
            section,
            direction: Direction::Down,
            starts: false,
            stops: false,
            track: None,
        };
        let rake = Rake::Arriving;
        Plan {
            made_by: String::new(),
            status: Status::Feasible,
            value: 0,
            bound: 0,
            alone: 0,
            parts: CostParts::default(),
            trains: vec![TrainPlan::Planned {
                way: 0,
                exit: span.to,
                events: vec![Event { span, rake, what }],
                waits: Vec::new(),
                other_ways: Vec::new(),
            }],
            crane_slots: Vec::new(),
            possessions: Vec::new(),
            rakes: Vec::new(),
            kpis: Kpis::default(),
        }
    }

    #[test]
    fn an_exit_before_anything_could_be_done_is_an_alarm() {
        let instance = instance();
        let found = |plan: &Plan| check(&super::super::context(&instance, plan)).len();
        assert_eq!(found(&plan(&instance, 30)), 0);
        assert_eq!(found(&plan(&instance, 29)), 1);
        let mut postponed = plan(&instance, 29);
        let reason = Reason {
            code: crate::plan::ReasonCode::NoRoom,
            blocked_by: Vec::new(),
            text: String::new(),
        };
        postponed.trains = vec![TrainPlan::Postponed { reason }];
        assert_eq!(found(&postponed), 0);
    }

    #[test]
    fn a_value_below_the_trains_alone_is_an_alarm() {
        let instance = instance();
        let mut plan = plan(&instance, 30);
        (plan.value, plan.alone) = (2000, 2000);
        assert_eq!(alone(&super::super::context(&instance, &plan)), None);
        plan.alone = 2001;
        let message = alone(&super::super::context(&instance, &plan)).expect("an alarm");
        let message = message.to_string();
        assert!(message.contains("2000") && message.contains("2001"));
    }
}
