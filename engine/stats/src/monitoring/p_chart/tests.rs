//! Charts by hand, rule by rule, laws, refusals, and the false alarms of sound services.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::tests::human_ai::{binomial, is_asked};

fn samples(hits: &[u64]) -> Vec<Sample> {
    hits.iter().map(|&hits| Sample { hits, n: 80 }).collect()
}

#[track_caller]
fn check(hits: &[u64], target: f64, expected: &[ChartRule]) {
    let chart = p_chart(&samples(hits), Centre::Target(target)).unwrap();
    assert_eq!(chart.points.last().unwrap().flags, expected, "{hits:?}");
}

#[test]
fn each_rule_by_hand() {
    use ChartRule::{
        AboveLimit, BelowLimit, EightOnOneSide, FourOfFive, SixRisingOrFalling, TwoOfThree,
    };
    // At 5 % of 80 the limits are 0 and 11 (SciPy 1.17.1, binom).
    check(&[11], 0.05, &[]);
    check(&[12], 0.05, &[AboveLimit]);
    check(&[0], 0.05, &[]);
    // At 10 %: 1 and 17.
    check(&[0], 0.10, &[BelowLimit]);
    check(&[1, 17], 0.10, &[]);
    // 9 or more of 80 at 5 % have the chance 1.8 %, 8 or more 5.2 %; 7 or more 11 %, 2 or fewer 23 %, 1 or fewer 8.6 %.
    check(&[9, 4, 9], 0.05, &[TwoOfThree]);
    check(&[9, 4, 4, 9], 0.05, &[]);
    check(&[9, 9, 4], 0.05, &[]);
    check(&[8, 4, 8], 0.05, &[]);
    check(&[7, 7, 4, 7, 7], 0.05, &[FourOfFive]);
    check(&[1, 1, 4, 1, 1], 0.05, &[FourOfFive]);
    check(&[2, 2, 4, 2, 2], 0.05, &[]);
    check(&[5, 5, 5, 5, 5, 5, 5, 5], 0.05, &[EightOnOneSide]);
    check(&[5, 5, 5, 4, 5, 5, 5, 5], 0.05, &[]);
    check(&[3, 3, 3, 3, 3, 3, 3, 3], 0.05, &[EightOnOneSide]);
    check(&[1, 2, 3, 4, 5, 6], 0.05, &[SixRisingOrFalling]);
    check(&[2, 3, 4, 5, 6], 0.05, &[]);
    check(&[1, 2, 3, 3, 4, 5], 0.05, &[]);
    check(&[7, 6, 5, 4, 3, 2], 0.05, &[SixRisingOrFalling]);
}

#[test]
fn the_centre_of_the_first_samples() {
    let chart = p_chart(&samples(&[4, 6, 20]), Centre::FirstSamples(2)).unwrap();
    assert_eq!(chart.centre, 10.0 / 160.0);
    let last = &chart.points[2];
    assert_eq!(last.flags.first(), Some(&ChartRule::AboveLimit));
    assert_eq!(last.share, proportion_wilson95(20, 80).unwrap());
}

#[test]
fn bad_charts_are_named() {
    let some = samples(&[1, 2]);
    assert!(p_chart(&[], Centre::Target(0.1)).is_err());
    for target in [0.0, 1.0, f64::NAN, -0.1] {
        assert!(matches!(
            p_chart(&some, Centre::Target(target)),
            Err(NotEstimable::OutOfDomain { .. })
        ));
    }
    assert!(matches!(
        p_chart(&some, Centre::FirstSamples(3)),
        Err(NotEstimable::TooFew { found: 2, .. })
    ));
    assert!(p_chart(&some, Centre::FirstSamples(0)).is_err());
    assert!(matches!(
        p_chart(&samples(&[0, 0]), Centre::FirstSamples(2)),
        Err(NotEstimable::Degenerate { .. })
    ));
    assert!(matches!(
        p_chart(&samples(&[1, 81]), Centre::Target(0.1)),
        Err(NotEstimable::OutOfDomain { index: 1, .. })
    ));
    assert!(p_chart(&[Sample { hits: 0, n: 0 }], Centre::Target(0.1)).is_err());
    let huge = Sample {
        hits: u64::MAX,
        n: u64::MAX,
    };
    assert!(p_chart(&[huge], Centre::Target(0.1)).is_err());
}

proptest! {
    #[test]
    fn defective_and_sound_exchanged_turn_the_chart(hits in prop::collection::vec(0u64..=40, 1..15), target in 0.05..0.95_f64) {
        let of = |turn: bool| {
            let samples: Vec<Sample> = hits.iter().map(|&h| Sample { hits: if turn { 40 - h } else { h }, n: 40 }).collect();
            p_chart(&samples, Centre::Target(if turn { 1.0 - target } else { target })).unwrap()
        };
        let (a, b) = (of(false), of(true));
        for (a, b) in a.points.iter().zip(&b.points) {
            let turned = |rule: &ChartRule| match rule {
                ChartRule::AboveLimit => ChartRule::BelowLimit,
                ChartRule::BelowLimit => ChartRule::AboveLimit,
                ChartRule::TwoOfThree | ChartRule::FourOfFive | ChartRule::EightOnOneSide | ChartRule::SixRisingOrFalling => *rule,
            };
            prop_assert_eq!(a.flags.iter().map(turned).collect::<Vec<_>>(), b.flags.clone());
            prop_assert_eq!(a.lower_hits, 40 - b.upper_hits);
        }
    }

    #[test]
    fn what_comes_later_changes_no_point(hits in prop::collection::vec(0u64..=20, 2..20)) {
        let whole = p_chart(&samples(&hits), Centre::Target(0.08)).unwrap();
        let part = p_chart(&samples(&hits[..hits.len() / 2]), Centre::Target(0.08)).unwrap();
        prop_assert_eq!(&whole.points[..part.points.len()], &part.points[..]);
    }
}

#[test]
fn false_alarms_of_the_chart() {
    if !is_asked("false_alarms_of_the_chart") {
        return;
    }
    for share in [0.05, 0.10, 0.30] {
        let mut counts = std::collections::BTreeMap::<ChartRule, u32>::new();
        let (mut flagged, mut first, mut n_first) = (0_u32, 0_usize, 0_u32);
        for run in 0..2_000 {
            let mut rng = Seed(8).index(run).rng();
            let hits: Vec<u64> = (0..100).map(|_| binomial(&mut rng, 80, share)).collect();
            let chart = p_chart(&samples(&hits), Centre::Target(share)).unwrap();
            for point in &chart.points {
                flagged += u32::from(!point.flags.is_empty());
                for rule in &point.flags {
                    *counts.entry(*rule).or_default() += 1;
                }
            }
            if let Some(idx) = chart.points.iter().position(|p| !p.flags.is_empty()) {
                first += idx + 1;
                n_first += 1;
            }
        }
        eprintln!(
            "chart at {share}: any {:.3} of 100 points; {:?} of 200000; first flag within 100 in {n_first} of 2000, mean {:.1}",
            f64::from(flagged) / 2_000.0,
            counts,
            first as f64 / f64::from(n_first)
        );
        let beyond = [ChartRule::AboveLimit, ChartRule::BelowLimit];
        let beyond: u32 = beyond.iter().filter_map(|rule| counts.get(rule)).sum();
        assert!(f64::from(beyond) / 200_000.0 < 0.0031);
        assert!(f64::from(flagged) / 200_000.0 < 0.03);
    }
}
