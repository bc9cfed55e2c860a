//! The report: its sections, the AI's draft where there is one, and the signature.

use egui::{RichText, TextEdit, Ui};
use overread_base::LocalText;
use overread_exam::{
    AiView, CasePhase, CaseView, Command, FindingRow, FindingVerdict, SessionState, SignBlocker,
    rules,
};
use overread_scenario::SectionSpec;

use crate::DeskInput;
use crate::desk::Desk;
use crate::finding_text;
use crate::other_read::OtherRead;
use crate::scene::ranked;
use crate::tokens;
use crate::widgets;
use crate::words::Word;
use crate::worklist::{awaits_ahead, is_all_done};

use super::{Draft, ai_panel};

/// The longest text of a section, characters; the session takes four times as many bytes.
const MAX_SECTION_CHARS: usize = 16_000;

impl Desk {
    pub(super) fn sections_ui(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        case: &CaseView<'_>,
        commands: &mut Vec<Command>,
    ) {
        let has_report = rules(input.view.mode).needs_report;
        if has_report {
            widgets::section_heading(ui, &self.words.text(Word::ReportHeading));
        }
        let can_edit = input.view.state == SessionState::Running && case.phase != CasePhase::Signed;
        for &(section, text) in case.report.iter().filter(|_| has_report) {
            commands.extend(self.section_ui(ui, input, case, section, text, can_edit));
        }
        match case.phase {
            CasePhase::Signed => self.signed_ui(ui, input, case, commands),
            CasePhase::FirstRead | CasePhase::AwaitingAi | CasePhase::FinalRead if can_edit => {
                self.sign_ui(ui, input, case, commands);
            }
            CasePhase::FirstRead | CasePhase::AwaitingAi | CasePhase::FinalRead => {}
        }
        ui.add_space(12.0);
    }

    fn section_ui(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        case: &CaseView<'_>,
        section: &SectionSpec,
        saved: &str,
        can_edit: bool,
    ) -> Option<Command> {
        let title = self.words.pick(&section.title);
        let title = if title.is_empty() {
            section.id.as_str()
        } else {
            title
        }
        .to_owned();
        let draft_text = self.ai_draft(input, case, section).filter(|_| can_edit);
        let insert_word = if OtherRead::of(input.view).is_anonymous {
            Word::ReaderDraft
        } else {
            Word::DraftInsert
        };
        let draft = self
            .report
            .drafts
            .entry(section.id.clone())
            .or_insert_with(|| Draft {
                text: saved.to_owned(),
                told: None,
            });
        let heading = ui.horizontal_wrapped(|ui| {
            let mark = if section.is_required { " *" } else { "" };
            let heading = RichText::new(format!("{title}{mark}")).color(tokens::TEXT_BRIGHT);
            let heading = ui.label(heading).id;
            if let Some(text) = &draft_text
                && ui.small_button(self.words.text(insert_word)).clicked()
            {
                if !draft.text.trim().is_empty() {
                    draft.text.push('\n');
                }
                draft.text.push_str(text);
            }
            if draft.text != saved {
                ui.label(
                    RichText::new(self.words.text(Word::ReportUnsaved))
                        .small()
                        .color(tokens::WARNING),
                );
            }
            heading
        });
        let field = TextEdit::multiline(&mut draft.text)
            .id_salt(("section", section.id.as_str()))
            .desired_rows(3)
            .desired_width(f32::INFINITY)
            .char_limit(MAX_SECTION_CHARS)
            .interactive(can_edit);
        let response = ui.add(field).labelled_by(heading.inner);
        let is_between_words = draft.text.ends_with(|c: char| !c.is_alphanumeric());
        let is_due = response.lost_focus() || !response.has_focus() || is_between_words;
        draft
            .due(saved, can_edit && is_due)
            .map(|text| Command::EditReport {
                section: section.id.clone(),
                text,
            })
    }

    /// The text that the service drafted for a section.
    fn ai_draft(
        &self,
        input: &DeskInput<'_>,
        case: &CaseView<'_>,
        section: &SectionSpec,
    ) -> Option<String> {
        let AiView::Revealed(revealed) = &case.ai else {
            return None;
        };
        let report = revealed.result.report()?;
        let drafted = report
            .draft
            .iter()
            .find(|draft| draft.section == section.id.as_str())?;
        let text = LocalText::pick(&drafted.text, self.words.tag())?;
        if !OtherRead::of(input.view).may_say(text, &revealed.result.service) {
            return None;
        }
        Some(finding_text::plain_up_to(text, MAX_SECTION_CHARS / 2))
    }

    fn sign_ui(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        case: &CaseView<'_>,
        commands: &mut Vec<Command>,
    ) {
        ui.add_space(6.0);
        let lines = self.sign_blockers(input, case);
        widgets::blockers_ui(
            ui,
            case.case.as_str(),
            &self.words.text(Word::SignBlocked),
            &lines,
        );
        self.sides_ui(ui, input, case);
        if contradicts(input, case) {
            let text = RichText::new(self.words.text(Word::SignContradicts));
            ui.label(text.color(tokens::WARNING));
        }
        let text = self.words.text(if rules(input.view.mode).needs_report {
            Word::SignButton
        } else {
            Word::SignRating
        });
        if widgets::primary_button_if(ui, &text, lines.is_empty()).clicked() {
            for &(section, saved) in &case.report {
                if let Some(draft) = self.report.drafts.get_mut(&section.id)
                    && draft.text != *saved
                {
                    let text = draft.text.clone();
                    commands.push(Command::EditReport {
                        section: section.id.clone(),
                        text,
                    });
                }
            }
            commands.extend(self.pending_answers(case));
            commands.extend(self.last_facts(case));
            commands.push(Command::Sign);
        }
    }

    /// Why the report cannot be signed, in words. What is only written and not yet saved counts as written.
    fn sign_blockers(&self, input: &DeskInput<'_>, case: &CaseView<'_>) -> Vec<String> {
        let number_of = |id: &overread_base::FindingId| {
            let AiView::Revealed(revealed) = &case.ai else {
                return 0;
            };
            let ranked = ranked(revealed.result.findings());
            ranked
                .iter()
                .position(|finding| finding.id == *id)
                .map_or(0, |idx| idx + 1)
        };
        let line = |blocker: &SignBlocker| match blocker {
            SignBlocker::FirstReadNotLocked => self.words.text(Word::BlockedNotLocked),
            SignBlocker::AiPending if OtherRead::of(input.view).is_of_reader() => {
                self.words.text(Word::BlockedReaderPending)
            }
            SignBlocker::AiPending => self.words.text(Word::BlockedAiPending),
            SignBlocker::NotRated => self.words.text(Word::BlockedNotRated),
            SignBlocker::SectionEmpty(id) => {
                let section = input
                    .view
                    .questions
                    .sections
                    .iter()
                    .find(|section| section.id == *id);
                let title = section.map_or(id.as_str(), |section| self.words.pick(&section.title));
                self.words
                    .with(Word::BlockedSectionEmpty, &[("section", title.into())])
            }
            SignBlocker::NotAnswered(id) => self.asked_text(input, case, id),
            SignBlocker::NoVerdict(id) => self
                .words
                .with(Word::BlockedNoVerdict, &[("number", number_of(id).into())]),
        };
        let is_written = |blocker: &&SignBlocker| match blocker {
            SignBlocker::SectionEmpty(id) => self
                .report
                .drafts
                .get(id)
                .is_none_or(|draft| draft.text.trim().is_empty()),
            SignBlocker::FirstReadNotLocked
            | SignBlocker::AiPending
            | SignBlocker::NotRated
            | SignBlocker::NotAnswered(_)
            | SignBlocker::NoVerdict(_) => true,
        };
        let mut open: Vec<&SignBlocker> = case.sign_blockers.iter().filter(is_written).collect();
        open.sort_by_key(|blocker| match blocker {
            // In the order of the panel, which is not that of the service's answer.
            SignBlocker::NoVerdict(id) => number_of(id),
            SignBlocker::FirstReadNotLocked
            | SignBlocker::AiPending
            | SignBlocker::NotRated
            | SignBlocker::NotAnswered(_)
            | SignBlocker::SectionEmpty(_) => 0,
        });
        open.into_iter().map(line).collect()
    }

    fn signed_ui(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        case: &CaseView<'_>,
        commands: &mut Vec<Command>,
    ) {
        ui.add_space(6.0);
        let (notice, color) = match (case.is_timed_out, rules(input.view.mode).needs_report) {
            (true, _) => (Word::ClosedByTime, tokens::WARNING),
            (false, true) => (Word::SignedNotice, tokens::GOOD),
            (false, false) => (Word::SignedRating, tokens::GOOD),
        };
        ui.label(RichText::new(self.words.text(notice)).color(color));
        if input.view.state != SessionState::Running {
            return;
        }
        if input.view.worklist.iter().any(|row| row.is_next) {
            if widgets::primary_button(ui, &self.words.text(Word::OpenNext)).clicked() {
                commands.push(Command::NextCase);
            }
        } else if awaits_ahead(input.view) {
            ui.label(RichText::new(self.words.text(Word::AwaitingAhead)).color(tokens::WARNING));
        } else if is_all_done(input.view) {
            self.finish_ui(ui, commands);
        }
    }
}

/// Whether the rating calls a case normal in which something is marked or an AI finding stands; that may be meant.
fn contradicts(input: &DeskInput<'_>, case: &CaseView<'_>) -> bool {
    let stands = |row: &FindingRow<'_>| {
        let verdict = row.verdict.map(|given| &given.verdict);
        verdict.is_some_and(|verdict| *verdict != FindingVerdict::Rejected)
    };
    let has_standing = ai_panel::rows(input).is_some_and(|rows| rows.iter().any(stands));
    let from = input.view.questions.positive_from;
    let is_negative = case.rating.is_some_and(|rating| rating.value() < from);
    is_negative && (!case.marks.is_empty() || has_standing)
}

impl Draft {
    /// The text, if it has to be given to the session now. A text that was refused is not given again unchanged.
    fn due(&mut self, saved: &str, is_due: bool) -> Option<String> {
        let is_new = self.text != saved && self.told.as_deref() != Some(&self.text);
        (is_due && is_new).then(|| {
            self.told = Some(self.text.clone());
            self.text.clone()
        })
    }
}
