//! Tests of how marks of readers become the truth.

use overread_base::{
    AiStatus, CaseId, FindingId, Laterality, Mark, MarkId, Millis, ReaderId, SeriesUid, Shape,
    StudyUid, Vec3,
};
use overread_scenario::{
    AnswerValue, LabelChoice, LabelId, QuestionId, ReadingMode, SectionId, StudyState,
};

use super::*;
use crate::fixture::{case, plan};
use crate::{
    CaseFact, Event, FindingVerdict, MarkAnswer, Percent, ReaderMark, Session, StampedEvent,
};

const RULE: AgreementRule = AgreementRule::CentreDistance {
    least_radius_mm: 5.0,
};

fn reader(name: &str) -> ReaderId {
    ReaderId::new(name).unwrap()
}

fn answer(label: &str, series: &str, centre: [f64; 3], half: [f64; 3]) -> MarkAnswer {
    let (centre, half) = (Vec3::from_array(centre), Vec3::from_array(half));
    MarkAnswer {
        place: Mark {
            series: SeriesUid::new(series).unwrap(),
            shape: if half == Vec3::new(0.0, 0.0, 0.0) {
                Shape::Point(centre)
            } else {
                Shape::Cuboid {
                    low: centre - half,
                    high: centre + half,
                }
            },
        },
        label: LabelId::new(label).unwrap(),
        confidence: Percent::FULL,
        laterality: None,
    }
}

fn on(side: Laterality, answer: MarkAnswer) -> MarkAnswer {
    MarkAnswer {
        laterality: Some(side),
        ..answer
    }
}

/// A nodule of a radius on a slice.
fn nodule(x: f64, radius: f64) -> MarkAnswer {
    answer("nodule", "1.1", [x, 0.0, 0.0], [radius, radius, 0.5])
}

fn read(name: &str, state: StudyState, marks: Vec<MarkAnswer>) -> MarkedCase {
    let mark = |(number, answer): (i32, MarkAnswer)| ReaderMark {
        id: MarkId::new(format!("m{number}")).unwrap(),
        answer,
    };
    MarkedCase {
        case: CaseId::new("c1").unwrap(),
        reader: reader(name),
        is_signed: true,
        state: Some(state),
        marks: (1..).zip(marks).map(mark).collect(),
        judged: Vec::new(),
        comment: String::new(),
    }
}

fn abnormal(name: &str, marks: Vec<MarkAnswer>) -> MarkedCase {
    read(name, StudyState::Abnormal, marks)
}

/// How many lesions both marked, how many one alone, and what else differs.
#[track_caller]
fn check(
    first: &MarkedCase,
    second: &MarkedCase,
    rule: AgreementRule,
    expected: (usize, usize, &[&str]),
) {
    let found = agree(first, second, StudySpace::Patient, rule);
    let by = |n: usize| found.lesions.iter().filter(|l| l.by.len() == n).count();
    let other: Vec<String> = found.differences.iter().map(ToString::to_string).collect();
    let other: Vec<&str> = other
        .iter()
        .map(String::as_str)
        .filter(|text| !text.contains("alone"))
        .collect();
    assert_eq!((by(2), by(1), other.as_slice()), expected);
    assert_eq!(found.is_settled(), expected.1 == 0 && expected.2.is_empty());
}

#[test]
fn marks_of_one_lesion_are_paired_by_the_larger_radius_or_the_tolerance() {
    let a = |x, r| abnormal("a", vec![nodule(x, r)]);
    let b = |x, r| abnormal("b", vec![nodule(x, r)]);
    check(&a(0.0, 3.0), &b(4.9, 3.0), RULE, (1, 0, &[]));
    check(&a(0.0, 3.0), &b(5.1, 3.0), RULE, (0, 2, &[]));
    check(&a(0.0, 3.0), &b(11.9, 12.0), RULE, (1, 0, &[]));
    check(&a(0.0, 3.0), &b(12.1, 12.0), RULE, (0, 2, &[]));
}

#[test]
fn overlap_is_intersection_over_union() {
    let rule = |least_iou| AgreementRule::Overlap { least_iou };
    let a = abnormal("a", vec![nodule(0.0, 10.0)]);
    let b = abnormal("b", vec![nodule(10.0, 10.0)]);
    // Squares of 20 mm, half of one within the other: 200 of 600 mm², equal thickness.
    check(&a, &b, rule(0.33), (1, 0, &[]));
    check(&a, &b, rule(0.34), (0, 2, &[]));
    let point = |x| abnormal("b", vec![answer("nodule", "1.1", [x, 0.0, 0.0], [0.0; 3])]);
    check(&a, &point(9.0), rule(0.5), (1, 0, &[]));
    check(&a, &point(10.5), rule(0.5), (0, 2, &[]));
}

#[test]
fn each_mark_is_of_one_lesion_and_the_closest_pair_comes_first() {
    let a = abnormal("a", vec![nodule(0.0, 6.0), nodule(5.0, 6.0)]);
    let b = abnormal("b", vec![nodule(4.0, 6.0)]);
    let found = agree(&a, &b, StudySpace::Patient, RULE);
    assert_eq!(found.lesions.len(), 2);
    assert_eq!(found.lesions[0].views[0].centre.x, 4.5);
    assert_eq!(found.lesions[1].views[0].centre.x, 0.0);
    assert_eq!(found.differences, [Difference::OnlyOne(reader("a"))]);
}

#[test]
fn other_words_and_other_sides_are_other_lesions() {
    let a = abnormal("a", vec![nodule(0.0, 6.0)]);
    let mass = abnormal("b", vec![answer("mass", "1.1", [0.0; 3], [6.0, 6.0, 0.5])]);
    check(&a, &mass, RULE, (0, 2, &[]));
    let left = abnormal("a", vec![on(Laterality::Left, nodule(0.0, 6.0))]);
    let right = abnormal("b", vec![on(Laterality::Right, nodule(0.0, 6.0))]);
    check(&left, &right, RULE, (0, 2, &[]));
    let unsaid = abnormal("b", vec![nodule(0.0, 6.0)]);
    check(&left, &unsaid, RULE, (1, 0, &[]));
}

#[test]
fn normal_is_agreed_only_where_both_say_so_and_mark_nothing() {
    let normal = |name: &str| read(name, StudyState::Normal, Vec::new());
    check(&normal("a"), &normal("b"), RULE, (0, 0, &[]));
    let states = "they say different things of the study as a whole";
    let unusable = read("b", StudyState::Unusable, Vec::new());
    check(&normal("a"), &unusable, RULE, (0, 0, &[states]));
    let empty = abnormal("b", Vec::new());
    check(
        &normal("a"),
        &empty,
        RULE,
        (0, 0, &["b calls it abnormal and marks nothing", states]),
    );
    let marked = read("b", StudyState::Normal, vec![nodule(0.0, 5.0)]);
    check(
        &normal("a"),
        &marked,
        RULE,
        (
            0,
            1,
            &["b marks a lesion and does not call the study abnormal"],
        ),
    );
    let open = MarkedCase {
        is_signed: false,
        state: None,
        ..normal("b")
    };
    check(
        &normal("a"),
        &open,
        RULE,
        (0, 0, &["b did not sign it", states]),
    );
    let both = agree(
        &read("a", StudyState::Unusable, Vec::new()),
        &unusable,
        StudySpace::Patient,
        RULE,
    );
    assert!(both.is_settled() && both.is_unusable());
}

#[test]
fn a_size_that_is_known_stands_for_one_that_is_not() {
    let a = abnormal("a", vec![nodule(0.0, 6.0)]);
    let b = abnormal(
        "b",
        vec![answer("nodule", "1.1", [2.0, 0.0, 0.0], [0.0; 3])],
    );
    let found = agree(&a, &b, StudySpace::Patient, RULE);
    let settled = settled_lesions(&found.lesions, StudySpace::Patient, 4.0);
    let [lesion] = settled.as_slice() else {
        panic!("{settled:?}")
    };
    assert_eq!(lesion.views[0].series, None);
    assert_eq!(
        (lesion.views[0].centre.x, lesion.views[0].radius_mm),
        (1.0, 6.0)
    );
    assert!(!lesion.is_radius_assumed);
    assert_eq!(lesion.by, [reader("a"), reader("b")]);
    let points = agree(&b, &b, StudySpace::Patient, RULE);
    let settled = settled_lesions(&points.lesions, StudySpace::Patient, 4.0);
    assert_eq!(settled[0].views[0].radius_mm, 4.0);
    assert!(settled[0].is_radius_assumed);
}

/// A mass of the left breast in an image.
fn mass(series: &str, x: f64) -> MarkAnswer {
    on(
        Laterality::Left,
        answer("mass", series, [x, 50.0, 0.0], [10.0, 10.0, 0.5]),
    )
}

#[test]
fn a_lesion_of_two_projections_is_one_lesion() {
    let a = abnormal("a", vec![mass("1.1", 0.0), mass("1.2", 100.0)]);
    let b = abnormal("b", vec![mass("1.2", 104.0), mass("1.3", 7.0)]);
    let found = agree(&a, &b, StudySpace::Images, RULE);
    assert!(found.is_settled(), "{:?}", found.differences);
    let [lesion] = found.lesions.as_slice() else {
        panic!("{:?}", found.lesions)
    };
    let places: Vec<(&str, f64)> = lesion
        .views
        .iter()
        .map(|view| (view.series.as_str(), view.centre.x))
        .collect();
    assert_eq!(places, [("1.1", 0.0), ("1.2", 102.0), ("1.3", 7.0)]);
    let settled = settled_lesions(&found.lesions, StudySpace::Images, 4.0);
    assert_eq!(
        settled[0].views[2].series,
        Some(SeriesUid::new("1.3").unwrap())
    );
}

#[test]
fn marks_that_could_be_of_either_lesion_stay_apart() {
    let marks = vec![mass("1.1", 0.0), mass("1.1", 300.0), mass("1.2", 100.0)];
    let a = abnormal("a", marks.clone());
    let b = abnormal("b", marks);
    let found = agree(&a, &b, StudySpace::Images, RULE);
    assert_eq!((found.lesions.len(), found.is_settled()), (3, true));
    // The same place in another image is another place.
    let here = abnormal("a", vec![mass("1.1", 0.0)]);
    let there = abnormal("b", vec![mass("1.2", 0.0)]);
    assert_eq!(
        agree(&here, &there, StudySpace::Images, RULE).lesions.len(),
        2
    );
}

fn labels() -> Vec<LabelChoice> {
    ["mass", "nodule"]
        .map(|id| LabelChoice {
            id: LabelId::new(id).unwrap(),
            text: Vec::new(),
        })
        .to_vec()
}

/// A case of which each reader marks a lesion of its own, and both a third.
fn disputed() -> (TruthAgreement, [MarkedCase; 2]) {
    let a = MarkedCase {
        comment: "hard\nto see".to_owned(),
        ..abnormal("a", vec![nodule(0.0, 6.0), nodule(100.0, 6.0)])
    };
    let b = abnormal("b", vec![nodule(1.0, 6.0), nodule(200.0, 6.0)]);
    (agree(&a, &b, StudySpace::Patient, RULE), [a, b])
}

fn judged(
    state: StudyState,
    verdicts: [Option<FindingVerdict>; 3],
    own: Vec<MarkAnswer>,
) -> MarkedCase {
    let (agreement, [a, b]) = disputed();
    let study = StudyUid::new("1.9").unwrap();
    let result = consensus_result(study, &agreement, [&a, &b]);
    let findings = result.findings().iter().cloned();
    let judged = findings.zip(verdicts);
    MarkedCase {
        judged: judged
            .map(|(finding, verdict)| JudgedFinding { finding, verdict })
            .collect(),
        ..read("c", state, own)
    }
}

#[test]
fn what_readers_marked_lies_before_a_third_without_their_names() {
    let (agreement, [a, b]) = disputed();
    let result = consensus_result(StudyUid::new("1.9").unwrap(), &agreement, [&a, &b]);
    let ids: Vec<&str> = result.findings().iter().map(|f| f.id.as_str()).collect();
    assert_eq!(ids, ["both-1", "first-2", "second-3"]);
    let AiStatus::Done(report) = &result.status else {
        panic!("{:?}", result.status)
    };
    assert_eq!(report.warnings[0].value, "Reader 1: abnormal (hard to see)");
    assert_eq!(report.warnings.len(), 4);
    assert!(is_of_readers(&result.service));
    let text = format!("{result:?}");
    assert!(!text.contains("ReaderId"), "{text}");
}

#[test]
fn a_consensus_keeps_changes_drops_and_adds() {
    let (agreement, _) = disputed();
    let moved = nodule(103.0, 8.0);
    let case = judged(
        StudyState::Abnormal,
        [
            Some(FindingVerdict::Accepted),
            Some(FindingVerdict::Modified(moved)),
            Some(FindingVerdict::Rejected),
        ],
        vec![nodule(300.0, 5.0)],
    );
    let lesions = decided(&case, &agreement, StudySpace::Patient, &labels()).unwrap();
    let told: Vec<(f64, f64, Vec<&str>)> = lesions
        .iter()
        .map(|lesion| {
            let view = &lesion.views[0];
            let by = lesion.by.iter().map(ReaderId::as_str).collect();
            (view.centre.x, view.radius_mm().unwrap(), by)
        })
        .collect();
    assert_eq!(
        told,
        [
            (0.5, 6.0, vec!["a", "b"]),
            (103.0, 8.0, vec!["a", "c"]),
            (300.0, 5.0, vec!["c"]),
        ]
    );
}

#[track_caller]
fn check_undecided(case: &MarkedCase, expected: Undecided) {
    let (agreement, _) = disputed();
    let found = decided(case, &agreement, StudySpace::Patient, &labels());
    assert_eq!(found.unwrap_err(), expected);
}

#[test]
fn a_consensus_that_contradicts_itself_gives_no_truth() {
    use FindingVerdict::{Accepted, Rejected};
    let all = |verdict: &FindingVerdict| [(); 3].map(|()| Some(verdict.clone()));
    let normal = judged(StudyState::Normal, all(&Rejected), Vec::new());
    let (agreement, _) = disputed();
    let found = decided(&normal, &agreement, StudySpace::Patient, &labels());
    assert_eq!(found, Ok(Vec::new()));
    let empty = judged(StudyState::Abnormal, all(&Rejected), Vec::new());
    check_undecided(&empty, Undecided::AbnormalWithoutLesion);
    let kept = judged(StudyState::Normal, all(&Accepted), Vec::new());
    check_undecided(&kept, Undecided::LesionWithoutAbnormal);
    let open = judged(
        StudyState::Abnormal,
        [Some(Accepted), None, None],
        Vec::new(),
    );
    check_undecided(&open, Undecided::NoVerdict);
    let unusable = judged(StudyState::Unusable, all(&Rejected), Vec::new());
    check_undecided(&unusable, Undecided::Unusable);
    let unsigned = MarkedCase {
        is_signed: false,
        ..empty
    };
    check_undecided(&unsigned, Undecided::NotSigned);
}

#[test]
fn a_session_says_what_was_signed_and_what_was_not() {
    let of = |case: &str, fact: CaseFact| StampedEvent {
        at: Millis(1),
        event: Event::Case {
            case: CaseId::new(case).unwrap(),
            fact,
        },
    };
    let mark = |id: &str| {
        CaseFact::MarkSet(ReaderMark {
            id: MarkId::new(id).unwrap(),
            answer: nodule(1.0, 4.0),
        })
    };
    let events = [
        of("c1", CaseFact::Opened),
        of("c1", mark("m1")),
        of("c1", mark("m2")),
        of("c1", CaseFact::MarkDeleted(MarkId::new("m1").unwrap())),
        of(
            "c1",
            CaseFact::Answered {
                question: QuestionId::new("state").unwrap(),
                value: AnswerValue::Code("abnormal".to_owned()),
            },
        ),
        of(
            "c1",
            CaseFact::ReportEdited {
                section: SectionId::new("impression").unwrap(),
                text: " sure ".to_owned(),
            },
        ),
        of("c1", CaseFact::Signed),
        of("c2", CaseFact::Opened),
        of("c2", mark("m1")),
    ];
    let session = Session::replay(plan(ReadingMode::Unaided), &events).unwrap();
    let marked = marked_cases(&session);
    let told: Vec<(CaseId, bool, usize, Option<StudyState>)> = marked
        .iter()
        .map(|m| (m.case.clone(), m.is_signed, m.marks.len(), m.state))
        .collect();
    assert_eq!(
        told,
        [
            (case("c1"), true, 1, Some(StudyState::Abnormal)),
            (case("c2"), false, 1, None),
            (case("c3"), false, 0, None),
        ]
    );
    assert_eq!(marked[0].comment, "sure");
    assert_eq!(marked[0].marks[0].id.as_str(), "m2");
    assert!(FindingId::new("both-1").is_ok());
}
