//! Every released version of the contract against the next one: what was made for it must still fit.

use std::fs;
use std::path::{Path, PathBuf};

use wit_component::semver_check;
use wit_parser::{PackageId, Resolve};

const WORLDS: [&str; 2] = ["ai-service", "exam-scenario"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../sdk/wit")
}

fn text(version: &str) -> String {
    let path = folder().join(version).join("plugin.wit");
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The released versions of major 1, by their folders.
fn released() -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("1."))
        .collect();
    names.sort();
    names
}

/// Whether a plugin made for `old` fits a host of `new`, in each world; else what the check says.
fn fits(old: &str, new: &str) -> Result<(), String> {
    let mut resolve = Resolve::default();
    let mut push = |name: &str, text: &str| -> Result<PackageId, String> {
        resolve
            .push_str(name, text)
            .map_err(|error| format!("{name}: {error:#}"))
    };
    let packages = [push("old.wit", old)?, push("new.wit", new)?];
    for world in WORLDS {
        let [old, new] = packages.map(|package| {
            resolve
                .select_world(&[package], Some(world))
                .unwrap_or_else(|error| panic!("{world}: {error:#}"))
        });
        semver_check(resolve.clone(), old, new).map_err(|error| format!("{world}: {error:#}"))?;
    }
    Ok(())
}

#[test]
fn plugins_of_every_released_version_fit_the_next_one() {
    let released = released();
    assert!(released.contains(&"1.0".to_owned()), "{released:?}");
    for version in released {
        fits(&text(&version), &text("next")).unwrap_or_else(|says| panic!("{version}: {says}"));
    }
}

/// `next` with a change that a released plugin would not survive.
#[track_caller]
fn check_refused(from: &str, to: &str, world: &str) {
    let next = text("next");
    assert_eq!(next.matches(from).count(), 1, "{from}");
    let says = fits(&text("1.0"), &next.replace(from, to)).unwrap_err();
    assert!(
        says.starts_with(world) && says.contains("not semver-compatible"),
        "{from}: {says}"
    );
}

#[test]
fn a_changed_record_enum_or_signature_is_refused() {
    // A field more.
    check_refused(
        "record blob {",
        "record blob {\n    median: f64,",
        "ai-service",
    );
    // A field of another type.
    check_refused(
        "record study-probability { value: f32",
        "record study-probability { value: f64",
        "ai-service",
    );
    // A case more of an enum, and of a variant.
    check_refused(
        "enum interpolation { nearest, linear, cubic }",
        "enum interpolation { nearest, linear, cubic, sinc }",
        "ai-service",
    );
    check_refused(
        "    finished,\n    other(other-data),",
        "    finished,\n    paused,\n    other(other-data),",
        "exam-scenario",
    );
    // Another signature, and one that is gone.
    check_refused(
        "threshold: func(low: f32, high: f32)",
        "threshold: func(low: f64, high: f32)",
        "ai-service",
    );
    check_refused(
        "    stats: func(region: region) -> result<stats, failure>;\n",
        "",
        "ai-service",
    );
    // An export more: no released plugin has it.
    check_refused(
        "  analyze: func() -> result<outcome, failure>;",
        "  analyze: func() -> result<outcome, failure>;\n  warm-up: func();",
        "ai-service",
    );
}
