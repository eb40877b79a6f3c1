//! From a name to the number of the thing, with the nearest name when there is none.

use crate::ids::ShedId;
use crate::message::Message;
use crate::{Instance, words};
use std::collections::HashMap;

/// The names of one kind of thing.
pub(super) struct Names<'a> {
    /// What one of them is called in a message.
    pub kind: Message,
    numbers: HashMap<&'a str, u32>,
    in_order: Vec<&'a str>,
}

impl<'a> Names<'a> {
    fn new(kind: Message, names: impl Iterator<Item = &'a str>) -> Names<'a> {
        let in_order: Vec<&str> = names.collect();
        let numbers = in_order
            .iter()
            .zip(0..)
            .map(|(name, number)| (*name, number));
        Names {
            kind,
            numbers: numbers.collect(),
            in_order,
        }
    }

    /// The number of a name.
    pub fn number(&self, name: &str) -> Option<u32> {
        self.numbers.get(name).copied()
    }

    /// What to say about a name that is not there.
    pub fn advice(&self, name: &str) -> Option<Message> {
        nearest(name, &self.in_order).map(words::maybe_is_meant)
    }
}

/// The name most like the one given, when any is like it at all; the first in order among equals.
fn nearest<'a>(name: &str, names: &[&'a str]) -> Option<&'a str> {
    let distance = |other: &&str| strsim::damerau_levenshtein(name, other);
    let best = names.iter().min_by_key(|other| distance(other))?;
    (distance(best) * 2 <= name.chars().count().max(2)).then_some(*best)
}

/// The names of everything a plan speaks of.
pub(super) struct AllNames<'a> {
    pub trains: Names<'a>,
    pub sections: Names<'a>,
    pub stations: Names<'a>,
    pub yards: Names<'a>,
    pub stages: Names<'a>,
    pub stores: Names<'a>,
    pub throats: Names<'a>,
    pub sheds: Names<'a>,
    pub spots: Names<'a>,
    pub cranes: Names<'a>,
    pub zones: Names<'a>,
    instance: &'a Instance,
}

impl<'a> AllNames<'a> {
    pub fn new(instance: &'a Instance) -> AllNames<'a> {
        let system = instance.system();
        AllNames {
            trains: Names::new(
                words::train(),
                instance.trains().iter().map(|t| t.name.as_str()),
            ),
            sections: Names::new(
                words::section(),
                system.sections().iter().map(|s| s.name.as_str()),
            ),
            stations: Names::new(
                words::station(),
                system.stations().iter().map(|s| s.name.as_str()),
            ),
            yards: Names::new(
                words::yard(),
                system.yards().iter().map(|y| y.name.as_str()),
            ),
            stages: Names::new(
                words::stage(),
                system.stages().iter().map(|s| s.name.as_str()),
            ),
            stores: Names::new(
                words::store(),
                system.stores().iter().map(|s| s.name.as_str()),
            ),
            throats: Names::new(
                words::throat(),
                system.throats().iter().map(|t| t.name.as_str()),
            ),
            sheds: Names::new(
                words::shed(),
                system.sheds().iter().map(|s| s.name.as_str()),
            ),
            spots: Names::new(
                words::spot(),
                system.spots().iter().map(|s| s.name.as_str()),
            ),
            cranes: Names::new(
                words::crane(),
                system.cranes().iter().map(|c| c.name.as_str()),
            ),
            zones: Names::new(
                words::wind_zone(),
                system.zones().iter().map(|z| z.name.as_str()),
            ),
            instance,
        }
    }

    /// Modes have names of their own in each shed: the mode of that name in a shed.
    pub fn mode(&self, shed: ShedId, name: &str) -> Result<u32, Option<Message>> {
        let system = self.instance.system();
        let modes = &system.shed(shed).modes;
        let found = modes.iter().find(|mode| system.mode(**mode).name == name);
        found.map(|mode| mode.0).ok_or_else(|| {
            let names: Vec<&str> = modes
                .iter()
                .map(|m| system.mode(*m).name.as_str())
                .collect();
            nearest(name, &names).map(words::maybe_is_meant)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_advised_and_a_far_one_is_not() {
        let names = Names::new(words::spot(), ["23-1", "outdoor-1"].into_iter());
        assert_eq!(names.number("outdoor-1"), Some(1));
        assert_eq!(names.advice("23-2"), Some(words::maybe_is_meant("23-1")));
        assert_eq!(names.advice("somewhere"), None);
    }
}
