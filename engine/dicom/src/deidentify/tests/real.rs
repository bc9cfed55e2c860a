//! Over the studies beside the checkout: every result opens as before, with equal pixels, and holds no name.

use super::*;
use crate::{load_frame, open_folder};
use overread_base::Diagnostics;

#[test]
fn every_real_file_is_cleaned_with_its_pixels_or_refused_by_name() {
    let Some(real) = overread_testkit::shared_dicom(
        "every_real_file_is_cleaned_with_its_pixels_or_refused_by_name",
    ) else {
        return;
    };
    let options = DeidentifyOptions {
        accept: BTreeSet::from(PixelFlag::ALL),
        ..DeidentifyOptions::course()
    };
    let deidentifier = Deidentifier::new(options, Secret::from_bytes(b"a secret"));
    let folder = tempfile::tempdir().unwrap();
    let (mut n_done, mut n_pictures) = (0, 0);
    for file in crate::library::list_files(&real, &mut Diagnostics::default()).unwrap() {
        let done = match deidentifier.file(&file) {
            Ok(done) => done,
            Err(DeidentifyError::Dicom(DicomError::NotDicom { .. })) => continue,
            Err(error) => {
                // A refusal names the reason before the file.
                assert!(
                    error
                        .to_string()
                        .ends_with(&format!("({})", file.display()))
                );
                continue;
            }
        };
        n_done += 1;
        let mut bytes = Vec::new();
        done.write(&mut bytes).unwrap();
        let out = folder.path().join("out.dcm");
        fs::write(&out, &bytes).unwrap();
        let before = read_header(&file).unwrap();
        for tag in [Tag::PATIENT_NAME, Tag::PATIENT_ID, Tag::ACCESSION] {
            let hidden = before.values().text(tag).unwrap_or_default();
            if hidden.len() >= 6 {
                assert!(!holds(&bytes, &hidden), "{tag:?} in {}", file.display());
            }
        }
        n_pictures += compare(&file, &out);
    }
    assert!(n_done >= 60, "{n_done} files were cleaned");
    assert!(n_pictures >= 50, "{n_pictures} pictures were compared");
}

/// How many pictures of both files were decoded and are equal.
fn compare(file: &Path, out: &Path) -> usize {
    let frames = |path: &Path| {
        let library = open_folder(path, &mut Diagnostics::default()).unwrap();
        let series = library.studies.into_iter().flat_map(|study| study.series);
        series.flat_map(|series| series.frames).collect::<Vec<_>>()
    };
    let (before, after) = (frames(file), frames(out));
    assert_eq!(before.len(), after.len(), "{}", file.display());
    let mut n_equal = 0;
    for (before, after) in before.iter().zip(&after).take(3) {
        match (load_frame(before), load_frame(after)) {
            (Ok(before), Ok(after)) => {
                assert!(
                    before.image.slice(0) == after.image.slice(0),
                    "{}",
                    file.display()
                );
                n_equal += 1;
            }
            (Err(_), Err(_)) => {}
            (before, after) => panic!("{}: {before:?} {after:?}", file.display()),
        }
    }
    n_equal
}
