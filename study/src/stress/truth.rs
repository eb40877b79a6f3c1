//! What is true in a run: an instance like that of the plan, with what deviates from it.

use super::{StressConfig, StressError};
use crate::draws::{Draws, named};
use crate::roll::{keep_due, leave_out_buffers};
use crate::world::{draw_cranes, drawn_stages, has_no_way_here, keep_stages_done};
use chrono::TimeDelta;
use regauge_model::Instance;
use regauge_model::format::{DateTimeFile, InstanceFile, PinsFile};
use std::collections::BTreeSet;

/// Hours by which the horizon of a run is longer than that of the plan, so that who is late still finds a way out.
const LONGER: u32 = 24;

/// Makes the instances of runs.
pub(super) struct Truth<'a> {
    /// The instance without what only planning asks for.
    file: InstanceFile,
    under_way: BTreeSet<String>,
    end: DateTimeFile,
    config: &'a StressConfig,
}

/// What is true in a run.
pub(super) struct Drawn {
    pub instance: Instance,
    /// Work under way would break off with cranes as drawn.
    pub cranes_as_planned: bool,
}

impl<'a> Truth<'a> {
    pub fn new(file: &InstanceFile, instance: &Instance, config: &'a StressConfig) -> Truth<'a> {
        let mut file = file.clone();
        leave_out_buffers(&mut file);
        let states = file.state.iter().flat_map(|state| &state.trains);
        let under_way: BTreeSet<String> = states.map(|state| state.train.clone()).collect();
        let longer = longer(&file);
        if Instance::from_file(&longer).is_ok() {
            file = longer;
        }
        // pins were there for the planner, and the plan has them
        let coming = file.trains.iter_mut();
        for train in coming.filter(|train| !under_way.contains(&train.id)) {
            train.pins = PinsFile::default();
        }
        file.orders.clear();
        let end = file.horizon.start + TimeDelta::minutes(i64::from(instance.horizon().end.0));
        Truth {
            file,
            under_way,
            end,
            config,
        }
    }

    pub fn of_run(&self, run: u32) -> Result<Drawn, StressError> {
        let draws = Draws::new(self.config.seed.wrapping_add(u64::from(run)));
        let start = self.file.horizon.start;
        let mut file = self.file.clone();
        for train in &mut file.trains {
            if self.under_way.contains(&train.id) {
                continue;
            }
            let key = named(&train.id);
            if !has_no_way_here(train) {
                let late = self.config.arrivals.deviation(draws, key);
                let latest = (self.end - TimeDelta::minutes(1)).max(train.earliest_entry);
                let comes = train.earliest_entry + TimeDelta::minutes(late);
                let earliest = start.min(train.earliest_entry);
                train.enters_from(comes.clamp(earliest, latest));
                keep_due(train);
            }
            let sd_percent = self.config.stages_sd_percent;
            train.stage_minutes = drawn_stages(&self.file, sd_percent, draws, key, train);
        }
        keep_stages_done(&mut file);
        let mut with_cranes = file.clone();
        draw_cranes(&mut with_cranes, self.config.cranes_sd_percent, draws, 0);
        let wrong = |problems| StressError::Truth { run, problems };
        let (instance, cranes_as_planned) = if let Ok(instance) = Instance::from_file(&with_cranes)
        {
            (instance, false)
        } else {
            (Instance::from_file(&file).map_err(wrong)?, true)
        };
        Ok(Drawn {
            instance,
            cranes_as_planned,
        })
    }
}

/// The same with a longer horizon.
fn longer(file: &InstanceFile) -> InstanceFile {
    let mut file = file.clone();
    match &mut file.horizon.end {
        Some(end) => *end += TimeDelta::hours(i64::from(LONGER)),
        None => file.horizon.look_ahead_hours += LONGER,
    }
    file
}
