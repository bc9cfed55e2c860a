//! Which series is read, whether it shows a chest, and where its lungs lie. Finds no nodule.

use overread_sdk::space::{isotropic, patient_from_voxel, vec3, voxel_from_patient, whole};
use overread_sdk::{
    Blob, Dims, Failure, Geometry, Interpolation, Job, NotRunReason, Region, Series, Vec3, Volume,
};

/// What the service was made for; it has seen adults alone.
const LEAST_AGE_YEARS: u32 = 18;
/// Slices further apart are not a volume for this purpose.
const MAX_SLICE_SPACING_MM: f64 = 10.0;
/// A shorter stack shows too little of the lungs.
const MIN_LENGTH_MM: f64 = 60.0;
/// Both lungs of an adult hold 3 to 7 litres; a part of them in a short scan still this.
const MIN_LUNG_LITRES: f64 = 0.5;
/// Smaller pockets of air are bowel, trachea or emphysema of the wall.
const MIN_POCKET_MM3: f64 = 100_000.0;
/// How far a nodule may bulge out of the box around the lungs.
const MARGIN_MM: f64 = 12.0;
/// The grids on which the lungs are looked for: the finer one where the coarser one joins them with the room.
const COARSE_MM: [f64; 2] = [3.0, 2.0];

/// A chest.
#[derive(Debug)]
pub(crate) struct Chest {
    /// The whole scan, axial, HU.
    pub(crate) volume: Volume,
    /// The part of it around the lungs.
    pub(crate) lungs: Volume,
    /// Where the right side becomes the left.
    pub(crate) middle_x_mm: f64,
    /// The series' id in the job.
    pub(crate) series: u32,
}

/// What a volume shows.
#[derive(Debug)]
pub(crate) enum Scope {
    Chest(Box<Chest>),
    /// No chest, and how that shows.
    Other(String),
}

/// The series to read: the CT volume that covers the most.
pub(crate) fn series(all: &[Series]) -> Result<Series, (NotRunReason, String)> {
    if all.is_empty() {
        return Err((
            NotRunReason::MissingSeries,
            "the study has no series".to_owned(),
        ));
    }
    let mut refused = (
        NotRunReason::OutOfScope,
        "the study has no CT series".to_owned(),
    );
    let mut best: Option<&Series> = None;
    for series in all.iter().filter(|series| series.modality == "CT") {
        let grid = &series.geometry;
        let length_mm = f64::from(grid.size.z) * grid.spacing.z;
        let age = series.age_years();
        if let Some(years) = age.filter(|years| *years < LEAST_AGE_YEARS) {
            refused = (
                NotRunReason::UnsupportedAge,
                format!(
                    "expected a patient of {LEAST_AGE_YEARS} years or more, found {years} years"
                ),
            );
        } else if grid.size.z < 5 || length_mm < MIN_LENGTH_MM {
            refused = (
                NotRunReason::OutOfScope,
                format!(
                    "no CT series is at least {MIN_LENGTH_MM} mm long; found {length_mm:.0} mm"
                ),
            );
        } else if grid.spacing.z > MAX_SLICE_SPACING_MM {
            refused = (
                NotRunReason::BadInput,
                format!(
                    "slices may be {MAX_SLICE_SPACING_MM} mm apart, found {:.1} mm",
                    grid.spacing.z
                ),
            );
        } else if best.is_none_or(|best| is_better(series, best)) {
            best = Some(series);
        }
    }
    best.cloned().ok_or(refused)
}

/// Longer is better by a fifth; else thinner slices are.
fn is_better(series: &Series, other: &Series) -> bool {
    let length = |s: &Series| f64::from(s.geometry.size.z) * s.geometry.spacing.z;
    let ratio = length(series) / length(other);
    ratio > 1.2 || (ratio > 1.0 / 1.2 && series.geometry.spacing.z < other.geometry.spacing.z)
}

/// Looks for the lungs: air inside the body.
pub(crate) fn chest(job: &Job, series: &Series) -> Result<Scope, Failure> {
    let volume = job.open_series(series.id)?.reorient("LPH")?;
    let mut lungs = Vec::new();
    let mut lung_litres = 0.0;
    for coarse_mm in COARSE_MM {
        lungs = pockets(&volume, coarse_mm)?;
        lung_litres = lungs.iter().fold(0.0, |sum, blob| sum + blob.volume_mm3) / 1e6;
        if lung_litres >= MIN_LUNG_LITRES {
            break;
        }
    }
    job.info(&format!(
        "{:.2} l of air inside the body in {} parts",
        lung_litres,
        lungs.len()
    ));
    if lung_litres < MIN_LUNG_LITRES {
        return Ok(Scope::Other(format!(
            "no lungs: {lung_litres:.2} l of air inside the body, at least {MIN_LUNG_LITRES} l expected"
        )));
    }
    let low = lungs
        .iter()
        .map(|b| b.low)
        .fold(isotropic(f64::INFINITY), |a, b| {
            vec3(a.x.min(b.x), a.y.min(b.y), a.z.min(b.z))
        });
    let high = lungs
        .iter()
        .map(|b| b.high)
        .fold(isotropic(f64::NEG_INFINITY), |a, b| {
            vec3(a.x.max(b.x), a.y.max(b.y), a.z.max(b.z))
        });
    Ok(Scope::Chest(Box::new(Chest {
        lungs: volume.crop(region_of_box(&volume.geometry(), low, high))?,
        volume,
        middle_x_mm: (low.x + high.x) * 0.5,
        series: series.id,
    })))
}

/// Air inside the body, as voxels of that size show it: in larger ones a thin wall does not part it from the room.
fn pockets(volume: &Volume, coarse_mm: f64) -> Result<Vec<Blob>, Failure> {
    let coarse = volume.resample(isotropic(coarse_mm), Interpolation::Linear)?;
    let air = coarse.threshold(-1100.0, -500.0)?.blobs(None, 200, 64)?;
    let grid = coarse.geometry();
    let is_inside =
        |blob: &Blob| blob.volume_mm3 >= MIN_POCKET_MM3 && !touches_sides(blob, &grid, coarse_mm);
    Ok(air.into_iter().filter(is_inside).collect())
}

/// Air that reaches the edge of the picture lies around the body. Lungs may leave it at the top and the bottom only.
fn touches_sides(blob: &Blob, grid: &Geometry, coarse_mm: f64) -> bool {
    let size = grid.size;
    let first = patient_from_voxel(grid, vec3(-0.5, -0.5, -0.5));
    let end = vec3(f64::from(size.x), f64::from(size.y), f64::from(size.z));
    let last = patient_from_voxel(grid, vec3(end.x - 0.5, end.y - 0.5, end.z - 0.5));
    let near = |a: f64, b: f64| (a - b).abs() < coarse_mm;
    near(blob.low.x, first.x)
        || near(blob.high.x, last.x)
        || near(blob.low.y, first.y)
        || near(blob.high.y, last.y)
}

/// The voxels of a box in patient mm with the margin, cut to the grid, which lies along the patient's axes.
fn region_of_box(grid: &Geometry, low: Vec3, high: Vec3) -> Region {
    let m = MARGIN_MM;
    let a = voxel_from_patient(grid, vec3(low.x - m, low.y - m, low.z - m));
    let b = voxel_from_patient(grid, vec3(high.x + m, high.y + m, high.z + m));
    let all = whole(grid).size;
    let (x, nx) = range(a.x, b.x, all.x);
    let (y, ny) = range(a.y, b.y, all.y);
    let (z, nz) = range(a.z, b.z, all.z);
    Region {
        origin: Dims { x, y, z },
        size: Dims {
            x: nx,
            y: ny,
            z: nz,
        },
    }
}

/// First voxel and number of voxels of `a..b` in an axis of `n` voxels; at least one.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0..n first"
)]
fn range(a: f64, b: f64, n: u32) -> (u32, u32) {
    let last = f64::from(n) - 1.0;
    let first = a.min(b).floor().clamp(0.0, last);
    let end = a.max(b).ceil().clamp(first, last);
    (first as u32, (end - first) as u32 + 1)
}

#[cfg(test)]
mod tests;
