//! A new project: studies of a library, or of a folder that is de-identified on the way, become the cases of an exam.

use std::fs;
use std::path::{Path, PathBuf};

use overread_base::{CaseId, PhantomKind};
use overread_dicom::DeidentifyOptions;
use overread_scenario::{
    MarkingCase, MarkingProject, exam_text, finding_areas, marking_text, phantom_name,
};

use super::views::grouped;
use super::{
    AuthoringError, EXAM_FILE, EXAM_FOLDER, MARKING_FILE, STUDIES_FOLDER, io_error, write,
};
use crate::courses::read_course;
use crate::step::StepProgress;
use crate::studies::{Identity, ImportOptions, StudyLibrary, StudySummary};

/// The most cases of a project.
const MAX_CASES: usize = 500;
/// The folder of an import that is under way, in the project's folder.
const INCOMING: &str = "incoming";
/// Minutes that are told for the module, for each case; unverified.
const MINUTES_A_CASE: usize = 6;

/// What a project begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExamProject {
    /// The folder that is made.
    pub folder: PathBuf,
    /// The id of the course, `owner.name`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The language of the title, a BCP 47 tag.
    pub locale: String,
    /// A study library, or any folder of DICOM files, which are then de-identified.
    pub studies: PathBuf,
    /// The most cases.
    pub n_cases: usize,
}

/// One case of a new project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectCase {
    /// Its id.
    pub id: CaseId,
    /// What its images are of, in English.
    pub title: String,
    /// Its studies.
    pub studies: Vec<String>,
    /// Their files.
    pub n_files: usize,
    /// The size of those files.
    pub n_bytes: u64,
}

/// What became of a new project.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProjectReport {
    /// Its cases.
    pub cases: Vec<ProjectCase>,
    /// Studies that would have been cases, had more been asked for.
    pub n_left: usize,
    /// Studies and files that are no cases, and why.
    pub passed_over: Vec<(String, String)>,
}

/// Makes a project whose files are sound: a course of one module, the exam, and the scenario in which the truth is marked.
///
/// Studies are copied; those of a folder that is no library are de-identified by the profile for courses. Studies that
/// still carry identities are no cases.
///
/// # Errors
/// [`AuthoringError`]; what was made by then stays to be looked at.
pub fn new_exam_project(
    project: &ExamProject,
    progress: &StepProgress,
) -> Result<ProjectReport, AuthoringError> {
    let folder = &project.folder;
    if fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        let folder = folder.clone();
        return Err(AuthoringError::NotEmpty { folder });
    }
    let mut report = ProjectReport::default();
    let incoming = folder.join(INCOMING);
    let library = if is_library(&project.studies) {
        StudyLibrary::open(&project.studies)?
    } else {
        import(&project.studies, &incoming, progress, &mut report)?
    };
    let groups = grouped(usable(&library, &mut report)?);
    if groups.is_empty() {
        let reasons = report.passed_over.iter();
        let reasons: Vec<String> = reasons
            .map(|(what, why)| format!("{what}: {why}"))
            .collect();
        return Err(AuthoringError::NoStudies {
            folder: project.studies.clone(),
            reasons: if reasons.is_empty() {
                "there are none".to_owned()
            } else {
                reasons.join("; ")
            },
        });
    }
    let most = project.n_cases.clamp(1, MAX_CASES);
    report.n_left = groups.len().saturating_sub(most);
    let mut cases = Vec::new();
    for (group, number) in groups.iter().take(most).zip(1..) {
        cases.push(case(folder, group, number, &mut report)?);
        progress.set(number, groups.len().min(most));
    }
    if incoming.exists() {
        // With it goes the secret that the replaced identifiers follow from: nobody can undo them.
        fs::remove_dir_all(&incoming).map_err(io_error("remove", &incoming))?;
    }
    let marking = MarkingProject {
        id: project.id.clone(),
        title: project.title.clone(),
        locale: project.locale.clone(),
        cases,
    };
    write_files(project, &marking)?;
    checked(folder)?;
    Ok(report)
}

/// Whether a folder is a study library: it holds the summary of a study.
fn is_library(folder: &Path) -> bool {
    let mut studies = fs::read_dir(folder).into_iter().flatten().flatten();
    studies.any(|study| study.path().join("study.json").is_file())
}

fn import(
    from: &Path,
    to: &Path,
    progress: &StepProgress,
    report: &mut ProjectReport,
) -> Result<StudyLibrary, AuthoringError> {
    let library = StudyLibrary::open(to)?;
    let options = ImportOptions {
        identity: Identity::Remove(DeidentifyOptions::course()),
        secret: None,
    };
    let imported = library.import(from, &options, progress)?;
    let files = imported.refused.iter().chain(&imported.undecodable);
    let files = files.map(|(file, why)| (file.display().to_string(), why.clone()));
    report.passed_over.extend(files);
    Ok(library)
}

/// The studies that can be cases, in the library's order.
fn usable(
    library: &StudyLibrary,
    report: &mut ProjectReport,
) -> Result<Vec<StudySummary>, AuthoringError> {
    let (studies, problems) = library.list()?;
    let problems = problems.into_iter();
    let problems = problems.map(|why| (library.folder().display().to_string(), why));
    report.passed_over.extend(problems);
    let mut usable = Vec::new();
    for study in studies {
        let why = if study.series.is_empty() {
            Some("it has no images")
        } else if !study.is_deidentified {
            Some("it still carries identities; import it with overread study import")
        } else {
            None
        };
        match why {
            Some(why) => {
                let uid = study.uid.as_str().to_owned();
                report.passed_over.push((uid, why.to_owned()));
            }
            None => usable.push(study),
        }
    }
    Ok(usable)
}

/// Copies the studies of a case into the project.
fn case(
    folder: &Path,
    group: &[StudySummary],
    number: usize,
    report: &mut ProjectReport,
) -> Result<MarkingCase, AuthoringError> {
    let name = format!("case-{number:02}");
    let inner = format!("{STUDIES_FOLDER}/{name}");
    let (mut n_files, mut n_bytes) = (0, 0);
    for study in group {
        let to = folder
            .join(EXAM_FOLDER)
            .join(&inner)
            .join(study.uid.as_str());
        for (file, (bytes, _)) in &study.files {
            let (from, to) = (study.folder.join(file), to.join(file));
            if let Some(above) = to.parent() {
                fs::create_dir_all(above).map_err(io_error("make", above))?;
            }
            fs::copy(&from, &to).map_err(io_error("copy", &from))?;
            n_files += 1;
            n_bytes += bytes;
        }
    }
    let mut areas: Vec<PhantomKind> = Vec::new();
    for series in group.iter().flat_map(|study| &study.series) {
        let found = finding_areas(&series.modality, series.body_part.as_deref());
        let new: Vec<PhantomKind> = found.into_iter().filter(|a| !areas.contains(a)).collect();
        areas.extend(new);
    }
    let title = match areas.as_slice() {
        [area, ..] => phantom_name(*area),
        [] => vec![
            overread_base::LocalText::new("en", "Study"),
            overread_base::LocalText::new("ru", "Исследование"),
        ],
    };
    let id = CaseId::new(name).map_err(crate::studies::StudiesError::from)?;
    let studies = group.iter().map(|study| study.uid.as_str().to_owned());
    report.cases.push(ProjectCase {
        id: id.clone(),
        title: title
            .first()
            .map_or_else(String::new, |text| text.value.clone()),
        studies: studies.collect(),
        n_files,
        n_bytes,
    });
    Ok(MarkingCase {
        id,
        title,
        folder: inner,
        areas,
        recorded: None,
    })
}

/// A text as a TOML string, for the files of the course.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn write_files(project: &ExamProject, marking: &MarkingProject) -> Result<(), AuthoringError> {
    let folder = &project.folder;
    let exam = folder.join(EXAM_FOLDER);
    let (id, locale, title) = (&project.id, &project.locale, &project.title);
    let minutes = marking.cases.len() * MINUTES_A_CASE;
    write(
        &folder.join("course.toml"),
        &format!(
            "# An exam is a course of one module with one step; add pages and questions as you like.\n\
             schema = 1\nid = {}\nversion = \"1.0.0\"\n\
             # Under what it may be passed on, with all its studies.\nlicence = \"all rights reserved\"\n\
             languages = [{}]\nmodules = [\"{EXAM_FOLDER}\"]\n",
            quoted(id),
            quoted(locale)
        ),
    )?;
    write(
        &exam.join("module.toml"),
        &format!(
            "schema = 1\nid = \"exam\"\nminutes = {minutes}\n\n[[steps]]\nid = \"exam\"\ncases = \"{EXAM_FILE}\"\ntimed = true\n"
        ),
    )?;
    write(
        &folder.join("locales").join(locale).join("course.toml"),
        &format!(
            "title = {0}\nabout = {0}\n\n[modules.exam]\ntitle = {0}\n\n[steps.exam]\nexam = {0}\n",
            quoted(title)
        ),
    )?;
    write(&exam.join(EXAM_FILE), &exam_text(marking))?;
    write(&exam.join(MARKING_FILE), &marking_text(marking))
}

/// Whether what was made is sound: an id or a language that is none shows here.
fn checked(folder: &Path) -> Result<(), AuthoringError> {
    let found = read_course(folder)?;
    let mut faults = Vec::new();
    for fault in &found.faults {
        let all = fault.diagnostics.all().iter();
        faults.extend(all.map(|fault_of| format!("{}: {fault_of}", fault.file)));
    }
    let marking = folder.join(EXAM_FOLDER).join(MARKING_FILE);
    let text = crate::sitting::read_scenario(&marking)?;
    let (_, of_marking) = overread_scenario::check(&text);
    let all = of_marking.all().iter();
    faults.extend(all.map(|fault| format!("{EXAM_FOLDER}/{MARKING_FILE}: {fault}")));
    if faults.is_empty() {
        return Ok(());
    }
    let what = format!(
        "the id or the language is none; the files are there to be mended ({})",
        folder.display()
    );
    Err(AuthoringError::Faults { what, faults })
}
