//! Against published parameters, and what must hold for any.

use super::*;

/// LSAT section 6 (Bock and Lieberman 1970), one-parameter model by marginal maximum likelihood: common discrimination
/// and the five difficulties; the estimates for three patterns are those of the same fit, SD in brackets.
const DISCRIMINATION: f64 = 0.755_13;
const DIFFICULTIES: [f64; 5] = [-3.615_27, -1.322_42, -0.317_63, -1.730_09, -2.780_17];

fn lsat6(pattern: &str) -> Ability {
    let responses: Vec<Response> = DIFFICULTIES
        .iter()
        .zip(pattern.bytes())
        .map(|(&difficulty, answer)| Response {
            discrimination: DISCRIMINATION,
            difficulty,
            is_right: answer == b'1',
        })
        .collect();
    Ability::of(&responses, 1.0)
}

#[track_caller]
fn check(pattern: &str, theta: f64, sd: f64) {
    let found = lsat6(pattern);
    assert!((found.theta - theta).abs() < 2e-5, "{found:?}");
    assert!((found.standard_error - sd).abs() < 5e-5, "{found:?}");
}

#[test]
fn estimates_agree_with_the_published_fit() {
    check("00000", -1.910_12, 0.797_32);
    check("11111", 0.632_21, 0.864_01);
    check("11011", 0.083_53, 0.841_3);
}

#[test]
fn without_answers_the_prior_stands() {
    let found = Ability::of(&[], 2.0);
    assert!(found.theta.abs() < 1e-12);
    assert!((found.standard_error - 2.0).abs() < 1e-3);
}

#[test]
fn information_is_greatest_where_the_difficulty_is_the_ability() {
    // a 1, b 0, theta 0: 1 * 0.5 * 0.5.
    assert!((information(1.0, 0.0, 0.0) - 0.25).abs() < 1e-15);
    assert!((information(2.0, 1.0, 1.0) - 1.0).abs() < 1e-15);
    assert!(information(1.0, 0.5, 0.0) < 0.25);
    assert!(information(1.0, -3.0, 4.0) > 0.0);
}

#[test]
fn a_thousand_answers_and_extreme_difficulties_stay_finite() {
    let response = |idx: usize| Response {
        discrimination: 10.0,
        difficulty: if idx.is_multiple_of(2) { 10.0 } else { -10.0 },
        is_right: idx.is_multiple_of(3),
    };
    let responses: Vec<Response> = (0..1000).map(response).collect();
    let found = Ability::of(&responses, 4.0);
    assert!(found.theta.is_finite() && found.standard_error.is_finite());
}

#[test]
fn a_right_answer_raises_the_ability_and_every_answer_narrows_it() {
    let mut responses = Vec::new();
    let mut last = Ability::of(&responses, 1.0);
    for idx in 0..20 {
        responses.push(Response {
            discrimination: 1.0,
            difficulty: f64::from(idx) / 10.0,
            is_right: true,
        });
        let next = Ability::of(&responses, 1.0);
        assert!(next.theta > last.theta);
        last = next;
    }
    assert!(last.standard_error < 0.7);
}
