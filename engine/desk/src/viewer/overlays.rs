//! What lies over an image besides marks: bitmaps of the file, probability maps of the AI. Off or on, never unasked.

use std::collections::BTreeMap;

use egui::{
    Color32, ColorImage, Context, Mesh, Painter, Rect, Shape, TextureHandle, TextureId,
    TextureOptions, pos2,
};
use overread_base::{HeatMap, SeriesUid, Vec3};
use overread_image::{OverlayPlane, Rescale, Viewport, VoiLut, Volume, Window};
use overread_viewer::SeriesSpace;

use super::ViewerState;
use super::port::{Port, PortContext};

/// How much of the image a probability map covers where it is highest.
const OPACITY: f32 = 0.35;
/// Probabilities below are not coloured, of 255.
const LEAST_PROBABILITY: u8 = 26;

/// Textures of overlays that were uploaded for a context.
#[derive(Default)]
pub(super) struct OverlayTextures {
    bitmaps: BTreeMap<(SeriesUid, usize), (Context, TextureHandle)>,
    /// Probability maps as volumes, by their service's name for them and their series.
    maps: BTreeMap<(SeriesUid, String), MapVolume>,
    /// The map on each viewport, with what it was drawn for.
    pictures: BTreeMap<usize, (Context, TextureHandle, Viewport, usize)>,
}

struct MapVolume {
    volume: Volume,
}

impl std::fmt::Debug for OverlayTextures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OverlayTextures").finish_non_exhaustive()
    }
}

impl ViewerState {
    /// The bitmaps of the file, where they are on.
    pub(super) fn draw_file_overlays(&mut self, ctx: &Context, painter: &Painter, port: &Port<'_>) {
        if !self.has_file_overlays || port.stack.axis != 2 {
            return;
        }
        for (idx, overlay) in port.series.overlays.iter().enumerate() {
            let key = (port.series.facts.uid.clone(), idx);
            let texture = match self.overlays.bitmaps.get(&key) {
                Some((shown_on, texture)) if shown_on == ctx => texture.id(),
                Some(_) | None => {
                    let Some(image) = bitmap(overlay) else {
                        continue;
                    };
                    let options = TextureOptions::NEAREST;
                    let texture = ctx.load_texture("file overlay", image, options);
                    let id = texture.id();
                    self.overlays.bitmaps.insert(key, (ctx.clone(), texture));
                    id
                }
            };
            let first = overlay.origin.map(|start| f64::from(start) - 0.5);
            let last = [0, 1].map(|a| first[a] + f64::from(overlay.size[a]));
            let geometry = port.geometry();
            let corner =
                |x: f64, y: f64| port.point(geometry.patient_from_voxel(Vec3::new(x, y, 0.0)));
            quad(
                painter,
                texture,
                [
                    corner(first[0], first[1]),
                    corner(last[0], first[1]),
                    corner(last[0], last[1]),
                    corner(first[0], last[1]),
                ],
            );
        }
    }

    /// The probability map of the AI result, where it is asked for; whether there is one here.
    pub(super) fn draw_heat_map(
        &mut self,
        ctx: &Context,
        painter: &Painter,
        port: &Port<'_>,
        cx: &PortContext<'_>,
    ) -> bool {
        let maps = cx
            .scene
            .ai
            .and_then(|ai| ai.report())
            .map(|report| &report.heat_maps);
        let (true, Some(map)) = (
            self.is_heat_map_on && cx.scene.may_show_heat_map(),
            maps.and_then(|maps| maps.iter().find(|map| belongs(map, port, cx))),
        ) else {
            return false;
        };
        let Some(volume) = self.overlays.volume(map) else {
            return false;
        };
        // Half the pixels are enough for what has no fine detail.
        let mut viewport = port.viewport.clone();
        viewport.size_px = viewport.size_px.map(|side| side.div_ceil(2));
        viewport.mm_per_px *= f64::from(port.viewport.size_px[0]) / f64::from(viewport.size_px[0]);
        let texture = self.overlays.picture(ctx, port.idx, &volume, viewport);
        let uv = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        painter.image(texture, port.picture.rect, uv, Color32::WHITE);
        true
    }
}

/// Whether a map belongs on a viewport: made from its series, or from one that shares the patient's space.
fn belongs(map: &HeatMap, port: &Port<'_>, cx: &PortContext<'_>) -> bool {
    let facts = &port.series.facts;
    if map.series == facts.uid {
        return true;
    }
    let of = cx
        .study
        .series
        .iter()
        .find(|series| series.facts.uid == map.series);
    of.is_some_and(|of| {
        let of = &of.facts;
        of.study == facts.study
            && of.space == SeriesSpace::Patient
            && facts.space == SeriesSpace::Patient
    })
}

impl OverlayTextures {
    fn volume(&mut self, map: &HeatMap) -> Option<Volume> {
        let key = (map.series.clone(), map.name.clone());
        if let Some(known) = self.maps.get(&key) {
            return Some(known.volume.clone());
        }
        let samples = map.values.iter().map(|&value| i16::from(value)).collect();
        let volume = Volume::new(map.geometry.clone(), samples, Rescale::IDENTITY).ok()?;
        self.maps.insert(
            key,
            MapVolume {
                volume: volume.clone(),
            },
        );
        Some(volume)
    }

    fn picture(
        &mut self,
        ctx: &Context,
        idx: usize,
        volume: &Volume,
        viewport: Viewport,
    ) -> TextureId {
        let samples = volume.samples().as_ptr().addr();
        if let Some((shown_on, texture, shown, of)) = self.pictures.get(&idx)
            && (shown_on, shown, *of) == (ctx, &viewport, samples)
        {
            return texture.id();
        }
        let image = coloured(volume, &viewport);
        let texture = ctx.load_texture("probability map", image, TextureOptions::LINEAR);
        let id = texture.id();
        self.pictures
            .insert(idx, (ctx.clone(), texture, viewport, samples));
        id
    }

    /// Forgets what belongs to a case.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

/// A map in colours whose lightness grows with the probability, seen by people who see few colours as well.
fn coloured(volume: &Volume, viewport: &Viewport) -> ColorImage {
    let size = viewport.size_px.map(|n| usize::try_from(n).unwrap_or(0));
    let mut greys = Vec::new();
    if let Ok(window) = Window::linear(128.0, 256.0) {
        let lut = VoiLut::new(window, volume.rescale(), false);
        viewport.render(volume, &lut, &mut greys);
    }
    greys.resize(size[0] * size[1], 0);
    let colour = |&grey: &u8| {
        if grey < LEAST_PROBABILITY {
            return Color32::TRANSPARENT;
        }
        let share = f32::from(grey) / 255.0;
        // What is just visible fades in.
        let fade = (f32::from(grey - LEAST_PROBABILITY) / 50.0).min(1.0);
        map_colour(share).gamma_multiply(OPACITY * fade)
    };
    ColorImage::new(size, greys.iter().map(colour).collect())
}

/// From dark blue over grey to yellow.
fn map_colour(share: f32) -> Color32 {
    const STOPS: [[f32; 3]; 5] = [
        [0.0, 34.0, 78.0],
        [65.0, 77.0, 107.0],
        [124.0, 123.0, 120.0],
        [188.0, 175.0, 111.0],
        [254.0, 232.0, 56.0],
    ];
    let at = share.clamp(0.0, 1.0) * 4.0;
    let (idx, rest) = STOPS
        .windows(2)
        .enumerate()
        .map(|(idx, _)| (idx, at - f32::from(u8::try_from(idx).unwrap_or(0))))
        .find(|(_, rest)| *rest <= 1.0)
        .unwrap_or((3, 1.0));
    let mix = |channel: usize| {
        let (low, high) = (STOPS[idx][channel], STOPS[idx + 1][channel]);
        byte(low + (high - low) * rest)
    };
    Color32::from_rgb(mix(0), mix(1), mix(2))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a mean of bytes is a byte"
)]
fn byte(value: f32) -> u8 {
    value.round() as u8
}

/// A bitmap as white on nothing; `None` if its bits are not as many as it says.
fn bitmap(overlay: &OverlayPlane) -> Option<ColorImage> {
    let size = overlay.size.map(|n| usize::try_from(n).unwrap_or(0));
    if size.contains(&0) || overlay.bits.len() != size[0].checked_mul(size[1])? {
        return None;
    }
    let pixel = |&is_set: &bool| {
        if is_set {
            Color32::WHITE
        } else {
            Color32::TRANSPARENT
        }
    };
    Some(ColorImage::new(
        size,
        overlay.bits.iter().map(pixel).collect(),
    ))
}

/// A texture between four corners: top left, top right, bottom right, bottom left of it.
fn quad(painter: &Painter, texture: TextureId, corners: [egui::Pos2; 4]) {
    let mut mesh = Mesh::with_texture(texture);
    let uvs = [
        pos2(0.0, 0.0),
        pos2(1.0, 0.0),
        pos2(1.0, 1.0),
        pos2(0.0, 1.0),
    ];
    for (pos, uv) in corners.into_iter().zip(uvs) {
        mesh.vertices.push(egui::epaint::Vertex {
            pos,
            uv,
            color: Color32::WHITE,
        });
    }
    mesh.add_triangle(0, 1, 2);
    mesh.add_triangle(0, 2, 3);
    painter.add(Shape::mesh(mesh));
}

#[cfg(test)]
mod tests;
