//! The start screen, the pause by order, the field for a supervisor's order, and the report of an incident.

use egui::{RichText, TextEdit, Ui};
use overread_exam::{Command, ProctorFact};

use crate::desk::Desk;
use crate::finding_text::plain;
use crate::tokens;
use crate::widgets;
use crate::words::Word;
use crate::{DeskAct, DeskInput};

/// The longest order, characters; a signed one has a few hundred.
const MAX_ORDER_CHARS: usize = 4_000;
/// The longest report of an incident, characters.
const MAX_INCIDENT_CHARS: usize = 2_000;

impl Desk {
    /// In place of the cases: only a supervisor's order goes on.
    pub(crate) fn supervisor_ui(&mut self, ui: &mut Ui, input: &DeskInput<'_>) {
        let clock = &input.view.clock;
        let [heading, hint] = if clock.awaits_start {
            [Word::StartHeading, Word::StartHint]
        } else {
            [Word::OrderedPause, Word::OrderedPauseHint]
        };
        widgets::card(ui, tokens::WARNING, |ui| {
            let heading = RichText::new(self.words.text(heading)).heading();
            ui.label(heading.color(tokens::WARNING));
            ui.label(self.words.text(hint));
            if let Some(seat) = &input.view.design.certification {
                let args = [
                    ("name", plain(&seat.candidate.name).into()),
                    ("number", plain(&seat.candidate.number).into()),
                    ("attempt", seat.attempt.into()),
                ];
                ui.label(self.words.with(Word::StartCandidate, &args));
            }
            self.order_ui(ui, input);
        });
    }

    /// What an order has to carry, and the field that it goes into.
    fn order_ui(&mut self, ui: &mut Ui, input: &DeskInput<'_>) {
        let words = &self.words;
        let session = words.with(
            Word::StartSession,
            &[("session", input.around.session.into())],
        );
        let number = input.view.clock.next_order;
        let number = words.with(Word::StartNumber, &[("number", number.into())]);
        for text in [session, number] {
            let text = RichText::new(text).monospace().color(tokens::TEXT_BRIGHT);
            // Whoever signs the order copies this.
            ui.add(egui::Label::new(text).selectable(true));
        }
        let name = ui.label(words.text(Word::OrderField));
        let field = TextEdit::multiline(&mut self.around.order)
            .id_salt("order")
            .desired_rows(3)
            .desired_width(f32::INFINITY)
            .char_limit(MAX_ORDER_CHARS);
        ui.add(field).labelled_by(name.id);
        let order = self.around.order.trim().to_owned();
        let text = words.text(Word::OrderButton);
        if widgets::primary_button_if(ui, &text, !order.is_empty()).clicked() {
            self.acts.push(DeskAct::Order(order));
            self.around.order.clear();
            self.around.is_order_open = false;
            self.has_news = true;
        }
    }

    /// Below the cases: the supervisor's field and the report of an incident, each behind its button.
    pub(crate) fn around_forms_ui(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        commands: &mut Vec<Command>,
    ) {
        let seat = input.view.design.certification.as_ref();
        let is_supervised = seat.is_some_and(|seat| !seat.terms.supervisors.is_empty());
        ui.horizontal_wrapped(|ui| {
            let is_open = self.around.incident.is_some();
            let button = ui.selectable_label(is_open, self.words.text(Word::IncidentOpen));
            if button.clicked() {
                self.around.incident = (!is_open).then(String::new);
                self.around.is_incident_sent = false;
            }
            let is_open = self.around.is_order_open;
            let text = self.words.text(Word::OrderOpen);
            if is_supervised && ui.selectable_label(is_open, text).clicked() {
                self.around.is_order_open = !is_open;
            }
            if self.around.is_incident_sent {
                ui.label(RichText::new(self.words.text(Word::IncidentSent)).color(tokens::GOOD));
            }
        });
        if is_supervised && self.around.is_order_open {
            widgets::card(ui, tokens::LINE, |ui| self.order_ui(ui, input));
        }
        self.incident_ui(ui, input, commands);
    }

    fn incident_ui(&mut self, ui: &mut Ui, input: &DeskInput<'_>, commands: &mut Vec<Command>) {
        let Some(text) = &mut self.around.incident else {
            return;
        };
        let words = &self.words;
        let mut is_sent = false;
        let mut is_shut = false;
        widgets::card(ui, tokens::LINE, |ui| {
            let name = ui.label(words.text(Word::IncidentHeading));
            let field = TextEdit::multiline(text)
                .id_salt("incident")
                .desired_rows(3)
                .desired_width(f32::INFINITY)
                .char_limit(MAX_INCIDENT_CHARS);
            ui.add(field).labelled_by(name.id);
            ui.weak(words.text(Word::IncidentHint));
            ui.horizontal(|ui| {
                let can_send = !text.trim().is_empty();
                let send = words.text(Word::IncidentSend);
                is_sent = widgets::primary_button_if(ui, &send, can_send).clicked();
                is_shut = ui.button(words.text(Word::FormCancel)).clicked();
            });
        });
        if is_sent {
            let incident = ProctorFact::Incident(text.trim().to_owned());
            commands.push(Command::Proctor(incident));
        }
        if is_sent || is_shut {
            self.around.incident = None;
            // Whether it is saved, the sign of the last act says; an earlier success stays no promise.
            self.around.is_incident_sent = is_sent && input.error.is_none();
        }
    }
}
