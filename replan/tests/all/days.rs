//! Days to replan, and what must hold of every next plan.

use regauge_model::check::check;
use regauge_model::format::{ActualFile, InstanceFile};
use regauge_model::ids::TrainId;
use regauge_model::instance::RakePlace;
use regauge_model::validate::instance_from_file;
use regauge_model::{Instance, Minute, Plan};
use regauge_replan::{Replan, Replanned};
use regauge_solver::Planner;

/// Work of every plan: what is right of a plan does not hang on how good it is.
pub const WORK: f64 = 0.05;

/// A day with its published plan.
#[derive(Clone)]
pub struct Day {
    pub file: InstanceFile,
    pub instance: Instance,
    pub plan: Plan,
}

impl Day {
    /// A ready-made day, planned.
    pub fn of(name: &str) -> Day {
        let text = regauge_instances::demo_json(name).expect("there is such a day");
        let file: InstanceFile = serde_json::from_str(text).expect("it is one");
        Day::new(file)
    }

    pub fn new(file: InstanceFile) -> Day {
        let instance = instance_from_file(&file).expect("it is right");
        let planner = Planner::new(&instance).work(WORK).threads(1);
        let plan = planner.reasons(false).run().plan;
        Day {
            file,
            instance,
            plan,
        }
    }

    /// How its replanning begins.
    pub fn replan(&self, now: i32) -> Replan<'_> {
        Replan {
            work: WORK,
            threads: 1,
            ..Replan::new(&self.file, &self.instance, &self.plan, Minute(now))
        }
    }

    /// The day as it goes on.
    pub fn next(replanned: Replanned) -> Day {
        Day {
            file: replanned.file,
            instance: replanned.instance,
            plan: replanned.plan,
        }
    }

    /// The date-time of a minute, as files have it.
    pub fn at(&self, minute: i32) -> regauge_model::format::DateTimeFile {
        self.instance.horizon().date_time(Minute(minute))
    }

    /// Trains that have not entered by a minute and are planned, with the minute in which they come.
    pub fn to_come(&self, now: i32) -> Vec<(String, i32)> {
        let trains = self.instance.trains().iter().zip(&self.plan.trains);
        let to_come = trains.filter_map(|(train, plan)| {
            let entry = plan.events().iter().map(|event| event.span.from.0).min()?;
            let comes = entry > now && train.state.is_none();
            comes.then(|| (train.name.clone(), entry))
        });
        let mut to_come: Vec<(String, i32)> = to_come.collect();
        to_come.sort_by_key(|(name, entry)| (*entry, name.clone()));
        to_come
    }
}

/// Replans, and sees that all is right.
pub fn replanned(replan: &Replan<'_>) -> Replanned {
    match replan.run(None) {
        Ok(replanned) => right(replan, replanned),
        Err(error) => panic!("{error}: {error:?}"),
    }
}

/// Sees that a next plan is right, no dearer than doing nothing, and what it says of itself.
pub fn right(replan: &Replan<'_>, replanned: Replanned) -> Replanned {
    let report = check(&replanned.instance, &replanned.plan);
    assert!(report.is_clean(), "{:#?}", report.violations);
    let nothing = check(&replanned.instance, &replanned.pushed_back);
    let right = nothing
        .violations
        .iter()
        .all(|violation| violation.rule == "kpis");
    assert!(right, "{:#?}", nothing.violations);
    assert!(
        replanned.next.value <= replanned.nothing.value,
        "{} > {}",
        replanned.next.value,
        replanned.nothing.value
    );
    // who was to leave by now and is still there has not left
    let left = replanned.instance.trains();
    let is_there = |name: &str| {
        let train = left.iter().find(|train| train.name == name);
        let state = train.map(|train| train.state.as_ref());
        state.is_some_and(|state| state.is_none_or(|state| state.onward != Some(RakePlace::Gone)))
    };
    let trains = replan
        .instance
        .trains()
        .iter()
        .zip(&replan.published.trains);
    let due = trains.filter(|(_, plan)| plan.exit().is_some_and(|exit| exit <= replan.now));
    let still = due.filter(|(train, _)| is_there(&train.name)).count() as u32;
    let fulfilled = replanned.fulfilled;
    assert!(
        fulfilled.left + still <= fulfilled.planned,
        "{still}, {fulfilled:?}"
    );
    assert_eq!(replanned.next.value, replanned.plan.value);
    assert_eq!(replanned.next.changes, replanned.plan.parts.changes);
    replanned
}

/// The minute in which a train leaves, by its name, on the clock of another day.
pub fn exit_of(
    instance: &Instance,
    plan: &Plan,
    name: &str,
) -> Option<regauge_model::format::DateTimeFile> {
    let mut trains = instance.trains().iter();
    let index = trains.position(|train| train.name == name)?;
    let exit = plan.trains[TrainId::from_index(index).index()].exit()?;
    Some(instance.horizon().date_time(exit))
}

/// Something told of one train.
pub fn of_train(name: &str) -> (ActualFile, regauge_model::format::ActualTrainFile) {
    let mut told = regauge_model::format::ActualTrainFile::default();
    name.clone_into(&mut told.train);
    (ActualFile::new(), told)
}
