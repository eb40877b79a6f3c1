//! Figures of a study file outside their limits, and what in it contradicts itself.

use super::problems::{
    BAD_BASE, BAD_DESIGN, BAD_FIGURE, BAD_PROMISE, BAD_REPLICATIONS, BAD_SETTING,
};
use super::{Places, StudyFile};
use crate::words;
use regauge_model::Problem;

/// Figures outside their limits, and what contradicts itself.
pub(super) fn check(file: &StudyFile, places: &Places<'_>, found: &mut Vec<Problem>) {
    let base = &file.base;
    let given = [&base.demo, &base.instance, &base.generator]
        .into_iter()
        .flatten()
        .count();
    if given != 1 {
        found.push(places.problem(
            BAD_BASE,
            "base",
            given,
            words::one_base(),
            words::give_one(),
        ));
    }
    let replications = &file.replications;
    if replications.least == 0 || replications.most == 0 {
        found.push(places.problem(
            BAD_REPLICATIONS,
            "replications.least",
            0,
            words::no_replications(),
            words::at_least_one(),
        ));
    } else if replications.least > replications.most {
        let message = words::least_above_most(
            replications.least.to_string(),
            replications.most.to_string(),
        );
        found.push(places.problem(
            BAD_REPLICATIONS,
            "replications.most",
            replications.most,
            message,
            words::swap(),
        ));
    }
    let mut limits = |path: &str, value: f64, min: f64, max: f64| {
        if !(min..=max).contains(&value) {
            let message = words::outside(min.to_string(), max.to_string());
            found.push(places.problem(BAD_FIGURE, path, value, message, words::check_figure()));
        }
    };
    limits(
        "replications.most",
        f64::from(replications.most),
        0.0,
        1000.0,
    );
    limits(
        "replications.half_width_minutes",
        replications.half_width_minutes,
        0.01,
        100_000.0,
    );
    let run = &file.run;
    limits("run.days", run.days.into(), 1.0, 3660.0);
    limits("run.warm_up_days", run.warm_up_days.into(), 0.0, 366.0);
    limits("run.replan_hours", run.replan_hours.into(), 1.0, 24.0);
    limits("run.planning_hours", run.planning_hours.into(), 1.0, 72.0);
    limits(
        "run.look_ahead_hours",
        run.look_ahead_hours.into(),
        0.0,
        72.0,
    );
    limits("run.waiting", run.waiting.into(), 1.0, 10_000.0);
    limits("run.work", run.work, 0.0, 100.0);
    let world = &file.world;
    limits(
        "world.trains_per_day",
        world.trains_per_day.unwrap_or(0.0),
        0.0,
        500.0,
    );
    limits("world.season_percent", world.season_percent, 0.0, 100.0);
    limits(
        "world.bunching.day_sd_percent",
        world.bunching.day_sd_percent,
        0.0,
        100.0,
    );
    limits("world.bunching.memory", world.bunching.memory, 0.0, 0.999);
    limits(
        "world.bunching.within_day_minutes",
        world.bunching.within_day_minutes,
        0.0,
        720.0,
    );
    limits(
        "world.arrivals.sd_minutes",
        world.arrivals.sd_minutes,
        0.0,
        1440.0,
    );
    limits(
        "world.arrivals.tail_percent",
        world.arrivals.tail_percent,
        0.0,
        100.0,
    );
    limits(
        "world.arrivals.firm_hours",
        world.arrivals.firm_hours,
        0.0,
        72.0,
    );
    limits(
        "world.stages_sd_percent",
        world.stages_sd_percent,
        0.0,
        100.0,
    );
    limits(
        "world.cranes_sd_percent",
        world.cranes_sd_percent,
        0.0,
        100.0,
    );
    for percent in world.weekdays_percent {
        limits("world.weekdays_percent", percent, 0.0, 1000.0);
    }
    for hours in world.arrivals.tail_hours {
        limits("world.arrivals.tail_hours", hours, 0.0, 240.0);
    }
    for (place, hold) in world.holds.iter().enumerate() {
        limits(
            &format!("world.holds[{place}].percent"),
            hold.percent,
            0.0,
            100.0,
        );
        for days in hold.hold_days {
            limits(&format!("world.holds[{place}].hold_days"), days, 0.0, 60.0);
        }
    }
    if let Some(wind) = &world.wind {
        for days in wind.gale_days {
            limits("world.wind.gale_days", days, 0.0, 365.0);
        }
        limits("world.wind.percent", wind.percent, 0.0, 500.0);
        limits("world.wind.shape", wind.shape, 0.5, 5.0);
        limits("world.wind.memory", wind.memory, 0.0, 0.999);
        limits("world.wind.season_percent", wind.season_percent, 0.0, 90.0);
        limits(
            "world.wind.forecast_sd_percent",
            wind.forecast_sd_percent,
            0.0,
            100.0,
        );
        limits(
            "world.wind.severe.per_year",
            wind.severe.per_year,
            0.0,
            50.0,
        );
        for factor in wind.gust_factor {
            limits("world.wind.gust_factor", factor, 0.0, 10.0);
        }
        for hours in wind.severe.hours {
            limits("world.wind.severe.hours", hours, 0.0, 240.0);
        }
        for gust in wind.severe.gust_mps {
            limits("world.wind.severe.gust_mps", gust, 0.0, 90.0);
        }
    }
    if let Some(proof) = &file.proof {
        limits("proof.days", proof.days.into(), 1.0, 100.0);
        limits("proof.work", proof.work, 0.0, 1000.0);
    }
    if let Some(promise) = &file.promise {
        for (field, hours) in [
            ("mean_dwell_hours", promise.mean_dwell_hours),
            ("p90_dwell_hours", promise.p90_dwell_hours),
        ] {
            if let Some(hours) = hours.filter(|hours| hours.is_nan() || *hours <= 0.0) {
                let path = format!("promise.{field}");
                found.push(places.problem(
                    BAD_PROMISE,
                    &path,
                    hours,
                    words::not_positive(),
                    words::promise_more(),
                ));
            }
        }
    }
    let factors = file
        .levers
        .iter()
        .map(|one| ("levers", one))
        .chain(file.uncertainties.iter().map(|one| ("uncertainties", one)));
    for (table, (name, factor)) in factors {
        let path = format!("{table}.{name}");
        if factor.values.is_empty() {
            found.push(places.problem(
                BAD_SETTING,
                &path,
                "",
                words::no_values(),
                words::give_values(),
            ));
        }
        if table == "levers" && file.uncertainties.contains_key(name) {
            found.push(places.problem(BAD_DESIGN, &path, name, words::twice(), words::rename()));
        }
    }
}
