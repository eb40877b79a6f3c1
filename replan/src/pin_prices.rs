//! What the pins of each train cost: the rest planned on without them.

use regauge_model::check::check;
use regauge_model::ids::TrainId;
use regauge_model::resource::Pinned;
use regauge_model::{Instance, Minute, Plan};
use regauge_solver::{BoundShare, CompiledProblem, Planner, Session, SessionError};

/// What the pins of a train cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PinPrice {
    /// The train.
    pub train: TrainId,
    /// Its pins.
    pub pins: Vec<Pinned>,
    /// When it leaves without them; `None` where it is postponed all the same.
    pub exit: Option<Minute>,
    /// What the plan costs less without them, in cost units (combined, where the objective has levels), at least; never below 0.
    pub gain: i64,
}

/// The price of the pins of every pinned train, what saves most first. Without the pins of one train the plan is taken up and planned on
/// with so much work, so a price is what dropping them saves at least. Complexity: that work for each pinned train.
///
/// # Errors
/// A plan that is none of the instance.
pub fn price_pins(
    instance: &Instance,
    plan: &Plan,
    (seed, work, threads): (u64, f64, usize),
) -> Result<Vec<PinPrice>, SessionError> {
    let problem = CompiledProblem::new(instance.clone());
    let mut prices = Vec::new();
    for (index, data) in instance.trains().iter().enumerate() {
        if !data.pins.is_any() {
            continue;
        }
        let train = TrainId::from_index(index);
        let free = instance.with_pins(train, &[]);
        // what the plan as it is costs there: a train that is postponed costs less without pins
        let now = check(&free, plan).value;
        let session = Session::from_plan(&problem.patched(free), plan)?;
        let planner = Planner::from_session(&session).seed(seed).threads(threads);
        let next = planner.work(work).bound(BoundShare::Off).run().plan;
        prices.push(PinPrice {
            train,
            pins: data.pins.all(),
            exit: next.trains[index].exit(),
            gain: (now - next.value).max(0),
        });
    }
    prices.sort_by_key(|price| (-price.gain, price.train));
    Ok(prices)
}
