//! The kinds of trains as sequences: what comes after what.

use super::context::is_emptied_at_start;
use super::journey::{Side, Work};
use super::travel::{End, Leg, Role, Since, Start, Until, ends_outside};
use super::walk::Walker;
use crate::ids::{SpotId, StoreId};
use crate::instance::{Rake, RakePlace, Transshipment, WorkState, WorkedParts};
use crate::message::Message;
use crate::plan::Activity;
use crate::resource::Resource;
use crate::system::StageSide;
use crate::words::violations as words;
use crate::{Minute, Span};

impl<'a> Walker<'a, '_> {
    fn own_leg(&self, leaves: bool) -> Leg<'a> {
        Leg {
            rake: Rake::Arriving,
            class: self.data.class,
            length_m: self.data.length_m,
            route: &self.data.route,
            leaves,
            has_calls: true,
        }
    }

    fn place(&self, rake: Rake) -> Option<RakePlace> {
        let state = self.data.state.as_ref()?;
        match rake {
            Rake::Arriving => Some(state.arriving),
            Rake::Onward => state.onward,
        }
    }

    /// Along the whole route and out, or to its last track.
    pub(super) fn passing(&mut self) {
        let leg = self.own_leg(ends_outside(self.context.system, &self.data.route));
        let Some(start) = self.start(&leg, self.place(Rake::Arriving), None) else {
            return self.break_off();
        };
        self.journey.exit = self.way_out(&leg, start);
    }

    /// Along a way to its end: out of the system, or to a track there; the minute at which the rake is gone.
    fn way_out(&mut self, leg: &Leg, start: Start) -> Option<Minute> {
        match self.travel(leg, start)? {
            End::Left(at) => Some(at),
            End::Stands(since) => self.ends_here(leg, since),
        }
    }

    /// Along the route, and from its last station into the store.
    pub(super) fn walk_into_store(&mut self, store: StoreId) {
        let leg = self.own_leg(false);
        let place = self.place(Rake::Arriving);
        if let Some(RakePlace::IntoStore(..)) = place {
            self.journey.exit = self.move_into(&leg, store, Since::Start);
            return;
        }
        let Some(start) = self.start(&leg, place, None) else {
            return self.break_off();
        };
        if let Some(End::Stands(since)) = self.travel(&leg, start) {
            self.journey.exit = self.move_into(&leg, store, since);
        }
    }

    fn move_into(&mut self, leg: &Leg, store: StoreId, since: Since) -> Option<Minute> {
        let station = self.context.system.store(store).station;
        let under_way = matches!(self.place(Rake::Arriving), Some(RakePlace::IntoStore(..)));
        let words = words::its_movement_into_store();
        let is_it =
            |what: &Activity| matches!(what, Activity::IntoStore { store: s, .. } if *s == store);
        let movement = self.expect(leg.rake, words, self.arrived(since), is_it)?;
        let span = self.events[movement].span;
        self.stay(
            leg,
            station,
            since,
            Until::Shunting(self.moving(movement)),
            if under_way {
                Role::Placed
            } else {
                Role::IntoStore
            },
            movement,
        );
        Some(span.to)
    }

    /// Out of the store onto a track, and along the route.
    pub(super) fn walk_from_store(&mut self, store: StoreId) {
        let leg = self.own_leg(ends_outside(self.context.system, &self.data.route));
        let words = words::its_movement_from_store();
        let is_it =
            |what: &Activity| matches!(what, Activity::FromStore { store: s, .. } if *s == store);
        // A rake that has left its store is no train from a store any more; one that is leaving it is.
        let is_made_up = self
            .context
            .made_up_at(self.train, Rake::Arriving)
            .is_some();
        let under_way = self.data.state.is_some() && !is_made_up;
        let Some(movement) = self.expect(Rake::Arriving, words, self.data.opens, is_it) else {
            return;
        };
        let span = self.events[movement].span;
        let since = if under_way {
            Since::ShuntingAtStart(span)
        } else {
            self.journey.entry = Some(span.from).filter(|_| !is_made_up);
            Since::Shunting(self.moving(movement))
        };
        let start = Start::Standing(0, since, Role::Leaving);
        self.journey.exit = self.way_out(&leg, start);
    }

    /// Straight into a spot, handled there, and gone.
    pub(super) fn handled(&mut self) {
        let is_it = |what: &Activity| matches!(what, Activity::Handling { .. });
        let near = self.data.opens;
        let Some(event) = self.expect(Rake::Arriving, words::its_handling(), near, is_it) else {
            return;
        };
        let span = self.events[event].span;
        let Activity::Handling { spot } = self.events[event].what else {
            return;
        };
        let under_way = self.data.state.is_some();
        self.journey.entry = (!under_way).then_some(span.from);
        self.journey.exit = Some(span.to);
        self.journey.handled = Some((event, spot));
        let to = span.to + self.context.system.spot(spot).clearing;
        let hold = Span::new(span.from, to.min(self.context.end_of(self.train)));
        self.side(Rake::Arriving, hold, (spot, event), under_way);
    }

    /// In, placed beside the onward rake, worked, and both out.
    pub(super) fn transshipped(&mut self, transshipment: &'a Transshipment) {
        let before = self.journey.stays.len();
        let arriving = self.arriving_into_spot(transshipment);
        let arriving_stay =
            (self.journey.stays.len() > before).then(|| self.journey.stays.len() - 1);
        let onward = self.onward_into_spot(transshipment);
        let worked = self.work([&arriving, &onward], arriving_stay);
        if let Some(worked) = worked {
            self.emptied_out(transshipment, &arriving, worked);
            self.onward_out(transshipment, &onward, worked);
        }
        self.stages_before_departure(transshipment);
        self.check_one_spot();
    }

    /// The arriving rake up to the spot.
    fn arriving_into_spot(&mut self, transshipment: &Transshipment) -> InSpot {
        let mut leg = self.own_leg(false);
        let station = transshipment.station;
        match self.place(Rake::Arriving) {
            Some(RakePlace::Placing(origin, ..)) => {
                leg.has_calls = false;
                let placing = self.expect_placing(Rake::Arriving, None, Minute(0));
                if let (Some(placing), Some(_)) = (placing, origin) {
                    let until = Until::Shunting(self.events[placing].span);
                    self.stay(&leg, station, Since::Start, until, Role::Placed, placing);
                }
                placing.map_or(InSpot::Broken, |placing| InSpot::Placed(placing, true))
            }
            Some(RakePlace::Spot(_) | RakePlace::Exchange(..)) => {
                if self
                    .data
                    .state
                    .as_ref()
                    .is_some_and(|s| s.parts_on.is_some())
                {
                    leg.has_calls = false;
                    // until when is known when the exchanges are
                    let until = (Minute(0), Minute(0));
                    self.hold(&leg, station, Since::Start, until, Role::Placed);
                }
                InSpot::AtStart
            }
            place @ (None
            | Some(RakePlace::Section(..) | RakePlace::Track(..) | RakePlace::Outside))
                if !is_emptied_at_start(self.data) =>
            {
                let Some(start) = self.start(&leg, place, None) else {
                    self.break_off();
                    return InSpot::Broken;
                };
                let Some(End::Stands(since)) = self.travel(&leg, start) else {
                    return InSpot::Broken;
                };
                let placing = self.expect_placing(Rake::Arriving, None, self.arrived(since));
                let Some(placing) = placing else {
                    return InSpot::Broken;
                };
                let until = Until::Shunting(self.events[placing].span);
                self.stay(&leg, station, since, until, Role::BeforePlacing, placing);
                InSpot::Placed(placing, false)
            }
            _ => InSpot::Out,
        }
    }

    /// The onward rake up to the spot.
    fn onward_into_spot(&mut self, transshipment: &Transshipment) -> InSpot {
        let placing = match self.place(Rake::Onward) {
            None | Some(RakePlace::MakingUp(_)) if !is_emptied_at_start(self.data) => {
                let placing =
                    self.expect_placing(Rake::Onward, Some(transshipment.onward_store), Minute(0));
                placing.map(|placing| InSpot::Placed(placing, false))
            }
            Some(RakePlace::Placing(..)) => {
                let placing =
                    self.expect_placing(Rake::Onward, Some(transshipment.onward_store), Minute(0));
                placing.map(|placing| InSpot::Placed(placing, true))
            }
            Some(RakePlace::Spot(_) | RakePlace::Exchange(..)) => Some(InSpot::AtStart),
            _ => Some(InSpot::Out),
        };
        placing.unwrap_or(InSpot::Broken)
    }

    fn expect_placing(&mut self, rake: Rake, from: Option<StoreId>, near: Minute) -> Option<usize> {
        let words = if from.is_some() {
            words::its_placing_from_store()
        } else {
            words::its_placing_from_track()
        };
        self.expect(
            rake,
            words,
            near,
            |what| matches!(what, Activity::Placing { store, .. } if *store == from),
        )
    }

    /// Crane work with its exchanges; the minute from which the rakes may be pulled.
    fn work(&mut self, rakes: [&InSpot; 2], arriving_stay: Option<usize>) -> Option<Minute> {
        if rakes.iter().any(|rake| matches!(rake, InSpot::Broken)) {
            return None;
        }
        let stands = |rake: &InSpot| match rake {
            InSpot::Placed(placing, _) => self.events[*placing].span.to,
            _ => Minute(0),
        };
        let mut ready = stands(rakes[0]).max(stands(rakes[1]));
        let state = self
            .data
            .state
            .as_ref()
            .map_or(WorkState::NotBegun, |state| state.work);
        let stood = |rake: Rake| self.data.worked_at_start(rake) != WorkedParts::InShed;
        if stood(Rake::Arriving) || stood(Rake::Onward) {
            self.parts_stand_from = Some(Minute(0));
        }
        if state == WorkState::Done {
            return Some(ready);
        }
        // the step that goes on in interrupted work comes before the rest
        if let WorkState::Interrupted(Some((_, until))) = state {
            ready = ready.max(until);
        }
        // The part in the spot, which has been worked if an exchange is the next.
        let in_spot = self.data.state.as_ref().map_or(1, |state| state.part);
        let first = in_spot + u32::from(state == WorkState::PartDone);
        let mut worked = ready;
        for number in first..=self.data.parts {
            if number > in_spot {
                let words = words::its_exchange(number);
                let exchange = self.expect(
                    Rake::Arriving,
                    words,
                    worked,
                    |what| matches!(what, Activity::Exchange { part, .. } if *part == number),
                )?;
                let span = self.events[exchange].span;
                if span.from < worked {
                    self.problem(exchange, words::exchange_before_work());
                }
                ready = span.to;
                self.parts_stand(exchange);
                if let Some(stay) = arriving_stay {
                    self.journey.stays[stay].hold.to = span.to.min(self.context.end_of(self.train));
                }
            }
            let words = words::its_crane_work(number);
            let event = self.expect(
                Rake::Arriving,
                words,
                ready,
                |what| matches!(what, Activity::CraneWork { part, .. } if *part == number),
            )?;
            self.journey.works.push(Work {
                event,
                part: number,
                ready,
            });
            worked = self.events[event].span.to;
        }
        Some(worked)
    }

    /// Notes that worked parts leave the spot with an exchange, for where their rakes go or for the end of the shed.
    fn parts_stand(&mut self, exchange: usize) {
        let event = &self.events[exchange];
        let Activity::Exchange { spot, .. } = event.what else {
            return;
        };
        let system = self.context.system;
        if system.shed(system.spot(spot).shed).parts_on_track {
            self.parts_stand_from.get_or_insert(event.span.from);
        }
    }

    /// The emptied rake out of the spot and on its way.
    fn emptied_out(&mut self, transshipment: &'a Transshipment, was: &InSpot, worked: Minute) {
        let route = transshipment.emptied_route.as_deref().unwrap_or(&[]);
        let leg = Leg {
            rake: Rake::Arriving,
            class: transshipment.emptied_class,
            length_m: self.data.length_m,
            route,
            leaves: ends_outside(self.context.system, route),
            has_calls: false,
        };
        let place = self.place(Rake::Arriving);
        let home = Some(transshipment.station);
        let start = match (was, place) {
            (InSpot::Out, Some(RakePlace::Gone)) => return,
            (InSpot::Out, Some(RakePlace::Track(..) | RakePlace::Section(..))) => {
                self.start(&leg, place, home)
            }
            _ => {
                let is_given = matches!(place, Some(RakePlace::Pulling(..)));
                let Some(pulling) = self.pull(Rake::Arriving, was, worked, is_given) else {
                    return;
                };
                let span = self.events[pulling].span;
                if let Activity::Pulling {
                    store: Some(store), ..
                } = self.events[pulling].what
                {
                    if transshipment.emptied_store != Some(store) && !is_given {
                        self.problem(pulling, words::store_not_named());
                    }
                    self.journey.emptied = Some((Some(store), span.to));
                    return;
                }
                if leg.route.is_empty() && !is_given {
                    self.problem(pulling, words::no_way_back());
                    return self.break_off();
                }
                let since = if is_given {
                    Since::ShuntingAtStart(span)
                } else {
                    Since::Shunting(span)
                };
                Some(Start::Standing(0, since, Role::Leaving))
            }
        };
        let Some(start) = start.filter(|_| !leg.route.is_empty()) else {
            return self.break_off();
        };
        if let Some(at) = self.way_out(&leg, start) {
            self.journey.emptied = Some((None, at));
        }
    }

    fn onward_leg(&self, transshipment: &'a Transshipment) -> Leg<'a> {
        Leg {
            rake: Rake::Onward,
            class: transshipment.onward_class,
            length_m: transshipment.onward_length_m,
            route: &transshipment.onward_route,
            leaves: ends_outside(self.context.system, &transshipment.onward_route),
            has_calls: false,
        }
    }

    /// The onward rake out of the spot and on its way.
    fn onward_out(&mut self, transshipment: &'a Transshipment, was: &InSpot, worked: Minute) {
        let leg = self.onward_leg(transshipment);
        let place = self.place(Rake::Onward);
        let home = Some(transshipment.station);
        let start = match (was, place) {
            (InSpot::Out, Some(RakePlace::Gone)) => {
                // it has left before the start, and what that cost is behind
                self.journey.exit = Some(Minute(0));
                return;
            }
            (InSpot::Out, Some(RakePlace::Track(..) | RakePlace::Section(..))) => {
                self.start(&leg, place, home)
            }
            _ => {
                let is_given = matches!(place, Some(RakePlace::Pulling(..)));
                let Some(pulling) = self.pull(Rake::Onward, was, worked, is_given) else {
                    return;
                };
                let span = self.events[pulling].span;
                if matches!(
                    self.events[pulling].what,
                    Activity::Pulling { store: Some(_), .. }
                ) {
                    self.problem(pulling, words::loaded_into_store());
                    return self.break_off();
                }
                let since = if is_given {
                    Since::ShuntingAtStart(span)
                } else {
                    Since::Shunting(span)
                };
                Some(Start::Standing(0, since, Role::Leaving))
            }
        };
        let Some(start) = start else {
            return self.break_off();
        };
        if let Some(exit) = self.way_out(&leg, start) {
            self.journey.exit = Some(exit);
        }
    }

    /// The pulling of a rake, and its side of the spot up to it.
    fn pull(&mut self, rake: Rake, was: &InSpot, worked: Minute, is_given: bool) -> Option<usize> {
        let is_pulling = |what: &Activity| matches!(what, Activity::Pulling { .. });
        let pulling = self.expect(rake, words::its_pulling(), worked, is_pulling)?;
        let span = self.events[pulling].span;
        if span.from < worked {
            self.problem(pulling, words::pulling_before_work());
        }
        let Activity::Pulling { spot, .. } = self.events[pulling].what else {
            return None;
        };
        let from = match was {
            InSpot::Placed(placing, _) => self.moving(*placing).from.max(Minute(0)),
            _ => Minute(0),
        };
        let to = self.moving(pulling).to + self.context.system.spot(spot).clearing;
        let hold = Span::new(from, to.min(self.context.end_of(self.train)));
        let was_there = matches!(was, InSpot::AtStart | InSpot::Placed(_, true) | InSpot::Out);
        let moved_by = match was {
            InSpot::Placed(placing, _) => *placing,
            _ => pulling,
        };
        self.side(rake, hold, (spot, moved_by), is_given || was_there);
        Some(pulling)
    }

    /// The span of a movement itself, without making up and breaking up.
    fn moving(&self, event: usize) -> Span {
        self.context.moving(self.train, event, &self.events[event])
    }

    /// What a rake is to hold of a spot, with the event that names the spot.
    fn side(&mut self, rake: Rake, hold: Span, (spot, moved_by): (SpotId, usize), is_given: bool) {
        let event = self.bind_spot(rake);
        if event.is_none() {
            let message = words::no_side(self.context.first_rake_words(self.train, rake));
            self.problem_at(hold, Resource::Spot(spot), message);
        }
        self.journey.sides.push(Side {
            rake,
            hold,
            is_given,
            event,
            moved_by,
        });
    }

    /// Arrival stages that only the departure of the onward rake waits for.
    fn stages_before_departure(&mut self, transshipment: &Transshipment) {
        let system = self.context.system;
        let has_departed = matches!(
            self.place(Rake::Onward),
            Some(RakePlace::Section(..) | RakePlace::Gone)
        );
        let is_on_way_in = matches!(
            self.place(Rake::Arriving),
            None | Some(RakePlace::Section(..) | RakePlace::Track(..) | RakePlace::Outside)
        ) && !is_emptied_at_start(self.data);
        if !is_on_way_in && !has_departed {
            for stage in &system.station(transshipment.station).stages {
                let data = system.stage(*stage);
                let applies = data.side == StageSide::ArrivalBeforeDeparture;
                if applies && data.classes.contains(&self.data.class) {
                    self.duty(Rake::Arriving, *stage, Minute(0), None);
                }
            }
        }
        let by: Option<(Minute, fn() -> Message)> = self
            .onward_departs
            .map(|at| (at, words::the_departure as fn() -> Message));
        for duty in &mut self.journey.duties {
            let data = system.stage(duty.stage);
            let is_here = data.station == transshipment.station && duty.rake == Rake::Arriving;
            if is_here && data.side == StageSide::ArrivalBeforeDeparture {
                duty.by = by;
            }
        }
    }

    /// Everything under the cranes is done in one spot.
    fn check_one_spot(&mut self) {
        let spot_of = |what: &Activity| match what {
            Activity::Placing { spot, .. }
            | Activity::CraneWork { spot, .. }
            | Activity::Exchange { spot, .. }
            | Activity::Pulling { spot, .. } => Some(*spot),
            _ => None,
        };
        let given = [Rake::Arriving, Rake::Onward]
            .into_iter()
            .find_map(|rake| self.place(rake)?.spot());
        let mut first: Option<SpotId> = given;
        for event in 0..self.events.len() {
            let Some(spot) = spot_of(&self.events[event].what) else {
                continue;
            };
            if *first.get_or_insert(spot) != spot
                && self.is_used(event)
                && !self.context.is_fact(self.train, event)
            {
                self.problem(event, words::other_spot());
            }
        }
    }
}

/// How a rake came into the spot.
enum InSpot {
    /// By a placing, which may have been under way at the start.
    Placed(usize, bool),
    /// It stood there at the start.
    AtStart,
    /// It was on its way out at the start, or gone.
    Out,
    /// The walk broke off before.
    Broken,
}
