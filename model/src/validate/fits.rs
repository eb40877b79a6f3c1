//! Whether rakes fit: into some spot, on some track wherever they must stop; and whether what is said about stages
//! ever applies.

use super::report::Report;
use crate::instance::Train;
use crate::system::System;

/// Checks every train.
pub(super) fn fits(_system: &System, _trains: &[Option<Train>], _report: &mut Report) {}
