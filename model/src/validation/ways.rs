//! Ways: a train that may go over one of several ports is checked on each of them as if it had no other.

use super::context::Context;
use super::diagnostics::{At, Diagnostics};
use super::figures::{minute, minutes};
use super::rules::{BAD_TIMES, MISSING_FIELD, OFF_WAY, REPEATED, WAYS_FIELDS};
use super::{fits, routes, trains};
use crate::format::{InstanceFile, PinsFile, TrainFile, WayFile};
use crate::ids::StationId;
use crate::instance::{Train, TrainKind, Way};
use crate::time::Minute;
use crate::words;
use std::collections::HashSet;

/// Gives every train its ways. Asked only where the trains by themselves are right, or whatever is wrong with one would be told
/// of each of its ways.
pub(super) fn ways(
    file: &InstanceFile,
    context: Context,
    trains: &mut [Option<Train>],
    diagnostics: &mut Diagnostics,
) {
    let states = file.state.iter().flat_map(|state| &state.trains);
    let under_way: HashSet<&str> = states.map(|state| &*state.train).collect();
    let list = At::ROOT.field("trains");
    let mut router = routes::Router::new(context.system);
    for (i, (file, slot)) in file.trains.iter().zip(trains).enumerate() {
        let at = list.index(i);
        let Some(train) = slot else { continue };
        if !file.has_other_ways() {
            // the port of a train under way may be behind it
            let port = file.port.as_ref();
            if let Some(port) = port.filter(|_| !under_way.contains(&*file.id)) {
                home_port(context, port, train, &at, diagnostics);
            }
            if let Some(port) = &file.pins.port {
                let message = words::pinned_port_of_one_way();
                diagnostics.add(WAYS_FIELDS, &at.field("pins").field("port"), port, message);
            }
            continue;
        }
        if under_way.contains(&*file.id) {
            let message = words::one_way_under_way();
            diagnostics.add(WAYS_FIELDS, &at.field("ways"), &file.id, message);
            continue;
        }
        let mut reading = Reading {
            context,
            router: &mut router,
            file,
            home: train,
        };
        let ways = reading.ways(&file.other_ways(), &at, diagnostics);
        let on_ways: Vec<&Train> = ways.iter().map(|way| &way.train).collect();
        fits::stage_minutes(context.system, &on_ways, &at, diagnostics);
        if let Some(port) = &file.pins.port {
            let at = at.field("pins");
            let at = at.field("port");
            let stations = &context.names.stations;
            let number = stations.find(port, &at, diagnostics);
            let port_id = number.map(StationId::from_index);
            if port_id.is_some_and(|port| !ways.iter().any(|way| way.port == port)) {
                let message = words::pinned_to_no_way(port);
                diagnostics.add(OFF_WAY, &at, port, message);
            }
            train.pins.port = port_id;
        }
        let (pins, published) = (train.pins.clone(), train.published);
        let pinned = ways.into_iter().map(|mut way| {
            way.train.pins = pins.clone();
            way.train.published = published;
            way
        });
        train.ways = pinned.collect();
    }
}

/// The stations of the loaded rakes' way.
fn stations(train: &Train) -> impl Iterator<Item = StationId> + '_ {
    let onward = train.transshipment().map(|work| &work.onward_route[..]);
    let onward = onward.unwrap_or_default();
    train.route.iter().chain(onward).copied()
}

/// The port named for the way that the train is described with: a station of it.
fn home_port(
    context: Context,
    name: &str,
    train: &Train,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Option<StationId> {
    let at = at.field("port");
    let port = context.names.stations.find(name, &at, diagnostics)?;
    let port = StationId::from_index(port);
    if !stations(train).any(|station| station == port) {
        let message = words::leads_not_over(name);
        diagnostics.add(OFF_WAY, &at, name, message);
    }
    Some(port)
}

struct Reading<'a, 'f, 's> {
    context: Context<'a, 'f>,
    router: &'a mut routes::Router<'s>,
    file: &'a TrainFile,
    home: &'a Train,
}

impl Reading<'_, '_, '_> {
    /// All ways, the one that the train is described with in front.
    fn ways(&mut self, others: &[WayFile], at: &At, diagnostics: &mut Diagnostics) -> Vec<Way> {
        let system = self.context.system;
        let port = match (&self.file.port, &self.home.kind) {
            (Some(name), _) => home_port(self.context, name, self.home, at, diagnostics),
            (None, TrainKind::Transshipped(work)) => Some(work.station),
            (None, TrainKind::IntoStore(store) | TrainKind::FromStore(store)) => {
                Some(system.store(*store).station)
            }
            (None, TrainKind::Handled(_)) => {
                let message = words::handled_without("ways");
                diagnostics.add(WAYS_FIELDS, &at.field("ways"), &self.file.id, message);
                None
            }
            (None, TrainKind::Passing) => {
                let message = words::needs_home_port();
                diagnostics.add(MISSING_FIELD, &at.field("port"), &self.file.id, message);
                None
            }
        };
        let Some(port) = port else { return Vec::new() };
        let mut ways = vec![Way {
            port,
            train: self.home.clone(),
        }];
        for (number, other) in others.iter().enumerate() {
            // behind those of `ways` come those of `transship_at` alone
            let is_described = number < self.file.ways.len();
            let mut ports = self.file.transship_at.iter();
            let (field, place) = if is_described {
                ("ways", number)
            } else {
                let place = ports.position(|port| *port == other.port);
                ("transship_at", place.unwrap_or_default())
            };
            let list = at.field(field);
            let at = list.index(place);
            let file = self.file.on_way(number + 1);
            let Some(way) = self.way(other, file, &at, diagnostics) else {
                continue;
            };
            if ways.iter().any(|known| known.port == way.port) {
                let message = words::port_twice(&other.port);
                diagnostics.add(REPEATED, &at.field("port"), &other.port, message);
            }
            ways.push(way);
        }
        ways
    }

    fn way(
        &mut self,
        other: &WayFile,
        mut file: TrainFile,
        at: &At,
        diagnostics: &mut Diagnostics,
    ) -> Option<Way> {
        let context = self.context;
        let port_at = at.field("port");
        let stations = &context.names.stations;
        let port = stations.find(&other.port, &port_at, diagnostics)?;
        let port = StationId::from_index(port);
        if other.transship_at.is_some() && self.file.transship_at.is_empty() {
            let message = words::transshipped_on_every_way();
            let at = at.field("transship_at");
            diagnostics.add(WAYS_FIELDS, &at, &other.port, message);
            return None;
        }
        // what is fixed is fixed for the train
        file.pins = PinsFile::default();
        let mut train = trains::train(context, &file, None, at, diagnostics)?;
        let names = context.names;
        routes::of_train(self.router, names, &file, &mut train, at, diagnostics)?;
        train.weight_centi = self.home.weight_centi;
        train.emptied_weight_centi = self.home.emptied_weight_centi;
        train.opens = self.opens(other, at, diagnostics);
        train.pins = self.home.pins.clone();
        if !self::stations(&train).any(|station| station == port) {
            let message = words::leads_not_over(&other.port);
            diagnostics.add(OFF_WAY, &port_at, &other.port, message);
        }
        fits::fits_one(context.system, &train, at, diagnostics);
        Some(Way { port, train })
    }

    /// The earliest entry on a way.
    fn opens(&self, other: &WayFile, at: &At, diagnostics: &mut Diagnostics) -> Minute {
        let home = self.home.earliest_entry;
        let notice = other.notice_minutes;
        let notice = minutes(notice, &at.field("notice_minutes"), diagnostics);
        let told = if notice > 0 { Minute(notice) } else { home };
        let at = at.field("earliest_entry");
        let own = other.earliest_entry.as_ref();
        let own = own.and_then(|own| {
            let entry = minute(self.context.horizon, own, &at, diagnostics)?;
            if entry < home {
                let message = words::way_opens_before_train();
                diagnostics.add(BAD_TIMES, &at, own.to_rfc3339(), message);
            }
            Some(entry)
        });
        home.max(told).max(own.unwrap_or(home))
    }
}
