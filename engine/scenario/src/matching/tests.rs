//! Cells that share cases.

use crate::{Case, CaseSource, DicomSource, Difficulty};

use super::*;

fn case(id: &str, tags: &[&str], difficulty: Option<Difficulty>) -> Case {
    Case {
        id: overread_base::CaseId::new(id).unwrap(),
        title: Vec::new(),
        history: Vec::new(),
        debrief: Vec::new(),
        hints: Vec::new(),
        difficulty,
        tags: tags.iter().map(|&tag| tag.to_owned()).collect(),
        facts: Vec::new(),
        source: CaseSource::Dicom(DicomSource {
            folder: id.to_owned(),
            series: None,
            priors: None,
            truth: None,
            provenance: None,
        }),
        recorded: None,
        questions: Vec::new(),
        key: Vec::new(),
    }
}

fn cell(tags: &[&str], difficulty: Option<Difficulty>, count: u32) -> BlueprintCell {
    BlueprintCell {
        name: tags.concat(),
        tags: tags.iter().map(|&tag| tag.to_owned()).collect(),
        difficulty,
        count,
    }
}

#[test]
fn a_case_moves_on_where_that_makes_room() {
    let cases = [case("1", &["a", "b"], None), case("2", &["a"], None)];
    // The first cell would take case 1, which is the only one for the second cell.
    assert_eq!(
        cells_met(&[cell(&["a"], None, 1), cell(&["b"], None, 1)], &cases),
        [1, 1]
    );
    assert_eq!(
        cells_met(&[cell(&["a"], None, 2), cell(&["b"], None, 1)], &cases),
        [2, 0]
    );
    assert_eq!(cells_met(&[cell(&["c"], None, 1)], &cases), [0]);
}

#[test]
fn difficulty_counts_too() {
    let cases = [
        case("1", &["a"], Some(Difficulty::Easy)),
        case("2", &["a"], Some(Difficulty::Hard)),
        case("3", &["a"], None),
    ];
    let cells = [
        cell(&["a"], None, 2),
        cell(&["a"], Some(Difficulty::Hard), 1),
        cell(&[], Some(Difficulty::Hard), 1),
    ];
    assert_eq!(cells_met(&cells, &cases), [2, 1, 0]);
}

/// The greatest blueprint over the greatest bank is counted out at once.
#[test]
fn a_large_blueprint_is_counted_out() {
    let cases: Vec<Case> = (0..500)
        .map(|n| case(&format!("c{n}"), &["a"], None))
        .collect();
    let cells: Vec<BlueprintCell> = (0..60).map(|_| cell(&["a"], None, 500)).collect();
    let met = cells_met(&cells, &cases);
    assert_eq!(met[0], 500);
    assert!(met[1..].iter().all(|n| *n == 0));
    let cells: Vec<BlueprintCell> = (0..50).map(|_| cell(&["a"], None, 10)).collect();
    assert!(cells_met(&cells, &cases).iter().all(|n| *n == 10));
}
