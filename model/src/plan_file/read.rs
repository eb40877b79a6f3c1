//! From the file to the plan: every name and time resolved, every problem collected.

use super::names::{AllNames, Names};
use super::rules;
use crate::format::{
    ClosureFile, DateTimeFile, FORMAT_VERSION, OtherWayFile, PlanFile, PlanTrainFile, RakeFateFile,
    WaitFile,
};
use crate::ids::{CraneId, ModeId, ShedId, SpotId, StoreId, TrainId, ZoneId};
use crate::instance::{Rake, Train};
use crate::message::{Message, Value};
use crate::objective::round6;
use crate::plan::{
    Closure, CostParts, CraneSlot, OtherJourney, OtherWay, Plan, RakeFate, Reason, TrainPlan, Wait,
};
use crate::validation::diagnostics::shortened;
use crate::validation::rules::Rule;
use crate::{Instance, Minute, Problem, Problems, Span, words};

/// Reads a plan file.
pub(super) fn read(instance: &Instance, file: &PlanFile) -> Result<Plan, Problems> {
    let mut reader = Reader::new(instance);
    reader.head(file);
    // A plan of another instance would only give a page of unknown names.
    if !reader.problems.is_empty() {
        return Err(Problems(reader.problems));
    }
    let trains = reader.trains(&file.trains);
    let possessions = reader.possessions(file);
    let crane_slots = reader.crane_slots(file);
    let rakes = reader.rakes(&file.rakes);
    let kpis = reader.kpis(&file.kpis);
    let plan = Plan {
        made_by: file.made_by.clone(),
        status: file.status.into(),
        value: file.value,
        bound: file.bound,
        alone: file.value.saturating_sub(file.avoidable.value),
        parts: CostParts {
            minutes: file.parts.minutes,
            lateness: file.parts.lateness,
            postponed: file.parts.postponed,
            missing_empties: file.parts.missing_empties,
            missing_buffers: file.parts.missing_buffers,
            changes: file.parts.changes,
        },
        possessions,
        trains,
        crane_slots,
        rakes,
        kpis,
    };
    reader.levels(file, &plan);
    reader.figure("gap", file.gap, round6(plan.gap()));
    reader.figure(
        "avoidable.gap",
        file.avoidable.gap,
        round6(plan.avoidable_gap()),
    );
    if reader.problems.is_empty() {
        Ok(plan)
    } else {
        Err(Problems(reader.problems))
    }
}

/// What is wrong stands in the list of problems already.
pub(super) struct Reported;

pub(super) struct Reader<'a> {
    pub(super) instance: &'a Instance,
    pub(super) names: AllNames<'a>,
    problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(instance: &'a Instance) -> Reader<'a> {
        Reader {
            instance,
            names: AllNames::new(instance),
            problems: Vec::new(),
        }
    }

    /// What was wrong.
    pub(super) fn into_problems(self) -> Vec<Problem> {
        self.problems
    }

    pub(super) fn problem(
        &mut self,
        rule: &'static Rule,
        path: &str,
        value: &str,
        message: Message,
        advice: Option<Message>,
    ) {
        self.problems.push(Problem {
            code: rule.code,
            path: path.to_owned(),
            line: None,
            value: shortened(value),
            message,
            advice: advice.unwrap_or_else(|| rule.advice.into()),
        });
    }

    fn head(&mut self, file: &PlanFile) {
        if file.format_version != FORMAT_VERSION {
            let message = words::reads_version(FORMAT_VERSION);
            self.problem(
                rules::BAD_VERSION,
                "format_version",
                &file.format_version,
                message,
                None,
            );
        }
        if file.instance.sha256 != self.instance.sha256() {
            let message = words::other_instance(self.instance.name(), self.instance.sha256());
            self.problem(
                rules::OTHER_INSTANCE,
                "instance.sha256",
                &file.instance.sha256,
                message,
                None,
            );
        }
    }

    /// A figure that follows from others of the file.
    fn figure(&mut self, path: &str, stated: f64, right: f64) {
        // Written with six decimals; a reader in between may have rounded the last one.
        if (stated - right).abs() > 2e-6 || stated.is_nan() {
            let message = words::should_be(right);
            self.problem(
                rules::DOES_NOT_FOLLOW,
                path,
                &stated.to_string(),
                message,
                None,
            );
        }
    }

    /// What is said of each level follows from value, bound and the avoidable cost.
    fn levels(&mut self, file: &PlanFile, plan: &Plan) {
        let right = super::levels(self.instance, plan);
        if file.levels == right {
            return;
        }
        let count = file.levels.len().to_string();
        let differs = |at: &usize| file.levels.get(*at) != right.get(*at);
        let Some(first) = (0..file.levels.len().max(right.len())).find(differs) else {
            return;
        };
        let message = match right.get(first) {
            Some(level) => words::level_should_be(
                first + 1,
                level.value,
                level
                    .bound
                    .map_or_else(|| words::absent().into(), Value::from),
                level.alone,
            ),
            None => words::levels_wanted(right.len()),
        };
        self.problem(rules::DOES_NOT_FOLLOW, "levels", &count, message, None);
    }

    pub(super) fn minute(&mut self, path: &str, at: DateTimeFile) -> Option<Minute> {
        let minute = self.instance.horizon().minute(at);
        if minute.is_none() {
            let message = words::no_minute();
            self.problem(
                rules::BAD_TIME,
                path,
                &at.to_rfc3339(),
                message,
                Some(words::without_seconds()),
            );
        }
        minute
    }

    pub(super) fn span(
        &mut self,
        path: &str,
        from: DateTimeFile,
        to: DateTimeFile,
    ) -> Option<Span> {
        let from = self.minute(&format!("{path}.from"), from);
        let to = self.minute(&format!("{path}.to"), to);
        Some(Span::new(from?, to?))
    }

    pub(super) fn name(
        &mut self,
        of: for<'b> fn(&'b AllNames<'a>) -> &'b Names<'a>,
        path: &str,
        name: &str,
    ) -> Option<u32> {
        let names = of(&self.names);
        let number = names.number(name);
        if number.is_none() {
            let message = words::no_thing(&names.kind);
            let advice = names.advice(name);
            self.problem(rules::UNKNOWN_NAME, path, name, message, advice);
        }
        number
    }

    /// A store that may be absent.
    pub(super) fn store(
        &mut self,
        path: &str,
        name: Option<&String>,
    ) -> Result<Option<StoreId>, Reported> {
        let Some(name) = name else { return Ok(None) };
        let number = self.name(|n| &n.stores, &format!("{path}.store"), name);
        number.map_or(Err(Reported), |number| Ok(Some(StoreId(number))))
    }

    pub(super) fn spot(&mut self, path: &str, name: &str) -> Option<SpotId> {
        let number = self.name(|n| &n.spots, &format!("{path}.spot"), name)?;
        Some(SpotId(number))
    }

    pub(super) fn mode(&mut self, path: &str, spot: SpotId, name: &str) -> Option<ModeId> {
        self.mode_of(path, self.instance.system().spot(spot).shed, name)
    }

    /// A crane mode of a shed.
    pub(super) fn mode_of(&mut self, path: &str, shed: ShedId, name: &str) -> Option<ModeId> {
        match self.names.mode(shed, name) {
            Ok(number) => Some(ModeId(number)),
            Err(advice) => {
                let message = words::no_mode_of_shed();
                self.problem(
                    rules::UNKNOWN_NAME,
                    &format!("{path}.mode"),
                    name,
                    message,
                    advice,
                );
                None
            }
        }
    }

    pub(super) fn rake(&mut self, path: &str, word: &str) -> Option<Rake> {
        match word {
            "arriving" => Some(Rake::Arriving),
            "onward" => Some(Rake::Onward),
            _ => {
                let message = words::bad_rake();
                self.problem(
                    rules::BAD_WORD,
                    &format!("{path}.rake"),
                    word,
                    message,
                    None,
                );
                None
            }
        }
    }

    /// When the possessions of choice begin: one for each, of its section and its minutes.
    fn possessions(&mut self, file: &PlanFile) -> Vec<Minute> {
        let system = self.instance.system();
        let windows = system.windows();
        let given = file.possessions.len();
        if given != windows.len() {
            let message = words::possessions_wanted(windows.len());
            let count = given.to_string();
            self.problem(rules::CONTRADICTION, "possessions", &count, message, None);
        }
        let mut starts = Vec::new();
        for (index, (file, window)) in file.possessions.iter().zip(windows).enumerate() {
            let path = format!("possessions[{index}]");
            let section = &system.section(window.section).name;
            if file.section != *section {
                let message = words::possession_of(section);
                let path = format!("{path}.section");
                self.problem(rules::CONTRADICTION, &path, &file.section, message, None);
            }
            let Some(span) = self.span(&path, file.from, file.to) else {
                continue;
            };
            if span.to - span.from != window.minutes {
                let message = words::possession_takes(window.minutes);
                let path = format!("{path}.to");
                let to = file.to.to_rfc3339();
                self.problem(rules::CONTRADICTION, &path, &to, message, None);
            }
            starts.push(span.from);
        }
        starts
    }

    fn trains(&mut self, files: &[PlanTrainFile]) -> Vec<TrainPlan> {
        let mut plans: Vec<Option<TrainPlan>> = vec![None; self.instance.trains().len()];
        let mut seen = vec![false; plans.len()];
        let mut last = 0;
        for (index, file) in files.iter().enumerate() {
            let path = format!("trains[{index}]");
            let number = self.name(|n| &n.trains, &format!("{path}.id"), &file.id);
            let known = number.map(|number| self.instance.train(TrainId(number)));
            let plan = self.train(&path, known, file);
            let Some(number) = number else { continue };
            let train = TrainId(number).index();
            if seen[train] {
                let message = words::train_twice();
                self.problem(
                    rules::TRAIN_TWICE,
                    &format!("{path}.id"),
                    &file.id,
                    message,
                    Some(words::leave_one_out()),
                );
            }
            if !seen[train] && train < last {
                let message = words::out_of_order(&self.instance.trains()[last].name);
                let advice = words::sort_the_list();
                self.problem(
                    rules::OUT_OF_ORDER,
                    &format!("{path}.id"),
                    &file.id,
                    message,
                    Some(advice),
                );
            }
            last = last.max(train);
            seen[train] = true;
            plans[train] = plan;
        }
        for (train, seen) in self.instance.trains().iter().zip(seen) {
            if !seen {
                let message = words::train_missing();
                let advice = words::stands_there();
                self.problem(
                    rules::TRAIN_MISSING,
                    "trains",
                    &train.name,
                    message,
                    Some(advice),
                );
            }
        }
        // Holes are only left beside a problem, and then no plan is given.
        plans.into_iter().flatten().collect()
    }

    /// Which of its ways a train takes, by the port stated: the only one where it has no other.
    fn way(&mut self, path: &str, train: Option<&Train>, file: &PlanTrainFile) -> Option<usize> {
        let path = format!("{path}.port");
        let ways = train.map_or(&[][..], |train| &train.ways);
        let Some(port) = &file.port else {
            let needs = file.planned && !ways.is_empty();
            if needs {
                let message = words::needs_port();
                self.problem(rules::CONTRADICTION, &path, &file.id, message, None);
            }
            return (!needs).then_some(0);
        };
        if !file.planned {
            let message = words::no_events();
            self.problem(rules::CONTRADICTION, &path, port, message, None);
        }
        self.way_over(&path, train, port)
    }

    fn other_way(
        &mut self,
        path: &str,
        train: Option<&Train>,
        file: &OtherWayFile,
    ) -> Option<OtherWay> {
        let way = self.way_over(&format!("{path}.port"), train, &file.port)?;
        let journey = match &file.journey {
            None => None,
            Some(journey) => {
                let wait = match &journey.wait {
                    None => None,
                    Some(wait) => Some(self.wait(&format!("{path}.journey.wait"), wait)?),
                };
                Some(OtherJourney {
                    exit: self.minute(&format!("{path}.journey.exit"), journey.exit)?,
                    dearer: journey.dearer,
                    wait,
                })
            }
        };
        Some(OtherWay { way, journey })
    }

    /// The way of a train over a port.
    fn way_over(&mut self, path: &str, train: Option<&Train>, port: &str) -> Option<usize> {
        let station = self.station(path, port)?;
        let ways = train.map_or(&[][..], |train| &train.ways);
        let found = ways.iter().position(|way| way.port == station);
        if found.is_none() {
            let message = words::no_way_over(port);
            self.problem(rules::CONTRADICTION, path, port, message, None);
        }
        found
    }

    fn train(
        &mut self,
        path: &str,
        train: Option<&Train>,
        file: &PlanTrainFile,
    ) -> Option<TrainPlan> {
        let mut events = Vec::with_capacity(file.events.len());
        for (index, event) in file.events.iter().enumerate() {
            events.extend(self.event(&format!("{path}.events[{index}]"), event));
        }
        let mut waits = Vec::with_capacity(file.waits.len());
        for (index, wait) in file.waits.iter().enumerate() {
            waits.extend(self.wait(&format!("{path}.waits[{index}]"), wait));
        }
        let way = self.way(path, train, file)?;
        let mut other_ways = Vec::with_capacity(file.other_ways.len());
        for (index, other) in file.other_ways.iter().enumerate() {
            let path = format!("{path}.other_ways[{index}]");
            other_ways.push(self.other_way(&path, train, other)?);
        }
        let exit = match file.exit {
            Some(exit) => Some(self.minute(&format!("{path}.exit"), exit)?),
            None => None,
        };
        let contradiction = match (file.planned, exit, &file.reason) {
            (true, Some(exit), None) => {
                return Some(TrainPlan::Planned {
                    way,
                    exit,
                    events,
                    waits,
                    other_ways,
                });
            }
            (false, None, Some(reason))
                if file.events.is_empty()
                    && file.waits.is_empty()
                    && file.other_ways.is_empty() =>
            {
                let blocked_by = reason.blocked_by.iter().enumerate();
                let blocked_by = blocked_by.filter_map(|(index, one)| {
                    self.resource(&format!("{path}.reason.blocked_by[{index}]"), one)
                });
                return Some(TrainPlan::Postponed {
                    reason: Reason {
                        code: reason.code.into(),
                        blocked_by: blocked_by.collect(),
                        text: reason.text.clone(),
                    },
                });
            }
            (true, None, _) => words::needs_exit(),
            (true, ..) => words::no_reason(),
            (false, _, None) => words::needs_reason(),
            (false, ..) => words::no_events(),
        };
        self.problem(rules::CONTRADICTION, path, &file.id, contradiction, None);
        None
    }

    fn wait(&mut self, path: &str, file: &WaitFile) -> Option<Wait> {
        let rake = self.rake(path, &file.rake);
        let span = self.span(path, file.from, file.to);
        let mut held_by = Vec::with_capacity(file.held_by.len());
        for (index, name) in file.held_by.iter().enumerate() {
            let number = self.name(|n| &n.trains, &format!("{path}.held_by[{index}]"), name);
            held_by.extend(number.map(TrainId));
        }
        let before = self.task(&format!("{path}.before"), &file.before);
        let for_what = self.resource(&format!("{path}.for_what"), &file.for_what);
        let closure = match &file.closure {
            Some(closure) => Some(self.closure(&format!("{path}.closure"), closure)?),
            None => None,
        };
        let span = span?;
        if i64::from(file.minutes) != i64::from(span.minutes()) {
            let message = words::minutes_between(span.minutes());
            self.problem(
                rules::DOES_NOT_FOLLOW,
                &format!("{path}.minutes"),
                &file.minutes.to_string(),
                message,
                None,
            );
        }
        Some(Wait {
            rake: rake?,
            before: before?,
            span,
            for_what: for_what?,
            held_by,
            closure,
        })
    }

    fn closure(&mut self, path: &str, file: &ClosureFile) -> Option<Closure> {
        let span = match (file.from, file.to) {
            (Some(from), Some(to)) => Some(self.span(path, from, to)?),
            (None, None) => None,
            _ => {
                let message = words::one_end();
                self.problem(rules::CONTRADICTION, path, "", message, None);
                return None;
            }
        };
        let zone = match &file.zone {
            Some(name) => {
                let number = self.name(|n| &n.zones, &format!("{path}.zone"), name)?;
                Some(ZoneId(number))
            }
            None => None,
        };
        Some(Closure {
            why: file.why.into(),
            span,
            train: file.train.clone(),
            zone,
        })
    }

    fn crane_slots(&mut self, file: &PlanFile) -> Vec<CraneSlot> {
        let mut slots = Vec::with_capacity(file.crane_slots.len());
        for (index, slot) in file.crane_slots.iter().enumerate() {
            let path = format!("crane_slots[{index}]");
            let crane = self.name(|n| &n.cranes, &format!("{path}.crane"), &slot.crane);
            let train = self.name(|n| &n.trains, &format!("{path}.train"), &slot.train);
            let span = self.span(&path, slot.from, slot.to);
            if let (Some(crane), Some(train), Some(span)) = (crane, train, span) {
                slots.push(CraneSlot {
                    crane: CraneId(crane),
                    train: TrainId(train),
                    span,
                    wagons: (slot.wagons[0], slot.wagons[1]),
                    lifts: slot.lifts,
                });
            }
        }
        slots
    }

    fn rakes(&mut self, files: &[RakeFateFile]) -> Vec<RakeFate> {
        let mut fates = Vec::with_capacity(files.len());
        for (index, file) in files.iter().enumerate() {
            let path = format!("rakes[{index}]");
            let train = self.name(
                |n| &n.trains,
                &format!("{path}.from_train"),
                &file.from_train,
            );
            let store = self.store(&path, file.store.as_ref());
            let at = self.minute(&format!("{path}.at"), file.at);
            let right = if file.store.is_some() {
                "stored"
            } else {
                "returned"
            };
            if file.fate != right {
                let message = words::bad_fate();
                self.problem(
                    rules::BAD_WORD,
                    &format!("{path}.fate"),
                    &file.fate,
                    message,
                    None,
                );
            }
            let (Some(train), Ok(store), Some(at)) = (train.map(TrainId), store, at) else {
                continue;
            };
            let class = self.instance.train(train).class;
            let gauge = self.instance.system().class(class).gauge_mm;
            if gauge != file.gauge_mm {
                let message = words::came_on(gauge);
                self.problem(
                    rules::DOES_NOT_FOLLOW,
                    &format!("{path}.gauge_mm"),
                    &file.gauge_mm.to_string(),
                    message,
                    None,
                );
            }
            fates.push(RakeFate { train, store, at });
        }
        fates
    }
}
