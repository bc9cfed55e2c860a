//! Facts that contradict each other are refused by name.

use crate::certificate::Certificate;
use crate::certificate::examples::{measure, passed};
use crate::metric::Verdict;
use crate::words::Language;

#[track_caller]
fn refused(change: impl Fn(&mut Certificate), expected: &str) {
    let mut certificate = passed(Language::En);
    assert_eq!(certificate.check(), Ok(()));
    change(&mut certificate);
    let error = certificate.check().unwrap_err().to_string();
    assert!(error.contains(expected), "{error}");
}

#[test]
fn texts_and_digests() {
    refused(
        |it| it.title = "x".repeat(121),
        "title: expected 1 to 120 visible letters, found more",
    );
    refused(|it| it.session.id = String::new(), "session id");
    refused(
        |it| it.session.journal_root = "B2".repeat(32),
        "journal's Merkle root: expected 64 digits of lower-case hex",
    );
    refused(
        |it| it.metrics[0].code = "Points".to_owned(),
        "code of a metric",
    );
    refused(
        |it| it.metrics[0].method = "a; b".to_owned(),
        "points: method: expected no semicolon",
    );
    refused(
        |it| it.issuer.place = Some("\u{200f}".to_owned()),
        "found \\u{200f}",
    );
}

#[test]
fn numbers() {
    refused(|it| it.conditions.n_cases = 0, "nothing was read");
    refused(
        |it| it.conditions.prevalence = Some(measure(1.1)),
        "1.1000 is no share",
    );
    refused(
        |it| it.metrics[1].value = Some(measure(-0.1)),
        "-0.1000 is no share",
    );
    refused(
        |it| it.metrics[11].value = Some(measure(-1.0)),
        "-1.0000 is no seconds",
    );
    refused(
        |it| it.metrics[1].interval = Some((measure(0.9), measure(0.95))),
        "sensitivity: the interval is not around the value",
    );
    refused(|it| it.metrics.clear(), "expected 1 to 20, found 0");
    refused(
        |it| it.metrics[1].code = "points".to_owned(),
        "points: stands twice",
    );
    refused(
        |it| it.valid_until = Some(it.issued),
        "valid until: not later",
    );
}

#[test]
fn verdicts() {
    refused(
        |it| it.metrics[1].value = Some(measure(0.79)),
        "met, and yet below its cut",
    );
    refused(|it| it.metrics[1].verdict = None, "a cut without a verdict");
    refused(|it| it.metrics[1].cut = None, "a verdict without a cut");
    refused(
        |it| it.metrics[1].n = 0,
        "neither measured nor without opportunity",
    );
    refused(
        |it| it.metrics[10].verdict = None,
        "neither measured nor without opportunity",
    );
    refused(
        |it| it.metrics[1].verdict = Some(Verdict::NoOpportunity),
        "no opportunity, and yet measured",
    );
    refused(
        |it| it.metrics[1].verdict = Some(Verdict::NotMet),
        "passed: the component sensitivity is not met",
    );
    refused(
        |it| {
            for metric in &mut it.metrics {
                metric.cut = None;
                if metric.value.is_some() {
                    metric.verdict = None;
                }
            }
        },
        "no component has a cut score",
    );
}
