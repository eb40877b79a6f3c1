//! What is in the way in a train diagram: possessions, wind, paths already given away.

use super::bands::{Band, Bands};
use super::diagram::{Diagram, Used};
use super::localizer::Localized;
use super::patterns::hatching;
use super::scale::Scale;
use super::style::NOTE_TENTHS;
use super::svg::Svg;
use super::{measure, words};
use crate::names::{Names, name};
use crate::text::{Text, fill};
use regauge_model::Span;
use regauge_model::resource::Resource;
use regauge_model::system::{Direction, Possession};

impl Diagram<'_> {
    /// Closures of a section.
    pub(super) fn shading(&self, svg: &mut Svg, band: &Band, scale: &Scale, used: &mut Used) {
        let section = self.instance.system().section(band.section);
        let mut shade =
            |class: &str, span: Span, lean: (&str, i32), what: &dyn Fn(&Names<'_>) -> String| {
                let Some((x, width)) = scale.seen(span) else {
                    return false;
                };
                let title = self.localizer.title(|names| {
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
                let text = self.localizer.localize(what);
                if lean.1 != 0 && text.width(NOTE_TENTHS) + 8 <= width {
                    svg.text("yt", (x + 4, band.top + 11), &text);
                }
                true
            };
        let line = Resource::Section(band.section);
        for span in self.timeline.slow(line) {
            let what =
                |names: &Names<'_>| words::LINE_SLOWED.in_language(names.language).to_owned();
            used.slow |= shade("y0", *span, ("yh", 0), &what);
        }
        for span in self.timeline.stops(line) {
            let what =
                |names: &Names<'_>| words::LINE_STOPPED.in_language(names.language).to_owned();
            used.stop |= shade("y1", *span, ("yh", -1), &what);
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
    pub(super) fn given(&self, svg: &mut Svg, bands: &Bands, scale: &Scale, used: &mut Used) {
        let mut last: Option<&str> = None;
        for path in self.instance.system().given_paths() {
            let Some(band) = bands.of(path.section) else {
                continue;
            };
            let Some(piece) = self.piece(band, path.direction, path.span, scale) else {
                continue;
            };
            used.given = true;
            let title = self.localizer.title(|names| {
                let what = words::GIVEN_PATH.in_language(names.language);
                let section = names.section(path.section);
                let time = names.clock.span(path.span, names.dash);
                format!("{} · {what} · {section} · {time}", name(&path.train))
            });
            svg.path("gp", &piece.d(), title.as_deref());
            if last != Some(path.train.as_str()) {
                let number = name(&path.train);
                if let Some((at, degrees)) = used.taken.place(piece, measure::width(&number, 80)) {
                    svg.turned("gn", at, degrees, &Localized::plain(number));
                    last = Some(path.train.as_str());
                }
            }
        }
    }
}

/// `up track possession`.
pub(super) fn possession_of(names: &Names<'_>, possession: &Possession) -> String {
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
