//! Which series may be read, by what is known of it without its pixels. What the pixels show stands in `skull.rs`.

use overread_sdk::{NotRunReason, Series};

/// What the service was made for; children's skulls and brains are different.
const LEAST_AGE_YEARS: u32 = 18;
/// Fewer slices show too little of a brain.
const LEAST_SLICES: u32 = 8;
/// The networks see slices of 5 mm.
const MAX_SLICE_SPACING_MM: f64 = 8.0;
/// Larger pixels blur thin collections away.
const MAX_PIXEL_MM: f64 = 3.0;
/// The slice distance that fits the networks.
const USUAL_SPACING_MM: f64 = 5.0;

/// Why a study or a series is not read.
pub(crate) type Refusal = (NotRunReason, String);

/// The series that may be read, the best first: those that cover the most, of these the one nearest to 5 mm.
pub(crate) fn candidates(all: &[Series]) -> Result<Vec<Series>, Refusal> {
    if all.is_empty() {
        return Err((
            NotRunReason::MissingSeries,
            "expected a CT of the head, found a study without series".to_owned(),
        ));
    }
    let mut refusal: Option<Refusal> = None;
    let mut kept = Vec::new();
    for series in all.iter().filter(|series| series.study == 0) {
        match check(series) {
            Ok(()) => kept.push(series.clone()),
            // A CT that does not fit says more than a series that is no CT.
            Err(why) => {
                if refusal.is_none() || series.modality == "CT" {
                    refusal = Some(why);
                }
            }
        }
    }
    kept.sort_by(|a, b| rank(a).total_cmp(&rank(b)));
    match refusal {
        Some(why) if kept.is_empty() => Err(why),
        _ if kept.is_empty() => Err((
            NotRunReason::MissingSeries,
            "expected a CT of the head, found prior studies only".to_owned(),
        )),
        _ => Ok(kept),
    }
}

fn check(series: &Series) -> Result<(), Refusal> {
    let refuse = |reason, why: String| Err((reason, why));
    if series.modality != "CT" {
        return refuse(
            NotRunReason::OutOfScope,
            format!("expected a CT of the head, found {}", series.modality),
        );
    }
    if series
        .attribute("ImageType")
        .is_some_and(|kind| kind.contains("LOCALIZER"))
    {
        return refuse(
            NotRunReason::OutOfScope,
            "expected axial slices of the head, found a localiser".to_owned(),
        );
    }
    if let Some(years) = series.age_years()
        && years < LEAST_AGE_YEARS
    {
        return refuse(
            NotRunReason::UnsupportedAge,
            format!("expected a patient of {LEAST_AGE_YEARS} years or more, found {years} years"),
        );
    }
    let (size, spacing) = (series.geometry.size, series.geometry.spacing);
    if size.z < LEAST_SLICES {
        return refuse(
            NotRunReason::OutOfScope,
            format!(
                "expected at least {LEAST_SLICES} slices of the head, found {}",
                size.z
            ),
        );
    }
    let is_known = [spacing.x, spacing.y, spacing.z]
        .iter()
        .all(|mm| mm.is_finite() && *mm > 0.0);
    if !is_known {
        return refuse(
            NotRunReason::BadInput,
            "expected pixel and slice spacing, found none".to_owned(),
        );
    }
    if spacing.z > MAX_SLICE_SPACING_MM {
        return refuse(
            NotRunReason::BadInput,
            format!(
                "expected slices at most {MAX_SLICE_SPACING_MM} mm apart, found {:.1} mm",
                spacing.z
            ),
        );
    }
    if spacing.x.max(spacing.y) > MAX_PIXEL_MM {
        return refuse(
            NotRunReason::BadInput,
            format!(
                "expected pixels of at most {MAX_PIXEL_MM} mm, found {:.1} mm",
                spacing.x.max(spacing.y)
            ),
        );
    }
    Ok(())
}

/// Lower is better. Lengths are compared in steps of 30 mm, so that reconstructions of one scan count as equally long.
fn rank(series: &Series) -> f64 {
    let (n, mm) = (f64::from(series.geometry.size.z), series.geometry.spacing.z);
    (mm - USUAL_SPACING_MM).abs() - 1000.0 * (n * mm / 30.0).round()
}

#[cfg(test)]
mod tests;
