//! LSAT6 of Bock and Lieberman for tests; they skip by name where the folder is absent.

use crate::Responses;
use crate::tests::published::folder;

/// The answers of 1,000 takers to 5 items; `None` after naming the skipped test.
pub(crate) fn lsat6(test: &str) -> Option<Responses> {
    let text = std::fs::read_to_string(folder(test)?.join("lsat6_patterns.csv")).unwrap();
    let mut rows = Vec::new();
    for line in text.lines().skip(1) {
        let fields: Vec<usize> = line.split(',').map(|f| f.trim().parse().unwrap()).collect();
        let row: Vec<_> = fields[1..6].iter().map(|f| Some(*f == 1)).collect();
        rows.extend(std::iter::repeat_n(row, fields[6]));
    }
    Some(Responses::new(&rows).unwrap())
}
