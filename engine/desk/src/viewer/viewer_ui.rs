//! The viewer as a whole: bar, images or what stands in their place, status line, key sheet.

use egui::{
    Align, Align2, CentralPanel, Frame, Layout, Margin, Panel, Rect, RichText, Ui, pos2, vec2,
};
use overread_base::Shape;
use overread_exam::{CasePhase, Command, FindingVerdict, MarkAnswer, Percent, SessionState};

use crate::desk::Desk;
use crate::keys::Action;
use crate::scene::{PastCases, Scene, Selection};
use crate::tokens;
use crate::words::Word;
use crate::{DeskImages, DeskInput, DeskSeries, DeskStudy};

use super::paint::Brush;
use super::pane::{PaneContext, Pick};
use super::toolbar::{ToolbarContext, series_names};
use super::{Stage, Tool};

impl Desk {
    /// The viewer into the whole of `ui`.
    pub(crate) fn viewer_content(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        past: &PastCases,
        actions: Vec<Action>,
    ) -> Vec<Command> {
        let wanted = self.wanted_case().cloned();
        let scene = Scene::of(input, past, wanted.as_ref());
        let study = match (&input.images, &scene) {
            (DeskImages::Ready(study), Some(scene)) if study.case == *scene.case => Some(*study),
            (
                DeskImages::Ready(_)
                | DeskImages::None
                | DeskImages::Loading(_)
                | DeskImages::Failed(_),
                _,
            ) => None,
        };
        let is_paused = input.view.state == SessionState::Paused;
        self.drawn.viewports.clear();
        Panel::bottom("viewer status")
            .frame(bar())
            .show_separator_line(false)
            .show(ui, |ui| {
                tokens::scale_viewer_text(ui);
                self.status_ui(ui, input);
            });
        let images = study.zip(scene.as_ref()).filter(|_| !is_paused);
        match images
            .and_then(|(study, scene)| Some((study, scene, self.viewer.take_series(study)?)))
        {
            Some((study, scene, series)) => self.study_ui(ui, input, scene, study, series, actions),
            None => {
                let surround = Frame::new().fill(tokens::IMAGE_SURROUND);
                let central = CentralPanel::no_frame().frame(surround);
                central.show(ui, |ui| self.no_images_ui(ui, input)).inner
            }
        }
    }

    /// The bar, the viewports, and what the session keeps of them.
    fn study_ui(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        scene: &Scene<'_>,
        study: &DeskStudy,
        series: &DeskSeries,
        mut actions: Vec<Action>,
    ) -> Vec<Command> {
        let mut commands = Vec::new();
        // After the signature nothing that is looked at is part of the session any more.
        let case = input.view.case.as_ref().filter(|case| {
            input.view.state == SessionState::Running && case.phase != CasePhase::Signed
        });
        let revealed = self.viewer.note_reveal(scene.ai.is_some());
        commands.extend(revealed.filter(|_| case.is_some()).map(Command::Viewer));
        Panel::top("viewer bar")
            .frame(bar())
            .show_separator_line(false)
            .show(ui, |ui| {
                tokens::scale_viewer_text(ui);
                let cx = ToolbarContext {
                    words: &self.words,
                    series,
                    series_names: series_names(&self.words, study),
                    is_ai_revealed: scene.ai.is_some(),
                };
                actions.extend(self.viewer.toolbar_ui(ui, &cx));
                commands.extend(self.mark_bar_ui(ui, input, scene));
            });
        for action in actions {
            self.viewer.act(action, series, study.series.len());
            commands.extend(self.act(action, input, scene, series));
        }
        // Another series may have been chosen just now.
        let series = self.viewer.take_series(study).unwrap_or(series);
        let surround = Frame::new().fill(tokens::IMAGE_SURROUND);
        CentralPanel::no_frame().frame(surround).show(ui, |ui| {
            let picks = self.images_ui(ui, input, scene, study, series);
            for pick in picks {
                commands.extend(self.take_pick(pick, input, scene, series));
            }
        });
        self.drawn.viewer_state = "images";
        if let Some(case) = case {
            let is_at_rest = !ui.input(|input| input.pointer.any_down());
            commands.extend(
                self.viewer
                    .facts(case.case, series, case.elapsed, is_at_rest),
            );
        }
        commands
    }

    /// The viewports; gives what was done to marks in them.
    fn images_ui(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        scene: &Scene<'_>,
        study: &DeskStudy,
        series: &DeskSeries,
    ) -> Vec<Pick> {
        let labels = &input.view.questions.labels;
        let is_ai_on = self.viewer.is_overlay_on && scene.ai.is_some();
        let overlay = scene.overlay(&self.words, labels, &self.selection, is_ai_on);
        let area = ui.available_rect_before_wrap();
        let text_scale = tokens::viewer_text_scale(area.width());
        let cx = PaneContext {
            words: &self.words,
            scene,
            study,
            series,
            overlay: &overlay,
            text_scale,
            is_placing: self.placing.is_some(),
        };
        let n_panes = self.viewer.n_panes();
        let rects = match self.viewer.stage {
            Stage::Single => vec![(self.viewer.active, area)],
            Stage::Planes => pane_rects(area, n_panes),
        };
        let mut picks = Vec::new();
        for (idx, rect) in rects {
            let (done, drawn) = self.viewer.pane_ui(ui, rect, idx, &cx);
            picks.extend(done);
            self.drawn.viewports.extend(drawn);
        }
        self.notices_ui(ui, area, input, scene, study);
        picks
    }

    /// What is said over the images: whose marks these are, what to do next, what is wrong with the images, the keys.
    fn notices_ui(
        &self,
        ui: &Ui,
        area: Rect,
        input: &DeskInput<'_>,
        scene: &Scene<'_>,
        study: &DeskStudy,
    ) {
        let text_scale = tokens::viewer_text_scale(area.width());
        let brush = Brush {
            painter: ui.painter_at(area),
            text_scale,
        };
        let main = self
            .drawn
            .viewports
            .first()
            .map_or(area, |viewport| viewport.rect);
        let mut y = main.top() + 44.0;
        let mut line = |text: &str, color| {
            let at = pos2(main.center().x, y);
            brush.text(at, Align2::CENTER_TOP, text, color);
            y += brush.line_height() + 1.5;
        };
        if let Some(ai) = scene.ai.filter(|_| self.viewer.is_overlay_on) {
            let name = crate::report::ai_panel::service_name(&self.words, &ai.service);
            line(
                &self
                    .words
                    .with(Word::AiOverlayNotice, &[("service", name.into())]),
                tokens::AI,
            );
        }
        if self.placing.is_some() {
            line(&self.words.text(Word::PlacingNotice), tokens::READER);
        } else if self.viewer.tool == Tool::Mark
            && !scene.is_answering
            && input.debrief.is_none()
            && input.bench.is_none()
        {
            line(&self.words.text(Word::MarkingClosed), tokens::WARNING);
        }
        for warning in &study.warnings {
            line(&crate::finding_text::plain(warning), tokens::WARNING);
        }
        if self.is_key_sheet_open {
            crate::key_sheet::draw(&brush.painter, area, &self.words, scene.ai.is_some());
        }
    }

    fn status_ui(&self, ui: &mut Ui, input: &DeskInput<'_>) {
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.weak(self.words.text(Word::NotForDiagnosis));
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    match input.error {
                        Some(error) => {
                            let text = crate::refusal_text::text(&self.words, error);
                            let text = RichText::new(text).color(tokens::ERROR);
                            ui.add(egui::Label::new(text).truncate());
                        }
                        None => {
                            let hint = self.words.text(tool_hint(self.viewer.tool));
                            ui.add(
                                egui::Label::new(RichText::new(hint).color(tokens::TEXT_DIM))
                                    .truncate(),
                            );
                        }
                    }
                });
            });
        });
    }

    /// Turns what was done to marks into commands.
    fn take_pick(
        &mut self,
        pick: Pick,
        input: &DeskInput<'_>,
        scene: &Scene<'_>,
        series: &DeskSeries,
    ) -> Option<Command> {
        match pick {
            Pick::Select(selection) => {
                self.selection = selection;
                None
            }
            Pick::Place(shape) => self.take_place(shape, input, scene, series),
            Pick::Move(id, way) => {
                let mark = scene.marks.iter().find(|mark| mark.id == id)?;
                let mut answer = mark.answer.clone();
                answer.place.shape = moved(&answer.place.shape, way);
                self.selection = Selection::Mark(id.clone());
                Some(Command::EditMark { mark: id, answer })
            }
        }
    }

    fn take_place(
        &mut self,
        shape: Shape,
        input: &DeskInput<'_>,
        scene: &Scene<'_>,
        series: &DeskSeries,
    ) -> Option<Command> {
        let place = overread_base::Mark {
            series: series.facts.uid.clone(),
            shape,
        };
        if let Some(finding) = self.placing.take() {
            let row = crate::report::ai_panel::rows(input)?
                .iter()
                .find(|row| row.finding.id == finding)?;
            let (label, confidence) = match row.verdict.map(|given| &given.verdict) {
                Some(FindingVerdict::Modified(answer)) => (answer.label.clone(), answer.confidence),
                Some(FindingVerdict::Accepted | FindingVerdict::Rejected) | None => {
                    let answer =
                        crate::report::verdicts::as_answer(row.finding, input.view.questions)?;
                    (answer.label, answer.confidence)
                }
            };
            let verdict = FindingVerdict::Modified(MarkAnswer {
                place,
                label,
                confidence,
            });
            let note = row.verdict.and_then(|given| given.note.clone());
            return Some(Command::GiveVerdict {
                finding,
                verdict,
                note,
            });
        }
        if !scene.is_answering {
            return None;
        }
        let questions = input.view.questions;
        let label = self.next_label(questions)?;
        let confidence = Percent::new(self.next_confidence(questions))?;
        self.selects_newest_mark = true;
        Some(Command::AddMark(MarkAnswer {
            place,
            label,
            confidence,
        }))
    }
}

impl super::ViewerState {
    fn n_panes(&self) -> usize {
        self.shown
            .as_ref()
            .map_or(0, |shown| shown.view.panes.len())
    }
}

/// The frame of the bars above and below the images.
fn bar() -> Frame {
    Frame::new()
        .fill(tokens::RAISED)
        .inner_margin(Margin::symmetric(8, 5))
}

/// A point or box elsewhere; other shapes are never a reader's.
fn moved(shape: &Shape, way: overread_base::Vec3) -> Shape {
    match shape {
        Shape::Point(at) => Shape::Point(*at + way),
        Shape::Cuboid { low, high } => Shape::Cuboid {
            low: *low + way,
            high: *high + way,
        },
        Shape::Ellipse { .. } | Shape::Polyline(_) | Shape::Polygon(_) | Shape::Mask(_) => {
            shape.clone()
        }
    }
}

/// The first plane large on the left, the others above one another on its right; in a tall area below it.
fn pane_rects(area: Rect, n_panes: usize) -> Vec<(usize, Rect)> {
    const GAP: f32 = 2.0;
    if n_panes < 2 {
        return vec![(0, area)];
    }
    let is_wide = area.width() >= area.height() * 0.9;
    let (main, rest) = if is_wide {
        let x = area.left() + (area.width() * 0.6).round();
        (
            Rect::from_min_max(area.min, pos2(x - GAP, area.bottom())),
            Rect::from_min_max(pos2(x, area.top()), area.max),
        )
    } else {
        let y = area.top() + (area.height() * 0.6).round();
        (
            Rect::from_min_max(area.min, pos2(area.right(), y - GAP)),
            Rect::from_min_max(pos2(area.left(), y), area.max),
        )
    };
    let mut rects = vec![(0, main)];
    let n_rest = f32::from(u8::try_from(n_panes - 1).unwrap_or(u8::MAX));
    let step = if is_wide {
        vec2(0.0, rest.height() / n_rest)
    } else {
        vec2(rest.width() / n_rest, 0.0)
    };
    let size = if is_wide {
        vec2(rest.width(), step.y - GAP)
    } else {
        vec2(step.x - GAP, rest.height())
    };
    for (place, idx) in (0_u8..).zip(1..n_panes) {
        rects.push((
            idx,
            Rect::from_min_size(rest.min + step * f32::from(place), size),
        ));
    }
    rects
}

fn tool_hint(tool: Tool) -> Word {
    match tool {
        Tool::Window => Word::HintWindow,
        Tool::Pan => Word::HintPan,
        Tool::Zoom => Word::HintZoom,
        Tool::Mark => Word::HintMark,
        Tool::Length => Word::HintLength,
        Tool::Value => Word::HintValue,
    }
}
