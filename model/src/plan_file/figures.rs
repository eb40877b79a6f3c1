//! Key figures, to the file and back.

use super::read::Reader;
use super::resources::resource_to_file;
use crate::Instance;
use crate::format::{KpiFile, PathsFile, QueueFile, WaitSumFile};
use crate::plan::{Kpis, Paths, Queue, WaitSum};

/// Key figures as files write them.
///
/// The instance must have what they name ([`Plan::belongs_to`](crate::Plan::belongs_to)).
pub fn kpis_to_file(instance: &Instance, kpis: &Kpis) -> KpiFile {
    let paths = kpis.paths.iter().map(|(section, paths)| {
        let Paths { down, up } = *paths;
        (section.clone(), PathsFile { down, up })
    });
    let outside = kpis.outside.iter().map(|(station, queue)| {
        let Queue { most, at_end } = *queue;
        (station.clone(), QueueFile { most, at_end })
    });
    let waits = kpis.waits.iter().map(|sum| WaitSumFile {
        for_what: resource_to_file(instance, sum.for_what),
        minutes: sum.minutes,
    });
    KpiFile {
        planned: kpis.planned,
        postponed: kpis.postponed,
        late: kpis.late,
        fulfilment: kpis.fulfilment,
        punctuality: kpis.punctuality,
        entry_wait_mean: kpis.entry_wait_mean,
        outside_at_end: kpis.outside_at_end,
        dwell_transshipped_mean: kpis.dwell_transshipped_mean,
        dwell_transshipped_p90: kpis.dwell_transshipped_p90,
        dwell_passing_mean: kpis.dwell_passing_mean,
        dwell_handled_mean: kpis.dwell_handled_mean,
        crane_work_mean: kpis.crane_work_mean,
        slot_cycle_mean: kpis.slot_cycle_mean,
        trains_per_spot: kpis.trains_per_spot.clone(),
        spot_use: kpis.spot_use.clone(),
        crane_use: kpis.crane_use.clone(),
        paths: paths.collect(),
        missing_buffer_minutes: kpis.missing_buffer_minutes.clone(),
        outside: outside.collect(),
        waits: waits.collect(),
    }
}

impl Reader<'_> {
    /// Key figures with the names of their waits resolved; what is said of spots, cranes and sections stands there by name.
    pub(super) fn kpis(&mut self, file: &KpiFile) -> Kpis {
        let paths = file.paths.iter().map(|(section, paths)| {
            let PathsFile { down, up } = *paths;
            (section.clone(), Paths { down, up })
        });
        let outside = file.outside.iter().map(|(station, queue)| {
            let QueueFile { most, at_end } = *queue;
            (station.clone(), Queue { most, at_end })
        });
        let waits = file.waits.iter().enumerate().filter_map(|(index, sum)| {
            let for_what =
                self.resource(&format!("kpis.waits[{index}].for_what"), &sum.for_what)?;
            Some(WaitSum {
                for_what,
                minutes: sum.minutes,
            })
        });
        Kpis {
            waits: waits.collect(),
            planned: file.planned,
            postponed: file.postponed,
            late: file.late,
            fulfilment: file.fulfilment,
            punctuality: file.punctuality,
            entry_wait_mean: file.entry_wait_mean,
            outside_at_end: file.outside_at_end,
            dwell_transshipped_mean: file.dwell_transshipped_mean,
            dwell_transshipped_p90: file.dwell_transshipped_p90,
            dwell_passing_mean: file.dwell_passing_mean,
            dwell_handled_mean: file.dwell_handled_mean,
            crane_work_mean: file.crane_work_mean,
            slot_cycle_mean: file.slot_cycle_mean,
            trains_per_spot: file.trains_per_spot.clone(),
            spot_use: file.spot_use.clone(),
            crane_use: file.crane_use.clone(),
            paths: paths.collect(),
            missing_buffer_minutes: file.missing_buffer_minutes.clone(),
            outside: outside.collect(),
        }
    }
}
