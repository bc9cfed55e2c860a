//! The state of the panels between frames, and the three panels as the host calls them.

use overread_base::{CaseId, Vec3};
use overread_exam::Command;

use crate::{DeskInput, Drawn};

/// A language of the panels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Russian.
    Ru,
}

impl Language {
    /// The BCP 47 tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ru => "ru",
        }
    }

    /// The language of a tag such as `ru` or `ru-RU`; English for others.
    #[must_use]
    pub fn from_tag(tag: &str) -> Self {
        match tag.split(['-', '_']).next() {
            Some("ru") => Self::Ru,
            _ => Self::En,
        }
    }
}

/// Everything that the panels remember between frames; one for a session. The session's own state is not in it.
#[derive(Debug, Default)]
pub struct Desk {
    language: Language,
    drawn: Drawn,
}

impl Desk {
    /// A desk on which nothing has been touched.
    #[must_use]
    pub fn new(language: Language) -> Self {
        Self { language, drawn: Drawn::default() }
    }

    /// Draws the worklist, or after the end of the session the debrief, into the whole of `ui`.
    #[must_use]
    pub fn worklist_ui(&mut self, ui: &mut egui::Ui, input: &DeskInput<'_>) -> Vec<Command> {
        ui.label(format!("{} {}", self.language.tag(), input.view.worklist.len()));
        Vec::new()
    }

    /// Draws the image viewer into the whole of `ui`.
    #[must_use]
    pub fn viewer_ui(&mut self, ui: &mut egui::Ui, input: &DeskInput<'_>) -> Vec<Command> {
        ui.label(format!("{:?}", input.view.state));
        Vec::new()
    }

    /// Draws history, answer, AI panel and report into the whole of `ui`.
    #[must_use]
    pub fn report_ui(&mut self, ui: &mut egui::Ui, input: &DeskInput<'_>) -> Vec<Command> {
        ui.label(format!("{:?}", input.view.mode));
        Vec::new()
    }

    /// After the end: the case whose images the debrief wants in the viewer. The host opens them if it can and passes
    /// them as [`DeskInput::images`]; until then the viewer says that it has none.
    #[must_use]
    pub fn wanted_case(&self) -> Option<&CaseId> {
        None
    }

    /// Brings a patient position (LPS mm) into view in every viewport, as a jump to a finding does.
    pub fn go_to(&mut self, _place_mm: Vec3) {}

    /// What was drawn in the last frame.
    #[must_use]
    pub fn drawn(&self) -> &Drawn {
        &self.drawn
    }
}
