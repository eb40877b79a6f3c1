//! The compiled problem: one small operation network per train over shared resources.

use regauge_model::Instance;

/// A rule that can be left out of the network, for tests of the checker and for explanations.
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
    /// Outdoor cranes pause under wind.
    CraneWind,
    /// Empty rakes in stores and room for them.
    Stores,
    /// Headway of runs of one direction.
    Headway,
    /// Opposing runs on one track.
    Opposing,
    /// Possessions.
    Possession,
    /// Line stops and slow running under wind.
    LineWind,
    /// Caps per railway day.
    Caps,
    /// Pins.
    Pins,
}

impl Rule {
    /// Every rule.
    pub const ALL: [Rule; 18] = [
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
        Rule::Opposing,
        Rule::Possession,
        Rule::LineWind,
        Rule::Caps,
        Rule::Pins,
    ];
}

/// The compiled problem.
#[derive(Debug)]
pub struct Network {}

impl Network {
    /// Compiles an instance.
    pub fn compile(instance: &Instance) -> Network {
        Network::compile_without(instance, &[])
    }

    /// Compiles an instance with some rules left out.
    pub fn compile_without(_instance: &Instance, _left_out: &[Rule]) -> Network {
        Network {}
    }

    /// The compiled problem as JSON, as documented in `docs/compiled-problem.md`.
    pub fn to_json(&self, _instance: &Instance) -> String {
        String::new()
    }
}
