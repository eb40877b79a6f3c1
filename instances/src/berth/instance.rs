//! From a problem of berth allocation to an instance.

use super::{BerthError, BerthProblem, Ship};
use crate::blank;
use crate::clock::Clock;
use chrono::{DateTime, TimeDelta};
use regauge_model::filled;
use regauge_model::format::{
    ClassFile, DateTimeFile, HandlingFile, HorizonFile, InstanceFile, ObjectiveFile, PinsFile,
    ShedFile, SpanFile, SpotFile, SystemFile, TrainFile,
};
use std::collections::BTreeSet;

/// Longest horizon in hours.
const MAX_HOURS: u64 = 400 * 24;
/// Track gauge of every ship.
const GAUGE: u32 = 1435;
/// The other track of every berth, which nobody uses.
const OTHER_GAUGE: u32 = 1520;
/// Cost of postponing a ship, in minutes: more than any plan can gain by it.
const POSTPONED: f64 = 100_000.0;

impl BerthProblem {
    /// The problem as an instance: a unit of time is a minute, berths are spots that are closed before they open and
    /// after they close, latest departures are pins. A plan without postponed trains is worth
    /// [`BerthProblem::objective`] of its value.
    ///
    /// # Errors
    /// When a ship must leave before it comes, or the times span more than 400 days.
    pub fn instance(&self, name: &str) -> Result<InstanceFile, BerthError> {
        let hours = self.hours()?;
        let start: DateTimeFile = DateTime::UNIX_EPOCH.fixed_offset() + TimeDelta::days(20_000);
        let clock = Clock::new(start, hours, 0);
        let mut trains = Vec::with_capacity(self.ships.len());
        for (ship, number) in self.ships.iter().zip(1..) {
            trains.push(train(ship, number, &clock)?);
        }
        let mut port = blank::station("port");
        port.sheds.push(self.quay(&clock));
        let mut horizon = HorizonFile::new(start, hours);
        "00:00".clone_into(&mut horizon.railway_day_start);
        let system = SystemFile::new(self.classes(), vec![port]);
        Ok(filled!(
            InstanceFile::new(name, horizon, system);
            note: Some("Berth allocation: ships are trains, berths are spots.".to_owned()),
            trains,
            objective: filled!(
                ObjectiveFile::default();
                late_minute: 0.0,
                missing_buffer_minute: 0.0,
                postponed: POSTPONED,
                look_ahead_weight_percent: 100,
            ),
        ))
    }

    /// The benchmark's objective of a plan's value in cost units: the sum of weight × (end of handling − arrival).
    pub fn objective(value: i64) -> i64 {
        value / regauge_model::instance::COST_UNITS
    }

    /// Hours after which nobody is handled any more: every berth is closed, or every ship could have been handled in turn.
    fn hours(&self) -> Result<u32, BerthError> {
        let most = |of: &dyn Fn(&Ship) -> u32| self.ships.iter().map(of).max().unwrap_or(0);
        let arrived = most(&|ship| ship.arrival);
        let longest = |ship: &Ship| ship.handling.iter().flatten().max().copied();
        let handled: u64 = self
            .ships
            .iter()
            .map(|ship| u64::from(longest(ship).unwrap_or(0)))
            .sum();
        let opened = self.berths.iter().map(|berth| berth.opens).max();
        let closed = self.berths.iter().map(|berth| berth.closes).max();
        let in_turn = u64::from(arrived.max(opened.unwrap_or(0))) + handled;
        let last = in_turn.min(u64::from(closed.unwrap_or(0)));
        // A train comes before the end of the horizon, even where it comes too late for every berth.
        let units = last.max(u64::from(arrived) + 1);
        let hours = units.div_ceil(60);
        if hours > MAX_HOURS {
            let most = MAX_HOURS * 60;
            return Err(BerthError::TooLong { units, max: most });
        }
        Ok(hours as u32)
    }

    /// A class per weight.
    fn classes(&self) -> Vec<ClassFile> {
        let weights: BTreeSet<u32> = self.ships.iter().map(|ship| ship.weight).collect();
        let class = |weight: &u32| {
            filled!(
                ClassFile::new(class_of(*weight), GAUGE);
                weight: Some(f64::from(*weight)),
            )
        };
        weights.iter().map(class).collect()
    }

    fn quay(&self, clock: &Clock) -> ShedFile {
        let spots = self.berths.iter().zip(1..).map(|(berth, number)| {
            let opens = minute(berth.opens, clock);
            let closes = minute(berth.closes, clock).max(opens);
            let closed = [(0, opens), (closes, clock.end)].into_iter();
            filled!(
                SpotFile::new(spot_of(number), [OTHER_GAUGE, GAUGE], 1);
                closed: closed
                    .filter(|(from, to)| from < to)
                    .map(|(from, to)| clock.span(from, to))
                    .collect(),
            )
        });
        ShedFile::new("quay", false, spots.collect())
    }
}

/// A unit of time as a minute of the horizon, or its end.
fn minute(unit: u32, clock: &Clock) -> i32 {
    i32::try_from(unit).map_or(clock.end, |unit| unit.min(clock.end))
}

fn class_of(weight: u32) -> String {
    format!("weight-{weight}")
}

fn spot_of(number: usize) -> String {
    format!("berth-{number}")
}

fn train(ship: &Ship, number: usize, clock: &Clock) -> Result<TrainFile, BerthError> {
    let Ship {
        arrival,
        latest_departure,
        ..
    } = *ship;
    if latest_departure < arrival {
        return Err(BerthError::LeavesFirst {
            ship: number,
            latest: latest_departure,
            arrival,
        });
    }
    let class = class_of(ship.weight);
    let at = clock.at(minute(arrival, clock));
    let mut train = blank::train(format!("ship-{number}"), &class, ("", ""), at);
    (train.from, train.to) = (None, None);
    (train.length_m, train.wagons) = (1, 1);
    let berths = ship.handling.iter().zip(1..);
    let handling = berths.filter_map(|(minutes, number)| {
        Some(HandlingFile {
            spot: spot_of(number),
            minutes: (*minutes)?,
        })
    });
    train.handling = handling.collect();
    let latest = minute(latest_departure, clock);
    if latest < clock.end {
        let exit: SpanFile = clock.span(minute(arrival, clock), latest + 1);
        train.pins = filled!(
            PinsFile::default();
            exit: Some(exit),
        );
    }
    Ok(train)
}
