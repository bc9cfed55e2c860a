//! A page of a course on the large screen, the way to the next step, and the card of a practice block.

use egui::{CentralPanel, Frame, Grid, Key, Modifiers, Panel, RichText, ScrollArea, Ui, vec2};
use overread_scenario::{
    AiBehaviour, Block, CourseBlock, CourseModule, CourseStep, ItemSet, Link, Page, Picture, Span,
    StepKind,
};

use super::picture::{DeskPicture, picture_key};
use super::{CourseAct, DeskCourse, Open, StepPlace};
use crate::desk::Desk;
use crate::finding_text::plain;
use crate::report::clock;
use crate::tokens;
use crate::widgets;
use crate::words::Word;

/// The widest that text is drawn, points at the usual size: longer lines are hard to read.
const WIDTH: f32 = 780.0;
/// The largest picture, points.
const PICTURE: [f32; 2] = [560.0, 460.0];

impl Desk {
    /// Draws what is open in a course into the whole of `ui`.
    pub fn course_ui(&mut self, ui: &mut Ui, given: &DeskCourse<'_>) {
        self.take_pointer_keys(ui.ctx());
        self.waiting_actions.clear();
        let bar = Frame::new()
            .fill(tokens::RAISED)
            .inner_margin(egui::Margin::symmetric(10, 5));
        Panel::bottom("course steps")
            .frame(bar)
            .show_separator_line(false)
            .show(ui, |ui| {
                tokens::scale_text(ui);
                self.steps_bar_ui(ui, given);
            });
        let frame = Frame::new().fill(tokens::BACKGROUND).inner_margin(16.0);
        CentralPanel::no_frame().frame(frame).show(ui, |ui| {
            tokens::scale_text(ui);
            let area = ScrollArea::vertical()
                .id_salt((
                    "course",
                    format!("{:?} {:?}", self.course.open, self.course.linked),
                ))
                .auto_shrink(false);
            crate::key_hand::scroll(area, ui, |ui| {
                let widest = WIDTH * tokens::body_size(ui) / 14.5;
                // The bar at the side takes its place from the text.
                ui.set_max_width(widest.min(ui.available_width() - 12.0));
                self.open_ui(ui, given);
                self.pointer_ui(ui);
            });
        });
    }

    fn open_ui(&mut self, ui: &mut Ui, given: &DeskCourse<'_>) {
        if let Some((module, name)) = self.course.linked.clone() {
            let module = given.course.module(&module);
            if let Some(module) = module {
                self.named_page_ui(ui, given, module, &name);
            }
            return;
        }
        self.take_repeat_key(ui, given);
        match self.course.open.clone() {
            Open::Title => self.title_ui(ui, given),
            Open::Repetition => self.quiz_ui(ui, given),
            Open::Step(place) => {
                let Some((module, step)) = given.step(&place) else {
                    return;
                };
                match &step.kind {
                    StepKind::Page { name } => self.named_page_ui(ui, given, module, name),
                    StepKind::Items { test: Some(_), .. } => {
                        self.test_ui(ui, given, module, step);
                    }
                    StepKind::Items { test: None, .. } => self.quiz_ui(ui, given),
                    StepKind::Cases { .. } => self.cases_ui(ui, given, module, step),
                }
            }
        }
    }

    fn title_ui(&mut self, ui: &mut Ui, given: &DeskCourse<'_>) {
        let title = plain(self.words.pick(&given.course.title));
        ui.label(RichText::new(title).heading().color(tokens::TEXT_BRIGHT));
        ui.label(plain(self.words.pick(&given.course.about)));
        ui.weak(self.words.text(Word::NotForDiagnosis));
        ui.weak(self.words.text(Word::CourseKeys));
    }

    /// Back, on, and what a page needs beside.
    fn steps_bar_ui(&mut self, ui: &mut Ui, given: &DeskCourse<'_>) {
        let is_typing = ui.ctx().egui_wants_keyboard_input();
        let pressed = |key: Key| !is_typing && ui.input(|input| input.key_pressed(key));
        // What comes next must not take the same Enter for its own.
        let is_enter = !is_typing
            && self.is_enter_free(given)
            && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        let goes_on = is_enter || pressed(Key::ArrowRight);
        let goes_back = pressed(Key::ArrowLeft);
        ui.horizontal(|ui| {
            if self.is_sitting_test() {
                let sitting = RichText::new(self.words.text(Word::CourseTestSitting)).weak();
                ui.add(egui::Label::new(sitting).wrap());
                return;
            }
            if self.course.linked.is_some() {
                let back = self.words.text(Word::CourseBackToStep);
                if widgets::primary_button(ui, &back).clicked() || goes_back {
                    self.course.linked = None;
                    self.has_news = true;
                }
                return;
            }
            let Some(place) = self.open_step().cloned() else {
                let next = given.progress.next(given.course);
                let begin = self.words.text(Word::CourseContinue);
                if let Some((module, step)) = next
                    && (widgets::primary_button(ui, &begin).clicked() || goes_on)
                {
                    let (module, step) = (module.id.clone(), step.to_owned());
                    self.open_course_step(given, StepPlace { module, step });
                }
                let notice = RichText::new(self.words.text(Word::NotForDiagnosis)).weak();
                ui.add(egui::Label::new(notice).wrap());
                return;
            };
            let before = given.beside(&place, false);
            let back = self.words.text(Word::CourseBack);
            let is_back = ui.add_enabled(before.is_some(), egui::Button::new(back));
            if let Some(before) = before
                && (is_back.clicked() || goes_back)
            {
                self.open_course_step(given, before);
                return;
            }
            let next = given.beside(&place, true);
            let on = self.words.text(Word::CourseNext);
            if let Some(next) = next
                && (widgets::primary_button(ui, &on).clicked() || goes_on)
            {
                self.leave_step(given, &place);
                self.open_course_step(given, next);
                return;
            }
            if let Some((module, step)) = given.step(&place) {
                let title = plain(self.words.pick(&module.title));
                let step = plain(self.words.pick(&step.title));
                // One line, as in the bar below the outline: the place is a help, the buttons are what is needed.
                let place = RichText::new(format!("{title} · {step}")).weak();
                ui.add(egui::Label::new(place).truncate());
            }
        });
    }

    /// Whether Enter goes on to the next step: blocks and open questions have their own button that it presses.
    fn is_enter_free(&self, given: &DeskCourse<'_>) -> bool {
        let is_answered = || {
            let quiz = self.course.quiz.as_ref();
            quiz.is_some_and(|quiz| quiz.current().is_none())
        };
        match &self.course.open {
            _ if self.course.linked.is_some() => false,
            Open::Title => true,
            Open::Repetition => false,
            Open::Step(place) => match given.step(place).map(|(_, step)| &step.kind) {
                Some(StepKind::Page { .. }) => true,
                Some(StepKind::Items { test: None, .. }) => is_answered(),
                Some(StepKind::Items { test: Some(_), .. } | StepKind::Cases { .. }) | None => {
                    false
                }
            },
        }
    }

    /// A page that is left forwards has been read.
    fn leave_step(&mut self, given: &DeskCourse<'_>, place: &StepPlace) {
        let kind = given.step(place).map(|(_, step)| &step.kind);
        if matches!(kind, Some(StepKind::Page { .. })) {
            self.tell_course(CourseAct::Done {
                step: place.clone(),
                share: None,
            });
        }
    }

    fn named_page_ui(
        &mut self,
        ui: &mut Ui,
        given: &DeskCourse<'_>,
        module: &CourseModule,
        name: &str,
    ) {
        let Some((language, page)) = module.page(name, self.words.tag()) else {
            ui.label(RichText::new(self.words.text(Word::CoursePageMissing)).color(tokens::ERROR));
            return;
        };
        if language != self.words.tag() {
            ui.label(
                RichText::new(self.words.text(Word::CourseNotTranslated)).color(tokens::WARNING),
            );
        }
        ui.label(
            RichText::new(plain(&page.title))
                .heading()
                .color(tokens::TEXT_BRIGHT),
        );
        ui.add_space(4.0);
        self.page_ui(ui, given, page, &format!("{}/{name}", module.id));
    }

    fn page_ui(&mut self, ui: &mut Ui, given: &DeskCourse<'_>, page: &Page, at: &str) {
        for (number, block) in page.blocks.iter().enumerate() {
            self.block_ui(ui, given, block, &format!("{at}/{number}"));
            ui.add_space(6.0);
        }
    }

    fn block_ui(&mut self, ui: &mut Ui, given: &DeskCourse<'_>, block: &Block, at: &str) {
        match block {
            Block::Heading { text, .. } => {
                let words: String = text.iter().map(|span| span.text.as_str()).collect();
                widgets::section_heading(ui, &plain(&words));
            }
            Block::Paragraph(text) => self.spans_ui(ui, text),
            Block::List { first, entries } => {
                for (number, entry) in entries.iter().enumerate() {
                    ui.horizontal_top(|ui| {
                        let sign = first.map_or("•".to_owned(), |first| {
                            format!("{}.", first.saturating_add(number as u64))
                        });
                        ui.label(sign);
                        ui.vertical(|ui| {
                            for (part, block) in entry.iter().enumerate() {
                                self.block_ui(ui, given, block, &format!("{at}/{number}/{part}"));
                            }
                        });
                    });
                }
            }
            Block::Table { head, rows } => self.table_ui(ui, head, rows, at),
            Block::Picture(picture) => self.picture_ui(ui, given, picture),
            Block::Widget(widget) => self.widget_ui(ui, given, widget, at),
        }
    }

    fn table_ui(&mut self, ui: &mut Ui, head: &[Vec<Span>], rows: &[Vec<Vec<Span>>], at: &str) {
        let n = head.len().max(1);
        let width = ui.available_width() / n as f32 - 14.0;
        let grid = Grid::new(("course table", at))
            .striped(true)
            .max_col_width(width);
        grid.show(ui, |ui| {
            for cell in head {
                let words: String = cell.iter().map(|span| span.text.as_str()).collect();
                ui.label(RichText::new(plain(&words)).color(tokens::TEXT_BRIGHT));
            }
            ui.end_row();
            for row in rows {
                for cell in row {
                    ui.vertical(|ui| self.spans_ui(ui, cell));
                }
                ui.end_row();
            }
        });
    }

    /// Words in their styles, with links that lead into the course.
    fn spans_ui(&mut self, ui: &mut Ui, spans: &[Span]) {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            for span in spans {
                let mut text = RichText::new(plain(&span.text));
                if span.is_strong {
                    text = text.color(tokens::TEXT_BRIGHT).strong();
                }
                if span.is_emphasised {
                    text = text.italics();
                }
                if span.is_code {
                    text = text.monospace();
                }
                match &span.link {
                    None => {
                        ui.label(text);
                    }
                    // Nothing here opens a browser: the address is there to be read.
                    Some(Link::Address(address)) => {
                        ui.label(text).on_hover_text(plain(address));
                    }
                    Some(link) => {
                        if ui.link(text).clicked() {
                            self.follow(link);
                        }
                    }
                }
            }
        });
    }

    fn follow(&mut self, link: &Link) {
        match link {
            Link::Page { module, name } => {
                self.course.linked = Some((module.clone(), name.clone()));
                self.has_news = true;
            }
            Link::Case {
                case,
                slice,
                window,
            } => self.tell_course(CourseAct::Case {
                case: case.clone(),
                slice: *slice,
                window: window.clone(),
            }),
            Link::Address(_) => {}
        }
    }

    /// A picture with its caption; the host is asked for it the first time.
    pub(super) fn picture_ui(&mut self, ui: &mut Ui, given: &DeskCourse<'_>, picture: &Picture) {
        let window = picture.window.clone();
        self.image_ui(ui, given, picture, window.as_deref());
        ui.weak(plain(&picture.caption));
    }

    /// The image itself under a window; where it was drawn, if it is there.
    pub(super) fn image_ui(
        &mut self,
        ui: &mut Ui,
        given: &DeskCourse<'_>,
        picture: &Picture,
        preset: Option<&str>,
    ) -> Option<egui::Response> {
        let key = picture_key(picture);
        match given.pictures.get(&key) {
            Some(DeskPicture::Ready(ready)) => {
                let own = format!("{key}/{preset:?}/{}", picture.shows_truth);
                let ctx = ui.ctx().clone();
                let is_there = self.course.pictures.get(&own);
                if is_there.is_none_or(|uploaded| uploaded.texture(&ctx).is_none()) {
                    let uploaded = ready.upload(&ctx, preset, picture.shows_truth);
                    self.course.pictures.insert(own.clone(), uploaded);
                }
                let texture = self.course.pictures.get(&own)?.texture(&ctx)?;
                let most = vec2(PICTURE[0].min(ui.available_width()), PICTURE[1]);
                let size = ready.fitted(most);
                let image = egui::Image::new((texture.id(), size));
                let image = image
                    .sense(egui::Sense::click())
                    .alt_text(plain(&picture.caption));
                Some(ui.add(image))
            }
            Some(DeskPicture::Failed(reason)) => {
                ui.label(RichText::new(plain(reason)).color(tokens::ERROR));
                None
            }
            Some(DeskPicture::Coming) | None => {
                // The place is kept, so that the text does not jump when the picture comes.
                let place = vec2(PICTURE[0].min(ui.available_width()), PICTURE[1]);
                let (rect, _) = ui.allocate_exact_size(place, egui::Sense::hover());
                ui.painter().rect_filled(rect, 3.0, tokens::RAISED);
                let text = self.words.text(Word::CoursePictureComing);
                let font = egui::FontId::proportional(14.0);
                let align = egui::Align2::CENTER_CENTER;
                ui.painter()
                    .text(rect.center(), align, text, font, tokens::TEXT_DIM);
                if self.course.asked.insert(key) {
                    self.tell_course(CourseAct::Picture(Box::new(picture.clone())));
                }
                None
            }
        }
    }

    /// The card of a practice block.
    fn cases_ui(
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
        let title = plain(self.words.pick(&step.title));
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
        let briefing = plain(self.words.pick(&block.briefing));
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

    /// Which set the open step asks, if it asks one.
    pub(super) fn open_set(&self, given: &DeskCourse<'_>) -> Option<ItemSet> {
        let (_, step) = given.step(self.open_step()?)?;
        match step.kind {
            StepKind::Items { set, .. } => Some(set),
            StepKind::Page { .. } | StepKind::Cases { .. } => None,
        }
    }
}
