//! Stores that count wagons, in place of some that count rakes.

use chrono::TimeDelta;
use regauge_model::filled;
use regauge_model::format::{
    EndStockFile, InspectingFile, InstanceFile, RakePlaceFile, StoreFile, TrainFile,
    TrainStateFile, WagonsFile, WagonsOfFile,
};

/// Lets each store count wagons with a chance in percent; `figure` draws one between two. A rake's wagons are no longer than the rake, and
/// there are about as many as the rakes had. Making up and the like take up to so many minutes.
pub fn count_wagons(
    file: &mut InstanceFile,
    figure: &mut impl FnMut(u32, u32) -> u32,
    (percent, minutes): (u32, u32),
) {
    let stations = file.system.stations.iter();
    let stores = stations.flat_map(|station| &station.stores);
    let stores: Vec<StoreFile> = stores.filter(|one| one.rakes.is_some()).cloned().collect();
    for store in stores {
        if figure(1, 100) <= percent {
            let wagons = store_of_wagons(file, &store, figure, minutes);
            let stations = file.system.stations.iter_mut();
            let mut all = stations.flat_map(|station| &mut station.stores);
            if let Some(own) = all.find(|own| own.id == store.id) {
                *own = wagons;
            }
        }
    }
}

/// A rake that uses a store: its wagons, its metres, and where it says of which kinds they are.
type Rake<'f> = (u32, u32, &'f mut Vec<WagonsOfFile>);

/// The rakes of a train that use a store. On other ways the arriving rake is the same.
fn rakes<'f>(train: &'f mut TrainFile, store: &str) -> Vec<Rake<'f>> {
    let is_it = |name: &Option<String>| name.as_deref() == Some(store);
    let emptied = |emptied: &Option<regauge_model::format::EmptiedFile>| {
        emptied.as_ref().is_some_and(|one| is_it(&one.into_store))
    };
    let comes = is_it(&train.into_store) || is_it(&train.from_store) || emptied(&train.emptied);
    let mut ways = train.ways.iter();
    let comes = comes
        || ways
            .any(|way| is_it(&way.into_store) || is_it(&way.from_store) || emptied(&way.emptied));
    let mut found: Vec<Rake<'f>> = Vec::new();
    if comes {
        found.push((train.wagons, train.length_m, &mut train.wagons_of));
    }
    let onward = train.ways.iter_mut().filter_map(|way| way.onward.as_mut());
    for onward in train.onward.iter_mut().chain(onward) {
        if onward.from_store == store {
            found.push((onward.wagons, onward.length_m, &mut onward.wagons_of));
        }
    }
    found
}

fn store_of_wagons(
    file: &mut InstanceFile,
    store: &StoreFile,
    figure: &mut impl FnMut(u32, u32) -> u32,
    minutes: u32,
) -> StoreFile {
    let (had, held) = (store.rakes.unwrap_or(0), store.capacity.unwrap_or(1));
    let kinds: &[&str] = if figure(1, 100) <= 40 {
        &["flat", "well"]
    } else {
        &["flat"]
    };
    let (mut most, mut centimetres) = (1, 1400);
    for train in &mut file.trains {
        for (wagons, length_m, of) in rakes(train, &store.id) {
            most = most.max(wagons);
            centimetres = centimetres.min(length_m * 100 / wagons);
            let first = if kinds.len() > 1 && of.is_empty() {
                figure(0, wagons)
            } else {
                wagons
            };
            let counts = [first, wagons - first];
            // a rake that goes to either of two stores is made of the same wagons
            if kinds.len() > 1 && of.is_empty() {
                let all = kinds.iter().zip(counts).filter(|(_, count)| *count > 0);
                of.extend(all.map(|(kind, count)| WagonsOfFile {
                    kind: (*kind).to_owned(),
                    count,
                }));
            }
        }
    }
    // kinds that a rake has been given for another store are kinds here, too
    let kinds: Vec<&str> = if names_both(file, &store.id) {
        vec!["flat", "well"]
    } else {
        kinds.to_vec()
    };
    // most wagons are a whole number of metres long, so that few figures say how much room there is
    let (whole, odd) = (centimetres / 100 * 100, figure(1, 100) <= 20);
    let (centimetres, less) = if odd || whole < 200 {
        (centimetres, 7)
    } else {
        (whole, 100)
    };
    let length = |number: usize| f64::from(centimetres - less * number as u32) / 100.0;
    let start = file.horizon.start;
    let of_kind = |(number, kind): (usize, &&str)| {
        let mut count = (had * most).div_ceil(kinds.len() as u32) + figure(0, most / 2);
        count = count.saturating_sub(figure(0, most));
        let mut wagons = WagonsFile::new(*kind, length(number), count);
        if count > 0 && figure(1, 100) <= 30 {
            let inspecting = figure(1, count);
            wagons.count -= inspecting;
            wagons.inspecting.push(InspectingFile {
                count: inspecting,
                until: start + TimeDelta::minutes(figure(1, 7 * minutes).into()),
            });
        }
        wagons
    };
    let wagons: Vec<WagonsFile> = kinds.iter().enumerate().map(of_kind).collect();
    let there: u32 = wagons
        .iter()
        .map(|one| {
            let inspecting: u32 = one.inspecting.iter().map(|one| one.count).sum();
            one.count + inspecting
        })
        .sum();
    let room = (held - had.min(held)) * most;
    let metres = ((there + room).max(most) * centimetres).div_ceil(100);
    let end = file.end.iter_mut().flat_map(|end| &mut end.stocks);
    for floor in end.filter(|floor| floor.store == store.id) {
        let price = (floor.price_per_missing / f64::from(most)).ceil();
        let at_least = (floor.at_least * most).min(metres * 100 / centimetres);
        *floor = filled!(
            EndStockFile::new(store.id.clone(), at_least, price);
            kind: (kinds.len() > 1).then(|| kinds[0].to_owned()),
        );
    }
    let most_broken_up = make_up(file, store, figure, minutes);
    filled!(
        StoreFile::of_wagons(store.id.clone(), store.gauge_mm, wagons, metres);
        name: store.name.clone(),
        making_up_minutes: figure(0, minutes),
        breaking_up_minutes: figure(0, minutes).min(most_broken_up),
        inspection_minutes: figure(0, 2 * minutes),
        moving_minutes: store.moving_minutes,
    )
}

fn names_both(file: &mut InstanceFile, store: &str) -> bool {
    let mut trains = file.trains.iter_mut();
    trains.any(|train| rakes(train, store).iter().any(|rake| !rake.2.is_empty()))
}

/// Lets some rakes of the state be made up that were in the store or being placed from it, and some trains from it that were still to come; the
/// most minutes of breaking up that leave movements into the store under way.
fn make_up(
    file: &mut InstanceFile,
    store: &StoreFile,
    figure: &mut impl FnMut(u32, u32) -> u32,
    minutes: u32,
) -> u32 {
    let start = file.horizon.start;
    let Some(state) = &mut file.state else {
        return u32::MAX;
    };
    let mut most = u32::MAX;
    for under_way in &mut state.trains {
        let own = |train: &&mut TrainFile| train.id == under_way.train;
        let Some(train) = file.trains.iter_mut().find(own) else {
            continue;
        };
        let from = train.onward.as_ref().map(|onward| &onward.from_store);
        let is_from = from == Some(&store.id);
        let is_before = matches!(
            under_way.onward,
            None | Some(RakePlaceFile::Placing { yard: None, .. })
        );
        if is_from && is_before && figure(1, 100) <= 60 {
            let later = TimeDelta::minutes(figure(0, minutes).into());
            let until = start + later - TimeDelta::minutes(4);
            under_way.onward = Some(RakePlaceFile::MakingUp { until });
        }
        if let RakePlaceFile::Pulling { until, .. } | RakePlaceFile::IntoStore { until, .. } =
            &under_way.arriving
        {
            let minutes = (*until - start).num_minutes();
            most = most.min(u32::try_from(minutes - 1).unwrap_or(0));
        }
    }
    for train in &mut file.trains {
        let is_from = train.from_store.as_ref() == Some(&store.id);
        let is_under_way = state.trains.iter().any(|one| one.train == train.id);
        let is_free = train.ways.is_empty() && train.pins.is_empty();
        if is_from && !is_under_way && is_free && figure(1, 100) <= 60 {
            train.enters_from(start - TimeDelta::minutes(figure(5, 30).into()));
            let until = start + TimeDelta::minutes(figure(0, minutes).into());
            let place = RakePlaceFile::MakingUp { until };
            state
                .trains
                .push(TrainStateFile::new(train.id.clone(), place));
        }
    }
    most
}
