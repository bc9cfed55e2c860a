//! The card of a practice block: what is read in it, in what time, and the way in.

use egui::{RichText, Ui};
use overread_scenario::{AiBehaviour, CourseBlock, CourseModule, CourseStep, StepKind};

use super::{CourseAct, DeskCourse, StepPlace};
use crate::desk::Desk;
use crate::finding_text::{plain, plain_up_to};
use crate::report::clock;
use crate::tokens;
use crate::widgets;
use crate::words::Word;

/// The longest briefing that the card of a block shows whole, characters: at its end stands what an examination asks for.
const MAX_BRIEFING_CHARS: usize = 2_000;

impl Desk {
    /// The card of a practice block.
    pub(super) fn cases_ui(
        &mut self,
        ui: &mut Ui,
        given: &DeskCourse<'_>,
        module: &CourseModule,
        step: &CourseStep,
    ) {
        let StepKind::Cases {
            file,
            state,
            is_timed,
            ..
        } = &step.kind
        else {
            return;
        };
        let title = plain(self.course_text(&step.title));
        ui.label(RichText::new(title).heading().color(tokens::TEXT_BRIGHT));
        if let Some(state) = state {
            let word = match state {
                AiBehaviour::Right => Word::CourseAiRight,
                AiBehaviour::Missed => Word::CourseAiMissed,
                AiBehaviour::FalseAlarm => Word::CourseAiFalseAlarm,
                AiBehaviour::Defect => Word::CourseAiDefect,
                AiBehaviour::OutOfScope => Word::CourseAiOutOfScope,
            };
            ui.label(self.words.text(word));
        }
        if let Some(block) = given.course.blocks.get(file) {
            self.block_facts_ui(ui, block);
        }
        if *is_timed {
            ui.label(RichText::new(self.words.text(Word::CourseTimed)).color(tokens::WARNING));
        }
        let known = given.progress.step(&module.id, &step.id);
        if known.n_done > 0 {
            ui.label(RichText::new(self.words.text(Word::CourseBlockDone)).color(tokens::GOOD));
        }
        self.part_ui(ui, given, &module.id, &step.id);
        ui.add_space(8.0);
        let begin = self.words.text(Word::CourseBegin);
        if widgets::next_button(ui, &begin) {
            let (module, step) = (module.id.clone(), step.id.clone());
            self.tell_course(CourseAct::Cases {
                step: StepPlace { module, step },
            });
        }
    }

    /// What is read in a block, how much of it, in what time.
    fn block_facts_ui(&self, ui: &mut Ui, block: &CourseBlock) {
        let briefing = plain_up_to(self.course_text(&block.briefing), MAX_BRIEFING_CHARS);
        if !briefing.is_empty() {
            ui.label(briefing);
        }
        let cases = [("count", block.n_cases.into())];
        ui.weak(self.words.with(Word::CourseBlockCases, &cases));
        if let Some(limit) = block.limit {
            let time = [("time", clock(limit).into())];
            ui.weak(self.words.with(Word::CourseBlockLimit, &time));
        }
        ui.add_space(4.0);
    }
}
