//! What a reader draws on images and measures there: the drawings, where they lie, which are shown. No pixels, no text.

mod draft;
mod drawing;
mod hit;
mod key_images;
mod measured;

use overread_base::{Vec3, VolumeGeometry};
use overread_image::Viewport;

pub use draft::{Draft, DrawKind, Drawn, Pointer};
pub use drawing::{Drawing, MAX_OUTLINE_POINTS};
pub use hit::{Part, hit};
pub use key_images::{KeyImage, KeyImages};
pub use measured::{Length, LengthUnit, Measured, Pixels, Region, VolumePixels, measure};

/// The most annotations of a case; the next one is refused.
pub const MAX_ANNOTATIONS: usize = 1000;
/// The longest text of an annotation, in characters.
pub const MAX_TEXT_CHARS: usize = 200;

/// Names an annotation within its case; never given twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AnnotationId(pub u64);

/// The plane that a drawing lies on, and how it lay on the screen when it was drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sheet {
    /// A place on it, in the space of the series (patient LPS mm, or mm on the detector).
    pub at: Vec3,
    /// Unit vector to the right of the screen.
    pub right: Vec3,
    /// Unit vector down the screen, at a right angle to `right`.
    pub down: Vec3,
}

impl Sheet {
    /// The plane that a viewport shows.
    #[must_use]
    pub fn of(viewport: &Viewport) -> Self {
        Self {
            at: viewport.centre,
            right: viewport.right,
            down: viewport.down,
        }
    }

    /// Unit vector across the plane, away from the reader.
    #[must_use]
    pub fn normal(&self) -> Vec3 {
        self.right.cross(self.down)
    }

    /// The place on the plane that is nearest to `place`.
    #[must_use]
    pub fn onto(&self, place: Vec3) -> Vec3 {
        let normal = self.normal();
        place - normal * (place - self.at).dot(normal)
    }

    /// Whether what lies on this plane is seen on `shown`: planes within a degree of parallel, no further apart than
    /// half of `thickness_mm`, which is the distance of slices there, or the thickness of the slab.
    #[must_use]
    pub fn is_seen_on(&self, shown: &Self, thickness_mm: f64) -> bool {
        const WITHIN_A_DEGREE: f64 = 0.999_85;
        let (own, normal) = (self.normal(), shown.normal());
        let apart_mm = (self.at - shown.at).dot(normal).abs();
        own.dot(normal).abs() >= WITHIN_A_DEGREE && apart_mm <= thickness_mm * 0.5 + 1e-6
    }
}

/// The distance of a grid's planes along a direction, mm: that of its slices where the direction is one of its axes.
#[must_use]
pub fn plane_distance_mm(geometry: &VolumeGeometry, normal: Vec3) -> f64 {
    let axes = [geometry.row_dir, geometry.col_dir, geometry.slice_dir];
    let spacing = geometry.spacing.to_array();
    (0..3).map(|a| axes[a].dot(normal).abs() * spacing[a]).sum()
}

/// A drawing in its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Annotation {
    /// Its name.
    pub id: AnnotationId,
    /// Index of its series in the case.
    pub series_idx: usize,
    /// The plane that it lies on.
    pub sheet: Sheet,
    /// What is drawn.
    pub drawing: Drawing,
    /// What the reader wrote beside it; empty for nothing.
    pub text: String,
}

/// All annotations of a case, in the order of drawing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Annotations {
    all: Vec<Annotation>,
    next_id: u64,
}

impl Annotations {
    /// Adds a drawing; `None` if the case has [`MAX_ANNOTATIONS`] or the drawing holds a number that is none.
    pub fn add(
        &mut self,
        series_idx: usize,
        sheet: Sheet,
        drawing: Drawing,
    ) -> Option<AnnotationId> {
        if self.all.len() >= MAX_ANNOTATIONS || !drawing.points().iter().all(|p| p.is_finite()) {
            return None;
        }
        let id = AnnotationId(self.next_id);
        self.next_id += 1;
        self.all.push(Annotation {
            id,
            series_idx,
            sheet,
            drawing,
            text: String::new(),
        });
        Some(id)
    }

    /// All of them, the oldest first.
    #[must_use]
    pub fn all(&self) -> &[Annotation] {
        &self.all
    }

    /// One of them.
    #[must_use]
    pub fn get(&self, id: AnnotationId) -> Option<&Annotation> {
        self.all.iter().find(|annotation| annotation.id == id)
    }

    /// Replaces a drawing, e.g. by one that was [dragged](Drawing::dragged); false if there is no such annotation.
    pub fn redraw(&mut self, id: AnnotationId, drawing: Drawing) -> bool {
        let found = self.all.iter_mut().find(|annotation| annotation.id == id);
        let is_sound = drawing.points().iter().all(|p| p.is_finite());
        match found.filter(|_| is_sound) {
            Some(annotation) => {
                annotation.drawing = drawing;
                true
            }
            None => false,
        }
    }

    /// Writes beside an annotation; the text is cut at [`MAX_TEXT_CHARS`]. False if there is no such annotation.
    pub fn write(&mut self, id: AnnotationId, text: &str) -> bool {
        let found = self.all.iter_mut().find(|annotation| annotation.id == id);
        found
            .map(|annotation| annotation.text = text.chars().take(MAX_TEXT_CHARS).collect())
            .is_some()
    }

    /// Takes an annotation away; false if there is no such annotation.
    pub fn remove(&mut self, id: AnnotationId) -> bool {
        let before = self.all.len();
        self.all.retain(|annotation| annotation.id != id);
        self.all.len() < before
    }

    /// Those of a series that are seen on a plane; `thickness_mm` as in [`Sheet::is_seen_on`].
    pub fn seen_on<'a>(
        &'a self,
        series_idx: usize,
        shown: &'a Sheet,
        thickness_mm: f64,
    ) -> impl Iterator<Item = &'a Annotation> {
        self.all.iter().filter(move |annotation| {
            annotation.series_idx == series_idx && annotation.sheet.is_seen_on(shown, thickness_mm)
        })
    }
}

#[cfg(test)]
mod tests;
