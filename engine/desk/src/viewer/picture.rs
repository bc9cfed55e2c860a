//! The picture of one viewport: rendered when something changed, and uploaded to the egui context that shows it.

use egui::{Color32, ColorImage, Context, TextureHandle, TextureId, TextureOptions};
use std::sync::Arc;

use overread_image::{DisplayLut, RgbImage, Slab, Viewport, Voi, VoiLut, Volume};

use crate::PictureRequest;

/// What a picture shows; equal keys give equal pictures.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PictureKey {
    /// Where the samples lie: volumes are shared and never changed, so the address names them while they are held.
    samples: usize,
    pub(super) viewport: Viewport,
    pub(super) slab: Option<Slab>,
    pub(super) voi: Voi,
    pub(super) is_inverted: bool,
    /// The slice of a series in colour that is shown instead of its grey values.
    pub(super) colour_slice: Option<u32>,
    /// The table that evens the greys of the display.
    pub(super) display: Option<Arc<DisplayLut>>,
}

impl PictureKey {
    pub(super) fn new(volume: &Volume, viewport: &Viewport, voi: &Voi) -> Self {
        Self {
            samples: volume.samples().as_ptr().addr(),
            viewport: viewport.clone(),
            slab: None,
            voi: voi.clone(),
            is_inverted: false,
            colour_slice: None,
            display: None,
        }
    }
}

/// The table of a window for a rescale, and what it was made for.
type KeyedLut = (Voi, bool, usize, Option<Arc<DisplayLut>>, Arc<VoiLut>);

/// A rendered viewport.
#[derive(Default)]
pub(crate) struct Picture {
    key: Option<PictureKey>,
    /// Held, so that the address in the key stays taken.
    volume: Option<Volume>,
    lut: Option<KeyedLut>,
    greys: Vec<u8>,
    texture: Option<(Context, TextureHandle)>,
    /// Mean grey, 0 to 255.
    pub(crate) mean_grey: f64,
    /// How often it was rendered.
    pub(crate) n_rendered: u64,
}

impl Picture {
    /// The texture of the picture for a context; rendered and uploaded only if it is not the last one.
    pub(crate) fn texture(
        &mut self,
        ctx: &Context,
        volume: &Volume,
        colour: Option<&RgbImage>,
        key: PictureKey,
    ) -> TextureId {
        let is_stale = self.key.as_ref() != Some(&key);
        if !is_stale
            && let Some((shown_on, texture)) = &self.texture
            && shown_on == ctx
        {
            return texture.id();
        }
        let image = match colour {
            Some(colour) => {
                let image = colour_picture(volume, colour, &key.viewport);
                let sum: u64 = image.pixels.iter().map(|pixel| u64::from(pixel.g())).sum();
                self.mean_grey = sum as f64 / (image.pixels.len().max(1)) as f64;
                self.n_rendered += 1;
                image
            }
            None => {
                if is_stale {
                    self.render(volume, &key);
                }
                let size = key
                    .viewport
                    .size_px
                    .map(|n| usize::try_from(n).unwrap_or(0));
                ColorImage::from_gray(size, &self.greys)
            }
        };
        self.key = Some(key);
        self.volume = Some(volume.clone());
        match &mut self.texture {
            Some((shown_on, texture)) if shown_on == ctx => {
                texture.set(image, TextureOptions::NEAREST);
                texture.id()
            }
            // Another context, e.g. after a change between room and window: textures belong to their context.
            other => {
                let texture = ctx.load_texture("viewport", image, TextureOptions::NEAREST);
                let id = texture.id();
                *other = Some((ctx.clone(), texture));
                id
            }
        }
    }

    /// What somebody else than the CPU needs to draw the picture; `idx` is its place on the screen.
    pub(super) fn request(
        &mut self,
        idx: usize,
        volume: &Volume,
        key: PictureKey,
    ) -> PictureRequest {
        let lut = self.lut(volume, &key);
        PictureRequest {
            slot: idx as u64,
            volume: volume.clone(),
            viewport: key.viewport,
            slab: key.slab,
            lut,
        }
    }

    /// The table from samples to greys; made anew only if it is not the last one.
    fn lut(&mut self, volume: &Volume, key: &PictureKey) -> Arc<VoiLut> {
        if let Some((voi, is_inverted, samples, display, lut)) = &self.lut
            && (voi, *is_inverted, *samples) == (&key.voi, key.is_inverted, key.samples)
            && *display == key.display
        {
            return Arc::clone(lut);
        }
        let mut lut = VoiLut::of(volume, key.voi.clone(), key.is_inverted);
        if let Some(display) = &key.display {
            lut = lut.evened(display);
        }
        let lut = Arc::new(lut);
        self.lut = Some((
            key.voi.clone(),
            key.is_inverted,
            key.samples,
            key.display.clone(),
            Arc::clone(&lut),
        ));
        lut
    }

    fn render(&mut self, volume: &Volume, key: &PictureKey) {
        let lut = self.lut(volume, key);
        match key.slab {
            Some(slab) => key
                .viewport
                .render_slab(volume, slab, &lut, &mut self.greys),
            None => key.viewport.render(volume, &lut, &mut self.greys),
        }
        let sum: u64 = self.greys.iter().map(|&grey| u64::from(grey)).sum();
        self.mean_grey = sum as f64 / (self.greys.len().max(1)) as f64;
        self.n_rendered += 1;
    }
}

/// A slice in colour as the viewport shows it: between pixels mixed linearly, black outside.
fn colour_picture(volume: &Volume, colour: &RgbImage, viewport: &Viewport) -> ColorImage {
    let geometry = volume.geometry();
    let [width, height] = viewport.size_px.map(|n| usize::try_from(n).unwrap_or(0));
    let [columns, rows] = colour.size();
    let at = |x: f64, y: f64| {
        let voxel = geometry.voxel_from_patient(viewport.patient_from_screen(x, y));
        [voxel.x, voxel.y]
    };
    // The way over the picture is even: two steps and a corner say where each pixel lies.
    let (corner, right, down) = (at(0.5, 0.5), at(1.5, 0.5), at(0.5, 1.5));
    let mut pixels = Vec::with_capacity(width * height);
    for y in 0..height {
        for x in 0..width {
            let place: [f64; 2] = std::array::from_fn(|a| {
                corner[a] + (right[a] - corner[a]) * x as f64 + (down[a] - corner[a]) * y as f64
            });
            pixels.push(mixed(colour.pixels(), [columns, rows], place));
        }
    }
    ColorImage::new([width, height], pixels)
}

/// The colour at a place in pixels; black beyond the outer faces.
fn mixed(pixels: &[[u8; 3]], size: [u32; 2], place: [f64; 2]) -> Color32 {
    let is_inside = (0..2).all(|a| -0.5 <= place[a] && place[a] <= f64::from(size[a]) - 0.5);
    if !is_inside {
        return Color32::BLACK;
    }
    let tap = |a: usize| {
        let low = overread_viewer::nearest_index(place[a].floor(), size[a]);
        let high = (low + 1).min(size[a].saturating_sub(1));
        (low, high, (place[a] - f64::from(low)).clamp(0.0, 1.0))
    };
    let ((left, right, across), (top, bottom, along)) = (tap(0), tap(1));
    let pixel = |x: u32, y: u32| {
        let idx = usize::try_from(u64::from(y) * u64::from(size[0]) + u64::from(x));
        idx.ok()
            .and_then(|idx| pixels.get(idx))
            .map_or([0.0; 3], |pixel| pixel.map(f64::from))
    };
    let [a, b, c, d] = [
        pixel(left, top),
        pixel(right, top),
        pixel(left, bottom),
        pixel(right, bottom),
    ];
    let [red, green, blue] = std::array::from_fn(|i| {
        let upper = a[i] + (b[i] - a[i]) * across;
        let lower = c[i] + (d[i] - c[i]) * across;
        byte(upper + (lower - upper) * along)
    });
    Color32::from_rgb(red, green, blue)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a mean of bytes is a byte"
)]
fn byte(value: f64) -> u8 {
    value.round() as u8
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Picture")
            .field("n_rendered", &self.n_rendered)
            .finish_non_exhaustive()
    }
}
