//! Priors found beside a study and named by a scenario, and what the days between them are.

use overread_scenario::CaseSource;
use overread_testkit::{Reading, TinyCase, TinyCt, TinyProjection, scenario_text};

use super::*;
use crate::library::open_images;
use crate::services::job_series;

/// A mammogram of four views, or fewer.
fn write(folder: &Path, study_number: u32, study_date: &'static str, n_views: usize) {
    for view in TinyProjection::four_views().into_iter().take(n_views) {
        let view = TinyProjection {
            study_number,
            study_date,
            ..view
        };
        view.write(folder).unwrap();
    }
}

fn open(studies: &Path, source: &str) -> CaseImages {
    let case = TinyCase {
        id: "a".to_owned(),
        source: format!("dicom = {{ {source} }}"),
    };
    let (scenario, found) = overread_scenario::check(&scenario_text(Reading::Unaided, &[case]));
    let scenario = scenario.unwrap_or_else(|| panic!("{:?}", found.all()));
    assert!(matches!(scenario.cases[0].source, CaseSource::Dicom(_)));
    open_images(&scenario.cases[0], studies, &StepProgress::default()).unwrap()
}

/// Date and number of each prior with how many series it has, in the order of the case.
fn told(images: &CaseImages) -> Vec<(u32, Option<&str>, usize)> {
    let mut told: Vec<(u32, Option<&str>, usize)> = Vec::new();
    for series in &images.series {
        let (prior, date) = (series.facts.prior, series.facts.study_date.as_deref());
        match told.last_mut() {
            Some((number, _, count)) if *number == prior => *count += 1,
            _ => told.push((prior, date, 1)),
        }
    }
    told
}

#[test]
fn older_studies_in_the_folder_are_priors_the_newest_first() {
    let studies = tempfile::tempdir().unwrap();
    let folder = studies.path().join("one");
    write(&folder, 1, "20200101", 2);
    write(&folder, 2, "20220101", 4);
    write(&folder, 3, "20240101", 4);
    let images = open(studies.path(), "folder = \"one\"");
    assert_eq!(
        told(&images),
        [
            (0, Some("20240101"), 4),
            (1, Some("20220101"), 4),
            (2, Some("20200101"), 2)
        ]
    );
    assert_eq!(images.warnings, Vec::<String>::new());
    let jobs = job_series(&images);
    let days: Vec<(u32, Option<u32>)> = jobs.iter().map(|s| (s.study, s.days_before)).collect();
    assert_eq!(days[0], (0, None));
    // 2022 to 2024: two years without a leap day. 2020 to 2024: four with one.
    assert_eq!(days[4], (1, Some(730)));
    assert_eq!(days[9], (2, Some(1461)));
}

#[test]
fn the_newest_study_of_the_kind_is_read_however_large_the_older_ones_are() {
    let studies = tempfile::tempdir().unwrap();
    let folder = studies.path().join("one");
    write(&folder, 1, "20200101", 4);
    write(&folder, 2, "20220101", 1);
    let images = open(studies.path(), "folder = \"one\"");
    assert_eq!(
        told(&images),
        [(0, Some("20220101"), 1), (1, Some("20200101"), 4)]
    );
}

#[test]
fn another_patients_study_in_the_folder_is_no_prior() {
    let studies = tempfile::tempdir().unwrap();
    let folder = studies.path().join("one");
    write(&folder.join("breast"), 1, "20190101", 4);
    // Patient T1, 2020.
    TinyCt::numbered(1).write(&folder.join("chest")).unwrap();
    let images = open(studies.path(), "folder = \"one\"");
    assert_eq!(told(&images), [(0, Some("20200101"), 1)]);
}

#[test]
fn a_scenario_names_the_priors_or_none() {
    let studies = tempfile::tempdir().unwrap();
    write(&studies.path().join("one"), 1, "20200101", 4);
    write(&studies.path().join("one"), 2, "20240101", 4);
    write(&studies.path().join("two"), 3, "20180101", 1);
    write(&studies.path().join("three"), 4, "20220101", 2);
    let images = open(studies.path(), "folder = \"one\", priors = []");
    assert_eq!(told(&images), [(0, Some("20240101"), 4)]);
    let images = open(
        studies.path(),
        "folder = \"one\", priors = [\"two\", \"three\"]",
    );
    assert_eq!(
        told(&images),
        [
            (0, Some("20240101"), 4),
            (1, Some("20220101"), 2),
            (2, Some("20180101"), 1)
        ]
    );
    assert_eq!(images.warnings, Vec::<String>::new());
}

#[test]
fn priors_that_cannot_be_read_become_warnings() {
    let studies = tempfile::tempdir().unwrap();
    write(&studies.path().join("one"), 1, "20240101", 4);
    TinyCt::numbered(1)
        .write(&studies.path().join("ct"))
        .unwrap();
    let images = open(
        studies.path(),
        "folder = \"one\", priors = [\"gone\", \"one\", \"ct\"]",
    );
    assert_eq!(
        told(&images),
        [(0, Some("20240101"), 4), (1, Some("20200101"), 1)]
    );
    let [gone, one, patient] = images.warnings.as_slice() else {
        panic!("{:?}", images.warnings);
    };
    assert!(gone.contains("prior study in gone"), "{gone}");
    assert!(
        one.contains("no images of another study in it (prior study in one)"),
        "{one}"
    );
    assert!(
        patient.contains("its patient ID is not that of the study to be read"),
        "{patient}"
    );
}

#[test]
fn a_case_of_one_series_has_no_priors_that_it_does_not_name() {
    let studies = tempfile::tempdir().unwrap();
    write(&studies.path().join("one"), 1, "20200101", 4);
    write(&studies.path().join("one"), 2, "20240101", 4);
    let all = open(studies.path(), "folder = \"one\"");
    let uid = all.series[0].facts.uid.clone();
    let source = format!("folder = \"one\", series_uid = \"{uid}\"");
    assert_eq!(
        told(&open(studies.path(), &source)),
        [(0, Some("20240101"), 1)]
    );
}

#[track_caller]
fn check_days(current: &str, prior: &str, expected: Option<u32>) {
    assert_eq!(
        days_before(Some(current), Some(prior)),
        expected,
        "{current} {prior}"
    );
}

#[test]
fn days_between_dates_follow_the_calendar() {
    check_days("20240301", "20240228", Some(2));
    check_days("20230301", "20230228", Some(1));
    check_days("20000301", "20000228", Some(2));
    check_days("19000301", "19000228", Some(1));
    check_days("20240101", "20231231", Some(1));
    check_days("20240101", "20240101", Some(0));
    check_days("20240101", "19240101", Some(36_525));
    check_days("20240101", "20240102", None);
    check_days("20240101", "20241340", None);
    check_days("20240101", "2024.1.1", None);
    check_days("", "20240101", None);
    assert_eq!(days_before(None, Some("20240101")), None);
}
