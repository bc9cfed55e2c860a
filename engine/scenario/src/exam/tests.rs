//! The exam of a scenario file, and what its cases are filed under.

use crate::{Scenario, check};

fn text(exam: &str, case: &str) -> String {
    format!(
        r#"schema = 1
id = "exams.test"
mode = "unaided"
title = {{ en = "Test" }}
hit = {{ rule = "centre-distance", least_radius_mm = 5 }}
{exam}
[questions]
labels = [{{ id = "nodule", text = {{ en = "Nodule" }} }}]
sections = [{{ id = "impression", title = {{ en = "Impression" }} }}]
[[cases]]
id = "a"
title = {{ en = "A" }}
{case}
phantom = {{ kind = "chest-ct", seed = 7 }}
"#
    )
}

fn sound(exam: &str, case: &str) -> Scenario {
    let (scenario, found) = check(&text(exam, case));
    scenario.unwrap_or_else(|| panic!("{:?}", found.all()))
}

#[track_caller]
fn check_fault(exam: &str, case: &str, expected: &str) {
    let (scenario, found) = check(&text(exam, case));
    assert!(scenario.is_none());
    let all: Vec<String> = found.all().iter().map(ToString::to_string).collect();
    assert!(all.iter().any(|fault| fault.contains(expected)), "{all:?}");
}

#[test]
fn an_exam_names_its_plugin_settings_and_bundles() {
    let digest = "0a".repeat(32);
    let exam = format!(
        "exam = {{ plugin = \"overread.linear-form\", settings = {{ items = 4, pass-mark = 0.6, answer = \"first\", flag = true }}, digests = [\"{digest}\"] }}"
    );
    let found = sound(&exam, "").exam.unwrap();
    assert_eq!(found.plugin.as_str(), "overread.linear-form");
    let settings: Vec<(&str, &str)> = found
        .settings
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(
        settings,
        [
            ("answer", "first"),
            ("flag", "true"),
            ("items", "4"),
            ("pass-mark", "0.6")
        ]
    );
    assert_eq!(found.digests, [digest]);
    assert_eq!(sound("", "").exam, None);
}

#[test]
fn a_case_has_tags_and_facts() {
    let case = "tags = [\"lung\", \"subtle\"]\nfacts = { difficulty = -0.5, level = \"hard\" }";
    let scenario = sound("", case);
    let case = &scenario.cases[0];
    assert_eq!(case.tags, ["lung", "subtle"]);
    let fact = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(
        case.facts,
        [fact("difficulty", "-0.5"), fact("level", "hard")]
    );
}

#[test]
fn faults_of_an_exam_are_named() {
    check_fault("exam = {}", "", "key \"plugin\" is missing");
    check_fault("exam = { plugin = \"a/b\" }", "", "exam.plugin");
    check_fault(
        "exam = { plugin = \"a.b\", digests = [\"AB\"] }",
        "",
        "expected a SHA-256",
    );
    check_fault(
        "exam = { plugin = \"a.b\", setting = {} }",
        "",
        "did you mean \"settings\"?",
    );
    check_fault(
        "exam = { plugin = \"a.b\" }\norder = \"shuffled\"",
        "",
        "the exam decides",
    );
    check_fault("", "facts = { positive-from = 3 }", "stated by the host");
    check_fault(
        "",
        "facts = { level = [1] }",
        "expected a text, a number, true or false",
    );
    check_fault("", "tags = [\"Big\"]", "cases[0].tags[0]");
}
