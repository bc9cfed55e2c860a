//! Colour images and the bitmaps that files lay over images. Held, not interpreted; drawing is a screen's.

use std::sync::Arc;

/// A colour image of 8 bits a component; cheap to clone, never changed after it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RgbImage {
    size: [u32; 2],
    pixels: Arc<Vec<[u8; 3]>>,
}

impl RgbImage {
    /// Joins columns, rows and pixels (red, green, blue; row by row); `None` if their numbers differ.
    #[must_use]
    pub fn new(size: [u32; 2], pixels: Vec<[u8; 3]>) -> Option<Self> {
        let expected = u64::from(size[0]) * u64::from(size[1]);
        (pixels.len() as u64 == expected).then(|| Self {
            size,
            pixels: Arc::new(pixels),
        })
    }

    /// Columns and rows.
    #[must_use]
    pub fn size(&self) -> [u32; 2] {
        self.size
    }

    /// The pixels, row by row.
    #[must_use]
    pub fn pixels(&self) -> &[[u8; 3]] {
        &self.pixels
    }
}

/// A bitmap that a file lays over its image (DICOM overlay plane, group 60xx).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverlayPlane {
    /// Overlay Label (60xx,1500), else its description; empty if neither is given.
    pub label: String,
    /// Where its first pixel lies on the image, in columns and rows from the image's first pixel; may be negative.
    pub origin: [i32; 2],
    /// Columns and rows.
    pub size: [u32; 2],
    /// Row by row, `columns x rows` of them.
    pub bits: Arc<Vec<bool>>,
}
