//! The workstation's panels in egui: worklist with debrief, image viewer, report with AI panel.
//!
//! Knows no Bevy, no file, no clock and no worker thread. Entry type: [`Desk`]. Each frame the host gives a panel a
//! root `egui::Ui` and a [`DeskInput`], and gets back the commands that the reader's acts ask for; the host sends them
//! to the session and draws again. [`prepare_context`] comes first on every egui context.
//! Invariants: a panel changes nothing but what is on screen; it is given no truth before the session has ended, or in
//! practice before the case is closed, and no AI result before the session reveals it; every position that leaves it is patient LPS millimetres; nothing asks for
//! a repaint at a later time, so an idle desk draws nothing.

mod ai_error_text;
mod answer_text;
mod around;
mod banner;
mod bench;
mod course;
mod debrief;
mod desk;
mod display_check;
mod drawn;
mod dwell;
mod exam;
mod fault_text;
mod feedback;
mod finding_text;
mod input;
mod key_hand;
mod key_sheet;
mod keys;
mod modes;
mod other_read;
mod painter;
mod practice;
mod refusal_text;
mod report;
mod scene;
mod section;
mod services;
mod start;
mod text_table;
mod tokens;
mod tour;
mod viewer;
mod widgets;
mod words;
mod worklist;

pub use around::{DeskAround, LastAct};
pub use bench::{BenchFault, BenchOutcome, BenchProblem, BenchRun, BenchStep, DeskBench};
pub use course::{CourseAct, DeskCourse, DeskCoursePicture, DeskPicture, StepPlace, picture_key};
pub use desk::{Desk, Language};
pub use drawn::{Drawn, DrawnAnnotation, DrawnLayout, DrawnMark, DrawnViewport, MarkLayer};
pub use feedback::DeskFeedback;
pub use input::{
    CaseTexts, DeskArriving, DeskDebrief, DeskImages, DeskInput, DeskSeries, DeskStudy,
    ScenarioTexts,
};
pub use key_hand::panel_keyboard;
pub use painter::{PicturePainter, PictureRequest};
pub use practice::DeskPractice;
pub use refusal_text::DeskError;
pub use services::{
    DeskAct, DeskServices, GrantedThing, LimitedThing, ServiceClaims, ServiceGrant, ServiceLimit,
    ServiceModel, ServiceOrigin, ServiceSheet, ServiceState, ServiceTrust,
};
pub use start::{
    DeskStart, StartAct, StartCourse, StartDisplay, StartLesson, StartLists, StartPage,
    StartSession, StartTour,
};
pub use tokens::{prepare_context, text_step};

#[cfg(test)]
mod tests;
