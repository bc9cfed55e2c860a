//! The tables say what the figures say, and equal rows give equal text.

use super::*;
use crate::figures::tests::row;

#[test]
fn services_stand_by_difficulty_with_what_is_not_known_as_a_dash() {
    let mut hard = row("c", true, 0.4);
    hard.difficulty = Some("hard".to_owned());
    let rows = [row("a", true, 0.9), row("b", false, 0.1), hard];
    let text = tables(&rows);
    assert!(
        text.contains("| example.service 1.0.0 | medium | 2 | 1 | 0 | 0 | 1.000 |"),
        "{text}"
    );
    assert!(
        text.contains("| example.service 1.0.0 | hard | 1 | 1 | 0 | 0 | - | 0.000 ("),
        "{text}"
    );
    assert_eq!(tables(&rows), text);
    // The order of the lines does not matter, and neither does the time.
    let mut other: Vec<_> = rows.iter().rev().cloned().collect();
    other[0].seconds = Some(99.0);
    assert_eq!(tables(&other), text);
}
