//! What one more of everything is worth: a study made of another one, with a lever for each thing that there could be one more of.
//!
//! Each scenario of it is the reference with one crane, track pair, locomotive, team, track, empty rake or path a day more, in the same worlds; what that changes is the
//! worth of the thing ([`crate::answers::ranking`]).

use crate::file::{Design, DesignKind, Factor, Lever, Setting, Study, StudyFile};
use regauge_model::Problems;
use regauge_model::format::InstanceFile;

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
                store.rakes,
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
