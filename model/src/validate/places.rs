//! Whether the states of all trains fit together: one rake per place, no more busy than there are.

use super::report::Report;
use super::state::Context;
use crate::instance::{Busy, Train};

/// Checks the states together; `under_way` are positions in the list of states and numbers of trains.
pub(super) fn places(
    _context: Context,
    _trains: &[Option<Train>],
    _under_way: &[(usize, usize)],
    _busy: &[Option<Busy>],
    _report: &mut Report,
) {
}
