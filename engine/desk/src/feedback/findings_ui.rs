//! What the AI marked in a closed case, finding by finding, with the reader's verdict on each.

use egui::{RichText, Ui};
use overread_base::AiStatus;
use overread_exam::FindingVerdict;

use crate::DeskInput;
use crate::desk::Desk;
use crate::finding_text;
use crate::other_read::OtherRead;
use crate::scene::{PastCase, Selection, ranked};
use crate::tokens;
use crate::widgets;
use crate::words::Word;

/// More findings than this are counted only.
const MAX_FINDINGS: usize = 20;

impl Desk {
    /// The findings of the AI result, the most probable first; a click selects one in the images.
    pub(super) fn ai_findings_ui(&mut self, ui: &mut Ui, input: &DeskInput<'_>, past: &PastCase) {
        let Some(result) = past.ai.as_ref().filter(|_| !past.is_withheld) else {
            return;
        };
        if OtherRead::of(input.view).is_anonymous {
            return;
        }
        widgets::section_heading(ui, &self.words.text(Word::FeedbackAi));
        if let Some(probability) = result.report().and_then(|report| report.probability) {
            let args = [
                (
                    "value",
                    finding_text::percent(&self.words, f64::from(probability.value)).into(),
                ),
                (
                    "threshold",
                    finding_text::percent(&self.words, f64::from(probability.threshold)).into(),
                ),
            ];
            ui.label(self.words.with(Word::FeedbackAiProbability, &args));
        }
        let findings = ranked(result.findings());
        match &result.status {
            AiStatus::Done(_) if findings.is_empty() => {
                ui.weak(self.words.text(Word::FeedbackAiNone));
            }
            AiStatus::Done(_) => {}
            // No result is not an empty one.
            AiStatus::NotRun { reason, .. } => {
                ui.label(finding_text::not_run(&self.words, *reason));
            }
            AiStatus::Failed { kind, .. } => {
                ui.label(crate::fault_text::title(&self.words, *kind));
            }
        }
        let mut wanted = None;
        for (number, finding) in (1..).zip(&findings).take(MAX_FINDINGS) {
            ui.horizontal_wrapped(|ui| {
                let caption = finding_text::caption(&self.words, number, finding);
                let name = finding_text::name(&self.words, finding);
                let target = Selection::Finding(finding.id.clone());
                let text = RichText::new(format!("{caption}  {name}")).color(tokens::AI);
                if ui
                    .selectable_label(self.selection == target, text)
                    .clicked()
                {
                    wanted = Some((target, finding.marks.first()));
                }
                let verdict = past.verdicts.get(&finding.id).map(|verdict| match verdict {
                    FindingVerdict::Accepted => Word::FeedbackAccepted,
                    FindingVerdict::Modified(_) => Word::FeedbackModified,
                    FindingVerdict::Rejected => Word::FeedbackRejected,
                });
                if let Some(verdict) = verdict {
                    ui.weak(self.words.text(verdict));
                }
            });
        }
        if let Some((target, mark)) = wanted {
            let middle = mark.and_then(|mark| Some((mark.series.clone(), mark.shape.bounds()?)));
            if let Some((series, (low, high))) = middle {
                self.viewer.go_to(Some(series), (low + high) * 0.5);
            }
            self.selection = target;
            self.has_news = true;
        }
    }
}
