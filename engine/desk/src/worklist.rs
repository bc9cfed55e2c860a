//! The worklist: what the session is, which case is next, how far each is. After the end the debrief takes its place.

use egui::{CentralPanel, Frame, RichText, ScrollArea, Ui};
use overread_base::Priority;
use overread_exam::{Call, CasePhase, Command, SessionState, SessionView, WorklistRow, rules};

use crate::DeskInput;
use crate::around::is_with_supervisor;
use crate::desk::Desk;
use crate::other_read::OtherRead;
use crate::report::phase_word;
use crate::scene::PastCases;
use crate::tokens;
use crate::widgets;
use crate::words::Word;

impl Desk {
    /// The worklist screen into the whole of `ui`.
    pub(crate) fn worklist_content(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        past: &PastCases,
    ) -> Vec<Command> {
        if let Some(bench) = input.bench {
            self.bench_list_ui(ui, bench);
            return Vec::new();
        }
        let mut commands = Vec::new();
        let bar = Frame::new()
            .fill(tokens::RAISED)
            .inner_margin(egui::Margin::symmetric(10, 5));
        egui::Panel::bottom("worklist status")
            .frame(bar)
            .show_separator_line(false)
            .show(ui, |ui| {
                ui.horizontal_wrapped(|ui| {
                    self.saved_ui(ui, input);
                    ui.weak(self.words.text(Word::NotForDiagnosis));
                });
            });
        let frame = Frame::new().fill(tokens::BACKGROUND).inner_margin(12.0);
        CentralPanel::no_frame().frame(frame).show(ui, |ui| {
            tokens::scale_text(ui);
            // The debriefing begins at its top, wherever the list was scrolled to.
            let area = ScrollArea::vertical()
                .id_salt(("worklist", input.debrief.is_some()))
                .auto_shrink(false);
            crate::key_hand::scroll(area, ui, |ui| {
                ui.heading(
                    RichText::new(self.words.pick(&input.texts.title)).color(tokens::TEXT_BRIGHT),
                );
                if let Some(error) = input.error {
                    let text = crate::refusal_text::text(&self.words, input.texts, error);
                    ui.label(RichText::new(text).color(tokens::ERROR));
                }
                if let Some(exam) = &input.view.exam {
                    self.exam_ui(ui, exam, input.view.state);
                }
                match (&input.debrief, input.view.state) {
                    (Some(debrief), SessionState::Ended) => {
                        self.debrief_ui(ui, input, debrief, past)
                    }
                    (None, SessionState::Ended) => {
                        ui.label(self.words.text(Word::DebriefWaiting));
                    }
                    (_, SessionState::Running | SessionState::Paused) => {
                        self.session_ui(ui, input, &mut commands);
                    }
                }
            });
        });
        commands
    }

    fn session_ui(&mut self, ui: &mut Ui, input: &DeskInput<'_>, commands: &mut Vec<Command>) {
        if is_with_supervisor(&input.view.clock) {
            self.supervisor_ui(ui, input);
            return;
        }
        if let Some(interruption) = &input.view.clock.interruption {
            self.interruption_notice_ui(ui, interruption);
            return;
        }
        self.mode_ui(ui, input.view.mode);
        let rows = &input.view.worklist;
        let n_signed = rows.iter().filter(|row| is_done(row)).count();
        let text = self.words.with(
            Word::WorklistProgress,
            &[("signed", n_signed.into()), ("count", rows.len().into())],
        );
        ui.label(text);
        progress_ui(ui, n_signed, rows.len());
        let is_begun = rows.iter().any(|row| row.phase.is_some());
        let briefing = self.words.pick(&input.texts.briefing);
        if !briefing.is_empty() {
            // The briefing is in the way once it has been read.
            egui::CollapsingHeader::new(self.words.text(Word::BriefingHeading))
                .id_salt(("briefing", is_begun))
                .default_open(!is_begun)
                .show(ui, |ui| ui.label(briefing));
        }
        widgets::section_heading(ui, &self.words.text(Word::CasesHeading));
        for (number, row) in in_order(rows, rules(input.view.mode).is_order_free) {
            self.row_ui(ui, input, number, row, commands);
        }
        ui.add_space(10.0);
        if awaits_ahead(input.view) {
            ui.label(RichText::new(self.words.text(Word::AwaitingAhead)).color(tokens::WARNING));
        }
        self.session_buttons_ui(ui, input, is_all_done(input.view), commands);
        ui.add_space(6.0);
        self.around_forms_ui(ui, input, commands);
    }

    fn row_ui(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        number: usize,
        row: &WorklistRow<'_>,
        commands: &mut Vec<Command>,
    ) {
        let texts = input.texts.cases.get(row.case);
        let title = texts.map_or(&[][..], |texts| &texts.title);
        let title = self.words.case_title(row.case, title);
        let is_open = matches!(
            row.phase,
            Some(CasePhase::FirstRead | CasePhase::AwaitingAi | CasePhase::FinalRead)
        );
        let edge = if row.is_next || is_open {
            tokens::ACCENT
        } else {
            tokens::LINE
        };
        let card = ui.scope(|ui| {
            widgets::card(ui, edge, |ui| {
                let strength = if row.is_next || is_open {
                    tokens::TEXT_BRIGHT
                } else {
                    tokens::TEXT
                };
                let title = RichText::new(format!("{number}  {title}")).color(strength);
                let (word, color) = match row.phase {
                    Some(phase) => phase_word(phase, OtherRead::of(input.view)),
                    None if row.is_next => (Word::CaseNext, tokens::TEXT_BRIGHT),
                    None => (Word::CaseWaiting, tokens::TEXT_DIM),
                };
                if row.decided_by_ai.is_some() && row.phase.is_none() && !row.is_next {
                    // The chip below says more.
                    ui.label(title);
                } else {
                    let state = self.words.text(word);
                    widgets::title_with_chip(ui, title, (&state, color), "");
                }
                self.service_chips_ui(ui, row);
                if row.is_next || is_open {
                    let history = texts.map_or("", |texts| self.words.pick(&texts.history));
                    if !history.is_empty() {
                        ui.weak(history);
                    }
                }
                let is_running = input.view.state == SessionState::Running;
                self.look_back_ui(ui, input, row);
                if row.is_next
                    && is_running
                    && widgets::primary_button(ui, &self.words.text(Word::OpenCase)).clicked()
                {
                    commands.push(Command::OpenCase(row.case.clone()));
                }
            })
        });
        if (row.is_next || is_open) && self.listed_case.as_ref() != Some(row.case) {
            // The list follows the reader, once a case: where it is scrolled to by hand it stays.
            card.response.scroll_to_me(None);
            self.listed_case = Some(row.case.clone());
        }
    }

    /// In practice: the way back to the feedback on a closed case, while no case is read.
    fn look_back_ui(&mut self, ui: &mut Ui, input: &DeskInput<'_>, row: &WorklistRow<'_>) {
        let is_told = input.view.design.tells_after_each_case()
            && row.phase == Some(CasePhase::Signed)
            && input.view.state == SessionState::Running
            && !is_reading(input.view);
        if !is_told {
            return;
        }
        let shown = input.shown_feedback();
        let is_shown = shown.is_some_and(|feedback| feedback.case == row.case);
        let text = self.words.text(Word::FeedbackHeading);
        if ui.selectable_label(is_shown, text).clicked() {
            self.debrief.wanted = Some(row.case.clone());
            self.has_news = true;
        }
    }

    /// How urgent the service holds a case to be, and what it decided alone.
    fn service_chips_ui(&self, ui: &mut Ui, row: &WorklistRow<'_>) {
        if row.priority.is_none() && row.decided_by_ai.is_none() {
            return;
        }
        ui.horizontal_wrapped(|ui| {
            if let Some(priority) = row.priority {
                let (word, color) = priority_word(priority);
                widgets::chip(ui, &self.words.text(word), color);
            }
            if let Some(call) = row.decided_by_ai {
                let word = match call {
                    Call::Negative => Word::DecidedNormal,
                    Call::Positive => Word::DecidedAbnormal,
                };
                widgets::chip(ui, &self.words.text(word), tokens::AI);
            }
        });
    }

    fn session_buttons_ui(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        is_all_signed: bool,
        commands: &mut Vec<Command>,
    ) {
        ui.horizontal_wrapped(|ui| {
            if input.view.state == SessionState::Paused {
                if widgets::primary_button(ui, &self.words.text(Word::Resume)).clicked() {
                    commands.push(Command::Resume);
                }
                ui.label(RichText::new(self.words.text(Word::PausedNotice)).color(tokens::WARNING));
                return;
            }
            if input.around.is_look {
                let back = self.words.text(Word::CourseBackToCourse);
                if widgets::primary_button(ui, &back).clicked() {
                    self.acts.push(crate::DeskAct::BackToCourse);
                    self.has_news = true;
                }
                return;
            }
            if is_all_signed {
                self.finish_ui(ui, commands);
                return;
            }
            self.pause_ui(ui, input, commands);
            if self.is_abandon_asked {
                ui.label(
                    RichText::new(self.words.text(Word::AbandonQuestion)).color(tokens::WARNING),
                );
                if ui.button(self.words.text(Word::AbandonYes)).clicked() {
                    commands.push(Command::Abandon);
                    self.is_abandon_asked = false;
                }
                if ui.button(self.words.text(Word::AbandonNo)).clicked() {
                    self.is_abandon_asked = false;
                }
            } else if ui.button(self.words.text(Word::Abandon)).clicked() {
                self.is_abandon_asked = true;
            }
        });
    }
}

/// Whether nothing is left to read, so that the session can be ended.
#[must_use]
pub(crate) fn is_all_done(view: &SessionView<'_>) -> bool {
    let is_awaiting = view.exam.as_ref().is_some_and(|exam| exam.is_awaiting);
    view.worklist.iter().all(is_done) && !is_awaiting
}

/// Whether a case can be opened only once the service has read it, and none can be opened now.
#[must_use]
pub(crate) fn awaits_ahead(view: &SessionView<'_>) -> bool {
    let is_open = |row: &WorklistRow<'_>| row.is_next || (row.phase.is_some() && !is_done(row));
    rules(view.mode).decides_alone
        && view.state == SessionState::Running
        && view.worklist.iter().any(|row| !is_done(row))
        && !view.worklist.iter().any(is_open)
}

/// Whether a case is open that is not closed.
fn is_reading(view: &SessionView<'_>) -> bool {
    let case = view.case.as_ref();
    case.is_some_and(|case| case.phase != CasePhase::Signed)
}

/// Whether nothing is left to do about a case.
fn is_done(row: &WorklistRow<'_>) -> bool {
    row.phase == Some(CasePhase::Signed) || row.decided_by_ai.is_some()
}

/// The rows with their numbers, in the order of the session; where the reader may take any case, done ones last.
fn in_order<'r, 'v>(
    rows: &'r [WorklistRow<'v>],
    is_order_free: bool,
) -> Vec<(usize, &'r WorklistRow<'v>)> {
    let mut rows: Vec<_> = (1..).zip(rows).collect();
    if is_order_free {
        rows.sort_by_key(|(_, row)| is_done(row));
    }
    rows
}

fn priority_word(priority: Priority) -> (Word, egui::Color32) {
    match priority {
        Priority::Routine => (Word::PriorityRoutine, tokens::TEXT_DIM),
        Priority::Urgent => (Word::PriorityUrgent, tokens::WARNING),
        Priority::Stat => (Word::PriorityStat, tokens::ERROR),
    }
}

/// A thin bar, a part for each case, the signed ones filled.
fn progress_ui(ui: &mut Ui, n_signed: usize, n_cases: usize) {
    const GAP: f32 = 3.0;
    let (rect, _) =
        ui.allocate_exact_size(egui::vec2(ui.available_width(), 6.0), egui::Sense::hover());
    let count = f32::from(u16::try_from(n_cases.max(1)).unwrap_or(u16::MAX));
    let width = rect.width() / count;
    for (place, idx) in (0_u16..).zip(0..n_cases) {
        let left = rect.left() + width * f32::from(place);
        let part = egui::Rect::from_x_y_ranges(
            left..=(left + width - GAP).max(left + 1.0),
            rect.y_range(),
        );
        let color = if idx < n_signed {
            tokens::GOOD
        } else {
            tokens::CONTROL
        };
        ui.painter().rect_filled(part, 3.0, color);
    }
}
