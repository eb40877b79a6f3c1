//! Lanes for what stands in rows without being numbered: stages without teams, trains that wait to be handled.

use regauge_model::ids::{ShedId, StageId, TrainId};
use regauge_model::resource::Resource;
use regauge_model::timeline::Timeline;
use regauge_model::{Minute, Span};

/// A stage without teams in a lane of its own: stages that overlap do not share one.
pub(super) struct Lane {
    pub train: usize,
    pub event: usize,
    /// From 1.
    pub number: u32,
}

/// The lanes of a stage without teams.
pub(super) fn lanes_of(timeline: &Timeline<'_>, id: StageId) -> Vec<Lane> {
    let uses = timeline.of_resource(Resource::Stage(id));
    in_lanes(uses.filter_map(|one| Some((one.span, one.train.index(), one.event?))))
}

/// The waits of trains that are handled in a shed, in lanes: they hold no track meanwhile. `event` is the wait.
pub(super) fn waiting_for(timeline: &Timeline<'_>, shed: ShedId) -> Vec<Lane> {
    let mut found: Vec<(Span, usize, usize)> = Vec::new();
    for (index, planned) in timeline.plan().trains.iter().enumerate() {
        if timeline.handled_in(TrainId::from_index(index)) == Some(shed) {
            let waits = planned.waits().iter().enumerate();
            found.extend(waits.map(|(wait, data)| (data.span, index, wait)));
        }
    }
    in_lanes(found.into_iter())
}

/// Lanes (from 1) for what has a span: what overlaps does not share one.
fn in_lanes(spans: impl Iterator<Item = (Span, usize, usize)>) -> Vec<Lane> {
    let mut spans: Vec<_> = spans.collect();
    spans.sort();
    let mut free: Vec<Minute> = Vec::new();
    let in_lane = |(span, train, event): (Span, usize, usize)| {
        let lane = free.iter().position(|free| *free <= span.from);
        let lane = lane.unwrap_or_else(|| {
            free.push(span.from);
            free.len() - 1
        });
        free[lane] = span.to;
        Lane {
            train,
            event,
            number: lane as u32 + 1,
        }
    };
    spans.into_iter().map(in_lane).collect()
}
