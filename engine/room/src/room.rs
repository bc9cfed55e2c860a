//! The reading room around the monitors: builds its pieces by code, lights them once, and puts them into the scene.
//! Draws no screens; what stands where is in the files of this folder.

mod bake;
mod corners;
mod desk;
mod dice;
mod door;
mod finish;
mod lamp;
mod light;
mod monitors;
mod part;
mod props;
mod ray;
mod shell;
mod shelves;
mod surface;
mod texture;
mod walls;

use bevy::asset::RenderAssetUsages;
use bevy::image::{ImageAddressMode, ImageSampler, ImageSamplerDescriptor};
use bevy::mesh::{Indices, PrimitiveTopology};
use bevy::prelude::*;
use bevy::render::render_resource::{Extent3d, TextureDimension, TextureFormat};
use bevy::tasks::futures::check_ready;
use bevy::tasks::{AsyncComputeTaskPool, Task};
use bevy::winit::{EventLoopProxyWrapper, WinitUserEvent};

use self::bake::{Effort, LitPart};
use self::finish::FinishMaterial;
use self::light::Light;
use self::part::{Finish, Part};
use crate::mode::Mode;
use crate::settle::Settling;

/// The furniture, one mesh for each finish.
pub(crate) struct Made(Vec<(Finish, Mesh)>);

/// Whether the furniture is there. It is made when the room is entered first, and stays.
#[derive(Resource, Default)]
pub(crate) enum Furniture {
    /// Nobody has looked at the room yet.
    #[default]
    Absent,
    /// Being lit on a background thread.
    Coming(Task<Made>),
    /// In the scene.
    Standing,
}

impl Furniture {
    /// Whether nothing is being made: a picture taken now shows all there will be.
    pub(crate) fn is_settled(&self) -> bool {
        !matches!(self, Self::Coming(_))
    }
}

pub(crate) fn plugin(app: &mut App) {
    app.add_plugins(finish::plugin)
        .init_resource::<Furniture>()
        .add_systems(OnEnter(Mode::Room), order_furniture)
        .add_systems(Update, place_furniture.run_if(in_state(Mode::Room)));
}

fn order_furniture(mut furniture: ResMut<Furniture>, proxy: Option<Res<EventLoopProxyWrapper>>) {
    if !matches!(*furniture, Furniture::Absent) {
        return;
    }
    let proxy = proxy.map(|proxy| (*proxy).clone());
    let making = async move {
        let meshes = make();
        // The desk may be asleep; a closed event loop means that nobody waits any more.
        if proxy.is_some_and(|proxy| proxy.send_event(WinitUserEvent::WakeUp).is_err()) {
            tracing::trace!("the event loop is closed");
        }
        meshes
    };
    *furniture = Furniture::Coming(AsyncComputeTaskPool::get().spawn(making));
}

fn place_furniture(
    mut furniture: ResMut<Furniture>,
    mut commands: Commands,
    mut meshes: ResMut<Assets<Mesh>>,
    mut images: ResMut<Assets<Image>>,
    mut materials: ResMut<Assets<FinishMaterial>>,
    mut settling: ResMut<Settling>,
) {
    let Furniture::Coming(task) = &mut *furniture else {
        return;
    };
    let Some(made) = check_ready(task) else {
        return;
    };
    for (finish, mesh) in made.0 {
        let material = FinishMaterial {
            // The default image is one white texel.
            grain: image_of(finish).map_or_else(Handle::default, |image| images.add(image)),
        };
        commands.spawn((
            Name::new(format!("furniture, {finish:?}")),
            Mesh3d(meshes.add(mesh)),
            MeshMaterial3d(materials.add(material)),
        ));
    }
    *furniture = Furniture::Standing;
    settling.begin();
}

/// All pieces of the room and its lights.
fn pieces() -> (Vec<Part>, Vec<Light>) {
    let (mut parts, mut lights) = (Vec::new(), Vec::new());
    shell::add(&mut parts, &mut lights);
    door::add(&mut parts, &mut lights);
    desk::add(&mut parts, &mut lights);
    monitors::add(&mut parts, &mut lights);
    lamp::add(&mut parts, &mut lights);
    props::add(&mut parts);
    shelves::add(&mut parts);
    walls::add(&mut parts);
    corners::add(&mut parts);
    (parts, lights)
}

/// Lights the pieces and joins those of one finish to one mesh.
fn make() -> Made {
    let start = std::time::Instant::now();
    let (parts, lights) = pieces();
    let effort = Effort {
        n_directions: 40,
        n_bounces: 3,
    };
    let lit = bake::light(&parts, &lights, effort);
    let n_points: usize = lit.iter().map(|lit| lit.colours.len()).sum();
    let meshes = Finish::ALL
        .into_iter()
        .map(|finish| (finish, mesh_of(finish, &parts, &lit)))
        .collect();
    tracing::info!(
        parts = parts.len(),
        points = n_points,
        elapsed_ms = start.elapsed().as_millis(),
        "the room is lit"
    );
    Made(meshes)
}

fn mesh_of(finish: Finish, parts: &[Part], lit: &[LitPart]) -> Mesh {
    let tile_m = texture::tile_m(finish);
    let (mut positions, mut uvs, mut colours) = (Vec::new(), Vec::new(), Vec::new());
    let mut indices = Vec::new();
    let alike = parts.iter().zip(lit).enumerate();
    for (idx, (_, lit)) in alike.filter(|(_, (part, _))| part.finish == finish) {
        let first = u32::try_from(positions.len()).unwrap_or(u32::MAX);
        // No two boards have the same grain.
        let shift = Vec2::new(0.37, 0.61) * f32::from(u16::try_from(idx % 97).unwrap_or(0));
        let surface = &lit.surface;
        positions.extend(surface.positions_m.iter().map(|at| at.to_array()));
        uvs.extend(
            surface
                .uvs_m
                .iter()
                .map(|uv| (*uv / tile_m + shift).to_array()),
        );
        colours.extend(
            lit.colours
                .iter()
                .map(|colour| colour.extend(1.0).to_array()),
        );
        let corners = surface.triangles.iter().flatten();
        indices.extend(corners.map(|corner| first + corner));
    }
    Mesh::new(
        PrimitiveTopology::TriangleList,
        RenderAssetUsages::RENDER_WORLD,
    )
    .with_inserted_attribute(Mesh::ATTRIBUTE_POSITION, positions)
    .with_inserted_attribute(Mesh::ATTRIBUTE_UV_0, uvs)
    .with_inserted_attribute(Mesh::ATTRIBUTE_COLOR, colours)
    .with_inserted_indices(Indices::U32(indices))
}

fn image_of(finish: Finish) -> Option<Image> {
    let texture = texture::texture(finish)?;
    let size = Extent3d {
        width: texture::SIDE,
        height: texture::SIDE,
        depth_or_array_layers: 1,
    };
    let mut image = Image::new_uninit(
        size,
        TextureDimension::D2,
        TextureFormat::Rgba8Unorm,
        RenderAssetUsages::RENDER_WORLD,
    );
    image.data = Some(texture.bytes);
    image.texture_descriptor.mip_level_count = texture.n_levels;
    image.sampler = ImageSampler::Descriptor(ImageSamplerDescriptor {
        address_mode_u: ImageAddressMode::Repeat,
        address_mode_v: ImageAddressMode::Repeat,
        ..ImageSamplerDescriptor::linear()
    });
    Some(image)
}

#[cfg(test)]
mod tests;
