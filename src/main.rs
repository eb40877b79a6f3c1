//! The command `regauge`: what belongs to a process (arguments, terminals, signals, exit code); the rest is in
//! [`commands`].

mod commands;
mod signals;

use commands::{Cli, Console, language, leave, panicked};
use regauge::{CancelToken, text};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::ExitCode;

/// Exit code of an internal error.
const INTERNAL: i32 = 3;

/// Exit code of a process that the second Ctrl-C ended.
const INTERRUPTED: i32 = 130;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        // A solver of others that panics is caught, and its problem counts as not solved.
        if regauge::is_guarded() {
            return;
        }
        let _ = writeln!(
            io::stderr(),
            "{}",
            visible_lines(&panicked(&panic.to_string(), language()))
        );
        std::process::exit(INTERNAL);
    }));
    let cli = Cli::from_arguments();
    let stdout_width = io::stdout().is_terminal().then(|| {
        let size = terminal_size::terminal_size_of(io::stdout());
        size.map_or(100, |(width, _)| usize::from(width.0))
    });
    let mut stdout = BufWriter::new(io::stdout().lock());
    let code = cli.run(&mut Console {
        input: &mut io::stdin().lock(),
        out: &mut stdout,
        err: &mut io::stderr(),
        out_width: stdout_width,
        // https://no-color.org: any text but the empty one.
        color: std::env::var_os("NO_COLOR")
            .is_some_and(|value| !value.is_empty())
            .then_some(false),
        is_dumb: is_dumb(),
        err_is_terminal: io::stderr().is_terminal(),
        language: language(),
        written: Vec::new(),
        on_interrupt: &mut cancel_on_interrupt,
    });
    ExitCode::from(code)
}

/// Whether the terminal knows nothing but lines of text: it says so, or does not say what it is where every terminal does.
fn is_dumb() -> bool {
    match std::env::var_os("TERM") {
        Some(name) => name == "dumb",
        None => cfg!(unix),
    }
}

/// A text of several lines that steers no terminal.
fn visible_lines(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(text::visible).collect();
    lines.join("\n")
}

/// The first Ctrl-C asks the run to stop, the second one leaves at once.
fn cancel_on_interrupt(token: CancelToken) {
    signals::on_interrupt(move || {
        if token.is_cancelled() {
            leave(INTERRUPTED);
        }
        token.cancel();
    });
}
