//! Hulls, clips and borders of figures that can be drawn by hand.

use super::*;

#[test]
fn a_hull_leaves_out_what_is_inside_or_on_an_edge() {
    let square = [[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0]];
    let more = [[1.0, 1.0], [1.0, 0.0], [2.0, 2.0]];
    assert_eq!(hull([&square[..], &more].concat()), square);
    assert_eq!(hull(vec![[1.0, 1.0]; 3]), [[1.0, 1.0]]);
    let line = vec![[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]];
    assert_eq!(hull(line), [[0.0, 0.0], [2.0, 2.0]]);
    assert_eq!(hull(Vec::new()), Vec::<[f64; 2]>::new());
}

#[test]
fn a_clip_keeps_what_is_inside() {
    let triangle = [[-2.0, 1.0], [2.0, 1.0], [2.0, 5.0]];
    let kept = clipped(&triangle, [4.0, 4.0]);
    assert_eq!(
        kept,
        [[0.0, 1.0], [2.0, 1.0], [2.0, 4.0], [1.0, 4.0], [0.0, 3.0]]
    );
    assert_eq!(clipped(&triangle, [4.0, 0.5]), Vec::<[f64; 2]>::new());
}

/// Pixels of a picture of letters, 5 columns.
fn pixels(picture: &[&str]) -> Vec<u32> {
    let all = (0..).zip(picture.iter().flat_map(|row| row.bytes()));
    all.filter(|(_, c)| *c == b'#').map(|(i, _)| i).collect()
}

#[test]
fn a_border_runs_along_the_edges_of_pixels() {
    let one = boundary(&pixels(&[".....", "..#.."]), 5);
    assert_eq!(one, [vec![[2.0, 1.0], [3.0, 1.0], [3.0, 2.0], [2.0, 2.0]]]);
    // At the edges of the picture the last column does not touch the first.
    let two = boundary(&pixels(&["#...#"]), 5);
    assert_eq!(two.len(), 2, "{two:?}");
}

#[test]
fn a_border_has_a_chain_for_each_hole() {
    let ring = boundary(&pixels(&["###..", "#.#..", "###.."]), 5);
    assert_eq!(ring.len(), 2, "{ring:?}");
    assert_eq!(ring[0], [[0.0, 0.0], [3.0, 0.0], [3.0, 3.0], [0.0, 3.0]]);
    assert_eq!(ring[1].len(), 4);
    // Twice the area between, by the shoelace formula: pixels of the ring, the hole taken off.
    let area = |chain: &Vec<[f64; 2]>| -> f64 {
        let next = chain.iter().cycle().skip(1);
        chain
            .iter()
            .zip(next)
            .map(|(a, b)| a[0] * b[1] - b[0] * a[1])
            .sum()
    };
    assert_eq!(ring.iter().map(area).sum::<f64>(), 16.0);
}

#[test]
fn pixels_that_touch_at_a_corner_are_all_inside() {
    let chains = boundary(&pixels(&["#....", ".#..."]), 5);
    let n_corners: usize = chains.iter().map(Vec::len).sum();
    assert_eq!(n_corners, 8, "{chains:?}");
}

#[test]
fn a_long_chain_is_thinned_evenly() {
    let chain: Vec<[f64; 2]> = (0..10).map(|i| [f64::from(i), 0.0]).collect();
    assert_eq!(merged(chain.clone(), 10), chain);
    let thin = merged(chain, 4);
    assert_eq!(thin.len(), 4, "{thin:?}");
}
