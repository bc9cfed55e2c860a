//! Cells of the table, and what does not fill it.

use super::*;

#[test]
fn figures_are_found_by_condition_reader_and_case() {
    let table = FigureTable::of([2, 3, 4], |condition, reader, case| {
        Ok(100.0 * condition as f64 + 10.0 * reader as f64 + case.map_or(0.5, |case| case as f64))
    })
    .unwrap();
    assert_eq!(table.size(), [2, 3, 4]);
    assert_eq!(table.figure(1, 2), Some(120.5));
    assert_eq!(table.left_out(1, 0), [100.0, 101.0, 102.0, 103.0]);
    assert_eq!(table.figure(0, 3), None);
    assert!(table.left_out(2, 0).is_empty());
}

#[test]
fn numbers_that_do_not_fill_the_table_are_refused_by_name() {
    let short = FigureTable::new([2, 2, 1], vec![0.5; 3], vec![0.5; 4]).unwrap_err();
    assert_eq!(
        short.to_string(),
        "not estimable: figures of merit: lengths 3 and 4 differ"
    );
    let nan = FigureTable::new([1, 1, 2], vec![0.5], vec![0.5, f64::NAN]).unwrap_err();
    assert_eq!(
        nan.to_string(),
        "not estimable: value 1 of leave-one-out figures is not a finite number"
    );
}
