//! Possessions whose time is a choice, at another time in the new plan. One that has begun is a choice no more.

use super::PossessionMove;
use crate::Instance;
use crate::system::PossessionWindow;
use crate::time::Minute;

/// Those that moved by more than a tolerance and are not over at a minute of the new instance. Two of one section that are alike are taken in their order.
pub(super) fn moved(
    (old, new): (&Instance, &Instance),
    (now, ahead): (Minute, i32),
    tolerance: u32,
) -> Vec<PossessionMove> {
    let is_same = |was: &PossessionWindow, is: &PossessionWindow| {
        let section = |instance: &Instance, window: &PossessionWindow| {
            instance.system().section(window.section).name.clone()
        };
        let end = |instance: &Instance, at: Minute| instance.horizon().date_time(at);
        (was.track, was.minutes) == (is.track, is.minutes)
            && end(old, was.within.to) == end(new, is.within.to)
            && section(old, was) == section(new, is)
    };
    let mut left: Vec<&PossessionWindow> = old.system().windows().iter().collect();
    let mut found = Vec::new();
    for is in new.system().windows() {
        let Some(at) = left.iter().position(|was| is_same(was, is)) else {
            continue;
        };
        let was = left.remove(at);
        let (Some(before), Some(after)) = (was.start, is.start) else {
            continue;
        };
        let minutes = (after + ahead) - before;
        let end = after.max(before - ahead) + is.minutes;
        if minutes.unsigned_abs() > tolerance && end > now {
            found.push(PossessionMove {
                section: is.section,
                track: is.track,
                before,
                after,
                minutes,
            });
        }
    }
    found
}
