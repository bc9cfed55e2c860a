//! Marks and the score that follows.

use super::*;

#[test]
fn every_affected_region_of_a_side_costs_a_point() {
    let aspects = &RegionGrid::built_in()[0];
    let index = |level: usize, id: &str, side| {
        let is_it = |region: &GridRegion| region.id == id && region.side == Some(side);
        aspects.levels[level]
            .regions
            .iter()
            .position(is_it)
            .unwrap()
    };
    let mut marks = RegionMarks::default();
    assert_eq!(marks.score(aspects, Laterality::Left), Some(10));
    assert!(marks.toggle(0, index(0, "I", Laterality::Left)));
    assert!(marks.toggle(0, index(0, "M2", Laterality::Left)));
    assert!(marks.toggle(1, index(1, "M5", Laterality::Left)));
    assert!(marks.toggle(0, index(0, "C", Laterality::Right)));
    assert_eq!(marks.score(aspects, Laterality::Left), Some(7));
    assert_eq!(marks.score(aspects, Laterality::Right), Some(9));
    assert!(!marks.toggle(0, index(0, "I", Laterality::Left)));
    assert_eq!(marks.score(aspects, Laterality::Left), Some(8));
    assert!(marks.is_affected(1, index(1, "M5", Laterality::Left)));
    let labels: Vec<&str> = marks.affected(aspects).map(|r| r.id.as_str()).collect();
    assert_eq!(labels, ["C", "M2", "M5"]);
}

#[test]
fn a_mark_of_no_region_counts_for_nothing() {
    let aspects = &RegionGrid::built_in()[0];
    let mut marks = RegionMarks::default();
    marks.toggle(9, 0);
    marks.toggle(0, 99);
    assert_eq!(marks.score(aspects, Laterality::Left), Some(10));
    assert_eq!(
        marks.score(&RegionGrid::built_in()[1], Laterality::Left),
        None
    );
}
