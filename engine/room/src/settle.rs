//! Keeps drawing until a change is really on the picture: pipelines are compiled on other threads, and a desk that
//! sleeps would show what was ready by then. Draws nothing itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bevy::prelude::*;
use bevy::render::render_resource::PipelineCache;
use bevy::render::{Render, RenderApp, RenderSystems};
use bevy::window::RequestRedraw;

use crate::mode::Mode;

/// Frames that are drawn after a change in any case: the renderer works one frame behind.
const FRAMES: u8 = 4;

/// How much longer to draw without being asked.
#[derive(Resource, Default)]
pub(crate) struct Settling {
    n_frames: u8,
    compiles: Compiling,
}

/// Whether somebody has asked for another frame in this one: a desk that always does never sleeps.
#[derive(Resource, Debug, Default)]
pub(crate) struct AsksRedraw(pub(crate) bool);

/// Whether the renderer waits for pipelines; shared with its world.
#[derive(Resource, Debug, Clone, Default)]
struct Compiling(Arc<AtomicBool>);

impl Settling {
    /// Something new is to be seen.
    pub(crate) fn begin(&mut self) {
        self.n_frames = FRAMES;
    }
}

pub(crate) fn plugin(app: &mut App) {
    let settling = Settling::default();
    if let Some(render) = app.get_sub_app_mut(RenderApp) {
        render
            .insert_resource(settling.compiles.clone())
            .add_systems(Render, note_compiling.in_set(RenderSystems::Cleanup));
    }
    app.insert_resource(settling)
        .add_systems(OnEnter(Mode::Room), |mut settling: ResMut<Settling>| {
            settling.begin();
        })
        .add_systems(OnEnter(Mode::Focus), |mut settling: ResMut<Settling>| {
            settling.begin();
        })
        .init_resource::<AsksRedraw>()
        .add_systems(Last, (keep_drawing, note_redraw).chain());
}

fn note_compiling(cache: Res<PipelineCache>, compiling: Res<Compiling>) {
    let waits = cache.waiting_pipelines().next().is_some();
    compiling.0.store(waits, Ordering::Relaxed);
}

fn note_redraw(mut asked: MessageReader<RequestRedraw>, mut asks: ResMut<AsksRedraw>) {
    asks.0 = asked.read().count() > 0;
}

fn keep_drawing(mut settling: ResMut<Settling>, mut redraw: MessageWriter<RequestRedraw>) {
    if settling.compiles.0.load(Ordering::Relaxed) {
        settling.begin();
    }
    if settling.n_frames > 0 {
        settling.n_frames -= 1;
        redraw.write(RequestRedraw);
    }
}
