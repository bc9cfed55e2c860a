//! Overlaps by hand, by another program, and laws.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::tests::free_response::is_asked;

#[track_caller]
fn refused(found: Result<Overlap, NotEstimable>, expected: &str) {
    let text = found.unwrap_err().to_string();
    assert_eq!(text, format!("not estimable: {expected}"));
}

/// 4 and 6 voxels share 3: Dice 6 of 10, `IoU` 3 of 7.
#[test]
fn counts_by_hand() {
    let overlap = Overlap::of_counts(3, 4, 6).unwrap();
    assert_eq!(overlap.dice(), 0.6);
    assert_eq!(overlap.intersection_over_union(), 3.0 / 7.0);
    let apart = Overlap::of_counts(0, 0, 5).unwrap();
    assert_eq!((apart.dice(), apart.intersection_over_union()), (0.0, 0.0));
    let equal = Overlap::of_counts(7, 7, 7).unwrap();
    assert_eq!((equal.dice(), equal.intersection_over_union()), (1.0, 1.0));
}

/// scikit-learn 1.9.1: `f1_score` 0.6, `jaccard_score` 0.42857142857142855.
#[test]
fn masks_as_scikit_learn() {
    let mask = |bits: &str| bits.bytes().map(|bit| bit == b'1').collect::<Vec<_>>();
    let (a, b) = (mask("1110010001"), mask("1011010010"));
    let overlap = Overlap::of_masks(&a, &b).unwrap();
    assert!((overlap.dice() - 0.6).abs() < 1e-15);
    assert!((overlap.intersection_over_union() - 0.428_571_428_571_428_55).abs() < 1e-15);
}

/// Two squares of side 2 that share a corner square of side 1: `IoU` 1 of 7, Dice 2 of 8.
#[test]
fn boxes_by_hand() {
    let at = |x: f64, y: f64| AxisBox {
        low: [x, y],
        high: [x + 2.0, y + 2.0],
    };
    let overlap = Overlap::of_boxes(&at(0.0, 0.0), &at(1.0, 1.0)).unwrap();
    assert_eq!(overlap.intersection_over_union(), 1.0 / 7.0);
    assert_eq!(overlap.dice(), 0.25);
    // Side by side they share an edge, which has no area.
    let touching = Overlap::of_boxes(&at(0.0, 0.0), &at(2.0, 0.0)).unwrap();
    assert_eq!(touching.dice(), 0.0);
    let apart = Overlap::of_boxes(&at(0.0, 0.0), &at(-9.0, -9.0)).unwrap();
    assert_eq!(apart.dice(), 0.0);
}

#[test]
fn what_cannot_be_given_is_refused_by_name() {
    refused(Overlap::of_counts(0, 0, 0), "both regions are empty");
    refused(Overlap::of_masks(&[], &[]), "both regions are empty");
    refused(
        Overlap::of_masks(&[true], &[]),
        "masks: lengths 1 and 0 differ",
    );
    refused(
        Overlap::of_counts(3, 2, 9),
        "value 0 of shared voxels is outside 0 to the smaller mask",
    );
    let line = |low, high| AxisBox {
        low: [low],
        high: [high],
    };
    let unit = line(0.0, 1.0);
    refused(
        Overlap::of_boxes(&unit, &line(f64::NAN, 1.0)),
        "value 1 of corners of boxes is not a finite number",
    );
    refused(
        Overlap::of_boxes(&line(2.0, 1.0), &unit),
        "value 0 of low corners of boxes is outside up to the high corner",
    );
    refused(
        Overlap::of_boxes(&unit, &line(-f64::MAX, f64::MAX)),
        "value 1 of volumes of boxes is not a finite number",
    );
    refused(
        Overlap::of_boxes(&line(1.0, 1.0), &line(2.0, 2.0)),
        "both regions are empty",
    );
    let huge = line(0.0, f64::MAX);
    let equal = Overlap::of_boxes(&huge, &huge).unwrap();
    assert_eq!((equal.dice(), equal.intersection_over_union()), (1.0, 1.0));
}

fn any_box() -> impl Strategy<Value = AxisBox<3>> {
    prop::array::uniform3((-5.0..5.0, 0.1..4.0)).prop_map(|axes: [(f64, f64); 3]| AxisBox {
        low: axes.map(|(low, _)| low),
        high: axes.map(|(low, side)| low + side),
    })
}

proptest! {
    #[test]
    fn overlaps_are_symmetric_bounded_and_tied_to_one_another(a in any_box(), b in any_box()) {
        let (ab, ba) = (Overlap::of_boxes(&a, &b).unwrap(), Overlap::of_boxes(&b, &a).unwrap());
        let (dice, iou) = (ab.dice(), ab.intersection_over_union());
        prop_assert!((dice - ba.dice()).abs() < 1e-15);
        prop_assert!(0.0 <= iou && iou <= dice && dice <= 1.0);
        prop_assert!((dice - 2.0 * iou / (1.0 + iou)).abs() < 1e-12);
        prop_assert_eq!(Overlap::of_boxes(&a, &a).unwrap().intersection_over_union(), 1.0);
    }

    #[test]
    fn a_mask_and_its_rest_share_nothing(mask in prop::collection::vec(any::<bool>(), 1..50)) {
        let rest: Vec<bool> = mask.iter().map(|is_in| !is_in).collect();
        prop_assert_eq!(Overlap::of_masks(&mask, &rest).unwrap().dice(), 0.0);
    }
}

/// 1,000,000 random points: the shares that fall into boxes give the same `IoU` and Dice.
#[test]
fn random_points_find_the_same_overlap() {
    if !is_asked("random_points_find_the_same_overlap") {
        return;
    }
    let a = AxisBox {
        low: [0.1, 0.2, 0.0],
        high: [0.8, 0.9, 0.6],
    };
    let b = AxisBox {
        low: [0.3, 0.0, 0.2],
        high: [1.0, 0.7, 0.9],
    };
    let mut rng = Seed(8).child("overlap").rng();
    let mut counts = [0_u64; 3];
    for _ in 0..1_000_000 {
        let point = [rng.unit(), rng.unit(), rng.unit()];
        let is_in = |a_box: &AxisBox<3>| {
            (0..3).all(|i| a_box.low[i] <= point[i] && point[i] < a_box.high[i])
        };
        let (in_a, in_b) = (is_in(&a), is_in(&b));
        counts[0] += u64::from(in_a && in_b);
        counts[1] += u64::from(in_a);
        counts[2] += u64::from(in_b);
    }
    let drawn = Overlap::of_counts(counts[0], counts[1], counts[2]).unwrap();
    let exact = Overlap::of_boxes(&a, &b).unwrap();
    let differences = [
        drawn.dice() - exact.dice(),
        drawn.intersection_over_union() - exact.intersection_over_union(),
    ];
    eprintln!("overlap: differences {differences:?}");
    assert!(
        differences
            .iter()
            .all(|difference| difference.abs() < 0.003)
    );
}
