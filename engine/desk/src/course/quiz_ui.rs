//! Questions on the large screen: one at a time, with what is said about the answer, and the end of the row.

use egui::{Color32, Key, RichText, TextEdit, Ui};
use overread_scenario::{CourseItem, ItemKey, ItemSource};

use super::quiz::{Asked, Quiz};
use super::{CourseAct, DeskCourse, Open};
use crate::desk::Desk;
use crate::finding_text::{percent_beside_cut, plain};
use crate::tokens;
use crate::widgets;
use crate::words::Word;

/// The keys of the options.
const KEYS: [Key; 9] = [
    Key::Num1,
    Key::Num2,
    Key::Num3,
    Key::Num4,
    Key::Num5,
    Key::Num6,
    Key::Num7,
    Key::Num8,
    Key::Num9,
];

impl Desk {
    /// Questions that are due, as a row of their own; never in the middle of a test, whose answers would be lost.
    pub(super) fn open_repetition(&mut self, given: &DeskCourse<'_>) {
        if self.is_sitting_test() {
            return;
        }
        self.course.quiz = Some(Quiz::of_due(given.due));
        self.course.linked = None;
        self.course.open = Open::Repetition;
        self.has_news = true;
    }

    pub(super) fn quiz_ui(&mut self, ui: &mut Ui, given: &DeskCourse<'_>) {
        let Some(mut quiz) = self.course.quiz.take() else {
            return;
        };
        match quiz.current().cloned() {
            Some(asked) => self.item_ui(ui, given, &mut quiz, &asked),
            // What a test came to stands elsewhere.
            None if quiz.is_test => {}
            None => self.quiz_end_ui(ui, given, &quiz),
        }
        // The end may have begun another row.
        self.course.quiz.get_or_insert(quiz);
    }

    fn item_ui(&mut self, ui: &mut Ui, given: &DeskCourse<'_>, quiz: &mut Quiz, asked: &Asked) {
        let Some(item) = asked.item(given.course) else {
            // A question that left the course since it was asked.
            quiz.go_on();
            return;
        };
        let (number, all) = quiz.position();
        let place = self.words.with(
            Word::CourseQuestionOf,
            &[("number", number.into()), ("all", all.into())],
        );
        ui.weak(place);
        let text = RichText::new(plain(self.course_text(&item.text)));
        ui.label(
            text.color(tokens::TEXT_BRIGHT)
                .size(tokens::body_size(ui) * 1.12),
        );
        if matches!(item.key, ItemKey::Several(_)) {
            ui.weak(self.words.text(Word::CourseSeveral));
        }
        ui.add_space(6.0);
        self.answers_ui(ui, quiz, item, asked);
        ui.add_space(8.0);
        // A button that has the keyboard takes Enter for itself; the field for a number leaves it.
        let is_free =
            ui.memory(|memory| memory.focused().is_none()) || ui.ctx().text_edit_focused();
        let is_enter = is_free && ui.input(|input| input.key_pressed(Key::Enter));
        if let Some((_, points)) = &asked.given {
            self.judgement_ui(ui, item, asked, *points);
            let on = self.words.text(Word::CourseNextQuestion);
            if widgets::primary_button(ui, &on).clicked() || is_enter {
                quiz.go_on();
                self.after_last(given, quiz);
                self.has_news = true;
            }
            return;
        }
        let can = quiz.answer(item).is_some();
        let word = if quiz.is_judged_at_once {
            Word::CourseCheck
        } else {
            Word::CourseNextQuestion
        };
        let is_clicked = widgets::primary_button_if(ui, &self.words.text(word), can).clicked();
        if (is_clicked || is_enter)
            && let Some((answer, points)) = quiz.give(item)
            && !quiz.is_test
        {
            self.tell_course(CourseAct::Answered {
                module: asked.module.clone(),
                item: asked.item.clone(),
                answer,
                points,
            });
            self.after_last(given, quiz);
        }
    }

    /// The options, or the field for a number.
    fn answers_ui(&mut self, ui: &mut Ui, quiz: &mut Quiz, item: &CourseItem, asked: &Asked) {
        let is_open = asked.given.is_none();
        if let ItemKey::Number { unit, .. } = &item.key {
            ui.horizontal(|ui| {
                let field = TextEdit::singleline(&mut quiz.number).desired_width(120.0);
                let field = ui.add_enabled(is_open, field);
                // One thing to do: the hand need not find the field first. An arrow that led here would lead on from it.
                let is_free = ui.memory(|memory| memory.focused().is_none());
                if is_open && is_free && is_arrow_pressed(ui) {
                    ui.ctx().request_repaint();
                } else if is_open && is_free {
                    field.request_focus();
                }
                ui.label(shown_unit(unit));
            });
            return;
        }
        for (number, option) in item.options.iter().enumerate() {
            let is_chosen = quiz.chosen.contains(&option.id);
            let text = plain(self.course_text(&option.text));
            let text = format!("{}.  {text}", number + 1);
            let key = KEYS.get(number).copied();
            let is_pressed = key.is_some_and(|key| ui.input(|input| input.key_pressed(key)));
            let button = egui::Button::selectable(is_chosen, RichText::new(text)).wrap();
            let is_clicked = ui.add_enabled(is_open, button).clicked();
            if is_open && is_pressed {
                // Enter then goes on, whichever thing had the keyboard before.
                ui.memory_mut(|memory| memory.focused().map(|id| memory.surrender_focus(id)));
            }
            if is_open && (is_clicked || is_pressed) {
                quiz.choose(item, &option.id);
                self.has_news = true;
            }
        }
    }

    /// What is said about an answer.
    fn judgement_ui(&mut self, ui: &mut Ui, item: &CourseItem, asked: &Asked, points: f64) {
        let (sign, word, color) = verdict(points);
        widgets::card(ui, color, |ui| {
            let text = format!("{sign} {}", self.words.text(word));
            ui.label(RichText::new(text).color(color));
            let key = self
                .words
                .with(Word::CourseKey, &[("answer", self.key_text(item).into())]);
            ui.label(key);
            ui.label(plain(self.course_text(&item.explanation)));
            match &item.source {
                ItemSource::Stated(source) => ui.weak(plain(self.course_text(source))),
                ItemSource::Unverified => {
                    let text = RichText::new(self.words.text(Word::CourseUnverified));
                    ui.label(text.color(tokens::WARNING))
                }
            };
            if let Some(page) = &item.page
                && ui.link(self.words.text(Word::CourseReadAgain)).clicked()
            {
                self.course.linked = Some((asked.module.clone(), page.clone()));
                self.has_news = true;
            }
        });
        ui.add_space(6.0);
    }

    /// The right answer in words.
    fn key_text(&self, item: &CourseItem) -> String {
        let option = |id: &String| {
            let found = item.options.iter().find(|option| option.id == *id);
            found.map_or_else(String::new, |option| plain(self.course_text(&option.text)))
        };
        match &item.key {
            ItemKey::One(key) => option(key),
            ItemKey::Several(keys) => keys.iter().map(option).collect::<Vec<_>>().join("; "),
            ItemKey::Number { value, unit, .. } => {
                let decimals = (0..6).find(|&n| {
                    let scale = 10_f64.powi(n);
                    (value * scale - (value * scale).round()).abs() < 1e-9 * scale.max(1.0)
                });
                let decimals = usize::try_from(decimals.unwrap_or(6)).unwrap_or(0);
                format!(
                    "{} {}",
                    self.words.number(*value, decimals),
                    shown_unit(unit)
                )
            }
        }
    }

    /// Once the last question of a step is behind, the step is done.
    fn after_last(&mut self, given: &DeskCourse<'_>, quiz: &Quiz) {
        if quiz.is_test || quiz.current().is_some() || self.open_set(given).is_none() {
            return;
        }
        if let Some(step) = self.open_step().cloned() {
            self.tell_course(CourseAct::Done {
                step,
                share: quiz.share(),
            });
        }
    }

    /// The end of a row: what it came to, each question's verdict, and all of it where nothing was judged before.
    fn quiz_end_ui(&mut self, ui: &mut Ui, given: &DeskCourse<'_>, quiz: &Quiz) {
        let Some(share) = quiz.share() else {
            ui.label(self.words.text(Word::CourseNothingDue));
            return;
        };
        let share = percent_beside_cut(&self.words, share);
        let text = self
            .words
            .with(Word::CourseShare, &[("share", share.into())]);
        ui.label(RichText::new(text).heading().color(tokens::TEXT_BRIGHT));
        if let Some(is_passed) = quiz.is_passed() {
            let (word, color) = if is_passed {
                (Word::CoursePassed, tokens::GOOD)
            } else {
                (Word::CourseNotPassed, tokens::WARNING)
            };
            ui.label(RichText::new(self.words.text(word)).color(color));
        }
        if let Some(place) = self.open_step().cloned() {
            let again = self.words.text(Word::CourseAgain);
            if ui.button(again).clicked() {
                self.open_course_step(given, place);
                return;
            }
        }
        ui.add_space(6.0);
        for asked in quiz.asked() {
            let Some(item) = asked.item(given.course) else {
                continue;
            };
            let points = asked.given.as_ref().map_or(0.0, |(_, points)| *points);
            if quiz.is_judged_at_once {
                let (sign, _, color) = verdict(points);
                let text = format!("{sign}  {}", plain(self.course_text(&item.text)));
                ui.label(RichText::new(text).color(color));
                continue;
            }
            ui.separator();
            ui.label(plain(self.course_text(&item.text)));
            self.judgement_ui(ui, item, asked, points);
        }
    }
}

fn is_arrow_pressed(ui: &Ui) -> bool {
    let arrows = [
        Key::ArrowLeft,
        Key::ArrowRight,
        Key::ArrowUp,
        Key::ArrowDown,
    ];
    ui.input(|input| arrows.iter().any(|key| input.key_pressed(*key)))
}

/// Sign, word and colour of so many points.
fn verdict(points: f64) -> (&'static str, Word, Color32) {
    if points >= 1.0 {
        ("✔", Word::CourseRight, tokens::GOOD)
    } else if points > 0.0 {
        ("◐", Word::CoursePartly, tokens::WARNING)
    } else {
        ("✖", Word::CourseWrong, tokens::ERROR)
    }
}

/// The unit of a question's number; 1, a number without a unit, is not shown.
fn shown_unit(unit: &str) -> String {
    if unit == "1" {
        return String::new();
    }
    plain(unit)
}
