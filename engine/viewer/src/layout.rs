//! How images hang: viewports in rows and columns, and what each shows. Who decides it is in the hanging protocols.

use overread_image::{Plane, Slab};

/// Viewports in rows and columns, as one stage of a hanging protocol asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// Stable id; the desk shows its translation.
    pub id: String,
    /// Rows of the grid, at least one.
    pub rows: u32,
    /// Columns of the grid, at least one.
    pub columns: u32,
    /// The viewports in reading order; no two overlap.
    pub cells: Vec<Cell>,
    /// What viewports do together.
    pub links: Links,
}

/// One viewport of a layout.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// From 0.
    pub row: u32,
    /// From 0.
    pub column: u32,
    /// Rows that it takes, at least one.
    pub row_span: u32,
    /// Columns that it takes, at least one.
    pub column_span: u32,
    /// What hangs there; `None` where the study has no such image: the place stays empty and says so.
    pub hung: Option<Hung>,
    /// What the protocol looks for there, for the empty place, e.g. `R MLO`.
    pub wanted: String,
}

/// What hangs in a viewport.
#[derive(Debug, Clone, PartialEq)]
pub struct Hung {
    /// Index in the list of series that the protocol was given.
    pub series_idx: usize,
    /// Which plane of it.
    pub plane: Plane,
    /// The window it opens with.
    pub voi: VoiChoice,
    /// A slab instead of single slices.
    pub slab: Option<Slab>,
    /// Shown with black and white swapped.
    pub is_inverted: bool,
    /// Mirrored left to right for this view, so that e.g. both chest walls meet in the middle.
    pub is_flipped: bool,
    /// Mirrored top to bottom for this view, so that e.g. the axilla is up.
    pub is_upside_down: bool,
    /// Where the picture is held in its viewport.
    pub align: Align,
    /// How large it is drawn.
    pub scale: Scale,
}

/// The window a viewport opens with.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum VoiChoice {
    /// The file's first, else the first preset, else all values.
    File,
    /// A named preset, e.g. `lung`.
    Preset(String),
}

/// Where a picture is held in its viewport.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Align {
    /// In the middle.
    Centre,
    /// Its left edge at the left edge.
    Left,
    /// Its right edge at the right edge.
    Right,
}

/// How large a picture is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scale {
    /// As large as the viewport holds.
    Fit,
    /// As many millimetres a screen pixel as the other viewports of the layout that ask for the same.
    SameMm,
}

/// What the viewports of a layout do together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Links {
    /// Scroll by position in the patient.
    pub scroll: bool,
    /// Change window and level.
    pub window: bool,
    /// Magnify and move.
    pub zoom: bool,
}
