//! The image viewer without a screen: what is known of a series, how images hang, which key asks for what.
//!
//! Knows no egui, no file, no clock and no pixel of its own: the desk draws what stands here, tests need no screen.
//! Entry types: [`SeriesFacts`], [`Layout`], [`Action`].

mod action;
mod annotation;
mod facts;
mod hanging;
mod history;
mod keymap;
mod layout;
mod link;
mod orientation;
mod pane;
mod region;
mod sides;
mod stack;
mod view;
mod viewed;
mod words;

pub use action::{Action, Tool};
pub use annotation::{
    Annotation, AnnotationId, Annotations, Draft, DrawKind, Drawing, Drawn, KeyImage, KeyImages,
    Length, LengthUnit, MAX_ANNOTATIONS, MAX_OUTLINE_POINTS, MAX_TEXT_CHARS, Measured, Part,
    Pixels, Pointer, Region, Sheet, VolumePixels, hit, measure, plane_distance_mm,
};
pub use facts::{Calibration, SeriesFacts, SeriesSpace};
pub use hanging::{
    Applies, Candidate, CellRule, ChestWall, Content, MAX_PROTOCOL_BYTES, Mirror, Needs,
    Preference, Protocol, ScreenSide, SeriesRule, Sharpness, Shown, Stage, chest_wall, hang,
    kernel_sharpness, mammogram_mirror, protocol_for, tissue_side,
};
pub use history::History;
pub use keymap::{Chord, Drag, Key, Keymap, MouseMap, Wheel};
pub use layout::{Align, Cell, Hung, Layout, Links, Scale, VoiChoice};
pub use link::{PlaceLinks, Relation, frame_alike, relation};
pub use orientation::{Orientation, edge_letters};
pub use pane::{DisplayArea, Pane, PaneScreen};
pub use region::{
    GridAxis, GridLevel, GridRegion, GridStatus, Landmark, MAX_GRID_BYTES, PlacedLevel, Quadrant,
    RegionGrid, RegionMarks, clock_quadrants,
};
pub use sides::{NamedSide, SideConflict, named_sides, side_conflicts, side_of};
pub use stack::{Stack, nearest_index, own_stack, planes_of};
pub use view::{View, is_joined, reference_line};
pub use viewed::{ViewedSeries, shares_space};
