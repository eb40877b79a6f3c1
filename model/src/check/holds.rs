//! Rule `holds`: nobody who is held moves on from the station before the release, or stands in another yard until then.

use super::Violation;
use super::context::{Context, broken};
use super::journey::Stay;
use crate::Span;
use crate::ids::TrainId;
use crate::instance::Hold;
use crate::plan::Activity;
use crate::resource::Resource;
use crate::words::violations as words;

pub(super) fn check(context: &Context) -> Vec<Violation> {
    let mut found = Vec::new();
    for ((id, _), journey) in context.trains().zip(&context.journeys) {
        for stay in &journey.stays {
            for hold in context.instance.holds() {
                let is_held = is_held(hold, id, (stay.class, stay.comes_with));
                if is_held && hold.station == stay.station {
                    found.extend(until_released(context, id, stay, hold));
                    found.extend(in_its_yard(context, id, stay, hold));
                }
            }
        }
        for pass in &journey.passes {
            for hold in context.instance.holds() {
                let is_held = is_held(hold, id, (pass.class, pass.comes_with));
                if is_held && hold.station == pass.station && pass.at < hold.until {
                    let message = words::passes_held(
                        context.first_rake_words(id, pass.rake),
                        context.station(pass.station),
                        context.clock(pass.at),
                        context.clock(hold.until),
                    );
                    let station = Resource::Station(pass.station);
                    let span = Span::new(pass.at, pass.at);
                    found.push(broken("holds", id, span, station, message));
                }
            }
        }
    }
    found
}

fn is_held(hold: &Hold, train: TrainId, (class, comes_with): (crate::ids::ClassId, bool)) -> bool {
    hold.classes.contains(&class) || comes_with && hold.trains.contains(&train)
}

fn until_released(context: &Context, id: TrainId, stay: &Stay, hold: &Hold) -> Option<Violation> {
    let leaves_early = stay.leaves < hold.until && !stay.leaves_at_start;
    leaves_early.then(|| {
        let message = words::leaves_held(
            context.first_rake_words(id, stay.rake),
            context.station(stay.station),
            context.clock(stay.leaves),
            context.clock(hold.until),
        );
        let station = Resource::Station(stay.station);
        let span = Span::new(stay.leaves, hold.until);
        broken("holds", id, span, station, message)
    })
}

fn in_its_yard(context: &Context, id: TrainId, stay: &Stay, hold: &Hold) -> Option<Violation> {
    let wanted = hold.yard?;
    // Where a rake stood at the start, or was being moved to, is no choice of the plan.
    if stay.is_given || stay.arrived >= hold.until {
        return None;
    }
    let event = &context.events(id)[stay.track?];
    let Activity::Track { yard, track } = event.what else {
        return None;
    };
    (yard != wanted).then(|| {
        let message = words::held_elsewhere(
            context.first_rake_words(id, stay.rake),
            context.yard(wanted),
            context.clock(hold.until),
            context.clocks(event.span),
            track,
            context.yard(yard),
        );
        let place = Resource::Track(yard, track);
        broken("holds", id, event.span, place, message)
    })
}
