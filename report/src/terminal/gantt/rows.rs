//! What stands in the rows of the chart, read from the plan and the instance.

use super::super::page::Page;
use super::shed_title;
use crate::journey::gauge_of;
use crate::names::name;
use crate::text::Text;
use crate::wind;
use regauge_model::ids::{CraneId, ShedId, SpotId, StationId, TrainId};
use regauge_model::instance::{BusyWhat, Rake, Train, TrainState, WorkState};
use regauge_model::plan::{Activity, Event, Plan, TrainPlan};
use regauge_model::{Minute, Span};

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
pub(super) fn groups(page: &Page<'_>, plan: &Plan) -> Vec<Group> {
    let system = page.instance.system();
    let mut groups = Vec::new();
    for station in (0..system.stations().len()).map(StationId::from_index) {
        let sheds = &system.station(station).sheds;
        if !sheds.is_empty() {
            groups.extend(shunting_group(page, station));
        }
        groups.extend(sheds.iter().map(|shed| shed_group(page, plan, *shed)));
    }
    groups
}

/// The hours without shunting, where there are any.
fn shunting_group(page: &Page<'_>, station: StationId) -> Option<Group> {
    let stops = wind::shunting_stops(page.instance, station);
    if stops.is_empty() {
        return None;
    }
    let row = Row {
        name: page.text(Text::ShuntingRow).to_owned(),
        side: String::new(),
        bars: Vec::new(),
        closed: stops.into_iter().map(|s| (s, Closure::Wind)).collect(),
    };
    Some(Group {
        title: page.station(station),
        rows: vec![row],
    })
}

fn shed_group(page: &Page<'_>, plan: &Plan, id: ShedId) -> Group {
    let shed = page.instance.system().shed(id);
    let stops = wind::crane_stops(page.instance, id);
    let mut rows = Vec::new();
    for spot in &shed.spots {
        let gauges = page.instance.system().spot(*spot).gauges_mm;
        rows.extend(gauges.map(|gauge| side_row(page, plan, *spot, gauge)));
    }
    for crane in &shed.cranes {
        rows.push(crane_row(page, plan, *crane, &stops));
    }
    Group {
        title: shed_title(page, &page.titled(&shed.name, &shed.title), shed.indoor),
        rows,
    }
}

fn side_row(page: &Page<'_>, plan: &Plan, id: SpotId, side_mm: u32) -> Row {
    let spot = page.instance.system().spot(id);
    let mut bars = Vec::new();
    for (train, planned) in page.instance.trains().iter().zip(&plan.trains) {
        let rakes = [Rake::Arriving, Rake::Onward];
        for rake in rakes
            .into_iter()
            .filter(|r| is_on_side(page, train, *r, side_mm))
        {
            match planned {
                TrainPlan::Planned { events, .. } => {
                    bars.extend(holds(page, train, events, id, rake));
                }
                TrainPlan::Postponed { .. } => bars.extend(stuck_rake(page, train, id, rake)),
            }
        }
    }
    bars.sort_by_key(|bar| bar.span);
    Row {
        name: name(&spot.name),
        side: format!(" {side_mm}"),
        bars,
        closed: closed(&spot.closed),
    }
}

/// Whether a rake would stand on the side of a gauge; a train that is handled holds both.
fn is_on_side(page: &Page<'_>, train: &Train, rake: Rake, side_mm: u32) -> bool {
    let handled = !train.handling().is_empty();
    gauge_of(page.instance.system(), train, rake) == side_mm || (handled && rake == Rake::Arriving)
}

/// The holds of a spot by a rake, with what it does there.
fn holds(page: &Page<'_>, train: &Train, events: &[Event], spot: SpotId, rake: Rake) -> Vec<Bar> {
    // Crane work and exchanges concern both rakes and are told of the arriving one.
    let phase = |event: &Event| match event.what {
        Activity::CraneWork { spot: at, .. } | Activity::Handling { spot: at } if at == spot => {
            Some(Phase::Work)
        }
        Activity::Exchange { spot: at, .. } if at == spot => Some(Phase::Moving),
        Activity::Placing { spot: at, .. } | Activity::Pulling { spot: at, .. }
            if at == spot && event.rake == rake =>
        {
            Some(Phase::Moving)
        }
        _ => None,
    };
    let pulled = events.iter().rev().find_map(|event| match event.what {
        Activity::Pulling { spot: at, .. } | Activity::Handling { spot: at }
            if at == spot && event.rake == rake =>
        {
            Some(event.span.to)
        }
        _ => None,
    });
    let hold = |event: &Event| {
        let held = matches!(event.what, Activity::Spot { spot: at } if at == spot);
        (held && event.rake == rake).then(|| {
            let mut phases: Vec<(Span, Phase)> = events
                .iter()
                .filter(|e| e.span.overlaps(event.span))
                .filter_map(|e| Some((e.span, phase(e)?)))
                .collect();
            let pauses = events.iter().flat_map(|event| pauses_at(page, event, spot));
            phases.extend(pauses.map(|pause| (pause, Phase::Paused)));
            if let Some(pulled) = pulled {
                phases.push((Span::new(pulled, event.span.to), Phase::Moving));
            }
            Bar {
                span: event.span,
                train: name(&train.name),
                phases,
            }
        })
    };
    events.iter().filter_map(hold).collect()
}

/// When crane work at a spot stands still for wind.
fn pauses_at(page: &Page<'_>, event: &Event, spot: SpotId) -> Vec<Span> {
    match &event.what {
        Activity::CraneWork {
            spot: at,
            lifting_from,
            steps,
            ..
        } if *at == spot => {
            wind::work_pauses(page.instance, spot, event.span, *lifting_from, steps)
        }
        _ => Vec::new(),
    }
}

/// A postponed train that stands in a spot at the start stands there to the end.
fn stuck_rake(page: &Page<'_>, train: &Train, spot: SpotId, rake: Rake) -> Option<Bar> {
    let state = train.state.as_ref()?;
    let place = match rake {
        Rake::Arriving => Some(state.arriving),
        Rake::Onward => state.onward,
    };
    (place?.spot() == Some(spot)).then(|| to_the_end(page, train))
}

fn to_the_end(page: &Page<'_>, train: &Train) -> Bar {
    Bar {
        span: Span::new(Minute(0), page.instance.horizon().end),
        train: name(&train.name),
        phases: Vec::new(),
    }
}

fn crane_row(page: &Page<'_>, plan: &Plan, id: CraneId, stops: &[Span]) -> Row {
    let crane = page.instance.system().crane(id);
    let slots = plan.crane_slots.iter().filter(|slot| slot.crane == id);
    let mut bars: Vec<Bar> = slots
        .map(|slot| {
            let mut phases = vec![(slot.span, Phase::Work)];
            let pauses = stops.iter().map(|stop| stop.intersection(slot.span));
            phases.extend(pauses.map(|pause| (pause, Phase::Paused)));
            Bar {
                span: slot.span,
                train: page.train(slot.train),
                phases,
            }
        })
        .collect();
    for (index, train) in page.instance.trains().iter().enumerate() {
        let postponed = plan
            .trains
            .get(TrainId::from_index(index).index())
            .is_some_and(|planned| planned.exit().is_none());
        if postponed && train.state.as_ref().is_some_and(|s| lifts(page, s, id)) {
            bars.push(to_the_end(page, train));
        }
    }
    bars.sort_by_key(|bar| bar.span);
    let mut spans: Vec<(Span, Closure)> = stops.iter().map(|s| (*s, Closure::Wind)).collect();
    spans.extend(closed(&crane.closed));
    for busy in page.instance.busy() {
        if busy.what == BusyWhat::Crane(id) {
            spans.push((Span::new(Minute(0), busy.until), Closure::Closed));
        }
    }
    Row {
        name: page.crane(id),
        side: String::new(),
        bars,
        closed: spans,
    }
}

/// Whether a train was being lifted by a crane at the start.
fn lifts(page: &Page<'_>, state: &TrainState, crane: CraneId) -> bool {
    let WorkState::Lifting(mode, _) = state.work else {
        return false;
    };
    let steps = &page.instance.system().mode(mode).steps;
    let step = steps.get(state.step);
    step.is_some_and(|step| step.cranes.contains(&crane))
}

fn closed(spans: &[Span]) -> Vec<(Span, Closure)> {
    spans.iter().map(|span| (*span, Closure::Closed)).collect()
}
