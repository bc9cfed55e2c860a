//! Two items on paper, numpy's enumeration, laws, the share of alarms, and fits that do not belong.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::irt::simulated;
use crate::{Ability, LogisticItem, ability_ml, rasch_conditional};

#[track_caller]
fn check(found: f64, expected: f64, tolerance: f64) {
    assert!(
        (found - expected).abs() <= tolerance,
        "{found} is not {expected}"
    );
}

fn responses(rows: &[&[u8]]) -> Responses {
    let row = |row: &&[u8]| row.iter().map(|cell| Some(*cell == 1)).collect();
    Responses::new(&rows.iter().map(row).collect::<Vec<_>>()).unwrap()
}

fn fit_of(difficulties: &[f64]) -> ConditionalFit {
    let items: Vec<_> = difficulties
        .iter()
        .map(|b| LogisticItem::of_difficulty(1.0, *b))
        .collect();
    let ability = |right: usize| -> Ability {
        let answers: Vec<_> = (0..items.len()).map(|item| Some(item < right)).collect();
        ability_ml(&items, &answers).unwrap()
    };
    ConditionalFit {
        difficulties: difficulties.to_vec(),
        errors: vec![0.1; difficulties.len()],
        log_likelihood: 0.0,
        abilities: (1..items.len()).map(ability).collect(),
        n_steps: 0,
    }
}

#[test]
fn two_items_on_paper() {
    // Equal items, one right: ability 0, every chance one half, every residual one half: mean squares 1, which cannot vary.
    let answers = responses(&[&[1, 0], &[0, 1], &[1, 1], &[0, 0]]);
    for item in rasch_item_fit(&answers, &fit_of(&[0.0, 0.0])).unwrap() {
        check(item.infit, 1.0, 1e-12);
        check(item.outfit, 1.0, 1e-12);
        check(item.infit_z, 0.0, 1e-12);
    }
    // Difficulties -h and h with h = ln 3: P = 3/4 and 1/4 at ability 0; who solves the hard one has y²/W = 3.
    let h = libm::log(3.0);
    let found = rasch_item_fit(
        &responses(&[&[0, 1], &[1, 0], &[1, 0], &[1, 0]]),
        &fit_of(&[-h, h]),
    );
    // Item 1: y² = 9/16 once, 1/16 three times, W = 3/16: mean of y²/W = (3 + 3 / 3) / 4 = 1.
    check(found.unwrap()[0].outfit, 1.0, 1e-12);
    let found = rasch_item_fit(&responses(&[&[0, 1], &[0, 1]]), &fit_of(&[-h, h])).unwrap();
    check(found[0].outfit, 3.0, 1e-12);
    check(found[1].infit, 3.0, 1e-12);
}

// numpy 2.4.6, abilities by scipy 1.17.1 brentq, moments of an answer by enumeration.
#[test]
fn numpys_enumeration_agrees() {
    let answers = responses(&[
        &[1, 0, 0, 0],
        &[1, 1, 0, 0],
        &[0, 1, 1, 0],
        &[1, 1, 1, 0],
        &[1, 0, 1, 1],
        &[0, 1, 0, 0],
        &[1, 1, 0, 1],
    ]);
    let found = rasch_item_fit(&answers, &fit_of(&[-1.0, -0.2, 0.4, 0.8])).unwrap();
    let expected = [
        [
            0.991_379_614_034_459_6,
            0.782_674_439_921_500_9,
            0.128_550_378_564_307_82,
            -0.102_327_013_893_420_05,
        ],
        [
            1.275_842_436_141_824_4,
            1.332_169_117_204_679_5,
            0.795_909_800_354_504_1,
            0.834_459_369_367_737_6,
        ],
        [
            0.889_227_972_625_966_5,
            0.813_792_452_743_02,
            -0.215_175_859_086_946_47,
            -0.328_617_458_288_739_34,
        ],
        [
            0.664_713_755_919_644_4,
            0.572_754_764_824_169,
            -1.011_678_968_936_896_1,
            -0.814_845_395_785_163,
        ],
    ];
    for (item, [infit, outfit, infit_z, outfit_z]) in found.iter().zip(expected) {
        check(item.infit, infit, 1e-11);
        check(item.outfit, outfit, 1e-11);
        check(item.infit_z, infit_z, 1e-10);
        check(item.outfit_z, outfit_z, 1e-10);
    }
}

#[test]
fn fits_that_do_not_belong_are_refused() {
    let fit = fit_of(&[-1.0, 1.0]);
    assert!(matches!(
        rasch_item_fit(&responses(&[&[1, 0, 1], &[0, 1, 1]]), &fit),
        Err(NotEstimable::Unequal { .. })
    ));
    assert!(matches!(
        rasch_item_fit(&responses(&[&[1, 1], &[0, 0], &[1, 0]]), &fit),
        Err(NotEstimable::TooFew { found: 1, .. })
    ));
    let missing = Responses::new(&[vec![Some(true), None]]).unwrap();
    assert!(matches!(
        rasch_item_fit(&missing, &fit),
        Err(NotEstimable::MissingCell { .. })
    ));
    let mut bare = fit_of(&[-1.0, 1.0]);
    bare.abilities.clear();
    assert!(matches!(
        rasch_item_fit(&responses(&[&[1, 0], &[0, 1]]), &bare),
        Err(NotEstimable::Unequal { .. })
    ));
}

proptest! {
    #[test]
    fn mean_squares_heed_no_order(cells in prop::collection::vec(0u8..2, 4 * 15)) {
        let rows: Vec<&[u8]> = cells.chunks(4).collect();
        let fit = fit_of(&[-1.0, -0.3, 0.4, 0.9]);
        let Ok(found) = rasch_item_fit(&responses(&rows), &fit) else { return Ok(()) };
        let turned: Vec<&[u8]> = rows.iter().rev().copied().collect();
        for (a, b) in found.iter().zip(rasch_item_fit(&responses(&turned), &fit).unwrap()) {
            prop_assert!(a.infit >= 0.0 && a.outfit >= 0.0);
            prop_assert!([a.infit_z, a.outfit_z].iter().all(|z| z.is_finite()));
            prop_assert!((a.infit - b.infit).abs() < 1e-10 && (a.outfit - b.outfit).abs() < 1e-10);
        }
    }
}

#[test]
fn a_fitting_item_raises_few_alarms() {
    if !crate::tests::simulation::is_asked("a_fitting_item_raises_few_alarms") {
        return;
    }
    let items: Vec<_> = (0..20)
        .map(|j| LogisticItem::of_difficulty(1.0, -1.9 + 0.2 * f64::from(j)))
        .collect();
    let (mut alarms, mut sums, n_runs) = ([0u32; 2], [0.0; 2], 100u32);
    for run in 0..n_runs {
        let responses = simulated::responses(&items, 300, Seed(67).index(u64::from(run)));
        let fit = rasch_conditional(&responses).unwrap();
        for item in rasch_item_fit(&responses, &fit).unwrap() {
            alarms[0] += u32::from(item.infit_z.abs() > 1.96);
            alarms[1] += u32::from(item.outfit_z.abs() > 1.96);
            sums[0] += item.infit;
            sums[1] += item.outfit;
        }
    }
    let n = f64::from(20 * n_runs);
    let shares = alarms.map(|a| f64::from(a) / n);
    println!(
        "SIM rasch fit alarms {shares:?} means {:?}",
        sums.map(|s| s / n)
    );
    assert!(shares.iter().all(|s| *s < 0.08), "{shares:?}");
}
