//! Crane work under way at the start goes on without a break, so whatever would break it cannot be.

use super::diagnostics::{At, Diagnostics};
use super::rules::WORK_STOPPED;
use crate::check::{Hindrance, hindrances};
use crate::format::InstanceFile;
use crate::{Instance, Minute, Span, words};
use std::collections::HashMap;

/// Checks that the cranes of all works under way are there until their steps are done. Needs the wind, so it comes last.
pub(super) fn goes_on(file: &InstanceFile, instance: &Instance, diagnostics: &mut Diagnostics) {
    let at = At::ROOT.field("state");
    let list = at.field("trains");
    let files = file.state.iter().flat_map(|state| &state.trains);
    let places: HashMap<&str, usize> = files.zip(0..).map(|(f, i)| (f.train.as_str(), i)).collect();
    let system = instance.system();
    let clock = |at: Minute| {
        instance
            .horizon()
            .date_time(at)
            .format("%m-%d %H:%M")
            .to_string()
    };
    let clocks = |span: Span| words::from_to(clock(span.from), clock(span.to));
    for (train, hindrance) in hindrances(instance) {
        let place = places.get(instance.train(train).name.as_str());
        let Some(&place) = place else { continue };
        let (value, message) = match hindrance {
            Hindrance::Absent(crane, work, closed) => {
                let crane = &system.crane(crane).name;
                let message = words::crane_absent(crane, clocks(work), clocks(closed));
                (crane, message)
            }
            Hindrance::Other(other, crane, work, others) => {
                let other = &instance.train(other).name;
                let why = crane.map_or_else(words::cannot_pass, |crane| {
                    words::both_need(&system.crane(crane).name)
                });
                let message = words::works_clash(clocks(work), other, clocks(others), &why);
                (other, message)
            }
        };
        let at = list.index(place);
        diagnostics.add(WORK_STOPPED, &at.field("work"), value, message);
    }
}
