//! The material of the furniture: colours lit beforehand, times a texture, brought to the picture by one curve.

use bevy::asset::{load_internal_asset, uuid_handle};
use bevy::prelude::*;
use bevy::render::render_resource::AsBindGroup;
use bevy::shader::ShaderRef;

const FINISH_SHADER: Handle<Shader> = uuid_handle!("c3a1f6d2-5b0e-4d0f-9a4b-7e6d10b9e4f7");

/// No lights are asked for while drawing: a few instructions a pixel, also where a CPU draws.
#[derive(Asset, TypePath, AsBindGroup, Debug, Clone)]
pub(super) struct FinishMaterial {
    /// Shares of light, as `texture` makes them; white where there is nothing to see.
    #[texture(0)]
    #[sampler(1)]
    pub(super) grain: Handle<Image>,
}

impl Material for FinishMaterial {
    fn fragment_shader() -> ShaderRef {
        FINISH_SHADER.into()
    }

    fn enable_prepass() -> bool {
        false
    }

    fn enable_shadows() -> bool {
        false
    }
}

pub(super) fn plugin(app: &mut App) {
    load_internal_asset!(app, FINISH_SHADER, "finish.wgsl", Shader::from_wgsl);
    app.add_plugins(MaterialPlugin::<FinishMaterial>::default());
}
