//! Figures by hand.

use super::*;
use crate::row::{CategoryRow, LesionRow, MarkRow, SCHEMA};

pub(crate) fn row(case: &str, is_present: bool, score: f64) -> Row {
    Row {
        schema: SCHEMA,
        service: "example.service".to_owned(),
        version: "1.0.0".to_owned(),
        digest: None,
        case: case.to_owned(),
        kind: "chest-ct".to_owned(),
        difficulty: Some("medium".to_owned()),
        groups: BTreeMap::new(),
        present: is_present.then(|| "SCT:1".to_owned()).into_iter().collect(),
        lesions: is_present
            .then(|| LesionRow {
                code: "SCT:1".to_owned(),
                radius_mm: 4.0,
            })
            .into_iter()
            .collect(),
        status: Status::Done,
        reason: None,
        seconds: Some(score),
        probability: Some(score),
        is_positive: Some(score >= 0.5),
        scores: BTreeMap::from([("SCT:1".to_owned(), score)]),
        marks: Vec::new(),
        dice: None,
        numbers: Vec::new(),
        categories: Vec::new(),
        unstated: Vec::new(),
        threshold: None,
        opening_seconds: None,
        refusal: None,
        defects: Vec::new(),
        date: None,
        inputs: None,
        remarks: Vec::new(),
    }
}

fn of(rows: &[Row]) -> Figures {
    figures(&rows.iter().collect::<Vec<_>>())
}

#[test]
fn area_and_shares_are_those_of_the_hand_case() {
    let rows = [
        row("a", true, 0.9),
        row("b", true, 0.4),
        row("c", true, 0.8),
        row("d", false, 0.6),
        row("e", false, 0.1),
    ];
    let figures = of(&rows);
    // Of six pairs the one of 0.4 with 0.6 is lost.
    assert!((figures.auc.unwrap().value - 5.0 / 6.0).abs() < 1e-12);
    assert!((figures.sensitivity.unwrap().value - 2.0 / 3.0).abs() < 1e-12);
    assert!((figures.specificity.unwrap().value - 0.5).abs() < 1e-12);
    assert_eq!((figures.n, figures.n_done, figures.n_present), (5, 5, 3));
    assert!(figures.auc.unwrap().estimate.is_some());
    assert_eq!(figures.seconds, Some((0.6, 0.9)));
    assert!(
        figures.auc_by_target.is_empty(),
        "one target needs no table"
    );
    assert_eq!(
        figures.lesions_marked, None,
        "a service without places marks nothing"
    );
}

#[test]
fn a_target_that_no_study_holds_stands_with_the_reason() {
    let mut rows = [row("a", true, 0.9), row("b", false, 0.1)];
    for row in &mut rows {
        row.scores.insert("SCT:2".to_owned(), 0.5);
    }
    let found = of(&rows).auc_by_target;
    let names: Vec<&str> = found.iter().map(|(target, _)| target.as_str()).collect();
    assert_eq!(names, ["SCT:1", "SCT:2"]);
    assert!(found[0].1.is_ok());
    let reason = found[1].1.as_ref().unwrap_err().to_string();
    assert!(reason.contains("abnormal"), "{reason}");
}

#[test]
fn a_perfect_area_has_a_value_and_no_interval() {
    let figures = of(&[
        row("a", true, 0.9),
        row("b", true, 0.8),
        row("c", false, 0.1),
        row("d", false, 0.2),
    ]);
    let area = figures.auc.unwrap();
    assert_eq!((area.value, area.estimate), (1.0, None));
}

#[test]
fn what_was_not_read_counts_nowhere_but_in_its_own_number() {
    let mut declined = row("c", true, 0.0);
    declined.status = Status::NotRun;
    let mut broken = row("d", false, 1.0);
    broken.status = Status::Failed;
    let figures = of(&[row("a", true, 0.9), row("b", false, 0.1), declined, broken]);
    assert_eq!(
        (
            figures.n,
            figures.n_done,
            figures.n_not_run,
            figures.n_failed,
            figures.n_present
        ),
        (4, 2, 1, 1, 1)
    );
    assert_eq!(figures.sensitivity.unwrap().n, 1);
}

#[test]
fn marks_count_once_a_lesion_and_the_rest_are_false() {
    let mut marked = row("a", true, 0.9);
    let mark = |lesion, is_placed| MarkRow {
        code: "SCT:1".to_owned(),
        score: 0.7,
        lesion,
        is_placed,
    };
    marked.marks = vec![
        mark(Some(0), true),
        mark(Some(0), true),
        mark(None, true),
        mark(None, false),
    ];
    let figures = of(&[marked, row("b", true, 0.2)]);
    assert!((figures.lesions_marked.unwrap().value - 0.5).abs() < 1e-12);
    assert!((figures.false_marks.unwrap().value - 0.5).abs() < 1e-12);
}

#[test]
fn agreement_is_said_minus_true() {
    let mut rows = [row("a", true, 0.9), row("b", false, 0.1)];
    for (row, (truth, said)) in rows.iter_mut().zip([(30.0, 33.0), (40.0, 39.0)]) {
        row.numbers.push(NumberRow {
            code: "99OVERREAD:aorta-diameter".to_owned(),
            meaning: "Diameter of the ascending aorta".to_owned(),
            ucum: "mm".to_owned(),
            truth,
            said,
        });
        row.categories.push(CategoryRow {
            scale: "s".to_owned(),
            truth: "a".to_owned(),
            said: if truth < 35.0 { "a" } else { "b" }.to_owned(),
        });
    }
    let figures = of(&rows);
    let number = &figures.numbers[0];
    assert!((number.bias - 1.0).abs() < 1e-12);
    assert!((number.sd.unwrap() - 8.0_f64.sqrt()).abs() < 1e-12);
    assert!((number.mean_absolute - 2.0).abs() < 1e-12);
    assert!((figures.categories[0].equal.unwrap().value - 0.5).abs() < 1e-12);
}

#[test]
fn subgroups_of_one_value_are_none() {
    let mut rows = [
        row("a", true, 0.9),
        row("b", false, 0.1),
        row("c", true, 0.2),
    ];
    for (row, sex) in rows.iter_mut().zip(["F", "M", "F"]) {
        row.groups.insert("sex".to_owned(), sex.to_owned());
        row.groups.insert("scanner".to_owned(), "A".to_owned());
    }
    let groups = subgroups(&rows.iter().collect::<Vec<_>>());
    let found: Vec<_> = groups
        .iter()
        .map(|group| (group.by.as_str(), group.value.as_str(), group.n))
        .collect();
    assert_eq!(found, [("sex", "F", 2), ("sex", "M", 1)]);
}

#[test]
fn sizes_of_lesions_are_set_against_all_studies_without() {
    let mut rows = [
        row("a", true, 0.9),
        row("b", true, 0.3),
        row("c", false, 0.5),
        row("d", false, 0.1),
    ];
    for (row, size) in rows.iter_mut().zip(["large", "small"]) {
        row.groups.insert("size".to_owned(), size.to_owned());
    }
    let groups = subgroups(&rows.iter().collect::<Vec<_>>());
    let found: Vec<_> = groups
        .iter()
        .map(|group| {
            (
                group.value.as_str(),
                group.n,
                group.figures.auc.unwrap().value,
            )
        })
        .collect();
    assert_eq!(found, [("large", 1, 1.0), ("small", 1, 0.5)]);
}

#[test]
fn nothing_gives_nothing() {
    let figures = of(&[]);
    assert_eq!((figures.n, figures.auc, figures.seconds), (0, None, None));
}
