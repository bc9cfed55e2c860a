//! Pictures of cases on a page: greys by a window, the outline of the truth, and the texture that they become.

use egui::{Color32, ColorImage, Context, TextureHandle, TextureOptions, Vec2, vec2};
use overread_image::{VoiLut, Volume, Window, preset_named};
use overread_scenario::{Picture, SliceWish};

use crate::tokens;

/// The most pixels of a texture's side; larger pictures are reduced.
const MOST_PIXELS: usize = 900;

/// A picture that was asked for.
#[derive(Debug, Clone)]
pub enum DeskPicture {
    /// It is being made.
    Coming,
    /// There.
    Ready(Box<DeskCoursePicture>),
    /// It cannot be made, for this reason.
    Failed(String),
}

/// One image of a case.
#[derive(Debug, Clone)]
pub struct DeskCoursePicture {
    /// The image as a volume of one slice.
    pub image: Volume,
    /// The window to begin with, centre and width.
    pub window: Option<(f32, f32)>,
    /// Whether low values are white.
    pub is_inverted: bool,
    /// Whether a pixel belongs to a lesion of the truth, x fastest.
    pub truth: Vec<bool>,
    /// The longest way across the first lesion in the image, mm.
    pub longest_mm: Option<f64>,
}

/// The name under which a picture is asked for and given: equal for pictures of the same image.
#[must_use]
pub fn picture_key(picture: &Picture) -> String {
    let slice = match picture.slice {
        Some(SliceWish::Lesion) => "lesion".to_owned(),
        Some(SliceWish::Share(share)) => share.to_string(),
        None => String::new(),
    };
    let view = picture.view.as_deref().unwrap_or_default();
    format!("{}/{slice}/{view}", picture.case)
}

/// A picture as it was uploaded.
pub(super) struct Uploaded {
    ctx: Context,
    texture: TextureHandle,
}

impl std::fmt::Debug for Uploaded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Uploaded").finish_non_exhaustive()
    }
}

impl Uploaded {
    pub(super) fn texture(&self, ctx: &Context) -> Option<&TextureHandle> {
        (self.ctx == *ctx).then_some(&self.texture)
    }
}

impl DeskCoursePicture {
    /// The size of the image, mm.
    pub(super) fn size_mm(&self) -> [f64; 2] {
        let geometry = self.image.geometry();
        [
            f64::from(geometry.size[0]) * geometry.spacing.x,
            f64::from(geometry.size[1]) * geometry.spacing.y,
        ]
    }

    /// The size to be drawn in, as large as fits.
    pub(super) fn fitted(&self, most: Vec2) -> Vec2 {
        let [width, height] = self.size_mm();
        let scale = (f64::from(most.x) / width).min(f64::from(most.y) / height);
        #[expect(clippy::cast_possible_truncation, reason = "points on a screen")]
        let points = |mm: f64| (mm * scale) as f32;
        vec2(points(width), points(height))
    }

    /// Uploads the picture in a window.
    pub(super) fn upload(
        &self,
        ctx: &Context,
        preset: Option<&str>,
        shows_truth: bool,
    ) -> Uploaded {
        let image = self.drawn(preset, shows_truth);
        Uploaded {
            texture: ctx.load_texture("course picture", image, TextureOptions::LINEAR),
            ctx: ctx.clone(),
        }
    }

    fn drawn(&self, preset: Option<&str>, shows_truth: bool) -> ColorImage {
        let [nx, ny, _] = self.image.geometry().size.map(|n| n as usize);
        let named = preset.and_then(preset_named).map(|preset| preset.window);
        let own = self
            .window
            .and_then(|(centre, width)| Window::linear(centre, width).ok());
        let samples = self.image.slice(0).unwrap_or_default();
        let greys: Vec<u8> = match named.or(own) {
            Some(window) => {
                let lut = VoiLut::of(&self.image, window, self.is_inverted);
                samples.iter().map(|&value| lut.grey(value)).collect()
            }
            None => vec![0; samples.len()],
        };
        let step = nx.max(ny).div_ceil(MOST_PIXELS).max(1);
        let (width, height) = (nx / step, ny / step);
        let mut pixels = Vec::with_capacity(width * height);
        for y in 0..height {
            for x in 0..width {
                let block = || {
                    (0..step * step).map(move |k| (y * step + k / step) * nx + x * step + k % step)
                };
                let is_rim = shows_truth && block().any(|at| self.is_rim(at, nx));
                let sum: u32 = block()
                    .filter_map(|at| greys.get(at))
                    .map(|&g| u32::from(g))
                    .sum();
                let n = u32::try_from(step * step).unwrap_or(1);
                let grey = u8::try_from(sum / n).unwrap_or(u8::MAX);
                pixels.push(if is_rim {
                    tokens::TRUTH
                } else {
                    Color32::from_gray(grey)
                });
            }
        }
        ColorImage::new([width, height], pixels)
    }

    /// Whether a pixel lies just outside a lesion: the rim hides nothing of it.
    fn is_rim(&self, at: usize, columns: usize) -> bool {
        let is_set = |at: Option<usize>| at.and_then(|at| self.truth.get(at)) == Some(&true);
        // The pixels beside it are of the same row: a lesion at one border of the picture has no rim at the other.
        let column = at.checked_rem(columns).unwrap_or(0);
        !is_set(Some(at))
            && [
                (column > 0).then(|| at.saturating_sub(1)),
                (column + 1 < columns).then(|| at.saturating_add(1)),
                at.checked_sub(columns),
                at.checked_add(columns),
            ]
            .into_iter()
            .any(is_set)
    }
}

#[cfg(test)]
mod tests;
