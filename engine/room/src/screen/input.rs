//! From the window's ordered events to egui events and camera moves: the Bevy side of [`InputOwner`].
//! Casts the rays and translates types; who gets what is decided in `pointer`.

use bevy::input::ButtonState;
use bevy::input::keyboard::{Key, KeyCode, KeyboardInput};
use bevy::input::mouse::{MouseButton, MouseScrollUnit};
use bevy::picking::mesh_picking::ray_cast::{MeshRayCast, MeshRayCastSettings, RayCastVisibility};
use bevy::prelude::*;
use bevy::window::{PrimaryWindow, RequestRedraw, WindowEvent};
use bevy_egui::input::{EguiInputEvent, FocusedNonWindowEguiContext};
use bevy_egui::{EguiContext, EguiInputSet, PrimaryEguiContext, egui, helpers};

use super::clipboard::Clipboard;
use super::{ScreenContext, ScreenGlass};
use crate::layout::{ScreenId, glass};
use crate::mode::{Front, Mode};
use crate::pointer::{Aim, Happened, InputOwner, Modifier, Owner, Picking, Routed};
use crate::seat_camera::{Head, RoomCamera};
use crate::session::Reading;
use crate::window_keys::{WindowKey, beside, window_key};

/// The reader's hands: who owns pointer and keyboard.
#[derive(Resource)]
pub(super) struct Hands(pub(crate) InputOwner);

impl Hands {
    /// Who has the keyboard.
    pub(super) fn keyboard(&self) -> Owner {
        self.0.keyboard()
    }
}

/// Where the hint over the room lies, logical pixels of the window: there the pointer is the window's.
#[derive(Resource, Default)]
pub(super) struct HintPlace(pub(super) Option<egui::Rect>);

impl HintPlace {
    fn holds(&self, window_px: Vec2) -> bool {
        self.0
            .is_some_and(|rect| rect.contains(egui::pos2(window_px.x, window_px.y)))
    }
}

pub(crate) fn plugin(app: &mut App) {
    app.init_resource::<HintPlace>()
        .insert_resource(Hands(InputOwner::new(Owner::Panels)))
        .add_systems(OnEnter(Mode::Room), |mut hands: ResMut<Hands>| {
            hands.0 = InputOwner::new(Owner::Screen(ScreenId::Viewer));
        })
        .add_systems(OnEnter(Mode::Focus), |mut hands: ResMut<Hands>| {
            hands.0 = InputOwner::new(Owner::Panels)
        })
        .add_systems(
            PreUpdate,
            route_input.in_set(EguiInputSet::ReadBevyMessages),
        );
}

/// Rays into the room; in Focus mode everything under the pointer is the window's panels, in the room its hint.
struct RoomRays<'a, 'gw, 'gs, 'rw, 'rs> {
    camera: Option<(&'a Camera, &'a GlobalTransform)>,
    hint: &'a HintPlace,
    glasses: &'a Query<'gw, 'gs, &'static ScreenGlass>,
    ray_cast: &'a mut MeshRayCast<'rw, 'rs>,
}

impl RoomRays<'_, '_, '_, '_, '_> {
    fn ray(&self, window_px: Vec2) -> Option<Ray3d> {
        let (camera, transform) = self.camera?;
        camera.viewport_to_world(transform, window_px).ok()
    }
}

impl Picking for RoomRays<'_, '_, '_, '_, '_> {
    fn under(&mut self, window_px: Vec2) -> Aim {
        if self.camera.is_none() || self.hint.holds(window_px) {
            return Aim {
                over: Owner::Panels,
                at: window_px,
            };
        }
        let in_room = Aim {
            over: Owner::Room,
            at: window_px,
        };
        let Some(ray) = self.ray(window_px) else {
            return in_room;
        };
        let glasses = self.glasses;
        let filter = |entity| glasses.contains(entity);
        let settings = MeshRayCastSettings::default()
            .with_visibility(RayCastVisibility::Any)
            .with_filter(&filter);
        let hit = self
            .ray_cast
            .cast_ray(ray, &settings)
            .first()
            .map(|(entity, _)| *entity);
        let screen = hit
            .and_then(|entity| glasses.get(entity).ok())
            .map(|screen| screen.0);
        let aim = screen.and_then(|screen| {
            let at = glass(screen).texel_on_plane(ray)?;
            Some(Aim {
                over: Owner::Screen(screen),
                at,
            })
        });
        aim.unwrap_or(in_room)
    }

    fn on_plane_of(&mut self, owner: Owner, window_px: Vec2) -> Option<Vec2> {
        match owner {
            Owner::Screen(screen) => glass(screen).texel_on_plane(self.ray(window_px)?),
            Owner::Panels | Owner::Room => Some(window_px),
        }
    }
}

fn route_input(
    mut events: MessageReader<WindowEvent>,
    windows: Query<Entity, With<PrimaryWindow>>,
    camera: Query<(&Camera, &GlobalTransform), With<RoomCamera>>,
    // Together: a system takes sixteen things at most.
    (hint, glasses): (Res<HintPlace>, Query<&'static ScreenGlass>),
    mut ray_cast: MeshRayCast,
    mut contexts: Contexts<'_, '_>,
    mut hands: ResMut<Hands>,
    mut head: ResMut<Head>,
    mut front: ResMut<Front>,
    clipboard: Res<Clipboard>,
    mode: Res<State<Mode>>,
    mut next_mode: ResMut<NextState<Mode>>,
    mut out: MessageWriter<EguiInputEvent>,
    mut redraw: MessageWriter<RequestRedraw>,
    mut commands: Commands,
    mut reading: ResMut<Reading>,
) {
    let Ok(window) = windows.single() else { return };
    let mut rays = RoomRays {
        camera: camera.single().ok(),
        hint: &hint,
        glasses: &glasses,
        ray_cast: &mut ray_cast,
    };
    let mut switches = false;
    for event in events.read() {
        if let WindowEvent::KeyboardInput(key) = event
            && key.window == window
            && is_mode_key(key, hands.0.modifiers())
            && !wants_text(&mut contexts, hands.0.keyboard())
        {
            switches |= key.state.is_pressed() && !key.repeat;
            continue;
        }
        if let WindowEvent::KeyboardInput(key) = event
            && key.window == window
            && let Some(wanted) = window_key(key.key_code, hands.0.modifiers())
        {
            if key.state.is_pressed() {
                take_window_key(wanted, &mut reading, &mut hands.0, &mut front.0);
            }
            redraw.write(RequestRedraw);
            continue;
        }
        let Some(happened) = happened(event, window) else {
            continue;
        };
        for routed in hands.0.take(happened, &mut rays) {
            match routed {
                Routed::Look(delta_px) => head.target = head.target.turned(delta_px),
                Routed::Lean(lines) => head.target = head.target.leaned(lines),
                Routed::Paste(owner) => {
                    if let Some(context) = context_of(&contexts, owner) {
                        let event = egui::Event::Paste(clipboard.0.clone());
                        out.write(EguiInputEvent { context, event });
                    }
                }
                Routed::Egui(owner, event) => {
                    if let Some(context) = context_of(&contexts, owner) {
                        let event = in_points(event, reading.text_scale());
                        out.write(EguiInputEvent { context, event });
                    }
                }
            }
            redraw.write(RequestRedraw);
        }
    }
    if switches {
        if let (Mode::Room, Some(Owner::Screen(screen))) = (mode.get(), hands.0.hover()) {
            front.0 = screen;
        }
        next_mode.set(mode.get().other());
        reading.note_mode_change();
        redraw.write(RequestRedraw);
    }
    match hands.0.keyboard() {
        Owner::Screen(_) => {
            if let Some(context) = context_of(&contexts, hands.0.keyboard()) {
                commands.insert_resource(FocusedNonWindowEguiContext(context));
            }
        }
        Owner::Panels | Owner::Room => commands.remove_resource::<FocusedNonWindowEguiContext>(),
    }
}

/// Does what a key of the window asks for.
fn take_window_key(
    wanted: WindowKey,
    reading: &mut Reading,
    hands: &mut InputOwner,
    front: &mut ScreenId,
) {
    match wanted {
        WindowKey::Text { is_larger } => reading.step_text(is_larger),
        WindowKey::UsualText => reading.set_text(100),
        WindowKey::Home => reading.go_home(),
        WindowKey::Screen { is_next } => match hands.keyboard() {
            Owner::Screen(screen) => hands.give_keyboard(Owner::Screen(beside(screen, is_next))),
            Owner::Panels | Owner::Room => *front = beside(*front, is_next),
        },
    }
}

/// A position comes in pixels; where all is drawn larger, a point of egui has more of them.
fn in_points(mut event: egui::Event, scale: f32) -> egui::Event {
    if let egui::Event::PointerMoved(at) | egui::Event::PointerButton { pos: at, .. } = &mut event {
        *at = egui::pos2(at.x / scale, at.y / scale);
    }
    event
}

type Contexts<'w, 's> = Query<
    'w,
    's,
    (
        Entity,
        &'static mut EguiContext,
        Option<&'static ScreenContext>,
        Has<PrimaryEguiContext>,
    ),
>;

fn context_of(contexts: &Contexts<'_, '_>, owner: Owner) -> Option<Entity> {
    let is_owner = |screen: Option<&ScreenContext>, is_primary| match owner {
        Owner::Screen(wanted) => screen.is_some_and(|screen| screen.0 == wanted),
        Owner::Panels => is_primary,
        Owner::Room => false,
    };
    contexts
        .iter()
        .find(|(_, _, screen, is_primary)| is_owner(*screen, *is_primary))
        .map(|(entity, ..)| entity)
}

fn wants_text(contexts: &mut Contexts<'_, '_>, owner: Owner) -> bool {
    let Some(entity) = context_of(contexts, owner) else {
        return false;
    };
    contexts
        .get_mut(entity)
        .is_ok_and(|(_, mut context, ..)| context.get_mut().text_edit_focused())
}

fn is_mode_key(key: &KeyboardInput, modifiers: egui::Modifiers) -> bool {
    key.key_code == KeyCode::KeyF && modifiers.is_none()
}

/// A window event as `pointer` knows it; `None` for other windows and for events that are no input.
fn happened(event: &WindowEvent, window: Entity) -> Option<Happened> {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "window events that are no input are many and change with Bevy"
    )]
    match event {
        WindowEvent::CursorMoved(moved) if moved.window == window => {
            Some(Happened::Moved(moved.position))
        }
        WindowEvent::CursorLeft(left) if left.window == window => Some(Happened::Left),
        WindowEvent::WindowFocused(focus) if focus.window == window && !focus.focused => {
            Some(Happened::FocusLost)
        }
        WindowEvent::MouseButtonInput(input) if input.window == window => Some(Happened::Button {
            button: button(input.button)?,
            pressed: input.state == ButtonState::Pressed,
        }),
        WindowEvent::MouseWheel(wheel) if wheel.window == window => {
            let unit = match wheel.unit {
                MouseScrollUnit::Line => egui::MouseWheelUnit::Line,
                MouseScrollUnit::Pixel => egui::MouseWheelUnit::Point,
            };
            Some(Happened::Wheel {
                unit,
                delta: Vec2::new(wheel.x, wheel.y),
            })
        }
        WindowEvent::KeyboardInput(key) if key.window == window => Some(key_happened(key)),
        _ => None,
    }
}

fn button(button: MouseButton) -> Option<egui::PointerButton> {
    match button {
        MouseButton::Left => Some(egui::PointerButton::Primary),
        MouseButton::Right => Some(egui::PointerButton::Secondary),
        MouseButton::Middle => Some(egui::PointerButton::Middle),
        MouseButton::Back => Some(egui::PointerButton::Extra1),
        MouseButton::Forward => Some(egui::PointerButton::Extra2),
        MouseButton::Other(_) => None,
    }
}

fn key_happened(key: &KeyboardInput) -> Happened {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "all other keys are no modifiers"
    )]
    let modifier = match key.key_code {
        KeyCode::ShiftLeft | KeyCode::ShiftRight => Some(Modifier::Shift),
        KeyCode::ControlLeft | KeyCode::ControlRight => Some(Modifier::Ctrl),
        KeyCode::AltLeft | KeyCode::AltRight => Some(Modifier::Alt),
        _ => None,
    };
    let typed = match (&key.text, &key.logical_key) {
        (Some(text), _) | (None, Key::Character(text)) => Some(text.to_string()),
        (None, Key::Space) => Some(" ".to_owned()),
        (None, _) => None,
    };
    Happened::Key {
        key: helpers::bevy_to_egui_key(&key.logical_key),
        physical: helpers::bevy_to_egui_physical_key(&key.key_code),
        modifier,
        text: typed,
        pressed: key.state.is_pressed(),
        repeat: key.repeat,
    }
}
