//! Numbers that nobody should send. Only for tests.

use proptest::prelude::*;

/// Any number, with those that break things more often than chance has them.
pub(crate) fn number() -> impl Strategy<Value = f64> {
    let edges = vec![
        0.0,
        -0.0,
        1.0,
        0.5,
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::MAX,
        f64::MIN,
        5e-324,
        1e300,
        1e-300,
    ];
    prop_oneof![
        any::<f64>(),
        prop::sample::select(edges),
        0.0..1.0_f64,
        1e-3..1e3_f64
    ]
}
