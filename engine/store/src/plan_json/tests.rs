//! A plan that sets nothing new has the bytes that journals always had, and journals without the new words are read.

use overread_scenario::PointRule;

use super::*;
use crate::journal::tests::plan;

/// What the header of a session without a design reads, `plan()` of the journal's tests.
const PLAIN: &str = concat!(
    r#"{"kind":"overread-journal","schema":1,"started_unix_s":5,"nonce":"n","plan":{"session":"s1","#,
    r#""reader":"reader","scenario":"chest.test","#,
    r#""scenario_sha256":"0707070707070707070707070707070707070707070707070707070707070707","#,
    r#""seed":"18446744073709551614","software":"overread test","rubric":"v1","mode":"unaided","service":null,"#,
    r#""hit_rule":{"centre-distance":{"least_radius_mm":5.0}},"soft_limit_ms":60000,"questions":{"labels":"#,
    r#"[{"id":"nodule","text":[]}],"confidence_step":5,"positive_from":50,"sections":[{"id":"findings","#,
    r#""title":[],"is_required":true}]},"cases":["c1","c2"]}}"#,
);

fn json_of(plan: &SessionPlan) -> String {
    serde_json::to_string(&HeaderJson::new(plan, 5, "n".to_owned())).unwrap()
}

#[test]
fn a_plan_without_a_design_keeps_its_bytes_regression() {
    assert_eq!(json_of(&plan()), PLAIN);
}

#[test]
fn a_plan_without_the_word_design_is_read() {
    let header: HeaderJson = serde_json::from_str(PLAIN).unwrap();
    assert_eq!(header.into_plan().unwrap(), plan());
}

#[test]
fn a_design_comes_back_with_its_plan() {
    let mut plan = plan();
    plan.design.points = PointRule::Rapids;
    plan.design.ai_plan_sha256 = Some("ab".repeat(32));
    let json = json_of(&plan);
    assert!(json.contains(r#""design":{"points":"rapids","ai_plan_sha256":"#));
    let header: HeaderJson = serde_json::from_str(&json).unwrap();
    assert_eq!(header.into_plan().unwrap(), plan);
}
