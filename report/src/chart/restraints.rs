//! What keeps trains back in a train diagram though the line is free: holds at stations, caps that are used up.

use super::bands::{Band, Bands};
use super::diagram::{Diagram, Used};
use super::scale::Scale;
use super::svg::Svg;
use super::words;
use crate::text::fill;
use regauge_model::Span;
use regauge_model::instance::Rake;
use regauge_model::journey::{Run, ends_of};
use regauge_model::resource::Resource;
use regauge_model::timeline::{Held, Role};

/// Half the height of what stands at either end of an uncertain release.
const TICK: i32 = 2;

impl Diagram<'_> {
    /// A train that is held, beside the line of its station, until its release; behind that between which minutes it may fall.
    pub(super) fn held(
        &self,
        svg: &mut Svg,
        held: &Held<'_>,
        (bands, scale): (&Bands, &Scale),
        used: &mut Used,
    ) {
        let Some(band) = self.band_of(held, bands) else {
            return;
        };
        let unsure = held.hold.between.map(|(from, to)| Span::new(from, to));
        let whole = unsure.map_or(held.span, |unsure| {
            let to = unsure.to.max(held.span.to);
            Span::new(held.span.from.min(unsure.from), to)
        });
        let Some(seen) = scale.seen(whole) else {
            return;
        };
        let title = self.localizer.title(|names| {
            let train = names.train(held.train);
            let clock = names.clock.on_day_of(held.span.from);
            let until = clock.time(held.hold.until);
            let held_until = match held.hold.between {
                Some((from, to)) => fill(
                    words::RELEASED_BETWEEN.in_language(names.language),
                    &[&until, &clock.time(from), &clock.time(to)],
                ),
                None => fill(words::HELD_UNTIL.in_language(names.language), &[&until]),
            };
            format!(
                "{train} · {held_until} · {}",
                names.station(held.hold.station)
            )
        });
        let y = used.lane(bands, band.y(held.hold.station), seen);
        if let Some((x, width)) = scale.seen(held.span) {
            used.held = true;
            svg.path("hd", &format!("M{x} {y}h{width}"), title.as_deref());
        }
        if let Some((x, width)) = unsure.and_then(|unsure| scale.seen(unsure)) {
            used.unsure = true;
            let tick = |x: i32| format!("M{x} {}v{}", y - TICK, 2 * TICK);
            let line = format!("M{x} {y}h{width}{}{}", tick(x), tick(x + width));
            svg.path("hu", &line, title.as_deref());
        }
    }

    /// The band by which a held rake comes, else one of its gauge at the station.
    fn band_of<'b>(&self, held: &Held<'_>, bands: &'b Bands) -> Option<&'b Band> {
        let system = self.instance.system();
        let station = held.hold.station;
        let uses = self.timeline.of_train(held.train).iter();
        let mut comes = uses.filter_map(|one| match (one.resource, Run::of(system, one)) {
            (Resource::Section(section), Some(run)) => {
                let is_it = one.rake == held.rake && run.to == station;
                is_it.then_some(section)
            }
            _ => None,
        });
        if let Some(section) = comes.next() {
            return bands.of(section);
        }
        let train = self.instance.train(held.train);
        let class = match (train.transshipment(), held.rake, held.role) {
            (Some(change), Rake::Onward, _) => change.onward_class,
            (Some(change), _, Role::Emptied) => change.emptied_class,
            _ => train.class,
        };
        let gauge = system.class(class).gauge_mm;
        let mut all = bands.all.iter();
        all.find(|band| {
            let is_here = band.upper == station || band.lower == station;
            is_here && system.section(band.section).gauge_mm == gauge
        })
    }

    /// Where a cap is used up: along the line of the station from which nobody more may enter, inside the section.
    pub(super) fn capped(&self, svg: &mut Svg, bands: &Bands, scale: &Scale, used: &mut Used) {
        const INSIDE: i32 = 3;
        for capped in self.timeline.capped() {
            let Some(band) = bands.of(capped.section) else {
                continue;
            };
            let Some((x, width)) = scale.seen(capped.span) else {
                continue;
            };
            used.capped = true;
            let title = self.localizer.title(|names| {
                let most = capped.most.to_string();
                let what = fill(words::CAP_OF.in_language(names.language), &[&most]);
                let section = names.section(capped.section);
                let time = names.clock.span(capped.span, names.dash);
                format!("{what} · {section} · {time}")
            });
            let from = ends_of(self.instance.system(), capped.section, capped.direction).0;
            let y = match band.y(from) {
                y if y == band.top => y + INSIDE,
                y => y - INSIDE,
            };
            svg.path("cp", &format!("M{x} {y}h{width}"), title.as_deref());
        }
    }
}
