//! What would help a train: one thing changed at a time, and the train planned again beside all others.
//!
//! Each remedy is tried, not guessed: the instance with that one thing changed is compiled, the plan is taken up in it (it is still right, for nothing became scarcer),
//! and the train is priced beside the others, exactly. So what a remedy brings is what it brings at least, with nobody else moved; of another train that gives way it
//! is told what that costs.

use regauge_model::format::{
    DateTimeFile, InstanceFile, OrderFile, PinsFile, ShedFile, TrackGroupFile,
};
use regauge_model::ids::TrainId;
use regauge_model::plan::{CostParts, TrainPlan};
use regauge_model::plan_file::{plan_from_file, plan_to_file};
use regauge_model::resource::Resource;
use regauge_model::validate::instance_from_file;
use regauge_model::{Instance, Minute, Plan};
use regauge_solver::{CompiledProblem, Session, SessionError};
use std::collections::BTreeSet;

/// One thing changed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// One more shunting locomotive of a gauge at a station.
    Locomotive {
        /// Station.
        station: String,
        /// Its gauge in millimetres.
        gauge_mm: u32,
    },
    /// One more team of a stage.
    Team {
        /// Station.
        station: String,
        /// Stage.
        stage: String,
    },
    /// One more track of a yard, as long as its longest.
    Track {
        /// Station.
        station: String,
        /// Yard.
        yard: String,
    },
    /// One more empty rake in a store.
    Rake {
        /// Store.
        store: String,
    },
    /// One more shed, or module, like one that is there, with its spots and cranes.
    Shed {
        /// The one that is there.
        shed: String,
    },
    /// A possession of a section not taken.
    Possession {
        /// Section.
        section: String,
        /// When it would begin.
        from: DateTimeFile,
    },
    /// A possession of a section an hour earlier or later.
    PossessionAt {
        /// Section.
        section: String,
        /// When it would begin.
        from: DateTimeFile,
    },
    /// Its due exit no earlier than it leaves: what its being late costs.
    Due {
        /// When it would be due.
        to: DateTimeFile,
    },
    /// A closure ordered for wind over an hour sooner.
    Wind {
        /// Zone.
        zone: String,
        /// When it would end.
        to: DateTimeFile,
    },
    /// A crane's maintenance not taken.
    Crane {
        /// Crane.
        crane: String,
    },
    /// One more path a day under a cap.
    Cap {
        /// Section.
        section: String,
    },
    /// What holds it at a station released an hour sooner.
    Hold {
        /// Station.
        station: String,
    },
    /// Its pins dropped, and pinned orders in which it is one.
    Pins,
    /// Another train gives way to it.
    GivesWay {
        /// The other train.
        train: String,
    },
}

/// A change with what it brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// What is changed.
    pub change: Change,
    /// When the train leaves then.
    pub exit: Minute,
    /// What the train costs less, in cost units (combined, where the objective has levels).
    pub gain: i64,
    /// What another train that gives way costs more; 0 for all other changes.
    pub others: i64,
}

/// What was tried for a train.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedies {
    /// The changes that help, the greatest gain less what others pay first.
    pub found: Vec<Remedy>,
    /// Those that do not.
    pub tried: Vec<Change>,
}

/// Tries every change that may have to do with a train. Complexity: for each change that of compiling the instance and pricing one train.
///
/// # Errors
/// A plan that is none of the instance.
pub fn remedies(
    file: &InstanceFile,
    instance: &Instance,
    plan: &Plan,
    train: TrainId,
) -> Result<Remedies, SessionError> {
    let decided = plan.decided(instance);
    let problem = CompiledProblem::new(decided.clone().into_owned());
    let session = Session::from_plan(&problem, plan)?;
    let now = cost_now(&decided, plan, train);
    let mut found = Vec::new();
    let mut tried = Vec::new();
    let value = |instance: &Instance, cost: &CostParts| instance.objective().value(cost);
    let leaves = plan.trains[train.index()].exit();
    for (change, file) in changes(file, &decided, (train, leaves)) {
        let quote = instance_from_file(&file).ok().and_then(|instance| {
            // things have other numbers where there are more of them
            let plan = renumbered(&decided, plan, &instance)?;
            let instance = plan.decided(&instance).into_owned();
            let problem = problem.patched(instance);
            let session = Session::from_plan(&problem, &plan).ok()?;
            session.price(train).ok()
        });
        let gain = quote
            .as_ref()
            .map_or(0, |quote| now - value(&decided, &quote.cost));
        match quote {
            Some(quote) if gain > 0 => found.push(Remedy {
                change,
                exit: quote.exit,
                gain,
                others: 0,
            }),
            _ => tried.push(change),
        }
    }
    for other in in_the_way(plan, train) {
        let change = Change::GivesWay {
            train: instance.train(other).name.clone(),
        };
        let then = cost_now(&decided, plan, other);
        let quotes = session.price_before(train, other);
        let remedy = quotes.map(|(own, others)| {
            let of_other = others.map_or_else(
                || value(&decided, &decided.postponed_cost(other)),
                |quote| value(&decided, &quote.cost),
            );
            Remedy {
                change: change.clone(),
                exit: own.exit,
                gain: now - value(&decided, &own.cost),
                others: of_other - then,
            }
        });
        match remedy {
            Ok(remedy) if remedy.gain > remedy.others.max(0) => found.push(remedy),
            _ => tried.push(change),
        }
    }
    found.sort_by(|a, b| {
        let net = |remedy: &Remedy| remedy.gain - remedy.others;
        net(b).cmp(&net(a)).then_with(|| a.change.cmp(&b.change))
    });
    Ok(Remedies { found, tried })
}

/// The same plan for an instance that has all that this one has, by names.
fn renumbered(instance: &Instance, plan: &Plan, other: &Instance) -> Option<Plan> {
    let mut file = plan_to_file(instance, plan).ok()?;
    other.sha256().clone_into(&mut file.instance.sha256);
    plan_from_file(other, &file).ok()
}

/// What a train costs in a plan, combined.
fn cost_now(instance: &Instance, plan: &Plan, train: TrainId) -> i64 {
    instance.objective().value(&plan.cost_of(instance, train))
}

/// The trains that it waits for, or that leave it no room.
fn in_the_way(plan: &Plan, train: TrainId) -> BTreeSet<TrainId> {
    let own = &plan.trains[train.index()];
    let mut others: BTreeSet<TrainId> = own
        .waits()
        .iter()
        .flat_map(|wait| wait.held_by.clone())
        .collect();
    if let TrainPlan::Postponed { reason } = own {
        let causes = reason.blocked_by.iter();
        others.extend(causes.filter_map(|cause| match cause {
            Resource::Train(other) => Some(*other),
            _ => None,
        }));
    }
    others.remove(&train);
    others
}

/// A shed like another one.
fn twin(shed: &ShedFile) -> ShedFile {
    let other = |id: &mut String| id.push_str("-ii");
    let mut twin = shed.clone();
    other(&mut twin.id);
    for spot in &mut twin.spots {
        other(&mut spot.id);
        spot.behind.iter_mut().for_each(other);
    }
    for crane in &mut twin.cranes {
        other(&mut crane.id);
    }
    for mode in &mut twin.modes {
        mode.spots.iter_mut().for_each(other);
        for step in &mut mode.steps {
            step.cranes.iter_mut().for_each(other);
        }
    }
    twin
}

/// Every change that may have to do with the train: at the stations, in the sections and stores of its ways, and what is its own; each with the file in which it is made.
fn changes(
    file: &InstanceFile,
    instance: &Instance,
    (train, leaves): (TrainId, Option<Minute>),
) -> Vec<(Change, InstanceFile)> {
    let data = instance.train(train);
    let system = instance.system();
    let mut stations: BTreeSet<&str> = BTreeSet::new();
    let ways = data.ways.iter().map(|way| &way.train).chain([data]);
    for way in ways {
        let onward = way
            .transshipment()
            .map(|work| (&work.onward_route, &work.emptied_route));
        let more = onward
            .into_iter()
            .flat_map(|(onward, emptied)| onward.iter().chain(emptied.iter().flatten()));
        let all = way.route.iter().chain(more);
        stations.extend(all.map(|station| &*system.station(*station).name));
    }
    let rake = data
        .transshipment()
        .map_or(data.wagons, |work| work.onward_wagons);
    let mut made: Vec<(Change, InstanceFile)> = Vec::new();
    let mut add = |change: Change, make: &dyn Fn(&mut InstanceFile)| {
        let mut changed = file.clone();
        make(&mut changed);
        made.push((change, changed));
    };
    for (index, station) in file.system.stations.iter().enumerate() {
        if !stations.contains(&*station.id) {
            continue;
        }
        for (k, pool) in station.locomotives.iter().enumerate() {
            let change = Change::Locomotive {
                station: station.id.clone(),
                gauge_mm: pool.gauge_mm,
            };
            add(change, &|file| {
                file.system.stations[index].locomotives[k].count += 1;
            });
        }
        for (k, stage) in station.stages.iter().enumerate() {
            if stage.teams.is_some() {
                let change = Change::Team {
                    station: station.id.clone(),
                    stage: stage.id.clone(),
                };
                add(change, &|file| {
                    let teams = &mut file.system.stations[index].stages[k].teams;
                    *teams = teams.map(|teams| teams + 1);
                });
            }
        }
        for (k, yard) in station.yards.iter().enumerate() {
            let length_m = yard
                .tracks
                .iter()
                .map(|group| group.length_m)
                .max()
                .unwrap_or(0);
            let change = Change::Track {
                station: station.id.clone(),
                yard: yard.id.clone(),
            };
            add(change, &|file| {
                let tracks = &mut file.system.stations[index].yards[k].tracks;
                tracks.push(TrackGroupFile { count: 1, length_m });
            });
        }
        for (k, store) in station.stores.iter().enumerate() {
            let change = Change::Rake {
                store: store.id.clone(),
            };
            add(change, &|file| {
                let store = &mut file.system.stations[index].stores[k];
                if let (Some(rakes), Some(capacity)) = (&mut store.rakes, &mut store.capacity) {
                    *rakes += 1;
                    *capacity += 1;
                }
                // the wagons of one more rake like its own, of every kind
                let mut room = 0;
                for wagons in &mut store.wagons {
                    wagons.count += rake;
                    room += rake * wagons.length_m.ceil() as u32;
                }
                store.capacity_m = store.capacity_m.map(|metres| metres + room);
            });
        }
        for shed in station.sheds.iter().filter(|shed| !shed.modes.is_empty()) {
            let change = Change::Shed {
                shed: shed.id.clone(),
            };
            add(change, &|file| {
                file.system.stations[index].sheds.push(twin(shed));
            });
        }
        for (s, shed) in station.sheds.iter().enumerate() {
            for (c, crane) in shed.cranes.iter().enumerate() {
                if !crane.closed.is_empty() {
                    let change = Change::Crane {
                        crane: crane.id.clone(),
                    };
                    add(change, &|file| {
                        file.system.stations[index].sheds[s].cranes[c]
                            .closed
                            .clear();
                    });
                }
            }
        }
    }
    for (index, section) in file.system.sections.iter().enumerate() {
        if !stations.contains(&*section.from) || !stations.contains(&*section.to) {
            continue;
        }
        for (k, possession) in section.possessions.iter().enumerate() {
            // one of choice is where the plan has it
            if possession.minutes.is_none() {
                let change = Change::Possession {
                    section: section.id.clone(),
                    from: possession.from,
                };
                add(change, &|file| {
                    file.system.sections[index].possessions.remove(k);
                });
                for hours in [-1, 1] {
                    let by = chrono::TimeDelta::hours(hours);
                    let change = Change::PossessionAt {
                        section: section.id.clone(),
                        from: possession.from + by,
                    };
                    add(change, &|file| {
                        let possession = &mut file.system.sections[index].possessions[k];
                        (possession.from, possession.to) =
                            (possession.from + by, possession.to + by);
                    });
                }
            }
        }
        for (k, _) in section.caps.iter().enumerate() {
            let change = Change::Cap {
                section: section.id.clone(),
            };
            add(change, &|file| {
                let cap = &mut file.system.sections[index].caps[k];
                cap.per_day += 1;
                cap.per_hour = cap.per_hour.map(|count| count + 1);
                cap.days.iter_mut().for_each(|day| day.count += 1);
                cap.spans.iter_mut().for_each(|span| span.count += 1);
            });
        }
    }
    let closures = file.wind.iter().flat_map(|wind| &wind.closures);
    for (index, closure) in closures.enumerate() {
        let to = closure.to - chrono::TimeDelta::hours(1);
        let change = Change::Wind {
            zone: closure.zone.clone(),
            to,
        };
        add(change, &|file| {
            if let Some(wind) = &mut file.wind {
                if wind.closures[index].from < to {
                    wind.closures[index].to = to;
                } else {
                    wind.closures.remove(index);
                }
            }
        });
    }
    for (index, hold) in file.holds.iter().enumerate() {
        let change = Change::Hold {
            station: hold.station.clone(),
        };
        add(change, &|file| {
            let hold = &mut file.holds[index];
            hold.until = (hold.until - chrono::TimeDelta::hours(1)).max(file.horizon.start);
            (hold.earliest, hold.latest) = (None, None);
        });
    }
    let place = file.trains.iter().position(|one| one.id == data.name);
    if let (Some(place), Some((due, leaves))) = (place, data.due_exit.zip(leaves))
        && due < leaves
    {
        let to = instance.horizon().date_time(leaves);
        add(Change::Due { to }, &|file| {
            file.trains[place].due_exit = Some(to);
        });
    }
    let in_order =
        |order: &OrderFile| order.pinned && order.trains.iter().any(|one| one.train == data.name);
    let is_ordered = file.orders.iter().any(in_order);
    let pinned = |place: &usize| is_ordered || !file.trains[*place].pins.is_empty();
    if let Some(place) = place.filter(pinned) {
        add(Change::Pins, &|file| {
            file.trains[place].pins = PinsFile::default();
            file.orders.retain(|order| !in_order(order));
        });
    }
    made
}
