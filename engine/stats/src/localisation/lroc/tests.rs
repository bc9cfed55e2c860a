//! LROC figures by hand, of the published study against another program, and laws.

use std::path::Path;

use overread_base::Seed;
use proptest::prelude::*;

use super::super::{FreeResponse, Target};
use super::*;
use crate::tests::free_response::{gauss, is_asked, mean_over, tony01};
use crate::tests::published::folder;
use crate::{normal_cdf, normal_quantile};

fn read(case: usize, rating: f64, is_located: bool) -> LocatedRead {
    LocatedRead {
        condition: 0,
        reader: 0,
        case,
        rating,
        is_located,
    }
}

/// One reader; normal cases first.
fn study(normal: &[f64], abnormal: &[(f64, bool)]) -> Lroc {
    let normal = normal.iter().map(|&rating| (rating, false));
    let answers: Vec<_> = normal.clone().chain(abnormal.iter().copied()).collect();
    let is_abnormal: Vec<_> = (0..answers.len())
        .map(|case| case >= normal.len())
        .collect();
    let reads: Vec<_> = answers
        .iter()
        .enumerate()
        .map(|(case, &(rating, is_located))| read(case, rating, is_located))
        .collect();
    Lroc::new([1, 1], &is_abnormal, &reads).unwrap()
}

/// The ratings by which RJafroc's LROC figures were checked by hand (comment in its `LrocOperatingPointsFromRatings`;
/// one abnormal case is not located); PCL .4 and areas .02 and .08 are among what its test of "dataset 4" expects.
fn rjafroc_by_hand() -> Lroc {
    study(
        &[0.0, 0.0, 0.0, 0.0, 1.424443],
        &[
            (0.5542791, true),
            (1.2046176, true),
            (5.0, false),
            (3.4596787, true),
            (2.732657, true),
        ],
    )
}

#[test]
fn the_figures_of_the_hand_case() {
    let study = rjafroc_by_hand();
    let xy: Vec<_> = study
        .curve(0, 0)
        .unwrap()
        .iter()
        .map(|point| (point.x, point.y))
        .collect();
    assert_eq!(
        xy,
        [
            (0.0, 0.0),
            (0.0, 0.2),
            (0.0, 0.4),
            (0.2, 0.4),
            (0.2, 0.6),
            (0.2, 0.8),
            (1.0, 0.8)
        ]
    );
    for (figure, value) in [
        (LrocFigure::PclAt { fpf: 0.05 }, 0.4),
        (LrocFigure::AreaTo { fpf: 0.05 }, 0.02),
        (LrocFigure::PclAt { fpf: 0.2 }, 0.4),
        (LrocFigure::AreaTo { fpf: 0.2 }, 0.08),
        (LrocFigure::PclAt { fpf: 1.0 }, 0.8),
        // 0.2 x 0.4 + 0.8 x 0.8.
        (LrocFigure::AreaTo { fpf: 1.0 }, 0.72),
        (LrocFigure::Area, 0.72),
        // As above, and the case that is not located beats all five: 5 of 25 more.
        (LrocFigure::InferredRoc, 0.92),
    ] {
        let found = study.figure(0, 0, figure).unwrap();
        assert!((found - value).abs() < 1e-15, "{figure:?} {found} {value}");
    }
    // Without the normal case of 1.42 all located cases win: 4 of 5. Without a located one: 14 of 20.
    let table = study.table(LrocFigure::Area).unwrap();
    let left_out = table.left_out(0, 0);
    assert_eq!((left_out[4], left_out[8]), (0.8, (18.0 - 5.0) / 20.0));
    let draws = CaseBootstrap {
        n_draws: 200,
        seed: Seed(1),
    };
    let of = |figure| study.bootstrap(0, 0, figure, draws).unwrap();
    let by_draws = of(LrocFigure::Area);
    assert_eq!(
        (by_draws.value, by_draws.n),
        (study.figure(0, 0, LrocFigure::Area).unwrap(), 10)
    );
    assert!(by_draws.lower < by_draws.value && by_draws.value < by_draws.upper);
    assert_eq!(by_draws, of(LrocFigure::Area));
}

/// Each case of tony01 by its highest mark, rating 0 without one, located if a lesion has the highest mark.
fn tony01_located(folder: &Path) -> Lroc {
    let raw = tony01(folder);
    let n_cases = raw.cases.len();
    let mut best = vec![(0.0, false); 10 * n_cases];
    for mark in &raw.marks {
        let best = &mut best[(mark.condition * 5 + mark.reader) * n_cases + mark.case];
        let is_lesion = mark.target != Target::NonLesion;
        if mark.rating > best.0 {
            *best = (mark.rating, is_lesion);
        } else if mark.rating == best.0 {
            best.1 |= is_lesion;
        }
    }
    let as_read = |(at, &(rating, is_located)): (usize, &(f64, bool))| LocatedRead {
        condition: at / n_cases / 5,
        reader: at / n_cases % 5,
        ..read(at % n_cases, rating, is_located)
    };
    let reads: Vec<_> = best.iter().enumerate().map(as_read).collect();
    let is_abnormal: Vec<_> = raw.cases.iter().map(|case| !case.is_empty()).collect();
    Lroc::new([2, 5], &is_abnormal, &reads).unwrap()
}

/// scikit-learn 1.9.1 `roc_auc_score` and `roc_curve` with what is not located below all else, read by numpy 1.26.4
/// `interp`: area, PCL at 0.2, area to 0.2. The inferred ROC is that of the free-response study.
#[test]
fn the_figures_of_tony01_are_those_of_other_programs() {
    let Some(folder) = folder("tony01_lroc") else {
        return;
    };
    let study = tony01_located(&folder);
    let values = [
        [0.741807116104869, 0.722032242305813, 0.102171877544374],
        [0.809808052434457, 0.727509967379485, 0.120937235713423],
        [0.81566011235955, 0.723595505617977, 0.114213483146067],
        [0.780547752808989, 0.686741573033708, 0.101089887640449],
        [0.76498127340824, 0.807354443309499, 0.108922156962887],
        [0.615051498127341, 0.442696629213483, 0.0529073033707865],
        [0.650573501872659, 0.487041198501873, 0.0615747503121099],
        [0.741748595505618, 0.608614232209738, 0.0920899656679151],
        [0.659761235955056, 0.696629213483146, 0.102457865168539],
        [0.611715823970038, 0.478370786516854, 0.0569092345505618],
    ];
    let free_response = tony01(&folder).study();
    for (cell, values) in values.iter().enumerate() {
        let (condition, reader) = (cell / 5, cell % 5);
        let roc = free_response
            .inferred_roc(condition, reader)
            .unwrap()
            .area();
        for (figure, value) in [
            (LrocFigure::Area, values[0]),
            (LrocFigure::PclAt { fpf: 0.2 }, values[1]),
            (LrocFigure::AreaTo { fpf: 0.2 }, values[2]),
            (LrocFigure::InferredRoc, roc),
        ] {
            let found = study.figure(condition, reader, figure).unwrap();
            assert!(
                (found - value).abs() <= 1e-9 * value,
                "{cell} {figure:?} {found} {value}"
            );
        }
    }
}

#[test]
fn faults_are_refused_by_name() {
    let check = |is_abnormal: &[bool], reads: &[LocatedRead], expected: &str| {
        let refused = Lroc::new([1, 1], is_abnormal, reads).unwrap_err();
        assert_eq!(refused.to_string(), format!("not estimable: {expected}"));
    };
    let both = [false, true];
    let good = [read(0, 1.0, false), read(1, 2.0, true)];
    check(&[], &[], "1 abnormal cases needed, 0 found");
    check(&[true], &[], "1 normal cases needed, 0 found");
    check(
        &both,
        &good[..1],
        "no value for reader 0 in condition 0 on case 1",
    );
    check(
        &both,
        &[good[0], good[0]],
        "reader 0 in condition 0 on case 0 is given twice",
    );
    check(
        &both,
        &[good[0], read(1, f64::NAN, true)],
        "value 1 of ratings of reads is not a finite number",
    );
    check(
        &both,
        &[read(0, 1.0, true)],
        "value 0 of places of reads is outside those of abnormal cases, the only ones with a lesion",
    );
    check(
        &both,
        &[read(2, 1.0, false)],
        "value 0 of cases of reads is outside the cases of the study",
    );
    for wrong in [
        LocatedRead {
            reader: 1,
            ..good[0]
        },
        LocatedRead {
            condition: 1,
            ..good[0]
        },
    ] {
        assert!(Lroc::new([1, 1], &both, &[wrong]).is_err());
    }
    for size in [[0, 1], [1, 0], [usize::MAX, usize::MAX]] {
        assert!(Lroc::new(size, &both, &good).is_err());
    }
    let study = Lroc::new([1, 1], &both, &good).unwrap();
    for fpf in [0.0, -1.0, 1.1, f64::NAN] {
        assert!(study.figure(0, 0, LrocFigure::PclAt { fpf }).is_err());
        assert!(study.figure(0, 0, LrocFigure::AreaTo { fpf }).is_err());
    }
    assert!(study.figure(0, 1, LrocFigure::Area).is_err() && study.curve(1, 0).is_err());
    let refused = study.table(LrocFigure::Area).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "not estimable: 2 normal cases needed, 1 found"
    );
    // Every abnormal case located above every normal one: there is no interval in that.
    let draws = CaseBootstrap {
        n_draws: 200,
        seed: Seed(1),
    };
    assert_eq!(study.figure(0, 0, LrocFigure::Area).unwrap(), 1.0);
    assert!(matches!(
        study.bootstrap(0, 0, LrocFigure::Area, draws),
        Err(NotEstimable::Constant { .. })
    ));
}

fn answers() -> impl Strategy<Value = (Vec<u8>, Vec<(u8, bool)>)> {
    let rating = 0..6_u8;
    (
        prop::collection::vec(rating.clone(), 2..8),
        prop::collection::vec((rating, any::<bool>()), 2..8),
    )
}

fn of_answers(normal: &[u8], abnormal: &[(u8, bool)], scale: impl Fn(f64) -> f64) -> Lroc {
    let normal: Vec<_> = normal
        .iter()
        .map(|&rating| scale(f64::from(rating)))
        .collect();
    let abnormal: Vec<_> = abnormal
        .iter()
        .map(|&(rating, is_located)| (scale(f64::from(rating)), is_located))
        .collect();
    study(&normal, &abnormal)
}

const FIGURES: [LrocFigure; 4] = [
    LrocFigure::Area,
    LrocFigure::AreaTo { fpf: 0.3 },
    LrocFigure::PclAt { fpf: 0.3 },
    LrocFigure::InferredRoc,
];

proptest! {
    #[test]
    fn laws((normal, abnormal) in answers()) {
        let plain = of_answers(&normal, &abnormal, |rating| rating);
        let of = |figure| plain.figure(0, 0, figure).unwrap();
        // The whole partial area is the area; places can only be lost against the ROC curve.
        let [to_1, at_1] = [LrocFigure::AreaTo { fpf: 1.0 }, LrocFigure::PclAt { fpf: 1.0 }];
        prop_assert!((of(to_1) - of(LrocFigure::Area)).abs() < 1e-12);
        prop_assert!(of(LrocFigure::Area) <= of(LrocFigure::InferredRoc) + 1e-15);
        let located = abnormal.iter().filter(|(_, is_located)| *is_located).count() as f64;
        prop_assert!(of(at_1) <= located / abnormal.len() as f64 + 1e-15);
        // Monotone changes and the order of cases change nothing.
        let changed = of_answers(&normal, &abnormal, |rating| rating * rating * rating - 9.0);
        let (mut normal_turned, mut abnormal_turned) = (normal.clone(), abnormal.clone());
        normal_turned.reverse();
        abnormal_turned.reverse();
        let turned = of_answers(&normal_turned, &abnormal_turned, |rating| rating);
        for figure in FIGURES {
            prop_assert!((0.0..=1.0).contains(&of(figure)));
            prop_assert_eq!(of(figure), changed.figure(0, 0, figure).unwrap());
            prop_assert!((of(figure) - turned.figure(0, 0, figure).unwrap()).abs() < 1e-15);
        }
    }

    #[test]
    fn a_left_out_value_is_the_figure_of_the_study_without_the_case((normal, abnormal) in answers()) {
        let whole = of_answers(&normal, &abnormal, |rating| rating);
        for figure in FIGURES {
            let table = whole.table(figure).unwrap();
            for case in 0..normal.len() + abnormal.len() {
                let (mut normal, mut abnormal) = (normal.clone(), abnormal.clone());
                if case < normal.len() {
                    normal.remove(case);
                } else {
                    abnormal.remove(case - normal.len());
                }
                let rest = of_answers(&normal, &abnormal, |rating| rating);
                let expected = rest.figure(0, 0, figure).unwrap();
                prop_assert!((table.left_out(0, 0)[case] - expected).abs() < 1e-12, "{figure:?} {case}");
            }
        }
    }

    /// A free-response study with one mark a case is a located one: the areas agree.
    #[test]
    fn one_mark_a_case_makes_free_response_and_located_reads_one((normal, abnormal) in answers()) {
        let located = of_answers(&normal, &abnormal, |rating| rating);
        let cases: Vec<_> = normal.iter().map(|_| vec![]).chain(abnormal.iter().map(|_| vec![1.0])).collect();
        let answers = normal.iter().map(|&rating| (rating, false)).chain(abnormal.iter().copied());
        let marks: Vec<_> = answers
            .enumerate()
            .map(|(case, (rating, is_located))| {
                crate::tests::free_response::mark(case, is_located.then_some(0), f64::from(rating))
            })
            .collect();
        let free = FreeResponse::new([1, 1], &cases, &marks).unwrap();
        let wafroc = free.figure(0, 0, crate::LocalisationFigure::Wafroc).unwrap();
        let roc = free.figure(0, 0, crate::LocalisationFigure::InferredRoc).unwrap();
        prop_assert!((wafroc - located.figure(0, 0, LrocFigure::Area).unwrap()).abs() < 1e-15);
        prop_assert!((roc - located.figure(0, 0, LrocFigure::InferredRoc).unwrap()).abs() < 1e-15);
    }
}

/// A target around 2 against one distractor in abnormal cases, one distractor in normal cases, all of SD 1: the rating
/// is the higher one, located if that is the target.
#[test]
fn intervals_cover_the_truth() {
    if !is_asked("lroc::intervals_cover_the_truth") {
        return;
    }
    const SHIFT: f64 = 2.0;
    const N_STUDIES: usize = 2_000;
    let target = |z: f64| normal_cdf(z - SHIFT);
    let pcl = |from: f64| mean_over(|z| if z > from { normal_cdf(z) } else { 0.0 }, target);
    // Over FPF 0 to 0.2 in 200 strips.
    let strips = (0..200).map(|strip| (f64::from(strip) + 0.5) / 1_000.0);
    let partial = strips
        .map(|fpf| pcl(normal_quantile(1.0 - fpf)) / 1_000.0)
        .sum();
    let truths = [
        (
            LrocFigure::Area,
            mean_over(|z| normal_cdf(z) * normal_cdf(z), target),
        ),
        (LrocFigure::AreaTo { fpf: 0.2 }, partial),
        (LrocFigure::PclAt { fpf: 0.2 }, pcl(normal_quantile(0.8))),
        (
            LrocFigure::InferredRoc,
            mean_over(normal_cdf, |z| target(z) * normal_cdf(z)),
        ),
    ];
    let mut covered = [[0_usize; 2]; 4];
    for at in 0..N_STUDIES {
        let seed = Seed(8).child("lroc").index(at as u64);
        let mut rng = seed.rng();
        let normal: Vec<f64> = (0..60).map(|_| gauss(&mut rng)).collect();
        let abnormal: Vec<_> = (0..60)
            .map(|_| {
                let (target, other) = (SHIFT + gauss(&mut rng), gauss(&mut rng));
                (target.max(other), target > other)
            })
            .collect();
        let study = study(&normal, &abnormal);
        for ((figure, truth), covered) in truths.iter().zip(&mut covered) {
            let draws = CaseBootstrap {
                n_draws: 500,
                seed: seed.child("draws"),
            };
            let by_draws = study.bootstrap(0, 0, *figure, draws).unwrap();
            covered[0] += usize::from(by_draws.lower <= *truth && *truth <= by_draws.upper);
            let table = study.table(*figure).unwrap();
            let left_out = table.left_out(0, 0);
            let mean = left_out.iter().sum::<f64>() / 120.0;
            let squares: f64 = left_out
                .iter()
                .map(|value| (value - mean) * (value - mean))
                .sum();
            let error = (119.0 / 120.0 * squares).sqrt();
            covered[1] += usize::from((by_draws.value - truth).abs() <= 1.959_964 * error);
        }
    }
    for ((figure, truth), covered) in truths.iter().zip(covered) {
        let shares = covered.map(|n| n as f64 / N_STUDIES as f64);
        eprintln!(
            "{figure:?}: truth {truth:.4}, bootstrap {:.4}, jackknife {:.4}",
            shares[0], shares[1]
        );
        assert!(
            shares.iter().all(|share| (0.90..0.98).contains(share)),
            "{figure:?} {shares:?}"
        );
    }
}
