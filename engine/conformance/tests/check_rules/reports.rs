//! The three forms of a report: for people, for programs, for build servers.

use std::time::Duration;

use overread_base::Diagnostics;
use overread_bundle::PluginKind;
use overread_conformance::{BundleIdentity, Check, OpenedIdentity, Outcome, Report, Scope};

fn check(id: &str, outcome: Outcome, faults: &[(&str, &str)]) -> Check {
    let mut found = Diagnostics::default();
    for (place, message) in faults {
        match outcome {
            Outcome::Failed => found.error(*place, *message),
            Outcome::Passed | Outcome::Warning | Outcome::Skipped(_) => {
                found.warn(*place, *message);
            }
        }
    }
    let has_advice = matches!(outcome, Outcome::Failed | Outcome::Warning);
    Check {
        id: id.to_owned(),
        title: format!("what {id} says"),
        outcome,
        found: found.all().to_vec(),
        notes: vec!["12 ms".to_owned()],
        advice: has_advice.then(|| "do this".to_owned()),
        duration: Duration::from_millis(1500),
    }
}

/// One rule of each outcome; the failure quotes what a plugin may put into XML and terminals.
fn report() -> Report {
    Report {
        bundle: BundleIdentity {
            place: "/somewhere".to_owned(),
            opened: Some(OpenedIdentity {
                id: "org.example.guest".to_owned(),
                version: "1.0.0".to_owned(),
                digest: "ab".repeat(32),
                kind: PluginKind::AiService,
            }),
        },
        tool_version: "0.1.0".to_owned(),
        contract: "1.0".to_owned(),
        scope: Scope::Full,
        checks: vec![
            check("static.manifest", Outcome::Passed, &[]),
            check(
                "static.imports",
                Outcome::Failed,
                &[("plugin.wasm", "<b>&\"quoted\"\u{1b}[31m\nnext line]]>")],
            ),
            check(
                "static.names",
                Outcome::Warning,
                &[("plugin.toml", "no \"ru\"")],
            ),
            check(
                "dynamic.order",
                Outcome::Skipped("no series".to_owned()),
                &[],
            ),
        ],
    }
}

const JSON_OF_SCHEMA_1: &str = r#"{
  "schema": 1,
  "what": "overread plugin check",
  "tool": "0.1.0",
  "contract": "1.0",
  "scope": "full",
  "bundle": {
    "id": "org.example.guest",
    "version": "1.0.0",
    "kind": "ai-service",
    "sha256": "abababababababababababababababababababababababababababababababab"
  },
  "verdict": "failed",
  "counts": {
    "passed": 1,
    "warnings": 1,
    "failed": 1,
    "skipped": 1
  },
  "checks": [
    {
      "id": "static.manifest",
      "title": "what static.manifest says",
      "outcome": "passed",
      "notes": [
        "12 ms"
      ],
      "duration_ms": 1500
    },
    {
      "id": "static.imports",
      "title": "what static.imports says",
      "outcome": "failed",
      "reason": "<b>&\"quoted\"\u001b[31m\nnext line]]>",
      "found": [
        {
          "severity": "error",
          "place": "plugin.wasm",
          "message": "<b>&\"quoted\"\u001b[31m\nnext line]]>"
        }
      ],
      "notes": [
        "12 ms"
      ],
      "advice": "do this",
      "duration_ms": 1500
    },
    {
      "id": "static.names",
      "title": "what static.names says",
      "outcome": "warning",
      "reason": "no \"ru\"",
      "found": [
        {
          "severity": "warning",
          "place": "plugin.toml",
          "message": "no \"ru\""
        }
      ],
      "notes": [
        "12 ms"
      ],
      "advice": "do this",
      "duration_ms": 1500
    },
    {
      "id": "dynamic.order",
      "title": "what dynamic.order says",
      "outcome": "skipped",
      "reason": "no series",
      "notes": [
        "12 ms"
      ],
      "duration_ms": 1500
    }
  ]
}
"#;

#[test]
fn the_json_of_schema_1_stays_as_it_is() {
    assert_eq!(report().to_json().unwrap(), JSON_OF_SCHEMA_1);
}

#[test]
fn the_junit_file_is_xml_with_the_same_counts() {
    let xml = report().to_junit();
    let document = roxmltree::Document::parse(&xml).unwrap();
    let root = document.root_element();
    assert_eq!(root.attribute("name"), Some("org.example.guest"));
    let totals = |node: roxmltree::Node<'_, '_>| {
        ["tests", "failures", "skipped", "errors"]
            .map(|name| node.attribute(name).unwrap().parse::<u32>().unwrap())
    };
    assert_eq!(totals(root), [4, 1, 1, 0]);
    let suites: Vec<_> = root
        .children()
        .filter(|node| node.has_tag_name("testsuite"))
        .collect();
    let names: Vec<_> = suites.iter().map(|suite| suite.attribute("name")).collect();
    assert_eq!(names, [Some("static"), Some("dynamic")]);
    assert_eq!(totals(suites[0]), [3, 1, 0, 0]);
    let failure = document
        .descendants()
        .find(|node| node.has_tag_name("failure"))
        .unwrap();
    // The escape character of terminals cannot stand in XML 1.0.
    let message = failure.attribute("message").unwrap();
    assert_eq!(message, "<b>&\"quoted\"\u{fffd}[31m\nnext line]]>");
    assert!(failure.text().unwrap().ends_with("(plugin.wasm)"));
    let case = failure.parent().unwrap();
    assert_eq!(case.attribute("name"), Some("static.imports"));
    assert_eq!(
        case.attribute("classname"),
        Some("org.example.guest.static")
    );
    assert_eq!(case.attribute("time"), Some("1.500"));
}

#[test]
fn the_text_has_failures_first_and_what_to_do() {
    let text = report().to_string();
    let at = |word: &str| {
        text.find(word)
            .unwrap_or_else(|| panic!("{word:?} is not in {text}"))
    };
    assert!(at("FAILED   static.imports") < at("warning  static.names"));
    assert!(at("warning  static.names") < at("skipped  dynamic.order"));
    assert!(at("skipped  dynamic.order") < at("passed   static.manifest"));
    assert!(text.contains("next: do this"));
    assert!(text.contains("FAILED: 1 passed, 1 with warnings, 1 failed, 1 skipped"));
    // What a plugin said does not reach the terminal as it stands.
    assert!(!text.contains('\u{1b}'), "{text:?}");
    assert!(text.contains("not for diagnosis"));
}
