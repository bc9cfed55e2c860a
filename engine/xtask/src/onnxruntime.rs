//! The ONNX Runtime library: the one that ORT_DYLIB_PATH names, or that of a pinned Python wheel.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use sha2::{Digest as _, Sha256};

use overread_plugin_kit::digest::hex;
use overread_plugin_kit::{Missing, pip};

use crate::place::Place;
use crate::report;

const WHAT: &str = "the ONNX Runtime library";
const VERSION: &str = "1.31.1";

/// A wheel that holds the library; the Python it is made for does not matter, since only the library is taken.
struct Wheel {
    os: &'static str,
    arch: &'static str,
    platform: &'static str,
    sha256: &'static str,
}

const WHEELS: [Wheel; 2] = [
    Wheel {
        os: "linux",
        arch: "x86_64",
        platform: "manylinux_2_28_x86_64",
        sha256: "5752bd508126ae7c49894d3b9d2e83f0c3d487319246d04c444b393308d7ad7f",
    },
    Wheel {
        os: "linux",
        arch: "aarch64",
        platform: "manylinux_2_28_aarch64",
        sha256: "da05378364c44d4407e463982d2bf8d5e4cfea873283757e48beeb41df97b7f3",
    },
];

/// The path of the library.
pub(crate) fn provide(place: &Place) -> Result<PathBuf, Missing> {
    if let Some(path) = env::var_os("ORT_DYLIB_PATH").filter(|value| !value.is_empty()) {
        let path = PathBuf::from(path);
        if path.is_file() {
            report::line(
                "set-up",
                &format!("ONNX Runtime: {} (ORT_DYLIB_PATH)", path.display()),
            );
            return Ok(path);
        }
        let why = format!("ORT_DYLIB_PATH names no file: {}", path.display());
        return Err(Missing::new(
            WHAT,
            why,
            "correct ORT_DYLIB_PATH, or unset it to have the library fetched",
        ));
    }
    let by_hand = format!("set ORT_DYLIB_PATH to a libonnxruntime of version {VERSION}");
    let Some(wheel) = WHEELS
        .iter()
        .find(|wheel| wheel.os == env::consts::OS && wheel.arch == env::consts::ARCH)
    else {
        let why = format!(
            "none is pinned for {} on {}",
            env::consts::OS,
            env::consts::ARCH
        );
        return Err(Missing::new(WHAT, why, by_hand));
    };
    let entry = place
        .cache
        .entry(&format!("onnxruntime-{VERSION}-{}", wheel.arch), |folder| {
            report::line(
                "set-up",
                &format!("ONNX Runtime {VERSION}: fetching the wheel (24 MB)"),
            );
            fetch(wheel, folder)
        });
    match entry {
        Ok(folder) => {
            report::line("set-up", &format!("ONNX Runtime {VERSION}: ready"));
            Ok(folder.join("libonnxruntime.so"))
        }
        Err(error) => {
            let remedy = format!(
                "connect to a network and `apt-get install python3 python3-pip`, or {by_hand}"
            );
            Err(Missing::new(WHAT, format!("{error:#}"), remedy))
        }
    }
}

fn fetch(wheel: &Wheel, folder: &Path) -> Result<()> {
    let python = pip::with_pip()?;
    let requirement = format!("onnxruntime=={VERSION}");
    let download = folder.join("wheel");
    fs::create_dir(&download)?;
    let arguments = [
        "download",
        &requirement,
        "--dest",
        ".",
        "--only-binary",
        ":all:",
        "--implementation",
        "cp",
        "--python-version",
        "3.11",
        "--abi",
        "cp311",
        "--platform",
        wheel.platform,
    ];
    pip::alone(python, &arguments, &download)?;
    let archive = only_file(&download)?;
    check_digest(&archive, wheel.sha256)?;
    let unpacked = folder.join("unpacked");
    pip::unzip(python, &archive, &unpacked)?;
    let library = unpacked
        .join("onnxruntime/capi")
        .join(format!("libonnxruntime.so.{VERSION}"));
    fs::rename(&library, folder.join("libonnxruntime.so"))
        .context("the wheel holds no library of the expected name")?;
    for text in ["LICENSE", "ThirdPartyNotices.txt"] {
        let file = unpacked.join("onnxruntime").join(text);
        if file.is_file() {
            fs::rename(file, folder.join(text))?;
        }
    }
    fs::remove_dir_all(&download)?;
    fs::remove_dir_all(&unpacked)?;
    Ok(())
}

fn only_file(folder: &Path) -> Result<PathBuf> {
    let files: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    match <[PathBuf; 1]>::try_from(files) {
        Ok([file]) => Ok(file),
        Err(files) => bail!("expected one downloaded file, found {}", files.len()),
    }
}

fn check_digest(file: &Path, expected: &str) -> Result<()> {
    let found = hex(&Sha256::digest(fs::read(file)?));
    if found != expected {
        bail!("the wheel is not the pinned one: expected SHA-256 {expected}, found {found}");
    }
    Ok(())
}

#[cfg(test)]
mod tests;
