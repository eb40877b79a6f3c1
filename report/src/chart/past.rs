//! What has happened before the start of the horizon, in quieter ink to the left of now.

use super::bands::Bands;
use super::diagram::{Diagram, Used};
use super::localizer::{Localized, Localizer};
use super::measure;
use super::operations::Operations;
use super::rows::Key;
use super::scale::Scale;
use super::sheet::Sheet;
use super::style::NUMBER_TENTHS;
use super::svg::Svg;
use super::words;
use crate::names::name;
use regauge_model::history::PastUse;
use regauge_model::resource::Resource;
use regauge_model::{Minute, Span};

/// Hours of the past that a chart of the whole horizon shows.
const HOURS: u16 = 3;

/// What a chart shows: of a window, or of the whole horizon, with so many hours before it as far as there is a history.
pub(crate) fn shown(
    past: &[PastUse<'_>],
    (window, hours): (Option<Span>, Option<u16>),
    whole: Span,
) -> Span {
    let usual = if window.is_some() { 0 } else { HOURS };
    let Span { from, to } = window.unwrap_or(whole);
    let first = past.iter().map(|one| one.span.from).min();
    let first = first.map_or(Minute(0), |first| first.min(Minute(0)));
    let before = from - i32::from(hours.unwrap_or(usual)) * 60;
    Span::new(before.max(first).min(from), to)
}

/// What something past says when asked.
fn title(localizer: &Localizer<'_>, one: &PastUse<'_>) -> Option<String> {
    localizer.title(|names| {
        let what = words::PAST.in_language(names.language);
        let place = names.resource(one.resource);
        let time = names.clock.span(one.span, names.dash);
        format!("{} · {what} · {place} · {time}", name(one.train))
    })
}

impl Operations<'_> {
    /// The past in the rows of an operation chart.
    pub(super) fn past(&self, svg: &mut Svg, sheet: &Sheet, scale: &Scale, used: &mut Used) {
        const PAD: i32 = 2;
        let mut own = Svg::default();
        for one in self.past {
            let place = Key::of(one.resource).and_then(|key| sheet.place(key));
            let (Some(place), Some((x, width))) = (place, scale.seen(one.span)) else {
                continue;
            };
            // The row of a store shows how many rakes are there, that of a section has lines.
            if matches!(one.resource, Resource::Section(_) | Resource::Store(_)) {
                continue;
            }
            let title = title(self.localizer, one);
            let (top, height) = (place.y + 1, place.height - 2);
            own.bar("pa", (x, top), (width, height), title.as_deref());
            let number = name(one.train);
            if measure::width(&number, NUMBER_TENTHS) + 2 * PAD <= width {
                let at = (x + PAD, place.baseline(4));
                own.text("pt", at, &Localized::plain(number));
            }
        }
        enclosed(svg, &own, used);
    }
}

impl Diagram<'_> {
    /// The runs that are over.
    pub(super) fn past(&self, svg: &mut Svg, bands: &Bands, scale: &Scale, used: &mut Used) {
        let mut own = Svg::default();
        for one in self.past {
            let (Resource::Section(section), Some(direction)) = (one.resource, one.direction)
            else {
                continue;
            };
            let Some(band) = bands.of(section) else {
                continue;
            };
            let Some(piece) = self.piece(band, direction, one.span, scale) else {
                continue;
            };
            let title = title(self.localizer, one);
            own.path("pl", &piece.d(), title.as_deref());
            if self.is_approach {
                continue;
            }
            let number = name(one.train);
            let width = measure::width(&number, NUMBER_TENTHS);
            if let Some((at, degrees)) = used.taken.place(piece, width) {
                own.turned("pt", at, degrees, &Localized::plain(number));
            }
        }
        enclosed(svg, &own, used);
    }
}

fn enclosed(svg: &mut Svg, own: &Svg, used: &mut Used) {
    if !own.is_empty() {
        used.past = true;
        svg.group("past");
        svg.append(own);
        svg.end();
    }
}
