//! What turns values into greys: a window, or a table that the file brings (VOI LUT Sequence). No pixels.

use std::sync::Arc;

use crate::Window;

/// The VOI transform of an image.
#[derive(Debug, Clone, PartialEq)]
pub enum Voi {
    /// By centre and width.
    Window(Window),
    /// By a table of the file.
    Table(Arc<VoiTable>),
}

impl Voi {
    /// The display grey of a value, 0.0 (black) to 1.0 (white).
    #[must_use]
    pub fn grey(&self, value: f32) -> f32 {
        match self {
            Self::Window(window) => window.grey(value),
            Self::Table(table) => table.grey(value),
        }
    }

    /// A window close to it, for a drag to start from: the table's own span of values.
    #[must_use]
    pub fn as_window(&self) -> Option<Window> {
        match self {
            Self::Window(window) => Some(*window),
            Self::Table(table) => {
                let n = u16::try_from(table.greys.len() - 1).map_or(65_535.0, f32::from);
                Window::linear(table.first + n * 0.5 + 0.5, n + 1.0).ok()
            }
        }
    }
}

impl From<Window> for Voi {
    fn from(window: Window) -> Self {
        Self::Window(window)
    }
}

impl From<&Self> for Voi {
    fn from(voi: &Self) -> Self {
        voi.clone()
    }
}

/// A VOI transform as a file offers it.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedVoi {
    /// Window Center & Width Explanation (0028,1055) or LUT Explanation (0028,3003); empty if absent.
    pub explanation: String,
    /// In the units after rescale.
    pub voi: Voi,
}

/// A VOI LUT (PS3.3 C.11.2.1.1): values below the first entry's map to it, above the last's to that.
#[derive(Debug, Clone, PartialEq)]
pub struct VoiTable {
    first: f32,
    greys: Vec<f32>,
    explanation: String,
}

impl VoiTable {
    /// The most entries that DICOM can state.
    pub const MAX_ENTRIES: usize = 65_536;

    /// A table whose entry 0 is for the value `first`, with entries of 0 to `2^bits - 1`; `None` if there are no
    /// entries, too many, or bits that are not 1 to 16. Entries above the range count as white.
    #[must_use]
    pub fn new(first: f32, entries: &[u16], bits: u16, explanation: String) -> Option<Self> {
        if entries.is_empty()
            || entries.len() > Self::MAX_ENTRIES
            || !(1..=16).contains(&bits)
            || !first.is_finite()
        {
            return None;
        }
        let white = f32::from(u16::MAX >> (16 - bits));
        let grey = |&entry: &u16| (f32::from(entry) / white).min(1.0);
        Some(Self {
            first,
            greys: entries.iter().map(grey).collect(),
            explanation,
        })
    }

    /// LUT Explanation (0028,3003), empty if absent.
    #[must_use]
    pub fn explanation(&self) -> &str {
        &self.explanation
    }

    /// The display grey of a value, 0.0 (black) to 1.0 (white); of a broken value the first entry's.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float cast saturates at 0 and far above the last entry; NaN becomes 0"
    )]
    pub fn grey(&self, value: f32) -> f32 {
        let idx = (value - self.first + 0.5).floor().max(0.0) as usize;
        self.greys[idx.min(self.greys.len() - 1)]
    }
}

#[cfg(test)]
mod tests;
