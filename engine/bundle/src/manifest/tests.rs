//! Manifests that are right, and all faults of one that is not, each with its line.

use super::*;

const WHOLE: &str = r#"schema = 1
[plugin]
id = "org.example.lung-nodule"
name = { en = "Lung nodule", ru = "Очаг в лёгком" }
version = "1.4.2"
kind = "ai-service"
api = "1.0"
component = "plugin.wasm"
license = "Apache-2.0"
contact = "support@example.org"
[clinical]
intended-use = { en = "Training only." }
modalities = ["CT"]
body-parts = ["CHEST"]
findings = ["RID50149", "SCT:27925004"]
operating-point = { threshold = 0.42, sensitivity = 0.91, specificity = 0.87, dataset = "phantoms" }
training-only = true
[[models]]
name = "nodule"
file = "models/nodule.onnx"
sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
runtime = "onnx"
opset-max = 21
[models.card]
summary = "small"
figures = { auc = 0.9 }
[wants]
attributes = ["KVP", "PatientAge"]
prior-studies = false
gpu = "optional"
[limits]
memory-mib = 64
analyze-seconds = 30
host-memory-mib = 1536
[settings.threshold]
type = "number"
default = 0.42
min = 0.0
max = 1.0
[files]
"locales/ru.ftl" = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
"#;

#[test]
fn a_whole_manifest_is_read() {
    let manifest = Manifest::parse("plugin.toml", WHOLE).unwrap();
    assert_eq!(manifest.id.as_str(), "org.example.lung-nodule");
    assert_eq!(LocalText::pick(&manifest.name, "ru"), Some("Очаг в лёгком"));
    assert_eq!(manifest.api, ApiVersion { major: 1, minor: 0 });
    assert_eq!(manifest.clinical.findings[0].scheme, "RADLEX");
    assert_eq!(manifest.clinical.findings[1].value, "27925004");
    let point = manifest.clinical.operating_point.unwrap();
    assert_eq!((point.threshold, point.sensitivity), (0.42, Some(0.91)));
    assert_eq!(manifest.models[0].opset_max, Some(21));
    assert_eq!(manifest.models[0].card.figures["auc"], 0.9);
    assert_eq!(manifest.limits.memory_mib, Some(64));
    assert_eq!(manifest.settings["threshold"].default, "0.42");
    assert!(manifest.settings["threshold"].allows("1"));
    assert!(!manifest.settings["threshold"].allows("1.5"));
    assert!(!manifest.settings["threshold"].allows("NaN"));
    assert_eq!(manifest.files.len(), 1);
}

#[track_caller]
fn check_faults(text: &str, expected: &[&str]) {
    let found = Manifest::parse("plugin.toml", text).unwrap_err();
    let found: Vec<String> = found.all().iter().map(ToString::to_string).collect();
    for part in expected {
        assert!(
            found.iter().any(|fault| fault.contains(part)),
            "no fault says {part:?}: {found:#?}"
        );
    }
    assert_eq!(found.len(), expected.len(), "{found:#?}");
}

/// `WHOLE` with one line replaced.
#[track_caller]
fn with(from: &str, to: &str) -> String {
    assert!(WHOLE.contains(from), "{from:?}");
    WHOLE.replace(from, to)
}

#[test]
fn each_fault_is_named_with_its_line() {
    check_faults(
        &with("schema = 1", "schema = 7"),
        &["schema 7 is not known, this version reads schema 1 (plugin.toml:1)"],
    );
    check_faults(
        &with("api = \"1.0\"", "api = \"one\""),
        &["`api` must be like `1.0`, found `one` (plugin.toml:7)"],
    );
    check_faults(
        &with("\"plugin.wasm\"", "\"../plugin.wasm\""),
        &["inside the bundle, found `../plugin.wasm` (plugin.toml:8)"],
    );
    check_faults(
        &with("\"models/nodule.onnx\"", "\"/etc/passwd\""),
        &["found `/etc/passwd` (plugin.toml:20)"],
    );
    check_faults(
        &with("\"models/nodule.onnx\"", "'C:\\nodule.onnx'"),
        &["inside the bundle"],
    );
    check_faults(
        &with("sensitivity = 0.91", "sensitivity = 91"),
        &["`sensitivity` must be 0 to 1, found 91 (plugin.toml:16)"],
    );
    check_faults(
        &with("version = \"1.4.2\"", "version = \"new\""),
        &["like `1.4.2`, found `new` (plugin.toml:5)"],
    );
    check_faults(
        &with("kind = \"ai-service\"", "kind = \"virus\""),
        &["found `virus` (plugin.toml:6)"],
    );
    check_faults(
        &with("id = \"org.example.lung-nodule\"", "id = \"Nodule\""),
        &["reverse domain name"],
    );
    check_faults(
        &with("name = { en = \"Lung nodule\", ", "name = { "),
        &["needs an English text"],
    );
    check_faults(
        &with("default = 0.42", "default = 2.0"),
        &["`default` 2 of [settings.threshold] is not among its values (plugin.toml:37)"],
    );
    check_faults(
        &with("runtime = \"onnx\"", "runtime = \"python\""),
        &["`runtime` must be `onnx`, found `python`"],
    );
    check_faults(
        &with("license = \"Apache-2.0\"\n", ""),
        &["`license` is missing in [plugin] (plugin.toml:2)"],
    );
    check_faults(
        &with("training-only = true", "training-only = 1"),
        &["must be true or false, found integer (plugin.toml:17)"],
    );
}

#[test]
fn all_faults_of_a_file_are_told_at_once() {
    let text = with("api = \"1.0\"", "api = 1\ncolour = \"red\"")
        .replace("gpu = \"optional\"", "gpu = \"two\"")
        .replace("memory-mib = 64", "memory-mib = -1");
    check_faults(
        &text,
        &[
            "`api` of [plugin] must be a text, found integer (plugin.toml:7)",
            "unknown key `colour` in [plugin] (plugin.toml:8)",
            "found `two` (plugin.toml:31)",
            "`memory-mib` of [limits] must be a whole number of 0 or more, found integer (plugin.toml:33)",
        ],
    );
}

#[test]
fn broken_toml_is_refused_with_its_line() {
    let found = Manifest::parse("plugin.toml", "schema = 1\n[plugin\nid = ").unwrap_err();
    assert!(found.has_errors());
    assert!(
        found.all()[0].place.starts_with("plugin.toml:2"),
        "{found:?}"
    );
    assert!(Manifest::parse("plugin.toml", "").is_err());
}

#[test]
fn language_tags() {
    for (tag, expected) in [
        ("en", true),
        ("ru-RU", true),
        ("zh-Hant-TW", true),
        ("e", false),
        ("", false),
        ("en_US", false),
        ("en-", false),
        ("12", false),
    ] {
        assert_eq!(is_locale_tag(tag), expected, "{tag:?}");
    }
}

#[test]
fn bundle_paths() {
    for (path, expected) in [
        ("plugin.wasm", true),
        ("models/a.onnx", true),
        ("locales/ru.ftl", true),
        ("", false),
        ("/a", false),
        ("a//b", false),
        ("../a", false),
        ("a/../b", false),
        ("a/.", false),
        ("a\\b", false),
        ("c:/a", false),
        ("a\0", false),
    ] {
        assert_eq!(is_bundle_path(path), expected, "{path:?}");
    }
}
