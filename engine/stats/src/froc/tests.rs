//! Counts by hand, the maximum fractions of a published data set, laws, and reads that have none.

use std::collections::BTreeMap;

use proptest::prelude::*;

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
        Ok((0.4, 5))
    );
    assert_eq!(
        reads.non_lesion_localisation(2.0).map(|e| (e.value, e.n)),
        Ok((0.75, 4))
    );
    assert_eq!(
        reads
            .non_lesion_localisation(f64::NEG_INFINITY)
            .map(|e| e.value),
        Ok(1.0)
    );
    let none = reads.lesion_localisation(f64::INFINITY).unwrap();
    assert_eq!((none.value, none.lower), (0.0, 0.0));
}

#[test]
fn fractions_that_are_none_say_why() {
    let few = |what| NotEstimable::TooFew {
        what,
        needed: 1,
        found: 0,
    };
    let none = FrocReads::default();
    assert_eq!(none.lesion_localisation(0.0), Err(few(Counted::Lesions)));
    assert_eq!(none.non_lesion_localisation(0.0), Err(few(Counted::Cases)));
    let not_finite = |what, index| Err(NotEstimable::NotFinite { what, index });
    let mut reads = FrocReads {
        n_cases: 2,
        n_lesions: 1,
        lesion_ratings: vec![1.0, 2.0],
        non_lesion_ratings: vec![1.0, 2.0],
    };
    let threshold = not_finite("the threshold", 0);
    assert_eq!(reads.lesion_localisation(f64::NAN), threshold);
    assert_eq!(reads.non_lesion_localisation(f64::NAN), threshold);
    assert!(matches!(
        reads.lesion_localisation(f64::NEG_INFINITY),
        Err(NotEstimable::OutOfDomain { .. })
    ));
    reads.lesion_ratings = vec![f64::NAN];
    reads.non_lesion_ratings = vec![f64::NEG_INFINITY, f64::NAN];
    assert_eq!(
        reads.lesion_localisation(0.0),
        not_finite("the lesions' ratings", 0)
    );
    assert_eq!(
        reads.non_lesion_localisation(0.0),
        not_finite("the ratings of marks on no lesion", 1)
    );
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

proptest! {
    #[test]
    fn fractions_fall_with_the_threshold_and_rising_maps_change_nothing(
        lesions in prop::collection::vec(0_u8..9, 0..12),
        others in prop::collection::vec(0_u8..9, 0..20),
        unmarked in 1_u64..5, n_cases in 1_u64..20,
        threshold in 0_u8..9, higher in 0_u8..9,
    ) {
        let reads = |map: fn(f64) -> f64| {
            let of = |ratings: &[u8]| ratings.iter().map(|x| map(f64::from(*x))).collect::<Vec<_>>();
            FrocReads {
                n_cases,
                n_lesions: lesions.len() as u64 + unmarked,
                lesion_ratings: of(&lesions),
                non_lesion_ratings: of(&others),
            }
        };
        let (plain, bent) = (reads(|x| x), reads(|x| x * x * x - 7.0));
        let (low, high) = (f64::from(threshold), f64::from(threshold + higher));
        for of in [FrocReads::lesion_localisation, FrocReads::non_lesion_localisation] {
            let (at_low, at_high) = (of(&plain, low).unwrap(), of(&plain, high).unwrap());
            prop_assert!(at_high.value <= at_low.value && at_high.lower <= at_low.lower && at_high.upper <= at_low.upper);
            prop_assert_eq!(of(&bent, low * low * low - 7.0).unwrap(), at_low);
        }
    }
}
