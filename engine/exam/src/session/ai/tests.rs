//! Each reading mode: who sees the AI result when, who signs what, and what is withheld.

use overread_base::{AiReport, AiStatus, Millis, NotRunReason, Priority};
use overread_scenario::ReadingMode;

use super::*;
use crate::fixture::{Sitting, at, case, finding_id, plan, result, with_status};
use crate::{AiView, CasePhase, Command, LockBlocker, PlantRecord, SignBlocker};

fn with_plan(plan: crate::SessionPlan) -> Sitting {
    Sitting {
        session: Session::new(plan).unwrap(),
        events: Vec::new(),
        now: Millis(0),
    }
}

fn not_run() -> AiResult {
    with_status(AiStatus::NotRun {
        reason: NotRunReason::MissingSeries,
        message: String::new(),
    })
}

#[track_caller]
fn case_view(s: &Sitting) -> crate::CaseView<'_> {
    s.session.view(s.now).case.unwrap()
}

#[track_caller]
fn is_revealed(s: &Sitting) -> bool {
    matches!(case_view(s).ai, AiView::Revealed(_))
}

fn facts_of<'a>(s: &'a Sitting, id: &str) -> Vec<&'a CaseFact> {
    let of_case = |stamped: &'a crate::StampedEvent| {
        let Event::Case { case: of, fact } = &stamped.event else {
            return None;
        };
        (*of == case(id)).then_some(fact)
    };
    s.events.iter().filter_map(of_case).collect()
}

#[track_caller]
fn check_not_signable(s: &mut Sitting, expected: &[SignBlocker]) {
    let expected = Refusal::NotSignable(expected.to_vec());
    assert_eq!(s.send(Command::Sign), Err(expected));
}

fn accept(finding: &str) -> Command {
    Command::GiveVerdict {
        finding: finding_id(finding),
        verdict: FindingVerdict::Accepted,
        note: None,
    }
}

#[test]
fn concurrent_shows_the_result_at_once_and_signing_waits_for_it() {
    let mut s = Sitting::new(ReadingMode::Concurrent);
    s.done(Command::NextCase);
    assert_eq!(case_view(&s).ai, AiView::Pending);
    s.done(Command::RateCase(80));
    s.write_report();
    let mode = Refusal::NotInThisMode(ReadingMode::Concurrent);
    assert_eq!(s.send(Command::LockFirstRead), Err(mode));
    check_not_signable(&mut s, &[SignBlocker::AiPending]);
    s.arrives("c1", result(&[10.0], 0.9)).unwrap();
    assert!(is_revealed(&s));
    check_not_signable(&mut s, &[SignBlocker::NoVerdict(finding_id("f0"))]);
    s.done(accept("f0"));
    s.done(Command::Sign);
}

#[test]
fn on_request_a_case_may_be_signed_without_asking() {
    let mut s = Sitting::new(ReadingMode::OnRequest);
    s.done(Command::NextCase);
    s.arrives("c1", result(&[10.0], 0.9)).unwrap();
    assert_eq!(case_view(&s).ai, AiView::OnRequest);
    s.done(Command::RateCase(80));
    s.write_report();
    s.done(Command::Sign);
    assert!(!facts_of(&s, "c1").contains(&&CaseFact::AiRevealed));
}

#[test]
fn a_request_keeps_the_answer_so_far_and_makes_verdicts_necessary() {
    let mut s = Sitting::new(ReadingMode::OnRequest);
    s.done(Command::NextCase);
    s.done(Command::AddMark(at(10.0)));
    // Without a rating there is no first answer that reliance could be measured by.
    let unrated = Refusal::NotLockable(vec![LockBlocker::NotRated]);
    assert_eq!(s.send(Command::RequestAi), Err(unrated));
    s.done(Command::RateCase(30));
    s.done(Command::RequestAi);
    assert_eq!(case_view(&s).phase, CasePhase::AwaitingAi);
    assert_eq!(case_view(&s).ai, AiView::Pending);
    assert_eq!(s.send(Command::RateCase(90)), Err(Refusal::AlreadyLocked));
    s.arrives("c1", result(&[10.0], 0.9)).unwrap();
    assert!(is_revealed(&s));
    s.done(Command::RateCase(90));
    s.write_report();
    check_not_signable(&mut s, &[SignBlocker::NoVerdict(finding_id("f0"))]);
    let view = case_view(&s);
    assert_eq!(view.first_rating.unwrap().value(), 30);
    assert_eq!(view.first_marks.unwrap().len(), 1);
    assert_eq!(s.send(Command::RequestAi), Err(Refusal::AlreadyLocked));
}

#[test]
fn a_result_that_is_there_is_shown_with_the_request() {
    let mut s = Sitting::new(ReadingMode::OnRequest);
    s.done(Command::NextCase);
    s.arrives("c1", result(&[], 0.1)).unwrap();
    s.done(Command::RateCase(30));
    s.done(Command::RequestAi);
    assert!(is_revealed(&s));
}

#[test]
fn triage_puts_urgent_cases_first_and_unknown_ones_before_routine_ones() {
    let mut s = Sitting::new(ReadingMode::Triage);
    assert!(s.session.wants_ai_result(&case("c3")));
    s.arrives("c1", result(&[], 0.1)).unwrap();
    let mut stat = result(&[5.0], 0.6);
    if let AiStatus::Done(report) = &mut stat.status {
        report.priority = Some(Priority::Stat);
    }
    s.arrives("c3", stat).unwrap();
    assert!(!s.session.wants_ai_result(&case("c3")));
    let view = s.session.view(s.now);
    let rows = view.worklist.iter();
    let rows: Vec<_> = rows.map(|row| (row.case.as_str(), row.priority)).collect();
    let expected = [
        ("c3", Some(Priority::Stat)),
        ("c2", None),
        ("c1", Some(Priority::Routine)),
    ];
    assert_eq!(rows, expected);
    assert!(view.worklist.iter().all(|row| row.is_next));
    // Any unread case may be taken; the next one is the most urgent.
    s.done(Command::OpenCase(case("c1")));
    assert!(is_revealed(&s));
    s.done(Command::RateCase(5));
    s.write_report();
    s.done(Command::Sign);
    s.done(Command::NextCase);
    assert_eq!(s.session.open_case(), Some(&case("c3")));
    let again = Refusal::AiArrivedBefore { case: case("c3") };
    assert_eq!(s.arrives("c3", result(&[], 0.1)), Err(again));
}

#[test]
fn of_equal_priority_the_more_probable_case_comes_first() {
    let mut s = Sitting::new(ReadingMode::Triage);
    for (id, probability) in [("c1", 0.7), ("c2", 0.9), ("c3", 0.7)] {
        s.arrives(id, result(&[], probability)).unwrap();
    }
    let order: Vec<_> = s.session.worklist_order();
    assert_eq!(order, [&case("c2"), &case("c1"), &case("c3")]);
}

fn autonomous(audit_share: f64) -> Sitting {
    let mut plan = plan(ReadingMode::AutonomousAudit);
    plan.design.reading.audit_share = audit_share;
    plan.design.reading.signs_below = 0.2;
    with_plan(plan)
}

#[test]
fn the_service_signs_what_it_holds_to_be_normal_and_the_reader_reads_the_rest() {
    let mut s = autonomous(0.0);
    assert_eq!(s.session.awaited_ahead(), Some(&case("c1")));
    let awaiting = Refusal::AwaitingAi { case: case("c1") };
    assert_eq!(s.send(Command::NextCase), Err(awaiting));
    assert!(!s.session.view(s.now).worklist[0].is_next);
    s.arrives("c1", result(&[], 0.1)).unwrap();
    s.arrives("c2", result(&[1.0], 0.2)).unwrap();
    s.arrives("c3", not_run()).unwrap();
    let decided: Vec<_> = {
        let view = s.session.view(s.now);
        view.worklist.iter().map(|row| row.decided_by_ai).collect()
    };
    assert_eq!(decided, [Some(Call::Negative), None, None]);
    let by_service = Refusal::DecidedByService { case: case("c1") };
    assert_eq!(s.send(Command::OpenCase(case("c1"))), Err(by_service));
    for id in ["c2", "c3"] {
        s.done(Command::NextCase);
        assert_eq!(s.session.open_case(), Some(&case(id)));
        assert!(is_revealed(&s), "{id} is read with the result on screen");
        s.done(Command::RateCase(5));
        s.write_report();
        if id == "c2" {
            s.done(accept("f0"));
        }
        s.done(Command::Sign);
    }
    s.done(Command::Finish);
}

#[test]
fn the_audit_sample_is_read_by_the_reader_and_follows_from_the_seed() {
    let mut s = autonomous(1.0);
    s.arrives("c1", result(&[], 0.1)).unwrap();
    s.done(Command::NextCase);
    assert!(is_revealed(&s));
    // Half of many cases, the same half on every run.
    let sample = |seed| {
        let mut plan = plan(ReadingMode::AutonomousAudit);
        plan.seed = overread_base::Seed(seed);
        plan.design.reading.audit_share = 0.5;
        plan.cases = (0..400).map(|n| case(&format!("n{n}"))).collect();
        let session = Session::new(plan.clone()).unwrap();
        let audited = plan.cases.iter().map(|id| session.is_audited(id));
        audited.collect::<Vec<bool>>()
    };
    assert_eq!(sample(1), sample(1));
    assert_ne!(sample(1), sample(2));
    let n_audited = sample(1)
        .into_iter()
        .filter(|&is_audited| is_audited)
        .count();
    // Within four standard deviations of a fair coin, 200 ± 40.
    assert!((160..=240).contains(&n_audited), "{n_audited}");
}

#[test]
fn band_pass_decides_both_ends_and_leaves_the_middle() {
    let decided = |probability| {
        let mut plan = plan(ReadingMode::BandPass);
        plan.design.reading.band = (0.25, 0.75);
        let mut s = with_plan(plan);
        s.arrives("c1", result(&[], probability)).unwrap();
        s.session.view(s.now).worklist[0].decided_by_ai
    };
    assert_eq!(decided(0.2), Some(Call::Negative));
    assert_eq!(decided(0.25), None);
    assert_eq!(decided(0.7), None);
    assert_eq!(decided(0.75), Some(Call::Positive));
    let mut s = with_plan(plan(ReadingMode::BandPass));
    s.arrives("c1", with_status(AiStatus::Done(AiReport::default())))
        .unwrap();
    let row = s.session.view(s.now).worklist[0].decided_by_ai;
    assert_eq!(row, None, "without a probability the reader reads");
}

#[test]
fn a_probability_at_a_threshold_counts_as_at_it_whatever_the_digits() {
    let decided = |mode, probability: f32| {
        let mut plan = plan(mode);
        plan.design.reading.signs_below = 0.1;
        plan.design.reading.audit_share = 0.0;
        plan.design.reading.band = (0.1, 0.9);
        let mut s = with_plan(plan);
        s.arrives("c1", result(&[], probability)).unwrap();
        s.session.view(s.now).worklist[0].decided_by_ai
    };
    // 0.9 in 32 bits lies below 0.9 in 64 bits, 0.1 above.
    assert_eq!(decided(ReadingMode::BandPass, 0.9), Some(Call::Positive));
    assert_eq!(decided(ReadingMode::BandPass, 0.1), None);
    assert_eq!(decided(ReadingMode::AutonomousAudit, 0.1), None);
    assert_eq!(
        decided(ReadingMode::AutonomousAudit, 0.1_f32.next_down()),
        Some(Call::Negative)
    );
}

#[test]
fn the_ai_as_first_reader_is_on_screen_while_the_reader_reads() {
    let mut s = Sitting::new(ReadingMode::AiFirstReader);
    s.done(Command::NextCase);
    s.arrives("c1", result(&[10.0], 0.9)).unwrap();
    assert!(is_revealed(&s));
    assert_eq!(case_view(&s).phase, CasePhase::FirstRead);
    s.write_report();
    s.done(Command::RateCase(50));
    check_not_signable(&mut s, &[SignBlocker::FirstReadNotLocked]);
    s.done(Command::LockFirstRead);
    assert!(!case_view(&s).is_arbitration);
    s.done(Command::Sign);
}

#[test]
fn two_reads_that_disagree_go_to_arbitration() {
    for mode in [ReadingMode::AiFirstReader, ReadingMode::AiSecondReader] {
        for is_early in [false, true] {
            let mut s = Sitting::new(mode);
            s.done(Command::NextCase);
            if is_early {
                s.arrives("c1", result(&[10.0], 0.9)).unwrap();
            }
            s.write_report();
            s.done(Command::RateCase(49));
            s.done(Command::LockFirstRead);
            if !is_early {
                assert_eq!(case_view(&s).phase, CasePhase::AwaitingAi);
                check_not_signable(&mut s, &[SignBlocker::AiPending]);
                s.arrives("c1", result(&[10.0], 0.9)).unwrap();
            }
            assert!(case_view(&s).is_arbitration, "{mode:?}");
            assert!(is_revealed(&s), "both reads are on screen");
            s.done(Command::RateCase(90));
            s.done(Command::Sign);
        }
    }
}

#[test]
fn a_second_reader_that_agrees_is_never_shown() {
    for is_early in [false, true] {
        let mut s = Sitting::new(ReadingMode::AiSecondReader);
        s.done(Command::NextCase);
        s.done(Command::RateCase(20));
        s.write_report();
        let ai = result(&[], 0.1);
        if is_early {
            s.arrives("c1", ai.clone()).unwrap();
            assert_eq!(case_view(&s).ai, AiView::Hidden);
        }
        s.done(Command::LockFirstRead);
        if !is_early {
            s.arrives("c1", ai).unwrap();
        }
        assert_eq!(case_view(&s).ai, AiView::Hidden);
        assert_eq!(case_view(&s).phase, CasePhase::FinalRead);
        assert!(!case_view(&s).is_arbitration);
        s.done(Command::Sign);
    }
}

#[test]
fn a_second_reader_that_did_not_read_says_so() {
    let mut s = Sitting::new(ReadingMode::AiSecondReader);
    s.done(Command::NextCase);
    s.done(Command::RateCase(20));
    s.write_report();
    s.done(Command::LockFirstRead);
    s.arrives("c1", not_run()).unwrap();
    assert!(is_revealed(&s));
    assert!(!case_view(&s).is_arbitration);
    s.done(Command::Sign);
}

#[test]
fn an_expert_of_ai_needs_no_rating_and_no_report() {
    let mut s = Sitting::new(ReadingMode::AiExpert);
    s.done(Command::NextCase);
    check_not_signable(&mut s, &[SignBlocker::AiPending]);
    s.arrives("c1", result(&[10.0], 0.9)).unwrap();
    assert!(is_revealed(&s));
    s.done(Command::Sign);
}

#[test]
fn a_result_is_withheld_only_where_it_would_have_been_shown() {
    let withhold = || Command::WithholdAi(case("c1"));
    let early = Refusal::WithheldTooEarly { case: case("c1") };
    for mode in [ReadingMode::Sequential, ReadingMode::OnRequest] {
        let mut s = Sitting::new(mode);
        assert_eq!(s.send(withhold()), Err(Refusal::NoOpenCase));
        s.done(Command::NextCase);
        s.done(Command::RateCase(5));
        assert_eq!(s.send(withhold()), Err(early.clone()), "{mode:?}");
        s.done(if mode == ReadingMode::Sequential {
            Command::LockFirstRead
        } else {
            Command::RequestAi
        });
        s.done(withhold());
        assert_eq!(case_view(&s).ai, AiView::Withheld);
        assert!(!s.session.wants_ai_result(&case("c1")));
        let before = Refusal::AiArrivedBefore { case: case("c1") };
        assert_eq!(s.send(withhold()), Err(before));
        s.write_report();
        s.done(Command::Sign);
    }
    let mut s = Sitting::new(ReadingMode::Concurrent);
    s.done(Command::NextCase);
    s.done(withhold());
    assert_eq!(case_view(&s).ai, AiView::Withheld);
    let mut s = Sitting::new(ReadingMode::Triage);
    s.done(withhold());
    s.done(Command::OpenCase(case("c1")));
    assert_eq!(case_view(&s).ai, AiView::Withheld);
}

/// The hidden subset is hidden: a case without a result looks as one whose result has come, up to the reveal.
#[test]
fn before_the_lock_a_case_without_a_result_looks_like_any_other() {
    for mode in [
        ReadingMode::Sequential,
        ReadingMode::OnRequest,
        ReadingMode::AiSecondReader,
    ] {
        let mut with = Sitting::new(mode);
        let mut without = Sitting::new(mode);
        for command in [
            Command::NextCase,
            Command::AddMark(at(1.0)),
            Command::RateCase(70),
        ] {
            with.done(command.clone());
            without.done(command);
        }
        with.arrives("c1", result(&[10.0], 0.9)).unwrap();
        without.now = with.now;
        assert_eq!(
            with.session.view(with.now),
            without.session.view(without.now),
            "{mode:?}"
        );
    }
}

#[test]
fn a_service_that_changed_its_version_without_a_word_is_taken() {
    let mut plan = plan(ReadingMode::Concurrent);
    let digest = |digit: &str| Some(digit.repeat(64));
    if let Some(service) = &mut plan.service {
        service.bundle_digest = digest("a");
    }
    let mut s = with_plan(plan);
    s.done(Command::NextCase);
    let mut other = result(&[], 0.1);
    other.service.bundle_digest = digest("b");
    let refused = s.arrives("c1", other.clone()).unwrap_err();
    assert!(
        refused.to_string().contains(&"b".repeat(64)),
        "the bundle is named: {refused}"
    );
    other.service.version = "1.1.0".to_owned();
    other.service.bundle_digest = digest("a");
    s.arrives("c1", other).unwrap();
}

#[test]
fn planted_errors_are_told_once_and_never_before_the_case_is_closed() {
    let record = Box::new(PlantRecord {
        kind: overread_scenario::AiErrorKind::FnSubtle,
        severity: overread_scenario::ErrorSeverity::Minor,
        findings: Vec::new(),
        places: Vec::new(),
        told: Vec::new(),
        is_void: false,
    });
    let tell = |id| Command::TellPlanted {
        case: case(id),
        record: record.clone(),
    };
    let mut s = Sitting::new(ReadingMode::Sequential);
    assert_eq!(s.send(tell("c1")), Err(Refusal::NoOpenCase));
    s.read_up_to_reveal("c1", &[], 5, result(&[], 0.1));
    let open = Refusal::CaseOpen { case: case("c1") };
    assert_eq!(s.send(tell("c1")), Err(open));
    s.write_report();
    s.done(Command::Sign);
    s.done(tell("c1"));
    let before = Refusal::PlantedToldBefore { case: case("c1") };
    assert_eq!(s.send(tell("c1")), Err(before));
    // The last case may have been closed with the session.
    s.done(Command::NextCase);
    s.done(Command::Abandon);
    s.done(tell("c2"));
}

#[test]
fn a_case_whose_images_do_not_open_is_signed_without_answers() {
    let failed = || Command::ImagesFailed {
        case: case("c1"),
        reason: "the folder is gone".to_owned(),
    };
    let mut s = Sitting::new(ReadingMode::Sequential);
    assert_eq!(s.send(failed()), Err(Refusal::NoOpenCase));
    s.done(Command::NextCase);
    s.done(failed());
    assert_eq!(case_view(&s).images_failed, Some("the folder is gone"));
    let before = Refusal::ImagesFailedBefore { case: case("c1") };
    assert_eq!(s.send(failed()), Err(before));
    s.done(Command::Sign);
}

/// The result came in a supervisor's pause, and the program was killed before it was brought on screen.
#[test]
fn what_a_decision_had_still_to_write_is_written_in_a_pause_by_order_too() {
    let mut plan = plan(ReadingMode::Sequential);
    plan.design.certification = Some(crate::fixture::supervised_seat(false, false));
    let pause = crate::fixture::signed(crate::Order::Pause, 1);
    let mut s = with_plan(plan.clone());
    s.done(Command::NextCase);
    s.done(Command::RateCase(10));
    s.done(Command::LockFirstRead);
    s.done(Command::Proctor(crate::ProctorFact::Ordered(pause)));
    s.arrives("c1", result(&[10.0], 0.9)).unwrap();
    assert!(is_revealed(&s));

    let (last, events) = s.events.split_last().unwrap();
    let mut again = Sitting {
        session: Session::replay(plan, events).unwrap(),
        events: events.to_vec(),
        now: s.now,
    };
    assert!(!is_revealed(&again));
    again.done(Command::Resume);
    assert_eq!(again.events.last().map(|e| &e.event), Some(&last.event));
    // The pause is the supervisor's as before.
    assert_eq!(again.send(Command::Resume), Err(Refusal::PausedByOrder));
}
