//! `check`: is a plan right, and what is it worth?

use super::error::CommandError;
use super::source::CheckedArgs;
use super::view::{ViewArgs, WORTH};
use super::{Console, Format, Verdict, warnings};
use clap::Args;
use regauge::plan::{kpis_to_file, parts_to_file, resource_to_file};
use regauge::text::visible_json;
use regauge::{Instance, Language, Plan, Report, check};

/// Check an instance: warnings; or a plan: violations, objective, key figures
#[derive(Args)]
#[command(override_usage = "\
regauge check [OPTIONS] <INSTANCE> [PLAN]
       regauge check [OPTIONS] --demo <NAME> [PLAN]")]
pub struct CheckArgs {
    #[command(flatten)]
    source: CheckedArgs,
    /// Who reads the result.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Postponed trains are findings too: exit code 1 unless every train is planned.
    #[arg(long)]
    all_planned: bool,
    /// Without a plan: exit with code 1 if there are warnings.
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    view: ViewArgs,
}

/// What the checker does not prove and takes from the plan as it stands there, by its place in the plan file.
const ON_TRUST: [&str; 10] = [
    "made_by",
    "status",
    "bound",
    "gap",
    "avoidable",
    "levels[].bound",
    "levels[].alone",
    "trains[].reason",
    "trains[].waits",
    "kpis.waits",
];

/// Runs the command.
pub fn run(args: &CheckArgs, console: &mut Console<'_>) -> Result<Verdict, CommandError> {
    let (instance, plan) = args.source.read(console)?;
    let Some(plan) = plan else {
        let how = (args.format, args.strict);
        return warnings::check(&instance, args.source.instance(), how, console);
    };
    let report = check(&instance, &plan);
    match args.format {
        Format::Text => {
            args.view.show_violations(&instance, &report, console)?;
            let recomputed = Plan {
                value: report.value,
                parts: report.objective,
                kpis: report.kpis.clone(),
                ..plan.clone()
            };
            let view = &args.view;
            view.show(&instance, &recomputed, WORTH, None, console)?;
        }
        Format::Json => {
            let text = format!("{:#}", json(&instance, &plan, &report, console.language));
            writeln!(console.out, "{}", visible_json(text))?;
        }
    }
    let all_planned = plan.trains.iter().all(|train| train.exit().is_some());
    if report.is_clean() && (all_planned || !args.all_planned) {
        Ok(Verdict::Clean)
    } else {
        Ok(Verdict::WithFindings)
    }
}

fn json(
    instance: &Instance,
    plan: &Plan,
    report: &Report,
    language: Language,
) -> serde_json::Value {
    let trains = instance.trains().iter().zip(&plan.trains);
    let postponed = trains.filter(|(_, plan)| plan.exit().is_none());
    let postponed: Vec<&str> = postponed.map(|(train, _)| train.name.as_str()).collect();
    let train = |id: Option<_>| id.map(|id| instance.train(id).name.as_str());
    let time = |minute| instance.horizon().date_time(minute).to_rfc3339();
    let violations: Vec<_> = report
        .violations
        .iter()
        .map(|violation| {
            serde_json::json!({
                "rule": violation.rule,
                "train": train(violation.train),
                "resource": violation.resource.map(|resource| resource_to_file(instance, resource)),
                "from": violation.span.map(|span| time(span.from)),
                "to": violation.span.map(|span| time(span.to)),
                "other": train(violation.other),
                "message": violation.message.in_language(language),
            })
        })
        .collect();
    serde_json::json!({
        "valid": report.is_clean(),
        "violations": violations,
        "postponed": postponed,
        "taken_on_trust": ON_TRUST,
        "value": report.value,
        "levels": report.levels,
        "parts": parts_to_file(&report.objective),
        "kpis": kpis_to_file(instance, &report.kpis),
    })
}
