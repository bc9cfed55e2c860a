//! The room's camera on the reader's head: glides to where the input wants it and sleeps when it is there.

use bevy::core_pipeline::tonemapping::{DebandDither, Tonemapping};
use bevy::prelude::*;
use bevy::window::RequestRedraw;
use bevy_egui::PrimaryEguiContext;

use crate::mode::{Canvas, Mode};
use crate::seat::HeadPose;

/// The camera that shows the room.
#[derive(Component)]
pub(crate) struct RoomCamera;

/// Where the head is and where it is going.
#[derive(Resource, Debug, Clone, Copy)]
pub(crate) struct Head {
    /// Now.
    pub(crate) pose: HeadPose,
    /// Soon.
    pub(crate) target: HeadPose,
}

impl Head {
    /// A head at rest in this pose.
    #[must_use]
    pub(crate) fn at(pose: HeadPose) -> Self {
        Self { pose, target: pose }
    }
}

pub(crate) fn plugin(app: &mut App) {
    app.add_systems(OnEnter(Mode::Room), spawn_room_camera)
        .add_systems(
            Update,
            (lean_by_keys, glide_head)
                .chain()
                .run_if(in_state(Mode::Room)),
        );
}

fn spawn_room_camera(mut commands: Commands, canvas: Res<Canvas>, head: Res<Head>) {
    commands.spawn((
        Name::new("room camera"),
        RoomCamera,
        Camera3d::default(),
        Camera {
            clear_color: ClearColorConfig::Custom(Color::BLACK),
            ..default()
        },
        Projection::Perspective(PerspectiveProjection {
            fov: 0.94,
            near: 0.03,
            far: 12.0,
            ..default()
        }),
        // Furniture and glass bring their colours to the picture themselves.
        Tonemapping::None,
        DebandDither::Disabled,
        Msaa::Sample4,
        canvas.0.clone(),
        head.pose.camera(),
        PrimaryEguiContext,
        DespawnOnExit(Mode::Room),
    ));
}

/// The numeric pad's plus and minus lean in and back, Home on it sits straight.
fn lean_by_keys(keys: Res<ButtonInput<KeyCode>>, mut head: ResMut<Head>) {
    if keys.just_pressed(KeyCode::NumpadAdd) {
        head.target = head.target.leaned(2.0);
    }
    if keys.just_pressed(KeyCode::NumpadSubtract) {
        head.target = head.target.leaned(-2.0);
    }
    if keys.just_pressed(KeyCode::Numpad5) {
        head.target = HeadPose::REST;
    }
}

fn glide_head(
    mut head: ResMut<Head>,
    time: Res<Time<Real>>,
    mut camera: Single<&mut Transform, With<RoomCamera>>,
    mut redraw: MessageWriter<RequestRedraw>,
) {
    if head.pose == head.target {
        return;
    }
    // After a sleep the first step counts as one frame, not as the whole sleep.
    let elapsed_s = time.delta_secs().min(0.1);
    head.pose = head.pose.glided(head.target, elapsed_s);
    **camera = head.pose.camera();
    redraw.write(RequestRedraw);
}
