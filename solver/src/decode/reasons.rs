//! Why a train is postponed.

use crate::network::{Network, Rule};
use crate::occupancy::Occupancy;
use crate::pricing::Pricer;
use regauge_model::Instance;
use regauge_model::ids::TrainId;
use regauge_model::plan::Reason;

/// Why a train finds no journey beside the others: the groups of resources (yard, shed, section, store …) without any
/// one of which it would; or, when it finds none even alone, the rules without which it would.
pub fn postponed_reason(
    instance: &Instance,
    network: &Network,
    occupancy: &mut Occupancy<'_>,
    pricer: &mut Pricer,
    index: usize,
) -> Reason {
    let train = &network.trains[index];
    let mut alone = Occupancy::alone(network);
    if pricer.price(train, &mut alone).is_none() {
        return alone_reason(instance, pricer, index);
    }
    if train.under_way {
        occupancy.remove_stay(index);
    }
    let fits = pricer.price(train, occupancy).is_some();
    let mut blocked_by = Vec::new();
    for (group, data) in network.groups.iter().enumerate() {
        occupancy.ignore(Some(group as u32));
        if pricer.price(train, occupancy).is_some() {
            blocked_by.push(data.name.clone());
        }
    }
    occupancy.ignore(None);
    if train.under_way {
        occupancy.add_stay(index);
    }
    if fits {
        // being planned is never dearer: only a run that had to end leaves such a train out
        return no_time();
    }
    let text = if blocked_by.is_empty() {
        "no journey is left beside the other trains; more than one thing is in its way".to_owned()
    } else {
        format!(
            "no journey is left beside the other trains; it would fit with room in {}",
            blocked_by.join(" or ")
        )
    };
    Reason {
        code: "no-room".to_owned(),
        blocked_by,
        text,
    }
}

/// Of a train whose reason a run that had to end could not look for.
pub fn no_time() -> Reason {
    Reason {
        code: "no-time".to_owned(),
        blocked_by: Vec::new(),
        text: "the run ended before the train was placed, and before it was known why".to_owned(),
    }
}

fn alone_reason(instance: &Instance, pricer: &mut Pricer, index: usize) -> Reason {
    let mut helps = Vec::new();
    for rule in Rule::ALL {
        let network = Network::compile_one(instance, &[rule], TrainId::from_index(index));
        let mut occupancy = Occupancy::alone(&network);
        let mut trains = network.trains.iter();
        if trains.any(|train| pricer.price(train, &mut occupancy).is_some()) {
            helps.push(rule);
        }
    }
    let text = if helps.is_empty() {
        "it finds no journey even with the system to itself: it would not be through before the end of the horizon".to_owned()
    } else {
        let words: Vec<&str> = helps.iter().map(|rule| in_words(*rule)).collect();
        format!(
            "it finds no journey even with the system to itself; in its way: {}",
            words.join(" or ")
        )
    };
    Reason {
        code: "no-journey-alone".to_owned(),
        blocked_by: helps
            .iter()
            .map(|rule| format!("rule {}", rule.name()))
            .collect(),
        text,
    }
}

fn in_words(rule: Rule) -> &'static str {
    match rule {
        Rule::Tracks => "number of yard tracks",
        Rule::TrackLength => "length of yard tracks",
        Rule::Teams => "teams",
        Rule::StageCalendar => "working hours of a stage",
        Rule::Locomotives => "locomotives",
        Rule::ShuntingWind => "wind stops shunting",
        Rule::Spots => "closed spots",
        Rule::Access => "access to the spot",
        Rule::Cranes => "crane maintenance",
        Rule::Crossing => "cranes of one runway",
        Rule::CraneWind => "wind stops the cranes",
        Rule::Stores => "empty rakes or room in a store",
        Rule::Headway => "headway to a given path",
        Rule::Opposing => "a given path on the single track",
        Rule::Possession => "possession",
        Rule::LineWind => "wind on the line",
        Rule::Caps => "cap of a section",
        Rule::Pins => "its pins",
    }
}
