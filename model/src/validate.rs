//! From files to what they mean, or to all that is wrong with them.

pub use crate::instance_file::{instance_from_file, instance_from_json};
pub use crate::validation::{FileKind, Lines, RULES, Rule, WARNINGS, other_file, parse_located};
