//! Reading inputs. Outputs are for [`super::outputs`].

use super::Console;
use super::error::CommandError;
pub use super::paths::{LARGEST_INPUT, is_standard, name};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

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
