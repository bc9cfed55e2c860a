//! The bridge between the room and the reading session: the only place that knows both.
//! Draws no pixels itself and decides nothing: panels come from the desk, rules from the session.

mod arriving;
mod asking;
mod bench;
mod late_images;
mod opening;
mod practising;
mod seated;
mod sheets;
mod sitting;
mod study;
mod waker;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bevy::platform::cell::SyncCell;
use bevy::prelude::*;
use bevy::window::{PrimaryWindow, WindowEvent};
use bevy_egui::egui;
use overread_base::Vec3 as PlaceMm;
use overread_desk::{Desk, Language};
use overread_scenario::Practice;
use overread_workstation::SessionRunner;

use self::asking::Asking;
use self::bench::BenchSeat;
use self::opening::Opening;
use self::practising::{Practising, Wanted};
use self::seated::Seated;
use self::waker::{Rhythm, Waker};
use crate::cli::Args;
use crate::gpu::GpuPainter;
use crate::layout::{Columns, ScreenId};
use crate::mode::Front;
use crate::words::Words;

pub(crate) use sitting::NobodySits;

/// The session as the screens see it: one for the program.
#[derive(Resource)]
pub(crate) struct Reading {
    // Receivers of worker threads are not shared between threads; systems only ever borrow them alone.
    taken: SyncCell<Taken>,
    words: Words,
    is_busy: bool,
    columns: Columns,
    drawn_json: String,
    /// Set once it is known that nobody will sit down.
    has_failed: Arc<AtomicBool>,
}

/// Who or what is at the desk.
enum Taken {
    /// A session that is being prepared.
    Opening(Box<Opening>),
    /// An examination whose candidate has to be named first.
    Candidate(Box<Asking>),
    /// A reader who chooses what to practise.
    Practice(Box<Practising>),
    /// A reader with a session.
    Session(Box<Seated>),
    /// A vendor with a plugin.
    Bench(Box<BenchSeat>),
    /// Nobody, for this reason.
    Nobody(NobodySits),
}

pub(crate) fn plugin(app: &mut App) {
    app.init_resource::<Waker>()
        .add_systems(First, (note_focus, poll_session).chain());
}

/// Tells the session when the window loses the focus of the system, and when it has it again.
fn note_focus(
    mut events: MessageReader<WindowEvent>,
    windows: Query<Entity, With<PrimaryWindow>>,
    mut reading: ResMut<Reading>,
) {
    let Ok(window) = windows.single() else { return };
    for event in events.read() {
        if let WindowEvent::WindowFocused(focus) = event
            && focus.window == window
            && let Taken::Session(seat) = reading.taken.get()
        {
            seat.note_focus(focus.focused);
        }
    }
}

/// Takes over what worker threads finished, and keeps the desk awake while they work.
fn poll_session(
    mut reading: ResMut<Reading>,
    mut waker: ResMut<Waker>,
    mut front: ResMut<Front>,
    proxy: waker::Proxy<'_>,
) {
    let reading = &mut *reading;
    let mut is_watching = false;
    let mut plays = None;
    reading.take_opened();
    match reading.taken.get() {
        Taken::Session(seat) => {
            reading.is_busy = seat.poll();
            is_watching = seat.is_waiting();
            plays = seat
                .plays_every()
                .into_iter()
                .chain(seat.ticks_every())
                .min();
            if seat.is_over() && reading.columns == Columns::Reading {
                reading.columns = Columns::Debriefing;
                front.0 = ScreenId::Worklist;
            }
        }
        Taken::Bench(seat) => {
            reading.is_busy = seat.poll();
            is_watching = true;
            plays = seat.plays_every();
        }
        Taken::Practice(page) => reading.is_busy = page.poll(),
        Taken::Opening(_) => reading.is_busy = true,
        Taken::Candidate(_) | Taken::Nobody(_) => reading.is_busy = false,
    }
    let rhythm = Rhythm::of(reading.is_busy, is_watching).playing(plays);
    waker.keep_awake(rhythm, proxy);
}

/// A desk in the reader's language, with the keys that were asked for.
fn desk_of(args: &Args) -> Desk {
    let mut desk = Desk::new(Language::from_tag(args.locale.tag()));
    desk.set_keymap(args.keys.clone());
    if args.gpu {
        desk.set_painter(Some(Arc::new(GpuPainter::of_the_app())));
    }
    desk
}

impl Reading {
    /// Sits down as the command line says; where that fails, the reason is what the screens show.
    pub(crate) fn begin(args: &Args) -> Self {
        let seated =
            |runner: SessionRunner| Taken::Session(Box::new(Seated::new(runner, args, None)));
        let taken = match &args.plugin {
            Some(plugin) => sitting::bench(args, plugin).map(|seat| Taken::Bench(Box::new(seat))),
            None if args.practice => Ok(Taken::Practice(Box::new(Practising::new(args, None)))),
            // Whoever wants a picture waits for it; nobody looks at a window meanwhile.
            None if args.screenshot.is_some() => sitting::sit(args).map(seated),
            None => Opening::start(args, None).map(|opening| Taken::Opening(Box::new(opening))),
        };
        let taken = taken.unwrap_or_else(Taken::Nobody);
        let is_nobody = matches!(taken, Taken::Nobody(_));
        Self {
            is_busy: !is_nobody,
            has_failed: Arc::new(AtomicBool::new(is_nobody)),
            columns: Columns::Reading,
            taken: SyncCell::new(taken),
            words: Words::of(args.locale),
            drawn_json: "null".to_owned(),
        }
    }

    /// Why nobody sits at the desk, if so.
    pub(crate) fn failure(&mut self) -> Option<&NobodySits> {
        match self.taken.get() {
            Taken::Nobody(reason) => Some(reason),
            Taken::Opening(_)
            | Taken::Candidate(_)
            | Taken::Practice(_)
            | Taken::Session(_)
            | Taken::Bench(_) => None,
        }
    }

    /// Tells, even after the window has taken everything with it, whether nobody could sit down.
    pub(crate) fn has_failed(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.has_failed)
    }

    /// Takes the seat once the session is ready, or says why there is none.
    fn take_opened(&mut self) {
        let Taken::Opening(opening) = self.taken.get() else {
            return;
        };
        let Some(sat) = opening.poll() else { return };
        let taken = match sat {
            Ok(runner) => {
                let practice = opening.practice().cloned();
                Taken::Session(Box::new(Seated::new(runner, opening.args(), practice)))
            }
            Err(reason) if reason.needs_candidate() => {
                Taken::Candidate(Box::new(Asking::new(opening.args())))
            }
            // Nothing was named and nothing is unfinished: there is always something to practise.
            Err(reason) if reason.names_nothing() => {
                Taken::Practice(Box::new(Practising::new(opening.args(), None)))
            }
            Err(reason) if opening.practice().is_some() => {
                let page = Practising::new(opening.args(), Some(reason.to_string()));
                Taken::Practice(Box::new(page))
            }
            Err(reason) => {
                crate::complain(&reason.to_string());
                self.has_failed.store(true, Ordering::Relaxed);
                Taken::Nobody(reason)
            }
        };
        self.taken = SyncCell::new(taken);
    }

    /// Fonts and colours of a context that has just been made.
    pub(crate) fn prepare_context(&mut self, ctx: &egui::Context) {
        overread_desk::prepare_context(ctx);
    }

    /// Draws the panel of a screen and sends what the reader asked for to the session.
    pub(crate) fn screen_ui(&mut self, screen: ScreenId, ui: &mut egui::Ui) {
        let mut stated = None;
        let mut wanted = None;
        match self.taken.get() {
            Taken::Practice(page) => {
                let chosen = page.screen_ui(screen, ui, &self.words);
                wanted = chosen.map(|chosen| (page.args().clone(), chosen));
            }
            Taken::Candidate(asking) => stated = asking.screen_ui(screen, ui, &self.words),
            Taken::Session(seat) => {
                seat.screen_ui(screen, ui);
                self.drawn_json = seat.drawn_json();
                wanted = seat.take_wanted();
            }
            Taken::Bench(seat) => {
                seat.screen_ui(screen, ui);
                self.drawn_json = seat.drawn_json();
            }
            Taken::Opening(_) => {
                crate::hud::preparing_ui(ui, &self.words, screen == ScreenId::Viewer);
            }
            Taken::Nobody(reason) => {
                let text = (screen == ScreenId::Viewer).then(|| reason.to_string());
                crate::hud::nothing_to_read_ui(ui, &self.words, text.as_deref());
            }
        }
        if let Some(args) = stated {
            let opening =
                Opening::start(&args, None).map(|opening| Taken::Opening(Box::new(opening)));
            self.taken = SyncCell::new(opening.unwrap_or_else(Taken::Nobody));
        }
        match wanted {
            Some((args, Wanted::Set(practice))) => self.begin_set(&args, *practice),
            Some((args, Wanted::Choice)) => {
                self.take(Taken::Practice(Box::new(Practising::new(&args, None))));
            }
            None => {}
        }
    }

    /// Sits down to a practice set; where that fails, the page says why.
    fn begin_set(&mut self, args: &Args, practice: Practice) {
        let opening = practising::args_of(args, &practice)
            .map_err(NobodySits::from)
            .and_then(|args| Opening::start(&args, Some(practice)));
        self.take(match opening {
            Ok(opening) => Taken::Opening(Box::new(opening)),
            Err(reason) => {
                let page = Practising::new(args, Some(reason.to_string()));
                Taken::Practice(Box::new(page))
            }
        });
    }

    /// Whoever comes next has the columns for reading.
    fn take(&mut self, taken: Taken) {
        self.taken = SyncCell::new(taken);
        self.columns = Columns::Reading;
    }

    /// Brings a patient position (LPS mm) into view.
    pub(crate) fn go_to(&mut self, place_mm: PlaceMm) {
        match self.taken.get() {
            Taken::Session(seat) => seat.go_to(place_mm),
            Taken::Bench(seat) => seat.go_to(place_mm),
            Taken::Opening(_) | Taken::Candidate(_) | Taken::Practice(_) | Taken::Nobody(_) => {}
        }
    }

    /// Hangs the next stage of the hanging protocol.
    pub(crate) fn next_stage(&mut self) {
        match self.taken.get() {
            Taken::Session(seat) => seat.next_stage(),
            Taken::Bench(seat) => seat.next_stage(),
            Taken::Opening(_) | Taken::Candidate(_) | Taken::Practice(_) | Taken::Nobody(_) => {}
        }
    }

    /// What the columns of Focus mode are for.
    pub(crate) fn columns(&self) -> Columns {
        self.columns
    }

    /// Whether nothing is being loaded or computed.
    pub(crate) fn is_settled(&self) -> bool {
        !self.is_busy
    }

    /// What the panels show, as JSON, for tests.
    pub(crate) fn drawn_json(&self) -> String {
        self.drawn_json.clone()
    }
}
