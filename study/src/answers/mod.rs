//! From rows to answers: what each scenario comes to, what it differs in from the reference, and how sure that is.
//!
//! Effects are differences within worlds ([`crate::statistics`]). Risk, how much days differ, and error, how well a mean is known, are told apart. `tables` writes them as CSV and Markdown,
//! `proof` bounds an effect on planned days.

mod proof;
mod tables;

pub use proof::{ProofJob, ProvenDay, prove, unproven};
pub use tables::{csv, markdown};

use crate::file::{Lever, Scenario, Setting, Study};
use crate::runs::{Job, Row, RunFigures, enough, find};
use crate::statistics::{Estimate, knee, replications_to_see};
use serde::Serialize;
use std::collections::BTreeMap;

/// The answers of a study.
#[derive(Clone, Debug, Serialize)]
pub struct Answers {
    /// Its name.
    pub name: String,
    /// The question, in English and in Chinese.
    pub question: [String; 2],
    /// What must be known to quote an answer.
    pub premises: Vec<String>,
    /// Hash of the reference.
    pub reference_hash: String,
    /// Version of the program.
    pub version: String,
    /// Days counted of each run, and of its warm-up.
    pub days: [u32; 2],
    /// Scenarios, the reference first.
    pub scenarios: Vec<ScenarioAnswer>,
    /// Mean dwell of the reference planned with another seed, less itself: the noise of planning.
    pub noise: Option<Estimate>,
    /// Replications in which a difference as large as that noise could be told from 0.
    pub noise_replications: Option<u32>,
    /// Dwell against trains a day, for each setting of everything else.
    pub curves: Vec<Curve>,
    /// Effects bounded on planned days.
    pub proven: Vec<ProvenDay>,
}

/// What a scenario comes to.
#[derive(Clone, Debug, Serialize)]
pub struct ScenarioAnswer {
    /// Its name.
    pub name: String,
    /// The value of every factor.
    pub settings: BTreeMap<String, Setting>,
    /// Replications that count.
    pub replications: usize,
    /// Runs that failed, and why the first did.
    pub failed: (usize, Option<String>),
    /// Figures by name, see [`FIGURES`].
    pub figures: BTreeMap<&'static str, Estimate>,
    /// The same less those of the reference, within worlds; none for the reference.
    pub differences: BTreeMap<&'static str, Estimate>,
    /// Replications in which the difference in mean dwell could be told from 0.
    pub to_see: Option<u32>,
    /// Daily means of dwell, the tenth and the ninth of ten days, as means over replications: risk.
    pub day_dwell: Option<[f64; 2]>,
    /// Share of the time for which things are used.
    pub used: BTreeMap<String, Estimate>,
    /// Transshipped trains a day by shed.
    pub sheds: BTreeMap<String, Estimate>,
    /// Minutes of crane work by shed, from the first preparation to the last finishing; and of lifting alone.
    pub works: BTreeMap<String, [Estimate; 2]>,
    /// Replications that keep the promise, of those that count; `None` without a promise.
    pub kept: Option<usize>,
}

/// Dwell against trains a day.
#[derive(Clone, Debug, Serialize)]
pub struct Curve {
    /// Settings of the other factors, as far as they differ from the reference.
    pub name: String,
    /// Trains a day, mean dwell and its ninth of ten in minutes, trains outside at the end of a day.
    pub points: Vec<(f64, Estimate, Estimate, Estimate)>,
    /// Where it bends, the least and the most over replications.
    pub knee: Option<[f64; 2]>,
}

/// A figure of a run that is told of scenarios.
#[derive(Clone, Copy, Debug)]
pub struct FigureKind {
    /// Its name.
    pub name: &'static str,
    /// Its unit, in English.
    pub unit: &'static str,
    /// In Chinese.
    pub zh: &'static str,
    /// In English.
    pub en: &'static str,
    /// What it is of a run.
    pub of: fn(&RunFigures) -> Option<f64>,
}

/// Figures told, in their order; minutes are hours here.
pub const FIGURES: [FigureKind; 12] = [
    FigureKind {
        name: "throughput",
        unit: "trains/day",
        zh: "日通过列车",
        en: "trains a day",
        of: |run| Some(run.throughput),
    },
    FigureKind {
        name: "dwell",
        unit: "h",
        zh: "平均在站停时",
        en: "mean dwell",
        of: |run| hours(run.dwell_mean),
    },
    FigureKind {
        name: "dwell-p10",
        unit: "h",
        zh: "停时 10% 分位",
        en: "dwell, 1 of 10",
        of: |run| hours(run.dwell_p10),
    },
    FigureKind {
        name: "dwell-p50",
        unit: "h",
        zh: "停时中位数",
        en: "dwell, median",
        of: |run| hours(run.dwell_p50),
    },
    FigureKind {
        name: "dwell-p90",
        unit: "h",
        zh: "停时 90% 分位",
        en: "dwell, 9 of 10",
        of: |run| hours(run.dwell_p90),
    },
    FigureKind {
        name: "outside",
        unit: "h",
        zh: "邻站待发",
        en: "wait outside",
        of: |run| hours(run.outside_mean),
    },
    FigureKind {
        name: "through",
        unit: "h",
        zh: "到达至离去",
        en: "from coming to leaving",
        of: |run| hours(run.through_mean),
    },
    FigureKind {
        name: "late",
        unit: "%",
        zh: "晚点率",
        en: "late",
        of: |run| Some(100.0 * run.late),
    },
    FigureKind {
        name: "fulfilment",
        unit: "%",
        zh: "兑现率",
        en: "fulfilment (left of those that came)",
        of: |run| (run.came > 0).then(|| 100.0 * f64::from(run.left) / f64::from(run.came)),
    },
    FigureKind {
        name: "queue",
        unit: "trains",
        zh: "日末站外列车",
        en: "outside at the end of a day",
        of: |run| Some(run.queue_mean),
    },
    FigureKind {
        name: "queue-growth",
        unit: "trains/day",
        zh: "站外列车日增",
        en: "growth of the queue",
        of: |run| Some(run.queue_growth),
    },
    FigureKind {
        name: "held",
        unit: "trains",
        zh: "扣留列车",
        en: "held elsewhere",
        of: |run| Some(run.held_mean),
    },
];

fn hours(minutes: Option<f64>) -> Option<f64> {
    minutes.map(|minutes| minutes / 60.0)
}

/// A queue that grows by more than so many trains a day is no steady one: no dwell of such a run keeps a promise.
const STEADY: f64 = 0.05;

/// The answers that rows and bounds give. Those of other studies, versions and former figures are not looked at.
pub fn answers(study: &Study, rows: &[Row], proven: &[ProvenDay]) -> Answers {
    let mut proven: Vec<ProvenDay> = proven
        .iter()
        .filter(|one| proof::counts(study, one))
        .cloned()
        .collect();
    proven.sort_by_key(|one| {
        (
            study
                .scenarios
                .iter()
                .position(|scenario| scenario.hash == one.hashes[0]),
            one.day,
        )
    });
    proven.dedup_by_key(|one| (one.hashes[0].clone(), one.day));
    let reading = Reading { study, rows };
    let file = &study.file;
    let mut noise = Vec::new();
    for replication in 0..file.replications.least {
        let dwell = |is_noise: bool| {
            let row = find(
                study,
                rows,
                Job {
                    replication,
                    scenario: 0,
                    is_noise,
                },
            )?;
            hours(row.figures.as_ref()?.dwell_mean)
        };
        if let (Some(own), Some(other)) = (dwell(false), dwell(true)) {
            noise.push(other - own);
        }
    }
    let scenarios: Vec<ScenarioAnswer> = (0..study.scenarios.len())
        .map(|place| reading.scenario(place))
        .collect();
    let spread =
        noise.iter().map(|difference| difference.abs()).sum::<f64>() / noise.len().max(1) as f64;
    Answers {
        name: file.name.clone(),
        question: [
            file.question.clone(),
            file.question_zh
                .clone()
                .unwrap_or_else(|| file.question.clone()),
        ],
        premises: file.premises.clone(),
        reference_hash: study.reference().hash.clone(),
        version: crate::runs::VERSION.to_owned(),
        days: [file.run.days, file.run.warm_up_days],
        curves: reading.curves(),
        scenarios,
        noise_replications: replications_to_see(spread, &noise),
        noise: Estimate::of(&noise),
        proven,
    }
}

/// Scenarios that differ from the reference, by what they save of the time from coming to leaving (hours a train), those that save most first; ones that cannot be told apart
/// from nothing come last.
pub fn ranking(answers: &Answers) -> Vec<(&ScenarioAnswer, Estimate)> {
    let scenarios = answers.scenarios.iter().skip(1);
    let mut all: Vec<(&ScenarioAnswer, Estimate)> = scenarios
        .filter_map(|scenario| Some((scenario, *scenario.differences.get("through")?)))
        .collect();
    all.sort_by(|(one, a), (other, b)| {
        let place = |saved: &Estimate| (!(saved.is_real() && saved.mean < 0.0), saved.mean);
        let ((a_last, a), (b_last, b)) = (place(a), place(b));
        a_last
            .cmp(&b_last)
            .then(a.total_cmp(&b))
            .then(one.name.cmp(&other.name))
    });
    all
}

struct Reading<'a> {
    study: &'a Study,
    rows: &'a [Row],
}

impl Reading<'_> {
    /// The runs of a scenario that count, by replication.
    fn rows_of(&self, scenario: usize) -> Vec<(u32, &Row)> {
        let count = if scenario == 0 {
            // as many as any other needs
            let others = 0..self.study.scenarios.len();
            others
                .map(|other| enough(self.study, self.rows, other))
                .max()
                .unwrap_or(0)
        } else {
            enough(self.study, self.rows, scenario)
        };
        let rows = (0..count).filter_map(|replication| {
            let job = Job {
                replication,
                scenario,
                is_noise: false,
            };
            Some((replication, find(self.study, self.rows, job)?))
        });
        rows.collect()
    }

    fn figures_of(&self, scenario: usize) -> BTreeMap<u32, &RunFigures> {
        let rows = self.rows_of(scenario).into_iter();
        rows.filter_map(|(replication, row)| Some((replication, row.figures.as_ref()?)))
            .collect()
    }

    fn scenario(&self, place: usize) -> ScenarioAnswer {
        let scenario: &Scenario = &self.study.scenarios[place];
        let rows = self.rows_of(place);
        let failed: Vec<&String> = rows
            .iter()
            .filter_map(|(_, row)| row.failed.as_ref())
            .collect();
        let own = self.figures_of(place);
        let reference = self.figures_of(0);
        let (mut figures, mut differences) = (BTreeMap::new(), BTreeMap::new());
        let mut dwells = Vec::new();
        for kind in FIGURES {
            let values: Vec<f64> = own.values().filter_map(|run| (kind.of)(run)).collect();
            if let Some(estimate) = Estimate::of(&values) {
                figures.insert(kind.name, estimate);
            }
            if place == 0 {
                continue;
            }
            let within = own.iter().filter_map(|(replication, run)| {
                Some((kind.of)(run)? - (kind.of)(reference.get(replication)?)?)
            });
            let within: Vec<f64> = within.collect();
            if let Some(estimate) = Estimate::of(&within) {
                differences.insert(kind.name, estimate);
            }
            if kind.name == "dwell" {
                dwells = within;
            }
        }
        let mean = dwells.iter().sum::<f64>() / dwells.len().max(1) as f64;
        let days: Vec<[f64; 2]> = own.values().filter_map(|run| run.day_dwell).collect();
        let over =
            |at: usize| days.iter().map(|day| day[at] / 60.0).sum::<f64>() / days.len() as f64;
        ScenarioAnswer {
            name: scenario.name.clone(),
            settings: scenario.settings.clone(),
            replications: own.len(),
            failed: (failed.len(), failed.first().map(|&reason| reason.clone())),
            figures,
            differences,
            to_see: replications_to_see(mean, &dwells),
            day_dwell: (!days.is_empty()).then(|| [over(0), over(1)]),
            used: by_name(&own, |run| run.used.clone()),
            sheds: by_name(&own, |run| {
                let days = f64::from(run.days.max(1));
                run.sheds
                    .iter()
                    .map(|(shed, &trains)| (shed.clone(), f64::from(trains) / days))
                    .collect()
            }),
            works: {
                let part = |at: usize| {
                    by_name(&own, |run| {
                        let works = run.works.iter();
                        works
                            .map(|(shed, minutes)| (shed.clone(), minutes[at]))
                            .collect()
                    })
                };
                let lifting = part(1);
                let whole = part(0).into_iter();
                whole
                    .filter_map(|(shed, whole)| Some((shed.clone(), [whole, *lifting.get(&shed)?])))
                    .collect()
            },
            kept: self
                .study
                .file
                .promise
                .is_some()
                .then(|| own.values().filter(|run| self.is_kept(run)).count()),
        }
    }

    /// Whether a run keeps the promise.
    fn is_kept(&self, run: &RunFigures) -> bool {
        let Some(promise) = &self.study.file.promise else {
            return false;
        };
        let keeps = |promised: Option<f64>, minutes: Option<f64>| match (promised, hours(minutes)) {
            (Some(promised), Some(hours)) => hours <= promised,
            _ => true,
        };
        keeps(promise.mean_dwell_hours, run.dwell_mean)
            && keeps(promise.p90_dwell_hours, run.dwell_p90)
            && run.queue_growth <= STEADY
    }

    /// Dwell against trains a day.
    fn curves(&self) -> Vec<Curve> {
        let is_trains = |lever: &Lever| match lever {
            Lever::TrainsPerDay => true,
            Lever::Path { path } => path == "world.trains_per_day",
            _ => false,
        };
        let Some((factor, _)) = self
            .study
            .factors()
            .find(|(_, factor)| is_trains(&factor.lever))
        else {
            return Vec::new();
        };
        // scenarios that differ in nothing but the trains
        let mut groups: Vec<(BTreeMap<String, Setting>, Vec<(f64, usize)>)> = Vec::new();
        for (place, scenario) in self.study.scenarios.iter().enumerate() {
            let mut others = scenario.settings.clone();
            let Some(Setting::Number(trains)) = others.remove(factor) else {
                continue;
            };
            match groups.iter_mut().find(|(settings, _)| *settings == others) {
                Some((_, points)) => points.push((trains, place)),
                None => groups.push((others, vec![(trains, place)])),
            }
        }
        let reference = &self.study.reference().settings;
        let curves = groups
            .into_iter()
            .filter(|(_, points)| points.len() > 1)
            .map(|(others, mut points)| {
                points.sort_by(|a, b| a.0.total_cmp(&b.0));
                let name: Vec<String> = others
                    .iter()
                    .filter(|(name, setting)| reference.get(*name) != Some(setting))
                    .map(|(name, setting)| format!("{name} = {setting}"))
                    .collect();
                let runs: Vec<(f64, BTreeMap<u32, &RunFigures>)> = points
                    .iter()
                    .map(|&(trains, place)| (trains, self.figures_of(place)))
                    .collect();
                let estimate = |runs: &BTreeMap<u32, &RunFigures>,
                                of: fn(&RunFigures) -> Option<f64>| {
                    let values: Vec<f64> = runs.values().filter_map(|run| of(run)).collect();
                    Estimate::of(&values)
                };
                let told = runs.iter().filter_map(|(trains, runs)| {
                    let dwell = estimate(runs, |run| run.dwell_mean)?;
                    let late = estimate(runs, |run| run.dwell_p90)?;
                    Some((
                        *trains,
                        dwell,
                        late,
                        estimate(runs, |run| Some(run.queue_mean))?,
                    ))
                });
                // what trains take from coming to leaving: dwell alone flattens where they are kept outside
                let bends = (0..self.study.file.replications.most).filter_map(|replication| {
                    let curve: Option<Vec<(f64, f64)>> = runs
                        .iter()
                        .map(|(trains, runs)| {
                            Some((*trains, runs.get(&replication)?.through_mean?))
                        })
                        .collect();
                    knee(&curve?)
                });
                let bends: Vec<f64> = bends.collect();
                let ends = bends.iter().fold(None, |ends: Option<[f64; 2]>, &at| {
                    Some(ends.map_or([at, at], |[low, high]| [low.min(at), high.max(at)]))
                });
                Curve {
                    name: name.join(", "),
                    points: told.collect(),
                    knee: ends,
                }
            });
        curves.collect()
    }
}

/// Estimates of figures that have names of their own.
fn by_name(
    runs: &BTreeMap<u32, &RunFigures>,
    of: impl Fn(&RunFigures) -> BTreeMap<String, f64>,
) -> BTreeMap<String, Estimate> {
    let mut values: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for run in runs.values() {
        for (name, value) in of(run) {
            values.entry(name).or_default().push(value);
        }
    }
    values
        .into_iter()
        .filter_map(|(name, values)| Some((name, Estimate::of(&values)?)))
        .collect()
}

/// Until the page is here.
pub fn page(answers: &Answers, _file: &crate::file::StudyFile, _csv: &str) -> String {
    markdown(answers)
}
