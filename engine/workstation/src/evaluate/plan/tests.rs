//! Plans that are read, and what is said of those that are not.

use super::*;

const SET: &str = "schema = 1\n[[sets]]\nservice = \"overread.lung-nodule\"\nkind = \"chest-ct\"\n\
    difficulty = \"hard\"\nseed = 900000\ncount = 200\nprevalence = 0.5\nslices = 64\n";

fn parse(text: &str) -> Result<EvaluationPlan, String> {
    EvaluationPlan::parse(text, Path::new("plan.toml")).map_err(|error| error.to_string())
}

#[test]
fn a_plan_is_read() {
    let plan = parse(SET).unwrap();
    let (service, set) = &plan.sets[0];
    assert_eq!(service.as_str(), "overread.lung-nodule");
    assert_eq!(
        (set.kind, set.difficulty),
        (PhantomKind::ChestCt, Difficulty::Hard)
    );
    assert_eq!(
        (set.first_seed, set.count, set.acquisition.slices),
        (900_000, 200, Some(64))
    );
}

#[test]
fn faults_are_named_with_their_place() {
    for (from, to, expected) in [
        (
            "schema = 1",
            "schema = 2",
            "plan.toml: sets[0].schema: expected schema 1, found 2",
        ),
        (
            "count = 200",
            "count = 0",
            "plan.toml: sets[0].count: expected 1 to 100000, found 0",
        ),
        (
            "0.5",
            "1.5",
            "plan.toml: sets[0].prevalence: expected 0 to 1, found 1.5",
        ),
        (
            "0.5",
            "nan",
            "plan.toml: sets[0].prevalence: expected 0 to 1, found NaN",
        ),
        (
            "\"hard\"",
            "\"harsh\"",
            "plan.toml: sets[0].difficulty: expected one of easy, medium, hard, found \"harsh\"",
        ),
        (
            "chest-ct",
            "foot",
            "plan.toml: sets[0].kind: expected one of chest-ct, head-ct, chest-radiograph, mammography, found \"foot\"",
        ),
    ] {
        assert_eq!(parse(&SET.replacen(from, to, 1)).unwrap_err(), expected);
    }
    let unknown = parse(&SET.replacen("seed", "sead", 1)).unwrap_err();
    assert!(
        unknown.contains("sead") && unknown.contains("line 6"),
        "{unknown}"
    );
}
