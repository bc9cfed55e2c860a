//! The library as its users see it: what goes in, what comes out, what an interruption leaves.

use std::fs;

use overread_dicom::{DeidentifyOptions, Secret};
use overread_testkit::TinyCt;

use super::*;
use crate::StepProgress;

fn keeping() -> ImportOptions {
    ImportOptions {
        identity: Identity::Keep,
        secret: None,
    }
}

fn removing() -> ImportOptions {
    ImportOptions {
        identity: Identity::Remove(DeidentifyOptions::course()),
        secret: Some(Secret::from_bytes(b"a secret")),
    }
}

struct Fixture {
    home: tempfile::TempDir,
}

impl Fixture {
    /// Two studies of a patient, a text, and a file that only looks like DICOM.
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        TinyCt::numbered(1)
            .write(&home.path().join("in/1"))
            .unwrap();
        TinyCt::numbered(2)
            .write(&home.path().join("in/2"))
            .unwrap();
        fs::write(home.path().join("in/readme.txt"), "not DICOM").unwrap();
        let whole = TinyCt::numbered(3).file(1);
        fs::write(home.path().join("in/broken.dcm"), &whole[..200]).unwrap();
        Self { home }
    }

    fn library(&self, name: &str) -> StudyLibrary {
        StudyLibrary::open(&self.home.path().join(name)).unwrap()
    }

    fn import(&self, library: &StudyLibrary, options: &ImportOptions) -> ImportReport {
        library
            .import(
                &self.home.path().join("in"),
                options,
                &StepProgress::default(),
            )
            .unwrap()
    }
}

/// All files of a folder with their bytes, by path; without the lock.
fn snapshot(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = overread_dicom::files_under(folder, &mut overread_base::Diagnostics::default());
    let files = files.unwrap().into_iter();
    files
        .filter(|file| !file.ends_with(LOCK))
        .map(|file| {
            let bytes = fs::read(&file).unwrap();
            (file.strip_prefix(folder).unwrap().to_owned(), bytes)
        })
        .collect()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|part| part == text.as_bytes())
}

#[test]
fn an_import_lays_files_out_by_uid_with_summaries_and_thumbnails() {
    let fixture = Fixture::new();
    let library = fixture.library("library");
    let report = fixture.import(&library, &keeping());
    assert_eq!((report.n_new, report.n_known, report.n_other), (32, 0, 1));
    assert_eq!(report.refused.len(), 1, "{:?}", report.refused);
    assert!(report.refused[0].0.ends_with("broken.dcm"));
    let (studies, problems) = library.list().unwrap();
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(studies, report.studies);
    let study = &studies[0];
    assert_eq!(study.uid.as_str(), TinyCt::numbered(1).study);
    assert_eq!(study.date.as_deref(), Some("20200101"));
    assert_eq!(study.patient.name.as_deref(), Some("Tiny^Test"));
    assert!(!study.is_deidentified);
    assert_eq!(study.files.len(), 16);
    let series = &study.series[0];
    assert_eq!((series.n_frames, series.size), (16, [16, 16]));
    let ct = TinyCt::numbered(1);
    let first = study
        .folder
        .join(&ct.series)
        .join(format!("{}.1.dcm", ct.series));
    assert_eq!(fs::read(first).unwrap(), ct.file(1));
    let png = fs::read(series.thumbnail.as_ref().unwrap()).unwrap();
    let reader = png::Decoder::new(io::Cursor::new(png)).read_info().unwrap();
    assert_eq!((reader.info().width, reader.info().height), (16, 16));
}

#[test]
fn a_study_is_found_by_its_uid_and_by_that_of_a_series() {
    let fixture = Fixture::new();
    let library = fixture.library("library");
    fixture.import(&library, &keeping());
    let ct = TinyCt::numbered(2);
    let folder = library.folder().join(&ct.study);
    assert_eq!(library.find(&ct.study).unwrap(), Some(folder.clone()));
    assert_eq!(library.find(&ct.series).unwrap(), Some(folder));
    assert_eq!(library.find("1.2.3").unwrap(), None);
    assert_eq!(library.find("..").unwrap(), None);
    assert_eq!(library.find("").unwrap(), None);
}

#[test]
fn an_import_removes_identities_unless_told_otherwise() {
    let fixture = Fixture::new();
    let library = fixture.library("library");
    let report = fixture.import(&library, &removing());
    assert_eq!(report.n_new, 32);
    assert!(!report.deeds.is_empty());
    for (path, bytes) in snapshot(library.folder()) {
        assert!(!holds(&bytes, "Tiny^Test"), "{}", path.display());
        assert!(
            !path.to_string_lossy().contains("1.2.826"),
            "{}",
            path.display()
        );
    }
    let (studies, _) = library.list().unwrap();
    assert!(studies.iter().all(|study| study.is_deidentified));
    assert!(studies.iter().all(|study| !study.files.is_empty()));
    // Both studies are of one patient still.
    assert_eq!(studies[0].patient.id, studies[1].patient.id);
    assert_ne!(studies[0].uid, studies[1].uid);
}

#[test]
fn the_library_keeps_its_secret() {
    let fixture = Fixture::new();
    let library = fixture.library("library");
    let options = ImportOptions {
        secret: None,
        ..removing()
    };
    fixture.import(&library, &options);
    let first = snapshot(library.folder());
    let report = fixture.import(&library, &options);
    assert_eq!((report.n_new, report.n_known), (0, 32));
    assert_eq!(snapshot(library.folder()), first);
    let other = fixture.library("other");
    assert_ne!(library.secret().unwrap(), other.secret().unwrap());
}

#[test]
fn a_file_that_is_there_is_passed_over_and_one_of_the_same_uid_is_kept_apart() {
    let fixture = Fixture::new();
    let library = fixture.library("library");
    fixture.import(&library, &keeping());
    let before = snapshot(library.folder());
    let mut changed = TinyCt::numbered(1).file(3);
    *changed.last_mut().unwrap() ^= 1;
    fs::write(fixture.home.path().join("in/1/3.dcm"), &changed).unwrap();
    fs::write(fixture.home.path().join("in/1/3 again.dcm"), &changed).unwrap();
    let report = fixture.import(&library, &keeping());
    assert_eq!((report.n_new, report.n_known), (0, 31));
    assert_eq!(report.conflicts.len(), 2, "{:?}", report.conflicts);
    let kept = &report.conflicts[0].1;
    assert_eq!(
        kept, &report.conflicts[1].1,
        "the same bytes lie there once"
    );
    assert_eq!(fs::read(kept).unwrap(), changed);
    let mut after = snapshot(library.folder());
    after.remove(kept.strip_prefix(library.folder()).unwrap());
    assert_eq!(after, before, "nothing else has changed");
}

#[test]
fn two_files_of_one_uid_in_one_import_are_told_apart_too() {
    let fixture = Fixture::new();
    let library = fixture.library("library");
    let mut changed = TinyCt::numbered(1).file(3);
    *changed.last_mut().unwrap() ^= 1;
    fs::write(fixture.home.path().join("in/1/30.dcm"), &changed).unwrap();
    let report = fixture.import(&library, &keeping());
    assert_eq!((report.n_new, report.conflicts.len()), (32, 1));
}

#[test]
fn an_interrupted_import_ends_like_one_that_was_not() {
    let fixture = Fixture::new();
    let whole = fixture.library("whole");
    fixture.import(&whole, &removing());
    let expected = snapshot(whole.folder());
    // What a kill can leave: some files, one of them half under its other name, no summary, no thumbnail.
    for n_left in [0, 1, 7, 20] {
        let library = fixture.library(&format!("cut-{n_left}"));
        let files = expected
            .iter()
            .filter(|(path, _)| path.extension().is_some_and(|e| e == "dcm"));
        for (n, (path, bytes)) in files.enumerate() {
            let to = library.folder().join(path);
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            if n < n_left {
                fs::write(to, bytes).unwrap();
            } else if n == n_left {
                fs::write(to.with_extension("partial"), &bytes[..bytes.len() / 2]).unwrap();
            }
        }
        let report = fixture.import(&library, &removing());
        assert_eq!((report.n_new, report.n_known), (32 - n_left, n_left));
        assert_eq!(snapshot(library.folder()), expected, "after {n_left} files");
    }
}

#[test]
fn a_summary_that_is_gone_or_broken_is_computed_again() {
    let fixture = Fixture::new();
    let library = fixture.library("library");
    fixture.import(&library, &keeping());
    let before = library.list().unwrap();
    let expected = snapshot(library.folder());
    let file = before.0[0].folder.join("study.json");
    fs::remove_file(&file).unwrap();
    assert_eq!(library.list().unwrap(), before);
    for broken in ["", "{}", "[1", "{\"version\":1,\"study\":5}"] {
        fs::write(&file, broken).unwrap();
        assert_eq!(library.list().unwrap(), before, "{broken}");
    }
    assert_eq!(snapshot(library.folder()), expected);
}

#[test]
fn a_summary_whose_files_lead_out_of_the_study_is_computed_again() {
    let fixture = Fixture::new();
    let library = fixture.library("library");
    fixture.import(&library, &keeping());
    let before = library.list().unwrap();
    let file = before.0[0].folder.join("study.json");
    let sound = fs::read_to_string(&file).unwrap();
    let name = before.0[0].files.keys().next().unwrap();
    for elsewhere in ["/etc/hostname", "../../elsewhere.dcm", "./x.dcm", ""] {
        let led_out = sound.replacen(&format!("\"{name}\""), &format!("\"{elsewhere}\""), 1);
        assert_ne!(led_out, sound);
        fs::write(&file, led_out).unwrap();
        assert_eq!(library.list().unwrap(), before, "{elsewhere}");
    }
}

#[test]
fn a_file_that_cannot_be_written_is_named_and_the_others_are_there() {
    let fixture = Fixture::new();
    let library = fixture.library("library");
    let ct = TinyCt::numbered(1);
    // A folder stands where the file is written.
    let place = library.folder().join(&ct.study).join(&ct.series);
    fs::create_dir_all(place.join(format!("{}.5.partial", ct.series))).unwrap();
    let report = fixture.import(&library, &keeping());
    assert_eq!(report.n_new, 31);
    let named = |name: &str| report.refused.iter().any(|(file, _)| file.ends_with(name));
    assert!(named("1/5.dcm"), "{:?}", report.refused);
}

#[test]
fn pixels_that_cannot_be_decoded_are_named_and_the_file_is_kept() {
    let fixture = Fixture::new();
    let library = fixture.library("library");
    let file = TinyCt::numbered(4).file(1);
    fs::write(
        fixture.home.path().join("in/cut.dcm"),
        &file[..file.len() - 400],
    )
    .unwrap();
    let report = fixture.import(&library, &keeping());
    assert_eq!(report.n_new, 33);
    let loads = report.undecodable.is_empty();
    assert!(loads || report.undecodable[0].0.ends_with("cut.dcm"));
    let ct = TinyCt::numbered(4);
    let kept = library.folder().join(&ct.study).join(&ct.series);
    assert!(kept.join(format!("{}.1.dcm", ct.series)).is_file());
}

#[test]
fn one_import_at_a_time_and_never_of_itself() {
    let fixture = Fixture::new();
    let library = fixture.library("library");
    let error = library
        .import(library.folder(), &keeping(), &StepProgress::default())
        .unwrap_err();
    assert!(matches!(error, StudiesError::Itself { .. }), "{error}");
    let lock = library.lock().unwrap();
    let from = fixture.home.path().join("in");
    let error = library
        .import(&from, &keeping(), &StepProgress::default())
        .unwrap_err();
    assert!(matches!(error, StudiesError::Busy { .. }), "{error}");
    drop(lock);
    fixture.import(&library, &keeping());
}
