//! How the parts of a certification stand, each with its reasons, and the verdict over all.

use egui::{Color32, RichText, Ui};
use overread_base::civil_date;
use overread_exam::{ComponentStatus, PassOutcome};
use overread_learning::{Certification, ComponentRecord, Part, PartStatus, Reason};

use super::DeskCourse;
use crate::debrief::{bar_word, figure_text, metric_word};
use crate::desk::Desk;
use crate::finding_text::{percent_beside_cut, plain};
use crate::tokens;
use crate::widgets;
use crate::words::Word;

impl Desk {
    /// The certifications that the learner began, and that of the module that is open.
    pub(super) fn certifications_ui(&mut self, ui: &mut Ui, given: &DeskCourse<'_>) {
        for (id, found) in &given.exams.certifications {
            let is_open = self.open_step().is_some_and(|place| place.module == *id);
            let is_begun = found.parts.iter().any(|part| part.n_attempts > 0);
            if is_open || is_begun {
                self.certification_ui(ui, given, id, found);
            }
        }
    }

    fn certification_ui(
        &self,
        ui: &mut Ui,
        given: &DeskCourse<'_>,
        id: &str,
        found: &Certification,
    ) {
        let title = given.course.module(id).map(|module| &module.title);
        let title = title.map_or_else(String::new, |title| plain(self.course_text(title)));
        widgets::section_heading(ui, &format!("{}  {title}", id.to_uppercase()));
        for part in &found.parts {
            let step = given.course.module(id).and_then(|m| m.step(&part.step));
            let name = step.map_or_else(
                || part.step.clone(),
                |step| plain(self.course_text(&step.title)),
            );
            self.part_line_ui(ui, &name, part);
        }
        let (word, color) = match found.outcome {
            PassOutcome::Passed => (Word::CourseCertPassed, tokens::GOOD),
            PassOutcome::Failed => (Word::CourseCertFailed, tokens::ERROR),
            PassOutcome::NotDecidable => (Word::CourseCertOpen, tokens::WARNING),
        };
        ui.label(RichText::new(self.words.text(word)).color(color).strong());
        if found.passed_unix_s.is_some() {
            ui.weak(self.words.text(Word::CourseCertNext));
        }
    }

    /// How a step stands as a part; nothing where it is none or was not sat.
    pub(super) fn part_ui(&self, ui: &mut Ui, given: &DeskCourse<'_>, module: &str, step: &str) {
        let part = given.exams.part(module, step);
        let Some(part) = part.filter(|part| part.n_attempts > 0) else {
            return;
        };
        let name = part.attempt.as_ref().map(|(at, _)| civil_date(*at));
        self.part_line_ui(ui, &name.unwrap_or_default(), part);
    }

    fn part_line_ui(&self, ui: &mut Ui, name: &str, part: &Part) {
        let (sign, word, color) = status(part.status);
        let text = format!("{sign} {name}: {}", self.words.text(word));
        ui.label(RichText::new(text).color(color));
        for reason in &part.reasons {
            let text = format!("     {}", self.reason_text(reason));
            ui.label(RichText::new(text).color(color));
        }
    }

    fn reason_text(&self, reason: &Reason) -> String {
        match reason {
            Reason::BelowPassMark { share, cut } => self.words.with(
                Word::CourseBelowMark,
                &[
                    ("share", percent_beside_cut(&self.words, *share).into()),
                    ("cut", percent_beside_cut(&self.words, *cut).into()),
                ],
            ),
            Reason::Component(component) => self.component_text(component),
            Reason::Barred(bar) => self.words.text(bar_word(*bar)),
        }
    }

    fn component_text(&self, of: &ComponentRecord) -> String {
        let share = of.share.map_or_else(
            || self.words.text(Word::NoOpportunity),
            |share| figure_text(&self.words, of.metric, share),
        );
        let cut = of.cut.map_or_else(
            || self.words.text(Word::PassNoCut),
            |cut| figure_text(&self.words, of.metric, cut),
        );
        let args = [
            ("name", self.words.text(metric_word(of.metric)).into()),
            ("share", share.into()),
            ("cut", cut.into()),
        ];
        let line = self.words.with(Word::PassLine, &args);
        let status = match of.status {
            ComponentStatus::Met => self.words.text(Word::PassMet),
            ComponentStatus::NotMet => self.words.text(Word::PassNotMet),
            ComponentStatus::TooFew => self.words.with(Word::CourseTooFew, &[("n", of.n.into())]),
            ComponentStatus::Waived => self.words.text(Word::PassWaived),
            ComponentStatus::AwaitsGrades => self.words.text(Word::PassAwaits),
            ComponentStatus::NoCut => self.words.text(Word::PassCutMissing),
        };
        format!("{line}: {status}")
    }
}

fn status(of: PartStatus) -> (&'static str, Word, Color32) {
    match of {
        PartStatus::NotSat => ("○", Word::CoursePartNotSat, tokens::TEXT_DIM),
        PartStatus::Passed => ("✔", Word::CoursePartPassed, tokens::GOOD),
        PartStatus::Failed => ("✖", Word::CoursePartFailed, tokens::ERROR),
        PartStatus::Undecided => ("…", Word::CoursePartUndecided, tokens::WARNING),
        PartStatus::TooOld => ("…", Word::CoursePartTooOld, tokens::WARNING),
    }
}
