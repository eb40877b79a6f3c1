//! Possessions whose time is a choice: every way to put them.

use regauge_model::instance::RakePlace;
use regauge_model::system::{Direction, PossessionWindow};
use regauge_model::{Instance, Minute};

/// Every combination of their starts, where they are not decided; one of nothing where there are none.
pub(crate) fn placements(instance: &Instance) -> Vec<Vec<Minute>> {
    let mut placements = vec![Vec::new()];
    for window in instance.system().windows() {
        let last = window.within.to.0 - window.minutes;
        let starts = (window.within.from.0.max(0)..=last)
            .map(Minute)
            .filter(|start| is_free(instance, window, *start));
        let starts: Vec<Minute> = window
            .start
            .map_or_else(|| starts.collect(), |start| vec![start]);
        let longer = placements.iter().flat_map(|placed: &Vec<Minute>| {
            starts.iter().map(|start| {
                let mut placed = placed.clone();
                placed.push(*start);
                placed
            })
        });
        placements = longer.collect();
    }
    placements
}

/// Whether no path given away and no train of the start is on the track that it would close.
fn is_free(instance: &Instance, window: &PossessionWindow, start: Minute) -> bool {
    let end = start.0 + window.minutes;
    let closes = |section, direction: Direction| {
        section == window.section && window.track.is_none_or(|track| track == direction)
    };
    let given = instance.system().given_paths().iter();
    let mut given = given.filter(|path| closes(path.section, path.direction) && !path.is_past);
    // on the other track trains go on meanwhile
    let paths = !window.single_track_working
        && given.any(|path| path.span.from.0 < end && start.0 < path.span.to.0);
    let states = instance
        .trains()
        .iter()
        .filter_map(|train| train.state.as_ref());
    let mut places = states.flat_map(|state| [Some(state.arriving), state.onward]);
    let trains = places.any(|place| match place {
        Some(RakePlace::Section(section, direction, run, _)) => {
            closes(section, direction) && start < run.to
        }
        _ => false,
    });
    !paths && !trains
}
