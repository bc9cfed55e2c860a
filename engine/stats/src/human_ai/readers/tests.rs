//! Readers by hand, the shares of Gaube's study, the odds ratio against statsmodels, laws and coverage.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::Reliance;
use crate::tests::human_ai::{covers, is_asked, near, near_estimate, normal, rate_of};

/// A trial on an abnormal case.
fn trial(reader: u64, is_ai_right: bool, is_last_right: bool) -> ReaderTrial {
    let trial = Trial {
        truth: true,
        ai: is_ai_right,
        first: true,
        last: is_last_right,
    };
    ReaderTrial { reader, trial }
}

/// Readers with counts of final answers: right and wrong with a right service, right and wrong with a wrong one.
fn tables(tables: &[[u64; 4]]) -> Vec<ReaderTrial> {
    let mut trials = Vec::new();
    for (reader, counts) in tables.iter().enumerate() {
        let kinds = [(true, true), (true, false), (false, true), (false, false)];
        for (count, (ai, last)) in counts.iter().zip(kinds) {
            trials.extend((0..*count).map(|_| trial(reader as u64, ai, last)));
        }
    }
    trials
}

// statsmodels 0.15.0 StratifiedTable.
#[test]
fn dominance_as_statsmodels_has_it() {
    let found = technology_dominance95(&tables(&[[18, 2, 5, 5], [15, 5, 4, 6], [19, 1, 7, 3]]));
    near_estimate(
        &found.unwrap(),
        [
            6.405_405_405_405_405,
            2.142_870_020_312_011_5,
            19.146_853_527_598_81,
        ],
    );
}

// By hand: one reader, 3 of 4 right with it and 1 of 4 against it: 3 · 3 / (1 · 1).
#[test]
fn one_readers_odds_by_hand() {
    let one = tables(&[[3, 1, 1, 3]]);
    near(technology_dominance95(&one).unwrap().value, 9.0);
    // A reader whose service was never wrong adds nothing.
    let more = tables(&[[3, 1, 1, 3], [5, 2, 0, 0]]);
    near(technology_dominance95(&more).unwrap().value, 9.0);
}

// Gaube et al. 2021: of 138 radiologists 38 always and 39 never followed, 27.54 % and 28.26 %.
#[test]
fn the_kinds_of_readers_of_a_published_study() {
    let mut trials = Vec::new();
    for reader in 0..138 {
        let followed = [reader < 38, reader < 99];
        trials.extend(followed.map(|is| trial(reader, false, !is)));
        trials.push(trial(reader, true, true));
    }
    let found = susceptibility(&trials).unwrap();
    assert_eq!(found.n_readers, 138);
    assert_eq!(format!("{:.4}", found.always.value), "0.2754");
    assert_eq!(format!("{:.4}", found.never.value), "0.2826");
    assert_eq!(found.sometimes, proportion_wilson95(61, 138).unwrap());
}

#[test]
fn reliance_of_readers_is_that_of_all_trials_with_a_wider_interval() {
    // One reader always holds out against a wrong service, one never.
    let trials = tables(&[[0, 0, 10, 0], [0, 0, 0, 10]]);
    let found = reliance_by_reader(RelianceMeasure::RelativeSelfReliance, &trials).unwrap();
    near(found.estimate.value, 0.5);
    assert_eq!((found.n_clusters, found.estimate.n), (2, 20));
    near(found.design_effect, 20.0);
    assert!(found.estimate.upper - found.estimate.lower > 0.9);
    assert!(reliance_by_reader(RelianceMeasure::Commission, &trials).is_err());
}

#[test]
fn what_has_no_bound_is_named() {
    assert!(technology_dominance95(&[]).is_err());
    assert!(matches!(
        technology_dominance95(&tables(&[[5, 0, 5, 0]])),
        Err(NotEstimable::Degenerate { .. })
    ));
    assert!(matches!(
        susceptibility(&tables(&[[5, 1, 0, 0]])),
        Err(NotEstimable::TooFew { found: 0, .. })
    ));
}

proptest! {
    #[test]
    fn readers_may_stand_in_any_order_and_right_be_called_wrong(raw in prop::collection::vec([0u64..6, 0u64..6, 0u64..6, 0u64..6], 1..6)) {
        let mut turned = raw.clone();
        turned.reverse();
        let swapped: Vec<[u64; 4]> = raw.iter().map(|v| [v[2], v[3], v[0], v[1]]).collect();
        let of = |v: &[[u64; 4]]| technology_dominance95(&tables(v));
        if let Ok(found) = of(&raw) {
            prop_assert!((of(&turned).unwrap().upper / found.upper - 1.0).abs() < 1e-9);
            prop_assert!((of(&swapped).unwrap().lower * found.upper - 1.0).abs() < 1e-9);
        }
        if let Ok(found) = susceptibility(&tables(&raw)) {
            let sum = found.always.value + found.sometimes.value + found.never.value;
            prop_assert!((sum - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn the_share_over_readers_is_that_of_all_trials(bits in prop::collection::vec((0u64..5, any::<[bool; 4]>()), 0..40)) {
        let trials: Vec<ReaderTrial> = bits
            .iter()
            .map(|&(reader, [truth, ai, first, last])| ReaderTrial { reader, trial: Trial { truth, ai, first, last } })
            .collect();
        let all = Reliance::of(&trials.iter().map(|of| of.trial).collect::<Vec<_>>());
        for measure in RelianceMeasure::ALL {
            if let Ok(found) = reliance_by_reader(measure, &trials) {
                let plain = all.share(measure).unwrap();
                prop_assert!((found.estimate.value - plain.value).abs() < 1e-12);
                prop_assert_eq!(found.estimate.n, plain.n);
            }
        }
    }
}

#[test]
fn coverage_of_dominance() {
    if !is_asked("coverage_of_dominance") {
        return;
    }
    let rate = rate_of("dominance, 8 readers of 12", 4_000, |run| {
        let mut rng = Seed(8).index(run).rng();
        let mut trials = Vec::new();
        for reader in 0..8 {
            let level = 0.8 * normal(&mut rng);
            for idx in 0..12 {
                let is_ai_right = idx < 8;
                let logit = level + if is_ai_right { libm::log(4.0) } else { 0.0 };
                let is_right = rng.unit() < 1.0 / (1.0 + libm::exp(-logit));
                trials.push(trial(reader, is_ai_right, is_right));
            }
        }
        technology_dominance95(&trials).is_ok_and(|found| covers(&found, 4.0))
    });
    assert!(rate > 0.93);
}
