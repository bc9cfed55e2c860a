//! Where things lie on this machine: sessions, the compile cache, bundles, the inference library. Creates nothing.

use std::path::{Path, PathBuf};

use overread_store::LearnerLog;

/// The folders of one installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folders {
    /// Each session has a folder of its own in it.
    pub sessions: PathBuf,
    /// Compiled plugins; may be deleted at any time.
    pub compile_cache: PathBuf,
    /// Developers' folders of bundles, searched first and in this order; unsigned ones run from there, in developer mode.
    pub plugins: Vec<PathBuf>,
    /// Folders of bundles that come with the program.
    pub bundled: Vec<PathBuf>,
    /// Holds the installed plugins, whom this site trusts, and what the user granted.
    pub site: PathBuf,
    /// What DICOM cases' folders are relative to; without it, the folder of the scenario file.
    pub studies: Option<PathBuf>,
    /// Folders of courses that come with the program or are being written.
    pub courses: Vec<PathBuf>,
    /// Folders of scenarios, each in `AREA/NAME/scenario.toml`.
    pub scenarios: Vec<PathBuf>,
    /// The ONNX Runtime library, if it is known where it lies.
    pub onnxruntime: Option<PathBuf>,
}

impl Folders {
    /// The user's own folders, or all under `data` if given.
    ///
    /// `OVERREAD_PLUGINS`, `OVERREAD_COURSES` and `OVERREAD_SCENARIOS` (lists as in `PATH`) and `ORT_DYLIB_PATH` are read here and nowhere else.
    #[must_use]
    pub fn of_user(data: Option<&Path>) -> Self {
        let user = directories::ProjectDirs::from("org", "Overread", "overread");
        // Without a home folder everything stays in the working folder, which the caller can at least see.
        let own = |part: Option<PathBuf>| part.unwrap_or_else(|| PathBuf::from("overread-data"));
        let root = data.map_or_else(
            || own(user.as_ref().map(|u| u.data_dir().to_owned())),
            Path::to_owned,
        );
        let cache = data.map_or_else(
            || own(user.as_ref().map(|u| u.cache_dir().to_owned())),
            |d| d.join("cache"),
        );
        let listed = std::env::var_os("OVERREAD_PLUGINS");
        let mut plugins: Vec<PathBuf> = listed
            .map(|list| std::env::split_paths(&list).collect())
            .unwrap_or_default();
        let bundled = beside_the_program();
        // A folder that is configured and comes with the program is not a developer's for that.
        let real = |folder: &PathBuf| folder.canonicalize().unwrap_or_else(|_| folder.clone());
        plugins.retain(|folder| !bundled.iter().any(|own| real(own) == real(folder)));
        Self {
            sessions: root.join("sessions"),
            compile_cache: cache.join("compiled"),
            plugins,
            bundled,
            site: root.clone(),
            studies: data
                .map(|d| d.join("studies"))
                .filter(|studies| studies.is_dir()),
            courses: at_hand("OVERREAD_COURSES", "courses", "scenarios/courses"),
            scenarios: at_hand("OVERREAD_SCENARIOS", "scenarios", "scenarios"),
            onnxruntime: std::env::var_os("ORT_DYLIB_PATH")
                .map(PathBuf::from)
                .or_else(provisioned_onnxruntime),
        }
    }
}

impl Folders {
    /// The local study library.
    #[must_use]
    pub fn library(&self) -> PathBuf {
        self.site.join("library")
    }

    /// What a reader did in courses and practice.
    #[must_use]
    pub fn learner(&self, reader: &str) -> PathBuf {
        LearnerLog::path_of(&self.site, reader)
    }

    /// What is remembered of the reader between starts.
    #[must_use]
    pub fn settings(&self) -> PathBuf {
        self.site.join("settings.json")
    }

    /// The installed courses.
    #[must_use]
    pub fn installed_courses(&self) -> PathBuf {
        self.site.join("courses")
    }

    /// Where courses are looked for: installed ones first.
    pub fn course_places(&self) -> impl Iterator<Item = PathBuf> {
        std::iter::once(self.installed_courses()).chain(self.courses.iter().cloned())
    }
}

/// The bundles that lie with the program: `plugins` in its folder or next to it.
fn beside_the_program() -> Vec<PathBuf> {
    let program = std::env::current_exe().ok();
    let folders = program
        .iter()
        .flat_map(|program| program.ancestors().skip(1).take(2));
    folders
        .map(|folder| folder.join("plugins"))
        .filter(|plugins| plugins.is_dir())
        .collect()
}

/// Folders of one kind: those of the variable, else that with the program, else that of the checkout that we stand in.
fn at_hand(variable: &str, name: &str, in_checkout: &str) -> Vec<PathBuf> {
    if let Some(listed) = std::env::var_os(variable) {
        return std::env::split_paths(&listed).collect();
    }
    let program = std::env::current_exe().ok();
    let beside = program
        .iter()
        .flat_map(|program| program.ancestors().skip(1).take(2))
        .map(|folder| folder.join(name));
    beside
        .chain([PathBuf::from(in_checkout)])
        .filter(|folder| folder.is_dir())
        .take(1)
        .collect()
}

/// The library that the set-up left in the cache, if any; of several the one whose folder comes last by name.
fn provisioned_onnxruntime() -> Option<PathBuf> {
    let cache = std::env::var_os("OVERREAD_CACHE")
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
        .or_else(|| directories::BaseDirs::new().map(|base| base.cache_dir().join("overread")))?;
    onnxruntime_in(&cache)
}

fn onnxruntime_in(cache: &Path) -> Option<PathBuf> {
    let is_named = |path: &PathBuf, start: &str| {
        let name = path.file_name().and_then(|name| name.to_str());
        name.is_some_and(|name| name.starts_with(start))
    };
    entries(cache)
        .into_iter()
        .filter(|folder| is_named(folder, "onnxruntime-"))
        .flat_map(|folder| entries(&folder))
        .rfind(|file| is_named(file, "libonnxruntime.so"))
}

/// What lies in a folder, by name; nothing if it cannot be listed.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let listed = std::fs::read_dir(folder).into_iter().flatten();
    let mut paths: Vec<PathBuf> = listed
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    paths
}

#[cfg(test)]
mod tests;
