//! Senn's example, the parts by hand, laws and the error rate.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::tests::human_ai::{is_asked, near, normal, rate_of};

fn counts([both, first_only, second_only, neither]: [u64; 4]) -> PeriodCounts {
    PeriodCounts {
        both,
        first_only,
        second_only,
        neither,
    }
}

// Senn, Cross-over Trials in Clinical Research, formoterol and salbutamol: 9 and 0 of one sequence, 1 and 6 of the other
// prefer a period (senns.uk, MainlandGartPrescott). By hand the table has the chance C(10,9) / C(16,9) = 10/11440; that at
// the other end, 3 instead of 9, has 120/11440 and does not count.
#[test]
fn senns_example() {
    let found = crossover_binary(counts([2, 9, 0, 1]), counts([3, 1, 6, 2]));
    let treatment = found.treatment.unwrap();
    near(treatment.p_exact, 10.0 / 11_440.0);
    assert_eq!(treatment.odds_ratio, None);
    assert!(treatment.lower > 3.3);
    // Period: [[9, 0], [6, 1]], 0.4375 by SciPy 1.17.1.
    near(found.period.unwrap().p_exact, 0.4375);
    // Carry-over: [[2, 1], [3, 2]] cannot be told from chance.
    near(found.carry_over.unwrap().p_exact, 1.0);
}

#[test]
fn nothing_that_changed_is_named() {
    let still = counts([5, 0, 0, 5]);
    let found = crossover_binary(still, still);
    assert!(matches!(
        found.treatment,
        Err(NotEstimable::Degenerate { .. })
    ));
    assert!(found.period.is_err());
    near(found.carry_over.unwrap().p_exact, 1.0);
}

proptest! {
    #[test]
    fn success_and_failure_exchanged_invert_the_odds(one in [0u64..9, 0u64..9, 0u64..9, 0u64..9], other in [0u64..9, 0u64..9, 0u64..9, 0u64..9]) {
        let turned = |v: [u64; 4]| counts([v[3], v[2], v[1], v[0]]);
        let (a, b) = (crossover_binary(counts(one), counts(other)), crossover_binary(turned(one), turned(other)));
        for (a, b) in [(a.treatment, b.treatment), (a.period, b.period), (a.carry_over, b.carry_over)] {
            prop_assert_eq!(a.is_ok(), b.is_ok());
            if let (Ok(a), Ok(b)) = (a, b) {
                prop_assert!((a.p_exact - b.p_exact).abs() < 1e-9);
                if let Some(upper) = b.upper {
                    prop_assert!((a.lower * upper - 1.0).abs() < 1e-6 || a.lower == 0.0);
                }
            }
        }
    }
}

#[test]
fn error_rate_of_the_binary_crossover() {
    if !is_asked("error_rate_of_the_binary_crossover") {
        return;
    }
    type Part = fn(BinaryCrossover) -> Result<FisherExact, NotEstimable>;
    let rejected = |name: &str, part: Part| {
        rate_of(name, 4_000, |run| {
            let mut rng = Seed(8).index(run).rng();
            let mut group = || {
                let mut v = [0; 4];
                for _ in 0..20 {
                    let level = 1.5 * normal(&mut rng);
                    // The second period is easier by 1 on the logit scale; the service does nothing.
                    let first = rng.unit() < 1.0 / (1.0 + libm::exp(-level));
                    let second = rng.unit() < 1.0 / (1.0 + libm::exp(-level - 1.0));
                    v[match (first, second) {
                        (true, true) => 0,
                        (true, false) => 1,
                        (false, true) => 2,
                        (false, false) => 3,
                    }] += 1;
                }
                counts(v)
            };
            let found = crossover_binary(group(), group());
            part(found).is_ok_and(|test| test.p_exact < 0.05)
        })
    };
    let treatment = rejected("binary crossover, treatment without effect", |found| {
        found.treatment
    });
    let carry_over = rejected("binary crossover, no carry-over", |found| found.carry_over);
    let period = rejected("binary crossover, period with effect", |found| found.period);
    assert!(treatment <= 0.05 && carry_over <= 0.05 && period > 0.2);
}
