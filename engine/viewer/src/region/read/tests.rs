//! Faults of grid texts, each with its place.

use super::*;

const HEAD: &str = "schema = 1\nid = \"x\"\nstatus = \"unverified\"\n[[levels]]\nid = \"l\"\naxes = [\"left\", \"back\"]\n";
const LANDMARKS: &str = "landmarks = [{ id = \"a\", at = [0, 0] }, { id = \"b\", at = [1, 0] }, { id = \"c\", at = [0, 1] }]\n";
const REGION: &str = "{ id = \"M1\", outline = [[0, 0], [1, 0], [0, 1]] }";

#[track_caller]
fn check(rest: &str, faults: &[&str]) {
    let (grid, diagnostics) = RegionGrid::read(&format!("{HEAD}{rest}"));
    let told: Vec<String> = diagnostics.all().iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), faults.len(), "{told:#?}");
    for (told, fault) in told.iter().zip(faults) {
        assert!(told.contains(fault), "{told} has no {fault:?}");
    }
    assert_eq!(grid.is_some(), faults.is_empty());
}

#[test]
fn a_grid_needs_landmarks_and_regions() {
    check(&format!("{LANDMARKS}regions = [{REGION}]"), &[]);
    check(
        "",
        &["key \"landmarks\" is missing", "key \"regions\" is missing"],
    );
}

#[test]
fn a_mirrored_level_has_both_sides() {
    let text = format!("{HEAD}{LANDMARKS}mirrored = true\nregions = [{REGION}]");
    let grid = RegionGrid::read(&text).0.unwrap();
    let regions = &grid.levels[0].regions;
    let sides: Vec<_> = regions.iter().map(|r| r.side).collect();
    assert_eq!(sides, [Some(Laterality::Right), Some(Laterality::Left)]);
    assert_eq!(regions[1].outline, [[1.0, 0.0], [0.0, 0.0], [1.0, 1.0]]);
}

#[test]
fn faults_are_named_with_their_line() {
    check(
        &format!("{LANDMARKS}regions = [{REGION}, {REGION}]"),
        &["region \"M1\" stands here for the second time (line 8"],
    );
    check(
        &format!(
            "landmarks = [{{ id = \"a\", at = [0, 0] }}, {{ id = \"b\", at = [1, 1] }}, {{ id = \"c\", at = [2, 2] }}]\nregions = [{REGION}]"
        ),
        &["landmarks must not lie on one line (line 7"],
    );
    check(
        &format!(
            "{LANDMARKS}regions = [{{ id = \"M 1\", outline = [[0, 0], [9, 0]], sid = \"left\" }}]"
        ),
        &[
            "expected 1 to 32 bytes of letters",
            "expected 3 to 128 elements, found 2",
            "unknown key \"sid\", did you mean \"id\"?",
        ],
    );
    check(
        &format!(
            "{LANDMARKS}regions = [{{ id = \"M1\", outline = [[0, 0], [9, 0], [0, 1, 2]], code = {{ value = \"1\" }} }}]"
        ),
        &[
            "expected -1 to 2, found 9",
            "expected 2 to 2 elements, found 3",
            "key \"scheme\" is missing",
            "key \"meaning\" is missing",
        ],
    );
    let (none, faults) = RegionGrid::read(&" ".repeat(MAX_GRID_BYTES + 1));
    assert!(none.is_none() && faults.has_errors());
}
