//! Evaluations that are cut short go on, and rows are never lost or done twice.

use std::fs;
use std::sync::Mutex;

use overread_evaluation::Status;

use super::*;
use crate::fixture::nothing_recorded;

fn set() -> PhantomSet {
    PhantomSet {
        kind: PhantomKind::ChestCt,
        difficulty: Difficulty::Medium,
        first_seed: 70,
        count: 4,
        prevalence: 0.5,
        acquisition: Acquisition {
            size: Some(64),
            slices: Some(16),
            ..Acquisition::default()
        },
    }
}

#[test]
fn a_run_cut_short_goes_on_and_gives_the_same_rows() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("deep/rows.jsonl");
    let (service, set) = (nothing_recorded(), set());
    let targets = [Code::nodule()];
    let mut file = EvaluationFile::open(&path).unwrap();
    evaluate(&service, &targets, &set, &mut file, &|_| {}).unwrap();
    let whole = file.rows().to_vec();
    let cases: Vec<&str> = whole.iter().map(|row| row.case.as_str()).collect();
    assert_eq!(
        cases,
        [
            "chest-ct/medium/70",
            "chest-ct/medium/71",
            "chest-ct/medium/72",
            "chest-ct/medium/73"
        ]
    );
    assert!(whole.iter().all(|row| row.status == Status::NotRun));
    // The first line and half of the second are what a kill left behind.
    let text = fs::read_to_string(&path).unwrap();
    let first = text.find('\n').unwrap();
    fs::write(&path, &text[..first + 40]).unwrap();
    let mut file = EvaluationFile::open(&path).unwrap();
    assert_eq!(file.rows().len(), 1);
    let heard = Mutex::new(Vec::new());
    let hear = |n| heard.lock().unwrap().push(n);
    evaluate(&service, &targets, &set, &mut file, &hear).unwrap();
    assert_eq!(file.rows(), whole);
    assert_eq!(EvaluationFile::open(&path).unwrap().rows().len(), 4);
    let mut heard = heard.into_inner().unwrap();
    heard.sort_unstable();
    assert_eq!(heard, [1, 2, 3, 4]);
}

#[test]
fn a_service_without_a_target_in_such_studies_is_refused_by_name() {
    let place = tempfile::tempdir().unwrap();
    let mut file = EvaluationFile::open(&place.path().join("rows.jsonl")).unwrap();
    let targets = [Code::new("SCT", "1", "Nothing")];
    let error = evaluate(&nothing_recorded(), &targets, &set(), &mut file, &|_| {}).unwrap_err();
    assert_eq!(
        error.to_string(),
        "test.recorded names no finding that a phantom of kind chest-ct can hold (it names: SCT:1)"
    );
}

#[test]
fn prevalence_is_kept_by_the_seeds() {
    let all = PhantomSet {
        prevalence: 1.0,
        ..set()
    };
    let none = PhantomSet {
        prevalence: 0.0,
        ..set()
    };
    for seed in 0..20 {
        assert!(!all.request(seed, &[Code::nodule()]).lesions.is_empty());
        let wishes = none.request(seed, &[Code::nodule()]).lesions;
        assert!(wishes.iter().all(|wish| wish.kind.code() != Code::nodule()));
    }
}
