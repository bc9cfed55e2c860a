//! Debian's packages: unpacked into a folder of ours without a right to install, or installed where we are root.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::cache::remove;
use crate::error::KitError;
use crate::program::{self, quiet};

/// A download or an installation may take this long.
const LONG: Duration = Duration::from_secs(15 * 60);

/// Which package lists apt reads.
enum Lists<'a> {
    /// Those of the machine.
    Machine,
    /// Fresh ones in a folder of ours; they need no right to write elsewhere.
    Own(&'a Path),
}

/// Whether this is a machine with apt and dpkg.
#[must_use]
pub fn is_here() -> bool {
    ["apt-get", "apt-cache", "dpkg"]
        .iter()
        .all(|name| program::exists(name))
}

/// Whether we may install packages.
#[must_use]
pub fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

/// Installs packages on the machine; only root may.
///
/// # Errors
/// What apt-get says.
pub fn install(packages: &[&str]) -> Result<(), KitError> {
    let attempt = || {
        let mut command = program::program("apt-get");
        command
            .args(["install", "-y", "--no-install-recommends"])
            .args(packages);
        command.env("DEBIAN_FRONTEND", "noninteractive");
        quiet(&mut command, LONG)
    };
    if attempt().is_ok() {
        return Ok(());
    }
    quiet(program::program("apt-get").arg("update"), LONG)?;
    attempt().map(drop)
}

/// Unpacks the packages `names`, those that they depend on with a name that begins with one of `family`, and the shared
/// libraries of others that the machine lacks, into `root`. Nothing is installed.
///
/// `check` judges what was unpacked. The machine's package lists may be old or hold nothing of the kind, so there is a
/// second attempt with fresh ones.
///
/// # Errors
/// What apt or `check` says of the second attempt.
pub fn unpack(
    names: &[&str],
    family: &[&str],
    root: &Path,
    check: impl Fn() -> Result<(), KitError>,
) -> Result<(), KitError> {
    let attempt = |lists: &Lists<'_>, packages: &Path| {
        fs::create_dir_all(packages).map_err(KitError::file("make", packages))?;
        download(lists, names, family, packages)?;
        unpack_all(packages, root)?;
        check()
    };
    let scratch = root.join(".apt");
    let packages = scratch.join("packages");
    if attempt(&Lists::Machine, &packages).is_err() {
        remove(root)?;
        for folder in ["lists/partial", "cache/archives/partial"] {
            let folder = scratch.join(folder);
            fs::create_dir_all(&folder).map_err(KitError::file("make", &folder))?;
        }
        let own = Lists::Own(&scratch);
        let updated = quiet(
            own.program("apt-get").args(["update", "--error-on=any"]),
            LONG,
        );
        // Some list of a stranger may be broken; only if the packages cannot be had is that the reason.
        attempt(&own, &packages).or_else(|error| {
            updated?;
            Err(error)
        })?;
    }
    remove(&scratch)
}

fn unpack_all(packages: &Path, root: &Path) -> Result<(), KitError> {
    for entry in fs::read_dir(packages).map_err(KitError::file("read", packages))? {
        let entry = entry.map_err(KitError::file("read", packages))?;
        quiet(
            program::program("dpkg")
                .arg("-x")
                .arg(entry.path())
                .arg(root),
            LONG,
        )?;
    }
    Ok(())
}

fn download(
    lists: &Lists<'_>,
    names: &[&str],
    family: &[&str],
    into: &Path,
) -> Result<(), KitError> {
    let mut wanted = closure(lists, names, family)?;
    // Where the simulation is refused, the machine may still have all the libraries: the compiler's first start tells.
    if let Ok(plan) = quiet(
        lists
            .program("apt-get")
            .args(["-s", "install", "--no-install-recommends"])
            .args(names),
        LONG,
    ) {
        wanted.extend(missing_libraries(&plan));
    }
    quiet(
        lists
            .program("apt-get")
            .arg("download")
            .args(&wanted)
            .current_dir(into),
        LONG,
    )
    .map(drop)
}

fn closure(
    lists: &Lists<'_>,
    names: &[&str],
    family: &[&str],
) -> Result<BTreeSet<String>, KitError> {
    let mut found = BTreeSet::new();
    let mut open: Vec<String> = names.iter().map(ToString::to_string).collect();
    while let Some(name) = open.pop() {
        if !found.insert(name.clone()) {
            continue;
        }
        let asked = quiet(lists.program("apt-cache").args(["depends", &name]), LONG)?;
        if asked.trim().is_empty() {
            return Err(KitError::refused(format!("no package {name} in the lists")));
        }
        open.extend(
            dependencies(&asked)
                .into_iter()
                .filter(|name| family.iter().any(|stem| name.starts_with(stem))),
        );
    }
    Ok(found)
}

impl Lists<'_> {
    fn program(&self, name: &str) -> Command {
        let mut command = program::program(name);
        command.env("LC_ALL", "C");
        if let Self::Own(folder) = self {
            for (option, place) in [("Dir::State::lists", "lists"), ("Dir::Cache", "cache")] {
                command
                    .arg("-o")
                    .arg(format!("{option}={}", folder.join(place).display()));
            }
            // Root would hand the download to a user who may not write into our folder.
            command.args(["-o", "APT::Sandbox::User=root"]);
        }
        command
    }
}

/// The names that `apt-cache depends` lists as needed.
fn dependencies(answer: &str) -> Vec<String> {
    let line = |line: &str| {
        line.trim()
            .trim_start_matches('|')
            .strip_prefix("Depends: ")
            .map(str::to_owned)
    };
    answer
        .lines()
        .filter_map(line)
        .filter(|name| !name.starts_with('<'))
        .collect()
}

/// The libraries that `apt-get -s install` would install.
fn missing_libraries(plan: &str) -> Vec<String> {
    let name = |line: &str| {
        line.strip_prefix("Inst ")
            .and_then(|rest| rest.split(' ').next())
            .map(str::to_owned)
    };
    plan.lines()
        .filter_map(name)
        .filter(|name| name.starts_with("lib"))
        .collect()
}

#[cfg(test)]
mod tests;
