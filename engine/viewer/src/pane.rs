//! How one viewport is looked at: series, plane, place, window, flips, magnification. No drawing, no input.

use overread_base::{Vec3, VolumeGeometry};
use overread_image::{Plane, Projection, Slab, Viewport, Voi};

use crate::{Align, Orientation, Stack};

/// Magnification limits, as a factor on the display area.
const ZOOM: std::ops::RangeInclusive<f64> = 0.25..=40.0;
/// The thickness that a slab starts with, mm.
const FIRST_SLAB_MM: f64 = 10.0;
/// How much one step changes the thickness of a slab, mm.
const SLAB_STEP_MM: f64 = 2.0;
/// The thickest slab, mm.
const THICKEST_SLAB_MM: f64 = 200.0;

/// How large a picture is drawn before the reader magnifies it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DisplayArea {
    /// As large as the viewport holds.
    Fit,
    /// As many millimetres a screen pixel as the other viewports of the layout that ask for the same.
    SameMm,
    /// One pixel of the image on one pixel of the screen.
    OneToOne,
    /// As large as in life, on a screen whose pixel pitch is known.
    TrueSize,
}

/// The screen that a picture is laid out for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PaneScreen {
    /// Size of the viewport in device pixels.
    pub size_px: [u32; 2],
    /// Millimetres a pixel that viewports of [`DisplayArea::SameMm`] have agreed on.
    pub same_mm_per_px: Option<f64>,
    /// Size of a screen pixel, mm, where it is known.
    pub pitch_mm: Option<f64>,
}

impl PaneScreen {
    /// A viewport that has agreed on nothing.
    #[must_use]
    pub fn of_size(size_px: [u32; 2]) -> Self {
        Self {
            size_px,
            same_mm_per_px: None,
            pitch_mm: None,
        }
    }
}

/// One viewport as it is looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Pane {
    /// Index in the study's list of series.
    pub series_idx: usize,
    /// Which plane of it.
    pub plane: Plane,
    /// The place (LPS mm; mm on the detector for projections) that decides which slice is shown.
    pub focus: Vec3,
    /// What turns values into greys.
    pub voi: Voi,
    /// Which of the file's windows and tables was taken last.
    pub file_voi: Option<usize>,
    /// Whether the reader swapped black and white.
    pub is_inverted: bool,
    orientation: Orientation,
    /// A slab instead of single slices.
    pub slab: Option<Slab>,
    /// Where the picture is held.
    pub align: Align,
    /// How large it is drawn at a zoom of 1.
    pub area: DisplayArea,
    zoom: f64,
    /// The middle of the picture away from where it is held, mm to the right and down of the screen.
    pan_mm: [f64; 2],
}

impl Pane {
    /// The whole plane of a series through the middle.
    #[must_use]
    pub fn new(series_idx: usize, plane: Plane, geometry: &VolumeGeometry, voi: Voi) -> Self {
        Self {
            series_idx,
            plane,
            focus: geometry.centre(),
            voi,
            file_voi: None,
            is_inverted: false,
            orientation: Orientation::default(),
            slab: None,
            align: Align::Centre,
            area: DisplayArea::Fit,
            zoom: 1.0,
            pan_mm: [0.0; 2],
        }
    }

    /// Magnification against the display area.
    #[must_use]
    pub fn zoom(&self) -> f64 {
        self.zoom
    }

    /// Flips and turns.
    #[must_use]
    pub fn orientation(&self) -> Orientation {
        self.orientation
    }

    /// Flips and turns the picture; what is in the middle stays there.
    pub fn orient(&mut self, orientation: Orientation) {
        let unit = [Vec3::new(1.0, 0.0, 0.0), Vec3::new(0.0, 1.0, 0.0)];
        let (right, down) = self.orientation.on_screen(unit[0], unit[1]);
        let moved = right * self.pan_mm[0] + down * self.pan_mm[1];
        let (right, down) = orientation.on_screen(unit[0], unit[1]);
        self.pan_mm = [moved.dot(right), moved.dot(down)];
        self.orientation = orientation;
    }

    /// The slices along the normal.
    #[must_use]
    pub fn stack(&self, geometry: &VolumeGeometry) -> Stack {
        Stack::of(geometry, self.plane)
    }

    /// The slice that is shown.
    #[must_use]
    pub fn slice_idx(&self, geometry: &VolumeGeometry) -> u32 {
        self.stack(geometry).index_at(geometry, self.focus)
    }

    /// Unit vectors in the patient along the screen's right and down.
    #[must_use]
    pub fn directions(&self, geometry: &VolumeGeometry) -> (Vec3, Vec3) {
        let plain = Viewport::fitted(geometry, self.plane, geometry.centre(), [1, 1]);
        self.orientation.on_screen(plain.right, plain.down)
    }

    /// Millimetres a pixel at which the whole plane is seen.
    #[must_use]
    pub fn fitted_mm_per_px(&self, geometry: &VolumeGeometry, size_px: [u32; 2]) -> f64 {
        let (right, down) = self.directions(geometry);
        let [width, height] = size_px.map(|side| f64::from(side.max(1)));
        (extent_mm(geometry, right) / width).max(extent_mm(geometry, down) / height)
    }

    /// The rectangle of the screen laid into the patient.
    #[must_use]
    pub fn viewport(&self, geometry: &VolumeGeometry, screen: &PaneScreen) -> Viewport {
        let mut viewport = Viewport::fitted(geometry, self.plane, self.focus, screen.size_px);
        let (right, down) = (viewport.right, viewport.down);
        let [along_rows, along_columns] = [right, down].map(|way| pixel_mm(geometry, way));
        (viewport.right, viewport.down) = self.orientation.on_screen(right, down);
        let fitted = self.fitted_mm_per_px(geometry, screen.size_px);
        let area = match self.area {
            DisplayArea::Fit => fitted,
            DisplayArea::SameMm => screen.same_mm_per_px.unwrap_or(fitted),
            DisplayArea::OneToOne => along_rows.min(along_columns),
            DisplayArea::TrueSize => screen.pitch_mm.unwrap_or(fitted),
        };
        viewport.mm_per_px = area / self.zoom;
        let held = self.held_mm(geometry, &viewport);
        viewport.centre = viewport.centre
            + viewport.right * (held + self.pan_mm[0])
            + viewport.down * self.pan_mm[1];
        viewport
    }

    /// How far the middle of the screen lies to the right of the middle of the picture, so that its edge is held, mm.
    fn held_mm(&self, geometry: &VolumeGeometry, viewport: &Viewport) -> f64 {
        let half_screen = f64::from(viewport.size_px[0]) * viewport.mm_per_px * 0.5;
        let half_picture = extent_mm(geometry, viewport.right) * 0.5;
        match self.align {
            Align::Centre => 0.0,
            Align::Left => half_screen - half_picture,
            Align::Right => half_picture - half_screen,
        }
    }

    /// Moves the picture with the pointer.
    pub fn pan(&mut self, viewport: &Viewport, delta_px: [f64; 2]) {
        self.pan_mm[0] -= delta_px[0] * viewport.mm_per_px;
        self.pan_mm[1] -= delta_px[1] * viewport.mm_per_px;
    }

    /// Magnifies by `factor`; what lies at `at_px` stays where it is.
    pub fn zoom_at(
        &mut self,
        geometry: &VolumeGeometry,
        screen: &PaneScreen,
        at_px: [f64; 2],
        factor: f64,
    ) {
        let before = self.viewport(geometry, screen);
        let held = before.patient_from_screen(at_px[0], at_px[1]);
        let zoom = self.zoom * factor;
        if zoom.is_finite() {
            self.zoom = zoom.clamp(*ZOOM.start(), *ZOOM.end());
        }
        let after = self.viewport(geometry, screen);
        let (x, y, _) = after.screen_from_patient(held);
        self.pan_mm[0] += (x - at_px[0]) * after.mm_per_px;
        self.pan_mm[1] += (y - at_px[1]) * after.mm_per_px;
    }

    /// Takes over magnification and movement of another viewport; mirrored where the two are held at opposite edges.
    pub fn follow_zoom(&mut self, other: &Self) {
        let is_opposite = matches!(
            (self.align, other.align),
            (Align::Left, Align::Right) | (Align::Right, Align::Left)
        );
        self.zoom = other.zoom;
        self.area = other.area;
        self.pan_mm = other.pan_mm;
        if is_opposite {
            self.pan_mm[0] = -self.pan_mm[0];
        }
    }

    /// Whether the picture is neither magnified nor moved.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        (self.zoom - 1.0).abs() < 1e-9 && self.pan_mm.iter().all(|mm| mm.abs() < 1e-9)
    }

    /// The whole picture again, as large as `area` says.
    pub fn show_whole(&mut self, area: DisplayArea) {
        self.area = area;
        self.zoom = 1.0;
        self.pan_mm = [0.0; 2];
    }

    /// Steps through the slices, in reading order.
    pub fn step(&mut self, geometry: &VolumeGeometry, steps: i32) {
        let stack = self.stack(geometry);
        let slice_idx = stack.stepped(stack.index_at(geometry, self.focus), steps);
        self.show_slice(geometry, slice_idx);
    }

    /// Shows a slice.
    pub fn show_slice(&mut self, geometry: &VolumeGeometry, slice_idx: u32) {
        self.focus = self
            .stack(geometry)
            .place_on(geometry, self.focus, slice_idx);
    }

    /// Shows the slice of a place and brings it to the middle where only a part of the plane is seen.
    pub fn go_to(&mut self, geometry: &VolumeGeometry, place: Vec3) {
        self.focus = place;
        let is_part_seen =
            self.zoom > 1.001 || matches!(self.area, DisplayArea::OneToOne | DisplayArea::TrueSize);
        if is_part_seen && self.align == Align::Centre {
            let (right, down) = self.directions(geometry);
            let from_centre = place - geometry.centre();
            self.pan_mm = [from_centre.dot(right), from_centre.dot(down)];
        }
    }

    /// A thicker slab, or a thinner one; the thinnest is a single slice.
    pub fn thicken(&mut self, geometry: &VolumeGeometry, steps: i32) {
        let spacing_mm = self.stack(geometry).spacing_mm(geometry);
        let old = self.slab.map_or(spacing_mm, |slab| slab.thickness_mm);
        let step_mm = SLAB_STEP_MM.max(spacing_mm);
        let new = (old + f64::from(steps) * step_mm).min(THICKEST_SLAB_MM);
        let projection = self
            .slab
            .map_or(Projection::Maximum, |slab| slab.projection);
        self.slab = (new > spacing_mm * 1.001).then_some(Slab {
            projection,
            thickness_mm: new,
        });
    }

    /// No slab, maximum, minimum, average, one after the other.
    pub fn next_slab_mode(&mut self) {
        let thickness_mm = self.slab.map_or(FIRST_SLAB_MM, |slab| slab.thickness_mm);
        let next = match self.slab.map(|slab| slab.projection) {
            None => Some(Projection::Maximum),
            Some(Projection::Maximum) => Some(Projection::Minimum),
            Some(Projection::Minimum) => Some(Projection::Average),
            Some(Projection::Average) => None,
        };
        self.slab = next.map(|projection| Slab {
            projection,
            thickness_mm,
        });
    }
}

/// How far a grid reaches along a direction, outer face to outer face, mm.
#[must_use]
pub(crate) fn extent_mm(geometry: &VolumeGeometry, direction: Vec3) -> f64 {
    let axes = [geometry.row_dir, geometry.col_dir, geometry.slice_dir];
    let spacing = geometry.spacing.to_array();
    (0..3)
        .map(|a| axes[a].dot(direction).abs() * spacing[a] * f64::from(geometry.size[a]))
        .sum()
}

/// The spacing of the grid's axis nearest to a direction, mm.
fn pixel_mm(geometry: &VolumeGeometry, direction: Vec3) -> f64 {
    let axes = [geometry.row_dir, geometry.col_dir, geometry.slice_dir];
    let spacing = geometry.spacing.to_array();
    let (_, mm) = (0..3).fold((-1.0, 1.0), |best: (f64, f64), a| {
        let along = axes[a].dot(direction).abs();
        if along > best.0 {
            (along, spacing[a])
        } else {
            best
        }
    });
    mm
}

#[cfg(test)]
mod tests;
