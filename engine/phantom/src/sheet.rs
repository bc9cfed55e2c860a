//! Contact sheets: one small picture of each study, the truth outlined if wanted. Pixels only, no file formats.

mod digits;

use std::collections::BTreeMap;

use overread_base::{Lesion, LesionKind, MaskRle, PhantomKind, Vec3};

use crate::case::Phantom;
use crate::num::index_in;
use crate::study::{SyntheticSeries, SyntheticStudy};

/// A picture in red, green and blue, 8 bits each, rows from the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Three bytes a pixel, x fastest.
    pub rgb: Vec<u8>,
}

/// Whether a picture tells what is in the study.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outlines {
    /// The study as a reader sees it.
    None,
    /// Lesions of the truth are outlined.
    Truth,
}

/// Colour of an outline.
const ORANGE: [u8; 3] = [255, 150, 0];
const WHITE: [u8; 3] = [255, 255, 255];

/// Names of windows in which lesions are looked at that the first window of the study does not show.
const WINDOWS: [(PhantomKind, &str, &[&str]); 4] = [
    (
        PhantomKind::ChestCt,
        "MEDIASTINUM",
        &[
            "effusion",
            "aortic-dilatation",
            "trunk-dilatation",
            "coronary-calcium",
        ],
    ),
    (
        PhantomKind::ChestCt,
        "BONE",
        &["vertebral-fracture", "low-bone-density"],
    ),
    (PhantomKind::HeadCt, "BONE", &["fracture"]),
    (PhantomKind::HeadCt, "SUBDURAL", &["subdural", "epidural"]),
];

/// Draws a study as a square of `side` pixels: of a CT the slice that shows most of its first lesion, of projections all
/// views: two side by side, four with their chest walls together. `caption` stands in the corner.
#[must_use]
pub fn study_picture(
    kind: PhantomKind,
    phantom: &Phantom,
    side: usize,
    caption: u64,
    outlines: Outlines,
) -> Picture {
    let study = phantom.study();
    let mut picture = Picture::black(side, side);
    let views = shown(study);
    // More than two in two rows: mammograms as they hang.
    let columns = views.len().clamp(1, 2);
    let cell = [side / columns, side / views.len().div_ceil(columns).max(1)];
    for (idx, &(series, slice)) in views.iter().enumerate() {
        let samples = phantom.render(series, slice);
        let facts = &study.series[series];
        let panel = Panel::of(facts, cell, [idx % columns, idx / columns], columns);
        let window = window(kind, study, facts);
        panel.draw(&mut picture, &samples, facts, window);
        if outlines == Outlines::Truth {
            for lesion in &study.truth.lesions {
                if let Some(mask) = mask_in(lesion, facts) {
                    panel.outline(&mut picture, mask, facts, slice);
                }
            }
        }
    }
    digits::write(&mut picture, 4, 4, caption);
    picture
}

/// Puts pictures of one size into rows.
#[must_use]
pub fn contact_sheet(pictures: &[Picture], columns: usize) -> Picture {
    let columns = columns.clamp(1, pictures.len().max(1));
    let width = pictures.iter().map(|p| p.width).max().unwrap_or(1);
    let height = pictures.iter().map(|p| p.height).max().unwrap_or(1);
    let rows = pictures.len().div_ceil(columns);
    let mut sheet = Picture::black(columns * width, rows * height);
    for (idx, picture) in pictures.iter().enumerate() {
        let (left, top) = (idx % columns * width, idx / columns * height);
        for (y, row) in picture
            .rgb
            .chunks_exact(3 * picture.width.max(1))
            .enumerate()
        {
            let at = 3 * ((top + y) * sheet.width + left);
            sheet.rgb[at..at + row.len()].copy_from_slice(row);
        }
    }
    sheet
}

impl Picture {
    fn black(width: usize, height: usize) -> Self {
        Self {
            width,
            height,
            rgb: vec![0; 3 * width * height],
        }
    }

    fn set(&mut self, x: usize, y: usize, colour: [u8; 3]) {
        if x < self.width && y < self.height {
            let at = 3 * (y * self.width + x);
            self.rgb[at..at + 3].copy_from_slice(&colour);
        }
    }
}

/// Series and slice of each view on the picture.
fn shown(study: &SyntheticStudy) -> Vec<(usize, u32)> {
    let is_projection = |s: &SyntheticSeries| s.modality.is_projection();
    if study.series.iter().any(is_projection) {
        return (0..study.series.len().min(4)).map(|idx| (idx, 0)).collect();
    }
    let Some(series) = study.series.first() else {
        return Vec::new();
    };
    let lesions = study.truth.lesions.iter();
    let mask = lesions.filter_map(|lesion| lesion.mask.as_ref()).next();
    let n_slices = series.geometry.size[2];
    // The middle of a chest shows heart and lungs, a little above the middle of a head lie the ventricles.
    let usual = (n_slices * 11 / 20).min(n_slices.saturating_sub(1));
    vec![(
        0,
        mask.and_then(|mask| fullest_slice(mask, series))
            .unwrap_or(usual),
    )]
}

/// The slice of a series that holds most of a mask.
fn fullest_slice(mask: &MaskRle, series: &SyntheticSeries) -> Option<u32> {
    let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
    for voxel in voxels(mask) {
        let at = series
            .geometry
            .voxel_from_patient(mask.geometry.patient_from_voxel(voxel));
        if let Some(z) = whole(at.z, series.geometry.size[2]) {
            *counts.entry(z).or_default() += 1;
        }
    }
    counts
        .into_iter()
        .max_by_key(|&(z, n)| (n, std::cmp::Reverse(z)))
        .map(|(z, _)| z)
}

/// The set voxels of a mask.
fn voxels(mask: &MaskRle) -> impl Iterator<Item = Vec3> {
    let [nx, ny, _] = mask.geometry.size.map(u64::from);
    let mut at = 0u64;
    mask.runs.iter().enumerate().flat_map(move |(idx, &run)| {
        let first = at;
        at += u64::from(run);
        let n = if idx % 2 == 1 { u64::from(run) } else { 0 };
        (first..first + n).map(move |i| {
            let (row, x) = (i / nx.max(1), i % nx.max(1));
            let (z, y) = (row / ny.max(1), row % ny.max(1));
            Vec3::new(x as f64, y as f64, z as f64)
        })
    })
}

/// The nearest whole number in `0..n`.
fn whole(x: f64, n: u32) -> Option<u32> {
    let rounded = (x + 0.5).floor();
    if !(0.0..f64::from(n)).contains(&rounded) {
        return None;
    }
    u32::try_from(index_in(crate::num::to_f32(rounded), n as usize)).ok()
}

fn mask_in<'a>(lesion: &'a Lesion, series: &SyntheticSeries) -> Option<&'a MaskRle> {
    if lesion.views.is_empty() {
        return lesion.mask.as_ref();
    }
    let mut views = lesion.views.iter();
    views
        .find(|view| view.series == series.uid)
        .and_then(|view| view.mask.as_ref())
}

/// Centre and width of the window that shows the first lesion.
fn window(kind: PhantomKind, study: &SyntheticStudy, series: &SyntheticSeries) -> (f32, f32) {
    let lesion = study.truth.lesions.first();
    let word = lesion.and_then(|lesion| {
        LesionKind::of(kind)
            .find(|known| known.code().is_same_concept(&lesion.code))
            .map(|known| known.word)
    });
    let name = WINDOWS.iter().find_map(|(of, name, words)| {
        (*of == kind && word.is_some_and(|word| words.contains(&word))).then_some(*name)
    });
    let windows = &series.windows;
    let named = windows.iter().find(|(found, ..)| Some(*found) == name);
    named
        .or(windows.first())
        .map_or((0.0, 1.0), |&(_, centre, width)| (centre, width))
}

/// Where one view lies on the picture.
struct Panel {
    /// Pixels of the image for one of the picture.
    step: f32,
    width: usize,
    height: usize,
    left: usize,
    top: usize,
}

impl Panel {
    /// The greatest that fits into a cell (width, height) at a column and row: in the middle of its height, and of two
    /// columns at the line between them.
    fn of(
        series: &SyntheticSeries,
        [width, height]: [usize; 2],
        [column, row]: [usize; 2],
        columns: usize,
    ) -> Self {
        let [nx, ny, _] = series.geometry.size.map(|n| n as f32);
        let step = (nx / (width.max(1) as f32)).max(ny / (height.max(1) as f32));
        let used = [index_in(nx / step, width), index_in(ny / step, height)];
        let free = width - used[0];
        let aside = match (columns, column) {
            (1, _) => free / 2,
            (_, 0) => free,
            _ => 0,
        };
        Self {
            step,
            width: used[0],
            height: used[1],
            left: column * width + aside,
            top: row * height + (height - used[1]) / 2,
        }
    }

    /// The image's pixels under one of the picture's, along one axis.
    fn span(&self, at: usize, n: u32) -> std::ops::Range<usize> {
        let n = n as usize;
        let first = index_in(at as f32 * self.step, n.saturating_sub(1));
        let end = index_in((at + 1) as f32 * self.step, n).max(first + 1);
        first..end
    }

    fn draw(
        &self,
        picture: &mut Picture,
        samples: &[i16],
        series: &SyntheticSeries,
        (centre, width): (f32, f32),
    ) {
        let [nx, ny, _] = series.geometry.size;
        if samples.len() != nx as usize * ny as usize {
            return;
        }
        for y in 0..self.height {
            for x in 0..self.width {
                let (rows, columns) = (self.span(y, ny), self.span(x, nx));
                let n = rows.len() * columns.len();
                let sum: f32 = rows
                    .flat_map(|row| samples[row * nx as usize..][columns.clone()].iter())
                    .map(|&sample| f32::from(sample))
                    .sum();
                let share = ((sum / n as f32 - centre) / width + 0.5).clamp(0.0, 1.0);
                let share = if series.is_inverted {
                    1.0 - share
                } else {
                    share
                };
                let grey = u8::try_from(index_in(share * 255.0, 255)).unwrap_or(255);
                picture.set(self.left + x, self.top + y, [grey; 3]);
            }
        }
    }

    /// Draws the border of a mask on a slice: pixels that touch it from outside.
    fn outline(&self, picture: &mut Picture, mask: &MaskRle, series: &SyntheticSeries, slice: u32) {
        let [nx, ny, nz] = series.geometry.size;
        let (w, h) = (self.width, self.height);
        let mut inside = vec![false; w * h];
        for voxel in voxels(mask) {
            let patient = mask.geometry.patient_from_voxel(voxel);
            let at = series.geometry.voxel_from_patient(patient);
            let is_here = nz == 1 || whole(at.z, nz) == Some(slice);
            if let (true, Some(x), Some(y)) = (is_here, whole(at.x, nx), whole(at.y, ny)) {
                let place =
                    |i: u32, n: usize| index_in((i as f32 + 0.5) / self.step, n.saturating_sub(1));
                inside[place(y, h) * w + place(x, w)] = true;
            }
        }
        for y in 0..h {
            for x in 0..w {
                let near = (y.saturating_sub(1)..(y + 2).min(h))
                    .flat_map(|row| (x.saturating_sub(1)..(x + 2).min(w)).map(move |c| (row, c)));
                if !inside[y * w + x] && near.into_iter().any(|(row, c)| inside[row * w + c]) {
                    picture.set(self.left + x, self.top + y, ORANGE);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
