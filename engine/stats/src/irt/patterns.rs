//! Equal rows of answers gathered, in an order that does not depend on the takers'. Private to the estimation.

use crate::items::Responses;

/// A row of answers and how many takers gave it.
pub(super) struct Pattern {
    pub(super) count: f64,
    /// Items answered right, rising.
    pub(super) right: Vec<usize>,
    /// Items without an answer, rising.
    pub(super) missing: Vec<usize>,
}

/// The different rows, sorted.
pub(super) fn patterns(responses: &Responses) -> Vec<Pattern> {
    let mut rows: Vec<&[Option<bool>]> = responses.takers().collect();
    rows.sort_unstable();
    let groups = rows.chunk_by(|a, b| a == b);
    let of = |group: &[&[Option<bool>]]| {
        let row = group[0];
        let items = |wanted: Option<bool>| {
            let cells = row.iter().enumerate();
            cells.filter_map(move |(item, cell)| (*cell == wanted).then_some(item))
        };
        Pattern {
            count: group.len() as f64,
            right: items(Some(true)).collect(),
            missing: items(None).collect(),
        }
    };
    groups.map(of).collect()
}
