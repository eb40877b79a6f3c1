//! Tiny instances: one to three trains, an hour or two, durations of a few minutes, every feature now and then.
//!
//! Times start at half past, so that hours of wind begin inside the horizon, and the railway day may change in it.

mod handled;
mod line;
mod local;
mod start;
mod station;
mod throats;
mod trains;

pub use handled::with_handled;
use regauge_model::filled;

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use regauge_instances::small::{count_wagons, hold_some, let_work_go_on, worked_parts};
use regauge_model::format::{
    BlockFile, CapFile, CapSpanFile, ClassFile, EndFile, EndStockFile, HorizonFile, InstanceFile,
    ObjectiveFile, SpanFile, StateFile, SystemFile, WindClosureFile, WindEffectFile, WindFile,
    WindSeriesFile, ZoneFile,
};
use regauge_model::validate::instance_from_file;

/// Turns a seed into that of what is more outdoors, so that all else is the same with and without it.
const OUTDOORS: u64 = 0x6f75_7464_6f6f_7273;

/// Turns a seed into that of throats, likewise.
const THROATS: u64 = 0x74_6872_6f61_7473;
/// Turns a seed into that of the kind of block, for the same reason.
const BLOCK: u64 = 0x626c_6f63_6b73;

/// Turns a seed into that of holds.
const HOLDS: u64 = 0x0068_6f6c_6473;
/// What stores that count wagons are drawn with, for the same reason.
const WAGONS: u64 = 0x3a6;
const WORKED_PARTS: u64 = 0x3a7;

/// A seeded source of choices.
pub(crate) struct Dice(Pcg64Mcg);

impl Dice {
    /// A number between two, both possible.
    pub(crate) fn roll(&mut self, least: u32, most: u32) -> u32 {
        self.0.random_range(least..=most)
    }

    /// Whether something happens that does so in so many cases of a hundred.
    pub(crate) fn chance(&mut self, percent: u32) -> bool {
        self.roll(1, 100) <= percent
    }
}

/// What kind of instance it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Theme {
    /// Passing trains on a line with a junction station.
    Line,
    /// A border station, and what goes on there.
    Border,
    /// Both: the line leads to the border station.
    Both,
}

/// Broad gauge.
pub(crate) const BROAD: u32 = 1520;
/// Standard gauge.
pub(crate) const STANDARD: u32 = 1435;

/// The start of every horizon.
fn start() -> DateTime<FixedOffset> {
    let day = NaiveDate::from_ymd_opt(2025, 3, 1).and_then(|day| day.and_hms_opt(17, 30, 0));
    let beijing = FixedOffset::east_opt(8 * 3600);
    day.zip(beijing)
        .and_then(|(day, beijing)| day.and_local_timezone(beijing).single())
        .expect("a constant date")
}

/// The date-time of a minute of the horizon.
pub(crate) fn at(minute: i64) -> DateTime<FixedOffset> {
    start() + TimeDelta::minutes(minute)
}

/// A span of minutes of the horizon.
pub(crate) fn span(from: u32, minutes: u32) -> SpanFile {
    SpanFile {
        from: at(from.into()),
        to: at((from + minutes).into()),
    }
}

/// A few closures of some minutes, or none.
pub(crate) fn closures(dice: &mut Dice, percent: u32) -> Vec<SpanFile> {
    if !dice.chance(percent) {
        return Vec::new();
    }
    let (from, minutes) = (dice.roll(2, 45), dice.roll(2, 12));
    vec![span(from, minutes)]
}

/// A cap may count per hour, in a span, or from a minute on.
fn date(dice: &mut Dice, cap: &mut CapFile) {
    if dice.chance(40) {
        cap.per_hour = Some(1);
    }
    if dice.chance(30) {
        let (from, minutes) = (dice.roll(0, 30), dice.roll(5, 40));
        let SpanFile { from, to } = span(from, minutes);
        cap.spans.push(CapSpanFile {
            from,
            to,
            count: dice.roll(0, 1),
        });
    }
    if dice.chance(25) {
        cap.from = Some(at(dice.roll(0, 40).into()));
    }
}

/// A tiny instance; the same for the same seed.
pub fn tiny_instance(seed: u64) -> InstanceFile {
    let mut dice = Dice(Pcg64Mcg::seed_from_u64(seed));
    let theme = match seed % 4 {
        0 => Theme::Line,
        3 => Theme::Both,
        _ => Theme::Border,
    };
    let look_ahead_hours = dice.roll(0, 1);
    let mut stations = line::stations(&mut dice, theme);
    if theme != Theme::Line {
        stations.push(station::border(&mut dice));
    }
    let mut sections = line::sections(&mut dice, theme);
    let block = &mut Dice(Pcg64Mcg::seed_from_u64(seed ^ BLOCK));
    for section in &mut sections {
        if block.chance(30) {
            section.block = BlockFile::StationToStation;
        }
        for cap in &mut section.caps {
            date(block, cap);
        }
    }
    let trains = trains::trains(&mut dice, theme);
    let given_paths = line::given_paths(&mut dice, &sections);
    let mut horizon = HorizonFile::new(start(), 1);
    horizon.look_ahead_hours = look_ahead_hours;
    let system = filled!(
        SystemFile::new(classes(&mut dice), stations);
        zones: vec![ZoneFile::new("pass")],
        sections,
        given_paths,
    );
    let mut file = filled!(
        InstanceFile::new(format!("tiny {seed}"), horizon, system);
        wind: wind(&mut dice),
        trains,
        end: end(&mut dice, theme),
        objective: filled!(
            ObjectiveFile::default();
            late_minute: f64::from(dice.roll(0, 3)),
            postponed: f64::from(dice.roll(1, 5) * 60),
            missing_buffer_minute: 0.0,
        ),
    );
    outdoors(
        &mut Dice(Pcg64Mcg::seed_from_u64(seed ^ OUTDOORS)),
        &mut file,
    );
    let throats = &mut Dice(Pcg64Mcg::seed_from_u64(seed ^ THROATS));
    throats::add(throats, &mut file);
    let mut state = StateFile::default();
    if dice.chance(35) {
        start::under_way(&mut dice, theme, &mut file, &mut state);
    }
    start::busy(&mut dice, theme, &file, &mut state);
    file.state = (state != StateFile::default()).then_some(state);
    local::change(
        &mut Dice(Pcg64Mcg::seed_from_u64(seed ^ 0x10ca1)),
        &mut file,
    );
    let_work_go_on(&mut file);
    // the train under way was drawn without looking at given paths and possessions: its section may have one in its way
    if instance_from_file(&file).is_err() {
        file.system.given_paths.clear();
        for section in &mut file.system.sections {
            section.possessions.clear();
        }
    }
    let_work_go_on(&mut file);
    let mut held = Dice(Pcg64Mcg::seed_from_u64(seed ^ HOLDS));
    if held.chance(30) {
        hold_some(&mut file, &mut |least, most| held.roll(least, most), 45);
    }
    let mut wagons = Dice(Pcg64Mcg::seed_from_u64(seed ^ WAGONS));
    count_wagons(
        &mut file,
        &mut |least, most| wagons.roll(least, most),
        (35, 4),
    );
    let mut worked = Dice(Pcg64Mcg::seed_from_u64(seed ^ WORKED_PARTS));
    worked_parts(&mut file, &mut |percent| worked.chance(percent));
    file
}

/// More work on the ground and more stops of the cranes where they stand outdoors.
fn outdoors(dice: &mut Dice, file: &mut InstanceFile) {
    let stations = file.system.stations.iter_mut();
    let sheds = stations.flat_map(|station| &mut station.sheds);
    for shed in sheds.filter(|shed| !shed.indoor) {
        shed.ground_work_in_stops = dice.chance(30);
        for spot in &mut shed.spots {
            for minutes in [&mut spot.preparation_minutes, &mut spot.finishing_minutes] {
                *minutes = minutes.map(|minutes| minutes + dice.roll(0, 3));
            }
        }
        // short and early, where work goes on
        for _ in 0..dice.roll(0, 3) {
            let (from, minutes) = (dice.roll(4, 40), dice.roll(1, 4));
            let closed = span(from, minutes);
            let wind = file.wind.get_or_insert_default();
            wind.closures.push(WindClosureFile {
                zone: "pass".to_owned(),
                stops: WindEffectFile::Cranes,
                from: closed.from,
                to: closed.to,
            });
        }
    }
}

/// Loaded and empty, broad and standard.
fn classes(dice: &mut Dice) -> Vec<ClassFile> {
    let ids = [
        ("loaded-broad", BROAD, true),
        ("empty-broad", BROAD, false),
        ("loaded-standard", STANDARD, true),
        ("empty-standard", STANDARD, false),
    ];
    let mut class = |(id, gauge_mm, loaded): (&str, u32, bool)| {
        filled!(
            ClassFile::new(id, gauge_mm);
            weight: Some(f64::from(dice.roll(1, 4)) / 2.0),
            cargo: loaded.then(|| "boxes".to_owned()),
        )
    };
    ids.into_iter().map(&mut class).collect()
}

fn wind(dice: &mut Dice) -> Option<WindFile> {
    let mut wind = WindFile::default();
    if dice.chance(50) {
        let gust_mps: Vec<f64> = (0..4).map(|_| f64::from(dice.roll(8, 24))).collect();
        wind.series.push(WindSeriesFile {
            zone: "pass".to_owned(),
            hourly_from: at(-30),
            mean_mps: gust_mps.iter().map(|gust| gust / 2.0).collect(),
            gust_mps,
        });
    }
    let effects = [
        WindEffectFile::Cranes,
        WindEffectFile::Shunting,
        WindEffectFile::Line,
    ];
    for stops in effects {
        for closed in closures(dice, 20) {
            wind.closures.push(WindClosureFile {
                zone: "pass".to_owned(),
                stops,
                from: closed.from,
                to: closed.to,
            });
        }
    }
    (wind != WindFile::default()).then_some(wind)
}

fn end(dice: &mut Dice, theme: Theme) -> Option<EndFile> {
    if theme == Theme::Line || !dice.chance(50) {
        return None;
    }
    let stores = ["broad-rakes", "standard-rakes"];
    let stocks = stores.map(|store| {
        let at_least = dice.roll(0, 2);
        let price = f64::from(dice.roll(5, 200));
        EndStockFile::new(store, at_least, price)
    });
    Some(filled!(
        EndFile::default();
        stocks: stocks.to_vec(),
    ))
}
