//! What causes speak of: the things that trains use, wait for, are kept out by, or break a rule at, and the tasks they wait to
//! begin.
//!
//! Waits, reasons of postponed trains and violations carry these types, never words. The words for messages are made here
//! and nowhere else ([`Resource::words`], [`Task::words`]), the file's objects in [`crate::plan`]; what people read on boards and
//! sheets is for the report. Nobody reads words back.

use crate::Instance;
use crate::ids::{
    CraneId, LocomotiveId, SectionId, ShedId, SpotId, StageId, StationId, StoreId, ThroatId,
    TrainId, YardId,
};
use crate::message::Message;
use crate::words::resources as words;
use std::fmt;

pub use crate::pinned::{Pinned, PinnedEvent, PinnedRake, Task};

/// A thing that a train waits for, that keeps it from being planned, or that a violation is about. Ids are those of one instance;
/// tracks, teams and locomotives are numbered from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Resource {
    /// A section of the line: headway, opposing runs, possessions, wind on the line.
    Section(SectionId),
    /// A cap of a section on the paths of a railway day.
    Cap(SectionId),
    /// A station.
    Station(StationId),
    /// All shunting at a station, as wind stops it.
    Shunting(StationId),
    /// Any suitable track of a yard.
    Tracks(YardId),
    /// One track of a yard.
    Track(YardId, u32),
    /// A stage.
    Stage(StageId),
    /// Any team of a stage.
    Teams(StageId),
    /// One team of a stage.
    Team(StageId, u32),
    /// Any locomotive of a pool.
    Locomotives(LocomotiveId),
    /// One locomotive of a pool.
    Locomotive(LocomotiveId, u32),
    /// A throat: movements over the same switches.
    Throat(ThroatId),
    /// A store of empty rakes.
    Store(StoreId),
    /// An empty rake in a store.
    Empties(StoreId),
    /// Room for a rake in a store.
    Room(StoreId),
    /// A shed or outdoor module.
    Shed(ShedId),
    /// The runway of a shed, on which cranes cannot pass each other.
    Runway(ShedId),
    /// A spot.
    Spot(SpotId),
    /// One side of a spot, 0 or 1 as its gauges.
    SpotSide(SpotId, u8),
    /// A crane.
    Crane(CraneId),
    /// A train.
    Train(TrainId),
    /// The train's own onward rake, which is not there yet.
    OnwardRake,
    /// The train's own emptied rake.
    EmptiedRake,
    /// Stages of the train itself that are not done yet.
    OwnStages,
    /// Room further on: nothing is in the way here, but the train would get no further there.
    Ahead,
    /// Something to which the train is pinned.
    Pin(Pinned),
    /// A rule as a whole.
    Rule(Rule),
}

/// A rule that may keep a train from its journey even if it is alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// Yard tracks: one rake each.
    Tracks,
    /// Yard tracks: long enough.
    TrackLength,
    /// Teams of stages.
    Teams,
    /// Closed spans of stages.
    StageCalendar,
    /// Shunting locomotives.
    Locomotives,
    /// Shunting stops under wind.
    ShuntingWind,
    /// Spots: one rake per side, closed spans.
    Spots,
    /// Access to inner spots.
    Access,
    /// Cranes: one step at a time, maintenance.
    Cranes,
    /// Cranes of one runway do not cross.
    Crossing,
    /// Outdoor cranes pause and slow under wind.
    CraneWind,
    /// Empty rakes in stores and room for them.
    Stores,
    /// Headway of runs of one direction.
    Headway,
    /// Station-to-station block.
    Block,
    /// Opposing runs on one track.
    Opposing,
    /// Possessions.
    Possession,
    /// Line stops and slow running under wind.
    LineWind,
    /// Caps per railway day.
    Caps,
    /// Movements over one throat exclude each other.
    Throats,
    /// Trains held until they are released.
    Holds,
    /// Pins.
    Pins,
}

impl Rule {
    /// Every rule.
    pub const ALL: [Rule; 21] = [
        Rule::Tracks,
        Rule::TrackLength,
        Rule::Teams,
        Rule::StageCalendar,
        Rule::Locomotives,
        Rule::ShuntingWind,
        Rule::Spots,
        Rule::Access,
        Rule::Cranes,
        Rule::Crossing,
        Rule::CraneWind,
        Rule::Stores,
        Rule::Headway,
        Rule::Block,
        Rule::Opposing,
        Rule::Possession,
        Rule::LineWind,
        Rule::Caps,
        Rule::Throats,
        Rule::Holds,
        Rule::Pins,
    ];

    /// In every language, in English by its name in files.
    fn message(self) -> Message {
        match self {
            Rule::Tracks => words::rule_tracks(),
            Rule::TrackLength => words::rule_track_length(),
            Rule::Teams => words::rule_teams(),
            Rule::StageCalendar => words::rule_stage_calendar(),
            Rule::Locomotives => words::rule_locomotives(),
            Rule::ShuntingWind => words::rule_shunting_wind(),
            Rule::Spots => words::rule_spots(),
            Rule::Access => words::rule_access(),
            Rule::Cranes => words::rule_cranes(),
            Rule::Crossing => words::rule_crossing(),
            Rule::CraneWind => words::rule_crane_wind(),
            Rule::Stores => words::rule_stores(),
            Rule::Headway => words::rule_headway(),
            Rule::Block => words::rule_block(),
            Rule::Opposing => words::rule_opposing(),
            Rule::Possession => words::rule_possession(),
            Rule::LineWind => words::rule_line_wind(),
            Rule::Caps => words::rule_caps(),
            Rule::Throats => words::rule_throats(),
            Rule::Holds => words::rule_holds(),
            Rule::Pins => words::rule_pins(),
        }
    }

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Rule::Tracks => "tracks",
            Rule::TrackLength => "track-length",
            Rule::Teams => "teams",
            Rule::StageCalendar => "stage-calendar",
            Rule::Locomotives => "locomotives",
            Rule::ShuntingWind => "shunting-wind",
            Rule::Spots => "spots",
            Rule::Access => "access",
            Rule::Cranes => "cranes",
            Rule::Crossing => "crossing",
            Rule::CraneWind => "crane-wind",
            Rule::Stores => "stores",
            Rule::Headway => "headway",
            Rule::Block => "block",
            Rule::Opposing => "opposing",
            Rule::Possession => "possession",
            Rule::LineWind => "line-wind",
            Rule::Caps => "caps",
            Rule::Throats => "throats",
            Rule::Holds => "holds",
            Rule::Pins => "pins",
        }
    }
}

/// A thing that an instance does not have: its kind, its number from 0, how many of the kind there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// `section`, `spot` …
    pub kind: &'static str,
    /// Its number, from 0.
    pub number: usize,
    /// How many the instance has.
    pub count: usize,
}

fn beyond(kind: &'static str, number: usize, count: usize) -> Option<Unknown> {
    (number >= count).then_some(Unknown {
        kind,
        number,
        count,
    })
}

impl Resource {
    /// What of it an instance does not have; `None` where it has all of it. Numbers of tracks, teams and locomotives are
    /// not looked at.
    pub fn unknown_to(self, instance: &Instance) -> Option<Unknown> {
        let system = instance.system();
        let section = |id: SectionId| beyond("section", id.index(), system.sections().len());
        let station = |id: StationId| beyond("station", id.index(), system.stations().len());
        let yard = |id: YardId| beyond("yard", id.index(), system.yards().len());
        let stage = |id: StageId| beyond("stage", id.index(), system.stages().len());
        let pool =
            |id: LocomotiveId| beyond("locomotive pool", id.index(), system.locomotives().len());
        let throat = |id: ThroatId| beyond("throat", id.index(), system.throats().len());
        let store = |id: StoreId| beyond("store", id.index(), system.stores().len());
        let shed = |id: ShedId| beyond("shed", id.index(), system.sheds().len());
        let spot = |id: SpotId| beyond("spot", id.index(), system.spots().len());
        match self {
            Resource::Section(id) | Resource::Cap(id) => section(id),
            Resource::Station(id) | Resource::Shunting(id) | Resource::Pin(Pinned::Port(id)) => {
                station(id)
            }
            Resource::Tracks(id)
            | Resource::Track(id, _)
            | Resource::Pin(Pinned::Track(_, id, _)) => yard(id),
            Resource::Stage(id) | Resource::Teams(id) | Resource::Team(id, _) => stage(id),
            Resource::Locomotives(id) | Resource::Locomotive(id, _) => pool(id),
            Resource::Throat(id) => throat(id),
            Resource::Store(id)
            | Resource::Empties(id)
            | Resource::Room(id)
            | Resource::Pin(Pinned::Emptied(Some(id))) => store(id),
            Resource::Pin(Pinned::Start(event)) => event.task.unknown_to(instance),
            Resource::Shed(id) | Resource::Runway(id) | Resource::Pin(Pinned::Shed(id)) => shed(id),
            Resource::Spot(id) | Resource::Pin(Pinned::Spot(id)) => spot(id),
            Resource::SpotSide(id, side) => {
                spot(id).or_else(|| beyond("side of a spot", usize::from(side), 2))
            }
            Resource::Crane(id) => beyond("crane", id.index(), system.cranes().len()),
            Resource::Pin(Pinned::Mode(id)) => {
                beyond("crane mode", id.index(), system.modes().len())
            }
            Resource::Train(id) => beyond("train", id.index(), instance.trains().len()),
            Resource::OnwardRake
            | Resource::EmptiedRake
            | Resource::OwnStages
            | Resource::Ahead
            | Resource::Pin(
                Pinned::Entry | Pinned::CraneWork | Pinned::Exit | Pinned::Emptied(None),
            )
            | Resource::Rule(_) => None,
        }
    }

    /// In English, with the ids of the instance file: `spot 23-1`, `locomotives 1520 alashankou`, `track 3 of yard broad`. Two
    /// resources may have the same words.
    ///
    /// The instance must have it ([`Resource::unknown_to`]).
    pub fn words(self, instance: &Instance) -> Words<'_> {
        Words {
            instance,
            what: What::Resource(self),
        }
    }
}

impl Pinned {
    /// In English, with the ids of the instance file: `spot 23-1`, `entry`.
    ///
    /// The instance must have it ([`Resource::unknown_to`]).
    pub fn words(self, instance: &Instance) -> Words<'_> {
        Words {
            instance,
            what: What::Pinned(self),
        }
    }
}

impl Task {
    /// What of it an instance does not have; `None` where it has all of it.
    pub fn unknown_to(self, instance: &Instance) -> Option<Unknown> {
        match self {
            Task::Run(section) => Resource::Section(section).unknown_to(instance),
            Task::Stage(stage) => Resource::Stage(stage).unknown_to(instance),
            _ => None,
        }
    }

    /// In English, with the ids of the instance file: `placing`, `run border-broad`, `stage waybill`.
    ///
    /// The instance must have it ([`Task::unknown_to`]).
    pub fn words(self, instance: &Instance) -> Words<'_> {
        Words {
            instance,
            what: What::Task(self),
        }
    }
}

/// A resource or task as it stands in a message.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    instance: &'a Instance,
    what: What,
}

#[derive(Clone, Copy, Debug)]
enum What {
    Resource(Resource),
    Pinned(Pinned),
    Task(Task),
}

impl Words<'_> {
    /// The same as a message, in every language. In Chinese a thing with a title is called by that.
    pub fn message(self) -> Message {
        match self.what {
            What::Resource(resource) => self.resource(resource),
            What::Pinned(pinned) => self.pinned(pinned),
            What::Task(task) => self.task(task),
        }
    }

    fn resource(self, resource: Resource) -> Message {
        let system = self.instance.system();
        macro_rules! thing {
            ($kind:ident, $thing:expr) => {{
                let thing = $thing;
                words::thing(words::$kind(&thing.name), &thing.name, &thing.title)
            }};
        }
        macro_rules! of {
            ($kind:ident, $thing:expr) => {{
                let thing = $thing;
                words::$kind(words::named(&thing.name, &thing.title))
            }};
        }
        match resource {
            Resource::Section(id) => thing!(section, system.section(id)),
            Resource::Cap(id) => of!(cap, system.section(id)),
            Resource::Station(id) => thing!(station, system.station(id)),
            Resource::Shunting(id) => of!(shunting, system.station(id)),
            Resource::Tracks(id) => of!(tracks, system.yard(id)),
            Resource::Track(id, track) => words::track(track, thing!(yard, system.yard(id))),
            Resource::Stage(id) => thing!(stage, system.stage(id)),
            Resource::Teams(id) => of!(teams, system.stage(id)),
            Resource::Team(id, team) => words::team(team, thing!(stage, system.stage(id))),
            Resource::Locomotives(id) => {
                let pool = system.locomotive_pool(id);
                let station = system.station(pool.station);
                let station = words::named(&station.name, &station.title);
                words::locomotives(pool.gauge_mm, station)
            }
            Resource::Locomotive(id, number) => {
                let pool = system.locomotive_pool(id);
                let station = system.station(pool.station);
                let station = words::named(&station.name, &station.title);
                words::locomotive(number, pool.gauge_mm, station)
            }
            Resource::Throat(id) => thing!(throat, system.throat(id)),
            Resource::Store(id) => thing!(store, system.store(id)),
            Resource::Empties(id) => of!(empties, system.store(id)),
            Resource::Room(id) => of!(room, system.store(id)),
            Resource::Shed(id) => thing!(shed, system.shed(id)),
            Resource::Runway(id) => of!(runway, system.shed(id)),
            Resource::Spot(id) => words::spot(&system.spot(id).name),
            Resource::SpotSide(id, side) => {
                let spot = system.spot(id);
                words::side(words::spot(&spot.name), spot.gauges_mm[usize::from(side)])
            }
            Resource::Crane(id) => thing!(crane, system.crane(id)),
            Resource::Train(id) => words::train(&self.instance.train(id).name),
            Resource::OnwardRake => words::own_onward_rake(),
            Resource::EmptiedRake => words::own_emptied_rake(),
            Resource::OwnStages => words::own_stages(),
            Resource::Ahead => words::ahead(),
            Resource::Pin(pinned) => words::pin(self.pinned(pinned)),
            Resource::Rule(rule) => rule.message(),
        }
    }

    fn pinned(self, pinned: Pinned) -> Message {
        match pinned {
            Pinned::Port(id) => words::port(&self.instance.system().station(id).name),
            Pinned::Shed(id) => self.resource(Resource::Shed(id)),
            Pinned::Spot(id) => self.resource(Resource::Spot(id)),
            Pinned::Mode(id) => words::mode(&self.instance.system().mode(id).name),
            Pinned::Entry => words::entry(),
            Pinned::CraneWork => words::start_of_crane_work(),
            Pinned::Exit => words::exit(),
            Pinned::Start(event) => {
                let task = self.task(event.task);
                let task = if event.part > 0 {
                    words::of_part(task, event.part)
                } else {
                    task
                };
                words::start_of(Self::of_rake(event.rake, task))
            }
            Pinned::Track(rake, yard, track) => {
                Self::of_rake(rake, self.resource(Resource::Track(yard, track)))
            }
            Pinned::Emptied(None) => words::emptied_leaves(),
            Pinned::Emptied(Some(store)) => {
                words::emptied_into(self.resource(Resource::Store(store)))
            }
        }
    }

    /// What is of the arriving rake needs no rake.
    fn of_rake(rake: PinnedRake, what: Message) -> Message {
        match rake {
            PinnedRake::Arriving => what,
            PinnedRake::Onward => words::of_onward(what),
            PinnedRake::Emptied => words::of_emptied(what),
        }
    }

    fn task(self, task: Task) -> Message {
        let system = self.instance.system();
        match task {
            Task::Run(id) => {
                let section = system.section(id);
                words::run(words::named(&section.name, &section.title))
            }
            Task::Stage(id) => self.resource(Resource::Stage(id)),
            Task::Placing => words::placing(),
            Task::CraneWork => words::crane_work(),
            Task::Exchange => words::exchange(),
            Task::Pulling => words::pulling(),
            Task::Handling => words::handling(),
            Task::IntoStore => words::into_store(),
            Task::FromStore => words::from_store(),
            Task::Entry => words::to_enter(),
            Task::Exit => words::to_leave(),
        }
    }
}

/// In English.
impl fmt::Display for Words<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}
