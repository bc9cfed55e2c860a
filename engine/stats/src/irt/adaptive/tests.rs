//! A bank on paper, a test by numpy, laws, replay, exposure, areas, the error rate of a cut, and rules that make no sense.

use proptest::prelude::*;

use super::*;
use crate::irt::simulated;

fn bank(of: &[(f64, f64, usize)]) -> ItemBank {
    let item = |(slope, difficulty, area): &(f64, f64, usize)| BankItem {
        item: LogisticItem::of_difficulty(*slope, *difficulty),
        area: *area,
        n_given: 0,
    };
    ItemBank {
        items: of.iter().map(item).collect(),
        n_tests: 0,
    }
}

fn rules() -> AdaptiveRules {
    AdaptiveRules {
        area_shares: vec![1.0],
        n_best: 1,
        exposure_cap: 1.0,
        min_items: 1,
        max_items: 100,
        wanted_error: None,
        cut: None,
    }
}

#[track_caller]
fn asked(step: Result<AdaptiveStep, NotEstimable>) -> usize {
    match step.unwrap() {
        AdaptiveStep::Ask { item, .. } => item,
        AdaptiveStep::Stop { reason, .. } => panic!("stopped: {reason:?}"),
    }
}

#[track_caller]
fn stopped(step: Result<AdaptiveStep, NotEstimable>) -> StopReason {
    match step.unwrap() {
        AdaptiveStep::Stop { reason, .. } => reason,
        AdaptiveStep::Ask { item, .. } => panic!("asks {item}"),
    }
}

#[test]
fn a_bank_on_paper() {
    let bank = bank(&[(1.0, -2.0, 0), (1.0, 0.1, 0), (1.0, 2.0, 0), (0.4, 0.0, 0)]);
    // At ability 0 the item of difficulty 0.1 tells most (0.249 against 0.105, 0.105 and 0.04).
    assert_eq!(asked(rules().next(&bank, &[], Seed(1))), 1);
    // Solved: the posterior mean rises to about 0.4, the hard item tells more than the easy one.
    assert_eq!(asked(rules().next(&bank, &[(1, true)], Seed(1))), 2);
    assert_eq!(asked(rules().next(&bank, &[(1, false)], Seed(1))), 0);
    // Mixed: greatest likelihood, between 0.1 and 2.
    let Ok(AdaptiveStep::Ask { ability, .. }) =
        rules().next(&bank, &[(1, true), (2, false)], Seed(1))
    else {
        panic!("asks");
    };
    assert!((ability.theta - 1.05).abs() < 1e-12);
    let all = [(0, true), (1, true), (2, false), (3, true)];
    assert_eq!(
        stopped(rules().next(&bank, &all, Seed(1))),
        StopReason::BankExhausted
    );
}

#[test]
fn a_test_ends_by_its_rules() {
    let many = bank(&vec![(2.0, 0.0, 0); 40]);
    let given: Vec<(usize, bool)> = (0..20).map(|item| (item, item % 4 != 0)).collect();
    // Three of four right: ability ln 3 / 2 = 0.55, information 20 * 4 * 3/16 = 15, error 0.258.
    let next = |rules: &AdaptiveRules| rules.next(&many, &given, Seed(2));
    assert_eq!(
        stopped(next(&AdaptiveRules {
            max_items: 20,
            ..rules()
        })),
        StopReason::MaxItems
    );
    let wanted = |error| AdaptiveRules {
        wanted_error: Some(error),
        ..rules()
    };
    assert_eq!(stopped(next(&wanted(0.26))), StopReason::ErrorReached);
    assert_eq!(asked(next(&wanted(0.25))), 20);
    let cut = |cut| AdaptiveRules {
        cut: Some(cut),
        ..rules()
    };
    // 0.549 - 1.96 * 0.258 = 0.043.
    assert_eq!(stopped(next(&cut(0.04))), StopReason::CutDecided);
    assert_eq!(asked(next(&cut(0.05))), 20);
    let early = AdaptiveRules {
        min_items: 21,
        ..cut(-1.0)
    };
    assert_eq!(asked(next(&early)), 20);
}

#[test]
fn areas_and_exposure_are_heeded() {
    let mut two = bank(&[(1.5, 0.0, 0), (1.4, 0.0, 0), (0.5, 0.0, 1), (0.4, 0.0, 1)]);
    let half = AdaptiveRules {
        area_shares: vec![0.5, 0.5],
        ..rules()
    };
    assert_eq!(asked(half.next(&two, &[], Seed(3))), 0);
    // The second area lacks all of its share, however little its items tell.
    assert_eq!(asked(half.next(&two, &[(0, true)], Seed(3))), 2);
    // Given in 30 of 99 tests: no longer below 0.3 of the hundred with this one.
    two.n_tests = 99;
    two.items[0].n_given = 30;
    let capped = AdaptiveRules {
        exposure_cap: 0.3,
        ..half.clone()
    };
    assert_eq!(asked(capped.next(&two, &[], Seed(3))), 1);
    two.items[0].n_given = 29;
    assert_eq!(asked(capped.next(&two, &[], Seed(3))), 0);
    // An area whose items are used up leaves its place to the other.
    for item in &mut two.items[2..] {
        item.n_given = 99;
    }
    assert_eq!(asked(capped.next(&two, &[(0, true)], Seed(3))), 1);
    for item in &mut two.items {
        item.n_given = 99;
    }
    assert_eq!(
        stopped(capped.next(&two, &[], Seed(3))),
        StopReason::BankExhausted
    );
}

#[test]
fn rules_and_answers_that_make_no_sense_are_refused() {
    let sound = bank(&[(1.0, 0.0, 0), (1.0, 0.5, 0)]);
    let faulty = [
        AdaptiveRules {
            area_shares: vec![],
            ..rules()
        },
        AdaptiveRules {
            area_shares: vec![0.5, 0.4],
            ..rules()
        },
        AdaptiveRules {
            area_shares: vec![f64::NAN],
            ..rules()
        },
        AdaptiveRules {
            n_best: 0,
            ..rules()
        },
        AdaptiveRules {
            max_items: 0,
            ..rules()
        },
        AdaptiveRules {
            exposure_cap: 0.0,
            ..rules()
        },
        AdaptiveRules {
            exposure_cap: f64::NAN,
            ..rules()
        },
    ];
    for rules in faulty {
        assert!(matches!(
            rules.next(&sound, &[], Seed(1)),
            Err(NotEstimable::OutOfDomain { .. })
        ));
    }
    let endless = AdaptiveRules {
        cut: Some(f64::INFINITY),
        ..rules()
    };
    assert!(matches!(
        endless.next(&sound, &[], Seed(1)),
        Err(NotEstimable::NotFinite { .. })
    ));
    assert!(matches!(
        rules().next(&bank(&[]), &[], Seed(1)),
        Err(NotEstimable::TooFew { .. })
    ));
    let elsewhere = bank(&[(1.0, 0.0, 1)]);
    assert!(matches!(
        rules().next(&elsewhere, &[], Seed(1)),
        Err(NotEstimable::OutOfDomain { .. })
    ));
    let twice = rules().next(&sound, &[(0, true), (0, true)], Seed(1));
    assert!(matches!(twice, Err(NotEstimable::DuplicateCell { .. })));
    assert!(matches!(
        rules().next(&sound, &[(2, true)], Seed(1)),
        Err(NotEstimable::OutOfDomain { .. })
    ));
    let unknown = bank(&[(f64::NAN, 0.0, 0)]);
    assert!(matches!(
        rules().next(&unknown, &[], Seed(1)),
        Err(NotEstimable::NotFinite { .. })
    ));
}

/// A bank of 200 items of four areas.
fn large_bank() -> ItemBank {
    let item = |j: usize| {
        let at = j as f64 / 200.0;
        (
            0.8 + 0.8 * ((j * 37) % 200) as f64 / 200.0,
            -2.5 + 5.0 * at,
            j % 4,
        )
    };
    bank(&(0..200).map(item).collect::<Vec<_>>())
}

/// Gives a whole test; what was given, and how it ended.
fn whole_test(
    rules: &AdaptiveRules,
    bank: &ItemBank,
    theta: f64,
    seed: Seed,
) -> (Vec<(usize, bool)>, StopReason, Ability) {
    let mut rng = seed.child("answers").rng();
    let mut given = Vec::new();
    loop {
        match rules.next(bank, &given, seed).unwrap() {
            AdaptiveStep::Ask { item, .. } => {
                let right = rng.unit() < bank.items[item].item.probability(theta);
                given.push((item, right));
            }
            AdaptiveStep::Stop { reason, ability } => return (given, reason, ability),
        }
    }
}

// numpy 2.5.5: posterior mean over hermegauss(41), then scipy 1.18.1 optimize.brentq of the likelihood's derivative; argmax of
// the lack of each area, then of a² P (1 - P). Right where the difficulty is below 0.3, and every third item.
#[test]
fn a_whole_test_as_numpy_chooses_it() {
    let bank = large_bank();
    let rules = AdaptiveRules {
        area_shares: vec![0.4, 0.3, 0.2, 0.1],
        ..rules()
    };
    let mut given = Vec::new();
    let expected = [
        108, 113, 102, 124, 107, 129, 140, 118, 97, 112, 96, 117, 134, 128, 135, 145,
    ];
    for (at, item) in expected.into_iter().enumerate() {
        let step = rules.next(&bank, &given, Seed(1)).unwrap();
        let AdaptiveStep::Ask {
            item: found,
            ability,
        } = step
        else {
            panic!("stopped at {at}");
        };
        assert_eq!(found, item, "{at}");
        if at == 15 {
            assert!((ability.theta - 0.542_887_174_523_041_8).abs() < 1e-12);
        }
        let is_easy = bank.items[item].item.difficulty().unwrap() < 0.3;
        given.push((item, is_easy || item % 3 == 0));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn a_test_replays_and_keeps_to_its_blueprint(seed in any::<u64>(), theta in -2.0..2.0f64) {
        let bank = large_bank();
        let rules = AdaptiveRules {
            area_shares: vec![0.4, 0.3, 0.2, 0.1],
            n_best: 5,
            max_items: 20,
            ..rules()
        };
        let (given, reason, ability) = whole_test(&rules, &bank, theta, Seed(seed));
        prop_assert_eq!(reason, StopReason::MaxItems);
        prop_assert!(ability.theta.is_finite() && ability.standard_error > 0.0);
        prop_assert_eq!(&whole_test(&rules, &bank, theta, Seed(seed)).0, &given);
        let in_area = |area: usize| given.iter().filter(|(at, _)| bank.items[*at].area == area).count();
        prop_assert_eq!([0, 1, 2, 3].map(in_area), [8, 6, 4, 2]);
    }
}

#[test]
fn a_cut_is_missed_seldom_and_no_item_is_worn_out() {
    if !crate::tests::simulation::is_asked("a_cut_is_missed_seldom") {
        return;
    }
    let mut bank = large_bank();
    let rules = AdaptiveRules {
        area_shares: vec![0.25; 4],
        n_best: 5,
        exposure_cap: 0.25,
        min_items: 10,
        max_items: 60,
        wanted_error: None,
        cut: Some(-0.5),
    };
    let mut rng = Seed(73).rng();
    let (n, mut wrong, mut decided, mut wrong_decided, mut length) = (1_000u32, 0, 0, 0, 0);
    for run in 0..n {
        let theta = simulated::normal(&mut rng);
        let (given, reason, ability) =
            whole_test(&rules, &bank, theta, Seed(74).index(u64::from(run)));
        bank.n_tests += 1;
        for (item, _) in &given {
            bank.items[*item].n_given += 1;
        }
        let is_wrong = u32::from((ability.theta >= -0.5) != (theta >= -0.5));
        wrong += is_wrong;
        if reason == StopReason::CutDecided {
            decided += 1;
            wrong_decided += is_wrong;
        }
        length += given.len();
    }
    let most = bank.items.iter().map(|item| item.n_given).max().unwrap();
    let (wrong, n_items) = (
        f64::from(wrong) / f64::from(n),
        length as f64 / f64::from(n),
    );
    println!(
        "SIM cat wrong {wrong} decided {decided} wrong among decided {wrong_decided} length {n_items} most exposure {most}"
    );
    assert!(wrong < 0.08, "{wrong}");
    assert!(most <= 251, "{most}");
}
