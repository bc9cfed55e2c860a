//! `overread course pack`, `sign`, `install` and `remove`: a course as one file, whom it is from, and its place here.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Args;
use overread_bundle::{
    COURSE_PACK_ENDING, CourseInstall, CourseStore, InstallError, InstalledCourse, SecretKey,
    pack_course, sign_course,
};
use overread_workstation::{Folders, Plugins, StepProgress, course_parcel, unix_seconds};

use crate::plugin::secret_key;
use crate::progress;
use crate::scenario::print;

#[derive(Debug, Args)]
pub(crate) struct Pack {
    /// The folder of the course.
    folder: PathBuf,
    /// The file to write; ID-VERSION.overread-course in the working folder if not given.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Signs what was packed with this secret key, as `overread plugin keys new` makes it.
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Sign {
    /// The packed course.
    file: PathBuf,
    /// The secret key, as `overread plugin keys new` makes it.
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Install {
    /// The packed course.
    file: PathBuf,
    /// Installs a course that this site does not trust, to try it.
    #[arg(long)]
    developer: bool,
    /// Where courses are installed; the user's data folder if not given.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Remove {
    /// The course's id.
    id: String,
    /// Where courses are installed; the user's data folder if not given.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// Checks the course with its studies, packs it and says what is in it.
#[expect(clippy::print_stderr, reason = "the program's own output")]
pub(super) fn pack(wanted: &Pack) -> anyhow::Result<()> {
    // A key that cannot be used is said before anything is written.
    let key = wanted.key.as_deref().map(secret_key).transpose()?;
    let step = StepProgress::default();
    let parcel = progress::followed("checking", &step, || course_parcel(&wanted.folder, &step))?;
    for warning in &parcel.warnings {
        eprintln!("{warning}");
    }
    let spec = &parcel.spec;
    let named = || PathBuf::from(format!("{}-{}.{COURSE_PACK_ENDING}", spec.id, spec.version));
    let out = wanted.out.clone().unwrap_or_else(named);
    let bar = progress::bar(&format!("packing {}", wanted.folder.display()));
    let packed = pack_course(&wanted.folder, &out, spec);
    bar.finish_and_clear();
    let report = packed.context("not packed")?;
    let mut text = format!(
        "packed: {} ({} files, {} KB)\ndigest: {}\n",
        out.display(),
        report.n_files,
        report.n_bytes.div_ceil(1024),
        report.digest
    );
    if !parcel.left_out.is_empty() {
        text += &format!("left out: {}\n", left_out(&parcel.left_out));
    }
    print(&text);
    match key {
        Some(key) => sign_with(&out, &key),
        None => {
            print(&format!(
                "next: overread course sign {} --key FILE.secret\n",
                out.display()
            ));
            Ok(())
        }
    }
}

/// Names of files, of many only the first.
fn left_out(files: &[String]) -> String {
    const SHOWN: usize = 10;
    let shown: Vec<&str> = files.iter().take(SHOWN).map(String::as_str).collect();
    match files.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

pub(super) fn sign(wanted: &Sign) -> anyhow::Result<()> {
    sign_with(&wanted.file, &secret_key(&wanted.key)?)
}

fn sign_with(file: &Path, key: &SecretKey) -> anyhow::Result<()> {
    let signed = sign_course(file, key).context("not signed")?;
    let public = key.public();
    print(&format!(
        "signed: {} {} by {} ({}, key {}); signatures: {}\n",
        signed.id(),
        signed.version(),
        public.owner,
        public.role,
        public.bytes.id(),
        signed.n_signatures()
    ));
    Ok(())
}

pub(super) fn install(wanted: &Install) -> anyhow::Result<()> {
    let folders = Folders::of_user(wanted.data.as_deref());
    let trust = Plugins::at(&folders).trust_folder().open()?;
    let store = CourseStore::at(folders.installed_courses());
    let installed = store.install(&wanted.file, &trust, unix_seconds(), wanted.developer);
    let (done, course) = match installed {
        Ok(CourseInstall::Installed(course)) => ("installed".to_owned(), course),
        Ok(CourseInstall::Replaced(course, version)) => {
            (format!("installed in place of version {version}"), course)
        }
        Ok(CourseInstall::AlreadyThere(course)) => ("already installed".to_owned(), course),
        Err(error) => bail!("not installed: {error}{}", advice(&error)),
    };
    print(&format!("{done}: {}\n", line(&course)));
    print("next: overread-room --course ID opens it; overread course list shows all\n");
    Ok(())
}

/// What to do about a refusal.
fn advice(error: &InstallError) -> &'static str {
    if matches!(error, InstallError::NotTrusted { .. }) {
        "\nwhat to do: get its author's public key by a way that you trust and add it, `overread plugin keys add FILE.pub`; to try a course of your own, `overread course install --developer FILE`"
    } else if matches!(error, InstallError::Bundle(_)) {
        "\nwhat to do: get the file again; if it is the same, ask its author to pack it with `overread course pack`"
    } else {
        ""
    }
}

pub(super) fn remove(wanted: &Remove) -> anyhow::Result<()> {
    let folders = Folders::of_user(wanted.data.as_deref());
    let folder = CourseStore::at(folders.installed_courses()).remove(&wanted.id)?;
    print(&format!(
        "removed: {}; what learners did in it is kept\n",
        folder.display()
    ));
    Ok(())
}

/// An installed course on one line: what it is, whom it is from, and whether it is still what was signed.
pub(super) fn line(course: &InstalledCourse) -> String {
    let pack = match &course.pack {
        Ok(pack) => pack,
        Err(why) => return format!("{}: cannot be read: {why}", course.folder.display()),
    };
    let mut told = format!("{} {}", pack.id(), pack.version());
    if let Some(verdict) = &course.verdict {
        let signers: Vec<String> = verdict.signers.iter().map(|s| s.shown()).collect();
        told += &match signers.is_empty() {
            true => ", signed by nobody".to_owned(),
            false => format!(", signed by {}", signers.join(", ")),
        };
        if !verdict.is_accepted() {
            told += &format!(", NOT TRUSTED here: {}", verdict.reasons.join("; "));
        }
    }
    if let Err(error) = pack.check() {
        told += &format!(", CHANGED since it was signed: {error}");
    }
    told
}
