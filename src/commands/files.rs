//! Reading inputs. Outputs are for [`super::outputs`].

use super::Console;
use super::error::CommandError;
use super::words;
use regauge::text::visible;
use regauge_model::message::Value;
use std::fs::File;
use std::io::{self, Read};
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

/// Reads a file, or standard input for `-`.
pub fn read(path: &Path, console: &mut Console<'_>) -> Result<Vec<u8>, CommandError> {
    let mut bytes = Vec::new();
    let result = if is_standard(path) {
        let mut limited = (&mut *console.input).take(LARGEST_INPUT + 1);
        limited.read_to_end(&mut bytes)
    } else if path.is_dir() {
        return Err(CommandError::IsDirectory(path.to_owned()));
    } else {
        let file = File::open(path);
        file.and_then(|file| file.take(LARGEST_INPUT + 1).read_to_end(&mut bytes))
    };
    match result {
        Ok(_) if bytes.len() as u64 > LARGEST_INPUT => Err(CommandError::TooLarge(path.to_owned())),
        Ok(_) => Ok(bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(CommandError::NoSuchFile(path.to_owned()))
        }
        Err(error) => Err(CommandError::Unreadable(path.to_owned(), error)),
    }
}
