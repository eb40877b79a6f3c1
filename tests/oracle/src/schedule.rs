//! Least solutions of links and tables: a start for every task.

use crate::parts::{Edge, Link, Parts};

/// A start for every task, with the instants that follow from it.
#[derive(Clone, Debug)]
pub(crate) struct Schedule<'a> {
    /// Instants of every task.
    pub(crate) instants: Vec<&'a [i32]>,
    starts: Vec<usize>,
}

impl<'a> Schedule<'a> {
    /// Every task as early as its table allows; `None` when one never may start.
    pub(crate) fn first(parts: &'a Parts) -> Option<Schedule<'a>> {
        let mut schedule = Schedule {
            instants: vec![&[]; parts.tasks.len()],
            starts: vec![0; parts.tasks.len()],
        };
        for task in 0..parts.tasks.len() {
            schedule.advance(parts, task, 0, |_| true)?;
        }
        Some(schedule)
    }

    /// Every task at a given start; `None` when one must not start then.
    #[cfg(test)]
    pub(crate) fn with_starts(parts: &'a Parts, starts: &[usize]) -> Option<Schedule<'a>> {
        let mut schedule = Schedule {
            instants: Vec::new(),
            starts: starts.to_vec(),
        };
        for (task, &start) in parts.tasks.iter().zip(starts) {
            schedule.instants.push(task.table[start].as_ref()?);
        }
        Some(schedule)
    }

    /// Moves a task to its first allowed start from one on at which its instants are as wanted.
    fn advance(
        &mut self,
        parts: &'a Parts,
        task: usize,
        from: usize,
        wanted: impl Fn(&[i32]) -> bool,
    ) -> Option<()> {
        let table: &'a [Option<Vec<i32>>] = &parts.tasks[task].table;
        for (start, entry) in table.iter().enumerate().skip(from) {
            if let Some(instants) = entry
                && wanted(instants)
            {
                self.starts[task] = start;
                self.instants[task] = instants;
                return Some(());
            }
        }
        None
    }

    /// When an instant is.
    pub(crate) fn at(&self, edge: Edge) -> i32 {
        match edge {
            Edge::At(point) => self.instants[point.task][point.instant] + point.plus,
            Edge::Fixed(at) => at,
        }
    }

    /// Moves tasks up until all links hold; `None` when they cannot.
    pub(crate) fn settle(&mut self, parts: &'a Parts, more: &[Link]) -> Option<()> {
        let mut moved = true;
        while moved {
            moved = false;
            for link in parts.links.iter().chain(more) {
                let least = self.at(link.earlier);
                if self.at(link.later) >= least {
                    continue;
                }
                let Edge::At(point) = link.later else {
                    return None;
                };
                let from = self.starts[point.task];
                self.advance(parts, point.task, from, |instants| {
                    instants[point.instant] + point.plus >= least
                })?;
                moved = true;
            }
        }
        Some(())
    }
}
