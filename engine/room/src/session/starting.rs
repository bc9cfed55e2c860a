//! The start at the desk: its pages, what there is to open, and what follows from a choice.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread::Builder;

use bevy_egui::egui;
use overread_base::civil_date;
use overread_desk::{
    Desk, DeskAct, DeskStart, Language, StartAct, StartCourse, StartDisplay, StartLesson,
    StartLists, StartPage, StartSession, StartTour,
};
use overread_learning::Progress;
use overread_scenario::{TOUR, check};
use overread_store::{
    JournalReader, LearnerLog, SessionFolder, SessionSummary, TourStanding, sessions_in,
};
use overread_viewer::Keymap;
use overread_workstation::{Folders, course_folders, lessons, read_course};

use super::remembered::Remembered;
use super::studying::is_look;
use crate::cli::Args;
use crate::layout::ScreenId;
use crate::words::Words;

/// The most sessions that are listed.
const MAX_SESSIONS: usize = 60;

/// What was chosen.
pub(super) enum Chosen {
    /// The course.
    Course,
    /// A practice set.
    Practice,
    /// The tour, at a step.
    Tour(u8),
    /// A scenario file.
    Lesson(PathBuf),
    /// The folder of a session.
    Session(PathBuf),
    /// The end.
    Quit,
}

/// The start.
pub(super) struct Starting {
    args: Args,
    desk: Desk,
    profiles: Vec<&'static str>,
    looking: Option<Receiver<Found>>,
    found: Option<Found>,
}

/// What there is to open, with where it lies.
struct Found {
    lists: StartLists,
    lessons: Vec<PathBuf>,
    sessions: Vec<Listed>,
}

/// A session of the lists.
struct Listed {
    path: PathBuf,
    /// Whether it is the tour's and not ended.
    goes_on_as_tour: bool,
}

impl Starting {
    /// The start at a page, else where the reader was: at the first start's step, or at the menu.
    pub(super) fn new(args: &Args, remembered: &Remembered, page: Option<StartPage>) -> Self {
        let mut desk = super::desk_of(args);
        desk.open_start(page.unwrap_or_else(|| page_of(remembered)));
        let folders = Folders::of_user(args.data.as_deref());
        Self {
            desk,
            profiles: Keymap::bundled_ids().collect(),
            looking: look(folders, args),
            found: None,
            args: args.clone(),
        }
    }

    /// Takes over what was found; says whether it is still looked for.
    pub(super) fn poll(&mut self) -> bool {
        let Some(looking) = &self.looking else {
            return false;
        };
        match looking.try_recv() {
            Ok(found) => self.found = Some(found),
            Err(TryRecvError::Empty) => return true,
            Err(TryRecvError::Disconnected) => {
                tracing::warn!("looking for lessons and sessions crashed: a fault of this program");
            }
        }
        self.looking = None;
        false
    }

    /// Draws the page on the viewer's screen; what was chosen on it, with the command line as it is now.
    pub(super) fn screen_ui(
        &mut self,
        screen: ScreenId,
        ui: &mut egui::Ui,
        words: &Words,
        remembered: &mut Remembered,
    ) -> Option<(Args, Chosen)> {
        if screen != ScreenId::Viewer {
            crate::hud::nothing_to_read_ui(ui, words, None);
            return None;
        }
        let keys = self.args.keys();
        let given = DeskStart {
            text_percent: remembered.settings.text_percent,
            keys: keys.id(),
            profiles: &self.profiles,
            tour: match remembered.settings.tour {
                TourStanding::New | TourStanding::Skipped => StartTour::Offered,
                TourStanding::At(step) => StartTour::At(step),
                TourStanding::Done => StartTour::Done,
            },
            display: remembered
                .settings
                .display_check
                .and_then(|check| check.deviation_percent)
                .map_or(StartDisplay::NotDone, StartDisplay::Deviation),
            lists: self.found.as_ref().map(|found| &found.lists),
            is_damaged: remembered.is_damaged,
            errors: &remembered.errors,
        };
        self.desk.start_ui(ui, &given);
        if let Some(display) = remembered.keep_display_of(&mut self.desk) {
            self.args.display = Some(display);
        }
        let mut chosen = None;
        for act in self.desk.take_acts() {
            if let DeskAct::Start(act) = act {
                chosen = self.act(act, remembered).or(chosen);
            }
            ui.ctx().request_repaint();
        }
        chosen.map(|chosen| (self.args.clone(), chosen))
    }

    /// The command line as the choices so far make it.
    pub(super) fn args(&self) -> &Args {
        &self.args
    }

    fn act(&mut self, act: StartAct, remembered: &mut Remembered) -> Option<Chosen> {
        match act {
            StartAct::Language(language) => {
                self.args.locale = Some(language.into());
                let tag = language.tag().to_owned();
                remembered.change(|settings| settings.language = Some(tag));
            }
            StartAct::Display(deviation) => remembered.keep_display(deviation),
            StartAct::TextPercent(percent) => {
                remembered.change(|settings| settings.text_percent = percent);
            }
            StartAct::Keys(profile) => {
                if let Some(keymap) = Keymap::bundled(profile) {
                    self.desk.set_keymap(keymap.clone());
                    self.args.keys = Some(keymap);
                    remembered.change(|settings| settings.keys = Some(profile.to_owned()));
                }
            }
            StartAct::Tour(step) => {
                remembered.keep_tour(TourStanding::At(step));
                return Some(Chosen::Tour(step));
            }
            StartAct::SkipTour => {
                remembered.keep_tour(TourStanding::Skipped);
                return Some(Chosen::Course);
            }
            StartAct::Course => return Some(Chosen::Course),
            StartAct::Practice => return Some(Chosen::Practice),
            StartAct::Lesson(idx) => {
                return self
                    .found
                    .as_ref()?
                    .lessons
                    .get(idx)
                    .cloned()
                    .map(Chosen::Lesson);
            }
            StartAct::Session(idx) => {
                let listed = self.found.as_ref()?.sessions.get(idx)?;
                return Some(match remembered.settings.tour {
                    TourStanding::At(step) if listed.goes_on_as_tour => Chosen::Tour(step),
                    TourStanding::New
                    | TourStanding::At(_)
                    | TourStanding::Skipped
                    | TourStanding::Done => Chosen::Session(listed.path.clone()),
                });
            }
            StartAct::Quit => return Some(Chosen::Quit),
            // Those of a tour come from the session that it is made in.
            StartAct::TourAt(_) | StartAct::TourLeft | StartAct::TourDone => {}
        }
        None
    }
}

/// Where the reader was.
fn page_of(remembered: &Remembered) -> StartPage {
    let settings = &remembered.settings;
    if settings.language.is_none() {
        StartPage::Language
    } else if settings.display_check.is_none() {
        StartPage::Display
    } else if settings.tour == TourStanding::New {
        StartPage::Tour
    } else {
        StartPage::Home
    }
}

/// Looks for courses, lessons and sessions off the frame thread; `None` where no thread can be had.
fn look(folders: Folders, args: &Args) -> Option<Receiver<Found>> {
    let (told, looking) = channel();
    let course = args.course.clone().flatten();
    let (reader, tag) = (args.reader.clone(), Language::from(args.locale()).tag());
    let work = move || {
        if told.send(find(&folders, &reader, course, tag)).is_err() {
            tracing::debug!("nobody asks for lessons and sessions any more");
        }
    };
    match Builder::new().name("start-lists".to_owned()).spawn(work) {
        Ok(_) => Some(looking),
        Err(error) => {
            tracing::warn!("lessons and sessions are not looked for: {error}");
            None
        }
    }
}

fn find(folders: &Folders, reader: &str, course: Option<PathBuf>, tag: &str) -> Found {
    let lessons = lessons(folders);
    let mut sessions = sessions(folders);
    let n_more_sessions = sessions.len().saturating_sub(MAX_SESSIONS);
    sessions.truncate(MAX_SESSIONS);
    let named = |(summary, folder): &(SessionSummary, SessionFolder)| StartSession {
        name: title_of(folder, tag).unwrap_or_else(|| summary.scenario.clone()),
        reader: summary.reader.clone(),
        day: civil_date(summary.started_unix_s),
        n_signed: summary.n_signed,
        n_cases: summary.n_cases,
        is_ended: summary.is_ended,
    };
    Found {
        lists: StartLists {
            course: course_row(folders, reader, course),
            sessions: sessions.iter().map(named).collect(),
            n_more_sessions,
            lessons: lessons
                .iter()
                .map(|lesson| StartLesson {
                    title: lesson.title.clone(),
                    n_cases: lesson.n_cases,
                    is_exam: lesson.is_exam,
                })
                .collect(),
        },
        lessons: lessons.into_iter().map(|lesson| lesson.path).collect(),
        sessions: sessions
            .into_iter()
            .map(|(summary, folder)| Listed {
                path: folder.path().to_owned(),
                goes_on_as_tour: !summary.is_ended
                    && folder.scenario_text().is_ok_and(|text| text == TOUR),
            })
            .collect(),
    }
}

/// The sessions of this machine, the newest first; looks at a case of a course are none that a reader would open again.
fn sessions(folders: &Folders) -> Vec<(SessionSummary, SessionFolder)> {
    let listed = sessions_in(&folders.sessions).unwrap_or_else(|error| {
        tracing::warn!("sessions are not listed: {error}");
        Vec::new()
    });
    let mut found = Vec::new();
    for folder in listed {
        match JournalReader::read(&folder.journal_path()) {
            Ok(journal) if is_look(journal.plan.scenario.as_str()) => {}
            Ok(journal) => found.push((SessionSummary::of(&journal), folder)),
            Err(error) => tracing::warn!("session passed over: {error}"),
        }
    }
    found.sort_by_key(|(summary, _)| std::cmp::Reverse(summary.started_unix_s));
    found
}

/// What was read in a session, in the reader's language; `None` if its scenario cannot be read.
fn title_of(folder: &SessionFolder, tag: &str) -> Option<String> {
    let scenario = check(&folder.scenario_text().ok()?).0?;
    overread_base::LocalText::pick(&scenario.title, tag).map(str::to_owned)
}

/// The course that goes on, with how far its learner is.
fn course_row(folders: &Folders, reader: &str, named: Option<PathBuf>) -> Option<StartCourse> {
    let folder = named.or_else(|| course_folders(folders).into_iter().next())?;
    let course = match read_course(&folder) {
        Ok(found) => found.course?,
        Err(error) => {
            tracing::warn!("course passed over: {error}");
            return None;
        }
    };
    let path = folders.learner(reader);
    let events = match path.is_file().then(|| LearnerLog::read(&path)) {
        Some(Ok(record)) => record.events,
        Some(Err(error)) => {
            tracing::warn!("the learner's log is not read: {error}");
            Vec::new()
        }
        None => Vec::new(),
    };
    let progress = Progress::of(&course, &events);
    let next = progress.next(&course).and_then(|(module, id)| {
        let step = module.steps.iter().find(|step| step.id == id)?;
        Some(step.title.clone())
    });
    Some(StartCourse {
        next: next.unwrap_or_default(),
        n_done: course
            .modules
            .iter()
            .map(|module| progress.n_done(module))
            .sum(),
        n_steps: course.modules.iter().map(|module| module.steps.len()).sum(),
        title: course.title,
    })
}

#[cfg(test)]
mod tests;
