//! Shunting and crane work.

use super::{AT_START, Compiler};
use crate::network::closures::{intersect, starts_that_overlap, subtract};
use crate::network::{
    Anchor, Operation, OperationWhat, PoolIndex, Rule, StockIndex, Tick, Ticks, TimeMap, in_ticks,
};
use regauge_model::ids::{ModeId, SpotId, StationId, StoreId};
use regauge_model::instance::{Handling, Rake, Train, TrainState, WorkState};
use regauge_model::resource::{PinnedEvent, PinnedRake, Task};
use regauge_model::system::Lot;
use std::sync::Arc;

/// Times of the crane work of so many lifts in a spot under a mode, by its start.
pub(super) struct WorkTemplate {
    lifting: Arc<TimeMap>,
    /// Begin and end of each step.
    steps: Vec<[Arc<TimeMap>; 2]>,
    end: Arc<TimeMap>,
    starts: Arc<[(Tick, Tick)]>,
}

/// A shunting movement.
pub(super) struct Shunt {
    pub(super) what: OperationWhat,
    pub(super) station: StationId,
    pub(super) gauge_mm: u32,
    pub(super) minutes: Ticks,
    /// Under way at the start: its only start is tick 0 and it has no light run.
    pub(super) under_way: bool,
    /// Spot whose side (of the gauge) it moves into or out of.
    pub(super) spot: Option<SpotId>,
    /// Ticks for which the stand it leaves stays held after its end; `None`: held on (parts).
    pub(super) clearing: Option<Ticks>,
    /// Store it comes from or goes to.
    pub(super) store: Option<OfStore>,
}

/// A movement from or into a store.
pub(super) struct OfStore {
    pub(super) store: StoreId,
    /// What it takes from there or brings there.
    pub(super) lots: Vec<Lot>,
    pub(super) is_in: bool,
    /// It was made up at the start, and may move from this tick on.
    pub(super) made_up: Option<Tick>,
}

impl OfStore {
    /// What a rake of a train takes from its store or brings into it.
    pub(super) fn of(train: &Train, rake: Rake, store: StoreId, is_in: bool) -> OfStore {
        let onward = train.transshipment().filter(|_| rake == Rake::Onward);
        let lots = onward.map_or(&train.lots, |work| &work.onward_lots);
        let made_up = train.state.as_ref().filter(|_| !is_in);
        let made_up = made_up.and_then(|state| state.place(rake)?.made_up_at());
        OfStore {
            store,
            lots: lots.clone(),
            is_in,
            made_up: made_up.map(Tick::from),
        }
    }
}

impl Compiler<'_> {
    /// The side of a spot that a gauge has.
    pub(super) fn side(&self, spot: SpotId, gauge_mm: u32) -> PoolIndex {
        let gauges = self.instance.system().spot(spot).gauges_mm;
        self.side_pools[spot.index()][usize::from(gauges[0] != gauge_mm)]
    }

    /// Starts at which a movement of so many minutes with so long a light run before it meets no stop of shunting.
    fn shunting_starts(
        &mut self,
        station: StationId,
        light_run: Ticks,
        minutes: Ticks,
    ) -> Arc<[(Tick, Tick)]> {
        let stops = &self.shunting_stops[station.index()];
        let end = self.end;
        let starts = self
            .moves
            .entry((station, light_run, minutes))
            .or_insert_with(|| {
                let (from, to) = (TimeMap::Shift(-light_run), TimeMap::Shift(minutes));
                subtract(
                    &[(Tick::ZERO, end + 1 - minutes)],
                    &starts_that_overlap(stops, &from, &to),
                )
                .into()
            });
        Arc::clone(starts)
    }

    pub(super) fn shunt(&mut self, shunt: Shunt) -> Operation {
        let system = self.instance.system();
        let moved = shunt.store.as_ref();
        let made_up = moved.and_then(|moved| moved.made_up);
        // what moves at the start has been made up, and its last minute is that in its store
        let (before, behind) = match moved {
            Some(moved) if moved.is_in => (0, system.store(moved.store).breaking_up),
            Some(moved) if !shunt.under_way && made_up.is_none() => {
                (system.store(moved.store).making_up, 0)
            }
            _ => (0, 0),
        };
        let ticks = if shunt.under_way {
            shunt.minutes
        } else {
            before + shunt.minutes + behind
        };
        let now = Arc::clone(&self.now);
        let after: Arc<TimeMap> = Arc::new(TimeMap::Shift(ticks));
        let start = |offset: Ticks| Anchor {
            map: Arc::clone(&now),
            offset,
        };
        let end = |offset: Ticks| Anchor {
            map: Arc::clone(&after),
            offset,
        };
        let pool = system.locomotives_at(shunt.station, shunt.gauge_mm);
        let light_run = pool.map_or(0, |pool| system.locomotive_pool(pool).light_run);
        // the locomotive that made a rake up is there
        let light_run = if made_up.is_some() { 0 } else { light_run };
        let mut pools = Vec::new();
        if let Some(pool) = pool {
            pools.push((
                self.locomotive_pools[pool.index()],
                start(-light_run),
                end(0),
            ));
        }
        if let Some(spot) = shunt.spot
            && self.in_force(Rule::Access)
        {
            for &outer in &system.spot(spot).behind {
                pools.push((
                    self.side(outer, shunt.gauge_mm),
                    start(before),
                    end(-behind),
                ));
            }
        }
        // one under way has its use of throats from the start
        if !shunt.under_way {
            let of = (shunt.spot, moved.map(|moved| moved.store));
            let uses = self.throats_of_shunting(shunt.station, shunt.gauge_mm, of, shunt.minutes);
            let uses = uses.into_iter();
            pools.extend(
                uses.map(|(pool, from, to)| (pool, start(before + from), start(before + to))),
            );
        }
        let mut stocks: Vec<(StockIndex, i32, Anchor)> = Vec::new();
        if let Some(moved) = moved
            && self.in_force(Rule::Stores)
        {
            let ids = &self.stocks[moved.store.index()];
            let units = (system.store(moved.store).room_of(&moved.lots) / ids.unit) as i32;
            let kinds = moved.lots.iter();
            let kinds = kinds.map(|lot| (ids.kinds[lot.stock], lot.count as i32));
            if moved.is_in {
                if !shunt.under_way {
                    stocks.push((ids.room, -units, start(0)));
                }
                let inspected = system.store(moved.store).inspection;
                stocks.extend(kinds.map(|(stock, count)| (stock, count, end(inspected))));
            } else {
                if !shunt.under_way && made_up.is_none() {
                    stocks.extend(kinds.map(|(stock, count)| (stock, -count, start(0))));
                }
                stocks.push((ids.room, units, end(0)));
            }
            if shunt.under_way {
                self.hold_room(moved);
            }
        }
        let starts = if shunt.under_way {
            Arc::from([AT_START])
        } else {
            let mut starts = self.shunting_starts(shunt.station, light_run, ticks);
            if let Some(made_up) = made_up {
                starts = intersect(&starts, &[(made_up, self.end + 1)]).into();
            }
            self.while_open(shunt.spot, starts, (before, ticks - behind))
        };
        Operation {
            what: shunt.what,
            starts,
            end: end(0),
            pools,
            lines: Vec::new(),
            caps: Vec::new(),
            stocks,
            turns: Vec::new(),
            leaves: shunt.clearing.map(|clearing| end(clearing - behind)),
            takes: start(before),
            departure: false,
        }
    }

    /// Room in a store that a rake holds from the start on, for it is on its way in or out, or made up: a fact and not a choice. A
    /// rake on its way out is not among those of the start.
    pub(super) fn hold_room(&mut self, moved: &OfStore) {
        if self.in_force(Rule::Stores) {
            let ids = &self.stocks[moved.store.index()];
            let room_of = self
                .instance
                .system()
                .store(moved.store)
                .room_of(&moved.lots);
            let units = (room_of / ids.unit) as i32;
            let room = &mut self.network.stocks[ids.room.index()];
            room.initial -= units;
            room.held += units;
        }
    }

    /// The starts at which a movement finds its spot open, between two offsets from its start: nobody is moved from or into one that
    /// is closed, though who has been there since before the start may stand there.
    fn while_open(
        &self,
        spot: Option<SpotId>,
        starts: Arc<[(Tick, Tick)]>,
        (from, to): (Ticks, Ticks),
    ) -> Arc<[(Tick, Tick)]> {
        let spot = spot.filter(|_| self.in_force(Rule::Spots));
        let closed = spot.map_or(&[][..], |spot| &self.instance.system().spot(spot).closed);
        if closed.is_empty() {
            return starts;
        }
        let closed = closed.iter().map(|span| in_ticks(*span)).collect();
        let (from, to) = (TimeMap::Shift(from), TimeMap::Shift(to));
        let closed = crate::network::closures::merged(closed);
        subtract(&starts, &starts_that_overlap(&closed, &from, &to)).into()
    }

    /// Handling in a spot: both sides are held to the end of the clearing.
    pub(super) fn handling(&self, handling: Handling) -> Operation {
        let Handling { spot, minutes } = handling;
        let clearing = self.instance.system().spot(spot).clearing;
        let anchor = |offset: Ticks| Anchor {
            map: Arc::clone(&self.now),
            offset,
        };
        let held = (anchor(0), anchor(minutes + clearing));
        let sides = &self.side_pools[spot.index()];
        let closed = &self.network[sides[0]].closed;
        let (from, to) = (TimeMap::Shift(0), TimeMap::Shift(minutes + clearing));
        let starts = subtract(
            &[(Tick::ZERO, self.end + 1 - minutes)],
            &starts_that_overlap(closed, &from, &to),
        );
        Operation {
            what: OperationWhat::Handling(spot),
            starts: starts.into(),
            end: anchor(minutes),
            pools: sides
                .iter()
                .map(|&side| (side, held.0.clone(), held.1.clone()))
                .collect(),
            lines: Vec::new(),
            caps: Vec::new(),
            stocks: Vec::new(),
            turns: Vec::new(),
            leaves: Some(anchor(0)),
            takes: anchor(0),
            departure: false,
        }
    }

    /// The exchange of one part for the next: one locomotive of each gauge.
    pub(super) fn exchange(
        &mut self,
        spot: SpotId,
        gauges: (u32, u32),
        part: u32,
        under_way: Option<Ticks>,
    ) -> Operation {
        let shed = self
            .instance
            .system()
            .shed(self.instance.system().spot(spot).shed);
        let mut one = |gauge_mm: u32| {
            self.shunt(Shunt {
                what: OperationWhat::Exchange(spot, part),
                station: shed.station,
                gauge_mm,
                minutes: under_way.unwrap_or(shed.pulling + shed.placing),
                under_way: under_way.is_some(),
                spot: Some(spot),
                clearing: None,
                store: None,
            })
        };
        let mut exchange = one(gauges.0);
        let other = one(gauges.1);
        exchange.pools.extend(other.pools);
        exchange.starts = intersect(&exchange.starts, &other.starts).into();
        exchange
    }

    /// Crane work of part `part` of a train.
    pub(super) fn crane_work(
        &mut self,
        train: &Train,
        spot: SpotId,
        mode: ModeId,
        part: u32,
    ) -> Operation {
        let lifts = train.work_lifts(part);
        let key = (spot, mode, lifts);
        let template = if let Some(template) = self.works.get(&key) {
            Arc::clone(template)
        } else {
            let template = Arc::new(self.work_template(spot, mode, lifts));
            self.works.insert(key, Arc::clone(&template));
            template
        };
        let at = |map: &Arc<TimeMap>| Anchor {
            map: Arc::clone(map),
            offset: 0,
        };
        let lifting = at(&template.lifting);
        let steps = template.steps.iter();
        let steps: Vec<[Anchor; 2]> = steps.map(|[from, to]| [at(from), at(to)]).collect();
        let mut starts = Arc::clone(&template.starts);
        if let Some(pin) = train
            .pins
            .crane_work
            .filter(|_| part == 0 && self.in_force(Rule::Pins))
        {
            starts = intersect(&starts, &[in_ticks(pin)]).into();
        }
        let event = PinnedEvent {
            rake: PinnedRake::Arriving,
            task: Task::CraneWork,
            part: part + 1,
        };
        // the step that goes on in interrupted work comes before the rest
        let state = train.state.as_ref();
        let state = state.filter(|state| state.part == part + 1);
        if let Some(WorkState::Interrupted(Some((_, until)))) = state.map(|state| state.work) {
            starts = intersect(&starts, &[(until.into(), self.end + 1)]).into();
        }
        let end = at(&template.end);
        let mut work = self.work_operation(spot, mode, part, lifting, steps, end, starts);
        self.pin_event(&mut work, train, event);
        work
    }

    #[allow(clippy::too_many_arguments)] // the figures of one operation, used at two places
    fn work_operation(
        &self,
        spot: SpotId,
        mode: ModeId,
        part: u32,
        lifting: Anchor,
        steps: Vec<[Anchor; 2]>,
        end: Anchor,
        starts: Arc<[(Tick, Tick)]>,
    ) -> Operation {
        let system = self.instance.system();
        let mut pools = Vec::new();
        for (index, (step, [from, to])) in system.mode(mode).steps.iter().zip(&steps).enumerate() {
            for crane in &step.cranes {
                pools.push((self.crane_pools[crane.index()], from.clone(), to.clone()));
            }
            for &crossing in self
                .crossing_pools
                .get(&(mode, spot, index))
                .into_iter()
                .flatten()
            {
                pools.push((crossing, from.clone(), to.clone()));
            }
        }
        Operation {
            what: OperationWhat::CraneWork {
                spot,
                shed: system.spot(spot).shed,
                mode,
                part,
                lifting,
                steps,
            },
            starts,
            end,
            pools,
            lines: Vec::new(),
            caps: Vec::new(),
            stocks: Vec::new(),
            turns: Vec::new(),
            leaves: None,
            takes: Anchor {
                map: Arc::clone(&self.now),
                offset: 0,
            },
            departure: false,
        }
    }

    fn work_template(&self, spot: SpotId, mode: ModeId, lifts: u32) -> WorkTemplate {
        let system = self.instance.system();
        let spot = system.spot(spot);
        let wind = &self.crane_wind[spot.shed.index()];
        let ground_work = |ticks: Ticks| match &wind.ground {
            Some(ground) => ground.work(ticks),
            None => TimeMap::Shift(ticks),
        };
        let lifting = Arc::new(ground_work(spot.preparation));
        let mut before_step = Arc::clone(&lifting);
        let mut steps = Vec::new();
        let mut share = 0;
        for step in &system.mode(mode).steps {
            let before = share * lifts / 100;
            share += step.share_percent;
            let ticks = self.step_ticks(mode, steps.len(), share * lifts / 100 - before);
            let from = match &wind.resumes {
                Some(resumes) if ticks > 0 => Arc::new(before_step.then(resumes)),
                _ => before_step,
            };
            let work = wind.speeds.as_ref();
            let work = work.map_or(TimeMap::Shift(ticks), |speeds| speeds.work(ticks));
            let to = Arc::new(from.then(&work));
            steps.push([from, Arc::clone(&to)]);
            before_step = to;
        }
        let end = Arc::new(before_step.then(&ground_work(spot.finishing)));
        let inside = [(Tick::ZERO, end.first_reaching(self.end + 1))];
        let starts = subtract(&inside, &wind.closed).into();
        WorkTemplate {
            lifting,
            steps,
            end,
            starts,
        }
    }

    /// Ticks of so many lifts in a step at full speed.
    fn step_ticks(&self, mode: ModeId, step: usize, lifts: u32) -> Ticks {
        let system = self.instance.system();
        let step = &system.mode(mode).steps[step];
        let per_hour: u64 = step
            .cranes
            .iter()
            .map(|&crane| u64::from(system.crane(crane).lifts_per_hour))
            .sum();
        let rate = (per_hour * u64::from(step.rate_percent)).max(1);
        (u64::from(lifts) * 6000).div_ceil(rate).min(1_000_000) as Ticks
    }

    /// Handling under way at the start.
    pub(super) fn handling_left(&self, spot: SpotId, until: Tick) -> Operation {
        let minutes = until - Tick::ZERO;
        let operation = self.handling(Handling { spot, minutes });
        Operation {
            starts: Arc::from([AT_START]),
            ..operation
        }
    }

    /// What is left of crane work under way at the start.
    pub(super) fn work_left(
        &self,
        train: &Train,
        spot: SpotId,
        state: &TrainState,
    ) -> Option<Operation> {
        let system = self.instance.system();
        let finishing = system.spot(spot).finishing;
        let (mode, lifting, finishing) = match state.work {
            WorkState::NotBegun
            | WorkState::PartDone
            | WorkState::Interrupted(_)
            | WorkState::Done => return None,
            WorkState::Preparation(mode, left) => (mode, left, finishing),
            WorkState::Lifting(mode, _) => (mode, 0, finishing),
            WorkState::Finishing(mode, left) => (mode, 0, left),
        };
        let part = state.part - 1;
        let lifts = train.work_lifts(part);
        let wind = &self.crane_wind[system.spot(spot).shed.index()];
        let ground_work = |from: Tick, ticks: Ticks| match &wind.ground {
            Some(ground) => ground.work_from(from, ticks),
            None => from.saturating_add(ticks),
        };
        let at = |tick: Tick| Anchor {
            map: Arc::new(TimeMap::Shift(tick - Tick::ZERO)),
            offset: 0,
        };
        let lifting = ground_work(Tick::ZERO, lifting);
        let mut end = lifting;
        let mut steps = Vec::new();
        let mut share = 0;
        if !matches!(state.work, WorkState::Finishing(..)) {
            for (index, step) in system.mode(mode).steps.iter().enumerate() {
                let before = share * lifts / 100;
                share += step.share_percent;
                let of_step = share * lifts / 100 - before;
                // lifting goes on where it is, stopped or not
                let begun = match state.work {
                    WorkState::Lifting(_, left) if index == state.step => Some(left),
                    _ => None,
                };
                let ticks = self.step_ticks(mode, index, begun.unwrap_or(of_step));
                let centi = match (begun, state.left_centi) {
                    _ if index < state.step => 0,
                    (Some(_), Some(left)) => left,
                    _ => i64::from(ticks) * 100,
                };
                if let Some(resumes) = &wind.resumes
                    && centi > 0
                    && begun.is_none()
                {
                    end = resumes.at(end);
                }
                let from = at(end);
                end = match &wind.speeds {
                    Some(speeds) => speeds.work_centi_from(end, centi),
                    None => end.saturating_add(((centi + 99) / 100).min(1_000_000) as Ticks),
                };
                steps.push([from, at(end)]);
            }
        }
        let end = ground_work(end, finishing);
        let starts = Arc::from(if end <= self.end {
            vec![AT_START]
        } else {
            Vec::new()
        });
        Some(self.work_operation(spot, mode, part, at(lifting), steps, at(end), starts))
    }

    /// Spots and modes that a train may be worked with.
    pub(super) fn work_choices(&self, train: &Train) -> Vec<(SpotId, ModeId)> {
        let Some(transshipment) = train.transshipment() else {
            return Vec::new();
        };
        let system = self.instance.system();
        let class = system.class(train.class);
        let onward_gauge = system.class(transshipment.onward_class).gauge_mm;
        let lengths = [train.length_m, transshipment.onward_length_m]
            .map(|length| train.part_length_m(length));
        let longest = lengths[0].max(lengths[1]);
        let pinned = self.in_force(Rule::Pins);
        let mut choices = Vec::new();
        for &shed_id in &system.station(transshipment.station).sheds {
            let shed = system.shed(shed_id);
            let accepts = shed.accepts.is_empty()
                || class
                    .cargo
                    .as_ref()
                    .is_some_and(|cargo| shed.accepts.contains(cargo));
            if !accepts || (pinned && train.pins.shed.is_some_and(|pin| pin != shed_id)) {
                continue;
            }
            for &spot_id in &shed.spots {
                let spot = system.spot(spot_id);
                let gauges_fit = spot.gauges_mm.contains(&class.gauge_mm)
                    && spot.gauges_mm.contains(&onward_gauge);
                let pin_fits = !pinned || train.pins.spot.is_none_or(|pin| pin == spot_id);
                if !gauges_fit || longest > spot.length_m || !pin_fits {
                    continue;
                }
                for &mode_id in &shed.modes {
                    let mode = system.mode(mode_id);
                    let fits = mode.spots.contains(&spot_id)
                        && mode.min_length_m <= longest
                        && longest <= mode.max_length_m
                        && (!pinned || train.pins.mode.is_none_or(|pin| pin == mode_id));
                    if fits {
                        choices.push((spot_id, mode_id));
                    }
                }
            }
        }
        choices
    }

    /// Gauge of a rake of a train.
    pub(super) fn rake_gauge(&self, train: &Train, rake: Rake) -> u32 {
        let system = self.instance.system();
        match (rake, train.transshipment()) {
            (Rake::Onward, Some(transshipment)) => {
                system.class(transshipment.onward_class).gauge_mm
            }
            _ => system.class(train.class).gauge_mm,
        }
    }
}
