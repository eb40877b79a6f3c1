//! What bounds prove of an effect: the same days planned with and without it, each plan with a bound that no plan can beat.
//!
//! The best plan of a day costs no more than the plan found and no less than its bound, so the effect of a scenario on that day lies between
//! `bound − value of the reference` and `value − bound of the reference`, whatever the search did. Days begin with an empty station, so that they are the same for both.

use crate::base::DAY;
use crate::file::{Scenario, Study};
use crate::roll::Roll;
use crate::world::World;
use regauge_solver::Planner;
use serde::Serialize;

/// The effect of a scenario on a day, in weighted train-minutes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ProvenDay {
    /// The scenario.
    pub scenario: String,
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

/// Plans days of the first world with every scenario. `step` is called after each plan; `false` ends it, with what there is.
pub fn prove(study: &Study, mut step: impl FnMut() -> bool) -> Vec<ProvenDay> {
    let Some(proof) = &study.file.proof else {
        return Vec::new();
    };
    let run = &study.file.run;
    let days = i64::from(run.warm_up_days + run.days);
    let mut found = Vec::new();
    for number in 0..i64::from(proof.days) {
        let day = (days * (2 * number + 1)) / (2 * i64::from(proof.days));
        let Some(reference) = planned(study, study.reference(), day, proof.work) else {
            continue;
        };
        if !step() {
            return found;
        }
        for scenario in &study.scenarios[1..] {
            // what differs in the world differs in its trains: their costs are not those of the same day
            if scenario.world == study.reference().world
                && let Some(own) = planned(study, scenario, day, proof.work)
            {
                found.push(ProvenDay {
                    scenario: scenario.name.clone(),
                    day: day + 1,
                    own,
                    reference,
                });
            }
            if !step() {
                return found;
            }
        }
    }
    found
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
