//! Where an instance and a plan come from: arguments that several commands share.

use super::error::CommandError;
use super::journeys::Journeys;
use super::{Console, files, words};
use clap::Args;
use regauge::{Instance, Message, Plan, plan_from_json};
use regauge_model::message::Value;
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
    /// The files read.
    pub fn files(&self) -> Vec<&Path> {
        self.instance.as_deref().into_iter().collect()
    }

    /// Reads and checks the instance.
    pub fn read(&self, console: &mut Console<'_>) -> Result<Instance, CommandError> {
        match (&self.demo, &self.instance) {
            (Some(name), _) => demo(name),
            (None, Some(path)) => instance_from(path, console),
            (None, None) => Err(nothing_named()),
        }
    }

    /// What the instance is called.
    pub fn name(&self) -> &Path {
        named(self.demo.as_deref(), self.instance.as_deref())
    }
}

/// An instance, with its plan or without.
#[derive(Args)]
pub struct CheckedArgs {
    /// Instance file; `-` for standard input. With --demo the plan file.
    #[arg(value_name = "INSTANCE", required_unless_present = "demo")]
    first: Option<PathBuf>,
    /// Plan file; `-` for standard input.
    #[arg(value_name = "PLAN")]
    second: Option<PathBuf>,
    /// A ready-made instance instead of a file: s, m, l, xl …
    #[arg(long, value_name = "NAME")]
    demo: Option<String>,
}

impl CheckedArgs {
    /// Reads the instance, then the plan where one is named.
    pub fn read(
        &self,
        console: &mut Console<'_>,
    ) -> Result<(Instance, Option<Plan>), CommandError> {
        let (_, instance, plan) = self.read_with_text(console)?;
        Ok((instance, plan))
    }

    /// The same with the text of the instance.
    pub fn read_with_text(
        &self,
        console: &mut Console<'_>,
    ) -> Result<(Vec<u8>, Instance, Option<Plan>), CommandError> {
        let (text, name, file) = match (&self.demo, &self.first, &self.second) {
            (Some(name), None, _) => (demo_text(name)?.to_vec(), PathBuf::from(name), None),
            (None, Some(path), None) => (files::read(path, console)?, path.clone(), None),
            (_, Some(first), second) => {
                let files = (&self.demo, first.as_path(), second);
                let ((text, name), file) = pair_of_texts(files, &Beside::Plan, console)?;
                (text, name, Some(file))
            }
            (None, None, _) => return Err(nothing_named()),
        };
        let instance = Instance::from_json(&text).map_err(invalid(&name))?;
        let Some(file) = file else {
            return Ok((text, instance, None));
        };
        let plan = files::read(file, console)?;
        let plan = plan_from_json(&instance, &plan).map_err(invalid(file))?;
        Ok((text, instance, Some(plan)))
    }

    /// What the plan is called, where one is named.
    pub fn plan(&self) -> Option<&Path> {
        let first = self.demo.as_ref().and(self.first.as_deref());
        self.second.as_deref().or(first)
    }

    /// What the instance is called.
    pub fn instance(&self) -> &Path {
        named(self.demo.as_deref(), self.first.as_deref())
    }
}

/// What an instance is called: by its ready-made name or its file.
fn named<'a>(demo: Option<&'a str>, file: Option<&'a Path>) -> &'a Path {
    demo.map(Path::new).or(file).unwrap_or(Path::new(""))
}

fn nothing_named() -> CommandError {
    usage(words::no_instance(), words::name_a_file())
}

fn read_pair(
    files: (&Option<String>, &Path, &Option<PathBuf>),
    console: &mut Console<'_>,
) -> Result<(Instance, Plan), CommandError> {
    let (instance, plan) = pair(files, &Beside::Plan, console)?;
    let text = files::read(plan, console)?;
    let plan = plan_from_json(&instance, &text).map_err(invalid(plan))?;
    Ok((instance, plan))
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
    /// The files read.
    pub fn files(&self) -> Vec<&Path> {
        let second = self.second.as_deref();
        std::iter::once(self.first.as_path())
            .chain(second)
            .collect()
    }

    /// Reads the instance, then the plan.
    pub fn read(&self, console: &mut Console<'_>) -> Result<(Instance, Plan), CommandError> {
        read_pair((&self.demo, &self.first, &self.second), console)
    }

    /// The same with the text of the instance and what it is called.
    pub fn read_with_text(
        &self,
        console: &mut Console<'_>,
    ) -> Result<(Vec<u8>, PathBuf, Instance, Plan), CommandError> {
        let files = (&self.demo, self.first.as_path(), &self.second);
        let (instance_text, plan) = pair_of_texts(files, &Beside::Plan, console)?;
        let (text, name) = instance_text;
        let instance = Instance::from_json(&text).map_err(invalid(&name))?;
        let plan_text = files::read(plan, console)?;
        let plan = plan_from_json(&instance, &plan_text).map_err(invalid(plan))?;
        Ok((text, name, instance, plan))
    }
}

/// An instance and what another program chose for it.
#[derive(Args)]
pub struct JourneysArgs {
    /// Instance file; `-` for standard input. With --demo the file of journeys.
    #[arg(value_name = "INSTANCE")]
    first: PathBuf,
    /// File of journeys; `-` for standard input.
    #[arg(value_name = "JOURNEYS")]
    second: Option<PathBuf>,
    /// A ready-made instance instead of a file: s, m, l, xl …
    #[arg(long, value_name = "NAME")]
    demo: Option<String>,
}

impl JourneysArgs {
    /// The files read.
    pub fn files(&self) -> Vec<&Path> {
        let second = self.second.as_deref();
        std::iter::once(self.first.as_path())
            .chain(second)
            .collect()
    }

    /// Reads the instance, then the journeys; with the latter's file, to name it.
    pub fn read(
        &self,
        console: &mut Console<'_>,
    ) -> Result<(Instance, Journeys, &Path), CommandError> {
        let files = (&self.demo, self.first.as_path(), &self.second);
        let (instance, file) = pair(files, &Beside::Journeys, console)?;
        let text = files::read(file, console)?;
        let journeys = Journeys::from_json(&instance, &text).map_err(invalid(file))?;
        Ok((instance, journeys, file))
    }
}

/// What goes with an instance.
enum Beside {
    Plan,
    Journeys,
}

impl Beside {
    fn with_article(&self) -> Message {
        match self {
            Beside::Plan => words::a_plan(),
            Beside::Journeys => words::journeys(),
        }
    }

    fn bare(&self) -> Message {
        match self {
            Beside::Plan => words::plan(),
            Beside::Journeys => words::journeys(),
        }
    }
}

/// The instance of a pair of files, and the file that goes with it.
fn pair<'a>(
    files: (&Option<String>, &'a Path, &'a Option<PathBuf>),
    what: &Beside,
    console: &mut Console<'_>,
) -> Result<(Instance, &'a Path), CommandError> {
    let ((text, name), file) = pair_of_texts(files, what, console)?;
    let instance = Instance::from_json(&text).map_err(invalid(&name))?;
    Ok((instance, file))
}

/// A text and what it is called.
type Text = (Vec<u8>, PathBuf);

/// The text of the instance of a pair of files, and the file that goes with it.
fn pair_of_texts<'a>(
    files: (&Option<String>, &'a Path, &'a Option<PathBuf>),
    what: &Beside,
    console: &mut Console<'_>,
) -> Result<(Text, &'a Path), CommandError> {
    match files {
        (Some(name), file, None) => {
            let text = regauge_instances::demo_json(name).ok_or_else(|| unknown_demo(name))?;
            Ok(((text.as_bytes().to_vec(), PathBuf::from(name)), file))
        }
        (None, instance, Some(file)) => {
            if files::is_standard(instance) && files::is_standard(file) {
                return Err(usage(words::input_twice(what.bare()), words::one_as_file()));
            }
            let text = files::read(instance, console)?;
            Ok(((text, instance.to_owned()), file))
        }
        (Some(_), _, Some(_)) => Err(usage(
            words::only_one_file(what.bare()),
            words::leave_out_file(),
        )),
        (None, _, None) => Err(usage(
            words::two_needed(what.with_article()),
            words::name_both(what.bare()),
        )),
    }
}

fn usage(message: Message, advice: Message) -> CommandError {
    CommandError::Usage { message, advice }
}

/// A file is wrong.
pub fn invalid(file: &Path) -> impl Fn(regauge::Problems) -> CommandError {
    move |problems| CommandError::Invalid {
        file: file.to_owned(),
        problems,
    }
}

fn instance_from(path: &Path, console: &mut Console<'_>) -> Result<Instance, CommandError> {
    let text = files::read(path, console)?;
    Instance::from_json(&text).map_err(invalid(path))
}

/// The text of a ready-made instance.
pub fn demo_text(name: &str) -> Result<&'static [u8], CommandError> {
    let text = regauge_instances::demo_json(name).ok_or_else(|| unknown_demo(name))?;
    Ok(text.as_bytes())
}

fn demo(name: &str) -> Result<Instance, CommandError> {
    Instance::from_json(demo_text(name)?).map_err(invalid(Path::new(name)))
}

/// There is no ready-made instance of this name.
pub fn unknown_demo(name: &str) -> CommandError {
    let names = regauge_instances::DEMOS.map(str::to_ascii_lowercase);
    usage(words::no_demo(name), words::demos(Value::list(names)))
}
