//! The monitors: egui contexts drawn to textures, their glass in the room, and the input that reaches them.
//! The one place that spawns egui contexts; what the panels show is the session's business.

mod clipboard;
mod input;
mod material;

use bevy::asset::{AssetEventSystems, RenderAssetUsages};
use bevy::camera::visibility::RenderLayers;
use bevy::camera::{ImageRenderTarget, RenderTarget};
use bevy::ecs::schedule::ScheduleLabel;
use bevy::image::{ImageSampler, ImageSamplerDescriptor};
use bevy::prelude::*;
use bevy::render::render_resource::{Extent3d, TextureDimension, TextureFormat, TextureUsages};
use bevy::winit::{EventLoopProxyWrapper, WinitUserEvent};
use bevy_egui::input::{FocusedNonWindowEguiContext, HoveredNonWindowEguiContext};
use bevy_egui::{
    EguiContext, EguiGlobalSettings, EguiMultipassSchedule, EguiPlugin, EguiPostUpdateSet,
    EguiPrimaryContextPass, PrimaryEguiContext, egui,
};

use crate::layout::{ScreenId, focus_columns, glass};
use crate::mode::{Front, Mode};
use crate::pointer::Owner;
use crate::session::Reading;
use crate::words::Words;

use input::{Hands, HintPlace};
use material::ScreenMaterial;

/// The egui pass of one screen; every context needs its own.
#[derive(ScheduleLabel, Clone, Debug, PartialEq, Eq, Hash)]
struct ScreenPass(ScreenId);

/// The egui context of a monitor, on the camera that draws it.
#[derive(Component, Debug, Clone, Copy)]
pub(crate) struct ScreenContext(pub(crate) ScreenId);

/// The glass of a monitor in the room.
#[derive(Component, Debug, Clone, Copy)]
pub(crate) struct ScreenGlass(pub(crate) ScreenId);

/// How often each screen was drawn; a screen whose pass is missing stays at zero.
#[derive(Resource, Debug, Default)]
pub(crate) struct DrawnPasses(pub(crate) [u64; 3]);

pub(crate) fn plugin(app: &mut App) {
    // Binding arrays buy nothing for a handful of textures, and software renderers lack them.
    app.add_plugins(EguiPlugin {
        bindless_mode_array_size: None,
        ..default()
    })
    .add_plugins((material::plugin, clipboard::plugin, input::plugin))
    .init_resource::<DrawnPasses>()
    // Glyphs and pictures that a panel has just asked for belong to this frame: perhaps no other one follows soon.
    .configure_sets(
        PostUpdate,
        EguiPostUpdateSet::PostProcessOutput.before(AssetEventSystems),
    )
    .add_systems(OnEnter(Mode::Room), spawn_screens)
    .add_systems(OnExit(Mode::Room), forget_hovered_screens)
    .add_systems(First, (prepare_new_contexts, scale_text).chain())
    .add_systems(EguiPrimaryContextPass, draw_window_panels)
    .add_systems(ScreenPass(ScreenId::Worklist), draw_screen::<0>)
    .add_systems(ScreenPass(ScreenId::Viewer), draw_screen::<1>)
    .add_systems(ScreenPass(ScreenId::Report), draw_screen::<2>);
    let mut settings = app.world_mut().resource_mut::<EguiGlobalSettings>();
    settings.auto_create_primary_context = false;
    settings.enable_focused_non_window_context_updates = false;
    let input = &mut settings.input_system_settings;
    input.run_write_window_pointer_moved_messages_system = false;
    input.run_write_pointer_button_messages_system = false;
    input.run_write_non_window_pointer_moved_messages_system = false;
    input.run_write_mouse_wheel_messages_system = false;
    input.run_write_keyboard_input_messages_system = false;
}

fn spawn_screens(
    mut commands: Commands,
    mut images: ResMut<Assets<Image>>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut materials: ResMut<Assets<ScreenMaterial>>,
) {
    for screen in ScreenId::ALL {
        let glass = glass(screen);
        let picture = images.add(screen_image(glass.pixels));
        commands.spawn((
            Name::new(format!("{} context", screen.name())),
            ScreenContext(screen),
            Camera2d,
            // Before the room, so that the room shows this frame's picture.
            Camera {
                order: -1,
                clear_color: ClearColorConfig::Custom(Color::BLACK),
                ..default()
            },
            Msaa::Off,
            RenderLayers::none(),
            RenderTarget::Image(ImageRenderTarget {
                handle: picture.clone(),
                scale_factor: 1.0,
            }),
            EguiMultipassSchedule::new(ScreenPass(screen)),
            DespawnOnExit(Mode::Room),
        ));
        commands.spawn((
            Name::new(format!("{} glass", screen.name())),
            ScreenGlass(screen),
            Mesh3d(meshes.add(Rectangle::from_size(glass.size_m))),
            MeshMaterial3d(materials.add(ScreenMaterial { picture })),
            Transform::from_translation(glass.centre_m).with_rotation(glass.rotation()),
            DespawnOnExit(Mode::Room),
        ));
    }
}

fn screen_image(pixels: UVec2) -> Image {
    let size = Extent3d {
        width: pixels.x,
        height: pixels.y,
        depth_or_array_layers: 1,
    };
    let mut image = Image::new_fill(
        size,
        TextureDimension::D2,
        &[0; 4],
        // egui's pipeline knows this format and the HDR one only.
        TextureFormat::Rgba8UnormSrgb,
        RenderAssetUsages::default(),
    );
    image.texture_descriptor.usage |= TextureUsages::RENDER_ATTACHMENT;
    image.sampler = ImageSampler::Descriptor(ImageSamplerDescriptor::linear());
    image
}

/// While one of these resources is set, bevy_egui sends the input of every window to that screen.
fn forget_hovered_screens(mut commands: Commands) {
    commands.remove_resource::<HoveredNonWindowEguiContext>();
    commands.remove_resource::<FocusedNonWindowEguiContext>();
}

fn prepare_new_contexts(
    mut contexts: Query<(&mut EguiContext, Has<ScreenContext>), Added<EguiContext>>,
    proxy: Option<Res<EventLoopProxyWrapper>>,
    mut reading: ResMut<Reading>,
) {
    for (mut context, is_screen) in &mut contexts {
        let ctx = context.get_mut();
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        reading.prepare_context(ctx);
        ctx.all_styles_mut(|style| {
            // A blinking cursor and a waiting tooltip ask for a repaint at a later time, which bevy_egui answers with
            // redrawing at full rate until then: an idle desk would never sleep.
            style.visuals.text_cursor.blink = false;
            style.interaction.tooltip_delay = 0.0;
        });
        if is_screen && let Some(proxy) = &proxy {
            let proxy = (*proxy).clone();
            ctx.set_request_repaint_callback(move |request| {
                // A closed event loop means that the program is ending: nobody is left to wake.
                if request.delay.is_zero() && proxy.send_event(WinitUserEvent::WakeUp).is_err() {
                    tracing::trace!("the event loop is closed");
                }
            });
        }
    }
}

/// The size of text is the zoom of the contexts; images are drawn in device pixels whatever it is.
fn scale_text(mut contexts: Query<&mut EguiContext>, reading: Res<Reading>) {
    for mut context in &mut contexts {
        context.get_mut().set_zoom_factor(reading.text_scale());
    }
}

fn draw_screen<const IDX: usize>(
    mut contexts: Query<(&mut EguiContext, &ScreenContext)>,
    mut reading: ResMut<Reading>,
    mut drawn: ResMut<DrawnPasses>,
    hands: Res<Hands>,
) {
    let screen = ScreenId::ALL[IDX];
    let found = contexts.iter_mut().find(|(_, context)| context.0 == screen);
    if let Some((mut context, _)) = found
        && let Some(mut ui) = root_ui(context.get_mut())
    {
        reading.screen_ui(screen, &mut ui);
        if hands.keyboard() == Owner::Screen(screen) {
            crate::hud::keyboard_frame_ui(&ui);
        }
        drawn.0[IDX] += 1;
    }
}

/// The window's own context: the three panels in Focus mode, a line of help in the room.
fn draw_window_panels(
    mut context: Single<&mut EguiContext, With<PrimaryEguiContext>>,
    mode: Res<State<Mode>>,
    mut front: ResMut<Front>,
    mut next: ResMut<NextState<Mode>>,
    words: Res<Words>,
    mut reading: ResMut<Reading>,
    mut drawn: ResMut<DrawnPasses>,
    mut hint_place: ResMut<HintPlace>,
    mut was_front: Local<Option<ScreenId>>,
) {
    let Some(mut ui) = root_ui(context.get_mut()) else {
        return;
    };
    match mode.get() {
        Mode::Room => {
            *was_front = None;
            let hint = crate::hud::room_hint_ui(&mut ui, &words);
            hint_place.0 = Some(hint.rect * reading.text_scale());
            if hint.clicked() {
                next.set(Mode::Focus);
                reading.note_mode_change();
            }
        }
        Mode::Focus => {
            hint_place.0 = None;
            // A key has led to another screen: Tab goes on there, and at the images their keys work.
            let is_led = was_front.is_some_and(|was| was != front.0);
            if is_led && front.0 == ScreenId::Viewer {
                ui.memory_mut(|memory| memory.focused().map(|id| memory.surrender_focus(id)));
            }
            let led_to = (is_led && front.0 != ScreenId::Viewer).then_some(front.0);
            let may_go_home = reading.may_go_home();
            let asks = crate::hud::focus_bar_ui(&mut ui, &words, &mut front.0, may_go_home);
            if asks.is_room {
                next.set(Mode::Room);
                reading.note_mode_change();
            }
            if asks.is_home {
                reading.go_home();
            }
            let area = ui.available_rect_before_wrap();
            let size = Vec2::new(area.width(), area.height());
            let columns = focus_columns(size, front.0, reading.columns());
            for (screen, column) in ScreenId::ALL.into_iter().zip(columns) {
                let Some(column) = column else { continue };
                let min = area.min + egui::vec2(column.min.x, column.min.y);
                let rect =
                    egui::Rect::from_min_size(min, egui::vec2(column.width(), column.height()));
                let mut child =
                    ui.new_child(egui::UiBuilder::new().id_salt(screen.name()).max_rect(rect));
                child.set_clip_rect(rect);
                overread_desk::panel_keyboard(&child, led_to == Some(screen));
                reading.screen_ui(screen, &mut child);
                drawn.0[screen.index()] += 1;
            }
            *was_front = Some(front.0);
        }
    }
}

/// The root of a pass on the background layer; `None` before the context knows its size.
pub(crate) fn root_ui(ctx: &egui::Context) -> Option<egui::Ui> {
    /// No display is larger; egui starts with ten thousand points until it is told the size.
    const MAX_POINTS: f32 = 8_192.0;
    let rect = ctx.viewport_rect();
    let is_known = rect.is_finite()
        && rect.width() >= 1.0
        && rect.width() <= MAX_POINTS
        && rect.height() <= MAX_POINTS;
    let builder = egui::UiBuilder::new()
        .layer_id(egui::LayerId::background())
        .max_rect(rect);
    is_known.then(|| egui::Ui::new(ctx.clone(), egui::Id::new("screen root"), builder))
}
