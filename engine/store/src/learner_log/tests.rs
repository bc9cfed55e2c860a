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
