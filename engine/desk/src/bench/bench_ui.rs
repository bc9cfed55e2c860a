//! The bench on the worklist and report screens: what is watched, what is being done, what broke, the runs so far.

use egui::{Align, CentralPanel, Frame, Layout, RichText, ScrollArea, Ui};
use overread_exam::{AiView, CaseView};

use super::{BenchFault, BenchOutcome, BenchProblem, BenchRun, BenchStep, DeskBench};
use crate::desk::Desk;
use crate::fault_text;
use crate::finding_text::plain;
use crate::scene::Scene;
use crate::services::{DeskAct, short_digest};
use crate::tokens;
use crate::widgets;
use crate::words::Word;
use crate::{DeskImages, DeskInput};

impl Desk {
    /// The bench on the worklist's screen: what is watched, and the runs.
    pub(crate) fn bench_list_ui(&mut self, ui: &mut Ui, bench: &DeskBench) {
        let bar = Frame::new()
            .fill(tokens::RAISED)
            .inner_margin(egui::Margin::symmetric(10, 5));
        egui::Panel::bottom("bench status")
            .frame(bar)
            .show_separator_line(false)
            .show(ui, |ui| {
                ui.horizontal_wrapped(|ui| ui.weak(self.words.text(Word::NotForDiagnosis)));
            });
        let frame = Frame::new().fill(tokens::BACKGROUND).inner_margin(12.0);
        CentralPanel::no_frame().frame(frame).show(ui, |ui| {
            tokens::scale_text(ui);
            let area = ScrollArea::vertical().id_salt("bench").auto_shrink(false);
            crate::key_hand::scroll(area, ui, |ui| {
                let heading = RichText::new(self.words.text(Word::BenchHeading)).heading();
                ui.label(heading.color(tokens::TEXT_BRIGHT));
                ui.label(plain(&bench.source));
                ui.weak(self.words.text(Word::BenchHint));
                ui.add_space(6.0);
                if widgets::primary_button(ui, &self.words.text(Word::BenchRunAgain)).clicked() {
                    self.acts.push(DeskAct::RunAgain);
                    self.has_news = true;
                }
                widgets::section_heading(ui, &self.words.text(Word::BenchRuns));
                if bench.runs.is_empty() {
                    ui.weak(self.words.text(Word::BenchNoRuns));
                }
                for run in &bench.runs {
                    self.run_ui(ui, run);
                }
            });
        });
    }

    fn run_ui(&self, ui: &mut Ui, run: &BenchRun) {
        let words = &self.words;
        let (text, color) = match run.outcome {
            BenchOutcome::Findings(0) => (words.text(Word::AiDoneNone), tokens::GOOD),
            BenchOutcome::Findings(count) => (
                words.with(Word::AiDoneFindings, &[("count", count.into())]),
                tokens::AI,
            ),
            BenchOutcome::NotRun(reason) => {
                (fault_text::not_run_name(reason).to_owned(), tokens::WARNING)
            }
            BenchOutcome::Broke(problem) => (problem.name().to_owned(), tokens::ERROR),
        };
        widgets::card(ui, tokens::LINE, |ui| {
            ui.horizontal(|ui| {
                ui.label(RichText::new(run.number.to_string()).color(tokens::TEXT_DIM));
                ui.add(egui::Label::new(RichText::new(text).color(color)).wrap());
            });
            ui.horizontal(|ui| {
                let digest = run.digest.as_deref().map(short_digest);
                let digest = digest.unwrap_or_else(|| words.text(Word::BenchNoDigest));
                ui.add(egui::Label::new(RichText::new(digest).color(tokens::TEXT_DIM)).truncate());
                if let Some(elapsed) = run.elapsed {
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        let seconds = std::time::Duration::from_millis(elapsed.0).as_secs_f64();
                        let seconds = words.number(seconds, 2);
                        ui.weak(words.with(Word::BenchElapsed, &[("seconds", seconds.into())]));
                    });
                }
            });
        });
    }

    /// The bench on the report screen: what is being done, what broke, and the result.
    pub(crate) fn bench_report_ui(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        bench: &DeskBench,
        case: &CaseView<'_>,
        scene: &Scene<'_>,
    ) {
        self.bench_step_ui(ui, input, bench);
        if let Some(fault) = &bench.fault {
            self.bench_fault_ui(ui, fault, bench);
        }
        if !matches!(case.ai, AiView::Revealed(_)) {
            return;
        }
        let mut unused = Vec::new();
        self.ai_panel_ui(ui, input, case, scene, &mut unused);
        debug_assert!(
            unused.is_empty(),
            "nothing on the bench is an act of a reader"
        );
    }

    fn bench_step_ui(&self, ui: &mut Ui, input: &DeskInput<'_>, bench: &DeskBench) {
        let word = match bench.step {
            BenchStep::Watching => {
                ui.weak(self.words.text(Word::BenchWatching));
                return;
            }
            BenchStep::OpeningStudy => Word::ViewerLoading,
            BenchStep::Building => Word::BenchBuilding,
            BenchStep::Loading => Word::BenchLoading,
            BenchStep::Running => Word::AiRunning,
        };
        ui.label(RichText::new(self.words.text(word)).color(tokens::WARNING));
        let fraction = match (bench.step, input.images) {
            (BenchStep::OpeningStudy, DeskImages::Loading(fraction)) => Some(fraction),
            (BenchStep::Running, _) => input.ai_progress,
            (
                BenchStep::OpeningStudy
                | BenchStep::Building
                | BenchStep::Loading
                | BenchStep::Watching,
                _,
            ) => None,
        };
        widgets::progress_ui(ui, fraction, input.ai_stage);
    }

    fn bench_fault_ui(&self, ui: &mut Ui, fault: &BenchFault, bench: &DeskBench) {
        let words = &self.words;
        let digest = fault.digest.as_deref().map(short_digest);
        let digest = digest.unwrap_or_else(|| words.text(Word::BenchNoDigest));
        widgets::card(ui, tokens::ERROR, |ui| {
            let title = words.with(Word::BenchBroken, &[("digest", digest.into())]);
            ui.label(RichText::new(title).color(tokens::ERROR));
            match fault.problem {
                BenchProblem::Fault(kind) => {
                    fault_text::fault_ui(ui, words, kind, &fault.message);
                }
                BenchProblem::Build => {
                    ui.horizontal_wrapped(|ui| {
                        widgets::chip(ui, fault.problem.name(), tokens::ERROR);
                        ui.label(words.text(Word::BenchBuildFailed));
                    });
                    ui.weak(crate::finding_text::plain_up_to(&fault.message, 4_000));
                }
            }
            if bench.is_shown_old
                && let Some(shown) = &bench.shown_digest
            {
                let shown = short_digest(shown);
                let text = words.with(Word::BenchOldResult, &[("digest", shown.into())]);
                ui.label(RichText::new(text).color(tokens::WARNING));
            }
        });
    }
}
