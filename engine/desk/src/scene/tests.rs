//! The order of findings, and cases as their events tell them.

use overread_base::{
    CaseId, Code, Finding, FindingId, Mark, MarkId, Millis, SeriesUid, Shape, Vec3,
};
use overread_exam::{CaseFact, Event, MarkAnswer, Percent, ReaderMark, StampedEvent};
use overread_scenario::LabelId;

use super::{is_below, past_cases, ranked};

fn finding(id: &str, probability: Option<f32>) -> Finding {
    Finding {
        id: FindingId::new(id).unwrap(),
        code: Code::nodule(),
        site: None,
        laterality: None,
        probability,
        certainty: None,
        category: None,
        marks: Vec::new(),
        measures: Vec::new(),
        notes: Vec::new(),
    }
}

#[test]
fn findings_are_ranked_by_probability_and_those_without_one_come_last() {
    let findings = [
        finding("none", None),
        finding("low", Some(0.2)),
        finding("also-none", None),
        finding("high", Some(0.9)),
        finding("also-low", Some(0.2)),
    ];
    let order: Vec<&str> = ranked(&findings)
        .iter()
        .map(|finding| finding.id.as_str())
        .collect();
    assert_eq!(order, ["high", "low", "also-low", "none", "also-none"]);
}

#[test]
fn a_finding_at_the_operating_point_is_not_below_it() {
    for point in [0.35, 0.1, 0.7875, 0.8057] {
        let at: f32 = format!("{point}").parse().unwrap();
        assert!(!is_below(at, point), "{point}");
        assert!(is_below(at - 0.01, point) && !is_below(at + 0.01, point));
    }
}

#[test]
fn a_past_case_has_the_marks_that_were_left() {
    let case = CaseId::new("one").unwrap();
    let mark = |id: &str, x: f64| ReaderMark {
        id: MarkId::new(id).unwrap(),
        answer: MarkAnswer {
            place: Mark {
                series: SeriesUid::new("1.2").unwrap(),
                shape: Shape::Point(Vec3::new(x, 0.0, 0.0)),
            },
            label: LabelId::new("nodule").unwrap(),
            confidence: Percent::FULL,
            laterality: None,
        },
    };
    let facts = [
        CaseFact::Opened,
        CaseFact::MarkSet(mark("m1", 1.0)),
        CaseFact::MarkSet(mark("m2", 2.0)),
        CaseFact::MarkSet(mark("m1", 3.0)),
        CaseFact::MarkDeleted(MarkId::new("m2").unwrap()),
        CaseFact::Signed,
    ];
    let events: Vec<StampedEvent> = facts
        .into_iter()
        .map(|fact| StampedEvent {
            at: Millis(0),
            event: Event::Case {
                case: case.clone(),
                fact,
            },
        })
        .collect();
    assert_eq!(past_cases(&events)[&case].marks, [mark("m1", 3.0)]);
}
