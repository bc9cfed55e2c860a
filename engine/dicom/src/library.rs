//! From a folder to studies and series. Headers only; no pixels are read.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use overread_base::{Diagnostics, SeriesUid, SopUid, StudyUid};
use rayon::prelude::*;

use crate::instance::Instance;
use crate::model::{Frame, Library, Series, Study, StudyObject};
use crate::part10::{Header, read_header, read_header_with};
use crate::stack::{Stack, arrange};
use crate::tag::Tag;
use crate::{DicomError, ReadOptions, dicom_dir, object, transfer_syntax_name};

const MAX_DEPTH: u32 = 32;
const MAX_FILES: usize = 200_000;
/// Files whose headers are in memory at once.
const CHUNK: usize = 4096;
/// The most remarks about files that are passed on.
const MAX_REMARKS: usize = 1000;

/// Opens all DICOM files under `path`, which may also be one file, or the DICOMDIR of a medium.
///
/// As [`open_folder_with`] with the usual options.
///
/// # Errors
/// As [`open_folder_with`].
pub fn open_folder(path: &Path, diagnostics: &mut Diagnostics) -> Result<Library, DicomError> {
    open_folder_with(path, ReadOptions::default(), diagnostics)
}

/// Opens all DICOM files under `path`, which may also be one file, or the DICOMDIR of a medium.
///
/// Folders are walked 32 deep and up to 200,000 files; symbolic links to folders are not followed. What is refused or
/// used otherwise than written is named in `diagnostics`; files that are not DICOM are counted. A DICOMDIR given as
/// the path opens the files it names, and never one outside its folder; one that is found on the way only tells which
/// files are missing.
///
/// # Errors
/// [`DicomError::Io`] if the folder itself cannot be read; a file that cannot be read is a diagnostic.
pub fn open_folder_with(
    path: &Path,
    options: ReadOptions,
    diagnostics: &mut Diagnostics,
) -> Result<Library, DicomError> {
    let mut files = list_files(path, diagnostics)?;
    if path.is_file()
        && let Ok(header) = read_header(path)
        && dicom_dir::is_directory(&header)
    {
        files = dicom_dir::named_files(path, &header, diagnostics);
        say_header_notes(path, &header, diagnostics);
    }
    let mut gathered = Gathered::default();
    for chunk in files.chunks(CHUNK) {
        let read: Vec<_> = chunk
            .par_iter()
            .with_min_len(16)
            .map(|file| FileFound::read(file, options))
            .collect();
        for (file, result) in chunk.iter().zip(read) {
            match result {
                Ok(FileFound::Instance(instance)) => gathered.add(file, *instance, diagnostics),
                Ok(FileFound::Directory(header)) => {
                    gathered.n_directories += 1;
                    dicom_dir::named_files(file, &header, diagnostics);
                    say_header_notes(file, &header, diagnostics);
                }
                Err(DicomError::NotDicom { .. }) => gathered.pass_over(file),
                Err(error) => {
                    let (place, message) = (file.display().to_string(), error.to_string());
                    // The error ends with its place, which a diagnostic holds by itself.
                    let reason = message
                        .strip_suffix(&format!(" ({place})"))
                        .unwrap_or(&message);
                    diagnostics.error(place, reason);
                    gathered.refused.push(file.clone());
                }
            }
        }
    }
    Ok(gathered.finish(diagnostics))
}

/// What one file turned out to be.
enum FileFound {
    Instance(Box<Instance>),
    Directory(Box<Header>),
}

impl FileFound {
    fn read(file: &Path, options: ReadOptions) -> Result<Self, DicomError> {
        let header = read_header_with(file, options)?;
        if dicom_dir::is_directory(&header) {
            return Ok(Self::Directory(Box::new(header)));
        }
        Instance::of(file, header).map(|instance| Self::Instance(Box::new(instance)))
    }
}

fn say_header_notes(file: &Path, header: &Header, diagnostics: &mut Diagnostics) {
    for note in &header.notes {
        diagnostics.warn(file.display().to_string(), note.clone());
    }
}

pub(crate) fn list_files(
    root: &Path,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<PathBuf>, DicomError> {
    if root.is_file() {
        return Ok(vec![root.to_owned()]);
    }
    let mut files = Vec::new();
    let mut folders = vec![(root.to_owned(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if depth == 0 => return Err(DicomError::io("reading", &folder)(error)),
            Err(error) => {
                diagnostics.error(
                    folder.display().to_string(),
                    format!("folder cannot be read: {error}"),
                );
                continue;
            }
        };
        for entry in entries.flatten() {
            let path = entry.path();
            let Ok(kind) = entry.file_type() else {
                continue;
            };
            if kind.is_dir() && depth >= MAX_DEPTH {
                diagnostics.warn(
                    path.display().to_string(),
                    format!("folder is deeper than {MAX_DEPTH} and is not read"),
                );
            } else if kind.is_dir() {
                folders.push((path, depth + 1));
            } else if kind.is_file() || (kind.is_symlink() && path.is_file()) {
                files.push(path);
            }
            if files.len() >= MAX_FILES {
                diagnostics.warn(
                    root.display().to_string(),
                    format!("more than {MAX_FILES} files: the rest is not read"),
                );
                files.sort();
                return Ok(files);
            }
        }
    }
    files.sort();
    Ok(files)
}

#[derive(Default)]
struct Gathered {
    studies: BTreeMap<StudyUid, GatheredStudy>,
    seen: BTreeSet<SopUid>,
    remarks: BTreeMap<(SeriesUid, String), (PathBuf, usize)>,
    n_other_files: usize,
    other_kinds: BTreeMap<String, usize>,
    n_directories: usize,
    refused: Vec<PathBuf>,
}

struct GatheredStudy {
    study: Study,
    series: BTreeMap<SeriesUid, (Series, Vec<Frame>)>,
}

impl Gathered {
    fn pass_over(&mut self, file: &Path) {
        let kind = file.extension().unwrap_or_default().to_string_lossy();
        self.n_other_files += 1;
        *self
            .other_kinds
            .entry(kind.to_ascii_lowercase())
            .or_default() += 1;
    }

    fn add(&mut self, file: &Path, instance: Instance, diagnostics: &mut Diagnostics) {
        if !self.seen.insert(instance.sop.clone()) {
            diagnostics.warn(
                file.display().to_string(),
                format!(
                    "a second file of SOP instance {} is left out ({})",
                    instance.sop,
                    transfer_syntax_name(&instance.header.transfer_syntax)
                ),
            );
            return;
        }
        for note in &instance.notes {
            if self.remarks.len() < MAX_REMARKS {
                let key = (instance.series.clone(), note.clone());
                self.remarks
                    .entry(key)
                    .or_insert_with(|| (file.to_owned(), 0))
                    .1 += 1;
            }
        }
        let entry = self.studies.entry(instance.study.clone());
        let gathered = entry.or_insert_with(|| GatheredStudy {
            study: new_study(&instance),
            series: BTreeMap::new(),
        });
        if instance.frames.is_empty() {
            gathered.study.objects.push(StudyObject {
                description: instance.header.values().text(Tag::SERIES_DESCRIPTION),
                summary: object::summary(&instance.header),
                modality: instance.modality,
                sop_class: instance.sop_class,
                sop: instance.sop,
                file: file.to_owned(),
            });
            return;
        }
        let series = gathered.series.entry(instance.series.clone());
        let (_, frames) = series.or_insert_with(|| (new_series(&instance), Vec::new()));
        frames.extend(instance.frames);
    }

    fn finish(self, diagnostics: &mut Diagnostics) -> Library {
        for ((_, note), (file, n)) in self.remarks {
            let place = file.display().to_string();
            let place = if n > 1 {
                format!("{place} and {} more", n - 1)
            } else {
                place
            };
            diagnostics.warn(place, note);
        }
        let mut studies = Vec::new();
        for gathered in self.studies.into_values() {
            let mut study = gathered.study;
            for (template, frames) in gathered.series.into_values() {
                study
                    .series
                    .extend(finish_series(&template, frames, diagnostics));
            }
            study
                .series
                .sort_by(|a, b| (a.number, &a.uid, a.part).cmp(&(b.number, &b.uid, b.part)));
            studies.push(study);
        }
        studies.sort_by(|a, b| (&a.date, &a.uid).cmp(&(&b.date, &b.uid)));
        Library {
            studies,
            n_other_files: self.n_other_files,
            other_kinds: self.other_kinds,
            n_directories: self.n_directories,
            refused: self.refused,
        }
    }
}

fn finish_series(
    template: &Series,
    frames: Vec<Frame>,
    diagnostics: &mut Diagnostics,
) -> Vec<Series> {
    let place = format!("series {}", template.uid);
    let stacks = arrange(
        frames,
        &template.modality,
        template.slice_thickness_mm,
        &place,
        diagnostics,
    );
    let n_parts = u32::try_from(stacks.len()).unwrap_or(u32::MAX);
    (1..)
        .zip(stacks)
        .map(|(part, Stack { frames, geometry })| {
            let mut series = template.clone();
            series.part = (part, n_parts);
            series.size = frames.first().map_or([0, 0], |f| f.size);
            let windowed = frames.iter().find(|f| !f.vois.is_empty());
            series.vois = windowed.map(|f| f.vois.to_vec()).unwrap_or_default();
            series.geometry = geometry;
            series.frames = frames;
            series
        })
        .collect()
}

fn new_study(instance: &Instance) -> Study {
    let values = instance.header.values();
    Study {
        uid: instance.study.clone(),
        patient: instance.patient(),
        date: values.text(Tag::STUDY_DATE),
        time: values.text(Tag::STUDY_TIME),
        description: values.text(Tag::STUDY_DESCRIPTION),
        accession: values.text(Tag::ACCESSION),
        series: Vec::new(),
        objects: Vec::new(),
    }
}

fn new_series(instance: &Instance) -> Series {
    let values = instance.header.values();
    Series {
        uid: instance.series.clone(),
        study: instance.study.clone(),
        part: (1, 1),
        number: values.integer(Tag::SERIES_NUMBER),
        modality: instance.modality.clone(),
        description: values.text(Tag::SERIES_DESCRIPTION),
        body_part: values.text(Tag::BODY_PART),
        kernel: values.text(Tag::KERNEL),
        kvp: values.number(Tag::KVP),
        slice_thickness_mm: values.number(Tag::SLICE_THICKNESS),
        manufacturer: values.text(Tag::MANUFACTURER),
        photometric: values.text(Tag::PHOTOMETRIC).unwrap_or_default(),
        size: [0, 0],
        frames: Vec::new(),
        geometry: crate::model::SeriesGeometry::Unknown,
        vois: Vec::new(),
        attributes: instance.attributes(),
    }
}
