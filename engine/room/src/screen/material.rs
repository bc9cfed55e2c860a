//! The material of a monitor's glass: shows its picture without light and without tone mapping.

use bevy::asset::{load_internal_asset, uuid_handle};
use bevy::prelude::*;
use bevy::render::render_resource::AsBindGroup;
use bevy::shader::ShaderRef;

const GLASS_SHADER: Handle<Shader> = uuid_handle!("5f0f1d0e-8b9a-4a36-9a70-0c6f7d2be0a1");

/// Unlit, and unlike an unlit `StandardMaterial` not tone-mapped: an 8-bit grey of the picture is that grey on screen.
#[derive(Asset, TypePath, AsBindGroup, Debug, Clone)]
pub(crate) struct ScreenMaterial {
    /// What the monitor shows.
    #[texture(0)]
    #[sampler(1)]
    pub(crate) picture: Handle<Image>,
}

impl Material for ScreenMaterial {
    fn fragment_shader() -> ShaderRef {
        GLASS_SHADER.into()
    }

    fn enable_shadows() -> bool {
        false
    }
}

pub(crate) fn plugin(app: &mut App) {
    load_internal_asset!(app, GLASS_SHADER, "glass.wgsl", Shader::from_wgsl);
    app.add_plugins(MaterialPlugin::<ScreenMaterial>::default());
}
