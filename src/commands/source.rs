//! Where an instance and a plan come from: arguments that several commands share.

use super::error::CommandError;
use super::{Console, files};
use clap::Args;
use regauge::{Instance, Plan, plan_from_json};
use std::path::{Path, PathBuf};

/// An instance: a file, standard input, or a ready-made one.
#[derive(Args)]
#[group(required = true, multiple = false)]
pub struct InstanceArgs {
    /// Instance file; `-` for standard input.
    #[arg(value_name = "INSTANCE")]
    instance: Option<PathBuf>,
    /// A ready-made instance instead of a file: s, m, l, xl …
    #[arg(long, value_name = "NAME")]
    demo: Option<String>,
}

impl InstanceArgs {
    /// Reads and checks the instance.
    pub fn read(&self, console: &mut Console<'_>) -> Result<Instance, CommandError> {
        match (&self.demo, &self.instance) {
            (Some(name), _) => demo(name),
            (None, Some(path)) => instance_from(path, console),
            (None, None) => Err(usage(
                "no instance is named",
                "Name a file, or a ready-made instance with --demo.",
            )),
        }
    }
}

/// An instance and its plan.
#[derive(Args)]
pub struct PairArgs {
    /// Instance file; `-` for standard input. With --demo the plan file.
    #[arg(value_name = "INSTANCE")]
    first: PathBuf,
    /// Plan file; `-` for standard input.
    #[arg(value_name = "PLAN")]
    second: Option<PathBuf>,
    /// A ready-made instance instead of a file: s, m, l, xl …
    #[arg(long, value_name = "NAME")]
    demo: Option<String>,
}

impl PairArgs {
    /// Reads the instance, then the plan.
    pub fn read(&self, console: &mut Console<'_>) -> Result<(Instance, Plan), CommandError> {
        let (instance, plan) = match (&self.demo, &self.first, &self.second) {
            (Some(name), plan, None) => (demo(name)?, plan),
            (None, instance, Some(plan)) => {
                if files::is_standard(instance) && files::is_standard(plan) {
                    return Err(usage(
                        "standard input cannot be both instance and plan",
                        "Give one of them as a file.",
                    ));
                }
                (instance_from(instance, console)?, plan)
            }
            (Some(_), _, Some(_)) => {
                return Err(usage(
                    "with --demo only the plan is a file",
                    "Leave out the instance file, or --demo.",
                ));
            }
            (None, _, None) => {
                return Err(usage(
                    "an instance and a plan are needed, only one file is named",
                    "Name the instance first, then the plan; or --demo and the plan.",
                ));
            }
        };
        let text = files::read(plan, console)?;
        let plan = plan_from_json(&instance, &text).map_err(invalid(plan))?;
        Ok((instance, plan))
    }
}

fn usage(message: &str, advice: &str) -> CommandError {
    CommandError::Usage {
        message: message.to_owned(),
        advice: advice.to_owned(),
    }
}

fn invalid(file: &Path) -> impl Fn(regauge::Problems) -> CommandError {
    move |problems| CommandError::Invalid {
        file: file.to_owned(),
        problems,
    }
}

fn instance_from(path: &Path, console: &mut Console<'_>) -> Result<Instance, CommandError> {
    let text = files::read(path, console)?;
    Instance::from_json(&text).map_err(invalid(path))
}

fn demo(name: &str) -> Result<Instance, CommandError> {
    let Some(text) = regauge_instances::demo_json(name) else {
        return Err(unknown_demo(name));
    };
    Instance::from_json(text.as_bytes()).map_err(invalid(Path::new(name)))
}

/// There is no ready-made instance of this name.
pub fn unknown_demo(name: &str) -> CommandError {
    usage(
        &format!("there is no ready-made instance `{name}`"),
        &format!(
            "There are {}.",
            regauge_instances::DEMOS.join(", ").to_ascii_lowercase()
        ),
    )
}
