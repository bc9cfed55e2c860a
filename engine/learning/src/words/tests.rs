//! Figures of components: shares in per cent, differences in points with their sign.

use super::*;

#[track_caller]
fn check(metric: PassMetric, share: f64, cut: f64, en: &str, ru: &str) {
    let record = ComponentRecord {
        metric,
        share: Some(share),
        n: 36,
        cut: Some(cut),
        status: ComponentStatus::NotMet,
    };
    for (language, expected) in [(PageLanguage::En, en), (PageLanguage::Ru, ru)] {
        let text = component_text(&record, language).replace('\u{a0}', " ");
        assert!(text.contains(expected), "{text:?} without {expected:?}");
    }
}

#[test]
fn a_difference_has_points_and_a_sign_and_a_share_per_cent() {
    let gain = PassMetric::AidedGain;
    check(
        gain,
        -0.125,
        -0.1,
        "−12.5 pp over 36, cut −10 pp",
        "−12,5 п.п. на 36, порог −10 п.п.",
    );
    check(
        gain,
        0.0,
        0.05,
        "0 pp over 36, cut +5 pp",
        "0 п.п. на 36, порог +5 п.п.",
    );
    // What just misses its cut does not look equal to it: 35 of 44, 0.7996, and a difference of -10.04 points.
    check(
        PassMetric::Rsr,
        35.0 / 44.0,
        0.8,
        "79.5 % of 36, cut 80 %",
        "79,5 % из 36, порог 80 %",
    );
    check(
        PassMetric::Rsr,
        0.7996,
        0.8,
        "79.9 % of 36, cut 80 %",
        "79,9 % из 36, порог 80 %",
    );
    check(
        gain,
        -0.1004,
        -0.1,
        "−10.1 pp over 36, cut −10 pp",
        "−10,1 п.п. на 36, порог −10 п.п.",
    );
    check(
        PassMetric::Rsr,
        0.5,
        0.6,
        "50 % of 36, cut 60 %",
        "50 % из 36, порог 60 %",
    );
}
