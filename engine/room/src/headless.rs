//! One picture without a window: draws some frames, reads the last one back, writes PNG and what was drawn where.

use std::path::Path;

use anyhow::{Context as _, anyhow, bail};
use bevy::asset::RenderAssetUsages;
use bevy::camera::{ImageRenderTarget, RenderTarget};
use bevy::prelude::*;
use bevy::render::render_resource::{
    Extent3d, PollType, TextureDimension, TextureFormat, TextureUsages,
};
use bevy::render::renderer::RenderDevice;
use bevy::render::view::screenshot::{Screenshot, ScreenshotCaptured};

use crate::app;
use crate::cli::Args;
use crate::drawn::Drawn;
use crate::mode::{Canvas, Mode};
use crate::room::Furniture;
use crate::session::Reading;
use crate::settle::AsksRedraw;

/// The picture once the device has handed it over.
#[derive(Resource, Default)]
struct Captured(Option<Image>);

/// Draws `args.frames` frames and writes the last one to `out`.
///
/// # Errors
/// If the session does not become ready, the device hands nothing over, or a file cannot be written.
pub(crate) fn take(args: &Args, mode: Mode, reading: Reading, out: &Path) -> anyhow::Result<()> {
    let mut app = app::headless(args, mode, Canvas(RenderTarget::default()), reading);
    let handle = app
        .world_mut()
        .resource_mut::<Assets<Image>>()
        .add(canvas_image(args.size));
    let target = RenderTarget::Image(ImageRenderTarget {
        handle: handle.clone(),
        scale_factor: 1.0,
    });
    app.insert_resource(Canvas(target))
        .init_resource::<Captured>();
    while app.plugins_state() == bevy::app::PluginsState::Adding {
        bevy::tasks::tick_global_task_pools_on_main_thread();
    }
    app.finish();
    app.cleanup();

    // The first frame enters the mode, which orders the furniture and opens the screens.
    draw(&mut app)?;
    wait_for_session(&mut app)?;
    // The panels see the images first; then they can be asked to go somewhere in them.
    for _ in 0..2 {
        draw(&mut app)?;
    }
    if let Some(place_mm) = args.place {
        app.world_mut().resource_mut::<Reading>().go_to(place_mm);
    }
    for _ in 1..args.stage.max(1) {
        app.world_mut().resource_mut::<Reading>().next_stage();
    }
    for _ in 0..args.frames.max(1) {
        draw(&mut app)?;
    }
    settle(&mut app)?;
    let drawn = Drawn::of(app.world_mut(), args.size);
    app.world_mut().spawn(Screenshot::image(handle)).observe(
        |mut captured: On<ScreenshotCaptured>, mut store: ResMut<Captured>| {
            store.0 = Some(std::mem::take(&mut captured.image));
        },
    );
    let image = captured_image(&mut app)?;
    let picture = image
        .try_into_dynamic()
        .map_err(|error| anyhow!("the picture cannot be converted: {error}"))?;
    picture
        .to_rgb8()
        .save(out)
        .with_context(|| format!("cannot write {}", out.display()))?;
    if let Some(path) = &args.drawn {
        std::fs::write(path, drawn.to_json())
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// Loading and AI jobs run on their own threads; the picture waits for them, but not for ever.
fn wait_for_session(app: &mut App) -> anyhow::Result<()> {
    const LONGEST: std::time::Duration = std::time::Duration::from_secs(120);
    let start = std::time::Instant::now();
    while !(app.world().resource::<Reading>().is_settled()
        && app.world().resource::<Furniture>().is_settled())
    {
        if start.elapsed() > LONGEST {
            bail!("the session is not ready after {} s", LONGEST.as_secs());
        }
        draw(app)?;
        std::thread::sleep(std::time::Duration::from_millis(200));
    }
    Ok(())
}

/// Draws as long as something asks for another frame, but not for ever: what never stops asking is in the account.
fn settle(app: &mut App) -> anyhow::Result<()> {
    const MOST_FRAMES: u32 = 40;
    for _ in 0..MOST_FRAMES {
        if !app.world().resource::<AsksRedraw>().0 {
            break;
        }
        draw(app)?;
    }
    Ok(())
}

fn captured_image(app: &mut App) -> anyhow::Result<Image> {
    const MOST_FRAMES: u32 = 20;
    for _ in 0..MOST_FRAMES {
        draw(app)?;
        if let Some(image) = app.world_mut().resource_mut::<Captured>().0.take() {
            return Ok(image);
        }
    }
    bail!("the device handed no picture over within {MOST_FRAMES} frames")
}

fn draw(app: &mut App) -> anyhow::Result<()> {
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

fn canvas_image(size: UVec2) -> Image {
    let extent = Extent3d {
        width: size.x,
        height: size.y,
        depth_or_array_layers: 1,
    };
    let format = TextureFormat::Rgba8UnormSrgb;
    let mut image = Image::new_fill(
        extent,
        TextureDimension::D2,
        &[0; 4],
        format,
        RenderAssetUsages::default(),
    );
    image.texture_descriptor.usage |= TextureUsages::RENDER_ATTACHMENT;
    image
}
