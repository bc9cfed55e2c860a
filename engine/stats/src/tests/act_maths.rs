//! ACT mathematics of Kolen and Brennan for tests; they skip by name where the folder is absent.

use crate::ScoreDistribution;
use crate::tests::published::folder;

/// Forms X and Y; `None` after naming the skipped test.
pub(crate) fn act_maths(test: &str) -> Option<[ScoreDistribution; 2]> {
    let text = std::fs::read_to_string(folder(test)?.join("actmath_kb.csv")).unwrap();
    let column = |at: usize| -> Vec<f64> {
        let cells = text
            .lines()
            .skip(1)
            .map(|line| line.split(',').nth(at).unwrap());
        cells.map(|cell| cell.trim().parse().unwrap()).collect()
    };
    Some([1, 2].map(|at| ScoreDistribution::from_counts(&column(at)).unwrap()))
}
