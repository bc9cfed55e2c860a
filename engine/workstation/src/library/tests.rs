//! Cases that open, and cases that do not, each with its reason.

use std::fs;

use overread_scenario::Scenario;
use overread_testkit::{Reading, TinyCase, TinyCt, scenario_text};

use super::*;

fn scenario(cases: &[TinyCase]) -> Scenario {
    let (scenario, found) = overread_scenario::check(&scenario_text(Reading::Unaided, cases));
    scenario.unwrap_or_else(|| panic!("{:?}", found.all()))
}

fn open(case: TinyCase, studies: &Path) -> Result<CaseImages, LibraryError> {
    open_images(
        &scenario(&[case]).cases[0],
        studies,
        &StepProgress::default(),
    )
}

#[track_caller]
fn check_refused(case: TinyCase, studies: &Path, expected: &[&str]) {
    let error = open(case, studies).unwrap_err().to_string();
    for part in expected {
        assert!(error.contains(part), "{part:?} is not in {error:?}");
    }
}

#[test]
fn a_folder_opens_as_a_volume_with_its_names() {
    let studies = tempfile::tempdir().unwrap();
    let ct = TinyCt::numbered(1);
    ct.write(&studies.path().join("one")).unwrap();
    let images = open(TinyCase::dicom("a", "one", None), studies.path()).unwrap();
    assert_eq!(images.study.as_str(), ct.study);
    assert_eq!(images.patient.name.as_deref(), Some("Tiny Test"));
    let [series] = images.series.as_slice() else {
        panic!("{} series", images.series.len());
    };
    assert_eq!(
        (series.facts.uid.as_str(), series.facts.modality.as_str()),
        (&*ct.series, "CT")
    );
    assert_eq!(series.volume.geometry().size, [16, 16, 16]);
    assert_eq!(series.volume.value_at(0, 0, 0), Some(-1000.0));
    assert_eq!(series.volume.value_at(8, 8, 8), Some(40.0));
    assert_eq!(images.warnings, Vec::<String>::new());
}

#[test]
fn progress_ends_at_one() {
    let studies = tempfile::tempdir().unwrap();
    TinyCt::numbered(1).write(studies.path()).unwrap();
    let progress = StepProgress::default();
    assert!(progress.fraction() < 0.001);
    open_folder(studies.path(), None, &progress).unwrap();
    assert!(progress.fraction() > 0.999);
}

#[test]
fn the_middle_slice_can_be_seen_before_all_is_there() {
    let studies = tempfile::tempdir().unwrap();
    TinyCt::numbered(1).write(studies.path()).unwrap();
    let progress = StepProgress::default();
    let images = open_folder(studies.path(), None, &progress).unwrap();
    let glimpse = progress.glimpse().unwrap();
    assert_eq!(glimpse.series.facts.uid, images.series[0].facts.uid);
    assert_eq!((glimpse.series.n_slices, glimpse.wanted), (16, 8));
    let (number, slice) = glimpse.slice.unwrap();
    assert_eq!(number, 8);
    // In its place, with its values.
    let whole = &images.series[0].volume;
    let centre = slice.geometry().centre();
    let at = whole.geometry().voxel_from_patient(centre);
    assert!((at.z - 8.0).abs() < 1e-9, "{at:?}");
    assert_eq!(slice.samples(), whole.slice(8).unwrap());
}

#[test]
fn a_step_that_is_given_up_opens_nothing() {
    let studies = tempfile::tempdir().unwrap();
    TinyCt::numbered(1).write(studies.path()).unwrap();
    let progress = StepProgress::default();
    progress.cancel();
    let error = open_folder(studies.path(), None, &progress).unwrap_err();
    assert!(matches!(error, LibraryError::GivenUp), "{error}");
}

#[test]
fn a_missing_folder_is_named() {
    let studies = tempfile::tempdir().unwrap();
    check_refused(
        TinyCase::dicom("a", "gone", None),
        studies.path(),
        &["no folder of DICOM files", "gone"],
    );
}

#[test]
fn a_folder_without_images_says_what_was_wrong_in_it() {
    let studies = tempfile::tempdir().unwrap();
    let folder = studies.path().join("odd");
    fs::create_dir(&folder).unwrap();
    check_refused(
        TinyCase::dicom("a", "odd", None),
        studies.path(),
        &["no readable images", "odd"],
    );
    let mut cut = TinyCt::numbered(1).file(1);
    cut.truncate(300);
    fs::write(folder.join("cut.dcm"), cut).unwrap();
    check_refused(
        TinyCase::dicom("a", "odd", None),
        studies.path(),
        &["no readable images", "cut.dcm"],
    );
}

#[test]
fn a_series_that_is_not_there_is_named() {
    let studies = tempfile::tempdir().unwrap();
    TinyCt::numbered(1)
        .write(&studies.path().join("one"))
        .unwrap();
    let other = SeriesUid::new("1.2.3.4").unwrap();
    let error = open_folder(
        &studies.path().join("one"),
        Some(&other),
        &StepProgress::default(),
    );
    let error = error.unwrap_err().to_string();
    assert!(error.starts_with("series 1.2.3.4 is not in "), "{error}");
}

#[test]
fn the_study_with_the_most_images_is_opened() {
    let studies = tempfile::tempdir().unwrap();
    let small = TinyCt {
        n_slices: 4,
        ..TinyCt::numbered(1)
    };
    small.write(&studies.path().join("a")).unwrap();
    TinyCt::numbered(2)
        .write(&studies.path().join("b"))
        .unwrap();
    let images = open_folder(studies.path(), None, &StepProgress::default()).unwrap();
    assert_eq!(images.study.as_str(), TinyCt::numbered(2).study);
    let only = SeriesUid::new(small.series).unwrap();
    let images = open_folder(studies.path(), Some(&only), &StepProgress::default()).unwrap();
    assert_eq!(images.series[0].volume.geometry().size[2], 4);
}

#[test]
fn a_phantom_opens_with_its_truth_apart() {
    let nodule = "{ diameter_mm = 20, type = \"solid\" }";
    let scenario = scenario(&[TinyCase::phantom("p", 3, nodule)]);
    let case = &scenario.cases[0];
    let truth = truth_of(case).unwrap().unwrap();
    let [lesion] = truth.lesions.as_slice() else {
        panic!("{} lesions", truth.lesions.len());
    };
    let images = open_images(case, Path::new("."), &StepProgress::default()).unwrap();
    let volume = &images.series[0].volume;
    assert_eq!(volume.geometry().size, [512, 512, 16]);
    assert!(volume.geometry().contains(lesion.centre));
    // The lesion is denser than lung in the slice next to its centre.
    let at = volume.geometry().voxel_from_patient(lesion.centre);
    let hu = overread_image::sample_linear(volume, at).unwrap();
    assert!(hu > -700.0, "{hu} HU at the centre of a solid nodule");
}

#[test]
fn the_truth_of_a_dicom_case_is_that_of_the_scenario() {
    let scenario = scenario(&[
        TinyCase::dicom("unknown", "x", None),
        TinyCase::dicom("normal", "x", Some(&[])),
        TinyCase::dicom("lesion", "x", Some(&[[1.0, 2.0, 3.0, 4.0]])),
    ]);
    let n_lesions = |idx: usize| {
        truth_of(&scenario.cases[idx])
            .unwrap()
            .map(|t| t.lesions.len())
    };
    assert_eq!(
        [n_lesions(0), n_lesions(1), n_lesions(2)],
        [None, Some(0), Some(1)]
    );
}

#[test]
fn names_are_shown_without_carets() {
    assert_eq!(readable_name("Doe^Jane^^Dr"), "Doe Jane Dr");
    assert_eq!(
        readable_name("Yamada^Tarou=山田^太郎"),
        "Yamada Tarou 山田 太郎"
    );
}
