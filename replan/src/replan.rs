//! From a published plan and what has happened to the next plan.

use crate::freeze::frozen;
use crate::publish::publish;
use crate::pushed_back::{PublishedPlan, PushedBack};
use regauge_model::advance::{AdvanceError, Fulfilled, advance_with};
use regauge_model::check::check;
use regauge_model::format::{ActualFile, FreezeFile, InstanceFile, PublishedFile};
use regauge_model::instance::{CHANGE_STEP, Published};
use regauge_model::validate::instance_from_file;
use regauge_model::{Instance, Minute, Plan, Problems};
use regauge_solver::{
    CompiledProblem, Contradiction, DEFAULT_WORK, Planner, Session, SessionError, Stop,
    contradictions,
};
use thiserror::Error;

/// Minutes behind the published plan at which trains give way, in the plans with which the search may begin.
const BEHIND: [i32; 3] = [120, 45, 15];

/// Why there is no next plan.
#[derive(Debug, Error)]
pub enum ReplanError {
    /// What has happened contradicts the plan, or leaves no instance.
    #[error(transparent)]
    Advance(#[from] AdvanceError),
    /// What is left with what was published is no instance.
    #[error("what is left is no instance")]
    Instance(Problems),
    /// A train is to be helped that the plan does not have, or that could not leave at all.
    #[error("the train is not planned")]
    NotPlanned,
    /// The plan pushed back is none that the engines take up.
    #[error("the published plan is not taken up: {0}")]
    Session(SessionError),
}

/// What is planned anew, and how.
#[derive(Clone, Debug)]
pub struct Replan<'a> {
    /// The file of the instance that the published plan is of.
    pub file: &'a InstanceFile,
    /// The same instance.
    pub instance: &'a Instance,
    /// The published plan.
    pub published: &'a Plan,
    /// Now, on the clock of that instance.
    pub now: Minute,
    /// What has happened otherwise than published, and what has changed.
    pub actual: ActualFile,
    /// What stays as it is published.
    pub freeze: FreezeFile,
    /// Seed of everything random.
    pub seed: u64,
    /// Units of work.
    pub work: f64,
    /// Threads; 0 for one per core.
    pub threads: usize,
    /// Whether it is also planned as if nothing had been published, to see what that would change.
    pub anew: bool,
}

impl<'a> Replan<'a> {
    /// With what is usual: nothing has happened, the stage of three hours frozen, the default work.
    pub fn new(
        file: &'a InstanceFile,
        instance: &'a Instance,
        published: &'a Plan,
        now: Minute,
    ) -> Replan<'a> {
        Replan {
            file,
            instance,
            published,
            now,
            actual: ActualFile::new(),
            freeze: FreezeFile::default(),
            seed: 1,
            work: DEFAULT_WORK,
            threads: 0,
            anew: false,
        }
    }
}

/// A plan among those that could be taken next, in cost units of the same instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compared {
    /// What it costs, changes included.
    pub value: i64,
    /// What its changes cost.
    pub changes: i64,
    /// Trains that it postpones.
    pub postponed: usize,
    /// Trains of the published plan that it moves to another port, shed, spot or mode, or lets go, or that leave more than ten minutes (and more
    /// than the tolerance) earlier or later than published.
    pub touched: usize,
}

/// The next plan.
#[derive(Clone, Debug)]
pub struct Replanned {
    /// The file of what is left, with what was published and what is frozen.
    pub file: InstanceFile,
    /// The same instance.
    pub instance: Instance,
    /// The next plan.
    pub plan: Plan,
    /// Of the next plan.
    pub next: Compared,
    /// The published plan pushed back as it stands.
    pub pushed_back: Plan,
    /// What doing nothing would cost.
    pub nothing: Compared,
    /// A plan as if nothing had been published, where that was asked for.
    pub anew: Option<(Plan, Compared)>,
    /// How much of the published plan has come true.
    pub fulfilled: Fulfilled,
    /// Pins that cannot be kept together, of those that stand in the file; what is frozen contradicts nothing.
    pub contradictions: Vec<Contradiction>,
}

impl Replan<'_> {
    /// Makes the next plan. Complexity: the work, and what it takes to compile what is left twice.
    ///
    /// # Errors
    /// What has happened contradicts the plan or itself; what is left is no instance.
    pub fn run(&self, stop: Option<Stop>) -> Result<Replanned, ReplanError> {
        let Replan {
            file,
            instance,
            published,
            now,
            ..
        } = *self;
        let advanced = advance_with(file, instance, published, now, &self.actual)?;
        let (mut left, fulfilled) = (advanced.file, advanced.fulfilled);
        publish(&mut left, instance, published, now);
        let open = instance_from_file(&left).map_err(ReplanError::Instance)?;
        let problem = CompiledProblem::new(open);
        let contradictions = contradictions(&problem);
        let plan = PublishedPlan {
            file,
            instance,
            plan: published,
            now,
        };
        let pushed_back = PushedBack::new(&left, plan);
        let kept = pushed_back.as_it_stands(&problem);
        let (frozen, problem, kept) = frozen(
            &left,
            (instance, published),
            (problem, kept),
            &pushed_back,
            (now, &self.freeze),
        )
        .map_err(ReplanError::Instance)?;
        let instance = problem.instance().clone();
        let session = Session::from_plan(&problem, &kept).map_err(ReplanError::Session)?;
        // who is late holds up everybody behind it as long as the order is kept: the search begins with the best of some
        let mut start = (kept.value, session);
        for behind in BEHIND {
            let other = pushed_back.giving_way(&problem, behind);
            let other = other.filter(|other| other.value < start.0);
            if let Some(other) = other
                && let Ok(session) = Session::from_plan(&problem, &other)
            {
                start = (other.value, session);
            }
        }
        let session = start.1;
        let stop = stop.unwrap_or_else(|| Stop::work(self.work));
        let plan = Planner::from_session(&session)
            .seed(self.seed)
            .threads(self.threads)
            .stop(stop.clone())
            .run()
            .plan;
        let anew = if self.anew {
            Some(self.anew(left, &instance, stop)?)
        } else {
            None
        };
        Ok(Replanned {
            next: compared(&instance, &plan),
            nothing: compared(&instance, &kept),
            plan,
            pushed_back: kept,
            anew,
            file: frozen,
            instance,
            fulfilled,
            contradictions,
        })
    }

    /// The plan of what is left as if nothing had been published and nothing were frozen; compared in the instance in which it was.
    fn anew(
        &self,
        mut free: InstanceFile,
        instance: &Instance,
        stop: Stop,
    ) -> Result<(Plan, Compared), ReplanError> {
        for train in &mut free.trains {
            train.published = PublishedFile::default();
        }
        free.orders.retain(|order| order.pinned);
        let free = instance_from_file(&free).map_err(ReplanError::Instance)?;
        let planner = Planner::new(&free).seed(self.seed).threads(self.threads);
        let plan = planner.stop(stop).run().plan;
        let compared = compared(instance, &plan);
        Ok((plan, compared))
    }
}

/// A plan of what is left, whatever it says of itself.
pub(crate) fn compared(instance: &Instance, plan: &Plan) -> Compared {
    let report = check(instance, plan);
    let decided = plan.decided(instance);
    let trains = decided.trains().iter().zip(&plan.trains);
    let touched = trains.filter(|(train, planned)| {
        if train.published == Published::default() {
            return false;
        }
        let Some(exit) = planned.exit() else {
            return true;
        };
        let told = &train.published;
        let place = planned.crane_work().is_some_and(|(_, spot, mode)| {
            told.spot.is_some_and(|(_, own)| own != spot)
                || told.mode.is_some_and(|own| own != mode)
        });
        let port = told
            .port
            .zip(train.port())
            .is_some_and(|(told, port)| told != port);
        let off = told.exit.map_or(0, |told| (exit - told).abs());
        place || port || off > decided.change_prices().tolerance.max(CHANGE_STEP)
    });
    Compared {
        value: report.value,
        changes: report.objective.changes,
        postponed: plan
            .trains
            .iter()
            .filter(|train| train.exit().is_none())
            .count(),
        touched: touched.count(),
    }
}
