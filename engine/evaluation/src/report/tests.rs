//! Reports by hand: what is counted, what is told with a reason, and that all forms say the same.

use super::*;
use crate::defect::{Defect, Refusal};
use crate::figures::tests::row;
use crate::row::{LesionRow, MarkRow};

fn report(rows: &[Row], gate: &Gate) -> Report {
    Report::of(&rows.iter().collect::<Vec<_>>(), gate, &[])
}

fn gate(criteria: &str) -> Gate {
    let text = format!("schema = 1\nname = \"g\"\nlate-after-minutes = 1\n{criteria}");
    Gate::read(&text).0.unwrap()
}

/// Twelve with a target and twelve without, of which one each is called wrongly.
fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for n in 0..24_u32 {
        let is_present = n < 12;
        let score = match n {
            0 => 0.2,
            12 => 0.7,
            _ if is_present => 0.9,
            _ => 0.1,
        };
        let mut one = row(&format!("s{n:02}"), is_present, score);
        one.lesions = Vec::new();
        one.seconds = Some(f64::from(n + 1));
        let sex = if n % 12 < 11 { "F" } else { "M" };
        one.groups.insert("sex".to_owned(), sex.to_owned());
        rows.push(one);
    }
    rows
}

const AUC: &str = "[[criteria]]\nmeasure = \"auc\"\nat-least = 0.8\n";

#[test]
fn figures_and_gate_are_those_of_the_hand_case() {
    let report = report(&rows(), &gate(AUC));
    // Of 144 pairs: 0.2 loses to 0.7 alone.
    assert!((report.accuracy.auc.as_ref().unwrap().value - 143.0 / 144.0).abs() < 1e-12);
    assert!((report.accuracy.sensitivity.as_ref().unwrap().value - 11.0 / 12.0).abs() < 1e-12);
    assert!((report.accuracy.specificity.as_ref().unwrap().value - 11.0 / 12.0).abs() < 1e-12);
    let times = report.times.unwrap();
    // 95 % of 24 is 22.8: the 23rd.
    assert_eq!(
        (times.median_s, times.mean_s, times.p95_s, times.max_s),
        (12.5, 12.5, 23.0, 24.0)
    );
    assert_eq!(report.outcome(), Outcome::Passed);
    assert_eq!(report.defects.n_defective, 0);
    assert_eq!(
        report.localisation,
        Err("the truth gives no place of a lesion".to_owned())
    );
}

#[test]
fn small_subgroups_are_named_with_their_reason() {
    let report = report(&rows(), &gate(AUC));
    let [women, men] = report.subgroups.as_slice() else {
        panic!("{:?}", report.subgroups)
    };
    assert!(women.accuracy.auc.is_ok());
    assert_eq!(
        (men.n, men.accuracy.n_present, men.accuracy.n_absent),
        (2, 1, 1)
    );
    let reason = "not estimable: 10 abnormal cases needed, 1 found";
    assert_eq!(men.accuracy.auc.as_ref().unwrap_err().to_string(), reason);
    for text in [report.text(), report.markdown()] {
        assert!(text.contains("fewer than 10 studies"), "{text}");
        assert_eq!(text.matches("not estimable").count(), 3, "{text}");
    }
    let json = report.json();
    assert_eq!(
        json["subgroups"][1]["accuracy"]["auc"]["not_estimable"],
        reason
    );
}

#[test]
fn defects_are_counted_by_the_rules_of_the_gate() {
    let mut rows = rows();
    rows[0].defects = vec![Defect::Duplicate];
    rows[1].status = Status::NotRun;
    rows[1].refusal = Some(Refusal::OutOfScope);
    rows[1].reason = Some("a child".to_owned());
    rows[2].seconds = Some(61.0);
    rows[3].status = Status::NotOpened;
    rows[3].reason = Some("no folder".to_owned());
    rows[4].status = Status::Failed;
    rows[4].schema = 1;
    let all = report(&rows, &gate(AUC)).defects;
    assert_eq!((all.n_shown, all.n_defective), (23, 4));
    assert!((all.rate.unwrap().value - 4.0 / 23.0).abs() < 1e-12);
    let words: Vec<(&str, u64)> = all.counts.iter().map(|c| (c.defect.word(), c.n)).collect();
    assert_eq!(words, [("a.late", 1), ("b.no-sr", 1), ("c.duplicate", 1)]);
    let lenient = gate(&format!(
        "count-refusals = false\nnot-counted = [\"c.duplicate\", \"a.late\"]\n{AUC}"
    ));
    let report = report(&rows, &lenient);
    assert_eq!(report.defects.n_defective, 1);
    assert_eq!(
        report.defects.refusals,
        [(Some(Refusal::OutOfScope), 1)].into()
    );
    assert_eq!(
        report.not_opened,
        [("s03".to_owned(), "no folder".to_owned())]
    );
    for expected in [
        "1 out-of-scope",
        "does not count",
        "s01: declined: a child",
        "s03 could not be opened: no folder",
    ] {
        assert!(
            report.text().contains(expected),
            "{expected}\n{}",
            report.text()
        );
    }
}

#[test]
fn studies_of_unknown_truth_count_for_time_and_defects_alone() {
    let mut rows = rows();
    for one in &mut rows[12..] {
        one.present.clear();
        one.unstated = vec!["SCT:1".to_owned()];
    }
    let report = report(&rows, &gate(AUC));
    assert_eq!((report.n_unknown, report.accuracy.n_absent), (12, 0));
    assert_eq!(report.times.unwrap().n, 24);
    assert_eq!(report.outcome(), Outcome::NotDecidable);
    assert_eq!(
        report.criteria[0].reason,
        "not estimable: 1 normal cases needed, 0 found"
    );
}

#[test]
fn marks_become_a_froc_curve() {
    let mut rows = rows();
    let mark = |score, lesion| MarkRow {
        code: "SCT:1".to_owned(),
        score,
        lesion,
        is_placed: true,
    };
    for one in &mut rows[..11] {
        one.lesions = vec![LesionRow {
            code: "SCT:1".to_owned(),
            radius_mm: 4.0,
        }];
        one.marks = vec![mark(0.9, Some(0))];
    }
    rows[0].marks = vec![mark(0.3, None)];
    rows[20].marks = vec![mark(0.95, None)];
    let report = report(&rows, &gate(AUC));
    let found = report.localisation.as_ref().unwrap();
    // Study 11 has a target without a place.
    assert_eq!(
        (found.n_cases, found.n_lesions, found.n_without_place),
        (23, 11, 1)
    );
    assert!((found.lesions_marked.as_ref().unwrap().value - 10.0 / 11.0).abs() < 1e-12);
    assert!((found.false_marks.as_ref().unwrap().value - 2.0 / 23.0).abs() < 1e-12);
    // Ten lesions beat eleven normal studies without a mark and lose to one; the unmarked ties with eleven.
    let expected = (10.0 * 11.0 / 12.0 + 11.0 / 24.0) / 11.0;
    assert!((found.wafroc.as_ref().unwrap() - expected).abs() < 1e-12);
    assert!(found.wafroc_interval.is_ok());
    assert_eq!(found.curve.len(), 4);
    assert!(report.text().contains("wAFROC"));
    assert_eq!(report.json()["localisation"]["lesions"], 11);
}

#[test]
fn nothing_is_a_report_with_reasons() {
    let report = report(&[], &Gate::built_in());
    assert_eq!(report.outcome(), Outcome::NotDecidable);
    for text in [report.text(), report.markdown(), report.json().to_string()] {
        assert!(
            text.contains("not estimable: 1 observations needed, 0 found"),
            "{text}"
        );
        assert!(!text.contains("NaN"), "{text}");
    }
    assert_eq!(report.criteria[2].reason, "no study was read");
}
