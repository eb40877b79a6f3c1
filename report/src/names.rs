//! What things are called on a page: names of the file for the language of the reader, and the phrases by which plans
//! and the checker speak of resources (`spot 23-1`, `section border-broad`) in that language.

use crate::clock::Clock;
use crate::language::Language;
use crate::text::{self, Text, fill, word};
use crate::wording::clean;
use regauge_model::ids::{
    ClassId, CraneId, SectionId, SpotId, StationId, StoreId, TrainId, YardId, ZoneId,
};
use regauge_model::plan::{Closure, ClosureKind};
use regauge_model::{Instance, Minute, Span};
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

    /// A phrase such as `spot 23-1` or `own onward rake` in the language of the page. Plans and the checker write the
    /// kind of thing first, in English, then its id: the words of the kind are turned, the id gives way to its name.
    pub(crate) fn phrase(&self, phrase: &str) -> String {
        if let Some(rule) = phrase.strip_prefix("rule ") {
            let known = text::rule(rule).map(|text| self.text(text).to_owned());
            return known.unwrap_or_else(|| name(rule));
        }
        let mut turned: Vec<&str> = Vec::new();
        let (mut rest, mut kind) = (phrase, "");
        let mut names_rake = false;
        while !rest.is_empty() {
            let (first, after) = rest.split_once(' ').unwrap_or((rest, ""));
            // an id may be a word of ours
            if self.with_name(kind, rest).is_some() {
                break;
            }
            let Some(text) = word(first) else { break };
            // 续运车列 is "onward rake" already.
            if text != Text::WordRake || !names_rake || self.language == Language::English {
                turned.push(self.text(text));
            }
            names_rake = matches!(
                text,
                Text::ArrivingRake | Text::OnwardRake | Text::EmptiedRake
            );
            (rest, kind) = (after, first);
        }
        let between = match self.language {
            Language::Chinese => "",
            Language::English => " ",
        };
        let turned = turned.join(between);
        if rest.is_empty() {
            return name(&turned);
        }
        let named = self.in_place_of_id(kind, rest);
        // 第23换装库 is a shed, and so is shed-23: the name says what it is.
        let says_kind = named.starts_with(kind)
            || (named != rest && matches!(kind, "section" | "shed" | "stage" | "store"));
        let rest = self.directed(&named);
        if turned.is_empty() || says_kind {
            return name(&rest);
        }
        name(&format!("{turned} {rest}"))
    }

    /// What begins with the id of a thing of some kind, with its name instead.
    fn in_place_of_id(&self, kind: &str, text: &str) -> String {
        self.with_name(kind, text)
            .unwrap_or_else(|| text.to_owned())
    }

    /// The same; `None` where it begins with no such id.
    fn with_name(&self, kind: &str, text: &str) -> Option<String> {
        let system = self.instance.system();
        let find = |things: &mut dyn Iterator<Item = (&str, &str)>| {
            let found = things
                .filter_map(|(id, title)| {
                    let rest = text.strip_prefix(id)?;
                    (rest.is_empty() || rest.starts_with(' ')).then_some((id, title, rest))
                })
                .max_by_key(|(id, ..)| id.len());
            found.map(|(id, title, rest)| self.titled(id, title) + rest)
        };
        macro_rules! among {
            ($things:ident) => {
                find(
                    &mut system
                        .$things()
                        .iter()
                        .map(|t| (t.name.as_str(), t.title.as_str())),
                )
            };
        }
        match kind {
            "section" | "run" | "cap" => among!(sections),
            "yard" | "track" | "tracks" => among!(yards),
            "stage" | "team" | "teams" => among!(stages),
            "store" | "empties" | "room" => among!(stores),
            "shed" | "runway" => among!(sheds),
            "crane" | "cranes" => among!(cranes),
            "station" | "shunting" => among!(stations),
            "locomotive" | "locomotives" => {
                // The gauge stands first, then perhaps the station.
                text.split_once(' ').and_then(|(gauge, station)| {
                    let mut stations = system.stations().iter();
                    let found = stations.find(|s| s.name == station)?;
                    // Nobody names the only station that has any.
                    let pools = system.locomotives();
                    if pools.iter().all(|pool| pool.station == pools[0].station) {
                        return Some(gauge.to_owned());
                    }
                    Some(format!(
                        "{gauge} {}",
                        self.titled(&found.name, &found.title)
                    ))
                })
            }
            "spot" => {
                let spots = system.spots().iter();
                find(&mut spots.map(|spot| (spot.name.as_str(), spot.name.as_str())))
            }
            _ => None,
        }
    }

    /// `border-broad down`, as key figures have it.
    pub(crate) fn section_and_direction(&self, text: &str) -> String {
        name(&self.directed(&self.in_place_of_id("section", text)))
    }

    /// `… down` with the direction in the language of the page.
    fn directed(&self, text: &str) -> String {
        match text.rsplit_once(' ') {
            Some((rest, "down")) => format!("{rest} {}", self.text(Text::Down)),
            Some((rest, "up")) => format!("{rest} {}", self.text(Text::Up)),
            _ => text.to_owned(),
        }
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
        ClosureKind::Pin => Text::ClosurePin,
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
