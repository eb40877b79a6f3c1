//! Steps of crane work on one runway exclude each other in the network exactly when they do by the rules.

use regauge_instances::small::random_small;
use regauge_model::Instance;
use regauge_model::ids::{ModeId, SpotId};
use regauge_model::validate::instance_from_file;
use regauge_oracle::seeds;
use regauge_solver::network::{Network, OperationWhat, PoolIndex, PoolWhat};
use std::collections::{BTreeMap, BTreeSet};

type Kind = (SpotId, ModeId);

/// By kind of crane work (of one step) the pools of one unit that its cranes and the runway take.
fn pools(instance: &Instance, network: &Network) -> BTreeMap<Kind, BTreeSet<PoolIndex>> {
    let mut of: BTreeMap<Kind, BTreeSet<PoolIndex>> = BTreeMap::new();
    let works = network.trains.iter().flat_map(|train| &train.works);
    for operation in works.flat_map(|work| &work.chain) {
        let OperationWhat::CraneWork { spot, mode, .. } = operation.what else {
            continue;
        };
        if instance.system().mode(mode).steps.len() == 1 {
            let pools = operation.pools.iter().map(|pool| pool.0);
            let pools = pools.filter(|&pool| {
                let what = network[pool].what;
                matches!(what, PoolWhat::Crane(_) | PoolWhat::Crossing)
            });
            of.entry((spot, mode)).or_default().extend(pools);
        }
    }
    of
}

/// Whether two kinds may not go on at a time: a crane in common, or not apart along the runway in the order of the cranes.
fn exclude(instance: &Instance, a: Kind, b: Kind) -> bool {
    let system = instance.system();
    let shed = |kind: Kind| system.spot(kind.0).shed;
    if shed(a) != shed(b) {
        return false;
    }
    let step = |kind: Kind| &system.mode(kind.1).steps[0];
    let cranes = |kind: Kind| -> Vec<u32> {
        let cranes = step(kind).cranes.iter();
        cranes.map(|&crane| system.crane(crane).position).collect()
    };
    let stretch = |kind: Kind| {
        let spot = system.spot(kind.0);
        let whole = (spot.at_m, spot.at_m + spot.length_m);
        step(kind).stretch.unwrap_or(whole)
    };
    let before = |x: Kind, y: Kind| {
        cranes(x).iter().max() < cranes(y).iter().min() && stretch(x).1 <= stretch(y).0
    };
    let common = cranes(a).iter().any(|crane| cranes(b).contains(crane));
    common || !before(a, b) && !before(b, a)
}

#[test]
fn steps_exclude_each_other_as_the_rules_say() {
    let irun = regauge_instances::demo_json("irun").expect("a ready-made instance");
    let irun = Instance::from_json(irun).unwrap_or_else(|problems| panic!("{problems}"));
    let random = seeds(200).map(random_small);
    let random = random.filter_map(|file| instance_from_file(&file).ok());
    let (mut apart, mut crossing, mut most) = (0, 0, 0);
    for instance in [irun].into_iter().chain(random) {
        let network = Network::compile(&instance);
        let pools = pools(&instance, &network);
        let mut together: BTreeMap<PoolIndex, usize> = BTreeMap::new();
        for pool in pools.values().flatten() {
            *together.entry(*pool).or_default() += 1;
        }
        let is_crossing = |pool: &PoolIndex| network[*pool].what == PoolWhat::Crossing;
        let kinds = together.iter().filter(|(pool, _)| is_crossing(pool));
        most = kinds.map(|(_, kinds)| *kinds).max().unwrap_or(0).max(most);
        for (a, a_pools) in &pools {
            for (b, b_pools) in pools.iter().filter(|(b, _)| *b > a) {
                let mut shared = a_pools.intersection(b_pools);
                let is_shared = shared.clone().next().is_some();
                let name = instance.name();
                assert_eq!(is_shared, exclude(&instance, *a, *b), "{name}: {a:?} {b:?}");
                apart += usize::from(!is_shared);
                crossing += usize::from(shared.all(is_crossing) && is_shared);
            }
        }
    }
    assert!(apart > 0 && crossing > 0, "{apart} {crossing}");
    assert!(most > 2, "no three kinds share a pool");
}
