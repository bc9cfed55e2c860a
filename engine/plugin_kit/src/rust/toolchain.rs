//! A compiler for Rust guests, in this order: the installed target, the target by rustup, Debian's compiler in the cache.

use std::env;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::debian;
use crate::error::{KitError, Missing};
use crate::program::{exists, program, quiet};
use crate::workshop::{Progress, Workshop};

/// What guests are compiled for.
pub const TARGET: &str = "wasm32-unknown-unknown";
const WHAT: &str = "a compiler for plugins";
const ENTRY: &str = "rustc-web";
const LEAST_RUST: &str = env!("CARGO_PKG_RUST_VERSION");
const LINKER_VARIABLE: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER";

/// A way to compile Rust guests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RustToolchain {
    /// The installed toolchain has the target.
    Installed,
    /// Another compiler, which builds its own standard library.
    Unpacked {
        /// The script that starts it.
        rustc: PathBuf,
        /// The linker for WebAssembly.
        linker: PathBuf,
    },
}

impl RustToolchain {
    /// Sets the compiler for a cargo call and adds the arguments that it needs.
    pub(crate) fn apply(&self, cargo: &mut Command) {
        if let Self::Unpacked { rustc, linker } = self {
            cargo.args(["-Zbuild-std=std,panic_abort"]);
            cargo
                .env("RUSTC", rustc)
                .env("RUSTC_BOOTSTRAP", "1")
                .env(LINKER_VARIABLE, linker);
        }
    }
}

/// The first way that works. `OVERREAD_GUEST_TOOLCHAIN` (`installed`, `rustup`, `debian`) asks for one alone.
pub(crate) fn find(
    workshop: &Workshop,
    folder: &Path,
    progress: &Progress<'_>,
) -> Result<RustToolchain, Missing> {
    if !exists("rustc") {
        return Err(Missing::new(
            WHAT,
            "there is no rustc",
            format!("install Rust {LEAST_RUST} or newer by rustup, https://rustup.rs"),
        ));
    }
    let asked = env::var("OVERREAD_GUEST_TOOLCHAIN").unwrap_or_default();
    let mut reasons = Vec::new();
    for (name, way) in WAYS {
        if !asked.is_empty() && asked != name {
            continue;
        }
        match way(workshop, folder, progress) {
            Ok((toolchain, text)) => {
                progress(&format!("guest toolchain: {text}"));
                return Ok(toolchain);
            }
            Err(error) => reasons.push(format!("{name}: {}", error.whole())),
        }
    }
    if reasons.is_empty() {
        reasons.push(format!(
            "OVERREAD_GUEST_TOOLCHAIN must be installed, rustup or debian, found {asked}"
        ));
    }
    let remedy =
        format!("`rustup target add {TARGET}` with a network, or a Debian 12 machine with apt-get");
    Err(Missing::new(WHAT, reasons.join("; "), remedy))
}

type Found = Result<(RustToolchain, String), KitError>;
type Way = fn(&Workshop, &Path, &Progress<'_>) -> Found;
const WAYS: [(&str, Way); 3] = [
    ("installed", installed),
    ("rustup", rustup),
    ("debian", unpacked),
];

fn installed(_: &Workshop, folder: &Path, _: &Progress<'_>) -> Found {
    let libraries = rustc(folder, &["--print", "target-libdir", "--target", TARGET])?;
    let has_core = fs::read_dir(&libraries).is_ok_and(|entries| {
        entries
            .flatten()
            .any(|entry| entry.file_name().to_string_lossy().starts_with("libcore-"))
    });
    if !has_core {
        return Err(KitError::refused(format!(
            "the toolchain has no target {TARGET}"
        )));
    }
    Ok((
        RustToolchain::Installed,
        format!("the installed target {TARGET}"),
    ))
}

fn rustup(workshop: &Workshop, folder: &Path, progress: &Progress<'_>) -> Found {
    let is_asked_for = env::var_os("OVERREAD_GUEST_TOOLCHAIN").is_some();
    if workshop.cache.existing(ENTRY).is_some() && !is_asked_for {
        return Err(KitError::refused(
            "not asked, since Debian's compiler is in the cache",
        ));
    }
    progress(&format!("guest toolchain: rustup target add {TARGET}"));
    let mut command = program("rustup");
    command.args(["target", "add", TARGET]).current_dir(folder);
    quiet(&mut command, Duration::from_secs(300))?;
    installed(workshop, folder, progress)
}

fn unpacked(workshop: &Workshop, folder: &Path, progress: &Progress<'_>) -> Found {
    let linker = linker(folder)?;
    let folder = workshop.cache.entry(ENTRY, |folder| {
        if !debian::is_here() {
            return Err(KitError::refused("this machine has no apt-get"));
        }
        progress(
            "guest toolchain: fetching Debian's compiler (140 MB) and unpacking it into the cache",
        );
        debian::unpack(
            &["rustc-web", "rust-web-src"],
            &["libstd-rust-web", "libllvm"],
            folder,
            || {
                write_wrapper(folder)?;
                check_version(&start(&folder.join("rustc"))?)
            },
        )
    })?;
    let rustc = folder.join("rustc");
    let version = start(&rustc)?;
    Ok((
        RustToolchain::Unpacked { rustc, linker },
        format!("Debian's {} in the cache", version.trim()),
    ))
}

fn start(rustc: &Path) -> Result<String, KitError> {
    quiet(program(rustc).arg("--version"), Duration::from_secs(60))
}

/// Refuses a compiler that is older than our sources allow; `answer` is what it says of its version.
fn check_version(answer: &str) -> Result<(), KitError> {
    let number = |text: &str| -> Option<(u32, u32)> {
        let mut parts = text.split('.').map(|part| part.parse().ok());
        Some((parts.next()??, parts.next()??))
    };
    let word = answer.split(' ').nth(1).unwrap_or_default();
    let found =
        number(word).ok_or_else(|| KitError::refused(format!("no version in {answer:?}")))?;
    if number(LEAST_RUST).is_some_and(|least| found < least) {
        return Err(KitError::refused(format!(
            "the package lists offer the compiler {word}, expected {LEAST_RUST} or newer: Debian has it among its security updates"
        )));
    }
    Ok(())
}

/// A script beside the unpacked folders that starts the compiler with its own libraries.
fn write_wrapper(folder: &Path) -> Result<(), KitError> {
    let library_folders = format!(
        "$here/usr/lib/{0}-linux-gnu:$here/usr/lib",
        env::consts::ARCH
    );
    let script = format!(
        "#!/bin/sh\nhere=$(dirname \"$0\")\nLD_LIBRARY_PATH=\"{library_folders}${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}\"\n\
         export LD_LIBRARY_PATH\nexec \"$here/usr/bin/rustc\" \"$@\"\n"
    );
    let wrapper = folder.join("rustc");
    fs::write(&wrapper, script)
        .and_then(|()| fs::set_permissions(&wrapper, fs::Permissions::from_mode(0o755)))
        .map_err(KitError::file("write", &wrapper))
}

/// The installed toolchain's linker, which knows WebAssembly.
fn linker(folder: &Path) -> Result<PathBuf, KitError> {
    let root = PathBuf::from(rustc(folder, &["--print", "sysroot"])?);
    let verbose = rustc(folder, &["-vV"])?;
    let host = verbose
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .ok_or_else(|| KitError::refused("the compiler names no host"))?;
    let linker = root.join("lib/rustlib").join(host).join("bin/rust-lld");
    if !linker.is_file() {
        return Err(KitError::refused(format!(
            "the toolchain has no linker {}",
            linker.display()
        )));
    }
    Ok(linker)
}

fn rustc(folder: &Path, arguments: &[&str]) -> Result<String, KitError> {
    let mut command = program("rustc");
    command.args(arguments).current_dir(folder);
    Ok(quiet(&mut command, Duration::from_secs(60))?
        .trim()
        .to_owned())
}

#[cfg(test)]
mod tests;
