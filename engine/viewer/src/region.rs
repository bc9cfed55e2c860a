//! Region grids: parts of an organ as outlines that are laid over an image, hit and marked. Draws nothing.
//!
//! A grid is a TOML text ([`RegionGrid::read`]): outlines in a square of its own between landmarks, which the reader
//! drags to where they are in the image. The grids of this crate are drafts for teaching and say so
//! ([`GridStatus::Unverified`]).

mod clock;
mod marks;
mod place;
mod read;

use std::sync::LazyLock;

use overread_base::{Code, Laterality};

use crate::{Applies, SeriesFacts};

pub use clock::{Quadrant, clock_quadrants};
pub use marks::RegionMarks;
pub use place::PlacedLevel;
pub use read::MAX_GRID_BYTES;

/// The parts of an organ, on one level or several.
#[derive(Debug, Clone, PartialEq)]
pub struct RegionGrid {
    /// Stable id; the desk shows its translation.
    pub id: String,
    /// Which series it is for.
    pub applies: Applies,
    /// Whether an expert has checked the outlines.
    pub status: GridStatus,
    /// For a score that loses one point for every affected region of a side: the score of a healthy one.
    pub full_score: Option<u32>,
    /// The levels, at least one.
    pub levels: Vec<GridLevel>,
}

/// Whether an expert has checked the outlines of a grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GridStatus {
    /// Nobody has: a draft to be edited.
    Unverified,
    /// Somebody has.
    Verified,
}

/// One level, e.g. one slice of the brain or one view of a breast.
#[derive(Debug, Clone, PartialEq)]
pub struct GridLevel {
    /// Stable id; the desk shows its translation.
    pub id: String,
    /// Views that it is for; empty for every one.
    pub views: Vec<String>,
    /// Where the square's first coordinate leads and where its second does.
    pub axes: [GridAxis; 2],
    /// Places that are dragged to where they are in the image; at least three, not on one line.
    pub landmarks: Vec<Landmark>,
    /// The parts.
    pub regions: Vec<GridRegion>,
}

/// Where a coordinate of a grid leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GridAxis {
    /// To the patient's left.
    Left,
    /// To the back.
    Back,
    /// To the front.
    Front,
    /// To the feet.
    Feet,
    /// To the middle of the body, seen from the side of the image.
    Middle,
}

/// A place that the reader can find in the image.
#[derive(Debug, Clone, PartialEq)]
pub struct Landmark {
    /// Stable id; the desk shows its translation.
    pub id: String,
    /// Where in the square of the grid, 0 to 1.
    pub at: [f64; 2],
}

/// One part of an organ.
#[derive(Debug, Clone, PartialEq)]
pub struct GridRegion {
    /// Short label, e.g. `M1`; unique on its level and side.
    pub id: String,
    /// The patient's side; `None` where the image has one side, or the part none.
    pub side: Option<Laterality>,
    /// A closed line in the square of the grid.
    pub outline: Vec<[f64; 2]>,
    /// What it is called in a terminology, where the file says so.
    pub code: Option<Code>,
}

/// In the order in which they are offered.
const TEXTS: [&str; 3] = [
    include_str!("../regions/aspects.toml"),
    include_str!("../regions/lung-zones.toml"),
    include_str!("../regions/breast.toml"),
];

static GRIDS: LazyLock<Vec<RegionGrid>> = LazyLock::new(|| {
    let read = |text: &&str| RegionGrid::read(text).0;
    TEXTS.iter().filter_map(read).collect()
});

impl RegionGrid {
    /// The grids of this crate.
    #[must_use]
    pub fn built_in() -> &'static [Self] {
        &GRIDS
    }

    /// Whether the grid is for a series.
    #[must_use]
    pub fn suits(&self, facts: &SeriesFacts) -> bool {
        self.applies.to(facts) && self.levels_for(facts).next().is_some()
    }

    /// The levels for the view of a series, with their index.
    pub fn levels_for<'a>(
        &'a self,
        facts: &'a SeriesFacts,
    ) -> impl Iterator<Item = (usize, &'a GridLevel)> {
        let view = facts.view.as_deref().map(crate::words::in_capitals);
        self.levels
            .iter()
            .enumerate()
            .filter(move |(_, level)| match &view {
                Some(view) => level.views.is_empty() || level.views.contains(view),
                None => level.views.is_empty(),
            })
    }
}

#[cfg(test)]
mod tests;
