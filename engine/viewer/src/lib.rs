//! The image viewer without a screen: what is known of a series, how images hang, which key asks for what.
//!
//! Knows no egui, no file, no clock and no pixel of its own: the desk draws what stands here, tests need no screen.
//! Entry types: [`SeriesFacts`], [`Layout`], [`Action`].

mod action;
mod facts;
mod hanging;
mod keymap;
mod layout;

pub use action::{Action, Tool};
pub use facts::{Calibration, SeriesFacts, SeriesSpace};
pub use hanging::{
    Applies, Candidate, CellRule, ChestWall, Content, MAX_PROTOCOL_BYTES, Mirror, Needs,
    Preference, Protocol, ScreenSide, SeriesRule, Sharpness, Shown, Stage, chest_wall, hang,
    kernel_sharpness, mammogram_mirror, protocol_for, tissue_side,
};
pub use keymap::{Chord, Drag, Key, Keymap, MouseMap, Wheel};
pub use layout::{Align, Cell, Hung, Layout, Links, Scale, VoiChoice};
