//! Who sits an examination, asked before there is a session: the desk's panel, and the command line with the answer.

use bevy_egui::egui;
use overread_base::LocalText;
use overread_desk::{Desk, DeskAct};

use super::errand::Errand;
use crate::cli::Args;
use crate::layout::ScreenId;
use crate::session::sitting::folder_of;
use crate::words::Words;

/// A seat whose candidate is not known yet.
pub(super) struct Asking {
    args: Args,
    /// What the examination is for.
    errand: Errand,
    desk: Desk,
    /// What is examined, per language.
    title: Vec<LocalText>,
}

impl Asking {
    /// Asks who sits the examination of the command line.
    pub(super) fn new(args: &Args, errand: Errand) -> Self {
        Self {
            desk: super::desk_of(args),
            title: title_of(args),
            args: args.clone(),
            errand,
        }
    }

    /// What the examination is for.
    pub(super) fn errand(&self) -> &Errand {
        &self.errand
    }

    /// Draws the question on the viewer's screen; the command line with the answer once it was given.
    pub(super) fn screen_ui(
        &mut self,
        screen: ScreenId,
        ui: &mut egui::Ui,
        words: &Words,
    ) -> Option<Args> {
        if screen != ScreenId::Viewer {
            crate::hud::nothing_to_read_ui(ui, words, None);
            return None;
        }
        self.desk.candidate_ui(ui, &self.title, None);
        let mut stated = None;
        for act in self.desk.take_acts() {
            if let DeskAct::Candidate(candidate) = act {
                stated = Some(Args {
                    candidate: Some(candidate.name),
                    candidate_number: Some(candidate.number),
                    ..self.args.clone()
                });
                ui.ctx().request_repaint();
            }
        }
        stated
    }
}

/// What the scenario certifies; nothing if it cannot be read any more, which sitting down will say.
fn title_of(args: &Args) -> Vec<LocalText> {
    let text = match (&args.journal, &args.scenario) {
        (Some(journal), _) => folder_of(journal).scenario_text().ok(),
        (None, Some(path)) => std::fs::read_to_string(path).ok(),
        (None, None) => None,
    };
    let scenario = text.and_then(|text| overread_scenario::check(&text).0);
    let terms = scenario.and_then(|scenario| scenario.design.certification);
    terms.map_or_else(Vec::new, |terms| terms.title)
}
