//! Throats: pools of one unit, used by runs at their ends and by shunting on its way. And tracks that trains hold while they pass.
//!
//! All rakes that use one throat have one gauge, so the two rakes of a train never want the same one. A rake's own movements
//! follow each other and share no minute of it: an arrival uses it up to its end, a departure and a shunting movement from their
//! start on at the earliest.

use super::{Compiler, SectionPath};
use crate::network::closures::{merged, subtract};
use crate::network::{Anchor, PoolIndex, PoolWhat, Rule, Tick, Ticks, TimeMap, Use};
use regauge_model::ids::{ClassId, SectionId, SpotId, StationId, StoreId, ThroatId};
use regauge_model::instance::{Rake, RakePlace, Train, TrainKind, WorkState};
use regauge_model::resource::Resource;
use regauge_model::system::{Direction, Throat, ThroatMovement};
use std::sync::Arc;

/// What a run uses at a station where it begins, passes or ends.
#[derive(Clone, Copy)]
pub(super) struct UseOnWay {
    pool: PoolIndex,
    /// Station, counted along the run from 0.
    place: usize,
    /// Ticks before it comes there.
    before: Ticks,
    /// Ticks from there on.
    after: Ticks,
}

/// What is under way at the start uses a throat whatever is decided.
type Facts = Vec<(Tick, Tick)>;

impl Compiler<'_> {
    /// Pools for the throats. What paths given away and movements under way use of them is taken once, however many meet
    /// there: facts are not held against each other.
    pub(super) fn add_throats(&mut self) {
        let instance = self.instance;
        let system = instance.system();
        for (index, throat) in system.throats().iter().enumerate() {
            let resource = Resource::Throat(ThroatId::from_index(index));
            let group = self.group(resource);
            let what = (PoolWhat::Throat(ThroatId::from_index(index)), resource);
            let pool = self.pool(what, 1, Rule::Throats, group);
            self.throat_pools.push(pool);
            if !self.in_force(Rule::Throats) {
                continue;
            }
            let mut given = Facts::new();
            for path in system.given_paths() {
                let ends = [path.span.from, path.span.to].map(Tick::from);
                given.extend(self.at_ends(throat, (path.section, path.direction), ends));
            }
            let trains = instance.trains().iter();
            let under_way = trains.flat_map(|train| self.under_way_in(throat, train));
            let given = behind_start(given);
            let under_way = subtract(&behind_start(under_way.collect()), &given);
            let uses = |facts: Facts| {
                let facts = facts.into_iter();
                facts.map(move |(from, to)| Use { pool, from, to })
            };
            self.network.fixed_uses.extend(uses(given));
            self.network.fixed_uses.extend(uses(under_way.clone()));
            self.network.under_way_uses.extend(uses(under_way));
        }
    }

    fn station_ends(&self, (section, direction): (SectionId, Direction)) -> [StationId; 2] {
        let section = self.instance.system().section(section);
        match direction {
            Direction::Down => [section.from, section.to],
            Direction::Up => [section.to, section.from],
        }
    }

    /// What a run through one section uses of a throat.
    fn at_ends(
        &self,
        throat: &Throat,
        way: (SectionId, Direction),
        [enter, exit]: [Tick; 2],
    ) -> Facts {
        let [begin, end] = self.station_ends(way);
        let mut facts = Facts::new();
        if throat.station == end {
            facts.push((exit - before_arrival(throat, way.0), exit));
        }
        if throat.station == begin {
            facts.push((enter, enter + from_departure(throat, way.0)));
        }
        facts
    }

    /// What a run along consecutive sections uses of throats, where arrival and departure of a train that passes are one use, and
    /// of tracks where it passes.
    pub(super) fn uses_of_way(&self, path: &SectionPath, class: ClassId) -> Vec<UseOnWay> {
        let system = self.instance.system();
        let gauge_mm = system.class(class).gauge_mm;
        let mut on_way = Vec::new();
        for place in 0..=path.len() {
            let comes = place.checked_sub(1).map(|last| path[last]);
            let goes = path.get(place).copied();
            let here = match (comes, goes) {
                (_, Some(goes)) => self.station_ends(goes)[0],
                (Some(comes), None) => self.station_ends(comes)[1],
                (None, None) => continue,
            };
            if comes.is_some()
                && goes.is_some()
                && let Some((yard, group)) = system.through_at(here, gauge_mm)
            {
                let station = system.station(here);
                on_way.push(UseOnWay {
                    pool: self.track_pools[yard.index()][group],
                    place,
                    before: station.track_setting,
                    after: station.track_clearing,
                });
            }
            for (index, throat) in system.throats().iter().enumerate() {
                if throat.station != here {
                    continue;
                }
                let before = comes.map_or(0, |(section, _)| before_arrival(throat, section));
                let after = goes.map_or(0, |(section, _)| from_departure(throat, section));
                if before + after > 0 {
                    on_way.push(UseOnWay {
                        pool: self.throat_pools[index],
                        place,
                        before,
                        after,
                    });
                }
            }
        }
        on_way
    }

    /// The uses of pools of a run by what it uses of throats; `times`: when it is at each station on its way. A train that
    /// passed where it was at the start goes on without a decision: that departure is taken already.
    pub(super) fn uses_on_way(
        on_way: &[UseOnWay],
        times: impl Fn(usize) -> Arc<TimeMap>,
        from_stop: bool,
    ) -> Vec<(PoolIndex, Anchor, Anchor)> {
        let decided = on_way.iter().filter(|used| used.place > 0 || from_stop);
        let uses = decided.map(|used| {
            let at = |offset: Ticks| Anchor {
                map: times(used.place),
                offset,
            };
            (used.pool, at(-used.before), at(used.after))
        });
        uses.collect()
    }

    /// The track that a train passing where it was at the start holds: at its end of the section, which it reaches at the end of a map.
    pub(super) fn track_of_first_pass(
        &self,
        here: StationId,
        class: ClassId,
        after: &Arc<TimeMap>,
    ) -> Option<(PoolIndex, Anchor, Anchor)> {
        let system = self.instance.system();
        let (yard, group) = system.through_at(here, system.class(class).gauge_mm)?;
        let station = system.station(here);
        let at = |offset: Ticks| Anchor {
            map: Arc::clone(after),
            offset,
        };
        let pool = self.track_pools[yard.index()][group];
        Some((pool, at(-station.track_setting), at(station.track_clearing)))
    }

    /// What a shunting movement of so many ticks uses of throats, from its start on.
    pub(super) fn throats_of_shunting(
        &self,
        station: StationId,
        gauge_mm: u32,
        of: (Option<SpotId>, Option<StoreId>),
        ticks: Ticks,
    ) -> Vec<(PoolIndex, Ticks, Ticks)> {
        let throats = self.instance.system().throats().iter().enumerate();
        let here =
            throats.filter(|(_, throat)| throat.station == station && throat.gauge_mm == gauge_mm);
        let uses = here.flat_map(|(index, throat)| {
            let spans = of_shunting(throat, of, ticks);
            let pool = self.throat_pools[index];
            spans.into_iter().map(move |(from, to)| (pool, from, to))
        });
        uses.collect()
    }

    /// What the rakes of a train under way use of a throat.
    fn under_way_in(&self, throat: &Throat, train: &Train) -> Facts {
        let Some(state) = &train.state else {
            return Facts::new();
        };
        let system = self.instance.system();
        let breaking_up = |store: StoreId| system.store(store).breaking_up;
        let change = train.transshipment();
        let is_done = state.work == WorkState::Done;
        let mut facts = Facts::new();
        let places = [
            (Rake::Arriving, Some(state.arriving)),
            (Rake::Onward, state.onward),
        ];
        for (rake, place) in places {
            let gauge_mm = self.rake_gauge(train, rake);
            let (route, class) = match (change, rake) {
                (Some(change), Rake::Onward) => (Some(&change.onward_route), change.onward_class),
                (Some(change), Rake::Arriving) if is_done => {
                    (change.emptied_route.as_ref(), change.emptied_class)
                }
                _ => (Some(&train.route), train.class),
            };
            let mut shunting = |gauge_mm: u32, of, until: Tick, ticks: Ticks| {
                if throat.gauge_mm == gauge_mm {
                    let spans = of_shunting(throat, of, ticks).into_iter();
                    facts
                        .extend(spans.map(|(from, to)| (until - ticks + from, until - ticks + to)));
                }
            };
            match place {
                Some(RakePlace::Placing(from, spot, until)) => {
                    let store = change.filter(|_| from.is_none() && rake == Rake::Onward);
                    let of = (Some(spot), store.map(|change| change.onward_store));
                    let placing = system.shed(system.spot(spot).shed).placing;
                    shunting(gauge_mm, of, until.into(), placing);
                }
                Some(RakePlace::Pulling(spot, to, until)) => {
                    let store = change.filter(|_| to.is_none() && rake == Rake::Arriving);
                    let store = store.and_then(|change| change.emptied_store);
                    let pulling = system.shed(system.spot(spot).shed).pulling;
                    let until = Tick::from(until) - store.map_or(0, breaking_up);
                    shunting(gauge_mm, (Some(spot), store), until, pulling);
                }
                Some(RakePlace::Exchange(spot, until)) => {
                    let shed = system.shed(system.spot(spot).shed);
                    for rake in [Rake::Arriving, Rake::Onward] {
                        let ticks = shed.pulling + shed.placing;
                        let gauge_mm = self.rake_gauge(train, rake);
                        shunting(gauge_mm, (Some(spot), None), until.into(), ticks);
                    }
                }
                Some(place @ (RakePlace::IntoStore(_, until) | RakePlace::FromStore(_, until))) => {
                    if let TrainKind::IntoStore(store) | TrainKind::FromStore(store) = train.kind {
                        let moving = system.store(store).moving;
                        let is_in = matches!(place, RakePlace::IntoStore(..));
                        let behind = if is_in { breaking_up(store) } else { 0 };
                        let until = Tick::from(until) - behind;
                        shunting(gauge_mm, (None, Some(store)), until, moving);
                    }
                }
                Some(RakePlace::Section(section, direction, span, passes)) => {
                    let ends = [span.from, span.to].map(Tick::from);
                    facts.extend(self.at_ends(throat, (section, direction), ends));
                    let next = route.map(Vec::as_slice).filter(|_| passes);
                    if let Some(&[here, next, ..]) = next {
                        facts.extend(self.goes_on_in(throat, (here, next, class), ends[1]));
                    }
                }
                _ => {}
            }
        }
        facts
    }

    /// What a departure from one station to the next uses of a throat, over whichever section it goes.
    fn goes_on_in(
        &self,
        throat: &Throat,
        (here, next, class): (StationId, StationId, ClassId),
        at: Tick,
    ) -> Facts {
        let sections = self.instance.system().sections_between(here, next, class);
        let here = sections.filter(|_| throat.station == here);
        here.map(|(section, _)| (at, at + from_departure(throat, section)))
            .collect()
    }
}

/// What of some spans lies behind the start, in order and disjoint.
fn behind_start(spans: Facts) -> Facts {
    let spans = spans
        .into_iter()
        .map(|(from, to)| (from.max(Tick::ZERO), to));
    merged(spans.filter(|(from, to)| from < to).collect())
}

/// Ticks before an arrival over a section for which a throat is used.
fn before_arrival(throat: &Throat, section: SectionId) -> Ticks {
    longest(throat, ThroatMovement::Arrival(section))
}

/// Ticks from a departure into a section on for which a throat is used.
fn from_departure(throat: &Throat, section: SectionId) -> Ticks {
    longest(throat, ThroatMovement::Departure(section))
}

fn longest(throat: &Throat, by: ThroatMovement) -> Ticks {
    let uses = throat.uses.iter().filter(|used| used.by == by);
    uses.filter_map(|used| used.minutes).max().unwrap_or(0)
}

/// Spans of a shunting movement of so many ticks, from its start, in which it uses a throat.
fn of_shunting(
    throat: &Throat,
    (spot, store): (Option<SpotId>, Option<StoreId>),
    ticks: Ticks,
) -> Vec<(Ticks, Ticks)> {
    let is_it = |by: ThroatMovement| match by {
        ThroatMovement::Spot(of) => spot == Some(of),
        ThroatMovement::Store(of) => store == Some(of),
        ThroatMovement::Arrival(_) | ThroatMovement::Departure(_) => false,
    };
    let uses = throat.uses.iter().filter(|used| is_it(used.by));
    let spans = uses.map(|used| {
        let to = used
            .minutes
            .map_or(ticks, |minutes| ticks.min(used.from + minutes));
        (used.from, to)
    });
    let mut spans: Vec<(Ticks, Ticks)> = spans.filter(|(from, to)| from < to).collect();
    spans.sort_unstable();
    let mut joined: Vec<(Ticks, Ticks)> = Vec::new();
    for (from, to) in spans {
        match joined.last_mut().filter(|last| from <= last.1) {
            Some(last) => last.1 = last.1.max(to),
            None => joined.push((from, to)),
        }
    }
    joined
}
