//! Candidates and their joining by hand.

use super::*;

fn map(width: usize, spots: &[(usize, usize, usize, f32)]) -> Plane {
    let mut plane = Plane::filled(width, 60, 0.0);
    for &(x, y, side, value) in spots {
        for row in y..y + side {
            for column in x..x + side {
                plane.values[row * width + column] = value;
            }
        }
    }
    plane
}

#[test]
fn the_score_is_the_mean_of_the_best_pixels_and_missing_ones_count_as_nothing() {
    // 49 pixels of 0.8; 16 of 0.9, where 40 make the score.
    let found = candidates(&map(60, &[(5, 5, 7, 0.8), (30, 30, 4, 0.9)]), Target::Mass);
    assert_eq!(found.len(), 2);
    assert!((found[0].score - 0.8).abs() < 1e-6);
    assert!((found[1].score - 0.9 * 16.0 / 40.0).abs() < 1e-6);
    assert_eq!((found[0].low, found[0].high), ((5, 5), (11, 11)));
    assert_eq!(found[0].peak, (8, 8), "the middle of the square");
}

#[test]
fn grains_near_each_other_are_one_cluster() {
    let spots = map(60, &[(5, 5, 2, 0.5), (14, 5, 2, 0.7), (40, 5, 2, 0.5)]);
    let found = candidates(&spots, Target::Calcifications);
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].peak, (14, 5));
    assert_eq!((found[0].low, found[0].high), ((5, 5), (15, 6)));
    // 4 of 0.7 and 4 of 0.5 of 12 pixels.
    assert!((found[0].score - 0.4).abs() < 1e-6);
}

fn seen(view: usize, columns: &[(usize, f64)]) -> Seen {
    let one = |&(x, score): &(usize, f64)| Candidate {
        score,
        peak: (x, 10),
        low: (x, 10),
        high: (x, 10),
        pixels: vec![x],
    };
    Seen {
        view,
        wall_mm: 80.0,
        candidates: columns.iter().map(one).collect(),
    }
}

#[test]
fn views_that_agree_are_one_lesion_and_score_more() {
    // Columns 100 and 120 lie 8 mm apart.
    let found = joined(&[seen(0, &[(100, 0.6)]), seen(1, &[(120, 0.4)])]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].seen.len(), 2);
    // 0.6 + 0.5 * 0.4 * 0.4
    assert!((found[0].score - 0.68).abs() < 1e-9);
}

#[test]
fn views_that_disagree_give_two_weaker_ones() {
    // Columns 100 and 140 lie 16 mm apart.
    let found = joined(&[seen(0, &[(100, 0.6)]), seen(1, &[(140, 0.4)])]);
    let scores: Vec<f64> = found.iter().map(|one| one.score).collect();
    assert_eq!(scores.len(), 2);
    assert!((scores[0] - 0.48).abs() < 1e-9 && (scores[1] - 0.32).abs() < 1e-9);
}

#[test]
fn the_only_view_counts_in_full() {
    let found = joined(&[seen(3, &[(100, 0.6)])]);
    assert_eq!(found[0].score, 0.6);
    assert_eq!(found[0].seen[0].0, 3);
}

#[test]
fn a_candidate_is_joined_once_with_the_best_that_fits() {
    let found = joined(&[seen(0, &[(100, 0.6), (105, 0.2)]), seen(1, &[(102, 0.9)])]);
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].seen[0].1.peak.0, 100);
    assert_eq!(found[1].seen.len(), 1);
}
