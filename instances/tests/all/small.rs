//! Random small instances are valid, the same for the same seed, and have every feature of the format often enough.

use regauge_instances::small::random_small;
use regauge_instances::to_json;
use regauge_model::format::{
    BlockFile, ExtraMinutesFile, InstanceFile, RakePlaceFile, ShedFile, StationFile, TrainFile,
};
use regauge_model::validate::{instance_from_file, instance_from_json};

const SEEDS: u64 = 500;

#[test]
fn small_instances_are_valid() {
    for seed in 0..SEEDS {
        let instance = random_small(seed);
        if let Err(problems) = instance_from_file(&instance) {
            panic!("seed {seed}:\n{problems}");
        }
    }
}

#[test]
fn the_text_of_a_small_instance_is_read_as_the_same_instance() {
    for seed in 0..20 {
        let instance = random_small(seed);
        let text = to_json(&instance);
        let again: InstanceFile = serde_json::from_str(&text).expect("its own text");
        assert_eq!(instance, again);
        assert!(instance_from_json(text.as_bytes()).is_ok());
        assert_eq!(instance, random_small(seed));
    }
}

#[test]
fn small_instances_are_small() {
    for seed in 0..SEEDS {
        let instance = random_small(seed);
        let state = instance
            .state
            .as_ref()
            .map_or(0, |state| state.trains.len());
        let handled = instance.trains.iter().filter(|t| !t.handling.is_empty());
        let handled = handled.count();
        assert!(handled <= 3);
        let local = instance.trains.iter().filter(|t| t.id.starts_with('L'));
        let local = local.count();
        assert!(local <= 2);
        let others = instance.trains.len() - state - handled - local;
        assert!((2..=7).contains(&others));
        let hours = instance.horizon.planning_hours + instance.horizon.look_ahead_hours;
        assert!((6..=14).contains(&hours));
    }
}

fn stations(i: &InstanceFile) -> impl Iterator<Item = &StationFile> {
    i.system.stations.iter()
}

fn has_yards(i: &InstanceFile, id: Option<&String>) -> bool {
    stations(i).any(|station| Some(&station.id) == id && !station.yards.is_empty())
}

fn sheds(i: &InstanceFile) -> impl Iterator<Item = &ShedFile> {
    stations(i).flat_map(|station| &station.sheds)
}

fn places(i: &InstanceFile) -> impl Iterator<Item = &RakePlaceFile> {
    let trains = i.state.iter().flat_map(|state| &state.trains);
    trains.flat_map(|t| std::iter::once(&t.arriving).chain(&t.onward))
}

/// A feature and whether an instance has it.
type Feature = (&'static str, fn(&InstanceFile) -> bool);

const FEATURES: &[Feature] = &[
    ("single track", |i| {
        i.system.sections.iter().any(|s| s.tracks == 1)
    }),
    ("double track", |i| {
        i.system.sections.iter().any(|s| s.tracks == 2)
    }),
    ("two ways between two stations", |i| {
        i.system.sections.iter().any(|s| s.id == "old-line")
    }),
    ("hold of a train", |i| {
        i.holds.iter().any(|hold| !hold.trains.is_empty())
    }),
    ("hold of a class in a yard", |i| {
        let mut holds = i.holds.iter();
        holds.any(|hold| !hold.classes.is_empty() && hold.yard.is_some())
    }),
    ("uncertain release", |i| {
        i.holds.iter().any(|hold| hold.latest.is_some())
    }),
    ("station-to-station block", |i| {
        let mut sections = i.system.sections.iter();
        sections.any(|s| s.block == BlockFile::StationToStation)
    }),
    ("possession", |i| {
        i.system.sections.iter().any(|s| !s.possessions.is_empty())
    }),
    ("single-track working", |i| {
        let mut possessions = i.system.sections.iter().flat_map(|s| &s.possessions);
        possessions.any(|p| p.single_track_working)
    }),
    ("line stop", |i| {
        has_line_rule(i, |r| r.stop_gust_mps.is_some())
    }),
    ("slow running", |i| {
        has_line_rule(i, |r| r.slow_gust_mps.is_some())
    }),
    ("cap", |i| {
        i.system.sections.iter().any(|s| !s.caps.is_empty())
    }),
    ("cap per hour", |i| {
        let mut caps = i.system.sections.iter().flat_map(|s| &s.caps);
        caps.any(|cap| cap.per_hour.is_some())
    }),
    ("cap of a span", |i| {
        let mut caps = i.system.sections.iter().flat_map(|s| &s.caps);
        caps.any(|cap| !cap.spans.is_empty())
    }),
    ("dated cap", |i| {
        let mut caps = i.system.sections.iter().flat_map(|s| &s.caps);
        caps.any(|cap| cap.from.is_some() || cap.to.is_some())
    }),
    ("cap of another day", |i| {
        let mut caps = i.system.sections.iter().flat_map(|s| &s.caps);
        caps.any(|cap| !cap.days.is_empty())
    }),
    ("cap used", |i| {
        i.state.as_ref().is_some_and(|s| !s.caps_used.is_empty())
    }),
    ("tracks for trains that pass", |i| {
        stations(i).any(|s| !s.through.is_empty())
    }),
    ("throat", |i| stations(i).any(|s| !s.throats.is_empty())),
    ("throat for arrivals alone", |i| {
        let mut throats = stations(i).flat_map(|s| &s.throats);
        throats.any(|throat| throat.id == "mid-arrivals")
    }),
    ("station that asks for more than its sections", |i| {
        stations(i).any(|s| s.meeting_minutes > 0)
    }),
    ("path given away", |i| !i.system.given_paths.is_empty()),
    ("yard by call", |i| {
        i.trains
            .iter()
            .any(|t| t.calls.iter().any(|c| c.yard.is_some()))
    }),
    ("one team", |i| {
        stations(i)
            .flat_map(|s| &s.stages)
            .any(|s| s.teams == Some(1))
    }),
    ("stage closed", |i| {
        stations(i)
            .flat_map(|s| &s.stages)
            .any(|s| !s.closed.is_empty())
    }),
    ("own stage minutes", |i| {
        i.trains.iter().any(|t| !t.stage_minutes.is_empty())
    }),
    ("one locomotive", |i| {
        stations(i)
            .flat_map(|s| &s.locomotives)
            .any(|l| l.count == 1)
    }),
    ("shunting stop", |i| {
        i.wind.is_some() && stations(i).any(|s| s.shunting_rule.is_some())
    }),
    ("spot closed", |i| {
        sheds(i)
            .flat_map(|s| &s.spots)
            .any(|s| !s.closed.is_empty())
    }),
    ("inner spot", |i| {
        sheds(i)
            .flat_map(|s| &s.spots)
            .any(|s| !s.behind.is_empty())
    }),
    ("two steps", |i| {
        sheds(i).flat_map(|s| &s.modes).any(|m| m.steps.len() == 2)
    }),
    ("two pairs under one runway", |i| {
        sheds(i).any(|s| s.spots.len() == 2 && s.spots[1].at_m == 0)
    }),
    ("crane maintenance", |i| {
        sheds(i)
            .flat_map(|s| &s.cranes)
            .any(|c| !c.closed.is_empty())
    }),
    ("work on the ground in stops", |i| {
        i.wind.is_some() && sheds(i).any(|s| s.ground_work_in_stops)
    }),
    ("outdoor crane rule", |i| {
        i.wind.is_some() && sheds(i).any(|s| s.crane_rule.is_some())
    }),
    ("ordered closure", |i| {
        i.wind.as_ref().is_some_and(|w| !w.closures.is_empty())
    }),
    ("empty store", |i| {
        stations(i)
            .flat_map(|s| &s.stores)
            .any(|s| s.rakes == Some(0))
    }),
    ("full store", |i| {
        stations(i)
            .flat_map(|s| &s.stores)
            .any(|s| s.rakes.is_some() && s.rakes == s.capacity)
    }),
    ("store of wagons", |i| {
        stations(i)
            .flat_map(|s| &s.stores)
            .any(|s| s.making_up_minutes > 0 && s.breaking_up_minutes > 0)
    }),
    ("wagons of two kinds", |i| {
        let mut onward = i.trains.iter().filter_map(|t| t.onward.as_ref());
        onward.any(|o| o.wagons_of.len() == 2)
    }),
    ("wagons being inspected", |i| {
        let stores = stations(i).flat_map(|s| &s.stores);
        let mut wagons = stores.flat_map(|s| &s.wagons);
        wagons.any(|w| !w.inspecting.is_empty())
    }),
    ("state: making up", |i| {
        places(i).any(|p| matches!(p, RakePlaceFile::MakingUp { .. }))
    }),
    ("parts", |i| i.trains.iter().any(|t| t.parts > 1)),
    ("into store", |i| {
        i.trains.iter().any(|t| t.into_store.is_some())
    }),
    ("from store", |i| {
        i.trains.iter().any(|t| t.from_store.is_some())
    }),
    ("westward transshipment", |i| {
        i.trains
            .iter()
            .any(|t| t.onward.is_some() && t.class == "cs")
    }),
    ("pins", |i| {
        i.trains.iter().any(|t: &TrainFile| !t.pins.is_empty())
    }),
    ("handled", |i| {
        i.trains.iter().any(|t| !t.handling.is_empty())
    }),
    ("begins on a track", |i| {
        let mut trains = i.trains.iter().filter(|t| t.from_store.is_none());
        trains.any(|t| has_yards(i, t.from.as_ref()))
    }),
    ("ends on a track", |i| {
        let mut trains = i.trains.iter().filter(|t| t.into_store.is_none());
        trains.any(|t| has_yards(i, t.to.as_ref()))
    }),
    ("onward or emptied rake ends on a track", |i| {
        i.trains.iter().any(|t| {
            let back = t.emptied.as_ref().and_then(|e| e.return_to.as_ref());
            has_yards(i, back) || (t.onward.is_some() && has_yards(i, t.to.as_ref()))
        })
    }),
    ("other minutes of starting per direction", |i| {
        let mut sections = i.system.sections.iter();
        sections.any(
            |s| matches!(s.start_minutes, ExtraMinutesFile::Each(each) if each.down != each.up),
        )
    }),
    ("due exit", |i| {
        i.trains.iter().any(|t| t.due_exit.is_some())
    }),
    ("end floor", |i| i.end.is_some()),
    ("busy", |i| {
        i.state.as_ref().is_some_and(|s| !s.busy.is_empty())
    }),
    ("state: section", |i| {
        places(i).any(|p| matches!(p, RakePlaceFile::Section { .. }))
    }),
    ("state: track", |i| {
        places(i).any(|p| matches!(p, RakePlaceFile::Track { .. }))
    }),
    ("state: placing", |i| {
        places(i).any(|p| matches!(p, RakePlaceFile::Placing { .. }))
    }),
    ("state: spot", |i| {
        places(i).any(|p| matches!(p, RakePlaceFile::Spot { .. }))
    }),
    ("state: pulling", |i| {
        places(i).any(|p| matches!(p, RakePlaceFile::Pulling { .. }))
    }),
    ("state: gone", |i| {
        places(i).any(|p| matches!(p, RakePlaceFile::Gone))
    }),
    ("state: lifting", |i| {
        let mut trains = i.state.iter().flat_map(|s| &s.trains);
        trains.any(|t| t.work.as_ref().is_some_and(|w| w.lifts_left.is_some()))
    }),
];

fn has_line_rule(
    instance: &InstanceFile,
    what: fn(&regauge_model::format::WindRuleFile) -> bool,
) -> bool {
    let mut rules = instance
        .system
        .sections
        .iter()
        .filter_map(|s| s.wind_rule.as_ref());
    instance.wind.is_some() && rules.any(what)
}

#[test]
fn every_feature_is_in_one_of_thirty_instances_or_more() {
    let instances: Vec<InstanceFile> = (0..SEEDS).map(random_small).collect();
    for (name, has) in FEATURES {
        let count = instances.iter().filter(|instance| has(instance)).count();
        assert!(
            count * 30 >= instances.len(),
            "{name}: {count} of {}",
            instances.len()
        );
    }
}

#[test]
fn some_work_is_interrupted_and_some_trains_come_when_they_should_have_left() {
    let (mut waits, mut goes_on, mut resumed, mut due_before) = (0, 0, 0, 0);
    for file in (0..SEEDS).map(random_small) {
        let states = file.state.iter().flat_map(|state| &state.trains);
        for work in states.filter_map(|state| state.work.as_ref()) {
            waits += usize::from(work.interrupted && work.until.is_none());
            goes_on += usize::from(work.until.is_some());
            resumed += usize::from(work.resumed_lifts.is_some());
        }
        let trains = file.trains.iter();
        let before =
            trains.filter(|train| train.due_exit.is_some_and(|due| due < train.earliest_entry));
        due_before += before.count();
    }
    for count in [waits, goes_on, resumed, due_before] {
        assert!(
            count > 2,
            "{waits} wait, {goes_on} go on, {resumed} were taken up again, {due_before} are due before they come"
        );
    }
}
