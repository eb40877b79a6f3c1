//! `insert`: one more train in a published plan, and what it would cost the others. `offer`: a train of it to be helped.

use super::columns::columns;
use super::error::CommandError;
use super::explain::train;
use super::plan::units;
use super::source::{PairArgs, invalid};
use super::{Console, Format, Verdict, files, outputs, words};
use clap::Args;
use regauge::advance::{actual_from_json, instance_file};
use regauge::plan::Resource;
use regauge::replan::{Offer, Offers, ReplanError, helped, offers};
use regauge::{CancelToken, DEFAULT_WORK, Language, Message, Stop, plan_to_json};
use regauge_report::{cost, resource_name, time_name};
use serde_json::json;
use std::path::{Path, PathBuf};

/// Offer places for one more train, and what each would cost the others
///
/// Up to three offers, the cheapest first: in different places beside all others as they are planned, and with others moved where that is cheaper,
/// each weighed with what changes of the plan cost. Every offer is a checked plan; --take writes one of them.
#[derive(Args)]
#[command(override_usage = "\
regauge insert [OPTIONS] --train <FILE> <INSTANCE> <PLAN>
       regauge insert [OPTIONS] --train <FILE> --demo <NAME> <PLAN>")]
pub struct InsertArgs {
    #[command(flatten)]
    source: PairArgs,
    /// File with the train: events with one entry of `new_trains`; `-` for standard input.
    #[arg(long, value_name = "FILE")]
    train: PathBuf,
    #[command(flatten)]
    taken: TakenArgs,
}

/// Offer a train of a plan to leave earlier, and what each would cost the others
///
/// Up to three offers, the cheapest first: by when it would leave alone, and less early, with others moved where that is needed, each weighed with
/// what changes of the plan cost. Every offer is a checked plan; --take writes one of them.
#[derive(Args)]
#[command(override_usage = "\
regauge offer [OPTIONS] --train <TRAIN> <INSTANCE> <PLAN>
       regauge offer [OPTIONS] --train <TRAIN> --demo <NAME> <PLAN>")]
pub struct OfferArgs {
    #[command(flatten)]
    source: PairArgs,
    /// The train to be helped.
    #[arg(long, value_name = "TRAIN")]
    train: String,
    #[command(flatten)]
    taken: TakenArgs,
}

/// Which offer is taken, and where it goes.
#[derive(Args)]
pub struct TakenArgs {
    /// The offer that is written, from 1.
    #[arg(long, value_name = "NUMBER", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=3))]
    take: u8,
    /// File for the plan of the offer taken, written completely or not at all.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// File for the instance with the train, of which that is a plan.
    #[arg(long, value_name = "FILE")]
    instance_output: Option<PathBuf>,
    /// Seed of everything random.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// Units of work, each about a second of one core (default: 1).
    #[arg(long, value_name = "UNITS", value_parser = units)]
    work: Option<f64>,
    /// Who reads standard output and the messages.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

impl InsertArgs {
    /// Who reads the result.
    pub fn format(&self) -> Format {
        self.taken.format
    }
}

impl OfferArgs {
    /// Who reads the result.
    pub fn format(&self) -> Format {
        self.taken.format
    }
}

impl TakenArgs {
    /// The files that are written, none of which is read.
    fn outputs(&self, inputs: &[&Path]) -> Result<Vec<outputs::Named<'_>>, CommandError> {
        let mut named = outputs::named("--output", self.output.as_deref());
        let instance = self.instance_output.as_deref();
        named.extend(outputs::named("--instance-output", instance));
        outputs::check(inputs, &named)?;
        Ok(named)
    }

    fn stop(&self, console: &mut Console<'_>) -> Stop {
        let token = CancelToken::new();
        (console.on_interrupt)(token.clone());
        Stop::cancelled(&token).or(Stop::work(self.work.unwrap_or(DEFAULT_WORK)))
    }
}

/// Runs `offer`.
pub fn run_offer(args: &OfferArgs, console: &mut Console<'_>) -> Result<Verdict, CommandError> {
    let taken = &args.taken;
    let named = taken.outputs(&args.source.files())?;
    let (text, file, instance, plan) = args.source.read_with_text(console)?;
    let data = instance_file(&text).map_err(invalid(&file))?;
    let train = train(&instance, &args.train)?;
    let search = (taken.seed, taken.stop(console));
    let found = helped(&data, &instance, &plan, train, search);
    let found = found.map_err(|error| match error {
        ReplanError::NotPlanned => CommandError::Usage {
            message: words::train_not_planned(&args.train),
            advice: words::name_a_planned_train(),
        },
        other => not_taken_up(&other),
    })?;
    deliver(&found, taken, &named, console)
}

fn not_taken_up(error: &ReplanError) -> CommandError {
    CommandError::Usage {
        message: words::not_taken_up(error.to_string()),
        advice: words::check_first(),
    }
}

/// Runs `insert`.
pub fn run(args: &InsertArgs, console: &mut Console<'_>) -> Result<Verdict, CommandError> {
    let taken = &args.taken;
    let mut inputs = args.source.files();
    inputs.push(&args.train);
    let named = taken.outputs(&inputs)?;
    let (text, file, instance, plan) = args.source.read_with_text(console)?;
    let data = instance_file(&text).map_err(invalid(&file))?;
    let events = files::read(&args.train, console)?;
    let events = actual_from_json(&events).map_err(invalid(&args.train))?;
    let [train] = &events.new_trains[..] else {
        return Err(CommandError::Usage {
            message: words::one_new_train(events.new_trains.len()),
            advice: words::give_one_train(),
        });
    };
    let search = (taken.seed, taken.stop(console));
    let found = offers(&data, &instance, &plan, train.clone(), search);
    let found = found.map_err(|error| match error {
        ReplanError::Instance(problems) => invalid(&args.train)(problems),
        other => not_taken_up(&other),
    })?;
    deliver(&found, taken, &named, console)
}

/// Writes the offer taken, and shows them all.
fn deliver(
    found: &Offers,
    args: &TakenArgs,
    named: &[outputs::Named<'_>],
    console: &mut Console<'_>,
) -> Result<Verdict, CommandError> {
    let taken = found.offers.get(usize::from(args.take) - 1);
    let mut written = Vec::new();
    if let Some(path) = &args.instance_output {
        written.push((path.clone(), outputs::json(&found.file)?.into_bytes()));
    }
    if let Some(path) = &args.output {
        let Some(taken) = taken else {
            return Err(CommandError::Usage {
                message: words::no_such_offer(u32::from(args.take), found.offers.len()),
                advice: words::take_another(),
            });
        };
        let text = plan_to_json(&found.instance, &taken.plan).map_err(CommandError::foreign)?;
        written.push((path.clone(), text.into_bytes()));
    }
    let is_shown = !named.iter().any(|(_, path)| files::is_standard(path));
    outputs::write_all(written, console)?;
    if is_shown {
        let shown = match args.format {
            Format::Text => table(found, console.language),
            Format::Json => document(found)?,
        };
        outputs::deliver(None, &shown, console)?;
    }
    Ok(if found.offers.is_empty() {
        Verdict::WithFindings
    } else {
        Verdict::Clean
    })
}

fn table(found: &Offers, language: Language) -> String {
    let say = |message: Message| message.in_language(language);
    if found.offers.is_empty() {
        return say(words::no_offer()) + "\n";
    }
    let mut rows = vec![[
        say(words::offer_head()),
        say(words::where_head()),
        say(words::exit_head()),
        say(words::own_head()),
        say(words::others_head()),
        say(words::trains_moved()),
    ]];
    let offers = found.offers.iter().enumerate();
    let offers = offers.map(|(index, offer)| ((index + 1).to_string(), offer));
    let planned = found.as_planned.iter();
    let planned = planned.map(|offer| (say(words::as_planned()), offer));
    for (number, offer) in planned.chain(offers) {
        let instance = &found.instance;
        let name = |resource| resource_name(instance, resource, language);
        let port = offer.port.map(|port| name(Resource::Station(port)));
        let spot = offer.spot.map(|spot| name(Resource::Spot(spot)));
        let place: Vec<String> = port.into_iter().chain(spot).collect();
        rows.push([
            number,
            place.join(", "),
            time_name(instance, offer.exit, language),
            cost(offer.own),
            cost(offer.others),
            offer.compared.touched.to_string(),
        ]);
    }
    columns(&rows)
}

fn document(found: &Offers) -> Result<String, CommandError> {
    let system = found.instance.system();
    let of = |offer: &Offer| {
        json!({
            "port": offer.port.map(|port| &system.station(port).name),
            "spot": offer.spot.map(|spot| &system.spot(spot).name),
            "exit": found.instance.horizon().date_time(offer.exit),
            "own": offer.own,
            "others": offer.others,
            "touched": offer.compared.touched,
        })
    };
    let document = json!({
        "train": found.instance.train(found.train).name,
        "without": found.without,
        "as_planned": found.as_planned.as_ref().map(of),
        "offers": found.offers.iter().map(of).collect::<Vec<_>>(),
    });
    outputs::json(&document)
}
