//! From rows to answers: what each scenario comes to, what it differs in from the reference, and how sure that is.
//!
//! Effects are differences within worlds ([`crate::statistics`]). Risk, how much days differ, and error, how well a mean is known, are told apart. `tables` writes them as CSV and Markdown,
//! `page` as a page for screen and paper.

mod page;
mod tables;

pub use page::page;
pub use tables::{csv, markdown};

use crate::file::{Lever, Scenario, Setting, Study};
use crate::promise::most_growth;
use crate::proof::{ProvenDay, counts};
use crate::runs::{Job, Row, Rows, RunFigures, enough};
use crate::statistics::{Estimate, knee};
use regauge_model::message::Message;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

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
    /// What one more of each thing is worth, where that is the question ([`crate::bottlenecks`]).
    pub worths: Vec<Worth>,
}

/// What one more of a thing is worth: run, and in the flow of a day.
#[derive(Clone, Debug, Serialize)]
pub struct Worth {
    /// Its scenario.
    pub scenario: String,
    /// Hours of a train from coming to leaving that one more changes, within worlds.
    pub changes: Estimate,
    /// The flow's word for it; `None` where it has none.
    pub flow: Option<FlowWorth>,
    /// What the two together say, and why they differ where they do.
    #[serde(skip)]
    pub verdict: Message,
}

/// What the linear program of a fluid day says of a thing ([`crate::capacity::lp`]).
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct FlowWorth {
    /// Trains a day more for one more.
    pub gain: f64,
    /// The dual of its row, for one more at the margin.
    pub dual: f64,
    /// How much of it is used, in percent, where that can be said.
    pub percent: Option<f64>,
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
    /// What its levers do where uncertainties are as in it; none where that is the reference itself, or not run.
    pub beside: Option<Beside>,
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

/// A scenario compared with the one that has the levers of the reference and its own uncertainties.
#[derive(Clone, Debug, Serialize)]
pub struct Beside {
    /// The name of that one.
    pub of: String,
    /// Figures less those of that one, within worlds.
    pub differences: BTreeMap<&'static str, Estimate>,
}

impl ScenarioAnswer {
    /// Whether its queue grows: its dwell, that of trains that were let in, then says little.
    pub fn is_saturated(&self, days: u32) -> bool {
        let figure = |name: &str| self.figures.get(name).map(|figure| figure.mean);
        let growth = figure("queue-growth").zip(figure("throughput"));
        growth.is_some_and(|(growth, trains)| growth > most_growth(trains, days))
    }
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
        en: "dwell, p10",
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
        en: "dwell, p90",
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

/// The answers that rows and bounds give. Those of other studies, versions and former figures are not looked at.
pub fn answers(study: &Study, rows: &[Row], proven: &[ProvenDay]) -> Answers {
    let mut proven: Vec<ProvenDay> = proven
        .iter()
        .filter(|one| counts(study, one))
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
    let rows = &Rows::new(rows);
    let reading = Reading::new(study, rows);
    let file = &study.file;
    let mut noise = Vec::new();
    for replication in 0..file.replications.least {
        let dwell = |is_noise: bool| {
            let job = Job {
                replication,
                scenario: 0,
                is_noise,
            };
            let row = rows.find(study, job)?;
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
        version: crate::version::VERSION.to_owned(),
        days: [file.run.days, file.run.warm_up_days],
        curves: reading.curves(),
        scenarios,
        noise_replications: Estimate::of(&noise).and_then(|noise| noise.worlds_for(spread)),
        noise: Estimate::of(&noise),
        proven,
        worths: Vec::new(),
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

/// Trains a day, and the scenario that has them.
type Points = Vec<(f64, usize)>;

struct Reading<'a> {
    study: &'a Study,
    /// Of each scenario the runs that count, by replication.
    rows: Vec<BTreeMap<u32, &'a Row>>,
}

impl<'a> Reading<'a> {
    fn new(study: &'a Study, rows: &Rows<'a>) -> Reading<'a> {
        let scenarios = 0..study.scenarios.len();
        let mut counts: Vec<u32> = scenarios.map(|one| enough(study, rows, one)).collect();
        // of the reference as many as any other needs
        counts[0] = counts.iter().copied().max().unwrap_or(0);
        let of_scenario = |(scenario, count): (usize, u32)| {
            let rows = (0..count).filter_map(|replication| {
                let job = Job {
                    replication,
                    scenario,
                    is_noise: false,
                };
                Some((replication, rows.find(study, job)?))
            });
            rows.collect()
        };
        Reading {
            study,
            rows: counts.into_iter().enumerate().map(of_scenario).collect(),
        }
    }

    fn figures_of(&self, scenario: usize) -> BTreeMap<u32, &'a RunFigures> {
        let rows = self.rows[scenario].iter();
        rows.filter_map(|(&replication, row)| Some((replication, row.figures.as_ref()?)))
            .collect()
    }

    fn scenario(&self, place: usize) -> ScenarioAnswer {
        let scenario: &Scenario = &self.study.scenarios[place];
        let rows = self.rows[place].values();
        let failed: Vec<&String> = rows.filter_map(|row| row.failed.as_ref()).collect();
        let own = self.figures_of(place);
        let mut figures = BTreeMap::new();
        for kind in FIGURES {
            let values: Vec<f64> = own.values().filter_map(|run| (kind.of)(run)).collect();
            if let Some(estimate) = Estimate::of(&values) {
                figures.insert(kind.name, estimate);
            }
        }
        let differences = if place == 0 {
            BTreeMap::new()
        } else {
            differences_of(&own, &self.figures_of(0))
        };
        let beside = self.beside(place).map(|base| Beside {
            of: self.study.scenarios[base].name.clone(),
            differences: differences_of(&own, &self.figures_of(base)),
        });
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
            beside,
            day_dwell: (!days.is_empty()).then(|| [over(0), over(1)]),
            used: by_name(&own, |run| run.used.clone()),
            sheds: by_name(&own, |run| {
                let days = f64::from(run.days.max(1));
                run.sheds
                    .iter()
                    .map(|(shed, &trains)| (shed.clone(), f64::from(trains) / days))
                    .collect()
            }),
            works: works(&own),
            kept: self
                .study
                .file
                .promise
                .is_some()
                .then(|| own.values().filter(|run| self.is_kept(run)).count()),
        }
    }

    /// The scenario with the levers of the reference and the uncertainties of this one, if that is neither of the two.
    fn beside(&self, place: usize) -> Option<usize> {
        let scenarios = &self.study.scenarios;
        let (own, reference) = (&scenarios[place].settings, &scenarios[0].settings);
        let mut wanted = reference.clone();
        for name in self.study.file.uncertainties.keys() {
            wanted.insert(name.clone(), own.get(name)?.clone());
        }
        let base = scenarios.iter().position(|one| one.settings == wanted)?;
        (base != 0 && base != place).then_some(base)
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
            && run.queue_growth <= most_growth(run.throughput, run.days)
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
        let mut groups: Vec<(BTreeMap<String, Setting>, Points)> = Vec::new();
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

/// Differences within worlds, and how many it takes to see that in mean dwell.
fn differences_of(
    own: &BTreeMap<u32, &RunFigures>,
    other: &BTreeMap<u32, &RunFigures>,
) -> BTreeMap<&'static str, Estimate> {
    let mut differences = BTreeMap::new();
    for kind in FIGURES {
        let within = own.iter().filter_map(|(replication, run)| {
            Some((kind.of)(run)? - (kind.of)(other.get(replication)?)?)
        });
        let within: Vec<f64> = within.collect();
        if let Some(estimate) = Estimate::of(&within) {
            differences.insert(kind.name, estimate);
        }
    }
    differences
}

/// Minutes of crane work by shed, of the runs in which there was any.
fn works(runs: &BTreeMap<u32, &RunFigures>) -> BTreeMap<String, [Estimate; 2]> {
    let mut minutes: BTreeMap<&String, [Vec<f64>; 2]> = BTreeMap::new();
    for (shed, own) in runs.values().flat_map(|run| &run.works) {
        let of_shed = minutes.entry(shed).or_default();
        for (values, own) in of_shed.iter_mut().zip(own) {
            values.push(*own);
        }
    }
    let estimates = minutes.into_iter();
    estimates
        .filter_map(|(shed, [whole, lifting])| {
            Some((
                shed.clone(),
                [Estimate::of(&whole)?, Estimate::of(&lifting)?],
            ))
        })
        .collect()
}

/// Estimates of figures that have names of their own.
fn by_name(
    runs: &BTreeMap<u32, &RunFigures>,
    of: impl Fn(&RunFigures) -> BTreeMap<String, f64>,
) -> BTreeMap<String, Estimate> {
    let told: Vec<BTreeMap<String, f64>> = runs.values().map(|run| of(run)).collect();
    let names: BTreeSet<&String> = told.iter().flat_map(BTreeMap::keys).collect();
    // what a run does not name it did not use
    let values = |name: &String| -> Vec<f64> {
        let each = told.iter().map(|run| run.get(name).copied());
        each.map(Option::unwrap_or_default).collect()
    };
    names
        .into_iter()
        .filter_map(|name| Some((name.clone(), Estimate::of(&values(name))?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A grid of a crane more or less and of trains, whose dwell is made up: in every world a crane saves 30 minutes at 10 trains and 90 at 20.
    fn made_up() -> Answers {
        let text = r#"
            name = "made-up"
            question = "What does a crane save?"
            base.demo = "s"
            replications = { least = 3, most = 3 }
            run = { days = 5 }
            levers.cranes = { lever = "cranes", shed = "shed-23", values = [2, 3] }
            uncertainties.trains = { lever = "trains-per-day", values = [10, 20] }
        "#;
        let study = Study::from_toml(text, |_| {
            let base = regauge_instances::demo("s").ok_or_else(crate::words::no_demo)?;
            Ok((base, None))
        });
        let study = study.unwrap_or_else(|problems| panic!("{problems}"));
        let mut rows = Vec::new();
        for scenario in &study.scenarios {
            let is = |name: &str, number: f64| {
                scenario.settings.get(name) == Some(&Setting::Number(number))
            };
            for replication in 0..3 {
                let world = 7.0 * f64::from(replication);
                let dwell = match (is("trains", 20.0), is("cranes", 3.0)) {
                    (false, false) => 400.0,
                    (false, true) => 370.0,
                    (true, false) => 700.0,
                    (true, true) => 610.0,
                };
                rows.push(Row {
                    scenario: scenario.name.clone(),
                    scenario_hash: scenario.hash.clone(),
                    replication,
                    seed: study.file.replications.seed + u64::from(replication),
                    planner_seed: 1,
                    version: crate::version::VERSION.to_owned(),
                    failed: None,
                    figures: Some(RunFigures {
                        dwell_mean: Some(dwell + world),
                        ..RunFigures::default()
                    }),
                });
            }
        }
        answers(&study, &rows, &[])
    }

    #[test]
    fn a_lever_is_compared_at_the_same_uncertainties_too() {
        let answers = made_up();
        assert_eq!(answers.scenarios.len(), 4);
        let mut found = Vec::new();
        for answer in &answers.scenarios {
            if let Some(beside) = &answer.beside {
                let dwell = beside.differences["dwell"];
                assert_eq!(dwell.count, 3);
                assert!(dwell.half_width.is_some_and(|half| half < 1e-9));
                found.push((answer.name.as_str(), beside.of.as_str(), dwell.mean));
                // against the reference trains and crane together
                let both = answer.differences["dwell"].mean;
                assert!((both - 3.5).abs() < 1e-9, "{both}");
            }
        }
        let [(name, of, hours)] = found[..] else {
            panic!("{found:?}");
        };
        assert!(
            name.contains("cranes = 3") && name.contains("trains = 20"),
            "{name}"
        );
        assert_eq!(of, "trains = 20");
        assert!((hours + 1.5).abs() < 1e-9, "{hours}");
    }

    #[test]
    fn what_a_run_does_not_use_counts_as_not_used() {
        let using = |shares: &[(&str, f64)]| RunFigures {
            used: shares
                .iter()
                .map(|&(name, share)| (name.to_owned(), share))
                .collect(),
            ..RunFigures::default()
        };
        let (first, second) = (
            using(&[("spots 21", 0.5), ("loops", 0.2)]),
            using(&[("spots 21", 0.7)]),
        );
        let runs = BTreeMap::from([(0, &first), (1, &second)]);
        let used = by_name(&runs, |run| run.used.clone());
        assert!((used["loops"].mean - 0.1).abs() < 1e-12);
        assert!((used["spots 21"].mean - 0.6).abs() < 1e-12);
        assert_eq!(used["loops"].count, 2);
    }
}
