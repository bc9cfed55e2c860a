//! What lies on the graphics card: volumes while they are looked at, and each picture's greys and numbers.

use std::collections::BTreeMap;

use bevy::prelude::*;
use bevy::render::render_resource::{
    BindGroup, BindGroupEntries, BindGroupLayout, BufferInitDescriptor, BufferUsages,
    CachedRenderPipelineId, Extent3d, TextureDataOrder, TextureDescriptor, TextureDimension,
    TextureFormat, TextureUsages, TextureView, TextureViewDescriptor,
};
use bevy::render::renderer::{RenderDevice, RenderQueue};
use overread_desk::PictureRequest;
use overread_image::{FixedCourse, Projection, VoiLut, Volume};

/// The largest volume that is put on the card, bytes.
pub(super) const MAX_VOLUME_BYTES: u64 = 1 << 30;
/// All volumes together; those that were not looked at longest go first.
const MAX_ALL_BYTES: u64 = 3 << 30;
/// Pictures and volumes that were not drawn for so many frames go.
const FORGOTTEN_AFTER: u64 = 600;

/// Volumes and pictures on the card.
#[derive(Resource, Default)]
pub(super) struct GpuStore {
    frame: u64,
    volumes: Vec<OnCard>,
    pictures: BTreeMap<u64, Prepared>,
}

/// A volume on the card.
struct OnCard {
    /// Held, so that the address of its samples names it.
    volume: Volume,
    view: TextureView,
    drawn_in: u64,
}

/// A picture that is ready to be drawn.
struct Prepared {
    pipeline: CachedRenderPipelineId,
    bindings: BindGroup,
    drawn_in: u64,
}

/// A picture to be made ready.
pub(super) struct Drawing<'a> {
    pub(super) picture: &'a PictureRequest,
    pub(super) course: &'a FixedCourse,
    /// Left and top of the picture on its target, pixels.
    pub(super) corner: [i32; 2],
    pub(super) pipeline: CachedRenderPipelineId,
}

impl GpuStore {
    /// Counts a frame and forgets what has not been drawn for long.
    pub(super) fn start_frame(&mut self) {
        self.frame += 1;
        let oldest = self.frame.saturating_sub(FORGOTTEN_AFTER);
        self.volumes.retain(|one| one.drawn_in >= oldest);
        self.pictures.retain(|_, one| one.drawn_in >= oldest);
    }

    /// What draws the picture of a slot.
    pub(super) fn prepared(&self, slot: u64) -> Option<(CachedRenderPipelineId, &BindGroup)> {
        let prepared = self.pictures.get(&slot)?;
        Some((prepared.pipeline, &prepared.bindings))
    }

    /// Puts a picture's voxels, greys and numbers on the card.
    pub(super) fn prepare(
        &mut self,
        drawing: &Drawing<'_>,
        device: &RenderDevice,
        queue: &RenderQueue,
        layout: &BindGroupLayout,
    ) {
        let voxels = self.voxels(&drawing.picture.volume, device, queue);
        let greys = greys(&drawing.picture.lut, device, queue);
        let numbers = device.create_buffer_with_data(&BufferInitDescriptor {
            label: Some("slice numbers"),
            contents: &bytes_of(&numbers(drawing)),
            usage: BufferUsages::UNIFORM,
        });
        let bindings = device.create_bind_group(
            "slice bindings",
            layout,
            &BindGroupEntries::sequential((&voxels, &greys, numbers.as_entire_binding())),
        );
        let prepared = Prepared {
            pipeline: drawing.pipeline,
            bindings,
            drawn_in: self.frame,
        };
        self.pictures.insert(drawing.picture.slot, prepared);
    }

    fn voxels(
        &mut self,
        volume: &Volume,
        device: &RenderDevice,
        queue: &RenderQueue,
    ) -> TextureView {
        let address = |volume: &Volume| volume.samples().as_ptr().addr();
        let known = self
            .volumes
            .iter_mut()
            .find(|one| address(&one.volume) == address(volume));
        if let Some(known) = known {
            known.drawn_in = self.frame;
            return known.view.clone();
        }
        let bytes = |volume: &Volume| volume.geometry().voxel_count() * 2;
        self.volumes.sort_by_key(|one| one.drawn_in);
        while !self.volumes.is_empty()
            && self
                .volumes
                .iter()
                .map(|one| bytes(&one.volume))
                .sum::<u64>()
                + bytes(volume)
                > MAX_ALL_BYTES
        {
            self.volumes.remove(0);
        }
        let [width, height, depth] = volume.geometry().size;
        let samples: Vec<u8> = volume
            .samples()
            .iter()
            .flat_map(|s| s.to_le_bytes())
            .collect();
        let texture = device.create_texture_with_data(
            queue,
            &descriptor(
                "voxels",
                [width, height, depth],
                TextureDimension::D3,
                TextureFormat::R16Sint,
            ),
            TextureDataOrder::LayerMajor,
            &samples,
        );
        let view = texture.create_view(&TextureViewDescriptor::default());
        self.volumes.push(OnCard {
            volume: volume.clone(),
            view: view.clone(),
            drawn_in: self.frame,
        });
        view
    }
}

fn greys(lut: &VoiLut, device: &RenderDevice, queue: &RenderQueue) -> TextureView {
    let texture = device.create_texture_with_data(
        queue,
        &descriptor(
            "greys",
            [256, 256, 1],
            TextureDimension::D2,
            TextureFormat::R8Uint,
        ),
        TextureDataOrder::LayerMajor,
        lut.greys(),
    );
    texture.create_view(&TextureViewDescriptor::default())
}

fn descriptor(
    label: &'static str,
    [width, height, depth_or_array_layers]: [u32; 3],
    dimension: TextureDimension,
    format: TextureFormat,
) -> TextureDescriptor<'static> {
    TextureDescriptor {
        label: Some(label),
        size: Extent3d {
            width,
            height,
            depth_or_array_layers,
        },
        mip_level_count: 1,
        sample_count: 1,
        dimension,
        format,
        usage: TextureUsages::TEXTURE_BINDING | TextureUsages::COPY_DST,
        view_formats: &[],
    }
}

/// The uniform of the shader, 32-bit words in its order.
fn numbers(drawing: &Drawing<'_>) -> Vec<u32> {
    let course = drawing.course;
    let words = |number: i64| {
        let bytes = number.to_le_bytes();
        let word = |from: usize| {
            u32::from_le_bytes([
                bytes[from],
                bytes[from + 1],
                bytes[from + 2],
                bytes[from + 3],
            ])
        };
        [word(0), word(4)]
    };
    let first = *course.steps.start();
    let mut numbers = Vec::with_capacity(32);
    for axis in 0..3 {
        let start = course.start[axis].wrapping_add(course.step_z[axis].wrapping_mul(first));
        numbers.extend(words(start));
        numbers.extend(words(course.step_x[axis]));
    }
    for axis in 0..3 {
        numbers.extend(words(course.step_y[axis]));
        numbers.extend(words(course.step_z[axis]));
    }
    numbers.extend(drawing.picture.volume.geometry().size);
    numbers.push(match drawing.picture.slab.map(|slab| slab.projection) {
        None | Some(Projection::Maximum) => 0,
        Some(Projection::Minimum) => 1,
        Some(Projection::Average) => 2,
    });
    numbers.extend(drawing.corner.map(i32::cast_unsigned));
    let planes = course.steps.end() - first + 1;
    numbers.push(u32::try_from(planes).unwrap_or(0));
    numbers.push(0);
    numbers
}

/// Words as little-endian bytes.
fn bytes_of(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}
