//! Levers: what a study changes, each with all that must change along with it.

use super::path::{self, Refusal};
use super::{Setting, nearest};
use crate::roll::{RollConfig, Rule};
use crate::words;
use crate::world::WorldConfig;
use regauge_model::format::{
    GivenPathFile, InstanceFile, LocomotiveFile, SectionFile, ShedFile, StageFile, StoreFile,
};
use regauge_model::message::{Message, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a factor changes. Figures are what there is then, not what is added.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "lever", rename_all = "kebab-case")]
pub enum Lever {
    /// Whether a shed or outdoor module is there (`true`, `false`).
    Shed {
        /// Its id.
        shed: String,
    },
    /// Track pairs of a shed: its spots. More are like the last one, in the same place on the runway, and every mode that works that one works them too.
    Pairs {
        /// Its id.
        shed: String,
    },
    /// Cranes of a shed. One more stands at the end of the runway and works in every step in which the last one does; one fewer is missing in every step, and a mode
    /// without cranes in a step is gone.
    Cranes {
        /// Its id.
        shed: String,
    },
    /// Lifts per hour of all cranes of a shed, in percent of the base.
    CraneRate {
        /// Its id; absent: of all sheds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        shed: Option<String>,
    },
    /// Minutes of placing and pulling in a shed, in percent of the base.
    MovingMinutes {
        /// Its id; absent: in all sheds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        shed: Option<String>,
    },
    /// Shunting locomotives of a gauge.
    Locomotives {
        /// The gauge.
        gauge_mm: u32,
        /// The station; absent: the only one that has some.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        station: Option<String>,
    },
    /// Teams of a stage.
    Teams {
        /// Its id.
        stage: String,
    },
    /// Minutes of a stage, in percent of the base; also of trains that have their own minutes.
    StageMinutes {
        /// Its id; absent: of all stages.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stage: Option<String>,
    },
    /// Tracks of a yard, all groups together: the last group grows or shrinks.
    Tracks {
        /// Its id.
        yard: String,
    },
    /// Empty rakes of a store at the start; it has room for so many more than before.
    Empties {
        /// Its id.
        store: String,
    },
    /// Tracks of sections, 1 or 2. With one track a possession closes it for both directions.
    LineTracks {
        /// Their ids.
        sections: Vec<String>,
    },
    /// Headway of sections, in percent of the base: the paths of the line.
    Headway {
        /// Their ids.
        sections: Vec<String>,
    },
    /// Running minutes of sections, in percent of the base.
    RunMinutes {
        /// Their ids.
        sections: Vec<String>,
    },
    /// The daily caps of a section.
    Cap {
        /// Its id.
        section: String,
    },
    /// Slack wanted between one use and the next on every section, spot and locomotive, in minutes, at the price of the base.
    Buffers,
    /// Trains a day, as `world.trains_per_day`.
    TrainsPerDay,
    /// Trains of one kind, in percent.
    Kind {
        /// Its name.
        kind: String,
    },
    /// All wind, in percent of the climate; 0: calm.
    Wind,
    /// Gale days of a year.
    GaleDays,
    /// Whether a hold of the world is there (`true`, `false`).
    Hold {
        /// Its name.
        hold: String,
    },
    /// How wrong announced times and the forecast of the wind are, in percent of the world.
    Forecast,
    /// Hours before a train comes from which its time is known.
    FirmHours,
    /// Hours from one plan to the next.
    Replanning,
    /// Which ports trains may go over: `free`, all that they may; `own`, the one they are described with.
    Ports,
    /// How trains are dispatched: `planned` or `first-come`.
    Rule,
    /// Any figure of `base`, `world` or `run` by its path.
    Path {
        /// For example `base.system.stations[alashankou].sheds[shed-22].placing_minutes`.
        path: String,
    },
}

/// What a scenario is made of: levers change these.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Parts {
    pub(super) base: InstanceFile,
    pub(super) world: WorldConfig,
    pub(super) run: RollConfig,
    /// A longer instance, whose trains are templates beside those of the base.
    #[serde(skip)]
    pub(super) more: Option<InstanceFile>,
}

impl Lever {
    /// Changes what it changes.
    ///
    /// # Errors
    /// A thing that is not there, or a value that it cannot take: what was found, what is said of it, and advice.
    pub(super) fn apply(
        &self,
        setting: &Setting,
        parts: &mut Parts,
        kinds: &[String],
    ) -> Result<(), Refusal> {
        let file = &mut parts.base;
        match self {
            Lever::Shed { shed } => {
                let is_there = is(setting)?;
                the_shed(file, shed)?;
                if !is_there {
                    for station in &mut file.system.stations {
                        station.sheds.retain(|one| one.id != *shed);
                    }
                }
            }
            Lever::Pairs { shed } => set_pairs(the_shed(file, shed)?, whole(setting, 1, 50)?),
            Lever::Cranes { shed } => set_cranes(the_shed(file, shed)?, whole(setting, 1, 50)?),
            Lever::CraneRate { shed } => {
                let percent = number(setting, 1.0, 1000.0)?;
                for shed in sheds_named(file, shed.as_deref())? {
                    for crane in &mut shed.cranes {
                        crane.lifts_per_hour = part(crane.lifts_per_hour, percent).max(1);
                    }
                }
            }
            Lever::MovingMinutes { shed } => {
                let percent = number(setting, 0.0, 1000.0)?;
                for shed in sheds_named(file, shed.as_deref())? {
                    for minutes in [&mut shed.placing_minutes, &mut shed.pulling_minutes]
                        .into_iter()
                        .flatten()
                    {
                        *minutes = part(*minutes, percent);
                    }
                }
            }
            Lever::Locomotives { gauge_mm, station } => {
                let count = whole(setting, 1, 100)?;
                let names: Vec<String> = pools(file)
                    .map(|(station, pool)| format!("{station} {}", pool.gauge_mm))
                    .collect();
                let is_meant = |(at, pool): &(&str, &mut LocomotiveFile)| {
                    pool.gauge_mm == *gauge_mm
                        && station.as_deref().is_none_or(|station| station == *at)
                };
                let mut found: Vec<_> = pools_mut(file).filter(is_meant).collect();
                if found.len() != 1 {
                    let wanted = format!(
                        "{}{gauge_mm}",
                        station
                            .as_ref()
                            .map_or(String::new(), |station| format!("{station} "))
                    );
                    return Err(missing(words::pool(), &wanted, &names));
                }
                found[0].1.count = count;
            }
            Lever::Teams { stage } => {
                let count = whole(setting, 1, 100)?;
                for stage in stages_named(file, Some(stage))? {
                    stage.teams = Some(count);
                }
            }
            Lever::StageMinutes { stage } => {
                let percent = number(setting, 0.0, 1000.0)?;
                for stage in stages_named(file, stage.as_deref())? {
                    stage.minutes = part(stage.minutes, percent).max(1);
                }
                for train in &mut file.trains {
                    for (id, minutes) in &mut train.stage_minutes {
                        if stage.as_ref().is_none_or(|stage| stage == id) {
                            *minutes = part(*minutes, percent).max(1);
                        }
                    }
                }
            }
            Lever::Tracks { yard } => {
                let count = whole(setting, 1, 200)?;
                let names: Vec<String> = file
                    .system
                    .stations
                    .iter()
                    .flat_map(|station| &station.yards)
                    .map(|yard| yard.id.clone())
                    .collect();
                let mut yards = file
                    .system
                    .stations
                    .iter_mut()
                    .flat_map(|station| &mut station.yards);
                let Some(found) = yards.find(|one| one.id == *yard) else {
                    return Err(missing(words::yard(), yard, &names));
                };
                let mut left = count;
                let last = found.tracks.len().saturating_sub(1);
                for (place, group) in found.tracks.iter_mut().enumerate() {
                    group.count = if place == last {
                        left
                    } else {
                        group.count.min(left)
                    };
                    left -= group.count;
                }
                found.tracks.retain(|group| group.count > 0);
            }
            Lever::Empties { store } => {
                let count = whole(setting, 0, 1000)?;
                let names: Vec<String> = file
                    .system
                    .stations
                    .iter()
                    .flat_map(|station| &station.stores)
                    .map(|store| store.id.clone())
                    .collect();
                let mut stores = file
                    .system
                    .stations
                    .iter_mut()
                    .flat_map(|station| &mut station.stores);
                let Some(found) = stores.find(|one| one.id == *store) else {
                    return Err(missing(words::store(), store, &names));
                };
                hold_empties(found, count);
            }
            Lever::LineTracks { sections } => {
                let tracks = whole(setting, 1, 2)?;
                for section in sections_named(file, sections)? {
                    section.tracks = tracks;
                    for possession in &mut section.possessions {
                        if tracks == 1 {
                            possession.track = None;
                            possession.single_track_working = false;
                        }
                    }
                }
                // given paths of both directions that met on the way now have one track
                if tracks == 1 {
                    drop_opposing(file, sections);
                }
            }
            Lever::Headway { sections } => {
                let percent = number(setting, 1.0, 1000.0)?;
                for section in sections_named(file, sections)? {
                    let headway = &mut section.headway_minutes;
                    (headway.down, headway.up) =
                        (part(headway.down, percent), part(headway.up, percent));
                }
            }
            Lever::RunMinutes { sections } => {
                let percent = number(setting, 1.0, 1000.0)?;
                for section in sections_named(file, sections)? {
                    for run in section.run_minutes.values_mut() {
                        (run.down, run.up) =
                            (part(run.down, percent).max(1), part(run.up, percent).max(1));
                    }
                }
            }
            Lever::Cap { section } => {
                let count = whole(setting, 0, 10_000)?;
                for section in sections_named(file, std::slice::from_ref(section))? {
                    if section.caps.is_empty() {
                        return Err((
                            section.id.clone(),
                            words::no_thing(words::field()),
                            words::nothing_to_name(),
                        ));
                    }
                    for cap in &mut section.caps {
                        cap.per_day = count;
                    }
                }
            }
            Lever::Buffers => {
                let minutes = whole(setting, 0, 600)?;
                for section in &mut file.system.sections {
                    section.buffer_minutes = minutes;
                }
                for station in &mut file.system.stations {
                    for pool in &mut station.locomotives {
                        pool.buffer_minutes = minutes;
                    }
                    for spot in station.sheds.iter_mut().flat_map(|shed| &mut shed.spots) {
                        spot.buffer_minutes = minutes;
                    }
                }
            }
            Lever::TrainsPerDay => parts.world.trains_per_day = Some(number(setting, 0.0, 500.0)?),
            Lever::Kind { kind } => {
                if !kinds.contains(kind) {
                    return Err(missing(words::kind(), kind, kinds));
                }
                parts
                    .world
                    .kinds_percent
                    .insert(kind.clone(), number(setting, 0.0, 1000.0)?);
            }
            Lever::Wind => {
                let percent = number(setting, 0.0, 500.0)?;
                parts.world.wind.get_or_insert_default().percent = percent;
            }
            Lever::GaleDays => {
                let days = number(setting, 0.0, 365.0)?;
                parts.world.wind.get_or_insert_default().gale_days = [days, days];
            }
            Lever::Hold { hold } => {
                let is_there = is(setting)?;
                let names: Vec<String> = parts
                    .world
                    .holds
                    .iter()
                    .map(|hold| hold.name.clone())
                    .collect();
                if !names.contains(hold) {
                    return Err(missing(words::hold(), hold, &names));
                }
                if !is_there {
                    parts.world.holds.retain(|one| one.name != *hold);
                }
            }
            Lever::Forecast => {
                let percent = number(setting, 0.0, 1000.0)?;
                let arrivals = &mut parts.world.arrivals;
                arrivals.sd_minutes *= percent / 100.0;
                arrivals.tail_percent = (arrivals.tail_percent * percent / 100.0).min(100.0);
                if let Some(wind) = &mut parts.world.wind {
                    wind.forecast_sd_percent *= percent / 100.0;
                }
            }
            Lever::FirmHours => parts.world.arrivals.firm_hours = number(setting, 0.0, 72.0)?,
            Lever::Replanning => parts.run.replan_hours = whole(setting, 1, 24)?,
            Lever::Ports => match setting {
                Setting::Word(word) if word == "free" => {}
                Setting::Word(word) if word == "own" => {
                    let more = parts.more.iter_mut().flat_map(|more| &mut more.trains);
                    for train in file.trains.iter_mut().chain(more) {
                        *train = train.on_way(0);
                    }
                }
                _ => {
                    return Err((
                        setting.to_string(),
                        words::wrong_value(words::choice_of_port()),
                        words::correct_value(),
                    ));
                }
            },
            Lever::Rule => {
                parts.run.rule = match setting {
                    Setting::Word(word) if word == "planned" => Rule::Planned,
                    Setting::Word(word) if word == "first-come" => Rule::FirstCome,
                    _ => {
                        return Err((
                            setting.to_string(),
                            words::wrong_value(words::rule_name()),
                            words::correct_value(),
                        ));
                    }
                }
            }
            Lever::Path { path } => {
                let wrong = |error: serde_json::Error| {
                    (
                        error.to_string(),
                        words::no_thing(words::field()),
                        words::correct_value(),
                    )
                };
                let mut root = serde_json::to_value(&*parts).map_err(wrong)?;
                path::set(&mut root, path, setting)?;
                let more = parts.more.take();
                *parts = serde_json::from_value(root).map_err(|error| {
                    (
                        setting.to_string(),
                        words::not_study(error.to_string()),
                        words::correct_value(),
                    )
                })?;
                parts.more = more;
            }
        }
        Ok(())
    }
}

/// Percent of a figure, rounded.
fn part(of: u32, percent: f64) -> u32 {
    libm::round(f64::from(of) * percent / 100.0) as u32
}

fn is(setting: &Setting) -> Result<bool, Refusal> {
    match setting {
        Setting::Is(is) => Ok(*is),
        _ => Err((
            setting.to_string(),
            words::wrong_value(words::true_or_false()),
            words::correct_value(),
        )),
    }
}

fn number(setting: &Setting, min: f64, max: f64) -> Result<f64, Refusal> {
    match setting {
        Setting::Number(number) if (min..=max).contains(number) => Ok(*number),
        _ => {
            let wanted = words::a_number(min.to_string(), max.to_string());
            Err((
                setting.to_string(),
                words::wrong_value(wanted),
                words::correct_value(),
            ))
        }
    }
}

fn whole(setting: &Setting, min: u32, max: u32) -> Result<u32, Refusal> {
    match setting {
        Setting::Number(number)
            if number.fract() == 0.0 && (f64::from(min)..=f64::from(max)).contains(number) =>
        {
            Ok(*number as u32)
        }
        _ => {
            let wanted = words::a_whole_number(min.to_string(), max.to_string());
            Err((
                setting.to_string(),
                words::wrong_value(wanted),
                words::correct_value(),
            ))
        }
    }
}

/// That something is not there, with the name that was probably meant or those that there are.
fn missing(what: Message, name: &str, names: &[String]) -> Refusal {
    let known = names.iter().map(String::as_str);
    let advice = match nearest(name, known) {
        Some(name) => words::meant(name),
        None if names.is_empty() => words::nothing_to_name(),
        None => words::name_one_of(Value::list(names.iter().map(String::as_str))),
    };
    (name.to_owned(), words::no_thing(what), advice)
}

fn sheds(file: &mut InstanceFile) -> impl Iterator<Item = &mut ShedFile> {
    file.system
        .stations
        .iter_mut()
        .flat_map(|station| &mut station.sheds)
}

fn sheds_named<'f>(
    file: &'f mut InstanceFile,
    id: Option<&str>,
) -> Result<Vec<&'f mut ShedFile>, Refusal> {
    let names: Vec<String> = sheds(file).map(|shed| shed.id.clone()).collect();
    let found: Vec<&mut ShedFile> = sheds(file)
        .filter(|shed| id.is_none_or(|id| shed.id == id))
        .collect();
    if found.is_empty() {
        return Err(missing(words::shed(), id.unwrap_or_default(), &names));
    }
    Ok(found)
}

fn the_shed<'f>(file: &'f mut InstanceFile, id: &str) -> Result<&'f mut ShedFile, Refusal> {
    let mut found = sheds_named(file, Some(id))?;
    Ok(found.swap_remove(0))
}

fn stages_named<'f>(
    file: &'f mut InstanceFile,
    id: Option<&str>,
) -> Result<Vec<&'f mut StageFile>, Refusal> {
    let stages = file
        .system
        .stations
        .iter()
        .flat_map(|station| &station.stages);
    let names: Vec<String> = stages.map(|stage| stage.id.clone()).collect();
    let stages = file
        .system
        .stations
        .iter_mut()
        .flat_map(|station| &mut station.stages);
    let found: Vec<_> = stages
        .filter(|stage| id.is_none_or(|id| stage.id == id))
        .collect();
    if found.is_empty() {
        return Err(missing(words::stage(), id.unwrap_or_default(), &names));
    }
    Ok(found)
}

fn sections_named<'f>(
    file: &'f mut InstanceFile,
    ids: &[String],
) -> Result<Vec<&'f mut SectionFile>, Refusal> {
    let names: Vec<String> = file
        .system
        .sections
        .iter()
        .map(|section| section.id.clone())
        .collect();
    if let Some(unknown) = ids.iter().find(|id| !names.contains(id)) {
        return Err(missing(words::section(), unknown, &names));
    }
    if ids.is_empty() {
        return Err(missing(words::section(), "", &names));
    }
    Ok(file
        .system
        .sections
        .iter_mut()
        .filter(|section| ids.contains(&section.id))
        .collect())
}

fn pools(file: &InstanceFile) -> impl Iterator<Item = (&str, &LocomotiveFile)> {
    let stations = file.system.stations.iter();
    stations.flat_map(|station| {
        station
            .locomotives
            .iter()
            .map(|pool| (station.id.as_str(), pool))
    })
}

fn pools_mut(file: &mut InstanceFile) -> impl Iterator<Item = (&str, &mut LocomotiveFile)> {
    let stations = file.system.stations.iter_mut();
    stations.flat_map(|station| {
        let id = station.id.as_str();
        station.locomotives.iter_mut().map(move |pool| (id, pool))
    })
}

/// An id that is not taken: that of the last one with a number behind it.
fn new_id(last: &str, taken: &[String]) -> String {
    let mut number = 2;
    loop {
        let id = format!("{last}+{number}");
        if !taken.contains(&id) {
            return id;
        }
        number += 1;
    }
}

fn set_pairs(shed: &mut ShedFile, count: u32) {
    let count = count as usize;
    while shed.spots.len() > count {
        let Some(gone) = shed.spots.pop() else { break };
        for mode in &mut shed.modes {
            let named = !mode.spots.is_empty();
            mode.spots.retain(|spot| *spot != gone.id);
            if named && mode.spots.is_empty() {
                mode.steps.clear();
            }
        }
        shed.modes.retain(|mode| !mode.steps.is_empty());
        for spot in &mut shed.spots {
            spot.behind.retain(|id| *id != gone.id);
        }
    }
    let Some(last) = shed.spots.last().cloned() else {
        return;
    };
    while shed.spots.len() < count {
        let taken: Vec<String> = shed.spots.iter().map(|spot| spot.id.clone()).collect();
        let mut spot = last.clone();
        spot.id = new_id(&last.id, &taken);
        for mode in &mut shed.modes {
            if mode.spots.contains(&last.id) {
                mode.spots.push(spot.id.clone());
            }
        }
        shed.spots.push(spot);
    }
}

fn set_cranes(shed: &mut ShedFile, count: u32) {
    let count = count as usize;
    while shed.cranes.len() > count {
        let Some(gone) = shed.cranes.pop() else { break };
        for mode in &mut shed.modes {
            for step in &mut mode.steps {
                step.cranes.retain(|crane| *crane != gone.id);
            }
        }
        shed.modes
            .retain(|mode| mode.steps.iter().all(|step| !step.cranes.is_empty()));
    }
    let Some(last) = shed.cranes.last().cloned() else {
        return;
    };
    let mut neighbour = last.id.clone();
    while shed.cranes.len() < count {
        let taken: Vec<String> = shed.cranes.iter().map(|crane| crane.id.clone()).collect();
        let mut crane = last.clone();
        crane.id = new_id(&last.id, &taken);
        for step in shed.modes.iter_mut().flat_map(|mode| &mut mode.steps) {
            if step.cranes.contains(&neighbour) {
                step.cranes.push(crane.id.clone());
            }
        }
        neighbour.clone_from(&crane.id);
        shed.cranes.push(crane);
    }
}

/// Leaves out given paths that meet another one on the way through a section that has one track now: of two the one that comes later in the file.
fn drop_opposing(file: &mut InstanceFile, sections: &[String]) {
    let clearing: std::collections::BTreeMap<String, i64> = file
        .system
        .sections
        .iter()
        .map(|section| {
            (
                section.id.clone(),
                i64::from(section.clearing_minutes.max(1)),
            )
        })
        .collect();
    let mut kept: Vec<GivenPathFile> = Vec::new();
    let mut gone: Vec<String> = Vec::new();
    for path in &file.system.given_paths {
        let meets = |other: &GivenPathFile| {
            let gap = chrono::TimeDelta::minutes(clearing.get(&path.section).copied().unwrap_or(1));
            other.section == path.section
                && other.direction != path.direction
                && other.enter < path.exit + gap
                && path.enter < other.exit + gap
        };
        if sections.contains(&path.section) && kept.iter().any(meets) {
            gone.push(path.train.clone());
        } else {
            kept.push(path.clone());
        }
    }
    kept.retain(|path| !gone.contains(&path.train));
    file.system.given_paths = kept;
}

/// Lets so many empties stand in a store: rakes, or wagons of its kinds in the proportions that they have. As much room is left as before.
fn hold_empties(store: &mut StoreFile, count: u32) {
    if let (Some(rakes), Some(capacity)) = (store.rakes, store.capacity) {
        store.capacity = Some((capacity + count).saturating_sub(rakes).max(count));
        store.rakes = Some(count);
        return;
    }
    let metres = |store: &StoreFile| -> f64 {
        let kinds = store.wagons.iter();
        kinds.map(|of| f64::from(of.count) * of.length_m).sum()
    };
    let all: u32 = store.wagons.iter().map(|of| of.count).sum();
    let (before, mut left) = (metres(store), count);
    let last = store.wagons.len().saturating_sub(1);
    for (place, of) in store.wagons.iter_mut().enumerate() {
        let share = u64::from(count) * u64::from(of.count) / u64::from(all.max(1));
        of.count = if place == last { left } else { share as u32 };
        left -= of.count;
    }
    let more = metres(store) - before;
    let capacity = f64::from(store.capacity_m.unwrap_or(0)) + more.ceil();
    store.capacity_m = Some(capacity.max(metres(store).ceil()).max(1.0) as u32);
}
