//! The least cost of a small instance: every order in which events can follow each other, each as early as it can be.

use regauge_exchange::displib::Instance;
use std::collections::BTreeMap;

struct Search<'i> {
    instance: &'i Instance,
    /// Of each train the operation under way and its start.
    at: Vec<Option<(usize, i64)>>,
    /// By resource the train that holds it, and by train from when others may have it.
    holder: BTreeMap<&'i str, usize>,
    free_at: BTreeMap<&'i str, Vec<i64>>,
    best: Option<i64>,
}

/// The least cost; `None` where no solution keeps the rules.
pub fn least_cost(instance: &Instance) -> Option<i64> {
    let mut search = Search {
        instance,
        at: vec![None; instance.trains.len()],
        holder: BTreeMap::new(),
        free_at: BTreeMap::new(),
        best: None,
    };
    search.go_on(0, 0);
    search.best
}

impl Search<'_> {
    fn go_on(&mut self, now: i64, cost: i64) {
        if self.best.is_some_and(|best| cost >= best) {
            return;
        }
        let mut all_left = true;
        for train in 0..self.instance.trains.len() {
            let next = match self.at[train] {
                None => vec![0],
                Some((operation, _)) => self.instance.trains[train][operation].successors.clone(),
            };
            all_left &= self.at[train].is_some() && next.is_empty();
            for operation in next {
                self.start(train, operation, now, cost);
            }
        }
        if all_left {
            self.best = Some(cost);
        }
    }

    fn start(&mut self, train: usize, operation: usize, now: i64, cost: i64) {
        let instance = self.instance;
        let own = &instance.trains[train][operation];
        let (before, held) = (self.at[train], (self.holder.clone(), self.free_at.clone()));
        let mut time = now.max(own.start_lb);
        if let Some((last, start)) = before {
            time = time.max(start + instance.trains[train][last].min_duration);
        }
        for usage in &own.resources {
            let name = usage.resource.as_str();
            if self.holder.get(name).is_some_and(|holder| *holder != train) {
                return;
            }
            for (other, free_at) in self.free_at.get(name).into_iter().flatten().enumerate() {
                if other != train {
                    time = time.max(*free_at);
                }
            }
        }
        if own.start_ub.is_some_and(|bound| time > bound) {
            return;
        }
        if let Some((last, _)) = before {
            for usage in &instance.trains[train][last].resources {
                let name = usage.resource.as_str();
                self.holder.remove(name);
                let n = instance.trains.len();
                let free_at = self.free_at.entry(name).or_insert_with(|| vec![0; n]);
                free_at[train] = free_at[train].max(time + usage.release_time);
            }
        }
        for usage in &own.resources {
            self.holder.insert(&usage.resource, train);
        }
        self.at[train] = Some((operation, time));
        let delays = instance.objective.iter();
        let delays = delays.filter(|delay| (delay.train, delay.operation) == (train, operation));
        let costs = delays.filter(|delay| time >= delay.threshold);
        let costs = costs.map(|delay| delay.coeff * (time - delay.threshold) + delay.increment);
        let costs: i64 = costs.sum();
        self.go_on(time, cost + costs);
        self.at[train] = before;
        (self.holder, self.free_at) = held;
    }
}
