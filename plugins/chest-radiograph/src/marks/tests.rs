//! Hand cases of maps: parts, groups, peaks.

use super::*;

/// Tenths by rows; `.` is 0.
fn map(rows: &[&str]) -> Map {
    let values = rows.iter().flat_map(|row| row.chars());
    Map {
        columns: rows[0].len(),
        rows: rows.len(),
        values: values
            .map(|c| c.to_digit(10).map_or(0.0, |d| d as f32 / 10.0))
            .collect(),
    }
}

const TWO: [&str; 4] = ["........", ".89..8..", ".66..76.", "........"];

#[test]
fn each_part_is_a_place_and_the_peak_comes_first() {
    let map = map(&TWO);
    let places = map.places(Grouping::Each(5), 4);
    let sizes: Vec<usize> = places.iter().map(|place| place.pixels.len()).collect();
    assert_eq!(sizes, [4, 3]);
    let peaks: Vec<(usize, usize)> = places.iter().map(|place| map.at(place.pixels[0])).collect();
    assert_eq!(peaks, [(2, 1), (5, 1)]);
    assert!((places[1].share - 8.0 / 9.0).abs() < 1e-6);
    assert_eq!(map.places(Grouping::Each(1), 4).len(), 1);
}

#[test]
fn parts_are_joined_by_side_or_all() {
    let map = map(&TWO);
    assert_eq!(map.places(Grouping::Side, 4).len(), 2);
    assert_eq!(map.places(Grouping::Side, 8).len(), 1);
    let all = map.places(Grouping::One, 4);
    assert_eq!(
        (all.len(), all[0].pixels.len(), all[0].pixels[0]),
        (1, 7, 10)
    );
}

#[test]
fn a_faint_map_is_judged_by_its_own_peak() {
    let places = map(&["...", ".2.", "..1"]).places(Grouping::Each(5), 1);
    assert_eq!(places.len(), 1);
    assert_eq!(places[0].pixels.len(), 2, "0.1 is half of 0.2");
}

#[test]
fn a_weak_part_beside_a_strong_one_is_left_out() {
    assert_eq!(map(&["9...5"]).places(Grouping::Each(5), 2).len(), 1);
    assert!(map(&["....."]).places(Grouping::Each(5), 2).is_empty());
}

#[test]
fn a_part_of_a_larger_map_is_cut_out() {
    let all = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0];
    assert_eq!(
        Map::cut(&all, 3, (1, 0), (2, 2)).values,
        [1.0, 2.0, 4.0, 5.0]
    );
}
