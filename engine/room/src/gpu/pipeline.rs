//! The pipeline of the slice shader: its bindings and its target. Holds no pixels.

use bevy::asset::{load_internal_asset, uuid_handle};
use bevy::prelude::*;
use bevy::render::render_resource::binding_types::{texture_2d, texture_3d, uniform_buffer_sized};
use bevy::render::render_resource::{
    BindGroupLayoutDescriptor, BindGroupLayoutEntries, ColorTargetState, ColorWrites,
    FragmentState, RenderPipelineDescriptor, ShaderStages, SpecializedRenderPipeline,
    TextureSampleType, VertexState,
};
use bevy_egui::render::EguiPipelineKey;

const SLICE_SHADER: Handle<Shader> = uuid_handle!("9c1ffb3a-5a0e-4d6e-8f64-1b8f7f0c2d55");

pub(super) fn load_shader(app: &mut App) {
    load_internal_asset!(app, SLICE_SHADER, "slice.wgsl", Shader::from_wgsl);
}

/// What stays the same for all pictures.
#[derive(Resource)]
pub(super) struct SlicePipeline {
    layout: BindGroupLayoutDescriptor,
}

impl SlicePipeline {
    /// Voxels, greys by sample, numbers of the picture.
    pub(super) fn layout(&self) -> &BindGroupLayoutDescriptor {
        &self.layout
    }
}

impl FromWorld for SlicePipeline {
    fn from_world(_: &mut World) -> Self {
        Self {
            layout: BindGroupLayoutDescriptor::new(
                "slice layout",
                &BindGroupLayoutEntries::sequential(
                    ShaderStages::FRAGMENT,
                    (
                        texture_3d(TextureSampleType::Sint),
                        texture_2d(TextureSampleType::Uint),
                        uniform_buffer_sized(false, None),
                    ),
                ),
            ),
        }
    }
}

impl SpecializedRenderPipeline for SlicePipeline {
    type Key = EguiPipelineKey;

    fn specialize(&self, key: Self::Key) -> RenderPipelineDescriptor {
        RenderPipelineDescriptor {
            label: Some("slice pipeline".into()),
            layout: vec![self.layout.clone()],
            vertex: VertexState {
                shader: SLICE_SHADER,
                entry_point: Some("vertex".into()),
                ..default()
            },
            fragment: Some(FragmentState {
                shader: SLICE_SHADER,
                entry_point: Some("fragment".into()),
                targets: vec![Some(ColorTargetState {
                    format: key.target_format,
                    blend: None,
                    write_mask: ColorWrites::ALL,
                })],
                ..default()
            }),
            ..default()
        }
    }
}
