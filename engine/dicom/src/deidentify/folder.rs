//! A folder of files de-identified into another folder, which stays empty of everything that was refused.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use overread_base::Diagnostics;
use rayon::prelude::*;

use super::report::{FolderReport, Outcome};
use super::{Deidentified, Deidentifier, DeidentifyError};
use crate::DicomError;
use crate::library::list_files;
use crate::load::Progress;

/// Files whose attributes are in memory at once.
const CHUNK: usize = 64;

/// De-identifies all files under `from` into `to`, as `STUDY/SERIES/INSTANCE.dcm` by their new UIDs.
///
/// Nothing is written into `from`, nothing in `to` is written over. Returns what was done, and, apart from it and for
/// the eyes of whoever has the originals, the paths of the files that were refused with the reasons.
///
/// # Errors
/// [`DicomError::FolderNotEmpty`] if there is something in `to`; [`DicomError::Unsupported`] if `to` lies in `from`;
/// [`DicomError::Io`] if `from` cannot be read or `to` cannot be made.
pub fn deidentify_folder(
    from: &Path,
    to: &Path,
    deidentifier: &Deidentifier,
    progress: &dyn Progress,
) -> Result<(FolderReport, Diagnostics), DicomError> {
    let mut refused = Diagnostics::default();
    let files = list_files(from, &mut refused)?;
    prepare_target(from, to)?;
    let mut report = FolderReport::default();
    let mut taken = Taken::default();
    let n_files = u32::try_from(files.len()).unwrap_or(u32::MAX);
    for chunk in files.chunks(CHUNK) {
        let prepared: Vec<_> = chunk
            .par_iter()
            .map(|file| deidentifier.file(file))
            .collect();
        let mut writes = Vec::new();
        for (file, prepared) in chunk.iter().zip(prepared) {
            writes.push(match prepared {
                Ok(done) => taken.claim(done, file, to).unwrap_or_else(|why| {
                    Claim::Settled(Outcome::Refused {
                        why: why.to_owned(),
                        flags: Vec::new(),
                    })
                }),
                Err(error) => Claim::Settled(outcome_of(&error, file)),
            });
        }
        let outcomes: Vec<Outcome> = writes
            .into_par_iter()
            .map(|claim| match claim {
                Claim::Settled(outcome) => outcome,
                Claim::Write(done, relative) => match write(&done, &to.join(&relative)) {
                    Ok(()) => Outcome::Written {
                        to: relative,
                        report: done.report,
                    },
                    Err(error) => Outcome::Refused {
                        why: format!("writing failed: {error}"),
                        flags: Vec::new(),
                    },
                },
            })
            .collect();
        for (file, outcome) in chunk.iter().zip(&outcomes) {
            if let Outcome::Refused { why, .. } = outcome {
                refused.error(file.display().to_string(), why.as_str());
            }
        }
        report.files.extend(outcomes);
        let n_done = u32::try_from(report.files.len()).unwrap_or(u32::MAX);
        progress.loaded(n_done, n_files);
    }
    Ok((report, refused))
}

/// The folder for results: there, empty, and not within the one that is read.
fn prepare_target(from: &Path, to: &Path) -> Result<(), DicomError> {
    fs::create_dir_all(to).map_err(DicomError::io("making", to))?;
    let real = |path: &Path| fs::canonicalize(path).map_err(DicomError::io("finding", path));
    if real(to)?.starts_with(real(from)?) {
        // What was made just now goes again, if it is empty.
        fs::remove_dir(to).ok();
        return Err(DicomError::unsupported(
            "writing into the folder that is read",
            to,
        ));
    }
    let mut entries = fs::read_dir(to).map_err(DicomError::io("reading", to))?;
    if entries.next().is_some() {
        return Err(DicomError::FolderNotEmpty {
            path: to.to_owned(),
        });
    }
    Ok(())
}

/// Whether two files have the same bytes; what cannot be read is like nothing.
fn are_equal(one: &Path, other: &Path) -> bool {
    let open = |path: &Path| File::open(path).map(BufReader::new);
    let (Ok(mut one), Ok(mut other)) = (open(one), open(other)) else {
        return false;
    };
    loop {
        let (Ok(left), Ok(right)) = (one.fill_buf(), other.fill_buf()) else {
            return false;
        };
        let len = left.len().min(right.len());
        if left[..len] != right[..len] {
            return false;
        }
        if len == 0 {
            return left.len() == right.len();
        }
        one.consume(len);
        other.consume(len);
    }
}

enum Claim {
    Settled(Outcome),
    Write(Box<Deidentified>, PathBuf),
}

/// SOP instances and paths that are given away.
#[derive(Default)]
struct Taken {
    instances: BTreeMap<String, PathBuf>,
    paths: BTreeSet<PathBuf>,
}

impl Taken {
    fn claim(&mut self, done: Deidentified, file: &Path, to: &Path) -> Result<Claim, &'static str> {
        match self.instances.get(&done.sop) {
            Some(known) if are_equal(known, file) => return Ok(Claim::Settled(Outcome::Duplicate)),
            Some(_) => {
                return Err("another file has the same SOP Instance UID and other content");
            }
            None => {}
        }
        let or_alone = |uid: &str| {
            let uid = if uid.is_empty() { &done.sop } else { uid };
            // A retained UID comes from the file: only what a UID may hold gets into a path.
            let plain = uid.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            (plain && !uid.starts_with('.') && uid.len() <= 64).then(|| uid.to_owned())
        };
        let parts = [&done.study, &done.series, &done.sop].map(|uid| or_alone(uid));
        let [Some(study), Some(series), Some(sop)] = parts else {
            return Err("a UID is not valid");
        };
        let relative = Path::new(&study).join(series).join(format!("{sop}.dcm"));
        if to.join(&relative).exists() || !self.paths.insert(relative.clone()) {
            return Err("the place for the result is taken");
        }
        self.instances.insert(done.sop.clone(), file.to_owned());
        Ok(Claim::Write(Box::new(done), relative))
    }
}

fn outcome_of(error: &DeidentifyError, file: &Path) -> Outcome {
    if matches!(error, DeidentifyError::Dicom(DicomError::NotDicom { .. })) {
        return Outcome::NotDicom;
    }
    // The error ends with the path, which may name the patient.
    let message = error.to_string();
    let place = format!(" ({})", file.display());
    let why = message
        .strip_suffix(&place)
        .unwrap_or("the file cannot be read");
    Outcome::Refused {
        why: why.to_owned(),
        flags: match error {
            DeidentifyError::Flagged { flags, .. } => flags.clone(),
            DeidentifyError::Dicom(_) | DeidentifyError::NotCleanable { .. } => Vec::new(),
        },
    }
}

/// Writes beside the place and moves, so that no half file ever has the name of a whole one.
fn write(done: &Deidentified, to: &Path) -> std::io::Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    let partial = to.with_extension("partial");
    let result = (|| {
        let mut out = BufWriter::new(File::create_new(&partial)?);
        done.write(&mut out)?;
        out.flush()?;
        out.get_ref().sync_data()?;
        fs::rename(&partial, to)
    })();
    if result.is_err() {
        fs::remove_file(&partial).ok();
    }
    result
}
