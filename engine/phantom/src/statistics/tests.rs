//! The measured table: its rows exist, its figures are those of the measurements, real studies fall into it.

use overread_base::StudyFact;

use super::*;

#[test]
fn every_row_is_named_once_a_kind_and_its_range_is_one() {
    for (idx, row) in ROWS.iter().enumerate() {
        assert!(row.range.0 < row.range.1, "{}", row.what);
        let is_same = |other: &&Row| other.kind == row.kind && other.what == row.what;
        assert_eq!(ROWS.iter().position(|other| is_same(&other)), Some(idx));
    }
    let is_row = |fact: &StudyFact| ROWS.iter().any(|row| row.what == fact.code().value);
    assert!(StudyFact::ALL.iter().filter(|fact| is_row(fact)).count() >= 8);
}

#[test]
fn a_table_sums_up_what_was_measured() {
    let one = |value: f64| {
        vec![Measurement {
            what: "evans-index",
            value,
        }]
    };
    let table = figures(PhantomKind::HeadCt, &[one(0.2), one(0.3), one(0.4)]);
    let line = table.lines().nth(2).unwrap();
    assert!(
        line.starts_with("| Evans index, 1 | 0.300 ± 0.100 | 0.200 to 0.400 | 3 |"),
        "{line}"
    );
    assert!(line.contains("| 2 of 3 |"), "{line}");
    assert_eq!(table.lines().count(), 3);
    assert_eq!(figures(PhantomKind::ChestCt, &[]).lines().count(), 2);
}

#[test]
fn facts_of_a_study_become_rows() {
    let mut study = crate::case::ground(&CaseRequest::new(PhantomKind::ChestCt, Seed(2))).unwrap();
    study.truth.facts = vec![
        StudyFact::TrunkDiameter.number(25.5),
        StudyFact::QualityFaults.parts(vec!["motion".to_owned()]),
    ];
    assert_eq!(facts(&study), [("trunk-diameter", 25.5)]);
    assert_eq!(density(&study), None);
    study.truth.facts = vec![StudyFact::BreastDensity.parts(vec!["C".to_owned()])];
    assert_eq!(density(&study).as_deref(), Some("c"));
}
