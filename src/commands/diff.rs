//! `diff`: what changed between two plans, the new plan from the old one, and how often decisions were taken back.

use super::error::CommandError;
use super::source::{demo_text, invalid};
use super::view::{ViewArgs, minute_of};
use super::{Console, Format, Verdict, files, outputs, words};
use clap::Args;
use regauge::diff::{
    DiffConfig, Nervousness, PlanDiff, apply_json, diff_to_json, nervousness, plan_file,
};
use regauge::text::visible_json;
use regauge::{Instance, Plan, plan_from_json};
use std::path::{Path, PathBuf};

/// Show what changed between two plans: trains that moved, and where to, in a page
///
/// The plans may be of one instance, or of two that share station and trains by their names, such as before and after `advance`.
/// With --format json the difference holds all that makes the new plan of the old one; --apply does.
#[derive(Args)]
#[command(override_usage = "\
regauge diff [OPTIONS] --instance <INSTANCE> <OLD> <NEW>
       regauge diff [OPTIONS] --instance <OLD INSTANCE> --instance <NEW INSTANCE> <OLD> <NEW>
       regauge diff [OPTIONS] --demo <NAME> <OLD> <NEW>
       regauge diff --nervousness --instance <INSTANCE>... <PLAN> <PLAN> <PLAN>...
       regauge diff --apply <OLD> <DIFFERENCE> [-o <NEW>]")]
pub struct DiffArgs {
    /// Plan files, the old one first; with --apply the old plan and the difference; `-` for standard input.
    #[arg(value_name = "PLAN", required = true, num_args = 2..)]
    plans: Vec<PathBuf>,
    /// Instance file of all plans; given several times, one for each plan.
    #[arg(long, value_name = "INSTANCE", conflicts_with = "demo")]
    instance: Vec<PathBuf>,
    /// A ready-made instance instead of a file: s, m, l, xl …
    #[arg(long, value_name = "NAME")]
    demo: Option<String>,
    /// Times that moved by no more minutes are the same.
    #[arg(long, value_name = "MINUTES", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=1440))]
    tolerance: u32,
    /// Leave out what happened before: a time such as 03:10 (the first one of the new plan) or a date-time such as
    /// 2023-11-16T03:10, on the clock of its instance.
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
    /// How often a decision went from one thing to another and back, in plans published one after the other.
    #[arg(long, conflicts_with_all = ["tolerance", "now", "apply"])]
    nervousness: bool,
    /// Write the new plan, made of the old one and a difference; no instance is needed.
    #[arg(long, conflicts_with_all = ["instance", "demo", "tolerance", "now"])]
    apply: bool,
    /// File for the result (default: standard output).
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Who reads the result.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    #[command(flatten)]
    view: ViewArgs,
}

/// Runs the command.
pub fn run(args: &DiffArgs, console: &mut Console<'_>) -> Result<Verdict, CommandError> {
    let inputs: Vec<&Path> = args
        .plans
        .iter()
        .chain(&args.instance)
        .map(PathBuf::as_path)
        .collect();
    let standard = inputs
        .iter()
        .filter(|path| files::is_standard(path))
        .count();
    if standard > 1 {
        return Err(usage(words::input_once(), words::one_as_file()));
    }
    outputs::check(&inputs, &outputs::named("--output", args.output.as_deref()))?;
    if args
        .output
        .as_deref()
        .is_some_and(|path| !files::is_standard(path))
    {
        // Colours are for terminals.
        console.color = Some(false);
    }
    let text = if args.apply {
        applied(args, console)?
    } else if args.nervousness {
        let chain = chain(args, console)?;
        let pairs: Vec<(&Instance, &Plan)> = chain.iter().map(|(i, p)| (i, p)).collect();
        let found = nervousness(&pairs).map_err(CommandError::foreign)?;
        match (args.format, pairs.last()) {
            (Format::Text, Some((instance, _))) => {
                args.view.nervousness(instance, &found, console)?
            }
            _ => visible_json(format!("{:#}", json(&found))) + "\n",
        }
    } else {
        difference(args, console)?
    };
    outputs::deliver(args.output.as_deref(), &text, console)
}

/// What changed between two plans.
fn difference(args: &DiffArgs, console: &mut Console<'_>) -> Result<String, CommandError> {
    let two_wanted = || usage(words::two_plans(), words::or_nervousness());
    // Before any of them is read.
    if args.plans.len() != 2 {
        return Err(two_wanted());
    }
    let chain = chain(args, console)?;
    let [(old, old_plan), (new, new_plan)] = chain.as_slice() else {
        return Err(two_wanted());
    };
    let now = args.now.as_ref();
    let config = DiffConfig {
        tolerance: args.tolerance,
        now: now.map(|text| minute_of(new, text)).transpose()?,
    };
    let (before, after) = ((old, old_plan), (new, new_plan));
    match args.format {
        Format::Json => diff_to_json(before, after, &config).map_err(CommandError::foreign),
        Format::Text => {
            let diff = PlanDiff::between(before, after, &config).map_err(CommandError::foreign)?;
            args.view.difference((old, new), &diff, console)
        }
    }
}

/// The new plan, from the old one and a difference.
fn applied(args: &DiffArgs, console: &mut Console<'_>) -> Result<String, CommandError> {
    let [old, difference] = args.plans.as_slice() else {
        return Err(usage(words::old_and_difference(), words::name_them()));
    };
    let text = files::read(old, console)?;
    let plan = plan_file(&text).map_err(invalid(old))?;
    let text = files::read(difference, console)?;
    apply_json(&plan, &text).map_err(invalid(difference))
}

/// Every plan beside its instance.
fn chain(
    args: &DiffArgs,
    console: &mut Console<'_>,
) -> Result<Vec<(Instance, Plan)>, CommandError> {
    let n_plans = args.plans.len();
    let mut instances: Vec<Instance> = Vec::new();
    if let Some(name) = &args.demo {
        let instance = Instance::from_json(demo_text(name)?);
        instances.push(instance.map_err(invalid(Path::new(name)))?);
    } else {
        let given = args.instance.len();
        if ![1, n_plans].contains(&given) {
            return Err(usage(
                words::instances_given(given, n_plans),
                words::one_or_each(),
            ));
        }
        for path in &args.instance {
            let text = files::read(path, console)?;
            instances.push(Instance::from_json(&text).map_err(invalid(path))?);
        }
    }
    let mut chain = Vec::with_capacity(n_plans);
    for (index, path) in args.plans.iter().enumerate() {
        // One for all, or one for each.
        let instance = instances.get(index).or(instances.first());
        let Some(instance) = instance else { continue };
        let text = files::read(path, console)?;
        let plan = plan_from_json(instance, &text).map_err(invalid(path))?;
        chain.push((instance.clone(), plan));
    }
    Ok(chain)
}

fn usage(message: regauge::Message, advice: regauge::Message) -> CommandError {
    CommandError::Usage { message, advice }
}

/// Nervousness for programs.
fn json(found: &Nervousness) -> serde_json::Value {
    use regauge::diff::{Count, Decision};
    let counts = |counts: &[Count; 7]| -> serde_json::Value {
        let all = Decision::ALL.into_iter().zip(counts);
        let all = all
            .filter(|(_, count)| count.decisions > 0)
            .map(|(decision, count)| {
                let count = serde_json::json!({
                    "decisions": count.decisions,
                    "changes": count.changes,
                    "returns": count.returns,
                });
                (decision.name().to_owned(), count)
            });
        serde_json::Value::Object(all.collect())
    };
    let trains: Vec<serde_json::Value> = found
        .trains
        .iter()
        .map(|train| serde_json::json!({ "train": train.train, "kinds": counts(&train.counts) }))
        .collect();
    serde_json::json!({
        "plans": found.plans,
        "kinds": counts(&found.kinds),
        "trains": trains,
    })
}
