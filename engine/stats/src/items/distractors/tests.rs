//! Four takers on paper, scipy, laws, guessing takers, and choices that do not exist.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;

#[track_caller]
fn check(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() < 1e-14,
        "{found} is not {expected}"
    );
}

#[test]
fn four_takers_on_paper() {
    // Keys 0, 1, 0. Right: 3, 2, 1, 0.
    let choices = [
        vec![Some(0), Some(1), Some(0)],
        vec![Some(0), Some(1), Some(2)],
        vec![Some(0), Some(0), None],
        vec![Some(1), Some(0), Some(2)],
    ];
    let found = distractors(&choices, &[0, 1, 0], &[2, 2, 3]).unwrap();
    let key = found[0][0];
    assert!(key.is_key && key.n == 3);
    check(key.share, 0.75);
    // Rest of item 1: 2, 1, 0, 0.
    check(key.rest_mean.unwrap(), 1.0);
    check(
        key.rest_correlation.unwrap(),
        0.75 / (0.75f64 * 2.75).sqrt(),
    );
    assert!(!key.is_suspect() && !found[0][1].is_suspect());
    // Item 3: nobody chooses answer 1, answer 2 is chosen by takers of rest 2 and 0, the one without an answer has 1.
    assert_eq!((found[2][1].n, found[2][1].rest_mean), (0, None));
    assert_eq!(found[2][1].rest_correlation, None);
    check(found[2][2].rest_mean.unwrap(), 1.0);
    check(found[2].iter().map(|option| option.share).sum(), 0.75);
}

// scipy 1.17.1 pearsonr of choosing the option with the rest score.
#[test]
fn correlations_as_scipy_has_them() {
    let choices: Vec<Vec<Option<usize>>> = [
        [0, 2, 1],
        [0, 1, 1],
        [1, 2, 1],
        [2, 2, 0],
        [0, 2, 2],
        [1, 0, 1],
        [0, 2, 1],
        [2, 1, 2],
    ]
    .map(|row| row.map(Some).to_vec())
    .to_vec();
    let found = distractors(&choices, &[0, 2, 1], &[3, 3, 3]).unwrap();
    let expected = [
        0.3779644730092272,
        0.21821789023599236,
        -0.6546536707079772,
        -0.06052275326688022,
        -0.09245003270420478,
        0.12403473458920845,
        -0.060522753266880246,
        0.12403473458920848,
        -0.09245003270420483,
    ];
    for (option, expected) in found.iter().flatten().zip(expected) {
        check(option.rest_correlation.unwrap(), expected);
    }
}

#[test]
fn choices_that_do_not_exist_are_refused() {
    let outside = distractors(
        &[vec![Some(0), Some(3)], vec![None, None]],
        &[0, 1],
        &[2, 3],
    );
    assert!(matches!(
        outside,
        Err(NotEstimable::OutOfDomain { index: 1, .. })
    ));
    let key = distractors(&[vec![None, None], vec![None, None]], &[2, 1], &[2, 3]);
    assert!(matches!(
        key,
        Err(NotEstimable::OutOfDomain { index: 0, .. })
    ));
    let endless = distractors(&[vec![None; 2], vec![None; 2]], &[0, 0], &[2, usize::MAX]);
    assert!(matches!(
        endless,
        Err(NotEstimable::OutOfDomain { index: 1, .. })
    ));
    for faulty in [
        distractors(&[], &[0, 0], &[2, 2]),
        distractors(&[vec![None], vec![None]], &[0], &[2]),
    ] {
        assert!(matches!(faulty, Err(NotEstimable::TooFew { .. })));
    }
    let ragged = distractors(&[vec![None, None], vec![None]], &[0, 0], &[2, 2]);
    assert!(matches!(ragged, Err(NotEstimable::Unequal { .. })));
}

proptest! {
    #[test]
    fn options_share_the_takers(cells in prop::collection::vec(prop::option::of(0usize..3), 24)) {
        let choices: Vec<Vec<_>> = cells.chunks(3).map(<[_]>::to_vec).collect();
        let found = distractors(&choices, &[0, 1, 2], &[3, 3, 3]).unwrap();
        let turned: Vec<Vec<_>> = choices.iter().rev().cloned().collect();
        let again = distractors(&turned, &[0, 1, 2], &[3, 3, 3]).unwrap();
        for (item, options) in found.iter().enumerate() {
            let absent = choices.iter().filter(|row| row[item].is_none()).count();
            prop_assert_eq!(options.iter().map(|o| o.n).sum::<usize>() + absent, choices.len());
            for (a, b) in options.iter().zip(&again[item]) {
                prop_assert_eq!(a.n, b.n);
                prop_assert!(a.rest_correlation.is_none_or(|r| r.abs() <= 1.0 + 1e-12));
                prop_assert!(a.rest_mean.is_none_or(|m| (0.0..=2.0).contains(&m)));
            }
        }
    }
}

#[test]
fn guessing_takers_make_half_of_the_distractors_suspect() {
    if !crate::tests::simulation::is_asked("guessing_takers") {
        return;
    }
    let (mut suspect, mut n) = (0, 0);
    for run in 0..1_000 {
        let mut rng = Seed(31).index(run).rng();
        let choices: Vec<Vec<Option<usize>>> = (0..100)
            .map(|_| {
                (0..10)
                    .map(|_| usize::try_from(rng.below(4)).ok())
                    .collect()
            })
            .collect();
        for options in distractors(&choices, &[0; 10], &[4; 10]).unwrap() {
            suspect += options[1..]
                .iter()
                .filter(|option| option.is_suspect())
                .count();
            n += 3;
        }
    }
    let share = suspect as f64 / f64::from(n);
    println!("SIM distractors suspect {share}");
    assert!((share - 0.5).abs() < 0.02, "{share}");
}
