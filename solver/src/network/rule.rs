//! Rules that can be left out of a network.

use serde::Serialize;

/// A rule that can be left out of the network, for tests of the checker and for explanations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
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
            Rule::Opposing => "opposing",
            Rule::Possession => "possession",
            Rule::LineWind => "line-wind",
            Rule::Caps => "caps",
            Rule::Pins => "pins",
        }
    }
}
