//! The rules that concern the start of one task alone, as a table per task: durations, closures, wind, possessions.

use crate::calendar::{Asset, Speeds};
use crate::parts::{Leg, Table};
use regauge_model::ids::{LocomotiveId, ModeId, SectionId, ShedId, SpotId, StageId, StationId};
use regauge_model::instance::Train;
use regauge_model::system::{Direction, Section, System};
use regauge_model::{Instance, Span};
use std::rc::Rc;

/// An instance with its wind worked out by the minute.
pub(crate) struct World<'a> {
    pub(crate) instance: &'a Instance,
    /// End of the horizon.
    pub(crate) end: i32,
    shunting: Vec<Speeds>,
    cranes: Vec<Speeds>,
    line: Vec<Speeds>,
}

impl<'a> World<'a> {
    /// The world of an instance.
    pub(crate) fn new(instance: &'a Instance) -> World<'a> {
        let system = instance.system();
        let shunting = system.stations().iter().map(|station| {
            let rule = station.shunting_rule.as_ref();
            Speeds::of(instance, station.zone, rule, Asset::Shunting)
        });
        let cranes = system.sheds().iter().map(|shed| {
            // Wind does not reach indoor cranes.
            let zone = shed.zone.or(system.station(shed.station).zone);
            let zone = zone.filter(|_| !shed.indoor);
            Speeds::of(instance, zone, shed.crane_rule.as_ref(), Asset::Cranes)
        });
        let line = system.sections().iter().map(|section| {
            let rule = section.wind_rule.as_ref();
            Speeds::of(instance, section.zone, rule, Asset::Line)
        });
        World {
            instance,
            end: instance.run_on_end().0,
            shunting: shunting.collect(),
            cranes: cranes.collect(),
            line: line.collect(),
        }
    }

    /// The system.
    pub(crate) fn system(&self) -> &'a System {
        self.instance.system()
    }

    fn table(&self, instants: impl Fn(i32) -> Option<Vec<i32>>) -> Rc<Table> {
        let starts = 0..=self.end;
        let in_horizon = |instants: &Vec<i32>| instants.last().is_none_or(|end| *end <= self.end);
        Rc::new(
            starts
                .map(|start| instants(start).filter(in_horizon))
                .collect(),
        )
    }

    /// A task of so many minutes, whenever it starts.
    pub(crate) fn lasting(&self, minutes: i32) -> Rc<Table> {
        self.table(|start| Some(vec![start, start + minutes]))
    }

    /// A task without length.
    pub(crate) fn at_once(&self, earliest: i32) -> Rc<Table> {
        self.table(|start| (start >= earliest).then(|| vec![start, start]))
    }

    /// A task under way at the start, with known instants.
    pub(crate) fn under_way(&self, instants: &[i32]) -> Rc<Table> {
        self.table(|start| (start == 0).then(|| instants.to_vec()))
    }

    /// A ride: every run of it by itself, one straight after the other.
    pub(crate) fn ride(&self, class: usize, legs: &[Leg], earliest: i32) -> Rc<Table> {
        self.table(|start| {
            let mut instants = vec![start];
            let mut now = start;
            for leg in legs {
                now = self.run(class, *leg, now)?;
                instants.push(now);
            }
            (start >= earliest).then_some(instants)
        })
    }

    /// The exit of a run that may enter at a minute.
    fn run(&self, class: usize, leg: Leg, entry: i32) -> Option<i32> {
        let section = self.system().section(leg.section);
        let mut minutes = section.run_minutes[class]?.get(leg.direction);
        if leg.starts {
            minutes += section.start_minutes.get(leg.direction);
        }
        if leg.stops {
            minutes += section.stop_minutes.get(leg.direction);
        }
        let line = &self.line[leg.section.index()];
        let exit = line.done(entry, minutes)?;
        let run = span(entry, exit);
        // Who is diverted by single-track working takes the other track, so that is the one that must be free.
        let track = if diverted(section, leg.direction, entry) {
            leg.direction.opposite()
        } else {
            leg.direction
        };
        let possessed = section.possessions.iter().any(|possession| {
            let mine =
                section.single_track || possession.track.is_none_or(|closed| closed == track);
            mine && possession.span.overlaps(run)
        });
        (!possessed && !line.stopped_in(entry, exit)).then_some(exit)
    }

    /// A stage of a train.
    pub(crate) fn stage(&self, train: &Train, stage: StageId) -> Rc<Table> {
        let minutes = train.minutes_of(stage, self.system());
        let closed = &self.system().stage(stage).closed;
        self.table(|start| {
            let stage = span(start, start + minutes);
            let open = !closed.iter().any(|closed| closed.overlaps(stage));
            open.then(|| vec![start, start + minutes])
        })
    }

    /// A movement at a station with a locomotive of each of the pools.
    pub(crate) fn movement(
        &self,
        station: StationId,
        minutes: i32,
        pools: &[LocomotiveId],
    ) -> Rc<Table> {
        let stops = &self.shunting[station.index()];
        let lights = pools
            .iter()
            .map(|pool| self.system().locomotive_pool(*pool).light_run);
        let light = lights.max().unwrap_or(0);
        self.table(|start| {
            let stopped = stops.stopped_in(start - light, start + minutes);
            (!stopped).then(|| vec![start, start + minutes])
        })
    }

    /// Crane work on one part: so many lifts in every step.
    pub(crate) fn work(&self, spot: SpotId, mode: ModeId, lifts: &[u32]) -> Rc<Table> {
        let spot = self.system().spot(spot);
        let cranes = &self.cranes[spot.shed.index()];
        let in_stops = self.system().shed(spot.shed).ground_work_in_stops;
        self.table(|start| {
            let begins = in_stops || !cranes.stopped_in(start, start + 1);
            let lifting_from = self.ground_work(mode, start, spot.preparation)?;
            let instants = self.lifting(mode, lifts, (start, lifting_from), spot.finishing, false);
            instants.filter(|_| begins)
        })
    }

    /// Crane work under way at the start; `lifting`: its first step is.
    pub(crate) fn work_under_way(
        &self,
        mode: ModeId,
        lifts: &[u32],
        preparation_left: i32,
        finishing: i32,
        lifting: bool,
    ) -> Rc<Table> {
        self.table(|start| {
            let lifting_from = self.ground_work(mode, start, preparation_left)?;
            let instants = self.lifting(mode, lifts, (start, lifting_from), finishing, lifting);
            instants.filter(|_| start == 0)
        })
    }

    /// End of preparation or finishing in the shed of a mode.
    fn ground_work(&self, mode: ModeId, from: i32, minutes: i32) -> Option<i32> {
        let shed = self.system().mode(mode).shed;
        if self.system().shed(shed).ground_work_in_stops {
            return Some(from + minutes);
        }
        self.cranes[shed.index()].open_minutes_passed(from, minutes)
    }

    /// Start, end of the preparation, begin and end of every step, end.
    fn lifting(
        &self,
        mode_id: ModeId,
        lifts: &[u32],
        (start, lifting_from): (i32, i32),
        finishing: i32,
        mut under_way: bool,
    ) -> Option<Vec<i32>> {
        let mode = self.system().mode(mode_id);
        let mut instants = vec![start, lifting_from];
        let mut now = lifting_from;
        for (step, lifts) in mode.steps.iter().zip(lifts) {
            let cranes = step.cranes.iter().map(|id| self.system().crane(*id));
            let rate: u64 = cranes
                .clone()
                .map(|crane| u64::from(crane.lifts_per_hour))
                .sum();
            let rate = rate * u64::from(step.rate_percent);
            let minutes = (u64::from(*lifts) * 60 * 100).div_ceil(rate.max(1));
            let weather = &self.cranes[mode.shed.index()];
            if minutes > 0 {
                if !under_way {
                    now = weather.not_stopped(now);
                }
                under_way = false;
            }
            instants.push(now);
            let done = weather.done(now, minutes as i32)?;
            let lifting = span(now, done);
            for closed in cranes.flat_map(|crane| &crane.closed) {
                if closed.overlaps(lifting) {
                    return None;
                }
            }
            now = done;
            instants.push(now);
        }
        instants.push(self.ground_work(mode_id, now, finishing)?);
        Some(instants)
    }

    /// Minutes of a span in which the cranes of a shed stand still.
    pub(crate) fn paused(&self, shed: ShedId, from: i32, to: i32) -> u32 {
        self.cranes[shed.index()].stopped_minutes(from, to)
    }

    /// The possession that diverts a run entering at a minute to the other track.
    pub(crate) fn diverting(
        &self,
        section: SectionId,
        direction: Direction,
        entry: i32,
    ) -> Option<Span> {
        diverting(self.system().section(section), direction, entry)
    }
}

fn diverted(section: &Section, direction: Direction, entry: i32) -> bool {
    diverting(section, direction, entry).is_some()
}

fn diverting(section: &Section, direction: Direction, entry: i32) -> Option<Span> {
    let possession = section.possessions.iter().find(|possession| {
        possession.single_track_working
            && possession.track == Some(direction)
            && possession.span.contains(regauge_model::Minute(entry))
    });
    possession
        .filter(|_| !section.single_track)
        .map(|possession| possession.span)
}

/// The span `[from, to)`.
pub(crate) fn span(from: i32, to: i32) -> Span {
    Span::new(regauge_model::Minute(from), regauge_model::Minute(to))
}

/// Lifts of every step of a mode: the share of all lifts up to and including it, less those before.
pub(crate) fn step_lifts(system: &System, mode: ModeId, lifts: u32) -> Vec<u32> {
    let mut share = 0;
    let mut before = 0;
    let steps = system.mode(mode).steps.iter().map(|step| {
        share += step.share_percent;
        let upto = share * lifts / 100;
        let own = upto - before;
        before = upto;
        own
    });
    steps.collect()
}
