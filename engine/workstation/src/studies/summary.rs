//! `study.json` of a study: computed from its files, written when an import is through, read for lists.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};

use overread_base::{Diagnostics, StudyUid};
use overread_dicom::{Patient, Series, Study, StudyObject};
use serde_json::{Value, json};

use super::{SeriesSummary, StudiesError, StudySummary, io_error, place, thumbnail};

const FILE: &str = "study.json";
const VERSION: u64 = 1;
/// The largest summary that is read: some 100 bytes for each of 200,000 files.
const MAX_BYTES: u64 = 64 << 20;
const MAX_WARNINGS: usize = 50;

/// Says that the files of a study are about to change: the summary goes first and comes last.
pub(super) fn remove(study: &Path) -> io::Result<()> {
    match fs::remove_file(study.join(FILE)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The summary of a study's folder; one that is missing or cannot be read is made, and written if `keeps`.
///
/// `None` if the folder holds no study.
pub(super) fn read_or_make(
    folder: &Path,
    keeps: bool,
) -> Result<Option<StudySummary>, StudiesError> {
    if let Some(summary) = read(folder) {
        return Ok(Some(summary));
    }
    if keeps {
        return make(folder, &BTreeMap::new());
    }
    compute(folder, &BTreeMap::new(), false)
}

/// Computes the summary with thumbnails and writes it; digests that are known are not computed again.
pub(super) fn make(
    folder: &Path,
    digests: &BTreeMap<PathBuf, String>,
) -> Result<Option<StudySummary>, StudiesError> {
    let Some(summary) = compute(folder, digests, true)? else {
        return Ok(None);
    };
    let text = format!("{:#}\n", to_json(&summary));
    let path = folder.join(FILE);
    place::atomically(&path, |file| file.write_all(text.as_bytes()))
        .map_err(io_error("writing", &path))?;
    place::tidy(folder).map_err(io_error("writing", folder))?;
    Ok(Some(summary))
}

fn compute(
    folder: &Path,
    digests: &BTreeMap<PathBuf, String>,
    writes: bool,
) -> Result<Option<StudySummary>, StudiesError> {
    let mut found = Diagnostics::default();
    if writes {
        for entry in fs::read_dir(folder).map_err(io_error("reading", folder))? {
            let series = entry.map_err(io_error("reading", folder))?.path();
            if series.is_dir() {
                place::tidy(&series).map_err(io_error("writing", &series))?;
            }
        }
    }
    let library = overread_dicom::open_folder(folder, &mut found)?;
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let Some(study) = library
        .studies
        .iter()
        .find(|study| study.uid.as_str() == name)
    else {
        return Ok(None);
    };
    let mut series = Vec::new();
    for one in &study.series {
        series.push(series_summary(folder, one, writes)?);
    }
    let mut objects = BTreeMap::new();
    for object in &study.objects {
        *objects.entry(object.modality.clone()).or_insert(0) += 1;
    }
    let warnings = found.all().iter().take(MAX_WARNINGS);
    let within = format!("{}/", folder.display());
    Ok(Some(StudySummary {
        uid: study.uid.clone(),
        date: study.date.clone(),
        time: study.time.clone(),
        description: study.description.clone(),
        patient: study.patient.clone(),
        is_deidentified: is_deidentified(study),
        series,
        objects,
        files: files(folder, digests)?,
        warnings: warnings
            .map(|warning| warning.to_string().replace(&within, ""))
            .collect(),
        folder: folder.to_owned(),
    }))
}

fn is_deidentified(study: &Study) -> bool {
    let says_so = |series: &Series| {
        let value = series.attributes.get("PatientIdentityRemoved");
        value.is_some_and(|value| value == "YES")
    };
    let object_says_so = |object: &StudyObject| {
        overread_dicom::instance_ids(&object.file).is_ok_and(|ids| ids.is_deidentified)
    };
    study.series.iter().all(says_so) && study.objects.iter().all(object_says_so)
}

fn series_summary(
    folder: &Path,
    series: &Series,
    writes: bool,
) -> Result<SeriesSummary, StudiesError> {
    let name = if series.part.1 > 1 {
        format!("{}.{}.png", series.uid, series.part.0)
    } else {
        format!("{}.png", series.uid)
    };
    let path = folder.join(name);
    if writes && let Some(png) = thumbnail::png_of(series) {
        place::atomically(&path, |file| file.write_all(&png))
            .map_err(io_error("writing", &path))?;
    }
    Ok(SeriesSummary {
        uid: series.uid.as_str().to_owned(),
        part: series.part,
        number: series.number,
        modality: series.modality.clone(),
        description: series.description.clone(),
        body_part: series.body_part.clone(),
        n_frames: series.frames.len(),
        size: series.size,
        thumbnail: path.is_file().then_some(path),
    })
}

fn files(
    folder: &Path,
    digests: &BTreeMap<PathBuf, String>,
) -> Result<BTreeMap<String, (u64, String)>, StudiesError> {
    let mut files = BTreeMap::new();
    for path in overread_dicom::files_under(folder, &mut Diagnostics::default())? {
        if path.extension().is_none_or(|extension| extension != "dcm") {
            continue;
        }
        let Ok(relative) = path.strip_prefix(folder) else {
            continue;
        };
        let n_bytes = fs::metadata(&path)
            .map_err(io_error("reading", &path))?
            .len();
        let digest = match digests.get(&path) {
            Some(digest) => digest.clone(),
            None => place::digest_of(&path).map_err(io_error("reading", &path))?,
        };
        files.insert(relative.display().to_string(), (n_bytes, digest));
    }
    Ok(files)
}

fn to_json(summary: &StudySummary) -> Value {
    let series: Vec<Value> = summary
        .series
        .iter()
        .map(|series| {
            json!({
                "uid": series.uid,
                "part": [series.part.0, series.part.1],
                "number": series.number,
                "modality": series.modality,
                "description": series.description,
                "body_part": series.body_part,
                "frames": series.n_frames,
                "size": series.size,
                "thumbnail": series.thumbnail.as_ref().and_then(|path| path.file_name()).map(|name| name.to_string_lossy()),
            })
        })
        .collect();
    let files: BTreeMap<&String, Value> = summary
        .files
        .iter()
        .map(|(path, (bytes, sha256))| (path, json!({ "bytes": bytes, "sha256": sha256 })))
        .collect();
    json!({
        "version": VERSION,
        "study": summary.uid.as_str(),
        "date": summary.date,
        "time": summary.time,
        "description": summary.description,
        "is_deidentified": summary.is_deidentified,
        "patient": {
            "name": summary.patient.name,
            "id": summary.patient.id,
            "sex": summary.patient.sex,
            "birth_date": summary.patient.birth_date,
            "age": summary.patient.age,
        },
        "series": series,
        "objects": summary.objects,
        "files": files,
        "warnings": summary.warnings,
    })
}

/// `None` if there is none, or one that this version does not read: then it is computed again.
fn read(folder: &Path) -> Option<StudySummary> {
    let path = folder.join(FILE);
    if fs::metadata(&path).ok()?.len() > MAX_BYTES {
        return None;
    }
    let value: Value = serde_json::from_slice(&fs::read(&path).ok()?).ok()?;
    if value.get("version")?.as_u64()? != VERSION {
        return None;
    }
    let uid = value.get("study")?.as_str()?;
    if folder.file_name()?.to_str()? != uid {
        return None;
    }
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let patient = value.get("patient")?;
    let series = value.get("series")?.as_array()?;
    let files = value.get("files")?.as_object()?;
    let objects = value.get("objects")?.as_object()?;
    let warnings = value.get("warnings")?.as_array()?;
    Some(StudySummary {
        uid: StudyUid::new(uid).ok()?,
        date: text(&value, "date"),
        time: text(&value, "time"),
        description: text(&value, "description"),
        patient: Patient {
            name: text(patient, "name"),
            id: text(patient, "id"),
            sex: text(patient, "sex"),
            birth_date: text(patient, "birth_date"),
            age: text(patient, "age"),
        },
        is_deidentified: value.get("is_deidentified")?.as_bool()?,
        series: series
            .iter()
            .map(|one| read_series(folder, one))
            .collect::<Option<_>>()?,
        objects: objects
            .iter()
            .map(|(modality, n)| Some((modality.clone(), usize::try_from(n.as_u64()?).ok()?)))
            .collect::<Option<_>>()?,
        files: files
            .iter()
            .map(|(path, file)| {
                // They are joined with folders and copied: nothing may lead out of the study.
                let parts = Path::new(path).components();
                let mut parts = parts.map(|part| matches!(part, Component::Normal(_)));
                if path.is_empty() || !parts.all(|is_name| is_name) {
                    return None;
                }
                let sha256 = file.get("sha256")?.as_str()?.to_owned();
                Some((path.clone(), (file.get("bytes")?.as_u64()?, sha256)))
            })
            .collect::<Option<_>>()?,
        warnings: warnings
            .iter()
            .map(|warning| warning.as_str().map(str::to_owned))
            .collect::<Option<_>>()?,
        folder: folder.to_owned(),
    })
}

fn read_series(folder: &Path, value: &Value) -> Option<SeriesSummary> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let pair = |key: &str| {
        let numbers = value.get(key)?.as_array()?;
        let number = |idx: usize| u32::try_from(numbers.get(idx)?.as_u64()?).ok();
        Some([number(0)?, number(1)?])
    };
    let [part, n_parts] = pair("part")?;
    let number = value.get("number").and_then(Value::as_i64);
    Some(SeriesSummary {
        uid: text("uid")?,
        part: (part, n_parts),
        number: number.and_then(|number| i32::try_from(number).ok()),
        modality: text("modality")?,
        description: text("description"),
        body_part: text("body_part"),
        n_frames: usize::try_from(value.get("frames")?.as_u64()?).ok()?,
        size: pair("size")?,
        thumbnail: text("thumbnail")
            .filter(|name| !name.contains('/'))
            .map(|name| folder.join(name)),
    })
}
