//! Programs of others that judge what we write; each is left out, loudly, where it is not installed.

use std::path::{Path, PathBuf};
use std::process::Command;

use overread_dicom::WrittenObject;

/// Writes an object into `folder`.
pub(crate) fn save(folder: &Path, object: &WrittenObject) -> PathBuf {
    object.write_into(folder).unwrap()
}

/// The errors that dciodvfy (dicom3tools) finds, and the name of the object that it took the file for.
///
/// `None` where the program is not installed.
pub(crate) fn dciodvfy(test: &str, file: &Path) -> Option<(String, Vec<String>)> {
    let Ok(output) = Command::new("dciodvfy").arg(file).output() else {
        overread_testkit::skipped(test, "no dciodvfy; `cargo xtask test` provides it");
        return None;
    };
    let said = String::from_utf8_lossy(&output.stderr) + String::from_utf8_lossy(&output.stdout);
    let errors = said.lines().filter(|line| line.starts_with("Error"));
    let errors = errors.map(str::to_owned).collect();
    let is_message = |line: &&str| !line.starts_with("Error") && !line.starts_with("Warning");
    let name = said.lines().find(is_message).unwrap_or_default();
    Some((name.to_owned(), errors))
}

/// What dsrdump (dcmtk) prints of a report; `None` where the program is not installed.
pub(crate) fn dsrdump(test: &str, file: &Path) -> Option<String> {
    let Ok(output) = Command::new("dsrdump")
        .args(["+Pc", "+Pl"])
        .arg(file)
        .output()
    else {
        overread_testkit::skipped(test, "no dsrdump; `apt-get install dcmtk`");
        return None;
    };
    assert!(
        output.status.success(),
        "dsrdump: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// What highdicom finds in files: the lines of `read_back.py`, split at tabs.
///
/// `OVERREAD_HIGHDICOM` names the folder that holds highdicom; `cargo xtask test` provides it.
pub(crate) fn highdicom(test: &str, files: &[&Path]) -> Option<Vec<Vec<String>>> {
    let python = || {
        let mut command = Command::new("python3");
        if let Some(folder) = std::env::var_os("OVERREAD_HIGHDICOM") {
            command.env("PYTHONPATH", folder);
        }
        command
    };
    let mut probe = python();
    let is_there = probe
        .args(["-c", "import highdicom"])
        .output()
        .is_ok_and(|output| output.status.success());
    if !is_there {
        overread_testkit::skipped(test, "no highdicom; `cargo xtask test` provides it");
        return None;
    }
    let program = include_str!("read_back.py");
    let output = python().args(["-c", program]).args(files).output().unwrap();
    assert!(
        output.status.success(),
        "highdicom: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let printed = String::from_utf8_lossy(&output.stdout);
    let fields = |line: &str| line.split('\t').map(str::to_owned).collect();
    Some(printed.lines().map(fields).collect())
}
