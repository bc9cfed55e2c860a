//! How far an exam is, as the bytes that one step hands on to the next.

/// Items in all, and items done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    n_items: u32,
    n_done: u32,
}

impl Progress {
    /// Nothing done yet.
    pub(crate) fn of(n_items: usize) -> Self {
        Self {
            n_items: u32::try_from(n_items).unwrap_or(u32::MAX),
            n_done: 0,
        }
    }

    /// Reads a state; the first step has none.
    pub(crate) fn read(state: &[u8]) -> Option<Self> {
        if state.is_empty() {
            return Some(Self::default());
        }
        let (items, done) = state.split_at_checked(4)?;
        Some(Self {
            n_items: u32::from_le_bytes(items.try_into().ok()?),
            n_done: u32::from_le_bytes(done.try_into().ok()?),
        })
    }

    pub(crate) fn write(self) -> Vec<u8> {
        [self.n_items.to_le_bytes(), self.n_done.to_le_bytes()].concat()
    }

    pub(crate) fn n_items(self) -> usize {
        usize::try_from(self.n_items).unwrap_or(usize::MAX)
    }

    /// Counts one more; whether it was the last.
    pub(crate) fn one_more_is_last(&mut self) -> bool {
        self.n_done = self.n_done.saturating_add(1);
        self.n_done >= self.n_items
    }
}
