//! How far a run is, told to whoever listens.

/// How far a run is.
#[derive(Clone, Debug)]
pub struct Progress {
    /// What it does: `compile`, `construct`, `search`.
    pub stage: &'static str,
    /// Steps done of this stage.
    pub done: u64,
    /// Steps of this stage; [`u64::MAX`] as long as that is not known.
    pub total: u64,
    /// Best value so far, in cost units.
    pub value: Option<i64>,
    /// Best bound so far, in cost units.
    pub bound: Option<i64>,
    /// Sum of every train's cost if it were alone, in cost units.
    pub alone: Option<i64>,
}

impl Progress {
    /// Gap of the avoidable cost, `(value − bound) / (value − alone)`, where it is known; 0 for an optimal plan.
    pub fn avoidable_gap(&self) -> Option<f64> {
        let (value, bound, alone) = (self.value?, self.bound?, self.alone?);
        Some(if value <= bound {
            0.0
        } else {
            (value - bound) as f64 / (value - alone) as f64
        })
    }
}

/// What is called while a run goes on.
pub(super) type ProgressCallback<'a> = Box<dyn FnMut(&Progress) + Send + 'a>;
