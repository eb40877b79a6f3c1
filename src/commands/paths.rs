//! What inputs and outputs are called.

use super::words;
use regauge::text::visible;
use regauge_model::message::Value;
use std::path::Path;

/// The name of standard input and standard output on the command line.
const STANDARD: &str = "-";

/// The largest input read, in bytes: the reader of the format refuses more. A month of a large station has a few million.
pub const LARGEST_INPUT: u64 = 64 << 20;

/// Whether a path means standard input or output.
pub fn is_standard(path: &Path) -> bool {
    path.as_os_str() == STANDARD
}

/// What messages call an input.
pub fn name(path: &Path) -> Value {
    if is_standard(path) {
        words::standard_input().into()
    } else {
        shown(path).into()
    }
}

/// A path as it may be printed: whoever named the file may have put into its name what steers a terminal.
pub fn shown(path: &Path) -> String {
    visible(&path.display().to_string())
}
