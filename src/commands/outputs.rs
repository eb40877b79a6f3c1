//! The files that a command writes: told apart before any work is done, and written all or none.
//!
//! `-` is standard output, for every option that names an output; then nothing else is printed there. An output never takes the place
//! of an input, nor of another output, by whatever path it is named.

use super::error::CommandError;
use super::files::is_standard;
use super::{Console, Verdict, words};
use regauge::Message;
use same_file::Handle;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use tempfile::NamedTempFile;

/// Most links followed from one to the next, as Linux does.
const MAX_LINKS: usize = 40;

/// An output as it is named on the command line: the option, and the file.
pub type Named<'a> = (&'static str, &'a Path);

/// An output that may not be asked for.
pub fn named<'a>(option: &'static str, path: Option<&'a Path>) -> Vec<Named<'a>> {
    path.into_iter().map(|path| (option, path)).collect()
}

/// Passing files that a sudden end would leave behind.
static PASSING: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Leaves the process at once, with files whole or not there.
pub fn leave(code: i32) -> ! {
    // Held to the end: while the passing files take their names, nobody leaves.
    let passing = PASSING.lock().unwrap_or_else(PoisonError::into_inner);
    for path in passing.iter() {
        let _ = fs::remove_file(path);
    }
    std::process::exit(code)
}

/// Whether the outputs can be what they are asked to be; asked before long work, so that its result is not lost.
///
/// # Errors
/// A directory that is not there, a directory or a read-only file for an output, an output in the place of an input or of another
/// output, two outputs to standard output.
pub fn check(inputs: &[&Path], outputs: &[Named<'_>]) -> Result<(), CommandError> {
    let inputs: Vec<(&Path, Handle)> = inputs
        .iter()
        .filter_map(|path| Some((*path, identity_of_input(path)?)))
        .collect();
    let standard = Handle::stdout().ok().filter(is_regular);
    let mut taken: Vec<(Named<'_>, Option<Handle>, PathBuf)> = Vec::new();
    for &(option, path) in outputs {
        if is_standard(path) {
            if let Some(((other, _), ..)) = taken.iter().find(|((_, path), ..)| is_standard(path)) {
                return Err(CommandError::Usage {
                    message: words::both_to_output(*other, option),
                    advice: words::file_for_one(),
                });
            }
            taken.push(((option, path), None, path.to_owned()));
            continue;
        }
        let place = place(path)?;
        let identity = identity(&place.target);
        let same = |what: Message| CommandError::SameFile {
            option,
            path: path.to_owned(),
            what,
        };
        if let Some(identity) = &identity {
            if let Some((input, _)) = inputs.iter().find(|(_, input)| input == identity) {
                return Err(same(words::the_input(super::files::name(input))));
            }
            if standard.as_ref() == Some(identity) {
                return Err(same(words::where_output_goes()));
            }
        }
        let other = taken.iter().find(|((_, path), other, target)| {
            !is_standard(path)
                && (other.is_some() && *other == identity || is_one_name(target, &place.target))
        });
        // Whatever is no file takes what it is given, from anybody.
        if let (Some(((other, _), ..)), false) = (other, place.is_special) {
            return Err(same(words::what_option_writes(*other)));
        }
        taken.push(((option, path), identity, place.target));
    }
    Ok(())
}

/// Gives a result to the file asked for, else to standard output.
pub fn deliver(
    output: Option<&Path>,
    text: &str,
    console: &mut Console<'_>,
) -> Result<Verdict, CommandError> {
    let path = output.unwrap_or(Path::new("-"));
    write_all(vec![(path.to_owned(), text.as_bytes().to_vec())], console)?;
    Ok(Verdict::Clean)
}

/// Writes files all or none: each into a new file beside its place, and when all of them are safely there, they take their names.
///
/// A link is followed, also one whose file is not there yet; an existing file keeps its permissions; what is no regular file (a device,
/// a pipe) is written as it is, as is standard output, before any file takes its name.
pub fn write_all(
    files: Vec<(PathBuf, Vec<u8>)>,
    console: &mut Console<'_>,
) -> Result<(), CommandError> {
    let mut staged = Vec::new();
    let mut direct = Vec::new();
    let mut standard = None;
    for (path, bytes) in files {
        if is_standard(&path) {
            standard = Some(bytes);
            continue;
        }
        let place = place(&path)?;
        if place.is_special {
            direct.push((path, place.target, bytes));
            continue;
        }
        match stage(&place, &bytes) {
            Ok(file) => staged.push((path, place.target, file)),
            Err(error) => {
                forget(staged);
                return Err(CommandError::Unwritable(path, error));
            }
        }
    }
    let ended = hand_out(direct, standard, &staged, console);
    match ended {
        Err(error) if !is_broken_pipe(&error) => {
            forget(staged);
            Err(error)
        }
        // A reader that has left is no reason not to write the files.
        ended => take_names(staged, console).and(ended),
    }
}

fn is_broken_pipe(error: &CommandError) -> bool {
    matches!(error, CommandError::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
}

/// Writes what cannot be taken back once it is written.
fn hand_out(
    direct: Vec<(PathBuf, PathBuf, Vec<u8>)>,
    standard: Option<Vec<u8>>,
    staged: &[(PathBuf, PathBuf, NamedTempFile)],
    console: &mut Console<'_>,
) -> Result<(), CommandError> {
    let count = direct.len();
    let paths: Vec<PathBuf> = direct.iter().map(|(path, ..)| path.clone()).collect();
    for (index, (path, target, bytes)) in direct.into_iter().enumerate() {
        if let Err(error) = fs::write(target, bytes) {
            let others = paths[index + 1..count].iter();
            return Err(CommandError::PartlyWritten {
                path,
                error,
                written: std::mem::take(&mut console.written),
                unwritten: others
                    .chain(staged.iter().map(|(path, ..)| path))
                    .cloned()
                    .collect(),
            });
        }
        console.written.push(path);
    }
    if let Some(bytes) = standard {
        console.out.write_all(&bytes)?;
        console.out.flush()?;
    }
    Ok(())
}

/// Lets every passing file take its name.
fn take_names(
    staged: Vec<(PathBuf, PathBuf, NamedTempFile)>,
    console: &mut Console<'_>,
) -> Result<(), CommandError> {
    let mut passing = PASSING.lock().unwrap_or_else(PoisonError::into_inner);
    let mut staged = staged.into_iter();
    while let Some((path, target, file)) = staged.next() {
        if let Err(error) = file.persist(&target) {
            passing.clear();
            let mut unwritten = vec![path.clone()];
            unwritten.extend(staged.map(|(path, ..)| path));
            return Err(CommandError::PartlyWritten {
                path,
                error: error.error,
                written: std::mem::take(&mut console.written),
                unwritten,
            });
        }
        console.written.push(path);
    }
    passing.clear();
    Ok(())
}

/// Removes the passing files.
fn forget(staged: Vec<(PathBuf, PathBuf, NamedTempFile)>) {
    let mut passing = PASSING.lock().unwrap_or_else(PoisonError::into_inner);
    drop(staged);
    passing.clear();
}

/// Where an output is written.
struct Place {
    /// Itself, links followed.
    target: PathBuf,
    directory: PathBuf,
    /// Permissions of the file that it replaces.
    permissions: Option<fs::Permissions>,
    /// A device or a pipe.
    is_special: bool,
}

fn place(path: &Path) -> Result<Place, CommandError> {
    if path.is_dir() {
        return Err(CommandError::IsDirectory(path.to_owned()));
    }
    let unwritable = |error| CommandError::Unwritable(path.to_owned(), error);
    let target = followed(path).map_err(unwritable)?;
    let directory = directory_of(&target);
    // `plans/` names a directory, and there is none.
    let ends_open = path.as_os_str().to_string_lossy().ends_with(['/', '\\']);
    if ends_open || !directory.is_dir() {
        let directory = if ends_open { target } else { directory };
        return Err(CommandError::NoDirectory(path.to_owned(), directory));
    }
    let metadata = fs::metadata(&target).ok();
    let is_special = metadata
        .as_ref()
        .is_some_and(|metadata| !metadata.is_file());
    let permissions = metadata.map(|metadata| metadata.permissions());
    if !is_special && permissions.as_ref().is_some_and(fs::Permissions::readonly) {
        return Err(unwritable(io::ErrorKind::PermissionDenied.into()));
    }
    Ok(Place {
        target,
        directory,
        permissions,
        is_special,
    })
}

/// The file that a path means, whether it is there or not: links are followed to where it would be made.
fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        if let Ok(target) = fs::canonicalize(&path) {
            return Ok(target);
        }
        if let Ok(next) = fs::read_link(&path) {
            path = directory_of(&path).join(next);
            continue;
        }
        let directory = fs::canonicalize(directory_of(&path));
        return Ok(match (directory, path.file_name()) {
            (Ok(directory), Some(name)) => directory.join(name),
            _ => path,
        });
    }
    Err(io::Error::other(words::links_in_circle()))
}

fn directory_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// What makes a regular file the same under every name. Nothing else is opened: a pipe would wait for its other end.
fn identity(path: &Path) -> Option<Handle> {
    let is_file = fs::metadata(path).is_ok_and(|metadata| metadata.is_file());
    is_file.then(|| Handle::from_path(path).ok())?
}

fn identity_of_input(path: &Path) -> Option<Handle> {
    if is_standard(path) {
        return Handle::stdin().ok().filter(is_regular);
    }
    identity(path)
}

fn is_regular(handle: &Handle) -> bool {
    let metadata = handle.as_file().metadata();
    metadata.is_ok_and(|metadata| metadata.is_file())
}

/// Whether two files that may not be there yet would be one.
fn is_one_name(one: &Path, other: &Path) -> bool {
    if cfg!(any(windows, target_os = "macos")) {
        // Their file systems usually make no difference between capitals and small letters.
        let small = |path: &Path| path.to_string_lossy().to_lowercase();
        return small(one) == small(other);
    }
    one == other
}

/// A passing file beside its place, with everything in it, and safe on the disk.
fn stage(place: &Place, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".regauge-").suffix(".part");
    #[cfg(unix)]
    {
        // As a plainly created file: the process mask takes away from this.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = {
        let mut passing = PASSING.lock().unwrap_or_else(PoisonError::into_inner);
        // The reason alone: the name of the passing file means nothing to whoever reads the message.
        let file = builder.tempfile_in(&place.directory);
        let file = file.map_err(|error| io::Error::from(error.kind()))?;
        passing.push(file.path().to_owned());
        file
    };
    file.as_file_mut().write_all(bytes)?;
    if let Some(permissions) = &place.permissions {
        file.as_file().set_permissions(permissions.clone())?;
    }
    file.as_file().sync_all()?;
    Ok(file)
}

/// A document as JSON text, indented, ending in a newline, with nothing in it that could steer a terminal.
pub fn json(document: &impl serde::Serialize) -> Result<String, CommandError> {
    let text = serde_json::to_string_pretty(document);
    let text = text
        .map_err(|error| CommandError::Internal(words::not_written_as_json(error.to_string())))?;
    Ok(regauge::text::visible_json(text) + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::sink;

    /// Calls with a console that shows nothing.
    fn with_console<T>(call: impl FnOnce(&mut Console<'_>) -> T) -> T {
        call(&mut Console {
            input: &mut io::empty(),
            out: &mut sink(),
            err: &mut sink(),
            out_width: None,
            color: None,
            is_dumb: false,
            err_is_terminal: false,
            language: regauge::Language::English,
            written: Vec::new(),
            on_interrupt: &mut |_| {},
        })
    }

    fn write(files: &[(&Path, &[u8])]) -> (Result<(), CommandError>, Vec<PathBuf>) {
        let files = files
            .iter()
            .map(|(path, bytes)| (path.to_path_buf(), bytes.to_vec()));
        with_console(|console| {
            let result = write_all(files.collect(), console);
            (result, std::mem::take(&mut console.written))
        })
    }

    #[test]
    fn a_file_is_replaced_and_nothing_is_left_beside_it() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("plan.json");
        write(&[(&path, b"first, and longer")]).0.unwrap();
        write(&[(&path, b"second")]).0.unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_missing_directory_is_named() {
        let directory = tempfile::tempdir().unwrap();
        let missing = directory.path().join("missing");
        let error = write(&[(&missing.join("plan.json"), b"x")]).0.unwrap_err();
        assert!(matches!(error, CommandError::NoDirectory(_, named) if named == missing));
    }

    #[test]
    fn of_several_files_none_is_written_where_one_cannot_be() {
        let directory = tempfile::tempdir().unwrap();
        let (good, bad) = (
            directory.path().join("plan.json"),
            directory.path().join("missing").join("page.html"),
        );
        fs::write(&good, "old").unwrap();
        let (result, written) = write(&[(&good, b"new"), (&bad, b"new")]);
        assert!(result.is_err() && written.is_empty());
        assert_eq!(fs::read(&good).unwrap(), b"old");
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_name_that_cannot_be_taken_is_told_with_what_was_written() {
        let directory = tempfile::tempdir().unwrap();
        let at = |name: &str| directory.path().join(name);
        let mut staged = Vec::new();
        for name in ["one", "two", "three"] {
            let place = place(&at(name)).unwrap();
            staged.push((at(name), place.target.clone(), stage(&place, b"x").unwrap()));
        }
        // A directory appears in the place of the second.
        fs::create_dir(at("two")).unwrap();
        let error = with_console(|console| take_names(staged, console)).unwrap_err();
        let CommandError::PartlyWritten {
            written, unwritten, ..
        } = &error
        else {
            panic!("{error}");
        };
        assert_eq!(*written, [at("one")]);
        assert_eq!(*unwritten, [at("two"), at("three")]);
        let left: Vec<_> = fs::read_dir(directory.path()).unwrap().collect();
        assert_eq!(left.len(), 2, "{left:?}");
    }

    #[test]
    fn outputs_of_one_name_are_refused_also_before_the_file_is_there() {
        let directory = tempfile::tempdir().unwrap();
        let one = directory.path().join("x");
        let same = directory.path().join(".").join("x");
        let error = check(&[], &[("--output", &one), ("--html", &same)]).unwrap_err();
        assert!(matches!(error, CommandError::SameFile { .. }), "{error}");
        check(&[], &[("--output", &one)]).unwrap();
        let other = directory.path().join("y");
        check(&[&one], &[("--output", &other)]).unwrap();
    }

    #[test]
    fn standard_output_takes_one_result() {
        let dash = Path::new("-");
        check(&[], &[("--output", dash)]).unwrap();
        let error = check(&[], &[("--output", dash), ("--html", dash)]).unwrap_err();
        assert!(matches!(error, CommandError::Usage { .. }), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn an_input_is_known_by_every_name() {
        use std::os::unix::fs::symlink;
        let directory = tempfile::tempdir().unwrap();
        let at = |name: &str| directory.path().join(name);
        fs::write(at("day"), "x").unwrap();
        symlink(at("day"), at("soft")).unwrap();
        fs::hard_link(at("day"), at("hard")).unwrap();
        for name in ["day", "./day", "soft", "hard"] {
            let error = check(&[&at("day")], &[("--output", &at(name))]).unwrap_err();
            assert!(matches!(error, CommandError::SameFile { .. }), "{name}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn devices_take_what_they_are_given() {
        let null = Path::new("/dev/null");
        check(&[null], &[("--output", null), ("--html", null)]).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn a_dangling_link_is_followed_and_a_circle_of_links_refused() {
        use std::os::unix::fs::symlink;
        let directory = tempfile::tempdir().unwrap();
        let at = |name: &str| directory.path().join(name);
        symlink("later", at("link")).unwrap();
        symlink("link", at("further")).unwrap();
        write(&[(&at("further"), b"x")]).0.unwrap();
        assert_eq!(fs::read(at("later")).unwrap(), b"x");
        assert!(fs::symlink_metadata(at("link")).unwrap().is_symlink());

        symlink("round", at("circle")).unwrap();
        symlink("circle", at("round")).unwrap();
        let error = write(&[(&at("round"), b"x")]).0.unwrap_err();
        assert!(matches!(error, CommandError::Unwritable(..)), "{error}");

        fs::remove_file(at("later")).unwrap();
        let outputs: [Named<'_>; 2] = [("--output", &at("later")), ("--html", &at("link"))];
        assert!(matches!(
            check(&[], &outputs),
            Err(CommandError::SameFile { .. })
        ));
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
        write(&[(&link, b"new")]).0.unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o640
        );
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());

        fs::set_permissions(&path, fs::Permissions::from_mode(0o440)).unwrap();
        assert!(matches!(
            write(&[(&path, b"no")]).0,
            Err(CommandError::Unwritable(..))
        ));
        assert_eq!(fs::read(&path).unwrap(), b"new");
    }
}
