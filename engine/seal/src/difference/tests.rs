//! Differences by place.

use serde_json::json;

use super::*;

#[track_caller]
fn check(expected: &Value, found: &Value, text: &str) {
    let difference = first_difference(expected, found);
    assert_eq!(difference.map_or_else(String::new, |d| d.to_string()), text);
}

#[test]
fn the_first_difference_is_named_by_its_place() {
    let score =
        json!({"cases": [{"id": "c1", "points": 1.0}, {"id": "c2", "points": 0.5}], "n": 2});
    check(&score, &score, "");
    // Canonical JSON writes 1.0 as 1.
    check(
        &score,
        &json!({"cases": [{"id": "c1", "points": 1}, {"id": "c2", "points": 0.5}], "n": 2.0}),
        "",
    );
    let mut other = score.clone();
    other["cases"][1]["points"] = json!(1.0);
    other["n"] = json!(3);
    check(&score, &other, "cases[1].points: expected 0.5, found 1.0");
    check(&json!({"a": 1}), &json!({}), "a: expected 1, found nothing");
    check(
        &json!([1]),
        &json!([1, null]),
        "[1]: expected nothing, found null",
    );
    check(&json!(1), &json!("1"), "the whole: expected 1, found \"1\"");
    check(
        &json!({"a": []}),
        &json!({"a": {}}),
        "a: expected [], found {}",
    );
    check(&json!(true), &json!(1), "the whole: expected true, found 1");
}
