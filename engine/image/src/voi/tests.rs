//! The table's ends and its span; the standard's rule for values outside it.

use std::sync::Arc;

use super::{Voi, VoiTable};

#[test]
fn values_outside_a_table_take_its_ends() {
    let table = VoiTable::new(-10.0, &[0, 64, 255], 8, "curve".to_owned()).unwrap();
    for (value, grey) in [
        (-1000.0, 0.0),
        (-10.0, 0.0),
        (-9.0, 64.0 / 255.0),
        (-8.0, 1.0),
        (5000.0, 1.0),
        (f32::NAN, 0.0),
    ] {
        assert!((table.grey(value) - grey).abs() < 1e-6, "{value}");
    }
    assert_eq!(table.explanation(), "curve");
}

#[test]
fn a_drag_on_a_table_starts_from_its_span() {
    let entries: Vec<u16> = (0..=255).collect();
    let table = VoiTable::new(0.0, &entries, 8, String::new()).unwrap();
    let window = Voi::Table(Arc::new(table)).as_window().unwrap();
    assert_eq!((window.centre(), window.width()), (128.0, 256.0));
}

#[test]
fn impossible_tables_are_refused() {
    assert!(VoiTable::new(0.0, &[], 8, String::new()).is_none());
    assert!(VoiTable::new(0.0, &[1], 0, String::new()).is_none());
    assert!(VoiTable::new(0.0, &[1], 17, String::new()).is_none());
    assert!(VoiTable::new(f32::NAN, &[1], 8, String::new()).is_none());
    assert!(VoiTable::new(0.0, &vec![0; 65_537], 16, String::new()).is_none());
}
