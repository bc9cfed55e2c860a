//! What holds for every object: equal input gives equal bytes, files are whole, wrong moments and studies are refused.

use overread_base::{AiStatus, NotRunReason, ServiceId, ServiceIdentity, StudyUid};

use super::*;
use crate::model::{Patient, Study};

fn study() -> Study {
    Study {
        uid: StudyUid::new("1.2.3").unwrap(),
        patient: Patient::default(),
        date: None,
        time: None,
        description: None,
        accession: None,
        series: Vec::new(),
        objects: Vec::new(),
    }
}

fn result(study: &str) -> overread_base::AiResult {
    overread_base::AiResult {
        service: ServiceIdentity {
            id: ServiceId::new("vendor.service").unwrap(),
            name: Vec::new(),
            version: "1".to_owned(),
            bundle_digest: None,
            model_digests: Vec::new(),
            intended_use: Vec::new(),
            operating_point: None,
        },
        study: StudyUid::new(study).unwrap(),
        status: AiStatus::NotRun {
            reason: NotRunReason::MissingSeries,
            message: String::new(),
        },
        elapsed: None,
    }
}

fn info(date: &str, time: &str, seed: u64) -> AiObjectsInfo {
    AiObjectsInfo {
        date: date.to_owned(),
        time: time.to_owned(),
        language: ReportLanguage::English,
        seed: Seed(seed),
    }
}

#[test]
fn equal_seeds_write_equal_bytes_and_others_do_not() {
    let study = study();
    let of = |seed| {
        let info = info("20260105", "120000", seed);
        let objects = AiObjects::new(&study, &info).unwrap();
        objects.sr(&result("1.2.3"), &[]).unwrap()
    };
    assert_eq!(of(1), of(1));
    assert_ne!(of(1).sop, of(2).sop);
    assert_ne!(of(1).series, of(2).series);
}

#[test]
fn a_file_is_written_whole_under_its_own_name() {
    let study = study();
    let info = info("20260105", "120000", 1);
    let objects = AiObjects::new(&study, &info).unwrap();
    let object = objects.sr(&result("1.2.3"), &[]).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for _ in 0..2 {
        let path = object.write_into(folder.path()).unwrap();
        assert_eq!(fs::read(&path).unwrap(), object.bytes);
        assert_eq!(path, folder.path().join(format!("sr-{}.dcm", object.sop)));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
    let nowhere = object.write_into(&folder.path().join("missing"));
    assert!(matches!(nowhere, Err(AiWriteError::Io { .. })));
}

#[test]
fn a_moment_that_is_none_is_refused() {
    let study = study();
    for (date, time) in [("2026-01-05", "120000"), ("20260105", "12:00"), ("", "")] {
        let refused = AiObjects::new(&study, &info(date, time, 1)).map(|_| ());
        assert!(matches!(refused, Err(AiWriteError::Moment { .. })));
    }
}

#[test]
fn a_statement_about_another_study_is_refused() {
    let study = study();
    let info = info("20260105", "120000", 1);
    let objects = AiObjects::new(&study, &info).unwrap();
    let refused = objects.sr(&result("1.2.4"), &[]);
    assert_eq!(
        refused.unwrap_err().to_string(),
        "the result is about study 1.2.4, the images are of study 1.2.3"
    );
}
