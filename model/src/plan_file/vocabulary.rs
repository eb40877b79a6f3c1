//! Words of the file that stand for one word of the plan each.

use crate::cost::{CostParts, Term};
use crate::format::{
    ClosureKindFile, PartsFile, PinnedRakeFile, ReasonCodeFile, RuleFile, StatusFile, TermFile,
};
use crate::plan::{ClosureKind, ReasonCode, Status};
use crate::resource::{PinnedRake, Rule};

/// Both ways between two enums of the same words: one that either lacks does not compile.
macro_rules! same_words {
    ($($ours:ident = $files:ident { $($word:ident)* })*) => {
        $(
            impl From<$ours> for $files {
                fn from(word: $ours) -> $files {
                    match word {
                        $($ours::$word => $files::$word,)*
                    }
                }
            }

            impl From<$files> for $ours {
                fn from(word: $files) -> $ours {
                    match word {
                        $($files::$word => $ours::$word,)*
                    }
                }
            }
        )*
    };
}

same_words! {
    Status = StatusFile { Optimal WithinGap Feasible Interrupted }
    ReasonCode = ReasonCodeFile { NoRoom PinsClash NoJourneyAlone NoTime }
    ClosureKind = ClosureKindFile {
        Possession GivenPath LineWind ShuntingWind CraneWind Maintenance SpotClosed NotWorking Busy Hold Pin Buffer
    }
    PinnedRake = PinnedRakeFile { Arriving Onward Emptied }
    Rule = RuleFile {
        Tracks TrackLength Teams StageCalendar Locomotives ShuntingWind Spots Access Cranes Crossing CraneWind Stores Headway
        Block Opposing Possession LineWind Caps Throats Holds Pins
    }
}

/// A term as files write it.
pub(super) fn term_to_file(term: Term) -> TermFile {
    match term {
        Term::Postponed => TermFile::Postponed,
        Term::Lateness => TermFile::Lateness,
        Term::Minutes => TermFile::Minutes,
        Term::MissingEmpties => TermFile::MissingEmpties,
        Term::MissingBuffers => TermFile::MissingBuffers,
        Term::Changes => TermFile::Changes,
    }
}

/// The objective by parts as files write it.
pub fn parts_to_file(parts: &CostParts) -> PartsFile {
    PartsFile {
        minutes: parts.minutes,
        lateness: parts.lateness,
        postponed: parts.postponed,
        missing_empties: parts.missing_empties,
        missing_buffers: parts.missing_buffers,
        changes: parts.changes,
    }
}
