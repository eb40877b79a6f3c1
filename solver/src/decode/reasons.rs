//! Why a train is postponed.

use crate::contradictions::{facts, smallest};
use crate::journey::Journey;
use crate::network::{GroupIndex, Network, Rule, TrainIndex, TrainNetwork};
use crate::occupancy::Occupancy;
use crate::pricing::Pricer;
use regauge_model::Instance;
use regauge_model::ids::TrainId;
use regauge_model::plan::{Reason, ReasonCode};
use regauge_model::resource::{Pinned, Resource};

/// Why a train finds no journey beside the others: the groups of resources (yard, shed, section, store …) without any
/// one of which it would; or, when it finds none even alone, the rules without which it would.
///
/// `held` are the journeys of the others, by which the trains are found that a pinned train's pins clash with.
pub fn postponed_reason(
    instance: &Instance,
    network: &Network,
    occupancy: &mut Occupancy<'_>,
    pricer: &mut Pricer,
    id: TrainId,
    held: &[Option<Journey>],
) -> Reason {
    // plans are made of networks in the order of the file
    let index = TrainIndex::from_index(id.index());
    let train = &network[index];
    let mut alone = Occupancy::alone(network);
    if pricer.price(train, &mut alone).is_none() {
        return alone_reason(instance, pricer, id);
    }
    if train.pinned && !train.under_way {
        let clashes = clashes(network, occupancy, pricer, train, held);
        if !clashes.is_empty() {
            return pinned_beside(instance, network, id, &clashes);
        }
    }
    if train.under_way {
        occupancy.remove_stay(index);
    }
    let fits = pricer.price(train, occupancy).is_some();
    let mut blocked_by = Vec::new();
    for (group, data) in network.groups.iter().enumerate() {
        occupancy.ignore(Some(GroupIndex::from_index(group)));
        if pricer.price(train, occupancy).is_some() {
            blocked_by.push(data.resource);
        }
    }
    occupancy.ignore(None);
    if train.under_way {
        occupancy.add_stay(index);
    }
    if fits {
        // being planned is never more expensive: only a run that had to end leaves such a train out
        return no_time();
    }
    let text = if blocked_by.is_empty() {
        "no journey is left beside the other trains; more than one thing is in its way".to_owned()
    } else {
        format!(
            "no journey is left beside the other trains; it would fit with room in {}",
            in_words(instance, &blocked_by, " or ")
        )
    };
    Reason {
        code: ReasonCode::NoRoom,
        blocked_by,
        text,
    }
}

/// Of a train whose reason a run that had to end could not look for.
pub fn no_time() -> Reason {
    Reason {
        code: ReasonCode::NoTime,
        blocked_by: Vec::new(),
        text: "the run ended before the train was placed, and before it was known why".to_owned(),
    }
}

/// Most trains tried one by one for a clash with the pins of another.
const MAX_CLASHES: usize = 400;

/// Trains without any one of which a pinned train would have a journey: among those that are pinned or under way themselves,
/// as if nobody else were there, for it comes before the others; where it is none of those, among all.
fn clashes(
    network: &Network,
    occupancy: &mut Occupancy<'_>,
    pricer: &mut Pricer,
    train: &TrainNetwork,
    held: &[Option<Journey>],
) -> Vec<TrainIndex> {
    if pricer.price(train, occupancy).is_some() {
        return Vec::new();
    }
    let is_firm = |other: TrainIndex| network[other].pinned || network[other].under_way;
    let planned = |other: &TrainIndex| held.get(other.index()).is_some_and(Option::is_some);
    let (firm, others): (Vec<TrainIndex>, Vec<TrainIndex>) = network
        .train_indices()
        .filter(planned)
        .partition(|&other| is_firm(other));
    for &other in &others {
        held[other.index()]
            .iter()
            .for_each(|journey| occupancy.remove(journey));
    }
    let mut found = Vec::new();
    if pricer.price(train, occupancy).is_none() {
        found = without_one(train, occupancy, pricer, held, &firm);
    }
    for &other in others.iter().rev() {
        held[other.index()]
            .iter()
            .for_each(|journey| occupancy.insert(journey));
    }
    if found.is_empty() {
        found = without_one(train, occupancy, pricer, held, &others);
    }
    found
}

/// Those of some trains without any one of which another has a journey.
fn without_one(
    train: &TrainNetwork,
    occupancy: &mut Occupancy<'_>,
    pricer: &mut Pricer,
    held: &[Option<Journey>],
    among: &[TrainIndex],
) -> Vec<TrainIndex> {
    let mut found = Vec::new();
    for &other in among.iter().take(MAX_CLASHES) {
        let Some(journey) = &held[other.index()] else {
            continue;
        };
        occupancy.remove(journey);
        if pricer.price(train, occupancy).is_some() {
            found.push(other);
        }
        occupancy.insert(journey);
    }
    found
}

fn pinned_beside(
    instance: &Instance,
    network: &Network,
    train: TrainId,
    others: &[TrainIndex],
) -> Reason {
    let names: Vec<&str> = others
        .iter()
        .map(|other| network[*other].name.as_str())
        .collect();
    let pins = pins(instance, train);
    let trains = others
        .iter()
        .map(|other| Resource::Train(network[*other].train));
    Reason {
        code: ReasonCode::PinsClash,
        text: format!(
            "its pins ({}) cannot be kept beside train {}",
            pins_in_words(instance, &pins),
            names.join(" or ")
        ),
        blocked_by: pins.into_iter().map(Resource::Pin).chain(trains).collect(),
    }
}

/// The pins of a train.
fn pins(instance: &Instance, train: TrainId) -> Vec<Pinned> {
    instance.train(train).pins.all()
}

fn pins_in_words(instance: &Instance, pins: &[Pinned]) -> String {
    let pins = pins.iter().map(|pin| pin.words(instance).to_string());
    pins.collect::<Vec<_>>().join(", ")
}

fn in_words(instance: &Instance, resources: &[Resource], between: &str) -> String {
    let words = resources.iter().map(|one| one.words(instance).to_string());
    words.collect::<Vec<_>>().join(between)
}

fn alone_reason(instance: &Instance, pricer: &mut Pricer, train: TrainId) -> Reason {
    if let Some(pins) = smallest(instance, train, pricer, None) {
        let facts = facts(instance, train, &pins, pricer);
        let words: Vec<String> = facts
            .iter()
            .map(|fact| fact_in_words(instance, *fact))
            .collect();
        let because = if words.is_empty() {
            "even with the system to itself".to_owned()
        } else {
            format!("for {}", words.join(" or "))
        };
        let text = format!(
            "its pins ({}) cannot be kept {because}",
            pins_in_words(instance, &pins)
        );
        return Reason {
            code: ReasonCode::PinsClash,
            blocked_by: pins.into_iter().map(Resource::Pin).chain(facts).collect(),
            text,
        };
    }
    let mut helps = Vec::new();
    for rule in Rule::ALL {
        let network = Network::compile_one(instance, &[rule], train);
        let mut occupancy = Occupancy::alone(&network);
        let mut trains = network.trains.iter();
        if trains.any(|train| pricer.price(train, &mut occupancy).is_some()) {
            helps.push(rule);
        }
    }
    let text = if helps.is_empty() {
        "it finds no journey even with the system to itself: it would not be through before the end of the horizon".to_owned()
    } else {
        let words: Vec<&str> = helps.iter().map(|rule| rule_in_words(*rule)).collect();
        format!(
            "it finds no journey even with the system to itself; in its way: {}",
            words.join(" or ")
        )
    };
    Reason {
        code: ReasonCode::NoJourneyAlone,
        blocked_by: helps.into_iter().map(Resource::Rule).collect(),
        text,
    }
}

fn fact_in_words(instance: &Instance, fact: Resource) -> String {
    match fact {
        Resource::Rule(rule) => rule_in_words(rule).to_owned(),
        // the words of the rule that closes it
        Resource::Spot(_) => rule_in_words(Rule::Spots).to_owned(),
        Resource::Crane(_) => rule_in_words(Rule::Cranes).to_owned(),
        other => other.words(instance).to_string(),
    }
}

fn rule_in_words(rule: Rule) -> &'static str {
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
        Rule::Block => "a given path in the block section",
        Rule::Opposing => "a given path on the single track",
        Rule::Possession => "possession",
        Rule::LineWind => "wind on the line",
        Rule::Caps => "cap of a section",
        Rule::Throats => "another movement over the throat",
        Rule::Holds => "held until it is released",
        Rule::Pins => "its pins",
    }
}
