//! A published interval, ends by hand, and laws.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::tests::simulation::{is_asked, share};

// The children of Bentur, 21 with 1 and 7 discordant, as Fagerland, Lydersen, Laake print Tango's interval (Stat Med
// 2014;33:2850): -0.517 to -0.026.
#[test]
fn the_children_of_bentur() {
    let found = difference_tango95(1, 7, 21).unwrap();
    assert!((found.value + 6.0 / 21.0).abs() < 1e-15);
    let round = |x: f64| (x * 1e3).round() / 1e3;
    assert_eq!((round(found.lower), round(found.upper)), (-0.517, -0.026));
}

#[test]
fn ends_by_hand() {
    // Nothing discordant: (n d)² = z² n d (1 - d), so d = z² / (n + z²).
    let found = difference_tango95(0, 0, 20).unwrap();
    let end = Z_95 * Z_95 / (20.0 + Z_95 * Z_95);
    assert!(
        (found.upper - end).abs() < 1e-9 && (found.lower + end).abs() < 1e-9,
        "{found:?}"
    );
    let all = difference_tango95(6, 0, 6).unwrap();
    assert_eq!((all.value, all.upper), (1.0, 1.0));
    assert!(all.lower > 0.0 && all.lower < 1.0, "{all:?}");
    let reason = |gained, lost, n| difference_tango95(gained, lost, n).unwrap_err().to_string();
    assert!(reason(0, 0, 0).contains("observations needed"));
    assert!(reason(3, 3, 5).contains("outside"));
    assert!(reason(u64::MAX, 1, 5).contains("outside"));
}

#[test]
fn intervals_cover() {
    if !is_asked("paired_differences_cover") {
        return;
    }
    for n in [20_u64, 60] {
        let found = share(
            &format!("Tango, gained 0.2, lost 0.1, {n} pairs"),
            10_000,
            |idx| {
                let mut rng = Seed(8113).index(idx).rng();
                let (mut gained, mut lost) = (0, 0);
                for _ in 0..n {
                    let u = rng.unit();
                    gained += u64::from(u < 0.2);
                    lost += u64::from((0.2..0.3).contains(&u));
                }
                let found = difference_tango95(gained, lost, n).ok()?;
                Some(found.lower <= 0.1 && 0.1 <= found.upper)
            },
        );
        assert!((0.935..=0.975).contains(&found), "{found}");
    }
}

proptest! {
    #[test]
    fn differences_turn_round(gained in 0_u64..40, lost in 0_u64..40, alike in 0_u64..40) {
        let n = gained + lost + alike;
        prop_assume!(n > 0);
        let (there, back) = (difference_tango95(gained, lost, n).unwrap(), difference_tango95(lost, gained, n).unwrap());
        prop_assert!((there.lower + back.upper).abs() < 1e-7 && (there.upper + back.lower).abs() < 1e-7, "{:?} {:?}", there, back);
        prop_assert!(-1.0 <= there.lower && there.lower <= there.value && there.value <= there.upper && there.upper <= 1.0);
    }
}
