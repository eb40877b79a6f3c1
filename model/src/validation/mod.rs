//! From a file to an [`Instance`] that cannot be wrong.
//!
//! One located pass reads the text and compares it with the shape of the format (`located`); then a file per family
//! of rules checks the meaning and builds the engine's types: `figures`, `names`, `stations`, `sheds`, `sections`,
//! `timezones`, `winds`, `objective`, `trains`, `handling`, `pins`, `routes`, `holds`, `orders`, `state`, `progress`, `places`, `work`, `fits`. All problems are collected and reported together
//! (`diagnostics`); their codes are the table of `rules`. What is valid but hardly meant is told by `warnings`.
//! What is deliberately not here: the rules of a plan (that is [`crate::check`]) and anything about files other than
//! their text and meaning.

mod context;
pub(crate) mod diagnostics;
mod figures;
mod fits;
mod handling;
mod holds;
mod lines;
pub(crate) mod located;
mod names;
mod objective;
mod orders;
mod pins;
mod places;
mod progress;
mod published;
mod routes;
pub(crate) mod rules;
mod sections;
mod sheds;
mod state;
mod stations;
mod stores;
mod throats;
mod timezones;
mod trains;
pub(crate) mod warnings;
mod ways;
mod winds;
mod work;

pub use lines::LineIndex as Lines;
pub use located::parse as parse_located;
pub(crate) use names::is_id;
pub(crate) use places::conflict;
pub use rules::{RULES, Rule, WARNINGS};

use crate::digest::sha256;
use crate::format::{FORMAT_VERSION, InstanceFile};
use crate::instance::Orders;
use crate::message::Message;
use crate::objective::Objective;
use crate::{Instance, Problem, words};
pub use located::{FileKind, other_file};

use diagnostics::{At, Diagnostics};

/// Most trains of an instance.
const MAX_TRAINS: usize = 100_000;

/// The instance of a file in which nothing is wrong, but that crane work under way cannot go on (`E1013`).
pub(crate) fn although_work_stops(file: &InstanceFile) -> Option<Instance> {
    let mut diagnostics = Diagnostics::new(None);
    let instance = checked(file, &mut diagnostics);
    let problems = diagnostics.finish().err();
    let mut problems = problems.iter().flat_map(|problems| &problems.0);
    let stops = |problem: &Problem| problem.code == rules::WORK_STOPPED.code;
    problems.all(stops).then_some(instance)
}

/// Takes out of a file the pins of events, tracks and emptied rakes that lie behind its trains under way, or are decided there.
pub(crate) fn drop_pins_behind(file: &mut InstanceFile) {
    let has_such = |train: &crate::format::TrainFile| {
        let pins = &train.pins;
        !pins.times.is_empty() || !pins.tracks.is_empty() || pins.emptied.is_some()
    };
    if !file.trains.iter().any(has_such) {
        return;
    }
    let instance = checked(file, &mut Diagnostics::new(None));
    for (file, train) in file.trains.iter_mut().zip(&instance.trains) {
        if file.id == train.name {
            pins::keep_possible(&instance.system, train, &mut file.pins);
        }
    }
}

/// Checks everything; what comes back is only right when there are no diagnostics.
pub(crate) fn checked(file: &InstanceFile, diagnostics: &mut Diagnostics) -> Instance {
    if file.format_version != FORMAT_VERSION {
        let at = At::ROOT.field("format_version");
        let message = words::reads_format(FORMAT_VERSION);
        diagnostics.add(rules::BAD_VERSION, &at, &file.format_version, message);
    }
    let horizon = figures::horizon(&file.horizon, diagnostics);
    limits(file, diagnostics);
    if !diagnostics.is_empty() {
        // The start and the counts are what everything else is measured by.
        return Instance::empty(file.name.clone(), horizon);
    }
    let names = names::Names::of(file, diagnostics);
    let mut system = stations::system(file, &names, &horizon, diagnostics);
    let wind = winds::winds(file, &names, &horizon, diagnostics);
    let costs = objective::costs(&file.objective, diagnostics);
    objective::terms(&file.objective, diagnostics);
    let changes = objective::changes(&file.objective, diagnostics);
    let system_is_right = diagnostics.is_empty();
    if system_is_right {
        pins::cut_tracks(file, &names, &mut system);
    }
    let mut trains = trains::trains(file, &names, &system, &horizon, diagnostics);
    let mut busy = Vec::new();
    let mut holds = Vec::new();
    if system_is_right {
        routes::routes(file, &names, &system, &mut trains, diagnostics);
        holds = holds::holds(file, &names, &system, &horizon, &trains, diagnostics);
        busy = state::state(file, &names, &system, &horizon, &mut trains, diagnostics);
        fits::fits(file, &system, &trains, diagnostics);
        if diagnostics.is_empty() {
            let context = context::Context {
                names: &names,
                system: &system,
                horizon: &horizon,
            };
            ways::ways(file, context, &mut trains, diagnostics);
        }
        if diagnostics.is_empty() {
            pins::possible(file, &system, &trains, diagnostics);
        }
        if diagnostics.is_empty() {
            sections::starts_of_windows(file, &mut system, &trains, diagnostics);
        }
    }
    let orders = orders::orders(file, &names, diagnostics);
    let trains = trains.into_iter().flatten().collect();
    let mut instance = Instance {
        name: file.name.clone(),
        sha256: content_hash(file),
        horizon,
        system,
        wind,
        trains,
        busy,
        holds,
        orders: Orders::new(orders, file.trains.len()),
        late_minute_centi: costs.0,
        postponed_minutes: costs.1,
        missing_buffer_centi: costs.2,
        changes,
        objective: Objective::weighted(),
        warnings: Vec::new(),
        history: std::sync::Arc::from([]),
    };
    if diagnostics.is_empty() {
        instance.objective = objective::levels(&file.objective, &instance, diagnostics);
        holds::passing(&instance, diagnostics);
        work::goes_on(file, &instance, diagnostics);
    }
    instance
}

/// SHA-256 of the content in hexadecimal: of the file written again with its fields in the order of the format, so
/// that layout, order of keys and defaults left out make no difference. The history is no part of it: a plan is the same with and
/// without.
pub(crate) fn content_hash(file: &InstanceFile) -> String {
    let bare = |file: &InstanceFile| sha256(&serde_json::to_vec(file).unwrap_or_default());
    if file.history.is_empty() {
        return bare(file);
    }
    bare(&InstanceFile {
        history: Vec::new(),
        ..file.clone()
    })
}

/// The longest lists a file may have, so that no later step takes long.
fn limits(file: &InstanceFile, diagnostics: &mut Diagnostics) {
    let at = At::ROOT.field("system");
    let system = &file.system;
    let mut most = |count: usize, limit: usize, at: &At, what: Message| {
        if count > limit {
            let message = words::too_many(count, what, limit);
            diagnostics.add(rules::OUT_OF_RANGE, at, count, message);
        }
    };
    most(
        file.trains.len(),
        MAX_TRAINS,
        &At::ROOT.field("trains"),
        words::trains(),
    );
    most(
        file.holds.len(),
        10_000,
        &At::ROOT.field("holds"),
        words::holds(),
    );
    most(
        file.orders.iter().map(|order| order.trains.len()).sum(),
        100_000,
        &At::ROOT.field("orders"),
        words::orders(),
    );
    most(
        file.history.len(),
        1000,
        &At::ROOT.field("history"),
        words::pieces_of_history(),
    );
    most(
        system.classes.len(),
        500,
        &at.field("classes"),
        words::classes(),
    );
    most(system.zones.len(), 1000, &at.field("zones"), words::zones());
    most(
        system.stations.len(),
        1000,
        &at.field("stations"),
        words::stations(),
    );
    most(
        system.sections.len(),
        2000,
        &at.field("sections"),
        words::sections(),
    );
    let at = at.field("stations");
    let sum = |count: fn(&crate::format::StationFile) -> usize| -> usize {
        system.stations.iter().map(count).sum()
    };
    let sheds = |count: fn(&crate::format::ShedFile) -> usize| -> usize {
        let stations = system.stations.iter();
        stations.flat_map(|s| s.sheds.iter().map(count)).sum()
    };
    most(sum(|s| s.yards.len()), 2000, &at, words::yards());
    most(sum(|s| s.stages.len()), 2000, &at, words::stages());
    most(sum(|s| s.stores.len()), 1000, &at, words::stores());
    most(sum(|s| s.sheds.len()), 500, &at, words::sheds());
    most(sheds(|s| s.spots.len()), 2000, &at, words::spots());
    most(sheds(|s| s.cranes.len()), 2000, &at, words::cranes());
    most(sheds(|s| s.modes.len()), 5000, &at, words::crane_modes());
}
