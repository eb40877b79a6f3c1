//! What is busy or counted with trains of no concern here.

use super::Maker;
use crate::rng::Random;
use crate::small::setting::{BORDER, Setting};
use regauge_model::filled;
use regauge_model::format::{BusyFile, CapUsedFile, SectionFile};

/// Entries already counted where the railway day began before the horizon.
pub(super) fn caps_used(
    setting: &Setting,
    sections: &[SectionFile],
    random: &mut Random,
) -> Vec<CapUsedFile> {
    let mut used = Vec::new();
    for section in sections {
        if let Some(cap) = section.caps.first()
            && setting.day_start < 0
            && random.chance(60)
        {
            used.push(CapUsedFile {
                section: section.id.clone(),
                direction: cap.direction,
                count: random.figure(1, cap.per_day),
                class: None,
                entered: Vec::new(),
            });
        }
    }
    used
}

impl Maker<'_> {
    /// Things busy with trains of no concern here.
    pub(super) fn busy(&mut self) -> Vec<BusyFile> {
        let mut busy = Vec::new();
        let at = |until: i32| BusyFile::new(BORDER, self.setting.clock.at(until));
        if self.random.chance(20) && self.places.locomotive(true) {
            busy.push(filled!(
                at(self.random.within(5, 40));
                locomotive_gauge_mm: Some(1520),
            ));
        }
        let stages = &self.station.stages;
        if self.random.chance(20) && !stages.is_empty() {
            let stage = self.random.pick(stages);
            if self.places.team(stage) {
                busy.push(filled!(
                    at(self.random.within(5, 40));
                    stage: Some(stage.id.clone()),
                ));
            }
        }
        let idle = self
            .station
            .sheds
            .iter()
            .find(|shed| !self.places.sheds.contains(&shed.id));
        if let Some(shed) = idle
            && self.random.chance(25)
        {
            busy.push(filled!(
                at(self.random.within(5, 60));
                crane: Some(shed.cranes[0].id.clone()),
            ));
        }
        busy
    }
}
