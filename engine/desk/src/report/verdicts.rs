//! The findings of the AI panel, each with the reader's verdict: accepted, modified or rejected, with a remark.

use egui::{Align, Color32, Layout, Rect, RichText, TextEdit, Ui};
use overread_base::{Finding, LocalText, Mark, ServiceIdentity, Shape};
use overread_exam::{Command, FindingRow, FindingVerdict, MarkAnswer, Percent, rules};
use overread_scenario::{LabelChoice, LabelId, Questions, finding_code};

use crate::DeskInput;
use crate::desk::Desk;
use crate::finding_text::{self, plain};
use crate::key_hand;
use crate::scene::{Scene, Selection};
use crate::tokens;
use crate::widgets;
use crate::words::Word;

/// A finding as an answer of the reader: its own place, the label of its concept or else the first, its probability as confidence.
#[must_use]
pub(crate) fn as_answer(finding: &Finding, questions: &Questions) -> Option<MarkAnswer> {
    let with_extent = finding
        .marks
        .iter()
        .find(|mark| !matches!(mark.shape, Shape::Point(_)));
    let mark = with_extent.or_else(|| finding.marks.first())?;
    let (low, high) = mark.shape.bounds()?;
    let shape = if low == high {
        Shape::Point(low)
    } else {
        Shape::Cuboid { low, high }
    };
    let step = questions.confidence_step.max(1);
    let percent = finding.probability.map_or(50, whole_percent) / step * step;
    Some(MarkAnswer {
        place: Mark {
            series: mark.series.clone(),
            shape,
        },
        label: label_of(finding, questions)?.clone(),
        confidence: Percent::new(percent)?,
        laterality: None,
    })
}

/// The label whose word names the finding's concept, else the first.
fn label_of<'q>(finding: &Finding, questions: &'q Questions) -> Option<&'q LabelId> {
    let named =
        |label: &&LabelChoice| finding_code(label.id.as_str()).is_same_concept(&finding.code);
    let found = questions.labels.iter().find(named);
    found
        .or_else(|| questions.labels.first())
        .map(|label| &label.id)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0..=100 before the cast"
)]
fn whole_percent(share: f32) -> u8 {
    (share * 100.0).round().clamp(0.0, 100.0) as u8
}

impl Desk {
    /// One finding: what it is, the way to it, and the reader's verdict.
    pub(super) fn finding_ui(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        scene: &Scene<'_>,
        (number, service): (usize, &ServiceIdentity),
        row: &FindingRow<'_>,
        can_decide: bool,
    ) -> Vec<Command> {
        let finding = row.finding;
        let selection = Selection::Finding(finding.id.clone());
        let is_selected = self.selection == selection;
        let edge = if is_selected {
            tokens::AI
        } else {
            tokens::LINE
        };
        let mut commands = Vec::new();
        let top = ui.cursor().top();
        widgets::card(ui, edge, |ui| {
            ui.horizontal(|ui| {
                let name = format!("{number}  {}", finding_text::name(&self.words, finding));
                let text = RichText::new(name).color(if is_selected {
                    tokens::TEXT_BRIGHT
                } else {
                    tokens::AI
                });
                let label = egui::Button::selectable(is_selected, text).wrap();
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if let Some(probability) = finding.probability {
                        let score = finding_text::percent(&self.words, f64::from(probability));
                        ui.label(RichText::new(score).color(tokens::TEXT_BRIGHT));
                    }
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        let label = ui.add(label);
                        if label.clicked() {
                            self.show(selection.clone(), scene);
                        }
                        // Keys led to the finding: a keyboard that is on some widget comes along, and from the images
                        // Tab goes on here, to what is decided about it.
                        let is_led_to = self.scrolls_to_selection
                            && ui.memory(|memory| memory.focused().is_some());
                        if is_selected && (is_led_to || key_hand::is_tab_from_nowhere(ui)) {
                            label.request_focus();
                        }
                    });
                });
            });
            let details = finding_text::details(&self.words, finding);
            if !details.is_empty() {
                ui.weak(details);
            }
            let note = LocalText::pick(&finding.notes, self.words.tag());
            if let Some(note) = note.filter(|note| scene.other.may_say(note, service)) {
                ui.weak(plain(note));
            }
            let rules = rules(input.view.mode);
            if input.bench.is_some() {
                // Nobody decides anything on the bench.
            } else if rules.needs_verdicts {
                commands.extend(self.verdict_ui(ui, input, row, can_decide));
            } else if rules.needs_report && scene.is_answering {
                commands.extend(self.take_over_ui(ui, input, finding));
            }
        });
        if is_selected && std::mem::take(&mut self.scrolls_to_selection) {
            let card = Rect::from_x_y_ranges(ui.max_rect().x_range(), top..=ui.cursor().top());
            ui.scroll_to_rect(card, None);
        }
        commands
    }

    /// Where findings need no verdict, one of them can become a mark of the reader.
    fn take_over_ui(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        finding: &Finding,
    ) -> Option<Command> {
        let answer = as_answer(finding, input.view.questions)?;
        let is_pressed = ui.small_button(self.words.text(Word::TakeOver)).clicked();
        is_pressed.then(|| {
            self.selects_newest_mark = true;
            Command::AddMark(answer)
        })
    }

    fn verdict_ui(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        row: &FindingRow<'_>,
        can_decide: bool,
    ) -> Option<Command> {
        let finding = row.finding;
        let given = row.verdict.map(|given| &given.verdict);
        let saved_note = row
            .verdict
            .and_then(|given| given.note.as_deref())
            .unwrap_or("");
        let notes = &mut self.report.notes;
        notes
            .entry(finding.id.clone())
            .or_insert_with(|| saved_note.to_owned());
        let mut verdict = ui
            .add_enabled_ui(can_decide, |ui| {
                self.verdict_buttons_ui(ui, input, finding, given)
            })
            .inner;
        if let Some(FindingVerdict::Modified(answer)) = given {
            let changed = self.modified_ui(ui, input, finding, answer, can_decide);
            verdict = verdict.or(changed.map(FindingVerdict::Modified));
        }
        let field = self.report.notes.get_mut(&finding.id)?;
        let edit = TextEdit::singleline(field)
            .id_salt(("note", finding.id.as_str()))
            .hint_text(self.words.text(Word::VerdictNote))
            .char_limit(1_000)
            .desired_width(f32::INFINITY)
            .interactive(can_decide);
        let has_new_note = ui.add(edit).lost_focus() && field.trim() != saved_note;
        let verdict = verdict.or_else(|| given.cloned().filter(|_| has_new_note))?;
        let note = field.trim();
        let note = (!note.is_empty()).then(|| note.to_owned());
        Some(Command::GiveVerdict {
            finding: finding.id.clone(),
            verdict,
            note,
        })
    }

    /// The three buttons; gives the verdict whose button was pressed.
    fn verdict_buttons_ui(
        &self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        finding: &Finding,
        given: Option<&FindingVerdict>,
    ) -> Option<FindingVerdict> {
        let mut verdict = None;
        ui.horizontal_wrapped(|ui| {
            let is_pressed = |ui: &mut Ui, is_on: bool, word: Word, color: Color32| {
                verdict_button(ui, is_on, &self.words.text(word), color) && !is_on
            };
            let is_accepted = matches!(given, Some(FindingVerdict::Accepted));
            if is_pressed(ui, is_accepted, Word::VerdictAccept, tokens::GOOD) {
                verdict = Some(FindingVerdict::Accepted);
            }
            let is_modified = matches!(given, Some(FindingVerdict::Modified(_)));
            if is_pressed(ui, is_modified, Word::VerdictModify, tokens::READER) {
                verdict = as_answer(finding, input.view.questions).map(FindingVerdict::Modified);
            }
            let is_rejected = matches!(given, Some(FindingVerdict::Rejected));
            if is_pressed(ui, is_rejected, Word::VerdictReject, tokens::ERROR) {
                verdict = Some(FindingVerdict::Rejected);
            }
            if given.is_none() {
                let missing = self.words.text(Word::VerdictMissing);
                widgets::whole_label(ui, RichText::new(missing).color(tokens::WARNING));
            }
        });
        verdict
    }

    /// How a modified finding should read, to be changed; and the way to give it another place.
    fn modified_ui(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        finding: &Finding,
        answer: &MarkAnswer,
        can_decide: bool,
    ) -> Option<MarkAnswer> {
        let salt = format!("finding {}", finding.id);
        let said = (&answer.label, answer.confidence);
        let changed = self.answer_editor_ui(ui, input, &salt, said, can_decide);
        let is_placing = self.placing.as_ref() == Some(&finding.id);
        let button = egui::Button::selectable(is_placing, self.words.text(Word::VerdictPlace));
        if can_decide && ui.add(button).clicked() {
            self.placing = (!is_placing).then(|| finding.id.clone());
            self.has_news = true;
        }
        let side = self.side_ui(ui, answer.laterality, can_decide);
        let said = changed.map(|(label, confidence)| MarkAnswer {
            label,
            confidence,
            ..answer.clone()
        });
        said.or_else(|| {
            side.map(|laterality| MarkAnswer {
                laterality,
                ..answer.clone()
            })
        })
    }
}

fn verdict_button(ui: &mut Ui, is_on: bool, text: &str, color: Color32) -> bool {
    let text = if is_on {
        RichText::new(text).color(Color32::BLACK)
    } else {
        RichText::new(text)
    };
    let mut button = egui::Button::new(text).selected(is_on);
    if is_on {
        // The frame says without colour which verdict stands.
        let frame = egui::Stroke::new(2.0, tokens::TEXT_BRIGHT);
        button = button.fill(color).stroke(frame);
    }
    ui.add(button).clicked()
}

#[cfg(test)]
mod tests;
