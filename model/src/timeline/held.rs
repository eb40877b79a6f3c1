//! Trains held at stations: from when they stand there to their release.

use super::{Kind, Role, Timeline};
use crate::ids::{StationId, TrainId};
use crate::instance::{Hold, Rake};
use crate::resource::Resource;
use crate::time::{Minute, Span};

/// A rake that stands at a station on a track and may not move on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held<'a> {
    /// The train.
    pub train: TrainId,
    /// Its rake.
    pub rake: Rake,
    /// What that rake is then.
    pub role: Role,
    /// What holds it.
    pub hold: &'a Hold,
    /// From its arrival to the release, or to the end of its stay, if it was being moved at the start.
    pub span: Span,
}

/// What a rake may be while it stands at a station.
const RAKES: [(Rake, &[Role]); 3] = [
    (Rake::Arriving, &[Role::Own, Role::Arriving]),
    (Rake::Arriving, &[Role::Emptied]),
    (Rake::Onward, &[Role::ToLoad, Role::Onward]),
];

impl<'a> Timeline<'a> {
    /// Every stay of a rake that is held, by the holds of the file, then by train. Of a train that is held twice at a station the longer hold counts.
    pub fn held(&self) -> Vec<Held<'a>> {
        let mut found: Vec<Held<'a>> = Vec::new();
        for hold in self.instance.holds() {
            for train in (0..self.instance.trains().len()).map(TrainId::from_index) {
                for (rake, roles) in RAKES {
                    let Some(span) = self.held_by(hold, train, (rake, roles)) else {
                        continue;
                    };
                    let other = found.iter_mut().find(|other| {
                        let same_rake = other.rake == rake && roles.contains(&other.role);
                        same_rake && other.train == train && other.hold.station == hold.station
                    });
                    match other {
                        Some(other) if other.span.to >= span.to => {}
                        Some(other) => (other.hold, other.span) = (hold, span),
                        None => found.push(Held {
                            train,
                            rake,
                            role: roles[0],
                            hold,
                            span,
                        }),
                    }
                }
            }
        }
        found
    }

    fn held_by(&self, hold: &Hold, id: TrainId, (rake, roles): (Rake, &[Role])) -> Option<Span> {
        let train = self.instance.train(id);
        let (class, comes_with) = match (train.transshipment(), rake, roles[0]) {
            (Some(change), Rake::Onward, _) => (change.onward_class, false),
            (Some(change), _, Role::Emptied) => (change.emptied_class, false),
            _ => (train.class, true),
        };
        if !(hold.classes.contains(&class) || comes_with && hold.trains.contains(&id)) {
            return None;
        }
        let stay = self.stay(id, (rake, roles), hold.station)?;
        let span = Span::new(stay.from, stay.to.min(hold.until));
        (span.from < span.to).then_some(span)
    }

    /// From the arrival of a rake at a station, or from when it stands there, to when it leaves its track.
    fn stay(&self, id: TrainId, (rake, roles): (Rake, &[Role]), at: StationId) -> Option<Span> {
        let system = self.instance.system();
        let uses = self.of_train(id).iter();
        let own = uses.filter(|one| one.rake == rake && roles.contains(&one.role));
        let mut stands: Option<Span> = None;
        for one in own.clone() {
            let is_here = match (one.resource, one.kind) {
                (Resource::Track(yard, _), Kind::Hold { .. } | Kind::Postponed) => {
                    system.yard(yard).station == at
                }
                _ => false,
            };
            if is_here {
                let whole = stands.unwrap_or(one.span);
                let (from, to) = (whole.from.min(one.span.from), whole.to.max(one.span.to));
                stands = Some(Span::new(from, to));
            }
        }
        let stands = stands?;
        // The track is set before the train is there.
        let mut arrives = own.filter_map(|one| {
            let (
                Resource::Section(section),
                Kind::Run {
                    direction,
                    stops: true,
                    ..
                },
            ) = (one.resource, one.kind)
            else {
                return None;
            };
            let (_, to) = system.section(section).ends(direction);
            (to == at).then_some(one.span.to)
        });
        let from: Minute = arrives.next().unwrap_or(stands.from);
        Some(Span::new(from, stands.to.max(from)))
    }
}
