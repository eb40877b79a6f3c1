//! Things with nothing but their names, to be filled in.

use regauge_model::filled;
use regauge_model::format::{DateTimeFile, StationFile, TrainFile};

/// A boundary point.
pub(crate) fn station(id: &str) -> StationFile {
    StationFile::new(id)
}

/// A train on its way from one station to another.
pub(crate) fn train(
    id: String,
    class: &str,
    (from, to): (&str, &str),
    earliest_entry: DateTimeFile,
) -> TrainFile {
    filled!(
        TrainFile::new(id, class, earliest_entry, 0, 0);
        from: Some(from.to_owned()),
        to: Some(to.to_owned()),
    )
}
