//! What one more of everything is worth: a study made of another one, with a lever for each thing that there could be one more of.
//!
//! Each scenario of it is the reference with one crane, track pair, locomotive, team, track, empty rake or path a day more, in the same worlds; what that changes is the
//! worth of the thing. Beside it stands what the linear program of a fluid day says ([`crate::capacity::lp`]), which knows neither waiting nor wind, and why the two differ.

use crate::answers::{Answers, FlowWorth, ScenarioAnswer, Worth, ranking};
use crate::capacity::lp::{FluidCapacity, LpError, fluid_capacity};
use crate::file::{Design, DesignKind, Factor, Lever, Setting, Study, StudyFile};
use crate::statistics::Estimate;
use crate::words;
use regauge_model::format::InstanceFile;
use regauge_model::message::Message;
use regauge_model::{Instance, Problems};

/// The study of one more of everything that an instance has. World, way of running and replications are those of the other one; factors and promise are not.
///
/// # Errors
/// One more of something that makes no valid instance.
pub fn bottlenecks(study: Study) -> Result<Study, Problems> {
    let file = one_more(&study.file, study.instance());
    study.with_file(file)
}

fn one_more(study: &StudyFile, instance: &InstanceFile) -> StudyFile {
    let mut file = StudyFile {
        name: format!("{}-bottlenecks", study.name),
        question: "What is one more of each thing worth?".to_owned(),
        question_zh: Some("各项资源各增加一个，分别值多少？".to_owned()),
        design: Design {
            kind: DesignKind::OneAtATime,
            ..Design::default()
        },
        promise: None,
        proof: None,
        ..study.clone()
    };
    file.levers.clear();
    file.uncertainties.clear();
    let mut add = |name: String, lever: Lever, count: u32| {
        let values = [count, count + 1].map(|count| Setting::Number(count.into()));
        file.levers.insert(
            name,
            Factor {
                lever,
                values: values.to_vec(),
            },
        );
    };
    for station in &instance.system.stations {
        for shed in &station.sheds {
            let id = || shed.id.clone();
            if !shed.cranes.is_empty() {
                add(
                    format!("cranes {}", shed.id),
                    Lever::Cranes { shed: id() },
                    shed.cranes.len() as u32,
                );
            }
            add(
                format!("pairs {}", shed.id),
                Lever::Pairs { shed: id() },
                shed.spots.len() as u32,
            );
        }
        for pool in &station.locomotives {
            let lever = Lever::Locomotives {
                gauge_mm: pool.gauge_mm,
                station: Some(station.id.clone()),
            };
            add(
                format!("locomotives {} {}", station.id, pool.gauge_mm),
                lever,
                pool.count,
            );
        }
        for stage in &station.stages {
            if let Some(teams) = stage.teams {
                add(
                    format!("teams {}", stage.id),
                    Lever::Teams {
                        stage: stage.id.clone(),
                    },
                    teams,
                );
            }
        }
        for yard in &station.yards {
            let tracks = yard.tracks.iter().map(|group| group.count).sum();
            add(
                format!("tracks {}", yard.id),
                Lever::Tracks {
                    yard: yard.id.clone(),
                },
                tracks,
            );
        }
        for store in &station.stores {
            add(
                format!("empties {}", store.id),
                Lever::Empties {
                    store: store.id.clone(),
                },
                store
                    .rakes
                    .unwrap_or_else(|| store.wagons.iter().map(|of| of.count).sum()),
            );
        }
    }
    for section in &instance.system.sections {
        if let [cap] = section.caps.as_slice() {
            add(
                format!("cap {}", section.id),
                Lever::Cap {
                    section: section.id.clone(),
                },
                cap.per_day,
            );
        }
    }
    file
}

/// What one more of each thing is worth, most first: what the runs say, and beside it the flow of a day through the reference.
///
/// # Errors
/// When there is no flow: see [`fluid_capacity`].
pub fn worths(study: &Study, answers: &Answers) -> Result<Vec<Worth>, LpError> {
    let base = &study.reference().base;
    let flow = fluid_capacity(base)?;
    let instance = Instance::from_file(&base.file).map_err(LpError::Station)?;
    let ranked = ranking(answers).into_iter();
    let worths = ranked.map(|(scenario, changes)| {
        let pool = pool_of(study, scenario);
        let pool = flow
            .pools
            .iter()
            .find(|one| Some(one.pool.name(&instance)) == pool);
        let own = pool.map(|one| FlowWorth {
            gain: one.gain,
            dual: if one.binds() { one.dual } else { 0.0 },
            percent: one.percent,
        });
        Worth {
            scenario: scenario.name.clone(),
            verdict: verdict(scenario, &changes, own, &flow, answers),
            flow: own,
            changes,
        }
    });
    Ok(worths.collect())
}

/// What the linear program calls the thing of which a scenario has one more.
fn pool_of(study: &Study, scenario: &ScenarioAnswer) -> Option<String> {
    let reference = &study.reference().settings;
    let differs = |(name, setting): &(&String, &Setting)| reference.get(*name) != Some(*setting);
    let (name, _) = scenario.settings.iter().find(differs)?;
    // a pair is a spot on each of its tracks
    Some(match name.strip_prefix("pairs ") {
        Some(shed) => format!("spots {shed}"),
        None => name.clone(),
    })
}

/// Which of the two says that one more helps; and where only one does, why.
fn verdict(
    scenario: &ScenarioAnswer,
    changes: &Estimate,
    own: Option<FlowWorth>,
    flow: &FluidCapacity,
    answers: &Answers,
) -> Message {
    let one = |value: f64| format!("{value:.1}");
    let helps = changes.is_real() && changes.mean < 0.0;
    let Some(own) = own else {
        return words::no_flow_of_it();
    };
    let is_crane = scenario.name.starts_with("cranes ");
    let reference = answers.scenarios.first();
    let trains = reference.and_then(|one| one.figures.get("throughput"));
    match (helps, own.gain > 0.0) {
        (true, true) => words::both_say_so(),
        (false, false) => words::neither_says_so(),
        (true, false) if is_crane => words::faster_work(),
        (true, false) => {
            let percent = own
                .percent
                .map_or_else(|| "–".to_owned(), |percent| format!("{percent:.0}"));
            words::peaks_alone(percent)
        }
        (false, true) => match (trains, changes.worlds_to_see()) {
            (Some(trains), _) if trains.mean < flow.per_day * ALL_BUT_FULL => {
                words::flow_is_not_reached(one(flow.per_day), one(trains.mean))
            }
            (_, Some(worlds)) => words::hidden_in_noise(worlds),
            _ => words::hidden(),
        },
    }
}

/// From this part of the flow on a station counts as full.
const ALL_BUT_FULL: f64 = 0.9;
