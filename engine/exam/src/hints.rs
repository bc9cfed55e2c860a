//! The hints about one case: which were given, and whether there may be more. Where their words come from is the host's.

use crate::Hint;

/// The hints about one case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Hints {
    /// Whether one was asked for and has not been given.
    pub(crate) is_awaited: bool,
    pub(crate) given: Vec<Hint>,
}

impl Hints {
    pub(crate) fn take(&mut self, hint: Hint) {
        self.is_awaited = false;
        self.given.push(hint);
    }

    /// How many hints said something.
    pub(crate) fn n_given(&self) -> u32 {
        let told = self.given.iter().filter(|hint| !hint.text.is_empty());
        u32::try_from(told.count()).unwrap_or(u32::MAX)
    }

    /// Whether every hint has been given.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.given.last().is_some_and(|last| last.left == 0)
    }
}
