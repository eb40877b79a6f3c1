//! Events of a plan file: one match over the kinds.

use super::read::Reader;
use crate::format::{DirectionFile, EventFile};
use crate::ids::StoreId;
use crate::instance::Rake;
use crate::plan::{Activity, Event};
use crate::system::Direction;

impl Reader<'_> {
    /// An event with its names resolved; `None` beside a problem.
    pub(super) fn event(&mut self, path: &str, file: &EventFile) -> Option<Event> {
        let (from, to) = match file {
            EventFile::Run { from, to, .. }
            | EventFile::Track { from, to, .. }
            | EventFile::Stage { from, to, .. }
            | EventFile::Placing { from, to, .. }
            | EventFile::Spot { from, to, .. }
            | EventFile::CraneWork { from, to, .. }
            | EventFile::Handling { from, to, .. }
            | EventFile::Exchange { from, to, .. }
            | EventFile::Pulling { from, to, .. }
            | EventFile::IntoStore { from, to, .. }
            | EventFile::FromStore { from, to, .. } => (*from, *to),
        };
        let rake = match file {
            EventFile::Run { rake, .. }
            | EventFile::Track { rake, .. }
            | EventFile::Stage { rake, .. }
            | EventFile::Placing { rake, .. }
            | EventFile::Spot { rake, .. }
            | EventFile::Pulling { rake, .. } => self.rake(path, rake),
            _ => Some(Rake::Arriving),
        };
        let span = self.span(path, from, to);
        let what = self.activity(path, file);
        Some(Event {
            span: span?,
            rake: rake?,
            what: what?,
        })
    }

    fn activity(&mut self, path: &str, file: &EventFile) -> Option<Activity> {
        Some(match file {
            EventFile::Run {
                section,
                direction,
                starts,
                stops,
                track,
                ..
            } => Activity::Run {
                section: self.section(path, section)?,
                direction: match direction {
                    DirectionFile::Down => Direction::Down,
                    DirectionFile::Up => Direction::Up,
                },
                starts: *starts,
                stops: *stops,
                track: *track,
            },
            EventFile::Track { yard, track, .. } => Activity::Track {
                yard: self.yard(path, yard)?,
                track: *track,
            },
            EventFile::Stage { stage, team, .. } => Activity::Stage {
                stage: self.stage(path, stage)?,
                team: *team,
            },
            EventFile::Placing {
                spot,
                store,
                locomotive,
                ..
            } => {
                let (spot, store) = (self.spot(path, spot), self.store(path, store.as_ref()));
                Activity::Placing {
                    spot: spot?,
                    store: store.ok()?,
                    locomotive: *locomotive,
                }
            }
            EventFile::Spot { spot, .. } => Activity::Spot {
                spot: self.spot(path, spot)?,
            },
            EventFile::Handling { spot, .. } => Activity::Handling {
                spot: self.spot(path, spot)?,
            },
            EventFile::CraneWork {
                spot,
                mode,
                part,
                lifting_from,
                steps,
                ..
            } => {
                let spot = self.spot(path, spot);
                let mode = spot.and_then(|spot| self.mode(path, spot, mode));
                let lifting_from = self.minute(&format!("{path}.lifting_from"), *lifting_from);
                let mut spans = Vec::with_capacity(steps.len());
                for (index, step) in steps.iter().enumerate() {
                    let span = self.span(&format!("{path}.steps[{index}]"), step.from, step.to);
                    spans.extend(span.map(|span| (span, step.paused_minutes)));
                }
                Activity::CraneWork {
                    spot: spot?,
                    mode: mode?,
                    part: *part,
                    lifting_from: lifting_from?,
                    steps: spans,
                }
            }
            EventFile::Exchange {
                spot,
                part,
                locomotive_arriving,
                locomotive_onward,
                ..
            } => Activity::Exchange {
                spot: self.spot(path, spot)?,
                part: *part,
                locomotive_arriving: *locomotive_arriving,
                locomotive_onward: *locomotive_onward,
            },
            EventFile::Pulling {
                spot,
                store,
                locomotive,
                ..
            } => {
                let (spot, store) = (self.spot(path, spot), self.store(path, store.as_ref()));
                Activity::Pulling {
                    spot: spot?,
                    store: store.ok()?,
                    locomotive: *locomotive,
                }
            }
            EventFile::IntoStore {
                store, locomotive, ..
            } => Activity::IntoStore {
                store: StoreId(self.name(|n| &n.stores, &format!("{path}.store"), store)?),
                locomotive: *locomotive,
            },
            EventFile::FromStore {
                store, locomotive, ..
            } => Activity::FromStore {
                store: StoreId(self.name(|n| &n.stores, &format!("{path}.store"), store)?),
                locomotive: *locomotive,
            },
        })
    }
}
