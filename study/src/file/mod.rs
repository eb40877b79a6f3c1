//! The study file: one question, and everything that is needed to answer it.
//!
//! TOML, with a published schema (`regauge schema study`). `levers` has what can be changed about one thing and all that must change along with it; `path` reaches any figure of
//! base, world and run; `scenarios` makes of factors and design what is to be run; `limits` looks at single figures; `problems` collects what is wrong, with place, line, value and advice.

mod levers;
mod limits;
mod path;
mod problems;
mod scenarios;

pub use levers::Lever;
pub(crate) use problems::{BAD_LOG, OTHER_LOG, Places, nearest};
pub use problems::{STUDY_RULES, StudyRule};
pub use scenarios::{Scenario, Study, hash_of};

use crate::promise::Promise;
use crate::roll::RollConfig;
use crate::world::WorldConfig;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A study file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StudyFile {
    /// Its name; the log of its runs names it.
    #[schemars(length(min = 1, max = 100))]
    pub name: String,
    /// The question, in words.
    pub question: String,
    /// The same in Chinese, for pages in Chinese.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question_zh: Option<String>,
    /// Where the figures come from, how sure they are, and what else must be known to quote the answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub premises: Vec<String>,
    /// The station and its traffic.
    pub base: BaseFile,
    /// What happens.
    #[serde(default)]
    pub world: WorldConfig,
    /// How the station is run.
    #[serde(default)]
    pub run: RollConfig,
    /// What could be decided, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub levers: BTreeMap<String, Factor>,
    /// What cannot, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub uncertainties: BTreeMap<String, Factor>,
    /// Which combinations are run.
    #[serde(default)]
    pub design: Design,
    /// How often.
    #[serde(default)]
    pub replications: Replications,
    /// What the station promises.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<Promise>,
    /// Days on which an effect is bounded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
}

/// The base: exactly one of the three.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BaseFile {
    /// A ready-made instance, as of `--demo`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub demo: Option<String>,
    /// An instance file, beside the study file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// A configuration of the generator, beside the study file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generator: Option<String>,
}

/// A factor: a lever, and the values it takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Factor {
    /// What it changes.
    #[serde(flatten)]
    pub lever: Lever,
    /// The values it takes, the first of which is that of the reference unless the design says otherwise.
    #[schemars(length(min = 1, max = 100))]
    pub values: Vec<Setting>,
}

/// A value of a factor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Setting {
    /// Is there, or is not.
    Is(bool),
    /// A figure.
    Number(f64),
    /// A word.
    Word(String),
}

impl std::fmt::Display for Setting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Setting::Is(true) => f.write_str("yes"),
            Setting::Is(false) => f.write_str("no"),
            Setting::Number(number) => write!(f, "{number}"),
            Setting::Word(word) => f.write_str(word),
        }
    }
}

/// Which combinations of values are run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Design {
    /// How they are made.
    #[serde(default)]
    pub kind: DesignKind,
    /// The reference: a value of each factor. Factors not named have their first value.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub reference: BTreeMap<String, Setting>,
    /// With `list`: the scenarios, each by the factors in which it differs from the reference.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub list: Vec<BTreeMap<String, Setting>>,
}

/// How scenarios are made of factors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DesignKind {
    /// Every combination of values.
    #[default]
    Grid,
    /// The reference, and each other value of each factor alone.
    OneAtATime,
    /// The reference, and those listed.
    List,
}

/// How often each scenario is run, each time in another world; the same worlds for all scenarios.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Replications {
    /// Fewest.
    #[schemars(range(min = 1, max = 1000))]
    pub least: u32,
    /// Most.
    #[schemars(range(min = 1, max = 1000))]
    pub most: u32,
    /// No more are made once the mean dwell of every scenario differs from that of the reference by a figure that is known to so many minutes, at 95 %.
    pub half_width_minutes: f64,
    /// Seed of the first world; the next ones follow.
    pub seed: u64,
}

impl Default for Replications {
    fn default() -> Replications {
        Replications {
            least: 3,
            most: 10,
            half_width_minutes: 15.0,
            seed: 1,
        }
    }
}

/// Days on which an effect is bounded: planned with and without it, each with a proven bound.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Proof {
    /// Days, spread over the year.
    #[schemars(range(min = 1, max = 100))]
    pub days: u32,
    /// Units of work for each plan.
    pub work: f64,
}

impl Default for Proof {
    fn default() -> Proof {
        Proof { days: 3, work: 1.0 }
    }
}

/// The schema of study files, as JSON of a shape, ending in a newline. Files are TOML; their fields are these.
pub fn study_schema_text() -> String {
    let schema = schemars::schema_for!(StudyFile).to_value();
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}
