//! What the tests of the command share.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The command `regauge`, in surroundings that do not change what it says.
pub fn regauge<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_regauge"));
    command
        .args(arguments)
        .env("NO_COLOR", "1")
        .env_remove("REGAUGE_LANG")
        .env_remove("COLUMNS")
        .stdin(Stdio::null());
    command
}

/// Runs a command with bytes on its standard input.
pub fn run_with_input(command: &mut Command, input: &[u8]) -> Output {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let mut stdin = child.stdin.take().expect("standard input is piped");
    // The command may leave before it has read everything.
    let _ = stdin.write_all(input);
    drop(stdin);
    child.wait_with_output().expect("the command ends")
}

/// What a command says and how it exits, for a snapshot.
pub fn said(command: &mut Command) -> String {
    said_to(command, b"")
}

/// The same with bytes on its standard input.
pub fn said_to(command: &mut Command, input: &[u8]) -> String {
    let output = run_with_input(command, input);
    format!(
        "exit code: {}\n---- stdout\n{}---- stderr\n{}",
        code(&output),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// The exit code of a command that ended by itself.
pub fn code(output: &Output) -> i32 {
    output.status.code().expect("no signal ended the command")
}

/// The easy ready-made instance.
pub fn small_instance() -> &'static str {
    regauge_instances::demo_json("s").expect("a rung of the ladder")
}

/// Writes a file of a directory and gives its path.
pub fn file(directory: &Path, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = directory.join(name);
    std::fs::write(&path, bytes).expect("the directory is writable");
    path
}
