//! What is found, as programs read it.

use super::{Found, Promised, promised};
use regauge::Minute;
use regauge_study::capacity::promise::Part;
use regauge_study::capacity::sections::Occupation;
use regauge_study::statistics::Estimate;
use serde_json::{Value, json};

impl Found<'_> {
    pub(super) fn json(&self) -> Value {
        let time = |minute: Minute| self.instance.horizon().date_time(minute).to_rfc3339();
        let occupied = |one: &Occupation| {
            json!({
                "from": time(one.from), "to": time(one.to), "runs": one.runs, "compressed_minutes": one.compressed,
                "available_minutes": one.available, "percent": one.percent.map(rounded), "band": one.band,
            })
        };
        let system = self.instance.system();
        let sections = self.sections.iter().map(|one| {
            json!({
                "section": system.section(one.section).name, "track": one.track,
                "day": occupied(&one.day), "busiest": one.busiest.as_ref().map(occupied),
            })
        });
        let pools = self.pools.iter().map(|one| {
            json!({
                "pool": one.pool.name(self.instance), "gauge_mm": one.gauge_mm, "units": one.units, "minutes": one.minutes,
                "fixed_minutes": one.fixed_minutes, "fixed_trains": one.fixed_trains, "trains": one.trains,
                "used_minutes": one.used_minutes, "mean_minutes": one.mean_minutes.map(rounded),
                "trains_per_day": one.capacity_per_day.map(rounded), "percent": one.percent.map(rounded),
                "is_strained": one.is_strained,
            })
        });
        let flow = &self.flow;
        let bottlenecks = flow.pools.iter().map(|one| {
            json!({
                "pool": one.pool.name(self.instance), "available": rounded(one.available), "used": rounded(one.used),
                "percent": one.percent.map(rounded), "unit": rounded(one.unit), "binds": one.binds(),
                "trains_per_day_for_one_more": rounded(one.gain),
                "dual_trains_per_day": if one.binds() { rounded(one.dual) } else { 0.0 },
            })
        });
        let ways = flow.ways.iter().map(|way| {
            json!({
                "kind": way.kind, "shed": way.shed.map(|shed| &system.shed(shed).name),
                "into_store": way.into_store.map(|store| &system.store(store).name),
                "trains_per_day": rounded(way.per_day.max(0.0)),
            })
        });
        let left_out = flow.left_out.iter();
        let left_out = left_out.map(|(kind, percent)| json!({ "kind": kind, "percent": percent }));
        let stores = flow.one_sided_stores.iter();
        json!({
            "instance": self.instance.name(),
            "instance_sha256": self.instance.sha256(),
            "plan": self.plan.made_by,
            "sections": sections.collect::<Vec<_>>(),
            "station": pools.collect::<Vec<_>>(),
            "flow": {
                "factor": rounded(flow.factor),
                "base_trains_per_day": rounded(flow.base_per_day),
                "trains_per_day": rounded(flow.per_day),
                "pools": bottlenecks.collect::<Vec<_>>(),
                "ways": ways.collect::<Vec<_>>(),
                "left_out": left_out.collect::<Vec<_>>(),
                "one_sided_stores": stores.map(|store| &system.store(*store).name).collect::<Vec<_>>(),
            },
            "promise": self.promise.as_ref().map(|(config, answer)| promised(config, answer).json()),
        })
    }
}

/// Figures of floating point as programs get them: no digits that hang on the machine.
fn rounded(value: f64) -> f64 {
    let rounded = (value * 1000.0).round() / 1000.0;
    rounded + 0.0
}

impl Promised<'_> {
    pub(super) fn json(&self) -> Value {
        let estimate = |one: &Estimate| json!({ "mean": rounded(one.mean), "interval": one.interval().map(|ends| ends.map(rounded)) });
        let part_id = |part: Part| match part {
            Part::Mean => "mean-hours",
            Part::P90 => "p90-hours",
            Part::Queue => "queue-growth",
        };
        let levels = self.answer.levels.iter().map(|level| {
            let parts = level.parts.iter().map(|part| {
                json!({
                    "part": part_id(part.part), "most": rounded(part.most), "estimate": estimate(&part.estimate),
                    "may_hold": part.may_hold(), "may_fail": part.may_fail(),
                })
            });
            json!({
                "trains_per_day": rounded(level.per_day), "throughput": estimate(&level.throughput),
                "parts": parts.collect::<Vec<_>>(),
                "may_hold": level.may_hold(), "may_fail": level.may_fail(),
                "failed": level.failed.iter().map(|(seed, why)| json!({ "seed": seed, "why": why })).collect::<Vec<_>>(),
            })
        });
        json!({
            "mean_hours": self.config.promise.mean_dwell_hours, "p90_hours": self.config.promise.p90_dwell_hours,
            "days": self.config.roll.days, "replications": self.config.replications, "seed": self.config.seed,
            "confidence_percent": 90,
            "trains_per_day": self.answer.trains_per_day.map(|end| end.map(rounded)),
            "fails_first": self.answer.fails_first.map(part_id),
            "levels": levels.collect::<Vec<_>>(),
        })
    }
}
