//! From the runs and movements of a train to the throats they use, and for which minutes.
//!
//! The second reading of the rule beside the checker's: of what a train does, one use for every time that the throat names it.

use super::read::{gauge_of, place};
use super::{Kind, Movement, Timeline, Use};
use crate::ids::{SectionId, SpotId, StoreId, ThroatId, TrainId};
use crate::instance::{Instance, RakePlace};
use crate::resource::{Resource, Task};
use crate::system::{Direction, GivenPath, System, Throat, ThroatMovement};
use crate::time::{Minute, Span};

/// Adds the uses of throats of a train behind its other ones, which begin at `first`.
pub(super) fn add(instance: &Instance, train: TrainId, first: usize, uses: &mut Vec<Use<'_>>) {
    let system = instance.system();
    if system.throats().is_empty() {
        return;
    }
    let own: Vec<Use<'_>> = uses[first..].to_vec();
    for one in &own {
        for (index, throat) in system.throats().iter().enumerate() {
            let spans = of_use(instance, throat, train, one);
            uses.extend(spans.into_iter().map(|(by, span)| Use {
                resource: Resource::Throat(ThroatId::from_index(index)),
                span,
                kind: Kind::Throat(by),
                is_main: false,
                ..*one
            }));
        }
    }
}

/// What a use of something else uses of a throat, clipped to the horizon.
fn of_use(
    instance: &Instance,
    throat: &Throat,
    train: TrainId,
    one: &Use<'_>,
) -> Vec<(ThroatMovement, Span)> {
    let system = instance.system();
    let at_start = place(instance.train(train), one.rake);
    let found = match (one.resource, one.kind) {
        (Resource::Section(section), Kind::Run { direction, .. }) => {
            of_run(system, throat, (section, direction), one.span)
        }
        // It comes to the end of its section whatever becomes of it.
        (Resource::Section(_), Kind::Postponed) => match at_start {
            Some(RakePlace::Section(section, direction, run, _)) => {
                let arrives =
                    |(by, _): &(ThroatMovement, Span)| matches!(by, ThroatMovement::Arrival(_));
                let found = of_run(system, throat, (section, direction), run);
                found.into_iter().filter(arrives).collect()
            }
            _ => Vec::new(),
        },
        // In the row of the spot or store; the locomotive does the same movement.
        (Resource::SpotSide(..) | Resource::Store(_), Kind::Movement(movement))
            if gauge_of(system, instance.train(train), one.rake) == throat.gauge_mm =>
        {
            let (span, end) = moving(system, &movement, one, at_start);
            let begun = Some(end) == at_start.and_then(RakePlace::moves_until);
            let span = if begun && one.span.from <= Minute(0) {
                let minutes = minutes_of(system, &movement, one);
                Span::new(span.to - minutes, span.to)
            } else {
                span
            };
            of_shunting(throat, ends(&movement, one), span)
        }
        _ => Vec::new(),
    };
    let clipped = found.into_iter().map(|(by, span)| {
        let from = span.from.max(Minute(0));
        (by, Span::new(from, span.to.max(from)))
    });
    clipped.filter(|(_, span)| !span.is_empty()).collect()
}

/// The span of a movement itself, without making up and breaking up in a store, and the end of the two together.
fn moving(
    system: &System,
    movement: &Movement,
    one: &Use<'_>,
    at_start: Option<RakePlace>,
) -> (Span, Minute) {
    let broken_up = match movement.to {
        Some(Resource::Store(store)) => system.store(store).breaking_up,
        _ => 0,
    };
    let Span { from, to } = one.span;
    // in the row of a spot only the movement itself is told
    if matches!(one.resource, Resource::SpotSide(..)) {
        return (one.span, to + broken_up);
    }
    let made_up = match movement.from {
        Some(Resource::Store(store)) => system.store(store).making_up,
        _ => 0,
    };
    let is_made_up = at_start.is_some_and(|place| {
        matches!(place, RakePlace::FromStore(..)) || place.made_up_at().is_some()
    });
    let made_up = if is_made_up { 0 } else { made_up };
    let span = Span::new(to.min(from + made_up), from.max(to - broken_up));
    (span, to)
}

/// What a run through a section uses of a throat at either end of it.
fn of_run(
    system: &System,
    throat: &Throat,
    (section, direction): (SectionId, Direction),
    span: Span,
) -> Vec<(ThroatMovement, Span)> {
    let (begin, end) = system.section(section).ends(direction);
    let uses = throat.uses.iter().filter_map(|used| {
        let minutes = used.minutes.unwrap_or(0);
        let span = match used.by {
            ThroatMovement::Arrival(over) if over == section && end == throat.station => {
                Span::new(span.to - minutes, span.to)
            }
            ThroatMovement::Departure(into) if into == section && begin == throat.station => {
                Span::new(span.from, span.from + minutes)
            }
            _ => return None,
        };
        Some((used.by, span))
    });
    uses.collect()
}

/// What a movement at a spot, or into or from a store, uses of a throat.
fn of_shunting(
    throat: &Throat,
    (spot, store): (Option<SpotId>, Option<StoreId>),
    span: Span,
) -> Vec<(ThroatMovement, Span)> {
    let uses = throat.uses.iter().filter(|used| match used.by {
        ThroatMovement::Spot(of) => spot == Some(of),
        ThroatMovement::Store(of) => store == Some(of),
        ThroatMovement::Arrival(_) | ThroatMovement::Departure(_) => false,
    });
    let spans = uses.map(|used| {
        let from = span.from + used.from;
        let to = used
            .minutes
            .map_or(span.to, |minutes| span.to.min(from + minutes));
        (used.by, Span::new(from, to.max(from)))
    });
    spans.collect()
}

/// The spot and the store of a movement.
fn ends(movement: &Movement, one: &Use<'_>) -> (Option<SpotId>, Option<StoreId>) {
    let store = |end: Option<Resource>| match end {
        Some(Resource::Store(store)) => Some(store),
        _ => None,
    };
    (one.spot(), store(movement.from).or(store(movement.to)))
}

/// How long a movement takes in all.
fn minutes_of(system: &System, movement: &Movement, one: &Use<'_>) -> i32 {
    let shed = one.spot().map(|spot| system.shed(system.spot(spot).shed));
    match (movement.what, shed, one.resource) {
        (Task::Placing, Some(shed), _) => shed.placing,
        (Task::Pulling, Some(shed), _) => shed.pulling,
        (Task::Exchange, Some(shed), _) => shed.pulling + shed.placing,
        (_, _, Resource::Store(store)) => system.store(store).moving,
        _ => one.span.minutes(),
    }
}

impl<'a> Timeline<'a> {
    /// The paths already given away that use a throat, and when.
    pub fn given_through(&self, throat: ThroatId) -> Vec<(&'a GivenPath, Span)> {
        let system = self.instance.system();
        let throat = system.throat(throat);
        let paths = system.given_paths().iter().flat_map(|path| {
            let spans = of_run(system, throat, (path.section, path.direction), path.span);
            spans.into_iter().map(move |(_, span)| (path, span))
        });
        paths.filter(|(_, span)| !span.is_empty()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_use_of_a_shunting_movement_ends_with_it() {
        let throat = Throat {
            name: String::new(),
            title: String::new(),
            station: crate::ids::StationId(0),
            gauge_mm: 1435,
            uses: vec![crate::system::ThroatUse {
                by: ThroatMovement::Spot(SpotId(0)),
                from: 25,
                minutes: Some(10),
            }],
        };
        let at = (Some(SpotId(0)), None);
        let of = |to: i32| of_shunting(&throat, at, Span::new(Minute(0), Minute(to)))[0].1;
        assert_eq!(of(60), Span::new(Minute(25), Minute(35)));
        assert_eq!(of(30), Span::new(Minute(25), Minute(30)));
        assert!(of(20).is_empty());
        let other = (Some(SpotId(1)), None);
        assert!(of_shunting(&throat, other, Span::new(Minute(0), Minute(60))).is_empty());
    }
}
