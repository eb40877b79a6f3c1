//! How much of every section of the line a plan occupies, by compression (UIC Code 406, 2nd edition, 2013: *occupancy time rate*).
//!
//! The runs of a track are pushed together in their order as tightly as the rules of the section allow; then the first one is put behind the last
//! once more. From the one to the other it takes the *compressed* minutes, and these in percent of the minutes in which the track can be used at all
//! are its occupation. `docs/capacity.md` has the definition in full and its sources.
//! What is deliberately not here: whether any train would find its way in what is left; that depends on stations as well.

use super::spans::{Blocked, first};
use regauge_model::ids::SectionId;
use regauge_model::resource::Resource;
use regauge_model::system::{Direction, PerDirection, Section};
use regauge_model::timeline::{Kind, Timeline};
use regauge_model::{Minute, Span};
use serde::Serialize;

/// Minutes of the busiest hours looked for.
pub const BUSIEST: i32 = 120;

/// How much of a track is used, in the bands that Trafikverket reports: by the whole percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Band {
    /// Up to 60 %.
    #[serde(rename = "up-to-60")]
    UpTo60,
    /// 61 to 80 %.
    #[serde(rename = "61-80")]
    UpTo80,
    /// 81 to 100 %.
    #[serde(rename = "81-100")]
    UpTo100,
    /// More than there is.
    #[serde(rename = "over-100")]
    Over,
}

impl Band {
    /// The band of a percentage.
    pub fn of(percent: f64) -> Band {
        match libm::round(percent) {
            whole if whole <= 60.0 => Band::UpTo60,
            whole if whole <= 80.0 => Band::UpTo80,
            whole if whole <= 100.0 => Band::UpTo100,
            _ => Band::Over,
        }
    }
}

/// Occupation of a track in a span of time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Occupation {
    /// First minute of the span, from the start of the horizon.
    pub from: Minute,
    /// The minute behind it.
    pub to: Minute,
    /// Runs that enter in it, given paths among them; of two hours those that take any of their minutes.
    pub runs: u32,
    /// Minutes they take when compressed, as far as they are in the span.
    pub compressed: i32,
    /// Minutes of the span in which the track can be used.
    pub available: i32,
    /// The one in percent of the other; `None` where nothing is available.
    pub percent: Option<f64>,
    /// Its band.
    pub band: Band,
}

impl Occupation {
    fn new([from, to]: [i32; 2], runs: usize, compressed: i32, available: i32) -> Occupation {
        let percent = 100.0 * f64::from(compressed) / f64::from(available);
        let percent = (available > 0).then_some(percent);
        Occupation {
            from: Minute(from),
            to: Minute(to),
            runs: runs as u32,
            compressed,
            available,
            percent,
            band: match percent {
                Some(percent) => Band::of(percent),
                None if runs > 0 => Band::Over,
                None => Band::UpTo60,
            },
        }
    }
}

/// Occupation of a track of a section.
#[derive(Clone, Debug, PartialEq)]
pub struct TrackOccupation {
    /// The section.
    pub section: SectionId,
    /// The track, named by its direction; `None`: the only one.
    pub track: Option<Direction>,
    /// In the planning part of the horizon.
    pub day: Occupation,
    /// In its two busiest hours, the first such; `None` without runs, or where the planning part is shorter.
    pub busiest: Option<Occupation>,
}

/// A run on a track.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Run {
    span: Span,
    direction: Direction,
}

/// What keeps runs on one track apart.
#[derive(Clone, Copy, Debug)]
struct Rules {
    headway: PerDirection<i32>,
    clearing: PerDirection<i32>,
    /// Minutes between the exit of a run and the entry of the next one of its direction, where one is in the section at a time.
    following: Option<i32>,
}

impl Rules {
    /// Least minutes from the entry of a run to that of a later one: entries and exits of one direction a headway apart, under
    /// station-to-station block after the exit as well; an opposing run when the
    /// track is cleared.
    fn gap(&self, before: &Run, then: &Run) -> i32 {
        let minutes = |run: &Run| run.span.minutes();
        if before.direction == then.direction {
            let headway = self.headway.get(before.direction);
            let apart = headway + (minutes(before) - minutes(then)).max(0);
            match self.following {
                Some(clearing) => apart.max(minutes(before) + clearing),
                None => apart,
            }
        } else {
            minutes(before) + self.clearing.get(before.direction)
        }
    }

    /// Entries of the runs when compressed, from the first on. Runs in order of entry. Where two given paths are closer than the rules ask for, they
    /// stay as close.
    fn entries(&self, runs: &[Run]) -> Vec<i32> {
        let mut entries: Vec<i32> = Vec::with_capacity(runs.len());
        for (number, run) in runs.iter().enumerate() {
            let before = runs[..number].iter().zip(&entries);
            let earliest = before.map(|(other, entry)| {
                let planned = run.span.from - other.span.from;
                entry + self.gap(other, run).min(planned)
            });
            entries.push(earliest.max().unwrap_or(0));
        }
        entries
    }

    /// Minutes by which each run, when compressed, keeps the next one away; the last one the first again. Together they are from the first run to the same one
    /// behind the last.
    fn shares(&self, runs: &[Run]) -> Vec<i32> {
        let Some(again) = runs.first() else {
            return Vec::new();
        };
        let mut entries = self.entries(runs);
        let behind = runs.iter().zip(&entries);
        let behind = behind.map(|(run, entry)| entry + self.gap(run, again));
        entries.push(behind.max().unwrap_or(0));
        entries.windows(2).map(|pair| pair[1] - pair[0]).collect()
    }
}

/// The occupation of every track of every section by a plan, in the order of the instance, direction down first. Complexity: O(n²) in the runs of a
/// section, and linear in the minutes.
pub fn occupation(timeline: &Timeline<'_>) -> Vec<TrackOccupation> {
    let system = timeline.instance().system();
    let mut found = Vec::new();
    for (index, section) in system.sections().iter().enumerate() {
        let id = SectionId::from_index(index);
        let tracks: &[Option<Direction>] = if section.single_track {
            &[None]
        } else {
            &[Some(Direction::Down), Some(Direction::Up)]
        };
        let all = runs(timeline, id);
        for &track in tracks {
            let own = all
                .iter()
                .filter(|run| track.is_none_or(|track| track_of(section, run) == track));
            let own: Vec<Run> = own.copied().collect();
            found.push(of_track(timeline, (id, track), &own));
        }
    }
    found
}

/// The track of a section with two on which a run is: that of its direction, or the other one in single-track working.
fn track_of(section: &Section, run: &Run) -> Direction {
    let is_diverted = section.possessions.iter().any(|possession| {
        possession.single_track_working
            && possession.track == Some(run.direction)
            && possession.span.contains(run.span.from)
    });
    if is_diverted {
        run.direction.opposite()
    } else {
        run.direction
    }
}

/// The runs that enter a section in the planning part, in order of entry.
fn runs(timeline: &Timeline<'_>, id: SectionId) -> Vec<Run> {
    let instance = timeline.instance();
    let day = first(instance.horizon().planning_end.0);
    let planned = timeline.of_resource(Resource::Section(id));
    let planned = planned.filter_map(|one| match one.kind {
        Kind::Run { direction, .. } => Some(Run {
            span: one.span,
            direction,
        }),
        _ => None,
    });
    let given = instance.system().given_paths().iter();
    let given = given.filter(|path| path.section == id).map(|path| Run {
        span: path.span,
        direction: path.direction,
    });
    let mut runs: Vec<Run> = planned
        .chain(given)
        .filter(|run| day.contains(run.span.from))
        .collect();
    runs.sort_unstable();
    runs
}

/// What of a track cannot be used: possessions of it, stops of the line for wind, and a train that is not planned and stands there.
fn blocked(timeline: &Timeline<'_>, (id, track): (SectionId, Option<Direction>)) -> Blocked {
    let instance = timeline.instance();
    let section = instance.system().section(id);
    let mut blocked = Blocked::none(instance.horizon().planning_end.0);
    for possession in &section.possessions {
        if track.is_none() || possession.track.is_none() || possession.track == track {
            blocked.add(possession.span);
        }
    }
    for &stop in timeline.stops(Resource::Section(id)) {
        blocked.add(stop);
    }
    for one in timeline.of_resource(Resource::Section(id)) {
        if one.kind == Kind::Postponed {
            blocked.add(one.span);
        }
    }
    blocked
}

fn of_track(
    timeline: &Timeline<'_>,
    (section, track): (SectionId, Option<Direction>),
    runs: &[Run],
) -> TrackOccupation {
    let data = timeline.instance().system().section(section);
    let rules = Rules {
        headway: data.headway,
        clearing: PerDirection {
            down: data.clearing_behind(Direction::Down),
            up: data.clearing_behind(Direction::Up),
        },
        following: data.following(),
    };
    let left = blocked(timeline, (section, track)).left_before();
    let end = left.len() as i32 - 1;
    let shares = rules.shares(runs);
    let compressed = shares.iter().sum();
    TrackOccupation {
        section,
        track,
        day: Occupation::new([0, end], runs.len(), compressed, left[end as usize]),
        busiest: busiest(runs, &shares, &left),
    }
}

/// The first of the two hours with most occupation: of each run the minutes from its entry on that are its share, as far as they are inside. Only those with most
/// minutes that can be used are looked at: else some minutes between a possession and its end would be the busiest ones.
fn busiest(runs: &[Run], shares: &[i32], left: &[i32]) -> Option<Occupation> {
    let end = left.len() as i32 - 1;
    let mut taken = Blocked::none(end);
    let spans: Vec<Span> = (runs.iter().zip(shares))
        .map(|(run, share)| Span::new(run.span.from, run.span.from + *share))
        .collect();
    for &span in &spans {
        taken.add(span);
    }
    let free = taken.left_before();
    let within =
        |from: i32, before: &[i32]| before[(from + BUSIEST) as usize] - before[from as usize];
    let windows = 0..=end - BUSIEST;
    let available = windows.clone().map(|from| within(from, left)).max()?;
    let windows = windows.filter(|from| within(*from, left) == available);
    let least_free = |from: &i32| within(*from, &free);
    // the first of those that are equal
    let from = windows.min_by_key(least_free)?;
    let window = Span::new(Minute(from), Minute(from + BUSIEST));
    let inside = spans.iter().filter(|span| span.overlaps(window)).count();
    let compressed = BUSIEST - within(from, &free);
    (compressed > 0).then(|| Occupation::new([from, from + BUSIEST], inside, compressed, available))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::{Draws, Purpose, Stream};

    fn run(direction: Direction, from: i32, to: i32) -> Run {
        Run {
            span: Span::new(Minute(from), Minute(to)),
            direction,
        }
    }

    fn rules(headway: i32, clearing: i32) -> Rules {
        Rules {
            headway: PerDirection {
                down: headway,
                up: headway,
            },
            clearing: PerDirection {
                down: clearing,
                up: clearing,
            },
            following: None,
        }
    }

    use Direction::{Down, Up};

    fn compressed(rules: &Rules, runs: &[Run]) -> i32 {
        rules.shares(runs).iter().sum()
    }

    /// Down enters at 0 and runs for 25 minutes, 2 to clear: up may enter at 27. It runs for 20, 2 to clear: the first one again at 49.
    #[test]
    fn two_opposing_trains_on_one_track() {
        let runs = [run(Down, 100, 125), run(Up, 300, 320)];
        let rules = rules(10, 2);
        assert_eq!(rules.entries(&runs), [0, 27]);
        assert_eq!(rules.shares(&runs), [27, 22]);
        assert_eq!(compressed(&rules, &runs), 49);
        let day = Occupation::new([0, 1440], 2, 49, 1440 - 90);
        assert!((day.percent.expect("available") - 100.0 * 49.0 / 1350.0).abs() < 1e-12);
    }

    /// Under station-to-station block the next one of the direction enters at 27, when the first has left and 2 minutes have passed.
    #[test]
    fn one_at_a_time_the_next_one_enters_when_the_first_has_left() {
        let runs = [run(Down, 100, 125), run(Down, 300, 325)];
        let mut rules = rules(10, 2);
        assert_eq!(rules.entries(&runs), [0, 10]);
        rules.following = Some(2);
        assert_eq!(rules.entries(&runs), [0, 27]);
        assert_eq!(compressed(&rules, &runs), 54);
    }

    /// The slow one first: 25 + 10 − 15 = 20 minutes, for exits are 10 apart as well; then the fast one, and 10 minutes to the slow one again.
    #[test]
    fn a_fast_train_behind_a_slow_one_is_held_back_by_the_exits() {
        let runs = [run(Down, 0, 25), run(Down, 60, 75)];
        assert_eq!(rules(10, 2).entries(&runs), [0, 20]);
        assert_eq!(compressed(&rules(10, 2), &runs), 30);
    }

    #[test]
    fn a_run_alone_takes_its_own_headway_and_none_nothing() {
        assert_eq!(compressed(&rules(10, 2), &[run(Down, 7, 30)]), 10);
        assert_eq!(compressed(&rules(10, 2), &[]), 0);
    }

    /// Down, down, up: the up run waits for the second, 10 + 25 + 2; the first again behind it, 37 + 25 + 2.
    #[test]
    fn an_opposing_run_waits_for_all_before_it() {
        let runs = [run(Down, 0, 25), run(Down, 20, 45), run(Up, 90, 115)];
        assert_eq!(rules(10, 2).entries(&runs), [0, 10, 37]);
        assert_eq!(compressed(&rules(10, 2), &runs), 64);
    }

    #[test]
    fn given_paths_that_are_too_close_stay_so() {
        let runs = [run(Down, 0, 25), run(Down, 4, 29)];
        assert_eq!(rules(10, 2).entries(&runs), [0, 4]);
    }

    #[test]
    fn bands_go_by_the_whole_percent() {
        let bands = [60.4, 60.5, 80.4, 81.0, 100.4, 100.5].map(Band::of);
        let expected = [
            Band::UpTo60,
            Band::UpTo80,
            Band::UpTo80,
            Band::UpTo100,
            Band::UpTo100,
            Band::Over,
        ];
        assert_eq!(bands, expected);
    }

    /// Six runs of 10 minutes each from minute 600 to 710, and two apart: the first two hours that hold all six begin at 590. A possession makes its hours
    /// no busier.
    #[test]
    fn the_busiest_hours_are_those_with_most_runs() {
        let mut runs: Vec<Run> = (0..6)
            .map(|number| run(Down, 600 + 20 * number, 630 + 20 * number))
            .collect();
        runs.insert(0, run(Down, 100, 130));
        runs.push(run(Down, 1300, 1330));
        let shares = rules(10, 2).shares(&runs);
        let mut blocked = Blocked::none(1440);
        blocked.add(Span::new(Minute(110), Minute(215)));
        let found = busiest(&runs, &shares, &blocked.left_before()).expect("runs");
        assert_eq!((found.from, found.to), (Minute(590), Minute(710)));
        assert_eq!(
            (found.runs, found.compressed, found.available),
            (6, 60, 120)
        );
        assert_eq!(found.percent, Some(50.0));
        assert_eq!(busiest(&runs, &shares, &[0; 100]), None);
        assert_eq!(busiest(&[], &[], &[0; 1441]), None);
    }

    /// As many opposing runs as a track takes: two hours are full, and never more than that.
    #[test]
    fn two_hours_of_a_full_track_are_full() {
        let runs: Vec<Run> = (0..20)
            .map(|number| {
                run(
                    [Down, Up][number as usize % 2],
                    27 * number,
                    27 * number + 25,
                )
            })
            .collect();
        let shares = rules(27, 2).shares(&runs);
        let left: Vec<i32> = (0..=1440).collect();
        let found = busiest(&runs, &shares, &left).expect("runs");
        assert_eq!(found.percent, Some(100.0));
    }

    /// Runs of a day that keep the rules: each at some distance behind all before it.
    fn day(draw: &mut Stream, rules: &Rules) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        for _ in 0..2 + draw.below(12) {
            let direction = [Down, Up][draw.below(2)];
            let minutes = 10 + draw.below(30) as i32;
            let mut next = run(direction, 0, minutes);
            let free = runs
                .iter()
                .map(|other| other.span.from.0 + rules.gap(other, &next));
            let from = free.max().unwrap_or(0) + draw.below(40) as i32;
            next = run(direction, from, from + minutes);
            runs.push(next);
        }
        runs
    }

    #[test]
    fn compressing_never_lengthens_and_keeps_the_rules() {
        for seed in 0..300 {
            let mut draw = Draws::new(seed).of(Purpose::Count, 0);
            let rules = rules(1 + draw.below(15) as i32, draw.below(5) as i32);
            let runs = day(&mut draw, &rules);
            let entries = rules.entries(&runs);
            for (number, (own, entry)) in runs.iter().zip(&entries).enumerate() {
                let planned = own.span.from - runs[0].span.from;
                assert!(*entry <= planned, "{seed}: {entry} > {planned}");
                for (other, before) in runs[..number].iter().zip(&entries) {
                    assert!(entry - before >= rules.gap(other, own), "{seed}");
                }
            }
        }
    }

    #[test]
    fn longer_headways_never_lower_the_occupation() {
        for seed in 0..300 {
            let mut draw = Draws::new(seed).of(Purpose::Count, 1);
            let (headway, clearing) = (1 + draw.below(15) as i32, draw.below(5) as i32);
            let runs = day(&mut draw, &rules(headway, clearing));
            let once = compressed(&rules(headway, clearing), &runs);
            let twice = compressed(&rules(2 * headway, clearing), &runs);
            assert!(twice >= once, "{seed}: {twice} < {once}");
        }
    }
}
