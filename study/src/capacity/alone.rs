//! What a train takes of everything when it has the station to itself: each template planned by itself on each of its ways.
//!
//! Nothing is known here of what a train needs: it is read from its plan alone, so no rule is written down a second time.

use super::Pool;
use crate::base::Base;
use regauge_model::Instance;
use regauge_model::Span;
use regauge_model::format::{HorizonFile, InstanceFile, TrainFile};
use regauge_model::ids::{ShedId, StoreId, TrainId};
use regauge_model::journey::Journey;
use regauge_model::resource::Resource;
use regauge_model::system::{Direction, Lot, Section};
use regauge_model::timeline::{self, Timeline};
use regauge_solver::{CompiledProblem, Turn, dispatch};
use std::collections::BTreeMap;

/// Minutes from the start to the entry of a train that is planned alone, for what is done before it.
const LEAD: i64 = 240;

/// Hours in which a train alone must be through.
const ALONE_HOURS: u32 = 96;

/// A row: a pool, and the side of spots (by gauge), which must each hold.
pub(super) type RowKey = (Pool, u32);

/// What a train takes, on one way.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Takes {
    pub rows: BTreeMap<RowKey, f64>,
    /// Runs on tracks of sections.
    pub runs: BTreeMap<Pool, f64>,
    pub shed: Option<ShedId>,
    pub into_store: Option<StoreId>,
    /// Minutes of dwell, of a train that is transshipped.
    dwell: Option<f64>,
}

/// A way through, by what is fixed for it: spot, mode, and whether the emptied rake goes into its store.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Way {
    spot: Option<String>,
    mode: Option<String>,
    returns: bool,
}

/// Trains of a kind with the same ways.
pub(super) struct Group {
    pub ways: Vec<Takes>,
    pub trains: usize,
    /// Of its trains that dwell the least minutes on any of their ways.
    pub least_dwells: Vec<f64>,
}

/// The least minutes for which trains that are transshipped dwell when they have the station to themselves: no mean is less than the mean of these, and no quantile less than
/// theirs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LeastDwell {
    /// Their mean.
    pub mean: f64,
    /// The ninth of ten (nearest rank).
    pub p90: f64,
}

/// That of the trains of a base; `None` without any that dwell. Complexity: a journey alone for every template on every of its ways.
pub fn least_dwell(base: &Base) -> Option<LeastDwell> {
    let kinds = base.kinds.iter();
    let groups: Vec<Group> = kinds
        .flat_map(|kind| groups_of(base, &kind.templates).0)
        .collect();
    LeastDwell::of(&groups)
}

impl LeastDwell {
    pub(super) fn of<'g>(groups: impl IntoIterator<Item = &'g Group>) -> Option<LeastDwell> {
        let dwells = groups.into_iter().flat_map(|group| &group.least_dwells);
        let mut dwells: Vec<f64> = dwells.copied().collect();
        dwells.sort_by(f64::total_cmp);
        let rank = (dwells.len() * 9).div_ceil(10);
        Some(LeastDwell {
            mean: dwells.iter().sum::<f64>() / dwells.len() as f64,
            p90: *dwells.get(rank.checked_sub(1)?)?,
        })
    }
}

pub(super) fn horizon(base: &Base, hours: u32) -> HorizonFile {
    let mut horizon = HorizonFile::new(base.start(), hours);
    horizon
        .railway_day_start
        .clone_from(&base.file.horizon.railway_day_start);
    horizon
}

/// Templates with the same ways, with the mean of what they take; and how many find none.
pub(super) fn groups_of(base: &Base, templates: &[TrainFile]) -> (Vec<Group>, usize) {
    let station = alone_station(base);
    let mut groups: BTreeMap<Vec<Way>, Vec<Vec<Takes>>> = BTreeMap::new();
    let mut without = 0;
    for template in templates {
        let ways = ways_of(base, template);
        let found = ways
            .into_iter()
            .filter_map(|way| Some((way.clone(), takes(base, &station, template, &way)?)));
        let (ways, taken): (Vec<Way>, Vec<Takes>) = found.unzip();
        if ways.is_empty() {
            without += 1;
        } else {
            groups.entry(ways).or_default().push(taken);
        }
    }
    let groups = groups.into_values().map(|trains| Group {
        ways: (0..trains[0].len())
            .map(|way| mean(trains.iter().map(|takes| &takes[way])))
            .collect(),
        trains: trains.len(),
        least_dwells: trains
            .iter()
            .filter_map(|ways| {
                let dwells = ways.iter().filter_map(|takes| takes.dwell);
                dwells.min_by(f64::total_cmp)
            })
            .collect(),
    });
    (groups.collect(), without)
}

fn mean<'t>(all: impl ExactSizeIterator<Item = &'t Takes>) -> Takes {
    let count = all.len() as f64;
    let mut mean = Takes::default();
    for one in all {
        for (&row, minutes) in &one.rows {
            *mean.rows.entry(row).or_insert(0.0) += minutes / count;
        }
        for (&track, runs) in &one.runs {
            *mean.runs.entry(track).or_insert(0.0) += runs / count;
        }
        (mean.shed, mean.into_store) = (one.shed, one.into_store);
    }
    mean
}

/// The station with nobody in it and an empty rake at hand.
fn alone_station(base: &Base) -> InstanceFile {
    let mut file = base.file.clone();
    file.horizon = horizon(base, ALONE_HOURS);
    for section in &mut file.system.sections {
        for cap in &mut section.caps {
            cap.per_day = cap.per_day.max(9);
        }
    }
    for store in file
        .system
        .stations
        .iter_mut()
        .flat_map(|one| &mut one.stores)
    {
        if let Some(capacity) = store.capacity {
            (store.rakes, store.capacity) = (Some(1), Some(capacity.max(3)));
        }
        // wagons for any rake, and as much room again
        let share = HALF_A_STORE_M / store.wagons.len().max(1) as f64;
        for of in &mut store.wagons {
            of.count = (share / of.length_m) as u32;
            of.inspecting.clear();
        }
        store.capacity_m = store.capacity_m.map(|_| 2 * HALF_A_STORE_M as u32);
    }
    file
}

/// Metres of wagons in a store for one train alone.
const HALF_A_STORE_M: f64 = 50_000.0;

/// The ways that a train might go.
fn ways_of(base: &Base, train: &TrainFile) -> Vec<Way> {
    let stations = base.file.system.stations.iter();
    let sheds = stations
        .filter(|station| train.transship_at.contains(&station.id))
        .flat_map(|station| &station.sheds);
    let emptied = train.emptied.as_ref();
    let has_both =
        emptied.is_some_and(|emptied| emptied.return_to.is_some() && emptied.into_store.is_some());
    let fates: &[bool] = if has_both { &[false, true] } else { &[false] };
    let mut ways = Vec::new();
    for shed in sheds {
        for spot in &shed.spots {
            let works = |mode: &&regauge_model::format::ModeFile| {
                mode.spots.is_empty() || mode.spots.contains(&spot.id)
            };
            for mode in shed.modes.iter().filter(works) {
                ways.extend(fates.iter().map(|&returns| Way {
                    spot: Some(spot.id.clone()),
                    mode: Some(mode.id.clone()),
                    returns,
                }));
            }
        }
    }
    ways.extend(train.handling.iter().map(|handling| Way {
        spot: Some(handling.spot.clone()),
        mode: None,
        returns: false,
    }));
    if train.transship_at.is_empty() && train.handling.is_empty() {
        ways.push(Way {
            spot: None,
            mode: None,
            returns: false,
        });
    }
    ways
}

/// What a train takes that goes one way and is alone; `None` if it finds none.
fn takes(base: &Base, station: &InstanceFile, train: &TrainFile, way: &Way) -> Option<Takes> {
    let mut train = train.clone();
    train.earliest_entry = base.at(LEAD);
    train.due_exit = None;
    if train.handling.is_empty() {
        train.pins.spot.clone_from(&way.spot);
        train.pins.mode.clone_from(&way.mode);
        if let Some(spot) = &way.spot {
            let sheds = station.system.stations.iter().flat_map(|one| &one.sheds);
            let mut has_it = sheds.filter(|shed| shed.spots.iter().any(|one| one.id == *spot));
            train.pins.shed = has_it.next().map(|shed| shed.id.clone());
        }
    } else {
        train
            .handling
            .retain(|handling| Some(&handling.spot) == way.spot.as_ref());
    }
    if let Some(emptied) = &mut train.emptied
        && emptied.return_to.is_some()
        && emptied.into_store.is_some()
    {
        if way.returns {
            emptied.into_store = None;
        } else {
            emptied.return_to = None;
        }
    }
    let mut file = station.clone();
    file.trains = vec![train];
    let problem = CompiledProblem::new(Instance::from_file(&file).ok()?);
    let train = TrainId::from_index(0);
    let turn = Turn {
        train,
        spot: None,
        way: None,
    };
    let plan = dispatch(&problem, &[turn], "alone".to_owned());
    plan.trains[0].exit()?;
    Some(read(&Timeline::new(
        &plan.decided(problem.instance()),
        &plan,
    )))
}

/// What the one train of a plan takes.
fn read(timeline: &Timeline<'_>) -> Takes {
    let system = timeline.instance().system();
    let mut takes = Takes::default();
    let train = TrainId::from_index(0);
    if timeline.instance().train(train).transshipment().is_some() {
        takes.dwell = Journey::new(timeline, train).dwell.map(f64::from);
    }
    for one in timeline.uses() {
        let minutes = f64::from(one.span.minutes());
        let rows = &mut takes.rows;
        let mut add = |pool: Pool, side: u32, by: f64| {
            *rows.entry((pool, side)).or_insert(0.0) += by;
        };
        match one.resource {
            Resource::Track(yard, _) if one.is_hold() => add(Pool::Tracks(yard), 0, minutes),
            Resource::SpotSide(spot, side) if one.is_hold() => {
                let data = system.spot(spot);
                let gauge = data.gauges_mm[usize::from(side)];
                add(Pool::Spots(data.shed), gauge, minutes);
                takes.shed = Some(data.shed);
            }
            Resource::Crane(crane) => {
                add(Pool::Cranes(system.crane(crane).shed), 0, minutes);
            }
            Resource::Team(stage, _) => add(Pool::Teams(stage), 0, minutes),
            Resource::Locomotive(pool, _) => add(Pool::Locomotives(pool), 0, minutes),
            Resource::Section(id) => {
                let timeline::Kind::Run { direction, .. } = one.kind else {
                    continue;
                };
                let section = system.section(id);
                let track = (!section.single_track).then_some(direction);
                let by = f64::from(path_minutes(section, direction, one.span));
                add(Pool::Paths(id, track), 0, by);
                *takes.runs.entry(Pool::Paths(id, track)).or_insert(0.0) += 1.0;
                let class = class_of(timeline, one);
                for (number, cap) in section.caps.iter().enumerate() {
                    if cap.direction == direction && cap.counts[class] {
                        add(Pool::Cap(id, number), 0, 1.0);
                    }
                }
            }
            _ => {}
        }
        if one.is_main
            && let Some(movement) = one.movement()
        {
            let mut add = |end: Option<Resource>, empties: f64| {
                if let Some(Resource::Store(store)) = end {
                    *takes.rows.entry((Pool::Empties(store), 0)).or_insert(0.0) += empties;
                }
            };
            let train = timeline.instance().train(one.train);
            let count = |lots: &[Lot]| f64::from(lots.iter().map(|lot| lot.count).sum::<u32>());
            let onward = train.transshipment().map(|work| &work.onward_lots);
            add(movement.from, count(onward.unwrap_or(&train.lots)));
            add(movement.to, -count(&train.lots));
            if let (Some(Resource::Store(store)), Some(_)) = (
                movement.to,
                timeline.instance().train(one.train).transshipment(),
            ) {
                takes.into_store = Some(store);
            }
        }
    }
    takes
}

/// Minutes of a track that a run takes: a headway, or under station-to-station block all of its time and the clearing; on the only track, where runs of both directions alternate, all of its time and the clearing.
pub(super) fn path_minutes(section: &Section, direction: Direction, span: Span) -> i32 {
    if section.single_track {
        span.minutes() + section.clearing_behind(direction)
    } else if let Some(clearing) = section.following() {
        (section.headway.get(direction)).max(span.minutes() + clearing)
    } else {
        section.headway.get(direction)
    }
}

/// The class in which a rake runs, by its index.
fn class_of(timeline: &Timeline<'_>, one: &regauge_model::timeline::Use<'_>) -> usize {
    use regauge_model::timeline::Role;
    let train = timeline.instance().train(one.train);
    let class = match (one.role, train.transshipment()) {
        (Role::ToLoad | Role::Onward, Some(transshipment)) => transshipment.onward_class,
        (Role::Emptied, Some(transshipment)) => transshipment.emptied_class,
        _ => train.class,
    };
    class.index()
}
