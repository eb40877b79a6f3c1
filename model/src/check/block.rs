//! Rule `block`: under station-to-station block one train of a direction is in a section at a time.

use super::Violation;
use super::context::Context;
use super::line::{Run, conflict, runs};
use crate::ids::SectionId;
use crate::system::Direction;
use crate::words::violations as words;

pub(super) fn check(context: &Context) -> Vec<Violation> {
    let mut found = Vec::new();
    for (index, runs) in runs(context).iter().enumerate() {
        let section = SectionId::from_index(index);
        let Some(minutes) = context.system.section(section).following() else {
            continue;
        };
        for direction in [Direction::Down, Direction::Up] {
            let of_direction = runs.iter().filter(|run| run.direction == direction);
            // The last to leave, among those that the plan moves and among facts.
            let mut last_out: [Option<&Run>; 2] = [None, None];
            for now in of_direction {
                // Facts are not held against each other.
                let kinds = if now.is_fact { 0..1 } else { 0..2 };
                for before in last_out[kinds].iter().flatten() {
                    let gap = i64::from(now.span.from - before.span.to);
                    if gap < i64::from(minutes) {
                        let wrong = if gap < 0 {
                            words::enters_before_left(-gap)
                        } else {
                            words::enters_after_left(gap, minutes)
                        };
                        found.extend(conflict(context, "block", section, (now, before), wrong));
                    }
                }
                let last = &mut last_out[usize::from(now.is_fact)];
                if last.is_none_or(|before| before.span.to <= now.span.to) {
                    *last = Some(now);
                }
            }
        }
    }
    found
}
