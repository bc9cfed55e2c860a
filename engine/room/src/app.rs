//! The Bevy app: which plugins, how errors and lost devices are survived, with a window or without.

use std::time::Duration;

use bevy::log::LogPlugin;
use bevy::prelude::*;
use bevy::render::RenderPlugin;
use bevy::render::error_handler::{ErrorType, RenderErrorHandler, RenderErrorPolicy};
use bevy::render::settings::{RenderCreation, WgpuSettings};
use bevy::window::{ExitCondition, WindowResolution};
use bevy::winit::{UpdateMode, WinitPlugin, WinitSettings};

use crate::cli::Args;
use crate::mode::{Canvas, Front, Mode};
use crate::seat::HeadPose;
use crate::seat_camera::Head;
use crate::session::Reading;

/// Draws on the CPU when asked, and again after the device was lost.
#[derive(Resource, Debug, Clone, Copy)]
struct Software(bool);

/// The room with a window, ready to run.
pub(crate) fn windowed(args: &Args, mode: Mode, reading: Reading) -> App {
    let words = reading.words();
    let window = Window {
        title: words.title.to_owned(),
        resolution: WindowResolution::new(args.size.x, args.size.y),
        ..default()
    };
    let mut app = App::new();
    let window = WindowPlugin {
        primary_window: Some(window),
        ..default()
    };
    app.add_plugins(
        DefaultPlugins
            .set(window)
            .set(render(args.software, false))
            .disable::<LogPlugin>(),
    );
    app.insert_resource(WinitSettings {
        // A desk that nobody touches draws nothing; motion of the mouse outside the window is not input.
        focused_mode: UpdateMode::reactive_low_power(Duration::from_secs(5)),
        unfocused_mode: UpdateMode::reactive_low_power(Duration::from_secs(60)),
    });
    app.insert_resource(Canvas(default()));
    finish(app, args, mode, reading)
}

/// The room without a window: whoever holds it calls `update` and gives it a canvas to draw on.
pub(crate) fn headless(args: &Args, mode: Mode, canvas: Canvas, reading: Reading) -> App {
    let mut app = App::new();
    let window = WindowPlugin {
        primary_window: None,
        exit_condition: ExitCondition::DontExit,
        ..default()
    };
    let plugins = DefaultPlugins.set(window).set(render(args.software, true));
    app.add_plugins(plugins.disable::<WinitPlugin>().disable::<LogPlugin>());
    app.insert_resource(canvas);
    finish(app, args, mode, reading)
}

fn render(software: bool, synchronous_pipeline_compilation: bool) -> RenderPlugin {
    RenderPlugin {
        render_creation: creation(software),
        synchronous_pipeline_compilation,
        ..default()
    }
}

pub(crate) fn creation(software: bool) -> RenderCreation {
    RenderCreation::Automatic(Box::new(WgpuSettings {
        force_fallback_adapter: software,
        ..default()
    }))
}

fn finish(mut app: App, args: &Args, mode: Mode, reading: Reading) -> App {
    app.set_error_handler(bevy::ecs::error::error)
        .insert_resource(RenderErrorHandler(survive))
        .insert_resource(Software(args.software))
        .insert_resource(reading.words())
        .insert_resource(Head::at(args.head.unwrap_or(HeadPose::REST)))
        .insert_resource(Front(args.front.id()))
        .insert_resource(reading)
        .insert_state(mode)
        .add_plugins((
            crate::gpu::plugin,
            crate::mode::plugin,
            crate::screen::plugin,
            crate::seat_camera::plugin,
            crate::session::plugin,
            crate::room::plugin,
            crate::settle::plugin,
        ));
    app
}

/// A lost device is asked for again while session and journal go on; what cannot be drawn stops being drawn.
fn survive(
    error: &bevy::render::error_handler::RenderError,
    main: &mut World,
    _render: &mut World,
) -> RenderErrorPolicy {
    let software = main
        .get_resource::<Software>()
        .is_some_and(|software| software.0);
    match error.ty {
        ErrorType::DeviceLost => RenderErrorPolicy::Recover(creation(software)),
        // Drawing on after these may flash; the session lives on in its journal and can be taken up again.
        ErrorType::OutOfMemory | ErrorType::Validation | ErrorType::Internal => {
            tracing::error!("drawing stopped: {}", error.description);
            RenderErrorPolicy::StopRendering
        }
    }
}
