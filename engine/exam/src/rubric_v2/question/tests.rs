//! Each scoring function by hand, one line a case.

use overread_base::{SeriesUid, Vec3};
use overread_scenario::Choice;

use super::*;

fn code(text: &str) -> AnswerValue {
    AnswerValue::Code(text.to_owned())
}

fn codes(text: &str) -> AnswerValue {
    AnswerValue::Codes(text.split_whitespace().map(str::to_owned).collect())
}

fn caliper(mm: f64) -> AnswerValue {
    AnswerValue::Caliper {
        series: SeriesUid::new("1.2").unwrap(),
        ends: [Vec3::new(0.0, 0.0, 1.0), Vec3::new(0.0, mm, 1.0)],
    }
}

#[track_caller]
fn check(scoring: &Scoring, value: &AnswerValue, key: &AnswerValue, expected: Option<f64>) {
    let levels = ["1", "2", "3", "4A", "4B"].map(str::to_owned);
    let kind = QuestionKind::Choice(Vec::<Choice>::new());
    assert_eq!(share(scoring, &kind, value, key, &levels), expected);
}

#[test]
fn exact() {
    let exact = Scoring::Exact;
    check(&exact, &code("a"), &code("a"), Some(1.0));
    check(&exact, &code("a"), &code("b"), Some(0.0));
    check(&exact, &codes("a b"), &codes("a b"), Some(1.0));
    check(&exact, &codes("a"), &codes("a b"), Some(0.0));
    check(
        &exact,
        &AnswerValue::Text(" Yes".to_owned()),
        &AnswerValue::Text("yes".to_owned()),
        Some(1.0),
    );
    check(
        &exact,
        &AnswerValue::Number(2.0),
        &AnswerValue::Number(2.0),
        Some(1.0),
    );
    check(
        &exact,
        &AnswerValue::Percent(40),
        &AnswerValue::Percent(50),
        Some(0.0),
    );
    // An answer of another kind is not wrong: it cannot be scored.
    check(&exact, &code("a"), &codes("a"), None);
}

#[test]
fn partial_set() {
    let partial = Scoring::PartialSet;
    check(&partial, &codes("a b"), &codes("a b"), Some(1.0));
    check(&partial, &codes("a"), &codes("a b"), Some(0.5));
    check(&partial, &codes("a b c"), &codes("a b"), Some(0.5));
    check(&partial, &codes("c d e"), &codes("a b"), Some(0.0));
    check(&partial, &codes(""), &codes(""), Some(1.0));
    check(&partial, &codes("a"), &codes(""), Some(0.0));
}

#[test]
fn ordinal_distance() {
    let ordinal = Scoring::OrdinalDistance { zero_at: 2 };
    check(&ordinal, &code("4A"), &code("4A"), Some(1.0));
    check(&ordinal, &code("4B"), &code("4A"), Some(0.5));
    check(&ordinal, &code("2"), &code("4A"), Some(0.0));
    check(&ordinal, &code("1"), &code("4B"), Some(0.0));
    check(&ordinal, &code("no level"), &code("4A"), None);
}

#[test]
fn tolerance() {
    let absolute = Scoring::Tolerance {
        absolute: Some(2.0),
        percent: None,
    };
    check(
        &absolute,
        &AnswerValue::Number(12.0),
        &AnswerValue::Number(10.0),
        Some(1.0),
    );
    check(
        &absolute,
        &AnswerValue::Number(12.5),
        &AnswerValue::Number(10.0),
        Some(0.0),
    );
    // The very edge: 8.4 - 8.1 computes to 0.3000000000000007.
    let edge = Scoring::Tolerance {
        absolute: Some(0.3),
        percent: None,
    };
    check(
        &edge,
        &AnswerValue::Number(8.4),
        &AnswerValue::Number(8.1),
        Some(1.0),
    );
    let wider = Scoring::Tolerance {
        absolute: Some(2.0),
        percent: Some(50.0),
    };
    check(
        &wider,
        &AnswerValue::Number(15.0),
        &AnswerValue::Number(10.0),
        Some(1.0),
    );
    // A length measured in the images against one in millimetres, or against another that was measured.
    check(
        &absolute,
        &caliper(8.0),
        &AnswerValue::Number(10.0),
        Some(1.0),
    );
    check(&absolute, &caliper(7.0), &caliper(10.0), Some(0.0));
    check(&absolute, &code("10"), &AnswerValue::Number(10.0), None);
}

#[test]
fn overlap() {
    let iou = Scoring::Overlap {
        is_dice: false,
        least: 0.0,
    };
    let dice = Scoring::Overlap {
        is_dice: true,
        least: 0.0,
    };
    let strict = Scoring::Overlap {
        is_dice: false,
        least: 0.5,
    };
    check(&iou, &codes("a b c"), &codes("b c d"), Some(0.5));
    check(&dice, &codes("a b c"), &codes("b c d"), Some(2.0 / 3.0));
    check(&strict, &codes("a b c"), &codes("b c d"), Some(0.5));
    check(&strict, &codes("a b"), &codes("b c"), Some(0.0));
    check(&iou, &codes(""), &codes(""), Some(1.0));
    check(&dice, &codes("a"), &codes(""), Some(0.0));
}

#[test]
fn forecasts_pay_by_how_wrong_they_were() {
    assert_eq!(forecast_share(1.0, true), 1.0);
    assert_eq!(forecast_share(0.5, false), 0.75);
    assert_eq!(forecast_share(1.0, false), 0.0);
}

#[test]
fn defects_are_named_by_code_or_by_class() {
    let check = |answer, key, expected| assert_eq!(expert::defect_score(answer, key), expected);
    check("c.stale-prior", "c.stale-prior", 1.0);
    check("c.duplicate", "c.stale-prior", 0.5);
    check("c", "c.stale-prior", 0.5);
    check("a", "c.stale-prior", 0.0);
    check("none", "c.stale-prior", 0.0);
    check("none", "none", 1.0);
    check("c", "none", 0.0);
    check("b.no-sr", "b", 1.0);
}
