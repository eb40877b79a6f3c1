//! What stands in the rows of the chart, read from the plan and the instance.

use super::super::page::Page;
use super::shed_title;
use crate::names::name;
use crate::text::Text;
use regauge_model::Span;
use regauge_model::ids::{CraneId, ShedId, SpotId, StationId};
use regauge_model::resource::Resource;
use regauge_model::timeline::{Kind, Timeline, Use};

/// Rows under one title: a shed, or the shunting of a station.
pub(super) struct Group {
    pub title: String,
    pub rows: Vec<Row>,
}

/// A row: one side of a spot, or a crane.
pub(super) struct Row {
    pub name: String,
    /// The gauge, behind the name; never cut.
    pub side: String,
    pub bars: Vec<Bar>,
    pub closed: Vec<(Span, Closure)>,
}

/// A train in a row.
pub(super) struct Bar {
    pub span: Span,
    pub train: String,
    /// What it does meanwhile; standing where nothing is said.
    pub phases: Vec<(Span, Phase)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Moving,
    Work,
    Paused,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Closure {
    Wind,
    Closed,
}

impl Group {
    /// Whether a bar lies in a span.
    pub(super) fn is_used(&self, window: Span) -> bool {
        let mut bars = self.rows.iter().flat_map(|row| &row.bars);
        bars.any(|bar| bar.span.overlaps(window))
    }
}

impl Row {
    pub(super) fn label(&self) -> String {
        format!("{}{}", self.name, self.side)
    }
}

/// Every row of the chart.
pub(super) fn groups(page: &Page<'_>, timeline: &Timeline<'_>) -> Vec<Group> {
    let system = page.instance.system();
    let mut groups = Vec::new();
    for station in (0..system.stations().len()).map(StationId::from_index) {
        let sheds = &system.station(station).sheds;
        if !sheds.is_empty() {
            groups.extend(shunting_group(page, timeline, station));
        }
        groups.extend(sheds.iter().map(|shed| shed_group(page, timeline, *shed)));
    }
    groups
}

/// The hours without shunting, where there are any.
fn shunting_group(page: &Page<'_>, timeline: &Timeline<'_>, station: StationId) -> Option<Group> {
    let stops = timeline.stops(Resource::Shunting(station));
    if stops.is_empty() {
        return None;
    }
    let row = Row {
        name: page.text(Text::ShuntingRow).to_owned(),
        side: String::new(),
        bars: Vec::new(),
        closed: stops.iter().map(|s| (*s, Closure::Wind)).collect(),
    };
    Some(Group {
        title: page.station(station),
        rows: vec![row],
    })
}

fn shed_group(page: &Page<'_>, timeline: &Timeline<'_>, id: ShedId) -> Group {
    let shed = page.instance.system().shed(id);
    let stops = timeline.stops(Resource::Shed(id));
    let mut rows = Vec::new();
    for spot in &shed.spots {
        rows.extend([0, 1].map(|side| side_row(page, timeline, *spot, side)));
    }
    for crane in &shed.cranes {
        rows.push(crane_row(page, timeline, *crane, stops));
    }
    Group {
        title: shed_title(page, &page.titled(&shed.name, &shed.title), shed.indoor),
        rows,
    }
}

fn side_row(page: &Page<'_>, timeline: &Timeline<'_>, id: SpotId, side: u8) -> Row {
    let spot = page.instance.system().spot(id);
    let here = Resource::SpotSide(id, side);
    let uses = timeline.of_resource(here);
    let bars = uses.filter_map(|one| {
        let phases = match one.kind {
            Kind::Hold { .. } => phases(timeline, one),
            // One that stood there at the start stands there to the end.
            Kind::Postponed => Vec::new(),
            _ => return None,
        };
        Some(bar(page, one, phases))
    });
    let mut bars: Vec<Bar> = bars.collect();
    bars.sort_by_key(|bar| bar.span);
    Row {
        name: name(&spot.name),
        side: format!(" {}", spot.gauges_mm[usize::from(side)]),
        bars,
        closed: closed(&spot.closed),
    }
}

fn bar(page: &Page<'_>, one: &Use<'_>, phases: Vec<(Span, Phase)>) -> Bar {
    Bar {
        span: one.span,
        train: page.train(one.train),
        phases,
    }
}

/// What a rake does while it holds a side of a spot: movements and work, then the pauses in it, then what is left behind it.
fn phases(timeline: &Timeline<'_>, hold: &Use<'_>) -> Vec<(Span, Phase)> {
    let (mut done, mut pauses, mut left) = (Vec::new(), Vec::new(), Vec::new());
    let uses = timeline.of_train(hold.train).iter();
    for one in uses.filter(|one| one.resource == hold.resource) {
        let overlaps = one.span.overlaps(hold.span);
        match one.kind {
            Kind::Clearing if overlaps => left.push((one.span, Phase::Moving)),
            Kind::Movement(_) if overlaps => done.push((one.span, Phase::Moving)),
            Kind::Handling if overlaps => done.push((one.span, Phase::Work)),
            Kind::CraneWork(_) => {
                done.extend(overlaps.then_some((one.span, Phase::Work)));
                let of_work = timeline.pauses(one).into_iter();
                pauses.extend(of_work.map(|pause| (pause, Phase::Paused)));
            }
            _ => {}
        }
    }
    done.extend(pauses);
    done.extend(left);
    done
}

fn crane_row(page: &Page<'_>, timeline: &Timeline<'_>, id: CraneId, stops: &[Span]) -> Row {
    let crane = page.instance.system().crane(id);
    let here = Resource::Crane(id);
    let bars = timeline.of_resource(here).map(|one| {
        let mut phases = Vec::new();
        if let Kind::Lifts { .. } = one.kind {
            phases.push((one.span, Phase::Work));
            let pauses = timeline.pauses(one).into_iter();
            phases.extend(pauses.map(|pause| (pause, Phase::Paused)));
        }
        bar(page, one, phases)
    });
    let mut bars: Vec<Bar> = bars.collect();
    bars.sort_by_key(|bar| bar.span);
    let mut spans: Vec<(Span, Closure)> = stops.iter().map(|s| (*s, Closure::Wind)).collect();
    spans.extend(closed(&crane.closed));
    let busy = timeline.busy().into_iter();
    let busy = busy.filter(|busy| busy.resource == here);
    spans.extend(busy.map(|busy| (busy.span, Closure::Closed)));
    Row {
        name: page.crane(id),
        side: String::new(),
        bars,
        closed: spans,
    }
}

fn closed(spans: &[Span]) -> Vec<(Span, Closure)> {
    spans.iter().map(|span| (*span, Closure::Closed)).collect()
}
