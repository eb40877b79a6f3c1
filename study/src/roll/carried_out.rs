//! What happens in a shift: a plan is carried out by a rule in the instance of what is true.

use super::{Roll, RollError};
use regauge_model::format::InstanceFile;
use regauge_model::ids::{SpotId, TrainId};
use regauge_model::instance::{RakePlace, TrainState};
use regauge_model::system::PossessionWindow;
use regauge_model::timeline::{Kind, Timeline, Use};
use regauge_model::{Instance, Minute, Plan};
use regauge_solver::{BoundShare, CompiledProblem, Planner, Turn, dispatch};
use std::collections::BTreeMap;

/// Units of work for a shift in which trains under way stand in each other's way.
const UNTANGLING: f64 = 0.1;

/// The turn of a train, with the spot and the way that it keeps to, by ids in files: the instance that is planned and the one that happens have different
/// trains.
pub(super) type TurnOf = (String, Option<String>, Option<usize>);

/// What was carried out, or what is left of it.
#[derive(Clone, Debug)]
pub(super) struct Happened {
    pub file: InstanceFile,
    pub instance: Instance,
    pub plan: Plan,
    /// What recurs is in it up to this minute.
    pub grown_to: i64,
    /// The end of the shift whose crews work the cranes.
    pub cranes: Option<i64>,
}

/// When the possessions of choice are: as planned, and as early as they may where nothing was planned.
fn starts_of(instance: &Instance, placed: &[PossessionWindow]) -> Vec<Minute> {
    let windows = instance.system().windows().iter();
    let starts = windows.map_while(|window| {
        let is_same = |one: &&PossessionWindow| {
            (one.section, one.within, one.minutes)
                == (window.section, window.within, window.minutes)
        };
        let planned = placed.iter().find(is_same).and_then(|one| one.start);
        planned.or_else(|| window.starts.first().map(|span| span.from))
    });
    starts.collect()
}

impl Roll<'_> {
    /// What happens from `at` to the end of the shift. Where trains under way stand in each other's way, what went on before goes on: that they can do. Whoever has come since
    /// waits for the next shift.
    pub(super) fn happens(
        &mut self,
        turns: Vec<TurnOf>,
        placed: &[PossessionWindow],
        at: i64,
        end: i64,
    ) -> Result<Happened, RollError> {
        let (file, instance, cranes) = self.window(at, Some(end))?;
        let turns = turns_in(&instance, turns);
        let starts = starts_of(&instance, placed);
        let problem = CompiledProblem::new(instance.placed(&starts).into_owned());
        let first = dispatch(&problem, &turns, made_by(at));
        let (plan, was_stuck) = match first.stuck(problem.instance()) {
            0 => (first, false),
            _ => (self.untangle(&problem, turns, first, at), true),
        };
        let happened = Happened {
            instance: problem.instance().clone(),
            file,
            plan,
            grown_to: self.now.grown_to,
            cranes,
        };
        let left = happened.plan.stuck(&happened.instance);
        let rest = self.now.rest.take().filter(|_| left > 0);
        let rest = rest.filter(|rest| rest.plan.stuck(&rest.instance) < left);
        let is_out = left == 0 || rest.is_some();
        self.figures.untangled += u32::from(was_stuck && is_out);
        self.figures.stuck += u32::from(!is_out);
        Ok(rest.map_or(happened, |rest| *rest))
    }

    /// Another way to carry out what keeps trains under way stuck, if one is found: trains in sections cannot wait and go first, whoever else goes first is tried both ways, and then
    /// the planner sees who has to give way.
    fn untangle(
        &self,
        problem: &CompiledProblem,
        mut turns: Vec<Turn>,
        first: Plan,
        at: i64,
    ) -> Plan {
        let instance = problem.instance();
        let left = |plan: &Plan| plan.stuck(instance);
        let in_section = |turn: &Turn| {
            let state = instance.train(turn.train).state.as_ref();
            state.is_some_and(is_in_section)
        };
        let mut best = first;
        for turned in [false, true] {
            if turned {
                turns.reverse();
            }
            turns.sort_by_key(|turn| !in_section(turn));
            let other = dispatch(problem, &turns, made_by(at));
            if left(&other) < left(&best) {
                best = other;
            }
            if left(&best) == 0 {
                return best;
            }
        }
        let planner = Planner::of(problem).seed(self.seed).threads(1);
        let planner = planner.work(UNTANGLING).bound(BoundShare::Off);
        let other = planner.reasons(false).run().plan;
        if left(&other) < left(&best) {
            other
        } else {
            best
        }
    }

    /// The trains of a plan in the order in which they are worked, or else enter, with their spots; those that it lets in later than the shift are left out.
    pub(super) fn turns_of(&self, instance: &Instance, plan: &Plan, minutes: i64) -> Vec<TurnOf> {
        let instance = &*plan.decided(instance);
        let timeline = Timeline::new(instance, plan);
        let mut turns = Vec::new();
        for (index, train) in instance.trains().iter().enumerate() {
            let uses = timeline.of_train(TrainId::from_index(index));
            let Some(first) = uses.iter().map(|one| one.span.from).min() else {
                continue;
            };
            if first.0 >= minutes as i32 && train.state.is_none() {
                continue;
            }
            let is_work = |one: &&Use<'_>| matches!(one.kind, Kind::CraneWork(_) | Kind::Handling);
            let work = uses.iter().find(is_work);
            let spot = work.and_then(|work| work.spot());
            let spot = spot.map(|spot| instance.system().spot(spot).name.clone());
            let turn = work.map_or(first, |work| work.span.from);
            turns.push((turn, train.name.clone(), spot, train.way));
        }
        turns.sort();
        turns
            .into_iter()
            .map(|(_, name, spot, way)| (name, spot, Some(way)))
            .collect()
    }

    /// The trains that have come by the end of a shift, in the order in which they came.
    pub(super) fn turns_by_arrival(&self, end: i64) -> Vec<TurnOf> {
        let come = self
            .now
            .trains
            .values()
            .filter(|(train, _)| train.comes < end);
        let mut come: Vec<(i64, &String)> = come
            .map(|(train, _)| (train.comes, &train.file.id))
            .collect();
        come.sort();
        come.into_iter()
            .map(|(_, id)| (id.clone(), None, None))
            .collect()
    }
}

fn made_by(at: i64) -> String {
    format!("carried out from minute {at}")
}

/// The turns of trains of an instance, and those of its trains under way that have none: they go first, whatever the plan says of them.
fn turns_in(instance: &Instance, turns: Vec<TurnOf>) -> Vec<Turn> {
    let trains = instance.trains().iter().enumerate();
    let trains: BTreeMap<&str, TrainId> = trains
        .map(|(index, train)| (train.name.as_str(), TrainId::from_index(index)))
        .collect();
    let spots = instance.system().spots().iter().enumerate();
    let spots: BTreeMap<&str, SpotId> = spots
        .map(|(index, spot)| (spot.name.as_str(), SpotId::from_index(index)))
        .collect();
    let mut found = Vec::new();
    for (train, spot, way) in turns {
        if let Some(&train) = trains.get(train.as_str()) {
            let spot = spot.and_then(|spot| spots.get(spot.as_str()).copied());
            found.push(Turn { train, spot, way });
        }
    }
    let has_turn = |train: &TrainId| found.iter().any(|turn| turn.train == *train);
    let under_way = (0..instance.trains().len()).map(TrainId::from_index);
    let missing =
        under_way.filter(|train| instance.train(*train).state.is_some() && !has_turn(train));
    let missing = missing.map(|train| Turn {
        train,
        spot: None,
        way: None,
    });
    let missing: Vec<Turn> = missing.collect();
    found.extend(missing);
    found
}

/// Whether a rake of it is in a section at the start.
fn is_in_section(state: &TrainState) -> bool {
    let places = [Some(state.arriving), state.onward];
    let mut places = places.into_iter().flatten();
    places.any(|place| matches!(place, RakePlace::Section(..)))
}
