//! What bounds prove of an effect: the same days planned with and without it, each plan with a bound that no plan can beat.
//!
//! The best plan of a day costs no more than the plan found and no less than its bound, so the effect of a scenario on that day lies between
//! `bound − value of the reference` and `value − bound of the reference`, whatever the search did. Days begin with an empty station, so that they are the same for both.

use crate::base::DAY;
use crate::file::{Scenario, Study};
use crate::roll::Roll;
use crate::world::World;
use regauge_solver::Planner;
use serde::{Deserialize, Serialize};

/// The effect of a scenario on a day, in weighted train-minutes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProvenDay {
    /// The scenario.
    pub scenario: String,
    /// Hashes of the scenario and of the reference.
    pub hashes: [String; 2],
    /// Units of work for each plan.
    pub work: f64,
    /// Seed of the world.
    pub seed: u64,
    /// Version of the program.
    pub version: String,
    /// The day of the world, from 1.
    pub day: i64,
    /// Value of its plan and what no plan costs less than.
    pub own: [f64; 2],
    /// The same of the reference.
    pub reference: [f64; 2],
}

impl ProvenDay {
    /// The scenario costs at least and at most so much more than the reference; whatever plans there are.
    pub fn effect(&self) -> [f64; 2] {
        [
            self.own[1] - self.reference[0],
            self.own[0] - self.reference[1],
        ]
    }
}

/// A bound to be found: a scenario and a day of the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProofJob {
    scenario: usize,
    day: i64,
}

/// Which effects are still to be bounded. Where a scenario differs in the world it differs in its trains, and what they cost is not the cost of the same day.
pub fn unproven(study: &Study, known: &[ProvenDay]) -> Vec<ProofJob> {
    let Some(proof) = &study.file.proof else {
        return Vec::new();
    };
    let run = &study.file.run;
    let days = i64::from(run.warm_up_days + run.days);
    let mut jobs = Vec::new();
    for number in 0..i64::from(proof.days) {
        let day = (days * (2 * number + 1)) / (2 * i64::from(proof.days));
        for (scenario, own) in study.scenarios.iter().enumerate().skip(1) {
            let is_known = known
                .iter()
                .any(|one| counts(study, one) && one.hashes[0] == own.hash && one.day == day + 1);
            if own.world == study.reference().world && !is_known {
                jobs.push(ProofJob { scenario, day });
            }
        }
    }
    jobs
}

/// Whether a bound is one of this study as it is now.
pub(crate) fn counts(study: &Study, one: &ProvenDay) -> bool {
    let Some(proof) = &study.file.proof else {
        return false;
    };
    one.version == crate::version::VERSION
        && one.hashes[1] == study.reference().hash
        && study
            .scenarios
            .iter()
            .any(|scenario| scenario.hash == one.hashes[0])
        && one.seed == study.file.replications.seed
        && one.work.to_bits() == proof.work.to_bits()
}

/// Bounds one effect; `None` where the day is no instance.
pub fn prove(study: &Study, job: ProofJob) -> Option<ProvenDay> {
    let proof = study.file.proof.as_ref()?;
    let scenario = &study.scenarios[job.scenario];
    Some(ProvenDay {
        scenario: scenario.name.clone(),
        hashes: [scenario.hash.clone(), study.reference().hash.clone()],
        work: proof.work,
        seed: study.file.replications.seed,
        version: crate::version::VERSION.to_owned(),
        day: job.day + 1,
        own: planned(study, scenario, job.day, proof.work)?,
        reference: planned(study, study.reference(), job.day, proof.work)?,
    })
}

/// Value and bound of a day's plan from an empty station, in weighted train-minutes.
fn planned(study: &Study, scenario: &Scenario, day: i64, work: f64) -> Option<[f64; 2]> {
    let world = World::new(
        &scenario.base,
        &scenario.world,
        study.file.replications.seed,
        day + 5,
    );
    let instance = Roll::day(&world, &scenario.run, day * DAY).ok()?;
    let outcome = Planner::new(&instance).seed(1).work(work).threads(1).run();
    let minutes = |cost: i64| cost as f64 / 100.0;
    Some([minutes(outcome.plan.value), minutes(outcome.plan.bound)])
}
