//! The workstation's panels in egui: worklist with debrief, image viewer, report with AI panel.
//!
//! Knows no Bevy, no file, no clock and no worker thread. Entry type: [`Desk`]. Each frame the host gives a panel a
//! root `egui::Ui` and a [`DeskInput`], and gets back the commands that the reader's acts ask for; the host sends them
//! to the session and draws again. [`prepare_context`] comes first on every egui context.
//! Invariants: a panel changes nothing but what is on screen; it is given no truth before the session has ended and no
//! AI result before the session reveals it; every position that leaves it is patient LPS millimetres; nothing asks for
//! a repaint at a later time, so an idle desk draws nothing.

mod debrief;
mod desk;
mod drawn;
mod dwell;
mod finding_text;
mod input;
mod key_sheet;
mod keys;
mod report;
mod scene;
mod section;
mod stack;
mod tokens;
mod viewer;
mod widgets;
mod words;
mod worklist;

pub use desk::{Desk, Language};
pub use drawn::{Drawn, DrawnMark, DrawnViewport, MarkLayer};
pub use input::{
    CaseTexts, DeskDebrief, DeskImages, DeskInput, DeskSeries, DeskStudy, ScenarioTexts,
};
pub use tokens::prepare_context;

#[cfg(test)]
mod tests;
