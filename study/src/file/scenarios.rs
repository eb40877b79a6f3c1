//! From a study file to what is to be run.

use super::levers::Parts;
use super::problems::{
    BAD_BASE, BAD_DESIGN, BAD_PROMISE, BAD_SCENARIO, BAD_SETTING, BAD_SHAPE, HITS_NOTHING, NOT_TOML,
};
use super::{DesignKind, Factor, Places, Setting, StudyFile};
use crate::base::Base;
use crate::capacity::alone::{LeastDwell, least_dwell};
use crate::promise::Promise;
use crate::roll::RollConfig;
use crate::words;
use crate::world::WorldConfig;
use regauge_model::format::{FORMAT_VERSION, InstanceFile};
use regauge_model::message::{Message, Value};
use regauge_model::{Instance, Problems};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Most scenarios of a study.
const MAX_SCENARIOS: usize = 500;

/// A study that can be run.
#[derive(Clone, Debug)]
pub struct Study {
    /// Its file.
    pub file: StudyFile,
    /// What is run, the reference first.
    pub scenarios: Vec<Scenario>,
    /// The instance of its base, with nothing under way.
    instance: InstanceFile,
    /// A longer one, whose trains are the templates.
    more: Option<InstanceFile>,
}

/// One combination of values.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Factors that differ from the reference, `cranes = 5`; of the reference itself `reference`.
    pub name: String,
    /// The value of every factor.
    pub settings: BTreeMap<String, Setting>,
    /// The station and its traffic.
    pub base: Arc<Base>,
    /// What happens.
    pub world: WorldConfig,
    /// How it is run.
    pub run: RollConfig,
    /// Hash of all of these: a run of the same scenario, wherever it is named, is the same run.
    pub hash: String,
}

impl Study {
    /// Reads a study. `base_of` gives the instance of a base, and a longer one of the same station where there is one, whose trains are the templates.
    ///
    /// # Errors
    /// Everything wrong with the file, each with code, place, line, value and advice.
    pub fn from_toml(
        text: &str,
        base_of: impl FnOnce(&super::BaseFile) -> Result<(InstanceFile, Option<InstanceFile>), Message>,
    ) -> Result<Study, Problems> {
        let places = Places::new(text);
        let file = read(text, &places)?;
        let mut found = Vec::new();
        super::limits::check(&file, &places, &mut found);
        if !found.is_empty() {
            return Err(Problems(found));
        }
        let (mut instance, more) = match base_of(&file.base) {
            Ok(base) => base,
            Err(why) => {
                let named = [&file.base.demo, &file.base.instance, &file.base.generator];
                let named = named
                    .into_iter()
                    .flatten()
                    .next()
                    .map_or("", String::as_str);
                return places.refuse(BAD_BASE, "base", named, why, words::name_another());
            }
        };
        // a study begins with an empty station and has a wind of its own
        crate::base::empty(&mut instance);
        if let Err(problems) = Instance::from_file(&instance) {
            let all = problems.0.into_iter().map(|problem| {
                let message = words::base_wrong(problem.path.as_str(), problem.message);
                places.problem(
                    BAD_BASE,
                    "base",
                    problem.value,
                    message,
                    words::correct_base(),
                )
            });
            return Err(Problems(all.collect()));
        }
        Study::of(file, places, instance, more)
    }

    /// The study of another file on the same base.
    ///
    /// # Errors
    /// A factor, design or scenario of it that cannot be; there are no lines.
    pub fn with_file(self, file: StudyFile) -> Result<Study, Problems> {
        Study::of(file, Places::default(), self.instance, self.more)
    }

    /// The instance of its base, with nothing under way.
    pub fn instance(&self) -> &InstanceFile {
        &self.instance
    }

    fn of(
        file: StudyFile,
        places: Places<'_>,
        instance: InstanceFile,
        more: Option<InstanceFile>,
    ) -> Result<Study, Problems> {
        let reading = Reading {
            places,
            file: &file,
            instance: &instance,
            more: more.as_ref(),
        };
        let scenarios = reading.scenarios()?;
        Ok(Study {
            file,
            scenarios,
            instance,
            more,
        })
    }

    /// The reference.
    pub fn reference(&self) -> &Scenario {
        &self.scenarios[0]
    }

    /// All factors, levers first.
    pub fn factors(&self) -> impl Iterator<Item = (&String, &Factor)> {
        self.file.levers.iter().chain(&self.file.uncertainties)
    }
}

fn read(text: &str, places: &Places<'_>) -> Result<StudyFile, Problems> {
    if let Err(error) = toml::from_str::<toml::Table>(text) {
        return refused(&error, places, true);
    }
    match toml::from_str(text) {
        Ok(file) => Ok(file),
        Err(error) => refused(&error, places, false),
    }
}

fn refused<T>(
    error: &toml::de::Error,
    places: &Places<'_>,
    is_syntax: bool,
) -> Result<T, Problems> {
    let what = error
        .message()
        .lines()
        .next()
        .unwrap_or_default()
        .to_owned();
    let (rule, message, advice) = if is_syntax {
        (NOT_TOML, words::not_toml(what), words::fix_toml())
    } else {
        (BAD_SHAPE, words::not_study(what), words::see_schema())
    };
    let mut problem = places.problem(rule, "", "", message, advice);
    problem.line = error.span().map(|span| places.line_of_byte(span.start));
    Err(Problems(vec![problem]))
}

struct Reading<'f, 't> {
    places: Places<'t>,
    file: &'f StudyFile,
    instance: &'f InstanceFile,
    more: Option<&'f InstanceFile>,
}

impl Reading<'_, '_> {
    fn factors(&self) -> impl Iterator<Item = (&'static str, &String, &Factor)> {
        let levers = self
            .file
            .levers
            .iter()
            .map(|(name, factor)| ("levers", name, factor));
        let uncertainties = self.file.uncertainties.iter();
        levers.chain(uncertainties.map(|(name, factor)| ("uncertainties", name, factor)))
    }

    fn scenarios(&self) -> Result<Vec<Scenario>, Problems> {
        let base = Base::new(self.instance, self.more)?;
        if !base.kinds.iter().any(|kind| kind.is_counted) {
            return self.places.refuse(
                BAD_BASE,
                "base",
                "",
                words::nothing_counted(),
                words::other_base(),
            );
        }
        let kinds: Vec<String> = base.kinds.iter().map(|kind| kind.name.clone()).collect();
        self.check_factors(&kinds)?;
        let reference = self.reference()?;
        let combinations = self.combinations(&reference)?;
        if combinations.len() > MAX_SCENARIOS {
            let message =
                words::too_many(combinations.len().to_string(), MAX_SCENARIOS.to_string());
            return self.places.refuse(
                BAD_DESIGN,
                "design",
                combinations.len(),
                message,
                words::fewer_values(),
            );
        }
        let scenarios = combinations.into_iter();
        let scenarios = scenarios.map(|settings| self.scenario(&reference, settings, &kinds));
        let scenarios = scenarios.collect::<Result<Vec<Scenario>, Problems>>()?;
        self.check_promise(&scenarios)?;
        Ok(scenarios)
    }

    /// Every value of every factor, each alone: what is wrong is told at the factor.
    fn check_factors(&self, kinds: &[String]) -> Result<(), Problems> {
        let mut found = Vec::new();
        for (table, name, factor) in self.factors() {
            for (place, setting) in factor.values.iter().enumerate() {
                let mut parts = self.parts();
                if let Err((value, message, advice)) =
                    factor.lever.apply(setting, &mut parts, kinds)
                {
                    let is_value = value == setting.to_string();
                    let (rule, path) = if is_value {
                        (BAD_SETTING, format!("{table}.{name}.values[{place}]"))
                    } else {
                        (HITS_NOTHING, format!("{table}.{name}"))
                    };
                    found.push(self.places.problem(rule, &path, value, message, advice));
                    if !is_value {
                        break;
                    }
                }
            }
        }
        if found.is_empty() {
            Ok(())
        } else {
            Err(Problems(found))
        }
    }

    fn reference(&self) -> Result<BTreeMap<String, Setting>, Problems> {
        let mut reference = BTreeMap::new();
        for (_, name, factor) in self.factors() {
            reference.insert(name.clone(), factor.values[0].clone());
        }
        self.overlay(
            &mut reference,
            &self.file.design.reference,
            "design.reference",
        )?;
        Ok(reference)
    }

    /// Sets what a table of the design says.
    fn overlay(
        &self,
        settings: &mut BTreeMap<String, Setting>,
        table: &BTreeMap<String, Setting>,
        at: &str,
    ) -> Result<(), Problems> {
        for (name, setting) in table {
            let path = format!("{at}.{name}");
            let Some((.., factor)) = self.factors().find(|(_, own, _)| *own == name) else {
                let names: Vec<&str> = self.factors().map(|(_, name, _)| name.as_str()).collect();
                let advice = match super::nearest(name, names.iter().copied()) {
                    Some(name) => words::meant(name),
                    None => words::name_one_of(Value::list(names)),
                };
                return self
                    .places
                    .refuse(BAD_DESIGN, &path, name, words::no_factor(), advice);
            };
            if !factor.values.contains(setting) {
                let values = Value::list(factor.values.iter().map(ToString::to_string));
                return self.places.refuse(
                    BAD_DESIGN,
                    &path,
                    setting,
                    words::not_a_value(values),
                    words::add_value(),
                );
            }
            settings.insert(name.clone(), setting.clone());
        }
        Ok(())
    }

    /// The combinations that are run, the reference first.
    fn combinations(
        &self,
        reference: &BTreeMap<String, Setting>,
    ) -> Result<Vec<BTreeMap<String, Setting>>, Problems> {
        let mut all = vec![reference.clone()];
        match self.file.design.kind {
            DesignKind::Grid => {
                let mut grid = vec![BTreeMap::new()];
                for (_, name, factor) in self.factors() {
                    let with = |settings: &BTreeMap<String, Setting>| {
                        let settings = settings.clone();
                        let values = factor.values.iter();
                        let one = move |value: &Setting| {
                            let mut settings = settings.clone();
                            settings.insert(name.clone(), value.clone());
                            settings
                        };
                        values.map(one).collect::<Vec<_>>()
                    };
                    grid = grid.iter().flat_map(with).take(MAX_SCENARIOS * 2).collect();
                }
                all.extend(grid);
            }
            DesignKind::OneAtATime => {
                for (_, name, factor) in self.factors() {
                    for value in &factor.values {
                        let mut settings = reference.clone();
                        settings.insert(name.clone(), value.clone());
                        all.push(settings);
                    }
                }
            }
            DesignKind::List => {
                if self.file.design.list.is_empty() {
                    return self.places.refuse(
                        BAD_DESIGN,
                        "design.list",
                        "",
                        words::list_without(),
                        words::fill_list(),
                    );
                }
                for (place, table) in self.file.design.list.iter().enumerate() {
                    let mut settings = reference.clone();
                    self.overlay(&mut settings, table, &format!("design.list[{place}]"))?;
                    all.push(settings);
                }
            }
        }
        let mut seen: Vec<BTreeMap<String, Setting>> = Vec::new();
        for settings in all {
            if !seen.contains(&settings) {
                seen.push(settings);
            }
        }
        Ok(seen)
    }

    fn parts(&self) -> Parts {
        Parts {
            base: self.instance.clone(),
            world: self.file.world.clone(),
            run: self.file.run.clone(),
            more: self.more.cloned(),
        }
    }

    fn scenario(
        &self,
        reference: &BTreeMap<String, Setting>,
        settings: BTreeMap<String, Setting>,
        kinds: &[String],
    ) -> Result<Scenario, Problems> {
        let mut parts = self.parts();
        let mut name = String::new();
        for (table, factor_name, factor) in self.factors() {
            let Some(setting) = settings.get(factor_name) else {
                continue;
            };
            if reference.get(factor_name) != Some(setting) {
                let separator = if name.is_empty() { "" } else { ", " };
                name.extend([separator, factor_name, " = ", &setting.to_string()]);
            }
            if let Err((value, message, advice)) = factor.lever.apply(setting, &mut parts, kinds) {
                return self.places.refuse(
                    HITS_NOTHING,
                    &format!("{table}.{factor_name}"),
                    value,
                    message,
                    advice,
                );
            }
        }
        if name.is_empty() {
            "reference".clone_into(&mut name);
        }
        // the first factor that sets it apart from the reference
        let place = self
            .factors()
            .find(|(_, name, _)| reference.get(*name) != settings.get(*name));
        let place = place.map_or_else(
            || "base".to_owned(),
            |(table, name, _)| format!("{table}.{name}"),
        );
        let base = Base::new(&parts.base, parts.more.as_ref()).map_err(|problems| {
            let all = problems.0.into_iter().map(|problem| {
                let message =
                    words::scenario_wrong(name.as_str(), problem.path.as_str(), problem.message);
                self.places.problem(
                    BAD_SCENARIO,
                    &place,
                    problem.value,
                    message,
                    words::leave_out(),
                )
            });
            Problems(all.collect())
        })?;
        let hash = hash_of(&base, &parts.world, &parts.run);
        Ok(Scenario {
            name,
            settings,
            base: Arc::new(base),
            world: parts.world,
            run: parts.run,
            hash,
        })
    }

    /// A promise that no scenario can keep, for trains that have its station to themselves dwell longer, is none.
    fn check_promise(&self, scenarios: &[Scenario]) -> Result<(), Problems> {
        let Some(promise) = &self.file.promise else {
            return Ok(());
        };
        let mut least: Option<LeastDwell> = None;
        for scenario in scenarios {
            let Some(own) = least_dwell(&scenario.base) else {
                return Ok(());
            };
            let least = least.get_or_insert(own);
            least.mean = least.mean.min(own.mean);
            least.p90 = least.p90.min(own.p90);
            if beyond(promise, *least).is_none() {
                return Ok(());
            }
        }
        match least.and_then(|least| beyond(promise, least)) {
            Some((field, promised, hours)) => self.places.refuse(
                BAD_PROMISE,
                &format!("promise.{field}"),
                promised,
                words::cannot_be_kept(format!("{hours:.1}")),
                words::promise_more(),
            ),
            None => Ok(()),
        }
    }
}

/// The part of a promise that is less than the least there is: its field, what is promised, and that least, in hours.
fn beyond(promise: &Promise, least: LeastDwell) -> Option<(&'static str, f64, f64)> {
    let parts = [
        (
            "mean_dwell_hours",
            promise.mean_dwell_hours,
            least.mean / 60.0,
        ),
        ("p90_dwell_hours", promise.p90_dwell_hours, least.p90 / 60.0),
    ];
    parts.into_iter().find_map(|(field, promised, least)| {
        let promised = promised.filter(|promised| *promised < least)?;
        Some((field, promised, least))
    })
}

/// What a run hangs on beside its seeds, as a hash: station and traffic, world, way of running.
pub fn hash_of(base: &Base, world: &WorldConfig, run: &RollConfig) -> String {
    #[derive(Serialize)]
    struct All<'a> {
        format: &'a str,
        file: &'a InstanceFile,
        templates: Vec<(&'a str, u64, &'a [regauge_model::format::TrainFile])>,
        recurring: String,
        world: &'a WorldConfig,
        run: &'a RollConfig,
    }
    let all = All {
        format: FORMAT_VERSION,
        file: &base.file,
        templates: base
            .kinds
            .iter()
            .map(|kind| {
                (
                    kind.name.as_str(),
                    kind.per_day.to_bits(),
                    kind.templates.as_slice(),
                )
            })
            .collect(),
        recurring: base.recurring_digest(),
        world,
        run,
    };
    let text = serde_json::to_vec(&all).unwrap_or_default();
    let digest = Sha256::digest(&text);
    digest
        .iter()
        .take(16)
        .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}
