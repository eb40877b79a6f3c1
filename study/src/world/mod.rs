//! What happens: trains and when they come, how long things take, the wind, holds.
//!
//! A world is a function of its seed: every figure is a draw for one train, hour or shift ([`crate::draws`]), and the traffic of every level is thinned
//! from one master year, so that the 20 trains of a day are among its 22. Worlds with the same seed and another figure differ in what that figure says and in nothing else.
//! `config` has the figures, `traffic` the trains, `wind` the wind.

mod config;
mod traffic;
mod wind;

pub use config::{Arrivals, Bunching, Hold, Severe, WindClimate, WorldConfig};
pub use traffic::WorldTrain;
pub(crate) use traffic::has_no_way_here;
pub use wind::{Climate, Hour};

use crate::base::{Base, DAY};
use crate::draws::{Draws, Purpose, named};
use regauge_model::Instance;
use regauge_model::format::{
    CapDayFile, CapFile, CraneFile, DirectionFile, InstanceFile, TrainFile, WindFile,
};
use regauge_model::ids::{ClassId, StationId};
use regauge_model::instance::Train;
use regauge_model::system::Stage;
use std::collections::{BTreeMap, BTreeSet};

/// Trains a day where no day says another figure: more than ever come.
const NO_CAP: u32 = 10_000;

/// A world of a base.
#[derive(Clone, Debug)]
pub struct World<'a> {
    base: &'a Base,
    config: &'a WorldConfig,
    draws: Draws,
    /// Trains a day of each kind.
    rates: Vec<f64>,
    /// Bunching of each day.
    days: Vec<f64>,
    climate: Option<Climate>,
}

impl<'a> World<'a> {
    /// The world of a seed, for so many days. Complexity: linear in the days; trains are drawn when they are asked for.
    pub fn new(base: &'a Base, config: &'a WorldConfig, seed: u64, days: i64) -> World<'a> {
        let draws = Draws::new(seed);
        let climate = config
            .wind
            .as_ref()
            .map(|wind| Climate::new(wind, draws, base, days));
        World {
            base,
            config,
            draws,
            rates: traffic::rates(base, config),
            days: traffic::fullness(config, draws, base.start(), days),
            climate,
        }
    }

    /// The station.
    pub fn base(&self) -> &'a Base {
        self.base
    }

    /// Its figures.
    pub fn config(&self) -> &'a WorldConfig {
        self.config
    }

    /// Its wind, where it has any.
    pub fn climate(&self) -> Option<&Climate> {
        self.climate.as_ref()
    }

    /// What every stage of a train really takes, by stage id.
    pub fn stage_minutes(&self, key: u64, train: &TrainFile) -> BTreeMap<String, u32> {
        let sd_percent = self.config.stages_sd_percent;
        drawn_stages(&self.base.file, sd_percent, self.draws, key, train)
    }

    /// Sets the cranes of a file to what they really lift in a shift.
    pub fn set_cranes(&self, file: &mut InstanceFile, shift: i64) {
        draw_cranes(file, self.config.cranes_sd_percent, self.draws, shift);
    }

    /// Sets them back to what is planned with.
    pub fn reset_cranes(&self, file: &mut InstanceFile) {
        let stations = self.base.file.system.stations.iter();
        let own = stations
            .flat_map(|station| &station.sheds)
            .flat_map(|shed| &shed.cranes);
        for (crane, own) in cranes(file).zip(own) {
            crane.lifts_per_hour = own.lifts_per_hour;
        }
    }

    /// The wind as a file has it, from one minute to another: as it will be, or as forecast at a minute.
    pub fn wind(&self, [from, to]: [i64; 2], issued: Option<i64>) -> Option<WindFile> {
        let climate = self.climate.as_ref()?;
        Some(climate.file(
            self.base,
            self.config.wind.as_ref()?,
            self.draws,
            [from, to],
            issued,
        ))
    }

    /// Sets the dated caps of holds on the sections by which their trains come.
    pub fn set_caps(&self, file: &mut InstanceFile, span: [i64; 2]) {
        for hold in &self.config.holds {
            let days = self.capped_days(hold, span);
            if days.is_empty() {
                continue;
            }
            for section in &mut file.system.sections {
                let of_class = |class: &&String| section.run_minutes.contains_key(*class);
                let classes: Vec<String> = hold.classes.iter().filter(of_class).cloned().collect();
                let ends = [
                    (DirectionFile::Down, &section.from),
                    (DirectionFile::Up, &section.to),
                ];
                let is_way_in = |end: &(DirectionFile, &String)| self.enter_at(end.1, &classes);
                let leads = |end: &(DirectionFile, &String)| {
                    let to = match end.0 {
                        DirectionFile::Down => &section.to,
                        DirectionFile::Up => &section.from,
                    };
                    hold.station.as_ref().is_none_or(|station| station == to)
                };
                let ways_in = ends.into_iter().filter(is_way_in).filter(leads);
                for (direction, _) in ways_in {
                    let mut cap = CapFile::new(direction, NO_CAP);
                    (cap.classes, cap.days) = (classes.clone(), days.clone());
                    section.caps.push(cap);
                }
            }
        }
    }

    /// The days on which a hold caps trains, of those that begin in a span.
    fn capped_days(&self, hold: &Hold, [from, to]: [i64; 2]) -> Vec<CapDayFile> {
        let days = from.div_euclid(DAY)..=(to - 1).div_euclid(DAY);
        let capped = days.filter(|&day| hold.covers(day));
        capped
            .filter_map(|day| {
                Some(CapDayFile {
                    day: self.base.at(day * DAY),
                    count: hold.cap_per_day?,
                })
            })
            .collect()
    }

    /// Whether trains of these classes enter the system at a station.
    fn enter_at(&self, station: &str, classes: &[String]) -> bool {
        let mut templates = self.base.kinds.iter().flat_map(|kind| &kind.templates);
        templates
            .any(|train| train.from.as_deref() == Some(station) && classes.contains(&train.class))
    }
}

/// Leaves out minutes of stages that trains do not come to: where several stations have stages, a train comes to some of them. Trains
/// under way are left as they are.
pub(crate) fn keep_stages_done(file: &mut InstanceFile) {
    let stations = file.system.stations.iter();
    if stations
        .filter(|station| !station.stages.is_empty())
        .count()
        < 2
    {
        return;
    }
    let states = file.state.iter().flat_map(|state| &state.trains);
    let under_way: BTreeSet<String> = states.map(|state| state.train.clone()).collect();
    // an instance of those that come alone: what is wrong with the others is told of the file itself
    let mut coming = file.clone();
    (coming.state, coming.holds) = (None, Vec::new());
    coming.orders.clear();
    coming.trains.retain(|train| !under_way.contains(&train.id));
    for train in &mut coming.trains {
        train.stage_minutes.clear();
    }
    let Ok(instance) = Instance::from_file(&coming) else {
        return;
    };
    let system = instance.system();
    let trains = file.trains.iter_mut();
    let trains = trains.filter(|train| !under_way.contains(&train.id));
    for (train, data) in trains.zip(instance.trains()) {
        let others = data.ways.iter().map(|way| &way.train);
        let on_ways: Vec<&Train> = std::iter::once(data).chain(others).collect();
        let comes_to = |stage: &Stage| {
            let done = |class: ClassId, route: &[StationId]| {
                stage.classes.contains(&class) && route.contains(&stage.station)
            };
            on_ways.iter().any(|train| {
                done(train.class, &train.route)
                    || train.transshipment().is_some_and(|work| {
                        let back = work.emptied_route.as_deref().unwrap_or_default();
                        done(work.onward_class, &work.onward_route)
                            || done(work.emptied_class, back)
                    })
            })
        };
        train.stage_minutes.retain(|id, _| {
            let mut stages = system.stages().iter();
            stages.any(|stage| stage.name == *id && comes_to(stage))
        });
    }
}

/// What every stage of a train at a station really takes, by stage id.
pub(crate) fn drawn_stages(
    station: &InstanceFile,
    sd_percent: f64,
    draws: Draws,
    key: u64,
    train: &TrainFile,
) -> BTreeMap<String, u32> {
    let sd = sd_percent / 100.0;
    let mut minutes = train.stage_minutes.clone();
    let classes: Vec<&str> = std::iter::once(&train.class)
        .chain(train.onward.iter().map(|onward| &onward.class))
        .chain(train.emptied.iter().map(|emptied| &emptied.class))
        .map(String::as_str)
        .collect();
    if sd <= 0.0 {
        return minutes;
    }
    let stations = station.system.stations.iter();
    for stage in stations.flat_map(|station| &station.stages) {
        if stage
            .classes
            .iter()
            .any(|class| classes.contains(&class.as_str()))
        {
            let nominal = *train.stage_minutes.get(&stage.id).unwrap_or(&stage.minutes);
            let factor = draws.of(Purpose::Stage, key ^ named(&stage.id)).factor(sd);
            let drawn = libm::round(f64::from(nominal) * factor);
            minutes.insert(stage.id.clone(), (drawn as u32).clamp(1, 14_400));
        }
    }
    minutes
}

/// Sets the cranes of a file to what they really lift in a shift.
pub(crate) fn draw_cranes(file: &mut InstanceFile, sd_percent: f64, draws: Draws, shift: i64) {
    let sd = sd_percent / 100.0;
    if sd <= 0.0 {
        return;
    }
    for crane in cranes(file) {
        let of_shift = named(&crane.id) ^ (shift as u64).rotate_left(17);
        let factor = draws.of(Purpose::Crane, of_shift).factor(sd);
        let drawn = libm::round(f64::from(crane.lifts_per_hour) * factor);
        crane.lifts_per_hour = (drawn as u32).clamp(1, 10_000);
    }
}

/// The cranes of a file, in its order.
fn cranes(file: &mut InstanceFile) -> impl Iterator<Item = &mut CraneFile> {
    let stations = file.system.stations.iter_mut();
    stations
        .flat_map(|station| &mut station.sheds)
        .flat_map(|shed| &mut shed.cranes)
}
