//! Room or Focus: which of the two ways of drawing the same panels is on, and the camera of each.

use bevy::camera::RenderTarget;
use bevy::prelude::*;
use bevy_egui::PrimaryEguiContext;

use crate::layout::ScreenId;

/// How the panels are shown.
#[derive(States, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Mode {
    /// The panels 1:1 in the window, without light or tone mapping: the mode for reading.
    Focus,
    /// The panels on the monitors of the reading room.
    Room,
}

impl Mode {
    /// The mode that the mode key leads to.
    pub(crate) const fn other(self) -> Self {
        match self {
            Self::Focus => Self::Room,
            Self::Room => Self::Focus,
        }
    }
}

/// The screen that has most of the window in Focus mode.
#[derive(Resource, Debug, Clone, Copy)]
pub(crate) struct Front(pub(crate) ScreenId);

/// Where the picture goes: the window, or an image when there is none.
#[derive(Resource, Debug, Clone)]
pub(crate) struct Canvas(pub(crate) RenderTarget);

pub(crate) fn plugin(app: &mut App) {
    app.add_systems(OnEnter(Mode::Focus), spawn_focus_camera);
}

fn spawn_focus_camera(mut commands: Commands, canvas: Res<Canvas>) {
    commands.spawn((
        Name::new("focus camera"),
        Camera2d,
        Camera {
            clear_color: ClearColorConfig::Custom(Color::BLACK),
            ..default()
        },
        Msaa::Off,
        canvas.0.clone(),
        PrimaryEguiContext,
        DespawnOnExit(Mode::Focus),
    ));
}
