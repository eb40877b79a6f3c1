//! What the old plan did otherwise, light and dashed behind the new one.

use super::bands::Bands;
use super::diagram::{Diagram, Used};
use super::localizer::Localizer;
use super::operations::Operations;
use super::rows::Key;
use super::scale::Scale;
use super::sheet::Sheet;
use super::svg::Svg;
use crate::before::Before;
use crate::text::{Text, fill};
use regauge_model::diff::Ghost;
use regauge_model::resource::Resource;

/// What a ghost says when asked: which train it was, where and when.
fn title(localizer: &Localizer<'_>, before: &Before<'_>, ghost: &Ghost) -> Option<String> {
    localizer.title(|names| {
        let train = before.instance.trains().get(ghost.was.index());
        let train = train.map_or_else(|| "?".to_owned(), |it| crate::names::name(&it.name));
        let place = names.resource(ghost.resource);
        let time = names.clock.span(ghost.span, names.dash);
        let what = format!("{train} · {place} · {time}");
        fill(Text::WasBefore.in_language(names.language), &[&what])
    })
}

impl Operations<'_> {
    /// The old plan in the rows of an operation chart.
    pub(super) fn ghosts(&self, svg: &mut Svg, sheet: &Sheet, scale: &Scale, used: &mut Used) {
        let Some(before) = self.before else { return };
        let mut own = Svg::default();
        for ghost in &before.ghosts {
            // The row of a store shows how many rakes are there, that of a section has lines.
            if matches!(ghost.resource, Resource::Section(_) | Resource::Store(_)) {
                continue;
            }
            let place = Key::of(ghost.resource).and_then(|key| sheet.place(key));
            if let (Some(place), Some((x, width))) = (place, scale.seen(ghost.span)) {
                let title = title(self.localizer, before, ghost);
                let (top, height) = (place.y + 1, place.height - 2);
                own.bar("gh", (x, top), (width, height), title.as_deref());
            }
        }
        enclosed(svg, &own, used);
    }
}

impl Diagram<'_> {
    /// The runs of the old plan.
    pub(super) fn ghosts(&self, svg: &mut Svg, bands: &Bands, scale: &Scale, used: &mut Used) {
        let Some(before) = self.before else { return };
        let mut own = Svg::default();
        for ghost in &before.ghosts {
            let (Resource::Section(section), Some(direction)) = (ghost.resource, ghost.direction)
            else {
                continue;
            };
            let Some(band) = bands.of(section) else {
                continue;
            };
            if let Some(piece) = self.piece(band, direction, ghost.span, scale) {
                let title = title(self.localizer, before, ghost);
                own.path("gl", &piece.d(), title.as_deref());
            }
        }
        enclosed(svg, &own, used);
    }
}

fn enclosed(svg: &mut Svg, own: &Svg, used: &mut Used) {
    if !own.is_empty() {
        used.ghost = true;
        svg.group("ghosts");
        svg.append(own);
        svg.end();
    }
}
