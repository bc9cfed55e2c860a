//! The images that a reader keeps as the key ones of a case. Which, not what is on them.

use overread_image::Plane;

/// The most key images of a case.
const MAX_KEY_IMAGES: usize = 200;

/// One image of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyImage {
    /// Index of the series in the case.
    pub series_idx: usize,
    /// Index of the slice or frame along the normal of the plane, from 0.
    pub slice_idx: u32,
    /// The plane that was shown.
    pub plane: Plane,
}

/// The key images of a case, in the order in which they were chosen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeyImages {
    kept: Vec<KeyImage>,
}

impl KeyImages {
    /// Keeps an image or takes it back; whether it is kept now. A list of 200 takes no more.
    pub fn toggle(&mut self, image: KeyImage) -> bool {
        if let Some(at) = self.kept.iter().position(|kept| *kept == image) {
            self.kept.remove(at);
            return false;
        }
        if self.kept.len() < MAX_KEY_IMAGES {
            self.kept.push(image);
        }
        self.is_kept(image)
    }

    /// Whether an image is one of them.
    #[must_use]
    pub fn is_kept(&self, image: KeyImage) -> bool {
        self.kept.contains(&image)
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[KeyImage] {
        &self.kept
    }
}

#[cfg(test)]
mod tests;
