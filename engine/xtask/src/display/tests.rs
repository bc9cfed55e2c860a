//! The loader's list of libraries, read.

use super::*;

#[test]
fn names_the_packages_of_missing_libraries() {
    let known = "5 libs found in cache\n\tlibX11.so.6 (libc6,x86-64) => /lib/libX11.so.6\n\tlibX11-xcb.so.1 (libc6,x86-64) => /x\n\
                 \tlibXcursor.so.1 (libc6) => /x\n\tlibXi.so.6 (libc6) => /x\n\tlibvulkan.so.1 (libc6) => /x\n";
    assert_eq!(
        missing_libraries(known),
        ["libxrandr2", "libxkbcommon0", "libxkbcommon-x11-0"]
    );
    assert_eq!(missing_libraries("").len(), LIBRARIES.len());
}
