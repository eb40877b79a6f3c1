//! What things are called on a page: names of the file, and the resources and tasks of plans and of the checker, in the
//! language of the reader.

use crate::clean::clean;
use crate::clock::Clock;
use crate::text::{self, Text, fill};
use regauge_model::ids::{
    ClassId, CraneId, LocomotiveId, SectionId, SpotId, StageId, StationId, StoreId, ThroatId,
    TrainId, YardId, ZoneId,
};
use regauge_model::plan::{Closure, ClosureKind};
use regauge_model::resource::{Pinned, PinnedRake, Resource, Task};
use regauge_model::{Instance, Language, Minute, Span};
use unicode_width::UnicodeWidthChar;

/// Names of one instance in one language.
#[derive(Clone, Copy)]
pub(crate) struct Names<'a> {
    pub instance: &'a Instance,
    pub language: Language,
    /// Between two times.
    pub dash: &'static str,
    pub clock: Clock<'a>,
}

/// A kind of thing that has a name.
#[derive(Clone, Copy)]
struct Kind {
    text: Text,
    /// A name that goes on from this says already what it is.
    prefix: &'static str,
    /// And so does every title, as opposed to an id.
    in_titles: bool,
}

const fn kind(text: Text, prefix: &'static str, in_titles: bool) -> Kind {
    Kind {
        text,
        prefix,
        in_titles,
    }
}

const SECTION: Kind = kind(Text::WordSection, "section", true);
const CAP: Kind = kind(Text::WordCap, "cap", false);
const STATION: Kind = kind(Text::WordStation, "station", true);
const SHUNTING: Kind = kind(Text::Shunt, "shunting", false);
const TRACKS: Kind = kind(Text::WordTrack, "tracks", false);
const STAGE: Kind = kind(Text::WordStage, "stage", true);
const TEAM: Kind = kind(Text::WordTeam, "team", false);
const THROAT: Kind = kind(Text::WordThroat, "throat", true);
const STORE: Kind = kind(Text::WordStore, "store", true);
const EMPTIES: Kind = kind(Text::WordEmpties, "empties", false);
const ROOM: Kind = kind(Text::WordRoom, "room", false);
const SHED: Kind = kind(Text::WordShed, "shed", true);
const RUNWAY: Kind = kind(Text::WordRunway, "runway", false);
const SPOT: Kind = kind(Text::WordSpot, "spot", false);
const CRANE: Kind = kind(Text::WordCrane, "crane", false);

/// What a resource is called, for readers of a language.
pub fn resource_name(instance: &Instance, resource: Resource, language: Language) -> String {
    Names::new(instance, language, "–").resource(resource)
}

/// The id of a train as it may be printed.
pub fn train_name(id: &str) -> String {
    name(id)
}

/// A minute of the horizon on the clock of the instance: with the day where that is not the first.
pub fn time_name(instance: &Instance, minute: Minute, language: Language) -> String {
    let clock = Clock::new(instance.horizon(), language);
    clock.time(minute)
}

/// A name as it may be printed; one of which nothing is left is a question mark.
pub(crate) fn name(text: &str) -> String {
    let cleaned = clean(text);
    if cleaned.is_empty() {
        "?".to_owned()
    } else {
        cleaned
    }
}

impl<'a> Names<'a> {
    pub(crate) fn new(instance: &'a Instance, language: Language, dash: &'static str) -> Names<'a> {
        Names {
            instance,
            language,
            dash,
            clock: Clock::new(instance.horizon(), language),
        }
    }

    /// A text in the language of the reader.
    pub(crate) fn text(&self, text: Text) -> &'static str {
        text.in_language(self.language)
    }

    /// A text with its gaps filled.
    pub(crate) fn fill(&self, text: Text, values: &[&str]) -> String {
        fill(self.text(text), values)
    }

    /// The name for people, or the id for readers of English where that name is in another script.
    pub(crate) fn titled(&self, id: &str, title: &str) -> String {
        let is_wide = || title.chars().any(|c| c.width() == Some(2));
        if self.language == Language::English && is_wide() {
            name(id)
        } else {
            name(title)
        }
    }

    /// A train's number.
    pub(crate) fn train(&self, id: TrainId) -> String {
        // A report of the checker may be of another instance.
        let train = self.instance.trains().get(id.index());
        train.map_or_else(|| "?".to_owned(), |train| name(&train.name))
    }

    /// A class.
    pub(crate) fn class(&self, id: ClassId) -> String {
        let class = self.instance.system().class(id);
        self.titled(&class.name, &class.title)
    }

    /// A station.
    pub(crate) fn station(&self, id: StationId) -> String {
        let station = self.instance.system().station(id);
        self.titled(&station.name, &station.title)
    }

    /// A section of the line.
    pub(crate) fn section(&self, id: SectionId) -> String {
        let section = self.instance.system().section(id);
        self.titled(&section.name, &section.title)
    }

    /// A yard.
    pub(crate) fn yard(&self, id: YardId) -> String {
        let yard = self.instance.system().yard(id);
        self.titled(&yard.name, &yard.title)
    }

    /// A track of a yard.
    pub(crate) fn track(&self, yard: YardId, track: u32) -> String {
        self.fill(Text::TrackOf, &[&self.yard(yard), &track.to_string()])
    }

    /// A locomotive of a pool: `1520-2`, with its station where more than one has any.
    pub(crate) fn locomotive(&self, station: StationId, gauge_mm: u32, number: u32) -> String {
        let pools = self.instance.system().locomotives();
        if pools.iter().all(|pool| pool.station == pools[0].station) {
            return format!("{gauge_mm}-{number}");
        }
        format!("{} {gauge_mm}-{number}", self.station(station))
    }

    /// A stage.
    pub(crate) fn stage(&self, id: StageId) -> String {
        let stage = self.instance.system().stage(id);
        self.titled(&stage.name, &stage.title)
    }

    /// A throat.
    pub(crate) fn throat(&self, id: ThroatId) -> String {
        let throat = self.instance.system().throat(id);
        self.titled(&throat.name, &throat.title)
    }

    /// A store of empty rakes.
    pub(crate) fn store(&self, id: StoreId) -> String {
        let store = self.instance.system().store(id);
        self.titled(&store.name, &store.title)
    }

    /// A crane.
    pub(crate) fn crane(&self, id: CraneId) -> String {
        let crane = self.instance.system().crane(id);
        self.titled(&crane.name, &crane.title)
    }

    /// A wind zone.
    pub(crate) fn zone(&self, id: ZoneId) -> String {
        let zone = self.instance.system().zone(id);
        self.titled(&zone.name, &zone.title)
    }

    /// A spot.
    pub(crate) fn spot(&self, id: SpotId) -> String {
        name(&self.instance.system().spot(id).name)
    }

    /// A resource: the word for its kind and its name; the name alone where that says what it is.
    pub(crate) fn resource(&self, resource: Resource) -> String {
        // A report of the checker may be of another instance.
        if resource.unknown_to(self.instance).is_some() {
            return "?".to_owned();
        }
        let system = self.instance.system();
        macro_rules! thing {
            ($kind:expr, $thing:expr) => {
                self.of_kind($kind, &$thing.name, &$thing.title)
            };
        }
        match resource {
            Resource::Section(id) => thing!(SECTION, system.section(id)),
            Resource::Cap(id) => thing!(CAP, system.section(id)),
            Resource::Station(id) => thing!(STATION, system.station(id)),
            Resource::Shunting(id) => thing!(SHUNTING, system.station(id)),
            Resource::Tracks(id) => thing!(TRACKS, system.yard(id)),
            Resource::Track(id, track) => self.track(id, track),
            Resource::Stage(id) => thing!(STAGE, system.stage(id)),
            Resource::Teams(id) => thing!(TEAM, system.stage(id)),
            Resource::Team(id, team) => format!("{} {team}", thing!(TEAM, system.stage(id))),
            Resource::Locomotives(id) => self.counted(Text::WordLocomotive, &self.pool(id)),
            Resource::Locomotive(id, number) => {
                let pool = system.locomotive_pool(id);
                let unit = self.locomotive(pool.station, pool.gauge_mm, number);
                self.counted(Text::WordLocomotive, &unit)
            }
            Resource::Throat(id) => thing!(THROAT, system.throat(id)),
            Resource::Store(id) => thing!(STORE, system.store(id)),
            Resource::Empties(id) => thing!(EMPTIES, system.store(id)),
            Resource::Room(id) => thing!(ROOM, system.store(id)),
            Resource::Shed(id) => thing!(SHED, system.shed(id)),
            Resource::Runway(id) => thing!(RUNWAY, system.shed(id)),
            Resource::Spot(id) => self.of_spot(id),
            Resource::SpotSide(id, side) => {
                let gauge = system.spot(id).gauges_mm[usize::from(side)];
                format!("{} {gauge}", self.of_spot(id))
            }
            Resource::Crane(id) => thing!(CRANE, system.crane(id)),
            Resource::Train(id) => self.counted(Text::WordTrain, &self.train(id)),
            Resource::OnwardRake => self.text(Text::OwnOnwardRake).to_owned(),
            Resource::EmptiedRake => self.text(Text::OwnEmptiedRake).to_owned(),
            Resource::OwnStages => self.text(Text::OwnStages).to_owned(),
            Resource::Ahead => self.text(Text::WordAhead).to_owned(),
            Resource::Pin(pinned) => self.fill(Text::PinOf, &[&self.pinned(pinned)]),
            Resource::Rule(rule) => {
                let known = text::rule(rule.name()).map(|text| self.text(text).to_owned());
                known.unwrap_or_else(|| name(rule.name()))
            }
        }
    }

    /// What a pin fixes.
    fn pinned(&self, pinned: Pinned) -> String {
        match pinned {
            Pinned::Port(id) => self.resource(Resource::Station(id)),
            Pinned::Shed(id) => self.resource(Resource::Shed(id)),
            Pinned::Spot(id) => self.of_spot(id),
            Pinned::Mode(id) => {
                let mode = name(&self.instance.system().mode(id).name);
                self.counted(Text::WordMode, &mode)
            }
            Pinned::Entry => self.text(Text::WordEntry).to_owned(),
            Pinned::CraneWork => self.text(Text::WordCraneWork).to_owned(),
            Pinned::Exit => self.text(Text::WordExit).to_owned(),
            Pinned::Start(event) => {
                let task = match event.task {
                    Task::Run(id) => {
                        let section = self.resource(Resource::Section(id));
                        self.counted(Text::WordRun, &section)
                    }
                    task => self.task(task),
                };
                let task = match event.part {
                    0 | 1 => task,
                    part => self.fill(Text::OfPart, &[&task, &part.to_string()]),
                };
                self.of_rake(event.rake, task)
            }
            Pinned::Track(rake, id, track) => {
                self.of_rake(rake, self.resource(Resource::Track(id, track)))
            }
            Pinned::Emptied(None) => self.text(Text::EmptiedLeaves).to_owned(),
            Pinned::Emptied(Some(id)) => {
                self.of_rake(PinnedRake::Emptied, self.resource(Resource::Store(id)))
            }
        }
    }

    /// What is of the arriving rake needs no rake.
    fn of_rake(&self, rake: PinnedRake, what: String) -> String {
        let text = match rake {
            PinnedRake::Arriving => return what,
            PinnedRake::Onward => Text::OfOnwardRake,
            PinnedRake::Emptied => Text::OfEmptiedRake,
        };
        self.fill(text, &[&what])
    }

    /// What a rake waits to begin. Of a run no section: what stands in its way names that already.
    pub(crate) fn task(&self, task: Task) -> String {
        let text = match task {
            Task::Stage(id) => return self.resource(Resource::Stage(id)),
            Task::Run(_) => Text::WordRun,
            Task::Placing => Text::Placing,
            Task::CraneWork => Text::WordCraneWork,
            Task::Exchange => Text::Exchange,
            Task::Pulling => Text::Pulling,
            Task::Handling => Text::Handling,
            Task::IntoStore => Text::IntoStore,
            Task::FromStore => Text::FromStore,
            Task::Entry => Text::WordEntry,
            Task::Exit => Text::WordExit,
        };
        self.text(text).to_owned()
    }

    /// A thing behind the word for its kind. 第23换装库 is a shed, and so is shed-23: those names say what they are.
    fn of_kind(&self, kind: Kind, id: &str, title: &str) -> String {
        let named = self.titled(id, title);
        let says_kind = named.starts_with(kind.prefix) && named.len() > kind.prefix.len();
        if says_kind || (kind.in_titles && named != name(id)) {
            return named;
        }
        self.counted(kind.text, &named)
    }

    fn of_spot(&self, id: SpotId) -> String {
        let spot = &self.instance.system().spot(id).name;
        self.of_kind(SPOT, spot, spot)
    }

    /// A name or number behind the word for its kind.
    fn counted(&self, kind: Text, named: &str) -> String {
        format!("{} {named}", self.text(kind))
    }

    /// A pool of locomotives: its gauge, and its station where more than one has any.
    fn pool(&self, id: LocomotiveId) -> String {
        let pools = self.instance.system().locomotives();
        let pool = &pools[id.index()];
        if pools.iter().all(|other| other.station == pool.station) {
            return pool.gauge_mm.to_string();
        }
        format!("{} {}", pool.gauge_mm, self.station(pool.station))
    }

    /// A closure in the way of a rake that waits from a minute on.
    pub(crate) fn closure(&self, closure: &Closure, from: Minute) -> String {
        let mut words = vec![self.text(closure_kind(closure.why)).to_owned()];
        words.extend(closure.train.as_deref().map(name));
        words.extend(closure.zone.map(|zone| self.zone(zone)));
        words.extend(
            closure
                .span
                .map(|span| self.clock.on_day_of(from).span(span, self.dash)),
        );
        words.join(" ")
    }

    /// A list of things.
    pub(crate) fn list(&self, things: &[String]) -> String {
        things.join(match self.language {
            Language::Chinese => "、",
            Language::English => ", ",
        })
    }

    /// A span of minutes within the horizon.
    pub(crate) fn clipped(&self, span: Span) -> Span {
        let horizon = self.instance.horizon();
        span.intersection(Span::new(Minute(0), horizon.end))
    }
}

/// What a kind of closure is called, for readers of a language.
pub fn closure_name(kind: ClosureKind, language: Language) -> &'static str {
    closure_kind(kind).in_language(language)
}

/// The words for a kind of closure.
pub(crate) fn closure_kind(kind: ClosureKind) -> Text {
    match kind {
        ClosureKind::Possession => Text::ClosurePossession,
        ClosureKind::GivenPath => Text::ClosureGivenPath,
        ClosureKind::LineWind => Text::ClosureLineWind,
        ClosureKind::ShuntingWind => Text::ClosureShuntingWind,
        ClosureKind::CraneWind => Text::ClosureCraneWind,
        ClosureKind::Maintenance => Text::ClosureMaintenance,
        ClosureKind::SpotClosed => Text::ClosureSpot,
        ClosureKind::NotWorking => Text::ClosureNotWorking,
        ClosureKind::Busy => Text::ClosureBusy,
        ClosureKind::Hold => Text::ClosureHold,
        ClosureKind::Pin => Text::ClosurePin,
        ClosureKind::Buffer => Text::ClosureBuffer,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_never_empty() {
        assert_eq!(name("\u{1b}\u{202e}"), "?");
    }
}
