//! Images drawn on the graphics card: the voxels as a 3D texture, the renderer's own integers in a shader.
//!
//! The CPU renderer is the reference; the shader repeats its arithmetic and differs by less than one grey.

mod check;
mod pipeline;
mod store;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use bevy::prelude::*;
use bevy::render::render_phase::TrackedRenderPass;
use bevy::render::render_resource::{PipelineCache, SpecializedRenderPipelines};
use bevy::render::renderer::{RenderDevice, RenderQueue};
use bevy::render::sync_world::RenderEntity;
use bevy::render::{ExtractSchedule, RenderApp};
use bevy_egui::egui;
use bevy_egui::render::{EguiBevyPaintCallback, EguiBevyPaintCallbackImpl, EguiPipelineKey};
use overread_desk::{PicturePainter, PictureRequest};
use overread_image::FixedCourse;

pub(crate) use check::compare;
use pipeline::SlicePipeline;
use store::{Drawing, GpuStore, MAX_VOLUME_BYTES};

pub(crate) fn plugin(app: &mut App) {
    pipeline::load_shader(app);
    app.add_systems(Startup, |device: Res<RenderDevice>| {
        MAX_SIDE.store(device.limits().max_texture_dimension_3d, Ordering::Relaxed);
    });
    let Some(render_app) = app.get_sub_app_mut(RenderApp) else {
        return;
    };
    render_app
        .init_resource::<SlicePipeline>()
        .init_resource::<SpecializedRenderPipelines<SlicePipeline>>()
        .init_resource::<GpuStore>()
        .add_systems(ExtractSchedule, |mut store: ResMut<GpuStore>| {
            store.start_frame()
        });
}

/// Voxels a side that the app's device takes; 0 until it is known. One program has one device, and the desk is made
/// before it.
static MAX_SIDE: AtomicU32 = AtomicU32::new(0);

/// Draws with a device whose 3D textures have at most so many voxels a side.
#[derive(Debug)]
pub(crate) struct GpuPainter {
    /// `None` for whatever the app's device turns out to take.
    max_side: Option<u32>,
}

impl GpuPainter {
    /// The painter of a device.
    pub(crate) fn of(device: &RenderDevice) -> Self {
        Self {
            max_side: Some(device.limits().max_texture_dimension_3d),
        }
    }

    /// The painter of the device that the app will draw with.
    pub(crate) fn of_the_app() -> Self {
        Self { max_side: None }
    }
}

impl PicturePainter for GpuPainter {
    fn paint(&self, rect: egui::Rect, picture: &PictureRequest) -> Option<egui::Shape> {
        let max_side = self
            .max_side
            .unwrap_or_else(|| MAX_SIDE.load(Ordering::Relaxed));
        let size = picture.volume.geometry().size;
        let bytes = picture.volume.geometry().voxel_count() * 2;
        if size.iter().any(|&side| side > max_side) || bytes > MAX_VOLUME_BYTES {
            return None;
        }
        let course = FixedCourse::of(&picture.viewport, &picture.volume, picture.slab);
        let callback = SliceCallback {
            picture: picture.clone(),
            course: Arc::new(course),
        };
        Some(egui::Shape::Callback(
            EguiBevyPaintCallback::new_paint_callback(rect, callback),
        ))
    }
}

/// One picture of one frame.
struct SliceCallback {
    picture: PictureRequest,
    course: Arc<FixedCourse>,
}

impl EguiBevyPaintCallbackImpl for SliceCallback {
    fn update(
        &self,
        info: egui::PaintCallbackInfo,
        _: RenderEntity,
        key: EguiPipelineKey,
        world: &mut World,
    ) {
        let pipeline = world.resource_scope(
            |world, mut specialized: Mut<SpecializedRenderPipelines<SlicePipeline>>| {
                let cache = world.resource::<PipelineCache>();
                specialized.specialize(cache, world.resource::<SlicePipeline>(), key)
            },
        );
        world
            .resource_mut::<PipelineCache>()
            .block_on_render_pipeline(pipeline);
        let drawing = Drawing {
            picture: &self.picture,
            course: &self.course,
            corner: corner(&info),
            pipeline,
        };
        world.resource_scope(|world, mut store: Mut<GpuStore>| {
            store.prepare(
                &drawing,
                world.resource::<RenderDevice>(),
                world.resource::<RenderQueue>(),
                &world
                    .resource::<PipelineCache>()
                    .get_bind_group_layout(world.resource::<SlicePipeline>().layout()),
            );
        });
    }

    fn render<'pass>(
        &self,
        _: egui::PaintCallbackInfo,
        pass: &mut TrackedRenderPass<'pass>,
        _: RenderEntity,
        _: EguiPipelineKey,
        world: &'pass World,
    ) {
        let store = world.resource::<GpuStore>();
        let Some((pipeline, bindings)) = store.prepared(self.picture.slot) else {
            return;
        };
        let cache = world.resource::<PipelineCache>();
        if let Some(pipeline) = cache.get_render_pipeline(pipeline) {
            pass.set_render_pipeline(pipeline);
            pass.set_bind_group(0, bindings, &[]);
            pass.draw(0..3, 0..1);
        }
    }
}

/// Left and top of a picture on its target, pixels. egui's own account of it is held within the size of the target,
/// which is not known yet when pictures are made ready.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a screen coordinate; a float cast saturates"
)]
fn corner(info: &egui::PaintCallbackInfo) -> [i32; 2] {
    let corner = info.viewport.min * info.pixels_per_point;
    [corner.x.round() as i32, corner.y.round() as i32]
}
