//! Installed courses: a folder for each, named after its id, with one version at a time.

use std::path::{Path, PathBuf};

use super::pack::{CoursePack, CoursePackError};
use crate::installed::InstallError;
use crate::shelf::{self, folders_in, is_partial};
use crate::trust::{Origin, TrustStore, Use, Verdict};

/// The store of installed courses.
#[derive(Debug, Clone)]
pub struct CourseStore {
    root: PathBuf,
}

/// A course that is installed.
#[derive(Debug, Clone)]
pub struct InstalledCourse {
    /// Where its files lie.
    pub folder: PathBuf,
    /// Manifest and signatures; the reason where they cannot be read.
    pub pack: Result<CoursePack, String>,
    /// What this site makes of its signatures; `None` where there are none to be judged.
    pub verdict: Option<Verdict>,
}

/// What became of an installation.
#[derive(Debug)]
pub enum CourseInstall {
    /// It is new here.
    Installed(InstalledCourse),
    /// It took the place of another version, whose number this is, or of damaged files of its own.
    Replaced(InstalledCourse, String),
    /// It was there already.
    AlreadyThere(InstalledCourse),
}

impl From<CoursePackError> for InstallError {
    fn from(error: CoursePackError) -> Self {
        match error {
            CoursePackError::Bundle(error) => Self::Bundle(error),
            CoursePackError::Pack(error) => Self::Unpack(error),
        }
    }
}

impl CourseStore {
    /// The store in the folder `root`, which need not be there yet.
    #[must_use]
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// What is installed, by id, judged by `trust`. Files are not read but for manifests and signatures.
    ///
    /// Folders without a manifest are courses that somebody put there by hand; they are not listed.
    #[must_use]
    pub fn list(&self, trust: &TrustStore, now_unix_s: u64) -> Vec<InstalledCourse> {
        let folders = folders_in(&self.root).into_iter();
        folders
            .filter(|folder| !is_partial(folder) && folder.join(super::COURSE_MANIFEST).is_file())
            .map(|folder| read(folder, trust, now_unix_s))
            .collect()
    }

    /// Installs a packed course: its files and signatures are checked, then whether it is trusted, and only then is it
    /// unpacked beside and moved into place. Another version of it is replaced.
    ///
    /// An unsigned one is installed `for_developers` alone.
    ///
    /// # Errors
    /// [`InstallError`]; what was there before stays.
    pub fn install(
        &self,
        path: &Path,
        trust: &TrustStore,
        now_unix_s: u64,
        for_developers: bool,
    ) -> Result<CourseInstall, InstallError> {
        let pack = CoursePack::open(path)?;
        let verdict = judge(&pack, trust, now_unix_s, for_developers);
        if !verdict.is_accepted() {
            return Err(InstallError::NotTrusted {
                id: pack.id().to_owned(),
                version: pack.version().to_owned(),
                reasons: verdict.reasons,
            });
        }
        let _lock = shelf::lock(&self.root)?;
        shelf::clear(folders_in(&self.root).into_iter())?;
        let folder = self.root.join(pack.id());
        let before = folder
            .exists()
            .then(|| read(folder.clone(), trust, now_unix_s));
        let known = before.as_ref().and_then(|there| there.pack.as_ref().ok());
        if known.is_some_and(|known| known.is_same(&pack) && known.check().is_ok()) {
            return Ok(CourseInstall::AlreadyThere(read(folder, trust, now_unix_s)));
        }
        shelf::put(&folder, |partial| {
            Ok(pack.packed_files().unpack(partial)?)
        })?;
        let installed = read(folder, trust, now_unix_s);
        Ok(match before {
            None => CourseInstall::Installed(installed),
            Some(before) => {
                let version = before.pack.map(|pack| pack.version().to_owned());
                CourseInstall::Replaced(installed, version.unwrap_or_default())
            }
        })
    }

    /// Removes an installed course. What learners did in it is kept.
    ///
    /// # Errors
    /// [`InstallError::Selection`] if no course has this id, [`InstallError::Io`] if its folder cannot be removed.
    pub fn remove(&self, id: &str) -> Result<PathBuf, InstallError> {
        let _lock = shelf::lock(&self.root)?;
        // First, for what was set aside may be this course, or an older one of it that would come back.
        shelf::clear(folders_in(&self.root).into_iter())?;
        let folders = folders_in(&self.root).into_iter();
        let found = folders
            .filter(|folder| !is_partial(folder))
            .find(|folder| folder.file_name().is_some_and(|name| name == id));
        let Some(folder) = found else {
            return Err(InstallError::Selection(format!(
                "no course {id} is installed here; `overread course list` names those that are"
            )));
        };
        shelf::discard(&folder)?;
        Ok(folder)
    }
}

fn judge(pack: &CoursePack, trust: &TrustStore, now_unix_s: u64, for_developers: bool) -> Verdict {
    let wanted = if for_developers {
        Use::Developer
    } else {
        Use::Training
    };
    trust.judge_package(pack.judged(), Origin::Installed, wanted, now_unix_s)
}

fn read(folder: PathBuf, trust: &TrustStore, now_unix_s: u64) -> InstalledCourse {
    let pack = CoursePack::read(&folder).map_err(|error| error.to_string());
    let verdict = pack
        .as_ref()
        .ok()
        .map(|pack| judge(pack, trust, now_unix_s, false));
    InstalledCourse {
        folder,
        pack,
        verdict,
    }
}
