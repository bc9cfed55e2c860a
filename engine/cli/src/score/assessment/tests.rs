//! Lines of an examination's decision.

use overread_exam::CertificateBar;
use overread_scenario::PassMetric;

use super::*;

#[test]
fn every_component_says_what_was_found_and_why() {
    let component = |status, share: Option<f64>, n| ComponentResult {
        metric: PassMetric::UnaidedSensitivity,
        share,
        interval: share.map(|share| (share - 0.1, share + 0.1)),
        n,
        least: 10,
        cut: Some(0.8),
        status,
    };
    let text = pass_text(&PassDecision {
        outcome: PassOutcome::NotDecidable,
        components: vec![
            component(ComponentStatus::Met, Some(0.85), 20),
            component(ComponentStatus::TooFew, None, 0),
        ],
        bars: vec![CertificateBar::NotComplete],
    });
    let expected = [
        "unaided sensitivity: 85 % (75 % to 95 %) of 20, cut 80 %: met",
        "unaided sensitivity: no opportunity of 0, cut 80 %: not decided: fewer than 10 opportunities",
        "examination: not decidable",
        "",
    ];
    assert_eq!(text, expected.join("\n"));
}
