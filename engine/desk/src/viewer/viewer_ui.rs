//! The viewer as a whole: bar, images or what stands in their place, status line, key sheet.

use egui::{Align, CentralPanel, Frame, Layout, Margin, Panel, Rect, RichText, Ui, pos2};
use overread_base::{SeriesUid, Shape};
use overread_exam::{CasePhase, Command, FindingVerdict, MarkAnswer, Percent, SessionState};
use overread_viewer::{Action, Tool, View, ViewedSeries};

use crate::around::stalled;
use crate::desk::Desk;
use crate::scene::{PastCases, Scene, Selection};
use crate::tokens;
use crate::words::Word;
use crate::{DeskArriving, DeskImages, DeskInput, DeskStudy, DrawnLayout};

use super::menu::Choice;
use super::paint::Brush;
use super::port::{Pick, PortContext};
use super::port_ui::{Place, empty_place};
use super::toolbar::{ToolbarContext, series_names};
use super::{grid, viewed};

/// Remarks on the images that are said one by one; the rest is counted.
const MAX_WARNINGS: usize = 3;

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
                | DeskImages::Arriving(_)
                | DeskImages::Failed(_),
                _,
            ) => None,
        };
        let is_paused = input.view.state == SessionState::Paused;
        self.is_selected_seen = self.is_selected_drawn();
        self.drawn.viewports.clear();
        self.drawn.layout = None;
        Panel::bottom("viewer status")
            .frame(bar())
            .show_separator_line(false)
            .show(ui, |ui| {
                tokens::scale_viewer_text(ui);
                self.status_ui(ui, input);
            });
        let images = study
            .zip(scene.as_ref())
            .filter(|_| !is_paused && stalled(input).is_none());
        let series = study.map(viewed).unwrap_or_default();
        match images.filter(|(study, _)| self.viewer.take_study(study, &series)) {
            Some((study, scene)) => self.study_ui(ui, input, scene, study, &series, actions),
            None => {
                let surround = Frame::new().fill(tokens::IMAGE_SURROUND);
                let central = CentralPanel::no_frame().frame(surround);
                let is_of_case = |arriving: &&DeskArriving| {
                    scene
                        .as_ref()
                        .is_some_and(|scene| *scene.case == arriving.case)
                };
                match &input.images {
                    DeskImages::Arriving(arriving)
                        if !is_paused && stalled(input).is_none() && is_of_case(arriving) =>
                    {
                        central.show(ui, |ui| self.arriving_ui(ui, arriving, &actions));
                        Vec::new()
                    }
                    DeskImages::None
                    | DeskImages::Loading(_)
                    | DeskImages::Arriving(_)
                    | DeskImages::Ready(_)
                    | DeskImages::Failed(_) => {
                        central
                            .show(ui, |ui| self.no_images_ui(ui, input, &actions))
                            .inner
                    }
                }
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
        series: &[ViewedSeries<'_>],
        mut actions: Vec<Action>,
    ) -> Vec<Command> {
        let mut commands = Vec::new();
        // After the signature nothing that is looked at is part of the session any more.
        let case = input.view.case.as_ref().filter(|case| {
            input.view.state == SessionState::Running && case.phase != CasePhase::Signed
        });
        let revealed = self
            .viewer
            .note_reveal(scene.ai.is_some() && scene.are_other_marks_shown);
        commands.extend(revealed.filter(|_| case.is_some()).map(Command::Viewer));
        let mut choices = Vec::new();
        let whole = ui.max_rect();
        Panel::top("viewer bar")
            .frame(bar())
            .show_separator_line(false)
            .show(ui, |ui| {
                tokens::scale_viewer_text(ui);
                if let Some(active) = self.viewer.active_series(study) {
                    let cx = ToolbarContext {
                        words: &self.words,
                        keymap: &self.keymap,
                        series: active,
                        series_names: series_names(&self.words, study),
                        marks_of: scene
                            .ai
                            .filter(|_| scene.are_other_marks_shown)
                            .map(|_| scene.other.marks_word()),
                    };
                    actions.extend(self.viewer.toolbar_ui(ui, &cx));
                    if let Some(choice) = self.viewer.menu_ui(ui, whole, &cx) {
                        choices.push(choice);
                    }
                }
                commands.extend(self.mark_bar_ui(ui, input, scene));
            });
        for choice in choices {
            if let Choice::Act(action) = choice {
                actions.push(action);
            }
            self.viewer.choose(choice, series);
        }
        self.viewer.play_until(ui.input(|input| input.time), series);
        for action in actions {
            self.viewer.act(action, series);
            commands.extend(self.act(action, input, scene, series));
        }
        // A finding may have been jumped to just now.
        self.viewer.take_study(study, series);
        let surround = Frame::new().fill(tokens::IMAGE_SURROUND);
        CentralPanel::no_frame().frame(surround).show(ui, |ui| {
            let picks = self.images_ui(ui, input, scene, study, series);
            for pick in picks {
                commands.extend(self.take_pick(pick, input, scene));
            }
        });
        self.drawn.viewer_state = "images";
        self.drawn.layout = self.viewer.view().map(drawn_layout);
        let is_at_rest = !ui.input(|input| input.pointer.any_down());
        self.viewer.note_step(is_at_rest);
        if let Some(case) = case {
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
        series: &[ViewedSeries<'_>],
    ) -> Vec<Pick> {
        let labels = &input.view.questions.labels;
        let is_ai_on = self.viewer.is_overlay_on && scene.ai.is_some();
        let overlay = scene.overlay(&self.words, labels, &self.selection, is_ai_on);
        let area = ui.available_rect_before_wrap();
        let text_scale = tokens::viewer_text_scale(area.width());
        let cx = PortContext {
            words: &self.words,
            scene,
            study,
            series,
            overlay: &overlay,
            mouse: &self.keymap.mouse,
            text_scale,
            is_placing: self.placing.is_some(),
        };
        let places = self.viewer.places(ui, area, series);
        let mut picks = Vec::new();
        for place in &places {
            let (done, drawn) = self.viewer.port_ui(ui, *place, &places, &cx);
            picks.extend(done);
            self.drawn.viewports.extend(drawn);
        }
        self.empty_places_ui(ui, area);
        self.notices_ui(ui, area, input, scene, study);
        picks
    }

    /// What the layout looks for in places that stay empty.
    fn empty_places_ui(&self, ui: &Ui, area: Rect) {
        let Some(view) = self.viewer.view().filter(|view| !view.is_single()) else {
            return;
        };
        let cells = view.layout().cells.iter();
        let places = cells.zip(grid::rects(area, view.layout()));
        for ((cell, rect), pane) in places.zip(view.panes()) {
            if pane.is_none() {
                let brush = Brush {
                    painter: ui.painter_at(rect),
                    text_scale: tokens::viewer_text_scale(area.width()),
                };
                let missing = self.words.text(Word::PlaceEmpty);
                empty_place(&brush, rect, &[cell.wanted.clone(), missing]);
            }
        }
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
        let upper = f32::from(u8::try_from(self.viewer.n_upper_lines).unwrap_or(u8::MAX));
        let below_corners = main.top() + 6.0 + brush.line_height() * upper;
        let below_letter =
            main.top() + 26.0 * text_scale + below_tags(&brush, self.drawn.viewports.first());
        let mut y = below_letter.max(below_corners);
        let mut line = |text: &str, color| {
            let at = pos2(main.center().x, y);
            brush.text_within(at, text, color, main.width() - 16.0);
            y += brush.line_height() + 1.5;
        };
        let is_drawn = self.viewer.is_overlay_on && scene.are_other_marks_shown;
        if let Some(ai) = scene.ai.filter(|_| is_drawn) {
            let notice = scene.other.marks_notice(&self.words, &ai.service);
            line(&notice, tokens::AI);
        }
        if self.placing.is_some() {
            line(&self.words.text(Word::PlacingNotice), tokens::READER);
        } else if self.viewer.tool == Tool::Mark
            && !scene.is_answering
            && input.told().is_none()
            && input.bench.is_none()
        {
            line(&self.words.text(Word::MarkingClosed), tokens::WARNING);
        }
        for warning in study.warnings.iter().take(MAX_WARNINGS) {
            line(&crate::finding_text::plain(warning), tokens::WARNING);
        }
        if study.warnings.len() > MAX_WARNINGS {
            let more = study.warnings.len() - MAX_WARNINGS;
            let more = self
                .words
                .with(Word::MoreWarnings, &[("count", more.into())]);
            line(&more, tokens::WARNING);
        }
        if self.is_key_sheet_open {
            crate::key_sheet::draw(
                &brush.painter,
                area,
                &self.words,
                &self.keymap,
                scene.ai.is_some() && !scene.other.is_anonymous,
            );
        }
    }

    fn status_ui(&self, ui: &mut Ui, input: &DeskInput<'_>) {
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.weak(self.words.text(Word::NotForDiagnosis));
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    self.saved_ui(ui, input);
                    match input.error {
                        Some(error) => {
                            let text = crate::refusal_text::text(&self.words, input.texts, error);
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
    ) -> Option<Command> {
        match pick {
            Pick::Select(selection) => {
                self.selection = selection;
                None
            }
            Pick::Place(series, shape) => self.take_place(series, shape, input, scene),
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
        series: SeriesUid,
        shape: Shape,
        input: &DeskInput<'_>,
        scene: &Scene<'_>,
    ) -> Option<Command> {
        let place = overread_base::Mark { series, shape };
        if let Some(finding) = self.placing.take() {
            let row = crate::report::ai_panel::rows(input)?
                .iter()
                .find(|row| row.finding.id == finding)?;
            let answer = match row.verdict.map(|given| &given.verdict) {
                Some(FindingVerdict::Modified(answer)) => answer.clone(),
                Some(FindingVerdict::Accepted | FindingVerdict::Rejected) | None => {
                    crate::report::verdicts::as_answer(row.finding, input.view.questions)?
                }
            };
            let verdict = FindingVerdict::Modified(MarkAnswer { place, ..answer });
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
            laterality: None,
        }))
    }
}

impl super::ViewerState {
    /// Where the viewports on screen lie, on whole device pixels, and how each is laid out.
    fn places(&self, ui: &Ui, area: Rect, series: &[ViewedSeries<'_>]) -> Vec<Place> {
        let Some(view) = self.view() else {
            return Vec::new();
        };
        let scale = ui.pixels_per_point();
        let cells = grid::rects(area, view.layout());
        let rect = |idx: usize| {
            let cell = cells.get(idx).copied().unwrap_or(area);
            snapped(if view.is_single() { area } else { cell }, scale)
        };
        let rects: Vec<(usize, Rect)> = view.shown().map(|idx| (idx, rect(idx))).collect();
        let size = |rect: Rect| [rect.width(), rect.height()].map(|side| pixels(side * scale));
        let sizes: Vec<_> = rects.iter().map(|&(idx, rect)| (idx, size(rect))).collect();
        let screens = view.screens(&sizes, self.pitch_mm, series);
        let place = |(&(idx, rect), (_, screen)): (&(usize, Rect), _)| Place {
            idx,
            rect,
            screen,
            is_first: rects.first().is_some_and(|&(first, _)| first == idx),
        };
        rects.iter().zip(screens).map(place).collect()
    }
}

/// The account of a layout.
fn drawn_layout(view: &View) -> DrawnLayout {
    let (stage, n_stages) = view.stage();
    let cells = view.layout().cells.iter().zip(view.panes());
    let missing = cells.filter(|(_, pane)| pane.is_none());
    DrawnLayout {
        id: view.layout().id.clone(),
        stage,
        n_stages,
        active: view.active(),
        is_single: view.is_single(),
        is_scroll_linked: view.links().scroll,
        missing: missing.map(|(cell, _)| cell.wanted.clone()).collect(),
    }
}

/// The height of what always stands at the top of an image.
fn below_tags(brush: &Brush, viewport: Option<&crate::DrawnViewport>) -> f32 {
    let n_tags = viewport.map_or(0, |viewport| viewport.tags.len());
    let n_tags = f32::from(u8::try_from(n_tags).unwrap_or(u8::MAX));
    n_tags * (brush.line_height() + 6.0)
}

/// A rectangle moved to whole device pixels, so that one pixel of the picture is one pixel of the screen.
fn snapped(rect: Rect, pixels_per_point: f32) -> Rect {
    let snap = |v: f32| (v * pixels_per_point).round() / pixels_per_point;
    Rect::from_min_max(
        pos2(snap(rect.min.x), snap(rect.min.y)),
        pos2(snap(rect.max.x), snap(rect.max.y)),
    )
}

/// The largest picture that is rendered, device pixels a side.
const MAX_SIDE_PX: f32 = 8_192.0;

/// A side in device pixels.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 1..=8192 before the cast"
)]
fn pixels(side: f32) -> u32 {
    side.round().clamp(1.0, MAX_SIDE_PX) as u32
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

fn tool_hint(tool: Tool) -> Word {
    match tool {
        Tool::Window => Word::HintWindow,
        Tool::Pan => Word::HintPan,
        Tool::Zoom => Word::HintZoom,
        Tool::Scroll => Word::HintScroll,
        Tool::Crosshair => Word::HintCrosshair,
        Tool::Mark => Word::HintMark,
        Tool::Length => Word::HintLength,
        Tool::Bidirectional => Word::HintBidirectional,
        Tool::Angle => Word::HintAngle,
        Tool::Ellipse | Tool::Rectangle => Word::HintRegion,
        Tool::Freehand => Word::HintFreehand,
        Tool::Value => Word::HintValue,
        Tool::Arrow => Word::HintArrow,
        Tool::Magnifier => Word::HintMagnifier,
    }
}
