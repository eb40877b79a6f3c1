//! Lines: the network of stations and sections taken apart into chains of stations, one train diagram each.

use regauge_model::ids::{SectionId, StationId};
use regauge_model::system::{Direction, Section, System};
use std::collections::BTreeMap;

/// A chain of stations; sections that join the same two stations lie beside each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// From top to bottom.
    pub stations: Vec<StationId>,
    /// The sections between two stations and the next; never empty.
    pub links: Vec<Vec<SectionId>>,
}

type Pair = (StationId, StationId);

/// The lines of a system: the longest chain first, then the longest of what is left. Every section is in one of them.
pub(super) fn lines(system: &System) -> Vec<Line> {
    let mut links: BTreeMap<Pair, Vec<SectionId>> = BTreeMap::new();
    for (index, section) in system.sections().iter().enumerate() {
        let pair = ordered(section.from, section.to);
        links
            .entry(pair)
            .or_default()
            .push(SectionId::from_index(index));
    }
    let mut lines = Vec::new();
    while let Some((&(start, _), _)) = links.first_key_value() {
        // Twice to the farthest: in a tree that is its longest chain.
        let chain = farthest(system, &links, start);
        let end = chain.last().copied().unwrap_or(start);
        let chain = farthest(system, &links, end);
        let taken: Vec<Vec<SectionId>> = chain
            .windows(2)
            .filter_map(|pair| links.remove(&ordered(pair[0], pair[1])))
            .collect();
        if taken.is_empty() {
            // A section from a station to itself is no line.
            links.pop_first();
            continue;
        }
        lines.push(downwards(
            system,
            Line {
                stations: chain,
                links: taken,
            },
        ));
    }
    lines
}

fn ordered(a: StationId, b: StationId) -> Pair {
    (a.min(b), a.max(b))
}

/// The way from a station to the one farthest from it.
fn farthest(
    system: &System,
    links: &BTreeMap<Pair, Vec<SectionId>>,
    start: StationId,
) -> Vec<StationId> {
    // Settled stations with the one before; nearest first.
    let mut settled: BTreeMap<StationId, Option<StationId>> = BTreeMap::new();
    let mut open: BTreeMap<StationId, (i32, Option<StationId>)> =
        BTreeMap::from([(start, (0, None))]);
    let mut last = start;
    while let Some((&station, &(so_far, before))) = open
        .iter()
        .min_by_key(|(station, (so_far, _))| (*so_far, **station))
    {
        open.remove(&station);
        settled.insert(station, before);
        last = station;
        for ((a, b), sections) in links {
            let next = match station {
                s if s == *a => *b,
                s if s == *b => *a,
                _ => continue,
            };
            if settled.contains_key(&next) {
                continue;
            }
            let far = so_far + minutes(system.section(sections[0]));
            if open.get(&next).is_none_or(|(known, _)| far < *known) {
                open.insert(next, (far, Some(station)));
            }
        }
    }
    let mut way = vec![last];
    while let Some(Some(before)) = settled.get(way.last().unwrap_or(&start)) {
        way.push(*before);
    }
    way.reverse();
    way
}

/// The chain turned so that most sections run down (下行) from top to bottom.
fn downwards(system: &System, mut line: Line) -> Line {
    let pairs = line.stations.windows(2).zip(&line.links);
    let balance: i32 = pairs
        .flat_map(|(pair, sections)| sections.iter().map(|id| (pair[0], *id)))
        .map(|(upper, id)| {
            if system.section(id).from == upper {
                1
            } else {
                -1
            }
        })
        .sum();
    if balance < 0 {
        line.stations.reverse();
        line.links.reverse();
    }
    line
}

/// Running minutes of the slowest class, at least 1.
pub(super) fn minutes(section: &Section) -> i32 {
    let classes = section.run_minutes.iter().flatten();
    let slowest = classes.map(|run| run.get(Direction::Down).max(run.get(Direction::Up)));
    slowest.max().unwrap_or(1).max(1)
}
