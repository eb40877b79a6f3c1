//! What a plan costs, in cost units and by the terms of the objective.

/// A term of the objective.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// What postponed trains cost beyond leaving at the end of the horizon.
    Postponed,
    /// Weighted lateness at the exit; of postponed trains at the end of the horizon.
    Lateness,
    /// Weighted minutes from earliest entry to the exit, and until the emptied rake has left or is in its store; of postponed
    /// trains to the end of the horizon.
    Minutes,
    /// Empty rakes missing at the end.
    MissingEmpties,
    /// Minutes missing of buffers.
    MissingBuffers,
    /// What is other than was published.
    Changes,
}

impl Term {
    /// Every term, in the order in which they are named usually.
    pub const ALL: [Term; 6] = [
        Term::Postponed,
        Term::Lateness,
        Term::Minutes,
        Term::MissingEmpties,
        Term::MissingBuffers,
        Term::Changes,
    ];

    /// Its name in a file.
    pub fn name(self) -> &'static str {
        match self {
            Term::Postponed => "postponed",
            Term::Lateness => "lateness",
            Term::Minutes => "minutes",
            Term::MissingEmpties => "missing-empties",
            Term::MissingBuffers => "missing-buffers",
            Term::Changes => "changes",
        }
    }
}

/// The objective by parts, in cost units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CostParts {
    /// Weighted minutes from earliest entry to the exit, and to the end of the emptied rake's life; of postponed trains to the
    /// end of the horizon.
    pub minutes: i64,
    /// Weighted lateness at the exit; of postponed trains at the end of the horizon.
    pub lateness: i64,
    /// What postponed trains cost beyond that.
    pub postponed: i64,
    /// Empty rakes missing at the end.
    pub missing_empties: i64,
    /// Minutes missing of buffers.
    pub missing_buffers: i64,
    /// What is other than was published.
    pub changes: i64,
}

impl CostParts {
    /// One of them.
    pub fn of(&self, term: Term) -> i64 {
        match term {
            Term::Postponed => self.postponed,
            Term::Lateness => self.lateness,
            Term::Minutes => self.minutes,
            Term::MissingEmpties => self.missing_empties,
            Term::MissingBuffers => self.missing_buffers,
            Term::Changes => self.changes,
        }
    }

    /// Adds what something else costs.
    pub fn add(&mut self, other: &CostParts) {
        let add = |to: &mut i64, more: i64| *to = to.saturating_add(more);
        add(&mut self.minutes, other.minutes);
        add(&mut self.lateness, other.lateness);
        add(&mut self.postponed, other.postponed);
        add(&mut self.missing_empties, other.missing_empties);
        add(&mut self.missing_buffers, other.missing_buffers);
        add(&mut self.changes, other.changes);
    }

    /// Their sum: the value, unless the objective has levels
    /// ([`Objective::value`](crate::objective::Objective::value) knows both).
    pub fn total(&self) -> i64 {
        let all = Term::ALL.map(|term| self.of(term));
        all.into_iter().fold(0, i64::saturating_add)
    }
}
