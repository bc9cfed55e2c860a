//! Figures by hand, two thresholds of the published study, and laws.

use proptest::prelude::*;

use super::super::{Mark, Target};
use super::*;
use crate::tests::free_response::{Raw, by_hand, drawn_small, mark, tony01};
use crate::tests::published::folder;

const ALL: [LocalisationFigure; 13] = [
    LocalisationFigure::Wafroc,
    LocalisationFigure::Wafroc1,
    LocalisationFigure::Afroc,
    LocalisationFigure::Afroc1,
    LocalisationFigure::InferredRoc,
    LocalisationFigure::MAX_LLF,
    LocalisationFigure::MAX_NLF,
    LocalisationFigure::MAX_NLF_NORMAL,
    LocalisationFigure::Sensitivity,
    LocalisationFigure::Specificity,
    LocalisationFigure::ExpSpecificity,
    LocalisationFigure::LlfAtNlf { rate: 0.3 },
    LocalisationFigure::Cpm,
];

#[track_caller]
fn check(raw: &Raw, figure: LocalisationFigure, expected: f64) {
    let found = raw.study().figure(0, 0, figure).unwrap();
    assert!(
        (found - expected).abs() < 1e-15,
        "{figure:?} {found} {expected}"
    );
}

#[test]
fn the_figures_of_the_hand_case() {
    let raw = by_hand();
    // Against the first normal case (2): 1/4 won, 1 tied; against the second (none): 1/4 won, 3/4 tied, 1 won.
    check(&raw, LocalisationFigure::Wafroc, (0.75 + 1.625) / 4.0);
    // The abnormal cases add as negative sides: 1.625 (none) and 0 (4).
    check(
        &raw,
        LocalisationFigure::Wafroc1,
        (0.75 + 1.625 + 1.625) / 8.0,
    );
    check(&raw, LocalisationFigure::Afroc, (1.5 + 2.5) / 6.0);
    check(&raw, LocalisationFigure::Afroc1, (1.5 + 2.5 + 2.5) / 12.0);
    check(&raw, LocalisationFigure::InferredRoc, 1.0);
    check(&raw, LocalisationFigure::MAX_LLF, 2.0 / 3.0);
    check(&raw, LocalisationFigure::Llf { threshold: 3.0 }, 1.0 / 3.0);
    check(&raw, LocalisationFigure::MAX_NLF, 0.5);
    check(&raw, LocalisationFigure::Nlf { threshold: 3.0 }, 0.25);
    check(&raw, LocalisationFigure::MAX_NLF_NORMAL, 0.5);
    check(&raw, LocalisationFigure::NlfNormal { threshold: 3.0 }, 0.0);
    check(&raw, LocalisationFigure::Sensitivity, 1.0);
    check(&raw, LocalisationFigure::Specificity, 0.5);
    // e to the power -1/2.
    check(
        &raw,
        LocalisationFigure::ExpSpecificity,
        0.606_530_659_712_633_4,
    );
    // The curve runs (0, 0), (1/4, 0), (1/4, 1/3), (1/2, 2/3).
    for (rate, llf) in [
        (0.0, 0.0),
        (0.125, 0.0),
        (0.25, 1.0 / 3.0),
        (0.375, 0.5),
        (3.0, 2.0 / 3.0),
    ] {
        check(&raw, LocalisationFigure::LlfAtNlf { rate }, llf);
    }
    check(
        &raw,
        LocalisationFigure::Cpm,
        (0.0 + 1.0 + 5.0 * 2.0) / 21.0,
    );
}

#[test]
fn the_leave_one_out_values_of_the_hand_case() {
    let study = by_hand().study();
    let left_out = |figure| study.table(figure).unwrap().left_out(0, 0).to_vec();
    assert_eq!(
        left_out(LocalisationFigure::Wafroc),
        [0.8125, 0.375, 0.75, 0.4375]
    );
    let [without_2, without_3] = [(0.5 + 1.0) / 3.0, (0.25 + 0.625 + 0.625) / 3.0];
    assert_eq!(
        left_out(LocalisationFigure::Wafroc1)[2..],
        [without_2, without_3]
    );
    assert_eq!(
        left_out(LocalisationFigure::MAX_LLF),
        [2.0 / 3.0, 2.0 / 3.0, 1.0, 0.5]
    );
    assert_eq!(
        left_out(LocalisationFigure::Specificity),
        [1.0, 0.0, 0.5, 0.5]
    );
}

/// RJafroc at threshold 4, modality BT, reader 1.
#[test]
fn the_operating_point_of_tony01_is_that_of_rjafroc() {
    let Some(folder) = folder("rjafroc_tony01_operating_point") else {
        return;
    };
    let study = tony01(&folder).study();
    for (figure, value) in [
        (LocalisationFigure::Nlf { threshold: 4.0 }, 0.048_648_648_6),
        (
            LocalisationFigure::NlfNormal { threshold: 4.0 },
            0.083_333_333_3,
        ),
        (LocalisationFigure::Llf { threshold: 4.0 }, 0.547_368_421_1),
    ] {
        let found = study.figure(0, 0, figure).unwrap();
        assert!((found - value).abs() < 1e-10, "{figure:?} {found}");
    }
    let curve = study.curve(0, 0, crate::LocalisationCurve::Afroc).unwrap();
    let at_4 = curve.iter().find(|point| point.threshold == 4.0).unwrap();
    assert!((at_4.x - 0.083_333_333_3).abs() < 1e-10);
}

/// scikit-learn 1.9.1 `roc_curve` of all marks, scaled to marks a case and lesions, read by numpy 1.26.4 `interp` as
/// LUNA16 reads it.
#[test]
fn the_froc_heights_of_tony01_are_those_of_scikit_learn() {
    let Some(folder) = folder("tony01_cpm") else {
        return;
    };
    let study = tony01(&folder).study();
    let values = [
        [0.654511278195489, 0.73656670746634, 0.789292271376115],
        [0.65625730994152, 0.844502923976608, 0.835417710944027],
        [0.68796992481203, 0.828289473684211, 0.874386860007161],
        [0.638056680161943, 0.831578947368421, 0.807142857142857],
        [0.724671052631579, 0.810526315789474, 0.802173402255639],
        [0.384520123839009, 0.611278195488722, 0.691536614645858],
        [0.43625730994152, 0.757894736842105, 0.719674185463659],
        [0.550415512465374, 0.737894736842105, 0.776001187178472],
        [0.654736842105263, 0.663157894736842, 0.663157894736842],
        [0.416666666666667, 0.694736842105263, 0.66312656641604],
    ];
    for (cell, values) in values.iter().enumerate() {
        for (figure, value) in [
            LocalisationFigure::LlfAtNlf { rate: 0.1 },
            LocalisationFigure::LlfAtNlf { rate: 0.25 },
            LocalisationFigure::Cpm,
        ]
        .into_iter()
        .zip(values)
        {
            let found = study.figure(cell / 5, cell % 5, figure).unwrap();
            assert!(
                (found - value).abs() <= 1e-9 * value,
                "{cell} {figure:?} {found} {value}"
            );
        }
    }
}

#[test]
fn what_cannot_be_given_is_refused_by_name() {
    let only_abnormal = FreeResponse::new([1, 1], &[vec![1.0], vec![1.0]], &[]).unwrap();
    let only_normal = FreeResponse::new([1, 1], &[vec![], vec![]], &[]).unwrap();
    let one_of_each = FreeResponse::new([1, 1], &[vec![], vec![1.0]], &[]).unwrap();
    for figure in ALL {
        let is_of_normal = matches!(
            figure,
            LocalisationFigure::NlfNormal { .. }
                | LocalisationFigure::Specificity
                | LocalisationFigure::ExpSpecificity
        );
        let is_of_both = matches!(
            figure,
            LocalisationFigure::Wafroc
                | LocalisationFigure::Afroc
                | LocalisationFigure::InferredRoc
        );
        let is_of_all = matches!(figure, LocalisationFigure::Nlf { .. });
        let refuses = |study: &FreeResponse| study.figure(0, 0, figure).is_err();
        assert_eq!(
            refuses(&only_abnormal),
            is_of_normal || is_of_both,
            "{figure:?}"
        );
        assert_eq!(
            refuses(&only_normal),
            !is_of_normal && !is_of_all,
            "{figure:?}"
        );
        assert!(!refuses(&one_of_each), "{figure:?}");
        // Leaving the only normal or abnormal case out leaves nothing to compare; marks a case need two cases only.
        assert_eq!(one_of_each.table(figure).is_ok(), is_of_all, "{figure:?}");
        assert!(one_of_each.figure(0, 1, figure).is_err());
    }
    for figure in [
        LocalisationFigure::Llf {
            threshold: f64::NAN,
        },
        LocalisationFigure::Nlf {
            threshold: f64::NAN,
        },
        LocalisationFigure::NlfNormal {
            threshold: f64::NAN,
        },
        LocalisationFigure::LlfAtNlf { rate: f64::NAN },
        LocalisationFigure::LlfAtNlf {
            rate: f64::INFINITY,
        },
        LocalisationFigure::LlfAtNlf { rate: -0.1 },
    ] {
        assert!(one_of_each.figure(0, 0, figure).is_err(), "{figure:?}");
    }
}

#[test]
fn without_marks_nothing_is_won_and_nothing_lost() {
    let study =
        FreeResponse::new([1, 1], &[vec![], vec![0.5, 0.5], vec![], vec![1.0]], &[]).unwrap();
    for figure in ALL {
        let is_of_silence = matches!(
            figure,
            LocalisationFigure::Specificity | LocalisationFigure::ExpSpecificity
        );
        let expected = if is_of_silence {
            1.0
        } else if ALL[..5].contains(&figure) {
            0.5
        } else {
            0.0
        };
        assert_eq!(study.figure(0, 0, figure).unwrap(), expected, "{figure:?}");
        let table = study.table(figure).unwrap();
        assert_eq!(table.left_out(0, 0), [expected; 4], "{figure:?}");
    }
    // Every lesion above every other mark: the areas are 1 exactly.
    let cases = [vec![], FreeResponse::equal_weights(3), vec![]];
    let marks: Vec<_> = (0..3).map(|lesion| mark(1, Some(lesion), 2.0)).collect();
    let perfect = FreeResponse::new([1, 1], &cases, &marks).unwrap();
    for figure in &ALL[..5] {
        assert_eq!(perfect.figure(0, 0, *figure).unwrap(), 1.0, "{figure:?}");
    }
}

/// All figures of a study, and their leave-one-out values.
fn all_of(raw: &Raw) -> Vec<f64> {
    let study = raw.study();
    let mut values = Vec::new();
    for figure in ALL {
        let table = study.table(figure).unwrap();
        for cell in 0..4 {
            values.push(table.figure(cell / 2, cell % 2).unwrap());
            values.extend_from_slice(table.left_out(cell / 2, cell % 2));
        }
    }
    values
}

/// Anything: counts, weights, places and ratings that fit together or not.
fn anything() -> impl Strategy<Value = Raw> {
    let number = prop_oneof![
        4 => (0..3_u8).prop_map(f64::from),
        1 => prop::sample::select(vec![f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0, 1e300, -1e300]),
    ];
    let weights = prop_oneof![
        8 => (0..4_usize).prop_map(FreeResponse::equal_weights),
        1 => prop::collection::vec(number.clone(), 0..3),
    ];
    let target = prop_oneof![
        Just(Target::NonLesion),
        (0..4_usize).prop_map(Target::Lesion)
    ];
    let place = (0..2_usize, 0..2_usize, 0..5_usize);
    let marks = (place, target, 0..9_usize, number).prop_map(|(place, target, number, rating)| {
        let (condition, reader, case) = place;
        Mark {
            condition,
            reader,
            case,
            target,
            number,
            rating,
        }
    });
    let size = prop_oneof![8 => Just([2, 2]), 1 => prop::array::uniform2(0..3_usize)];
    let cases = prop::collection::vec(weights, 0..6);
    (size, cases, prop::collection::vec(marks, 0..8)).prop_map(|(size, cases, marks)| Raw {
        size,
        cases,
        marks,
    })
}

proptest! {
    #[test]
    fn anything_gives_finite_numbers_or_a_named_refusal(raw in anything()) {
        let Ok(study) = FreeResponse::new(raw.size, &raw.cases, &raw.marks) else {
            return Ok(());
        };
        for figure in ALL {
            for cell in [(0, 0), (1, 1)] {
                let value = study.figure(cell.0, cell.1, figure);
                prop_assert!(value.is_err() || value.is_ok_and(f64::is_finite), "{figure:?}");
            }
            if let Ok(table) = study.table(figure) {
                prop_assert!(table.left_out(0, 0).iter().all(|value| value.is_finite()), "{figure:?}");
            }
        }
    }

    #[test]
    fn a_left_out_value_is_the_figure_of_the_study_without_the_case(seed: u64) {
        let raw = drawn_small(seed);
        let n_cases = raw.cases.len();
        for figure in ALL {
            let table = raw.study().table(figure).unwrap();
            for case in 0..n_cases {
                let others: Vec<_> = (0..n_cases).filter(|&other| other != case).collect();
                let expected = raw.cases_of(&others).study().figure(1, 1, figure).unwrap();
                let found = table.left_out(1, 1)[case];
                prop_assert!((found - expected).abs() < 1e-12, "{figure:?} {case} {found} {expected}");
            }
        }
    }

    #[test]
    fn a_case_that_is_there_twice_counts_twice(seed: u64) {
        let raw = drawn_small(seed);
        let n_cases = raw.cases.len();
        let twice = usize::try_from(seed % n_cases as u64).unwrap();
        let order: Vec<_> = (0..n_cases).chain([twice]).collect();
        let mut copies = vec![1; n_cases];
        copies[twice] = 2;
        let (study, larger) = (raw.study(), raw.cases_of(&order).study());
        for figure in ALL {
            let form = Form::of(&study, study.cell(0, 1).unwrap(), figure).unwrap();
            let expected = larger.figure(0, 1, figure).unwrap();
            prop_assert!((form.value(&copies) - expected).abs() < 1e-12, "{figure:?}");
        }
    }

    #[test]
    fn a_monotone_change_of_ratings_changes_nothing(seed: u64) {
        let raw = drawn_small(seed);
        let mut changed = raw.clone();
        for mark in &mut changed.marks {
            mark.rating = mark.rating * mark.rating * mark.rating - 70.0;
        }
        prop_assert_eq!(all_of(&raw), all_of(&changed));
    }

    #[test]
    fn the_order_of_cases_lesions_and_marks_does_not_matter(seed: u64) {
        let raw = drawn_small(seed);
        let mut reversed = raw.clone();
        reversed.marks.reverse();
        prop_assert_eq!(all_of(&raw), all_of(&reversed));
        let order: Vec<_> = (0..raw.cases.len()).rev().collect();
        let turned = raw.cases_of(&order);
        for figure in ALL {
            let a = raw.study().figure(0, 0, figure).unwrap();
            let b = turned.study().figure(0, 0, figure).unwrap();
            prop_assert!((a - b).abs() < 1e-12, "{figure:?} {a} {b}");
        }
    }

    #[test]
    fn readers_are_told_apart(seed: u64) {
        let raw = drawn_small(seed);
        let mut swapped = raw.clone();
        for mark in &mut swapped.marks {
            mark.reader = 1 - mark.reader;
        }
        for figure in ALL {
            let (a, b) = (raw.study().table(figure).unwrap(), swapped.study().table(figure).unwrap());
            prop_assert_eq!(a.figure(1, 0), b.figure(1, 1));
            prop_assert_eq!(a.left_out(0, 1), b.left_out(0, 0));
        }
    }

    #[test]
    fn all_values_lie_in_their_bounds(seed: u64) {
        let raw = drawn_small(seed);
        let study = raw.study();
        for figure in ALL {
            let is_rate = matches!(figure, LocalisationFigure::Nlf { .. } | LocalisationFigure::NlfNormal { .. });
            let most = if is_rate { 2.0 } else { 1.0 };
            let table = study.table(figure).unwrap();
            for value in table.left_out(1, 0).iter().chain(&table.figure(1, 0)) {
                prop_assert!((0.0..=most).contains(value), "{figure:?} {value}");
            }
        }
    }

    #[test]
    fn one_lesion_a_case_makes_weights_irrelevant(seed: u64) {
        let mut raw = drawn_small(seed);
        raw.cases.iter_mut().filter(|case| !case.is_empty()).for_each(|case| *case = vec![1.0]);
        raw.marks.retain(|mark| matches!(mark.target, Target::NonLesion | Target::Lesion(0)));
        let study = raw.study();
        let of = |figure| study.figure(0, 0, figure).unwrap();
        prop_assert_eq!(of(LocalisationFigure::Wafroc), of(LocalisationFigure::Afroc));
        prop_assert_eq!(of(LocalisationFigure::Wafroc1), of(LocalisationFigure::Afroc1));
    }

    /// A lower mark on a lesion that is marked already is no second find.
    #[test]
    fn a_lower_mark_on_the_same_lesion_changes_nothing(seed: u64) {
        let raw = drawn_small(seed);
        let mut more = raw.clone();
        let again = raw.marks.iter().filter(|mark| mark.target != Target::NonLesion);
        more.marks.extend(again.map(|mark| Mark { number: mark.number + 10, rating: mark.rating - 1.0, ..*mark }));
        prop_assert_eq!(all_of(&raw), all_of(&more));
    }
}
