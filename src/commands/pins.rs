//! What is told of pins beside a plan: those that cannot be kept together, before it is made, and what those of each train cost, behind it.

use super::columns::columns;
use super::error::CommandError;
use super::{Console, words};
use regauge::plan::Resource;
use regauge::replan::{PinPrice, price_pins};
use regauge::{Contradiction, Instance, Language, Plan};
use regauge_model::message::Value;
use regauge_report::{cost, resource_name, time_name, train_name};
use serde_json::json;

/// Units of work for the pins of each train, of those of the run.
const SHARE: f64 = 0.1;

/// Pins of a train that are named; the rest are counted.
const NAMED: usize = 3;

/// Tells pins that cannot be kept together, a line each.
pub fn warn(
    instance: &Instance,
    contradictions: &[Contradiction],
    console: &mut Console<'_>,
) -> Result<(), CommandError> {
    let language = console.language;
    let name = |resource| resource_name(instance, resource, language);
    for found in contradictions {
        let facts: Vec<String> = found.facts.iter().map(|fact| name(*fact)).collect();
        let trains = found.trains.iter().map(|(train, pins)| {
            let pins = pins.iter().map(|pin| name(Resource::Pin(*pin)));
            let pins: Vec<String> = pins.collect();
            let number = train_name(&instance.train(*train).name);
            words::train_with_pins(number, separated(&pins, language))
        });
        let trains: Vec<_> = trains.collect();
        let message = match (found.at, &trains[..]) {
            (Some(at), [one, other]) => {
                let at = time_name(instance, at, language);
                words::pins_need_one_thing(one, other, separated(&facts, language), at)
            }
            (_, trains) => {
                let train = Value::list(trains.iter().cloned());
                if facts.is_empty() {
                    words::pins_contradict(train)
                } else {
                    words::pins_contradict_facts(train, separated(&facts, language))
                }
            }
        };
        writeln!(console.err, "{}", message.in_language(language))?;
    }
    Ok(())
}

fn separated(things: &[String], language: Language) -> String {
    things.join(match language {
        Language::Chinese => "、",
        Language::English => ", ",
    })
}

/// The prices of the pins of a plan.
pub fn prices(
    instance: &Instance,
    plan: &Plan,
    (seed, work, threads): (u64, f64, usize),
) -> Result<Vec<PinPrice>, CommandError> {
    let prices = price_pins(instance, plan, (seed, work * SHARE, threads));
    prices.map_err(|error| CommandError::Internal(words::not_taken_up(error.to_string())))
}

/// A line for each pinned train.
pub fn table(instance: &Instance, prices: &[PinPrice], language: Language) -> String {
    if prices.is_empty() {
        return words::nothing_pinned().in_language(language) + "\n";
    }
    let say = |message: regauge::Message| message.in_language(language);
    let mut rows = vec![[
        say(words::pins_of_head()),
        say(words::saves_head()),
        say(words::exit_without_head()),
        say(words::pins_head()),
    ]];
    for price in prices {
        let exit = price.exit.map(|exit| time_name(instance, exit, language));
        let pins = price.pins.iter();
        let pins = pins.map(|pin| resource_name(instance, Resource::Pin(*pin), language));
        let mut pins: Vec<String> = pins.collect();
        // a frozen train has many
        if pins.len() > NAMED {
            let more = pins.split_off(NAMED).len();
            pins.push(format!("+{more}"));
        }
        rows.push([
            train_name(&instance.train(price.train).name),
            cost(price.gain),
            exit.unwrap_or_else(|| say(words::postponed_cell())),
            separated(&pins, language),
        ]);
    }
    columns(&rows)
}

/// The same for programs.
pub fn as_json(instance: &Instance, prices: &[PinPrice]) -> serde_json::Value {
    let prices = prices.iter().map(|price| {
        let pins = price.pins.iter();
        let pins = pins.map(|pin| regauge::plan::resource_to_file(instance, Resource::Pin(*pin)));
        json!({
            "train": instance.train(price.train).name,
            "gain": price.gain,
            "exit": price.exit.map(|exit| instance.horizon().date_time(exit)),
            "pins": pins.collect::<Vec<_>>(),
        })
    });
    prices.collect()
}
