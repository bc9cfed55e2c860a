//! The static rules, each with a bundle that breaks it.

use overread_bundle::Bundle;
use overread_conformance::{CheckOptions, Outcome, Verdict};
use overread_testkit::{guest_component, hostile_bundle};

use crate::guest::{Parts, Reads};
use crate::{expect, report};

fn healthy() -> Parts {
    Parts::reading(Reads::Healthy)
}

#[test]
fn files_that_no_digest_pins_fail() {
    let mut parts = healthy();
    parts.is_pinned = false;
    expect(
        &parts,
        "static.files",
        &Outcome::Failed,
        &["(plugin.wasm)", "(locales/ru.ftl)", "not in [files]"],
    );
}

#[test]
fn another_file_under_a_pinned_name_is_no_bundle() {
    let folder = tempfile::tempdir().unwrap();
    healthy().write(folder.path());
    std::fs::write(folder.path().join("locales/en.ftl"), "hello = Other\n").unwrap();
    let error = Bundle::open(folder.path()).unwrap_err();
    let options = CheckOptions::default();
    let report = overread_conformance::refused(folder.path(), &error, &options);
    assert_eq!(report.verdict(), Verdict::Failed);
    assert!(report.check("static.files").is_some(), "{report}");
}

#[test]
fn names_in_one_language_are_a_warning() {
    let parts = healthy().with(r#", ru = "Гость""#, "");
    expect(
        &parts,
        "static.names",
        &Outcome::Warning,
        &["plugin.name has no text in \"ru\""],
    );
}

#[test]
fn claims_without_operating_point_or_scope_are_warnings() {
    let parts = healthy()
        .with(
            "[clinical.operating-point]\nthreshold = 0.5\nsensitivity = 0.0\ndataset = \"none\"\n",
            "",
        )
        .with("modalities = [\"CT\"]\n", "");
    let words = ["operating-point is missing", "modalities is missing"];
    expect(&parts, "static.claims", &Outcome::Warning, &words);
    let parts = healthy().with("sensitivity = 0.0\n", "");
    let words = ["no figure measured at it"];
    expect(&parts, "static.claims", &Outcome::Warning, &words);
}

#[test]
fn a_text_that_one_language_lacks_fails() {
    let mut parts = healthy();
    parts.locales[0].1 = "hello = Hello\nmore = More\n";
    expect(
        &parts,
        "static.locales",
        &Outcome::Failed,
        &["1 texts are missing that another language has: more (locales/ru.ftl)"],
    );
}

#[test]
fn what_is_no_component_fails() {
    let mut parts = healthy();
    parts.component = b"\x7fELF".to_vec();
    let words = ["is not WebAssembly"];
    expect(&parts, "static.component", &Outcome::Failed, &words);
    parts.component = wat::parse_str("(module)").unwrap();
    let words = ["is a core module"];
    expect(&parts, "static.component", &Outcome::Failed, &words);
    let mut cut = healthy();
    cut.component.truncate(200);
    let words = ["is not valid WebAssembly"];
    expect(&cut, "static.component", &Outcome::Failed, &words);
    expect(&cut, "static.imports", &Outcome::Failed, &words);
    // Nothing of it may end the check.
    let whole = report(&cut, &["static", "dynamic.load"]);
    assert_eq!(whole.verdict(), Verdict::Failed, "{whole}");
}

#[test]
fn imports_beyond_the_contract_are_listed() {
    let parts = Parts::of(
        "(component
          (import \"wasi:filesystem/types@0.2.0\" (instance (export \"open\" (func))))
          (import \"overread:plugin/host@1.9.0\" (instance))
          (import \"overread:plugin/host@2.0.0\" (instance)))",
    );
    expect(
        &parts,
        "static.imports",
        &Outcome::Failed,
        &[
            "\"wasi:filesystem/types@0.2.0\", which is not of overread:plugin",
            "\"overread:plugin/host@1.9.0\", this program offers 1.0",
            "of another major version than 1",
        ],
    );
    let words = ["plugin.api is 1.0, and the component imports 2.0"];
    expect(&parts, "static.api", &Outcome::Failed, &words);
}

#[test]
fn the_component_must_fit_its_world() {
    let empty = Parts::of("(component)");
    let words = ["does not fit the world `ai-service`"];
    expect(&empty, "static.world", &Outcome::Failed, &words);
    expect(
        &empty,
        "static.imports",
        &Outcome::Passed,
        &["imports nothing"],
    );
    // An AI service may not ask for the truth.
    let folder = tempfile::tempdir().unwrap();
    hostile_bundle(folder.path(), "casebook_import", "").unwrap();
    let mut casebook = healthy();
    casebook.component = std::fs::read(folder.path().join("plugin.wasm")).unwrap();
    expect(&casebook, "static.world", &Outcome::Failed, &words);
    // Nor may it be handed over as an exam.
    let exam = healthy().with("kind = \"ai-service\"", "kind = \"exam-scenario\"");
    let words = ["does not fit the world `exam-scenario`"];
    expect(&exam, "static.world", &Outcome::Failed, &words);
}

#[test]
fn exports_beyond_the_world_are_allowed() {
    let mut text = crate::guest::text(Reads::Healthy);
    text = text.replace(
        "(func $decline",
        "(func (export \"_initialize\")) (func $decline",
    );
    let mut parts = healthy();
    parts.component = guest_component(&text, "ai-service").unwrap();
    expect(&parts, "static.world", &Outcome::Passed, &[]);
}

#[test]
fn models_that_bring_files_or_other_operators_fail() {
    // ModelProto { graph { initializer { name "w", data_location EXTERNAL, external_data {} } node { domain "x" } } }
    let graph = [
        &[
            0x2a, 0x09, 0x42, 0x01, b'w', 0x70, 0x01, 0x6a, 0x02, 0x0a, 0x00,
        ][..],
        &[0x0a, 0x03, 0x3a, 0x01, b'x'],
    ]
    .concat();
    let mut model = vec![0x3a, u8::try_from(graph.len()).unwrap()];
    model.extend(graph);
    let mut parts = healthy();
    parts.models = vec![("nodule", model), ("other", b"no model".to_vec())];
    expect(
        &parts,
        "static.models",
        &Outcome::Failed,
        &[
            "external data is not read: tensor \"w\" (models/nodule.onnx)",
            "operator domain \"x\"",
            "not an ONNX model",
        ],
    );
}

#[test]
fn a_model_that_is_missing_fails() {
    let mut parts = healthy();
    parts.models = vec![("nodule", b"bytes".to_vec())];
    let folder = tempfile::tempdir().unwrap();
    parts.write(folder.path());
    std::fs::remove_file(folder.path().join("models/nodule.onnx")).unwrap();
    let bundle = Bundle::open(folder.path()).unwrap();
    let report = overread_conformance::check_static(&bundle, &CheckOptions::default());
    let words = ["the file is missing"];
    crate::expect_check(
        report.check("static.models").unwrap(),
        &Outcome::Failed,
        &words,
    );
    // Said once, in the rule on models.
    crate::expect_check(report.check("static.files").unwrap(), &Outcome::Passed, &[]);
}
