//! A compiler for guests, in this order: the installed target, the target by rustup, Debian's compiler in the cache.

use std::env;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use crate::place::Place;
use crate::report::{self, Missing};
use crate::{apt, command};

/// What guests are compiled for.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";
const WHAT: &str = "a compiler for plugins";
const ENTRY: &str = "rustc-web";
const LEAST_RUST: &str = env!("CARGO_PKG_RUST_VERSION");
const LINKER_VARIABLE: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER";

/// A way to compile guests.
pub(crate) enum GuestToolchain {
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

impl GuestToolchain {
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
pub(crate) fn find(place: &Place) -> Result<GuestToolchain, Missing> {
    let asked = env::var("OVERREAD_GUEST_TOOLCHAIN").unwrap_or_default();
    let mut reasons = Vec::new();
    for (name, way) in WAYS {
        if !asked.is_empty() && asked != name {
            continue;
        }
        match way(place) {
            Ok((toolchain, text)) => {
                report::line("set-up", &format!("guest toolchain: {text}"));
                return Ok(toolchain);
            }
            Err(error) => reasons.push(format!("{name}: {error:#}")),
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

type Way = fn(&Place) -> Result<(GuestToolchain, String)>;
const WAYS: [(&str, Way); 3] = [
    ("installed", installed),
    ("rustup", rustup),
    ("debian", debian),
];

fn installed(place: &Place) -> Result<(GuestToolchain, String)> {
    let folder = rustc(place, &["--print", "target-libdir", "--target", TARGET])?;
    let has_core = fs::read_dir(&folder).is_ok_and(|entries| {
        entries
            .flatten()
            .any(|entry| entry.file_name().to_string_lossy().starts_with("libcore-"))
    });
    if !has_core {
        bail!("the toolchain has no target {TARGET}");
    }
    Ok((
        GuestToolchain::Installed,
        format!("the installed target {TARGET}"),
    ))
}

fn rustup(place: &Place) -> Result<(GuestToolchain, String)> {
    if place.cache.existing(ENTRY).is_some() && env::var_os("OVERREAD_GUEST_TOOLCHAIN").is_none() {
        bail!("not asked, since Debian's compiler is in the cache");
    }
    report::line(
        "set-up",
        &format!("guest toolchain: rustup target add {TARGET}"),
    );
    let mut command = command::program("rustup");
    command
        .args(["target", "add", TARGET])
        .current_dir(&place.checkout);
    command::quiet(&mut command, Duration::from_secs(300))?;
    installed(place)
}

fn debian(place: &Place) -> Result<(GuestToolchain, String)> {
    let linker = linker(place)?;
    let folder = place.cache.entry(ENTRY, |folder| {
        if !apt::is_here() {
            bail!("this machine has no apt-get");
        }
        report::line(
            "set-up",
            "guest toolchain: fetching Debian's compiler (140 MB) and unpacking it into the cache",
        );
        apt::unpack(
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
        GuestToolchain::Unpacked { rustc, linker },
        format!("Debian's {} in the cache", version.trim()),
    ))
}

fn start(rustc: &Path) -> Result<String> {
    command::quiet(
        command::program(rustc).arg("--version"),
        Duration::from_secs(60),
    )
}

/// Refuses a compiler that is older than our sources allow; `answer` is what it says of its version.
fn check_version(answer: &str) -> Result<()> {
    let number = |text: &str| -> Option<(u32, u32)> {
        let mut parts = text.split('.').map(|part| part.parse().ok());
        Some((parts.next()??, parts.next()??))
    };
    let word = answer.split(' ').nth(1).unwrap_or_default();
    let found = number(word).with_context(|| format!("no version in {answer:?}"))?;
    if number(LEAST_RUST).is_some_and(|least| found < least) {
        bail!(
            "the package lists offer the compiler {word}, expected {LEAST_RUST} or newer: Debian has it among its security updates"
        );
    }
    Ok(())
}

/// A script beside the unpacked folders that starts the compiler with its own libraries.
fn write_wrapper(folder: &Path) -> Result<()> {
    let library_folders = format!(
        "$here/usr/lib/{0}-linux-gnu:$here/usr/lib",
        env::consts::ARCH
    );
    let script = format!(
        "#!/bin/sh\nhere=$(dirname \"$0\")\nLD_LIBRARY_PATH=\"{library_folders}${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}\"\n\
         export LD_LIBRARY_PATH\nexec \"$here/usr/bin/rustc\" \"$@\"\n"
    );
    let wrapper = folder.join("rustc");
    fs::write(&wrapper, script)?;
    fs::set_permissions(&wrapper, fs::Permissions::from_mode(0o755))?;
    Ok(())
}

/// The installed toolchain's linker, which knows WebAssembly.
fn linker(place: &Place) -> Result<PathBuf> {
    let root = PathBuf::from(rustc(place, &["--print", "sysroot"])?);
    let verbose = rustc(place, &["-vV"])?;
    let host = verbose
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .context("the compiler names no host")?;
    let linker = root.join("lib/rustlib").join(host).join("bin/rust-lld");
    if !linker.is_file() {
        bail!("the toolchain has no linker {}", linker.display());
    }
    Ok(linker)
}

fn rustc(place: &Place, arguments: &[&str]) -> Result<String> {
    let mut command = command::program("rustc");
    command.args(arguments).current_dir(&place.checkout);
    Ok(command::quiet(&mut command, Duration::from_secs(60))?
        .trim()
        .to_owned())
}

#[cfg(test)]
mod tests;
