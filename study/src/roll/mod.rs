//! Day after day: what is announced is planned, what is planned meets what really happens, and the station is carried over.
//!
//! In every shift three instances are made of the station as it is: the one that is *planned*, with trains as expected and the wind as forecast; the
//! one that *happens*, with trains as they come, stages and cranes as they are and the wind as it blows, in which the plan is carried out by a rule
//! ([`Rule`], [`regauge_solver::dispatch`]); and, of that one, the station at the end of the shift ([`regauge_model::advance`]). Every plan carried out is a plan of
//! its instance and is checked as any other.
//! `window` makes the instances, `carried_out` carries plans out in them, `figures` counts.

mod carried_out;
mod figures;
mod window;

pub use figures::{DayFigures, Figures, Histogram, Shares};
pub(crate) use window::{keep_due, leave_out_buffers};

use crate::base::DAY;
use crate::draws::named;
use crate::world::{World, WorldTrain};
use carried_out::Happened;
use figures::Record;
use regauge_model::advance::{AdvanceError, advance};
use regauge_model::check::check;
use regauge_model::format::InstanceFile;
use regauge_model::plan_file::{plan_from_json, plan_to_json};
use regauge_model::timeline::Timeline;
use regauge_model::{Instance, Minute, Plan, Problems};
use regauge_solver::{BoundShare, Planner};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Minutes by which a shift ends earlier where it cannot end when it should.
const EARLIER: [i64; 9] = [0, 1, 3, 7, 15, 30, 60, 120, 240];

/// How the station is run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RollConfig {
    /// Days counted.
    #[schemars(range(min = 1, max = 3660))]
    pub days: u32,
    /// Days before them, which begin with an empty station and are not counted.
    #[schemars(range(max = 366))]
    pub warm_up_days: u32,
    /// Hours from one plan to the next.
    #[schemars(range(min = 1, max = 24))]
    pub replan_hours: u32,
    /// Hours whose trains a plan counts fully.
    #[schemars(range(min = 1, max = 72))]
    pub planning_hours: u32,
    /// Hours behind them that it looks ahead.
    #[schemars(range(max = 72))]
    pub look_ahead_hours: u32,
    /// Trains of a kind waiting outside that a plan looks at, those that came first: at a station that is full a plan of all who wait takes long and changes nothing.
    #[schemars(range(min = 1, max = 10_000))]
    pub waiting: u32,
    /// How trains are dispatched.
    pub rule: Rule,
    /// Units of work for each plan.
    #[schemars(range(min = 0, max = 100))]
    pub work: f64,
}

impl Default for RollConfig {
    fn default() -> RollConfig {
        RollConfig {
            days: 365,
            warm_up_days: 7,
            replan_hours: 12,
            planning_hours: 24,
            look_ahead_hours: 24,
            waiting: 25,
            rule: Rule::Planned,
            work: 0.01,
        }
    }
}

/// How trains are dispatched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// Planned every shift; carried out in the order of the plan, each train in its spot, everything at its earliest.
    #[default]
    Planned,
    /// First come, first served: each train as it comes on its own best way beside those before it.
    FirstCome,
}

/// Why a run cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum RollError {
    /// The station of a shift is no instance.
    #[error("the station of minute {at} is no instance: {problems}")]
    Window {
        /// Minute of the world.
        at: i64,
        /// What is wrong.
        problems: Problems,
    },
    /// What was carried out breaks a rule.
    #[error("what was carried out from minute {at} on breaks a rule: {violation}")]
    Violation {
        /// Minute of the world.
        at: i64,
        /// The first.
        violation: String,
    },
    /// The station cannot be carried over.
    #[error("the station of minute {at} cannot be carried over: {error}")]
    Advance {
        /// Minute of the world.
        at: i64,
        /// Why.
        error: String,
    },
}

/// A station that is run day after day.
#[derive(Clone, Debug)]
pub struct Roll<'w> {
    world: &'w World<'w>,
    config: RollConfig,
    /// Seed of the planner: another one in the same world shows what is the planner's own noise.
    seed: u64,
    now: Now,
    figures: Figures,
}

/// A run as it stands, to go on from on another day.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedRoll {
    /// Version of the program.
    pub version: String,
    /// What the run hangs on beside what is saved here: station, world and seeds, as whoever saves it tells them apart.
    pub key: String,
    now: Now,
    figures: Figures,
    rest: Option<SavedRest>,
}

/// What is left of what was carried out last ([`Happened`]), as files.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct SavedRest {
    file: InstanceFile,
    plan: String,
    grown_to: i64,
    cranes: Option<i64>,
}

/// Where a run stands.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Now {
    minute: i64,
    /// The station with the trains under way.
    station: InstanceFile,
    /// What recurs is in it up to this minute.
    grown_to: i64,
    /// The end of the shift whose crews work the cranes.
    cranes: Option<i64>,
    /// The first day whose trains are not announced yet.
    next_day: i64,
    /// What is left of what was carried out last, as a plan of the station as it was left: nobody stands in anybody's way in it.
    #[serde(skip)]
    rest: Option<Box<Happened>>,
    /// Trains that are announced and have not left, by id.
    trains: BTreeMap<String, (WorldTrain, Record)>,
}

/// What happened in a shift.
#[derive(Clone, Debug)]
pub struct Shift {
    /// Its first minute.
    pub begins: i64,
    /// The instance that happened.
    pub instance: InstanceFile,
    /// How it was carried out: a plan of it.
    pub plan: Plan,
    /// What had been planned, and for which instance; `None` where nothing is planned.
    pub planned: Option<(InstanceFile, Plan)>,
}

impl<'w> Roll<'w> {
    /// A run that begins with an empty station.
    pub fn new(world: &'w World<'w>, config: &RollConfig, seed: u64) -> Roll<'w> {
        let mut station = world.base().file.clone();
        station.trains.clear();
        Roll {
            world,
            seed,
            now: Now {
                minute: 0,
                station,
                grown_to: -1,
                cranes: None,
                rest: None,
                next_day: 0,
                trains: BTreeMap::new(),
            },
            figures: Figures::new(i64::from(config.warm_up_days) * DAY),
            config: config.clone(),
        }
    }

    /// Days of a world that a run needs.
    pub fn days_needed(config: &RollConfig) -> i64 {
        let ahead = config.planning_hours + config.look_ahead_hours;
        i64::from(config.warm_up_days + config.days) + i64::from(ahead).div_euclid(24) + 2
    }

    /// The instance of a day that begins with an empty station, as it would be planned then; `from` is its first minute in the world.
    ///
    /// # Errors
    /// [`RollError::Window`].
    pub fn day(
        world: &'w World<'w>,
        config: &RollConfig,
        from: i64,
    ) -> Result<Instance, RollError> {
        let mut roll = Roll::new(world, config, 1);
        roll.now.minute = from;
        roll.now.grown_to = from;
        roll.now.next_day = from.div_euclid(DAY);
        roll.announce();
        roll.window(from, None).map(|(_, instance, _)| instance)
    }

    /// The run as it stands between two shifts; `key` names the station, world and seeds.
    pub fn save(&self, key: String) -> SavedRoll {
        let rest = self.now.rest.as_ref().and_then(|rest| {
            Some(SavedRest {
                plan: plan_to_json(&rest.instance, &rest.plan).ok()?,
                file: rest.file.clone(),
                grown_to: rest.grown_to,
                cranes: rest.cranes,
            })
        });
        SavedRoll {
            version: crate::version::VERSION.to_owned(),
            key,
            now: self.now.clone(),
            figures: self.figures.clone(),
            rest,
        }
    }

    /// A run that goes on from where it was saved: the same from there on as if it had never stopped. World, way of running and seed must be those of then; only the number of
    /// days may be another.
    pub fn resume(
        world: &'w World<'w>,
        config: &RollConfig,
        seed: u64,
        saved: SavedRoll,
    ) -> Roll<'w> {
        let rest = saved.rest.and_then(|rest| {
            let instance = Instance::from_file(&rest.file).ok()?;
            Some(Box::new(Happened {
                plan: plan_from_json(&instance, rest.plan.as_bytes()).ok()?,
                file: rest.file,
                instance,
                grown_to: rest.grown_to,
                cranes: rest.cranes,
            }))
        });
        Roll {
            world,
            config: config.clone(),
            seed,
            now: Now { rest, ..saved.now },
            figures: saved.figures,
        }
    }

    /// The minute it has come to.
    pub fn minute(&self) -> i64 {
        self.now.minute
    }

    /// Whether all days are over.
    pub fn is_over(&self) -> bool {
        self.now.minute >= i64::from(self.config.warm_up_days + self.config.days) * DAY
    }

    /// What was counted so far.
    pub fn figures(&self) -> &Figures {
        &self.figures
    }

    /// Runs to the end.
    ///
    /// # Errors
    /// [`RollError`], with the minute of the shift.
    pub fn run(mut self) -> Result<Figures, RollError> {
        while !self.is_over() {
            self.shift()?;
        }
        Ok(self.figures)
    }

    /// Plans, carries out and carries over one shift.
    ///
    /// # Errors
    /// [`RollError`], with the minute of the shift.
    pub fn shift(&mut self) -> Result<Shift, RollError> {
        let at = self.now.minute;
        let minutes = self.minutes_left();
        self.announce();
        let mut placed = Vec::new();
        let (turns, planned) = match self.config.rule {
            Rule::Planned => {
                let (file, instance, _) = self.window(at, None)?;
                let plan = self.plan(&instance, at);
                self.tell(&instance, &plan, at);
                placed = plan.decided(&instance).system().windows().to_vec();
                (self.turns_of(&instance, &plan, minutes), Some((file, plan)))
            }
            Rule::FirstCome => (self.turns_by_arrival(at + minutes), None),
        };
        let happened = self.happens(turns, &placed, at, at + minutes)?;
        if let Some(violation) = check(&happened.instance, &happened.plan).violations.first() {
            return Err(RollError::Violation {
                at,
                violation: violation.message.to_string(),
            });
        }
        self.end(&happened, at, minutes)?;
        Ok(Shift {
            begins: at,
            instance: happened.file,
            plan: happened.plan,
            planned,
        })
    }

    /// Ends a shift: counts what happened in it, and carries the station over. Where what is left at its end cannot be told as a state (a train that stands in a section without
    /// a way out, another one close behind it), it ends some minutes before, and the next one is the shorter.
    fn end(&mut self, happened: &Happened, at: i64, minutes: i64) -> Result<(), RollError> {
        let (instance, plan) = (&happened.instance, &happened.plan);
        let mut refused = None;
        for earlier in EARLIER.into_iter().filter(|&earlier| earlier < minutes) {
            let end = Minute((minutes - earlier) as i32);
            let advanced = match advance(&happened.file, instance, plan, end) {
                Ok(mut advanced) => {
                    // figures are counted, and memory does not grow
                    advanced.file.history.clear();
                    advanced
                }
                Err(error) => {
                    refused.get_or_insert(error);
                    continue;
                }
            };
            self.count(&Timeline::new(&plan.decided(instance), plan), end);
            (self.now.grown_to, self.now.cranes) = (happened.grown_to, happened.cranes);
            self.now.rest = advanced.rest.map(|plan| {
                Box::new(Happened {
                    file: advanced.file.clone(),
                    instance: advanced.instance,
                    plan,
                    grown_to: happened.grown_to,
                    cranes: happened.cranes,
                })
            });
            self.carry_over(advanced.file, at + i64::from(end.0));
            return Ok(());
        }
        Err(RollError::Advance {
            at,
            error: refused.as_ref().map(told).unwrap_or_default(),
        })
    }

    /// Minutes to the end of the shift: shifts begin with the day, and the last one of it ends with it.
    fn minutes_left(&self) -> i64 {
        let (shift, of_day) = (
            i64::from(self.config.replan_hours) * 60,
            self.now.minute.rem_euclid(DAY),
        );
        (shift - of_day.rem_euclid(shift)).min(DAY - of_day)
    }

    /// The plan of a shift.
    fn plan(&self, instance: &Instance, at: i64) -> Plan {
        let seed = named("plan") ^ self.seed.wrapping_mul(0x9E37_79B9) ^ at as u64;
        let planner = Planner::new(instance).seed(seed).threads(1);
        planner
            .work(self.config.work)
            .bound(BoundShare::Off)
            .reasons(false)
            .run()
            .plan
    }
}

/// An error with the problems behind it.
fn told(error: &AdvanceError) -> String {
    match error {
        AdvanceError::Contradiction(problems) | AdvanceError::Actual(problems) => {
            let first = problems.0.first().map(|problem| problem.to_string());
            format!("{error}: {}", first.unwrap_or_default())
        }
        _ => error.to_string(),
    }
}
