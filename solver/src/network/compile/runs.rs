//! Runs through one or more sections without a stop in between: times, and starts that no closure forbids.

use super::throats::UseOnWay;
use super::{Compiler, RunKey, SectionPath};
use crate::network::closures::{intersect, merged, starts_that_overlap, subtract};
use crate::network::{
    Anchor, LineIndex, Operation, OperationWhat, Rule, Tick, Ticks, TimeMap, in_ticks,
};
use regauge_model::ids::{ClassId, SectionId};
use regauge_model::system::{Direction, Possession};
use std::sync::Arc;

/// What runs over the same path of the same class have in common.
pub(super) struct RunTemplate {
    /// Sections with entry and exit by the start of the run.
    pub(super) sections: Vec<(LineIndex, Direction, Arc<TimeMap>, Arc<TimeMap>)>,
    /// What it uses of throats and of tracks on which it passes, at stations counted along it.
    on_way: Vec<UseOnWay>,
    /// Starts that closures and the end of the horizon allow.
    pub(super) starts: Arc<[(Tick, Tick)]>,
}

impl RunTemplate {
    fn end(&self) -> Arc<TimeMap> {
        self.sections
            .last()
            .map_or_else(|| Arc::new(TimeMap::Shift(0)), |last| Arc::clone(&last.3))
    }

    /// When it is at a station, counted along it from 0.
    fn time_at(&self, place: usize, now: &Arc<TimeMap>) -> Arc<TimeMap> {
        let before = place
            .checked_sub(1)
            .and_then(|last| self.sections.get(last));
        before.map_or_else(|| Arc::clone(now), |section| Arc::clone(&section.3))
    }
}

/// The ways to run on to the next station: every choice among parallel sections.
pub(super) fn longer(
    paths: &[SectionPath],
    choices: &[(SectionId, Direction)],
) -> Vec<SectionPath> {
    let longer = paths.iter().flat_map(|path| {
        choices.iter().map(move |&choice| {
            let mut longer = Vec::with_capacity(path.len() + 1);
            longer.extend_from_slice(path);
            longer.push(choice);
            longer
        })
    });
    longer.collect()
}

impl Compiler<'_> {
    /// What runs over a path have in common.
    pub(super) fn run_template(
        &mut self,
        path: &SectionPath,
        class: ClassId,
        (from_stop, to_stop): (bool, bool),
    ) -> Arc<RunTemplate> {
        let key = (path.clone(), class, from_stop, to_stop);
        if let Some(template) = self.runs.get(&key) {
            return Arc::clone(template);
        }
        let template = Arc::new(self.new_template(&key));
        self.runs.insert(key, Arc::clone(&template));
        template
    }

    fn new_template(&self, (path, class, from_stop, to_stop): &RunKey) -> RunTemplate {
        let system = self.instance.system();
        let mut sections = Vec::with_capacity(path.len());
        let mut forbidden = Vec::new();
        let mut enter = Arc::clone(&self.now);
        for (position, &(id, direction)) in path.iter().enumerate() {
            let section = system.section(id);
            let mut minutes =
                section.run_minutes[class.index()].map_or(0, |run| run.get(direction));
            if position == 0 && *from_stop {
                minutes += section.start_minutes.get(direction);
            }
            if position + 1 == path.len() && *to_stop {
                minutes += section.stop_minutes.get(direction);
            }
            let (stops, speeds) = &self.line_wind[id.index()];
            let run = speeds
                .as_ref()
                .map_or(TimeMap::Shift(minutes), |speeds| speeds.work(minutes));
            let exit = Arc::new(enter.then(&run));
            forbidden.extend(starts_that_overlap(stops, &enter, &exit));
            if self.in_force(Rule::Possession) {
                forbidden.extend(self.possessed_starts(id, direction, &enter, &exit));
            }
            sections.push((Self::line_of(id), direction, enter, Arc::clone(&exit)));
            enter = exit;
        }
        let last = enter.first_reaching(self.end + 1);
        RunTemplate {
            on_way: self.uses_of_way(path, *class),
            sections,
            starts: subtract(&[(Tick::ZERO, last)], &merged(forbidden)).into(),
        }
    }

    /// Starts that possessions forbid.
    fn possessed_starts(
        &self,
        id: SectionId,
        direction: Direction,
        enter: &TimeMap,
        exit: &TimeMap,
    ) -> Vec<(Tick, Tick)> {
        let section = self.instance.system().section(id);
        let span = |possession: &Possession| in_ticks(possession.span);
        let of_track =
            |possession: &Possession, track: Direction| possession.track.is_none_or(|t| t == track);
        // a single track has one track, whatever a possession calls it
        let own = section
            .possessions
            .iter()
            .filter(|p| section.single_track || of_track(p, direction));
        let mut forbidden = Vec::new();
        for possession in own {
            let overlapping = starts_that_overlap(&[span(possession)], enter, exit);
            if possession.single_track_working && !section.single_track {
                let (from, to) = span(possession);
                let inside = [(enter.first_reaching(from), enter.first_reaching(to))];
                forbidden.extend(subtract(&overlapping, &inside));
                let other: Vec<(Tick, Tick)> = section
                    .possessions
                    .iter()
                    .filter(|p| of_track(p, direction.opposite()))
                    .map(span)
                    .collect();
                let blocked = starts_that_overlap(&merged(other), enter, exit);
                forbidden.extend(intersect(&blocked, &inside));
            } else {
                forbidden.extend(overlapping);
            }
        }
        forbidden
    }

    /// A run; the caller says what holds of the stands at both ends are.
    pub(super) fn run_operation(
        &self,
        (path, template): (&SectionPath, &RunTemplate),
        class: ClassId,
        (from_stop, to_stop): (bool, bool),
        (clearing, setting): (Ticks, Ticks),
        allowed: Option<(Tick, Tick)>,
    ) -> Operation {
        let at = |map: &Arc<TimeMap>, offset: Ticks| Anchor {
            map: Arc::clone(map),
            offset,
        };
        let end = template.end();
        let mut caps = Vec::new();
        for (&(section, direction), (_, _, enter, _)) in path.iter().zip(&template.sections) {
            let of_section = self
                .instance
                .system()
                .section(section)
                .caps
                .iter()
                .zip(&self.caps[section.index()]);
            for (cap, indices) in of_section {
                if cap.direction == direction && cap.counts[class.index()] {
                    caps.extend(indices.iter().map(|&index| (index, at(enter, 0))));
                }
            }
        }
        let starts = match allowed {
            None => Arc::clone(&template.starts),
            Some(span) => intersect(&template.starts, &[span]).into(),
        };
        Operation {
            what: OperationWhat::Run {
                starts: from_stop,
                stops: to_stop,
            },
            starts,
            end: at(&end, 0),
            pools: Self::uses_on_way(
                &template.on_way,
                |place| template.time_at(place, &self.now),
                from_stop,
            ),
            lines: template
                .sections
                .iter()
                .map(|(line, direction, enter, exit)| {
                    (*line, *direction, at(enter, 0), at(exit, 0))
                })
                .collect(),
            caps,
            stocks: Vec::new(),
            turns: Vec::new(),
            leaves: Some(at(&self.now, clearing)),
            takes: at(&end, -setting),
            departure: false,
        }
    }
}
