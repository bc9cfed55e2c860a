//! Sessions small enough to be scored by hand.

use overread_base::{FailureKind, MaskRle, NotRunReason, VolumeGeometry};
use overread_scenario::ReadingMode;

use super::*;
use crate::fixture::{Sitting, at, finding_id, result, truth, truths, with_status};
use crate::{Command, ViewerFact};

fn decide(s: &mut Sitting, verdicts: &[(&str, FindingVerdict)]) {
    for (finding, verdict) in verdicts {
        s.done(Command::GiveVerdict {
            finding: finding_id(finding),
            verdict: verdict.clone(),
            note: None,
        });
    }
}

fn sign(s: &mut Sitting) {
    s.write_report();
    s.done(Command::Sign);
}

struct Graded {
    first: ReadScore,
    last: ReadScore,
    ai: AiScore,
    verdicts: VerdictCounts,
    switches: LesionSwitches,
}

#[track_caller]
fn graded_case(score: &Score, idx: usize) -> Graded {
    match score.cases[idx].grade.clone() {
        CaseGrade::Graded {
            first,
            last,
            ai,
            verdicts,
            switches,
        } => Graded {
            first,
            last,
            ai,
            verdicts,
            switches,
        },
        CaseGrade::Ungraded(why) => panic!("not graded: {why:?}"),
    }
}

#[test]
fn what_the_ai_added_and_what_it_misled_to_is_told_apart() {
    let mut s = Sitting::new(ReadingMode::Sequential);
    // Two lesions at 0 and 100; the reader has the first and a false one, the service the second and another false one.
    s.read_up_to_reveal("c1", &[1.0, 200.0], 70, result(&[101.0, 300.0], 0.9));
    decide(
        &mut s,
        &[
            ("f0", FindingVerdict::Accepted),
            ("f1", FindingVerdict::Accepted),
        ],
    );
    sign(&mut s);
    let score = score(&s.session, &truths(&[("c1", &[0.0, 100.0])]));
    let case = graded_case(&score, 0);
    assert_eq!((case.first.hit.len(), case.first.false_positives), (1, 1));
    assert_eq!((case.last.hit.len(), case.last.false_positives), (2, 2));
    let ai = case.ai.read.unwrap();
    assert_eq!((ai.hit.len(), ai.false_positives), (1, 1));
    assert_eq!(
        case.switches,
        LesionSwitches {
            rescued: 1,
            lost: 0,
            false_positives_gained: 1,
            false_positives_dropped: 0,
        }
    );
    assert_eq!(
        case.verdicts,
        VerdictCounts {
            right_kept: 1,
            wrong_kept: 1,
            supplemented: 2,
            ..VerdictCounts::default()
        }
    );
    let total = score.total;
    assert_eq!((total.n_graded, total.n_not_signed), (1, 2));
    assert_eq!(total.last.sensitivity.unwrap().value, 1.0);
    assert_eq!(total.first.sensitivity.unwrap().value, 0.5);
    assert_eq!(total.last.false_positives_per_case.unwrap().value, 2.0);
}

#[test]
fn a_mark_on_an_accepted_finding_counts_once() {
    let mut s = Sitting::new(ReadingMode::Sequential);
    // Own mark 2 mm from the service's box on the same structure, which is no lesion.
    s.read_up_to_reveal("c1", &[202.0], 90, result(&[200.0], 0.9));
    decide(&mut s, &[("f0", FindingVerdict::Accepted)]);
    sign(&mut s);
    let score = score(&s.session, &truths(&[("c1", &[])]));
    let case = graded_case(&score, 0);
    assert_eq!(case.last.false_positives, 1);
    assert_eq!(case.verdicts.supplemented, 0);
}

#[test]
fn a_modified_finding_is_judged_where_the_reader_put_it() {
    let mut s = Sitting::new(ReadingMode::Sequential);
    s.read_up_to_reveal("c1", &[], 10, result(&[20.0], 0.9));
    decide(&mut s, &[("f0", FindingVerdict::Modified(at(0.0)))]);
    s.done(Command::RateCase(80));
    sign(&mut s);
    let score = score(&s.session, &truths(&[("c1", &[0.0])]));
    let case = graded_case(&score, 0);
    assert_eq!((case.last.hit.len(), case.last.false_positives), (1, 0));
    assert_eq!(case.ai.read.unwrap().hit.len(), 0);
    assert_eq!((case.verdicts.modified, case.verdicts.wrong_kept), (1, 1));
    assert!(!case.first.is_call_right && case.last.is_call_right);
}

#[test]
fn several_marks_on_one_lesion_are_one_hit_and_no_false_positive() {
    let mut s = Sitting::new(ReadingMode::Unaided);
    s.done(Command::NextCase);
    for x in [-1.0, 0.0, 1.0] {
        s.done(Command::AddMark(at(x)));
    }
    s.done(Command::RateCase(50));
    sign(&mut s);
    let score = score(&s.session, &truths(&[("c1", &[0.0])]));
    let case = graded_case(&score, 0);
    assert_eq!((case.last.hit.len(), case.last.false_positives), (1, 0));
    // 50 is the scenario's first positive rating.
    assert_eq!(case.last.call, Call::Positive);
    assert_eq!(case.ai.outcome, AiOutcome::NotUsed);
    assert_eq!(score.total.reliance, None);
}

#[test]
fn the_edge_of_acceptance_belongs_to_the_lesion() {
    // Radius 4 mm, least radius 5 mm: 5 is on, the next number is off.
    let truth = truth(&[0.0]);
    let rule = HitRule::CentreDistance {
        least_radius_mm: 5.0,
    };
    let on = |x| lesion_at(Vec3::new(x, 0.0, 0.0), &truth, rule);
    assert_eq!(on(5.0), Some(0));
    assert_eq!(on(5.0_f64.next_up()), None);
}

#[test]
fn a_mark_between_two_lesions_belongs_to_the_nearer() {
    let rule = HitRule::CentreDistance {
        least_radius_mm: 5.0,
    };
    let truth = truth(&[0.0, 8.0]);
    assert_eq!(lesion_at(Vec3::new(3.9, 0.0, 0.0), &truth, rule), Some(0));
    assert_eq!(lesion_at(Vec3::new(4.1, 0.0, 0.0), &truth, rule), Some(1));
}

#[test]
fn the_mask_rule_measures_to_the_faces_of_voxels() {
    let mut truth = truth(&[0.0]);
    // Voxel (1, 1, 1) of a grid of 3 voxels of 2 mm a side: faces at 1 and 3 mm in each axis.
    let geometry = VolumeGeometry::axial(
        [3, 3, 3],
        Vec3::new(2.0, 2.0, 2.0),
        Vec3::new(0.0, 0.0, 0.0),
    )
    .unwrap();
    truth.lesions[0].mask = Some(MaskRle {
        geometry,
        runs: vec![13, 1, 13],
    });
    let on = |x, margin_mm| {
        lesion_at(
            Vec3::new(x, 2.0, 2.0),
            &truth,
            HitRule::InsideMask { margin_mm },
        )
    };
    assert_eq!(on(2.9, 0.0), Some(0));
    assert_eq!(on(3.1, 0.0), None);
    assert_eq!(on(5.0, 2.0), Some(0));
    assert_eq!(on(5.1, 2.0), None);
    truth.lesions[0].mask = None;
    let sphere = HitRule::InsideMask { margin_mm: 1.0 };
    let at = |x| lesion_at(Vec3::new(x, 0.0, 0.0), &truth, sphere);
    assert_eq!((at(5.0), at(5.1)), (Some(0), None));
}

#[test]
fn a_case_without_truth_or_signature_is_not_graded_and_not_wrong() {
    let mut s = Sitting::new(ReadingMode::Unaided);
    s.done(Command::NextCase);
    s.done(Command::RateCase(50));
    sign(&mut s);
    let score = score(&s.session, &truths(&[("c2", &[])]));
    assert_eq!(score.cases[0].grade, CaseGrade::Ungraded(Ungraded::NoTruth));
    assert_eq!(
        score.cases[1].grade,
        CaseGrade::Ungraded(Ungraded::NotSigned)
    );
    assert_eq!(score.total.n_graded, 0);
    assert_eq!(score.total.last.sensitivity, None);
    assert_eq!(score.total.last.false_positives_per_case, None);
    assert_eq!(score.total.last.case_specificity, None);
}

#[test]
fn a_service_that_did_not_run_is_neither_right_nor_wrong() {
    for (status, outcome) in [
        (
            AiStatus::NotRun {
                reason: NotRunReason::OutOfScope,
                message: String::new(),
            },
            AiOutcome::NotRun,
        ),
        (
            AiStatus::Failed {
                kind: FailureKind::Deadline,
                message: String::new(),
            },
            AiOutcome::Failed,
        ),
    ] {
        let mut s = Sitting::new(ReadingMode::Sequential);
        s.read_up_to_reveal("c1", &[], 0, with_status(status));
        sign(&mut s);
        let score = score(&s.session, &truths(&[("c1", &[])]));
        let ai = graded_case(&score, 0).ai;
        assert_eq!((ai.outcome, ai.read), (outcome, None));
        assert_eq!(score.total.ai, None);
        assert_eq!(score.total.reliance.unwrap().n, 0);
    }
}

#[test]
fn reliance_counts_decisions_that_the_advice_could_change() {
    let mut s = Sitting::new(ReadingMode::Sequential);
    // c1: wrong first, right advice, followed. c2: right first, wrong advice, followed. c3: right first, kept.
    s.read_up_to_reveal("c1", &[], 10, result(&[0.0], 0.9));
    decide(&mut s, &[("f0", FindingVerdict::Accepted)]);
    s.done(Command::RateCase(90));
    sign(&mut s);
    s.read_up_to_reveal("c2", &[], 10, result(&[0.0], 0.9));
    decide(&mut s, &[("f0", FindingVerdict::Accepted)]);
    s.done(Command::RateCase(90));
    sign(&mut s);
    s.read_up_to_reveal("c3", &[], 10, result(&[0.0], 0.9));
    decide(&mut s, &[("f0", FindingVerdict::Rejected)]);
    sign(&mut s);
    let truths = truths(&[("c1", &[0.0]), ("c2", &[]), ("c3", &[])]);
    let reliance = score(&s.session, &truths).total.reliance.unwrap();
    let rate = |estimate: Option<overread_stats::Estimate>| estimate.map(|e| (e.value, e.n));
    assert_eq!(rate(reliance.relative_ai_reliance), Some((1.0, 1)));
    assert_eq!(rate(reliance.relative_self_reliance), Some((0.5, 2)));
    assert_eq!(rate(reliance.commission), Some((0.5, 2)));
    assert_eq!((reliance.rescued, reliance.harmed), (1, 1));
}

#[test]
fn times_start_with_the_first_image_and_leave_pauses_out() {
    let mut s = Sitting::new(ReadingMode::Sequential);
    s.done(Command::NextCase);
    s.now.0 += 5_000;
    s.done(Command::Viewer(ViewerFact::ImagePainted));
    s.done(Command::RateCase(0));
    s.done(Command::Pause);
    s.now.0 += 500_000;
    s.done(Command::Resume);
    s.done(Command::LockFirstRead);
    s.arrives("c1", result(&[], 0.1)).unwrap();
    sign(&mut s);
    let times = score(&s.session, &truths(&[("c1", &[])])).cases[0].times;
    // Painted, +1 rated, +1 paused | resumed, +1 locked, +1 arrived, +1 report, +1 signed.
    assert_eq!(times.to_reveal, Some(Millis(4_000)));
    assert_eq!(times.after_reveal, Some(Millis(2_000)));
    assert_eq!(times.case, Some(Millis(6_000)));
    assert_eq!(times.overrun, None);
}

#[test]
fn replaying_the_events_gives_the_same_score() {
    let mut s = Sitting::new(ReadingMode::Sequential);
    s.read_up_to_reveal("c1", &[1.0], 70, result(&[0.0, 40.0], 0.8));
    decide(
        &mut s,
        &[
            ("f0", FindingVerdict::Accepted),
            ("f1", FindingVerdict::Rejected),
        ],
    );
    sign(&mut s);
    let truths = truths(&[("c1", &[0.0])]);
    let again = Session::replay(s.session.plan().clone(), &s.events).unwrap();
    assert_eq!(score(&again, &truths), score(&s.session, &truths));
}

#[test]
fn developer_mode_bars_the_certificate_and_changes_no_figure() {
    let score_of = |is_developer_mode| {
        let plan = crate::SessionPlan {
            is_developer_mode,
            ..crate::fixture::plan(ReadingMode::Unaided)
        };
        score(&Session::new(plan).unwrap(), &BTreeMap::new())
    };
    let (developer, plain) = (score_of(true), score_of(false));
    assert_eq!(developer.bars, [CertificateBar::DeveloperMode]);
    assert_eq!(plain.bars, []);
    assert_eq!(developer.cases, plain.cases);
}
