//! What is where at the start: trains under way, and things busy with no train of the instance.

use crate::ids::{CraneId, LocomotiveId, ModeId, SectionId, SpotId, StageId, YardId};
pub use crate::rake::Rake;
use crate::system::Direction;
use crate::time::{Minute, Span};

/// Where a train is at the start.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainState {
    /// When it came to its station.
    pub arrived: Option<Minute>,
    /// Where the arriving rake is.
    pub arriving: RakePlace,
    /// Where the onward rake is; `None`: in its store, or there is none.
    pub onward: Option<RakePlace>,
    /// Stages done or under way.
    pub stages: Vec<StageProgress>,
    /// Crane work under way or done.
    pub work: WorkState,
    /// Part that `work` speaks of, from 1.
    pub part: u32,
    /// First lifting step that is not done, from 0, of work in preparation or lifting.
    pub step: usize,
    /// What the step under way has left at full speed, in hundredths of a minute; `None`: as many lifts take.
    pub left_centi: Option<i64>,
    /// The mode in which the parts before were worked, unless the work is interrupted.
    pub mode: Option<ModeId>,
    /// Lifts of the part that were left when its work was interrupted; `None`: it was not.
    pub rest: Option<u32>,
    /// Track held for the parts to come, of an arriving rake in its spot.
    pub parts_on: Option<(YardId, u32)>,
    /// Where worked parts of the arriving and of the onward rake are.
    pub worked: [WorkedParts; 2],
}

/// Where worked parts of a rake are while its last one is in the spot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WorkedParts {
    /// Nowhere, or at the end of the shed, in nobody's way.
    #[default]
    InShed,
    /// On a track (from 1) of a yard, which they hold.
    OnTrack(YardId, u32),
    /// In the store of the emptied rake, whose room they take.
    InStore,
}

impl WorkedParts {
    /// The track they hold.
    pub fn track(self) -> Option<(YardId, u32)> {
        match self {
            WorkedParts::OnTrack(yard, track) => Some((yard, track)),
            WorkedParts::InShed | WorkedParts::InStore => None,
        }
    }
}

impl TrainState {
    /// Where a rake is; `None`: the onward one in its store.
    pub fn place(&self, rake: Rake) -> Option<RakePlace> {
        match rake {
            Rake::Arriving => Some(self.arriving),
            Rake::Onward => self.onward,
        }
    }

    /// Whether the last part of a rake is in its spot, and parts worked before have left it.
    pub fn is_partly_out(&self, rake: Rake) -> bool {
        let place = self.place(rake);
        let is_in = matches!(place, Some(RakePlace::Spot(_) | RakePlace::Exchange(..)));
        is_in && (self.part > 1 || matches!(self.arriving, RakePlace::Exchange(..)))
    }

    /// Where worked parts of a rake are.
    pub fn worked(&self, rake: Rake) -> WorkedParts {
        self.worked[rake as usize]
    }

    /// Whether nothing of the train is in the system yet but its onward rake.
    pub fn is_outside(&self) -> bool {
        self.arriving == RakePlace::Outside
    }

    /// How far a stage of a rake has come.
    pub fn stage(&self, rake: Rake, stage: StageId) -> Option<&StageProgress> {
        let mut stages = self.stages.iter();
        stages.find(|progress| (progress.rake, progress.stage) == (rake, stage))
    }
}

/// A stage done or under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StageProgress {
    /// The stage.
    pub stage: StageId,
    /// The rake that undergoes it.
    pub rake: Rake,
    /// Minute it ends; `None`: done.
    pub until: Option<Minute>,
}

/// Where a rake is at the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RakePlace {
    /// Not in the system yet.
    Outside,
    /// Running in a section; entered and leaves; whether it passes at the end.
    Section(SectionId, Direction, Span, bool),
    /// Standing on a track (from 1) of a yard.
    Track(YardId, u32),
    /// Being placed from a track (`None`: its store) until a minute.
    Placing(Option<(YardId, u32)>, SpotId, Minute),
    /// Standing in a spot.
    Spot(SpotId),
    /// Being pulled to a track (`None`: its store) until a minute.
    Pulling(SpotId, Option<(YardId, u32)>, Minute),
    /// Exchanging the part worked for the next one, both rakes, until a minute.
    Exchange(SpotId, Minute),
    /// Moving from a track into its store until a minute.
    IntoStore((YardId, u32), Minute),
    /// Moving from its store onto a track until a minute.
    FromStore((YardId, u32), Minute),
    /// Being made up in its store until a minute; then it may move.
    MakingUp(Minute),
    /// Handled in a spot until a minute.
    Handling(SpotId, Minute),
    /// Left the system, or counted in its store.
    Gone,
}

impl RakePlace {
    /// From when on it may move, where it is being made up.
    pub fn made_up_at(self) -> Option<Minute> {
        match self {
            RakePlace::MakingUp(until) => Some(until),
            _ => None,
        }
    }

    /// The spot of which it holds a side.
    pub fn spot(self) -> Option<SpotId> {
        match self {
            RakePlace::Placing(_, spot, _)
            | RakePlace::Spot(spot)
            | RakePlace::Pulling(spot, ..)
            | RakePlace::Exchange(spot, _)
            | RakePlace::Handling(spot, _) => Some(spot),
            _ => None,
        }
    }

    /// The track it holds.
    pub fn track(self) -> Option<(YardId, u32)> {
        match self {
            RakePlace::Track(yard, track) => Some((yard, track)),
            RakePlace::Placing(track, ..) | RakePlace::Pulling(_, track, _) => track,
            RakePlace::IntoStore(track, _) | RakePlace::FromStore(track, _) => Some(track),
            _ => None,
        }
    }

    /// Until when it moves, where it does.
    pub fn moves_until(self) -> Option<Minute> {
        match self {
            RakePlace::Placing(_, _, until)
            | RakePlace::Pulling(_, _, until)
            | RakePlace::Exchange(_, until)
            | RakePlace::IntoStore(_, until)
            | RakePlace::FromStore(_, until) => Some(until),
            _ => None,
        }
    }
}

/// Crane work at the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkState {
    /// Not begun.
    NotBegun,
    /// Minutes of preparation left.
    Preparation(ModeId, i32),
    /// Lifts left (modes of one step).
    Lifting(ModeId, u32),
    /// Minutes of finishing left.
    Finishing(ModeId, i32),
    /// Interrupted: mode and time of the rest of the part are decided anew. With the mode whose step still goes on, and until when.
    Interrupted(Option<(ModeId, Minute)>),
    /// A part that is not the last is done.
    PartDone,
    /// Done.
    Done,
}

/// Something busy from the start until a minute with no train of this instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Busy {
    /// What.
    pub what: BusyWhat,
    /// First minute free.
    pub until: Minute,
}

/// What is busy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BusyWhat {
    /// One team of a stage.
    Team(StageId),
    /// One locomotive of a pool.
    Locomotive(LocomotiveId),
    /// A crane.
    Crane(CraneId),
    /// A track (from 1) of a yard.
    Track(YardId, u32),
    /// The side of a spot that has a gauge.
    Side(SpotId, u32),
}
