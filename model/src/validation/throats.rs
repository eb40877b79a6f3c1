//! Throats of stations: movements over the same switches.

use super::context::Building;
use super::diagnostics::{At, Diagnostics};
use super::figures::{gauge, minutes, same_gauge, some_minutes};
use super::names::Table;
use super::rules::{EMPTY_LIST, NO_MINUTES, NOT_AT_STATION, UNSUPPORTED};
use crate::format::{ThroatFile, ThroatMovementFile};
use crate::ids::{SectionId, ShedId, SpotId, StationId, StoreId};
use crate::message::Message;
use crate::system::{System, Throat, ThroatMovement, ThroatUse};
use crate::words;

/// Adds the throats of all stations to a system that has everything else.
pub(super) fn throats(system: &mut System, context: Building, diagnostics: &mut Diagnostics) {
    let at = At::ROOT.field("system");
    let stations = at.field("stations");
    for (number, station) in context.file.system.stations.iter().enumerate() {
        let here = stations.index(number);
        let list = here.field("throats");
        for (i, file) in station.throats.iter().enumerate() {
            let station = StationId::from_index(number);
            let mut reader = Reader {
                system,
                context,
                station,
                gauge_mm: 0,
                diagnostics: &mut *diagnostics,
            };
            let throat = reader.throat(file, &list.index(i));
            system.throats.push(throat);
        }
    }
}

/// What is read of one throat.
struct Reader<'a, 'f, 'd, 'l> {
    system: &'a System,
    context: Building<'a, 'f>,
    station: StationId,
    gauge_mm: u32,
    diagnostics: &'d mut Diagnostics<'l>,
}

impl Reader<'_, '_, '_, '_> {
    fn throat(&mut self, file: &ThroatFile, at: &At) -> Throat {
        self.gauge_mm = gauge(file.gauge_mm, &at.field("gauge_mm"), self.diagnostics);
        if file.movements.is_empty() {
            let message = words::throat_without_movements();
            self.diagnostics
                .add(EMPTY_LIST, &at.field("movements"), "", message);
        }
        let list = at.field("movements");
        let movements = file.movements.iter().enumerate();
        let uses = movements.flat_map(|(i, movement)| self.uses(movement, &list.index(i)));
        let uses = uses.collect();
        Throat {
            name: file.id.clone(),
            title: file.name.clone().unwrap_or_else(|| file.id.clone()),
            station: self.station,
            gauge_mm: file.gauge_mm,
            uses,
        }
    }

    fn uses(&mut self, file: &ThroatMovementFile, at: &At) -> Vec<ThroatUse> {
        let of_trains = !file.arrivals.is_empty() || !file.departures.is_empty();
        let of_shunting =
            !file.sheds.is_empty() || !file.spots.is_empty() || !file.stores.is_empty();
        if !of_trains && !of_shunting {
            let message = words::nothing_named();
            self.diagnostics.add(EMPTY_LIST, at, "", message);
        }
        let from_at = at.field("from_minute");
        let from = minutes(file.from_minute, &from_at, self.diagnostics);
        if from > 0 && of_trains {
            let message = words::only_shunting();
            self.diagnostics
                .add(UNSUPPORTED, &from_at, file.from_minute, message);
        }
        let minutes = file
            .minutes
            .map(|given| some_minutes(given, &at.field("minutes"), self.diagnostics));
        let station = self.system.station(self.station);
        let (setting, clearing) = (station.track_setting, station.track_clearing);
        let of_train = |by, default| ThroatUse {
            by,
            from: 0,
            minutes: Some(minutes.unwrap_or(default)),
        };
        let mut uses = Vec::new();
        for section in self.sections(&file.arrivals, &at.field("arrivals")) {
            uses.push(of_train(ThroatMovement::Arrival(section), setting));
        }
        for section in self.sections(&file.departures, &at.field("departures")) {
            uses.push(of_train(ThroatMovement::Departure(section), clearing));
        }
        for (named, default, field) in [
            (&file.arrivals, setting, "track_setting_minutes"),
            (&file.departures, clearing, "track_clearing_minutes"),
        ] {
            if !named.is_empty() && minutes.is_none() && default == 0 {
                let message = words::no_throat_minutes(field);
                self.diagnostics
                    .add(NO_MINUTES, &at.field("minutes"), "", message);
            }
        }
        let mut latest = 0;
        let system = self.system;
        for spot in self.spots(file, at) {
            let shed = system.shed(system.spot(spot).shed);
            latest = latest.max(shed.placing).max(shed.pulling);
            uses.push(ThroatUse {
                by: ThroatMovement::Spot(spot),
                from,
                minutes,
            });
        }
        for store in self.stores(&file.stores, &at.field("stores")) {
            latest = latest.max(system.store(store).moving);
            uses.push(ThroatUse {
                by: ThroatMovement::Store(store),
                from,
                minutes,
            });
        }
        if of_shunting && from > 0 && from >= latest && latest > 0 {
            let message = words::no_time_left();
            self.diagnostics
                .add(NO_MINUTES, &from_at, file.from_minute, message);
        }
        uses
    }

    /// Whether something named is at the station.
    fn is_here(&mut self, is_here: bool, what: Message, name: &str, at: &At) -> bool {
        if !is_here {
            let station = &self.system.station(self.station).name;
            let message = words::not_at_station(what, name, station);
            self.diagnostics.add(NOT_AT_STATION, at, name, message);
        }
        is_here
    }

    fn has_gauge(&mut self, what: Message, gauge_mm: u32, name: &str, at: &At) -> bool {
        let own = (words::the_throat(), self.gauge_mm);
        same_gauge(own, (what, gauge_mm), at, name, self.diagnostics)
    }

    fn sections(&mut self, names: &[String], at: &At) -> Vec<SectionId> {
        let found = found(&self.context.names.sections, names, at, self.diagnostics);
        let mut sections = Vec::new();
        for (place, number) in found {
            let Some(section) = self.system.sections.get(number) else {
                continue;
            };
            let (name, at) = (&names[place], at.index(place));
            let ends_here = [section.from, section.to].contains(&self.station);
            let fits = self.is_here(ends_here, words::section(), name, &at)
                && self.has_gauge(words::the_section(), section.gauge_mm, name, &at);
            if fits {
                sections.push(SectionId::from_index(number));
            }
        }
        sections
    }

    /// The spots named, and those of the sheds named, that have the gauge.
    fn spots(&mut self, file: &ThroatMovementFile, at: &At) -> Vec<SpotId> {
        let names = self.context.names;
        let system = self.system;
        let mut spots = Vec::new();
        let list = at.field("sheds");
        for (place, number) in found(&names.sheds, &file.sheds, &list, self.diagnostics) {
            let shed = system.shed(ShedId::from_index(number));
            let (name, at) = (&file.sheds[place], list.index(place));
            if !self.is_here(shed.station == self.station, words::shed(), name, &at) {
                continue;
            }
            let of_shed = shed.spots.iter().copied();
            let has_gauge = |spot: &SpotId| self.has(*spot);
            let of_gauge: Vec<SpotId> = of_shed.filter(has_gauge).collect();
            if of_gauge.is_empty()
                && let Some(first) = shed.spots.first()
            {
                let gauge_mm = system.spot(*first).gauges_mm[0];
                self.has_gauge(words::the_shed(), gauge_mm, name, &at);
            }
            spots.extend(of_gauge);
        }
        let list = at.field("spots");
        for (place, number) in found(&names.spots, &file.spots, &list, self.diagnostics) {
            let spot = SpotId::from_index(number);
            let station = system.shed(system.spot(spot).shed).station;
            let (name, at) = (&file.spots[place], list.index(place));
            let gauges = system.spot(spot).gauges_mm;
            let fits = self.is_here(station == self.station, words::spot(), name, &at)
                && (self.has(spot) || self.has_gauge(words::the_spot(), gauges[0], name, &at));
            if fits {
                spots.push(spot);
            }
        }
        spots
    }

    fn has(&self, spot: SpotId) -> bool {
        self.system.spot(spot).gauges_mm.contains(&self.gauge_mm)
    }

    fn stores(&mut self, names: &[String], at: &At) -> Vec<StoreId> {
        let found = found(&self.context.names.stores, names, at, self.diagnostics);
        let mut stores = Vec::new();
        for (place, number) in found {
            let store = self.system.store(StoreId::from_index(number));
            let (name, at) = (&names[place], at.index(place));
            let fits = self.is_here(store.station == self.station, words::store(), name, &at)
                && self.has_gauge(words::the_store(), store.gauge_mm, name, &at);
            if fits {
                stores.push(StoreId::from_index(number));
            }
        }
        stores
    }
}

/// Numbers of names, each with its place in the list.
fn found(
    table: &Table,
    names: &[String],
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Vec<(usize, usize)> {
    let numbers = table.find_all(names, at, diagnostics).into_iter();
    let place = |number: usize| {
        let is_it = |name: &String| table.get(name) == Some(number);
        Some((names.iter().position(is_it)?, number))
    };
    numbers.filter_map(place).collect()
}
