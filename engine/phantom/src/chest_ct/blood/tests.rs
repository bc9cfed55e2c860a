//! Enhancement lies in the published ranges at the usual dose.

use super::*;

#[track_caller]
fn check(found: f32, low: f32, high: f32) {
    assert!(
        (low..=high).contains(&found),
        "{found} HU, expected {low} to {high}"
    );
}

#[test]
fn phases_enhance_as_published() {
    // Goshima 2006 (n = 171) and Bayrak 2020, see `Phase::contrast`.
    let arterial = Phase::Arterial.contrast(150.0);
    check(arterial.blood[Blood::Artery.index()], 300.0, 336.0);
    check(arterial.liver, 15.0, 25.0);
    let venous = Phase::Venous.contrast(150.0);
    check(venous.blood[Blood::Artery.index()], 117.0, 125.0);
    check(venous.liver, 59.0, 63.0);
    check(venous.spleen, 73.0, 82.0);
    let pulmonary = Phase::PulmonaryArterial.contrast(150.0);
    check(pulmonary.blood[Blood::LungArtery.index()], 250.0, 450.0);
}

#[test]
fn nothing_is_added_without_contrast_medium() {
    let none = Phase::Arterial.contrast(0.0);
    check(
        none.left_heart.abs() + none.liver.abs() + none.kidney.abs(),
        0.0,
        0.0,
    );
}
