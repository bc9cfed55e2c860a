//! Where the reader goes: from the start to a lesson, a set, a course or its case, and back.

use std::sync::atomic::Ordering;

use bevy::platform::cell::SyncCell;
use overread_desk::StepPlace;
use overread_scenario::Practice;

use super::asking::Asking;
use super::errand::Errand;
use super::opening::Opening;
use super::practising::{Practising, Wanted};
use super::seated::Seated;
use super::starting::{Chosen, Starting};
use super::studying::Studying;
use super::{NobodySits, Reading, Taken, practising, studying, touring};
use crate::cli::Args;
use crate::layout::{Columns, ScreenId};

impl Reading {
    /// Takes the seat once the session is ready, or says why there is none.
    pub(super) fn take_opened(&mut self) {
        let Taken::Opening(opening) = self.taken.get() else {
            return;
        };
        let Some(sat) = opening.poll() else { return };
        let taken = match sat {
            Ok(runner) => {
                let errand = opening.errand().clone();
                Taken::Session(Box::new(Seated::new(runner, opening.args(), errand)))
            }
            Err(reason) if reason.needs_candidate() => {
                let errand = opening.errand().clone();
                Taken::Candidate(Box::new(Asking::new(opening.args(), errand)))
            }
            Err(reason) if opening.errand().practice().is_some() => {
                let page = Practising::new(opening.args(), Some(reason.to_string()));
                Taken::Practice(Box::new(page))
            }
            Err(reason) if opening.errand().is_of_course() => {
                back_at_course(opening.args(), opening.errand().place(), reason)
            }
            Err(reason) => {
                crate::complain(&reason.to_string());
                self.has_failed.store(true, Ordering::Relaxed);
                Taken::Nobody(reason)
            }
        };
        self.taken = SyncCell::new(taken);
    }

    /// Goes where the reader wants to.
    pub(super) fn take_wanted(&mut self, args: &Args, wanted: Wanted) {
        match wanted {
            Wanted::Set(practice) => self.begin_set(args, *practice),
            Wanted::Choice => {
                self.take(Taken::Practice(Box::new(Practising::new(args, None))));
            }
            Wanted::Block(block) => {
                // What was left unfinished goes on: an examination counts from its beginning.
                let wanted = studying::args_of(args, &block.scenario, &block.folder, false);
                self.begin_errand(&wanted, Errand::Block(*block));
            }
            Wanted::Look(look) => {
                let wanted = studying::args_of(args, &look.scenario, &look.folder, true);
                self.begin_errand(&wanted, Errand::Look(*look));
            }
            Wanted::Course(place) => {
                let taken = Studying::open(args, place).map_err(NobodySits::from);
                self.take(
                    taken.map_or_else(Taken::Nobody, |studying| Taken::Course(Box::new(studying))),
                );
            }
        }
    }

    /// Sits down to a practice set; where that fails, the page says why.
    fn begin_set(&mut self, args: &Args, practice: Practice) {
        let opening = practising::args_of(args, &practice)
            .map_err(NobodySits::from)
            .and_then(|args| Opening::start(&args, Errand::Set(practice)));
        self.take(match opening {
            Ok(opening) => Taken::Opening(Box::new(opening)),
            Err(reason) => {
                let page = Practising::new(args, Some(reason.to_string()));
                Taken::Practice(Box::new(page))
            }
        });
    }

    /// Sits down to a session of a course.
    pub(super) fn begin_errand(&mut self, args: &Args, errand: Errand) {
        let (is_of_course, place) = (errand.is_of_course(), errand.place());
        let taken = match Opening::start(args, errand) {
            Ok(opening) => Taken::Opening(Box::new(opening)),
            Err(reason) if is_of_course => back_at_course(args, place, reason),
            Err(reason) => Taken::Nobody(reason),
        };
        self.take(taken);
    }

    /// Whoever comes next has the columns for reading.
    fn take(&mut self, taken: Taken) {
        self.taken = SyncCell::new(taken);
        self.columns = Columns::Reading;
        self.wants_front = Some(ScreenId::Viewer);
    }

    /// Opens what was chosen at the start.
    pub(super) fn take_chosen(&mut self, args: &Args, chosen: Chosen) {
        let args = Args {
            start: None,
            ..args.clone()
        };
        let opened = Args {
            new: false,
            course: None,
            ..args.clone()
        };
        match chosen {
            Chosen::Course => self.open_course(&args),
            Chosen::Practice => self.take(Taken::Practice(Box::new(Practising::new(&args, None)))),
            Chosen::Tour(step) => match touring::args_of(&args) {
                Ok(args) => self.begin_errand(&args, Errand::Tour(step)),
                Err(error) => self.go_home_with(&error),
            },
            Chosen::Lesson(path) => {
                let scenario = Some(path);
                self.begin_errand(&Args { scenario, ..opened }, Errand::None);
            }
            Chosen::Session(path) => {
                let journal = Some(path);
                self.begin_errand(&Args { journal, ..opened }, Errand::None);
            }
            Chosen::Quit => self.wants_quit = true,
        }
    }

    /// Opens the course at the step that comes next; where there is none, the start says so.
    pub(super) fn open_course(&mut self, args: &Args) {
        match Studying::open(args, None) {
            Ok(mut studying) => {
                studying.open_next();
                self.take(Taken::Course(Box::new(studying)));
            }
            Err(error) => self.go_home_with(&error),
        }
    }

    /// The start menu, if it may be gone to; a session that runs is paused.
    pub(crate) fn go_home(&mut self) {
        if self.may_go_home() {
            let start = Starting::new(&self.base, &self.remembered, None);
            self.take(Taken::Start(Box::new(start)));
        }
    }

    fn go_home_with(&mut self, error: &anyhow::Error) {
        let reason = crate::reason(error);
        tracing::warn!("{reason}");
        self.remembered.errors.push(reason);
        let start = Starting::new(&self.base, &self.remembered, None);
        self.take(Taken::Start(Box::new(start)));
    }

    /// Whether the start menu may be gone to: not from itself, and not out of an examination.
    pub(crate) fn may_go_home(&mut self) -> bool {
        match self.taken.get() {
            Taken::Session(seat) => seat.may_be_left(),
            // The answers of a test are on the desk alone, and its attempt counts from the beginning.
            Taken::Course(studying) => !studying.is_sitting_test(),
            Taken::Practice(_) | Taken::Candidate(_) | Taken::Nobody(_) => true,
            Taken::Start(_) | Taken::Opening(_) | Taken::Bench(_) => false,
        }
    }
}

/// The course at the step whose session did not begin, with the reason; without a course the reason alone.
fn back_at_course(args: &Args, place: Option<StepPlace>, reason: NobodySits) -> Taken {
    tracing::warn!("the step does not begin: {reason}");
    match Studying::open(args, place) {
        Ok(mut studying) => {
            studying.complain(reason.to_string());
            Taken::Course(Box::new(studying))
        }
        Err(error) => {
            tracing::warn!("{error:#}");
            Taken::Nobody(reason)
        }
    }
}
