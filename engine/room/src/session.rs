//! The bridge between the room and the reading session: the only place that knows both.
//! Draws no pixels itself and decides nothing: panels come from the desk, rules from the session.

mod late_images;
mod seated;
mod sitting;
mod study;
mod waker;

use bevy::platform::cell::SyncCell;
use bevy::prelude::*;
use bevy_egui::egui;
use overread_base::Vec3 as PlaceMm;

use self::seated::Seated;
use self::waker::Waker;
use crate::cli::Args;
use crate::layout::{Columns, ScreenId};
use crate::mode::Front;
use crate::words::Words;

pub(crate) use sitting::NobodySits;

/// The session as the screens see it: one for the program.
#[derive(Resource)]
pub(crate) struct Reading {
    // Receivers of worker threads are not shared between threads; systems only ever borrow them alone.
    taken: SyncCell<Result<Box<Seated>, NobodySits>>,
    words: Words,
    is_busy: bool,
    columns: Columns,
    drawn_json: String,
}

pub(crate) fn plugin(app: &mut App) {
    app.init_resource::<Waker>()
        .add_systems(First, poll_session);
}

/// Takes over what worker threads finished, and keeps the desk awake while they work.
fn poll_session(
    mut reading: ResMut<Reading>,
    mut waker: ResMut<Waker>,
    mut front: ResMut<Front>,
    proxy: waker::Proxy<'_>,
) {
    let reading = &mut *reading;
    if let Ok(seat) = reading.taken.get() {
        reading.is_busy = seat.poll();
        if seat.is_over() && reading.columns == Columns::Reading {
            reading.columns = Columns::Debriefing;
            front.0 = ScreenId::Worklist;
        }
    }
    waker.keep_awake(reading.is_busy, proxy);
}

impl Reading {
    /// Sits down as the command line says; where that fails, the reason is what the screens show.
    pub(crate) fn begin(args: &Args) -> Self {
        let taken = sitting::sit(args).map(|runner| Seated::new(runner, args));
        Self {
            is_busy: taken.is_ok(),
            columns: Columns::Reading,
            taken: SyncCell::new(taken.map(Box::new)),
            words: Words::of(args.locale),
            drawn_json: "null".to_owned(),
        }
    }

    /// Why nobody sits at the desk, if so.
    pub(crate) fn failure(&mut self) -> Option<&NobodySits> {
        self.taken.get().as_ref().err()
    }

    /// Fonts and colours of a context that has just been made.
    pub(crate) fn prepare_context(&mut self, ctx: &egui::Context) {
        overread_desk::prepare_context(ctx);
    }

    /// Draws the panel of a screen and sends what the reader asked for to the session.
    pub(crate) fn screen_ui(&mut self, screen: ScreenId, ui: &mut egui::Ui) {
        match self.taken.get() {
            Ok(seat) => {
                seat.screen_ui(screen, ui);
                self.drawn_json = seat.drawn_json();
            }
            Err(reason) => {
                let text = (screen == ScreenId::Viewer).then(|| reason.to_string());
                crate::hud::nothing_to_read_ui(ui, &self.words, text.as_deref());
            }
        }
    }

    /// Brings a patient position (LPS mm) into view.
    pub(crate) fn go_to(&mut self, place_mm: PlaceMm) {
        if let Ok(seat) = self.taken.get() {
            seat.go_to(place_mm);
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
