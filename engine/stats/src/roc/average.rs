//! The mean of several readers' ROC curves. No area of its own: it is the mean of theirs.

use crate::{Counted, NotEstimable, RocCurve};

/// The mean of ROC curves along lines of slope -1: false positive rate and sensitivity of its corners, from (0, 0) to
/// (1, 1).
///
/// On each line fpr + tpr = s every curve has one point; the mean curve has their mean. So no reader's steps make it
/// jump, it does not matter which axis is called first, and the area below it is the mean of the curves' areas. Exact at
/// every corner of any curve, straight between them. It is a picture and has no interval; that of the mean area stands with
/// [`ObuchowskiRockette::condition`](crate::ObuchowskiRockette::condition).
///
/// # Errors
/// [`NotEstimable::TooFew`] without a curve.
///
/// Source: Chen and Samuelson, Br J Radiol 2014;87:20140016 (average along the negative diagonal).
pub fn mean_roc_curve(curves: &[RocCurve]) -> Result<Vec<[f64; 2]>, NotEstimable> {
    NotEstimable::if_fewer(Counted::Readers, 1, curves.len())?;
    let rotated: Vec<Vec<[f64; 2]>> = curves
        .iter()
        .map(|curve| curve.rates().map(|[x, y]| [x + y, y - x]).collect())
        .collect();
    let mut sums: Vec<f64> = rotated.iter().flatten().map(|[sum, _]| *sum).collect();
    sums.sort_by(f64::total_cmp);
    sums.dedup();
    let n = curves.len() as f64;
    Ok(sums
        .into_iter()
        .map(|sum| {
            let above: f64 = rotated.iter().map(|curve| height(curve, sum)).sum::<f64>() / n;
            [(sum - above) / 2.0, (sum + above) / 2.0]
        })
        .collect())
}

/// tpr - fpr of a curve where fpr + tpr is `sum`; corners are `[fpr + tpr, tpr - fpr]`, their first parts rising.
fn height(corners: &[[f64; 2]], sum: f64) -> f64 {
    let next = corners.partition_point(|[at, _]| *at < sum);
    let Some(&[to, there]) = corners.get(next) else {
        // Rounding may leave the last corner a hair below 2.
        return corners.last().map_or(0.0, |[_, last]| *last);
    };
    let Some(&[from, here]) = next.checked_sub(1).and_then(|before| corners.get(before)) else {
        return there;
    };
    here + (there - here) * (sum - from) / (to - from)
}

#[cfg(test)]
mod tests;
