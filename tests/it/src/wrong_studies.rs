//! Every bundled service on every wrong kind of study: it says that it does not run and why, or it runs; it never fails.

use std::fs;
use std::path::{Path, PathBuf};

use overread_base::{AiStatus, Difficulty, NotRunReason, PhantomKind, Seed, ServiceId};
use overread_phantom::{Acquisition, CaseRequest, Phantom, draw_lesions};
use overread_plugin_host::Job;
use overread_testkit::{bundle, shared_dicom};
use overread_workstation::{Services, StepProgress, job_series, open_folder, write_phantom};

use crate::course::folders;

/// What is done to the files of a study.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fault {
    None,
    /// One slice of the series is there.
    OneSlice,
    /// The last two thirds of the slices are missing.
    Truncated,
    /// One file ends in the middle of its pixels.
    CutFile,
    /// Low values are white; the values stay.
    Monochrome1,
    /// The stored values are unsigned and take all 16 bits.
    Unsigned,
    /// Nothing says how large a pixel is.
    NoSpacing,
}

const ALL: [Fault; 6] = [
    Fault::OneSlice,
    Fault::Truncated,
    Fault::CutFile,
    Fault::Monochrome1,
    Fault::Unsigned,
    Fault::NoSpacing,
];

/// A small abnormal study as DICOM files.
fn study(place: &Path, kind: PhantomKind, fault: Fault) -> PathBuf {
    let folder = place.join(format!("{}-{fault:?}", kind.word()));
    // No service learned from it.
    let seed = Seed(560_077);
    let is_ct = matches!(kind, PhantomKind::ChestCt | PhantomKind::HeadCt);
    let request = CaseRequest {
        lesions: draw_lesions(kind, seed, Difficulty::Easy, true, &[]),
        acquisition: Acquisition {
            size: Some(if is_ct { 128 } else { 320 }),
            slices: is_ct.then_some(28),
            ..Acquisition::default()
        },
        ..CaseRequest::new(kind, seed)
    };
    let plan = || Phantom::plan(&request);
    write_phantom(&folder, 0, plan, &StepProgress::default()).unwrap();
    let mut files = files_below(&folder);
    files.sort();
    let kept = match fault {
        Fault::OneSlice => files.len().min(1),
        Fault::Truncated => files.len().div_ceil(3),
        Fault::None | Fault::CutFile | Fault::Monochrome1 | Fault::Unsigned | Fault::NoSpacing => {
            files.len()
        }
    };
    for file in files.split_off(kept) {
        fs::remove_file(file).unwrap();
    }
    for (number, file) in files.iter().enumerate() {
        let mut bytes = fs::read(file).unwrap();
        match fault {
            Fault::CutFile if number == 0 => bytes.truncate(bytes.len() / 2),
            Fault::Monochrome1 => {
                let n = replace(&mut bytes, b"MONOCHROME2", b"MONOCHROME1");
                assert!(n == 1 || holds(&bytes, b"MONOCHROME1"), "{kind:?}");
            }
            Fault::Unsigned if is_ct => {
                let n = replace(
                    &mut bytes,
                    &us(PIXEL_REPRESENTATION, 1),
                    &us(PIXEL_REPRESENTATION, 0),
                );
                assert_eq!(n, 1, "{kind:?}");
            }
            Fault::Unsigned => take_all_bits(&mut bytes),
            // Pixel Spacing and Imager Pixel Spacing become elements that nobody reads.
            Fault::NoSpacing => {
                let n = replace(&mut bytes, b"\x28\x00\x30\x00DS", b"\x28\x00\x31\x00DS")
                    + replace(&mut bytes, b"\x18\x00\x64\x11DS", b"\x18\x00\x65\x11DS");
                assert!(n > 0, "{kind:?}");
            }
            Fault::None | Fault::OneSlice | Fault::Truncated | Fault::CutFile => {}
        }
        fs::write(file, bytes).unwrap();
    }
    folder
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            out.extend(files_below(&path));
        } else if path.extension().is_some_and(|ending| ending == "dcm") {
            out.push(path);
        }
    }
    out
}

/// Replaces every occurrence; how many there were.
fn replace(bytes: &mut [u8], old: &[u8], new: &[u8]) -> usize {
    let found: Vec<usize> = bytes
        .windows(old.len())
        .enumerate()
        .filter(|(_, window)| *window == old)
        .map(|(at, _)| at)
        .collect();
    for at in &found {
        bytes[*at..at + new.len()].copy_from_slice(new);
    }
    found.len()
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

const BITS_STORED: [u8; 4] = [0x28, 0, 1, 1];
const HIGH_BIT: [u8; 4] = [0x28, 0, 2, 1];
/// 1 is signed.
const PIXEL_REPRESENTATION: [u8; 4] = [0x28, 0, 3, 1];

/// An element of one unsigned short as it stands in a file.
fn us(tag: [u8; 4], value: u8) -> Vec<u8> {
    [&tag[..], b"US\x02\x00", &[value, 0]].concat()
}

/// Widens the samples of a projection to 16 bits, so that the bright ones pass 32,767.
fn take_all_bits(bytes: &mut [u8]) {
    let stored = (9..16u8)
        .find(|bits| holds(bytes, &us(BITS_STORED, *bits)))
        .expect("bits stored of a projection");
    replace(bytes, &us(BITS_STORED, stored), &us(BITS_STORED, 16));
    replace(bytes, &us(HIGH_BIT, stored - 1), &us(HIGH_BIT, 15));
    let pixels = b"\xe0\x7f\x10\x00OW\x00\x00";
    let at = bytes
        .windows(pixels.len())
        .position(|window| window == pixels)
        .expect("pixels");
    let mut greatest = 0;
    for sample in bytes[at + pixels.len() + 4..].chunks_exact_mut(2) {
        let wide = u16::from_le_bytes([sample[0], sample[1]]) << (16 - stored);
        greatest = greatest.max(wide);
        sample.copy_from_slice(&wide.to_le_bytes());
    }
    assert!(greatest > 32_767, "{greatest}");
}

/// What a service says of a folder; `None` where the study cannot be opened at all, which is named to the reader.
fn said(services: &Services, id: &str, folder: &Path) -> Option<AiStatus> {
    let images = open_folder(folder, None, &StepProgress::default()).ok()?;
    let service = services.find(&ServiceId::new(id).unwrap()).unwrap();
    let job = Job {
        seed: Seed(0),
        ..Job::new(images.study.clone(), job_series(&images))
    };
    Some(service.analyze(&job).status)
}

/// A service on studies of all kinds, and on its own kinds with all faults.
fn is_never_a_fault(name: &str, own: PhantomKind) {
    let test = format!("{name}_on_wrong_studies");
    let Some(bundle) = bundle(&test, name) else {
        return;
    };
    let place = tempfile::tempdir().unwrap();
    let plugins = vec![bundle.parent().unwrap().to_owned()];
    let services = Services::open(&folders(place.path(), plugins)).unwrap();
    let id = format!("overread.{name}");
    let foreign = PhantomKind::ALL.into_iter().map(|kind| (kind, Fault::None));
    let cases = foreign.chain(ALL.map(|fault| (own, fault)));
    let mut failed = Vec::new();
    for (kind, fault) in cases {
        let folder = study(place.path(), kind, fault);
        let status = said(&services, &id, &folder);
        fs::remove_dir_all(&folder).unwrap();
        match status {
            Some(AiStatus::NotRun {
                reason: NotRunReason::RuntimeMissing,
                ..
            }) => {
                eprintln!("SKIPPED {test}: no ONNX Runtime (ORT_DYLIB_PATH)");
                return;
            }
            Some(AiStatus::NotRun { message, .. }) if !message.is_empty() => {}
            // A study of another kind must not be read.
            Some(AiStatus::Done(_)) if kind == own => {}
            None if fault != Fault::None => {}
            other => failed.push(format!("{} {fault:?}: {other:?}", kind.word())),
        }
    }
    assert!(failed.is_empty(), "{name}: {failed:#?}");
}

/// The folders in a folder that hold files: a study each, or single awkward files.
fn studies_below(folder: &Path) -> Vec<PathBuf> {
    let inner = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    let (inner, files): (Vec<PathBuf>, Vec<PathBuf>) = inner.partition(|path| path.is_dir());
    let has_images = |path: &PathBuf| path.extension().is_none_or(|ending| ending != "md");
    let mut below: Vec<PathBuf> = inner.iter().flat_map(|path| studies_below(path)).collect();
    if files.iter().any(has_images) {
        below.push(folder.to_owned());
    }
    below.sort();
    below
}

/// Every bundled service on every real study: it runs, or says why it does not.
#[test]
fn real_studies_are_read_or_refused() {
    const SERVICES: [&str; 7] = [
        "aspects",
        "brain-haemorrhage",
        "chest-ct",
        "chest-radiograph",
        "lung-nodule",
        "mammography",
        "radiograph-quality",
    ];
    let test = "real_studies_are_read_or_refused";
    let Some(dicom) = shared_dicom(test) else {
        return;
    };
    let studies = studies_below(&dicom);
    assert!(studies.len() > 3, "{studies:?}");
    let place = tempfile::tempdir().unwrap();
    let mut failed = Vec::new();
    for name in SERVICES {
        let Some(bundle) = bundle(test, name) else {
            return;
        };
        let plugins = vec![bundle.parent().unwrap().to_owned()];
        let services = Services::open(&folders(place.path(), plugins)).unwrap();
        for folder in &studies {
            let study = folder.strip_prefix(&dicom).unwrap().display();
            match said(&services, &format!("overread.{name}"), folder) {
                Some(AiStatus::Done(_)) => eprintln!("{name} on {study}: done"),
                Some(AiStatus::NotRun { message, .. }) if !message.is_empty() => {
                    eprintln!("{name} on {study}: not run: {message}");
                }
                None => eprintln!("{name} on {study}: cannot be opened"),
                other => failed.push(format!("{name} on {study}: {other:?}")),
            }
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn the_haemorrhage_service_never_fails() {
    is_never_a_fault("brain-haemorrhage", PhantomKind::HeadCt);
}

#[test]
fn the_aspects_service_never_fails() {
    is_never_a_fault("aspects", PhantomKind::HeadCt);
}

#[test]
fn the_nodule_service_never_fails() {
    is_never_a_fault("lung-nodule", PhantomKind::ChestCt);
}

#[test]
fn the_chest_ct_service_never_fails() {
    is_never_a_fault("chest-ct", PhantomKind::ChestCt);
}

#[test]
fn the_chest_radiograph_service_never_fails() {
    is_never_a_fault("chest-radiograph", PhantomKind::ChestRadiograph);
}

#[test]
fn the_radiograph_quality_service_never_fails() {
    is_never_a_fault("radiograph-quality", PhantomKind::ChestRadiograph);
}

#[test]
fn the_mammography_service_never_fails() {
    is_never_a_fault("mammography", PhantomKind::Mammography);
}
