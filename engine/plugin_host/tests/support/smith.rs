//! Components that nobody wrote: random ones of any shape, and random code in the shape of a service.
//!
//! They lie in `tests/hostile/random`; `tests/fuzz` made them.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use overread_base::{AiStatus, FailureKind};
use overread_plugin_host::Limits;
use overread_testkit::module_component;

use super::{guests, host, is_done, load};

/// The files of a folder of `tests/hostile/random`, in the order of their names.
fn files(folder: &str) -> Vec<PathBuf> {
    let random = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/hostile/random");
    let entries = fs::read_dir(random.join(folder)).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 16, "{folder}: {}", paths.len());
    paths
}

fn hasty() -> Limits {
    let deadline = Duration::from_millis(100);
    Limits {
        memory_bytes: 64 << 20,
        host_memory_bytes: 64 << 20,
        analyze: deadline,
        describe: deadline,
        ..Limits::default()
    }
}

#[test]
fn random_components_are_refused_or_run_and_never_break_the_host() {
    let host = host();
    let folder = tempfile::tempdir().unwrap();
    for path in files("components") {
        let bundle = guests::bundle(folder.path(), &fs::read(&path).unwrap(), "");
        match host.load_within(&bundle, hasty()) {
            Ok(plugin) => drop(plugin.analyze(&guests::job())),
            Err(error) => assert!(
                matches!(
                    error.kind(),
                    FailureKind::CompileFailed | FailureKind::LinkFailed
                ),
                "{}: {error}",
                path.display()
            ),
        }
    }
    assert!(is_done(
        &load(&host, "empty_report").analyze(&guests::job())
    ));
}

#[test]
fn random_code_in_a_service_ends_as_a_result() {
    let host = host();
    let folder = tempfile::tempdir().unwrap();
    let mut refused = Vec::new();
    let paths = files("services");
    for path in &paths {
        let component = module_component(fs::read(path).unwrap(), "ai-service").unwrap();
        let bundle = guests::bundle(folder.path(), &component, "");
        let plugin = match host.load_within(&bundle, hasty()) {
            Ok(plugin) => plugin,
            Err(error) => {
                refused.push(error.to_string());
                continue;
            }
        };
        for _ in 0..2 {
            if let AiStatus::Failed { message, .. } = plugin.analyze(&guests::job()).status {
                let place = path.display();
                assert!(!message.contains("the host broke"), "{place}: {message}");
            }
        }
    }
    assert!(
        refused.len() * 2 < paths.len(),
        "most do not run: {refused:#?}"
    );
    assert!(is_done(
        &load(&host, "empty_report").analyze(&guests::job())
    ));
}
