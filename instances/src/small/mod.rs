//! Random small instances for property tests.
//!
//! Two to seven trains (and up to three that are only handled in a spot), six to fourteen hours, short durations and scarce resources, so that a search is quick and
//! every rule of a plan is in the way of some trains. Each feature of the format is there in a share of the seeds;
//! nothing about these stations is meant to be like a real one.
//!
//! What is deliberately not here: instances that are known to be solvable. Some trains of some seeds have no journey
//! that fits; a plan then leaves them out.

mod handled;
mod holds;
mod line;
mod local;
mod ports;
mod published;
mod setting;
mod sheds;
mod state;
mod station;
mod throats;
mod trains;
mod wagons;
mod wind;
mod windows;

pub use ports::with_second_port;
pub use published::{with_orders, with_published};
pub use windows::with_windows;

use crate::rng::Random;
pub use holds::hold_some;
use regauge_model::filled;
use regauge_model::format::{
    BlockFile, ClassFile, EndFile, EndStockFile, HorizonFile, InstanceFile, ObjectiveFile,
    RakePlaceFile, SystemFile, WorkedPartsFile, ZoneFile,
};
use regauge_model::validate::instance_from_file;
use setting::Setting;
pub use wagons::count_wagons;

/// Stream of random numbers of small instances.
const STREAM: u64 = 100;
/// Stream for trains that are handled, so that the others are the same with and without them.
const HANDLED_STREAM: u64 = 101;
/// Stream for sheds whose work on the ground goes on in stops, so that all else is the same with and without them.
const GROUND_STREAM: u64 = 102;

/// Stream for the kind of block, so that all else is the same with and without it.
const BLOCK_STREAM: u64 = 103;

/// Stream for holds, for the same reason.
const HOLD_STREAM: u64 = 104;

/// Stream for what caps say of hours, spans and dates.
const CAP_STREAM: u64 = 105;

/// Stream for trains that begin or end at a station with yards; the others are the same, but for where some end.
const LOCAL_STREAM: u64 = 102;

/// Stream for throats, so that all else is the same with and without them.
const THROATS_STREAM: u64 = 103;

/// Stream for stores that count wagons.
const WAGONS_STREAM: u64 = 106;

/// Stream for where worked parts stand.
const WORKED_PARTS_STREAM: u64 = 108;

/// A random small instance; the same seed gives the same file on every platform.
pub fn random_small(seed: u64) -> InstanceFile {
    let mut random = Random::new(seed, STREAM);
    let random = &mut random;
    let setting = Setting::draw(random);
    let mut station = station::border(&setting, random);
    let mut sections = line::sections(&setting, random);
    let block = &mut Random::new(seed, BLOCK_STREAM);
    for section in &mut sections {
        if block.chance(30) {
            section.block = BlockFile::StationToStation;
        }
    }
    line::date_caps(&setting, &mut sections, &mut Random::new(seed, CAP_STREAM));
    let mut trains = trains::expected(&setting, &station, random);
    let state = setting
        .warm
        .then(|| state::under_way(&setting, &mut station, &sections, &mut trains, random));
    let given_paths = line::given_paths(&setting, &sections, random);
    let mut stations = line::stations(&setting, random);
    let end = end(&station.stores, random);
    let more = &mut Random::new(seed, HANDLED_STREAM);
    let (handled_classes, handled) = handled::handled(&setting, &station, more);
    trains.extend(handled);
    let ground = &mut Random::new(seed, GROUND_STREAM);
    for shed in station
        .sheds
        .iter_mut()
        .filter(|shed| !shed.indoor && !shed.modes.is_empty())
    {
        shed.ground_work_in_stops = ground.chance(30);
    }
    stations.push(station);
    let mut classes = classes(random);
    classes.extend(handled_classes);
    let horizon = filled!(
        HorizonFile::new(setting.clock.at(0), setting.planning_hours);
        look_ahead_hours: setting.look_ahead_hours,
        railway_day_start: setting.railway_day_start.clone(),
    );
    let system = filled!(
        SystemFile::new(classes, stations);
        zones: ["z1", "z2"].map(zone).to_vec(),
        sections,
        given_paths,
    );
    let mut file = filled!(
        InstanceFile::new(format!("small {seed}"), horizon, system);
        wind: setting.windy.then(|| wind::wind(&setting, random)),
        trains,
        state,
        end,
        objective: filled!(
            ObjectiveFile::default();
            late_minute: *random.pick(&[1.5, 3.0]),
            missing_buffer_minute: 0.0,
            postponed: *random.pick(&[800.0, 2880.0]),
            look_ahead_weight_percent: *random.pick(&[25, 50, 100]),
        ),
    );
    throats::add(&mut file, &mut Random::new(seed, THROATS_STREAM));
    local::add(&setting, &mut file, &mut Random::new(seed, LOCAL_STREAM));
    let_work_go_on(&mut file);
    let held = &mut Random::new(seed, HOLD_STREAM);
    if held.chance(35) {
        hold_some(&mut file, &mut |least, most| held.figure(least, most), 150);
    }
    let wagons = &mut Random::new(seed, WAGONS_STREAM);
    let figure = &mut |least, most| wagons.figure(least, most);
    count_wagons(&mut file, figure, (40, 12));
    let worked = &mut Random::new(seed, WORKED_PARTS_STREAM);
    worked_parts(&mut file, &mut |percent| worked.chance(percent));
    file
}

/// In half of the sheds worked parts stand where their rakes go; not where a train in parts is under way, whose tracks nobody drew.
pub fn worked_parts(file: &mut InstanceFile, chance: &mut dyn FnMut(u32) -> bool) {
    let in_parts = file.trains.iter().filter(|train| train.parts > 1);
    let in_parts: Vec<&str> = in_parts.map(|train| &*train.id).collect();
    let states = file.state.iter().flat_map(|state| &state.trains);
    let states = states.filter(|state| in_parts.contains(&&*state.train));
    let places = states.flat_map(|state| [Some(&state.arriving), state.onward.as_ref()]);
    let spots = places.flatten().filter_map(|place| match place {
        RakePlaceFile::Spot { spot } | RakePlaceFile::Exchange { spot, .. } => Some(spot.clone()),
        _ => None,
    });
    let spots: Vec<String> = spots.collect();
    let stations = file.system.stations.iter_mut();
    for shed in stations.flat_map(|station| &mut station.sheds) {
        let is_used = shed.spots.iter().any(|spot| spots.contains(&spot.id));
        if chance(50) && !is_used {
            shed.worked_parts = WorkedPartsFile::OnTrack;
        }
    }
}

/// Crane work under way at the start goes on without a break, and how long it takes depends on wind, lifts and cranes that were
/// drawn elsewhere: where something is in its way it has not begun.
pub fn let_work_go_on(file: &mut InstanceFile) {
    let Err(problems) = instance_from_file(file) else {
        return;
    };
    for problem in problems.0.iter().filter(|problem| problem.code == "E1013") {
        let place = problem.path.strip_prefix("state.trains[");
        let index = place.and_then(|place| place.split(']').next()?.parse::<usize>().ok());
        let states = file.state.iter_mut().flat_map(|state| &mut state.trains);
        for (_, state) in states.enumerate().filter(|(at, _)| Some(*at) == index) {
            state.work = None;
        }
    }
}

fn zone(id: &str) -> ZoneFile {
    ZoneFile::new(id)
}

/// Classes: `c…` containers, `r…` reefers, `b…` bulk, `e…` empty; `…b` broad, `…s` standard.
fn classes(random: &mut Random) -> Vec<ClassFile> {
    let class = |id: &str, gauge_mm, weight, cargo: Option<&str>| {
        filled!(
            ClassFile::new(id, gauge_mm);
            weight: Some(weight),
            cargo: cargo.map(str::to_owned),
        )
    };
    let weight = *random.pick(&[1.0, 2.0, 4.0]);
    vec![
        class("cb", 1520, weight, Some("container")),
        class("rb", 1520, 2.5, Some("reefer")),
        class("bb", 1520, 0.5, Some("bulk")),
        class("eb", 1520, 0.25, None),
        class("cs", 1435, 2.0, Some("container")),
        class("es", 1435, 0.25, None),
    ]
}

/// Floors of stores.
fn end(stores: &[regauge_model::format::StoreFile], random: &mut Random) -> Option<EndFile> {
    let mut stocks = Vec::new();
    for store in stores {
        if random.chance(35) {
            let capacity = store.capacity.unwrap_or(1);
            let at_least = random.figure(1, capacity.min(2));
            let price = f64::from(random.figure(20, 400));
            stocks.push(EndStockFile::new(store.id.clone(), at_least, price));
        }
    }
    (!stocks.is_empty()).then_some(filled!(
        EndFile::default();
        stocks,
    ))
}
