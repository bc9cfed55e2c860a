//! Limits decide on their own side, too little decides nothing, and faults of the file have their lines.

use super::*;

fn gate(text: &str) -> Gate {
    let (gate, faults) = Gate::read(text);
    gate.unwrap_or_else(|| panic!("{faults:?}"))
}

fn of(limit: &str) -> Gate {
    gate(&format!(
        "schema = 1\nname = \"g\"\n[[criteria]]\nmeasure = \"auc\"\n{limit}\n"
    ))
}

fn found(value: f64, interval: Option<(f64, f64)>) -> Measured {
    Measured {
        value,
        interval,
        n: 100,
        classes: Some((20, 80)),
    }
}

#[track_caller]
fn check(gate: &Gate, measured: Measured, expected: Outcome, reason: &str) {
    let outcomes = gate.judge(|_| Ok(measured));
    assert_eq!(outcomes[0].outcome, expected, "{}", outcomes[0].reason);
    assert!(
        outcomes[0].reason.contains(reason),
        "{}",
        outcomes[0].reason
    );
    assert_eq!(outcome_of(&outcomes), expected);
}

#[test]
fn the_gate_that_is_built_in_has_the_quoted_limits_and_says_that_they_are_unverified() {
    let gate = Gate::built_in();
    let limits: Vec<(Measure, Limit, u64, bool)> = gate
        .criteria
        .iter()
        .map(|one| (one.measure, one.limit, one.least_studies, one.is_verified))
        .collect();
    assert_eq!(
        limits,
        [
            (Measure::Auc, Limit::AtLeast(0.81), 400, false),
            (Measure::Defects, Limit::AtMost(0.10), 80, false),
            (Measure::MinutesP95, Limit::AtMost(6.5), 80, false),
        ]
    );
    assert_eq!(gate.late_after_minutes, Some(6.5));
    assert!(gate.counts_refusals);
}

#[test]
fn a_value_is_good_up_to_the_limit() {
    check(
        &of("at-least = 0.8"),
        found(0.8, None),
        Outcome::Passed,
        "within",
    );
    check(
        &of("at-least = 0.8"),
        found(0.799, None),
        Outcome::Failed,
        "beyond",
    );
    check(
        &of("at-most = 0.8"),
        found(0.8, None),
        Outcome::Passed,
        "within",
    );
    check(
        &of("at-most = 0.8"),
        found(0.801, None),
        Outcome::Failed,
        "beyond",
    );
}

#[test]
fn an_interval_decides_only_where_it_lies_on_one_side() {
    let by = of("at-least = 0.8\njudged-by = \"interval\"");
    check(
        &by,
        found(0.9, Some((0.8, 0.95))),
        Outcome::Passed,
        "within",
    );
    check(
        &by,
        found(0.7, Some((0.6, 0.79))),
        Outcome::Failed,
        "beyond",
    );
    check(
        &by,
        found(0.82, Some((0.7, 0.9))),
        Outcome::NotDecidable,
        "holds the limit; the value alone would pass",
    );
    check(&by, found(1.0, None), Outcome::NotDecidable, "no interval");
}

#[test]
fn too_few_studies_and_too_rare_a_class_decide_nothing() {
    check(
        &of("at-least = 0.8\nleast-studies = 101"),
        found(0.9, None),
        Outcome::NotDecidable,
        "100 studies, 101 are asked for; the value alone would pass",
    );
    check(
        &of("at-least = 0.8\nleast-share = 0.25"),
        found(0.7, None),
        Outcome::NotDecidable,
        "the rarer class is 20.0 % of the studies, 25.0 % are asked for; the value alone would fail",
    );
}

#[test]
fn what_is_not_estimable_is_not_decidable_and_one_failure_fails() {
    let both = gate(
        "schema = 1\nname = \"g\"\n[[criteria]]\nmeasure = \"auc\"\nat-least = 0.8\n[[criteria]]\nmeasure = \"minutes-max\"\nat-most = 2\n",
    );
    let judge = |minutes: f64| {
        both.judge(|measure| {
            if measure == Measure::Auc {
                Err("one class only".to_owned())
            } else {
                Ok(found(minutes, None))
            }
        })
    };
    let undecided = judge(1.0);
    assert_eq!(undecided[0].reason, "one class only");
    assert_eq!(outcome_of(&undecided), Outcome::NotDecidable);
    assert_eq!(outcome_of(&judge(3.0)), Outcome::Failed);
    assert_eq!(outcome_of(&[]), Outcome::NotDecidable);
}

#[test]
fn faults_are_named_with_their_lines_all_at_once() {
    let (gate, faults) = Gate::read(
        "schema = 1\nname = \"g\"\nnot-counted = [\"c.wrong\"]\n[[criteria]]\nmeasure = \"auk\"\nat-least = 2\n[[criteria]]\nmeasure = \"defects\"\nat-least = 0.1\nat-most = 0.2\nlimit = 3\n",
    );
    assert_eq!(gate, None);
    let text: String = faults
        .all()
        .iter()
        .map(|fault| format!("{fault}\n"))
        .collect();
    for expected in [
        "found \"c.wrong\" (line 3",
        "did you mean \"auc\"? (line 5",
        "(line 6, column 12, criteria[0].at-least)",
        "expected one of at-least and at-most",
        "unknown key \"limit\"",
    ] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    for text in [
        "",
        "schema = 2\nname = \"g\"",
        "schema = 1\nname = \"g\"\ncriteria = []",
    ] {
        assert_eq!(Gate::read(text).0, None, "{text:?}");
    }
}
