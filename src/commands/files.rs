//! Reading inputs, and writing outputs whole or not at all.

use super::error::CommandError;
use super::{Console, Done};
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// The name of standard input and standard output on the command line.
const STANDARD: &str = "-";

/// The largest input read, in bytes: the reader of the format refuses more. A month of a large station has a few million.
pub const LARGEST_INPUT: u64 = 64 << 20;

/// Whether a path means standard input or output.
pub fn is_standard(path: &Path) -> bool {
    path.as_os_str() == STANDARD
}

/// What messages call an input.
pub fn name(path: &Path) -> String {
    if is_standard(path) {
        "standard input".to_owned()
    } else {
        path.display().to_string()
    }
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

/// Gives a result to the file asked for, else to standard output.
pub fn deliver(
    output: Option<&Path>,
    text: &str,
    console: &mut Console<'_>,
) -> Result<Done, CommandError> {
    match output {
        Some(path) if !is_standard(path) => write_whole(path, text.as_bytes())?,
        _ => console.out.write_all(text.as_bytes())?,
    }
    Ok(Done::Well)
}

/// Writes a file whole or not at all: into a new file beside it that then takes its name.
///
/// A link is followed, an existing file keeps its permissions, and what is no regular file (a device, a pipe) is
/// written as it is.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), CommandError> {
    let (target, directory) = check_target(path)?;
    let written = match fs::metadata(&target) {
        Ok(metadata) if !metadata.is_file() => fs::write(&target, bytes),
        Ok(metadata) if metadata.permissions().readonly() => {
            Err(io::Error::from(io::ErrorKind::PermissionDenied))
        }
        Ok(metadata) => replace(&target, &directory, bytes, Some(metadata.permissions())),
        Err(_) => replace(&target, &directory, bytes, None),
    };
    written.map_err(|error| CommandError::Unwritable(path.to_owned(), error))
}

/// Where a file of this name is written: itself, links followed, and its directory.
///
/// Asked before long work, so that its result is not lost to a misspelt name.
pub fn check_target(path: &Path) -> Result<(PathBuf, PathBuf), CommandError> {
    if path.is_dir() {
        return Err(CommandError::IsDirectory(path.to_owned()));
    }
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let directory = directory_of(&target);
    if !directory.is_dir() {
        return Err(CommandError::NoDirectory(path.to_owned(), directory));
    }
    Ok((target, directory))
}

fn replace(
    target: &Path,
    directory: &Path,
    bytes: &[u8],
    permissions: Option<fs::Permissions>,
) -> io::Result<()> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".regauge-").suffix(".part");
    #[cfg(unix)]
    {
        // As a plainly created file: the process mask takes away from this.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    // The reason alone: the name of the passing file means nothing to whoever reads the message.
    let file = builder.tempfile_in(directory);
    let mut file = file.map_err(|error| io::Error::from(error.kind()))?;
    file.write_all(bytes)?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    file.as_file().sync_all()?;
    file.persist(target).map_err(|error| error.error)?;
    Ok(())
}

fn directory_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_and_nothing_is_left_beside_it() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("plan.json");
        write_whole(&path, b"first, and longer").unwrap();
        write_whole(&path, b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_missing_directory_is_named() {
        let directory = tempfile::tempdir().unwrap();
        let missing = directory.path().join("missing");
        let error = write_whole(&missing.join("plan.json"), b"x").unwrap_err();
        assert!(matches!(error, CommandError::NoDirectory(_, named) if named == missing));
    }

    #[cfg(unix)]
    #[test]
    fn permissions_are_kept_links_followed_and_read_only_files_left_alone() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let directory = tempfile::tempdir().unwrap();
        let (path, link) = (
            directory.path().join("plan.json"),
            directory.path().join("link"),
        );
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&path, &link).unwrap();
        write_whole(&link, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o640
        );
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());

        fs::set_permissions(&path, fs::Permissions::from_mode(0o440)).unwrap();
        assert!(matches!(
            write_whole(&path, b"no"),
            Err(CommandError::Unwritable(..))
        ));
        assert_eq!(fs::read(&path).unwrap(), b"new");
    }
}
