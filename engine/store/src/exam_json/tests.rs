//! Exams written to a journal and read back.

use overread_exam::{Event, StampedEvent};

use super::*;
use crate::event_json::EventJson;

fn text(value: &str) -> Vec<LocalText> {
    vec![LocalText {
        locale: "en".to_owned(),
        value: value.to_owned(),
    }]
}

fn item(name: &str) -> ItemId {
    ItemId::new(name).unwrap()
}

#[track_caller]
fn check(fact: ExamFact) {
    let stamped = StampedEvent {
        at: Millis(7),
        event: Event::Exam(fact),
    };
    let text = serde_json::to_string(&EventJson::from(&stamped)).unwrap();
    let read: EventJson = serde_json::from_str(&text).unwrap();
    assert_eq!(StampedEvent::try_from(read).unwrap(), stamped, "{text}");
}

#[test]
fn every_fact_of_an_exam_is_read_back_as_it_was_written() {
    check(ExamFact::Turned(TurnRecord {
        number: 3,
        state_sha256: sha256(b"state"),
        actions: vec![
            ExamAction::GoTo(item("i1")),
            ExamAction::ShowAi(item("i1")),
            ExamAction::HideAi(item("i2")),
            ExamAction::Message(text("Hello.")),
            ExamAction::EndExam,
        ],
        notes: vec!["action `dance` is not known (actions[5])".to_owned()],
        refused: vec!["show-ai i1: no first answer is locked".to_owned()],
    }));
    check(ExamFact::TimedOut(CaseId::new("c1").unwrap()));
    for call in [ExamCall::MakePlan, ExamCall::Step, ExamCall::GradeExam] {
        check(ExamFact::Faulted(ExamFault {
            call,
            kind: FailureKind::Fuel,
            message: "used up".to_owned(),
        }));
    }
    check(ExamFact::Graded(ExamGrade {
        is_passed: true,
        score: 1.0 / 3.0,
        rows: vec![
            MarkRow {
                item: Some(item("i1")),
                metric: "right".to_owned(),
                value: 1e-300,
            },
            MarkRow {
                item: None,
                metric: "ability".to_owned(),
                value: -0.1,
            },
        ],
        feedback: text("Passed."),
    }));
}

#[test]
fn a_seat_is_read_back_as_it_was_written() {
    let seat = ExamSeat {
        plugin: ServiceIdentity {
            id: ServiceId::new("acme.exam").unwrap(),
            name: text("Exam"),
            version: "1.0.0".to_owned(),
            bundle_digest: Some("ab".repeat(32)),
            model_digests: Vec::new(),
            intended_use: Vec::new(),
            operating_point: None,
        },
        locale: "ru".to_owned(),
        settings: vec![("items".to_owned(), "4".to_owned())],
        plan: ExamPlan {
            title: text("Exam"),
            items: vec![ExamItem {
                id: item("i1"),
                case: CaseId::new("c1").unwrap(),
                service: Some(ServiceId::new("acme.nodule").unwrap()),
                time_limit: Some(Millis(60_000)),
                hints: vec![("a".to_owned(), "b".to_owned())],
            }],
            extra: vec![("c".to_owned(), "d".to_owned())],
        },
    };
    let text = serde_json::to_string(&SeatJson::from(&seat)).unwrap();
    let read: SeatJson = serde_json::from_str(&text).unwrap();
    assert_eq!(ExamSeat::try_from(read).unwrap(), seat);
}

#[test]
fn a_digest_that_is_none_is_refused() {
    let text = r#"{"at_ms":0,"event":"exam","fact":{"turned":{"number":0,"state_sha256":"ab","actions":[],"notes":[],"refused":[]}}}"#;
    let read: EventJson = serde_json::from_str(text).unwrap();
    let refused = StampedEvent::try_from(read).unwrap_err();
    assert!(refused.0.contains("64 hex digits"), "{}", refused.0);
}
