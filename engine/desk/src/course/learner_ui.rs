//! The learner's own page: what comes back, the map of competencies, the weeks. Lists and charts are next door.

use egui::{CentralPanel, Frame, RichText, ScrollArea, Ui};
use overread_exam::AiState;
use overread_learning::{Cell, CellKey, PRACTICE_TASK, WEAK_BELOW, WEAK_FROM_CASES};
use overread_scenario::{Course, phantom_name};

use super::DeskCourse;
use crate::desk::Desk;
use crate::finding_text::{percent, plain};
use crate::text_table::text_table;
use crate::tokens;
use crate::widgets;
use crate::words::Word;

impl Desk {
    /// Draws the learner's page into the whole of `ui`.
    pub fn course_learner_ui(&mut self, ui: &mut Ui, given: &DeskCourse<'_>) {
        let frame = Frame::new().fill(tokens::BACKGROUND).inner_margin(12.0);
        CentralPanel::no_frame().frame(frame).show(ui, |ui| {
            tokens::scale_text(ui);
            let area = ScrollArea::vertical()
                .id_salt("course learner")
                .auto_shrink(false);
            self.take_repeat_key(ui, given);
            crate::key_hand::scroll(area, ui, |ui| {
                self.certifications_ui(ui, given);
                self.due_ui(ui, given);
                self.weak_ui(ui, given);
                self.map_ui(ui, given);
                self.weeks_ui(ui, given);
            });
        });
    }

    fn map_ui(&mut self, ui: &mut Ui, given: &DeskCourse<'_>) {
        widgets::section_heading(ui, &self.words.text(Word::CourseMap));
        if given.competencies.cells().next().is_none() {
            ui.weak(self.words.text(Word::CourseMapEmpty));
            return;
        }
        let weak = given.competencies.weak();
        let headings = [
            Word::CourseMapTask,
            Word::CourseMapAi,
            Word::CourseMapCases,
            Word::CourseMapRight,
        ];
        let rows = given.competencies.cells().map(|(key, cell)| {
            let (sign, color) = if weak.contains(&key) {
                ("▼", tokens::WARNING)
            } else if cell.n < WEAK_FROM_CASES {
                ("…", tokens::TEXT_DIM)
            } else {
                ("●", tokens::GOOD)
            };
            [
                RichText::new(self.task_text(given.course, key)),
                RichText::new(self.words.text(state_word(key.ai))),
                RichText::new(self.cases_text(cell)),
                RichText::new(format!("{sign}\u{a0}{}", self.right_text(cell))).color(color),
            ]
        });
        let rows = rows.collect();
        text_table(
            ui,
            "course map",
            headings.map(|word| self.words.text(word)),
            rows,
        );
        let legend = self.words.with(
            Word::CourseMapLegend,
            &[
                ("share", percent(&self.words, WEAK_BELOW).into()),
                ("n", WEAK_FROM_CASES.into()),
            ],
        );
        ui.weak(legend);
    }

    /// What is done in a cell: area and task by their names.
    pub(super) fn task_text(&self, course: &Course, key: &CellKey) -> String {
        let area = key.area.map(phantom_name);
        let area = area.map_or_else(String::new, |name| format!("{} · ", self.words.pick(&name)));
        let task = match course.task_name(&key.task, self.course_tag()) {
            // No course names it: the word of the file would stand there.
            PRACTICE_TASK => self.words.text(Word::CourseTaskPractice),
            named => plain(named),
        };
        format!("{area}{task}")
    }

    /// How many cases were read without a hint, and how many with one.
    pub(super) fn cases_text(&self, cell: &Cell) -> String {
        if cell.n_hinted == 0 {
            return cell.n.to_string();
        }
        let args = [("n", cell.n.into()), ("hinted", cell.n_hinted.into())];
        self.words.with(Word::CourseWeekHinted, &args)
    }

    /// A share with its interval.
    pub(super) fn right_text(&self, cell: &Cell) -> String {
        match &cell.right {
            Ok(right) => {
                // A number and its sign stay in one line.
                let of = |share: f64| percent(&self.words, share).replace(' ', "\u{a0}");
                format!(
                    "{} ({}–{})",
                    of(right.value),
                    of(right.lower),
                    of(right.upper)
                )
            }
            Err(_) => self.words.text(Word::CourseNoValue),
        }
    }
}

pub(super) fn state_word(state: AiState) -> Word {
    match state {
        AiState::Without => Word::CourseStateWithout,
        AiState::Right => Word::CourseStateRight,
        AiState::FalsePositive => Word::CourseStateFalsePositive,
        AiState::FalseNegative => Word::CourseStateFalseNegative,
        AiState::OtherError => Word::CourseStateOther,
        AiState::Defect => Word::CourseStateDefect,
        AiState::VersionChanged => Word::CourseStateVersion,
    }
}
