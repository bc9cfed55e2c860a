//! The door for drawing images by other means than the CPU, e.g. on a graphics card. The desk itself draws on the CPU.

use std::fmt::Debug;
use std::sync::Arc;

use egui::{Rect, Shape};
use overread_image::{Slab, Viewport, VoiLut, Volume};

/// A picture that is to be drawn.
#[derive(Debug, Clone)]
pub struct PictureRequest {
    /// Which of the pictures on screen it is; the same from frame to frame.
    pub slot: u64,
    /// The voxels.
    pub volume: Volume,
    /// The plane, in pixels of the screen.
    pub viewport: Viewport,
    /// A slab instead of the plane alone.
    pub slab: Option<Slab>,
    /// From stored samples to greys.
    pub lut: Arc<VoiLut>,
}

/// Draws pictures; must give the greys of the CPU renderer to one of 255.
pub trait PicturePainter: Debug + Send + Sync {
    /// What draws the picture into `rect`; `None` if it cannot, and the CPU draws it.
    fn paint(&self, rect: Rect, picture: &PictureRequest) -> Option<Shape>;
}
