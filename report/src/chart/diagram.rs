//! The train diagram (运行图): time across, stations by distance down, a ten-minute grid.

use super::axis::{self, Axis, RIGHT_MARGIN};
use super::bands::{Band, Bands, StationLine};
use super::labels::Numbers;
use super::legend::{self, Sample};
use super::line::Line;
use super::operations::{hatching, pin_path};
use super::scale::Scale;
use super::shade::Tone;
use super::sheet::{Edges, head, wrapped};
use super::style::{GROUP_TENTHS, NOTE_TENTHS, NUMBER_TENTHS};
use super::svg::Svg;
use super::voices::{Saying, Voices};
use super::words::{self, Word};
use super::{measure, rooms};
use crate::journey::ends_of;
use crate::names::{Names, name};
use crate::text::{Text, fill};
use crate::wind;
use regauge_model::ids::{SectionId, TrainId};
use regauge_model::instance::{Rake, RakePlace, Train};
use regauge_model::plan::{Activity, Event, Plan, TrainPlan, Wait};
use regauge_model::system::{Direction, Possession};
use regauge_model::{Instance, Minute, Span};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Columns of the frame: names of stations, distances.
const NAME_WIDTH: (i32, i32) = (64, 130);
const DISTANCE_WIDTH: i32 = 40;
const PAD: i32 = 4;
/// Above the first station line, for numbers of trains that stand there.
const HEADROOM: i32 = 16;

/// A run of a train through a section.
struct Run {
    train: usize,
    rake: Rake,
    section: SectionId,
    direction: Direction,
    span: Span,
    loaded: bool,
}

/// The diagram of a line.
pub(super) struct Diagram<'a> {
    pub instance: &'a Instance,
    pub plan: &'a Plan,
    pub voices: &'a Voices<'a>,
    pub numbers: &'a Numbers,
    pub line: &'a Line,
    pub window: Span,
    pub now: Option<Minute>,
}

/// What the legend has to explain.
#[derive(Default)]
struct Used {
    loaded: bool,
    empty: bool,
    stay: bool,
    wait: bool,
    given: bool,
    pin: bool,
    unplanned: bool,
    one_track: bool,
    possession: bool,
    slow: bool,
    stop: bool,
    /// Where numbers stand.
    taken: Taken,
    /// Lanes of the waits at station lines: until where each is taken.
    lanes: BTreeMap<i32, Vec<i32>>,
}

/// Where numbers stand already, as points a few pixels apart.
#[derive(Default)]
struct Taken {
    points: Vec<(f64, f64)>,
}

impl Taken {
    /// A place along a piece for a text of a width, away from all others; where there is none the text is left out.
    fn place(&mut self, piece: Piece, width: i32) -> Option<((i32, i32), i32)> {
        const FIRST: f64 = 6.0;
        const STEP: f64 = 14.0;
        const NEAR: f64 = 7.5;
        let room = piece.length() - f64::from(width) - 2.0 * FIRST;
        if room < 0.0 {
            return None;
        }
        let places = (room / STEP).max(0.0) as i32;
        for step in 0..=places {
            let start = FIRST + STEP * f64::from(step);
            let steps = (f64::from(width) / 5.0) as i32;
            let points: Vec<(f64, f64)> = (0..=steps)
                .map(|step| piece.at(start + 5.0 * f64::from(step), 5.5))
                .collect();
            let is_near = |a: &(f64, f64)| {
                self.points
                    .iter()
                    .any(|b| (a.0 - b.0).hypot(a.1 - b.1) < NEAR)
            };
            if !points.iter().any(is_near) {
                self.points.extend(points);
                let (x, y) = piece.at(start, 2.5);
                return Some(((x.round() as i32, y.round() as i32), piece.degrees()));
            }
        }
        None
    }
}

impl Diagram<'_> {
    /// The chart.
    pub(super) fn chart(&self, title: &str) -> String {
        let mut svg = Svg::default();
        let system = self.instance.system();
        let scale = Scale::new(self.window, 0);
        let above = head(&mut svg, self.voices, title, &scale);
        let top = above + axis::height(self.instance, self.voices);
        let bands = Bands::new(system, self.line, top + HEADROOM);
        let stations = bands.stations.iter();
        let names = stations
            .map(|line| self.name(line).width(GROUP_TENTHS + 5))
            .max();
        let (least, most) = NAME_WIDTH;
        let name_width = (names.unwrap_or(0) + 2 * PAD).clamp(least, most);
        let scale = Scale {
            left: name_width + DISTANCE_WIDTH,
            ..scale
        };
        let axis = Axis {
            instance: self.instance,
            voices: self.voices,
            scale,
            now: self.now,
        };
        let bottom = bands.bottom() + HEADROOM;
        let mut used = Used::default();
        svg.group("body");
        axis.ten_minute_grid(&mut svg, &bands.panels);
        for band in &bands.all {
            self.shading(&mut svg, band, &scale, &mut used);
        }
        let mut lines = String::new();
        for station in &bands.stations {
            let _ = write!(lines, "M{} {}h{}", scale.left, station.y, scale.pixels);
        }
        svg.path("sl", &lines, None);
        axis.boundaries(&mut svg, (top, bottom));
        self.given(&mut svg, &bands, &scale, &mut used);
        for (index, (train, planned)) in self
            .instance
            .trains()
            .iter()
            .zip(&self.plan.trains)
            .enumerate()
        {
            let mut own = Svg::default();
            self.train(&mut own, index, train, planned, (&bands, &scale), &mut used);
            if !own.is_empty() {
                svg.train(index);
                svg.append(&own);
                svg.end();
            }
        }
        axis.now(&mut svg, (top, bottom));
        svg.end();
        axis.above(&mut svg, above);
        self.frame(&mut svg, &bands, (scale.left, name_width), (top, bottom));
        let entries = used.entries();
        let end = legend::paint(&mut svg, self.voices, &entries, bottom + 8, &scale);
        let edges = Edges {
            width: scale.right() + RIGHT_MARGIN,
            height: end,
            top,
            bottom,
        };
        let title = self.voices.only().map(|_| title);
        wrapped(&svg, &scale, &edges, title)
    }

    fn name(&self, line: &StationLine) -> Saying {
        self.voices.say(|names| names.station(line.station))
    }

    /// Station names, distances, and what lies between two stations.
    fn frame(
        &self,
        svg: &mut Svg,
        bands: &Bands,
        (left, names): (i32, i32),
        (top, bottom): (i32, i32),
    ) {
        svg.group("frame");
        svg.bar("bg", (0, top), (left, bottom - top), None);
        let mut lines = String::new();
        for (top, bottom) in &bands.panels {
            let _ = write!(lines, "M{left} {top}V{bottom}");
        }
        svg.path("r2", &lines, None);
        for line in &bands.stations {
            let y = line.y + 4;
            svg.text(
                "sb",
                (PAD, y),
                &self.name(line).cut(names - 2 * PAD, GROUP_TENTHS + 5),
            );
            let distance = self.voices.say(|names| {
                let unit = if bands.in_kilometres {
                    words::KILOMETRES
                } else {
                    words::MINUTES
                };
                let unit = unit.in_language(names.language);
                match line.distance {
                    0.0 => format!("0 {unit}"),
                    distance => format!("{distance}"),
                }
            });
            svg.text("km", (left - 5, y), &distance);
            svg.path("r2", &format!("M{} {}H{left}", left - 3, line.y), None);
        }
        let system = self.instance.system();
        for band in &bands.all {
            let section = system.section(band.section);
            let gauge = section.gauge_mm;
            let note = self.voices.say(|names| {
                let tracks = if section.single_track {
                    words::SINGLE_TRACK
                } else {
                    words::DOUBLE_TRACK
                };
                format!("{gauge} {}", tracks.in_language(names.language))
            });
            let middle = i32::midpoint(band.top, band.bottom) + 3;
            svg.text(
                "rn st",
                (PAD + 8, middle),
                &note.cut(left - 2 * PAD - 8, NOTE_TENTHS),
            );
        }
        svg.end();
    }

    fn shading(&self, svg: &mut Svg, band: &Band, scale: &Scale, used: &mut Used) {
        let section = self.instance.system().section(band.section);
        let mut shade =
            |class: &str, span: Span, lean: (&str, i32), what: &dyn Fn(&Names<'_>) -> String| {
                let Some((x, width)) = scale.seen(span) else {
                    return false;
                };
                let title = self.voices.title(|names| {
                    let place = names.section(band.section);
                    format!(
                        "{} · {place} · {}",
                        what(names),
                        names.clock.span(span, names.dash)
                    )
                });
                let (at, size) = ((x, band.top), (width, band.bottom - band.top));
                svg.bar(class, at, size, title.as_deref());
                svg.path(lean.0, &hatching(at, size, lean.1), None);
                let text = self.voices.say(what);
                if lean.1 != 0 && text.width(NOTE_TENTHS) + 8 <= width {
                    svg.text("yt", (x + 4, band.top + 11), &text);
                }
                true
            };
        for span in wind::line_slow(self.instance, band.section) {
            let what = |names: &Names<'_>| words::WIND_SLOW.in_language(names.language).to_owned();
            used.slow |= shade("y0", span, ("yh", 0), &what);
        }
        for span in wind::line_stops(self.instance, band.section) {
            let what = |names: &Names<'_>| words::WIND_STOP.in_language(names.language).to_owned();
            used.stop |= shade("y1", span, ("yh", -1), &what);
        }
        for possession in &section.possessions {
            let is_one = possession.track.is_some() && !section.single_track;
            let what = |names: &Names<'_>| possession_of(names, possession);
            let (class, flag) = if is_one {
                ("y4", &mut used.one_track)
            } else {
                ("y2", &mut used.possession)
            };
            *flag |= shade(class, possession.span, ("y2h", 1), &what);
        }
    }

    /// Paths already given away.
    fn given(&self, svg: &mut Svg, bands: &Bands, scale: &Scale, used: &mut Used) {
        let mut last: Option<&str> = None;
        for path in self.instance.system().given_paths() {
            let Some(band) = bands.of(path.section) else {
                continue;
            };
            let Some(piece) = self.piece(band, path.direction, path.span, scale) else {
                continue;
            };
            used.given = true;
            let title = self.voices.title(|names| {
                let what = words::GIVEN_PATH.in_language(names.language);
                let section = names.section(path.section);
                let time = names.clock.span(path.span, names.dash);
                format!("{} · {what} · {section} · {time}", name(&path.train))
            });
            svg.path("gp", &piece.d(), title.as_deref());
            if last != Some(path.train.as_str()) {
                let number = name(&path.train);
                if let Some((at, degrees)) = used.taken.place(piece, measure::width(&number, 80)) {
                    svg.turned("gn", at, degrees, &Saying::plain(number));
                    last = Some(path.train.as_str());
                }
            }
        }
    }

    /// The piece of a run that is seen.
    fn piece(&self, band: &Band, direction: Direction, span: Span, scale: &Scale) -> Option<Piece> {
        if !span.overlaps(scale.window) {
            return None;
        }
        let (from, to) = ends_of(self.instance.system(), band.section, direction);
        let (from, to) = (band.y(from), band.y(to));
        let minutes = i64::from(span.minutes().max(1));
        let y = |minute: Minute| {
            let part = i64::from(to - from) * i64::from(minute - span.from) * 2 + minutes;
            from + part.div_euclid(2 * minutes) as i32
        };
        let begins = span.from.max(scale.window.from);
        let ends = span.to.min(scale.window.to);
        Some(Piece {
            from: (scale.x(begins), y(begins)),
            to: (scale.x(ends), y(ends)),
        })
    }

    fn runs(&self, index: usize, train: &Train, planned: &TrainPlan) -> Vec<Run> {
        let system = self.instance.system();
        let run = |event: &Event| match event.what {
            Activity::Run {
                section, direction, ..
            } => Some(Run {
                train: index,
                rake: event.rake,
                section,
                direction,
                span: event.span,
                loaded: rooms::is_loaded(system, train, planned, event.rake, event.span.from),
            }),
            _ => None,
        };
        planned.events().iter().filter_map(run).collect()
    }

    fn train(
        &self,
        svg: &mut Svg,
        index: usize,
        train: &Train,
        planned: &TrainPlan,
        (bands, scale): (&Bands, &Scale),
        used: &mut Used,
    ) {
        let TrainPlan::Planned { waits, exit, .. } = planned else {
            self.stuck(svg, index, train, (bands, scale), used);
            return;
        };
        let runs = self.runs(index, train, planned);
        self.stays(svg, &runs, (bands, scale), used);
        for run in &runs {
            let Some(band) = bands.of(run.section) else {
                continue;
            };
            let Some(piece) = self.piece(band, run.direction, run.span, scale) else {
                continue;
            };
            let class = if run.loaded { "tr" } else { "tr em" };
            used.loaded |= run.loaded;
            used.empty |= !run.loaded;
            svg.path(class, &piece.d(), self.title(run).as_deref());
            self.pins(svg, train, run, &runs, (*exit, piece), (scale, used));
        }
        self.along(svg, &runs, (bands, scale), &mut used.taken);
        for wait in waits {
            self.outside(svg, index, planned.events(), wait, (bands, scale), used);
        }
    }

    fn title(&self, run: &Run) -> Option<String> {
        self.voices.title(|names| {
            let train = names.train(TrainId::from_index(run.train));
            let word = if run.loaded {
                words::LOADED_TRAIN
            } else {
                words::EMPTY_TRAIN
            };
            let what = word.in_language(names.language);
            let section = names.section(run.section);
            let time = names.clock.span(run.span, names.dash);
            format!("{train} · {what} · {section} · {time}")
        })
    }

    /// The number along a run of every journey through a panel: the first one where it fits and no other stands.
    fn along(
        &self,
        svg: &mut Svg,
        runs: &[Run],
        (bands, scale): (&Bands, &Scale),
        taken: &mut Taken,
    ) {
        let mut labelled: Vec<(Rake, usize, Direction)> = Vec::new();
        for run in runs {
            let Some(band) = bands.of(run.section) else {
                continue;
            };
            let journey = (run.rake, bands.panel_of(band), run.direction);
            let Some(piece) = self.piece(band, run.direction, run.span, scale) else {
                continue;
            };
            if labelled.contains(&journey) {
                continue;
            }
            let number = self.numbers.full(run.train);
            if let Some((at, degrees)) = taken.place(piece, measure::width(number, NUMBER_TENTHS)) {
                svg.turned("tn", at, degrees, &Saying::plain(number));
                labelled.push(journey);
            }
        }
    }

    /// Between two runs of a rake the time at the station, as a piece of its line.
    fn stays(
        &self,
        svg: &mut Svg,
        runs: &[Run],
        (bands, scale): (&Bands, &Scale),
        used: &mut Used,
    ) {
        let system = self.instance.system();
        for (index, run) in runs.iter().enumerate() {
            let Some(next) = runs[index + 1..].iter().find(|next| next.rake == run.rake) else {
                continue;
            };
            let at = ends_of(system, run.section, run.direction).1;
            let goes_on = ends_of(system, next.section, next.direction).0 == at;
            let (Some(band), true) = (bands.of(run.section), goes_on) else {
                continue;
            };
            let stay = Span::new(run.span.to, next.span.from);
            let Some((x, width)) = scale.seen(stay) else {
                continue;
            };
            used.stay = true;
            svg.path("dw", &format!("M{x} {}h{width}", band.y(at)), None);
        }
    }

    /// A train that waits where no track is, before it enters.
    fn outside(
        &self,
        svg: &mut Svg,
        index: usize,
        events: &[Event],
        wait: &Wait,
        (bands, scale): (&Bands, &Scale),
        used: &mut Used,
    ) {
        let stands = events.iter().any(|event| {
            let is_place = matches!(event.what, Activity::Track { .. } | Activity::Spot { .. });
            is_place && event.rake == wait.rake && event.span.overlaps(wait.span)
        });
        let next = events.iter().find_map(|event| match event.what {
            Activity::Run {
                section, direction, ..
            } if event.rake == wait.rake && event.span.from >= wait.span.to => {
                Some((section, direction))
            }
            _ => None,
        });
        let (Some((section, direction)), false, true) =
            (next, stands, wait.before.starts_with("run"))
        else {
            return;
        };
        let (Some(band), Some((x, width))) = (bands.of(section), scale.seen(wait.span)) else {
            return;
        };
        let at = ends_of(self.instance.system(), section, direction).0;
        used.wait = true;
        let title = self.voices.title(|names| {
            let train = names.train(TrainId::from_index(index));
            let cause = super::marks::cause(names, wait);
            let time = names.clock.span(wait.span, names.dash);
            format!("{train} · {cause} · {} · {time}", names.station(at))
        });
        let y = used.lane(bands, band.y(at), (x, width));
        svg.path("wo", &format!("M{x} {y}h{width}"), title.as_deref());
    }

    fn pins(
        &self,
        svg: &mut Svg,
        train: &Train,
        run: &Run,
        runs: &[Run],
        (exit, piece): (Minute, Piece),
        (scale, used): (&Scale, &mut Used),
    ) {
        let is_first = runs.first().is_some_and(|first| std::ptr::eq(first, run));
        if train.pins.entry.is_some() && is_first && run.span.from >= scale.window.from {
            used.pin = true;
            svg.path("pn", &pin_path((piece.from.0 - 3, piece.from.1 - 9)), None);
        }
        if train.pins.exit.is_some() && run.span.to == exit && exit <= scale.window.to {
            used.pin = true;
            svg.path("pn", &pin_path((piece.to.0 - 3, piece.to.1 - 9)), None);
        }
    }

    /// A train in a section that is not planned stays in it.
    fn stuck(
        &self,
        svg: &mut Svg,
        index: usize,
        train: &Train,
        (bands, scale): (&Bands, &Scale),
        used: &mut Used,
    ) {
        let Some(state) = &train.state else { return };
        for place in [Some(state.arriving), state.onward].into_iter().flatten() {
            let RakePlace::Section(section, _, span) = place else {
                continue;
            };
            let Some(band) = bands.of(section) else {
                continue;
            };
            let whole = Span::new(span.from, self.instance.horizon().end);
            if let Some((x, width)) = scale.seen(whole) {
                used.unplanned = true;
                let title = self.voices.title(|names| {
                    let train = names.train(TrainId::from_index(index));
                    let what = words::UNPLANNED.in_language(names.language);
                    format!("{train} · {what} · {}", names.section(section))
                });
                let y = i32::midpoint(band.top, band.bottom) - 6;
                svg.bar("n", (x, y), (width, 12), title.as_deref());
                let number = Saying::plain(self.numbers.full(index));
                svg.text("no", (x + 3, y + 9), &number);
            }
        }
    }
}

/// `up track possession`.
fn possession_of(names: &Names<'_>, possession: &Possession) -> String {
    let word = words::POSSESSION.in_language(names.language);
    let track = possession.track.map(|track| match track {
        Direction::Down => Text::DownTrack,
        Direction::Up => Text::UpTrack,
    });
    match track {
        Some(track) => fill(
            words::POSSESSION_OF.in_language(names.language),
            &[names.text(track), word],
        ),
        None => word.to_owned(),
    }
}

/// A slanting piece of a train's line.
#[derive(Clone, Copy)]
struct Piece {
    from: (i32, i32),
    to: (i32, i32),
}

impl Piece {
    fn d(&self) -> String {
        let ((x1, y1), (x2, y2)) = (self.from, self.to);
        format!("M{x1} {y1}L{x2} {y2}")
    }

    fn length(&self) -> f64 {
        let (dx, dy) = self.reach();
        dx.hypot(dy)
    }

    fn reach(&self) -> (f64, f64) {
        let ((x1, y1), (x2, y2)) = (self.from, self.to);
        (f64::from(x2 - x1), f64::from(y2 - y1))
    }

    fn degrees(&self) -> i32 {
        let (dx, dy) = self.reach();
        dy.atan2(dx).to_degrees().round() as i32
    }

    /// The point so many pixels along the piece and so many above it.
    fn at(&self, along: f64, above: f64) -> (f64, f64) {
        let (dx, dy) = self.reach();
        let length = self.length().max(1.0);
        let (ux, uy) = (dx / length, dy / length);
        (
            f64::from(self.from.0) + ux * along + uy * above,
            f64::from(self.from.1) + uy * along - ux * above,
        )
    }
}

impl Used {
    /// Waits at one station line lie beside each other, outside the panel.
    fn lane(&mut self, bands: &Bands, y: i32, (x, width): (i32, i32)) -> i32 {
        const APART: i32 = 3;
        const MOST: usize = 4;
        let lanes = self.lanes.entry(y).or_default();
        let lane = lanes
            .iter()
            .position(|end| *end <= x)
            .unwrap_or(lanes.len());
        let lane = lane.min(MOST - 1);
        if lane == lanes.len() {
            lanes.push(0);
        }
        lanes[lane] = lanes[lane].max(x + width);
        let is_upper = bands.panels.iter().any(|(top, _)| *top == y);
        let away = 3 + APART * lane as i32;
        if is_upper { y - away } else { y + away }
    }

    fn entries(&self) -> Vec<(Sample, Word)> {
        let all = [
            (self.loaded, Sample::Line("tr"), words::LOADED_TRAIN),
            (self.empty, Sample::Line("tr em"), words::EMPTY_TRAIN),
            (self.stay, Sample::Line("dw"), words::STAY),
            (self.wait, Sample::Line("wo"), words::WAIT_OUTSIDE),
            (self.given, Sample::Line("gp"), words::GIVEN_PATH),
            (self.pin, Sample::Pin, words::PIN),
            (self.unplanned, Sample::Box("n"), words::UNPLANNED),
            (
                self.possession,
                Sample::Hatched("y2", "y2h"),
                words::POSSESSION,
            ),
            (
                self.one_track,
                Sample::Hatched("y4", "y2h"),
                words::ONE_TRACK,
            ),
            (self.stop, Sample::Shade(Tone::Wind), words::WIND_STOP),
            (self.slow, Sample::Shade(Tone::Slow), words::WIND_SLOW),
            (true, Sample::Upright("m1"), words::SHIFT),
            (true, Sample::Upright("m0"), words::STAGE_PLAN),
        ];
        let used = all.into_iter().filter(|(is_used, ..)| *is_used);
        used.map(|(_, sample, word)| (sample, word)).collect()
    }
}
