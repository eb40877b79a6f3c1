//! Possessions whose time is a choice, for a random problem: some of its own get a window, and a section without one gets one.

use crate::rng::Random;
use chrono::TimeDelta;
use regauge_model::filled;
use regauge_model::format::{InstanceFile, PossessionFile};
use regauge_model::validate::instance_from_file;

/// Stream of random numbers of windows, so that all else is the same with and without them.
const STREAM: u64 = 106;

/// The problem with a possession, or two, of up to so many minutes that may be moved by up to so many; the same seed gives the same file.
#[must_use]
pub fn with_windows(
    file: &InstanceFile,
    (most_minutes, most_room): (u32, u32),
    seed: u64,
) -> InstanceFile {
    let random = &mut Random::new(seed, STREAM);
    let mut file = file.clone();
    let start = file.horizon.start;
    // with two every pair of starts is another problem
    let wanted = if most_room > 20 {
        random.figure(1, 2)
    } else {
        1
    };
    for _ in 0..wanted {
        let sections = &mut file.system.sections;
        let index = random.below(sections.len() as u32) as usize;
        let section = &mut sections[index];
        let minutes = random.figure(most_minutes / 3, most_minutes);
        let room = i64::from(random.figure(1, most_room));
        // one after another: two on one track at once are one
        section
            .possessions
            .retain(|possession| possession.minutes.is_some());
        let from = start + TimeDelta::minutes(i64::from(random.figure(0, 2 * most_minutes)));
        let to = from + TimeDelta::minutes(i64::from(minutes) + room);
        let single = section.tracks == 1;
        let track = section.possessions.first().and_then(|one| one.track);
        let track =
            track.or((!single && random.chance(70)).then(|| super::line::direction(random)));
        let track = track.filter(|_| !single);
        section.possessions.push(filled!(
            PossessionFile::new(from, to);
            minutes: Some(minutes),
            track,
            single_track_working: track.is_some() && random.chance(60),
        ));
    }
    if instance_from_file(&file).is_err() {
        // a path given away or a train of the start leaves a window no room: later there is
        for section in &mut file.system.sections {
            for possession in &mut section.possessions {
                if possession.minutes.is_some() {
                    possession.from += TimeDelta::minutes(200);
                    possession.to += TimeDelta::minutes(200);
                }
            }
        }
    }
    file
}
