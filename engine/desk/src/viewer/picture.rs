//! The picture of one viewport: rendered when something changed, and uploaded to the egui context that shows it.

use egui::{ColorImage, Context, TextureHandle, TextureId, TextureOptions};
use overread_image::{Viewport, VoiLut, Volume, Window};

/// What a picture shows; equal keys give equal pictures.
#[derive(Debug, Clone, PartialEq)]
struct Key {
    /// Where the samples lie: volumes are shared and never changed, so the address names them while they are held.
    samples: usize,
    viewport: Viewport,
    window: Window,
    is_inverted: bool,
}

/// A rendered viewport.
#[derive(Default)]
pub(crate) struct Picture {
    key: Option<Key>,
    /// Held, so that the address in the key stays taken.
    volume: Option<Volume>,
    lut: Option<(Window, bool, usize, VoiLut)>,
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
        viewport: &Viewport,
        window: Window,
        is_inverted: bool,
    ) -> TextureId {
        let samples = volume.samples().as_ptr().addr();
        let key = Key {
            samples,
            viewport: viewport.clone(),
            window,
            is_inverted,
        };
        let is_stale = self.key.as_ref() != Some(&key);
        if is_stale {
            self.render(volume, &key);
            self.key = Some(key);
            self.volume = Some(volume.clone());
        }
        let image = || {
            let size = viewport.size_px.map(|n| usize::try_from(n).unwrap_or(0));
            ColorImage::from_gray(size, &self.greys)
        };
        match &mut self.texture {
            Some((shown_on, texture)) if shown_on == ctx => {
                if is_stale {
                    texture.set(image(), TextureOptions::NEAREST);
                }
                texture.id()
            }
            // Another context, e.g. after a change between room and window: textures belong to their context.
            other => {
                let texture = ctx.load_texture("viewport", image(), TextureOptions::NEAREST);
                let id = texture.id();
                *other = Some((ctx.clone(), texture));
                id
            }
        }
    }

    fn render(&mut self, volume: &Volume, key: &Key) {
        let is_same = |lut: &(Window, bool, usize, VoiLut)| {
            (lut.0, lut.1, lut.2) == (key.window, key.is_inverted, key.samples)
        };
        if !self.lut.as_ref().is_some_and(is_same) {
            let lut = VoiLut::new(key.window, volume.rescale(), key.is_inverted);
            self.lut = Some((key.window, key.is_inverted, key.samples, lut));
        }
        if let Some((.., lut)) = &self.lut {
            key.viewport.render(volume, lut, &mut self.greys);
        }
        let sum: u64 = self.greys.iter().map(|&grey| u64::from(grey)).sum();
        self.mean_grey = sum as f64 / (self.greys.len().max(1)) as f64;
        self.n_rendered += 1;
    }
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Picture")
            .field("n_rendered", &self.n_rendered)
            .finish_non_exhaustive()
    }
}
