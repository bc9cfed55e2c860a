//! What the room needs of the machine to draw: a Vulkan driver, for tests the software one, and the X libraries.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use overread_plugin_kit::program::{program, quiet};
use overread_plugin_kit::{Missing, debian};

use crate::report;
use crate::setup::Purpose;

const WHAT: &str = "what the room needs to draw";
const DRIVER_FOLDERS: [&str; 2] = ["/usr/share/vulkan/icd.d", "/etc/vulkan/icd.d"];
const DRIVER_PACKAGE: &str = "mesa-vulkan-drivers";

/// The libraries that the room opens while it runs, and the Debian packages that hold them.
const LIBRARIES: [(&str, &str); 8] = [
    ("libvulkan.so.1", "libvulkan1"),
    ("libX11.so.6", "libx11-6"),
    ("libX11-xcb.so.1", "libx11-xcb1"),
    ("libXcursor.so.1", "libxcursor1"),
    ("libXi.so.6", "libxi6"),
    ("libXrandr.so.2", "libxrandr2"),
    ("libxkbcommon.so.0", "libxkbcommon0"),
    ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
];

/// Makes sure that all is there, installs it where we are root, and gives the software driver's file if there is one.
pub(crate) fn provide(purpose: Purpose) -> Result<Option<PathBuf>, Missing> {
    if !cfg!(target_os = "linux") {
        return Ok(None);
    }
    let missing = missing_packages(purpose);
    if !missing.is_empty() {
        let by_hand = format!(
            "`apt-get install {}` as root, or what your system calls these",
            missing.join(" ")
        );
        if !(debian::is_root() && debian::is_here()) {
            return Err(Missing::new(
                WHAT,
                format!("not installed: {}", missing.join(", ")),
                by_hand,
            ));
        }
        report::line(
            "set-up",
            &format!("display: installing {}", missing.join(" ")),
        );
        debian::install(&missing).map_err(|error| Missing::new(WHAT, error.whole(), by_hand))?;
        let still = missing_packages(purpose);
        if !still.is_empty() {
            let why = format!(
                "installed, but the files are not where they are looked for: {}",
                still.join(", ")
            );
            return Err(Missing::new(
                WHAT,
                why,
                "check the installation of these packages",
            ));
        }
    }
    let driver = software_driver();
    let text = if driver.is_some() {
        "a software driver"
    } else {
        "a driver of the machine"
    };
    report::line(
        "set-up",
        &format!("display: {text} and the X libraries are there"),
    );
    Ok(driver)
}

fn missing_packages(purpose: Purpose) -> Vec<&'static str> {
    // Where the loader's list cannot be read, the room itself says what it lacks.
    let known = ["ldconfig", "/sbin/ldconfig"]
        .iter()
        .find_map(|name| quiet(program(name).arg("-p"), Duration::from_secs(30)).ok());
    let mut missing: Vec<&str> = known.as_deref().map(missing_libraries).unwrap_or_default();
    let has_driver = match purpose {
        Purpose::Run | Purpose::CommandLine => !driver_files().is_empty(),
        Purpose::Test => software_driver().is_some(),
    };
    if !has_driver {
        missing.push(DRIVER_PACKAGE);
    }
    missing
}

fn missing_libraries(known: &str) -> Vec<&'static str> {
    let names: Vec<&str> = known
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    LIBRARIES
        .iter()
        .filter(|(library, _)| !names.contains(library))
        .map(|(_, package)| *package)
        .collect()
}

fn driver_files() -> Vec<PathBuf> {
    let entries = DRIVER_FOLDERS
        .iter()
        .filter_map(|folder| fs::read_dir(folder).ok())
        .flatten()
        .flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    files.retain(|file| {
        file.extension()
            .is_some_and(|extension| extension == "json")
    });
    files.sort();
    files
}

/// The description of Mesa's lavapipe.
fn software_driver() -> Option<PathBuf> {
    driver_files().into_iter().find(|file| {
        file.file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with("lvp_icd"))
    })
}

#[cfg(test)]
mod tests;
