//! How far a form is, as the bytes that a step hands on: a line an item that is still to be read.

/// The items that are left, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Progress {
    left: Vec<String>,
}

impl Progress {
    pub(crate) fn of(items: Vec<String>) -> Self {
        Self { left: items }
    }

    /// `None` for bytes that no step of this exam wrote.
    pub(crate) fn read(state: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(state).ok()?;
        Some(Self::of(text.lines().map(str::to_owned).collect()))
    }

    pub(crate) fn write(&self) -> Vec<u8> {
        self.left.join("\n").into_bytes()
    }

    pub(crate) fn len(&self) -> usize {
        self.left.len()
    }

    pub(crate) fn next(&self) -> Option<&str> {
        self.left.first().map(String::as_str)
    }

    pub(crate) fn done(&mut self, item: &str) {
        self.left.retain(|left| left != item);
    }
}
