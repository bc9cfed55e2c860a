//! Shares and points on four items.

use super::*;

fn item(rating: f64, case: usize, weight: f64, side: Side) -> Item {
    Item {
        rating,
        case,
        weight,
        side,
    }
}

#[test]
fn a_case_may_stand_on_both_sides() {
    // Case 0: negative 1; case 1: negative 2 and a positive of 2; case 2: positive 3 of weight 1/2, not marked 1/2.
    let ranked = Ranked::new(vec![
        item(3.0, 2, 0.5, Side::Positive),
        item(1.0, 0, 1.0, Side::Negative),
        item(2.0, 1, 1.0, Side::Positive),
        item(f64::NEG_INFINITY, 2, 0.5, Side::Positive),
        item(2.0, 1, 1.0, Side::Negative),
    ]);
    // Wins: the 2 beats the 1 and ties the 2: 1.5. The 3 beats both: 2 x 1/2. The rest loses.
    assert_eq!(ranked.share(&[1, 1, 1]), 2.5 / 4.0);
    // Without case 0: 0.5 + 0.5 of 1 x 2. Without case 1: 0.5 of 1 x 1. Without case 2: 1.5 of 2 x 1.
    assert_eq!(ranked.shares_left_out(3), [0.5, 0.5, 0.75]);
    // Case 2 twice: 1.5 + 2 x 1 of 2 x 3.
    assert_eq!(ranked.share(&[1, 1, 2]), 3.5 / 6.0);
    let points = ranked.points(&[1, 1, 1], ranked.totals(&[1, 1, 1]));
    let xy: Vec<_> = points.iter().map(|point| (point.x, point.y)).collect();
    assert_eq!(
        xy,
        [
            (0.0, 0.0),
            (0.0, 0.25),
            (0.5, 0.75),
            (1.0, 0.75),
            (1.0, 1.0)
        ]
    );
}
