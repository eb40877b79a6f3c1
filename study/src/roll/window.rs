//! The instances of a shift, made of the station as it is.

use super::{Roll, RollError};
use crate::base::DAY;
use crate::world::keep_stages_done;
use regauge_model::format::{HoldFile, HorizonFile, InstanceFile, TrainFile, WindFile};
use regauge_model::{Instance, Plan, Problems};
use std::collections::BTreeSet;

impl Roll<'_> {
    /// Minutes from now to the end of the horizon.
    fn horizon(&self) -> i64 {
        i64::from(self.config.planning_hours + self.config.look_ahead_hours) * 60
    }

    /// Takes in the trains that are announced for the horizon of the next plan, and lets what recurs grow into it.
    pub(super) fn announce(&mut self) {
        let end = self.now.minute + self.horizon();
        while self.now.next_day * DAY < end {
            for train in self.world.trains_of_day(self.now.next_day) {
                let id = train.file.id.clone();
                self.now
                    .trains
                    .insert(id, (train, super::Record::default()));
            }
            self.now.next_day += 1;
        }
        let (base, world) = (self.world.base(), self.world);
        base.add_recurring(&mut self.now.station, [self.now.grown_to, end]);
        self.now.grown_to = end;
        for (section, own) in self
            .now
            .station
            .system
            .sections
            .iter_mut()
            .zip(&base.file.system.sections)
        {
            section.caps.clone_from(&own.caps);
        }
        world.set_caps(&mut self.now.station, [self.now.minute, end]);
    }

    /// The instance that is planned at `at`; or, with the end of a shift, the one that happens until then.
    pub(super) fn window(
        &self,
        at: i64,
        happens_until: Option<i64>,
    ) -> Result<(InstanceFile, Instance, Option<i64>), RollError> {
        let world = self.world;
        let base = world.base();
        let mut file = self.now.station.clone();
        let end = at + self.horizon();
        let mut horizon = HorizonFile::new(base.at(at), self.config.planning_hours);
        horizon.look_ahead_hours = self.config.look_ahead_hours;
        horizon
            .railway_day_start
            .clone_from(&base.file.horizon.railway_day_start);
        file.horizon = horizon;
        let under_way: BTreeSet<String> =
            file.trains.iter().map(|train| train.id.clone()).collect();
        let firm = libm::round(world.config().arrivals.firm_hours * 60.0) as i64;
        let too_many = self.beyond_those_looked_at(at, &under_way);
        for (id, (train, record)) in &self.now.trains {
            if too_many.contains(id.as_str()) || under_way.contains(&train.file.id) {
                continue;
            }
            let (entry, last) = match happens_until {
                Some(shift_end) => (train.comes, shift_end),
                None => (train.expected(at, firm), end),
            };
            if entry >= last {
                continue;
            }
            let mut expected = train.file.clone();
            expected.enters_from(base.at(entry));
            if let Some((way, since)) = record.told {
                expected.was_told(way, u32::try_from(at - since).unwrap_or_default());
            }
            keep_due(&mut expected);
            if happens_until.is_some() {
                expected.stage_minutes = world.stage_minutes(train.key, &train.file);
            }
            for (station, minutes) in &train.held_at {
                let until = train.comes + minutes;
                if until > at {
                    let mut hold = HoldFile::new(station.clone(), base.at(until));
                    hold.trains.push(id.clone());
                    file.holds.push(hold);
                }
            }
            file.trains.push(expected);
        }
        if happens_until.is_some() {
            keep_stages_done(&mut file);
        }
        // slack is something to plan with; where it has no price, no plan of a year is made for it
        if happens_until.is_some() || file.objective.missing_buffer_minute <= 0.0 {
            leave_out_buffers(&mut file);
        }
        let wind = match happens_until {
            Some(_) => world.wind([at, end], None),
            None => world.wind([at, end], Some(at)),
        };
        file.wind = Some(wind.unwrap_or_else(WindFile::default));
        // work under way goes on without a break: where cranes of another pace would break it, the crews of the shift before stay
        let mut found = None;
        for (cranes, as_before) in [
            (happens_until, true),
            (happens_until, false),
            (self.now.cranes, true),
            (self.now.cranes, false),
        ] {
            let attempt = self.with_cranes(&file, cranes, as_before);
            match Instance::from_file(&attempt) {
                Ok(instance) => return Ok((attempt, instance, cranes)),
                Err(problems) => _ = found.get_or_insert(problems),
            }
        }
        let problems = found.unwrap_or_else(|| Problems(Vec::new()));
        Err(RollError::Window { at, problems })
    }

    /// Tells the trains that have not come which way a plan sends them.
    pub(super) fn tell(&mut self, instance: &Instance, plan: &Plan, at: i64) {
        let trains = instance.trains().iter().zip(&plan.trains);
        for (train, plan) in trains.filter(|(train, _)| train.ways.len() > 1) {
            if let Some((_, record)) = self.now.trains.get_mut(&train.name) {
                let told = record.told.filter(|told| told.0 == plan.way());
                record.told = (plan.way() > 0).then(|| told.unwrap_or((plan.way(), at)));
            }
        }
    }

    /// Trains waiting outside that are not looked at yet, because so many of their kind came before them.
    fn beyond_those_looked_at(&self, at: i64, under_way: &BTreeSet<String>) -> BTreeSet<&str> {
        let trains = self.now.trains.iter();
        let mut waiting: Vec<(usize, i64, &str)> = trains
            .filter(|(id, (train, _))| train.comes <= at && !under_way.contains(*id))
            .map(|(id, (train, _))| (train.kind, train.comes, id.as_str()))
            .collect();
        waiting.sort_unstable();
        let of_kind = waiting.chunk_by(|a, b| a.0 == b.0);
        let beyond = of_kind.flat_map(|kind| kind.iter().skip(self.config.waiting as usize));
        beyond.map(|(.., id)| *id).collect()
    }

    /// The file with the pace that cranes have in a shift (`None`: the planned one); lifting under way takes the minutes left that it has, or as many as its
    /// lifts take now.
    fn with_cranes(
        &self,
        file: &InstanceFile,
        shift: Option<i64>,
        as_before: bool,
    ) -> InstanceFile {
        let mut file = file.clone();
        if let Some(shift) = shift {
            self.world.set_cranes(&mut file, shift);
        }
        if !as_before {
            let states = file.state.iter_mut().flat_map(|state| &mut state.trains);
            for work in states.filter_map(|state| state.work.as_mut()) {
                work.lifting_minutes_left = None;
            }
        }
        file
    }

    /// Takes the station over at the end of a shift: trains under way with their state; those that have not come stay announced, those that are gone are not.
    pub(super) fn carry_over(&mut self, mut file: InstanceFile, now: i64) {
        let states = file.state.iter().flat_map(|state| &state.trains);
        let under_way: BTreeSet<String> = states.map(|state| state.train.clone()).collect();
        let left: BTreeSet<String> = file.trains.iter().map(|train| train.id.clone()).collect();
        file.trains.retain(|train| under_way.contains(&train.id));
        // those of trains that have not come are set anew
        for hold in &mut file.holds {
            hold.trains.retain(|train| under_way.contains(train));
        }
        file.holds
            .retain(|hold| !(hold.trains.is_empty() && hold.classes.is_empty()));
        file.orders.clear();
        file.wind = None;
        self.world.reset_cranes(&mut file);
        self.now.station = file;
        let before = std::mem::replace(&mut self.now.minute, now);
        self.finish(before, &left, &under_way);
    }
}

/// A train that comes after it is due out is late whatever is done: it is due as soon as it comes.
pub(crate) fn keep_due(train: &mut TrainFile) {
    let first = train.earliest_entry + chrono::TimeDelta::minutes(1);
    if let Some(due) = &mut train.due_exit {
        *due = (*due).max(first);
    }
}

/// A file that asks for no slack.
pub(crate) fn leave_out_buffers(file: &mut InstanceFile) {
    for section in &mut file.system.sections {
        section.buffer_minutes = 0;
    }
    for station in &mut file.system.stations {
        for pool in &mut station.locomotives {
            pool.buffer_minutes = 0;
        }
        for spot in station.sheds.iter_mut().flat_map(|shed| &mut shed.spots) {
            spot.buffer_minutes = 0;
        }
    }
}
