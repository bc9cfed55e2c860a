//! The bridge between the room and the reading session: the only place that knows both.
//! Draws no pixels itself and decides nothing: panels come from the desk, rules from the session.

mod arriving;
mod asking;
mod bench;
mod errand;
mod going;
mod late_images;
mod opening;
mod practising;
mod remembered;
mod seated;
mod sheets;
mod sitting;
mod starting;
mod study;
mod studying;
mod systems;
mod touring;
mod waker;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use bevy::platform::cell::SyncCell;
use bevy::prelude::*;
use bevy_egui::egui;
use overread_base::Vec3 as PlaceMm;
use overread_desk::{Desk, StartPage, text_step};
use overread_store::TEXT_PERCENT;
use overread_workstation::SessionRunner;

use self::asking::Asking;
use self::bench::BenchSeat;
use self::errand::Errand;
use self::opening::Opening;
use self::practising::{Practising, Wanted};
use self::remembered::Remembered;
use self::seated::Seated;
use self::starting::Starting;
use self::studying::{Asked, Studying};
use crate::cli::Args;
use crate::gpu::GpuPainter;
use crate::layout::{Columns, ScreenId};
use crate::words::Words;

pub(crate) use self::sitting::NobodySits;
pub(crate) use self::systems::plugin;

/// The session as the screens see it: one for the program.
#[derive(Resource)]
pub(crate) struct Reading {
    // Receivers of worker threads are not shared between threads; systems only ever borrow them alone.
    taken: SyncCell<Taken>,
    /// The command line, with what is remembered where it says nothing; what it names to read is left out.
    base: Args,
    remembered: Remembered,
    words: Words,
    is_busy: bool,
    wants_quit: bool,
    columns: Columns,
    /// The screen that whoever comes next is to have in front.
    wants_front: Option<ScreenId>,
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
    /// A reader at the start.
    Start(Box<Starting>),
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

/// A desk in the reader's language, with the keys that were asked for.
fn desk_of(args: &Args) -> Desk {
    let mut desk = Desk::new(args.locale().into());
    desk.set_keymap(args.keys());
    if let Some(display) = args.display {
        remembered::describe_display(&mut desk, display);
    }
    if args.gpu {
        desk.set_painter(Some(Arc::new(GpuPainter::of_the_app())));
    }
    desk
}

impl Reading {
    /// Sits down as the command line says; where that fails, the reason is what the screens show.
    pub(crate) fn begin(args: &Args) -> Self {
        let remembered = Remembered::open(args);
        let args = &remembered.complete(args);
        let seated = |runner: SessionRunner| {
            Taken::Session(Box::new(Seated::new(runner, args, Errand::None)))
        };
        let taken = match &args.plugin {
            Some(plugin) => sitting::bench(args, plugin).map(|seat| Taken::Bench(Box::new(seat))),
            None if !args.names_something() => {
                let page = args.start.map(StartPage::from);
                let start = Starting::new(args, &remembered, page);
                Ok(Taken::Start(Box::new(start)))
            }
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
            base: Args {
                practice: false,
                scenario: None,
                study: None,
                plugin: None,
                journal: None,
                ..args.clone()
            },
            remembered,
            wants_quit: false,
            is_busy: !is_nobody,
            has_failed: Arc::new(AtomicBool::new(is_nobody)),
            columns: Columns::Reading,
            wants_front: None,
            taken: SyncCell::new(taken),
            words: Words::of(args.locale()),
            drawn_json: "null".to_owned(),
        }
    }

    /// Why nobody sits at the desk, if so.
    pub(crate) fn failure(&mut self) -> Option<&NobodySits> {
        match self.taken.get() {
            Taken::Nobody(reason) => Some(reason),
            Taken::Opening(_)
            | Taken::Candidate(_)
            | Taken::Start(_)
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

    /// Fonts and colours of a context that has just been made.
    pub(crate) fn prepare_context(&mut self, ctx: &egui::Context) {
        overread_desk::prepare_context(ctx);
    }

    /// Draws the panel of a screen and sends what the reader asked for to the session.
    pub(crate) fn screen_ui(&mut self, screen: ScreenId, ui: &mut egui::Ui) {
        let mut stated = None;
        let mut wanted = None;
        let mut chosen = None;
        let mut toured = Vec::new();
        match self.taken.get() {
            Taken::Start(start) => {
                chosen = start.screen_ui(screen, ui, &self.words, &mut self.remembered);
                let args = start.args();
                self.words = Words::of(args.locale());
                (self.base.locale, self.base.keys) = (args.locale, args.keys.clone());
                self.base.display = args.display;
            }
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
            Taken::Candidate(asking) => {
                let args = asking.screen_ui(screen, ui, &self.words);
                stated = args.map(|args| (args, asking.errand().clone()));
            }
            Taken::Session(seat) => {
                seat.screen_ui(screen, ui);
                if let Some(display) = self.remembered.keep_display_of(seat.desk()) {
                    self.base.display = Some(display);
                }
                self.drawn_json = seat.drawn_json();
                wanted = seat.take_wanted();
                toured = seat.take_tour();
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
        if let Some((args, errand)) = stated {
            let opening =
                Opening::start(&args, errand).map(|opening| Taken::Opening(Box::new(opening)));
            self.taken = SyncCell::new(opening.unwrap_or_else(Taken::Nobody));
        }
        for act in toured {
            self.take_tour_act(act);
        }
        if let Some((args, chosen)) = chosen {
            self.take_chosen(&args, chosen);
        }
        if let Some((args, wanted)) = wanted {
            self.take_wanted(&args, wanted);
        }
    }

    /// Room and flat view were changed.
    pub(crate) fn note_mode_change(&mut self) {
        if let Taken::Session(seat) = self.taken.get() {
            seat.note_mode_change();
        }
    }

    /// How much larger than usual text is.
    pub(crate) fn text_scale(&self) -> f32 {
        f32::from(self.remembered.settings.text_percent) / 100.0
    }

    /// Text one step larger, or smaller.
    pub(crate) fn step_text(&mut self, is_larger: bool) {
        let percent = self.remembered.settings.text_percent;
        self.set_text(text_step(percent, is_larger));
    }

    /// The size of text, per cent.
    pub(crate) fn set_text(&mut self, percent: u16) {
        let percent = percent.clamp(*TEXT_PERCENT.start(), *TEXT_PERCENT.end());
        self.remembered
            .change(|settings| settings.text_percent = percent);
    }

    /// The words of the room in the reader's language.
    pub(crate) fn words(&self) -> Words {
        self.words
    }

    /// Brings a patient position (LPS mm) into view.
    pub(crate) fn go_to(&mut self, place_mm: PlaceMm) {
        match self.taken.get() {
            Taken::Session(seat) => seat.go_to(place_mm),
            Taken::Bench(seat) => seat.go_to(place_mm),
            Taken::Opening(_)
            | Taken::Candidate(_)
            | Taken::Start(_)
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
            | Taken::Start(_)
            | Taken::Practice(_)
            | Taken::Course(_)
            | Taken::Nobody(_) => {}
        }
    }

    /// What the columns of Focus mode are for.
    pub(crate) fn columns(&mut self) -> Columns {
        match self.taken.get() {
            Taken::Start(_) | Taken::Practice(_) | Taken::Candidate(_) => Columns::Alone,
            Taken::Opening(_)
            | Taken::Course(_)
            | Taken::Session(_)
            | Taken::Bench(_)
            | Taken::Nobody(_) => self.columns,
        }
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
