//! Each limit of an answer alone: as much as it allows passes, and one more does not.

use crate::answer;
use crate::bindings::overread::plugin::types as wire;
use crate::fixtures::{oblique, state};
use crate::job_state::Kept;

use super::super::output::{
    MAX_ALL_TEXT_BYTES, MAX_ENTRIES, MAX_FINDINGS, MAX_MARKS, MAX_MEASURES, MAX_POINTS,
    MAX_TEXT_BYTES,
};

/// A report of `n` things is taken, one of `n + 1` is not.
#[track_caller]
fn check(n: usize, report: impl Fn(usize) -> wire::Report) {
    let judged = |n| answer::checked(report(n), &state().series, &Kept::default());
    if let Err(message) = judged(n) {
        panic!("{n} are allowed: {message}");
    }
    assert!(judged(n + 1).is_err(), "{n} is the limit");
}

fn empty() -> wire::Report {
    wire::Report {
        probability: None,
        assessed: Vec::new(),
        findings: Vec::new(),
        draft: Vec::new(),
        priority: None,
        warnings: Vec::new(),
        heat_maps: Vec::new(),
        extra: Vec::new(),
    }
}

fn code() -> wire::Code {
    wire::Code {
        scheme: "SCT".to_owned(),
        value: "27925004".to_owned(),
        meaning: String::new(),
    }
}

fn finding(n: usize) -> wire::Finding {
    wire::Finding {
        tracking_id: format!("f{n}"),
        code: code(),
        site: None,
        laterality: None,
        probability: None,
        certainty: None,
        category: None,
        marks: Vec::new(),
        measures: Vec::new(),
        notes: Vec::new(),
        extra: Vec::new(),
    }
}

fn findings(findings: Vec<wire::Finding>) -> wire::Report {
    wire::Report {
        findings,
        ..empty()
    }
}

fn middle() -> wire::Vec3 {
    let at = oblique([4, 3, 2]).centre();
    wire::Vec3 {
        x: at.x,
        y: at.y,
        z: at.z,
    }
}

fn with_shapes(shapes: Vec<wire::Shape>) -> wire::Report {
    let marks = shapes
        .into_iter()
        .map(|shape| wire::Mark { series: 0, shape })
        .collect();
    findings(vec![wire::Finding {
        marks,
        ..finding(0)
    }])
}

fn text(bytes: usize) -> wire::Text {
    wire::Text {
        locale: "en".to_owned(),
        value: "x".repeat(bytes),
    }
}

fn warnings(warnings: Vec<wire::Text>) -> wire::Report {
    wire::Report {
        warnings,
        ..empty()
    }
}

#[test]
fn limit_findings() {
    check(MAX_FINDINGS, |n| findings((0..n).map(finding).collect()));
}

#[test]
fn limit_marks_of_a_finding() {
    let point = || wire::Shape::Point(wire::PointMark { at: middle() });
    check(MAX_MARKS, |n| {
        with_shapes((0..n).map(|_| point()).collect())
    });
}

#[test]
fn limit_points_of_an_outline() {
    check(MAX_POINTS, |n| {
        let points = vec![middle(); n];
        with_shapes(vec![wire::Shape::Polyline(wire::PolylineMark { points })])
    });
}

#[test]
fn limit_measures_of_a_finding() {
    let measure = || wire::Measure {
        name: code(),
        value: 1.0,
        ucum: "mm".to_owned(),
    };
    check(MAX_MEASURES, |n| {
        findings(vec![wire::Finding {
            measures: (0..n).map(|_| measure()).collect(),
            ..finding(0)
        }])
    });
}

#[test]
fn limit_entries_of_a_list() {
    check(MAX_ENTRIES, |n| warnings(vec![text(1); n]));
}

#[test]
fn limit_bytes_of_a_text() {
    check(MAX_TEXT_BYTES, |n| warnings(vec![text(n)]));
}

#[test]
fn limit_bytes_of_all_texts() {
    let whole = MAX_ALL_TEXT_BYTES / MAX_TEXT_BYTES - 1;
    check(MAX_ALL_TEXT_BYTES, |n| {
        let mut all = vec![text(MAX_TEXT_BYTES); whole];
        let rest = n - whole * MAX_TEXT_BYTES;
        all.extend([text(rest / 2), text(rest - rest / 2)]);
        warnings(all)
    });
}
