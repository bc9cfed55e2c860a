//! Which image is read, by what the study says of it. Pixels are judged by the network afterwards.

use overread_sdk::{NotRunReason, Series};

/// Younger patients were not among the studies of the training.
const LEAST_AGE_YEARS: u32 = 18;
/// Fewer columns or rows show no small nodule (unverified).
const LEAST_SIDE: u32 = 200;
/// Radiographs below this many columns or rows are read with a warning: usual detectors have 2000 and more.
const USUAL_SIDE: u32 = 1000;
/// Sides of detectors, mm, with room for both; beyond lies a spacing that nobody measured.
const PLAUSIBLE_SIDE_MM: (f64, f64) = (150.0, 600.0);
/// Words of Body Part Examined that go with a chest (DICOM PS3.16 annex L, and what is met with).
const CHEST_WORDS: [&str; 6] = ["CHEST", "THORAX", "LUNG", "RIB", "HEART", "TORAX"];

/// Which way the beam went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum View {
    Pa,
    Ap,
    /// The file does not say; the pixels must.
    Unknown,
}

/// The image to read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Frontal {
    pub(crate) series: u32,
    pub(crate) view: View,
    /// The highest stored value is black.
    pub(crate) is_inverted: bool,
    /// Whether lengths can be measured.
    pub(crate) has_lengths: bool,
    pub(crate) is_coarse: bool,
    /// Columns and rows on the detector, in widths of a pixel.
    pub(crate) shape: (f64, f64),
    /// Other radiographs of the study, which are not read.
    pub(crate) n_lateral: usize,
    pub(crate) n_others: usize,
}

type Refusal = (NotRunReason, String);

/// The frontal projection to read: PA before AP, and both before one of unknown view.
pub(crate) fn frontal(all: &[Series]) -> Result<Frontal, Refusal> {
    let own: Vec<&Series> = all.iter().filter(|series| series.study == 0).collect();
    let Some(first) = own.first() else {
        let why = "expected a chest radiograph, found a study without series";
        return Err((NotRunReason::MissingSeries, why.to_owned()));
    };
    let radiographs: Vec<&Series> = own
        .iter()
        .copied()
        .filter(|series| matches!(series.modality.as_str(), "CR" | "DX" | "RG"))
        .collect();
    if radiographs.is_empty() {
        return Err((
            NotRunReason::OutOfScope,
            format!(
                "expected a chest radiograph (CR or DX), found {}",
                first.modality
            ),
        ));
    }
    let mut refused: Option<Refusal> = None;
    let mut found: Vec<(View, &Series)> = Vec::new();
    let mut n_lateral = 0;
    for series in &radiographs {
        match judge(series) {
            Ok(view) => found.push((view, series)),
            Err(Unfit::Lateral) => n_lateral += 1,
            Err(Unfit::Other(reason, why)) => refused = refused.or(Some((reason, why))),
        }
    }
    let Some((view, series)) = found.iter().min_by_key(|(view, _)| *view) else {
        return Err(refused.unwrap_or_else(|| {
            let why = "expected a frontal projection (PA or AP), found a lateral one alone";
            (NotRunReason::OutOfScope, why.to_owned())
        }));
    };
    let grid = &series.geometry;
    let side = |n: u32, spacing: f64| f64::from(n) * spacing;
    let (width, height) = (
        side(grid.size.x, grid.spacing.x),
        side(grid.size.y, grid.spacing.y),
    );
    let (least, most) = PLAUSIBLE_SIDE_MM;
    let is_said = grid.spacing.x != 1.0 || series.attribute("PixelSpacing").is_some();
    Ok(Frontal {
        series: series.id,
        view: *view,
        is_inverted: series.attribute("PhotometricInterpretation") == Some("MONOCHROME1"),
        has_lengths: is_said && [width, height].iter().all(|s| (least..=most).contains(s)),
        is_coarse: grid.size.x.min(grid.size.y) < USUAL_SIDE,
        shape: (
            f64::from(grid.size.x),
            f64::from(grid.size.y) * ratio(grid.spacing.y, grid.spacing.x),
        ),
        n_lateral,
        n_others: found.len() - 1,
    })
}

enum Unfit {
    Lateral,
    Other(NotRunReason, String),
}

fn judge(series: &Series) -> Result<View, Unfit> {
    let other = |reason, why: String| Err(Unfit::Other(reason, why));
    if let Some(years) = series.age_years()
        && years < LEAST_AGE_YEARS
    {
        return other(
            NotRunReason::UnsupportedAge,
            format!("expected a patient of {LEAST_AGE_YEARS} years or more, found {years}"),
        );
    }
    let part = series
        .attribute("BodyPartExamined")
        .unwrap_or("")
        .to_uppercase();
    if !part.is_empty() && !CHEST_WORDS.iter().any(|word| part.contains(word)) {
        return other(
            NotRunReason::OutOfScope,
            format!("expected a radiograph of the chest, found the body part {part}"),
        );
    }
    let size = series.geometry.size;
    if size.z != 1 {
        return other(
            NotRunReason::OutOfScope,
            format!("expected one image, found a series of {}", size.z),
        );
    }
    if size.x.min(size.y) < LEAST_SIDE {
        return other(
            NotRunReason::BadInput,
            format!(
                "expected at least {LEAST_SIDE} columns and rows, found {} x {}",
                size.x, size.y
            ),
        );
    }
    let shape = f64::from(size.x)
        / f64::from(size.y)
        / ratio(series.geometry.spacing.y, series.geometry.spacing.x);
    if !(0.5..=2.0).contains(&shape) {
        return other(
            NotRunReason::OutOfScope,
            format!("expected an image half to twice as wide as high, found {shape:.2} times"),
        );
    }
    match series.attribute("ViewPosition").unwrap_or("") {
        "PA" => Ok(View::Pa),
        "AP" => Ok(View::Ap),
        "" => Ok(View::Unknown),
        "LL" | "RL" | "LLD" | "RLD" | "LATERAL" | "LAT" => Err(Unfit::Lateral),
        found => other(
            NotRunReason::OutOfScope,
            format!("expected the view PA or AP, found {found}"),
        ),
    }
}

/// How high a pixel is for its width; 1 where the file says nonsense.
fn ratio(a: f64, b: f64) -> f64 {
    let ratio = a / b;
    if ratio.is_finite() && (0.2..=5.0).contains(&ratio) {
        ratio
    } else {
        1.0
    }
}

#[cfg(test)]
mod tests;
