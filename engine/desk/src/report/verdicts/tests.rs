//! How a finding reads before anybody has changed it.

use overread_base::{Code, FindingId, SeriesUid, Vec3};
use overread_scenario::LabelChoice;

use super::*;

fn questions(labels: &[&str]) -> Questions {
    Questions {
        labels: labels
            .iter()
            .map(|id| LabelChoice {
                id: LabelId::new(id).unwrap(),
                text: Vec::new(),
            })
            .collect(),
        confidence_step: 5,
        positive_from: 50,
        sections: Vec::new(),
    }
}

#[track_caller]
fn check_label(code: Code, labels: &[&str], expected: &str) {
    let finding = Finding {
        id: FindingId::new("f1").unwrap(),
        code,
        site: None,
        laterality: None,
        probability: None,
        certainty: None,
        category: None,
        marks: vec![Mark {
            series: SeriesUid::new("1.2").unwrap(),
            shape: Shape::Point(Vec3::new(1.0, 2.0, 3.0)),
        }],
        measures: Vec::new(),
        notes: Vec::new(),
    };
    let answer = as_answer(&finding, &questions(labels)).unwrap();
    assert_eq!(answer.label.as_str(), expected);
}

#[test]
fn a_finding_that_is_changed_keeps_the_label_of_its_concept() {
    let labels = ["nodule", "mass", "our-own"];
    check_label(finding_code("mass"), &labels, "mass");
    check_label(Code::nodule(), &labels, "nodule");
    check_label(finding_code("our-own"), &labels, "our-own");
    check_label(Code::new("SCT", "1", "Something else"), &labels, "nodule");
}
