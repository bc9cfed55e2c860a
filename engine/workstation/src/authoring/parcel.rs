//! What of a course's folder goes into its pack: what the course names, and of the studies clean DICOM files alone.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use overread_bundle::{CoursePackSpec, MAX_COURSE_FILES, MAX_PACKED_BYTES};
use overread_scenario::{Case, CaseSource, Course, Scenario, StepKind};

use super::identity::{dicom_files, is_dicom};
use super::{AuthoringError, check_studies};
use crate::courses::read_course;
use crate::sitting::read_scenario;
use crate::step::StepProgress;

/// What is packed of a course, and what is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourseParcel {
    /// What is packed.
    pub spec: CoursePackSpec,
    /// Files of the folder that the course does not name.
    pub left_out: Vec<String>,
    /// What is odd and does not keep the course from being packed.
    pub warnings: Vec<String>,
}

/// Checks a course with all its studies, and lists what belongs to it.
///
/// # Errors
/// [`AuthoringError::Faults`] with everything that is wrong, each by file: faults of the course, studies that are not
/// there, truth outside the images, and studies that still carry identities.
pub fn course_parcel(
    folder: &Path,
    progress: &StepProgress,
) -> Result<CourseParcel, AuthoringError> {
    let found = read_course(folder)?;
    let mut gathering = Gathering {
        root: folder,
        files: BTreeSet::new(),
        faults: Vec::new(),
        warnings: Vec::new(),
    };
    for fault in &found.faults {
        for of_file in fault.diagnostics.all() {
            let line = format!("{}: {of_file}", fault.file);
            if of_file.severity == overread_base::Severity::Error {
                gathering.faults.push(line);
            } else {
                gathering.warnings.push(line);
            }
        }
    }
    if let Some(course) = &found.course {
        gathering.course(course, progress)?;
        gathering.bounded();
    }
    let Gathering {
        files,
        faults,
        warnings,
        ..
    } = gathering;
    let course = found.course.filter(|_| faults.is_empty());
    let Some(course) = course else {
        let what = format!("{} cannot be packed", folder.display());
        return Err(AuthoringError::Faults { what, faults });
    };
    let all = all_files(folder)?;
    Ok(CourseParcel {
        left_out: all.into_iter().filter(|f| !files.contains(f)).collect(),
        spec: CoursePackSpec {
            id: course.id.as_str().to_owned(),
            version: course.version,
            licence: course.licence,
            files: files.into_iter().collect(),
        },
        warnings,
    })
}

struct Gathering<'f> {
    root: &'f Path,
    files: BTreeSet<String>,
    faults: Vec<String>,
    warnings: Vec<String>,
}

impl Gathering<'_> {
    fn course(&mut self, course: &Course, progress: &StepProgress) -> Result<(), AuthoringError> {
        for file in all_files(self.root)? {
            let is_text = matches!(ending(&file), Some("toml" | "md"));
            let is_score = file.starts_with("scores/") && ending(&file) == Some("csv");
            let is_notice = !file.contains('/')
                && ["LICENSE", "LICENCE", "README", "NOTICE", "CHANGELOG"]
                    .iter()
                    .any(|start| file.starts_with(start));
            let is_own = ["course.toml", "cases.toml"].contains(&file.as_str());
            let is_of_locale = file.starts_with("locales/") && is_text;
            if is_score || is_notice || is_own || is_of_locale {
                self.files.insert(file);
            }
        }
        for module in &course.modules {
            for name in ["module.toml", "items.toml", "cases.toml"] {
                let file = format!("{}/{name}", module.folder);
                if self.root.join(&file).is_file() {
                    self.files.insert(file);
                }
            }
            for step in &module.steps {
                if let StepKind::Cases { file, .. } = &step.kind {
                    self.block(file, &module.folder, progress)?;
                }
            }
        }
        Ok(())
    }

    /// A scenario with all that its cases name.
    fn block(
        &mut self,
        file: &str,
        module: &str,
        progress: &StepProgress,
    ) -> Result<(), AuthoringError> {
        self.files.insert(file.to_owned());
        let text = read_scenario(&self.root.join(file))?;
        let (scenario, _) = overread_scenario::check(&text);
        // Its faults were named with those of the course.
        let Some(scenario) = scenario else {
            return Ok(());
        };
        let studies = self.root.join(module);
        let found = check_studies(&scenario, &text, &studies, progress);
        for fault in found.all() {
            let line = format!("{file}: {fault}");
            if fault.severity == overread_base::Severity::Error {
                self.faults.push(line);
            } else {
                self.warnings.push(line);
            }
        }
        self.note_truth(file, &scenario);
        for case in &scenario.cases {
            self.case(case, &studies);
        }
        Ok(())
    }

    /// Cases that will not be graded.
    fn note_truth(&mut self, file: &str, scenario: &Scenario) {
        let unknown = scenario.cases.iter().filter(
            |case| matches!(&case.source, CaseSource::Dicom(source) if source.truth.is_none()),
        );
        let unknown: Vec<&str> = unknown.map(|case| case.id.as_str()).collect();
        if !unknown.is_empty() {
            self.warnings.push(format!(
                "{file}: the truth of {} is not known, they are not graded",
                unknown.join(", ")
            ));
        }
    }

    fn case(&mut self, case: &Case, studies: &Path) {
        if let Some(recorded) = &case.recorded {
            let path = studies.join(recorded);
            // A result as JSON names nobody; an object of DICOM may, as a file of its own as well as in a folder.
            if path.is_file() && !is_dicom(&path) {
                self.add(&path);
            } else {
                self.dicom(&path);
            }
        }
        if let CaseSource::Dicom(source) = &case.source {
            for folder in std::iter::once(&source.folder).chain(source.priors.iter().flatten()) {
                self.dicom(&studies.join(folder));
            }
        }
    }

    /// The DICOM files of a folder; one that carries identities is a fault by its name.
    fn dicom(&mut self, folder: &Path) {
        match dicom_files(folder) {
            Ok(files) => {
                for file in &files.clean {
                    self.add(file);
                }
                for (file, why) in &files.refused {
                    let name = self
                        .inner(file)
                        .unwrap_or_else(|| file.display().to_string());
                    self.faults.push(format!("{name}: {why}"));
                }
            }
            Err(error) => self.faults.push(error.to_string()),
        }
    }

    fn add(&mut self, path: &Path) {
        match self.inner(path) {
            Some(file) => {
                self.files.insert(file);
            }
            None => self.faults.push(format!(
                "{}: expected a file inside the course with a plain name",
                path.display()
            )),
        }
    }

    /// The path in the course, with `/`.
    fn inner(&self, path: &Path) -> Option<String> {
        inner(self.root, path)
    }

    /// Whether it can be one file at all.
    fn bounded(&mut self) {
        let sizes = self.files.iter().filter_map(|file| {
            let found = fs::metadata(self.root.join(file)).ok()?;
            Some(found.len())
        });
        let n_bytes: u64 = sizes.sum();
        if n_bytes > MAX_PACKED_BYTES {
            self.faults.push(format!(
                "all files together: at most {MAX_PACKED_BYTES} bytes, found {n_bytes}; take cases out, or slices"
            ));
        }
        let n = self.files.len() + 2;
        if n > MAX_COURSE_FILES {
            self.faults
                .push(format!("at most {MAX_COURSE_FILES} files, found {n}"));
        }
    }
}

fn ending(file: &str) -> Option<&str> {
    Path::new(file)
        .extension()
        .and_then(|ending| ending.to_str())
}

fn inner(root: &Path, path: &Path) -> Option<String> {
    let inside = path.strip_prefix(root).ok()?;
    let parts: Option<Vec<&str>> = inside.iter().map(|part| part.to_str()).collect();
    parts.map(|parts| parts.join("/"))
}

/// Every file below a folder by its path, links left out.
fn all_files(root: &Path) -> Result<Vec<String>, AuthoringError> {
    let mut files = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(super::io_error("read", &folder))? {
            let entry = entry.map_err(super::io_error("read", &folder))?;
            let kind = entry
                .file_type()
                .map_err(super::io_error("read", &folder))?;
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() {
                files.extend(inner(root, &entry.path()));
            }
        }
    }
    files.sort();
    Ok(files)
}
