//! The codes of messages that the command has beside those of instance and plan files: what each means.
//!
//! They are a part of `docs/commands.md`, which a test keeps current; advice stands with each message.

/// Code and meaning.
#[cfg(test)]
pub const CODES: &[(&str, &str)] = &[
    ("C0001", "An input file is not there."),
    ("C0002", "A directory is named where a file is needed."),
    ("C0003", "An input file cannot be read."),
    (
        "C0004",
        "An input file is larger than any instance or plan.",
    ),
    ("C0005", "The directory of an output is not there."),
    ("C0006", "An output cannot be written; nothing was."),
    (
        "C0007",
        "Standard output cannot be written, and no file was.",
    ),
    ("C0008", "The arguments do not fit together."),
    (
        "C0010",
        "An output is the same file as an input or another output.",
    ),
    (
        "C0011",
        "An output cannot be written when others have been; the message says which.",
    ),
    (
        "C0012",
        "Standard output cannot be written when the files have been.",
    ),
    ("C0099", "An internal error: a bug of this program."),
    ("J0101", "A document of journeys is not JSON."),
    ("J0102", "Its format is another one."),
    ("J0103", "It was made for another instance."),
    ("J0104", "A value has not the shape it needs."),
    ("J0201", "It has not one entry for every train."),
    (
        "J0202",
        "An operation, work or stand of this number is not in the network of the train.",
    ),
    ("J0203", "Something is chosen twice."),
    ("J0204", "An operation is chosen to which nothing leads."),
    (
        "J0205",
        "The way of a rake has a gap, or does not begin at its start.",
    ),
    ("J0206", "A transshipped train has no work."),
    (
        "J0207",
        "The work has not one start for every operation of its chain.",
    ),
    ("J0208", "An operation begins outside its spans."),
    (
        "J0209",
        "An operation begins before the one it waits for has ended.",
    ),
    (
        "J0210",
        "An operation ends too late for what it is a part of.",
    ),
    ("J0211", "A stage of a stand on the way has no start."),
];
