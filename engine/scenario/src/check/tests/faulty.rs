//! Files with faults: each says at its end which faults are named, and no other is.

use crate::check;

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        [$((
            $name,
            include_str!(concat!("../faulty/", $name, ".toml")),
        ),)*]
    };
}

const MARK: &str = "# expected: ";

const FILES: &[(&str, &str)] = &files!(
    "band-upside-down",
    "bank-of-files",
    "borderline-of-one-grade",
    "branch-forward",
    "branch-to-a-number",
    "branch-to-an-unknown-answer",
    "branch-to-nothing",
    "branch-too-late",
    "case-id-twice",
    "case-without-images",
    "cases-missing",
    "certificate-without-pass-rule",
    "clock-of-a-case-beyond-the-session",
    "code-twice",
    "code-with-space",
    "crossover-arm-twice",
    "crossover-of-one-arm",
    "crossover-with-more-arms-than-cases",
    "crossover-without-a-service",
    "cut-above-one",
    "cut-of-a-difference-by-judges",
    "cut-of-another-method",
    "distance-without-an-order",
    "drawn-from-imitators-alone",
    "drawn-without-prevalence",
    "forecast-after-the-result",
    "form-beside-an-exam",
    "form-cells-of-one-name",
    "form-cells-share-a-case",
    "form-wants-too-many",
    "form-without-cells",
    "id-with-space",
    "interruption-of-an-unknown-kind",
    "judges-of-different-length",
    "key-not-scored",
    "key-of-an-unknown-code",
    "key-of-another-kind",
    "key-of-another-rule",
    "key-of-the-wrong-type",
    "key-out-of-range",
    "key-that-is-no-key",
    "key-to-a-forecast",
    "key-to-no-question",
    "key-twice",
    "key-with-a-region-twice",
    "kind-missing",
    "kind-misspelt",
    "lesion-in-an-unknown-place",
    "lesion-misspelt",
    "lesion-of-another-phantom",
    "lesion-place-on-the-other-side",
    "lesion-too-large",
    "lesion-without-sides-has-one",
    "likert-of-one-step",
    "metric-twice",
    "nodules-in-a-head",
    "not-toml",
    "one-option",
    "order-beside-an-exam",
    "own-scale-of-one-level",
    "own-scale-with-a-known-id",
    "own-scale-without-source",
    "pauses-misspelt",
    "phantom-of-an-unknown-kind",
    "phantom-of-two-contents",
    "planted-change-beside-others",
    "planted-count-and-share",
    "planted-delay-of-a-miss",
    "planted-in-more-cases-than-there-are",
    "planted-in-tags-that-are-rare",
    "planted-in-the-cases-without-ai",
    "planted-kind-twice",
    "planted-misses-in-normal-cases",
    "planted-unknown-kind",
    "planted-without-a-service",
    "question-id-twice",
    "question-of-a-case-twice",
    "range-upside-down",
    "rapids-without-truth",
    "reading-word-for-truth",
    "regions-of-a-scale",
    "rule-misspelt",
    "rule-that-does-not-fit",
    "scale-of-regions",
    "scale-without-version",
    "schema-missing",
    "schema-of-tomorrow",
    "scored-without-key",
    "scored-without-key-in-a-case",
    "service-missing",
    "several-faults",
    "share-above-its-bound",
    "signed-start-without-supervisors",
    "simulated-by-unknown-difficulty",
    "simulated-is-another-service",
    "simulated-with-two-operating-points",
    "simulated-without-operating-point",
    "slices-of-a-radiograph",
    "string-without-end",
    "time-factor-upside-down",
    "title-missing",
    "title-without-language",
    "tolerance-without-width",
    "unit-missing",
    "unknown-mode",
    "unknown-table",
    "verdict-before-the-result",
    "weight-of-nothing",
);

#[test]
fn every_fault_is_named_with_its_place() {
    assert!(FILES.len() >= 50, "{}", FILES.len());
    let mut wrong = String::new();
    for (name, text) in FILES {
        let expected: Vec<&str> = text
            .lines()
            .filter_map(|line| line.strip_prefix(MARK))
            .collect();
        let (scenario, found) = check(text);
        let found: Vec<String> = found
            .all()
            .iter()
            .map(|fault| format!("{}: {}", fault.place, fault.message))
            .collect();
        if scenario.is_some() || found.is_empty() || found != expected {
            wrong.push_str(&format!("=== {name}\n"));
            found
                .iter()
                .for_each(|fault| wrong.push_str(&format!("{MARK}{fault}\n")));
        }
    }
    assert!(wrong.is_empty(), "these faults were found:\n{wrong}");
}
