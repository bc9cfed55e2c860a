//! The systems that keep the session going: what worker threads finished, the focus of the window, how often to draw.

use bevy::app::AppExit;
use bevy::prelude::*;
use bevy::window::{PrimaryWindow, WindowEvent};

use super::waker::{self, Rhythm, Waker};
use super::{Reading, Taken};
use crate::layout::{Columns, ScreenId};
use crate::mode::Front;
use crate::words::Words;

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
    mut words: ResMut<Words>,
    mut exit: MessageWriter<AppExit>,
    proxy: waker::Proxy<'_>,
) {
    let reading = &mut *reading;
    let mut is_watching = false;
    let mut plays = None;
    reading.take_opened();
    if let Some(wanted) = reading.wants_front.take() {
        front.0 = wanted;
    }
    if *words != reading.words {
        *words = reading.words;
    }
    if reading.wants_quit {
        exit.write(AppExit::Success);
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
        Taken::Start(start) => reading.is_busy = start.poll(),
        Taken::Practice(page) => reading.is_busy = page.poll(),
        Taken::Course(studying) => reading.is_busy = studying.poll(),
        Taken::Opening(_) => reading.is_busy = true,
        Taken::Candidate(_) | Taken::Nobody(_) => reading.is_busy = false,
    }
    let rhythm = Rhythm::of(reading.is_busy, is_watching).playing(plays);
    waker.keep_awake(rhythm, proxy);
}
