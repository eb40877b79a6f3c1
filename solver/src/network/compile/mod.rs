//! From an instance to its network.

mod graph;
mod holds;
mod pins;
mod resources;
mod runs;
mod shed;
mod throats;
mod train;
mod transshipped;
mod turns;
mod under_way;

use super::closures::{Asset, Spans, WindEffect, in_force};
use super::{
    CapIndex, Cost, LineIndex, Network, PoolIndex, Rule, SpeedProfile, StockIndex, Tick, Ticks,
    TimeMap, TurnIndex,
};
use regauge_model::Instance;
use regauge_model::ids::{ClassId, ModeId, SectionId, SpotId, StationId, TrainId};
use regauge_model::instance::OrderedAt;
use regauge_model::objective::Term;
use regauge_model::resource::Pinned;
use regauge_model::system::Direction;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// The only start of what is under way at the start.
const AT_START: (Tick, Tick) = (Tick::ZERO, Tick(1));

/// Compiles an instance with some rules left out.
pub fn compile(instance: &Instance, left_out: &[Rule]) -> Network {
    let on_ways = on_ways(instance);
    let mut compiler = Compiler::new(instance, &on_ways, left_out);
    compiler.add_resources();
    compiler.add_turns();
    for index in 0..instance.trains().len() {
        let train = compiler.train(TrainId::from_index(index));
        compiler.network.trains.push(Arc::new(train));
    }
    compiler.network
}

/// Compiles an instance with the networks of those trains that another one, otherwise the same, has at the same place.
pub fn compile_like(
    instance: &Instance,
    left_out: &[Rule],
    (other, known): (&Instance, &Network),
) -> Network {
    if !instance.is_same_but_for_trains(other) {
        return compile(instance, left_out);
    }
    let on_ways = on_ways(instance);
    let mut compiler = Compiler::new(instance, &on_ways, left_out);
    compiler.add_resources();
    compiler.add_turns();
    for (index, train) in instance.trains().iter().enumerate() {
        // one under way holds something of the stores from the start, which is told where it is compiled
        let same = train.state.is_none() && other.trains().get(index) == Some(train);
        let train = match known.trains.get(index).filter(|_| same) {
            Some(train) => Arc::clone(train),
            None => Arc::new(compiler.train(TrainId::from_index(index))),
        };
        compiler.network.trains.push(train);
    }
    compiler.network
}

/// Compiles the resources of an instance and the network of one train.
pub fn compile_one(instance: &Instance, left_out: &[Rule], train: TrainId) -> Network {
    let on_ways = on_ways(instance);
    let mut compiler = Compiler::new(instance, &on_ways, left_out);
    compiler.add_resources();
    compiler.add_turns();
    let train = compiler.train(train);
    compiler.network.trains.push(Arc::new(train));
    compiler.network
}

/// The instance with every train on its first way, on its second, and so on; none where no train has a second one.
fn on_ways(instance: &Instance) -> Vec<Instance> {
    let most = instance.trains().iter().map(|train| train.ways.len()).max();
    let ways = 0..most.unwrap_or_default();
    ways.map(|way| instance.on_ways(|_| way).into_owned())
        .collect()
}

/// Sections in the order in which they are run through without a stop.
type SectionPath = Vec<(SectionId, Direction)>;
/// What the times of a run through them depend on: path, class, starts, stops.
type RunKey = (SectionPath, ClassId, bool, bool);

/// Spans in which an operation may start, shared by all that have them.
type Starts = Arc<[(Tick, Tick)]>;

/// What the wind does to the cranes of a shed and to the work on the ground.
#[derive(Default)]
struct CraneWind {
    /// Speed of lifting where it is not always full.
    speeds: Option<SpeedProfile>,
    /// When a step goes on that would begin in a stop, where there are stops.
    resumes: Option<TimeMap>,
    /// Preparation and finishing, where they stand still in stops.
    ground: Option<SpeedProfile>,
    /// Spans in which no work begins.
    closed: Spans,
}

impl CraneWind {
    fn new(effect: &WindEffect, end: Tick, ground_work_in_stops: bool) -> CraneWind {
        let stops = effect.stops_alone(end);
        let resumes = stops.as_ref().map(SpeedProfile::resumes);
        let feels = !ground_work_in_stops;
        CraneWind {
            speeds: effect.speeds(end, true),
            resumes,
            ground: stops.filter(|_| feels),
            closed: if feels {
                effect.stops.clone()
            } else {
                Spans::new()
            },
        }
    }
}

/// The stocks of a store.
struct StockIndices {
    /// Of each kind that it holds.
    kinds: Vec<StockIndex>,
    /// Its room.
    room: StockIndex,
    /// Room of the store (rakes, centimetres) that one unit of it is.
    unit: i64,
}

/// What is known while compiling.
struct Compiler<'a> {
    /// The instance with the train at hand on the way at hand.
    instance: &'a Instance,
    /// The instance as it was given.
    home: &'a Instance,
    on_ways: &'a [Instance],
    left_out: Vec<Rule>,
    end: Tick,
    network: Network,
    /// Per yard and group.
    track_pools: Vec<Vec<PoolIndex>>,
    /// Per stage.
    team_pools: Vec<Option<PoolIndex>>,
    /// Per locomotive pool.
    locomotive_pools: Vec<PoolIndex>,
    /// Per spot and side.
    side_pools: Vec<[PoolIndex; 2]>,
    /// Per crane.
    crane_pools: Vec<PoolIndex>,
    /// Pools that keep a step (mode, spot, step) from crossing others.
    crossing_pools: BTreeMap<(ModeId, SpotId, usize), Vec<PoolIndex>>,
    /// Per throat.
    throat_pools: Vec<PoolIndex>,
    /// Per store: what is in it, room in it.
    stocks: Vec<StockIndices>,
    /// Per section and cap: those of its days, hours and spans.
    caps: Vec<Vec<Vec<CapIndex>>>,
    /// Per station: spans in which shunting is stopped.
    shunting_stops: Vec<Spans>,
    /// Per section: stops and speeds.
    line_wind: Vec<(Spans, Option<SpeedProfile>)>,
    /// Per shed: what the wind does to its cranes.
    crane_wind: Vec<CraneWind>,
    /// The identity.
    now: Arc<TimeMap>,
    /// Turns by whose they are.
    turns: BTreeMap<(OrderedAt, regauge_model::instance::Turn), TurnIndex>,
    /// Pins kept by what has been compiled of the way at hand.
    found_pins: RefCell<BTreeSet<Pinned>>,
    // caches, looked up only
    runs: HashMap<RunKey, Arc<runs::RunTemplate>>,
    works: HashMap<(SpotId, ModeId, u32), Arc<shed::WorkTemplate>>,
    moves: HashMap<(StationId, Ticks, Ticks), Starts>,
}

impl<'a> Compiler<'a> {
    fn new(instance: &'a Instance, on_ways: &'a [Instance], left_out: &[Rule]) -> Compiler<'a> {
        let end = Tick::from(instance.run_on_end());
        let system = instance.system();
        let mut network = Network {
            end,
            pools: Vec::new(),
            lines: Vec::new(),
            stocks: Vec::new(),
            caps: Vec::new(),
            turns: Vec::new(),
            fixed_uses: Vec::new(),
            under_way_uses: Vec::new(),
            busy_tracks: Vec::new(),
            fixed_movements: Vec::new(),
            crane_stops: Vec::new(),
            buffer_price: Cost::new(
                instance
                    .objective()
                    .combined(Term::MissingBuffers, instance.buffer_cost(1)),
            ),
            groups: Vec::new(),
            trains: Vec::with_capacity(instance.trains().len()),
        };
        let shunting_stops = system.stations().iter().map(|station| {
            if in_force(left_out, Rule::ShuntingWind) {
                WindEffect::new(
                    instance,
                    station.zone,
                    station.shunting_rule.as_ref(),
                    Asset::Shunting,
                )
                .stops
            } else {
                Vec::new()
            }
        });
        let line_wind = system.sections().iter().map(|section| {
            if in_force(left_out, Rule::LineWind) {
                let effect = WindEffect::new(
                    instance,
                    section.zone,
                    section.wind_rule.as_ref(),
                    Asset::Line,
                );
                let speeds = effect.speeds(end, false);
                (effect.stops, speeds)
            } else {
                (Vec::new(), None)
            }
        });
        network.crane_stops = vec![Spans::new(); system.sheds().len()];
        let crane_wind = system.sheds().iter().enumerate().map(|(index, shed)| {
            if shed.indoor || !in_force(left_out, Rule::CraneWind) {
                return CraneWind::default();
            }
            let effect =
                WindEffect::new(instance, shed.zone, shed.crane_rule.as_ref(), Asset::Cranes);
            let wind = CraneWind::new(&effect, end, shed.ground_work_in_stops);
            network.crane_stops[index] = effect.stops;
            wind
        });
        let crane_wind: Vec<_> = crane_wind.collect();
        Compiler {
            instance,
            home: instance,
            on_ways,
            left_out: left_out.to_vec(),
            end,
            network,
            track_pools: Vec::new(),
            team_pools: Vec::new(),
            locomotive_pools: Vec::new(),
            side_pools: Vec::new(),
            crane_pools: Vec::new(),
            crossing_pools: BTreeMap::new(),
            throat_pools: Vec::new(),
            stocks: Vec::new(),
            caps: Vec::new(),
            shunting_stops: shunting_stops.collect(),
            line_wind: line_wind.collect(),
            crane_wind,
            now: Arc::new(TimeMap::Shift(0)),
            turns: BTreeMap::new(),
            found_pins: RefCell::default(),
            runs: HashMap::new(),
            works: HashMap::new(),
            moves: HashMap::new(),
        }
    }

    fn in_force(&self, rule: Rule) -> bool {
        in_force(&self.left_out, rule)
    }

    fn line_of(section: SectionId) -> LineIndex {
        LineIndex::from_index(section.index())
    }
}
