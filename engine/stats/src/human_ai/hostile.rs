//! Whatever numbers come in, what comes out is a finite estimate or a named refusal. Only tests.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::monitoring::{BinomialCusum, Centre, Cusum, Ewma, Sample, StudyRating};
use crate::monitoring::{clinical_score, p_chart};
use crate::tests::hostile::number;
use crate::{Estimate, NotEstimable};

fn is_sound(found: Result<Estimate, NotEstimable>) -> bool {
    let is_ordered = |e: Estimate| e.lower <= e.value && e.value <= e.upper;
    let is_finite = |e: Estimate| e.lower.is_finite() && e.upper.is_finite();
    found.map_or(true, |e| is_ordered(e) && is_finite(e))
}

fn is_sound_effect(found: Result<Effect, NotEstimable>) -> bool {
    let is_p = found.as_ref().is_ok_and(|e| !(0.0..=1.0).contains(&e.p));
    !is_p && is_sound(found.map(|e| e.estimate))
}

fn numbers() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(number(), 0..8)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn measured_values(a in numbers(), b in numbers()) {
        let n = a.len().min(b.len());
        prop_assert!(is_sound_effect(geometric_mean95(&a)));
        prop_assert!(is_sound_effect(time_ratio95(&a, &b)));
        prop_assert!(is_sound_effect(time_ratio_paired95(&a[..n], &b[..n])));
        let of = |v: &[f64]| -> Vec<(u64, f64)> { v.iter().enumerate().map(|(i, x)| (i as u64 / 2, *x)).collect() };
        prop_assert!(is_sound_effect(time_ratio_by_reader95(&of(&a), &of(&b))));
        prop_assert!(is_sound(theil_sen95(&a[..n], &b[..n]).map(|t| t.slope)));
        prop_assert!(theil_sen95(&a[..n], &b[..n]).map_or(true, |t| t.intercept.is_finite()));
        if let Ok(found) = power_law_of_practice(&a[..n], &b[..n]) {
            prop_assert!(found.first.is_finite() && (0.0..=1.0).contains(&found.r_squared));
            prop_assert!(is_sound_effect(Ok(found.exponent)) && is_sound_effect(Ok(found.per_doubling)));
        }
        prop_assert!(is_sound(bounded_mean95(&a)));
        let periods = |v: &[f64]| -> Vec<TwoPeriods> { v.chunks_exact(2).map(|p| TwoPeriods { first: p[0], second: p[1] }).collect() };
        if let Ok(found) = crossover(&periods(&a), &periods(&b)) {
            for effect in [found.treatment, found.period, found.carry_over, found.first_period] {
                prop_assert!(is_sound_effect(effect));
            }
        }
        let advised: Vec<AdvisedValue> = a.chunks_exact(3).map(|v| AdvisedValue { first: v[0], advice: v[1], last: v[2] }).collect();
        prop_assert!(is_sound(weight_of_advice(&advised).map(|w| w.mean)));
        let mean = |v: &[&f64]| Ok(v.iter().copied().sum::<f64>() / v.len() as f64);
        let drawn = cluster_bootstrap95(&a, Seed(1), 199, mean);
        prop_assert!(drawn.map_or(true, |e| e.lower.is_finite() && e.upper.is_finite()));
    }

    #[test]
    fn forecasts_and_classes(raw in prop::collection::vec((number(), number(), any::<bool>()), 0..8)) {
        let forecasts: Vec<Forecast> = raw.iter().map(|&(probability, _, came_true)| Forecast { probability, came_true }).collect();
        if let Ok(found) = trust_calibration(&forecasts) {
            prop_assert!(is_sound_effect(found.bias) && is_sound_effect(found.discrimination));
            prop_assert!(is_sound(found.where_true) && is_sound(found.where_false));
        }
        let cases: Vec<Reclassified> = raw.iter().map(|&(first, last, is_event)| Reclassified { is_event, first, last }).collect();
        if let Ok(found) = reclassification(&cases) {
            prop_assert!(is_sound(found.events) && is_sound(found.non_events));
        }
    }

    #[test]
    fn monitored_values(a in numbers(), target in number(), x in number(), y in number(), z in number()) {
        if let Ok(found) = (Ewma { target, deviation: x, weight: y, width: z }).chart(&a) {
            prop_assert!(found.iter().all(|p| p.value.is_finite() && p.lower.is_finite() && p.upper.is_finite()));
        }
        if let Ok(found) = (Cusum { target, allowance: x, threshold: y }).chart(&a) {
            prop_assert!(found.iter().all(|p| p.up.is_finite() && p.down.is_finite()));
        }
        let studies: Vec<StudyRating> = a.chunks_exact(2).map(|v| StudyRating { interpretation: Some(v[0]), localisation: Some(v[1]) }).collect();
        prop_assert!(is_sound(clinical_score(&studies).map(|s| s.score)));
    }

    #[test]
    fn counts(raw in prop::collection::vec((any::<u64>(), any::<u64>(), any::<u64>(), 0u32..64), 0..6), x in number(), y in number()) {
        let raw: Vec<[u64; 3]> = raw.iter().map(|&(a, b, c, by)| [a >> by, b >> by, c >> by]).collect();
        let clusters: Vec<ClusterCount> = raw.iter().map(|&[a, b, _]| ClusterCount { hits: a.min(b), n: b }).collect();
        prop_assert!(is_sound(clustered_share95(&clusters).map(|c| c.estimate)));
        let moves: Vec<ClusterMoves> = raw.iter().map(|&[a, b, c]| ClusterMoves { gained: a / 4, lost: b / 4, n: c.max(a / 2).max(b / 2) }).collect();
        prop_assert!(is_sound(clustered_difference95(&moves)));
        let samples: Vec<Sample> = raw.iter().map(|&[a, b, _]| Sample { hits: a.min(b), n: b }).collect();
        for centre in [Centre::Target(x), Centre::FirstSamples(1)] {
            if let Ok(found) = p_chart(&samples, centre) {
                prop_assert!(0.0 < found.centre && found.centre < 1.0);
            }
        }
        if let Ok(found) = (BinomialCusum { sound: x, raised: y, threshold: 3.0 }).chart(&samples) {
            prop_assert!(found.iter().all(|p| p.up.is_finite()));
        }
        if let [[a, b, c], ..] = raw[..] {
            prop_assert!(is_sound(paired_difference_bonett_price95(a, b, c)));
        }
    }
}
