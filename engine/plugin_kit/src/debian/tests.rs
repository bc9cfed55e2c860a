//! What apt prints, read.

use super::*;

#[test]
fn reads_dependencies() {
    let answer = "rustc-web\n  Depends: libc6\n  Depends: libstd-rust-web-dev\n |Depends: gcc\n    gcc-12\n  Depends: <libc-dev>\n  Suggests: lld\n";
    assert_eq!(
        dependencies(answer),
        ["libc6", "libstd-rust-web-dev", "gcc"]
    );
    assert!(dependencies("").is_empty());
}

#[test]
fn reads_what_would_be_installed() {
    let plan = "NOTE: simulation\nInst libz3-4 (4.8 Debian:12 [amd64])\nInst rustc-web (1.96 Debian:12 [amd64])\nConf libz3-4 (4.8)\n";
    assert_eq!(missing_libraries(plan), ["libz3-4"]);
}
