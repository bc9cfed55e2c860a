//! An import: files checked, de-identified unless told otherwise, put in their places; what is refused is named.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use overread_base::Diagnostics;
use overread_dicom::{
    Deed, Deidentified, Deidentifier, DeidentifyError, DeidentifyOptions, DicomError, PixelFlag,
    Secret, instance_ids, load_frame, open_folder,
};
use rayon::prelude::*;

use super::place::{self, Content, Placed};
use super::{CONFLICTS, StudiesError, StudyLibrary, StudySummary, io_error, summary};
use crate::StepProgress;

/// Files that are worked on at once; each may have its attributes in memory.
const CHUNK: usize = 32;

/// What happens to the patient's identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identity {
    /// It is removed: what every course needs.
    Remove(DeidentifyOptions),
    /// The files are copied as they are.
    Keep,
}

/// How to import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportOptions {
    /// What happens to the patient's identity.
    pub identity: Identity,
    /// What replacements follow from; the library's own secret if `None`.
    pub secret: Option<Secret>,
}

/// What an import did.
#[derive(Debug, Clone, Default)]
pub struct ImportReport {
    /// Files that are new in the library.
    pub n_new: usize,
    /// Files that were in it already, byte for byte.
    pub n_known: usize,
    /// Files that are not DICOM and were passed over.
    pub n_other: usize,
    /// Files whose SOP Instance UID belongs to another file: where each lies now.
    pub conflicts: Vec<(PathBuf, PathBuf)>,
    /// Files that are not in the library, and why.
    pub refused: Vec<(PathBuf, String)>,
    /// New files whose pixels cannot be decoded, and why; they are kept.
    pub undecodable: Vec<(PathBuf, String)>,
    /// What de-identification did, summed over the new files.
    pub deeds: BTreeMap<Deed, u64>,
    /// What the pixels of new files may show: flags that were accepted.
    pub flags: BTreeMap<PixelFlag, u64>,
    /// The studies with new files.
    pub studies: Vec<StudySummary>,
}

/// One file on its way.
struct Prepared<'a> {
    file: &'a Path,
    done: Option<Box<Deidentified>>,
    study: String,
    to: PathBuf,
}

/// What became of one file.
enum Arrived {
    Placed(Placed, Option<String>),
    Failed(io::Error),
}

impl StudyLibrary {
    /// Copies all DICOM files under `from` into the library. An import that was interrupted is begun again: what is
    /// there already is passed over.
    ///
    /// # Errors
    /// [`StudiesError::Busy`] while another import runs, [`StudiesError::Itself`] if `from` lies in the library,
    /// [`StudiesError::DiskFull`], and [`StudiesError::Dicom`] if `from` cannot be read. What concerns single files is
    /// in the report.
    pub fn import(
        &self,
        from: &Path,
        options: &ImportOptions,
        progress: &StepProgress,
    ) -> Result<ImportReport, StudiesError> {
        let real = fs::canonicalize(from).map_err(io_error("finding", from))?;
        if real.starts_with(self.folder()) || self.folder().starts_with(&real) {
            return Err(StudiesError::Itself {
                folder: self.folder().to_owned(),
            });
        }
        let _lock = self.lock()?;
        let deidentifier = match &options.identity {
            Identity::Remove(how) => {
                let secret = match &options.secret {
                    Some(secret) => secret.clone(),
                    None => self.secret()?,
                };
                Some(Deidentifier::new(how.clone(), secret))
            }
            Identity::Keep => None,
        };
        let mut found = Diagnostics::default();
        let files = overread_dicom::files_under(from, &mut found)?;
        let mut import = Import {
            library: self,
            deidentifier,
            report: ImportReport::default(),
            touched: BTreeSet::new(),
            digests: BTreeMap::new(),
        };
        for diagnostic in found.all() {
            import
                .report
                .refused
                .push((from.to_owned(), diagnostic.to_string()));
        }
        let mut n_done = 0;
        let mut is_full = false;
        for chunk in files.chunks(CHUNK) {
            is_full = import.chunk(chunk);
            n_done += chunk.len();
            progress.set(n_done, files.len());
            if is_full {
                break;
            }
        }
        import.finish()?;
        if is_full {
            return Err(StudiesError::DiskFull {
                n_missing: import.report.refused.len() + files.len() - n_done,
                folder: self.folder().to_owned(),
            });
        }
        Ok(import.report)
    }
}

struct Import<'a> {
    library: &'a StudyLibrary,
    deidentifier: Option<Deidentifier>,
    report: ImportReport,
    touched: BTreeSet<String>,
    digests: BTreeMap<PathBuf, String>,
}

impl Import<'_> {
    /// Takes in some files; whether the disk is full.
    fn chunk(&mut self, files: &[PathBuf]) -> bool {
        let prepared: Vec<_> = files.par_iter().map(|file| self.prepare(file)).collect();
        let mut waiting = Vec::new();
        for (file, prepared) in files.iter().zip(prepared) {
            match prepared {
                Ok(Some(one)) => waiting.push(one),
                Ok(None) => self.report.n_other += 1,
                Err(why) => self.report.refused.push((file.clone(), why)),
            }
        }
        // Two files for one place go one after the other, so that the second sees the first.
        while !waiting.is_empty() {
            let mut taken = BTreeSet::new();
            let (now, later): (Vec<_>, Vec<_>) = waiting
                .into_iter()
                .partition(|one: &Prepared<'_>| taken.insert(one.to.clone()));
            waiting = later;
            if self.place_all(now) {
                return true;
            }
        }
        false
    }

    /// `None` if the file is not DICOM.
    fn prepare<'f>(&self, file: &'f Path) -> Result<Option<Prepared<'f>>, String> {
        let place = format!(" ({})", file.display());
        let reason = |error: String| {
            let plain = error.strip_suffix(&place).unwrap_or(&error);
            plain.to_owned()
        };
        let (study, series, sop, done) = match &self.deidentifier {
            Some(deidentifier) => match deidentifier.file(file) {
                Ok(done) => {
                    let or_alone = |uid: &String| {
                        if uid.is_empty() {
                            done.sop.clone()
                        } else {
                            uid.clone()
                        }
                    };
                    let (study, series) = (or_alone(&done.study), or_alone(&done.series));
                    (study, series, done.sop.clone(), Some(Box::new(done)))
                }
                Err(DeidentifyError::Dicom(DicomError::NotDicom { .. })) => return Ok(None),
                Err(error) => return Err(reason(error.to_string())),
            },
            None => match instance_ids(file) {
                Ok(ids) => (
                    ids.study.as_str().to_owned(),
                    ids.series.as_str().to_owned(),
                    ids.sop.as_str().to_owned(),
                    None,
                ),
                Err(DicomError::NotDicom { .. }) => return Ok(None),
                Err(error) => return Err(reason(error.to_string())),
            },
        };
        if ![&study, &series, &sop]
            .iter()
            .all(|uid| place::is_plain(uid))
            || study == CONFLICTS
        {
            return Err("a UID is not valid".to_owned());
        }
        let folder = self.library.folder().join(&study).join(series);
        Ok(Some(Prepared {
            file,
            done,
            study,
            to: folder.join(format!("{sop}.dcm")),
        }))
    }

    /// Writes files to different places; whether the disk is full.
    fn place_all(&mut self, files: Vec<Prepared<'_>>) -> bool {
        for one in &files {
            // What stands in the summary is no longer all: it is made again when the import is through.
            if !self.touched.contains(&one.study) && !one.to.exists() {
                self.touched.insert(one.study.clone());
                if let Err(error) = summary::remove(&self.library.folder().join(&one.study)) {
                    let what = format!("the study's summary cannot be removed: {error}");
                    self.report.refused.push((one.file.to_owned(), what));
                }
            }
        }
        let conflicts = self.library.folder().join(CONFLICTS);
        let arrived: Vec<Arrived> = files
            .par_iter()
            .map(|one| {
                let content = match &one.done {
                    Some(done) => Content::Deidentified(done),
                    None => Content::File(one.file),
                };
                match place::place(&content, &one.to, &conflicts) {
                    Ok(placed) => {
                        let is_new = matches!(placed, Placed::New { .. });
                        let fault = is_new.then(|| decoding_fault(&one.to)).flatten();
                        Arrived::Placed(placed, fault)
                    }
                    Err(error) => Arrived::Failed(error),
                }
            })
            .collect();
        let mut is_full = false;
        for (one, arrived) in files.into_iter().zip(arrived) {
            match arrived {
                Arrived::Placed(placed, fault) => self.note(one, placed, fault),
                Arrived::Failed(error) => {
                    is_full |= error.kind() == io::ErrorKind::StorageFull;
                    let what = format!("it cannot be copied: {error}");
                    self.report.refused.push((one.file.to_owned(), what));
                }
            }
        }
        is_full
    }

    fn note(&mut self, one: Prepared<'_>, placed: Placed, fault: Option<String>) {
        let report = &mut self.report;
        match placed {
            Placed::Known => report.n_known += 1,
            Placed::Conflict(to) => report.conflicts.push((one.file.to_owned(), to)),
            Placed::New { digest } => {
                report.n_new += 1;
                if let Some(done) = &one.done {
                    for (deed, n) in &done.report.deeds {
                        *report.deeds.entry(*deed).or_default() += u64::from(*n);
                    }
                    for flag in &done.report.flags {
                        *report.flags.entry(*flag).or_default() += 1;
                    }
                }
                if let Some(fault) = fault {
                    report.undecodable.push((one.file.to_owned(), fault));
                }
                self.digests.insert(one.to, digest);
            }
        }
    }

    /// Summaries and thumbnails of the studies that have new files, and of those that an earlier import left without.
    fn finish(&mut self) -> Result<(), StudiesError> {
        for folder in self.library.study_folders()? {
            let name = folder.file_name().unwrap_or_default().to_string_lossy();
            let study = if self.touched.contains(&*name) {
                summary::make(&folder, &self.digests)?
            } else {
                summary::read_or_make(&folder, true)?;
                None
            };
            self.report.studies.extend(study);
        }
        Ok(())
    }
}

/// Why the pixels of a file cannot be decoded, all frames of it; `None` if they can or there are none.
fn decoding_fault(file: &Path) -> Option<String> {
    let mut found = Diagnostics::default();
    let library = match open_folder(file, &mut found) {
        Ok(library) => library,
        Err(error) => return Some(error.to_string()),
    };
    if library.studies.is_empty() {
        let reasons: Vec<String> = found.all().iter().map(ToString::to_string).collect();
        return Some(reasons.join("; "));
    }
    let frames = library.series().flat_map(|series| &series.frames);
    let place = format!(" ({})", file.display());
    frames
        .filter_map(|frame| load_frame(frame).err())
        .map(|error| error.to_string().replace(&place, ""))
        .next()
}
