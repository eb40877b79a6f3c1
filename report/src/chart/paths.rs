//! The trains in a train diagram: their lines, numbers, stays, waits outside.

use super::bands::{Band, Bands};
use super::diagram::{Diagram, Used};
use super::localizer::Localized;
use super::patterns::pin_path;
use super::piece::{Piece, Taken};
use super::scale::Scale;
use super::style::{LARGE_ALONG_TENTHS, LARGE_MORE_TENTHS, NUMBER_TENTHS};
use super::svg::Svg;
use super::{measure, words};
use regauge_model::ids::{SectionId, TrainId};
use regauge_model::instance::{Rake, Train};
use regauge_model::journey::ends_of;
use regauge_model::plan::{TrainPlan, Wait};
use regauge_model::resource::{Resource, Task};
use regauge_model::system::Direction;
use regauge_model::timeline::{Kind, Use};
use regauge_model::{Minute, Span};

/// A run of a train through a section.
struct Run {
    train: usize,
    rake: Rake,
    section: SectionId,
    direction: Direction,
    span: Span,
    loaded: bool,
}

impl Diagram<'_> {
    /// The piece of a run that is seen.
    pub(super) fn piece(
        &self,
        band: &Band,
        direction: Direction,
        span: Span,
        scale: &Scale,
    ) -> Option<Piece> {
        let (from, to) = ends_of(self.instance.system(), band.section, direction);
        Piece::of(span, (band.y(from), band.y(to)), scale)
    }

    fn runs(&self, index: usize) -> Vec<Run> {
        let run = |one: &Use<'_>| match (one.resource, one.kind) {
            (Resource::Section(section), Kind::Run { direction, .. }) => Some(Run {
                train: index,
                rake: one.rake,
                section,
                direction,
                span: one.span,
                loaded: one.is_loaded,
            }),
            _ => None,
        };
        let uses = self.timeline.of_train(TrainId::from_index(index));
        uses.iter().filter_map(run).collect()
    }

    /// A train of the plan.
    pub(super) fn train(
        &self,
        svg: &mut Svg,
        index: usize,
        train: &Train,
        planned: &TrainPlan,
        (bands, scale): (&Bands, &Scale),
        used: &mut Used,
    ) {
        let TrainPlan::Planned { waits, exit, .. } = planned else {
            if self.is_approach {
                return;
            }
            self.held_at_start(svg, index, (bands, scale), used);
            return;
        };
        let runs = self.runs(index);
        if !self.is_approach {
            self.stays(svg, &runs, (bands, scale), used);
        }
        for run in &runs {
            let Some(band) = bands.of(run.section) else {
                continue;
            };
            let Some(piece) = self.piece(band, run.direction, run.span, scale) else {
                continue;
            };
            let class = match (self.is_approach, run.loaded) {
                (false, true) => "tr",
                (false, false) => "tr em",
                (true, true) => "ar tl0",
                (true, false) => "ar tl0 em",
            };
            used.loaded |= run.loaded;
            used.empty |= !run.loaded;
            svg.path(class, &piece.d(), self.title(run).as_deref());
            if scale.is_large() {
                self.times(svg, band, run, &runs, (scale, used));
            }
            self.pins(svg, train, run, &runs, (*exit, piece), (scale, used));
        }
        self.along(svg, &runs, (bands, scale), &mut used.taken);
        for wait in waits.iter().filter(|_| !self.is_approach) {
            self.outside(svg, (index, &runs), wait, (bands, scale), used);
        }
    }

    /// In a stage plan the minutes at which a train begins and ends to run, beside the ends of its line; around a
    /// station those at the station.
    fn times(
        &self,
        svg: &mut Svg,
        band: &Band,
        run: &Run,
        runs: &[Run],
        (scale, used): (&Scale, &mut Used),
    ) {
        let (from, to) = ends_of(self.instance.system(), run.section, run.direction);
        let mut own = runs.iter().filter(|other| other.rake == run.rake);
        let goes_on = own.clone().any(|other| other.span.from == run.span.to);
        let came_on = own.any(|other| other.span.to == run.span.from);
        for (station, at, is_end, passes) in [
            (from, run.span.from, false, came_on),
            (to, run.span.to, true, goes_on),
        ] {
            let is_told = if self.is_approach {
                station == band.lower
            } else {
                !passes
            };
            let is_seen = scale.window.from <= at && at <= scale.window.to;
            if !is_told || !is_seen {
                continue;
            }
            let (hour, minute) = self.localizer.any().clock.hour(at);
            let time = format!("{hour:02}:{minute:02}");
            let width = measure::width(&time, LARGE_MORE_TENTHS);
            let x = if is_end {
                scale.x(at) + 3
            } else {
                scale.x(at) - 3 - width
            };
            // Inside the band, on the side of the line on which it leaves room.
            let y = if station == band.lower {
                band.bottom - 2
            } else {
                band.top + 10
            };
            let taken = used.times.entry(y).or_default();
            let mut taken_there = taken.iter();
            let is_free = taken_there.all(|(from, to)| x + width + 3 < *from || *to + 3 < x);
            if is_free && scale.left <= x && x + width <= scale.right() {
                taken.push((x, x + width));
                svg.text("mo", (x, y), &Localized::plain(time));
            }
        }
    }

    fn title(&self, run: &Run) -> Option<String> {
        self.localizer.title(|names| {
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
        let size = if scale.is_large() {
            LARGE_ALONG_TENTHS
        } else {
            NUMBER_TENTHS
        };
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
            if let Some((at, degrees)) = taken.place(piece, measure::width(number, size)) {
                svg.turned("tn", at, degrees, &Localized::plain(number));
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
        (index, runs): (usize, &[Run]),
        wait: &Wait,
        (bands, scale): (&Bands, &Scale),
        used: &mut Used,
    ) {
        let uses = self.timeline.of_train(TrainId::from_index(index)).iter();
        let mut holds = uses.filter(|one| one.is_hold() && one.rake == wait.rake);
        let stands = holds.any(|one| one.span.overlaps(wait.span));
        let mut later = runs.iter();
        let next = later.find(|run| run.rake == wait.rake && run.span.from >= wait.span.to);
        let (Some(next), false, true) = (next, stands, matches!(wait.before, Task::Run(_))) else {
            return;
        };
        let (section, direction) = (next.section, next.direction);
        let (Some(band), Some((x, width))) = (bands.of(section), scale.seen(wait.span)) else {
            return;
        };
        let at = ends_of(self.instance.system(), section, direction).0;
        used.wait = true;
        let title = self.localizer.title(|names| {
            let train = names.train(TrainId::from_index(index));
            let cause = super::tooltip::cause(names, wait);
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
    fn held_at_start(
        &self,
        svg: &mut Svg,
        index: usize,
        (bands, scale): (&Bands, &Scale),
        used: &mut Used,
    ) {
        for one in self.timeline.of_train(TrainId::from_index(index)) {
            let Resource::Section(section) = one.resource else {
                continue;
            };
            let Some(band) = bands.of(section) else {
                continue;
            };
            if let Some((x, width)) = scale.seen(one.span) {
                used.postponed = true;
                let title = self.localizer.title(|names| {
                    let train = names.train(one.train);
                    let what = words::POSTPONED.in_language(names.language);
                    format!("{train} · {what} · {}", names.section(section))
                });
                let y = i32::midpoint(band.top, band.bottom) - 6;
                svg.bar("n", (x, y), (width, 12), title.as_deref());
                let number = Localized::plain(self.numbers.full(index));
                svg.text("no", (x + 3, y + 9), &number);
            }
        }
    }
}
