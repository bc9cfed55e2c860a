//! Blocks, quantiles, means and connected parts by hand.

use super::*;

fn plane(width: usize, values: &[f32]) -> Plane {
    Plane {
        width,
        height: values.len() / width,
        values: values.to_vec(),
    }
}

#[test]
fn blocks_are_averaged_and_the_rest_is_cut_off() {
    let found = plane(3, &[1.0, 3.0, 9.0, 5.0, 7.0, 9.0, 9.0, 9.0, 9.0]).reduced(2);
    assert_eq!(found, plane(1, &[4.0]));
}

#[test]
fn a_mirrored_plane_has_its_rows_turned() {
    let found = plane(2, &[1.0, 2.0, 3.0, 4.0]).mirrored();
    assert_eq!(found.values, [2.0, 1.0, 4.0, 3.0]);
}

#[test]
fn a_local_mean_takes_what_lies_inside() {
    let found = plane(3, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0]).local_mean(1);
    assert_eq!(found.at(1, 1), 5.0);
    assert_eq!(found.at(0, 0), 3.0, "(1 + 2 + 4 + 5) / 4");
}

#[test]
fn a_quantile_is_one_of_the_values() {
    assert_eq!(quantile(vec![3.0, 1.0, 2.0], 0.5), Some(2.0));
    assert_eq!(quantile(vec![3.0, 1.0, 2.0], 1.0), Some(3.0));
    assert_eq!(quantile(Vec::new(), 0.5), None);
}

#[test]
fn corners_touch_and_the_largest_part_is_first() {
    let set = [true, false, false, false, true, false, false, false, false];
    assert_eq!(parts(&set, 3), vec![vec![0, 4]]);
    let set = [true, false, true, false, false, true];
    assert_eq!(parts(&set, 3), vec![vec![2, 5], vec![0]]);
}

#[test]
fn widening_reaches_along_both_axes() {
    let mut set = vec![false; 25];
    set[12] = true;
    let wide = widened(&set, 5, 1);
    assert_eq!(wide.iter().filter(|&&v| v).count(), 9);
    assert!(wide[6] && wide[18] && !wide[5]);
}
