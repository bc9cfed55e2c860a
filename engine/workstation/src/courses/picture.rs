//! The picture of a course's case: one image of a synthetic study with the outline of its truth. Windows are the desk's.

use overread_base::{Lesion, MaskRle, Vec3, VolumeGeometry};
use overread_image::{Rescale, Volume};
use overread_phantom::{Phantom, SyntheticSeries, SyntheticStudy};
use overread_scenario::{CourseCase, Picture, SliceWish};

use crate::library::LibraryError;
use crate::synthetic;

/// One image of a case.
#[derive(Debug, Clone)]
pub struct CoursePicture {
    /// The image as a volume of one slice.
    pub image: Volume,
    /// Its number in its series, from 0.
    pub slice: u32,
    /// The windows that the study offers, centre and width, the first one for the start.
    pub windows: Vec<(f32, f32)>,
    /// Whether low values are white.
    pub is_inverted: bool,
    /// Whether a pixel belongs to a lesion of the truth, x fastest.
    pub truth: Vec<bool>,
    /// The longest way across the first lesion in the image, mm; `None` where the image shows none of it.
    pub longest_mm: Option<f64>,
}

/// Makes a picture of a course.
///
/// # Errors
/// [`LibraryError`] if the case cannot be made.
pub fn course_picture(case: &CourseCase, wanted: &Picture) -> Result<CoursePicture, LibraryError> {
    let phantom = synthetic::plan(&case.phantom)?;
    let study = phantom.study();
    let number = series_of(study, wanted.view.as_deref());
    let series = &study.series[number];
    let slice = slice_of(study, series, wanted.slice);
    picture(&phantom, number, slice)
}

/// Where the first lesion of a case lies, patient mm; `None` in a normal case, and in projections, whose places are those
/// of the detector.
///
/// # Errors
/// [`LibraryError`] if the case cannot be made.
pub fn course_place(case: &CourseCase) -> Result<Option<Vec3>, LibraryError> {
    let study = synthetic::ground(&case.phantom)?;
    let lesion = study.truth.lesions.first();
    let of_volume = lesion.filter(|lesion| lesion.views.is_empty());
    Ok(of_volume.map(|lesion| lesion.centre))
}

/// The series of a view; the first where none is named or none fits.
fn series_of(study: &SyntheticStudy, view: Option<&str>) -> usize {
    let is_wanted = |series: &SyntheticSeries| {
        let shown = series.view.unwrap_or_default();
        match view {
            Some("lateral") => shown == "LL" || shown == "RL",
            Some(wanted) => match wanted.split_once('-') {
                Some((side, projection)) => {
                    let own = series.laterality.and_then(synthetic::side_letter);
                    own == Some(side) && shown == projection
                }
                None => shown == wanted,
            },
            None => true,
        }
    };
    study.series.iter().position(is_wanted).unwrap_or(0)
}

/// The slice that shows most of the first lesion, or the one at a share of the stack; without a wish the middle one.
fn slice_of(study: &SyntheticStudy, series: &SyntheticSeries, wanted: Option<SliceWish>) -> u32 {
    let [nx, ny, nz] = series.geometry.size;
    let last = nz.saturating_sub(1);
    match wanted {
        Some(SliceWish::Share(share)) => share_of(share, last),
        Some(SliceWish::Lesion) => {
            let first = study.truth.lesions.first();
            let mask = first.and_then(|lesion| mask_in(lesion, series));
            let per_slice = u64::from(nx) * u64::from(ny);
            mask.map_or(last / 2, |mask| fullest(mask, per_slice, nz))
        }
        None => last / 2,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the share is 0 to 1, so this is 0 to last"
)]
fn share_of(share: f64, last: u32) -> u32 {
    ((share.clamp(0.0, 1.0) * f64::from(last) + 0.5) as u32).min(last)
}

/// The slice with the most voxels of a mask.
fn fullest(mask: &MaskRle, per_slice: u64, n_slices: u32) -> u32 {
    let mut counts = vec![0_u64; n_slices as usize];
    for (start, end) in runs(mask) {
        let mut at = start;
        while at < end {
            let slice = at / per_slice.max(1);
            let stop = end.min((slice + 1) * per_slice);
            if let Some(count) = usize::try_from(slice).ok().and_then(|z| counts.get_mut(z)) {
                *count += stop - at;
            }
            at = stop.max(at + 1);
        }
    }
    let slices = (0..n_slices).zip(counts);
    slices
        .max_by_key(|&(slice, count)| (count, std::cmp::Reverse(slice)))
        .map_or(0, |(slice, _)| slice)
}

/// Where a mask is set: first voxel and one past the last of each run.
fn runs(mask: &MaskRle) -> impl Iterator<Item = (u64, u64)> {
    let mut at = 0_u64;
    mask.runs.iter().enumerate().filter_map(move |(idx, &run)| {
        let start = at;
        at += u64::from(run);
        (idx % 2 == 1).then_some((start, at))
    })
}

/// The mask of a lesion in a series: its own of a projection, else the one of the volume.
fn mask_in<'a>(lesion: &'a Lesion, series: &SyntheticSeries) -> Option<&'a MaskRle> {
    if lesion.views.is_empty() {
        return lesion.mask.as_ref();
    }
    let mut views = lesion.views.iter();
    let own = views.find(|view| view.series == series.uid)?;
    own.mask.as_ref()
}

fn picture(phantom: &Phantom, number: usize, slice: u32) -> Result<CoursePicture, LibraryError> {
    let study = phantom.study();
    let series = &study.series[number];
    let [nx, ny, _] = series.geometry.size;
    let per_slice = u64::from(nx) * u64::from(ny);
    let n = usize::try_from(per_slice).unwrap_or(0);
    let mut truth = vec![false; n];
    let mut longest_mm = None;
    for (idx, lesion) in study.truth.lesions.iter().enumerate() {
        let Some(mask) = mask_in(lesion, series) else {
            continue;
        };
        let mut own = vec![false; n];
        let first = u64::from(slice) * per_slice;
        for (start, end) in runs(mask) {
            for at in start.max(first)..end.min(first + per_slice) {
                if let Some(pixel) = usize::try_from(at - first)
                    .ok()
                    .and_then(|i| own.get_mut(i))
                {
                    *pixel = true;
                }
            }
        }
        if idx == 0 {
            let spacing = [series.geometry.spacing.x, series.geometry.spacing.y];
            longest_mm = longest(&own, nx, spacing);
        }
        for (pixel, is_own) in truth.iter_mut().zip(own) {
            *pixel |= is_own;
        }
    }
    let geometry = VolumeGeometry {
        size: [nx, ny, 1],
        ..series.geometry.clone()
    };
    let image = Volume::new(geometry, phantom.render(number, slice), Rescale::IDENTITY)
        .map_err(LibraryError::from)?;
    Ok(CoursePicture {
        image,
        slice,
        windows: series.windows.iter().map(|&(_, c, w)| (c, w)).collect(),
        is_inverted: series.is_inverted,
        truth,
        longest_mm,
    })
}

/// The longest distance between two pixels of a mask, from edge to edge, mm.
fn longest(mask: &[bool], columns: u32, [dx, dy]: [f64; 2]) -> Option<f64> {
    // The ends of the longest way lie at the ends of rows.
    let mut ends: Vec<(f64, f64)> = Vec::new();
    for (y, row) in mask.chunks(columns.max(1) as usize).enumerate() {
        let first = row.iter().position(|&is_set| is_set);
        let last = row.iter().rposition(|&is_set| is_set);
        for (x, side) in first
            .map(|x| (x, 0.0))
            .into_iter()
            .chain(last.map(|x| (x, 1.0)))
        {
            ends.push(((x as f64 + side) * dx, (y as f64 + 0.5) * dy));
        }
    }
    let mut longest: Option<f64> = None;
    for (idx, a) in ends.iter().enumerate() {
        for b in &ends[idx + 1..] {
            let far = libm::hypot(a.0 - b.0, a.1 - b.1);
            longest = Some(longest.map_or(far, |found| found.max(far)));
        }
    }
    longest
}
