//! Parts of the engines that a run can do without, by name: to measure what each is worth.
//!
//! Operators of the search and finders of plans beside it go by the names under which their counters are told; the other names are listed
//! where runs are put together ([`crate::part_names`]). Nothing that makes a plan valid or a bound true can be left out.

/// Which parts are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    left_out: Vec<String>,
}

impl Parts {
    /// All but those of these names.
    pub fn without<N: Into<String>>(names: impl IntoIterator<Item = N>) -> Parts {
        Parts {
            left_out: names.into_iter().map(Into::into).collect(),
        }
    }

    /// Whether a part is there.
    pub fn has(&self, name: &str) -> bool {
        self.left_out.iter().all(|other| other != name)
    }
}
