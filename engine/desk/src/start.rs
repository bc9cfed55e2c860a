//! The first start, the start menu and the settings: what they are given and what is asked of the host. The host keeps the
//! settings, looks for courses, lessons and sessions, and opens what was chosen.

mod first_ui;
mod home_ui;
mod lists_ui;
mod menu;
mod settings_ui;

use egui::{CentralPanel, Frame, Key, Panel, RichText, ScrollArea, Ui};
use overread_base::LocalText;

use crate::desk::Desk;
use crate::finding_text::plain;
use crate::tokens;
use crate::words::Word;
use crate::{DeskAct, Language};

/// A page of the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum StartPage {
    /// First start, step 1: the language.
    Language,
    /// First start, step 2: the display check.
    Display,
    /// First start, step 3: the guided tour is offered.
    Tour,
    /// The start menu.
    #[default]
    Home,
    /// Lessons and examinations.
    Lessons,
    /// Sessions and results.
    Sessions,
    /// Language, size of text, keys, sound.
    Settings,
    /// The display check once more, from the menu.
    DisplayAgain,
}

impl StartPage {
    /// Whether it belongs to the first start, which is gone through in order.
    fn is_first_start(self) -> bool {
        matches!(self, Self::Language | Self::Display | Self::Tour)
    }
}

/// How far the guided tour is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StartTour {
    /// Nothing was said about it yet, or it was not wanted.
    #[default]
    Offered,
    /// It was left at this step, from 0.
    At(u8),
    /// It was gone through.
    Done,
}

/// What became of the display check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StartDisplay {
    /// It was skipped, or never offered.
    #[default]
    NotDone,
    /// The greatest deviation from the standard's contrast, per cent.
    Deviation(u16),
}

/// What the pages of the start are given.
#[derive(Debug, Clone, Copy)]
pub struct DeskStart<'a> {
    /// The size of text, per cent.
    pub text_percent: u16,
    /// The name of the profile of keys in use; none of `profiles` where it came from a file.
    pub keys: &'a str,
    /// The names of the profiles that come with the program.
    pub profiles: &'a [&'static str],
    /// How far the tour is.
    pub tour: StartTour,
    /// What became of the display check.
    pub display: StartDisplay,
    /// What there is to open; `None` while it is being looked for.
    pub lists: Option<&'a StartLists>,
    /// Whether the settings could not be read whole.
    pub is_damaged: bool,
    /// What went wrong, for people.
    pub errors: &'a [String],
}

/// What there is to open.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StartLists {
    /// The course that goes on.
    pub course: Option<StartCourse>,
    /// Lessons and examinations.
    pub lessons: Vec<StartLesson>,
    /// Sessions, the newest first.
    pub sessions: Vec<StartSession>,
    /// Sessions beyond those.
    pub n_more_sessions: usize,
}

/// A course and how far the learner is in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StartCourse {
    /// Its title, per language.
    pub title: Vec<LocalText>,
    /// The step that comes next, per language; empty after the last one.
    pub next: Vec<LocalText>,
    /// Steps done.
    pub n_done: usize,
    /// Steps of the course.
    pub n_steps: usize,
}

/// A lesson or an examination.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StartLesson {
    /// Its title, per language.
    pub title: Vec<LocalText>,
    /// How many cases it has.
    pub n_cases: usize,
    /// Whether it is an examination.
    pub is_exam: bool,
}

/// A session that was begun here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StartSession {
    /// What was read.
    pub name: String,
    /// Who reads it.
    pub reader: String,
    /// The day it began.
    pub day: String,
    /// Cases signed.
    pub n_signed: u64,
    /// Cases.
    pub n_cases: u64,
    /// Whether it has ended.
    pub is_ended: bool,
}

/// What a reader asks of the host on these pages and on the tour.
#[derive(Debug, Clone, PartialEq)]
pub enum StartAct {
    /// The panels in this language from now on.
    Language(Language),
    /// The display was checked; the greatest deviation as a share. `None`: the check was skipped.
    Display(Option<f64>),
    /// This size of text, per cent.
    TextPercent(u16),
    /// This profile of keys.
    Keys(&'static str),
    /// The guided tour, at a step.
    Tour(u8),
    /// No tour: on to the course.
    SkipTour,
    /// The course.
    Course,
    /// A practice set.
    Practice,
    /// A lesson by its place in [`StartLists::lessons`].
    Lesson(usize),
    /// A session by its place in [`StartLists::sessions`].
    Session(usize),
    /// Leave the program.
    Quit,
    /// The tour is at this step now.
    TourAt(u8),
    /// The tour was left.
    TourLeft,
    /// The tour was gone through.
    TourDone,
}

/// The page that is open.
#[derive(Debug, Default)]
pub(crate) struct StartState {
    page: StartPage,
    /// Whether the thing that is most likely wanted gets the keyboard when it is drawn next.
    wants_focus: bool,
}

impl Desk {
    /// Opens a page of the start.
    pub fn open_start(&mut self, page: StartPage) {
        self.start.page = page;
        self.start.wants_focus = true;
        self.display.is_open = matches!(page, StartPage::Display | StartPage::DisplayAgain);
        self.has_news = true;
    }

    /// The page of the start that is open.
    #[must_use]
    pub fn start_page(&self) -> StartPage {
        self.start.page
    }

    /// The language of the panels from now on.
    pub fn set_language(&mut self, language: Language) {
        self.words = crate::words::Words::new(language);
        self.has_news = true;
    }

    /// Draws the page that is open into the whole of `ui`; what is asked for comes by [`DeskAct::Start`].
    pub fn start_ui(&mut self, ui: &mut Ui, given: &DeskStart<'_>) {
        let page = self.start.page;
        let goes_back = !page.is_first_start() && page != StartPage::Home;
        if goes_back && ui.input(|input| input.key_pressed(Key::Escape)) {
            self.open_start(StartPage::Home);
        }
        let page = self.start.page;
        if matches!(page, StartPage::Display | StartPage::DisplayAgain) {
            self.display_step_ui(ui, page);
        } else {
            self.start_page_ui(ui, page, given);
        }
        if std::mem::take(&mut self.has_news) {
            ui.ctx().request_repaint();
        }
    }

    fn start_page_ui(&mut self, ui: &mut Ui, page: StartPage, given: &DeskStart<'_>) {
        let bar = Frame::new()
            .fill(tokens::RAISED)
            .inner_margin(egui::Margin::symmetric(10, 5));
        Panel::bottom("start status")
            .frame(bar)
            .show_separator_line(false)
            .show(ui, |ui| {
                tokens::scale_text(ui);
                ui.horizontal_wrapped(|ui| {
                    ui.weak(self.words.text(Word::NotForDiagnosis));
                    ui.weak(self.words.text(Word::StartKeysHint));
                });
            });
        let frame = Frame::new().fill(tokens::BACKGROUND).inner_margin(16.0);
        CentralPanel::no_frame().frame(frame).show(ui, |ui| {
            tokens::scale_text(ui);
            let area = ScrollArea::vertical()
                .id_salt(("start", page))
                .auto_shrink(false);
            crate::key_hand::scroll(area, ui, |ui| {
                menu::narrow(ui, |ui| {
                    self.troubles_ui(ui, given);
                    match page {
                        StartPage::Language => self.language_step_ui(ui),
                        StartPage::Tour => self.tour_step_ui(ui),
                        StartPage::Lessons => self.lessons_ui(ui, given),
                        StartPage::Sessions => self.sessions_ui(ui, given),
                        StartPage::Settings => self.settings_ui(ui, given),
                        StartPage::Home | StartPage::Display | StartPage::DisplayAgain => {
                            self.home_ui(ui, given);
                        }
                    }
                });
            });
        });
    }

    /// What went wrong before, above everything else.
    fn troubles_ui(&self, ui: &mut Ui, given: &DeskStart<'_>) {
        if given.is_damaged {
            let text = format!("⚠ {}", self.words.text(Word::StartSettingsDamaged));
            ui.label(RichText::new(text).color(tokens::WARNING));
        }
        for error in given.errors {
            ui.label(RichText::new(format!("⚠ {}", plain(error))).color(tokens::WARNING));
        }
    }

    fn tell_start(&mut self, act: StartAct) {
        self.acts.push(DeskAct::Start(act));
        self.has_news = true;
    }
}
