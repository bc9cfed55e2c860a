//! Four takers on paper, LSAT6 by numpy, laws, and what a useless item looks like.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::normal_quantile;
use crate::tests::lsat6::lsat6;

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

#[test]
fn four_takers_on_paper() {
    // Sums 3, 2, 1, 0. Item 1 goes 1, 1, 1, 0: with the rest (2, 1, 0, 0).
    let found = item_statistics(&responses(&[
        &[1, 1, 1],
        &[1, 1, 0],
        &[1, 0, 0],
        &[0, 0, 0],
    ]));
    let found = found.unwrap();
    check(found[0].difficulty, 0.75, 0.0);
    // Item: deviations 1/4, 1/4, 1/4, -3/4, squares 3/4. Rest: deviations 5/4, 1/4, -3/4, -3/4, squares 11/4, products 3/4.
    check(
        found[0].item_rest.unwrap(),
        0.75 / (0.75f64 * 2.75).sqrt(),
        1e-15,
    );
    // Sum: deviations 3/2, 1/2, -1/2, -3/2, squares 5, products 3/2.
    check(
        found[0].item_total.unwrap(),
        1.5 / (0.75f64 * 5.0).sqrt(),
        1e-15,
    );
    // ceil(0.27 * 4) = 2: the upper two both right, of the lower two one.
    check(found[0].upper_lower_27, 0.5, 0.0);
    check(found[1].upper_lower_27, 1.0, 0.0);
    assert!(found[0].flags.is_empty());
}

#[test]
fn takers_at_the_edge_share_its_places() {
    // Sums 2, 1, 1, 1; the upper two places: one for the first, a third for each of the others.
    let found = item_statistics(&responses(&[&[1, 1], &[1, 0], &[1, 0], &[0, 1]])).unwrap();
    // Item 1: upper (1 + 2/3) / 2, lower 2/3.
    check(found[0].upper_lower_27, 5.0 / 6.0 - 2.0 / 3.0, 1e-15);
    // Item 2: upper (1 + 1/3) / 2, lower 1/3.
    check(found[1].upper_lower_27, 2.0 / 3.0 - 1.0 / 3.0, 1e-15);
}

// Shares of the upper less the lower 270 of 1,000 takers by numpy 2.5.5, the tied at a group's edge sharing its last places.
#[test]
fn lsat6_separates_as_numpy_has_it_and_has_no_flags() {
    let Some(responses) = lsat6("lsat6_items") else {
        return;
    };
    let found = item_statistics(&responses).unwrap();
    assert!(found.iter().all(|item| item.flags.is_empty()));
    let expected = [
        0.196_624_472_573_839_75,
        0.631_458_040_318_799_8,
        0.810_876_699_484_294_4,
        0.536_990_154_711_673_7,
        0.320_346_929_207_688_7,
    ];
    for (item, expected) in found.iter().zip(expected) {
        check(item.upper_lower_27, expected, 1e-14);
    }
}

#[test]
fn faulty_items_are_flagged_and_faulty_tables_refused() {
    let rows: Vec<Vec<u8>> = (0..100u8)
        .map(|taker| {
            vec![
                1,
                u8::from(taker < 10),
                u8::from(taker < 50),
                u8::from(taker >= 50),
            ]
        })
        .collect();
    let found = item_statistics(&responses(
        &rows.iter().map(Vec::as_slice).collect::<Vec<_>>(),
    ));
    let found = found.unwrap();
    assert_eq!(found[0].flags, [ItemFlag::TooEasy, ItemFlag::Constant]);
    assert_eq!((found[0].item_rest, found[0].item_total), (None, None));
    assert_eq!(found[1].flags, [ItemFlag::TooHard]);
    assert_eq!(found[3].flags, [ItemFlag::SeparatesPoorly]);
    let missing = Responses::new(&[vec![Some(true), None], vec![Some(true), Some(true)]]).unwrap();
    assert!(matches!(
        item_statistics(&missing),
        Err(NotEstimable::MissingCell { .. })
    ));
    assert!(matches!(
        item_statistics(&responses(&[&[1, 0]])),
        Err(NotEstimable::TooFew { .. })
    ));
    assert!(matches!(
        item_statistics(&responses(&[&[1], &[0]])),
        Err(NotEstimable::TooFew { .. })
    ));
}

proptest! {
    #[test]
    fn figures_stay_within_bounds_and_heed_no_order(
        cells in prop::collection::vec(0u8..2, 40),
    ) {
        let rows: Vec<&[u8]> = cells.chunks(4).collect();
        let found = item_statistics(&responses(&rows)).unwrap();
        let turned: Vec<&[u8]> = rows.iter().rev().copied().collect();
        let again = item_statistics(&responses(&turned)).unwrap();
        for (a, b) in found.iter().zip(&again) {
            prop_assert!((0.0..=1.0).contains(&a.difficulty));
            prop_assert!(a.upper_lower_27.abs() <= 1.0 + 1e-12);
            prop_assert!((a.upper_lower_27 - b.upper_lower_27).abs() < 1e-12);
            prop_assert_eq!(a.item_rest.is_some(), b.item_rest.is_some());
            for (a, b) in a.item_rest.iter().zip(&b.item_rest) {
                prop_assert!(a.abs() <= 1.0 + 1e-12 && (a - b).abs() < 1e-9);
            }
        }
        // Right and wrong changed over: the same correlations, the difficulty turned.
        let other: Vec<Vec<u8>> = rows.iter().map(|row| row.iter().map(|x| 1 - x).collect()).collect();
        let other: Vec<&[u8]> = other.iter().map(Vec::as_slice).collect();
        for (a, b) in found.iter().zip(item_statistics(&responses(&other)).unwrap()) {
            prop_assert!((a.difficulty + b.difficulty - 1.0).abs() < 1e-12);
            for (a, b) in a.item_rest.iter().zip(b.item_rest) {
                prop_assert!((a - b).abs() < 1e-9);
            }
        }
    }
}

#[test]
fn a_useless_item_is_flagged_as_often_as_its_correlation_says() {
    if !crate::tests::simulation::is_asked("useless_item_is_flagged") {
        return;
    }
    let (n_runs, mut flagged) = (2_000, 0);
    for run in 0..n_runs {
        let mut rng = Seed(27).index(run).rng();
        let rows: Vec<Vec<u8>> = (0..200)
            .map(|_| {
                let ability = normal_quantile(rng.range(1e-12, 1.0));
                let mut row: Vec<u8> = (0..9)
                    .map(|_| u8::from(normal_quantile(rng.range(1e-12, 1.0)) < ability))
                    .collect();
                row.push(u8::from(rng.unit() < 0.5));
                row
            })
            .collect();
        let rows: Vec<&[u8]> = rows.iter().map(Vec::as_slice).collect();
        let found = item_statistics(&responses(&rows)).unwrap();
        flagged += u32::from(found[9].flags.contains(&ItemFlag::SeparatesPoorly));
    }
    let share = f64::from(flagged) / n_runs as f64;
    println!("SIM items flagged {share}");
    // 0.1 is 1.41 standard deviations of a correlation of 0 on 200 takers: 0.921.
    assert!((share - 0.921).abs() < 0.018, "{share}");
}
