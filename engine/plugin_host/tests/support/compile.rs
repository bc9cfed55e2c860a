//! 26 and 27: files that are no components, and components made to break a compiler.

use std::time::Duration;

use overread_base::FailureKind;
use overread_plugin_host::{CompileLimits, HostConfig, PluginError, PluginHost};

use super::{guests, is_done};

fn module(more: &str) -> Vec<u8> {
    guests::component_of(&format!(
        "(module
           (memory (export \"memory\") 1)
           {more}
           (func (export \"cabi_realloc\") (param i32 i32 i32 i32) (result i32) (i32.const 8192))
           (func (export \"overread:plugin/service@1.0.0#describe\") (result i32) (i32.const 4096))
           (func (export \"overread:plugin/service@1.0.0#analyze\") (result i32) (i32.const 0)))"
    ))
}

/// One function of 2,000,000 instructions that depend on one another.
fn huge_function() -> Vec<u8> {
    let step =
        "(local.set 0 (i32.add (i32.mul (local.get 0) (local.get 1)) (i32.load (local.get 0))))";
    module(&format!("(func (param i32 i32) {})", step.repeat(300_000)))
}

fn many_functions() -> Vec<u8> {
    let step =
        "(local.set 0 (i32.add (i32.mul (local.get 0) (local.get 1)) (i32.load (local.get 0))))";
    let function = format!("(func (param i32 i32) {})", step.repeat(100));
    module(&function.repeat(10_000))
}

/// Lists of lists of lists, 20,000 deep.
fn deep_types() -> Vec<u8> {
    let mut text = "(component (type $t0 (list u8))".to_owned();
    for n in 1..20_000 {
        text += &format!("(type $t{n} (list $t{}))", n - 1);
    }
    guests::component_of(&format!("{text}\n)").replace("(component", "(component\n"))
}

fn load(component: &[u8], limits: CompileLimits) -> Result<(), PluginError> {
    let config = HostConfig {
        compile_limits: limits,
        ..HostConfig::default()
    };
    let host = PluginHost::new(config).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let bundle = guests::bundle(folder.path(), component, "");
    let loaded = host.load(&bundle).map(drop);
    // Whatever came of it, the host compiles and runs the next one.
    let good = tempfile::tempdir().unwrap();
    let good = guests::bundle(good.path(), &guests::component("empty_report"), "");
    let patient = HostConfig::default();
    let next = PluginHost::new(patient).unwrap().load(&good).unwrap();
    assert!(is_done(&next.analyze(&guests::job())));
    loaded
}

/// With a little time the compiler is killed; with the time that the platform gives it ends by itself, this way or that.
#[test]
fn compile_bombs_end_with_the_compiler_killed_or_done() {
    let hasty = CompileLimits {
        time: Duration::from_millis(30),
        ..CompileLimits::default()
    };
    for (name, bomb) in [("huge", huge_function()), ("many", many_functions())] {
        let error = load(&bomb, hasty).unwrap_err();
        assert_eq!(error.kind(), FailureKind::CompileFailed, "{name}: {error}");
        assert!(
            error.to_string().contains("took longer than 0.03 s"),
            "{name}: {error}"
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn compile_bombs_that_eat_memory_are_killed() {
    let tight = CompileLimits {
        memory_bytes: 64 << 20,
        ..CompileLimits::default()
    };
    let error = load(&huge_function(), tight).unwrap_err();
    assert_eq!(error.kind(), FailureKind::CompileFailed, "{error}");
    assert!(
        error.to_string().contains("used more than 64 MiB"),
        "{error}"
    );
}

#[test]
fn types_too_deep_for_a_compiler_are_refused() {
    let error = load(&deep_types(), CompileLimits::default()).unwrap_err();
    let is_named = matches!(
        error.kind(),
        FailureKind::CompileFailed | FailureKind::LinkFailed
    );
    assert!(is_named, "{error}");
}

/// Machine code that wasmtime made itself is not a component: a vendor's is never run.
#[test]
fn machine_code_is_no_component() {
    let cache = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let bundle = guests::bundle(folder.path(), &guests::component("good_report"), "");
    let host = PluginHost::with_runtime(Some(cache.path()), None).unwrap();
    host.load(&bundle).unwrap();
    // A file of the shape that `wasmtime compile` writes: an ELF with wasmtime's own section.
    let mut compiled = b"\x7fELF\x02\x01\x01\0".to_vec();
    compiled.extend([0; 64]);
    compiled.extend(b".wasmtime.engine\0.wasmtime.info\0");
    for bytes in [compiled, kept_code(cache.path())] {
        let folder = tempfile::tempdir().unwrap();
        let bundle = guests::bundle(folder.path(), &bytes, "");
        let error = host.load(&bundle).unwrap_err();
        assert_eq!(error.kind(), FailureKind::CompileFailed, "{error}");
    }
}

/// The largest file of the cache.
fn kept_code(cache: &std::path::Path) -> Vec<u8> {
    let mut folders = vec![cache.to_owned()];
    let mut largest = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                let bytes = std::fs::read(entry.path()).unwrap();
                if bytes.len() > largest.len() {
                    largest = bytes;
                }
            }
        }
    }
    assert!(!largest.is_empty());
    largest
}

#[test]
fn components_are_compiled_once() {
    let cache = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let bundle = guests::bundle(folder.path(), &guests::component("good_report"), "");
    let host = PluginHost::with_runtime(Some(cache.path()), None).unwrap();
    assert!(!host.is_compiled(&bundle));
    host.load(&bundle).unwrap();
    assert!(host.is_compiled(&bundle));
    // A compiler that is not there is not missed.
    let config = HostConfig {
        compile_cache: Some(cache.path().to_owned()),
        compiler: Some("nowhere".into()),
        ..HostConfig::default()
    };
    let other = PluginHost::new(config).unwrap();
    assert!(other.is_compiled(&bundle));
    other.load(&bundle).unwrap();
    let fresh = guests::bundle(folder.path(), &guests::component("empty_report"), "");
    let error = other.load(&fresh).unwrap_err();
    assert!(
        error.to_string().contains("nowhere cannot start"),
        "{error}"
    );
}
