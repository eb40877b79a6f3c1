//! The trains expected: inbound, outbound, bulk, and empty rakes both ways.

use super::names::Numbers;
use super::rakes::{self, Rake};
use super::station::{BROAD_STORE, STANDARD_STORE};
use crate::blank;
use crate::clock::{Clock, DAY};
use crate::config::{Draws, GeneratorConfig, TrafficConfig};
use crate::rng::Random;
use regauge_model::filled;
use regauge_model::format::{CallFile, EmptiedFile, OnwardFile, TrainFile};
use std::collections::BTreeMap;

/// The first minute in which a train may come.
const FIRST_ENTRY: i32 = 5;
/// First stream of random numbers of the locals, two for each.
const LOCALS_STREAM: u64 = 16;

/// What is added to the stream of a kind for the figures of its trains, where every train has its own.
const FIGURES_STREAM: u64 = 1 << 32;

/// Stream of a kind, and the number of a train in it.
type Key = (u64, u32);

/// Kinds of trains that come on time, or not quite.
#[derive(Clone, Copy)]
enum Kind {
    Inbound,
    Outbound,
    Bulk,
    EmptyIn,
    EmptyOut,
    /// Of these locals, loaded or empty.
    Local(usize, bool),
}

/// Ranks of container trains: places in the classes of their roles.
pub(super) type Rank = usize;
/// The stage that a full inspection takes longer.
pub(super) const CUSTOMS: &str = "customs-border";
const TIMETABLED: Rank = 0;
/// Neither timetabled nor of Central Asia.
pub(super) const EUROPE: Rank = 1;
const CENTRAL_ASIA: Rank = 2;

/// Every train expected, in the order of the earliest entry. `waiting` trains of the warm start still need a rake
/// from the standard-gauge store.
pub(super) fn expected(
    config: &GeneratorConfig,
    clock: &Clock,
    seed: u64,
    numbers: &mut Numbers,
    waiting: u32,
) -> Vec<TrainFile> {
    let traffic = &config.traffic;
    let planning_days = |per_day: u32| (per_day * config.planning_hours).div_ceil(24);
    let ahead = |per_day: u32| per_day * traffic.look_ahead_arrival_hours / 24;
    let last = clock.planning_end + traffic.look_ahead_arrival_hours as i32 * 60;
    // in a horizon too short for them they come at its beginning, and what cannot finish is not planned
    let last = last.max(FIRST_ENTRY + 1);
    // so long before the end of the horizon that everything can finish
    let before_the_end =
        |hours: u32| (last.min(clock.end - hours as i32 * 60)).max(FIRST_ENTRY + 1);
    let [last_inbound, last_bulk] = traffic.hours_needed.map(before_the_end);
    let inbound = planning_days(traffic.inbound_per_day) + ahead(traffic.inbound_per_day);
    let wanted = inbound + waiting + config.standard_stock.at_least;
    let empties = wanted.saturating_sub(config.standard_stock.rakes);

    let by_train = config.draws == Draws::ByTrain;
    let mut entries: Vec<(i32, Kind, Key)> = Vec::new();
    let mut add = |kind: Kind, stream: u64, planned: u32, ahead: u32, last: i32| {
        let mut random = Random::new(seed, stream);
        let planning = even(planned, 0, clock.planning_end);
        let later = even(ahead, clock.planning_end, last);
        for (nominal, number) in planning.chain(later).zip(0..) {
            if by_train {
                random = Random::of_one(seed, stream, number);
            }
            let entry = nominal + deviation(traffic, &mut random);
            let entry = entry.clamp(FIRST_ENTRY, last - 1);
            entries.push((entry, kind, (stream, number)));
        }
    };
    let both = |per_day: u32| (planning_days(per_day), ahead(per_day));
    let (now, later) = both(traffic.inbound_per_day);
    add(Kind::Inbound, 1, now, later, last_inbound);
    let (now, later) = both(traffic.outbound_per_day);
    add(Kind::Outbound, 2, now, later, last);
    let (now, later) = both(traffic.bulk_per_day);
    add(Kind::Bulk, 3, now, later, last_bulk);
    let ahead_share = (last - clock.planning_end).max(0) as u32;
    let later = empties * ahead_share / last as u32;
    add(Kind::EmptyIn, 4, empties - later, later, last);
    let (now, later) = both(traffic.broad_from_store_per_day);
    add(Kind::EmptyOut, 5, now, later, last);
    for (index, local) in traffic.locals.iter().enumerate() {
        let last = before_the_end(local.hours_needed);
        let (now, later) = both(local.per_day);
        let stream = LOCALS_STREAM + 2 * index as u64;
        add(Kind::Local(index, true), stream, now, later, last);
        add(Kind::Local(index, false), stream + 1, now, later, last);
    }
    entries.sort_by_key(|&(entry, ..)| entry);

    let mut random = Random::new(seed, 6);
    let mut day_counts: BTreeMap<(u8, i32), u32> = BTreeMap::new();
    let mut nth_of_day = |kind: u8, entry: i32| {
        let count = day_counts.entry((kind, entry / DAY)).or_default();
        *count += 1;
        *count
    };
    let mut train = |(entry, kind, (stream, number)): (i32, Kind, Key)| {
        if by_train {
            random = Random::of_one(seed, stream + FIGURES_STREAM, number);
        }
        let random = &mut random;
        match kind {
            Kind::Inbound => {
                let nth = nth_of_day(0, entry);
                let rank = rank(traffic, nth, random);
                inbound_train(config, clock, numbers, rank, entry, random)
            }
            Kind::Outbound => {
                let nth = nth_of_day(1, entry);
                let rank = rank(traffic, nth, random);
                outbound_train(config, clock, numbers, rank, entry, random)
            }
            Kind::Bulk => bulk_train(config, clock, numbers, entry, random),
            Kind::EmptyIn => empty_in(config, clock, numbers, entry, random),
            Kind::EmptyOut => empty_out(config, clock, numbers, entry, true, random),
            Kind::Local(index, loaded) => {
                local_train(config, clock, numbers, index, loaded, entry, random)
            }
        }
    };
    entries.into_iter().map(&mut train).collect()
}

/// `n` even places in `[from, to)`.
fn even(n: u32, from: i32, to: i32) -> impl Iterator<Item = i32> {
    let n = n as i32;
    (0..n).map(move |i| from + (to - from) * (2 * i + 1) / (2 * n))
}

/// How far an arrival is from its even place.
fn deviation(traffic: &TrafficConfig, random: &mut Random) -> i32 {
    let cap = f64::from(traffic.deviation_cap_minutes);
    let minutes = random.normal() * traffic.deviation_sd_minutes;
    libm::round(minutes.clamp(-cap, cap)) as i32
}

/// The rank of the `nth` container train of a day and direction: timetabled trains come in the middle
/// of the first half of the day, Central Asia trains by chance.
pub(super) fn rank(traffic: &TrafficConfig, nth: u32, random: &mut Random) -> Rank {
    let first = 3;
    if nth >= first && nth < first + traffic.timetabled_per_day {
        TIMETABLED
    } else if random.chance(traffic.central_asia_percent) {
        CENTRAL_ASIA
    } else {
        EUROPE
    }
}

/// With a rake, and due so many minutes after its entry.
fn with(mut train: TrainFile, rake: Rake, due: Option<[u32; 2]>, random: &mut Random) -> TrainFile {
    train.length_m = rake.length_m;
    train.wagons = rake.wagons;
    train.due_exit = due.map(|[from, to]| {
        let minutes = random.figure(from, to);
        train.earliest_entry + chrono::TimeDelta::minutes(i64::from(minutes))
    });
    train
}

/// Inbound: broad from abroad, transshipped, standard to the end of the line; the emptied rake goes back or into the store.
pub(super) fn inbound_train(
    config: &GeneratorConfig,
    clock: &Clock,
    numbers: &mut Numbers,
    rank: Rank,
    entry: i32,
    random: &mut Random,
) -> TrainFile {
    let (traffic, place) = (&config.traffic, &config.place);
    let boxes = rakes::boxes(traffic, random);
    let arriving = rakes::broad(&boxes, traffic, random);
    let onward = rakes::standard(&boxes);
    let due = traffic.due_minutes[usize::from(rank == TIMETABLED)];
    let train = blank::train(
        numbers.inbound(),
        &place.roles.container_broad[rank],
        (&place.abroad.id, &place.line_end.id),
        clock.at(entry),
    );
    let mut train = with(train, arriving, Some(due), random);
    train.boxes = boxes;
    train.transship_at = vec![place.border.id.clone()];
    let class = place.roles.container_standard[rank].clone();
    let (length_m, wagons) = (onward.length_m, onward.wagons);
    train.onward = Some(OnwardFile::new(class, STANDARD_STORE, length_m, wagons));
    train.emptied = Some(filled!(
        EmptiedFile::new(place.roles.empty_broad.clone());
        return_to: Some(place.abroad.id.clone()),
        into_store: Some(BROAD_STORE.to_owned()),
    ));
    if random.chance(traffic.full_inspection_percent) {
        let customs = (CUSTOMS.to_owned(), traffic.full_inspection_minutes);
        train.stage_minutes.extend([customs]);
    }
    train
}

/// Outbound: standard from the end of the line over the border.
pub(super) fn outbound_train(
    config: &GeneratorConfig,
    clock: &Clock,
    numbers: &mut Numbers,
    rank: Rank,
    entry: i32,
    random: &mut Random,
) -> TrainFile {
    let (traffic, place) = (&config.traffic, &config.place);
    let rake = rakes::standard(&rakes::boxes(traffic, random));
    let train = blank::train(
        numbers.outbound(),
        &place.roles.container_standard[rank],
        (&place.line_end.id, &place.abroad.id),
        clock.at(entry),
    );
    with(train, rake, Some(traffic.due_minutes[2]), random)
}

/// Bulk: broad from abroad to the sidings and back.
pub(super) fn bulk_train(
    config: &GeneratorConfig,
    clock: &Clock,
    numbers: &mut Numbers,
    entry: i32,
    random: &mut Random,
) -> TrainFile {
    let (traffic, place) = (&config.traffic, &config.place);
    let wagons = random.figure(48, 56);
    let rake = Rake {
        wagons,
        length_m: wagons * 14 + 34,
    };
    let train = blank::train(
        numbers.bulk(),
        &place.roles.bulk_broad,
        (&place.abroad.id, &place.abroad.id),
        clock.at(entry),
    );
    let mut train = with(train, rake, Some(traffic.due_minutes[3]), random);
    let [from, to] = traffic.bulk_minutes;
    train.calls = vec![filled!(
        CallFile::new(place.border.id.clone(), random.figure(from, to));
        yard: Some("bulk-sidings".to_owned()),
    )];
    train
}

/// An empty standard-gauge rake coming back over the border into the store.
fn empty_in(
    config: &GeneratorConfig,
    clock: &Clock,
    numbers: &mut Numbers,
    entry: i32,
    random: &mut Random,
) -> TrainFile {
    let place = &config.place;
    let rake = rakes::standard(&rakes::boxes(&config.traffic, random));
    let train = blank::train(
        numbers.empty_in(),
        &place.roles.empty_standard,
        (&place.abroad.id, &place.border.id),
        clock.at(entry),
    );
    let mut train = with(train, rake, None, random);
    train.into_store = Some(STANDARD_STORE.to_owned());
    train
}

/// An emptied broad-gauge rake going back over the border, from the store or from a track.
pub(super) fn empty_out(
    config: &GeneratorConfig,
    clock: &Clock,
    numbers: &mut Numbers,
    entry: i32,
    from_store: bool,
    random: &mut Random,
) -> TrainFile {
    let (traffic, place) = (&config.traffic, &config.place);
    let boxes = rakes::boxes(traffic, random);
    let rake = rakes::broad(&boxes, traffic, random);
    let train = blank::train(
        numbers.empty_out(),
        &place.roles.empty_broad,
        (&place.border.id, &place.abroad.id),
        clock.at(entry),
    );
    let mut train = with(train, rake, None, random);
    train.from_store = from_store.then(|| BROAD_STORE.to_owned());
    train
}

/// A local: loaded from its branch to the end of the line, or empty from there.
fn local_train(
    config: &GeneratorConfig,
    clock: &Clock,
    numbers: &mut Numbers,
    index: usize,
    loaded: bool,
    entry: i32,
    random: &mut Random,
) -> TrainFile {
    let local = &config.traffic.locals[index];
    let wagons = random.figure(local.wagons[0], local.wagons[1]);
    let (branch_end, line_end) = (&local.branch_end, &config.place.line_end.id);
    let (class, way) = if loaded {
        (
            &local.loaded_class,
            (branch_end.as_str(), line_end.as_str()),
        )
    } else {
        (&local.empty_class, (line_end.as_str(), branch_end.as_str()))
    };
    let train = blank::train(numbers.local(index, loaded), class, way, clock.at(entry));
    with(
        train,
        rakes::gondolas(wagons),
        Some(local.due_minutes),
        random,
    )
}
