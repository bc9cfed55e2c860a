//! Counts by hand, and the maximum fractions of a published data set.

use std::collections::BTreeMap;

use super::*;
use crate::LocalisationFigure;
use crate::tests::free_response::tony01;

#[test]
fn a_threshold_counts_marks_at_or_above_it() {
    let reads = FrocReads {
        n_cases: 4,
        n_lesions: 5,
        lesion_ratings: vec![1.0, 2.0, 3.0],
        non_lesion_ratings: vec![2.0, 2.0, 4.0, 1.0],
    };
    assert_eq!(
        reads.lesion_localisation(2.0).map(|e| (e.value, e.n)),
        Some((0.4, 5))
    );
    assert_eq!(
        reads.non_lesion_localisation(2.0).map(|e| (e.value, e.n)),
        Some((0.75, 4))
    );
    assert_eq!(
        reads
            .non_lesion_localisation(f64::NEG_INFINITY)
            .map(|e| e.value),
        Some(1.0)
    );
    assert_eq!(FrocReads::default().lesion_localisation(0.0), None);
    assert_eq!(FrocReads::default().non_lesion_localisation(0.0), None);
}

/// RJafroc dataset01 (tony01): 185 cases, 95 lesions; the maximum fractions are those of the free-response study.
#[test]
fn the_fractions_of_tony01_are_those_of_its_study() {
    let Some(folder) = crate::tests::published::folder("froc_tony01") else {
        return;
    };
    let marks = std::fs::read_to_string(folder.join("froc_tony01_marks.csv")).unwrap();
    let study = tony01(&folder).study();
    let mut reads: BTreeMap<(usize, usize), FrocReads> = BTreeMap::new();
    for line in marks.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let number = |idx: usize| cells[idx].parse::<usize>().unwrap();
        let read = reads
            .entry((number(0), number(1)))
            .or_insert_with(|| FrocReads {
                n_cases: 185,
                n_lesions: 95,
                ..FrocReads::default()
            });
        let ratings = if cells[3] == "LL" {
            &mut read.lesion_ratings
        } else {
            &mut read.non_lesion_ratings
        };
        ratings.push(cells[5].parse().unwrap());
    }
    assert_eq!(reads.len(), 10);
    for ((modality, reader), read) in &reads {
        let of = |figure| study.figure(modality - 1, reader - 1, figure).unwrap();
        let all = f64::NEG_INFINITY;
        let llf = read.lesion_localisation(all).unwrap().value;
        let nlf = read.non_lesion_localisation(all).unwrap().value;
        let expected = [LocalisationFigure::MAX_LLF, LocalisationFigure::MAX_NLF].map(of);
        assert!(
            (llf - expected[0]).abs() < 1e-12,
            "{modality} {reader} {llf}"
        );
        assert!(
            (nlf - expected[1]).abs() < 1e-12,
            "{modality} {reader} {nlf}"
        );
    }
    // Modality 1, reader 1 at threshold 4: printed by RJafroc as .5473684211 and .0486486486.
    let first = &reads[&(1, 1)];
    assert!((first.lesion_localisation(4.0).unwrap().value - 0.547_368_421_1).abs() < 1e-10);
    assert!((first.non_lesion_localisation(4.0).unwrap().value - 0.048_648_648_6).abs() < 1e-10);
}
