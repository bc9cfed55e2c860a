//! What is said of a compiler that is not there or does not come to an end.

use super::*;
use crate::compile_cache::CompileFolder;

#[cfg(unix)]
#[track_caller]
fn check(program: &str, limits: CompileLimits, expected: Result<(), &str>) {
    use std::os::unix::fs::PermissionsExt as _;

    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("compiler");
    std::fs::write(&path, format!("#!/bin/sh\n{program}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).unwrap();
    let compiler = Compiler {
        program: Some(path),
        limits,
    };
    let folder = CompileFolder::open(None).unwrap();
    let component = vec![0; 1 << 20];
    let outcome = compiler.compile(EngineKind::Ai, folder.code(), &component);
    assert_eq!(
        outcome.as_ref().map_err(String::as_str),
        expected.as_ref().map_err(|e| *e)
    );
}

#[cfg(unix)]
#[test]
fn a_compiler_that_takes_too_long_is_killed() {
    let hasty = CompileLimits {
        time: Duration::from_millis(200),
        ..CompileLimits::default()
    };
    check("exec sleep 600", hasty, Err("took longer than 0.2 s"));
    check("exec cat > /dev/null", hasty, Err("took longer than 0.2 s"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_compiler_that_takes_too_much_memory_is_killed() {
    let tight = CompileLimits {
        memory_bytes: 0,
        ..CompileLimits::default()
    };
    check("exec sleep 600", tight, Err("used more than 0 MiB"));
}

#[cfg(unix)]
#[test]
fn the_end_of_a_compiler_is_told() {
    let limits = CompileLimits::default();
    check("exit 0", limits, Ok(()));
    check("exit 1", limits, Err("the compiler broke"));
    check("kill -9 $$", limits, Err("the compiler broke"));
    check(
        "printf 'no \\033[1mgood'; exit 1",
        limits,
        Err("no \\u{1b}[1mgood"),
    );
}

#[test]
fn a_missing_compiler_is_named() {
    let compiler = Compiler {
        program: Some(PathBuf::from("nowhere/overread-compile")),
        limits: CompileLimits::default(),
    };
    let error = compiler
        .compile(EngineKind::Ai, Path::new("."), b"")
        .unwrap_err();
    assert!(
        error.contains("nowhere/overread-compile cannot start"),
        "{error}"
    );
}
