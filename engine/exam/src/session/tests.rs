//! What a session lets a reader do, in which order, and what nobody may see before.

use overread_base::{AiStatus, FailureKind, Mark, MarkId, NotRunReason, ServiceId, Shape, Vec3};
use overread_scenario::{LabelId, ReadingMode, SectionId};
use proptest::prelude::*;

use super::*;
use crate::fixture::{Sitting, at, case, finding_id, plan, result, series, service, with_status};
use crate::{
    AiView, FindingVerdict, LockBlocker, Percent, SignBlocker, SliceDwell, ViewerFact, Visibility,
};

fn verdict(finding: &str, verdict: FindingVerdict) -> Command {
    Command::GiveVerdict {
        finding: finding_id(finding),
        verdict,
        note: None,
    }
}

fn ai_view(sitting: &Sitting) -> AiView<'_> {
    sitting.session.view(sitting.now).case.unwrap().ai
}

#[test]
fn a_case_is_read_locked_revealed_decided_and_signed() {
    let mut s = Sitting::new(ReadingMode::Sequential);
    s.read_up_to_reveal("c1", &[10.0], 80, result(&[10.0, 50.0], 0.9));
    s.done(verdict("f0", FindingVerdict::Accepted));
    s.done(verdict("f1", FindingVerdict::Rejected));
    s.write_report();
    s.done(Command::Sign);
    let view = s.session.view(s.now);
    assert_eq!(view.worklist[0].phase, Some(CasePhase::Signed));
    assert!(view.worklist[1].is_next);
    assert_eq!(s.session.open_case(), None);
}

#[test]
fn nothing_of_the_ai_is_seen_before_the_lock_even_if_it_came_first() {
    let mut s = Sitting::new(ReadingMode::Sequential);
    s.done(Command::NextCase);
    assert_eq!(ai_view(&s), AiView::Hidden);
    s.arrives("c1", result(&[10.0], 0.9)).unwrap();
    assert_eq!(ai_view(&s), AiView::Hidden);
    let refused = s.send(verdict("f0", FindingVerdict::Accepted));
    assert_eq!(refused, Err(Refusal::AiNotRevealed));
    // Whether the overlay may be switched must not tell whether there is a result.
    let overlay = Command::Viewer(ViewerFact::AiOverlay(Visibility::Shown));
    assert_eq!(s.send(overlay), Err(Refusal::ViewerFact));
    s.done(Command::RateCase(10));
    s.done(Command::LockFirstRead);
    assert!(matches!(ai_view(&s), AiView::Revealed(revealed) if revealed.findings.len() == 1));
}

#[test]
fn the_reveal_waits_for_a_result_that_is_late() {
    let mut s = Sitting::new(ReadingMode::Sequential);
    s.done(Command::NextCase);
    s.done(Command::RateCase(10));
    s.done(Command::LockFirstRead);
    assert_eq!(ai_view(&s), AiView::Pending);
    // The answer stands still while the result is awaited, or the lock would mean nothing.
    assert_eq!(
        s.send(Command::AddMark(at(1.0))),
        Err(Refusal::AlreadyLocked)
    );
    assert_eq!(s.send(Command::RateCase(90)), Err(Refusal::AlreadyLocked));
    s.arrives("c1", result(&[], 0.1)).unwrap();
    s.done(Command::RateCase(20));
    let view = s.session.view(s.now).case.unwrap();
    assert_eq!(view.first_rating.unwrap().value(), 10);
    assert_eq!(view.rating.unwrap().value(), 20);
}

#[test]
fn a_locked_answer_never_changes_whatever_comes_after() {
    let mut s = Sitting::new(ReadingMode::Sequential);
    s.read_up_to_reveal("c1", &[10.0], 80, result(&[50.0], 0.9));
    let locked = s.session.cases[&case("c1")].first.clone();
    let first = MarkId::new("m1").unwrap();
    s.done(Command::DeleteMark(first));
    s.done(Command::AddMark(at(50.0)));
    s.done(Command::RateCase(0));
    assert_eq!(s.session.cases[&case("c1")].first, locked);
    assert_eq!(s.send(Command::LockFirstRead), Err(Refusal::AlreadyLocked));
    // Ids of deleted marks are not used again, or the log could not tell two marks apart.
    let marks = &s.session.cases[&case("c1")].marks;
    assert_eq!(marks[0].id, MarkId::new("m2").unwrap());
}

#[test]
fn a_first_read_without_a_rating_is_not_locked() {
    let mut s = Sitting::new(ReadingMode::Sequential);
    s.done(Command::NextCase);
    let blockers = s.session.view(s.now).case.unwrap().lock_blockers;
    assert_eq!(blockers, [LockBlocker::NotRated]);
    assert_eq!(
        s.send(Command::LockFirstRead),
        Err(Refusal::NotLockable(blockers))
    );
}

#[test]
fn every_reason_against_a_signature_is_given_at_once() {
    let mut s = Sitting::new(ReadingMode::Sequential);
    s.done(Command::NextCase);
    let empty = SignBlocker::SectionEmpty(SectionId::new("impression").unwrap());
    let expected = vec![
        SignBlocker::FirstReadNotLocked,
        SignBlocker::NotRated,
        empty.clone(),
    ];
    assert_eq!(s.send(Command::Sign), Err(Refusal::NotSignable(expected)));
    s.done(Command::RateCase(10));
    s.done(Command::LockFirstRead);
    let expected = vec![SignBlocker::AiPending, empty.clone()];
    assert_eq!(s.send(Command::Sign), Err(Refusal::NotSignable(expected)));
    s.arrives("c1", result(&[10.0, 20.0], 0.9)).unwrap();
    s.done(verdict("f1", FindingVerdict::Rejected));
    let expected = vec![empty, SignBlocker::NoVerdict(finding_id("f0"))];
    assert_eq!(s.send(Command::Sign), Err(Refusal::NotSignable(expected)));
}

#[test]
fn a_failed_or_declined_service_is_shown_and_does_not_block() {
    for status in [
        AiStatus::Failed {
            kind: FailureKind::Trap,
            message: "unreachable".to_owned(),
        },
        AiStatus::NotRun {
            reason: NotRunReason::RuntimeMissing,
            message: String::new(),
        },
    ] {
        let mut s = Sitting::new(ReadingMode::Sequential);
        s.read_up_to_reveal("c1", &[], 0, with_status(status.clone()));
        let AiView::Revealed(revealed) = ai_view(&s) else {
            panic!("not revealed: {status:?}");
        };
        assert_eq!(revealed.result.status, status);
        s.write_report();
        s.done(Command::Sign);
    }
}

#[test]
fn only_the_service_of_the_plan_may_answer_and_only_once() {
    let mut s = Sitting::new(ReadingMode::Sequential);
    assert_eq!(
        s.arrives("c1", result(&[], 0.1)),
        Err(Refusal::NoOpenCase),
        "a case that was not opened gets no result"
    );
    s.done(Command::NextCase);
    let mut other = result(&[], 0.1);
    other.service.id = ServiceId::new("other.nodule").unwrap();
    let expected = Refusal::OtherService {
        expected: "acme.nodule 1.0.0".to_owned(),
        found: "other.nodule 1.0.0".to_owned(),
    };
    assert_eq!(s.arrives("c1", other), Err(expected));
    s.arrives("c1", result(&[], 0.1)).unwrap();
    let again = Refusal::AiArrivedBefore { case: case("c1") };
    assert_eq!(s.arrives("c1", result(&[1.0], 0.9)), Err(again));
    let unknown = Refusal::UnknownCase { case: case("c9") };
    assert_eq!(s.arrives("c9", result(&[], 0.1)), Err(unknown));
}

#[test]
fn cases_come_in_the_order_of_the_plan_one_at_a_time() {
    let mut s = Sitting::new(ReadingMode::Sequential);
    let out_of_order = Refusal::OutOfOrder {
        expected: case("c1"),
        found: case("c2"),
    };
    assert_eq!(s.send(Command::OpenCase(case("c2"))), Err(out_of_order));
    s.done(Command::OpenCase(case("c1")));
    let open = Refusal::CaseOpen { case: case("c1") };
    assert_eq!(s.send(Command::NextCase), Err(open));
    assert_eq!(s.send(Command::Finish), Err(Refusal::Unread { left: 3 }));
}

#[test]
fn a_signed_case_does_not_change_and_the_session_ends_when_all_are_signed() {
    let mut s = Sitting::new(ReadingMode::Unaided);
    for id in ["c1", "c2", "c3"] {
        s.done(Command::NextCase);
        s.done(Command::RateCase(5));
        s.write_report();
        s.done(Command::Sign);
        let signed = Refusal::Signed { case: case(id) };
        assert_eq!(s.send(Command::RateCase(90)), Err(signed.clone()));
        assert_eq!(s.send(Command::OpenCase(case(id))), Err(signed));
    }
    assert_eq!(s.send(Command::NextCase), Err(Refusal::NoCaseLeft));
    s.done(Command::Finish);
    assert_eq!(s.session.view(s.now).state, SessionState::Ended);
    assert_eq!(s.send(Command::Resume), Err(Refusal::SessionEnded));
}

#[test]
fn unaided_reading_has_no_ai_and_no_lock() {
    let mut s = Sitting::new(ReadingMode::Unaided);
    s.done(Command::NextCase);
    let refused = Err(Refusal::NotInThisMode(ReadingMode::Unaided));
    assert_eq!(s.send(Command::LockFirstRead), refused);
    assert_eq!(s.arrives("c1", result(&[], 0.1)), refused);
    assert_eq!(s.send(verdict("f0", FindingVerdict::Accepted)), refused);
    assert_eq!(ai_view(&s), AiView::NotUsed);
}

#[test]
fn marks_that_cannot_be_are_refused_by_name() {
    let mut s = Sitting::new(ReadingMode::Unaided);
    s.done(Command::NextCase);
    let with = |shape| {
        let mut answer = at(0.0);
        answer.place = Mark {
            series: series(),
            shape,
        };
        Command::AddMark(answer)
    };
    let far = Shape::Point(Vec3::new(f64::NAN, 0.0, 0.0));
    assert_eq!(s.send(with(far)), Err(Refusal::Place));
    let far = Shape::Point(Vec3::new(0.0, 10_001.0, 0.0));
    assert_eq!(s.send(with(far)), Err(Refusal::Place));
    let inverted = Shape::Cuboid {
        low: Vec3::new(1.0, 0.0, 0.0),
        high: Vec3::new(0.0, 1.0, 1.0),
    };
    assert_eq!(s.send(with(inverted)), Err(Refusal::Place));
    let line = Shape::Polyline(vec![Vec3::new(0.0, 0.0, 0.0), Vec3::new(1.0, 0.0, 0.0)]);
    assert_eq!(s.send(with(line)), Err(Refusal::Shape));
    let mut answer = at(0.0);
    answer.label = LabelId::new("cyst").unwrap();
    let unknown = Refusal::UnknownLabel {
        label: answer.label.clone(),
    };
    assert_eq!(s.send(Command::AddMark(answer)), Err(unknown));
    let mut answer = at(0.0);
    answer.confidence = Percent::new(33).unwrap();
    let confidence = Refusal::Confidence { step: 5, found: 33 };
    assert_eq!(s.send(Command::AddMark(answer)), Err(confidence));
    assert_eq!(
        s.send(Command::RateCase(101)),
        Err(Refusal::Rating { found: 101 })
    );
    assert!(s.session.cases[&case("c1")].marks.is_empty());
}

#[test]
fn a_case_holds_a_bounded_number_of_marks_and_bytes() {
    let mut s = Sitting::new(ReadingMode::Unaided);
    s.done(Command::NextCase);
    for n in 0..200_i32 {
        s.done(Command::AddMark(at(f64::from(n))));
    }
    assert_eq!(
        s.send(Command::AddMark(at(1.0))),
        Err(Refusal::TooManyMarks { limit: 200 })
    );
    let text = |n| Command::EditReport {
        section: SectionId::new("impression").unwrap(),
        text: "x".repeat(n),
    };
    s.done(text(65_536));
    let too_long = Refusal::TextTooLong {
        limit: 65_536,
        found: 65_537,
    };
    assert_eq!(s.send(text(65_537)), Err(too_long));
    let shown = |slice_idx, ms| {
        Command::Viewer(ViewerFact::SlicesShown {
            series: series(),
            n_slices: 10,
            shown: vec![SliceDwell {
                slice_idx,
                shown_for: Millis(ms),
            }],
        })
    };
    s.done(shown(9, 100));
    assert_eq!(s.send(shown(10, 100)), Err(Refusal::ViewerFact));
    assert_eq!(s.send(shown(1, u64::MAX)), Err(Refusal::ViewerFact));
}

#[test]
fn time_stands_still_while_the_reader_is_away() {
    let mut s = Sitting::new(ReadingMode::Unaided);
    s.done(Command::NextCase);
    s.done(Command::Viewer(ViewerFact::ImagePainted));
    let painted = s.now;
    s.done(Command::Pause);
    assert_eq!(s.send(Command::RateCase(5)), Err(Refusal::Paused));
    s.now.0 += 100_000;
    s.done(Command::Resume);
    s.done(Command::RateCase(5));
    let elapsed = s.session.view(s.now).case.unwrap().elapsed;
    // Painted to pause 1 s, resume to rating 1 s; the pause itself does not count.
    assert_eq!(elapsed, Millis(2000), "painted at {painted:?}");
    assert_eq!(s.session.view(s.now).case.unwrap().overrun, None);
    s.now.0 += 60_000;
    let overrun = s.session.view(s.now).case.unwrap().overrun;
    assert_eq!(overrun, Some(Millis(2000)));
}

#[test]
fn a_clock_that_runs_backwards_does_not_make_times_that_do() {
    let mut s = Sitting::new(ReadingMode::Unaided);
    s.now = Millis(50_000);
    s.done(Command::NextCase);
    let events = s.session.decide(Millis(3), Command::RateCase(5)).unwrap();
    assert_eq!(events[0].at, Millis(51_000));
}

#[test]
fn plans_that_contradict_themselves_are_refused() {
    let mut none = plan(ReadingMode::Unaided);
    none.cases.clear();
    assert_eq!(Session::new(none), Err(PlanError::NoCases));
    let mut twice = plan(ReadingMode::Unaided);
    twice.cases.push(case("c2"));
    let repeated = PlanError::RepeatedCase { case: case("c2") };
    assert_eq!(Session::new(twice), Err(repeated));
    let mut alone = plan(ReadingMode::Sequential);
    alone.service = None;
    let mode = ReadingMode::Sequential;
    assert_eq!(Session::new(alone), Err(PlanError::NoService { mode }));
    let mut useless = plan(ReadingMode::Unaided);
    useless.service = Some(service());
    assert!(matches!(
        Session::new(useless),
        Err(PlanError::ServiceNotUsed { .. })
    ));
}

mod any_commands;
