//! Stages done and under way.

use super::{Maker, Places};
use crate::clock::Clock;
use crate::rng::Random;
use regauge_model::filled;
use regauge_model::format::{
    BeforeFile, RakePlaceFile, StageFile, StageProgressFile, TrainFile, WhenFile,
};

/// How far the stages of one train are.
pub(super) struct Progress<'a> {
    clock: &'a Clock,
    stages_here: &'a [StageFile],
    places: &'a mut Places,
    random: &'a mut Random,
    pub(super) stages: Vec<StageProgressFile>,
}

impl Maker<'_> {
    /// Nothing done so far.
    pub(super) fn progress(&mut self) -> Progress<'_> {
        Progress {
            clock: &self.setting.clock,
            stages_here: &self.station.stages,
            places: &mut self.places,
            random: self.random,
            stages: Vec::new(),
        }
    }
}

impl Progress<'_> {
    /// Arrival stages of a train: those before the placing done when it is `placed`, the others as chance has it.
    pub(super) fn arrival(&mut self, train: &TrainFile, placed: bool) {
        for stage in self.stages_here {
            if stage.when == WhenFile::Arrival && stage.classes.contains(&train.class) {
                if placed && stage.before == BeforeFile::Placing {
                    self.done(stage);
                } else {
                    self.some(stage);
                }
            }
        }
    }

    /// Departure stages of a rake of this class.
    pub(super) fn departure(&mut self, class: &str, place: &RakePlaceFile) {
        for stage in self.stages_here {
            if stage.when == WhenFile::Departure && stage.classes.iter().any(|c| c == class) {
                match place {
                    RakePlaceFile::Track { .. } => self.some(stage),
                    RakePlaceFile::Section { .. } => self.done(stage),
                    _ => {}
                }
            }
        }
    }

    /// Everything before the departure of a train of this class is done.
    pub(super) fn all_done(&mut self, class: &str) {
        let here = self.stages_here;
        let arrival = |stage: &&StageFile| {
            stage.when == WhenFile::Arrival && stage.classes.iter().any(|c| c == class)
        };
        for stage in here.iter().filter(arrival) {
            match self.stages.iter_mut().find(|own| own.stage == stage.id) {
                Some(own) => own.until = None,
                None => self.done(stage),
            }
        }
    }

    fn done(&mut self, stage: &StageFile) {
        self.stages.push(StageProgressFile::new(stage.id.clone()));
    }

    /// Done, under way, or not begun.
    fn some(&mut self, stage: &StageFile) {
        match self.random.below(3) {
            0 => self.done(stage),
            1 if self.places.team(stage) => {
                let until = self.clock.at(self.random.within(1, 12));
                self.stages.push(filled!(
                    StageProgressFile::new(stage.id.clone());
                    until: Some(until),
                ));
            }
            _ => {}
        }
    }
}
