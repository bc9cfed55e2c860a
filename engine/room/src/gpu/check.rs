//! Whether a graphics card gives the greys of the CPU renderer: planes and slabs drawn by both and compared.

use std::sync::Arc;

use anyhow::{Context as _, anyhow, bail};
use bevy::asset::RenderAssetUsages;
use bevy::camera::visibility::RenderLayers;
use bevy::camera::{ImageRenderTarget, RenderTarget};
use bevy::ecs::schedule::ScheduleLabel;
use bevy::log::LogPlugin;
use bevy::prelude::*;
use bevy::render::RenderPlugin;
use bevy::render::render_resource::{
    Extent3d, PollType, TextureDimension, TextureFormat, TextureUsages,
};
use bevy::render::renderer::RenderDevice;
use bevy::render::view::screenshot::{Screenshot, ScreenshotCaptured};
use bevy::window::ExitCondition;
use bevy::winit::WinitPlugin;
use bevy_egui::{EguiContext, EguiGlobalSettings, EguiMultipassSchedule, EguiPlugin, egui};
use overread_base::{Seed, Vec3, VolumeGeometry};
use overread_desk::{PicturePainter, PictureRequest};
use overread_image::{Projection, Rescale, Slab, Viewport, VoiLut, Volume, Window as VoiWindow};

use super::GpuPainter;

/// Pixels a side of each picture.
const SIDE: u32 = 200;

/// The comparison of one picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Compared {
    /// What was drawn.
    pub(crate) name: &'static str,
    /// Pixels of it.
    pub(crate) n_pixels: usize,
    /// Those that differ at all.
    pub(crate) n_differ: usize,
    /// The greatest difference, greys of 255.
    pub(crate) greatest: u8,
}

/// The pass that draws the pictures.
#[derive(ScheduleLabel, Clone, Debug, PartialEq, Eq, Hash)]
struct CheckPass;

/// What is to be drawn.
#[derive(Resource)]
struct Requests(Vec<PictureRequest>);

#[derive(Resource, Default)]
struct Captured(Option<Image>);

/// Draws every plane on the card and on the CPU and compares them.
///
/// # Errors
/// If the card cannot draw a picture at all, or hands nothing over.
pub(crate) fn compare(software: bool) -> anyhow::Result<Vec<Compared>> {
    let pictures = pictures().context("the test volume")?;
    let columns = u32::try_from(pictures.len()).unwrap_or(1);
    let image = draw(&pictures, software, UVec2::new(columns * SIDE, SIDE))?;
    let shown = image
        .try_into_dynamic()
        .map_err(|error| anyhow!("the picture cannot be converted: {error}"))?
        .to_rgb8();
    let mut compared = Vec::new();
    for (column, (name, request)) in (0..columns).zip(&pictures) {
        let mut greys = Vec::new();
        match request.slab {
            None => request
                .viewport
                .render(&request.volume, &request.lut, &mut greys),
            Some(slab) => {
                request
                    .viewport
                    .render_slab(&request.volume, slab, &request.lut, &mut greys);
            }
        }
        let places = (0..SIDE).flat_map(|y| (0..SIDE).map(move |x| (x, y)));
        let differences: Vec<u8> = places
            .zip(&greys)
            .map(|((x, y), grey)| {
                let pixel = shown.get_pixel(column * SIDE + x, y).0;
                pixel.iter().map(|c| c.abs_diff(*grey)).max().unwrap_or(0)
            })
            .collect();
        compared.push(Compared {
            name,
            n_pixels: differences.len(),
            n_differ: differences.iter().filter(|&&d| d > 0).count(),
            greatest: differences.into_iter().max().unwrap_or(0),
        });
    }
    Ok(compared)
}

/// A noisy volume of uneven sides under planes of every kind.
fn pictures() -> anyhow::Result<Vec<(&'static str, PictureRequest)>> {
    let size = [61, 47, 39];
    let spacing = Vec3::new(0.7, 0.9, 2.3);
    let geometry = VolumeGeometry::axial(size, spacing, Vec3::new(-20.0, -15.0, 7.0))?;
    let mut rng = Seed(5).rng();
    let n = size.iter().product::<u32>();
    let samples = (0..n)
        .map(|_| i16::try_from(rng.below(4000)).map_or(0, |value| value - 1500))
        .collect();
    let volume = Volume::new(geometry.clone(), samples, Rescale::IDENTITY)?;
    let lut = Arc::new(VoiLut::new(
        VoiWindow::linear(200.0, 1800.0)?,
        volume.rescale(),
        false,
    ));
    let tilted = |x: f64, y: f64, z: f64| Vec3::new(x, y, z).normalized().unwrap_or_default();
    let oblique_right = tilted(0.8, 0.5, 0.3);
    let oblique_down = oblique_right.cross(tilted(0.2, -0.3, 0.9)).normalized();
    let oblique_down = oblique_down.unwrap_or_default();
    let (left, back, foot) = (
        Vec3::new(1.0, 0.0, 0.0),
        Vec3::new(0.0, 1.0, 0.0),
        Vec3::new(0.0, 0.0, -1.0),
    );
    let slab = |projection| {
        Some(Slab {
            projection,
            thickness_mm: 12.0,
        })
    };
    let planes = [
        ("axial", left, back, None),
        ("coronal", left, foot, None),
        ("sagittal, mirrored", -back, foot, None),
        ("oblique", oblique_right, oblique_down, None),
        ("axial maximum", left, back, slab(Projection::Maximum)),
        (
            "oblique minimum",
            oblique_right,
            oblique_down,
            slab(Projection::Minimum),
        ),
        ("coronal average", left, foot, slab(Projection::Average)),
        (
            "oblique average",
            oblique_right,
            oblique_down,
            slab(Projection::Average),
        ),
    ];
    let requests = (0..).zip(planes).map(|(slot, (name, right, down, slab))| {
        let viewport = Viewport {
            centre: geometry.centre() + Vec3::new(0.3, -0.4, 0.0),
            right,
            down,
            mm_per_px: 0.31,
            size_px: [SIDE, SIDE],
        };
        let request = PictureRequest {
            slot,
            volume: volume.clone(),
            viewport,
            slab,
            lut: Arc::clone(&lut),
        };
        (name, request)
    });
    Ok(requests.collect())
}

fn draw(
    pictures: &[(&'static str, PictureRequest)],
    software: bool,
    size: UVec2,
) -> anyhow::Result<Image> {
    let mut app = App::new();
    let window = WindowPlugin {
        primary_window: None,
        exit_condition: ExitCondition::DontExit,
        ..default()
    };
    let render = RenderPlugin {
        render_creation: crate::app::creation(software),
        synchronous_pipeline_compilation: true,
        ..default()
    };
    let plugins = DefaultPlugins.set(window).set(render);
    app.add_plugins(plugins.disable::<WinitPlugin>().disable::<LogPlugin>())
        .add_plugins(EguiPlugin {
            bindless_mode_array_size: None,
            ..default()
        })
        .add_plugins(super::plugin)
        .insert_resource(Requests(pictures.iter().map(|(_, r)| r.clone()).collect()))
        .init_resource::<Captured>()
        .add_systems(CheckPass, draw_pictures);
    app.world_mut()
        .resource_mut::<EguiGlobalSettings>()
        .auto_create_primary_context = false;
    let target = app
        .world_mut()
        .resource_mut::<Assets<Image>>()
        .add(canvas(size));
    app.world_mut().spawn((
        Camera2d,
        Msaa::Off,
        RenderLayers::none(),
        RenderTarget::Image(ImageRenderTarget {
            handle: target.clone(),
            scale_factor: 1.0,
        }),
        EguiMultipassSchedule::new(CheckPass),
    ));
    while app.plugins_state() == bevy::app::PluginsState::Adding {
        bevy::tasks::tick_global_task_pools_on_main_thread();
    }
    app.finish();
    app.cleanup();
    for _ in 0..3 {
        frame(&mut app)?;
    }
    app.world_mut().spawn(Screenshot::image(target)).observe(
        |mut captured: On<ScreenshotCaptured>, mut store: ResMut<Captured>| {
            store.0 = Some(std::mem::take(&mut captured.image));
        },
    );
    for _ in 0..20 {
        frame(&mut app)?;
        if let Some(image) = app.world_mut().resource_mut::<Captured>().0.take() {
            return Ok(image);
        }
    }
    bail!("the device handed no picture over")
}

fn frame(app: &mut App) -> anyhow::Result<()> {
    app.update();
    let device = app.world().resource::<RenderDevice>().wgpu_device().clone();
    device
        .poll(PollType::Wait {
            submission_index: None,
            timeout: None,
        })
        .context("the device stopped answering")?;
    Ok(())
}

fn draw_pictures(
    mut context: Single<&mut EguiContext>,
    requests: Res<Requests>,
    device: Res<RenderDevice>,
) {
    let painter = GpuPainter::of(&device);
    let Some(ui) = crate::screen::root_ui(context.get_mut()) else {
        return;
    };
    // egui's pass draws nothing at all without a mesh, even where there are callbacks.
    ui.painter()
        .rect_filled(ui.max_rect(), 0.0, egui::Color32::BLACK);
    let mut left = 0.0;
    for request in &requests.0 {
        let [width, height] = request
            .viewport
            .size_px
            .map(|n| f32::from(u16::try_from(n).unwrap_or(0)));
        let rect = egui::Rect::from_min_size(egui::pos2(left, 0.0), egui::vec2(width, height));
        if let Some(shape) = painter.paint(rect, request) {
            ui.painter().add(shape);
        }
        left += width;
    }
}

fn canvas(size: UVec2) -> Image {
    let extent = Extent3d {
        width: size.x,
        height: size.y,
        depth_or_array_layers: 1,
    };
    let mut image = Image::new_fill(
        extent,
        TextureDimension::D2,
        &[0; 4],
        TextureFormat::Rgba8UnormSrgb,
        RenderAssetUsages::default(),
    );
    image.texture_descriptor.usage |= TextureUsages::RENDER_ATTACHMENT;
    image
}
