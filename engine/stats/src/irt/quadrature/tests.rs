//! Three nodes on paper, numpy's seven and 61, moments of a normal number, and refusals.

use proptest::prelude::*;

use super::*;

#[track_caller]
fn check(found: f64, expected: f64, tolerance: f64) {
    assert!(
        (found - expected).abs() <= tolerance * expected.abs().max(1e-300),
        "{found} is not {expected}"
    );
}

#[test]
fn three_nodes_on_paper() {
    let found = Quadrature::normal(3).unwrap();
    for (found, expected) in found.nodes.iter().zip([-3.0f64.sqrt(), 0.0, 3.0f64.sqrt()]) {
        assert!((found - expected).abs() < 1e-15);
    }
    for (found, expected) in found.weights.iter().zip([1.0 / 6.0, 2.0 / 3.0, 1.0 / 6.0]) {
        check(*found, expected, 1e-14);
    }
}

// numpy 2.4.6 polynomial.hermite_e.hermegauss, weights divided by their sum.
#[test]
fn numpys_nodes_agree() {
    let seven = Quadrature::normal(7).unwrap();
    let expected = [
        (-3.750_439_717_725_742_5, 0.000_548_268_855_972_217),
        (-2.366_759_410_734_541, 0.030_757_123_967_586_52),
        (-1.154_405_394_739_968_2, 0.240_123_178_605_012_7),
    ];
    for (at, (node, weight)) in expected.into_iter().enumerate() {
        check(seven.nodes[at], node, 1e-14);
        check(seven.nodes[6 - at], -node, 1e-14);
        check(seven.weights[at], weight, 1e-13);
    }
    let many = Quadrature::normal(61).unwrap();
    check(many.nodes[60], 14.498_533_915_900_149, 1e-14);
    check(many.nodes[31], 0.400_638_211_059_950_5, 1e-14);
    check(many.weights[30], 0.159_814_141_177_785_47, 1e-13);
}

#[test]
fn nodes_that_are_none_are_refused() {
    for n in [0, 1, 122, usize::MAX] {
        assert!(matches!(
            Quadrature::normal(n),
            Err(NotEstimable::OutOfDomain { .. })
        ));
    }
    let most = Quadrature::normal(121).unwrap();
    assert!(most.ln_weights.iter().all(|w| w.is_finite()));
}

proptest! {
    #[test]
    fn polynomials_are_exact(n in 2usize..=121, scale in -2.0..2.0f64) {
        let found = Quadrature::normal(n).unwrap();
        prop_assert!(found.nodes.is_sorted());
        prop_assert!((found.mean(|_| 1.0) - 1.0).abs() < 1e-13);
        // Mean (s x)² = s²; for three nodes and more mean (s x)^4 = 3 s^4.
        prop_assert!((found.mean(|x| scale * scale * x * x) - scale * scale).abs() < 1e-12);
        if n > 2 {
            let fourth = found.mean(|x| libm::pow(scale * x, 4.0));
            prop_assert!((fourth - 3.0 * libm::pow(scale, 4.0)).abs() < 1e-10);
        }
        prop_assert!(found.mean(|x| x).abs() < 1e-13);
    }
}
