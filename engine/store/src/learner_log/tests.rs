//! A learner's log over several openings, with a torn end, with damage, and with what another version wrote.

use std::fs;

use overread_base::{CaseId, PhantomKind, ScenarioId};
use overread_exam::{AiState, CertificateBar, ComponentStatus, PassOutcome};
use overread_learning::{
    CaseRecord, ComponentRecord, ExamRecord, ItemId, LearnerAct, StepId, TestRecord,
};
use overread_scenario::{ItemAnswer, PassMetric};

use super::*;

fn exam_step() -> StepId {
    StepId {
        course: ScenarioId::new("test.course").unwrap(),
        module: "m9".to_owned(),
        step: "aided".to_owned(),
    }
}

fn test() -> TestRecord {
    TestRecord {
        step: exam_step(),
        version: "1.0.0".to_owned(),
        seed: 7,
        answers: vec![
            (
                "a".to_owned(),
                Some(ItemAnswer::Options(vec!["b".to_owned()])),
            ),
            ("n".to_owned(), Some(ItemAnswer::Number(0.1))),
            ("left".to_owned(), None),
        ],
        seconds: 1234.5,
        is_time_up: true,
        share: 2.0 / 3.0,
        cut: 0.7,
    }
}

fn exam() -> ExamRecord {
    let component = |status, share| ComponentRecord {
        metric: PassMetric::Rair,
        share,
        n: 5,
        cut: Some(0.6),
        status,
    };
    ExamRecord {
        step: exam_step(),
        session: "2026-11-26".to_owned(),
        outcome: PassOutcome::Failed,
        bars: vec![CertificateBar::NotComplete],
        components: ComponentStatus::ALL
            .into_iter()
            .map(|status| component(status, (status != ComponentStatus::TooFew).then_some(0.25)))
            .collect(),
    }
}

fn events() -> Vec<LearnerEvent> {
    let course = || ScenarioId::new("test.course").unwrap();
    let step = || StepId {
        course: course(),
        module: "m0".to_owned(),
        step: "page".to_owned(),
    };
    let item = |name: &str| ItemId {
        course: course(),
        module: "m0".to_owned(),
        item: name.to_owned(),
    };
    let case = CaseRecord {
        session: "2026-11-26".to_owned(),
        case: CaseId::new("one").unwrap(),
        area: Some(PhantomKind::Mammography),
        task: "mass".to_owned(),
        ai: AiState::FalseNegative,
        was_right_alone: Some(true),
        is_right: false,
        seconds: Some(12.25),
        n_hints: 2,
    };
    let unknown = CaseRecord {
        area: None,
        was_right_alone: None,
        seconds: None,
        n_hints: 0,
        ..case.clone()
    };
    let acts = vec![
        LearnerAct::TourDone,
        LearnerAct::StepBegun(step()),
        LearnerAct::StepDone {
            step: step(),
            share: None,
            session: None,
        },
        LearnerAct::StepDone {
            step: step(),
            share: Some(0.75),
            session: None,
        },
        LearnerAct::ItemAnswered {
            item: item("a"),
            answer: ItemAnswer::Options(vec!["b".to_owned()]),
            points: 1.0,
        },
        LearnerAct::ItemAnswered {
            item: item("n"),
            answer: ItemAnswer::Number(0.1),
            points: 0.0,
        },
        LearnerAct::CaseRead(case),
        LearnerAct::CaseRead(unknown),
        LearnerAct::TestBegun {
            step: step(),
            seed: u64::MAX,
        },
        LearnerAct::TestDone(test()),
        LearnerAct::ExamDone(exam()),
    ];
    let stamped = acts.into_iter().enumerate();
    stamped
        .map(|(n, act)| LearnerEvent {
            at_unix_s: 1_795_651_200 + n as u64,
            act,
        })
        .collect()
}

#[test]
fn what_was_added_is_there_after_every_opening() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("learner.log");
    let events = events();
    let (first, rest) = events.split_at(3);
    let (mut log, begun) = LearnerLog::open(&path, "Анна").unwrap();
    assert!(begun.events.is_empty());
    first.iter().for_each(|event| log.append(event).unwrap());
    drop(log);
    let (mut log, found) = LearnerLog::open(&path, "somebody else").unwrap();
    assert_eq!((found.learner.as_str(), &found.events[..]), ("Анна", first));
    rest.iter().for_each(|event| log.append(event).unwrap());
    assert!(matches!(
        LearnerLog::open(&path, ""),
        Err(StoreError::InUse { .. })
    ));
    // Reading needs no lock.
    assert_eq!(LearnerLog::read(&path).unwrap().events, events);
}

#[test]
fn every_reader_of_a_folder_has_a_log_and_the_first_has_the_plain_name() {
    let place = tempfile::tempdir().unwrap();
    let path = |reader: &str| LearnerLog::path_of(place.path(), reader);
    let plain = place.path().join("learner.log");
    assert_eq!(path("anna"), plain);
    drop(LearnerLog::open(&plain, "anna").unwrap());
    assert_eq!(path("anna"), plain);
    assert_eq!(path("boris"), place.path().join("learner-boris.log"));
    drop(LearnerLog::open(&path("boris"), "boris").unwrap());
    // One that cannot be read is somebody's: it is named by its fault, and nobody writes beside it.
    fs::write(&plain, b"not a log").unwrap();
    assert_eq!(path("clara"), plain);
    assert!(LearnerLog::open(&plain, "clara").is_err());
    // Whoever has a log of their own is not concerned.
    assert_eq!(path("boris"), place.path().join("learner-boris.log"));
}

#[test]
fn a_torn_end_is_cut_off_and_damage_is_named_and_kept() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("learner.log");
    let events = events();
    let (mut log, _) = LearnerLog::open(&path, "").unwrap();
    events.iter().for_each(|event| log.append(event).unwrap());
    drop(log);
    let whole = fs::read(&path).unwrap();
    for cut in [1, 7, 40] {
        fs::write(&path, &whole[..whole.len() - cut]).unwrap();
        let (mut log, found) = LearnerLog::open(&path, "").unwrap();
        assert!(found.torn.is_some(), "{cut}");
        assert_eq!(found.events, events[..events.len() - 1], "{cut}");
        log.append(events.last().unwrap()).unwrap();
        drop(log);
        assert_eq!(fs::read(&path).unwrap(), whole, "{cut}");
    }
    let mut flipped = whole.clone();
    let middle = whole.len() / 2;
    flipped[middle] ^= 1;
    fs::write(&path, &flipped).unwrap();
    assert!(matches!(
        LearnerLog::open(&path, ""),
        Err(StoreError::Damaged { .. })
    ));
    assert_eq!(fs::read(&path).unwrap(), flipped);
}

#[test]
fn a_session_is_no_log_of_a_learner() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("learner.log");
    let header = br#"{"form":"overread-learner","version":2,"learner":""}"#;
    drop(RecordFile::create(&path, header, Flush::EachEvent).unwrap());
    let error = LearnerLog::read(&path).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("expected overread-learner version 1, found overread-learner version 2"),
        "{error}"
    );
}

/// A log that a crash cut off in its first record, with every number of its bytes, and as many of them zeros.
fn torn_headers(whole: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    (0..whole.len()).flat_map(|n| {
        let mut grown = whole[..n].to_vec();
        grown.resize(whole.len(), 0);
        [whole[..n].to_vec(), grown]
    })
}

#[test]
fn a_header_that_was_torn_is_written_anew_and_blocks_nothing() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("learner.log");
    drop(LearnerLog::open(&path, "Анна").unwrap());
    let whole = fs::read(&path).unwrap();
    for torn in torn_headers(&whole) {
        if torn == whole {
            continue;
        }
        let n = torn.len();
        fs::write(&path, &torn).unwrap();
        // It holds nobody's events, so it is there for whoever learns next.
        assert_eq!(LearnerLog::path_of(place.path(), "boris"), path);
        let (mut log, begun) = LearnerLog::open(&path, "boris").unwrap();
        assert_eq!((begun.learner.as_str(), begun.events.len()), ("boris", 0));
        let lost = (n > 0).then_some(Recovery {
            lost_bytes: n as u64,
        });
        assert_eq!(begun.torn, lost);
        log.append(&events()[0]).unwrap();
        drop(log);
        let (mut log, found) = LearnerLog::open(&path, "boris").unwrap();
        assert_eq!((found.events, found.torn), (events()[..1].to_vec(), None));
        log.append(&events()[1]).unwrap();
        drop(log);
        let read = LearnerLog::read(&path).unwrap();
        assert_eq!((read.learner, read.events.len()), ("boris".to_owned(), 2));
    }
}

/// Neither is opened, and nothing in it is changed.
#[track_caller]
fn check_left_alone(path: &Path, bytes: &[u8]) {
    fs::write(path, bytes).unwrap();
    let error = LearnerLog::open(path, "boris").unwrap_err();
    assert!(matches!(error, StoreError::NotAJournal { .. }), "{error}");
    assert_eq!(fs::read(path).unwrap(), bytes);
}

#[test]
fn a_damaged_header_is_refused_and_kept() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("learner.log");
    let (mut log, _) = LearnerLog::open(&path, "Анна").unwrap();
    let header = fs::read(&path).unwrap();
    let all = events();
    all.iter().for_each(|event| log.append(event).unwrap());
    drop(log);
    let whole = fs::read(&path).unwrap();
    for at in 0..header.len() {
        for bytes in [&header, &whole] {
            let mut flipped = bytes.clone();
            flipped[at] ^= 0x10;
            check_left_alone(&path, &flipped);
        }
    }
    // A length and a byte behind it: by the length the file is torn, and what is saved in it is there nevertheless.
    for (at, bit) in [(0, 0x80), (1, 1), (1, 0x40), (2, 1)] {
        for second in 4..header.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= bit;
            damaged[second] ^= 0x10;
            check_left_alone(&path, &damaged);
        }
    }
}

#[test]
fn what_is_no_learners_log_is_not_begun_anew() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("learner.log");
    check_left_alone(&path, b"not a log");
    // A session's journal, torn in its header, and something else that begins with a small number.
    check_left_alone(&path, b"\x40\x01\0\0{\"kind\":\"overread-journal\",");
    check_left_alone(&path, &[9, 1, 0, 0, 1, 2, 3, 4, 5, 6, 7]);
}
