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
mod studying;
mod waker;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bevy::platform::cell::SyncCell;
use bevy::prelude::*;
use bevy::window::{PrimaryWindow, WindowEvent};
use bevy_egui::egui;
use overread_base::Vec3 as PlaceMm;
use overread_desk::{Desk, Language, StepPlace};
use overread_scenario::Practice;
use overread_workstation::SessionRunner;

use self::asking::Asking;
use self::bench::BenchSeat;
use self::opening::Opening;
use self::practising::{Practising, Wanted};
use self::seated::Seated;
use self::studying::{Asked, Block, Look, Studying};
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
    /// The screen that whoever comes next is to have in front.
    wants_front: Option<ScreenId>,
    drawn_json: String,
    /// Set once it is known that nobody will sit down.
    has_failed: Arc<AtomicBool>,
}

/// What a session is for, beyond itself.
#[derive(Debug, Clone)]
enum Errand {
    /// Nothing.
    None,
    /// A practice set.
    Set(Practice),
    /// A practice block of a course.
    Block(Block),
    /// A look at a case of a course.
    Look(Look),
}

impl Errand {
    fn practice(&self) -> Option<&Practice> {
        match self {
            Self::Set(practice) => Some(practice),
            Self::None | Self::Block(_) | Self::Look(_) => None,
        }
    }

    fn is_of_course(&self) -> bool {
        matches!(self, Self::Block(_) | Self::Look(_))
    }

    /// The step of the course to come back to.
    fn place(&self) -> Option<StepPlace> {
        match self {
            Self::Block(block) => Some(block.place.clone()),
            Self::Look(look) => look.place.clone(),
            Self::None | Self::Set(_) => None,
        }
    }

    /// What is to be seen first, patient mm.
    fn sight(&self) -> Option<PlaceMm> {
        match self {
            Self::Look(look) => look.at,
            Self::None | Self::Set(_) | Self::Block(_) => None,
        }
    }
}

/// Who or what is at the desk.
enum Taken {
    /// A session that is being prepared.
    Opening(Box<Opening>),
    /// An examination whose candidate has to be named first.
    Candidate(Box<Asking>),
    /// A reader who chooses what to practise.
    Practice(Box<Practising>),
    /// A learner with a course.
    Course(Box<Studying>),
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
    if let Some(wanted) = reading.wants_front.take() {
        front.0 = wanted;
    }
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
        Taken::Course(studying) => reading.is_busy = studying.poll(),
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
        let seated = |runner: SessionRunner| {
            Taken::Session(Box::new(Seated::new(runner, args, Errand::None)))
        };
        let taken = match &args.plugin {
            Some(plugin) => sitting::bench(args, plugin).map(|seat| Taken::Bench(Box::new(seat))),
            None if args.practice => Ok(Taken::Practice(Box::new(Practising::new(args, None)))),
            None if args.course.is_some() => Studying::open(args, None)
                .map(|studying| Taken::Course(Box::new(studying)))
                .map_err(NobodySits::from),
            // Whoever wants a picture waits for it; nobody looks at a window meanwhile.
            None if args.screenshot.is_some() => sitting::sit(args).map(seated),
            None => {
                Opening::start(args, Errand::None).map(|opening| Taken::Opening(Box::new(opening)))
            }
        };
        let taken = taken.unwrap_or_else(Taken::Nobody);
        let is_nobody = matches!(taken, Taken::Nobody(_));
        Self {
            is_busy: !is_nobody,
            has_failed: Arc::new(AtomicBool::new(is_nobody)),
            columns: Columns::Reading,
            wants_front: None,
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
            | Taken::Course(_)
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
                let errand = opening.errand().clone();
                Taken::Session(Box::new(Seated::new(runner, opening.args(), errand)))
            }
            Err(reason) if reason.needs_candidate() => {
                Taken::Candidate(Box::new(Asking::new(opening.args())))
            }
            // Nothing was named and nothing is unfinished: there is always something to practise.
            Err(reason) if reason.names_nothing() => {
                Taken::Practice(Box::new(Practising::new(opening.args(), None)))
            }
            Err(reason) if opening.errand().practice().is_some() => {
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
            Taken::Course(studying) => {
                let asked = studying.screen_ui(screen, ui);
                let args = studying.args().clone();
                wanted = asked.map(|asked| match asked {
                    Asked::Block(block) => (args, Wanted::Block(block)),
                    Asked::Look(look) => (args, Wanted::Look(look)),
                });
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
            let opening = Opening::start(&args, Errand::None)
                .map(|opening| Taken::Opening(Box::new(opening)));
            self.taken = SyncCell::new(opening.unwrap_or_else(Taken::Nobody));
        }
        match wanted {
            Some((args, Wanted::Set(practice))) => self.begin_set(&args, *practice),
            Some((args, Wanted::Choice)) => {
                self.take(Taken::Practice(Box::new(Practising::new(&args, None))));
            }
            Some((args, Wanted::Block(block))) => {
                let wanted = studying::args_of(&args, &block.scenario, &block.folder);
                self.begin_errand(&wanted, Errand::Block(*block));
            }
            Some((args, Wanted::Look(look))) => {
                let wanted = studying::args_of(&args, &look.scenario, &look.folder);
                self.begin_errand(&wanted, Errand::Look(*look));
            }
            Some((args, Wanted::Course(place))) => {
                let taken = Studying::open(&args, place).map_err(NobodySits::from);
                self.take(
                    taken.map_or_else(Taken::Nobody, |studying| Taken::Course(Box::new(studying))),
                );
            }
            None => {}
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
    fn begin_errand(&mut self, args: &Args, errand: Errand) {
        let opening = Opening::start(args, errand);
        self.take(opening.map_or_else(Taken::Nobody, |opening| Taken::Opening(Box::new(opening))));
    }

    /// Whoever comes next has the columns for reading.
    fn take(&mut self, taken: Taken) {
        self.taken = SyncCell::new(taken);
        self.columns = Columns::Reading;
        self.wants_front = Some(ScreenId::Viewer);
    }

    /// Brings a patient position (LPS mm) into view.
    pub(crate) fn go_to(&mut self, place_mm: PlaceMm) {
        match self.taken.get() {
            Taken::Session(seat) => seat.go_to(place_mm),
            Taken::Bench(seat) => seat.go_to(place_mm),
            Taken::Opening(_)
            | Taken::Candidate(_)
            | Taken::Practice(_)
            | Taken::Course(_)
            | Taken::Nobody(_) => {}
        }
    }

    /// Hangs the next stage of the hanging protocol.
    pub(crate) fn next_stage(&mut self) {
        match self.taken.get() {
            Taken::Session(seat) => seat.next_stage(),
            Taken::Bench(seat) => seat.next_stage(),
            Taken::Opening(_)
            | Taken::Candidate(_)
            | Taken::Practice(_)
            | Taken::Course(_)
            | Taken::Nobody(_) => {}
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
