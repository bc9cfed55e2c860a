//! An account of what the panels drew and where: for tests that compare it with what should be there. Draws nothing.

use std::fmt::Write as _;

use egui::{Pos2, Rect};
use overread_base::{CaseId, SeriesUid, Vec3};
use overread_image::Plane;

/// What was drawn in the last frame of each panel.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Drawn {
    /// The case that the panels show.
    pub case: Option<CaseId>,
    /// What the viewer shows instead of images, as a word (`no-case`, `loading`, `failed`), or `images`.
    pub viewer_state: &'static str,
    /// The stage of the hanging protocol on screen, if there are images.
    pub layout: Option<DrawnLayout>,
    /// The viewports in the order of the layout.
    pub viewports: Vec<DrawnViewport>,
    /// What may be seen of the AI result, as a word: `not-used`, `hidden`, `pending`, `done-findings`, `done-none`,
    /// `not-run`, `failed`.
    pub ai_state: &'static str,
    /// Whether AI marks are switched on.
    pub is_ai_overlay_on: bool,
    /// The active tool, as a word.
    pub tool: &'static str,
    /// Whether the panels say that an unsigned plugin runs or may run.
    pub is_developer_banner_on: bool,
    /// The name of the fault class on screen.
    pub fault: Option<&'static str>,
}

/// The stage of a hanging protocol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawnLayout {
    /// Its id.
    pub id: String,
    /// Which stage it is, from 0.
    pub stage: usize,
    /// How many stages there are.
    pub n_stages: usize,
    /// The viewport that keys act on, by its place in the layout.
    pub active: usize,
    /// Whether the active viewport is shown alone.
    pub is_single: bool,
    /// Whether viewports scroll by position together.
    pub is_scroll_linked: bool,
    /// What is wanted in places that stay empty.
    pub missing: Vec<String>,
}

/// One viewport.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawnViewport {
    /// Its place in the layout.
    pub idx: usize,
    /// The series that hangs there.
    pub series: SeriesUid,
    /// The plane.
    pub plane: Plane,
    /// Where its picture lies on the screen, egui points.
    pub rect: Rect,
    /// Size of the picture in device pixels.
    pub size_px: [u32; 2],
    /// Patient position (LPS mm) of the middle of the first pixel.
    pub top_left_mm: Vec3,
    /// Patient position (LPS mm) of the middle of the last pixel.
    pub bottom_right_mm: Vec3,
    /// Millimetres a device pixel.
    pub mm_per_px: f64,
    /// The slice, counted from 0, and how many there are.
    pub slice_idx: u32,
    /// How many slices there are along the normal.
    pub n_slices: u32,
    /// Window centre and width, HU; of a table of the file the span of its values.
    pub window_hu: [f32; 2],
    /// Whether the reader swapped black and white.
    pub is_inverted: bool,
    /// Whether the picture is mirrored against the one that the file holds.
    pub is_mirrored: bool,
    /// Quarter turns clockwise after the mirroring.
    pub quarter_turns: u8,
    /// How thick the slab is, mm.
    pub slab_mm: Option<f64>,
    /// Orientation letters at the left, right, top and bottom edge; empty where nothing says them.
    pub letters: [String; 4],
    /// What always stands at the top: view of a mammogram, prior, flips.
    pub tags: Vec<String>,
    /// Mean grey of the picture, 0 to 255: a picture that is all black or white shows here.
    pub mean_grey: f64,
    /// The marks on it.
    pub marks: Vec<DrawnMark>,
    /// What the reader drew and measured on it.
    pub annotations: Vec<DrawnAnnotation>,
}

/// One annotation on a viewport.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawnAnnotation {
    /// What is drawn, as a word: `length`, `bidirectional`, `angle`, `cobb`, `ellipse`, `rectangle`, `outline`, `value`,
    /// `arrow`.
    pub kind: &'static str,
    /// The text beside it, lines joined by `; `.
    pub text: String,
    /// Its handles on the screen, egui points.
    pub handles: Vec<Pos2>,
    /// Whether keys act on it.
    pub is_selected: bool,
}

/// One mark on a viewport.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawnMark {
    /// Whose it is.
    pub layer: MarkLayer,
    /// Its id: of the mark, the finding or the lesion.
    pub id: String,
    /// Its centre on the screen, egui points.
    pub at: Pos2,
    /// Its centre in the patient, LPS mm.
    pub centre_mm: Vec3,
}

/// Whose a mark is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MarkLayer {
    /// The reader's own.
    Reader,
    /// The AI service's.
    Ai,
    /// The truth, after the end only.
    Truth,
}

impl MarkLayer {
    /// The word for it in the account.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Ai => "ai",
            Self::Truth => "truth",
        }
    }
}

impl Drawn {
    /// The account as one JSON object. Rectangles are `[left, top, right, bottom]` in egui points.
    #[must_use]
    pub fn to_json(&self) -> String {
        let case = self
            .case
            .as_ref()
            .map_or_else(|| "null".to_owned(), |case| quoted(case.as_str()));
        let viewports: Vec<String> = self.viewports.iter().map(viewport_json).collect();
        format!(
            "{{\"case\": {case}, \"viewer_state\": {}, \"ai_state\": {}, \"is_ai_overlay_on\": {}, \"tool\": {}, \
             \"is_developer_banner_on\": {}, \"fault\": {}, \"layout\": {}, \"viewports\": [{}]}}",
            quoted(self.viewer_state),
            quoted(self.ai_state),
            self.is_ai_overlay_on,
            quoted(self.tool),
            self.is_developer_banner_on,
            self.fault.map_or_else(|| "null".to_owned(), quoted),
            self.layout
                .as_ref()
                .map_or_else(|| "null".to_owned(), layout_json),
            viewports.join(", ")
        )
    }
}

fn layout_json(layout: &DrawnLayout) -> String {
    let missing: Vec<String> = layout.missing.iter().map(|text| quoted(text)).collect();
    format!(
        "{{\"id\": {}, \"stage\": {}, \"n_stages\": {}, \"active\": {}, \"is_single\": {}, \"is_scroll_linked\": {}, \
         \"missing\": [{}]}}",
        quoted(&layout.id),
        layout.stage,
        layout.n_stages,
        layout.active,
        layout.is_single,
        layout.is_scroll_linked,
        missing.join(", ")
    )
}

fn viewport_json(viewport: &DrawnViewport) -> String {
    let plane = match viewport.plane {
        Plane::Acquired => "acquired",
        Plane::Axial => "axial",
        Plane::Coronal => "coronal",
        Plane::Sagittal => "sagittal",
    };
    let marks: Vec<String> = viewport.marks.iter().map(mark_json).collect();
    let annotations: Vec<String> = viewport.annotations.iter().map(annotation_json).collect();
    let letters: Vec<String> = viewport.letters.iter().map(|text| quoted(text)).collect();
    let Rect { min, max } = viewport.rect;
    let tags: Vec<String> = viewport.tags.iter().map(|text| quoted(text)).collect();
    format!(
        "{{\"idx\": {}, \"series\": {}, \"plane\": {}, \"rect\": [{:.2}, {:.2}, {:.2}, {:.2}], \"size_px\": [{}, {}], \"top_left_mm\": {}, \
         \"bottom_right_mm\": {}, \"mm_per_px\": {:.6}, \"slice_idx\": {}, \"n_slices\": {}, \"window_hu\": [{}, {}], \
         \"is_inverted\": {}, \"is_mirrored\": {}, \"quarter_turns\": {}, \"slab_mm\": {}, \"tags\": [{}], \
         \"letters\": [{}], \"mean_grey\": {:.2}, \"marks\": [{}], \
         \"annotations\": [{}]}}",
        viewport.idx,
        quoted(viewport.series.as_str()),
        quoted(plane),
        min.x,
        min.y,
        max.x,
        max.y,
        viewport.size_px[0],
        viewport.size_px[1],
        place_json(viewport.top_left_mm),
        place_json(viewport.bottom_right_mm),
        viewport.mm_per_px,
        viewport.slice_idx,
        viewport.n_slices,
        viewport.window_hu[0],
        viewport.window_hu[1],
        viewport.is_inverted,
        viewport.is_mirrored,
        viewport.quarter_turns,
        viewport
            .slab_mm
            .map_or_else(|| "null".to_owned(), |mm| format!("{mm:.3}")),
        tags.join(", "),
        letters.join(", "),
        viewport.mean_grey,
        marks.join(", "),
        annotations.join(", ")
    )
}

fn annotation_json(annotation: &DrawnAnnotation) -> String {
    let point = |at: &Pos2| format!("[{:.2}, {:.2}]", at.x, at.y);
    let handles: Vec<String> = annotation.handles.iter().map(point).collect();
    format!(
        "{{\"kind\": {}, \"text\": {}, \"is_selected\": {}, \"handles\": [{}]}}",
        quoted(annotation.kind),
        quoted(&annotation.text),
        annotation.is_selected,
        handles.join(", ")
    )
}

fn mark_json(mark: &DrawnMark) -> String {
    format!(
        "{{\"layer\": {}, \"id\": {}, \"at\": [{:.2}, {:.2}], \"centre_mm\": {}}}",
        quoted(mark.layer.word()),
        quoted(&mark.id),
        mark.at.x,
        mark.at.y,
        place_json(mark.centre_mm)
    )
}

fn place_json(place: Vec3) -> String {
    format!("[{:.3}, {:.3}, {:.3}]", place.x, place.y, place.z)
}

/// A JSON string.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => {
                // Writing to a string cannot fail.
                if write!(out, "\\u{:04x}", u32::from(c)).is_err() {
                    break;
                }
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests;
