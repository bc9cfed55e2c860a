//! Who sits an examination, asked before there is a session: name and number for the certificate.

use egui::{CentralPanel, Frame, RichText, TextEdit, Ui};
use overread_base::LocalText;
use overread_exam::Candidate;

use crate::desk::Desk;
use crate::finding_text::plain;
use crate::tokens;
use crate::widgets;
use crate::words::Word;
use crate::{DeskAct, DeskError, ScenarioTexts};

/// The longest name or number, characters.
const MAX_CHARS: usize = 120;

impl Desk {
    /// Asks who sits the examination of this title, into the whole of `ui`; the answer is [`DeskAct::Candidate`].
    pub fn candidate_ui(&mut self, ui: &mut Ui, title: &[LocalText], error: Option<DeskError<'_>>) {
        let frame = Frame::new().fill(tokens::BACKGROUND).inner_margin(16.0);
        CentralPanel::no_frame().frame(frame).show(ui, |ui| {
            tokens::scale_text(ui);
            ui.set_max_width(560.0);
            let words = &self.words;
            let title = plain(words.pick(title));
            ui.heading(RichText::new(title).color(tokens::TEXT_BRIGHT));
            widgets::section_heading(ui, &words.text(Word::CandidateHeading));
            if let Some(error) = error {
                let text = crate::refusal_text::text(words, &ScenarioTexts::default(), error);
                ui.label(RichText::new(text).color(tokens::ERROR));
            }
            let candidate = &mut self.around.candidate;
            let fields = [
                (Word::CandidateName, &mut candidate.name),
                (Word::CandidateNumber, &mut candidate.number),
            ];
            for (word, text) in fields {
                let name = ui.label(words.text(word));
                let field = TextEdit::singleline(text)
                    .id_salt(word.id())
                    .char_limit(MAX_CHARS)
                    .desired_width(f32::INFINITY);
                ui.add(field).labelled_by(name.id);
            }
            ui.weak(words.text(Word::CandidateHint));
            let stated = Candidate {
                name: candidate.name.trim().to_owned(),
                number: candidate.number.trim().to_owned(),
            };
            let can_go = !stated.name.is_empty() && !stated.number.is_empty();
            if widgets::primary_button_if(ui, &words.text(Word::CandidateGo), can_go).clicked() {
                self.acts.push(DeskAct::Candidate(stated));
                self.has_news = true;
            }
        });
    }
}
