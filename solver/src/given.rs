//! A plan from choices that somebody else made: another solver, a test, a planner by hand.
//!
//! Nothing is decided here. The choices of each train become its journey ([`Journey::of_choices`]), the journeys a plan, and
//! the checker says whether they have capacity beside each other. Not here: the document they come in.

use crate::construct::{Alone, Solution, total};
use crate::decode;
use crate::dual::Prices;
use crate::journey::{ChoiceError, Choices, Journey};
use crate::network::{Cost, Network};
use crate::occupancy::Occupancy;
use crate::planner::{Outcome, Statistics};
use crate::pricing::Pricer;
use regauge_model::Instance;
use regauge_model::check::check;
use thiserror::Error;

/// Why choices make no plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum GivenError {
    /// There must be one entry per train.
    #[error("the instance has {right} trains, and there are choices for {given}")]
    Trains {
        /// Entries given.
        given: usize,
        /// Trains of the instance.
        right: usize,
    },
    /// The choices of a train are no journey of it.
    #[error("{error}")]
    Train {
        /// Position of the train.
        index: usize,
        /// Why.
        error: ChoiceError,
    },
}

/// The plan of choices, one entry per train of the instance, `None` where it is not planned; and what the checker says of
/// it. The bound is the sum of every train's cost alone. Complexity: that of pricing every train once.
///
/// # Errors
/// When the choices are no journeys. That they break rules between trains is no error but a violation in the report.
pub fn plan_of_choices(
    instance: &Instance,
    choices: &[Option<Choices>],
    made_by: String,
) -> Result<Outcome, GivenError> {
    // other solvers were given possessions of choice as early as they may be
    let instance = &*instance.placed_early();
    let network = Network::compile(instance);
    if choices.len() != network.trains.len() {
        return Err(GivenError::Trains {
            given: choices.len(),
            right: network.trains.len(),
        });
    }
    let mut solution = Solution {
        journeys: Vec::with_capacity(choices.len()),
        value: Cost::ZERO,
        occupancy: Occupancy::new(&network),
    };
    for (place, choices) in network.train_indices().zip(choices) {
        let train = &network[place];
        let journey = match choices {
            Some(choices) => {
                let journey = Journey::of_choices(train, &network, choices);
                Some(journey.map_err(|error| GivenError::Train {
                    index: place.index(),
                    error,
                })?)
            }
            None => None,
        };
        match &journey {
            Some(journey) => solution.occupancy.insert(journey),
            None if train.under_way => solution.occupancy.add_stay(place),
            None => {}
        }
        solution.journeys.push(journey);
    }
    solution.value = total(&network, &solution);
    let mut pricer = Pricer::new();
    let alone = Alone::new(&network, &mut pricer, || true)
        .costs
        .iter()
        .sum();
    let mut asked = solution.occupancy.clone();
    let held = solution.journeys.clone();
    let plan = decode::plan(
        instance,
        &network,
        &mut solution,
        (alone, alone),
        made_by,
        Some(|train| {
            decode::postponed_reason(instance, &network, &mut asked, &mut pricer, train, &held)
        }),
    );
    let report = check(instance, &plan);
    Ok(Outcome {
        plan,
        report,
        choices: choices.to_vec(),
        prices: Prices::default(),
        statistics: Statistics::default(),
    })
}
