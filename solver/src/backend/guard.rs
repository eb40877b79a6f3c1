//! A panic inside a backend stays inside.
//!
//! The solvers behind good_lp assert, index and unwrap; what we hand them is checked, but a numeric corner of theirs must not
//! end a program that only wanted a better plan. `catch_unwind` is safe here: the closure owns nothing of ours that it
//! could leave half changed (it reads a model and returns an answer), and everything of the backend is dropped with it.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is inside a backend, where a panic will be caught and become a status. A panic hook that reports and
/// leaves asks this first, and does neither.
pub fn is_guarded() -> bool {
    GUARDED.get()
}

/// What a call gives; `None` when it panics.
pub(super) fn guarded<T>(call: impl FnOnce() -> T) -> Option<T> {
    let before = GUARDED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(call));
    GUARDED.set(before);
    result.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_nothing_and_the_guard_is_lifted() {
        assert!(!is_guarded());
        let inside = guarded(is_guarded);
        assert_eq!(inside, Some(true));
        // quiet: the panic is on purpose, and its hook would print
        std::panic::set_hook(Box::new(|_| {}));
        let result: Option<()> = guarded(|| panic!("inside"));
        let _ = std::panic::take_hook();
        assert_eq!(result, None);
        assert!(!is_guarded());
    }
}
