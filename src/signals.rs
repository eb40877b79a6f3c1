//! The keys and signals that end a run: Ctrl-C, and on Unix also the request to end and the end of the terminal.
//!
//! A signal that the caller has had ignored stays ignored: `nohup` goes on when its terminal is gone.

/// Calls a function whenever the run is asked to end. Where that cannot be arranged a signal ends the process, which is a fair answer too.
#[cfg(unix)]
pub fn on_interrupt(handler: impl Fn() + Send + 'static) {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let ignored = ignored();
    let heeded = [SIGINT, SIGTERM, SIGHUP]
        .into_iter()
        .filter(|signal| match ignored {
            Some(ignored) => ignored & (1 << (signal - 1)) == 0,
            // Nobody says, and hanging up is what callers have ignored: it keeps its usual course, whichever that is.
            None => *signal != SIGHUP,
        });
    if let Ok(mut signals) = signal_hook::iterator::Signals::new(heeded) {
        std::thread::spawn(move || signals.forever().for_each(|_| handler()));
    }
}

/// The signals that this process was begun with ignored, a bit each, where the system tells.
#[cfg(unix)]
fn ignored() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let mask = status
        .lines()
        .find_map(|line| line.strip_prefix("SigIgn:"))?;
    u64::from_str_radix(mask.trim(), 16).ok()
}

/// Calls a function whenever Ctrl-C is pressed.
#[cfg(not(unix))]
pub fn on_interrupt(handler: impl FnMut() + Send + 'static) {
    // Without a handler Ctrl-C ends the process, which is a fair answer too.
    let _ = ctrlc::set_handler(handler);
}
