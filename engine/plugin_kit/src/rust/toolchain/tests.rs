//! Which compilers are new enough.

use super::*;

#[test]
fn an_old_compiler_is_refused() {
    check_version(&format!("rustc {LEAST_RUST}.0 (ac68faa20 2026-05-25)")).unwrap();
    check_version("rustc 9.0.0 (ac68faa20 2026-05-25) (built from a source tarball)\n").unwrap();
    let old = check_version("rustc 1.85.0 (4d91de4e4 2025-02-17)").unwrap_err();
    assert!(
        old.to_string()
            .starts_with("the package lists offer the compiler 1.85.0, expected"),
        "{old}"
    );
    let none = check_version("gcc 12").unwrap_err();
    assert!(none.to_string().starts_with("no version in"), "{none}");
}
